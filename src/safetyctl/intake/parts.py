"""A cell whose words stand in several columns: 年, 月, 日 are one day, other parts are named each."""

from collections.abc import Sequence

from safetyctl.intake.cells import Cell, said

DATE_PARTS = ("年", "月", "日")


def together(row: Sequence[Cell], places: Sequence[tuple[int, str]]) -> str:
    """What columns that say one thing say together; ``places``: where each stands, and what it is called."""
    told = [(part, said(row[place - 1])) for place, part in places if 0 < place <= len(row)]
    filled = [(part, text) for part, text in told if text]
    if places and all(part in DATE_PARTS for _place, part in places):
        return "".join(text if text.endswith(part) else f"{text}{part}" for part, text in filled)
    return "；".join(f"{part}：{text}" if part else text for part, text in filled)
