"""New by its fingerprint, and perhaps known all the same: its words, its place or its spelling were edited since.

Nothing is joined on a likeness: a person says whether it is the same hazard.
"""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from safetyctl.ground.text import fold
from safetyctl.ledger.writing import Transaction
from safetyctl.records.candidate import Candidate
from safetyctl.records.references import hazard_ref

_NO_LETTERS = re.compile(r"[\W_]+")
New = tuple[Candidate, int]
"""What a row says, and the number that it got."""


class Lookalike(NamedTuple):
    """A hazard that was added, the row that it comes from, and the known one that it may be."""

    ref: str
    sheet: str
    row: int
    title: str
    known: str


class _Held(NamedTuple):
    number: int
    title: str
    location: str
    lines: frozenset[str]


def lookalikes(tx: Transaction, new: Sequence[New], found_again: Collection[int]) -> tuple[Lookalike, ...]:
    """Those of the ``new`` that may be hazards held before them, which no other row of the file names.

    ``found_again`` are the numbers that its rows were recognised as.
    """
    if not new:
        return ()
    held = _held_before(tx, new[0][1], found_again)
    return tuple(
        Lookalike(hazard_ref(number), one.sheet, one.row, one.title, hazard_ref(known.number))
        for one, number in new
        if (known := _like(one, held.get((one.campus, one.found_on.isoformat()), ()))) is not None
    )


def _held_before(
    tx: Transaction, first: int, found_again: Collection[int]
) -> dict[tuple[str, str], list[_Held]]:
    """What the ledger held before the first of the new ones, by campus and day found."""
    rows = tx.rows(
        "SELECT c.name, h.found_on, h.number, h.title, h.location, h.detail FROM hazard h"
        " JOIN campus c ON c.uid = h.campus WHERE h.number < ? AND h.status <> 'void' ORDER BY h.number",
        (first,),
    )
    held: dict[tuple[str, str], list[_Held]] = {}
    for campus, day, number, title, location, detail in rows:
        if number not in found_again:
            lines = frozenset((detail or "").split("\n"))
            held.setdefault((campus, day), []).append(_Held(number, _bare(title), _bare(location), lines))
    return held


def _like(one: Candidate, held: Sequence[_Held]) -> _Held | None:
    title, location = _bare(one.title), _bare(one.location)
    number = _number_line(one)
    for known in held:
        same_place = known.location == location or not (known.location and location)
        if (known.title == title and same_place) or number in known.lines:
            return known
    return None


def _number_line(one: Candidate) -> str | None:
    """The school's own number as the detail keeps it, with its heading."""
    if not one.their_number:
        return None
    lines = (one.detail or "").split("\n")
    return next((line for line in lines if line.endswith(f"：{one.their_number}")), None)


def _bare(text: str | None) -> str:
    return _NO_LETTERS.sub("", fold(text or ""))
