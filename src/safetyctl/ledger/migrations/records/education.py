import sqlalchemy as sa
from alembic import op

from safetyctl.ledger.migrations.records.columns import record_columns, record_constraints

TOPICS = (
    "'lab', 'traffic', 'fire', 'life', 'food', 'stampede', 'drowning', 'drugs', 'health', 'bullying', 'fraud',"
    " 'other'"
)
FORMS = "'lesson', 'class-meeting', 'flag-ceremony', 'broadcast', 'board', 'lecture', 'family', 'other', 'platform'"


def create() -> None:
    op.create_table(
        "education",
        *record_columns(),
        sa.Column("campus", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=True),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("out_of", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("grade", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.CheckConstraint(f"form IN ({FORMS})", name="education_form_known"),
        sa.CheckConstraint(f"topic IS NULL OR topic IN ({TOPICS})", name="education_topic_known"),
        sa.CheckConstraint("(topic IS NULL) = (form = 'platform')", name="education_has_topic"),
        sa.CheckConstraint("reached > 0 OR form = 'platform'", name="education_reached"),
        sa.CheckConstraint("out_of IS NULL OR (reached >= 0 AND reached <= out_of)", name="education_share"),
        sa.CheckConstraint(
            "form <> 'platform' OR (out_of IS NOT NULL AND length(trim(coalesce(grade, ''))) > 0)",
            name="education_by_class",
        ),
        sa.ForeignKeyConstraint(["campus"], ["campus.uid"]),
        *record_constraints("education"),
    )
    op.create_index("education_by_day", "education", ["held_on", "campus"], unique=False)
    op.create_table(
        "training",
        *record_columns(),
        sa.Column("campus", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("attended", sa.Integer(), nullable=False),
        sa.Column("out_of", sa.Integer(), nullable=False),
        sa.Column("trainer", sa.String(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.CheckConstraint("length(trim(title)) > 0", name="training_titled"),
        sa.CheckConstraint("attended > 0 AND attended <= out_of", name="training_attended"),
        sa.CheckConstraint("minutes IS NULL OR minutes > 0", name="training_timed"),
        sa.ForeignKeyConstraint(["campus"], ["campus.uid"]),
        *record_constraints("training"),
    )
    op.create_index("training_by_day", "training", ["held_on", "campus"], unique=False)
