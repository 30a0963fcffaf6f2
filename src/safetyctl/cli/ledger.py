"""``safetyctl ledger …``: reconcile, prove, back up and restore."""

from pathlib import Path
from typing import Annotated

import typer

from safetyctl.cli.desk import asking
from safetyctl.cli.here import Here
from safetyctl.cli.listing import listing
from safetyctl.cli.output import detail, emit, note, person, said
from safetyctl.cli.table import Shown
from safetyctl.cli.verb import ChangeVerb, ListVerb, Verb
from safetyctl.cli.words import acknowledged
from safetyctl.ground.catalogue import N_, _, listed, ngettext
from safetyctl.ground.errors import CheckFound
from safetyctl.records.labels import FIELDS

app = typer.Typer()

CHECKS = {
    "dates": N_("dates in order"),
    "verifier": N_("verified by another"),
    "closed": N_("closed after verification"),
    "commitments": N_("five commitments"),
    "totals": N_("totals"),
    "reports": N_("reports handed in"),
}


@app.command("check", cls=ListVerb, help=N_("Whether the records add up; exit 3 when something does not."))
def check(
    ctx: typer.Context,
    limit: Annotated[int | None, typer.Option(min=0, help=N_("At most so many; 0 for all."))] = None,
) -> None:
    """Name what does not add up in the records."""
    from safetyctl.records.checks import check as reconciled
    from safetyctl.reports.bundles.reconciling import check_handed_in

    here: Here = ctx.obj
    with asking(here) as desk:
        found = reconciled(desk.asks, desk.plan) + check_handed_in(desk.snapshot, desk.day)
    columns = (
        Shown("ref", FIELDS["id"]),
        Shown("check", N_("check"), say=lambda one: _(CHECKS[one.check])),
        Shown("problem", N_("problem"), fold=True),
        Shown("mend", N_("what mends it"), fold=True),
    )
    listing(here, columns, found, empty=_("Everything adds up."), limit=limit)
    if found:
        sentence = ngettext("{n} finding does not add up.", "{n} findings do not add up.", len(found))
        raise CheckFound(sentence.format(n=len(found)))
    if person(here):
        note(here, _("Journal and kept files are not looked at here: safetyctl ledger verify"))


@app.command("verify", cls=Verb, help=N_("Prove that journal and tables agree; exit 3 when they do not."))
def verify(
    ctx: typer.Context,
    head: Annotated[
        str | None,
        typer.Option(
            metavar=N_("HASH"), help=N_("The head that a bundle carries; it must be in the journal.")
        ),
    ] = None,
) -> None:
    """Prove that journal and tables agree."""
    from safetyctl.ledger.connection import reading
    from safetyctl.ledger.verifying import verify as proved

    here: Here = ctx.obj
    with reading(here.ledger) as snapshot:
        outcome = proved(snapshot, head)
    if here.json:
        emit(
            {
                "ok": not outcome.faults,
                "entries": outcome.entries,
                "records": outcome.records,
                "head": outcome.head,
                "faults": outcome.faults,
            }
        )
    else:
        columns = (Shown("where", N_("where")), Shown("problem", N_("problem"), fold=True))
        sentence = _("Journal and tables agree: {entries} entries, {records} records, head {head}.")
        intact = sentence.format(entries=outcome.entries, records=outcome.records, head=outcome.head[:16])
        listing(here, columns, outcome.faults, empty=intact, limit=0)
    if outcome.faults:
        first = outcome.faults[0]
        raise CheckFound(
            _("Journal and tables do not agree: {where}: {problem}.").format(
                where=first.where, problem=first.problem
            ),
            hint=_(
                "Keep this file as it is, and restore the last backup beside it: safetyctl ledger restore"
            ),
        )


@app.command("info", cls=Verb, help=N_("Where the ledger is, its schema, its size and its head."))
def info(ctx: typer.Context) -> None:
    """Show where the ledger is and what it holds."""
    from safetyctl.ledger.keeping import facts as counted

    here: Here = ctx.obj
    with asking(here) as desk:
        held = counted(desk.snapshot)
    facts = {
        "ledger": str(here.ledger),
        "from": here.ledger_from,
        "schema": held.schema,
        "bytes": held.size,
        "journal_mode": held.journal_mode,
        "campaign": desk.plan.code,
        "campuses": list(desk.campuses),
        "hazards": held.hazards,
        "entries": held.entries,
        "head": held.head,
    }
    labels = {
        "ledger": _("ledger"),
        "from": _("named by"),
        "schema": _("schema"),
        "bytes": _("bytes"),
        "journal_mode": _("journal mode"),
        "campaign": _("campaign"),
        "campuses": _("campuses"),
        "hazards": _("hazards"),
        "entries": _("journal entries"),
        "head": _("journal head"),
    }
    shown = facts | {"campuses": listed(desk.campuses)}
    detail(here, facts, [(labels[key], value) for key, value in shown.items()])


@app.command("backup", cls=Verb, help=N_("Write the ledger and its files to one file, and prove the copy."))
def backup(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar=N_("FILE"), help=N_("The backup to write."))],
) -> None:
    """Write a backup."""
    from safetyctl.ledger.keeping import backup as kept

    here: Here = ctx.obj
    made = kept(here.ledger, Path(file))
    facts = {"backup": str(made.path), "bytes": made.size, "files": made.files, "head": made.head}
    detail(here, facts, [(_("backup"), made.path), (_("bytes"), made.size), (_("files"), made.files)])
    note(here, _("Keep it on another disk."))


@app.command("restore", cls=ChangeVerb, help=N_("Make a ledger from a backup; never over one that is there."))
def restore(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar=N_("FILE"), help=N_("The backup to restore."))],
) -> None:
    """Make a ledger from a backup."""
    from safetyctl.ledger.keeping import restore as made

    here: Here = ctx.obj
    kept = made(Path(file), here.ledger, here.dry_run)
    facts = {"ledger": str(kept.path), "bytes": kept.size, "files": kept.files, "head": kept.head}
    detail(here, facts, [(_("ledger"), kept.path), (_("bytes"), kept.size), (_("files"), kept.files)])
    acknowledged(here, _("Restored and verified."), "safetyctl status")


@app.command("upgrade", cls=Verb, help=N_("Bring an old ledger's schema up to date, after a backup."))
def upgrade(ctx: typer.Context) -> None:
    """Bring an old ledger's schema up to date."""
    from safetyctl.ledger.keeping import upgrade as upgraded

    here: Here = ctx.obj
    kept = upgraded(here.ledger, here.actor, here.now.isoformat(), here.as_of.isoformat())
    if here.json:
        emit({"ledger": str(here.ledger), "backup": str(kept) if kept else None})
    if kept is None:
        note(here, _("The ledger is up to date already."))
    else:
        said(here, _("The ledger is up to date; the one before is kept as {file}.").format(file=kept))
