"""The day found that stands only in a line between the rows is that of the rows below, where it is plainly one."""

from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from safetyctl.intake.tables.mapping import Map
from safetyctl.intake.workbook.refused import write_refused

from .kept import lost
from .test_between_rows import SERVED, left_out
from .test_oddities import book_of

HEAD = ["序号", "隐患部位", "隐患内容", "隐患类别", "责任人", "整改时限", "整改情况"]
DATED = ["序号", "排查日期", *HEAD[1:]]


def row(number: int, title: str, due: object = "2020-03-20") -> list[object]:
    return [number, "1号楼", title, "消防", "张三", due, "未整改"]


def parts(first: object, second: object, title: str = "2020年春季隐患台账") -> list[list[object]]:
    rows = [row(1, "灭火器失效"), row(2, "应急灯不亮")]
    return [[title], HEAD, [first], *rows, [second], row(3, "通道堵塞")]


def found(reading) -> list[tuple[str, date]]:
    return [(one.title, one.found_on) for one in reading.candidates]


LINES = [
    ("3月2日排查", "3月9日排查"),
    ("一、3月2日检查发现", "二、3月9日检查发现"),
    ("检查时间：2020年3月2日", "检查时间：2020年3月9日"),
    ("排查日期：3月2日", "排查日期：3月9日"),
    ("2020年3月2日", "2020年3月9日"),
    ("3月2日（周一）消防安全大检查", "3月9日（周一）食堂检查"),
    ("2020.3.2 日常巡查", "2020.3.9 日常巡查"),
    ("第一次检查（3月2日）", "第二次检查（3月9日）"),
    ("3月2日上午集团督查", "3月9日下午集团督查"),
    ("（一）3月2日夜间抽查发现的问题", "（二）3月9日抽查发现的问题"),
    ("3月2日检查组：张三、李四", "3月9日检查组：张三、李四"),
    ("3月2日（开学前检查）", "3月9日节前检查"),
    ("检查时间：2020年3月2日上午　检查人：张三", "日期：2020年3月9日"),
    ("2020年3月2日全校安全大检查情况通报", "检查情况（3月9日）"),
    ("3月2日排查整改清单", "3月9日排查整改清单"),
]


@pytest.mark.parametrize("lines", LINES)
def test_it_is_the_day_of_the_rows_below(tmp_path, read, lines):
    reading = read(book_of(tmp_path / "a.xlsx", *parts(*lines)), **SERVED)
    assert reading.problems == ()
    day, later = date(2020, 3, 2), date(2020, 3, 9)
    assert found(reading) == [("灭火器失效", day), ("应急灯不亮", day), ("通道堵塞", later)]
    assert left_out(reading) == {"section": [3, 6]}
    assert [one.row for one in reading.notes if one.field == "found_on"] == [4, 5, 7]
    assert all(any("2020-03" in note for note in one.notes) for one in reading.candidates)
    assert all(
        lost(one, [cell]) == []
        for one, cell in zip(reading.candidates, (lines[0], lines[0], lines[1]), strict=True)
    )


@pytest.mark.parametrize("line", ["西校区", "西校", "西校区检查情况", "教学楼安全", "一、教学楼"])
def test_it_holds_for_a_campus_or_an_area_within_it(tmp_path, read, line):
    rows = [["2020年春季隐患台账"], HEAD, ["3月2日排查"], row(1, "灭火器失效"), [line], row(2, "应急灯不亮")]
    reading = read(book_of(tmp_path / "a.xlsx", *rows), **SERVED)
    assert reading.problems == ()
    assert [one.found_on for one in reading.candidates] == [date(2020, 3, 2)] * 2
    assert ("西" in line) == (reading.candidates[1].campus == "西校区")


def test_a_date_cell_alone_is_such_a_line(tmp_path, read):
    lines = (datetime(2020, 3, 2), datetime(2020, 3, 9))  # noqa: DTZ001 - as a workbook has it
    reading = read(book_of(tmp_path / "a.xlsx", *parts(*lines)), **SERVED)
    assert [one.found_on.day for one in reading.candidates] == [2, 2, 9]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (["第一次排查", "3月2日"], ["第二次排查", "3月9日"]),
        (["2020年3月2日检查", None, None, "检查人：李四"], ["2020年3月9日检查", None, None, "检查人：王五"]),
    ],
)
def test_the_line_may_have_several_cells(tmp_path, read, first, second):
    rows = [["2020年隐患台账"], HEAD, first, row(1, "灭火器失效"), second, row(2, "通道堵塞")]
    reading = read(book_of(tmp_path / "a.xlsx", *rows), **SERVED)
    assert (reading.problems, [one.found_on.day for one in reading.candidates]) == ((), [2, 9])


