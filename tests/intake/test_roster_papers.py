"""Rosters and lists of people as schools keep them: long, wide, merged, noted; what is wrong is named by cell."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from safetyctl.ground.errors import BadInput, NotFound
from safetyctl.intake.people.reading import read_people
from safetyctl.intake.rosters.around import whose
from safetyctl.intake.rosters.days import clocks
from safetyctl.intake.rosters.reading import Reading, read_roster
from safetyctl.intake.tables.mapping import read_map
from safetyctl.intake.tables.reading import Unclear
from safetyctl.intake.words.cells import Unreadable
from safetyctl.intake.words.forms import PEOPLE as PEOPLE_FORM
from safetyctl.plan.model import Period, Plan
from safetyctl.records.people import PersonView, Told
from safetyctl.records.rosters import Holiday, Line
from safetyctl.reports.drawn.roster import people_template, roster_template

from .workbooks import CAMPUSES

LABOUR = Holiday(
    "holiday-roster", date(2020, 4, 30), ("labour-day",), Period(date(2020, 5, 1), date(2020, 5, 4))
)
HEAD = ("日期", "班次", "值班人员", "联系电话")


def book(path: Path, *rows: Sequence[object]) -> Path:
    made = Workbook()
    for row in rows:
        made.active.append(list(row))
    made.save(path)
    return path


def read(path: Path, *rows: Sequence[object]) -> Reading:
    return read_roster(book(path / "r.xlsx", *rows), LABOUR)


def test_the_plain_form(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("2020年劳动节值班表",),
        HEAD,
        (datetime(2020, 5, 1), "白班", "张三", "13900000000"),  # noqa: DTZ001 - as a workbook has it
        ("2020-05-02", None, "李四", 83590000),
        ("5月3日", "夜班", "王五", None),
        ("注：如有变动请提前报备",),
    )
    assert found.problems == ()
    assert found.lines == (
        Line(date(2020, 5, 1), "白班", "张三", "13900000000"),
        Line(date(2020, 5, 2), "值班", "李四", "83590000"),
        Line(date(2020, 5, 3), "夜班", "王五", None),
    )


def test_merged_days_several_people_and_times(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("日期", "星期", "班次", "时间", "值班人员", "联系电话"),
        ("2020-05-01", "五", "白班", "8:00—17:00", "张三、李四", "13900000000，13900000001"),
        (None, None, "夜班", "17:00至次日08:00", "王五", None),
        ("2020-05-02", "六", "全体", "全天", "赵六", None),
    )
    assert found.problems == ()
    assert [(one.day.day, one.person, one.telephone, one.starts, one.ends) for one in found.lines] == [
        (1, "张三", "13900000000", "08:00", "17:00"),
        (1, "李四", "13900000001", "08:00", "17:00"),
        (1, "王五", None, "17:00", "08:00"),
        (2, "赵六", None, "00:00", "24:00"),
    ]


def test_a_column_for_each_shift(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("日期", "带班领导", "电话", "白班", "电话", "夜班"),
        ("2020-05-01", "张三", "13900000000", "李四", "13900000001", "王五"),
        ("2020-05-02", "张三", "13900000000", None, None, "王五"),
    )
    assert found.problems == ()
    assert [(one.day.day, one.shift, one.person, one.telephone) for one in found.lines] == [
        (1, "带班", "张三", "13900000000"),
        (1, "白班", "李四", "13900000001"),
        (1, "夜班", "王五", None),
        (2, "带班", "张三", "13900000000"),
        (2, "夜班", "王五", None),
    ]


@pytest.mark.parametrize(
    ("row", "column", "word"),
    [
        (("2020-05-04", "白班", "张三", None), "A", "not a day of this holiday"),
        (("5月9日", "白班", "张三", None), "A", "not a day of this holiday"),
        (("五一", "白班", "张三", None), "A", "not a date"),
        (("5月3日-5月9日", "白班", "张三", None), "A", "not a day of this holiday"),
        (("5月3日-1日", "白班", "张三", None), "A", "no"),
        (("2020-05-02", "白班", None, "13900000000"), "C", "empty"),
        (("2020-05-02", "白班", "张\u202e三", None), "C", "U+202E"),
        (("2020-05-02", "白班", "张三、张三", None), "C", "twice"),
        (("2020-05-01", "白班", "王五", None), "C", "twice"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_named(
    tmp_path: Path, row: Sequence[object], column: str, word: str
) -> None:
    found = read(tmp_path, HEAD, ("2020-05-01", "白班", "王五", None), row)
    assert [(one.row, one.column) for one in found.problems] == [(3, column)]
    assert word in found.problems[0].problem


def test_a_shift_without_anybody_is_no_line_and_no_problem(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD, ("2020-05-01", "夜班", None, None), (None, "白班", "张三", None))
    assert (found.problems, found.lines) == ((), (Line(date(2020, 5, 1), "白班", "张三"),))


def test_no_roster_in_the_file(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="日期"):
        read(tmp_path, ("序号", "隐患"), (1, "x"))
    with pytest.raises(NotFound):
        read_roster(tmp_path / "none.xlsx", LABOUR)
    with pytest.raises(NotFound, match="Sheet9"):
        read_roster(book(tmp_path / "r.xlsx", HEAD), LABOUR, sheet="Sheet9")


def test_csv(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes("日期,班次,姓名,电话\n2020-05-01,白班,张三,13900000000\n".encode("gb18030"))
    assert read_roster(path, LABOUR).lines == (Line(date(2020, 5, 1), "白班", "张三", "13900000000"),)


@pytest.mark.parametrize(
    "text", ["8点", "25:00-26:00", "08:00", "08:60-09:00", "24:30-08:00", "-", "8点到5点"]
)
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(Unreadable):
        clocks(text)


# the papers to fill in


PEOPLE = [PersonView("张三", "教师", "东校区", "0513-83590000", None, 0)]


def test_the_empty_roster_filled_in_reads_back(tmp_path: Path, plan: Plan) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(roster_template(plan, LABOUR, "东校区", PEOPLE, ("白班", "夜班")))
    empty = read_roster(path, LABOUR)
    assert (empty.read, empty.lines, empty.problems) == (0, (), ())
    filled = load_workbook(path)
    sheet = filled.worksheets[0]
    rows = [row for row in range(1, 40) if sheet.cell(row, 3).value in ("白班", "夜班")]
    assert len(rows) == 2 * len(LABOUR.days)
    for row in rows:
        sheet.cell(row, 5, "张三")
    filled.save(path)
    found = read_roster(path, LABOUR)
    assert found.problems == ()
    assert [(one.day, one.shift) for one in found.lines] == [
        (day, shift) for day in LABOUR.days for shift in ("白班", "夜班")
    ]


def test_the_empty_roster_is_a_page_with_people_to_choose_and_nothing_live(
    tmp_path: Path, plan: Plan
) -> None:
    path = tmp_path / "t.xlsx"
    sly = PersonView("=1+1", None, None, None, None, 0)
    content = roster_template(plan, LABOUR, "东校区", [*PEOPLE, sly])
    assert content == roster_template(plan, LABOUR, "东校区", [*PEOPLE, sly])
    path.write_bytes(content)
    made = load_workbook(path)
    sheet, people = made.worksheets
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("portrait", 9)
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1.endswith("!$A$2:$A$3")
    assert [cell.value for cell in people["A"]][1:] == ["张三", "=1+1"]
    assert [cell.value for cell in people["D"]][1] == "0513-83590000"
    assert all(cell.data_type != "f" for page in made for row in page for cell in row)


# people


def test_people_are_read_from_a_list(tmp_path: Path) -> None:
    path = book(
        tmp_path / "p.xlsx",
        ("人员名单",),
        ("序号", "姓名", "职务", "校区", "联系电话"),
        (1, "张三", "校区安全员", "东校区", 13900000000),
        (2, "李四", None, "集团", "０５１３－８３５９００００"),
        (3, "王五", "教师", None, None),
        (4, "张三", "校区安全员", "东校区", "13900000000"),
    )
    found = read_people(path, CAMPUSES)
    assert found.problems == ()
    assert found.people == (
        Told("张三", "校区安全员", "东校区", "13900000000"),
        Told("李四", None, None, "0513-83590000"),
        Told("王五", "教师", "", None),
    )
    assert read_people(path, CAMPUSES, default_campus="西校区").people[2].campus == "西校区"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ((None, "教师", "东校区", "13900000000"), "A"),
        (("李四", "教师", "北校区", None), "C"),
        (("李四", "教师", "东校区", "1390000\u202e0000"), "D"),
        (("李\u202e四", None, None, None), "A"),
        (("张三", "教师", "东校区", "13900000001"), "D"),
    ],
)
def test_a_person_that_cannot_be_taken_is_named(tmp_path: Path, row: Sequence[object], column: str) -> None:
    head, first = ("姓名", "角色", "校区", "电话"), ("张三", "教师", "东校区", "13900000000")
    found = read_people(book(tmp_path / "p.xlsx", head, first, row), CAMPUSES)
    assert [(one.row, one.column) for one in found.problems] == [(3, column)]


def test_the_empty_list_of_people_reads_back(tmp_path: Path, plan: Plan) -> None:
    path = tmp_path / "p.xlsx"
    path.write_bytes(people_template(plan, CAMPUSES))
    assert read_people(path, CAMPUSES).read == 0
    filled = load_workbook(path)
    for column, value in enumerate(("张三", "教师", "东校区", "0513-83590000"), start=1):
        filled.worksheets[0].cell(5, column, value)
    filled.save(path)
    assert read_people(path, CAMPUSES).people == (Told("张三", "教师", "东校区", "0513-83590000"),)


# lists as schools keep them: found by the same machinery as ledgers of hazards


def test_a_shift_over_the_columns_of_its_people(tmp_path: Path) -> None:
    made = Workbook()
    for row in (
        ["2020年劳动节值班安排表"],
        ["值班日期", "星期", "带班领导", None, "值班人员", None, "夜班", None],
        [None, None, "姓名", "联系电话", "姓名", "联系电话", "姓名", "联系电话"],
        ["5月1日", "五", "张三", "13900000000", "李 四", "13900000001", "王五", None],
        [None, None, None, None, "赵六", "13900000002", None, None],
        ["说明：值班时间为8:00—17:00"],
    ):
        made.active.append(row)
    for area in ("A1:H1", "A2:A3", "B2:B3", "C2:D2", "E2:F2", "G2:H2", "A4:A5", "C4:C5"):
        made.active.merge_cells(area)
    made.save(tmp_path / "r.xlsx")
    found = read_roster(tmp_path / "r.xlsx", LABOUR)
    assert found.problems == ()
    assert [(one.day.day, one.shift, one.person, one.telephone) for one in found.lines] == [
        (1, "带班", "张三", "13900000000"),
        (1, "值班", "李四", "13900000001"),
        (1, "夜班", "王五", None),
        (1, "值班", "赵六", "13900000002"),
    ]
    layout = found.tables[0].layout
    assert [one.text for one in layout.headings if one.field is None] == ["星期"]
    assert layout.alike == (), "what is used is not said to look like a column as well"


def test_the_same_heading_twice_is_two_columns_of_people(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("日期", "值班人员", "电话", "值班人员", "电话"),
        ("2020-05-01", "张三", "13900000000", "李四", "13900000001"),
    )
    assert [(one.person, one.telephone) for one in found.lines] == [
        ("张三", "13900000000"),
        ("李四", "13900000001"),
    ]


def test_a_list_of_people_by_campus_on_sheets_of_their_own(tmp_path: Path) -> None:
    made = Workbook()
    made.remove(made.active)
    for campus, name in (("东校区", "张　三"), ("西校区", "李四")):
        sheet = made.create_sheet(campus)
        for row in (
            [f"{campus}安全人员名单"],
            ["序号", "姓 名", "安全\n职责", "手机号码", "备注"],
            [1, name, "校区安全员", 13900000000, "x"],
            ["合计", 1],
        ):
            sheet.append(row)
    made.save(tmp_path / "p.xlsx")
    found = read_people(tmp_path / "p.xlsx", CAMPUSES)
    assert found.problems == ()
    assert found.people == (
        Told("张三", "校区安全员", "东校区", "13900000000", "备注：x"),
        Told("李四", "校区安全员", "西校区", "13900000000", "备注：x"),
    )
    assert [one.rows for one in found.tables] == [1, 1]


def test_a_map_says_what_the_columns_of_people_are(tmp_path: Path) -> None:
    path = book(tmp_path / "p.xlsx", ("谁", "干啥", "在哪"), ("张三", "门卫", "东边"))
    with pytest.raises(Unclear) as caught:
        read_people(path, CAMPUSES)
    assert caught.value.seen[0].columns == (("A", "谁"), ("B", "干啥"), ("C", "在哪"))
    text = '[columns]\nname = "谁"\nrole = "B"\ncampus = "在哪"\n[values.campus]\n"东边" = "东校区"\n'
    found = read_people(path, CAMPUSES, use=read_map(text, "m.toml", PEOPLE_FORM))
    assert found.people == (Told("张三", "门卫", "东校区", None),)
    for wrong in ('[columns]\ntitle = "谁"', '[defaults]\narea = "fire"', '[values.level]\nA = "major"'):
        with pytest.raises(BadInput):
            read_map(wrong, "m.toml", PEOPLE_FORM)


def test_what_is_hidden_and_in_gb18030_is_read(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_bytes("姓名;电话\n张三;0513-83590000\n;\n".encode("gb18030"))
    assert read_people(tmp_path / "p.csv", CAMPUSES).people == (Told("张三", None, "", "0513-83590000"),)
    path = book(tmp_path / "p.xlsx", ("姓名", "岗位"), ("张三", "教师"), ("李四", "教师"))
    made = load_workbook(path)
    made.active.row_dimensions[3].hidden = True
    made.save(path)
    found = read_people(path, CAMPUSES)
    assert ([one.name for one in found.people], found.tables[0].hidden) == (["张三", "李四"], [3])


def test_a_range_of_days_hours_behind_a_day_and_a_telephone_for_several(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("时间", "带班领导", "值班人员", "联系电话"),
        ("5月1日-2日", "张三", "李四 王五", "83590000"),
        ("5月3日（周日）8:00-17:00", None, "赵六", None),
    )
    assert found.problems == ()
    assert found.lines == (
        *(Line(date(2020, 5, day), "带班", "张三") for day in (1, 2)),
        *(Line(date(2020, 5, day), "值班", who, "83590000") for day in (1, 2) for who in ("李四", "王五")),
        Line(date(2020, 5, 3), "值班", "赵六", None, "08:00", "17:00"),
    )


def test_a_range_over_the_turn_of_a_month_is_no_range_of_hours(tmp_path: Path) -> None:
    found = read(tmp_path, ("日期", "值班人员"), ("5.01-5.03", "张三"))
    assert [one.day.day for one in found.lines] == [1, 2, 3]


def test_days_across_the_head(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("值班表",),
        ("班次", "5月1日", "5月2日", "2020-05-03"),
        ("带班领导", "张三", "李四", "王五"),
        ("电话", "13900000000", None, "13900000002"),
        ("夜班", "赵六、钱七", "孙八", None),
        ("审核人：周九", None, None, "日期：2020.4.1"),
    )
    assert (found.problems, found.read) == ((), 3)
    assert [(one.day.day, one.shift, one.person, one.telephone) for one in found.lines] == [
        (1, "带班领导", "张三", "13900000000"),
        (2, "带班领导", "李四", None),
        (3, "带班领导", "王五", "13900000002"),
        (1, "夜班", "赵六", None),
        (1, "夜班", "钱七", None),
        (2, "夜班", "孙八", None),
    ]


def test_people_in_two_lists_side_by_side_and_several_in_a_cell(tmp_path: Path) -> None:
    path = book(
        tmp_path / "p.xlsx",
        ("姓名", "职务", "电话", "姓名", "职务", "电话"),
        ("张三", "校长", "13900000000", "李四", "副校长", "13900000001"),
        ("王五、赵六", "成员", "83590000", None, None, None),
        (None, None, None, "钱七", "成员", None),
    )
    found = read_people(path, CAMPUSES)
    assert (found.read, found.problems) == (4, ())
    assert all(one.field for one in found.tables[0].layout.headings), "no column is said to be left out"
    assert [(one.name, one.role, one.telephone) for one in found.people] == [
        ("张三", "校长", "13900000000"),
        ("李四", "副校长", "13900000001"),
        ("王五", "成员", "83590000"),
        ("赵六", "成员", "83590000"),
        ("钱七", "成员", None),
    ]


def test_the_remarks_of_a_roster_are_kept_and_its_weekdays_are_not(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("日期", "星期", "值班人员", "职务", "联系电话", "值班地点", "备注"),
        ("2020-05-01", "星期五", "张三", "主任", "13800000000/83551234", "传达室", "手机24小时开机"),
        ("2020-05-02", "周日", "李四", None, "6123", None, None),
        ("5月2日-3日", "周六、周日", "王五", None, None, None, None),
    )
    assert found.problems == ()
    assert [(one.day.day, one.person, one.telephone, one.note) for one in found.lines] == [
        (
            *(1, "张三", "13800000000"),
            "电话：13800000000/83551234\n职务：主任\n值班地点：传达室\n备注：手机24小时开机".replace(
                "电话", "联系电话"
            ),
        ),
        (2, "李四", None, "联系电话：6123\n星期：周日"),
        (2, "王五", None, None),
        (3, "王五", None, None),
    ]
    assert [(one.row, one.column) for one in found.notes] == [(2, "E"), (3, "E"), (3, "B")]
    assert found.notes[-1].problem == "it is another day of the week"


def test_each_column_of_people_has_its_own_remarks(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("日期", "带班领导", "职务", "带班电话", "值班人员", "职务", "值班电话", "备注"),
        ("5月1日", "张三", "校长", "13800000000", "李四、王五", "教师", "13900000000/13900000001", "全天"),
    )
    assert found.problems == ()
    assert [(one.shift, one.person, one.telephone, one.note) for one in found.lines] == [
        ("带班", "张三", "13800000000", "职务：校长\n备注：全天"),
        ("值班", "李四", "13900000000", "职务：教师\n备注：全天"),
        ("值班", "王五", "13900000001", "职务：教师\n备注：全天"),
    ]


def test_days_side_by_side_are_two_rosters_of_one_holiday(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("日期", "值班人员", "电话", "日期", "值班人员", "电话"),
        ("5月1日", "张三", "13800000000", "5月3日", "王五", None),
        ("5月2日", "李四", None, None, "赵六", "13900000000"),
    )
    assert found.problems == ()
    assert [(one.day.day, one.person, one.telephone) for one in found.lines] == [
        (1, "张三", "13800000000"),
        (3, "王五", None),
        (2, "李四", None),
        (3, "赵六", "13900000000"),
    ]


def test_hours_that_cannot_be_read_are_kept(tmp_path: Path) -> None:
    found = read(tmp_path, ("日期", "时间", "值班人员"), ("5月1日", "见通知", "张三"))
    assert (found.problems, found.lines) == (
        (),
        (Line(date(2020, 5, 1), "值班", "张三", note="时间：见通知"),),
    )
    assert [one.column for one in found.notes] == ["B"]


def test_what_stands_beside_the_shifts_when_days_are_across(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("班次", "时间", "5月1日", "5月2日", "备注"),
        ("白班", "8:00-17:00", "张三", "李四 13900000001", "传达室"),
        ("电话", None, "13900000000/83551234", None, None),
    )
    assert found.problems == ()
    assert found.lines == (
        Line(
            *(date(2020, 5, 1), "白班", "张三", "13900000000", "08:00", "17:00"),
            "备注：传达室\n5月1日：13900000000/83551234",
        ),
        Line(date(2020, 5, 2), "白班", "李四", "13900000001", "08:00", "17:00", "备注：传达室"),
    )


def test_what_the_calendar_calls_a_day_may_stand_behind_it(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("日期", "带班领导", "值班人员"),
        ("5月1日\n（劳动节）", "张三\n13800000001", "李四\n王五"),
        ("5月2日(初十)", "赵六", None),
        ("5月3日 星期日", "钱七", None),
    )
    assert found.problems == ()
    assert [(one.day.day, one.shift, one.person, one.telephone, one.note) for one in found.lines] == [
        (1, "带班", "张三", "13800000001", "日期：5月1日\n（劳动节）"),
        (1, "值班", "李四", None, "日期：5月1日\n（劳动节）"),
        (1, "值班", "王五", None, "日期：5月1日\n（劳动节）"),
        (2, "带班", "赵六", None, "日期：5月2日(初十)"),
        (3, "带班", "钱七", None, None),
    ]


def test_a_column_for_each_half_of_the_day_with_its_hours(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("日期", "上午（8:00-12:00）", "下午\n12:00—18:00", "夜间（18:00-次日8:00）", "全天"),
        ("5月1日", "张三", "李四", "王五", "赵六"),
        ("值班电话：83551000",),
        ("五一期间由校长总带班",),
    )
    assert found.problems == ()
    assert [(one.shift, one.starts, one.ends, one.person) for one in found.lines] == [
        ("上午", "08:00", "12:00", "张三"),
        ("下午", "12:00", "18:00", "李四"),
        ("夜班", "18:00", "08:00", "王五"),
        ("全天", "00:00", "24:00", "赵六"),
    ]
    assert [row for rows in found.tables[0].left_out.values() for row in rows] == [3, 4], (
        "told, not passed over"
    )


def test_the_days_of_the_week_below_the_days_are_nobody(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("班次", "5月1日", "5月2日", "5月3日"),
        (None, "星期五", "星期六", "星期日"),
        ("农历", "初九", "初十", "十一"),
        ("带班领导", "张三", "李四", "王五"),
    )
    assert (found.problems, [one.person for one in found.lines]) == ((), ["张三", "李四", "王五"])


def test_telephones_under_a_shift_are_of_it_alone(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("班次", "5月1日", "5月2日"),
        ("星期", "五", "六"),
        ("早班", "张三", "李四"),
        ("带班电话", "13800000001", "13800000002"),
        ("办公电话", "83551234", "83551235"),
        ("备注", None, "与王五对调"),
    )
    assert found.problems == ()
    assert [(one.person, one.telephone, one.note) for one in found.lines] == [
        ("张三", "13800000001", "办公电话：83551234"),
        ("李四", "13800000002", "办公电话：83551235\n备注：与王五对调"),
    ]


def test_a_telephone_under_nobody_is_refused(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("班次", "5月1日", "5月2日"),
        ("早班", "张三", "李四"),
        ("白班", "王五", None),
        ("电话", "13800000001", "13800000002"),
    )
    assert [(one.person, one.telephone) for one in found.lines] == [
        ("张三", None),
        ("李四", None),
        ("王五", "13800000001"),
    ]
    assert [one.row for one in found.problems] == [4]


def test_people_and_their_telephones_in_one_column(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("日 期", "时 间", "带班领导及电话", "值班人员/联系电话"),
        ("5月1日", "全天", "张三 13800000001", "李四 13800000002\n王五（13800000003）"),
    )
    assert found.problems == ()
    assert [(one.shift, one.person, one.telephone) for one in found.lines] == [
        ("带班", "张三", "13800000001"),
        ("值班", "李四", "13800000002"),
        ("值班", "王五", "13800000003"),
    ]


def test_a_roster_without_a_column_of_people_says_so(tmp_path: Path) -> None:
    with pytest.raises(Unclear, match="person on duty"):
        read(tmp_path, ("日期", "班次", "电话"), ("5月1日", "白班", "83551000"))


@pytest.mark.parametrize(
    ("cell", "days", "hours"),
    [
        ("2020年5月1日8:00至5月2日8:00", [1], ("08:00", "08:00")),
        ("5月1日8:00—2日8:00", [1], ("08:00", "08:00")),
        ("5月1日 17:00 至 5月3日 8:00", [1, 2], ("17:00", "08:00")),
        ("5月3日8:00至5月4日8:00", [3], ("08:00", "08:00")),
        ("5月1日8:00-5月1日17:00", [1], ("08:00", "17:00")),
        ("5月1日8:00-5月2日17:00", [1, 2], (None, None)),
    ],
)
def test_a_turn_over_night_is_of_the_day_on_which_it_begins(
    tmp_path: Path, cell: str, days: list[int], hours: tuple[str | None, str | None]
) -> None:
    found = read(tmp_path, ("值班时间", "值班人员"), (cell, "张三"))
    assert found.problems == ()
    assert [one.day.day for one in found.lines] == days
    assert {(one.starts, one.ends) for one in found.lines} == {hours}
    assert all(cell in (one.note or "") for one in found.lines)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("上午8:00-12:00", ("08:00", "12:00")),
        ("下午1:30-5:30", ("13:30", "17:30")),
        ("早8:00—晚6:00", ("08:00", "18:00")),
        ("晚6点-早6点", ("18:00", "06:00")),
        ("8点-17点", ("08:00", "17:00")),
        ("8时30分至17时", ("08:30", "17:00")),
        ("18:00-次日8:00", ("18:00", "08:00")),
    ],
)
def test_hours_as_people_say_them(text: str, hours: tuple[str, str]) -> None:
    assert clocks(text) == hours


def test_the_number_of_a_certificate_is_no_telephone(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("日期", "值班保安", "身份证号码", "值班教师", "手机号码"),
        ("5月1日", "张三", "320600198001010011", "李四", "13900000000"),
    )
    assert [(one.person, one.telephone, one.note) for one in found.lines] == [
        ("张三", None, "身份证号码：320600198001010011"),
        ("李四", "13900000000", None),
    ]


EAST = whose("东校区", CAMPUSES)


def sheets(path: Path, **by_name: Sequence[Sequence[object]]) -> Path:
    made = Workbook()
    made.remove(made.active)
    for name, rows in by_name.items():
        made.create_sheet(name)
        for row in rows:
            made[name].append(list(row))
    made.save(path)
    return path


def test_what_is_of_another_campus_stays_out_of_the_roster_and_is_told(tmp_path: Path) -> None:
    head = ("校区", "日期", "值班人员", "说明")
    rows = [
        ("西校区", "5月1日", "李四", None),
        ("东校区", "5月1日", "张三", None),
        (None, "5月2日", "王五", None),
        ("西校", None, "赵六", None),
        ("东校区（本部）", None, "钱七", "传达室"),
    ]
    west = [("西校区值班表",), ("日期", "值班人员"), ("5月1日", "孙八")]
    found = read_roster(sheets(tmp_path / "r.xlsx", 全部=[head, *rows], 二=west), LABOUR, of=EAST)
    assert [(one.day.day, one.person, one.note) for one in found.lines] == [
        (1, "张三", None),
        (2, "王五", None),
        (2, "钱七", "校区：东校区（本部）\n说明：传达室"),
    ]
    assert [one.left_out for one in found.tables] == [{"campus": [2, 5]}, {"campus": [3]}]
    assert found.read == 3


def test_of_two_rosters_with_days_across_the_one_of_another_campus_is_told(tmp_path: Path) -> None:
    here, there = ([("班次", "5月1日", "5月2日"), ("白班", name, "李四")] for name in ("张三", "王五"))
    found = read_roster(sheets(tmp_path / "r.xlsx", 东校区=here, 西校区=there), LABOUR, of=EAST)
    assert [one.person for one in found.lines] == ["张三", "李四"]
    assert [(one.rows, list(one.left_out.get("campus", ()))) for one in found.tables] == [(1, []), (0, [2])]


def test_sheets_may_be_called_by_short_names_of_campuses(tmp_path: Path) -> None:
    here, there = ([("日期", "带班", "值班"), ("5月1日", name, "李四")] for name in ("张三", "王五"))
    found = read_roster(sheets(tmp_path / "r.xlsx", 西校=there, 东校=here), LABOUR, of=EAST)
    assert [(one.shift, one.person) for one in found.lines] == [("带班", "张三"), ("值班", "李四")]


@pytest.mark.parametrize(
    "rows",
    [
        [("西校区劳动节值班表",), ("日期", "值班人员"), ("5月1日", "张三")],
        [("校区", "日期", "值班人员"), ("西校区", "5月1日", "张三")],
        [("西校区值班表",), ("班次", "5月1日", "5月2日"), ("白班", "张三", "李四")],
    ],
)
def test_a_roster_of_another_campus_is_refused(tmp_path: Path, rows: Sequence[Sequence[object]]) -> None:
    with pytest.raises(BadInput, match="it is of another campus"):
        read_roster(book(tmp_path / "r.xlsx", *rows), LABOUR, of=EAST)


@pytest.mark.parametrize(
    ("title", "day", "told"),
    [
        ("2019年劳动节值班表", "5月1日", "2019"),
        ("2020年6月值班表", "1日", "6月"),
        ("东校区六月值班表", "1号", "6月"),
    ],
)
def test_a_roster_of_another_year_or_month_is_refused(
    tmp_path: Path, title: str, day: str, told: str
) -> None:
    with pytest.raises(BadInput, match=told):
        read(tmp_path, (title,), ("日期", "值班人员"), (day, "张三"))
    with pytest.raises(BadInput, match="2019"):
        read(tmp_path, ("2019年值班表",), ("班次", "5月1日", "5月2日"), ("白班", "张三", "李四"))


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("2019—2020学年劳动节值班表", "5月1日"),
        ("劳动节值班表（2019年12月制）", "5月1日"),
        ("2019年劳动节值班表", "2020-05-01"),
        ("2020年4月制表", "1日"),
        ("2020年5月值班表", "1日（周五）"),
    ],
)
def test_a_roster_whose_head_says_its_own_year_or_none(tmp_path: Path, title: str, day: str) -> None:
    found = read(tmp_path, (title,), ("日期", "值班人员"), (day, "张三"))
    assert [one.day for one in found.lines] == [date(2020, 5, 1)]


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("5月1日、5月3日", [1, 3]),
        ("5月1日，3日", [1, 3]),
        ("5月1日（周五）和2日（周六）", [1, 2]),
        ("5.1、5.3", [1, 3]),
        ("2020年5月1日、2日", [1, 2]),
        ("1日", [1]),
        ("1日-3日", [1, 2, 3]),
        ("1—2号", [1, 2]),
    ],
)
def test_several_days_and_days_without_their_month(tmp_path: Path, cell: str, days: Sequence[int]) -> None:
    found = read(tmp_path, ("值班日期", "值班人员"), (cell, "张三"))
    assert (found.problems, [one.day.day for one in found.lines]) == ((), days)


@pytest.mark.parametrize("written", ["5月{}日", "{}日", "2020-05-{:02}"])
def test_of_the_roster_of_a_month_the_days_of_the_holiday_are_taken(tmp_path: Path, written: str) -> None:
    rows = [(written.format(day), "白班", f"张{day}") for day in range(1, 8)]
    rows.insert(4, (None, "夜班", "李四"))
    found = read(tmp_path, ("2020年5月值班表",), HEAD[:3], *rows)
    assert (found.problems, [one.person for one in found.lines]) == ((), ["张1", "张2", "张3"])
    assert found.tables[0].left_out == {"days": [6, 7, 8, 9, 10]}


def test_a_day_of_a_month_is_no_range_of_days(tmp_path: Path) -> None:
    spring = Holiday("r", date(2020, 1, 23), ("s",), Period(date(2020, 1, 24), date(2020, 2, 3)))
    found = read_roster(book(tmp_path / "r.xlsx", ("日期", "值班人员"), ("1-24日", "张三")), spring)
    assert [one.day for one in found.lines] == [date(2020, 1, 24)]


@pytest.mark.parametrize(
    ("cell", "shift", "hours"),
    [
        ("上午 8:00-12:00", "上午", ("08:00", "12:00")),
        ("下午1:30-5:30", "下午", ("13:30", "17:30")),
        ("晚上18:00-次日8:00", "晚上", ("18:00", "08:00")),
        ("夜班（18:00—次日8:00）", "夜班", ("18:00", "08:00")),
        ("夜间", "夜间", (None, None)),
        ("夜", "夜", (None, None)),
        ("全天", "值班", ("00:00", "24:00")),
    ],
)
def test_what_the_hours_are_called_is_the_shift(
    tmp_path: Path, cell: str, shift: str, hours: tuple[str, str]
) -> None:
    found = read(tmp_path, ("日期", "时段", "值班人员"), ("5月1日", cell, "张三"))
    assert [(one.shift, (one.starts, one.ends), one.note) for one in found.lines] == [(shift, hours, None)]
    found = read(tmp_path, ("日期", "班次", "时段", "值班人员"), ("5月1日", "门卫", "上午8:00-12:00", "张三"))
    assert [(one.shift, one.starts, one.note) for one in found.lines] == [
        ("门卫", "08:00", "时段：上午8:00-12:00")
    ]


def test_who_leads_over_several_turns_of_a_day_has_the_hours_of_none(tmp_path: Path) -> None:
    made = Workbook()
    for row in (
        ("日期", "时间", "值班人员", "带班领导"),
        ("5月1日", "8:00-12:00", "张三", "李四"),
        (None, "12:00-18:00", "张三", None),
    ):
        made.active.append(list(row))
    for area in ("A2:A3", "D2:D3"):
        made.active.merge_cells(area)
    made.save(tmp_path / "r.xlsx")
    found = read_roster(tmp_path / "r.xlsx", LABOUR)
    assert (found.problems, [(one.shift, one.person, one.starts) for one in found.lines]) == (
        (),
        [("08:00-12:00", "张三", "08:00"), ("带班", "李四", None), ("12:00-18:00", "张三", "12:00")],
    )


def test_a_day_of_the_week_that_is_another_days_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, ("日期", "值班人员"), ("5月1日（周四）", "张三"), ("5月2日（周六）", "李四"))
    assert [(one.row, one.problem) for one in found.notes] == [(2, "it is another day of the week")]
    assert [one.note for one in found.lines] == ["日期：5月1日（周四）", None]


def test_who_has_two_turns_of_a_day_has_two_shifts(tmp_path: Path) -> None:
    turns = (("8:00-20:00", "张三"), ("20:00-次日8:00", "张三"))
    found = read(tmp_path, ("日期", "值班时间", "值班人员"), *[("5月1日", *turn) for turn in turns])
    assert found.problems == ()
    assert [(one.shift, one.person) for one in found.lines] == [
        ("08:00-20:00", "张三"),
        ("20:00-08:00", "张三"),
    ]


@pytest.mark.parametrize(
    ("heading", "shift"),
    [
        ("行政值班", "行政值班"),
        ("总值班", "总值班"),
        ("值班中层", "值班中层"),
        ("带班校领导", "带班"),
        ("领导带班", "带班"),
        ("组长", "带班"),
        ("组员", "值班"),
    ],
)
def test_a_column_that_is_called_by_who_has_duty(tmp_path: Path, heading: str, shift: str) -> None:
    found = read(tmp_path, ("日期", heading, "联系电话"), ("5月1日", "张三", "13900000000"))
    assert [(one.shift, one.person, one.telephone) for one in found.lines] == [(shift, "张三", "13900000000")]


def test_columns_and_parts_of_another_campus_are_left_out(tmp_path: Path) -> None:
    made = Workbook()
    for row in (
        ("日期", "东校区", None, "西校区", None),
        (None, "值班人员", "电话", "值班人员", "电话"),
        ("5月1日", "张三", "13900000001", "李四", "13900000002"),
    ):
        made.active.append(list(row))
    for area in ("A1:A2", "B1:C1", "D1:E1"):
        made.active.merge_cells(area)
    made.save(tmp_path / "r.xlsx")
    found = read_roster(tmp_path / "r.xlsx", LABOUR, of=EAST)
    assert [(one.person, one.telephone, one.note) for one in found.lines] == [("张三", "13900000001", None)]
    assert [(one.column, one.problem) for one in found.notes] == [("D", "it is of 西校区, and was left out")]
    assert [one.letters for one in found.tables[0].layout.headings] == ["A", "B", "C"]
    there = read_roster(tmp_path / "r.xlsx", LABOUR, of=whose("西校区", CAMPUSES))
    assert [(one.person, one.telephone, one.note) for one in there.lines] == [("李四", "13900000002", None)]
    rows = (("日期", "值班人员"), ("5月1日", "张三"), ("西校区",), ("日期", "值班人员"), ("5月1日", "李四"))
    found = read_roster(book(tmp_path / "s.xlsx", *rows), LABOUR, of=EAST)
    assert [one.person for one in found.lines] == ["张三"]
    assert found.tables[0].left_out == {"heading": [4], "section": [3], "campus": [5]}


def test_what_stands_in_brackets_behind_days_is_kept(tmp_path: Path) -> None:
    found = read(tmp_path, ("日期", "值班人员"), ("5月1日—5月2日（劳动节至补休）", "张三"))
    assert [(one.day.day, one.note) for one in found.lines] == [
        (day, "日期：5月1日—5月2日（劳动节至补休）") for day in (1, 2)
    ]


def test_the_roster_of_the_holidays_of_a_school_has_days_before_and_after(tmp_path: Path) -> None:
    rows = [(f"{month}月{day}日", f"张{day}") for month, day in ((4, 28), (5, 1), (5, 3), (5, 8))]
    found = read(tmp_path, ("2020年寒假值班安排",), ("日期", "值班人员"), *rows)
    assert ([one.person for one in found.lines], found.tables[0].left_out) == (
        ["张1", "张3"],
        {"days": [3, 6]},
    )


def test_a_shift_that_waits_for_somebody_is_a_gap(tmp_path: Path) -> None:
    found = read(
        tmp_path, ("日期", "白班", "夜班"), ("5月1日", "张三", "待定"), ("5月2日", "另行安排", "李四")
    )
    assert (found.problems, [one.person for one in found.lines]) == ((), ["张三", "李四"])


def test_a_turn_over_the_turn_of_the_year(tmp_path: Path) -> None:
    new_year = Holiday("r", date(2022, 12, 30), ("n",), Period(date(2022, 12, 31), date(2023, 1, 3)))
    rows = [
        ("12月31日8:00至1月1日8:00", "张三"),
        ("2023年1月1日8:00至1月2日8:00", "李四"),
        ("1月2日", "王五"),
    ]
    found = read_roster(book(tmp_path / "r.xlsx", ("值班日期", "值班人员"), *rows), new_year)
    assert found.problems == ()
    assert [(one.day.isoformat(), one.starts, one.ends) for one in found.lines] == [
        ("2022-12-31", "08:00", "08:00"),
        ("2023-01-01", "08:00", "08:00"),
        ("2023-01-02", None, None),
    ]


@pytest.mark.parametrize("cell", ["劳动节（5月1日）", "五一(5.1)", "5月1日（五一）", "初八（5月1日）"])
def test_a_day_with_what_the_calendar_calls_it_before_or_behind(tmp_path: Path, cell: str) -> None:
    found = read(tmp_path, ("日期", "值班人员"), (cell, "张三"))
    assert [(one.day, one.note) for one in found.lines] == [(date(2020, 5, 1), f"日期：{cell}")]


def test_days_that_are_only_counted_are_of_the_month_of_the_title(tmp_path: Path) -> None:
    rows = [(1, "张三"), ("2", "李四"), (None, "王五"), (9, "赵六")]
    found = read(tmp_path, ("2020年5月值班表",), ("日期", "值班人员"), *rows)
    assert [(one.day.day, one.person) for one in found.lines] == [(1, "张三"), (2, "李四"), (2, "王五")]
    assert found.tables[0].left_out == {"days": [6]}
    assert len(read(tmp_path, ("值班表",), ("日期", "值班人员"), *rows).problems) == 4


def test_of_two_blocks_side_by_side_the_days_of_one_may_be_beside_the_holiday(tmp_path: Path) -> None:
    head = ("日期", "值班人员", "日期", "值班人员")
    rows = [("1日", "张三", "9日", "甲"), ("2日", "李四", "10日", "乙")]
    found = read(tmp_path, ("2020年5月值班表",), head, *rows)
    assert [(one.day.day, one.person) for one in found.lines] == [(1, "张三"), (2, "李四")]
    assert found.tables[0].left_out == {"days": [3, 4]}


def test_people_down_the_side_with_marks_under_the_days(tmp_path: Path) -> None:
    rows = [
        ("序号", "姓名", "5月1日", "5月2日", "5月3日", "电话", "部门"),
        (None, "星期", "五", "六", "日", None, None),
        (1, "张三", "√", "休", "夜班", 13900000001, "教务处"),
        (2, "李四", None, "√", None, None, None),
        ("填表人：王五",),
    ]
    found = read(tmp_path, ("劳动节值班表",), *rows)
    assert (found.problems, found.read) == ((), 2)
    kept = "序号：1\n部门：教务处"
    assert found.lines == (
        Line(date(2020, 5, 1), "值班", "张三", "13900000001", None, None, kept),
        Line(date(2020, 5, 3), "夜班", "张三", "13900000001", None, None, kept),
        Line(date(2020, 5, 2), "值班", "李四", None, None, None, "序号：2"),
    )
    found = read(tmp_path, ("", "5月1日", "5月2日"), ("张三", "√", None), ("李四", None, "√"))
    assert [(one.day.day, one.person) for one in found.lines] == [(1, "张三"), (2, "李四")]


@pytest.mark.parametrize(
    ("cell", "shift", "leads"),
    [
        ("5月1日（星期五）白天", "白天", "白天带班"),
        ("5.1夜班", "夜班", "夜班带班"),
        ("5月1日", "值班", "带班"),
    ],
)
def test_a_day_may_say_the_shift(tmp_path: Path, cell: str, shift: str, leads: str) -> None:
    found = read(tmp_path, ("日期", "带班领导", "值班人员"), (cell, "张三", "李四"))
    assert [(one.shift, one.person) for one in found.lines] == [(leads, "张三"), (shift, "李四")]


def test_who_leads_in_a_half_of_the_day_is_told_from_who_is_there(tmp_path: Path) -> None:
    made = Workbook()
    for row in (
        ("日期", "上午", None, "下午", None),
        (None, "带班领导", "值班教师", "带班领导", "值班教师"),
        ("5月1日", "张三", "李四", "王五", "赵六"),
    ):
        made.active.append(list(row))
    for area in ("A1:A2", "B1:C1", "D1:E1"):
        made.active.merge_cells(area)
    made.save(tmp_path / "r.xlsx")
    found = read_roster(tmp_path / "r.xlsx", LABOUR)
    assert [(one.shift, one.person) for one in found.lines] == [
        ("上午带班", "张三"),
        ("上午", "李四"),
        ("下午带班", "王五"),
        ("下午", "赵六"),
    ]


def test_each_of_several_labels_in_a_cell_is_no_name(tmp_path: Path) -> None:
    cell = "组长：张三  成员：李四、王五"
    found = read(tmp_path, ("日期", "值班人员"), ("5月1日", cell))
    assert [(one.person, one.note) for one in found.lines] == [
        (name, f"值班人员：{cell}") for name in ("张三", "李四", "王五")
    ]


def test_month_and_day_in_columns_of_their_own(tmp_path: Path) -> None:
    found = read(tmp_path, ("月", "日", "星期", "带班领导"), (5, 1, "五", "张三"), (5, 2, "六", "李四"))
    assert (found.problems, [(one.day.day, one.person) for one in found.lines]) == (
        (),
        [(1, "张三"), (2, "李四")],
    )


def test_of_several_telephones_the_one_that_is_called_as_the_people_are(tmp_path: Path) -> None:
    cell = "带班13900000001 值班电话：13900000002"
    found = read(tmp_path, ("日期", "领导带班", "值班人员", "联系方式"), ("5月1日", "张三", "李四", cell))
    assert [(one.person, one.telephone) for one in found.lines] == [("张三", None), ("李四", "13900000002")]
    assert cell in (found.lines[1].note or "")


def test_columns_of_one_shift_that_are_numbered(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("日期", "带班", "白班一", "白班二", "夜班1", "夜班2"),
        ("2020-05-01", "张三", "李四", "王五", "赵六", "钱七"),
    )
    assert [(one.shift, one.person) for one in found.lines] == [
        ("带班", "张三"),
        ("白班", "李四"),
        ("白班", "王五"),
        ("夜班", "赵六"),
        ("夜班", "钱七"),
    ]


def test_what_people_are_there_as_where_only_their_columns_say_it(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("日期", "带班校长", "值班主任", "值日教师", "值日教师", "门卫值班"),
        ("2020-05-01", "张三", "李四", "李四", "王五", "赵六"),
    )
    assert found.problems == ()
    assert [(one.shift, one.person) for one in found.lines] == [
        ("带班", "张三"),
        ("值班主任", "李四"),
        ("值日教师", "李四"),
        ("值日教师", "王五"),
        ("保安", "赵六"),
    ]


def test_numbered_columns_of_people_are_one_shift(tmp_path: Path) -> None:
    found = read(tmp_path, ("日期", "值班员1", "值班员2"), ("2020-05-01", "张三", "李四"))
    assert [(one.shift, one.person) for one in found.lines] == [("值班", "张三"), ("值班", "李四")]


def test_one_heading_merged_over_several_columns_of_people(tmp_path: Path) -> None:
    path = book(
        tmp_path / "r.xlsx",
        ("日期", "带班领导", None, "值班教师", None, "备注"),
        ("2020-05-01", "张三", 13900000000, "李四", "王五", None),
        ("2020-05-02", "张三", 13900000000, "赵六", None, "缺一人"),
    )
    made = load_workbook(path)
    made.active.merge_cells("B1:C1")
    made.active.merge_cells("D1:E1")
    made.save(path)
    found = read_roster(path, LABOUR)
    assert found.problems == ()
    assert [(one.day.day, one.shift, one.person, one.telephone, one.note) for one in found.lines] == [
        (1, "带班", "张三", "13900000000", None),
        (1, "值班", "李四", None, None),
        (1, "值班", "王五", None, None),
        (2, "带班", "张三", "13900000000", "备注：缺一人"),
        (2, "值班", "赵六", None, "备注：缺一人"),
    ]


def test_departments_beside_people_under_one_heading_are_nobody(tmp_path: Path) -> None:
    path = book(tmp_path / "r.xlsx", ("日期", "值班教师", None), ("2020-05-01", "李四", "语文组"))
    made = load_workbook(path)
    made.active.merge_cells("B1:C1")
    made.save(path)
    assert [(one.person, one.note) for one in read_roster(path, LABOUR).lines] == [("李四", "C 列：语文组")]


def test_people_of_the_night_and_hours_called_a_span(tmp_path: Path) -> None:
    night = read(tmp_path, ("日期", "白（8:00-18:00）", "夜（18:00-8:00）"), ("5月1日", "张三", "李四"))
    assert [(one.shift, one.person, one.starts) for one in night.lines] == [
        ("白班", "张三", "08:00"),
        ("夜班", "李四", "18:00"),
    ]
    span = read(tmp_path, ("日期", "时间段", "值班人员"), ("5月1日", "上午8:00-12:00", "张三"))
    assert [(one.shift, one.starts, one.ends) for one in span.lines] == [("上午", "08:00", "12:00")]


def test_a_line_over_the_width_opens_a_part_of_the_roster(tmp_path: Path) -> None:
    path = book(
        tmp_path / "r.xlsx",
        ("日期", "值班"),
        ("西校区门岗",),
        ("5月1日", "张三"),
        ("东校区门岗",),
        ("5月1日", "李四"),
        ("5月2日", "王五"),
        ("请各位按时到岗",),
    )
    made = load_workbook(path)
    for row in (2, 4, 7):
        made.active.merge_cells(f"A{row}:B{row}")
    made.save(path)
    found = read_roster(path, LABOUR, of=whose("东校区", ("东校区", "西校区")))
    assert [(one.day.day, one.person, one.note) for one in found.lines] == [
        (1, "李四", "分段：东校区门岗"),
        (2, "王五", "分段：东校区门岗"),
    ]
    (table,) = found.tables
    assert table.left_out == {"section": [2, 4], "note": [7], "campus": [3]}


def test_hours_behind_what_a_shift_is_called(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("日期", "班次", "值班人员"),
        ("5月1日", "上午 8:00-12:00", "张三"),
        (None, "夜班（18:00-次日8:00）", "李四"),
        ("5月2日", "上午", "王五"),
        (None, "7:30-11:30", "赵六"),
    )
    assert [(one.shift, one.starts, one.ends) for one in found.lines] == [
        ("上午", "08:00", "12:00"),
        ("夜班", "18:00", "08:00"),
        ("上午", None, None),
        ("7:30-11:30", "07:30", "11:30"),
    ]
    across = read(tmp_path, ("班次", "5月1日", "5月2日"), ("白班（8:00-18:00）", "张三", "李四"))
    assert [(one.shift, one.starts, one.ends) for one in across.lines] == [("白班", "08:00", "18:00")] * 2


def test_a_sheet_without_a_roster_is_told(tmp_path: Path) -> None:
    path = book(tmp_path / "r.xlsx", ("班次", "5月1日", "5月2日"), ("白班", "张三", "李四"))
    made = load_workbook(path)
    made.create_sheet("须知").append(("请各位按时到岗",))
    made.save(path)
    assert read_roster(path, LABOUR).without == ("须知",)
    rows = made.create_sheet("表", 0)
    for row in (("日期", "值班人员"), ("5月1日", "王五")):
        rows.append(row)
    made.save(path)
    assert read_roster(path, LABOUR).without == ("Sheet", "须知")


def test_a_telephone_right_of_other_people_is_theirs(tmp_path: Path) -> None:
    found = read(tmp_path, ("日期", "负责人", "手机", "值班人"), ("5月1日", "张三", 13900000000, "李四"))
    assert [(one.person, one.telephone, one.note) for one in found.lines] == [
        ("李四", None, "负责人：张三\n手机：13900000000")
    ]
    found = read(tmp_path, ("日期", "手机", "值班人"), ("5月1日", 13900000000, "李四"))
    assert [(one.person, one.telephone) for one in found.lines] == [("李四", "13900000000")]
