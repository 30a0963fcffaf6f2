import sqlalchemy as sa
from alembic import op


def create() -> None:
    op.create_table(
        "enclosure",
        sa.Column("owner_kind", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.CheckConstraint("length(trim(name)) > 0", name="enclosure_named"),
        sa.CheckConstraint("length(trim(owner_kind)) > 0", name="enclosure_owned"),
        sa.CheckConstraint("length(sha256) = 64", name="enclosure_hashed"),
        sa.CheckConstraint("size >= 0", name="enclosure_sized"),
        sa.PrimaryKeyConstraint("uid"),
    )
    op.create_index("enclosure_by_owner", "enclosure", ["owner_kind", "owner"], unique=False)
