"""A table at a terminal. User text goes in as Text, never as markup; colour only adds to a word."""

import os
import shutil
import sys
from collections.abc import Sequence

from safetyctl.cli.output import Shown
from safetyctl.ground.catalogue import _


def table(columns: Sequence[Shown], rows: Sequence[object]) -> str:
    """``rows`` under their headings, as wide as the terminal is; long cells go on in the next line."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    laid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in columns:
        laid.add_column(Text(_(column.heading)), justify="right" if column.right else "left", overflow="fold")
    for row in rows:
        laid.add_row(
            *(
                Text(column.words(row), style="red" if column.alarm and column.alarm(row) else "")
                for column in columns
            )
        )
    console = Console(
        file=sys.stdout,
        width=shutil.get_terminal_size().columns,
        highlight=False,
        markup=False,
        emoji=False,
        # rich keeps bold under NO_COLOR
        color_system=None if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" else "auto",
    )
    with console.capture() as drawn:
        console.print(laid)
    return drawn.get()
