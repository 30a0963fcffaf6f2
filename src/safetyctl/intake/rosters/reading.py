"""A duty roster as schools keep it → the lines of a roster, and the problems of the cells that cannot be taken.

One row is a day (or a range of days) and a shift, or a day with a column for each shift (带班领导, 白班 …), its
telephones right of the people; several people in a cell are several lines. A cell for the day that is empty means the
day above, as in merged cells. A shift without a person is a gap, which ``roster check`` names. What has no field of
its own goes into the note of each line of the row, under its heading.
"""

from collections import Counter
from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from safetyctl.ground.catalogue import _
from safetyctl.intake.people.reading import people_in
from safetyctl.intake.people.telephones import telephones_for
from safetyctl.intake.rosters.across import Across, read_across
from safetyctl.intake.rosters.around import Whose, is_of_others, months_of
from safetyctl.intake.rosters.columns import Column, blocks
from safetyctl.intake.rosters.days import (
    When,
    called_hours,
    is_shift,
    is_weekday_of,
    other_weekday,
    says_more,
    shift_and_hours,
)
from safetyctl.intake.rosters.rows import Block, Merged
from safetyctl.intake.tables.around import campus_over
from safetyctl.intake.tables.body import BodyRow
from safetyctl.intake.tables.line import Line, Problem
from safetyctl.intake.tables.mapping import Map
from safetyctl.intake.tables.reading import (
    Found,
    Unclear,
    Understood,
    as_used,
    lacking,
    require_columns,
    sheets_without,
    tables_at,
    without,
)
from safetyctl.intake.words import cells
from safetyctl.intake.words.cells import Unreadable, cell_at, said
from safetyctl.intake.words.forms import ROSTERS
from safetyctl.intake.words.synonyms import Synonyms, synonyms
from safetyctl.intake.workbook.extent import column_letters
from safetyctl.records import rosters
from safetyctl.records.rosters import SHIFT, Holiday


@dataclass(frozen=True, slots=True)
class Reading:
    """What a roster holds: how many rows, its lines, the problems of rows that cannot be taken, what to look at.

    ``without``: the sheets that hold no roster.
    """

    read: int
    lines: tuple[rosters.Line, ...]
    problems: tuple[Problem, ...]
    tables: tuple[Understood, ...] = ()
    notes: tuple[Problem, ...] = ()
    without: tuple[str, ...] = ()


def read_roster(
    path: Path, holiday: Holiday, *, of: Whose = Whose(), sheet: str | None = None, use: Map | None = None
) -> Reading:
    """Read a roster for a holiday from an .xlsx or .csv; all sheets that hold one, or the one named.

    ``of``: the campus that it is asked for; what is of another one is left out, and told.

    Raises:
        NotFound: no such file or sheet.
        Unclear: no roster, or a column that only a person, or a map, can tell.
        BadInput: the file may not be opened, is of another campus, year or month.
        CannotDo: the system will not let it be read.
    """
    known = synonyms(ROSTERS)
    try:
        file, every, found = tables_at(path, sheet, known, use or Map())
    except Unclear:
        if across := list(read_across(path, holiday, of, sheet)):
            return _of(across)
        known = _by_hours(known)
        file, every, found = tables_at(path, sheet, known, use or Map())
    require_columns([one.layout for one in found], file.name)
    walk = _Walk(holiday, of, known)
    of_people = [blocks(one, known) for one in found]
    for one, columns in zip(found, of_people, strict=True):
        titles = (one.layout.sheet, *one.layout.head)
        if not campus_over(one, one.layout.width, of.names) and of.other_in(titles):
            walk.pass_by(one)
            continue
        place = one.layout.columns()["day"]
        written = [cell_at(row.cells, place) for row in one.body.rows]
        months = months_of(one.layout.sheet, titles, written, holiday, file.name)
        if not columns[0] and any(each[0] for each in of_people):
            walk.pass_by(one, "other")
            continue
        if not columns[0]:
            raise lacking(one.layout, ["person"], file.name, [each.layout for each in found])
        ours, theirs = walk.ours(one, columns)
        if ours:
            walk.through(one._replace(layout=without(one.layout, theirs)), ours, months)
        else:
            walk.pass_by(one)
    walk.require_any(file.name)
    return replace(walk.reading(), without=sheets_without(every, [one.sheet for one in found]))


