"""Cells of a workbook: text stays text."""

from datetime import date
from typing import TYPE_CHECKING

from safetyctl.ground.text import visible

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell

_MOST = 32_000  # Excel keeps 32,767 characters a cell
_TRIGGERS = ("=", "+", "-", "@")


def put(at: "Cell | MergedCell", value: str | float | date | None) -> None:
    """Write a value; text is never a formula, whatever it begins with, and nothing in it is hidden."""
    if isinstance(value, str):
        text = visible(value)
        at.value = text if len(text) <= _MOST else text[:_MOST] + "…"
        at.data_type = "s"
        if text.startswith(_TRIGGERS):
            at.quotePrefix = True
    else:
        at.value = value
