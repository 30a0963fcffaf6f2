"""A filled checklist → what was found of each check item, and the problems of the lines that cannot be taken.

First the head is read, which says for which inspection the form is; then the lines, against the check items of it.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path

from safetyctl.ground.catalogue import LANGUAGES, _, using
from safetyctl.ground.errors import BadInput
from safetyctl.ground.limits import LINE
from safetyctl.ground.text import fold
from safetyctl.intake.inspections.checklist_head import Head, HeadReader, day_near
from safetyctl.intake.tables.line import Line, Problem
from safetyctl.intake.words import cells
from safetyctl.intake.words.cells import Cell, Unreadable
from safetyctl.intake.words.forms import INSPECTIONS
from safetyctl.intake.words.synonyms import heading_key, synonyms
from safetyctl.intake.workbook.door import Workbook, admit
from safetyctl.intake.workbook.table import Sheet, Table, sheets
from safetyctl.ledger.words import ITEM_RESULT_LABELS, ItemResult
from safetyctl.records.checklists import BOXES, COLUMNS, Mark

_HEADINGS_WITHIN = 30
_ITEM = re.compile(r"[a-z][a-z-]*\.[0-9]+")
_LONGEST = 10  # years that a hazard may be given
_RESULT = ("result", "结果", "排查结果", "检查结果")
_TICKS = frozenset(("√", "✓", "✔", "☑", "■", "✅", "v", "y", "yes", "1", "true", "是", "对"))
_EMPTY_BOXES = frozenset(("□", "☐", "○", "0", "false"))
_WORDS = {
    **dict.fromkeys(("合格", "通过", "正常", "pass", "passed"), ItemResult.PASS),
    **dict.fromkeys(("不合格", "未通过", "有隐患", "fail", "failed"), ItemResult.FAIL),
    **dict.fromkeys(("不适用", "不涉及", "无此项", "na", "n/a", "notapplicable"), ItemResult.NA),
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that holds filled forms: its tables, what their heads say together, and what is wrong with those."""

    name: str
    head: Head
    tables: tuple[Table, ...]
    from_1904: bool
    problems: tuple[Problem, ...]
    lines: Mapping[str, Line]

    def objection(self, key: str, problem: str) -> Problem:
        """A problem of what the head says under ``key``, with its cell."""
        line = self.lines[key]
        line.refuse(key, problem)
        return line.problems[-1]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the lines say: how many say something, all items that are listed, the marks, and the problems."""

    read: int
    listed: tuple[str, ...]
    marks: tuple[Mark, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Expected:
    """What lines are read against: the check items there are, and the hazards that some have made already.

    ``on`` is the day of the results; a deadline does not lie before it.
    """

    items: frozenset[str]
    standing: Mapping[str, str]
    on: date


def is_checklist(path: Path) -> bool:
    """Whether a file holds a filled checklist, or is taken for one.

    One without a check item's code is none where it has its own heading for what is looked at, nor, without boxes,
    where its heading for the day stands among the others: that is a ledger of inspections.

    Raises:
        NotFound: no such file.
        BadInput: the file may not be opened.
        CannotDo: the system will not let it be read.
    """
    return any(
        place is not None and _lists_items(sheet, *place)
        for sheet in sheets(admit(path))
        for place in (_heading_row(sheet),)
    )


def _lists_items(sheet: Sheet, head: int, columns: Mapping[str, int]) -> bool:
    codes = (_code(cells.cell_at(row, columns["item"])) for row in sheet.rows[head:])
    if any(_ITEM.fullmatch(code) for code in codes):
        return True
    known = synonyms(INSPECTIONS)
    keys = [heading_key(cell) for cell in sheet.rows[head - 1] if isinstance(cell, str)]
    fields = {known.names[key][0] for key in keys if key in known.names}
    fields |= {field for key in keys for field in known.weak.get(key, ())}
    return "zones" not in fields and (set(BOXES) <= set(columns) or INSPECTIONS.title not in fields)


def open_checklist(path: Path, campuses: Sequence[str], as_of: date) -> Opened:
    """Open a filled checklist and read the heads of its sheets.

    Raises:
        NotFound: no such file.
        BadInput: the file may not be opened, or holds no checklist.
        CannotDo: the system will not let it be read.
    """
    file = admit(path)
    from_1904 = isinstance(file, Workbook) and file.from_1904
    found = [(sheet, place) for sheet in sheets(file) if (place := _heading_row(sheet)) is not None]
    if not found:
        raise BadInput(
            _("{file} holds no checklist.").format(file=file.name),
            hint=_("Write one to fill in with: {command}").format(
                command="safetyctl checklist --out FILE.xlsx"
            ),
        )
    reader = HeadReader(cells.campus_names(campuses), as_of, from_1904)
    for sheet, (row, _columns) in found:
        reader.read(sheet, row)
    tables = tuple(_table(sheet, row, columns) for sheet, (row, columns) in found)
    return Opened(file.name, Head(**reader.told), tables, from_1904, tuple(reader.problems), reader.lines)


def read_marks(opened: Opened, expected: Expected) -> Reading:
    """What the lines of an opened file say, and the problems of those that cannot be taken."""
    marks: dict[str, Mark] = {}
    problems: list[Problem] = []
    listed: dict[str, None] = {}
    read = 0
    for table in opened.tables:
        for number, row in table.body:
            code = _code(_at(row, table, "item"))
            if code in expected.items:
                listed[code] = None
            if not _says_something(table, number, row):
                continue
            read += 1
            line = Line(table, number, row)
            mark = _mark(line, table.sheet, number, expected, opened.from_1904, marks)
            problems += line.problems
            if mark is not None and not line.problems:
                marks[mark.item] = mark
    return Reading(read, tuple(listed), tuple(marks.values()), tuple(problems))


def _heading_row(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """The row of headings (from 1) and where each column stands: the items', and the boxes or a result."""
    for number, row in enumerate(sheet.rows[:_HEADINGS_WITHIN], start=1):
        columns: dict[str, int] = {}
        for place, cell in enumerate(row, start=1):
            key = _headings().get(_heading(cell)) if isinstance(cell, str) else None
            if key is not None:
                columns.setdefault(key, place)
        if "item" in columns and ("result" in columns or set(BOXES) <= set(columns)):
            return number, columns
    return None