class _Walk:
    """One walk through the tables of a file; the lines of the roster gather on the way."""

    def __init__(self, holiday: Holiday, of: Whose, known: Synonyms) -> None:
        self._holiday, self._whose, self._known = holiday, of, known
        self._read = 0
        self._lines: list[rosters.Line] = []
        self._problems: list[Problem] = []
        self._notes: list[Problem] = []
        self._tables: list[Understood] = []
        self._taken: set[_Turn] = set()
        self._others = False

    def pass_by(self, one: Found, why: str = "campus") -> None:
        """Leave out a table, of another campus or of another kind."""
        rows = {why: [row.number for row in one.body.rows]}
        self._tables.append(one.understood(0, {**one.body.left_out, **rows}))
        self._others = self._others or why == "campus"

    def ours(self, one: Found, columns: Sequence[Sequence[Column]]) -> tuple[list[list[Column]], Set[int]]:
        """The blocks of columns without those of another campus, as a heading names it; and the places of these.

        They are told.
        """
        kept: list[list[Column]] = []
        others: set[int] = set()
        for block in columns:
            kept.append([])
            for column in block:
                place = column.table.columns["person"]
                over = campus_over(one, place, self._whose.names)
                other = self._whose.other_in([column.heading]) or (
                    over if self._whose.is_other(over) else None
                )
                if other is None:
                    kept[-1].append(column)
                    continue
                self._others = True
                others |= {*column.table.columns.values(), *column.table.others}
                told = _("it is of {campus}, and was left out").format(campus=other)
                where = (one.layout.sheet, one.layout.last, column_letters(place), column.heading)
                self._notes.append(Problem(*where, "", told))
        tables = [column.table for block in kept for column in block]
        used = {place for each in tables for place in (*each.columns.values(), *each.others)}
        return [block for block in kept if block], others - used

    def through(self, one: Found, columns: Sequence[Sequence[Column]], months: Collection[int]) -> None:
        """Read a table by these columns of people, block by block; ``months``: those that its head names."""
        left_out = {kind: list(rows) for kind, rows in one.body.left_out.items()}
        merged = Merged(one)
        blocks = [Block(block, one.body.rows, self._holiday, months) for block in columns]
        campus: str | None = None
        count, before = 0, len(self._lines)
        for row in one.body.rows:
            first = Line(columns[0][0].table, row.number, row.cells)
            if opened := self._whose.opened_by(row):
                campus = opened
                left_out.setdefault("section", []).append(row.number)
                continue
            campus = self._whose.campus_of(first, row.section) or (None if row.opened else campus)
            for block in blocks:
                block.begin(row)
            if self._whose.is_other(campus):
                self._others = True
                kind = "campus"
            elif all(block.is_beside for block in blocks):
                kind = "days"
            elif said := [block for block in blocks if block.says_somebody(row) and not block.is_beside]:
                count += len(said)
                for block in said:
                    self._people(merged, row, block)
                if not any(block.is_beside and block.says_somebody(row) for block in blocks):
                    continue
                kind = "days"
            elif any(block.names_day(row) for block in blocks):
                continue
            else:
                kind = "note"
            left_out.setdefault(kind, []).append(row.number)
        self._read += count
        self._lines[before:] = _apart_by_hours(self._lines[before:])
        used = [column.table for block in columns for column in block]
        layout = as_used(one.layout, used)
        self._tables.append(replace(one.understood(count, left_out), layout=layout))

    def _people(self, merged: Merged, row: BodyRow, block: Block) -> None:
        """Take the lines of all columns of people of a block in a row.

        What a merged cell said above is not said again.
        """
        for column in block.columns:
            line = Line(column.table, row.number, row.cells)
            place = column.table.columns["person"]
            over = merged.over_hours(row.number, place)
            block.when, found = self._lines_of(line, block, column, over, row.section)
            if not merged.is_own(row.number, place):
                found = [each for each in found if _turn_of(each) not in self._taken]
            self._not_twice(line, found)
            self._lines += found
            self._problems += line.problems
            self._notes += line.notes

    def _lines_of(
        self, line: Line, block: Block, column: Column, over_hours: bool, section: str
    ) -> tuple[When | None, list[rosters.Line]]:
        """The day of a row (for those below), and its lines: one for each person.

        ``over_hours``: the people are there for longer than the hours of this row.
        """
        when = line.take("day", block.read) or (None if line.problems else block.when)
        people = people_in(line, "person")
        called, hours = self._hours(line)
        written = "" if column.shift else line.take("shift", cells.line) or ""
        own, of_shift = shift_and_hours(written, self._known)
        of_day = when.shift if when else ""
        shift = f"{of_day}{column.shift}" if column.shift else own or called or of_day or SHIFT
        starts, ends = (
            (None if over_hours else hours or of_shift)
            or (when.hours if when else None)
            or column.hours
            or (None, None)
        )
        if people and when is None and not line.problems:
            line.refuse("day", _("it must not be empty"))
        if line.says("telephone") and not people:
            line.refuse("person", _("it must not be empty"))
        numbers = telephones_for(line, "person", people)
        _keep_of_day(line, when, column)
        if called not in ("", shift):
            line.keep("time")
        if not self._whose.is_name(line.cell("campus")):
            line.keep("campus")
        if section and not self._whose.is_name(section):
            line.keep_section(section)
        note = line.detail()
        if line.problems or when is None:
            return when, []
        return when, [
            rosters.Line(day, shift, person, telephone, starts, ends, note)
            for day in when.days
            for person, telephone in zip(people, numbers, strict=True)
        ]

    def _hours(self, line: Line) -> tuple[str, tuple[str, str] | None]:
        """What the hours are called, where that is a shift, and from when to when; what cannot be read is kept."""
        text = said(line.cell("time"))
        try:
            called, hours = called_hours(text)
        except Unreadable:
            if is_shift(text, self._known):
                return text, None
            line.keep("time")
            line.note("time", lambda: _("it is no time; kept in the note"))
            return "", None
        if called and not is_shift(called, self._known):
            line.keep("time")
            return "", hours
        return called, hours

    def _not_twice(self, line: Line, found: Sequence[rosters.Line]) -> None:
        for one in found:
            if _turn_of(one) in self._taken:
                line.refuse(
                    "person",
                    _("{person} stands twice in {shift} on {day}").format(
                        person=one.person, shift=one.shift, day=one.day
                    ),
                )
            self._taken.add(_turn_of(one))

    def require_any(self, file: str) -> None:
        """Make sure that something is of the campus that is asked for. Raises BadInput."""
        if self._others and not self._read:
            raise is_of_others(file, self._whose)

    def reading(self) -> Reading:
        """What was read on the way."""
        return Reading(
            self._read, tuple(self._lines), _once(self._problems), tuple(self._tables), _once(self._notes)
        )


