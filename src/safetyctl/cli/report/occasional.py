"""``safetyctl report upload | roster | materials``: what goes out by the plan's own days."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from safetyctl.cli.desk import Reading
from safetyctl.cli.here import Here
from safetyctl.cli.report.writing import Campus, Out, request, written
from safetyctl.cli.verb import Verb, examples
from safetyctl.cli.words import maybe_day
from safetyctl.ground.catalogue import N_, _, ngettext
from safetyctl.ground.errors import BadInput

if TYPE_CHECKING:
    from safetyctl.reports.drawn.composed import Composed
    from safetyctl.reports.facts.head import Request

app = typer.Typer()


@app.command("upload", cls=Verb)
@examples("safetyctl report upload", "safetyctl report upload --for 2020-02-01 --campus 东校区")
def upload(
    ctx: typer.Context,
    for_: Annotated[
        str | None,
        typer.Option(
            "--for", metavar=N_("DAY"), help=N_("A day of the month told about; last month otherwise.")
        ),
    ] = None,
    campus: Campus = None,
    out: Out = ".",
) -> None:
    """Write last month's hazards, to be keyed into the province's platform."""
    from safetyctl.reports.kinds.upload import upload_report

    here: Here = ctx.obj
    written(
        here,
        out,
        lambda desk: upload_report(request(desk, campus), maybe_day(here, for_)),
        _to_key_in,
        channel="platform",
    )


def _to_key_in(report: Any) -> str:
    """How many wait to be keyed into the platform, and how that is recorded then."""
    n = len(report.figures.waiting)
    if not n:
        return _("There is nothing to key in.")
    return ngettext(
        "{n} hazard to key in; once it is: safetyctl hazard upload ID … --receipt NO.",
        "{n} hazards to key in; once they are: safetyctl hazard upload ID … --receipt NO.",
        n,
    ).format(n=n)


@app.command("roster", cls=Verb)
@examples(
    "safetyctl report roster --holiday 清明节",
    "safetyctl report roster --holiday qingming --campus 东校区",
    "safetyctl report roster --holiday new-year --for 2020-01-01",
)
def roster(
    ctx: typer.Context,
    holiday: Annotated[
        str | None,
        typer.Option(
            metavar=N_("HOLIDAY"), help=N_("The holiday: its name or a day of it; the next one otherwise.")
        ),
    ] = None,
    for_: Annotated[
        str | None,
        typer.Option(
            "--for",
            metavar=N_("DAY"),
            help=N_("The holiday nearest to this day; to the day in force otherwise."),
        ),
    ] = None,
    campus: Campus = None,
    out: Out = ".",
) -> None:
    """Write the duty rosters of a holiday."""
    here: Here = ctx.obj
    written(
        here,
        out,
        lambda desk: _roster(request(desk, campus), here, desk, holiday, maybe_day(here, for_)),
        lambda report: _("{heading}.").format(heading=report.heading),
    )


def _roster(
    asked: "Request", here: Here, desk: Reading, holiday: str | None, near: date | None
) -> "Composed":
    from safetyctl.cli.roster.words import which_holiday
    from safetyctl.reports.kinds.roster import due_next, roster_report

    meant = (
        which_holiday(here, desk, holiday, asked.campus, near)
        if holiday
        else due_next(asked, near or desk.day)
    )
    if meant is None:
        raise BadInput(
            _("No holiday of the plan comes after {day}.").format(day=near or desk.day),
            hint=_("Name one with --holiday HOLIDAY."),
        )
    return roster_report(asked, meant)


@app.command("materials", cls=Verb)
@examples("safetyctl report materials", "safetyctl report materials --campus 东校区 --out reports")
def materials(ctx: typer.Context, campus: Campus = None, out: Out = ".") -> None:
    """Write the materials of the mobilisation phase."""
    from safetyctl.reports.kinds.materials import materials_report

    written(
        ctx.obj,
        out,
        lambda desk: materials_report(request(desk, campus)),
        lambda report: _("{heading}.").format(heading=report.heading),
        channel="paper",
    )
