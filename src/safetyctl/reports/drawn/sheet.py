"""What the sheets of a workbook have in common, over openpyxl: text that stays text, borders, the printed page."""

import re
from collections.abc import Collection, Iterable, Sequence
from copy import copy
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from safetyctl.ground.catalogue import _
from safetyctl.ground.sheets import put
from safetyctl.ground.text import one_line

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.styles import Alignment, Border, Font, PatternFill
    from openpyxl.worksheet.worksheet import Worksheet

FONT = "宋体"
SIZE = 9
HEADING_FILL = "E3EBF3"
TOTAL_FILL = "F3F6F9"
_FORBIDDEN = re.compile(r"[\\/?*\[\]:]+")
_TITLE = 31
_ROOM = 110.0  # widths of columns that A4 has room for, landscape and at full size
_LINE, _TALLEST = 13.5, 409.0  # points
_PER_CHARACTER = 1.15  # the width that a half-width character takes
_SMALLEST = 0.75  # of full size: 9 points become 7


def styled(
    at: "Cell | MergedCell",
    *,
    size: float = SIZE,
    bold: bool = False,
    fill: str | None = None,
    border: "Border | None" = None,
    horizontal: str | None = None,
    vertical: str = "center",
    wrap: bool = False,
) -> None:
    """Give a cell its look. Called before ``put``, which marks text that begins like a formula."""
    looks = _LOOKS.setdefault(at.parent.parent, {})
    look = (size, bold, fill, id(border), horizontal, vertical, wrap)
    cell: Any = at  # its type does not know of _style
    if look in looks:
        cell._style = copy(looks[look])
        return
    at.font = _font(size, bold)
    at.alignment = _alignment(horizontal, vertical, wrap)
    if fill:
        at.fill = _filled(fill)
    if border:
        at.border = border
    looks[look] = copy(cell._style)


_LOOKS: WeakKeyDictionary[Any, dict[tuple[object, ...], Any]] = WeakKeyDictionary()
"""What each look came to in a workbook: openpyxl compares all the parts of a style again for every cell."""


@cache
def _font(size: float, bold: bool) -> "Font":
    from openpyxl.styles import Font

    return Font(name=FONT, size=size, bold=bold)


@cache
def _alignment(horizontal: str | None, vertical: str, wrap: bool) -> "Alignment":
    from openpyxl.styles import Alignment

    return Alignment(horizontal=horizontal, vertical=vertical, wrap_text=wrap)


@cache
def _filled(colour: str) -> "PatternFill":
    from openpyxl.styles import PatternFill

    return PatternFill("solid", fgColor=colour)


@cache
def ruled() -> "Border":
    """A thin grey line on each side."""
    from openpyxl.styles import Border, Side

    side = Side(style="thin", color="8A96A3")
    return Border(left=side, right=side, top=side, bottom=side)


def ruled_cell(
    at: "Cell | MergedCell",
    value: str | int | float | date | None,
    *,
    size: float = SIZE,
    bold: bool = False,
    fill: str | None = None,
    horizontal: str = "center",
    vertical: str = "center",
    wrap: bool = False,
) -> None:
    """A value in a cell of a table, with a line on each side; a day or a moment is shown as one."""
    styled(
        at,
        size=size,
        bold=bold,
        fill=fill,
        border=ruled(),
        horizontal=horizontal,
        vertical=vertical,
        wrap=wrap,
    )
    put(at, value)
    if isinstance(value, date):
        at.number_format = "yyyy-mm-dd hh:mm" if isinstance(value, datetime) else "yyyy-mm-dd"


def headings_in(sheet: "Worksheet", row: int, headings: Sequence[str], widths: Sequence[float]) -> None:
    """The row of a table's headings, each over a column as wide as told."""
    from openpyxl.utils import get_column_letter

    for place, (heading, wide) in enumerate(zip(headings, widths, strict=True), start=1):
        ruled_cell(sheet.cell(row, place), heading, bold=True, fill=HEADING_FILL, wrap=True)
        sheet.column_dimensions[get_column_letter(place)].width = wide


class Mark(Enum):
    """What a colour that follows a cell's own words stands for; the value is the name of its look."""

    OVERDUE = "overdue"
    SOON = "soon"
    MAJOR = "major"


