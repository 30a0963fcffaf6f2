import io
import zipfile
from datetime import datetime
from xml.etree import ElementTree

import fabricated
import openpyxl
import pytest
from openpyxl.workbook import Workbook

from safetyctl.ground.catalogue import _, using
from safetyctl.ground.text import first_hidden
from safetyctl.records.columns import COLUMNS
from safetyctl.reports.drawn.workbook import HEADINGS_ROW, write_workbook
from safetyctl.reports.facts.period import WeeklyReport

OFFICIAL = [
    "序号", "隐患编号", "校区", "排查日期", "排查方式", "排查人", "隐患部位", "隐患类别", "隐患内容",
    "隐患等级", "整改措施", "责任部门", "整改责任人", "整改资金(万元)", "整改时限", "临时防范措施",
    "应急预案", "整改完成日期", "整改情况", "复查(验收)人", "验收日期", "验收意见", "销号日期", "是否按期",
    "省系统上传日期", "整改前后照片", "备注",
]  # fmt: skip


def opened(report: WeeklyReport) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(write_workbook(report)))


def test_columns_are_the_official_ones() -> None:
    with using("zh"):
        assert ["序号", *(_(column.heading) for column in COLUMNS)] == OFFICIAL
    sheet = opened(fabricated.many()).worksheets[0]
    headings = [cell.value for cell in sheet[HEADINGS_ROW]]
    assert headings == [*OFFICIAL, "当前状态", "逾期天数"]
    bold = {cell.value for cell in sheet[HEADINGS_ROW] if cell.font.b}
    assert {"序号", "校区", "隐患内容", "销号日期", "验收意见"} <= bold
    assert bold.isdisjoint({"排查方式", "备注", "应急预案"})


def test_every_open_and_changed_hazard_is_there_once() -> None:
    report = fabricated.many()
    sheet = opened(report).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEADINGS_ROW + 1)]
    assert [row[1] for row in rows] == [hazard.number for hazard in report.listed]
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))


def test_dates_are_dates_and_amounts_are_amounts() -> None:
    sheet = opened(fabricated.many()).worksheets[0]
    found, funds = sheet.cell(HEADINGS_ROW + 1, 4), sheet.cell(HEADINGS_ROW + 2, 14)
    assert isinstance(found.value, datetime)
    assert found.number_format == "yyyy-mm-dd"
    assert funds.value == 1.25


def test_the_page_is_set_up_for_the_printer() -> None:
    for sheet in opened(fabricated.many()).worksheets:
        assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
        assert bool(sheet.sheet_properties.pageSetUpPr.fitToPage) == (sheet.title != "隐患台账")
        assert sheet.oddFooter.center.text == "第&P页 共&N页"
    ledger = opened(fabricated.many()).worksheets[0]
    assert ledger.print_title_rows == f"${HEADINGS_ROW}:${HEADINGS_ROW}"
    assert ledger.print_title_cols == "$A:$C", "too wide to be read on one page: two, each with the number"
    assert len(ledger.col_breaks.brk) == 1
    assert ledger.page_setup.scale >= 75
    assert ledger.freeze_panes == f"D{HEADINGS_ROW + 1}"
    assert ledger.auto_filter.ref.startswith(f"A{HEADINGS_ROW}:")


def test_the_head_names_unit_day_and_people() -> None:
    said = " ".join(
        str(cell.value)
        for row in opened(fabricated.one()).worksheets[0].iter_rows(max_row=HEADINGS_ROW - 1)
        for cell in row
        if cell.value
    )
    for words in (
        "安全生产专项整治隐患排查整改台账",
        "填报单位（盖章）：示例实验小学教育集团东校区",
        "截至日期：2020-03-12",
        "填报人：",
        "审核人：",
        "联系电话：0513-00000000",
    ):
        assert words in said


def test_no_text_is_a_formula(each_report: WeeklyReport) -> None:
    for sheet in opened(each_report).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None
                if isinstance(cell.value, str):
                    assert first_hidden(cell.value) is None
                    assert cell.quotePrefix or not cell.value.startswith(("=", "+", "-", "@"))


def test_parts_are_well_formed_and_nothing_is_linked(each_report: WeeklyReport) -> None:
    with zipfile.ZipFile(io.BytesIO(write_workbook(each_report))) as package:
        for name in package.namelist():
            ElementTree.fromstring(package.read(name))
            assert b'TargetMode="External"' not in package.read(name)
        assert not any("vba" in name.lower() or "externalLink" in name for name in package.namelist())


def test_statistics_add_up() -> None:
    report = fabricated.many()
    sheet = opened(report).worksheets[1]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    totals = [row for row in rows if row[0] == "合计"]
    assert len(totals) == 5
    *totals, open_now, late = totals
    figures = [value for value in open_now[1:] if value is not None]
    assert sum(figures[:-1]) == figures[-1] == report.total.remaining
    assert next(value for value in reversed(late) if value is not None) == len(report.overdue)
    assert {tuple(row[1:9]) for row in totals} == {(15, 6, 0, 5, 1, 15, 2, 5)}
    assert {row[14] for row in totals} == {"25%（5/20）"}
    for first, last in ((rows.index(totals[0]) - 3, rows.index(totals[0])),):
        for place in range(1, 14):
            assert sum(row[place] for row in rows[first:last]) == totals[0][place]
    assert len(sheet._charts) == 1


def test_a_rate_of_nothing_is_a_stroke() -> None:
    sheet = opened(fabricated.nil()).worksheets[1]
    rates = {row[14].value for row in sheet.iter_rows(min_row=6) if row[14].value}
    assert rates == {"/", "销号率"}
    assert not sheet._charts


@pytest.mark.parametrize("number", [0, 1, 400])
def test_any_number_of_hazards_is_written(number: int) -> None:
    report = fabricated.of([fabricated.hazard(each) for each in range(1, number + 1)], [], set())
    sheet = opened(report).worksheets[0]
    assert sheet.max_row == HEADINGS_ROW + max(1, number)


def test_whoever_goes_on_filling_in_chooses_from_lists() -> None:
    book = opened(fabricated.many())
    lists = book.worksheets[-1]
    assert lists.sheet_state == "hidden"
    words = {column[0].value: [cell.value for cell in column if cell.value] for column in lists.iter_cols()}
    assert words["一般"] == ["一般", "重大"]
    checks = book.worksheets[0].data_validations.dataValidation
    assert len(checks) == 5
    assert all(check.formula1.startswith(f"'{lists.title}'!") for check in checks)
