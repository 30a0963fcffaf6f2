"""A workbook of hazards → candidates for the ledger, and the problems of the rows that cannot be taken.

What the workflow would refuse and an old ledger may hold (closed without a verifier, due before it was found) is
taken as it stands; what cannot be read is a problem with its cell. No cell of a row taken is lost: what
has no field of its own goes into the detail under its heading.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from safetyctl.ground.catalogue import _, listed
from safetyctl.ground.errors import BadInput, NotFound
from safetyctl.ground.text import fold
from safetyctl.intake import cells
from safetyctl.intake.door import Workbook, admit
from safetyctl.intake.line import Line, Problem
from safetyctl.intake.refused import RefusedRow
from safetyctl.intake.table import Sheet, Table, find_table, sheets
from safetyctl.ledger.words import Level, Source
from safetyctl.plan.model import Plan
from safetyctl.records.candidate import Candidate, fingerprint
from safetyctl.records.columns import COLUMNS

_OUR_NUMBER = re.compile(r"H[0-9]+")
_NEEDED = ("found_on", "level", "campus", "area")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds: hazards read, those that can be taken, and the problems of the others."""

    read: int
    candidates: tuple[Candidate, ...]
    problems: tuple[Problem, ...]
    refused: tuple[RefusedRow, ...] = ()


def read_hazards(
    path: Path,
    plan: Plan,
    campuses: Sequence[str],
    *,
    as_of: date,
    default_campus: str | None = None,
    default_area: str | None = None,
    sheet: str | None = None,
) -> Reading:
    """Read a ledger in the official layout from an .xlsx or .csv.

    ``default_campus`` and ``default_area`` (an area or a check item) serve rows that name none that is
    known. All sheets with the official headings are read, or the one named ``sheet``.

    Raises:
        NotFound: no such file or sheet.
        BadInput: the file may not be opened, holds no such table, or the table lacks a column that is needed.
        CannotDo: the system will not let it be read.
    """
    file = admit(path)
    tables = _tables(sheets(file), sheet, file.name)
    names = cells.area_names(plan)
    asked = _Asked(
        plan=plan,
        areas=names,
        campuses=cells.campus_names(campuses),
        as_of=as_of,
        default_campus=default_campus,
        default_area=names.get(fold(default_area)) if default_area else None,
        from_1904=isinstance(file, Workbook) and file.from_1904,
    )
    read = 0
    taken: list[Candidate] = []
    problems: list[Problem] = []
    refused: list[RefusedRow] = []
    for table in tables:
        _has_columns(table, asked, file.name)
        for number, row in table.body:
            line = Line(table, number, row)
            candidate = _candidate(line, asked, table.sheet, number)
            read += 1
            problems += line.problems
            if candidate is not None:
                taken.append(candidate)
            else:
                refused.append(_refused(table, row, line.problems))
    return Reading(read, _repeats_marked(taken), tuple(problems), tuple(refused))


