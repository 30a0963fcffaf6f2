"""Ledgers of inspections as schools keep them: one a row, held and over, no cell of theirs lost, nothing guessed."""

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from safetyctl.ground.errors import NotFound
from safetyctl.intake.inspections.checklist import is_checklist
from safetyctl.intake.inspections.reading import Defaults, Reading, read_inspections
from safetyctl.intake.tables.mapping import Map
from safetyctl.intake.tables.reading import Unclear
from safetyctl.ledger.words import InspectionKind
from safetyctl.records.inspection_ledgers import Told

from .workbooks import CAMPUSES

HEAD = ("序号", "检查时间", "校区", "检查类型", "检查区域", "检查人员", "存在问题", "处理意见", "备注")
ROW = (1, "2020-03-02", "东校区", "日常检查", "教学楼", "李四、王五", "三楼通道堵塞", "当场清理", "已拍照")


def filled(sheet: Worksheet, rows: Sequence[Sequence[object]], merged: Sequence[str] = ()) -> None:
    for row in rows:
        sheet.append(list(row))
    for each in merged:
        sheet.merge_cells(each)


def book(path: Path, *rows: Sequence[object], name: str = "记录", merged: Sequence[str] = ()) -> Path:
    made = Workbook()
    assert made.active is not None
    made.active.title = name
    filled(made.active, rows, merged)
    made.save(path)
    return path


def reading(path: Path, **options: object) -> Reading:
    return read_inspections(path, CAMPUSES, as_of=date(2020, 5, 14), **options)  # type: ignore[arg-type]


def read(tmp_path: Path, *rows: Sequence[object], **options: object) -> Reading:
    """A ledger of these rows, read; ``name`` and ``merged`` are of its sheet."""
    of_sheet = {key: options.pop(key) for key in ("name", "merged") if key in options}
    return reading(book(tmp_path / "d.xlsx", *rows, **of_sheet), **options)  # type: ignore[arg-type]


def days_of(found: Reading) -> list[tuple[date, date]]:
    return [(one.started_on, one.finished_on) for one in found.inspections]


def changed(place: int, cell: object) -> list[object]:
    return [*ROW[:place], cell, *ROW[place + 1 :]]


# what rows say


def test_a_ledger_with_its_title_notes_and_all_that_has_no_field(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("2020年校园安全检查记录台账",),
        HEAD,
        ROW,
        (2, "3月9日", "西 校区", "消防专项检查", "食堂\n宿舍", "王　五", "未发现问题", "/", None),
        ("填表说明：每次检查后填写",),
        merged=["A1:I1"],
    )
    assert found.problems == ()
    assert found.inspections == (
        Told(
            "东校区", "routine", date(2020, 3, 2), date(2020, 3, 2), "教学楼", "李四、王五",
            "存在问题：三楼通道堵塞\n处理意见：当场清理\n备注：已拍照\n导入自：d.xlsx / 记录 / 3；序号 1",
        ),
        Told(
            "西校区", "special", date(2020, 3, 9), date(2020, 3, 9), "食堂 宿舍", "王五",
            "检查时间：3月9日\n检查类型：消防专项检查\n存在问题：未发现问题\n导入自：d.xlsx / 记录 / 4；序号 2",
        ),
    )  # fmt: skip
    assert (found.read, found.findings, found.tables[0].left_out) == (2, 1, {"note": [5]})


def test_nothing_found_is_an_inspection_too(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD, changed(6, "无"), [*changed(6, None)[:4], "操场", *changed(6, None)[5:]])
    assert [(one.note or "").split("\n")[0] for one in found.inspections] == [
        "存在问题：无",
        "处理意见：当场清理",
    ]
    assert found.findings == 0


