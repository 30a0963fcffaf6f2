"""``waive``: a clerk excuses one duty, is told what that changed, and takes it back."""

from pathlib import Path

import pytest

from office import PROGRAM, Command, at_a_terminal, content

DRILL = "weekly-report/2020-03-05/东校区"
WHY = ("--reason", "延期开学", "--by", "王五")
KEYS = ["id", "duty", "campus", "on", "reason", "by", "revoked_on", "revoked_by", "revoke_reason"]


def owed(cmd: Command, day: str = "2020-03-06") -> bool:
    """Whether ``due`` still asks for it."""
    return any(one["ref"] == DRILL for one in cmd.json("due", "--overdue", day=day)["items"])


def test_a_duty_is_excused_and_owed_again(cmd: Command) -> None:
    assert owed(cmd)
    made = cmd.json("waive", DRILL, *WHY)
    assert list(made) == KEYS
    assert list(made.values()) == [
        "W0001",
        DRILL,
        "东校区",
        "2020-03-06",
        "延期开学",
        "王五",
        None,
        None,
        None,
    ]
    assert not owed(cmd)
    assert owed(cmd, "2020-03-05") is owed(cmd, "2020-03-04") is False, "it was not overdue before"
    back = cmd.json("waive", DRILL, "--revoke", "--reason", "已复学", "--by", "赵六", day="2020-03-10")
    assert list(back) == KEYS
    assert list(back.values())[-3:] == ["2020-03-10", "赵六", "已复学"]
    assert owed(cmd, "2020-03-10")
    assert not owed(cmd, "2020-03-09"), "as it stood on that day"
    assert cmd.json("ledger", "verify")["ok"]


def test_it_says_what_changed_and_what_comes_next(cmd: Command) -> None:
    told = cmd("waive", DRILL, *WHY)
    assert told.out == ""
    assert told.err == f"{DRILL} is waived from 2020-03-06 on (W0001). Next: safetyctl campaign check\n"
    told = cmd("waive", DRILL, "--revoke", *WHY)
    assert told.err == f"{DRILL} is owed again from 2020-03-06 on (W0001). Next: safetyctl campaign check\n"
    assert cmd("waive", DRILL, *WHY, "--quiet").err == ""


def test_the_groups_own_duty(cmd: Command) -> None:
    assert cmd.json("waive", "mobilisation-materials/2019-12-20/*", *WHY)["campus"] == "*"


def test_a_dry_run_shows_the_same_and_changes_nothing(cmd: Command) -> None:
    before = content(cmd.ledger)
    tried = cmd("waive", DRILL, *WHY, "--dry-run", "--json")
    assert content(cmd.ledger) == before
    assert "dry run" in tried.err
    assert tried.json == cmd.json("waive", DRILL, *WHY)


@pytest.mark.parametrize("revoke", [(), ("--revoke",)])
@pytest.mark.parametrize(
    "wrong", ["weekly-report/2020-03-06/东校区", "weekly-report/2020-03-05/东校", DRILL[:-1]]
)
def test_an_id_that_names_nothing_is_told_with_the_nearest(
    cmd: Command, wrong: str, revoke: tuple[str, ...]
) -> None:
    assert DRILL in cmd.refused("waive", wrong, *WHY, *revoke).err


@pytest.mark.parametrize("wrong", ["x", "/", "//", "a/b", "长" * 5000, "weekly-report/2020-02-30/东校区"])
def test_nonsense_is_refused(cmd: Command, wrong: str) -> None:
    cmd.refused("waive", wrong, *WHY)
    cmd.refused("waive", wrong, *WHY, "--revoke")


def test_what_is_refused(cmd: Command) -> None:
    assert "is not waived" in cmd.refused("waive", DRILL, *WHY, "--revoke").err
    cmd("waive", DRILL, *WHY)
    told = cmd.refused("waive", DRILL, *WHY, by="李四").err
    assert "waived already, by 王五 from 2020-03-06 on (W0001): 延期开学" in told
    cmd("report", "submit", "weekly-report/2020-03-05/西校区", day="2020-03-05")
    told = cmd.refused("waive", "weekly-report/2020-03-05/西校区", *WHY).err
    assert "was met on 2020-03-05" in told
    cmd("report", "submit", "weekly-report/2020-03-05/南校区")
    cmd("waive", "weekly-report/2020-03-05/南校区", *WHY)


def test_everything_that_is_missing_is_named_at_once(cmd: Command) -> None:
    told = cmd.refused("waive").err
    for name in ("DUTY-ID", "--reason", "--by"):
        assert name in told
    for given in (("--reason", "x"), ("--by", "x"), ("--revoke",)):
        cmd.refused("waive", DRILL, *given)


def test_what_is_missing_is_asked_for_at_a_terminal(cmd: Command, ledger: Path) -> None:
    env = {"SAFETYCTL_LEDGER": str(ledger), "SAFETYCTL_LANG": "en", "SAFETYCTL_AS_OF": "2020-03-06"}
    code, seen = at_a_terminal([*PROGRAM, "waive"], f"{DRILL}\n延期开学\n王五\n", env)
    assert code == 0, seen
    assert "is waived from 2020-03-06 on (W0001)" in seen
    rows = content(ledger)["waiver"]
    assert len(rows) == 1
    assert {"延期开学", "王五"} <= set(rows[0])


def test_it_can_be_taken_back_by_undo_and_so_can_its_revocation(cmd: Command) -> None:
    nothing = content(cmd.ledger)["waiver"]
    cmd("waive", DRILL, *WHY)
    waived = content(cmd.ledger)["waiver"]
    cmd("waive", DRILL, *WHY, "--revoke", day="2020-03-10")
    assert "waiver taken back" in cmd("undo", expect=2).err
    cmd("undo", "--yes")
    assert content(cmd.ledger)["waiver"] == waived
    cmd("undo", "--yes")
    assert content(cmd.ledger)["waiver"] == nothing == []
    assert owed(cmd)
    assert cmd.json("waive", DRILL, *WHY)["id"] == "W0002", "a number is never used again"
    assert cmd.json("ledger", "verify")["ok"]


def test_a_waiver_does_not_hold_again_beside_another(cmd: Command) -> None:
    cmd("waive", DRILL, *WHY)
    cmd("waive", DRILL, *WHY, "--revoke")
    cmd("waive", DRILL, *WHY, by="李四")
    told = cmd.refused("undo", "--yes", "--quiet").err
    assert "W0001" in told
    assert "W0002" in told
    cmd("undo", "--yes", by="李四")
    cmd("undo", "--yes")
    assert not owed(cmd)


def test_the_journal_tells_it(cmd: Command) -> None:
    cmd("waive", DRILL, *WHY)
    cmd("waive", DRILL, *WHY, "--revoke", by="李四", day="2020-03-10")
    entries = cmd.json("audit", "log", "--ref", "w1")
    assert [(one["verb"], one["actor"], one["day"], one["ref"]) for one in entries] == [
        ("waive.revoke", "李四", "2020-03-10", "W0001"),
        ("waive", "张三", "2020-03-06", "W0001"),
    ]
    assert ["reason", None, "延期开学"] in entries[1]["changes"]
    assert ["revoked_by", None, "王五"] in entries[0]["changes"]


def test_the_status_counts_what_the_plan_in_force_waives(cmd: Command) -> None:
    cmd("waive", DRILL, *WHY)
    assert cmd.json("status")["waived"] == 1
    cmd("waive", DRILL, "--revoke", *WHY)
    assert cmd.json("status")["waived"] == 0
