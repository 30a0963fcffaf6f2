"""A list of people (姓名, 角色, 校区, 电话) → what it says of each, and the problems of rows that cannot be taken."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from safetyctl.ground.catalogue import _
from safetyctl.ground.text import fold
from safetyctl.intake import cells, values
from safetyctl.intake.cells import Cell, Unreadable
from safetyctl.intake.forms import PEOPLE
from safetyctl.intake.line import Line, Problem
from safetyctl.intake.mapping import Map
from safetyctl.intake.synonyms import synonyms
from safetyctl.intake.tables import Understood, require_columns, tables_at
from safetyctl.records.people import Told, is_telephone

GROUP = ("集团", "集团本部", "集团总部", "总部", "thegroup", "group", "*")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a list holds: how many rows, the people of whom it tells, and the problems of the others."""

    read: int
    people: tuple[Told, ...]
    problems: tuple[Problem, ...]
    tables: tuple[Understood, ...] = ()


def read_people(
    path: Path,
    campuses: Sequence[str],
    *,
    default_campus: str | None = None,
    sheet: str | None = None,
    use: Map | None = None,
) -> Reading:
    """Read a list of people from an .xlsx or .csv; ``default_campus`` serves rows that name none.

    The campus may be said by the sheet's name too. The same person twice is one person; two rows that contradict each
    other are a problem.

    Raises:
        NotFound: no such file or sheet.
        Unclear: no such list, or a column that only a person, or a map, can tell.
        BadInput: the file may not be opened.
        CannotDo: the system will not let it be read.
    """
    use = use or Map()
    file, _every, found = tables_at(path, sheet, synonyms(PEOPLE), use)
    require_columns([one.layout for one in found], file.name)
    names = cells.campus_names(campuses)
    read = 0
    told: dict[tuple[str, str | None], Told] = {}
    problems: list[Problem] = []
    tables: list[Understood] = []
    for one in found:
        table = one.table()
        here = default_campus or use.campus or values.campus_within(table.sheet, names)
        for row in one.body.rows:
            line = Line(table, row.number, row.cells)
            person = _told(line, names, names.get(fold(row.section)) or here, use)
            read += 1
            before = told.setdefault((person.name, person.campus), person) if person else None
            if person and before and before != person:
                line.refuse("name", _("it says something else than a row before it of the same person"))
            problems += line.problems
        tables.append(one.understood(len(one.body.rows)))
    return Reading(read, tuple(told.values()), tuple(problems), tuple(tables))


def _told(line: Line, names: Mapping[str, str], default: str | None, use: Map) -> Told | None:
    name = line.take("name", person_name, needed=True)
    campus = line.take("campus", lambda cell: _campus(cell, names, use.campuses))
    role = line.take("role", cells.line)
    telephone = line.take("telephone", telephone_of)
    if line.problems or name is None:
        return None
    return Told(name, role, (default or "") if campus is None else campus or None, telephone)


def person_name(cell: Cell) -> str | None:
    """The name of a person, not padded. Raises Unreadable."""
    text = cells.line(cell)
    return values.unpadded(text) if text else None


def _campus(cell: Cell, names: Mapping[str, str], told: Mapping[str, str]) -> str | None:
    """The campus, "" for the group; None where the cell says nothing."""
    word = fold(cells.said(cell))
    return "" if word in GROUP else cells.campus(told.get(word, cell), names)


def telephone_of(cell: Cell) -> str | None:
    """A telephone; None where there is none. Raises Unreadable for what cannot be one."""
    text = cells.line(cell)
    if text is None:
        return None
    text = unicodedata.normalize("NFKC", text)
    if not is_telephone(text):
        raise Unreadable(_("it is no telephone number"))
    return text
