"""``safetyctl report send``: a bundle by e-mail (R21), shown before it goes, and never twice by mistake."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from safetyctl.cli.desk import asking, changing
from safetyctl.cli.here import Here
from safetyctl.cli.mail import how_to_set_up, mail_settings
from safetyctl.cli.output import emit, note, tell, warn
from safetyctl.cli.questions import confirm
from safetyctl.cli.report.proved import proved
from safetyctl.cli.verb import ChangeVerb, examples
from safetyctl.cli.words import acknowledged, in_brief
from safetyctl.ground import clock
from safetyctl.ground.catalogue import N_, _, listed
from safetyctl.ground.errors import BadInput, CannotDo, Declined, Refused, SafetyctlError
from safetyctl.ground.text import one_line

if TYPE_CHECKING:
    from datetime import datetime

    from safetyctl.plan.model import Plan
    from safetyctl.reports.sent.post import Letter, Mail

app = typer.Typer()


class Sent(NamedTuple):
    """How it went with one recipient, with the keys of its JSON.

    ``copy``: it went elsewhere than to the plan's mailbox, and meets nothing. ``passing``: it was refused only for
    now, or no server was reached.
    """

    id: str
    recipient: str
    message_id: str
    state: str
    answer: str | None
    submissions: list[str]
    copy: bool = False
    passing: bool = False


@app.command("send", cls=ChangeVerb)
@examples(
    "safetyctl report send weekly_2020-03-12_group.zip",
    "safetyctl report send weekly_2020-03-12_group.zip --yes",
    "safetyctl report send weekly_2020-03-12_group.zip --eml weekly.eml",
)
def send(
    ctx: typer.Context,
    bundle: Annotated[str, typer.Argument(metavar=N_("BUNDLE"), help=N_("The bundle."))],
    to: Annotated[
        list[str] | None,
        typer.Option(metavar=N_("ADDRESS"), help=N_("To whom, repeatable; the plan's mailbox otherwise.")),
    ] = None,
    eml: Annotated[
        str | None,
        typer.Option(metavar="FILE.eml", help=N_("Write the e-mail to a file instead, for a mail program.")),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help=N_("Send once more what was sent, or may have been."))
    ] = False,
    arrived: Annotated[
        bool,
        typer.Option("--arrived", help=N_("It is known to have arrived: record that, and send nothing.")),
    ] = False,
) -> None:
    """Send a bundle by e-mail."""
    from safetyctl.records.mailings import alone
    from safetyctl.records.submissions import require_ours
    from safetyctl.reports.sent.post import address, letter_of

    here: Here = ctx.obj
    if sum((eml is not None, again, arrived)) > 1:
        raise BadInput(_("Only one of {names} can be given.").format(names="--eml, --again, --arrived"))
    path = Path(bundle)
    letter = letter_of(*proved(path))
    with asking(here) as desk:
        require_ours(desk.asks, letter.manifest.get("ledger"))
        plan, day = desk.plan, desk.day
    asked = [address(one) for one in to or [plan.organisation.channel.mailbox]]
    recipients = list({one.casefold(): one for one in reversed(asked)}.values())[::-1]
    if eml is not None:
        _write(here, path, letter, recipients, Path(eml))
    elif arrived:
        with alone(here.ledger, here.dry_run):
            _tell(here, letter, [_arrived(here, plan, letter, one) for one in recipients])
    else:
        _require_made(letter, day)
        _send(here, plan, letter, recipients, again)


# to a file


def _write(here: Here, bundle: Path, letter: "Letter", recipients: Sequence[str], target: Path) -> None:
    """Write the e-mail to a file, for a person's own mail program; nothing is on the ledger of it."""
    from safetyctl.ground.files import write_whole
    from safetyctl.reports.sent.post import message

    if target.suffix.casefold() != ".eml":
        raise BadInput(
            _("{file}: the ending says nothing that can be written.").format(file=target),
            hint=_("There are: {names}").format(names=".eml"),
        )
    mail = mail_settings()
    written = message(letter, mail.sender if mail else None, recipients, _now(here))
    if not here.dry_run:
        write_whole(target, written.as_bytes())
    if here.json:
        emit({"eml": str(target), "recipients": recipients, "message_id": written["Message-ID"]})
    acknowledged(
        here,
        _("Wrote {file}; nothing was sent.").format(file=target),
        f"safetyctl report submit {quote(str(bundle))} --channel e-mail",
    )


# to the server


def _require_made(letter: "Letter", day: date) -> None:
    """Make sure that the bundle tells of no day that is still to come. Raises BadInput."""
    made = date.fromisoformat(letter.manifest["as_of"])
    if made > day:
        raise BadInput(
            _("{file} tells of {made}, and today is {day}: nothing was sent.").format(
                file=letter.name, made=made, day=day
            ),
            hint=_("Make the report anew, or send it from that day on."),
        )


