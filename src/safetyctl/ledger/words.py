"""The ledger's enumerations, stored by value; labels for people are in the catalogue."""

from enum import StrEnum

from safetyctl.ground.catalogue import N_


class Level(StrEnum):
    """隐患等级, as the state grades them (reading A19)."""

    GENERAL = "general"
    MAJOR = "major"


class Status(StrEnum):
    """Where a hazard stands. Overdue is computed from the day, never stored."""

    OPEN = "open"
    ASSIGNED = "assigned"
    RECTIFIED = "rectified"
    VERIFIED = "verified"
    CLOSED = "closed"
    VOID = "void"


class Source(StrEnum):
    """排查方式: how a hazard came to be known."""

    INSPECTION = "inspection"
    SELF_CHECK = "self-check"
    SUPERVISION = "supervision"
    REPORT = "report"
    IMPORT = "import"


class StepKind(StrEnum):
    """One step of a hazard's life; each is a record of its own and none is overwritten."""

    FOUND = "found"
    ASSIGNED = "assigned"
    RECTIFIED = "rectified"
    PASSED = "passed"
    FAILED = "failed"
    CLOSED = "closed"
    REOPENED = "reopened"
    VOIDED = "voided"
    EXTENDED = "extended"
    DEFERRED = "deferred"
    ESCALATED = "escalated"
    UPLOADED = "uploaded"


class AttachmentKind(StrEnum):
    """What a photograph or file shows: the place before or after rectification, or something else."""

    BEFORE = "before"
    AFTER = "after"
    OTHER = "other"


LEVEL_LABELS = {Level.GENERAL: N_("general"), Level.MAJOR: N_("major")}
STATUS_LABELS = {
    Status.OPEN: N_("registered"),
    Status.ASSIGNED: N_("being rectified"),
    Status.RECTIFIED: N_("waiting for verification"),
    Status.VERIFIED: N_("verified"),
    Status.CLOSED: N_("closed"),
    Status.VOID: N_("void"),
}
SOURCE_LABELS = {
    Source.INSPECTION: N_("inspection"),
    Source.SELF_CHECK: N_("self-check"),
    Source.SUPERVISION: N_("supervision"),
    Source.REPORT: N_("tip-off"),
    Source.IMPORT: N_("import"),
}
ATTACHMENT_LABELS = {
    AttachmentKind.BEFORE: N_("before"),
    AttachmentKind.AFTER: N_("after"),
    AttachmentKind.OTHER: N_("other"),
}

AWAITING_RECTIFICATION = (Status.OPEN, Status.ASSIGNED)
SETTLED = (Status.CLOSED, Status.VOID)
MOVING_THE_DEADLINE = (StepKind.EXTENDED, StepKind.DEFERRED)
