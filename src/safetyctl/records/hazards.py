"""The life of a hazard: found → assigned → rectified → verified → closed, and what each step takes.

Every function works inside an open write transaction, checks the workflow's rule, stores the step as a
record of its own with the hazard as it then stands, and returns the hazard. The rules come from the plan's
2.3(2) and 2.4 (closed loop, R5), 2.4(3) (major hazards that cannot be fixed in time, R9) and from the
state's grading of hazards (reading A19).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import BadInput, Refused
from safetyctl.ground.limits import FIRST_DAY
from safetyctl.ledger import store
from safetyctl.ledger.tables.hazard import Hazard, HazardDraft, Step, StepDraft
from safetyctl.ledger.words import STATUS_LABELS, AttachmentKind, Level, Status, StepKind
from safetyctl.ledger.writing import Transaction, drafted
from safetyctl.plan.deadlines import allowed_day
from safetyctl.plan.model import Plan
from safetyctl.records.candidate import fingerprint
from safetyctl.records.hazard_rules import (
    FIELD_OF,
    deadline_hint,
    person_name,
    ref_of,
    require_after_last_step,
    require_area,
    require_commitments,
    require_due_after_found,
    require_found_first,
    require_group_person,
    require_not_void,
    require_said,
    require_status,
    require_unsettled,
    sent_back,
    step_day,
)
from safetyctl.records.kept import number_of, require_known_by
from safetyctl.records.labels import FIELDS, labelled
from safetyctl.records.names import shares_a_person
from safetyctl.records.views import HAZARD, YUAN_PER_WAN

_DATED_BY_THE_DAY = (
    StepKind.ASSIGNED,
    StepKind.EXTENDED,
    StepKind.DEFERRED,
    StepKind.REOPENED,
    StepKind.VOIDED,
)
_UNCHANGED = {"campus": "-", "area": "-", "title": "-", "found_on": FIRST_DAY}
"""In place of what a hazard says already, where only something else is changed: an older version may have taken what
would be refused now."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A new hazard, and whether its deadline came from the plan's allowance instead of a person."""

    hazard: Hazard
    allowed: bool


def find(tx: Transaction, reference: int | str) -> Hazard:
    """The hazard that a reference names. Raises NotFound."""
    found = tx.find(Hazard, number=number_of(tx, HAZARD, reference))
    assert found is not None
    return found


def register(
    tx: Transaction, plan: Plan, values: Mapping[str, object], inspection: str | None = None
) -> Registered:
    """Register a hazard that was found (登记); without ``due`` it gets the plan's allowance for its level.

    ``inspection``: the inspection or drill in which it was found, by its number as people write it.

    Raises:
        BadInput: a value that cannot be taken, an unknown area, a deadline before the day found.
        Refused: found after the day of the transaction.
    """
    draft = drafted(HazardDraft, values, labelled(FIELDS))
    require_area(plan, draft.area, draft.item)
    require_known_by(tx, draft.found_on)
    allowed = draft.due is None
    due = draft.due or allowed_day(plan, draft.level, draft.found_on)
    if due is not None:
        require_due_after_found(due, draft.found_on)
    known = draft.model_dump() | {
        "due": due,
        "due_first": due,
        "due_given": not allowed,
        "inspection": inspection,
    }
    hazard = Hazard(**known, number=tx.next_number("hazard"), created_at=tx.at, updated_at=tx.at)
    hazard.fingerprint = _fingerprint(tx, hazard)
    _take(tx, "hazard.add", hazard, _step(hazard, StepKind.FOUND, hazard.found_on, by=hazard.found_by))
    return Registered(hazard, allowed)


