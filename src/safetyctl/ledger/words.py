"""The ledger's enumerations, stored by value; labels for people are in the catalogue."""

from collections.abc import Iterable
from enum import StrEnum
from unicodedata import normalize

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


class MailState(StrEnum):
    """How an attempt to send stands: ``unknown`` where the connection ended before the server's answer."""

    TRYING = "trying"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"


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
SENDING_BACK = (StepKind.FAILED, StepKind.REOPENED)


def as_sql(codes: Iterable[str]) -> str:
    """Codes as SQL lists them: ``('open', 'assigned')``."""
    return f"({', '.join(repr(str(code)) for code in codes)})"


AWAITING_SQL = as_sql(AWAITING_RECTIFICATION)
SETTLED_SQL = as_sql(SETTLED)
MOVING_SQL = as_sql(MOVING_THE_DEADLINE)


class InspectionKind(StrEnum):
    """排查类别: what an inspection is for, and whose it is."""

    DRAGNET = "dragnet"
    ROUTINE = "routine"
    SPECIAL = "special"
    HOLIDAY = "holiday"
    GROUP = "group"


class ItemResult(StrEnum):
    """What a check item was found to be; ``na`` is a finding too: the campus has no such thing."""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    NA = "na"


INSPECTION_KIND_LABELS = {
    InspectionKind.DRAGNET: N_("dragnet inspection"),
    InspectionKind.ROUTINE: N_("routine inspection"),
    InspectionKind.SPECIAL: N_("special inspection"),
    InspectionKind.HOLIDAY: N_("holiday inspection"),
    InspectionKind.GROUP: N_("inspection by the group"),
}
ITEM_RESULT_LABELS = {
    ItemResult.PASS: N_("passed"),
    ItemResult.FAIL: N_("failed"),
    ItemResult.NA: N_("not applicable"),
}


class MeetingKind(StrEnum):
    """What a meeting is for, as the plan names them (2.1(3), 3 phase 1)."""

    MOBILISATION = "mobilisation"
    SPECIAL = "special"
    RISK_STUDY = "risk-study"
    LEADING_GROUP = "leading-group"
    OTHER = "other"


class Topic(StrEnum):
    """What a lesson is about: the topics of the plan (1.9, 2.2(2)), and what is none of them."""

    LAB = "lab"
    TRAFFIC = "traffic"
    FIRE = "fire"
    LIFE = "life"
    FOOD = "food"
    STAMPEDE = "stampede"
    DROWNING = "drowning"
    DRUGS = "drugs"
    HEALTH = "health"
    BULLYING = "bullying"
    FRAUD = "fraud"
    OTHER = "other"


class Form(StrEnum):
    """How safety education is given (2.2(1), 2.5(3)); ``platform`` is a class's figure on the city's (1.9)."""

    LESSON = "lesson"
    CLASS_MEETING = "class-meeting"
    FLAG_CEREMONY = "flag-ceremony"
    BROADCAST = "broadcast"
    BOARD = "board"
    LECTURE = "lecture"
    FAMILY = "family"
    OTHER = "other"
    PLATFORM = "platform"


class Aspect(StrEnum):
    """The four aspects of the group's supervision (2.4(2))."""

    RESPONSIBILITY = "responsibility"
    REGULATIONS = "regulations"
    RECTIFICATION = "rectification"
    MECHANISM = "mechanism"


