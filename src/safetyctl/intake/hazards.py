"""A workbook of hazards as a school keeps it → candidates for the ledger, and what a person should know of it.

All sheets are looked at; where the headings stand, what they mean and which rows are hazards is found out and
told. What the workflow would refuse and an old ledger may hold (closed without a verifier, due before it was
found) is taken as it stands. No cell of a row taken is lost: what has no field of its own goes into the detail.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from pathlib import Path, PurePath
from typing import NamedTuple

from safetyctl.ground.catalogue import _, listed
from safetyctl.ground.errors import BadInput, NotFound
from safetyctl.ground.text import fold
from safetyctl.intake import cells, days, values
from safetyctl.intake.body import Body, read_body
from safetyctl.intake.cells import Cell, Unreadable, is_filled
from safetyctl.intake.days import Orders, Short
from safetyctl.intake.door import Workbook, admit
from safetyctl.intake.headers import Heading, Layout, Seen, find_layout, likely_headings
from safetyctl.intake.line import Problem
from safetyctl.intake.mapping import Map
from safetyctl.intake.refused import RefusedRow
from safetyctl.intake.repeats import Repeat, merged
from safetyctl.intake.rows import Around, Asked, RowRead, RowReader
from safetyctl.intake.spans import Span
from safetyctl.intake.synonyms import Synonyms, heading_key, synonyms
from safetyctl.intake.table import Sheet, Table, sheets
from safetyctl.plan.model import Plan
from safetyctl.records.candidate import Candidate
from safetyctl.records.columns import COLUMNS

_DATES = ("found_on", "due", "rectified_on", "verified_on", "closed_on", "province_uploaded_on")
_SUMMED = 500  # days that tell well enough when a table is of


class Unclear(BadInput):
    """Headings whose meaning a person must say: ``layouts`` are the tables found, ``seen`` what stands elsewhere."""

    def __init__(
        self, sentence: str, hint: str, layouts: Sequence[Layout] = (), seen: Sequence[Seen] = ()
    ) -> None:
        super().__init__(sentence, hint)
        self.layouts = tuple(layouts)
        self.seen = tuple(seen)


class Ambiguous(Unclear):
    """Columns that may mean several things, or several that may be one; ``layouts`` says which."""


@dataclass(frozen=True, slots=True)
class Understood:
    """How one table was understood: its layout, how many hazards, the rows left out by kind, the hidden rows read."""

    layout: Layout
    rows: int
    left_out: Mapping[str, Sequence[int]]
    hidden: Sequence[int]
    hidden_sheet: bool


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


class _Found(NamedTuple):
    sheet: Sheet
    layout: Layout
    body: Body


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
    file = admit(path)
    every = _named(sheets(file), sheet, file.name)
    found = [one for part in every for one in _tables(part, known, use)]
    if not found:
        raise _no_ledger(every, known, file.name)
    asked = _asked(plan, campuses, known, use, as_of, default_campus, default_area)
    asked = replace(asked, from_1904=isinstance(file, Workbook) and file.from_1904, file=file.name)
    _columns_suffice([one.layout for one in found], asked, file.name)
    orders, doubted = _orders(found, use, as_of)
    asked = replace(asked, orders=orders, doubted=doubted)
    stem = PurePath(file.name).stem
    read = 0
    taken: list[Candidate] = []
    gathered: dict[str, list[Problem]] = {"problems": [], "notes": [], "suggested": []}
    refused: list[RefusedRow] = []
    tables: list[Understood] = []
    for one in found:
        left_out = {kind: list(rows) for kind, rows in one.body.left_out.items()}
        count = 0
        for row, result in _results(one, asked, stem):
            if result.void:
                left_out.setdefault("void", []).append(row)
                continue
            count += 1
            gathered["problems"] += result.problems
            gathered["suggested"] += [result.suggested] if result.suggested else []
            if result.candidate is not None:
                taken.append(result.candidate)
                gathered["notes"] += result.notes
            else:
                refused.append(_refused(one, row, result.problems))
        read += count
        tables.append(_understood(one, count, left_out))
    once, repeats = merged(taken)
    return Reading(
        read,
        once,
        tuple(gathered["problems"]),
        tuple(refused),
        tuple(gathered["notes"]),
        tuple(gathered["suggested"]),
        repeats,
        tuple(tables),
        tuple(part.name for part in every if _says(part) and not any(one.sheet is part for one in found)),
        doubted,
    )


# the tables


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


def _tables(sheet: Sheet, known: Synonyms, use: Map) -> Iterator[_Found]:
    """The tables of a sheet, one below the other; most sheets have one or none."""
    layout = find_layout(sheet, known, use.columns)
    while layout is not None:
        after = _next(sheet, layout, known, use)
        last = after.first - 1 if after else len(sheet.rows)
        told = (
            "title" in layout.columns()
        )  # else it is a question, and nothing can be read before it is answered
        rows = read_body(sheet, layout, last, known, use.needed, use.same_as_above) if told else Body((), {})
        yield _Found(sheet, layout, rows)
        layout = after


def _next(sheet: Sheet, layout: Layout, known: Synonyms, use: Map) -> Layout | None:
    """The next table below, with other headings; the same ones again are only a new page."""
    place = layout.columns().get("title", 0)
    names = {fold(one.text) for one in layout.headings}
    for number in range(layout.last + 1, len(sheet.rows) + 1):
        row = sheet.rows[number - 1]
        cell = row[place - 1] if 0 < place <= len(row) else None
        if not _may_be_heading(cell, known):
            continue
        found = find_layout(sheet, known, use.columns, number)
        if (
            found is not None
            and found.first == number
            and not {fold(one.text) for one in found.headings} <= names
        ):
            return found
    return None


def _may_be_heading(cell: Cell, known: Synonyms) -> bool:
    return isinstance(cell, str) and 0 < len(cell) <= 12 and heading_key(cell) in known.names


def _says(sheet: Sheet) -> bool:
    return any(is_filled(cell) for row in sheet.rows for cell in row)


def _no_ledger(every: Sequence[Sheet], known: Synonyms, file: str) -> Unclear:
    seen = [one for sheet in every if (one := likely_headings(sheet, known)) is not None]
    for one in seen:
        if one.known:
            return Unclear(
                _(
                    "{file}, sheet {sheet}, row {row}: no heading says what the hazard is. It has: {names}."
                ).format(
                    file=file,
                    sheet=one.sheet,
                    row=one.row,
                    names=listed(text for _place, text in one.columns),
                ),
                hint=_('Say it in a file, [columns] title = "HEADING", and add: --map FILE.toml'),
                seen=seen,
            )
    return Unclear(
        _("{file} holds no hazard ledger: no row of headings was found in it.").format(file=file),
        hint=_(
            "`safetyctl hazard template FILE.xlsx` writes an empty one; --save-map FILE.toml writes down the headings"
            " of this one, to say what they mean with --map."
        ),
        seen=seen,
    )


def _columns_suffice(layouts: Sequence[Layout], asked: Asked, file: str) -> None:
    unsure = [(layout, headings, fields) for layout in layouts for headings, fields in layout.ambiguous]
    for layout, headings, fields in unsure:
        raise Ambiguous(
            _("{file}, sheet {sheet}: {columns} may be {fields}.").format(
                file=file,
                sheet=layout.sheet,
                columns=listed(f"{one.letters} “{' '.join(one.text.split())}”" for one in headings),
                fields=_(" or ").join(heading_of(field) for field in fields),
            ),
            _(
                "Say which in a file: --save-map FILE.toml writes what was understood; then add --map FILE.toml"
            ),
            layouts,
        )
    for layout in layouts:
        missing = [] if "found_on" in layout.columns() or asked.map.found_on else ["found_on"]
        if missing:
            alike = [f"{one.letters} “{one.text}”" for one, field in layout.alike if field in missing]
            sentence = _("{file}, sheet {sheet}: these columns are missing: {names}.").format(
                file=file, sheet=layout.sheet, names=listed(heading_of(field) for field in missing)
            )
            if alike:
                sentence += " " + _("Perhaps it is {columns}.").format(columns=listed(alike))
            raise Unclear(
                sentence,
                _('Say where it stands, [columns] found_on = "HEADING", and add: --map FILE.toml'),
                layouts,
            )


def heading_of(field: str) -> str:
    """What a field is called, in the language in use."""
    return next((_(column.heading) for column in COLUMNS if column.key == field), field)


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
    for told in (*use.campuses.values(), *([use.campus] if use.campus else ())):
        if fold(told) not in folded:
            raise NotFound(
                _("The map names the campus {campus}; the ledger has {names}.").format(
                    campus=told, names=listed(campuses)
                )
            )
    served = area or use.area
    return Asked(
        plan=plan,
        known=known,
        map=use,
        areas=areas,
        campuses=folded,
        as_of=as_of,
        campus=campus or (folded[fold(use.campus)] if use.campus else None),
        area=areas.named(served) if served else None,
        from_1904=False,
    )


def _written(found: Sequence[_Found]) -> Iterator[Cell]:
    for one in found:
        places = [place for key, place in one.layout.columns().items() if key in _DATES]
        for row in one.body.rows:
            yield from (row.cells[place - 1] for place in places if place <= len(row.cells))


def _orders(found: Sequence[_Found], use: Map, as_of: date) -> tuple[Orders, Orders]:
    """How 3/5/20 is meant, and what of that is doubted: as the map says, else as the table allows."""
    if use.dates:
        return dict.fromkeys(days.MARKS, use.dates), {}
    return days.orders_of(_written(found), _amid(found), as_of)


def _amid(found: Sequence[_Found]) -> date | None:
    """A day in the middle of those that are written whole."""
    real = sorted(islice(filter(None, map(days.whole, _written(found))), _SUMMED))
    return real[len(real) // 2] if real else None


def _around(one: _Found, asked: Asked, reader_of: "RowReader", stem: str) -> Around:
    layout = one.layout
    place = layout.columns().get("found_on")
    whole: list[tuple[int, date]] = []
    short: list[int] = []
    for row in one.body.rows if place else ():
        cell = row.cells[place - 1] if place and place <= len(row.cells) else None
        try:
            day = reader_of.day_of(cell)
        except Unreadable:
            continue
        if isinstance(day, Span):
            day = day.first
        if isinstance(day, Short):
            short.append(row.number)
        elif day is not None:
            whole.append((row.number, day))
    near = {number: min(whole, key=lambda each: abs(each[0] - number))[1] for number in short if whole}
    return Around(days.years_in(layout.head, (layout.sheet, stem)), _campus_here(one, asked), near)


def _campus_here(one: _Found, asked: Asked) -> str | None:
    """The campus that the sheet's name or the head of the form names, or the only one that there is."""
    for text in (one.layout.sheet, *one.layout.head):
        found = values.campus_within(text, asked.campuses)
        if found is not None:
            return found
    only = list(asked.campuses.values())
    return only[0] if len(only) == 1 else None


