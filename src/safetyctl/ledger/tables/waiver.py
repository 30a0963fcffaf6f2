"""What was excused: one duty at a time, with a reason and a name (A7)."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from safetyctl.ledger.tables import campus as _campus  # noqa: F401 - the table that a reference names
from safetyctl.ledger.tables.bounds import Day
from safetyctl.ledger.tables.fields import Line, OptionalLine, Prose, new_uid, not_blank


class WaiverDraft(SQLModel):
    """A waiver (免除) as typed in.

    ``duty`` is the duty's code and ``named`` the day, or the event such as ``E0001``, that its id carries; ``campus``
    is the uid, or None for the group's own, and ``whom`` the authority where each is owed a report of its own.
    """

    duty: Line
    named: Line
    campus: str | None = Field(default=None, foreign_key="campus.uid")
    whom: OptionalLine = None
    waived_on: Day
    reason: Prose
    by: Line


class RevocationDraft(SQLModel):
    """The taking back of a waiver as typed in."""

    revoked_on: Day
    revoked_by: Line
    revoke_reason: Prose


_IN_FORCE = "revoked_on IS NULL"
_SAYS_BOTH = "length(trim(coalesce(revoked_by, ''))) > 0 AND length(trim(coalesce(revoke_reason, ''))) > 0"


class Waiver(WaiverDraft, table=True):
    """A waiver, in force from ``waived_on`` to the day before ``revoked_on``. Of one duty at most one is in force."""

    __table_args__ = (
        not_blank("duty", "waiver_dutied"),
        not_blank("named", "waiver_named"),
        not_blank("reason", "waiver_reasoned"),
        not_blank('"by"', "waiver_signed"),
        sa.CheckConstraint("number > 0", name="waiver_numbered"),
        sa.CheckConstraint(
            f"CASE WHEN {_IN_FORCE} THEN revoked_by IS NULL AND revoke_reason IS NULL ELSE {_SAYS_BOTH} END",
            name="waiver_revoked_reasoned",
        ),
        sa.CheckConstraint(f"{_IN_FORCE} OR revoked_on >= waived_on", name="waiver_in_order"),
        # two empty columns are not equal for a unique index, so what is empty counts as an empty text here
        sa.Index(
            "waiver_in_force",
            "duty",
            "named",
            sa.text("coalesce(campus, '')"),
            sa.text("coalesce(whom, '')"),
            unique=True,
            sqlite_where=sa.text(_IN_FORCE),
            postgresql_where=sa.text(_IN_FORCE),
        ),
        sa.Index("waiver_by_duty", "duty", "named"),
    )

    uid: str = Field(default_factory=new_uid, primary_key=True)
    number: int = Field(unique=True)
    duty: str
    named: str
    whom: str | None = None
    reason: str
    by: str
    revoked_on: date | None = None
    revoked_by: str | None = None
    revoke_reason: str | None = None
