"""``roster template | import``: the roster as a workbook, out and back in."""

from pathlib import Path
from typing import Annotated

import typer

from safetyctl.cli import kept
from safetyctl.cli.desk import asking, changing
from safetyctl.cli.here import Here
from safetyctl.cli.imported import Sheet, agree, blank, outcome, refuse, show_understood, understood_json
from safetyctl.cli.mapped import MapFile, SaveMap, Sources, understood
from safetyctl.cli.output import emit, said, warn
from safetyctl.cli.roster.words import COLUMNS, WhichCampus, WhichHoliday, holiday_names, which_holiday
from safetyctl.cli.verb import ChangeVerb, Verb, examples, needs
from safetyctl.cli.words import acknowledged
from safetyctl.ground.catalogue import N_, _
from safetyctl.records import rosters
from safetyctl.records.roster_checks import findings
from safetyctl.records.rosters import ROSTER

app = typer.Typer()


@app.command("template", cls=Verb)
@needs(holiday=holiday_names, campus=kept.campus_names)
@examples(
    "safetyctl roster template 值班表.xlsx --holiday spring-festival --campus 东校区",
    "safetyctl roster template 值班表.xlsx --holiday 2020-05-01 --campus 东校区 --shift 白班 --shift 夜班",
)
def template(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar=N_("FILE.xlsx"), help=N_("The workbook to write."))],
    holiday: WhichHoliday = None,
    campus: WhichCampus = None,
    shift: Annotated[
        list[str], typer.Option(metavar=N_("TEXT"), help=N_("A shift of each day; repeatable."))
    ] = [],  # noqa: B006 - Typer's way to say a repeatable option
) -> None:
    """Write an empty roster to fill in."""
    from safetyctl.cli.values import kept as text
    from safetyctl.records.people import roster
    from safetyctl.reports.drawn.roster import SHIFTS, roster_template

    here: Here = ctx.obj
    with asking(here) as desk:
        place = desk.campus(str(campus))
        meant = which_holiday(here, desk, str(holiday), place)
        people = [one for one in roster(desk.asks) if one.campus in (None, place)]
        shifts = [text(one, "--shift", 20) for one in shift] or SHIFTS
        content = roster_template(desk.plan, meant, place, people, shifts)
    blank(here, file, content)
    said(
        here,
        _("Wrote an empty roster to fill in."),
        f"safetyctl roster import {file} --holiday {meant.period.start} --campus {place}",
    )


@app.command("import", cls=ChangeVerb)
@needs(holiday=holiday_names, campus=kept.campus_names)
@examples(
    "safetyctl roster import 值班表.xlsx --holiday spring-festival --campus 东校区",
    "safetyctl roster import 值班表.xlsx --holiday holiday-roster/2020-01-23/东校区 --campus 东校区 --replace",
)
def import_(
    ctx: typer.Context,
    file: Annotated[
        str,
        typer.Argument(metavar=N_("FILE"), help=N_("An .xlsx or .csv with 日期, 班次, 值班人员, 联系电话.")),
    ],
    holiday: WhichHoliday = None,
    campus: WhichCampus = None,
    map_: MapFile = None,
    save_map: SaveMap = None,
    sheet: Sheet = None,
    replace: Annotated[
        bool, typer.Option("--replace", help=N_("In place of the roster that is there, which becomes void."))
    ] = False,
) -> None:
    """Read the roster of a campus for a holiday."""
    from safetyctl.intake.rosters.around import whose
    from safetyctl.intake.rosters.reading import read_roster
    from safetyctl.intake.words.forms import ROSTERS

    here: Here = ctx.obj
    with asking(here) as desk:
        place = desk.campus(str(campus))
        meant = which_holiday(here, desk, str(holiday), place)
        of = whose(place, desk.campuses)
    read = understood(
        here,
        ROSTERS,
        Sources(map_, save_map),
        lambda use: read_roster(Path(file), meant, of=of, sheet=sheet, use=use),
    )
    if read.problems:
        refuse(here, file, outcome(read.read, read.problems), read.problems)
    if here.interactive:
        show_understood(here, read)
    question = _("Take these {n} lines from {file} for {campus}?")
    agree(here, COLUMNS[1:], read.lines, question.format(n=len(read.lines), file=file, campus=place))
    with changing(here) as writing:
        record = rosters.take(writing.tx, meant, place, writing.campuses[place], read.lines, replace)
        one = rosters.roster(writing.tx, writing.day, record.number)
        wrong = findings(writing.tx, one)
    if here.json:
        told = {"id": one.id, "duty": one.duty, "findings": wrong}
        emit(outcome(read.read, added=len(read.lines)) | told | understood_json(read))
    if not here.interactive:
        show_understood(here, read)
    for finding in wrong:
        warn(finding.problem)
    clean = all(finding.is_warning for finding in wrong)
    acknowledged(
        here,
        _("{ref}: {n} lines for {campus}.").format(ref=ROSTER.ref(record.number), n=one.lines, campus=place),
        f"safetyctl report submit {one.duty}" if clean else f"safetyctl roster check {one.id}",
    )
