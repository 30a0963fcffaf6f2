"""Every table at once: for the schema's comparison and for nothing on a command's path."""

from sqlmodel import SQLModel

from safetyctl.ledger.tables import (
    activity,
    attachment,
    campaign,
    campus,
    document,
    drill,
    education,
    enclosure,
    hazard,
    incident,
    inspection,
    journal,
    mailing,
    meeting,
    person,
    responsibility,
    roster,
    submission,
    supervision,
    training,
    waiver,
)

MODULES = (
    activity,
    attachment,
    campaign,
    campus,
    document,
    drill,
    education,
    enclosure,
    hazard,
    incident,
    inspection,
    journal,
    mailing,
    meeting,
    person,
    responsibility,
    roster,
    submission,
    supervision,
    training,
    waiver,
)
METADATA = SQLModel.metadata
