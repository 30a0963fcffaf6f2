"""``inspection start | edit | attach | void``: what an inspection says of itself."""

from collections.abc import Sequence
from typing import Annotated

import typer

from safetyctl.cli import kept
from safetyctl.cli.desk import asking, changing
from safetyctl.cli.here import Here
from safetyctl.cli.inspection.words import changed, kind, kinds, reference_of, said, titles
from safetyctl.cli.output import note as notice
from safetyctl.cli.questions import ask_names, ask_several
from safetyctl.cli.values import one_of
from safetyctl.cli.verb import ChangeVerb, examples, needs
from safetyctl.cli.words import maybe_day
from safetyctl.ground.catalogue import N_, _, language, listed, ngettext
from safetyctl.plan.model import Plan
from safetyctl.records.campaigns import plan_on
from safetyctl.records.inspections import INSPECTION, inspection

app = typer.Typer()

Zones = Annotated[
    list[str], typer.Option("--zone", metavar=N_("TEXT"), help=N_("A zone that is looked at; repeatable."))
]
Persons = Annotated[
    list[str], typer.Option("--person", metavar=N_("NAME"), help=N_("Who looks; repeatable."))
]
Note = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("What else there is to say."))]


def joined(texts: Sequence[str]) -> str | None:
    """Several names as one line, as a form has them."""
    return "、".join(text.strip() for text in texts if text.strip()) or None


def chosen_items(plan: Plan, areas: Sequence[str]) -> list[tuple[str, str]]:
    """The check items of the areas that were named (an item names itself); of all that have any, where none was.

    An area without items is looked at as a whole, under its own code. Raises NotFound.
    """
    if not areas:
        return [(area.code, item.code) for area in plan.areas for item in area.items]
    found: list[tuple[str, str]] = []
    names = {area.code: (area.name.zh, area.name.en) for area in plan.areas}
    for text in areas:
        item = plan.item(text.strip().lower())
        if item is not None:
            found.append((item.code.partition(".")[0], item.code))
            continue
        area = plan.area(one_of(text, names, _("area or check item")))
        assert area is not None
        found += [(area.code, one.code) for one in area.items] or [(area.code, area.code)]
    order = [area.code for area in plan.areas]
    return sorted(dict.fromkeys(found), key=lambda one: order.index(one[0]))


@app.command("start", cls=ChangeVerb)
@needs(campus=kept.campus_names, kind_=kinds)
@examples(
    "safetyctl inspection start --campus 东校区 --kind dragnet --person 李四 --person 王五  # "
    + N_("all areas that have check items"),
    "safetyctl inspection start --campus 东校区 --kind special --area fire --area 食品安全 --zone 食堂",
)
def start(
    ctx: typer.Context,
    campus: Annotated[str, typer.Option(help=N_("The campus."))],
    kind_: Annotated[
        str | None,
        typer.Option(
            "--kind", metavar="dragnet|routine|special|holiday|group", help=N_("The kind of inspection.")
        ),
    ] = None,
    areas: Annotated[
        list[str],
        typer.Option(
            "--area",
            metavar=N_("AREA|ITEM"),
            help=N_("An area or check item to look at, by code or name; all areas otherwise; repeatable."),
        ),
    ] = [],  # noqa: B006 - Typer's way to say a repeatable option
    zones: Zones = [],  # noqa: B006
    persons: Persons = [],  # noqa: B006
    note: Note = None,
    on: Annotated[
        str | None, typer.Option(metavar=N_("DAY"), help=N_("The day it begins; the day in force otherwise."))
    ] = None,
) -> None:
    """Start an inspection."""
    from safetyctl.records import inspecting
    from safetyctl.records.people import off_roster

    here: Here = ctx.obj
    if here.interactive and not here.yes:
        areas = areas or _asked_areas(here)
        persons = persons or ask_names(_("Who looks, separated by spaces; Enter for nobody yet (--person)"))
    with changing(here) as desk:
        day = maybe_day(here, on) or desk.day
        plan = plan_on(desk.tx, day)
        chosen = chosen_items(plan, areas)
        values = {
            "campus": desk.campuses[desk.campus(campus)],
            "kind": kind(kind_ or ""),
            "started_on": day,
            "zones": joined(zones),
            "persons": joined(persons),
            "note": note,
        }
        record = inspecting.start(desk.tx, values, chosen)
        ref = INSPECTION.ref(record.number)
        sentence = ngettext(
            "Started {ref}: {n} check item in {areas}.",
            "Started {ref}: {n} check items in {areas}.",
            len(chosen),
        ).format(ref=ref, n=len(chosen), areas=_area_names(plan, chosen))
        changed(
            here, desk, record.number, sentence, f"safetyctl checklist --inspection {ref} --out {ref}.xlsx"
        )
        strangers = off_roster(desk.tx, [name.strip() for name in persons])
    if strangers:
        notice(here, _("Not on the roster: {names}").format(names=listed(strangers)))


