"""Ledgers of earlier revisions, as people have them: each comes over whole or stays (see ledgers/fill.sh)."""

import os
import shutil
import signal
import sqlite3
import stat
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import safetyctl.ledger.migrations.versions as versions
from office import Command, content, hand, proved
from safetyctl.ledger import schema, store
from safetyctl.ledger.connection import REVISION, connect_writer, reading
from safetyctl.ledger.keeping import revision, upgrade
from safetyctl.ledger.tables.campaign import Campaign
from safetyctl.ledger.verifying import TABLES
from safetyctl.ledger.writing import write

LEDGERS = Path(__file__).parent / "ledgers"
OLD = sorted(path.stem for path in LEDGERS.glob("*.db"))
AT = "2020-01-03T04:05:06.000000Z"


@pytest.fixture(params=OLD)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A filled ledger of an earlier revision, with its files, in the journal mode of a local disk."""
    path = tmp_path / "old.db"
    shutil.copy(LEDGERS / f"{request.param}.db", path)
    shutil.copytree(store.folder(LEDGERS / f"{request.param}.db"), store.folder(path))
    schema.settle(path, write_ahead=True)
    return path


def upgraded(path: Path) -> Path:
    assert upgrade(path, "张三", AT, "2020-01-03") is not None
    return path


def columns(ledger: Path, table: str) -> list[str]:
    with sqlite3.connect(ledger) as connection:
        names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    connection.close()
    return names


def structure(ledger: Path) -> list[tuple[str, ...]]:
    with reading(ledger) as snapshot:
        return snapshot.rows(
            "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite%' ORDER BY 1, 2"
        )


def behind(ledger: Path, *statements: str) -> None:
    """Somebody with an SQLite shell."""
    connection = sqlite3.connect(ledger, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def test_a_filled_ledger_of_every_released_revision_is_kept() -> None:
    """One that no release carried is in nobody's hands and needs none."""
    known = sorted(path.name[1:5] for path in Path(next(iter(versions.__path__))).glob("r[0-9]*.py"))
    assert known[-1] == REVISION
    assert known[0] in OLD
    assert set(OLD) <= set(known[:-1])
    for one in OLD:
        held = content(LEDGERS / f"{one}.db")
        assert all(held[table] for table in held), one
        assert held["alembic_version"] == [(one,)]


@pytest.mark.parametrize(
    "line",
    [
        "due", "status", "hazard list --json", "report list", "audit log", "ledger info", "ledger verify",
        "hazard add --campus 东校区 --area fire --title 缺灭火器", "undo --yes", "ledger backup kept.zip",
        "waive weekly-report/2019-12-19/东校区 --reason 放假 --by 王五",
    ],
)  # fmt: skip
def test_it_is_named_and_refused_with_the_command_that_upgrades_it(
    old: Path, cmd: Command, line: str
) -> None:
    cmd.ledger = old
    told = cmd.refused(*line.split(), code=1).err
    assert "older schema" in told
    assert "safetyctl ledger upgrade" in told


def test_every_record_and_the_chain_come_over_unchanged(old: Path, ledger: Path) -> None:
    before, head = content(old), proved_as_it_is(old)
    known = {table: columns(old, table) for table in TABLES if table in before}
    upgraded(old)
    after = content(old)
    for table, names in known.items():
        assert len(after[table]) == len(before[table]), table
        now = [dict(zip(columns(old, table), row, strict=True)) for row in after[table]]
        told = sorted((tuple(row[name] for name in names) for row in now), key=repr)
        assert told == sorted(before[table], key=repr), table
        assert {value for row in now for name, value in row.items() if name not in names} <= {None}, table
    assert after["files"] == before["files"]
    assert after["journal"][:-1] == before["journal"]
    assert proved(old, head).faults == ()
    assert structure(old) == structure(ledger), "the schema of a new ledger, to the letter"
    with reading(old) as snapshot:
        assert snapshot.rows("PRAGMA foreign_key_check") == []
        assert snapshot.rows("PRAGMA journal_mode") == [("wal",)]


def proved_as_it_is(old: Path) -> str:
    """The head of an old ledger, that is sound as it stands."""
    from safetyctl.ledger.verifying import verify

    with reading(old, older=True) as snapshot:
        outcome = verify(snapshot)
    assert outcome.faults == ()
    return outcome.head