@pytest.mark.parametrize(
    ("cell", "first", "last", "kept"),
    [
        ("2020年3月1日-3月3日", (3, 1), (3, 3), False),
        ("2020.3.30—4.2", (3, 30), (4, 2), False),
        ("2020年3月1日至3日", (3, 1), (3, 3), False),
        ("3月1日～3月3日", (3, 1), (3, 3), True),
        ("3.1-3.3", (3, 1), (3, 3), True),
        ("2020-03-02 9:00-10:30", (3, 2), (3, 2), True),
        ("2020年3月2日上午", (3, 2), (3, 2), True),
        (datetime.combine(date(2020, 3, 2), time(9, 30)), (3, 2), (3, 2), True),
        (datetime.combine(date(2020, 3, 2), time()), (3, 2), (3, 2), False),
        (43892, (3, 2), (3, 2), False),
        ("20200302", (3, 2), (3, 2), False),
        ("20.3.2-20.3.4", (3, 2), (3, 4), True),
    ],
)
def test_the_days_it_took(
    tmp_path: Path, cell: object, first: tuple[int, int], last: tuple[int, int], kept: bool
) -> None:
    found = read(tmp_path, ("2020年检查记录",), HEAD, changed(1, cell))
    assert days_of(found) == [(date(2020, *first), date(2020, *last))]
    assert ("检查时间：" in (found.inspections[0].note or "")) is kept


def test_a_range_over_new_year_and_days_in_two_columns(tmp_path: Path) -> None:
    found = read(tmp_path, ("2019—2020学年",), HEAD, changed(1, "12月30日-1月2日"))
    assert days_of(found) == [(date(2019, 12, 30), date(2020, 1, 2))]
    two = ("检查时间", None, "校区", "检查类型", "检查人")
    rows = (two, ("起", "止"), ("2020-03-01", "3月3日", "东校区", "日常检查", "李四"))
    found = read(tmp_path, ("2020年",), *rows, merged=["A2:B2", "C2:C3", "D2:D3", "E2:E3"])
    assert days_of(found) == [(date(2020, 3, 1), date(2020, 3, 3))]
    ends = (("检查日期", "结束日期", "校区", "检查类型"), ("2019-12-30", "1月2日", "东校区", "日常检查"))
    assert days_of(read(tmp_path, *ends)) == [(date(2019, 12, 30), date(2020, 1, 2))]
    late = (("检查日期", "结束时间", "校区", "检查类型"), ("2020-03-05", "2020-03-03", "东校区", "日常检查"))
    assert [one.column for one in read(tmp_path, *late).problems] == ["B"]


@pytest.mark.parametrize(
    ("cell", "kind", "kept"),
    [
        ("日常检查", "routine", False),
        ("routine", "routine", False),
        ("日常排查", "routine", False),
        ("日常巡查", "routine", True),
        ("拉网式排查", "dragnet", False),
        ("全校拉网大排查", "dragnet", True),
        ("清明节节前检查", "holiday", True),
        ("集团督查", "group", False),
        ("special inspection", "special", False),
        ("燃气专项检查", "special", True),
    ],
)
def test_the_kind(tmp_path: Path, cell: str, kind: str, kept: bool) -> None:
    found = read(tmp_path, HEAD, changed(3, cell))
    assert [one.kind for one in found.inspections] == [kind]
    assert ("检查类型：" in (found.inspections[0].note or "")) is kept


@pytest.mark.parametrize("cell", ["节前专项检查", "开学大检查", "消防检查", "√", "安全专项整治", None, "/"])
def test_a_kind_that_is_not_certain_is_never_guessed(tmp_path: Path, cell: object) -> None:
    found = read(tmp_path, HEAD, ROW, changed(3, cell))
    assert [(one.row, one.column, one.field) for one in found.problems] == [(3, "D", "kind")]
    assert (len(found.inspections), len(found.refused)) == (1, 1)
    found = reading(tmp_path / "d.xlsx", defaults=Defaults(kind=InspectionKind.GROUP))
    assert [one.kind for one in found.inspections] == ["routine", "group"]
    assert f"检查类型：{cell}" in (found.inspections[1].note or "") or cell in (None, "/")
    use = Map(kinds={"节前专项检查": "holiday", "开学大检查": "special"})
    found = reading(tmp_path / "d.xlsx", use=use)
    assert bool(found.problems) is (cell not in ("节前专项检查", "开学大检查"))


