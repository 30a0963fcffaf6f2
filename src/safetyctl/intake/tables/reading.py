"""The tables of a file, for every form: which sheets hold one, where its headings stand, which rows are its own."""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from safetyctl.ground.catalogue import _, listed, using
from safetyctl.ground.errors import BadInput, NotFound
from safetyctl.ground.text import fold
from safetyctl.intake.tables.body import Body, BodyRow, read_body
from safetyctl.intake.tables.grid import WITHIN
from safetyctl.intake.tables.headers import below, find_layout, guessed, likely_headings
from safetyctl.intake.tables.layout import Layout, Seen
from safetyctl.intake.tables.likeness import perhaps_the_title
from safetyctl.intake.tables.line import Problem
from safetyctl.intake.tables.mapping import Map
from safetyctl.intake.tables.meaning import is_reason
from safetyctl.intake.words.cells import Cell, cell_at, is_filled, said
from safetyctl.intake.words.composed import composed
from safetyctl.intake.words.forms import HAZARDS, SHIFTS
from safetyctl.intake.words.synonyms import Synonyms, heading_key
from safetyctl.intake.workbook.comments import Comments
from safetyctl.intake.workbook.door import PlainTable, Workbook, admit
from safetyctl.intake.workbook.refused import RefusedRow
from safetyctl.intake.workbook.table import Sheet, Table, marks, sheets, top


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
    """How one table was understood: its layout, how many rows were read, those left out by kind, the hidden ones."""

    layout: Layout
    rows: int
    left_out: Mapping[str, Sequence[int]]
    hidden: Sequence[int]
    hidden_sheet: bool


class Found(NamedTuple):
    """A table found: its sheet, its headings, its rows."""

    sheet: Sheet
    layout: Layout
    body: Body

    def table(self) -> Table:
        """What its rows are read by: where each field stands, which columns are left over, what each is called."""
        layout = self.layout
        headings = layout.headings
        known = {one.place for one in headings} | ({layout.serial} if layout.serial else set())
        widest = max((len(row.cells) for row in self.body.rows), default=0)
        # what lies within the headings' width and has none is the column in which we said why a row was refused
        beyond = [place for place in range(1, widest + 1) if place not in known and place > layout.width]
        return Table(
            layout.sheet,
            layout.columns(),
            [one.place for one in headings if not one.field] + beyond,
            self._names(),
            (),
            self.sheet.unvalued,
            layout.joined(),
            layout.form.labels,
            layout.form.needed,
            self.sheet.comments,
            layout.amid(),
            self.sheet.months,
        )

    def merged_over(self, place: int) -> dict[int, int]:
        """Each row whose cell at a place is merged over several rows, with the first of these."""
        found: dict[int, int] = {}
        for first, left, bottom, right in self.sheet.merged:
            if first > self.layout.last and bottom > first and left <= place <= right:
                last = min(bottom, len(self.sheet.rows))
                found |= dict.fromkeys(range(first, last + 1), first)
        return found

    def _names(self) -> dict[int, str]:
        return {one.place: one.text for one in self.layout.headings if one.text}

    def refused(self, row: BodyRow, problems: Sequence[Problem], opened: Sequence[str] = ()) -> RefusedRow:
        """A row that cannot be taken, as it stood, with the reasons; ``opened``: see ``RefusedRow``."""
        serial = self.layout.serial
        names = self._names() | ({serial: "序号"} if serial else {})
        labels = self.layout.form.labels
        lacking = [one.field for one in problems if not one.column and one.field in labels]
        with using("zh"):  # as the lists have them
            missing = tuple(dict.fromkeys(_(labels[field]) for field in lacking))
        first = 1 if self.layout.columns().get(self.layout.form.title) != 1 else 2
        return RefusedRow(
            headings=tuple(names.get(place, "") for place in range(1, max(names, default=0) + 1)),
            cells=self._but_reasons(row.cells),
            reasons=tuple(f"{each.heading or each.column}：{each.problem}" for each in problems),
            sheet=self.layout.sheet,
            head=self.layout.head,
            section=row.section,
            opened=tuple(opened),
            aside=serial or first,
            missing=missing,
            comments=self.sheet.comments.get(row.number, {}),
            from_1904=self.sheet.from_1904,
        )

    def _but_reasons(self, cells: Sequence[Cell]) -> tuple[Cell, ...]:
        """The cells of a row without the reason for which it was refused before."""
        headings = self.sheet.rows[self.layout.last - 1]
        places = {place for place, cell in enumerate(headings) if is_reason(said(cell))}
        return tuple(None if place in places else cell for place, cell in enumerate(cells))

    def as_another(self) -> Understood:
        """That it was left out whole, as a table of another kind."""
        return replace(self.understood(0), left_out={"other": [row.number for row in self.body.rows]})

    def understood(self, rows: int, left_out: Mapping[str, Sequence[int]] | None = None) -> Understood:
        """How it was understood: ``rows`` were read of it."""
        taken = {row.number for row in self.body.rows}
        hidden = [row for row in self.sheet.hidden if row in taken]
        left = self.body.left_out if left_out is None else left_out
        return Understood(self.layout, rows, left, hidden, not self.sheet.shown)


