"""A school's own ledger comes in: its whole life so far, all or nothing, and once."""

import csv
from pathlib import Path

import pytest

from office import Command, content, proved
from safetyctl.ground.catalogue import _, using
from safetyctl.records.columns import COLUMNS

DAY = "2020-05-14"
ROW = {
    "campus": "东校区", "found_on": "2020-05-08", "source": "检查", "found_by": "张三", "location": "教学楼2楼",
    "area": "消防安全", "title": "灭火器压力不足", "level": "一般",
}  # fmt: skip
ASSIGNED = {"measure": "更换", "responsible": "李四", "due": "2020-05-20"}
RECTIFIED = ASSIGNED | {"rectified_on": "2020-05-10", "rectify_note": "已更换"}
ACCEPTED = RECTIFIED | {"verified_by": "王五", "verified_on": "2020-05-11", "verify_note": "合格"}
CLOSED = ACCEPTED | {"closed_on": "2020-05-11"}


def kept(rows: list[dict[str, str]], name: str = "台账.csv") -> str:
    with using("zh"):
        headings = [_(column.heading) for column in COLUMNS]
    with Path(name).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        writer.writerows([[row.get(column.key, "") for column in COLUMNS] for row in rows])
    return name


def take(cmd: Command, rows: list[dict[str, str]], *options: str, **how: int) -> dict[str, object]:
    found: dict[str, object] = cmd.json("hazard", "import", kept(rows), "--yes", *options, day=DAY, **how)
    return found


def shown(cmd: Command, ref: str = "1") -> dict[str, object]:
    found: dict[str, object] = cmd.json("hazard", "show", ref, day=DAY)
    return found


@pytest.mark.parametrize(
    ("life", "status", "steps"),
    [
        ({}, "open", ["found"]),
        ({"responsible": "李四"}, "open", ["found"]),
        (ASSIGNED, "assigned", ["found", "assigned"]),
        (RECTIFIED, "rectified", ["found", "assigned", "rectified"]),
        (ACCEPTED, "closed", ["found", "assigned", "rectified", "passed", "closed"]),
        (ACCEPTED | {"level": "重大"}, "verified", ["found", "assigned", "rectified", "passed"]),
        (CLOSED, "closed", ["found", "assigned", "rectified", "passed", "closed"]),
        ({"closed_on": "2020-05-12"}, "closed", ["found", "closed"]),
    ],
)
def test_how_far_a_hazard_had_come(cmd: Command, life: dict[str, str], status: str, steps: list[str]) -> None:
    take(cmd, [ROW | life])
    one = shown(cmd)
    assert (one["status"], one["imported"], one["found_on"]) == (status, True, "2020-05-08")
    history = cmd.json("hazard", "history", "1", day=DAY)
    told = [{name: now for name, _was, now in turn["changes"]} for turn in history if turn["kind"] == "step"]
    assert [one["kind"] for one in told] == steps
    assert proved(cmd.ledger).faults == ()


def test_a_due_day_that_is_missing_comes_from_the_plan(cmd: Command) -> None:
    take(cmd, [ROW, ROW | {"title": "围墙倾斜", "level": "重大"}])
    assert [shown(cmd, ref)["due"] for ref in ("1", "2")] == ["2020-05-23", "2020-06-07"]
    assert shown(cmd)["due_given"] is False


def test_taking_the_same_again_adds_nothing(cmd: Command) -> None:
    rows = [ROW | {"title": f"隐患{n}"} for n in range(3)]
    assert take(cmd, rows)["added"] == 3
    before = content(cmd.ledger)
    again = take(cmd, rows)
    assert (again["read"], again["added"], again["updated"], again["skipped"]) == (3, 0, 0, 3)
    assert take(cmd, rows, "--on-duplicate", "update")["updated"] == 0
    assert content(cmd.ledger) == before
    told = cmd.refused("hazard", "import", "台账.csv", "--on-duplicate", "error", "--yes", day=DAY)
    assert "H0001" in told.err
    cmd.refused("hazard", "import", "台账.csv", "--on-duplicate", "replace", day=DAY)


def test_the_same_twice_in_one_sheet_is_one(cmd: Command) -> None:
    found = take(cmd, [ROW, ROW | {"title": " 灭火器压力不足 "}])
    assert (found["added"], found["skipped"]) == (1, 1)


def test_a_known_hazard_is_brought_up_to_date(cmd: Command) -> None:
    take(cmd, [ROW | ASSIGNED])
    assert take(cmd, [ROW | CLOSED])["skipped"] == 1
    assert shown(cmd)["status"] == "assigned"
    assert take(cmd, [ROW | CLOSED], "--on-duplicate", "update")["updated"] == 1
    one = shown(cmd)
    assert (one["status"], one["rectified_on"], one["verified_by"], one["closed_on"]) == (
        "closed", "2020-05-10", "王五", "2020-05-11",
    )  # fmt: skip
    assert cmd.json("ledger", "check", day=DAY) == []
    assert proved(cmd.ledger).faults == ()
    cmd("undo", "--yes", day=DAY)
    assert shown(cmd)["status"] == "assigned"
    assert proved(cmd.ledger).faults == ()


