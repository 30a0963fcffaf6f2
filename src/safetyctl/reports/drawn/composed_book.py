"""The workbook of a composed report: a sheet for each of its tables, and the hazards it lists as a ledger."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from safetyctl.ground.catalogue import _, using
from safetyctl.ground.sheets import put
from safetyctl.reports.drawn.charts import draw_bars
from safetyctl.reports.drawn.composed import Composed
from safetyctl.reports.drawn.course import write_trend
from safetyctl.reports.drawn.sheet import (
    HEADING_FILL,
    TOTAL_FILL,
    Mark,
    fitting_height,
    headed,
    headings_in,
    marked,
    on_paper,
    ruled,
    ruled_cell,
    styled,
    titled,
    width,
)
from safetyctl.reports.drawn.workbook import ledger_rows, saved, write_choices, write_ledger
from safetyctl.reports.facts.blocks import Table, Value
from safetyctl.reports.facts.wording import unit_and_day

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_HEADINGS_ROW = 4
_REPEATED = 2
_LEAST, _MOST = 8, 48
_ONE_PAGE = 30  # rows that are still read on one page with their chart


def write_composed_book(report: Composed) -> bytes:
    """The workbook as .xlsx; always Chinese."""
    from openpyxl import Workbook

    with using("zh"):
        book = Workbook()
        book.remove(book.worksheets[0])
        for section in report.sections:
            for block in section.blocks:
                if isinstance(block, Table) and block.rows and block.in_book:
                    _write_table(book, report, block)
        if len(report.weeks) > 1:
            write_trend(book.create_sheet(titled(_("Trend by week"), book.sheetnames)), report, report.weeks)
        if report.listed or not book.worksheets:
            of_its_day = replace(report, stands=report.listed_on or report.stands)
            rows, sheet = ledger_rows(of_its_day, report.listed), book.create_sheet()
            write_ledger(sheet, of_its_day, rows, rows, len(rows))
            write_choices(sheet, of_its_day, len(rows))
        return saved(book, report)


def _write_table(book: "Workbook", report: Composed, table: Table) -> None:
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(titled(table.title, book.sheetnames))
    _groups(sheet, table)
    widths = [_width(table, place) for place in range(len(table.headings))]
    headings_in(sheet, _HEADINGS_ROW, table.headings, widths)
    sheet.row_dimensions[_HEADINGS_ROW].height = fitting_height(table.headings, widths) + 2
    headed(sheet, table.title, unit_and_day(report), on_paper(sheet, repeated=_REPEATED))
    last = _HEADINGS_ROW + len(table.rows)
    for number, row in enumerate(table.rows, start=_HEADINGS_ROW + 1):
        _write_row(sheet, number, row, table, is_total=table.total and number == last)
        sheet.row_dimensions[number].height = fitting_height([_shown(value) for value in row], widths)
    _marks(sheet, table)
    end = last - table.total
    letter = get_column_letter(len(table.headings))
    sheet.auto_filter.ref = f"A{_HEADINGS_ROW}:{letter}{max(_HEADINGS_ROW + 1, end)}"
    sheet.freeze_panes = f"B{_HEADINGS_ROW + 1}"
    sheet.print_title_rows = f"{_HEADINGS_ROW - bool(table.groups)}:{_HEADINGS_ROW}"
    if table.highest:
        columns = [place + 1 for place in table.bars]
        draw_bars(sheet, table.title, columns, (_HEADINGS_ROW, end), f"A{last + 2}")
        _keep_whole(sheet, last)


def _keep_whole(sheet: "Worksheet", last: int) -> None:
    """Keep a chart under the row ``last`` on one printed page: with a short table, or on the next page."""
    from openpyxl.worksheet.pagebreak import Break

    if last <= _ONE_PAGE and not sheet.col_breaks.brk:
        sheet.page_setup.fitToHeight = 1
    else:
        sheet.row_breaks.append(Break(id=last))


def _write_row(
    sheet: "Worksheet", number: int, row: Sequence[Value], table: Table, *, is_total: bool
) -> None:
    for place, value in enumerate(row):
        ruled_cell(
            sheet.cell(number, place + 1),
            value,
            bold=is_total,
            fill=TOTAL_FILL if is_total else None,
            horizontal="left" if place in table.left else "center",
            wrap=isinstance(value, str),
        )


def _marks(sheet: "Worksheet", table: Table) -> None:
    """Colour what is major, and the rows of what is overdue, by the columns that say so."""
    from openpyxl.utils import get_column_letter

    first, end = _HEADINGS_ROW + 1, _HEADINGS_ROW + len(table.rows)
    whole = f"A{first}:{get_column_letter(len(table.headings))}{end}"
    major = _("major")
    for place in range(len(table.headings)):
        said = [row[place] for row in table.rows if isinstance(row[place], str)]
        letter = get_column_letter(place + 1)
        if major in said:
            marked(sheet, f"{letter}{first}:{letter}{end}", f'${letter}{first}="{major}"', Mark.MAJOR)
        if any(map(_is_late, said)):
            marked(sheet, whole, _late_formula(f"${letter}{first}"), Mark.OVERDUE)


def _is_late(text: object) -> bool:
    """Whether a cell says that its row is past its day and not done: what was done late is done."""
    before, after = _("{n} days overdue").split("{n}")
    said = str(text)
    return said in _late_words() or (said.startswith(before) and said.endswith(after))


def _late_words() -> tuple[str, str]:
    return _("overdue"), _("not done")


def _late_formula(cell: str) -> str:
    """The same, as a formula of that cell."""
    before, after = _("{n} days overdue").split("{n}")
    whole = ",".join(f'{cell}="{word}"' for word in _late_words())
    return f'OR({whole},AND(LEFT({cell},{len(before)})="{before}",RIGHT({cell},{len(after)})="{after}"))'


def _groups(sheet: "Worksheet", table: Table) -> None:
    """The titles over the headings, in the line above them."""
    place = 1
    for title, span in table.groups:
        for column in range(place, place + span if title else place):
            styled(
                sheet.cell(_HEADINGS_ROW - 1, column),
                bold=True,
                fill=HEADING_FILL,
                border=ruled(),
                horizontal="center",
            )
        if title:
            put(sheet.cell(_HEADINGS_ROW - 1, place), title)
            if span > 1:
                sheet.merge_cells(
                    start_row=_HEADINGS_ROW - 1, start_column=place, end_row=_HEADINGS_ROW - 1,
                    end_column=place + span - 1,
                )  # fmt: skip
        place += span


def _shown(value: Value) -> str:
    return "" if value is None else str(value)


def _width(table: Table, place: int) -> float:
    widest = max(width(_shown(row[place])) for row in table.rows)
    heading = min(width(table.headings[place]), 12)
    return min(_MOST, max(_LEAST, heading + 3, widest * 0.95 + 2))
