"""Accountability (问责, R8): who was held to account for a duty that was not met, and what was done about it."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from safetyctl.ground.catalogue import N_
from safetyctl.ledger.connection import Asks
from safetyctl.plan.deadlines import GROUP
from safetyctl.records.kept import FileView, Noun, amend, files_of, number_of, register, require_known_by
from safetyctl.records.labels import FIELDS as SHARED
from safetyctl.records.narrowing import Narrowed, voided

if TYPE_CHECKING:
    from safetyctl.ledger.tables.supervision import Accountability
    from safetyctl.ledger.writing import Transaction

FIELDS = {
    "id": SHARED["id"],
    "campus": SHARED["campus"],
    "person": N_("person held to account"),
    "what": N_("for what"),
    "measure": N_("what was done"),
    "on": N_("decided on"),
    "decided_on": N_("decided on"),
    "void_reason": SHARED["void_reason"],
}
ACCOUNTABILITY = Noun("accountability", "Q", N_("accountability record"), FIELDS, begins=("decided_on",))


class AccountabilityView(NamedTuple):
    """Somebody held to account, with the keys of its JSON; ``campus`` is ``*`` for the group's own."""

    id: str
    uid: str
    campus: str
    person: str
    what: str
    measure: str
    on: date
    attachments: tuple[FileView, ...]
    voided_on: date | None
    void_reason: str | None
    created_at: str
    updated_at: str


def accountabilities(asks: Asks, day: date, asked: Narrowed = Narrowed()) -> list[AccountabilityView]:
    """Who was held to account, as known on ``day``."""
    where, values = asked.sql(day, "decided_on")
    rows = asks.rows(
        f"""
        SELECT r.number, r.uid, coalesce(c.name, '{GROUP}'), r.person, r.what, r.measure, r.decided_on, r.voided_on,
               r.void_reason, r.created_at, r.updated_at
        FROM accountability r LEFT JOIN campus c ON c.uid = r.campus WHERE {where} ORDER BY r.decided_on, r.number
        """,
        values,
    )
    files = files_of(asks, ACCOUNTABILITY, (row[1] for row in rows))
    return [
        AccountabilityView(
            ACCOUNTABILITY.ref(number), uid, campus, person, what, measure, date.fromisoformat(on),
            files.get(uid, ()), *voided(void_on, reason, day), made, changed,
        )
        for number, uid, campus, person, what, measure, on, void_on, reason, made, changed in rows
    ]  # fmt: skip


def accountability(asks: Asks, day: date, reference: int | str) -> AccountabilityView:
    """One of them by number, or by a prefix of its uid. Raises NotFound."""
    one = Narrowed(void=True, number=number_of(asks, ACCOUNTABILITY, reference))
    found = accountabilities(asks, day, one)
    return found[0] if found else accountabilities(asks, date.max, one)[0]


def add(tx: "Transaction", values: Mapping[str, object]) -> "Accountability":
    """Register that somebody was held to account. Raises BadInput, and Refused for a day after the day in force."""
    from safetyctl.ledger.tables.supervision import Accountability, AccountabilityDraft

    record = register(tx, ACCOUNTABILITY, Accountability, AccountabilityDraft, values)
    require_known_by(tx, record.decided_on)
    return record


def find(tx: "Transaction", reference: int | str) -> "Accountability":
    """The record that a reference names, to be changed. Raises NotFound."""
    from safetyctl.ledger.tables.supervision import Accountability
    from safetyctl.records import kept

    return kept.find(tx, ACCOUNTABILITY, Accountability, reference)


def edit(tx: "Transaction", record: "Accountability", changes: Mapping[str, object]) -> None:
    """Correct what a record says. Raises BadInput and Refused as ``amend`` does."""
    from safetyctl.ledger.tables.supervision import AccountabilityDraft

    amend(tx, ACCOUNTABILITY, record, AccountabilityDraft, changes)
    require_known_by(tx, record.decided_on)
