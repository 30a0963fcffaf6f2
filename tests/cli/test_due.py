"""``due``, ``status`` and handing in: what is overdue comes first, and what was handed in is owed no more."""

import os
import re
from pathlib import Path

import pytest

from office import CAMPUSES, COMMITTED, PROGRAM, Begun, Command, at_a_terminal
from safetyctl.records import due as owing

THURSDAY, FRIDAY = "2020-03-12", "2020-03-13"


def eight(cmd: Command) -> None:
    """Due 2020-03-05 (1), 03-10 (2), 03-12 (3), 03-15 (4), 03-30 (5); rectified (6), void (7), closed (8)."""
    for number, due in enumerate(("2020-03-05", "2020-03-10", "2020-03-12", "2020-03-15", "2020-03-30"), 1):
        campus = "东校区" if number % 2 else "西校区"
        cmd.add("--found", "2020-03-01", "--due", due, campus=campus, title=f"隐患{number}")
    early = ("--found", "2020-03-01", "--due", "2020-03-03")
    cmd.rectified(*early)
    cmd("hazard", "void", cmd.add(*early)["id"], "--reason", "重复")
    cmd.closed(*early)


@pytest.fixture
def some(begun: Begun) -> Command:
    return begun(eight)


def rows(cmd: Command, *args: str, day: str = THURSDAY) -> list[tuple[str, str, int]]:
    items = cmd.json("due", "--kind", "rectification", *args, day=day)["items"]
    return [(one["ref"], one["state"], one["days_overdue"]) for one in items]


def test_the_most_overdue_first_then_today_then_what_comes(some: Command) -> None:
    assert rows(some) == [
        ("H0001", "overdue", 7), ("H0002", "overdue", 2), ("H0003", "due", 0), ("H0004", "upcoming", 0),
    ]  # fmt: skip
    assert rows(some, "--within", "0") == [
        ("H0001", "overdue", 7),
        ("H0002", "overdue", 2),
        ("H0003", "due", 0),
    ]
    assert len(rows(some, "--within", "30")) == 5
    assert [ref for ref, *_ in rows(some, "--overdue")] == ["H0001", "H0002"]
    assert [ref for ref, *_ in rows(some, "--campus", "西校区")] == ["H0002", "H0004"]
    assert [ref for ref, *_ in rows(some, "--limit", "1")] == ["H0001"]
    assert rows(some, day="2020-02-01") == [], "what was not found yet is not owed"


def test_overdue_rectifications_stand_before_the_plans_duties(some: Command) -> None:
    items = some.json("due", day=FRIDAY)["items"]
    kinds = [one["kind"] for one in items]
    late = [one for one in items if one["kind"] == "rectification" and one["state"] == "overdue"]
    assert items[: len(late)] == late
    assert "report" in kinds
    rest = [one["due"] for one in items[len(late) :]]
    assert rest == sorted(rest)


def test_the_order_does_not_depend_on_the_order_of_registering(cmd: Command) -> None:
    for due in ("2020-03-09", "2020-03-07", "2020-03-08"):
        cmd.add("--found", "2020-03-01", "--due", due)
    assert [ref for ref, *_ in rows(cmd)] == ["H0002", "H0003", "H0001"]


def test_a_weekly_report_is_owed_by_each_campus_until_it_is_handed_in(cmd: Command) -> None:
    def owed(day: str) -> dict[str, tuple[str, int]]:
        items = cmd.json("due", "--kind", "report", "--within", "0", day=day)["items"]
        return {
            one["ref"]: (one["state"], one["days_overdue"]) for one in items if "2020-03-12" in one["ref"]
        }

    assert owed("2020-03-11") == {}
    assert owed(THURSDAY) == {f"weekly-report/2020-03-12/{name}": ("due", 0) for name in CAMPUSES}
    cmd("report", "submit", "weekly-report/2020-03-12/东校区", "--channel", "e-mail", day=THURSDAY)
    assert owed("2020-03-15") == {
        f"weekly-report/2020-03-12/{name}": ("overdue", 3) for name in ("西校区", "南校区")
    }
    made = cmd.json(
        "report", "submit", "weekly-report/2020-03-12/西校区", "--receipt", "07", day="2020-03-16"
    )
    assert (made[0]["id"], made[0]["on"], made[0]["receipt"]) == ("S0002", "2020-03-16", "07")
    assert list(owed("2020-03-16")) == ["weekly-report/2020-03-12/南校区"]
    assert len(cmd.json("report", "list", day="2020-03-16")) == 2
    late = cmd("report", "list", day="2020-03-16").out.splitlines()[1:]
    assert ["late" in line.split("\t") for line in late] == [False, True]


