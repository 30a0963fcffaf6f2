"""Ledgers of drills as schools keep them: what is read, and each cell that cannot be is named."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from office import Command, content
from safetyctl.intake.people.drills import Reading, read_drills, seconds_of
from safetyctl.intake.tables.reading import Unclear
from safetyctl.intake.words.cells import Unreadable
from safetyctl.records.drills import Told

from .workbooks import CAMPUSES

HEAD = ("序号", "演练时间", "校区", "演练主题", "参加人数", "疏散用时", "总指挥", "存在问题", "备注")
ROW = (1, "2020-03-02", "东校区", "火灾疏散", 960, "3分5秒", "李四", "三楼通道堵塞", None)


def book(path: Path, *rows: Sequence[object], name: str = "演练") -> Path:
    made = Workbook()
    made.active.title = name
    for row in rows:
        made.active.append(list(row))
    made.save(path)
    return path


def read(tmp_path: Path, *rows: Sequence[object], **options: object) -> Reading:
    return read_drills(book(tmp_path / "d.xlsx", *rows), CAMPUSES, as_of=date(2020, 5, 14), **options)


def test_a_ledger_with_its_title_totals_and_notes(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("2019—2020学年应急疏散演练台账",),
        HEAD,
        ROW,
        (2, "11月5日", "西 校区", "地震\n避险", "全校师生1,200人", 150.0, "王　五", "/", "已总结"),
        ("合计", None, None, None, 2160),
        ("说明：用时以最后一名学生到达操场为准",),
    )
    assert [(one.heading, one.value) for one in found.problems] == [("疏散用时", "150")]
    assert found.drills == (Told("东校区", date(2020, 3, 2), "火灾疏散", 960, 185, "李四", "三楼通道堵塞"),)
    assert (found.read, found.tables[0].left_out) == (2, {"total": [5], "note": [6]})


def test_the_short_name_of_a_campus_is_that_campus_and_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD, (1, "2020-03-02", "东校", *ROW[3:]))
    assert [one.campus for one in found.drills] == ["东校区"]
    assert [one.note for one in found.drills] == ["校区：东校"]
    assert [(one.value, one.problem) for one in found.notes] == [
        ("东校", "it is a short name; it was taken as 东校区")
    ]


def test_a_line_between_the_rows_names_the_campus_and_is_kept(tmp_path: Path) -> None:
    row = [*ROW[:2], None, *ROW[3:]]
    found = read(tmp_path, HEAD, ("一、东校区",), row, ("二、西校区",), row, default_campus="南校区")
    assert [(one.campus, one.note) for one in found.drills] == [
        ("东校区", "分段：一、东校区"),
        ("西校区", "分段：二、西校区"),
    ]


def test_a_table_of_contents_and_a_plan_beside_a_ledger_are_told_as_other_tables(tmp_path: Path) -> None:
    made = Workbook()
    for row in (("序号", "名称", "页码"), (1, "火灾疏散记录", 1)):
        made.active.append(row)
    made.active.title = "目录"
    ledger = made.create_sheet("台账")
    for row in (
        HEAD,
        ROW,
        ("下阶段计划",),
        ("序号", "计划日期", "演练主题", "参加人数"),
        (1, "2020-09-01", "防震", 960),
    ):
        ledger.append(row)
    made.save(tmp_path / "d.xlsx")
    found = read_drills(tmp_path / "d.xlsx", CAMPUSES, as_of=date(2020, 5, 14))
    assert (found.read, [one.theme for one in found.drills]) == (1, ["火灾疏散"])
    assert [(one.layout.sheet, dict(one.left_out).get("other")) for one in found.tables] == [
        ("目录", [2]),
        ("台账", None),
        ("台账", [5]),
    ]
    more = made.create_sheet("更多")
    for row in (("演练时候", "演练主题", "参加人数"), ("2020-03-09", "防震", 960)):
        more.append(row)
    made.save(tmp_path / "d.xlsx")
    with pytest.raises(Unclear, match="更多"):
        read_drills(tmp_path / "d.xlsx", CAMPUSES, as_of=date(2020, 5, 14))


def test_what_is_said_to_be_about_so_many_is_kept_as_it_stands(tmp_path: Path) -> None:
    rows = [
        (*ROW[:4], people, time, *ROW[6:]) for people, time in (("约1000人", "约3分钟"), ("960余人", "185秒"))
    ]
    found = read(tmp_path, HEAD, *rows, (*ROW[:4], "全校960人", *ROW[5:]))
    assert [(one.participants, one.evacuated_in, one.note) for one in found.drills] == [
        (1000, 180, "参加人数：约1000人\n疏散用时：约3分钟"),
        (960, 185, "参加人数：960余人"),
        (960, 185, None),
    ]


def test_the_unit_of_the_heading_and_the_year_of_the_head(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("东校区2020年演练记录",),
        ("演练时间", "演练内容", "参与人数", "疏散时间（分钟）"),
        ("3月2日", "火灾疏散", "960人", 2.5),
    )
    assert found.problems == ()
    assert found.drills == (Told("东校区", date(2020, 3, 2), "火灾疏散", 960, 150, None, None),)


@pytest.mark.parametrize(
    ("place", "cell", "column"),
    [
        (1, None, "B"),
        (1, "3月", "B"),
        (1, "2020-06-01", "B"),
        (2, "北校区", "C"),
        (2, None, "C"),
        (3, None, "D"),
        (4, None, "E"),
        (4, "全体师生", "E"),
        (4, 0, "E"),
        (4, 13800000000, "E"),
        (4, "320人，其中学生300人", "E"),
        (5, "很快", "F"),
        (5, 185, "F"),
        (6, "李\u202e四", "G"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_named(tmp_path: Path, place: int, cell: object, column: str) -> None:
    row = [*ROW]
    row[place] = cell
    found = read(tmp_path, HEAD, ROW, row)
    assert [(one.row, one.column) for one in found.problems] == [(3, column)]
    assert (len(found.drills), len(found.refused)) == (1, 1)


@pytest.mark.parametrize(
    ("cell", "at", "kept"),
    [
        (datetime(2020, 3, 2, 14, 30), "14:30", None),  # noqa: DTZ001 - a workbook's times have no zone
        (datetime(2020, 3, 2), None, None),  # noqa: DTZ001
        ("2020-03-02 0:00:00", None, None),
        ("2020年3月2日下午2点半", "14:30", "演练时间：2020年3月2日下午2点半"),
        ("2020-03-02 14:30-15:10", "14:30", "演练时间：2020-03-02 14:30-15:10"),
        ("2020年3月2日（周一）下午", None, "演练时间：2020年3月2日（周一）下午"),
    ],
)
def test_the_time_of_day_is_kept(tmp_path: Path, cell: object, at: str | None, kept: str | None) -> None:
    found = read(tmp_path, HEAD, (1, cell, *ROW[2:]))
    assert [(one.held_on, one.held_at, one.note) for one in found.drills] == [(date(2020, 3, 2), at, kept)]


def test_place_hour_and_all_other_columns_are_kept(tmp_path: Path) -> None:
    head = ("校区", "演练日期", "开始时间", "演练地点", "演练主题", "参加人数", "演练小结", "气温")
    rows = [
        ("东校区", "2020-03-02", time(9, 5), "操场", "火灾疏散", 960, "有序", 12),
        ("东校区", "2020-04-02", "大课间", None, "地震避险", 960, None, None),
    ]
    found = read(tmp_path, head, *rows)
    assert [(one.held_at, one.place, one.note) for one in found.drills] == [
        ("09:05", "操场", "演练小结：有序\n气温：12"),
        (None, None, "开始时间：大课间"),
    ]


@pytest.mark.parametrize(
    ("day", "kept"),
    [
        (datetime(2020, 3, 2, 8, 0), "演练日期：2020-03-02 08:00:00"),  # noqa: DTZ001
        ("2020-03-02 8:00", "演练日期：2020-03-02 8:00"),
        ("2020年3月2日（周一）", "演练日期：2020年3月2日（周一）"),
        ("2020-03-02", None),
    ],
)
def test_an_hour_beside_the_hour_of_its_own_column_is_kept(
    tmp_path: Path, day: object, kept: str | None
) -> None:
    head = ("校区", "演练日期", "开始时间", "演练主题", "参加人数")
    found = read(tmp_path, head, ("东校区", day, "14:30", "火灾疏散", 960))
    assert [(one.held_at, one.note) for one in found.drills] == [("14:30", kept)]


def test_a_column_of_hours_beside_the_day_says_when_it_began(tmp_path: Path) -> None:
    head = ("校区", "日期", "演练时间", "演练主题", "参加人数")
    found = read(tmp_path, head, ("东校区", "2020-03-02", "15:30", "火灾", 960))
    assert [(one.held_on, one.held_at) for one in found.drills] == [(date(2020, 3, 2), "15:30")]


def test_month_and_day_in_columns_of_their_own(tmp_path: Path) -> None:
    head = ("校区", "年", "月", "日", "演练主题", "参加人数")
    found = read(tmp_path, head, ("东校区", 2020, 3, 2, "火灾", 960))
    assert (found.problems, [one.held_on for one in found.drills]) == ((), [date(2020, 3, 2)])


def test_a_drill_of_several_days_is_none(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD, (1, "2020-03-02—2020-03-06", *ROW[2:]))
    assert [one.problem for one in found.problems] == ["a drill is held on one day"]


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [
        ("185秒", 185), ("3分5秒", 185), ("3分05", 185), ("2′30″", 150), ("约3分钟", 180), ("2:30", 150),
        ("00:03:10", 190), ("2.5分钟", 150), (time(0, 2, 30), 150),
        (timedelta(seconds=150), 150), ("/", None), (None, None),
    ],
)  # fmt: skip
def test_how_long_it_took(cell: object, seconds: int | None) -> None:
    assert seconds_of(cell, None) == seconds  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("heading", "cell", "seconds"),
    [
        ("疏散用时", time(3, 15), 195),
        ("疏散用时", "10:30", 630),
        ("疏散时间", "3:15", 195),
        ("疏散时间", "10:30", None),
        ("疏散时间", time(10, 30), None),
    ],
)
def test_a_time_of_day_is_not_how_long_it_took(
    tmp_path: Path, heading: str, cell: object, seconds: int | None
) -> None:
    head = ("校区", "演练日期", "演练主题", "参加人数", heading)
    found = read(tmp_path, head, ("东校区", "2020-03-02", "火灾", 960, cell))
    assert [one.evacuated_in for one in found.drills] == ([seconds] if seconds else [])
    assert [one.column for one in found.problems] == ([] if seconds else ["E"])


@given(st.integers(0, 59), st.integers(0, 59))
def test_minutes_and_seconds_read_back(minutes: int, seconds: int) -> None:
    whole = minutes * 60 + seconds
    for text in (
        f"{minutes}分{seconds}秒",
        f"{minutes} 分钟 {seconds:02} 秒",
        f"{whole}秒",
        f"{minutes}:{seconds:02}",
    ):
        assert seconds_of(text, None) == whole
    assert seconds_of(whole, False) == whole
    assert seconds_of(minutes, True) == minutes * 60


@pytest.mark.parametrize("cell", ["三", "2:5", time(2, 30), "2小时", "2020-03-02", "分秒"])
def test_what_is_no_such_time(cell: object) -> None:
    with pytest.raises(Unreadable):
        seconds_of(cell, True)  # type: ignore[arg-type]


# the command


def test_drills_come_in_once_all_or_nothing(cmd: Command) -> None:
    file = str(book(Path("d.xlsx"), HEAD, ROW, [*ROW[:3], "地震避险", *ROW[4:]]))
    before = content(cmd.ledger)
    assert cmd.json("drill", "import", file, "--dry-run")["added"] == 2
    assert content(cmd.ledger) == before
    told = cmd.json("drill", "import", file)
    assert (told["read"], told["added"], told["skipped"]) == (2, 2, 0)
    assert told["tables"][0]["columns"][0]["field"] == "held_on"
    one = cmd.json("drill", "show", "1")
    assert (one["theme"], one["on"], one["evacuated_in"], one["leader"]) == (
        "火灾疏散",
        "2020-03-02",
        185,
        "李四",
    )
    again = cmd("drill", "import", file)
    assert "0 added, 2 known already" in again.err
    assert "  kept in the note: I 备注" in again.err


def test_drills_of_one_day_and_theme_that_differ_are_several(cmd: Command) -> None:
    rows = [ROW, [*ROW[:4], 120, *ROW[5:]], ROW]
    file = str(book(Path("d.xlsx"), HEAD, *rows))
    told = cmd.json("drill", "import", file)
    assert (told["added"], told["skipped"]) == (2, 1)
    assert [one["participants"] for one in cmd.json("drill", "list")] == [960, 120]
    told = cmd.json("drill", "import", file)
    assert (told["added"], told["skipped"]) == (0, 3)


def test_a_day_and_a_theme_merged_over_several_rows_are_one_drill(tmp_path: Path) -> None:
    made = Workbook()
    for each in (
        ("校区", "演练日期", "演练主题", "班级", "人数", "疏散用时", "总指挥"),
        ("东校区", "2020-03-02", "火灾", "大一班", 35, "1分20秒", "张三"),
        ("东校区", None, None, "大二班", 33, "1分30秒", None),
        ("西校区", "2020-03-03", "火灾", "大一班", 30, "80秒", "李四"),
    ):
        made.active.append(list(each))
    for area in ("B2:B3", "C2:C3", "G2:G3"):
        made.active.merge_cells(area)
    made.save(tmp_path / "d.xlsx")
    found = read_drills(tmp_path / "d.xlsx", CAMPUSES, as_of=date(2020, 5, 14))
    rows = [("大一班", 35, "1分20秒"), ("大二班", 33, "1分30秒")]
    told = [f"人数：{n}\n疏散用时：{time}\n班级：{group}" for group, n, time in rows]
    assert (found.read, found.problems) == (3, ())
    assert found.drills == (
        Told("东校区", date(2020, 3, 2), "火灾", 68, None, "张三", None, note="\n".join(told)),
        Told("西校区", date(2020, 3, 3), "火灾", 30, 80, "李四", None, note="班级：大一班"),
    )


def test_one_bad_row_and_nothing_comes_in_or_the_others_do(cmd: Command) -> None:
    file = str(book(Path("d.xlsx"), HEAD, ROW, [*ROW[:2], "北校区", *ROW[3:]]))
    before = content(cmd.ledger)
    ended = cmd("drill", "import", file, lang="zh", expect=2)
    assert content(cmd.ledger) == before
    assert "没有这个校区" in ended.out
    assert "东校区、西校区、南校区" in ended.err
    told = cmd.json("drill", "import", file, "--partial")
    assert (told["added"], told["rejected"], told["refused_file"]) == (1, 1, "d.refused.xlsx")
    assert cmd("drill", "import", "d.refused.xlsx", "--campus", "西校区", expect=2).code == 2


def test_what_a_later_edition_says_otherwise_of_a_drill_is_told(cmd: Command) -> None:
    cmd("drill", "import", str(book(Path("d.xlsx"), HEAD, ROW)))
    later = str(book(Path("e.xlsx"), HEAD, (*ROW[:4], 980, *ROW[5:8], "重算了人数")))
    before = content(cmd.ledger)
    told = cmd.json("drill", "import", later)
    assert (told["added"], told["skipped"], told["differences"]) == (
        0,
        1,
        [
            {"ref": "D0001", "field": "participants", "held": 960, "told": 980},
            {"ref": "D0001", "field": "note", "held": None, "told": "备注：重算了人数"},
        ],
    )
    assert content(cmd.ledger) == before
    said = cmd("drill", "import", later, lang="zh").err
    assert "D0001 参加人数：960 → 980；说明：备注：重算了人数" in said
    assert "safetyctl drill edit D0001" in said


def test_rows_of_one_day_and_theme_that_differ_are_drills_of_their_own(cmd: Command) -> None:
    rows = [ROW, (2, *ROW[1:4], 300, "2分钟", "王五", "无", "小学部"), (3, *ROW[1:])]
    told = cmd.json("drill", "import", str(book(Path("d.xlsx"), HEAD, *rows)))
    assert (told["read"], told["added"], told["skipped"]) == (3, 2, 1)
    assert [one["participants"] for one in cmd.json("drill", "list")] == [960, 300]
    again = cmd.json("drill", "import", str(book(Path("d.xlsx"), HEAD, *reversed(rows))))
    assert (again["added"], again["skipped"], again["differences"]) == (0, 3, [])
    one_more = (4, *ROW[1:4], 120, None, None, None, "幼儿园")
    last = cmd.json("drill", "import", str(book(Path("d.xlsx"), HEAD, one_more, *rows)))
    assert (last["added"], last["skipped"], last["differences"]) == (1, 3, [])


def test_a_map_of_drills(cmd: Command) -> None:
    file = str(book(Path("d.xlsx"), ("啥时", "练啥", "几人"), ("2020-03-02", "火灾疏散", 960)))
    cmd("drill", "import", file, "--campus", "东校区", "--save-map", "m.toml", expect=2)
    text = Path("m.toml").read_text("utf-8")
    for key, heading in (("held_on", "啥时"), ("theme", "练啥"), ("participants", "几人")):
        text = text.replace(f'# {key} = ""', f'{key} = "{heading}"')
    Path("m.toml").write_text(text, "utf-8")
    assert cmd.json("drill", "import", file, "--map", "m.toml")["added"] == 1
    assert cmd.json("drill", "show", "1")["campus"] == "东校区"


def test_who_took_part_may_be_counted_in_several_columns(tmp_path: Path) -> None:
    made = Workbook()
    for each in (
        ("演练日期", "演练主题", "参加人数", None, "效果"),
        (None, None, "教师", "学生", None),
        ("2020-03-02", "火灾", 60, "900人", "好"),
        ("2020-03-09", "地震", 55, None, "好"),
    ):
        made.active.append(list(each))
    for area in ("A1:A2", "B1:B2", "C1:D1", "E1:E2"):
        made.active.merge_cells(area)
    made.save(tmp_path / "d.xlsx")
    found = read_drills(tmp_path / "d.xlsx", CAMPUSES, as_of=date(2020, 5, 14), default_campus="东校区")
    assert found.problems == ()
    assert [(one.participants, one.note) for one in found.drills] == [
        (960, "参加人数/教师：60\n参加人数/学生：900人\n效果：好"),
        (55, "参加人数/教师：55\n效果：好"),
    ]


@pytest.mark.parametrize(
    ("parts", "counts", "participants"),
    [
        (("教师", "学生", "合计"), (60, 900, 960), 960),
        (("教师", "学生", "合计"), (60, 900, None), 960),
        (("应到", "实到", "请假"), (960, 955, 5), 955),
        (("师生", "家长", "其中教师"), (960, 40, 60), 1000),
    ],
)
def test_a_total_beside_its_parts_is_not_added_to_them(
    tmp_path: Path, parts: Sequence[str], counts: Sequence[int | None], participants: int
) -> None:
    made = Workbook()
    made.active.append(["演练日期", "演练主题", "参加人数"])
    made.active.append([None, None, *parts])
    made.active.append(["2020-03-02", "火灾", *counts])
    for area in ("A1:A2", "B1:B2", "C1:E1"):
        made.active.merge_cells(area)
    made.save(tmp_path / "d.xlsx")
    found = read_drills(tmp_path / "d.xlsx", CAMPUSES, as_of=date(2020, 5, 14), default_campus="东校区")
    assert [one.participants for one in found.drills] == [participants]
    kept = zip(parts, counts, strict=True)
    assert found.drills[0].note == "\n".join(f"参加人数/{part}：{n}" for part, n in kept if n is not None)


def test_of_numbers_by_campus_each_campus_has_its_own(tmp_path: Path) -> None:
    made = Workbook()
    made.active.append(["演练日期", "演练主题", "参加人数"])
    made.active.append([None, None, "东校区", "西校区"])
    made.active.append(["2020-03-02", "火灾", 1200, 800])
    for area in ("A1:A2", "B1:B2", "C1:D1"):
        made.active.merge_cells(area)
    made.save(tmp_path / "d.xlsx")
    found = read_drills(tmp_path / "d.xlsx", CAMPUSES, as_of=date(2020, 5, 14), default_campus="西校区")
    assert [(one.participants, one.note) for one in found.drills] == [
        (800, "参加人数/东校区：1200\n参加人数/西校区：800")
    ]


@pytest.mark.parametrize("heading", ["参加师生数", "师生人数", "参演师生人数", "总人数", "参练人数"])
def test_what_the_number_of_people_is_called(tmp_path: Path, heading: str) -> None:
    found = read(tmp_path, ("校区", "演练日期", "演练主题", heading), ("东校区", "2020-03-02", "火灾", 800))
    assert [one.participants for one in found.drills] == [800]


def test_a_plan_of_drills_with_the_day_on_which_each_was_held(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("校区", "计划时间", "演练项目", "实际演练时间", "参加人数"),
        ("东校区", "2020-03-02", "火灾", "2020-03-04", 300),
    )
    assert [(one.held_on, one.note) for one in found.drills] == [(date(2020, 3, 4), "计划时间：2020-03-02")]


def test_the_day_it_was_held_goes_before_the_one_it_was_planned_for_however_that_is_headed(
    tmp_path: Path,
) -> None:
    found = read(
        tmp_path,
        ("校区", "演练名称", "演练内容", "演练时间", "实际演练时间", "实际人数", "指挥长"),
        ("东校区", "消防演练", "从三楼疏散", "2020-03-02", "2020-03-04", 300, "张三"),
    )
    (one,) = found.drills
    assert (one.theme, one.held_on, one.participants, one.leader) == (
        "消防演练",
        date(2020, 3, 4),
        300,
        "张三",
    )
    assert one.note == "演练内容：从三楼疏散\n演练时间：2020-03-02"


@pytest.mark.parametrize(
    ("heading", "cell", "participants", "kept"),
    [
        ("参加人数（师/生）", "60/900", 960, True),
        ("参加人数", "教师60人、学生900人", 960, True),
        ("参加人数", "师60 生900", 960, True),
        ("参加人数", "60名教师，900名学生", 960, True),
        ("参加人员及人数", "住校生420人、教师12人", 432, True),
        ("参加人员及人数", "全体师生 1250人", 1250, False),
    ],
)
def test_who_took_part_counted_by_groups_in_one_cell(
    tmp_path: Path, heading: str, cell: str, participants: int, kept: bool
) -> None:
    found = read(tmp_path, ("校区", "演练日期", "演练主题", heading), ("东校区", "2020-03-02", "火灾", cell))
    assert found.problems == ()
    assert found.drills[0].participants == participants
    assert (f"{heading}：{cell}" in (found.drills[0].note or "")) is kept


@pytest.mark.parametrize(
    "cell",
    [
        "960人（其中教师60人）",
        "教师60人，共960人",
        "60/900",
        "900-1000人",
        "学生900人，3月2日",
        "师生900+教职工60",
    ],
)
def test_numbers_that_may_not_be_added_are_named(tmp_path: Path, cell: str) -> None:
    head = ("校区", "演练日期", "演练主题", "参加人数")
    found = read(tmp_path, head, ("东校区", "2020-03-02", "火灾", cell))
    assert [one.column for one in found.problems] == ["D"]


def test_when_it_began_is_the_day_where_nothing_else_is(tmp_path: Path) -> None:
    head = ("校区", "演练名称", "开始时间", "结束时间", "实际人数")
    row = ("东校区", "火灾", "2020-03-02 14:30:00", "2020-03-02 15:00:00", 300)
    (one,) = read(tmp_path, head, row).drills
    assert (one.held_on, one.held_at) == (date(2020, 3, 2), "14:30")
    assert "结束时间：2020-03-02 15:00:00" in (one.note or "")
    with pytest.raises(Unclear, match="missing: held on"):
        read(tmp_path, head, ("东校区", "火灾", "14:30", "15:00", 300))


@pytest.mark.parametrize(
    ("cell", "leader", "kept"),
    [
        ("张三 13800000000", "张三", True),
        ("张三、李四", "张三、李四", False),
        ("张三（校长）", "张三（校长）", False),
        ("待定", None, True),
    ],
)
def test_who_led_is_named_without_a_telephone(
    tmp_path: Path, cell: str, leader: str | None, kept: bool
) -> None:
    head = ("校区", "演练日期", "演练主题", "参加人数", "总指挥")
    found = read(tmp_path, head, ("东校区", "2020-03-02", "火灾", 320, cell))
    (one,) = found.drills
    assert (one.leader, f"总指挥：{cell}" in (one.note or "")) == (leader, kept)


def test_a_sheet_without_drills_is_told(tmp_path: Path) -> None:
    made = load_workbook(book(tmp_path / "d.xlsx", HEAD, ROW))
    made.create_sheet("汇总").append(("校区", "演练次数"))
    made.save(tmp_path / "d.xlsx")
    assert read_drills(tmp_path / "d.xlsx", CAMPUSES, as_of=date(2020, 5, 14)).without == ("汇总",)
