"""The law of deadlines: what the plan owes, when, and how each thing stands on a day.

The only place that computes a deadline. Every function is pure, and nothing heavy is imported: the
holidays are loaded only for ``advise`` and for the reading A4 ``previous-workday``.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from safetyctl.plan.calendar import is_workday, workday_by
from safetyctl.plan.model import (
    DAY,
    Choices,
    Duty,
    MonthlyDay,
    Once,
    Period,
    Plan,
    Reading,
    Rule,
    Weekly,
    Words,
)

GROUP = "*"
"""The campus of what the group itself owes."""

STATES = ("met", "late", "open", "overdue", "future", "waived")


class Owed(NamedTuple):
    """One thing owed by one campus (or the group, ``*``).

    ``named`` is the day that the plan names, ``due`` the day that counts after the readings A2 and A4, and
    ``advised`` the last workday on or before it (None: not asked for, or the holidays are not announced).
    The id is ``code/NAMED/CAMPUS``: two reports that A4 moves to the same day stay two, and a submission keeps its
    duty whatever reading is chosen later. ``period_end`` is the first day after the period.
    """

    id: str
    code: str
    kind: str
    campus: str
    period_start: date
    period_end: date
    opens: date
    due: date
    advised: date | None
    clause: str
    requirement: str
    title: Words
    named: date

    @property
    def period(self) -> Period:
        """The days that it speaks about."""
        return Period(self.period_start, self.period_end)


class Submission(NamedTuple):
    """Something handed in on ``on`` for the duty ``code`` whose id carries the day ``due``."""

    ref: str
    code: str
    due: date
    campus: str
    on: date


class Waiver(NamedTuple):
    """A duty excused from the day ``on`` (A7); ``duty`` is the id of what is owed."""

    ref: str
    duty: str
    on: date


class Facts(NamedTuple):
    """What the ledger knows, for judging."""

    submissions: tuple[Submission, ...] = ()
    waivers: tuple[Waiver, ...] = ()


class Judged(NamedTuple):
    """How one thing owed stands: its state, the day it was met, and the records that show it."""

    owed: Owed
    state: str
    met_on: date | None
    evidence: tuple[str, ...]


class DueState(NamedTuple):
    """``overdue``, ``due`` (today), ``upcoming`` or None (no day, or too far off), and the days past it."""

    state: str | None
    days_overdue: int


class Why(NamedTuple):
    """Where a deadline comes from: the duty with its rule and clause, and the readings that shape it."""

    duty: Duty
    readings: tuple[Reading, ...]


class _Slot(NamedTuple):
    """One occurrence of a rule, before it is somebody's."""

    named: date
    due: date
    opens: date
    period: Period


def week_of(plan: Plan, day: date) -> Period:
    """The reporting week that ``day`` lies in (A3: Friday to Thursday, so that no day falls between two reports)."""
    way = plan.holds(plan.week.choose)
    first = next(weekday for choice, weekday in plan.week.firsts if choice == way)
    start = day - timedelta(days=(day.weekday() - first) % 7)
    return Period(start, start + timedelta(days=7))


def duties(
    plan: Plan,
    campuses: Sequence[str],
    until: date | None = None,
    start: date | None = None,
    advise: bool = False,
) -> tuple[Owed, ...]:
    """Everything that the plan owes with a due day from ``start`` to ``until``, both included; None: no limit.

    In order of due day, then as the plan lists the duties, the group first and the campuses as given.
    ``advise`` works out ``advised``, which loads the holidays (some 5 ms). Duties whose day comes from records
    (an incident, an outing), from holidays or from a running count yield nothing here.
    """
    found: list[Owed] = []
    for duty in plan.duties:
        owners = [GROUP] if "group" in duty.owed_by else []
        if "campus" in duty.owed_by:
            owners.extend(campuses)
        for slot in _slots(plan, duty.rule):
            if (until is None or slot.due <= until) and (start is None or slot.due >= start):
                found.extend(_owed(duty, slot, owners, workday_by(slot.due) if advise else None))
    found.sort(key=lambda owed: owed.due)
    return tuple(found)


def _owed(duty: Duty, slot: _Slot, owners: Sequence[str], advised: date | None) -> Iterator[Owed]:
    stem = f"{duty.code}/{slot.named.isoformat()}/"
    for campus in owners:
        yield Owed(
            stem + campus,
            duty.code,
            duty.kind,
            campus,
            slot.period.start,
            slot.period.end,
            slot.opens,
            slot.due,
            advised,
            duty.clause,
            duty.requirement,
            duty.title,
            slot.named,
        )


