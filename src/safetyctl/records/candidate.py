"""A hazard that comes from a ledger kept elsewhere, on its way in: what ``intake`` reads and ``importing`` takes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from safetyctl.ground.text import fold
from safetyctl.ledger.words import Level, Source

TELLING = ("responsible", "department", "measure", "due", "found_by", "level")
"""The fields that tell a hazard from others that are called alike."""
_SERIAL = re.compile(r"序号 [^；]+$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that can become a hazard. Dates are days, ``funds`` is in 万元, ``their_number`` the school's own number.

    ``state`` is how far the ledger says that it has come, in a word (open, rectified, verified, closed), where it
    says so, ``failed``: that a re-inspection did not pass; ``open_ended``: it says that there is no deadline, or one
    that was not understood. ``assumed`` are the fields that nobody wrote there, ``notes`` what a person should look
    at, ``origin`` where the row stands.
    """

    campus: str
    area: str
    item: str | None
    title: str
    detail: str | None
    location: str | None
    level: Level
    source: Source
    found_on: date
    found_by: str | None
    responsible: str | None
    department: str | None
    measure: str | None
    funds: float | None
    due: date | None
    interim: str | None
    contingency: str | None
    rectified_on: date | None
    rectify_note: str | None
    verified_by: str | None
    verified_on: date | None
    verify_note: str | None
    closed_on: date | None
    province_uploaded_on: date | None
    remarks: str | None
    their_number: str | None
    sheet: str
    row: int
    fingerprint: str
    state: str | None = None
    failed: bool = False
    open_ended: bool = False
    assumed: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    origin: str | None = None
    exported: bool = False
    """Whether the row is one that a ledger of ours wrote: its number is of that ledger."""
    kin: str | None = None
    """Of several hazards that are called alike in one ledger: the fingerprint that they would all have."""
    understood: tuple[str, ...] = ()
    """The headings of the columns whose words stand in a field or a step, and not in the detail."""
    of_state: tuple[str, ...] = ()
    """The headings of the columns that say how far it has come, and whose words stand in the detail."""


def fingerprint(campus: str, location: str | None, title: str, found_on: date) -> str:
    """The same for the same hazard, however its text is spaced: sha256 of campus, place, title and day found."""
    parts = (fold(campus), fold(location or ""), fold(title), found_on.isoformat())
    return sha256("\x1f".join(parts).encode()).hexdigest()


def fingerprint_of(kin: str, nth: int) -> str:
    """The fingerprint of the ``nth`` of several hazards of the same place, title and day; the first keeps theirs."""
    return kin if nth == 1 else sha256(f"{kin}\x1f{nth}".encode()).hexdigest()


def vars_of(one: Candidate) -> dict[str, object]:
    """What is said of a candidate that may tell it from others that are called alike."""
    return {name: getattr(one, name) for name in ("detail", "origin", *TELLING)}


def marks_of(said: Mapping[str, object]) -> frozenset[str]:
    """What tells a hazard from others that are called alike: who answers for it, and what its other columns say."""
    lines = str(said.get("detail") or "").split("\n")
    fields = {f"{name}：{said.get(name)}" for name in TELLING if said.get(name)}
    serial = _SERIAL.search(str(said.get("origin") or ""))
    return frozenset(fields | {line for line in lines if line} | ({serial[0]} if serial else set()))


def paired(ours: Sequence[frozenset[str]], theirs: Sequence[frozenset[str]]) -> dict[int, int]:
    """Which of ours is which of theirs, by their marks: the most alike first, then as they stand."""
    scores = sorted(
        (-len(mine & other), abs(place - there), place, there)
        for place, mine in enumerate(ours)
        for there, other in enumerate(theirs)
    )
    found: dict[int, int] = {}
    for _score, _apart, place, there in scores:
        if place not in found and there not in found.values():
            found[place] = there
    return found