def assign(
    tx: Transaction,
    hazard: Hazard,
    responsible: str | None = None,
    measure: str | None = None,
    due: date | None = None,
    funds: int | None = None,
    contingency: str | None = None,
) -> Hazard:
    """Say who rectifies, how, and by when (R5); what is known already need not be repeated.

    A major hazard needs all five commitments first (五落实), ``funds`` in yuan. A deadline that a person gave once
    is not moved by assigning anew: that takes an extension or a deferral, which are records of their own.
    """
    require_status(hazard, Status.OPEN, Status.ASSIGNED)
    if due is not None and due != hazard.due:
        if hazard.due_given:
            raise Refused(
                _("The deadline {due} of {ref} stands already.").format(due=hazard.due, ref=ref_of(hazard)),
                hint=deadline_hint(hazard),
            )
        if hazard.due is not None and hazard.due < tx.day < due:
            raise Refused(
                _("{ref} is overdue since {due}; assigning it does not give it more time.").format(
                    ref=ref_of(hazard), due=hazard.due
                ),
                hint=deadline_hint(hazard),
            )
        require_due_after_found(due, hazard.found_on)
        hazard.due = hazard.due_first = due
    hazard.due_given = hazard.due_given or due is not None
    said = {"responsible": responsible, "measure": measure, "funds": funds, "contingency": contingency}
    _amend(hazard, said)
    require_commitments(hazard)
    hazard.status = Status.ASSIGNED
    step = _step(hazard, StepKind.ASSIGNED, tx.day, by=tx.actor, target=hazard.responsible)
    return _take(tx, "hazard.assign", hazard, step)


def rectify(
    tx: Transaction, hazard: Hazard, note: str, on: date | None = None, by: str | None = None
) -> Hazard:
    """Report that a hazard has been rectified (整改完成), on the day of the transaction unless told.

    Never before it failed verification or was reopened: what was done before that day did not rectify it.
    """
    if hazard.status == Status.OPEN:
        raise Refused(
            _("{ref} is not assigned yet.").format(ref=ref_of(hazard)),
            hint=_("First: safetyctl hazard assign {ref} --responsible NAME --measure TEXT").format(
                ref=ref_of(hazard)
            ),
        )
    require_status(hazard, Status.ASSIGNED)
    day = step_day(tx, on, *(sent_back(tx, hazard) or _found(hazard)))
    who = hazard.responsible if by is None else person_name(by, "--by")
    step = _step(hazard, StepKind.RECTIFIED, day, by=who, note=note)
    hazard.rectified_on, hazard.rectified_by = day, step.by
    hazard.status = Status.RECTIFIED
    return _take(tx, "hazard.rectify", hazard, step)


def verify(
    tx: Transaction, hazard: Hazard, by: str, passed: bool, on: date | None = None, note: str | None = None
) -> Hazard:
    """Verify a rectification (复查). Passing closes a general hazard; failing sends it back to be rectified.

    Who rectified a hazard may not verify it.
    """
    if hazard.status in (Status.OPEN, Status.ASSIGNED):
        raise Refused(
            _("{ref} has not been rectified yet.").format(ref=ref_of(hazard)),
            hint=_("First: safetyctl hazard rectify {ref} --note TEXT").format(ref=ref_of(hazard)),
        )
    require_status(hazard, Status.RECTIFIED)
    by = person_name(by, "--by")
    if shares_a_person(by, hazard.rectified_by, hazard.responsible):
        raise Refused(
            _("{who} rectified {ref} and may not verify it.").format(who=by, ref=ref_of(hazard)),
            hint=_("Somebody else has to look: --by NAME"),
        )
    done = hazard.rectified_on or hazard.found_on
    day = step_day(tx, on, done, _("it was rectified on {day}").format(day=done))
    step = _step(hazard, StepKind.PASSED if passed else StepKind.FAILED, day, by=by, note=note)
    if not passed:
        hazard.status = Status.ASSIGNED
        hazard.rectified_on = hazard.rectified_by = None
        return _take(tx, "hazard.verify", hazard, step)
    hazard.verified_on, hazard.verified_by = day, by
    hazard.status = Status.VERIFIED
    _take(tx, "hazard.verify", hazard, step)
    return hazard if hazard.level == Level.MAJOR else _strike_off(tx, "hazard.verify", hazard, day, by)


