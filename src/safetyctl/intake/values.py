"""What the cells of a hazard's row say beyond plain text: level, state, persons, campus, area.

Each reading says whether it took the cell whole; where it did not, the words are kept as they stand.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from safetyctl.ground.text import fold
from safetyctl.intake import days
from safetyctl.intake.cells import Cell, Unreadable, said
from safetyctl.intake.synonyms import Synonyms
from safetyctl.ledger.words import Level

_EXACT = frozenset(("一般", "重大", "一般隐患", "重大隐患", "general", "major"))
_HAN = "[一-鿿]"
_ROLE = r"[（(][^（）()]*[）)]"
_SEPARATED = re.compile(rf"(?:{_ROLE}|[^、，,;；/\n])+")
_NEXT = re.compile(rf"(?<={_HAN}{{2}})\s+(?={_HAN}{{2}})|(?<=[）)])\s*(?={_HAN}{{2}})|\s+和\s*")
_TWO = re.compile(rf"({_HAN}{{2,3}}(?:{_ROLE})?)[和与及]({_HAN}{{2,3}}(?:{_ROLE})?)")
_PADDED = re.compile(rf"^({_HAN})\s+({_HAN})(?!{_HAN})")
_TICKED = re.compile(r"^([^:;]+):(?:√|✓|✔|☑|■)$")  # the one of several columns that is ticked
_PHONE = re.compile(r"[\s:：]*(?<![0-9])(?:1[0-9]{10}|0[0-9]{2,3}-?[0-9]{7,8})$")
_TAIL = re.compile(r"[。.!！,，;；:：]+$")


class LevelRead(NamedTuple):
    """A level; ``whole``: its word is an official one; ``sure``: it is graded as the state grades."""

    level: Level
    whole: bool
    sure: bool


def level(cell: Cell, known: Synonyms, told: Mapping[str, str]) -> LevelRead | None:
    """The level in a cell, None where it says nothing that is known. ``told`` is what a map says of words."""
    word = fold(said(cell))
    if word in told:
        return LevelRead(Level(told[word]), False, True)
    if word in known.levels:
        grade, sure = known.levels[word]
        by_number = grade is Level.MAJOR and word[:1] not in "重特m"
        return LevelRead(grade, word in _EXACT, sure and not by_number)
    if word.startswith("一般"):
        return LevelRead(Level.GENERAL, False, True)
    if word.startswith(("重大", "特大", "特别重大")):
        return LevelRead(Level.MAJOR, False, True)
    return None


def persons(text: str) -> tuple[str, ...]:
    """The people that a cell names, one by one: 张三、李四, 张三和李四, 张三（组长）李四; none of them padded."""
    found: list[str] = []
    for part in _SEPARATED.findall(text):
        for one in _NEXT.split(part):
            two = _TWO.fullmatch(one.strip())
            found += two.groups() if two else [one]
    return tuple(name for one in found if (name := unpadded(_PHONE.sub("", one.strip()))))


def unpadded(name: str) -> str:
    """A name without the space that makes it as wide as others: 李　四."""
    return _PADDED.sub(r"\1\2", name)


def is_no_person(cell: Cell, known: Synonyms) -> bool:
    """Whether what stands in a person's column is a day, a number or a state instead."""
    if isinstance(cell, date | int | float):
        return True
    if fold(said(cell)) in known.states:
        return True
    text = said(cell)
    if not any(figure.isdigit() for figure in text):
        return False
    try:
        return days.read(text) is not None
    except Unreadable:
        return False


@dataclass(frozen=True, slots=True)
class Areas:
    """How areas are told: by name (``names``, folded, to area and check item), or by the words of a description."""

    names: Mapping[str, tuple[str, str | None]]
    words: Mapping[str, Sequence[str]]

    def named(self, cell: Cell) -> tuple[str, str | None] | None:
        """The area that a cell names, or None."""
        return self.names.get(fold(said(cell)))

    def suggested(self, *texts: str | None) -> str | None:
        """The one area that more words speak for than for any other, or None."""
        text = fold(" ".join(one for one in texts if one))
        scores = {code: sum(word in text for word in words) for code, words in self.words.items()}
        best = max(scores.values(), default=0)
        leading = [code for code, score in scores.items() if score == best]
        return leading[0] if best and len(leading) == 1 else None


def campus_within(text: str, campuses: Mapping[str, str]) -> str | None:
    """The one campus whose whole name stands in a longer text, or None. ``campuses``: folded names to names."""
    folded = fold(text)
    found = [name for word, name in campuses.items() if word and word in folded]
    longest = [name for name in found if not any(name != other and name in other for other in found)]
    return longest[0] if len(longest) == 1 else None
