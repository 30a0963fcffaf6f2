"""The plan as the ledger keeps it: canonical JSON, read by every command, so read fast.

Periods are written as ``[first day, last day]``, both included, as in the plan file. The calendar and the days of
every duty are in it, laid out when it was adopted; a plan kept before that was so is laid out as it is read.
"""

import json
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from safetyctl.plan.model import (
    DAY,
    RULE_KINDS,
    Allowance,
    Amendment,
    Area,
    BeforeHoliday,
    Calendar,
    CalendarMonth,
    Category,
    Channel,
    Choices,
    Cited,
    Days,
    Duty,
    Either,
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
    Recurring,
    Role,
    Rule,
    Running,
    Slot,
    Stretch,
    Term,
    Week,
    Weekly,
    Window,
    Words,
)

_day = date.fromisoformat
_KEPT = ("documents", "responsibilities", "hazards")
"""What the first plans that were kept meant to show duties from before, without saying so."""


def plan_json(plan: Plan) -> str:
    """The plan as canonical JSON: the same plan gives the same bytes."""
    return json.dumps(_plan_value(plan), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@lru_cache(maxsize=16)
def plan_from_json(text: str) -> Plan:
    """The plan that ``plan_json`` wrote; read once, however often one command asks for it.

    Raises ValueError, KeyError or TypeError for anything else.
    """
    return _plan(json.loads(text))


def rule_value(rule: Rule) -> dict[str, Any]:
    """A rule as plain JSON values: its kind, then its own keys, dates as ISO text."""
    kind = RULE_KINDS[type(rule)]
    if isinstance(rule, Either):
        return {
            "kind": kind,
            "choose": rule.choose,
            "ways": [[way, rule_value(one)] for way, one in rule.ways],
        }
    return {"kind": kind, **{key: _rule_part(part) for key, part in rule._asdict().items()}}


def _rule_part(part: Any) -> Any:
    if isinstance(part, Period):
        return _span_value(part)
    if isinstance(part, date):
        return part.isoformat()
    if isinstance(part, tuple) and part and isinstance(part[0], tuple):
        return _choices_value(part) if isinstance(part[0][1], Period) else part
    return part


def _choices_value(choices: Choices) -> list[list[str]]:
    return [[choice, *_span_value(span)] for choice, span in choices]


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
        "archive": plan.archive,
        "days": _days_value(plan.days),
        "calendar": [
            plan.calendar.years,
            [[day.isoformat(), code] for day, code in plan.calendar.holidays],
            [day.isoformat() for day in plan.calendar.off],
            [day.isoformat() for day in plan.calendar.work],
        ],
        "slots": [_slot_value(one) for one in plan.slots],
    }


def _days_value(days: Days) -> dict[str, Any]:
    return {
        **{
            key: [[one.name, *_span_value(one.period)] for one in getattr(days, key)]
            for key in ("vacations", "off", "work")
        },
        "holidays": _choices_value(days.holidays),
        "announces": days.announces,
        "amended": [
            [one.holiday, one.announced.isoformat(), _span_value(one.added), [str(day) for day in one.worked]]
            for one in days.amended
        ],
    }


def _slot_value(one: Slot) -> list[str | None]:
    """A slot's duty, then its days in order, each as ISO text."""
    return [one.duty, *(None if day is None else day.isoformat() for day in one[1:])]


def _milestone_value(one: Milestone) -> dict[str, Any]:
    return {
        "code": one.code,
        "title": one.title,
        "span": _span_value(one),
        "due": one.due.isoformat(),
        "clause": one.clause,
        "kind": one.kind,
        "choose": one.choose,
        "between": _choices_value(one.between),
    }


def _period(value: list[str]) -> Period:
    return Period(_day(value[0]), _day(value[1]) + DAY)


def _choices(value: Iterable[list[str]]) -> Choices:
    return tuple((choice, Period(_day(first), _day(last) + DAY)) for choice, first, last in value)


def _plan(value: dict[str, Any]) -> Plan:
    span = _period(value["span"])
    week = value["week"]
    plan = Plan(
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
        archive=tuple(
            Category(code, Words(*name), clause, tuple(required))
            for code, name, clause, required in value.get("archive", ())
        ),
    )
    if "slots" not in value:
        from safetyctl.plan.layout import laid

        return laid(plan)
    return plan._replace(
        days=_days(value["days"]),
        calendar=_calendar(*value["calendar"]),
        slots=tuple(Slot(duty, *(day and _day(day) for day in days)) for duty, *days in value["slots"]),
    )


def _calendar(years: list[int], holidays: list[list[str]], off: list[str], work: list[str]) -> Calendar:
    return Calendar(
        tuple(years),
        tuple((_day(day), code) for day, code in holidays),
        tuple(map(_day, off)),
        tuple(map(_day, work)),
    )


def _days(value: dict[str, Any]) -> Days:
    return Days(
        _stretches(value["vacations"]),
        _stretches(value["off"]),
        _stretches(value["work"]),
        _choices(value["holidays"]),
        tuple(value["announces"]),
        tuple(
            Amendment(holiday, _day(announced), _period(added), tuple(map(_day, worked)))
            for holiday, announced, added, worked in value["amended"]
        ),
    )


def _stretches(value: list[list[str]]) -> tuple[Stretch, ...]:
    return tuple(Stretch(name, _period(span)) for name, *span in value)


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
        tuple(value.get("choose", ())),
        _choices(value.get("between", ())),
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
        tuple(value.get("of", ())),
        _cited(value.get("cited")),
        value.get("kept", value["evidence"] in _KEPT),
    )


def _cited(value: list[Any] | None) -> Cited | None:
    return Cited(value[0], tuple((way, clause) for way, clause in value[1])) if value else None


def _rule(value: dict[str, Any]) -> Rule:  # noqa: PLR0911 - one line a kind of rule
    kind = value["kind"]
    if kind == "running":
        return Running()
    if kind == "event":
        return Event(value["trigger"], value["hours"], tuple(value["to"]))
    if kind == "window":
        return Window(_period(value["covers"]), value.get("each"))
    if kind == "once":
        return Once(_day(value["due"]), value["before"], _day(value["opens"]), _period(value["covers"]))
    if kind == "weekly":
        return Weekly(_choose(value), _choices(value["between"]), value.get("rest"))
    if kind == "monthly-day":
        return MonthlyDay(value["day"], value["before"], _choose(value), _choices(value["between"]))
    if kind == "calendar-month":
        return CalendarMonth(_choose(value), _choices(value["between"]))
    if kind == "recurring":
        return Recurring(value["repeats"], _period(value["between"]))
    if kind == "before-holiday":
        return _before_holiday(value)
    if kind == "either":
        return Either(value["choose"], tuple((way, _rule(one)) for way, one in value["ways"]))
    raise ValueError(kind)


def _choose(value: dict[str, Any]) -> tuple[str, ...]:
    """The readings that choose; the first plans that were kept had one, as text."""
    choose = value["choose"]
    return (choose,) if isinstance(choose, str) else tuple(choose)


def _before_holiday(value: dict[str, Any]) -> BeforeHoliday:
    """The first plans that were kept had one list of holidays."""
    ways = value["holidays"] if "choose" in value else [["all", value["holidays"]]]
    return BeforeHoliday(value["days"], value.get("choose"), tuple((way, tuple(some)) for way, some in ways))


def _reading(value: dict[str, Any]) -> Reading:
    return Reading(
        value["id"],
        value["holds"],
        tuple(value["choices"]),
        value["clause"],
        Words(*value["trouble"]),
        Words(*value["text"]),
        tuple((way, Words(*said)) for way, said in value.get("ways", ())),
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
