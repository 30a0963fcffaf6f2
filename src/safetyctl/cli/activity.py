"""``safetyctl activity …``: gatherings and outings, each with its contingency plan and its leaders (R6, R10)."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from safetyctl.cli import kept
from safetyctl.cli.desk import Writing, asking, changing
from safetyctl.cli.here import Here
from safetyctl.cli.listing import listing
from safetyctl.cli.output import detail
from safetyctl.cli.questions import ask
from safetyctl.cli.table import Shown
from safetyctl.cli.values import one_of
from safetyctl.cli.verb import ChangeVerb, ListVerb, Verb, examples, needs
from safetyctl.cli.words import maybe_day
from safetyctl.ground.catalogue import N_, _, listed
from safetyctl.ground.errors import CheckFound
from safetyctl.ledger.words import ACTIVITY_KIND_LABELS, ActivityKind
from safetyctl.records import activities
from safetyctl.records.activities import ACTIVITY, FIELDS, MISSING, ActivityFilter, ActivityView

if TYPE_CHECKING:
    from safetyctl.ledger.tables.activity import Activity

app = typer.Typer()

KINDS: dict[str, str] = {str(kind): label for kind, label in ACTIVITY_KIND_LABELS.items()}

Title = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("What the activity is."))]
Kind = Annotated[
    str | None,
    typer.Option(metavar="gathering|outing", help=N_("At school, or out of it; an outing otherwise.")),
]
On = Annotated[
    str | None, typer.Option(metavar=N_("DAY"), help=N_("The day on which it starts; it may lie ahead."))
]
Last = Annotated[
    str | None, typer.Option(metavar=N_("DAY"), help=N_("Its last day; the first one otherwise."))
]
Place = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("Where it takes place."))]
Participants = Annotated[int | None, typer.Option(metavar=N_("N"), help=N_("How many take part."))]
Leader = Annotated[str | None, typer.Option(metavar=N_("NAME"), help=N_("The leader in charge on the spot."))]
Teachers = Annotated[
    str | None, typer.Option(metavar=N_("NAMES"), help=N_("The class teachers who are there."))
]
PlanFile = Annotated[
    str | None, typer.Option("--plan", metavar=N_("FILE"), help=N_("The contingency plan, kept with it."))
]


def _readiness(one: ActivityView) -> str:
    if one.voided_on is not None:
        return _("void")
    return listed(_(MISSING[what]) for what in one.missing) or _("ready")


COLUMNS = (
    Shown("id", FIELDS["id"]),
    Shown("on", FIELDS["on"]),
    Shown("campus", FIELDS["campus"]),
    Shown("kind", FIELDS["kind"], say=lambda one: _(KINDS[one.kind])),
    Shown("title", FIELDS["title"], fold=True),
    Shown("place", FIELDS["place"], fold=True, spare=True),
    Shown("participants", FIELDS["participants"], right=True, spare=True),
    Shown("leader", FIELDS["leader"]),
    Shown("ready", N_("ready"), say=_readiness, alarm=lambda one: bool(one.missing), fold=True),
)


@app.command("add", cls=ChangeVerb, help=N_("Register a gathering or an outing, before it starts."))
@needs("title", "on", "place", "participants", campus=kept.campus_names)
@examples(
    "safetyctl activity add --campus 东校区 --kind outing --title 春游 --on 2020-04-10 --place 植物园"
    " --participants 320 --leader 李四 --teachers 张三、王五 --plan 预案.docx",
    "safetyctl activity add --campus 东校区 --kind gathering --title 开学典礼 --on 4月13日 --place 操场"
    " --participants 960 --leader 李四",
)
def add(
    ctx: typer.Context,
    campus: kept.ItsCampus,
    title: Title = None,
    kind: Kind = None,
    on: On = None,
    until: Last = None,
    place: Place = None,
    participants: Participants = None,
    leader: Leader = None,
    teachers: Teachers = None,
    plan: PlanFile = None,
    photo: kept.Files = [],  # noqa: B006 - Typer's way to say a repeatable option
) -> None:
    """Register an activity."""
    here: Here = ctx.obj
    which = _kind(kind) or _asked_kind(here)
    with changing(here) as desk:
        values = {
            "campus": desk.campuses[desk.campus(campus)],
            "kind": which,
            "title": title,
            "starts_on": maybe_day(here, on),
            "ends_on": maybe_day(here, until),
            "place": place,
            "participants": participants,
            "leader": leader,
            "teachers": teachers,
        }
        record = activities.add(desk.tx, values)
        _take_plan(here, desk, record, plan)
        kept.enclosed(here, desk, ACTIVITY, record, photo)
        _changed(
            here, desk, record, _("Registered {ref}, {kind}.").format(ref=_ref(record), kind=_(KINDS[which]))
        )


def _kind(text: str | None) -> str | None:
    return None if text is None else one_of(text, KINDS, _("kind"))


def _asked_kind(here: Here) -> str:
    """Asked for at a terminal; elsewhere an outing, which owes more: no duty is lost by what was left unsaid."""
    return ask(_("kind"), KINDS) if here.interactive else ActivityKind.OUTING


def _take_plan(here: Here, desk: Writing, record: "Activity", plan: str | None) -> None:
    if plan is not None:
        activities.take_plan(desk.tx, record, here.ledger, Path(plan), here.dry_run)


def _ref(record: "Activity") -> str:
    return ACTIVITY.ref(record.number)


def _changed(here: Here, desk: Writing, record: "Activity", sentence: str) -> None:
    """Answer a change; what usually comes next is the first thing that is missing."""
    one = activities.activity(desk.tx, desk.day, record.number)
    ref = one.id
    steps = {
        "plan": f"safetyctl activity edit {ref} --plan FILE",
        "leader": f"safetyctl activity edit {ref} --leader NAME",
        "teachers": f"safetyctl activity edit {ref} --teachers NAMES",
        "report": f"safetyctl activity report {ref}",
    }
    following = next((steps[what] for what in one.missing if what in steps), None)
    kept.changed(here, desk, lambda: one, sentence, following)


@app.command("list", cls=ListVerb, help=N_("The activities, past and to come."))
@examples(
    "safetyctl activity list --not-ready", "safetyctl activity list --kind outing --from today --to +30d"
)
def list_(
    ctx: typer.Context,
    campus: kept.Campus = None,
    kind: Annotated[str | None, typer.Option(metavar="gathering|outing", help=N_("Only this kind."))] = None,
    since: kept.Since = None,
    until: kept.Until = None,
    not_ready: Annotated[
        bool, typer.Option("--not-ready", help=N_("Only those for which something is missing."))
    ] = False,
    void: kept.WithVoid = False,
    limit: kept.Limit = None,
) -> None:
    """List activities."""
    here: Here = ctx.obj
    with asking(here) as desk:
        asked = ActivityFilter(
            desk.campus(campus) if campus else None,
            _kind(kind),
            *kept.between(here, since, until),
            void,
        )
        found = activities.activities(desk.asks, desk.day, asked)
    if not_ready:
        found = [one for one in found if one.missing]
    empty = _("Every activity is ready.") if not_ready else _("There is no activity yet.")
    listing(here, COLUMNS, found, empty=empty, limit=limit, keys=ActivityView._fields)


@app.command("show", cls=Verb, help=N_("Show one activity."))
def show(ctx: typer.Context, id: kept.Id) -> None:
    """Show one activity."""
    here: Here = ctx.obj
    with asking(here) as desk:
        one = activities.activity(desk.asks, desk.day, kept.named(id, ACTIVITY))
    _detail(here, one)


def _detail(here: Here, one: ActivityView) -> None:
    pairs = kept.pairs(ACTIVITY, one, {"kind": _(KINDS[one.kind])})
    detail(here, one, [*pairs, (_("ready"), _readiness(one))])


@app.command(
    "check", cls=Verb, help=N_("Whether an activity can take place; exit 3 when something is missing.")
)
@examples("safetyctl activity check A1")
def check(ctx: typer.Context, id: kept.Id) -> None:
    """Look whether an activity is ready: plan, leader, class teachers, and the report of an outing."""
    here: Here = ctx.obj
    with asking(here) as desk:
        one = activities.activity(desk.asks, desk.day, kept.named(id, ACTIVITY))
    _detail(here, one)
    if not one.ready:
        raise CheckFound(_("{ref} is not ready: {missing}.").format(ref=one.id, missing=_readiness(one)))


@app.command("edit", cls=ChangeVerb, help=N_("Correct what an activity says, or keep its contingency plan."))
@examples(
    "safetyctl activity edit A1 --plan 预案.docx --teachers 张三、王五",
    "safetyctl activity edit A1 --on 4月17日",
)
def edit(
    ctx: typer.Context,
    id: kept.Id,
    title: Title = None,
    kind: Annotated[
        str | None, typer.Option(metavar="gathering|outing", help=N_("At school, or out of it."))
    ] = None,
    on: On = None,
    until: Annotated[str | None, typer.Option(metavar=N_("DAY"), help=N_("Its last day."))] = None,
    place: Place = None,
    participants: Participants = None,
    leader: Leader = None,
    teachers: Teachers = None,
    plan: PlanFile = None,
    reported_on: Annotated[
        str | None, typer.Option(metavar=N_("DAY"), help=N_("The day on which the outing was reported."))
    ] = None,
    channel: kept.Channel = None,
    receipt: kept.Receipt = None,
) -> None:
    """Correct what an activity says."""
    here: Here = ctx.obj
    with changing(here) as desk:
        record = activities.find(desk.tx, kept.named(id, ACTIVITY))
        changes = {
            "title": title,
            "kind": _kind(kind),
            "starts_on": maybe_day(here, on),
            "ends_on": maybe_day(here, until),
            "place": place,
            "participants": participants,
            "leader": leader,
            "teachers": teachers,
            "reported_on": maybe_day(here, reported_on),
            "report_channel": channel,
            "report_receipt": receipt,
        }
        if plan is None or any(value is not None for value in changes.values()):
            activities.edit(desk.tx, record, changes)
        _take_plan(here, desk, record, plan)
        _changed(here, desk, record, _("Corrected {ref}.").format(ref=_ref(record)))


@app.command(
    "report", cls=ChangeVerb, help=N_("Record that an outing was reported, as it must be before it starts.")
)
@examples(
    "safetyctl activity report A1 --channel e-mail", "safetyctl activity report A1 --on 4月8日 --receipt 12"
)
def report(
    ctx: typer.Context,
    id: kept.Id,
    on: kept.SentOn = None,
    channel: kept.Channel = None,
    receipt: kept.Receipt = None,
) -> None:
    """Record that an outing was reported."""
    here: Here = ctx.obj
    with changing(here) as desk:
        record = activities.find(desk.tx, kept.named(id, ACTIVITY))
        day = maybe_day(here, on) or desk.day
        activities.report(desk.tx, record, day, channel, receipt)
        sentence = (
            _("{ref} was reported on {day}, before it starts.")
            if day < record.starts_on
            else _("{ref} was reported on {day}, the day on which it starts.")
            if day == record.starts_on
            else _("{ref} was reported on {day}, after it had started.")
        )
        _changed(here, desk, record, sentence.format(ref=_ref(record), day=day))


kept.add_void_and_attach(app, ACTIVITY, activities.find, activities.activity)
