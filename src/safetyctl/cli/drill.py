"""``safetyctl drill …``: evacuation drills, one every month at each campus (R3)."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from safetyctl.cli import kept
from safetyctl.cli.campaign.checking import LABELS
from safetyctl.cli.desk import asking, changing
from safetyctl.cli.hazard.changing import Level, Location, Measure, Responsible, area_names
from safetyctl.cli.hazard.words import changed
from safetyctl.cli.hazard.words import level as level_code
from safetyctl.cli.here import Here
from safetyctl.cli.imported import Partial, Sheet, agree, answer, leave_out, show_or_refuse
from safetyctl.cli.known import differing_json, show_differing
from safetyctl.cli.listing import listing
from safetyctl.cli.mapped import MapFile, SaveMap, Sources, understood
from safetyctl.cli.output import detail, note, warn
from safetyctl.cli.table import Shown
from safetyctl.cli.verb import ChangeVerb, ListVerb, Verb, examples, needs
from safetyctl.cli.words import acknowledged, maybe_day
from safetyctl.ground.catalogue import N_, _, listed
from safetyctl.records import drills
from safetyctl.records.drills import DRILL, FIELDS, DrillView
from safetyctl.records.narrowing import Narrowed
from safetyctl.records.references import hazard_ref

app = typer.Typer()

Theme = Annotated[
    str | None, typer.Option(metavar=N_("TEXT"), help=N_("What was drilled: earthquake, fire …"))
]
Participants = Annotated[int | None, typer.Option(metavar=N_("N"), help=N_("How many took part."))]
Seconds = Annotated[
    int | None, typer.Option(metavar=N_("SECONDS"), help=N_("How long it took until everybody was out."))
]
Leader = Annotated[str | None, typer.Option(metavar=N_("NAME"), help=N_("Who led it."))]
Due = Annotated[
    str | None,
    typer.Option(
        metavar=N_("DAY"), help=N_("The deadline; without it the plan's allowance for its level holds.")
    ),
]
Problems = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("What went wrong."))]
At = Annotated[str | None, typer.Option(metavar=N_("TIME"), help=N_("When it began: 14:30."))]
Place = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("Where it was held."))]
Note = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("Anything else worth keeping."))]

_WHAT = (
    Shown("campus", FIELDS["campus"]),
    Shown("theme", FIELDS["theme"], fold=True),
    Shown("participants", FIELDS["participants"], right=True),
    Shown("evacuated_in", FIELDS["evacuated_in"], right=True, spare=True),
    Shown("leader", FIELDS["leader"]),
    Shown("problems", FIELDS["problems"], fold=True, spare=True),
)
COLUMNS = (
    Shown("id", FIELDS["id"]),
    Shown("on", FIELDS["on"]),
    *_WHAT,
    Shown("at", FIELDS["at"], spare=True),
    Shown("place", FIELDS["place"], fold=True, spare=True),
    Shown("hazards", FIELDS["hazards"], say=lambda one: " ".join(one.hazards), spare=True),
)
_TOLD = (
    Shown("held_on", FIELDS["held_on"]),
    *_WHAT,
    Shown("held_at", FIELDS["held_at"]),
    Shown("place", FIELDS["place"], fold=True),
)


@app.command("add", cls=ChangeVerb, help=N_("Register a drill that was held."))
@needs("theme", "participants", campus=kept.campus_names)
@examples(
    "safetyctl drill add --campus 东校区 --theme 火灾疏散 --participants 1200 --evacuated-in 185",
    "safetyctl drill add --campus 东校区 --theme 地震避险 --on 3月11日 --participants 980 --photo 集合.jpg",
)
def add(
    ctx: typer.Context,
    campus: kept.ItsCampus,
    theme: Theme = None,
    on: Annotated[
        str | None,
        typer.Option(metavar=N_("DAY"), help=N_("The day it was held; the day in force otherwise.")),
    ] = None,
    participants: Participants = None,
    evacuated_in: Seconds = None,
    leader: Leader = None,
    problems: Problems = None,
    at: At = None,
    place: Place = None,
    note: Note = None,
    photo: kept.Files = [],  # noqa: B006 - Typer's way to say a repeatable option
) -> None:
    """Register a drill."""
    here: Here = ctx.obj
    with changing(here) as desk:
        values = {
            "campus": desk.campuses[desk.campus(campus)],
            "theme": theme,
            "held_on": maybe_day(here, on) or desk.day,
            "participants": participants,
            "evacuated_in": evacuated_in,
            "leader": leader,
            "problems": problems,
            "held_at": at,
            "place": place,
            "note": note,
        }
        record = drills.add(desk.tx, values)
        kept.enclosed(here, desk, DRILL, record, photo)
        kept.changed(
            here,
            desk,
            lambda: drills.drill(desk.tx, desk.day, record.number),
            _("Registered {ref}.").format(ref=DRILL.ref(record.number)),
            f"safetyctl drill problem {DRILL.ref(record.number)}"
            if record.problems
            else "safetyctl drill gaps",
        )
        twins = drills.alike(desk.tx, record)
        if twins:
            twice = _("{ref} is of the same campus, day and theme: if it is the same drill, make one void.")
            desk.answer(lambda: warn(twice.format(ref=listed(twins))))


@app.command("list", cls=ListVerb, help=N_("The drills that were held."))
def list_(
    ctx: typer.Context,
    campus: kept.Campus = None,
    since: kept.Since = None,
    until: kept.Until = None,
    void: kept.WithVoid = False,
    limit: kept.Limit = None,
) -> None:
    """List drills."""
    here: Here = ctx.obj
    with asking(here) as desk:
        asked = Narrowed(desk.campus(campus) if campus else None, *kept.between(here, since, until), void)
        found = drills.drills(desk.asks, desk.day, asked)
    rows = [one._asdict() | {"hazards": " ".join(one.hazards)} for one in found] if here.csv else found
    listing(here, COLUMNS, rows, empty=_("No drill was held yet."), limit=limit, keys=DrillView._fields)


@app.command("show", cls=Verb, help=N_("Show one drill."))
def show(ctx: typer.Context, id: kept.Id) -> None:
    """Show one drill."""
    here: Here = ctx.obj
    with asking(here) as desk:
        one = drills.drill(desk.asks, desk.day, kept.named(id, DRILL))
    detail(here, one, kept.pairs(DRILL, one, {"hazards": listed(one.hazards) or None}))


@app.command("edit", cls=ChangeVerb, help=N_("Correct what a drill says."))
def edit(
    ctx: typer.Context,
    id: kept.Id,
    theme: Theme = None,
    on: Annotated[str | None, typer.Option(metavar=N_("DAY"), help=N_("The day it was held."))] = None,
    participants: Participants = None,
    evacuated_in: Seconds = None,
    leader: Leader = None,
    problems: Problems = None,
    at: At = None,
    place: Place = None,
    note: Note = None,
) -> None:
    """Correct what a drill says."""
    here: Here = ctx.obj
    with changing(here) as desk:
        record = drills.find(desk.tx, kept.named(id, DRILL))
        changes = {
            "theme": theme,
            "held_on": maybe_day(here, on),
            "participants": participants,
            "evacuated_in": evacuated_in,
            "leader": leader,
            "problems": problems,
            "held_at": at,
            "place": place,
            "note": note,
        }
        drills.edit(desk.tx, record, changes)
        kept.changed(
            here,
            desk,
            lambda: drills.drill(desk.tx, desk.day, record.number),
            _("Corrected {ref}.").format(ref=DRILL.ref(record.number)),
            None,
        )


@app.command("problem", cls=ChangeVerb, help=N_("Register a problem that a drill turned up as a hazard."))
@needs("title", area=area_names)
@examples(
    "safetyctl drill problem D0001 --area fire --title 三楼东侧疏散通道堆放杂物 --location 教学楼三楼 --due +7d",
)
def problem(
    ctx: typer.Context,
    id: kept.Id,
    area: Annotated[
        str, typer.Option(metavar=N_("AREA|ITEM"), help=N_("The area or check item, by code or name."))
    ],
    title: Annotated[str, typer.Option(metavar=N_("TEXT"), help=N_("The hazard in a few words."))],
    location: Location = None,
    detail_: Annotated[
        str | None, typer.Option("--detail", metavar=N_("TEXT"), help=N_("More about it."))
    ] = None,
    level: Level = None,
    responsible: Responsible = None,
    measure: Measure = None,
    due: Due = None,
    found: Annotated[
        str | None, typer.Option(metavar=N_("DAY"), help=N_("The day it was found; the drill's otherwise."))
    ] = None,
) -> None:
    """Register a problem that a drill turned up as a hazard."""
    from safetyctl.records.people import off_roster

    here: Here = ctx.obj
    with changing(here) as desk:
        record = drills.find(desk.tx, kept.named(id, DRILL))
        code, item = desk.area(area)
        values = {
            "area": code, "item": item, "title": title, "location": location, "detail": detail_,
            "level": level_code(level) if level else None, "responsible": responsible, "measure": measure,
            "due": maybe_day(here, due), "found_on": maybe_day(here, found),
        }  # fmt: skip
        made = drills.problem(desk.tx, desk.plan, record, values).hazard
        ref = DRILL.ref(record.number)
        sentence = _("Registered {hazard} from {ref}, due {due}.").format(
            hazard=hazard_ref(made.number), ref=ref, due=made.due
        )
        changed(here, desk, made, sentence)
        strangers = off_roster(desk.tx, [responsible])
    if strangers:
        note(here, _("Not on the roster: {names}").format(names=listed(strangers)))


@app.command("import", cls=ChangeVerb, help=N_("Read a ledger of drills: all of it or nothing."))
@examples(
    "safetyctl drill import 演练台账.xlsx --dry-run", "safetyctl drill import 演练台账.csv --campus 东校区"
)
def import_(
    ctx: typer.Context,
    file: Annotated[
        str,
        typer.Argument(metavar=N_("FILE"), help=N_("An .xlsx or .csv with 演练日期, 演练主题, 参加人数.")),
    ],
    campus: Annotated[str | None, typer.Option(help=N_("For rows that name no campus."))] = None,
    map_: MapFile = None,
    save_map: SaveMap = None,
    sheet: Sheet = None,
    partial: Partial = False,
) -> None:
    """Read a ledger of drills; one of the same campus, day and theme is known already, and left as it is."""
    from safetyctl.intake.people.drills import read_drills
    from safetyctl.intake.words.forms import DRILLS

    here: Here = ctx.obj
    with asking(here) as desk:
        names = tuple(desk.campuses)
        place = desk.campus(campus) if campus else None
        found = understood(
            here,
            DRILLS,
            Sources(map_, save_map),
            lambda use: read_drills(
                Path(file), names, as_of=desk.day, default_campus=place, sheet=sheet, use=use
            ),
            lambda use: replace(use, campus=place or use.campus),
        )
    show_or_refuse(here, file, found, partial, {"campus": names})
    question = _("Take these {n} drills from {file}?").format(n=len(found.drills), file=file)
    agree(here, _TOLD, found.drills, question)
    with changing(here) as writing:
        taken = drills.take(writing.tx, writing.campuses, found.drills)
        left_out = leave_out(here, Path(file), found.refused)
    counts = {"added": len(taken.added), "skipped": len(taken.skipped)}
    answer(here, found, counts, left_out, differing_json(taken.differing))
    show_differing(here, taken.differing, "safetyctl drill edit")
    acknowledged(
        here,
        _("Read {read} drills: {added} added, {skipped} known already.").format(
            read=len(found.drills) + len(found.refused),
            added=len(taken.added),
            skipped=len(taken.skipped),
        ),
        "safetyctl drill gaps",
    )


kept.add_void_and_attach(app, DRILL, drills.find, drills.drill)


@app.command("gaps", cls=ListVerb, help=N_("The months without a drill, by campus."))
def gaps(ctx: typer.Context, campus: kept.Campus = None, limit: kept.Limit = None) -> None:
    """List the months without a drill, up to the one that runs."""
    from safetyctl.records.deadlines import followed, judged

    here: Here = ctx.obj
    with asking(here) as desk:
        only = desk.campus(campus) if campus else None
        missing = [
            gap
            for plan in followed(desk.asks, desk.plan, desk.day)
            for gap in drills.gaps(judged(desk.asks, plan, desk.day))
        ]
    found = [one for one in missing if only in (None, one.campus)]
    columns = (
        Shown("month", N_("month")),
        Shown("campus", FIELDS["campus"]),
        Shown(
            "state",
            N_("status"),
            say=lambda one: _(LABELS[one.state]),
            alarm=lambda one: one.state == "overdue",
        ),
        Shown("duty", N_("duty")),
    )
    listing(here, columns, found, empty=_("Every month so far has its drill."), limit=limit)
