"""The responsibility list on the command line: given out, passed on, with its holes, and its duty."""

from pathlib import Path

import pytest

from office import Begun, Command

DUTY = "responsibility-list/2019-12-31/东校区"
AREAS = ("lab", "fire", "security", "traffic", "food", "disease", "building", "risk", "education")
DAY = "2019-12-10"


def staffed(cmd: Command) -> None:
    for name in ("李四", "王五"):
        cmd("people", "add", name, "--campus", "东校区", day="2019-12-01")


def give(cmd: Command, *areas: str, day: str = DAY, name: str = "李四") -> None:
    for area in areas:
        cmd("responsibility", "assign", "--area", area, "--campus", "东校区", "--person", name, day=day)


def stands(cmd: Command, day: str) -> tuple[str, str | None, list[str]]:
    duties = cmd.json("campaign", "check", "--campus", "东校区", day=day)["duties"]
    one = next(one for one in duties if one["id"] == DUTY)
    return one["state"], one["met_on"], one["evidence"]


def test_the_duty_is_met_when_every_area_has_somebody(begun: Begun) -> None:
    cmd = begun(staffed)
    assert stands(cmd, "2019-12-09")[0] == "open"
    give(cmd, *AREAS[:-1])
    assert stands(cmd, "2019-12-31")[0] == "open"
    assert stands(cmd, "2020-01-01")[0] == "overdue"
    give(cmd, AREAS[-1], day="2019-12-20")
    assert stands(cmd, "2019-12-31") == ("met", "2019-12-20", ["P0009"])
    assert stands(cmd, "2019-12-19")[0] == "open"
    cmd("people", "retire", "李四", "--on", "2020-01-05", day="2020-01-05")
    assert stands(cmd, "2020-02-01") == ("met", "2019-12-20", ["P0009"])
    assert len(cmd.json("responsibility", "list", "--campus", "东校区", "--missing", day="2020-01-06")) == 9
    assert cmd.json("responsibility", "list", "--campus", "东校区", "--missing", day="2020-01-04") == []


def test_a_list_that_is_whole_too_late(begun: Begun) -> None:
    cmd = begun(staffed)
    give(cmd, *AREAS, day="2020-01-03")
    assert stands(cmd, "2020-01-03") == ("late", "2020-01-03", ["P0009"])


def test_the_list_in_every_form(begun: Begun) -> None:
    cmd = begun(staffed)
    give(cmd, "fire")
    give(cmd, "lab.01", name="王五")
    rows = cmd.json("responsibility", "list", "--campus", "东校区", day=DAY)
    assert list(rows[0]) == ["campus", "area", "person", "since", "retired", "item", "role", "id"]
    fire = next(row for row in rows if row["area"] == "fire")
    assert list(fire.values()) == ["东校区", "fire", "李四", DAY, None, None, None, "P0001"]
    lab = [row for row in rows if row["area"] == "lab"]
    assert [(row["item"], row["person"]) for row in lab[:2]] == [("lab.01", "王五"), ("lab.02", None)]
    assert {row["area"] for row in rows} == set(AREAS)
    text = cmd("responsibility", "list", day=DAY).out.splitlines()
    assert text[0] == "area\t东校区\t西校区\t南校区"
    assert next(line for line in text if line.startswith("Fire")).split("\t")[1:] == [
        "李四",
        "✗ nobody",
        "✗ nobody",
    ]
    assert "✗ 12 check items" in next(line for line in text if line.startswith("Lab"))
    assert cmd("responsibility", "list", "--csv", day=DAY).out.startswith("campus,area,person,since,retired")
    missing = cmd("responsibility", "list", "--missing", "--campus", "东校区", day=DAY).out
    assert "Fire" not in missing
    assert "Food" in missing


