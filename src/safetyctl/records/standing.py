"""Where the campaign stands on a day: one screen for a principal."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from safetyctl.ground.catalogue import _, listed, ngettext
from safetyctl.ledger.connection import Asks
from safetyctl.ledger.runs import LastRun
from safetyctl.ledger.words import INCIDENT_KIND_LABELS, SETTLED, IncidentKind, Level, Status
from safetyctl.plan.model import Plan
from safetyctl.records.campaigns import campuses
from safetyctl.records.deadlines import everything_owed
from safetyctl.records.due import DueItem, DueQuestion, clock, due
from safetyctl.records.incidents import authority_name, kind_of
from safetyctl.records.mailings import OpenMail
from safetyctl.records.past import has_later_changes
from safetyctl.records.views import HazardFilter, HazardView, hazards
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
    by_campus = _tallies(asks, day, "campus")
    by_area = {one.name: one for one in _tallies(asks, day, "area") if one.found}
    found = Standing(
        as_of=day,
        campaign=plan.code,
        title=plan.title.said(lang),
        phase=phase
        and PhaseNow(phase.number, phase.name.said(lang), phase.start, phase.last, phase.days_left(day)),
        total=_sum(by_campus),
        by_campus=tuple(by_campus),
        by_area=tuple(by_area[area.code] for area in plan.areas if area.code in by_area),
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


_GROUPED = {"campus": ("c.name", "c.position"), "area": ("h.area", "h.area")}


def _tallies(asks: Asks, day: date, key: str) -> list[Tally]:
    """The hazards by ``campus`` (in the group's order) or by ``area``."""
    if has_later_changes(asks, day):
        return _past_tallies(asks, day, key)
    by, order = _GROUPED[key]
    rows = asks.rows(
        f"""
        SELECT {by},
               sum(CASE WHEN h.status NOT IN ('closed', 'void') THEN 1 ELSE 0 END),
               sum(CASE WHEN h.status IN ('open', 'assigned') AND h.due < ? THEN 1 ELSE 0 END),
               sum(CASE WHEN h.status NOT IN ('closed', 'void') AND h.level = 'major' THEN 1 ELSE 0 END),
               sum(CASE WHEN h.status = 'rectified' THEN 1 ELSE 0 END),
               sum(CASE WHEN h.status = 'closed' THEN 1 ELSE 0 END),
               sum(CASE WHEN h.status <> 'void' THEN 1 ELSE 0 END)
        FROM campus c LEFT JOIN hazard h ON h.campus = c.uid
        GROUP BY {by}, {order} ORDER BY {order}
        """,
        (day.isoformat(),),
    )
    return [Tally(str(row[0]), *(value or 0 for value in row[1:])) for row in rows if row[0] is not None]


def _past_tallies(asks: Asks, day: date, key: str) -> list[Tally]:
    """The same counted from the hazards as they stood, in the order of the campuses or of the areas' codes."""
    names = list(campuses(asks)) if key == "campus" else []
    groups: dict[str, list[HazardView]] = {name: [] for name in names}
    for one in hazards(asks, day, HazardFilter()):
        groups.setdefault(getattr(one, key), []).append(one)
    return [_tally(name, groups[name]) for name in (groups if key == "campus" else sorted(groups))]


def _tally(name: str, group: list[HazardView]) -> Tally:
    standing_now = [one for one in group if one.status not in SETTLED]
    return Tally(
        name,
        open=len(standing_now),
        overdue=sum(one.overdue for one in standing_now),
        major=sum(one.level == Level.MAJOR for one in standing_now),
        waiting=sum(one.status == Status.RECTIFIED for one in standing_now),
        closed=sum(one.status == Status.CLOSED for one in group),
        found=sum(one.status != Status.VOID for one in group),
    )


def _sum(parts: list[Tally]) -> Tally:
    names = ("open", "overdue", "major", "waiting", "closed", "found")
    return Tally("*", *(sum(getattr(part, name) for part in parts) for name in names))


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
