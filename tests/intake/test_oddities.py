"""Small ledgers of our own with the oddities that real ones have: what is read, what is told, and no cell lost."""

import csv
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from safetyctl.ground.errors import BadInput
from safetyctl.intake.tables import merges
from safetyctl.intake.tables.reading import Ambiguous
from safetyctl.intake.workbook import package
from safetyctl.intake.workbook.door import admit
from safetyctl.ledger.words import Level

from .kept import lost
from .workbooks import changed, part

HEAD = [
    "序号",
    "检查时间",
    "检查部位",
    "存在问题",
    "隐患等级",
    "整改要求",
    "整改期限",
    "责任人",
    "整改完成时间",
    "销号情况",
]
ROW = [1, "2020.3.5", "教学楼2楼", "灭火器压力不足", "一般", "更换", "3月9日", "李四", None, "整改中"]
SERVED = {"default_campus": "东校区", "default_area": "fire"}


def row(**changes):
    names = dict(
        zip(
            ("n", "found", "place", "title", "level", "measure", "due", "who", "done", "state"),
            ROW,
            strict=True,
        )
    )
    return list((names | changes).values())


def book_of(path, *rows, merged=(), name="台账"):
    book = Workbook()
    book.active.title = name
    for each in rows:
        book.active.append(list(each))
    for area in merged:
        book.active.merge_cells(area)
    book.save(path)
    return path


# finding the table


@pytest.mark.parametrize("is_merged", [True, False], ids=("merged", "merges lost"))
def test_headings_over_four_rows_with_groups_and_a_legend(tmp_path, read, is_merged):
    group = [
        "序号",
        "检查时间",
        "检查人",
        "存在问题",
        "等级",
        "整改责任单位",
        None,
        None,
        "整改责任人",
        "销号情况",
    ]
    parts = [None, None, None, None, None, "总务处", "食堂", "物业", None, None]
    data = [
        1,
        date(2020, 3, 5),
        "张三、王五",
        "插座松动",
        "一般3级",
        "是",
        None,
        "某物业",
        "李四 赵六",
        "已整改",
    ]
    path = book_of(
        tmp_path / "a.xlsx",
        ["某校2020年安全隐患问题库"],
        group,
        [],
        parts,
        [],
        data,
        [],
        ["填写要求：1.只写一般隐患。\n2.等级按1、2、3级划分。"],
        merged=[
            "A1:J1",
            *(f"{letter}2:{letter}5" for letter in "ABCDEIJ"),
            "F2:H3",
            "F4:F5",
            "G4:G5",
            "H4:H5",
            "A8:J9",
        ]
        if is_merged
        else [],
    )
    reading = read(path, **SERVED)
    (one,) = reading.candidates
    assert (reading.tables[0].layout.first, reading.tables[0].layout.last) == (2, 5 if is_merged else 4)
    assert reading.tables[0].left_out == {"note": [8]}
    assert (one.department, one.responsible, one.state) == (
        "总务处：是；物业：某物业",
        "李四、赵六",
        "rectified",
    )
    assert "整改责任人：李四 赵六" in one.detail
    assert lost(one, data) == []


def test_headings_in_two_rows_of_a_csv_where_nothing_is_merged(tmp_path, read):
    with (tmp_path / "a.csv").open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(
            [
                ["序号", "检查日期", "存在问题", "责任单位", "", "整改期限"],
                ["", "", "", "年级", "处室", ""],
                ["1", "2020-03-05", "插座松动", "三年级", "总务处", "2020-03-09"],
            ]
        )
    (one,) = read(tmp_path / "a.csv", **SERVED).candidates
    assert (one.row, one.department, one.due) == (3, "年级：三年级；处室：总务处", date(2020, 3, 9))


