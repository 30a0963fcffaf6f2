"""More of what schools' ledgers hold: subtotals, signatures, nil rows, one day for a form, two tables in one."""

from datetime import date

import pytest
from openpyxl import Workbook

from safetyctl.ground.errors import BadInput
from safetyctl.intake.tables.reading import Unclear

from .kept import lost
from .test_oddities import book_of

HEAD = [
    "序号",
    "校区",
    "检查日期",
    "隐患部位",
    "隐患内容",
    "隐患等级",
    "整改措施",
    "责任人",
    "整改时限",
    "整改情况",
]
KNOWN = {"一般": "general", "重大": "major", "消防安全": "fire", "食品安全": "food"}
FIRE = {"default_area": "fire"}


def row(
    number=1,
    campus="东校区",
    found="2020-03-05",
    title="插座松动",
    who="李四",
    due="2020-03-20",
    state="整改中",
):
    return [number, campus, found, "教学楼", title, "一般", "更换", who, due, state]


def titles(reading):
    return [(one.row, one.campus, one.title) for one in reading.candidates]


def test_a_campus_merged_down_its_rows_and_serials_that_start_again(tmp_path, read):
    rows = [
        row(1, title="甲"),
        row(2, None, title="乙"),
        row(1, "西校区", title="丙"),
        row(2, None, title="丁"),
    ]
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, *rows, merged=["B2:B3", "B4:B5"]), **FIRE)
    assert titles(reading) == [
        (2, "东校区", "甲"),
        (3, "东校区", "乙"),
        (4, "西校区", "丙"),
        (5, "西校区", "丁"),
    ]
    for one, said in zip(reading.candidates, rows, strict=True):
        assert lost(one, said[1:], KNOWN) == []


def test_a_campus_that_is_written_once_is_not_guessed_for_the_rows_below(tmp_path, read):
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, row(1, title="甲"), row(2, None, title="乙")), **FIRE)
    assert [(one.row, one.column) for one in reading.problems] == [(3, "B")]


@pytest.mark.parametrize(
    "line",
    [
        ["东校区小计", None, None, None, "2处"],
        ["西校区小计：", None, None, None, 1],
        ["全集团合计", "", "", "", "共3处隐患"],
        ["东校区合计", 2],
        ["小计", "2"],
        [None, "小计：1处"],
    ],
)
def test_a_subtotal_of_a_campus_is_no_hazard(tmp_path, read, line):
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, row(), line, row(1, "西校区")), **FIRE)
    assert (len(reading.candidates), reading.problems) == (2, ())
    assert reading.tables[0].left_out == {"total": [3]}


@pytest.mark.parametrize("place", [0, 1, 4])
@pytest.mark.parametrize(
    "words",
    ["其中：一般隐患2处，重大隐患0处", "其中:已整改1处", "其中，未整改的隐患还有 1 处，已上报区教育局"],
)
def test_what_a_total_is_made_of_is_no_hazard(tmp_path, read, place, words):
    lines = ["合计", None, None, None, "2处"], [None] * place + [words]
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, row(), row(1, "西校区"), *lines), **FIRE)
    assert (len(reading.candidates), reading.problems) == (2, ())


@pytest.mark.parametrize(
    "line",
    [
        [
            "校长签字：张三",
            None,
            None,
            "分管校长：李四",
            None,
            None,
            "填表人：王五",
            None,
            "日期：2020年3月6日",
        ],
        ["检查人员签名", None, None, "张三", "李四", "王五"],
        ["受检单位负责人签字：", None, None, None, "赵六"],
        ["单位（盖章）", None, None, None, "2020年3月6日"],
        [None, None, None, "复查人签名：", "张三"],
    ],
)
def test_signatures_are_no_hazards(tmp_path, read, line):
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, row(), [], line), **FIRE)
    assert (len(reading.candidates), reading.problems) == (1, ())
    assert reading.tables[0].left_out == {"note": [4]}


def test_a_hazard_about_a_signature_is_one(tmp_path, read):
    path = book_of(
        tmp_path / "a.xlsx",
        ["隐患内容", "校区", "检查日期"],
        ["演练记录无负责人签字", "东校区", "2020-03-05"],
        ["食品留样记录未盖章", "东校区", "2020-03-05"],
    )
    assert len(read(path, **FIRE).candidates) == 2


