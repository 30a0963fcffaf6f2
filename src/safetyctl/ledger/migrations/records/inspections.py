import sqlalchemy as sa
from alembic import op

from safetyctl.ledger.migrations.records.columns import record_columns, record_constraints


def create() -> None:
    op.create_table(
        "inspection",
        *record_columns(),
        sa.Column("campus", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("zones", sa.String(), nullable=True),
        sa.Column("persons", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('dragnet', 'routine', 'special', 'holiday', 'group')", name="inspection_kind"
        ),
        sa.CheckConstraint(
            "finished_on IS NULL OR finished_on >= started_on", name="inspection_finished_after_start"
        ),
        sa.ForeignKeyConstraint(["campus"], ["campus.uid"]),
        *record_constraints("inspection"),
    )
    op.create_index("inspection_by_day", "inspection", ["started_on", "campus"], unique=False)
    op.create_table(
        "inspection_item",
        sa.Column("inspection", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.Column("hazard", sa.String(), nullable=True),
        sa.Column("amended_on", sa.Date(), nullable=True),
        sa.Column("amended_from", sa.String(), nullable=True),
        sa.Column("amended_reason", sa.String(), nullable=True),
        sa.Column("uid", sa.String(), nullable=False),
        sa.CheckConstraint("length(trim(area)) > 0", name="inspection_item_placed"),
        sa.CheckConstraint("length(trim(item)) > 0", name="inspection_item_coded"),
        sa.CheckConstraint("result IN ('pass', 'fail', 'na')", name="inspection_item_result"),
        sa.CheckConstraint("amended_from IN ('pass', 'fail', 'na')", name="inspection_item_first_result"),
        sa.CheckConstraint("(result IS NULL) = (recorded_on IS NULL)", name="inspection_item_recorded"),
        sa.CheckConstraint("hazard IS NULL OR result = 'fail'", name="inspection_item_failed"),
        sa.CheckConstraint(
            "amended_on IS NULL OR length(trim(coalesce(amended_reason, ''))) > 0",
            name="inspection_item_amended",
        ),
        sa.ForeignKeyConstraint(["inspection"], ["inspection.uid"]),
        sa.ForeignKeyConstraint(["hazard"], ["hazard.uid"]),
        sa.PrimaryKeyConstraint("uid"),
    )
    op.create_index("inspection_item_once", "inspection_item", ["inspection", "item"], unique=True)
    op.create_index(
        "inspection_item_looked_at", "inspection_item", ["inspection", "area", "recorded_on"], unique=False
    )