@pytest.mark.parametrize(
    ("duty", "on", "said"),
    [
        ("weekly-report/2020-03-12/北校区", THURSDAY, "owes nothing"),
        ("weekly-report/2020-03-11/东校区", THURSDAY, "weekly-report/2020-03-1"),
        ("nonsense", THURSDAY, "owes nothing"),
        ("weekly-report/2020-03-12/东校区", "2020-03-13", "2020-03-13"),
        ("weekly-report/2020-03-12/东校区", "2020-03-01", "2020-03-01"),
        ("none.zip", THURSDAY, "none.zip"),
    ],
)
def test_what_cannot_be_handed_in_is_refused(cmd: Command, duty: str, on: str, said: str) -> None:
    ended = cmd.either("report", "submit", duty, "--on", on, day=THURSDAY)
    assert ended.code in (1, 2)
    assert said in ended.err
    assert cmd.json("report", "list", day="2020-12-31") == []


def test_a_bundle_handed_in_meets_its_duties_and_its_bytes_are_kept(cmd: Command) -> None:
    made = cmd.json("report", "weekly", day=THURSDAY)
    handed = cmd.json("report", "submit", made["bundle"], "--channel", "e-mail", day=THURSDAY)
    assert {one["sha256"] for one in handed} == {made["sha256"]}
    Path(made["bundle"]).unlink()
    assert cmd.json("ledger", "verify", "--head", made["head"], day=THURSDAY)["ok"]
    items = cmd.json("due", "--kind", "report", "--within", "0", day=FRIDAY)["items"]
    met = {f"weekly-report/2020-03-12/{name}" for name in ("东校区", "西校区", "南校区")}
    assert not met & {one["ref"] for one in items}


def test_a_bent_bundle_is_not_handed_in(cmd: Command) -> None:
    made = cmd.json("report", "weekly", day=THURSDAY)
    path = Path(made["bundle"])
    path.write_bytes(path.read_bytes()[:-100])
    cmd.refused("report", "submit", made["bundle"], day=THURSDAY)


# why


def test_why_names_the_rule_the_clause_and_the_reading(some: Command) -> None:
    some("hazard", "assign", "3", "--responsible", "李四", "--measure", "更换")
    some("hazard", "extend", "3", "--until", "2020-03-16", "--reason", "缺货", "--approved-by", "赵六")
    some.add("--found", "2020-02-28", title="未定时限")
    major = some.add("--found", "2020-03-01", "--level", "major", "--due", "2020-03-07", *COMMITTED)["id"]
    some("hazard", "defer", major, "--until", "2020-03-14", "--reason", "未复工", "--interim", "封闭",
         "--approved-by", "赵六")  # fmt: skip
    why = {one["ref"]: one["why"] for one in some.json("due", "--why", day=THURSDAY)["items"]}
    assert "A19" in why["H0009"]
    assert "15 days" in why["H0009"]
    assert "first deadline was 2020-03-12" in why["H0003"]
    assert "2.4(3)" in why[major]
    assert "2.4(1)" in why["H0001"]
    assert "A3" in why["weekly-report/2020-03-12/东校区"]
    assert "A19" in some("due", "--why", day=THURSDAY).out


