"""A roster with the days across its head and a row for each shift → its lines, and the problems of its cells."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from safetyctl.intake.asides import signed
from safetyctl.intake.cells import Unreadable, is_filled, said
from safetyctl.intake.door import admit
from safetyctl.intake.forms import ROSTERS
from safetyctl.intake.headers import WITHIN, Heading, Layout
from safetyctl.intake.line import Line, Problem
from safetyctl.intake.people import people_named, refuse_telephones, telephones_of
from safetyctl.intake.roster_days import when_of
from safetyctl.intake.synonyms import heading_key
from safetyctl.intake.table import Sheet, Table, sheets
from safetyctl.intake.tables import Understood
from safetyctl.records import rosters
from safetyctl.records.rosters import SHIFT, Holiday

_NUMBERS = frozenset(("电话", "联系电话", "手机", "手机号", "手机号码", "电话号码", "值班电话", "联系方式"))


class Across(NamedTuple):
    """One such table: how it was understood, its lines, what cannot be taken."""

    table: Understood
    lines: list[rosters.Line]
    problems: list[Problem]


def read_across(path: Path, holiday: Holiday, sheet: str | None) -> Iterator[Across]:
    """The tables of a file that have days of the holiday across their head. Raises as ``admit`` does."""
    for part in sheets(admit(path)):
        if sheet not in (None, part.name) or (head := _days_across(part, holiday)) is None:
            continue
        row, of_place = head
        count, lines, problems = _shifts(part, row, of_place)
        headings = tuple(
            Heading(place, said(part.rows[row - 1][place - 1]), "day", "synonym") for place in of_place
        )
        width = len(part.rows[row - 1])
        layout = Layout(part.name, row, row, headings, (), None, width, form=ROSTERS)
        yield Across(Understood(layout, count, {}, (), not part.shown), lines, problems)


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
) -> tuple[int, list[rosters.Line], list[Problem]]:
    """How many rows were read below the days, the lines they hold, and what cannot be taken of them."""
    lines: list[rosters.Line] = []
    problems: list[Problem] = []
    count = 0
    for number in range(head + 1, len(sheet.rows) + 1):
        row = sheet.rows[number - 1]
        shift = said(row[0]) if row else ""
        filled = [place for place in of_place if place <= len(row) and is_filled(row[place - 1])]
        if not filled or signed([cell for cell in row if is_filled(cell)]):
            continue
        count += 1
        numbers = heading_key(shift) in _NUMBERS
        for place in filled:
            day = of_place[place]
            table = Table(sheet.name, {"person": place, "telephone": place}, (), {place: said(day)}, ())
            line = Line(table, number, row)
            if numbers:
                _number(lines, line, day)
            else:
                people = line.take("person", people_named) or ()
                lines += [rosters.Line(day, shift or SHIFT, person, None) for person in people]
            problems += line.problems
    return count, lines, problems


def _number(lines: list[rosters.Line], line: Line, day: date) -> None:
    """Give the telephones of a row to the people in the row above, of the same day."""
    telephones = line.take("telephone", telephones_of) or ()
    last = next((one.shift for one in reversed(lines) if one.day == day), None)
    places = [at for at, one in enumerate(lines) if (one.day, one.shift) == (day, last)]
    if telephones and len(telephones) not in (1, len(places)):
        refuse_telephones(line, telephones, [lines[at].person for at in places])
    elif telephones and places:
        numbers = telephones * len(places) if len(telephones) == 1 else telephones
        for at, number in zip(places, numbers, strict=True):
            lines[at] = lines[at]._replace(telephone=number)