def test_groups_above_give_their_columns_a_meaning(tmp_path, read):
    path = book_of(
        tmp_path / "a.xlsx",
        ["隐患情况", None, None, "整改情况", None, None, "复查情况", None],
        ["日期", "部位", "内容", "措施", "责任人", "期限", "日期", "复查人"],
        [date(2020, 3, 5), "2楼", "插座松动", "紧固", "李四", date(2020, 3, 9), date(2020, 3, 10), "王五"],
        merged=["A1:C1", "D1:F1", "G1:H1"],
    )
    (one,) = read(path, **SERVED).candidates
    assert (one.found_on, one.due, one.verified_on) == (date(2020, 3, 5), date(2020, 3, 9), date(2020, 3, 10))
    assert (one.title, one.measure, one.responsible, one.verified_by) == ("插座松动", "紧固", "李四", "王五")


ABOVE = ["", "某校安全隐患台账", "填报单位：某校", "截至日期：2020年3月31日", "填报人：张三", "共1项"]
TITLES = st.lists(st.lists(st.sampled_from(ABOVE), max_size=6), max_size=8)


@given(TITLES, st.permutations(range(len(HEAD))), st.integers(0, 3))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_the_headings_are_found_below_whatever_stands_above(tmp_path, read, above, order, blank):
    shift = [None] * blank
    data = row(due="2020-03-09")
    rows = [*above, [*shift, *(HEAD[n] for n in order)], [*shift, *(data[n] for n in order)]]
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    reading = read(tmp_path / "a.csv", **SERVED)
    assert reading.tables[0].layout.first == len(above) + 1
    assert [(one.title, one.found_on, one.due) for one in reading.candidates] == [
        ("灭火器压力不足", date(2020, 3, 5), date(2020, 3, 9))
    ]


@given(
    st.sampled_from(["", "本页", "本月", "全校"]),
    st.sampled_from(["合计", "小计", "总计", "共计", "累计"]),
    st.sampled_from(["", "：", "12", "：3条", "：2项"]),
    st.sampled_from([0, 1, 2, 3]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_a_total_is_never_a_hazard(tmp_path, read, which, word, count, place):
    total = [None] * len(HEAD)
    total[place], total[6] = f"{which}{word}{count}", 3
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEAD, row(), total, row(title="应急灯不亮")])
    reading = read(tmp_path / "a.csv", **SERVED)
    assert (reading.read, reading.problems, reading.tables[0].left_out) == (2, (), {"total": [3]})


@pytest.mark.parametrize("counted", [12, "12", "2条", "共 2 条", "共12条隐患", "总计"])
@pytest.mark.parametrize("place", [0, 2])
def test_a_total_with_its_count_under_the_description_is_none_either(tmp_path, read, counted, place):
    total = [None] * len(HEAD)
    total[place], total[3] = "合计", counted
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, row(), total, row(title="应急灯不亮")), **SERVED)
    assert (reading.read, reading.problems, reading.tables[0].left_out) == (2, (), {"total": [3]})


def test_funds_without_a_unit_are_noted_and_kept_as_written(tmp_path, read):
    for heading, noted in (("整改资金", 1), ("整改资金（万元）", 0)):
        reading = read(book_of(tmp_path / "a.xlsx", [*HEAD, heading], [*row(), 500]), **SERVED)
        assert (reading.candidates[0].funds, len(reading.notes)) == (500, noted)
        assert ("500" in (reading.candidates[0].detail or "")) is bool(noted)


def test_a_hazard_that_begins_like_a_total_or_a_note_is_one(tmp_path, read):
    titles = ["累计停电三次，配电箱过热", "说明牌脱落，砸到学生", "注意事项未张贴", "全校应急灯不亮"]
    path = book_of(tmp_path / "a.xlsx", HEAD, *(row(title=title) for title in titles))
    assert [one.title for one in read(path, **SERVED).candidates] == titles


