"""What merged cells, and 同上, say in rows that do not say it by themselves."""

from collections.abc import Mapping, Sequence

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import BadInput
from safetyctl.intake.tables.layout import Layout
from safetyctl.intake.words.cells import Cell, cell_at, is_filled
from safetyctl.intake.workbook.extent import CELLS
from safetyctl.intake.workbook.table import Sheet


def merged_into(sheet: Sheet, layout: Layout, last: int) -> dict[int, dict[int, Cell]]:
    """By row, what a range that is merged downwards says in it besides its first row.

    Raises BadInput where merged ranges cover more than a ledger's cells.
    """
    found: dict[int, dict[int, Cell]] = {}
    budget = CELLS
    for top, left, bottom, _right in sheet.merged:
        if bottom <= top or top <= layout.last or top > last:
            continue
        value = cell_at(sheet.rows[top - 1], left)
        if not is_filled(value):
            continue
        budget -= min(bottom, last) - top
        if budget < 0:
            raise _endless(sheet)
        for row in range(top + 1, min(bottom, last) + 1):
            found.setdefault(row, {})[left] = value
    return found


def wide_rows(sheet: Sheet, columns: Mapping[str, int]) -> frozenset[int]:
    """The rows in which one range is merged over several columns that say something: lines, no hazards.

    Raises BadInput as ``merged_into`` does.
    """
    places = set(columns.values())
    found: set[int] = set()
    budget = CELLS
    for top, left, bottom, right in sheet.merged:
        if right > left and sum(left <= place <= right for place in places) > 1:
            rows = range(top, min(bottom, len(sheet.rows)) + 1)
            budget -= len(rows)
            if budget < 0:
                raise _endless(sheet)
            found.update(rows)
    return frozenset(found)


def filled_in(own: Sequence[Cell], values: Mapping[int, Cell]) -> list[Cell]:
    """A row with what merged ranges say in its empty cells."""
    row = [*own, *[None] * (max(values) - len(own))]
    for place, value in values.items():
        if not is_filled(row[place - 1]):
            row[place - 1] = value
    return row


def as_above(
    row: Sequence[Cell], above: Sequence[Cell], same: frozenset[str], fill: Sequence[int]
) -> Sequence[Cell]:
    """A row with what the row above says, where it says 同上, or nothing at a place of ``fill``."""
    cells = list(row)
    for place, cell in enumerate(cells):
        if isinstance(cell, str) and cell in same and place < len(above):
            cells[place] = above[place]
    for place in fill:
        if place <= min(len(cells), len(above)) and not is_filled(cells[place - 1]):
            cells[place - 1] = above[place - 1]
    return cells


def _endless(sheet: Sheet) -> BadInput:
    return BadInput(
        _("Sheet {sheet} was not read: its merged ranges overlap without end.").format(sheet=sheet.name),
        hint=_("Copy the table into a new workbook, and import that."),
    )
