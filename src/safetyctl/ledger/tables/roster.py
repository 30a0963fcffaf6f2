"""Duty rosters for holidays (值班表, R16), and their lines: who is there on a day, in which shift."""

from datetime import date
from typing import Annotated

import sqlalchemy as sa
from pydantic import AfterValidator
from sqlmodel import Field, SQLModel

from safetyctl.ground.catalogue import _
from safetyctl.ledger.tables import campus as _campus  # noqa: F401 - the table that a reference names
from safetyctl.ledger.tables.bounds import Day
from safetyctl.ledger.tables.fields import Line, OptionalLine, OptionalProse, new_uid, not_blank
from safetyctl.ledger.tables.record import Record, record_checks


def _clock(text: str | None) -> str | None:
    if text is None:
        return None
    hour, colon, minute = text.partition(":")
    digits = hour.isascii() and hour.isdigit() and minute.isascii() and minute.isdigit()
    if not (
        digits and colon and len(text) == 5 and int(minute) < 60 and int(hour) * 60 + int(minute) <= 1440
    ):
        raise ValueError(_("it is no time of day; write it as 08:00"))
    return text


Clock = Annotated[str | None, AfterValidator(_clock)]
"""A time of day as ``08:00``, up to ``24:00``."""


class RosterDraft(SQLModel):
    """A roster as it comes in: ``duty`` and ``named`` are those of the duty's id, ``holiday`` the codes of the
    holidays it is for, with a space between them.
    """

    campus: str = Field(foreign_key="campus.uid")
    duty: Line
    named: Day
    holiday: Line
    first_day: Day
    last_day: Day
    made_on: Day


class Roster(Record, RosterDraft, table=True):
    """The roster of a campus for one holiday."""

    __table_args__ = (
        *record_checks("roster"),
        not_blank("duty", "roster_owed"),
        not_blank("holiday", "roster_for_holiday"),
        sa.CheckConstraint("last_day >= first_day", name="roster_in_order"),
        sa.Index("roster_by_duty", "named", "campus"),
    )

    duty: str
    named: date
    holiday: str
    first_day: date
    last_day: date
    made_on: date


class RosterShiftDraft(SQLModel):
    """One person in one shift of a day; a shift that ends before it starts ends on the next day."""

    roster: str = Field(foreign_key="roster.uid")
    line: int = Field(ge=1)
    day: Day
    shift: Line
    starts: Clock = None
    ends: Clock = None
    person: Line
    telephone: OptionalLine = None
    note: OptionalProse = None


class RosterShift(RosterShiftDraft, table=True):
    """A line of a roster; its number in the roster is not used again when it is taken off."""

    __tablename__ = "roster_shift"
    __table_args__ = (
        not_blank("shift", "roster_shift_named"),
        not_blank("person", "roster_shift_staffed"),
        sa.CheckConstraint("line > 0", name="roster_shift_numbered"),
        sa.CheckConstraint("(starts IS NULL) = (ends IS NULL)", name="roster_shift_timed"),
        sa.Index("roster_shift_by_roster", "roster", "line"),
    )

    uid: str = Field(default_factory=new_uid, primary_key=True)
    day: date
    shift: str
    starts: str | None = None
    ends: str | None = None
    person: str
    telephone: str | None = None
    removed_on: date | None = None
    note: str | None = None