def _slots(plan: Plan, rule: Rule) -> Iterator[_Slot]:
    match rule:
        case Weekly():
            return _weekly(plan, rule)
        case MonthlyDay():
            return _monthly(plan, rule)
        case Once():
            due = _counted(plan, rule.due, rule.before)
            return iter((_Slot(rule.due, due, min(rule.opens, due), rule.covers),))
        case _:
            return iter(())


def _weekly(plan: Plan, rule: Weekly) -> Iterator[_Slot]:
    span = _chosen(plan, rule.choose, rule.between)
    moved = plan.holds("A4") == "previous-workday"
    day = span.start + timedelta(days=(plan.week.report_weekday - span.start.weekday()) % 7)
    while day < span.end:
        week = week_of(plan, day)
        # an unannounced calendar moves nothing: the day that the plan names stands
        due = (workday_by(day) or day) if moved and is_workday(day) is False else day
        yield _Slot(day, due, min(week.start, due), week)
        day += timedelta(days=7)


def _monthly(plan: Plan, rule: MonthlyDay) -> Iterator[_Slot]:
    span = _chosen(plan, rule.choose, rule.between)
    first = span.start.replace(day=1)
    while first < span.end:
        after = (first + timedelta(days=31)).replace(day=1)
        named = first.replace(day=min(rule.day, (after - DAY).day))
        if span.covers(named):
            period = Period((first - DAY).replace(day=1), first)
            due = _counted(plan, named, rule.before)
            yield _Slot(named, due, min(period.start, due), period)
        first = after


def _chosen(plan: Plan, reading: str, between: Choices) -> Period:
    way = plan.holds(reading)
    return next(period for choice, period in between if choice == way)


def _counted(plan: Plan, named: date, before: bool) -> date:
    """The last day that counts for one worded 'before the …' (A2)."""
    return named - DAY if before and plan.holds("A2") == "exclusive" else named


def judge(owed: Sequence[Owed], facts: Facts, day: date) -> tuple[Judged, ...]:
    """The state of each thing owed as it stands on ``day``; what happened after ``day`` is not known yet.

    ``met``: handed in on or before the due day · ``waived``: excused, and not met · ``late``: handed in after it ·
    ``future``: it cannot be begun yet · ``open``: not handed in, and the due day is not over · ``overdue``: it is.
    """
    handed: dict[tuple[str, date, str], list[Submission]] = {}
    for one in sorted(facts.submissions, key=lambda submission: submission.on):
        if one.on <= day:
            handed.setdefault((one.code, one.due, one.campus), []).append(one)
    waived: dict[str, list[str]] = {}
    for waiver in facts.waivers:
        if waiver.on <= day:
            waived.setdefault(waiver.duty, []).append(waiver.ref)
    return tuple(
        _judged(one, handed.get((one.code, one.named, one.campus), ()), waived.get(one.id, ()), day)
        for one in owed
    )


def _judged(owed: Owed, handed: Sequence[Submission], waived: Sequence[str], day: date) -> Judged:
    met_on = handed[0].on if handed else None
    evidence = tuple(one.ref for one in handed)
    if met_on is not None and met_on <= owed.due:
        return Judged(owed, "met", met_on, evidence)
    if waived:
        return Judged(owed, "waived", met_on, (*evidence, *waived))
    if met_on is not None:
        return Judged(owed, "late", met_on, evidence)
    if day > owed.due:
        return Judged(owed, "overdue", None, ())
    return Judged(owed, "open" if day >= owed.opens else "future", None, ())


def due_state(due: date | None, day: date, within: int) -> DueState:
    """How a due day stands on ``day``, looking ``within`` days ahead; no due day is never overdue."""
    if due is None:
        return DueState(None, 0)
    left = (due - day).days
    if left < 0:
        return DueState("overdue", -left)
    if left == 0:
        return DueState("due", 0)
    return DueState("upcoming" if left <= within else None, 0)


def allowed_day(plan: Plan, level: str, found_on: date) -> date:
    """The due day of a hazard for which nobody names one: found plus the allowance of its level (A19).

    Raises ValueError for a level other than ``general`` and ``major``.
    """
    days = {"general": plan.allowance.general, "major": plan.allowance.major}.get(level)
    if days is None:
        raise ValueError(level)
    return found_on + timedelta(days=days)


def why(plan: Plan, code: str) -> Why:
    """The grounds of a duty's deadline, for ``--why``. Raises KeyError for a code that the plan has not."""
    duty = plan.duty(code)
    return Why(duty, tuple(one for one in plan.readings if one.id in duty.readings))
