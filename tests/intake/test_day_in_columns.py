"""One day that several columns under one heading tell: 原定 | 延期, 起 | 止; never another day, no cell lost."""

from datetime import date, time

import pytest

from .kept import lost
from .test_oddities import book_of

DEFAULTS = {"default_campus": "东校区", "default_area": "fire"}
FOUND = "2020-03-05"


def under(read, path, heading, parts, cells, found=FOUND):
    """The reading of one row, with two columns under one heading."""
    head = ["序号", "检查日期", "隐患描述", "责任人", heading, None]
    row = [1, found, "插座松动", "张三", *cells]
    merged = ["A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:F1"]
    reading = read(book_of(path / "a.xlsx", head, [None] * 4 + list(parts), row, merged=merged), **DEFAULTS)
    (one,) = reading.candidates
    assert lost(one, [cell for cell in row[1:] if isinstance(cell, str)], {}) == []
    return one, reading


@pytest.mark.parametrize("parts", [("原定", "延期"), ("原定时限", "延期至"), ("首次", "调整后")])
@pytest.mark.parametrize("first", ["2020.3.12", "3月12日", date(2020, 3, 12)])
def test_the_first_deadline_stands_and_the_later_one_is_told(tmp_path, read, parts, first):
    one, reading = under(read, tmp_path, "整改时限", parts, [first, "2020.3.25"])
    assert one.due == date(2020, 3, 12)
    assert [note.field for note in reading.notes] == ["due"]
    assert "2020.3.25" in one.detail


@pytest.mark.parametrize("later", [("2020.3.25", "2020.4.1"), ("2020.3.25", None)])
def test_of_a_deadline_put_off_twice_the_first_stands(tmp_path, read, later):
    head = ["序号", "检查日期", "隐患描述", "责任人", "整改时限", None, None]
    parts = [None] * 4 + ["原定", "第一次延期", "第二次延期"]
    row = [1, FOUND, "插座松动", "张三", "2020.3.12", *later]
    merged = ["A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:G1"]
    reading = read(book_of(tmp_path / "a.xlsx", head, parts, row, merged=merged), **DEFAULTS)
    (one,) = reading.candidates
    assert one.due == date(2020, 3, 12)
    assert [note.field for note in reading.notes] == ["due"]
    assert lost(one, [cell for cell in row[1:] if cell], {}) == []


@pytest.mark.parametrize("parts", [("原定", "延期"), ("计划", "实际"), ("起", "止")])
def test_where_one_cell_is_filled_it_is_that_day(tmp_path, read, parts):
    cells = ["2020.3.12", None] if parts[0] != "起" else [None, "2020.3.12"]
    one, reading = under(read, tmp_path, "整改时限", parts, cells)
    assert (one.due, list(reading.notes)) == (date(2020, 3, 12), [])


@pytest.mark.parametrize(
    ("parts", "cells"),
    [
        (("原定", "延期"), ["/", "2020.3.12"]),
        (("起", "止"), ["/", "2020.3.12"]),
        (("开始时间", "结束时间"), ["-", date(2020, 3, 12)]),
        (("甲方", "乙方"), ["2020.3.12", "/"]),
    ],
)
def test_a_dash_is_no_day_beside_one(tmp_path, read, parts, cells):
    one, reading = under(read, tmp_path, "整改时限", parts, cells)
    assert (one.due, list(reading.notes)) == (date(2020, 3, 12), [])


@pytest.mark.parametrize("parts", [("原定", "延期"), ("起", "止")])
def test_dashes_in_both_are_no_deadline(tmp_path, read, parts):
    one, reading = under(read, tmp_path, "整改时限", parts, ["/", "/"])
    assert (one.due, list(reading.notes)) == (None, [])


@pytest.mark.parametrize("parts", [("时间", "延期原因"), ("日期", "是否延期"), ("时间", "变更说明")])
def test_beside_a_day_stands_what_is_said_of_it(tmp_path, read, parts):
    for words in ("否", "等材料", None):
        one, reading = under(read, tmp_path, "整改时限", parts, ["2020.3.12", words])
        assert (one.due, list(reading.notes)) == (date(2020, 3, 12), [])


