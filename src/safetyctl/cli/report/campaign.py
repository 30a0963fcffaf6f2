"""``safetyctl report summary | supervision``: what is told of the whole campaign."""

from datetime import date
from typing import Annotated, Any

import typer

from safetyctl.cli.here import Here
from safetyctl.cli.report.writing import Campus, Out, request, written
from safetyctl.cli.verb import Verb, examples
from safetyctl.cli.words import maybe_day
from safetyctl.ground.catalogue import N_, _
from safetyctl.ground.errors import BadInput

app = typer.Typer()


@app.command("summary", cls=Verb)
@examples("safetyctl report summary", "safetyctl report summary --campus 东校区 --out reports")
def summary(ctx: typer.Context, campus: Campus = None, out: Out = ".") -> None:
    """Write the summary of the campaign; an interim one before the final one is owed."""
    from safetyctl.reports.kinds.summary import summary_report

    here: Here = ctx.obj
    written(
        here,
        out,
        lambda desk: summary_report(request(desk, campus)),
        lambda report: _("The summary up to {period}.").format(period=report.period),
    )


@app.command("supervision", cls=Verb)
@examples(
    "safetyctl report supervision",
    "safetyctl report supervision --from 2020-10-01 --to 2020-10-31 --out reports",
)
def supervision(
    ctx: typer.Context,
    campus: Campus = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--from", metavar=N_("DAY"), help=N_("From this day on; the beginning of the campaign otherwise.")
        ),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--to", metavar=N_("DAY"), help=N_("Up to this day; the day in force otherwise.")),
    ] = None,
    for_: Annotated[
        str | None, typer.Option("--for", metavar=N_("DAY"), help=N_("Of this one day only."))
    ] = None,
    out: Out = ".",
) -> None:
    """Write what was supervised, and what came of it."""
    from safetyctl.reports.kinds.supervision import supervision_report

    here: Here = ctx.obj
    if for_ and (since or until):
        raise BadInput(_("--for names one day: leave --from and --to out."))
    first, last = (maybe_day(here, for_ or one) for one in (since, until))
    written(
        here,
        out,
        lambda desk: supervision_report(request(desk, campus), first, last),
        lambda report: _days_told(report, last, whole=first is None and last is None),
    )


def _days_told(report: Any, until: date | None, whole: bool) -> str:
    """Which days it tells of; and that it ends before the day that was asked for, where it does."""
    first, last = report.period_start, report.period_end
    if whole:
        words = _("The supervision up to {last}.")
    elif first == last:
        words = _("The supervision of {last}.")
    else:
        words = _("The supervision from {first} to {last}.")
    said = words.format(first=first, last=last)
    if until is None or until <= last:
        return said
    cut = _("{until} cannot be told of yet: it ends on {last}.").format(until=until, last=last)
    return _("{sentence} {next}").format(sentence=said, next=cut)