@pytest.mark.parametrize("nothing", ["无", "/", "未发现隐患。", "无安全隐患", "暂 无"])
def test_a_row_that_says_that_nothing_was_found_is_left_out_and_told(tmp_path, read, nothing):
    nil = [2, "西校区", "2020-03-05", None, nothing, None, None, "/", None, "无"]
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, row(), nil), **FIRE)
    assert (len(reading.candidates), reading.problems) == (1, ())
    assert reading.tables[0].left_out == {"nil": [3]}


def test_a_row_that_is_rectified_is_more_than_nothing(tmp_path, read):
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, row(title="/"), row(title="无障碍通道堵塞")), **FIRE)
    assert [(one.row, one.column) for one in reading.problems] == [(2, "E")]
    assert [one.title for one in reading.candidates] == ["无障碍通道堵塞"]


def test_one_day_for_a_whole_form(tmp_path, read):
    heads = (
        [["填报单位：东校区", None, None, "检查日期：2020年3月5日"]],
        [["东校区", None, "检查时间：", date(2020, 3, 5)]],
        [["检查单位：东校区  检查时间：2020.3.5  检查人：张三"]],
    )
    columns = ["序号", "隐患部位", "隐患内容", "整改措施", "责任人", "整改时限"]
    for head in heads:
        path = book_of(
            tmp_path / "a.xlsx",
            ["检查记录"],
            *head,
            columns,
            [1, "教学楼", "插座松动", "更换", "李四", "3月20日"],
        )
        (one,) = read(path, **FIRE).candidates
        assert (one.campus, one.found_on, one.due) == ("东校区", date(2020, 3, 5), date(2020, 3, 20))
    path = book_of(
        tmp_path / "b.xlsx",
        ["制表日期：2020年3月5日"],
        columns,
        [1, "教学楼", "插座松动", "更换", "李四", None],
    )
    with pytest.raises(Unclear):
        read(path, **FIRE)


def test_a_deadline_in_days(tmp_path, read):
    columns = [*HEAD[:8], "整改时限（天）"]
    path = book_of(
        tmp_path / "a.xlsx",
        columns,
        row(due=7)[:9],
        row(due="15", title="乙")[:9],
        row(due="无", title="丙")[:9],
        row(due=7.5, title="丁")[:9],
    )
    reading = read(path, **FIRE)
    assert [one.due for one in reading.candidates] == [date(2020, 3, 12), date(2020, 3, 20), None, None]
    assert [(one.row, one.value) for one in reading.notes] == [(5, "7.5")]
    assert "整改时限（天）：7" in reading.candidates[0].detail


def test_columns_to_tick(tmp_path, read):
    path = book_of(
        tmp_path / "a.xlsx",
        ["序号", "校区", "检查日期", "隐患内容", "隐患等级", None, "整改情况", None],
        [None, None, None, None, "一般", "重大", "已整改", "未整改"],
        [1, "东校区", "2020-03-05", "甲", "√", None, "√", None],
        [2, "东校区", "2020-03-05", "乙", None, "√", None, "√"],
        merged=["E1:F1", "G1:H1", *(f"{letter}1:{letter}2" for letter in "ABCD")],
    )
    reading = read(path, **FIRE)
    assert [(one.level, one.state) for one in reading.candidates] == [
        ("general", "rectified"),
        ("major", "open"),
    ]


def test_two_tables_side_by_side_are_refused_and_one_below_the_other_is_read(tmp_path, read):
    names = ["序号", "隐患内容", "检查日期", "责任人"]
    first, second = [1, "甲", "2020-03-05", "李四"], [2, "乙", "2020-03-06", "王五"]
    beside = book_of(tmp_path / "a.xlsx", [*names, None, *names], [*first, None, *second], name="东校区")
    with pytest.raises(BadInput, match="side by side; the second begins at G"):
        read(beside, **FIRE)
    below = book_of(
        tmp_path / "b.xlsx", names, first, [], ["存在问题", "发现时间", "整改人"], second[1:], name="东校区"
    )
    assert [one.title for one in read(below, **FIRE).candidates] == ["甲", "乙"]


