"""``safetyctl training …``: safety training of the staff, with attendance (R7)."""

from typing import Annotated

import typer

from safetyctl.cli import kept, owner
from safetyctl.cli.desk import Writing, asking, changing
from safetyctl.cli.here import Here
from safetyctl.cli.listing import listing
from safetyctl.cli.output import detail
from safetyctl.cli.table import Shown
from safetyctl.cli.verb import ChangeVerb, ListVerb, Verb, examples, needs
from safetyctl.cli.words import maybe_day
from safetyctl.ground.catalogue import N_, _
from safetyctl.records import trainings
from safetyctl.records.campaigns import campus_word
from safetyctl.records.narrowing import Narrowed
from safetyctl.records.trainings import FIELDS, TRAINING, TrainingView, minutes_of

app = typer.Typer()

Title = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("What it was about."))]
Attended = Annotated[int | None, typer.Option(metavar=N_("N"), help=N_("How many attended."))]
OutOf = Annotated[int | None, typer.Option("--of", metavar=N_("N"), help=N_("How many should have."))]
Trainer = Annotated[str | None, typer.Option(metavar=N_("NAME"), help=N_("Who trained them."))]
Hours = Annotated[float | None, typer.Option(metavar=N_("HOURS"), help=N_("How many hours, such as 1.5."))]
Note = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("Anything else worth keeping."))]


def _hours(one: TrainingView) -> str | None:
    return None if one.hours is None else f"{one.hours:g}"


COLUMNS = (
    Shown("id", FIELDS["id"]),
    Shown("on", FIELDS["on"]),
    Shown("campus", FIELDS["campus"], say=lambda one: campus_word(one.campus)),
    Shown("title", FIELDS["title"], fold=True),
    Shown("rate", FIELDS["rate"], right=True),
    Shown("trainer", FIELDS["trainer"], spare=True),
    Shown("hours", FIELDS["hours"], say=_hours, right=True, spare=True),
)


@app.command("add", cls=ChangeVerb, help=N_("Register a training that was held."))
@needs("title", "attended", "out_of", campus=owner.owners)
@examples(
    "safetyctl training add --campus 东校区 --title 灭火器使用 --attended 58 --of 61 --hours 1.5",
    "safetyctl training add --group --title 校区安全员培训 --on 3月4日 --attended 6 --of 6 --trainer 张三",
)
def add(
    ctx: typer.Context,
    campus: owner.Campus = None,
    group: owner.Group = False,
    title: Title = None,
    on: kept.HeldOn = None,
    attended: Attended = None,
    out_of: OutOf = None,
    trainer: Trainer = None,
    hours: Hours = None,
    note: Note = None,
    photo: kept.Files = [],  # noqa: B006 - Typer's way to say a repeatable option
) -> None:
    """Register a training."""
    here: Here = ctx.obj
    with changing(here) as desk:
        values = {
            "campus": owner.uid(desk, str(campus)),
            "title": title,
            "held_on": maybe_day(here, on) or desk.day,
            "attended": attended,
            "out_of": out_of,
            "trainer": trainer,
            "minutes": minutes_of(hours),
            "note": note,
        }
        record = trainings.add(desk.tx, values)
        kept.enclosed(here, desk, TRAINING, record, photo)
        sentence = _("Registered {ref}.").format(ref=TRAINING.ref(record.number))
        _answer(here, desk, record.number, sentence)


def _answer(here: Here, desk: Writing, number: int, sentence: str) -> None:
    kept.changed(here, desk, lambda: trainings.training(desk.tx, desk.day, number), sentence, None)


@app.command("list", cls=ListVerb, help=N_("The trainings that were held."))
def list_(
    ctx: typer.Context,
    campus: owner.Only = None,
    since: kept.Since = None,
    until: kept.Until = None,
    void: kept.WithVoid = False,
    limit: kept.Limit = None,
) -> None:
    """List trainings."""
    here: Here = ctx.obj
    with asking(here) as desk:
        asked = Narrowed(owner.only(desk, campus), *kept.between(here, since, until), void)
        found = trainings.trainings(desk.asks, desk.day, asked)
    empty = _("No training was held yet.")
    listing(here, COLUMNS, found, empty=empty, limit=limit, keys=TrainingView._fields)


@app.command("show", cls=Verb, help=N_("Show one training."))
def show(ctx: typer.Context, id: kept.Id) -> None:
    """Show one training."""
    here: Here = ctx.obj
    with asking(here) as desk:
        one = trainings.training(desk.asks, desk.day, kept.named(id, TRAINING))
    worded = {"campus": campus_word(one.campus), "hours": _hours(one)}
    detail(here, one, kept.pairs(TRAINING, one, worded))


@app.command("edit", cls=ChangeVerb, help=N_("Correct what a training says."))
def edit(
    ctx: typer.Context,
    id: kept.Id,
    title: Title = None,
    on: kept.HeldOnCorrected = None,
    attended: Attended = None,
    out_of: OutOf = None,
    trainer: Trainer = None,
    hours: Hours = None,
    note: Note = None,
) -> None:
    """Correct what a training says."""
    here: Here = ctx.obj
    with changing(here) as desk:
        record = trainings.find(desk.tx, kept.named(id, TRAINING))
        changes = {
            "title": title,
            "held_on": maybe_day(here, on),
            "attended": attended,
            "out_of": out_of,
            "trainer": trainer,
            "minutes": minutes_of(hours),
            "note": note,
        }
        trainings.edit(desk.tx, record, changes)
        _answer(here, desk, record.number, _("Corrected {ref}.").format(ref=TRAINING.ref(record.number)))


kept.add_void_and_attach(app, TRAINING, trainings.find, trainings.training)
