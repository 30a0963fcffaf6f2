"""Backup and restore: what comes back is what went in, proved; what was bent comes back not at all."""

import os
import shutil
import sqlite3
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from office import Command, content, proved
from safetyctl.ground import files
from safetyctl.ground.errors import BadInput, LedgerDamaged, NotFound, SafetyctlError
from safetyctl.ledger import store
from safetyctl.ledger.connection import REVISION
from safetyctl.ledger.keeping import backup, restore, revision


@pytest.fixture
def kept(filled: Path, tmp_path: Path) -> Path:
    backup(filled, tmp_path / "kept.zip")
    return tmp_path / "kept.zip"


def test_a_backup_comes_back_whole(filled: Path, kept: Path, tmp_path: Path) -> None:
    again = tmp_path / "elsewhere" / "again.db"
    made = restore(kept, again)
    assert content(again) == content(filled)
    assert made.head == proved(filled).head == proved(again).head
    assert proved(again).faults == ()
    for file in store.folder(filled).rglob("*"):
        if file.is_file():
            assert (
                store.folder(again) / file.relative_to(store.folder(filled))
            ).read_bytes() == file.read_bytes()
    assert stat.S_IMODE(again.stat().st_mode) == 0o600
    assert stat.S_IMODE(store.folder(again).stat().st_mode) == 0o700


def test_what_comes_back_can_be_worked_with(filled: Path, kept: Path, cmd: Command, tmp_path: Path) -> None:
    cmd.ledger = tmp_path / "again.db"
    cmd("ledger", "restore", str(kept))
    cmd.add()
    assert sqlite3.connect(cmd.ledger).execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert proved(cmd.ledger).faults == ()
    cmd("ledger", "backup", str(tmp_path / "twice.zip"))
    cmd("ledger", "restore", str(tmp_path / "twice.zip"), "--ledger", str(tmp_path / "third.db"))
    assert content(tmp_path / "third.db") == content(cmd.ledger)


def test_what_is_still_in_the_log_is_in_the_backup(ledger: Path, cmd: Command, tmp_path: Path) -> None:
    reader = sqlite3.connect(ledger)
    reader.execute("SELECT * FROM hazard").fetchall()
    cmd.add()
    assert ledger.with_name("ledger.db-wal").stat().st_size > 0
    backup(ledger, tmp_path / "kept.zip")
    reader.close()
    restore(kept := tmp_path / "kept.zip", tmp_path / "again.db")
    assert kept.exists()
    assert len(content(tmp_path / "again.db")["hazard"]) == 1


def test_nothing_is_overwritten(filled: Path, kept: Path, tmp_path: Path) -> None:
    before = kept.read_bytes()
    with pytest.raises(BadInput, match="exists already"):
        backup(filled, kept)
    assert kept.read_bytes() == before
    other = tmp_path / "other.db"
    other.write_bytes(b"mine")
    with pytest.raises(BadInput, match="exists already"):
        restore(kept, other)
    assert other.read_bytes() == b"mine"
    (tmp_path / "third.db.files").write_bytes(b"mine")
    with pytest.raises(BadInput, match=r"third\.db\.files exists already"):
        restore(kept, tmp_path / "third.db")
    with pytest.raises(BadInput, match="exists already"):
        restore(kept, filled)


