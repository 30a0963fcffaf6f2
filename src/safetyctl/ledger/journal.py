"""The journal: one entry a changed record, each chained to the one before by sha256.

An entry keeps the moment of typing (UTC), the day that it counts for, the actor, the verb, the record
and the whole row after the change as canonical JSON; ``body`` is null where a record was taken back.
The head (last number and hash) is kept apart, and stands in every bundle that leaves: a keyless chain
can be written anew by whoever owns the file, but not in agreement with a head that is already outside.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import islice
from typing import NamedTuple

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import LedgerDamaged

GENESIS = "0" * 64
FIELDS = ("seq", "change", "at", "day", "actor", "verb", "kind", "uid", "ref", "body", "prev", "hash")
_INSERT = f"INSERT INTO journal ({', '.join(FIELDS)}) VALUES ({', '.join('?' * len(FIELDS))})"
_BATCH = 1_000
# made once: json.dumps makes one a call, which is half of its time
_row_as_json = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
_as_json = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode

StoredRow = Mapping[str, object]


class Entry(NamedTuple):
    """One journal entry, as stored: the fields in the order of ``FIELDS``."""

    seq: int
    change: int
    at: str
    day: str
    actor: str
    verb: str
    kind: str
    uid: str
    ref: str
    body: str | None
    prev: str
    hash: str

    def sealed(self) -> str:
        """The hash that this entry must have: of everything in it but the hash itself."""
        return seal(self[:-1])


def canonical(row: StoredRow) -> str:
    """A row as JSON that has one spelling only: sorted keys, no spaces, characters as they are."""
    return _row_as_json(row)


def seal(content: Sequence[object]) -> str:
    """sha256 of an entry's fields in the order of ``FIELDS``, the hash left out."""
    return sha256(_as_json(content).encode()).hexdigest()


def head(connection: sqlite3.Connection) -> tuple[int, str]:
    """The last entry's number and hash; (0, zeros) before the first."""
    row = connection.execute("SELECT seq, hash FROM journal_head").fetchone()
    return (row[0], row[1]) if row else (0, GENESIS)


def schema_sha256(connection: sqlite3.Connection) -> str:
    """A fingerprint of every table, index, view and trigger, to see a schema changed behind the tool's back."""
    rows = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE substr(name, 1, 7) <> 'sqlite_' ORDER BY type, name"
    ).fetchall()
    return sha256(repr(rows).encode()).hexdigest()


class Journalist:
    """Appends the entries of one transaction; the head is stored when ``close`` is called."""

    def __init__(self, connection: sqlite3.Connection, at: str, day: str, actor: str) -> None:
        self._connection = connection
        self._at, self._day, self._actor = at, day, actor
        self.seq, self._prev = head(connection)
        last = connection.execute("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
        if (self.seq, self._prev) != (last or (0, GENESIS)):
            raise LedgerDamaged(
                _("The journal does not end where its head says; nothing can be added to it."),
                hint=_("Look with: safetyctl ledger verify"),
            )
        self._first = self.seq
        row = connection.execute("SELECT change FROM journal WHERE seq = ?", (self.seq,)).fetchone()
        self.change = (row[0] if row else 0) + 1

    def append(self, verb: str, kind: str, records: Iterable[tuple[str, str, StoredRow | None]]) -> None:
        """Add an entry for each (uid, ref, row after the change or None)."""
        entries = self._sealed(verb, kind, records)
        while batch := list(islice(entries, _BATCH)):
            self._connection.executemany(_INSERT, batch)

    def _sealed(
        self, verb: str, kind: str, records: Iterable[tuple[str, str, StoredRow | None]]
    ) -> Iterator[tuple[object, ...]]:
        change, at, day, actor = self.change, self._at, self._day, self._actor
        # what all of them share is spelled once; the parts joined are what ``seal`` spells of the whole
        shared = ",".join(map(_as_json, (change, at, day, actor, verb, kind)))
        for uid, ref, row in records:
            self.seq += 1
            body = None if row is None else canonical(row)
            own = ",".join(map(_as_json, (uid, ref, body, self._prev)))
            digest = sha256(f"[{self.seq},{shared},{own}]".encode()).hexdigest()
            yield self.seq, change, at, day, actor, verb, kind, uid, ref, body, self._prev, digest
            self._prev = digest

    def close(self) -> None:
        """Store the new head, if anything was appended."""
        if self.seq == self._first:
            return
        self._connection.execute("DELETE FROM journal_head")
        self._connection.execute(
            "INSERT INTO journal_head (id, seq, hash) VALUES (1, ?, ?)", (self.seq, self._prev)
        )


def entries(
    connection: sqlite3.Connection, where: str = "", values: Sequence[object] = (), order: str = "seq"
) -> Iterable[Entry]:
    """Journal entries, oldest first unless ``order`` says otherwise; ``where`` is SQL of ours, never a user's."""
    sql = f"SELECT {', '.join(FIELDS)} FROM journal {where} ORDER BY {order}"
    return (Entry(*row) for row in connection.execute(sql, values))
