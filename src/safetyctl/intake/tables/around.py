"""What stands around the rows of a table, for rows that say less: the order and the year of its days, its campus."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import PurePath
from typing import NamedTuple

from safetyctl.ground.catalogue import _, listed
from safetyctl.ground.errors import NotFound
from safetyctl.ground.hours import HALF
from safetyctl.ground.text import fold, one_line
from safetyctl.intake.tables.body import BodyRow
from safetyctl.intake.tables.layout import Layout
from safetyctl.intake.tables.line import Line
from safetyctl.intake.tables.mapping import Map
from safetyctl.intake.tables.reading import Found
from safetyctl.intake.words import cells, days, spans, values
from safetyctl.intake.words.cells import Cell, Unreadable, cell_at, is_filled, said
from safetyctl.intake.words.days import Orders, Short
from safetyctl.intake.words.spans import Span
from safetyctl.intake.words.synonyms import heading_key
from safetyctl.intake.workbook.door import PlainTable, Workbook

_HALF = rf"{HALF}?\s*"
_HOURS = re.compile(
    rf"(?P<from>{_HALF}[0-9]{{1,2}}[:：时点][0-9]{{0,2}}分?)\s*[-–—~～至到]+\s*{_HALF}[0-9]{{1,2}}[:：时点][0-9]{{0,2}}分?\s*$"
)
_LEAP = 2000
_YEARS = frozenset(("年", "年度", "年份"))
_YEAR = re.compile("20[0-9]{2}年?度?")
_SERIAL = "序号"  # what stands in the record does not depend on the language of who imports


class Lasted(NamedTuple):
    """The first and the last day of something, both of them part of it."""

    first: date
    last: date


class Given(NamedTuple):
    """What all rows of a file are read by: the campuses by their folded names, the map, the day in force, the file.

    ``campus`` serves rows that name none; ``from_1904``: the file counts its days from that year.
    """

    campuses: Mapping[str, str]
    campus: str | None
    use: Map
    as_of: date
    file: str
    from_1904: bool


def given(
    file: Workbook | PlainTable, campuses: Iterable[str], default: str | None, use: Map, as_of: date
) -> Given:
    """What the rows of a file are read by; ``default`` is the campus that an option names. Raises NotFound."""
    names = cells.campus_names(campuses)
    require_campuses(use, names)
    from_1904 = isinstance(file, Workbook) and file.from_1904
    return Given(names, campus_served(default, use, names), use, as_of, file.name, from_1904)


class TableDays:
    """The days of one column: how 3/5/20 is meant in it, and the year of those that have none."""

    def __init__(self, one: Found, field: str, by: Given) -> None:
        place = one.layout.columns()[field]
        written = {row.number: cell_at(row.cells, place) for row in one.body.rows}
        self._whole = {number: day for number, cell in written.items() if (day := _whole(cell))}
        amid = sorted(self._whole.values())[len(self._whole) // 2] if self._whole else None
        each = (piece for cell in written.values() for piece in _pieces(cell))
        self._orders: Orders
        self._orders, self._doubted = (
            (dict.fromkeys(days.MARKS, by.use.dates), {})
            if by.use.dates
            else days.orders_of(each, amid, by.as_of)
        )
        self._years = days.years_in(one.layout.head, (one.layout.sheet, PurePath(by.file).stem))
        months = days.months_in(one.layout.head) or days.months_in((one.layout.sheet,))
        self._month = months.pop() if len(months) == 1 else None
        year = next((each.place for each in one.layout.headings if heading_key(each.text) in _YEARS), 0)
        said_of = {row.number: said(cell_at(row.cells, year)) for row in one.body.rows}
        self._year_of = {number: int(text[:4]) for number, text in said_of.items() if _YEAR.fullmatch(text)}
        self._counted = all(days.is_number_of_day(cell) for cell in written.values() if is_filled(cell))
        self._by = by

    def reader(self, number: int, begun: date | None = None) -> Callable[[Cell], date | None]:
        """How the day of a row is read; ``begun``: what it is the end of began then, and no year is asked for."""

        def read(cell: Cell) -> date | None:
            found = self._numbered(cell) or days.read(cell, self._orders, self._by.from_1904)
            if isinstance(found, Short):
                found = days.following(found, begun) if begun else self._with_year(found, number)
            else:
                self._require_certain(cell)
            return self._past(found)

        return read

    def _numbered(self, cell: Cell) -> Short | None:
        """A day that its number alone names, of the one month that the head or the sheet's name says."""
        counted = int(said(cell)) if self._counted and self._month else None
        number = counted or (days.numbered(cell) if self._month else None)
        short = Short(self._month or 0, number or 0)
        return short if number and short.in_year(_LEAP) else None

    def range_reader(self, number: int) -> Callable[[Cell], Lasted | None]:
        """How the day of a row is read, or the range of days (3月1日-3月3日), whatever the hours behind it."""
        single = self.reader(number)

        def read(cell: Cell) -> Lasted | None:
            cell = _HOURS.sub(r"\g<from>", cell) if isinstance(cell, str) else cell
            span = spans.read(cell, self._orders) if isinstance(cell, str) else None
            if span is None:
                day = single(cell)
                return Lasted(day, day) if day else None
            self._require_certain(cell)
            found = self._lasted(span, number)
            self._past(found.last)
            return found

        return read

    def _lasted(self, span: Span, number: int) -> Lasted:
        first = self._with_year(span.first, number) if isinstance(span.first, Short) else span.first
        last = days.following(span.last, first) if isinstance(span.last, Short) else span.last
        if last is None or last < first:
            raise Unreadable(_("there is no such day"))
        return Lasted(first, last)

    def _require_certain(self, cell: Cell) -> None:
        if any(days.mark_of(piece) in self._doubted for piece in _pieces(cell)):
            raise Unreadable(_("its year, month and day may be told in several ways; write it as 2020-03-05"))

    def _past(self, day: date | None) -> date | None:
        if day is not None and day > self._by.as_of:
            raise Unreadable(_("it lies after {day}").format(day=self._by.as_of))
        return day

    def _with_year(self, short: Short, number: int) -> date:
        year = self._by.use.year or self._year_of.get(number)
        found = short.in_year(year) if year else self._years.of(short)
        if found is None and self._whole:
            near = min(self._whole, key=lambda row: abs(row - number))
            found = days.nearest(short, self._whole[near])
        if found is None:
            raise days.needs_year(short)
        return found


