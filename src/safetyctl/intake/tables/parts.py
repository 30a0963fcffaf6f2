"""A cell whose words stand in several columns: 年, 月, 日 are one day, other parts are named each."""

import re
from collections.abc import Sequence
from datetime import date

from safetyctl.intake.words.cells import Cell, cell_at, is_filled, is_nothing, said

DATE_PARTS = ("年", "月", "日")
_BEGINS = re.compile("起|始|^[自从]$")
_ENDS = re.compile("止|终|^[至到]$|结束|完成")
_CLOCK = ("时间", "时刻", "时段")
_MOVED = re.compile("延|调整|变更")

Places = Sequence[tuple[int, str]]
"""Where each of the columns that say one thing stands, and what it is called."""


def together(row: Sequence[Cell], places: Places) -> str:
    """What columns that say one thing say together."""
    told = [(part, said(cell)) for part, cell in _cells(row, places)]
    filled = [(part, text) for part, text in told if text]
    if places and all(part in DATE_PARTS for _place, part in places):
        return "".join(text if text.endswith(part) else f"{text}{part}" for part, text in filled)
    return "；".join(f"{part}：{text}" if part else text for part, text in filled)


def day_together(row: Sequence[Cell], places: Places, begins: bool) -> Cell:
    """The one day that columns say: the only one filled, 日期 | 时间, 起 | 止 as a range, of 原定 | 延期 the first.

    ``begins``: the day is one on which something began, so that a beginning alone says it. Where nothing tells which
    of several days holds, it is all that the columns say, which is no day.
    """
    filled = [(part, cell) for part, cell in _cells(row, places) if not is_nothing(cell)]
    if not filled:
        return next((cell for _part, cell in _cells(row, places) if is_filled(cell)), None)
    if len(filled) == 1 and filled[0][0] not in DATE_PARTS:
        (part, cell) = filled[0]
        return cell if begins or not _BEGINS.search(part) else together(row, places)
    if is_moved(places):
        return filled[0][1]
    if len(filled) == 2:
        (part, cell), (other, last) = filled
        if _BEGINS.search(part) and _ENDS.search(other):
            return f"{said(cell)}至{said(last)}"
        if part.endswith("日期") and other in _CLOCK:
            return f"{said(cell)} {said(last)}" if isinstance(last, str | date) else cell
    return together(row, places)


def is_moved(places: Places) -> bool:
    """Whether the columns are a day, and those to which it was put off: 原定 | 第一次延期 | 第二次延期."""
    return len(places) > 1 and all(_MOVED.search(part) for _place, part in places[1:])


def _cells(row: Sequence[Cell], places: Places) -> list[tuple[str, Cell]]:
    return [(part, cell_at(row, place)) for place, part in places]
