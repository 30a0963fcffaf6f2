"""``safetyctl report weekly | monthly``: what goes out for each week and month."""

import typer

from safetyctl.cli.here import Here
from safetyctl.cli.report.writing import Campus, For, Nil, Out, request, written
from safetyctl.cli.verb import Verb, examples
from safetyctl.cli.words import maybe_day
from safetyctl.ground.catalogue import _

app = typer.Typer()


@app.command("weekly", cls=Verb)
@examples("safetyctl report weekly", "safetyctl report weekly --for 2020-03-12 --campus 东校区 --out reports")
def weekly(
    ctx: typer.Context, for_: For = None, campus: Campus = None, out: Out = ".", nil: Nil = False
) -> None:
    """Write Thursday's report."""
    from safetyctl.reports.facts.wording import equation, equation_words
    from safetyctl.reports.kinds.weekly import weekly_report

    here: Here = ctx.obj
    written(
        here,
        out,
        lambda desk: weekly_report(
            desk.snapshot,
            desk.plan,
            desk.day,
            maybe_day(here, for_) or desk.day,
            desk.campus(campus) if campus else None,
            nil,
        ),
        lambda report: _("{words}: {sum}.").format(
            words=equation_words(report.total), sum=equation(report.total)
        ),
    )


@app.command("monthly", cls=Verb)
@examples("safetyctl report monthly", "safetyctl report monthly --for 2020-03-01 --out reports")
def monthly(
    ctx: typer.Context, for_: For = None, campus: Campus = None, out: Out = ".", nil: Nil = False
) -> None:
    """Write the monthly safety report."""
    from safetyctl.reports.kinds.monthly import monthly_report

    here: Here = ctx.obj
    written(
        here,
        out,
        lambda desk: monthly_report(
            request(desk, campus),
            maybe_day(here, for_) or desk.day,
            nil,
        ),
        lambda report: _("The safety report of {period}.").format(period=report.period),
    )
