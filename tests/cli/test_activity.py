"""Gatherings and outings as a clerk types them in: what is missing before they start, and what they owe."""

from pathlib import Path
from typing import Any

import pytest

from office import PROGRAM, Command, at_a_terminal, content

DAY = "2020-04-01"
KEYS = [
    "id", "uid", "campus", "kind", "title", "on", "until", "place", "participants", "leader", "teachers", "plan",
    "plan_on", "reported_on", "channel", "receipt", "ready", "missing", "attachments", "voided_on", "void_reason",
    "created_at", "updated_at",
]  # fmt: skip
LEADERS = ("--leader", "李四", "--teachers", "张三、王五")
PLAN, REPORT = "activity-plan/A0001/东校区", "outing-report/A0001/东校区"


@pytest.fixture
def file(cmd: Command) -> str:
    """A contingency plan, in the folder in which the commands are typed."""
    Path("预案.docx").write_bytes(b"plan")
    return "预案.docx"


def planned(
    cmd: Command, *options: str, kind: str = "outing", on: str = "2020-04-10", day: str = DAY, **how: Any
) -> Any:
    told = ("--campus", "东校区", "--kind", kind, "--title", "春游", "--on", on, "--place", "植物园")
    return cmd.json("activity", "add", *told, "--participants", "320", *options, day=day, **how)


def states(cmd: Command, day: str = DAY) -> dict[str, str]:
    found = cmd.json("campaign", "check", "--kind", "outing", day=day)["duties"]
    return {one["id"]: one["state"] for one in found}


def test_every_command_in_its_order(cmd: Command, file: str) -> None:
    made = planned(cmd, "--plan", file, *LEADERS, "--until", "4月11日", "--photo", file)
    assert list(made) == KEYS
    assert (made["id"], made["kind"], made["on"], made["until"]) == (
        "A0001",
        "outing",
        "2020-04-10",
        "2020-04-11",
    )
    assert (made["plan"], made["plan_on"], len(made["attachments"])) == (file, DAY, 2)
    cmd("activity", "edit", "A1", "--participants", "300", day=DAY)
    shown = cmd.json("activity", "show", "a0001", day=DAY)
    assert (shown["participants"], shown["teachers"]) == (300, "张三、王五")
    planned(cmd, kind="gathering", on="2020-04-13", day="2020-04-02")
    assert [one["id"] for one in cmd.json("activity", "list", day=DAY)] == ["A0001"], "the other came later"
    assert [one["id"] for one in cmd.json("activity", "list", day="2020-04-02")] == ["A0001", "A0002"]
    for narrowed in (
        ("--kind", "gathering"),
        ("--from", "2020-04-12"),
        ("--campus", "东校区", "--from", "+5d"),
    ):
        assert [one["id"] for one in cmd.json("activity", "list", *narrowed, day="2020-04-07")] == ["A0002"]
    assert cmd("activity", "list", "--csv", day=DAY).out.splitlines()[0].split(",") == KEYS
    cmd("activity", "attach", "1", file, day=DAY)
    assert len(cmd.json("activity", "show", "1", day=DAY)["attachments"]) == 3
    cmd("activity", "void", "2", "--reason", "取消", day="2020-04-03")
    assert [one["id"] for one in cmd.json("activity", "list", day="2020-04-03")] == ["A0001"]
    assert len(cmd.json("activity", "list", "--void", day="2020-04-03")) == 2
    assert "activity-plan/A0002/东校区" in states(cmd, "2020-04-02"), "void only later"
    assert "activity-plan/A0002/东校区" not in states(cmd, "2020-04-03")
    assert cmd.json("ledger", "verify")["ok"]


