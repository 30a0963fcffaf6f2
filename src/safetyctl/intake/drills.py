"""A ledger of drills as schools keep it → the drills that were held, and the problems of rows that cannot be taken.

What cannot be read is a problem of its row, never left out: all that a drill says has a field of its own.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path, PurePath

from safetyctl.ground.catalogue import _
from safetyctl.ground.text import fold
from safetyctl.intake import cells, days, values
from safetyctl.intake.cells import Cell, Unreadable, said
from safetyctl.intake.days import Orders, Short, Years
from safetyctl.intake.door import Workbook
from safetyctl.intake.forms import DRILLS
from safetyctl.intake.line import Line, Problem
from safetyctl.intake.mapping import Map
from safetyctl.intake.people import person_name
from safetyctl.intake.refused import RefusedRow
from safetyctl.intake.synonyms import synonyms
from safetyctl.intake.tables import Found, Understood, require_columns, tables_at
from safetyctl.records.drills import Told

_NUMBERS = re.compile(r"[0-9]+")
_BARE = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_SPELLED = re.compile(
    r"(?:(?P<m>[0-9]+(?:\.[0-9]+)?)(?:分钟|分|min|['′’]))?(?:(?P<s>[0-9]+)(?:秒钟|秒|s|[\"″”]|''|′′)?)?"
)
_CLOCK = re.compile(r"(?P<m>[0-9]{1,2}):(?P<s>[0-9]{2})")
_AROUND = re.compile(r"^(?:约|共|用时|总用时|大约)+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a ledger of drills holds: how many rows, the drills, the problems of the others, and those rows."""

    read: int
    drills: tuple[Told, ...]
    problems: tuple[Problem, ...]
    refused: tuple[RefusedRow, ...]
    tables: tuple[Understood, ...]


def read_drills(
    path: Path,
    campuses: Sequence[str],
    *,
    as_of: date,
    default_campus: str | None = None,
    sheet: str | None = None,
    use: Map | None = None,
) -> Reading:
    """Read a ledger of drills from an .xlsx or .csv, all of its sheets or the one named.

    ``default_campus`` serves rows that name none; else the sheet's name, a line above the table, or the only campus
    does. A day without its year takes that of the head of the form, or of the rows around.

    Raises:
        NotFound: no such file or sheet.
        Unclear: no such ledger, or a column that only a person, or a map, can tell.
        BadInput: the file may not be opened.
        CannotDo: the system will not let it be read.
    """
    use = use or Map()
    file, _every, found = tables_at(path, sheet, synonyms(DRILLS), use)
    require_columns([one.layout for one in found], file.name)
    from_1904 = isinstance(file, Workbook) and file.from_1904
    names = cells.campus_names(campuses)
    drills: list[Told] = []
    problems: list[Problem] = []
    refused: list[RefusedRow] = []
    for one in found:
        table = one.table()
        reading_days = _Days(one, use, as_of, from_1904, PurePath(file.name).stem)
        here = default_campus or use.campus or _campus_here(one, names)
        for row in one.body.rows:
            line = Line(table, row.number, row.cells)
            told = _told(
                line, names, names.get(fold(row.section)) or here, use, reading_days.reader(row.number)
            )
            if told is not None:
                drills.append(told)
                continue
            problems += line.problems
            refused.append(one.refused(row, line.problems))
    read = len(drills) + len(refused)
    tables = tuple(one.understood(len(one.body.rows)) for one in found)
    return Reading(read, tuple(drills), tuple(problems), tuple(refused), tables)


def _told(
    line: Line, names: Mapping[str, str], here: str | None, use: Map, day: Callable[[Cell], date | None]
) -> Told | None:
    def campus_of(cell: Cell) -> str | None:
        return cells.campus(use.campuses.get(fold(said(cell)), cell), names)

    campus = line.take("campus", campus_of) or (None if line.problems else here)
    if campus is None and not line.problems:
        line.take("campus", campus_of, needed=True)
    held_on = line.take("held_on", day, needed=True)
    theme = line.take("theme", cells.line, needed=True)
    participants = line.take("participants", _participants, needed=True)
    in_minutes = _unit(line.heading("evacuated_in"))
    seconds = line.take("evacuated_in", lambda cell: seconds_of(cell, in_minutes))
    leader = line.take("leader", person_name)
    problems = line.take("problems", cells.prose)
    if line.problems or campus is None or held_on is None or theme is None or participants is None:
        return None
    return Told(campus, held_on, theme, participants, seconds, leader, problems)