def test_several_tables_in_a_file_and_what_holds_none(tmp_path, read):
    book = Workbook()
    book.active.title = "3月"
    for each in (
        HEAD,
        row(),
        [],
        ["序号", "隐患描述", "排查日期", "部位"],
        [1, "窗户脱落", "2020-03-08", "3楼"],
    ):
        book.active.append(each)
    book.create_sheet("汇总").append(["校区", "隐患数", "已整改"])
    hidden = book.create_sheet("4月")
    hidden.append(HEAD)
    hidden.append(row(found="2020.4.5"))
    hidden.sheet_state = "hidden"
    hidden.row_dimensions[2].hidden = True
    book.save(tmp_path / "a.xlsx")
    reading = read(tmp_path / "a.xlsx", **SERVED)
    assert [(one.sheet, one.row, one.title) for one in reading.candidates] == [
        ("3月", 2, "灭火器压力不足"),
        ("3月", 5, "窗户脱落"),
        ("4月", 2, "灭火器压力不足"),
    ]
    assert reading.without == ("汇总",)
    assert [(list(table.hidden), table.hidden_sheet) for table in reading.tables] == [
        ([], False),
        ([], False),
        ([2], True),
    ]


def test_lines_that_open_a_section_go_with_their_rows(tmp_path, read):
    path = book_of(
        tmp_path / "a.xlsx",
        ["序号", "存在问题", "检查时间"],
        ["西校区"],
        [1, "插座松动", "2020-03-05"],
        ["二、食堂周边"],
        [2, "地面湿滑", "2020-03-06"],
        merged=["A4:C4"],
    )
    first, second = read(path, **SERVED).candidates
    assert (first.campus, first.detail) == ("西校区", None)
    assert (second.campus, "二、食堂周边" in second.detail) == ("东校区", True)


def test_cells_merged_downwards_speak_for_all_their_rows(tmp_path, read):
    rows = [
        row(),
        row(title="应急灯不亮", found=None, who=None),
        row(title="通道堆物", found=None, who="同上"),
    ]
    path = book_of(tmp_path / "a.xlsx", HEAD, *rows, merged=["B2:B4", "H2:H3"])
    reading = read(path, **SERVED)
    assert reading.problems == ()
    assert [(one.found_on, one.responsible) for one in reading.candidates] == [(date(2020, 3, 5), "李四")] * 3


def test_an_empty_day_is_not_the_one_above_unless_it_is_said(tmp_path, read):
    from safetyctl.intake.tables.mapping import read_map

    path = book_of(tmp_path / "a.xlsx", HEAD, row(), row(title="应急灯不亮", found=None))
    assert [(one.row, one.field) for one in read(path, **SERVED).problems] == [(3, "found_on")]
    use = read_map('[rows]\nsame_as_above = ["found_on"]', "m.toml")
    assert [one.found_on for one in read(path, **SERVED, use=use).candidates] == [date(2020, 3, 5)] * 2


@pytest.mark.parametrize(
    ("headings", "letters"),
    [
        (["日期", "存在问题", "措施", "时间"], {"A", "D"}),
        (["检查时间", "问题", "内容", "措施"], {"B", "C"}),
        (["检查时间", "存在问题", "措施", "完成时间"], {"D"}),
    ],
)
def test_columns_that_only_a_person_can_tell_are_asked_about(tmp_path, read, headings, letters):
    path = book_of(tmp_path / "a.xlsx", headings, ["2020-03-05", "插座松动", "紧固", "2020-03-09"])
    with pytest.raises(Ambiguous) as caught:
        read(path, **SERVED)
    assert {
        one.letters for layout in caught.value.layouts for group, _fields in layout.ambiguous for one in group
    } == letters
    assert "--map" in caught.value.hint


def test_a_weak_heading_means_what_no_clear_one_does(tmp_path, read):
    headings = ["日期", "问题", "措施", "计划完成时间", "完成时间"]
    path = book_of(
        tmp_path / "a.xlsx", headings, ["2020-03-05", "插座松动", "紧固", "2020-03-09", "2020-03-08"]
    )
    (one,) = read(path, **SERVED).candidates
    assert (one.title, one.due, one.rectified_on) == ("插座松动", date(2020, 3, 9), date(2020, 3, 8))


