import sqlalchemy as sa
from alembic import op

from safetyctl.ledger.migrations.records.columns import record_columns, record_constraints


def create() -> None:
    op.create_table(
        "document",
        *record_columns(),
        sa.Column("campus", sa.String(), nullable=True),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("document_no", sa.String(), nullable=True),
        sa.Column("issuer", sa.String(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("keywords", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("replaces", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(trim(category)) > 0", name="document_categorised"),
        sa.CheckConstraint("length(trim(title)) > 0", name="document_titled"),
        sa.CheckConstraint("length(trim(name)) > 0", name="document_named"),
        sa.CheckConstraint("length(sha256) = 64", name="document_hashed"),
        sa.CheckConstraint("size > 0", name="document_sized"),
        sa.CheckConstraint("replaces <> uid", name="document_not_its_own"),
        sa.ForeignKeyConstraint(["campus"], ["campus.uid"]),
        sa.ForeignKeyConstraint(["replaces"], ["document.uid"]),
        *record_constraints("document"),
    )
    op.create_index("document_by_category", "document", ["category", "campus"], unique=False)
    op.create_index(
        "document_replaced_once",
        "document",
        ["replaces"],
        unique=True,
        sqlite_where=sa.text("voided_on IS NULL"),
        postgresql_where=sa.text("voided_on IS NULL"),
    )
