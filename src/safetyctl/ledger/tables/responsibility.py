"""The responsibility list (责任清单, R1): who answers for an area or a check item of a campus, and since when."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from safetyctl.ledger.tables import campus as _campus  # noqa: F401 - the table that a reference names
from safetyctl.ledger.tables import person as _person  # noqa: F401 - the table that a reference names
from safetyctl.ledger.tables.bounds import Day, OptionalDay
from safetyctl.ledger.tables.fields import Line, OptionalLine, not_blank
from safetyctl.ledger.tables.record import Record, record_checks


class ResponsibilityDraft(SQLModel):
    """Who answers for what; ``until`` is the first day on which it is theirs no longer, ``item`` None: the area."""

    campus: str = Field(foreign_key="campus.uid")
    area: Line
    item: OptionalLine = None
    person: str = Field(foreign_key="person.uid")
    role: OptionalLine = None
    since: Day
    until: OptionalDay = None


class Responsibility(Record, ResponsibilityDraft, table=True):
    """A line of the responsibility list; when it passes on it ends and another begins."""

    __table_args__ = (
        *record_checks("responsibility"),
        not_blank("area", "responsibility_for_area"),
        sa.CheckConstraint("until IS NULL OR until >= since", name="responsibility_in_order"),
        sa.Index("responsibility_by_area", "campus", "area"),
    )

    area: str
    item: str | None = None
    role: str | None = None
    since: date
    until: date | None = None
