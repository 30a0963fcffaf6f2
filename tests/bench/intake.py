"""Workbooks in and out: whole commands beside openpyxl's bare loops over the same cells, cpu time and peak memory.

    python tests/bench/intake.py [--rows 50000] [--exported 100000] [--only import|export]

Makes its files in a temporary folder; each number is of a process of its own (user + system, largest resident
set). Prints each ratio beside its aim, and what the parts of an import take; asserts nothing.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

DAY = date(2020, 5, 14)
CAMPUSES = ("东校区", "西校区", "南校区")
OURS = str(Path(sys.executable).parent / "safetyctl")
KEYS = (
    "campus", "found_on", "source", "found_by", "location", "area", "title", "level", "measure", "department",
    "responsible", "funds", "due", "rectified_on", "rectify_note", "verified_by", "verified_on", "verify_note",
    "closed_on", "remarks",
)  # fmt: skip
LOOP_READ = """
import sys
from openpyxl import load_workbook
book = load_workbook(sys.argv[1], read_only=True)
for row in book.active.iter_rows(values_only=True):
    pass
"""
CALAMINE = """
import sys
from python_calamine import CalamineWorkbook
CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
"""
READ = """
import sys
from datetime import date
from pathlib import Path
from safetyctl.intake.hazards.reading import read_hazards
from safetyctl.plan.source import builtin
read_hazards(Path(sys.argv[1]), builtin(), sys.argv[2].split(), as_of=date(2020, 5, 14))
"""
LOOP_WRITE = """
import sys
from openpyxl import Workbook
sys.path.insert(0, sys.argv[3])
from intake import KEYS, hazards
book = Workbook(write_only=True)
sheet = book.create_sheet()
for number, row in enumerate(hazards(int(sys.argv[1])), 1):
    sheet.append([number, f"H{number:04d}", *map(row.get, KEYS), row["status"]])
book.save(sys.argv[2])
"""
NO_LOOP = """
import sys
sys.path.insert(0, sys.argv[2])
from intake import hazards
for row in hazards(int(sys.argv[1])):
    pass
"""


class Used(NamedTuple):
    """What a process used: seconds of processor and of the wall, MB of memory at most."""

    cpu: float
    wall: float
    memory: float


def hazards(count: int) -> Iterator[dict[str, object]]:
    """Hazards by the keys of the official columns, nine in ten of them closed, all different."""
    chance = random.Random(2020)
    for number in range(count):
        found = DAY - timedelta(days=chance.randrange(40, 400))
        row: dict[str, object] = {
            "campus": chance.choice(CAMPUSES), "found_on": found, "source": chance.choice(("检查", "自查", "督查")),
            "found_by": chance.choice(("张三", "赵六")), "area": chance.choice(("消防安全", "食品安全")),
            "location": f"{chance.randrange(1, 9)}号教学楼{chance.randrange(1, 400)}室", "level": "一般",
            "title": f"第{number}号灭火器压力不足，未按期检修", "measure": "更换灭火器并登记", "department": "总务处",
            "responsible": "李四", "funds": 0.3, "due": found + timedelta(days=15), "remarks": "见检查记录",
            "status": "整改中",
        }  # fmt: skip
        if chance.random() > 0.1:
            done = found + timedelta(days=chance.randrange(1, 20))
            row |= {
                "rectified_on": done, "rectify_note": "已更换，现场拍照", "verified_by": "王五", "status": "销号",
                "verified_on": done + timedelta(days=1), "verify_note": "合格", "closed_on": done + timedelta(days=1),
            }  # fmt: skip
        yield row


def workbook(path: Path, count: int) -> None:
    """A ledger as a school keeps it, 20 columns in the official words."""
    from openpyxl import Workbook

    from safetyctl.ground.catalogue import _, using
    from safetyctl.records.columns import COLUMNS

    book = Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    with using("zh"):
        words = {column.key: _(column.heading) for column in COLUMNS}
    sheet.append([words[key] for key in KEYS])
    for row in hazards(count):
        sheet.append([row.get(key) for key in KEYS])
    book.save(path)


def ledger(path: Path, count: int) -> None:
    """A ledger, with so many of these hazards in it."""
    from safetyctl.ledger.tables.fields import new_uid
    from safetyctl.ledger.writing import Hand, write
    from safetyctl.plan.source import builtin
    from safetyctl.records.campaigns import create_ledger

    by = Hand("张三", DAY, datetime(2020, 5, 14, 8, tzinfo=UTC))
    create_ledger(path, builtin(), CAMPUSES, by)
    with write(path, by) as tx:
        uids = dict(tx.rows("SELECT name, uid FROM campus"))
        waiting: list[tuple[str, dict[str, object]]] = []
        steps: list[tuple[str, dict[str, object]]] = []
        for number, row in enumerate(hazards(count), 1):
            ref, uid = f"H{number:04d}", new_uid()
            waiting.append((ref, _stored(row, uid, number, uids)))
            if row.get("closed_on"):
                for kind, day, note in (("rectified", "rectified_on", "rectify_note"),
                                        ("passed", "verified_on", "verify_note")):  # fmt: skip
                    step = {
                        "uid": new_uid(),
                        "hazard": uid,
                        "kind": kind,
                        "day": str(row[day]),
                        "note": row[note],
                    }
                    steps.append((ref, step | {"imported": 1}))
            if len(waiting) == 1_000 or number == count:
                tx.insert("hazard.import", "hazard", waiting)
                tx.insert("hazard.import", "step", steps)
                waiting, steps = [], []


def _stored(row: dict[str, object], uid: str, number: int, uids: dict[str, str]) -> dict[str, object]:
    days = ("rectified_on", "verified_on", "closed_on")
    plain = ("found_by", "location", "title", "measure", "department", "responsible", "remarks")
    return {key: row[key] for key in plain} | {
        "uid": uid, "number": number, "campus": uids[str(row["campus"])], "area": "fire", "level": "general",
        "source": "inspection", "funds_yuan": 3_000, "found_on": str(row["found_on"]), "due": str(row["due"]),
        "due_first": str(row["due"]), "due_given": 1, "verified_by": row.get("verified_by"), "imported": 1,
        "status": "closed" if row.get("closed_on") else "assigned", "created_at": "", "updated_at": "",
    } | {key: str(row[key]) if row.get(key) else None for key in days}  # fmt: skip


def made(what: str, path: Path, count: int) -> None:
    """Make a file in a process of its own: what starts from a large process is counted as large."""
    subprocess.run([sys.executable, __file__, "--make", what, str(path), "--rows", str(count)], check=True)


def run(command: Sequence[str], environment: dict[str, str]) -> Used:
    """Run a process to its end. Raises CalledProcessError."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    said = process.stderr.read()
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=said.decode()[-2_000:])
    return Used(used.ru_utime + used.ru_stime, time.perf_counter() - begun, _megabytes(used))


