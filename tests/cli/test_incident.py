"""Major incidents as a clerk types them in: the clock of each authority, over midnight and the year, to the close."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from office import PROGRAM, Command, at_a_terminal, content
from safetyctl.ground import clock
from safetyctl.ledger.connection import reading
from safetyctl.records.campaigns import plans
from safetyctl.records.deadlines import everything_owed

DAY = "2020-03-02"
KEYS = [
    "id", "uid", "campus", "kind", "occurred", "class_told", "known", "place", "what", "people", "authorities",
    "cause", "aftermath", "closed_on", "correction", "attachments", "voided_on", "void_reason", "created_at",
    "updated_at",
]  # fmt: skip
OFFICES = ("bureau", "health", "police")
TOLD = ("--by", "李四", "--how", "电话")

Clock = Callable[[str], None]


@pytest.fixture
def it_is(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Sets the clock on the school's wall."""

    def at(moment: str) -> None:
        now = datetime.fromisoformat(f"{moment}+08:00").astimezone(UTC)
        monkeypatch.setattr(clock, "now", lambda: now)

    return at


def known(
    cmd: Command, at: str = "09:00", *options: str, occurred: str = "08:00", day: str = DAY, **how: Any
) -> Any:
    told = ("--campus", "东校区", "--kind", "food-poisoning", "--occurred", occurred, "--known", at, *options)
    return cmd.json("incident", "add", *told, day=day, **how)


def reported(cmd: Command, at: str, *offices: str, day: str = DAY, ref: str = "1") -> list[str]:
    return [cmd("incident", "report", ref, "--to", one, "--at", at, *TOLD, day=day).err for one in offices]


def states(cmd: Command, day: str = DAY) -> dict[str, str]:
    found = cmd.json("campaign", "check", "--kind", "incident", day=day)["duties"]
    return {one["id"].split("/")[2]: one["state"] for one in found}


def owing(cmd: Command, day: str = DAY) -> dict[str, int]:
    found = cmd.json("due", "--kind", "incident", day=day)["items"]
    assert all(one["ref"] == f"incident-report/E0001/{one['authority']}" for one in found)
    return {one["authority"]: one["minutes_left"] for one in found}


def test_every_command_in_its_order(cmd: Command) -> None:
    Path("现场.jpg").write_bytes(b"photograph")
    made = known(
        cmd, "09:00", "--class-told", "08:50", "--place", "食堂", "--what", "多人呕吐", "--people", "5",
        "--photo", "现场.jpg",
    )  # fmt: skip
    assert list(made) == KEYS
    assert (made["id"], made["kind"], made["people"]) == ("E0001", "food-poisoning", 5)
    assert made["occurred"] == "2020-03-02T08:00:00+08:00"
    assert (made["class_told"], made["known"]) == ("2020-03-02T08:50:00+08:00", "2020-03-02T09:00:00+08:00")
    assert [one["name"] for one in made["attachments"]] == ["现场.jpg"]
    assert [one["authority"] for one in made["authorities"]] == list(OFFICES)
    assert {one["due_at"] for one in made["authorities"]} == {"2020-03-02T11:00:00+08:00"}
    cmd("incident", "edit", "E1", "--people", "6", "--kind", "outbreak", day=DAY)
    shown = cmd.json("incident", "show", "e0001", day=DAY)
    assert (shown["people"], shown["kind"], shown["place"]) == (6, "outbreak", "食堂")
    assert [one["id"] for one in cmd.json("incident", "list", "--campus", "东校区", day=DAY)] == ["E0001"]
    assert cmd.json("incident", "list", "--kind", "death", day=DAY) == []
    assert cmd("incident", "list", "--csv", day=DAY).out.splitlines()[0].split(",") == KEYS
    assert cmd.json("incident", "list", day="2020-03-01") == [], "not known yet"
    cmd("incident", "void", "1", "--reason", "误报", day=DAY)
    assert cmd.json("incident", "list", day=DAY) == []
    assert states(cmd) == {}
    assert [one["void_reason"] for one in cmd.json("incident", "list", "--void", day=DAY)] == ["误报"]
    assert (
        "is void: 误报"
        in cmd.refused("incident", "report", "1", "--to", "health", "--at", "10:00", day=DAY).err
    )
    assert cmd.json("ledger", "verify")["ok"]


