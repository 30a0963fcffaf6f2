"""Ordinary ledgers: formulas, days in parts and in the head, times of day, delimiters, what a refused row needs."""

import csv
import subprocess
import sys
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from safetyctl.ground.errors import BadInput
from safetyctl.intake.tables.headers import find_layout
from safetyctl.intake.tables.reading import Ambiguous, Unclear
from safetyctl.intake.words.composed import composed
from safetyctl.intake.words.synonyms import heading_key, synonyms
from safetyctl.intake.workbook.refused import write_refused
from safetyctl.intake.workbook.table import Sheet

from .kept import lost
from .test_oddities import book_of
from .workbooks import GOOD, changed, ledger, part

SERVED = {"default_campus": "东校区", "default_area": "fire"}
HEAD = ["序号", "部位", "存在问题", "责任人"]
ROW = [1, "楼", "监控损坏", "李四"]


def found_on(reading):
    return [one.found_on for one in reading.candidates]


@pytest.mark.parametrize("value", [b"<v></v>", b"<v/>"])
def test_a_formula_whose_result_is_empty_text_says_nothing(tmp_path, read, value):
    path = ledger(tmp_path / "a.xlsx", [{**GOOD, "remarks": '=IF(A1="","","x")'}])
    sheet = part(path)
    start = sheet.index(b"<f>IF")
    opened = sheet.rindex(b"<c ", 0, start)
    cell = sheet[opened : sheet.index(b"</c>", start)]
    place = cell[: cell.index(b">")].split(b" t=")[0]
    calculated = place + b' t="str">' + cell[cell.index(b"<f>") : cell.index(b"</f>") + 4] + value
    reading = read(changed(path, {"xl/worksheets/sheet1.xml": sheet.replace(cell, calculated)}))
    assert (reading.problems, [one.remarks for one in reading.candidates]) == ((), [None])


@pytest.mark.parametrize(("key", "label"), [("remarks", "备注"), ("due", "整改时限"), ("level", "隐患等级")])
def test_an_error_in_a_cell_is_kept_as_it_shows(tmp_path, read, key, label):
    reading = read(ledger(tmp_path / "a.xlsx", [{**GOOD, key: "#N/A"}]))
    (one,) = reading.candidates
    assert one.detail == f"{label}：#N/A"
    assert (reading.notes[0].value, reading.notes[0].field) == ("#N/A", key)


@pytest.mark.parametrize("key", ["title", "found_on"])
def test_an_error_where_a_hazard_must_say_something_is_a_problem_that_shows_it(tmp_path, read, key):
    reading = read(ledger(tmp_path / "a.xlsx", [{**GOOD, key: "#REF!"}]))
    assert ("#REF!", reading.candidates) == (reading.problems[0].value, ())


@pytest.mark.parametrize(
    "text",
    [
        "2020-3-5 14:30",
        "2020年3月5日上午",
        "2020.3.5（周四）",
        "2020年3月5日 星期四",
        datetime(2020, 3, 5, 9, 15),  # noqa: DTZ001
    ],
)
def test_what_a_day_says_besides_is_kept(tmp_path, read, text):
    reading = read(ledger(tmp_path / "a.xlsx", [{**GOOD, "found_on": text}]))
    assert found_on(reading) == [date(2020, 3, 5)]
    said = str(text)
    assert reading.candidates[0].detail == f"排查日期：{said}"


def test_a_midnight_that_a_program_wrote_says_nothing_more(tmp_path, read):
    reading = read(ledger(tmp_path / "a.xlsx", [{**GOOD, "found_on": "2020/3/5 0:00:00"}]))
    assert (found_on(reading), reading.candidates[0].detail) == ([date(2020, 3, 5)], None)


@pytest.mark.parametrize(
    ("head", "noted"),
    [
        (["检查时间：2020年3月5日　检查人：张三"], False),
        (["检查时间：2020年3月5日 检查人：张三 地点：食堂"], False),
        (["检查日期： 2020 年 3 月 5 日"], False),
        (["检查时间", "2020.3.5", "检查人", "张三"], False),
        (["检查时间：", datetime(2020, 3, 5)], False),  # noqa: DTZ001
        (["2020年3月安全检查", "检查时间：3月5日"], False),
        (["自查时间：2020年3月5日上午9:00"], False),
        (["检查时间：2020.3.5-3.6"], True),
        (["排查时间：2020年3月5日至7日"], True),
        (["2020年3月", "检查时间：3月5日-3月6日"], True),
        (["时间：2020年3月5日"], True),
        (["日期：2020/3/5"], True),
        (["2020年3月5日消防安全检查记录"], True),
    ],
)
def test_the_head_of_a_form_says_the_day(tmp_path, read, head, noted):
    reading = read(book_of(tmp_path / "a.xlsx", head, HEAD, ROW), **SERVED)
    assert found_on(reading) == [date(2020, 3, 5)]
    assert [note.field for note in reading.notes] == (["found_on"] if noted else [])
    assert len(reading.candidates[0].notes) == len(reading.notes)