def _campus_here(one: Found, names: Mapping[str, str]) -> str | None:
    for text in (one.layout.sheet, *one.layout.head):
        if campus := values.campus_within(text, names):
            return campus
    return next(iter(names.values())) if len(names) == 1 else None


class _Days:
    """The days of one table: how 3/5/20 is meant in it, and the year of those that have none."""

    def __init__(self, one: Found, use: Map, as_of: date, from_1904: bool, stem: str) -> None:
        place = one.layout.columns()["held_on"]
        written = {row.number: row.cells[place - 1] for row in one.body.rows if place <= len(row.cells)}
        whole = {number: day for number, cell in written.items() if (day := days.whole(cell))}
        amid = sorted(whole.values())[len(whole) // 2] if whole else None
        self._orders: Orders
        self._orders, self._doubted = (
            (dict.fromkeys(days.MARKS, use.dates), {})
            if use.dates
            else days.orders_of(written.values(), amid, as_of)
        )
        self._years: Years = days.years_in(one.layout.head, (one.layout.sheet, stem))
        self._whole, self._use, self._as_of, self._from_1904 = whole, use, as_of, from_1904

    def reader(self, number: int) -> Callable[[Cell], date | None]:
        """How the day of a row is read."""

        def read(cell: Cell) -> date | None:
            found = days.read(cell, self._orders, self._from_1904)
            if isinstance(found, Short):
                found = self._with_year(found, number)
            elif (
                isinstance(cell, str) and any(mark in cell for mark in self._doubted) and not days.whole(cell)
            ):
                raise Unreadable(
                    _("its year, month and day may be told in several ways; write it as 2020-03-05")
                )
            if found is not None and found > self._as_of:
                raise Unreadable(_("it lies after {day}").format(day=self._as_of))
            return found

        return read

    def _with_year(self, short: Short, number: int) -> date:
        found = short.in_year(self._use.year) if self._use.year else self._years.of(short)
        if found is None and self._whole:
            near = min(self._whole, key=lambda row: abs(row - number))
            found = days.nearest(short, self._whole[near])
        if found is None:
            raise days.needs_year(short)
        return found


def _participants(cell: Cell) -> int | None:
    """How many took part: 320, 320人, 全校师生320人; a text with two numbers says neither."""
    text = unicodedata.normalize("NFKC", said(cell)).replace(",", "")
    numbers = _NUMBERS.findall(text)
    if isinstance(cell, float) and not cell.is_integer():
        numbers = []
    if not numbers and cells.prose(cell) is None:
        return None
    if len(numbers) != 1 or isinstance(cell, date):
        raise Unreadable(_("it is no number of people"))
    return int(numbers[0])


def _unit(heading: str) -> bool | None:
    """Whether a heading says minutes; None where it says neither those nor seconds."""
    return True if "分" in heading else False if "秒" in heading else None


def seconds_of(cell: Cell, in_minutes: bool | None) -> int | None:
    """How many seconds: 150秒, 2分30秒, 2′30″, 2:30; a bare number in the unit of its heading.

    ``in_minutes`` is what the heading says, None for nothing. Raises Unreadable for what says no unit.
    """
    if isinstance(cell, time | timedelta):
        whole = (
            cell
            if isinstance(cell, timedelta)
            else timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second)
        )
        if not timedelta() < whole < timedelta(hours=1):
            raise Unreadable(_("it is no time for leaving a building; write it as 150秒 or 2分30秒"))
        return int(whole.total_seconds())
    text = _AROUND.sub("", fold(said(cell)))
    if cells.prose(cell) is None:
        return None
    if _BARE.fullmatch(text):
        if in_minutes is None:
            raise Unreadable(_("no unit is said; write it as 150秒 or 2分30秒"))
        return round(float(text) * (60 if in_minutes else 1))
    if clock := _CLOCK.fullmatch(text):
        return int(clock["m"]) * 60 + int(clock["s"])
    spelled = _SPELLED.fullmatch(text)
    if spelled is None or (spelled["m"] is None and spelled["s"] is None):
        raise Unreadable(_("it is no time for leaving a building; write it as 150秒 or 2分30秒"))
    return round(float(spelled["m"] or 0) * 60 + int(spelled["s"] or 0))
