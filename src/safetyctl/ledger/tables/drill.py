"""Evacuation drills (演练, R3)."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from safetyctl.ledger.tables import campus as _campus  # noqa: F401 - the table that a reference names
from safetyctl.ledger.tables.bounds import Day, OptionalClock, Seconds, SomeNumber
from safetyctl.ledger.tables.fields import Line, OptionalLine, OptionalProse, not_blank
from safetyctl.ledger.tables.record import Record, record_checks


class DrillDraft(SQLModel):
    """A drill as it is typed in; ``evacuated_in`` is in seconds, ``held_at`` HH:MM, when it began."""

    campus: str = Field(foreign_key="campus.uid")
    theme: Line
    held_on: Day
    participants: SomeNumber
    evacuated_in: Seconds = None
    leader: OptionalLine = None
    problems: OptionalProse = None
    held_at: OptionalClock = None
    place: OptionalLine = None
    note: OptionalProse = None


class Drill(Record, DrillDraft, table=True):
    """A drill that was held."""

    __table_args__ = (
        *record_checks("drill"),
        not_blank("theme", "drill_themed"),
        sa.CheckConstraint("participants > 0", name="drill_attended"),
        sa.CheckConstraint("evacuated_in IS NULL OR evacuated_in > 0", name="drill_timed"),
        sa.Index("drill_by_day", "held_on", "campus"),
    )

    theme: str
    held_on: date
    participants: int
    evacuated_in: int | None = None
    leader: str | None = None
    problems: str | None = None
    held_at: str | None = None
    place: str | None = None
    note: str | None = None
