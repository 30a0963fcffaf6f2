"""New by its fingerprint, and perhaps known all the same: its words, its place or its spelling were edited since.

Nothing is joined on a likeness: a person says whether it is the same hazard.
"""

import re
from collections.abc import Collection, Mapping, Sequence
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


_Name = tuple[str, str, str, str]
"""Campus, day found, a title, and its place; or a line of a detail. Titles and places without all but letters."""
_ANY, _LINE = "*", "\n"  # in the stead of a place


def lookalikes(tx: Transaction, new: Sequence[New], found_again: Collection[int]) -> tuple[Lookalike, ...]:
    """Those of the ``new`` that may be hazards held before them, which no other row of the file names.

    ``found_again`` are the numbers that its rows were recognised as.
    """
    if not new:
        return ()
    held = _held_before(tx, new[0][1], found_again)
    return tuple(
        Lookalike(hazard_ref(number), one.sheet, one.row, one.title, hazard_ref(known))
        for one, number in new
        if (known := _like(one, held)) is not None
    )


def _held_before(tx: Transaction, first: int, found_again: Collection[int]) -> dict[_Name, int]:
    """The first hazard of each name, of those that the ledger held before the first of the new ones."""
    rows = tx.rows(
        "SELECT c.name, h.found_on, h.number, h.title, h.location, h.detail FROM hazard h"
        " JOIN campus c ON c.uid = h.campus WHERE h.number < ? AND h.status <> 'void' ORDER BY h.number",
        (first,),
    )
    held: dict[_Name, int] = {}
    for campus, day, number, title, location, detail in rows:
        if number in found_again:
            continue
        bare = _bare(title)
        lines = [(line, _LINE) for line in (detail or "").split("\n")]
        for name, place in ((bare, _bare(location)), (bare, _ANY), *lines):
            held.setdefault((campus, day, name, place), number)
    return held


def _like(one: Candidate, held: Mapping[_Name, int]) -> int | None:
    """The number of the hazard that has the row's own number, or its title and no other place."""
    title, location, line = _bare(one.title), _bare(one.location), _number_line(one)
    names = [(line, _LINE)] if line else []
    names += [(title, location), (title, "")] if location else [(title, _ANY)]
    found = (held.get((one.campus, one.found_on.isoformat(), *name)) for name in names)
    return next((number for number in found if number is not None), None)


def _number_line(one: Candidate) -> str | None:
    """The school's own number as the detail keeps it, with its heading."""
    if not one.their_number:
        return None
    lines = (one.detail or "").split("\n")
    return next((line for line in lines if line.endswith(f"：{one.their_number}")), None)


def _bare(text: str | None) -> str:
    return _NO_LETTERS.sub("", fold(text or ""))
