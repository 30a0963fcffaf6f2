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
from safetyctl.intake import cells
from safetyctl.intake.cells import Cell, Unreadable, is_filled
from safetyctl.intake.forms import ROSTERS, SHIFTS
from safetyctl.intake.headers import Layout
from safetyctl.intake.line import Line, Problem
from safetyctl.intake.mapping import Map
from safetyctl.intake.people import person_name, telephone_of
from safetyctl.intake.synonyms import Synonyms, heading_key, synonyms
from safetyctl.intake.table import Table
from safetyctl.intake.tables import Found, Understood, require_columns, tables_at
from safetyctl.records import rosters
from safetyctl.records.rosters import SHIFT, Holiday

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
    tables: tuple[Understood, ...] = ()


def read_roster(path: Path, holiday: Holiday, *, sheet: str | None = None, use: Map | None = None) -> Reading:
    """Read a roster for a holiday from an .xlsx or .csv; all sheets that hold one, or the one named.

    Raises:
        NotFound: no such file or sheet.
        Unclear: no roster, or a column that only a person, or a map, can tell.
        BadInput: the file may not be opened.
        CannotDo: the system will not let it be read.
    """
    known = synonyms(ROSTERS)
    file, _every, found = tables_at(path, sheet, known, use or Map())
    require_columns([one.layout for one in found], file.name)
    read = 0
    lines: list[rosters.Line] = []
    problems: list[Problem] = []
    taken: set[tuple[date, str, str]] = set()
    tables: list[Understood] = []
    for one in found:
        groups = _groups(one, known)
        day: date | None = None
        count = 0
        for row in one.body.rows:
            lined = [Line(columns, row.number, row.cells) for columns, _shift in groups]
            if not any(line.says("person") or line.says("telephone") for line in lined):
                day = _quietly(row.cells, one, holiday) or day  # a gap, or a note at the foot
                continue
            count += 1
            for line, (columns, shift) in zip(lined, groups, strict=True):
                day, its = _lines(line, holiday, day, shift)
                if not is_filled(
                    _own(one, row.number, columns.columns["person"])
                ):  # merged: said above already
                    its = [each for each in its if (each.day, each.shift, each.person) not in taken]
                _not_twice(line, its, taken)
                lines += its
                problems += line.problems
        read += count
        tables.append(replace(one.understood(count), layout=_used(one, groups)))
    return Reading(read, tuple(lines), tuple(dict.fromkeys(problems)), tuple(tables))


def _own(one: Found, row: int, place: int) -> Cell:
    """What a cell says by itself, not by being merged with those above."""
    cells_there = one.sheet.rows[row - 1]
    return cells_there[place - 1] if place <= len(cells_there) else None


def _groups(one: Found, known: Synonyms) -> list[tuple[Table, str | None]]:
    """The columns of people in a table, each as a table of its own, with the shift it is for; None: the row says.

    A shift may have its name over the columns 姓名 and 电话; the same heading twice are two columns of people.
    """
    table = one.table()
    meant = {
        each.place: (each.field, None) if each.how == "map" else _meant(each.text, each.part, known)
        for each in one.layout.headings
    }
    shared = {name: at for name, at in table.columns.items() if name in ("day", "shift", "time")}
    people = [place for place, (field, _shift) in meant.items() if field == "person" or field in SHIFTS]
    found: list[tuple[Table, str | None]] = []
    for place in people:
        field, shift = meant[place]
        columns = shared | {"person": place}
        if meant.get(place + 1, (None, None))[0] == "telephone":
            columns["telephone"] = place + 1
        elif len(people) == 1 and "telephone" in table.columns:
            columns["telephone"] = table.columns["telephone"]
        of_column = replace(table, columns=columns, others=(), joined={})
        found.append((of_column, shift or (field if field in SHIFTS else None)))
    return found


def _used(one: Found, groups: Sequence[tuple[Table, str | None]]) -> Layout:
    """The layout with what each column is used for, the second of two alike too."""
    used = {
        columns.columns[key]: key
        for columns, _shift in groups
        for key in ("person", "telephone")
        if key in columns.columns
    }
    headings = (replace(each, field=each.field or used.get(each.place)) for each in one.layout.headings)
    return replace(one.layout, headings=tuple(headings))


def _meant(text: str, part: str, known: Synonyms) -> tuple[str | None, str | None]:
    """The field that a heading means, and the shift that a heading above it names."""
    whole = known.names.get(heading_key(text), (None, 0))[0]
    if whole is not None or not part:
        return whole, None
    above = known.names.get(heading_key(text.partition("/")[0]), (None, 0))[0]
    below = known.names.get(heading_key(part), (None, 0))[0]
    return below or above, above if above in SHIFTS else None


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


def _quietly(row: Sequence[Cell], table: Found, holiday: Holiday) -> date | None:
    """The day of a row that says nothing else."""
    place = table.layout.columns()["day"]
    try:
        return _day(row[place - 1], holiday) if place <= len(row) else None
    except Unreadable:
        return None


def _people(cell: Cell) -> tuple[str, ...]:
    text = cells.prose(cell)
    names = (person_name(part) for part in _SEPARATED.split(text or ""))
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
