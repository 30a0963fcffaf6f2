"""Hazards that come from a ledger kept elsewhere: their whole life so far, marked as imported.

An old ledger may hold what the workflow refuses (closed without a verifier, a deadline before the day
found): it is taken as it stands, and ``ledger check`` names it. Nothing is invented: a step without its
day in the ledger is not a step here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import SQLModel, select

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import BadInput
from safetyctl.ledger.tables.fields import new_uid
from safetyctl.ledger.tables.hazard import Hazard, HazardDraft, Step, StepDraft
from safetyctl.ledger.words import Level, Status, StepKind
from safetyctl.ledger.writing import Row, Transaction, drafted
from safetyctl.plan.deadlines import allowed_day
from safetyctl.plan.model import Plan
from safetyctl.records.candidate import Candidate
from safetyctl.records.hazards import funds_in_yuan
from safetyctl.records.labels import FIELDS, labelled
from safetyctl.records.references import hazard_ref

_HOW_FAR = (Status.OPEN, Status.ASSIGNED, Status.RECTIFIED, Status.VERIFIED, Status.CLOSED, Status.VOID)
_NOT_PASSED = ("不合格", "未通过", "不通过", "继续整改", "重新整改", "not passed", "failed")
ON_DUPLICATE = ("skip", "update", "error")


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import did, as references: ``added``, ``updated`` and ``skipped`` (known already)."""

    added: tuple[str, ...]
    updated: tuple[str, ...]
    skipped: tuple[str, ...]


class _Known:
    """The hazards that the ledger holds, to tell whether one that is read is among them."""

    def __init__(self, tx: Transaction) -> None:
        rows = tx.rows(
            "SELECT h.fingerprint, h.number, c.name, h.found_on FROM hazard h JOIN campus c ON c.uid = h.campus"
            " WHERE h.status <> 'void'"
        )
        self._prints = {mark: number for mark, number, _campus, _found in rows if mark is not None}
        self._ours = {hazard_ref(number): (number, campus, found) for _mark, number, campus, found in rows}

    def number_of(self, one: Candidate) -> int | None:
        """The number it has here: the one it was exported with, where all agrees, else by its fingerprint."""
        number, campus, found = self._ours.get(one.their_number or "", (None, None, None))
        if number is not None and (campus, found) == (one.campus, one.found_on.isoformat()):
            return int(number)
        return self._prints.get(one.fingerprint)

    def add(self, one: Candidate, number: int) -> None:
        """Note one that was just taken."""
        self._prints[one.fingerprint] = number


@dataclass(frozen=True, slots=True)
class _Life:
    """How far a hazard had come in the ledger it was read from."""

    status: Status
    steps: tuple[dict[str, Any], ...]
    facts: dict[str, Any]


def take(
    tx: Transaction,
    plan: Plan,
    campuses: Mapping[str, str],
    candidates: Sequence[Candidate],
    on_duplicate: str = "skip",
) -> Taken:
    """Take what was read into the ledger, in one change.

    A hazard that is there already (same campus, place, description and day found, or exported from here, by its
    number) is skipped, brought up to date or an error, as ``on_duplicate`` says. Absence from a sheet never
    closes anything.

    Raises:
        BadInput: a record that the ledger cannot take, or a known one with ``error``; names sheet and row.
    """
    known = _Known(tx)
    number = tx.next_number("hazard")
    fresh: list[tuple[str, Row]] = []
    steps: list[tuple[str, Row]] = []
    updated: list[str] = []
    skipped: list[str] = []
    for one in candidates:
        same = known.number_of(one)
        if same is not None:
            ref = hazard_ref(same)
            if on_duplicate == "error":
                raise BadInput(
                    _("{sheet}, row {row}: this hazard is in the ledger already, as {ref}.").format(
                        sheet=one.sheet, row=one.row, ref=ref
                    ),
                    hint=_("Nothing was imported. Leave known ones out with: --on-duplicate skip"),
                )
            changed = on_duplicate == "update" and _update(tx, same, one)
            (updated if changed else skipped).append(ref)
            continue
        hazard, lived = _row(tx, plan, campuses, one, number)
        ref = hazard_ref(number)
        known.add(one, number)
        fresh.append((ref, hazard))
        steps.extend((ref, step) for step in lived)
        number += 1
    tx.insert("hazard.import", "hazard", fresh)
    tx.insert("hazard.import", "step", steps)
    return Taken(tuple(ref for ref, _row_ in fresh), tuple(updated), tuple(skipped))


