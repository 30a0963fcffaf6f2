"""The plan as the ledger keeps it: canonical JSON, read by every command, so read fast.

Periods are written as ``[first day, last day]``, both included, as in the plan file.
"""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from safetyctl.plan.model import (
    DAY,
    RULE_KINDS,
    Allowance,
    Area,
    BeforeHoliday,
    CalendarMonth,
    Channel,
    Choices,
    Duty,
    Event,
    Item,
    Milestone,
    MonthlyDay,
    Once,
    Organisation,
    Period,
    Phase,
    Plan,
    Reading,
    Recipient,
    Role,
    Rule,
    Running,
    Term,
    Week,
    Weekly,
    Window,
    Words,
)

_day = date.fromisoformat


def plan_json(plan: Plan) -> str:
    """The plan as canonical JSON: the same plan gives the same bytes."""
    return json.dumps(_plan_value(plan), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def plan_from_json(text: str) -> Plan:
    """The plan that ``plan_json`` wrote. Raises ValueError, KeyError or TypeError for anything else."""
    return _plan(json.loads(text))


def rule_value(rule: Rule) -> dict[str, Any]:
    """A rule as plain JSON values: its kind, then its own keys, dates as ISO text."""
    kind = RULE_KINDS[type(rule)]
    return {"kind": kind, **{key: _rule_part(part) for key, part in rule._asdict().items()}}


def _rule_part(part: Any) -> Any:
    if isinstance(part, Period):
        return _span_value(part)
    if isinstance(part, date):
        return part.isoformat()
    if isinstance(part, tuple) and part and isinstance(part[0], tuple):
        return [[choice, *_span_value(span)] for choice, span in part]
    return part


def _span_value(span: Period | Phase | Milestone | Plan) -> list[str]:
    return [span.start.isoformat(), span.last.isoformat()]


def _plan_value(plan: Plan) -> dict[str, Any]:
    organisation = plan.organisation
    return {
        "code": plan.code,
        "title": plan.title,
        "span": _span_value(plan),
        "zone": plan.zone,
        "organisation": {
            "name": organisation.name,
            "roles": [one._asdict() for one in organisation.roles],
            "channel": organisation.channel._asdict(),
        },
        "phases": [{"number": one.number, "name": one.name, "span": _span_value(one)} for one in plan.phases],
        "milestones": [_milestone_value(one) for one in plan.milestones],
        "duties": [{**one._asdict(), "rule": rule_value(one.rule)} for one in plan.duties],
        "readings": [one._asdict() for one in plan.readings],
        "areas": [{**one._asdict(), "items": one.items} for one in plan.areas],
        "allowance": plan.allowance,
        "week": plan.week._asdict(),
        "campuses": plan.campuses,
        "recipients": plan.recipients,
        "terms": [one._asdict() for one in plan.terms],
    }


def _milestone_value(one: Milestone) -> dict[str, Any]:
    return {
        "code": one.code,
        "title": one.title,
        "span": _span_value(one),
        "due": one.due.isoformat(),
        "clause": one.clause,
        "kind": one.kind,
    }


def _period(value: list[str]) -> Period:
    return Period(_day(value[0]), _day(value[1]) + DAY)


def _choices(value: Iterable[list[str]]) -> Choices:
    return tuple((choice, Period(_day(first), _day(last) + DAY)) for choice, first, last in value)


def _plan(value: dict[str, Any]) -> Plan:
    span = _period(value["span"])
    week = value["week"]
    return Plan(
        value["code"],
        Words(*value["title"]),
        span.start,
        span.end,
        value["zone"],
        _organisation(value["organisation"]),
        tuple(Phase(one["number"], Words(*one["name"]), *_period(one["span"])) for one in value["phases"]),
        tuple(_milestone(one) for one in value["milestones"]),
        tuple(_duty(one) for one in value["duties"]),
        tuple(_reading(one) for one in value["readings"]),
        tuple(_area(one) for one in value["areas"]),
        Allowance(*value["allowance"]),
        Week(week["report_weekday"], week["choose"], tuple((way, first) for way, first in week["firsts"])),
        tuple(value["campuses"]),
        tuple(Recipient(code, Words(*name)) for code, name in value["recipients"]),
        tuple(Term(one["code"], Words(*one["name"]), tuple(one["synonyms"])) for one in value["terms"]),
    )


def _organisation(value: dict[str, Any]) -> Organisation:
    channel = value["channel"]
    return Organisation(
        Words(*value["name"]),
        tuple(Role(one["code"], Words(*one["title"]), tuple(one["names"])) for one in value["roles"]),
        Channel(channel["mailbox"], channel["telephone"], Words(*channel["recipient"])),
    )


def _milestone(value: dict[str, Any]) -> Milestone:
    span = _period(value["span"])
    return Milestone(
        value["code"],
        Words(*value["title"]),
        span.start,
        span.end,
        _day(value["due"]),
        value["clause"],
        value["kind"],
    )


def _duty(value: dict[str, Any]) -> Duty:
    recipient = value["recipient"]
    return Duty(
        value["code"],
        value["kind"],
        Words(*value["title"]),
        tuple(value["owed_by"]),
        Words(*recipient) if recipient else None,
        value["channel"],
        _rule(value["rule"]),
        value["evidence"],
        value["clause"],
        value["requirement"],
        tuple(value["readings"]),
    )


def _rule(value: dict[str, Any]) -> Rule:  # noqa: PLR0911 - one line a kind of rule
    kind = value["kind"]
    if kind == "running":
        return Running()
    if kind == "event":
        return Event(value["trigger"], value["hours"], tuple(value["to"]))
    if kind == "window":
        return Window(_period(value["covers"]))
    if kind == "once":
        return Once(_day(value["due"]), value["before"], _day(value["opens"]), _period(value["covers"]))
    if kind == "weekly":
        return Weekly(value["choose"], _choices(value["between"]))
    if kind == "monthly-day":
        return MonthlyDay(value["day"], value["before"], value["choose"], _choices(value["between"]))
    if kind == "calendar-month":
        return CalendarMonth(value["choose"], _choices(value["between"]))
    if kind == "before-holiday":
        return BeforeHoliday(value["days"], tuple(value["holidays"]))
    raise ValueError(kind)


def _reading(value: dict[str, Any]) -> Reading:
    return Reading(
        value["id"],
        value["holds"],
        tuple(value["choices"]),
        value["clause"],
        Words(*value["trouble"]),
        Words(*value["text"]),
    )


def _area(value: dict[str, Any]) -> Area:
    return Area(
        value["code"],
        Words(*value["name"]),
        value["clause"],
        tuple(
            Item(code, Words(*title), Words(*passing), clause)
            for code, title, passing, clause in value["items"]
        ),
    )
