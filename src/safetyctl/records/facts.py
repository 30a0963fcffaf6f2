"""What the ledger knows of what is owed: gathered in few queries, for the law of deadlines to judge."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from safetyctl.ground.catalogue import _
from safetyctl.ledger.connection import Asks
from safetyctl.ledger.words import AWAITING_SQL, INCIDENT_KIND_LABELS, Source
from safetyctl.plan.deadlines import GROUP, Occurrence
from safetyctl.plan.judging import Answer, Count, Done, Facts, Found, Submission, is_for_each_hazard
from safetyctl.plan.model import Milestone, Plan
from safetyctl.records.counting import counts
from safetyctl.records.earlier import hazard_table
from safetyctl.records.references import hazard_ref, submission_ref
from safetyctl.records.waivers import as_facts, waivers

RECORDS: tuple[str, ...] = (
    """
    SELECT 'activities', 'A', r.number, c.name, r.kind, r.starts_on FROM activity r JOIN campus c ON c.uid = r.campus
    WHERE r.starts_on <= ? AND (r.voided_on IS NULL OR r.voided_on > ?)
    """,
    """
    SELECT 'incidents', 'E', r.number, c.name, r.kind, r.closed_on FROM incident r JOIN campus c ON c.uid = r.campus
    WHERE r.closed_on <= ? AND (r.voided_on IS NULL OR r.voided_on > ?)
    """,
    """
    SELECT 'documents', 'K', r.number, coalesce(c.name, '*'), r.category, r.filed_on
    FROM document r LEFT JOIN campus c ON c.uid = r.campus
    WHERE r.filed_on <= ? AND (r.voided_on IS NULL OR r.voided_on > ?)
    """,
    """
    SELECT 'drills', 'D', r.number, c.name, '', r.held_on FROM drill r JOIN campus c ON c.uid = r.campus
    WHERE r.held_on <= ? AND (r.voided_on IS NULL OR r.voided_on > ?)
    """,
    """
    SELECT 'meetings', 'M', r.number, coalesce(c.name, '*'), r.kind, r.held_on
    FROM meeting r LEFT JOIN campus c ON c.uid = r.campus
    WHERE r.held_on <= ? AND (r.voided_on IS NULL OR r.voided_on > ?)
    """,
    """
    SELECT 'education', 'L', r.number, c.name, r.topic, r.held_on FROM education r JOIN campus c ON c.uid = r.campus
    WHERE r.topic IS NOT NULL AND r.held_on <= ? AND (r.voided_on IS NULL OR r.voided_on > ?)
    """,
    """
    SELECT 'education', 'L', r.number, c.name, r.form, r.held_on FROM education r JOIN campus c ON c.uid = r.campus
    WHERE r.form IN ('family', 'platform') AND r.held_on <= ? AND (r.voided_on IS NULL OR r.voided_on > ?)
    """,
    """
    SELECT 'training', 'T', r.number, coalesce(c.name, '*'), '', r.held_on
    FROM training r LEFT JOIN campus c ON c.uid = r.campus
    WHERE r.held_on <= ? AND (r.voided_on IS NULL OR r.voided_on > ?)
    """,
    """
    SELECT 'supervision', 'V', r.number, c.name, r.aspect, r.visited_on
    FROM supervision r JOIN campus c ON c.uid = r.campus
    WHERE r.visited_on <= ? AND (r.voided_on IS NULL OR r.voided_on > ?)
    """,
    """
    SELECT 'supervision', 'Q', r.number, '*', 'accountability', r.decided_on FROM accountability r
    WHERE r.decided_on <= ? AND (r.voided_on IS NULL OR r.voided_on > ?)
    """,
    """
    SELECT 'inspections', 'I', r.number, c.name, a.area,
           CASE WHEN a.first_on > r.finished_on THEN a.first_on ELSE r.finished_on END
    FROM inspection r JOIN campus c ON c.uid = r.campus JOIN (
        SELECT inspection, area, min(recorded_on) AS first_on FROM inspection_item
        WHERE recorded_on IS NOT NULL GROUP BY inspection, area) a ON a.inspection = r.uid
    WHERE CASE WHEN a.first_on > r.finished_on THEN a.first_on ELSE r.finished_on END <= ?
          AND (r.voided_on IS NULL OR r.voided_on > ?)
    """,
    """
    SELECT 'inspections', 'I', r.number, c.name, r.kind, r.finished_on
    FROM inspection r JOIN campus c ON c.uid = r.campus
    WHERE r.kind IN ('dragnet', 'group') AND r.finished_on <= ? AND (r.voided_on IS NULL OR r.voided_on > ?)
    """,
    """
    SELECT 'inspections', 'I', r.number, '*', r.kind, r.finished_on FROM inspection r
    WHERE r.kind = 'group' AND r.finished_on <= ? AND (r.voided_on IS NULL OR r.voided_on > ?)
    """,
)
"""What shows duties on a day: (evidence, letter, number, campus, of, day) of each record that counts then."""

_day = date.fromisoformat


def known(asks: Asks, plan: Plan, campuses: Sequence[str], day: date, whole: bool = True) -> Facts:
    """What the ledger knows on ``day``.

    Not ``whole``: only what tells which duties are still owed; the figures of milestones and the counts of duties
    without a day are left out.
    """
    done = (*_done(asks, day), *_listed(asks, plan, day))
    return Facts(
        submissions=_submissions(asks),
        waivers=as_facts(waivers(asks)),
        done=(*_first_hazards(asks, day), *done),
        answers=_answers(asks),
        found=tuple(_found(asks, plan, campuses, day, whole)),
        counts=(*counts(asks, day), *_counted_records(done)) if whole else (),
    )


def occurrences(asks: Asks, day: date) -> list[Occurrence]:
    """The activities and incidents known on ``day``, which bring duties with them."""
    if not _anything_happened(asks):
        return []
    from safetyctl.records import activities, incidents

    return [*activities.occurrences(asks, day), *incidents.occurrences(asks, day)]


def _answers(asks: Asks) -> tuple[Answer, ...]:
    """What was done about them."""
    if not _anything_happened(asks):
        return ()
    from safetyctl.records import activities, incidents

    return (*activities.answers(asks), *incidents.answers(asks))


def _anything_happened(asks: Asks) -> bool:
    """Whether there is any of them: their modules cost a reading command milliseconds that most need not pay."""
    return bool(asks.rows("SELECT 1 FROM activity UNION ALL SELECT 1 FROM incident LIMIT 1"))


def subject(asks: Asks, event: str) -> str:
    """What happened or is to happen, in a few words: an activity's title, an incident's kind in words."""
    from safetyctl.records import activities, incidents

    letter, number = event[0], int(event[1:])
    if letter == activities.ACTIVITY.letter:
        return activities.title_of(asks, number)
    return _(INCIDENT_KIND_LABELS[incidents.kind_of(asks, number)])


def _listed(asks: Asks, plan: Plan, day: date) -> Iterable[Done]:
    """The responsibility lists that have somebody for every area (R1)."""
    if not asks.rows("SELECT 1 FROM responsibility LIMIT 1"):
        return ()
    from safetyctl.records.responsibilities import listed_on

    return listed_on(asks, plan, day)


def _done(asks: Asks, day: date) -> tuple[Done, ...]:
    known_on = (day.isoformat(), day.isoformat())
    return tuple(
        Done(evidence, f"{letter}{number:04d}", campus, of, _day(on))
        for question in RECORDS
        for evidence, letter, number, campus, of, on in asks.rows(question, known_on)
    )


def _counted_records(done: Iterable[Done]) -> Iterable[Count]:
    """How many records of each kind there are; one that counts for several areas counts once."""
    groups: dict[tuple[str, str, str], dict[str, date]] = defaultdict(dict)
    for one in done:
        groups[one.evidence, one.campus, one.of][one.ref] = one.on
    return [
        Count(evidence, campus, of, len(days), max(days.values()))
        for (evidence, campus, of), days in groups.items()
    ]


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
        f"""
        SELECT c.name, h.number, h.found_on
        FROM campus c JOIN hazard h ON h.uid = (
            SELECT f.uid FROM hazard f WHERE f.campus = c.uid AND f.found_on <= ? AND {_NOT_VOID}
            ORDER BY f.found_on LIMIT 1)
        """,
        (day.isoformat(), day.isoformat()),
    )
    return tuple(Done("hazards", hazard_ref(number), campus, "", _day(on)) for campus, number, on in rows)


_NOT_VOID = (
    "(f.status <> 'void' OR EXISTS ("
    "SELECT 1 FROM step s WHERE s.hazard = f.uid AND s.kind = 'voided' AND s.day > ?))"
)
"""That a hazard ``f`` counted on a day: it is not void, or was made so later."""


def _found(asks: Asks, plan: Plan, campuses: Sequence[str], day: date, whole: bool) -> Iterable[Found]:
    """The hazards of each milestone's window, by campus."""
    for one in plan.milestones:
        each = is_for_each_hazard(plan, one)
        if whole or (each and day < one.end):
            counted = _counted(asks, one, each, day)
        elif each:
            counted = _waiting(asks, one, day)
        else:
            continue
        by_campus = {found.campus: found for found in counted}
        yield from (by_campus.get(campus, Found(one.code, campus, 0, 0)) for campus in campuses)


