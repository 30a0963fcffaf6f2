"""``safetyctl report outing | incident``: the report of one event."""

from typing import Annotated

import typer

from safetyctl.cli.here import Here
from safetyctl.cli.report.writing import Out, written
from safetyctl.cli.values import reference
from safetyctl.cli.verb import Verb, examples
from safetyctl.ground.catalogue import N_, _
from safetyctl.ground.errors import BadInput

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
    from safetyctl.reports.head import Request
    from safetyctl.reports.kinds.outing import outing_report

    here: Here = ctx.obj
    number = reference(which, ACTIVITY.letter)
    written(
        here,
        out,
        lambda desk: outing_report(Request(desk.snapshot, desk.plan, desk.day), number),
        lambda report: _("The report of {ref}.").format(ref=report.period),
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
    from safetyctl.reports.head import Request
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
        lambda report: _("The report {ref}: {heading}.").format(ref=report.period, heading=report.heading),
    )