def test_likeness_is_only_a_suggestion(tmp_path, read):
    path = book_of(
        tmp_path / "a.xlsx",
        ["检查时间", "存在问题", "等级", "整改责仼人"],
        ["2020-03-05", "插座松动", "一般", "李四"],
    )
    reading = read(path, **SERVED)
    assert [(one.letters, field) for one, field in reading.tables[0].layout.alike] == [("D", "responsible")]
    assert (reading.candidates[0].responsible, reading.candidates[0].detail) == (None, "整改责仼人：李四")


def test_no_heading_for_the_hazard_names_the_row_that_comes_nearest(tmp_path, read):
    path = book_of(
        tmp_path / "a.xlsx", ["某台账"], ["检查时间", "检查人", "毛病"], ["2020-03-05", "张三", "插座松动"]
    )
    with pytest.raises(BadInput, match="row 2") as caught:
        read(path, **SERVED)
    assert "毛病" in caught.value.sentence
    assert "--map" in caught.value.hint


# values


@pytest.mark.parametrize(
    ("due", "day", "kept"),
    [
        ("立即", date(2020, 3, 5), True),
        ("立即整改。", date(2020, 3, 5), True),
        ("三天内", date(2020, 3, 8), True),
        ("2周内完成", date(2020, 3, 19), True),
        ("长期坚持", None, True),
        ("3月9日前", date(2020, 3, 9), True),
        ("2020/3/9", date(2020, 3, 9), False),
        (43_899, date(2020, 3, 9), False),
        ("一个月内", date(2020, 4, 5), True),
        ("15日内", date(2020, 3, 20), True),
        ("2020-3-20前完成", date(2020, 3, 20), True),
        ("要求于3月20日前完成整改", date(2020, 3, 20), True),
        ("即日起至3月20日", date(2020, 3, 20), True),
        ("当日下午", date(2020, 3, 5), True),
        ("当天放学前", date(2020, 3, 5), True),
        ("次日", date(2020, 3, 6), True),
        ("2020、3、20", date(2020, 3, 20), False),
        (3.25, date(2020, 3, 25), True),
    ],
)
def test_deadlines(tmp_path, read, due, day, kept):
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, row(due=due)), **SERVED)
    (one,) = reading.candidates
    assert (one.due, one.open_ended) == (day, due == "长期坚持")
    assert (f"整改期限：{due}" in one.detail) is kept
    assert reading.notes == ()


@pytest.mark.parametrize(
    ("due", "day"),
    [
        ("2020年3月底", "2020-03-31"),
        ("３月底前", "2020-03-31"),
        ("月底前完成", "2020-03-31"),
        ("2020年2月下旬", "2020-02-29"),
        ("4月上旬", "2020-04-10"),
        ("3月中旬", "2020-03-20"),
        ("3月份", "2020-03-31"),
        ("二季度末", "2020-06-30"),
        ("年底前", "2020-12-31"),
        ("一周", "2020-03-12"),
        ("3个工作日内", "2020-03-10"),
        ("下周五前", "2020-03-13"),
        ("3月1日-3月8日", "2020-03-08"),
        ("3.1—3.8", "2020-03-08"),
        ("2020年3月6日至10日", "2020-03-10"),
        ("3.28-4.2", "2020-04-02"),
    ],
)
def test_a_deadline_that_is_read_with_a_remark(tmp_path, read, due, day):
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, row(due=due)), **SERVED)
    (one,) = reading.candidates
    assert one.due == date.fromisoformat(day)
    assert f"整改期限：{due}" in one.detail
    assert [note.problem.endswith(f"it was taken as {day}") for note in reading.notes][:1] == [True]


