"""Ledgers that people really filled in, where they are at hand: each row of them, against a count by hand.

They are read here by openpyxl and csv, not by the reader under test. Where they are not at hand, the small ledgers
of ``test_oddities`` show the same.
"""

import csv
import os
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from safetyctl.ground.files import shipped
from safetyctl.intake.tables.mapping import map_at
from safetyctl.intake.words import days

from .kept import lost, squeezed

FOLDER = Path(
    os.environ.get("SAFETYCTL_REAL_LEDGERS", Path(__file__).resolve().parents[3] / "shared" / "data")
)
AS_OF = date(2026, 11, 1)
SITE, RAIL, SCHOOLS = (
    next(iter(sorted(FOLDER.glob(pattern))), None)
    for pattern in ("zh-chem*.xlsx", "zh-rail*.xlsx", "en-nyc*.csv")
)
SERVED = {"as_of": AS_OF, "default_campus": "东校区", "default_area": "building"}
at_hand = pytest.mark.skipif(
    SITE is None or RAIL is None or SCHOOLS is None, reason="the real ledgers are not at hand"
)


def rows_of(sheet, first: int, last: int):
    return {number: [cell.value for cell in sheet[number]] for number in range(first, last + 1)}


@at_hand
def test_the_building_site(read):
    reading = read(SITE, **SERVED)
    rows = rows_of(load_workbook(SITE).worksheets[0], 4, 41)
    assert (reading.read, reading.problems, reading.repeats, reading.notes) == (38, (), (), ())
    assert {one.row: one.title.strip() for one in reading.candidates} == {
        number: row[1].strip() for number, row in rows.items()
    }
    for one in reading.candidates:
        row = list(rows[one.row])
        assert (one.found_on, one.due) == (row[2].date(), row[7].date())
        accepted = row.pop(14)  # a number that is a day, in the middle of words
        serial = accepted if isinstance(accepted, int) else (accepted.date() - date(1899, 12, 30)).days
        assert one.verified_on == date(1899, 12, 30) + timedelta(days=serial)
        assert (one.state, one.responsible, one.verified_by) == ("closed", row[6].strip(), row[14])
        assert lost(one, row) == []
    (table,) = reading.tables
    assert table.left_out == {"note": [42, 43, 44]}
    assert reading.without == ()


@at_hand
def test_the_railway(read):
    reading = read(RAIL, **SERVED)
    book = load_workbook(RAIL)
    rows = {
        (sheet.title, number): row
        for sheet, first, last in zip(book.worksheets, (6, 3), (110, 32), strict=True)
        for number, row in rows_of(sheet, first, last).items()
    }
    assert (reading.read, len(reading.candidates), reading.problems) == (135, 117, ())
    place_of = {(one.sheet, one.row): one for one in reading.candidates}
    for again, first in reading.repeats:
        place_of[again] = place_of[first]
    assert place_of.keys() == rows.keys()
    for place, row in rows.items():
        one = place_of[place]
        assert lost(one, [day_as_read(cell) for cell in row], {"一般": "general", "消防安全": "fire"}) == []
        assert one.found_on == day_as_read(row[1])
        assert one.due == day_as_read(row[10])
    states = Counter(one.state for one in reading.candidates)
    assert states["open"] == sum(squeezed(row[17] or "") == "待整改" for row in rows.values())
    assert [(note.row, note.column) for note in reading.notes] == [(22, "P"), (29, "P")]
    shifted = next(one for (sheet, number), one in place_of.items() if number == 29 and "2025" in sheet)
    assert (shifted.rectified_on, shifted.responsible, shifted.state) == (None, None, "closed")


def day_as_read(cell):
    if isinstance(cell, date):
        return cell.date() if hasattr(cell, "date") else cell
    if isinstance(cell, str):
        try:
            found = days.read(cell.strip())
        except days.Unreadable:
            return cell
        return found if isinstance(found, date) else cell
    return cell


@at_hand
def test_the_cafeterias_by_their_map(read):
    use = map_at(shipped("maps/nyc-school-cafeteria-inspections.toml"))
    reading = read(SCHOOLS, as_of=AS_OF, default_campus="东校区", use=use)
    with SCHOOLS.open(encoding="utf-8", newline="") as file:
        rows = dict(enumerate(csv.DictReader(file), start=2))
    bad = {number: row for number, row in rows.items() if row["Violation Description"]}
    assert (reading.read, reading.problems, reading.notes, reading.doubted) == (7410, (), (), {})
    assert len(reading.candidates) + len(reading.repeats) == len(bad) == 7410
    assert reading.tables[0].left_out == {"without": sorted(rows.keys() - bad.keys())}
    for one in reading.candidates[::7]:
        row = dict(bad[one.row])
        month, day, year = map(int, row.pop("Inspection Date").split("/"))
        assert one.found_on == date(year, month, day)
        assert lost(one, row) == []
