"""``safetyctl report submit | list``: what was handed in, and what lies ready."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from safetyctl.cli.desk import Writing, asking, changing
from safetyctl.cli.here import Here
from safetyctl.cli.kept import Channel, Receipt, SentOn
from safetyctl.cli.listing import listing
from safetyctl.cli.output import emit, warn
from safetyctl.cli.report.proved import Proved, proved
from safetyctl.cli.table import Shown
from safetyctl.cli.verb import ChangeVerb, ListVerb, examples
from safetyctl.cli.words import acknowledged, in_brief, maybe_day
from safetyctl.ground.catalogue import N_, _
from safetyctl.ground.errors import BadInput
from safetyctl.ledger.words import CHANNEL_LABELS

if TYPE_CHECKING:
    from safetyctl.reports.sent.register import Entry

app = typer.Typer()

STATES = {
    "prepared": N_("ready, not handed in"),
    "sent": N_("in time"),
    "late": N_("late"),
    "copy": N_("a copy, which meets no duty"),
    "correction": N_("a correction"),
}


@app.command("submit", cls=ChangeVerb)
@examples(
    "safetyctl report submit weekly_2020-03-12_group.zip --channel e-mail",
    "safetyctl report submit weekly-report/2020-03-12/东校区 --on 2020-03-11",
)
def submit(
    ctx: typer.Context,
    what: Annotated[
        str,
        typer.Argument(
            metavar=N_("BUNDLE|DUTY-ID"), help=N_("The bundle, or the duty as in: safetyctl due.")
        ),
    ],
    on: SentOn = None,
    channel: Channel = None,
    receipt: Receipt = None,
) -> None:
    """Record that a report was handed in."""
    from safetyctl.records.deadlines import owed_by_id
    from safetyctl.records.submissions import require_made, submissions, submit_bundle, telling_the_same
    from safetyctl.records.submissions import submit as recorded

    here: Here = ctx.obj
    is_file = what.casefold().endswith(".zip") or Path(what).is_file()
    bundle = proved(Path(what)) if is_file else None
    with changing(here) as desk:
        facts: dict[str, str | None] = {"channel": channel, "receipt": receipt, "by": here.actor}
        day = maybe_day(here, on) or desk.day
        if bundle is not None:
            require_made(date.fromisoformat(bundle.manifest["as_of"]), day)
            wanted, kept = _from_bundle(here, desk, Path(what), bundle)
            refs = submit_bundle(desk.tx, desk.plan, desk.campuses, wanted, day, {**facts, **kept})
        else:
            owed = owed_by_id(desk.tx, desk.plan, desk.day, what)[1]
            refs = [recorded(desk.tx, owed, desk.campuses, day, facts)]
        every = submissions(desk.tx, date.max)
        recorded_now = [one for one in every if one.id in refs]
        if twins := telling_the_same(every, refs):
            desk.answer(lambda: warn(_twice(twins)))
    if here.json:
        emit(recorded_now)
    acknowledged(here, _("Recorded {refs}.").format(refs=in_brief(refs)), "safetyctl due")


def _twice(twins: Sequence[str]) -> str:
    return _(
        "This is recorded as {refs} already; if it was handed in once only, take it back: {command}"
    ).format(refs=in_brief(twins), command="safetyctl undo")


def _from_bundle(here: Here, desk: Writing, path: Path, bundle: Proved) -> tuple[list[str], dict[str, str]]:
    """The duties that a bundle meets; its very bytes go into the store (R12)."""
    from safetyctl.ledger.store import keep
    from safetyctl.records.submissions import require_ours

    duties = bundle.manifest.get("duties")
    require_ours(desk.tx, bundle.manifest.get("ledger"))
    if not isinstance(duties, list) or not duties:
        raise BadInput(_("The plan asks for nothing that {file} would meet.").format(file=path))
    kept = keep(here.ledger, path, here.dry_run, bundle.content)
    return [str(one) for one in duties], {"bundle": kept.name, "sha256": kept.sha256}


@app.command("list", cls=ListVerb)
def list_(
    ctx: typer.Context,
    since: Annotated[
        str | None, typer.Option(metavar=N_("DAY"), help=N_("Handed in on this day or later."))
    ] = None,
    folder: Annotated[
        list[str] | None,
        typer.Option(
            "--in",
            metavar=N_("DIR"),
            help=N_("Where bundles lie ready, repeatable; the outbox and this folder otherwise."),
        ),
    ] = None,
    limit: Annotated[int | None, typer.Option(min=0, help=N_("At most so many; 0 for all."))] = None,
) -> None:
    """List what was handed in, and what lies ready."""
    from safetyctl.records.mailings import wall
    from safetyctl.reports.sent.outbox import beside
    from safetyctl.reports.sent.register import Entry, register

    here: Here = ctx.obj
    folders = [Path(one) for one in folder] if folder else [beside(here.ledger), Path()]
    with asking(here) as desk:
        found = register(desk.snapshot, desk.plan, desk.day, folders, maybe_day(here, since))
        plan = desk.plan
    columns = (
        Shown("id", N_("No.")),
        Shown("on", N_("handed in on")),
        Shown("duty", N_("duty"), say=lambda one: f"{one.duty}/{one.due}/{one.campus}"),
        Shown("state", N_("status"), say=_state, alarm=lambda one: one.state not in STATES),
        Shown("channel", N_("how"), say=_how),
        Shown("receipt", N_("receipt")),
        Shown("bundle", N_("bundle")),
        Shown("recipient", N_("recipient"), spare=True),
        Shown("at", N_("sent at"), say=lambda one: one.at and wall(one.at, plan), spare=True),
    )
    listing(here, columns, found, empty=_("Nothing was handed in yet."), limit=limit, keys=Entry._fields)


def _how(one: "Entry") -> str | None:
    """How it went: in words for the plan's ways, else as it was typed."""
    label = CHANNEL_LABELS.get(one.channel or "")
    return _(label) if label else one.channel


def _state(one: "Entry") -> str:
    """How a line stands; of a mail that came to no good end the server's words too."""
    from safetyctl.records.mailings import state_words

    if one.state in STATES:
        return _(STATES[one.state])
    words = state_words(one.state)
    return _("{said} ({answer})").format(said=words, answer=one.answer) if one.answer else words