def _send(here: Here, plan: "Plan", letter: "Letter", recipients: Sequence[str], again: bool) -> None:
    """Show what goes where, ask, and send it to each recipient; say of each how it went.

    Raises:
        Refused: it was sent to one of them already, or nobody can tell.
        CannotDo: a server refused it, or whether one took it is not known.
        Busy: another process is sending.
    """
    from safetyctl.records.mailings import alone

    mail = mail_settings()
    if mail is None:
        raise BadInput(_("E-mail is not set up: nothing was sent."), hint=how_to_set_up())
    with alone(here.ledger, here.dry_run):  # what is found begun from here on was cut off
        if not again:
            recipients = _without_those_who_have_it(here, plan, letter, recipients)
    _show(here, mail, letter, recipients)
    _tell_copies(here, plan, recipients)
    if not confirm(here, _("Send it?")):
        raise Declined(_("Nothing was sent."))
    if here.dry_run:
        for one in recipients:
            _begin(here, letter, one, again)
        if here.json:
            emit({"bundle": letter.name, "sha256": letter.sha256, "sent": []})
        names = listed(recipients)
        acknowledged(here, _("{file} would go to {names}.").format(file=letter.name, names=names))
        return
    with alone(here.ledger):
        ended = [_sent(here, plan, mail, letter, one, again) for one in recipients]
    _tell(here, letter, ended)


def _without_those_who_have_it(
    here: Here, plan: "Plan", letter: "Letter", recipients: Sequence[str]
) -> Sequence[str]:
    """Who has not got it yet. Raises Refused where all have, or where nobody can tell of one."""
    from safetyctl.ledger.words import MailState
    from safetyctl.records.mailings import mailings, require_unsent

    with asking(here) as desk:
        found = {one: mailings(desk.asks, letter.name, one) for one in recipients}
        left = [one for one, tried in found.items() if all(t.state != MailState.ACCEPTED for t in tried)]
        for one in left or recipients:
            require_unsent(found[one], plan, letter.duties, desk.asks)
    for one in recipients:
        if one not in left:
            note(here, _("{recipient} has it already.").format(recipient=one))
    return left


def _show(here: Here, mail: "Mail", letter: "Letter", recipients: Sequence[str]) -> None:
    from safetyctl.reports.sent.post import size_words, subject

    if here.quiet and not here.interactive:
        return
    lines = (
        (_("sender"), mail.sender),
        (_("recipient"), listed(recipients)),
        (_("subject"), subject(letter)),
        (_("attachment"), f"{letter.name} ({size_words(len(letter.content))})"),
        (_("server"), f"{mail.host}:{mail.port} ({mail.security})"),
    )
    for label, value in lines:
        tell(one_line(_("{field}: {value}").format(field=label, value=value)))


def _tell_copies(here: Here, plan: "Plan", recipients: Sequence[str]) -> None:
    """Say before it goes out what meets nothing, and what to do where that is where the reports go now."""
    from safetyctl.records.mailings import is_copy

    copies = [one for one in recipients if is_copy(plan, one)]
    if not copies:
        return
    mailbox = plan.organisation.channel.mailbox
    if len(copies) < len(recipients):
        note(here, _("To {names} it goes as a copy, which meets no duty.").format(names=listed(copies)))
    else:
        note(
            here,
            _(
                "To {names} it goes as a copy, which meets no duty: the plan's mailbox is {mailbox}. Where reports go"
                " elsewhere now, change it in the plan's organisation.toml, then: {command}"
            ).format(names=listed(copies), mailbox=mailbox, command="safetyctl campaign use plan.toml"),
        )


def _sent(here: Here, plan: "Plan", mail: "Mail", letter: "Letter", recipient: str, again: bool) -> Sent:
    """One attempt: on the ledger before it goes out, and again when the server has answered."""
    from safetyctl.ledger.words import MailState
    from safetyctl.records import mailings
    from safetyctl.reports.sent.post import Lost, Refusal, deliver, message

    written = message(letter, mail.sender, [recipient], _now(here))
    ref = _begin(here, letter, recipient, again)
    try:
        answer = deliver(mail, recipient, written)
    except (Refusal, Lost) as error:
        state = MailState.REFUSED if isinstance(error, Refusal) else MailState.UNKNOWN
        with changing(here, clock.now()) as desk:
            mailings.settle(desk.tx, ref, state, error.answer)
        return Sent(
            id=ref,
            recipient=recipient,
            message_id=written["Message-ID"],
            state=state,
            answer=error.answer,
            submissions=[],
            copy=mailings.is_copy(plan, recipient),
            passing=isinstance(error, Refusal) and error.passing,
        )
    return _accepted(here, letter.duties, ref, recipient, written["Message-ID"], answer)


