"""Safety education (安全教育, R2): lessons by topic and form, and the city platform's figures by class."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from safetyctl.ledger.tables import campus as _campus  # noqa: F401 - the table that a reference names
from safetyctl.ledger.tables.bounds import AnyNumber, Day, OptionalNumber
from safetyctl.ledger.tables.fields import OptionalLine, OptionalProse, among
from safetyctl.ledger.tables.record import Record, record_checks
from safetyctl.ledger.words import Form, Topic, as_sql


class EducationDraft(SQLModel):
    """A lesson as it is typed in: how many it reached, of which grade or class.

    A figure of the city's platform (form ``platform``) has no topic; of ``out_of`` pupils of its class it reached
    those who completed.
    """

    campus: str = Field(foreign_key="campus.uid")
    topic: Topic | None = Field(default=None, sa_type=sa.String)
    form: Form = Field(sa_type=sa.String)
    held_on: Day
    reached: AnyNumber
    out_of: OptionalNumber = None
    title: OptionalLine = None
    grade: OptionalLine = None
    note: OptionalProse = None


class Education(Record, EducationDraft, table=True):
    """A lesson that was given, or a class's figure on a day."""

    __table_args__ = (
        *record_checks("education"),
        among("form", Form, "education_form_known"),
        sa.CheckConstraint(
            f"topic IS NULL OR topic IN {as_sql(Topic)}",
            name="education_topic_known",
        ),
        sa.CheckConstraint("(topic IS NULL) = (form = 'platform')", name="education_has_topic"),
        sa.CheckConstraint("reached > 0 OR form = 'platform'", name="education_reached"),
        sa.CheckConstraint("out_of IS NULL OR (reached >= 0 AND reached <= out_of)", name="education_share"),
        sa.CheckConstraint(
            "form <> 'platform' OR (out_of IS NOT NULL AND length(trim(coalesce(grade, ''))) > 0)",
            name="education_by_class",
        ),
        sa.Index("education_by_day", "held_on", "campus"),
    )

    held_on: date
    reached: int
    out_of: int | None = None
    title: str | None = None
    grade: str | None = None
    note: str | None = None
