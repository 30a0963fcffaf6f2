"""A roster with the days across its head and a row for each shift → its lines, and the problems of its cells."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from safetyctl.ground.catalogue import _
from safetyctl.intake.people.reading import people_in
from safetyctl.intake.people.telephones import telephones_for
from safetyctl.intake.rosters.around import Whose, is_of_others, months_of
from safetyctl.intake.rosters.days import (
    WEEKDAY_HEADINGS,
    clocks,
    is_of_calendar,
    shift_and_hours,
    when_of,
)
from safetyctl.intake.rosters.marks import marks, people_aside
from safetyctl.intake.tables.columns_of_people import TELEPHONE
from safetyctl.intake.tables.grid import WITHIN
from safetyctl.intake.tables.layout import Heading, Layout
from safetyctl.intake.tables.line import Line, Problem
from safetyctl.intake.tables.reading import Understood, sheets_without
from safetyctl.intake.words import cells
from safetyctl.intake.words.asides import signed
from safetyctl.intake.words.cells import Cell, Unreadable, cell_at, is_filled, said
from safetyctl.intake.words.forms import ROSTERS
from safetyctl.intake.words.synonyms import heading_key, synonyms
from safetyctl.intake.workbook.door import admit
from safetyctl.intake.workbook.table import Sheet, Table, sheets
from safetyctl.records import rosters
from safetyctl.records.rosters import SHIFT, Holiday

_REMARKS = frozenset(("备注", "说明", "附注"))
_OF_THE_WEEK = frozenset("一二三四五六日天")


class Across(NamedTuple):
    """One such table: how it was understood, its lines, what cannot be taken; ``without``: sheets that have none."""

    table: Understood
    lines: list[rosters.Line]
    problems: list[Problem]
    notes: list[Problem]
    without: tuple[str, ...]


def read_across(path: Path, holiday: Holiday, of: Whose, sheet: str | None) -> Iterator[Across]:
    """The tables of a file that have days of the holiday across their head; what is of another campus is left out.

    Raises BadInput where all is of other campuses, or of another year; as ``admit`` does.
    """
    file = admit(path)
    every = [part for part in sheets(file) if sheet in (None, part.name)]
    found = [(part, *head) for part in every if (head := _days_across(part, holiday)) is not None]
    without = sheets_without(every, [part for part, _row, _days in found])
    others = [of.other_in(_titles(part, row)) is not None for part, row, _days in found]
    if found and all(others):
        raise is_of_others(file.name, of)
    for (part, row, of_place), other in zip(found, others, strict=True):
        cells_there = part.rows[row - 1]
        headings = tuple(Heading(place, said(cells_there[place - 1]), "day", "synonym") for place in of_place)
        layout = Layout(part.name, row, row, headings, (), None, len(cells_there), form=ROSTERS)
        if other:
            left_out = {"campus": range(row + 1, len(part.rows) + 1)}
            yield Across(Understood(layout, 0, left_out, (), not part.shown), [], [], [], without)
            continue
        months_of(
            part.name, _titles(part, row), [cells_there[place - 1] for place in of_place], holiday, file.name
        )
        people = people_aside(part, row, of_place)
        count, lines, read = marks(part, row, of_place, people) if people else _shifts(part, row, of_place)
        problems = [problem for line in read for problem in line.problems]
        notes = [note for line in read for note in line.notes]
        yield Across(Understood(layout, count, {}, (), not part.shown), lines, problems, notes, without)


def _titles(sheet: Sheet, head: int) -> list[str]:
    """What stands over the days: the sheet's name and the lines above them."""
    return [
        sheet.name,
        *(said(cell) for row in sheet.rows[: head - 1] for cell in row if isinstance(cell, str)),
    ]


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
    count = above = 0
    names = {place: said(cell) for place, cell in enumerate(sheet.rows[head - 1], start=1)}
    for number in range(head + 1, len(sheet.rows) + 1):
        row = sheet.rows[number - 1]
        shift = said(row[0]) if row else ""
        filled = [place for place in of_place if is_filled(cell_at(row, place))]
        if _is_of_calendar(shift, [row[place - 1] for place in filled]) or signed(
            [cell for cell in row if is_filled(cell)]
        ):
            continue
        count += 1
        numbers = heading_key(shift).endswith(TELEPHONE)
        remarks = heading_key(shift) in _REMARKS
        if not numbers and not remarks:
            above = len(lines)
        beside = [place for place in range(2, len(row) + 1) if place not in of_place]
        at, told = _hours(row, beside)
        called, of_shift = shift_and_hours(shift, synonyms(ROSTERS))
        beside = [place for place in beside if place != at]
        for place in filled:
            day = of_place[place]
            table = Table(sheet.name, {"telephone" if numbers else "person": place}, beside, names, ())
            line = Line(table, number, row)
            if numbers:
                _number(lines, above, line, shift, day)
            elif remarks:
                _remark(lines, line, shift, day)
            else:
                lines += _on_duty(line, called or SHIFT, day, told or of_shift or (None, None))
            read.append(line)
    return count, lines, read


def _on_duty(line: Line, shift: str, day: date, hours: tuple[str | None, str | None]) -> list[rosters.Line]:
    """The people of a cell, each with their telephone."""
    people = people_in(line, "person")
    telephones = telephones_for(line, "person", people)
    note = line.detail()
    return [
        rosters.Line(day, shift, person, telephone, *hours, note)
        for person, telephone in zip(people, telephones, strict=True)
    ]


def _hours(row: Sequence[Cell], beside: Sequence[int]) -> tuple[int | None, tuple[str, str] | None]:
    """The place, beside the name of a shift, that says from when to when it is, and those hours."""
    for place in beside:
        try:
            if hours := clocks(said(row[place - 1])):
                return place, hours
        except Unreadable:
            continue
    return None, None


def _is_of_calendar(shift: str, row: Sequence[Cell]) -> bool:
    """Whether a row only says what the calendar calls the days: 星期五, 除夕; or 五, 六 beside 星期."""
    of_week = heading_key(shift) in WEEKDAY_HEADINGS and all(said(cell) in _OF_THE_WEEK for cell in row)
    return of_week or all(map(is_of_calendar, row))


def _number(lines: list[rosters.Line], above: int, line: Line, shift: str, day: date) -> None:
    """Give the telephones of a row to the people in the row above, of the same day; a second one goes to the note.

    ``above``: where these people begin among the lines.
    """
    places = [at for at in range(above, len(lines)) if lines[at].day == day]
    if not places:
        line.refuse("person", _("it must not be empty"))
    numbers = telephones_for(line, "person", [lines[at].person for at in places])
    note = line.detail()
    for at, number in zip(places, numbers, strict=True):
        one = lines[at]
        further = f"{shift}：{number}" if one.telephone and number not in (None, one.telephone) else None
        lines[at] = _noted(one._replace(telephone=one.telephone or number), further, note)


def _remark(lines: list[rosters.Line], line: Line, shift: str, day: date) -> None:
    """Give what a row of remarks says of a day to its people."""
    places = [at for at, one in enumerate(lines) if one.day == day]
    if not places:
        line.refuse("person", _("it must not be empty"))
    text = line.text("person", cells.prose)
    note = line.detail()
    for at in places:
        lines[at] = _noted(lines[at], text and f"{shift}：{text}", note)


def _noted(one: rosters.Line, *notes: str | None) -> rosters.Line:
    return one._replace(note="\n".join(dict.fromkeys(filter(None, (one.note, *notes)))) or None)
