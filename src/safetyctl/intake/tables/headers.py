"""Finding the table in a sheet: its row or rows of headings.

Headings may stand over several rows (a group above its columns, or cells merged downwards), under a title and a
head of the form, and be worded as ``data/synonyms.toml`` knows, or as a map says. Likeness is only ever a suggestion.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from safetyctl.intake.tables.columns import columns_of
from safetyctl.intake.tables.grid import DEEPEST, WITHIN, Grid
from safetyctl.intake.tables.layout import Layout, Seen, Wanted
from safetyctl.intake.tables.likeness import alike
from safetyctl.intake.tables.meaning import by_map, is_reason, is_serial, meant, telephone_of, two_in_one
from safetyctl.intake.tables.parts import DATE_PARTS
from safetyctl.intake.words.asides import numbered_section
from safetyctl.intake.words.cells import Cell, is_filled
from safetyctl.intake.words.forms import INSPECTIONS, THE_DAY, Form
from safetyctl.intake.words.synonyms import DETAIL, Synonyms
from safetyctl.intake.workbook.extent import column_letters
from safetyctl.intake.workbook.table import Sheet

_OWN_HEADINGS = 3
_SUB_LONGEST = 15
_HEADING_LONGEST = 30


def find_layout(sheet: Sheet, known: Synonyms, wanted: Wanted, start: int = 1) -> Layout | None:
    """The row of headings from ``start`` on that knows most fields, what makes a row among them; or None.

    Where several tables stand one below the other, the first of them: no row is passed over.
    """
    grid = Grid(sheet, start)
    form = known.form
    all_needed = set(form.needed) if len(form.needed) > 1 else set()
    best: tuple[int, int] | None = None
    sure = False
    for row in range(start, min(start + WITHIN, len(sheet.rows) + 1)):
        fields = {field for field in _row_fields(grid, row, known, wanted) if field != DETAIL}
        needed = bool(all_needed) and fields >= all_needed
        enough = (
            wanted.get(form.title)
            or needed
            or len(fields) >= form.enough
            or (form.kind == INSPECTIONS.kind and _days_of_looking(grid, row, known))
        )
        if form.title in fields and (enough or _goes_on(grid, row, known, wanted)):
            if best is None or len(fields) > best[0]:
                best = (len(fields), row)
                sure = needed or ("serial" in fields and _says_plainly(grid, row, known))
        elif sure and len(fields) < form.enough and _says_much(sheet.rows[row - 1], form):
            break  # a row of the table whose headings stand above
    return _laid(grid, best[1], known, wanted) if best else None


def _goes_on(grid: Grid, row: int, known: Synonyms, wanted: Wanted) -> bool:
    """Whether a row is of headings with that below it: 排查 | 存在隐患 | 整改 above 时间 | | 措施 | 责任人."""
    last = _last_row(grid, row, known)
    fields = {one.field for one in columns_of(grid, row, last, known, wanted)[0]} if last > row else set()
    return len(fields - {None}) >= known.form.enough


def _says_much(row: Sequence[Cell], form: Form) -> bool:
    return sum(map(is_filled, row)) >= form.enough


def likely_headings(sheet: Sheet, known: Synonyms) -> Seen | None:
    """The row that looks most like headings though what makes a row is not among them; None for a sheet without any.

    That is the one from which most fields are known; where that is at most one, the first with most words in it.
    """
    grid = Grid(sheet, 1)
    best: tuple[int, int, int] | None = None
    for row in range(1, min(WITHIN, len(sheet.rows)) + 1):
        fields = len(set(_row_fields(grid, row, known, {})))
        words = sum(0 < len(grid.at(row, place)) <= _HEADING_LONGEST for place in range(1, grid.width + 1))
        score = (fields if fields > 1 else 0, words, -row)
        if words > 1 and (best is None or score > best):
            best = score
    if best is None:
        return None
    row = -best[2]
    places = ((column_letters(place), grid.at(row, place)) for place in range(1, grid.width + 1))
    return Seen(sheet.name, row, tuple((letters, text) for letters, text in places if text), best[0])


def guessed(sheet: Sheet, row: int, known: Synonyms) -> Layout:
    """A row taken for headings, where none of its columns says what makes a row: which may be it, is a question."""
    layout = _laid(Grid(sheet, 1), row, known, {})
    free = tuple(one for one in layout.headings if one.field is None and one.how is None and one.text)
    return replace(layout, ambiguous=((free, (known.form.title,)),) if free else ())


def _days_of_looking(grid: Grid, row: int, known: Synonyms) -> bool:
    """Whether headings of the school's own stand beside one that means the day of an inspection, and nothing else."""
    texts = [grid.at(row, place) for place in range(1, grid.width + 1)]
    return _says_plainly(grid, row, known) and sum(map(bool, texts)) > _OWN_HEADINGS