class Opened(NamedTuple):
    """A file with its tables: all that was looked at, and those found."""

    file: Workbook | PlainTable
    every: Sequence[Sheet]
    found: Sequence[Found]


def tables_at(path: Path, sheet: str | None, known: Synonyms, use: Map) -> Opened:
    """The tables of a form in a file, of all its sheets or of the one named.

    Raises:
        NotFound: no such file or sheet.
        Unclear: no such table.
        BadInput: the file may not be opened.
        CannotDo: the system will not let it be read.
    """
    file = admit(path)
    mark = None if isinstance(file, Workbook) else _mark(file, known, use)
    every = _named(sheets(file, mark), sheet, file.name)
    found = [one for part in every for one in _tables(part, known, use)]
    if not found:
        raise none_of(every, known, file.name)
    return Opened(file, every, found)


def _mark(file: PlainTable, known: Synonyms, use: Map) -> str | None:
    """What stands between the cells of a text: the mark by which headings are found; None where none does it."""
    for mark in marks(file):
        part = top(file, mark, 2 * WITHIN)
        if part is not None and find_layout(part, known, use.columns) is not None:
            return mark
    return None


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


def _tables(sheet: Sheet, known: Synonyms, use: Map) -> Iterator[Found]:
    """The tables of a sheet, one below the other; most sheets have one or none."""
    layout = find_layout(sheet, known, use.columns)
    while layout is not None:
        after = _next(sheet, layout, known, use)
        last = after.first - 1 if after else len(sheet.rows)
        told = (
            known.form.title in layout.columns()
        )  # else it is a question, to be answered before anything is read
        rows = read_body(sheet, layout, last, known, use.needed, use.same_as_above) if told else Body((), {})
        yield Found(sheet, layout, rows)
        if after is not None:
            first = (rows.rows[-1].number if rows.rows else layout.last) + 1
            after = below(after, sheet, first, layout)
        layout = after


def _next(sheet: Sheet, layout: Layout, known: Synonyms, use: Map) -> Layout | None:
    """The next table below, with other headings; the same ones again are only a new page."""
    place = layout.columns().get(known.form.title, 0)
    names = {fold(one.text) for one in layout.headings}
    for number in range(layout.last + 1, len(sheet.rows) + 1):
        if not _may_be_heading(cell_at(sheet.rows[number - 1], place), known):
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
    if not isinstance(cell, str) or not 0 < len(cell) <= 12:
        return False
    key = heading_key(cell)
    return key in known.names or (known.form is HAZARDS and composed(key) == known.form.title)


def says_anything(sheet: Sheet) -> bool:
    """Whether anything stands in a sheet."""
    return any(is_filled(cell) for row in sheet.rows for cell in row)


