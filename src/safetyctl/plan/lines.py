"""On which line of a TOML text each key and each entry stands.

``tomllib`` keeps no positions, so a text that it has accepted is walked once more, and only when something
in it is wrong: the walk may trust the syntax.
"""

import re
from bisect import bisect_right
from collections import Counter

Path = tuple[str | int, ...]
"""The way to a value: keys, and places in a list from 0."""

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:[^\\]|\\[\s\S])*?"{3,5}|' + r"'''[\s\S]*?'{3,5}|" + r'"(?:[^"\\\n]|\\.)*"|' + r"'[^'\n]*'"
)
_PLAIN = re.compile(r"[^,\]}\n#]*")


def lines(text: str) -> dict[Path, int]:
    """The line, from 1, on which each table, key and list entry of a sound TOML text begins.

    A key's line is where it is first named; a list entry's where the entry begins.
    """
    return _Walk(text).all()


def line_of(text: str, path: Path) -> int:
    """The line of ``path``, or of the nearest thing around it that is in the text (a missing key: its table)."""
    found = lines(text)
    for length in range(len(path), 0, -1):
        if path[:length] in found:
            return found[path[:length]]
    return 1


class _Walk:
    """One walk over the text; ``at`` is the place reached."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.breaks = [place for place, char in enumerate(text) if char == "\n"]
        self.found: dict[Path, int] = {}
        self.tables: Counter[Path] = Counter()

    def all(self) -> dict[Path, int]:
        base: Path = ()
        self.blank()
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                base = self.header()
            else:
                self.pair(base)
            self.blank()
        return self.found

    def line(self, place: int) -> int:
        return bisect_right(self.breaks, place - 1) + 1

    def note(self, path: Path, place: int) -> None:
        self.found.setdefault(path, self.line(place))

    def blank(self) -> None:
        self.at = self.match(_BLANK)[1]

    def match(self, pattern: re.Pattern[str]) -> tuple[str, int]:
        found = pattern.match(self.text, self.at)
        return (found.group(), found.end()) if found else ("", self.at)

    def header(self) -> Path:
        """``[a.b]`` or ``[[a.b]]``: the path of the table that begins."""
        start = self.at
        listed = self.text.startswith("[[", start)
        self.at += 2 if listed else 1
        keys = self.keys()
        self.at += 2 if listed else 1
        path: Path = ()
        for key in keys[:-1]:
            path = (*path, key)
            self.note(path, start)
            if path in self.tables:
                path = (*path, self.tables[path] - 1)
        path = (*path, keys[-1])
        self.note(path, start)
        if listed:
            self.tables[path] += 1
            path = (*path, self.tables[path] - 1)
            self.note(path, start)
        return path

    def keys(self) -> list[str]:
        """A key, dotted or not; the place reached is behind it and the space after it."""
        keys = []
        while True:
            self.space()
            quoted, end = self.match(_STRING)
            if quoted:
                keys.append(_unquoted(quoted))
            else:
                bare, end = self.match(_BARE_KEY)
                keys.append(bare)
            self.at = end
            self.space()
            if not self.text.startswith(".", self.at):
                return keys
            self.at += 1

    def space(self) -> None:
        while self.at < len(self.text) and self.text[self.at] in " \t":
            self.at += 1

    def pair(self, base: Path) -> None:
        start = self.at
        path = base
        for key in self.keys():
            path = (*path, key)
            self.note(path, start)
        self.at += 1  # the equals sign
        self.space()
        self.value(path)

    def value(self, path: Path) -> None:
        opening = self.text[self.at : self.at + 1]
        if opening == "[":
            self.entries(path)
        elif opening == "{":
            self.inline(path)
        else:
            _, end = self.match(_STRING)
            self.at = end if end > self.at else self.match(_PLAIN)[1]

    def entries(self, path: Path) -> None:
        self.at += 1
        self.blank()
        place = 0
        while self.text[self.at] != "]":
            self.note((*path, place), self.at)
            self.value((*path, place))
            place += 1
            self.blank()
            if self.text[self.at] == ",":
                self.at += 1
                self.blank()
        self.at += 1

    def inline(self, path: Path) -> None:
        self.at += 1
        self.blank()
        while self.text[self.at] != "}":
            self.pair(path)
            self.blank()
            if self.text[self.at] == ",":
                self.at += 1
                self.blank()
        self.at += 1


def _unquoted(key: str) -> str:
    import tomllib

    if key[0] == "'":
        return key[1:-1]
    return str(tomllib.loads("k = " + key)["k"])
