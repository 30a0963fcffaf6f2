"""Major incidents (重大安全事故, R11), and when each authority was told of them.

Moments are kept in UTC as ``fields.moment`` writes them, so that they compare as text; beside each that something is
judged by stands its day in the plan's zone.
"""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from safetyctl.ledger.tables import campus as _campus  # noqa: F401 - the table that a reference names
from safetyctl.ledger.tables.bounds import Day, OptionalNumber
from safetyctl.ledger.tables.fields import (
    Line,
    OptionalLine,
    OptionalProse,
    among,
    new_uid,
    not_blank,
)
from safetyctl.ledger.tables.record import Record, record_checks
from safetyctl.ledger.words import IncidentKind


class IncidentDraft(SQLModel):
    """An incident as it is typed in: when it occurred, when the class told the school, when the school knew.

    ``correction``: why it was last corrected, which nobody leaves out once it is closed.
    """

    campus: str = Field(foreign_key="campus.uid")
    kind: IncidentKind = Field(sa_type=sa.String)
    occurred_at: str
    class_told_at: str | None = None
    known_at: str
    known_on: Day
    place: OptionalLine = None
    what: OptionalProse = None
    people: OptionalNumber = None
    cause: OptionalProse = None
    aftermath: OptionalProse = None
    correction: OptionalProse = None


class Incident(Record, IncidentDraft, table=True):
    """An incident; closed once the cause is known and everybody who must be told was told."""

    __table_args__ = (
        *record_checks("incident"),
        among("kind", IncidentKind, "incident_kind"),
        sa.CheckConstraint("known_at >= occurred_at", name="incident_known_after"),
        sa.CheckConstraint(
            "class_told_at IS NULL OR (class_told_at >= occurred_at AND class_told_at <= known_at)",
            name="incident_told_between",
        ),
        sa.CheckConstraint("people IS NULL OR people >= 0", name="incident_people"),
        sa.CheckConstraint(
            "closed_on IS NULL OR (closed_on >= known_on AND length(trim(coalesce(cause, ''))) > 0)",
            name="incident_closed_reasoned",
        ),
        sa.Index("incident_by_day", "known_on", "campus"),
    )

    place: str | None = None
    what: str | None = None
    cause: str | None = None
    aftermath: str | None = None
    correction: str | None = None
    closed_on: date | None = None


class NotificationDraft(SQLModel):
    """That an authority was told of an incident, as typed in; ``correction``: why an earlier entry was wrong."""

    incident: str = Field(foreign_key="incident.uid")
    authority: Line
    told_at: str
    told_on: Day
    told_by: OptionalLine = None
    how: OptionalLine = None
    correction: OptionalProse = None


class Notification(NotificationDraft, table=True):
    """When an authority was told of an incident: each once."""

    __table_args__ = (
        not_blank("authority", "notification_addressed"),
        sa.UniqueConstraint("incident", "authority", name="notification_once"),
    )

    uid: str = Field(default_factory=new_uid, primary_key=True)
    authority: str
    told_by: str | None = None
    how: str | None = None
    correction: str | None = None
