"""Documents on file (档案, R4, R12): each a file kept by content, with what is known about it."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from safetyctl.ledger.tables import campus as _campus  # noqa: F401 - the table that a reference names
from safetyctl.ledger.tables.bounds import Day, OptionalIssueDay
from safetyctl.ledger.tables.fields import Line, OptionalLine, OptionalProse, not_blank
from safetyctl.ledger.tables.record import Record, record_checks


class DocumentDraft(SQLModel):
    """A document as it is typed in; ``campus`` is the uid, or None for the group's own.

    ``category`` is a code of the plan's archive, ``replaces`` the uid of the version before this one;
    ``effective_from`` may lie ahead. ``document_no``, ``issuer`` and ``issued_on`` are those of what came from above.
    """

    campus: str | None = Field(default=None, foreign_key="campus.uid")
    category: Line
    title: Line
    filed_on: Day
    effective_from: Day
    document_no: OptionalLine = None
    issuer: OptionalLine = None
    issued_on: OptionalIssueDay = None
    keywords: OptionalLine = None
    note: OptionalProse = None
    replaces: str | None = Field(default=None, foreign_key="document.uid")
    name: Line
    sha256: str
    size: int = Field(ge=1)


class Document(Record, DocumentDraft, table=True):
    """A document on file. Of the versions that replace one, only one may count."""

    __table_args__ = (
        *record_checks("document"),
        not_blank("category", "document_categorised"),
        not_blank("title", "document_titled"),
        not_blank("name", "document_named"),
        sa.CheckConstraint("length(sha256) = 64", name="document_hashed"),
        sa.CheckConstraint("size > 0", name="document_sized"),
        sa.CheckConstraint("replaces <> uid", name="document_not_its_own"),
        sa.Index("document_by_category", "category", "campus"),
        sa.Index(
            "document_replaced_once",
            "replaces",
            unique=True,
            sqlite_where=sa.text("voided_on IS NULL"),
            postgresql_where=sa.text("voided_on IS NULL"),
        ),
    )

    category: str
    title: str
    filed_on: date
    effective_from: date
    document_no: str | None = None
    issuer: str | None = None
    keywords: str | None = None
    note: str | None = None
    name: str
