"""The rows of a table that are of its list, with what merged cells and 同上 say in each; the others are told by kind.

A section's words go with its rows.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from safetyctl.intake.tables.layout import Layout
from safetyctl.intake.tables.merges import as_above, filled_in, merged_into, wide_rows
from safetyctl.intake.tables.passed import Verdicts, verdicts_of
from safetyctl.intake.tables.walk import OF_A_FORM, Part, Walk, starts, totals
from safetyctl.intake.words.asides import numbered_section, section_rank
from safetyctl.intake.words.cells import Cell, cleaned
from safetyctl.intake.words.forms import HAZARDS, INSPECTIONS
from safetyctl.intake.words.synonyms import Synonyms
from safetyctl.intake.workbook.table import Sheet


class BodyRow(NamedTuple):
    """A hazard's row: its number from 1, its cells, and the line that opened its section.

    ``opened``: the lines that opened one between the row before and this, the last of them its own. ``within``: the
    sections around its own, the innermost first. ``headed``: those that lines above the table opened.
    """

    number: int
    cells: Sequence[Cell]
    section: str
    opened: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    headed: tuple[str, ...] = ()

    @property
    def sections(self) -> tuple[str, ...]:
        """Its section and those around it, the innermost first."""
        return (self.section, *self.within) if self.section else ()


@dataclass(frozen=True, slots=True)
class Body:
    """The rows of a table: the hazards, and of the others the row numbers by kind."""

    rows: Sequence[BodyRow]
    left_out: Mapping[str, Sequence[int]]


def read_body(
    sheet: Sheet,
    layout: Layout,
    last: int,
    known: Synonyms,
    needed: Sequence[str] = (),
    fill: Sequence[str] = (),
) -> Body:
    """The rows below the headings up to row ``last``.

    ``needed``: fields without which a row is no hazard; ``fill``: fields that are empty where they are as above.
    Raises BadInput where merged ranges cover more than a ledger's cells.
    """
    columns = layout.columns()
    of_form = OF_A_FORM if known.form is HAZARDS else ()
    merged = merged_into(sheet, layout, last)
    verdicts = verdicts_of(layout) if known.form is HAZARDS else Verdicts()
    walk = Walk(
        known=known,
        layout=layout,
        title=columns[known.form.title],
        needed=[columns[key] for key in needed if key in columns],
        wide=wide_rows(sheet, columns),
        total=totals(known),
        subtotal=re.compile(rf".{{0,15}}(?:{'|'.join(map(re.escape, known.totals))})[:：]?"),
        nil=known.nil if known.form is HAZARDS else frozenset(),
        columns=columns,
        places=frozenset(one.place for one in layout.headings),
        of_form=frozenset(one.place for one in layout.headings if one.field in of_form),
        starts=starts(layout, known),
        by_day=known.form is INSPECTIONS,
        sheet=sheet,
        last=last,
        verdicts=verdicts,
        is_check_list=bool(verdicts),
        parts=_parts_of(layout.head),
    )
    rows = list(_rows(sheet, layout, last, walk, merged, [columns[key] for key in fill if key in columns]))
    return Body(rows, walk.left_out)


def _parts_of(head: Sequence[str]) -> list[Part]:
    """The sections that lines above a table open: a later one takes the place of one of its rank."""
    parts: list[Part] = []
    for line in filter(numbered_section, head):
        rank = section_rank(line)
        parts = [*(part for part in parts if part.rank < rank), Part(rank, line, of_head=True)]
    return parts


def _rows(
    sheet: Sheet,
    layout: Layout,
    last: int,
    walk: Walk,
    merged: Mapping[int, Mapping[int, Cell]],
    fill: Sequence[int],
) -> Iterator[BodyRow]:
    same = frozenset(mark for word in walk.known.same for mark in (word, word.strip()))
    above: Sequence[Cell] = ()
    for number in range(layout.last + 1, last + 1):
        own = sheet.rows[number - 1]
        row: Sequence[Cell] = filled_in(own, merged[number]) if number in merged else own
        kind = walk.kind(number, row, own)
        if kind:
            walk.left_out.setdefault(kind, []).append(number)
        if kind is not None:
            continue
        if not same.isdisjoint(row) or fill:
            row = as_above(row, above, same, fill)
        row = [cell if type(cell) is not str or cell.isprintable() else cleaned(cell) for cell in row]
        above = walk.above = row
        yield _row(number, row, walk)
        walk.opened.clear()


def _row(number: int, cells: Sequence[Cell], walk: Walk) -> BodyRow:
    """The row, with the sections that it stands in."""
    opened = tuple(walk.opened)
    if not walk.parts:
        return BodyRow(number, cells, "", opened)
    section, *within = [part.words for part in reversed(walk.parts) if not part.of_head] or [""]
    headed = tuple(part.words for part in reversed(walk.parts) if part.of_head)
    return BodyRow(number, cells, section, opened, tuple(within), headed)
