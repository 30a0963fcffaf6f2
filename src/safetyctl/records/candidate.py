"""A hazard that comes from a ledger kept elsewhere, on its way in: what ``intake`` reads and ``importing`` takes."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from safetyctl.ground.text import fold
from safetyctl.ledger.words import Level, Source


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


def fingerprint(campus: str, location: str | None, title: str, found_on: date) -> str:
    """The same for the same hazard, however its text is spaced: sha256 of campus, place, title and day found."""
    parts = (fold(campus), fold(location or ""), fold(title), found_on.isoformat())
    return sha256("\x1f".join(parts).encode()).hexdigest()
