"""Lines that are no hazards and rows that are: footers, sections, page numbers, nil, check lists, other tables."""

from time import process_time

import pytest

from safetyctl.intake.words.asides import is_page_number, numbered_section, says_nothing_found, signed

from .kept import lost
from .test_oddities import book_of

HEAD = ["序号", "排查日期", "隐患部位", "隐患内容", "隐患类别", "责任人", "整改时限", "整改情况", "备注"]
SERVED = {"default_campus": "东校区", "default_area": "fire"}


def row(number=1, title="灭火器失效", place="1号楼", found="2020-03-02"):
    return [number, found, place, title, "消防", "张三", "2020-03-20", "已整改", "无"]


def left_out(reading):
    return {kind: list(rows) for table in reading.tables for kind, rows in table.left_out.items()}


FOOTERS = [
    ["填报人：王五", None, None, "审核人：赵六", None, None, "联系电话：0513-83590000"],
    ["审核人：", "张三", "填表人：", "李四", "联系电话：", "13900001111"],
    ["学校负责人：张三", None, "填表人：李四", None, None, "填表时间：2020.3.31"],
    ["主要负责人：张三", None, None, "填报人：李四", None, None, "电话：83590000"],
    ["填报日期：2020年3月31日", None, None, "填报单位（章）：示例小学"],
    ["审核意见：", None, None, "同意上报"],
    ["分管校长：", "王五", None, "安全办主任：", "赵六", None, "   年  月  日"],
    [None, None, None, "编制：李四", None, "审批：王五", "2020年4月1日"],
    ["检查组组长（签字）：张三", None, "成员：李四、王五", None, "受检单位负责人：赵六"],
]


@pytest.mark.parametrize("footer", FOOTERS)
def test_a_line_of_signatures_is_a_note_however_many_cells_it_has(tmp_path, read, footer):
    rows = [row(1), row(2, "应急灯不亮"), footer]
    reading = read(book_of(tmp_path / "a.xlsx", ["隐患台账"], HEAD, *rows), **SERVED)
    assert (len(reading.candidates), reading.problems, left_out(reading)) == (2, (), {"note": [5]})


@pytest.mark.parametrize("footer", FOOTERS[:4])
def test_a_page_with_its_signatures_is_followed_by_the_next(tmp_path, read, footer):
    rows = [row(1), footer, ["第1页 共2页"], HEAD, row(2, "应急灯不亮"), footer, ["第2页，共2页"]]
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, *rows), **SERVED)
    assert [(one.row, one.detail) for one in reading.candidates] == [(2, None), (6, None)]
    assert left_out(reading) == {"note": [3, 4, 7, 8], "heading": [5]}


def test_a_note_goes_on_with_whom_to_ask(tmp_path, read):
    notes = [
        ["注：1.本表一式两份"],
        ["2.隐患等级分一般、重大"],
        ["3.请于每月5日前上报", None, None, "联系人：张三", None, "电话：8359"],
    ]
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, row(), *notes), **SERVED)
    assert (reading.problems, left_out(reading)) == ((), {"note": [3, 4, 5]})


@pytest.mark.parametrize(
    "hazard",
    [
        row(2, "审核人：栏目未填"),
        row(2, "值班记录签名：代签", "校长室"),
        ["负责人", "2020-03-03", "门卫", "负责人：未佩戴胸牌", "消防", None, None, None, None],
    ],
)
def test_a_hazard_that_speaks_of_a_signature_is_a_hazard(tmp_path, read, hazard):
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, row(1), hazard), **SERVED)
    assert [one.title for one in reading.candidates] == ["灭火器失效", hazard[3]]
    assert lost(reading.candidates[1], hazard[1:], {"消防": "fire", "无": ""}) == []


def test_after_a_note_a_row_that_goes_on_counting_or_says_where_is_a_hazard(tmp_path, read):
    rows = [row(1), ["注：另见附表"], [2, None, None, "门坏"], ["", "", "食堂", "窗坏"]]
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, *rows), **SERVED)
    assert {(one.row, one.field) for one in reading.problems} == {(4, "found_on"), (5, "found_on")}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (["一、西教学楼"], "一、西教学楼"),
        ([None, None, "二、西教学楼"], "二、西教学楼"),
        ([None, None, None, "（三）西教学楼"], "（三）西教学楼"),
        (["四", None, None, "西教学楼"], "西教学楼"),
        (["【西教学楼】"], "【西教学楼】"),
        (["检查地点：西教学楼", None, None, "陪同人员：李四"], "检查地点：西教学楼\u3000陪同人员：李四"),
    ],
)
def test_a_line_opens_a_section_wherever_it_stands(tmp_path, read, line, words):
    rows = [row(1), line, row(2, "窗坏"), row(3, "门坏")]
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, *rows), **SERVED)
    assert (reading.problems, left_out(reading)) == ((), {"section": [3]})
    assert [one.detail for one in reading.candidates] == [None, f"分段：{words}", f"分段：{words}"]


