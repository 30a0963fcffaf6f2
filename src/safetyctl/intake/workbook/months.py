"""Days of which their cells show only the month: 2021年4月 as it was typed, which Excel keeps as the first of it."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from xml.parsers import expat

from safetyctl.intake.words.cells import Cell
from safetyctl.intake.workbook.extent import column_number

Place = tuple[int, int]
"""Row and column of a cell, from 1."""

_NOTED = 200_000
_BUILT_IN = frozenset(("17", "27", "36", "50", "52", "57"))
"""Those that a file need not spell out, as Excel has them in Chinese."""
_UNSHOWN = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\_*].')
_REFERENCE = re.compile(r"([A-Z]+)([0-9]+)")


def formats_of_months(styles: bytes) -> frozenset[str]:
    """The numbers of the cell formats that show the year and the month of a day, and no more.

    Raises:
        expat.ExpatError: it is not XML.
    """
    codes: dict[str, str] = {}
    formats: list[str] = []
    of_cells = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal of_cells
        tag = tag.rpartition(":")[2]
        if tag == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "xf" and of_cells:
            formats.append(attributes.get("numFmtId", ""))
        elif tag in ("cellXfs", "cellStyles", "dxfs"):
            of_cells = tag == "cellXfs"

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(styles, True)
    months = {number for number in {*codes, *_BUILT_IN} if _shows_month(number, codes)}
    return frozenset(str(at) for at, number in enumerate(formats) if number in months)


def _shows_month(number: str, codes: dict[str, str]) -> bool:
    if number not in codes:
        return number in _BUILT_IN
    shown = _UNSHOWN.sub("", codes[number].partition(";")[0]).lower()
    return "y" in shown and "m" in shown and not set("dhs0#") & set(shown)


def cells_formatted(pieces: Iterable[bytes], formats: frozenset[str]) -> frozenset[Place]:
    """Where the cells of a sheet stand that have a value and one of these formats; at most so many are noted.

    Raises:
        expat.ExpatError: it is not XML.
    """
    found: set[Place] = set()
    row = column = 0
    formatted = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, formatted
        tag = tag.rpartition(":")[2]
        if tag == "row":
            row, column = int(attributes.get("r") or row + 1), 0
        elif tag == "c":
            column += 1
            if reference := _REFERENCE.fullmatch(attributes.get("r", "")):
                column, row = column_number(reference[1]), int(reference[2])
            formatted = attributes.get("s") in formats
        elif tag == "v" and formatted and len(found) < _NOTED:
            found.add((row, column))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    for piece in pieces:
        parser.Parse(piece, False)
    parser.Parse(b"", True)
    return frozenset(found)


def only_months(rows: Sequence[Sequence[Cell]], places: Iterable[Place]) -> frozenset[Place]:
    """The places of days that are months: all that are written so in their column are the first of one."""
    found = {}
    for row, column in places:
        cell = rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else None
        if isinstance(cell, date):
            found[row, column] = cell
    days = {column for (_row, column), cell in found.items() if cell.day != 1}
    return frozenset(place for place in found if place[1] not in days)
