"""``roster add | edit | drop | void | attach``: the lines of a roster, one at a time."""

from typing import Annotated

import typer

from safetyctl.cli import kept
from safetyctl.cli.desk import Writing, changing
from safetyctl.cli.here import Here
from safetyctl.cli.roster.words import (
    Note,
    Telephone,
    Time,
    WhichCampus,
    WhichHoliday,
    holiday_names,
    which_holiday,
)
from safetyctl.cli.values import day as day_of
from safetyctl.cli.verb import ChangeVerb, examples, needs
from safetyctl.cli.words import maybe_day
from safetyctl.ground.catalogue import N_, _
from safetyctl.ground.errors import BadInput
from safetyctl.records import rosters
from safetyctl.records.rosters import ROSTER, SHIFT, Line

app = typer.Typer()

Day = Annotated[str | None, typer.Option(metavar=N_("DAY"), help=N_("The day of the holiday."))]
Person = Annotated[str | None, typer.Option(metavar=N_("NAME"), help=N_("Who is on duty."))]
Number = Annotated[int, typer.Argument(metavar=N_("LINE"), help=N_("The line, as roster show numbers it."))]


@app.command("add", cls=ChangeVerb)
@needs("day", "person", holiday=holiday_names, campus=kept.campus_names)
@examples(
    "safetyctl roster add --holiday spring-festival --campus 东校区 --day 2020-01-24 --person 张三",
    "safetyctl roster add --holiday 2020-05-01 --campus 东校区 --day 5月2日 --shift 夜班 --time 17:00-08:00"
    " --person 李四 --telephone 13900000000",
)
def add(
    ctx: typer.Context,
    holiday: WhichHoliday = None,
    campus: WhichCampus = None,
    day: Day = None,
    shift: Annotated[str, typer.Option(metavar=N_("TEXT"), help=N_("Which shift."))] = SHIFT,
    time: Time = None,
    person: Person = None,
    telephone: Telephone = None,
    note: Note = None,
) -> None:
    """Put one person on a roster."""
    here: Here = ctx.obj
    with changing(here) as desk:
        place = desk.campus(str(campus))
        meant = which_holiday(here, desk, str(holiday), place)
        line = Line(day_of(str(day), here.as_of), shift, str(person), telephone, *_clocks(time), note)
        record = rosters.add(desk.tx, meant, place, desk.campuses[place], line)
        sentence = _("{person} is on {ref} on {day}.").format(
            person=line.person.strip(), ref=ROSTER.ref(record.number), day=line.day
        )
        _changed(here, desk, record.number, sentence)


def _clocks(text: str | None) -> tuple[str | None, str | None]:
    """From when to when; both None where nothing is said. Raises BadInput."""
    from safetyctl.intake.rosters.days import clocks
    from safetyctl.intake.words.cells import Unreadable

    try:
        return (None, None) if text is None else clocks(text) or (None, None)
    except Unreadable as problem:
        raise BadInput(f"--time: {problem}") from None


def _changed(here: Here, desk: Writing, number: int, sentence: str) -> None:
    kept.changed(
        here,
        desk,
        lambda: rosters.roster(desk.tx, desk.day, number),
        sentence,
        f"safetyctl roster check {ROSTER.ref(number)}",
    )


@app.command("edit", cls=ChangeVerb)
@examples(
    "safetyctl roster edit R0001 3 --person 王五", "safetyctl roster edit R0001 3 --telephone 13900000000"
)
def edit(
    ctx: typer.Context,
    id: kept.Id,
    line: Number,
    day: Day = None,
    shift: Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("Which shift."))] = None,
    time: Time = None,
    person: Person = None,
    telephone: Telephone = None,
    note: Note = None,
) -> None:
    """Correct one line of a roster."""
    here: Here = ctx.obj
    with changing(here) as desk:
        record = rosters.find(desk.tx, kept.named(id, ROSTER))
        starts, ends = _clocks(time)
        changes = {
            "day": maybe_day(here, day),
            "shift": shift,
            "starts": starts,
            "ends": ends,
            "person": person,
            "telephone": telephone,
            "note": note,
        }
        rosters.edit(desk.tx, record, line, changes)
        _changed(here, desk, record.number, _("Corrected {ref}.").format(ref=ROSTER.ref(record.number)))


@app.command("drop", cls=ChangeVerb)
@examples("safetyctl roster drop R0001 3")
def drop(ctx: typer.Context, id: kept.Id, line: Number) -> None:
    """Take one line off a roster."""
    here: Here = ctx.obj
    with changing(here) as desk:
        record = rosters.find(desk.tx, kept.named(id, ROSTER))
        rosters.drop(desk.tx, record, line)
        sentence = _("Took line {line} off {ref}.").format(line=line, ref=ROSTER.ref(record.number))
        _changed(here, desk, record.number, sentence)


kept.add_void_and_attach(app, ROSTER, rosters.find, rosters.roster)
