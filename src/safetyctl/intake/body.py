"""The rows under the headings: which of them are hazards, and what merged cells and 同上 say in each.

Left out, and told: totals, notes, signatures, rows that say that nothing was found, repeated headings, lines that
only open a section, and on a map's word rows that lack what a hazard has. A section's words go with its rows.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import BadInput
from safetyctl.ground.text import fold
from safetyctl.intake import days, spans
from safetyctl.intake.cells import Cell, Unreadable, is_filled, said
from safetyctl.intake.extent import CELLS
from safetyctl.intake.forms import HAZARDS, INSPECTIONS
from safetyctl.intake.headers import Layout
from safetyctl.intake.synonyms import Synonyms, heading_key
from safetyctl.intake.table import Sheet

_NOTE_CELLS = 2
_OF_A_HAZARD = ("measure", "responsible", "due", "rectified_on", "rectify_note")
_SHORT = 12
_COUNTED = re.compile(r"(?:共|计)?[0-9]+(?:\.[0-9]+)?(?:条|项|个|处|件|起|人|人次|次)?(?:隐患)?")
_SIGNED = re.compile(r".{0,12}(?:签字|签名|签章|盖章)(?:$|[:)(]|[^一-鿿])")
_COUNT = 8  # characters of a number with what it counts
_ALIKE_HEADINGS = 3
_SECTION_LONGEST = 40
_UNSEEN = "\u00ad\u200b\u2060\ufeff\x07\x08"
_BREAKS = "\x0b\x0c\u2028\u2029"
_STRAY = str.maketrans(dict.fromkeys(_BREAKS, "\n") | dict.fromkeys(_UNSEEN, ""))


class BodyRow(NamedTuple):
    """A hazard's row: its number from 1, its cells, and the line that opened its section."""

    number: int
    cells: Sequence[Cell]
    section: str


@dataclass(frozen=True, slots=True)
class Body:
    """The rows of a table: the hazards, and of the others the row numbers by kind."""

    rows: Sequence[BodyRow]
    left_out: Mapping[str, Sequence[int]]


