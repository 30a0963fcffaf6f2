"""Cron as it is: two runs at once, a run that hangs, one that is killed, a disk that is full."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from office import PROGRAM, SOURCE, Command, content, proved
from safetyctl.cli import main
from safetyctl.ground.errors import Busy
from safetyctl.ground.locks import locked
from safetyctl.ledger.runs import last_run
from safetyctl.ledger.store import folder
from safetyctl.reports.bundles.verifying import read_bundle
from safetyctl.reports.sent.outbox import LOCK

DAY = "2019-12-20"
DUE = ["materials_2019-12-20_group.zip"]
DUE += [f"weekly_{day}_group.zip" for day in ("2019-12-05", "2019-12-12", "2019-12-19")]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="signals, limits and mounts as on Linux")


def seen(place: Path) -> list[str]:
    """What stands under a final name; every bundle of it is whole."""
    names = sorted(path.name for path in place.iterdir() if not path.name.startswith("."))
    assert all(read_bundle(place / name).sound for name in names if name.endswith("_group.zip"))
    return names


def environment(ledger: Path) -> dict[str, str]:
    path = os.pathsep.join(filter(None, (str(SOURCE), os.environ.get("PYTHONPATH"))))
    told = {"LEDGER": str(ledger), "AS_OF": DAY, "LANG": "en"}
    return {f"SAFETYCTL_{name}": value for name, value in told.items()} | {"PYTHONPATH": path}


def started(ledger: Path, *args: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*PROGRAM, "schedule", "run", *args],
        env=environment(ledger), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


# two at once


def test_of_many_at_once_one_does_it_and_the_others_find_nothing_left(ledger: Path, tmp_path: Path) -> None:
    out, kept = tmp_path / "out", tmp_path / "kept"
    runs = [started(ledger, "--outbox", str(out), "--backup", str(kept)) for _number in range(4)]
    ended = [(*run.communicate(timeout=60), run.returncode) for run in runs]
    assert [code for _out, _err, code in ended] == [0] * 4
    assert sorted(len(err.splitlines()) for _out, err, _code in ended) == [0, 0, 0, 2], "done, and lacking"
    assert seen(out) == DUE
    assert seen(kept) == [f"ledger.db.{DAY}.zip"]


def test_a_run_that_hangs_is_told_and_changes_nothing(
    cmd: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAFETYCTL_BUSY_SECONDS", "0.1")
    with locked(tmp_path / LOCK, 0):
        began = time.monotonic()
        told = cmd.refused("schedule", "run", "--outbox", str(tmp_path), day=DAY, code=75)
        assert 0.1 <= time.monotonic() - began < 5
        assert str(tmp_path) in told.err
        assert "Try again" in told.err
        assert cmd.json("schedule", "run", "--outbox", str(tmp_path), "--dry-run", day=DAY)["written"]
    assert last_run(cmd.ledger) is None
    cmd("schedule", "run", "--outbox", str(tmp_path), day=DAY)


def test_a_lock_is_waited_for_and_given_back(tmp_path: Path) -> None:
    with locked(tmp_path / LOCK, 0), pytest.raises(Busy), locked(tmp_path / LOCK, 0):
        pass
    with pytest.raises(KeyError), locked(tmp_path / LOCK, 0):
        raise KeyError
    with locked(tmp_path / LOCK, 0):
        pass


def test_no_lock_outlives_its_process(ledger: Path, tmp_path: Path) -> None:
    holds = (
        "import sys, time\nfrom pathlib import Path\nfrom safetyctl.ground.locks import locked\n"
        "with locked(Path(sys.argv[1]), 0): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [PROGRAM[0], "-c", holds, str(tmp_path / LOCK)], stdout=subprocess.PIPE, env=environment(ledger)
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(Busy), locked(tmp_path / LOCK, 0):
            pass
        other.kill()
    with locked(tmp_path / LOCK, 1):
        pass


# killed

ROUNDS = 5


def killed(ledger: Path, out: Path, kept: Path, after: float) -> None:
    """One run, killed without warning after so many seconds; forked, so that all of them are spent at work."""
    child = os.fork()
    if child == 0:
        os.environ.update(environment(ledger))
        tempfile.tempdir = str(ledger.parent)  # what it leaves there goes with the test
        with open(os.devnull, "w") as nowhere:
            sys.stdout = sys.stderr = nowhere
            main(["schedule", "run", "--outbox", str(out), "--backup", str(kept)])
        os._exit(0)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def test_a_killed_run_leaves_nothing_half_and_the_next_one_does_the_rest(
    cmd: Command, filled: Path, tmp_path: Path
) -> None:
    cmd.ledger = filled
    before = content(filled)
    began = time.monotonic()
    cmd("schedule", "run", "--outbox", str(tmp_path / "warm"), "--backup", str(tmp_path / "warm"), day=DAY)
    took = time.monotonic() - began
    stages = set()
    for number in range(ROUNDS):
        out, kept = tmp_path / f"out-{number}", tmp_path / f"kept-{number}"
        out.mkdir()
        kept.mkdir()
        killed(filled, out, kept, took * (number + 0.5) / ROUNDS)
        stages.add((len(seen(out)), len(seen(kept))))
        whole = {name: (out / name).stat().st_mtime_ns for name in seen(out)}
        cmd("schedule", "run", "--outbox", str(out), "--backup", str(kept), day=DAY)
        assert seen(out) == DUE
        assert seen(kept) == [f"filled.db.{DAY}.zip"]
        assert [path.name for path in kept.iterdir()] == seen(kept), "no half backup is left lying"
        assert {name: (out / name).stat().st_mtime_ns for name in whole} == whole, "what was whole stands"
    assert len(stages) > 1, "they were killed at different stages"
    assert content(filled) == before
    run = last_run(filled)
    assert run is not None
    assert run.error is None


def test_what_a_killed_backup_left_is_removed_and_nothing_else(cmd: Command, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    left = [
        ".ledger.db.2019-12-18.zip.0123abcd.part",
        "..ledger.db.2019-12-18.zip.0123abcd.part.4567cdef.part",
    ]
    others = [".other.db.2019-12-18.zip.0123abcd.part", "ledger.db.2019-12-18.zip", ".ledger.db.zip.part"]
    for name in (*left, *others):
        (kept / name).write_bytes(b"x")
    cmd("schedule", "run", "--backup", str(kept), day=DAY)
    assert {path.name for path in kept.iterdir()} == {*others, f"ledger.db.{DAY}.zip"}


# a full disk


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own that holds 200 KiB: two bundles, not three."""
    place = tmp_path / "small"
    place.mkdir()
    try:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(place)], check=False, capture_output=True
        )
    except OSError:
        pytest.skip("there is no mount")
    if mounted.returncode:
        pytest.skip("this user may not mount a disk")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def grown(place: Path) -> None:
    subprocess.run(["mount", "-o", "remount,size=8m", str(place)], check=True)


