"""An index of the changes after which a hazard says something else: what it said on an earlier day is asked often.

Revision: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

REWORDED = (
    "kind = 'hazard' AND verb IN ('hazard.assign', 'hazard.defer', 'hazard.edit', 'hazard.renew', 'undo')"
)


def upgrade() -> None:
    op.create_index(
        "journal_reworded",
        "journal",
        ["kind", "day"],
        unique=False,
        sqlite_where=sa.text(REWORDED),
        postgresql_where=sa.text(REWORDED),
    )
