import sqlalchemy as sa
from alembic import op

from safetyctl.ledger.migrations.records.columns import record_columns, record_constraints

KINDS = "'food-poisoning', 'outbreak', 'injury', 'death', 'criminal', 'other'"


def create() -> None:
    op.create_table(
        "incident",
        *record_columns(),
        sa.Column("campus", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("occurred_at", sa.String(), nullable=False),
        sa.Column("class_told_at", sa.String(), nullable=True),
        sa.Column("known_at", sa.String(), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("what", sa.String(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("cause", sa.String(), nullable=True),
        sa.Column("aftermath", sa.String(), nullable=True),
        sa.Column("correction", sa.String(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint(f"kind IN ({KINDS})", name="incident_kind"),
        sa.CheckConstraint("known_at >= occurred_at", name="incident_known_after"),
        sa.CheckConstraint(
            "class_told_at IS NULL OR (class_told_at >= occurred_at AND class_told_at <= known_at)",
            name="incident_told_between",
        ),
        sa.CheckConstraint("people IS NULL OR people >= 0", name="incident_people"),
        sa.CheckConstraint(
            "closed_on IS NULL OR (closed_on >= known_on AND length(trim(coalesce(cause, ''))) > 0)",
            name="incident_closed_reasoned",
        ),
        sa.ForeignKeyConstraint(["campus"], ["campus.uid"]),
        *record_constraints("incident"),
    )
    op.create_index("incident_by_day", "incident", ["known_on", "campus"], unique=False)
    op.create_table(
        "notification",
        sa.Column("incident", sa.String(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("told_at", sa.String(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("told_by", sa.String(), nullable=True),
        sa.Column("how", sa.String(), nullable=True),
        sa.Column("correction", sa.String(), nullable=True),
        sa.Column("uid", sa.String(), nullable=False),
        sa.CheckConstraint("length(trim(authority)) > 0", name="notification_addressed"),
        sa.ForeignKeyConstraint(["incident"], ["incident.uid"]),
        sa.PrimaryKeyConstraint("uid"),
        sa.UniqueConstraint("incident", "authority", name="notification_once"),
    )