def test_an_older_sheet_takes_nothing_back_and_absence_closes_nothing(cmd: Command) -> None:
    take(cmd, [ROW | CLOSED, ROW | {"title": "另一处"}])
    take(cmd, [ROW], "--on-duplicate", "update")
    assert shown(cmd)["status"] == "closed"
    assert shown(cmd, "2")["status"] == "open"


BAD = [
    {"found_on": "2020-02-30"},
    {"found_on": ""},
    {"found_on": "2020-05-15"},
    {"title": ""},
    {"title": "a\u202eb"},
    {"campus": "北校区"},
    {"area": "不存在的类别"},
    {"location": "2\u202e楼"},
]


@pytest.mark.parametrize("wrong", BAD, ids=str)
def test_one_wrong_cell_and_nothing_is_taken(cmd: Command, wrong: dict[str, str]) -> None:
    before = content(cmd.ledger)
    found = take(cmd, [ROW, ROW | {"title": "另一处"} | wrong], expect=2)
    assert content(cmd.ledger) == before
    assert (found["added"], found["rejected"]) == (0, 1)
    errors = found["errors"]
    assert isinstance(errors, list)
    assert {error["row"] for error in errors} == {3}
    assert all(list(error)[:5] == ["sheet", "row", "column", "value", "problem"] for error in errors)
    told = cmd("hazard", "import", "台账.csv", "--yes", day=DAY, expect=2)
    assert len(told.lines) <= 2


def test_what_the_workflow_would_refuse_is_taken_and_named_by_the_check(cmd: Command) -> None:
    """An old ledger is taken as it stands; what is wrong in it is the check's to name."""
    take(
        cmd,
        [
            ROW | {"closed_on": "2020-05-12", "title": "未复查"},
            ROW | ACCEPTED | {"verified_by": "李四", "title": "自查自验"},
            ROW | {"due": "2020-05-01", "title": "时限在先"},
        ],
    )
    found = {(one["ref"], one["check"]) for one in cmd.json("ledger", "check", day=DAY, expect=3)}
    assert {("H0001", "closed"), ("H0002", "verifier"), ("H0003", "dates")} <= found
    assert proved(cmd.ledger).faults == ()


def test_what_was_imported_lives_on_by_the_same_rules(cmd: Command) -> None:
    take(cmd, [ROW | RECTIFIED])
    cmd.refused("hazard", "verify", "1", "--by", "李四", "--pass", day=DAY)
    cmd("hazard", "verify", "1", "--by", "王五", "--pass", day=DAY)
    assert shown(cmd)["status"] == "closed"
    assert cmd.json("ledger", "check", day=DAY) == []


def test_a_dry_run_and_a_file_that_is_none(cmd: Command) -> None:
    before = content(cmd.ledger)
    assert take(cmd, [ROW], "--dry-run")["added"] == 1
    assert content(cmd.ledger) == before
    for name in ("none.xlsx", ".", "台账.doc"):
        Path("台账.doc").write_bytes(b"x")
        cmd.refused("hazard", "import", name, day=DAY)


def test_what_was_exported_is_known_again(cmd: Command) -> None:
    cmd.closed("--found", "2020-05-08", day=DAY)
    cmd.add("--found", "2020-05-09", title="另一处", campus="西校区", day=DAY)
    cmd("hazard", "export", "all.xlsx", day=DAY)
    again = cmd.json("hazard", "import", "all.xlsx", "--yes", day=DAY)
    assert (again["added"], again["skipped"]) == (0, 2)


def test_what_may_stand_in_a_cell_is_said_once(cmd: Command) -> None:
    rows = [ROW | {"title": f"隐患{n}", "area": "不明", "campus": "南极"} for n in range(30)]
    told = cmd("hazard", "import", kept(rows), "--yes", day=DAY, lang="zh", expect=2)
    both = told.out + told.err
    assert (both.count("消防安全"), both.count("西校区")) == (1, 1)
    assert both.count("没有这个校区") == 10


def test_rows_left_out_are_counted_where_they_are_many(cmd: Command) -> None:
    rows = [ROW | {"title": f"隐患{n // 2}"} if n % 2 == 0 else {"campus": "合计"} for n in range(100)]
    told = cmd("hazard", "import", kept(rows), "--yes", day=DAY).err
    (line,) = [line for line in told.splitlines() if "rows of totals" in line]
    assert line.endswith("3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25 and 38 more")
