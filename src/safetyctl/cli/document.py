"""``safetyctl document …``: the files of the archive, and which version of a regulation is in force (R4, R12)."""

from pathlib import Path
from typing import Annotated

import typer

from safetyctl.cli import kept
from safetyctl.cli.desk import Desk, asking, changing
from safetyctl.cli.here import Here
from safetyctl.cli.listing import listing
from safetyctl.cli.output import detail, said
from safetyctl.cli.questions import ask
from safetyctl.cli.table import Shown
from safetyctl.cli.values import one_of
from safetyctl.cli.verb import ChangeVerb, ListVerb, Verb, examples, needs
from safetyctl.cli.words import maybe_day
from safetyctl.ground.catalogue import N_, _, language
from safetyctl.ground.errors import BadInput
from safetyctl.ground.limits import PAPER_YEARS
from safetyctl.plan.deadlines import GROUP
from safetyctl.records import documents
from safetyctl.records.campaigns import campus_word
from safetyctl.records.documents import (
    DOCUMENT,
    FIELDS,
    PENDING,
    STATES,
    SUPERSEDED,
    Asked,
    DocumentView,
)

app = typer.Typer()

Group = Annotated[bool, typer.Option("--group", help=N_("The group's own."))]
Category = Annotated[
    str | None, typer.Option(metavar=N_("CATEGORY"), help=N_("The category of the plan's archive."))
]
Title = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("What the document is called."))]
Effective = Annotated[
    str | None,
    typer.Option(metavar=N_("DAY"), help=N_("In force from this day; the day it was filed otherwise.")),
]
Number = Annotated[
    str | None,
    typer.Option(
        metavar=N_("NO"),
        help=N_("Its document number; for a copy of what was reported, the submission's: S0003."),
    ),
]
Issuer = Annotated[str | None, typer.Option(metavar=N_("NAME"), help=N_("The office that issued it."))]
Issued = Annotated[str | None, typer.Option(metavar=N_("DAY"), help=N_("The day it was issued."))]
Keywords = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("Words to find it by."))]
Note = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("Anything else."))]
Replaces = Annotated[str | None, typer.Option(metavar=N_("ID"), help=N_("The version that it replaces."))]


def category_names(here: Here) -> dict[str, str]:
    """The categories of the archive, to choose from: code and name."""
    with asking(here) as desk:
        return {one.code: one.name.said(language()) for one in documents.categories(desk.plan)}


def category_of(desk: Desk, text: str) -> str:
    """The code of the category that was named. Raises NotFound with the nearest names."""
    names = {one.code: (one.name.said(language()), *one.name) for one in documents.categories(desk.plan)}
    return one_of(text, names, _("archive category"))


def owner_of(desk: Desk, campus: str | None, group: bool) -> str | None:
    """The campus that was named, ``*`` for the group's own, None where nothing was said. Raises BadInput."""
    if campus and group:
        raise BadInput(_("--campus and --group are two answers."), hint=_("Give one of them."))
    return GROUP if group or campus == GROUP else desk.campus(campus) if campus else None


def state_word(one: DocumentView) -> str:
    """Whether a document is in force, and else since or from when."""
    if one.state == SUPERSEDED:
        return _("superseded on {day}").format(day=one.superseded_on)
    if one.state == PENDING:
        return _("in force from {day}").format(day=one.effective_from)
    return _(STATES[one.state])


def _columns(desk: Desk) -> tuple[Shown, ...]:
    names = {one.code: one.name.said(language()) for one in documents.categories(desk.plan)}
    return (
        Shown("id", FIELDS["id"]),
        Shown(
            "category", FIELDS["category"], say=lambda one: names.get(one.category, one.category), fold=True
        ),
        Shown("title", FIELDS["title"], fold=True),
        Shown("campus", FIELDS["campus"], say=lambda one: campus_word(one.campus)),
        Shown("filed_on", FIELDS["filed_on"]),
        Shown("version", FIELDS["version"], right=True, spare=True),
        Shown("state", FIELDS["state"], say=lambda one: _(STATES[one.state])),
        Shown("file", FIELDS["file"], fold=True, spare=True),
    )


