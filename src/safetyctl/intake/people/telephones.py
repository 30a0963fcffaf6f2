"""The telephones in a cell as lists of people have them: two with / between, a 短号, an office with its extension.

A record holds one number for each person; what a cell says besides is kept as it stands, with a note.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from safetyctl.ground.catalogue import _
from safetyctl.intake.tables.line import Line
from safetyctl.intake.words import cells, values
from safetyctl.intake.words.cells import Cell
from safetyctl.records.people import is_telephone

_MOBILE = r"(?:(?:\+|00)?86[-\s]?)?1[3-9][0-9](?:[-\s]?[0-9]{4}){2}(?![0-9])"
_EXTENSION = r"(?:\s*(?:转|分机|[-—–])\s*[0-9]{1,6}(?![0-9]))?"
_FIXED = rf"(?:\(?0[0-9]{{2,3}}\)?[-—–\s]?)?[2-9][0-9]{{2,3}}[-\s]?[0-9]{{4}}(?![0-9]){_EXTENSION}"
_NUMBER = re.compile(rf"(?<![0-9])(?<![0-9]\.)(?:(?P<mobile>{_MOBILE})|{_FIXED})")
_BARE = re.compile(r"(?<![0-9])(?<![0-9]\.)[0-9]{5,20}(?![0-9])")
_OF_ELSE = re.compile(r"(?:证|工号|学号|编号|账号|邮编|QQ)[号码]*[:\s]*[0-9]+", re.IGNORECASE)
"""A number that its words call something else than a telephone."""
_CALLED = re.compile(r"([一-鿿]{2,4}?)(?:电话|手机)?[:：\s]*$")
"""The word before a telephone."""
_NO_WORDS = re.compile(r"[和与及]|联系|电话|手机|方式|号码?|[^A-Za-z一-鿿]")
"""What says nothing beside names and their telephones."""
_APART = re.compile(r"[、,;/|'\s]*")
_AS_KEPT = str.maketrans({"—": "-", "–": "-"})


class Telephones(NamedTuple):
    """The telephones in a cell, in their order; ``first`` is a mobile one where there is one.

    ``whole``: the cell says nothing else.
    """

    numbers: tuple[str, ...]
    first: str | None
    whole: bool


def telephones_in(cell: Cell) -> Telephones | None:
    """The telephones that a cell names; None where it says nothing. Raises Unreadable for hidden characters."""
    said = cells.prose(cell)
    if said is None:
        return None
    text = unicodedata.normalize("NFKC", said)
    found = {_kept(one[0]): one["mobile"] for one in _NUMBER.finditer(text)}
    if len(found) < 2 and is_telephone(text):
        return Telephones((_kept(text),), _kept(text), True)
    pattern = _NUMBER if found else _BARE
    numbers = tuple(found or dict.fromkeys(_BARE.findall(_OF_ELSE.sub("", text))))
    mobile = next((number for number in numbers if found.get(number)), None)
    rest = pattern.sub("", text)
    return Telephones(numbers, mobile or next(iter(numbers), None), _APART.fullmatch(rest) is not None)


def _kept(number: str) -> str:
    return " ".join(number.translate(_AS_KEPT).replace("分机", "转").split())


def telephones_for(line: Line, key: str, people: Sequence[str]) -> tuple[str | None, ...]:
    """The telephone of each of the people of a row: one of their own, or the one that is everybody's.

    A cell that says more, or numbers that nobody can tell apart, is kept for the detail and noted. ``key``: the
    column of the people, whose cell may say their numbers where no other does; what else it says is kept.
    """
    if people and _says_besides(cells.said(line.cell(key)), people):
        line.keep(key)
    found = line.take("telephone", telephones_in)
    count = len(people)
    if found is None:
        return _beside_names(line, key, count)
    own = _called_so(cells.said(line.cell("telephone")), found.numbers, line.heading(key))
    numbers: tuple[str | None, ...] = (own or found.first,) * count
    named = None if count < 2 else _by_name(cells.said(line.cell("telephone")), people)
    if named is not None:
        numbers = named
    elif len(found.numbers) > 1 < count:
        numbers = found.numbers if len(found.numbers) == count else (None,) * count
    if not found.whole or len(found.numbers) not in (1, count):
        line.keep("telephone")
        line.note("telephone", lambda: _kept_whole(found, numbers, count))
    return numbers


def _called_so(text: str, numbers: Sequence[str], heading: str) -> str | None:
    """The one of several numbers that is called as its people are: under 值班人员 the one of 值班139…."""
    labels = {number: _CALLED.search(text.partition(number)[0]) for number in numbers}
    called = [number for number, label in labels.items() if label and label[1] in heading]
    return called[0] if len(called) == 1 < len(numbers) else None


def _says_besides(text: str, people: Sequence[str]) -> bool:
    """Whether words stand beside the names: 总务处：张三, 张三等3人."""
    rest = "".join(text.split())
    for name in sorted(people, key=len, reverse=True):
        rest = rest.replace("".join(name.split()), "")
    return _NO_WORDS.sub("", rest) != ""


def _by_name(text: str, people: Sequence[str]) -> tuple[str | None, ...] | None:
    """The number behind each name in a cell, none where that is not plain; None for a cell without names."""
    names = "|".join(map(re.escape, sorted(people, key=len, reverse=True)))
    before, *told = re.split(f"({names})", text)
    if not told:
        return None
    behind = [telephones_in(piece) for piece in told[1::2]]
    if telephones_in(before) or any(one is None or len(one.numbers) != 1 for one in behind):
        return (None,) * len(people)
    of_name = dict(zip(told[::2], (one and one.first for one in behind), strict=True))
    return tuple(map(of_name.get, people))


def _beside_names(line: Line, key: str, people: int) -> tuple[str | None, ...]:
    """The numbers that stand with the names: 张三 13900000000; what else stands there is kept."""
    if not values.holds_more(cells.said(line.cell(key))):
        return (None,) * people
    found = line.take(key, telephones_in)
    if found is not None and len(found.numbers) == people:
        return found.numbers
    line.keep(key)
    return (None,) * people


def _kept_whole(found: Telephones, taken: Sequence[str | None], people: int) -> str:
    if not found.numbers:
        return _("it is no telephone number; kept in the note")
    if not any(taken):
        return _("{n} telephones for {people} people; kept in the note").format(
            n=len(found.numbers), people=people
        )
    return _("{number} was taken; the whole cell is kept in the note").format(
        number=", ".join(dict.fromkeys(filter(None, taken)))
    )
