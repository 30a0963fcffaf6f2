"""A hazard as it stood on an earlier day: its steps up to that day, told again from the beginning, in its words of
that day.

The row of a hazard says how it stands now; what counts for later days must not show in Thursday's report that
is written on Friday. The steps tell how far it had come, the journal what it said. Every question that is judged on
a day goes through here, and costs nothing when nothing was done or said after that day.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from safetyctl.ledger.connection import Asks
from safetyctl.ledger.words import REWORDED, Status, StepKind

Row = dict[str, Any]

MOVES = {StepKind.FOUND: 1, StepKind.REOPENED: 1, StepKind.CLOSED: -1, StepKind.VOIDED: -1}
"""What a step adds to the hazards that are open: the one law that every count of them goes by."""
MOVEMENT = (
    f"CASE s.kind{''.join(f' WHEN {kind.value!r} THEN {moved}' for kind, moved in MOVES.items())} ELSE 0 END"
)
"""``MOVES`` of a step ``s``, as SQL."""


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


class Told(NamedTuple):
    """A hazard's row as the journal has it (JSON, None where it was taken back), and the day that it counts for."""

    day: str
    body: str | None


class Past(NamedTuple):
    """What must be told anew of the hazards to see them as on an earlier day, by uid.

    ``steps`` of those that took a step later; ``words`` of those that were told otherwise later.
    """

    steps: Mapping[str, list[StepTold]]
    words: Mapping[str, Row]

    def row(self, row: Row, day: date) -> Row:
        """A hazard's row (days as ISO text) as it was on ``day``."""
        uid = row["uid"]
        told = row | self.words.get(uid, {})
        return as_it_stood(told, self.steps[uid], day) if uid in self.steps else told


def has_later_changes(asks: Asks, day: date) -> bool:
    """Whether anything was done about a hazard, or said of one, that counts for a day after this one."""
    after = (day.isoformat(),)
    return bool(
        asks.rows("SELECT 1 FROM step WHERE day > ? LIMIT 1", after)
        or asks.rows(f"SELECT 1 FROM journal WHERE {REWORDED} AND day > ? LIMIT 1", after)
    )


def told_on(entries: Sequence[Told], day: date) -> Row:
    """What a hazard said on ``day``, by its journal in the order of typing: a change counts from its own day on."""
    known = [one for one in entries if one.day <= day.isoformat()]
    if entries[: len(known)] == known:  # nothing was dated back, so the last of them says it all
        return _said(known or entries[:1])
    return _said_by_changes(entries, day)


def _said(entries: Sequence[Told]) -> Row:
    """What the last of these entries says that says anything."""
    body = next((one.body for one in reversed(entries) if one.body), None)
    row: Row = json.loads(body) if body else {}
    return {name: row[name] for name in row if name in WORDS}


def _said_by_changes(entries: Iterable[Told], day: date) -> Row:
    until = day.isoformat()
    said: Row = {}
    before: Row = {}
    for one in entries:
        now: Row = json.loads(one.body) if one.body else before
        changed = {name: now[name] for name in now if name in WORDS and before.get(name, now) != now[name]}
        if not before or one.day <= until:
            said |= changed
        before = now
    return said


WORDS = frozenset({
    "area", "item", "title", "detail", "location", "level", "source", "found_by", "responsible", "department",
    "measure", "funds_yuan", "contingency", "interim", "supervised_by", "remarks", "due", "due_first", "due_given",
})  # fmt: skip
"""What people say of a hazard and may say otherwise later. The day found is not among them: that one moves whole."""


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
