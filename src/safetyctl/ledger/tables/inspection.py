"""Inspections (排查, R7, R18, R19) and the check items that each one looks at."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from safetyctl.ledger.tables import campus as _campus  # noqa: F401 - the table that a reference names
from safetyctl.ledger.tables import hazard as _hazard  # noqa: F401 - the table that a reference names
from safetyctl.ledger.tables.bounds import Day
from safetyctl.ledger.tables.fields import Line, OptionalLine, OptionalProse, among, new_uid, not_blank
from safetyctl.ledger.tables.record import Record, record_checks
from safetyctl.ledger.words import InspectionKind, ItemResult


class InspectionDraft(SQLModel):
    """An inspection as it is started: where, of what kind, which zones, and who looks."""

    campus: str = Field(foreign_key="campus.uid")
    kind: InspectionKind = Field(sa_type=sa.String)
    started_on: Day
    zones: OptionalLine = None
    persons: OptionalLine = None
    note: OptionalProse = None


class Inspection(Record, InspectionDraft, table=True):
    """An inspection; ``finished_on`` is empty while it goes on, and from then on it is only amended."""

    __table_args__ = (
        *record_checks("inspection"),
        among("kind", InspectionKind, "inspection_kind"),
        sa.CheckConstraint(
            "finished_on IS NULL OR finished_on >= started_on", name="inspection_finished_after_start"
        ),
        sa.Index("inspection_by_day", "started_on", "campus"),
    )

    started_on: date
    zones: str | None = None
    persons: str | None = None
    note: str | None = None
    finished_on: date | None = None


class InspectionItemDraft(SQLModel):
    """A check item of an inspection, and what was found; ``item`` is the area's own code where it has no items.

    ``amended_from`` is the result as it stood when the inspection was finished; None where nobody had looked.
    """

    inspection: str = Field(foreign_key="inspection.uid")
    position: int
    area: Line
    item: Line
    result: ItemResult | None = Field(default=None, sa_type=sa.String)
    note: OptionalProse = None
    recorded_on: date | None = None
    hazard: str | None = Field(default=None, foreign_key="hazard.uid")
    amended_on: date | None = None
    amended_from: ItemResult | None = Field(default=None, sa_type=sa.String)
    amended_reason: OptionalProse = None


class InspectionItem(InspectionItemDraft, table=True):
    """A check item that was chosen when its inspection started, so that a later plan changes nothing of it."""

    __tablename__ = "inspection_item"
    __table_args__ = (
        not_blank("area", "inspection_item_placed"),
        not_blank("item", "inspection_item_coded"),
        among("result", ItemResult, "inspection_item_result"),
        among("amended_from", ItemResult, "inspection_item_first_result"),
        sa.CheckConstraint("(result IS NULL) = (recorded_on IS NULL)", name="inspection_item_recorded"),
        sa.CheckConstraint("hazard IS NULL OR result = 'fail'", name="inspection_item_failed"),
        sa.CheckConstraint(
            "amended_on IS NULL OR length(trim(coalesce(amended_reason, ''))) > 0",
            name="inspection_item_amended",
        ),
        sa.Index("inspection_item_once", "inspection", "item", unique=True),
        # covering: which areas were looked at, and since when, is told from the index alone
        sa.Index("inspection_item_looked_at", "inspection", "area", "recorded_on"),
    )

    uid: str = Field(default_factory=new_uid, primary_key=True)
    area: str
    item: str
    note: str | None = None
    amended_reason: str | None = None
