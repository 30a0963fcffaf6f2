"""A list of people (姓名, 角色, 校区, 电话) → what it says of each, and the problems of rows that cannot be taken."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from safetyctl.ground.catalogue import _
from safetyctl.ground.text import fold
from safetyctl.intake import cells, values
from safetyctl.intake.cells import Cell, Unreadable, said
from safetyctl.intake.forms import PEOPLE
from safetyctl.intake.line import Line, Problem
from safetyctl.intake.mapping import Map
from safetyctl.intake.synonyms import synonyms
from safetyctl.intake.tables import Understood, as_used, require_columns, side_by_side, tables_at
from safetyctl.records.people import Told, is_telephone

SEPARATED = re.compile(r"[、,，;；/\n]+")
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

    The campus may be said by the sheet's name too. Two lists side by side are both read, and several names in a cell
    are several people. The same person twice is one person; two rows that contradict each other are a problem.

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
        lists = side_by_side(one.table(), one.layout.form.title, synonyms(PEOPLE))
        here = default_campus or use.campus or values.campus_within(one.layout.sheet, names)
        count = 0
        for row in one.body.rows:
            for line in (Line(table, row.number, row.cells) for table in lists):
                if len(lists) > 1 and not any(map(line.says, one.layout.form.fields)):
                    continue
                count += 1
                for person in _told(line, names, names.get(fold(row.section)) or here, use):
                    if told.setdefault((person.name, person.campus), person) != person:
                        line.refuse(
                            "name", _("it says something else than a row before it of the same person")
                        )
                problems += line.problems
        read += count
        tables.append(replace(one.understood(count), layout=as_used(one.layout, lists)))
    return Reading(read, tuple(told.values()), tuple(problems), tuple(tables))


def _told(line: Line, names: Mapping[str, str], default: str | None, use: Map) -> list[Told]:
    """The people of a row; of several in one cell, each with what it says of them all."""
    named = line.take("name", people_named, needed=True)
    campus = line.take("campus", lambda cell: _campus(cell, names, use.campuses))
    role = line.take("role", cells.line)
    telephones = line.take("telephone", telephones_of) or (None,)
    if named and len(telephones) > 1 and len(telephones) != len(named):
        refuse_telephones(line, telephones, named)
    if line.problems or named is None:
        return []
    where = (default or "") if campus is None else campus or None
    numbers = telephones * len(named) if len(telephones) == 1 else telephones
    return [Told(name, role, where, number) for name, number in zip(named, numbers, strict=True)]


def people_named(cell: Cell) -> tuple[str, ...] | None:
    """The names in a cell, none of them padded. Raises Unreadable."""
    text = cells.line(cell)
    if not text:
        return None
    several = values.people(said(cell)).names
    return several if len(several) > 1 else (values.unpadded(text),)


def telephones_of(cell: Cell) -> tuple[str, ...] | None:
    """The telephones in a cell; None where there is none. Raises Unreadable for what cannot be one."""
    try:
        whole = telephone_of(cell)
    except Unreadable:
        numbers = tuple(filter(None, map(telephone_of, SEPARATED.split(said(cell)))))
        return numbers or None
    return (whole,) if whole else None


def refuse_telephones(line: Line, telephones: Sequence[object], people: Sequence[str]) -> None:
    """Object to numbers that cannot be told apart among the people of a row."""
    line.refuse(
        "telephone",
        _("{n} telephones for {people} people").format(n=len(telephones), people=len(people)),
    )


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
