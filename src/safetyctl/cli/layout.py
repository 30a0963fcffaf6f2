"""Laying out words for a terminal, where a Chinese character takes two cells."""

import re
import unicodedata
from collections.abc import Iterable

_CLOSING = "，。、；：？！”’）》】…,.;:?!)"


def cells(text: str) -> int:
    """How many cells ``text`` takes."""
    if text.isascii():
        return len(text)
    return sum(_cell(char) for char in text)


def _cell(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def padded(text: str, width: int) -> str:
    """``text`` with spaces after it up to ``width`` cells."""
    return text + " " * (width - cells(text))


def wrapped(text: str, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` cells: English breaks between words, Chinese between characters.

    No line begins with closing punctuation; a word longer than a line stands alone.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and cells(line) + cells(piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines or [""]


def _pieces(text: str) -> Iterable[str]:
    pieces: list[str] = []
    for found in re.findall(
        r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|[^\s\u2e80-\u9fff\uf900-\uffef]+|\s+", text
    ):
        if pieces and (found.isspace() or found[0] in _CLOSING):
            pieces[-1] += " " if found.isspace() else found
        else:
            pieces.append(found)
    return pieces


def paragraph(text: str, width: int, indent: int = 0) -> list[str]:
    """``text`` wrapped and indented."""
    return [" " * indent + line for line in wrapped(text, width - indent)]


def flowed(items: Iterable[str], width: int, indent: int = 0) -> list[str]:
    """Items side by side, two spaces apart, never broken inside."""
    lines: list[str] = []
    for item in items:
        if lines and cells(lines[-1]) + 2 + cells(item) <= width:
            lines[-1] += "  " + item
        else:
            lines.append(" " * indent + item)
    return lines


def two_columns(pairs: Iterable[tuple[str, str]], width: int, most: int = 30) -> list[str]:
    """Names on the left, what they mean on the right; a name longer than ``most`` cells takes its own line."""
    rows = list(pairs)
    left = max((cells(name) for name, _words in rows if cells(name) <= most), default=most)
    lines = []
    for name, words in rows:
        first, *others = wrapped(words, max(width - left - 4, 24))
        if cells(name) > left:
            lines.append(f"  {name}")
            lines.append(f"  {' ' * left}  {first}".rstrip())
        else:
            lines.append(f"  {padded(name, left)}  {first}".rstrip())
        lines.extend(f"  {' ' * left}  {other}" for other in others)
    return lines