def close(tx: Transaction, hazard: Hazard, by: str, on: date | None = None) -> Hazard:
    """Strike a major hazard off (销号): the group's own act, after verification, with all five commitments."""
    if hazard.status not in (Status.VERIFIED, Status.CLOSED, Status.VOID):
        raise Refused(
            _("{ref} cannot be closed without having been verified.").format(ref=ref_of(hazard)),
            hint=_("It is {status}. See what comes next: safetyctl hazard show {ref}").format(
                status=_(STATUS_LABELS[Status(hazard.status)]), ref=ref_of(hazard)
            ),
        )
    require_status(hazard, Status.VERIFIED)
    require_commitments(hazard)
    by = person_name(by, "--by")
    if shares_a_person(by, hazard.rectified_by, hazard.responsible):
        raise Refused(
            _("{who} rectified {ref} and may not strike it off.").format(who=by, ref=ref_of(hazard)),
            hint=_("Name somebody of the group: --by NAME"),
        )
    require_group_person(tx, by)
    done = hazard.verified_on or hazard.found_on
    day = step_day(tx, on, done, _("it was verified on {day}").format(day=done))
    return _strike_off(tx, "hazard.close", hazard, day, by)


def extend(tx: Transaction, hazard: Hazard, until: date, reason: str, approved_by: str) -> Hazard:
    """Give a general hazard a later deadline; the first one stays on record."""
    if hazard.level == Level.MAJOR:
        raise Refused(
            _("{ref} is a major hazard and is not extended.").format(ref=ref_of(hazard)),
            hint=deadline_hint(hazard),
        )
    return _move_deadline(
        tx, "hazard.extend", StepKind.EXTENDED, hazard, until, reason, approved_by, interim=None
    )


def defer(
    tx: Transaction, hazard: Hazard, until: date, reason: str, interim: str, approved_by: str
) -> Hazard:
    """Defer a major hazard that outside causes keep from being rectified (2.4(3), R9).

    Takes interim precautions and an approval. It expires: when its day has passed the hazard is overdue again.
    """
    if hazard.level != Level.MAJOR:
        raise Refused(
            _("{ref} is a general hazard and is not deferred.").format(ref=ref_of(hazard)),
            hint=deadline_hint(hazard),
        )
    return _move_deadline(tx, "hazard.defer", StepKind.DEFERRED, hazard, until, reason, approved_by, interim)


def escalate(
    tx: Transaction, hazard: Hazard, to: str, on: date | None = None, note: str | None = None
) -> Hazard:
    """Ask the group or an authority above for help with a hazard (2.4(3), R9)."""
    require_unsettled(hazard)
    day = step_day(tx, on, *_found(hazard))
    step = _step(hazard, StepKind.ESCALATED, day, by=tx.actor, note=note, target=to)
    hazard.escalated_on, hazard.escalated_to = day, step.target
    return _take(tx, "hazard.escalate", hazard, step)


def reopen(tx: Transaction, hazard: Hazard, reason: str) -> Hazard:
    """Open a closed hazard again; its earlier rectification, verification and closing stay on record."""
    require_status(hazard, Status.CLOSED)
    step = _step(hazard, StepKind.REOPENED, tx.day, by=tx.actor, note=reason)
    hazard.status = Status.ASSIGNED if hazard.responsible else Status.OPEN
    hazard.rectified_on = hazard.rectified_by = hazard.verified_on = hazard.verified_by = None
    hazard.closed_on = hazard.closed_by = None
    return _take(tx, "hazard.reopen", hazard, step)


def void(tx: Transaction, hazard: Hazard, reason: str) -> Hazard:
    """Declare that a record is none (作废): it keeps its number and counts no more."""
    require_unsettled(hazard)
    step = _step(hazard, StepKind.VOIDED, tx.day, by=tx.actor, note=reason)
    hazard.status, hazard.void_reason = Status.VOID, step.note
    return _take(tx, "hazard.void", hazard, step)


