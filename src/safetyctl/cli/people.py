"""``safetyctl people add | list | retire``: the roster."""

from typing import Annotated

import typer

from safetyctl.cli.desk import asking, changing
from safetyctl.cli.here import Here
from safetyctl.cli.output import Shown, emit, listing, warn
from safetyctl.cli.verb import ChangeVerb, ListVerb, examples
from safetyctl.cli.words import acknowledged, maybe_day
from safetyctl.ground.catalogue import N_, _, ngettext
from safetyctl.records.labels import FIELDS

app = typer.Typer()

COLUMNS = (
    Shown("name", N_("person's name")),
    Shown("role", FIELDS["role"]),
    Shown("campus", FIELDS["campus"], say=lambda one: one.campus or _("the group")),
    Shown("telephone", FIELDS["telephone"]),
    Shown("owes", N_("owes"), right=True),
    Shown("retired_on", N_("retired on")),
)


@app.command("add", cls=ChangeVerb, help=N_("Put a person on the roster."))
@examples("safetyctl people add 李四 --campus 东校区 --role 校区安全员")
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar=N_("NAME"), help=N_("The person's name."))],
    campus: Annotated[str | None, typer.Option(help=N_("Their campus; the group otherwise."))] = None,
    role: Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("What they do."))] = None,
    telephone: Annotated[str | None, typer.Option(metavar=N_("NO"), help=N_("Their telephone."))] = None,
) -> None:
    """Put a person on the roster."""
    from safetyctl.records import people

    here: Here = ctx.obj
    with changing(here) as desk:
        home = desk.campuses[desk.campus(campus)] if campus else None
        new = people.add(desk.tx, {"name": name, "campus": home, "role": role, "telephone": telephone})
    if here.json:
        emit(new)
    acknowledged(here, _("{name} is on the roster.").format(name=new.name))


@app.command("list", cls=ListVerb, help=N_("The roster, and what each still owes."))
def list_(
    ctx: typer.Context,
    campus: Annotated[str | None, typer.Option(help=N_("Only this campus."))] = None,
    retired: Annotated[bool, typer.Option("--retired", help=N_("Those who have left, too."))] = False,
    limit: Annotated[int | None, typer.Option(min=0, help=N_("At most so many; 0 for all."))] = None,
) -> None:
    """List the roster."""
    from safetyctl.records.people import roster

    here: Here = ctx.obj
    with asking(here) as desk:
        found = roster(desk.asks, desk.campus(campus) if campus else None, retired)
    listing(here, COLUMNS, found, empty=_("Nobody is on the roster yet."), limit=limit)


@app.command("retire", cls=ChangeVerb, help=N_("Note that a person has left; nothing of theirs is deleted."))
def retire(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar=N_("NAME"), help=N_("The person's name."))],
    campus: Annotated[
        str | None, typer.Option(help=N_("Their campus, where several share the name."))
    ] = None,
    on: Annotated[
        str | None, typer.Option(metavar=N_("DAY"), help=N_("Their last day; the day in force otherwise."))
    ] = None,
) -> None:
    """Note that a person has left."""
    from safetyctl.records import people

    here: Here = ctx.obj
    with changing(here) as desk:
        home = desk.campus(campus) if campus else None
        owes = people.retire(desk.tx, name.strip(), home, maybe_day(here, on) or desk.day)
    if here.json:
        emit({"name": name.strip(), "owes": owes})
    acknowledged(here, _("{name} is off the roster.").format(name=name.strip()))
    if owes:
        warn(
            ngettext(
                "{name} still owes {n} rectification: safetyctl hazard list --responsible {name}",
                "{name} still owes {n} rectifications: safetyctl hazard list --responsible {name}",
                owes,
            ).format(name=name.strip(), n=owes)
        )