def test_a_backup_takes_no_other_files_place(filled: Path, kept: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.zip"
    link.symlink_to(tmp_path / "elsewhere.zip")
    with pytest.raises(BadInput, match="exists already"):
        backup(filled, link)
    assert link.is_symlink()
    assert not (tmp_path / "elsewhere.zip").exists()


def test_of_two_backups_to_one_name_the_second_is_refused(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "kept.zip"
    fetch = store.fetch

    def meanwhile(ledger: Path, digest: str) -> bytes:
        target.write_bytes(b"theirs")
        return fetch(ledger, digest)

    monkeypatch.setattr(store, "fetch", meanwhile)
    with pytest.raises(BadInput, match="exists already"):
        backup(filled, target)
    assert target.read_bytes() == b"theirs"
    assert not list(tmp_path.glob(".kept*"))


def test_files_that_lost_their_ledger_are_no_obstacle(filled: Path, kept: Path, tmp_path: Path) -> None:
    """The ledger was deleted, or a restore was stopped in between: what is kept by content is added to."""
    again = tmp_path / "again.db"
    shutil.copytree(store.folder(filled), store.folder(again))
    one, two = sorted(path for path in store.folder(again).rglob("*") if path.is_file())
    one.unlink()
    two.write_bytes(b"damaged")
    other = store.keep_bytes(again, b"of an older ledger")
    restore(kept, again)
    assert proved(again).faults == ()
    assert content(again)["files"] == sorted([*content(filled)["files"], other])


@pytest.mark.parametrize("name", ["again.db", "new/er/again.db"])
def test_a_dry_run_restores_nothing(kept: Path, cmd: Command, tmp_path: Path, name: str) -> None:
    names = sorted(path.name for path in tmp_path.iterdir())
    cmd("ledger", "restore", str(kept), "--ledger", str(tmp_path / name), "--dry-run")
    assert sorted(path.name for path in tmp_path.iterdir()) == names


def test_what_fails_leaves_no_new_folder(kept: Path, tmp_path: Path) -> None:
    bent = rewritten(kept, tmp_path / "bent.zip", lambda n, d: None if n == "ledger.db" else d)
    with pytest.raises(BadInput):
        restore(bent, tmp_path / "new" / "er" / "again.db")
    assert not (tmp_path / "new").exists()
    (tmp_path / "there").mkdir()
    with pytest.raises(BadInput):
        restore(bent, tmp_path / "there" / "again.db")
    assert list((tmp_path / "there").iterdir()) == []


def test_every_new_folder_is_put_on_the_disk(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    real = files.sync_folder
    monkeypatch.setattr(files, "sync_folder", lambda folder: (synced.append(folder), real(folder)))
    restore(kept, tmp_path / "new" / "er" / "again.db")
    assert synced[:2] == [tmp_path, tmp_path / "new"]


def test_a_ledger_that_does_not_verify_is_not_backed_up(filled: Path, tmp_path: Path) -> None:
    connection = sqlite3.connect(filled)
    connection.execute("UPDATE hazard SET title = 'x'")
    connection.commit()
    connection.close()
    with pytest.raises(LedgerDamaged, match="does not verify"):
        backup(filled, tmp_path / "kept.zip")
    assert not (tmp_path / "kept.zip").exists()
    assert not list(tmp_path.glob(".kept*"))


def test_a_file_that_was_changed_stops_the_backup(filled: Path, tmp_path: Path) -> None:
    next(path for path in store.folder(filled).rglob("*") if path.is_file()).write_bytes(b"other")
    with pytest.raises(LedgerDamaged, match="changed"):
        backup(filled, tmp_path / "kept.zip")
    assert not (tmp_path / "kept.zip").exists()


# bent backups


def rewritten(source: Path, target: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(target, "w") as out:
        for name in archive.namelist():
            data = change(name, archive.read(name))
            if data is not None:
                out.writestr(name, data)
    return target


def added(source: Path, target: Path, *names: str) -> Path:
    shutil.copy(source, target)
    with zipfile.ZipFile(target, "a") as out:
        for name in names:
            out.writestr(name, b"payload")
    return target


BENT: dict[str, Callable[[Path, Path], Path]] = {
    "no zip": lambda _kept, bent: (bent.write_bytes(b"hello"), bent)[1],
    "empty file": lambda _kept, bent: (bent.write_bytes(b""), bent)[1],
    "empty zip": lambda _kept, bent: (zipfile.ZipFile(bent, "w").close(), bent)[1],
    "cut": lambda kept, bent: (bent.write_bytes(kept.read_bytes()[:-200]), bent)[1],
    "half": lambda kept, bent: (bent.write_bytes(kept.read_bytes()[: kept.stat().st_size // 2]), bent)[1],
    "a byte": lambda kept, bent: (
        bent.write_bytes(b"".join((kept.read_bytes()[:3000], b"\xff\x00", kept.read_bytes()[3002:]))),
        bent,
    )[1],
    "no database": lambda kept, bent: rewritten(kept, bent, lambda n, d: None if n == "ledger.db" else d),
    "other database": lambda kept, bent: rewritten(
        kept, bent, lambda n, d: b"x" * 100 if n == "ledger.db" else d
    ),
    "empty database": lambda kept, bent: rewritten(kept, bent, lambda n, d: b"" if n == "ledger.db" else d),
    "cut database": lambda kept, bent: rewritten(
        kept, bent, lambda n, d: d[:9000] if n == "ledger.db" else d
    ),
    "a photograph less": lambda kept, bent: rewritten(
        kept, bent, lambda n, d: None if n.startswith("files/") else d
    ),
    "another photograph": lambda kept, bent: rewritten(
        kept, bent, lambda n, d: b"x" if n.startswith("files/") else d
    ),
    "a title": lambda kept, bent: rewritten(
        kept, bent, lambda _n, d: d.replace("隐患2".encode(), "隐患9".encode())
    ),
    "climbs": lambda kept, bent: added(kept, bent, "../escaped.txt"),
    "climbs by files": lambda kept, bent: added(kept, bent, "files/../../escaped.txt"),
    "absolute": lambda kept, bent: added(kept, bent, "/tmp/safetyctl-escaped.txt"),
    "backslash": lambda kept, bent: added(kept, bent, "..\\escaped.txt"),
    "a member more": lambda kept, bent: added(kept, bent, "readme.txt"),
    "a folder": lambda kept, bent: added(kept, bent, "files/"),
    "database twice": lambda kept, bent: added(kept, bent, "ledger.db"),
    "wrong name": lambda kept, bent: added(kept, bent, "files/" + "g" * 64),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("how", BENT)
def test_a_bent_backup_is_refused_and_leaves_nothing(
    kept: Path, cmd: Command, tmp_path: Path, how: str
) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    bent = BENT[how](kept, tmp_path / "bent.zip")
    ended = cmd.either("ledger", "restore", str(bent), "--ledger", str(inside / "again.db"))
    assert ended.code in (1, 2), ended
    assert "inside safetyctl" not in ended.err
    assert len(ended.lines) <= 2
    assert list(inside.iterdir()) == []
    assert not list(tmp_path.rglob("*escaped*"))


def test_an_encrypted_backup_is_refused(kept: Path, cmd: Command, tmp_path: Path) -> None:
    data = bytearray(kept.read_bytes())
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        place = data.find(mark)
        data[place + (6 if mark == b"PK\x03\x04" else 8)] |= 1
    (tmp_path / "bent.zip").write_bytes(data)
    with pytest.raises(BadInput):
        restore(tmp_path / "bent.zip", tmp_path / "again.db")


def test_a_backup_that_is_not_there(tmp_path: Path) -> None:
    for path, told in ((tmp_path / "none.zip", NotFound), (tmp_path, BadInput)):
        with pytest.raises(told):
            restore(path, tmp_path / "again.db")


def test_a_small_zip_does_not_become_a_large_file(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ledger.db", b"\0" * 50_000_000)
    with pytest.raises(SafetyctlError):
        restore(bomb, tmp_path / "again.db")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bomb.zip"]


# upgrading


def test_up_to_date_is_left_alone(cmd: Command) -> None:
    before = cmd.ledger.read_bytes()
    assert cmd("ledger", "upgrade").err == "The ledger is up to date already.\n"
    assert cmd.ledger.read_bytes() == before
    assert revision(cmd.ledger) == REVISION


def test_a_newer_ledger_is_not_touched(cmd: Command) -> None:
    connection = sqlite3.connect(cmd.ledger)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    assert "newer" in cmd.refused("ledger", "upgrade", code=1).err
    connection = sqlite3.connect(cmd.ledger)
    connection.execute("DELETE FROM alembic_version")
    connection.commit()
    connection.close()
    assert "newer" in cmd.refused("ledger", "upgrade", code=1).err


# the store


def test_the_store_keeps_by_content_and_never_by_name(ledger: Path, tmp_path: Path) -> None:
    evil = tmp_path / "..%2f..%2fetc.jpg"
    evil.write_bytes(b"x")
    first = store.keep(ledger, evil)
    second = store.keep(ledger, evil)
    assert first == second
    assert [path.name for path in store.folder(ledger).rglob("*") if path.is_file()] == [first.sha256]
    assert store.fetch(ledger, first.sha256) == b"x"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes by name")
def test_what_is_no_file_is_not_kept(ledger: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "empty").touch()
    for path in (tmp_path, tmp_path / "pipe", tmp_path / "none", tmp_path / "empty"):
        with pytest.raises(BadInput):
            store.keep(ledger, path)