def test_what_is_missing_is_named_until_it_is_ready(cmd: Command, file: str) -> None:
    made = planned(cmd)
    assert (made["ready"], made["missing"]) == (False, ["plan", "leader", "teachers", "report"])
    ended = cmd("activity", "check", "1", day=DAY, expect=3)
    for missing in ("no contingency plan", "no leader", "no class teachers", "not reported"):
        assert missing in ended.err
    assert cmd.json("activity", "list", "--not-ready", day=DAY)[0]["missing"] == made["missing"]
    next_step = cmd("activity", "edit", "1", "--plan", file, day=DAY).err
    assert "activity edit A0001 --leader NAME" in next_step
    cmd("activity", "edit", "1", *LEADERS, day=DAY)
    assert cmd("activity", "check", "1", "--json", day=DAY, expect=3).json["missing"] == ["report"]
    assert (
        "before it starts"
        in cmd("activity", "report", "1", "--channel", "e-mail", "--receipt", "12", day="2020-04-08").err
    )
    assert cmd.json("activity", "check", "1", day="2020-04-08")["ready"] is True
    assert cmd.json("activity", "list", "--not-ready", day="2020-04-08") == []
    assert cmd.json("activity", "show", "1", day="2020-04-07")["missing"] == ["report"], "not yet on that day"
    gathering = planned(cmd, "--plan", file, *LEADERS, kind="gathering")
    assert gathering["ready"], "it is not reported as an outing"


@pytest.mark.parametrize(
    ("on", "state"), [("2020-04-08", "met"), ("2020-04-10", "met"), ("2020-04-11", "late"), (None, "overdue")]
)
def test_plan_and_report_are_owed_before_it_starts(
    cmd: Command, file: str, on: str | None, state: str
) -> None:
    planned(cmd)
    assert states(cmd) == {PLAN: "open", REPORT: "open"}
    assert states(cmd, "2020-03-31") == {}
    items = cmd.json("due", "--kind", "outing", "--within", "9", day=DAY)["items"]
    assert [(one["ref"], one["due"], one["minutes_left"]) for one in items] == [
        (REPORT, "2020-04-10", None),
        (PLAN, "2020-04-10", None),
    ]
    assert all("春游" in one["title"] for one in items)
    if on is not None:
        cmd("activity", "edit", "1", "--plan", file, day=on)
        cmd("activity", "report", "1", day=on)
        assert cmd.json("due", "--kind", "outing", day="2020-04-12")["items"] == []
    assert states(cmd, "2020-04-12") == {PLAN: state, REPORT: state}
    missing = cmd.json("activity", "show", "1", day="2020-04-12")["missing"]
    assert [one for one in missing if one.endswith("-late")] == (
        ["plan-late", "report-late"] if state == "late" else []
    )
    assert cmd.either("due", "--kind", "outing", "--check", day="2020-04-12").code == (0 if on else 3)
    assert states(cmd, "2020-04-07") == {PLAN: "open", REPORT: "open"}, "as it stood on that day"


def test_a_gathering_owes_its_plan_only(cmd: Command, file: str) -> None:
    planned(cmd, kind="gathering")
    assert states(cmd) == {PLAN: "open"}
    assert "only an outing is reported" in cmd.refused("activity", "report", "1", day=DAY).err
    cmd("activity", "edit", "1", "--plan", file, day=DAY)
    assert states(cmd) == {PLAN: "met"}
    cmd("activity", "edit", "1", "--kind", "outing", day=DAY)
    assert states(cmd) == {PLAN: "met", REPORT: "open"}


def test_what_the_contract_names_is_enough_and_then_it_is_an_outing(cmd: Command, file: str) -> None:
    told = (
        "--campus",
        "东校区",
        "--title",
        "春游",
        "--on",
        "2020-04-10",
        "--place",
        "植物园",
        "--participants",
        "320",
    )
    made = cmd.json("activity", "add", *told, "--leader", "李四", "--plan", file, day=DAY)
    assert (made["kind"], made["plan"]) == ("outing", file)


