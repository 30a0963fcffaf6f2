"""The sheets beside the ledger and the statistics: the trend by week with its chart, and the deadlines that come."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from safetyctl.ground.catalogue import _
from safetyctl.ledger.words import AWAITING_RECTIFICATION
from safetyctl.records.campaigns import campus_word
from safetyctl.records.clauses import clause_words
from safetyctl.reports.drawn.charts import draw_lines
from safetyctl.reports.drawn.sheet import (
    Mark,
    fitting_height,
    headed,
    headings_in,
    marked,
    on_paper,
    ruled_cell,
)
from safetyctl.reports.facts.period import LedgerSheet, WeekLine, WeeklyReport
from safetyctl.reports.facts.wording import Value, unit_and_day

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_HEAD = 4
_SOON = 7


def write_trend(sheet: "Worksheet", report: LedgerSheet, weeks: Sequence[WeekLine]) -> None:
    """Each of the weeks: found, rectified, closed, still open; and their lines."""
    rows: list[list[Value]] = [
        [one.start, one.end, one.new, one.rectified, one.closed, one.remaining] for one in weeks
    ]
    headings = [
        _("from"), _("to"), _("newly found"), _("rectified ones"), _("closed ones"), _("still open"),
    ]  # fmt: skip
    _table(sheet, report, _("Trend by week"), headings, rows, (13, 13, 11, 11, 11, 11))
    if len(rows) > 1:
        title = _("Found, closed and still open, by week")
        # beside the headings it would be printed again with them on every page
        draw_lines(sheet, title, (3, 5, 6), 2, (_HEAD, _HEAD + len(rows)), f"H{_HEAD + 1}")


def write_deadlines(sheet: "Worksheet", report: WeeklyReport) -> None:
    """What falls due: the hazards that wait for rectification, and the duties of the next thirty days."""
    seen = report.seen
    hazards: list[tuple[date, list[Value]]] = [
        (
            one.due,
            [
                *(one.due, (one.due - seen).days, _("rectification"), one.number),
                *(one.campus, one.title, one.responsible),
            ],
        )
        for one in report.open_hazards
        if one.due is not None and one.status in AWAITING_RECTIFICATION
    ]
    duties: list[tuple[date, list[Value]]] = [
        (
            one.due,
            [
                one.due,
                (one.due - seen).days,
                _("duty"),
                clause_words(one.clause),
                campus_word(one.campus),
                one.title,
                None,
            ],
        )
        for one in report.ahead
    ]
    rows = [row for _due, row in sorted(hazards + duties, key=lambda each: each[0])]
    headings = [
        _("deadline"), _("days left"), _("kind"), _("number or clause"), _("Campus"), _("what is due"),
        _("responsible"),
    ]  # fmt: skip
    _table(sheet, report, _("Deadlines"), headings, rows, (13, 9, 9, 20, 14, 56, 14), words=(5,))
    _coloured(sheet, len(rows))


def _table(
    sheet: "Worksheet",
    report: LedgerSheet,
    title: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[Value]],
    widths: Sequence[float],
    words: Sequence[int] = (),
) -> None:
    from openpyxl.utils import get_column_letter

    last = len(headings)
    headed(sheet, title, unit_and_day(report), (1, last))
    headings_in(sheet, _HEAD, headings, widths)
    for number, values in enumerate(rows, start=_HEAD + 1):
        for place, value in enumerate(values):
            look = "left" if place in words else "center"
            ruled_cell(sheet.cell(number, place + 1), value, horizontal=look, wrap=place in words)
        if words:
            told = [str(values[place]) for place in words]
            sheet.row_dimensions[number].height = fitting_height(told, [widths[place] for place in words])
    letter = get_column_letter(last)
    sheet.auto_filter.ref = f"A{_HEAD}:{letter}{_HEAD + max(1, len(rows))}"
    sheet.freeze_panes = f"A{_HEAD + 1}"
    sheet.print_title_rows = f"{_HEAD}:{_HEAD}"
    on_paper(sheet)


def _coloured(sheet: "Worksheet", count: int) -> None:
    """What is late, and what is due within a week, by the days that are left."""
    first, end = _HEAD + 1, _HEAD + max(1, count)
    cells, left = f"A{first}:G{end}", f"$B{first}"
    marked(sheet, cells, f"AND(ISNUMBER({left}),{left}<0)", Mark.OVERDUE)
    marked(sheet, cells, f"AND(ISNUMBER({left}),{left}>=0,{left}<={_SOON})", Mark.SOON)
