import sqlalchemy as sa
from alembic import op

from safetyctl.ledger.migrations.records.columns import record_columns, record_constraints


def create() -> None:
    op.create_table(
        "roster",
        *record_columns(),
        sa.Column("campus", sa.String(), nullable=False),
        sa.Column("duty", sa.String(), nullable=False),
        sa.Column("named", sa.Date(), nullable=False),
        sa.Column("holiday", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.CheckConstraint("length(trim(duty)) > 0", name="roster_owed"),
        sa.CheckConstraint("length(trim(holiday)) > 0", name="roster_for_holiday"),
        sa.CheckConstraint("last_day >= first_day", name="roster_in_order"),
        sa.ForeignKeyConstraint(["campus"], ["campus.uid"]),
        *record_constraints("roster"),
    )
    op.create_index("roster_by_duty", "roster", ["named", "campus"], unique=False)
    op.create_table(
        "roster_shift",
        sa.Column("roster", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shift", sa.String(), nullable=False),
        sa.Column("starts", sa.String(), nullable=True),
        sa.Column("ends", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("telephone", sa.String(), nullable=True),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("length(trim(shift)) > 0", name="roster_shift_named"),
        sa.CheckConstraint("length(trim(person)) > 0", name="roster_shift_staffed"),
        sa.CheckConstraint("line > 0", name="roster_shift_numbered"),
        sa.CheckConstraint("(starts IS NULL) = (ends IS NULL)", name="roster_shift_timed"),
        sa.ForeignKeyConstraint(["roster"], ["roster.uid"]),
        sa.PrimaryKeyConstraint("uid"),
    )
    op.create_index("roster_shift_by_roster", "roster_shift", ["roster", "line"], unique=False)