def _refused(table: Table, row: Sequence[cells.Cell], problems: Sequence[Problem]) -> RefusedRow:
    widest = max(table.headings, default=0)
    return RefusedRow(
        headings=tuple(table.headings.get(place, "") for place in range(1, widest + 1)),
        cells=tuple(row),
        reasons=tuple(f"{one.heading or one.column}：{one.problem}" for one in problems),
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    plan: Plan
    areas: dict[str, tuple[str, str | None]]
    campuses: dict[str, str]
    as_of: date
    default_campus: str | None
    default_area: tuple[str, str | None] | None
    from_1904: bool


def _tables(found: list[Sheet], wanted: str | None, file: str) -> list[Table]:
    if wanted is not None:
        names = listed(one.name for one in found)
        found = [one for one in found if one.name == wanted]
        if not found:
            raise NotFound(
                _("{file} has no sheet {sheet}.").format(file=file, sheet=wanted),
                hint=_("Its sheets: {names}.").format(names=names),
            )
    tables = [table for one in found if (table := find_table(one, "title")) is not None]
    if not tables:
        raise BadInput(
            _("{file} holds no ledger with the official headings.").format(file=file),
            hint=_("`safetyctl hazard template FILE.xlsx` writes an empty one with these headings."),
        )
    return tables


def _has_columns(table: Table, asked: _Asked, file: str) -> None:
    served = {"campus": asked.default_campus, "area": asked.default_area}
    missing = [key for key in _NEEDED if key not in table.columns and not served.get(key)]
    if missing:
        headings = listed(_(column.heading) for column in COLUMNS if column.key in missing)
        raise BadInput(
            _("{file}, sheet {sheet}: these columns are missing: {names}.").format(
                file=file, sheet=table.sheet, names=headings
            ),
            hint=_("`safetyctl hazard template FILE.xlsx` writes an empty one with these headings."),
        )


def _repeats_marked(taken: Iterable[Candidate]) -> tuple[Candidate, ...]:
    first: dict[str, Candidate] = {}
    marked = []
    for one in taken:
        before = first.setdefault(one.fingerprint, one)
        marked.append(one if before is one else replace(one, repeats=(before.sheet, before.row)))
    return tuple(marked)


def _campus(line: Line, asked: _Asked) -> str | None:
    if asked.default_campus is None:
        return line.take("campus", lambda cell: cells.campus(cell, asked.campuses), needed=True)
    return line.take_or_keep("campus", lambda cell: cells.campus(cell, asked.campuses), asked.default_campus)


def _area(line: Line, asked: _Asked) -> tuple[str, str | None] | None:
    def read(cell: cells.Cell) -> tuple[str, str | None] | None:
        return cells.area(cell, asked.areas, asked.plan)

    if asked.default_area is None:
        return line.take("area", read, needed=True)
    return line.take_or_keep("area", read, asked.default_area)


def _candidate(line: Line, asked: _Asked, sheet: str, row: int) -> Candidate | None:
    def past(key: str, needed: bool = False) -> date | None:
        return line.day(key, asked.from_1904, asked.as_of, needed)

    campus, area = _campus(line, asked), _area(line, asked)
    title = line.take("title", cells.prose, needed=True)
    level = line.take("level", cells.level, needed=True)
    found_on = past("found_on", needed=True)
    candidate = Candidate(
        campus=campus or "",
        area=area[0] if area else "",
        item=area[1] if area else None,
        title=title or "",
        detail=None,
        location=line.take("location", cells.line),
        level=level or Level.GENERAL,
        source=line.take_or_keep("source", cells.source, None) or Source.IMPORT,
        found_on=found_on or asked.as_of,
        found_by=line.take("found_by", cells.line),
        responsible=line.take("responsible", cells.line),
        department=line.take("department", cells.line),
        measure=line.take("measure", cells.prose),
        funds=line.take("funds", cells.funds),
        due=line.day("due", asked.from_1904),
        interim=line.take("interim", cells.prose),
        contingency=line.take("contingency", cells.prose),
        rectified_on=past("rectified_on"),
        rectify_note=line.take("rectify_note", cells.prose),
        verified_by=line.take("verified_by", cells.line),
        verified_on=past("verified_on"),
        verify_note=line.take("verify_note", cells.prose),
        closed_on=past("closed_on"),
        on_time=line.take_or_keep("on_time", cells.yes_or_no, None),
        province_uploaded_on=past("province_uploaded_on"),
        remarks=line.take("remarks", cells.prose),
        their_number=line.take("number", cells.line),
        sheet=sheet,
        row=row,
        fingerprint="",
    )
    ours = _OUR_NUMBER.fullmatch(candidate.their_number or "") is not None
    if not ours:
        line.keep("number")
    detail = line.detail(ours)
    if line.problems:  # and only without one do the stand-ins above stand for nothing
        return None
    mark = fingerprint(candidate.campus, candidate.location, candidate.title, candidate.found_on)
    return replace(candidate, detail=detail, fingerprint=mark)
