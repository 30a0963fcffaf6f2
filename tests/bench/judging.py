"""Judging a whole group: 200 campuses over a year, on a ledger of a million hazards, beside its queries alone.

    python tests/bench/judging.py [--hazards 1000000] [--campuses 200] [--runs 5]

Prints how many queries there are, their time, the time of the whole answer, and the ratio beside its aim; asserts
nothing. The rows are written past the journal, which judging does not read.
"""

import argparse
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from safetyctl.ledger.connection import Snapshot, reading
from safetyctl.ledger.tables.fields import new_uid
from safetyctl.ledger.writing import Hand
from safetyctl.plan.deadlines import duties
from safetyctl.plan.judging import SUBMISSION
from safetyctl.plan.source import builtin
from safetyctl.records.campaigns import create_ledger
from safetyctl.records.deadlines import check
from safetyctl.records.due import DueQuestion, due

DAY = date(2020, 11, 30)
AIM = 2.0
JUDGING = "campaign check"


class Listening(Snapshot):
    """A snapshot that remembers what it was asked."""

    asked: list[tuple[str, Sequence[object]]]

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        self.asked.append((sql, values))
        return super().rows(sql, values)


def build(path: Path, campuses: int, hazards: int) -> None:
    """A ledger in which most duties are met and most hazards closed."""
    chance = random.Random(2020)
    names = [f"第{number}校区" for number in range(1, campuses + 1)]
    plan = builtin()
    create_ledger(path, plan, names, Hand("张三", DAY, datetime(2020, 11, 30, 8, tzinfo=UTC)))
    with sqlite3.connect(path) as ledger:
        uids = dict(ledger.execute("SELECT name, uid FROM campus"))
        places = list(uids.values())
        ledger.executemany(
            "INSERT INTO hazard (uid, number, campus, area, title, level, source, found_on, due, due_first,"
            " due_given, status, rectified_on, imported, created_at, updated_at)"
            " VALUES (?, ?, ?, 'fire', '隐患', 'general', ?, ?, ?, ?, 0, ?, ?, 0, '', '')",
            (_hazard(number, chance, places) for number in range(1, hazards + 1)),
        )
        owed = [one for one in duties(plan, names) if one.duty.evidence == SUBMISSION and one.due <= DAY]
        ledger.executemany(
            "INSERT INTO submission (uid, number, duty, due, campus, sent_on) VALUES (?, ?, ?, ?, ?, ?)",
            (
                (
                    new_uid(),
                    number,
                    one.code,
                    one.named.isoformat(),
                    uids.get(one.campus),
                    one.due.isoformat(),
                )
                for number, one in enumerate(owed, 1)
                if chance.random() < 0.97
            ),
        )
        ledger.execute("ANALYZE")


def _hazard(number: int, chance: random.Random, places: list[str]) -> tuple[object, ...]:
    found = date(2019, 1, 1) + timedelta(days=chance.randrange(0, 690))
    due_day = (found + timedelta(days=15)).isoformat()
    closed = chance.random() < 0.98
    return (
        f"{number:032x}", number, chance.choice(places), chance.choice(("inspection", "self-check")),
        found.isoformat(), due_day, due_day, "closed" if closed else "assigned",
        (found + timedelta(days=chance.randrange(1, 30))).isoformat() if closed else None,
    )  # fmt: skip


def measured(path: Path, what: str, runs: int) -> None:
    """Print the time of an answer beside that of its queries alone."""
    whole, alone, count = [], [], 0
    for _run in range(runs):
        with reading(path) as snapshot:
            listening = Listening(snapshot.connection, path)
            listening.asked = []
            plan = builtin()
            begun = time.perf_counter()
            if what == JUDGING:
                found = len(check(listening, plan, DAY).duties)
            else:
                found = len(due(listening, plan, DAY, DueQuestion(), "zh"))
            whole.append(time.perf_counter() - begun)
            count = len(listening.asked)
        with reading(path) as snapshot:
            begun = time.perf_counter()
            for sql, values in listening.asked:
                snapshot.connection.execute(sql, values).fetchall()
            alone.append(time.perf_counter() - begun)
    total, queries = statistics.median(whole), statistics.median(alone)
    aim = f" (aim < {AIM})" if what == JUDGING else ""
    print(
        f"{what}: {found:,} answers, {count} queries, {queries * 1000:.0f} ms alone, {total * 1000:.0f} ms whole,"
        f" ratio {total / queries:.2f}{aim}"
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--hazards", type=int, default=1_000_000)
    options.add_argument("--campuses", type=int, default=200)
    options.add_argument("--runs", type=int, default=5)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.db"
        build(path, asked.campuses, asked.hazards)
        measured(path, JUDGING, asked.runs)
        measured(path, "due", asked.runs)


if __name__ == "__main__":
    main()
