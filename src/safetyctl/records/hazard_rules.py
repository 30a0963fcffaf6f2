"""What a step in a hazard's life takes: the workflow's rules, each a function that refuses in plain words."""

from datetime import date

from safetyctl.ground.catalogue import _, listed
from safetyctl.ground.errors import BadInput, NotFound, Refused
from safetyctl.ledger.tables.hazard import Hazard, StepDraft
from safetyctl.ledger.words import SENDING_BACK, STATUS_LABELS, Level, Status, StepKind, as_sql
from safetyctl.ledger.writing import Transaction
from safetyctl.plan.model import Plan
from safetyctl.records.kept import require_known_by
from safetyctl.records.labels import FIELDS, labelled
from safetyctl.records.references import hazard_ref
from safetyctl.records.views import commitments

FIELD_OF = {"funds": "funds_yuan"}
"""Fields that are kept under another name than the one they are typed by."""
_ORDERED = (
    StepKind.FOUND,
    StepKind.RECTIFIED,
    StepKind.PASSED,
    StepKind.FAILED,
    StepKind.CLOSED,
    StepKind.REOPENED,
)
_REASON = {"note": "--reason"}
_SAID = {
    StepKind.EXTENDED: _REASON,
    StepKind.DEFERRED: _REASON | {"interim": "--interim"},
    StepKind.REOPENED: _REASON,
    StepKind.VOIDED: _REASON,
    StepKind.ESCALATED: {"target": "--to"},
    StepKind.UPLOADED: {"target": "--receipt"},
}
"""What a step of a kind must say, by the option that a person says it with."""


def ref_of(hazard: Hazard) -> str:
    """The hazard's number as people write it."""
    return hazard_ref(hazard.number)


def require_after_last_step(tx: Transaction, hazard: Hazard, day: date) -> None:
    """A step that is dated by the day in force must not lie before the one it follows. Raises Refused."""
    sql = f"SELECT max(day) FROM step WHERE hazard = ? AND kind IN {as_sql(_ORDERED)}"
    last = tx.rows(sql, (hazard.uid,))[0][0]
    if last is not None and day < date.fromisoformat(last):
        raise Refused(
            _("{ref} took a step on {last} already; {day} lies before it.").format(
                ref=ref_of(hazard), last=last, day=day
            ),
            hint=_("See its days with: safetyctl hazard show {ref}").format(ref=ref_of(hazard)),
        )


def sent_back(tx: Transaction, hazard: Hazard) -> tuple[date, str] | None:
    """The last day on which a hazard was to be rectified anew, and why; None where it never was."""
    steps = tx.rows(
        f"SELECT day, kind FROM step WHERE hazard = ? AND kind IN {as_sql(SENDING_BACK)}"
        " ORDER BY day DESC, uid DESC LIMIT 1",
        (hazard.uid,),
    )
    if not steps:
        return None
    day, kind = steps[0]
    why = _("it was reopened on {day}") if kind == StepKind.REOPENED else _("it failed verification on {day}")
    return date.fromisoformat(day), why.format(day=day)


def require_said(step: StepDraft) -> None:
    """A step says what its kind must say: a reason, precautions, whom or where to. Raises BadInput."""
    for field, option in _SAID.get(step.kind, {}).items():
        if getattr(step, field) is None:
            raise BadInput(_("{what} is empty.").format(what=option), hint=_("Nothing was changed."))


def require_found_first(tx: Transaction, hazard: Hazard) -> None:
    """The day found must not lie after a step or the first deadline. Raises Refused."""
    first = tx.rows(
        "SELECT min(day) FROM step WHERE hazard = ? AND kind <> ?", (hazard.uid, str(StepKind.FOUND))
    )[0][0]
    followed = [day for day in (first and date.fromisoformat(first), hazard.due_first) if day]
    if followed and hazard.found_on > min(followed):
        raise Refused(
            _("{found} lies after {day}, a day of its deadline or of a later step.").format(
                found=hazard.found_on, day=min(followed)
            ),
            hint=_("See its days with: safetyctl hazard show {ref}").format(ref=ref_of(hazard)),
        )


