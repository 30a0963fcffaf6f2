"""A later edition of a ledger: what a row says now of a hazard that is known, and the steps that it took since.

It takes nothing back, and what nobody wrote (an area taken from words, a level that was assumed) changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlmodel import select

from safetyctl.ground.catalogue import _, using
from safetyctl.ledger.tables.hazard import Hazard, HazardDraft, Step, StepDraft
from safetyctl.ledger.words import AWAITING_RECTIFICATION, SENDING_BACK, Level, Source, Status, StepKind
from safetyctl.ledger.writing import Transaction, drafted
from safetyctl.records.candidate import Candidate
from safetyctl.records.detail_parts import lines, renewed, without
from safetyctl.records.earlier_editions import told_before
from safetyctl.records.labels import FIELDS, labelled
from safetyctl.records.lived import Life, life_of
from safetyctl.records.references import hazard_ref

_HOW_FAR = (Status.OPEN, Status.ASSIGNED, Status.RECTIFIED, Status.VERIFIED, Status.CLOSED, Status.VOID)
_APART = ("due", "detail", "remarks")
_UNSAID = ("due_first", "due_given")
Changes = tuple[tuple[str, object, object], ...]


class Renewal(NamedTuple):
    """What a row changed of a known hazard: each field with its stored value before and after.

    ``closes``: the row says that it is closed, and it was not. ``differences``: what it says otherwise than the
    ledger, and that no step of the workflow allows: the value held, and the one told.
    """

    ref: str
    title: str
    changes: Changes
    closes: bool
    differences: Changes = ()


def renew(tx: Transaction, number: int, one: Candidate, fields: dict[str, object]) -> Renewal | None:
    """Bring a known hazard up to date with a row, ``fields`` being what it says; None where that says nothing new.

    The steps are the workflow's own, marked as imported. A later deadline of a general hazard is an extension; a
    major one's deadline is not moved by a sheet, and a remark says what it says. A day that nobody knew is filled in.
    """
    hazard = tx.find(Hazard, number=number)
    if hazard is None:
        return None
    life = life_of(one)
    taken = list(tx.session.exec(select(Step).where(Step.hazard == hazard.uid)))
    later = _later(hazard, life, taken) or _failed_since(hazard, one, life, taken)
    failed = bool(later) and later[0]["kind"] == StepKind.FAILED
    if not later and _is_less_far(life, hazard):
        one = replace(one, detail=without(one.detail, one.of_state))
    said, stands = _said_anew(tx, hazard, one, fields)
    facts = {name: value for name, value in life.facts.items() if value is not None and later}
    if failed:
        facts = {"rectified_on": None, "rectified_by": None}
    filled = [] if later else _filled(hazard, life, taken, facts)
    changes = {name: value for name, value in (said | facts).items() if getattr(hazard, name) != value}
    moved = _deadline(tx, hazard, one, changes)
    status = Status.ASSIGNED if failed else life.status
    told = {"status": status} | changes if later else changes
    differences = (*stands, *_differences(hazard, one, life, taken, told, bool(later)))
    if not changes and not later and not moved and not differences:
        return None
    renewal = Renewal(
        hazard_ref(number),
        hazard.title,
        tuple(
            (name, _plain(getattr(hazard, name)), _plain(value))
            for name, value in told.items()
            if name not in _UNSAID
        ),
        bool(later) and status == Status.CLOSED,
        differences,
    )
    if changes or later or moved:
        for name, value in told.items():
            setattr(hazard, name, value)
        hazard.updated_at = tx.at
        steps = [
            Step(**drafted(StepDraft, {"hazard": hazard.uid} | step).model_dump(), imported=True)
            for step in (*moved, *later)
        ]
        tx.save("hazard.renew", hazard_ref(number), hazard, *filled, *steps)
    return renewal


def _said_anew(
    tx: Transaction, hazard: Hazard, one: Candidate, fields: dict[str, object]
) -> tuple[dict[str, Any], Changes]:
    """What the row says of the fields, and what of that is not taken, as a person has changed it since."""
    draft = drafted(HazardDraft, fields | {"campus": hazard.campus}, labelled(FIELDS)).model_dump()
    said = _said(hazard, one, draft, hazard.detail)
    if all(getattr(hazard, name) == value for name, value in said.items()):
        return said, ()  # the journal need not be read
    before = told_before(tx, "hazard", hazard.uid)
    return _apart_from_hands(hazard, _said(hazard, one, draft, before.get("detail")), before)


def _plain(value: object) -> object:
    return (
        value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, StrEnum) else value
    )


def _later(hazard: Hazard, life: Life, taken: Sequence[Step]) -> list[dict[str, Any]]:
    """The steps that it took since; none where the row knows no more than the ledger.

    Of a hazard that was sent back, a verification before that day is none since.
    """
    if not _is_further(life, hazard):
        return []
    back = max((step.day for step in taken if step.kind in SENDING_BACK), default=None)
    looked_at = (life.facts["verified_on"], life.facts["closed_on"])
    if back and any(day and day < back for day in looked_at):
        return []
    return [told for told in life.steps if _is_new(told, life, taken, back)]


def _is_further(life: Life, hazard: Hazard) -> bool:
    return _HOW_FAR.index(life.status) > _HOW_FAR.index(Status(hazard.status))


def _is_less_far(life: Life, hazard: Hazard) -> bool:
    return life.status in AWAITING_RECTIFICATION and hazard.status not in AWAITING_RECTIFICATION


def _is_new(told: Mapping[str, Any], life: Life, taken: Sequence[Step], back: date | None) -> bool:
    """Whether a step was never taken, or is taken anew since the day on which the hazard was sent ``back``."""
    kind = told["kind"]
    days = [step.day for step in taken if step.kind == kind]
    if not days:
        return True
    if back is None or kind not in _DAYS:
        return False
    day: date | None = life.facts[_DAYS[kind][0]]
    return day is not None and day >= back and day not in days


def _failed_since(hazard: Hazard, one: Candidate, life: Life, taken: Sequence[Step]) -> list[dict[str, Any]]:
    """The re-inspection that sends a rectified hazard back, where the row gives its day, after the rectification."""
    day = one.verified_on
    if not one.failed or day is None or hazard.status != Status.RECTIFIED:
        return []
    if day < (hazard.rectified_on or hazard.found_on):
        return []
    if any(step.kind == StepKind.FAILED and step.day >= day for step in taken):
        return []
    return [told for told in life.steps if told["kind"] == StepKind.FAILED]


_DAYS = {
    StepKind.RECTIFIED: ("rectified_on", (Status.RECTIFIED, Status.VERIFIED, Status.CLOSED)),
    StepKind.PASSED: ("verified_on", (Status.VERIFIED, Status.CLOSED)),
    StepKind.CLOSED: ("closed_on", (Status.CLOSED,)),
}


def _filled(hazard: Hazard, life: Life, taken: Sequence[Step], facts: dict[str, Any]) -> list[Step]:
    """The imported steps of which the row gives the day, or who took it, that no edition gave before."""
    told = {step["kind"]: step for step in life.steps}
    filled = []
    for kind, (name, statuses) in _DAYS.items():
        day = life.facts[name]
        if day is None or getattr(hazard, name) is not None or hazard.status not in statuses:
            continue
        facts[name] = day
        for step in taken:
            if step.kind == kind and step.imported:
                step.day, step.note = day, told[kind].get("note") or None
                filled.append(step)
    if (
        life.facts["verified_by"]
        and hazard.verified_by is None
        and hazard.status in (Status.VERIFIED, Status.CLOSED)
    ):
        facts["verified_by"] = life.facts["verified_by"]
    return filled


def _differences(
    hazard: Hazard,
    one: Candidate,
    life: Life,
    taken: Sequence[Step],
    applied: Mapping[str, object],
    later: bool,
) -> Changes:
    """What the row says otherwise and is not applied: another state, other days, another verifier, other words."""
    found: list[tuple[str, object, object]] = []
    explicit = one.state is not None or one.failed
    if not later and (_is_further(life, hazard) or (explicit and _is_less_far(life, hazard))):
        found.append(("status", hazard.status, str(life.status)))
    for name in ("rectified_on", "verified_by", "verified_on", "closed_on"):
        held, told = getattr(hazard, name), life.facts[name]
        if told is not None and name not in applied and held != told:
            found.append((name, _plain(held), _plain(told)))
    due = one.due
    if due is not None and "due" not in applied and due not in (hazard.due, hazard.due_first):
        found.append(("due", _plain(hazard.due), _plain(due)))
    if not later:
        found += _other_words(one, life, taken, applied)
    return tuple(found)


def _other_words(
    one: Candidate, life: Life, taken: Sequence[Step], applied: Mapping[str, object]
) -> list[tuple[str, object, object]]:
    found: list[tuple[str, object, object]] = []
    for kind, name, told in (
        (StepKind.RECTIFIED, "rectify_note", one.rectify_note),
        (StepKind.PASSED, "verify_note", one.verify_note),
    ):
        held = [step.note for step in taken if step.kind == kind]
        if not (told and held) or _DAYS[kind][0] in applied:
            continue
        known = any(
            f"{note}\n".startswith(f"{told}\n") for note in held
        )  # below it may stand that no day was told
        if not known and any(step["kind"] == kind for step in life.steps):
            found.append((name, held[-1], told))
    return found


def _said(hazard: Hazard, one: Candidate, draft: dict[str, Any], detail_before: str | None) -> dict[str, Any]:
    """What the row says of the fields; ``detail_before``: the detail as an edition told it last."""
    unsaid = {*one.assumed, *_APART}
    if "area" in unsaid:
        unsaid.add("item")
    if one.source == Source.IMPORT:
        unsaid.add("source")
    said = {name: value for name, value in draft.items() if name not in unsaid and value is not None}
    if one.title == f"{hazard.title}\n{hazard.detail}":  # our own export writes the two into one cell
        del said["title"]
    else:
        said["detail"] = renewed(hazard.detail, one.detail, detail_before, one.understood)
    if one.remarks and one.remarks not in (hazard.remarks or ""):
        said["remarks"] = draft["remarks"]
    return said


def _apart_from_hands(
    hazard: Hazard, said: dict[str, Any], before: Mapping[str, Any]
) -> tuple[dict[str, Any], Changes]:
    """What the row says anew, and what stands against it: what it only says once more though a person has changed it
    since, and a level that the workflow does not change.

    Lines that a person added to the remarks stay beside new ones.
    """
    stand = {
        name
        for name, value in said.items()
        if name != "detail"
        and getattr(hazard, name) != value
        and (_is_once_more(name, value, before) or (name == "level" and not _is_regradable(hazard)))
    }
    stands = tuple((name, _plain(getattr(hazard, name)), _plain(said[name])) for name in sorted(stand))
    if "area" in stand:
        stand.add("item")
    anew = {name: value for name, value in said.items() if name not in stand}
    if "remarks" in anew and hazard.remarks and before:
        known = {*lines(before.get("remarks")), *lines(anew["remarks"])}
        own = [line for line in lines(hazard.remarks) if line not in known]
        anew["remarks"] = "\n".join((anew["remarks"], *own))
    return anew, stands


def _is_once_more(name: str, value: object, before: Mapping[str, Any]) -> bool:
    """Whether an edition told that of a field before."""
    held = before.get(name)
    if name == "remarks" and held:
        return set(lines(str(value))) <= set(lines(held))
    return bool(held == _plain(value))


def _is_regradable(hazard: Hazard) -> bool:
    """Whether another level may be given: no other way of closing it has begun or is over."""
    if hazard.level == Level.MAJOR:
        return hazard.status == Status.OPEN
    return hazard.status != Status.CLOSED


def _deadline(
    tx: Transaction, hazard: Hazard, one: Candidate, changes: dict[str, Any]
) -> list[dict[str, Any]]:
    """The step that moves the deadline, if the row gives a later one; a first one that is given is only noted."""
    due = one.due
    if due is None or due == hazard.due or hazard.status not in AWAITING_RECTIFICATION:
        return []
    if not hazard.due_given:
        changes |= {"due": due, "due_first": due, "due_given": True}
        return []
    if hazard.due is not None and due <= hazard.due:
        return []
    if hazard.level == Level.MAJOR:
        with using("zh"):
            remark = _("A later edition of the ledger gives the deadline {day}.").format(day=due)
        held = changes.get("remarks", hazard.remarks) or ""
        if remark not in held:
            changes["remarks"] = f"{held}\n{remark}".strip()
        return []
    was = hazard.due
    changes["due"] = due
    with using("zh"):  # what is written into a record is Chinese
        note = _("a later edition of the ledger: {origin}").format(origin=one.origin or one.sheet)
    return [
        {
            "kind": StepKind.EXTENDED,
            "day": tx.day,
            "by": tx.actor,
            "note": note,
            "until": due,
            "was": was,
        }
    ]
