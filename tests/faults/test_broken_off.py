"""A writer that ended half-way: the next process takes its half change back, or says plainly that it cannot."""

import shutil
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from office import Command, hand, proved, typed, without_privilege
from safetyctl.ground.catalogue import using
from safetyctl.ground.errors import CannotDo
from safetyctl.ledger.connection import reading
from safetyctl.ledger.verifying import verify
from safetyctl.records.views import HazardFilter, hazards


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with using("en"):
        yield


def broken_off(ledger: Path, copy: Path) -> Path:
    """The ledger as a writer leaves it that is killed half-way, on a drive where the rollback journal is used."""
    writer = sqlite3.connect(ledger, isolation_level=None)
    writer.execute("PRAGMA journal_mode = DELETE")
    writer.execute("PRAGMA cache_size = 2")  # so that half of it goes to the file before the end
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE hazard SET title = ?", ("长" * 4000,))
    for end in ("", "-journal"):
        shutil.copy(ledger.with_name(ledger.name + end), copy.with_name(copy.name + end))
    writer.rollback()
    writer.close()
    return copy


@pytest.fixture
def half(filled: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "half"
    folder.mkdir()
    copy = broken_off(filled, folder / "ledger.db")
    assert copy.read_bytes() != filled.read_bytes()
    return copy


def test_a_reader_sees_what_was_before_the_half_change(half: Path, filled: Path) -> None:
    with reading(half) as snapshot, reading(filled) as whole:
        asked = hand().day, HazardFilter()
        assert hazards(snapshot, *asked) == hazards(whole, *asked)
    assert proved(half).head == proved(filled).head
    assert [path.name for path in half.parent.iterdir()] == ["ledger.db"], "nothing is left to take back"


def test_the_next_change_works(half: Path, cmd: Command) -> None:
    cmd.ledger = half
    cmd("people", "add", "孙七")
    with reading(half) as snapshot:
        assert verify(snapshot, files=False).faults == ()


def test_a_reader_never_looks_past_a_journal(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled.with_name("filled.db-journal").write_bytes(b"x")
    real = sqlite3.connect

    def refused(name: str, **how: object) -> sqlite3.Connection:
        if "mode=ro" in name:
            error = sqlite3.OperationalError("unable to open database file")
            error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
            raise error
        return real(name, **how)

    monkeypatch.setattr(sqlite3, "connect", refused)
    with pytest.raises(CannotDo), reading(filled):
        pass


@pytest.fixture
def shut(half: Path) -> Iterator[Path]:
    half.chmod(0o444)
    half.parent.chmod(0o555)
    yield half
    half.parent.chmod(0o755)


@pytest.mark.skipif(sys.platform != "linux", reason="capabilities are Linux's")
def test_who_may_not_take_it_back_is_told_and_shown_nothing(shut: Path) -> None:
    before = shut.read_bytes()
    for args in (["hazard", "list"], ["status"], ["ledger", "verify"]):
        ended = typed(
            *args,
            env={"SAFETYCTL_LEDGER": str(shut), "SAFETYCTL_ACTOR": "张三"},
            preexec_fn=without_privilege,
        )
        assert (ended.returncode, ended.stdout) == (1, "")
        assert "was broken off" in ended.stderr
        assert len(ended.stderr.splitlines()) == 2
    assert shut.read_bytes() == before


def test_a_connection_that_cannot_be_made_is_told(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_args: object, **_how: object) -> sqlite3.Connection:
        error = sqlite3.OperationalError("unable to open database file")
        error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
        raise error

    monkeypatch.setattr(sqlite3, "connect", never)
    with pytest.raises(CannotDo, match="cannot be opened"), reading(filled):
        pass
