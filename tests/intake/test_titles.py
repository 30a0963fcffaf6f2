"""What a list is called, and what a column asks, where no cell of its own says the level or the state."""

import pytest
from openpyxl import Workbook

from safetyctl.intake.words.synonyms import synonyms
from safetyctl.intake.words.titles import called_major, state_said

from .test_oddities import book_of

HEAD = ["序号", "检查日期", "隐患描述", "责任人", "整改时限"]
CAMPUS = {"default_campus": "东校区", "default_area": "fire"}


def row(number, title, *more):
    return [number, "2020-03-02", title, "张三", "2020-03-10", *more]


@pytest.mark.parametrize("heading", ["重大隐患", "是否重大隐患", "是否为重大事故隐患", "是否重大"])
@pytest.mark.parametrize(
    ("cell", "level"), [("是", "major"), ("√", "major"), ("否", "general"), (None, "general")]
)
def test_a_column_that_asks_whether_it_is_a_major_hazard(tmp_path, read, heading, cell, level):
    reading = read(book_of(tmp_path / "a.xlsx", [*HEAD, heading], row(1, "围墙开裂", cell)), **CAMPUS)
    (one,) = reading.candidates
    assert one.level == level
    assert one.detail == (f"{heading}：{cell}" if cell else None)
    assert not reading.notes


def test_one_column_for_each_level_under_headings_of_one_row(tmp_path, read):
    book = book_of(
        tmp_path / "a.xlsx",
        [*HEAD, "一般隐患", "重大隐患"],
        row(1, "甲", "√", None),
        row(2, "乙", None, "√"),
    )
    assert [one.level for one in read(book, **CAMPUS).candidates] == ["general", "major"]


@pytest.mark.parametrize("heading", ["隐患类型", "隐患类别", "隐患性质"])
@pytest.mark.parametrize(("cell", "level"), [("重大", "major"), ("重大隐患", "major"), ("一般", "general")])
def test_a_level_in_the_column_of_the_kind(tmp_path, read, heading, cell, level):
    reading = read(book_of(tmp_path / "a.xlsx", [*HEAD, heading], row(1, "围墙开裂", cell)), **CAMPUS)
    assert [one.level for one in reading.candidates] == [level]


def test_the_column_of_the_level_goes_before_that_of_the_kind(tmp_path, read):
    book = book_of(tmp_path / "a.xlsx", [*HEAD, "隐患类型", "隐患等级"], row(1, "围墙开裂", "重大", "一般"))
    assert [one.level for one in read(book, **CAMPUS).candidates] == ["general"]


def test_a_title_or_a_sheet_of_major_hazards_says_the_level_and_it_is_noted(tmp_path, read):
    titled = read(book_of(tmp_path / "a.xlsx", ["实验小学重大隐患台账"], HEAD, row(1, "甲")), **CAMPUS)
    named = read(book_of(tmp_path / "b.xlsx", HEAD, row(1, "乙"), name="重大隐患"), **CAMPUS)
    for reading in (titled, named):
        assert [one.level for one in reading.candidates] == ["major"]
        assert [one.field for one in reading.notes] == ["level"]
        assert "level" not in reading.candidates[0].assumed


def test_a_part_of_the_table_says_the_level_and_the_state_of_its_rows(tmp_path, read):
    book = book_of(
        tmp_path / "a.xlsx",
        ["隐患台账"],
        HEAD,
        ["一、一般隐患"],
        row(1, "甲"),
        ["二、重大隐患"],
        row(2, "乙"),
        ["三、已整改"],
        row(3, "丙"),
        ["四、未整改"],
        row(4, "丁"),
    )
    reading = read(book, **CAMPUS)
    assert [(one.title, one.level, one.state) for one in reading.candidates] == [
        ("甲", "general", None),
        ("乙", "major", None),
        ("丙", "general", "rectified"),
        ("丁", "general", None),
    ]
    assert [(one.row, one.field) for one in reading.notes] == [(6, "level"), (8, "status")]


def test_a_sheet_of_what_is_rectified_but_for_the_rows_that_say_otherwise(tmp_path, read):
    book = Workbook()
    for name in ("已整改", "未整改", "已销号隐患"):
        sheet = book.create_sheet(name)
        sheet.append([*HEAD, "整改情况"])
        sheet.append(row(1, f"{name}甲"))
    book["已整改"].append(row(2, "乙", "未整改"))
    book.save(tmp_path / "a.xlsx")
    states = {one.title: one.state for one in read(tmp_path / "a.xlsx", **CAMPUS).candidates}
    assert states == {"已整改甲": "rectified", "乙": "open", "未整改甲": None, "已销号隐患甲": "closed"}


