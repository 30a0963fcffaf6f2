"""Every deadline that a calendar shows, gathered once: the plan's duties that have a day, the hazards',
and what meetings and supervision set a day for.

The same answer as ``due`` gives, with what a person needs to know where only the calendar is at hand.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from safetyctl.ground.catalogue import _, using
from safetyctl.ledger.connection import Snapshot
from safetyctl.ledger.journal import head
from safetyctl.ledger.words import AWAITING_RECTIFICATION, SETTLED, Status
from safetyctl.plan.calendar import last_workday_before, workday_by
from safetyctl.plan.deadlines import Owed, brought
from safetyctl.plan.judging import Judged
from safetyctl.plan.layout import calendar_around
from safetyctl.plan.model import DAY, Period, Plan
from safetyctl.records.activities import occurrences
from safetyctl.records.campaigns import in_force, plans
from safetyctl.records.deadlines import judged
from safetyctl.records.due import DEFERRED_CLAUSE, RECTIFICATION, RECTIFICATION_CLAUSE
from safetyctl.records.facts import subject
from safetyctl.records.promises import CLAUSES, Promise, promises, settled
from safetyctl.records.views import HazardFilter, HazardView, hazards, next_step

LAST_CHANCE = time(8)
DAY_BEFORE = time(9)
BEFORE_A_MOMENT = timedelta(minutes=30)

_SUBMISSION = "submission"
_E_MAIL = "e-mail"
_COMMANDS = {
    "meeting": "safetyctl meeting done {ref}",
    "supervision": "safetyctl supervision corrected {ref}",
}
_NO_LONGER_AWAITING = tuple(status for status in Status if status not in AWAITING_RECTIFICATION)


class Wanted(NamedTuple):
    """Which deadlines are asked for; what is None or empty does not narrow. Days are of the deadline, inclusive."""

    campus: str | None = None
    kinds: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None

    def takes(self, kind: str, campus: str, due: date) -> bool:
        """Whether a deadline is asked for."""
        return (
            (not self.kinds or kind in self.kinds)
            and self.campus in (None, campus)
            and (self.first is None or due >= self.first)
            and (self.last is None or due <= self.last)
        )


class Deadline(NamedTuple):
    """One deadline. Texts are Chinese or as they were typed; days and moments are of the plan's zone.

    ``uid`` is the same in every export of one ledger, whatever reading is chosen later, and no other has it.
    ``state`` is one of those of the law of deadlines, or ``void``. ``due_at`` is the moment (aware) where the plan
    limits hours, ``advised`` the last workday by ``due``, None where it is not announced. ``remind`` (aware) is
    None where there is nothing left to remind of. ``period`` are the days that it speaks about, ``address`` where it
    goes by e-mail, ``command`` what records it. ``hazard``: it is a hazard's, and ``ref`` that one's number;
    ``promise``: it is a meeting's decision or a correction that was asked for.
    """

    uid: str
    ref: str
    kind: str
    campus: str
    title: str
    clause: str
    due: date
    due_at: datetime | None
    advised: date | None
    remind: datetime | None
    state: str
    settled_on: date | None
    evidence: tuple[str, ...]
    hazard: bool = False
    period: Period | None = None
    recipient: str | None = None
    channel: str | None = None
    address: str | None = None
    place: str | None = None
    who: str | None = None
    command: str | None = None
    promise: bool = False


class Agenda(NamedTuple):
    """All deadlines asked for, in order, as they stand on ``day``; ``seq`` is the journal's last number.

    ``uid`` is the same in every export of one ledger that asks for the same campus and kinds.
    """

    uid: str
    title: str
    campus: str | None
    zone: str
    day: date
    seq: int
    deadlines: tuple[Deadline, ...]


def agenda(snapshot: Snapshot, plan: Plan, day: date, wanted: Wanted) -> Agenda:
    """The deadlines asked for, as they stand on ``day``: of every campaign that the ledger follows, ``plan`` first.

    Of the hazards and promises these are the open ones, and those settled before their day came: what a calendar was
    told of must be told off, or it goes on reminding.
    """
    ledger = _ledger_uid(snapshot)
    found: dict[str, Deadline] = {}
    every = plans(snapshot)
    for followed in [plan, *(one for one in every if one.code != plan.code)]:
        for one in (*judged(snapshot, followed, day), *_dropped(snapshot, every, followed, day)):
            if wanted.takes(one.owed.kind, one.owed.campus, one.owed.due):
                found.setdefault(one.owed.id, _duty(snapshot, followed, ledger, one))
    if not wanted.kinds or RECTIFICATION in wanted.kinds:
        found |= {one.id: _hazard(plan, one) for one in _hazards(snapshot, day, wanted)}
    found |= {one.ref: _promise(plan, ledger, one, day) for one in _promises(snapshot, day, wanted)}
    asked = "/".join(["calendar", wanted.campus or "", *sorted(wanted.kinds)])
    return Agenda(
        uid=str(uuid5(ledger, asked)),
        title=plan.title.zh,
        campus=wanted.campus,
        zone=plan.zone,
        day=day,
        seq=head(snapshot.connection)[0],
        deadlines=tuple(sorted(found.values(), key=lambda one: (one.due, one.ref))),
    )


def _ledger_uid(snapshot: Snapshot) -> UUID:
    """What tells this ledger from every other: its first campus, which was given a uid of its own."""
    return UUID(snapshot.rows("SELECT min(uid) FROM campus")[0][0])


def reminder(plan: Plan, due: date, due_at: datetime | None = None) -> datetime:
    """When to remind of something due: half an hour before a moment, else on a day at which people are at work.

    That is in the morning of the last workday before ``due``; where ``due`` itself is off, that day is the last
    chance, and the reminder comes earlier. Where the holidays are not announced, on the day before.
    """
    if due_at is not None:
        return due_at - BEFORE_A_MOMENT
    calendar = calendar_around(plan, due)
    by = workday_by(calendar, due)
    if by is not None and by < due:
        return datetime.combine(by, LAST_CHANCE, ZoneInfo(plan.zone))
    before = last_workday_before(calendar, due) or due - DAY
    return datetime.combine(before, DAY_BEFORE, ZoneInfo(plan.zone))


def _dropped(snapshot: Snapshot, every: Sequence[Plan], plan: Plan, day: date) -> list[Judged]:
    """What activities that were declared void before their day would have brought, of those that ``plan`` judges."""
    events = [
        one
        for one in occurrences(snapshot, day, void=True)
        if one.day >= day and in_force(every, one.day).code == plan.code
    ]
    return [Judged(owed, "void", None, ()) for owed in brought(plan, events)]


def _title(snapshot: Snapshot, owed: Owed) -> str:
    """What is owed, and what it is about: two outings of one day are not mistaken for one."""
    if owed.event is None:
        return owed.title.zh
    with using("zh"):
        return _("{duty}: {what}").format(duty=owed.title.zh, what=subject(snapshot, owed.event))


def _duty(snapshot: Snapshot, plan: Plan, ledger: UUID, one: Judged) -> Deadline:
    owed, duty = one.owed, one.owed.duty
    pending = one.state in ("open", "future")
    recipient = _recipient(plan, owed)
    channel = plan.organisation.channel
    return Deadline(
        uid=str(uuid5(ledger, owed.id)),
        ref=owed.id,
        kind=owed.kind,
        campus=owed.campus,
        title=_title(snapshot, owed),
        clause=owed.clause,
        due=owed.due,
        due_at=owed.due_at,
        advised=owed.advised,
        remind=reminder(plan, owed.due, owed.due_at) if pending else None,
        state=one.state,
        settled_on=one.met_on,
        evidence=one.evidence,
        period=owed.period if owed.event is None else None,
        recipient=recipient,
        channel=duty.channel,
        address=channel.mailbox if duty.channel == _E_MAIL and recipient == channel.recipient.zh else None,
        command=f"safetyctl report submit {owed.id}" if duty.evidence == _SUBMISSION else None,
    )


def _recipient(plan: Plan, owed: Owed) -> str | None:
    for one in plan.recipients:
        if one.code == owed.authority:
            return one.name.zh
    return owed.duty.recipient.zh if owed.duty.recipient else None


def _hazards(snapshot: Snapshot, day: date, wanted: Wanted) -> list[HazardView]:
    asked = HazardFilter(campus=wanted.campus, due_from=wanted.first or date.min, due_to=wanted.last)
    awaiting = asked._replace(statuses=AWAITING_RECTIFICATION)
    early = asked._replace(statuses=_NO_LONGER_AWAITING, due_from=max(day, wanted.first or day))
    return hazards(snapshot, day, awaiting) + hazards(snapshot, day, early)


def _hazard(plan: Plan, one: HazardView) -> Deadline:
    due, state = one.due, _hazard_state(one)
    assert due is not None
    return Deadline(
        uid=one.uid,
        ref=one.id,
        kind=RECTIFICATION,
        campus=one.campus,
        title=one.title,
        clause=DEFERRED_CLAUSE if one.deferred_to else RECTIFICATION_CLAUSE,
        due=due,
        due_at=None,
        advised=workday_by(calendar_around(plan, due), due),
        remind=reminder(plan, due) if state == "open" else None,
        state=state,
        settled_on=one.rectified_on,
        evidence=(),
        hazard=True,
        place=one.location,
        who=one.responsible,
        command=next_step(one) if one.status not in SETTLED else None,
    )


def _hazard_state(one: HazardView) -> str:
    if one.status == Status.VOID:
        return "void"
    if one.status in AWAITING_RECTIFICATION:
        return "overdue" if one.overdue else "open"
    return "late" if one.on_time is False else "met"


def _promises(snapshot: Snapshot, day: date, wanted: Wanted) -> list[Promise]:
    found = [
        one
        for kind in CLAUSES
        for one in (
            *promises(snapshot, kind, day, date.max, wanted.campus),
            *settled(snapshot, kind, day, day, wanted.campus),
        )
    ]
    return [one for one in found if wanted.takes(one.kind, one.campus, one.due)]


def _promise(plan: Plan, ledger: UUID, one: Promise, day: date) -> Deadline:
    state = _promise_state(one, day)
    return Deadline(
        uid=str(uuid5(ledger, one.ref)),
        ref=one.ref,
        kind=one.kind,
        campus=one.campus,
        title=one.title,
        clause=CLAUSES[one.kind],
        due=one.due,
        due_at=None,
        advised=workday_by(calendar_around(plan, one.due), one.due),
        remind=reminder(plan, one.due) if state == "open" else None,
        state=state,
        settled_on=one.kept_on,
        evidence=(),
        promise=True,
        who=one.who,
        command=_COMMANDS[one.kind].format(ref=one.ref) if state in ("open", "overdue") else None,
    )


def _promise_state(one: Promise, day: date) -> str:
    if one.dropped_on:
        return "void"
    if one.kept_on:
        return "met" if one.kept_on <= one.due else "late"
    return "overdue" if one.due < day else "open"