def told_plainly(cmd: Command, *args: str) -> list[str]:
    """The lines of a run that must fail: what was done and lacks, if anything, then one or two lines of error."""
    ended = cmd("schedule", "run", *args, day=DAY, expect=1)
    assert ended.out == ""
    errors = [line for line in ended.lines if line.startswith("error: ")]
    assert len(errors) == 1
    assert "full" in errors[0]
    assert "error: The system refused" not in errors[0], "the file that found no room is named"
    assert len(ended.lines) <= 4
    return ended.lines


def test_an_outbox_on_a_full_disk(cmd: Command, small: Path, tmp_path: Path) -> None:
    lines = told_plainly(cmd, "--outbox", str(small), "--backup", str(tmp_path / "kept"))
    assert "ready in" in lines[0]
    there = seen(small)
    assert 0 < len(there) < len(DUE)
    assert seen(tmp_path / "kept"), "a backup elsewhere is made all the same"
    run = last_run(cmd.ledger)
    assert run is not None
    assert "full" in str(run.error)
    assert len([path for path in small.iterdir() if path.name.startswith(".")]) == 1, "the lock"
    grown(small)
    cmd("schedule", "run", "--outbox", str(small), day=DAY)
    assert seen(small) == DUE


def test_a_backup_on_a_full_disk(cmd: Command, filled: Path, small: Path, tmp_path: Path) -> None:
    cmd.ledger = filled
    (small / "ballast").write_bytes(b"x" * 190_000)
    told_plainly(cmd, "--outbox", str(tmp_path / "out"), "--backup", str(small))
    assert seen(tmp_path / "out") == DUE, "the reports are written all the same"
    assert [path.name for path in small.iterdir()] == ["ballast"]
    grown(small)
    cmd("schedule", "run", "--outbox", str(tmp_path / "out"), "--backup", str(small), day=DAY)
    assert len(list(small.iterdir())) == 2


def test_a_ledger_on_a_full_disk(cmd: Command, full: Path, small: Path, tmp_path: Path) -> None:
    grown(small)
    cmd.ledger = small / "ledger.db"
    shutil.copy2(full, cmd.ledger)
    shutil.copytree(folder(full), folder(cmd.ledger))
    cmd("schedule", "run", day="2019-12-05")
    before = content(cmd.ledger)
    for leftover in small.glob("ledger.db-*"):
        leftover.unlink()
    stat = os.statvfs(small)
    with (small / "ballast").open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, stat.f_bavail * stat.f_bsize)
    told_plainly(cmd)
    assert cmd.json("status", day=DAY)["scheduled"]["succeeded_on"] == "2019-12-05", "the note stands whole"
    (small / "ballast").unlink()
    assert content(cmd.ledger) == before
    cmd("schedule", "run", day=DAY)
    assert seen(small / "ledger.db.outbox") == DUE
    assert proved(cmd.ledger).faults == ()


@pytest.mark.parametrize("size", [40_000, 60_000])
def test_a_file_that_may_not_grow(cmd: Command, size: int, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    out, kept = tmp_path / "out", tmp_path / "kept"
    line = ("schedule", "run", "--outbox", str(out), "--backup", str(kept))
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        ended = cmd(*line, day=DAY, expect=1)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "inside safetyctl" not in ended.err
    assert seen(out) == []
    cmd(*line, day=DAY)
    assert seen(out) == DUE
