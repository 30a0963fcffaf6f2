"""A hazard as it stood on an earlier day: its steps up to that day, told again from the beginning.

The row of a hazard says how it stands now; what counts for later days must not show in Thursday's report that
is written on Friday. Every question that is judged on a day goes through here, and costs nothing when no step
lies after that day.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple

from safetyctl.ledger.connection import Asks
from safetyctl.ledger.words import Status, StepKind

Row = dict[str, Any]

MOVEMENT = (
    "CASE WHEN s.kind IN ('found', 'reopened') THEN 1 WHEN s.kind IN ('closed', 'voided') THEN -1 ELSE 0 END"
)
"""What a step ``s`` adds to the hazards that are open, as SQL: the one law that every count of them goes by."""


class StepTold(NamedTuple):
    """A step as the ledger holds it, its days as ISO text."""

    hazard: str
    kind: str
    day: str
    by: str | None
    until: str | None
    was: str | None
    target: str | None
    note: str | None


def has_later_steps(asks: Asks, day: date) -> bool:
    """Whether anything counts for a day after this one."""
    return bool(asks.rows("SELECT 1 FROM step WHERE day > ? LIMIT 1", (day.isoformat(),)))


def steps_of_the_later_changed(asks: Asks, day: date) -> dict[str, list[StepTold]]:
    """All steps, in their order, of every hazard that took a step after ``day``; empty for today."""
    if not has_later_steps(asks, day):
        return {}
    after = day.isoformat()
    # in the order they were taken (a uid tells it): a step that is dated back does not come before its own cause
    rows = asks.rows(
        'SELECT hazard, kind, day, "by", until, was, target, note FROM step'
        " WHERE hazard IN (SELECT hazard FROM step WHERE day > ?) ORDER BY hazard, uid",
        (after,),
    )
    found: dict[str, list[StepTold]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(StepTold(*row))
    return found


def as_it_stood(row: Row, steps: Iterable[StepTold], day: date) -> Row:
    """A hazard's row (days as ISO text) with what its steps up to ``day`` made of it."""
    until = day.isoformat()
    told = row | _BEGINNING
    later_deadlines = []
    for step in steps:
        if step.day <= until:
            told |= _EFFECTS[step.kind](step, told) if step.kind in _EFFECTS else {}
        elif step.kind in (StepKind.EXTENDED, StepKind.DEFERRED):
            later_deadlines.append(step.was)
    if later_deadlines:
        told["due"] = later_deadlines[0]
    return told


_BEGINNING: Row = {
    "status": Status.OPEN,
    "extensions": 0,
    "deferred_to": None,
    "escalated_on": None,
    "escalated_to": None,
    "rectified_on": None,
    "rectified_by": None,
    "verified_on": None,
    "verified_by": None,
    "closed_on": None,
    "closed_by": None,
    "province_receipt": None,
    "province_uploaded_on": None,
    "void_reason": None,
    "rectify_note": None,
    "verify_note": None,
}
_UNDONE: Row = dict.fromkeys(
    ("rectified_on", "rectified_by", "verified_on", "verified_by", "closed_on", "closed_by")
)


_EFFECTS: dict[str, Callable[[StepTold, Row], Row]] = {
    StepKind.ASSIGNED: lambda _step, _told: {"status": Status.ASSIGNED},
    StepKind.RECTIFIED: lambda step, _told: {
        "status": Status.RECTIFIED,
        "rectified_on": step.day,
        "rectified_by": step.by,
        "rectify_note": step.note,
    },
    StepKind.PASSED: lambda step, _told: {
        "status": Status.VERIFIED,
        "verified_on": step.day,
        "verified_by": step.by,
        "verify_note": step.note,
    },
    StepKind.FAILED: lambda step, _told: _UNDONE | {"status": Status.ASSIGNED, "verify_note": step.note},
    StepKind.CLOSED: lambda step, _told: {
        "status": Status.CLOSED,
        "closed_on": step.day,
        "closed_by": step.by,
    },
    StepKind.REOPENED: lambda _step, told: (
        _UNDONE | {"status": Status.ASSIGNED if told["responsible"] else Status.OPEN}
    ),
    StepKind.VOIDED: lambda step, _told: {"status": Status.VOID, "void_reason": step.note},
    StepKind.EXTENDED: lambda _step, told: {"extensions": told["extensions"] + 1},
    StepKind.DEFERRED: lambda step, told: {
        "extensions": told["extensions"] + 1,
        "deferred_to": step.until,
    },
    StepKind.ESCALATED: lambda step, _told: {"escalated_on": step.day, "escalated_to": step.target},
    StepKind.UPLOADED: lambda step, _told: {
        "province_uploaded_on": step.day,
        "province_receipt": step.target,
    },
}
"""What each kind of step makes of a hazard's row; being found changes nothing of the beginning."""