def _says_plainly(grid: Grid, row: int, known: Synonyms) -> bool:
    """Whether one heading of a row means what makes a row, and no other thing."""
    places = range(1, grid.width + 1)
    clear = (meant(grid.at(row, place), grid.group_above(row, place), known)[0] for place in places)
    return any(one is not None and one[0] == known.form.title for one in clear)


def _row_fields(grid: Grid, row: int, known: Synonyms, wanted: Wanted) -> Iterator[str]:
    texts = [grid.at(row, place) for place in range(1, grid.width + 1)]
    for place in range(1, grid.width + 1):
        text = grid.at(row, place)
        if not text:
            continue
        if is_serial(text):
            yield "serial"
            continue
        if mapped := by_map(text, place, wanted):
            yield from mapped
            continue
        if two := two_in_one(text, known):
            yield from two
            continue
        if tuple(texts[place - 2 : place]) == DATE_PARTS[1:] and known.form.kind in THE_DAY:
            yield THE_DAY[known.form.kind]
            continue
        strong, weak = meant(text, grid.group_above(row, place), known)
        if strong:
            yield strong[0]
        yield from weak[:1] or telephone_of(text, texts, known)


def _laid(grid: Grid, row: int, known: Synonyms, wanted: Wanted) -> Layout:
    last = _last_row(grid, row, known)
    headings, ambiguous = columns_of(grid, row, last, known, wanted)
    head = tuple(grid.lines(max(1, row - WITHIN), row))
    serial = next((one.place for one in headings if is_serial(one.text)), None)
    return Layout(
        grid.sheet.name,
        row,
        last,
        tuple(one for one in headings if not is_serial(one.text) and not is_reason(one.text)),
        head,
        serial,
        grid.width,
        ambiguous,
        alike(headings, known),
        known.form,
    )


def below(layout: Layout, sheet: Sheet, first: int, above: Layout) -> Layout:
    """A table below another: its head is what stands from row ``first`` on, then what the head of that one said.

    The headline of a part, which is numbered, holds for the one table only.
    """
    own = Grid(sheet, first).lines(first, layout.first)
    return replace(layout, head=(*own, *(line for line in above.head if not numbered_section(line))))


def _last_row(grid: Grid, row: int, known: Synonyms) -> int:
    """Where the headings end: cells merged downwards say it, or a row of parts under groups without a merge."""
    ends = [
        bottom
        for place in range(1, grid.width + 1)
        if (bottom := grid.down.get((row, place), ("", row))[1]) > row
        and meant(grid.at(row, place), grid.group_above(row, place), known) != (None, ())
    ]
    if ends:
        return min(max(ends), row + DEEPEST)
    next_row = grid.next_filled(row)
    below = {place: grid.own(next_row, place) for place in range(1, grid.width + 1)}
    filled = {place for place, text in below.items() if text}
    cells = grid.sheet.rows[next_row - 1] if next_row <= len(grid.sheet.rows) else ()
    only_text = all(isinstance(cell, str) for cell in cells if cell is not None and cell != "")
    under_names = any(
        text and (meant(above, "", known)[0] or meant(above + text, "", known)[0])
        for place, text in below.items()
        if (above := grid.own(row, place))
    )
    orphans = [place for place in filled if not grid.own(row, place)]
    short = all(len(below[place]) <= _SUB_LONGEST for place in filled)
    titled = any(
        (strong := meant(grid.at(row, place), "", known)[0])
        and strong[0] in known.form.needed
        and below[place] not in DATE_PARTS
        for place in filled
    )
    if orphans and only_text and short and not titled and (under_names or len(orphans) == len(filled)):
        return next_row
    return row
