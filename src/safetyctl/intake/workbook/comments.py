"""What people wrote to the cells of a sheet (批注): it has a part of its own, which the reader of cells passes by."""

import re
from collections.abc import Mapping
from xml.parsers import expat

from safetyctl.intake.workbook.extent import column_number

Comments = Mapping[int, Mapping[int, str]]
"""By row and column, counted from 1."""

_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_NOT_SHOWN = re.compile(r"^.*go\.microsoft\.com/fwlink\S*\s*", re.DOTALL)
"""What Excel writes before a comment that can be answered, for those who have an older one."""


def comments_in(xml: bytes) -> Comments:
    """The comments of one part. Raises expat.ExpatError for what is no XML."""
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.begin
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.Parse(xml, True)
    return reader.found


class _Reader:
    """Gathers the text of each comment; how characters are pronounced is none of it."""

    def __init__(self) -> None:
        self.found: dict[int, dict[int, str]] = {}
        self._at: tuple[int, int] | None = None
        self._said: list[str] = []
        self._in_text = self._in_reading = False

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        match tag.rpartition(":")[2]:
            case "comment":
                place = _CELL.fullmatch(attributes.get("ref", ""))
                self._at = (int(place[2]), column_number(place[1])) if place else None
                self._said = []
            case "rPh":
                self._in_reading = True
            case "t":
                self._in_text = True

    def text(self, piece: str) -> None:
        if self._in_text and not self._in_reading and self._at is not None:
            self._said.append(piece)

    def end(self, tag: str) -> None:
        match tag.rpartition(":")[2]:
            case "comment":
                said = _NOT_SHOWN.sub("", "".join(self._said)).strip()
                if self._at is not None and said:
                    row, column = self._at
                    self.found.setdefault(row, {})[column] = said
                self._at = None
            case "rPh":
                self._in_reading = False
            case "t":
                self._in_text = False
