"""A ledger of inspections as schools keep it, one a row → the inspections, and what keeps out the other rows.

No cell of a row taken is lost: what has no field of its own goes into the note, under its heading, as it stood.
"""

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import NamedTuple

from safetyctl.ground.catalogue import _
from safetyctl.ground.limits import LINE, PROSE
from safetyctl.ground.text import fold
from safetyctl.intake.inspections.papers import paper, papers_at
from safetyctl.intake.tables.around import Given, Lasted, TableDays, campus_around, campus_of, given, origin
from safetyctl.intake.tables.body import BodyRow
from safetyctl.intake.tables.layout import Layout
from safetyctl.intake.tables.line import Line, Problem
from safetyctl.intake.tables.mapping import Map
from safetyctl.intake.tables.passed import verdicts_of
from safetyctl.intake.tables.reading import (
    Found,
    Opened,
    Unclear,
    Understood,
    require_columns,
    sheets_without,
    tables_at,
)
from safetyctl.intake.words import cells, days, values
from safetyctl.intake.words.cells import Cell, Unreadable, said
from safetyctl.intake.words.forms import HAZARDS, INSPECTIONS, STATUS
from safetyctl.intake.words.inspection_kinds import kind_in, kind_of
from safetyctl.intake.words.synonyms import Synonyms, heading_key, synonyms
from safetyctl.intake.workbook.refused import RefusedRow
from safetyctl.ledger.words import InspectionKind
from safetyctl.records.inspection_ledgers import WHENCE, Told

_NOTHING = "无"
_ONLY_DAYS = re.compile(r"(?:19|20)[0-9]{2}[\s0-9年月日号./\-–—~至到]*")
_BETWEEN = re.compile(r"[\s、，,;；/]+")
_TELLING = ("kind", "persons", "zones")
_LOOKED = re.compile("检查|排查|巡查|督查")
_OF_HAZARDS = frozenset(
    (
        *("level", "measure", "responsible", "funds", "due", "contingency", "rectified_on", "verified_by"),
        *("verified_on", "closed_on", STATUS),
    )
)
_IS_OF_HAZARDS = 3  # such columns make each row a hazard: who rectifies it, how, and by when


@dataclass(frozen=True, slots=True)
class Reading:
    """What a ledger of inspections holds: how many rows, the inspections, the problems of the others, those rows.

    ``joined`` rows stand for an inspection of another row. ``kinds``: of sheets, the kind that their name or title
    says for rows that name none. ``findings``: how many inspections say what was found. ``without`` names the sheets
    in which there is no such ledger, though something stands there. ``notes`` are things to look at in rows taken.
    """

    read: int
    inspections: tuple[Told, ...]
    problems: tuple[Problem, ...]
    refused: tuple[RefusedRow, ...]
    tables: tuple[Understood, ...]
    notes: tuple[Problem, ...] = ()
    joined: int = 0
    kinds: Mapping[str, InspectionKind] = field(default_factory=dict)
    findings: int = 0
    without: tuple[str, ...] = ()

    @property
    def unknown_kinds(self) -> tuple[str, ...]:
        """What stands where the kind cannot be read, each once; "" for nothing."""
        return tuple(dict.fromkeys(one.value for one in self.problems if one.field == "kind"))


class Defaults(NamedTuple):
    """What serves rows that name none that is known; ``on``: the day of a check list that says none."""

    campus: str | None = None
    kind: InspectionKind | None = None
    on: date | None = None


class _Asked(NamedTuple):
    """What rows are read by: what is given, the words, the kind for rows that name none that is known."""

    by: Given
    known: Synonyms
    kind: InspectionKind | None
    on: date | None


class _Row(NamedTuple):
    """A row that was read; ``told`` is None where it cannot be taken, which ``line`` says.

    ``occasion`` is the same for rows that one merged cell, or the head of a check list, says the day of. ``zones``:
    the cell with its heading; ``found``: whether it says what was found; ``whence``: where it stands; ``around``: the
    lines around its check list.
    """

    one: Found
    row: BodyRow
    line: Line
    told: Told | None
    occasion: Hashable = None
    zones: str = ""
    found: bool = False
    whence: str = ""
    around: tuple[str, ...] = ()


