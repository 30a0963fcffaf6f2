"""What the ledger knows of what is owed: gathered in few queries, for the law of deadlines to judge."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from safetyctl.ledger.connection import Asks
from safetyctl.ledger.words import AWAITING_RECTIFICATION, Source, Status
from safetyctl.plan.deadlines import GROUP
from safetyctl.plan.judging import Count, Done, Facts, Found, Submission, is_for_each_hazard
from safetyctl.plan.model import Milestone, Plan
from safetyctl.records.past import has_later_steps
from safetyctl.records.references import hazard_ref, submission_ref
from safetyctl.records.views import HazardFilter, HazardView, hazards
from safetyctl.records.waivers import as_facts, waivers

_AWAITING = ", ".join(repr(str(status)) for status in AWAITING_RECTIFICATION)
_day = date.fromisoformat


def known(asks: Asks, plan: Plan, campuses: Sequence[str], day: date, whole: bool = True) -> Facts:
    """What the ledger knows on ``day``.

    Not ``whole``: only what tells which duties are still owed; the figures of milestones and the counts of duties
    without a day are left out.
    """
    return Facts(
        submissions=_submissions(asks),
        waivers=as_facts(waivers(asks)),
        done=_first_hazards(asks, day),
        found=tuple(_found(asks, plan, campuses, day, whole)),
        counts=tuple(_counts(asks, day)) if whole else (),
    )


def _submissions(asks: Asks) -> tuple[Submission, ...]:
    rows = asks.rows(
        "SELECT s.number, s.duty, s.due, coalesce(c.name, ?), s.sent_on FROM submission s"
        " LEFT JOIN campus c ON c.uid = s.campus ORDER BY s.sent_on, s.number",
        (GROUP,),
    )
    return tuple(
        Submission(submission_ref(number), duty, _day(due), campus, _day(on))
        for number, duty, due, campus, on in rows
    )


def _first_hazards(asks: Asks, day: date) -> tuple[Done, ...]:
    """The first hazard of each campus: its ledger is set up (R13)."""
    rows = asks.rows(
        """
        SELECT c.name, h.number, h.found_on
        FROM campus c JOIN hazard h ON h.uid = (
            SELECT f.uid FROM hazard f WHERE f.campus = c.uid AND f.found_on <= ? AND f.status <> 'void'
            ORDER BY f.found_on, f.number LIMIT 1)
        """,
        (day.isoformat(),),
    )
    return tuple(Done("hazards", hazard_ref(number), campus, "", _day(on)) for campus, number, on in rows)


def _found(asks: Asks, plan: Plan, campuses: Sequence[str], day: date, whole: bool) -> Iterable[Found]:
    """The hazards of each milestone's window, by campus."""
    past = has_later_steps(asks, day)
    for one in plan.milestones:
        each = is_for_each_hazard(plan.duty(one.code))
        if past:
            counted = _counted_in_the_past(asks, one, each, day)
        elif whole or (each and day < one.end):
            counted = _counted(asks, one, each, day)
        elif each:
            counted = _waiting(asks, one, day)
        else:
            continue
        by_campus = {found.campus: found for found in counted}
        yield from (by_campus.get(campus, Found(one.code, campus, 0, 0)) for campus in campuses)


def _narrowed(one: Milestone, each: bool, day: date) -> tuple[str, tuple[str, ...]]:
    """The hazards of a milestone as SQL: found in its window by that day, and by inspection where it is one."""
    last = min(one.last, day)
    by_inspection = "" if each else f" AND h.source = '{Source.INSPECTION}'"
    return (
        f"h.found_on >= ? AND h.found_on <= ? AND h.status <> 'void'{by_inspection}",
        (one.start.isoformat(), last.isoformat()),
    )


def _counted(asks: Asks, one: Milestone, each: bool, day: date) -> Iterable[Found]:
    where, period = _narrowed(one, each, day)
    open_refs: dict[str, list[str]] = defaultdict(list)
    for campus, number in asks.rows(
        f"""
        SELECT c.name, h.number FROM hazard h JOIN campus c ON c.uid = h.campus
        WHERE {where} AND h.status IN ({_AWAITING})
        ORDER BY h.province_receipt IS NULL AND h.province_uploaded_on IS NULL, h.number
        """,
        period,
    ):
        open_refs[campus].append(hazard_ref(number))
    rows = asks.rows(
        f"""
        SELECT c.name, f.total, f.late, f.last_on FROM campus c JOIN (
            SELECT h.campus, count(*) AS total, sum(CASE WHEN h.rectified_on > ? THEN 1 ELSE 0 END) AS late,
                   max(h.rectified_on) AS last_on
            FROM hazard h WHERE {where} GROUP BY h.campus) f ON f.campus = c.uid
        """,
        (one.due.isoformat(), *period),
    )
    for campus, total, late, last_on in rows:
        waiting = open_refs[campus]
        yield Found(
            one.code, campus, total, len(waiting), late, _day(last_on) if last_on else None, tuple(waiting)
        )


def _waiting(asks: Asks, one: Milestone, day: date) -> Iterable[Found]:
    """Only how many wait for rectification: enough to tell whether a milestone that is over is still owed."""
    where, period = _narrowed(one, True, day)
    rows = asks.rows(
        f"""
        SELECT c.name, count(*) FROM hazard h JOIN campus c ON c.uid = h.campus
        WHERE {where} AND h.status IN ({_AWAITING}) GROUP BY c.name
        """,
        period,
    )
    return [Found(one.code, campus, waiting, waiting) for campus, waiting in rows]


def _counted_in_the_past(asks: Asks, one: Milestone, each: bool, day: date) -> Iterable[Found]:
    """The same, told from the hazards as they stood on an earlier day."""
    asked = HazardFilter(found_from=one.start, found_to=min(one.last, day))
    groups: dict[str, list[HazardView]] = defaultdict(list)
    for view in hazards(asks, day, asked):
        if view.status != Status.VOID and (each or view.source == Source.INSPECTION):
            groups[view.campus].append(view)
    for campus, views in groups.items():
        waiting = [view for view in views if view.status in AWAITING_RECTIFICATION]
        waiting.sort(key=lambda view: not (view.province_receipt or view.province_uploaded_on))
        rectified = [view.rectified_on for view in views if view.rectified_on]
        yield Found(
            one.code,
            campus,
            len(views),
            len(waiting),
            sum(on > one.due for on in rectified),
            max(rectified, default=None),
            tuple(view.id for view in waiting),
        )


def _counts(asks: Asks, day: date) -> Iterable[Count]:
    """How many records there are for the duties without a day: submissions by duty, hazards by campus."""
    known_on = (GROUP, day.isoformat())
    for campus, duty, number, last_on in asks.rows(
        "SELECT coalesce(c.name, ?), s.duty, count(*), max(s.sent_on) FROM submission s"
        " LEFT JOIN campus c ON c.uid = s.campus WHERE s.sent_on <= ? GROUP BY 1, 2",
        known_on,
    ):
        yield Count("submission", campus, duty, number, _day(last_on))
    total, last = 0, date.min
    for campus, number, last_on in asks.rows(
        "SELECT c.name, count(*), max(h.found_on) FROM hazard h JOIN campus c ON c.uid = h.campus"
        " WHERE h.found_on <= ? AND h.status <> 'void' GROUP BY 1",
        (day.isoformat(),),
    ):
        yield Count("hazards", campus, "", number, _day(last_on))
        total, last = total + number, max(last, _day(last_on))
    if total:
        yield Count("hazards", GROUP, "", total, last)