_Turn = tuple[date, str, str, str | None]


def _turn_of(one: rosters.Line) -> _Turn:
    """What nobody has twice: a day, a shift, and the hour at which it begins."""
    return one.day, one.shift, one.person, one.starts


def _apart_by_hours(lines: Sequence[rosters.Line]) -> list[rosters.Line]:
    """The lines; a shift in which somebody stands twice a day, at other hours, is called by its hours."""
    counted = Counter((one.day, one.shift, one.person) for one in lines)
    twice = {shift for (_day, shift, _person), times in counted.items() if times > 1}
    return [
        one._replace(
            shift=" ".join([*([] if one.shift == SHIFT else [one.shift]), f"{one.starts}-{one.ends}"])
        )
        if one.shift in twice and one.starts
        else one
        for one in lines
    ]


def _keep_of_day(line: Line, when: When | None, column: Column) -> None:
    """Keep what is said beside a day: what the calendar calls it, a day of the week that is not its own."""
    if says_more(line.cell("day")):
        line.keep("day")
    if when is None:
        return
    if other_weekday(line.cell("day"), when.days):
        line.keep("day")
        line.note("day", lambda: _("it is another day of the week"))
    if column.weekday and not is_weekday_of(line.at(column.weekday), when.days):
        line.keep_at(column.weekday)
        line.note_at(column.weekday, lambda: _("it is another day of the week"))


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
        across[0].without,
    )


def _by_hours(known: Synonyms) -> Synonyms:
    """The words of a list in which 时间 is called what others call 日期."""
    names = {name: ("day" if field == "time" else field, rank) for name, (field, rank) in known.names.items()}
    return replace(known, names=names)
