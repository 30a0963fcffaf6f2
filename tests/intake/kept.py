"""The law that no cell is lost: what a row said must be found in the record that was made of it."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime

from safetyctl.intake.words import days
from safetyctl.intake.words.cells import Unreadable
from safetyctl.records.candidate import Candidate


def squeezed(text: object) -> str:
    return "".join(str(text).split())


def told(one: Candidate) -> str:
    """All that a record will say: its fields and what stands in its steps."""
    values = [getattr(one, field.name) for field in fields(one)]
    said = []
    for value in values:
        if isinstance(value, tuple | frozenset):
            said += [str(each) for each in value]
        elif value is not None:
            said.append(value.isoformat() if isinstance(value, date) else str(value))
    return squeezed(" ".join(said))


def lost(
    one: Candidate, row: Mapping[str, object] | Iterable[object], known: Mapping[str, str] | None = None
) -> list[object]:
    """The cells of a row that are not found in its record; ``known``: words that are kept as their codes."""
    cells = row.values() if isinstance(row, Mapping) else row
    whole = told(one)
    missing = []
    for cell in cells:
        if cell is None or squeezed(cell) == "":
            continue
        if isinstance(cell, datetime):
            text = cell.date().isoformat()
        elif isinstance(cell, float) and cell.is_integer():
            text = str(int(cell))
        else:
            text = squeezed(cell)
        forms = [text, (known or {}).get(text, text), *_as_day(cell)]
        if not any(form in whole for form in forms):
            missing.append(cell)
    return missing


def _as_day(cell: object) -> list[str]:
    try:
        found = days.read(cell)  # type: ignore[arg-type]
    except Unreadable:
        return []
    return [found.isoformat()] if isinstance(found, date) else []
