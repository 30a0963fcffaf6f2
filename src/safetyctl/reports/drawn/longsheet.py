"""The ledger's sheet for many hazards: laid out like the short one, and its rows written as they come.

openpyxl makes the frame (title, headings, styles, filter, colours, the printed page) with two specimen rows; the
rows themselves are put between as XML, five times faster than through cell objects and in constant memory.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from safetyctl.ground.catalogue import _, using
from safetyctl.ground.errors import BadInput
from safetyctl.ground.packing import member
from safetyctl.ground.sheets import TRIGGERS, cell_text
from safetyctl.records.columns import COLUMNS
from safetyctl.reports.drawn.workbook import (
    HEADINGS_ROW,
    LEDGER_COLUMNS,
    fits,
    ledger_book,
    row_height,
    saved,
    write_choices,
)
from safetyctl.reports.facts.period import LedgerExtract, ReportHazard
from safetyctl.reports.facts.wording import Value, cell, status_word

LONG = 1_000
"""Hazards from which a sheet is written in this way."""

MOST = 1_048_576 - HEADINGS_ROW
"""Hazards that a sheet of Excel has room for."""

_MEASURED = 1_000
_AT_ONCE = 200
_SHORT = 1_000  # characters
_LOOKED_AT = 1_000  # characters; what is longer makes the tallest row in any case
_MAYBE_OVER_2_GB = 500_000  # hazards
_SHEET = "xl/worksheets/sheet1.xml"
_DIMENSION = re.compile(rb'(<dimension ref="A1:[A-Z]+)[0-9]+"')
_STYLED = re.compile(rb'<c r="[A-Z]+([0-9]+)" s="([0-9]+)"')
# columns that are worded, and the field that alone decides the words, where one does
_WORDED = {
    "area": "area",
    "level": "level",
    "source": "source",
    "on_time": "on_time",
    "title": None,
    "photos": None,
    "remarks": None,
}
_WIDTH = re.compile(rb'<col width="([0-9.]+)"')
_FIRST = HEADINGS_ROW + 1
_BEFORE_DAYS = date(1899, 12, 30).toordinal()
_DAYS_COUNT_FROM = date(1900, 3, 1)  # Excel believes that 1900 had a 29 February


def write_long(target: Path, facts: LedgerExtract, listed: Iterable[ReportHazard], count: int) -> None:
    """Write ``count`` hazards to ``target`` as .xlsx, in the sheet of ``write_extract``; always Chinese.

    Raises:
        BadInput: they are more than a sheet of Excel has room for.
        OSError: the file cannot be written.
    """
    if count > MOST:
        raise BadInput(
            _("A sheet of Excel has room for {most:,} hazards; these are {n:,}.").format(most=MOST, n=count),
            hint=_("Narrow them down (--campus, --found-from …), or write a .csv."),
        )
    with using("zh"):
        rows = _rows(facts, listed)
        first = list(islice(rows, _MEASURED))
        book = ledger_book(facts, _SPECIMENS, [*first, _STAND_IN], count)
        write_choices(book.worksheets[0], facts, count)
        frame = saved(book, facts)
        with (
            zipfile.ZipFile(io.BytesIO(frame)) as made,
            zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package,
        ):
            for name in made.namelist():
                content = made.read(name)
                pieces = _sheet(content, chain(first, rows), count) if name == _SHEET else [content]
                with package.open(
                    member(name, compressed=True), "w", force_zip64=count > _MAYBE_OVER_2_GB
                ) as part:
                    for piece in pieces:
                        part.write(piece)


_SPECIMENS: Sequence[Sequence[Value]] = ([None] * len(LEDGER_COLUMNS), ["="] * len(LEDGER_COLUMNS))
"""A row that shows the style of each column, and that of its text where it begins like a formula."""

_IN_A_COLUMN: dict[str, Value] = {"date": _DAYS_COUNT_FROM, "number": 0.0, "text": ""}
# a column without anything among the rows that were measured may have something later
_STAND_IN: Sequence[Value] = [_IN_A_COLUMN[column.kind] for column in LEDGER_COLUMNS]


def _rows(facts: LedgerExtract, listed: Iterable[ReportHazard]) -> Iterator[list[Value]]:
    """The rows that few hazards get, cheaper: plain fields all at once, a code's word once for all."""
    keys = [column.key for column in COLUMNS]
    plain = attrgetter(*("number" if key in _WORDED else key for key in keys))
    own = [(place, column) for place, column in enumerate(COLUMNS) if column.key in _WORDED]
    known: dict[tuple[str, object], Value] = {}
    for serial, hazard in enumerate(listed, start=1):
        row = list(plain(hazard))
        for place, column in own:
            of = _WORDED[column.key]
            if of is None:
                row[place] = cell(facts, hazard, column)
                continue
            code = (column.key, getattr(hazard, of))
            if code not in known:
                known[code] = cell(facts, hazard, column)
            row[place] = known[code]
        yield [serial, *row, status_word(hazard.status), hazard.days_overdue or None]