def test_the_one_before_is_kept_beside_it(old: Path) -> None:
    before = content(old)
    kept = upgrade(old, "张三", AT, "2020-01-03")
    assert kept is not None
    assert {**content(kept), "files": before["files"]} == before
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_it_can_be_worked_with(old: Path, cmd: Command) -> None:
    cmd.ledger = old
    told = cmd("ledger", "upgrade", day="2020-01-03").err
    assert "up to date" in told
    assert "before-" in told
    before = {table: rows for table, rows in content(old).items() if table in TABLES}
    for line in ("due", "status", "hazard list", "report list", "audit log", "campaign show", "ledger info"):
        cmd(*line.split(), day="2020-01-03")
    cmd.add(day="2020-01-03")
    cmd("hazard", "rectify", "2", "--note", "已更换", day="2020-01-03")
    duty = "weekly-report/2019-12-19/西校区"
    cmd("waive", duty, "--reason", "放假", "--by", "王五", day="2020-01-03")
    for _change in range(3):
        cmd("undo", "--yes", day="2020-01-03")
    assert cmd.json("ledger", "check", day="2020-01-03") == []
    assert proved(old).faults == ()
    after = content(old)
    assert {table: after[table] for table in before if table not in ("hazard", "step")} == {
        table: rows for table, rows in before.items() if table not in ("hazard", "step")
    }
    assert cmd("ledger", "upgrade").err == "The ledger is up to date already.\n"


def test_the_upgrade_itself_is_no_change_to_take_back(old: Path, cmd: Command) -> None:
    cmd.ledger = old
    cmd("ledger", "upgrade", by="赵六")
    assert "no change to take back" in cmd.refused("undo", "--yes", by="赵六").err
    assert cmd.json("undo", "--yes")["verb"] != "ledger.upgrade"
    assert proved(old).faults == ()


def test_a_column_that_came_later_is_empty_again_when_a_change_is_taken_back(old: Path, cmd: Command) -> None:
    """The journal's entry of the plan is older than the column; it holds nothing, and nothing is what it says."""
    before = content(upgraded(old))["campaign"]
    cmd.ledger = old
    with write(old, hand("2020-01-03")) as tx:
        (code,) = tx.rows("SELECT code FROM campaign")[0]
        campaign = tx.find(Campaign, code=code)
        assert campaign is not None
        campaign.source = "code = 'x'"
        tx.save("campaign.use", code, campaign)
    assert proved(old).faults == ()
    cmd("undo", "--yes", day="2020-01-03")
    assert content(old)["campaign"] == before
    assert proved(old).faults == ()


# tampering


@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE hazard SET title = 'x' WHERE number = 2",
        "DELETE FROM submission WHERE number = 2",
        "UPDATE campaign SET adopted_on = '2019-01-01'",
        "DROP TRIGGER journal_no_DELETE",
        "CREATE TRIGGER quietly AFTER INSERT ON hazard BEGIN DELETE FROM hazard WHERE number = 99; END",
        "DROP INDEX step_by_day",
    ],
)
def test_what_was_edited_before_the_upgrade_still_shows_after_it(old: Path, edit: str) -> None:
    behind(old, edit)
    assert proved(upgraded(old)).faults


@pytest.mark.parametrize("value", ["'x'", "''", "0", "x'00'"])
def test_an_edit_to_a_column_that_came_later_shows(old: Path, value: str) -> None:
    behind(upgraded(old), f"UPDATE campaign SET source = {value}")
    (fault,) = proved(old).faults
    assert "source" in fault.problem


def test_a_field_that_was_emptied_is_not_taken_for_one_that_came_later(old: Path) -> None:
    behind(upgraded(old), "UPDATE hazard SET location = NULL WHERE number = 1")
    (fault,) = proved(old).faults
    assert "location" in fault.problem


# backups


def old_backup(old: Path, target: Path) -> Path:
    """A backup as the program of that revision wrote it."""
    with zipfile.ZipFile(target, "w") as archive:
        schema.settle(old, write_ahead=False)
        archive.write(old, "ledger.db")
        for digest in content(old)["files"]:
            archive.writestr(f"files/{digest}", store.fetch(old, digest))
    return target


