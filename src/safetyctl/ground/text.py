"""User text: refused at the door where it hides something, made visible where it leaves."""

import unicodedata

_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
_INVISIBLE = frozenset("\u00ad\u200b\u2060\ufeff")
_KEPT = frozenset("\n")


def hidden(char: str) -> bool:
    """Whether a character must not stand in text we keep.

    Control characters (line feed excepted), surrogates, non-characters, bidirectional overrides and characters
    without width: the first break terminals and workbooks, the last two hide from a person what is stored.
    """
    if char in _KEPT:
        return False
    if char in _BIDI or char in _INVISIBLE or unicodedata.category(char) in ("Cc", "Cs"):
        return True
    point = ord(char)
    return 0xFDD0 <= point <= 0xFDEF or point & 0xFFFE == 0xFFFE


def first_hidden(text: str) -> str | None:
    """The first character of ``text`` that must not be kept, or None."""
    if text.isprintable() or text.replace("\n", "").isprintable():  # by far the most
        return None
    return next(filter(hidden, text), None)


def visible(text: str) -> str:
    """``text`` with every hidden character replaced by U+FFFD: for a file or a screen."""
    return text if first_hidden(text) is None else "".join("\ufffd" if hidden(c) else c for c in text)


def one_line(text: str) -> str:
    """``text`` for one line of a terminal or a tab-separated row: hidden characters and breaks replaced."""
    if text.isprintable():  # nothing hidden, no break: by far the most
        return text
    return " ".join(visible(text.replace("\t", " ").replace("\r", " ")).split("\n"))


def fold(text: str) -> str:
    """Text for comparison: full-width forms and letter case made alike, all spaces and breaks gone."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