@pytest.mark.parametrize(
    "head",
    [
        ["填报时间：2020年3月5日"],
        ["填表人：张三", "日期：2020年3月5日"],
        ["截至2020年3月5日隐患排查台账"],
        ["排查日期：2020年3月"],
        ["检查时间：3月5日"],
    ],
)
def test_a_day_that_is_not_of_the_finding_is_none(tmp_path, read, head):
    with pytest.raises(Unclear) as caught:
        read(book_of(tmp_path / "a.xlsx", head, HEAD, ROW), **SERVED)
    assert "--found" in caught.value.hint


def test_an_empty_cell_under_a_heading_for_the_day_does_not_take_that_of_the_head(tmp_path, read):
    head = ["序号", "检查日期", "存在问题"]
    rows = [["检查时间：2020年3月5日"], head, [1, "2020-03-04", "甲"], [2, None, "乙"]]
    assert [one.row for one in read(book_of(tmp_path / "a.xlsx", *rows), **SERVED).problems] == [4]


def test_a_line_in_the_midst_says_the_day_of_the_rows_below(tmp_path, read):
    rows = [["检查时间：2020年3月5日"], HEAD, ROW, ["检查时间：2020年3月6日"], [2, "楼", "门坏", "李四"]]
    reading = read(book_of(tmp_path / "a.xlsx", *rows), **SERVED)
    assert found_on(reading) == [date(2020, 3, 5), date(2020, 3, 6)]
    assert "2020年3月6日" in reading.candidates[1].detail


def test_the_year_of_a_day_stands_in_the_same_row(tmp_path, read):
    head = ["排查时间", "隐患内容", "完成时限"]
    rows = [["3月2日", "甲", "2020年4月30日"], ["12月28日", "乙", "2020年1月5日"]]
    assert found_on(read(book_of(tmp_path / "a.xlsx", head, *rows), **SERVED)) == [
        date(2020, 3, 2),
        date(2019, 12, 28),
    ]


@pytest.mark.parametrize("merged", [["B1:D1"], ["B1:D1", "A1:A2", "E1:E2"], []])
def test_year_month_and_day_in_columns_of_their_own(tmp_path, read, merged):
    rows = [
        ["序号", "排查时间", None, None, "隐患内容"],
        [None, "年", "月", "日", None],
        [1, 2020, 3, 5, "甲"],
        [2, "2020", "3月", 15, "乙"],
    ]
    reading = read(book_of(tmp_path / "a.xlsx", *rows, merged=merged), **SERVED)
    assert found_on(reading) == [date(2020, 3, 5), date(2020, 3, 15)]


def test_month_and_day_without_a_heading_over_them(tmp_path, read):
    rows = [["2020年台账"], ["序号", "月", "日", "部位", "隐患内容"], [1, 3, 5, "楼", "甲"]]
    assert found_on(read(book_of(tmp_path / "a.xlsx", *rows), **SERVED)) == [date(2020, 3, 5)]


@pytest.mark.parametrize(
    "text",
    [
        "隐患现状",
        "隐患基本情况",
        "存在的安全隐患及问题",
        "检查发现的问题和隐患",
        "自查发现问题",
        "督查发现问题",
        "隐患详细描述",
        "排查出的问题",
        "存在的不足",
        "需整改的问题",
        "风险点描述",
        "不符合项",
        "现场存在问题情况",
    ],
)
def test_headings_made_of_known_words_say_the_hazard(tmp_path, read, text):
    reading = read(
        book_of(tmp_path / "a.xlsx", ["序号", "检查日期", "部位", text], [1, "2020-03-05", "楼", "甲"]),
        **SERVED,
    )
    assert [one.title for one in reading.candidates] == ["甲"]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("查出时间", "found_on"),
        ("督查日期", "found_on"),
        ("存在隐患的部位", "location"),
        ("区域/部位", "location"),
        ("问题分类", "area"),
        ("风险等级", "level"),
        ("隐患整改情况", None),
        ("问题整改时限", None),
        ("隐患照片", None),
        ("隐患数量", None),
        ("检查内容", None),
        ("不合格", None),
        ("发现隐患单位", None),
        ("复查时间", None),
    ],
)
def test_what_a_heading_is_made_of(text, field):
    assert composed(heading_key(text)) == field


