"""What was handed in: the proof that meets a reporting duty (R12, R14, R15)."""

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from safetyctl.ledger.tables import campus as _campus  # noqa: F401 - the table that a reference names
from safetyctl.ledger.tables.bounds import Day
from safetyctl.ledger.tables.fields import Channel, Line, OptionalLine, new_uid, not_blank


class SubmissionDraft(SQLModel):
    """A submission as typed in; ``campus`` is the uid, or None for the group's own duties."""

    duty: Line
    due: Day
    campus: str | None = Field(default=None, foreign_key="campus.uid")
    sent_on: Day
    channel: Channel = None
    receipt: OptionalLine = None
    sent_by: OptionalLine = None


class Submission(SubmissionDraft, table=True):
    """A submission: which duty, when, by which channel, with which receipt, and the bundle's sha256."""

    __table_args__ = (
        not_blank("duty", "submission_dutied"),
        sa.CheckConstraint("number > 0", name="submission_numbered"),
        sa.CheckConstraint("sha256 IS NULL OR length(sha256) = 64", name="submission_hashed"),
        sa.Index("submission_by_duty", "duty", "due"),
    )

    uid: str = Field(default_factory=new_uid, primary_key=True)
    number: int = Field(unique=True)
    duty: str
    channel: str | None = None
    receipt: str | None = None
    sent_by: str | None = None
    bundle: str | None = None
    sha256: str | None = None