@cache
def _headings() -> dict[str, str]:
    known = dict.fromkeys(_RESULT, "result")
    for lang in LANGUAGES:
        with using(lang):
            known.update({_heading(_(column.heading)): column.key for column in COLUMNS})
    return known


def _heading(text: str) -> str:
    """A heading without what stands in brackets behind it."""
    return fold(text).partition("(")[0]


def _table(sheet: Sheet, head: int, columns: Mapping[str, int]) -> Table:
    headings = {place: cells.said(cell) for place, cell in enumerate(sheet.rows[head - 1], start=1)}
    body = list(enumerate(sheet.rows[head:], start=head + 1))
    return Table(sheet.name, columns, (), headings, body, sheet.unvalued)


def _at(row: Sequence[Cell], table: Table, key: str) -> Cell:
    return cells.cell_at(row, table.columns.get(key, 0))


def _says_something(table: Table, number: int, row: Sequence[Cell]) -> bool:
    """Whether a box is ticked or something was written; a drawn empty box is neither, an uncalculated formula is."""
    keys = (*BOXES, "result", "note")
    said = [_at(row, table, key) for key in keys]
    return any((number, table.columns.get(key)) in table.unvalued for key in keys) or any(
        cells.is_filled(cell) and fold(cells.said(cell)) not in _EMPTY_BOXES for cell in said
    )


def _code(cell: Cell) -> str:
    return unicodedata.normalize("NFKC", cells.said(cell)).strip().lower()


def _mark(
    line: Line, sheet: str, row: int, expected: Expected, from_1904: bool, before: Mapping[str, Mark]
) -> Mark | None:
    item = line.take("item", lambda cell: _known(_code(cell), expected, before), needed=True)
    standing = expected.standing.get(item or "")
    found: list[ItemResult] = []
    for key in (*BOXES, "result"):
        result = line.take(key, partial(_ticked, key=key, found=tuple(found), standing=standing))
        found += [result] if result is not None else []
    failed = ItemResult.FAIL in found
    new = failed and standing is None
    note = line.take("note", partial(cells.prose, limit=LINE) if new else cells.prose, needed=new)
    if not found and not line.problems:
        line.take("note", _no_box)
        return None
    due = (
        line.take("due", lambda cell: _likely(day_near(cell, expected.on, from_1904), expected.on))
        if failed
        else None
    )
    location = line.take("location", cells.line)
    responsible = line.take("responsible", cells.line)
    return Mark(item or "", found[0], note, location, responsible, due, sheet, row) if found else None


def _known(code: str, expected: Expected, before: Mapping[str, Mark]) -> str:
    if code not in expected.items:
        raise Unreadable(_("it is no check item of this inspection"))
    if code in before:
        raise Unreadable(
            _("it stands in {sheet}, row {row} already").format(
                sheet=before[code].sheet, row=before[code].row
            )
        )
    return code


def _ticked(cell: Cell, key: str, found: Sequence[ItemResult], standing: str | None) -> ItemResult | None:
    """The result that a box or a word means. Raises Unreadable for two of them, or one that cannot be."""
    text = fold(cells.said(cell))
    if text in _EMPTY_BOXES or cells.line(cell) is None:
        return None
    own = BOXES.get(key)
    result = own if own is not None and text in _TICKS else _results().get(text)
    if result is None or (own is not None and result != own):
        raise Unreadable(_("it is no tick; write √, or one of 合格, 不合格, 不适用 in its own column"))
    if found and found[0] != result:
        raise Unreadable(_("two boxes are ticked in this line"))
    if standing is not None and result != ItemResult.FAIL:
        raise Unreadable(
            _("it has made the hazard {ref}; the result stays while that stands").format(ref=standing)
        )
    return result


@cache
def _results() -> dict[str, ItemResult]:
    known = dict(_WORDS)
    for lang in LANGUAGES:
        with using(lang):
            known.update({fold(_(label)): code for code, label in ITEM_RESULT_LABELS.items()})
    return known


def _no_box(_cell: Cell) -> None:
    raise Unreadable(_("no box is ticked in this line"))


def _likely(due: date | None, on: date) -> date | None:
    """A deadline that may be one: not before the day of the inspection, nor years beyond it."""
    if due is not None and due < on:
        raise Unreadable(_("it lies before {day}").format(day=on))
    if due is not None and due.year > on.year + _LONGEST:
        raise Unreadable(_("it lies more than {n} years after {day}").format(n=_LONGEST, day=on))
    return due