@pytest.mark.parametrize(
    ("knew", "told", "state", "said"),
    [
        ("2020-03-02 09:00", "2020-03-02 10:35", "met", "in time, 25 min left"),
        ("2020-03-02 09:00", "2020-03-02 11:00:00", "met", "in time, 0 min left"),
        ("2020-03-02 09:00", "2020-03-02 11:00:01", "late", "late, 1 min over"),
        ("2020-03-02 09:00", "2020-03-02 11:03", "late", "late, 3 min over"),
        ("2019-12-31 23:30", "2020-01-01 01:30", "met", "in time, 0 min left"),
        ("2019-12-31 23:30", "2020-01-01 01:30:01", "late", "late, 1 min over"),
        ("2020-01-25 22:30", "2020-01-26 00:30", "met", "in time, 0 min left"),
        ("2020-02-28 23:00", "2020-02-29 01:00:01", "late", "late, 1 min over"),
    ],
)
def test_two_hours_from_when_the_school_knew(
    cmd: Command, knew: str, told: str, state: str, said: str
) -> None:
    known(cmd, knew, occurred=knew, day=knew[:10])
    assert states(cmd, knew[:10])["health"] == ("overdue" if knew[:10] == told[:10] else "open")
    assert said in reported(cmd, told, "health", day=told[:10])[0]
    assert states(cmd, told[:10]) == {"bureau": "overdue", "health": state, "police": "overdue"}
    (row,) = [
        one
        for one in cmd.json("incident", "show", "1", day=told[:10])["authorities"]
        if one["authority"] == "health"
    ]
    assert (row["state"], row["by"], row["how"]) == (state, "李四", "电话")
    assert row["told_at"] == told.replace(" ", "T") + (":00+08:00" if len(told) == 16 else "+08:00")


def test_the_clock_runs_in_due_and_status(cmd: Command, it_is: Clock) -> None:
    it_is("2020-03-02T10:25:00")
    known(cmd)
    assert owing(cmd) == dict.fromkeys(OFFICES, 35)
    assert cmd("incident", "report", "1", "--to", "bureau", "--at", "now", day=DAY).err.startswith(
        "E0001: District social affairs bureau told at 2020-03-02 10:25: in time, 35 min left."
    )
    first = cmd("status", day=DAY).out.splitlines()[0]
    assert first == "E0001 东校区 food poisoning: 35 min left, tell Health authority, Police"
    assert cmd("status", day=DAY, lang="zh").out.splitlines()[0].startswith("E0001 东校区")
    assert cmd.json("status", day=DAY)["clocks"] == [
        {"incident": "E0001", "campus": "东校区", "kind": "food-poisoning", "authorities": ["health", "police"],
         "minutes_left": 35}
    ]  # fmt: skip
    it_is("2020-03-02T11:00:00")
    assert owing(cmd) == {"health": 0, "police": 0}
    assert states(cmd) == {"bureau": "met", "health": "open", "police": "open"}
    assert cmd.either("due", "--kind", "incident", "--check", day=DAY).code == 0
    it_is("2020-03-02T11:03:00")
    assert owing(cmd) == {"health": -3, "police": -3}
    assert states(cmd) == {"bureau": "met", "health": "overdue", "police": "overdue"}
    assert "3 min over" in cmd("due", day=DAY, expect=0).out
    assert cmd.either("due", "--kind", "incident", "--check", day=DAY).code == 3
    assert "3 min over, not told: Health authority, Police" in cmd("status", day=DAY).out.splitlines()[0]
    assert cmd.json("due", "--kind", "incident", "--campus", "西校区", day=DAY)["items"] == []
    reported(cmd, "11:02", "health", "police")
    assert owing(cmd) == {}
    assert cmd.json("status", day=DAY)["clocks"] == []
    assert owing(cmd, "2020-03-03") == {}