def test_a_hazard_without_its_description_is_no_such_line(tmp_path, read):
    rows = [["2020年隐患台账"], DATED, [1, "3月2日", "检查室"], [2, "3月3日", *row(2, "通道堵塞")[1:]]]
    reading = read(book_of(tmp_path / "a.xlsx", *rows), **SERVED)
    assert [(one.row, one.field) for one in reading.problems] == [(3, "title")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("3月2日排查", "一、3月9日检查发现"),
        ("3月2日（周一）消防安全大检查", "3月9日抽查发现的问题："),
        ("检查时间：3月2日上午", "第二次检查（3月9日）"),
    ],
)
def test_it_may_stand_above_the_descriptions(tmp_path, read, first, second):
    rows = [
        ["2020年隐患台账"],
        HEAD,
        [None, None, first],
        row(1, "灭火器失效"),
        [None, None, second],
        row(2, "通道堵塞"),
    ]
    reading = read(book_of(tmp_path / "a.xlsx", *rows), **SERVED)
    assert (reading.problems, [one.found_on.day for one in reading.candidates]) == ((), [2, 9])


@pytest.mark.parametrize(
    "title",
    [
        *("3月6日排查发现食堂冷库门坏", "3月6日检查3号楼灭火器失效", "2020年3月6日夜查宿舍门锁坏"),
        *("3月6日食堂未开展自查", "检查发现应急灯不亮（3月6日）"),
    ],
)
def test_a_hazard_that_begins_with_its_day_is_no_such_line(tmp_path, read, title):
    between = [None, None, title]
    rows = [["2020年隐患台账"], HEAD, ["3月2日排查"], row(1, "灭火器失效"), between, row(2, "通道堵塞")]
    reading = read(book_of(tmp_path / "a.xlsx", *rows), **SERVED)
    assert reading.problems == ()
    assert found(reading) == [(each, date(2020, 3, 2)) for each in ("灭火器失效", title, "通道堵塞")]


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("2020年3月2日排查", "3月9日排查"), "隐患台账"),
        (("3月2日排查", "2020年3月9日排查"), "隐患台账"),
        (("3月2日排查", "3月9日排查"), "隐患台账"),
    ],
)
def test_the_year_is_that_of_what_stands_around(tmp_path, read, lines, title):
    reading = read(book_of(tmp_path / "a.xlsx", *parts(*lines, title=title)), **SERVED)
    assert reading.problems == ()
    assert [one.found_on for one in reading.candidates] == [date(2020, 3, day) for day in (2, 2, 9)]


def test_parts_within_a_day_keep_it_and_another_list_does_not(tmp_path, read):
    rows = [
        *parts("3月2日排查", "一、教学楼"),
        ["二、食堂"],
        row(4, "地面湿滑"),
        ["历年遗留问题"],
        row(5, "外墙开裂"),
    ]
    reading = read(book_of(tmp_path / "a.xlsx", *rows), **SERVED)
    assert [one.found_on.day for one in reading.candidates] == [2, 2, 2, 2]
    assert [(one.row, one.field) for one in reading.problems] == [(11, "found_on")]


def test_the_day_of_the_head_is_told_where_lines_say_other_days(tmp_path, read):
    rows = [row(1, "灭火器失效"), ["3月2日排查"], row(2, "应急灯不亮"), ["其他"], row(3, "通道堵塞")]
    reading = read(book_of(tmp_path / "a.xlsx", ["检查时间：2020年3月1日"], HEAD, *rows), **SERVED)
    assert [one.found_on.day for one in reading.candidates] == [1, 2, 1]
    assert [one.row for one in reading.notes if one.field == "found_on"] == [3, 5, 7]


