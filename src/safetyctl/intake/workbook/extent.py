"""How far a sheet reaches and which of its cells have no value: read from its XML before it is parsed.

A workbook's reader allocates the whole rectangle from the first cell with a value to the last, so a single
one in XFD1048576 would ask for 400 GB. Ordinary sheets are told by their bytes alone; only one with
formulas, errors, far cells or unusual markup is walked cell by cell, which costs three times as much.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

CELLS = 4_000_000
NOTED = 10_000
MERGES = 50_000

_FAR_ROW = 99_999
_CELL = re.compile(rb"<c(?![A-Za-z])")
_PLAIN_CELL = re.compile(rb'<c r="([A-Z]{1,2})[0-9]{1,5}"[ />]')
_ODD = (re.compile(rb":c[\s/>]"), re.compile(rb"<f[\s/>]"), re.compile(rb":f[\s/>]"))
_ERROR = (b'"e"', b"'e'")
_ERROR_LONGEST = 40
_HIDDEN_ROW = re.compile(
    rb"""<(?:[A-Za-z0-9]+:)?row\s(?=[^>]*\shidden=["'](?:1|true)["'])[^>]*?\br=["']([0-9]{1,7})["']"""
)
_MERGE = re.compile(rb"<(?:[A-Za-z0-9]+:)?mergeCell\s")
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})\Z")


@dataclass(slots=True)
class Glance:
    """Sees whole elements pass as bytes, and tells whether all of them were plain cells near the corner.

    ``strings`` counts what may be shared strings, ``merges`` merged ranges, in whatever part; ``hidden`` are the rows
    that are not shown, at most ``NOTED`` of them.
    """

    cells: int = 0
    strings: int = 0
    merges: int = 0
    hidden: list[int] = field(default_factory=list)
    _columns: set[bytes] = field(default_factory=set)
    _plain: bool = True

    def see(self, xml: bytes) -> None:
        """Take the next bytes; no element may be cut between two calls."""
        self.strings += xml.count(b"<si") + xml.count(b":si")
        if b"mergeCell" in xml:
            self.merges += len(_MERGE.findall(xml))
        if b"hidden=" in xml and len(self.hidden) < NOTED:
            self.hidden += [int(row) for row in _HIDDEN_ROW.findall(xml)[:NOTED]]
        if not self._plain:
            return
        columns = _PLAIN_CELL.findall(xml)
        odd = any(mark in xml for mark in _ERROR) or any(mark.search(xml) for mark in _ODD)
        self._plain = not odd and len(columns) == len(_CELL.findall(xml))
        self.cells += len(columns)
        self._columns.update(columns)

    def lose_sight(self) -> None:
        """Part of an element was not seen: nothing can be promised any more."""
        self._plain = False

    @property
    def harmless(self) -> bool:
        """Whether the rectangle is certainly small enough and no cell lacks its value."""
        width = max((column_number(letters.decode()) for letters in self._columns), default=0)
        return self._plain and width * _FAR_ROW <= CELLS and self.cells <= CELLS


def column_number(letters: str) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """The letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Extent:
    """The last row and column with a value, how many cells have one, which that should have, have none, and the rows
    that are hidden.

    ``unvalued``: the place of a cell → the error that it shows; empty for a formula that was never calculated.
    """

    rows: int
    columns: int
    cells: int
    unvalued: Mapping[tuple[int, int], str]
    hidden: tuple[int, ...] = ()


def extent(pieces: Iterable[bytes]) -> Extent:
    """Walk a sheet's XML cell by cell, in bounded memory.

    A cell is unvalued if it holds an error such as #N/A, or a formula that was never calculated; at most
    ``NOTED`` of them are remembered. A formula whose result is empty text was calculated.

    Raises:
        expat.ExpatError: it is not XML.
        ValueError: a cell's reference is none.
    """
    walk = _Walk()
    parser = expat.ParserCreate()
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    parser.CharacterDataHandler = walk.text
    for piece in pieces:
        parser.Parse(piece, False)
    parser.Parse(b"", True)
    return Extent(walk.rows, walk.columns, walk.cells, walk.unvalued)


class _Walk:
    def __init__(self) -> None:
        self.rows = self.columns = self.cells = 0
        self.unvalued: dict[tuple[int, int], str] = {}
        self._row = self._column = 0
        self._in_value = self._valued = self._formula = self._error = self._as_text = self._calculated = False
        self._shown = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "c":
            self._place(attributes.get("r"))
            kind = attributes.get("t")
            self._error, self._as_text = kind == "e", kind == "str"
            self._valued = self._formula = self._calculated = False
            self._shown = ""
        elif tag == "row":
            self._row = int(attributes.get("r") or self._row + 1)
            self._column = 0
        elif tag in ("v", "t"):
            self._in_value = True
            self._calculated = self._as_text and tag == "v"
        elif tag == "f":
            self._formula = True

    def _place(self, reference: str | None) -> None:
        if reference is None:
            self._column += 1
            return
        found = _REFERENCE.match(reference)
        if found is None:
            raise ValueError(reference)
        self._column = column_number(found[1])
        self._row = int(found[2])

    def text(self, text: str) -> None:
        if self._in_value:
            self._valued = True
            if self._error and len(self._shown) < _ERROR_LONGEST:
                self._shown += text

    def end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag in ("v", "t"):
            self._in_value = False
        elif tag == "c":
            if self._valued:
                self.rows = max(self.rows, self._row)
                self.columns = max(self.columns, self._column)
                self.cells += 1
            bare = self._formula and not self._valued and not self._calculated
            if (self._error or bare) and len(self.unvalued) < NOTED:
                self.unvalued[self._row, self._column] = self._shown[:_ERROR_LONGEST]
