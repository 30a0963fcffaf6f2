"""``safetyctl education …``: lessons by topic and form (R2), what is covered, and the city platform's figures."""

from collections.abc import Iterable, Mapping
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
from safetyctl.ledger.words import FORM_LABELS, TOPIC_LABELS, Form
from safetyctl.records import education
from safetyctl.records.education import EDUCATION, FIELDS, Completion, Covered, EducationView, share
from safetyctl.records.narrowing import Narrowed

app = typer.Typer()

TOPICS = {str(topic): label for topic, label in TOPIC_LABELS.items()}
ALL_FORMS = {str(form): label for form, label in FORM_LABELS.items()}
FORMS = {form: label for form, label in ALL_FORMS.items() if form != Form.PLATFORM}
"""The forms of a lesson; a class's figure on the city's platform has a verb of its own."""
NEVER = "–"
"""What stands in the matrix for a topic that was never taught."""

Topic = Annotated[
    str | None,
    typer.Option(
        help=N_(
            "Topic: lab, traffic, fire, life, food, stampede, drowning, drugs, health, bullying, fraud, other."
        )
    ),
]
FormOption = Annotated[
    str | None,
    typer.Option(
        "--form",
        help=N_("Form: lesson, class-meeting, flag-ceremony, broadcast, board, lecture, family, other."),
    ),
]
Reached = Annotated[int | None, typer.Option(metavar=N_("N"), help=N_("How many people it reached."))]
Title = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("What it was about."))]
Grade = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("Which grade or class."))]
Note = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("Anything else worth keeping."))]
OutOf = Annotated[int | None, typer.Option("--of", metavar=N_("N"), help=N_("Out of how many."))]


def _reached(one: EducationView) -> str:
    return str(one.reached) if one.of is None else share(one.reached, one.of)


COLUMNS = (
    Shown("id", FIELDS["id"]),
    Shown("on", FIELDS["on"]),
    Shown("campus", FIELDS["campus"]),
    Shown("topic", FIELDS["topic"], say=lambda one: _(TOPICS[one.topic]) if one.topic else None),
    Shown("form", FIELDS["form"], say=lambda one: _(ALL_FORMS[one.form])),
    Shown("grade", FIELDS["grade"]),
    Shown("reached", FIELDS["reached"], say=_reached, right=True),
    Shown("title", FIELDS["title"], fold=True, spare=True),
)


@app.command("add", cls=ChangeVerb, help=N_("Register a lesson that was given."))
@needs("reached", campus=kept.campus_names, topic=lambda _here: TOPICS, form=lambda _here: FORMS)
@examples(
    "safetyctl education add --campus 东校区 --topic drowning --form class-meeting --reached 420 --grade 四年级",
    "safetyctl education add --campus 东校区 --topic 消防 --form family --on 3月11日 --reached 96 --photo 家长会.jpg",
)
def add(
    ctx: typer.Context,
    campus: kept.ItsCampus,
    topic: Topic = None,
    form: FormOption = None,
    on: kept.HeldOn = None,
    reached: Reached = None,
    out_of: OutOf = None,
    title: Title = None,
    grade: Grade = None,
    note: Note = None,
    photo: kept.Files = [],  # noqa: B006 - Typer's way to say a repeatable option
) -> None:
    """Register a lesson."""
    here: Here = ctx.obj
    with changing(here) as desk:
        values = {
            "campus": desk.campuses[desk.campus(campus)],
            "topic": _topic(topic),
            "form": _form(form, FORMS),
            "held_on": maybe_day(here, on) or desk.day,
            "reached": reached,
            "out_of": out_of,
            "title": title,
            "grade": grade,
            "note": note,
        }
        _added(here, desk, values, photo, "safetyctl education coverage")


def _added(here: Here, desk: Writing, values: Mapping[str, object], photo: list[str], following: str) -> None:
    record = education.add(desk.tx, values)
    kept.enclosed(here, desk, EDUCATION, record, photo)
    sentence = _("Registered {ref}.").format(ref=EDUCATION.ref(record.number))
    _answer(here, desk, record.number, sentence, following)


def _answer(here: Here, desk: Writing, number: int, sentence: str, following: str | None) -> None:
    kept.changed(here, desk, lambda: education.lesson(desk.tx, desk.day, number), sentence, following)


def _topic(text: str | None) -> str | None:
    return None if text is None else one_of(text, TOPICS, _(FIELDS["topic"]))


def _form(text: str | None, forms: Mapping[str, str]) -> str | None:
    return None if text is None else one_of(text, forms, _(FIELDS["form"]))


@app.command("platform", cls=ChangeVerb, help=N_("Register how far a class is on the city's platform."))
@needs("grade", "completed", "out_of", campus=kept.campus_names)
@examples("safetyctl education platform --campus 东校区 --class '三(2)班' --completed 43 --of 45")
def platform(
    ctx: typer.Context,
    campus: kept.ItsCampus,
    grade: Annotated[str | None, typer.Option("--class", metavar=N_("NAME"), help=N_("The class."))] = None,
    completed: Annotated[
        int | None, typer.Option(metavar=N_("N"), help=N_("How many have completed what was set."))
    ] = None,
    out_of: OutOf = None,
    on: Annotated[
        str | None,
        typer.Option(metavar=N_("DAY"), help=N_("The day of the figure; the day in force otherwise.")),
    ] = None,
    title: Title = None,
    note: Note = None,
    photo: kept.Files = [],  # noqa: B006 - Typer's way to say a repeatable option
) -> None:
    """Register a class's figure on the city's platform."""
    here: Here = ctx.obj
    with changing(here) as desk:
        values = {
            "campus": desk.campuses[desk.campus(campus)],
            "form": str(Form.PLATFORM),
            "held_on": maybe_day(here, on) or desk.day,
            "reached": completed,
            "out_of": out_of,
            "title": title,
            "grade": grade,
            "note": note,
        }
        _added(here, desk, values, photo, "safetyctl education completion")