@pytest.mark.parametrize(
    "due",
    [
        *("开学前", "寒假期间", "学期末", "3月初", "3月上旬前", "3月内", "本周内", "15日", "3.5-3.1"),
        *("1月9日", "12月28日～1月3日"),  # long after the day found, or before it
        *("下周", "暑假", "下学期开学前", 3.1),
        *("3-5", "2020-3", "13月底", "周五前"),
    ],
)
def test_a_deadline_that_no_one_can_tell_stays_text_with_a_remark(tmp_path, read, due):
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, row(due=due)), **SERVED)
    (one,) = reading.candidates
    assert (one.due, one.open_ended) == (None, True), "the plan's own deadline is not put in place of theirs"
    assert f"整改期限：{due}" in one.detail
    assert [(note.field, note.value) for note in reading.notes] == [("due", str(due))]
    assert "how far" not in reading.notes[0].problem


@pytest.mark.parametrize(
    ("due", "state", "outcome"),
    [("已完成", None, "rectified"), ("完成", "整改中", "open"), ("整改中", None, None), ("√", None, None)],
)
def test_a_state_where_the_deadline_should_stand(tmp_path, read, due, state, outcome):
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, row(due=due, state=state)), **SERVED)
    (one,) = reading.candidates
    assert (one.due, one.state) == (None, outcome)
    assert f"整改期限：{due}" in one.detail
    assert [note.field for note in reading.notes] == ["due"]


def test_a_day_that_excel_took_for_a_number_is_read_where_it_can_be_one_day_alone(tmp_path, read):
    rows = [row(found=3.5, done=3.12, state="已整改"), row(found=3.1, title="插座松动")]
    reading = read(book_of(tmp_path / "a.xlsx", ["2020年隐患台账"], HEAD, *rows), **SERVED)
    (one,) = reading.candidates
    assert (one.found_on, one.rectified_on) == (date(2020, 3, 5), date(2020, 3, 12))
    assert lost(one, rows[0], {"一般": "general"}) == []
    assert [(each.row, each.column) for each in reading.problems] == [(4, "B")]


def test_a_range_of_days_was_found_on_its_first_and_done_on_its_last(tmp_path, read):
    spans = row(found="2020年3月1日-3月5日", done="3.8—3.10", state="已整改")
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, spans), **SERVED)
    (one,) = reading.candidates
    assert (one.found_on, one.rectified_on) == (date(2020, 3, 1), date(2020, 3, 10))
    assert [note.field for note in reading.notes] == ["found_on", "rectified_on"]
    assert lost(one, spans, {"一般": "general"}) == []


@pytest.mark.parametrize(
    ("said", "level", "sure"),
    [
        ("一般", Level.GENERAL, True),
        ("一般事故隐患", Level.GENERAL, True),
        ("一般3级", Level.GENERAL, True),
        ("3级", Level.GENERAL, True),
        (3, Level.GENERAL, True),
        ("重大隐患", Level.MAJOR, True),
        ("较大", Level.GENERAL, False),
        ("二级", Level.GENERAL, False),
        ("Ⅰ级", Level.MAJOR, False),
        ("橙色", Level.GENERAL, False),
        (None, Level.GENERAL, False),
    ],
)
def test_levels(tmp_path, read, said, level, sure):
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, row(level=said)), **SERVED)
    (one,) = reading.candidates
    assert (one.level, [note.field for note in reading.notes]) == (level, [] if sure else ["level"])
    assert lost(one, row(level=said, due=None, found=None), {"一般": "general"}) == []
    assert ("level" in one.assumed) is (said is None)


@pytest.mark.parametrize(
    ("state", "done", "told", "rectified"),
    [
        ("已整改", "2020-03-08", "rectified", date(2020, 3, 8)),
        ("√", None, "rectified", None),
        ("是", None, "rectified", None),
        ("V", None, "rectified", None),
        ("☑", None, "rectified", None),
        ("□", None, "open", None),
        ("已落实整改", None, "rectified", None),
        ("现场处置", None, "rectified", None),
        ("已销号", None, "closed", None),
        ("关闭", "2020-03-08", "closed", date(2020, 3, 8)),
        ("未整改", None, "open", None),
        ("整改中", "2020-03-08", "open", None),
        (None, "已整改", "rectified", None),
        ("已销号", "已整改", "closed", None),
        ("说不清", None, None, None),
        (None, None, None, None),
    ],
)
def test_states_and_a_word_in_the_column_for_days(tmp_path, read, state, done, told, rectified):
    (one,) = read(book_of(tmp_path / "a.xlsx", HEAD, row(state=state, done=done)), **SERVED).candidates
    assert (one.state, one.rectified_on) == (told, rectified)
    kept = [state, done] if rectified is None else [state]
    assert lost(one, kept) == []


