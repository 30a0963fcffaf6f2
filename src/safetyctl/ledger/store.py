"""The store beside the ledger: files kept by content, under their sha256, written before the row that names them."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from safetyctl.ground.catalogue import _, listed
from safetyctl.ground.errors import BadInput, LedgerDamaged, NotFound
from safetyctl.ground.files import make_folder, sync_folder, whole
from safetyctl.ground.reading import ordinary, require_ordinary

LARGEST = 200 * 1024 * 1024
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the store: the name it came with (never used as a path), its sha256 and size in bytes."""

    name: str
    sha256: str
    size: int


def folder(ledger: Path) -> Path:
    """Where the files of a ledger are: ``LEDGER.files`` beside it."""
    return ledger.with_name(ledger.name + ".files")


def place(ledger: Path, digest: str) -> Path:
    """Where the bytes with this sha256 are, or would be."""
    return folder(ledger) / digest[:2] / digest


def keep(ledger: Path, file: Path, dry_run: bool = False, content: bytes | None = None) -> Kept:
    """Copy a file into the store and onto the disk; what is there whole is not written again.

    With ``dry_run`` it is only read and measured. ``content``: its bytes, where they were read, and proved, before.

    Raises:
        NotFound: no such file.
        BadInput: not a plain file, an empty one, or larger than 200 MiB.
        CannotDo: it cannot be read.
        OSError: the store cannot be written.
    """
    require_keepable(file)
    content = ordinary(file, LARGEST) if content is None else content
    digest = sha256(content).hexdigest() if dry_run else keep_bytes(ledger, content)
    return Kept(name=file.name, sha256=digest, size=len(content))


def keep_all(ledger: Path, files: Sequence[Path], dry_run: bool = False) -> list[Kept]:
    """Keep several files, as ``keep`` does, once it is known that all of them can be. Raises as ``keep``."""
    missing = [str(file) for file in files if not file.exists()]
    if missing:
        raise NotFound(
            _("There is no file {file}.").format(file=listed(missing)), hint=_("Nothing was changed.")
        )
    for file in files:
        require_keepable(file)
    return [keep(ledger, file, dry_run) for file in files]


def require_keepable(file: Path) -> None:
    """Make sure that a file can be kept. Raises NotFound, BadInput and CannotDo as ``keep`` does."""
    require_ordinary(file)
    size = file.stat().st_size
    if not size:
        raise BadInput(_("{file} is empty.").format(file=file), hint=_("Nothing was changed."))
    if size > LARGEST:
        raise BadInput(
            _("{file} is too large to keep ({size} MiB; at most {limit}).").format(
                file=file, size=size >> 20, limit=LARGEST >> 20
            )
        )


def keep_bytes(ledger: Path, content: bytes) -> str:
    """Put bytes into the store, in the place of a copy that was damaged too; their sha256. Raises OSError."""
    digest = sha256(content).hexdigest()
    target = place(ledger, digest)
    if intact(ledger, digest) is not None:
        for inside in (folder(ledger), target.parent):
            make_folder(inside, 0o700)
        with whole(target) as draft:
            handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with open(handle, "wb") as written:
                written.write(content)
    return digest


def move(source: Path, ledger: Path) -> None:
    """Give the kept files of one ledger to another on the same disk; what that has already stays. Raises OSError."""
    if not folder(source).exists():
        return
    if not folder(ledger).exists():
        folder(source).rename(folder(ledger))
        sync_folder(folder(ledger).parent)
        return
    for file in folder(source).glob("*/*"):
        keep_bytes(ledger, file.read_bytes())


def fetch(ledger: Path, digest: str) -> bytes:
    """The bytes with this sha256. Raises LedgerDamaged where they are missing or were changed."""
    try:
        content = place(ledger, digest).read_bytes()
    except FileNotFoundError:
        raise LedgerDamaged(
            _("A kept file is missing from the store: {digest}.").format(digest=digest[:12]),
            hint=_("Restore the folder {folder} from the last backup.").format(folder=folder(ledger)),
        ) from None
    if sha256(content).hexdigest() != digest:
        raise LedgerDamaged(_("A kept file was changed: {digest}.").format(digest=digest[:12]))
    return content


def intact(ledger: Path, digest: str) -> str | None:
    """``missing`` or ``changed`` where the store does not hold these bytes; None where it does."""
    measured = sha256()
    try:
        with place(ledger, digest).open("rb") as file:
            while chunk := file.read(_CHUNK):
                measured.update(chunk)
    except (OSError, ValueError):  # a digest with a NUL in it names no file
        return "missing"
    return None if measured.hexdigest() == digest else "changed"
