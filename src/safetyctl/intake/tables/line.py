"""One row while it is read: what its cells say, the problems of what they cannot say, the words to keep."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypeVar

from safetyctl.ground.catalogue import _, using
from safetyctl.ground.limits import PROSE
from safetyctl.ground.text import fold, one_line
from safetyctl.intake.tables.parts import day_together, together
from safetyctl.intake.words import cells
from safetyctl.intake.words.cells import Cell, Unreadable
from safetyctl.intake.words.forms import DAYS
from safetyctl.intake.workbook.extent import column_letters
from safetyctl.intake.workbook.table import Table
from safetyctl.records.columns import COMPUTED

T = TypeVar("T")

_SHOWN = 60
_MORE_THAN_A_DAY = re.compile(r"[:：时点午晨晚早夜周]|星期|礼拜|天$|课间|放学")
_NO_TIME = re.compile(r"\s0?0[:：]00(?:[:：]00(?:\.0+)?)?$")
_MIDNIGHT = time()
_SECTION = "分段"  # what stands in the record is the same in every language


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that cannot be taken: sheet, row (from 1), column letters, its value and what is wrong with it.

    ``heading`` is what the column is called, ``field`` what it is taken for; ``value`` is one short line, harmless to
    print.
    """

    sheet: str
    row: int
    column: str
    heading: str
    value: str
    problem: str
    field: str = ""


def _says_more(cell: Cell) -> bool:
    """Whether the cell of a day says a time of day, or a day of the week, too."""
    if type(cell) is date or cell is None:
        return False
    if isinstance(cell, str):
        if cell.isascii() and ":" not in cell:
            return False
        return len(cell) > 3 and _MORE_THAN_A_DAY.search(_NO_TIME.sub("", cell)) is not None
    return isinstance(cell, datetime) and cell.time() != _MIDNIGHT


def computed_headings() -> frozenset[str]:
    """What the columns are called that only our own workbooks have, folded."""
    with using("zh"):
        return frozenset(fold(_(column.heading)) for column in COMPUTED)


Memory = dict[Callable[[Cell], str | None], dict[str, str | None]]
"""What texts were read as, by the way of reading."""


