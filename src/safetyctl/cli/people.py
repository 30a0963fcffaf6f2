"""``safetyctl people add | list | show | edit | retire | import | template``: the roster."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from safetyctl.cli.desk import asking, changing
from safetyctl.cli.here import Here
from safetyctl.cli.imported import Partial, Sheet, agree, answer, blank, leave_out, show_or_refuse
from safetyctl.cli.known import differing_json, show_changed, show_differing
from safetyctl.cli.listing import listing
from safetyctl.cli.mapped import MapFile, SaveMap, Sources, understood
from safetyctl.cli.output import detail, emit, said, warn
from safetyctl.cli.table import Shown
from safetyctl.cli.verb import ChangeVerb, ListVerb, Verb, examples
from safetyctl.cli.words import acknowledged, maybe_day
from safetyctl.ground.catalogue import N_, _, listed, ngettext
from safetyctl.records.labels import FIELDS
from safetyctl.records.people import PersonView

app = typer.Typer()

COLUMNS = (
    Shown("name", N_("person's name")),
    Shown("role", FIELDS["role"]),
    Shown("campus", FIELDS["campus"], say=lambda one: one.campus or _("the group")),
    Shown("telephone", FIELDS["telephone"]),
    Shown("owes", N_("owes"), right=True),
    Shown("retired_on", N_("retired on")),
    Shown("note", FIELDS["note"], fold=True, spare=True),
)
OWED = {
    "hazards": N_("hazards to rectify"),
    "responsibilities": N_("areas to answer for"),
    "decisions": N_("decisions to carry out"),
    "corrections": N_("corrections that the group asked for"),
    "rosters": N_("duty on rosters"),
    "activities": N_("activities to lead"),
}
"""What a person may owe, as it is said."""

Name = Annotated[str, typer.Argument(metavar=N_("NAME"), help=N_("The person's name."))]
Role = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("What they do."))]
Telephone = Annotated[str | None, typer.Option(metavar=N_("NO"), help=N_("Their telephone."))]
Note = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("Anything else worth keeping."))]
Namesake = Annotated[
    str | None, typer.Option("--campus", help=N_("Their campus, where several share the name."))
]


@app.command("add", cls=ChangeVerb, help=N_("Put a person on the roster."))
@examples("safetyctl people add 李四 --campus 东校区 --role 校区安全员")
def add(
    ctx: typer.Context,
    name: Name,
    campus: Annotated[str | None, typer.Option(help=N_("Their campus; the group otherwise."))] = None,
    role: Role = None,
    telephone: Telephone = None,
    note: Note = None,
) -> None:
    """Put a person on the roster."""
    from safetyctl.records import people

    here: Here = ctx.obj
    with changing(here) as desk:
        home = desk.campuses[desk.campus(campus)] if campus else None
        said = {"name": name, "campus": home, "role": role, "telephone": telephone, "note": note}
        new = people.add(desk.tx, said)
    _answer(here, new, _("{name} is on the roster.").format(name=new.name))


def _answer(here: Here, one: PersonView, sentence: str) -> None:
    if here.json:
        emit(one)
    acknowledged(here, sentence)


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


@app.command("show", cls=Verb, help=N_("Show one person, and what they still owe."))
def show(ctx: typer.Context, name: Name, campus: Namesake = None) -> None:
    """Show one person; somebody who has left, too."""
    from safetyctl.records import people

    here: Here = ctx.obj
    with asking(here) as desk:
        uid = people.uid_of(desk.asks, name.strip(), desk.campus(campus) if campus else None, retired=True)
        one, owed = people.person(desk.asks, uid), people.owed_by(desk.asks, uid, desk.day)
    pairs: list[tuple[str, object]] = [
        (_(column.heading), column.words(one) or None) for column in COLUMNS if column.key != "owes"
    ]
    pairs += [(_(OWED.get(kind, kind)), listed(refs) or None) for kind, refs in owed.items()]
    whole = {name: getattr(one, name) for name in PersonView.__dataclass_fields__}
    detail(here, whole | owed, pairs)


@app.command("edit", cls=ChangeVerb, help=N_("Correct what the roster says of a person."))
@examples(
    "safetyctl people edit 李四 --telephone 13900000000",
    "safetyctl people edit 李四 --of 东校区 --campus 西校区",
)
def edit(
    ctx: typer.Context,
    name: Name,
    of: Annotated[
        str | None,
        typer.Option(
            "--of", metavar=N_("CAMPUS"), help=N_("Their campus so far, where several share the name.")
        ),
    ] = None,
    role: Role = None,
    campus: Annotated[str | None, typer.Option(help=N_("The campus they go to."))] = None,
    telephone: Telephone = None,
    note: Note = None,
) -> None:
    """Correct what the roster says of a person."""
    from safetyctl.records import people

    here: Here = ctx.obj
    with changing(here) as desk:
        uid = people.uid_of(desk.tx, name.strip(), desk.campus(of) if of else None)
        home = desk.campuses[desk.campus(campus)] if campus else None
        said = {"role": role, "campus": home, "telephone": telephone, "note": note}
        one = people.edit(desk.tx, uid, said)
    _answer(here, one, _("Corrected {ref}.").format(ref=one.name))


@app.command("retire", cls=ChangeVerb, help=N_("Note that a person has left; nothing of theirs is deleted."))
def retire(
    ctx: typer.Context,
    name: Name,
    campus: Namesake = None,
    on: Annotated[
        str | None, typer.Option(metavar=N_("DAY"), help=N_("Their last day; the day in force otherwise."))
    ] = None,
) -> None:
    """Note that a person has left."""
    from safetyctl.records import people

    here: Here = ctx.obj
    with changing(here) as desk:
        home = desk.campus(campus) if campus else None
        owed = people.retire(desk.tx, name.strip(), home, maybe_day(here, on) or desk.day)
    if here.json:
        emit({"name": name.strip(), "owes": len(owed["hazards"])} | owed)
    acknowledged(here, _("{name} is off the roster.").format(name=name.strip()))
    _say_owed(name.strip(), owed)


def _say_owed(name: str, owed: Mapping[str, Sequence[str]]) -> None:
    """Each thing that somebody who has left still owes, by its number."""
    hazards = owed["hazards"]
    if hazards:
        sentence = ngettext(
            "{name} still owes {n} rectification: safetyctl hazard list --responsible {name}",
            "{name} still owes {n} rectifications: safetyctl hazard list --responsible {name}",
            len(hazards),
        ).format(name=name, n=len(hazards))
        warn(f"{sentence} ({listed(hazards)})")
    for kind, refs in owed.items():
        if refs and kind == "responsibilities":
            warn(
                _("{name} still answers for {refs}: safetyctl responsibility end {first} --to NAME").format(
                    name=name, refs=listed(refs), first=refs[0]
                )
            )
        elif refs and kind != "hazards":
            warn(
                _("{name} still owes: {what} {refs}").format(
                    name=name, what=_(OWED.get(kind, kind)), refs=listed(refs)
                )
            )


@app.command("import", cls=ChangeVerb, help=N_("Read a list of people: all of it or nothing."))
@examples(
    "safetyctl people import 人员名单.xlsx --dry-run", "safetyctl people import 人员名单.csv --campus 东校区"
)
def import_(
    ctx: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar=N_("FILE"), help=N_("An .xlsx or .csv with 姓名, 角色, 校区, 电话."))
    ],
    campus: Annotated[str | None, typer.Option(help=N_("For rows that name no campus."))] = None,
    map_: MapFile = None,
    save_map: SaveMap = None,
    sheet: Sheet = None,
    partial: Partial = False,
) -> None:
    """Read a list of people; who is there already is brought up to date, nobody is retired by it."""
    from safetyctl.intake.people.reading import read_people
    from safetyctl.intake.words.forms import PEOPLE
    from safetyctl.records import people

    here: Here = ctx.obj
    with asking(here) as desk:
        place = desk.campus(campus) if campus else None
        read = understood(
            here,
            PEOPLE,
            Sources(map_, save_map),
            lambda use: read_people(
                Path(file), tuple(desk.campuses), default_campus=place, sheet=sheet, use=use
            ),
            lambda use: replace(use, campus=place or use.campus),
        )
        choices = {"campus": tuple(desk.campuses)}
    show_or_refuse(here, file, read, partial, choices)
    question = _("Take these {n} people from {file}?").format(n=len(read.people), file=file)
    agree(here, COLUMNS[:4], read.people, question)
    with changing(here) as writing:
        taken = people.take(writing.tx, writing.campuses, read.people)
        left_out = leave_out(here, Path(file), read.refused)
    counts = {"added": len(taken.added), "updated": len(taken.updated), "skipped": len(taken.skipped)}
    changes = {"changes": [one._asdict() for one in taken.changes]}
    answer(here, read, counts, left_out, changes | differing_json(taken.differing))
    show_changed(here, taken.changes)
    show_differing(here, taken.differing, "safetyctl people edit")
    if taken.back:
        warn(_("On the roster again, though they had left: {names}").format(names=listed(taken.back)))
    sentence = _("Read {read} people: {added} added, {updated} updated, {skipped} known already.")
    acknowledged(here, sentence.format(read=read.read, **counts), "safetyctl people list")


@app.command("template", cls=Verb, help=N_("Write an empty list of people to fill in."))
@examples("safetyctl people template 人员名单.xlsx")
def template(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar=N_("FILE.xlsx"), help=N_("The workbook to write."))],
) -> None:
    """Write an empty list of people to fill in."""
    from safetyctl.reports.drawn.roster import people_template

    here: Here = ctx.obj
    with asking(here) as desk:
        content = people_template(desk.plan, tuple(desk.campuses))
    blank(here, file, content)
    said(here, _("Wrote an empty list to fill in."), f"safetyctl people import {file}")
