"""The form to carry round on an inspection (排查检查表), as a workbook and as a letter-size document; always Chinese.

One page an area: on paper a box to tick for each result, in the workbook a drop-down with the tick. Nothing in the
workbook is locked, and ``inspection import`` reads it back.
"""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from safetyctl.ground.catalogue import N_, _, using
from safetyctl.ground.packing import steady
from safetyctl.ground.sheets import put, save
from safetyctl.ground.text import one_line, visible
from safetyctl.ledger.words import INSPECTION_KIND_LABELS, InspectionKind
from safetyctl.records.checklists import BOXES, COLUMNS, HEAD, TICK, Checklist, Line, Page
from safetyctl.reports.drawn.paper import Paper, whole_row
from safetyctl.reports.drawn.sheet import HEADING_FILL, on_paper, ruled, styled, titled, width

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

TITLE = N_("Inspection checklist: {area}")
HOW = N_(
    "Tick one box a line; where it failed, write what was seen and where. On a computer choose the tick from the"
    " list, save, and then: safetyctl inspection import FILE.xlsx"
)
HOW_ON_PAPER = N_(
    "Tick one box a line; where it failed, write what was seen, where, who rectifies and by when."
)
SIGNED = (N_("Inspectors (signed):"), N_("Campus (signed):"), N_("Day:"))

_HEADINGS_ROW = 4
_SIZE, _SMALL = 10.5, 9
_LINE, _LEAST = 14.0, 30.0  # points: a line of print, and the height that a pen needs
_FREE = 150.0  # points: room for words, where nothing says what passing looks like
_CHECKED_ROWS = 500
_HEAD_CELLS = (  # the row, the label's place, and the first and last place of what is written beside it
    ("campus", 2, 1, 2, 2),
    ("inspection", 2, 3, 4, 6),
    ("kind", 2, 7, 8, 8),
    ("day", 2, 9, 10, 10),
    ("zones", 3, 1, 2, 3),
    ("persons", 3, 4, 7, 10),
)

_SIDE, _TOP, _FOOT = 15, 14, 18  # mm
_PAPER_WIDTHS = (26.0, 29.0, 42.0, 11.0, 14.0, 14.0, 44.0)  # mm, together the width between the margins
_ROW_HEIGHT = 12.0  # mm: a line of handwriting
_FREE_HEIGHT = 60.0  # mm: room for words, where nothing says what passing looks like


def write_sheets(form: Checklist) -> bytes:
    """The form as .xlsx: a sheet an area, boxes with drop-downs, each sheet to be printed by itself."""
    from openpyxl import Workbook

    with using("zh"):
        book = Workbook()
        first = book.active
        assert first is not None
        book.remove(first)
        _lists(book, form)
        names: list[str] = []
        for page in form.pages:
            names.append(titled(page.name, names))
            _sheet(book.create_sheet(names[-1], len(names) - 1), form, page)
        book.active = 0
        target = io.BytesIO()
        save(book, target)
        title = _("Inspection checklist")
        return steady(target.getvalue(), title=title, creator=form.unit, day=form.campaign_start, parts={})


def _lists(book: "Workbook", form: Checklist) -> None:
    sheet = book.create_sheet(_("Lists"))
    sheet.sheet_state = "hidden"
    kinds = [_(label) for label in INSPECTION_KIND_LABELS.values()]
    for place, words in enumerate(([TICK], list(form.campuses), kinds), start=1):
        for row, word in enumerate(words, start=1):
            put(sheet.cell(row, place), word)


def _sheet(sheet: "Worksheet", form: Checklist, page: Page) -> None:
    from openpyxl.utils import get_column_letter

    for place, column in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width + 0.8
    _head(sheet, form, page)
    _headings(sheet)
    for row, line in enumerate(page.lines, start=_HEADINGS_ROW + 1):
        _line(sheet, row, line)
    _foot(sheet, _HEADINGS_ROW + len(page.lines) + 1)
    _checks(sheet, form)
    sheet.freeze_panes = f"B{_HEADINGS_ROW + 1}"
    on_paper(sheet)
    sheet.print_title_rows = f"1:{_HEADINGS_ROW}"