def test_an_old_backup_comes_back_as_it_was_and_is_then_upgraded(
    old: Path, cmd: Command, tmp_path: Path
) -> None:
    kept = old_backup(old, tmp_path / "kept.zip")
    cmd.ledger = tmp_path / "again.db"
    cmd("ledger", "restore", str(kept))
    assert content(cmd.ledger) == content(old)
    assert "ledger upgrade" in cmd.refused("due", code=1).err
    cmd("ledger", "upgrade")
    assert proved(cmd.ledger, proved_as_it_is(old)).faults == ()


@pytest.mark.parametrize("edit", ["UPDATE step SET note = 'x'", "DROP INDEX step_by_day"])
def test_an_old_backup_that_was_bent_is_refused(old: Path, cmd: Command, tmp_path: Path, edit: str) -> None:
    behind(old, edit)
    kept = old_backup(old, tmp_path / "kept.zip")
    cmd.ledger = tmp_path / "in" / "again.db"
    assert "does not verify" in cmd("ledger", "restore", str(kept), expect=1).err
    assert not cmd.ledger.parent.exists()


def test_the_number_of_an_old_schema_hides_no_table(filled: Path) -> None:
    """A ledger of today that says it is of yesterday: what it has besides is proved all the same."""
    behind(filled, "UPDATE alembic_version SET version_num = '0001'", "UPDATE waiver SET reason = 'x'")
    with pytest.raises(AssertionError, match="waiver"):
        proved_as_it_is(filled)


# interruptions


def killed_at(statement: int, ledger: Path) -> bool:
    """Upgrade in a process that is killed when it comes to the n-th statement; whether it came so far."""
    pid = os.fork()
    if pid == 0:
        left = [statement]

        def count(_sql: str) -> None:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        def traced(path: Path) -> sqlite3.Connection:
            connection = connect_writer(path)
            connection.set_trace_callback(count)
            return connection

        schema.connect_writer = traced
        try:
            schema.migrate_file(ledger, "张三", AT, "2020-01-03")
        finally:
            os._exit(0)
    _pid, status = os.waitpid(pid, 0)
    return os.WIFSIGNALED(status)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")
@pytest.mark.parametrize("write_ahead", [False, True], ids=["delete", "wal"])
def test_a_process_that_is_killed_leaves_the_old_one_or_the_new_one(old: Path, write_ahead: bool) -> None:
    schema.settle(old, write_ahead)
    before, head = content(old), proved_as_it_is(old)
    statement, seen = 1, set()
    while killed_at(statement, old):
        found = revision(old)
        seen.add(found)
        if found == REVISION:
            break
        assert content(old) == before, statement
        statement += 2
    assert statement > 20, "the revisions take more statements than that"
    assert seen <= {before["alembic_version"][0][0], REVISION}
    if revision(old) != REVISION:
        upgraded(old)
    assert proved(old, head).faults == ()


@contextmanager
def no_file_larger(size: int) -> Iterator[None]:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.skipif(sys.platform != "linux", reason="limits as on Linux")
@pytest.mark.parametrize("write_ahead", [False, True], ids=["delete", "wal"])
@pytest.mark.parametrize("room", [None, 0, 1024])
def test_a_full_disk_leaves_the_old_one(old: Path, cmd: Command, room: int | None, write_ahead: bool) -> None:
    """No room for the copy (None), or for the copy and hardly more."""
    schema.settle(old, write_ahead)
    before = content(old)
    cmd.ledger = old
    size = old.stat().st_size
    with no_file_larger(size // 2 if room is None else size + room):
        ended = cmd.either("ledger", "upgrade")
    if ended.code:
        assert (ended.code, ended.out, len(ended.lines)) == (1, "", 2), ended
        assert ended.err.startswith("error: ")
        assert content(old) == before
        cmd("ledger", "upgrade")
    else:
        assert room is not None
    assert revision(old) == REVISION
    assert proved(old).faults == ()


# what the revisions brought


def test_the_hazards_found_in_a_period_are_counted_from_the_index_alone(old: Path) -> None:
    with reading(upgraded(old)) as snapshot:
        plan = snapshot.rows(
            "EXPLAIN QUERY PLAN SELECT c.name, count(*), max(h.rectified_on) FROM campus c"
            " CROSS JOIN hazard h WHERE h.campus = c.uid AND h.found_on >= '2019-01-01' AND h.found_on < '2020-01-01'"
            " AND h.status <> 'void' AND h.source = 'inspection' GROUP BY c.name"
        )
        assert "USING COVERING INDEX hazard_by_campus (campus=? AND found_on>? AND found_on<?)" in str(plan)