@app.command("add", cls=ChangeVerb, help=N_("Put a file into the archive."))
@needs("title", category=category_names)
@examples(
    "safetyctl document add 消防安全制度.docx --category regulation --campus 东校区 --title 消防安全管理制度",
    "safetyctl document add 新消防制度.docx --category regulation --campus 东校区 --title 消防制度 --replaces 3",
    "safetyctl document add 通知.pdf --category superior-document --group --title 专项整治通知 --number 8号",
)
def add(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar=N_("FILE"), help=N_("The file to keep."))],
    category: Category = None,
    campus: Annotated[str | None, typer.Option(help=N_("The campus that it belongs to."))] = None,
    group: Group = False,
    title: Title = None,
    on: Annotated[
        str | None,
        typer.Option(metavar=N_("DAY"), help=N_("The day it was filed; the day in force otherwise.")),
    ] = None,
    effective_from: Effective = None,
    number: Number = None,
    issuer: Issuer = None,
    issued_on: Issued = None,
    keywords: Keywords = None,
    note: Note = None,
    replaces: Replaces = None,
) -> None:
    """Put a file into the archive."""
    here: Here = ctx.obj
    if not campus and not group:
        campus = _asked_owner(here)
    with changing(here) as desk:
        home = owner_of(desk, campus, group)
        values = {
            "campus": None if home in (None, GROUP) else desk.campuses[str(home)],
            "category": category_of(desk, str(category)),
            "title": title,
            "filed_on": maybe_day(here, on) or desk.day,
            "effective_from": maybe_day(here, effective_from),
            "document_no": number,
            "issuer": issuer,
            "issued_on": maybe_day(here, issued_on, PAPER_YEARS),
            "keywords": keywords,
            "note": note,
        }
        before = kept.named(replaces, DOCUMENT) if replaces else None
        record = documents.add(desk.tx, here.ledger, Path(file), values, before, here.dry_run)
        kept.changed(
            here,
            desk,
            lambda: documents.document(desk.tx, desk.day, record.number),
            _("Filed {ref}.").format(ref=DOCUMENT.ref(record.number)),
            "safetyctl archive index",
        )


def _asked_owner(here: Here) -> str:
    """Whose a new document is, asked of the person at the terminal. Raises BadInput where there is none."""
    if not here.interactive:
        raise BadInput(
            _("Missing: {names}").format(names="--campus"),
            hint=_("Name a campus, or say --group for what is the group's own."),
        )
    names = {name: name for name in kept.campus_names(here)} | {GROUP: N_("the group")}
    return ask(_("The campus that it belongs to (--campus)"), names)


@app.command("list", cls=ListVerb, help=N_("What is on file."))
@examples("safetyctl document list --category regulation --in-force", "safetyctl document list --search 消防")
def list_(
    ctx: typer.Context,
    campus: kept.Campus = None,
    group: Group = False,
    category: Annotated[
        str | None, typer.Option(metavar=N_("CATEGORY"), help=N_("Only this category."))
    ] = None,
    search: Annotated[
        str | None, typer.Option(metavar=N_("TEXT"), help=N_("Only those that say this somewhere."))
    ] = None,
    in_force: Annotated[
        bool, typer.Option("--in-force", help=N_("Only what is in force on the day."))
    ] = False,
    since: kept.Since = None,
    until: kept.Until = None,
    void: kept.WithVoid = False,
    limit: kept.Limit = None,
) -> None:
    """List what is on file."""
    here: Here = ctx.obj
    with asking(here) as desk:
        asked = Asked(
            owner_of(desk, campus, group),
            category_of(desk, category) if category else None,
            search,
            in_force,
            *kept.between(here, since, until),
            void,
        )
        found = documents.documents(desk.asks, desk.day, asked)
        columns = _columns(desk)
    empty = _("Nothing is on file yet.") if asked == Asked() else _("Nothing on file is like that.")
    listing(here, columns, found, empty=empty, limit=limit, keys=DocumentView._fields)


