"""A ledger of drills as schools keep it → the drills that were held, and the problems of rows that cannot be taken.

What cannot be read is a problem of its row, never left out; what has no field of its own goes into the note as it
stands.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

from safetyctl.ground.catalogue import _
from safetyctl.ground.hours import clock_of, clock_within
from safetyctl.ground.limits import PEOPLE
from safetyctl.ground.text import fold
from safetyctl.intake.people.reading import is_nobody, people_in
from safetyctl.intake.tables.around import Given, Lasted, TableDays, campus_around, campus_of, given
from safetyctl.intake.tables.layout import Layout
from safetyctl.intake.tables.line import Line, Problem
from safetyctl.intake.tables.mapping import Map
from safetyctl.intake.tables.reading import (
    Ambiguous,
    Found,
    Unclear,
    Understood,
    require_columns,
    sheets_without,
    tables_at,
)
from safetyctl.intake.words import cells
from safetyctl.intake.words.cells import Cell, Unreadable, said
from safetyctl.intake.words.days import whole
from safetyctl.intake.words.forms import DRILLS
from safetyctl.intake.words.synonyms import Synonyms, synonyms
from safetyctl.intake.workbook.door import PlainTable, Workbook
from safetyctl.intake.workbook.refused import RefusedRow
from safetyctl.intake.workbook.table import Sheet
from safetyctl.records.drills import Told

_NUMBERS = re.compile(r"[0-9]+")
_STUDENTS = r"(?:学生|住校生|走读生|生|幼儿)"
_STAFF = r"(?:教师|老师|师|教职员工|教职工|职工|员工)"
_OF = r"(?:{0}:?\s*[0-9]+\s*[人名]?|[0-9]+\s*[人名]?\s*{0})"
_EACH = tuple(_OF.replace("{0}", group) for group in (_STUDENTS, _STAFF))
_BY_GROUP = re.compile("|".join(rf"{one}\s*[、,;+和/]?\s*{other}" for one, other in (_EACH, _EACH[::-1])))
_TWO_GROUPS = re.compile(r"师\s*[/、]\s*生|生\s*[/、]\s*师|教师\s*[/、]\s*学生|学生\s*[/、]\s*教师")
_TWO = re.compile(r"[0-9]+\s*人?\s*[/、]\s*[0-9]+\s*人?")
_OF_ALL = re.compile("合计|总计|共计|小计|总数|总人数|实到|实际")
_NOT_ADDED = re.compile("应[到参]|计划|预计|[未缺]|假|其中")
"""Parts of the number of people that say all of it, and those that are no share of it: 应到, 请假, 其中教师."""
_PLANNED = re.compile("计划|拟|预计|预定")
_BARE = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_SPELLED = re.compile(
    r"(?:(?P<m>[0-9]+(?:\.[0-9]+)?)(?:分钟|分|min|['′’]))?(?:(?P<s>[0-9]+)(?:秒钟|秒|s|[\"″”]|''|′′)?)?"
)
_CLOCK = re.compile(r"(?:0?0:(?=[0-9]{2}:))?(?P<m>[0-9]{1,2}):(?P<s>[0-9]{2})")
_LASTS = re.compile("用|时长|秒|分")
_SCHOOL_BEGINS = 7  # the hour from which a clock may be meant
_ABOUT = re.compile("约|近|余|多|左右|以上|不足")
_AROUND = re.compile(r"^(?:约|共|用时|总用时|大约)+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a ledger of drills holds: how many rows, the drills, the problems of the others, and those rows.

    ``notes`` are things to look at in rows that are taken; ``without``: the sheets that hold no such ledger.
    """

    read: int
    drills: tuple[Told, ...]
    problems: tuple[Problem, ...]
    refused: tuple[RefusedRow, ...]
    tables: tuple[Understood, ...]
    notes: tuple[Problem, ...] = ()
    without: tuple[str, ...] = ()


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
        NotFound: no such file or sheet; a campus of the map that there is not.
        Unclear: no such ledger, or a column that only a person, or a map, can tell.
        BadInput: the file may not be opened.
        CannotDo: the system will not let it be read.
    """
    use = use or Map()
    file, parts, every, found = _tables(path, sheet, use)
    by = given(file, campuses, default_campus, use, as_of)
    gathered = _Gathered()
    for one in found:
        gathered.take(one, by)
    read = sum(len(one.body.rows) for one in found)
    tables = tuple(
        one.as_another()
        if found is not every and _is_another(one.layout)
        else one.understood(len(one.body.rows))
        for one in every
    )
    return Reading(
        read,
        tuple(gathered.drills),
        tuple(gathered.problems),
        tuple(gathered.refused),
        tables,
        tuple(gathered.notes),
        sheets_without(parts, [one.sheet for one in every]),
    )


@dataclass(slots=True)
class _Gathered:
    """What the rows of all tables came to."""

    drills: list[Told] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def take(self, one: Found, by: Given) -> None:
        """The rows of a table; those over which day and theme are merged are one drill of their campus."""
        table = one.table()
        dated = TableDays(one, "held_on", by)
        around = campus_around(one.layout, by)
        of_merged = _of_merged_cells(one)
        apart = _said_apart(one) if of_merged else ()
        rows: dict[tuple[int, str], list[Told]] = {}
        for row in one.body.rows:
            line = Line(table, row.number, row.cells)
            campus = campus_of(line, by, row.section, around)
            if row.section and row.section != campus:
                line.keep_section(row.section)
            lasted = dated.range_reader(row.number)
            told = _told(line, campus, lasted, apart if row.number in of_merged else ())
            if told is not None:
                rows.setdefault((of_merged.get(row.number, row.number), told.campus), []).append(told)
                self.notes += line.notes
            else:
                self.problems += line.problems
                self.refused.append(one.refused(row, line.problems))
        self.drills += (_together(each, "participants" in apart) for each in rows.values())


class _Tables(NamedTuple):
    """A file, its sheets, all its tables, and those that are of drills."""

    file: Workbook | PlainTable
    parts: Sequence[Sheet]
    every: Sequence[Found]
    found: Sequence[Found]


def _tables(path: Path, sheet: str | None, use: Map) -> _Tables:
    """The tables of a file; where no column is for the day, 开始时间 is, if it says days and not hours alone."""
    known = synonyms(DRILLS)
    try:
        return _tables_by(path, sheet, use, known)
    except Ambiguous:
        raise
    except Unclear as missing:
        begun = {
            name: ("held_on" if key == "held_at" else key, rank) for name, (key, rank) in known.names.items()
        }
        try:
            tables = _tables_by(path, sheet, use, replace(known, names=begun))
        except Unclear:
            raise missing from None
        if not all(_says_days(one) for one in tables.found):
            raise
        return tables


def _tables_by(path: Path, sheet: str | None, use: Map, known: Synonyms) -> _Tables:
    file, parts, every = tables_at(path, sheet, known, use)
    found = [one for one in every if not _is_another(one.layout)] or every
    require_columns([one.layout for one in found], file.name)
    return _Tables(file, parts, every, found)


def _says_days(one: Found) -> bool:
    place = one.layout.columns()["held_on"]
    return any(whole(cells.cell_at(row.cells, place)) for row in one.body.rows)


def _is_another(layout: Layout) -> bool:
    """Whether a table without the day of its drills is of another kind: a table of contents, a plan."""
    by_field = {one.field: one for one in layout.headings}
    if "held_on" in by_field:
        return False
    return by_field["theme"].how == "weak" or any(_PLANNED.search(one.text) for one in layout.headings)


def _of_merged_cells(one: Found) -> dict[int, int]:
    """The rows of one drill, each with the first of them: its day and its theme are cells merged over them all."""
    columns = one.layout.columns()
    days, themes = (one.merged_over(columns[key]) for key in ("held_on", "theme"))
    return {row: top for row, top in days.items() if themes.get(row) == top}


def _said_apart(one: Found) -> tuple[str, ...]:
    """What each of the rows of one drill says for itself, in a cell that is not merged over them."""
    columns = one.layout.columns()
    keys = [key for key in ("participants", "evacuated_in", "leader", "place") if key in columns]
    return tuple(key for key in keys if not one.merged_over(columns[key]))


def _together(rows: Sequence[Told], adds_up: bool) -> Told:
    """What the rows of one drill say of it: a time that all of them say, how many took part in all of them.

    ``adds_up``: each row says how many for itself.
    """
    first = rows[0]
    if len(rows) == 1:
        return first
    seconds = {one.evacuated_in for one in rows}
    return first._replace(
        participants=sum(one.participants for one in rows) if adds_up else first.participants,
        evacuated_in=first.evacuated_in if len(seconds) == 1 else None,
        leader=_each_once("、", (one.leader for one in rows)),
        problems=_each_once("\n", (one.problems for one in rows)),
        place=_each_once("、", (one.place for one in rows)),
        note=_each_once("\n", (one.note for one in rows)),
    )


def _each_once(mark: str, texts: Iterable[str | None]) -> str | None:
    return mark.join(dict.fromkeys(text for text in texts if text)) or None


def _told(
    line: Line, campus: str | None, lasted: Callable[[Cell], Lasted | None], apart: Sequence[str]
) -> Told | None:
    """What a row tells of a drill, or None for one with problems; ``apart``: what other rows of it say, too."""
    held_on = line.take("held_on", lambda cell: _one_day(lasted(cell)), needed=True)
    held_at = _begun(line)
    theme = line.take("theme", cells.line, needed=True)
    participants = _counted_apart(line, campus) or line.take("participants", _all_participants, needed=True)
    heading = line.heading("evacuated_in")
    seconds = line.take("evacuated_in", lambda cell: seconds_of(_as_written(cell, heading), _unit(heading)))
    for key in ("participants", "evacuated_in"):
        if _ABOUT.search(said(line.cell(key))):
            line.keep(key)
    for key in apart:
        line.keep(key)
    leader = "、".join(people_in(line, "leader")) or None
    if is_nobody(line.cell("leader")) or leader not in (None, said(line.cell("leader"))):
        line.keep("leader")
    problems = line.take("problems", cells.prose)
    place = line.text("place", cells.line)
    note = line.detail()
    if line.problems or campus is None or held_on is None or theme is None or participants is None:
        return None
    return Told(campus, held_on, theme, participants, seconds, leader, problems, held_at, place, note)


def _one_day(lasted: Lasted | None) -> date | None:
    if lasted is not None and lasted.first != lasted.last:
        raise Unreadable(_("a drill is held on one day"))
    return lasted and lasted.first


def _hour(cell: Cell) -> str | None:
    """The clock on the wall in a cell of its own. Raises Unreadable."""
    found = cell.isoformat("minutes") if isinstance(cell, time) else clock_of(said(cell))
    if found is None:
        raise Unreadable(_("it is no time of day; write it as 14:30"))
    return found


def _begun(line: Line) -> str | None:
    """When it began, by its own column or else the cell of the day; what that says besides is kept."""
    cell = line.cell("held_on")
    at = line.take_or_keep("held_at", _hour, None)
    if at is not None:
        line.keep_cut(["held_on"])
        return at
    if isinstance(cell, datetime):
        return cell.strftime("%H:%M") if cell.time() != time() else None
    line.keep_cut(["held_on"])
    at = clock_within(said(cell))
    return None if at == "00:00" else at


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


def _all_participants(cell: Cell) -> int | None:
    found = _participants(cell)
    if found is not None and not 0 < found <= PEOPLE:
        raise Unreadable(_("it is no number of people"))
    return found


def _counted_apart(line: Line, campus: str | None) -> int | None:
    """How many took part where they are counted by groups (教师, 学生), in several columns or one; these are kept.

    Where they are counted by campus, it is the number of this one.
    """
    parts = line.parts("participants")
    try:
        told = [(part, count) for part, cell in parts if (count := _participants(cell)) is not None]
    except Unreadable:
        return None
    counts = [count for part, count in told if part == campus]
    counts = counts or [count for part, count in told if _OF_ALL.search(part)][:1]
    counts = counts or [count for part, count in told if not _NOT_ADDED.search(part)]
    counts = counts or _by_groups(line.heading("participants"), said(line.cell("participants")))
    if not counts:
        return None
    line.keep("participants")
    return sum(counts)


def _by_groups(heading: str, cell: str) -> list[int]:
    """The numbers of staff and of students in a cell, none counted twice: 教师60人、学生900人; 60/900 under 师/生."""
    text = unicodedata.normalize("NFKC", cell).replace(" ", "")
    apart = _BY_GROUP.fullmatch(text) or (_TWO_GROUPS.search(heading) and _TWO.fullmatch(text))
    return [int(number) for number in _NUMBERS.findall(text)] if apart else []


def _unit(heading: str) -> bool | None:
    """Whether a heading says minutes; None where it says neither those nor seconds."""
    return True if "分" in heading else False if "秒" in heading else None


def _as_written(cell: Cell, heading: str) -> Cell:
    """What was written of how long it took: Excel makes 3 hours and 15 minutes of 3:15.

    Raises Unreadable for 10:00 under a heading that may as well ask for the time of day.
    """
    lasts = _LASTS.search(heading) is not None
    if lasts and isinstance(cell, time) and cell.hour and not cell.second:
        return time(0, cell.hour, cell.minute)
    clock = _CLOCK.fullmatch(fold(said(cell))) if isinstance(cell, str) else None
    if clock and not lasts and int(clock["m"]) >= _SCHOOL_BEGINS:
        raise Unreadable(_("it may be a time of day; write how long it took as 2分30秒"))
    return cell


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
