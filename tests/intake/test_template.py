"""The empty ledger: filled in, it reads back; its lists and checks are there; its bytes are steady."""

from datetime import date

import pytest
from openpyxl import load_workbook

from safetyctl.intake.workbook.template import NEEDED, write_template

from .workbooks import CAMPUSES, GOOD, headings, place

FIRST = 4


@pytest.fixture
def template(tmp_path, plan):
    write_template(tmp_path / "t.xlsx", plan, CAMPUSES)
    return tmp_path / "t.xlsx"


def test_empty_it_holds_no_hazard_and_no_problem(template, read):
    reading = read(template)
    assert (reading.read, reading.problems) == (0, ())


def test_filled_in_it_reads_back(template, read):
    book = load_workbook(template)
    sheet = book.worksheets[0]
    for row in (FIRST, FIRST + 150):
        sheet.cell(row, 1, 1)
        for key, value in {**GOOD, "title": f"第{row}条"}.items():
            sheet.cell(row, place(key) + 1, date(2020, 5, 8) if key == "found_on" else value)
    book.save(template)
    reading = read(template)
    assert reading.problems == ()
    assert [(one.row, one.title, one.found_on) for one in reading.candidates] == [
        (FIRST, f"第{FIRST}条", date(2020, 5, 8)),
        (FIRST + 150, f"第{FIRST + 150}条", date(2020, 5, 8)),
    ]


def test_every_word_of_the_lists_is_understood(template, read, plan):
    book = load_workbook(template)
    lists = book.worksheets[2]
    assert lists.sheet_state == "hidden"
    campuses, sources, areas, levels, answers = (
        [cell.value for cell in column if cell.value] for column in lists.iter_cols()
    )
    assert campuses == list(CAMPUSES)
    assert areas == [area.name.zh for area in plan.areas]
    sheet = book.worksheets[0]
    for row, area in enumerate(areas, start=FIRST):
        words = {
            **GOOD,
            "area": area,
            "level": levels[row % len(levels)],
            "source": sources[row % len(sources)],
            "on_time": answers[row % 2],
            "campus": campuses[row % 3],
            "title": f"第{row}条",
        }
        for key, value in words.items():
            sheet.cell(row, place(key) + 1, value)
    book.save(template)
    reading = read(template)
    assert reading.problems == ()
    assert [one.area for one in reading.candidates] == [area.code for area in plan.areas]
    assert {one.detail for one in reading.candidates} == {f"是否按期：{answer}" for answer in answers}


def test_lists_come_from_a_range_and_dates_are_checked(template):
    sheet = load_workbook(template).worksheets[0]
    checks = {
        str(check.sqref).split(":")[0].rstrip("0123456789"): check
        for check in sheet.data_validations.dataValidation
    }
    by_kind = [check.type for check in checks.values()]
    assert (by_kind.count("list"), by_kind.count("decimal")) == (5, 1)
    assert by_kind.count("date") == 6
    assert all(check.formula1.startswith("'") for check in checks.values() if check.type == "list")


def test_it_prints_on_a4_across_with_the_headings_on_every_page(template):
    sheet = load_workbook(template).worksheets[0]
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$3:$3", "$A:$C")
    assert sheet.freeze_panes == "D4"
    assert [cell.value for cell in sheet[3]] == ["序号", *headings()]
    assert all(
        f"{sheet.cell(FIRST, place(key) + 1).number_format}" == "yyyy-mm-dd"
        for key in NEEDED
        if key == "found_on"
    )


def test_names_that_look_like_formulas_stay_text(tmp_path, plan):
    write_template(tmp_path / "t.xlsx", plan, ["=1+1", "-校区"])
    lists = load_workbook(tmp_path / "t.xlsx").worksheets[2]
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in lists["A"][:2]] == [
        ("=1+1", "s", True),
        ("-校区", "s", True),
    ]


def test_the_same_plan_gives_the_same_bytes(tmp_path, plan):
    for name in ("a.xlsx", "b.xlsx"):
        write_template(tmp_path / name, plan, CAMPUSES)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx"]


def test_a_folder_that_is_not_there(tmp_path, plan):
    with pytest.raises(OSError, match="nowhere"):
        write_template(tmp_path / "nowhere" / "t.xlsx", plan, CAMPUSES)
