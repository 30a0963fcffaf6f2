import sqlalchemy as sa
from alembic import op

from safetyctl.ledger.migrations.records.columns import record_columns, record_constraints


def create() -> None:
    op.create_table(
        "drill",
        *record_columns(),
        sa.Column("campus", sa.String(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("participants", sa.Integer(), nullable=False),
        sa.Column("evacuated_in", sa.Integer(), nullable=True),
        sa.Column("leader", sa.String(), nullable=True),
        sa.Column("problems", sa.String(), nullable=True),
        sa.CheckConstraint("length(trim(theme)) > 0", name="drill_themed"),
        sa.CheckConstraint("participants > 0", name="drill_attended"),
        sa.CheckConstraint("evacuated_in IS NULL OR evacuated_in > 0", name="drill_timed"),
        sa.ForeignKeyConstraint(["campus"], ["campus.uid"]),
        *record_constraints("drill"),
    )
    op.create_index("drill_by_day", "drill", ["held_on", "campus"], unique=False)