def _head(sheet: "Worksheet", form: Checklist, page: Page) -> None:
    last = len(COLUMNS)
    styled(sheet.cell(1, 1), size=18, bold=True, horizontal="center")
    put(sheet.cell(1, 1), _(TITLE).format(area=one_line(page.name)))
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=last)
    sheet.row_dimensions[1].height = 34
    border = ruled()
    for row in (2, 3):
        sheet.row_dimensions[row].height = 26
        for place in range(1, last + 1):
            styled(sheet.cell(row, place), size=_SIZE, border=border, wrap=True)
    told = _told(form)
    for key, row, label, start, end in _HEAD_CELLS:
        at = sheet.cell(row, label)
        styled(at, size=_SIZE, bold=True, fill=HEADING_FILL, border=border, horizontal="center", wrap=True)
        put(at, _(HEAD[key]))
        put(sheet.cell(row, start), told.get(key))
        if key in ("inspection", "day"):
            sheet.cell(row, start).number_format = "@" if key == "inspection" else "yyyy-mm-dd"
        if label + 1 < start:
            sheet.merge_cells(start_row=row, start_column=label, end_row=row, end_column=start - 1)
        if start < end:
            sheet.merge_cells(start_row=row, start_column=start, end_row=row, end_column=end)


def _told(form: Checklist) -> dict[str, str | None]:
    """What is known for the head already."""
    kind = _(INSPECTION_KIND_LABELS[InspectionKind(form.kind)]) if form.kind else None
    return {
        "campus": form.campus,
        "inspection": form.inspection,
        "kind": kind,
        "zones": form.zones,
        "persons": form.persons,
    }


def _headings(sheet: "Worksheet") -> None:
    for place, column in enumerate(COLUMNS, start=1):
        at = sheet.cell(_HEADINGS_ROW, place)
        styled(at, size=_SIZE, bold=True, fill=HEADING_FILL, border=ruled(), horizontal="center", wrap=True)
        put(at, _(column.heading))
    sheet.row_dimensions[_HEADINGS_ROW].height = 32