def test_a_column_repeated_hidden_and_filtered(tmp_path, read):
    path = tmp_path / "a.xlsx"
    book = Workbook()
    for each in ([*HEAD, "责任人", "整改情况"], [*row(), "王五", "已整改"]):
        book.active.append(each)
    book.active.column_dimensions["E"].hidden = True
    book.active.row_dimensions[2].hidden = True
    book.active.auto_filter.ref = "A1:L2"
    book.save(path)
    reading = read(path, **FIRE)
    (one,) = reading.candidates
    assert (one.responsible, one.title, reading.tables[0].hidden) == ("李四", "插座松动", [2])
    assert lost(one, [*row()[1:], "王五", "已整改"], KNOWN) == []


def test_a_sheet_for_each_campus(tmp_path, read):
    book = Workbook()
    book.remove(book.active)
    for name in ("东校区", "西校区（本部）", "3月南校区"):
        sheet = book.create_sheet(name)
        sheet.append([each for each in HEAD if each != "校区"])
        sheet.append([each for place, each in enumerate(row()) if place != 1])
    book.save(tmp_path / "a.xlsx")
    assert [one.campus for one in read(tmp_path / "a.xlsx", **FIRE).candidates] == [
        "东校区",
        "西校区",
        "南校区",
    ]


@pytest.mark.parametrize("served", [{}, {"default_campus": "东校区"}])
@pytest.mark.parametrize("said", ["西校", "西区", "西", "西 校"])
def test_a_short_name_of_a_campus_is_that_campus_with_a_remark(tmp_path, read, said, served):
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, row(campus=said)), **FIRE, **served)
    (one,) = reading.candidates
    assert one.campus == "西校区"
    assert [note.field for note in reading.notes] == ["campus"]
    assert lost(one, row(campus=said)[1:], KNOWN) == []


@pytest.mark.parametrize("line", ["西校", "二、西校", "【西校】", "（二）西区"])
def test_a_part_may_have_the_short_name_of_its_campus(tmp_path, read, line):
    rows = [["一、东校区"], row(campus=None), [line], row(campus=None, title="应急灯不亮")]
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, *rows), **FIRE, default_campus="东校区")
    assert [one.campus for one in reading.candidates] == ["东校区", "西校区"]
    assert f"分段：{line}" in reading.candidates[1].detail


@pytest.mark.parametrize("who", ["待定", "空缺", "另行安排"])
def test_nobody_answers_for_a_hazard_for_which_nobody_is_named_yet(tmp_path, read, who):
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, row(who=who)), **FIRE)
    (one,) = reading.candidates
    assert (one.responsible, [note.field for note in reading.notes]) == (None, ["responsible"])
    assert lost(one, row(who=who)[1:], KNOWN) == []


@pytest.mark.parametrize("said", ["北校", "学校", "区", "东西校"])
def test_a_name_of_no_campus_is_not_taken_for_one(tmp_path, read, said):
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, row(campus=said)), **FIRE)
    assert [one.field for one in reading.problems] == ["campus"]


@pytest.mark.parametrize(
    ("found", "day"),
    [
        ("２０２０．３．５", date(2020, 3, 5)),
        ("２０２０年３月５日", date(2020, 3, 5)),
        ("43895", date(2020, 3, 5)),
        ("2020-03-05 上午", date(2020, 3, 5)),
        ("2020年3月5日下午3时", date(2020, 3, 5)),
        ("2020年3月5日晚8点", date(2020, 3, 5)),
        ("3月5日早", date(2020, 3, 5)),
        ("2020年3月", None),
        ("20.13.5", None),
        ("2020.2.30", None),
    ],
)
def test_days_of_many_hands(tmp_path, read, found, day):
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, row(found=found)), **FIRE)
    assert [one.found_on for one in reading.candidates] == ([day] if day else [])
    assert len(reading.problems) == (0 if day else 1)


def test_headings_with_breaks_and_spaces_between_their_characters(tmp_path, read):
    wrapped = [
        "序 号",
        "校 区",
        "检 查\n日 期",
        "隐 患\n部 位",
        "隐 患 内 容",
        "隐患\n等级",
        "整 改 措 施",
        "责 任 人",
        "整改\n时限",
        "整 改\n情 况",
    ]
    (one,) = read(book_of(tmp_path / "a.xlsx", wrapped, row()), **FIRE).candidates
    assert (one.title, one.responsible, one.due, one.state) == ("插座松动", "李四", date(2020, 3, 20), "open")


