"""A list of people (姓名, 角色, 校区, 电话) → what it says of each, and the problems of rows that cannot be taken."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from safetyctl.ground.catalogue import _, listed
from safetyctl.ground.errors import BadInput, NotFound
from safetyctl.ground.text import fold
from safetyctl.intake import cells
from safetyctl.intake.cells import Cell, Unreadable
from safetyctl.intake.door import admit
from safetyctl.intake.line import Line, Problem
from safetyctl.intake.table import Sheet, Table, find_table, sheets
from safetyctl.records.people import Told, is_telephone

PEOPLE = {
    "name": ("姓名", "人员姓名", "责任人", "人员", "name"),
    "role": ("角色", "职务", "岗位", "职责", "role", "post"),
    "campus": ("校区", "所在校区", "单位", "部门", "campus"),
    "telephone": ("电话", "联系电话", "手机", "手机号", "手机号码", "联系方式", "telephone", "phone"),
}
"""What the columns are called, the first name being the one that we write."""
GROUP = ("集团", "集团本部", "集团总部", "总部", "thegroup", "group", "*")
_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """What a list holds: how many rows, the people of whom it tells, and the problems of the others."""

    read: int
    people: tuple[Told, ...]
    problems: tuple[Problem, ...]


def known(columns: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """What ``find_table`` looks headings up in: each name of a column to its key."""
    return {fold(name): key for key, names in columns.items() for name in names}


def tables_of(
    path: Path, sheet: str | None, required: str, columns: Mapping[str, Sequence[str]]
) -> list[Table]:
    """The tables with such columns in a file, of all its sheets or of the one that is named.

    Raises:
        NotFound: no such file or sheet.
        BadInput: the file may not be opened, or holds no such table.
        CannotDo: the system will not let it be read.
    """
    file = admit(path)
    found = _named(sheets(file), sheet, file.name)
    tables = [
        one for part in found if (one := find_table(part, required, known(columns), _ENOUGH)) is not None
    ]
    if not tables:
        headings = listed(names[0] for names in columns.values())
        raise BadInput(
            _("{file} holds no table with these headings: {names}.").format(file=file.name, names=headings),
            hint=_("The headings stand in one row; not all of them are needed."),
        )
    return tables


def _named(found: list[Sheet], wanted: str | None, file: str) -> list[Sheet]:
    if wanted is None:
        return found
    named = [one for one in found if one.name == wanted]
    if not named:
        raise NotFound(
            _("{file} has no sheet {sheet}.").format(file=file, sheet=wanted),
            hint=_("Its sheets: {names}.").format(names=listed(one.name for one in found)),
        )
    return named


def read_people(
    path: Path, campuses: Sequence[str], *, default_campus: str | None = None, sheet: str | None = None
) -> Reading:
    """Read a list of people from an .xlsx or .csv; ``default_campus`` serves rows that name none.

    The same person twice is one person; two rows that contradict each other are a problem.
    Raises as ``tables_of`` does.
    """
    names = cells.campus_names(campuses)
    read = 0
    told: dict[tuple[str, str | None], Told] = {}
    problems: list[Problem] = []
    for table in tables_of(path, sheet, "name", PEOPLE):
        for number, row in table.body:
            line = Line(table, number, row)
            one = _told(line, names, default_campus)
            read += 1
            before = told.setdefault((one.name, one.campus), one) if one else None
            if one and before and before != one:
                line.refuse("name", _("it says something else than a row before it of the same person"))
            problems += line.problems
    return Reading(read, tuple(told.values()), tuple(problems))


def _told(line: Line, names: Mapping[str, str], default: str | None) -> Told | None:
    name = line.take("name", cells.line, needed=True)
    campus = line.take("campus", lambda cell: _campus(cell, names))
    role = line.take("role", cells.line)
    telephone = line.take("telephone", telephone_of)
    if line.problems or name is None:
        return None
    return Told(name, role, (default or "") if campus is None else campus or None, telephone)


def _campus(cell: Cell, names: Mapping[str, str]) -> str | None:
    """The campus, "" for the group; None where the cell says nothing."""
    return "" if fold(cells.said(cell)) in GROUP else cells.campus(cell, names)


def telephone_of(cell: Cell) -> str | None:
    """A telephone; None where there is none. Raises Unreadable for what cannot be one."""
    text = cells.line(cell)
    if text is None:
        return None
    text = unicodedata.normalize("NFKC", text)
    if not is_telephone(text):
        raise Unreadable(_("it is no telephone number"))
    return text