MAIL_STATE_LABELS = {
    MailState.TRYING: N_("begun, not settled"),
    MailState.ACCEPTED: N_("taken by the mail server"),
    MailState.REFUSED: N_("refused by the mail server"),
    MailState.UNKNOWN: N_("sent, answer not known"),
}
MEETING_LABELS = {
    MeetingKind.MOBILISATION: N_("mobilisation meeting"),
    MeetingKind.SPECIAL: N_("working meeting of the campaign"),
    MeetingKind.RISK_STUDY: N_("risk assessment meeting"),
    MeetingKind.LEADING_GROUP: N_("meeting of the leading group"),
    MeetingKind.OTHER: N_("other meeting"),
}
TOPIC_LABELS = {
    Topic.LAB: N_("laboratories and chemicals"),
    Topic.TRAFFIC: N_("traffic safety"),
    Topic.FIRE: N_("fire safety"),
    Topic.LIFE: N_("safety of life"),
    Topic.FOOD: N_("food safety"),
    Topic.STAMPEDE: N_("against stampedes"),
    Topic.DROWNING: N_("against drowning"),
    Topic.DRUGS: N_("against drugs"),
    Topic.HEALTH: N_("hygiene and health"),
    Topic.BULLYING: N_("against bullying"),
    Topic.FRAUD: N_("against online fraud"),
    Topic.OTHER: N_("another topic"),
}
FORM_LABELS = {
    Form.LESSON: N_("lesson in class"),
    Form.CLASS_MEETING: N_("class meeting"),
    Form.FLAG_CEREMONY: N_("flag ceremony"),
    Form.BROADCAST: N_("school broadcast"),
    Form.BOARD: N_("blackboard or display"),
    Form.LECTURE: N_("lecture"),
    Form.FAMILY: N_("together with families"),
    Form.OTHER: N_("another form"),
    Form.PLATFORM: N_("city's education platform"),
}
ASPECT_LABELS = {
    Aspect.RESPONSIBILITY: N_("safety responsibility"),
    Aspect.REGULATIONS: N_("safety regulations"),
    Aspect.RECTIFICATION: N_("rectification of hazards"),
    Aspect.MECHANISM: N_("long-term mechanism"),
}

PLAN_TOPICS = tuple(topic for topic in Topic if topic != Topic.OTHER)


class ActivityKind(StrEnum):
    """集体活动类别: at school, or out of it; an outing is reported before it starts (R6)."""

    GATHERING = "gathering"
    OUTING = "outing"


class IncidentKind(StrEnum):
    """事故类别, as the plan names them (2.5(2))."""

    FOOD_POISONING = "food-poisoning"
    OUTBREAK = "outbreak"
    INJURY = "injury"
    DEATH = "death"
    CRIMINAL = "criminal"
    OTHER = "other"


ACTIVITY_KIND_LABELS = {ActivityKind.GATHERING: N_("gathering"), ActivityKind.OUTING: N_("outing")}
INCIDENT_KIND_LABELS = {
    IncidentKind.FOOD_POISONING: N_("food poisoning"),
    IncidentKind.OUTBREAK: N_("outbreak of disease"),
    IncidentKind.INJURY: N_("unnatural injury"),
    IncidentKind.DEATH: N_("unnatural death"),
    IncidentKind.CRIMINAL: N_("criminal case"),
    IncidentKind.OTHER: N_("other incident"),
}

E_MAIL = "e-mail"
"""How a submission says that it went by e-mail."""
CHANNEL_LABELS = {
    "paper": N_("on paper"),
    E_MAIL: N_("by e-mail"),
    "platform": N_("on the platform"),
    "telephone": N_("by telephone"),
}
"""How things are handed in, as the plan's codes; whatever else is said stays as it was typed."""
_CHANNEL_WORDS = {
    "paper": ("on paper", "纸质", "纸质稿", "纸质版", "纸质材料", "纸面", "书面"),
    E_MAIL: ("email", "by e-mail", "by email", "电子邮件", "邮件", "电邮", "电子邮箱", "邮箱"),
    "platform": ("on the platform", "省系统", "省平台", "系统", "平台", "网上填报", "网上上报"),
    "telephone": ("phone", "by telephone", "by phone", "电话", "电话报告"),
}
_CHANNELS = {word: code for code, words in _CHANNEL_WORDS.items() for word in (code, *words)}


def channel_code(text: str | None) -> str | None:
    """The code of what was said of how something was handed in, in either language; other words as they are."""
    if text is None:
        return None
    return _CHANNELS.get(normalize("NFKC", text).strip().casefold(), text)


REWORDING = ("hazard.assign", "hazard.defer", "hazard.edit", "hazard.renew", "undo")
"""The changes after which a hazard may say something else than before, as the journal calls them."""
REWORDED = f"kind = 'hazard' AND verb IN {as_sql(REWORDING)}"
"""The journal's entries of such changes, as SQL: an index has them by their day."""
REGROUPED = f"{REWORDED} AND verb IN {as_sql(('hazard.edit', 'hazard.renew', 'undo'))}"
"""Those after which a hazard may count for another area or level, as SQL."""
