"""What the sheets of a workbook have in common, over openpyxl: text that stays text, borders, the printed page."""

import re
from collections.abc import Collection
from functools import cache
from typing import TYPE_CHECKING

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
    at.font = _font(size, bold)
    at.alignment = _alignment(horizontal, vertical, wrap)
    if fill:
        at.fill = _filled(fill)
    if border:
        at.border = border


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


def width(text: str) -> int:
    """How wide the longest line of a text is, in half-width characters: a Chinese one counts 2."""
    from rich.cells import cell_len

    return max(map(cell_len, text.split("\n")), default=0)


def titled(text: str, taken: Collection[str]) -> str:
    """A title as a sheet may have it: 31 characters, none that Excel forbids, and none of those ``taken``."""
    plain = _FORBIDDEN.sub(" ", one_line(text)).strip(" '")[:_TITLE] or "—"
    found, number = plain, 1
    while found.casefold() in {one.casefold() for one in taken}:
        number += 1
        found = f"{plain[: _TITLE - 4]} ({number})"
    return found


def headed(sheet: "Worksheet", title: str, under: str, columns: int) -> None:
    """The title over the columns, and in the row under it whose it is and of which day."""
    for row, size, height, text in ((1, 18, 32, title), (2, 11, 20, under)):
        at = sheet.cell(row, 1)
        styled(at, size=size, bold=row == 1, horizontal="center")
        put(at, text)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
        sheet.row_dimensions[row].height = height


def on_paper(sheet: "Worksheet") -> None:
    """Landscape A4, one page wide, numbered at the foot."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
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
