"""Meetings (会议, R1, R13), and their decisions: what, by whom, by which day, and whether it is done."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from safetyctl.ground.catalogue import N_, _
from safetyctl.ground.errors import BadInput, NotFound, Refused
from safetyctl.ledger.connection import Asks, in_parts
from safetyctl.plan.deadlines import GROUP
from safetyctl.records.kept import (
    FileView,
    Noun,
    amend,
    files_of,
    number_of,
    register,
    require_begun,
    require_known_by,
    require_not_void,
)
from safetyctl.records.labels import FIELDS as SHARED
from safetyctl.records.labels import labelled
from safetyctl.records.narrowing import Narrowed, voided
from safetyctl.records.promises import MEETINGS, decision_ref

if TYPE_CHECKING:
    from sqlmodel import SQLModel

    from safetyctl.ledger.tables.meeting import Decision, Meeting
    from safetyctl.ledger.writing import Transaction

FIELDS = {
    "id": SHARED["id"],
    "campus": SHARED["campus"],
    "kind": N_("kind of meeting"),
    "title": N_("subject"),
    "on": N_("held on"),
    "held_on": N_("held on"),
    "chair": N_("chaired by"),
    "participants": N_("who took part"),
    "minutes": N_("minutes of the meeting"),
    "void_reason": SHARED["void_reason"],
}
DECIDED = {
    "id": SHARED["id"],
    "what": N_("decision"),
    "person": SHARED["responsible"],
    "due": N_("to be done by"),
    "state": SHARED["status"],
    "done_on": N_("done on"),
    "done_by": N_("done by"),
    "note": SHARED["note"],
    "dropped_on": N_("dropped on"),
    "drop_reason": N_("dropped because"),
}
MEETING = Noun("meeting", MEETINGS, N_("meeting"), FIELDS, begins=("held_on",))
STATES = {"open": N_("not done yet"), "overdue": N_("overdue"), "done": N_("done"), "dropped": N_("dropped")}


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision as it stands on a day: ``M0003/2``; ``state`` is open, overdue, done or dropped."""

    id: str
    what: str
    person: str
    due: date | None
    state: str
    done_on: date | None
    done_by: str | None
    note: str | None
    dropped_on: date | None
    drop_reason: str | None


class MeetingView(NamedTuple):
    """A meeting, with the keys of its JSON; ``campus`` is ``*`` for the group's own."""

    id: str
    uid: str
    campus: str
    kind: str
    title: str
    on: date
    chair: str | None
    participants: str | None
    minutes: str | None
    decisions: tuple[DecisionView, ...]
    attachments: tuple[FileView, ...]
    voided_on: date | None
    void_reason: str | None
    created_at: str
    updated_at: str

    @property
    def open(self) -> int:
        """How many decisions are not done yet."""
        return sum(one.state in ("open", "overdue") for one in self.decisions)


def meetings(asks: Asks, day: date, asked: Narrowed = Narrowed()) -> list[MeetingView]:
    """The meetings known on ``day``, in the order they were held, each with its decisions as they stand then."""
    where, values = asked.sql(day, "held_on")
    rows = asks.rows(
        f"""
        SELECT r.number, r.uid, coalesce(c.name, '{GROUP}'), r.kind, r.title, r.held_on, r.chair, r.participants,
               r.minutes, r.voided_on, r.void_reason, r.created_at, r.updated_at
        FROM meeting r LEFT JOIN campus c ON c.uid = r.campus WHERE {where} ORDER BY r.held_on, r.number
        """,
        values,
    )
    uids = [row[1] for row in rows]
    decided, files = _decisions(asks, day, uids), files_of(asks, MEETING, uids)
    return [_view(row, decided.get(row[1], ()), files.get(row[1], ()), day) for row in rows]


def _view(
    row: tuple[Any, ...], decided: tuple[DecisionView, ...], files: tuple[FileView, ...], day: date
) -> MeetingView:
    number, uid, campus, kind, title, on, chair, participants, minutes, void_on, reason, made, changed = row
    return MeetingView(
        MEETING.ref(number), uid, campus, kind, title, date.fromisoformat(on), chair, participants, minutes, decided,
        files, *voided(void_on, reason, day), made, changed,
    )  # fmt: skip


