"""``safetyctl meeting …``: meetings and what they decide (R1, R13); a decision is named like ``M0003/2``."""

from typing import Annotated, Any

import typer

from safetyctl.cli import kept, owner
from safetyctl.cli.desk import Writing, asking, changing
from safetyctl.cli.here import Here
from safetyctl.cli.listing import listing
from safetyctl.cli.output import detail
from safetyctl.cli.table import Shown
from safetyctl.cli.values import one_of
from safetyctl.cli.verb import ChangeVerb, ListVerb, Verb, examples, needs
from safetyctl.cli.words import maybe_day
from safetyctl.ground.catalogue import N_, _
from safetyctl.ground.errors import BadInput
from safetyctl.ground.text import visible
from safetyctl.ledger.words import MEETING_LABELS
from safetyctl.records import meetings
from safetyctl.records.campaigns import campus_word
from safetyctl.records.meetings import DECIDED, FIELDS, MEETING, STATES, DecisionView, MeetingView
from safetyctl.records.narrowing import Narrowed
from safetyctl.records.promises import decision_ref

app = typer.Typer()

KINDS = {str(kind): label for kind, label in MEETING_LABELS.items()}

Kind = Annotated[
    str | None, typer.Option(help=N_("Kind: mobilisation, special, risk-study, leading-group, other."))
]
Title = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("What it was about."))]
Chair = Annotated[str | None, typer.Option(metavar=N_("NAME"), help=N_("Who chaired it."))]
Participants = Annotated[
    str | None, typer.Option(metavar=N_("TEXT"), help=N_("Who took part: names, or how many."))
]
Minutes = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("The minutes."))]
What = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("What was decided."))]
Person = Annotated[str | None, typer.Option(metavar=N_("NAME"), help=N_("Who is to do it."))]
By = Annotated[str | None, typer.Option(metavar=N_("DAY"), help=N_("By which day; then it is in due."))]
DecisionId = Annotated[str, typer.Argument(metavar=N_("ID"), help=N_("The decision, such as M0003/2."))]

COLUMNS = (
    Shown("id", FIELDS["id"]),
    Shown("on", FIELDS["on"]),
    Shown("campus", FIELDS["campus"], say=lambda one: campus_word(one.campus)),
    Shown("kind", FIELDS["kind"], say=lambda one: _(KINDS[one.kind])),
    Shown("title", FIELDS["title"], fold=True),
    Shown("chair", FIELDS["chair"], spare=True),
    Shown("participants", FIELDS["participants"], fold=True, spare=True),
    Shown(
        "open",
        N_("decisions open"),
        say=lambda one: f"{one.open}/{len(one.decisions)}" if one.decisions else _("none"),
        right=True,
    ),
)
DECISIONS = (
    Shown("id", DECIDED["id"]),
    Shown(
        "state",
        DECIDED["state"],
        say=lambda one: _(STATES[one.state]),
        alarm=lambda one: one.state == "overdue",
    ),
    Shown("due", DECIDED["due"]),
    Shown("person", DECIDED["person"]),
    Shown("what", DECIDED["what"], fold=True),
    Shown("done_on", DECIDED["done_on"]),
    Shown("note", DECIDED["note"], fold=True, spare=True),
)


@app.command("add", cls=ChangeVerb, help=N_("Register a meeting that was held."))
@needs("title", campus=owner.owners, kind=lambda _here: KINDS)
@examples(
    "safetyctl meeting add --group --kind mobilisation --title 专项整治动员会 --on 2019-12-05 --chair 张三",
    "safetyctl meeting add --campus 东校区 --kind risk-study --title 风险研判 --participants 12人 --photo 签到表.jpg",
)
def add(
    ctx: typer.Context,
    campus: owner.Campus = None,
    group: owner.Group = False,
    kind: Kind = None,
    title: Title = None,
    on: kept.HeldOn = None,
    chair: Chair = None,
    participants: Participants = None,
    minutes: Minutes = None,
    photo: kept.Files = [],  # noqa: B006 - Typer's way to say a repeatable option
) -> None:
    """Register a meeting."""
    here: Here = ctx.obj
    with changing(here) as desk:
        values = {
            "campus": owner.uid(desk, str(campus)),
            "kind": _kind(kind),
            "title": title,
            "held_on": maybe_day(here, on) or desk.day,
            "chair": chair,
            "participants": participants,
            "minutes": minutes,
        }
        record = meetings.add(desk.tx, values)
        kept.enclosed(here, desk, MEETING, record, photo)
        ref = MEETING.ref(record.number)
        _answer(
            here,
            desk,
            record.number,
            _("Registered {ref}.").format(ref=ref),
            f"safetyctl meeting decide {ref}",
        )


