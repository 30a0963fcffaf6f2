"""What is no ledger, or another version's, is named and left alone; reading needs no permission to write."""

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from office import CAMPUSES, Command, content, hand, typed, without_privilege
from safetyctl.ground.errors import BadInput, CannotDo, LedgerDamaged
from safetyctl.ledger.connection import connect_writer, reading
from safetyctl.ledger.writing import write
from safetyctl.plan.source import builtin
from safetyctl.records.campaigns import create_ledger
from safetyctl.records.views import HazardFilter, hazards

NOT_A_LEDGER = {
    "empty": b"",
    "text": "隐患台账\n".encode() * 50,
    "short": b"SQLite format 3\0",
    "workbook": b"PK\x03\x04" + b"\0" * 200,
}


@pytest.mark.parametrize("what", NOT_A_LEDGER)
def test_what_is_no_ledger_is_told_and_left_as_it_is(cmd: Command, tmp_path: Path, what: str) -> None:
    file = tmp_path / "other.db"
    file.write_bytes(NOT_A_LEDGER[what])
    for args in (
        ["due"],
        ["hazard", "list", "--json"],
        ["ledger", "verify"],
        ["hazard", "void", "1", "--reason", "x"],
    ):
        ended = cmd(*args, "--ledger", str(file), expect=1)
        assert "is not a safetyctl ledger" in ended.lines[0]
        assert (ended.out, len(ended.lines)) == ("", 2)
    assert file.read_bytes() == NOT_A_LEDGER[what]
    assert not list(tmp_path.glob("other.db-*"))


def test_another_programs_database_is_no_ledger(cmd: Command, tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE hazard (x)")
    assert "is not a safetyctl ledger" in cmd("due", "--ledger", str(file), expect=1).err


def test_a_folder_and_a_pipe_are_no_ledger(cmd: Command, tmp_path: Path) -> None:
    assert "is not a safetyctl ledger" in cmd("due", "--ledger", str(tmp_path), expect=1).err
    os.mkfifo(tmp_path / "pipe")
    assert "is not a safetyctl ledger" in cmd("due", "--ledger", str(tmp_path / "pipe"), expect=1).err
    assert "is not a safetyctl ledger" in cmd("due", "--ledger", "/dev/null", expect=1).err


@pytest.mark.parametrize("name", ["none.db", "no/such/folder/none.db"])
def test_reading_creates_nothing(cmd: Command, tmp_path: Path, name: str) -> None:
    before = sorted(tmp_path.rglob("*"))
    for args in (
        ["due"],
        ["status"],
        ["hazard", "list"],
        ["audit", "log"],
        ["campaign", "show"],
        ["undo", "--yes"],
    ):
        ended = cmd(*args, "--ledger", str(tmp_path / name), expect=1)
        assert "There is no ledger at" in ended.err
        assert "safetyctl init" in ended.err
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("version", "sentence"),
    [("0000", "ledger upgrade"), ("9999", "newer"), (None, "newer"), ("", "ledger upgrade")],
)
def test_another_schema_is_refused_for_reading_and_writing(
    cmd: Command, ledger: Path, version: str | None, sentence: str
) -> None:
    with sqlite3.connect(ledger) as connection:
        connection.execute("DELETE FROM alembic_version")
        if version is not None:
            connection.execute("INSERT INTO alembic_version VALUES (?)", (version,))
    connection.close()
    for args in (["due"], ["hazard", "add", "--campus", "东校区", "--area", "fire", "--title", "缺灭火器"]):
        assert sentence in cmd.refused(*args, code=1).err


def test_a_damaged_ledger_is_told(cmd: Command, ledger: Path) -> None:
    whole = ledger.read_bytes()
    ledger.write_bytes(whole[:4096] + b"\xaa" * (len(whole) - 4096))
    ended = cmd("due", expect=1)
    assert "damaged" in ended.err
    assert "restore" in ended.err


@pytest.mark.parametrize("left", [0.3, 0.9])
def test_a_ledger_that_was_cut_short_is_told(cmd: Command, ledger: Path, left: float) -> None:
    whole = ledger.read_bytes()
    ledger.write_bytes(whole[: int(len(whole) * left)])
    assert cmd("ledger", "verify", expect=1).lines[0].startswith("error: ")


# how it is kept