def test_a_telephone_behind_a_name_is_no_part_of_it(tmp_path, read):
    (one,) = read(book_of(tmp_path / "a.xlsx", HEAD, row(who="李四 13900000000")), **FIRE).candidates
    assert one.responsible == "李四"
    assert "责任人：李四 13900000000" in one.detail


# one table below the other


def test_a_second_table_with_more_columns_does_not_hide_the_first(tmp_path, read):
    reading = read(
        book_of(
            tmp_path / "a.xlsx",
            ["东校区隐患清单（2020年3月5日检查）"],
            ["序号", "存在问题", "整改时限", "责任人"],
            [1, "插座松动", "3月18日", "张三"],
            [],
            ["西校区隐患清单（2020年3月12日检查）"],
            ["序号", "隐患部位", "存在问题", "整改措施", "整改时限", "责任人"],
            [1, "一楼", "应急灯不亮", "更换", "3月20日", "李四"],
        ),
        **FIRE,
    )
    assert [(one.row, one.campus, one.found_on, one.due) for one in reading.candidates] == [
        (3, "东校区", date(2020, 3, 5), date(2020, 3, 18)),
        (7, "西校区", date(2020, 3, 12), date(2020, 3, 20)),
    ]


def test_what_a_numbered_headline_says_holds_for_its_own_table(tmp_path, read):
    head = ["序号", "检查日期", "隐患内容", "责任人"]
    reading = read(
        book_of(
            tmp_path / "a.xlsx",
            ["2020年隐患台账"],
            ["一、东校区"],
            head,
            [1, "3月2日", "插座松动", "张三"],
            ["二、西校区"],
            head,
            [1, "3月3日", "应急灯不亮", "李四"],
            ["三、重大隐患（西校区）"],
            [*head, "整改措施"],
            [1, "3月4日", "围墙开裂", "李四", "加固"],
        ),
        default_campus="南校区",
        **FIRE,
    )
    assert [(one.campus, one.found_on, one.level) for one in reading.candidates] == [
        ("东校区", date(2020, 3, 2), "general"),
        ("西校区", date(2020, 3, 3), "general"),
        ("西校区", date(2020, 3, 4), "major"),
    ]


# rows of a form, and what nobody sees


def test_rows_of_a_form_in_which_nobody_wrote_are_told_and_left_out(tmp_path, read):
    head = [*HEAD, "是否整改"]
    unfilled = [
        [number, "东校区", None, None, None, "一般", None, None, None, None, "否"] for number in (2, 3)
    ]
    dated = [4, "东校区", "2020-03-05", None, None, "一般", None, None, None, None, "否"]
    reading = read(book_of(tmp_path / "a.xlsx", head, [*row(), "否"], *unfilled, dated), **FIRE)
    assert titles(reading) == [(2, "东校区", "插座松动")]
    assert reading.tables[0].left_out == {"unfilled": [3, 4]}
    assert [(one.row, one.column) for one in reading.problems] == [(5, "E")], "a day is no part of the form"


@pytest.mark.parametrize("mark", ["示例", "例", "（例）", "填写示例：", "样例1"])
def test_the_example_of_a_form_is_no_hazard(tmp_path, read, mark):
    example = row(mark, title="灭火器压力不足")
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, example, row(1), row("例行")), **FIRE)
    assert [one.row for one in reading.candidates] == [3, 4]
    assert reading.tables[0].left_out == {"example": [2]}


@pytest.mark.parametrize("heading", ["是否存在隐患", "有无隐患", "是否有安全问题"])
def test_a_row_that_answers_that_there_is_no_hazard_is_none(tmp_path, read, heading):
    head = ["序号", "检查日期", "检查部位", heading, "隐患描述", "责任人"]
    path = book_of(
        tmp_path / "a.xlsx",
        head,
        [1, "2020-03-05", "一楼", "否", None, None],
        [2, "2020-03-05", "二楼", "是", "插座松动", "张三"],
        [3, "2020-03-05", "三楼", "是", None, None],
    )
    reading = read(path, default_campus="东校区", **FIRE)
    assert titles(reading) == [(3, "东校区", "插座松动")]
    assert reading.tables[0].left_out == {"passed": [2]}
    assert [(one.row, one.column) for one in reading.problems] == [(4, "E")]


