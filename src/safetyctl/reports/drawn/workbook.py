"""The workbook: the ledger in the official columns, and the statistics.

Built from empty, never by editing a file; nothing in it is a formula, a link or a macro.
"""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from safetyctl.ground.catalogue import N_, _, using
from safetyctl.ground.packing import steady
from safetyctl.ground.sheets import put, save
from safetyctl.ground.text import one_line, visible
from safetyctl.ledger.words import LEVEL_LABELS, SOURCE_LABELS, STATUS_LABELS
from safetyctl.records.columns import COLUMNS, COMPUTED, Column
from safetyctl.reports.drawn.course import write_deadlines, write_trend
from safetyctl.reports.drawn.sheet import HEADING_FILL, Mark, marked, on_paper, ruled, styled, width
from safetyctl.reports.drawn.statistics import write_statistics
from safetyctl.reports.facts.period import LedgerExtract, LedgerSheet, ReportHazard, WeeklyReport
from safetyctl.reports.facts.wording import LEDGER_TITLE, Value, cell, status_word

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

HEADINGS_ROW = 4
_REPEATED = 3  # columns that stay in sight, and stand on each page
_SERIAL = Column("serial", N_("Serial no."), 5, core=True, kind="number")
LEDGER_COLUMNS = (_SERIAL, *COLUMNS, *COMPUTED)
_PLACES = {column.key: place for place, column in enumerate(LEDGER_COLUMNS, start=1)}
_EMPTY_WIDTH, _LEAST_WIDTH, _DATE_WIDTH = 3.4, 5.0, 9.6
_BRACKET_WIDTH = 5.9  # a heading's (万元) is not broken
_TIGHT, _WIDE = 0.7, 12  # on paper, what is wider than 12 wraps at 0.7 of its width
_PER_CHARACTER = 0.84  # the sheet's font against the one that widths are counted in
_LINE, _TALLEST, _LINES_LOOKED_AT = 12.0, 400.0, 4_000  # points, points, characters
_TO_FILL_IN = 60  # rows under the last that people may go on with
_CENTRED = frozenset({"serial", "number", "level", "status", "days_overdue", "on_time", "found_by",
                      "responsible", "verified_by", "source", "campus"})  # fmt: skip


def write_workbook(report: WeeklyReport) -> bytes:
    """The weekly report's workbook as .xlsx: ledger, statistics, trend by week, deadlines; always Chinese."""
    with using("zh"):
        book = _book(report)
        write_statistics(book.create_sheet(_("Statistics")), report)
        if not report.nil:
            write_trend(book.create_sheet(_("Trend by week")), report, report.weeks)
            write_deadlines(book.create_sheet(_("Deadlines")), report)
        write_choices(book.worksheets[0], report, len(report.listed))
        return saved(book, report)


def write_extract(extract: LedgerExtract) -> bytes:
    """Hazards that a person picked as .xlsx, in the same sheet; always Chinese."""
    with using("zh"):
        book = _book(extract)
        write_choices(book.worksheets[0], extract, len(extract.listed))
        return saved(book, extract)


def _book(facts: LedgerSheet) -> "Workbook":
    rows = ledger_rows(facts, facts.listed)
    return ledger_book(facts, rows, rows, len(rows))


def ledger_rows(facts: LedgerSheet, hazards: Sequence[ReportHazard]) -> list[list[Value]]:
    """The rows of the ledger's sheet, numbered from 1."""
    return [_row(facts, serial, hazard) for serial, hazard in enumerate(hazards, start=1)]


def ledger_book(
    facts: LedgerSheet, rows: Sequence[Sequence[Value]], measured: Sequence[Sequence[Value]], count: int
) -> "Workbook":
    """A workbook of the ledger's sheet alone; its arguments are those of ``write_ledger``."""
    from openpyxl import Workbook

    book = Workbook()
    write_ledger(book.worksheets[0], facts, rows, measured, count)
    return book