def test_the_sheet_the_title_or_a_section_say_campus_and_kind(tmp_path: Path) -> None:
    short = ("检查日期", "检查人员", "检查部位", "检查情况")
    row = ("2020-03-02", "李四", "食堂", "完好")
    found = read(tmp_path, ("西校区日常安全检查记录",), short, row)
    assert [(one.campus, one.kind) for one in found.inspections] == [("西校区", "routine")]
    assert dict(found.kinds) == {"记录": "routine"}
    found = read(tmp_path, short, ("东校区",), row, ("西校区",), row, name="节前检查")
    assert [(one.campus, one.kind) for one in found.inspections] == [
        ("东校区", "holiday"),
        ("西校区", "holiday"),
    ]
    month = ("2020年3月", "一、日常检查", "合计", "检查组长签字：")
    found = read(
        tmp_path,
        short,
        *((text,) for text in month[:2]),
        row,
        *((text,) for text in month[2:]),
        name="西校区",
    )
    assert [(one.kind, "分段：一、日常检查" in (one.note or "")) for one in found.inspections] == [
        ("routine", True)
    ]
    assert found.tables[0].left_out == {"section": [2, 3], "total": [5], "note": [6]}
    found = read(tmp_path, ("明德教育集团专项整治检查记录",), short, row, name="东校区")
    assert [one.field for one in found.problems] == ["kind"]


def test_who_looked_keeps_what_else_is_said_of_them(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        HEAD,
        changed(5, "李四（组长） 王五13800000000"),
        [*changed(5, "李四 王五")[:4], "食堂", *changed(5, "李四 王五")[5:]],
        [*changed(5, "李" * 300)[:4], "操场", *changed(5, "李" * 300)[5:]],
    )
    assert [one.persons for one in found.inspections] == ["李四（组长）、王五", "李四、王五", None]
    notes = [one.note or "" for one in found.inspections]
    assert "检查人员：李四（组长） 王五13800000000" in notes[0]
    assert "检查人员" not in notes[1]
    assert "检查人员：" + "李" * 300 in notes[2]


