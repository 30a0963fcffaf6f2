"""``undo``: takes back an actor's last change by appending a reversing one; history never shrinks."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import Refused
from safetyctl.ledger.connection import Asks
from safetyctl.ledger.tables.hazard import Hazard, Step
from safetyctl.ledger.words import Status, StepKind
from safetyctl.ledger.writing import Transaction
from safetyctl.records.history import differences
from safetyctl.records.mailings import MailingView, mailings
from safetyctl.records.references import hazard_ref
from safetyctl.records.waivers import require_alone

UNDO = "undo"
_KEPT = ("init", "ledger.upgrade", UNDO)
_STAYS = "mailing"
"""What no change takes back: a mail that went out stays out, and so does what is known of it."""


@dataclass(frozen=True, slots=True)
class Reversal:
    """One record of the change to take back: its body now (``after``) and the one it goes back to (``before``)."""

    seq: int
    verb: str
    kind: str
    uid: str
    ref: str
    before: str | None
    after: str | None

    @property
    def changes(self) -> tuple[tuple[str, object, object], ...]:
        """What undoing changes: field, value now, value afterwards."""
        return differences(self.after, self.before)


@dataclass(frozen=True, slots=True)
class LastChange:
    """The last change of an actor that can be taken back; ``mails`` are those that went out with it, and stay out."""

    change: int
    verb: str
    day: str
    at: str
    reversals: tuple[Reversal, ...]
    mails: tuple[MailingView, ...] = ()


def last_change(asks: Asks, actor: str) -> LastChange:
    """The last change of this actor that is not taken back yet.

    Raises:
        Refused: there is none, or somebody changed the same record since.
    """
    undone = {
        int(row[0])
        for row in asks.rows("SELECT uid FROM journal WHERE verb = ? AND kind = 'change'", (UNDO,))
    }
    found = asks.rows(
        "SELECT change, min(verb), min(day), min(at) FROM journal WHERE actor = ? AND verb NOT IN (?, ?, ?)"
        " AND kind <> ? GROUP BY change ORDER BY change DESC LIMIT ?",
        (actor, *_KEPT, _STAYS, len(undone) + 1),
    )
    candidate = next((row for row in found if row[0] not in undone), None)
    if candidate is None:
        raise Refused(_("{actor} has no change to take back.").format(actor=actor))
    change, verb, day, at = candidate
    reversals = tuple(_reversals(asks, change))
    _require_latest(asks, reversals)
    went = {
        row[0] for row in asks.rows("SELECT ref FROM journal WHERE change = ? AND kind = ?", (change, _STAYS))
    }
    mails = tuple(one for one in mailings(asks) if one.id in went)
    return LastChange(change, verb, day, at, reversals, mails)


def _reversals(asks: Asks, change: int) -> Iterable[Reversal]:
    rows = asks.rows(
        "SELECT min(seq), max(seq), kind, uid, ref FROM journal WHERE change = ? AND kind <> ?"
        " GROUP BY kind, uid, ref ORDER BY max(seq) DESC",
        (change, _STAYS),
    )
    for first, last, kind, uid, ref in rows:
        before = asks.rows(
            "SELECT body FROM journal WHERE kind = ? AND uid = ? AND seq < ? ORDER BY seq DESC LIMIT 1",
            (kind, uid, first),
        )
        verb, after = asks.rows("SELECT verb, body FROM journal WHERE seq = ?", (last,))[0]
        yield Reversal(last, verb, kind, uid, ref, before[0][0] if before else None, after)


def _require_latest(asks: Asks, reversals: tuple[Reversal, ...]) -> None:
    """Each record still is what the change made it; what was done and taken back since does not matter."""
    for one in reversals:
        actor, body = asks.rows(
            "SELECT actor, body FROM journal WHERE kind = ? AND uid = ? ORDER BY seq DESC LIMIT 1",
            (one.kind, one.uid),
        )[0]
        if body != one.after:
            raise Refused(
                _("{ref} was changed by {who} since; it cannot simply be taken back.").format(
                    ref=one.ref, who=actor
                ),
                hint=_("See: safetyctl audit log --ref {ref}").format(ref=one.ref),
            )


def undo(tx: Transaction, last: LastChange) -> None:
    """Take a change back. A hazard that it registered becomes void: its number is never used again.

    Raises Refused where a waiver would hold again beside another of the same duty, or other records depend on one.
    """
    registered = {one.uid for one in last.reversals if one.kind == "hazard" and one.before is None}
    for one in last.reversals:
        if one.uid in registered or (one.kind == "step" and _hazard_of(one) in registered):
            continue
        before = json.loads(one.before) if one.before else None
        if one.kind == "waiver" and before:
            require_alone(tx, before)
        try:
            tx.restore(UNDO, one.kind, one.uid, one.ref, before)
        except sqlite3.IntegrityError as error:
            raise Refused(
                _("Other records depend on {ref} by now; it cannot simply be taken back.").format(
                    ref=one.ref
                ),
                hint=_("See: safetyctl audit log --ref {ref}").format(ref=one.ref),
            ) from error
    for uid in sorted(registered):
        _void(tx, uid)
    tx.note(UNDO, "change", str(last.change), {"change": last.change, "verb": last.verb})


def _hazard_of(step: Reversal) -> object:
    return json.loads(step.after or "{}").get("hazard")


def _void(tx: Transaction, uid: str) -> None:
    hazard = tx.find(Hazard, uid=uid)
    if hazard is None or hazard.status == Status.VOID:
        return
    reason = _("taken back")
    settled = hazard.status == Status.CLOSED
    hazard.status, hazard.void_reason, hazard.updated_at = Status.VOID, reason, tx.at
    records: list[Hazard | Step] = [hazard]
    if not settled:
        records.append(
            Step(hazard=uid, kind=StepKind.VOIDED, day=max(tx.day, hazard.found_on), by=tx.actor, note=reason)
        )
    tx.save(UNDO, hazard_ref(hazard.number), *records)