def _pieces(cell: Cell) -> Iterator[str]:
    """A written day; of what may be a range, all that may be a day of it."""
    if isinstance(cell, str):
        yield cell
        yield from spans.pieces(cell)


def _whole(cell: Cell) -> date | None:
    """The day of a cell that says its year, of a range the first."""
    return days.whole(cell) or next((day for piece in _pieces(cell) if (day := days.whole(piece))), None)


def campus_around(layout: Layout, by: Given) -> str | None:
    """The campus of rows that name none, as an option or the map says, else as what stands around them does."""
    return by.campus or campus_here(layout, by.campuses)


def campus_here(layout: Layout, names: Mapping[str, str]) -> str | None:
    """The campus that the sheet's name or the head of the form names, or the only one that there is."""
    return campus_named(layout, names) or (next(iter(names.values())) if len(names) == 1 else None)


def campus_named(layout: Layout, names: Mapping[str, str]) -> str | None:
    """The campus that the sheet's name or the head of the form names."""
    named = (values.campus_called(text, names) for text in (layout.sheet, *layout.head))
    return next(filter(None, named), None)


def campus_over(one: Found, place: int, names: Mapping[str, str]) -> str | None:
    """The campus right over a column, where a row above the headings names several side by side."""
    for row in one.sheet.rows[: one.layout.last - 1]:
        named = [(at, values.campus_called(said(cell), names)) for at, cell in enumerate(row, start=1)]
        over = [(at, campus) for at, campus in named if campus is not None]
        if len({campus for _at, campus in over}) > 1:
            return next((campus for at, campus in reversed(over) if at <= place), None)
    return None


def require_campuses(use: Map, names: Mapping[str, str]) -> None:
    """Make sure that there are the campuses that a map names. Raises NotFound."""
    for told in (*use.campuses.values(), *([use.campus] if use.campus else ())):
        if fold(told) not in names:
            raise NotFound(
                _("The map names the campus {campus}; the ledger has {names}.").format(
                    campus=told, names=listed(names.values())
                )
            )


def campus_served(default: str | None, use: Map, names: Mapping[str, str]) -> str | None:
    """The campus of rows that name none: as an option says, else as the map does; None where neither does."""
    return default or (names[fold(use.campus)] if use.campus else None)


def campus_of(line: Line, by: Given, section: str, around: str | None, within: bool = False) -> str | None:
    """The campus of a row, else of its section, else the one ``around`` it; None where that cannot be told.

    That is a problem of the row then. ``within``: one whose whole name stands in longer words is meant by them; they
    are kept.
    """

    def read(cell: Cell) -> str | None:
        try:
            return cells.campus(by.use.campuses.get(fold(said(cell)), cell), by.campuses)
        except Unreadable:
            found = campus_meant(line, cell, by.campuses, within)
            if found is None:
                raise
            return found

    here = values.campus_called(section, by.campuses) or around
    campus = line.take("campus", read) or (None if line.problems else here)
    if campus is None and not line.problems:
        line.take("campus", read, needed=True)
    return campus


def campus_meant(line: Line, cell: Cell, names: Mapping[str, str], within: bool = True) -> str | None:
    """The campus that a cell means without being its name, which is kept then; None where it means none.

    One whole name may stand in longer words, where ``within`` allows that; a short name is told in a remark.
    """
    found = values.campus_within(said(cell), names) if within else None
    if found is None and (short := values.campus_shortened(said(cell), names)) is not None:
        line.note("campus", lambda: _("it is a short name; it was taken as {campus}").format(campus=short))
        found = short
    if found is not None:
        line.keep("campus")
    return found


def origin(file: str, layout: Layout, row: BodyRow) -> str:
    """Where a row stands, with its number there: file / sheet / row; 序号 3."""
    place = f"{one_line(file)} / {one_line(layout.sheet)} / {row.number}"
    serial = said(cell_at(row.cells, layout.serial or 0))
    return f"{place}；{_SERIAL} {one_line(serial)}" if serial else place
