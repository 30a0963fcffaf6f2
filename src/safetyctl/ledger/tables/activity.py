"""Gatherings and outings (集会、师生外出, R6, R10), planned ahead."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from safetyctl.ledger.tables import campus as _campus  # noqa: F401 - the table that a reference names
from safetyctl.ledger.tables.bounds import Day, OptionalDay, SomeNumber
from safetyctl.ledger.tables.fields import Channel, Line, OptionalLine, among, not_blank
from safetyctl.ledger.tables.record import Record, record_checks
from safetyctl.ledger.words import ActivityKind


class ActivityDraft(SQLModel):
    """A gathering or an outing as it is typed in, from its first day to its last."""

    campus: str = Field(foreign_key="campus.uid")
    kind: ActivityKind = Field(sa_type=sa.String)
    title: Line
    starts_on: Day
    ends_on: Day
    place: Line
    participants: SomeNumber
    leader: OptionalLine = None
    teachers: OptionalLine = None
    registered_on: date
    reported_on: OptionalDay = None
    report_channel: Channel = None
    report_receipt: OptionalLine = None


class Activity(Record, ActivityDraft, table=True):
    """An activity. ``registered_on`` is the day on which it came onto the ledger, ``plan_on`` the one on which its
    first contingency plan did; ``plan_name`` and ``plan_sha256`` tell which of its files is the plan in force.
    """

    __table_args__ = (
        *record_checks("activity"),
        among("kind", ActivityKind, "activity_kind"),
        not_blank("title", "activity_titled"),
        not_blank("place", "activity_placed"),
        sa.CheckConstraint("ends_on >= starts_on", name="activity_in_order"),
        sa.CheckConstraint("participants > 0", name="activity_attended"),
        sa.CheckConstraint(
            "(plan_on IS NULL) = (plan_name IS NULL) AND (plan_on IS NULL) = (plan_sha256 IS NULL)",
            name="activity_planned",
        ),
        sa.CheckConstraint(
            "reported_on IS NOT NULL OR (report_channel IS NULL AND report_receipt IS NULL)",
            name="activity_reported",
        ),
        sa.Index("activity_by_day", "starts_on", "campus"),
    )

    title: str
    place: str
    leader: str | None = None
    teachers: str | None = None
    report_channel: str | None = None
    report_receipt: str | None = None
    plan_on: date | None = None
    plan_name: str | None = None
    plan_sha256: str | None = None
