"""``hazard list | show | history | common``: questions, answered without the models that write."""

from typing import Annotated

import typer

from safetyctl.cli.desk import Desk, asking
from safetyctl.cli.hazard.words import (
    Id,
    columns,
    hazard_number,
    level,
    pairs,
    status,
)
from safetyctl.cli.here import Here
from safetyctl.cli.kept import between
from safetyctl.cli.listing import listing, page
from safetyctl.cli.output import detail, emit, note, person
from safetyctl.cli.table import Shown
from safetyctl.cli.values import one_of
from safetyctl.cli.verb import ListVerb, Verb
from safetyctl.cli.words import area_names
from safetyctl.ground.catalogue import N_, _, listed
from safetyctl.records.due import why_due
from safetyctl.records.labels import FIELDS
from safetyctl.records.views import SORTS, HazardFilter, HazardView, count, hazard, hazards, next_step

app = typer.Typer()

Campus = Annotated[str | None, typer.Option(help=N_("Only this campus."))]
Area = Annotated[str | None, typer.Option(help=N_("Only this area or check item."))]
Statuses = Annotated[list[str], typer.Option("--status", help=N_("Only this status; repeatable."))]
Level = Annotated[str | None, typer.Option(help=N_("Only this level: general or major."))]
Overdue = Annotated[bool, typer.Option("--overdue", help=N_("Only those overdue on the day in force."))]
Responsible = Annotated[str | None, typer.Option(help=N_("Only those this person rectifies."))]
FoundFrom = Annotated[str | None, typer.Option(metavar=N_("DAY"), help=N_("Found on this day or later."))]
FoundTo = Annotated[str | None, typer.Option(metavar=N_("DAY"), help=N_("Found on this day or earlier."))]
DueFrom = Annotated[str | None, typer.Option(metavar=N_("DAY"), help=N_("Due on this day or later."))]
DueTo = Annotated[str | None, typer.Option(metavar=N_("DAY"), help=N_("Due on this day or earlier."))]
Search = Annotated[
    str | None, typer.Option(metavar=N_("TEXT"), help=N_("Only those in whose words this text occurs."))
]
Imported = Annotated[bool, typer.Option("--imported", help=N_("Only those that came in from a workbook."))]
Sort = Annotated[
    str,
    typer.Option(
        metavar="|".join(SORTS), help=N_("The order: id, due, found, level, campus, updated, newest.")
    ),
]
Limit = Annotated[int | None, typer.Option(min=0, help=N_("At most so many; 0 for all."))]


def filtered(
    here: Here,
    desk: Desk,
    campus: str | None,
    area: str | None,
    statuses: list[str],
    grade: str | None,
    overdue: bool,
    responsible: str | None,
    found_from: str | None,
    found_to: str | None,
    due_from: str | None,
    due_to: str | None,
    search: str | None,
    imported: bool,
) -> HazardFilter:
    """The filter that the options describe. Raises BadInput for a value that is none."""
    code, item = desk.area(area) if area else (None, None)
    found = between(here, found_from, found_to, ("--found-from", "--found-to"))
    owed = between(here, due_from, due_to, ("--due-from", "--due-to"))
    return HazardFilter(
        campus=desk.campus(campus) if campus else None,
        area=item or code,
        statuses=tuple(status(one) for one in statuses),
        level=level(grade) if grade else None,
        overdue=overdue,
        responsible=responsible,
        found_from=found[0],
        found_to=found[1],
        due_from=owed[0],
        due_to=owed[1],
        search=search,
        imported=imported,
    )


@app.command("list", cls=ListVerb)
def list_(
    ctx: typer.Context,
    campus: Campus = None,
    area: Area = None,
    statuses: Statuses = [],  # noqa: B006 - Typer's way to say a repeatable option
    level: Level = None,
    overdue: Overdue = False,
    responsible: Responsible = None,
    found_from: FoundFrom = None,
    found_to: FoundTo = None,
    due_from: DueFrom = None,
    due_to: DueTo = None,
    search: Search = None,
    imported: Imported = False,
    sort: Sort = "id",
    limit: Limit = None,
) -> None:
    """List hazards, narrowed as asked."""
    here: Here = ctx.obj
    order = one_of(sort, {name: (name,) for name in SORTS}, _("order"))
    with asking(here) as desk:
        asked = filtered(
            here, desk, campus, area, statuses, level, overdue, responsible, found_from, found_to, due_from,
            due_to, search, imported,
        )  # fmt: skip
        most = page(here, limit)
        found = hazards(desk.asks, desk.day, asked, order, limit=most or 0)
        total = count(desk.asks, desk.day, asked) if person(here) else len(found)
    listing(
        here,
        columns(desk),
        found,
        empty=_("No hazard matches."),
        limit=limit,
        total=total,
        keys=HazardView._fields,
    )


@app.command("show", cls=Verb)
def show(
    ctx: typer.Context,
    id: Id,
    why: Annotated[bool, typer.Option("--why", help=N_("Say where its deadline comes from."))] = False,
) -> None:
    """Show one hazard."""
    here: Here = ctx.obj
    with asking(here) as desk:
        one = hazard(desk.asks, desk.day, hazard_number(id))
    grounds = why_due(desk.plan, one)
    if why and here.json:
        emit(one._asdict() | {"why": grounds})
    else:
        detail(here, one, [*pairs(desk, one), *([(_("why"), grounds)] if why else [])])
    if not one.due_given and one.due and not why:
        note(here, _("Nobody gave the deadline: it is the plan's allowance for this level (reading A19)."))
    following = next_step(one)
    if following and not here.json:
        note(here, _("Next: {command}").format(command=following))


@app.command("history", cls=ListVerb)
def history(ctx: typer.Context, id: Id) -> None:
    """Show what the journal holds about a hazard."""
    from safetyctl.cli.journal import COLUMNS, by_change
    from safetyctl.records.history import history as told

    here: Here = ctx.obj
    with asking(here) as desk:
        one = hazard(desk.asks, desk.day, hazard_number(id))
        turns = told(desk.snapshot, one.id)
    shown = turns if here.json or here.csv else by_change(turns)
    listing(here, COLUMNS, shown, empty=_("The journal holds nothing about it."), limit=0)


@app.command("common", cls=ListVerb)
def common(
    ctx: typer.Context,
    campuses: Annotated[
        list[str], typer.Option("--campus", help=N_("Only these campuses; repeatable."))
    ] = [],  # noqa: B006
    limit: Limit = None,
) -> None:
    """List troubles that several campuses share."""
    from safetyctl.records.shared_troubles import common_troubles

    here: Here = ctx.obj
    with asking(here) as desk:
        found = common_troubles(desk.asks, tuple(desk.campus(name) for name in campuses), desk.day)
    areas = area_names(desk)
    shown = (
        Shown("area", FIELDS["area"], say=lambda one: areas.get(one.item or one.area)),
        Shown("title", FIELDS["title"], fold=True),
        Shown("campuses", FIELDS["campus"], say=lambda one: listed(one.campuses)),
        Shown("open", N_("open"), right=True),
        Shown("hazards", FIELDS["id"], say=lambda one: " ".join(one.hazards)),
    )
    listing(here, shown, found, empty=_("No trouble is shared by several campuses."), limit=limit)
