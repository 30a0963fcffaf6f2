"""Ledgers as building sites, plants, hospitals and offices keep them: headings, words, days."""

from datetime import date, time

import pytest
from openpyxl import Workbook

from safetyctl.intake.tables.mapping import Map
from safetyctl.intake.tables.reading import Unclear

from .kept import lost
from .test_oddities import book_of

SERVED = {"default_campus": "东校区", "default_area": "building"}
HEAD = ["序号", "检查日期", "隐患内容", "责任人", "整改期限"]
ROW = [1, "2020-03-02", "坑边堆载", "张三", "2020-03-10"]


def fields_of(read, path, headings):
    """Each heading of a table to the field that it was taken for."""
    (table,) = read(book_of(path, [*HEAD, *headings], ROW), **SERVED).tables
    return {one.text: one.field for one in table.layout.headings}


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "督查组反馈的问题",
            "交办问题",
            "火灾隐患",
            "火灾隐患或违法行为",
            "重大隐患名称",
            "一般隐患内容",
            "安全生产隐患",
        ),
        *("突出问题", "专家提出的问题", "设备缺陷", "隐患点描述", "问题事实描述"),
    ],
)
def test_what_the_hazard_is_in_the_words_of_other_offices(tmp_path, read, heading):
    book = book_of(tmp_path / "a.xlsx", [heading if one == "隐患内容" else one for one in HEAD], ROW)
    assert [one.title for one in read(book, **SERVED).candidates] == ["坑边堆载"]


def test_of_a_risk_and_what_is_wrong_there_the_second_is_the_hazard(tmp_path, read):
    head = ["序号", "检查日期", "风险点", "存在的隐患及问题描述", "责任人"]
    (one,) = read(
        book_of(tmp_path / "a.xlsx", head, [1, "2020-03-02", "锅炉房", "坑边堆载", "张三"]), **SERVED
    ).candidates
    assert (one.title, one.detail) == ("坑边堆载", "风险点：锅炉房")


@pytest.mark.parametrize(
    ("plain", "other", "said"),
    [
        ("问题", "风险评估", "高"),
        ("隐患", "隐患评估", "重大"),
        ("隐患", "风险检测", "合格"),
        ("隐患", "安全风险", "坍塌"),
        ("隐患", "隐患登记", "已登记"),
        ("问题", "问题通报", "第1期"),
        ("问题", "突出问题", "否"),
        ("隐患", "隐患信息", "1001"),
        ("隐患", "风险点名称", "基坑"),
    ],
)
def test_what_is_plainly_called_the_hazard_goes_before_what_has_only_its_word_in_it(
    tmp_path, read, plain, other, said
):
    head = ["序号", "检查日期", plain, other, "责任人", "整改期限"]
    row = [1, "2020-03-02", "坑边堆载", said, "张三", "2020-03-10"]
    (one,) = read(book_of(tmp_path / "a.xlsx", head, row), **SERVED).candidates
    assert (one.title, lost(one, [said])) == ("坑边堆载", [])


@pytest.mark.parametrize("other", ["存在的隐患及问题描述", "隐患详细情况", "不安全行为"])
def test_a_description_goes_before_what_is_only_called_the_hazard(tmp_path, read, other):
    head = ["序号", "检查日期", "隐患", other, "责任人", "整改期限"]
    row = [1, "2020-03-02", "有", "坑边堆载", "张三", "2020-03-10"]
    (one,) = read(book_of(tmp_path / "a.xlsx", head, row), **SERVED).candidates
    assert one.title == "坑边堆载"