def _begin(here: Here, letter: "Letter", recipient: str, again: bool) -> str:
    """Put the attempt on the ledger, with the very bytes in the store; its reference."""
    from safetyctl.ledger.store import keep_bytes
    from safetyctl.records import mailings
    from safetyctl.reports.sent.post import message_id

    said = {
        "bundle": letter.name,
        "sha256": letter.sha256,
        "recipient": recipient,
        "message_id": message_id(letter.sha256, recipient),
    }
    with changing(here, clock.now()) as desk:
        ref = mailings.begin(desk.tx, desk.plan, said, letter.duties, again)
        if not here.dry_run:
            keep_bytes(here.ledger, letter.content)
    return ref


def _accepted(
    here: Here, duties: Sequence[str], ref: str, recipient: str, message_id: str, answer: str | None
) -> Sent:
    """What the server took is accepted, and what it meets is handed in, in one change."""
    from safetyctl.ledger.words import MailState
    from safetyctl.records import mailings

    try:
        with changing(here, clock.now()) as desk:
            made = mailings.accept(desk.tx, desk.plan, desk.campuses, ref, duties, answer)
            copy = mailings.is_copy(desk.plan, recipient)
    except (SafetyctlError, OSError) as error:
        raise CannotDo(
            _("The mail went out, but the ledger could not record it: {reason}").format(
                reason=getattr(error, "sentence", str(error))
            ),
            hint=_("Record it with the same command and --arrived."),
        ) from error
    return Sent(ref, recipient, message_id, MailState.ACCEPTED, answer, made, copy)


def _arrived(here: Here, plan: "Plan", letter: "Letter", recipient: str) -> Sent:
    """Settle an attempt of which nobody knew the end, or whose record was taken back. Raises Refused without one.

    What is recorded is what went out, though the bundle was made anew since.
    """
    from safetyctl.records.mailings import mailings, to_record
    from safetyctl.reports.sent.mailed import kept_manifest

    with asking(here) as desk:
        found = mailings(desk.asks, letter.name, recipient)
        last = to_record(desk.asks, plan, found, letter.duties)
    if last is None:
        raise Refused(
            _("No attempt to send {file} to {recipient} waits for an answer.").format(
                file=letter.name, recipient=recipient
            ),
            hint=_("Nothing was changed. See: safetyctl report list"),
        )
    went = letter.duties
    if last.sha256 != letter.sha256:
        went = tuple(kept_manifest(here.ledger, last.sha256).get("duties") or went)
    return _accepted(here, went, last.id, recipient, last.message_id, None)


# what is said


def _tell(here: Here, letter: "Letter", ended: Sequence[Sent]) -> None:
    """Say of each recipient how it went. Raises CannotDo where it did not go well with one."""
    from safetyctl.ledger.words import MailState

    if here.json:
        emit({"bundle": letter.name, "sha256": letter.sha256, "sent": ended})
    for one in ended:
        if one.state == MailState.ACCEPTED:
            acknowledged(here, _went(letter, one), None if one.copy else "safetyctl due")
    failed = [one for one in ended if one.state != MailState.ACCEPTED]
    for one in failed[:-1]:
        warn(_failure(letter, one).sentence)
    if failed:
        raise _failure(letter, failed[-1], any(one.submissions for one in ended))


def _went(letter: "Letter", one: Sent) -> str:
    said = _("{file} went to {recipient}").format(file=letter.name, recipient=one.recipient)
    if one.answer:
        said = _("{said}; the server said: {answer}").format(said=said, answer=one.answer)
    if one.submissions:
        said = _("{said}; recorded {refs}").format(said=said, refs=in_brief(one.submissions))
    if one.copy:
        said = _("{said}; a copy, which meets no duty").format(said=said)
    return _("{clauses}.").format(clauses=said)


def _failure(letter: "Letter", one: Sent, handed_in: bool = False) -> CannotDo:
    """Why it did not go; ``handed_in``: it was by another of the mails."""
    from safetyctl.ledger.words import MailState

    if one.state == MailState.REFUSED:
        return CannotDo(
            _("{file} was not sent to {recipient}: {answer}").format(
                file=letter.name, recipient=one.recipient, answer=one.answer
            ),
            hint=_try_again(one, handed_in),
        )
    return CannotDo(
        _("{file} went out to {recipient}, but no answer came: it may have arrived.").format(
            file=letter.name, recipient=one.recipient
        ),
        hint=_("Ask there. If it arrived, record that with --arrived; if not, send it with --again."),
    )


def _try_again(one: Sent, handed_in: bool) -> str:
    from safetyctl.reports.sent.post import TRIES

    if handed_in or one.copy:
        if one.passing:
            return _(
                "It was tried {n} times. Give the same command in a few minutes: who has it already is left out."
            ).format(n=TRIES)
        return _("It can be sent again once that is mended; who has it already is left out.")
    if one.passing:
        return _(
            "Nothing was handed in. It was tried {n} times, and may be taken in a few minutes: give the same command"
            " then."
        ).format(n=TRIES)
    return _("Nothing was handed in. It can be sent again once that is mended.")


def _now(here: Here) -> "datetime":
    """This moment by the school's clock, as the date of an e-mail."""
    from zoneinfo import ZoneInfo

    return here.now.astimezone(ZoneInfo(here.zone))
