"""Two definitions of one schema cannot drift: the tables as declared, and the database as the revisions make it."""

import re
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex

from safetyctl.ledger.connection import APPLICATION_ID, REVISION, reading
from safetyctl.ledger.tables.all import METADATA
from safetyctl.ledger.verifying import TABLES
from safetyctl.records.views import HazardFilter, HazardView, hazards


def plain(condition: object) -> str:
    return re.sub(r"\s+", " ", str(condition)).strip().strip("()").lower()


@pytest.fixture
def engine(ledger: Path) -> sa.Engine:
    return sa.create_engine(f"sqlite:///{ledger}", poolclass=sa.NullPool)


@pytest.mark.filterwarnings("ignore:.*expression-based index")  # every index is compared below, as SQL
def test_the_migrated_database_is_the_declared_one(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        told = {"compare_type": True, "compare_server_default": True}
        differences = compare_metadata(MigrationContext.configure(connection, opts=told), METADATA)
    assert differences == []


def test_every_check_is_in_both(engine: sa.Engine) -> None:
    inspector = sa.inspect(engine)
    for name, table in METADATA.tables.items():
        made = {
            str(check["name"]): plain(check["sqltext"]) for check in inspector.get_check_constraints(name)
        }
        declared = {
            str(check.name): plain(check.sqltext)
            for check in table.constraints
            if isinstance(check, sa.CheckConstraint)
        }
        assert made == declared, name


def test_every_nullability_and_key_is_in_both(engine: sa.Engine) -> None:
    inspector = sa.inspect(engine)
    for name, table in METADATA.tables.items():
        made = {column["name"]: column["nullable"] for column in inspector.get_columns(name)}
        assert made == {column.name: column.nullable for column in table.columns}, name
        assert inspector.get_pk_constraint(name)["constrained_columns"] == [
            c.name for c in table.primary_key.columns
        ]


def test_every_index_is_in_both(ledger: Path) -> None:
    """Partial ones with their condition, and those of expressions, which no comparison of Alembic's sees."""
    with reading(ledger) as snapshot:
        made = dict(
            snapshot.rows("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        )
    declared = {
        str(index.name): str(CreateIndex(index).compile(dialect=sqlite.dialect()))
        for table in METADATA.tables.values()
        for index in table.indexes
    }
    assert {name: plain(sql) for name, sql in made.items()} == {
        name: plain(sql) for name, sql in declared.items()
    }


def test_verify_looks_at_every_table(engine: sa.Engine) -> None:
    tables = set(sa.inspect(engine).get_table_names())
    assert tables == {*TABLES, "journal", "journal_head", "alembic_version"}
    assert set(METADATA.tables) == tables - {"alembic_version"}


def test_the_file_says_what_it_is(ledger: Path) -> None:
    connection = sqlite3.connect(ledger)
    try:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("SELECT * FROM alembic_version").fetchall() == [(REVISION,)]
    finally:
        connection.close()


def test_what_is_read_by_sql_is_what_the_schema_has(ledger: Path) -> None:
    """Every filter and order at once: a column that was renamed would fail here and not at a school."""
    from datetime import date

    from safetyctl.records.views import SORTS

    day = date(2020, 3, 6)
    every = HazardFilter(
        campus="x", area="x", statuses=("open",), level="general", overdue=True, responsible="x", found_from=day,
        found_to=day, due_from=day, due_to=day, search="x", imported=True, numbers=(1,), standing_before=day,
        stepped=(day, day),
    )  # fmt: skip
    assert all(value is not None for value in every)
    with reading(ledger) as snapshot:
        for order in SORTS:
            assert hazards(snapshot, day, every, order) == []


def test_the_deadlines_ride_on_their_index(filled: Path) -> None:
    with reading(filled) as snapshot:
        plan = snapshot.rows(
            "EXPLAIN QUERY PLAN SELECT number FROM hazard WHERE status IN ('open', 'assigned') AND due < '2020-03-01'"
        )
    assert "hazard_awaiting_by_due" in str(plan)


def test_a_hazard_as_it_is_read_has_the_stored_fields(filled: Path) -> None:
    with reading(filled) as snapshot:
        stored = {row[1] for row in snapshot.rows("PRAGMA table_info(hazard)")}
    unseen = stored - set(HazardView._fields)
    assert unseen == {"number", "funds_yuan", "fingerprint"}, "id, funds and nothing to show"


BROKEN = [
    ("hazard", {"title": "  "}),
    ("hazard", {"title": None}),
    ("hazard", {"area": ""}),
    ("hazard", {"level": "grave"}),
    ("hazard", {"status": "lost"}),
    ("hazard", {"source": "rumour"}),
    ("hazard", {"status": "void"}),
    ("hazard", {"status": "void", "void_reason": " "}),
    ("hazard", {"number": 0}),
    ("hazard", {"funds_yuan": -1}),
    ("hazard", {"campus": "nowhere"}),
    ("step", {"kind": "lost"}),
    ("step", {"kind": "voided"}),
    ("step", {"kind": "reopened", "note": " "}),
    ("step", {"kind": "extended", "note": "x"}),
    ("step", {"kind": "deferred", "note": "x", "until": "2020-04-01"}),
    ("step", {"kind": "escalated"}),
    ("step", {"hazard": "nothing"}),
    ("person", {"name": " "}),
    ("person", {"campus": "nowhere"}),
    ("attachment", {"kind": "during"}),
    ("attachment", {"sha256": "ab"}),
    ("submission", {"duty": ""}),
    ("campus", {"name": ""}),
    ("waiver", {"duty": " "}),
    ("waiver", {"named": ""}),
    ("waiver", {"campus": "nowhere"}),
    ("waiver", {"reason": " "}),
    ("waiver", {"by": None}),
    ("waiver", {"by": " "}),
    ("waiver", {"waived_on": None}),
    ("waiver", {"number": 0}),
    ("waiver", {"revoked_on": None}),
    ("waiver", {"revoked_by": " "}),
    ("waiver", {"revoke_reason": None}),
    ("waiver", {"revoked_on": "2020-03-04"}),
    ("document", {"category": " "}),
    ("document", {"title": ""}),
    ("document", {"name": " "}),
    ("document", {"filed_on": None}),
    ("document", {"effective_from": None}),
    ("document", {"size": 0}),
    ("document", {"sha256": "ab"}),
    ("document", {"campus": "nowhere"}),
    ("document", {"replaces": "nowhere"}),
    ("document", {"replaces": "another-uid"}),
    ("document", {"voided_on": "2020-03-06"}),
    ("journal_head", {"id": 2}),
    ("meeting", {"voided_on": None, "title": " "}),
    ("meeting", {"voided_on": None, "kind": "party"}),
    ("meeting", {"voided_on": None, "campus": "nowhere"}),
    ("meeting", {"void_reason": " "}),
    ("decision", {"what": " "}),
    ("decision", {"person": ""}),
    ("decision", {"position": 0}),
    ("decision", {"meeting": "nowhere"}),
    ("decision", {"done_on": "2020-03-05"}),
    ("decision", {"dropped_on": "2020-03-05", "drop_reason": " "}),
    ("decision", {"done_on": "2020-03-05", "done_by": "x", "dropped_on": "2020-03-05", "drop_reason": "x"}),
    ("education", {"form": "rumour"}),
    ("education", {"topic": "fire"}),
    ("education", {"form": "lesson"}),
    ("education", {"form": "lesson", "topic": "magic"}),
    ("education", {"form": "lesson", "topic": "fire", "reached": 0}),
    ("education", {"reached": 46}),
    ("education", {"grade": " "}),
    ("education", {"out_of": None}),
    ("training", {"voided_on": None, "title": " "}),
    ("training", {"voided_on": None, "attended": 62}),
    ("training", {"voided_on": None, "minutes": 0}),
    ("supervision", {"voided_on": None, "finding": " "}),
    ("supervision", {"voided_on": None, "aspect": "mood"}),
    ("supervision", {"voided_on": None, "score": 101}),
    ("supervision", {"voided_on": None, "due": None}),
    ("supervision", {"voided_on": None, "due": "2020-03-01"}),
    ("supervision", {"voided_on": None, "corrected_on": "2020-03-01"}),
    ("supervision", {"voided_on": None, "correction": None, "due": None}),
    ("accountability", {"voided_on": None, "person": " "}),
    ("accountability", {"voided_on": None, "what": " "}),
    ("accountability", {"voided_on": None, "measure": " "}),
    ("accountability", {"voided_on": None, "campus": "nowhere"}),
]


@pytest.mark.parametrize(("table", "values"), BROKEN)
def test_the_database_itself_refuses(filled: Path, table: str, values: dict[str, object]) -> None:
    connection = sqlite3.connect(filled)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        key = "id" if table == "journal_head" else "uid"
        names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        rowid = connection.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0]
        row = dict(
            zip(
                names,
                connection.execute(f"SELECT * FROM {table} WHERE rowid = ?", (rowid,)).fetchone(),
                strict=True,
            )
        )
        free = {
            "void_reason": None,
            "note": None,
            "until": None,
            "interim": None,
            "target": None,
            key: "another-uid",
        }
        copy = row | free | ({"number": 77} if "number" in names else {}) | values
        named = ", ".join(f'"{name}"' for name in names)
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(
                f"INSERT INTO {table} ({named}) VALUES ({', '.join('?' * len(names))})",
                [copy[name] for name in names],
            )
    finally:
        connection.close()


@pytest.mark.parametrize("change", ["UPDATE journal SET actor = 'x'", "DELETE FROM journal WHERE seq = 1"])
def test_the_journal_only_grows(ledger: Path, change: str) -> None:
    connection = sqlite3.connect(ledger)
    try:
        with pytest.raises(sqlite3.IntegrityError, match="only grows"):
            connection.execute(change)
    finally:
        connection.close()
