"""The duty roster of a holiday (R16, A5, A6, A14): who is there on which day, campus by campus."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from safetyctl.ground.catalogue import N_, _, using
from safetyctl.plan.model import DAY, Period
from safetyctl.records.roster_checks import GAP, Finding, findings, none_for
from safetyctl.records.rosters import Holiday, RosterView, ShiftView, holidays, names, of
from safetyctl.reports.drawn.composed import Composed
from safetyctl.reports.facts.blocks import Block, Figure, Items, Para, Part, Section, Table, Value
from safetyctl.reports.facts.head import Request, head_of
from safetyctl.reports.facts.wording import long_day, phrase, short_day

KIND = "roster"
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class RosterFigures:
    """The rosters of the holiday, and what is wrong with them or missing."""

    holiday: tuple[str, ...]
    rosters: tuple[RosterView, ...]
    findings: tuple[Finding, ...]


def roster_report(asked: Request, holiday: Holiday) -> Composed:
    """The rosters for a holiday, of one campus or of all, as they stand on the day in force."""
    snapshot, day = asked.snapshot, asked.day
    places = asked.places
    found = {name: of(snapshot, day, holiday, name) for name in places}
    there = [one for one in found.values() if one is not None]
    with using("zh"):
        wrong = tuple(
            finding
            for name, one in found.items()
            for finding in (findings(snapshot, one, _on) if one else [_none(holiday, name)])
        )
        return Composed(
            **head_of(
                asked,
                KIND,
                holiday.period.start.isoformat(),
                holiday.period,
                due=holiday.named,
                duties=[holiday.duty_id(one.campus) for one in there],
            ),
            stands=day,
            heading=_("{year} {holiday} duty roster").format(
                year=holiday.period.start.year, holiday=names(holiday.codes)
            ),
            subtitle=_days(holiday.period),
            opening=_(
                "The duty rosters of {unit} for the holiday from {days} are reported as follows."
            ).format(unit=asked.unit, days=_days(holiday.period)),
            sections=_sections(asked, there, wrong),
            figures=RosterFigures(holiday.codes, tuple(there), wrong),
            tally=(
                Figure("days", N_("days of the holiday"), len(holiday.days)),
                Figure("rosters", N_("campuses with a roster"), len(there)),
                Figure("without", N_("campuses without one"), len(places) - len(there)),
                Figure("lines", N_("lines of duty"), sum(one.lines for one in there)),
            ),
            lacking=tuple(
                _("{campus}: {problem}.").format(campus=run[0].campus, problem=_problem(run))
                for run in _runs([one for one in wrong if not one.is_warning])
            ),
        )


def due_next(asked: Request, day: date) -> Holiday | None:
    """The holiday that ``day`` lies in, or nearest before: the one whose roster is owed next."""
    coming = [one for one in holidays(asked.plan) if one.period.last >= day]
    return min(coming, key=lambda one: one.period.start, default=None)


def _days(period: Period) -> str:
    if period.start == period.last:
        return long_day(period.start)
    return _("{first} to {last}").format(
        first=long_day(period.start), last=short_day(period.last, period.start)
    )


def _on(day: date) -> str:
    """A day at the head of a sentence; the letter's title has the year."""
    return short_day(day, day)


def _none(holiday: Holiday, campus: str) -> Finding:
    """That a campus has no roster, as a letter says it."""
    days = _from_to(holiday.period.start, holiday.period.last)
    return none_for(holiday, campus)._replace(problem=_("no roster for {days}").format(days=days))


def _from_to(first: date, last: date) -> str:
    """Days in a row at the head of a sentence."""
    if first == last:
        return _on(first)
    if first.month == last.month:
        return _("{month}/{first} to {last}").format(month=first.month, first=first.day, last=last.day)
    return _("{first} to {last}").format(first=_on(first), last=short_day(last, first))


def _runs(wrong: Sequence[Finding]) -> list[list[Finding]]:
    """The findings one by one, but days in a row on which nobody is there at all as one."""
    runs: list[list[Finding]] = []
    for one in wrong:
        if runs and _follows(runs[-1][-1], one):
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _follows(before: Finding, one: Finding) -> bool:
    """Whether nobody is there on both of two days, the one after the other."""
    if before.campus != one.campus or before.day is None or one.day != before.day + DAY:
        return False
    return all(each.kind == GAP and each.shift is None for each in (before, one))


def _problem(run: Sequence[Finding]) -> str:
    """What is wrong, of one finding or of days in a row."""
    first, last = run[0].day, run[-1].day
    if first is None or last is None or first == last:
        return run[0].problem
    return _("{on} nobody is on duty").format(on=_from_to(first, last))


def _settled(wrong: Sequence[Finding]) -> Items:
    """What is still to be settled, a sentence for each campus."""
    of_campus: dict[str, list[str]] = {}
    for run in _runs(wrong):
        of_campus.setdefault(run[0].campus, []).append(_problem(run))
    return Items(
        tuple(
            _("{campus}: {problem}.").format(campus=campus, problem=_("; ").join(problems))
            for campus, problems in of_campus.items()
        )
    )


def _sections(asked: Request, there: Sequence[RosterView], wrong: Sequence[Finding]) -> tuple[Section, ...]:
    blocks: list[Block] = []
    for one in there:
        if asked.campus is None:
            blocks.append(Part(one.campus))
        blocks.append(_table(one))
    if not there:
        blocks.append(Para(_("No roster is there yet.")))
    sections = [Section(_("Duty roster"), tuple(blocks))]
    if wrong:
        sections.append(Section(_("What is still to be settled"), (_settled(wrong),)))
    return tuple(sections)


def _table(one: RosterView) -> Table:
    timed = any(shift.starts for shift in one.shifts)
    hours = (_("time"),) if timed else ()
    return Table(
        _("Duty roster of {campus}").format(campus=one.campus),
        (_("day of duty"), _("weekday"), _("shift"), *hours, _("on duty"), _("telephone")),
        tuple(_row(shift, timed) for shift in one.shifts),
        (2, 1, 1.4, *((2,) if timed else ()), 2.4, 2.2),
        left=(),
        shown=200,
    )


def _row(one: ShiftView, timed: bool) -> tuple[Value, ...]:
    hours = (f"{one.starts}-{one.ends}" if one.starts else None,) if timed else ()
    weekday = _("weekday {day}").format(day=_WEEKDAYS[one.day.weekday()])
    return (
        one.day,
        weekday,
        phrase(one.shift, 20),
        *hours,
        phrase(one.person, 40),
        one.telephone,
    )
