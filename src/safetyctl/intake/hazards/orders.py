"""How 3/5/20 is meant in the tables of a ledger, by all its days together."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from safetyctl.intake.tables.mapping import Map
from safetyctl.intake.tables.reading import Found
from safetyctl.intake.words import days
from safetyctl.intake.words.cells import Cell, Unreadable, cell_at
from safetyctl.intake.words.days import Order, Orders
from safetyctl.intake.words.forms import DATES

_SUMMED = 500  # days that tell well enough when a table is of
_TURNED: dict[Order, Order] = {"mdy": "dmy", "dmy": "mdy"}


def orders_meant(found: Sequence[Found], use: Map, as_of: date) -> tuple[Orders, Orders]:
    """How 3/5/20 is meant, and what of that is doubted: as the map says, else as the table allows.

    Where its days allow month first and day first, the one is meant by which fewer of them cannot be: found in days
    to come, or to be done before it was found. That stays doubted.
    """
    if use.dates:
        return dict.fromkeys(days.MARKS, use.dates), {}
    orders, doubted = days.orders_of(_written(found), _amid(found) or _titled(found), as_of)
    for mark, order in doubted.items():
        if order in _TURNED:
            either = ({**orders, mark: order}, {**orders, mark: _TURNED[order]})
            orders = min(either, key=lambda each: _cannot_be(found, each, as_of))
    return orders, {mark: orders[mark] for mark in doubted}


def _cannot_be(found: Sequence[Found], orders: Orders, as_of: date) -> int:
    """How many days are none if read so, or lie after ``as_of`` or before the day the hazard was found."""
    return sum(map(sum, (_of_row(row, orders, as_of) for row in _rows(found))))


def _of_row(row: dict[str, Cell], orders: Orders, as_of: date) -> Iterator[bool]:
    began = _day(row.get("found_on"), orders)
    for key, cell in row.items():
        day = _day(cell, orders)
        if day is None:
            yield isinstance(cell, str) and days.mark_of(cell) is not None
        else:
            yield (key != "due" and day > as_of) or (began is not None and day < began)


def _day(cell: Cell, orders: Orders) -> date | None:
    try:
        found = days.read(cell, orders)
    except Unreadable:
        return None
    return found if isinstance(found, date) else None


def _rows(found: Sequence[Found]) -> Iterator[dict[str, Cell]]:
    for one in found:
        places = {key: place for key, place in one.layout.columns().items() if key in DATES}
        for row in one.body.rows:
            yield {key: cell_at(row.cells, place) for key, place in places.items()}


def _written(found: Sequence[Found]) -> Iterator[Cell]:
    for row in _rows(found):
        yield from row.values()


def _amid(found: Sequence[Found]) -> date | None:
    """A day in the middle of those that are written whole."""
    real = sorted(islice(filter(None, map(days.whole, _written(found))), _SUMMED))
    return real[len(real) // 2] if real else None


def _titled(found: Sequence[Found]) -> date | None:
    """A day in the year that the heads of the tables say, where they say one."""
    years = {year for one in found for year in days.years_in(one.layout.head, (one.layout.sheet,)).years}
    return date(years.pop(), 7, 1) if len(years) == 1 else None
