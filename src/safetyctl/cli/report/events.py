"""``safetyctl report outing | incident``: the report of one event."""

from typing import Annotated, Any

import typer

from safetyctl.cli.here import Here
from safetyctl.cli.report.writing import Out, written
from safetyctl.cli.values import reference
from safetyctl.cli.verb import Verb, examples
from safetyctl.ground.catalogue import N_, _
from safetyctl.ground.errors import BadInput
from safetyctl.ledger.words import ActivityKind

app = typer.Typer()


@app.command("outing", cls=Verb)
@examples("safetyctl report outing A0001", "safetyctl report outing 1 --out reports")
def outing(
    ctx: typer.Context,
    which: Annotated[str, typer.Argument(metavar=N_("ID"), help=N_("The activity: its number."))],
    out: Out = ".",
) -> None:
    """Write the report of an outing, or of a gathering."""
    from safetyctl.records.activities import ACTIVITY
    from safetyctl.reports.facts.head import Request
    from safetyctl.reports.kinds.outing import outing_report

    here: Here = ctx.obj
    number = reference(which, ACTIVITY.letter)
    written(
        here,
        out,
        lambda desk: outing_report(Request(desk.snapshot, desk.plan, desk.day), number),
        _of_outing,
    )


@app.command("incident", cls=Verb)
@examples("safetyctl report incident E0001", "safetyctl report incident 1 --stage final --out reports")
def incident(
    ctx: typer.Context,
    which: Annotated[str, typer.Argument(metavar=N_("ID"), help=N_("The incident: its number."))],
    stage: Annotated[
        str | None,
        typer.Option(
            metavar="first|follow-up|final",
            help=N_("Which report it is; what was handed in before tells it otherwise."),
        ),
    ] = None,
    out: Out = ".",
) -> None:
    """Write the next report of an incident."""
    from safetyctl.records.incidents import INCIDENT
    from safetyctl.reports.facts.head import Request
    from safetyctl.reports.kinds.incident import Stage, incident_report

    here: Here = ctx.obj
    number = reference(which, INCIDENT.letter)
    if stage is not None and stage not in tuple(Stage):
        raise BadInput(
            _('There is no stage "{text}".').format(text=stage),
            hint=_("There are first, follow-up and final."),
        )
    written(
        here,
        out,
        lambda desk: incident_report(
            Request(desk.snapshot, desk.plan, desk.day), number, here.moment, Stage(stage) if stage else None
        ),
        _of_incident,
    )


def _of_outing(report: Any) -> str:
    """What it is, and what meets its duty."""
    one = report.figures.activity
    if one.kind != ActivityKind.OUTING or one.reported_on is not None:
        return _("The report of {ref}.").format(ref=one.id)
    return _(
        "The report of {ref}. Reported by telephone or otherwise: safetyctl activity report {ref} --channel e-mail;"
        " handing in the bundle records that too."
    ).format(ref=one.id)


def _of_incident(report: Any) -> str:
    """What it is, and whom it is still owed to: a letter alone tells no authority within its hours."""
    said = _("The report {ref}: {heading}.").format(ref=report.period, heading=report.heading)
    one = report.figures.incident
    if not one.owing:
        return said
    return _("{said} Still to be told: safetyctl incident report {ref} --to {authority} --at MOMENT.").format(
        said=said, ref=one.id, authority=one.owing[0].authority
    )
