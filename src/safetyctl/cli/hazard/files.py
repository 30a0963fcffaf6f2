"""``hazard template | export``: an empty workbook to fill in, and hazards written to a file."""

from pathlib import Path
from typing import Annotated

import typer

from safetyctl.cli.desk import asking
from safetyctl.cli.hazard.asking import (
    Area,
    Campus,
    DueFrom,
    DueTo,
    FoundFrom,
    FoundTo,
    Imported,
    Level,
    Overdue,
    Responsible,
    Search,
    Statuses,
    filtered,
)
from safetyctl.cli.hazard.exporting import WRITERS, write_hazards
from safetyctl.cli.here import Here
from safetyctl.cli.output import detail, said
from safetyctl.cli.verb import Verb, examples
from safetyctl.ground.catalogue import N_, _, listed
from safetyctl.ground.errors import BadInput

app = typer.Typer()


@app.command("template", cls=Verb)
@examples("safetyctl hazard template 台账.xlsx")
def template(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar=N_("FILE.xlsx"), help=N_("The workbook to write."))],
) -> None:
    """Write an empty ledger to fill in."""
    from safetyctl.intake.workbook.template import write_template

    here: Here = ctx.obj
    target = _target(file, (".xlsx",))
    if target.exists():
        raise BadInput(
            _("{path} exists already.").format(path=target),
            hint=_("It may be filled in: choose another name."),
        )
    with asking(here) as desk:
        write_template(target, desk.plan, tuple(desk.campuses))
    detail(here, {"file": str(target)}, [(_("file"), target)])
    said(here, _("Wrote an empty ledger to fill in."), f"safetyctl hazard import {file}")


@app.command("export", cls=Verb)
@examples(
    "safetyctl hazard export open.xlsx --status open --status assigned", "safetyctl hazard export all.csv"
)
def export(
    ctx: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar=N_("FILE"), help=N_("The file to write: .xlsx, .csv or .json."))
    ],
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
) -> None:
    """Write hazards to a file, by its ending; it appears complete or not at all."""
    here: Here = ctx.obj
    target = _target(file, WRITERS)
    with asking(here) as desk:
        asked = filtered(
            here, desk, campus, area, statuses, level, overdue, responsible, found_from, found_to, due_from,
            due_to, search, imported,
        )  # fmt: skip
        number = write_hazards(target, desk, asked)
    detail(here, {"file": str(target), "hazards": number}, [(_("file"), target), (_("hazards"), number)])


def _target(file: str, endings: tuple[str, ...]) -> Path:
    target = Path(file)
    if target.suffix.lower() not in endings:
        raise BadInput(
            _("{file}: the ending says nothing that can be written.").format(file=file),
            hint=_("There are: {names}").format(names=listed(endings)),
        )
    return target
