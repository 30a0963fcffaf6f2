"""``safetyctl supervision …``: what the group found at the campuses, aspect by aspect (R8, R20)."""

from collections.abc import Iterable
from typing import Annotated

import typer

from safetyctl.cli import kept
from safetyctl.cli.desk import Writing, asking, changing
from safetyctl.cli.here import Here
from safetyctl.cli.listing import listing
from safetyctl.cli.output import detail, note
from safetyctl.cli.table import Shown
from safetyctl.cli.values import one_of
from safetyctl.cli.verb import ChangeVerb, ListVerb, Verb, examples, needs
from safetyctl.cli.words import maybe_day
from safetyctl.ground.catalogue import N_, _, listed
from safetyctl.ledger.words import ASPECT_LABELS
from safetyctl.records import supervisions
from safetyctl.records.narrowing import Narrowed
from safetyctl.records.supervisions import FIELDS, STATES, SUPERVISION, Cell, SupervisionView

app = typer.Typer()

ASPECTS = {str(aspect): label for aspect, label in ASPECT_LABELS.items()}
NEVER = "–"
"""What stands in the table for an aspect that was never looked at."""

AspectOption = Annotated[
    str | None,
    typer.Option("--aspect", help=N_("Aspect: responsibility, regulations, rectification, mechanism.")),
]
Finding = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("What was found."))]
Score = Annotated[
    int | None, typer.Option(metavar=N_("SCORE"), help=N_("The score, a whole number from 0 to 100."))
]
By = Annotated[str | None, typer.Option(metavar=N_("NAMES"), help=N_("Who visited."))]
Correction = Annotated[
    str | None, typer.Option(metavar=N_("TEXT"), help=N_("What the campus must correct; needs --due."))
]
Due = Annotated[str | None, typer.Option(metavar=N_("DAY"), help=N_("By which day; then it is in due."))]
Person = Annotated[str | None, typer.Option(metavar=N_("NAME"), help=N_("Who is to correct it."))]

COLUMNS = (
    Shown("id", FIELDS["id"]),
    Shown("on", FIELDS["on"]),
    Shown("campus", FIELDS["campus"]),
    Shown("aspect", FIELDS["aspect"], say=lambda one: _(ASPECTS[one.aspect])),
    Shown("score", FIELDS["score"], right=True),
    Shown("finding", FIELDS["finding"], fold=True),
    Shown("correction", FIELDS["correction"], fold=True, spare=True),
    Shown("due", FIELDS["due"]),
    Shown(
        "state",
        FIELDS["state"],
        say=lambda one: _(STATES[one.state]) if one.state else None,
        alarm=lambda one: one.state == "overdue",
    ),
)


@app.command(
    "add", cls=ChangeVerb, help=N_("Register what the group found at a campus, one aspect at a time.")
)
@needs("finding", "score", campus=kept.campus_names, aspect=lambda _here: ASPECTS)
@examples(
    "safetyctl supervision add --campus 东校区 --aspect regulations --finding 制度齐全 --score 95 --by 张三、李四",
    "safetyctl supervision add --campus 东校区 --aspect mechanism --finding 例会不定期 --score 80"
    " --correction 每月一次例会 --due 2020-11-10 --person 王五",
)
def add(
    ctx: typer.Context,
    campus: kept.ItsCampus,
    aspect: AspectOption = None,
    on: Annotated[
        str | None,
        typer.Option(metavar=N_("DAY"), help=N_("The day of the visit; the day in force otherwise.")),
    ] = None,
    finding: Finding = None,
    score: Score = None,
    by: By = None,
    correction: Correction = None,
    due: Due = None,
    person: Person = None,
    photo: kept.Files = [],  # noqa: B006 - Typer's way to say a repeatable option
) -> None:
    """Register what was found in one aspect."""
    here: Here = ctx.obj
    with changing(here) as desk:
        values = {
            "campus": desk.campuses[desk.campus(campus)],
            "aspect": _aspect(aspect),
            "visited_on": maybe_day(here, on) or desk.day,
            "finding": finding,
            "score": score,
            "visitors": by,
            "correction": correction,
            "due": maybe_day(here, due),
            "person": person,
        }
        record = supervisions.add(desk.tx, values)
        kept.enclosed(here, desk, SUPERVISION, record, photo)
        ref = SUPERVISION.ref(record.number)
        following = f"safetyctl supervision corrected {ref}" if correction else "safetyctl supervision table"
        _answer(here, desk, record.number, _("Registered {ref}.").format(ref=ref), following)


def _aspect(text: str | None) -> str | None:
    return None if text is None else one_of(text, ASPECTS, _(FIELDS["aspect"]))


def _answer(here: Here, desk: Writing, number: int, sentence: str, following: str | None) -> None:
    kept.changed(
        here,
        desk,
        lambda: supervisions.supervision(desk.tx, desk.day, number),
        sentence,
        following,
    )


@app.command("list", cls=ListVerb, help=N_("What the group found, visit by visit."))
@examples(
    "safetyctl supervision list --campus 东校区 --aspect mechanism", "safetyctl supervision list --open"
)
def list_(
    ctx: typer.Context,
    campus: kept.Campus = None,
    aspect: AspectOption = None,
    open: Annotated[
        bool, typer.Option("--open", help=N_("Only where a correction is not done yet."))
    ] = False,
    since: kept.Since = None,
    until: kept.Until = None,
    void: kept.WithVoid = False,
    limit: kept.Limit = None,
) -> None:
    """List what was found."""
    here: Here = ctx.obj
    with asking(here) as desk:
        asked = Narrowed(
            desk.campus(campus) if campus else None,
            *kept.between(here, since, until),
            void,
            equal={"aspect": _aspect(aspect)},
        )
        found = supervisions.supervisions(desk.asks, desk.day, asked)
    shown = [one for one in found if one.state in ("open", "overdue")] if open else found
    empty = _("Nothing was supervised yet.") if not found else _("Nothing is left to correct.")
    listing(here, COLUMNS, shown, empty=empty, limit=limit, keys=SupervisionView._fields)


