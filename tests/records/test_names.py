"""Several people who answer for one hazard: each is found, each owes it, none of them may verify it."""

import pytest

from office import Command
from safetyctl.records.names import names_in

BOTH = "张三（组长）、李四"


@pytest.fixture
def shared(cmd: Command) -> str:
    ref: str = cmd.add()["id"]
    cmd("hazard", "assign", ref, "--responsible", BOTH, "--measure", "更换")
    return ref


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("张三", ("张三",)),
        ("张三（组长）、李四", ("张三", "李四")),
        ("张三(组长、书记)，李四/王五；", ("张三", "李四", "王五")),
        ("（空）", ()),
    ],
)
def test_the_names_in_a_field(text: str, names: tuple[str, ...]) -> None:
    assert names_in(text) == names


@pytest.mark.parametrize("name", ["张三", "李四", BOTH])
def test_each_is_found_by_name(cmd: Command, shared: str, name: str) -> None:
    cmd.add(title="插座松动")
    assert [one["id"] for one in cmd.json("hazard", "list", "--responsible", name)] == [shared]
    at_the_time = cmd.json("hazard", "list", "--responsible", name, day="2020-03-20")
    assert [one["id"] for one in at_the_time] == [shared]


@pytest.mark.parametrize("name", ["张", "三", "组长", "李四王五", "%", "_四"])
def test_nobody_else_is(cmd: Command, shared: str, name: str) -> None:
    assert cmd.json("hazard", "list", "--responsible", name) == []


@pytest.mark.parametrize("written", ["李四,王五", "王五， 李四", "王五;李四", "王五/李四"])
def test_however_they_are_written_apart(cmd: Command, written: str) -> None:
    ref = cmd.add("--responsible", written)["id"]
    assert [one["id"] for one in cmd.json("hazard", "list", "--responsible", "李四")] == [ref]


def test_each_owes_it(cmd: Command, shared: str) -> None:
    for name in ("张三", "李四", "王五"):
        cmd("people", "add", name, "--campus", "东校区")
    cmd("people", "add", "李四", "--campus", "西校区")
    owes = {(one["name"], one["campus"]): one["owes"] for one in cmd.json("people", "list")}
    assert owes == {
        ("张三", "东校区"): 1,
        ("李四", "东校区"): 1,
        ("王五", "东校区"): 0,
        ("李四", "西校区"): 0,
    }
    assert cmd.json("people", "retire", "张三")["hazards"] == [shared]


def test_none_of_them_verifies_it(cmd: Command, shared: str) -> None:
    cmd("hazard", "rectify", shared, "--note", "已更换")
    for name in ("张三", "李四"):
        cmd.refused("hazard", "verify", shared, "--by", name, "--pass")


def test_the_stranger_among_them_is_named(cmd: Command) -> None:
    cmd("people", "add", "张三", "--campus", "东校区")
    ref = cmd.add()["id"]
    told = cmd("hazard", "assign", ref, "--responsible", BOTH, "--measure", "更换")
    assert "Not on the roster: 李四" in told.err
