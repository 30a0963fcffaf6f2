"""A duty roster as schools keep it → the lines of a roster, and the problems of the cells that cannot be taken.

One row is a day (or a range of days) and a shift, or a day with a column for each shift (带班领导, 白班 …), its
telephones right of the people; several people in a cell are several lines. A cell for the day that is empty means the
day above, as in merged cells. A shift without a person is a gap, which ``roster check`` names. What has no field of
its own goes into the note of each line of the row, under its heading.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from safetyctl.ground.catalogue import _
from safetyctl.intake.people.reading import people_named
from safetyctl.intake.people.telephones import telephones_for
from safetyctl.intake.rosters.across import Across, read_across
from safetyctl.intake.rosters.columns import Column, blocks
from safetyctl.intake.rosters.days import When, clocks, is_weekday_of, says_more, when_of
from safetyctl.intake.tables.line import Line, Problem
from safetyctl.intake.tables.mapping import Map
from safetyctl.intake.tables.reading import (
    Found,
    Unclear,
    Understood,
    as_used,
    lacking,
    require_columns,
    tables_at,
)
from safetyctl.intake.words import cells
from safetyctl.intake.words.cells import Cell, Unreadable, is_filled, said
from safetyctl.intake.words.forms import ROSTERS
from safetyctl.intake.words.synonyms import Synonyms, synonyms
from safetyctl.intake.workbook.table import Table
from safetyctl.records import rosters
from safetyctl.records.rosters import SHIFT, Holiday


@dataclass(frozen=True, slots=True)
class Reading:
    """What a roster holds: how many rows, its lines, the problems of rows that cannot be taken, what to look at."""

    read: int
    lines: tuple[rosters.Line, ...]
    problems: tuple[Problem, ...]
    tables: tuple[Understood, ...] = ()
    notes: tuple[Problem, ...] = ()


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
    notes: list[Problem] = []
    taken: set[tuple[date, str, str]] = set()
    tables: list[Understood] = []
    for one in found:
        columns = blocks(one, known)
        if not columns[0]:
            raise lacking(one.layout, ["person"], file.name, [each.layout for each in found])
        left_out = {kind: list(rows) for kind, rows in one.body.left_out.items()}
        whens: list[When | None] = [None] * len(columns)
        count = 0
        for row in one.body.rows:
            gaps = []
            for at, block in enumerate(columns):
                lined = [Line(column.table, row.number, row.cells) for column in block]
                if not any(line.says("person") or line.says("telephone") for line in lined):
                    gaps.append(_quietly(row.cells, block[0].table, holiday))
                    whens[at] = gaps[-1] or whens[at]
                    continue
                count += 1
                whens[at], its = _people(
                    one, row.number, list(zip(lined, block, strict=True)), holiday, whens[at], taken
                )
                lines += its
                problems += [problem for line in lined for problem in line.problems]
                notes += [note for line in lined for note in line.notes]
            if len(gaps) == len(columns) and not any(gaps):
                left_out.setdefault("note", []).append(row.number)
        read += count
        used = [column.table for block in columns for column in block]
        tables.append(replace(one.understood(count, left_out), layout=as_used(one.layout, used)))
    return Reading(read, tuple(lines), _once(problems), tuple(tables), _once(notes))


def _people(
    one: Found,
    row: int,
    lined: Sequence[tuple[Line, Column]],
    holiday: Holiday,
    when: When | None,
    taken: set[tuple[date, str, str]],
) -> tuple[When | None, list[rosters.Line]]:
    """The lines of all columns of people in a row, and its day; what a merged cell said above is not said again."""
    found: list[rosters.Line] = []
    for line, column in lined:
        when, its = _lines(line, holiday, when, column)
        if not is_filled(_own(one, row, column.table.columns["person"])):
            its = [each for each in its if (each.day, each.shift, each.person) not in taken]
        _not_twice(line, its, taken)
        found += its
    return when, found


def _once(told: Sequence[Problem]) -> tuple[Problem, ...]:
    """What is said of cells, once where several columns of people share them."""
    return tuple(dict.fromkeys(told))


def _of(across: Sequence[Across]) -> Reading:
    return Reading(
        sum(one.table.rows for one in across),
        tuple(line for one in across for line in one.lines),
        tuple(problem for one in across for problem in one.problems),
        tuple(one.table for one in across),
        tuple(note for one in across for note in one.notes),
    )


def _by_hours(known: Synonyms) -> Synonyms:
    """The words of a list in which 时间 is called what others call 日期."""
    names = {name: ("day" if field == "time" else field, rank) for name, (field, rank) in known.names.items()}
    return replace(known, names=names)


def _own(one: Found, row: int, place: int) -> Cell:
    """What a cell says by itself, not by being merged with those above."""
    cells_there = one.sheet.rows[row - 1]
    return cells_there[place - 1] if place <= len(cells_there) else None


def _lines(
    line: Line, holiday: Holiday, above: When | None, column: Column
) -> tuple[When | None, list[rosters.Line]]:
    """The day of a row (for those below), and its lines: one for each person."""
    when = line.take("day", lambda cell: when_of(cell, holiday)) or (None if line.problems else above)
    people = line.take("person", people_named) or ()
    shift = column.shift or line.take("shift", cells.line) or SHIFT
    starts, ends = _hours(line) or (when.hours if when else None) or column.hours or (None, None)
    if people and when is None and not line.problems:
        line.refuse("day", _("it must not be empty"))
    if line.says("telephone") and not people:
        line.refuse("person", _("it must not be empty"))
    numbers = telephones_for(line, "person", people)
    if says_more(line.cell("day")):
        line.keep("day")
    if when and column.weekday and not is_weekday_of(line.at(column.weekday), when.days):
        line.keep_at(column.weekday)
    note = line.detail()
    if line.problems or when is None:
        return when, []
    found = [
        rosters.Line(day, shift, person, telephone, starts, ends, note)
        for day in when.days
        for person, telephone in zip(people, numbers, strict=True)
    ]
    return when, found


def _hours(line: Line) -> tuple[str, str] | None:
    """From when to when; what cannot be read as that is kept."""
    try:
        return clocks(said(line.cell("time")))
    except Unreadable:
        line.keep("time")
        line.note("time", lambda: _("it is no time; kept in the note"))
        return None


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


def _quietly(row: Sequence[Cell], table: Table, holiday: Holiday) -> When | None:
    """The days of a row that says nothing else."""
    place = table.columns["day"]
    try:
        return when_of(row[place - 1], holiday) if place <= len(row) else None
    except Unreadable:
        return None
