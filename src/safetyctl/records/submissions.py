"""What was handed in (R12, R14, R15): a duty is met by its submission, on the day it was handed in."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from safetyctl.ground.catalogue import N_, _
from safetyctl.ground.errors import BadInput, Refused
from safetyctl.ledger.connection import Asks
from safetyctl.ledger.words import channel_code
from safetyctl.plan.deadlines import GROUP, Owed, duties
from safetyctl.plan.judging import SUBMISSION
from safetyctl.plan.model import Plan
from safetyctl.records import activities
from safetyctl.records.activities import REPORT_DUTY
from safetyctl.records.deadlines import owed_by_id, still_owed
from safetyctl.records.kept import require_known_by
from safetyctl.records.labels import FIELDS as LABELS
from safetyctl.records.labels import labelled
from safetyctl.records.references import submission_ref

if TYPE_CHECKING:
    from safetyctl.ledger.writing import Transaction


FIELDS = {"due": N_("due by")}
"""What the journal calls a field of a submission that has another name elsewhere."""


class SubmissionView(NamedTuple):
    """A submission: ``S0001``, the duty it meets, when and how it was handed in, and what."""

    id: str
    duty: str
    due: date
    campus: str
    on: date
    channel: str | None
    receipt: str | None
    by: str | None
    bundle: str | None
    sha256: str | None


def submissions(asks: Asks, day: date, since: date | None = None) -> list[SubmissionView]:
    """The submissions that had gone out by ``day`` in their order, those on or after ``since`` where given."""
    rows = asks.rows(
        "SELECT s.number, s.duty, s.due, coalesce(c.name, ?), s.sent_on, s.channel, s.receipt, s.sent_by, s.bundle,"
        " s.sha256 FROM submission s LEFT JOIN campus c ON c.uid = s.campus"
        " WHERE s.sent_on <= ? AND s.sent_on >= ? ORDER BY s.number",
        (GROUP, day.isoformat(), (since or date.min).isoformat()),
    )
    return [
        SubmissionView(
            submission_ref(number), duty, date.fromisoformat(due), campus, date.fromisoformat(on),
            channel_code(channel), receipt, by, bundle, digest,
        )
        for number, duty, due, campus, on, channel, receipt, by, bundle, digest in rows
    ]  # fmt: skip


def telling_the_same(every: Collection[SubmissionView], refs: Collection[str]) -> list[str]:
    """Which others of the submissions tell what these do: the same duty met by the same bytes in the same way."""
    said = {_what_it_tells(one) for one in every if one.id in refs}
    return [one.id for one in every if one.id not in refs and _what_it_tells(one) in said]


def _what_it_tells(one: SubmissionView) -> tuple[object, ...]:
    return one.duty, one.due, one.campus, one.sha256, one.channel


def entered(asks: Asks) -> dict[str, int]:
    """Where in the journal each submission was entered, by its reference."""
    return dict(asks.rows("SELECT ref, min(seq) FROM journal WHERE kind = 'submission' GROUP BY ref"))


def late(plans: Iterable[Plan], campuses: Mapping[str, str], found: list[SubmissionView]) -> set[str]:
    """Which of the submissions came after the day that counts, under the readings in force of each plan."""
    dues = {
        (one.code, one.named, one.campus): one.due for plan in plans for one in duties(plan, tuple(campuses))
    }
    return {one.id for one in found if one.on > dues.get((one.duty, one.due, one.campus), one.on)}


def require_ours(asks: Asks, ledger: object) -> None:
    """Make sure that a bundle was made from this ledger: the head that its manifest names is in the journal.

    Raises BadInput.
    """
    if not is_ours(asks, ledger):
        raise BadInput(
            _("This bundle was not made from this ledger."), hint=_("Nothing was changed. Look at --ledger.")
        )


def is_ours(asks: Asks, ledger: object) -> bool:
    """Whether the journal has the head that the manifest of a bundle names, where that says it stands."""
    said = ledger if isinstance(ledger, dict) else {}
    found = asks.rows("SELECT hash FROM journal WHERE seq = ?", (_number(said.get("seq")),))
    return [(said.get("head"),)] == found


def submit(
    tx: "Transaction", owed: Owed, campuses: Mapping[str, str], on: date, said: Mapping[str, object]
) -> str:
    """Record that what is owed was handed in on a day; the submission's reference. A second one keeps both.

    Raises:
        Refused: a day after the day of the transaction, or a duty that other records show.
        BadInput: a day before what it reports about began.
    """
    require_handing_in(tx, owed, on)
    return _enter(tx, owed, campuses, on, said)


def _enter(
    tx: "Transaction", owed: Owed, campuses: Mapping[str, str], on: date, said: Mapping[str, object]
) -> str:
    """Put a line into the register; its reference. Raises Refused for a day after the day of the transaction."""
    from safetyctl.ledger.tables.submission import Submission as Row
    from safetyctl.ledger.tables.submission import SubmissionDraft
    from safetyctl.ledger.writing import drafted

    require_known_by(tx, on)
    draft = drafted(
        SubmissionDraft,
        {
            "duty": owed.code,
            "due": owed.named,
            "campus": None if owed.campus == GROUP else campuses[owed.campus],
            "sent_on": on,
            "channel": said.get("channel"),
            "receipt": said.get("receipt"),
            "sent_by": said.get("by"),
        },
        labelled(LABELS),
    )
    number = tx.next_number("submission")
    record = Row(
        **draft.model_dump(),
        number=number,
        bundle=_text(said.get("bundle")),
        sha256=_text(said.get("sha256")),
    )
    tx.save("report.submit", submission_ref(number), record)
    return submission_ref(number)


def require_handing_in(tx: "Transaction", owed: Owed, on: date) -> None:
    """Make sure that what is owed is met by handing something in, and can be on that day. Raises as ``submit``."""
    if owed.duty.evidence != SUBMISSION:
        raise Refused(
            _("{duty} is not met by handing something in.").format(duty=owed.id),
            hint=_recorded_with(owed),
        )
    require_known_by(tx, on)
    if on < owed.opens:
        raise BadInput(_("{day} is before {duty} can be handed in.").format(day=on, duty=owed.id))


def met_by(asks: Asks, plan: Plan, day: date, duties: Iterable[str]) -> list[Owed]:
    """What is recorded when a bundle that names these duties is handed in: those not met yet; where all are, a
    second edition, all that nobody waived.

    Raises NotFound: no plan owes anything of such a name.
    """
    return still_owed(asks, plan, day, [owed_by_id(asks, plan, day, one)[1] for one in duties])


def submit_bundle(
    tx: "Transaction",
    plan: Plan,
    campuses: Mapping[str, str],
    duties: Iterable[str],
    on: date,
    said: Mapping[str, object],
) -> list[str]:
    """Record that a bundle naming these duties was handed in on a day; the references of its submissions.

    The report of an outing meets its duty by being noted with the activity (R6), in the same transaction. What is met
    by other records is entered all the same, with the bundle, and meets nothing by that (R12).

    Raises as ``submit`` and ``met_by``.
    """
    owed = met_by(tx, plan, tx.day, duties)
    for one in owed:
        if one.code == REPORT_DUTY and one.event is not None:
            activity = activities.find(tx, int(one.event[1:]))
            if activity.reported_on is None:
                activities.report(tx, activity, on, _text(said.get("channel")), _text(said.get("receipt")))
    refs = [submit(tx, one, campuses, on, said) for one in owed if one.duty.evidence == SUBMISSION]
    return refs or [_enter(tx, one, campuses, on, said) for one in owed[:1]]


def require_made(made: date, on: date) -> None:
    """Make sure that a bundle which tells of the day ``made`` was not handed in before. Raises BadInput."""
    if on < made:
        raise BadInput(
            _("The bundle tells of {made}: it was not handed in on {day}.").format(made=made, day=on),
            hint=_(
                "To record what was handed in then, name its duty: safetyctl report submit DUTY-ID --on DAY"
            ),
        )


def _recorded_with(owed: Owed) -> str:
    """How what is owed is recorded, where it is not handed in."""
    commands = {
        "activity-plan": f"safetyctl activity edit {owed.event} --plan FILE",
        "outing-report": f"safetyctl activity report {owed.event}",
        "incident-report": f"safetyctl incident report {owed.event} --to {owed.authority} --at MOMENT",
    }
    if owed.event is None or owed.code not in commands:
        return _("See what shows it: safetyctl campaign check --state open")
    return _("Record it with: {command}").format(command=commands[owed.code])


def _number(value: object) -> int:
    return value if isinstance(value, int) and 0 < value < 2**63 else 0


def _text(value: object) -> str | None:
    return None if value is None else str(value)
