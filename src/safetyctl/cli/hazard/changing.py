"""``hazard add | edit | attach``: what a hazard says."""

from pathlib import Path
from typing import Annotated

import typer

from safetyctl.cli.desk import asking, changing
from safetyctl.cli.hazard.words import (
    Id,
    Photos,
    attachment_kind,
    changed,
    hazard_number,
    level,
    ref_of,
    source,
)
from safetyctl.cli.here import Here
from safetyctl.cli.output import note
from safetyctl.cli.values import money
from safetyctl.cli.verb import ChangeVerb, examples, needs
from safetyctl.cli.words import maybe_day
from safetyctl.ground.catalogue import N_, _, language, listed, ngettext

app = typer.Typer()

Location = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("Where it is."))]
Detail = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("More about it."))]
Level = Annotated[
    str | None, typer.Option(metavar="general|major", help=N_("How grave it is; general otherwise."))
]
Found = Annotated[
    str | None, typer.Option(metavar=N_("DAY"), help=N_("The day it was found; the day in force otherwise."))
]
FoundBy = Annotated[str | None, typer.Option(metavar=N_("NAME"), help=N_("Who found it."))]
Responsible = Annotated[str | None, typer.Option(metavar=N_("NAME"), help=N_("Who rectifies it."))]
Department = Annotated[
    str | None, typer.Option(metavar=N_("TEXT"), help=N_("The department that answers for it."))
]
Measure = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("What is to be done."))]
Funds = Annotated[
    str | None, typer.Option(metavar=N_("WAN"), help=N_("What it costs, in units of 10,000 yuan."))
]
Contingency = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("The contingency plan."))]
Interim = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("Precautions in the meantime."))]
Supervised = Annotated[
    str | None, typer.Option(metavar=N_("NAME"), help=N_("Who has it under listed supervision."))
]
Remarks = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("Remarks."))]


def campus_names(here: Here) -> list[str]:
    """The campuses, to choose from."""
    with asking(here) as desk:
        return list(desk.campuses)


def area_names(here: Here) -> dict[str, str]:
    """The areas by code, to choose from."""
    with asking(here) as desk:
        return {area.code: area.name.said(language()) for area in desk.plan.areas}


@app.command("add", cls=ChangeVerb)
@needs("title", campus=campus_names, area=area_names)
@examples(
    "safetyctl hazard add --campus 东校区 --area fire --title 灭火器压力不足  # " + N_("found today"),
    "safetyctl hazard add --campus 东校区 --area fire.11 --title 疏散通道堆放杂物 --level major --found 3月1日",
)
def add(
    ctx: typer.Context,
    campus: Annotated[str, typer.Option(help=N_("The campus."))],
    area: Annotated[
        str, typer.Option(metavar=N_("AREA|ITEM"), help=N_("The area or check item, by code or name."))
    ],
    title: Annotated[str, typer.Option(metavar=N_("TEXT"), help=N_("The hazard in a few words."))],
    location: Location = None,
    detail: Detail = None,
    level_: Annotated[
        str, typer.Option("--level", metavar="general|major", help=N_("How grave it is."))
    ] = "general",
    found: Found = None,
    found_by: FoundBy = None,
    source_: Annotated[
        str,
        typer.Option(
            "--source",
            metavar=N_("CODE"),
            help=N_("How it was found: inspection, self-check, supervision or report."),
        ),
    ] = "self-check",
    responsible: Responsible = None,
    department: Department = None,
    measure: Measure = None,
    due: Annotated[
        str | None,
        typer.Option(
            metavar=N_("DAY"), help=N_("The deadline; without it the plan's allowance for its level holds.")
        ),
    ] = None,
    funds: Funds = None,
    contingency: Contingency = None,
    interim: Interim = None,
    remarks: Remarks = None,
    photo: Photos = [],  # noqa: B006 - Typer's way to say a repeatable option
) -> None:
    """Register a hazard."""
    from safetyctl.ledger.words import AttachmentKind
    from safetyctl.records import hazards
    from safetyctl.records.people import off_roster

    here: Here = ctx.obj
    with changing(here) as desk:
        code, item = desk.area(area)
        values = {
            "campus": desk.campuses[desk.campus(campus)],
            "area": code,
            "item": item,
            "title": title,
            "detail": detail,
            "location": location,
            "level": level(level_),
            "source": source(source_),
            "found_on": maybe_day(here, found) or desk.day,
            "found_by": found_by,
            "responsible": responsible,
            "department": department,
            "measure": measure,
            "funds_yuan": hazards.funds_in_yuan(money(funds)) if funds else None,
            "contingency": contingency,
            "interim": interim,
            "due": maybe_day(here, due),
            "remarks": remarks,
        }
        new = hazards.register(desk.tx, desk.plan, values)
        files = [Path(name) for name in photo]
        hazards.attach(desk.tx, new.hazard, AttachmentKind.BEFORE, here.ledger, files, here.dry_run)
        sentence = _("Registered {ref}, due {due}.")
        if new.allowed:
            sentence = _(
                "Registered {ref}; no deadline was given, so it is due {due} by the plan's allowance."
            )
        changed(here, desk, new.hazard, sentence.format(ref=ref_of(new.hazard), due=new.hazard.due))
        strangers = off_roster(desk.tx, [responsible, found_by])
    if strangers:
        note(here, _("Not on the roster: {names}").format(names=listed(strangers)))


