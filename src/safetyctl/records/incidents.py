"""Major incidents (重大安全事故, R11): the moments that count, who was told when, the cause and the aftermath.

Each authority is to be told within hours of the school's knowing; the law of deadlines says by when, and how it
stands. Moments are aware: in UTC in the ledger, in the zone of the incident's plan where they are read.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from safetyctl.ground.catalogue import N_, language
from safetyctl.ledger.connection import Asks
from safetyctl.ledger.words import IncidentKind
from safetyctl.plan.deadlines import Occurrence, brought, end_of, minutes_left
from safetyctl.plan.judging import Answer, Facts, Judged, judge
from safetyctl.plan.model import Plan
from safetyctl.records.campaigns import in_force, plans
from safetyctl.records.kept import FileView, Noun, files_of, number_of
from safetyctl.records.labels import FIELDS as SHARED

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

DUTY = "incident-report"
TRIGGER = "incident-known"
_MINUTE = timedelta(minutes=1)
_day = date.fromisoformat

FIELDS = {
    "id": SHARED["id"],
    "campus": SHARED["campus"],
    "kind": N_("kind"),
    "occurred": N_("occurred at"),
    "occurred_at": N_("occurred at"),
    "class_told": N_("told by the class at"),
    "class_told_at": N_("told by the class at"),
    "known": N_("known to the school at"),
    "known_at": N_("known to the school at"),
    "place": N_("location"),
    "what": N_("what happened"),
    "people": N_("people concerned"),
    "cause": N_("cause"),
    "aftermath": N_("aftermath"),
    "closed_on": N_("case closed on"),
    "authority": SHARED["whom"],
    "told_at": N_("told at"),
    "told_by": N_("told by"),
    "how": SHARED["channel"],
    "correction": N_("corrected because"),
    "void_reason": SHARED["void_reason"],
}
INCIDENT = Noun("incident", "E", N_("incident"), FIELDS, begins=("known_on",))


class Told(NamedTuple):
    """How it stands with one authority.

    ``required``: the plan asks that it be told, by ``due_at``. ``state`` is one of those of the law of deadlines,
    None where nothing is required. ``minutes_used`` count from the school's knowing to the report, one that was begun
    counting whole; ``minutes_left`` from the report, or from now while it is owed, to the last moment in time,
    negative when that is over. ``correction``: why an earlier entry was wrong.
    """

    authority: str
    required: bool
    due_at: datetime | None
    told_at: datetime | None
    minutes_used: int | None
    minutes_left: int | None
    state: str | None
    by: str | None
    how: str | None
    correction: str | None


class IncidentView(NamedTuple):
    """An incident, with the keys of its JSON; ``authorities`` first those that the plan names."""

    id: str
    uid: str
    campus: str
    kind: str
    occurred: datetime
    class_told: datetime | None
    known: datetime
    place: str | None
    what: str | None
    people: int | None
    authorities: tuple[Told, ...]
    cause: str | None
    aftermath: str | None
    closed_on: date | None
    correction: str | None
    attachments: tuple[FileView, ...]
    voided_on: date | None
    void_reason: str | None
    created_at: str
    updated_at: str

    @property
    def owing(self) -> tuple[Told, ...]:
        """The authorities that are still to be told."""
        return tuple(one for one in self.authorities if one.required and one.told_at is None)


class IncidentFilter(NamedTuple):
    """Which incidents are asked for; days are those on which they became known, what is None does not narrow."""

    campus: str | None = None
    kind: str | None = None
    since: date | None = None
    until: date | None = None
    unclosed: bool = False
    void: bool = False
    number: int | None = None


def incidents(
    asks: Asks, day: date, moment: datetime | None = None, asked: IncidentFilter = IncidentFilter()
) -> list[IncidentView]:
    """The incidents known on ``day``, in the order in which they became known.

    ``moment`` says how far the day has come (None: to its end); the clocks that run are read then.
    """
    at = day.isoformat()
    since, until = (one and one.isoformat() for one in (asked.since, asked.until))
    rows = asks.rows(
        """
        SELECT i.number, i.uid, c.name, i.kind, i.occurred_at, i.class_told_at, i.known_at, i.known_on, i.place,
               i.what, i.people, i.cause, i.aftermath, i.closed_on, i.correction, i.voided_on, i.void_reason,
               i.created_at, i.updated_at
        FROM incident i JOIN campus c ON c.uid = i.campus
        WHERE i.known_on <= ? AND (? IS NULL OR c.name = ?) AND (? IS NULL OR i.kind = ?)
              AND (? IS NULL OR i.known_on >= ?) AND (? IS NULL OR i.known_on <= ?)
              AND (NOT ? OR i.closed_on IS NULL OR i.closed_on > ?)
              AND (? OR i.voided_on IS NULL OR i.voided_on > ?) AND (? IS NULL OR i.number = ?)
        ORDER BY i.known_at, i.number
        """,
        (
            *(at, asked.campus, asked.campus, asked.kind, asked.kind, since, since, until, until),
            *(asked.unclosed, at, asked.void, at, asked.number, asked.number),
        ),
    )
    if not rows:
        return []
    followed = plans(asks)
    files = files_of(asks, INCIDENT, (row[1] for row in rows))
    told = _told(asks)
    return [_view(row, files.get(row[1], ()), told.get(row[1], ()), followed, (day, moment)) for row in rows]


class _Entry(NamedTuple):
    """A stored notification."""

    authority: str
    at: datetime
    on: date
    by: str | None
    how: str | None
    correction: str | None


def _told(asks: Asks) -> dict[str, list[_Entry]]:
    found: dict[str, list[_Entry]] = {}
    for incident, authority, at, on, by, how, correction in asks.rows(
        "SELECT incident, authority, told_at, told_on, told_by, how, correction FROM notification"
        " ORDER BY told_at, uid"
    ):
        entry = _Entry(authority, stored_moment(at), _day(on), by, how, correction)
        found.setdefault(incident, []).append(entry)
    return found


def stored_moment(text: str) -> datetime:
    """A moment as the ledger keeps it, aware and in UTC."""
    return datetime.fromisoformat(text)


def _view(
    row: tuple[Any, ...],
    files: tuple[FileView, ...],
    told: Iterable[_Entry],
    followed: list[Plan],
    when: tuple[date, datetime | None],
) -> IncidentView:
    number, uid, campus, kind, occurred_at, class_told_at, known_at, known, place, what, people = row[:11]
    cause, aftermath, closed, correction, voided, reason, made, changed = row[11:]
    day, moment = when
    known_on = _day(known)
    plan = in_force(followed, known_on)
    zone = zone_of(plan)
    closed_on, voided_on = (_day(one) if one and one <= day.isoformat() else None for one in (closed, voided))
    occurred, school = stored_moment(occurred_at), stored_moment(known_at)
    class_told = stored_moment(class_told_at).astimezone(zone) if class_told_at else None
    one = Occurrence(INCIDENT.ref(number), campus, TRIGGER, known_on, known_on, occurred, school, kind)
    entries = [entry for entry in told if entry.on <= day and (moment is None or entry.at <= moment)]
    return IncidentView(
        one.ref, uid, campus, kind, occurred.astimezone(zone), class_told, school.astimezone(zone), place, what,
        people, _authorities(plan, one, entries, voided_on is None, when), cause, aftermath, closed_on, correction,
        files, voided_on, reason if voided_on else None, made, changed,
    )  # fmt: skip


def _authorities(
    plan: Plan, one: Occurrence, entries: list[_Entry], counts: bool, when: tuple[date, datetime | None]
) -> tuple[Told, ...]:
    """Those that the plan names, then the others that were told."""
    owed = brought(plan, [one]) if counts else ()
    facts = Facts(
        answers=tuple(
            Answer(one.ref, DUTY, entry.authority, entry.on, entry.at, one.ref) for entry in entries
        )
    )
    named = {entry.authority: entry for entry in entries}
    now = when[1] or end_of(plan, when[0])
    judged = [found for found in judge(owed, facts, *when) if found.owed.authority is not None]
    required = [_required(plan, one, found, named.get(str(found.owed.authority)), now) for found in judged]
    there = {told.authority for told in required}
    zone = zone_of(plan)
    return (
        *required,
        *(
            Told(
                entry.authority, False, None, entry.at.astimezone(zone), _used(one, entry), None, None, entry.by,
                entry.how, entry.correction,
            )
            for entry in entries
            if entry.authority not in there
        ),
    )  # fmt: skip


def _required(plan: Plan, one: Occurrence, judged: Judged, entry: _Entry | None, now: datetime) -> Told:
    due_at = judged.owed.due_at
    assert due_at is not None
    told_at = entry.at.astimezone(zone_of(plan)) if entry else None
    return Told(
        str(judged.owed.authority), True, due_at, told_at, _used(one, entry) if entry else None,
        minutes_left(due_at, entry.at if entry else now), judged.state, entry and entry.by, entry and entry.how,
        entry and entry.correction,
    )  # fmt: skip


def _used(one: Occurrence, entry: _Entry) -> int:
    assert one.known is not None
    return -((one.known - entry.at) // _MINUTE)


def zone_of(plan: Plan) -> "ZoneInfo":
    """The zone in which a plan's days and moments are read."""
    from zoneinfo import ZoneInfo

    return ZoneInfo(plan.zone)