_LATE_FILL, _WARNING_FILL = "FBE3E0", "FFE7A8"


def marked(sheet: "Worksheet", cells: str, formula: str, mark: Mark) -> None:
    """Colour those of the cells for which a formula of ours, written for the first of them, is true."""
    from openpyxl.formatting.rule import Rule
    from openpyxl.styles import Font, PatternFill
    from openpyxl.styles.differential import DifferentialStyle

    colour = _LATE_FILL if mark is Mark.OVERDUE else _WARNING_FILL
    fill = PatternFill(bgColor=colour, fill_type="solid")
    style = DifferentialStyle(font=Font(bold=True) if mark is Mark.MAJOR else None, fill=fill)
    sheet.conditional_formatting.add(cells, Rule(type="expression", dxf=style, formula=[formula]))


def width(text: str) -> int:
    """How wide the longest line of a text is, in half-width characters: a Chinese one counts 2."""
    from rich.cells import cell_len

    return max(map(cell_len, text.split("\n")), default=0)


def fitting_height(texts: Iterable[str], widths: Sequence[float]) -> float:
    """How high a row is in points, by the text that takes the most lines in its column; no higher than Excel allows.

    No program is certain to fit a row that has no height of its own to what stands in it.
    """
    lines = max(
        sum(max(1, -(-int(width(line) * _PER_CHARACTER) // max(1, int(wide)))) for line in text.split("\n"))
        for text, wide in zip(texts, widths, strict=True)
    )
    return min(_TALLEST, _LINE * lines + 4)


def titled(text: str, taken: Collection[str]) -> str:
    """A title as a sheet may have it: 31 characters, none that Excel forbids, and none of those ``taken``."""
    plain = _FORBIDDEN.sub(" ", one_line(text)).strip(" '")[:_TITLE] or "—"
    found, number = plain, 1
    while found.casefold() in {one.casefold() for one in taken}:
        number += 1
        found = f"{plain[: _TITLE - 4]} ({number})"
    return found


def headed(sheet: "Worksheet", title: str, under: str, over: tuple[int, int]) -> None:
    """The title over the columns from one to another, and in the row under it whose it is and of which day."""
    start, end = over
    for row, size, height, text in ((1, 18, 32, title), (2, 11, 20, under)):
        at = sheet.cell(row, start)
        styled(at, size=size, bold=row == 1, horizontal="center")
        put(at, text)
        sheet.merge_cells(start_row=row, start_column=start, end_row=row, end_column=end)
        sheet.row_dimensions[row].height = height


def on_paper(sheet: "Worksheet", repeated: int = 0) -> tuple[int, int]:
    """Landscape A4, numbered at the foot; the columns that a head stands over. Called once widths are set.

    One page wide; two, each with the first ``repeated`` columns, where one would be too small to read. A head stands
    on the first page then, beside those that are on each.
    """
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.pagebreak import Break
    from openpyxl.worksheet.properties import PageSetupProperties

    widths = [one.width for one in sheet.column_dimensions.values()]
    over = (1, len(widths))
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    if repeated and sum(widths) > _ROOM / _SMALLEST:
        first, widest = _halves(widths, repeated)
        over = (repeated + 1, first)
        sheet.page_setup.scale = min(100, int(100 * _ROOM / widest))
        sheet.page_setup.pageOrder = "overThenDown"
        sheet.col_breaks.append(Break(id=first))
        sheet.print_title_cols = f"A:{get_column_letter(repeated)}"
    else:
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.35
    margins.top, margins.bottom, margins.header, margins.footer = 0.5, 0.6, 0.2, 0.3
    footer = sheet.oddFooter
    assert footer is not None
    assert footer.center is not None
    footer.center.text = _("Page {n} of {all}").format(n="&P", all="&N")
    return over


def _halves(widths: Sequence[float], repeated: int) -> tuple[int, float]:
    """After which column to break so that both pages are as narrow as can be, and how wide the wider one is then."""
    again = sum(widths[:repeated])
    return min(
        (
            (place, max(sum(widths[:place]), again + sum(widths[place:])))
            for place in range(repeated + 1, len(widths))
        ),
        key=lambda one: one[1],
    )
