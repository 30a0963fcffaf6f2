"""A heading of two levels: joined cells in the letter and the workbook, a column group on the page."""

import dataclasses
import io
from datetime import date

import docx
import openpyxl
import pytest

from safetyctl.ground.catalogue import using
from safetyctl.reports.drawn.composed import Composed
from safetyctl.reports.drawn.composed_book import write_composed_book
from safetyctl.reports.drawn.composed_letter import write_composed_letter
from safetyctl.reports.drawn.composed_page import write_composed_page
from safetyctl.reports.facts.blocks import Part, Section, Table

TABLE = Table(
    "统计表",
    ("单位", "排查数", "整改数", "排查数", "销号数", "资金"),
    (("东校区", 3, 2, 1, 0, 3.5), ("合计", 3, 2, 1, 0, 3.5)),
    (2, 1, 1, 1, 1, 1),
    total=True,
    groups=(("", 1), ("一般隐患", 2), ("重大隐患", 2), ("", 1)),
)


def _report(*blocks: object) -> Composed:
    return Composed(
        kind="x", period="2020-03", campus=None, period_start=date(2020, 3, 1), period_end=date(2020, 3, 31),
        due=date(2020, 3, 31), as_of=date(2020, 3, 31), title="专项整治", organisation="示范小学", recipient="教育处",
        mailbox=None, plan_code="p", plan_sha256="0", head="0" * 64, seq=1, software="0", areas=(), readings=(),
        duties=(), heading="月报", sections=(Section("统计", blocks),), figures=(),
    )  # fmt: skip


@pytest.fixture
def letter() -> docx.document.Document:
    return docx.Document(io.BytesIO(write_composed_letter(_report(Part("统计"), TABLE))))


def test_the_letters_cells_are_joined(letter: docx.document.Document) -> None:
    (table,) = letter.tables
    top, under = ([cell.text for cell in row.cells] for row in table.rows[:2])
    assert top == ["单位", "一般隐患", "一般隐患", "重大隐患", "重大隐患", "资金"]
    assert under == ["单位", "排查数", "整改数", "排查数", "销号数", "资金"]
    assert [row._tr.trPr.xml.count("w:tblHeader") for row in table.rows] == [1, 1, 0, 0]


@pytest.mark.parametrize(("part", "captions"), [("统计", 1), ("统计表", 0)])
def test_a_table_has_its_title_above_it_unless_the_heading_says_it(part: str, captions: int) -> None:
    letter = docx.Document(io.BytesIO(write_composed_letter(_report(Part("概况"), Part(part), TABLE))))
    assert sum(one.text == "统计表" for one in letter.paragraphs) == captions


def test_the_workbooks_cells_are_joined_and_the_filter_stands_under_them() -> None:
    with using("zh"):
        sheet = openpyxl.load_workbook(io.BytesIO(write_composed_book(_report(TABLE)))).worksheets[0]
    assert {"B3:C3", "D3:E3"} <= {str(one) for one in sheet.merged_cells.ranges}
    assert [sheet.cell(3, column).value for column in (1, 2, 4, 6)] == [None, "一般隐患", "重大隐患", None]
    assert sheet.auto_filter.ref == "A4:F5"
    assert sheet.print_title_rows == "$3:$4"
    assert sheet.freeze_panes == "B5"


def test_the_pages_groups_span_their_columns() -> None:
    page = write_composed_page(_report(TABLE)).decode()
    assert '<th scope="colgroup" colspan="2">一般隐患</th>' in page
    assert page.count('<td colspan="1"></td>') == 2


def test_a_table_of_one_level_is_as_it_was() -> None:
    plain = _report(dataclasses.replace(TABLE, groups=()))
    assert "colspan" not in write_composed_page(plain).decode().partition("<table")[2]
    (table,) = docx.Document(io.BytesIO(write_composed_letter(plain))).tables
    assert len(table.rows) == 3