def test_a_newer_plan_takes_the_place_of_the_first_which_stays(cmd: Command, file: str) -> None:
    planned(cmd, "--plan", file)
    Path("预案2.docx").write_bytes(b"newer")
    cmd("activity", "edit", "1", "--plan", "预案2.docx", day="2020-04-12")
    shown = cmd.json("activity", "show", "1", day="2020-04-12")
    assert (shown["plan"], shown["plan_on"]) == ("预案2.docx", DAY)
    assert [one["name"] for one in shown["attachments"]] == [file, "预案2.docx"]
    assert states(cmd, "2020-04-12")[PLAN] == "met"
    cmd("undo", "--yes", day="2020-04-12")
    assert cmd.json("activity", "show", "1", day="2020-04-12")["plan"] == file
    assert cmd.json("ledger", "verify")["ok"]


def test_it_is_moved_with_its_length(cmd: Command) -> None:
    planned(cmd, "--until", "2020-04-12")
    moved = cmd.json("activity", "edit", "1", "--on", "2020-04-20", day=DAY)
    assert (moved["on"], moved["until"]) == ("2020-04-20", "2020-04-22")
    assert states(cmd, "2020-04-15")[REPORT] == "open"


def test_a_report_is_recorded_once_and_can_be_corrected(cmd: Command) -> None:
    planned(cmd)
    assert "not reported yet" in cmd.refused("activity", "edit", "1", "--receipt", "9", day=DAY).err
    assert (
        "after the day in force" in cmd.refused("activity", "report", "1", "--on", "2020-04-02", day=DAY).err
    )
    cmd("activity", "report", "1", "--on", "2020-03-30", day=DAY)
    assert "was reported on 2020-03-30" in cmd.refused("activity", "report", "1", day=DAY).err
    fixed = cmd.json("activity", "edit", "1", "--reported-on", DAY, "--receipt", "9", day="2020-04-02")
    assert (fixed["reported_on"], fixed["receipt"], fixed["channel"]) == (DAY, "9", None)
    cmd("activity", "edit", "1", *LEADERS, day="2020-03-31")
    cmd("undo", "--yes", day="2020-04-02")
    cmd("undo", "--yes", day="2020-04-02")
    cmd("undo", "--yes", day="2020-04-02")
    assert states(cmd, "2020-04-02")[REPORT] == "open"
    cmd("undo", "--yes", day="2020-04-02")
    assert cmd.json("activity", "list", day=DAY) == []
    assert planned(cmd)["id"] == "A0002", "a number is never used again"
    assert cmd.json("ledger", "verify")["ok"]


def test_an_outing_can_be_excused_and_is_not_handed_in(cmd: Command) -> None:
    planned(cmd)
    assert "activity report A0001" in cmd.refused("report", "submit", REPORT, day=DAY).err
    assert "activity edit A0001 --plan FILE" in cmd.refused("report", "submit", PLAN, day=DAY).err
    cmd("waive", REPORT, "--reason", "取消外出", "--by", "王五", day=DAY)
    assert states(cmd, "2020-04-12") == {PLAN: "overdue", REPORT: "waived"}
    cmd("waive", REPORT, "--revoke", "--reason", "照常", "--by", "王五", day="2020-04-02")
    assert states(cmd, "2020-04-02")[REPORT] == "open"
    assert (
        "Nearest: " + REPORT in cmd.refused("waive", REPORT[:-1], "--reason", "x", "--by", "x", day=DAY).err
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--until", "2020-04-09"), "cannot end on 2020-04-09"),
        (("--until", "2021-06-01"), "cannot end on 2021-06-01"),
        (("--on", "2030-01-01"), "too far after"),
        (("--on", "1999-12-31"), "years 2000 to 2099"),
        (("--on", "2020-02-30"), "29 days"),
        (("--participants", "0"), "participants"),
        (("--participants", "100001"), "participants"),
        (("--kind", "party"), 'no kind "party"'),
        (("--campus", "北校区"), 'no campus "北校区"'),
        (("--title", " "), "activity"),
        (("--leader", "李\u200b四"), "leader in charge"),
        (("--plan", "gone.docx"), "no file gone.docx"),
    ],
)
def test_what_is_refused(cmd: Command, options: tuple[str, ...], said: str) -> None:
    given = {
        "--campus": "东校区",
        "--kind": "outing",
        "--title": "春游",
        "--on": "2020-04-10",
        "--place": "植物园",
    }
    given |= {"--participants": "320"} | dict(zip(options[::2], options[1::2], strict=True))
    words = [word for pair in given.items() for word in pair]
    assert said in cmd.refused("activity", "add", *words, day=DAY).err


