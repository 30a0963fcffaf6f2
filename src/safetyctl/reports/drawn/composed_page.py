"""The page of a composed report: one self-contained file, its sections as they stand in the letter."""

import re

from safetyctl.ground.catalogue import using
from safetyctl.reports.drawn.composed import Composed
from safetyctl.reports.drawn.page import paged
from safetyctl.reports.facts.blocks import Block, Value, value_words

_TILES = 6
_SHORT = 12  # characters that need no room of their own


def write_composed_page(report: Composed) -> bytes:
    """The page as HTML in UTF-8; always Chinese."""
    with using("zh"):
        return paged(
            "composed.html.j2",
            report=report,
            tiles=report.tally[:_TILES],
            kind_of=_kind_of,
            aligned=_aligned,
            value_words=value_words,
        )


_RATE = re.compile(r"/|[0-9.]+%(（[0-9]+/[0-9]+）)?")


def _kind_of(block: Block) -> str:
    """What a block is, as the template asks for it."""
    return type(block).__name__


def _aligned(value: Value) -> str:
    """The class of a cell: figures at the right, days unbroken, words as they come."""
    if isinstance(value, int | float) or (isinstance(value, str) and _RATE.fullmatch(value)):
        return "n"
    if isinstance(value, str):
        return "text" if len(value) > _SHORT else "word"
    return "day"
