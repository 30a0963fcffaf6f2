"""A table at a terminal. User text goes in as Text, never as markup; colour only adds to a word."""

import os
import shutil
import sys
from collections.abc import Sequence
from typing import Literal

from safetyctl.cli.output import Shown
from safetyctl.ground.catalogue import _

NARROW = 100  # columns of a terminal below which spare columns give way


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
