"""Drills as a safety officer types them; what went wrong becomes a hazard that names its drill."""

import pytest

from office import Begun, Command

DRILLED = ("drill", "add", "--campus", "东校区", "--theme", "火灾疏散", "--participants", "960")
PROBLEM = ("drill", "problem", "D0001", "--area", "fire", "--title", "三楼通道堆放杂物")


def held(cmd: Command) -> None:
    """D0001 at 东校区 on 2020-03-02, led by 李四."""
    cmd(*DRILLED, "--on", "2020-03-02", "--leader", "李四", "--problems", "三楼通道堵塞")


def test_a_problem_becomes_a_hazard_that_names_its_drill(begun: Begun) -> None:
    cmd = begun(held)
    told = (
        "--location",
        "教学楼",
        "--due",
        "+7d",
        "--level",
        "general",
        "--responsible",
        "王五",
        "--measure",
        "清理",
    )
    made = cmd.json(*PROBLEM, *told)
    known = ("id", "campus", "area", "source", "inspection", "found_on", "found_by", "due", "responsible")
    assert [made[key] for key in known] == [
        "H0001", "东校区", "fire", "self-check", "D0001", "2020-03-02", "李四", "2020-03-13", "王五",
    ]  # fmt: skip
    assert "D0001" in made["detail"]
    assert cmd.json("drill", "show", "1")["hazards"] == ["H0001"]
    assert "H0001" in cmd("drill", "show", "1").out
    assert "D0001" in cmd("hazard", "show", "1").out
    assert cmd.json("drill", "list", day="2020-03-02")[0]["hazards"] == ["H0001"]
    assert ",H0001," in cmd("drill", "list", "--csv").out
    assert cmd.json("ledger", "verify")["ok"]


def test_undo_takes_the_hazard_back(begun: Begun) -> None:
    cmd = begun(held)
    cmd(*PROBLEM)
    cmd("undo", "--yes")
    assert cmd.json("drill", "show", "1")["hazards"] == []
    assert cmd.json("ledger", "verify")["ok"]


@pytest.mark.parametrize(
    "args",
    [
        ("drill", "problem", "D0009", "--area", "fire", "--title", "x"),
        ("drill", "problem", "H0001", "--area", "fire", "--title", "x"),
        ("drill", "problem", "D0001", "--area", "sea", "--title", "x"),
        ("drill", "problem", "D0001", "--area", "fire"),
        (*PROBLEM, "--due", "2020-03-01"),
        (*PROBLEM, "--found", "2020-03-01"),
        (*PROBLEM, "--found", "2020-03-07"),
        (*DRILLED, "--on", "1999-12-31"),
        (*DRILLED, "--evacuated-in", "0"),
        ("drill", "add", "--campus", "东校区", "--theme", "火灾疏散", "--participants", "0"),
    ],
)
def test_what_is_refused(begun: Begun, args: tuple[str, ...]) -> None:
    begun(held).refused(*args)


def test_the_journal_tells_of_its_hazard_once(begun: Begun) -> None:
    cmd = begun(held)
    cmd(*PROBLEM)
    told = [one["ref"] for one in cmd.json("audit", "log", "--limit", "0") if one["verb"] == "hazard.add"]
    assert len(told) == 2, "the hazard and its first step"


def test_a_void_drill_takes_no_problem(begun: Begun) -> None:
    cmd = begun(held)
    cmd("drill", "void", "1", "--reason", "未进行")
    cmd.refused(*PROBLEM)


@pytest.mark.parametrize("option", ["--participants", "--evacuated-in"])
def test_a_number_beyond_reason_is_refused_in_the_language_in_use(cmd: Command, option: str) -> None:
    told = {"--participants": "5", "--evacuated-in": "60"} | {option: "0"}
    args = [part for pair in told.items() for part in pair]
    for lang in ("zh", "en"):
        add = ("drill", "add", "--campus", "东校区", "--theme", "地震", *args)
        said = cmd(*add, lang=lang, expect=2).err
        assert ("between" in said) == (lang == "en")
        assert "greater than" not in said


def test_the_same_drill_twice_is_said(begun: Begun) -> None:
    cmd = begun(held)
    again = (*DRILLED, "--on", "2020-03-02")
    assert "D0001" in cmd(*again).err
    assert "D0001" not in cmd(*again[:-1], "2020-03-03").err
    cmd("drill", "void", "1", "--reason", "重复登记")
    cmd("drill", "void", "2", "--reason", "重复登记")
    assert "warning" not in cmd(*again).err


def test_when_and_where_it_was_held(begun: Begun) -> None:
    cmd = begun(held)
    cmd("drill", "edit", "1", "--at", "下午2点半", "--place", "操场", "--note", "有序")
    one = cmd.json("drill", "show", "1")
    assert (one["at"], one["place"], one["note"]) == ("14:30", "操场", "有序")
    assert "14:30" in cmd("drill", "show", "1").out
    assert "no time of day" in cmd.refused("drill", "edit", "1", "--at", "25:00").err
    cmd("drill", "edit", "1", "--place", "")
    assert cmd.json("drill", "show", "1")["place"] is None
    assert cmd.json("ledger", "verify")["ok"]