@dataclass(slots=True)
class _Walk:
    """One walk down the table; notes and sections hold until something else begins."""

    known: Synonyms
    layout: Layout
    title: int
    needed: Sequence[int]
    wide: frozenset[int]
    total: re.Pattern[str]
    subtotal: re.Pattern[str]
    nil: frozenset[str]
    columns: Mapping[str, int]
    places: frozenset[int]
    starts: frozenset[str]
    by_day: bool
    in_notes: bool = False
    section: str = ""
    left_out: dict[str, list[int]] = field(default_factory=dict)

    def kind(self, number: int, row: Sequence[Cell], own: Sequence[Cell]) -> str | None:
        """What the row is, None for a hazard; '' for a blank one. ``own``: without what was merged into it."""
        title = own[self.title - 1] if self.title <= len(own) else None
        if self._plainly_a_hazard(number, title, own):
            return None
        filled = [place for place, cell in enumerate(own, start=1) if is_filled(cell)]
        if not filled:
            return ""
        return self._no_hazard(number, row, own, filled) or self._hazard_or_blank(row, filled)

    def _no_hazard(
        self, number: int, row: Sequence[Cell], own: Sequence[Cell], filled: Sequence[int]
    ) -> str | None:
        title = own[self.title - 1] if self.title <= len(own) else None
        titled = is_filled(title) and not (self.by_day and _is_lone(title, filled))
        first = said(own[filled[0] - 1])
        if self._is_total(first, titled, [own[place - 1] for place in filled]):
            return "total"
        if self._is_note(number, filled, first, titled):
            return "note"
        if titled and self._is_heading(own):
            return "heading"
        if not titled and self._opens_section(number, filled, first, row):
            self.section = first
            return "section"
        return None

    def _hazard_or_blank(self, row: Sequence[Cell], filled: Sequence[int]) -> str | None:
        if not self.places.intersection(filled):
            return ""  # a number, and nothing behind it
        missing = any(place > len(row) or not is_filled(row[place - 1]) for place in self.needed)
        if missing:
            return "without"
        return "nil" if self.nil and self._says_nil(row) else None

    def _says_nil(self, row: Sequence[Cell]) -> bool:
        """Whether it says that nothing was found, and nothing of a rectification."""
        title = row[self.title - 1] if self.title <= len(row) else None
        if not isinstance(title, str) or fold(title).rstrip("。.") not in self.nil:
            return False
        places = (self.columns[key] for key in _OF_A_HAZARD if key in self.columns)
        said_of_it = [row[place - 1] for place in places if place <= len(row) and is_filled(row[place - 1])]
        return all(isinstance(cell, str) and fold(cell) in self.nil for cell in said_of_it)

    def _plainly_a_hazard(self, number: int, title: Cell, own: Sequence[Cell]) -> bool:
        """Whether nothing speaks against it at first sight: by far the most rows, and what follows costs time."""
        if not isinstance(title, str) or self.in_notes or self.needed or number in self.wide:
            return False
        if self.by_day or (title[:1].isdigit() and len(title) <= _COUNT):
            return False  # the count of a total, perhaps
        begins = own[0]
        if not begins or (isinstance(begins, str) and ("签" in begins or "章" in begins)):
            return False
        return bool(title[:1].strip()) and not (
            title[:1] in self.starts or (isinstance(begins, str) and begins[:1] in self.starts)
        )

    def _is_total(self, first: str, titled: bool, filled: Sequence[Cell]) -> bool:
        """A word for a total, with what was counted in any of the other cells: 合计, 东校区小计."""
        if self.subtotal.fullmatch(fold(first)) and all(
            _COUNTED.fullmatch(fold(said(cell))) for cell in filled[1:]
        ):
            return True
        if not titled:
            return self.total.match(fold(first)) is not None
        return any(self.total.fullmatch(fold(said(cell))) for cell in filled)

    def _is_note(self, number: int, filled: Sequence[int], first: str, titled: bool) -> bool:
        """Notes begin with a word for them and go on while rows say little; a line over the width is one too."""
        folded = fold(first).rstrip(":")
        starts = any(folded == word or folded.startswith(f"{word}:") for word in self.known.notes) or (
            len(folded) > _SHORT and folded.startswith(tuple(self.known.notes)) and len(filled) == 1
        )
        little = len(filled) <= _NOTE_CELLS
        if (filled[0] != self.title or not titled) and _SIGNED.match(folded):
            self.in_notes = True
            return True
        self.in_notes = little and (starts or self.in_notes)
        return self.in_notes or (number in self.wide and titled and len(filled) <= _NOTE_CELLS)

    def _is_heading(self, own: Sequence[Cell]) -> bool:
        """Whether the headings stand here again, as on every printed page."""
        alike = 0
        for one in self.layout.headings:
            cell = own[one.place - 1] if one.place <= len(own) else None
            if one.field and isinstance(cell, str) and len(cell) <= len(one.text) + _SHORT:
                alike += heading_key(cell) in (heading_key(one.text), heading_key(one.text.partition("/")[0]))
        return alike >= min(_ALIKE_HEADINGS, len(self.columns))

    def _opens_section(self, number: int, filled: Sequence[int], first: str, row: Sequence[Cell]) -> bool:
        if len(filled) != 1 or len(first) > _SECTION_LONGEST or not isinstance(row[filled[0] - 1], str):
            return False
        return number in self.wide or filled[0] == (self.layout.serial or 0) or filled[0] == 1


def _is_lone(title: Cell, filled: Sequence[int]) -> bool:
    """Whether nothing but words stand in a row, where its day should: they may open a section."""
    if not isinstance(title, str) or len(filled) != 1:
        return False
    try:
        return days.read(title) is None
    except Unreadable:
        return spans.read(title, days.MONTH_FIRST) is None


def read_body(
    sheet: Sheet,
    layout: Layout,
    last: int,
    known: Synonyms,
    needed: Sequence[str] = (),
    fill: Sequence[str] = (),
) -> Body:
    """The rows below the headings up to row ``last``.

    ``needed``: fields without which a row is no hazard; ``fill``: fields that are empty where they are as above.
    Raises BadInput where merged ranges cover more than a ledger's cells.
    """
    columns = layout.columns()
    merged = _merged_into(sheet, layout, last)
    walk = _Walk(
        known=known,
        layout=layout,
        title=columns[known.form.title],
        needed=[columns[key] for key in needed if key in columns],
        wide=_wide(sheet, columns),
        total=_totals(known),
        subtotal=re.compile(rf".{{0,15}}(?:{'|'.join(map(re.escape, known.totals))})[:：]?"),
        nil=known.nil if known.form is HAZARDS else frozenset(),
        columns=columns,
        places=frozenset(one.place for one in layout.headings),
        starts=_starts(layout, known),
        by_day=known.form is INSPECTIONS,
    )
    rows = list(_rows(sheet, layout, last, walk, merged, [columns[key] for key in fill if key in columns]))
    return Body(rows, walk.left_out)