@pytest.mark.parametrize(
    "name",
    [
        "一般及重大隐患台账",
        "重大事故隐患专项排查整治行动问题台账",
        "重大隐患排查表",
        "防范重大隐患清单",
        "无重大隐患",
        "非重大隐患",
        "隐患台账",
    ],
)
def test_a_title_that_speaks_of_more_than_major_hazards_says_no_level(name):
    assert called_major([name]) is None


@pytest.mark.parametrize(
    "name",
    [
        "未整改",
        "未整改完成",
        "部分已整改",
        "整改情况",
        "完成情况",
        "销号台账",
        "待销号",
        "隐患整改完成情况表",
    ],
)
def test_a_name_that_does_not_say_that_all_is_done_says_no_state(name):
    assert state_said([name], [f"实验小学{name}"], synonyms()) is None


def test_a_level_beside_the_question_whether_it_is_major(tmp_path, read):
    rows = [
        row(1, "甲", "重大", "是"),
        row(2, "乙", None, "是"),
        row(3, "丙", "一般", "是"),
        row(4, "丁", None, "否"),
    ]
    reading = read(book_of(tmp_path / "a.xlsx", [*HEAD, "隐患等级", "是否重大隐患"], *rows), **CAMPUS)
    assert [one.level for one in reading.candidates] == ["major", "major", "general", "general"]
    assert [(one.row, one.problem) for one in reading.notes] == [
        (4, "another column says that it is a major hazard"),
        (5, "no level is said; it was taken as general"),
    ]


@pytest.mark.parametrize(
    ("first", "second", "states"),
    [
        (["一、已完成整改隐患"], ["二、正在整改隐患"], ["rectified", None]),
        (["（一）已销号隐患"], ["（二）新增隐患"], ["closed", None]),
        (["一、已整改"], ["二、城区"], ["rectified", None]),
        (["已整改隐患"], ["新增隐患"], ["rectified", None]),
        (["示例小学已整改隐患清单"], ["示例小学未整改隐患清单"], ["rectified", None]),
        (["一、未整改隐患"], ["二、已整改隐患（1处）"], [None, "rectified"]),
        (["示例小学已整改隐患清单"], ["消防隐患"], ["rectified", "rectified"]),
    ],
)
@pytest.mark.parametrize("again", [[], [HEAD]])
def test_what_stands_above_the_table_holds_until_another_part_says_otherwise(
    tmp_path, read, first, second, states, again
):
    rows = [row(1, "甲"), second, *again, row(2, "乙")]
    reading = read(book_of(tmp_path / "a.xlsx", first, HEAD, *rows), **CAMPUS)
    assert [one.state for one in reading.candidates] == states


def test_a_table_below_with_columns_of_its_own_has_the_state_of_its_own_title(tmp_path, read):
    below = ["序号", "检查日期", "隐患描述", "未整改原因", "责任人", "整改时限"]
    book = book_of(
        tmp_path / "a.xlsx",
        ["示例小学已整改隐患清单"],
        HEAD,
        row(1, "甲"),
        ["示例小学未整改隐患清单"],
        below,
        [2, "2020-03-02", "乙", "缺资金", "张三", "2020-03-10"],
    )
    assert [one.state for one in read(book, **CAMPUS).candidates] == ["rectified", None]


@pytest.mark.parametrize(
    ("first", "second"),
    [("一、重大隐患", "二、其他隐患"), ("重大隐患清单", "其他问题清单"), ("一、重大隐患", "二、一般隐患")],
)
def test_a_list_of_major_hazards_ends_where_another_begins(tmp_path, read, first, second):
    book = book_of(tmp_path / "a.xlsx", [first], HEAD, row(1, "甲"), [second], row(2, "乙"))
    assert [one.level for one in read(book, **CAMPUS).candidates] == ["major", "general"]


def test_a_section_within_another_is_of_that_ones_level_and_campus(tmp_path, read):
    book = book_of(
        tmp_path / "a.xlsx",
        HEAD,
        ["一、西校区"],
        ["（一）重大隐患"],
        row(1, "甲"),
        ["（二）一般隐患"],
        row(2, "乙"),
        ["二、东校区"],
        ["（一）教学楼"],
        row(3, "丙"),
    )
    reading = read(book, **CAMPUS)
    assert [(one.title, one.campus, one.level) for one in reading.candidates] == [
        ("甲", "西校区", "major"),
        ("乙", "西校区", "general"),
        ("丙", "东校区", "general"),
    ]
    assert reading.candidates[2].detail == "分段：（一）教学楼\n分段：二、东校区"
