"""What a report says, piece by piece, before it is laid out: letter, page and workbook are made of these.

All texts are Chinese and finished; a writer adds numbers to headings, and nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from safetyctl.ground.catalogue import N_

Value = str | int | float | date | None


class Para(NamedTuple):
    """A paragraph: one or more whole sentences."""

    text: str


class Items(NamedTuple):
    """Sentences of one list: numbered where there are several."""

    texts: tuple[str, ...]


class Part(NamedTuple):
    """A heading inside a section."""

    title: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: in the letter its first ``shown`` rows (the rest is in the workbook), in page and workbook whole.

    ``widths`` are shares of the letter's text; columns in ``left`` hold words, not figures; with ``total`` the last
    row is the sum of the others. Days stay days in the workbook, and moments, which are those of the
    plan's clock and have no zone here, stay moments. ``groups`` are titles over the headings, each with
    the number of columns that it spans; an empty title over one column leaves that heading both lines.
    What is not ``on_paper`` is in the workbook alone, what is not ``in_book`` in letter and page alone.
    Up to two columns of ``bars`` are drawn too, in page and workbook, line by line but for the total: the first in
    blue, the second in the red of what is new or late.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    widths: tuple[float, ...]
    left: tuple[int, ...] = (0,)
    total: bool = False
    shown: int = 20
    groups: tuple[tuple[str, int], ...] = ()
    on_paper: bool = True
    in_book: bool = True
    bars: tuple[int, ...] = ()

    @property
    def lines(self) -> tuple[tuple[Value, ...], ...]:
        """The rows without the one of the total."""
        return self.rows[:-1] if self.total else self.rows

    @property
    def highest(self) -> float:
        """The largest figure that is drawn; 0 where there is nothing to draw."""
        figures = (row[place] for row in self.lines for place in self.bars)
        return max((one for one in figures if isinstance(one, int | float)), default=0)


Block = Para | Items | Part | Table


def more_for_names(names: Iterable[str | None]) -> float:
    """The share that a letter's column of names takes from the column of words beside it, so that two persons who
    answer for one hazard stand on a line.
    """
    return 0.9 if any(len(one or "") > _ONE_NAME for one in names) else 0.0


_ONE_NAME = 3


def value_words(value: Value) -> str:
    """A value of a table as it is read on paper and page: a whole number has no decimals."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


class Section(NamedTuple):
    """A section of the report under its title."""

    title: str
    blocks: tuple[Block, ...]


class Figure(NamedTuple):
    """A figure that the report answers for: its key for programs, what it is called (a key of the catalogue),
    and the figure itself.

    Two editions of one report are compared by these, and so are reports that tell of the same days.
    """

    key: str
    label: str
    value: int


MOVEMENT_LABELS = {
    "carried": N_("carried"),
    "new": N_("newly found"),
    "reopened": N_("reopened"),
    "closed": N_("struck off"),
    "voided": N_("made void"),
    "remaining": N_("still open"),
}
"""What the figures of a movement are called, in the order in which they add up."""
SO_FAR_LABELS = {"found_so_far": N_("hazards so far"), "closed_so_far": N_("struck off so far")}
"""What the figures of all hazards so far are called: the same in every kind of report that states them."""
_LABELS = MOVEMENT_LABELS | {
    "rectified": N_("rectified in the period"),
    "major": N_("of them major"),
    "overdue": N_("of them overdue"),
    "rectified_so_far": N_("rectified so far"),
    **SO_FAR_LABELS,
}


def hazard_figures(**counts: int) -> tuple[Figure, ...]:
    """The figures of hazards by their keys, in the order given, each with what it is called."""
    return tuple(Figure(key, _LABELS[key], value) for key, value in counts.items())