@pytest.mark.parametrize(
    "text",
    [
        "★隐患部位",
        "▲ 隐患部位",
        "【隐患部位】",
        "《隐患部位》",
        "3.隐患部位",
        "（三）隐患部位",
        "三、隐患部位",
        "*隐患部位：",
        "※隐患\n部位※",
        "#隐患部位",
    ],
)
def test_decorations_of_a_heading_make_no_difference(text):
    assert heading_key(text) == "隐患部位"


def test_of_two_headings_that_may_say_the_hazard_a_person_says_which(tmp_path, read):
    rows = [["检查日期", "部位", "隐患基本情况", "隐患详细描述"], ["2020-03-05", "楼", "甲", "乙"]]
    with pytest.raises(Ambiguous) as caught:
        read(book_of(tmp_path / "a.xlsx", *rows), **SERVED)
    assert [one.letters for one in caught.value.layouts[0].ambiguous[0][0]] == ["C", "D"]


def test_a_heading_that_may_say_the_hazard_is_named_and_asked_about(tmp_path, read):
    rows = [["检查日期", "部位", "现场问题纪要", "责任人"], ["2020-03-05", "楼", "甲", "张三"]]
    with pytest.raises(Ambiguous) as caught:
        read(book_of(tmp_path / "a.xlsx", *rows), **SERVED)
    assert "Perhaps it is C “现场问题纪要”" in caught.value.sentence
    assert [
        (tuple(one.text for one in headings), fields)
        for headings, fields in caught.value.layouts[0].ambiguous
    ] == [(("现场问题纪要",), ("title",))]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_mark_between_cells_is_the_one_that_finds_the_headings(tmp_path, read, mark):
    other = ";" if mark != ";" else ","
    cell = other.join(f"{n}.失效" for n in range(9))
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter=mark)
        out.writerows(
            [
                ["台账", "", ""],
                ["检查日期", "部位", "存在问题"],
                *[["2020-03-05", f"楼{n}", cell] for n in range(9)],
            ]
        )
    reading = read(tmp_path / "a.csv", **SERVED)
    assert [one.title for one in reading.candidates] == [cell] * 9


def test_text_between_tabs_may_be_called_tsv(tmp_path, read):
    (tmp_path / "a.tsv").write_text("检查日期\t部位\t存在问题\n2020-03-05\t楼\t甲\n", "utf-8")
    assert [one.title for one in read(tmp_path / "a.tsv", **SERVED).candidates] == ["甲"]


def test_a_cell_that_is_too_long_is_called_that(tmp_path, read):
    (tmp_path / "a.csv").write_text("检查日期,部位,存在问题\n2020-03-05,楼," + "灭" * 200_000, "utf-8")
    with pytest.raises(BadInput, match="line 2: a cell has more than"):
        read(tmp_path / "a.csv", **SERVED)


def test_a_line_of_delimiters_costs_no_memory(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"," * 30_000_000)
    code = (
        "import sys;from pathlib import Path\n"
        "from safetyctl.ground.errors import BadInput;from safetyctl.intake.workbook.door import admit\n"
        "from safetyctl.intake.workbook.table import sheets\n"
        "try: sheets(admit(Path(sys.argv[1])))\n"
        "except BadInput: print(next(one.split()[1] for one in open('/proc/self/status') if one.startswith('VmHWM')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "a.csv"], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 300 * 1024


def test_what_a_row_lacks_is_named_and_has_a_column_where_it_was_refused(tmp_path, read):
    head = ["排查日期", "隐患部位", "隐患内容"]
    rows = [
        ["一、西教学楼"],
        ["2020-03-05", "楼", "无从归类"],
        ["2020-03-06", "楼", "也无从归类", None, "口头告知"],
    ]
    reading = read(book_of(tmp_path / "a.xlsx", head, *rows), default_campus="东校区")
    assert [(one.heading, one.column) for one in reading.problems] == [("Hazard category", "")] * 2
    write_refused(tmp_path / "b.xlsx", reading.refused)
    book = load_workbook(tmp_path / "b.xlsx")
    told = [[cell.value for cell in line] for line in book.active]
    assert told[0][:3] == head
    assert told[0][-2:] == ["隐患类别", "未导入原因"]
    for line in told[1:]:
        if line[2]:
            line[-2] = "消防安全"
    again = read(book_of(tmp_path / "c.xlsx", *told), default_campus="东校区")
    assert again.problems == ()
    assert [(one.area, lost(one, row)) for one, row in zip(again.candidates, rows[1:], strict=True)] == [
        ("fire", [])
    ] * 2
    assert all("分段：一、西教学楼" in one.detail for one in again.candidates)


def test_a_remark_names_the_field_that_has_no_column(tmp_path, read):
    rows = [["排查日期", "隐患部位", "隐患内容"], ["2020-03-05", "楼", "灭火器过期"]]
    (one,) = read(book_of(tmp_path / "a.xlsx", *rows), default_campus="东校区").candidates
    assert not one.notes[0].startswith("：")


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        *(
            (heading, "measure")
            for heading in ("隐患整改措施", "*问题整改措施", "纠正措施", "整改/防护措施", "建议整改方案")
        ),
        *(
            (heading, "responsible")
            for heading in ("隐患整改责任人", "消缺责任人", "整改人姓名", "责任人签字")
        ),
        *((heading, "due") for heading in ("期望闭环日期", "计划消缺时间", "预计销号时间", "计划完成")),
        *((heading, "rectified_on") for heading in ("隐患整改完成时间", "治理完成时间", "实际消缺时间")),
        *((heading, "verified_by") for heading in ("隐患复查人", "复检人员", "核验人")),
        *((heading, "verified_on") for heading in ("复检日期", "隐患验收时间")),
        *((heading, "closed_on") for heading in ("问题关闭时间", "核销时间", "结案日期", "办结时间")),
        *((heading, "found_by") for heading in ("检查人姓名", "提出人", "参加检查人员", "隐患登记人")),
        *((heading, "found_on") for heading in ("提出日期", "隐患登记时间", "发现日")),
        *((heading, "status") for heading in ("处理状态", "问题状态", "是否销项", "整改完成状态")),
        *((heading, "rectify_note") for heading in ("整改描述", "完成状况", "消缺情况", "整改反馈")),
        *((heading, "source") for heading in ("问题来源",)),
        *((heading, "location") for heading in ("问题发生地点",)),
        *(
            (heading, None)
            for heading in ("隐患及整改措施", "审核状态", "整改单位意见", "问题数量", "复查单位")
        ),
    ],
)
def test_headings_as_the_systems_of_others_word_them(heading, field):
    rows = [("隐患描述", heading, "隐患等级", "备注"), ("灯坏", "甲", "一般", "乙")]
    layout = find_layout(Sheet("台账", rows), synonyms(), {})
    assert [one.field for one in layout.headings if one.place == 2] == [field]


