"""``safetyctl incident …``: major incidents, and the hours within which each authority is told (R11)."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from safetyctl.cli import kept, values
from safetyctl.cli.desk import Desk, Writing, asking, changing
from safetyctl.cli.here import Here
from safetyctl.cli.listing import listing
from safetyctl.cli.output import detail, emit, write
from safetyctl.cli.table import Shown
from safetyctl.cli.values import one_of
from safetyctl.cli.verb import ChangeVerb, ListVerb, Verb, examples, needs
from safetyctl.ground.catalogue import N_, _, listed
from safetyctl.ground.errors import BadInput
from safetyctl.ledger.words import INCIDENT_KIND_LABELS
from safetyctl.plan.model import Plan
from safetyctl.records import incident_steps, incidents
from safetyctl.records.due import clock
from safetyctl.records.incidents import (
    FIELDS,
    INCIDENT,
    IncidentFilter,
    IncidentView,
    Told,
    authority_name,
    wall,
)

if TYPE_CHECKING:
    from safetyctl.ledger.tables.incident import Incident

app = typer.Typer()

KINDS: dict[str, str] = {str(kind): label for kind, label in INCIDENT_KIND_LABELS.items()}
STATES = {
    "met": N_("in time"),
    "late": N_("late"),
    "open": N_("the clock is running"),
    "overdue": N_("not told in time"),
}

Kind = Annotated[
    str | None,
    typer.Option(metavar=N_("KIND"), help=N_("food-poisoning, outbreak, injury, death, criminal or other.")),
]
Occurred = Annotated[
    str | None, typer.Option(metavar=N_("MOMENT"), help=N_("When it occurred: 2020-03-02 14:05, or 14:05."))
]
ClassTold = Annotated[
    str | None, typer.Option(metavar=N_("MOMENT"), help=N_("When the class told the school of it."))
]
Known = Annotated[
    str | None,
    typer.Option(metavar=N_("MOMENT"), help=N_("When the school learned of it: from then the hours count.")),
]
Place = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("Where it occurred."))]
What = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("What happened."))]
People = Annotated[int | None, typer.Option(metavar=N_("N"), help=N_("How many people it concerns."))]
Cause = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("What caused it."))]
Aftermath = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("How the aftermath was handled."))]


def _state(one: IncidentView) -> str:
    if one.voided_on is not None:
        return _("void")
    if one.owing:
        first = one.owing[0].minutes_left
        assert first is not None
        return _("{n} still to be told, {time}").format(n=len(one.owing), time=clock(first))
    return _("settled") if one.closed_on else _("everybody told")


COLUMNS = (
    Shown("id", FIELDS["id"]),
    Shown("known", FIELDS["known"], say=lambda one: wall(one.known)),
    Shown("campus", FIELDS["campus"]),
    Shown("kind", FIELDS["kind"], say=lambda one: _(KINDS[one.kind])),
    Shown("people", FIELDS["people"], right=True, spare=True),
    Shown("place", FIELDS["place"], fold=True, spare=True),
    Shown("what", FIELDS["what"], fold=True, spare=True),
    Shown("state", N_("status"), say=_state, alarm=lambda one: bool(one.owing), fold=True),
)


def _moment(here: Here, desk: Desk, text: str | None) -> datetime | None:
    return None if text is None else values.moment(text, desk.day, desk.plan.zone, here.moment)


def _kind(text: str | None) -> str | None:
    return None if text is None else one_of(text, KINDS, _("kind"))


def kinds(_here: Here) -> dict[str, str]:
    """The kinds of incident, to choose from."""
    return KINDS


def authorities(here: Here) -> dict[str, str]:
    """Whom an incident can be reported to, to choose from."""
    with asking(here) as desk:
        return {code: authority_name(desk.plan, code) for code in incidents.authorities(desk.plan)}


@app.command("add", cls=ChangeVerb, help=N_("Register a major incident, as soon as the school knows of it."))
@needs("occurred", "known", campus=kept.campus_names, kind=kinds)
@examples(
    'safetyctl incident add --campus 东校区 --kind food-poisoning --occurred "2020-03-02 12:40" --known 14:05',
    "safetyctl incident add --campus 东校区 --kind injury --occurred 10:05 --class-told 10:10 --known now"
    " --place 操场 --people 1",
)
def add(
    ctx: typer.Context,
    campus: kept.ItsCampus,
    kind: Kind = None,
    occurred: Occurred = None,
    class_told: ClassTold = None,
    known: Known = None,
    place: Place = None,
    what: What = None,
    people: People = None,
    photo: kept.Files = [],  # noqa: B006 - Typer's way to say a repeatable option
) -> None:
    """Register an incident."""
    here: Here = ctx.obj
    with changing(here) as desk:
        said = {
            "campus": desk.campuses[desk.campus(campus)],
            "kind": _kind(kind),
            **_moments(here, desk, occurred, class_told, known),
            "place": place,
            "what": what,
            "people": people,
        }
        record = incident_steps.add(desk.tx, desk.plan, said)
        kept.enclosed(here, desk, INCIDENT, record, photo)
        _changed(here, desk, record, _("Registered {ref}.").format(ref=INCIDENT.ref(record.number)))


def _moments(
    here: Here, desk: Desk, occurred: str | None, class_told: str | None, known: str | None
) -> dict[str, datetime | None]:
    typed = {"occurred_at": occurred, "class_told_at": class_told, "known_at": known}
    return {name: _moment(here, desk, text) for name, text in typed.items()}


def _changed(here: Here, desk: Writing, record: "Incident", sentence: str) -> None:
    """Answer a change; what comes next is to tell who is still to be told, then to close it."""
    one = incident_steps.as_changed(desk.tx, desk.day, record.number)
    following = None
    if one.owing:
        owing = one.owing
        left = owing[0].minutes_left
        assert left is not None
        names = listed(authority_name(desk.plan, told.authority) for told in owing)
        sentence = _("{what} Still to be told: {authorities} ({time}).").format(
            what=sentence, authorities=names, time=clock(left)
        )
        at = "now" if here.moment else "MOMENT"
        following = f"safetyctl incident report {one.id} --to {owing[0].authority} --at {at}"
    elif one.closed_on is None:
        following = f"safetyctl incident close {one.id} --cause TEXT --aftermath TEXT"
    kept.changed(here, desk, lambda: one, sentence, following)


@app.command("list", cls=ListVerb, help=N_("The incidents, and who is still to be told."))
def list_(
    ctx: typer.Context,
    campus: kept.Campus = None,
    kind: Annotated[str | None, typer.Option(metavar=N_("KIND"), help=N_("Only this kind."))] = None,
    since: kept.Since = None,
    until: kept.Until = None,
    unclosed: Annotated[bool, typer.Option("--open", help=N_("Only those that are not closed."))] = False,
    void: kept.WithVoid = False,
    limit: kept.Limit = None,
) -> None:
    """List incidents."""
    here: Here = ctx.obj
    with asking(here) as desk:
        asked = IncidentFilter(
            desk.campus(campus) if campus else None,
            _kind(kind),
            *kept.between(here, since, until),
            unclosed,
            void,
        )
        found = incidents.incidents(desk.asks, desk.day, here.moment, asked)
    listing(here, COLUMNS, found, empty=_("There was no incident."), limit=limit, keys=IncidentView._fields)


@app.command("show", cls=Verb, help=N_("Show one incident, and how it stands with each authority."))
def show(ctx: typer.Context, id: kept.Id) -> None:
    """Show one incident."""
    here: Here = ctx.obj
    with asking(here) as desk:
        one = incidents.incident(desk.asks, desk.day, kept.named(id, INCIDENT), here.moment)
    if here.json:
        emit(one)
        return
    worded = {"kind": _(KINDS[one.kind])} | {
        name: at and wall(at) for name in ("occurred", "class_told", "known") for at in [getattr(one, name)]
    }
    detail(here, one, kept.pairs(INCIDENT, one, worded))
    if one.authorities:
        write("\n")
        listing(here, _told_columns(desk.plan), one.authorities, empty="", limit=0)


def _told_columns(plan: Plan) -> tuple[Shown, ...]:
    return (
        Shown("authority", FIELDS["authority"], say=lambda one: authority_name(plan, one.authority)),
        Shown("told_at", FIELDS["told_at"], say=lambda one: one.told_at and wall(one.told_at)),
        Shown("minutes_used", N_("minutes used"), right=True),
        Shown("due_at", N_("no later than"), say=lambda one: one.due_at and wall(one.due_at)),
        Shown("state", N_("status"), say=_told_state, alarm=lambda one: one.state in ("late", "overdue")),
        Shown("by", FIELDS["told_by"], spare=True),
        Shown("how", FIELDS["how"], spare=True),
        Shown("correction", FIELDS["correction"], fold=True, spare=True),
    )


def _told_state(one: Told) -> str:
    """In time or over, or the clock that runs, with its minutes."""
    if one.state is None or one.minutes_left is None:
        return _("told")
    return _("{state}, {time}").format(state=_(STATES[one.state]), time=clock(one.minutes_left))


@app.command(
    "edit", cls=ChangeVerb, help=N_("Correct what an incident says, or record what is known by now.")
)
def edit(
    ctx: typer.Context,
    id: kept.Id,
    kind: Kind = None,
    occurred: Occurred = None,
    class_told: ClassTold = None,
    known: Known = None,
    place: Place = None,
    what: What = None,
    people: People = None,
    cause: Cause = None,
    aftermath: Aftermath = None,
    reason: Annotated[
        str | None,
        typer.Option(metavar=N_("TEXT"), help=N_("Why it is corrected; needed once it is closed.")),
    ] = None,
) -> None:
    """Correct what an incident says."""
    here: Here = ctx.obj
    with changing(here) as desk:
        record = _found(desk, id)
        changes = {
            "kind": _kind(kind),
            **_moments(here, desk, occurred, class_told, known),
            "place": place,
            "what": what,
            "people": people,
            "cause": cause,
            "aftermath": aftermath,
            "correction": reason,
        }
        incident_steps.edit(desk.tx, desk.plan, record, changes)
        _changed(here, desk, record, _("Corrected {ref}.").format(ref=INCIDENT.ref(record.number)))


def _found(desk: Writing, id: str) -> "Incident":
    return incident_steps.find(desk.tx, kept.named(id, INCIDENT))


@app.command("report", cls=ChangeVerb, help=N_("Record when an authority was told of an incident."))
@needs("at", to=authorities)
@examples(
    "safetyctl incident report E1 --to bureau --at now --by 李四 --how 电话",
    'safetyctl incident report E1 --to health --at "2020-03-02 14:40" --correct --reason 记错时间',
)
def report(
    ctx: typer.Context,
    id: kept.Id,
    to: Annotated[
        str | None, typer.Option(metavar=N_("AUTHORITY"), help=N_("Who was told: bureau, health, police …"))
    ] = None,
    at: Annotated[
        str | None, typer.Option(metavar=N_("MOMENT"), help=N_("When: 2020-03-02 14:05, 14:05, or now."))
    ] = None,
    by: Annotated[str | None, typer.Option(metavar=N_("NAME"), help=N_("Who told them."))] = None,
    how: Annotated[
        str | None, typer.Option(metavar=N_("TEXT"), help=N_("How: telephone, e-mail, paper."))
    ] = None,
    correct: Annotated[
        bool, typer.Option("--correct", help=N_("Correct what was recorded, with a reason."))
    ] = False,
    reason: Annotated[
        str | None, typer.Option(metavar=N_("TEXT"), help=N_("Why the entry was wrong."))
    ] = None,
) -> None:
    """Record when an authority was told."""
    here: Here = ctx.obj
    if reason is not None and not correct:
        raise BadInput(_("A reason goes with --correct."), hint=_("Nothing was changed."))
    with changing(here) as desk:
        record = _found(desk, id)
        office = one_of(str(to), incidents.authorities(desk.plan), _("authority"))
        moment = _moment(here, desk, at)
        assert moment is not None
        said = {"told_by": by, "how": how}
        if correct:
            incident_steps.correct(desk.tx, desk.plan, record, office, moment, reason, said)
        else:
            incident_steps.report(desk.tx, desk.plan, record, office, moment, said)
        one = incident_steps.as_changed(desk.tx, desk.day, record.number)
        told = next(each for each in one.authorities if each.authority == office)
        assert told.told_at is not None
        words = (
            _("{ref}: {authority} told at {moment}: {state}.")
            if told.required
            else _("{ref}: {authority} told at {moment}.")
        )
        sentence = words.format(
            ref=one.id,
            authority=authority_name(desk.plan, office),
            moment=wall(told.told_at),
            state=_told_state(told),
        )
        _changed(here, desk, record, sentence)


@app.command(
    "close", cls=ChangeVerb, help=N_("Close an incident: everybody was told, and the cause is known.")
)
@examples("safetyctl incident close E1 --cause 食材存放不当 --aftermath 家长已沟通，食堂停业整改")
def close(ctx: typer.Context, id: kept.Id, cause: Cause = None, aftermath: Aftermath = None) -> None:
    """Close an incident."""
    here: Here = ctx.obj
    with changing(here) as desk:
        record = _found(desk, id)
        incident_steps.close(desk.tx, desk.plan, record, cause, aftermath)
        _changed(here, desk, record, _("{ref}: the case is closed.").format(ref=INCIDENT.ref(record.number)))


kept.add_void_and_attach(app, INCIDENT, incident_steps.find, incident_steps.as_changed)
