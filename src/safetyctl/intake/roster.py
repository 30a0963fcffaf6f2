"""A duty roster as schools keep it → the lines of a roster, and the problems of the cells that cannot be taken.

One row is a day and a shift, or a day with a column for each shift (带班领导, 白班 …), its telephones right of the
people; several people in a cell are several lines. A cell for the day that is empty means the day above, as in merged
cells. A shift without a person is a gap, which ``roster check`` names.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from safetyctl.ground.catalogue import _
from safetyctl.ground.text import fold
from safetyctl.intake import cells
from safetyctl.intake.cells import Cell, Unreadable
from safetyctl.intake.line import Line, Problem
from safetyctl.intake.people import PEOPLE, tables_of, telephone_of
from safetyctl.intake.table import Table
from safetyctl.records import rosters
from safetyctl.records.rosters import SHIFT, Holiday

ROSTER = {
    "day": ("日期", "值班日期", "时间日期", "day", "date"),
    "shift": ("班次", "值班班次", "班别", "类别", "shift"),
    "time": ("时间", "值班时间", "时段", "起止时间", "time", "hours"),
    "person": ("值班人员", "值班人", "值班教师", "值班人员姓名", "姓名", "人员", "person", "name"),
    "telephone": PEOPLE["telephone"],
}
"""What the columns are called, the first name being the one that we write."""
SHIFTS = {
    "带班": ("带班", "带班领导", "值班领导", "带班人", "带班人员"),
    "白班": ("白班", "日班", "白天", "白班人员"),
    "早班": ("早班",),
    "中班": ("中班",),
    "夜班": ("夜班", "晚班", "夜间", "夜班人员"),
    "保安": ("保安", "门卫", "值班保安"),
}
"""Columns that hold the people of one shift, by what the shift is called."""
WHOLE_DAY = ("全天", "24小时", "all day")

_SEPARATED = re.compile(r"[、,，;；/\n]+")
_MONTH_AND_DAY = re.compile(r"(?P<month>[0-9]{1,2})[月./-](?P<day>[0-9]{1,2})[日号]?")
_CLOCKS = re.compile(
    r"(?P<from>[0-9]{1,2})[:.](?P<past>[0-9]{2})(?:-|–|—|~|至|到)+(?:次日|翌日)?(?P<to>[0-9]{1,2})[:.](?P<over>[0-9]{2})"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a roster holds: how many rows, its lines, and the problems of the rows that cannot be taken."""

    read: int
    lines: tuple[rosters.Line, ...]
    problems: tuple[Problem, ...]


def read_roster(path: Path, holiday: Holiday, *, sheet: str | None = None) -> Reading:
    """Read a roster for a holiday from an .xlsx or .csv; all sheets that hold one, or the one named.

    Raises:
        NotFound: no such file or sheet.
        BadInput: the file may not be opened, or holds no roster.
        CannotDo: the system will not let it be read.
    """
    read = 0
    lines: list[rosters.Line] = []
    problems: list[Problem] = []
    taken: set[tuple[date, str, str]] = set()
    for table in tables_of(path, sheet, "day", ROSTER | SHIFTS):
        groups = _groups(table)
        day: date | None = None
        for number, row in table.body:
            lined = [Line(columns, number, row) for columns, _shift in groups]
            if not any(line.says("person") or line.says("telephone") for line in lined):
                day = _quietly(row, table, holiday) or day  # a gap, or a note at the foot
                continue
            read += 1
            for line, (_columns, shift) in zip(lined, groups, strict=True):
                day, found = _lines(line, holiday, day, shift)
                _not_twice(line, found, taken)
                lines += found
                problems += line.problems
    return Reading(read, tuple(lines), tuple(dict.fromkeys(problems)))


def _groups(table: Table) -> list[tuple[Table, str | None]]:
    """The columns of people in a table, each as a table of its own, with the shift it is for; None: the row says."""
    telephones = {fold(name) for name in ROSTER["telephone"]}
    found: list[tuple[Table, str | None]] = []
    for key, place in table.columns.items():
        if key == "person" or key in SHIFTS:
            columns = {name: at for name, at in table.columns.items() if name in ("day", "shift", "time")}
            columns["person"] = place
            if fold(table.headings.get(place + 1, "")) in telephones:
                columns["telephone"] = place + 1
            elif key == "person" and "telephone" in table.columns and not SHIFTS.keys() & table.columns:
                columns["telephone"] = table.columns["telephone"]
            found.append((replace(table, columns=columns, others=()), key if key in SHIFTS else None))
    return found


