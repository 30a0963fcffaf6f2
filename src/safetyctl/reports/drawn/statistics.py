"""The statistics sheet: how hazards came and went, by campus, area and level, where they stand, and the rates."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from safetyctl.ground.catalogue import _
from safetyctl.ground.sheets import put
from safetyctl.ground.text import one_line
from safetyctl.reports.drawn.charts import draw_bars
from safetyctl.reports.drawn.sheet import (
    HEADING_FILL,
    TOTAL_FILL,
    headed,
    on_paper,
    ruled,
    ruled_cell,
    styled,
)
from safetyctl.reports.facts.period import GroupLine, Standing, WeeklyReport
from safetyctl.reports.facts.wording import (
    heading,
    level_word,
    period_words,
    produced_by,
    rate_words,
    total_line,
)

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_NAME_WIDTH, _FIGURE_WIDTH, _RATE_WIDTH = 18, 8, 15
_FIGURES = 13
_ONE_PAGE = 90  # rows that are still read when they are printed on one


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
        title = _("{heading}: statistics").format(heading=heading(self._report))
        under = f"{one_line(self._report.unit)}　{period_words(self._report)}"
        headed(self._sheet, title, under, (1, _FIGURES + 2))
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
        heads = bold and fill == HEADING_FILL
        for place, value in enumerate(values, start=1):
            ruled_cell(
                self._sheet.cell(self._row, place),
                value,
                bold=bold,
                fill=fill,
                horizontal="left" if place == 1 and not heads else "center",
                wrap=heads or place == 1,
            )
        if heads:
            self._sheet.row_dimensions[self._row].height = 30
        self._row += 1

    def _chart(self, first: int, row: int) -> None:
        """Remaining and overdue hazards by area, to the right of what has been so far."""
        groups = len(self._report.by_area)
        if not groups or not self._report.total.remaining:
            return
        title = _("Open and overdue hazards by area")
        draw_bars(self._sheet, title, (7, 9), (first - 1, first + groups - 1), f"I{row}")
