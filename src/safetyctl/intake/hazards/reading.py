"""A workbook of hazards as a school keeps it → candidates for the ledger, and what a person should know of it.

All sheets are looked at; where the headings stand, what they mean and which rows are hazards is found out and
told. What the workflow would refuse and an old ledger may hold (closed without a verifier, due before it was
found) is taken as it stands. No cell of a row taken is lost: what has no field of its own goes into the detail.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePath
from typing import NamedTuple

from safetyctl.ground.catalogue import _, using
from safetyctl.ground.errors import NotFound
from safetyctl.ground.text import fold, one_line
from safetyctl.intake.hazards.asked import Around, Asked
from safetyctl.intake.hazards.dating import Dating
from safetyctl.intake.hazards.ledgers import ledgers_among
from safetyctl.intake.hazards.orders import orders_meant
from safetyctl.intake.hazards.repeats import Repeat, merged
from safetyctl.intake.hazards.rows import RowRead, RowReader
from safetyctl.intake.tables.around import campus_here, campus_served, require_campuses
from safetyctl.intake.tables.body import BodyRow
from safetyctl.intake.tables.dated_parts import DatedParts
from safetyctl.intake.tables.line import Problem
from safetyctl.intake.tables.mapping import Map
from safetyctl.intake.tables.parts import day_together
from safetyctl.intake.tables.reading import (
    Found,
    Understood,
    none_of,
    require_columns,
    sheets_without,
    tables_at,
)
from safetyctl.intake.words import cells, days, values
from safetyctl.intake.words.cells import Cell, Unreadable, cell_at, is_filled
from safetyctl.intake.words.days import Orders, Short
from safetyctl.intake.words.forms import DATES, HAZARDS, STATUS
from safetyctl.intake.words.heads import HeadDay, day_in, inspectors_in
from safetyctl.intake.words.spans import Span
from safetyctl.intake.words.synonyms import Synonyms, synonyms
from safetyctl.intake.workbook.door import Workbook
from safetyctl.intake.workbook.refused import RefusedRow
from safetyctl.plan.model import Plan
from safetyctl.records.candidate import Candidate


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds: hazards read, those that can be taken, and the problems of the others.

    ``notes`` are things to look at in rows that are taken, ``suggested`` those whose area was taken from words.
    ``repeats`` are rows that stand for a hazard of another row; they count among ``read``. ``without`` names the
    sheets in which no ledger was found though something stands there.
    """

    read: int
    candidates: tuple[Candidate, ...]
    problems: tuple[Problem, ...]
    refused: tuple[RefusedRow, ...] = ()
    notes: tuple[Problem, ...] = ()
    suggested: tuple[Problem, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    tables: tuple[Understood, ...] = ()
    without: tuple[str, ...] = ()
    doubted: Orders = field(default_factory=dict)
    """How days such as 3/5/20 were read, where the table does not say it for certain."""


def read_hazards(
    path: Path,
    plan: Plan,
    campuses: Sequence[str],
    *,
    as_of: date,
    default_campus: str | None = None,
    default_area: str | None = None,
    sheet: str | None = None,
    use: Map | None = None,
) -> Reading:
    """Read a hazard ledger from an .xlsx or .csv, all of its sheets or the one named ``sheet``.

    ``default_campus`` and ``default_area`` (an area or a check item) serve rows that name none that is known; ``use``
    says what the synonyms do not know.

    Raises:
        NotFound: no such file or sheet; a campus or area of the map that there is not.
        Ambiguous: columns that only a person, or a map, can tell apart.
        Unclear: no headings of a ledger, or not all that are needed.
        BadInput: the file may not be opened.
        CannotDo: the system will not let it be read.
    """
    use = use or Map()
    known = synonyms()
    file, every, tables = tables_at(path, sheet, known, use)
    found = ledgers_among(tables, use)
    if not found:
        raise none_of(every, known, file.name)
    asked = _asked(plan, campuses, known, use, as_of, default_campus, default_area)
    asked = replace(asked, from_1904=isinstance(file, Workbook) and file.from_1904, file=file.name)
    stem = PurePath(file.name).stem
    dated = [_dated(one, asked, stem) for one in found]
    undated = any(
        not use.found_on and "found_on" not in one.layout.columns() and not told.head and not told.parts
        for one, told in zip(found, dated, strict=True)
    )
    require_columns([one.layout for one in found], file.name, set() if undated else {"found_on"}, known)
    orders, doubted = orders_meant(found, use, as_of)
    asked = replace(asked, orders=orders, doubted=doubted)
    gathered = _Gathered()
    for one, told in zip(found, dated, strict=True):
        gathered.take(one, _results(one, asked, told))
    once, repeats = merged(gathered.taken, _same_row(found))
    looked_at = [one.sheet for one in found]
    return Reading(
        gathered.read,
        once,
        tuple(gathered.problems),
        tuple(gathered.refused),
        tuple(gathered.notes),
        tuple(gathered.suggested),
        repeats,
        tuple(gathered.tables),
        sheets_without(every, looked_at),
        doubted,
    )


@dataclass(slots=True)
class _Gathered:
    """What the rows of all tables came to."""

    read: int = 0
    taken: list[Candidate] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    suggested: list[Problem] = field(default_factory=list)
    tables: list[Understood] = field(default_factory=list)

    def take(self, one: Found, results: Iterator[tuple[BodyRow, RowRead]]) -> None:
        """A table's rows; those that say they are void count among the lines left out."""
        left_out = {kind: list(rows) for kind, rows in one.body.left_out.items()}
        count = 0
        opened: list[str] = []
        for row, result in results:
            opened += row.opened
            if result.void:
                left_out.setdefault("void", []).append(row.number)
                continue
            count += 1
            self.problems += result.problems
            self.suggested += [result.suggested] if result.suggested else []
            if result.candidate is not None:
                self.taken.append(result.candidate)
                self.notes += result.notes
            else:
                self.refused.append(one.refused(row, result.problems, opened))
                opened = []
        self.read += count
        self.tables.append(one.understood(count, left_out))


# what the rows are read by


def _asked(
    plan: Plan,
    campuses: Sequence[str],
    known: Synonyms,
    use: Map,
    as_of: date,
    campus: str | None,
    area: str | None,
) -> Asked:
    codes = {one.code for one in plan.areas}
    named = {word: (code, None) for word, code in known.area_names.items() if code in codes}
    areas = values.Areas(
        named | cells.area_names(plan),
        {code: words for code, words in known.area_words.items() if code in codes},
    )
    folded = cells.campus_names(campuses)
    for told in (*use.areas.values(), *([use.area] if use.area else ())):
        if areas.named(told) is None:
            raise NotFound(_("The map names the area {area}, which the plan has not.").format(area=told))
    require_campuses(use, folded)
    served = area or use.area
    return Asked(
        plan=plan,
        known=known,
        map=use,
        areas=areas,
        campuses=folded,
        as_of=as_of,
        campus=campus_served(campus, use, folded),
        area=areas.named(served) if served else None,
        from_1904=False,
    )


class _Dated(NamedTuple):
    """What stands around the rows of a table of the day they were found: the years, the head's day, that of lines."""

    years: days.Years
    head: HeadDay | None
    parts: DatedParts


def _dated(one: Found, asked: Asked, stem: str) -> _Dated:
    """What is said around a table; its head, only where there is no column for the day."""
    years = days.years_in(one.layout.head, (one.layout.sheet, stem))
    parts = _dated_parts(one, asked, years)
    if "found_on" in one.layout.columns():
        return _Dated(years, None, parts)
    head = day_in(one.layout.head, asked.known, years)
    return _Dated(years, head._replace(sure=False) if head and parts else head, parts)


def _around(one: Found, asked: Asked, dating: Dating, told: _Dated) -> Around:
    written = _days_written(one)
    read = {number: _quietly(cell, dating) for number, cell in written.items() if is_filled(cell)}
    short = {number: day for number, day in read.items() if isinstance(day, Short)}
    whole = [(number, day) for number, day in read.items() if isinstance(day, date)]
    near = {number: min(whole, key=lambda each: abs(each[0] - number))[1] for number in short if whole}
    if short and not whole:
        near = _by_later_days(one, one.body.rows, short)
    return Around(
        told.years,
        campus_here(one.layout, asked.campuses),
        near,
        found_on=told.head.day if told.head else None,
        found_by=_inspectors(one, one.layout.head, asked.known),
        in_hundreds=_has_hundreds(one),
    )


def _has_hundreds(one: Found) -> bool:
    """Whether a number in the column of the state is more than a whole."""
    place = one.layout.columns().get(STATUS, 0)
    numbers = (cell_at(row.cells, place) for row in one.body.rows)
    return any(isinstance(number, int | float) and number > 1 for number in numbers)


def _inspectors(one: Found, head: Sequence[str], known: Synonyms) -> str | None:
    return None if "found_by" in one.layout.columns() else inspectors_in(head, known)


def _days_written(one: Found) -> dict[int, Cell]:
    """By row, what it says of the day found."""
    if parts := one.layout.joined().get("found_on"):
        return {row.number: day_together(row.cells, parts, begins=True) for row in one.body.rows}
    place = one.layout.columns().get("found_on", 0)
    return {row.number: cell_at(row.cells, place) for row in one.body.rows}


def _quietly(cell: Cell, dating: Dating) -> date | Short | None:
    try:
        day = dating.of(cell)
    except Unreadable:
        return None
    return day.first if isinstance(day, Span) else day


def _by_later_days(one: Found, rows: Sequence[BodyRow], short: Mapping[int, Short]) -> dict[int, date]:
    """For days without their year: the last before what the same row says was, or is to be, done after it."""
    columns = one.layout.columns()
    places = [columns[key] for key in DATES[1:] if key in columns]
    near = {}
    for row in rows:
        if row.number not in short:
            continue
        later = [day for place in places if (day := days.whole(cell_at(row.cells, place)))]
        years = (later[0].year, later[0].year - 1) if later else ()
        before = (day for year in years if (day := short[row.number].in_year(year)) and day <= later[0])
        if (day := next(before, None)) is not None:
            near[row.number] = day
    return near


_OF_ITS_STATE = frozenset(
    (
        "rectified_on",
        "rectify_note",
        "verified_by",
        "verified_on",
        "verify_note",
        "closed_on",
        "on_time",
        STATUS,
    )
)


def _same_row(found: Sequence[Found]) -> Callable[[Candidate, Candidate], bool]:
    """Whether two rows of a sheet say the same in all columns, 序号 too, but those that say how it went."""
    told: dict[tuple[str, int], dict[str, str]] = {}

    def row_of(one: Candidate) -> dict[str, str]:
        if not told:
            for each in found:
                told.update(((each.sheet.name, row.number), _cells_of(each, row)) for row in each.body.rows)
        return told[one.sheet, one.row]

    return lambda first, other: row_of(first) == row_of(other)


def _cells_of(one: Found, row: BodyRow) -> dict[str, str]:
    """What a row says under each heading; what says nothing is left out."""
    layout = one.layout
    places = {each.place: each.text for each in layout.headings if each.field not in _OF_ITS_STATE}
    if layout.serial:
        places[layout.serial] = "序号"
    return {
        heading: fold(cells.said(cell))
        for place, heading in places.items()
        if is_filled(cell := cell_at(row.cells, place))
    }


def _results(one: Found, asked: Asked, told: _Dated) -> Iterator[tuple[BodyRow, RowRead]]:
    reader = RowReader(one.table(), one.layout, asked, Around(days.Years(), None, {}))
    reader.dating.around = around = _around(one, asked, reader.dating, told)
    of_part = told.head
    for row in one.body.rows:
        if row.opened:
            line = (row.section,)
            by_line = told.parts.day(row) or (told.head and day_in(line, asked.known, told.years))
            of_part = by_line or told.head
            reader.dating.around = replace(
                around,
                found_on=of_part.day if of_part else None,
                of_part=of_part is not None and of_part.of_part,
                found_by=_inspectors(one, line, asked.known) or around.found_by,
            )
        result = reader.read(row)
        if of_part is not None and result.candidate is not None and not _says_day(one, row):
            result = _noted(result, result.candidate, of_part, one.layout.sheet)
        yield row, result


def _dated_parts(one: Found, asked: Asked, years: days.Years) -> DatedParts:
    """The days that lines between the rows of a table say."""

    def with_year(short: Short, part: Sequence[BodyRow]) -> date | None:
        if asked.map.year:
            return short.in_year(asked.map.year)
        near = set(_by_later_days(one, part, dict.fromkeys((row.number for row in part), short)).values())
        return years.of(short) or (near.pop() if len(near) == 1 else None)

    return DatedParts(one.body.rows, asked.known, asked.campuses, with_year)


def _says_day(one: Found, row: BodyRow) -> bool:
    """Whether a row says its day found itself."""
    return is_filled(cell_at(row.cells, one.layout.columns().get("found_on", 0)))


def _noted(result: RowRead, candidate: Candidate, head: HeadDay, sheet: str) -> RowRead:
    """The row with a remark that its day is the form's, where that leaves a doubt."""
    if candidate.found_on != head.day or (head.sure and not head.ranged and not head.of_part):
        return result
    label = HAZARDS.labels["found_on"]
    note = Problem(sheet, candidate.row, "", _(label), one_line(head.words), _remark_of(head), "found_on")
    with using("zh"):  # as the record has it
        kept = f"{_(label)} “{note.value}”：{_remark_of(head)}"
    return result._replace(
        candidate=replace(candidate, notes=(*candidate.notes, kept)), notes=[*result.notes, note]
    )


def _remark_of(head: HeadDay) -> str:
    sentence = (
        _("it is a range of days; it was taken as {day}")
        if head.ranged
        else _("the row says no day; it was taken from the line above it as {day}")
        if head.of_part
        else _("the row says no day; it was taken from the head of the form as {day}")
    )
    return sentence.format(day=head.day)