def _decisions(asks: Asks, day: date, uids: list[str]) -> dict[str, tuple[DecisionView, ...]]:
    found: dict[str, list[DecisionView]] = defaultdict(list)
    sql = (
        "SELECT d.meeting, m.number, d.position, d.what, d.person, d.due, d.done_on, d.done_by, d.note,"
        " d.dropped_on, d.drop_reason FROM decision d JOIN meeting m ON m.uid = d.meeting"
        " WHERE d.meeting IN (%s) ORDER BY d.meeting, d.position"
    )
    for meeting, *row in in_parts(asks, sql, uids):
        found[meeting].append(_decided(row, day))
    return {meeting: tuple(views) for meeting, views in found.items()}


def _decided(row: list[Any], day: date) -> DecisionView:
    number, position, what, person, due, done_on, done_by, note, dropped_on, reason = row
    today = day.isoformat()
    by = date.fromisoformat(due) if due else None
    ref = decision_ref(number, position)
    if done_on and done_on <= today:
        done = date.fromisoformat(done_on)
        return DecisionView(ref, what, person, by, "done", done, done_by, note, None, None)
    if dropped_on and dropped_on <= today:
        dropped = date.fromisoformat(dropped_on)
        return DecisionView(ref, what, person, by, "dropped", None, None, None, dropped, reason)
    state = "overdue" if by is not None and by < day else "open"
    return DecisionView(ref, what, person, by, state, None, None, None, None, None)


def meeting(asks: Asks, day: date, reference: int | str) -> MeetingView:
    """One meeting by number, or by a prefix of its uid. Raises NotFound."""
    one = Narrowed(void=True, number=number_of(asks, MEETING, reference))
    found = meetings(asks, day, one)
    return found[0] if found else meetings(asks, date.max, one)[0]


def add(tx: "Transaction", values: Mapping[str, object]) -> "Meeting":
    """Register a meeting that was held. Raises BadInput, and Refused for a day after the day in force."""
    from safetyctl.ledger.tables.meeting import Meeting, MeetingDraft

    record = register(tx, MEETING, Meeting, MeetingDraft, values)
    require_known_by(tx, record.held_on)
    return record


def find(tx: "Transaction", reference: int | str) -> "Meeting":
    """The meeting that a reference names, to be changed. Raises NotFound."""
    from safetyctl.ledger.tables.meeting import Meeting
    from safetyctl.records import kept

    return kept.find(tx, MEETING, Meeting, reference)


def edit(tx: "Transaction", record: "Meeting", changes: Mapping[str, object]) -> None:
    """Correct what a meeting says.

    Raises:
        BadInput, Refused: as ``amend`` does; also for a day after one on which a decision was due or done.
    """
    from safetyctl.ledger.tables.meeting import MeetingDraft

    amend(tx, MEETING, record, MeetingDraft, changes)
    require_known_by(tx, record.held_on)
    first = tx.rows(
        "SELECT min(day) FROM (SELECT due AS day FROM decision WHERE meeting = ? UNION ALL"
        " SELECT done_on FROM decision WHERE meeting = ?) AS days",
        (record.uid, record.uid),
    )[0][0]
    if first is not None and first < record.held_on.isoformat():
        raise Refused(
            _("A decision of {ref} has its day on {day}, before {held}.").format(
                ref=MEETING.ref(record.number), day=first, held=record.held_on
            )
        )


# decisions


def decide(tx: "Transaction", record: "Meeting", values: Mapping[str, object]) -> str:
    """Keep a decision of a meeting; returns its reference.

    Raises:
        BadInput: a value that cannot be taken, or a day before the meeting.
        Refused: the meeting is void, or was held after the day in force.
    """
    from safetyctl.ledger.tables.meeting import Decision, DecisionDraft
    from safetyctl.ledger.writing import drafted

    require_not_void(MEETING, record)
    require_begun(tx, MEETING, record)
    draft = drafted(DecisionDraft, values, labelled(DECIDED))
    _require_after(record, "due", draft.due)
    position = _next_position(tx, record)
    made = Decision(
        **draft.model_dump(), meeting=record.uid, position=position, created_at=tx.at, updated_at=tx.at
    )
    ref = decision_ref(record.number, position)
    tx.save("meeting.decide", ref, made)
    return ref


def _next_position(tx: "Transaction", record: "Meeting") -> int:
    """The next number within the meeting; one whose decision was taken back is never used again."""
    ref = MEETING.ref(record.number)
    ever = tx.rows(
        "SELECT count(DISTINCT uid) FROM journal WHERE kind = 'decision' AND ref >= ? AND ref < ?",
        (f"{ref}/", f"{ref}0"),  # "0" follows "/"
    )
    return int(ever[0][0]) + 1


