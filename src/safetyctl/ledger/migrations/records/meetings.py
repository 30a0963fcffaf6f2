import sqlalchemy as sa
from alembic import op

from safetyctl.ledger.migrations.records.columns import record_columns, record_constraints

KINDS = "'mobilisation', 'special', 'risk-study', 'leading-group', 'other'"


def create() -> None:
    op.create_table(
        "meeting",
        *record_columns(),
        sa.Column("campus", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("chair", sa.String(), nullable=True),
        sa.Column("participants", sa.String(), nullable=True),
        sa.Column("minutes", sa.String(), nullable=True),
        sa.CheckConstraint("length(trim(title)) > 0", name="meeting_titled"),
        sa.CheckConstraint(f"kind IN ({KINDS})", name="meeting_kind_known"),
        sa.ForeignKeyConstraint(["campus"], ["campus.uid"]),
        *record_constraints("meeting"),
    )
    op.create_index("meeting_by_day", "meeting", ["held_on", "campus"], unique=False)
    op.create_table(
        "decision",
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("meeting", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("dropped_on", sa.Date(), nullable=True),
        sa.Column("drop_reason", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("updated_at", sa.String(), nullable=False),
        sa.CheckConstraint("length(trim(what)) > 0", name="decision_said"),
        sa.CheckConstraint("length(trim(person)) > 0", name="decision_owned"),
        sa.CheckConstraint("position > 0", name="decision_numbered"),
        sa.CheckConstraint("(done_on IS NULL) = (done_by IS NULL)", name="decision_done_by"),
        sa.CheckConstraint(
            "dropped_on IS NULL OR length(trim(coalesce(drop_reason, ''))) > 0", name="decision_drop_reasoned"
        ),
        sa.CheckConstraint("done_on IS NULL OR dropped_on IS NULL", name="decision_done_or_dropped"),
        sa.ForeignKeyConstraint(["meeting"], ["meeting.uid"]),
        sa.PrimaryKeyConstraint("uid"),
    )
    op.create_index("decision_by_meeting", "decision", ["meeting", "position"], unique=False)
    op.create_index("decision_by_due", "decision", ["due"], unique=False)
