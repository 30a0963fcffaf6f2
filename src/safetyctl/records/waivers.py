"""Waivers (免除): one duty excused, with a reason and a name (A7). Each is kept for good, and can be taken back."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import Refused
from safetyctl.ground.text import one_line
from safetyctl.ledger.connection import Asks
from safetyctl.plan.deadlines import GROUP, Owed
from safetyctl.plan.judging import Judged, Waiver
from safetyctl.records.references import waiver_ref

if TYPE_CHECKING:
    from safetyctl.ledger.tables import waiver as tables
    from safetyctl.ledger.writing import Transaction


class WaiverView(NamedTuple):
    """A waiver: ``W0001``, the id of the duty, its campus (``*`` for the group), from which day on, why and by whom.

    The last three say from which day on it does not hold any more; None while it is in force.
    """

    id: str
    duty: str
    campus: str
    on: date
    reason: str
    by: str
    revoked_on: date | None
    revoked_by: str | None
    revoke_reason: str | None

    def holds(self, day: date) -> bool:
        """Whether it excuses the duty on a day."""
        return self.on <= day and (self.revoked_on is None or day < self.revoked_on)

    def as_of(self, day: date) -> "WaiverView":
        """How it stood on a day: what was taken back later was not taken back yet."""
        if self.revoked_on is None or self.revoked_on <= day:
            return self
        return self._replace(revoked_on=None, revoked_by=None, revoke_reason=None)


def waivers(asks: Asks) -> list[WaiverView]:
    """Every waiver in its order, those taken back too."""
    return _views(asks, "")


def in_force(asks: Asks, duty: str) -> WaiverView | None:
    """The waiver, not taken back, of the duty with this id; None where there is none."""
    code, named, _whose = (*duty.split("/", 2), "", "")[:3]
    found = _views(asks, "WHERE w.duty = ? AND w.named = ? AND w.revoked_on IS NULL", (code, named))
    return next((one for one in found if one.duty == duty), None)


def _views(asks: Asks, where: str, values: tuple[object, ...] = ()) -> list[WaiverView]:
    rows = asks.rows(
        "SELECT w.number, w.duty || '/' || w.named || '/' || coalesce(w.whom, c.name, ?), coalesce(c.name, ?),"
        ' w.waived_on, w.reason, w."by", w.revoked_on, w.revoked_by, w.revoke_reason'
        f" FROM waiver w LEFT JOIN campus c ON c.uid = w.campus {where} ORDER BY w.number",
        (GROUP, GROUP, *values),
    )
    return [
        WaiverView(
            waiver_ref(number), duty, campus, date.fromisoformat(on), reason, by,
            date.fromisoformat(revoked) if revoked else None, revoked_by, revoke_reason,
        )
        for number, duty, campus, on, reason, by, revoked, revoked_by, revoke_reason in rows
    ]  # fmt: skip


def as_facts(views: Iterable[WaiverView]) -> tuple[Waiver, ...]:
    """The waivers as the law of deadlines takes them."""
    return tuple(Waiver(one.id, one.duty, one.on, one.revoked_on) for one in views)


def waive(
    tx: "Transaction",
    owed: Owed,
    standing: Judged | None,
    campuses: Mapping[str, str],
    reason: str | None,
    by: str | None,
) -> WaiverView:
    """Excuse what is owed from the day of the transaction on. ``standing``: how it stands on that day (None: no day).

    Raises:
        Refused: it is excused already, it was met in time, it has no day that could be missed (A18), or it is limited
            to hours (R11).
        BadInput: no reason or no name, or one that cannot be kept.
    """
    from safetyctl.ledger.tables.waiver import Waiver as Row
    from safetyctl.ledger.tables.waiver import WaiverDraft
    from safetyctl.ledger.writing import drafted

    if owed.due_at is not None:
        raise Refused(
            _("{duty} is limited to hours: nobody can excuse it.").format(duty=owed.id),
            hint=_("Nothing was changed."),
        )
    if standing is None:
        raise Refused(_("{duty} has no deadline: there is nothing to excuse.").format(duty=owed.id))
    if standing.state == "met":
        raise Refused(
            _("{duty} was met on {day}: there is nothing to excuse.").format(
                duty=owed.id, day=standing.met_on
            )
        )
    _require_owed(tx, owed.id)
    code, named, last = owed.id.split("/", 2)
    draft = drafted(
        WaiverDraft,
        {
            "duty": code,
            "named": named,
            "campus": None if owed.campus == GROUP else campuses[owed.campus],
            "whom": None if last == owed.campus else last,
            "waived_on": tx.day,
            "reason": reason,
            "by": by,
        },
        {"reason": "--reason", "by": "--by"},
    )
    record = Row(**draft.model_dump(), number=tx.next_number("waiver"))
    return _saved(tx, "waive", record)


def revoke(tx: "Transaction", duty: str, reason: str | None, by: str | None) -> WaiverView:
    """Take back what excuses a duty, by its id: from the day of the transaction on it is owed again.

    Raises:
        Refused: nothing excuses it, or only from a later day on.
        BadInput: no reason or no name, or one that cannot be kept.
    """
    from safetyctl.ledger.tables.waiver import RevocationDraft
    from safetyctl.ledger.tables.waiver import Waiver as Row
    from safetyctl.ledger.writing import drafted

    standing = in_force(tx, duty)
    if standing is None:
        raise Refused(
            _("{duty} is not waived.").format(duty=duty), hint=_("Look with: safetyctl campaign check")
        )
    if tx.day < standing.on:
        raise Refused(
            _("{duty} is waived from {day} on ({ref}), a later day than the one in force, {today}.").format(
                duty=duty, day=standing.on, ref=standing.id, today=tx.day
            ),
            hint=_("Take it back on that day or later: --as-of {day}").format(day=standing.on),
        )
    draft = drafted(
        RevocationDraft,
        {"revoked_on": tx.day, "revoked_by": by, "revoke_reason": reason},
        {"revoke_reason": "--reason", "revoked_by": "--by"},
    )
    record = tx.find(Row, number=int(standing.id[1:]))
    assert record is not None
    record.sqlmodel_update(draft)
    return _saved(tx, "waive.revoke", record)


def _saved(tx: "Transaction", verb: str, record: "tables.Waiver") -> WaiverView:
    tx.save(verb, waiver_ref(record.number), record)
    return _views(tx, "WHERE w.uid = ?", (record.uid,))[0]


def _require_owed(asks: Asks, duty: str) -> None:
    """Make sure that nothing excuses a duty yet. Raises Refused with who excused it, when and why."""
    standing = in_force(asks, duty)
    if standing is not None:
        raise Refused(
            _("{duty} is waived already, by {who} from {day} on ({ref}): {reason}").format(
                duty=duty, who=standing.by, day=standing.on, ref=standing.id, reason=one_line(standing.reason)
            ),
            hint=_("To take that back: safetyctl waive {duty} --revoke --reason TEXT --by NAME").format(
                duty=duty
            ),
        )


def require_alone(asks: Asks, row: Mapping[str, object]) -> None:
    """Make sure that a waiver's stored row, in force again, is the only one of its duty. Raises Refused."""
    others = asks.rows(
        "SELECT number FROM waiver WHERE duty = ? AND named = ? AND coalesce(campus, '') = ?"
        " AND coalesce(whom, '') = ? AND revoked_on IS NULL AND uid <> ?",
        (row["duty"], row["named"], row["campus"] or "", row["whom"] or "", row["uid"]),
    )
    if others:
        raise Refused(
            _("{ref} cannot hold again: {other} excuses the same duty since.").format(
                ref=waiver_ref(int(str(row["number"]))), other=waiver_ref(others[0][0])
            ),
            hint=_("Nothing was changed."),
        )
