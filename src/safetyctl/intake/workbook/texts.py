"""How much text the cells of a workbook hold between them, before a reader gives each of them its own copy.

Cells name shared strings by number, so a long one that thousands of cells name makes a small file fill the memory.
What is told is never less than the truth, in bytes with their mark-up.
"""

import re
from array import array
from collections.abc import Iterable

TEXT = 256 * 1024 * 1024
_TAG_LONGEST = 1024 * 1024  # with the text behind it

_STRING = re.compile(rb"[<:]si(?=[\s/>])")
_NAMED = re.compile(rb't="s"[^>]*>\s*<(?:\w+:)?v[^>]*>([0-9]{1,9})<')


class Strings:
    """Sees the shared strings pass as bytes: ``sizes`` is how many each has at the most, in their order."""

    def __init__(self) -> None:
        self.sizes = array("L")

    def see(self, xml: bytes) -> None:
        """Take the next bytes of a part that has some; no element may be cut between two calls."""
        before, *strings = _STRING.split(xml)
        if self.sizes:
            self.sizes[-1] += len(before)
        self.sizes.extend(map(len, strings))

    def named(self, pieces: Iterable[bytes]) -> int:
        """How many bytes the cells of a sheet take from them: the longest where it cannot be told which."""
        total, longest, tail = 0, max(self.sizes), b""
        for piece in pieces:
            joined = tail + piece
            cut = max(joined.rfind(b"<"), 0)
            tail = joined[cut:]
            if len(tail) > _TAG_LONGEST:  # a trick, and never to be read again and again
                return TEXT + 1
            total += self._of_cells(joined[:cut], longest)
        return total + self._of_cells(tail, longest)

    def _of_cells(self, xml: bytes, longest: int) -> int:
        numbers = _NAMED.findall(xml)
        known = sum(self.sizes[int(number)] for number in numbers if int(number) < len(self.sizes))
        every = xml.count(b'"s"') + xml.count(b"'s'")  # however the attribute is written
        return known + (every - len(numbers)) * longest