def require_area(plan: Plan, area: str, item: str | None) -> None:
    """The plan has this area, and this check item in it. Raises NotFound."""
    known = {candidate.code: candidate for candidate in plan.areas}
    if area not in known or (item is not None and item not in {check.code for check in known[area].items}):
        raise NotFound(_("There is no area or check item {code}.").format(code=item or area))


def require_status(hazard: Hazard, *allowed: Status) -> None:
    """The hazard stands where this step can follow. Raises Refused."""
    require_not_void(hazard)
    if hazard.status not in allowed:
        raise Refused(
            _("{ref} is {status}; this step does not follow.").format(
                ref=ref_of(hazard), status=_(STATUS_LABELS[Status(hazard.status)])
            ),
            hint=_("See what comes next: safetyctl hazard show {ref}").format(ref=ref_of(hazard)),
        )


def require_unsettled(hazard: Hazard) -> None:
    """The hazard is neither void nor closed. Raises Refused."""
    require_not_void(hazard)
    if hazard.status == Status.CLOSED:
        raise Refused(
            _("{ref} is closed.").format(ref=ref_of(hazard)),
            hint=_("To take it up again: safetyctl hazard reopen {ref} --reason TEXT").format(
                ref=ref_of(hazard)
            ),
        )


def require_not_void(hazard: Hazard) -> None:
    """Nothing is done with a void hazard. Raises Refused."""
    if hazard.status == Status.VOID:
        raise Refused(
            _("{ref} is void: {reason}").format(ref=ref_of(hazard), reason=hazard.void_reason),
            hint=_("Nothing can be done with a void hazard. Register a new one: safetyctl hazard add"),
        )


def require_commitments(hazard: Hazard) -> None:
    """What assigning takes: a person and a measure; all five commitments (五落实) of a major one. Raises Refused."""
    missing = [
        name for name in commitments(hazard.level) if getattr(hazard, FIELD_OF.get(name, name)) in (None, "")
    ]
    if not missing:
        return
    names = listed(labelled(FIELDS)[name] for name in missing)
    if hazard.level == Level.MAJOR:
        sentence = _("{ref} is a major hazard and lacks commitments: {names}.").format(
            ref=ref_of(hazard), names=names
        )
    else:
        sentence = _("{ref} lacks: {names}.").format(ref=ref_of(hazard), names=names)
    options = " ".join(f"--{name}" for name in missing)
    raise Refused(sentence, hint=_("Give them with: {options}").format(options=options))


def require_group_person(tx: Transaction, name: str) -> None:
    """Whoever strikes a major hazard off belongs to no campus, as far as the roster knows. Raises Refused."""
    homes = tx.rows("SELECT campus FROM person WHERE name = ? AND retired_on IS NULL", (name.strip(),))
    if homes and all(campus is not None for (campus,) in homes):
        raise Refused(
            _("{who} belongs to a campus; the group strikes a major hazard off.").format(who=name),
            hint=_("Name somebody of the group: --by NAME"),
        )


def require_due_after_found(due: date, found_on: date) -> None:
    """A deadline must not lie before the day found. Raises BadInput."""
    if due < found_on:
        raise BadInput(
            _("The deadline {due} lies before the day on which the hazard was found, {found}.").format(
                due=due, found=found_on
            )
        )


def person_name(text: str, option: str) -> str:
    """A person's name as it is kept and compared. Raises BadInput for a blank one."""
    name = text.strip()
    if not name:
        raise BadInput(_("{what} is empty.").format(what=option))
    return name


def step_day(tx: Transaction, on: date | None, earliest: date, why: str) -> date:
    """The day of a step: the one told, else the day in force; never after that or before ``earliest``."""
    day = on or tx.day
    require_known_by(tx, day)
    if day < earliest:
        raise Refused(_("{day} is too early: {why}.").format(day=day, why=why))
    return day


def deadline_hint(hazard: Hazard) -> str:
    """The command that moves a deadline of this level."""
    ref = ref_of(hazard)
    if hazard.level == Level.MAJOR:
        return _("A major hazard is deferred, with precautions: safetyctl hazard defer {ref}").format(ref=ref)
    return _("A later day takes a reason and an approval: safetyctl hazard extend {ref}").format(ref=ref)
