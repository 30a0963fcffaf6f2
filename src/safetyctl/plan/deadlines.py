"""What the plan owes: every duty that has a day, for every campus and the group, and what events bring with them.

The days themselves are laid out with the plan (``layout``); how a thing owed stands on a day is told by ``judging``.
Every function is pure and imports nothing heavy.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import NamedTuple

from safetyctl.plan.calendar import workday_by
from safetyctl.plan.layout import rule_of
from safetyctl.plan.model import (
    DAY,
    CalendarMonth,
    Duty,
    Event,
    MonthlyDay,
    Period,
    Plan,
    Reading,
    Recurring,
    Rule,
    Running,
    Weekly,
    Window,
    Words,
)

GROUP = "*"
"""The campus of what the group itself owes."""

NOBODY: Mapping[str, date] = MappingProxyType({})
_INSTANT = timedelta(microseconds=1)
_MINUTE = timedelta(minutes=1)


class Owed(NamedTuple):
    """One thing owed by one campus (or the group, ``*``).

    ``named`` is the day that the plan names, ``due`` the day that counts after the readings A2 and A4, and
    ``advised`` the last workday on or before it (None: that year's holidays are not announced yet). The id is
    ``code/NAMED/CAMPUS``: two reports that A4 moves to the same day stay two, and a submission keeps its duty
    whatever reading is chosen later. ``period_end`` is the first day after the period. ``parts`` are the areas or
    campuses that must each be shown. What an event brings has its id, such as ``incident-report/E0001/bureau``;
    ``due_at`` is the last moment that is in time, where the plan limits hours. ``recurs``: the next one follows;
    ``each``: it is owed for each area, campus or hazard apart.
    """

    id: str
    duty: Duty
    campus: str
    period_start: date
    period_end: date
    opens: date
    due: date
    advised: date | None
    named: date
    parts: tuple[str, ...] = ()
    due_at: datetime | None = None
    authority: str | None = None
    event: str | None = None
    recurs: bool = False
    each: str | None = None

    @property
    def code(self) -> str:
        """The duty's code."""
        return self.duty.code

    @property
    def kind(self) -> str:
        """What the duty is about, as ``due --kind`` names it."""
        return self.duty.kind

    @property
    def title(self) -> Words:
        """The duty's title."""
        return self.duty.title

    @property
    def clause(self) -> str:
        """The plan's clause."""
        return self.duty.clause

    @property
    def requirement(self) -> str:
        """The duty's number on the plan's list (R1–R21)."""
        return self.duty.requirement

    @property
    def period(self) -> Period:
        """The days that it speaks about."""
        return Period(self.period_start, self.period_end)


class Occurrence(NamedTuple):
    """Something that happened or is to happen, and brings duties with it: an incident, a gathering or an outing.

    ``day`` is the day that it starts (an activity) or became known (an incident), ``since`` the day from which it
    stands on the ledger. The moments are aware: when it occurred, and when the school learned of it. ``kind`` tells
    an outing from a gathering, or says what kind of incident it is: a duty ``of`` some kinds comes with those alone.
    """

    ref: str
    campus: str
    trigger: str
    day: date
    since: date
    occurred: datetime | None = None
    known: datetime | None = None
    kind: str = ""


class Standing(NamedTuple):
    """A duty without a day, as it stands for one campus or the group (A18): listed and counted, never overdue."""

    duty: Duty
    campus: str


class Why(NamedTuple):
    """Where a deadline comes from: the duty with its rule and clause, and the readings that shape it."""

    duty: Duty
    readings: tuple[Reading, ...]


def duties(
    plan: Plan,
    campuses: Sequence[str],
    until: date | None = None,
    start: date | None = None,
    joined: Mapping[str, date] = NOBODY,
    reminded: bool = False,
) -> tuple[Owed, ...]:
    """Everything that the plan owes with a due day from ``start`` to ``until``, both included; None: no limit.

    In order of due day, then as the plan lists the duties, the group first and the campuses as given. ``joined`` are
    the campuses that came later, which owe nothing that was due before their day. ``reminded``: what is advised by
    ``until`` is taken too (A4). Duties whose day comes from what happens are told by ``brought``, those without a
    day by ``running``.
    """
    found: list[Owed] = []
    by_code = {duty.code: _Laid(duty, rule_of(plan, duty), _owners(duty, campuses)) for duty in plan.duties}
    for code, named, due, opens, first, end, advised in plan.slots:
        asked_by = min(due, advised or due) if reminded else due
        if (until is not None and asked_by > until) or (start is not None and due < start):
            continue
        laid = by_code[code]
        there = [one for one in campuses if one not in joined or due >= joined[one]] if joined else campuses
        parts, each, recurs = _parts(plan, laid, there), laid.each, laid.recurs
        stem = f"{code}/{named.isoformat()}/"
        found.extend(
            Owed(
                *(stem + campus, laid.duty, campus, first, end, opens, due, advised, named, parts),
                recurs=recurs,
                each=each,
            )
            for campus in laid.owners
            if campus not in joined or due >= joined[campus]
        )
    return tuple(found)


class _Laid(NamedTuple):
    """A duty with its rule in force and those who owe it."""

    duty: Duty
    rule: Rule
    owners: Sequence[str]

    @property
    def each(self) -> str | None:
        return self.rule.each if isinstance(self.rule, Window) else None

    @property
    def recurs(self) -> bool:
        return isinstance(self.rule, Weekly | MonthlyDay | CalendarMonth | Recurring)


def _owners(duty: Duty, campuses: Sequence[str]) -> list[str]:
    owners = [GROUP] if "group" in duty.owed_by else []
    return owners + list(campuses) if "campus" in duty.owed_by else owners


def _parts(plan: Plan, laid: _Laid, campuses: Sequence[str]) -> tuple[str, ...]:
    """What must each be shown: the areas that have check items, or the campuses (in each aspect, where there are)."""
    if laid.each == "area":
        return tuple(area.code for area in plan.areas if area.items)
    if laid.each == "campus":
        return tuple(part for campus in campuses for part in parts_of(laid.duty, campus))
    return ()


def parts_of(duty: Duty, campus: str) -> tuple[str, ...]:
    """The parts of a duty owed for each campus: the campus, in each of the aspects ``of`` where there are some."""
    return tuple(f"{campus}/{aspect}" for aspect in duty.of) or (campus,)


def brought(plan: Plan, occurrences: Iterable[Occurrence]) -> tuple[Owed, ...]:
    """What events bring with them: before an outing starts (R6, R10), within 2 hours of an incident, to each
    authority (R11). In order of due day.
    """
    found = [owed for one in occurrences for duty in plan.duties for owed in _brought(plan, duty, one)]
    return tuple(sorted(found, key=lambda owed: owed.due))


def _brought(plan: Plan, duty: Duty, one: Occurrence) -> list[Owed]:
    rule = rule_of(plan, duty)
    if not isinstance(rule, Event) or rule.trigger != one.trigger:
        return []
    if duty.of and one.kind not in duty.of:
        return []
    if one.trigger == "before-start":
        return [_event(plan, duty, one, one.campus, one.day, None, None)]
    limit = None if rule.hours is None else in_time(plan, rule.hours, one)
    if limit is None:
        return []
    return [_event(plan, duty, one, office, limit.date(), limit, office) for office in rule.to]


def _event(
    plan: Plan,
    duty: Duty,
    one: Occurrence,
    whom: str,
    due: date,
    due_at: datetime | None,
    authority: str | None,
) -> Owed:
    advised = workday_by(plan.calendar, due) if due_at is None else due
    return Owed(
        f"{duty.code}/{one.ref}/{whom}",
        duty,
        one.campus,
        one.day,
        one.day + DAY,
        min(one.since, due),
        due,
        advised,
        due,
        (),
        due_at,
        authority,
        one.ref,
    )


def in_time(plan: Plan, hours: int, one: Occurrence) -> datetime | None:
    """The last moment that is within so many hours of an incident, in the plan's zone; None where it is not known.

    Counted from when the school knew (A8); the full hours are within (A13); nights and holidays stop nothing.
    """
    from zoneinfo import ZoneInfo

    start = one.occurred if plan.holds("A8") == "occurred" else one.known
    if start is None:
        return None
    full = start + timedelta(hours=hours)
    return (full - _INSTANT if plan.holds("A13") == "under-two" else full).astimezone(ZoneInfo(plan.zone))


def end_of(plan: Plan, day: date) -> datetime:
    """The moment (aware, UTC) at which a day is over in the plan's zone."""
    from zoneinfo import ZoneInfo

    return datetime.combine(day + DAY, time(), ZoneInfo(plan.zone)).astimezone(UTC)


def minutes_left(due_at: datetime, moment: datetime) -> int:
    """The whole minutes from a moment to the last one that is in time; negative from the first second after it."""
    return (due_at.astimezone(UTC) - moment.astimezone(UTC)) // _MINUTE


def running(plan: Plan, campuses: Sequence[str]) -> tuple[Standing, ...]:
    """The duties without a day (A18), in the plan's order: those that run all the time, and those that arise."""
    return tuple(
        Standing(duty, campus)
        for duty in plan.duties
        if is_running(rule_of(plan, duty))
        for campus in _owners(duty, campuses)
    )


def is_running(rule: Rule) -> bool:
    """Whether a duty under this rule never gets a day."""
    if isinstance(rule, Event):
        return rule.trigger not in ("before-start", "incident-known") or (
            rule.trigger == "incident-known" and rule.hours is None
        )
    return isinstance(rule, Running)


def allowed_day(plan: Plan, level: str, found_on: date) -> date | None:
    """The due day of a hazard for which nobody names one: found plus the allowance of its level (A19).

    None where the reading is that such a hazard has no deadline. Raises ValueError for a level other than
    ``general`` and ``major``.
    """
    days = {"general": plan.allowance.general, "major": plan.allowance.major}.get(level)
    if days is None:
        raise ValueError(level)
    return None if plan.holds("A19") == "no-allowance" else found_on + timedelta(days=days)


def why(plan: Plan, code: str) -> Why:
    """The grounds of a duty's deadline, for ``--why``. Raises KeyError for a code that the plan has not."""
    duty = plan.duty(code)
    return Why(duty, tuple(one for one in plan.readings if one.id in duty.readings))
