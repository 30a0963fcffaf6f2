"""``safetyctl init``: makes a ledger from a plan."""

import re
from pathlib import Path
from typing import Annotated

import typer

from safetyctl.cli.here import Here
from safetyctl.cli.output import detail, note, said, warn
from safetyctl.cli.questions import ask
from safetyctl.cli.values import kept
from safetyctl.cli.verb import ChangeVerb, examples
from safetyctl.ground.catalogue import N_, _, language, listed
from safetyctl.plan.model import Plan

app = typer.Typer()


@app.command("init", cls=ChangeVerb, help=N_("Make a ledger from the plan."))
@examples("safetyctl init --campus 东校区 --campus 西校区")
def init(
    ctx: typer.Context,
    campus: Annotated[
        list[str], typer.Option(metavar=N_("NAME"), help=N_("A campus; repeatable, in the group's order."))
    ] = [],  # noqa: B006 - Typer's way to say a repeatable option
    plan: Annotated[
        str | None,
        typer.Option(metavar=N_("FILE"), help=N_("A plan of your own; the built-in one otherwise.")),
    ] = None,
) -> None:
    """Make a ledger."""
    from safetyctl.ledger.disks import is_local, synced_by
    from safetyctl.ledger.writing import Hand
    from safetyctl.records.campaigns import create_ledger

    here: Here = ctx.obj
    chosen, source = _chosen(plan)
    here.in_zone(chosen.zone)
    names = [kept(name, "--campus", 60) for name in campus] or list(chosen.campuses) or _asked(here)
    path = here.ledger
    service = synced_by(path.parent)
    by = Hand(here.actor, here.as_of, here.now)
    create_ledger(path, chosen, names, by, dry_run=here.dry_run, source=source)
    detail(
        here,
        {"ledger": str(path), "campaign": chosen.code, "campuses": names},
        [
            (_("ledger"), path),
            (_("campaign"), chosen.title.said(language())),
            (_("campuses"), listed(names)),
        ],
    )
    if plan and not Path(plan).with_name("organisation.toml").is_file():
        note(
            here,
            _("The plan names {name} as its organisation.").format(
                name=chosen.organisation.name.said(language())
            ),
        )
    if not chosen.start <= here.as_of < chosen.end:
        note(
            here,
            _("This plan runs from {start} to {last}; name a day inside with --as-of.").format(
                start=chosen.start, last=chosen.last
            ),
        )
    if service:
        warn(
            _(
                "{folder} looks like a synchronised folder, which damages live ledgers; keep the ledger elsewhere."
            ).format(folder=service)
        )
    if not is_local(path.parent):
        warn(
            _(
                "The ledger is not on a disk of this machine; writing will be slower, and one machine at a time."
            )
        )
    said(here, _("Made the ledger."), "safetyctl hazard add")


def _asked(here: Here) -> list[str]:
    """The campuses as a person names them, one a line or separated; none where nobody is there to ask."""
    if not here.interactive:
        return []
    answer = ask(_("Campuses, separated by spaces (--campus)"))
    return [kept(name, "--campus", 60) for name in re.split(r"[\s、，,]+", answer) if name]


def _chosen(file: str | None) -> tuple[Plan, str]:
    from safetyctl.plan.editing import builtin_and_text, plan_and_text

    return plan_and_text(Path(file)) if file else builtin_and_text()