def _narrowed(one: Milestone, each: bool, day: date) -> tuple[str, tuple[str, ...]]:
    """The hazards of a milestone as SQL: found in its window by that day, and by inspection where it is one.

    That void ones do not count is left to the query: where it asks for a status, one index has all it needs.
    """
    last = min(one.last, day)
    by_inspection = "" if each else f" AND h.source = '{Source.INSPECTION}'"
    return (
        f"h.found_on >= ? AND h.found_on <= ?{by_inspection}",
        (one.start.isoformat(), last.isoformat()),
    )


def _counted(asks: Asks, one: Milestone, each: bool, day: date) -> Iterable[Found]:
    table = hazard_table(asks, day)
    where, period = _narrowed(one, each, day)
    open_refs: dict[str, list[str]] = defaultdict(list)
    for campus, number in asks.rows(
        f"""
        SELECT c.name, h.number FROM {table} h JOIN campus c ON c.uid = h.campus
        WHERE {where} AND h.status IN {AWAITING_SQL}
        ORDER BY h.province_receipt IS NULL AND h.province_uploaded_on IS NULL, h.number
        """,
        period,
    ):
        open_refs[campus].append(hazard_ref(number))
    # a cross join keeps SQLite on its order, campus by campus, where one index has all that is counted
    rows = asks.rows(
        f"""
        SELECT c.name, count(*), sum(CASE WHEN h.rectified_on > ? THEN 1 ELSE 0 END), max(h.rectified_on)
        FROM campus c CROSS JOIN {table} h
        WHERE h.campus = c.uid AND {where} AND h.status <> 'void' GROUP BY c.name
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
    table = hazard_table(asks, day)
    where, period = _narrowed(one, True, day)
    rows = asks.rows(
        f"""
        SELECT c.name, count(*) FROM {table} h JOIN campus c ON c.uid = h.campus
        WHERE {where} AND h.status IN {AWAITING_SQL} GROUP BY c.name
        """,
        period,
    )
    return [Found(one.code, campus, waiting, waiting) for campus, waiting in rows]
