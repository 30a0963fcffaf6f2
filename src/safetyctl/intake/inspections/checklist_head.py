"""The head of a filled checklist: for which inspection it is, and what it says of a new one."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from safetyctl.ground.catalogue import LANGUAGES, _, using
from safetyctl.ground.text import fold
from safetyctl.intake.tables.line import Line, Problem
from safetyctl.intake.words import cells, days
from safetyctl.intake.words.cells import Cell, Unreadable
from safetyctl.intake.words.days import Short
from safetyctl.intake.words.inspection_kinds import official_kinds
from safetyctl.intake.workbook.table import Sheet, Table
from safetyctl.records.checklists import HEAD

_NUMBER = re.compile(r"i-?0*([1-9][0-9]{0,6})")


@dataclass(frozen=True, slots=True)
class Head:
    """What a form says of its inspection; ``number`` names one that the ledger has already."""

    number: int | None = None
    campus: str | None = None
    kind: str | None = None
    day: date | None = None
    zones: str | None = None
    persons: str | None = None


class HeadReader:
    """Reads the heads of all sheets; what a later one says otherwise is a problem."""

    def __init__(self, campuses: Mapping[str, str], as_of: date, from_1904: bool) -> None:
        self.told: dict[str, Any] = {}
        self.problems: list[Problem] = []
        self.lines: dict[str, Line] = {}
        self._readers: dict[str, Callable[[Cell], object]] = {
            "inspection": _number,
            "campus": lambda cell: cells.campus(cell, campuses),
            "kind": _kind,
            "day": lambda cell: _past(day_near(cell, as_of, from_1904), as_of),
            "zones": cells.line,
            "persons": cells.line,
        }

    def read(self, sheet: Sheet, until: int) -> None:
        """Read the head of a sheet: its rows before the row of headings, ``until`` (from 1)."""
        for number, row in enumerate(sheet.rows[: until - 1], start=1):
            for key, place in _labelled(row):
                line = Line(
                    Table(sheet.name, {key: place}, (), {place: _(HEAD[key])}, (), sheet.unvalued),
                    number,
                    row,
                )
                value = line.take(key, self._agreeing(key))
                self.problems += line.problems
                if value is not None:
                    self.lines.setdefault(key, line)
                    self.told.setdefault("number" if key == "inspection" else key, value)

    def _agreeing(self, key: str) -> Callable[[Cell], object]:
        def read(cell: Cell) -> object:
            value = self._readers[key](cell)
            before = self.told.get("number" if key == "inspection" else key)
            if value is not None and before not in (None, value) and key in ("inspection", "campus", "kind"):
                raise Unreadable(_("another sheet of this file says otherwise"))
            return value

        return read


def _labelled(row: Sequence[Cell]) -> Iterator[tuple[str, int]]:
    """The labels in a row of the head, each with the place (from 1) of what is written beside it."""
    labels = [_head_labels().get(_bare(cell)) if isinstance(cell, str) else None for cell in row]
    for place, key in enumerate(labels):
        if key is None:
            continue
        for beside in range(place + 1, len(row)):
            if labels[beside] is not None:
                break
            if cells.is_filled(row[beside]):
                yield key, beside + 1
                break


@cache
def _head_labels() -> dict[str, str]:
    known = {}
    for lang in LANGUAGES:
        with using(lang):
            known.update({_bare(_(label)): key for key, label in HEAD.items()})
    return known


def _bare(text: str) -> str:
    return fold(text).rstrip(":")


def _number(cell: Cell) -> int | None:
    text = cells.line(cell)
    if text is None:
        return None
    found = _NUMBER.fullmatch(fold(text))
    if found is None:
        raise Unreadable(_("it is not the number of an inspection, such as I0001"))
    return int(found[1])


def _kind(cell: Cell) -> str | None:
    text = cells.line(cell)
    if text is None:
        return None
    known = official_kinds()
    if fold(text) not in known:
        raise Unreadable(_("it is not a kind of inspection"))
    return str(known[fold(text)])


def day_near(cell: Cell, by: date, from_1904: bool) -> date | None:
    """A day; one without a year is that day of the year that lies nearest to ``by``. Raises Unreadable."""
    found = days.read(cell, from_1904=from_1904)
    if not isinstance(found, Short):
        return found
    known = [day for year in (by.year - 1, by.year, by.year + 1) if (day := found.in_year(year))]
    if not known:
        raise Unreadable(_("there is no such day"))
    return min(known, key=lambda day: abs(day - by))


def _past(day: date | None, as_of: date) -> date | None:
    if day is not None and day > as_of:
        raise Unreadable(_("it lies after {day}").format(day=as_of))
    return day