def write_ledger(
    sheet: "Worksheet",
    facts: LedgerSheet,
    rows: Sequence[Sequence[Value]],
    measured: Sequence[Sequence[Value]],
    count: int,
) -> None:
    """The ledger's sheet with these rows; columns fit those ``measured``, filter and colours reach over ``count``."""
    sheet.title = _("Hazard ledger")
    _headings(sheet, measured, count)
    _head(sheet, facts, on_paper(sheet, repeated=_REPEATED))
    _body(sheet, rows)
    _marks(sheet, count)
    sheet.print_title_rows = f"{HEADINGS_ROW}:{HEADINGS_ROW}"


def saved(book: "Workbook", facts: LedgerSheet) -> bytes:
    """The workbook as .xlsx, the same bytes each time it is written of the same facts."""
    target = io.BytesIO()
    save(book, target)
    title = f"{one_line(facts.title)} {_(LEDGER_TITLE)}"
    return steady(target.getvalue(), title=title, creator=facts.unit, day=facts.seen, parts={})


def _row(report: LedgerSheet, serial: int, hazard: ReportHazard) -> list[Value]:
    official = [cell(report, hazard, column) for column in COLUMNS]
    return [serial, *official, status_word(hazard.status), hazard.days_overdue or None]


def _head(sheet: "Worksheet", report: LedgerSheet, over: tuple[int, int]) -> None:
    """The title and the lines of who fills the ledger in, for whom, as of when, over some columns."""
    first, last = over
    for row, height in ((1, 34), (2, 24), (3, 24)):
        sheet.row_dimensions[row].height = height
    title = sheet.cell(1, first)
    styled(title, size=20, bold=True, horizontal="center")
    put(title, f"{one_line(report.title)}{_(LEDGER_TITLE)}")
    sheet.merge_cells(start_row=1, start_column=first, end_row=1, end_column=last)
    blank = "　" * 6
    lines = (
        (_("Reporting unit (seal):") + one_line(report.unit), _("As of:") + report.seen.isoformat()),
        (
            _("Filled in by:") + (one_line(report.prepared_by or "") or blank),
            _("Checked by:") + (one_line(report.reviewed_by or "") or blank),
            _("Telephone:") + (one_line(report.telephone or "") or blank),
        ),
    )
    for row, words in enumerate(lines, start=2):
        room = last - first + 1
        bounds = [first + round(place * room / len(words)) for place in range(len(words) + 1)]
        for start, end, text in zip(bounds, bounds[1:], words, strict=False):
            at = sheet.cell(row, start)
            styled(at, size=12)
            put(at, text)
            sheet.merge_cells(start_row=row, start_column=start, end_row=row, end_column=end - 1)


def _headings(sheet: "Worksheet", rows: Sequence[Sequence[Value]], count: int) -> None:
    """The row of headings; a column is as wide as what stands in it, a column with nothing narrow."""
    from openpyxl.utils import get_column_letter

    border = ruled()
    tallest = 1
    for place, column in enumerate(LEDGER_COLUMNS, start=1):
        at = sheet.cell(HEADINGS_ROW, place)
        styled(at, bold=column.core, fill=HEADING_FILL, border=border, horizontal="center", wrap=True)
        put(at, _(column.heading))
        wide = _column_width(column, [row[place - 1] for row in rows])
        sheet.column_dimensions[get_column_letter(place)].width = wide
        tallest = max(tallest, _lines(_(column.heading), fits(wide)))
    sheet.row_dimensions[HEADINGS_ROW].height = _LINE * tallest + 6
    last = get_column_letter(len(LEDGER_COLUMNS))
    sheet.freeze_panes = f"{get_column_letter(_REPEATED + 1)}{HEADINGS_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEADINGS_ROW}:{last}{HEADINGS_ROW + max(1, count)}"


def _column_width(column: Column, values: Sequence[Value]) -> float:
    filled = [value for value in values if value is not None]
    if not filled:
        return _BRACKET_WIDTH if "(" in _(column.heading) else _EMPTY_WIDTH
    if column.kind == "date":
        return _DATE_WIDTH
    widest = max(width(value) if isinstance(value, str) else len(f"{value:g}") for value in filled
                 if isinstance(value, str | int | float))  # fmt: skip
    cap = column.width * _TIGHT if column.width > _WIDE else column.width
    least = _EMPTY_WIDTH if column.key == "serial" else _LEAST_WIDTH
    return max(least, round(min(widest + 1, cap) * _PER_CHARACTER + 0.8, 1))


