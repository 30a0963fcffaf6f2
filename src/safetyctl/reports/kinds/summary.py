"""The summary of the campaign (工作总结, R20): its facts, read once; ``summary_told`` puts them into words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from safetyctl.ground.catalogue import N_, _, using
from safetyctl.ground.errors import BadInput
from safetyctl.ledger.words import Aspect
from safetyctl.plan.deadlines import Owed, duties
from safetyctl.plan.judging import STATES, Judged
from safetyctl.plan.model import DAY, Period
from safetyctl.records.accountability import accountabilities
from safetyctl.records.activities import ActivityFilter, activities
from safetyctl.records.campaigns import campuses, joined
from safetyctl.records.common import CommonTrouble, common_troubles
from safetyctl.records.deadlines import check
from safetyctl.records.drills import drills
from safetyctl.records.education import coverage, lessons
from safetyctl.records.flows import counted
from safetyctl.records.incidents import IncidentFilter, incidents
from safetyctl.records.inspections import Asked as InspectionsAsked
from safetyctl.records.inspections import inspections
from safetyctl.records.meetings import meetings
from safetyctl.records.narrowing import Narrowed
from safetyctl.records.responsibilities import matrix
from safetyctl.records.supervisions import supervisions
from safetyctl.records.trainings import trainings
from safetyctl.records.views import HazardFilter
from safetyctl.reports.blocks import Figure
from safetyctl.reports.composed import Composed
from safetyctl.reports.deeds import Asked, excused
from safetyctl.reports.facts import Excused, Flow, GroupLine, ReportHazard, SoFar
from safetyctl.reports.gathering import area_of, campus_of, chosen, flow, group_lines, so_far
from safetyctl.reports.head import Request, head_of
from safetyctl.reports.kinds.parts import copy_of

KIND = "summary"
DUTY = "final-summary"
WEEKLY = "weekly-report"
DRILL = "monthly-drill"


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """A phase of the campaign, as far as the summary tells of it: the movement, what was rectified, the overdue left.

    ``found_major`` counts the major ones among those newly found.
    """

    number: int
    name: str
    start: date
    end: date
    flow: Flow
    rectified: int
    found_major: int


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """How a milestone stands at one campus: ``done`` of ``total`` hazards, or areas of an inspection."""

    code: str
    title: str
    campus: str
    due: date
    state: str
    total: int
    done: int


@dataclass(frozen=True, slots=True)
class DutyLine:
    """How often a duty was owed by the end, and how that stands; ``missing`` are the ids of what is not met."""

    code: str
    title: str
    owed: int
    states: Mapping[str, int]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """What was done besides hazards: counts, of meetings and inspections by their kind.

    ``topics`` of ``topics_all`` are topics of safety education taught at a campus; ``attended`` of ``trained``
    people; ``posts`` of ``posts_all`` lines of the responsibility list have somebody; ``drill_months`` of
    ``drill_all`` months that owed a drill had one.
    """

    meetings: Mapping[str, int]
    inspections: Mapping[str, int]
    drills: int
    drilled: int
    drill_months: int
    drill_all: int
    lessons: int
    topics: int
    topics_all: int
    trainings: int
    attended: int
    trained: int
    activities: int
    outings: int
    incidents: int
    posts: int
    posts_all: int
    visits: Mapping[str, int]
    corrections_open: int
    held_to_account: int


@dataclass(frozen=True, slots=True)
class SummaryFigures:
    """The whole campaign up to the day the summary tells of: by phase, area and campus, and all that was owed.

    ``untold`` is the movement of the last days, which lie in no weekly report (A12); None where there are none.
    """

    total: Flow
    general: Flow
    major: Flow
    all_time: SoFar
    rectified: int
    phases: tuple[PhaseLine, ...]
    by_area: tuple[GroupLine, ...]
    by_campus: tuple[GroupLine, ...]
    milestones: tuple[MilestoneLine, ...]
    duties: tuple[DutyLine, ...]
    work: Work
    excused: tuple[Excused, ...]
    common: tuple[CommonTrouble, ...]
    untold: Flow | None
    untold_from: date | None


def summary_report(asked: Request) -> Composed:
    """The summary of the campaign, as far as it has come on the day in force; interim before the final one opens.

    Raises BadInput: the campaign has not begun.
    """
    from safetyctl.reports.kinds.summary_told import sections

    if asked.day < asked.plan.start:
        raise BadInput(
            _("The campaign has not begun on {day}.").format(day=asked.day),
            hint=_("It runs from {first} to {last}.").format(first=asked.plan.start, last=asked.plan.last),
        )
    owed = _owed(asked)
    whole = owed[0].period if owed else Period(asked.plan.start, asked.plan.end)
    until = max(whole.start + DAY, min(whole.end, asked.day + DAY))
    is_final = bool(owed) and asked.day >= min(one.opens for one in owed)
    told = Period(whole.start, until)
    standing = chosen(asked.snapshot, told.last, HazardFilter(campus=asked.campus, standing_before=until))
    figures = _figures(asked, told, standing)
    period = whole if is_final else told
    with using("zh"):
        return Composed(
            **head_of(
                asked,
                KIND,
                period.last.isoformat(),
                period,
                due=owed[0].due if is_final else None,
                duties=[one.id for one in owed] if is_final else copy_of(asked.plan, told.last, asked.campus),
            ),
            heading=_(_FINAL if is_final else _INTERIM).format(title=asked.plan.title.zh),
            sections=sections(asked, told, figures, standing),
            figures=figures,
            tally=_tally(figures, standing),
            listed=standing,
        )


_FINAL = N_("Summary of the {title}")
_INTERIM = N_("Interim summary of the {title}")


def _owed(asked: Request) -> list[Owed]:
    names = tuple(campuses(asked.snapshot))
    laid = duties(asked.plan, names, joined=joined(asked.snapshot))
    return [one for one in laid if one.code == DUTY and asked.campus in (None, one.campus)]


def _figures(asked: Request, told: Period, standing: tuple[ReportHazard, ...]) -> SummaryFigures:
    snapshot, campus = asked.snapshot, asked.campus
    names = [name for name in campuses(snapshot) if campus in (None, name)]
    parts = [part for part in counted(snapshot, told.start, told.end) if campus in (None, part.campus)]
    areas = [(area.code, area.name.zh) for area in asked.plan.areas]
    judged = check(snapshot, asked.plan, told.last)
    mine = [one for one in judged.duties if campus is None or one.owed.campus == campus]
    untold_from = _untold_from(asked, told)
    return SummaryFigures(
        total=flow(parts),
        general=flow(part for part in parts if part.level != "major"),
        major=flow(part for part in parts if part.level == "major"),
        all_time=so_far(snapshot, told.end, campus),
        rectified=sum(part.rectified for part in parts),
        phases=_phases(asked, told),
        by_area=group_lines(parts, standing, areas, area_of),
        by_campus=group_lines(parts, standing, [(name, name) for name in names], campus_of),
        milestones=tuple(
            MilestoneLine(
                one.milestone.code, one.milestone.title.zh, one.campus, one.milestone.due, one.state, one.total,
                one.done,
            )
            for one in judged.milestones
            if one.campus in names
        ),
        duties=_duties(mine, told.last),
        work=_work(asked, told, names, mine),
        excused=excused(Asked(snapshot, asked.plan, told, campus)),
        common=() if campus else tuple(common_troubles(snapshot, day=told.last)),
        untold=_moved(asked, Period(untold_from, told.end)) if untold_from else None,
        untold_from=untold_from,
    )  # fmt: skip


def _moved(asked: Request, days: Period) -> Flow:
    parts = counted(asked.snapshot, days.start, days.end)
    return flow(part for part in parts if asked.campus in (None, part.campus))


def _untold_from(asked: Request, told: Period) -> date | None:
    """The first day after the last weekly report, where the summary tells of days that no report has (A12)."""
    weekly = [one for one in duties(asked.plan, tuple(campuses(asked.snapshot))) if one.code == WEEKLY]
    after = max((one.period_end for one in weekly), default=None)
    return after if after is not None and after < told.end else None


def _phases(asked: Request, told: Period) -> tuple[PhaseLine, ...]:
    lines = []
    for phase in asked.plan.phases:
        days = Period(max(phase.start, told.start), min(phase.end, told.end))
        if days.start >= days.end:
            continue
        parts = [
            part
            for part in counted(asked.snapshot, days.start, days.end)
            if asked.campus in (None, part.campus)
        ]
        lines.append(
            PhaseLine(
                phase.number,
                phase.name.zh,
                days.start,
                days.last,
                flow(parts),
                rectified=sum(part.rectified for part in parts),
                found_major=sum(part.new for part in parts if part.level == "major"),
            )
        )
    return tuple(lines)


def _duties(mine: Iterable[Judged], day: date) -> tuple[DutyLine, ...]:
    """What was owed by ``day`` or has been done already, by duty, in the plan's order."""
    found: dict[str, list[Judged]] = {}
    for one in mine:
        if one.owed.due <= day or one.state in ("met", "late", "waived"):
            found.setdefault(one.owed.code, []).append(one)
    return tuple(
        DutyLine(
            code,
            group[0].owed.title.zh,
            len(group),
            {state: n for state in STATES if (n := sum(one.state == state for one in group))},
            tuple(one.owed.id for one in group if one.state in ("open", "overdue")),
        )
        for code, group in found.items()
    )


