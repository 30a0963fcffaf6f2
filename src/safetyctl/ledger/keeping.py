"""Backup, restore and upgrade. A backup is one zip: the database as SQLite copied it, and the kept files."""

import os
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import IO

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import BadInput, LedgerDamaged
from safetyctl.ground.files import made_folder, name_anew, sync_folder, whole
from safetyctl.ground.packing import listing_size
from safetyctl.ground.reading import require_ordinary
from safetyctl.ledger import store
from safetyctl.ledger.connection import (
    REVISION,
    Snapshot,
    connect_reader,
    explaining,
    reading,
    require_revision,
    revision_of,
)
from safetyctl.ledger.disks import is_local
from safetyctl.ledger.journal import head
from safetyctl.ledger.schema import migrate_file, settle
from safetyctl.ledger.verifying import Verified, files_named, verify

DATABASE = "ledger.db"
LARGEST_MEMBER = 64 * 1024**3
_LISTING = 64 * 1024 * 1024
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class CopyMade:
    """A backup that was written, or a ledger restored from one: the file, its size in bytes, files, journal head."""

    path: Path
    size: int
    files: int
    head: str


@contextmanager
def _copied(ledger: Path) -> Iterator[Path]:
    """The database as it is at one moment, copied by SQLite into a folder that goes away."""
    with TemporaryDirectory(prefix="safetyctl-") as folder:
        copy = Path(folder) / DATABASE
        source = connect_reader(ledger)
        try:
            with explaining(ledger):
                target = sqlite3.connect(copy, isolation_level=None)
                try:
                    source.backup(target)
                    target.execute("PRAGMA journal_mode = DELETE")
                finally:
                    target.close()
        finally:
            source.close()
        yield copy


def backup(ledger: Path, target: Path) -> CopyMade:
    """Write a backup of the ledger and its files to ``target``; proved by verifying the copy, not the source.

    Raises:
        BadInput: something is at ``target`` already.
        LedgerDamaged: the copy does not verify, so nothing was written.
        OSError: ``target`` cannot be written, or the disk is full.
    """
    _require_new(target)
    with _copied(ledger) as copy:
        with reading(copy) as snapshot:
            digests = files_named(snapshot)
        last = _proved(copy, files=False, older=False).head
        try:
            with whole(target, new=True) as draft:
                _pack(ledger, copy, digests, draft)
                _same_inside(draft, copy)
        except FileExistsError:
            _require_new(target)  # somebody else's, written meanwhile
            raise
    return CopyMade(target, target.stat().st_size, len(digests), last)


def _require_new(target: Path) -> None:
    if os.path.lexists(target):
        raise BadInput(
            _("{path} exists already.").format(path=target),
            hint=_("A backup is never overwritten: choose another name."),
        )


def _pack(ledger: Path, copy: Path, digests: Sequence[str], draft: Path) -> None:
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.write(copy, DATABASE)
        for digest in digests:
            archive.writestr(f"files/{digest}", store.fetch(ledger, digest))


def _same_inside(archive: Path, copy: Path) -> None:
    """Make sure, before it gets its name, that what was packed is what was proved. Raises LedgerDamaged."""
    with zipfile.ZipFile(archive) as packed:
        broken = packed.testzip()
        with packed.open(DATABASE) as member, copy.open("rb") as proved:
            same = _digest(member) == _digest(proved)
    if broken or not same:
        raise LedgerDamaged(_("The backup did not come out as it was written; nothing was kept."))


def _digest(stream: IO[bytes]) -> str:
    measured = sha256()
    while chunk := stream.read(_CHUNK):
        measured.update(chunk)
    return measured.hexdigest()


def restore(source: Path, ledger: Path, dry_run: bool = False) -> CopyMade:
    """Make a ledger at ``ledger`` from a backup; it appears complete and verified, or not at all.

    A backup of an earlier schema comes back as it was, to be upgraded where it is. Kept files that are there without
    their ledger stay and are added to: each is known by its content. With ``dry_run`` the backup is unpacked and
    proved, and nothing stays.

    Raises:
        NotFound, BadInput: no such backup, not one of ours, or something is at ``ledger`` already.
        LedgerDamaged: what is in the backup does not verify.
    """
    require_ordinary(source)
    _require_place(ledger)
    with (
        made_folder(ledger.parent, keep=not dry_run),
        TemporaryDirectory(prefix=".restore-", dir=ledger.parent) as folder,
    ):
        draft = Path(folder) / ledger.name
        count = _unpacked(source, draft)
        made = CopyMade(ledger, draft.stat().st_size, count, _proved(draft, files=True, older=True).head)
        if not dry_run:
            _put_in_place(draft, ledger)
    return made


def _require_place(ledger: Path) -> None:
    files = store.folder(ledger)
    taken = files if os.path.lexists(files) and not files.is_dir() else ledger
    if os.path.lexists(taken):
        raise BadInput(
            _("{path} exists already.").format(path=taken),
            hint=_("Restore under another name with --ledger PATH, then look before you replace anything."),
        )


