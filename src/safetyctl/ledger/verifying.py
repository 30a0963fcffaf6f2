"""``ledger verify``: the journal replayed against the tables, inside one snapshot.

What it proves: every row of every table is the row that its last journal entry says, no row is missing
or extra, the chain is whole from the first entry to the head, and the schema is the one that was made.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from safetyctl.ground.catalogue import N_, _, listed
from safetyctl.ledger import store
from safetyctl.ledger.connection import Snapshot, revision_of
from safetyctl.ledger.journal import GENESIS, Entry, canonical, entries, head, schema_sha256

TABLES = {
    "campaign": N_("campaign"),
    "campus": N_("campus"),
    "person": N_("person"),
    "hazard": N_("hazard"),
    "step": N_("step"),
    "attachment": N_("attachment"),
    "submission": N_("submission"),
    "waiver": N_("waiver"),
    "mailing": N_("sending by e-mail"),
    "enclosure": N_("file kept with a record"),
    "drill": N_("drill"),
    "document": N_("document"),
    "activity": N_("activity"),
    "incident": N_("incident"),
    "notification": N_("notification of an authority"),
    "inspection": N_("safety inspection"),
    "inspection_item": N_("check item of an inspection"),
    "roster": N_("duty roster"),
    "roster_shift": N_("roster line"),
    "responsibility": N_("responsibility"),
    "meeting": N_("meeting"),
    "decision": N_("decision of a meeting"),
    "education": N_("safety education"),
    "training": N_("staff training"),
    "supervision": N_("supervision"),
    "accountability": N_("accountability"),
}
_SINCE = {"waiver": "0002", "mailing": "0004"} | dict.fromkeys(
    (
        "enclosure",
        "drill",
        "document",
        "activity",
        "incident",
        "notification",
        "inspection",
        "inspection_item",
        "roster",
        "roster_shift",
        "responsibility",
        "meeting",
        "decision",
        "education",
        "training",
        "supervision",
        "accountability",
    ),
    "0003",
)
"""The tables that the first schema has not."""
_FILES = {
    "attachment": "SELECT 'H' || printf('%04d', h.number) || ' ' || a.name, a.sha256"
    " FROM attachment a JOIN hazard h ON h.uid = a.hazard",
    "submission": "SELECT 'S' || printf('%04d', number), sha256 FROM submission WHERE sha256 IS NOT NULL",
    "mailing": "SELECT 'Y' || printf('%04d', number), sha256 FROM mailing",
    "document": "SELECT 'K' || printf('%04d', number) || ' ' || name, sha256 FROM document",
    "enclosure": "SELECT owner_kind || ' ' || name, sha256 FROM enclosure",
}
"""The kept files that a table names: what a person knows each by, and its sha256."""
SCHEMA = "schema"
SHORTEST_HEAD = 12


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not agree: ``where`` is the entry or row, ``problem`` a sentence."""

    where: str
    problem: str


@dataclass(frozen=True, slots=True)
class Verified:
    """The outcome: how much was looked at, the head, and every fault, the first one first."""

    entries: int
    records: int
    head: str
    faults: tuple[Fault, ...]


def verify(snapshot: Snapshot, expected_head: str | None = None, files: bool = True) -> Verified:
    """Prove that chain and tables agree, and that the kept files are the ones that came in (``files``).

    ``expected_head`` is the hash that a sent bundle carries: it must be in this chain.
    """
    # text that is not UTF-8 is a fault to name, not a reason to stop
    snapshot.connection.text_factory = partial(str, encoding="utf-8", errors="surrogateescape")
    faults = list(_chain(snapshot))
    if expected_head is not None and not _is_in_journal(snapshot, expected_head):
        faults.append(
            Fault(_("journal"), _("the head {head} was never in this journal").format(head=expected_head))
        )
    records = 0
    for table in _tables(snapshot):
        records += snapshot.rows(f"SELECT count(*) FROM {table}")[0][0]
        faults.extend(_rows(snapshot, table))
        faults.extend(_gone(snapshot, table))
    faults.extend(_structure(snapshot))
    if files:
        faults.extend(kept_files(snapshot)[1])
    last, digest = head(snapshot.connection)
    return Verified(entries=last, records=records, head=digest, faults=tuple(faults))


def first_break(snapshot: Snapshot, last: int) -> int | None:
    """The number of the first entry up to ``last`` that is missing, or is not what was sealed; None where none is."""
    expected, prev = 1, GENESIS
    for entry in entries(snapshot.connection, "WHERE seq <= ?", (last,)):
        if (entry.seq, entry.prev, entry.hash) != (expected, prev, _seal(entry)):
            return expected
        expected, prev = expected + 1, entry.hash
    return expected if expected <= last else None


