"""The statistics sheet: how hazards came and went, by campus, area and level, where they stand, and the rates."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from safetyctl.ground.catalogue import _
from safetyctl.ground.sheets import put
from safetyctl.ground.text import one_line
from safetyctl.reports.facts import GroupLine, Standing, WeeklyReport
from safetyctl.reports.sheet import HEADING_FILL, TOTAL_FILL, on_paper, ruled, styled
from safetyctl.reports.wording import heading, level_word, period_words, produced_by, rate_words, total_line

if TYPE_CHECKING:
    from openpyxl.chart import BarChart
    from openpyxl.worksheet.worksheet import Worksheet

_NAME_WIDTH, _FIGURE_WIDTH, _RATE_WIDTH = 18, 8, 15
_FIGURES = 13
_ONE_PAGE = 90  # rows that are still read when they are printed on one
_COLOURS = ("5B8DB8", "C8553D")


def write_statistics(sheet: "Worksheet", report: WeeklyReport) -> None:
    """Fill the sheet; the language in use is the document's."""
    _Statistics(sheet, report).write()


class _Statistics:
    """The sheet being written, row by row from the top."""

    def __init__(self, sheet: "Worksheet", report: WeeklyReport) -> None:
        self._sheet = sheet
        self._report = report
        self._row = 1

    def write(self) -> None:
        from openpyxl.utils import get_column_letter

        report = self._report
        self._sheet.column_dimensions["A"].width = _NAME_WIDTH
        for place in range(2, _FIGURES + 2):
            self._sheet.column_dimensions[get_column_letter(place)].width = _FIGURE_WIDTH
        self._sheet.column_dimensions[get_column_letter(_FIGURES + 2)].width = _RATE_WIDTH
        self._title()
        self._groups(_("By campus"), _("Campus"), report.by_campus, by="campus")
        first = self._groups(_("By area"), _("Area"), report.by_area, by="area")
        levels = [replace(line, name=level_word(line.code)) for line in report.by_level]
        self._groups(_("By level"), _("Level"), levels, by="level")
        self._crossed()
        beside = self._row
        self._so_far()
        self._notes()
        self._chart(first, beside)
        on_paper(self._sheet)
        if self._row <= _ONE_PAGE:
            self._sheet.page_setup.fitToHeight = 1

    def _title(self) -> None:
        last = _FIGURES + 2
        title = self._sheet.cell(1, 1)
        styled(title, size=18, bold=True, horizontal="center")
        put(title, _("{heading}: statistics").format(heading=heading(self._report)))
        under = self._sheet.cell(2, 1)
        styled(under, size=11, horizontal="center")
        put(under, f"{one_line(self._report.unit)}　{period_words(self._report)}")
        for row in (1, 2):
            self._sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=last)
        self._sheet.row_dimensions[1].height = 32
        self._sheet.row_dimensions[2].height = 20
        self._row = 4

    def _groups(self, title: str, name: str, lines: Sequence[GroupLine], *, by: str) -> int:
        """One table of groups with its total; the row of its first group."""
        self._subtitle(title)
        self._line(
            [
                name, _("carried over"), _("new"), _("reopened"), _("closed ones"), _("void ones"),
                _("remaining"), _("of them major"), _("of them overdue"), _("registered"), _("being rectified"),
                _("waiting for verification"), _("verified"), _("rectified ones"), _("closing rate"),
            ],
            fill=HEADING_FILL,
            bold=True,
        )  # fmt: skip
        first = self._row
        for line in lines:
            self._line(self._figures(line, by))
        self._line(self._figures(total_line(self._report), "total"), fill=TOTAL_FILL, bold=True)
        self._row += 1
        return first

    def _figures(self, line: GroupLine, by: str) -> list[str | int]:
        flow, stands = line.flow, self._standing(line, by)
        return [
            one_line(line.name), flow.carried, flow.new, flow.reopened, flow.closed, flow.voided, flow.remaining,
            line.major_remaining, line.overdue, stands.open, stands.assigned, stands.rectified, stands.verified,
            line.rectified, rate_words(flow.closing),
        ]  # fmt: skip

    def _standing(self, line: GroupLine, by: str) -> Standing:
        match by:
            case "campus":
                return self._report.standing(campus=line.code)
            case "area":
                return self._report.standing(area=line.code)
            case "level":
                return self._report.standing(level=line.code)
        return self._report.standing()

    def _crossed(self) -> None:
        """Campus by area: how many are open, and how many of them overdue."""
        report = self._report
        if not report.by_area or not report.by_campus:
            return
        for title, only_late in (
            (_("Open, by campus and area"), False),
            (_("Overdue, by campus and area"), True),
        ):
            counts = Counter(
                (one.campus, one.area) for one in report.open_hazards if one.overdue or not only_late
            )
            self._subtitle(title)
            names = [one_line(line.name) for line in report.by_area]
            self._line([_("Campus"), *names, _("total")], fill=HEADING_FILL, bold=True)
            areas = [line.code for line in report.by_area]
            for line in report.by_campus:
                row = [counts[line.code, area] for area in areas]
                self._line([one_line(line.name), *row, sum(row)])
            sums = [sum(counts[line.code, area] for line in report.by_campus) for area in areas]
            self._line([_("total"), *sums, sum(sums)], fill=TOTAL_FILL, bold=True)
            self._row += 1

    def _so_far(self) -> None:
        far = self._report.so_far
        self._subtitle(_("Since the ledger began"))
        for name, value in (
            (_("hazards so far"), str(far.found)),
            (_("struck off so far"), str(far.closed)),
            (_("made void, in none of these figures"), str(far.voided)),
            (_("closing rate"), rate_words(far.closing)),
            (_("rectified by the deadline in force"), rate_words(far.on_time)),
            (_("rectified by the first deadline"), rate_words(far.on_time_first)),
        ):
            self._pair(name, value)
        self._row += 1

    def _pair(self, name: str, value: str) -> None:
        border = ruled()
        for place, text in ((1, name), (5, value)):
            for covered in range(place, place + (4 if place == 1 else 3)):
                self._sheet.cell(self._row, covered).border = border
            at = self._sheet.cell(self._row, place)
            styled(at, border=border, horizontal="left" if place == 1 else "center")
            put(at, int(value) if place != 1 and value.isdigit() else text)
        self._sheet.merge_cells(start_row=self._row, start_column=1, end_row=self._row, end_column=4)
        self._sheet.merge_cells(start_row=self._row, start_column=5, end_row=self._row, end_column=7)
        self._row += 1

    def _notes(self) -> None:
        for text in (
            _("Carried over + new + reopened − closed − void = remaining."),
            _("Closing rate: closed of closed and remaining; a rate of nothing is written /."),
            produced_by(self._report),
        ):
            at = self._sheet.cell(self._row, 1)
            styled(at, size=9)
            put(at, text)
            self._row += 1

    def _subtitle(self, text: str) -> None:
        at = self._sheet.cell(self._row, 1)
        styled(at, size=12, bold=True)
        put(at, text)
        self._row += 1

    def _line(self, values: Sequence[str | int], *, fill: str | None = None, bold: bool = False) -> None:
        border = ruled()
        heads = bold and fill == HEADING_FILL
        for place, value in enumerate(values, start=1):
            at = self._sheet.cell(self._row, place)
            styled(
                at,
                bold=bold,
                fill=fill,
                border=border,
                horizontal="left" if place == 1 and not heads else "center",
                wrap=heads or place == 1,
            )
            put(at, value)
        if heads:
            self._sheet.row_dimensions[self._row].height = 30
        self._row += 1

    def _chart(self, first: int, row: int) -> None:
        """Remaining and overdue hazards by area, to the right of what has been so far."""
        from openpyxl.chart import BarChart, Reference

        groups = len(self._report.by_area)
        if not groups or not self._report.total.remaining:
            return
        chart = BarChart()
        chart.type, chart.barDir, chart.gapWidth = "bar", "bar", 50
        chart.title = _("Open and overdue hazards by area")
        for place in (7, 9):
            chart.add_data(
                Reference(self._sheet, min_col=place, min_row=first - 1, max_row=first + groups - 1),
                titles_from_data=True,
            )
        chart.set_categories(Reference(self._sheet, min_col=1, min_row=first, max_row=first + groups - 1))
        _look(chart)
        chart.height, chart.width = 3 + 0.7 * groups, 15
        self._sheet.add_chart(chart, f"I{row}")


def _look(chart: "BarChart") -> None:
    from openpyxl.chart.label import DataLabelList

    for series, colour in zip(chart.series, _COLOURS, strict=True):
        series.graphicalProperties.solidFill = colour
        series.graphicalProperties.line.solidFill = colour
        series.dLbls = DataLabelList()
        series.dLbls.showVal = True
        series.dLbls.numFmt = "0;;"
        for other in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
            setattr(series.dLbls, other, False)
    assert chart.legend is not None
    chart.legend.position = "b"
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.delete, chart.y_axis.delete = False, True
    chart.y_axis.majorGridlines = None
    chart.y_axis.scaling.min = 0
