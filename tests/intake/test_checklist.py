"""The form that is carried round: how it prints, and that whatever was filled in reads back or is named."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook

from safetyctl.ground.errors import BadInput
from safetyctl.intake.inspections.checklist import Expected, Reading, open_checklist, read_marks
from safetyctl.ledger.words import ItemResult
from safetyctl.plan.model import Plan
from safetyctl.records.checklists import blank
from safetyctl.reports.drawn.checklist import write_form, write_sheets

from .workbooks import CAMPUSES

DAY = date(2020, 3, 6)


@pytest.fixture(scope="session")
def chosen(plan: Plan) -> list[tuple[str, str]]:
    return [(area.code, item.code) for area in plan.areas for item in area.items] + [("practice", "practice")]


@pytest.fixture(scope="session")
def whole(plan: Plan, chosen: list[tuple[str, str]]) -> bytes:
    return write_sheets(blank(plan, CAMPUSES, chosen))


@pytest.fixture
def form(whole: bytes, tmp_path: Path) -> Path:
    (tmp_path / "c.xlsx").write_bytes(whole)
    return tmp_path / "c.xlsx"


def expected(plan: Plan, standing: Mapping[str, str] = {}) -> Expected:
    codes = {item.code for area in plan.areas for item in area.items} | {"practice"}
    return Expected(frozenset(codes), standing, DAY)


def read(path: Path, plan: Plan, standing: Mapping[str, str] = {}) -> Reading:
    return read_marks(open_checklist(path, CAMPUSES, DAY), expected(plan, standing))


def fill(path: Path, cells: Mapping[str, object], sheet: int = 0) -> Path:
    book = load_workbook(path)
    for place, value in cells.items():
        book.worksheets[sheet][place] = value
    book.save(path)
    return path


def test_it_has_a_sheet_an_area_set_up_for_a4_with_drop_downs_and_no_lock(form: Path, plan: Plan) -> None:
    book = load_workbook(form)
    areas, lists = book.worksheets[:-1], book.worksheets[-1]
    assert [sheet.title for sheet in areas] == [area.name.zh for area in plan.areas if area.items] + [
        area.name.zh for area in plan.areas if not area.items
    ]
    assert lists.sheet_state == "hidden"
    for sheet in areas:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows == "$1:$4"
        assert not sheet.protection.sheet
        lists_of = {str(check.sqref): check.formula1 for check in sheet.data_validations.dataValidation}
        assert any(cells.startswith("D5:D") and "F5:F" in cells for cells in lists_of)
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def test_the_same_form_has_the_same_bytes(plan: Plan, chosen: list[tuple[str, str]], whole: bytes) -> None:
    assert write_sheets(blank(plan, CAMPUSES, chosen)) == whole
    assert write_form(blank(plan, CAMPUSES, chosen)) == write_form(blank(plan, CAMPUSES, chosen))


def test_on_paper_each_area_begins_a_page_and_each_line_has_three_boxes(
    plan: Plan, chosen: list[tuple[str, str]], tmp_path: Path
) -> None:
    (tmp_path / "c.docx").write_bytes(write_form(blank(plan, CAMPUSES, chosen)))
    paper = Document(str(tmp_path / "c.docx"))
    breaks = [one.paragraph_format.page_break_before for one in paper.paragraphs if one.style.name == "Title"]
    assert breaks == [False] + [True] * (len(plan.areas) - 1)
    rows = [row for table in paper.tables[1::2] for row in table.rows[1:]]
    assert len(rows) == len(chosen)
    assert all([cell.text for cell in row.cells[3:6]] == ["□"] * 3 for row in rows)


def test_blank_it_says_nothing_and_lists_every_item(
    form: Path, plan: Plan, chosen: list[tuple[str, str]]
) -> None:
    found = read(form, plan)
    assert (found.read, found.marks, found.problems) == (0, (), ())
    assert list(found.listed) == [item for _area, item in chosen]


@pytest.mark.parametrize("sheet", [0, 4, 9])
@pytest.mark.parametrize(
    ("column", "value", "result"),
    [
        *(("D", tick, "pass") for tick in ("√", "✓", "☑", "V", "y", 1, True, "合格", "pass", "是")),
        *(("E", tick, "fail") for tick in ("√", "不合格", "FAIL")),
        *(("F", tick, "na") for tick in ("√", "不适用", "n/a", "Na")),
    ],
)
def test_every_usual_tick_is_understood(
    form: Path, plan: Plan, sheet: int, column: str, value: object, result: str
) -> None:
    found = read(fill(form, {f"{column}5": value, "H5": "实训室插座松动"}, sheet), plan)
    assert found.problems == ()
    assert [(mark.result, mark.note, mark.row) for mark in found.marks] == [
        (ItemResult(result), "实训室插座松动", 5)
    ]


def test_drawn_empty_boxes_and_dashes_are_no_ticks(form: Path, plan: Plan) -> None:
    found = read(fill(form, {"D5": "□", "E5": "□", "F5": "☐", "D6": "√", "E6": "/", "F6": "—"}), plan)
    assert [(mark.row, mark.result) for mark in found.marks] == [(6, ItemResult.PASS)]
    assert found.problems == ()


def test_a_column_of_results_serves_instead_of_boxes(plan: Plan, tmp_path: Path) -> None:
    book = Workbook()
    rows = [
        ("校区：", "东校区", "排查编号：", "i-0003"), ("编号", "结果", "情况说明"), ("FIRE.01", "合格"),
        ("fire.02", "不合格", "无备案"), ("fire.03", "还行"),
    ]  # fmt: skip
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "r.xlsx")
    opened = open_checklist(tmp_path / "r.xlsx", CAMPUSES, DAY)
    assert (opened.head.number, opened.head.campus) == (3, "东校区")
    found = read_marks(opened, expected(plan))
    assert [(mark.item, mark.result) for mark in found.marks] == [("fire.01", "pass"), ("fire.02", "fail")]
    assert [(one.column, one.row, one.value) for one in found.problems] == [("B", 5, "还行")]


def test_every_problem_is_named_at_once(form: Path, plan: Plan) -> None:
    wrong = {"D5": "√", "E5": "√", "H5": "x", "E6": "√", "D7": "?", "A8": "lab.99", "D8": "√", "H9": "看了"}
    found = read(fill(form, wrong), plan)
    assert [(one.column, one.row) for one in found.problems] == [
        ("E", 5), ("H", 6), ("D", 7), ("A", 8), ("H", 9),
    ]  # fmt: skip
    assert (found.read, found.marks) == (5, ())
    assert all(one.sheet == "实验室及危化品安全" and one.heading and one.problem for one in found.problems)


def test_a_failed_item_whose_hazard_stands_needs_no_words_and_does_not_pass(form: Path, plan: Plan) -> None:
    known = {"lab.01": "H0007"}
    assert read(fill(form, {"E5": "√"}), plan, known).problems == ()
    found = read(fill(form, {"E5": None, "D5": "√"}), plan, known)
    assert "H0007" in found.problems[0].problem


def test_a_formula_that_was_never_calculated_is_a_problem(form: Path, plan: Plan) -> None:
    found = read(fill(form, {"D5": '="√"'}), plan)
    assert [one.row for one in found.problems] == [5]


def test_text_that_cannot_be_kept_is_a_problem(form: Path, plan: Plan) -> None:
    found = read(fill(form, {"E5": "√", "H5": "压力\u202e不足", "E6": "√", "H6": "长" * 4001}), plan)
    assert [(one.column, one.row) for one in found.problems] == [("H", 5), ("H", 6)]


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("3月20日", "2020-03-20"),
        ("20200320", "2020-03-20"),
        (20200320, "2020-03-20"),
        ("2020.3.20", "2020-03-20"),
    ],
)
def test_deadlines_as_people_write_them(form: Path, plan: Plan, written: object, due: str) -> None:
    found = read(fill(form, {"E5": "√", "H5": "松动", "J5": written, "J2": "3月5日"}), plan)
    assert found.problems == ()
    assert [mark.due and mark.due.isoformat() for mark in found.marks] == [due]
    assert open_checklist(form, CAMPUSES, DAY).head.day == date(2020, 3, 5)


@pytest.mark.parametrize("written", ["3月1日", "2020-03-05", "2099-12-31", "20200230", "三月", "2月30日"])
def test_deadlines_that_cannot_be_are_problems(form: Path, plan: Plan, written: str) -> None:
    found = read(fill(form, {"E5": "√", "H5": "松动", "J5": written}), plan)
    assert [(one.column, one.row, one.value) for one in found.problems] == [("J", 5, written)]


def test_the_words_of_a_new_hazard_are_few(form: Path, plan: Plan) -> None:
    filled = fill(form, {"E5": "√", "H5": "长" * 201, "D6": "√", "H6": "长" * 201})
    assert [(one.column, one.row) for one in read(filled, plan).problems] == [("H", 5)]
    assert read(filled, plan, {"lab.01": "H0007"}).problems == ()


def test_a_workbook_without_a_form_is_refused(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["编号", "合格"])
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(BadInput):
        open_checklist(tmp_path / "x.xlsx", CAMPUSES, DAY)
