"""The native charts of a workbook, drawn from the cells of its own tables: bars line by line, and lines by week."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl.chart import BarChart
    from openpyxl.worksheet.worksheet import Worksheet

_BLUE, _RED, _GREY = "5B8DB8", "C8553D", "8A96A3"
_LINE = 22000  # EMU: 1.7 points


def draw_bars(sheet: "Worksheet", title: str, columns: Sequence[int], rows: tuple[int, int], at: str) -> None:
    """Bars for the figures of one or two columns, named by the first column, with their figures.

    ``rows`` are the row of headings, which name the bars, and the last row drawn; ``at`` is the cell of the chart's
    corner.
    """
    from openpyxl.chart import BarChart, Reference

    head, last = rows
    chart = BarChart()
    chart.type, chart.barDir, chart.gapWidth = "bar", "bar", 50
    chart.title = title
    for column in columns:
        data = Reference(sheet, min_col=column, min_row=head, max_row=last)
        chart.add_data(data, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=head + 1, max_row=last))
    _colour_bars(chart)
    chart.height, chart.width = 3 + 0.7 * (last - head), 15
    sheet.add_chart(chart, at)


def _colour_bars(chart: "BarChart") -> None:
    from openpyxl.chart.label import DataLabelList

    for series, colour in zip(chart.series, (_BLUE, _RED), strict=False):
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


def draw_lines(
    sheet: "Worksheet", title: str, columns: Sequence[int], days: int, rows: tuple[int, int], at: str
) -> None:
    """Lines through the figures of up to three columns over the column of ``days``; the rest as ``draw_bars``."""
    from openpyxl.chart import LineChart, Reference

    head, last = rows
    chart = LineChart()
    chart.title = title
    chart.height, chart.width = 9, 20
    for column in columns:
        data = Reference(sheet, min_col=column, min_row=head, max_row=last)
        chart.add_data(data, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=days, min_row=head + 1, max_row=last))
    for series, colour in zip(chart.series, (_RED, _BLUE, _GREY), strict=False):
        series.graphicalProperties.line.solidFill = colour
        series.graphicalProperties.line.width = _LINE
        series.smooth = False
    chart.x_axis.number_format = "m-d"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.scaling.min = 0
    assert chart.legend is not None
    chart.legend.position = "b"
    sheet.add_chart(chart, at)