def _sheet(frame: bytes, rows: Iterable[Sequence[Value]], count: int) -> Iterator[bytes]:
    """The sheet's XML: the frame's, with the rows in the place of the specimens."""
    before, _mark, rest = frame.partition(f'<row r="{_FIRST}"'.encode())
    specimens, end, after = rest.partition(b"</sheetData>")
    yield _DIMENSION.sub(rb'\g<1>%d"' % (HEADINGS_ROW + count), before)
    columns = _columns(before, specimens)
    lines = (_line(number, columns, values) for number, values in enumerate(rows, start=_FIRST))
    while some := "".join(islice(lines, _AT_ONCE)):
        yield some.encode()
    yield end + after


class _Place(NamedTuple):
    """How a column's cells are written: up to the row's number; then any cell, and text to be quoted.

    ``room``: how many half-width characters go into a line; 0 where nothing is wrapped.
    """

    start: str
    plain: str
    quoted: str
    room: int


def _columns(before: bytes, specimens: bytes) -> list[_Place]:
    from openpyxl.utils import get_column_letter

    plain, quoted = (
        [style.decode() for at, style in _STYLED.findall(specimens) if int(at) == row]
        for row in (_FIRST, _FIRST + 1)
    )
    widths = [float(width) for width in _WIDTH.findall(before)]
    return [
        _Place(
            f'<c r="{get_column_letter(place)}',
            f'" s="{as_is}"',
            f'" s="{marked}"',
            fits(width) if column.kind == "text" else 0,
        )
        for place, (column, width, as_is, marked) in enumerate(
            zip(LEDGER_COLUMNS, widths, plain, quoted, strict=True), start=1
        )
    ]


def _line(number: int, columns: Sequence[_Place], values: Sequence[Value]) -> str:
    cells = []
    lines = 1
    for (start, plain, quoted, room), value in zip(columns, values, strict=True):
        if value is None:
            cells.append(f"{start}{number}{plain}/>")
        elif isinstance(value, str):
            cells.append(_text(f"{start}{number}", plain, quoted, value))
            if room and (2 * len(value) > room or "\n" in value):
                lines = max(lines, _lines(value, room))
        elif not isinstance(value, date):
            cells.append(f"{start}{number}{plain}><v>{value!r}</v></c>")
        elif value >= _DAYS_COUNT_FROM:
            cells.append(f"{start}{number}{plain}><v>{value.toordinal() - _BEFORE_DAYS}</v></c>")
        else:
            cells.append(_text(f"{start}{number}", plain, quoted, value.isoformat()))
    return f'<row r="{number}" ht="{row_height(lines)}" customHeight="1">{"".join(cells)}</row>'


def _lines(text: str, room: int) -> int:
    """How many lines a text takes: in this encoding what is wide has two bytes, and counting is quick."""
    return sum(
        max(1, -(-len(line.encode("gb18030", "replace")) // room)) for line in text[:_LOOKED_AT].split("\n")
    )


def _text(start: str, plain: str, quoted: str, value: str) -> str:
    # nearly all text is one short line without anything special: three looks instead of ten calls
    text = value if value.isprintable() and len(value) < _SHORT and "_" not in value else cell_text(value)
    style = quoted if text.startswith(TRIGGERS) else plain
    if "&" in text or "<" in text or ">" in text:
        text = escape(text)
    return f'{start}{style} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