def test_nothing_can_be_told_that_is_still_to_come(cmd: Command, it_is: Clock) -> None:
    it_is("2020-03-02T10:25:00")
    known(cmd)
    assert (
        "still to come"
        in cmd.refused("incident", "report", "1", "--to", "health", "--at", "10:26", day=DAY).err
    )
    cmd("incident", "report", "1", "--to", "health", "--at", "10:25", day=DAY)
    told = ("incident", "add", "--campus", "东校区", "--kind", "injury", "--occurred", "10:00", "--known")
    assert "still to come" in cmd.refused(*told, "10:30", day=DAY).err
    assert "still to come" in cmd.refused(*told, "2020-03-03 00:00", day=DAY).err
    cmd(*told, "23:59:59", day="2020-03-01")
    assert "still to come" in cmd.refused(*told, "2020-03-02 00:00", day="2020-03-01").err
    assert "now" in cmd.refused(*told, "now", day="2020-03-01").err, "another day than the one it is"


def test_it_is_closed_when_everybody_was_told_and_the_cause_is_known(cmd: Command) -> None:
    known(cmd)
    told = cmd.refused("incident", "close", "1", day=DAY).err
    for missing in ("District social affairs bureau", "Health authority", "Police", "--cause"):
        assert missing in told
    reported(cmd, "10:00", "bureau", "health")
    told = cmd.refused("incident", "close", "1", "--cause", "食材", day=DAY).err
    assert "Police was not told" in told
    assert "--cause" not in told
    last = reported(cmd, "11:30", "police")[0]
    assert "incident close E0001" in last
    assert "--cause" in cmd.refused("incident", "close", "1", day=DAY).err
    cmd("incident", "edit", "1", "--cause", "食材存放不当", day="2020-03-05")
    assert "lies after" in cmd.refused("incident", "close", "1", day="2020-03-01").err
    closed = cmd.json("incident", "close", "1", "--aftermath", "家长已沟通", day="2020-03-05")
    assert (closed["cause"], closed["aftermath"], closed["closed_on"]) == (
        "食材存放不当",
        "家长已沟通",
        "2020-03-05",
    )
    assert "was closed on 2020-03-05" in cmd.refused("incident", "close", "1", "--cause", "x").err
    assert cmd.json("incident", "list", "--open") == []
    assert [one["closed_on"] for one in cmd.json("incident", "list", "--open", day="2020-03-04")] == [None]
    running = {
        one["code"]: one["count"] for one in cmd.json("campaign", "check", "--campus", "东校区")["running"]
    }
    assert running["incident-aftermath"] == 1
    cmd("undo", "--yes", day="2020-03-06")
    assert cmd.json("incident", "show", "1")["closed_on"] is None
    assert cmd.json("ledger", "verify")["ok"]


def test_each_authority_once_and_a_correction_has_its_reason(cmd: Command) -> None:
    known(cmd)
    again = ("incident", "report", "1", "--to", "police", "--at")
    assert "not told of E0001 yet" in cmd.refused(*again, "10:00", "--correct", "--reason", "x", day=DAY).err
    reported(cmd, "11:30", "police")
    assert "told of E0001 at 2020-03-02 11:30" in cmd.refused(*again, "10:00", day=DAY).err
    assert "--reason" in cmd.refused(*again, "10:00", "--correct", day=DAY).err
    assert "--correct" in cmd.refused(*again, "10:00", "--reason", "x", day=DAY).err
    assert "in time" in cmd(*again, "10:00", "--correct", "--reason", "记错时间", day=DAY).err
    row = cmd.json("incident", "show", "1", day=DAY)["authorities"][2]
    assert (row["correction"], row["minutes_used"], row["minutes_left"]) == ("记错时间", 60, 60)
    assert (row["by"], row["how"]) == ("李四", "电话"), "what was not said stays"
    cmd("undo", "--yes", day=DAY)
    assert cmd.json("incident", "show", "1", day=DAY)["authorities"][2]["state"] == "late"
    cmd("undo", "--yes", day=DAY)
    assert states(cmd)["police"] == "overdue"
    assert "E0001" in cmd("audit", "log", "--ref", "E1").out
    assert cmd.json("ledger", "verify")["ok"]