def test_a_void_row_is_left_out_and_told(tmp_path, read):
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, row(), row(title="记错了", state="作废")), **SERVED)
    assert (reading.read, reading.tables[0].left_out) == (1, {"void": [3]})


def test_a_day_in_the_column_for_persons_is_no_person(tmp_path, read):
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, row(who=datetime(2020, 3, 6))), **SERVED)  # noqa: DTZ001
    (one,) = reading.candidates
    assert (one.responsible, one.rectified_on) == (None, None)
    assert "责任人：2020-03-06" in one.detail
    assert any("2020-03-06" in note for note in one.notes)


def test_a_deadline_before_the_day_found_is_taken_and_told(tmp_path, read):
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, row(due="2020-03-01")), **SERVED)
    assert reading.candidates[0].due == date(2020, 3, 1)
    assert [note.field for note in reading.notes] == ["due"]


def test_a_row_with_everything_but_a_description_is_refused_with_its_cell(tmp_path, read):
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, row(title=None)), **SERVED)
    assert [(one.row, one.column, one.field) for one in reading.problems] == [(2, "D", "title")]
    assert reading.candidates == ()


@pytest.mark.parametrize(
    ("heading", "funds", "noted"),
    [
        ("整改资金 RMB", 0.05, False),
        ("Cost (CNY) 整改资金", 0.05, False),
        ("整改资金（yuan）", 0.05, False),
        ("Funds 整改资金", 500, True),
        ("Funds (10,000 yuan) 整改资金", 500, False),
    ],
)
def test_the_unit_of_funds_may_be_said_in_english(tmp_path, read, heading, funds, noted):
    head = ["序号", "检查日期", "隐患描述", "责任人", heading]
    row = [1, "2020-03-05", "插座松动", "张三", 500]
    reading = read(book_of(tmp_path / "a.xlsx", head, row), default_campus="东校区", default_area="fire")
    assert [one.funds for one in reading.candidates] == [funds]
    assert bool(reading.notes) == noted


def test_funds_in_yuan_are_read_as_yuan(tmp_path, read):
    headings = ["检查时间", "存在问题", "等级", "整改资金（元）"]
    path = book_of(tmp_path / "a.xlsx", headings, ["2020-03-05", "插座松动", "一般", 3000])
    (one,) = read(path, **SERVED).candidates
    assert (one.funds, one.detail) == (0.3, "整改资金（元）：3000")


def test_what_nobody_sees_is_taken_out_and_what_deceives_is_refused(tmp_path, read):
    path = book_of(tmp_path / "a.xlsx", HEAD, row(title="灭火器\u200b压力_x000D_\n不足\ufeff"))
    assert read(path, **SERVED).candidates[0].title == "灭火器压力\n不足"
    refused = read(book_of(tmp_path / "b.xlsx", HEAD, row(place="2\u202e楼")), **SERVED)
    assert [one.field or one.column for one in refused.problems] == ["C"]


# where


