"""The campaigns (plans) that the ledger has followed."""

from datetime import date

from sqlmodel import Field, SQLModel

from safetyctl.ledger.tables.fields import new_uid, not_blank


class Campaign(SQLModel, table=True):
    """A plan that the group adopted: its canonical JSON, so that the ledger alone reproduces every answer.

    ``source`` is the plan's own TOML text as adopted; None where a ledger of revision 0001 was given its plan.
    """

    __table_args__ = (not_blank("code", "campaign_coded"),)

    uid: str = Field(default_factory=new_uid, primary_key=True)
    code: str = Field(unique=True)
    plan: str
    sha256: str
    adopted_on: date
    source: str | None = None
