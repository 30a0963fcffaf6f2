"""What a list says of a person, or of a line of a roster, and has no column of its own.

Revision: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    for table in ("person", "roster_shift"):
        op.add_column(table, sa.Column("note", sa.String(), nullable=True))
