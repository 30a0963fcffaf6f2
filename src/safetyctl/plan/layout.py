"""Laying a plan out: the days of every duty that has one, from its rules, its readings and the calendar.

Done once, when a plan is read from its file or a reading is changed: the ledger keeps the result, and what is owed
is looked up there. The recurrences are dateutil's.
"""

import re
from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from safetyctl.plan.calendar import calendar_of, holidays, is_workday, last_workday_before, workday_by
from safetyctl.plan.model import (
    DAY,
    WEEKDAYS,
    BeforeHoliday,
    Calendar,
    CalendarMonth,
    Choices,
    Duty,
    Either,
    Milestone,
    MonthlyDay,
    Once,
    Period,
    Plan,
    Recurring,
    Rule,
    Slot,
    Weekly,
    Window,
    month_of,
)

AFTER = 62
"""Days past the campaign's end of which the calendar is kept, for what is due at its very end."""


def laid(plan: Plan) -> Plan:
    """The plan with everything that follows from its readings: calendar, windows, clauses, and each duty's days."""
    plan = plan._replace(
        calendar=_calendar(plan, _years(plan)),
        milestones=tuple(_milestone(plan, one) for one in plan.milestones),
        duties=tuple(_cited(plan, one) for one in plan.duties),
    )
    slots = [slot for duty in plan.duties for slot in _slots(plan, duty, rule_of(plan, duty))]
    slots.sort(key=lambda slot: slot.due)
    return plan._replace(slots=tuple(slots))


def _years(plan: Plan) -> range:
    """The years whose calendar is kept with a plan: a holiday or a workday may lie just before it or after."""
    return range(plan.start.year - 1, (plan.end + AFTER * DAY).year + 1)


def _calendar(plan: Plan, years: Collection[int]) -> Calendar:
    return calendar_of(years, plan.days, _taken(plan, "A11") == "first-announced")


def calendar_around(plan: Plan, day: date) -> Calendar:
    """The calendar in which a day stands: the one kept with the plan, or for other years one as now announced."""
    return plan.calendar if day.year in _years(plan) else _calendar(plan, (day.year - 1, day.year))


def read_as(plan: Plan, reading: str, way: str) -> Plan:
    """The same plan with one reading taken another way, laid out anew.

    Raises KeyError for a reading that the plan has not, ValueError for a way that the reading has not.
    """
    if reading not in {one.id for one in plan.readings}:
        raise KeyError(reading)
    changed = tuple(one._replace(holds=way) if one.id == reading else one for one in plan.readings)
    if any(one.holds not in one.choices for one in changed):
        raise ValueError(way)
    return laid(plan._replace(readings=changed))


def rule_of(plan: Plan, duty: Duty) -> Rule:
    """The rule in force: where a reading chooses between several, that of the way that holds (A18)."""
    rule = duty.rule
    while isinstance(rule, Either):
        rule = dict(rule.ways)[plan.holds(rule.choose)]
    return rule


def unannounced(plan: Plan) -> tuple[int, ...]:
    """The years of the campaign whose public holidays are not announced yet."""
    return tuple(
        year for year in range(plan.start.year, plan.last.year + 1) if year not in plan.calendar.years
    )


def _taken(plan: Plan, reading: str) -> str | None:
    """How a reading is taken; None in a plan that does not have it."""
    return next((one.holds for one in plan.readings if one.id == reading), None)


def _milestone(plan: Plan, one: Milestone) -> Milestone:
    if not one.choose:
        return one
    window = _chosen(plan, one.choose, one.between)
    return one._replace(start=window.start, end=window.end)


def _cited(plan: Plan, duty: Duty) -> Duty:
    if duty.cited is None:
        return duty
    return duty._replace(clause=dict(duty.cited.ways)[plan.holds(duty.cited.choose)])


def _chosen(plan: Plan, choose: tuple[str, ...], between: Choices) -> Period:
    """What the ranges of the readings, each taken as it holds, have in common."""
    ranges = [dict(between)[plan.holds(reading)] for reading in choose]
    return Period(max(one.start for one in ranges), min(one.end for one in ranges))


def _slots(plan: Plan, duty: Duty, rule: Rule) -> Iterator[Slot]:  # noqa: PLR0911 - one line a kind of rule
    match rule:
        case Weekly():
            return _weekly(plan, duty, rule)
        case MonthlyDay():
            return _monthly(plan, duty, rule)
        case CalendarMonth():
            return _months(plan, duty, rule)
        case Recurring():
            return _recurring(plan, duty, rule)
        case Once():
            due = _counted(plan, rule.due, rule.before)
            return iter((_slot(plan, duty, rule.due, due, rule.opens, rule.covers),))
        case Window():
            last = rule.covers.last
            return iter((_slot(plan, duty, last, last, rule.covers.start, rule.covers),))
        case BeforeHoliday():
            return _before_holidays(plan, duty, rule)
        case _:
            return iter(())


def _slot(plan: Plan, duty: Duty, named: date, due: date, opens: date, period: Period) -> Slot:
    advised = workday_by(plan.calendar, due)
    # who is reminded by a day can do it on that day
    return Slot(duty.code, named, due, min(opens, due, advised or due), period.start, period.end, advised)


def _days(frequency: str, span: Period, **by: Any) -> list[date]:
    """The days of a recurrence inside a range: dateutil's ``YEARLY``, ``MONTHLY``, ``WEEKLY`` …"""
    from dateutil import rrule

    if span.start >= span.end:
        return []
    days = rrule.rrule(
        getattr(rrule, frequency), dtstart=_midnight(span.start), until=_midnight(span.last), **by
    )
    return [moment.date() for moment in days]


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - dateutil counts days as naive midnights


