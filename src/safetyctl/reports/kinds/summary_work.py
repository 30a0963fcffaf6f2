"""A campaign's work besides hazards, read once for its summary: organisation, everyday work, supervision."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from safetyctl.ledger.words import ActivityKind, Aspect
from safetyctl.plan.deadlines import GROUP
from safetyctl.plan.judging import Judged
from safetyctl.plan.model import Period
from safetyctl.records.accountability import accountabilities
from safetyctl.records.activities import ActivityFilter, activities
from safetyctl.records.documents import IN_FORCE, documents
from safetyctl.records.documents import Asked as DocumentsAsked
from safetyctl.records.drills import drills
from safetyctl.records.education import completions, coverage, lessons
from safetyctl.records.incidents import IncidentFilter, incidents
from safetyctl.records.inspections import Asked as InspectionsAsked
from safetyctl.records.inspections import inspections
from safetyctl.records.meetings import meetings
from safetyctl.records.narrowing import Narrowed
from safetyctl.records.responsibilities import matrix
from safetyctl.records.supervisions import supervisions
from safetyctl.records.trainings import trainings
from safetyctl.reports.facts.head import Request
from safetyctl.reports.kinds.visited import Accounted, Visit, accounted, visit_of

PAPERS = ("leading-group", "implementation-plan", "regulation")
"""The categories of documents that say how the campaign is organised."""
_DRILLS = "drills"


@dataclass(frozen=True, slots=True)
class Paper:
    """Documents in force of one category: how many, the places (``*`` the group) with one, and those without."""

    category: str
    number: int
    have: tuple[str, ...]
    lack: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unassigned:
    """The areas of a campus, by code, that nobody answers for in whole."""

    campus: str
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drilled:
    """The months in which a campus owed a drill: how many, ``held`` and ``excused``; ``missing`` by name."""

    campus: str
    owed: int
    held: int
    excused: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Taught:
    """Safety education at a campus: how often, how many people in all, and which topics (codes) were left out."""

    campus: str
    times: int
    reached: int
    topics: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """What was done besides hazards; meetings, inspections, incidents and visits are counted by their kind.

    ``decided`` things, ``done`` of them; ``posts`` of ``posts_all`` lines of the responsibility list have somebody.
    ``looked_at`` items of inspections, ``failed`` of them. ``completed`` of ``enrolled`` pupils finished the lessons
    of the city's platform; ``attended`` of ``trained`` were at trainings. ``told_in_time`` of ``to_tell`` reports of
    incidents to authorities. ``drills`` and ``drilled`` are all that were held and who took part.
    """

    papers: tuple[Paper, ...]
    meetings: Mapping[str, int]
    decided: int
    done: int
    posts: int
    posts_all: int
    unassigned: tuple[Unassigned, ...]
    inspections: Mapping[str, int]
    looked_at: int
    failed: int
    drills: int
    drilled: int
    by_drill: tuple[Drilled, ...]
    by_lesson: tuple[Taught, ...]
    completed: int
    enrolled: int
    trainings: int
    attended: int
    trained: int
    gatherings: int
    outings: int
    incidents: Mapping[str, int]
    told_in_time: int
    to_tell: int
    visits: Mapping[str, int]
    supervised: tuple[Visit, ...]
    held_to_account: tuple[Accounted, ...]

    @property
    def corrections(self) -> tuple[Visit, ...]:
        """The visits that asked for a correction."""
        return tuple(one for one in self.supervised if one.correction)

    @property
    def uncorrected(self) -> tuple[Visit, ...]:
        """Those of which it is not done."""
        return tuple(one for one in self.corrections if one.state != "corrected")


def work_of(asked: Request, told: Period, names: Sequence[str], mine: Sequence[Judged]) -> Work:
    """What was done in the days told of, as known on the last of them; ``mine`` are the duties as they stand then."""
    snapshot, day = asked.snapshot, told.last
    narrowed = Narrowed(asked.campus, told.start, day)
    held = meetings(snapshot, day, narrowed)
    decided = [one for meeting in held for one in meeting.decisions if one.state != "dropped"]
    posts = matrix(snapshot, asked.plan, names, day)
    inspected = [
        one
        for one in inspections(snapshot, day, InspectionsAsked(campus=asked.campus))
        if one.finished_on is not None and told.covers(one.finished_on)
    ]
    drilled = drills(snapshot, day, narrowed)
    taught = lessons(snapshot, day, narrowed)
    classes = completions(taught)
    trained = trainings(snapshot, day, narrowed)
    started = activities(snapshot, day, ActivityFilter(asked.campus, since=told.start, until=day))
    happened = incidents(snapshot, day, asked=IncidentFilter(asked.campus, since=told.start, until=day))
    calls = [one for incident in happened for one in incident.authorities if one.required]
    visits = tuple(visit_of(one) for one in supervisions(snapshot, day, narrowed))
    outings = sum(one.kind == ActivityKind.OUTING for one in started)
    return Work(
        papers=_papers(asked, told, names),
        meetings=_by_kind(one.kind for one in held),
        decided=len(decided),
        done=sum(one.state == "done" for one in decided),
        posts=sum(not one.missing for one in posts),
        posts_all=len(posts),
        unassigned=tuple(
            Unassigned(name, areas)
            for name in names
            if (areas := tuple(dict.fromkeys(p.area for p in posts if p.campus == name and p.missing)))
        ),
        inspections=_by_kind(one.kind for one in inspected),
        looked_at=sum(one.passed + one.failed + one.na for one in inspected),
        failed=sum(one.failed for one in inspected),
        drills=len(drilled),
        drilled=sum(one.participants for one in drilled),
        by_drill=tuple(_drilled(name, mine) for name in names),
        by_lesson=tuple(
            Taught(
                name,
                times=sum(one.campus == name and one.topic is not None for one in taught),
                reached=sum(one.reached for one in taught if one.campus == name and one.topic is not None),
                topics=sum(one.times > 0 for one in cells),
                missing=tuple(one.topic for one in cells if not one.times),
            )
            for name in names
            if (cells := [one for one in coverage(names, taught) if one.campus == name])
        ),
        completed=sum(one.completed for one in classes),
        enrolled=sum(one.of for one in classes),
        trainings=len(trained),
        attended=sum(one.attended for one in trained),
        trained=sum(one.of for one in trained),
        gatherings=len(started) - outings,
        outings=outings,
        incidents=_by_kind(one.kind for one in happened),
        told_in_time=sum(one.state == "met" for one in calls),
        to_tell=len(calls),
        visits={str(aspect): sum(one.aspect == aspect for one in visits) for aspect in Aspect},
        supervised=visits,
        held_to_account=tuple(accounted(one) for one in accountabilities(snapshot, day, narrowed)),
    )


def _by_kind(kinds: Iterable[str]) -> dict[str, int]:
    return dict(Counter(str(kind) for kind in kinds).most_common())


def _papers(asked: Request, told: Period, names: Sequence[str]) -> tuple[Paper, ...]:
    places = (*(() if asked.campus else (GROUP,)), *names)
    found = []
    for category in PAPERS:
        filed = [
            one
            for one in documents(asked.snapshot, told.last, DocumentsAsked(category=category))
            if one.campus in places and one.state == IN_FORCE
        ]
        have = {one.campus for one in filed}
        found.append(
            Paper(
                category,
                len(filed),
                tuple(place for place in places if place in have),
                tuple(place for place in places if place not in have),
            )
        )
    return tuple(found)


def _drilled(name: str, mine: Iterable[Judged]) -> Drilled:
    """The months of a campus that are over, or had their drill already."""
    months = [
        one
        for one in mine
        if one.owed.duty.evidence == _DRILLS
        and one.owed.campus == name
        and one.state not in ("open", "future")
    ]
    return Drilled(
        name,
        owed=len(months),
        held=sum(one.state in ("met", "late") for one in months),
        excused=sum(one.state == "waived" for one in months),
        missing=tuple(f"{one.owed.period_start:%Y-%m}" for one in months if one.state == "overdue"),
    )
