"""``roster list | show | check``: who is on duty, and where nobody is."""

from typing import Annotated

import typer

from safetyctl.cli import kept
from safetyctl.cli.desk import Desk, asking
from safetyctl.cli.here import Here
from safetyctl.cli.listing import listing
from safetyctl.cli.output import detail, emit, note, said, warn
from safetyctl.cli.roster.words import COLUMNS, WhichHoliday, which_holiday
from safetyctl.cli.table import Shown
from safetyctl.cli.verb import ListVerb, Verb, examples
from safetyctl.ground.catalogue import N_, _, ngettext
from safetyctl.ground.errors import CheckFound, Refused
from safetyctl.records import rosters
from safetyctl.records.roster_checks import Finding, findings, none_for
from safetyctl.records.rosters import FIELDS, LINE_FIELDS, ROSTER, RosterView, names

app = typer.Typer()

_HANDED_IN = Shown(
    "handed_in",
    FIELDS["handed_in"],
    say=lambda one: one.handed_in or _("no"),
    alarm=lambda one: not one.handed_in,
)
_ROSTERS = (
    Shown("id", FIELDS["id"]),
    Shown("holiday", FIELDS["holiday"], say=lambda one: names(one.holiday)),
    Shown("first_day", FIELDS["first_day"]),
    Shown("last_day", FIELDS["last_day"]),
    Shown("campus", FIELDS["campus"]),
    Shown("lines", FIELDS["lines"], right=True),
    Shown("on", FIELDS["on"], spare=True),
    _HANDED_IN,
)
KINDS = {
    "gap": N_("gap"),
    "clash": N_("clash"),
    "telephone": N_("telephone"),
    "stranger": N_("not on the list of people"),
}


@app.command("list", cls=ListVerb)
def list_(
    ctx: typer.Context,
    campus: kept.Campus = None,
    holiday: WhichHoliday = None,
    void: kept.WithVoid = False,
    limit: kept.Limit = None,
) -> None:
    """List rosters."""
    here: Here = ctx.obj
    with asking(here) as desk:
        place = desk.campus(campus) if campus else None
        meant = which_holiday(here, desk, holiday, place) if holiday else None
        found = rosters.rosters(desk.asks, desk.day, place, meant, void)
    listing(here, _ROSTERS, found, empty=_("There is no roster yet."), limit=limit, keys=RosterView._fields)


@app.command("show", cls=Verb)
def show(ctx: typer.Context, id: kept.Id) -> None:
    """Show one roster, day by day, with its gaps."""
    here: Here = ctx.obj
    with asking(here) as desk:
        one = rosters.roster(desk.asks, desk.day, kept.named(id, ROSTER))
        wrong = findings(desk.asks, one) if one.voided_on is None else []
    if here.json:
        emit(one._asdict() | {"findings": wrong})
        return
    worded = {"holiday": names(one.holiday), "handed_in": one.handed_in or _("no")}
    detail(here, one, kept.pairs(ROSTER, one, worded))
    listing(here, COLUMNS, one.shifts, empty=_("There is nobody on the roster."), limit=0)
    for finding in wrong:
        warn(finding.problem)


@app.command("check", cls=ListVerb)
@examples("safetyctl roster check R0001", "safetyctl roster check --holiday spring-festival --check --quiet")
def check(
    ctx: typer.Context,
    id: Annotated[
        str | None, typer.Argument(metavar=N_("ID"), help=N_("One roster; all that count otherwise."))
    ] = None,
    holiday: WhichHoliday = None,
    campus: kept.Campus = None,
    check: Annotated[bool, typer.Option("--check", help=N_("Exit 3 if anything is wrong."))] = False,
) -> None:
    """Name what is wrong with rosters."""
    here: Here = ctx.obj
    with asking(here) as desk:
        looked_at, found = _found(here, desk, id, holiday, campus)
    wrong = [one for one in found if not one.is_warning]
    columns = (
        Shown("roster", FIELDS["id"]),
        Shown("campus", FIELDS["campus"]),
        Shown("kind", N_("kind"), say=lambda one: _(KINDS[one.kind]), alarm=lambda one: not one.is_warning),
        Shown("day", LINE_FIELDS["day"], piped=True),
        Shown("problem", N_("problem"), fold=True),
    )
    if found or here.json or here.csv:
        listing(here, columns, found, empty="", limit=0, keys=Finding._fields)
    if wrong:
        count = ngettext("{n} thing is wrong.", "{n} things are wrong.", len(wrong)).format(n=len(wrong))
        if check:
            raise CheckFound(count)
        note(here, count)
    elif len(looked_at) == 1 and looked_at[0].handed_in is None:
        said(here, _("Every day is covered."), f"safetyctl report submit {looked_at[0].duty}")
    else:
        note(here, _("Every day is covered.") if looked_at else _("There is no roster yet."))


def _found(
    here: Here, desk: Desk, id: str | None, holiday: str | None, campus: str | None
) -> tuple[list[RosterView], list[Finding]]:
    """The rosters that are asked for, and what is wrong; of a holiday that is named, campuses that have none, too."""
    if id is not None:
        looked_at = [rosters.roster(desk.asks, desk.day, kept.named(id, ROSTER))]
        for one in looked_at:
            if one.voided_on is not None:
                raise Refused(_("{ref} is void: {reason}.").format(ref=one.id, reason=one.void_reason))
        return looked_at, [finding for one in looked_at for finding in findings(desk.asks, one)]
    place = desk.campus(campus) if campus else None
    meant = which_holiday(here, desk, holiday, place) if holiday else None
    looked_at = rosters.rosters(desk.asks, desk.day, place, meant)
    found = [finding for one in looked_at for finding in findings(desk.asks, one)]
    if meant:
        having = {one.campus for one in looked_at}
        owing = [name for name in desk.campuses if place in (None, name) and name not in having]
        found += [none_for(meant, name) for name in owing]
    return looked_at, found
