"""What was sent by e-mail, or tried.

Revision: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

TRYING = "state = 'trying'"


def upgrade() -> None:
    op.create_table(
        "mailing",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("bundle", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("started_at", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("finished_at", sa.String(), nullable=True),
        sa.CheckConstraint("length(trim(bundle)) > 0", name="mailing_bundled"),
        sa.CheckConstraint("length(trim(recipient)) > 0", name="mailing_addressed"),
        sa.CheckConstraint("length(trim(message_id)) > 0", name="mailing_identified"),
        sa.CheckConstraint("state IN ('trying', 'accepted', 'refused', 'unknown')", name="mailing_state"),
        sa.CheckConstraint("number > 0", name="mailing_numbered"),
        sa.CheckConstraint("length(sha256) = 64", name="mailing_hashed"),
        sa.CheckConstraint(f"({TRYING}) = (finished_at IS NULL)", name="mailing_finished"),
        sa.PrimaryKeyConstraint("uid"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("mailing_by_bundle", "mailing", ["sha256", "state"], unique=False)
    op.create_index(
        "mailing_one_at_a_time",
        "mailing",
        ["sha256", sa.text("lower(recipient)")],
        unique=True,
        sqlite_where=sa.text(TRYING),
        postgresql_where=sa.text(TRYING),
    )
