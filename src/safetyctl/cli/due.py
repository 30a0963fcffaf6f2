"""``safetyctl due``: what is overdue, and what is owed next."""

from collections.abc import Sequence
from typing import Annotated

import typer

from safetyctl.cli.desk import Reading, asking
from safetyctl.cli.here import Here
from safetyctl.cli.output import Shown, emit, listing, note, page, person, write
from safetyctl.cli.values import one_of
from safetyctl.cli.verb import ListVerb, examples
from safetyctl.cli.words import area_names
from safetyctl.ground.catalogue import N_, _, language, ngettext
from safetyctl.ground.errors import CheckFound
from safetyctl.ledger.words import LEVEL_LABELS
from safetyctl.records.deadlines import DueItem, DueQuestion, due, reason
from safetyctl.records.labels import FIELDS

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
}
STATES = {"overdue": N_("overdue"), "due": N_("due today"), "upcoming": N_("upcoming")}


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
        items = due(desk.asks, desk.plan, desk.day, question, language())
        reasons = (
            {item.ref: reason(desk.asks, desk.plan, desk.day, item, language()) for item in items}
            if why
            else {}
        )
    shown = items[:limit] if limit else items
    if here.json:
        emit(
            {
                "as_of": desk.day,
                "items": [item._asdict() | {"why": reasons[item.ref]} for item in shown] if why else shown,
            }
        )
    elif person(here) and items:
        _screen(here, _columns(desk, reasons), items, page(here, limit) or len(items))
    else:
        keys = DueItem._fields
        listing(here, _columns(desk, reasons), items, empty=_nothing(desk, question), limit=limit, keys=keys)
    late = sum(item.state == "overdue" for item in items)
    sentence = _("{n} overdue on {day}.").format(n=late, day=desk.day)
    if check and late:
        raise CheckFound(sentence)
    if late and not here.json and not here.csv:
        note(here, sentence)


def _screen(here: Here, every: Sequence[Shown], items: Sequence[DueItem], most: int) -> None:
    """At a terminal: rectifications and the plan's duties apart, for they have other columns."""
    shown = items[:most]
    rectifications = [item for item in shown if item.kind == "rectification"]
    duties = [item for item in shown if item.kind != "rectification"]
    columns = {column.key: column for column in every}
    mine = ("state", "due", "ref", "campus", "area", "level", "title", "who", "why")
    theirs = ("state", "due", "ref", "title", "why")
    for part, keys in ((rectifications, mine), (duties, theirs)):
        if part is duties and rectifications and duties:
            write("\n")
        if part:
            listing(here, [columns[key] for key in keys if key in columns], part, empty="", limit=0)
    if len(shown) < len(items):
        note(
            here,
            _("showing {shown:,} of {total:,}: --limit 0 | less").format(shown=len(shown), total=len(items)),
        )


def _columns(desk: Reading, reasons: dict[str, str]) -> tuple[Shown, ...]:
    areas = area_names(desk)
    columns = (
        Shown("state", FIELDS["status"], say=_state, alarm=lambda item: item.state == "overdue"),
        Shown("due", FIELDS["due"]),
        Shown("kind", N_("kind"), say=lambda item: _(KINDS[item.kind]), piped=True),
        Shown("ref", FIELDS["id"]),
        Shown("campus", FIELDS["campus"], say=_whose),
        Shown("area", FIELDS["area"], say=lambda item: areas.get(item.area), fold=True, spare=True),
        Shown(
            "level",
            FIELDS["level"],
            say=lambda item: _(LEVEL_LABELS[item.level]) if item.level else None,
        ),
        Shown("title", N_("what"), fold=True),
        Shown("who", FIELDS["responsible"], fold=True),
    )
    if not reasons:
        return columns
    return (*columns, Shown("why", N_("why"), say=lambda item: reasons[item.ref], fold=True))


def _whose(item: DueItem) -> str:
    return _("the group") if item.campus == "*" else item.campus


def _state(item: DueItem) -> str:
    if item.state == "overdue":
        return ngettext("{days} day overdue", "{days} days overdue", item.days_overdue).format(
            days=item.days_overdue
        )
    return _(STATES[item.state])


def _nothing(desk: Reading, question: DueQuestion) -> str:
    if question.overdue:
        return _("Nothing is overdue on {day}.").format(day=desk.day)
    return _("Nothing is overdue on {day}, and nothing is due within {n} days.").format(
        day=desk.day, n=question.within
    )
