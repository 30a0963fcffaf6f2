"""An empty ledger in the official layout: drop-downs, date checks, a page on how to fill it in.

It is a Chinese document whatever the interface's language, and ``read_hazards`` reads it back.
"""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from safetyctl.ground.catalogue import N_, _, using
from safetyctl.ground.files import write_whole
from safetyctl.ground.packing import steady
from safetyctl.ground.sheets import put, save
from safetyctl.intake.workbook.extent import column_letters
from safetyctl.ledger.words import LEVEL_LABELS, SOURCE_LABELS, Source
from safetyctl.plan.model import Plan
from safetyctl.records.columns import COLUMNS

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.styles import Border
    from openpyxl.worksheet.worksheet import Worksheet

TITLE = N_("Ledger of hazards found and rectified")
HEAD = (
    N_("Reporting unit (seal):"),
    N_("As of:"),
    N_("Filled in by:"),
    N_("Checked by:"),
    N_("Telephone:"),
)
NEEDED = ("campus", "found_on", "area", "title", "level")

_ORDINAL = N_("Serial no.")
_HEADINGS_ROW = 3
_LINED_ROWS = 100
_PAGES_ACROSS = 2  # on one the print would be 4 points high
_CHECKED_ROWS = 5_000
_HEAD_AT = (1, 6, 8, 11, 12)
_FIRST_PAGE_ENDS = "due"
_FORMATS = {"date": "yyyy-mm-dd", "number": "0.####", "text": "General"}
_NOTES = (
    N_("One row is one hazard. Please keep the row of headings as it is; columns may be left empty."),
    N_("The shaded columns are needed: campus, day found, area, the hazard itself, level."),
    N_("Write dates as 2020-03-05. A day on which something was done cannot lie in the future."),
    N_("Campus, way of finding, area and level are chosen from the drop-down lists."),
    N_(
        "A major hazard is one that is hard to remedy, needs a stop or time, or has causes outside the school."
    ),
    N_("A major hazard needs a responsible person, a measure, funds, a deadline and a contingency plan."),
    N_("Funds are in units of 10,000 yuan: 0.3 is 3,000 yuan. Write 0 where none are needed."),
    N_("Without a deadline, {general} days are allowed for a general hazard and {major} for a major one."),
    N_("Leave the rectification, verification and closing columns empty until each has been done."),
    N_("Whoever rectified a hazard may not verify it. A major one is closed by the group."),
    N_("Columns of your own may be added on the right: what they say is kept with the hazard."),
    N_("Then: safetyctl hazard import FILE.xlsx"),
)


def write_template(path: Path, plan: Plan, campuses: Sequence[str]) -> None:
    """Write the empty ledger to ``path``, complete or not at all. Raises OSError."""
    from openpyxl import Workbook

    with using("zh"):
        book = Workbook()
        ledger = book.active
        assert ledger is not None
        ledger.title = _("Hazard ledger")
        lists = _lists(plan, campuses)
        _head(ledger)
        _headings(ledger)
        _lines(ledger)
        _page(ledger)
        _note_sheet(book, plan)
        _list_sheet(book, lists)
        _checks(ledger, lists)
        target = io.BytesIO()
        save(book, target)
        unit = plan.organisation.name.zh
        write_whole(
            path, steady(target.getvalue(), title=_("Hazard ledger"), creator=unit, day=plan.start, parts={})
        )


def _lists(plan: Plan, campuses: Sequence[str]) -> dict[str, list[str]]:
    return {
        "campus": list(campuses),
        "source": [_(label) for source, label in SOURCE_LABELS.items() if source is not Source.IMPORT],
        "area": [area.name.zh for area in plan.areas],
        "level": [_(label) for label in LEVEL_LABELS.values()],
        "on_time": [_("yes"), _("no")],
    }


def _head(sheet: "Worksheet") -> None:
    from openpyxl.styles import Alignment, Font

    last = 2 + [column.key for column in COLUMNS].index(_FIRST_PAGE_ENDS)
    put(sheet.cell(1, 1), _(TITLE))
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=last)
    sheet.cell(1, 1).font = Font(size=18, bold=True)
    sheet.cell(1, 1).alignment = Alignment(horizontal="center", vertical="center")
    sheet.row_dimensions[1].height = 34
    for place, label in zip(_HEAD_AT, HEAD, strict=True):
        cell = sheet.cell(2, place)
        put(cell, _(label))
        cell.font = Font(size=11)
        cell.alignment = Alignment(vertical="center")
    sheet.row_dimensions[2].height = 24