def _tables(snapshot: Snapshot) -> list[str]:
    """The tables to look at: all that the ledger's revision has, and whatever of ours is there besides."""
    revision = revision_of(snapshot.connection) or ""
    there = {name for (name,) in snapshot.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return [table for table in TABLES if table in there or _SINCE.get(table, "") <= revision]


def _is_in_journal(snapshot: Snapshot, head: str) -> bool:
    """Whether a head, in full or as letters print it (its first characters), is one of the journal's."""
    length = len(head)
    beginning = length >= SHORTEST_HEAD
    return bool(
        snapshot.rows(
            "SELECT 1 FROM journal WHERE hash = ? OR (? AND substr(hash, 1, ?) = ?) LIMIT 1",
            (head, beginning, length, head),
        )
    )


def _chain(snapshot: Snapshot) -> Iterator[Fault]:
    number, prev, broken = 0, GENESIS, False
    for entry in entries(snapshot.connection):
        number += 1
        if not broken and entry.seq != number:
            yield Fault(_place(entry), _("entry {number} is missing before it").format(number=number))
            broken = True
        if not broken and entry.prev != prev:
            yield Fault(_place(entry), _("it does not follow the entry before it"))
            broken = True
        if _seal(entry) != entry.hash:
            yield Fault(_place(entry), _("its content is not what was sealed"))
        number, prev = entry.seq, entry.hash
    last = snapshot.rows("SELECT id, seq, hash FROM journal_head")
    if last != ([(1, number, prev)] if number else []):
        yield Fault(
            _("journal head"),
            _("the journal ends at entry {number}, not where the head says").format(number=number),
        )


def _place(entry: Entry) -> str:
    return _("journal entry {seq}").format(seq=entry.seq)


_LATEST = "(SELECT max(l.seq) FROM journal l WHERE l.kind = ? AND l.uid = {record}.uid)"
"""The number of the last entry of a record, as SQL."""


def _rows(snapshot: Snapshot, table: str) -> Iterator[Fault]:
    """The rows that are not what their last entry says, or are in none."""
    cursor = snapshot.connection.execute(
        f"SELECT j.seq, j.ref, j.body, r.* FROM {table} r"
        f" LEFT JOIN journal j ON j.seq = {_LATEST.format(record='r')} ORDER BY r.uid",
        (table,),
    )
    names = [column[0] for column in cursor.description[3:]]
    for seq, ref, body, *values in cursor:
        row = dict(zip(names, values, strict=True))
        if body is None:
            yield Fault(f"{_(TABLES[table])} {row['uid']}", _("the row is in no journal entry"))
        elif body != _as_journalled(row) and body != _as_journalled_before(row, body):
            yield Fault(
                _("{ref} ({table})").format(ref=ref, table=_(TABLES[table])),
                _("the row is not what journal entry {seq} says: {columns}").format(
                    seq=seq, columns=listed(_differing(body, row))
                ),
            )


def _gone(snapshot: Snapshot, table: str) -> Iterator[Fault]:
    """The rows that their last entry tells of and that are not there."""
    cursor = snapshot.connection.execute(
        f"SELECT j.seq, j.ref FROM journal j WHERE j.kind = ? AND j.body IS NOT NULL"
        f" AND NOT EXISTS (SELECT 1 FROM {table} r WHERE r.uid = j.uid)"
        f" AND j.seq = {_LATEST.format(record='j')} ORDER BY j.seq",
        (table, table),
    )
    for seq, ref in cursor:
        yield Fault(
            _("{ref} ({table})").format(ref=ref, table=_(TABLES[table])),
            _("the row of journal entry {seq} is gone").format(seq=seq),
        )


def _seal(entry: Entry) -> str | None:
    """The hash that an entry must have; None where what it holds cannot have been written by us."""
    try:
        return entry.sealed()
    except (TypeError, ValueError):
        return None


def _object(body: str | None) -> dict[str, object]:
    """An entry's body as fields; empty where it is none, for anything may stand there that was not sealed by us."""
    try:
        found = json.loads(body or "{}")
    except (TypeError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _as_journalled(row: dict[str, object]) -> str | None:
    try:
        return canonical(row)
    except (TypeError, ValueError):
        return None


def _as_journalled_before(row: dict[str, object], body: str) -> str | None:
    """The row as an older revision journalled it: an empty column that its entry does not know came in later."""
    told = _object(body)
    return _as_journalled({name: value for name, value in row.items() if value is not None or name in told})


def _differing(body: str, row: dict[str, object]) -> list[str]:
    was = _object(body)
    return sorted(
        name
        for name in {*was, *row}
        if was.get(name) != row.get(name) or type(was.get(name)) is not type(row.get(name))
    )


def _structure(snapshot: Snapshot) -> Iterator[Fault]:
    for (message,) in snapshot.rows("PRAGMA integrity_check"):
        if message != "ok":
            yield Fault(_("database file"), str(message))
    for table, *_rest in snapshot.rows("PRAGMA foreign_key_check"):
        yield Fault(str(table), _("it names a record that does not exist"))
    made = snapshot.rows(
        "SELECT body FROM journal WHERE kind = ? AND uid = ? ORDER BY seq DESC LIMIT 1", (SCHEMA, SCHEMA)
    )
    if not made or _object(made[0][0]).get("sha256") != schema_sha256(snapshot.connection):
        yield Fault(_("schema"), _("tables, views or triggers are not those that were made"))


def kept_files(snapshot: Snapshot) -> tuple[int, list[Fault]]:
    """How many kept files the ledger names, and those that the store has not, or not as they came in."""
    problems = {"missing": _("the kept file is missing"), "changed": _("the kept file was changed")}
    named = _named(snapshot)
    states = ((name, store.intact(snapshot.path, digest)) for name, digest in named)
    return len(named), [Fault(name, problems[state]) for name, state in states if state]


def files_named(snapshot: Snapshot) -> list[str]:
    """The sha256 of every kept file that the ledger names, each once, in their order."""
    return sorted({digest for _name, digest in _named(snapshot)})


def _named(snapshot: Snapshot) -> list[tuple[str, str]]:
    return [row for table in _tables(snapshot) if table in _FILES for row in snapshot.rows(_FILES[table])]