def test_the_five_that_are_fixed(tmp_path, read):
    """五定: measure, funds, person, deadline and contingency plan, each called 定…."""
    book = book_of(
        tmp_path / "a.xlsx",
        ["序号", "查出日期", "隐患内容", "五定", None, None, None, None, "销项情况"],
        [None, None, None, "定整改措施", "定资金（元）", "定责任人", "定时限", "定预案"],
        [1, "2020-03-02", "罐区围堰有裂缝", "水泥修补", 800, "张三", "2020-03-20", "现场处置方案", "已销项"],
        merged=("D1:H1", "A1:A2", "B1:B2", "C1:C2", "I1:I2"),
    )
    (one,) = read(book, **SERVED).candidates
    assert (one.measure, one.responsible, one.due, one.contingency) == (
        "水泥修补",
        "张三",
        date(2020, 3, 20),
        "现场处置方案",
    )
    assert (one.funds, one.state) == (0.08, "closed")


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("整改科室", "department"),
        ("主责单位", "department"),
        ("整改举措", "measure"),
        ("改进措施", "measure"),
        ("治理方案", "measure"),
        ("隐患治理措施", "measure"),
        ("隐患整改资金", "funds"),
        ("隐患销号情况", "status"),
        ("治理经费", "funds"),
        ("投入金额", "funds"),
        ("治理完成时间", "rectified_on"),
        ("整改完毕日期", "rectified_on"),
        ("复检日期", "verified_on"),
        ("整改确认人", "verified_by"),
        ("确认人", None),
        ("验收签字", "verified_by"),
        ("整改核实情况", "verify_note"),
        ("核实情况", None),
        ("承办人", None),
        ("销账时间", "closed_on"),
        ("隐患销号时间", "closed_on"),
        ("是否销账", "status"),
        ("整改是否完成", "status"),
        ("办结情况", "status"),
        ("处理进度", "status"),
        ("本周状态", "status"),
        ("整改前照片", None),
        ("销号与否", "status"),
        ("销号", "status"),
        ("目前进展", "rectify_note"),
        ("整改情况及结果", "rectify_note"),
        ("查出人", "found_by"),
        ("检查人员姓名", "found_by"),
        ("问题来源", "source"),
        ("施工部位", "location"),
        ("危害程度", "level"),
        ("是否重大火灾隐患", "level"),
        ("处罚金额", None),
        ("整改目标", None),
        ("销号人", None),
    ],
)
def test_a_column_in_the_words_of_other_offices(tmp_path, read, heading, field):
    assert fields_of(read, tmp_path / "a.xlsx", [heading])[heading] == field


@pytest.mark.parametrize("heading", ["跟进人", "整改责任人签名", "落实责任人"])
def test_a_person_responsible_in_the_words_of_other_offices(tmp_path, read, heading):
    (one,) = read(book_of(tmp_path / "a.xlsx", [*HEAD[:3], heading, HEAD[4]], ROW), **SERVED).candidates
    assert one.responsible == "张三"


def test_a_day_of_reporting_gives_way_to_a_day_that_says_no_more(tmp_path, read):
    book = book_of(
        tmp_path / "a.xlsx", ["日期", "上报时间", *HEAD[2:]], ["2020-03-05", "2020-03-06", *ROW[2:]]
    )
    (one,) = read(book, **SERVED).candidates
    assert (one.found_on, one.detail) == (date(2020, 3, 5), "上报时间：2020-03-06")


@pytest.mark.parametrize(
    "heading",
    [
        "责令改正期限",
        "办结时限",
        "时限落实",
        "Target Date 目标日期",
        "整改时间要求",
        "定时限",
        "计划销号时间",
    ],
)
def test_a_deadline_in_the_words_of_other_offices(tmp_path, read, heading):
    (one,) = read(book_of(tmp_path / "a.xlsx", [*HEAD[:4], heading], ROW), **SERVED).candidates
    assert one.due == date(2020, 3, 10)


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("已销账", "closed"),
        ("已销项", "closed"),
        ("办结", "closed"),
        ("已完成整改并验收", "verified"),
        ("已整改并通过验收", "verified"),
        ("已整改/未复查", "rectified"),
        ("已改正", "rectified"),
        ("X", "open"),
        ("长期坚持", "open"),
        ("推进中", "open"),
        ("挂账督办", "open"),
    ],
)
def test_a_state_in_the_words_of_other_offices(tmp_path, read, said, state):
    reading = read(book_of(tmp_path / "a.xlsx", [*HEAD, "整改状态"], [*ROW, said]), **SERVED)
    assert ([one.state for one in reading.candidates], reading.notes) == ([state], ())


def test_the_day_on_which_it_was_struck_off_in_a_column_that_is_called_so(tmp_path, read):
    (one,) = read(book_of(tmp_path / "a.xlsx", [*HEAD, "销号"], [*ROW, "2020.3.9"]), **SERVED).candidates
    assert (one.state, one.closed_on, lost(one, ["2020.3.9"])) == ("closed", date(2020, 3, 9), [])


