"""The records that the plan asks for besides hazards, and the hazards that wait counted by the day they were found.

Revision: 0003
"""

import sqlalchemy as sa
from alembic import op

from safetyctl.ledger.migrations.records import (
    activities,
    documents,
    drills,
    education,
    enclosures,
    incidents,
    inspections,
    meetings,
    responsibilities,
    rosters,
    supervision,
)

revision = "0003"
down_revision = "0002"

AWAITING = "status IN ('open', 'assigned')"


def upgrade() -> None:
    for records in (
        *(enclosures, drills, documents, activities, incidents, inspections, rosters, responsibilities),
        *(meetings, education, supervision),
    ):
        records.create()
    op.add_column("campus", sa.Column("joined_on", sa.Date(), nullable=True))
    op.drop_index("hazard_by_campus", table_name="hazard")
    op.create_index(
        "hazard_by_campus", "hazard", ["campus", "found_on", "status", "rectified_on", "source"], unique=False
    )
    op.create_index(
        "hazard_awaiting_by_found",
        "hazard",
        ["found_on", "campus"],
        unique=False,
        sqlite_where=sa.text(AWAITING),
        postgresql_where=sa.text(AWAITING),
    )