def _work(asked: Request, told: Period, names: Sequence[str], mine: Sequence[Judged]) -> Work:
    snapshot, day = asked.snapshot, told.last
    narrowed = Narrowed(asked.campus, told.start, day)
    taught = lessons(snapshot, day, narrowed)
    covered = coverage(names, taught)
    trained = trainings(snapshot, day, narrowed)
    held = [one for one in mine if one.owed.code == DRILL and one.owed.due <= day]
    posts = matrix(snapshot, asked.plan, names, day)
    visits = supervisions(snapshot, day, narrowed)
    happened = activities(snapshot, day, ActivityFilter(asked.campus, since=told.start, until=day))
    drilled = drills(snapshot, day, narrowed)
    return Work(
        meetings=_by_kind(one.kind for one in meetings(snapshot, day, narrowed)),
        inspections=_by_kind(
            one.kind
            for one in inspections(snapshot, day, InspectionsAsked(campus=asked.campus))
            if one.finished_on is not None and told.covers(one.finished_on)
        ),
        drills=len(drilled),
        drilled=sum(one.participants for one in drilled),
        drill_months=sum(one.state in ("met", "late") for one in held),
        drill_all=sum(one.state != "waived" for one in held),
        lessons=sum(one.topic is not None for one in taught),
        topics=sum(one.times > 0 for one in covered),
        topics_all=len(covered),
        trainings=len(trained),
        attended=sum(one.attended for one in trained),
        trained=sum(one.of for one in trained),
        activities=len(happened),
        outings=sum(one.kind == "outing" for one in happened),
        incidents=len(
            incidents(snapshot, day, None, IncidentFilter(asked.campus, since=told.start, until=day))
        ),
        posts=sum(not one.missing for one in posts),
        posts_all=len(posts),
        visits={aspect: sum(one.aspect == aspect for one in visits) for aspect in Aspect},
        corrections_open=sum(one.state in ("open", "overdue") for one in visits),
        held_to_account=len(accountabilities(snapshot, day, narrowed)),
    )


def _by_kind(kinds: Iterable[str]) -> dict[str, int]:
    return dict(Counter(str(kind) for kind in kinds))


def _tally(figures: SummaryFigures, standing: Sequence[ReportHazard]) -> tuple[Figure, ...]:
    moved = figures.total
    return (
        Figure("new", N_("newly found"), moved.new),
        Figure("rectified", N_("rectified in the period"), figures.rectified),
        Figure("closed", N_("struck off"), moved.closed),
        Figure("remaining", N_("still open"), moved.remaining),
        Figure("major", N_("of them major"), sum(one.major for one in standing)),
        Figure("overdue", N_("of them overdue"), sum(one.overdue for one in standing)),
        Figure("carried", N_("carried"), moved.carried),
        Figure("reopened", N_("reopened"), moved.reopened),
        Figure("voided", N_("made void"), moved.voided),
    )
