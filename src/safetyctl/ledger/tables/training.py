"""Safety training of the staff (培训, R7)."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from safetyctl.ledger.tables import campus as _campus  # noqa: F401 - the table that a reference names
from safetyctl.ledger.tables.bounds import Day, Minutes, SomeNumber
from safetyctl.ledger.tables.fields import Line, OptionalLine, OptionalProse, not_blank
from safetyctl.ledger.tables.record import Record, record_checks


class TrainingDraft(SQLModel):
    """A training as it is typed in: ``attended`` of the ``out_of`` who should have; without a campus, the group's."""

    campus: str | None = Field(default=None, foreign_key="campus.uid")
    title: Line
    held_on: Day
    attended: SomeNumber
    out_of: SomeNumber
    trainer: OptionalLine = None
    minutes: Minutes = None
    note: OptionalProse = None


class Training(Record, TrainingDraft, table=True):
    """A training that was held."""

    __table_args__ = (
        *record_checks("training"),
        not_blank("title", "training_titled"),
        sa.CheckConstraint("attended > 0 AND attended <= out_of", name="training_attended"),
        sa.CheckConstraint("minutes IS NULL OR minutes > 0", name="training_timed"),
        sa.Index("training_by_day", "held_on", "campus"),
    )

    title: str
    held_on: date
    attended: int
    out_of: int
    trainer: str | None = None
    minutes: int | None = None
    note: str | None = None
