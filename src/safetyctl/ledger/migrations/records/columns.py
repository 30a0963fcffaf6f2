"""The columns and CHECKs that every numbered record of revision 0003 has."""

import sqlalchemy as sa


def record_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("voided_on", sa.Date(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("updated_at", sa.String(), nullable=False),
    ]


def record_constraints(table: str) -> list[sa.Constraint]:
    return [
        sa.CheckConstraint("number > 0", name=f"{table}_numbered"),
        sa.CheckConstraint(
            "voided_on IS NULL OR length(trim(coalesce(void_reason, ''))) > 0", name=f"{table}_void_reasoned"
        ),
        sa.PrimaryKeyConstraint("uid"),
        sa.UniqueConstraint("number"),
    ]
