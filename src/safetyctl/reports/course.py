"""The sheets beside the ledger and the statistics: the trend by week with its chart, and the deadlines that come."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from safetyctl.ground.catalogue import _
from safetyctl.ground.sheets import put
from safetyctl.ledger.words import AWAITING_RECTIFICATION
from safetyctl.records.campaigns import campus_word
from safetyctl.records.clauses import clause_words
from safetyctl.reports.facts import WeeklyReport
from safetyctl.reports.sheet import HEADING_FILL, Mark, headed, marked, on_paper, ruled, styled
from safetyctl.reports.wording import Value, unit_and_day

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_HEAD = 4
_SOON = 7
_COLOURS = ("C8553D", "5B8DB8", "8A96A3")


def write_trend(sheet: "Worksheet", report: WeeklyReport) -> None:
    """Each week of the campaign: found, rectified, closed, still open; and their lines."""
    rows: list[list[Value]] = [
        [one.start, one.end, one.new, one.rectified, one.closed, one.remaining] for one in report.weeks
    ]
    headings = [
        _("from"), _("to"), _("newly found"), _("rectified ones"), _("closed ones"), _("still open"),
    ]  # fmt: skip
    _table(sheet, report, _("Trend by week"), headings, rows, (13, 13, 11, 11, 11, 11))
    if len(rows) > 1:
        _lines(sheet, len(rows))


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
    report: WeeklyReport,
    title: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[Value]],
    widths: Sequence[float],
    words: Sequence[int] = (),
) -> None:
    from openpyxl.utils import get_column_letter

    last = len(headings)
    headed(sheet, title, unit_and_day(report), (1, last))
    border = ruled()
    for place, (heading, wide) in enumerate(zip(headings, widths, strict=True), start=1):
        at = sheet.cell(_HEAD, place)
        styled(at, bold=True, fill=HEADING_FILL, border=border, horizontal="center", wrap=True)
        put(at, heading)
        sheet.column_dimensions[get_column_letter(place)].width = wide
    for number, values in enumerate(rows, start=_HEAD + 1):
        for place, value in enumerate(values, start=1):
            at = sheet.cell(number, place)
            is_words = place - 1 in words
            styled(at, border=border, horizontal="left" if is_words else "center", wrap=is_words)
            put(at, value)
            if isinstance(value, date):
                at.number_format = "yyyy-mm-dd"
    letter = get_column_letter(last)
    sheet.auto_filter.ref = f"A{_HEAD}:{letter}{_HEAD + max(1, len(rows))}"
    sheet.freeze_panes = f"A{_HEAD + 1}"
    sheet.print_title_rows = f"{_HEAD}:{_HEAD}"
    on_paper(sheet)


def _lines(sheet: "Worksheet", count: int) -> None:
    """Found, closed and still open, a line each, beside the table."""
    from openpyxl.chart import LineChart, Reference

    chart = LineChart()
    chart.title = _("Found, closed and still open, by week")
    chart.height, chart.width = 9, 20
    for place in (3, 5, 6):
        data = Reference(sheet, min_col=place, min_row=_HEAD, max_row=_HEAD + count)
        chart.add_data(data, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=2, min_row=_HEAD + 1, max_row=_HEAD + count))
    for series, colour in zip(chart.series, _COLOURS, strict=True):
        series.graphicalProperties.line.solidFill = colour
        series.graphicalProperties.line.width = 22000
        series.smooth = False
    chart.x_axis.number_format = "m-d"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.scaling.min = 0
    assert chart.legend is not None
    chart.legend.position = "b"
    sheet.add_chart(chart, f"H{_HEAD}")


def _coloured(sheet: "Worksheet", count: int) -> None:
    """What is late, and what is due within a week, by the days that are left."""
    first, end = _HEAD + 1, _HEAD + max(1, count)
    cells, left = f"A{first}:G{end}", f"$B{first}"
    marked(sheet, cells, f"AND(ISNUMBER({left}),{left}<0)", Mark.OVERDUE)
    marked(sheet, cells, f"AND(ISNUMBER({left}),{left}>=0,{left}<={_SOON})", Mark.SOON)
