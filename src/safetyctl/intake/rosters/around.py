"""What stands around a roster, and beside its days: which campus it is of, and of which year and month."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence, Set
from typing import NamedTuple

from safetyctl.ground.catalogue import _, listed
from safetyctl.ground.errors import BadInput
from safetyctl.ground.text import fold
from safetyctl.intake.tables.body import BodyRow
from safetyctl.intake.tables.line import Line
from safetyctl.intake.words import cells, days, values
from safetyctl.intake.words.cells import Cell, Unreadable, is_filled, said
from safetyctl.records.rosters import Holiday

_LONG = re.compile("寒假|暑假|学期|全年|年度")


class Whose(NamedTuple):
    """The campus that a roster is asked for, and the names of all that there are, folded; None for any campus."""

    campus: str | None = None
    names: Mapping[str, str] = {}

    def is_other(self, campus: str | None) -> bool:
        """Whether that is a campus, and not the one that is asked for."""
        return None not in (self.campus, campus) and campus != self.campus

    def other_in(self, texts: Iterable[str]) -> str | None:
        """The other campus that the first of some texts to name one names."""
        named = (values.campus_called(text, self.names) for text in texts)
        found = next(filter(None, named), None)
        return found if self.is_other(found) else None

    def campus_of(self, line: Line, section: str) -> str | None:
        """The campus that a row names in its own column, maybe in longer words or shortened, else its part."""
        text = said(line.cell("campus"))
        return values.campus_called(text or section, self.names)

    def opened_by(self, row: BodyRow) -> str | None:
        """The campus whose part a row opens, in which nothing but its name stands."""
        filled = [cell for cell in row.cells if is_filled(cell)]
        return values.campus_called(said(filled[0]), self.names) if len(filled) == 1 else None

    def is_name(self, cell: Cell) -> bool:
        """Whether a cell is the name of a campus, or nothing."""
        return not said(cell) or fold(said(cell)) in self.names


def whose(campus: str, campuses: Iterable[str]) -> Whose:
    """The campus that a roster is asked for, with all that there are."""
    return Whose(campus, cells.campus_names(campuses))


def is_of_others(file: str, whose: Whose) -> BadInput:
    """That nothing in a file is of the campus that is asked for."""
    return BadInput(
        _("{file} holds no roster of {campus}; it is of another campus.").format(
            file=file, campus=whose.campus
        ),
        hint=_("Name the campus that it is of: --campus NAME"),
    )


def months_of(
    sheet: str, head: Sequence[str], written: Sequence[Cell], holiday: Holiday, file: str
) -> Set[int]:
    """The months of which a roster is, as the lines above it say: 10月值班表; all of them for 寒假, 学期.

    ``written``: the cells of its days, which take their year from those lines. Raises BadInput where these say
    another year, or another month for days that have only a number; but not where one of the days says its year.
    """
    told = [text for text in head if not days.says_when_made(text)]
    months = set(range(1, 13)) if any(map(_LONG.search, told)) else days.months_in(told)
    if any(day in holiday.days for cell in written if (day := days.whole(cell)) is not None):
        return months
    years = days.years_in(told, ()).years
    if years and {day.year for day in holiday.days}.isdisjoint(years):
        raise _other(file, sheet, listed(map(str, years)), holiday)
    if any(map(days.numbered, written)) and months and months.isdisjoint(day.month for day in holiday.days):
        raise _other(file, sheet, listed(f"{month}月" for month in sorted(months)), holiday)
    return months


def is_beside(cell: Cell, holiday: Holiday, months: Container[int]) -> bool:
    """Whether a day is of the months of which a roster is, and none of the holiday."""
    number = days.numbered(cell)
    if number is not None:
        return bool(months) and number not in {day.day for day in holiday.days}
    try:
        day = days.read(cell)
    except Unreadable:
        return False
    if day is None or day.month not in months:
        return False
    return (day.month, day.day) not in {(one.month, one.day) for one in holiday.days}


def _other(file: str, sheet: str, told: str, holiday: Holiday) -> BadInput:
    return BadInput(
        _("{file}, sheet {sheet}: it is of {told}; the holiday is {first} to {last}.").format(
            file=file, sheet=sheet, told=told, first=holiday.days[0], last=holiday.days[-1]
        ),
        hint=_("Name the holiday that it is of (--holiday), or mend what stands above the table."),
    )
