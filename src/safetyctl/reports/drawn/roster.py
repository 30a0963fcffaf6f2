"""Empty lists to fill in, on A4: a campus's duty roster for a holiday (值班表), and the roster of people.

They are Chinese papers whatever the interface's language, and ``intake`` reads them back.
"""

import io
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from safetyctl.ground.catalogue import N_, _, using
from safetyctl.ground.packing import steady
from safetyctl.ground.sheets import put, save
from safetyctl.plan.model import Plan
from safetyctl.records.people import PersonView
from safetyctl.records.rosters import Holiday, names
from safetyctl.reports.drawn.sheet import HEADING_FILL, on_paper, ruled_cell, styled

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

SHIFTS = ("带班", "白班", "夜班")
"""The shifts of a day where nobody names others."""
ROSTER_HEADINGS = ("日期", "星期", "班次", "时间", "值班人员", "联系电话")
PEOPLE_HEADINGS = ("姓名", "角色", "校区", "电话")

_WEEKDAYS = "一二三四五六日"
_ROSTER_WIDTHS = (13, 7, 12, 16, 20, 20)
_PEOPLE_WIDTHS = (16, 30, 18, 22)
_LINED = 60
_SIZE = 11
_ROW = 20
_NEEDED_FILL = "FFE7A8"
_NOTES = (
    N_("Choose the person from the list, or write a name; several with 、 between them."),
    N_("A telephone that is left empty is taken from the list of people. Write times as 08:00-17:00."),
    N_("Leave the person empty where there is no such shift on any day. Add rows for more people."),
)
_PEOPLE_NOTES = (
    N_("One row is one person. Who is on the roster already is brought up to date, nobody is left out."),
    N_("Without a campus it is one of the group's own people."),
)


def roster_template(
    plan: Plan, holiday: Holiday, campus: str, people: Sequence[PersonView], shifts: Sequence[str] = SHIFTS
) -> bytes:
    """An empty roster as .xlsx: one row a day and shift, the people to choose from, their telephones beside."""
    with using("zh"):
        book = _new(_("Duty roster"))
        sheet = book.worksheets[0]
        last = len(ROSTER_HEADINGS)
        title = _("{year} {holiday} duty roster").format(
            year=holiday.period.start.year, holiday=names(holiday.codes)
        )
        _title(sheet, title, last)
        _label(sheet, 2, 1, _("Reporting unit (seal):") + campus)
        _label(sheet, 2, 5, _("Filled in by:"))
        _label(
            sheet,
            3,
            1,
            _("Holiday: {first} to {last}").format(first=holiday.period.start, last=holiday.period.last),
        )
        _headings(sheet, 4, ROSTER_HEADINGS, _ROSTER_WIDTHS, needed=(1, 5))
        row = 5
        for day in holiday.days:
            for shift in shifts:
                _line(sheet, row, [day, _WEEKDAYS[day.weekday()], shift, None, None, None])
                row += 1
        _notes(sheet, row + 1, _NOTES)
        _choices(sheet, f"E5:E{row + _LINED}", _people_sheet(book, people))
        _telephones_as_text(sheet, "F", row)
        _page(sheet, 4)
        return _saved(book, plan, title)


def people_template(plan: Plan, campuses: Sequence[str]) -> bytes:
    """An empty list of people as .xlsx, with the campuses to choose from."""
    with using("zh"):
        title = _("Roster of people")
        head = 2 + len(_PEOPLE_NOTES)
        book = _new(title)
        sheet = book.worksheets[0]
        _title(sheet, title, len(PEOPLE_HEADINGS))
        _notes(sheet, 2, _PEOPLE_NOTES)
        _headings(sheet, head, PEOPLE_HEADINGS, _PEOPLE_WIDTHS, needed=(1,))
        for row in range(head + 1, head + 1 + _LINED):
            _line(sheet, row, [None] * len(PEOPLE_HEADINGS))
        lists = book.create_sheet(_("Lists"))
        lists.sheet_state = "hidden"
        for row, campus in enumerate(campuses, start=1):
            put(lists.cell(row, 1), campus)
        _choices(sheet, f"C{head + 1}:C{head + _LINED}", f"'{lists.title}'!$A$1:$A${len(campuses)}")
        _telephones_as_text(sheet, "D", head + 1 + _LINED)
        _page(sheet, head)
        return _saved(book, plan, title)


def _new(title: str) -> "Workbook":
    from openpyxl import Workbook

    book = Workbook()
    book.worksheets[0].title = title
    return book


def _title(sheet: "Worksheet", text: str, last: int) -> None:
    styled(sheet.cell(1, 1), size=18, bold=True, horizontal="center")
    put(sheet.cell(1, 1), text)
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=last)
    sheet.row_dimensions[1].height = 36


def _label(sheet: "Worksheet", row: int, column: int, text: str) -> None:
    styled(sheet.cell(row, column), size=_SIZE)
    put(sheet.cell(row, column), text)
    sheet.row_dimensions[row].height = _ROW


def _headings(
    sheet: "Worksheet", row: int, headings: Sequence[str], widths: Sequence[int], needed: Sequence[int]
) -> None:
    for place, (heading, wide) in enumerate(zip(headings, widths, strict=True), start=1):
        fill = _NEEDED_FILL if place in needed else HEADING_FILL
        ruled_cell(sheet.cell(row, place), heading, size=_SIZE, bold=True, fill=fill)
        sheet.column_dimensions["ABCDEF"[place - 1]].width = wide
    sheet.row_dimensions[row].height = _ROW + 2


def _line(sheet: "Worksheet", row: int, values: Sequence[str | date | None]) -> None:
    for place, value in enumerate(values, start=1):
        ruled_cell(sheet.cell(row, place), value, size=_SIZE, wrap=True)
    sheet.row_dimensions[row].height = _ROW


def _notes(sheet: "Worksheet", row: int, notes: Sequence[str]) -> None:
    for number, note in enumerate(notes, start=row):
        styled(sheet.cell(number, 1), size=9)
        put(sheet.cell(number, 1), _("Note: {text}").format(text=_(note)))


def _people_sheet(book: "Workbook", people: Sequence[PersonView]) -> str | None:
    """The people with their telephones on a sheet of their own; where their names stand, None for nobody."""
    sheet = book.create_sheet(_("People"))
    _headings(sheet, 1, PEOPLE_HEADINGS, _PEOPLE_WIDTHS, needed=())
    for row, one in enumerate(people, start=2):
        _line(sheet, row, [one.name, one.role, one.campus or _("the group"), one.telephone])
    _page(sheet, 1)
    return f"'{sheet.title}'!$A$2:$A${len(people) + 1}" if people else None


def _choices(sheet: "Worksheet", cells: str, source: str | None) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    if source:
        check = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=False)
        check.add(cells)
        sheet.add_data_validation(check)


def _telephones_as_text(sheet: "Worksheet", column: str, last: int) -> None:
    """A number would lose its leading zero."""
    sheet.column_dimensions[column].number_format = "@"
    for row in range(1, last):
        sheet[f"{column}{row}"].number_format = "@"


def _page(sheet: "Worksheet", headings: int) -> None:
    on_paper(sheet)
    sheet.page_setup.orientation = "portrait"
    sheet.print_title_rows = f"{headings}:{headings}"
    sheet.freeze_panes = f"A{headings + 1}"


def _saved(book: "Workbook", plan: Plan, title: str) -> bytes:
    target = io.BytesIO()
    save(book, target)
    unit = plan.organisation.name.zh
    return steady(target.getvalue(), title=title, creator=unit, day=plan.start, parts={})
