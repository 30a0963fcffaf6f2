"""``inspection list | show``: questions, answered without the models that write."""

from typing import Annotated

import typer

from safetyctl.cli import kept
from safetyctl.cli.desk import asking
from safetyctl.cli.here import Here
from safetyctl.cli.inspection.words import columns, kind, pairs, plan_of, reference_of
from safetyctl.cli.listing import listing
from safetyctl.cli.output import detail, note, person
from safetyctl.cli.verb import ListVerb, Verb
from safetyctl.ground.catalogue import N_, _
from safetyctl.records.inspections import Asked, InspectionView, inspection, inspections, items

app = typer.Typer()


@app.command("list", cls=ListVerb)
def list_(
    ctx: typer.Context,
    campus: kept.Campus = None,
    kind_: Annotated[
        str | None,
        typer.Option(
            "--kind",
            metavar="dragnet|routine|special|holiday|group",
            help=N_("Only this kind of inspection."),
        ),
    ] = None,
    area: Annotated[str | None, typer.Option(help=N_("Only those that look at this area."))] = None,
    since: kept.Since = None,
    until: kept.Until = None,
    unfinished: Annotated[
        bool, typer.Option("--unfinished", help=N_("Only those that are not finished."))
    ] = False,
    void: kept.WithVoid = False,
    limit: kept.Limit = None,
) -> None:
    """List inspections, narrowed as asked."""
    here: Here = ctx.obj
    with asking(here) as desk:
        first, last = kept.between(here, since, until)
        asked = Asked(
            campus=desk.campus(campus) if campus else None,
            kind=kind(kind_) if kind_ else None,
            area=desk.area(area)[0] if area else None,
            since=first,
            until=last,
            unfinished=unfinished,
            void=void,
        )
        found = inspections(desk.asks, desk.day, asked)
        shown = columns(desk, short=person(here))
    rows = [_flat(one) for one in found] if here.csv else found
    listing(here, shown, rows, empty=_("No inspection matches."), limit=limit, keys=InspectionView._fields)


def _flat(one: InspectionView) -> dict[str, object]:
    """An inspection as a line of CSV: several things of one kind are one cell, by their codes or names."""
    return one._asdict() | {
        "areas": " ".join(area.area for area in one.areas),
        "hazards": " ".join(one.hazards),
        "attachments": "、".join(file.name for file in one.attachments),
    }


@app.command("show", cls=Verb)
def show(ctx: typer.Context, id: kept.Id) -> None:
    """Show one inspection; its JSON has the check items, too."""
    here: Here = ctx.obj
    with asking(here) as desk:
        one = inspection(desk.asks, desk.day, reference_of(id))
        looked_at = items(desk.asks, desk.day, one.uid)
        plan = plan_of(desk, one)
    detail(here, one._asdict() | {"items": looked_at}, pairs(plan, one, looked_at))
    if one.finished_on is None and one.voided_on is None and not here.json:
        verb = "record" if one.open else "finish"
        note(here, _("Next: {command}").format(command=f"safetyctl inspection {verb} {one.id}"))