def _results(one: _Found, asked: Asked, stem: str) -> Iterator[tuple[int, RowRead]]:
    layout = one.layout
    columns = layout.columns()
    mapped = {heading.place for heading in layout.headings if heading.field}
    known = {heading.place for heading in layout.headings} | ({layout.serial} if layout.serial else set())
    widest = max((len(row.cells) for row in one.body.rows), default=0)
    beyond = [place for place in range(1, widest + 1) if place not in known and not _is_reason(one, place)]
    table = Table(
        layout.sheet,
        columns,
        [heading.place for heading in layout.headings if heading.place not in mapped] + beyond,
        _names(layout.headings),
        (),
        one.sheet.unvalued,
        layout.joined(),
    )
    reader = RowReader(table, layout, asked, Around(days.Years(), None, {}))
    reader.stand_in(_around(one, asked, reader, stem))
    for row in one.body.rows:
        yield row.number, reader.read(row)


def _is_reason(one: _Found, place: int) -> bool:
    """Whether it is the column in which we said why a row was refused."""
    return place <= one.layout.width


def _names(headings: Sequence[Heading]) -> dict[int, str]:
    """What each column is called; one without a heading that a merged heading covers is called as that is."""
    return {one.place: one.text for one in headings if one.text}


def _refused(one: _Found, number: int, problems: Sequence[Problem]) -> RefusedRow:
    layout = one.layout
    names = _names(layout.headings) | ({layout.serial: "序号"} if layout.serial else {})
    widest = max(names, default=0)
    cells_there = next(row.cells for row in one.body.rows if row.number == number)
    return RefusedRow(
        headings=tuple(names.get(place, "") for place in range(1, widest + 1)),
        cells=tuple(cells_there),
        reasons=tuple(f"{each.heading or each.column}：{each.problem}" for each in problems),
        sheet=layout.sheet,
        head=layout.head,
    )


def _understood(one: _Found, rows: int, left_out: Mapping[str, Sequence[int]]) -> Understood:
    taken = {row.number for row in one.body.rows}
    hidden = [row for row in one.sheet.hidden if row in taken]
    return Understood(one.layout, rows, left_out, hidden, not one.sheet.shown)
