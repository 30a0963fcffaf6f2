"""Many hazards in one sheet: laid out like few, whatever stands in them, and read by others as it was meant."""

import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import fabricated
import pytest
from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from safetyctl.ground.errors import BadInput
from safetyctl.reports.drawn.longsheet import MOST, write_long
from safetyctl.reports.drawn.workbook import HEADINGS_ROW, LEDGER_COLUMNS, write_extract
from safetyctl.reports.facts.period import LedgerExtract, ReportHazard

DAY = date(2020, 5, 14)
PLACES = {column.key: place for place, column in enumerate(LEDGER_COLUMNS, start=1)}
ORDINARY = [fabricated.hazard(number) for number in range(1, 41)]
HOSTILE = [
    fabricated.hazard(number, title=text, location=text, remarks=text, responsible=text)
    for number, text in enumerate(
        (*fabricated.HOSTILE, "+1", "-1", "_x0041_", " a\n b ", "&lt;", "]]>"), start=1
    )
]


def extract(listed: tuple[ReportHazard, ...] = ()) -> LedgerExtract:
    return LedgerExtract("专项整治", "教育集团", DAY, listed, fabricated.AREAS)


def long(folder: Path, hazards: list[ReportHazard]) -> Path:
    path = folder / "long.xlsx"
    write_long(path, extract(), iter(hazards), len(hazards))
    return path


def sheet(path: Path) -> Worksheet:
    found = load_workbook(path).active
    assert isinstance(found, Worksheet)
    return found


def look(cell: Cell) -> tuple[object, ...]:
    return (
        cell.value, cell.data_type, cell.number_format, cell.quotePrefix, repr(cell.font), repr(cell.fill),
        repr(cell.border), repr(cell.alignment),
    )  # fmt: skip


@pytest.mark.parametrize("hazards", [ORDINARY, HOSTILE], ids=["ordinary", "hostile"])
def test_it_is_the_sheet_that_few_hazards_get(tmp_path: Path, hazards: list[ReportHazard]) -> None:
    short = tmp_path / "short.xlsx"
    short.write_bytes(write_extract(extract(tuple(hazards))))
    one, other = sheet(long(tmp_path, hazards)), sheet(short)
    assert one.dimensions == other.dimensions
    rows = [each.iter_rows(min_row=HEADINGS_ROW) for each in (one, other)]
    for mine, theirs in zip(*rows, strict=True):
        assert [look(cell) for cell in mine] == [look(cell) for cell in theirs]
    assert (one.title, one.freeze_panes, one.auto_filter.ref) == (
        other.title, other.freeze_panes, other.auto_filter.ref,
    )  # fmt: skip
    head = [
        [cell.value for row in each.iter_rows(max_row=3) for cell in row if cell.value]
        for each in (one, other)
    ]
    assert head[0] == head[1], "who fills it in stands over the first page, which is as wide as its columns"
    assert one.print_title_rows == other.print_title_rows
    assert [str(area.sqref) for area in one.conditional_formatting] == [
        str(area.sqref) for area in other.conditional_formatting
    ]
    for place, column in enumerate(LEDGER_COLUMNS, start=1):
        if any(row[place - 1].value is not None for row in other.iter_rows(min_row=HEADINGS_ROW + 1)):
            letter = get_column_letter(place)
            assert one.column_dimensions[letter].width == other.column_dimensions[letter].width, column.key
    if hazards is ORDINARY:
        heights = [
            [of.row_dimensions[row].height for row in range(HEADINGS_ROW + 1, of.max_row + 1)]
            for of in (one, other)
        ]
        assert heights[0] == heights[1]


def test_days_are_days_and_numbers_numbers(tmp_path: Path) -> None:
    found = replace(fabricated.hazard(1), found_on=date(2020, 2, 29), due=date(1900, 1, 15), funds=0.3)
    row = sheet(long(tmp_path, [found]))[HEADINGS_ROW + 1]
    day = row[PLACES["found_on"] - 1]
    assert (day.is_date, day.value.date(), day.number_format) == (True, date(2020, 2, 29), "yyyy-mm-dd")
    assert row[PLACES["due"] - 1].value == "1900-01-15", "Excel counts those days by a calendar of its own"
    assert row[PLACES["funds"] - 1].value == 0.3


def test_nothing_in_it_is_live_and_all_of_it_is_read_by_others(tmp_path: Path) -> None:
    path = long(tmp_path, HOSTILE)
    with zipfile.ZipFile(path) as package:
        assert not any("link" in name.lower() for name in package.namelist())
        xml = package.read("xl/worksheets/sheet1.xml").decode()
    body = xml[xml.index(f'<row r="{HEADINGS_ROW + 1}"') : xml.index("</sheetData>")]
    assert "<f" not in body
    read = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    places = [row[PLACES["location"] - 1] for row in read[HEADINGS_ROW:]]
    for text in ("=cmd()", "_x0041_", " a\n b ", "&lt;", "]]>", "+1"):
        assert text in places


@pytest.mark.parametrize("text", ["长" * 32_767, "长" * 100_000, "😀" * 20_000])
def test_a_cell_holds_no_more_than_excel_takes(tmp_path: Path, text: str) -> None:
    value = sheet(long(tmp_path, [fabricated.hazard(1, remarks=text)]))[HEADINGS_ROW + 1][
        PLACES["remarks"] - 1
    ].value
    assert len(value.encode("utf-16-le")) // 2 <= 32_767
    assert value.endswith("…")
    assert text.startswith(value[:-1])


def test_the_same_hazards_are_the_same_bytes(tmp_path: Path) -> None:
    assert long(tmp_path, ORDINARY).read_bytes() == long(tmp_path, ORDINARY).read_bytes()


def test_more_than_a_sheet_has_room_for_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        write_long(tmp_path / "x.xlsx", extract(), iter(()), MOST + 1)
    assert not list(tmp_path.iterdir())
