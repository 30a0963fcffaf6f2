"""The rows that ``import --partial`` leaves out, with their reasons, in a workbook to mend and import again."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from safetyctl.ground.catalogue import N_, _, using
from safetyctl.ground.files import write_whole
from safetyctl.ground.sheets import cell_text, put, save
from safetyctl.ground.text import one_line
from safetyctl.intake.words.cells import Cell, is_filled, said

_FORBIDDEN = re.compile(r"[\\/*?:\[\]]")
_NAME_LONGEST = 31
_STEM_LONGEST = 200  # bytes: the name of a file may have 255, and more is put behind it

REASON = N_("Why it was not imported")


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row as it stood, under its headings, and why it was not taken; its sheet, and the lines above the table.

    ``section``: the line that opened its part of the table; ``opened``: all such lines since the refused row before
    it, where that is known, for one may be within another; ``aside``: the column (from 1) that such a line may stand
    in; ``missing``: what it lacks that its table has no column for; ``comments``: what people wrote to its cells;
    ``from_1904``: its workbook counts its days from that year.
    """

    headings: tuple[str, ...]
    cells: tuple[Cell, ...]
    reasons: tuple[str, ...]
    sheet: str = ""
    head: tuple[str, ...] = ()
    section: str = ""
    opened: tuple[str, ...] = ()
    aside: int = 1
    missing: tuple[str, ...] = ()
    comments: Mapping[int, str] = field(default_factory=dict)
    from_1904: bool = False


def refused_name(file: Path) -> Path:
    """Where the rows left out of ``file`` are written: beside it, with ``.refused`` in the name.

    One that is there already is never written over: somebody may be mending it.
    """
    stem = file.stem.encode()[:_STEM_LONGEST].decode(errors="ignore")
    names = (f"{stem}.refused{'' if number == 1 else f'-{number}'}.xlsx" for number in count(1))
    return next(place for name in names if not (place := file.with_name(name)).exists())


def write_refused(path: Path, rows: Sequence[RefusedRow]) -> None:
    """Write the rows to ``path``; rows of the same table share a sheet, which says what their own said.

    The sheet's name, the lines above the table and those between go with them: a day without its year, a row without
    its campus may need them. What no column was there for has one, to be filled in. Raises OSError.
    """
    from openpyxl import Workbook
    from openpyxl.comments import Comment
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book = Workbook()
    if any(row.from_1904 for row in rows):
        book.epoch = CALENDAR_MAC_1904
    book.remove(book.worksheets[0])
    for table in dict.fromkeys((row.sheet, row.head, row.headings) for row in rows):
        name, head, headings = table
        sheet = book.create_sheet(_sheet_name(name, book.sheetnames))
        for place, text in enumerate(head, start=1):
            put(sheet.cell(place, 1), text)
        first = len(head) + 1
        of_these = [row for row in rows if (row.sheet, row.head, row.headings) == table]
        width = max(len(headings), *(_reach(row) for row in of_these))
        missing = tuple(dict.fromkeys(one for row in of_these for one in row.missing))
        with using("zh"):
            titles = [*headings, *[""] * (width - len(headings)), *missing, _(REASON)]
        for place, title in enumerate(titles, start=1):
            put(sheet.cell(first, place), title)
        line, section = first, ""
        for row in of_these:
            line += 1
            for text in row.opened or ((row.section,) if row.section != section else ()):
                put(sheet.cell(line, row.aside), text)
                line += bool(text)
            section = row.section
            for place in range(width):
                put(
                    sheet.cell(line, place + 1),
                    _as_it_stood(row.cells[place] if place < len(row.cells) else None),
                )
            for place, text in row.comments.items():
                sheet.cell(line, place).comment = Comment(cell_text(text), "")
            put(sheet.cell(line, len(titles)), "\n".join(row.reasons))
        sheet.freeze_panes = f"A{first + 1}"
    laid = io.BytesIO()
    save(book, laid)
    write_whole(path, laid.getvalue())


def _as_it_stood(cell: Cell) -> str | float:
    """A cell as it is read the same way again: 1 is a share, and 3.1 no day, as numbers alone."""
    return cell if isinstance(cell, int | float) else said(cell)


def _reach(row: RefusedRow) -> int:
    return max((place for place, cell in enumerate(row.cells, start=1) if is_filled(cell)), default=0)


def _sheet_name(name: str, taken: Sequence[str]) -> str:
    """The name, as far as a sheet may have it, and no other has."""
    plain = _FORBIDDEN.sub(" ", one_line(name)).strip().strip("'")[:_NAME_LONGEST] or "1"
    others = {other.casefold() for other in taken}
    numbered = (plain, *(f"{plain[: _NAME_LONGEST - 4]} {n}" for n in range(2, 202)))
    return next(each for each in numbered if each.casefold() not in others)