def _line(sheet: "Worksheet", row: int, line: Line) -> None:
    printed = {"item": line.item, "title": line.title, "passing": line.passing}
    lines = 1
    for place, column in enumerate(COLUMNS, start=1):
        at = sheet.cell(row, place)
        box = column.key in BOXES
        styled(
            at,
            size=14 if box else _SIZE,
            border=ruled(),
            horizontal="center" if box or column.key in ("item", "due") else "left",
            wrap=True,
        )
        put(at, printed.get(column.key))
        if column.kind == "date":
            at.number_format = "yyyy-mm-dd"
        fits = max(2, int(column.width * 0.88) // 2 * 2)
        lines = max(lines, -(-width(printed.get(column.key, "")) // fits))
    sheet.row_dimensions[row].height = max(_LEAST if line.passing else _FREE, _LINE * lines + 6)


def _foot(sheet: "Worksheet", row: int) -> None:
    """Who signs, and how it is filled in; the columns that are read back stay empty."""
    for place, label in zip((2, 7, 9), SIGNED, strict=True):
        styled(sheet.cell(row, place), size=_SIZE, vertical="bottom")
        put(sheet.cell(row, place), _(label))
    sheet.row_dimensions[row].height = 36
    styled(sheet.cell(row + 1, 2), size=_SMALL)
    put(sheet.cell(row + 1, 2), _(HOW))
    sheet.row_dimensions[row + 1].height = 20


def _checks(sheet: "Worksheet", form: Checklist) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    lists = f"'{_('Lists')}'!"
    places = {column.key: get_column_letter(place) for place, column in enumerate(COLUMNS, start=1)}
    first = _HEADINGS_ROW + 1
    boxes = " ".join(f"{places[key]}{first}:{places[key]}{_CHECKED_ROWS}" for key in BOXES)
    heads = {key: f"{get_column_letter(start)}{row}" for key, row, _at, start, _end in _HEAD_CELLS}
    for cells, source in (
        (boxes, f"{lists}$A$1:$A$1"),
        (heads["campus"], f"{lists}$B$1:$B${len(form.campuses)}"),
        (heads["kind"], f"{lists}$C$1:$C${len(INSPECTION_KIND_LABELS)}"),
    ):
        check = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
        check.error = _("Choose one from the list.")
        for part in cells.split():
            check.add(part)
        sheet.add_data_validation(check)
    days = DataValidation(
        type="date",
        operator="between",
        formula1="DATE(2000,1,1)",
        formula2="DATE(2099,12,31)",
        allow_blank=True,
        showErrorMessage=True,
    )
    days.error = _("Write the date as 2020-03-05.")
    for part in (f"{places['due']}{first}:{places['due']}{_CHECKED_ROWS}", heads["day"]):
        days.add(part)
    sheet.add_data_validation(days)


# on paper


def write_form(form: Checklist) -> bytes:
    """The form as .docx: a page an area, with boxes to tick with a pen."""
    with using("zh"):
        paper = _Form()
        for number, page in enumerate(form.pages):
            paper.area(form, page, new_page=number > 0)
        return paper.written(title=_("Inspection checklist"), creator=form.unit, day=form.campaign_start)


class _Form(Paper):
    """A form on the paper of letters, with narrow margins: the sheet is for writing on."""

    def area(self, form: Checklist, page: Page, *, new_page: bool) -> None:
        """One area: the title, the head, the lines, and who signs."""
        title = self._document.add_paragraph(
            visible(_(TITLE).format(area=one_line(page.name))), style="Title"
        )
        title.paragraph_format.page_break_before = new_page
        told = {key: text or "" for key, text in _told(form).items()}
        places = (("campus", "inspection", "kind"), ("zones", "persons", "day"))
        told["day"] = _("     /     /     ")
        rows = [[text for key in keys for text in (_(HEAD[key]), told[key])] for keys in places]
        self._grid(rows, (20, 44, 20, 40, 20, 36), labels=(0, 2, 4), heights=(9.0, 9.0))
        self._gap()
        headings = [_(column.heading) for column in COLUMNS if column.key not in _LEFT_OUT]
        lines = [[line.item, line.title, line.passing, *(["□"] * len(BOXES)), ""] for line in page.lines]
        self._grid(
            [headings, *lines],
            _PAPER_WIDTHS,
            head=True,
            left=(1, 2, 6),
            heights=[_ROW_HEIGHT, *(_ROW_HEIGHT if line.passing else _FREE_HEIGHT for line in page.lines)],
            boxes=(3, 4, 5),
        )
        self._gap()
        self._signed()

    def _signed(self) -> None:
        from docx.shared import Pt

        line = self._document.add_paragraph(style="Table Text")
        line.paragraph_format.line_spacing = Pt(26)
        line.add_run(visible(("_" * 14 + "　").join(_(label) for label in SIGNED) + "_" * 14))
        self._document.add_paragraph(visible(_(HOW_ON_PAPER)), style="Table Text")

    def _grid(
        self,
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        *,
        heights: Sequence[float],
        head: bool = False,
        labels: Sequence[int] = (),
        left: Sequence[int] = (),
        boxes: Sequence[int] = (),
    ) -> None:
        """A ruled table of these widths in mm, its rows at least so high (mm); ``head``: the first is repeated."""
        from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
        from docx.shared import Mm, Pt

        table = self._document.add_table(rows=0, cols=len(widths), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        _narrow_margins(table)
        for column, wide in zip(table.columns, widths, strict=True):
            column.width = Mm(wide)
        for number, words in enumerate(rows):
            row = table.add_row()
            row.height, row.height_rule = Mm(heights[number]), WD_ROW_HEIGHT_RULE.AT_LEAST
            heading = head and number == 0
            whole_row(row, heading=heading)
            for place, (cell, text) in enumerate(zip(row.cells, words, strict=True)):
                cell.width = Mm(widths[place])
                bold = heading or place in labels
                self._cell(cell, text, bold=bold, centred=heading or place not in left)
                if place in boxes and not heading:
                    cell.paragraphs[0].runs[0].font.size = Pt(16)
                    cell.paragraphs[0].paragraph_format.line_spacing = Pt(20)

    def _page(self) -> None:
        from docx.shared import Mm

        super()._page()
        section = self._document.sections[0]
        section.left_margin = section.right_margin = Mm(_SIDE)
        section.top_margin, section.bottom_margin = Mm(_TOP), Mm(_FOOT)
        section.footer_distance = Mm(8)


_LEFT_OUT = ("location", "responsible", "due")
"""Columns that have no room of their own on paper: what was seen is written with them."""


def _narrow_margins(table: Any) -> None:
    """Cell margins of 0.7 mm at the sides, so that an item's number stays on one line."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "40")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")
