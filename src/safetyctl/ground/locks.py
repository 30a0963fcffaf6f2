"""A lock that the operating system holds on an open file: it vanishes with its process, so it is never stale.

The file itself stays and says nothing; that it is there does not mean that anybody holds it.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import Busy

_PAUSE = 0.05  # seconds between two looks


@contextmanager
def locked(path: Path, seconds: float) -> Iterator[None]:
    """Hold the lock of ``path``, which is made where it is not there; wait up to so many seconds for another.

    Raises:
        Busy: another process held it all the while.
        OSError: the file cannot be made, or what it lies on knows no locks.
    """
    handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        _wait(handle, path, time.monotonic() + seconds)
        yield
    finally:
        os.close(handle)  # which gives the lock back


def _wait(handle: int, path: Path, until: float) -> None:
    while not _taken(handle, path):
        if time.monotonic() >= until:
            raise Busy(
                _("Another process is at work in {folder}.").format(folder=path.parent),
                hint=_("Nothing was changed. Try again in a moment."),
            )
        time.sleep(_PAUSE)


def _taken(handle: int, path: Path) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):  # Windows calls it the latter
        return False
    except OSError as error:
        error.filename = str(path)
        raise
    return True
