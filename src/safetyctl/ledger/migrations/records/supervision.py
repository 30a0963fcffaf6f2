import sqlalchemy as sa
from alembic import op

from safetyctl.ledger.migrations.records.columns import record_columns, record_constraints

ASPECTS = "'responsibility', 'regulations', 'rectification', 'mechanism'"


def create() -> None:
    op.create_table(
        "supervision",
        *record_columns(),
        sa.Column("campus", sa.String(), nullable=False),
        sa.Column("aspect", sa.String(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("finding", sa.String(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("visitors", sa.String(), nullable=True),
        sa.Column("correction", sa.String(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("corrected_on", sa.Date(), nullable=True),
        sa.Column("corrected_note", sa.String(), nullable=True),
        sa.CheckConstraint("length(trim(finding)) > 0", name="supervision_found"),
        sa.CheckConstraint(f"aspect IN ({ASPECTS})", name="supervision_aspect_known"),
        sa.CheckConstraint("score >= 0 AND score <= 100", name="supervision_scored"),
        sa.CheckConstraint("(correction IS NULL) = (due IS NULL)", name="supervision_due"),
        sa.CheckConstraint("due IS NULL OR due >= visited_on", name="supervision_due_after"),
        sa.CheckConstraint("correction IS NOT NULL OR person IS NULL", name="supervision_person"),
        sa.CheckConstraint(
            "corrected_on IS NULL OR (correction IS NOT NULL AND corrected_on >= visited_on)",
            name="supervision_corrected",
        ),
        sa.ForeignKeyConstraint(["campus"], ["campus.uid"]),
        *record_constraints("supervision"),
    )
    op.create_index("supervision_by_day", "supervision", ["visited_on", "campus"], unique=False)
    op.create_index("supervision_by_due", "supervision", ["due"], unique=False)
    op.create_table(
        "accountability",
        *record_columns(),
        sa.Column("campus", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.CheckConstraint("length(trim(person)) > 0", name="accountability_named"),
        sa.CheckConstraint("length(trim(what)) > 0", name="accountability_reasoned"),
        sa.CheckConstraint("length(trim(measure)) > 0", name="accountability_measured"),
        sa.ForeignKeyConstraint(["campus"], ["campus.uid"]),
        *record_constraints("accountability"),
    )
    op.create_index("accountability_by_day", "accountability", ["decided_on", "campus"], unique=False)