def incident(asks: Asks, day: date, reference: int | str, moment: datetime | None = None) -> IncidentView:
    """One incident by number, or by a prefix of its uid; before it was known, as it was then. Raises NotFound."""
    number = number_of(asks, INCIDENT, reference)
    asked = IncidentFilter(void=True, number=number)
    found = incidents(asks, day, moment, asked)
    if not found:
        known_on = _day(asks.rows("SELECT known_on FROM incident WHERE number = ?", (number,))[0][0])
        found = incidents(asks, known_on, None, asked)
    return found[0]


def is_found_out(asks: Asks, one: IncidentView) -> bool:
    """Whether cause and aftermath were known on its day: one that was closed later got them then."""
    if one.closed_on is not None:
        return True
    (closed,) = asks.rows("SELECT closed_on FROM incident WHERE uid = ?", (one.uid,))[0]
    return closed is None


# for the law of deadlines


def occurrences(asks: Asks, day: date) -> list[Occurrence]:
    """The incidents known on ``day``, with what brings their duties."""
    at = day.isoformat()
    rows = asks.rows(
        """
        SELECT i.number, c.name, i.kind, i.known_on, i.occurred_at, i.known_at
        FROM incident i JOIN campus c ON c.uid = i.campus
        WHERE i.known_on <= ? AND (i.voided_on IS NULL OR i.voided_on > ?)
        ORDER BY i.known_at, i.number
        """,
        (at, at),
    )
    return [
        Occurrence(
            INCIDENT.ref(number),
            campus,
            TRIGGER,
            _day(on),
            _day(on),
            stored_moment(occurred),
            stored_moment(known),
            kind,
        )
        for number, campus, kind, on, occurred, known in rows
    ]


