"""``safetyctl responsibility …``: who answers for each area of each campus (责任清单, R1)."""

from collections.abc import Iterable, Sequence
from typing import Annotated, NamedTuple

import typer

from safetyctl.cli import kept
from safetyctl.cli.desk import Desk, Writing, asking, changing
from safetyctl.cli.here import Here
from safetyctl.cli.listing import listing
from safetyctl.cli.output import detail, note
from safetyctl.cli.table import Shown
from safetyctl.cli.verb import ChangeVerb, ListVerb, Verb, examples, needs
from safetyctl.cli.words import area_names, maybe_day
from safetyctl.ground.catalogue import N_, _, listed, ngettext
from safetyctl.records import responsibilities
from safetyctl.records.responsibilities import (
    FIELDS,
    RESPONSIBILITY,
    Cell,
    ResponsibilityView,
    matrix,
    person_at,
)

app = typer.Typer()

Person = Annotated[str | None, typer.Option(metavar=N_("NAME"), help=N_("Who answers for it."))]
Role = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("As what they answer for it."))]
Since = Annotated[
    str | None,
    typer.Option("--on", metavar=N_("DAY"), help=N_("From which day on; the day in force otherwise.")),
]


def _areas(here: Here) -> dict[str, str]:
    with asking(here) as desk:
        names = area_names(desk)
        return {area.code: names[area.code] for area in desk.plan.areas}


def _people(here: Here) -> list[str]:
    from safetyctl.records.people import roster

    with asking(here) as desk:
        return list(dict.fromkeys(one.name for one in roster(desk.asks)))


@app.command("assign", cls=ChangeVerb, help=N_("Give an area or a check item of a campus to a person."))
@needs(area=_areas, campus=kept.campus_names, person=_people)
@examples(
    "safetyctl responsibility assign --area fire --campus 东校区 --person 李四",
    "safetyctl responsibility assign --area lab.01 --campus 东校区 --person 王五 --role 实验室主任 --on 2019-12-10",
)
def assign(
    ctx: typer.Context,
    area: Annotated[
        str | None, typer.Option(metavar=N_("AREA|ITEM"), help=N_("The area or check item."))
    ] = None,
    campus: Annotated[str | None, typer.Option(help=N_("The campus."))] = None,
    person: Person = None,
    on: Since = None,
    role: Role = None,
) -> None:
    """Give an area or a check item to a person."""
    here: Here = ctx.obj
    with changing(here) as desk:
        place = desk.campus(str(campus))
        code, item = desk.area(str(area))
        values = {
            "campus": desk.campuses[place],
            "area": code,
            "item": item,
            "person": person_at(desk.tx, str(person).strip(), place),
            "role": role,
            "since": maybe_day(here, on) or desk.day,
        }
        record = responsibilities.assign(desk.tx, values)
        left = [cell for cell in matrix(desk.tx, desk.plan, [place], desk.day) if cell.missing]
        sentence = _("{ref}: {person} answers for {what} at {campus}.").format(
            ref=RESPONSIBILITY.ref(record.number),
            person=str(person).strip(),
            what=area_names(desk)[item or code],
            campus=place,
        )
        following = f"safetyctl responsibility list --campus {place} --missing" if left else None
        _changed(here, desk, record.number, sentence, following)


def _changed(here: Here, desk: Writing, number: int, sentence: str, following: str | None = None) -> None:
    kept.changed(
        here,
        desk,
        lambda: responsibilities.responsibility(desk.tx, desk.day, number),
        sentence,
        following,
    )


_NAMED = 3  # check items without anybody that a cell names; more are counted


class _Row(NamedTuple):
    """An area with what is said of it at each campus."""

    area: str
    said: dict[str, str]


@app.command("list", cls=ListVerb, help=N_("Area by campus: who answers for what, and what has nobody."))
@examples(
    "safetyctl responsibility list",
    "safetyctl responsibility list --campus 东校区 --missing --as-of 2020-01-10",
)
def list_(
    ctx: typer.Context,
    campus: kept.Campus = None,
    missing: Annotated[bool, typer.Option("--missing", help=N_("Only what has nobody."))] = False,
    limit: kept.Limit = None,
) -> None:
    """Show area by campus; JSON and CSV have a line for each person and each hole."""
    here: Here = ctx.obj
    with asking(here) as desk:
        places = [desk.campus(campus)] if campus else list(desk.campuses)
        cells = matrix(desk.asks, desk.plan, places, desk.day)
        rows = _rows(desk, cells, missing)
    found = [cell for cell in cells if cell.missing] if missing else cells
    if here.json or here.csv:
        listing(here, (), found, empty="", limit=limit or 0, keys=Cell._fields)
        return
    columns = (
        Shown("area", FIELDS["area"]),
        *(_column(place) for place in places if any(place in row.said for row in rows)),
    )
    listing(here, columns, rows, empty=_("Every area has somebody."), limit=0)
    holes = sum(cell.missing for cell in cells)
    if holes and rows:
        note(here, ngettext("{n} has nobody.", "{n} have nobody.", holes).format(n=holes))


def _column(place: str) -> Shown:
    return Shown(place, place, say=lambda row: row.said.get(place), fold=True)


def _rows(desk: Desk, cells: Sequence[Cell], missing: bool) -> list[_Row]:
    names = area_names(desk)
    rows: dict[str, dict[str, list[Cell]]] = {}
    for cell in cells:
        if cell.missing or not missing:
            rows.setdefault(cell.area, {}).setdefault(cell.campus, []).append(cell)
    return [
        _Row(names.get(area, area), {place: _said(found) for place, found in by_campus.items()})
        for area, by_campus in sorted(rows.items(), key=lambda row: list(names).index(row[0]))
    ]


