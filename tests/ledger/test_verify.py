"""What was changed behind the tool's back shows: every column of every row of every table, and all else there is."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from office import Command, proved
from safetyctl.ground.errors import SafetyctlError
from safetyctl.ledger import store
from safetyctl.ledger.connection import Snapshot, reading
from safetyctl.ledger.journal import FIELDS, seal
from safetyctl.ledger.verifying import TABLES, verify


@contextmanager
def behind(ledger: Path) -> Iterator[sqlite3.Connection]:
    """Somebody with the file and an SQLite shell, who has learned to step around checks and triggers."""
    connection = sqlite3.connect(ledger, isolation_level=None)
    try:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        yield connection
    finally:
        connection.close()


@contextmanager
def without_triggers(connection: sqlite3.Connection) -> Iterator[None]:
    """The journal's triggers away, and back to the letter afterwards."""
    made = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _sql in made:
        connection.execute(f"DROP TRIGGER {name}")
    yield
    for _name, sql in made:
        connection.execute(sql)


def seen(connection: sqlite3.Connection, ledger: Path) -> bool:
    return bool(verify(Snapshot(connection, ledger), files=False).faults)


def shown(ledger: Path) -> bool:
    """Whether a damaged ledger is noticed: by its faults, or because it cannot be read at all."""
    try:
        with reading(ledger) as snapshot:
            return bool(verify(snapshot, files=False).faults)
    except SafetyctlError as told:
        return told.exit_code == 1


def others(value: object) -> list[object]:
    """What a value could be changed to; all of them other than it is."""
    if value is None:
        return ["x", 1]
    if isinstance(value, int):
        return [value + 1, None, f"{value}x"]
    text = str(value)
    return [
        text + " ",
        None,
        "",
        text.swapcase() if text.swapcase() != text else text[::-1] + "x",
        b"\xff\x00",
    ]


def test_the_ledger_itself_agrees(filled: Path) -> None:
    outcome = proved(filled)
    assert outcome.faults == ()
    assert outcome.records == sum(
        sqlite3.connect(filled).execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES
    )
    assert all(
        sqlite3.connect(filled).execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES
    )


@pytest.mark.parametrize("table", [*TABLES, "journal", "journal_head"])
def test_every_column_of_every_row_that_was_changed_shows(filled: Path, table: str) -> None:
    tried = 0
    with behind(filled) as connection:
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        rows = connection.execute(f"SELECT rowid, * FROM {table}").fetchall()
        for row in rows[:6] + rows[-2:]:
            for place, column in enumerate(columns, 1):
                for value in others(row[place]):
                    connection.execute("BEGIN")
                    with without_triggers(connection):
                        try:
                            connection.execute(
                                f'UPDATE {table} SET "{column}" = ? WHERE rowid = ?', (value, row[0])
                            )
                            changed = connection.execute(
                                f'SELECT "{column}" FROM {table} WHERE rowid = ?', (row[0],)
                            ).fetchone()
                        except sqlite3.IntegrityError:  # NOT NULL, UNIQUE: the file itself refuses
                            changed = (row[place],)
                    if changed != (row[place],):
                        assert seen(connection, filled), (table, row[0], column, value)
                        tried += 1
                    connection.execute("ROLLBACK")
        assert not seen(connection, filled)
    assert tried >= len(columns)


@pytest.mark.parametrize("table", [*TABLES, "journal", "journal_head"])
def test_a_row_that_is_gone_or_copied_or_stands_for_another_shows(filled: Path, table: str) -> None:
    with behind(filled) as connection:
        names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        key = names[0] if table.startswith("journal") else "uid"
        rows = [row[0] for row in connection.execute(f"SELECT {key} FROM {table}")]
        for uid in rows:
            connection.execute("BEGIN")
            with without_triggers(connection):
                connection.execute(f"DELETE FROM {table} WHERE {key} = ?", (uid,))
            assert seen(connection, filled), uid
            connection.execute("ROLLBACK")
        unique = {"number", "name", "code", "authority", "item", key} & set(names)
        new = {name: f"'{name}-copy'" for name in unique} | dict.fromkeys(("number", "seq", "id"), "9999")
        picked = ", ".join(new[name] if name in unique else f'"{name}"' for name in names)
        connection.execute("BEGIN")
        connection.execute(f"INSERT INTO {table} SELECT {picked} FROM {table} LIMIT 1")
        assert seen(connection, filled)
        connection.execute("ROLLBACK")
        connection.execute("BEGIN")
        with without_triggers(connection):
            connection.execute(f"DELETE FROM {table}")
        assert seen(connection, filled)
        connection.execute("ROLLBACK")


