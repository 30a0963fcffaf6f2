"""Waivers, and a plan's own text beside the plan.

Revision: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "waiver",
        sa.Column("campus", sa.String(), nullable=True),
        sa.Column("waived_on", sa.Date(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("duty", sa.String(), nullable=False),
        sa.Column("named", sa.String(), nullable=False),
        sa.Column("whom", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.Column("revoked_by", sa.String(), nullable=True),
        sa.Column("revoke_reason", sa.String(), nullable=True),
        sa.CheckConstraint("length(trim(duty)) > 0", name="waiver_dutied"),
        sa.CheckConstraint("length(trim(named)) > 0", name="waiver_named"),
        sa.CheckConstraint("length(trim(reason)) > 0", name="waiver_reasoned"),
        sa.CheckConstraint('length(trim("by")) > 0', name="waiver_signed"),
        sa.CheckConstraint("number > 0", name="waiver_numbered"),
        sa.CheckConstraint(
            "CASE WHEN revoked_on IS NULL THEN revoked_by IS NULL AND revoke_reason IS NULL"
            " ELSE length(trim(coalesce(revoked_by, ''))) > 0 AND length(trim(coalesce(revoke_reason, ''))) > 0 END",
            name="waiver_revoked_reasoned",
        ),
        sa.CheckConstraint("revoked_on IS NULL OR revoked_on >= waived_on", name="waiver_in_order"),
        sa.ForeignKeyConstraint(["campus"], ["campus.uid"]),
        sa.PrimaryKeyConstraint("uid"),
        sa.UniqueConstraint("number"),
    )
    op.create_index(
        "waiver_in_force",
        "waiver",
        ["duty", "named", sa.text("coalesce(campus, '')"), sa.text("coalesce(whom, '')")],
        unique=True,
        sqlite_where=sa.text("revoked_on IS NULL"),
        postgresql_where=sa.text("revoked_on IS NULL"),
    )
    op.create_index("waiver_by_duty", "waiver", ["duty", "named"], unique=False)
    op.add_column("campaign", sa.Column("source", sa.String(), nullable=True))
