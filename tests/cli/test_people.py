"""The roster: who is there, what each still owes, and names that are on nobody's list."""

import pytest

from office import Command


def test_people_come_and_go_and_nothing_is_deleted(cmd: Command) -> None:
    told = ("--campus", "东校区", "--role", "校区安全员", "--telephone", "0513-12345678")
    made = cmd.json("people", "add", "李四", *told)
    assert list(made) == ["name", "role", "campus", "telephone", "retired_on", "owes"]
    assert list(made.values()) == ["李四", "校区安全员", "东校区", "0513-12345678", None, 0]
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
    assert left.json == {"name": "李四", "owes": 2}
    assert "still owes 2" in left.err


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
