"""Two at once: writers wait for each other and give up politely; readers never wait, and never stop a writer."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from office import CLERK, DAY, PROGRAM, SOURCE, Command, content, hand, proved
from safetyctl.ground.errors import Busy
from safetyctl.ledger.connection import reading
from safetyctl.ledger.writing import write


@contextmanager
def somebody_writing(ledger: Path) -> Iterator[None]:
    other = sqlite3.connect(ledger, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("UPDATE campus SET position = position")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def test_a_second_writer_is_told_to_try_again(cmd: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    ref = cmd.add()["id"]
    monkeypatch.setenv("SAFETYCTL_BUSY_SECONDS", "0.05")
    with somebody_writing(cmd.ledger):
        for args in (
            ("hazard", "add", "--campus", "东校区", "--area", "fire", "--title", "缺灭火器"),
            ("hazard", "void", ref, "--reason", "x"),
            ("people", "add", "李四"),
            ("undo", "--yes", "--quiet"),
        ):
            told = cmd.refused(*args, code=75)
            assert "being written by another process" in told.err
            assert "Try again" in told.err
    cmd("hazard", "void", ref, "--reason", "x")


def test_readers_do_not_wait_for_a_writer(cmd: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    cmd.add()
    monkeypatch.setenv("SAFETYCTL_BUSY_SECONDS", "0.05")
    with somebody_writing(cmd.ledger):
        for args in (
            ["due"],
            ["hazard", "list"],
            ["status"],
            ["ledger", "verify"],
            ["ledger", "check"],
            ["audit", "log"],
        ):
            cmd(*args)


def test_a_writer_does_not_wait_for_readers(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAFETYCTL_BUSY_SECONDS", "0.05")
    with reading(ledger) as snapshot, write(ledger, hand()) as tx:
        snapshot.rows("SELECT * FROM campus")
        tx.note("test", "x", "x", {})


def test_a_writer_waits_for_one_that_is_soon_done(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAFETYCTL_BUSY_SECONDS", "10")
    holds = (
        "import sqlite3, sys, time\n"
        "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('BEGIN IMMEDIATE'); print('held', flush=True); time.sleep(0.3); c.execute('ROLLBACK'); c.close()"
    )
    with subprocess.Popen([sys.executable, "-c", holds, str(ledger)], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        began = time.monotonic()
        with write(ledger, hand()) as tx:
            tx.note("test", "x", "x", {})
        assert time.monotonic() - began > 0.1


def test_busy_is_its_own_error(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAFETYCTL_BUSY_SECONDS", "0.01")
    with somebody_writing(ledger), pytest.raises(Busy) as told, write(ledger, hand()):
        pass
    assert told.value.exit_code == 75


def test_writers_side_by_side_lose_nothing(ledger: Path) -> None:
    adds = (
        "import sys\nfrom safetyctl.cli import main\n"
        "for n in range(8):\n"
        "    title = f'{sys.argv[1]}-{n}'\n"
        "    code = main(['hazard', 'add', '--campus', '东校区', '--area', 'fire', '--title', title, '-q'])\n"
        "    assert code == 0, code"
    )
    path = os.pathsep.join(filter(None, (str(SOURCE), os.environ.get("PYTHONPATH"))))
    env = {**os.environ, "SAFETYCTL_LEDGER": str(ledger), "SAFETYCTL_AS_OF": DAY, "SAFETYCTL_ACTOR": CLERK}
    env["PYTHONPATH"] = path
    writers = [
        subprocess.Popen([PROGRAM[0], "-c", adds, str(n)], env=env, stderr=subprocess.PIPE) for n in range(4)
    ]
    looked = 0
    while any(writer.poll() is None for writer in writers):
        assert proved(ledger).faults == ()
        looked += 1
    for writer in writers:
        assert writer.communicate() == (None, b"")
        assert writer.returncode == 0
    assert looked
    rows = content(ledger)["hazard"]
    assert len(rows) == 32
    assert proved(ledger).faults == ()
