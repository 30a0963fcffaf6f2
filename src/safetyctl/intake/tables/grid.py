"""The upper part of a sheet, where the headings of a table are looked for."""

import re
from collections.abc import Iterator
from datetime import date

from safetyctl.intake.words.cells import cell_at, cleaned, is_filled, said
from safetyctl.intake.workbook.table import Sheet

WITHIN = 30
"""So many rows are looked at for headings, and so many below them for what they are of."""
DEEPEST = 5
_GROUP_LONGEST = 15


class Grid:
    """The upper part of a sheet: the text of each place, a merged range's in each of its rows."""

    def __init__(self, sheet: Sheet, start: int) -> None:
        self.sheet = sheet
        last = min(len(sheet.rows), start + WITHIN + DEEPEST)
        self.width = max((len(row) for row in sheet.rows[start - 1 : last]), default=0)
        self.down: dict[tuple[int, int], tuple[str, int]] = {}
        self.across: dict[tuple[int, int], str] = {}
        for top, left, bottom, right in sheet.merged:
            if top > last or bottom < start:
                continue
            text = self.own(top, left)
            for row in range(top, min(bottom, last) + 1):
                if bottom > top:
                    self.down[row, left] = (text, bottom)
                if right > left:
                    for place in range(left, min(right, self.width) + 1):
                        self.across[row, place] = text

    def own(self, row: int, place: int) -> str:
        """The text of a cell by itself; empty for a number."""
        cell = cell_at(self.sheet.rows[row - 1], place) if 0 < row <= len(self.sheet.rows) else None
        return said(cleaned(cell)) if isinstance(cell, str) else ""

    def next_filled(self, row: int) -> int:
        """The row below; where merges were lost, the first below that says anything."""
        rows = self.sheet.rows[row : row + DEEPEST - 1]
        return next((row + step for step, cells in enumerate(rows, 1) if any(map(is_filled, cells))), row + 1)

    def dated(self, row: int, place: int) -> str:
        """The day of a date cell; empty for any other."""
        cell = cell_at(self.sheet.rows[row - 1], place)
        return said(cell) if isinstance(cell, date) else ""

    def at(self, row: int, place: int) -> str:
        """The text of a cell, or of the range merged downwards over it."""
        return self.own(row, place) or self.down.get((row, place), ("", 0))[0]

    def group_above(self, row: int, place: int) -> str:
        """The heading of a group that spans this column and others, in the row above."""
        text = self.across.get((row - 1, place), "")
        return text if len(text) <= _GROUP_LONGEST and not re.search(r"[:：]", text) else ""

    def left_of(self, row: int, place: int) -> str:
        """The first text left of a place."""
        return next((text for left in range(place - 1, 0, -1) if (text := self.own(row, left))), "")

    def lines(self, first: int, end: int) -> Iterator[str]:
        """What is written in the rows from ``first`` to before ``end``, cell by cell."""
        for row in range(first, end):
            for place in range(1, self.width + 1):
                if text := self.own(row, place) or self.dated(row, place):
                    yield text
