"""How much text the cells of a workbook hold between them, before a reader gives each of them its own copy.

Cells name shared strings by number, so a long one that thousands of cells name makes a small file fill the memory.
"""

import re
from array import array
from collections.abc import Callable, Iterable
from xml.parsers import expat

TEXT = 128 * 1024 * 1024
"""Characters; an honest ledger of 100,000 rows has a tenth of it."""

_STRING = re.compile(rb"[<:]si(?=[\s/>])")


class Longest:
    """Sees shared strings pass as bytes: no more than ``size`` of them, mark-up and all, are one string."""

    def __init__(self) -> None:
        self.size = 0
        self._open: int | None = None

    def see(self, xml: bytes) -> None:
        """Take the next bytes; no element may be cut between two calls."""
        before, *strings = _STRING.split(xml)
        if self._open is not None:
            self._open += len(before)
            self.size = max(self.size, self._open)
        if strings:
            self._open = len(strings[-1])
            self.size = max(self.size, *map(len, strings))


def lengths(pieces: Iterable[bytes]) -> "array[int]":
    """How many characters each shared string has, in their order. Raises expat.ExpatError: it is not XML."""
    found = array("L")
    inside = False

    def start(tag: str, _attributes: dict[str, str]) -> None:
        nonlocal inside
        if tag.rpartition(":")[2] == "si":
            found.append(0)
            inside = True

    def end(tag: str) -> None:
        nonlocal inside
        inside = inside and tag.rpartition(":")[2] != "si"

    def text(text: str) -> None:
        if inside:
            found[-1] += len(text)

    _walked(pieces, start, end, text)
    return found


def named(pieces: Iterable[bytes], strings: "array[int]") -> int:
    """How many characters the cells of a sheet take from the shared strings. Raises expat.ExpatError."""
    total = 0
    shared = inside = False
    number = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal shared, inside, number
        tag = tag.rpartition(":")[2]
        if tag == "c":
            shared = attributes.get("t") == "s"
        inside = shared and tag == "v"
        number = ""

    def end(_tag: str) -> None:
        nonlocal total, inside
        if inside and number.strip().isdecimal() and int(number) < len(strings):
            total += strings[int(number)]
        inside = False

    def text(text: str) -> None:
        nonlocal number
        if inside and len(number) < len(str(len(strings))):
            number += text

    _walked(pieces, start, end, text)
    return total


def _walked(
    pieces: Iterable[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    for piece in pieces:
        parser.Parse(piece, False)
    parser.Parse(b"", True)
