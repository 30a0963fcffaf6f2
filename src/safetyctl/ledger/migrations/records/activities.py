import sqlalchemy as sa
from alembic import op

from safetyctl.ledger.migrations.records.columns import record_columns, record_constraints


def create() -> None:
    op.create_table(
        "activity",
        *record_columns(),
        sa.Column("campus", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("participants", sa.Integer(), nullable=False),
        sa.Column("leader", sa.String(), nullable=True),
        sa.Column("teachers", sa.String(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("report_channel", sa.String(), nullable=True),
        sa.Column("report_receipt", sa.String(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("plan_on", sa.Date(), nullable=True),
        sa.Column("plan_name", sa.String(), nullable=True),
        sa.Column("plan_sha256", sa.String(), nullable=True),
        sa.CheckConstraint("kind IN ('gathering', 'outing')", name="activity_kind"),
        sa.CheckConstraint("length(trim(title)) > 0", name="activity_titled"),
        sa.CheckConstraint("length(trim(place)) > 0", name="activity_placed"),
        sa.CheckConstraint("ends_on >= starts_on", name="activity_in_order"),
        sa.CheckConstraint("participants > 0", name="activity_attended"),
        sa.CheckConstraint(
            "(plan_on IS NULL) = (plan_name IS NULL) AND (plan_on IS NULL) = (plan_sha256 IS NULL)",
            name="activity_planned",
        ),
        sa.CheckConstraint(
            "reported_on IS NOT NULL OR (report_channel IS NULL AND report_receipt IS NULL)",
            name="activity_reported",
        ),
        sa.ForeignKeyConstraint(["campus"], ["campus.uid"]),
        *record_constraints("activity"),
    )
    op.create_index("activity_by_day", "activity", ["starts_on", "campus"], unique=False)
