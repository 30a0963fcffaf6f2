"""``safetyctl accountability …``: who was held to account for a duty that was not met (R8)."""

from typing import Annotated

import typer

from safetyctl.cli import kept, owner
from safetyctl.cli.desk import Writing, asking, changing
from safetyctl.cli.here import Here
from safetyctl.cli.listing import listing
from safetyctl.cli.output import detail
from safetyctl.cli.table import Shown
from safetyctl.cli.verb import ChangeVerb, ListVerb, Verb, examples, needs
from safetyctl.cli.words import maybe_day
from safetyctl.ground.catalogue import N_, _
from safetyctl.records import accountability
from safetyctl.records.accountability import ACCOUNTABILITY, FIELDS, AccountabilityView
from safetyctl.records.campaigns import campus_word
from safetyctl.records.narrowing import Narrowed

app = typer.Typer()

Person = Annotated[str | None, typer.Option(metavar=N_("NAME"), help=N_("Who is held to account."))]
What = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("For what."))]
Measure = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("What is done about it."))]

COLUMNS = (
    Shown("id", FIELDS["id"]),
    Shown("on", FIELDS["on"]),
    Shown("campus", FIELDS["campus"], say=lambda one: campus_word(one.campus)),
    Shown("person", FIELDS["person"]),
    Shown("what", FIELDS["what"], fold=True),
    Shown("measure", FIELDS["measure"], fold=True),
)


@app.command("add", cls=ChangeVerb, help=N_("Register that somebody was held to account."))
@needs("person", "what", "measure", campus=owner.owners)
@examples("safetyctl accountability add --campus 东校区 --person 李四 --what 隐患两次逾期 --measure 约谈")
def add(
    ctx: typer.Context,
    campus: owner.Campus = None,
    group: owner.Group = False,
    person: Person = None,
    what: What = None,
    measure: Measure = None,
    on: Annotated[
        str | None,
        typer.Option(metavar=N_("DAY"), help=N_("The day it was decided; the day in force otherwise.")),
    ] = None,
    photo: kept.Files = [],  # noqa: B006 - Typer's way to say a repeatable option
) -> None:
    """Register that somebody was held to account."""
    here: Here = ctx.obj
    with changing(here) as desk:
        values = {
            "campus": owner.uid(desk, str(campus)),
            "person": person,
            "what": what,
            "measure": measure,
            "decided_on": maybe_day(here, on) or desk.day,
        }
        record = accountability.add(desk.tx, values)
        kept.enclosed(here, desk, ACCOUNTABILITY, record, photo)
        _answer(
            here, desk, record.number, _("Registered {ref}.").format(ref=ACCOUNTABILITY.ref(record.number))
        )


def _answer(here: Here, desk: Writing, number: int, sentence: str) -> None:
    kept.changed(
        here,
        desk,
        lambda: accountability.accountability(desk.tx, desk.day, number),
        sentence,
        None,
    )


@app.command("list", cls=ListVerb, help=N_("Who was held to account."))
def list_(
    ctx: typer.Context,
    campus: owner.Only = None,
    since: kept.Since = None,
    until: kept.Until = None,
    void: kept.WithVoid = False,
    limit: kept.Limit = None,
) -> None:
    """List who was held to account."""
    here: Here = ctx.obj
    with asking(here) as desk:
        asked = Narrowed(owner.only(desk, campus), *kept.between(here, since, until), void)
        found = accountability.accountabilities(desk.asks, desk.day, asked)
    empty = _("Nobody was held to account.")
    listing(here, COLUMNS, found, empty=empty, limit=limit, keys=AccountabilityView._fields)


@app.command("show", cls=Verb, help=N_("Show one record of accountability."))
def show(ctx: typer.Context, id: kept.Id) -> None:
    """Show one of them."""
    here: Here = ctx.obj
    with asking(here) as desk:
        one = accountability.accountability(desk.asks, desk.day, kept.named(id, ACCOUNTABILITY))
    detail(here, one, kept.pairs(ACCOUNTABILITY, one, {"campus": campus_word(one.campus)}))


@app.command("edit", cls=ChangeVerb, help=N_("Correct what a record of accountability says."))
def edit(
    ctx: typer.Context,
    id: kept.Id,
    person: Person = None,
    what: What = None,
    measure: Measure = None,
    on: Annotated[str | None, typer.Option(metavar=N_("DAY"), help=N_("The day it was decided."))] = None,
) -> None:
    """Correct what a record says."""
    here: Here = ctx.obj
    with changing(here) as desk:
        record = accountability.find(desk.tx, kept.named(id, ACCOUNTABILITY))
        changes = {"person": person, "what": what, "measure": measure, "decided_on": maybe_day(here, on)}
        accountability.edit(desk.tx, record, changes)
        _answer(
            here, desk, record.number, _("Corrected {ref}.").format(ref=ACCOUNTABILITY.ref(record.number))
        )


kept.add_void_and_attach(app, ACCOUNTABILITY, accountability.find, accountability.accountability)