@pytest.mark.parametrize(
    "heading",
    [
        "隐患标题",
        "隐患具体信息",
        "提出的问题",
        "异常描述",
        "不安全行为",
        "问题点",
        "巡查发现",
        "发现项",
        "标题",
    ],
)
def test_the_hazard_itself_as_the_systems_of_others_word_it(heading):
    rows = [("检查日期", heading, "责任人"), ("2020-03-05", "灯坏", "李四")]
    layout = find_layout(Sheet("台账", rows), synonyms(), {})
    assert layout.columns()["title"] == 2


def test_a_risk_is_no_title_beside_one(tmp_path, read):
    head = ["检查日期", "标题", "风险", "位置"]
    (one,) = read(
        book_of(tmp_path / "a.xlsx", head, ["2020-03-05", "灯坏", "高", "2楼"]), **SERVED
    ).candidates
    assert (one.title, one.level, one.location) == ("灯坏", "major", "2楼")


def csv_of(path, *rows):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_text_that_is_guarded_against_excel_is_what_excel_shows(tmp_path, read):
    head = ["隐患编号", "检查日期", "隐患描述", "责任人电话"]
    path = csv_of(tmp_path / "a.csv", head, ['="H-07"', '="2020-03-05"', '="灯""坏"""', '="0571-83596082"'])
    (one,) = read(path, **SERVED).candidates
    assert (one.their_number, one.found_on, one.title) == ("H-07", date(2020, 3, 5), '灯"坏"')
    assert "责任人电话：0571-83596082" in one.detail


@pytest.mark.parametrize("null", ["null", "NULL", "(null)", "undefined", "None"])
def test_what_programs_write_for_nothing_is_nothing(tmp_path, read, null):
    head = ["检查日期", "隐患描述", "隐患等级", "责任人", "整改期限", "整改状态", "复查人", "备注"]
    path = csv_of(tmp_path / "a.csv", head, ["2020-03-05", "灯坏", *[null] * 6])
    (one,) = read(path, **SERVED).candidates
    assert (one.responsible, one.due, one.state, one.verified_by, one.remarks) == (None,) * 5
    assert (one.level, one.detail) == ("general", None)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2020-03-05T16:00:00.000Z", 6),
        ("2020-03-05T15:59:59Z", 5),
        ("2020-03-05T00:00:00Z", 5),
        ("2020-03-05T16:00:00.000+0800", 5),
    ],
)
def test_a_moment_in_universal_time_is_of_the_day_that_it_was_in_china(tmp_path, read, moment, day):
    path = csv_of(tmp_path / "a.csv", ["检查日期", "隐患描述", "责任人"], [moment, "灯坏", "李四"])
    (one,) = read(path, **SERVED).candidates
    assert (one.found_on, f"检查日期：{moment}" in one.detail) == (date(2020, 3, day), True)
