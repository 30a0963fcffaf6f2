"""From a workbook to candidates and problems."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from safetyctl.intake.tables.line import computed_headings
from safetyctl.intake.workbook.extent import column_letters
from safetyctl.ledger.words import Level, Source
from safetyctl.records.candidate import fingerprint

from .workbooks import GOOD, changed, headings, ledger, part, place

FULL = {
    **GOOD,
    "number": "2020-017",
    "area": "重点",
    "level": "重大",
    "measure": "更换管网\n更换水泵",
    "department": "总务处",
    "responsible": "李四",
    "funds": 6.8,
    "due": date(2020, 5, 12),
    "interim": "加放灭火器",
    "contingency": "火灾预案",
    "rectified_on": datetime(2020, 5, 11, 9, 30),  # noqa: DTZ001 - a workbook's times have no zone
    "rectify_note": "已更换",
    "verified_by": "赵六",
    "verified_on": "2020.5.12",
    "verify_note": "合格",
    "closed_on": "2020年5月13日",
    "on_time": "是",
    "province_uploaded_on": 43961,
    "remarks": "无误",
}


def test_every_column_reaches_its_field(tmp_path, read, plan):
    item = plan.areas[1].items[0]
    reading = read(ledger(tmp_path / "a.xlsx", [{**FULL, "area": item.code}]))
    assert reading.problems == ()
    one = reading.candidates[0]
    assert (one.campus, one.area, one.item, one.title) == ("东校区", "fire", item.code, "灭火器压力不足")
    assert (one.location, one.level, one.source) == ("教学楼2楼", Level.MAJOR, Source.INSPECTION)
    assert (one.found_on, one.found_by, one.responsible, one.department) == (
        date(2020, 5, 8),
        "张三",
        "李四",
        "总务处",
    )
    assert (one.measure, one.funds, one.due) == ("更换管网\n更换水泵", 6.8, date(2020, 5, 12))
    assert (one.interim, one.contingency) == ("加放灭火器", "火灾预案")
    assert (one.rectified_on, one.rectify_note) == (date(2020, 5, 11), "已更换")
    assert (one.verified_by, one.verified_on, one.verify_note) == ("赵六", date(2020, 5, 12), "合格")
    assert (one.closed_on, one.province_uploaded_on) == (date(2020, 5, 13), date(2020, 5, 10))
    assert (one.remarks, one.their_number) == ("无误", "2020-017")
    assert one.detail == "隐患编号：2020-017\n整改完成日期：2020-05-11 09:30:00"
    assert (one.sheet, one.row, one.notes, one.assumed) == ("台账", 2, (), frozenset())
    assert one.origin == "a.xlsx / 台账 / 2"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("title", None),
        ("title", "  "),
        ("title", "长" * 4001),
        ("title", "灭火器\u202e压力"),
        ("campus", "北校区"),
        ("campus", None),
        ("area", "其他"),
        ("area", None),
        ("found_on", "2020-02-30"),
        ("found_on", "昨天"),
        ("found_on", None),
        ("found_on", date(2020, 5, 15)),
        ("remarks", "看\u202e不见"),
    ],
)
def test_what_a_hazard_cannot_be_without_is_a_problem_with_its_cell(tmp_path, read, key, value):
    other = {**GOOD, "title": "无从归类"}
    reading = read(ledger(tmp_path / "a.xlsx", [GOOD, {**other, key: value}]))
    assert (reading.read, len(reading.candidates)) == (2, 1)
    (problem,) = reading.problems
    assert (problem.sheet, problem.row, problem.column) == ("台账", 3, column_letters(place(key)))
    assert problem.problem
    assert "\n" not in problem.value
    assert "\u202e" not in problem.value


def test_all_problems_of_a_row_are_named_together(tmp_path, read):
    row = {**GOOD, "title": "无从归类", "area": "其他", "campus": "北校区", "found_on": "昨天"}
    reading = read(ledger(tmp_path / "a.xlsx", [row]))
    assert [problem.heading for problem in reading.problems] == ["校区", "排查日期", "隐患类别"]
    assert [problem.value for problem in reading.problems] == ["北校区", "昨天", "其他"]


@pytest.mark.parametrize(
    ("key", "value", "noted"),
    [
        ("level", "说不清", True),
        ("rectified_on", "2020-02-30", True),
        ("rectified_on", date(2020, 5, 15), True),
        ("verified_on", date(2020, 5, 15), True),
        ("closed_on", date(2020, 5, 15), True),
        ("province_uploaded_on", date(2020, 5, 15), True),
        ("due", "很快", True),
        ("due", "2020-02-30", True),
        ("funds", "待定", True),
        ("found_by", date(2020, 5, 8), True),
        ("responsible", "2020.5.8", True),
        ("location", "长" * 201, False),
        ("verified_by", "赵六", False),
        ("rectify_note", "正在买", False),
    ],
)
def test_anything_else_that_cannot_be_read_is_kept_as_it_stands(tmp_path, read, key, value, noted):
    reading = read(ledger(tmp_path / "a.xlsx", [{**GOOD, key: value}]))
    (one,) = reading.candidates
    heading = headings()[place(key) - 1]
    assert one.detail == f"{heading}：{value}"
    assert [(note.row, note.field) for note in reading.notes] == ([(2, key)] if noted else [])
    assert len(one.notes) == len(reading.notes)
    assert getattr(one, key) in (None, Level.GENERAL)


@pytest.mark.parametrize(
    "old",
    [
        {"closed_on": "2020-05-10"},
        {"due": "2020-01-01"},
        {"rectified_on": "2020-01-01"},
        {"verified_on": "2020-05-09", "verified_by": "张三", "responsible": "张三"},
        {"level": "重大"},
        {"due": "2021-01-01"},
    ],
)
def test_what_the_workflow_would_refuse_is_taken_as_it_stands(tmp_path, read, old):
    reading = read(ledger(tmp_path / "a.xlsx", [{**GOOD, **old}]))
    assert (len(reading.candidates), reading.problems) == (1, ())


def test_defaults_serve_rows_that_name_none_that_is_known(tmp_path, read):
    rows = [
        {**GOOD, "campus": None, "area": None},
        {**GOOD, "campus": "分校", "area": "其他", "title": "其二"},
        GOOD,
    ]
    reading = read(ledger(tmp_path / "a.xlsx", rows), default_campus="西校区", default_area="lab")
    assert [(one.campus, one.area) for one in reading.candidates] == [
        ("西校区", "lab"),
        ("西校区", "lab"),
        ("东校区", "fire"),
    ]
    assert reading.candidates[1].detail == "校区：分校\n隐患类别：其他"


def test_a_default_area_may_be_a_check_item(tmp_path, read, plan):
    item = plan.areas[0].items[0].code
    reading = read(ledger(tmp_path / "a.xlsx", [{**GOOD, "area": None}]), default_area=item)
    assert reading.candidates[0].item == item


def test_a_way_of_finding_that_is_not_known_is_kept_in_its_words(tmp_path, read):
    one = read(ledger(tmp_path / "a.xlsx", [{**GOOD, "source": "飞行检查", "on_time": "大概"}])).candidates[0]
    assert one.source is Source.IMPORT
    assert one.detail == "排查方式：飞行检查\n是否按期：大概"


def test_a_hazard_that_stands_twice_is_one_that_knows_what_both_say(tmp_path, read):
    first = {**GOOD, "measure": "更换", "responsible": "李四", "due": "2020-05-12"}
    again = {
        **first,
        "title": " 灭火器压力\n不足",
        "remarks": "重复",
        "due": "2020-05-13",
        "rectified_on": "2020-05-11",
    }
    assert len(read(ledger(tmp_path / "b.xlsx", [first, again])).candidates) == 2, "of one sheet they are two"
    book = load_workbook(ledger(tmp_path / "a.xlsx", [first]))
    summary = book.create_sheet("汇总")
    for row in load_workbook(ledger(tmp_path / "c.xlsx", [again])).active.iter_rows(values_only=True):
        summary.append(row)
    book.save(tmp_path / "a.xlsx")
    reading = read(tmp_path / "a.xlsx")
    (one,) = reading.candidates
    assert (reading.read, reading.repeats) == (2, ((("汇总", 2), ("台账", 2)),))
    assert (one.rectified_on, one.due, one.remarks) == (date(2020, 5, 11), date(2020, 5, 12), "重复")
    assert one.detail == "整改时限（汇总 2）：2020-05-13"


def test_a_number_of_our_own_is_not_repeated_in_the_detail(tmp_path, read):
    ours = ledger(tmp_path / "a.xlsx", [{**GOOD, "number": "H0012"}], extra=sorted(computed_headings()))
    assert read(ours).candidates[0].detail is None
    theirs = ledger(tmp_path / "b.xlsx", [{**GOOD, "number": "H0012"}])
    assert read(theirs).candidates[0].detail == "隐患编号：H0012"


def test_of_a_formula_the_value_is_read_and_the_formula_never_kept(tmp_path, read):
    path = ledger(tmp_path / "a.xlsx", [{**GOOD, "remarks": "=A1&A2"}])
    sheet = part(path).replace(b"<f>A1&amp;A2</f><v></v>", b"<f>A1&amp;A2</f><v>42</v>")
    reading = read(changed(path, {"xl/worksheets/sheet1.xml": sheet}))
    assert reading.candidates[0].remarks == "42"


@pytest.mark.parametrize("key", ["remarks", "found_on", "funds"])
def test_a_formula_never_calculated_is_a_problem(tmp_path, read, key):
    reading = read(ledger(tmp_path / "a.xlsx", [{**GOOD, key: "=1+1"}]))
    assert reading.candidates == ()
    assert reading.problems[0].column == column_letters(place(key))


def test_text_that_looks_like_a_formula_is_text_in_csv(tmp_path, read):
    with (tmp_path / "a.csv").open("w", encoding="utf-8") as file:
        file.write(
            "校区,排查日期,隐患类别,隐患内容,隐患等级\n东校区,2020-05-08,fire,=cmd|' /C calc'!A0,一般\n"
        )
    assert read(tmp_path / "a.csv").candidates[0].title == "=cmd|' /C calc'!A0"


@given(st.text(min_size=1), st.text(), st.dates())
def test_a_fingerprint_does_not_depend_on_spacing_or_width(title, location, found):
    mark = fingerprint("东校区", location, title, found)
    assert mark == fingerprint(" 东 校区", f"{location} ", f"\n{title}", found)
    assert mark != fingerprint("西校区", location, title, found)
    assert mark != fingerprint("东校区", location, title + "甲", found)