def decision(tx: "Transaction", reference: int | str, position: int) -> tuple["Meeting", "Decision"]:
    """A decision with its meeting, to be changed.

    Raises:
        NotFound: no such meeting, or it has no decision of that number.
        Refused: the meeting is void, or was held after the day in force.
    """
    from safetyctl.ledger.tables.meeting import Decision

    record = find(tx, reference)
    found = tx.find(Decision, meeting=record.uid, position=position)
    if found is None:
        ref = MEETING.ref(record.number)
        raise NotFound(
            _("There is no decision {ref}.").format(ref=decision_ref(record.number, position)),
            hint=_("See what was decided: {command}").format(command=f"safetyctl meeting show {ref}"),
        )
    require_not_void(MEETING, record)
    require_begun(tx, MEETING, record)
    return record, found


def redecide(
    tx: "Transaction", record: "Meeting", decided: "Decision", changes: Mapping[str, object]
) -> None:
    """Correct what a decision says; values that are None stay.

    Raises:
        BadInput: nothing to change, a value that cannot be taken, or a day before the meeting.
        Refused: it is done, or was dropped.
    """
    from safetyctl.ledger.tables.meeting import DecisionDraft
    from safetyctl.ledger.writing import drafted

    _require_open(record, decided)
    wanted = {name: value for name, value in changes.items() if value is not None}
    if not wanted:
        raise BadInput(_("Nothing to change was given."), hint=_("Give one of: --what, --person, --by."))
    whole = {name: getattr(decided, name) for name in DecisionDraft.model_fields} | wanted
    draft = drafted(DecisionDraft, whole, labelled(DECIDED))
    _require_after(record, "due", draft.due)
    _store(tx, record, decided, draft, wanted, "redecide")


def done(tx: "Transaction", record: "Meeting", decided: "Decision", values: Mapping[str, object]) -> None:
    """Note that a decision was carried out, ``done_by`` the person it names unless told.

    Raises:
        BadInput: a value that cannot be taken, or a day before the meeting.
        Refused: it is done already, it was dropped, or the day lies after the day in force.
    """
    from safetyctl.ledger.tables.meeting import DoneDraft
    from safetyctl.ledger.writing import drafted

    _require_open(record, decided)
    whole = dict(values) | {"done_by": values.get("done_by") or decided.person}
    draft = drafted(DoneDraft, whole, labelled(DECIDED))
    _require_after(record, "done_on", draft.done_on)
    require_known_by(tx, draft.done_on)
    _store(tx, record, decided, draft, DoneDraft.model_fields, "done")


def drop(tx: "Transaction", record: "Meeting", decided: "Decision", reason: str) -> None:
    """Give a decision up, with a reason: it stays on record, and is not owed from the day in force on.

    Raises:
        BadInput: no reason, or one that cannot be kept.
        Refused: it is done, or was dropped already.
    """
    from safetyctl.ledger.tables.meeting import DroppedDraft
    from safetyctl.ledger.writing import drafted

    _require_open(record, decided)
    draft = drafted(DroppedDraft, {"dropped_on": tx.day, "drop_reason": reason}, labelled(DECIDED))
    _store(tx, record, decided, draft, DroppedDraft.model_fields, "drop")


def _store(
    tx: "Transaction",
    record: "Meeting",
    decided: "Decision",
    draft: "SQLModel",
    names: Iterable[str],
    verb: str,
) -> None:
    for name in names:
        setattr(decided, name, getattr(draft, name))
    decided.updated_at = tx.at
    tx.save(f"meeting.{verb}", decision_ref(record.number, decided.position), decided)


def _require_open(record: "Meeting", decided: "Decision") -> None:
    """What is done or dropped stays as it is; a mistake is taken back. Raises Refused."""
    taken_back = _("Entered by mistake: {command}").format(command="safetyctl undo")
    if decided.dropped_on is not None:
        raise Refused(
            _("{ref} was dropped on {day}: {reason}.").format(
                ref=decision_ref(record.number, decided.position),
                day=decided.dropped_on,
                reason=decided.drop_reason,
            ),
            hint=taken_back,
        )
    if decided.done_on is not None:
        raise Refused(
            _("{ref} is done already, since {day}.").format(
                ref=decision_ref(record.number, decided.position), day=decided.done_on
            ),
            hint=taken_back,
        )


def _require_after(record: "Meeting", field: str, day: date | None) -> None:
    if day is not None and day < record.held_on:
        raise BadInput(
            _("{field}: {day} lies before the meeting, {held}.").format(
                field=_(DECIDED[field]), day=day, held=record.held_on
            ),
            hint=_("Nothing was changed."),
        )