def test_of_a_deadline_that_was_not_put_off_no_later_one_is_told(tmp_path, read):
    one, reading = under(read, tmp_path, "整改时限", ("原定", "延期"), ["2020.3.12", "/"])
    assert (one.due, list(reading.notes)) == (date(2020, 3, 12), [])


def test_a_deadline_ends_where_its_range_does(tmp_path, read):
    one, _reading = under(read, tmp_path, "整改时限", ("起", "止"), ["2020.3.10", "2020.3.20"])
    assert one.due == date(2020, 3, 20)
    alone, reading = under(read, tmp_path, "整改时限", ("开始", "结束"), ["2020.3.10", None])
    assert (alone.due, [note.field for note in reading.notes]) == (None, ["due"])


def test_two_deadlines_of_which_nothing_says_which_holds_are_kept_as_text(tmp_path, read):
    one, reading = under(read, tmp_path, "整改时限", ("甲方", "乙方"), ["2020.3.12", "2020.3.20"])
    assert (one.due, [note.field for note in reading.notes]) == (None, ["due"])


@pytest.mark.parametrize("group", ["整改时间", "完成时间", "整改日期"])
@pytest.mark.parametrize("parts", [("计划", "实际"), ("要求", "实际"), ("规定", "实际")])
@pytest.mark.parametrize("deeper", [False, True])
def test_what_was_planned_and_what_was_done_under_one_heading(tmp_path, read, group, parts, deeper):
    head = ["序号", "检查日期", "隐患描述", "责任人", group, None, "复查", None]
    row = [1, FOUND, "插座松动", "张三", "2020.3.12", "2020.3.10", "王五", "2020.3.11"]
    merged = [*(["A1:A2", "B1:B2", "C1:C2", "D1:D2"] if deeper else []), "E1:F1", "G1:H1"]
    above = head if deeper else [None] * 4 + head[4:]
    below = [*([None] * 4 if deeper else head[:4]), *parts, "人员", "时间"]
    (one,) = read(book_of(tmp_path / "a.xlsx", above, below, row, merged=merged), **DEFAULTS).candidates
    assert (one.due, one.rectified_on) == (date(2020, 3, 12), date(2020, 3, 10))
    assert (one.verified_by, one.verified_on) == ("王五", date(2020, 3, 11))


def test_a_beginning_and_an_end_of_looking_without_their_year(tmp_path, read):
    head = ["序号", "检查时间", None, "隐患描述", "责任人"]
    rows = [[1, "3月5日", "3月6日", "插座松动", "张三"], [2, "2020.3.9", None, "应急灯不亮", "李四"]]
    merged = ["A1:A2", "B1:C1", "D1:D2", "E1:E2"]
    path = book_of(tmp_path / "a.xlsx", head, [None, "起", "止"], *rows, merged=merged)
    reading = read(path, **DEFAULTS)
    assert [one.found_on for one in reading.candidates] == [date(2020, 3, 5), date(2020, 3, 9)]
    assert [note.field for note in reading.notes] == ["found_on"]


@pytest.mark.parametrize("clock", ["9:00", "上午", "9:00-11:00", time(9, 30), None])
@pytest.mark.parametrize("day", ["2020.3.2", date(2020, 3, 2)])
def test_a_day_with_its_time_in_the_next_column_is_that_day(tmp_path, read, day, clock):
    head = ["序号", "检查时间", None, "隐患描述", "责任人"]
    rows = [[None, "日期", "时间", None, None], [1, day, clock, "插座松动", "张三"]]
    merged = ["A1:A2", "B1:C1", "D1:D2", "E1:E2"]
    reading = read(book_of(tmp_path / "a.xlsx", head, *rows, merged=merged), **DEFAULTS)
    assert reading.problems == ()
    (one,) = reading.candidates
    assert one.found_on == date(2020, 3, 2)
    assert lost(one, [each for each in (day, clock) if isinstance(each, str)], {}) == []
