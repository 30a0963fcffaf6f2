"""What the tests of the face call the program by."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent
SOURCE = FOLDER.parents[1] / "src"


class Ended(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ended]
Spawn = Callable[..., Ended]


def toyctl(*args: str) -> list[str]:
    return [sys.executable, str(FOLDER / "toyctl.py"), *args]