@app.command("show", cls=Verb, help=N_("Show what was found in one aspect of a visit."))
def show(ctx: typer.Context, id: kept.Id) -> None:
    """Show one of them."""
    here: Here = ctx.obj
    with asking(here) as desk:
        one = supervisions.supervision(desk.asks, desk.day, kept.named(id, SUPERVISION))
    worded = {"aspect": _(ASPECTS[one.aspect]), "state": _(STATES[one.state]) if one.state else None}
    detail(here, one, kept.pairs(SUPERVISION, one, worded))


@app.command(
    "edit", cls=ChangeVerb, help=N_("Correct what a record says, or ask for a correction afterwards.")
)
def edit(
    ctx: typer.Context,
    id: kept.Id,
    aspect: AspectOption = None,
    on: Annotated[str | None, typer.Option(metavar=N_("DAY"), help=N_("The day of the visit."))] = None,
    finding: Finding = None,
    score: Score = None,
    by: By = None,
    correction: Correction = None,
    due: Due = None,
    person: Person = None,
) -> None:
    """Correct what a record says."""
    here: Here = ctx.obj
    with changing(here) as desk:
        record = supervisions.find(desk.tx, kept.named(id, SUPERVISION))
        changes = {
            "aspect": _aspect(aspect),
            "visited_on": maybe_day(here, on),
            "finding": finding,
            "score": score,
            "visitors": by,
            "correction": correction,
            "due": maybe_day(here, due),
            "person": person,
        }
        supervisions.edit(desk.tx, record, changes)
        sentence = _("Corrected {ref}.").format(ref=SUPERVISION.ref(record.number))
        _answer(here, desk, record.number, sentence, None)


@app.command("corrected", cls=ChangeVerb, help=N_("Note that a campus has corrected what it was asked to."))
@examples("safetyctl supervision corrected V0003 --note 已建立例会制度 --photo 纪要.jpg")
def corrected(
    ctx: typer.Context,
    id: kept.Id,
    on: Annotated[
        str | None,
        typer.Option(metavar=N_("DAY"), help=N_("The day it was corrected; the day in force otherwise.")),
    ] = None,
    note: Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("How it was corrected."))] = None,
    photo: kept.Files = [],  # noqa: B006 - Typer's way to say a repeatable option
) -> None:
    """Note that a correction was made."""
    here: Here = ctx.obj
    with changing(here) as desk:
        record = supervisions.find(desk.tx, kept.named(id, SUPERVISION))
        values = {"corrected_on": maybe_day(here, on) or desk.day, "corrected_note": note}
        supervisions.corrected(desk.tx, record, values)
        kept.enclosed(here, desk, SUPERVISION, record, photo)
        sentence = _("{ref} is corrected.").format(ref=SUPERVISION.ref(record.number))
        _answer(here, desk, record.number, sentence, None)


def _open(one: SupervisionView) -> list[str]:
    """The record itself where what it asks for is not corrected."""
    return [one.id] if one.state in ("open", "overdue") else []


kept.add_void_and_attach(app, SUPERVISION, supervisions.find, supervisions.supervision, _open)


# campus by aspect


@app.command("table", cls=ListVerb, help=N_("The last scores by campus and aspect, and what is missing."))
@examples("safetyctl supervision table --from 2020-10-01 --to 2020-12-31")
def table(
    ctx: typer.Context, campus: kept.Campus = None, since: kept.Since = None, until: kept.Until = None
) -> None:
    """Show how each campus stands in each aspect."""
    here: Here = ctx.obj
    with asking(here) as desk:
        only = desk.campus(campus) if campus else None
        asked = Narrowed(only, *kept.between(here, since, until))
        campuses = [only] if only else list(desk.campuses)
        cells = supervisions.table(campuses, supervisions.supervisions(desk.asks, desk.day, asked))
    if here.json or here.csv:
        listing(here, (), cells, empty="", limit=0, keys=Cell._fields)
        return
    columns = [Shown("campus", FIELDS["campus"]), *(_aspect_column(*one) for one in ASPECTS.items())]
    columns.append(Shown("open", N_("corrections open"), right=True, alarm=lambda row: bool(row["open"])))
    listing(here, columns, _rows(cells), empty="", limit=0)
    for name in campuses:
        missing = [_(ASPECTS[cell.aspect]) for cell in cells if cell.campus == name and not cell.visits]
        if missing:
            note(
                here,
                _("{campus} was not supervised in: {aspects}").format(campus=name, aspects=listed(missing)),
            )


def _rows(cells: Iterable[Cell]) -> list[dict[str, object]]:
    rows: dict[str, dict[str, object]] = {}
    for cell in cells:
        row = rows.setdefault(cell.campus, {"campus": cell.campus, "open": 0})
        row[cell.aspect] = NEVER if cell.score is None else cell.score
        row["open"] = int(str(row["open"])) + cell.open
    return list(rows.values())


def _aspect_column(aspect: str, label: str) -> Shown:
    return Shown(aspect, label, right=True, alarm=lambda row: str(row[aspect]) == NEVER)
