"""The level of a hazard: by its own column, else by what another column, or the name of the list, says.

What is no level of the state's, and what nobody wrote, is taken as general with a note.
"""

from safetyctl.ground.catalogue import _
from safetyctl.ground.text import one_line
from safetyctl.intake.hazards.asked import Asked
from safetyctl.intake.tables.body import BodyRow
from safetyctl.intake.tables.layout import Layout
from safetyctl.intake.tables.line import Line
from safetyctl.intake.words import cells, titles, values
from safetyctl.intake.words.cells import Cell, is_nothing, said
from safetyctl.intake.words.shapes import asks_if_major
from safetyctl.intake.workbook.table import Table
from safetyctl.ledger.words import Level


class Levels:
    """Reads the levels of the rows of one table; what words mean is remembered."""

    def __init__(self, table: Table, layout: Layout, asked: Asked) -> None:
        self._layout = layout
        self._asked = asked
        self._words: dict[Cell, values.LevelRead | None] = {}
        self._called_major: dict[tuple[str, ...], str | None] = {}
        self._no_level = "level" not in table.columns
        self._whether_major = [one.place for one in layout.headings if asks_if_major(one.text)]
        self._is_question = table.columns.get("level") in self._whether_major

    def of(self, line: Line, row: BodyRow, assumed: set[str]) -> Level:
        """The level of a row; ``assumed`` gets it where nobody wrote one."""
        cell = line.cell("level")
        if self._is_question and (major := cells.answer(cell)) is not None:
            line.keep("level")
            return Level.MAJOR if major else Level.GENERAL
        if is_nothing(cell):
            return self._elsewhere(line, row) or self._assumed(line, assumed)
        if cell not in self._words:
            self._words[cell] = values.level(cell, self._asked.known, self._asked.map.levels)
        found = self._words[cell]
        if found is None or not found.whole:
            line.keep("level")
        if found is None:
            assumed.add("level")
            line.note("level", lambda: _("it is not a level that is known; it was taken as general"))
            return self._asked.map.level or Level.GENERAL
        if found.level is not Level.MAJOR and self._is_called_major(row):
            line.note("level", lambda: _("another column says that it is a major hazard"))
        if not found.sure:
            line.note(
                "level",
                lambda: (
                    _("it is not a level of the state's; it was taken as major")
                    if found.level is Level.MAJOR
                    else _("it is not a level of the state's; it was taken as general")
                ),
            )
        return found.level

    def _assumed(self, line: Line, assumed: set[str]) -> Level:
        """The level that the map gives those that say none, else general."""
        assumed.add("level")
        if not self._no_level and self._asked.map.level is None and not self._is_question:
            line.note("level", lambda: _("no level is said; it was taken as general"))
        return self._asked.map.level or Level.GENERAL

    def _is_called_major(self, row: BodyRow) -> bool:
        """Whether a column that asks whether it is a major hazard says so."""
        return any(cells.answer(cells.cell_at(row.cells, place)) for place in self._whether_major)

    def _elsewhere(self, line: Line, row: BodyRow) -> Level | None:
        """The level of a row whose own cell says none: another column's, else what its list is called."""
        if self._is_called_major(row):
            return Level.MAJOR
        kind = said(line.cell("area"))
        in_place_of_kind = values.level(kind, self._asked.known, {}) if kind else None
        if in_place_of_kind is not None and (in_place_of_kind.whole or titles.called_major((kind,))):
            return in_place_of_kind.level
        if self._asked.map.level is not None:
            return None
        over = (*row.sections, *row.headed)
        if over not in self._called_major:
            head = titles.holding(self._layout.head, row.sections)
            self._called_major[over] = titles.called_major((*over, self._layout.sheet, *head))
        name = self._called_major[over]
        if name is None:
            return None
        line.note(
            "level",
            lambda: _("no level is said; it was taken as major, as “{list}” says").format(
                list=one_line(name)
            ),
        )
        return Level.MAJOR