def test_somebody_else_can_be_told_too(cmd: Command) -> None:
    known(cmd)
    sentence = reported(cmd, "14:00", "education-office")[0]
    assert sentence.startswith("E0001: Education office told at 2020-03-02 14:00.")
    row = cmd.json("incident", "show", "1", day=DAY)["authorities"][3]
    assert (row["authority"], row["required"], row["state"]) == ("education-office", False, None)
    assert set(states(cmd)) == set(OFFICES)


def test_the_hours_cannot_be_waived_nor_handed_in(cmd: Command) -> None:
    known(cmd)
    duty = "incident-report/E0001/health"
    assert "nobody can excuse it" in cmd.refused("waive", duty, "--reason", "x", "--by", "王五", day=DAY).err
    assert "incident report E0001 --to health" in cmd.refused("report", "submit", duty, day=DAY).err
    assert (
        "incident-report/E0001/bureau"
        in cmd.refused("report", "submit", "incident-report/E0001/x", day=DAY).err
    )


def test_what_is_known_is_corrected_with_what_was_reported(cmd: Command) -> None:
    known(cmd)
    reported(cmd, "10:59", "bureau")
    cmd("incident", "edit", "1", "--known", "08:30", day=DAY)
    assert states(cmd)["bureau"] == "late"
    assert (
        "reported or closed before" in cmd.refused("incident", "edit", "1", "--known", "11:00", day=DAY).err
    )
    assert "lies before" in cmd.refused("incident", "edit", "1", "--known", "07:00", day=DAY).err
    assert "Nothing to change" in cmd.refused("incident", "edit", "1", day=DAY).err
    cmd("incident", "edit", "1", "--occurred", "2020-02-29 23:00", "--known", "2020-03-01 23:59", day=DAY)
    assert cmd.json("incident", "list", day="2020-03-01")[0]["id"] == "E0001"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--occurred", "09:01"), "lies before occurred at"),
        (("--class-told", "07:59"), "lies before occurred at"),
        (("--class-told", "09:01"), "lies before told by the class at"),
        (("--occurred", "1999-12-31 08:00"), "outside the years"),
        (("--occurred", "25:00"), "24 hours"),
        (("--occurred", "2020-02-30 08:00"), "29 days"),
        (("--occurred", "2020-03-02"), "not a moment"),
        (("--occurred", "0"), "not a moment"),
        (("--kind", "flu"), 'no kind "flu"'),
        (("--campus", "北校区"), 'no campus "北校区"'),
        (("--people", "-1"), "people"),
        (("--people", "100001"), "people concerned"),
        (("--place", "食\u202e堂"), "location"),
        (("--photo", "gone.jpg"), "no file gone.jpg"),
    ],
)
def test_what_is_refused(cmd: Command, options: tuple[str, ...], said: str) -> None:
    given = {"--campus": "东校区", "--kind": "injury", "--occurred": "08:00", "--known": "09:00"}
    given |= dict(zip(options[::2], options[1::2], strict=True))
    words = [word for pair in given.items() for word in pair]
    assert said in cmd.refused("incident", "add", *words, day=DAY).err


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--to", "mayor", "--at", "10:00"), 'no authority "mayor"'),
        (("--to", "health", "--at", "08:59"), "lies before known to the school at"),
        (("--to", "health", "--at", "2020-03-03 00:00"), "still to come"),
        (("--to", "health"), "--at"),
        (("--at", "10:00"), "--to"),
    ],
)
def test_a_report_that_cannot_be(cmd: Command, args: tuple[str, ...], said: str) -> None:
    known(cmd)
    assert said in cmd.refused("incident", "report", "1", *args, day=DAY).err
    assert (
        "no incident E0002" in cmd.refused("incident", "report", "2", "--to", "health", "--at", "10:00").err
    )
    assert "another kind" in cmd.refused("incident", "show", "D1").err


def test_a_dry_run_keeps_nothing(cmd: Command) -> None:
    before = content(cmd.ledger)
    assert known(cmd, "09:00", "--dry-run")["id"] == "E0001"
    assert content(cmd.ledger) == before


