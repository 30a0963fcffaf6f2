"""Every table at once: for the schema's comparison and for nothing on a command's path."""

from sqlmodel import SQLModel

from safetyctl.ledger.tables import attachment, campaign, campus, hazard, journal, person, submission

MODULES = (attachment, campaign, campus, hazard, journal, person, submission)
METADATA = SQLModel.metadata