def _kind(text: str | None) -> str | None:
    return None if text is None else one_of(text, KINDS, _(FIELDS["kind"]))


def _answer(here: Here, desk: Writing, number: int, sentence: str, following: str | None) -> None:
    kept.changed(here, desk, lambda: meetings.meeting(desk.tx, desk.day, number), sentence, following)


@app.command("list", cls=ListVerb, help=N_("The meetings that were held."))
def list_(
    ctx: typer.Context,
    campus: owner.Only = None,
    kind: Kind = None,
    since: kept.Since = None,
    until: kept.Until = None,
    void: kept.WithVoid = False,
    limit: kept.Limit = None,
) -> None:
    """List meetings."""
    here: Here = ctx.obj
    with asking(here) as desk:
        asked = Narrowed(
            owner.only(desk, campus),
            *kept.between(here, since, until),
            void,
            equal={"kind": _kind(kind)},
        )
        found = meetings.meetings(desk.asks, desk.day, asked)
    listing(here, COLUMNS, found, empty=_("No meeting was held yet."), limit=limit, keys=MeetingView._fields)


@app.command("show", cls=Verb, help=N_("Show one meeting with its decisions."))
def show(ctx: typer.Context, id: kept.Id) -> None:
    """Show one meeting."""
    here: Here = ctx.obj
    with asking(here) as desk:
        one = meetings.meeting(desk.asks, desk.day, kept.named(id, MEETING))
    worded = {"campus": campus_word(one.campus), "kind": _(KINDS[one.kind])}
    decided = [(decision.id, _decision_line(decision)) for decision in one.decisions]
    detail(here, one, [*kept.pairs(MEETING, one, worded), *decided])


def _decision_line(one: DecisionView) -> str:
    """A decision in one line: how it stands, by whom and when, and what it is."""
    parts = [_(STATES[one.state]), one.person]
    if one.due:
        parts.append(_("by {day}").format(day=one.due))
    if one.done_on:
        parts.append(_("done on {day}").format(day=one.done_on))
    return f"{_(', ').join(parts)}: {one.what}"


@app.command(
    "edit", cls=ChangeVerb, help=N_("Correct what a meeting says, or one of its decisions (M0003/2).")
)
@examples(
    "safetyctl meeting edit M0003 --title 三月风险研判 --on 3月2日",
    "safetyctl meeting edit M0003/2 --person 李四 --by 2020-03-27",
)
def edit(
    ctx: typer.Context,
    id: kept.Id,
    kind: Kind = None,
    title: Title = None,
    on: kept.HeldOnCorrected = None,
    chair: Chair = None,
    participants: Participants = None,
    minutes: Minutes = None,
    what: What = None,
    person: Person = None,
    by: By = None,
) -> None:
    """Correct what a meeting says, or one of its decisions."""
    here: Here = ctx.obj
    whole = {
        "kind": kind,
        "title": title,
        "held_on": on,
        "chair": chair,
        "participants": participants,
        "minutes": minutes,
    }
    decided = {"what": what, "person": person, "due": by}
    meeting, position = _reference(id)
    with changing(here) as desk:
        if position is None:
            _require_none(decided, _("--what, --person and --by belong to a decision, such as M0003/2."))
            record = meetings.find(desk.tx, meeting)
            changes = whole | {"kind": _kind(kind), "held_on": maybe_day(here, on)}
            meetings.edit(desk.tx, record, changes)
            ref = MEETING.ref(record.number)
        else:
            _require_none(whole, _("A decision has only --what, --person and --by."))
            record, decision = meetings.decision(desk.tx, meeting, position)
            meetings.redecide(desk.tx, record, decision, decided | {"due": maybe_day(here, by)})
            ref = decision_ref(record.number, position)
        _answer(here, desk, record.number, _("Corrected {ref}.").format(ref=ref), None)


def _require_none(given: dict[str, str | None], sentence: str) -> None:
    if any(value is not None for value in given.values()):
        raise BadInput(sentence, hint=_("Nothing was changed."))


def _open(one: MeetingView) -> list[str]:
    """The decisions of a meeting that are not done."""
    return [each.id for each in one.decisions if each.state in ("open", "overdue")]


kept.add_void_and_attach(app, MEETING, meetings.find, meetings.meeting, _open)


# decisions