class Line:
    """A row's cells by the key of their column. ``problems`` and the words kept gather as cells are taken.

    ``memory`` is what cells of the same table were read as before: ledgers repeat themselves.
    """

    def __init__(self, table: Table, number: int, row: Sequence[Cell], memory: Memory | None = None) -> None:
        self._table = table
        self._columns = table.columns
        self._joined = table.joined
        self._amid = table.amid
        self._number = number
        self._row = row
        self._memory = {} if memory is None else memory
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        self.remarks: list[str] = []
        """The notes as the record keeps them."""
        self._kept: list[str] = []
        self._kept_places: set[int] = set()
        if table.unvalued:
            self._object_to_unvalued()

    def _object_to_unvalued(self) -> None:
        table = self._table
        fields = {place: key for key, parts in table.joined.items() for place, _part in parts}
        fields |= {place: key for key, place in table.columns.items()}
        for place in dict.fromkeys((*fields, *table.others)):
            error = table.unvalued.get((self._number, place))
            if error and table.keeps is not None and fields.get(place) not in table.keeps:
                self.keep_words(self._heading(place), error)
                if place in fields:
                    self.note_at(place, lambda: _("it holds an error"), fields[place])
            elif error is not None:
                self._object(place, _("it holds an error, or a formula that was never calculated"))

    def cell(self, key: str) -> Cell:
        """The cell of a column, or its part of one; of one that several say together, all that they say."""
        if self._amid and key in self._amid:
            return self._amid[key](self.at(self._columns[key]))
        joined = self._joined.get(key) if self._joined else None
        if joined is None:  # as cell_at, but for the call: forty a row come through here
            place = self._columns.get(key, 0)
            return self._row[place - 1] if 0 < place <= len(self._row) else None
        if key in DAYS:
            return day_together(self._row, joined, begins=key == "found_on")
        return together(self._row, joined)

    def parts(self, key: str) -> list[tuple[str, Cell]]:
        """What each part of a field is called, and its cell, where several columns say it; none where one does."""
        return [(part, self.at(place)) for place, part in self._joined.get(key, ())]

    def at(self, place: int) -> Cell:
        """The cell at a place, for a column that is no field."""
        return cells.cell_at(self._row, place)

    def take(self, key: str, read: Callable[[Cell], T | None], needed: bool = False) -> T | None:
        """The cell of a column as ``read`` understands it; a problem if it does not, or finds nothing needed."""
        value = None
        cell = self.cell(key)
        try:
            value = read(cell) if cells.is_filled(cell) else None
        except Unreadable as unreadable:
            self._object(self._table.columns.get(key, 0), str(unreadable), key)
            return None
        if value is None and needed:
            self._object(self._table.columns.get(key, 0), _("it must not be empty"), key)
        return value

    def take_or_keep(self, key: str, read: Callable[[Cell], T | None], otherwise: T | None) -> T | None:
        """The cell as ``read`` understands it; else ``otherwise``, and its words are kept for the detail."""
        cell = self.cell(key)
        try:
            value = read(cell) if cells.is_filled(cell) else None
        except Unreadable:
            self.keep(key)
            return otherwise
        return otherwise if value is None else value

    def heading(self, key: str) -> str:
        """What the column of a field is called; empty where there is none."""
        return self._table.headings.get(self._columns.get(key, 0), "")

    def says(self, key: str) -> bool:
        """Whether anything stands in the cell of a column."""
        return cells.is_filled(self.cell(key))

    def shows_month(self, key: str) -> bool:
        """Whether of the day in the cell of a column only the month is to be seen."""
        return (self._number, self._columns.get(key, 0)) in self._table.months

    def fills(self, place: int) -> bool:
        """Whether anything stands in the cell at a place."""
        return cells.is_filled(self.at(place))

    def understood(self, places: Iterable[int]) -> list[int]:
        """Those of the places whose cells say something, and whose words are not kept for the detail."""
        row, kept = self._row, self._kept_places
        return [
            place
            for place in places
            if place <= len(row) and place not in kept and cells.is_filled(row[place - 1])
        ]

    def keeps(self, place: int) -> bool:
        """Whether the words of the cell at a place are kept for the detail."""
        return place in self._kept_places

    def refuse(self, key: str, problem: str) -> None:
        """A problem of a cell that reads well by itself."""
        self._object(self._table.columns.get(key, 0), problem)

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
        for place, _part in self._table.joined.get(key, ((self._table.columns.get(key, 0), ""),)):
            self.keep_at(place)

    def keep_at(self, place: int) -> None:
        """The same of the cell at a place, for a column that is no field."""
        cell = self.at(place)
        if place in self._kept_places or not cells.is_filled(cell):
            return
        self._kept_places.add(place)
        try:
            text = cells.prose(cell)
        except Unreadable as unreadable:
            self._object(place, str(unreadable))
            return
        if text:
            self._kept.append(f"{self._kept_as(place)}：{text}")

    def keep_words(self, heading: str, text: str) -> None:
        """Keep words that stand in no cell of the row, for the detail."""
        self._kept.append(f"{heading}：{text}")

    def keep_section(self, words: str) -> None:
        """Keep the line that opened the part of the table in which the row stands, for the detail."""
        self.keep_words(_SECTION, words)

    def keep_cut(self, keys: Iterable[str]) -> None:
        """Keep the cells of days that say more than the day: a time of day, a day of the week, who did it."""
        for key in self._amid:
            self.keep(key)
        for key in keys:
            if _says_more(self.at(self._columns.get(key, 0))):
                self.keep(key)

    def text(self, key: str, read: Callable[[Cell], str | None] = cells.prose) -> str | None:
        """The text of a column; what is too long for its field goes to the detail whole."""
        cell = self.cell(key)
        if cell is None or cell == "":
            return None
        known = self._memory.setdefault(read, {})
        if type(cell) is str and cell in known:
            return known[cell]
        try:
            value = read(cell) if cells.is_filled(cell) else None
        except Unreadable:
            self.keep(key)  # which refuses hidden characters by itself
            return None
        if type(cell) is str:
            known[cell] = value
        return value

    def note(self, key: str, say: Callable[[], str]) -> None:
        """Something about a cell that a person should look at; the row is taken all the same.

        ``say`` says it in the language in use: who imports reads it in theirs, and the record keeps it in Chinese.
        """
        self.note_at(self._table.columns.get(key, 0), say, key)

    def note_at(self, place: int, say: Callable[[], str], key: str = "") -> None:
        """The same of the cell at a place, for a column that is no field."""
        self.notes.append(self._told(place, say(), key))
        with using("zh"):
            self.remarks.append(_remark(self._told(place, say(), key)))

    def detail(self, ours: bool = False) -> str | None:
        """All that has no field of its own; of a row that we wrote ourselves, without what we had worked out."""
        computed = computed_headings() if ours else frozenset()
        for place in self._table.others:
            if fold(self._table.headings.get(place, "")) not in computed:
                self.keep_at(place)
        if not ours:
            self.keep_at(self._table.columns.get("photos", 0))
        self._keep_comments()
        text = "\n".join(self._kept)  # each part has passed the door by itself
        if len(text) > PROSE:
            self._object(
                0,
                _("the other columns together have {n} characters; at most {limit} fit").format(
                    n=len(text), limit=PROSE
                ),
            )
            return None
        return text or None

    def _keep_comments(self) -> None:
        """Keep what people wrote to the cells of the row."""
        for place, comment in sorted(self._table.comments.get(self._number, {}).items()):
            try:
                text = cells.prose(comment)
            except Unreadable as unreadable:
                self._object(place, _("its comment: {problem}").format(problem=unreadable))
                continue
            if text:
                with using("zh"):  # what stands in the record does not depend on the language of who imports
                    self.keep_words(_("comment on {heading}").format(heading=self._heading(place)), text)

    def _kept_as(self, place: int) -> str:
        if place in self._table.headings:
            return self._heading(place)
        with using("zh"):  # what stands in the record does not depend on the language of who imports
            return self._heading(place)

    def _heading(self, place: int) -> str:
        heading = one_line(self._table.headings.get(place, "")).strip()
        return heading or _("column {letters}").format(letters=column_letters(place))

    def _object(self, place: int, problem: str, field: str = "") -> None:
        self.problems.append(self._told(place, problem, field))

    def _told(self, place: int, problem: str, field: str) -> Problem:
        shown = one_line(self._table.unvalued.get((self._number, place)) or cells.said(self.at(place)))
        label = self._table.labels.get(field, "")
        return Problem(
            sheet=self._table.sheet,
            row=self._number,
            column=column_letters(place),
            heading=self._heading(place) if place else _(label) if label else "",
            value=shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…",
            problem=problem,
            field=field,
        )


def _remark(note: Problem) -> str:
    value = f" “{note.value}”" if note.value else ""
    return f"{note.heading}{value}：{note.problem}" if note.heading or value else note.problem
