"""One row while it is read: what its cells say, the problems of what they cannot say, the words to keep."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from safetyctl.ground.catalogue import _, using
from safetyctl.ground.text import fold, one_line
from safetyctl.intake import cells
from safetyctl.intake.cells import Cell, Unreadable
from safetyctl.intake.extent import column_letters
from safetyctl.intake.table import Table
from safetyctl.records.columns import COMPUTED

T = TypeVar("T")

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that cannot be taken: sheet, row (from 1), column letters, its value and what is wrong with it.

    ``heading`` is what the column is called; ``value`` is one short line, harmless to print.
    """

    sheet: str
    row: int
    column: str
    heading: str
    value: str
    problem: str


def _computed() -> frozenset[str]:
    with using("zh"):
        return frozenset(fold(_(column.heading)) for column in COMPUTED)


class Line:
    """A row's cells by the key of their column. ``problems`` and the words kept gather as cells are taken."""

    def __init__(self, table: Table, number: int, row: Sequence[Cell]) -> None:
        self._table = table
        self._number = number
        self._row = row
        self.problems: list[Problem] = []
        self._kept: list[str] = []
        for place in (*table.columns.values(), *table.others):
            if (number, place) in table.unvalued:
                self._object(place, _("it holds an error, or a formula that was never calculated"))

    def _cell(self, key: str) -> Cell:
        return self._at(self._table.columns.get(key, 0))

    def _at(self, place: int) -> Cell:
        return self._row[place - 1] if 0 < place <= len(self._row) else None

    def take(self, key: str, read: Callable[[Cell], T | None], needed: bool = False) -> T | None:
        """The cell of a column as ``read`` understands it; a problem if it does not, or finds nothing needed."""
        value = None
        cell = self._cell(key)
        try:
            value = read(cell) if cells.is_filled(cell) else None
        except Unreadable as unreadable:
            self._object(self._table.columns[key], str(unreadable))
            return None
        if value is None and needed:
            self._object(self._table.columns.get(key, 0), _("it must not be empty"))
        return value

    def take_or_keep(self, key: str, read: Callable[[Cell], T | None], otherwise: T | None) -> T | None:
        """The cell as ``read`` understands it; else ``otherwise``, and its words are kept for the detail."""
        cell = self._cell(key)
        try:
            value = read(cell) if cells.is_filled(cell) else None
        except Unreadable:
            self.keep(key)
            return otherwise
        return otherwise if value is None else value

    def day(self, key: str, from_1904: bool, until: date | None = None, needed: bool = False) -> date | None:
        """A day; ``until``: what it is the day of has happened, so that it may not lie later."""

        def read(cell: Cell) -> date | None:
            value = cells.day(cell, from_1904)
            if value is not None and until is not None and value > until:
                raise Unreadable(_("it lies after {day}").format(day=until))
            return value

        return self.take(key, read, needed)

    def keep(self, key: str) -> None:
        """Keep the words of a column that were not understood, for the detail."""
        self._keep(self._table.columns.get(key, 0))

    def _keep(self, place: int) -> None:
        cell = self._at(place)
        if not cells.is_filled(cell):
            return
        try:
            text = cells.prose(cell)
        except Unreadable as unreadable:
            self._object(place, str(unreadable))
            return
        if text:
            self._kept.append(f"{self._heading(place)}：{text}")

    def detail(self, ours: bool = False) -> str | None:
        """All that has no field of its own; of a row that we wrote ourselves, without what we had worked out."""
        computed = _computed() if ours else frozenset()
        for place in self._table.others:
            if fold(self._table.headings.get(place, "")) not in computed:
                self._keep(place)
        if not ours:
            self._keep(self._table.columns.get("photos", 0))
        try:
            return cells.prose("\n".join(self._kept))
        except Unreadable as unreadable:
            self._object(0, _("the other columns together: {problem}").format(problem=unreadable))
            return None

    def _heading(self, place: int) -> str:
        heading = one_line(self._table.headings.get(place, "")).strip()
        return heading or _("column {letters}").format(letters=column_letters(place))

    def _object(self, place: int, problem: str) -> None:
        shown = one_line(cells.said(self._at(place)))
        self.problems.append(
            Problem(
                sheet=self._table.sheet,
                row=self._number,
                column=column_letters(place),
                heading=self._heading(place) if place else "",
                value=shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…",
                problem=problem,
            )
        )