def _weekly(plan: Plan, duty: Duty, rule: Weekly) -> Iterator[Slot]:
    span = _chosen(plan, rule.choose, rule.between)
    moved = plan.holds("A4") == "previous-workday"
    told_until = span.start
    for day in _days("WEEKLY", span, byweekday=plan.week.report_weekday):
        week = week_of(plan, day)
        # an unannounced calendar moves nothing: the day that the plan names stands
        due = workday_by(plan.calendar, day) or day if moved and _is_rest(plan, day) else day
        yield _slot(plan, duty, day, due, week.start, week)
        told_until = week.end
    if rule.rest and plan.holds(rule.rest) == "own-report" and told_until < span.end:
        yield _slot(plan, duty, span.last, span.last, told_until, Period(told_until, span.end))


def _is_rest(plan: Plan, day: date) -> bool:
    return is_workday(plan.calendar, day) is False


def week_of(plan: Plan, day: date) -> Period:
    """The reporting week that ``day`` lies in (A3: Friday to Thursday, so that no day falls between two reports)."""
    way = plan.holds(plan.week.choose)
    first = next(weekday for choice, weekday in plan.week.firsts if choice == way)
    start = day - timedelta(days=(day.weekday() - first) % len(WEEKDAYS))
    return Period(start, start + timedelta(days=7))


def _monthly(plan: Plan, duty: Duty, rule: MonthlyDay) -> Iterator[Slot]:
    span = _chosen(plan, rule.choose, rule.between)
    for named in _days("MONTHLY", span, bymonthday=(rule.day, -1), bysetpos=1):  # a short month's last day
        first = named.replace(day=1)
        period = Period((first - DAY).replace(day=1), first)
        yield _slot(plan, duty, named, _counted(plan, named, rule.before), period.start, period)


def _months(plan: Plan, duty: Duty, rule: CalendarMonth) -> Iterator[Slot]:
    span = _chosen(plan, rule.choose, rule.between)
    spared = "A7" in duty.readings and plan.holds("A7") == "not-in-vacation"
    for last in _days("MONTHLY", Period(span.start, month_of(span.last).end), bymonthday=-1):
        month = Period(max(last.replace(day=1), span.start), min(last + DAY, span.end))
        if not (spared and _in_vacation(plan, month)):
            yield _slot(plan, duty, month.last, month.last, month.start, month)


def _in_vacation(plan: Plan, period: Period) -> bool:
    days = (period.start + timedelta(days=n) for n in range((period.end - period.start).days))
    return all(any(one.period.covers(day) for one in plan.days.vacations) for day in days)


def _recurring(plan: Plan, duty: Duty, rule: Recurring) -> Iterator[Slot]:
    start = rule.between.start
    for day in repeated(rule):
        yield _slot(plan, duty, day, day, start, Period(start, day + DAY))
        start = day + DAY


def repeated(rule: Recurring) -> list[date]:
    """The days of a recurrence. Raises ValueError for a rule that RFC 5545 does not know, or finer than days."""
    from dateutil import rrule

    text = rule.repeats.upper()
    if not text.startswith("FREQ=") or _NOT_OF_DAYS.search(text):
        raise ValueError(rule.repeats)
    days = rrule.rrulestr(text, dtstart=_midnight(rule.between.start))
    if not isinstance(days, rrule.rrule) or text[5:].partition(";")[0] not in _WHOLE_DAYS:
        raise ValueError(rule.repeats)
    found = days.between(_midnight(rule.between.start), _midnight(rule.between.last), inc=True)
    return sorted({moment.date() for moment in found})


_NOT_OF_DAYS = re.compile(r"DTSTART|UNTIL|BYHOUR|BYMINUTE|BYSECOND|INTERVAL=0*(?![1-9])")
_WHOLE_DAYS = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")


def _before_holidays(plan: Plan, duty: Duty, rule: BeforeHoliday) -> Iterator[Slot]:
    major = dict(rule.holidays)[plan.holds(rule.choose)] if rule.choose else rule.holidays[0][1]
    for holiday in holidays(plan.calendar):
        first = holiday.period.start
        if plan.start <= first < plan.end and not set(holiday.codes).isdisjoint(major):
            added = _added(plan, holiday.period)
            period = Period(first, added[0].start) if added else holiday.period
            yield _slot(plan, duty, first - DAY, first - DAY, _opening(plan, first, rule.days), period)
            for one in added:
                yield _supplement(plan, duty, one)


def _opening(plan: Plan, first: date, days: int) -> date:
    """The first day of the days before a holiday, counted as A5 is taken."""
    if _taken(plan, "A5") == "five-workdays-to-eve":
        return last_workday_before(plan.calendar, first, days) or first - timedelta(days=days)
    return first - timedelta(days=days)


def _added(plan: Plan, holiday: Period) -> list[Period]:
    """The days added to a holiday after its roster was due, for each of which a supplement is owed (A14)."""
    if _taken(plan, "A14") != "first-announcement" or _taken(plan, "A11") == "first-announced":
        return []
    found = [one.added for one in plan.days.amended if holiday.start < one.added.start < holiday.end]
    return sorted(found, key=lambda added: added.start)


def _supplement(plan: Plan, duty: Duty, added: Period) -> Slot:
    """What is owed for days that were added: nobody can be reminded of it before they were announced."""
    announced = next(one.announced for one in plan.days.amended if one.added == added)
    eve = added.start - DAY
    slot = _slot(plan, duty, eve, eve, announced, added)
    if slot.advised is None or slot.advised >= announced:
        return slot
    return slot._replace(advised=eve, opens=min(announced, eve))


def _counted(plan: Plan, named: date, before: bool) -> date:
    """The last day that counts for one worded 'before the …' (A2)."""
    return named - DAY if before and plan.holds("A2") == "exclusive" else named
