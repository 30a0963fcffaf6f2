"""Photographs and files that belong to a hazard; the bytes are in the store, named by their sha256."""

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from safetyctl.ledger.tables import hazard as _hazard  # noqa: F401 - the table that a reference names
from safetyctl.ledger.tables.bounds import Day
from safetyctl.ledger.tables.fields import Line, among, new_uid, not_blank
from safetyctl.ledger.words import AttachmentKind


class AttachmentDraft(SQLModel):
    """A file to keep with a hazard; ``name`` is what it was called, and is never used as a path."""

    hazard: str = Field(foreign_key="hazard.uid", index=True)
    kind: AttachmentKind = Field(sa_type=sa.String)
    name: Line
    sha256: str
    size: int
    added_on: Day


class Attachment(AttachmentDraft, table=True):
    """A file kept with a hazard."""

    __table_args__ = (
        among("kind", AttachmentKind, "attachment_kind"),
        not_blank("name", "attachment_named"),
        sa.CheckConstraint("length(sha256) = 64", name="attachment_hashed"),
        sa.CheckConstraint("size >= 0", name="attachment_sized"),
    )

    uid: str = Field(default_factory=new_uid, primary_key=True)
    name: str