def _put_in_place(draft: Path, ledger: Path) -> None:
    """Give the ledger its name, its files first: whoever is stopped in between finds files without a ledger."""
    settle(draft, write_ahead=is_local(ledger.parent))
    draft.chmod(0o600)
    store.move(draft, ledger)
    try:
        name_anew(draft, ledger)
    except FileExistsError:
        _require_place(ledger)  # somebody else's, made meanwhile
        raise
    sync_folder(ledger.parent)


def _unpacked(source: Path, draft: Path) -> int:
    """The database and the files of a backup, each written whole; how many files there were."""
    count = 0
    try:
        with source.open("rb") as opened, zipfile.ZipFile(_modest(opened)) as archive:
            for member in archive.infolist():
                if member.filename == DATABASE:
                    _copy_out(archive, member, draft)
                elif _is_file(member.filename):
                    _file_out(archive, member, draft)
                    count += 1
                else:
                    raise BadInput(_("{file} is not a safetyctl backup.").format(file=source))
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise BadInput(_("{file} is not a safetyctl backup.").format(file=source)) from error
    if not draft.exists():
        raise BadInput(_("{file} is not a safetyctl backup.").format(file=source))
    return count


def _modest(backup: IO[bytes]) -> IO[bytes]:
    """The same, once its list of members is short enough to be read. Raises zipfile.BadZipFile."""
    if listing_size(backup) > _LISTING:
        raise zipfile.BadZipFile
    return backup


def _is_file(name: str) -> bool:
    digest = name.removeprefix("files/")
    return (
        name.startswith("files/") and len(digest) == 64 and all(mark in "0123456789abcdef" for mark in digest)
    )


def _file_out(archive: zipfile.ZipFile, member: zipfile.ZipInfo, ledger: Path) -> None:
    """A kept file into the store of the ledger that is being restored, its content proved by its name."""
    digest = member.filename.removeprefix("files/")
    with archive.open(member) as packed:
        content = packed.read(store.LARGEST + 1)  # what is declared may be a lie; what is read is bounded
    if len(content) > store.LARGEST:
        raise BadInput(_("{file} in the backup is too large.").format(file=member.filename))
    if store.keep_bytes(ledger, content) != digest:
        raise LedgerDamaged(_("{file} in the backup was changed.").format(file=member.filename))


def _copy_out(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> None:
    if member.file_size > LARGEST_MEMBER:
        raise BadInput(_("{file} in the backup is too large.").format(file=member.filename))
    handle = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with archive.open(member) as packed, open(handle, "wb") as written:
        while chunk := packed.read(_CHUNK):
            written.write(chunk)
        os.fsync(written.fileno())


def _proved(copy: Path, files: bool, older: bool) -> Verified:
    with reading(copy, older) as snapshot:
        outcome = verify(snapshot, files=files)
    if outcome.faults:
        raise LedgerDamaged(
            _("The copy does not verify: {where}: {problem}.").format(
                where=outcome.faults[0].where, problem=outcome.faults[0].problem
            ),
            hint=_("Look with: safetyctl ledger verify"),
        )
    return outcome


def revision(ledger: Path) -> str:
    """The schema's revision of a ledger: this program's, or an earlier one. Raises SafetyctlError."""
    connection = connect_reader(ledger)
    try:
        with explaining(ledger):
            require_revision(connection, ledger, older=True)
            return str(revision_of(connection))
    finally:
        connection.close()


def upgrade(ledger: Path, actor: str, at: str, day: str) -> Path | None:
    """Bring an old ledger's schema up to date, after a backup beside it; None where it is up to date already.

    ``at`` is the moment (UTC, ISO 8601) and ``day`` the day that the journal notes it for.

    Raises:
        CannotDo: the ledger is of a newer safetyctl.
    """
    if revision(ledger) == REVISION:
        return None
    kept = _free(ledger.with_name(f"{ledger.name}.before-{REVISION}.db"))
    with _copied(ledger) as copy, whole(kept) as draft:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        copyfile(copy, draft)
    migrate_file(ledger, actor, at, day)
    return kept


def _free(path: Path) -> Path:
    """A name that nothing has: ``path``, else with a number: the copy of an earlier attempt is never overwritten."""
    number = 1
    found = path
    while os.path.lexists(found):
        number += 1
        found = path.with_name(f"{path.stem}.{number}{path.suffix}")
    return found


@dataclass(frozen=True, slots=True)
class LedgerFacts:
    """What a ledger holds, for ``ledger info``."""

    schema: str
    size: int
    journal_mode: str
    hazards: int
    entries: int
    head: str


def facts(snapshot: Snapshot) -> LedgerFacts:
    """Count what a ledger holds."""
    entries, digest = head(snapshot.connection)
    return LedgerFacts(
        schema=str(revision_of(snapshot.connection)),
        size=snapshot.path.stat().st_size,
        journal_mode=str(snapshot.rows("PRAGMA journal_mode")[0][0]),
        hazards=int(snapshot.rows("SELECT count(*) FROM hazard")[0][0]),
        entries=entries,
        head=digest,
    )