def _rows(
    sheet: Sheet,
    layout: Layout,
    last: int,
    walk: _Walk,
    merged: Mapping[int, Mapping[int, Cell]],
    fill: Sequence[int],
) -> Iterator[BodyRow]:
    same = frozenset(mark for word in walk.known.same for mark in (word, word.strip()))
    above: Sequence[Cell] = ()
    for number in range(layout.last + 1, last + 1):
        own = sheet.rows[number - 1]
        row: Sequence[Cell] = _with(own, merged[number]) if number in merged else own
        kind = walk.kind(number, row, own)
        if kind:
            walk.left_out.setdefault(kind, []).append(number)
        if kind is not None:
            continue
        if not same.isdisjoint(row) or fill:
            row = _as_above(row, above, same, fill)
        row = [cell if type(cell) is not str or cell.isprintable() else _cleaned(cell) for cell in row]
        above = row
        yield BodyRow(number, row, walk.section)


def _cleaned(text: str) -> str:
    """Text without what Excel and web pages leave in it and nobody sees; what could deceive stays, and is refused."""
    return text.translate(_STRAY).replace("_x000D_", "")


def _with(own: Sequence[Cell], values: Mapping[int, Cell]) -> list[Cell]:
    row = [*own, *[None] * (max(values) - len(own))]
    for place, value in values.items():
        if not is_filled(row[place - 1]):
            row[place - 1] = value
    return row


def _as_above(
    row: Sequence[Cell], above: Sequence[Cell], same: frozenset[str], fill: Sequence[int]
) -> Sequence[Cell]:
    cells = list(row)
    for place, cell in enumerate(cells):
        if isinstance(cell, str) and cell in same and place < len(above):
            cells[place] = above[place]
    for place in fill:
        if place <= min(len(cells), len(above)) and not is_filled(cells[place - 1]):
            cells[place - 1] = above[place - 1]
    return cells


def _merged_into(sheet: Sheet, layout: Layout, last: int) -> dict[int, dict[int, Cell]]:
    """By row, what a range that is merged downwards says in it besides its first row."""
    found: dict[int, dict[int, Cell]] = {}
    budget = CELLS
    for top, left, bottom, _right in sheet.merged:
        if bottom <= top or top <= layout.last or top > last:
            continue
        cells = sheet.rows[top - 1]
        value = cells[left - 1] if left <= len(cells) else None
        if not is_filled(value):
            continue
        budget -= min(bottom, last) - top
        if budget < 0:
            raise _endless(sheet)
        for row in range(top + 1, min(bottom, last) + 1):
            found.setdefault(row, {})[left] = value
    return found


def _wide(sheet: Sheet, columns: Mapping[str, int]) -> frozenset[int]:
    """The rows in which one range is merged over several columns that say something: lines, no hazards."""
    places = set(columns.values())
    found: set[int] = set()
    budget = CELLS
    for top, left, bottom, right in sheet.merged:
        if right > left and sum(left <= place <= right for place in places) > 1:
            rows = range(top, min(bottom, len(sheet.rows)) + 1)
            budget -= len(rows)
            if budget < 0:
                raise _endless(sheet)
            found.update(rows)
    return frozenset(found)


def _endless(sheet: Sheet) -> BadInput:
    return BadInput(
        _("Sheet {sheet} was not read: its merged ranges overlap without end.").format(sheet=sheet.name),
        hint=_("Copy the table into a new workbook, and import that."),
    )


_BEFORE_TOTALS = "本以全总"


def _totals(known: Synonyms) -> re.Pattern[str]:
    words = "|".join(map(re.escape, known.totals))
    return re.compile(
        rf"(?:本[页周月季年]|本校区?|全[校年]|以上|总)?(?:{words})[:：]?(?:[0-9.]+(?:条|项|个|处|件|起)?)?"
        r"|共[0-9]+(?:条|项|个|处|件|起)(?:隐患)?"
    )


def _starts(layout: Layout, known: Synonyms) -> frozenset[str]:
    """The first characters of what is no hazard."""
    words = [
        *(known.nil if known.form is HAZARDS else ()),
        *known.totals,
        *known.notes,
        *_BEFORE_TOTALS,
        *(one.text for one in layout.headings if one.field),
    ]
    return frozenset(word[:1] for word in words if word) - {""}