def _headings(sheet: "Worksheet") -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    sheet.column_dimensions["A"].width = 5
    put(sheet.cell(_HEADINGS_ROW, 1), _(_ORDINAL))
    for place, column in enumerate(COLUMNS, start=2):
        put(sheet.cell(_HEADINGS_ROW, place), _(column.heading))
        sheet.column_dimensions[column_letters(place)].width = column.width
    for place in range(1, len(COLUMNS) + 2):
        cell = sheet.cell(_HEADINGS_ROW, place)
        needed = place > 1 and COLUMNS[place - 2].key in NEEDED
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="FFE08A" if needed else "E7EDF3")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = _border()
    sheet.row_dimensions[_HEADINGS_ROW].height = 34


def _border() -> "Border":
    from openpyxl.styles import Border, Side

    side = Side(style="thin", color="9AA5B1")
    return Border(left=side, right=side, top=side, bottom=side)


def _lines(sheet: "Worksheet") -> None:
    from openpyxl.styles import Alignment

    border = _border()
    middle = Alignment(horizontal="center", vertical="top")
    wrapped = Alignment(vertical="top", wrap_text=True)
    for place, column in enumerate(COLUMNS, start=2):
        shown = "@" if column.key == "number" else _FORMATS[column.kind]
        sheet.column_dimensions[column_letters(place)].number_format = shown
        for row in range(_HEADINGS_ROW + 1, _HEADINGS_ROW + 1 + _LINED_ROWS):
            cell = sheet.cell(row, place)
            cell.border = border
            cell.number_format = shown
            cell.alignment = middle if column.kind == "date" else wrapped
            sheet.cell(row, 1).border = border


def _page(sheet: "Worksheet") -> None:
    from openpyxl.worksheet.page import PageMargins
    from openpyxl.worksheet.properties import PageSetupProperties

    last = column_letters(len(COLUMNS) + 1)
    sheet.freeze_panes = f"D{_HEADINGS_ROW + 1}"
    sheet.auto_filter.ref = f"A{_HEADINGS_ROW}:{last}{_HEADINGS_ROW + _LINED_ROWS}"
    sheet.print_title_rows = f"{_HEADINGS_ROW}:{_HEADINGS_ROW}"
    sheet.print_title_cols = "A:C"
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth = _PAGES_ACROSS
    sheet.page_setup.fitToHeight = 0
    assert sheet.oddFooter is not None
    assert sheet.oddFooter.center is not None
    sheet.oddFooter.center.text = _("Page {n} of {all}").format(n="&P", all="&N")


def _note_sheet(book: "Workbook", plan: Plan) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet = book.create_sheet(_("How to fill it in"))
    sheet.column_dimensions["A"].width = 5
    sheet.column_dimensions["B"].width = 80
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    put(sheet.cell(1, 2), _("How to fill it in"))
    sheet.cell(1, 2).font = Font(size=14, bold=True)
    for number, note in enumerate(_NOTES, start=1):
        sheet.cell(number + 2, 1, number).alignment = Alignment(horizontal="center", vertical="top")
        text = _(note).format(general=plan.allowance.general, major=plan.allowance.major)
        put(sheet.cell(number + 2, 2), text)
        sheet.cell(number + 2, 2).alignment = Alignment(vertical="top", wrap_text=True)
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4


def _list_sheet(book: "Workbook", lists: dict[str, list[str]]) -> None:
    sheet = book.create_sheet(_("Lists"))
    sheet.sheet_state = "hidden"
    for place, words in enumerate(lists.values(), start=1):
        for row, word in enumerate(words, start=1):
            put(sheet.cell(row, place), word)


def _checks(sheet: "Worksheet", lists: dict[str, list[str]]) -> None:
    """Drop-downs from the hidden sheet (a list written out may have 255 characters), dates, amounts."""
    from openpyxl.worksheet.datavalidation import DataValidation

    places = {key: column_letters(place) for place, key in enumerate(lists, start=1)}
    for place, column in enumerate(COLUMNS, start=2):
        words = lists.get(column.key)
        if words:
            at = places[column.key]
            source = f"'{_('Lists')}'!${at}$1:${at}${len(words)}"
            check = DataValidation(type="list", formula1=source, allow_blank=True)
            check.error = _("Choose one from the list.")
        elif column.kind == "date":
            check = DataValidation(
                type="date", operator="between", formula1="DATE(2000,1,1)", formula2="DATE(2099,12,31)"
            )
            check.error = _("Write the date as 2020-03-05.")
        elif column.kind == "number":
            check = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0")
            check.error = _("Write an amount in units of 10,000 yuan, for instance 0.3.")
        else:
            continue
        check.allow_blank = True
        check.showErrorMessage = True
        check.errorTitle = _(column.heading)
        check.add(f"{column_letters(place)}{_HEADINGS_ROW + 1}:{column_letters(place)}{_CHECKED_ROWS}")
        sheet.add_data_validation(check)
