"""A list of people (姓名, 角色, 校区, 电话) → what it says of each, and the problems of rows that cannot be taken.

What has no field of its own goes into the note of each person of the row, under its heading, as it stood.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from safetyctl.ground.text import fold
from safetyctl.intake.people.same_person import both, join
from safetyctl.intake.people.telephones import telephones_for
from safetyctl.intake.tables.around import campus_meant, campus_named, campus_over
from safetyctl.intake.tables.body import BodyRow
from safetyctl.intake.tables.columns_of_people import tables_of
from safetyctl.intake.tables.layout import Heading
from safetyctl.intake.tables.line import Line, Problem
from safetyctl.intake.tables.mapping import Map
from safetyctl.intake.tables.meaning import maybe_of_people
from safetyctl.intake.tables.reading import (
    Found,
    Understood,
    as_used,
    none_of,
    require_columns,
    sheets_without,
    side_by_side,
    tables_at,
)
from safetyctl.intake.words import cells, values
from safetyctl.intake.words.asides import numbered_section
from safetyctl.intake.words.cells import Cell, Unreadable, cell_at, said
from safetyctl.intake.words.forms import PEOPLE
from safetyctl.intake.words.synonyms import heading_key, synonyms, without_telephone
from safetyctl.intake.workbook.refused import RefusedRow
from safetyctl.intake.workbook.table import Table
from safetyctl.records.people import Told, is_telephone

GROUP = ("集团", "集团本部", "集团总部", "总部", "thegroup", "group", "*")
_OF_ANYBODY = frozenset(("人员", "名字", "责任人", "负责人", "联系人"))
"""Headings of people that do not say what they are."""
_BESIDES = re.compile(r"\s*[(（](?:兼.{0,8}|暂?代|代理)[)）]$")
"""That somebody is this besides something else: 张三（兼）."""
_COUNT = re.compile("[(（]?共?[0-9]+[人名][)）]?")
_OF_GROUP = re.compile(
    "(?:.{2,8})?(?:领导|干部|班子|成员|人员|教师|教工|职工|员工|班主任|保安|校医|行政|后勤|门卫|保洁)(?:名单)?[:：]?"
    "|(?:.{3,8})?老师(?:名单)?[:：]?"
)
"""What a part of a list is called by its people; 王老师 is one of them."""
_SIGNED = re.compile(
    ".{1,10}(?:人|者|员|长|领导|单位|时间|日期|电话|签名|签字|盖章|审核|制表)(?:[(（].{1,6}[)）])?[:：]"
)
_TELEPHONE = re.compile(r"(?:[^0-9]*[0-9]){7}")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a list holds: how many rows, the people of whom it tells, the problems of the others, and these rows.

    ``notes`` are things to look at in rows that are taken; ``without``: the sheets that hold no such list.
    """

    read: int
    people: tuple[Told, ...]
    problems: tuple[Problem, ...]
    refused: tuple[RefusedRow, ...] = ()
    tables: tuple[Understood, ...] = ()
    notes: tuple[Problem, ...] = ()
    without: tuple[str, ...] = ()


def read_people(
    path: Path,
    campuses: Sequence[str],
    *,
    default_campus: str | None = None,
    sheet: str | None = None,
    use: Map | None = None,
) -> Reading:
    """Read a list of people from an .xlsx or .csv; ``default_campus`` serves rows that name none.

    The campus may be said by the sheet's name or the title too; columns called by what people are (第一责任人,
    安全员) are people with that role. Two lists side by side are both read, and several names in a cell
    are several people. The same person in several rows is one person with all roles; two telephones for one name at
    one campus are a problem.

    Raises:
        NotFound: no such file or sheet.
        Unclear: no such list, or a column that only a person, or a map, can tell.
        BadInput: the file may not be opened.
        CannotDo: the system will not let it be read.
    """
    use = use or Map()
    file, every, found = tables_at(path, sheet, synonyms(PEOPLE), use)
    if any(map(_names_a_telephone, found)):
        raise none_of(every, synonyms(PEOPLE), file.name)
    if people := _called_by_role(found):
        use = replace(use, columns={**use.columns, "name": (people[0].letters,)})
        file, every, found = tables_at(path, sheet, synonyms(PEOPLE), use)
    require_columns([one.layout for one in found], file.name)
    names = cells.campus_names(campuses)
    walk = _Walk(names, use)
    for one in found:
        here = default_campus or use.campus or campus_named(one.layout, names)
        walk.through(
            one,
            [
                each._replace(campus=campus_over(one, each.table.columns["name"], names) or here)
                for each in _lists(one, people)
            ],
        )
    return replace(walk.reading(), without=sheets_without(every, [one.sheet for one in found]))


