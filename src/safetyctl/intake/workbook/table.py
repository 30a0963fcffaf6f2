"""The sheets of a file as rows of cells, and the shape of a table inside one."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import PurePath

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import BadInput
from safetyctl.intake.words.cells import Cell
from safetyctl.intake.workbook.comments import Comments
from safetyctl.intake.workbook.door import PlainTable, Workbook
from safetyctl.intake.workbook.extent import CELLS
from safetyctl.intake.workbook.months import Place, only_months
from safetyctl.intake.workbook.package import damaged

ROWS = 100_000
COLUMNS_WIDE = 1_000
MARKS = ",\t;|"
"""What may stand between the cells of a text."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_GUARDED = re.compile(r'="((?:[^"]|"")*)"', re.DOTALL)
_MOST_MARKS = 32 * COLUMNS_WIDE  # in one line: no cell that may be taken has so many
_HEAD = 4000


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's rows from the first on, and its cells (row, column from 1) that hold no value → the error they show.

    ``merged``: top, left, bottom, right of each merged range, counted from 1; ``hidden``: the rows that are not
    shown; ``shown``: whether the sheet itself is; ``comments``: what people wrote to its cells; ``from_1904``: its
    days are counted from that year; ``months``: where days stand of which only the month is to be seen.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    unvalued: Mapping[tuple[int, int], str] = field(default_factory=dict)
    merged: Sequence[tuple[int, int, int, int]] = ()
    hidden: tuple[int, ...] = ()
    shown: bool = True
    comments: Comments = field(default_factory=dict)
    from_1904: bool = False
    months: frozenset[Place] = frozenset()


@dataclass(frozen=True, slots=True)
class Table:
    """The ledger inside a sheet.

    ``columns`` says in which column (from 1) each of the official columns stands, ``others`` which are left
    over, ``headings`` what each is called in the file; ``body`` holds the hazards' rows and their numbers.
    ``joined`` are columns that say one thing together: their places, and what each part is called. ``labels``: what
    the fields are called that have no column; ``keeps``: fields whose cells must say something, where an error in
    any other cell is kept as it stands; None where it is nowhere. ``comments``: what people wrote to the cells.
    ``amid``: fields that stand in one column with another → how what they say is taken from its cell. ``months``:
    where days stand of which only the month is to be seen.
    """

    sheet: str
    columns: Mapping[str, int]
    others: Sequence[int]
    headings: Mapping[int, str]
    body: Sequence[tuple[int, Sequence[Cell]]]
    unvalued: Mapping[tuple[int, int], str] = field(default_factory=dict)
    joined: Mapping[str, Sequence[tuple[int, str]]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    keeps: Sequence[str] | None = None
    comments: Comments = field(default_factory=dict)
    amid: Mapping[str, Callable[[Cell], Cell]] = field(default_factory=dict)
    months: frozenset[Place] = frozenset()


def sheets(file: Workbook | PlainTable, mark: str | None = None) -> list[Sheet]:
    """All sheets of the file, hidden ones too; ``mark``: what stands between the cells of a text.

    Raises BadInput for a file that cannot be read or is too long.
    """
    return _workbook(file) if isinstance(file, Workbook) else [_plain(file, mark or marks(file)[0])]


def marks(file: PlainTable) -> list[str]:
    """What may stand between the cells of a text, the most frequent first."""
    head = file.text[:_HEAD]
    return sorted(MARKS, key=head.count, reverse=True)


def top(file: PlainTable, mark: str, rows: int) -> Sheet | None:
    """The first rows of a text if ``mark`` stands between its cells; None where it cannot."""
    try:
        reader = csv.reader(_lines(file, mark), delimiter=mark)
        return Sheet(PurePath(file.name).stem, [list(cells) for cells in islice(reader, rows)])
    except (csv.Error, BadInput):
        return None


def _workbook(file: Workbook) -> list[Sheet]:
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(file.content))
        found: list[Sheet] = []
        cells = length = 0
        visible = {one.name: one.visible for one in book.sheets_metadata}
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            rows, columns = sheet.end or (0, 0)  # counted from 0; its total_height is one short
            length += rows + 1
            cells += (rows + 1) * (columns + 1)
            if length > ROWS or cells > CELLS:
                raise _too_long(file.name)
            values = sheet.to_python(skip_empty_area=False)
            merged = [
                (top + 1, left + 1, bottom + 1, right + 1)
                for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
            ]
            found.append(
                Sheet(
                    name,
                    values,
                    file.unvalued.get(name, {}),
                    merged,
                    file.hidden.get(name, ()),
                    visible.get(name) == python_calamine.SheetVisibleEnum.Visible,
                    file.comments.get(name, {}),
                    file.from_1904,
                    only_months(values, file.months.get(name, ())),
                )
            )
    except BadInput:
        raise
    except (python_calamine.CalamineError, ValueError, IndexError, KeyError, TypeError, OSError) as error:
        raise damaged(file.name) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # how the reader's own failures arrive; not an Exception
            raise
        raise damaged(file.name) from error
    return found


def _too_long(name: str) -> BadInput:
    return BadInput(
        _("{file} has more than {n} rows, or {cells} cells.").format(file=name, n=ROWS, cells=CELLS),
        hint=_("Split it by campus or year, and import the parts."),
    )


def _plain(file: PlainTable, mark: str) -> Sheet:
    try:
        return _separated(file, mark, strict=True)
    except csv.Error:  # a quotation mark amid a cell, as those write it who do not know the rules
        return _separated(file, mark, strict=False)


def _lines(file: PlainTable, mark: str) -> Iterator[str]:
    """The lines of a text, ends and all. Raises BadInput for one with more cells than any table's."""
    for number, found in enumerate(_LINE.finditer(file.text), start=1):
        line = found[0]
        if len(line) > _MOST_MARKS and line.count(mark) > _MOST_MARKS:
            raise _too_wide(file.name, number)
        yield line


def _separated(file: PlainTable, mark: str, strict: bool) -> Sheet:
    """The rows of a text with delimiters. Raises BadInput; csv.Error where ``strict`` finds odd marks."""
    rows: list[list[Cell]] = []
    reader = csv.reader(_lines(file, mark), delimiter=mark, strict=strict)
    began = size = 0
    try:
        for cells in reader:
            began = reader.line_num
            size += len(cells)
            if len(rows) >= ROWS or size > CELLS:
                raise _too_long(file.name)
            if len(cells) > COLUMNS_WIDE:
                raise _too_wide(file.name, len(rows) + 1)
            rows.append([cell if cell[:2] != '="' else _shown(cell) for cell in cells])
    except csv.Error as error:
        if "field larger" in str(error) and reader.line_num <= began + 1:
            raise _too_much(file.name, began + 1) from error
        if reader.line_num > began + 1 or "end of data" in str(error) or not strict:
            raise BadInput(
                _("{file}, line {line}: a quotation mark opens there, and nothing closes it.").format(
                    file=file.name, line=began + 1
                ),
                hint=_("Mend that line, or save the table as .xlsx, and import that."),
            ) from error
        raise
    return Sheet(PurePath(file.name).stem, rows)


def _shown(cell: str) -> str:
    """What Excel shows of a text that is guarded against it, as programs write numbers and days: ="0012"."""
    guarded = _GUARDED.fullmatch(cell)
    return guarded[1].replace('""', '"') if guarded else cell


def _too_wide(name: str, row: int) -> BadInput:
    return BadInput(_("{file}, row {row}: it has too many columns.").format(file=name, row=row))


def _too_much(name: str, line: int) -> BadInput:
    return BadInput(
        _("{file}, line {line}: a cell has more than {n} characters.").format(
            file=name, line=line, n=csv.field_size_limit()
        ),
        hint=_("Mend that line, or save the table as .xlsx, and import that."),
    )
