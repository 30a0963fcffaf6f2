"""Making a ledger and bringing an old one up to date: Alembic's revisions, run on our own connection."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from secrets import token_hex

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import BadInput
from safetyctl.ground.files import made_folder, name_anew, sync_folder
from safetyctl.ledger.connection import APPLICATION_ID, REVISION, connect_writer, explaining
from safetyctl.ledger.disks import is_local
from safetyctl.ledger.journal import Journalist, canonical, schema_sha256


def migrate(connection: sqlite3.Connection, witness: Callable[[], None] | None = None) -> None:
    """Run the revisions inside one transaction, ``witness`` last in it, foreign keys checked afterwards.

    Foreign keys are off before the transaction begins: a table that is rebuilt with them on would
    delete what references it.
    """
    import sqlalchemy as sa
    from alembic import command
    from alembic.config import Config
    from sqlalchemy.pool import StaticPool

    connection.execute("PRAGMA foreign_keys = OFF")
    engine = sa.create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    sa.event.listen(engine, "begin", lambda begun: begun.exec_driver_sql("BEGIN IMMEDIATE"))
    config = Config()
    folder = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    try:
        with engine.begin() as transaction:
            config.attributes["connection"] = transaction
            command.upgrade(config, REVISION)
            broken = transaction.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise sqlite3.IntegrityError(f"foreign keys after the upgrade: {broken[:3]}")
            if witness is not None:
                witness()
    except sa.exc.DBAPIError as error:
        if isinstance(error.orig, sqlite3.Error):
            raise error.orig from error
        raise
    connection.execute("PRAGMA foreign_keys = ON")


def migrate_file(path: Path, actor: str, at: str, day: str) -> None:
    """Run the revisions on a ledger that exists, and in the same transaction journal the schema that comes of it.

    Where the schema had been changed behind the tool's back, the journal vouches for none: it goes on showing.
    """
    connection = connect_writer(path)

    def witness(as_made: bool) -> None:
        journalist = Journalist(connection, at, day, actor)
        facts = {"sha256": schema_sha256(connection) if as_made else None}
        journalist.append("ledger.upgrade", "schema", [("schema", "schema", facts)])
        journalist.close()

    try:
        with explaining(path):
            migrate(connection, partial(witness, _as_made(connection)))
    finally:
        connection.close()


def _as_made(connection: sqlite3.Connection) -> bool:
    """Whether the schema is the one that the journal says was made."""
    told = connection.execute(
        "SELECT body FROM journal WHERE kind = 'schema' ORDER BY seq DESC LIMIT 1"
    ).fetchone()
    return told is not None and told[0] == canonical({"sha256": schema_sha256(connection)})


@contextmanager
def creating(path: Path, keep: bool = True) -> Iterator[Path]:
    """A ledger with the newest schema under a temporary name, mode 0600, to fill; named ``path`` when done.

    Raises:
        BadInput: something is at ``path`` already.
        OSError: the folder cannot be written, or the disk is full.
    """
    _require_free(path)
    with made_folder(path.parent, keep):
        with _named_when_done(path, keep) as draft:
            yield draft
        if keep:
            sync_folder(path.parent)


@contextmanager
def _named_when_done(path: Path, keep: bool) -> Iterator[Path]:
    draft = path.with_name(
        f".{path.name}.new-{token_hex(8)}"
    )  # not the process's number: containers repeat it
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        with explaining(path):
            _make(draft)
            yield draft
            settle(draft, write_ahead=is_local(path.parent))
        with draft.open("rb") as complete:
            os.fsync(complete.fileno())
        if keep:
            name_anew(draft, path)
    except FileExistsError:
        _require_free(path)
        raise
    finally:
        for leftover in (draft, *(draft.with_name(draft.name + end) for end in ("-wal", "-shm", "-journal"))):
            leftover.unlink(missing_ok=True)


def _require_free(path: Path) -> None:
    if os.path.lexists(path):
        raise BadInput(
            _("{path} exists already.").format(path=path),
            hint=_("A ledger is never overwritten: choose another name with --ledger PATH."),
        )


def _make(draft: Path) -> None:
    connection = sqlite3.connect(draft, isolation_level=None, check_same_thread=False)
    try:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        migrate(connection)
    finally:
        connection.close()


def settle(draft: Path, write_ahead: bool) -> None:
    """Choose the journal mode for good: WAL on a local disk, the rollback journal elsewhere."""
    connection = sqlite3.connect(draft, isolation_level=None)
    try:
        connection.execute(f"PRAGMA journal_mode = {'WAL' if write_ahead else 'DELETE'}")
    finally:
        connection.close()
