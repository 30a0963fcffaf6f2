"""The index of the archive: by category and campus what is there, and what the plan requires and is missing.

As a workbook and as one self-contained page; always Chinese.
"""

import io
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from safetyctl.ground.catalogue import N_, _, using
from safetyctl.ground.packing import steady
from safetyctl.ground.sheets import save
from safetyctl.ground.text import one_line
from safetyctl.records.archive import ATTACHED, Item, Section
from safetyctl.records.campaigns import campus_word
from safetyctl.records.clauses import clause_words
from safetyctl.records.documents import STATES, SUPERSEDED
from safetyctl.reports.archive.facts import ArchiveFacts
from safetyctl.reports.drawn.page import paged
from safetyctl.reports.drawn.sheet import headed, headings_in, on_paper, ruled_cell, width

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

INDEX_TITLE = N_("Index of the safety work archive")
SHORT = 12  # characters of a sha256 that a person compares
_WIDEST, _LEAST = 46, 7
_MISSING_FILL = "FBE3E0"

Cell = str | int | date | None


class Row(NamedTuple):
    """A line of the index: what is kept, or that a category is missing (``item`` None)."""

    campus: str
    category: str
    item: Item | None


HEADINGS = (
    N_("campus"),
    N_("archive category"),
    N_("No."),
    N_("document title"),
    N_("document number"),
    N_("filed on"),
    N_("version"),
    N_("status"),
    N_("file name"),
    N_("bytes"),
    N_("sha256 (beginning)"),
)


def write_index_workbook(facts: ArchiveFacts) -> bytes:
    """The index as .xlsx: a sheet of what there is and what is missing, and a sheet of every file."""
    from openpyxl import Workbook

    with using("zh"):
        book = Workbook()
        overview = book.active
        assert overview is not None
        overview.title = _("Overview")
        _overview(overview, facts)
        _contents(book, facts)
        target = io.BytesIO()
        save(book, target)
        title = f"{one_line(facts.title)} {_(INDEX_TITLE)}"
        return steady(target.getvalue(), title=title, creator=facts.unit, day=facts.seen, parts={})


def write_index_page(facts: ArchiveFacts) -> bytes:
    """The index as HTML in UTF-8."""
    with using("zh"):
        return paged(
            "archive.html.j2",
            facts=facts,
            title=_(INDEX_TITLE),
            attached=_(ATTACHED),
            campus_word=campus_word,
            standing=standing,
            short=short,
        )


def short(item: Item) -> str:
    """The beginning of a file's sha256, empty where no copy is kept."""
    return (item.sha256 or "")[:SHORT]


def standing(item: Item) -> str:
    """Whether a document is in force, or a report without a copy; empty for other records."""
    if item.sha256 is None:
        return _("no copy is kept")
    if item.state == SUPERSEDED:
        return _("superseded on {day}").format(day=item.superseded_on)
    return _(STATES[item.state]) if item.state else ""


def rows(facts: ArchiveFacts) -> list[Row]:
    """The lines of the index, campus by campus; what is required and missing has a line of its own."""
    found = []
    for shelf in facts.archive.shelves:
        for section in shelf.sections:
            name = section.category.name.zh
            found += [Row(shelf.campus, name, item) for item in section.items]
            if section.missing:
                found.append(Row(shelf.campus, name, None))
        found += [Row(shelf.campus, _(ATTACHED), item) for item in shelf.attachments]
    return found


def _cells(row: Row) -> list[Cell]:
    item = row.item
    if item is None:
        lacking = _("required by the plan and missing")
        return [campus_word(row.campus), row.category, None, lacking, *([None] * (len(HEADINGS) - 4))]
    return [
        campus_word(row.campus), row.category, item.ref, one_line(item.title), item.number and one_line(item.number),
        item.day, item.version, standing(item), item.file and one_line(item.file), item.size, short(item),
    ]  # fmt: skip


def _head(sheet: "Worksheet", facts: ArchiveFacts, last: int, source: str = "") -> None:
    title = f"{one_line(facts.title)} {_(INDEX_TITLE)}"
    under = f"{one_line(facts.unit)}　{_('As of:')}{facts.seen.isoformat()}{source}"
    headed(sheet, title, under, (1, last))


def _from(facts: ArchiveFacts) -> str:
    return _("From the ledger as of entry {seq}, check code {head}; safetyctl {version}").format(
        seq=facts.seq, head=facts.head[:16], version=facts.software
    )


def _overview(sheet: "Worksheet", facts: ArchiveFacts) -> None:
    """Categories down, campuses across: how many, or that it is missing."""
    shelves = facts.archive.shelves
    head = [_("archive category"), _("clause"), *(campus_word(shelf.campus) for shelf in shelves)]
    _head(sheet, facts, max(6, len(head)))
    table: list[list[Cell]] = [
        [
            sections[0].category.name.zh,
            clause_words(sections[0].category.clause),
            *map(_count, sections),
        ]
        for sections in zip(*(shelf.sections for shelf in shelves), strict=True)
    ]
    table.append([_(ATTACHED), None, *(len(shelf.attachments) for shelf in shelves)])
    _table(sheet, 4, head, table, missing=_("missing"))
    on_paper(sheet)


def _count(section: Section) -> Cell:
    return _("missing") if section.missing else len(section.items)


def _contents(book: "Workbook", facts: ArchiveFacts) -> None:
    sheet = book.create_sheet(_("Contents"))
    _head(sheet, facts, len(HEADINGS), f"　{_from(facts)}")
    found = rows(facts)
    _table(
        sheet,
        4,
        [_(text) for text in HEADINGS],
        [_cells(row) for row in found],
        missing=_("required by the plan and missing"),
    )
    sheet.freeze_panes = "A5"
    sheet.print_title_rows = "4:4"
    sheet.auto_filter.ref = f"A4:K{4 + max(1, len(found))}"
    on_paper(sheet)


def _table(
    sheet: "Worksheet", first: int, head: Sequence[str], table: Sequence[Sequence[Cell]], missing: str
) -> None:
    widths = [_width(text, [row[place] for row in table]) for place, text in enumerate(head)]
    headings_in(sheet, first, [one_line(text) for text in head], widths)
    for number, row in enumerate(table, start=first + 1):
        for place, value in enumerate(row, start=1):
            lacks = value == missing
            ruled_cell(
                sheet.cell(number, place),
                value,
                fill=_MISSING_FILL if lacks else None,
                horizontal="left" if isinstance(value, str) and not lacks else "center",
                vertical="top",
                wrap=isinstance(value, str),
            )


def _width(heading: str, values: Sequence[Cell]) -> int:
    widest = max((width(_text(value)) for value in values), default=0)
    return min(_WIDEST, max(_LEAST, widest + 2, width(heading) + 2))


def _text(value: Cell) -> str:
    return "" if value is None else str(value)
