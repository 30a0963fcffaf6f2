"""A walk down a table, which tells of each row whether it is one of the list, and what it is where it is none.

Totals, notes, signatures, rows that say that nothing was found, lines of a check list that were passed, examples and
rows of the form in which nobody wrote, repeated headings, lines that only open a section, another table below.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import dropwhile
from typing import NamedTuple

from safetyctl.ground.text import fold
from safetyctl.intake.tables.layout import Layout
from safetyctl.intake.tables.meaning import is_serial
from safetyctl.intake.tables.passed import Verdicts
from safetyctl.intake.words import days, spans
from safetyctl.intake.words.asides import (
    NIL_STARTS,
    is_page_number,
    is_section_number,
    numbered_section,
    says_nothing_found,
    section_rank,
    signed,
    without_number,
)
from safetyctl.intake.words.cells import Cell, Unreadable, cell_at, is_filled, said
from safetyctl.intake.words.forms import DAYS, HAZARDS, PEOPLE, STATUS
from safetyctl.intake.words.heads import part_day, says_only_day
from safetyctl.intake.words.synonyms import DETAIL, Synonyms, heading_key
from safetyctl.intake.workbook.table import Sheet

_NOTE_CELLS = 2
OF_A_FORM = ("campus", "level", STATUS, "on_time")  # which may stand in a form before anything is written
_OF_A_HAZARD = ("measure", "responsible", "due", "rectified_on", "rectify_note")
_OF_A_RECTIFICATION = ("measure", "due", "rectified_on", "rectify_note")  # not who answers for the place
_SHORT = 12
_COUNTED = re.compile(r"(?:共|计)?[0-9]+(?:\.[0-9]+)?(?:条|项|个|处|件|起|人|人次|次)?(?:隐患)?")
_BEFORE_TOTALS = "本以全总"
_EXAMPLE = re.compile(r"\(?(?:填[写表])?(?:示例|样例|举例|范例|例)[0-9]*\)?:?")
_BEFORE_EXAMPLES = "填示样举范例"
_SIGNED = re.compile(r".{0,12}(?:签字|签名|签章|盖章)(?:$|[:)(]|[^一-鿿])")
_COUNTING = re.compile("^[^0-9]*(?:数量?|总数|[成改号格期]率|占比|比例)$")
"""A heading of a table that counts hazards, and is none of them."""
_END_OF_A_COUNT = frozenset("数量率比例改号成")
_COLON = re.compile("[:：签章]")
_NUMERALS = frozenset("一二三四五六七八九十（(第")
_SAFETY = "安全"
_ARABIC = re.compile(r"[0-9]+")
_COUNT = 8  # characters of a number with what it counts
_ALIKE_HEADINGS = 3
_COLUMNS_NUMBERED = 4
_STEMS = frozenset("甲乙丙丁")
_SECTION_LONGEST = 40
_OF_A_LINE = 3  # cells of a line that says when and by whom it was looked


class Part(NamedTuple):
    """A section that holds until another of its rank, or of one above, begins."""

    rank: int
    words: str
    of_head: bool = False


@dataclass(slots=True)
class Walk:
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
    of_form: frozenset[int]
    starts: frozenset[str]
    by_day: bool
    sheet: Sheet
    last: int
    verdicts: Verdicts
    is_check_list: bool
    in_notes: bool = False
    elsewhere: bool = False
    parts: Sequence[Part] = ()
    opened: list[str] = field(default_factory=list)
    above: Sequence[Cell] = ()
    lowest: int | None = None
    arabic: dict[int, bool] = field(default_factory=dict)
    left_out: dict[str, list[int]] = field(default_factory=dict)

    def kind(self, number: int, row: Sequence[Cell], own: Sequence[Cell]) -> str | None:
        """What the row is, None for a hazard; '' for a blank one. ``own``: without what was merged into it."""
        title = cell_at(own, self.title)
        if self._plainly_a_hazard(number, title, own):
            return None
        filled = [place for place, cell in enumerate(own, start=1) if is_filled(cell)]
        if not filled:
            return ""
        self.elsewhere = self.elsewhere or self._begins_another(number, own, filled)
        if self.elsewhere:
            return "other"
        return self._no_hazard(number, row, own, filled) or self._hazard_or_blank(row, own, filled)

    def _no_hazard(
        self, number: int, row: Sequence[Cell], own: Sequence[Cell], filled: Sequence[int]
    ) -> str | None:
        title = cell_at(own, self.title)
        titled = is_filled(title) and not (self.by_day and _is_lone(title, filled))
        first = said(own[filled[0] - 1])
        cells = [own[place - 1] for place in filled]
        kind = None
        if self._is_total(first, titled, cells):
            kind = "total"
        elif _is_page_number(cells):
            kind = "note"
        elif _numbers_columns(cells):
            kind = "heading"
        elif _EXAMPLE.fullmatch(fold(first)):
            kind = "example"
        elif self.nil and len(filled) == 1 and says_nothing_found(first):
            kind = "nil"
        elif (
            section := self._dated_line(own, filled) or self._section(number, row, own, filled)
        ) is not None:
            self._open(section, section_rank(first))
            kind = "section"
        elif (line := self._signature(number, cells)) is not None:
            kind = line
        elif self._is_note(number, row, filled, first):
            kind = "note"
        elif titled and self._is_heading(own):
            kind = "heading"
        return kind

    def _hazard_or_blank(self, row: Sequence[Cell], own: Sequence[Cell], filled: Sequence[int]) -> str | None:
        if not self.places.intersection(filled):
            return ""  # a number, and nothing behind it
        if all(place in self.of_form for place in self.places if is_filled(cell_at(row, place))):
            return "unfilled"
        if not all(is_filled(cell_at(row, place)) for place in self.needed):
            return "without"
        if self.nil and self._says_nil(row):
            return "nil"
        return "passed" if self._is_passed(row, own) else None

    def _is_passed(self, row: Sequence[Cell], own: Sequence[Cell]) -> bool:
        """Whether it is a line of a check list that found nothing: no problem, nothing to do, no bad verdict."""
        if not self.is_check_list:
            return False
        title = cell_at(row, self.title)
        nothing = not is_filled(title) or self._is_nil(title) or self.verdicts.of_items
        places = (self.columns[key] for key in _OF_A_HAZARD if key in self.columns)
        to_do = any(not self._is_nil(cell_at(own, place)) for place in places)
        return nothing and not to_do and self.verdicts.found_nothing(row)

    def _is_nil(self, cell: Cell) -> bool:
        if not is_filled(cell):
            return True
        return isinstance(cell, str) and (fold(cell).rstrip("。.") in self.nil or says_nothing_found(cell))

    def _begins_another(self, number: int, own: Sequence[Cell], filled: Sequence[int]) -> bool:
        """Whether the headings of another table stand here, one that says nothing of hazards, or only counts them."""
        cells = [own[place - 1] for place in filled]
        if len(cells) < 3 or not all(isinstance(cell, str) and len(cell) <= _SHORT for cell in cells):
            return False
        if self._is_heading(own):
            return False
        known = [self.known.names.get(heading_key(said(cell)), ("", 0))[0] for cell in cells]
        fields = set(known) - {"", DETAIL, "remarks"}
        if len(fields) >= self.known.form.enough:
            return False
        counts = sum(_COUNTING.search(said(cell)) is not None for cell in cells)
        return any(is_serial(said(cell)) for cell in cells) or (counts > 1 and not self._days_below(number))

    def _days_below(self, number: int) -> bool:
        """Whether a day stands in one of the columns of days in this row or below it."""
        places = [self.columns[key] for key in DAYS if key in self.columns]
        rows = self.sheet.rows[number - 1 : self.last]
        return any(_is_day(cell_at(row, place)) for row in rows for place in places)

    def _signature(self, number: int, cells: Sequence[Cell]) -> str | None:
        """What a line of signatures is: a note; but one that begins a part of the table is a section's."""
        labels = signed(cells, self.known.notes)
        if labels is None and self.in_notes and len(cells) > 1:
            labels = signed(cells[1:], self.known.notes)  # a note, with whom to ask about it
        if labels is None:
            return None
        if not any(label.startswith(self.known.notes) for label in labels) and self._goes_on(number):
            words = "　".join(map(said, cells))[:_SECTION_LONGEST]
            self._open(words, section_rank(words))
            return "section"
        self.in_notes = True
        return "note"

    def _open(self, section: str, rank: int) -> None:
        self.parts = [*(part for part in self.parts if part.rank < rank), Part(rank, section)]
        self.in_notes = False
        self.opened.append(section)

    def _goes_on(self, number: int) -> bool:
        """Whether hazards follow below."""
        if self.lowest is None:  # looked for once: a sheet may have nothing but such lines
            rows = range(self.last, self.layout.last, -1)
            self.lowest = next((row for row in rows if self._may_be_hazard(self.sheet.rows[row - 1])), 0)
        return number < self.lowest

    def _may_be_hazard(self, own: Sequence[Cell]) -> bool:
        filled = [cell for cell in own if is_filled(cell)]
        if not is_filled(cell_at(own, self.title)) or len(filled) <= _NOTE_CELLS:
            return False
        return not any(signed(part, self.known.notes) for part in (filled, filled[1:]))

    def _dated_line(self, own: Sequence[Cell], filled: Sequence[int]) -> str | None:
        """The words of a line of several cells that names the day of the rows below: 第一次排查 | 3月2日."""
        if not self._is_undated or not 1 < len(filled) <= _OF_A_LINE or self.title in filled:
            return None
        words = "　".join(said(own[place - 1]) for place in filled)
        return words if part_day(words, self.known) is not None else None

    def _section(
        self, number: int, row: Sequence[Cell], own: Sequence[Cell], filled: Sequence[int]
    ) -> str | None:
        """The words of a line that opens a section: alone in its row, or beside nothing but its number."""
        texts = [said(own[place - 1]) for place in filled]
        if len(filled) > 2 or len(texts[-1]) > _SECTION_LONGEST:
            return None
        last = row[filled[-1] - 1]
        if not isinstance(last, str) and not (isinstance(last, date) and self._is_undated):
            return None
        if len(filled) == 2:
            return self._section_words(texts[1]) if self._is_numbered(own, filled) else None
        if self.title == filled[0]:
            told = numbered_section(texts[0]) and ("found_on" in self.columns or number in self.wide)
            told = told or self._names_day(number, texts[0])
            told = told or (self.known.form is PEOPLE and number in self.wide)
            told = told or (self.known.form is not HAZARDS and self._is_wide_between(number, texts))
            lone = self.by_day and _is_lone(row[filled[0] - 1], filled)
            told = told or (lone and signed(texts, self.known.notes) is None)
            return self._section_words(texts[0]) if told and not self._noted(texts[0]) else None
        numbered = numbered_section(texts[0])
        opens = numbered or number in self.wide or filled[0] in (self.layout.serial, 1)
        plain = signed(texts, self.known.notes) is None and not self._noted(texts[0])
        if not opens or not plain or (self.in_notes and not (numbered and self._goes_on(number))):
            return None
        return self._section_words(texts[0])

    def _is_wide_between(self, number: int, texts: Sequence[str]) -> bool:
        """Whether a line over the width says something of the rows below, and is no note."""
        if number not in self.wide or self.in_notes or signed(texts, self.known.notes) is not None:
            return False
        below = self.sheet.rows[number : self.last]
        return any(
            self.title <= len(row) and is_filled(row[self.title - 1]) and sum(map(is_filled, row)) > 1
            for row in below
        )

    def _names_day(self, number: int, text: str) -> bool:
        """Whether what stands alone where a hazard should is no hazard, but the day of those below."""
        if self.known.form is not HAZARDS or part_day(text, self.known) is None:
            return False
        return number in self.wide or says_only_day(text, self.known)

    @property
    def _is_undated(self) -> bool:
        """Whether a date alone in its row can only be that of the rows below."""
        return self.known.form is HAZARDS and "found_on" not in self.columns

    def _is_numbered(self, own: Sequence[Cell], filled: Sequence[int]) -> bool:
        """Whether the first cell is the number of a section, where rows have numbers of another kind."""
        if not is_section_number(own[filled[0] - 1]):
            return False
        place = filled[0]
        if place not in self.arabic:
            rows = self.sheet.rows[self.layout.last : self.last]
            self.arabic[place] = any(_ARABIC.fullmatch(said(cell_at(row, place))) for row in rows)
        return self.arabic[place]

    def _section_words(self, text: str) -> str:
        """The words; without their number where they name what a hazard's own cells might name."""
        bare = without_number(text)
        return bare if bare.endswith(_SAFETY) or bare in self.known.area_names else text

    def _noted(self, text: str) -> bool:
        return _begins_notes(fold(text).rstrip(":"), self.known.notes)

    def _says_nil(self, row: Sequence[Cell]) -> bool:
        """Whether it says that nothing was found, and nothing of a rectification."""
        title = cell_at(row, self.title)
        if not is_filled(title) or not self._is_nil(title):
            return False
        places = (self.columns[key] for key in _OF_A_RECTIFICATION if key in self.columns)
        said_of_it = [cell for place in places if is_filled(cell := cell_at(row, place))]
        return all(isinstance(cell, str) and fold(cell) in self.nil for cell in said_of_it)

    def _plainly_a_hazard(self, number: int, title: Cell, own: Sequence[Cell]) -> bool:
        """Whether nothing speaks against it at first sight: by far the most rows, and what follows costs time."""
        if not isinstance(title, str) or self.in_notes or self.needed or number in self.wide:
            return False
        if self.elsewhere or self.is_check_list:
            return False
        if self.by_day or (title[:1].isdigit() and len(title) <= _COUNT):
            return False  # the count of a total, perhaps
        if len(title) <= _COUNT and title[-1:] in _END_OF_A_COUNT:
            return False
        begins = own[0]
        if not begins or (isinstance(begins, str) and (begins[0] in _NUMERALS or _COLON.search(begins))):
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

    def _is_note(self, number: int, row: Sequence[Cell], filled: Sequence[int], first: str) -> bool:
        """Notes begin with a word for them and go on while rows say little; a line over the width is one too."""
        folded = fold(first).rstrip(":")
        lone = self.by_day and _is_lone(row[filled[0] - 1], filled)
        titled = self.title in filled and not lone
        starts = _begins_notes(folded, self.known.notes) or (
            len(folded) > _SHORT and folded.startswith(self.known.notes) and len(filled) == 1
        )
        little = len(filled) <= _NOTE_CELLS
        if self.in_notes and not starts and titled and (self._is_next(row) or self._is_placed(filled, first)):
            little = False
        if (filled[0] != self.title or lone) and _SIGNED.match(folded):
            self.in_notes = True
            return True
        self.in_notes = little and (starts or self.in_notes)
        return self.in_notes or (number in self.wide and titled and len(filled) <= _NOTE_CELLS)

    def _is_next(self, row: Sequence[Cell]) -> bool:
        """Whether its number follows that of the hazard before it."""
        place = self.layout.serial or 0
        if not 0 < place <= min(len(row), len(self.above)):
            return False
        before, here = said(self.above[place - 1]), said(row[place - 1])
        return before.isdecimal() and here.isdecimal() and int(here) == int(before) + 1

    def _is_placed(self, filled: Sequence[int], first: str) -> bool:
        """Whether it says where, when or who before the hazard, as no note does that goes on."""
        fields = set(self.columns.values()) - {self.title}
        return filled[0] in fields and filled[0] < self.title and not first[:1].isdigit()

    def _is_heading(self, own: Sequence[Cell]) -> bool:
        """Whether the headings stand here again, as on every printed page."""
        alike = 0
        for one in self.layout.headings:
            cell = cell_at(own, one.place)
            if one.field and isinstance(cell, str) and len(cell) <= len(one.text) + _SHORT:
                alike += heading_key(cell) in (heading_key(one.text), heading_key(one.text.partition("/")[0]))
        return alike >= min(_ALIKE_HEADINGS, len(self.columns))


