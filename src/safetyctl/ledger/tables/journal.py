"""The journal's own tables, declared for the schema; they are written and read as SQL in ``ledger.journal``."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from safetyctl.ledger.words import REWORDED


class Journal(SQLModel, table=True):
    """One entry a changed record: the whole record after the change, chained to the entry before."""

    __table_args__ = (
        sa.Index("journal_by_ref", "ref"),
        sa.Index("journal_by_record", "kind", "uid"),
        sa.Index("journal_by_change", "change"),
        sa.Index(
            "journal_removed",
            "kind",
            "ref",
            sqlite_where=sa.text("body IS NULL"),
            postgresql_where=sa.text("body IS NULL"),
        ),
        sa.Index(
            "journal_reworded",
            "kind",
            "day",
            sqlite_where=sa.text(REWORDED),
            postgresql_where=sa.text(REWORDED),
        ),
    )

    seq: int = Field(primary_key=True)
    change: int
    at: str
    day: date
    actor: str
    verb: str
    kind: str
    uid: str
    ref: str
    body: str | None = None
    prev: str
    hash: str


class JournalHead(SQLModel, table=True):
    """The last entry's number and hash, kept apart so that a shortened journal shows."""

    __tablename__ = "journal_head"
    __table_args__ = (sa.CheckConstraint("id = 1", name="journal_head_single"),)

    id: int = Field(primary_key=True)
    seq: int
    hash: str