def test_what_is_missing_is_asked_for_at_a_terminal(cmd: Command, ledger: Path) -> None:
    env = {"SAFETYCTL_LEDGER": str(ledger), "SAFETYCTL_LANG": "en", "SAFETYCTL_AS_OF": DAY}
    code, seen = at_a_terminal([*PROGRAM, "incident", "add"], "1\n3\n08:00\n09:00\n", env)
    assert code == 0, seen
    assert cmd.json("incident", "show", "1", day=DAY)["kind"] == "injury"
    code, seen = at_a_terminal([*PROGRAM, "incident", "report", "1"], "2\n10:00\n", env)
    assert code == 0, seen
    assert "Health authority told at 2020-03-02 10:00: in time" in seen
    code, seen = at_a_terminal([*PROGRAM, "due"], "", env, columns=120)
    assert "over" in seen.splitlines()[1], seen


@pytest.mark.parametrize("day", ["2026-03-02", "2019-11-20"])
def test_the_hours_are_those_of_the_law_outside_the_campaign_too(
    cmd: Command, it_is: Clock, day: str
) -> None:
    it_is(f"{day}T10:25:00")
    known(cmd, day=day)
    assert states(cmd, day) == dict.fromkeys(OFFICES, "open")
    assert owing(cmd, day) == dict.fromkeys(OFFICES, 35)
    assert "35 min left" in cmd("status", day=day).out
    assert "3 still to be told, 35 min left" in cmd("incident", "list", day=day).out
    refused = cmd.refused("incident", "close", "1", "--cause", "食材", day=day).err
    assert "was not told" in refused
    reported(cmd, "10:20", *OFFICES, day=day)
    assert states(cmd, day) == dict.fromkeys(OFFICES, "met")
    assert owing(cmd, day) == {}
    assert "everybody told" in cmd("incident", "list", day=day).out


def test_an_incident_belongs_to_one_campaign_alone(cmd: Command, it_is: Clock) -> None:
    cmd("campaign", "new", "--start", "2026-12", "--out", "next.toml")
    cmd("campaign", "use", "next.toml")
    it_is("2026-12-02T10:25:00")
    known(cmd, day="2026-12-02")
    assert owing(cmd, "2026-12-02") == dict.fromkeys(OFFICES, 35)
    with reading(cmd.ledger) as snapshot:
        brought = [
            (plan.code, owed.id)
            for plan in plans(snapshot)
            for owed in everything_owed(snapshot, plan, date(2026, 12, 2))
            if owed.event
        ]
    assert {code for code, _id in brought} == {"special-rectification-2027"}
    assert len(brought) == 3


def test_a_closed_incident_is_corrected_with_a_reason_only(cmd: Command) -> None:
    known(cmd)
    reported(cmd, "10:00", *OFFICES)
    cmd("incident", "edit", "1", "--people", "5", day=DAY)
    cmd("incident", "close", "1", "--cause", "食材", day=DAY)
    for reason in ((), ("--reason", " ")):
        told = cmd.refused("incident", "edit", "1", "--people", "6", *reason, day=DAY)
        assert "--reason TEXT" in told.err
    edited = cmd.json("incident", "edit", "1", "--people", "6", "--reason", "补报一人", day=DAY)
    assert (edited["people"], edited["correction"]) == (6, "补报一人")
    assert "corrected because: 补报一人" in cmd("audit", "log", "--ref", "E1", day=DAY).out
    assert "补报一人" in cmd("incident", "show", "1", day=DAY).out
    cmd("undo", "--yes", day=DAY)
    assert cmd.json("incident", "show", "1", day=DAY)["people"] == 5
    assert cmd.json("ledger", "verify")["ok"]


def test_an_incident_of_a_later_day_is_shown_as_it_was_when_it_became_known(cmd: Command) -> None:
    known(cmd)
    one = cmd.json("incident", "show", "1", day="2020-03-01")
    assert [told["state"] for told in one["authorities"]] == ["overdue"] * 3
