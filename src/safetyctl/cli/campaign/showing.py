"""``safetyctl campaign show``: the plan as data."""

from typing import Annotated, Any

import typer

from safetyctl.cli.desk import asking
from safetyctl.cli.due import KINDS
from safetyctl.cli.here import Here
from safetyctl.cli.listing import listing
from safetyctl.cli.output import emit, note, person, write
from safetyctl.cli.table import Shown
from safetyctl.cli.verb import ListVerb
from safetyctl.ground.catalogue import N_, _, language, listed
from safetyctl.ground.errors import BadInput
from safetyctl.plan.layout import rule_of
from safetyctl.plan.model import RULE_KINDS, Duty, Plan
from safetyctl.records.clauses import clause_words

app = typer.Typer()

RULES = {
    "weekly": N_("each week"),
    "monthly-day": N_("by a day of each month"),
    "recurring": N_("at its own intervals"),
    "calendar-month": N_("each calendar month"),
    "once": N_("once"),
    "window": N_("within a period"),
    "before-holiday": N_("before holidays"),
    "event": N_("when it happens"),
    "running": N_("all the time"),
}
CLAUSE = Shown("clause", N_("clause"), say=lambda row: clause_words(row["clause"]))
READINGS = (
    Shown("id", N_("reading")),
    Shown("trouble", N_("the trouble"), fold=True),
    Shown("text", N_("how it is read"), fold=True),
    Shown("holds", N_("holds")),
    Shown("others", N_("other ways"), say=lambda row: listed(row["others"]), fold=True),
    CLAUSE,
)
OWNERS = {"group": N_("group"), "campus": N_("campus")}


@app.command("show", cls=ListVerb)
def show(
    ctx: typer.Context,
    readings: Annotated[
        bool, typer.Option("--readings", help=N_("Only the readings: where the plan is ambiguous."))
    ] = False,
    duties: Annotated[bool, typer.Option("--duties", help=N_("Only the duties."))] = False,
    areas: Annotated[
        bool, typer.Option("--areas", help=N_("Only the areas with their check items."))
    ] = False,
) -> None:
    """Show the plan."""
    here: Here = ctx.obj
    with asking(here) as desk:
        plan, campuses = desk.plan, list(desk.campuses)
    parts = {"readings": readings, "duties": duties, "areas": areas}
    chosen = [name for name, wanted in parts.items() if wanted]
    if here.csv and len(chosen) != 1:
        raise BadInput(_("CSV holds one table."), hint=_("Choose one: --duties, --readings or --areas."))
    if readings and not (here.csv or duties or areas):
        _readings(here, plan, campuses[:1])
        return
    if here.json:
        emit(plan_json(plan))
        return
    if not chosen:
        _head(plan)
    for name, (heading, columns, rows) in _tables(plan).items():
        if name in (chosen or _tables(plan)):
            if len(chosen) != 1:
                write(f"\n{_(heading)}\n")
            listing(here, columns, rows, empty="", limit=0)


def _readings(here: Here, plan: Plan, campuses: list[str]) -> None:
    """The readings with what each other way would move, told for the first campus and the group."""
    from safetyctl.cli.campaign.readings import show, with_moves

    told = with_moves(plan, campuses)
    if here.json:
        emit(plan_json(plan) | {"readings": told})
    elif person(here):
        show(told)
        note(
            here,
            _(
                "Told for {campus}. To change one: safetyctl campaign use --reading A4=previous-workday"
            ).format(campus=listed(campuses)),
        )
    else:
        listing(here, (*READINGS, _MOVES), told, empty="", limit=0)


def _moves_words(row: dict[str, Any]) -> str:
    return " | ".join(f"{way['choice']}: {listed(way['words'])}" for way in row["moves"])


_MOVES = Shown("moves", N_("what it would move"), say=_moves_words)


def _head(plan: Plan) -> None:
    lang = language()
    write(f"{plan.title.said(lang)}\n{plan.start} – {plan.last}\n")


def _tables(plan: Plan) -> dict[str, tuple[str, tuple[Shown, ...], list[dict[str, Any]]]]:
    data = plan_json(plan)
    items = [
        {"code": item["code"], "area": area["name"], "title": item["title"], "clause": item["clause"]}
        for area in data["areas"]
        for item in area["items"]
        or [{"code": area["code"], "title": _("no check items"), "clause": area["clause"]}]
    ]
    span = (Shown("start", N_("from")), Shown("end", N_("to")))
    code, title = Shown("code", N_("code")), Shown("title", N_("what"), fold=True)
    owners = Shown("owed_by", N_("owed by"), say=lambda row: listed(_(OWNERS[one]) for one in row["owed_by"]))
    kind = Shown(
        "kind", N_("kind"), say=lambda row: _(KINDS[row["kind"]]) if row["kind"] in KINDS else _("record")
    )
    return {
        "phases": (
            N_("Phases"),
            (Shown("number", N_("phase")), Shown("name", N_("name")), *span),
            data["phases"],
        ),
        "milestones": (
            N_("Milestones"),
            (code, title, *span, Shown("due", N_("due by")), CLAUSE),
            data["milestones"],
        ),
        "duties": (
            N_("Duties"),
            (
                code,
                kind,
                title,
                owners,
                Shown("rule", N_("rule"), say=lambda row: _(RULES[row["rule"]])),
                CLAUSE,
            ),
            data["duties"],
        ),
        "readings": (
            N_("Readings"),
            READINGS,
            data["readings"],
        ),
        "areas": (N_("Areas and check items"), (code, Shown("area", N_("area")), title, CLAUSE), items),
    }


def plan_json(plan: Plan) -> dict[str, Any]:
    """The plan with the keys of the command line's contract; texts in the language in use."""
    lang = language()
    return {
        "campaign": plan.code,
        "title": plan.title.said(lang),
        "start": plan.start,
        "end": plan.last,
        "phases": [
            {"number": one.number, "name": one.name.said(lang), "start": one.start, "end": one.last}
            for one in plan.phases
        ],
        "milestones": [
            {
                "code": one.code,
                "title": one.title.said(lang),
                "start": one.start,
                "end": one.last,
                "due": one.due,
                "kind": one.kind,
                "clause": one.clause,
            }
            for one in plan.milestones
        ],
        "duties": [_duty(plan, one, lang) for one in plan.duties],
        "readings": [
            {
                "id": one.id,
                "holds": one.holds,
                "others": one.others,
                "clause": one.clause,
                "trouble": one.trouble.said(lang),
                "text": one.meaning(one.holds).said(lang),
            }
            for one in plan.readings
        ],
        "areas": [
            {
                "code": area.code,
                "name": area.name.said(lang),
                "clause": area.clause,
                "items": [
                    {
                        "code": item.code,
                        "title": item.title.said(lang),
                        "clause": item.clause,
                        "passing": item.passing.said(lang),
                    }
                    for item in area.items
                ],
            }
            for area in plan.areas
        ],
    }


def _duty(plan: Plan, duty: Duty, lang: str) -> dict[str, object]:
    return {
        "code": duty.code,
        "kind": duty.kind,
        "title": duty.title.said(lang),
        "owed_by": duty.owed_by,
        "recipient": duty.recipient.said(lang) if duty.recipient else None,
        "channel": duty.channel,
        "rule": RULE_KINDS[type(rule_of(plan, duty))],
        "clause": duty.clause,
        "requirement": duty.requirement,
    }