@pytest.mark.parametrize(("said", "state"), [("√", "closed"), ("已销号", "closed"), ("×", "open")])
def test_a_column_called_only_as_striking_off(tmp_path, read, said, state):
    (one,) = read(book_of(tmp_path / "a.xlsx", [*HEAD, "销号"], [*ROW, said]), **SERVED).candidates
    assert one.state == state


@pytest.mark.parametrize(
    ("said", "found", "state"),
    [("已处理", "合格", "verified"), ("待销号", "合格", "rectified"), ("已处理", "不合格", "rectified")],
)
def test_what_is_rectified_and_passed_is_verified_but_where_that_is_waited_for(
    tmp_path, read, said, found, state
):
    book = book_of(tmp_path / "a.xlsx", [*HEAD, "整改状态", "验收结果"], [*ROW, said, found])
    assert [one.state for one in read(book, **SERVED).candidates] == [state]


@pytest.mark.parametrize(
    ("said", "level", "notes"),
    [("A类", "major", 1), ("一类", "major", 1), ("B类", "general", 1), ("四类", "general", 0)],
)
def test_a_level_that_is_called_a_class(tmp_path, read, said, level, notes):
    reading = read(book_of(tmp_path / "a.xlsx", [*HEAD, "隐患级别"], [*ROW, said]), **SERVED)
    assert ([one.level for one in reading.candidates], len(reading.notes)) == ([level], notes)


@pytest.mark.parametrize(
    "numbers", [["甲", "1", "2", "3", "4"], [1, 2, 3, 4, 5], ["（1）", "（2）", "（3）", "（4）", "（5）"]]
)
def test_a_row_that_numbers_the_columns_is_no_hazard(tmp_path, read, numbers):
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, numbers, ROW), **SERVED)
    assert ([one.row for one in reading.candidates], reading.problems) == ([3], ())


@pytest.mark.parametrize("hour", [time(8, 30), 0.4375, "14:20", "上午", None])
def test_the_hour_in_a_column_beside_the_day(tmp_path, read, hour):
    book = book_of(tmp_path / "a.xlsx", ["日期", "时间", *HEAD[2:]], [date(2020, 3, 5), hour, *ROW[2:]])
    (one,) = read(book, **SERVED).candidates
    assert (one.found_on, lost(one, [hour])) == (date(2020, 3, 5), [])


BESIDE = [
    "3月5日、6日",
    "2020.3.5、3.6",
    "3.5和3.6",
    "2020-03-05~06",
    "周四3.5",
    "星期四 2020年3月5日",
    "3月5日夜",
]


@pytest.mark.parametrize(
    "written", ["2020。3。5", "2020.3.5-10", "2020/3/5—8", "3.5-10", "2020.3.5-10日", *BESIDE]
)
def test_a_day_found_with_other_marks_or_as_a_short_range(tmp_path, read, written):
    book = book_of(tmp_path / "a.xlsx", ["2020年隐患台账"], HEAD, [1, written, *ROW[2:]])
    assert [one.found_on for one in read(book, **SERVED).candidates] == [date(2020, 3, 5)]


@pytest.mark.parametrize("written", ["即日", "边查边改", "当日下班前"])
def test_a_deadline_on_the_same_day(tmp_path, read, written):
    (one,) = read(book_of(tmp_path / "a.xlsx", HEAD, [*ROW[:4], written]), **SERVED).candidates
    assert one.due == date(2020, 3, 2)


@pytest.mark.parametrize(("written", "day"), [("72h", date(2020, 3, 5)), ("48小时", date(2020, 3, 4))])
def test_hours_that_are_whole_days(tmp_path, read, written, day):
    (one,) = read(book_of(tmp_path / "a.xlsx", HEAD, [*ROW[:4], written]), **SERVED).candidates
    assert one.due == day


@pytest.mark.parametrize(
    ("title", "written", "day"),
    [
        ("2020年隐患台账", "12月31日前", date(2020, 12, 31)),
        ("2020年隐患台账", "1月9日", None),
        ("隐患台账", "12月31日前", None),
    ],
)
def test_a_deadline_long_after_is_of_the_year_that_the_title_says(tmp_path, read, title, written, day):
    (one,) = read(book_of(tmp_path / "a.xlsx", [title], HEAD, [*ROW[:4], written]), **SERVED).candidates
    assert one.due == day


