"""A duty roster as schools keep it → the lines of a roster, and the problems of the cells that cannot be taken.

One row is a day (or a range of days) and a shift, or a day with a column for each shift (带班领导, 白班 …), its
telephones right of the people; several people in a cell are several lines. A cell for the day that is empty means the
day above, as in merged cells. A shift without a person is a gap, which ``roster check`` names.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from safetyctl.ground.catalogue import _
from safetyctl.intake import cells
from safetyctl.intake.cells import Cell, Unreadable, is_filled, said
from safetyctl.intake.forms import ROSTERS, SHIFTS
from safetyctl.intake.line import Line, Problem
from safetyctl.intake.mapping import Map
from safetyctl.intake.people import people_named, refuse_telephones, telephones_of
from safetyctl.intake.roster_across import Across, read_across
from safetyctl.intake.roster_days import When, clocks, when_of
from safetyctl.intake.synonyms import Synonyms, heading_key, synonyms
from safetyctl.intake.table import Table
from safetyctl.intake.tables import Found, Unclear, Understood, as_used, require_columns, tables_at
from safetyctl.records import rosters
from safetyctl.records.rosters import SHIFT, Holiday


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
    try:
        file, _every, found = tables_at(path, sheet, known, use or Map())
    except Unclear:
        if across := list(read_across(path, holiday, sheet)):
            return _of(across)
        known = _by_hours(known)
        file, _every, found = tables_at(path, sheet, known, use or Map())
    require_columns([one.layout for one in found], file.name)
    read = 0
    lines: list[rosters.Line] = []
    problems: list[Problem] = []
    taken: set[tuple[date, str, str]] = set()
    tables: list[Understood] = []
    for one in found:
        groups = _groups(one, known)
        when: When | None = None
        count = 0
        for row in one.body.rows:
            lined = [Line(columns, row.number, row.cells) for columns, _shift in groups]
            if not any(line.says("person") or line.says("telephone") for line in lined):
                when = _quietly(row.cells, one, holiday) or when  # a gap, or a note at the foot
                continue
            count += 1
            for line, (columns, shift) in zip(lined, groups, strict=True):
                when, its = _lines(line, holiday, when, shift)
                if not is_filled(
                    _own(one, row.number, columns.columns["person"])
                ):  # merged: said above already
                    its = [each for each in its if (each.day, each.shift, each.person) not in taken]
                _not_twice(line, its, taken)
                lines += its
                problems += line.problems
        read += count
        tables.append(
            replace(
                one.understood(count), layout=as_used(one.layout, [columns for columns, _shift in groups])
            )
        )
    return Reading(read, tuple(lines), tuple(dict.fromkeys(problems)), tuple(tables))


def _of(across: Sequence[Across]) -> Reading:
    return Reading(
        sum(one.table.rows for one in across),
        tuple(line for one in across for line in one.lines),
        tuple(problem for one in across for problem in one.problems),
        tuple(one.table for one in across),
    )


def _by_hours(known: Synonyms) -> Synonyms:
    """The words of a list in which 时间 is called what others call 日期."""
    names = {name: ("day" if field == "time" else field, rank) for name, (field, rank) in known.names.items()}
    return replace(known, names=names)


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


def _meant(text: str, part: str, known: Synonyms) -> tuple[str | None, str | None]:
    """The field that a heading means, and the shift that a heading above it names."""
    whole = known.names.get(heading_key(text), (None, 0))[0]
    if whole is not None or not part:
        return whole, None
    above = known.names.get(heading_key(text.partition("/")[0]), (None, 0))[0]
    below = known.names.get(heading_key(part), (None, 0))[0]
    return below or above, above if above in SHIFTS else None


def _lines(
    line: Line, holiday: Holiday, above: When | None, of_column: str | None
) -> tuple[When | None, list[rosters.Line]]:
    """The day of a row (for those below), and its lines: one for each person."""
    when = line.take("day", lambda cell: when_of(cell, holiday)) or (None if line.problems else above)
    people = line.take("person", people_named) or ()
    shift = of_column or line.take("shift", cells.line) or SHIFT
    starts, ends = (
        line.take("time", lambda cell: clocks(said(cell))) or (when.hours if when else None) or (None, None)
    )
    telephones = line.take("telephone", telephones_of) or ()
    if people and when is None and not line.problems:
        line.refuse("day", _("it must not be empty"))
    if telephones and not people:
        line.refuse("person", _("it must not be empty"))
    if people and len(telephones) > 1 and len(telephones) != len(people):
        refuse_telephones(line, telephones, people)
    if line.problems or when is None:
        return when, []
    numbers = (telephones or (None,)) * (1 if len(telephones) > 1 else len(people))
    found = [
        rosters.Line(day, shift, person, telephone, starts, ends)
        for day in when.days
        for person, telephone in zip(people, numbers, strict=True)
    ]
    return when, found


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


def _quietly(row: Sequence[Cell], table: Found, holiday: Holiday) -> When | None:
    """The days of a row that says nothing else."""
    place = table.layout.columns()["day"]
    try:
        return when_of(row[place - 1], holiday) if place <= len(row) else None
    except Unreadable:
        return None
