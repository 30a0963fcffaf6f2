"""Photographs and files that belong to a record other than a hazard; the bytes are in the store, by their sha256."""

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from safetyctl.ledger.tables.bounds import Day
from safetyctl.ledger.tables.fields import Line, new_uid, not_blank


class EnclosureDraft(SQLModel):
    """A file to keep with a record: the record's table and uid, and what the file was called (never a path)."""

    owner_kind: str
    owner: str
    name: Line
    sha256: str
    size: int
    added_on: Day


class Enclosure(EnclosureDraft, table=True):
    """A file kept with a record."""

    __table_args__ = (
        not_blank("name", "enclosure_named"),
        not_blank("owner_kind", "enclosure_owned"),
        sa.CheckConstraint("length(sha256) = 64", name="enclosure_hashed"),
        sa.CheckConstraint("size >= 0", name="enclosure_sized"),
        sa.Index("enclosure_by_owner", "owner_kind", "owner"),
    )

    uid: str = Field(default_factory=new_uid, primary_key=True)
    name: str
