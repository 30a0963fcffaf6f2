"""How far a hazard had come in the ledger that it was read from: its status, its steps, the days of its life.

Nothing is invented: a day that the ledger does not say stays empty in the record. Where a word says that a step was
taken and no day says when, the step stands on the last day that is known of the hazard, and its note says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from safetyctl.ground.catalogue import _, using
from safetyctl.ledger.words import Level, Status, StepKind
from safetyctl.records.candidate import Candidate


@dataclass(frozen=True, slots=True)
class Life:
    """How far a hazard had come: its status, its steps, and what the record holds of them."""

    status: Status
    steps: tuple[dict[str, Any], ...]
    facts: dict[str, Any]


def life_of(one: Candidate) -> Life:
    """The life that a row tells: by its days, and by the word for its state where that says more."""
    ok = not one.failed
    said = one.state if ok or one.state == "closed" else None
    passed = one.verified_on if ok else None
    is_passed = passed is not None or said == "verified"
    closed_on = one.closed_on or (passed if one.level == Level.GENERAL else None)
    is_closed = closed_on is not None or said == "closed" or (is_passed and one.level == Level.GENERAL)
    done = one.rectified_on if ok or is_closed else None
    facts: dict[str, Any] = {
        "rectified_on": done,
        "rectified_by": one.responsible if done else None,
        "verified_on": passed,
        "verified_by": one.verified_by if is_passed or is_closed else None,
        "closed_on": closed_on,
        "province_uploaded_on": one.province_uploaded_on,
    }
    if is_closed:
        status = Status.CLOSED
    elif is_passed:
        status = Status.VERIFIED
    elif done or said == "rectified":
        status = Status.RECTIFIED
    else:
        status = Status.ASSIGNED if one.responsible and one.measure else Status.OPEN
    return Life(status, tuple(_steps(one, said, closed_on, is_closed)), facts)


def _steps(
    one: Candidate, said: str | None, closed_on: date | None, is_closed: bool
) -> Iterator[dict[str, Any]]:
    last = max(day for day in (one.found_on, one.rectified_on, one.verified_on) if day)
    yield {"kind": StepKind.FOUND, "day": one.found_on, "by": one.found_by, "note": one.origin}
    if one.responsible and one.measure:
        yield {"kind": StepKind.ASSIGNED, "day": one.found_on, "target": one.responsible}
    if one.rectified_on or said == "rectified" or one.rectify_note:
        yield {
            "kind": StepKind.RECTIFIED,
            "day": one.rectified_on or one.found_on,
            "by": one.responsible,
            "note": _dated(one.rectify_note, one.rectified_on),
        }
    if one.verified_on or said == "verified" or one.failed:
        yield {
            "kind": StepKind.FAILED if one.failed else StepKind.PASSED,
            "day": one.verified_on or last,
            "by": one.verified_by,
            "note": _dated(one.verify_note, one.verified_on),
        }
    if is_closed:
        yield {
            "kind": StepKind.CLOSED,
            "day": closed_on or last,
            "by": one.verified_by,
            "note": _dated(None, closed_on),
        }


def _dated(note: str | None, day: date | None) -> str | None:
    """The note of a step, with what is to be known of its day."""
    if day is not None:
        return note
    with using("zh"):  # it goes into the record, and from there into reports
        unstated = _("the ledger that it was imported from states no day")
    return f"{note}\n{unstated}" if note else unstated
