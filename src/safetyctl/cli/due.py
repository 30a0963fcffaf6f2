"""``safetyctl due``: what is overdue, and what is owed next."""

from collections.abc import Sequence
from typing import Annotated

import typer

from safetyctl.cli.desk import Reading, asking
from safetyctl.cli.here import Here
from safetyctl.cli.listing import listing, page
from safetyctl.cli.output import emit, note, person, write
from safetyctl.cli.table import Shown
from safetyctl.cli.values import one_of
from safetyctl.cli.verb import ListVerb, examples
from safetyctl.cli.words import area_names
from safetyctl.ground.catalogue import N_, _, language
from safetyctl.ground.errors import CheckFound
from safetyctl.ledger.words import LEVEL_LABELS
from safetyctl.records.campaigns import campus_word
from safetyctl.records.due import DueItem, DueQuestion, due, due_by, reasons, state_words, to_whom
from safetyctl.records.labels import FIELDS
from safetyctl.records.promises import is_promise

app = typer.Typer()

KINDS = {
    "rectification": N_("rectification"),
    "report": N_("report"),
    "upload": N_("upload"),
    "roster": N_("duty roster"),
    "drill": N_("drill"),
    "inspection": N_("inspection"),
    "supervision": N_("supervision"),
    "materials": N_("materials"),
    "incident": N_("incident"),
    "outing": N_("outing"),
    "meeting": N_("meeting"),
    "record": N_("record"),
}


@app.command("due", cls=ListVerb, help=N_("What is overdue, and what is owed next."))
@examples(
    "safetyctl due", "safetyctl due --campus 东校区 --within 14", "safetyctl due --overdue --check --quiet"
)
def due_(
    ctx: typer.Context,
    campus: Annotated[str | None, typer.Option(help=N_("Only this campus."))] = None,
    kind: Annotated[list[str], typer.Option(help=N_("Only this kind; repeatable."))] = [],  # noqa: B006
    within: Annotated[
        int, typer.Option(metavar=N_("DAYS"), min=0, max=400, help=N_("How far ahead to look."))
    ] = 7,
    overdue: Annotated[bool, typer.Option("--overdue", help=N_("Only what is overdue."))] = False,
    check: Annotated[bool, typer.Option("--check", help=N_("Exit 3 if anything is overdue."))] = False,
    why: Annotated[bool, typer.Option("--why", help=N_("Say where each deadline comes from."))] = False,
    limit: Annotated[int | None, typer.Option(min=0, help=N_("At most so many; 0 for all."))] = None,
) -> None:
    """Show what is overdue, and what is owed next."""
    here: Here = ctx.obj
    kinds = tuple(one_of(one, KINDS, _("kind")) for one in kind)
    with asking(here) as desk:
        question = DueQuestion(within, desk.campus(campus) if campus else None, kinds, overdue)
        items = due(desk.asks, desk.plan, desk.day, question, language(), here.moment)
        told = reasons(desk.asks, desk.plan, desk.day, items, language()) if why else {}
    shown = items[:limit] if limit else items
    if here.json:
        emit(
            {
                "as_of": desk.day,
                "items": [item._asdict() | {"why": told[item.ref]} for item in shown] if why else shown,
            }
        )
    elif person(here) and items:
        _screen(here, _columns(desk, told), items, page(here, limit) or len(items))
    else:
        keys = DueItem._fields
        listing(here, _columns(desk, told), items, empty=_nothing(desk, question), limit=limit, keys=keys)
    late = sum(item.state == "overdue" for item in items)
    sentence = _("{n} overdue on {day}.").format(n=late, day=desk.day)
    if check and late:
        raise CheckFound(sentence)
    if late and not here.json and not here.csv:
        note(here, sentence)


def _screen(here: Here, every: Sequence[Shown], items: Sequence[DueItem], most: int) -> None:
    """At a terminal: the clocks that run first, then rectifications, promises and the plan's duties."""
    clocks = [item for item in items if item.minutes_left is not None]
    waiting = [item for item in items if item.minutes_left is None]
    shown = waiting[: max(0, most - len(clocks))]
    rectifications = [item for item in shown if item.is_hazard]
    promised = [item for item in shown if is_promise(item.ref)]
    duties = [item for item in shown if not item.is_hazard and not is_promise(item.ref)]
    columns = {column.key: column for column in every}
    if any(item.advised for item in duties):
        columns["advised"] = Shown("advised", N_("last workday before"), spare=True)
    mine = ("state", "due", "ref", "campus", "area", "level", "title", "who", "why")
    theirs = ("state", "due", "advised", "ref", "title", "why")
    running = ("state", "due", "ref", "campus", "title", "why")
    named = ("state", "due", "ref", "campus", "title", "who", "why")
    own = {
        mine: {"due": Shown("due", FIELDS["due"])},
        running: {"ref": Shown("ref", FIELDS["id"], say=lambda item: item.ref.split("/")[1])},
    }
    parts = [
        (part, keys)
        for part, keys in ((clocks, running), (rectifications, mine), (promised, named), (duties, theirs))
        if part
    ]
    for number, (part, keys) in enumerate(parts):
        write("\n" if number else "")
        said = columns | own.get(keys, {})
        listing(here, [said[key] for key in keys if key in said], part, empty="", limit=0)
    if len(shown) < len(waiting):
        there = len(shown) + len(clocks)
        note(
            here, _("showing {shown:,} of {total:,}: --limit 0 | less").format(shown=there, total=len(items))
        )


def _columns(desk: Reading, why: dict[str, str]) -> tuple[Shown, ...]:
    areas = area_names(desk)
    columns = (
        Shown("state", FIELDS["status"], say=state_words, alarm=lambda item: item.state == "overdue"),
        Shown("due", N_("due by"), say=lambda item: due_by(item.due, item.due_at)),
        Shown("kind", N_("kind"), say=lambda item: _(KINDS[item.kind]), piped=True),
        Shown("ref", FIELDS["id"]),
        Shown("campus", FIELDS["campus"], say=lambda one: campus_word(one.campus)),
        Shown("area", FIELDS["area"], say=lambda item: areas.get(item.area), fold=True, spare=True),
        Shown(
            "level",
            FIELDS["level"],
            say=lambda item: _(LEVEL_LABELS[item.level]) if item.level else None,
        ),
        Shown(
            "title", N_("what"), say=lambda item: to_whom(desk.plan, item.title, item.authority), fold=True
        ),
        Shown("who", FIELDS["responsible"], fold=True),
    )
    if not why:
        return columns
    return (*columns, Shown("why", N_("why"), say=lambda item: why[item.ref], fold=True))


def _nothing(desk: Reading, question: DueQuestion) -> str:
    if question.overdue:
        return _("Nothing is overdue on {day}.").format(day=desk.day)
    return _("Nothing is overdue on {day}, and nothing is due within {n} days.").format(
        day=desk.day, n=question.within
    )
