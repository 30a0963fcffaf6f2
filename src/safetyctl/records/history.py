"""What the journal tells: the history of a record, the audit log, and the last change that can be taken back."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from safetyctl.ledger.connection import Snapshot
from safetyctl.ledger.journal import FIELDS, Entry

Row = dict[str, object]
Changes = tuple[tuple[str, object, object], ...]

_PLAN = ("plan", "source", "sha256")
_DAYS = {"vacations": "vacations", "off": "days_off", "work": "days_worked", "amended": "holidays_changed"}
_PARTS = (
    *(
        "title",
        "span",
        "zone",
        "organisation",
        "phases",
        "milestones",
        "duties",
        "areas",
        "allowance",
        "week",
    ),
    *("campuses", "recipients", "terms", "archive"),
)
_SILENT = {"uid", "updated_at", "created_at", "hazard", "fingerprint"}


@dataclass(frozen=True, slots=True)
class Turn:
    """One journal entry as people read it: the day it counts for, the moment of typing, and what it changed.

    ``changes`` holds field, value before (None where new) and value after.
    """

    seq: int
    change: int
    at: str
    day: str
    actor: str
    verb: str
    kind: str
    ref: str
    changes: Changes


def history(snapshot: Snapshot, ref: str) -> list[Turn]:
    """Everything the journal holds about a record, oldest first."""
    return _turns(snapshot, "WHERE ref = ?", (ref,), "seq")


def audit_log(
    snapshot: Snapshot, ref: str | None, since: date | None, actor: str | None, limit: int
) -> list[Turn]:
    """The journal, newest first, narrowed as asked; ``since`` is a day that changes count for."""
    since_text = since.isoformat() if since else None
    # what belongs to a record has its number and a stroke: M0003/2
    where = (
        "WHERE (? IS NULL OR ref = ? OR (ref > ? || '/' AND ref < ? || '0'))"
        " AND (? IS NULL OR day >= ?) AND (? IS NULL OR actor = ?)"
    )
    values = (*(ref, ref, ref, ref), *(since_text, since_text), *(actor, actor))
    order = "seq DESC" + (f" LIMIT {int(limit)}" if limit else "")
    return _turns(snapshot, where, values, order)


_BEFORE = (
    "(SELECT b.body FROM journal b WHERE b.kind = journal.kind AND b.uid = journal.uid AND b.seq < journal.seq"
    " ORDER BY b.seq DESC LIMIT 1)"
)
"""What the record said before an entry of the journal, as SQL."""


def _turns(snapshot: Snapshot, where: str, values: Sequence[object], order: str) -> list[Turn]:
    sql = f"SELECT {', '.join(FIELDS)}, {_BEFORE} FROM journal {where} ORDER BY {order}"
    # read one by one: the bodies of a whole journal are more than memory should hold
    return [_turn(Entry(*entry), before) for *entry, before in snapshot.connection.execute(sql, values)]


def _turn(entry: Entry, before: str | None) -> Turn:
    changes = differences(before, entry.body)
    return Turn(
        entry.seq, entry.change, entry.at, entry.day, entry.actor, entry.verb, entry.kind, entry.ref, changes
    )


def differences(before: str | None, after: str | None) -> Changes:
    """The fields in which two journalled rows differ, as (field, before, after); uids and moments left out."""
    was: Row = json.loads(before) if before else {}
    now: Row = json.loads(after) if after else {}
    names = [name for name in {**was, **now} if name not in _SILENT]
    found = tuple((name, was.get(name), now.get(name)) for name in names if was.get(name) != now.get(name))
    return _of_plans(was, now, found) if {"plan", "source"} <= {**was, **now}.keys() else found


def _of_plans(was: Row, now: Row, found: Changes) -> Changes:
    """A campaign's change: not its plan's texts, but what they say of readings and days, and which parts differ."""
    kept = tuple(one for one in found if one[0] not in _PLAN)
    if not (was and now):
        return kept
    before, after = (json.loads(str(row["plan"])) for row in (was, now))
    said = {name: (_said_of(before).get(name), value) for name, value in _said_of(after).items()}
    parts = tuple(part for part in _PARTS if before.get(part) != after.get(part))
    return (
        *kept,
        *((name, held, holds) for name, (held, holds) in said.items() if held != holds),
        *((("plan_text", None, parts),) if parts else ()),
    )


def _said_of(plan: Row) -> Row:
    """The readings of a plan with their ways, the school's own days, and the years whose holidays it knows."""
    rows: Any = plan
    days = rows.get("days") or {}
    return {
        **{one["id"]: one["holds"] for one in rows["readings"]},
        **{name: _stretches(days.get(key, ())) for key, name in _DAYS.items()},
        "holidays_known": ", ".join(str(year) for year in (rows.get("calendar") or [()])[0]),
    }


def _stretches(rows: Iterable[Sequence[object]]) -> str:
    """Named days as short text: ``暑假 2020-07-10/2020-08-31``."""
    return ", ".join(" ".join([str(name), *(_span(one) for one in _spans(rest))]) for name, *rest in rows)


def _spans(days: Sequence[Any]) -> Iterable[Sequence[str]]:
    plain = [day for day in days if isinstance(day, str)]
    return [*([plain] if plain else []), *(day for day in days if day and not isinstance(day, str))]


def _span(days: Sequence[str]) -> str:
    return "/".join(dict.fromkeys(days))