def upload(tx: Transaction, hazard: Hazard, receipt: str, on: date | None = None) -> Hazard:
    """Mark a hazard as entered in the province's platform, with the platform's receipt (R15)."""
    require_not_void(hazard)
    day = step_day(tx, on, *_found(hazard))
    step = _step(hazard, StepKind.UPLOADED, day, by=tx.actor, target=receipt)
    hazard.province_uploaded_on, hazard.province_receipt = day, step.target
    return _take(tx, "hazard.upload", hazard, step)


def edit(tx: Transaction, plan: Plan, hazard: Hazard, changes: Mapping[str, object]) -> Hazard:
    """Correct what a hazard says. Its deadline and its steps are not edited: they have commands of their own.

    A deadline that nobody gave follows the level and the day found, from which the plan allows it.

    Raises:
        BadInput: nothing to change, a value that cannot be taken, an unknown area.
        Refused: a void hazard; a level of ``major`` after assignment without the five commitments.
    """
    require_not_void(hazard)
    wanted = {name: value for name, value in changes.items() if value is not None}
    if not wanted:
        raise BadInput(
            _("Nothing to change was given."), hint=_("See the fields with: safetyctl hazard edit --help")
        )
    if "area" in wanted:
        wanted.setdefault("item", None)
    was_found, was_level = hazard.found_on, hazard.level
    _amend(hazard, wanted, keep_none=True)
    if hazard.level != was_level:
        _require_regradable(hazard, Level(was_level))
    if hazard.level != was_level or (hazard.found_on != was_found and hazard.due is not None):
        _allow_anew(plan, hazard)
    require_area(plan, hazard.area, hazard.item)
    require_known_by(tx, hazard.found_on)
    if hazard.found_on > was_found:  # an earlier day is always nearer to the order of things
        require_found_first(tx, hazard)
    if hazard.status != Status.OPEN:
        require_commitments(hazard)
    if not hazard.imported:  # else the sheet it came from would no longer know it
        hazard.fingerprint = _fingerprint(tx, hazard)
    if "found_on" in wanted:
        _move_found_day(tx, hazard)
    return _store(tx, "hazard.edit", hazard)


def attach(
    tx: Transaction,
    hazard: Hazard,
    kind: AttachmentKind,
    ledger: Path,
    files: Sequence[Path],
    dry_run: bool = False,
) -> Hazard:
    """Keep photographs or files with a hazard: their bytes in the ledger's store first, then the rows that name them.

    With ``dry_run`` they are read and measured, and no byte is stored.

    Raises:
        NotFound: files that are not there, all of them named.
        BadInput: no plain file, an empty or too large one.
        Refused: a void hazard.
    """
    from safetyctl.ledger.tables.attachment import Attachment, AttachmentDraft

    require_not_void(hazard)
    for file in store.keep_all(ledger, files, dry_run):
        draft = drafted(
            AttachmentDraft,
            {"hazard": hazard.uid, "kind": kind, "name": file.name, "sha256": file.sha256, "size": file.size}
            | {"added_on": tx.day},
            labelled(FIELDS),
        )
        tx.save("hazard.attach", ref_of(hazard), Attachment(**draft.model_dump()))
    return hazard


def _fingerprint(tx: Transaction, hazard: Hazard) -> str:
    """What an exported ledger is known again by when it is imported."""
    campus = tx.rows("SELECT name FROM campus WHERE uid = ?", (hazard.campus,))[0][0]
    return fingerprint(str(campus), hazard.location, hazard.title, hazard.found_on)


def _found(hazard: Hazard) -> tuple[date, str]:
    return hazard.found_on, _("it was found on {day}").format(day=hazard.found_on)