def test_the_reasons_of_many_hazards_are_one_question(some: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    whole = owing.hazards
    monkeypatch.setattr(owing, "hazards", lambda *args: asked.append(args) or whole(*args))
    assert len(some.json("due", "--why", day=THURSDAY)["items"]) > 2
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [("--kind xyz", "rectification"), ("--campus 北校区", "东校区"), ("--within -1", "--within"),
     ("--within x", "whole number"), ("--within 401", "400")],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(some: Command, options: str, said: str) -> None:
    assert said in some.refused("due", *options.split()).err


# status


def test_status_adds_up_with_due_and_list(some: Command) -> None:
    now = some.json("status", day=THURSDAY)
    assert now["as_of"] == THURSDAY
    assert (now["total"]["open"], now["total"]["overdue"], now["total"]["waiting"], now["total"]["closed"]) == (
        6, 2, 1, 1,
    )  # fmt: skip
    for name in ("open", "overdue", "major", "waiting", "closed", "found"):
        assert sum(part[name] for part in now["by_campus"]) == now["total"][name]
        assert sum(part[name] for part in now["by_area"]) == now["total"][name]
    assert now["total"]["overdue"] == len(rows(some, "--overdue"))
    assert [part["name"] for part in now["by_campus"]] == ["东校区", "西校区", "南校区"]
    assert (now["phase"]["number"], now["phase"]["days_left"]) == (2, 203)
    assert "weekly-report/2020-03-05/东校区" in now["missing"]
    assert "phase 2" in some("status", day=THURSDAY).out
    assert "第" in some("status", day=THURSDAY, lang="zh").out


@pytest.mark.parametrize("day", ["2019-11-30", "2021-01-01", "2000-01-01", "2099-12-31"])
def test_status_outside_the_campaign(cmd: Command, day: str) -> None:
    assert cmd.json("status", day=day)["phase"] is None
    assert "outside" in cmd("status", day=day).out
    cmd("due", day=day)


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1999-12-31", "2100-01-01"])
def test_a_day_that_no_school_can_mean_is_refused(cmd: Command, day: str) -> None:
    for args in (["status"], ["due"], ["hazard", "list"]):
        assert "2000 to 2099" in cmd.refused(*args, day=day).err


def test_the_last_day_of_a_phase_is_its_last(cmd: Command) -> None:
    assert cmd.json("status", day="2019-12-31")["phase"]["days_left"] == 1
    assert cmd.json("status", day="2020-01-01")["phase"]["number"] == 2


# clocks, and what a duty's deadline is called


def incident(cmd: Command) -> None:
    told = ("--campus", "东校区", "--kind", "injury", "--occurred", "2020-03-12 09:50")
    cmd("incident", "add", *told, "--known", "2020-03-12 10:00", day=FRIDAY)


def test_an_incident_is_due_at_an_hour_and_says_whom_to_tell(cmd: Command) -> None:
    incident(cmd)
    [first, *_rest] = cmd.json("due", "--kind", "incident", day=FRIDAY)["items"]
    assert (first["due"], first["due_at"]) == ("2020-03-12", "2020-03-12T12:00:00+08:00")
    for command in (("due",), ("campaign", "check")):
        lines = cmd(*command, "--kind", "incident", day=FRIDAY, lang="zh").out.splitlines()
        assert "截止日期" in lines[0]
        assert all("2020-03-12 12:00" in line for line in lines[1:])
        assert "公安部门" in "".join(lines)
    [row, *_rest] = cmd.json("campaign", "check", "--kind", "incident", day=FRIDAY)["duties"]
    assert (row["due_at"], row["authority"]) == ("2020-03-12T12:00:00+08:00", first["authority"])


def test_only_hazards_are_to_be_rectified_by_a_day(some: Command) -> None:
    incident(some)
    assert "整改时限" not in some("due", day=THURSDAY, lang="zh").out
    env = {**os.environ, "SAFETYCTL_LEDGER": str(some.ledger), "SAFETYCTL_AS_OF": FRIDAY, "TERM": "dumb"}
    code, seen = at_a_terminal([*PROGRAM, "due", "--lang", "zh"], env=env | {"COLUMNS": "80"}, columns=80)
    assert code == 0
    clocks, hazards, duties = (part.splitlines() for part in seen.split("\n\n")[:3])
    assert [("整改时限" in part[0], "截止日期" in part[0]) for part in (clocks, hazards, duties)] == [
        (False, True), (True, False), (False, True),
    ]  # fmt: skip
    assert all("东校区" in line for line in clocks if "E0001" in line)
    assert any("校区" in line for line in hazards[1:])
    assert all(line.count("校区") for line in duties if "weekly-report" in line)


def test_status_and_check_say_what_is_waived(cmd: Command) -> None:
    duty = "weekly-report/2020-03-12/东校区"
    assert cmd.json("status", day=THURSDAY)["waived"] == 0
    assert "waived" not in cmd("status", day=THURSDAY).out
    cmd("waive", duty, "--reason", "停课", "--by", "王五", day=THURSDAY)
    cmd("waive", duty, "--revoke", "--reason", "复课", "--by", "王五", day="2020-03-20")
    assert cmd.json("status", day=FRIDAY)["waived"] == 1
    assert "1 duty is waived" in cmd("status", day=FRIDAY).out
    [row] = cmd.json("campaign", "check", "--state", "waived", day=FRIDAY)["duties"]
    assert (row["waiver"]["by"], row["waiver"]["revoked_on"]) == ("王五", None)
    assert row["waiver"]["revoked_by"] is row["waiver"]["revoke_reason"] is None
    assert cmd.json("status", day="2020-03-20")["waived"] == 0


def test_two_words_for_late(cmd: Command) -> None:
    cmd("report", "submit", "weekly-report/2020-03-05/东校区", day=THURSDAY)
    assert "met late" in cmd("campaign", "check", "--state", "late", day=THURSDAY).out
    for word in ("late", "done late", "met late"):
        assert cmd.json("campaign", "check", "--state", word, day=THURSDAY)["duties"]


def test_a_clause_is_said_in_words_and_kept_as_a_code(cmd: Command) -> None:
    shown = cmd("campaign", "check", "--kind", "report", "--campus", "东校区", lang="zh").out
    assert "3 第2阶段" in shown
    assert "phase" not in shown
    assert cmd.json("campaign", "check", "--kind", "report")["duties"][0]["clause"] == "3 phase 2, 4-1(1)"
    for part in ("--duties", "--readings"):
        assert "phase" not in cmd("campaign", "show", part, lang="zh").out.replace("phase-", "")


# more than one campaign


def test_the_round_before_is_not_forgotten(cmd: Command) -> None:
    day, old, new = "2021-01-20", "special-rectification-2020", "special-rectification-2021"
    assert cmd.json("campaign", "check", day=day)["others"] == []
    cmd("campaign", "new", "--start", "2020-12", "--out", "next.toml", day=day)
    cmd("campaign", "use", "next.toml", "--yes", day=day)
    found = cmd.json("campaign", "check", day=day)
    [other] = found["others"]
    assert (found["campaign"], other["campaign"]) == (new, old)
    before = cmd.json("campaign", "check", "--campaign", old, "--state", "overdue", day=day)
    assert before["campaign"] == old
    assert len(before["duties"]) == other["overdue"] > 0
    assert [one["campaign"] for one in before["others"]] == [new]
    told = cmd("campaign", "check", day=day).err
    assert f"{other['overdue']} duties of the campaign {old} are still overdue" in told
    assert f"campaign check --campaign {old}" in told
    assert "still overdue" not in cmd("campaign", "check", "--quiet", day=day).err
    assert new in cmd("campaign", "check", "--campaign", "none", day=day, expect=2).err


def test_a_finding_is_no_error(cmd: Command) -> None:
    for command in (("campaign", "check"), ("due",)):
        ended = cmd(*command, "--check", "--quiet", day=THURSDAY, expect=3)
        assert re.fullmatch(r"\d+ overdue on 2020-03-12\.\n", ended.err)