def _row(
    tx: Transaction, plan: Plan, campuses: Mapping[str, str], one: Candidate, number: int
) -> tuple[Row, list[Row]]:
    try:
        draft = drafted(HazardDraft, _fields(one) | {"campus": campuses[one.campus]}, labelled(FIELDS))
        life = _life(one)
        due = draft.due or allowed_day(plan, draft.level, draft.found_on)
        hazard = Hazard(
            **(draft.model_dump() | {"due": due, "due_first": due, "due_given": draft.due is not None}),
            **life.facts,
            number=number,
            status=life.status,
            fingerprint=one.fingerprint,
            imported=True,
            created_at=tx.at,
            updated_at=tx.at,
        )
        steps = [
            Step(
                **drafted(StepDraft, {"hazard": hazard.uid} | said).model_dump(), imported=True, uid=new_uid()
            )
            for said in life.steps
        ]
    except BadInput as error:
        raise BadInput(
            _("{sheet}, row {row}: {problem}").format(sheet=one.sheet, row=one.row, problem=error.sentence),
            hint=_("Nothing was imported."),
        ) from error
    return _stored(hazard), [_stored(step) for step in steps]


def _fields(one: Candidate) -> dict[str, object]:
    names = (
        *("area", "item", "title", "detail", "location", "level", "found_on", "found_by", "responsible"),
        *("department", "measure", "contingency", "interim", "due", "remarks"),
    )
    known = {name: getattr(one, name) for name in names}
    return known | {"source": one.source, "funds_yuan": funds_in_yuan(one.funds)}


def _life(one: Candidate) -> _Life:
    passed = one.verified_on if _passed(one) else None
    closed_on = one.closed_on or (passed if one.level == Level.GENERAL else None)
    done = one.rectified_on if _passed(one) or closed_on else None
    facts: dict[str, Any] = {
        "rectified_on": done,
        "rectified_by": one.responsible if done else None,
        "verified_on": passed,
        "verified_by": one.verified_by if passed or closed_on else None,
        "closed_on": closed_on,
        "province_uploaded_on": one.province_uploaded_on,
    }
    if closed_on:
        status = Status.CLOSED
    elif passed:
        status = Status.VERIFIED
    elif done:
        status = Status.RECTIFIED
    else:
        status = Status.ASSIGNED if one.responsible and one.measure else Status.OPEN
    return _Life(status, tuple(_steps(one, closed_on)), facts)


def _passed(one: Candidate) -> bool:
    """Whether nothing says that the rectification did not pass."""
    return not any(word in (one.verify_note or "") for word in _NOT_PASSED)


def _steps(one: Candidate, closed_on: date | None) -> Iterator[dict[str, Any]]:
    yield {"kind": StepKind.FOUND, "day": one.found_on, "by": one.found_by}
    if one.responsible and one.measure:
        yield {"kind": StepKind.ASSIGNED, "day": one.found_on, "target": one.responsible}
    if one.rectified_on:
        yield {
            "kind": StepKind.RECTIFIED,
            "day": one.rectified_on,
            "by": one.responsible,
            "note": one.rectify_note,
        }
    if one.verified_on:
        yield {
            "kind": StepKind.PASSED if _passed(one) else StepKind.FAILED,
            "day": one.verified_on,
            "by": one.verified_by,
            "note": one.verify_note,
        }
    if closed_on:
        yield {"kind": StepKind.CLOSED, "day": closed_on, "by": one.verified_by}


def _update(tx: Transaction, number: int, one: Candidate) -> bool:
    """Bring a known hazard up to date: what it says, and the steps that it took since. Whether anything changed."""
    hazard = tx.find(Hazard, number=number)
    if hazard is None:
        return False
    life = _life(one)
    taken = {step.kind for step in _steps_of(tx, hazard.uid)}
    later = [said for said in life.steps if said["kind"] not in taken]
    if _HOW_FAR.index(life.status) <= _HOW_FAR.index(Status(hazard.status)):
        later = []  # a sheet that knows less takes nothing back
    draft = drafted(HazardDraft, _fields(one) | {"campus": hazard.campus}, labelled(FIELDS))
    said = {name: value for name, value in draft.model_dump().items() if name != "due" and value is not None}
    if one.title == f"{hazard.title}\n{hazard.detail}":  # our own export writes the two into one cell
        del said["title"]
    facts = {name: value for name, value in life.facts.items() if value is not None and later}
    changes = {name: value for name, value in (said | facts).items() if getattr(hazard, name) != value}
    if not changes and not later:
        return False
    for name, value in changes.items():
        setattr(hazard, name, value)
    if later:
        hazard.status = life.status
    hazard.updated_at = tx.at
    steps = [
        Step(**drafted(StepDraft, {"hazard": hazard.uid} | said).model_dump(), imported=True)
        for said in later
    ]
    tx.save("hazard.import", hazard_ref(number), hazard, *steps)
    return True


def _steps_of(tx: Transaction, uid: str) -> list[Step]:
    return list(tx.session.exec(select(Step).where(Step.hazard == uid)))


def _stored(record: Hazard | Step) -> Row:
    """The record as the driver stores it: dates as ISO text, truth as 0 and 1."""
    row: Row = {}
    for column in SQLModel.metadata.tables[str(record.__tablename__)].columns:
        value = getattr(record, column.name)
        if isinstance(value, date):
            value = value.isoformat()
        elif isinstance(value, bool):
            value = int(value)
        row[column.name] = str(value) if isinstance(value, str) else value
    return row
