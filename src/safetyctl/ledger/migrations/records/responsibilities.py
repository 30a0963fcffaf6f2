import sqlalchemy as sa
from alembic import op

from safetyctl.ledger.migrations.records.columns import record_columns, record_constraints


def create() -> None:
    op.create_table(
        "responsibility",
        *record_columns(),
        sa.Column("campus", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("length(trim(area)) > 0", name="responsibility_for_area"),
        sa.CheckConstraint("until IS NULL OR until >= since", name="responsibility_in_order"),
        sa.ForeignKeyConstraint(["campus"], ["campus.uid"]),
        sa.ForeignKeyConstraint(["person"], ["person.uid"]),
        *record_constraints("responsibility"),
    )
    op.create_index("responsibility_by_area", "responsibility", ["campus", "area"], unique=False)
