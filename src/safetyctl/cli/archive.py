"""``safetyctl archive index | export | verify``: what is on file, a copy to hand over, what was changed."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from safetyctl.cli import kept
from safetyctl.cli.desk import Reading, asking
from safetyctl.cli.document import Group, owner_of
from safetyctl.cli.here import Here
from safetyctl.cli.listing import listing
from safetyctl.cli.output import detail, emit, note, said
from safetyctl.cli.table import Shown
from safetyctl.cli.verb import ListVerb, Verb, examples
from safetyctl.ground.catalogue import N_, _, language, listed, ngettext
from safetyctl.ground.errors import BadInput, CheckFound
from safetyctl.plan.deadlines import GROUP
from safetyctl.records.archive import ATTACHED, ATTACHMENTS, Archive, archive
from safetyctl.records.campaigns import campus_word
from safetyctl.records.clauses import clause_words

if TYPE_CHECKING:
    from safetyctl.reports.archive.facts import ArchiveFacts

app = typer.Typer()

WRITERS = (".xlsx", ".html")


def _owners(desk: Reading, campus: str | None, group: bool) -> tuple[str, ...]:
    """Whose archive is meant: the one that was named, else the group's and every campus's."""
    one = owner_of(desk, campus, group)
    return (one,) if one else (GROUP, *desk.campuses)


@app.command("index", cls=ListVerb, help=N_("What is on file by category and campus, and what is missing."))
@examples("safetyctl archive index", "safetyctl archive index --campus 东校区 --out 档案目录.xlsx")
def index(
    ctx: typer.Context,
    out: Annotated[
        str | None, typer.Option(metavar=N_("FILE"), help=N_("The file to write: .xlsx or .html."))
    ] = None,
    campus: kept.Campus = None,
    group: Group = False,
) -> None:
    """Show what is on file, and what is missing."""
    here: Here = ctx.obj
    if here.json and here.csv:
        raise BadInput(_("--json and --csv are two answers."), hint=_("Give one of them."))
    target = None if out is None else _target(out)
    with asking(here) as desk:
        owners = _owners(desk, campus, group)
        if target is not None:
            from safetyctl.reports.archive.facts import archive_facts

            facts = archive_facts(desk.snapshot, desk.plan, desk.day, owners)
            found = facts.archive
        else:
            found = archive(desk.asks, desk.plan, owners, desk.day)
    if target is not None:
        _write_index(target, facts)
    if here.json:
        emit(_document(found) | ({"file": str(target)} if target else {}))
    elif target is not None:
        detail(here, {}, [(_("file"), target)])
    else:
        _listed(here, found)
    _say_missing(here, found)


def _target(out: str) -> Path:
    from safetyctl.reports.archive.making import require_new

    target = Path(out)
    if target.suffix.lower() not in WRITERS:
        raise BadInput(
            _("{file}: the ending says nothing that can be written.").format(file=out),
            hint=_("There are: {names}").format(names=listed(WRITERS)),
        )
    require_new(target)
    return target


def _write_index(target: Path, facts: "ArchiveFacts") -> None:
    from safetyctl.ground.files import write_whole
    from safetyctl.reports.archive.index import write_index_page, write_index_workbook

    write = write_index_page if target.suffix.lower() == ".html" else write_index_workbook
    write_whole(target, write(facts))


def _document(found: Archive) -> dict[str, object]:
    return {
        "as_of": found.as_of,
        "campuses": [
            {
                "campus": shelf.campus,
                "categories": [
                    {
                        "code": section.category.code,
                        "required": section.required,
                        "documents": [item.ref for item in section.items],
                        "missing": section.missing,
                        "without_copy": section.without_copy,
                    }
                    for section in shelf.sections
                ],
                "attachments": [{"record": item.ref, "name": item.file} for item in shelf.attachments],
            }
            for shelf in found.shelves
        ],
    }


def _listed(here: Here, found: Archive) -> None:
    lang = language()
    lines = [
        {
            "campus": shelf.campus,
            "category": section.category.code,
            "name": section.category.name.said(lang),
            "clause": section.category.clause,
            "required": section.required,
            "documents": len(section.items),
            "missing": section.missing,
            "without_copy": section.without_copy,
        }
        for shelf in found.shelves
        for section in shelf.sections
    ]
    for shelf in found.shelves:
        if shelf.attachments:
            lines.append(
                {"campus": shelf.campus, "category": ATTACHMENTS, "name": _(ATTACHED), "clause": ""}
                | {"required": False, "documents": len(shelf.attachments), "missing": False, "without_copy": ()}
            )  # fmt: skip
    columns = (
        Shown("campus", N_("campus"), say=lambda one: campus_word(one["campus"])),
        Shown("name", N_("archive category")),
        Shown("documents", N_("on file"), right=True),
        Shown("missing", N_("status"), say=_standing, alarm=lambda one: one["missing"]),
        Shown("clause", N_("clause"), say=lambda row: clause_words(row["clause"]), spare=True),
    )
    listing(here, columns, lines, empty="", limit=0)


def _standing(line: dict[str, object]) -> str:
    if line["missing"]:
        return _("missing")
    without = line["without_copy"]
    if isinstance(without, tuple) and without:
        return _("no copy of {refs}").format(refs=listed(without))
    return ""


def _say_missing(here: Here, found: Archive) -> None:
    missing = sum(section.missing for shelf in found.shelves for section in shelf.sections)
    if missing:
        sentence = ngettext(
            "{n} category that the plan requires is empty.",
            "{n} categories that the plan requires are empty.",
            missing,
        )
        note(here, sentence.format(n=missing))


@app.command("export", cls=Verb, help=N_("A copy of the archive to hand over: a folder, or a zip."))
@examples(
    "safetyctl archive export --campus 东校区 --out 东校区档案.zip", "safetyctl archive export --out 档案"
)
def export(
    ctx: typer.Context,
    out: Annotated[
        str,
        typer.Option(metavar=N_("DIR|FILE.zip"), help=N_("The folder or zip to write; it must not exist.")),
    ],
    campus: kept.Campus = None,
    group: Group = False,
) -> None:
    """Write a copy of the archive to hand over."""
    from safetyctl.reports.archive.facts import archive_facts
    from safetyctl.reports.archive.making import export as exported
    from safetyctl.reports.archive.making import require_new

    here: Here = ctx.obj
    target = Path(out)
    require_new(target)
    with asking(here) as desk:
        facts = archive_facts(desk.snapshot, desk.plan, desk.day, _owners(desk, campus, group))
    made = exported(facts, here.ledger, target)
    document = {
        "out": str(made.path),
        "campuses": made.campuses,
        "files": made.files,
        "size": made.size,
        "sha256": made.sha256,
        "head": made.head,
    }
    detail(here, document, [(_("file"), target), (_("files"), made.files), (_("bytes"), made.size)])
    said(here, _("Wrote the archive as of {day}.").format(day=desk.day), f"safetyctl archive verify {out}")


@app.command(
    "verify", cls=Verb, help=N_("Whether everything kept, or a copy, is unchanged; exit 3 when not.")
)
@examples("safetyctl archive verify", "safetyctl archive verify 东校区档案.zip")
def verify(
    ctx: typer.Context,
    path: Annotated[
        str | None,
        typer.Argument(metavar=N_("PATH"), help=N_("An exported archive; the ledger's own files otherwise.")),
    ] = None,
) -> None:
    """Look whether everything kept, or an exported copy, is unchanged."""
    here: Here = ctx.obj
    if path is None:
        count, problems = _kept_files(here)
    else:
        from safetyctl.reports.archive.verifying import verify_archive

        count, found = verify_archive(Path(path))
        problems = [{"file": one.member, "problem": one.sentence} for one in found]
    if here.json:
        emit({"path": path, "ok": not problems, "files": count, "problems": problems})
    else:
        columns = (Shown("file", N_("file"), fold=True), Shown("problem", N_("problem"), fold=True))
        sound = ngettext("{n} file is as it was kept.", "{n} files are as they were kept.", count)
        listing(here, columns, problems, empty=sound.format(n=count), limit=0)
    if problems and path is not None:
        raise CheckFound(_("{file} is not as it was written.").format(file=path))
    if problems:
        sentence = ngettext(
            "{n} file is not as it was kept.", "{n} files are not as they were kept.", len(problems)
        )
        raise CheckFound(
            sentence.format(n=len(problems)), hint=_("Restore the missing files from the last backup.")
        )


def _kept_files(here: Here) -> tuple[int, list[dict[str, str | None]]]:
    from safetyctl.ledger.connection import reading
    from safetyctl.ledger.verifying import kept_files

    with reading(here.ledger) as snapshot:
        looked_at, faults = kept_files(snapshot)
    return looked_at, [{"file": one.where, "problem": one.problem} for one in faults]