def test_what_cannot_be_changed(cmd: Command) -> None:
    planned(cmd)
    assert "Nothing to change" in cmd.refused("activity", "edit", "1", day=DAY).err
    assert "no activity A0007" in cmd.refused("activity", "show", "7", day=DAY).err
    assert "another kind" in cmd.refused("activity", "check", "E1", day=DAY).err
    cmd("activity", "void", "1", "--reason", "取消", day=DAY)
    for verb in (("edit", "1", "--title", "x"), ("report", "1"), ("void", "1", "--reason", "x")):
        assert "is void: 取消" in cmd.refused("activity", *verb, day=DAY).err


def test_a_dry_run_keeps_nothing(cmd: Command, file: str) -> None:
    before = content(cmd.ledger)
    assert planned(cmd, "--plan", file, "--dry-run")["plan"] == file
    assert content(cmd.ledger) == before


def test_the_kind_is_asked_for_at_a_terminal(cmd: Command, ledger: Path) -> None:
    env = {"SAFETYCTL_LEDGER": str(ledger), "SAFETYCTL_LANG": "en", "SAFETYCTL_AS_OF": DAY}
    code, seen = at_a_terminal([*PROGRAM, "activity", "add"], "1\n开学典礼\n2020-04-13\n操场\n960\n1\n", env)
    assert code == 0, seen
    assert cmd.json("activity", "show", "1", day=DAY)["kind"] == "gathering"


def test_an_outing_outside_the_campaign_is_reported_too(cmd: Command) -> None:
    planned(cmd, on="2026-04-10", day="2026-04-01")
    assert states(cmd, "2026-04-01") == {PLAN: "open", REPORT: "open"}
    items = cmd.json("due", "--kind", "outing", "--within", "9", day="2026-04-01")["items"]
    assert [one["ref"] for one in items] == [REPORT, PLAN]
    cmd("waive", REPORT, "--reason", "取消外出", "--by", "王五", day="2026-04-02")
    assert states(cmd, "2026-04-12") == {PLAN: "overdue", REPORT: "waived"}


def test_an_outing_that_was_reported_too_late_is_not_ready(cmd: Command, file: str) -> None:
    planned(cmd, "--plan", file, *LEADERS)
    assert "after it had started" in cmd("activity", "report", "1", day="2020-04-11").err
    one = cmd.json("activity", "show", "1", day="2020-04-11")
    assert (one["ready"], one["missing"]) == (False, ["report-late"])
    assert "reported only after" in cmd("activity", "check", "1", day="2020-04-11", expect=3).err
    assert "reported only after" in cmd("activity", "list", "--not-ready", day="2020-04-11").out


def test_an_empty_file_is_no_contingency_plan(cmd: Command) -> None:
    Path("空.docx").touch()
    planned(cmd)
    told = cmd.refused("activity", "edit", "1", "--plan", "空.docx", day=DAY)
    assert "空.docx is empty" in told.err
    cmd.refused("activity", "attach", "1", "空.docx", day=DAY)
    Path("一.jpg").write_bytes(b"x")
    cmd.refused("activity", "attach", "1", "一.jpg", "空.docx", day=DAY)
    assert cmd.json("activity", "show", "1", day=DAY)["plan"] is None


def test_a_place_is_no_place_of_a_hazard(cmd: Command) -> None:
    assert "location" in cmd("activity", "show", planned(cmd)["id"], day=DAY).out