def test_what_nobody_sees_in_a_heading_makes_no_difference(tmp_path, read):
    head = ["序号", "检查\u200b日期", "隐患描述\ufeff", "责任\u00ad人", "整改时限"]
    rows = [
        [1, "2020-03-05", "插座松动", "张三", "2020-03-20"],
        [2, "2020-03-05", "灯坏", "张\u200b三", None],
    ]
    reading = read(
        book_of(tmp_path / "a.xlsx", head, rows[0], head, rows[1]), default_campus="东校区", **FIRE
    )
    assert [(one.row, one.responsible) for one in reading.candidates] == [(2, "张三"), (4, "张三")]
    assert [one.text for one in reading.tables[0].layout.headings][:2] == ["检查日期", "隐患描述"]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("整改到位时间", "rectified_on"),
        ("限改时间", "due"),
        ("整改限时", "due"),
        ("检查人员签名", "found_by"),
        ("具体责任人", "responsible"),
    ],
)
def test_more_headings_of_school_ledgers(tmp_path, read, heading, field):
    head = ["序号", "检查日期", "隐患描述", heading]
    reading = read(book_of(tmp_path / "a.xlsx", head, [1, "2020-03-05", "插座松动", "2020-03-08"]), **FIRE)
    assert reading.tables[0].layout.columns()[field] == 4


def test_who_answers_for_it_directly_goes_before_the_first_responsible(tmp_path, read):
    head = ["序号", "检查日期", "隐患描述", "第一责任人", "直接责任人"]
    path = book_of(tmp_path / "a.xlsx", head, [1, "2020-03-05", "插座松动", "王校长", "张三\\李四"])
    (one,) = read(path, default_campus="东校区", **FIRE).candidates
    assert (one.responsible, "第一责任人：王校长" in one.detail) == ("张三、李四", True)


# who looked


@pytest.mark.parametrize(
    ("head", "who"),
    [
        (["检查日期：2020年3月5日", None, "检查人：张三、李四"], "张三、李四"),
        (["检查日期：2020年3月5日　检查人员：张三 李四　检查单位：总务处"], "张三、李四"),
        (["检查日期", "2020-03-05", "检查人", "张三"], "张三"),
        (["检查日期：2020年3月5日　检查人：　　　　记录人：王五"], None),
        (["检查日期：2020年3月5日", "检查人：____"], None),
        (["检查日期：2020年3月5日", "填报人：张三"], None),
    ],
)
def test_who_looked_as_the_head_of_the_form_says(tmp_path, read, head, who):
    table = ["序号", "隐患部位", "存在问题", "整改责任人"]
    rows = [[1, "一楼", "插座松动", "王五"], [2, "二楼", "灯坏", "赵六"]]
    reading = read(
        book_of(tmp_path / "a.xlsx", ["检查记录"], head, table, *rows), default_campus="东校区", **FIRE
    )
    assert [(one.found_on, one.found_by) for one in reading.candidates] == [(date(2020, 3, 5), who)] * 2


def test_a_column_of_those_who_looked_goes_before_the_head(tmp_path, read):
    table = ["序号", "检查日期", "存在问题", "检查人"]
    rows = [[1, "2020-03-05", "插座松动", "王五"], [2, "2020-03-05", "灯坏", None]]
    reading = read(
        book_of(tmp_path / "a.xlsx", ["检查人：张三"], table, *rows), default_campus="东校区", **FIRE
    )
    assert [one.found_by for one in reading.candidates] == ["王五", None]


def test_a_count_of_items_above_the_ledger_is_not_taken_for_it(tmp_path, read):
    reading = read(
        book_of(
            tmp_path / "a.xlsx",
            ["序号", "检查内容", "数量", "备注"],
            [1, "灭火器", 12, "合格"],
            [2, "消火栓", 8, "合格"],
            [],
            HEAD,
            row(),
        ),
        **FIRE,
    )
    assert titles(reading) == [(6, "东校区", "插座松动")]
