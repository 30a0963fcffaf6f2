"""Dates that their cells show as a month: 2021年4月 as it is typed, which Excel keeps as the first of it."""

from datetime import date

import pytest
from openpyxl import Workbook

from safetyctl.intake.workbook.months import cells_formatted, formats_of_months

SERVED = {"default_campus": "东校区", "default_area": "fire", "as_of": date(2021, 6, 1)}
HEAD = ["序号", "检查日期", "隐患描述", "责任人", "整改期限", "整改完成时间"]
MONTH = 'yyyy"年"m"月"'


def book_of(path, *days, code=MONTH, column=5):
    """Rows with a day each in one column, written with a format of its own; of ``None`` none is said."""
    book = Workbook()
    book.active.append(HEAD)
    for number, day in enumerate(days, start=1):
        book.active.append([number, date(2021, 3, 2), f"灭火器{number}失效", "张三", None, None])
        cell = book.active.cell(number + 1, column, day)
        cell.number_format = code
    book.save(path)
    return path


@pytest.mark.parametrize("code", [MONTH, '[$-804]yyyy"年"m"月";@', "mmm\\-yy", "yyyy/m", "yyyy\\.mm"])
def test_a_deadline_that_is_a_month_is_its_end(tmp_path, read, code):
    reading = read(book_of(tmp_path / "a.xlsx", date(2021, 4, 1), code=code), **SERVED)
    assert [one.due for one in reading.candidates] == [date(2021, 4, 30)]
    assert [(note.field, note.problem) for note in reading.notes] == [
        ("due", "it shows only the month; it was taken as 2021-04-30")
    ]
    assert reading.candidates[0].detail == "整改期限：2021-04-01"


@pytest.mark.parametrize(
    "code", ["yyyy-mm-dd", 'm"月"d"日"', 'yyyy"年"m"月"d"日"', "[$-804]d mmm yyyy", "General"]
)
def test_a_deadline_that_shows_its_day_is_that_day(tmp_path, read, code):
    reading = read(book_of(tmp_path / "a.xlsx", date(2021, 4, 1), code=code), **SERVED)
    assert ([one.due for one in reading.candidates], reading.notes) == ([date(2021, 4, 1)], ())


def test_a_column_in_which_one_is_another_day_only_looks_so(tmp_path, read):
    reading = read(book_of(tmp_path / "a.xlsx", date(2021, 4, 1), date(2021, 4, 15)), **SERVED)
    assert [one.due for one in reading.candidates] == [date(2021, 4, 1), date(2021, 4, 15)]
    assert reading.notes == ()


@pytest.mark.parametrize(("column", "field"), [(2, "found_on"), (6, "rectified_on")])
def test_a_day_that_is_past_is_the_first_with_a_remark(tmp_path, read, column, field):
    reading = read(book_of(tmp_path / "a.xlsx", date(2021, 4, 1), column=column), **SERVED)
    (one,) = reading.candidates
    assert getattr(one, field) == date(2021, 4, 1)
    assert [note.field for note in reading.notes] == [field]


def test_what_a_file_leaves_to_excel_and_cells_without_their_place():
    styles = b"""<styleSheet><cellStyleXfs><xf numFmtId="57"/></cellStyleXfs>
        <cellXfs><xf numFmtId="0"/><xf numFmtId="57"/><xf numFmtId="14"/><xf numFmtId="17"/></cellXfs>
        <cellStyles/><dxfs><xf numFmtId="57"/></dxfs></styleSheet>"""
    assert formats_of_months(styles) == {"1", "3"}
    sheet = [
        b'<sheetData><row><c/><c s="1"><v>1</v></c><c s="1"/></row><row r="5">',
        b'<c r="D5" s="3"><v>2</v></c>',
    ]
    assert cells_formatted([*sheet, b"</row></sheetData>"], frozenset(("1", "3"))) == {(1, 2), (5, 4)}
