"""The campuses (校区) of the group."""

from datetime import date

from sqlmodel import Field, SQLModel

from safetyctl.ledger.tables.fields import Line, new_uid, not_blank


class CampusDraft(SQLModel):
    """A campus (校区) as it is typed in; one that came later owes nothing that was due before it ``joined_on``."""

    name: Line
    position: int
    joined_on: date | None = None


class Campus(CampusDraft, table=True):
    """A campus, in the order in which the group lists them."""

    __table_args__ = (not_blank("name", "campus_named"),)

    uid: str = Field(default_factory=new_uid, primary_key=True)
    name: str = Field(unique=True)
