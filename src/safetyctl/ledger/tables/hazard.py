"""Hazards (隐患) and the steps of their lives."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from safetyctl.ledger.tables import campus as _campus  # noqa: F401 - the table that a reference names
from safetyctl.ledger.tables.bounds import Day, OptionalDay
from safetyctl.ledger.tables.fields import (
    Line,
    OptionalLine,
    OptionalProse,
    Prose,
    among,
    new_uid,
    not_blank,
    reasoned,
)
from safetyctl.ledger.words import (
    AWAITING_SQL,
    MOVING_SQL,
    MOVING_THE_DEADLINE,
    Level,
    Source,
    Status,
    StepKind,
)


class HazardDraft(SQLModel):
    """A hazard as it is typed in or read from a workbook: validated here, stored by ``Hazard``."""

    campus: str = Field(foreign_key="campus.uid")
    area: Line
    item: OptionalLine = None
    title: Prose
    detail: OptionalProse = None
    location: OptionalLine = None
    level: Level = Field(default=Level.GENERAL, sa_type=sa.String)
    source: Source = Field(default=Source.SELF_CHECK, sa_type=sa.String)
    found_on: Day
    found_by: OptionalLine = None
    responsible: OptionalLine = None
    department: OptionalLine = None
    measure: OptionalProse = None
    funds_yuan: int | None = Field(default=None, ge=0, le=10**12)
    contingency: OptionalProse = None
    interim: OptionalProse = None
    due: OptionalDay = None
    supervised_by: OptionalLine = None
    remarks: OptionalProse = None


_AWAITING = f"status IN {AWAITING_SQL}"


class Hazard(HazardDraft, table=True):
    """A hazard as it stands now. ``due`` is the deadline in force, ``due_first`` the first one ever given."""

    __table_args__ = (
        among("level", Level, "hazard_level"),
        among("status", Status, "hazard_status"),
        among("source", Source, "hazard_source"),
        not_blank("title", "hazard_titled"),
        not_blank("area", "hazard_placed"),
        reasoned("status", [Status.VOID], "void_reason", "hazard_void_reasoned"),
        sa.CheckConstraint("number > 0", name="hazard_numbered"),
        sa.CheckConstraint("funds_yuan IS NULL OR funds_yuan >= 0", name="hazard_funds"),
        sa.Index(
            "hazard_awaiting_by_due",
            "due",
            sqlite_where=sa.text(_AWAITING),
            postgresql_where=sa.text(_AWAITING),
        ),
        sa.Index(
            "hazard_awaiting_by_found",
            "found_on",
            "campus",
            sqlite_where=sa.text(_AWAITING),
            postgresql_where=sa.text(_AWAITING),
        ),
        # covering: the hazards found in a period are counted by campus from the index alone
        sa.Index("hazard_by_campus", "campus", "found_on", "status", "rectified_on", "source"),
        sa.Index("hazard_by_found", "found_on"),
    )

    uid: str = Field(default_factory=new_uid, primary_key=True)
    number: int = Field(unique=True)
    area: str
    item: str | None = None
    title: str
    detail: str | None = None
    location: str | None = None
    found_by: str | None = None
    responsible: str | None = None
    department: str | None = None
    measure: str | None = None
    contingency: str | None = None
    interim: str | None = None
    remarks: str | None = None
    inspection: str | None = None
    due_first: date | None = None
    due_given: bool = False
    status: str = Field(default=Status.OPEN)
    deferred_to: date | None = None
    escalated_on: date | None = None
    escalated_to: str | None = None
    supervised_by: str | None = None
    rectified_on: date | None = None
    rectified_by: str | None = None
    verified_on: date | None = None
    verified_by: str | None = None
    closed_on: date | None = None
    closed_by: str | None = None
    province_receipt: str | None = None
    province_uploaded_on: date | None = None
    void_reason: str | None = None
    fingerprint: str | None = Field(default=None, index=True)
    imported: bool = False
    created_at: str
    updated_at: str


class StepDraft(SQLModel):
    """One step as typed in: the day it counts for, who took it, and what it says."""

    hazard: str = Field(foreign_key="hazard.uid")
    kind: StepKind = Field(sa_type=sa.String)
    day: Day
    by: OptionalLine = None
    note: OptionalProse = None
    until: OptionalDay = None
    was: date | None = None
    interim: OptionalProse = None
    target: OptionalLine = None


class Step(StepDraft, table=True):
    """One step of a hazard's life, kept for good. ``until``/``was`` are the new and old day of an extension."""

    __table_args__ = (
        among("kind", StepKind, "step_kind"),
        reasoned("kind", [StepKind.VOIDED, StepKind.REOPENED, *MOVING_THE_DEADLINE], "note", "step_reasoned"),
        sa.CheckConstraint(f"kind NOT IN {MOVING_SQL} OR until IS NOT NULL", name="step_until"),
        reasoned("kind", [StepKind.DEFERRED], "interim", "step_interim"),
        reasoned("kind", MOVING_THE_DEADLINE, '"by"', "step_approved"),
        reasoned("kind", [StepKind.ESCALATED, StepKind.UPLOADED], "target", "step_target"),
        sa.Index("step_by_hazard", "hazard", "kind"),
        sa.Index("step_by_day", "day"),
    )

    uid: str = Field(default_factory=new_uid, primary_key=True)
    by: str | None = None
    note: str | None = None
    interim: str | None = None
    target: str | None = None
    imported: bool = False
