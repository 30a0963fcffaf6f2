"""``safetyctl report summary``: what is told of the whole campaign."""

import typer

from safetyctl.cli.here import Here
from safetyctl.cli.report.writing import Campus, Out, written
from safetyctl.cli.verb import Verb, examples
from safetyctl.ground.catalogue import _

app = typer.Typer()


@app.command("summary", cls=Verb)
@examples("safetyctl report summary", "safetyctl report summary --campus 东校区 --out reports")
def summary(ctx: typer.Context, campus: Campus = None, out: Out = ".") -> None:
    """Write the summary of the campaign; an interim one before the final one is owed."""
    from safetyctl.reports.head import Request
    from safetyctl.reports.kinds.summary import summary_report

    here: Here = ctx.obj
    written(
        here,
        out,
        lambda desk: summary_report(
            Request(desk.snapshot, desk.plan, desk.day, desk.campus(campus) if campus else None)
        ),
        lambda report: _("The summary up to {period}.").format(period=report.period),
    )
