"""Builds the ledger that the benchmarks read: 100,000 hazards, 2 % of them overdue."""

import random
import sqlite3
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from safetyctl.ledger.tables.fields import new_uid
from safetyctl.ledger.writing import Hand, write
from safetyctl.plan.source import builtin
from safetyctl.records.campaigns import create_ledger

DAY = date(2020, 5, 14)
CAMPUSES = ("东校区", "西校区", "南校区", "北校区", "中心校区")
AREAS = ("lab", "fire", "security", "traffic", "food", "disease", "building", "risk", "education")


def build(path: Path, count: int = 100_000) -> None:
    """Write a ledger with ``count`` hazards through the ledger's own transaction."""
    chance = random.Random(2020)
    by = Hand("张三", DAY, datetime(2020, 5, 14, 8, tzinfo=UTC))
    create_ledger(path, builtin(), CAMPUSES, by)
    with write(path, by) as tx:
        campuses = [uid for (uid,) in tx.rows("SELECT uid FROM campus ORDER BY position")]
        hazards, steps = [], []
        for number in range(1, count + 1):
            row = _hazard(number, chance, campuses)
            ref = f"H{number:04d}"
            hazards.append((ref, row))
            steps.append((ref, _step(row, "found", row["found_on"])))
            if row["closed_on"]:
                steps.append((ref, _step(row, "closed", row["closed_on"])))
        tx.insert("hazard.import", "hazard", hazards)
        tx.insert("hazard.import", "step", steps)


def _hazard(number: int, chance: random.Random, campuses: list[str]) -> dict[str, object]:
    found = DAY - timedelta(days=chance.randrange(30, 500))
    fate = chance.random()
    overdue, upcoming = fate < 0.02, 0.02 <= fate < 0.1
    due = DAY - timedelta(days=chance.randrange(1, 25)) if overdue else found + timedelta(days=15)
    if upcoming:
        due = DAY + timedelta(days=chance.randrange(0, 60))
    closed = None if overdue or upcoming else (found + timedelta(days=10)).isoformat()
    return {
        "uid": new_uid(), "number": number, "campus": chance.choice(campuses), "area": chance.choice(AREAS),
        "title": f"隐患描述第{number}条", "location": f"教学楼{chance.randrange(1, 9)}号楼", "level": "general",
        "source": "inspection", "found_on": found.isoformat(), "responsible": "李四", "measure": "更换",
        "due": due.isoformat(), "due_first": due.isoformat(), "due_given": 1,
        "status": "closed" if closed else "assigned", "rectified_on": closed, "closed_on": closed, "imported": 0,
        "created_at": "2020-05-14T00:00:00.000000Z", "updated_at": "2020-05-14T00:00:00.000000Z",
    }  # fmt: skip


def _step(hazard: dict[str, object], kind: str, day: object) -> dict[str, object]:
    return {"uid": new_uid(), "hazard": hazard["uid"], "kind": kind, "day": day, "imported": 0}


if __name__ == "__main__":
    target = Path(sys.argv[1])
    build(target, int(sys.argv[2]) if len(sys.argv) > 2 else 100_000)
    with sqlite3.connect(target) as made:
        print(made.execute("SELECT status, count(*) FROM hazard GROUP BY status").fetchall())