@pytest.mark.parametrize(
    ("place", "cell", "column"),
    [
        (1, None, "B"),
        (1, "3月", "B"),
        (1, "3月2日", "B"),
        (1, "2020-06-01", "B"),
        (1, "2020-05-10至2020-05-20", "B"),
        (1, "2020-03-05至2020-03-01", "B"),
        (1, "上学期", "B"),
        (2, "北校区", "C"),
        (2, None, "C"),
        (4, "食\u202e堂", "E"),
        (5, "李\u202e四", "F"),
        (6, "堵\u202e塞", "G"),
        (7, "清\u202e理", "H"),
        (8, "x" * 4001, "I"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_named(tmp_path: Path, place: int, cell: object, column: str) -> None:
    years = place == 1 and cell == "3月2日"
    rows = (HEAD, changed(1, cell)) if years else (HEAD, ROW, changed(place, cell))
    found = read(tmp_path, *rows)
    assert [(one.row, one.column) for one in found.problems] == [(len(rows), column)]
    assert len(found.refused) == 1
    assert found.read == len(rows) - 1


def test_days_that_may_be_told_in_several_ways_are_asked_for(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD, changed(1, "1/2/03—3/4/05"))
    assert [one.column for one in found.problems] == ["B"]
    found = reading(tmp_path / "d.xlsx", use=Map(dates="ymd"))
    assert days_of(found) == [(date(2001, 2, 3), date(2003, 4, 5))]


def test_formulas_that_were_never_calculated_keep_their_row_out(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD, changed(6, "=A1"), changed(7, '="x"'))
    assert [(one.row, one.column) for one in found.problems] == [(2, "G"), (3, "H")]


# several rows, several tables


def test_the_same_row_twice_is_one_and_other_words_of_it_are_kept(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD, ROW, ROW, changed(6, "灯管损坏"), changed(4, "食堂"))
    assert (found.read, len(found.inspections), found.joined) == (4, 2, 2)
    note = found.inspections[0].note or ""
    assert note.count("三楼通道堵塞") == 1
    assert "存在问题：灯管损坏" in note
    assert "记录 / 2；序号 1、d.xlsx / 记录 / 3；序号 1、d.xlsx / 记录 / 4" in note


def test_rows_under_one_merged_day_are_one_inspection_with_its_zones(tmp_path: Path) -> None:
    rows = (
        HEAD,
        ROW,
        (None, None, "东校区", "日常检查", "食堂", "李四、王五", "留样不足"),
        (None, None, "西校区", "日常检查", "食堂", "李四、王五", "无"),
        (None, "2020-03-03", "东校区", "日常检查", "食堂", "李四、王五", "无"),
    )
    found = read(tmp_path, *rows, merged=["B2:B4"])
    assert found.problems == ()
    assert [(one.campus, one.started_on.day, one.zones) for one in found.inspections] == [
        ("东校区", 2, "教学楼、食堂"),
        ("西校区", 2, "食堂"),
        ("东校区", 3, "食堂"),
    ]
    assert (found.inspections[0].note or "").split("\n")[:5] == [
        "检查区域：教学楼",
        "存在问题：三楼通道堵塞",
        "处理意见：当场清理",
        "备注：已拍照",
        "检查区域：食堂",
    ]
    assert found.joined == 1


def test_rows_of_one_inspection_that_find_no_room_together_are_named(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD, changed(6, "甲" * 2100), changed(6, "乙" * 2100), changed(6, "丙" * 3960))
    assert [(one.row, one.column) for one in found.problems] == [(3, "G"), (4, "G")]
    assert len(found.inspections) == 1
    assert len(found.refused) == 2


def test_two_sheets_merged_heads_and_one_that_holds_hazards(tmp_path: Path) -> None:
    made = Workbook()
    assert made.active is not None
    made.active.title = "东校区"
    filled(
        made.active,
        (
            ("安全检查台账", None, None, None, None),
            ("时间", "检查情况", None, "检查人", "类型"),
            (None, "检查部位", "发现问题", None, None),
            (date(2020, 3, 2), "食堂", "留样不足", "李四", "日常检查"),
        ),
        ("A1:E1", "A2:A3", "B2:C2", "D2:D3", "E2:E3"),
    )
    filled(made.create_sheet("西校区"), (HEAD[1:], changed(2, None)[1:]))
    hazards = ("检查日期", "隐患描述", "隐患等级", "整改责任人", "整改时限")
    filled(made.create_sheet("隐患"), (hazards, ("2020-03-02", "插座松动", "一般", "李四", "2020-03-09")))
    made.save(tmp_path / "d.xlsx")
    found = reading(tmp_path / "d.xlsx")
    assert found.problems == ()
    assert [(one.campus, one.zones) for one in found.inspections] == [
        ("东校区", "食堂"),
        ("西校区", "教学楼"),
    ]
    assert "留样不足" in (found.inspections[0].note or "")
    assert found.without == ("隐患",)
    assert len(reading(tmp_path / "d.xlsx", sheet="西校区").inspections) == 1
    with pytest.raises(NotFound):
        reading(tmp_path / "d.xlsx", sheet="南校区")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv(tmp_path: Path, encoding: str) -> None:
    lines = [",".join(map(str, row)) for row in (HEAD, ROW)]
    (tmp_path / "d.csv").write_bytes("\r\n".join(lines).encode(encoding))
    found = reading(tmp_path / "d.csv")
    assert [one.zones for one in found.inspections] == ["教学楼"]


# which file is one


def test_a_checklist_is_told_from_a_ledger(tmp_path: Path) -> None:
    ledger = ("编号", "检查日期", "校区", "检查类型", "检查结果")
    assert not is_checklist(
        book(tmp_path / "a.xlsx", ledger, ("1", "2020-03-02", "东校区", "日常检查", "合格"))
    )
    assert is_checklist(
        book(tmp_path / "b.xlsx", ("编号", "检查日期", "检查结果"), ("fire.01", None, "合格"))
    )
    assert is_checklist(book(tmp_path / "c.xlsx", ("编号", "检查结果"), ("消防", "合格")))
    assert is_checklist(
        book(tmp_path / "d.xlsx", ("编号", "合格", "不合格", "不适用", "检查日期"), ("1", "√"))
    )
    assert not is_checklist(book(tmp_path / "e.xlsx", HEAD, ROW))


@pytest.mark.parametrize(
    ("head", "word"),
    [
        (("姓名", "电话"), "neither"),
        (("日期", "校区", "主题", "参加人数"), "neither"),
        (("演练时间", "校区", "演练主题", "参加人数"), "neither"),
        (("检查日期", "校区", "检查人", "存在问题", "整改措施", "整改责任人", "整改时限"), "hazard"),
    ],
)
def test_what_is_no_ledger_of_inspections_is_said(tmp_path: Path, head: tuple[str, ...], word: str) -> None:
    with pytest.raises(Unclear, match=word):
        read(tmp_path, head, ("2020-03-02", "东校区", "李四", "x", "y", "王五", "2020-03-09")[: len(head)])


def test_a_map_says_what_headings_mean_and_that_rows_are_inspections(tmp_path: Path) -> None:
    head = ("啥时", "哪儿", "谁", "啥样", "别的")
    use = Map(columns={"started_on": ("啥时",), "zones": ("哪儿",), "persons": ("谁",), "note": ("D",)})
    use = Map(columns=use.columns, campus="东校区", kind=InspectionKind.SPECIAL)
    found = read(tmp_path, head, ("2020-03-02", "食堂", "李四", "完好", "晴"), use=use)
    one = found.inspections[0]
    assert (one.campus, one.kind, one.zones, one.persons) == ("东校区", "special", "食堂", "李四")
    assert (one.note or "").split("\n")[:2] == ["啥样：完好", "别的：晴"]
    with pytest.raises(NotFound):
        reading(tmp_path / "d.xlsx", use=Map(columns=use.columns, campus="北校区"))


def test_headings_that_look_like_ones_that_are_only_kept_suggest_nothing(tmp_path: Path) -> None:
    found = read(tmp_path, (*HEAD, "整改负责人", "复核人员们"), (*ROW, "王五", "赵六"))
    assert found.tables[0].layout.alike == ()
    assert "整改负责人：王五" in (found.inspections[0].note or "")


def test_headings_that_speak_of_checking_together_make_a_ledger(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("日期", "检查组", "检查项目", "检查结果"),
        ("2020.3.2", "张三（组长）、李四", "消防设施", "合格"),
        defaults=Defaults("东校区", InspectionKind.ROUTINE),
    )
    (one,) = found.inspections
    assert (one.started_on, one.persons, one.zones) == (date(2020, 3, 2), "张三（组长）、李四", "消防设施")
    assert "检查结果：合格" in (one.note or "")


# a time of day beside the day


@pytest.mark.parametrize("clock", ["7:30", "上午8点", "22:00-23:00", time(7, 30)])
def test_a_column_of_hours_is_not_the_day(tmp_path: Path, clock: object) -> None:
    found = read(
        tmp_path,
        ("日期", "巡查时间", "巡查区域", "巡查情况", "巡查人"),
        ("2020-03-02", clock, "校门口", "正常", "张三"),
        defaults=Defaults("东校区", InspectionKind.ROUTINE),
    )
    assert found.problems == ()
    assert [(one.started_on, one.persons, one.zones) for one in found.inspections] == [
        (date(2020, 3, 2), "张三", "校门口")
    ]
    assert (found.inspections[0].note or "").startswith("巡查情况：正常\n巡查时间：")


def test_several_columns_of_hours_leave_no_question_which_is_the_day(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("日期", "时间", "时间", "巡查人"),
        ("2020-03-02", "8:00", "20:00", "张三"),
        defaults=Defaults("东校区", InspectionKind.ROUTINE),
    )
    assert [one.started_on for one in found.inspections] == [date(2020, 3, 2)]


# a check list of the school's own


PAPER = (
    ("小学校园安全检查表",),
    ("检查单位：安全办", None, "检查日期：2020年3月10日", None, "检查人：张三、李四"),
    ("序号", "检查项目", "检查内容", "是", "否", "备注"),
    (1, "消防", "灭火器在有效期内", "√", None, None),
    (2, "消防", "疏散通道畅通", None, "√", "3楼堆杂物"),
    (3, "食堂", "留样记录完整", "√", None, None),
)
HERE = Defaults("东校区", InspectionKind.ROUTINE)


def test_a_check_list_is_one_inspection_with_all_its_lines(tmp_path: Path) -> None:
    found = read(tmp_path, *PAPER, defaults=HERE)
    (one,) = found.inspections
    assert one[:6] == (*("东校区", "routine"), *[date(2020, 3, 10)] * 2, "消防、食堂", "张三、李四")
    assert (one.note or "").split("\n") == [
        "表头：小学校园安全检查表；检查单位：安全办；检查日期：2020年3月10日；检查人：张三、李四",
        *("检查项目：消防", "检查内容：灭火器在有效期内", "是：√"),
        *("检查项目：消防", "检查内容：疏散通道畅通", "否：√", "备注：3楼堆杂物"),
        *("检查项目：食堂", "检查内容：留样记录完整", "是：√"),
        "导入自：d.xlsx / 记录 / 4；序号 1—d.xlsx / 记录 / 6；序号 3",
    ]
    assert (found.read, found.joined, found.findings) == (3, 2, 1)


@pytest.mark.parametrize(
    ("head", "foot", "first", "last"),
    [
        ((("检查日期", "2020-03-10", "检查人", "张三"),), (), 10, 10),
        ((("检查日期", datetime(2020, 3, 10), "检查人", "张三"),), (), 10, 10),  # noqa: DTZ001
        ((("检查时间：2020年3月10日—11日 检查人：张三",),), (), 10, 11),
        ((("安全检查表",),), (("检查人：张三", None, "检查日期：2020年3月10日"),), 10, 10),
        ((("2020年安全检查表",),), (("检查人：张三", None, "日期：3月10日"),), 10, 10),
    ],
)
def test_the_day_and_who_looked_stand_above_or_below_a_check_list(
    tmp_path: Path, head: Sequence[Sequence[object]], foot: Sequence[Sequence[object]], first: int, last: int
) -> None:
    table = (("检查部位", "检查内容", "检查结果"), ("仓库", "通道", "堵塞"), ("车间", "电气", "合格"))
    found = read(tmp_path, *head, *table, *foot, defaults=HERE)
    (one,) = found.inspections
    assert (one.started_on, one.finished_on, one.persons) == (
        *(date(2020, 3, first), date(2020, 3, last)),
        "张三",
    )
    for cell in (cell for row in (*head, *foot) for cell in row if isinstance(cell, str)):
        assert cell in (one.note or "")


def test_a_check_list_without_a_day_asks_for_it(tmp_path: Path) -> None:
    table = (PAPER[0], *PAPER[2:])
    with pytest.raises(Unclear, match="on which day, with its year"):
        read(tmp_path, *table, defaults=HERE)
    found = read(tmp_path, *table, defaults=HERE._replace(on=date(2020, 3, 11)))
    assert [one.started_on for one in found.inspections] == [date(2020, 3, 11)]


def test_a_check_list_of_hazards_is_a_ledger_of_those(tmp_path: Path) -> None:
    head = ("检查部位", "存在问题", "整改要求", "整改责任人", "整改期限")
    with pytest.raises(Unclear, match="each of its rows is a hazard"):
        read(tmp_path, ("检查时间：2020年3月10日",), head, ("脚手架", "缺剪刀撑", "增设", "王五", "3月18日"))


def test_an_empty_check_list_is_no_inspection(tmp_path: Path) -> None:
    with pytest.raises(Unclear, match="neither"):
        read(
            tmp_path, *PAPER[:3], (1, "消防", "灭火器在有效期内"), (2, "食堂", "留样记录完整"), defaults=HERE
        )


def test_the_numbers_of_a_schools_own_list_are_no_check_items(tmp_path: Path) -> None:
    head = ("编号", "检查项目", "检查结果")
    own = book(tmp_path / "a.xlsx", ("检查日期：2020-03-10",), head, ("1", "消防", "合格"))
    assert not is_checklist(own)
    assert is_checklist(book(tmp_path / "b.xlsx", head, ("fire.01", "消防", "合格")))


def test_a_day_that_has_only_a_number_is_of_the_month_above_the_table(tmp_path: Path) -> None:
    head = ("日期", "星期", "巡查地点", "巡查情况", "巡查人")
    rows = [("2日", "一", "教学楼", "正常", "张三"), ("11号（周三）", "三", "食堂", "正常", "李四")]
    for title, name in (
        ("2020年3月安全巡查记录", "记录"),
        ("2020年度巡查", "三月"),
        ("2020年三月份巡查", "1"),
    ):
        found = read(tmp_path, (title,), head, *rows, defaults=HERE, name=name)
        assert [one.started_on.isoformat() for one in found.inspections] == ["2020-03-02", "2020-03-11"]
    bare = [(number, *row[1:]) for number, row in zip((2, "11"), rows, strict=True)]
    found = read(tmp_path, ("2020年3月安全巡查记录",), head, *bare, defaults=HERE)
    assert [one.started_on.isoformat() for one in found.inspections] == ["2020-03-02", "2020-03-11"]
    found = read(
        tmp_path, ("2020年3月安全巡查记录",), head, *bare, ("2020-03-12", *rows[0][1:]), defaults=HERE
    )
    assert [one.row for one in found.problems] == [3, 4]
    for title in ("2020年安全巡查记录", "2020年3月、4月安全巡查记录", "2020年巡查（填报时间：3月）"):
        found = read(tmp_path, (title,), head, *rows, defaults=HERE)
        assert [one.column for one in found.problems] == ["A", "A"]


def test_a_check_list_that_waits_to_be_filled_in_is_told(tmp_path: Path) -> None:
    made = Workbook()
    empty = (("检查人：", None, "检查日期："), PAPER[2], (1, "消防", "灭火器在有效期内", None, None, None))
    made.active.title = "第1周"
    filled(made.active, PAPER)
    filled(made.create_sheet("第2周"), empty)
    made.save(tmp_path / "d.xlsx")
    found = reading(tmp_path / "d.xlsx", defaults=HERE)
    assert (len(found.inspections), found.without, found.problems) == (1, ("第2周",), ())


def test_the_campus_that_was_looked_at(tmp_path: Path) -> None:
    found = read(
        tmp_path, ("督导时间", "督导人", "被督导校区"), ("2020-03-02", "张三", "西校区"), defaults=HERE
    )
    assert [one.campus for one in found.inspections] == ["西校区"]


@pytest.mark.parametrize("verb", ["巡检", "督导", "自查", "抽查", "点检"])
def test_other_words_for_looking(tmp_path: Path, verb: str) -> None:
    head = (f"{verb}日期", f"{verb}人", f"{verb}部位", f"{verb}结果")
    found = read(tmp_path, head, ("2020-03-02", "张三", "食堂", "正常"), defaults=HERE)
    assert [(one.persons, one.zones) for one in found.inspections] == [("张三", "食堂")]
    assert found.tables[0].layout.columns().keys() == {"started_on", "persons", "zones", "note"}


def test_who_sent_the_inspectors_speaks_of_an_inspection(tmp_path: Path) -> None:
    head = ("时间", "检查单位", "检查内容", "存在问题", "整改情况")
    found = read(tmp_path, head, ("2020-03-02", "消防大队", "消防", "应急灯损坏", "已更换"), defaults=HERE)
    assert [(one.started_on, one.zones) for one in found.inspections] == [(date(2020, 3, 2), "消防")]


def test_the_year_may_have_a_column_of_its_own_and_a_range_end_in_a_number(tmp_path: Path) -> None:
    head = ("年度", "检查日期", "检查人", "检查部位")
    rows = [
        ("2020", "3月2日", "张三", "食堂"),
        (2019, "12月2日", "张三", "食堂"),
        (None, "2020.3.9-11", "张三", "食堂"),
    ]
    found = read(tmp_path, head, *rows, defaults=HERE)
    assert found.problems == ()
    assert days_of(found) == [
        (date(2020, 3, 2), date(2020, 3, 2)),
        (date(2019, 12, 2), date(2019, 12, 2)),
        (date(2020, 3, 9), date(2020, 3, 11)),
    ]


def test_a_sheet_is_called_by_the_short_name_of_its_campus(tmp_path: Path) -> None:
    row = ("2020-03-02", "张三", "食堂")
    found = read(
        tmp_path, ("检查日期", "检查人", "检查部位"), row, name="西校", defaults=HERE._replace(campus=None)
    )
    assert [one.campus for one in found.inspections] == ["西校区"]


@pytest.mark.parametrize("above", [("2020年巡查记录",), ("2020年", None, None, None)])
def test_month_and_day_in_columns_of_their_own(tmp_path: Path, above: Sequence[object]) -> None:
    rows = [("月", "日", "检查人", "检查部位"), (3, 2, "张三", "食堂"), (3, 10, "李四", "宿舍")]
    found = read(tmp_path, above, *rows, defaults=HERE)
    assert [(one.started_on.isoformat(), one.persons) for one in found.inspections] == [
        ("2020-03-02", "张三"),
        ("2020-03-10", "李四"),
    ]


def test_the_day_alone_may_be_known_among_headings_of_the_schools_own(tmp_path: Path) -> None:
    head = ("检查日期", "晨检", "留样", "餐具消毒", "食品安全员")
    found = read(
        tmp_path, ("食堂日管控检查记录",), head, ("2020-03-02", "√", "√", "×", "张三"), defaults=HERE
    )
    (one,) = found.inspections
    assert (one.note or "").startswith("晨检：√\n留样：√\n餐具消毒：×\n食品安全员：张三\n")


def test_a_book_of_patrols_is_a_ledger_of_inspections(tmp_path: Path) -> None:
    head = ("巡检日期", "巡检类型", "巡检人", "巡检点位", "巡检结果", "异常描述")
    row = ("2020-03-02", "日常检查", "李四", "配电房", "异常", "门未锁")
    (one,) = read(tmp_path, head, row, defaults=Defaults(campus="东校区")).inspections
    assert (one.started_on, one.kind, one.persons, one.zones) == (
        date(2020, 3, 2),
        "routine",
        "李四",
        "配电房",
    )
    assert one.note is not None
    assert one.note.startswith("巡检结果：异常\n异常描述：门未锁")