def test_a_deadline_long_after_is_of_the_year_that_the_map_says(tmp_path, read):
    book = book_of(tmp_path / "a.xlsx", HEAD, [*ROW[:4], "12月31日"])
    (one,) = read(book, **SERVED, use=Map(year=2020)).candidates
    assert one.due == date(2020, 12, 31)


RISKS = ["序号", "风险点", "可能导致的事故", "风险等级", "管控措施", "责任部门", "责任人"]


def sheets_of(path, **sheets):
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for each in rows:
            sheet.append(each)
    book.save(path)
    return path


DRILLS = ["序号", "演练时间", "演练内容", "参加人员", "存在问题", "改进措施"]


@pytest.mark.parametrize(
    "other",
    [
        [RISKS, [1, "锅炉房", "锅炉爆炸", "重大风险", "安装安全阀", "设备部", "张三"]],
        [DRILLS, [1, "2020-05-12", "消防疏散", "全体", "集合慢", "加强训练"]],
    ],
)
def test_a_list_of_other_things_beside_the_ledger_is_none(tmp_path, read, other):
    reading = read(sheets_of(tmp_path / "a.xlsx", 其他=other, 台账=[HEAD, ROW]), **SERVED)
    assert ([one.title for one in reading.candidates], reading.without) == (["坑边堆载"], ("其他",))


def test_numbers_of_hazards_are_no_hazards(tmp_path, read):
    counts = [
        ["序号", "单位", "检查日期", "存在问题（项）", "已整改（项）", "整改率"],
        [1, "一车间", "2020-03-05", 3, 2, "66%"],
        [2, "二车间", "2020-03-06", "5项", 5, "100%"],
    ]
    reading = read(sheets_of(tmp_path / "a.xlsx", 统计=counts, 台账=[HEAD, ROW]), **SERVED)
    assert ([one.title for one in reading.candidates], reading.without) == (["坑边堆载"], ("统计",))
    with pytest.raises(Unclear):
        read(sheets_of(tmp_path / "b.xlsx", 统计=counts), **SERVED)


def test_numbers_of_hazards_above_the_ledger_are_told_as_another_table(tmp_path, read):
    counts = [["部门", "检查日期", "发现隐患", "已整改"], ["一车间", "2020-03-05", 3, 2]]
    reading = read(sheets_of(tmp_path / "a.xlsx", 台账=[*counts, [], HEAD, ROW]), **SERVED)
    assert [one.title for one in reading.candidates] == ["坑边堆载"]
    assert reading.tables[0].left_out == {"other": [2]}


def test_a_unit_of_count_is_no_campus(tmp_path, read):
    book = book_of(tmp_path / "a.xlsx", [*HEAD, "数量", "单位"], [*ROW, 12, "只"])
    (one,) = read(book, **SERVED).candidates
    assert (one.campus, one.detail) == ("东校区", "数量：12\n单位：只")


@pytest.mark.parametrize(
    ("said", "state", "notes"),
    [
        ("1.已更换门锁；2.已张贴标识。", "rectified", 0),
        ("①已更换门锁；②已张贴标识", "rectified", 0),
        ("（1）已更换门锁（2）已张贴标识", "rectified", 0),
        ("1.3月5日已更换；2.3月6日已张贴", "rectified", 0),
        ("1.已更换门锁；2.正在采购标识", "open", 0),
        ("1.已更换门锁；2.购置标识", None, 1),
        ("1、更换门锁；2、张贴标识", None, 1),
    ],
)
def test_several_things_are_done_where_each_of_them_is(tmp_path, read, said, state, notes):
    reading = read(book_of(tmp_path / "a.xlsx", [*HEAD, "整改情况"], [*ROW, said]), **SERVED)
    assert ([one.state for one in reading.candidates], len(reading.notes)) == ([state], notes)


def test_a_dash_for_the_state_is_no_state(tmp_path, read):
    reading = read(book_of(tmp_path / "a.xlsx", [*HEAD, "是否销号"], [*ROW, "—"]), **SERVED)
    assert ([one.state for one in reading.candidates], reading.notes) == ([None], ())


