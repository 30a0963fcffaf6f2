"""What was sent by e-mail (R21): each attempt is on the ledger before its first byte goes out, so that none is
repeated by mistake; what the server took meets its duties in the same change.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from safetyctl.ground.catalogue import N_, _
from safetyctl.ground.errors import Busy, Refused
from safetyctl.ground.locks import locked
from safetyctl.ledger.connection import Asks, busy_seconds
from safetyctl.ledger.words import E_MAIL, MAIL_STATE_LABELS, MailState
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
_TRY, _ACCEPT = "mail.try", "mail.accept"
_LOCK = ".sending"


class OpenMail(NamedTuple):
    """A mail to the plan's mailbox that came to no good end yet, with the keys of its JSON; ``at`` is UTC."""

    id: str
    bundle: str
    recipient: str
    at: str
    state: str
    answer: str | None


class MailingView(NamedTuple):
    """An attempt to send a bundle to one recipient: ``Y0001``, when (UTC), and how it ended.

    ``bundle`` is the name that follows from kind, period, campus and edition: the same for a report made anew. ``on``
    is the day that the attempt counts for, ``seq`` its place in the journal.
    """

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
    on: date
    seq: int

    @property
    def unsettled(self) -> bool:
        """Whether nobody can tell if it arrived: its end is not known, or it was never brought to one."""
        return self.state in _OPEN

    def when(self, plan: Plan) -> str:
        """When it was begun, by the school's clock."""
        return wall(self.started_at, plan)


def wall(moment: str, plan: Plan) -> str:
    """A moment as the ledger keeps it, by the school's clock."""
    return datetime.fromisoformat(moment).astimezone(ZoneInfo(plan.zone)).strftime("%Y-%m-%d %H:%M")


def mailings(asks: Asks, bundle: str | None = None, recipient: str | None = None) -> list[MailingView]:
    """The attempts in their order: all, those of one bundle by its name, or those of it to one recipient."""
    rows = asks.rows(
        "SELECT m.number, m.bundle, m.sha256, m.recipient, m.message_id, m.started_at, m.state, m.answer,"
        " m.finished_at, coalesce(j.day, substr(m.started_at, 1, 10)), coalesce(j.seq, 0)"
        " FROM mailing m LEFT JOIN journal j ON j.kind = 'mailing' AND j.uid = m.uid AND j.verb = ?"
        " WHERE (? IS NULL OR m.bundle = ?) AND (? IS NULL OR lower(m.recipient) = lower(?)) ORDER BY m.number",
        (_TRY, bundle, bundle, recipient, recipient),
    )
    return [
        MailingView(*(mailing_ref(row[0]), *row[:-2], date.fromisoformat(row[-2]), row[-1])) for row in rows
    ]


def in_brief(found: Iterable[MailingView]) -> list[MailingView]:
    """For each bundle and recipient the attempt that tells how it stands.

    That is the one that was taken, else the last of which nobody can tell, else the last that was refused.
    """
    groups: dict[tuple[str, str], list[MailingView]] = {}
    for one in found:
        groups.setdefault((one.bundle, one.recipient.casefold()), []).append(one)
    return [_taken(group) or waiting_of(group) or group[-1] for group in groups.values()]


def recorded_with(asks: Asks) -> dict[str, str]:
    """The submissions that were recorded when a mail was known to be taken, each with the attempt."""
    rows = asks.rows(
        "SELECT s.ref, m.ref FROM journal m JOIN journal s ON s.change = m.change AND s.kind = 'submission'"
        " WHERE m.kind = 'mailing' AND m.verb = ?",
        (_ACCEPT,),
    )
    return dict(rows)


def is_copy(plan: Plan, recipient: str) -> bool:
    """Whether a mail goes elsewhere than to the plan's mailbox: it is a copy, and meets nothing."""
    return recipient.casefold() != plan.organisation.channel.mailbox.casefold()


def open_mail_line(plan: Plan, one: OpenMail) -> str:
    """A mail that came to no good end yet, for a person."""
    told = _("{bundle} to {recipient}, {when}: {state}").format(
        bundle=one.bundle, recipient=one.recipient, when=wall(one.at, plan), state=state_words(one.state)
    )
    return _("{said} ({answer})").format(said=told, answer=one.answer) if one.answer else told


def state_words(state: str) -> str:
    """How a mail stands; one that was taken is told of only where it is not recorded as handed in."""
    if state == MailState.ACCEPTED:
        return _("went by e-mail, not recorded as handed in")
    if state == MailState.REFUSED:  # or no server was reached
        return _("e-mail not taken")
    return _(MAIL_STATE_LABELS[MailState(state)])