def read_inspections(
    path: Path,
    campuses: Sequence[str],
    *,
    as_of: date,
    defaults: Defaults = Defaults(),
    sheet: str | None = None,
    use: Map | None = None,
) -> Reading:
    """Read a ledger of inspections from an .xlsx or .csv, all of its sheets or the one named.

    A check list of the school's own is one inspection, where there is no ledger.

    For rows that name no campus or kind, ``defaults`` serve, else what the map, the sheet's name or a line above the
    table says. A kind that is not known is a problem, unless there is a default: its words are kept then.

    Raises:
        NotFound: no such file or sheet; a campus of the map that there is not.
        Unclear: no such ledger, or a column that only a person, or a map, can tell.
        BadInput: the file may not be opened.
        CannotDo: the system will not let it be read.
    """
    use = use or Map()
    known = synonyms(INSPECTIONS)
    file, every, found = _opened(path, sheet, known, use)
    require_columns([one.layout for one in found], file.name)
    by = given(file, campuses, defaults.campus, use, as_of)
    asked = _Asked(by, known, defaults.kind or use.kind, defaults.on)
    rows: list[_Row] = []
    kinds: dict[str, InspectionKind] = {}
    for one in found:
        reader = _TableReader(one, asked)
        rows += [reader.read(row) for row in one.body.rows]
        if reader.served_kind is not None:
            kinds[one.layout.sheet] = reader.served_kind
    groups = _joined(([row] for row in rows if row.told), lambda group: group[0].occasion)
    groups = _joined(groups, lambda group: _mark(_told(group)))
    left = [row for row in rows if row.line.problems]
    return Reading(
        read=len(rows),
        inspections=tuple(_told(group) for group in groups),
        problems=tuple(problem for row in left for problem in row.line.problems),
        refused=tuple(row.one.refused(row.row, row.line.problems) for row in left),
        tables=tuple(one.understood(len(one.body.rows)) for one in found),
        notes=tuple(note for row in rows if row.told for note in row.line.notes),
        joined=sum(len(group) - 1 for group in groups),
        kinds=kinds,
        findings=sum(any(row.found for row in group) for group in groups),
        without=sheets_without(every, [one.sheet for one in found]),
    )


# which tables are ledgers of inspections


def _opened(path: Path, sheet: str | None, known: Synonyms, use: Map) -> Opened:
    """The file with its ledgers of inspections, else its check lists; what a map tells of is one of those.

    Raises as the reading does.
    """
    try:
        file, every, found = tables_at(path, sheet, known, use)
    except Unclear as unclear:
        if (papers := _papers(path, sheet, use)) is not None:
            return papers
        raise _neither(path.name, unclear.layouts, unclear) from unclear
    mapped = bool(use.columns)
    ledgers = [
        one
        for one in found
        if mapped or (_is_ledger(one.layout) and not _is_of_hazards(one.layout) and not _is_head_of_form(one))
    ]
    if not ledgers and (papers := _papers(path, sheet, use)) is not None:
        return papers
    if not ledgers:
        layouts = [one.layout for one in found]
        raise (
            _of_hazards(file.name, layouts)
            if any(map(_is_of_hazards, layouts))
            else _neither(file.name, layouts)
        )
    return Opened(file, every, ledgers)


def _papers(path: Path, sheet: str | None, use: Map) -> Opened | None:
    """The check lists of a file, those that list hazards left out. Raises Unclear where all of them do."""
    opened = papers_at(path, sheet, use)
    if opened is None:
        return None
    found = [one for one in opened.found if not _is_of_hazards(one.layout)]
    if not found:
        raise _of_hazards(opened.file.name, [one.layout for one in opened.found])
    return opened._replace(found=found)


def _is_ledger(layout: Layout) -> bool:
    """Whether a clear heading speaks of an inspection: a day and a campus alone may be anything's."""
    clear = {one.field for one in layout.headings if one.how != "weak"}
    speaking = [one for one in layout.headings if one.how and _LOOKED.search(one.text)]
    return "started_on" in clear or not clear.isdisjoint(_TELLING) or len(speaking) > 1


def _is_head_of_form(one: Found) -> bool:
    """Whether the day stands, or is to stand, beside its heading: 检查日期 | 2020-03-02 | 检查人; 检查日期：."""
    place = one.layout.columns().get("started_on", 0)
    headings = one.sheet.rows[one.layout.last - 1]
    if not place:
        return False
    asks = said(cells.cell_at(headings, place)).endswith((":", "："))
    return asks or days.whole(cells.cell_at(headings, place + 1)) is not None