def _megabytes(used: resource.struct_rusage) -> float:
    return used.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def line(name: str, used: Used, other: Used | None = None, aim: str = "") -> None:
    ratio = f"   {other.cpu / used.cpu:5.2f} × faster (aim {aim})" if other else ""
    print(f"{name:44} {used.cpu:6.2f} s cpu {used.wall:6.2f} s {used.memory:6.0f} MB{ratio}", flush=True)


def imports(folder: Path, rows: int, environment: dict[str, str]) -> None:
    """An import of a workbook beside reading it, cell by cell."""
    file = folder / "台账.xlsx"
    path = folder / "in.db"
    made("workbook", file, rows)
    made("ledger", path, 0)
    loop = run([sys.executable, "-c", LOOP_READ, str(file)], environment)
    print(f"{rows:,} rows × {len(KEYS)} columns in")
    line("openpyxl, read-only loop", loop)
    line("calamine alone", run([sys.executable, "-c", CALAMINE, str(file)], environment), loop, "–")
    line(
        "read_hazards alone",
        run([sys.executable, "-c", READ, str(file), " ".join(CAMPUSES)], environment),
        loop,
        "≥ 8",
    )
    used = run([OURS, "--ledger", str(path), "hazard", "import", str(file), "--yes"], environment)
    line("hazard import, validated and journalled", used, loop, "≥ 8, ≤ 400 MB")
    line("ledger verify", run([OURS, "--ledger", str(path), "ledger", "verify"], environment))
    again = run([OURS, "--ledger", str(path), "hazard", "import", str(file), "--yes"], environment)
    line("hazard import, all known already", again, loop, "–")


def exports(folder: Path, rows: int, environment: dict[str, str]) -> None:
    """Exports beside writing the same cells one after another."""
    path = folder / "out.db"
    made("ledger", path, rows)
    here = str(Path(__file__).parent)
    nothing = run([sys.executable, "-c", NO_LOOP, str(rows), here], environment)
    whole = run([sys.executable, "-c", LOOP_WRITE, str(rows), str(folder / "loop.xlsx"), here], environment)
    loop = whole._replace(
        cpu=whole.cpu - nothing.cpu, wall=whole.wall - nothing.wall
    )  # the cells, not their making
    print(f"{rows:,} rows × {len(KEYS) + 3} columns out")
    line("openpyxl, write-only loop", loop)
    for ending, aim in ((".xlsx", "≥ 2"), (".csv", "–"), (".json", "–")):
        target = folder / f"all{ending}"
        used = run([OURS, "--ledger", str(path), "hazard", "export", str(target)], environment)
        line(f"hazard export {target.name} ({target.stat().st_size / 1e6:.0f} MB)", used, loop, aim)


def main() -> None:
    """Make the files, compare, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=50_000)
    options.add_argument("--exported", type=int, default=100_000)
    options.add_argument("--only", choices=("import", "export"))
    options.add_argument("--make", nargs=2, help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.make:
        what, path = asked.make
        {"workbook": workbook, "ledger": ledger}[what](Path(path), asked.rows)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = os.environ | {
            "SAFETYCTL_AS_OF": DAY.isoformat(),
            "SAFETYCTL_ACTOR": "张三",
            "HOME": name,
        }
        if asked.only != "export":
            imports(folder, asked.rows, environment)
        if asked.only != "import":
            exports(folder, asked.exported, environment)


if __name__ == "__main__":
    main()