def _is_page_number(cells: Sequence[Cell]) -> bool:
    return all(isinstance(cell, str) for cell in cells) and is_page_number("".join(map(said, cells)))


def _numbers_columns(cells: Sequence[Cell]) -> bool:
    """Whether a row only numbers the columns: 甲, 1, 2, 3, 4."""
    words = [said(cell).strip("()（）") for cell in cells]
    numbers = list(dropwhile(_STEMS.__contains__, words))
    if len(numbers) < _COLUMNS_NUMBERED or not all(word.isascii() and word.isdigit() for word in numbers):
        return False
    return [int(word) for word in numbers] == list(range(int(numbers[0]), int(numbers[0]) + len(numbers)))


def _begins_notes(folded: str, words: Sequence[str]) -> bool:
    return any(folded == word or folded.startswith(f"{word}:") for word in words)


def _is_day(cell: Cell) -> bool:
    try:
        return is_filled(cell) and not isinstance(cell, int | float) and days.read(cell) is not None
    except Unreadable:
        return False


def _is_lone(title: Cell, filled: Sequence[int]) -> bool:
    """Whether nothing but words stand in a row, where its day should: they may open a section."""
    if not isinstance(title, str) or len(filled) != 1:
        return False
    try:
        return days.read(title) is None
    except Unreadable:
        return spans.read(title, days.MONTH_FIRST) is None


def totals(known: Synonyms) -> re.Pattern[str]:
    """What a line of totals begins with."""
    words = "|".join(map(re.escape, known.totals))
    return re.compile(
        rf"(?:本[页周月季年]|本校区?|全[校年]|以上|总)?(?:{words})[:：]?(?:[0-9.]+(?:条|项|个|处|件|起)?)?"
        r"|共[0-9]+(?:条|项|个|处|件|起)(?:隐患)?"
    )


def starts(layout: Layout, known: Synonyms) -> frozenset[str]:
    """The first characters of what is no hazard."""
    words = [
        *(known.nil if known.form is HAZARDS else ()),
        *(NIL_STARTS if known.form is HAZARDS else ""),
        *known.totals,
        *known.notes,
        *_BEFORE_TOTALS,
        *_BEFORE_EXAMPLES,
        *(one.text for one in layout.headings if one.field),
    ]
    return frozenset(word[:1] for word in words if word) - {""}
