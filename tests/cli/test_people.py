"""The roster: who is there, what each still owes, and names that are on nobody's list."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from office import Command


def test_people_come_and_go_and_nothing_is_deleted(cmd: Command) -> None:
    told = ("--campus", "东校区", "--role", "校区安全员", "--telephone", "0513-12345678")
    made = cmd.json("people", "add", "李四", *told)
    assert list(made) == ["name", "role", "campus", "telephone", "retired_on", "owes", "note"]
    assert list(made.values()) == ["李四", "校区安全员", "东校区", "0513-12345678", None, 0, None]
    cmd("people", "add", "赵六")
    cmd("people", "add", "王五", "--campus", "西校区")
    assert [one["name"] for one in cmd.json("people", "list")] == ["赵六", "李四", "王五"]
    assert [one["name"] for one in cmd.json("people", "list", "--campus", "西校区")] == ["王五"]
    cmd("people", "retire", "李四", "--on", "2020-03-05")
    assert [one["name"] for one in cmd.json("people", "list")] == ["赵六", "王五"]
    gone = [one for one in cmd.json("people", "list", "--retired") if one["retired_on"]]
    assert [(one["name"], one["retired_on"]) for one in gone] == [("李四", "2020-03-05")]
    assert cmd.json("ledger", "verify")["ok"]


def test_what_somebody_owes_is_counted_and_said_when_they_leave(cmd: Command) -> None:
    cmd("people", "add", "李四")
    for _ in range(2):
        cmd.add("--responsible", "李四")
    cmd.closed()
    assert cmd.json("people", "list")[0]["owes"] == 2
    left = cmd("people", "retire", "李四", "--json")
    assert left.json == {
        "name": "李四", "owes": 2, "hazards": ["H0001", "H0002"], "responsibilities": [], "decisions": [],
        "corrections": [], "rosters": [], "activities": [],
    }  # fmt: skip
    assert "still owes 2" in left.err
    assert "H0001, H0002" in left.err


def test_the_same_name_at_two_campuses_is_two_people(cmd: Command) -> None:
    cmd("people", "add", "李四", "--campus", "东校区")
    cmd("people", "add", "李四", "--campus", "西校区")
    assert "already" in cmd.refused("people", "add", "李四", "--campus", "东校区").err
    assert "--campus" in cmd.refused("people", "retire", "李四").err
    cmd("people", "retire", "李四", "--campus", "西校区")
    assert [one["campus"] for one in cmd.json("people", "list")] == ["东校区"]


@pytest.mark.parametrize(
    "args",
    [
        ("add", " "),
        ("add", "李四\u202e"),
        ("add", "长" * 201),
        ("add", "李四", "--campus", "北校区"),
        ("add", "李四", "--telephone", "12"),
        ("add", "李四", "--telephone", "abc@example.com"),
        ("retire", "赵六"),
        ("show", "赵六"),
        ("edit", "赵六", "--role", "教师"),
        ("import", "none.xlsx"),
        ("template", "people.txt"),
    ],
)
def test_what_is_refused(cmd: Command, args: tuple[str, ...]) -> None:
    cmd.refused("people", *args)


def test_a_name_that_is_not_on_the_roster_is_said_once_there_is_one(cmd: Command) -> None:
    cmd.add()
    first = cmd("hazard", "assign", "1", "--responsible", "王五", "--measure", "更换")
    assert "Not on the roster" not in first.err
    cmd("people", "add", "李四")
    assert "Not on the roster: 王五" in cmd("hazard", "assign", "1", "--responsible", "王五").err
    assert "Not on the roster" not in cmd("hazard", "assign", "1", "--responsible", "李四").err


def test_an_empty_roster_is_no_error(cmd: Command) -> None:
    assert cmd.json("people", "list") == []
    assert "Nobody" in cmd("people", "list").err


def test_a_person_is_shown_and_corrected(cmd: Command) -> None:
    cmd("people", "add", "李四", "--campus", "东校区")
    cmd("people", "add", "李四", "--campus", "西校区")
    edited = cmd.json(
        "people", "edit", "李四", "--of", "东校区", "--role", "校区安全员", "--telephone", "13900000000"
    )
    assert (edited["role"], edited["telephone"]) == ("校区安全员", "13900000000")
    for args in (
        ("--of", "东校区", "--campus", "西校区"),
        ("--of", "东校区", "--telephone", "12"),
        ("--of", "东校区"),
        ("--role", "教师"),
    ):
        cmd.refused("people", "edit", "李四", *args)
    cmd("people", "edit", "李四", "--of", "西校区", "--campus", "南校区")
    assert [one["campus"] for one in cmd.json("people", "list")] == ["东校区", "南校区"]
    cmd("undo", "--yes")
    cmd("people", "retire", "李四", "--campus", "西校区")
    cmd.add("--responsible", "李四")
    one = cmd.json("people", "show", "李四")
    assert (one["campus"], one["hazards"], one["retired_on"]) == ("东校区", ["H0001"], None)
    assert cmd.json("people", "show", "李四", "--campus", "西校区")["retired_on"] == "2020-03-06"
    assert "H0001" in cmd("people", "show", "李四").out
    assert cmd.json("ledger", "verify")["ok"]


def test_a_list_of_people_comes_in_whole_or_not_at_all(cmd: Command) -> None:
    Path("p.csv").write_text("姓名,职务,校区,电话\n张三,教师,东校区,13900000000\n李四,教师,集团,\n", "utf-8")
    assert cmd.json("people", "import", "p.csv", "--dry-run")["added"] == 2
    assert cmd.json("people", "list") == []
    told = cmd.json("people", "import", "p.csv")
    assert [one["field"] for one in told.pop("tables")[0]["columns"]] == [
        "name",
        "role",
        "campus",
        "telephone",
    ]
    assert told == {
        "read": 2, "added": 2, "updated": 0, "skipped": 0, "rejected": 0, "errors": [], "notes": [],
        "changes": [], "differences": [], "sheets_without": [],
    }  # fmt: skip
    assert cmd.json("people", "import", "p.csv")["skipped"] == 2
    Path("q.csv").write_text("姓名,校区,电话\n张三,东校区,13900000001\n王五,北校区,12\n赵六,,\n", "utf-8")
    ended = cmd("people", "import", "q.csv", "--json", expect=2)
    assert [(one["row"], one["column"]) for one in ended.json["errors"]] == [(3, "B")]
    assert len(cmd.json("people", "list")) == 2
    cmd("undo", "--yes")
    assert cmd.json("people", "list") == []


def test_namesakes_are_named_and_the_others_taken_with_partial(cmd: Command) -> None:
    Path("p.csv").write_text(
        "姓名,职务,电话\n张伟,教师,13800000000\n李四,教师,\n张伟,门卫,13900000000\n", "utf-8"
    )
    told = cmd("people", "import", "p.csv", expect=2)
    assert "13800000000" in told.out
    assert cmd.json("people", "list") == []
    taken = cmd.json("people", "import", "p.csv", "--partial")
    assert (taken["added"], taken["rejected"], taken["refused_file"]) == (2, 1, "p.refused.xlsx")
    assert [one.value for one in load_workbook("p.refused.xlsx").active[2]][:3] == [
        "张伟",
        "门卫",
        "13900000000",
    ]
    assert [one["role"] for one in cmd.json("people", "list")] == ["教师", "教师"]


def test_two_telephones_and_two_roles_are_taken_and_said(cmd: Command) -> None:
    Path("p.csv").write_text(
        "姓名,部门,职务,电话\n张三,总务处,班子成员,13800000000/13900000000\n张三,总务处,部门负责人,13800000000\n",
        "utf-8",
    )
    told = cmd("people", "import", "p.csv").err
    assert told.count("13800000000 was taken") == 1
    assert "班子成员、部门负责人" in told
    again = cmd.json("people", "import", "p.csv")
    assert (again["skipped"], [one["row"] for one in again["notes"]]) == (1, [2, 3])
    (one,) = cmd.json("people", "list")
    assert (one["role"], one["telephone"]) == ("班子成员、部门负责人", "13800000000")
    assert one["note"] == "电话：13800000000/13900000000\n部门：总务处"
    assert "总务处" in cmd("people", "show", "张三").out
    cmd("people", "edit", "张三", "--note", "休假")
    assert cmd.json("people", "show", "张三")["note"] == "休假"
    assert cmd.json("ledger", "verify")["ok"]


def test_who_had_left_and_stands_on_a_list_is_back_and_said(cmd: Command) -> None:
    Path("p.csv").write_text("姓名,电话\n张三,13900000000\n", "utf-8")
    cmd("people", "import", "p.csv")
    cmd("people", "retire", "张三")
    assert "张三" in cmd("people", "import", "p.csv").err
    assert len(cmd.json("people", "list", "--retired")) == 2


def test_the_empty_list_is_never_written_over_another(cmd: Command) -> None:
    cmd("people", "template", "p.xlsx")
    cmd.refused("people", "template", "p.xlsx")
    assert cmd.json("people", "import", "p.xlsx")["read"] == 0
    assert cmd.json("people", "list") == []


def test_duty_and_activities_that_are_still_to_come_are_named_to_who_leaves(cmd: Command) -> None:
    cmd("people", "add", "李四", "--campus", "东校区", day="2020-01-20")
    roster = ("roster", "add", "--campus", "东校区", "--holiday", "spring-festival", "--person", "李四")
    activity = ("activity", "add", "--campus", "东校区", "--kind", "gathering", "--place", "操场")
    activity = (*activity, "--participants", "9", "--leader", "李四", "--title", "典礼")
    for day in ("2020-01-24", "2020-01-27"):
        cmd(*roster, "--day", day, day="2020-01-20")
        cmd(*activity, "--on", day, day="2020-01-20")
    shown = cmd.json("people", "show", "李四", day="2020-01-24")
    assert (shown["rosters"], shown["activities"]) == (["R0001"], ["A0001", "A0002"])
    left = cmd("people", "retire", "李四", "--on", "2020-01-24", "--json", day="2020-01-24")
    assert (left.json["rosters"], left.json["activities"]) == (["R0001"], ["A0002"])
    for words in ("R0001", "A0002"):
        assert words in left.err
    past = cmd.json("people", "show", "李四", day="2020-01-28")
    assert (past["rosters"], past["activities"]) == ([], [])


@pytest.mark.parametrize("on", ["1999-12-31", "2020-03-01", "2020-03-07"])
def test_nobody_leaves_before_they_were_there_nor_tomorrow(cmd: Command, on: str) -> None:
    cmd("people", "add", "李四", "--campus", "东校区")
    assign = ("responsibility", "assign", "--person", "李四", "--campus", "东校区", "--area", "fire")
    cmd(*assign, "--on", "2020-03-02")
    cmd.refused("people", "retire", "李四", "--on", on, day="2020-03-06")
    cmd("people", "retire", "李四", "--on", "2020-03-02", day="2020-03-06")


def test_the_list_that_was_filled_in_comes_back(cmd: Command) -> None:
    cmd("people", "template", "p.xlsx")
    book = load_workbook("p.xlsx")
    sheet = book.worksheets[0]
    (head,) = [row for row in sheet.iter_rows() if any(cell.value == "姓名" for cell in row)]
    columns = {str(cell.value): cell.column for cell in head if cell.value}
    for row, name in enumerate(("张三", "李四"), head[0].row + 1):
        sheet.cell(row, columns["姓名"], name)
        sheet.cell(row, columns["校区"], "东校区")
    book.save("p.xlsx")
    assert cmd.json("people", "import", "p.xlsx", "--sheet", sheet.title)["added"] == 2
    assert [one["campus"] for one in cmd.json("people", "list")] == ["东校区", "东校区"]


def test_what_was_corrected_by_hand_in_a_note_stands_against_the_same_list(cmd: Command) -> None:
    def imported(telephone: str, department: str) -> object:
        Path("p.csv").write_text(
            f"姓名,校区,电话,部门,工号\n张三,东校区,{telephone},{department},7\n", "utf-8"
        )
        told = cmd.json("people", "import", "p.csv")
        return [told["changes"], [one["field"] for one in told["differences"]], note()]

    def note() -> object:
        return cmd.json("people", "show", "张三")["note"]

    assert imported("13900000000", "总务处")[2] == "部门：总务处\n工号：7"
    cmd("people", "edit", "张三", "--note", "部门：后勤处\n7月起休假")
    cmd("people", "edit", "张三", "--telephone", "")
    assert imported("13900000000", "总务处") == [[], ["telephone", "note"], "部门：后勤处\n7月起休假"]
    changes, differences, _now = imported("13900000001", "总务处")
    assert ([one["field"] for one in changes], differences) == (["telephone"], ["note"])
    assert imported("13900000001", "德育处")[2] == "部门：德育处\n7月起休假"
    assert imported("13900000001", "总务处")[2] == "部门：总务处\n7月起休假"
    assert cmd.json("ledger", "verify")["ok"]
