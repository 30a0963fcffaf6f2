"""The columns that a person sees of a record, and a table of them at a terminal.

User text goes in as Text, never as markup; colour only adds to a word.
"""

import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from safetyctl.ground.catalogue import _
from safetyctl.ground.text import one_line

NARROW = 100  # columns of a terminal below which spare columns give way


class Shown(NamedTuple):
    """A column for a person: ``key`` of the row, ``heading`` (a catalogue key), and how it is said.

    ``say`` gives the words for a row (default: the field itself); ``alarm`` colours it red where it is true.
    At a terminal a cell that may ``fold`` goes on in the next line; a ``piped`` column is left out, and so is a
    ``spare`` one where the terminal is narrow.
    """

    key: str
    heading: str
    say: Callable[[Any], object] | None = None
    right: bool = False
    alarm: Callable[[Any], bool] | None = None
    fold: bool = False
    piped: bool = False
    spare: bool = False

    def words(self, row: object) -> str:
        """The cell as one line of visible text; empty where there is nothing."""
        return one_line(self.plain(row))

    def plain(self, row: object) -> str:
        """The cell's text as it is kept, which may hold what must not be shown; empty where there is nothing."""
        value = self.say(row) if self.say else field(row, self.key)
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        return "" if value is None else str(value)


def field(row: object, key: str) -> object:
    """A row's value by key, whether it is a mapping or a dataclass."""
    return row[key] if isinstance(row, Mapping) else getattr(row, key)


def table(columns: Sequence[Shown], rows: Sequence[object]) -> str:
    """``rows`` under their headings, as wide as the terminal is; columns with nothing in them are left out."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    wide = shutil.get_terminal_size().columns
    fitting = [column for column in columns if not column.piped and (wide >= NARROW or not column.spare)]
    words = {column: [column.words(row) for row in rows] for column in fitting}
    shown = [column for column, cells in words.items() if any(cells)]
    folding = any(column.fold for column in shown)
    laid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in shown:
        stiff = folding and not column.fold
        justify: Literal["left", "right"] = "right" if column.right else "left"
        laid.add_column(Text(_(column.heading)), justify=justify, overflow="fold", no_wrap=stiff)
    for place, row in enumerate(rows):
        laid.add_row(
            *(
                Text(words[column][place], style="red" if column.alarm and column.alarm(row) else "")
                for column in shown
            )
        )
    console = Console(
        file=sys.stdout,
        width=wide,
        highlight=False,
        markup=False,
        emoji=False,
        # rich keeps bold under NO_COLOR
        color_system=None if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" else "auto",
    )
    with console.capture() as drawn:
        console.print(laid)
    return drawn.get()
