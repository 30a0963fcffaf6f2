"""``ledger check``: what does not add up in the records, each finding with the step that mends it.

A check is a function in a table; it returns findings and raises nothing. What the workflow refuses may
still stand in an old ledger that was imported, and this is where it is named.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from safetyctl.ground.catalogue import _, listed
from safetyctl.ledger.connection import Asks
from safetyctl.ledger.words import SENDING_BACK, Status, as_sql
from safetyctl.plan.layout import week_of
from safetyctl.plan.model import Plan
from safetyctl.records.labels import FIELDS, labelled
from safetyctl.records.names import shares_a_person
from safetyctl.records.past import MOVEMENT
from safetyctl.records.references import hazard_ref
from safetyctl.records.views import COMMITMENTS


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not add up: which check, which record, what, and the step that mends it."""

    check: str
    ref: str
    problem: str
    mend: str


Check = Callable[[Asks, Plan], Iterator[Finding]]


def check(asks: Asks, plan: Plan) -> list[Finding]:
    """Everything that does not add up, in the order of the checks."""
    return [finding for run in CHECKS.values() for finding in run(asks, plan)]


_ORDER = (
    ("due_first", "due_first < found_on"),
    ("rectified_on", "rectified_on < found_on"),
    ("verified_on", "verified_on < coalesce(rectified_on, found_on)"),
    ("closed_on", "closed_on < coalesce(verified_on, rectified_on, found_on)"),
)


def _dates_in_order(asks: Asks, _plan: Plan) -> Iterator[Finding]:
    names = labelled(FIELDS)
    for field, wrong in _ORDER:
        rows = asks.rows(
            f"SELECT number, {field} FROM hazard WHERE status <> 'void' AND {wrong} ORDER BY number"
        )
        for number, value in rows:
            ref = hazard_ref(number)
            problem = _("{field} {value} lies before the step that it follows").format(
                field=names[field], value=value
            )
            mend = _("compare with the paper; correct with: safetyctl hazard edit {ref} --found DAY").format(
                ref=ref
            )
            yield Finding("dates", ref, problem, mend)


def _rectified_since(asks: Asks, _plan: Plan) -> Iterator[Finding]:
    """What was sent back was rectified anew since; the days of an imported ledger are as that has them."""
    rows = asks.rows(
        "SELECT h.number, h.status, h.rectified_on, max(s.day) FROM hazard h JOIN step s ON s.hazard = h.uid"
        f" WHERE h.status <> 'void' AND s.kind IN {as_sql(SENDING_BACK)} AND NOT s.imported"
        " AND s.day > h.rectified_on GROUP BY h.number, h.status, h.rectified_on ORDER BY h.number"
    )
    for number, status, done, back in rows:
        ref = hazard_ref(number)
        mend = _('rectify it anew, on its own day: safetyctl hazard reopen {ref} --reason "…"')
        if status != Status.CLOSED:
            mend = _("see who changed it: safetyctl hazard history {ref}")
        yield Finding(
            "dates",
            ref,
            _("it was rectified on {done}, before it was sent back on {back}").format(done=done, back=back),
            mend.format(ref=ref),
        )


def _verifier_is_another(asks: Asks, _plan: Plan) -> Iterator[Finding]:
    rows = asks.rows(
        "SELECT number, verified_by, rectified_by, responsible FROM hazard"
        " WHERE status IN ('verified', 'closed') AND verified_by IS NOT NULL ORDER BY number"
    )
    for number, who, *others in rows:
        if who not in others and not shares_a_person(who, *others):
            continue
        ref = hazard_ref(number)
        yield Finding(
            "verifier",
            ref,
            _("{who} both rectified and verified it").format(who=who),
            _('have somebody else verify it: safetyctl hazard reopen {ref} --reason "…"').format(ref=ref),
        )


