"""``hazard import | template | export``: workbooks in and out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from safetyctl.cli.desk import Reading, asking, changing
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
from safetyctl.cli.here import Here
from safetyctl.cli.output import Shown, confirm, csv_text, detail, document, listing, note, said, warn
from safetyctl.cli.values import one_of
from safetyctl.cli.verb import ChangeVerb, Verb, examples
from safetyctl.cli.words import ASKED_FROM, acknowledged
from safetyctl.ground.catalogue import N_, _, listed, ngettext
from safetyctl.ground.errors import BadInput, Declined
from safetyctl.records.views import HazardView, hazards

if TYPE_CHECKING:
    from safetyctl.intake.hazards import Reading as Read
    from safetyctl.records.importing import Taken

app = typer.Typer()

WRITERS = (".xlsx", ".csv", ".json")
SHOWN = 20  # problems that fit a screen


@app.command("import", cls=ChangeVerb)
@examples(
    "safetyctl hazard import 台账.xlsx --dry-run", "safetyctl hazard import 台账.xlsx --campus 东校区 --yes"
)
def import_(
    ctx: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar=N_("FILE"), help=N_("An .xlsx or .csv in the official layout."))
    ],
    campus: Annotated[str | None, typer.Option(help=N_("For rows that name no campus."))] = None,
    area: Annotated[
        str | None, typer.Option(metavar=N_("AREA|ITEM"), help=N_("For rows that name no known area."))
    ] = None,
    sheet: Annotated[str | None, typer.Option(metavar=N_("NAME"), help=N_("Only this sheet."))] = None,
    on_duplicate: Annotated[
        str,
        typer.Option(metavar="skip|update|error", help=N_("What to do with hazards that are there already.")),
    ] = "skip",
    partial: Annotated[
        bool,
        typer.Option(
            "--partial", help=N_("Take the rows that can be taken; the others go to a file beside it.")
        ),
    ] = False,
) -> None:
    """Read a ledger that a school keeps in a workbook: all of it or nothing."""
    from safetyctl.intake.hazards import read_hazards
    from safetyctl.records.importing import ON_DUPLICATE, take

    here: Here = ctx.obj
    rule = one_of(on_duplicate, {name: (name,) for name in ON_DUPLICATE}, _("choice"))
    with asking(here) as desk:
        code, item = desk.area(area) if area else (None, None)
        found = read_hazards(
            Path(file),
            desk.plan,
            tuple(desk.campuses),
            as_of=desk.day,
            default_campus=desk.campus(campus) if campus else None,
            default_area=item or code,
            sheet=sheet,
        )
    if found.problems and not partial:
        _refuse(here, found, file)
    _agree(here, found, file)
    left_out = _leave_out(here, found, Path(file)) if found.refused else None
    with changing(here) as writing:
        taken = take(writing.tx, writing.plan, writing.campuses, found.candidates, rule)
    _report(here, found, taken, left_out)


def _agree(here: Here, found: "Read", file: str) -> None:
    """Show what was understood and ask, where a person is there; a script has said so by its command."""
    if here.yes or here.dry_run or not here.interactive or found.read < ASKED_FROM:
        return
    columns = (
        Shown("row", N_("row"), right=True),
        Shown("campus", N_("campus")),
        Shown("found_on", N_("found on")),
        Shown("title", N_("hazard"), fold=True),
        Shown("due", N_("deadline")),
    )
    listing(here, columns, found.candidates, empty="")
    if not confirm(
        here, _("Take these {n} hazards from {file} into the ledger?").format(n=found.read, file=file)
    ):
        raise Declined(_("Nothing was changed."))


def _refuse(here: Here, found: "Read", file: str) -> None:
    if here.json:
        detail(here, _outcome(found, None), [])
    else:
        columns = (
            Shown("sheet", N_("sheet")),
            Shown("row", N_("row"), right=True),
            Shown("column", N_("column")),
            Shown("heading", N_("heading")),
            Shown("value", N_("value")),
            Shown("problem", N_("problem"), fold=True),
        )
        listing(here, columns, found.problems[:SHOWN], empty="", limit=0)
        if len(found.problems) > SHOWN:
            note(here, _("  and {n} more").format(n=len(found.problems) - SHOWN))
    raise BadInput(
        ngettext(
            "{file}: {n} cell cannot be taken; nothing was imported.",
            "{file}: {n} cells cannot be taken; nothing was imported.",
            len(found.problems),
        ).format(file=file, n=len(found.problems)),
        hint=_("Mend the cells named above and import the file again."),
    )


def _leave_out(here: Here, found: "Read", file: Path) -> Path:
    """The file beside it with the rows that were refused; not written on ``--dry-run``."""
    from safetyctl.intake.refused import refused_name, write_refused

    target = refused_name(file)
    if not here.dry_run:
        write_refused(target, found.refused)
    return target


def _report(here: Here, found: "Read", taken: "Taken", left_out: Path | None) -> None:
    if here.json:
        outcome = _outcome(found, taken)
        detail(here, outcome | {"refused_file": str(left_out)} if left_out else outcome, [])
    if left_out:
        warn(
            ngettext(
                "{n} row was not imported; it is in {file}, with the reason.",
                "{n} rows were not imported; they are in {file}, with the reasons.",
                len(found.refused),
            ).format(n=len(found.refused), file=left_out)
        )
    acknowledged(
        here,
        _("Read {read} hazards: {added} added, {updated} updated, {skipped} known already.").format(
            read=found.read, added=len(taken.added), updated=len(taken.updated), skipped=len(taken.skipped)
        ),
        "safetyctl due",
    )


def _outcome(found: "Read", taken: "Taken | None") -> dict[str, object]:
    return {
        "read": found.read,
        "added": len(taken.added) if taken else 0,
        "updated": len(taken.updated) if taken else 0,
        "skipped": len(taken.skipped) if taken else 0,
        "rejected": len({(one.sheet, one.row) for one in found.problems}),
        "errors": [
            {
                "sheet": one.sheet,
                "row": one.row,
                "column": one.column,
                "value": one.value,
                "problem": one.problem,
            }
            for one in found.problems
        ],
    }


@app.command("template", cls=Verb)
@examples("safetyctl hazard template 台账.xlsx")
def template(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar=N_("FILE.xlsx"), help=N_("The workbook to write."))],
) -> None:
    """Write an empty ledger to fill in."""
    from safetyctl.intake.template import write_template

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
    from safetyctl.ground.files import write_whole

    here: Here = ctx.obj
    target = _target(file, WRITERS)
    with asking(here) as desk:
        asked = filtered(
            here, desk, campus, area, statuses, level, overdue, responsible, found_from, found_to, due_from,
            due_to, search, imported,
        )  # fmt: skip
        found = hazards(desk.asks, desk.day, asked)
        content = _content(target.suffix.lower(), desk, found)
    write_whole(target, content)
    detail(
        here, {"file": str(target), "hazards": len(found)}, [(_("file"), target), (_("hazards"), len(found))]
    )


def _content(suffix: str, desk: Reading, found: list[HazardView]) -> bytes:
    if suffix == ".json":
        return document(found).encode() + b"\n"
    if suffix == ".csv":
        keys = list(HazardView._fields)
        return csv_text(found, keys).encode("utf-8-sig")  # Excel takes UTF-8 for it only by this mark
    from safetyctl.reports.weekly import extract
    from safetyctl.reports.workbook import write_extract

    return write_extract(extract(desk.snapshot, desk.plan, desk.day, found))


def _target(file: str, endings: tuple[str, ...]) -> Path:
    target = Path(file)
    if target.suffix.lower() not in endings:
        raise BadInput(
            _("{file}: the ending says nothing that can be written.").format(file=file),
            hint=_("There are: {names}").format(names=listed(endings)),
        )
    return target