@pytest.mark.parametrize("heading", ["延期至", "延期后完成时间", "延期整改时限", "调整后期限"])
def test_a_later_deadline_in_a_column_of_its_own_is_told(tmp_path, read, heading):
    rows = [
        [*ROW, "2020-03-20"],
        [2, *ROW[1:2], "门坏", *ROW[3:], "/"],
        [3, *ROW[1:2], "灯坏", *ROW[3:], None],
    ]
    reading = read(book_of(tmp_path / "a.xlsx", [*HEAD, heading], *rows), **SERVED)
    assert [one.due for one in reading.candidates] == [date(2020, 3, 10)] * 3
    assert [(note.row, note.field) for note in reading.notes] == [(2, "due")]
    assert f"{heading}：2020-03-20" in reading.candidates[0].detail


@pytest.mark.parametrize(
    ("heading", "said", "field", "value"),
    [
        ("Status 状态", "Closed 已关闭", "state", "closed"),
        ("Status 状态", "未关闭 / Open", "state", "open"),
        ("Risk Level 风险等级", "High 高", "level", "major"),
        ("Risk Level 风险等级", "Low 低", "level", "general"),
        ("隐患等级", "重大（A级）", "level", "major"),
        ("隐患等级", "高风险（红色）", "level", "major"),
        ("是否闭合", "是", "state", "closed"),
    ],
)
def test_a_word_in_two_languages_or_with_another_in_brackets(tmp_path, read, heading, said, field, value):
    (one,) = read(book_of(tmp_path / "a.xlsx", [*HEAD, heading], [*ROW, said]), **SERVED).candidates
    assert (getattr(one, field), lost(one, [said])) == (value, [])


def test_a_level_in_brackets_that_is_none_of_the_states_is_told(tmp_path, read):
    reading = read(book_of(tmp_path / "a.xlsx", [*HEAD, "隐患等级"], [*ROW, "较大隐患（B级）"]), **SERVED)
    assert [one.level for one in reading.candidates] == ["general"]
    assert [note.problem for note in reading.notes] == [
        "it is not a level of the state's; it was taken as general"
    ]


@pytest.mark.parametrize("said", ["00", "000", "0", "0.00"])
def test_no_money_as_it_was_written_is_kept(tmp_path, read, said):
    (one,) = read(book_of(tmp_path / "a.xlsx", [*HEAD, "整改资金"], [*ROW, said]), **SERVED).candidates
    assert (one.funds, lost(one, [said])) == (0, [])


@pytest.mark.parametrize(
    ("said", "who", "department"),
    [
        ("检修一班 李明", "李明", "检修一班"),
        ("一车间：王磊", "王磊", "一车间"),
        ("线路工区、何军", "何军", "线路工区"),
    ],
)
def test_a_shop_or_a_shift_beside_a_name_is_no_person(tmp_path, read, said, who, department):
    (one,) = read(book_of(tmp_path / "a.xlsx", HEAD, [*ROW[:3], said, ROW[4]]), **SERVED).candidates
    assert (one.responsible, one.department) == (who, department)


def test_the_five_that_have_arrived(tmp_path, read):
    """五到位, as 五定 and 五落实."""
    head = ["序号", "检查日期", "隐患内容", "措施到位", "责任到人", "资金到位（元）", "时限到位", "预案到位"]
    row = [1, "2020-03-02", "坑边堆载", "清理", "张三", 2000, "2020-03-10", "有"]
    (one,) = read(book_of(tmp_path / "a.xlsx", head, row), **SERVED).candidates
    assert (one.measure, one.responsible, one.funds, one.due) == ("清理", "张三", 0.2, date(2020, 3, 10))
    assert one.contingency == "有"