def _step(hazard: Hazard, kind: StepKind, day: date, **said: object) -> StepDraft:
    """A step as it will be kept; what the hazard's own row says of it is taken from here. Raises BadInput."""
    draft = drafted(StepDraft, {"hazard": hazard.uid, "kind": kind, "day": day} | said, labelled(FIELDS))
    require_said(draft)
    return draft


def _take(tx: Transaction, verb: str, hazard: Hazard, step: StepDraft) -> Hazard:
    if step.kind in _DATED_BY_THE_DAY:
        require_after_last_step(tx, hazard, step.day)
    hazard.updated_at = tx.at
    tx.save(verb, ref_of(hazard), hazard)
    tx.save(verb, ref_of(hazard), Step(**step.model_dump()))
    return hazard


def _store(tx: Transaction, verb: str, hazard: Hazard) -> Hazard:
    hazard.updated_at = tx.at
    tx.save(verb, ref_of(hazard), hazard)
    return hazard


def _strike_off(tx: Transaction, verb: str, hazard: Hazard, day: date, by: str) -> Hazard:
    hazard.status, hazard.closed_on, hazard.closed_by = Status.CLOSED, day, by
    return _take(tx, verb, hazard, _step(hazard, StepKind.CLOSED, day, by=by))


def _move_deadline(
    tx: Transaction,
    verb: str,
    kind: StepKind,
    hazard: Hazard,
    until: date,
    reason: str,
    approved_by: str,
    interim: str | None,
) -> Hazard:
    require_status(hazard, Status.OPEN, Status.ASSIGNED)
    if hazard.due is not None and until <= hazard.due:
        raise BadInput(
            _("The new day {until} is not later than the deadline in force, {due}.").format(
                until=until, due=hazard.due
            )
        )
    approved_by = person_name(approved_by, "--approved-by")
    said = {"by": approved_by, "note": reason, "until": until, "was": hazard.due, "interim": interim}
    step = _step(hazard, kind, tx.day, **said)
    if kind == StepKind.DEFERRED:
        hazard.deferred_to, hazard.interim = until, step.interim
    hazard.due = until
    hazard.due_first = hazard.due_first or until
    hazard.due_given = True
    return _take(tx, verb, hazard, step)


def _amend(hazard: Hazard, changes: Mapping[str, object], keep_none: bool = False) -> None:
    wanted = {
        FIELD_OF.get(name, name): value for name, value in changes.items() if keep_none or value is not None
    }
    if not wanted:
        return
    draft = drafted(HazardDraft, _UNCHANGED | wanted, labelled(FIELDS))
    for name in wanted:
        setattr(hazard, name, getattr(draft, name))


def _require_regradable(hazard: Hazard, was: Level) -> None:
    """Another level means another way to close it: not where that way was begun. Raises Refused."""
    if was == Level.MAJOR and hazard.status != Status.OPEN:
        raise Refused(
            _("{ref} is a major hazard that was taken up as one; it stays major.").format(ref=ref_of(hazard)),
            hint=_(
                "If it was graded wrongly: safetyctl hazard void {ref} --reason TEXT, then register it anew."
            ).format(ref=ref_of(hazard)),
        )
    require_unsettled(hazard)


def _allow_anew(plan: Plan, hazard: Hazard) -> None:
    if not hazard.due_given:
        hazard.due = hazard.due_first = allowed_day(plan, hazard.level, hazard.found_on)


def _move_found_day(tx: Transaction, hazard: Hazard) -> None:
    step = tx.find(Step, hazard=hazard.uid, kind=StepKind.FOUND)
    if step is not None and step.day != hazard.found_on:
        step.day = hazard.found_on
        tx.save("hazard.edit", ref_of(hazard), step)


def funds_in_yuan(wan: float | None) -> int | None:
    """Funds as typed (万元, up to four decimals) in whole yuan, as the ledger keeps them."""
    return None if wan is None else round(wan * YUAN_PER_WAN)