def _lines(
    line: Line, holiday: Holiday, above: date | None, of_column: str | None
) -> tuple[date | None, list[rosters.Line]]:
    """The day of a row (for those below), and its lines: one for each person."""
    day = line.take("day", lambda cell: _day(cell, holiday)) or (None if line.problems else above)
    people = line.take("person", _people) or ()
    shift = of_column or line.take("shift", cells.line) or SHIFT
    starts, ends = line.take("time", _clocks) or (None, None)
    telephones = line.take("telephone", _telephones) or ()
    if people and day is None and not line.problems:
        line.refuse("day", _("it must not be empty"))
    if telephones and not people:
        line.refuse("person", _("it must not be empty"))
    if telephones and people and len(telephones) != len(people):
        line.refuse(
            "telephone",
            _("{n} telephones for {people} people").format(n=len(telephones), people=len(people)),
        )
    if line.problems or day is None:
        return day, []
    numbers = telephones or (None,) * len(people)
    found = [
        rosters.Line(day, shift, person, telephone, starts, ends)
        for person, telephone in zip(people, numbers, strict=True)
    ]
    return day, found


def _not_twice(line: Line, found: Sequence[rosters.Line], taken: set[tuple[date, str, str]]) -> None:
    for one in found:
        place = (one.day, one.shift, one.person)
        if place in taken:
            line.refuse(
                "person",
                _("{person} stands twice in {shift} on {day}").format(
                    person=one.person, shift=one.shift, day=one.day
                ),
            )
        taken.add(place)


def _day(cell: Cell, holiday: Holiday) -> date | None:
    """A day of the holiday; 1月24日 is of the holiday's own year."""
    text = unicodedata.normalize("NFKC", cells.said(cell)).replace(" ", "")
    short = _MONTH_AND_DAY.fullmatch(text) if isinstance(cell, str) else None
    days = holiday.days
    if short:
        day = next(
            (one for one in days if (one.month, one.day) == (int(short["month"]), int(short["day"]))), None
        )
    else:
        day = cells.day(cell)
        if day is None:
            return None
    if day not in days:
        raise Unreadable(
            _("it is not a day of this holiday: {first} to {last}").format(first=days[0], last=days[-1])
        )
    return day


def _quietly(row: Sequence[Cell], table: Table, holiday: Holiday) -> date | None:
    """The day of a row that says nothing else."""
    place = table.columns["day"]
    try:
        return _day(row[place - 1], holiday) if place <= len(row) else None
    except Unreadable:
        return None


def _people(cell: Cell) -> tuple[str, ...]:
    text = cells.prose(cell)
    names = (cells.line(part) for part in _SEPARATED.split(text or ""))
    return tuple(name for name in names if name)


def _telephones(cell: Cell) -> tuple[str, ...]:
    parts = _SEPARATED.split(cells.said(cell))
    numbers = (telephone_of(part) for part in parts)
    return tuple(number for number in numbers if number)


def _clocks(cell: Cell) -> tuple[str, str] | None:
    return clocks(cells.said(cell))


def clocks(text: str) -> tuple[str, str] | None:
    """From when to when, as ``08:00`` and ``17:00``; None for nothing. Raises Unreadable for what is no time."""
    said = unicodedata.normalize("NFKC", text).replace(" ", "")
    if not said:
        return None
    if said in WHOLE_DAY or said == "allday":
        return ("00:00", "24:00")
    found = _CLOCKS.fullmatch(said)
    if found is None:
        raise Unreadable(_("it is no time; write it as 08:00-17:00"))
    return _clock(found["from"], found["past"]), _clock(found["to"], found["over"])


def _clock(hour: str, minute: str) -> str:
    if int(minute) > 59 or int(hour) * 60 + int(minute) > 24 * 60:
        raise Unreadable(_("there is no such time of day"))
    return f"{int(hour):02d}:{minute}"
