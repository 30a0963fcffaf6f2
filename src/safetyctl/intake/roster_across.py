"""A roster with the days across its head and a row for each shift → its lines, and the problems of its cells."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from safetyctl.intake.asides import signed
from safetyctl.intake.cells import Cell, Unreadable, is_filled, said
from safetyctl.intake.door import admit
from safetyctl.intake.forms import ROSTERS
from safetyctl.intake.headers import WITHIN, Heading, Layout
from safetyctl.intake.line import Line, Problem
from safetyctl.intake.people import people_named
from safetyctl.intake.roster_days import clocks, is_of_calendar, when_of
from safetyctl.intake.synonyms import heading_key
from safetyctl.intake.table import Sheet, Table, sheets
from safetyctl.intake.tables import Understood
from safetyctl.intake.telephones import telephones_for
from safetyctl.records import rosters
from safetyctl.records.rosters import SHIFT, Holiday

_NUMBERS = frozenset(("电话", "联系电话", "手机", "手机号", "手机号码", "电话号码", "值班电话", "联系方式"))


class Across(NamedTuple):
    """One such table: how it was understood, its lines, what cannot be taken."""

    table: Understood
    lines: list[rosters.Line]
    problems: list[Problem]
    notes: list[Problem]


def read_across(path: Path, holiday: Holiday, sheet: str | None) -> Iterator[Across]:
    """The tables of a file that have days of the holiday across their head. Raises as ``admit`` does."""
    for part in sheets(admit(path)):
        if sheet not in (None, part.name) or (head := _days_across(part, holiday)) is None:
            continue
        row, of_place = head
        count, lines, read = _shifts(part, row, of_place)
        headings = tuple(
            Heading(place, said(part.rows[row - 1][place - 1]), "day", "synonym") for place in of_place
        )
        width = len(part.rows[row - 1])
        layout = Layout(part.name, row, row, headings, (), None, width, form=ROSTERS)
        problems = [problem for line in read for problem in line.problems]
        notes = [note for line in read for note in line.notes]
        yield Across(Understood(layout, count, {}, (), not part.shown), lines, problems, notes)


def _days_across(sheet: Sheet, holiday: Holiday) -> tuple[int, dict[int, date]] | None:
    """The row in which days of the holiday stand beside each other, and which stands where."""
    for number, row in enumerate(sheet.rows[:WITHIN], start=1):
        found = {}
        for place, cell in enumerate(row, start=1):
            try:
                when = when_of(cell, holiday) if is_filled(cell) else None
            except Unreadable:
                continue
            if when is not None and len(when.days) == 1:
                found[place] = when.days[0]
        if len(found) > 1 and 1 not in found:
            return number, found
    return None


def _shifts(
    sheet: Sheet, head: int, of_place: Mapping[int, date]
) -> tuple[int, list[rosters.Line], list[Line]]:
    """How many rows were read below the days, the lines they hold, and the cells one by one, with their problems."""
    lines: list[rosters.Line] = []
    read: list[Line] = []
    count = 0
    names = {place: said(cell) for place, cell in enumerate(sheet.rows[head - 1], start=1)}
    for number in range(head + 1, len(sheet.rows) + 1):
        row = sheet.rows[number - 1]
        shift = said(row[0]) if row else ""
        filled = [place for place in of_place if place <= len(row) and is_filled(row[place - 1])]
        if all(is_of_calendar(row[place - 1]) for place in filled) or signed(
            [cell for cell in row if is_filled(cell)]
        ):
            continue
        count += 1
        numbers = heading_key(shift) in _NUMBERS
        beside = [place for place in range(2, len(row) + 1) if place not in of_place]
        at, hours = _hours(row, beside)
        beside = [place for place in beside if place != at]
        for place in filled:
            day = of_place[place]
            table = Table(sheet.name, {"telephone" if numbers else "person": place}, beside, names, ())
            line = Line(table, number, row)
            if numbers:
                _number(lines, line, day)
            else:
                people = line.take("person", people_named) or ()
                given = telephones_for(line, "person", people)
                note = line.detail()
                lines += [
                    rosters.Line(day, shift or SHIFT, one, number, *hours, note)
                    for one, number in zip(people, given, strict=True)
                ]
            read.append(line)
    return count, lines, read


def _hours(row: Sequence[Cell], beside: Sequence[int]) -> tuple[int | None, tuple[str | None, str | None]]:
    """The place, beside the name of a shift, that says from when to when it is, and those hours."""
    for place in beside:
        try:
            if hours := clocks(said(row[place - 1])):
                return place, hours
        except Unreadable:
            continue
    return None, (None, None)


def _number(lines: list[rosters.Line], line: Line, day: date) -> None:
    """Give the telephones of a row to the people in the row above, of the same day."""
    last = next((one.shift for one in reversed(lines) if one.day == day), None)
    places = [at for at, one in enumerate(lines) if (one.day, one.shift) == (day, last)]
    numbers = telephones_for(line, "person", [lines[at].person for at in places])
    note = line.detail()
    for at, number in zip(places, numbers, strict=True):
        before = lines[at].note
        lines[at] = lines[at]._replace(
            telephone=number, note="\n".join(filter(None, dict.fromkeys((before, note)))) or None
        )