def fits(column_width: float) -> int:
    """How many half-width characters of our font fit into a line of a column; an even number."""
    return max(2, int((column_width - 0.8) / _PER_CHARACTER) // 2 * 2)


def _lines(text: str, room: int) -> int:
    """How many lines a text takes; no program fits the height of a row to a file that it opens for certain."""
    return sum(max(1, -(-width(line) // room)) for line in text[:_LINES_LOOKED_AT].split("\n"))


def row_height(lines: int) -> float:
    """The height in points of a row with so many lines."""
    return min(_TALLEST, _LINE * lines + 4)


def _body(sheet: "Worksheet", rows: Sequence[Sequence[Value]]) -> None:
    from openpyxl.utils import get_column_letter

    border = ruled()
    if not rows:
        for place in range(1, len(LEDGER_COLUMNS) + 1):
            styled(sheet.cell(HEADINGS_ROW + 1, place), border=border)
        put(sheet.cell(HEADINGS_ROW + 1, _PLACES["title"]), _("no hazard"))
    widths = [
        sheet.column_dimensions[get_column_letter(place)].width for place in range(1, len(LEDGER_COLUMNS) + 1)
    ]
    fitting = [fits(width) for width in widths]
    for number, values in enumerate(rows, start=HEADINGS_ROW + 1):
        lines = 1
        for place, (column, value) in enumerate(zip(LEDGER_COLUMNS, values, strict=True), start=1):
            at = sheet.cell(number, place)
            centred = column.kind == "date" or column.key in _CENTRED
            styled(
                at,
                border=border,
                horizontal="center" if centred else "right" if column.kind == "number" else "left",
                vertical="top",
                wrap=column.kind == "text",
            )
            put(at, value)
            if column.kind == "date":
                at.number_format = "yyyy-mm-dd"
            elif column.key == "number":
                at.number_format = "@"
            if column.kind == "text" and isinstance(value, str):
                lines = max(lines, _lines(value, fitting[place - 1]))
        sheet.row_dimensions[number].height = row_height(lines)


def write_choices(sheet: "Worksheet", facts: LedgerSheet, count: int) -> None:
    """Drop-downs for whoever goes on filling the ledger in, from a hidden sheet: written out they may be too long."""
    from openpyxl.utils import get_column_letter, quote_sheetname
    from openpyxl.worksheet.datavalidation import DataValidation

    book = sheet.parent
    assert book is not None
    lists = book.create_sheet(_("Lists"))
    lists.sheet_state = "hidden"
    on_paper(lists)
    words = {
        "area": [visible(name) for _code, name in facts.areas],
        "level": [_(label) for label in LEVEL_LABELS.values()],
        "source": [_(label) for label in SOURCE_LABELS.values()],
        "on_time": [_("yes"), _("no")],
        "status": [_(label) for label in STATUS_LABELS.values()],
    }
    for place, (key, choices) in enumerate(words.items(), start=1):
        for row, word in enumerate(choices, start=1):
            put(lists.cell(row, place), word)
        if choices:
            at, column = get_column_letter(place), get_column_letter(_PLACES[key])
            source = f"{quote_sheetname(lists.title)}!${at}$1:${at}${len(choices)}"
            check = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=False)
            check.add(f"{column}{HEADINGS_ROW + 1}:{column}{HEADINGS_ROW + count + _TO_FILL_IN}")
            sheet.add_data_validation(check)


def _marks(sheet: "Worksheet", count: int) -> None:
    """Colour the overdue rows and the major hazards' level, by what their own cells say."""
    from openpyxl.utils import get_column_letter

    first, end = HEADINGS_ROW + 1, HEADINGS_ROW + max(1, count)
    late, level = (get_column_letter(_PLACES[key]) for key in ("days_overdue", "level"))
    whole = f"A{first}:{get_column_letter(len(LEDGER_COLUMNS))}{end}"
    marked(sheet, f"{level}{first}:{level}{end}", f'${level}{first}="{_("major")}"', Mark.MAJOR)
    marked(sheet, whole, f"AND(ISNUMBER(${late}{first}),${late}{first}>0)", Mark.OVERDUE)