def test_a_new_ledger_is_its_owners_and_settled(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "ledger.db"
    create_ledger(path, builtin(), CAMPUSES, hand())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(path.parent.iterdir()) == [path], "no draft, log or lock is left"
    connection = connect_writer(path)
    try:
        told = [
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    finally:
        connection.close()
    assert told == ["wal", 2, 1]


def test_what_belongs_to_the_ledger_is_its_owners_too(cmd: Command, tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"x")
    photo.chmod(0o644)
    cmd.add("--photo", str(photo))
    folder = cmd.ledger.with_name("ledger.db.files")
    for path in (folder, *folder.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_a_ledger_is_never_made_over_something(tmp_path: Path) -> None:
    for name in ("file", "link", "folder"):
        path = tmp_path / name
        if name == "file":
            path.write_bytes(b"mine")
        elif name == "link":
            path.symlink_to(tmp_path / "nowhere")
        else:
            path.mkdir()
        with pytest.raises(BadInput, match="exists already"):
            create_ledger(path, builtin(), CAMPUSES, hand())
    assert (tmp_path / "file").read_bytes() == b"mine"
    assert not (tmp_path / "nowhere").exists()


def test_a_dry_run_makes_no_ledger_and_no_folder(cmd: Command, tmp_path: Path) -> None:
    path = tmp_path / "new" / "other.db"
    cmd("init", "--campus", "东校区", "--dry-run", "--ledger", str(path))
    assert not path.exists()
    assert not path.parent.exists()


def test_a_reader_cannot_write(ledger: Path) -> None:
    with pytest.raises(CannotDo), reading(ledger) as snapshot:
        snapshot.rows("DELETE FROM campus")


def test_a_snapshot_sees_one_moment_while_others_write(ledger: Path) -> None:
    with reading(ledger) as snapshot:
        before = snapshot.rows("SELECT count(*) FROM journal")
        with write(ledger, hand()) as tx:
            tx.note("test", "x", "x", {})
        assert snapshot.rows("SELECT count(*) FROM journal") == before
        with reading(ledger) as later:
            assert later.rows("SELECT count(*) FROM journal") != before


def test_reading_changes_nothing(filled: Path) -> None:
    before = filled.read_bytes(), filled.stat().st_mtime_ns
    with reading(filled) as snapshot:
        assert hazards(snapshot, hand().day, HazardFilter())
    assert (filled.read_bytes(), filled.stat().st_mtime_ns) == before
    log = filled.with_name("filled.db-wal")  # SQLite's own, where the folder may be written
    assert not log.exists() or log.stat().st_size == 0


# permissions


def held(*args: str, ledger: Path) -> subprocess.CompletedProcess[str]:
    return typed(
        *args, env={"SAFETYCTL_LEDGER": str(ledger), "SAFETYCTL_ACTOR": "张三"}, preexec_fn=without_privilege
    )


@pytest.fixture
def shut(ledger: Path) -> Iterator[Path]:
    """A ledger alone in a folder where nothing can be made."""
    folder = ledger.parent / "shut"
    folder.mkdir()
    path = folder / "ledger.db"
    ledger.rename(path)
    folder.chmod(0o555)
    yield path
    folder.chmod(0o755)


linux = pytest.mark.skipif(sys.platform != "linux", reason="capabilities are Linux's")


@linux
def test_a_folder_that_may_only_be_read_can_be_read(shut: Path) -> None:
    shut.chmod(0o444)
    for args in (
        ["due", "--as-of", "2020-03-30"],
        ["ledger", "verify", "--json"],
        ["status"],
        ["audit", "log"],
    ):
        ended = held(*args, ledger=shut)
        assert (ended.returncode, ended.stderr.count("error")) == (0, 0), ended
        assert ended.stdout
    refused = held("people", "add", "李四", ledger=shut)
    assert (refused.returncode, len(refused.stderr.splitlines())) == (1, 2)
    assert "cannot be opened or written" in refused.stderr
    assert list(shut.parent.iterdir()) == [shut]


@linux
def test_a_ledger_that_may_not_be_read_is_told(shut: Path) -> None:
    shut.chmod(0o000)
    ended = held("due", ledger=shut)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "may not be read by this user" in ended.stderr


@linux
def test_a_ledger_that_may_not_be_written_is_told_and_not_changed(ledger: Path) -> None:
    before = content(ledger)
    ledger.chmod(0o444)
    ended = held("people", "add", "李四", ledger=ledger)
    assert (ended.returncode, len(ended.stderr.splitlines())) == (1, 2)
    assert "cannot be opened or written" in ended.stderr
    assert content(ledger) == before


@linux
def test_init_where_nothing_may_be_made_is_told(shut: Path) -> None:
    ended = held("init", "--campus", "东校区", ledger=shut.with_name("new.db"))
    assert ended.returncode == 1
    assert "permission denied" in ended.stderr
    assert len(ended.stderr.splitlines()) == 2


def test_a_busy_time_limit_that_is_none_is_no_crash(cmd: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    for value in ("", "x", "-1", "nan", "1e400", "inf"):
        monkeypatch.setenv("SAFETYCTL_BUSY_SECONDS", value)
        cmd("due")
        cmd.add()


def test_the_damaged_error_is_the_outside_worlds(tmp_path: Path) -> None:
    file = tmp_path / "x.db"
    file.write_bytes(b"x")
    with pytest.raises(LedgerDamaged) as told, reading(file):
        pass
    assert told.value.exit_code == 1
