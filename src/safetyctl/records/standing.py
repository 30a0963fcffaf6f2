"""Where the campaign stands on a day: one screen for a principal."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from safetyctl.ground.catalogue import _, listed, ngettext
from safetyctl.ledger.connection import Asks
from safetyctl.ledger.runs import LastRun
from safetyctl.ledger.words import AWAITING_SQL, INCIDENT_KIND_LABELS, SETTLED_SQL, IncidentKind
from safetyctl.plan.model import Plan
from safetyctl.records.campaigns import campuses
from safetyctl.records.deadlines import everything_owed
from safetyctl.records.due import DueItem, DueQuestion, clock, due
from safetyctl.records.earlier import hazard_table
from safetyctl.records.incidents import authority_name, kind_of
from safetyctl.records.mailings import OpenMail
from safetyctl.records.waivers import waivers

AHEAD = 7  # days that the next deadlines are looked for


@dataclass(frozen=True, slots=True)
class PhaseNow:
    """The phase of the day, and the days that are left of it, the last one included."""

    number: int
    name: str
    start: date
    end: date
    days_left: int


@dataclass(frozen=True, slots=True)
class Tally:
    """The hazards of a campus or an area: open by status, overdue, major among the open, closed, found in all."""

    name: str
    open: int
    overdue: int
    major: int
    waiting: int
    closed: int
    found: int


class Clock(NamedTuple):
    """The authorities that must still be told of an incident; ``minutes_left`` is negative when the time is over."""

    incident: str
    campus: str
    kind: str
    authorities: tuple[str, ...]
    minutes_left: int


@dataclass(frozen=True, slots=True)
class Standing:
    """The answer of ``status``; ``scheduled`` is no record but what stands beside the ledger, ``mails`` what the
    register knows of mails that came to no good end yet.

    ``waived`` is the number of duties that a waiver excuses on the day.
    """

    as_of: date
    campaign: str
    title: str
    phase: PhaseNow | None
    total: Tally
    by_campus: tuple[Tally, ...]
    by_area: tuple[Tally, ...]
    next: tuple[DueItem, ...]
    overdue_duties: int
    missing: tuple[str, ...]
    scheduled: LastRun | None = None
    clocks: tuple[Clock, ...] = ()
    waived: int = 0
    mails: tuple[OpenMail, ...] = ()

    @property
    def ahead(self) -> tuple[DueItem, ...]:
        """The next deadlines without those of ``clocks``, which are told by the hour."""
        return tuple(item for item in self.next if item.minutes_left is None)


def standing(
    asks: Asks, plan: Plan, day: date, lang: str, moment: datetime | None = None
) -> tuple[Standing, tuple[DueItem, ...]]:
    """Where the campaign stands on ``day``, and all that is overdue then, hazards too, the longest overdue first.

    ``moment`` says how far the day has come (None: to its end).
    """
    phase = plan.phase_on(day)
    items = due(asks, plan, day, DueQuestion(within=AHEAD), lang, moment)
    late = tuple(item for item in items if item.state == "overdue")
    late_duties = [item.ref for item in late if not item.is_hazard]
    counts = _counts(asks, day)
    by_area = (_tally(area.code, [row for row in counts if row[1] == area.code]) for area in plan.areas)
    found = Standing(
        as_of=day,
        campaign=plan.code,
        title=plan.title.said(lang),
        phase=phase
        and PhaseNow(phase.number, phase.name.said(lang), phase.start, phase.last, phase.days_left(day)),
        total=_tally("*", counts),
        by_campus=tuple(_tally(name, [row for row in counts if row[0] == name]) for name in campuses(asks)),
        by_area=tuple(one for one in by_area if one.found),
        next=tuple(item for item in items if item.state != "overdue"),
        overdue_duties=len(late_duties),
        missing=tuple(late_duties),
        clocks=_clocks(asks, items),
        waived=_waived(asks, plan, day),
    )
    return found, late


def _waived(asks: Asks, plan: Plan, day: date) -> int:
    """How many duties of this plan nobody has to do."""
    standing = [one.duty for one in waivers(asks) if one.holds(day)]
    if not standing:
        return 0
    owed = {one.id for one in everything_owed(asks, plan, day)}
    return sum(duty in owed for duty in standing)


def _clocks(asks: Asks, items: list[DueItem]) -> tuple[Clock, ...]:
    """The incidents whose report is still owed, the one with the least time first."""
    running: dict[tuple[str, str, int], list[str]] = {}
    for item in items:
        if item.minutes_left is not None and item.authority is not None:
            event = item.ref.split("/")[1]
            running.setdefault((event, item.campus, item.minutes_left), []).append(item.authority)
    clocks = [
        Clock(event, campus, kind_of(asks, int(event[1:])), tuple(authorities), left)
        for (event, campus, left), authorities in running.items()
    ]
    return tuple(sorted(clocks, key=lambda one: (one.minutes_left, one.incident)))


def _counts(asks: Asks, day: date) -> list[tuple[Any, ...]]:
    """The hazards of each campus and area: both names, then the figures of a tally in their order."""
    return asks.rows(
        f"""
        SELECT c.name, h.area,
               sum(CASE WHEN h.status NOT IN {SETTLED_SQL} THEN 1 ELSE 0 END),
               sum(CASE WHEN h.status IN {AWAITING_SQL} AND h.due < ? THEN 1 ELSE 0 END),
               sum(CASE WHEN h.status NOT IN {SETTLED_SQL} AND h.level = 'major' THEN 1 ELSE 0 END),
               sum(CASE WHEN h.status = 'rectified' THEN 1 ELSE 0 END),
               sum(CASE WHEN h.status = 'closed' THEN 1 ELSE 0 END),
               sum(CASE WHEN h.status <> 'void' THEN 1 ELSE 0 END)
        FROM {hazard_table(asks, day)} h JOIN campus c ON c.uid = h.campus
        GROUP BY c.name, h.area
        """,
        (day.isoformat(),),
    )


def _tally(name: str, counts: list[tuple[Any, ...]]) -> Tally:
    """What these counts come to together."""
    return Tally(name, *(sum(row[place] for row in counts) for place in range(2, 8)))


# words


def clock_line(plan: Plan, one: Clock) -> str:
    """An incident's clock that runs, or ran out: whom to tell, and how long there is left."""
    sentence = (
        _("{ref} {campus} {kind}: {time}, tell {authorities}")
        if one.minutes_left >= 0
        else _("{ref} {campus} {kind}: {time}, not told: {authorities}")
    )
    return sentence.format(
        ref=one.incident,
        campus=one.campus,
        kind=_(INCIDENT_KIND_LABELS[IncidentKind(one.kind)]),
        time=clock(one.minutes_left),
        authorities=listed(authority_name(plan, code) for code in one.authorities),
    )


def phase_line(now: Standing) -> str:
    """The day, its phase, and the days that are left of it."""
    if now.phase is None:
        return _("{day}: outside the campaign's phases").format(day=now.as_of)
    return ngettext(
        "{day}: phase {number}, {name}; {days} day left (to {end})",
        "{day}: phase {number}, {name}; {days} days left (to {end})",
        now.phase.days_left,
    ).format(
        day=now.as_of,
        number=now.phase.number,
        name=now.phase.name,
        days=now.phase.days_left,
        end=now.phase.end,
    )


def run_line(ran: LastRun) -> str:
    """How the last scheduled run ended."""
    if ran.error is None:
        return _("Last scheduled run: {day}").format(day=ran.as_of)
    sentence = _("The scheduled run of {day} failed ({reason}); the last that succeeded: {before}")
    before = ran.succeeded_on or _("none")
    return sentence.format(day=ran.as_of, reason=ran.error.rstrip(".。"), before=before)
