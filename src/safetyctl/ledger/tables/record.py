"""What every record of the campaign has beside its own fields, whatever it is about."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from safetyctl.ledger.tables.fields import new_uid


class Record(SQLModel):
    """A numbered record: its uid, its number (never used again), and when it was made void and why."""

    uid: str = Field(default_factory=new_uid, primary_key=True)
    number: int = Field(unique=True)
    voided_on: date | None = None
    void_reason: str | None = None
    created_at: str
    updated_at: str


def record_checks(table: str) -> Sequence[sa.CheckConstraint]:
    """The CHECKs behind ``Record``, named after the table."""
    return (
        sa.CheckConstraint("number > 0", name=f"{table}_numbered"),
        sa.CheckConstraint(
            "voided_on IS NULL OR length(trim(coalesce(void_reason, ''))) > 0", name=f"{table}_void_reasoned"
        ),
    )