def _reference(text: str) -> tuple[int | str, int | None]:
    """What names a meeting, and the number of a decision where one is named. Raises BadInput."""
    meeting, slash, position = text.replace("／", "/").partition("/")
    if not slash:
        return kept.named(text, MEETING), None
    if not (position.strip().isascii() and position.strip().isdigit() and len(position) < 8):
        raise BadInput(
            _('"{text}" names no decision.').format(text=visible(text)),
            hint=_("Write it as M0003/2: meeting and number."),
        )
    return kept.named(meeting, MEETING), int(position)


def _decision(desk: Writing, text: str) -> tuple[Any, Any]:
    """The meeting and its decision that a person named. Raises BadInput, NotFound, Refused."""
    meeting, position = _reference(text)
    if position is None:
        raise BadInput(
            _('"{text}" names a meeting, not a decision.').format(text=visible(text)),
            hint=_("Write it as M0003/2: meeting and number."),
        )
    return meetings.decision(desk.tx, meeting, position)


@app.command("decide", cls=ChangeVerb, help=N_("Keep a decision of a meeting: what, by whom, by which day."))
@needs("what", "person")
@examples("safetyctl meeting decide M0003 --what 更换三楼应急灯 --person 李四 --by 2020-03-20")
def decide(ctx: typer.Context, id: kept.Id, what: What = None, person: Person = None, by: By = None) -> None:
    """Keep a decision of a meeting."""
    here: Here = ctx.obj
    with changing(here) as desk:
        record = meetings.find(desk.tx, kept.named(id, MEETING))
        values = {"what": what, "person": person, "due": maybe_day(here, by)}
        ref = meetings.decide(desk.tx, record, values)
        sentence = _("Decided: {ref}.").format(ref=ref)
        _answer(here, desk, record.number, sentence, f"safetyctl meeting done {ref}")


@app.command("done", cls=ChangeVerb, help=N_("Note that a decision was carried out."))
@examples("safetyctl meeting done M0003/2 --note 已更换12盏")
def done(
    ctx: typer.Context,
    id: DecisionId,
    on: Annotated[
        str | None,
        typer.Option(metavar=N_("DAY"), help=N_("The day it was done; the day in force otherwise.")),
    ] = None,
    by: Annotated[
        str | None, typer.Option(metavar=N_("NAME"), help=N_("Who did it; the person it names otherwise."))
    ] = None,
    note: Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("How it was done."))] = None,
) -> None:
    """Note that a decision was carried out."""
    here: Here = ctx.obj
    with changing(here) as desk:
        record, decision = _decision(desk, id)
        values = {"done_on": maybe_day(here, on) or desk.day, "done_by": by, "note": note}
        meetings.done(desk.tx, record, decision, values)
        ref = decision_ref(record.number, decision.position)
        _answer(here, desk, record.number, _("{ref} is done.").format(ref=ref), None)


@app.command("drop", cls=ChangeVerb, help=N_("Give a decision up, with a reason: it is not owed any more."))
def drop(
    ctx: typer.Context,
    id: DecisionId,
    reason: Annotated[str, typer.Option(metavar=N_("TEXT"), help=N_("Why it is not needed any more."))],
) -> None:
    """Give a decision up."""
    here: Here = ctx.obj
    with changing(here) as desk:
        record, decision = _decision(desk, id)
        meetings.drop(desk.tx, record, decision, reason)
        ref = decision_ref(record.number, decision.position)
        _answer(here, desk, record.number, _("{ref} was dropped.").format(ref=ref), None)


@app.command("decisions", cls=ListVerb, help=N_("What was decided, and what of it is not done."))
@examples("safetyctl meeting decisions --open", "safetyctl meeting decisions --person 李四 --campus 东校区")
def decisions(
    ctx: typer.Context,
    campus: owner.Only = None,
    person: Annotated[
        str | None, typer.Option(metavar=N_("NAME"), help=N_("Only what this person is to do."))
    ] = None,
    open: Annotated[bool, typer.Option("--open", help=N_("Only what is not done yet."))] = False,
    limit: kept.Limit = None,
) -> None:
    """List decisions."""
    here: Here = ctx.obj
    with asking(here) as desk:
        held = meetings.meetings(desk.asks, desk.day, Narrowed(owner.only(desk, campus)))
    found = [
        one
        for meeting in held
        for one in meeting.decisions
        if person in (None, one.person) and (not open or one.state in ("open", "overdue"))
    ]
    keys = tuple(DecisionView.__dataclass_fields__)
    listing(here, DECISIONS, found, empty=_("Nothing is decided here."), limit=limit, keys=keys)
