"""How far a long command has come: one line on standard error that a person watches, and nothing in a pipe."""

import sys
from collections.abc import Iterator, Sequence
from typing import TypeVar

from safetyctl.cli.here import Here
from safetyctl.cli.layout import cells
from safetyctl.cli.output import murmur

T = TypeVar("T")

LONG = 2_000
"""Records from which it is worth a line."""

_PARTS = 50
_BAR = 20


def shown(here: Here, records: Sequence[T], what: str) -> Iterator[T]:
    """The records one after another, and meanwhile, at a terminal, ``what`` is being done and to how many of them."""
    if len(records) < LONG or here.quiet or sys.stderr is None or not sys.stderr.isatty():
        yield from records
        return
    step = len(records) // _PARTS
    line = ""
    try:
        for number, record in enumerate(records):
            if number % step == 0:
                line = _line(what, number, len(records))
                murmur(f"\r{line}")
            yield record
    finally:
        murmur("\r" + " " * cells(line) + "\r")


def _line(what: str, number: int, whole: int) -> str:
    done = _BAR * number // whole
    return f"{what} {'━' * done}{'─' * (_BAR - done)} {number:,} / {whole:,}"