def sheets_without(every: Sequence[Sheet], found: Iterable[Sheet]) -> tuple[str, ...]:
    """The names of the sheets that say something, and of which none of those found is one."""
    seen = list(found)
    return tuple(part.name for part in every if says_anything(part) and not any(part is one for one in seen))


def none_of(every: Sequence[Sheet], known: Synonyms, file: str) -> Unclear:
    """That no sheet holds such a table, and what would serve."""
    form = known.form
    looked = [(sheet, one) for sheet in every if (one := likely_headings(sheet, known)) is not None]
    seen = [one for _sheet, one in looked]
    for sheet, one in looked:
        if one.known and form is HAZARDS:
            return _untitled(guessed(sheet, one.row, known), one, known, file, seen)
    if form is not HAZARDS:
        with using("zh"):  # as the lists have them
            names = listed(_(form.labels[key]) for key in form.fields if key not in SHIFTS)
        return Unclear(
            _("{file} holds no table with these headings: {names}.").format(file=file, names=names),
            hint=_("Not all are needed. What others mean is told with --map; --save-map writes them down."),
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


def _untitled(layout: Layout, row: Seen, known: Synonyms, file: str, seen: Sequence[Seen]) -> Unclear:
    where = {
        "file": file,
        "sheet": row.sheet,
        "row": row.row,
        "names": listed(text for _place, text in row.columns),
    }
    if title := next((one.text for one in layout.headings if one.field == known.form.title), None):
        return Unclear(
            _(
                "{file}, sheet {sheet}, row {row}: too few headings to know a hazard ledger by: {names}."
            ).format(**where),
            _(
                'If it is one, say so in a file, [columns] title = "{heading}", and add: --map FILE.toml'
            ).format(heading=title),
            (),
            seen,
        )
    sentence = _(
        "{file}, sheet {sheet}, row {row}: no heading says what the hazard is. It has: {names}."
    ).format(**where)
    free = [one for headings, _fields in layout.ambiguous for one in headings]
    if near := [f"{one.letters} “{one.text}”" for one in free if perhaps_the_title(one, known)]:
        sentence += " " + _("Perhaps it is {columns}.").format(columns=listed(near))
    hint = _('Say it in a file, [columns] title = "HEADING", and add: --map FILE.toml')
    return Ambiguous(sentence, hint, (layout,), seen) if free else Unclear(sentence, hint, (), seen)


def require_columns(
    layouts: Sequence[Layout], file: str, served: Collection[str] = (), known: Synonyms | None = None
) -> None:
    """Make sure that each table has the columns that it needs; ``served``: fields that something else says.

    ``known``: the words by which two tables side by side are told, where they must not be.

    Raises:
        BadInput: two tables stand side by side.
        Ambiguous: columns that only a person, or a map, can tell apart.
        Unclear: a column is missing.
    """
    for layout in layouts:
        if known is not None and (again := _side_by_side(layout, known)):
            raise BadInput(
                _(
                    "{file}, sheet {sheet}: two tables stand side by side; the second begins at {column}."
                ).format(file=file, sheet=layout.sheet, column=again),
                hint=_("Put one below the other, and import that."),
            )
        for headings, fields in layout.ambiguous:
            raise Ambiguous(
                _("{file}, sheet {sheet}: {columns} may be {fields}.").format(
                    file=file,
                    sheet=layout.sheet,
                    columns=listed(f"{one.letters} “{' '.join(one.text.split())}”" for one in headings),
                    fields=_(" or ").join(_(layout.form.labels[field]) for field in fields),
                ),
                _(
                    "Say which in a file: --save-map FILE.toml writes what was understood; then add --map FILE.toml"
                ),
                layouts,
            )
    for layout in layouts:
        columns = layout.columns()
        missing = [field for field in layout.form.needed if field not in columns and field not in served]
        if missing:
            raise lacking(layout, missing, file, layouts)


def side_by_side(table: Table, title: str, known: Synonyms) -> list[Table]:
    """The table, and those to the right of it that have its headings once more; ``title``: what makes a row.

    What stands left of them all is of each.
    """
    keys = {place: heading_key(text) for place, text in sorted(table.headings.items())}
    of_key = {keys[place]: field for field, place in table.columns.items() if place in keys}
    titles = [place for place, key in keys.items() if of_key.get(key) == title]
    first = min((place for place, key in keys.items() if key in of_key), default=0)
    starts = [place for place, key in keys.items() if key == keys.get(first)]
    starts = starts if len(starts) == len(titles) else titles
    if len(starts) < 2:
        return [table]
    while all(keys.get(start - 1) == keys.get(starts[0] - 1, "") for start in starts):
        starts = [start - 1 for start in starts]  # headings before the first known one, in each of the lists
    shared = {field: place for field, place in table.columns.items() if place < starts[0]}
    left = [place for place in table.others if place < starts[1]]
    found = [replace(table, others=left, comments=_within(table.comments, range(1, starts[1])))]
    for start, end in zip(starts[1:], [*starts[2:], max(*keys, *table.others, 0) + 1], strict=True):
        columns = dict(shared)
        for place in range(start, end):
            field = of_key.get(keys.get(place, "")) or known.names.get(keys.get(place, ""), ("",))[0]
            if field in table.labels:
                columns.setdefault(field, place)
        others = [place for place in table.others if place < starts[0] or start <= place < end]
        others = [place for place in others if place not in columns.values()]
        said = _within(table.comments, [*range(1, starts[0]), *range(start, end)])
        found.append(replace(table, columns=columns, others=others, joined={}, comments=said))
    return found


def _within(comments: Comments, places: Container[int]) -> Comments:
    """The comments on the cells of some columns."""
    return {
        row: {place: text for place, text in said.items() if place in places}
        for row, said in comments.items()
    }


def without(layout: Layout, places: Container[int]) -> Layout:
    """The layout without some of its columns."""
    headings = tuple(one for one in layout.headings if one.place not in places)
    return replace(
        layout, headings=headings, alike=tuple(each for each in layout.alike if each[0].place not in places)
    )


def as_used(layout: Layout, lists: Sequence[Table]) -> Layout:
    """The layout with what each column is used for by the lists that stand side by side in it."""
    used = {place: field for table in lists for field, place in table.columns.items()}
    headings = (replace(one, field=one.field or used.get(one.place)) for one in layout.headings)
    alike = tuple((one, field) for one, field in layout.alike if one.place not in used)
    return replace(layout, headings=tuple(headings), alike=alike)


def _side_by_side(layout: Layout, known: Synonyms) -> str | None:
    """The first column of a second table beside the first: all that a row needs has a heading there once more."""
    again = [
        (one, meant[0])
        for one in layout.headings
        if one.field is None and one.how is None and (meant := known.names.get(heading_key(one.text)))
    ]
    needed = {field for _one, field in again if field in layout.form.needed}
    return again[0][0].letters if needed.issuperset(layout.form.needed) else None


def lacking(layout: Layout, missing: Sequence[str], file: str, layouts: Sequence[Layout]) -> Unclear:
    """That a table lacks columns, and what would serve."""
    labels = layout.form.labels
    sentence = _("{file}, sheet {sheet}: these columns are missing: {names}.").format(
        file=file, sheet=layout.sheet, names=listed(_(labels[field]) for field in missing)
    )
    alike = [f"{one.letters} “{one.text}”" for one, field in layout.alike if field in missing]
    if alike:
        sentence += " " + _("Perhaps it is {columns}.").format(columns=listed(alike))
    hint = _('Say where it stands, [columns] {field} = "HEADING", and add: --map FILE.toml').format(
        field=missing[0]
    )
    if layout.form is HAZARDS and missing == ["found_on"]:
        hint = f"{_('Say a day for all rows that say none: --found 2020-03-05.')} {hint}"
    return Unclear(sentence, hint, layouts)
