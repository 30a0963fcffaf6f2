"""What is done about incidents (R11): registered, corrected, reported to each authority, closed."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from safetyctl.ground.catalogue import _, listed
from safetyctl.ground.errors import BadInput, Refused
from safetyctl.ground.limits import FIRST_DAY
from safetyctl.plan.deadlines import end_of
from safetyctl.plan.model import Plan
from safetyctl.records.campaigns import plan_on
from safetyctl.records.incidents import (
    FIELDS,
    INCIDENT,
    IncidentView,
    authority_name,
    incident,
    stored_moment,
    wall,
    zone_of,
)
from safetyctl.records.kept import amend, register, require_known_by, require_not_void, store
from safetyctl.records.labels import labelled

if TYPE_CHECKING:
    from safetyctl.ledger.tables.incident import Incident, Notification
    from safetyctl.ledger.writing import Transaction

_MOMENTS = ("occurred_at", "class_told_at", "known_at")


def add(tx: "Transaction", plan: Plan, values: Mapping[str, object]) -> "Incident":
    """Register an incident that has become known; its moments are aware.

    Raises BadInput for moments out of order or still to come, and for what else cannot be taken.
    """
    from safetyctl.ledger.tables.incident import Incident, IncidentDraft

    _require_moments(tx, plan, values)
    return register(tx, INCIDENT, Incident, IncidentDraft, _as_stored(plan, values))


def find(tx: "Transaction", reference: int | str) -> "Incident":
    """The incident that a reference names, to be changed. Raises NotFound."""
    from safetyctl.ledger.tables.incident import Incident
    from safetyctl.records import kept

    return kept.find(tx, INCIDENT, Incident, reference)


def edit(tx: "Transaction", plan: Plan, record: "Incident", changes: Mapping[str, object]) -> None:
    """Correct what an incident says; values that are None stay as they are.

    ``correction`` says why; of one that is closed nothing is corrected without it.

    Raises BadInput and Refused as ``add`` and ``amend`` do, and where an authority would have been told before the
    school knew.
    """
    from safetyctl.ledger.tables.incident import IncidentDraft

    if record.closed_on is not None and not str(changes.get("correction") or "").strip():
        raise BadInput(
            _("{ref} was closed on {day}: it is only corrected with a reason.").format(
                ref=INCIDENT.ref(record.number), day=record.closed_on
            ),
            hint=_("Say why with: --reason TEXT"),
        )
    wanted = {name: value for name, value in changes.items() if value is not None}
    before = {name: getattr(record, name) for name in _MOMENTS}
    _require_moments(tx, plan, {name: at and stored_moment(at) for name, at in before.items()} | wanted)
    _require_known_before(tx, plan, record, wanted.get("known_at"))
    amend(tx, INCIDENT, record, IncidentDraft, _as_stored(plan, wanted))


def _require_known_before(tx: "Transaction", plan: Plan, record: "Incident", known: object) -> None:
    """Nobody was told of an incident, and it was not closed, before the school knew."""
    if not isinstance(known, datetime):
        return
    rows = tx.rows("SELECT min(told_at) FROM notification WHERE incident = ?", (record.uid,))
    told = rows[0][0] and stored_moment(rows[0][0])
    there = known.astimezone(zone_of(plan))
    if (told and told < known) or (record.closed_on and record.closed_on < there.date()):
        ref = INCIDENT.ref(record.number)
        raise Refused(
            _("{ref} was reported or closed before {moment}.").format(ref=ref, moment=wall(there)),
            hint=_("To correct a report: {command}").format(
                command=f"safetyctl incident report {ref} --to NAME --at MOMENT --correct --reason TEXT"
            ),
        )


def _as_stored(plan: Plan, values: Mapping[str, object]) -> dict[str, object]:
    """Moments as the ledger keeps them, and the day on which it became known."""
    from safetyctl.ledger.tables.fields import moment

    found = {
        name: moment(value.astimezone(UTC)) if isinstance(value, datetime) else value
        for name, value in values.items()
    }
    known = values.get("known_at")
    return found | (
        {"known_on": known.astimezone(zone_of(plan)).date()} if isinstance(known, datetime) else {}
    )


def _require_moments(tx: "Transaction", plan: Plan, values: Mapping[str, object]) -> None:
    """Occurred, told by the class, known to the school: in this order, and none of them still to come."""
    order = [(name, at) for name in _MOMENTS if isinstance(at := values.get(name), datetime)]
    for name, at in order:
        _require_past(tx, plan, labelled(FIELDS)[name], at)
    for (first, earlier), (second, later) in pairwise(order):
        if later < earlier:
            raise BadInput(
                _("{second} {later} lies before {first} {earlier}.").format(
                    first=labelled(FIELDS)[first],
                    second=labelled(FIELDS)[second],
                    earlier=wall(earlier.astimezone(zone_of(plan))),
                    later=wall(later.astimezone(zone_of(plan))),
                ),
                hint=_("Nothing was changed."),
            )


def _require_past(tx: "Transaction", plan: Plan, field: str, at: datetime) -> None:
    """A moment of this century, by now or by the end of the day in force. Raises BadInput."""
    latest = _now(tx, plan)
    too_late = at > latest if latest else at >= end_of(plan, tx.day)
    if too_late or at.astimezone(zone_of(plan)).date() < FIRST_DAY:
        raise BadInput(
            _("{field}: {moment} is still to come.").format(
                field=field, moment=wall(at.astimezone(zone_of(plan)))
            )
            if too_late
            else _("{field}: {moment} is too long ago.").format(
                field=field, moment=wall(at.astimezone(zone_of(plan)))
            ),
            hint=_("Nothing was changed. The day in force is {day}.").format(day=tx.day),
        )


def _now(tx: "Transaction", plan: Plan) -> datetime | None:
    """This moment, where the day in force is today; None for any other day."""
    now = stored_moment(tx.at)
    return now if now.astimezone(zone_of(plan)).date() == tx.day else None


def as_changed(tx: "Transaction", day: date, number: int) -> IncidentView:
    """An incident as a change leaves it, read at this moment."""
    return incident(tx, day, number, _now(tx, plan_on(tx, day)))


def report(
    tx: "Transaction",
    plan: Plan,
    record: "Incident",
    authority: str,
    at: datetime,
    said: Mapping[str, object],
) -> None:
    """Note at which moment an authority was told; ``said`` may name ``told_by`` and ``how``.

    Raises:
        BadInput: a moment before the school knew, or still to come, or what else cannot be kept.
        Refused: a void incident, or the authority was told already.
    """
    from safetyctl.ledger.tables.incident import Notification, NotificationDraft
    from safetyctl.ledger.writing import drafted

    before = _notification(tx, record, authority)
    if before is not None:
        ref = INCIDENT.ref(record.number)
        raise Refused(
            _("{authority} was told of {ref} at {moment}.").format(
                authority=authority_name(plan, authority),
                ref=ref,
                moment=wall(stored_moment(before.told_at).astimezone(zone_of(plan))),
            ),
            hint=_("To correct that: {command}").format(
                command=f"safetyctl incident report {ref} --to {authority} --at MOMENT --correct --reason TEXT"
            ),
        )
    values = _notified(tx, plan, record, at) | {"incident": record.uid, "authority": authority}
    draft = drafted(NotificationDraft, values | dict(said), labelled(FIELDS))
    _save(tx, record, Notification(**draft.model_dump()))


def correct(
    tx: "Transaction",
    plan: Plan,
    record: "Incident",
    authority: str,
    at: datetime,
    reason: str | None,
    said: Mapping[str, object],
) -> None:
    """Correct the moment at which an authority was told, with the reason; what ``said`` leaves out stays.

    Raises BadInput and Refused as ``report`` does, and Refused where it was not told yet.
    """
    from safetyctl.ledger.tables.incident import NotificationDraft
    from safetyctl.ledger.writing import drafted

    entry = _notification(tx, record, authority)
    if entry is None:
        raise Refused(
            _("{authority} was not told of {ref} yet.").format(
                authority=authority_name(plan, authority), ref=INCIDENT.ref(record.number)
            ),
            hint=_("Leave out --correct."),
        )
    if not (reason or "").strip():
        raise BadInput(_("Missing: {names}").format(names="--reason"), hint=_("Say why the entry was wrong."))
    changes = _notified(tx, plan, record, at) | {"correction": reason}
    changes |= {name: value for name, value in said.items() if value is not None}
    whole = {name: getattr(entry, name) for name in NotificationDraft.model_fields} | changes
    entry.sqlmodel_update(drafted(NotificationDraft, whole, labelled(FIELDS)))
    _save(tx, record, entry)


def _notification(tx: "Transaction", record: "Incident", authority: str) -> "Notification | None":
    from safetyctl.ledger.tables.incident import Notification

    return tx.find(Notification, incident=record.uid, authority=authority)


def _notified(tx: "Transaction", plan: Plan, record: "Incident", at: datetime) -> dict[str, object]:
    """The moment of a report as it is stored, once it is known to be one that can be."""
    from safetyctl.ledger.tables.fields import moment

    require_not_void(INCIDENT, record)
    _require_past(tx, plan, labelled(FIELDS)["told_at"], at)
    known = stored_moment(record.known_at)
    if at < known:
        raise BadInput(
            _("{second} {later} lies before {first} {earlier}.").format(
                second=labelled(FIELDS)["told_at"],
                first=labelled(FIELDS)["known"],
                later=wall(at.astimezone(zone_of(plan))),
                earlier=wall(known.astimezone(zone_of(plan))),
            ),
            hint=_("Nothing was changed."),
        )
    return {"told_at": moment(at.astimezone(UTC)), "told_on": at.astimezone(zone_of(plan)).date()}


def _save(tx: "Transaction", record: "Incident", entry: "Notification") -> None:
    # the incident too: whoever takes an earlier change of it back is told of this one
    record.updated_at = tx.at
    tx.save("incident.report", INCIDENT.ref(record.number), record, entry)


def close(
    tx: "Transaction", plan: Plan, record: "Incident", cause: str | None, aftermath: str | None
) -> None:
    """Close an incident, from the day in force on; what is None stays as it was recorded before.

    Raises:
        BadInput: texts that cannot be kept.
        Refused: it is void or closed, an authority that must be told was not, or the cause is not on record; all that
            is missing is named.
    """
    from safetyctl.ledger.tables.incident import IncidentDraft
    from safetyctl.ledger.writing import drafted

    ref = INCIDENT.ref(record.number)
    require_not_void(INCIDENT, record)
    require_known_by(tx, record.known_on)
    if record.closed_on is not None:
        raise Refused(_("{ref} was closed on {day}.").format(ref=ref, day=record.closed_on))
    said = {"cause": cause, "aftermath": aftermath}
    whole = {name: getattr(record, name) for name in IncidentDraft.model_fields}
    checked = drafted(
        IncidentDraft, whole | {k: v for k, v in said.items() if v is not None}, labelled(FIELDS)
    )
    owing = as_changed(tx, tx.day, record.number).owing
    missing = [
        _("{authority} was not told").format(authority=authority_name(plan, one.authority)) for one in owing
    ] + ([] if checked.cause else [_("the cause is not on record (--cause TEXT)")])
    if missing:
        raise Refused(
            _("{ref} cannot be closed: {missing}.").format(ref=ref, missing=listed(missing)),
            hint=_("Record it with: {command}").format(
                command=f"safetyctl incident report {ref} --to {owing[0].authority} --at MOMENT"
            )
            if owing
            else _("Nothing was changed."),
        )
    record.cause, record.aftermath, record.closed_on = checked.cause, checked.aftermath, tx.day
    store(tx, INCIDENT, record, "close")
