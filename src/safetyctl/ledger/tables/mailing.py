"""What was sent by e-mail, or tried (R21): one row for each attempt, kept from before its first byte went out."""

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from safetyctl.ledger.tables.fields import Line, among, new_uid, not_blank
from safetyctl.ledger.words import MailState


class MailingDraft(SQLModel):
    """An attempt as it begins: the bundle by its name and sha256, to whom, under which Message-ID."""

    bundle: Line
    sha256: str
    recipient: Line
    message_id: Line


_TRYING = f"state = '{MailState.TRYING}'"


class Mailing(MailingDraft, table=True):
    """An attempt to send a bundle to one recipient; ``answer`` is the server's. One at a time may be open."""

    __table_args__ = (
        not_blank("bundle", "mailing_bundled"),
        not_blank("recipient", "mailing_addressed"),
        not_blank("message_id", "mailing_identified"),
        among("state", MailState, "mailing_state"),
        sa.CheckConstraint("number > 0", name="mailing_numbered"),
        sa.CheckConstraint("length(sha256) = 64", name="mailing_hashed"),
        sa.CheckConstraint(f"({_TRYING}) = (finished_at IS NULL)", name="mailing_finished"),
        sa.Index("mailing_by_bundle", "sha256", "state"),
        sa.Index(
            "mailing_one_at_a_time",
            "sha256",
            sa.text("lower(recipient)"),
            unique=True,
            sqlite_where=sa.text(_TRYING),
            postgresql_where=sa.text(_TRYING),
        ),
    )

    uid: str = Field(default_factory=new_uid, primary_key=True)
    number: int = Field(unique=True)
    bundle: str
    recipient: str
    message_id: str
    started_at: str
    state: str
    answer: str | None = None
    finished_at: str | None = None
