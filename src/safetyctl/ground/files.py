"""Files: what the package ships, and writing one so that it is complete or absent."""

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
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


def make_folder(folder: Path, mode: int = 0o777) -> list[Path]:
    """Make a folder with those above it, each on the disk in the one above; those that were made, outermost first.

    ``mode`` is that of the folder itself. Raises OSError, which leaves none that it made.
    """
    made: list[Path] = []
    try:
        for one in reversed([one for one in (folder, *folder.parents) if not one.exists()]):
            try:
                one.mkdir(mode if one == folder else 0o777)
            except FileExistsError:
                if not one.is_dir():
                    raise
                continue  # somebody else's, made just now
            made.append(one)
            sync_folder(one.parent)
    except OSError:
        _take_back(made)
        raise
    return made


@contextmanager
def made_folder(folder: Path, keep: bool = True) -> Iterator[None]:
    """A folder for the block; what of it was made goes away again where the block raises, or with ``keep`` false.

    Raises OSError as ``make_folder`` does.
    """
    made = make_folder(folder)
    done = False
    try:
        yield
        done = True
    finally:
        if not (done and keep):
            _take_back(made)


def _take_back(made: Sequence[Path]) -> None:
    with suppress(OSError):  # somebody has put something there meanwhile: then it stays
        for folder in reversed(made):
            folder.rmdir()


_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)  # told of a handle: the system names no file


@contextmanager
def whole(path: Path, new: bool = False) -> Iterator[Path]:
    """A temporary name beside ``path`` to write to; it takes the final name, on the disk, when the block ends.

    If the block raises, nothing stands under either name. A file that was there before is replaced at
    once or not at all; with ``new`` it never is.

    Raises:
        FileExistsError: a device or a pipe has the name, and would be gone; with ``new``, anything has it by now, be
            it a link to nowhere.
        OSError: the folder does not exist or cannot be written, or the disk is full.
    """
    import secrets  # 4 ms that only writers should pay

    if path.exists() and not path.is_file() and not path.is_dir():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        yield draft
        with draft.open("rb+") as written:
            os.fsync(written.fileno())
        if new:
            name_anew(draft, path)
            draft.unlink(missing_ok=True)
        else:
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
