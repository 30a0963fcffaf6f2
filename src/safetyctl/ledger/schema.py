"""Making a ledger and bringing an old one up to date: Alembic's revisions, run on our own connection."""

import os
import sqlite3
from hashlib import sha256
from pathlib import Path

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import BadInput
from safetyctl.ground.files import sync_folder
from safetyctl.ledger.connection import APPLICATION_ID, REVISION, explaining
from safetyctl.ledger.disks import is_local


def schema_sha256(connection: sqlite3.Connection) -> str:
    """A fingerprint of every table, index, view and trigger, to see a schema changed behind the tool's back."""
    rows = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"
    ).fetchall()
    return sha256(repr(rows).encode()).hexdigest()


def migrate(connection: sqlite3.Connection, revision: str = REVISION) -> None:
    """Run the revisions up to ``revision`` inside one transaction, foreign keys checked afterwards.

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
    with engine.begin() as transaction:
        config.attributes["connection"] = transaction
        command.upgrade(config, revision)
        broken = transaction.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise sqlite3.IntegrityError(f"foreign keys after the upgrade: {broken[:3]}")
    connection.execute("PRAGMA foreign_keys = ON")


def create(path: Path) -> None:
    """Make an empty ledger with the newest schema at ``path``, mode 0600. It appears complete or not at all.

    Raises:
        BadInput: something is there already.
        OSError: the folder cannot be written, or the disk is full.
    """
    if os.path.lexists(path):
        raise BadInput(
            _("{path} exists already.").format(path=path),
            hint=_("A ledger is never overwritten: choose another name with --ledger PATH."),
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.new-{os.getpid()}")
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        with explaining(path):
            connection = sqlite3.connect(draft, isolation_level=None, check_same_thread=False)
            try:
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                migrate(connection)
                if is_local(path.parent):
                    connection.execute("PRAGMA journal_mode = WAL")
            finally:
                connection.close()
        os.link(draft, path)  # unlike a rename, it never takes the place of a ledger made meanwhile
    except FileExistsError:
        raise BadInput(_("{path} exists already.").format(path=path)) from None
    finally:
        for leftover in (draft, *(draft.with_name(draft.name + end) for end in ("-wal", "-shm", "-journal"))):
            leftover.unlink(missing_ok=True)
    sync_folder(path.parent)