def answers(asks: Asks) -> list[Answer]:
    """Which authority was told of which incident, and when."""
    rows = asks.rows(
        "SELECT i.number, n.authority, n.told_on, n.told_at FROM notification n JOIN incident i ON i.uid = n.incident"
    )
    return [
        Answer(
            INCIDENT.ref(number),
            DUTY,
            authority,
            _day(on),
            stored_moment(at),
            INCIDENT.ref(number),
        )
        for number, authority, on, at in rows
    ]


def kind_of(asks: Asks, number: int) -> IncidentKind:
    """What kind of incident it is."""
    return IncidentKind(asks.rows("SELECT kind FROM incident WHERE number = ?", (number,))[0][0])


# words


def authorities(plan: Plan) -> dict[str, tuple[str, str]]:
    """Whom an incident can be reported to, by code, with the name in both languages: those to be told first."""
    names = {one.code: (one.name.zh, one.name.en) for one in plan.recipients}
    asked = [code for duty in plan.duties for code in getattr(duty.rule, "to", ())]
    return {code: names.get(code, (code, code)) for code in dict.fromkeys((*asked, *names))}


def authority_name(plan: Plan, code: str) -> str:
    """What an authority is called, in the language in use."""
    zh, en = authorities(plan).get(code, (code, code))
    return en if language() == "en" else zh


def wall(moment: datetime) -> str:
    """A moment as the clock on the wall of its own zone shows it: ``2020-03-02 14:05``, seconds if there are any."""
    shown = moment.replace(tzinfo=None, microsecond=0)
    return shown.isoformat(" ", "seconds" if shown.second else "minutes")
