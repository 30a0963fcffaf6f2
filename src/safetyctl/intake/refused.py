"""The rows that ``import --partial`` leaves out, with their reasons, in a workbook to mend and import again."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from safetyctl.ground.catalogue import N_, _, using
from safetyctl.ground.files import write_whole
from safetyctl.ground.sheets import put
from safetyctl.intake.cells import Cell, said

REASON = N_("Why it was not imported")


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row as it stood, under its headings, and why it was not taken."""

    headings: tuple[str, ...]
    cells: tuple[Cell, ...]
    reasons: tuple[str, ...]


def refused_name(file: Path) -> Path:
    """Where the rows left out of ``file`` are written: beside it, with ``.refused`` in the name."""
    return file.with_name(f"{file.stem}.refused.xlsx")


def write_refused(path: Path, rows: Sequence[RefusedRow]) -> None:
    """Write the rows to ``path``; rows with the same headings share a sheet. Raises OSError."""
    from openpyxl import Workbook

    book = Workbook()
    for number, headings in enumerate(dict.fromkeys(row.headings for row in rows), start=1):
        sheet = book.active if number == 1 else book.create_sheet()
        assert sheet is not None
        with using("zh"):
            titles = [*headings, _(REASON)]
        for place, title in enumerate(titles, start=1):
            put(sheet.cell(1, place), title)
        of_these = [row for row in rows if row.headings == headings]
        for line, row in enumerate(of_these, start=2):
            for place in range(len(headings)):
                put(sheet.cell(line, place + 1), said(row.cells[place]) if place < len(row.cells) else "")
            put(sheet.cell(line, len(titles)), "\n".join(row.reasons))
        sheet.freeze_panes = "A2"
    laid = io.BytesIO()
    book.save(laid)
    write_whole(path, laid.getvalue())
