"""A whole campaign lived day by day, and every duty of every day held against the clauses counted by hand."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from random import Random
from typing import Any

import pytest
from clauses import DAY, PHASES, Known, milestone_1, owed, stands, waiting
from story import CAMPUSES, FIRST, Event, Told, days, story

from office import Command, proved
from safetyctl.ledger.connection import reading
from safetyctl.ledger.writing import Hand, Transaction, write
from safetyctl.plan.model import Plan
from safetyctl.plan.source import builtin
from safetyctl.records import hazards, undoing, waivers
from safetyctl.records.campaigns import campuses, create_ledger, plan_on
from safetyctl.records.deadlines import judged, owed_for
from safetyctl.records.submissions import submit

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
    create_ledger(ledger, builtin(), CAMPUSES, _hand(FIRST))
    cmd = Command(ledger, monkeypatch, capsys)
    told = Told()
    events = story()
    seen: set[str] = set()
    for day in days():
        while events and events[0].typed == day:
            event = events.pop(0)
            _type(ledger, event)
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


# the doors through which the story is told


def _hand(day: date, by: str = "张三") -> Hand:
    return Hand(by, day, datetime.combine(day, time(9), UTC))


def _type(ledger: Path, event: Event) -> None:
    """One change of the ledger, on the day on which it was typed."""
    with write(ledger, _hand(event.typed, event.by)) as tx:
        if event.verb in _OF_A_HAZARD:
            _OF_A_HAZARD[event.verb](tx, hazards.find(tx, int(event.ref[1:])), event)
        else:
            _OTHERS[event.verb](tx, plan_on(tx, event.typed), event)


def _register(tx: Transaction, plan: Plan, event: Event) -> None:
    values = {
        "campus": campuses(tx)[event.said["campus"]],
        "area": event.said["area"],
        "title": f"隐患{event.ref}",
        "level": event.said["level"],
        "found_on": event.on,
    }
    made = hazards.register(tx, plan, values).hazard
    assert f"H{made.number:04}" == event.ref
    assert made.due == event.said["due"]


def _submit(tx: Transaction, plan: Plan, event: Event) -> None:
    places = campuses(tx)
    said = {"channel": "e-mail", "receipt": f"R-{event.typed:%m%d}", "by": "张三"}
    submit(tx, owed_for(plan, places, event.ref), places, event.on, said)


def _waive(tx: Transaction, plan: Plan, event: Event) -> None:
    places = campuses(tx)
    duty = owed_for(plan, places, event.ref)
    standing = next(one for one in judged(tx, plan, event.typed) if one.owed.id == duty.id)
    waivers.waive(tx, duty, standing, places, "学校停课", "王五")


_OF_A_HAZARD: dict[str, Callable[[Transaction, hazards.Hazard, Event], object]] = {
    "assign": lambda tx, hazard, _event: hazards.assign(
        tx, hazard, "李四", "维修", funds_yuan=3_000, contingency="专人看守"
    ),
    "rectify": lambda tx, hazard, event: hazards.rectify(tx, hazard, "已维修", event.on),
    "pass": lambda tx, hazard, event: hazards.verify(tx, hazard, "王五", passed=True, on=event.on),
    "fail": lambda tx, hazard, event: hazards.verify(
        tx, hazard, "王五", passed=False, on=event.on, note="返工"
    ),
    "close": lambda tx, hazard, event: hazards.close(tx, hazard, "王五", event.on),
    "extend": lambda tx, hazard, event: hazards.extend(tx, hazard, event.said["until"], "待配件", "王五"),
    "defer": lambda tx, hazard, event: hazards.defer(
        tx, hazard, event.said["until"], "施工单位未复工", "封闭通道", "王五"
    ),
    "escalate": lambda tx, hazard, event: hazards.escalate(tx, hazard, "教育处", event.on),
    "reopen": lambda tx, hazard, _event: hazards.reopen(tx, hazard, "复发"),
    "void": lambda tx, hazard, _event: hazards.void(tx, hazard, "重复登记"),
    "upload": lambda tx, hazard, event: hazards.upload(tx, hazard, f"P-{event.ref}", event.on),
}
_OTHERS: dict[str, Callable[[Transaction, Plan, Event], object]] = {
    "register": _register,
    "correct": lambda tx, plan, event: hazards.edit(
        tx, plan, hazards.find(tx, int(event.ref[1:])), {"found_on": event.said["found"]}
    ),
    "submit": _submit,
    "undo": lambda tx, _plan, event: undoing.undo(tx, undoing.last_change(tx, event.by)),
    "waive": _waive,
    "revoke": lambda tx, _plan, event: waivers.revoke(tx, event.ref, "复课", "王五"),
}