@app.command("edit", cls=ChangeVerb)
@examples("safetyctl hazard edit H0012 --location 二号楼东侧  # " + N_("correct the place"))
def edit(
    ctx: typer.Context,
    id: Id,
    title: Annotated[
        str | None, typer.Option(metavar=N_("TEXT"), help=N_("The hazard in a few words."))
    ] = None,
    area: Annotated[
        str | None, typer.Option(metavar=N_("AREA|ITEM"), help=N_("The area or check item."))
    ] = None,
    location: Location = None,
    detail: Detail = None,
    level_: Annotated[
        str | None, typer.Option("--level", metavar="general|major", help=N_("How grave it is."))
    ] = None,
    found: Annotated[str | None, typer.Option(metavar=N_("DAY"), help=N_("The day it was found."))] = None,
    found_by: FoundBy = None,
    source_: Annotated[
        str | None, typer.Option("--source", metavar=N_("CODE"), help=N_("How it was found."))
    ] = None,
    responsible: Responsible = None,
    department: Department = None,
    measure: Measure = None,
    funds: Funds = None,
    contingency: Contingency = None,
    interim: Interim = None,
    supervised_by: Supervised = None,
    remarks: Remarks = None,
) -> None:
    """Correct what a hazard says; its deadline is moved by ``extend`` and ``defer``."""
    from safetyctl.records import hazards

    here: Here = ctx.obj
    with changing(here) as desk:
        record = hazards.find(desk.tx, hazard_number(id))
        code, item = desk.area(area) if area else (None, None)
        changes = {
            "title": title,
            "area": code,
            "item": item,
            "location": location,
            "detail": detail,
            "level": level(level_) if level_ else None,
            "found_on": maybe_day(here, found),
            "found_by": found_by,
            "source": source(source_) if source_ else None,
            "responsible": responsible,
            "department": department,
            "measure": measure,
            "funds": hazards.funds_in_yuan(money(funds)) if funds else None,
            "contingency": contingency,
            "interim": interim,
            "supervised_by": supervised_by,
            "remarks": remarks,
        }
        hazards.edit(desk.tx, desk.plan, record, changes)
        changed(here, desk, record, _("Corrected {ref}.").format(ref=ref_of(record)))


@app.command("attach", cls=ChangeVerb)
def attach(
    ctx: typer.Context,
    id: Id,
    files: Annotated[list[str], typer.Argument(metavar=N_("FILE"), help=N_("The files to keep."))],
    kind: Annotated[
        str, typer.Option(metavar="before|after|other", help=N_("What they show: before, after or other."))
    ] = "other",
) -> None:
    """Keep photographs or files with a hazard."""
    from safetyctl.records import hazards

    here: Here = ctx.obj
    shown = attachment_kind(kind)
    with changing(here) as desk:
        record = hazards.find(desk.tx, hazard_number(id))
        hazards.attach(desk.tx, record, shown, here.ledger, [Path(name) for name in files], here.dry_run)
        sentence = ngettext("Kept {n} file with {ref}.", "Kept {n} files with {ref}.", len(files))
        changed(here, desk, record, sentence.format(n=len(files), ref=ref_of(record)))