def test_two_rows_that_changed_places_show(filled: Path) -> None:
    with behind(filled) as connection:
        for table, column in (
            ("hazard", "title"),
            ("hazard", "campus"),
            ("step", "hazard"),
            ("campus", "position"),
        ):
            connection.execute("BEGIN")
            connection.execute(
                f"UPDATE {table} SET {column} = CASE rowid WHEN 1 THEN (SELECT {column} FROM {table} WHERE rowid = 2)"
                f" WHEN 2 THEN (SELECT {column} FROM {table} WHERE rowid = 1) END WHERE rowid IN (1, 2)"
            )
            if table != "step":
                assert seen(connection, filled), (table, column)
            connection.execute("ROLLBACK")


# the journal


def entries_of(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM journal").fetchone()[0])


@pytest.mark.parametrize(
    "where", ["seq = 1", "seq <= 3", "seq = 5", "seq = (SELECT max(seq) FROM journal)", "1"]
)
@pytest.mark.parametrize("head", [False, True], ids=["head kept", "head moved"])
def test_a_journal_that_was_cut_shows(filled: Path, where: str, head: bool) -> None:
    with behind(filled) as connection:
        with without_triggers(connection):
            connection.execute(f"DELETE FROM journal WHERE {where}")
        if head:
            connection.execute("DELETE FROM journal_head")
            connection.execute(
                "INSERT INTO journal_head SELECT 1, seq, hash FROM journal ORDER BY seq DESC LIMIT 1"
            )
    assert proved(filled).faults


def test_the_last_change_taken_out_with_its_rows_shows_against_a_sent_head(filled: Path) -> None:
    sent = proved(filled).head
    with behind(filled) as connection:
        with without_triggers(connection):
            connection.execute("DELETE FROM submission")
            connection.execute("DELETE FROM journal WHERE kind = 'submission'")
        connection.execute("DELETE FROM journal_head")
        connection.execute(
            "INSERT INTO journal_head SELECT 1, seq, hash FROM journal ORDER BY seq DESC LIMIT 1"
        )
    assert proved(filled).faults == ()
    assert "never in this journal" in proved(filled, sent).faults[0].problem


def reseal(connection: sqlite3.Connection) -> None:
    """The whole chain written anew over what the journal says now."""
    prev = "0" * 64
    for row in connection.execute(f"SELECT {', '.join(FIELDS)} FROM journal ORDER BY seq").fetchall():
        digest = seal((*row[:-2], prev))
        connection.execute("UPDATE journal SET prev = ?, hash = ? WHERE seq = ?", (prev, digest, row[0]))
        prev = digest
    connection.execute("UPDATE journal_head SET hash = ?", (prev,))


def test_a_chain_written_anew_shows_against_a_sent_head_only(filled: Path) -> None:
    sent = proved(filled).head
    with behind(filled) as connection, without_triggers(connection):
        title = "没有这回事"
        uid, body = connection.execute(
            "SELECT uid, body FROM journal WHERE kind = 'hazard' AND ref = 'H0002' ORDER BY seq DESC LIMIT 1"
        ).fetchone()
        told = json.dumps(
            json.loads(body) | {"title": title}, sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        connection.execute("UPDATE journal SET body = ? WHERE uid = ?", (told, uid))
        connection.execute("UPDATE hazard SET title = ? WHERE uid = ?", (title, uid))
        reseal(connection)
    assert proved(filled).faults == (), (
        "a keyless chain can be written anew: only a head kept outside shows it"
    )
    assert proved(filled, sent).faults


@pytest.mark.parametrize(
    "body", ["{", "[]", "7", "null", b"\xff", '{"x": NaN}', "[" * 100_000], ids=lambda body: repr(body)[:12]
)
@pytest.mark.parametrize("kind", ["hazard", "schema"])
def test_a_journal_that_holds_nonsense_is_told_and_is_no_crash(filled: Path, body: object, kind: str) -> None:
    for sealed in (False, True):
        with behind(filled) as connection, without_triggers(connection):
            connection.execute("UPDATE journal SET body = ? WHERE kind = ?", (body, kind))
            if sealed and isinstance(body, str):
                reseal(connection)
        assert proved(filled).faults


@pytest.mark.parametrize("value", [b"\xff", 7], ids=repr)
@pytest.mark.parametrize("column", ["hash", "prev", "uid", "kind", "ref"])
def test_an_entry_that_holds_no_text_is_told_and_is_no_crash(
    filled: Path, cmd: Command, column: str, value: object
) -> None:
    sent = proved(filled).head
    with behind(filled) as connection, without_triggers(connection):
        connection.execute(f"UPDATE journal SET {column} = ? WHERE seq = 5", (value,))
    assert proved(filled, sent[:12]).faults
    cmd.ledger = filled
    assert not cmd("ledger", "verify", "--head", sent[:12], "--json", expect=3).json["ok"]


@pytest.mark.parametrize("column", ["seq", "hash"])
def test_a_head_that_is_none_is_told_and_is_no_crash(filled: Path, cmd: Command, column: str) -> None:
    with behind(filled) as connection:
        connection.execute(f"UPDATE journal_head SET {column} = ?", (b"\xff",))
    cmd.ledger = filled
    for args in (["--json"], []):
        assert cmd("ledger", "verify", *args, expect=3).out


@pytest.mark.parametrize("column", ["title", "area"])
def test_text_that_is_none_is_told_and_is_no_crash(filled: Path, column: str) -> None:
    with behind(filled) as connection:
        connection.execute(f"UPDATE hazard SET {column} = CAST(x'fffe' AS TEXT) WHERE number = 2")
    assert "H0002" in proved(filled).faults[0].where


# the structure

STRUCTURE = [
    "DROP TRIGGER journal_no_UPDATE",
    "DROP TRIGGER journal_no_DELETE",
    "DROP INDEX hazard_awaiting_by_due",
    "CREATE TRIGGER quietly AFTER INSERT ON hazard BEGIN DELETE FROM hazard WHERE number = 99; END",
    "CREATE TABLE notes (x)",
    "CREATE INDEX another ON hazard (title)",
    "ALTER TABLE hazard ADD COLUMN hidden",
    "DROP VIEW hazards",
    "ALTER TABLE person RENAME COLUMN telephone TO phone",
]


@pytest.mark.parametrize("change", STRUCTURE)
def test_a_schema_that_was_changed_shows(filled: Path, change: str) -> None:
    with behind(filled) as connection:
        connection.execute(change)
    assert proved(filled).faults


@pytest.mark.parametrize("table", ["hazard", "step", "journal", "journal_head", "attachment"])
def test_a_table_that_is_gone_is_told_and_is_no_crash(filled: Path, table: str) -> None:
    with behind(filled) as connection:
        connection.execute("DROP VIEW hazards")
        connection.execute(f"DROP TABLE {table}")
    assert shown(filled)


def test_a_view_that_tells_another_story_shows(filled: Path) -> None:
    with behind(filled) as connection:
        sql = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'hazards'").fetchone()[0]
        connection.execute("DROP VIEW hazards")
        connection.execute(sql.replace("h.title", "'不存在' AS title"))
    assert proved(filled).faults


@pytest.mark.parametrize("version", ["0000", "9999", "x"])
def test_the_schemas_number_is_not_changed_unseen(filled: Path, version: str) -> None:
    with behind(filled) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
    with pytest.raises(SafetyctlError), reading(filled):
        pass


def test_each_page_of_the_file_that_was_overwritten_shows(filled: Path) -> None:
    whole = filled.read_bytes()
    size = 4096
    for number in range(1, len(whole) // size, 3):
        damaged = filled.with_name("damaged.db")
        damaged.write_bytes(whole[: number * size] + bytes([0xAA]) * size + whole[(number + 1) * size :])
        assert shown(damaged), number


# the kept files


def test_a_kept_file_that_is_gone_or_changed_shows(filled: Path) -> None:
    files = sorted(path for path in store.folder(filled).rglob("*") if path.is_file())
    assert len(files) == 2
    for file in files:
        content = file.read_bytes()
        for place in range(len(content)):
            file.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
            if place in (0, len(content) // 2, len(content) - 1):
                assert proved(filled).faults[0].problem == "the kept file was changed"
        for other in (b"", content + b"\0", content[:-1]):
            file.write_bytes(other)
            assert proved(filled).faults
        file.unlink()
        assert proved(filled).faults[0].problem == "the kept file is missing"
        file.mkdir()
        assert proved(filled).faults
        file.rmdir()
        file.write_bytes(content)
        assert proved(filled).faults == ()
    shutil.rmtree(store.folder(filled))
    with behind(filled) as connection:
        names = connection.execute(
            "SELECT sha256 FROM attachment UNION ALL SELECT sha256 FROM enclosure"
            " UNION ALL SELECT sha256 FROM submission WHERE sha256 IS NOT NULL"
        ).fetchall()
    assert len(proved(filled).faults) >= len(names) > 3  # each record that names one of the files
