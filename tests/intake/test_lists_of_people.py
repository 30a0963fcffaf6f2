"""Lists of people as school offices keep them: two telephones in a cell, two roles in two rows, remarks."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from safetyctl.intake.people.reading import Reading, read_people
from safetyctl.intake.people.telephones import telephones_in
from safetyctl.intake.tables.reading import Unclear
from safetyctl.records.people import Told

from .workbooks import CAMPUSES

HEAD = ("姓名", "职务", "校区", "电话")


def read(folder: Path, *rows: Sequence[object]) -> Reading:
    made = Workbook()
    for row in rows:
        made.active.append(list(row))
    made.save(folder / "p.xlsx")
    return read_people(folder / "p.xlsx", CAMPUSES)


def test_the_short_name_of_a_campus_is_that_campus_and_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD, ("张三", "校长", "西校", "13800000000"))
    assert [(one.campus, one.note) for one in found.people] == [("西校区", "校区：西校")]
    assert [one.problem for one in found.notes] == ["it is a short name; it was taken as 西校区"]


@pytest.mark.parametrize(
    ("cell", "telephone"),
    [
        ("13800000000/13900000000", "13800000000"),
        ("13800000000 83551234", "13800000000"),
        ("83551234，13800000000", "13800000000"),
        ("13800000000\n13900000000", "13800000000"),
        ("13800000000、6123", "13800000000"),
        ("短号61234", "61234"),
        ("138-0000-0000（微信同号）", "138-0000-0000"),
        ("办公室 010-83551234 转 8012", "010-83551234 转 8012"),
        ("0513—83551234，0513—83551235", "0513-83551234"),
        ("宅：0513-83551234 手机：+86 138 0000 0000", "+86 138 0000 0000"),
        ("6123", None),
        ("见群公告", None),
        ("zhang@example.com", None),
    ],
)
def test_one_number_is_taken_and_the_cell_kept(tmp_path: Path, cell: str, telephone: str | None) -> None:
    found = read(tmp_path, HEAD, ("张三", "教师", "东校区", cell))
    assert found.problems == ()
    assert found.people == (Told("张三", "教师", "东校区", telephone, f"电话：{cell}"),)
    assert [(one.row, one.column) for one in found.notes] == [(2, "D")]
    assert (telephone or "no telephone") in found.notes[0].problem


@pytest.mark.parametrize(
    ("cell", "telephones"),
    [
        ("李四13800000002，张三13800000001", ("13800000001", "13800000002")),
        ("李四：13800000002\n张三：0513-83551234 转 801", ("0513-83551234 转 801", "13800000002")),
        ("李四13800000002", (None, "13800000002")),
        ("13800000001张三 13800000002李四", (None, None)),
        ("张三13800000001/13800000003，李四13800000002", (None, None)),
    ],
)
def test_numbers_that_stand_with_names_go_by_these(
    tmp_path: Path, cell: str, telephones: tuple[str | None, str | None]
) -> None:
    found = read(tmp_path, HEAD, ("张三、李四", "教师", "东校区", cell))
    assert found.problems == ()
    assert tuple(one.telephone for one in found.people) == telephones
    assert {one.note for one in found.people} == {f"电话：{cell}"}
    assert len(found.notes) == 1


@pytest.mark.parametrize(
    "cell", ["1.38001E+10", "1.38001234E+10", "1.3800000002E10", "身份证：320602198001011234", "QQ 12345678"]
)
def test_what_is_no_telephone_is_none(tmp_path: Path, cell: str) -> None:
    found = read(tmp_path, HEAD, ("张三", "教师", "东校区", cell))
    assert (found.problems, found.people) == ((), (Told("张三", "教师", "东校区", None, f"电话：{cell}"),))


@pytest.mark.parametrize("number", ["13800000001", 13800000001, "0513-83551234"])
def test_a_list_without_headings_is_no_list(tmp_path: Path, number: object) -> None:
    with pytest.raises(Unclear):
        read(tmp_path, ("组长", "张三", "电话", number), ("副组长", "李四", "电话", 13800000002))


def test_two_lists_with_a_campus_each_over_them_are_of_these(tmp_path: Path) -> None:
    made = Workbook()
    made.active.append(["东校区", None, None, "西校区"])
    made.active.append(["姓名", "职务", "电话"] * 2)
    made.active.append(["张三", "主任", "13800000001", "李四", "书记", "13800000002"])
    for area in ("A1:C1", "D1:F1"):
        made.active.merge_cells(area)
    made.save(tmp_path / "p.xlsx")
    found = read_people(tmp_path / "p.xlsx", CAMPUSES)
    assert [(one.name, one.campus) for one in found.people] == [("张三", "东校区"), ("李四", "西校区")]


def test_one_number_written_in_two_ways_is_one(tmp_path: Path) -> None:
    rows = [("张三", "主任", "东校区", "13800000001"), ("张三", "书记", "东校区", "+86 138-0000-0001")]
    found = read(tmp_path, HEAD, *rows)
    assert (found.problems, found.people) == ((), (Told("张三", "主任、书记", "东校区", "13800000001"),))


@pytest.mark.parametrize(
    ("cell", "telephone"),
    [
        (13800000000, "13800000000"),
        ("+86 13800000000", "+86 13800000000"),
        ("０５１３－８３５９００００", "0513-83590000"),
        ("0513—83590000", "0513-83590000"),
        ("(0513) 83590000", "(0513) 83590000"),
        ("83590000转802", "83590000转802"),
        ("400-810-8888", "400-810-8888"),
        ("61234", "61234"),
        ("138 0000\n0000", "138 0000 0000"),
    ],
)
def test_one_telephone_needs_no_note(cell: object, telephone: str) -> None:
    found = telephones_in(cell)
    assert found is not None
    assert (found.numbers, found.whole) == ((telephone,), True)


@pytest.mark.parametrize("cell", [None, "", "无", "/", "—"])
def test_no_telephone_at_all(cell: str | None) -> None:
    assert telephones_in(cell) is None


def test_telephones_of_several_people(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        HEAD,
        ("张三、李四", "教师", "东校区", "13800000000/13900000000"),
        ("王五、赵六", "教师", "东校区", "83551234"),
        ("钱七、孙八", "教师", "东校区", "13800000000/13900000000/83551234"),
        ("周九 13700000000", "教师", "东校区", None),
    )
    assert found.problems == ()
    kept = "电话：13800000000/13900000000/83551234"
    assert [(one.name, one.telephone, one.note) for one in found.people] == [
        ("张三", "13800000000", None),
        ("李四", "13900000000", None),
        ("王五", "83551234", None),
        ("赵六", "83551234", None),
        ("钱七", None, kept),
        ("孙八", None, kept),
        ("周九", "13700000000", None),
    ]
    assert [one.row for one in found.notes] == [4]


def test_what_else_a_row_says_goes_into_the_note(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("序号", "部门", "姓名", "职务", "手机", "邮箱", "备注"),
        ("一、领导小组",),
        (1, "校长室", "张三", "校长", 13800000000, "a@example.com", "全面负责"),
        ("二、东校区",),
        (2, "总务处", "李四", "主任", 13900000000, None, "休假至\n6月"),
    )
    assert found.problems == ()
    first = "分段：一、领导小组\n部门：校长室\n邮箱：a@example.com\n备注：全面负责"
    assert found.people[0] == Told("张三", "校长", "", "13800000000", first)
    assert found.people[1].note == "分段：二、东校区\n部门：总务处\n备注：休假至\n6月"
    assert found.people[1].campus == "东校区"


def test_a_line_that_opens_a_part_is_nobody(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("姓名", "职务", "电话"),
        ("东校区",),
        ("张三", "教师", 13800000000),
        ("总务处",),
        ("李四",),
    )
    assert found.people == (
        Told("张三", "教师", "东校区", "13800000000"),
        Told("李四", None, "", None, "分段：总务处"),
    )
    assert (found.read, found.tables[0].left_out) == (2, {"section": [2, 4]})


def test_one_person_in_two_rows_has_both_roles(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        (*HEAD, "分管"),
        ("张三", "班子成员", "东校区", "13800000000", "德育"),
        ("李四", "教师", "东校区", None, None),
        ("张三", "部门负责人", "东校区", "13800000000", "总务"),
        ("张三", "班子成员", "东校区", None, None),
        ("李四", None, None, "13900000000", None),
        ("张三", "教师", "西校区", "13700000000", None),
    )
    assert found.problems == ()
    assert found.people == (
        Told("张三", "班子成员、部门负责人", "东校区", "13800000000", "分管：德育\n分管：总务"),
        Told("李四", "教师", "东校区", "13900000000"),
        Told("张三", "教师", "西校区", "13700000000"),
    )
    assert [(one.row, one.column) for one in found.notes] == [(4, "B")]
    assert "班子成员、部门负责人" in found.notes[0].problem


def test_two_telephones_for_one_name_at_one_campus_are_named(tmp_path: Path) -> None:
    found = read(
        tmp_path, HEAD, ("张三", "教师", "东校区", "13800000000"), ("张三", "教师", None, "13900000000")
    )
    assert [(one.row, one.column) for one in found.problems] == [(3, "D")]
    assert "13800000000" in found.problems[0].problem


def test_two_lists_side_by_side_keep_their_own_remarks(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("校区", "序号", "部门", "姓名", "电话", "备注", "序号", "部门", "姓名", "电话", "备注"),
        ("东校区", 1, "教务处", "张三", "13800000000", "甲", 2, "总务处", "李四", "13900000000", "乙"),
    )
    assert found.problems == ()
    assert found.people == (
        Told("张三", None, "东校区", "13800000000", "部门：教务处\n备注：甲"),
        Told("李四", None, "东校区", "13900000000", "部门：总务处\n备注：乙"),
    )


def test_people_in_columns_that_are_called_by_what_they_are(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("校区", "责任区域", "第一责任人", "联系电话", "安全员", "职称", "联系电话"),
        ("东校区", "教学楼", "张三", "13800000001", "李四、王五", "一级", "13800000002/13800000003"),
        ("西校区", "食堂", "赵六", "13800000004", None, None, None),
    )
    assert found.problems == ()
    assert found.people == (
        Told("张三", "第一责任人", "东校区", "13800000001", "责任区域：教学楼"),
        Told("李四", "安全员", "东校区", "13800000002", "责任区域：教学楼\n职称：一级"),
        Told("王五", "安全员", "东校区", "13800000003", "责任区域：教学楼\n职称：一级"),
        Told("赵六", "第一责任人", "西校区", "13800000004", "责任区域：食堂"),
    )


def test_a_short_title_over_the_headings_is_no_group_of_theirs(tmp_path: Path) -> None:
    rows = (
        ("东校区通讯录",),
        ("姓名", "职务", "手机", "姓名", "职务", "手机"),
        ("校长室",),
        ("张三", "校长", "13800000001", "李四", "副校长", "13800000002"),
    )
    made = Workbook()
    for each in rows:
        made.active.append(list(each))
    for area in ("A1:F1", "A3:F3"):
        made.active.merge_cells(area)
    made.save(tmp_path / "p.xlsx")
    found = read_people(tmp_path / "p.xlsx", CAMPUSES)
    assert found.problems == ()
    assert found.people == (
        Told("张三", "校长", "东校区", "13800000001", "分段：校长室"),
        Told("李四", "副校长", "东校区", "13800000002", "分段：校长室"),
    )


def test_a_unit_may_be_a_department_and_a_campus_stand_in_longer_words(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("单位", "姓名", "职务", "电话"),
        ("西校区总务处", "张三", "主任", None),
        ("教务处", "李四\n王五", "主任\n副主任", "13800000001\n13800000002"),
        ("集团本部", "赵六", "主任", None),
    )
    assert found.problems == ()
    assert found.people == (
        Told("张三", "主任", "西校区", None, "单位：西校区总务处"),
        Told("李四", "主任", "", "13800000001", "单位：教务处"),
        Told("王五", "副主任", "", "13800000002", "单位：教务处"),
        Told("赵六", "主任", None, None),
    )


def test_what_a_person_has_in_two_places_stays_together(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("楼栋", "楼层", "楼层负责人", "联系电话", "联络员"),
        ("1号楼", "1F", "张三", 13800000001, "李四"),
        ("2号楼", "1F", "张三", 13800000001, "/"),
    )
    assert found.problems == ()
    assert found.people == (
        Told("张三", "楼层负责人", "", "13800000001", "楼栋：1号楼\n楼层：1F\n楼栋：2号楼\n楼层：1F"),
        Told("李四", "联络员", "", None, "楼栋：1号楼\n楼层：1F"),
    )


def test_a_headline_among_the_names_is_nobody(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        HEAD,
        ("一、校级领导",),
        ("张三", "校长", "东校区", None),
        ("二、校医、保安",),
        ("李四", "校医", "东校区", None),
        ("中层干部",),
        ("王五", "主任", "东校区", None),
        ("班主任",),
        ("赵六", None, "东校区", None),
    )
    assert [(one.name, one.note) for one in found.people] == [
        ("张三", "分段：一、校级领导"),
        ("李四", "分段：二、校医、保安"),
        ("王五", "分段：中层干部"),
        ("赵六", "分段：班主任"),
    ]
    assert found.tables[0].left_out == {"section": [2, 4, 6, 8]}


@pytest.mark.parametrize("name", ["王老师", "欧阳老师", "李保安", "张三"])
def test_somebody_of_whom_nothing_else_is_said_is_no_headline(tmp_path: Path, name: str) -> None:
    found = read(tmp_path, HEAD, (name,), ("赵六", "教师", "东校区", None))
    assert [one.name for one in found.people] == [name, "赵六"]


def test_each_of_the_lists_side_by_side_has_parts_of_its_own(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("姓名", "电话", "姓名", "电话"),
        ("总务处", None, "西校区", None),
        ("张三", "13800000001", "李四", "13800000002"),
        (None, None, "教导处", None),
        ("王五", "13800000003", "赵六", "13800000004"),
    )
    assert [(one.name, one.campus, one.note) for one in found.people] == [
        ("张三", "", "分段：总务处"),
        ("李四", "西校区", None),
        ("王五", "", "分段：总务处"),
        ("赵六", "", "分段：教导处"),
    ]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("欧阳 修文", ["欧阳修文"]),
        ("欧阳　娜", ["欧阳娜"]),
        ("张三丰 司马 光启", ["张三丰", "司马光启"]),
        ("张三 李四", ["张三", "李四"]),
        ("诸葛 亮、上官 婉儿", ["诸葛亮", "上官婉儿"]),
    ],
)
def test_a_family_name_of_two_characters_is_no_person_alone(
    tmp_path: Path, cell: str, names: Sequence[str]
) -> None:
    assert [one.name for one in read(tmp_path, HEAD, (cell, None, "东校区", None)).people] == names


@pytest.mark.parametrize(
    "headings",
    [
        ("安全第一责任人", "兼职安全员"),
        ("主班教师", "保育员"),
        ("楼层长", "值班教师"),
        ("部门负责人", "挂钩领导"),
    ],
)
def test_a_heading_that_says_what_somebody_is_is_a_column_of_people(
    tmp_path: Path, headings: tuple[str, str]
) -> None:
    first, second = headings
    people = [("张三", first, "13800000001"), ("李四", second, "13800000002")]
    head = ("部位", first, "手机", second, "手机")
    found = read(tmp_path, head, ("大一班", "张三", "13800000001", "李四", "13800000002"))
    assert [(one.name, one.role, one.telephone) for one in found.people] == people
    head = ("部位", "校区", f"{first}及电话", f"{second}/联系电话")
    found = read(tmp_path, head, ("大一班", "东校区", "张三 13800000001", "李四 13800000002"))
    assert [(one.name, one.role, one.telephone) for one in found.people] == people


@pytest.mark.parametrize(
    ("heading", "role"),
    [("班主任", "班主任"), ("宿舍管理员", "宿舍管理员"), ("责任人", None), ("负责人及电话", None)],
)
def test_the_only_column_of_people_says_what_they_are(tmp_path: Path, heading: str, role: str | None) -> None:
    found = read(tmp_path, ("班级", heading, "联系电话", "人数"), ("一（1）班", "张三", "13800000001", 45))
    assert [(one.name, one.role, one.telephone) for one in found.people] == [("张三", role, "13800000001")]
    head, row = ("班级", heading, "职务", "联系电话"), ("一（1）班", "张三", "教师", "13800000001")
    assert [one.role for one in read(tmp_path, head, row).people] == ["教师"]


def test_a_column_beside_the_names_is_none_of_people(tmp_path: Path) -> None:
    head = ("姓名", "性别", "是否党员", "分管领导", "电话")
    found = read(tmp_path, head, ("张三", "男", "是", "李四", "13800000001"))
    assert [(one.name, one.note) for one in found.people] == [
        ("张三", "性别：男\n是否党员：是\n分管领导：李四")
    ]


def test_a_numbered_headline_names_the_campus_of_its_part(tmp_path: Path) -> None:
    rows = [
        ("一、东校区",),
        ("张三", "校长", None, None),
        ("二、西校区安全员",),
        ("李四", "安全员", None, None),
    ]
    found = read(tmp_path, HEAD, *rows)
    assert [(one.campus, one.note) for one in found.people] == [
        ("东校区", "分段：一、东校区"),
        ("西校区", "分段：二、西校区安全员"),
    ]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("总务处：张三、李四", ["张三", "李四"]),
        ("组长：王五", ["王五"]),
        ("1组：张三", ["张三"]),
        ("赵六、钱七等3人", ["赵六", "钱七"]),
        ("赵六等3人", ["赵六"]),
    ],
)
def test_what_stands_beside_the_names_is_kept(tmp_path: Path, cell: str, names: Sequence[str]) -> None:
    for telephone in ("13800000000", None):
        found = read(tmp_path, HEAD, (cell, "教师", "东校区", telephone))
        assert [(one.name, one.note) for one in found.people] == [(name, f"姓名：{cell}") for name in names]


@pytest.mark.parametrize("cell", ["张三和李四", "张三 13800000000", "张三（电话：13800000000）"])
def test_names_and_their_telephones_need_no_note(tmp_path: Path, cell: str) -> None:
    assert {one.note for one in read(tmp_path, HEAD, (cell, "教师", "东校区", None)).people} == {None}


def test_a_post_that_nobody_has_is_told_and_nobody(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD, ("空缺", "副组长", "东校区", None), ("张三", "组长", "东校区", None))
    assert [one.name for one in found.people] == ["张三"]
    assert (found.problems, found.tables[0].left_out) == ((), {"nobody": [2]})
    head = ("年级", "组长", "电话", "安全员", "电话")
    found = read(tmp_path, head, ("一年级", "张三", "13800000001", "待定", None))
    assert [one.name for one in found.people] == ["张三"]


def test_the_telephone_that_is_called_by_its_people(tmp_path: Path) -> None:
    head = ("部门", "负责人", "负责人电话", "安全员", "安全员手机")
    row = ("教务处", "张三", "13800000001", "李四", "13800000002")
    for width in (3, 5):
        found = read(tmp_path, head[:width], row[:width])
        numbers = [(one.name, one.telephone) for one in found.people]
        assert numbers == [("张三", "13800000001"), ("李四", "13800000002")][: width // 2]
    found = read(tmp_path, ("姓名", "职务", "紧急联系人电话"), ("张三", "教师", "13800000009"))
    assert [(one.telephone, one.note) for one in found.people] == [(None, "紧急联系人电话：13800000009")]


def test_a_mobile_number_goes_before_the_one_of_the_office(tmp_path: Path) -> None:
    head = ("实验室", "负责人", "办公电话", "移动电话", "安全员", "电话")
    found = read(tmp_path, head, ("A301", "张三", "83550001", "13800000001", "李四", "13800000002"))
    assert [(one.telephone, one.note) for one in found.people] == [
        ("13800000001", "实验室：A301\n办公电话：83550001"),
        ("13800000002", "实验室：A301"),
    ]


def test_a_sheet_and_a_part_may_have_the_short_name_of_their_campus(tmp_path: Path) -> None:
    made = Workbook()
    made.active.title = "西校"
    for row in (
        ("姓名", "职务", "电话"),
        ("张三", "校长", None),
        ("南校", None, None),
        ("李四", "校长", None),
    ):
        made.active.append(row)
    made.save(tmp_path / "p.xlsx")
    found = read_people(tmp_path / "p.xlsx", CAMPUSES)
    assert [(one.name, one.campus) for one in found.people] == [("张三", "西校区"), ("李四", "南校区")]


def test_each_of_two_lists_side_by_side_may_have_the_short_name_of_its_campus_over_it(tmp_path: Path) -> None:
    made = Workbook()
    for row in (
        ("东校", None, "西校", None),
        ("姓名", "电话", "姓名", "电话"),
        ("张三", "13800000001", "李四", "13800000002"),
        ("一、南校", None, None, None),
        ("王五", "13800000003", None, None),
    ):
        made.active.append(row)
    made.save(tmp_path / "p.xlsx")
    found = read_people(tmp_path / "p.xlsx", CAMPUSES)
    assert [(one.name, one.campus) for one in found.people] == [
        ("张三", "东校区"),
        ("李四", "西校区"),
        ("王五", "南校区"),
    ]


def test_what_stands_over_each_of_several_lists_is_their_role_or_kept(tmp_path: Path) -> None:
    for over, role, note in (
        ("安全员", "安全员", "单位：教务处"),
        ("疏散组", None, "单位：教务处\n分段：疏散组"),
    ):
        made = Workbook()
        made.active.append(["单位", "安全负责人", None, over, None])
        made.active.append([None, "姓名", "手机", "姓名", "手机"])
        made.active.append(["教务处", "张三", "13800000001", "李四", "13800000002"])
        for area in ("A1:A2", "B1:C1", "D1:E1"):
            made.active.merge_cells(area)
        made.save(tmp_path / "p.xlsx")
        found = read_people(tmp_path / "p.xlsx", CAMPUSES)
        assert [(one.name, one.role, one.note) for one in found.people] == [
            ("张三", "安全负责人", "单位：教务处"),
            ("李四", role, note),
        ]


def test_a_group_with_the_number_of_its_people_opens_a_part(tmp_path: Path) -> None:
    rows = [("语文组", "8人", None, None), ("张三", "组长", "东校区", None)]
    found = read(tmp_path, HEAD, *rows)
    assert [(one.name, one.role, one.note) for one in found.people] == [("张三", "组长", "分段：语文组")]


def test_brackets_below_a_name_are_nobody(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD, ("王五\n（食堂）", "教师", "东校区", None))
    assert [one.name for one in found.people] == ["王五（食堂）"]


def test_what_somebody_is_beside_the_name_is_nobody(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        HEAD,
        ("副校长 李明", "分管安全", "东校区", None),
        ("王芳 老师", "安全员", "东校区", None),
        ("总务处 张三", "电工", "东校区", None),
        ("李明（兼）", "工会主席", "东校区", None),
        ("校长", "第一责任人", "东校区", None),
    )
    assert [(one.name, one.role, one.note) for one in found.people] == [
        ("李明", "分管安全、工会主席", "姓名：副校长 李明\n姓名：李明（兼）"),
        ("王芳", "安全员", "姓名：王芳 老师"),
        ("张三", "电工", "姓名：总务处 张三"),
        ("校长", "第一责任人", None),
    ]


def test_who_signs_below_a_list_is_a_note(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        HEAD,
        ("张三", "保安", "东校区", "13800000001"),
        ("负责人：", "王五", None, "13800000003"),
        ("填表日期：", "2020.3.5", None, None),
    )
    assert [one.name for one in found.people] == ["张三"]
    assert found.tables[0].left_out == {"note": [3, 4]}


def test_a_sheet_without_people_is_told(tmp_path: Path) -> None:
    made = Workbook()
    for row in (HEAD, ("张三", "保安", "东校区", "13800000001")):
        made.active.append(row)
    made.create_sheet("说明").append(("每学期更新一次",))
    made.create_sheet("空")
    made.save(tmp_path / "p.xlsx")
    assert read_people(tmp_path / "p.xlsx", CAMPUSES).without == ("说明",)