def test_the_campus_is_named_by_cell_sheet_or_head_or_is_the_only_one(tmp_path, read, plan):
    from safetyctl.intake.hazards.reading import read_hazards

    def campus_of(path, **options):
        reading = read(path, default_area="fire", **options)
        return [one.campus for one in reading.candidates], [one.field for one in reading.problems]

    table = (["检查时间", "存在问题", "部位"], ["2020-03-05", "插座松动", "2楼"])
    assert campus_of(book_of(tmp_path / "a.xlsx", *table, name="西校区3月")) == (["西校区"], [])
    assert campus_of(book_of(tmp_path / "b.xlsx", ["填报单位：某小学南校区"], *table)) == (["南校区"], [])
    assert campus_of(book_of(tmp_path / "c.xlsx", *table)) == ([], ["campus"])
    assert campus_of(tmp_path / "a.xlsx", default_campus="东校区") == (["西校区"], [])
    assert campus_of(tmp_path / "c.xlsx", default_campus="东校区") == (["东校区"], [])
    named = (["校区", *table[0]], ["某小学西校区（本部）", *table[1]])
    path = book_of(tmp_path / "d.xlsx", *named, name="东校区")
    assert campus_of(path) == (["西校区"], [])
    one = read_hazards(tmp_path / "c.xlsx", plan, ["本部"], as_of=date(2020, 5, 14), default_area="fire")
    assert one.candidates[0].campus == "本部"
    other = book_of(tmp_path / "e.xlsx", ["校区", *table[0]], ["分校", *table[1]])
    assert read_hazards(other, plan, ["本部"], as_of=date(2020, 5, 14), default_area="fire").candidates == ()


@pytest.mark.parametrize(
    ("place", "title", "area"),
    [
        ("食堂", "消火栓被遮挡", "fire"),
        ("食堂", "地面湿滑", "food"),
        ("实验室", "插座松动", "fire"),
        ("食堂", "燃气泄漏，冰柜损坏", "food"),
        ("操场", "地面湿滑", None),
        ("操场", "燃气泄漏，冰柜损坏", None),
    ],
)
def test_what_is_wrong_tells_the_area_before_where_it_is(tmp_path, read, place, title, area):
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, row(place=place, title=title)), default_campus="东校区")
    assert [one.area for one in reading.candidates] == ([area] if area else [])
    assert [one.field for one in reading.problems] == ([] if area else ["area"])


def test_an_area_from_words_is_a_suggestion_and_marked(tmp_path, read):
    headings = ["检查时间", "存在问题", "部位", "类别"]
    rows = [
        ["2020-03-05", "灭火器压力不足", "2楼", "设备"],
        ["2020-03-05", "留样不足", "食堂", None],
        ["2020-03-05", "插座松动", "2楼", "消防"],
        ["2020-03-05", "地上有水", "走廊", None],
    ]
    reading = read(book_of(tmp_path / "a.xlsx", headings, *rows), default_campus="东校区")
    assert [(one.row, one.area, "area" in one.assumed) for one in reading.candidates] == [
        (2, "fire", True),
        (3, "food", True),
        (4, "fire", False),
    ]
    assert [one.row for one in reading.suggested] == [2, 3]
    assert all(one.notes for one in reading.candidates[:2])
    assert reading.candidates[0].detail == "类别：设备"
    assert [(one.row, one.field) for one in reading.problems] == [(5, "area")]


# nothing is lost


CELL = st.one_of(
    st.none(),
    st.sampled_from(
        [
            "李四、王五",
            "已整改",
            "立即",
            "3月9日",
            "一般",
            "较大",
            "第二组",
            "√",
            "/ ",
            "2020.3.9",
            "0.3万元",
            "赵六\n",
            "否",
            "合计",
            "长期",
        ]
    ),
    st.text("甲乙丙丁戊0123456789，。 \n", max_size=20),
    st.integers(0, 60_000),
    st.dates(date(2019, 1, 1), date(2020, 5, 14)),
)
FREE = [
    *(
        "检查方式",
        "检查人",
        "隐患等级",
        "整改措施",
        "责任部门",
        "责任人",
        "整改资金",
        "整改期限",
        "临时措施",
        "应急预案",
    ),
    *(
        "整改完成日期",
        "整改情况",
        "复查人",
        "复查日期",
        "复查结果",
        "销号日期",
        "状态",
        "是否按期",
        "备注",
        "编号",
        "自己的列",
        "",
    ),
]


