"""Run as a program: starts the same command again and again, kills it without warning, and looks at the ledger.

python killed.py COMMAND LEDGER ROUNDS SEED [FILE]   (add | import | init | backup | restore)
"""

import io
import json
import os
import random
import select
import signal
import sqlite3
import sys
import time
from pathlib import Path

from office import proved
from safetyctl.cli import main

ANEW = ("init", "import", "restore")
"""What begins anew in each round: on no ledger, or on the one there was."""


def line(command: str, number: object, file: str) -> list[str]:
    """The command line of one go."""
    lines = {
        "add": ["hazard", "add", "--campus", "东校区", "--area", "fire", "--title", f"{number}"],
        "import": ["hazard", "import", file, "--yes"],
        "init": ["init", "--campus", "东校区"],
        "backup": ["ledger", "backup", f"{file}-{number}.zip"],
        "restore": ["ledger", "restore", file],
    }
    return lines[command]


def child(command: str, number: int, told: int, file: str) -> None:
    """Do the command, over and over where that can be; every answer goes to the pipe once it has been given."""
    sys.stdout = sys.stderr = io.StringIO()
    for count in range(1_000):
        if main(line(command, f"{number}-{count}", file)) != 0:
            break
        os.write(told, f"{number}-{count}\n".encode())
        if command in ANEW:
            break
    os._exit(0)


def round_of(command: str, number: int, delay: float, file: str) -> list[str]:
    """One child, killed after so many seconds; what it had acknowledged."""
    heard, told = os.pipe()
    pid = os.fork()
    if pid == 0:
        child(command, number, told, file)
    os.close(told)
    time.sleep(delay)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    answers = b""
    while select.select([heard], [], [], 0)[0] and (part := os.read(heard, 65536)):
        answers += part
    os.close(heard)
    return answers.decode().split()


def warm(command: str, ledger: Path, file: str) -> float:
    """Import everything once, and measure how long one go takes when all is there."""
    said, sys.stdout, sys.stderr = (sys.stdout, sys.stderr), io.StringIO(), io.StringIO()
    once, again = (["--ledger", f"{ledger}.warm-{go}"] for go in range(2))
    for where in (once, again):
        if command not in ("init", "restore"):
            main(["init", "--campus", "东校区", "--campus", "西校区", "--campus", "南校区", *where])
        began = time.monotonic()
        main([*line(command, f"warm-{where[1][-1]}", file), *where])
        took = time.monotonic() - began
    sys.stdout, sys.stderr = said
    return took


def run() -> None:
    command, ledger, rounds, seed = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    file = sys.argv[5] if len(sys.argv) > 5 else ""
    chance = random.Random(seed)
    one = warm(command, ledger, file)
    acknowledged: list[str] = []
    faults: list[str] = []
    counts: list[int] = []
    whole = ledger.read_bytes() if ledger.exists() else None
    for number in range(rounds):
        if command in ANEW:
            for leftover in ledger.parent.glob(f"{ledger.name}*"):
                if leftover.is_file() and ".warm" not in leftover.name:
                    leftover.unlink()
            if whole is not None:
                ledger.write_bytes(whole)
        acknowledged += round_of(
            command, number, chance.uniform(0, one * (4 if command == "add" else 1.2)), file
        )
        if ledger.exists():
            faults += [f"{number}: {fault.where}: {fault.problem}" for fault in proved(ledger).faults]
            connection = sqlite3.connect(ledger)
            counts.append(connection.execute("SELECT count(*) FROM hazard").fetchone()[0])
            titles = [title for (title,) in connection.execute("SELECT title FROM hazard")]
            connection.close()
    print(
        json.dumps(
            {
                "acknowledged": acknowledged,
                "faults": faults,
                "counts": counts,
                "titles": titles if counts else [],
            }
        )
    )


if __name__ == "__main__":
    run()
