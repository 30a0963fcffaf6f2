"""Reading a file that a person names: an ordinary one and no more of it than may be; TOML under limits."""

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import BadInput, CannotDo, NotFound
from safetyctl.ground.system import reason

_NESTED_KEY = re.compile(r"""(?<![\w-])(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){20}""")

MB = 1024 * 1024


def ordinary(path: Path, limit: int, hint: str | None = None) -> bytes:
    """What an ordinary file holds, in no more memory than ``limit`` bytes; ``hint``: what to do about a larger one.

    Raises:
        NotFound: there is no such file.
        BadInput: it is a folder, a device or a pipe, larger than ``limit``, or no file can have such a name.
        CannotDo: the system will not let it be read.
    """
    require_ordinary(path)  # before it is opened: opening a fifo waits for ever, a device may act
    with _explaining(path):
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            _require_regular(os.fstat(handle).st_mode, path)
            content = file.read(limit + 1)
    if len(content) > limit:
        raise BadInput(_("{file} is larger than {limit} MB.").format(file=path, limit=limit // MB), hint)
    return content


def require_ordinary(path: Path) -> None:
    """Make sure that something is an ordinary file, without opening it. Raises NotFound, BadInput, CannotDo."""
    with _explaining(path):
        _require_regular(path.stat().st_mode, path)


@contextmanager
def _explaining(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise NotFound(_("There is no file {file}.").format(file=path)) from error
    except ValueError as error:
        raise BadInput(_("There is no file of such a name.")) from error
    except OSError as error:
        raise CannotDo(
            _("{file} cannot be read: {reason}.").format(file=path, reason=reason(error))
        ) from error


def _require_regular(mode: int, path: Path) -> None:
    if stat.S_ISDIR(mode):
        raise BadInput(_("{file} is a folder, not a file.").format(file=path))
    if not stat.S_ISREG(mode):
        raise BadInput(_("{file} is a device or a pipe, not an ordinary file.").format(file=path))


def parsed(text: str) -> dict[str, Any]:
    """What a TOML text says, with or without Notepad's mark. Raises ValueError: it is none, or nested without end.

    A key of many parts costs the reader memory and time by the square of their number.
    """
    import tomllib  # 10 ms that most commands need not pay

    if _NESTED_KEY.search(text):
        raise ValueError(_("a key has too many parts"))
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except RecursionError as error:
        raise ValueError(_("its lists are nested too deeply")) from error
