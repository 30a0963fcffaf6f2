"""Opening the ledger's file: what it must be, read-only snapshots, and SQLite's errors in plain words."""

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import Busy, CannotDo, LedgerDamaged, Refused, SafetyctlError

APPLICATION_ID = 0x73667463  # "sftc", in every ledger's header
REVISION = "0007"
BUSY_SECONDS = 30.0
_BESIDE_IN_MEMORY = "PRAGMA temp_store = MEMORY"  # a question must be answered on a full disk too
_OTHERS_WRITE = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_NOT_ALLOWED = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH, sqlite3.SQLITE_CANTOPEN)
_BROKEN_OFF = (sqlite3.SQLITE_READONLY_ROLLBACK, sqlite3.SQLITE_READONLY_RECOVERY)
"""What a reader is told where a writer ended without warning: first its half change must be taken back."""

Answer = TypeVar("Answer")


def busy_seconds() -> float:
    """How long a writer waits for another: 30 s, or SAFETYCTL_BUSY_SECONDS."""
    try:
        return float(os.environ.get("SAFETYCTL_BUSY_SECONDS") or BUSY_SECONDS)
    except ValueError:
        return BUSY_SECONDS


def explained(error: sqlite3.Error, path: Path) -> SafetyctlError:
    """SQLite's error as the sentence and exit code that a person gets."""
    code = (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF
    where = {"path": path}
    if code in _OTHERS_WRITE:
        return Busy(
            _("The ledger {path} is being written by another process.").format(**where),
            hint=_("Nothing was changed. Try again in a moment."),
        )
    if code == sqlite3.SQLITE_FULL:
        return CannotDo(
            _("The disk that holds {path} is full.").format(**where),
            hint=_("Nothing was changed. Free some space and run the command again."),
        )
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return LedgerDamaged(
            _("The ledger {path} is damaged: {reason}.").format(reason=error, **where),
            hint=_("Do not repair it by hand: restore the last backup (safetyctl ledger restore)."),
        )
    if code in _NOT_ALLOWED:
        return CannotDo(
            _("The ledger {path} cannot be opened or written.").format(**where),
            hint=_("Look at the permissions of the file and of its folder."),
        )
    if code == sqlite3.SQLITE_CONSTRAINT:
        return Refused(
            _("The ledger does not take this record: {reason}.").format(reason=error),
            hint=_("Nothing was changed."),
        )
    return CannotDo(
        _("The ledger {path} could not be read or written: {reason}.").format(reason=error, **where),
        hint=_("Nothing was changed. Look at the disk, then run: safetyctl ledger verify"),
    )


@contextmanager
def explaining(path: Path) -> Iterator[None]:
    """Turn SQLite's errors inside the block into SafetyctlError."""
    try:
        yield
    except sqlite3.Error as error:
        raise explained(error, path) from error


def _without_waiting(name: str, flags: int) -> int:
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))


def require_ledger(path: Path) -> None:
    """Make sure that ``path`` is a ledger by its first bytes, before SQLite touches it.

    Raises:
        CannotDo: nothing is there, or it cannot be read.
        LedgerDamaged: something else is there.
    """
    try:
        with open(path, "rb", opener=_without_waiting) as file:
            regular = stat.S_ISREG(os.fstat(file.fileno()).st_mode)
            header = file.read(100) if regular else b""
    except FileNotFoundError:
        raise CannotDo(
            _("There is no ledger at {path}.").format(path=path),
            hint=_("Make one with: safetyctl init --campus NAME — or name yours with --ledger PATH."),
        ) from None
    except IsADirectoryError:
        header = b""
    except PermissionError:
        raise CannotDo(
            _("The ledger {path} may not be read by this user.").format(path=path),
            hint=_("Look at the permissions of the file and of its folder."),
        ) from None
    if not header.startswith(b"SQLite format 3\0") or header[68:72] != APPLICATION_ID.to_bytes(4, "big"):
        raise LedgerDamaged(
            _("{path} is not a safetyctl ledger.").format(path=path),
            hint=_("Name the right file with --ledger PATH, or make a new one with: safetyctl init"),
        )


def revision_of(connection: sqlite3.Connection) -> str | None:
    """The revision of a ledger's schema; None where it does not say one."""
    rows = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    return str(rows[0][0]) if len(rows) == 1 else None


def require_revision(connection: sqlite3.Connection, path: Path, older: bool = False) -> None:
    """Make sure that the schema is the one this program knows, or with ``older`` an earlier one. Raises CannotDo."""
    found = revision_of(connection)
    if found == REVISION:
        return
    if found is not None and found < REVISION:
        if older:
            return
        raise CannotDo(
            _("The ledger {path} has an older schema ({found}).").format(path=path, found=found),
            hint=_("Bring it up to date with: safetyctl ledger upgrade (it makes a backup first)."),
        )
    raise CannotDo(
        _("The ledger {path} was written by a newer safetyctl (schema {found}).").format(
            path=path, found=found
        ),
        hint=_("Install the newer version; this one does not touch it."),
    )


