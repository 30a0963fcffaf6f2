"""What the journal tells: the history of a record, the audit log, and the last change that can be taken back."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from safetyctl.ledger.connection import Snapshot
from safetyctl.ledger.journal import Entry, entries

Row = dict[str, object]
Changes = tuple[tuple[str, object, object], ...]

_PLAN = ("plan", "source", "sha256")
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
    return _turns(entries(snapshot.connection, "WHERE ref = ?", (ref,)))


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
    found = list(entries(snapshot.connection, where, values, order))
    return [_turn(entry, _before(snapshot, entry)) for entry in found]


def _before(snapshot: Snapshot, entry: Entry) -> str | None:
    rows = snapshot.rows(
        "SELECT body FROM journal WHERE kind = ? AND uid = ? AND seq < ? ORDER BY seq DESC LIMIT 1",
        (entry.kind, entry.uid, entry.seq),
    )
    return rows[0][0] if rows else None


def _turns(found: Iterable[Entry]) -> list[Turn]:
    earlier: dict[tuple[str, str], str | None] = {}
    turns = []
    for entry in found:
        turns.append(_turn(entry, earlier.get((entry.kind, entry.uid))))
        earlier[entry.kind, entry.uid] = entry.body
    return turns


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
    return _of_plans(was, now, found) if "plan" in now and "source" in now else found


def _of_plans(was: Row, now: Row, found: Changes) -> Changes:
    """A campaign's change: not the texts of its plan, but which readings are taken another way."""
    before, after = (_holds(str(row["plan"])) if row else {} for row in (was, now))
    reread = tuple((id, before.get(id), way) for id, way in after.items() if was and before.get(id) != way)
    return (*(one for one in found if one[0] not in _PLAN), *reread)


def _holds(plan: str) -> dict[str, object]:
    return {one["id"]: one["holds"] for one in json.loads(plan)["readings"]}
