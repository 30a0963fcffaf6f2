"""The doors through which the story of a campaign is told to a ledger."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path

from story import Event

from safetyctl.ledger.writing import Hand, Transaction, write
from safetyctl.plan.model import Plan
from safetyctl.records import hazards, undoing, waivers
from safetyctl.records.campaigns import campuses, plan_on
from safetyctl.records.deadlines import judged, owed_for
from safetyctl.records.submissions import submit


def hand(day: date, by: str = "张三") -> Hand:
    return Hand(by, day, datetime.combine(day, time(9), UTC))


def type_in(ledger: Path, event: Event) -> None:
    """One change of the ledger, on the day on which it was typed."""
    with write(ledger, hand(event.typed, event.by)) as tx:
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
        tx, hazard, "李四", "维修", funds=3_000, contingency="专人看守"
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