def connect_reader(path: Path) -> sqlite3.Connection:
    """A read-only connection to a ledger's file, whatever its schema. Raises SafetyctlError."""
    require_ledger(path)
    with explaining(path):
        try:
            return _opened(path, "mode=ro")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode in _BROKEN_OFF:
                _take_back(path)
                return _opened(path, "mode=ro")
            if _pending_writes(path) or error.sqlite_errorcode & 0xFF in _OTHERS_WRITE:
                raise
        # In a folder without write permission, or on a full disk, SQLite cannot make the shared-memory
        # file that WAL needs; with no pending writes the main file alone is the whole ledger.
        return _opened(path, "immutable=1")


def _opened(path: Path, how: str) -> sqlite3.Connection:
    """A connection that has read the file's schema once, so that it is known to work. Raises sqlite3.Error."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{how}", uri=True, isolation_level=None, timeout=busy_seconds()
    )
    try:
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        connection.execute(_BESIDE_IN_MEMORY)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _take_back(path: Path) -> None:
    """Let SQLite take back what a killed writer left half written: only a connection that may write can.

    Raises:
        CannotDo: this user may not write there; without it the file shows half of a change.
    """
    try:
        _opened(path, "mode=rw").close()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in _NOT_ALLOWED:
            raise CannotDo(
                _("A change to the ledger {path} was broken off, and this user may not take it back.").format(
                    path=path
                ),
                hint=_(
                    "Run any command as a user who may write the ledger and its folder; then it can be read."
                ),
            ) from error
        raise


def _pending_writes(path: Path) -> bool:
    logs = (path.with_name(path.name + end) for end in ("-wal", "-journal"))
    return any(log.exists() and log.stat().st_size > 0 for log in logs)


def connect_writer(path: Path) -> sqlite3.Connection:
    """A connection that may write: foreign keys on, full synchronisation, transactions begun by hand."""
    require_ledger(path)
    with explaining(path):
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=rw",
            uri=True,
            isolation_level=None,
            timeout=busy_seconds(),
            check_same_thread=False,
        )
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(_BESIDE_IN_MEMORY)
    return connection


class Snapshot:
    """The ledger at one moment: every question asked of it sees the same rows."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection = connection
        self.path = path
        self._worked_out: dict[str, Any] = {}

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """What a SELECT of ours answers; a person's text goes in as ``values`` only."""
        return self.connection.execute(sql, values).fetchall()

    def fill(self, table: str, rows: Sequence[Sequence[object]]) -> None:
        """Put whole rows into a temporary table."""
        fill(self.connection, table, rows)

    def once(self, what: str, work_out: Callable[[], Answer]) -> Answer:
        """What ``work_out`` answers, asked only the first time: inside a snapshot it cannot become another."""
        if what not in self._worked_out:
            self._worked_out[what] = work_out()
        answer: Answer = self._worked_out[what]
        return answer


def fill(connection: sqlite3.Connection, table: str, rows: Sequence[Sequence[object]]) -> None:
    """Put whole rows into a temporary table: it lies beside the ledger, in memory, and goes with the connection."""
    if rows:
        connection.executemany(f"INSERT INTO temp.{table} VALUES ({', '.join('?' * len(rows[0]))})", rows)


class Asks(Protocol):
    """Whoever answers questions in SQL: a snapshot, or an open write transaction."""

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """What a SELECT answers."""
        ...

    def fill(self, table: str, rows: Sequence[Sequence[object]]) -> None:
        """Put whole rows into a temporary table."""
        ...

    def once(self, what: str, work_out: Callable[[], Answer]) -> Answer:
        """What ``work_out`` answers; asked only the first time where nothing can change in between."""
        ...


_AT_ONCE = 500  # values that one statement asks for; old SQLite takes 999


def in_parts(
    asks: Asks, sql: str, wanted: Sequence[object], values: Sequence[object] = ()
) -> Iterator[tuple[Any, ...]]:
    """What a SELECT answers that has its last places in ``IN (%s)``, for any number of values ``wanted``."""
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        yield from asks.rows(sql % ", ".join("?" * len(part)), (*values, *part))


@contextmanager
def reading(path: Path, older: bool = False) -> Iterator[Snapshot]:
    """One read-only snapshot of the ledger: every query inside sees the same moment.

    ``older`` takes one of an earlier schema too, to prove it as it is: no record may be read from it, for what a
    table does not have yet would seem to be empty.

    Raises:
        CannotDo: no ledger there, no permission, or another schema.
        LedgerDamaged: not a ledger, or a damaged one.
    """
    connection = connect_reader(path)
    try:
        with explaining(path):
            connection.execute("BEGIN")
            require_revision(connection, path, older)
            yield Snapshot(connection, path)
    finally:
        connection.close()