def test_refused_rows_stay_under_their_lines(tmp_path, read):
    rows = [
        *(["3月2日排查"], [1, "1号楼"]),
        *(["3月5日排查"], row(2, "通道堵塞"), ["西校区"], [3, "1号楼"]),
        *(["寒假期间自查"], ["消防安全"], row(4, "应急灯不亮")),
    ]
    path = book_of(tmp_path / "a.xlsx", ["2020年隐患台账"], HEAD, *rows)
    refused = read(path, **SERVED).refused
    write_refused(tmp_path / "r.xlsx", refused)
    written = [each[0] for each in load_workbook(tmp_path / "r.xlsx").active.iter_rows(values_only=True)]
    assert written[2:] == ["3月2日排查", 1, "3月5日排查", "西校区", 3, "寒假期间自查", "消防安全", 4]


def test_the_day_of_the_option_serves_rows_that_no_line_says_one_of(tmp_path, read):
    rows = [row(1, "灭火器失效"), ["3月2日排查"], row(2, "应急灯不亮"), ["其他"], row(3, "通道堵塞")]
    path = book_of(tmp_path / "a.xlsx", ["2020年隐患台账"], HEAD, *rows)
    reading = read(path, **SERVED, use=Map(found_on=date(2020, 3, 1)))
    assert [one.found_on.day for one in reading.candidates] == [1, 2, 1]


def test_a_line_with_another_line_right_below_opens_its_own_part(tmp_path, read):
    rows = [
        ["2020年隐患台账"],
        HEAD,
        *(["3月2日排查"], ["西校区"], row(1, "灭火器失效")),
        *(["3月5日排查"], ["西校区"], row(2, "应急灯不亮")),
        *(["东校区"], row(3, "通道堵塞")),
    ]
    reading = read(book_of(tmp_path / "a.xlsx", *rows), **SERVED)
    assert reading.problems == ()
    assert [(one.found_on.day, one.campus) for one in reading.candidates] == [
        (2, "西校区"),
        (5, "西校区"),
        (5, "东校区"),
    ]


@pytest.mark.parametrize("line", ["寒假期间自查", "3月5日、6日排查", "3月10日前完成整改"])
def test_a_line_without_a_day_ends_the_part_though_another_is_right_below(tmp_path, read, line):
    rows = [["3月2日排查"], row(1, "灭火器失效"), [line], ["消防安全"], row(2, "应急灯不亮")]
    reading = read(book_of(tmp_path / "a.xlsx", ["2020年隐患台账"], HEAD, *rows), **SERVED)
    assert [one.title for one in reading.candidates] == ["灭火器失效"]
    assert [(one.row, one.field) for one in reading.problems] == [(7, "found_on")]


def test_a_row_that_says_none_in_its_own_column_takes_that_of_its_part(tmp_path, read):
    rows = [
        ["2020年隐患台账"],
        DATED,
        ["3月2日排查"],
        [1, None, *row(1, "灭火器失效")[1:]],
        [2, "3月1日", *row(2, "应急灯不亮")[1:]],
    ]
    reading = read(book_of(tmp_path / "a.xlsx", *rows), **SERVED)
    assert reading.problems == ()
    assert [one.found_on.day for one in reading.candidates] == [2, 1]
    assert [one.row for one in reading.notes if one.field == "found_on"] == [4]


@pytest.mark.parametrize(
    "line",
    [
        *("3月2日-3月4日排查", "3月2日至4日检查发现", "3月2日、5日排查", "检查时间：2020年3月2日—3月4日"),
        *(
            "2020年3月2日、3月5日检查",
            "3月2日前完成整改",
            "3月2日复查未通过的隐患",
            "3月份排查",
            "截止3月2日排查汇总",
        ),
        *("检查人：张三　日期：2020年3月31日", "填表日期：2020年3月31日", "第二周（3月9日-3月13日）"),
        *("整改时限：3月20日", "3月2日上报的隐患", "3.2 消防检查", "3月2和3日检查"),
    ],
)
def test_what_is_not_plainly_one_day_is_refused(tmp_path, read, line):
    reading = read(book_of(tmp_path / "a.xlsx", *parts("3月1日排查", line)), **SERVED)
    assert [one.found_on.day for one in reading.candidates] == [1, 1]
    assert [(one.row, one.field) for one in reading.problems] == [(7, "found_on")]