def _is_of_hazards(layout: Layout) -> bool:
    """Whether the headings tell of the life of a hazard, so that each row is one."""
    known = synonyms(HAZARDS).names
    fields = {known[key][0] for one in layout.headings if (key := heading_key(one.text)) in known}
    return "title" in fields and len(fields & _OF_HAZARDS) >= _IS_OF_HAZARDS


def _neither(file: str, layouts: Sequence[Layout], unclear: Unclear | None = None) -> Unclear:
    return Unclear(
        _("{file} holds neither a filled checklist nor a ledger of inspections.").format(file=file),
        _(
            "A ledger has headings such as 检查日期, 检查类型, 检查人, 检查区域; what others mean is told with"
            " --map, and --save-map writes them down. A checklist to fill in: safetyctl checklist --out FILE.xlsx"
        ),
        layouts,
        unclear.seen if unclear else (),
    )


def _of_hazards(file: str, layouts: Sequence[Layout]) -> Unclear:
    return Unclear(
        _(
            "{file} is neither a filled checklist nor a ledger of inspections: each of its rows is a hazard."
        ).format(file=file),
        _(
            "Hazards come in with `safetyctl hazard import`. If each row is an inspection all the same, --save-map"
            " FILE.toml writes the columns down; --map FILE.toml then takes them so."
        ),
        layouts,
    )


# one row


class _TableReader:
    """Reads the rows of one table. ``served_kind``: what its sheet or title said for a row that names no kind."""

    def __init__(self, one: Found, asked: _Asked) -> None:
        self._one, self._asked = one, asked
        self._table = one.table()
        columns = one.layout.columns()
        self._days = {
            key: TableDays(one, key, asked.by) for key in ("started_on", "finished_on") if key in columns
        }
        self._campus = campus_around(one.layout, asked.by)
        texts = (one.layout.sheet, *one.layout.head)
        self._kind_here = next(filter(None, (kind_in(text, asked.known) for text in texts)), None)
        self._merged = one.merged_over(columns["started_on"]) if "started_on" in columns else {}
        self._paper = None if "started_on" in columns else paper(one, asked.by, asked.on)
        self._verdicts = verdicts_of(one.layout)
        self.served_kind: InspectionKind | None = None

    def read(self, row: BodyRow) -> _Row:
        """What a row tells of an inspection, or its problems."""
        line = Line(self._table, row.number, row.cells)
        campus = campus_of(line, self._asked.by, row.section, self._campus, within=True)
        lasted = self._lasted(line, row.number)
        kind = self._kind(line, row.section)
        persons = _persons(line) or (self._paper.persons if self._paper else None)
        zones = line.text("zones", cells.line)
        _keep_what_was_found(line)
        if row.section and row.section != campus:
            line.keep_section(row.section)
        note = line.detail()
        if line.problems or campus is None or lasted is None or kind is None:
            return _Row(self._one, row, line, None)
        top = self._one.layout.first if self._paper else self._merged.get(row.number)
        place = (self._one.layout.sheet, self._one.layout.first)
        return _Row(
            self._one,
            row,
            line,
            Told(campus, kind, lasted.first, lasted.last, zones, persons, note),
            (*place, row.number) if top is None else (*place, top, campus, kind, lasted, persons),
            f"{line.heading('zones')}：{zones}" if zones else "",
            self._says_what_was_found(line, row),
            origin(self._asked.by.file, self._one.layout, row),
            self._paper.around if self._paper else (),
        )

    def _lasted(self, line: Line, number: int) -> Lasted | None:
        """The days of an inspection; where the cell says more than those, it is kept."""
        if self._paper:
            return Lasted(self._paper.day.day, self._paper.day.last or self._paper.day.day)
        lasted = line.take("started_on", self._days["started_on"].range_reader(number), needed=True)
        if _says_more_than_days(line.cell("started_on")):
            line.keep("started_on")
        if lasted is None or "finished_on" not in self._days:
            return lasted
        read = self._days["finished_on"].reader(number, lasted.first)
        last = line.take("finished_on", lambda cell: _not_before(read(cell), lasted.first))
        if _says_more_than_days(line.cell("finished_on")):
            line.keep("finished_on")
        return Lasted(lasted.first, last or lasted.last)

    def _kind(self, line: Line, section: str) -> InspectionKind | None:
        """The kind that the row names, else the one that serves; words that are not its name are kept."""
        asked = self._asked
        found = kind_of(line.cell("kind"), asked.known, asked.by.use.kinds)
        if found is not None:
            if not found.whole:
                line.keep("kind")
            return found.kind
        if asked.kind is not None:
            line.keep("kind")
            return asked.kind
        problems = len(line.problems)
        line.take("kind", _no_kind)
        if len(line.problems) > problems:
            return None
        here = kind_in(section, asked.known)
        if here is None:
            here = self.served_kind = self._kind_here
        return here or line.take("kind", _no_kind, needed=True)

    def _says_what_was_found(self, line: Line, row: BodyRow) -> bool:
        if self._paper and not self._verdicts.found_nothing(row.cells):
            return True
        text = fold(said(line.cell("note"))).rstrip("。.")
        return bool(text) and text not in self._asked.known.nil


