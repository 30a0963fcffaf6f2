"""Duty rosters on the command line: made, read in, looked through, handed in."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from office import Begun, Command

DAY = "2020-01-20"
SPRING = ("--holiday", "spring-festival", "--campus", "东校区")
DUTY = "holiday-roster/2020-01-23/东校区"
KEYS = [
    *(
        "id",
        "uid",
        "campus",
        "holiday",
        "first_day",
        "last_day",
        "duty",
        "on",
        "lines",
        "handed_in",
        "submission",
    ),
    *("shifts", "attachments", "voided_on", "void_reason", "created_at", "updated_at"),
]


def days(name: str = "李四", missing: str | None = None) -> str:
    lines = [f"2020-01-{day}" for day in range(24, 32)] + ["2020-02-01", "2020-02-02"]
    rows = [f"{day},值班,{name},13900000000" for day in lines if day != missing]
    return "\n".join(["日期,班次,值班人员,联系电话", *rows])


def rostered(cmd: Command) -> None:
    cmd("roster", "import", "r.csv", *SPRING, day=DAY)


@pytest.fixture(autouse=True)
def paper(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(days(), "utf-8")


def test_from_the_empty_paper_to_what_was_handed_in(cmd: Command) -> None:
    cmd("people", "add", "李四", "--campus", "东校区", "--telephone", "13900000000", day=DAY)
    made = cmd("roster", "template", "t.xlsx", *SPRING, "--shift", "值班", "--json", day=DAY)
    assert made.json == {"file": "t.xlsx"}
    book = load_workbook("t.xlsx")
    sheet = book.worksheets[0]
    for row in range(1, 30):
        if sheet.cell(row, 3).value == "值班":
            sheet.cell(row, 5, "李四")
    book.save("t.xlsx")
    tried = cmd.json("roster", "import", "t.xlsx", *SPRING, "--dry-run", day=DAY)
    assert (tried["read"], tried["added"], tried["errors"], tried["findings"]) == (10, 10, [], [])
    assert cmd.json("roster", "list", day=DAY) == []
    taken = cmd("roster", "import", "t.xlsx", *SPRING, day=DAY)
    assert f"safetyctl report submit {DUTY}" in taken.err
    one = cmd.json("roster", "show", "R0001", day=DAY)
    assert list(one) == [*KEYS, "findings"]
    assert (one["duty"], one["holiday"], one["lines"]) == (DUTY, ["spring-festival"], 10)
    assert (one["first_day"], one["last_day"], one["handed_in"]) == ("2020-01-24", "2020-02-02", None)
    assert one["shifts"][0] == {
        "line": 1, "day": "2020-01-24", "shift": "值班", "starts": None, "ends": None, "person": "李四",
        "telephone": "13900000000", "note": None,
    }  # fmt: skip
    assert "report submit" in cmd("roster", "check", "1", "--check", day=DAY).err
    assert state(cmd) == "open"
    cmd("report", "submit", DUTY, "--channel", "e-mail", day="2020-01-22")
    assert state(cmd) == "met"
    listed = cmd.json("roster", "list", "--campus", "东校区", day="2020-01-22")
    assert [(one["id"], one["handed_in"], one["submission"]) for one in listed] == [
        ("R0001", "2020-01-22", "S0001")
    ]
    assert cmd.json("roster", "list", day="2020-01-21")[0]["handed_in"] is None
    assert cmd.json("roster", "list", day="2020-01-19") == []
    assert cmd.json("ledger", "verify")["ok"]


def state(cmd: Command, day: str = "2020-01-22") -> str:
    duties = cmd.json("campaign", "check", day=day)["duties"]
    return str(next(one["state"] for one in duties if one["id"] == DUTY))


@pytest.mark.parametrize("holiday", ["spring", "2020-01-24", "1月24日", "2020-01-23", "2020-01-28", DUTY])
def test_a_holiday_is_named_as_people_do(cmd: Command, holiday: str) -> None:
    cmd("roster", "template", "t.xlsx", "--holiday", holiday, "--campus", "东校区", day=DAY)
    assert load_workbook("t.xlsx").worksheets[0]["A3"].value.count("2020-01-24") == 1


@pytest.mark.parametrize(
    "holiday", ["sprng-festival", "2020-03-03", "holiday-roster/2020-01-23/西校区", "x", ""]
)
def test_a_holiday_that_is_none(begun: Begun, holiday: str) -> None:
    cmd = begun(rostered)
    told = cmd.refused("roster", "import", "r.csv", "--holiday", holiday, "--campus", "东校区", day=DAY)
    if holiday in ("sprng-festival", "2020-03-03"):
        assert "Spring Festival 2020-01-24" in told.err


def test_gaps_and_clashes_are_named_and_exit_3_is_on_demand(cmd: Command) -> None:
    Path("r.csv").write_text(days(missing="2020-01-26"), "utf-8")
    assert "2020-01-26" in cmd("roster", "import", "r.csv", *SPRING, day=DAY).err
    found = cmd.json("roster", "check", "R1", day=DAY)
    assert list(found[0]) == ["roster", "campus", "kind", "day", "shift", "person", "problem"]
    assert [(one["roster"], one["kind"], one["day"]) for one in found] == [("R0001", "gap", "2020-01-26")]
    cmd("roster", "check", "R1", "--check", expect=3, day=DAY)
    of_all = cmd.json("roster", "check", "--holiday", "spring-festival", day=DAY)
    assert {(one["campus"], one["roster"]) for one in of_all} == {
        ("东校区", "R0001"), ("西校区", None), ("南校区", None)
    }  # fmt: skip
    person = ("--person", "王五", "--telephone", "13900000001")
    for shift, time in (("值班", "08:00-17:00"), ("带班", "12:00-20:00")):
        cmd(
            "roster",
            "add",
            *SPRING,
            "--day",
            "2020-01-26",
            "--shift",
            shift,
            "--time",
            time,
            *person,
            day=DAY,
        )
    kinds = [one["kind"] for one in cmd.json("roster", "check", day=DAY)]
    assert (kinds.count("clash"), kinds.count("gap")) == (1, 9)
    assert cmd("roster", "check", "--csv", day=DAY).out.startswith("roster,campus,kind,day")


def test_the_same_roster_twice(begun: Begun) -> None:
    cmd = begun(rostered)
    assert "R0001" in cmd.refused("roster", "import", "r.csv", *SPRING, day=DAY).err
    cmd("roster", "import", "r.csv", *SPRING, "--replace", day="2020-01-21")
    old = cmd.json("roster", "show", "1", day="2020-01-21")
    assert (old["voided_on"], old["void_reason"]) == ("2020-01-21", "replaced by R0002")
    assert cmd.json("roster", "show", "1", day=DAY)["voided_on"] is None
    assert [one["id"] for one in cmd.json("roster", "list", day="2020-01-21")] == ["R0002"]
    assert len(cmd.json("roster", "list", "--void", day="2020-01-21")) == 2
    assert "void" in cmd.refused("roster", "check", "1", day="2020-01-21").err
    cmd("undo", "--yes", day="2020-01-21")
    assert [one["id"] for one in cmd.json("roster", "list", day="2020-01-21")] == ["R0001"]
    assert cmd.json("ledger", "verify")["ok"]


def test_one_bad_cell_and_nothing_comes_in(cmd: Command) -> None:
    lines = [*days().split("\n"), "2020-02-03,值班,王五,12", "2020-01-24,值班,李四,"]
    Path("r.csv").write_text("\n".join(lines), "utf-8")
    ended = cmd("roster", "import", "r.csv", *SPRING, "--json", expect=2, day=DAY)
    assert [(one["row"], one["column"], one["value"]) for one in ended.json["errors"]] == [
        (12, "A", "2020-02-03"),
        (13, "C", "李四"),
    ]
    assert (ended.json["read"], ended.json["added"], ended.json["rejected"]) == (12, 0, 2)
    assert cmd.json("roster", "list", day=DAY) == []
    assert "A\t日期\t2020-02-03" in cmd("roster", "import", "r.csv", *SPRING, expect=2, day=DAY).out


def test_what_a_roster_says_besides_is_kept_with_its_lines(cmd: Command) -> None:
    lines = [
        f"{line},备注" if at == 0 else f"{line}/83551234,甲" for at, line in enumerate(days().split("\n"))
    ]
    Path("r.csv").write_text("\n".join(lines), "utf-8")
    told = cmd.json("roster", "import", "r.csv", *SPRING, day=DAY)
    assert [one["column"] for one in told["notes"]] == ["D"] * 10
    shown = cmd.json("roster", "show", "R0001", day=DAY)["shifts"][0]
    assert shown["telephone"] == "13900000000"
    assert shown["note"] == "联系电话：13900000000/83551234\n备注：甲"
    cmd("roster", "edit", "R0001", "1", "--note", "已换班", day=DAY)
    assert cmd.json("roster", "show", "R0001", day=DAY)["shifts"][0]["note"] == "已换班"


def test_lines_are_added_corrected_and_taken_off(begun: Begun) -> None:
    cmd = begun(rostered)
    added = cmd.json(
        *("roster", "add", *SPRING, "--day", "1月25日", "--shift", "夜班", "--time", "17:00-08:00"),
        *("--person", "王五", "--telephone", "0513-83590000"),
        day=DAY,
    )
    assert (added["id"], added["lines"]) == ("R0001", 11)
    line = added["shifts"][2]
    assert list(line.values()) == [11, "2020-01-25", "夜班", "17:00", "08:00", "王五", "0513-83590000", None]
    edited = cmd.json(
        "roster", "edit", "R0001", "11", "--person", "赵六", "--telephone", "13911111111", day=DAY
    )
    assert edited["shifts"][2]["person"] == "赵六"
    assert cmd.json("roster", "drop", "R0001", "11", day=DAY)["lines"] == 10
    assert [one["verb"] for one in cmd.json("audit", "log", "--ref", "R0001")][:3] == [
        "roster.drop", "roster.edit", "roster.add"
    ]  # fmt: skip
    cmd("undo", "--yes", day=DAY)
    assert cmd.json("roster", "show", "1", day=DAY)["lines"] == 11
    begins = cmd.json(
        *(
            "roster",
            "add",
            "--holiday",
            "new-year",
            "--campus",
            "西校区",
            "--day",
            "2020-01-01",
            "--person",
            "赵六",
        ),
        day="2019-12-30",
    )
    assert (begins["id"], begins["duty"]) == ("R0002", "holiday-roster/2019-12-31/西校区")
    cmd("undo", "--yes", day="2019-12-30")
    assert [one["id"] for one in cmd.json("roster", "list", day=DAY)] == ["R0001"]
    assert cmd.json("ledger", "verify")["ok"]


def test_void_and_attach(begun: Begun) -> None:
    cmd = begun(rostered)
    Path("signed.pdf").write_bytes(b"signed")
    assert [
        one["name"] for one in cmd.json("roster", "attach", "1", "signed.pdf", day=DAY)["attachments"]
    ] == ["signed.pdf"]
    assert cmd.json("roster", "void", "1", "--reason", "改期", day=DAY)["void_reason"] == "改期"
    for again in (("void", "1", "--reason", "x"), ("edit", "1", "1", "--person", "x"), ("drop", "1", "1")):
        assert "is void" in cmd.refused("roster", *again, day=DAY).err
    cmd("roster", "import", "r.csv", *SPRING, day=DAY)


@pytest.mark.parametrize(
    "args",
    [
        ("add", *SPRING, "--day", "2020-02-03", "--person", "王五"),
        ("add", *SPRING, "--day", "2020-01-24", "--person", "李四", "--shift", "值班"),
        ("add", *SPRING, "--day", "2020-01-24", "--person", "王五", "--telephone", "12"),
        ("add", *SPRING, "--day", "2020-01-24", "--person", "王五", "--time", "8点到5点"),
        ("add", *SPRING, "--day", "2020-01-24", "--person", "王五", "--time", "08:00-25:00"),
        ("add", *SPRING, "--day", "2020-01-24"),
        ("add", "--holiday", "spring", "--campus", "北校区", "--day", "2020-01-24", "--person", "王五"),
        ("edit", "1", "1"),
        ("edit", "1", "99", "--person", "王五"),
        ("edit", "2", "1", "--person", "王五"),
        ("edit", "D1", "1", "--person", "王五"),
        ("edit", "1", "1", "--day", "2020-01-25"),
        ("drop", "1", "0"),
        ("import", "none.xlsx", *SPRING),
        ("import", "r.csv"),
        ("template", "r.csv", *SPRING),
        ("template", "t.xlsx", *SPRING, "--shift", " "),
        ("check", "R9"),
        ("void", "1"),
    ],
)  # fmt: skip
def test_what_is_refused(begun: Begun, args: tuple[str, ...]) -> None:
    begun(rostered).refused("roster", *args, day=DAY)
