"""The one write transaction: a change and its journal entries commit together, or nothing happened."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, SQLModel, select

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import BadInput
from safetyctl.ledger.connection import Answer, connect_writer, explained, explaining, fill, require_revision
from safetyctl.ledger.journal import Journalist, schema_sha256
from safetyctl.ledger.tables.fields import moment

Model = TypeVar("Model", bound=SQLModel)
Row = dict[str, object]

_AT_ONCE = 500  # values that one statement asks for; old SQLite takes 999


@dataclass(frozen=True, slots=True)
class Hand:
    """Who changes the ledger, at which moment (aware, UTC), and the day that the change counts for."""

    actor: str
    day: date
    now: datetime


class Transaction:
    """An open write transaction. ``save`` stores a record and its journal entry; ``write`` makes one."""

    def __init__(self, session: Session, connection: sqlite3.Connection, by: Hand) -> None:
        self.session = session
        self.day = by.day
        self.actor = by.actor
        self.at = moment(by.now)
        self._raw = connection
        self._journal = Journalist(connection, self.at, by.day.isoformat(), by.actor)

    def find(self, model: type[Model], **equal: object) -> Model | None:
        """The one record whose columns equal what is given, or None."""
        question = select(model)
        for column, value in equal.items():
            question = question.where(getattr(model, column) == value)
        return self.session.exec(question).first()

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """What a SELECT of ours answers inside the transaction."""
        self.session.flush()
        return self._raw.execute(sql, values).fetchall()

    def fill(self, table: str, rows: Sequence[Sequence[object]]) -> None:
        """Put whole rows into a temporary table."""
        fill(self._raw, table, rows)

    def once(self, what: str, work_out: Callable[[], Answer]) -> Answer:
        """What ``work_out`` answers, asked every time: what it was asked of may have changed."""
        return work_out()

    def next_number(self, table: str) -> int:
        """The next free number of a numbered table; one that was taken back is never used again."""
        held = self._raw.execute(f"SELECT coalesce(max(number), 0) FROM {table}").fetchone()[0]
        removed = self._raw.execute(
            "SELECT ref FROM journal WHERE kind = ? AND body IS NULL", (table,)
        ).fetchall()
        return max([int(held), *(int(ref[1:]) for (ref,) in removed if ref[1:].isdigit())]) + 1

    def save(self, verb: str, ref: str, *records: SQLModel) -> None:
        """Store new or changed records and journal each, under the reference that a person knows it by."""
        self.session.add_all(records)
        self.session.flush()
        for record in records:
            table = str(record.__tablename__)
            uid = str(record.uid)  # type: ignore[attr-defined]
            self._journal.append(verb, table, [(uid, ref, self.stored(table, uid))])

    def insert(self, verb: str, table: str, rows: Sequence[tuple[str, Row]]) -> None:
        """Store many new rows at once, as (reference, row of stored values), and journal each.

        All of them name the same columns; give some thousands at a time, so that memory stays small.
        """
        if not rows:
            return
        columns = tuple(rows[0][1])
        named = ", ".join(f'"{column}"' for column in columns)
        in_order = itemgetter(*columns)
        self._raw.executemany(
            f"INSERT INTO {table} ({named}) VALUES ({', '.join('?' * len(columns))})",
            [in_order(row) for _ref, row in rows],
        )
        self._journal.append(verb, table, self._as_stored(table, rows))

    def _as_stored(self, table: str, rows: Sequence[tuple[str, Row]]) -> Iterator[tuple[str, str, Row]]:
        """Rows just inserted, as (uid, reference, row): read back, for the journal holds what the table holds."""
        for start in range(0, len(rows), _AT_ONCE):
            refs = {str(row["uid"]): ref for ref, row in rows[start : start + _AT_ONCE]}
            cursor = self._raw.execute(
                f"SELECT * FROM {table} WHERE uid IN ({', '.join('?' * len(refs))})", tuple(refs)
            )
            names = [column[0] for column in cursor.description]
            place = names.index("uid")
            found = {values[place]: values for values in cursor}
            for uid, ref in refs.items():
                yield uid, ref, dict(zip(names, found[uid], strict=True))

    def restore(self, verb: str, table: str, uid: str, ref: str, row: Row | None) -> None:
        """Put a record back to an earlier row, or remove it (``None``), with its journal entry.

        A column that the row does not know, for it is older than that column, becomes empty again.
        """
        self.session.expire_all()
        if row is None:
            self._raw.execute(f"DELETE FROM {table} WHERE uid = ?", (uid,))
        else:
            whole = dict.fromkeys(self.stored(table, uid)) | row
            settings = ", ".join(f'"{column}" = ?' for column in whole)
            self._raw.execute(f"UPDATE {table} SET {settings} WHERE uid = ?", (*whole.values(), uid))
        self._journal.append(verb, table, [(uid, ref, row)])

    def stored(self, table: str, uid: str) -> Row:
        """A record's row exactly as the table holds it."""
        cursor = self._raw.execute(f"SELECT * FROM {table} WHERE uid = ?", (uid,))
        names = [column[0] for column in cursor.description]
        return dict(zip(names, cursor.fetchone(), strict=True))

    def note(self, verb: str, kind: str, ref: str, facts: Mapping[str, object]) -> None:
        """Journal something that is no record of a table, such as the schema that was made."""
        self._journal.append(verb, kind, [(ref, ref, facts)])

    def schema_sha256(self) -> str:
        """The fingerprint of the schema as it is inside the transaction."""
        return schema_sha256(self._raw)

    def _finish(self) -> None:
        self.session.flush()
        self._journal.close()


def _session(connection: sqlite3.Connection) -> Session:
    engine = sa.create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    # the driver begins nothing by itself; deferred transactions fail at once when two writers meet
    sa.event.listen(engine, "begin", lambda begun: begun.exec_driver_sql("BEGIN IMMEDIATE"))
    return Session(engine, expire_on_commit=False)


@contextmanager
def write(path: Path, by: Hand, dry_run: bool = False) -> Iterator[Transaction]:
    """One change to the ledger: committed when the block ends, undone when it raises or on ``dry_run``.

    Raises:
        Busy: another process kept writing past the time limit.
        CannotDo, LedgerDamaged: no ledger, another schema, no permission, a full disk.
        Refused: a constraint of the database does not take the record.
    """
    connection = connect_writer(path)
    try:
        with explaining(path), _session(connection) as session:
            session.connection()
            require_revision(connection, path)
            tx = Transaction(session, connection, by)
            yield tx
            tx._finish()
            if dry_run:
                session.rollback()
            else:
                session.commit()
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.Error):
            raise explained(error.orig, path) from error
        raise
    finally:
        connection.close()


def drafted(
    model: type[Model], values: Mapping[str, object], names: Mapping[str, str] | None = None
) -> Model:
    """A draft validated from what was typed or read; ``names`` gives the word for a field that a person knows.

    Raises:
        BadInput: every field that cannot be taken, in one sentence each.
    """
    try:
        return model.model_validate(values)
    except ValidationError as error:
        problems = []
        for fault in error.errors(include_url=False):
            field = ".".join(str(part) for part in fault["loc"])
            inner = fault.get("ctx", {}).get("error")
            reason = str(inner) if inner is not None else str(fault["msg"])
            problems.append(f"{(names or {}).get(field, field)}: {reason}")
        raise BadInput("; ".join(problems), hint=_("Nothing was changed.")) from error