@given(st.lists(CELL, min_size=len(FREE), max_size=len(FREE)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
def test_no_cell_of_a_row_that_is_taken_is_lost(tmp_path, read, cells):
    head = ["检查时间", "部位", "存在问题", *FREE]
    data = ["2020-03-05", "2楼", "灭火器压力不足", *cells]
    reading = read(book_of(tmp_path / "a.xlsx", head, data), **SERVED)
    for one in reading.candidates:
        worked_out = FREE.index("是否按期") if one.due and one.rectified_on else None
        said = [cell for place, cell in enumerate(cells) if place != worked_out and str(cell).strip() != "/"]
        assert lost(one, said, {"一般": "general"}) == []
    assert len(reading.candidates) == 1 or reading.problems or reading.tables[0].left_out


# a file that is hostile


def test_merged_ranges_without_end(tmp_path, read, monkeypatch):
    path = book_of(
        tmp_path / "a.xlsx",
        HEAD,
        row(),
        *(row(title=f"第{n}处") for n in range(5)),
        merged=["B2:B7", "H2:H7"],
    )
    monkeypatch.setattr(merges, "CELLS", 8)
    with pytest.raises(BadInput, match="merged"):
        read(path, **SERVED)
    monkeypatch.setattr(package, "MERGES", 1)
    with pytest.raises(BadInput, match="merged"):
        admit(path)


def test_a_merge_over_the_whole_sheet_costs_nothing(tmp_path, read):
    path = book_of(tmp_path / "a.xlsx", HEAD, row(), merged=["L3:M4"])
    sheet = part(path).replace(b'ref="L3:M4"', b'ref="B3:XFD1048576"')
    assert read(changed(path, {"xl/worksheets/sheet1.xml": sheet}), **SERVED).read == 1


def test_hidden_rows_that_are_not_there(tmp_path):
    path = book_of(tmp_path / "a.xlsx", HEAD, row())
    rows = b"".join(b'<row r="%d" hidden="1"/>' % number for number in range(3, 30_000))
    sheet = part(path).replace(b"</sheetData>", rows + b"</sheetData>")
    assert len(admit(changed(path, {"xl/worksheets/sheet1.xml": sheet})).hidden["台账"]) <= 20_000


@pytest.mark.parametrize(
    ("written", "who", "kept"),
    [
        ("张三、李四", "张三、李四", False),
        ("张三,李四", "张三、李四", True),
        ("张三和李四", "张三、李四", True),
        ("张三（组长）李四", "张三（组长）、李四", True),
        ("副校长 张三", "张三", True),
        ("总务主任 张三、李四 老师", "张三、李四", True),
        ("张主任 李校长", "张主任、李校长", True),
        ("总务处 主任", "主任", True),
        ("食堂 管理员", "食堂、管理员", True),
        ("食堂 张三、大一班 李老师", "张三、李老师", True),
        ("张三 李玉堂", "张三、李玉堂", True),
        ("（保健医）张三", "张三", True),
        ("张三（组长、书记）、李四", "张三（组长、书记）、李四", False),
        ("张三\n李四", "张三、李四", True),
        ("李　四", "李四", False),
        ("李和平", "李和平", False),
        ("总务处", "总务处", False),
    ],
)
def test_all_who_are_responsible_are_kept(tmp_path, read, written, who, kept):
    (one,) = read(book_of(tmp_path / "a.xlsx", HEAD, row(who=written)), **SERVED).candidates
    assert one.responsible == who
    assert (f"责任人：{written}" in (one.detail or "")) is kept
    assert lost(one, [written]) == []


def test_of_a_major_hazard_one_of_several_must_answer(tmp_path, read):
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, row(who="张三、李四", level="重大")), **SERVED)
    assert [note.field for note in reading.notes] == ["responsible"]
    assert reading.candidates[0].responsible == "张三、李四"