@contextmanager
def alone(ledger: Path, dry_run: bool = False) -> Iterator[None]:
    """Be the only one who sends from this ledger: whatever attempt is found begun was cut off then.

    Raises Busy where another process goes on sending.
    """
    with ExitStack() as held:
        try:
            with suppress(OSError):  # where nothing can be locked the transaction alone keeps two apart
                if not dry_run:
                    held.enter_context(locked(ledger.with_name(ledger.name + _LOCK), busy_seconds()))
        except Busy:
            raise Busy(
                _("Another process is sending e-mail from this ledger."),
                hint=_("Nothing was sent. Let it end, then run the same command again, without --again."),
            ) from None
        yield


def require_unsent(
    found: list[MailingView], plan: Plan, duties: Iterable[str] = (), asks: Asks | None = None
) -> None:
    """Make sure that no attempt took place after which sending once more might be sending twice.

    Where ``asks`` is given, what was taken but is not recorded as handed in for ``duties`` is told. Raises Refused.
    """
    taken = _taken(found)
    if taken is not None:
        raise Refused(
            _("{bundle} was sent to {recipient} at {when} already.").format(
                bundle=taken.bundle, recipient=taken.recipient, when=taken.when(plan)
            ),
            hint=_(
                "It is not recorded as handed in; record that with --arrived. To send it once more: --again."
            )
            if asks is not None and is_unrecorded(asks, plan, taken, duties)
            else _("Nothing was sent. To send it once more, add --again."),
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
    if _taken(found) is not None:
        return None
    return next((one for one in reversed(found) if one.unsettled), None)


def to_record(asks: Asks, plan: Plan, found: list[MailingView], duties: Iterable[str]) -> MailingView | None:
    """The attempt that is recorded as arrived: the one that waits, or one taken but not recorded as handed in."""
    taken = _taken(found)
    return taken if taken is not None and is_unrecorded(asks, plan, taken, duties) else waiting_of(found)


def _taken(found: Iterable[MailingView]) -> MailingView | None:
    return next((one for one in found if one.state == MailState.ACCEPTED), None)


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
    named = [] if is_copy(plan, draft.recipient) else _unrecorded(tx, duties, draft.sha256)
    for owed in met_by(tx, plan, tx.day, named) if named else ():
        if owed.duty.evidence == SUBMISSION:
            require_handing_in(tx, owed, tx.day)
    found = mailings(tx, draft.bundle, draft.recipient)
    if not again:
        require_unsent(found, plan)
    for one in found:
        if one.state == MailState.TRYING:
            settle(tx, one.id, MailState.UNKNOWN, None)
    number = tx.next_number("mailing")
    record = Mailing(**draft.model_dump(), number=number, started_at=tx.at, state=MailState.TRYING)
    tx.save(_TRY, mailing_ref(number), record)
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

    The references of the submissions; none for a copy, and where the same bundle was recorded as sent by e-mail
    before.
    """
    record = _find(tx, ref)
    record.state, record.answer, record.finished_at = MailState.ACCEPTED, answer or record.answer, tx.at
    tx.save(_ACCEPT, ref, record)
    if is_copy(plan, record.recipient):
        return []
    facts = {"channel": E_MAIL, "by": tx.actor, "bundle": record.bundle, "sha256": record.sha256}
    named = _unrecorded(tx, duties, record.sha256)
    went = next(one.on for one in mailings(tx, record.bundle, record.recipient) if one.id == ref)
    return submit_bundle(tx, plan, campuses, named, went, facts) if named else []


def is_unrecorded(asks: Asks, plan: Plan, one: MailingView, duties: Iterable[str]) -> bool:
    """Whether a mail would meet ``duties`` but nothing tells that its bundle was handed in: that was taken back."""
    if is_copy(plan, one.recipient) or not any(True for _one in duties):
        return False
    return all(other.sha256 != one.sha256 for other in submissions(asks, date.max))


def _unrecorded(asks: Asks, duties: Iterable[str], digest: str) -> list[str]:
    """The duties for which this bundle is not recorded yet as sent by e-mail: nothing is recorded twice."""
    done = {
        f"{one.duty}/{one.due}/{one.campus}"
        for one in submissions(asks, date.max)
        if (one.sha256, one.channel) == (digest, E_MAIL)
    }
    return [one for one in duties if one not in done]


def _find(tx: "Transaction", ref: str) -> "Mailing":
    from safetyctl.ledger.tables.mailing import Mailing

    record = tx.find(Mailing, number=int(ref[1:]))
    if record is None:
        raise Refused(_("There is no attempt to send {ref}.").format(ref=ref))
    return record