def test_it_passes_to_another_and_the_past_is_kept(begun: Begun) -> None:
    cmd = begun(staffed)
    give(cmd, "fire")
    told = cmd.refused(
        *("responsibility", "assign", "--area", "fire", "--campus", "东校区", "--person", "王五"),
        day="2020-01-05",
    )
    assert "responsibility end P0001 --to" in told.err
    passed = cmd.json("responsibility", "end", "P1", "--to", "王五", "--on", "2020-02-01", day="2020-02-03")
    assert (passed["id"], passed["person"], passed["since"]) == ("P0002", "王五", "2020-02-01")
    old = cmd.json("responsibility", "show", "P0001", day="2020-02-03")
    assert (old["until"], cmd.json("responsibility", "show", "1", day="2020-01-31")["until"]) == (
        "2020-02-01",
        None,
    )
    history = cmd.json("responsibility", "history", "--area", "fire", day="2020-02-03")
    assert [(one["person"], one["since"], one["until"]) for one in history] == [
        ("李四", DAY, "2020-02-01"),
        ("王五", "2020-02-01", None),
    ]
    for day, name in (("2020-01-31", "李四"), ("2020-02-01", "王五")):
        rows = cmd.json("responsibility", "list", "--campus", "东校区", day=day)
        assert [row["person"] for row in rows if row["area"] == "fire"] == [name]
    cmd("undo", "--yes", day="2020-02-03")
    assert cmd.json("responsibility", "show", "1", day="2020-02-03")["until"] is None
    assert cmd.json("ledger", "verify")["ok"]


def test_edit_void_attach_and_undo(begun: Begun) -> None:
    cmd = begun(staffed)
    give(cmd, "fire")
    edited = cmd.json(
        "responsibility", "edit", "1", "--person", "王五", "--role", "总务主任", "--on", "2019-12-05", day=DAY
    )
    assert (edited["person"], edited["role"], edited["since"]) == ("王五", "总务主任", "2019-12-05")
    Path("letter.pdf").write_bytes(b"signed")
    assert (
        cmd.json("responsibility", "attach", "1", "letter.pdf", day=DAY)["attachments"][0]["name"]
        == "letter.pdf"
    )
    cmd("responsibility", "void", "1", "--reason", "填错", day=DAY)
    give(cmd, "fire")
    assert [one["verb"] for one in cmd.json("audit", "log", "--ref", "P0002")] == ["responsibility.add"]
    cmd("undo", "--yes", day=DAY)
    give(cmd, "fire")
    assert [one["id"] for one in cmd.json("responsibility", "history", day=DAY)] == ["P0003"]
    assert [one["id"] for one in cmd.json("responsibility", "history", "--void", day=DAY)] == [
        "P0001",
        "P0003",
    ]
    assert cmd.json("ledger", "verify")["ok"]


def test_what_somebody_answers_for_is_said_when_they_leave(begun: Begun) -> None:
    cmd = begun(staffed)
    give(cmd, "fire", "food")
    left = cmd("people", "retire", "李四", "--json", day=DAY)
    assert left.json["responsibilities"] == ["P0001", "P0002"]
    assert "responsibility end P0001 --to" in left.err
    assert cmd.json("people", "show", "李四", day=DAY)["responsibilities"] == ["P0001", "P0002"]
    cmd("responsibility", "end", "P0001", "--to", "王五", day="2019-12-12")
    assert cmd.json("people", "show", "李四", day="2019-12-12")["responsibilities"] == ["P0002"]


@pytest.mark.parametrize(
    "args",
    [
        ("assign", "--area", "fire", "--campus", "东校区", "--person", "赵六"),
        ("assign", "--area", "nothing", "--campus", "东校区", "--person", "李四"),
        ("assign", "--area", "fire", "--campus", "北校区", "--person", "李四"),
        ("assign", "--area", "fire", "--campus", "东校区", "--person", "李四", "--on", "2019-12-11"),
        ("assign", "--area", "fire", "--campus", "东校区", "--person", "李四", "--on", "1999-12-11"),
        ("assign", "--area", "food", "--campus", "东校区", "--person", "李四"),
        ("assign", "--area", "fire", "--campus", "东校区"),
        ("end", "P1", "--on", "2019-12-09"),
        ("end", "P1", "--on", "2019-12-11"),
        ("end", "P1", "--to", "李四"),
        ("end", "P1", "--to", "赵六"),
        ("end", "P7"),
        ("end", "H1"),
        ("edit", "1"),
        ("edit", "1", "--on", "2019-12-11"),
        ("show", "P9"),
        ("void", "1"),
    ],
)
def test_what_is_refused(begun: Begun, args: tuple[str, ...]) -> None:
    begun(fed).refused("responsibility", *args, day=DAY)


def fed(cmd: Command) -> None:
    staffed(cmd)
    give(cmd, "food")
