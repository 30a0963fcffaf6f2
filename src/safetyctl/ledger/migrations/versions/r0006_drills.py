"""At what time of day and where a drill was held, and what else is to be said of it.

Revision: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    for column in ("held_at", "place", "note"):
        op.add_column("drill", sa.Column(column, sa.String(), nullable=True))
