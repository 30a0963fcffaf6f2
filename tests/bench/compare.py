"""Whole commands side by side: cpu time (user + system), the two in turn, medians, one run.

    python tests/bench/compare.py [--runs 30] [--hazards 100000] [--only due]

Needs sqlite-utils (dependency group ``bench``) for the reading commands; taskwarrior's ``task`` is compared
where it is installed. Prints each ratio beside its aim; asserts nothing.
"""

import argparse
import json
import os
import pty
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from ledger import DAY, build

BIN = Path(sys.executable).parent
OURS = str(BIN / "safetyctl")
MINIMAL = """
import typer
app = typer.Typer()
@app.command()
def hello(name: str = "you"):
    '''Greet.'''
@app.command()
def bye(name: str = "you"):
    '''Part.'''
app()
"""
OVERDUE = """
SELECT 'rectification' AS kind, h.number, h.title, c.name AS campus, h.area, h.level, h.responsible, h.due,
       CAST(julianday('{day}') - julianday(h.due) AS INTEGER) AS days_overdue, h.status
FROM hazard h JOIN campus c ON c.uid = h.campus
WHERE h.status IN ('open', 'assigned') AND h.due <= date('{day}', '+7 days') ORDER BY h.due, h.number
"""
FIFTY = "SELECT * FROM hazards ORDER BY number LIMIT 50"


class Pair(NamedTuple):
    """A command of ours, the floor it is held against, and the most that the ratio should be."""

    name: str
    ours: Sequence[str]
    floor: Sequence[str]
    floor_name: str
    aim: float
    terminal: bool = False


def cpu(command: Sequence[str], environment: dict[str, str], terminal: bool) -> float:
    """Seconds of processor time that a command takes as a whole process."""
    if terminal:
        return _cpu_at_a_terminal(command, environment)
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _pid, _status, used = os.wait4(process.pid, 0)
    process.returncode = 0
    return used.ru_utime + used.ru_stime


def _cpu_at_a_terminal(command: Sequence[str], environment: dict[str, str]) -> float:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(command, env=environment, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    try:
        while os.read(ours, 65536):
            pass
    except OSError:  # the terminal ends with its last process
        pass
    _pid, _status, used = os.wait4(process.pid, 0)
    process.returncode = 0
    os.close(ours)
    return used.ru_utime + used.ru_stime


def compared(pair: Pair, environment: dict[str, str], runs: int, fresh: Callable[[], None]) -> float:
    """The ratio of the medians, ours by the floor's; both run in turn after a warm-up."""
    mine, others = [], []
    for turn in range(runs + 1):
        fresh()
        first = cpu(pair.ours, environment, pair.terminal)
        second = cpu(pair.floor, environment, False)
        if turn:
            mine.append(first)
            others.append(second)
    ratio = statistics.median(mine) / statistics.median(others)
    print(
        f"{pair.name:38} {statistics.median(mine) * 1000:6.0f} ms   {pair.floor_name:34}"
        f" {statistics.median(others) * 1000:6.0f} ms   {ratio:5.2f} ×   (aim ≤ {pair.aim:g})",
        flush=True,
    )
    return ratio


def pairs(ledger: Path, minimal: Path, task: str | None) -> list[Pair]:
    """What is compared with what."""
    query = [str(BIN / "sqlite-utils"), "query", str(ledger)]
    overdue = OVERDUE.format(day=DAY)
    page = f"{overdue} LIMIT 20"
    listing = [OURS, "hazard", "list", "--limit", "50"]
    found = [
        Pair("due (pipe)", [OURS, "due"], [*query, overdue], "sqlite-utils, same query", 0.6),
        Pair(
            "due (terminal)",
            [OURS, "due"],
            [*query, page, "--table"],
            "sqlite-utils --table, a page",
            0.6,
            True,
        ),
        Pair("due --json", [OURS, "due", "--json"], [*query, overdue], "sqlite-utils, same query", 0.6),
        Pair("hazard list --limit 50 (pipe)", listing, [*query, FIFTY], "sqlite-utils, same query", 0.6),
        Pair(
            "hazard list --limit 50 (terminal)",
            listing,
            [*query, FIFTY, "--table"],
            "sqlite-utils --table, same query",
            0.6,
            True,
        ),
        Pair(
            "hazard list --limit 50 --json",
            [*listing, "--json"],
            [*query, FIFTY],
            "sqlite-utils, same query",
            0.6,
        ),
        Pair(
            "--help", [OURS, "--help"], [sys.executable, str(minimal), "--help"], "minimal Typer --help", 1.2
        ),
        Pair(
            "--version",
            [OURS, "--version"],
            [sys.executable, str(minimal), "--help"],
            "minimal Typer --help",
            1.2,
        ),
        Pair(
            "hazard add",
            [OURS, "hazard", "add", "--campus", "东校区", "--area", "fire", "--title", "灭火器压力不足"],
            [sys.executable, "-c", "import typer, sqlmodel"],
            "import typer, sqlmodel",
            1.15,
        ),
    ]
    if task:
        found.append(Pair("due --overdue", [OURS, "due", "--overdue"], [task, "rc.verbose=nothing", "overdue"],
                          "taskwarrior overdue", 0.125))  # fmt: skip
    return found


def tasks(folder: Path, count: int, environment: dict[str, str]) -> str | None:
    """Fill taskwarrior with as many tasks, 2 % of them overdue on this machine's own day; its command, or None."""
    program = shutil.which("task")
    if program is None:
        return None
    rows = [
        {"description": f"隐患描述第{number}条", "status": "pending", "entry": "20200101T000000Z",
         "due": "20200110T000000Z" if number % 50 == 0 else "20371231T000000Z"}
        for number in range(count)
    ]  # fmt: skip
    file = folder / "tasks.json"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows))
    (folder / "taskrc").write_text(f"data.location={folder}/task\nconfirmation=no\n")
    subprocess.run([program, "import", str(file)], env=environment, check=True, capture_output=True)
    return program


def main() -> None:
    """Build the ledger, compare, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=15)
    options.add_argument("--hazards", type=int, default=100_000)
    options.add_argument("--tasks", type=int, default=20_000, help="taskwarrior's import is slow")
    options.add_argument("--only", default="")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ledger, minimal = folder / "ledger.db", folder / "minimal.py"
        minimal.write_text(MINIMAL)
        build(ledger, asked.hazards)
        environment = os.environ | {
            "SAFETYCTL_LEDGER": str(ledger), "SAFETYCTL_AS_OF": DAY.isoformat(), "SAFETYCTL_ACTOR": "张三",
            "TASKRC": str(folder / "taskrc"), "HOME": str(folder), "TERM": "xterm", "COLUMNS": "120",
        }  # fmt: skip
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        wanted = [pair for pair in pairs(ledger, minimal, None) if asked.only in pair.name]
        for pair in wanted:
            compared(pair, environment, 30 if pair.name == "hazard add" else asked.runs, lambda: None)
        if not asked.only or "overdue" in asked.only:
            task = tasks(folder, asked.tasks, environment)
            for pair in pairs(ledger, minimal, task)[len(pairs(ledger, minimal, None)) :]:
                compared(pair, environment, 5, lambda: None)


if __name__ == "__main__":
    main()
