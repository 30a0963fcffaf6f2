"""What was sent by e-mail (R21): each attempt is on the ledger before its first byte goes out, so that none is
repeated by mistake; what the server took meets its duties in the same change.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from safetyctl.ground.catalogue import N_, _
from safetyctl.ground.errors import Refused
from safetyctl.ledger.connection import Asks
from safetyctl.ledger.words import E_MAIL, MailState
from safetyctl.plan.judging import SUBMISSION
from safetyctl.plan.model import Plan
from safetyctl.records.references import mailing_ref
from safetyctl.records.submissions import met_by, require_handing_in, submissions, submit_bundle

if TYPE_CHECKING:
    from safetyctl.ledger.tables.mailing import Mailing
    from safetyctl.ledger.writing import Transaction

FIELDS = {
    "recipient": N_("recipient"),
    "message_id": N_("Message-ID"),
    "started_at": N_("begun at"),
    "state": N_("sending"),
    "answer": N_("the server's answer"),
    "finished_at": N_("settled at"),
}
"""What the journal calls the fields of an attempt to send."""
_OPEN = (MailState.TRYING, MailState.UNKNOWN)


class MailingView(NamedTuple):
    """An attempt to send a bundle to one recipient: ``Y0001``, when (UTC), and how it ended."""

    id: str
    number: int
    bundle: str
    sha256: str
    recipient: str
    message_id: str
    started_at: str
    state: str
    answer: str | None
    finished_at: str | None

    @property
    def unsettled(self) -> bool:
        """Whether nobody can tell if it arrived: its end is not known, or it was never brought to one."""
        return self.state in _OPEN

    def when(self, plan: Plan) -> str:
        """When it was begun, by the school's clock."""
        begun = datetime.fromisoformat(self.started_at).astimezone(ZoneInfo(plan.zone))
        return begun.strftime("%Y-%m-%d %H:%M")


def mailings(asks: Asks, digest: str | None = None, recipient: str | None = None) -> list[MailingView]:
    """The attempts in their order: all, those of one bundle, or those of it to one recipient."""
    rows = asks.rows(
        "SELECT number, bundle, sha256, recipient, message_id, started_at, state, answer, finished_at FROM mailing"
        " WHERE (? IS NULL OR sha256 = ?) AND (? IS NULL OR lower(recipient) = lower(?)) ORDER BY number",
        (digest, digest, recipient, recipient),
    )
    return [MailingView(mailing_ref(row[0]), *row) for row in rows]


def require_unsent(found: list[MailingView], plan: Plan) -> None:
    """Make sure that no attempt took place after which sending once more might be sending twice. Raises Refused."""
    taken = next((one for one in found if one.state == MailState.ACCEPTED), None)
    if taken is not None:
        raise Refused(
            _("{bundle} was sent to {recipient} at {when} already.").format(
                bundle=taken.bundle, recipient=taken.recipient, when=taken.when(plan)
            ),
            hint=_("Nothing was sent. To send it once more, add --again."),
        )
    waiting = waiting_of(found)
    if waiting is not None:
        raise Refused(
            _("{bundle} was sent to {recipient} at {when}, and no answer came: it may have arrived.").format(
                bundle=waiting.bundle, recipient=waiting.recipient, when=waiting.when(plan)
            ),
            hint=_("Ask there. If it arrived, record that with --arrived; if not, send it with --again."),
        )


def waiting_of(found: list[MailingView]) -> MailingView | None:
    """The last attempt of which nobody can tell whether it arrived, whatever came after it; None once one did."""
    if any(one.state == MailState.ACCEPTED for one in found):
        return None
    return next((one for one in reversed(found) if one.unsettled), None)


def begin(
    tx: "Transaction", plan: Plan, said: Mapping[str, object], duties: Iterable[str], again: bool = False
) -> str:
    """Put an attempt on the ledger before anything of it goes out; its reference.

    ``said`` has the bundle's name and sha256, the recipient and the Message-ID. One that was never settled is
    marked so where it is sent ``again``.

    Raises:
        Refused: it was sent there already, or nobody can tell; and as ``submit`` for what the bundle meets.
    """
    from safetyctl.ledger.tables.mailing import Mailing, MailingDraft
    from safetyctl.ledger.writing import drafted

    draft = drafted(MailingDraft, said)
    named = _unrecorded(tx, duties, draft.sha256)
    for owed in met_by(tx, plan, tx.day, named) if named else ():
        if owed.duty.evidence == SUBMISSION:
            require_handing_in(owed, tx.day, tx.day)
    found = mailings(tx, draft.sha256, draft.recipient)
    if not again:
        require_unsent(found, plan)
    for one in found:
        if one.state == MailState.TRYING:
            settle(tx, one.id, MailState.UNKNOWN, None)
    number = tx.next_number("mailing")
    record = Mailing(**draft.model_dump(), number=number, started_at=tx.at, state=MailState.TRYING)
    tx.save("mail.try", mailing_ref(number), record)
    return mailing_ref(number)


def settle(tx: "Transaction", ref: str, state: MailState, answer: str | None) -> None:
    """Record how an attempt ended that did not succeed: refused, or nobody can tell."""
    record = _find(tx, ref)
    record.state, record.answer, record.finished_at = state, answer, tx.at
    tx.save("mail.refuse" if state == MailState.REFUSED else "mail.lose", ref, record)


def accept(
    tx: "Transaction",
    plan: Plan,
    campuses: Mapping[str, str],
    ref: str,
    duties: Iterable[str],
    answer: str | None,
) -> list[str]:
    """Record that the server took it, or that it is known to have arrived, and with it what it meets on its day.

    The references of the submissions; none where the same bundle was recorded as sent by e-mail before.
    """
    record = _find(tx, ref)
    record.state, record.answer, record.finished_at = MailState.ACCEPTED, answer or record.answer, tx.at
    tx.save("mail.accept", ref, record)
    facts = {"channel": E_MAIL, "by": tx.actor, "bundle": record.bundle, "sha256": record.sha256}
    named = _unrecorded(tx, duties, record.sha256)
    return submit_bundle(tx, plan, campuses, named, _went_out_on(tx, ref), facts) if named else []


def _unrecorded(tx: "Transaction", duties: Iterable[str], digest: str) -> list[str]:
    """The duties for which this bundle is not recorded yet as sent by e-mail: nothing is recorded twice."""
    done = {
        f"{one.duty}/{one.due}/{one.campus}"
        for one in submissions(tx, tx.day)
        if (one.sha256, one.channel) == (digest, E_MAIL)
    }
    return [one for one in duties if one not in done]


def _went_out_on(tx: "Transaction", ref: str) -> date:
    """The day that an attempt counts for, however much later it is known that it arrived."""
    ((day,),) = tx.rows(
        "SELECT day FROM journal WHERE kind = 'mailing' AND ref = ? ORDER BY seq LIMIT 1", (ref,)
    )
    return date.fromisoformat(day)


def _find(tx: "Transaction", ref: str) -> "Mailing":
    from safetyctl.ledger.tables.mailing import Mailing

    record = tx.find(Mailing, number=int(ref[1:]))
    if record is None:
        raise Refused(_("There is no attempt to send {ref}.").format(ref=ref))
    return record