@app.command("show", cls=Verb, help=N_("Show one document."))
def show(ctx: typer.Context, id: kept.Id) -> None:
    """Show one document."""
    here: Here = ctx.obj
    with asking(here) as desk:
        one = documents.document(desk.asks, desk.day, kept.named(id, DOCUMENT))
        names = {each.code: each.name.said(language()) for each in documents.categories(desk.plan)}
    worded = {
        "campus": campus_word(one.campus),
        "category": names.get(one.category, one.category),
        "state": state_word(one),
    }
    detail(here, one, kept.pairs(DOCUMENT, one, worded))


@app.command("versions", cls=ListVerb, help=N_("All versions of a document, the oldest first."))
@examples("safetyctl document versions K0003 --as-of 2020-05-01")
def versions(ctx: typer.Context, id: kept.Id, limit: kept.Limit = None) -> None:
    """List all versions of a document."""
    here: Here = ctx.obj
    with asking(here) as desk:
        found = documents.versions(desk.asks, desk.day, kept.named(id, DOCUMENT))
    columns = (
        Shown("version", FIELDS["version"], right=True),
        Shown("id", FIELDS["id"]),
        Shown("title", FIELDS["title"], fold=True),
        Shown("filed_on", FIELDS["filed_on"]),
        Shown("effective_from", FIELDS["effective_from"]),
        Shown("state", FIELDS["state"], say=state_word),
        Shown("file", FIELDS["file"], fold=True, spare=True),
    )
    empty = _("No version of it was on file on that day.")
    listing(here, columns, found, empty=empty, limit=limit, keys=DocumentView._fields)


@app.command("get", cls=Verb, help=N_("Hand the kept file back, byte for byte."))
@examples("safetyctl document get K0003 --out 消防安全制度.docx")
def get(
    ctx: typer.Context,
    id: kept.Id,
    out: Annotated[str, typer.Option(metavar=N_("FILE"), help=N_("The file to write."))],
) -> None:
    """Hand the kept file back."""
    from safetyctl.ground.files import write_whole
    from safetyctl.ledger.store import fetch
    from safetyctl.reports.archive.making import require_new

    here: Here = ctx.obj
    with asking(here) as desk:
        one = documents.document(desk.asks, desk.day, kept.named(id, DOCUMENT))
    target = Path(out)
    require_new(target)
    write_whole(target, fetch(here.ledger, one.sha256))
    facts = {"id": one.id, "file": str(target), "size": one.size, "sha256": one.sha256}
    detail(here, facts, [(_("file"), target), (_("bytes"), one.size)])
    said(here, _("{ref} is in {file}; it was kept as {name}.").format(ref=one.id, file=out, name=one.file))


@app.command("edit", cls=ChangeVerb, help=N_("Correct what is known about a document; its file stays."))
def edit(
    ctx: typer.Context,
    id: kept.Id,
    category: Category = None,
    title: Title = None,
    on: Annotated[str | None, typer.Option(metavar=N_("DAY"), help=N_("The day it was filed."))] = None,
    effective_from: Annotated[
        str | None, typer.Option(metavar=N_("DAY"), help=N_("In force from this day."))
    ] = None,
    number: Number = None,
    issuer: Issuer = None,
    issued_on: Issued = None,
    keywords: Keywords = None,
    note: Note = None,
    replaces: Replaces = None,
) -> None:
    """Correct what is known about a document."""
    here: Here = ctx.obj
    with changing(here) as desk:
        record = documents.find(desk.tx, kept.named(id, DOCUMENT))
        changes = {
            "category": category_of(desk, category) if category else None,
            "title": title,
            "filed_on": maybe_day(here, on),
            "effective_from": maybe_day(here, effective_from),
            "document_no": number,
            "issuer": issuer,
            "issued_on": maybe_day(here, issued_on, PAPER_YEARS),
            "keywords": keywords,
            "note": note,
        }
        before = kept.named(replaces, DOCUMENT) if replaces else None
        documents.edit(desk.tx, record, changes, before)
        kept.changed(
            here,
            desk,
            lambda: documents.document(desk.tx, desk.day, record.number),
            _("Corrected {ref}.").format(ref=DOCUMENT.ref(record.number)),
            None,
        )


kept.add_void_and_attach(app, DOCUMENT, documents.find, documents.document)
