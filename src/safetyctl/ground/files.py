"""Files: what the package ships, and writing one so that it is complete or absent."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def shipped(name: str) -> Path:
    """A file or folder of ``data/``: inside the wheel, or beside ``src/`` in a checkout."""
    inside = _PACKAGE / "data"
    return (inside if inside.is_dir() else _PACKAGE.parents[1] / "data") / name


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
        if error.filename == str(draft):
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
