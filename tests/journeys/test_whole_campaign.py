"""A whole campaign lived day by day, and every duty of every day held against the clauses counted by hand."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from clauses import DAY, PHASES, Known, milestone_1, owed, stands, waiting
from story import CAMPUSES, FIRST, Told, days, story
from typed_story import hand, type_in

from office import Command, proved
from safetyctl.ledger.connection import reading
from safetyctl.plan.source import builtin
from safetyctl.records.campaigns import create_ledger, plan_on
from safetyctl.records.deadlines import judged

DUTIES = owed(CAMPUSES)
DATES = {duty.id: (duty.opens, duty.due, duty.advised, duty.first, duty.last) for duty in DUTIES}
Answer = dict[str, tuple[date, date, date | None, date, date, str, date | None]]

LOOKED_AT = [
    date(2019, 12, 2),
    date(2019, 12, 31),
    date(2020, 1, 1),
    date(2020, 1, 21),
    date(2020, 1, 30),
    date(2020, 2, 29),
    date(2020, 5, 20),
    date(2020, 7, 31),
    date(2020, 10, 1),
    date(2020, 12, 2),
    date(2020, 12, 31),
]
"""The days on which the commands themselves are asked."""


def test_a_whole_campaign_is_judged_as_its_clauses_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = tmp_path / "ledger.db"
    create_ledger(ledger, builtin(), CAMPUSES, hand(FIRST))
    cmd = Command(ledger, monkeypatch, capsys)
    told = Told()
    events = story()
    seen: set[str] = set()
    for day in days():
        while events and events[0].typed == day:
            event = events.pop(0)
            type_in(ledger, event)
            told.hear(event)
        answer = _asked(ledger, day)
        _require_same(answer, _counted(told.known(), day), day)
        seen |= {one[5] for one in answer.values()}
        if day in LOOKED_AT:
            _require_same_commands(cmd, told.known(), day)
    assert not events
    assert seen == {"met", "late", "open", "overdue", "future", "waived"}

    # the same days, asked again when everything is over: what came later must not show
    for day in sorted({*LOOKED_AT, *Random(7).sample(list(days()), 30)}):
        _require_same(_asked(ledger, day), _counted(told.known(), day), day)
        _require_same_commands(cmd, told.known(), day)
    assert proved(ledger).faults == ()


# the program's answer, and the one counted by hand


def _asked(ledger: Path, day: date) -> Answer:
    with reading(ledger) as snapshot:
        found = judged(snapshot, plan_on(snapshot, day), day)
    answer = {
        one.owed.id: (
            one.owed.opens,
            one.owed.due,
            one.owed.advised,
            one.owed.period_start,
            one.owed.period_end - DAY,
            one.state,
            one.met_on,
        )
        for one in found
    }
    assert len(answer) == len(found)
    return answer


def _counted(known: Known, day: date) -> Answer:
    return {duty.id: (*DATES[duty.id], *stands(duty, known, day)) for duty in DUTIES}


def _require_same(said: Answer, counted: Answer, day: date) -> None:
    differing = [
        f"{name}: said {_told(said.get(name))}, counted {_told(counted.get(name))}"
        for name in sorted(said.keys() | counted.keys())
        if said.get(name) != counted.get(name)
    ]
    assert not differing, "\n".join([f"on {day}", *differing[:5]])


def _told(values: tuple[Any, ...] | None) -> str:
    return "nothing" if values is None else " ".join(map(str, values))


# the same asked of the commands


def _require_same_commands(cmd: Command, known: Known, day: date) -> None:
    check = cmd.json("campaign", "check", day=day.isoformat())
    assert check["as_of"] == day.isoformat()
    number = next(number for number, (start, end) in PHASES.items() if start <= day <= end)
    phase = tuple(check["phase"][key] for key in ("number", "start", "end"))
    assert phase == (number, *(one.isoformat() for one in PHASES[number])), f"on {day}"
    _require_same(_check_said(check["duties"]), _counted(known, day), day)
    milestones = {
        one["campus"]: (*(one[key] for key in ("due", "state", "total", "done")), sorted(one["open"]))
        for one in check["milestones"]
        if one["code"] == "year-hazards"
    }
    reached = [milestone_1(campus, known, day) for campus in CAMPUSES]
    assert milestones == {
        one.campus: (one.due.isoformat(), one.state, one.total, one.done, one.open) for one in reached
    }, f"on {day}"
    items = cmd.json("due", day=day.isoformat())["items"]
    keys = ("campus", "due", "days_overdue", "state", "advised")
    said = {item["ref"]: tuple(item[key] for key in keys) for item in items}
    assert len(said) == len(items)
    expected = dict(_due(known, day))
    assert said == expected, f"on {day}: {sorted(said.items() ^ expected.items())}"


def _check_said(duties: list[dict[str, Any]]) -> Answer:
    answer = {}
    for one in duties:
        code, campus = one["code"], one["campus"]
        assert one["id"].startswith(f"{code}/")
        assert one["id"].endswith(f"/{campus}")
        answer[one["id"]] = (
            *(
                date.fromisoformat(one[key])
                for key in ("opens", "due", "advised", "period_start", "period_end")
            ),
            one["state"],
            one["met_on"] and date.fromisoformat(one["met_on"]),
        )
    return answer


def _due(known: Known, day: date) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """What is overdue on the day, and what is to be done within a week: hazards, and duties by their advised day."""
    horizon = day + 7 * DAY
    for one in waiting(known, day):
        due = one.deadline(day)
        if due <= horizon:
            yield one.ref, (one.campus, *_how_late(due, day), None)
    for duty in DUTIES:
        advised = duty.advised
        if stands(duty, known, day).state in ("open", "overdue", "future") and advised <= horizon:
            shown = None if advised == duty.due else advised.isoformat()
            yield duty.id, (duty.campus, *_how_late(duty.due, day), shown)


def _how_late(due: date, day: date) -> tuple[str, int, str]:
    state = "overdue" if due < day else "due" if due == day else "upcoming"
    return due.isoformat(), max((day - due).days, 0), state
