"""New by its fingerprint, and perhaps known all the same: its words, its place or its spelling were edited since.

Nothing is joined on a likeness: a person says whether it is the same hazard.
"""

import re
from collections.abc import Callable, Collection, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from safetyctl.ground.text import fold
from safetyctl.ledger.words import Status
from safetyctl.ledger.writing import Transaction
from safetyctl.records.candidate import Candidate
from safetyctl.records.detail_parts import lines
from safetyctl.records.references import hazard_ref
from safetyctl.records.undoing import UNDO

_NO_LETTERS = re.compile(r"[\W_]+")
_NUMBERS = re.compile(r"[0-9一二三四五六七八九十]+")
_SLIP = 0.8  # how much of two texts is the same where one is the other with a slip mended
_LONGEST = 200  # longer ones take long to compare
_COMPARED = 20  # of more than these, none is plainly the one
New = tuple[Candidate, int]
"""What a row says, and the number that it got."""


class Lookalike(NamedTuple):
    """A hazard that was added, the row that it comes from, and the known one that it may be."""

    ref: str
    sheet: str
    row: int
    title: str
    known: str


_Name = tuple[str, ...]
"""What names a hazard: in which way, and the words."""
_TITLE, _TITLE_AND_PLACE, _LINE, _ON_ANY_DAY = "title", "title and place", "line", "on any day"
_WITH_ITS_TITLE, _WITH_ITS_PLACE = "with its title", "with its place"


class _Said(NamedTuple):
    """What is said of a hazard: its title and place without all but letters."""

    campus: str
    day: str
    title: str
    place: str
    responsible: str | None
    due: str | None

    def on_any_day(self) -> list[_Name]:
        """Its name where only the day it was found was mended: who answers for it, and until when, is the same."""
        if not (self.due and self.responsible):
            return []
        return [(_ON_ANY_DAY, self.campus, self.title, self.place, self.responsible, self.due)]


class _Held:
    """The hazards that the ledger held before the new ones came, by all that names them."""

    def __init__(self) -> None:
        self._exact: dict[_Name, int] = {}
        self._near: dict[_Name, list[tuple[str, int]]] = {}

    def add(self, number: int, said: _Said, detail: str | None) -> None:
        """Note one that is held, and what its detail says line by line."""
        here = (said.campus, said.day)
        names: list[_Name] = [(_TITLE, *here, said.title), (_TITLE_AND_PLACE, *here, said.title, said.place)]
        names += [(_LINE, *here, line) for line in lines(detail)]
        for name in names + said.on_any_day():
            self._exact.setdefault(name, number)
        self._near.setdefault((_WITH_ITS_PLACE, *here, said.place), []).append((said.title, number))
        self._near.setdefault((_WITH_ITS_TITLE, *here, said.title), []).append((said.place, number))

    def like(self, said: _Said, line: str | None) -> int | None:
        """The first that may be the same: its own number, its title and no other place, or all but for a slip."""
        here = (said.campus, said.day)
        names: list[_Name] = [(_LINE, *here, line)] if line else []
        if said.place:
            names += [(_TITLE_AND_PLACE, *here, said.title, place) for place in (said.place, "")]
        else:
            names.append((_TITLE, *here, said.title))
        names += said.on_any_day()
        exact = next((self._exact[name] for name in names if name in self._exact), None)
        return (
            exact
            or self._slipped(said.title, (_WITH_ITS_PLACE, *here, said.place), _is_slip)
            or self._slipped(said.place, (_WITH_ITS_TITLE, *here, said.title), _is_nearer)
        )

    def _slipped(self, text: str, name: _Name, alike: Callable[[str, str], bool]) -> int | None:
        those = self._near.get(name, [])
        if not text or len(those) > _COMPARED:
            return None
        return next((number for other, number in those if other and alike(text, other)), None)


def lookalikes(tx: Transaction, new: Sequence[New], found_again: Collection[int]) -> tuple[Lookalike, ...]:
    """Those of the ``new`` that may be hazards held before them, which no other row of the file names.

    ``found_again`` are the numbers that its rows were recognised as. One that somebody made void may be among them.
    """
    if not new:
        return ()
    held = _held_before(tx, new[0][1], found_again)
    return tuple(
        Lookalike(hazard_ref(number), one.sheet, one.row, one.title, hazard_ref(known))
        for one, number in new
        if (known := held.like(_said(one), _number_line(one))) is not None
    )


def _held_before(tx: Transaction, first: int, found_again: Collection[int]) -> _Held:
    """The hazards that the ledger held before the first of the new ones, but for those that were taken back."""
    rows = tx.rows(
        "SELECT h.number, c.name, h.found_on, h.title, h.location, h.responsible, h.due_first, h.detail"
        " FROM hazard h JOIN campus c ON c.uid = h.campus WHERE h.number < ? AND (h.status <> ? OR ?"
        " <> (SELECT j.verb FROM journal j WHERE j.kind = 'hazard' AND j.uid = h.uid ORDER BY j.seq DESC LIMIT 1))"
        " ORDER BY h.number",
        (first, Status.VOID, UNDO),
    )
    held = _Held()
    for number, campus, day, title, location, responsible, due, detail in rows:
        if number not in found_again:
            said = _Said(campus, day, _bare(title), _bare(location), responsible, due)
            held.add(number, said, detail)
    return held


def _said(one: Candidate) -> _Said:
    due = one.due.isoformat() if one.due else None
    return _Said(
        one.campus, one.found_on.isoformat(), _bare(one.title), _bare(one.location), one.responsible, due
    )


def _is_slip(text: str, other: str) -> bool:
    """Whether one is the other but for a slip of the pen; a number is none."""
    if max(len(text), len(other)) > _LONGEST or _NUMBERS.findall(text) != _NUMBERS.findall(other):
        return False
    compared = SequenceMatcher(None, text, other)
    return compared.quick_ratio() >= _SLIP and compared.ratio() >= _SLIP


def _is_nearer(text: str, other: str) -> bool:
    """Whether one says where the other is, more nearly, or has a slip."""
    return text.startswith(other) or other.startswith(text) or _is_slip(text, other)


def _number_line(one: Candidate) -> str | None:
    """The school's own number as the detail keeps it, with its heading."""
    if not one.their_number:
        return None
    return next((line for line in lines(one.detail) if line.endswith(f"：{one.their_number}")), None)


def _bare(text: str | None) -> str:
    return _NO_LETTERS.sub("", fold(text or ""))