def _said(cells: Iterable[Cell]) -> str:
    """Who is there for an area of a campus, in words: holes are marked, and check items named."""
    found = list(cells)
    holes = [cell for cell in found if cell.person is None and cell.item]
    if len(holes) <= _NAMED:
        return listed(_word(cell) for cell in found)
    left = ngettext("✗ {n} check item", "✗ {n} check items", len(holes)).format(n=len(holes))
    return listed([*(_word(cell) for cell in found if cell not in holes), left])


def _word(cell: Cell) -> str:
    if cell.person is None:
        return f"✗{cell.item}" if cell.item else _("✗ nobody")
    said = f"{cell.person} {cell.item}" if cell.item else cell.person
    return _("✗{person} (left)").format(person=said) if cell.retired else said


@app.command("show", cls=Verb, help=N_("Show one responsibility."))
def show(ctx: typer.Context, id: kept.Id) -> None:
    """Show one responsibility."""
    here: Here = ctx.obj
    with asking(here) as desk:
        one = responsibilities.responsibility(desk.asks, desk.day, kept.named(id, RESPONSIBILITY))
        names = area_names(desk)
    worded = {"area": names.get(one.area, one.area), "item": one.item and names.get(one.item, one.item)}
    detail(here, one, kept.pairs(RESPONSIBILITY, one, worded))


@app.command("history", cls=ListVerb, help=N_("Who answered for what, since when and until when."))
def history(
    ctx: typer.Context,
    campus: kept.Campus = None,
    area: Annotated[
        str | None, typer.Option(metavar=N_("AREA|ITEM"), help=N_("Only this area or check item."))
    ] = None,
    void: kept.WithVoid = False,
    limit: kept.Limit = None,
) -> None:
    """List every responsibility, those that ended too."""
    here: Here = ctx.obj
    with asking(here) as desk:
        code, item = desk.area(area) if area else (None, None)
        found = [
            one
            for one in responsibilities.responsibilities(
                desk.asks, desk.day, desk.campus(campus) if campus else None, void
            )
            if code in (None, one.area) and item in (None, one.item)
        ]
        names = area_names(desk)
    columns = (
        Shown("id", FIELDS["id"]),
        Shown("campus", FIELDS["campus"]),
        Shown("area", FIELDS["area"], say=lambda one: names.get(one.item or one.area, one.area)),
        Shown("person", FIELDS["person"]),
        Shown("role", FIELDS["role"], spare=True),
        Shown("since", FIELDS["since"]),
        Shown("until", FIELDS["until"]),
        Shown("retired", FIELDS["retired"]),
    )
    listing(
        here,
        columns,
        found,
        empty=_("Nothing is given out yet."),
        limit=limit,
        keys=ResponsibilityView._fields,
    )


@app.command("edit", cls=ChangeVerb, help=N_("Correct a responsibility that was typed in wrong."))
def edit(
    ctx: typer.Context,
    id: kept.Id,
    person: Person = None,
    on: Annotated[str | None, typer.Option("--on", metavar=N_("DAY"), help=N_("From which day on."))] = None,
    role: Role = None,
) -> None:
    """Correct a responsibility; when it passes to another, end it instead."""
    here: Here = ctx.obj
    with changing(here) as desk:
        record = responsibilities.find(desk.tx, kept.named(id, RESPONSIBILITY))
        place = next(name for name, uid in desk.campuses.items() if uid == record.campus)
        changes = {
            "person": person_at(desk.tx, person.strip(), place) if person else None,
            "since": maybe_day(here, on),
            "role": role,
        }
        responsibilities.edit(desk.tx, record, changes)
        sentence = _("Corrected {ref}.").format(ref=RESPONSIBILITY.ref(record.number))
        _changed(here, desk, record.number, sentence)


@app.command("end", cls=ChangeVerb, help=N_("It is theirs no longer; pass it to another with --to."))
@examples(
    "safetyctl responsibility end P0003 --to 王五", "safetyctl responsibility end P0003 --on 2020-03-01"
)
def end(
    ctx: typer.Context,
    id: kept.Id,
    on: Annotated[
        str | None,
        typer.Option(
            metavar=N_("DAY"), help=N_("The first day it is theirs no longer; the day in force otherwise.")
        ),
    ] = None,
    to: Annotated[
        str | None, typer.Option(metavar=N_("NAME"), help=N_("Who answers for it from that day on."))
    ] = None,
) -> None:
    """End a responsibility, or pass it on."""
    here: Here = ctx.obj
    with changing(here) as desk:
        record = responsibilities.find(desk.tx, kept.named(id, RESPONSIBILITY))
        place = next(name for name, uid in desk.campuses.items() if uid == record.campus)
        heir = person_at(desk.tx, to.strip(), place) if to else None
        new = responsibilities.end(desk.tx, record, maybe_day(here, on) or desk.day, heir)
        ref = RESPONSIBILITY.ref(record.number)
        if new is None:
            following = (
                f"safetyctl responsibility assign --campus {place} --area {record.item or record.area}"
            )
            _changed(here, desk, record.number, _("{ref} has ended.").format(ref=ref), following)
        else:
            sentence = _("{ref} has ended; {person} has it now, as {new}.").format(
                ref=ref, person=str(to).strip(), new=RESPONSIBILITY.ref(new.number)
            )
            _changed(here, desk, new.number, sentence)


kept.add_void_and_attach(app, RESPONSIBILITY, responsibilities.find, responsibilities.responsibility)
