"""Workbooks: text stays text, and a disk that is full is told as one."""

import errno
import re
from datetime import date
from os import PathLike, strerror
from typing import IO, TYPE_CHECKING

from safetyctl.ground.text import visible

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell, MergedCell

TRIGGERS = ("=", "+", "-", "@")
"""What makes a spreadsheet run a text that a person confirms in its cell."""

_MOST = 32_000  # Excel keeps 32,767 UTF-16 units a cell
_CODED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def save(book: "Workbook", target: str | PathLike[str] | IO[bytes]) -> None:
    """Write a workbook. Raises OSError, also where the library's temporary file finds no room."""
    from lxml.etree import SerialisationError

    try:
        book.save(target)
    except SerialisationError as error:
        raise OSError(errno.ENOSPC, strerror(errno.ENOSPC)) from error


def cell_text(text: str) -> str:
    """Text as a cell may hold it: nothing hidden, not too long, and read back as it stands (not ``_x0041_`` as A)."""
    shown = visible(text)
    if len(shown) > _MOST // 2:
        units = shown.encode("utf-16-le")
        if len(units) > 2 * _MOST:
            shown = units[: 2 * _MOST].decode("utf-16-le", "ignore") + "…"
    return _CODED.sub("_x005F_", shown) if "_x" in shown else shown


def put(at: "Cell | MergedCell", value: str | float | date | None) -> None:
    """Write a value; text is never a formula, whatever it begins with, and nothing in it is hidden."""
    if isinstance(value, str):
        text = cell_text(value)
        at.value = text
        at.data_type = "s"
        if text.startswith(TRIGGERS):
            at.quotePrefix = True
    else:
        at.value = value
