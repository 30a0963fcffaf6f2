"""Meetings (会议, R1, R13) and what they decide."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from safetyctl.ledger.tables import campus as _campus  # noqa: F401 - the table that a reference names
from safetyctl.ledger.tables.bounds import Day, OptionalDay
from safetyctl.ledger.tables.fields import Line, OptionalLine, OptionalProse, Prose, among, new_uid, not_blank
from safetyctl.ledger.tables.record import Record, record_checks
from safetyctl.ledger.words import MeetingKind


class MeetingDraft(SQLModel):
    """A meeting as it is typed in; without a campus it is the group's. ``participants`` are a number or names."""

    campus: str | None = Field(default=None, foreign_key="campus.uid")
    kind: MeetingKind = Field(sa_type=sa.String)
    title: Line
    held_on: Day
    chair: OptionalLine = None
    participants: OptionalProse = None
    minutes: OptionalProse = None


class Meeting(Record, MeetingDraft, table=True):
    """A meeting that was held."""

    __table_args__ = (
        *record_checks("meeting"),
        not_blank("title", "meeting_titled"),
        among("kind", MeetingKind, "meeting_kind_known"),
        sa.Index("meeting_by_day", "held_on", "campus"),
    )

    title: str
    held_on: date
    chair: str | None = None
    participants: str | None = None
    minutes: str | None = None


class DecisionDraft(SQLModel):
    """What a meeting decided: what is to be done, by whom, and by which day (None: no day was set)."""

    what: Line
    person: Line
    due: OptionalDay = None


class DoneDraft(SQLModel):
    """That a decision was carried out."""

    done_on: Day
    done_by: Line
    note: OptionalProse = None


class DroppedDraft(SQLModel):
    """That a decision is not to be carried out any more, and why."""

    dropped_on: Day
    drop_reason: Prose


class Decision(DecisionDraft, table=True):
    """A decision; ``position`` is its number within the meeting, never used again."""

    __table_args__ = (
        not_blank("what", "decision_said"),
        not_blank("person", "decision_owned"),
        sa.CheckConstraint("position > 0", name="decision_numbered"),
        sa.CheckConstraint("(done_on IS NULL) = (done_by IS NULL)", name="decision_done_by"),
        sa.CheckConstraint(
            "dropped_on IS NULL OR length(trim(coalesce(drop_reason, ''))) > 0", name="decision_drop_reasoned"
        ),
        sa.CheckConstraint("done_on IS NULL OR dropped_on IS NULL", name="decision_done_or_dropped"),
        sa.Index("decision_by_meeting", "meeting", "position"),
        sa.Index("decision_by_due", "due"),
    )

    uid: str = Field(default_factory=new_uid, primary_key=True)
    meeting: str = Field(foreign_key="meeting.uid")
    position: int
    what: str
    person: str
    due: date | None = None
    done_on: date | None = None
    done_by: str | None = None
    note: str | None = None
    dropped_on: date | None = None
    drop_reason: str | None = None
    created_at: str
    updated_at: str
