"""The rows of a roster while they are read: the day that one of them names for those below, and merged cells."""

from collections.abc import Collection, Sequence

from safetyctl.intake.rosters.around import is_beside
from safetyctl.intake.rosters.columns import Column
from safetyctl.intake.rosters.days import When, when_of
from safetyctl.intake.tables.body import BodyRow
from safetyctl.intake.tables.line import Line
from safetyctl.intake.tables.reading import Found
from safetyctl.intake.words import days
from safetyctl.intake.words.cells import Cell, Unreadable, cell_at, is_filled, said
from safetyctl.records.rosters import Holiday


class Block:
    """A block of columns while its rows are read; ``when`` is the day above, for a row that says none.

    ``is_beside``: that is a day of the month of which the roster is, and none of the holiday.
    """

    def __init__(
        self, columns: Sequence[Column], rows: Sequence[BodyRow], holiday: Holiday, months: Collection[int]
    ) -> None:
        self.columns = columns
        self.when: When | None = None
        self.is_beside = False
        self._holiday, self._months = holiday, months
        written = [day for row in rows if is_filled(day := self._day(row))]
        self._counted = bool(months) and all(days.is_number_of_day(day) for day in written)

    def begin(self, row: BodyRow) -> None:
        """Look at the day of a row."""
        day = self._day(row)
        if is_filled(day):
            self.is_beside = is_beside(self._written(day), self._holiday, self._months)
            self.when = self._quietly(day) or self.when

    def says_somebody(self, row: BodyRow) -> bool:
        """Whether people, or a telephone, stand in a row."""
        lines = [self._line(row, column) for column in self.columns]
        return any(line.says("person") or line.says("telephone") for line in lines)

    def names_day(self, row: BodyRow) -> bool:
        """Whether a day that can be read stands in a row."""
        return self._quietly(self._day(row)) is not None

    def read(self, day: Cell) -> When | None:
        """The days that a cell names; a number alone, where all of them are, is of the month. Raises Unreadable."""
        return when_of(self._written(day), self._holiday)

    def _written(self, day: Cell) -> Cell:
        return f"{said(day)}日" if self._counted and is_filled(day) else day

    def _day(self, row: BodyRow) -> Cell:
        return self._line(row, self.columns[0]).cell("day")

    def _line(self, row: BodyRow, column: Column) -> Line:
        return Line(column.table, row.number, row.cells)

    def _quietly(self, day: Cell) -> When | None:
        try:
            return self.read(day)
        except Unreadable:
            return None


class Merged:
    """Which cells of a table are merged over several rows."""

    def __init__(self, one: Found) -> None:
        self._one = one
        self._hours = one.layout.columns().get("time")
        self._tops: dict[int, dict[int, int]] = {}

    def is_own(self, row: int, place: int) -> bool:
        """Whether a cell says something by itself, not by being merged with those above."""
        return is_filled(cell_at(self._one.sheet.rows[row - 1], place))

    def over_hours(self, row: int, place: int) -> bool:
        """Whether a cell goes on over rows of other hours."""
        top = self._top(row, place)
        return top is not None and self._hours is not None and self._top(row, self._hours) != top

    def _top(self, row: int, place: int) -> int | None:
        if place not in self._tops:
            self._tops[place] = self._one.merged_over(place)
        return self._tops[place].get(row)