@pytest.mark.parametrize(
    ("heading", "field"),
    [("定整改时间", "due"), ("整改负责单位", "department"), ("负责部门", "department")],
)
def test_more_headings(tmp_path, read, heading, field):
    head = [one for one in HEAD if one != "整改期限"]
    (table,) = read(book_of(tmp_path / "a.xlsx", [*head, heading], ROW), **SERVED).tables
    assert {one.text: one.field for one in table.layout.headings}[heading] == field


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("符合要求", "verified"),
        ("复查无问题", "verified"),
        ("现场查看，符合", "verified"),
        ("已整改（待销号）", "rectified"),
        ("已整改到位", "rectified"),
        ("待复查", None),
        ("基本合格", None),
    ],
)
def test_how_a_reinspection_without_a_day_says_that_it_passed(tmp_path, read, said, state):
    (one,) = read(book_of(tmp_path / "a.xlsx", [*HEAD, "复查情况"], [*ROW, said]), **SERVED).candidates
    assert (one.state, lost(one, [said])) == (state, [])


@pytest.mark.parametrize("said", ["已改", "改完", "已改完", "已立改"])
def test_short_words_for_what_is_done(tmp_path, read, said):
    (one,) = read(book_of(tmp_path / "a.xlsx", [*HEAD, "整改状态"], [*ROW, said]), **SERVED).candidates
    assert one.state == "rectified"


def test_groups_over_their_columns_whose_merges_were_lost(tmp_path, read):
    book = book_of(
        tmp_path / "a.xlsx",
        ["医院安全隐患排查整改台账"],
        ["序号", "排查", None, "存在隐患", "整改", None, None, None, "复查", None],
        [None, "时间", "科室", None, "措施", "责任人", "期限", "完成时间", "人", "时间"],
        [1, "2020.4.2", "药剂科", "坑边堆载", "加锁", "张三", "2020.4.5", "2020.4.4", "李四", "2020.4.6"],
        [2, "2020.4.2", "放射科", "铅衣破损", "更换", "张三", "2020.4.20", None, None, None],
    )
    one, two = read(book, **SERVED).candidates
    assert (one.found_on, one.due, two.due) == (date(2020, 4, 2), date(2020, 4, 5), date(2020, 4, 20))
    assert (one.rectified_on, one.verified_by, one.verified_on) == (
        date(2020, 4, 4),
        "李四",
        date(2020, 4, 6),
    )
    assert (one.responsible, one.measure, lost(one, ["药剂科"])) == ("张三", "加锁", [])


YES_OR_NO = [
    ("是", "否", "rectified"),
    ("是", "是", "closed"),
    ("否", "否", "open"),
    ("是", None, "rectified"),
]


@pytest.mark.parametrize(("said", "struck_off", "state"), YES_OR_NO)
@pytest.mark.parametrize(
    "headings", [("是否整改", "是否销号"), ("整改完成", "销号"), ("是否完成整改", "闭环")], ids=str
)
def test_two_columns_say_whether_it_is_rectified_and_whether_it_is_struck_off(
    tmp_path, read, headings, said, struck_off, state
):
    book = book_of(tmp_path / "a.xlsx", [*HEAD, *headings], [*ROW, said, struck_off])
    assert [one.state for one in read(book, **SERVED).candidates] == [state]


def test_what_is_struck_off_is_closed_whatever_its_other_state_says(tmp_path, read):
    rows = [*ROW, "已整改", "已销号"], [*ROW[:2], "灯坏", *ROW[3:], "已整改", "未销号"]
    book = book_of(tmp_path / "a.xlsx", [*HEAD, "整改状态", "销号状态"], *rows)
    assert [one.state for one in read(book, **SERVED).candidates] == ["closed", "rectified"]


@pytest.mark.parametrize("heading", ["复查日期", "销号日期"])
@pytest.mark.parametrize("said", ["待定", "未", "暂未", "下周复查"])
def test_words_for_a_later_day_do_not_undo_the_day_on_which_it_was_rectified(tmp_path, read, heading, said):
    book = book_of(tmp_path / "a.xlsx", [*HEAD, "整改完成日期", heading], [*ROW, "2020-03-08", said])
    (one,) = read(book, **SERVED).candidates
    assert (one.state, one.rectified_on, lost(one, [said])) == (None, date(2020, 3, 8), [])