@app.command("list", cls=ListVerb, help=N_("The lessons that were given."))
def list_(
    ctx: typer.Context,
    campus: kept.Campus = None,
    topic: Topic = None,
    form: FormOption = None,
    since: kept.Since = None,
    until: kept.Until = None,
    void: kept.WithVoid = False,
    limit: kept.Limit = None,
) -> None:
    """List lessons."""
    here: Here = ctx.obj
    with asking(here) as desk:
        asked = Narrowed(
            desk.campus(campus) if campus else None,
            *kept.between(here, since, until),
            void,
            equal={"topic": _topic(topic), "form": _form(form, ALL_FORMS)},
        )
        found = education.lessons(desk.asks, desk.day, asked)
    listing(
        here, COLUMNS, found, empty=_("No lesson was given yet."), limit=limit, keys=EducationView._fields
    )


@app.command("show", cls=Verb, help=N_("Show one lesson."))
def show(ctx: typer.Context, id: kept.Id) -> None:
    """Show one lesson."""
    here: Here = ctx.obj
    with asking(here) as desk:
        one = education.lesson(desk.asks, desk.day, kept.named(id, EDUCATION))
    worded = {"form": _(ALL_FORMS[one.form]), "topic": _(TOPICS[one.topic]) if one.topic else None}
    detail(here, one, kept.pairs(EDUCATION, one, worded))


@app.command("edit", cls=ChangeVerb, help=N_("Correct what a lesson says."))
def edit(
    ctx: typer.Context,
    id: kept.Id,
    topic: Topic = None,
    form: FormOption = None,
    on: kept.HeldOnCorrected = None,
    reached: Reached = None,
    out_of: OutOf = None,
    title: Title = None,
    grade: Grade = None,
    note: Note = None,
) -> None:
    """Correct what a lesson says."""
    here: Here = ctx.obj
    with changing(here) as desk:
        record = education.find(desk.tx, kept.named(id, EDUCATION))
        changes = {
            "topic": _topic(topic),
            "form": _form(form, FORMS),
            "held_on": maybe_day(here, on),
            "reached": reached,
            "out_of": out_of,
            "title": title,
            "grade": grade,
            "note": note,
        }
        education.edit(desk.tx, record, changes)
        sentence = _("Corrected {ref}.").format(ref=EDUCATION.ref(record.number))
        _answer(here, desk, record.number, sentence, None)


kept.add_void_and_attach(app, EDUCATION, education.find, education.lesson)


# what is covered, and what is missing


@app.command(
    "coverage", cls=ListVerb, help=N_("The plan's topics by campus: how often, how many, what is missing.")
)
@examples(
    "safetyctl education coverage", "safetyctl education coverage --campus 东校区 --from 2020-01-01 --csv"
)
def coverage(
    ctx: typer.Context, campus: kept.Campus = None, since: kept.Since = None, until: kept.Until = None
) -> None:
    """Show which topics each campus has covered."""
    here: Here = ctx.obj
    with asking(here) as desk:
        only = desk.campus(campus) if campus else None
        asked = Narrowed(only, *kept.between(here, since, until))
        campuses = [only] if only else list(desk.campuses)
        cells = education.coverage(campuses, education.lessons(desk.asks, desk.day, asked))
    if here.json or here.csv:
        listing(here, (), cells, empty="", limit=0, keys=Covered._fields)
        return
    listing(here, _matrix_columns(campuses), _matrix(cells), empty="", limit=0)
    for name in campuses:
        missing = [_(TOPICS[cell.topic]) for cell in cells if cell.campus == name and not cell.times]
        if missing:
            note(here, _("{campus} lacks: {topics}").format(campus=name, topics=listed(missing)))


def _matrix(cells: Iterable[Covered]) -> list[dict[str, str]]:
    rows: dict[str, dict[str, str]] = {}
    for cell in cells:
        words = (
            _("{times} × / {reached} people").format(times=cell.times, reached=cell.reached)
            if cell.times
            else NEVER
        )
        rows.setdefault(cell.topic, {"topic": _(TOPICS[cell.topic])})[cell.campus] = words
    return list(rows.values())


def _matrix_columns(campuses: Iterable[str]) -> list[Shown]:
    return [Shown("topic", FIELDS["topic"]), *map(_campus_column, campuses)]


def _campus_column(campus: str) -> Shown:
    return Shown(campus, campus, right=True, alarm=lambda row: str(row[campus]) == NEVER)


@app.command("completion", cls=ListVerb, help=N_("How far each class is on the city's platform."))
@examples("safetyctl education completion --campus 东校区")
def completion(
    ctx: typer.Context, campus: kept.Campus = None, until: kept.Until = None, limit: kept.Limit = None
) -> None:
    """List the last figure of each class."""
    here: Here = ctx.obj
    with asking(here) as desk:
        asked = Narrowed(
            desk.campus(campus) if campus else None,
            until=maybe_day(here, until),
            equal={"form": str(Form.PLATFORM)},
        )
        found = education.completions(education.lessons(desk.asks, desk.day, asked))
    columns = (
        Shown("campus", FIELDS["campus"]),
        Shown("grade", N_("class")),
        Shown("rate", N_("completed"), right=True),
        Shown("on", N_("as of")),
        Shown("id", FIELDS["id"]),
    )
    empty = _("No class's figure is known yet.")
    listing(here, columns, found, empty=empty, limit=limit, keys=Completion._fields)
    if found and not here.json and not here.csv:
        whole = share(sum(one.completed for one in found), sum(one.of for one in found))
        note(here, _("In all: {rate}").format(rate=whole))
