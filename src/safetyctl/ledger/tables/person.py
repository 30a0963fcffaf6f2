"""The roster of people. A person who leaves is retired, never deleted."""

from datetime import date

from sqlmodel import Field, SQLModel

from safetyctl.ledger.tables import campus as _campus  # noqa: F401 - the table that a reference names
from safetyctl.ledger.tables.fields import Line, OptionalLine, OptionalProse, new_uid, not_blank


class PersonDraft(SQLModel):
    """A person as typed in; ``campus`` is the uid, or None for the group's own people."""

    name: Line
    role: OptionalLine = None
    campus: str | None = Field(default=None, foreign_key="campus.uid", index=True)
    telephone: OptionalLine = None
    note: OptionalProse = None


class Person(PersonDraft, table=True):
    """A person on the roster."""

    __table_args__ = (not_blank("name", "person_named"),)

    uid: str = Field(default_factory=new_uid, primary_key=True)
    name: str = Field(index=True)
    retired_on: date | None = None
    note: str | None = None