def test_an_inspection_that_failed_is_told_under_its_short_heading(tmp_path, read):
    book = book_of(tmp_path / "a.xlsx", [*HEAD, "是否整改", "验收"], [*ROW, "是", "不合格"])
    (one,) = read(book, **SERVED).candidates
    assert (one.failed, one.verify_note) == (True, "不合格")


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("销号日", "closed_on"),
        ("复查日", "verified_on"),
        ("实际完成日", "rectified_on"),
        ("进展", "rectify_note"),
        ("办理情况", "rectify_note"),
        ("责任老师", "detail"),
    ],
)
def test_days_and_progress_by_their_short_names(tmp_path, read, heading, field):
    book = book_of(tmp_path / "a.xlsx", [*HEAD, heading], [*ROW, "2020-03-08"])
    (table,) = read(book, **SERVED).tables
    found = {one.text: one.field for one in table.layout.headings}[heading]
    assert found == (None if field == "detail" else field)


def test_a_part_called_by_its_turn_says_the_day(tmp_path, read):
    head = ["序号", "部位", "存在问题", "责任人", "整改情况"]
    book = book_of(
        tmp_path / "a.xlsx",
        head,
        ["第一周（2020年3月2日）"],
        [1, "教学楼", "栏杆松", "张三", "已加固"],
        ["第二周（2020年3月9日）"],
        [1, "食堂", "插座裸露", "张三", "已更换"],
    )
    found = [one.found_on for one in read(book, **SERVED).candidates]
    assert found == [date(2020, 3, 2), date(2020, 3, 9)]


def test_the_head_of_an_office_by_its_short_title_is_a_person(tmp_path, read):
    (one,) = read(book_of(tmp_path / "a.xlsx", HEAD, [*ROW[:3], "安保处 郭队", ROW[4]]), **SERVED).candidates
    assert (one.responsible, one.department) == ("郭队", "安保处")


def test_whether_and_how_it_was_rectified_say_it_together_beside_whether_it_is_struck_off(tmp_path, read):
    rows = (
        [*ROW, "是", "厂家上门处理", "否"],
        [*ROW[:2], "灯坏", *ROW[3:], "是", None, "否"],
        [*ROW[:2], "门坏", *ROW[3:], "否", "联系厂家", "否"],
        [*ROW[:2], "窗坏", *ROW[3:], "是", "已更换", "是"],
    )
    found = read(
        book_of(tmp_path / "a.xlsx", [*HEAD, "是否整改", "整改情况", "是否销号"], *rows), **SERVED
    ).candidates
    assert [one.state for one in found] == ["rectified", "rectified", "open", "closed"]
    assert [lost(one, row) for one, row in zip(found, rows, strict=True)] == [[], [], [], []]


def test_a_round_on_which_nothing_was_found_is_no_hazard_whoever_answers_for_the_place(tmp_path, read):
    rows = [*ROW], [2, "2020-03-03", "无异常", "张三", None], [3, "2020-03-04", "无", "张三", None]
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, *rows), **SERVED)
    assert ([one.title for one in reading.candidates], reading.problems) == (["坑边堆载"], ())


@pytest.mark.parametrize(
    "counts",
    [
        [["部门", "隐患数", "已整改数", "整改率"], ["总务处", 2, 1, "50%"], ["合计", 2, 1, "50%"]],
        [["附：统计表"], ["类别", "数量", "占比"], ["消防", 1, 0.5]],
    ],
)
def test_a_table_that_counts_the_hazards_below_them_is_another(tmp_path, read, counts):
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, ROW, [], *counts), **SERVED)
    assert ([one.title for one in reading.candidates], reading.problems) == (["坑边堆载"], ())


def test_hazards_below_such_a_table_are_read(tmp_path, read):
    counts = ["部门", "隐患数", "已整改数", "整改率"], ["总务处", 2, 1, "50%"]
    reading = read(
        book_of(tmp_path / "a.xlsx", HEAD, ROW, *counts, [2, "2020-03-03", "灯坏", "张三", None]), **SERVED
    )
    assert reading.problems  # to be mended, and none left out


@pytest.mark.parametrize("heading", ["是否\n销号", "是 否 销 号", "是否销号（√/×）"])
@pytest.mark.parametrize(("said", "state"), [("是", "closed"), ("否", "rectified")])
def test_whether_it_is_struck_off_however_the_heading_is_broken(tmp_path, read, heading, said, state):
    book = book_of(tmp_path / "a.xlsx", [*HEAD, "整改情况", heading], [*ROW, "已完成", said])
    assert [one.state for one in read(book, **SERVED).candidates] == [state]