def _keep_what_was_found(line: Line) -> None:
    """Keep it for the note; 无 is an answer there."""
    line.keep("note")
    if said(line.cell("note")) == _NOTHING:
        line.keep_words(line.heading("note"), _NOTHING)


def _no_kind(cell: Cell) -> InspectionKind | None:
    if cells.line(cell) is None:
        return None
    raise Unreadable(_("it is no kind of inspection that is known, or may be several"))


def _not_before(day: date | None, first: date) -> date | None:
    if day is not None and day < first:
        raise Unreadable(_("it lies before {day}").format(day=first))
    return day


def _says_more_than_days(cell: Cell) -> bool:
    """Whether a cell says hours, or leaves the year to what stands around, so that its words are worth keeping."""
    if isinstance(cell, datetime):
        return cell.time() != time()
    return isinstance(cell, str) and _ONLY_DAYS.fullmatch(unicodedata.normalize("NFKC", cell).strip()) is None


def _persons(line: Line) -> str | None:
    """Who inspected, one beside the other; what else is said of them is kept."""
    text = line.text("persons", cells.line)
    if text is None:
        return None
    named = "、".join(values.people(said(line.cell("persons"))).names)
    if not named or _BETWEEN.sub("", named) == _BETWEEN.sub("", text):
        return named or text
    line.keep("persons")
    return named if len(named) <= LINE else text


# several rows of one inspection


def _joined(groups: Iterable[list[_Row]], key: Callable[[list[_Row]], Hashable]) -> list[list[_Row]]:
    """Groups of the same key as one; a row whose words find no room in the note any more is a problem of its own."""
    found: dict[Hashable, list[_Row]] = {}
    for group in groups:
        before = found.setdefault(key(group), [])
        if len(_told([*before, *group]).note or "") <= PROSE:
            before += group
            continue
        for row in group:
            row.line.refuse("note", _too_much(before))
    return [group for group in found.values() if group]


def _too_much(before: Sequence[_Row]) -> str:
    if not before:
        return _("all that the row says together has more than {limit} characters").format(limit=PROSE)
    return _(
        "with row {row}, which tells of the same inspection, it has more than {limit} characters"
    ).format(row=before[0].row.number, limit=PROSE)


def _mark(told: Told) -> Hashable:
    return (*told[:4], fold(told.zones or ""), fold(told.persons or ""))


def _told(group: Sequence[_Row]) -> Told:
    """What the rows of one inspection say together, with where they stand."""
    every = [row.told for row in group if row.told]
    zones = list(dict.fromkeys(told.zones for told in every if told.zones))
    joined = "、".join(zones)
    apart = len(zones) > 1
    lines = list(dict.fromkeys(line for row in group for line in row.around))
    for row, told in zip(group, every, strict=True):
        lines += [row.zones] if apart and row.zones else []
        lines += [text for text in (told.note or "").split("\n") if text and (apart or text not in lines)]
    lines.append(f"{WHENCE}：{_whence(group)}")
    return every[0]._replace(
        zones=(joined if len(joined) <= LINE else None) if zones else None, note="\n".join(lines)
    )


def _whence(group: Sequence[_Row]) -> str:
    """Where the rows of one inspection stand; of a check list, where it begins and ends."""
    rows = [group[0], group[-1]] if group[0].around and len(group) > 2 else group
    return ("—" if rows is not group else "、").join(row.whence for row in rows)
