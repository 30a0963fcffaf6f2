"""Gatherings and outings (集会、师生外出, R6, R10): planned ahead, each with its contingency plan and its leaders."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from safetyctl.ground.catalogue import N_, _
from safetyctl.ground.errors import BadInput, Refused
from safetyctl.ledger.connection import Asks
from safetyctl.ledger.words import ActivityKind, channel_code
from safetyctl.plan.deadlines import Occurrence
from safetyctl.plan.judging import Answer
from safetyctl.records.kept import (
    FileView,
    Noun,
    amend,
    enclose,
    files_of,
    number_of,
    register,
    require_known_by,
    require_not_void,
    store,
)
from safetyctl.records.labels import FIELDS as SHARED
from safetyctl.records.labels import labelled

if TYPE_CHECKING:
    from safetyctl.ledger.tables.activity import Activity
    from safetyctl.ledger.writing import Transaction

PLAN_DUTY = "activity-plan"
REPORT_DUTY = "outing-report"
AHEAD = timedelta(days=731)
LONGEST = timedelta(days=366)

FIELDS = {
    "id": SHARED["id"],
    "campus": SHARED["campus"],
    "kind": N_("kind"),
    "title": N_("activity"),
    "on": N_("starts on"),
    "starts_on": N_("starts on"),
    "until": N_("ends on"),
    "ends_on": N_("ends on"),
    "place": N_("location"),
    "participants": N_("participants"),
    "leader": N_("leader in charge"),
    "teachers": N_("class teachers present"),
    "plan": N_("contingency plan"),
    "plan_name": N_("contingency plan"),
    "plan_on": N_("plan kept on"),
    "registered_on": N_("registered on"),
    "reported_on": N_("reported on"),
    "channel": SHARED["channel"],
    "report_channel": SHARED["channel"],
    "receipt": SHARED["receipt"],
    "report_receipt": SHARED["receipt"],
    "void_reason": SHARED["void_reason"],
}
ACTIVITY = Noun("activity", "A", N_("activity"), FIELDS, begins=("registered_on", "starts_on"))

MISSING = {
    "plan": N_("no contingency plan"),
    "leader": N_("no leader in charge"),
    "teachers": N_("no class teachers"),
    "report": N_("not reported as an outing"),
    "plan-late": N_("contingency plan kept only after it had started"),
    "report-late": N_("reported only after it had started"),
}
"""What makes an activity not ready."""


class ActivityView(NamedTuple):
    """An activity, with the keys of its JSON; ``missing`` are keys of ``MISSING``, none when it is ready."""

    id: str
    uid: str
    campus: str
    kind: str
    title: str
    on: date
    until: date
    place: str
    participants: int
    leader: str | None
    teachers: str | None
    plan: str | None
    plan_on: date | None
    reported_on: date | None
    channel: str | None
    receipt: str | None
    ready: bool
    missing: tuple[str, ...]
    attachments: tuple[FileView, ...]
    voided_on: date | None
    void_reason: str | None
    created_at: str
    updated_at: str


class ActivityFilter(NamedTuple):
    """Which activities are asked for; days are those on which they start, what is None does not narrow."""

    campus: str | None = None
    kind: str | None = None
    since: date | None = None
    until: date | None = None
    void: bool = False
    number: int | None = None


def activities(asks: Asks, day: date, asked: ActivityFilter = ActivityFilter()) -> list[ActivityView]:
    """The activities known on ``day``, those to come too, in the order in which they start."""
    at = day.isoformat()
    since, until = (one and one.isoformat() for one in (asked.since, asked.until))
    rows = asks.rows(
        """
        SELECT a.number, a.uid, c.name, a.kind, a.title, a.starts_on, a.ends_on, a.place, a.participants, a.leader,
               a.teachers, a.plan_name, a.plan_on, a.reported_on, a.report_channel, a.report_receipt, a.voided_on,
               a.void_reason, a.created_at, a.updated_at
        FROM activity a JOIN campus c ON c.uid = a.campus
        WHERE (a.registered_on <= ? OR a.starts_on <= ?) AND (? IS NULL OR c.name = ?)
              AND (? IS NULL OR a.kind = ?) AND (? IS NULL OR a.starts_on >= ?) AND (? IS NULL OR a.starts_on <= ?)
              AND (? OR a.voided_on IS NULL OR a.voided_on > ?) AND (? IS NULL OR a.number = ?)
        ORDER BY a.starts_on, a.number
        """,
        (
            *(at, at, asked.campus, asked.campus, asked.kind, asked.kind, since, since, until, until),
            *(asked.void, at, asked.number, asked.number),
        ),
    )
    files = files_of(asks, ACTIVITY, (row[1] for row in rows))
    return [_view(row, files.get(row[1], ()), day) for row in rows]


def _view(row: tuple[Any, ...], files: tuple[FileView, ...], day: date) -> ActivityView:
    number, uid, campus, kind, title, starts, ends, place, participants, leader, teachers = row[:11]
    plan, planned, reported, channel, receipt, voided, reason, made, changed = row[11:]
    plan_on, reported_on, voided_on = (_by(one, day) for one in (planned, reported, voided))
    starts_on, outing = date.fromisoformat(starts), kind == ActivityKind.OUTING
    there = {
        "plan": plan_on is not None,
        "leader": leader is not None,
        "teachers": teachers is not None,
        "report": not outing or reported_on is not None,
        "plan-late": plan_on is None or plan_on <= starts_on,
        "report-late": not outing or reported_on is None or reported_on <= starts_on,
    }
    missing = () if voided_on else tuple(what for what, is_there in there.items() if not is_there)
    return ActivityView(
        ACTIVITY.ref(number), uid, campus, kind, title, starts_on, date.fromisoformat(ends), place,
        participants, leader, teachers, plan if plan_on else None, plan_on, reported_on,
        channel_code(channel) if reported_on else None, receipt if reported_on else None,
        voided_on is None and not missing, missing, files, voided_on, reason if voided_on else None, made, changed,
    )  # fmt: skip


def _by(text: str | None, day: date) -> date | None:
    """A stored day that had come by ``day``."""
    return date.fromisoformat(text) if text and text <= day.isoformat() else None


def activity(asks: Asks, day: date, reference: int | str) -> ActivityView:
    """One activity by number, or by a prefix of its uid. Raises NotFound."""
    asked = ActivityFilter(void=True, number=number_of(asks, ACTIVITY, reference))
    return (activities(asks, day, asked) or activities(asks, date.max, asked))[0]


# for the law of deadlines


def occurrences(asks: Asks, day: date, void: bool = False) -> list[Occurrence]:
    """The activities that count on ``day``, with what brings their duties; ``void``: those that are void by then."""
    at = day.isoformat()
    rows = asks.rows(
        """
        SELECT a.number, c.name, a.kind, a.starts_on, a.registered_on
        FROM activity a JOIN campus c ON c.uid = a.campus
        WHERE (a.registered_on <= ? OR a.starts_on <= ?) AND (a.voided_on IS NOT NULL AND a.voided_on <= ?) = ?
        """,
        (at, at, at, void),
    )
    return [
        Occurrence(
            ACTIVITY.ref(number), campus, "before-start", date.fromisoformat(starts),
            date.fromisoformat(min(starts, registered)), kind=kind,
        )
        for number, campus, kind, starts, registered in rows
    ]  # fmt: skip


def answers(asks: Asks) -> list[Answer]:
    """What was done about activities: the plan kept (R10), the outing reported (R6)."""
    found = []
    for number, plan_on, reported_on in asks.rows("SELECT number, plan_on, reported_on FROM activity"):
        ref = ACTIVITY.ref(number)
        for code, on in ((PLAN_DUTY, plan_on), (REPORT_DUTY, reported_on)):
            if on is not None:
                found.append(Answer(ref, code, None, date.fromisoformat(on), None, ref))
    return found


def title_of(asks: Asks, number: int) -> str:
    """What an activity is called."""
    return str(asks.rows("SELECT title FROM activity WHERE number = ?", (number,))[0][0])


# changes


def add(tx: "Transaction", values: Mapping[str, object]) -> "Activity":
    """Register an activity, as a rule one that is still to come. Raises BadInput, for days outside reason too."""
    from safetyctl.ledger.tables.activity import Activity, ActivityDraft

    whole = {
        **values,
        "ends_on": values.get("ends_on") or values.get("starts_on"),
        "registered_on": tx.day,
    }
    _require_days(tx, whole)
    return register(tx, ACTIVITY, Activity, ActivityDraft, whole)


def find(tx: "Transaction", reference: int | str) -> "Activity":
    """The activity that a reference names, to be changed. Raises NotFound."""
    from safetyctl.ledger.tables.activity import Activity
    from safetyctl.records import kept

    return kept.find(tx, ACTIVITY, Activity, reference)


def edit(tx: "Transaction", record: "Activity", changes: Mapping[str, object]) -> None:
    """Correct what an activity says; one that is moved to another day keeps its length.

    Raises BadInput and Refused as ``amend`` does, and Refused for the report of an outing that was not reported.
    """
    from safetyctl.ledger.tables.activity import ActivityDraft

    starts, ends = changes.get("starts_on"), changes.get("ends_on")
    if isinstance(starts, date) and ends is None:
        changes = {**changes, "ends_on": starts + (record.ends_on - record.starts_on)}
    days = {name: changes.get(name) or getattr(record, name) for name in ("starts_on", "ends_on")}
    _require_days(tx, days | {"reported_on": changes.get("reported_on")})
    of_report = ("reported_on", "report_channel", "report_receipt")
    if record.reported_on is None and any(changes.get(name) is not None for name in of_report):
        ref = ACTIVITY.ref(record.number)
        raise Refused(
            _("{ref} was not reported yet.").format(ref=ref),
            hint=_("Record it with: {command}").format(command=f"safetyctl activity report {ref}"),
        )
    amend(tx, ACTIVITY, record, ActivityDraft, changes)


def _require_days(tx: "Transaction", days: Mapping[str, object]) -> None:
    """Activities are planned ahead, within reason; what was reported was reported by the day in force."""
    starts, ends, reported = (days.get(name) for name in ("starts_on", "ends_on", "reported_on"))
    if isinstance(reported, date):
        require_known_by(tx, reported)
    if not isinstance(starts, date) or not isinstance(ends, date):
        return
    if starts > tx.day + AHEAD:
        raise BadInput(
            _("{field}: {day} lies too far after the day in force, {today}.").format(
                field=labelled(FIELDS)["on"], day=starts, today=tx.day
            ),
            hint=_("Nothing was changed."),
        )
    if not starts <= ends <= starts + LONGEST:
        raise BadInput(
            _("It starts on {start} and cannot end on {end}.").format(start=starts, end=ends),
            hint=_("Nothing was changed."),
        )


def take_plan(tx: "Transaction", record: "Activity", ledger: Path, file: Path, dry_run: bool = False) -> None:
    """Keep a contingency plan with an activity; a later edition takes the place of the one before, which stays.

    Raises NotFound where there is no such file, Refused for a void activity.
    """
    enclose(tx, ACTIVITY, record, ledger, [file], dry_run)
    record.plan_name, record.plan_sha256 = tx.rows(
        "SELECT name, sha256 FROM enclosure WHERE owner_kind = ? AND owner = ? ORDER BY uid DESC LIMIT 1",
        (ACTIVITY.table, record.uid),
    )[0]
    record.plan_on = min(record.plan_on or tx.day, tx.day)
    store(tx, ACTIVITY, record, "plan")


def report(
    tx: "Transaction", record: "Activity", on: date, channel: str | None = None, receipt: str | None = None
) -> None:
    """Note that an outing was reported (R6).

    Raises:
        BadInput: a channel or a receipt that cannot be kept.
        Refused: it is void, no outing, or reported already, or the day lies after the day in force.
    """
    from safetyctl.ledger.tables.activity import ActivityDraft
    from safetyctl.ledger.writing import drafted

    ref = ACTIVITY.ref(record.number)
    require_not_void(ACTIVITY, record)
    require_known_by(tx, on)
    if record.kind != ActivityKind.OUTING:
        raise Refused(
            _("{ref} is a gathering: only an outing is reported.").format(ref=ref),
            hint=_("If it is an outing: {command}").format(
                command=f"safetyctl activity edit {ref} --kind outing"
            ),
        )
    if record.reported_on is not None:
        raise Refused(
            _("{ref} was reported on {day}.").format(ref=ref, day=record.reported_on),
            hint=_("To correct that: {command}").format(
                command=f"safetyctl activity edit {ref} --reported-on DAY"
            ),
        )
    said = {"reported_on": on, "report_channel": channel, "report_receipt": receipt}
    whole = {name: getattr(record, name) for name in ActivityDraft.model_fields} | said
    checked = drafted(ActivityDraft, whole, labelled(FIELDS))
    for name in said:
        setattr(record, name, getattr(checked, name))
    store(tx, ACTIVITY, record, "report")
