"""The group's supervision of the campuses (督查, R8, R20), and who was held to account (问责)."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from safetyctl.ledger.tables import campus as _campus  # noqa: F401 - the table that a reference names
from safetyctl.ledger.tables.bounds import Day, OptionalDay, Score
from safetyctl.ledger.tables.fields import Line, OptionalLine, OptionalProse, Prose, among, not_blank
from safetyctl.ledger.tables.record import Record, record_checks
from safetyctl.ledger.words import Aspect


class SupervisionDraft(SQLModel):
    """One aspect of a visit: what was found, the score, and what the campus must correct, by which day."""

    campus: str = Field(foreign_key="campus.uid")
    aspect: Aspect = Field(sa_type=sa.String)
    visited_on: Day
    finding: Prose
    score: Score
    visitors: OptionalLine = None
    correction: OptionalProse = None
    due: OptionalDay = None
    person: OptionalLine = None


class CorrectedDraft(SQLModel):
    """That what was asked for has been corrected."""

    corrected_on: Day
    corrected_note: OptionalProse = None


class Supervision(Record, SupervisionDraft, table=True):
    """One aspect of a visit of the group to a campus."""

    __table_args__ = (
        *record_checks("supervision"),
        not_blank("finding", "supervision_found"),
        among("aspect", Aspect, "supervision_aspect_known"),
        sa.CheckConstraint("score >= 0 AND score <= 100", name="supervision_scored"),
        sa.CheckConstraint("(correction IS NULL) = (due IS NULL)", name="supervision_due"),
        sa.CheckConstraint("due IS NULL OR due >= visited_on", name="supervision_due_after"),
        sa.CheckConstraint("correction IS NOT NULL OR person IS NULL", name="supervision_person"),
        sa.CheckConstraint(
            "corrected_on IS NULL OR (correction IS NOT NULL AND corrected_on >= visited_on)",
            name="supervision_corrected",
        ),
        sa.Index("supervision_by_day", "visited_on", "campus"),
        sa.Index("supervision_by_due", "due"),
    )

    visited_on: date
    finding: str
    score: int
    visitors: str | None = None
    correction: str | None = None
    due: date | None = None
    person: str | None = None
    corrected_on: date | None = None
    corrected_note: str | None = None


class AccountabilityDraft(SQLModel):
    """Somebody held to account: for what, and what was done about it; without a campus, of the group."""

    campus: str | None = Field(default=None, foreign_key="campus.uid")
    person: Line
    what: Prose
    measure: Prose
    decided_on: Day


class Accountability(Record, AccountabilityDraft, table=True):
    """A record of accountability."""

    __table_args__ = (
        *record_checks("accountability"),
        not_blank("person", "accountability_named"),
        not_blank("what", "accountability_reasoned"),
        not_blank("measure", "accountability_measured"),
        sa.Index("accountability_by_day", "decided_on", "campus"),
    )

    person: str
    what: str
    measure: str
    decided_on: date