class List(NamedTuple):
    """One of the lists that stand side by side; the role of its people where that is its heading; their campus.

    ``over``: what else stands over it.
    """

    table: Table
    role: str | None
    campus: str | None = None
    over: str = ""


class _Walk:
    """One walk through the tables of a file; the people gather on the way, each once."""

    def __init__(self, names: Mapping[str, str], use: Map) -> None:
        self._names = names
        self._use = use
        self._told: list[Told] = []
        self._lines: list[Line] = []
        self._refused: list[RefusedRow] = []
        self._tables: list[Understood] = []
        self._read = 0

    def through(self, one: Found, lists: Sequence[List]) -> None:
        """Read a table as these lists; the campus of each serves rows that name none."""
        before = self._read
        left_out = {kind: list(rows) for kind, rows in one.body.left_out.items()}
        # by list the line that opens a part, with the section above it
        opened: dict[int, tuple[str, str]] = {}
        for row in one.body.rows:
            if parts := _opens_parts(lists, row, self._names):
                opened |= {at: (part, row.section) for at, part in parts.items()}
                left_out.setdefault("section", []).append(row.number)
            elif all(is_nobody(Line(each.table, row.number, row.cells).cell("name")) for each in lists):
                left_out.setdefault("nobody", []).append(row.number)
            elif _signs(lists[0], row):
                left_out.setdefault("note", []).append(row.number)
            else:
                told = [opened.get(at, ("", "")) for at in range(len(lists))]
                self._row(
                    one, row, lists, [part if above == row.section else row.section for part, above in told]
                )
        left_out = {kind: sorted(rows) for kind, rows in left_out.items()}
        layout = as_used(one.layout, [each.table for each in lists])
        self._tables.append(replace(one.understood(self._read - before, left_out), layout=layout))

    def _row(self, one: Found, row: BodyRow, lists: Sequence[List], sections: Sequence[str]) -> None:
        lined = [
            (Line(each.table, row.number, row.cells), each, section)
            for each, section in zip(lists, sections, strict=True)
        ]
        for line, of_list, section in [each for each in lined if _names_somebody(each[0])] or lined[:1]:
            self._read += 1
            self._lines.append(line)
            for person in _told(line, of_list, self._names, section, self._use):
                join(self._told, person, line)
        if wrong := [problem for line, _list, _section in lined for problem in line.problems]:
            self._refused.append(one.refused(row, wrong))

    def reading(self) -> Reading:
        """What was read on the way."""
        return Reading(
            self._read,
            tuple(self._told),
            tuple(problem for line in self._lines for problem in line.problems),
            tuple(self._refused),
            tuple(self._tables),
            tuple(note for line in self._lines for note in line.notes),
        )


def _names_a_telephone(one: Found) -> bool:
    """Whether a number stands among what was taken for headings: 组长 | 张三 | 电话 | 13800000000."""
    cells_there = one.sheet.rows[one.layout.last - 1]
    return any(is_telephone(said(cell)) and _TELEPHONE.search(said(cell)) for cell in cells_there)


def _called_by_role(found: Sequence[Found]) -> list[Heading]:
    """The columns of people that are called by what these are (第一责任人, 安全员), where there are several such."""
    known = synonyms(PEOPLE)
    headings = found[0].layout.headings if len(found) == 1 else ()
    if any(
        known.names.get(heading_key(one.text), ("",))[0] == "name" or one.how == "map" for one in headings
    ):
        return []
    people = [one for one in headings if "name" in maybe_of_people(one.text, known)]
    return people if len({heading_key(one.text) for one in people}) > 1 else []


def _lists(one: Found, people: Sequence[Heading]) -> list[List]:
    """The lists that stand side by side in a table; ``people``: the columns that are called by a role."""
    table = one.table()
    if not people:
        role = _role_said(one) if "role" not in table.columns else None
        side = side_by_side(table, one.layout.form.title, synonyms(PEOPLE))
        return [
            List(each, over if maybe_of_people(over, synonyms(PEOPLE)) else role, over=over)
            for each, over in zip(side, _over(one, side), strict=True)
        ]
    shared = {field: at for field, at in table.columns.items() if field == "campus"}
    places = [each.place for each in people]
    within = sorted({*table.others, *table.columns.values(), *places})
    lists = tables_of(table, "name", places, within, shared)
    return [List(each, without_telephone(role.text)) for each, role in zip(lists, people, strict=True)]