def _closed_was_verified(asks: Asks, _plan: Plan) -> Iterator[Finding]:
    rows = asks.rows(
        "SELECT number, verified_by IS NULL, closed_on IS NULL FROM hazard WHERE status = 'closed'"
        " AND (verified_by IS NULL OR closed_on IS NULL) ORDER BY number"
    )
    for number, unverified, undated in rows:
        ref = hazard_ref(number)
        lacks = _("a verifier") if unverified else _("the day of closing")
        if unverified and undated:
            lacks = _("a verifier and the day of closing")
        yield Finding(
            "closed",
            ref,
            _("it is closed without {what}").format(what=lacks),
            _('look again and verify it: safetyctl hazard reopen {ref} --reason "…"').format(ref=ref),
        )


def _major_is_committed(asks: Asks, _plan: Plan) -> Iterator[Finding]:
    names = labelled(FIELDS)
    rows = asks.rows(
        "SELECT number, responsible, measure, funds_yuan, due, contingency FROM hazard"
        " WHERE level = 'major' AND status NOT IN ('void', 'open') ORDER BY number"
    )
    for number, *values in rows:
        missing = [name for name, value in zip(COMMITMENTS, values, strict=True) if value in (None, "")]
        if missing:
            ref = hazard_ref(number)
            yield Finding(
                "commitments",
                ref,
                _("a major hazard lacks commitments: {names}").format(
                    names=listed(names[name] for name in missing)
                ),
                _mend_commitments(ref, missing),
            )


def _mend_commitments(ref: str, missing: list[str]) -> str:
    """The commands that supply what is missing; a deadline has one of its own."""
    commands = []
    if edited := [f"--{name}" for name in missing if name != "due"]:
        commands.append(f"safetyctl hazard edit {ref} {' '.join(edited)}")
    if "due" in missing:
        commands.append(f"safetyctl hazard defer {ref} --until")
    return "; ".join(commands)


def _steps_add_up(asks: Asks, plan: Plan) -> Iterator[Finding]:
    """Every hazard's steps leave it as it stands; and no campus ever goes below nothing."""
    rows = asks.rows(
        f"""
        SELECT h.number, sum({MOVEMENT}) AS left_open
        FROM hazard h LEFT JOIN step s ON s.hazard = h.uid
        GROUP BY h.number, h.status
        HAVING coalesce(left_open, 0) <> CASE WHEN h.status IN ('closed', 'void') THEN 0 ELSE 1 END
        ORDER BY h.number
        """
    )
    for number, left in rows:
        ref = hazard_ref(number)
        yield Finding(
            "totals",
            ref,
            _("its steps leave it open {n} times, and it does not stand so").format(n=left or 0),
            _("see who changed it: safetyctl hazard history {ref}").format(ref=ref),
        )
    yield from _never_below_nothing(asks, plan)


def _never_below_nothing(asks: Asks, plan: Plan) -> Iterator[Finding]:
    rows = asks.rows(
        f"SELECT c.name, s.day, sum({MOVEMENT})"
        " FROM step s JOIN hazard h ON h.uid = s.hazard JOIN campus c ON c.uid = h.campus"
        " GROUP BY c.name, s.day ORDER BY c.name, s.day"
    )
    level: dict[str, int] = {}
    told: set[str] = set()
    for campus, when, change in rows:
        level[campus] = level.get(campus, 0) + change
        if level[campus] < 0 and campus not in told:
            told.add(campus)
            week = week_of(plan, date.fromisoformat(when))
            yield Finding(
                "totals",
                campus,
                _("in the week {start} to {last} more hazards were closed than had been found").format(
                    start=week.start, last=week.end - timedelta(days=1)
                ),
                _(
                    "look for a closing day before the day found: safetyctl hazard list --campus {campus}"
                ).format(campus=campus),
            )


CHECKS: dict[str, Check] = {
    "dates": _dates_in_order,
    "sent back": _rectified_since,
    "verifier": _verifier_is_another,
    "closed": _closed_was_verified,
    "commitments": _major_is_committed,
    "totals": _steps_add_up,
}
