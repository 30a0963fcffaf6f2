"""The group's visits and who was held to account as reports tell of them, without when a record was touched."""

from dataclasses import dataclass
from datetime import date

from safetyctl.records.accountability import AccountabilityView
from safetyctl.records.supervisions import SupervisionView


@dataclass(frozen=True, slots=True)
class Visit:
    """One aspect of a visit. ``state`` is that of the correction: open, overdue or corrected; None without one."""

    id: str
    campus: str
    aspect: str
    on: date
    finding: str
    score: int
    correction: str | None
    due: date | None
    person: str | None
    state: str | None
    corrected_on: date | None


@dataclass(frozen=True, slots=True)
class Accounted:
    """Somebody held to account; ``campus`` is ``*`` for the group's own."""

    id: str
    campus: str
    person: str
    what: str
    measure: str
    on: date


def visit_of(one: SupervisionView) -> Visit:
    """A visit as reports tell of it."""
    return Visit(
        one.id, one.campus, one.aspect, one.on, one.finding, one.score, one.correction, one.due, one.person,
        one.state, one.corrected_on,
    )  # fmt: skip


def accounted(one: AccountabilityView) -> Accounted:
    """An accountability as reports tell of it."""
    return Accounted(one.id, one.campus, one.person, one.what, one.measure, one.on)