def test_a_section_that_names_an_area_says_it_for_its_rows(tmp_path, read):
    head = ["序号", "排查日期", "隐患部位", "隐患内容"]
    rows = [
        ["一、消防安全"],
        [1, "2020-03-02", "楼", "甲"],
        ["二", None, None, "食堂安全"],
        [2, "2020-03-02", "楼", "乙"],
    ]
    reading = read(book_of(tmp_path / "a.xlsx", head, *rows), default_campus="东校区")
    assert [(one.area, one.detail) for one in reading.candidates] == [
        ("fire", None),
        ("food", None),
    ]


def test_hazards_numbered_in_chinese_are_no_sections(tmp_path, read):
    head = ["检查日期：2020年3月5日"], ["序号", "隐患内容", "责任人"]
    rows = [["一", "灭火器过期"], ["二", "通道堵塞", "张三"], ["三", "门坏"]]
    reading = read(book_of(tmp_path / "a.xlsx", *head, *rows), **SERVED)
    assert [one.title for one in reading.candidates] == ["灭火器过期", "通道堵塞", "门坏"]


def test_nil_rows_in_any_wording_and_place(tmp_path, read):
    rows = [
        row(1),
        [None, None, None, "零报告"],
        ["本月未发现安全隐患"],
        [2, "2020-03-05", "全校", "经排查，暂未发现问题。"],
    ]
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, *rows), **SERVED)
    assert (reading.problems, left_out(reading)) == ((), {"nil": [3, 4, 5]})


@pytest.mark.parametrize(
    "text", ["无应急灯", "未开展隐患排查", "无隐患排查记录", "不合格", "没有灭火器", "问题未整改"]
)
def test_what_is_missing_is_a_hazard(text):
    assert not says_nothing_found(text)


@pytest.mark.parametrize("text", ["3", "2020.3.5", "/", "—", "共3处", "第3层楼道"])
def test_what_is_no_page_number(text):
    assert not is_page_number(text)


def test_signatures_and_sections_by_their_words():
    assert signed(["审核人：", "张三", "日期：", "2020.3.5"]) == ["审核人", "日期"]
    assert signed([1, "审核人：张三"]) is None
    assert signed(["问题：灯坏", "部位：二楼"]) is None
    assert numbered_section("第三部分 校舍")
    assert not numbered_section("一楼灯坏")


def test_passed_lines_of_a_check_list_are_left_out_and_counted(tmp_path, read):
    rows = [
        [1, "安全出口是否畅通", "√"],
        [2, "灭火器是否有效", "×", "2具压力不足", "更换", "张三"],
        [3, "应急照明是否完好", "合格", "无"],
        [4, "防火门", "不适用", "/"],
        [5, "消火栓"],
        [6, "控制室值班", "√", None, "加强培训"],
        [7, "微型消防站", "不合格"],
    ]
    head = ["序号", "检查内容", "检查结果", "存在问题", "整改意见", "责任人"]
    reading = read(book_of(tmp_path / "a.xlsx", ["检查日期：2020年3月5日"], head, *rows), **SERVED)
    assert left_out(reading) == {"passed": [3, 7], "nil": [5, 6]}
    assert [one.title for one in reading.candidates] == ["2具压力不足"]
    assert [(one.row, one.field) for one in reading.problems] == [(8, "title"), (9, "title")]


def test_of_a_check_list_by_its_items_only_those_that_failed_are_hazards(tmp_path, read):
    head = ["序号", "检查内容", "检查部位", "合格", "不合格", "整改责任人"]
    rows = [[1, "安全出口", "一楼", "√"], [2, "灭火器", "二楼", None, "√", "张三"], [3, "应急灯", "三楼"]]
    reading = read(book_of(tmp_path / "a.xlsx", ["检查日期：2020年3月5日"], head, *rows), **SERVED)
    assert [(one.title, one.detail) for one in reading.candidates] == [("灭火器", "不合格：√")]
    assert left_out(reading) == {"passed": [3, 5]}


def test_another_table_below_is_no_hazard_list(tmp_path, read):
    other = [[], ["培训情况"], ["序号", "培训内容", "培训人数"], [1, "消防知识", 50], [2, "急救", 30]]
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, row(), *other), **SERVED)
    assert (len(reading.candidates), reading.problems) == (1, ())
    assert left_out(reading) == {"section": [4], "other": [5, 6, 7]}


def test_another_list_of_hazards_in_words_not_known_is_not_left_out_silently(tmp_path, read):
    other = [["序号", "查处事由", "隐患部位", "责任人", "整改时限"], [1, "墙裂", "楼2", "李四", "2020-03-09"]]
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, row(), *other), **SERVED)
    assert {one.row for one in reading.problems} == {3, 4}


def test_nothing_but_lines_of_signatures_costs_no_time(tmp_path, read):
    lines = "\n".join(
        ["排查日期,隐患部位,隐患内容", *["检查地点：楼,,陪同：组长：李四"] * 10_000, *["二,,西楼"] * 10_000]
    )
    (tmp_path / "a.csv").write_text(lines, "utf-8")
    began = process_time()
    read(tmp_path / "a.csv", **SERVED)
    assert process_time() - began < 20
