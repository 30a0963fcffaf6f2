"""Files: what the package ships, and writing one so that it is complete or absent."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NO_LINKS = (errno.EPERM, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP)
"""What a file system says that knows no second name for a file (exFAT, some shares)."""
_PACKAGE = Path(__file__).resolve().parents[1]


def shipped(name: str) -> Path:
    """A file or folder of ``data/``: inside the wheel, or beside ``src/`` in a checkout."""
    inside = _PACKAGE / "data"
    return (inside if inside.is_dir() else _PACKAGE.parents[1] / "data") / name


def name_anew(draft: Path, path: Path) -> None:
    """Give a complete file its name, which nothing must have: unlike a rename, it never takes another's place.

    The draft's own name may stay. Raises FileExistsError where the name is taken, OSError.
    """
    try:
        os.link(draft, path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))  # the name is ours from here on
        draft.replace(path)


_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)  # told of a handle: the system names no file


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A temporary name beside ``path`` to write to; it takes the final name, on the disk, when the block ends.

    If the block raises, nothing stands under either name. A file that was there before is replaced at
    once or not at all.

    Raises:
        OSError: the folder does not exist or cannot be written, or the disk is full.
    """
    import secrets  # 4 ms that only writers should pay

    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        yield draft
        with draft.open("rb+") as written:
            os.fsync(written.fileno())
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        if error.filename == str(draft) or error.errno in _NO_ROOM:
            error.filename = str(path)  # the name that a person knows
        raise
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` under ``path`` completely, or leave what was there. Raises OSError."""
    with whole(path) as draft:
        draft.write_bytes(content)


def sync_folder(folder: Path) -> None:
    """Put a folder's names on the disk, where the system can (Windows cannot)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