def _over(one: Found, lists: Sequence[Table]) -> list[str]:
    """What stands right over each of several lists, above their headings; nothing where one of them has none."""
    above = one.sheet.rows[one.layout.last - 2] if one.layout.last > 1 else ()
    names = [each.columns["name"] for each in lists]
    over = [
        next((text for place in range(name, before, -1) if (text := said(cell_at(above, place)))), "")
        for before, name in pairwise([0, *names])
    ]
    return over if len(lists) > 1 and all(over) else [""] * len(lists)


def _role_said(one: Found) -> str | None:
    """What people are by the heading of their only column: 班主任."""
    heading = next(each for each in one.layout.headings if each.field == "name")
    text = without_telephone(heading.text)
    return text if heading.how == "weak" and heading_key(text) not in _OF_ANYBODY else None


def _told(line: Line, of_list: List, names: Mapping[str, str], section: str, use: Map) -> list[Told]:
    """The people of a row; of several in one cell, each with what it says of them all."""
    named = line.take("name", people_named, needed=True) or ()
    campus = line.take("campus", lambda cell: _campus(line, cell, names, use.campuses))
    roles = _roles(line, of_list.role, len(named))
    numbers = telephones_for(line, "name", named)
    around = values.campus_called(section, names)
    for words in dict.fromkeys((of_list.over, section)):
        if words and words not in (around, of_list.role) and names.get(fold(words)) is None:
            line.keep_section(words)
    note = line.detail()
    if line.problems:
        return []
    where = (around or of_list.campus or "") if campus is None else campus or None
    return [Told(*each, note) for each in zip(named, roles, [where] * len(named), numbers, strict=True)]


def _roles(line: Line, of_column: str | None, people: int) -> Sequence[str | None]:
    """The role of each of the people of a row: one of their own on as many lines, or what is said of them all."""
    own = said(line.cell("role")).split("\n")
    role = both(of_column, line.text("role", cells.line), "、")
    if len(own) == people > 1 and all(map(str.strip, own)) and role is not None:
        return [both(of_column, cells.line(one), "、") for one in own]
    return [role] * people


def _names_somebody(line: Line) -> bool:
    if is_nobody(line.cell("name")):
        return False
    return not all(cells.is_nothing(line.cell(key)) for key in ("name", "telephone"))


def is_nobody(cell: Cell) -> bool:
    """Whether a cell says that nobody is named yet: 待定, 空缺."""
    return fold(said(cell)) in synonyms(PEOPLE).nobody


def _signs(of_list: List, row: BodyRow) -> bool:
    """Whether a label stands where a name should, with who signs beside it: 负责人： | 王五."""
    name = Line(of_list.table, row.number, row.cells).cell("name")
    return _SIGNED.fullmatch(said(name)) is not None


def _opens_parts(lists: Sequence[List], row: BodyRow, names: Mapping[str, str]) -> dict[int, str]:
    """The words that stand where names should, alone, by the list whose part they open; none for a row of people.

    They are those of a campus, a department, a group of people, or numbered as a headline is.
    """
    told = {place: said(cell) for place, cell in enumerate(row.cells, start=1) if cells.is_filled(cell)}
    filled = {place for place, text in told.items() if not _COUNT.fullmatch(text)}
    places = {each.table.columns["name"]: at for at, each in enumerate(lists)}
    if not filled <= places.keys() or any(each.table.columns.keys() == {"name"} for each in lists):
        return {}
    found = {places[place]: said(row.cells[place - 1]) for place in filled}
    opens = all(
        values.campus_called(text, names)
        or values.is_unit(text)
        or numbered_section(text)
        or _OF_GROUP.fullmatch(text)
        for text in found.values()
    )
    return found if opens else {}


def people_named(cell: Cell) -> tuple[str, ...] | None:
    """The names in a cell, none of them padded. Raises Unreadable."""
    text = cells.line(cell)
    if not text:
        return None
    named = tuple(_BESIDES.sub("", one) or one for one in values.people(said(cell)).names)
    return named or (values.unpadded(text),)


def people_in(line: Line, key: str) -> tuple[str, ...]:
    """The people that a cell of a row names; nobody where it says that they are still to be named."""
    return () if is_nobody(line.cell(key)) else line.take(key, people_named) or ()


def _campus(line: Line, cell: Cell, names: Mapping[str, str], told: Mapping[str, str]) -> str | None:
    """The campus, "" for the group; None where the cell says nothing of it.

    One that stands in longer words is meant by them; under 单位 a department may stand as well. Both are kept.
    """
    word = fold(said(cell))
    if word in GROUP:
        return ""
    try:
        return cells.campus(told.get(word, cell), names)
    except Unreadable:
        found = campus_meant(line, cell, names)
        if found is None:
            if heading_key(line.heading("campus")) not in synonyms(PEOPLE).weak:
                raise
            line.keep("campus")
        return found