def _asked_areas(here: Here) -> list[str]:
    """The areas that a person at the terminal chooses; none for all of them."""
    with asking(here) as desk:
        names = {area.code: area.name.said(language()) for area in desk.plan.areas}
    return ask_several(
        _("Areas, by number, separated by spaces; Enter for all that have check items (--area)"), names
    )


def _area_names(plan: Plan, chosen: Sequence[tuple[str, str]]) -> str:
    names = titles(plan)
    return listed(said(names, area) for area in dict.fromkeys(area for area, _item in chosen))


@app.command("edit", cls=ChangeVerb)
@examples("safetyctl inspection edit I0001 --person 李四 --person 赵六  # " + N_("who looks, anew"))
def edit(
    ctx: typer.Context,
    id: kept.Id,
    kind_: Annotated[
        str | None,
        typer.Option(
            "--kind", metavar="dragnet|routine|special|holiday|group", help=N_("The kind of inspection.")
        ),
    ] = None,
    zones: Zones = [],  # noqa: B006 - Typer's way to say a repeatable option
    persons: Persons = [],  # noqa: B006
    note: Note = None,
    on: Annotated[str | None, typer.Option(metavar=N_("DAY"), help=N_("The day it began."))] = None,
) -> None:
    """Correct what an unfinished inspection says."""
    from safetyctl.records import inspecting

    here: Here = ctx.obj
    with changing(here) as desk:
        record = inspecting.find(desk.tx, reference_of(id))
        changes = {
            "kind": kind(kind_) if kind_ else None,
            "started_on": maybe_day(here, on),
            "zones": joined(zones),
            "persons": joined(persons),
            "note": note,
        }
        inspecting.edit(desk.tx, record, changes)
        sentence = _("Corrected {ref}.").format(ref=INSPECTION.ref(record.number))
        changed(here, desk, record.number, sentence, None)


@app.command("attach", cls=ChangeVerb)
def attach(
    ctx: typer.Context,
    id: kept.Id,
    files: Annotated[list[str], typer.Argument(metavar=N_("FILE"), help=N_("The files to keep."))],
) -> None:
    """Keep photographs or files with an inspection, such as the sheets that were signed."""
    from safetyctl.records import inspecting

    here: Here = ctx.obj
    with changing(here) as desk:
        record = inspecting.find(desk.tx, reference_of(id))
        kept.enclosed(here, desk, INSPECTION, record, files)
        sentence = ngettext("Kept {n} file with {ref}.", "Kept {n} files with {ref}.", len(files))
        sentence = sentence.format(n=len(files), ref=INSPECTION.ref(record.number))
        changed(here, desk, record.number, sentence, None)


@app.command("void", cls=ChangeVerb)
def void(
    ctx: typer.Context,
    id: kept.Id,
    reason: Annotated[str, typer.Option(metavar=N_("TEXT"), help=N_("Why it counts for nothing."))],
) -> None:
    """Make an inspection void; its number is not used again, and the hazards that it found stay."""
    from safetyctl.records import inspecting
    from safetyctl.records.kept import void as made_void

    here: Here = ctx.obj
    with changing(here) as desk:
        record = inspecting.find(desk.tx, reference_of(id))
        made_void(desk.tx, INSPECTION, record, reason)
        ref = INSPECTION.ref(record.number)
        sentence = _("{ref} is void.").format(ref=ref)
        stay = inspection(desk.tx, desk.day, record.number).hazards
        if stay:
            sentence = _("{ref} is void; the hazards that it found stay: {hazards}.").format(
                ref=ref, hazards=listed(stay)
            )
        changed(here, desk, record.number, sentence, None)
