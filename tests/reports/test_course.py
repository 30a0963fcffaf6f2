"""The trend by week and the deadlines of the weekly workbook, told by the same laws as the report's own figures."""

import io
import json
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from office import CAMPUSES, Command

THURSDAY = "2020-03-19"


@pytest.fixture
def book(cmd: Command, tmp_path: Path) -> Any:
    """The workbook of a week, after hazards of three weeks; what its data says beside it."""
    cmd.closed(day="2020-03-04")
    cmd.add(day="2020-03-10", title="疏散指示牌不亮")
    cmd.add("--due", "2020-03-12", day="2020-03-11", title="=1+1")
    cmd("hazard", "reopen", "1", "--reason", "又坏了", day="2020-03-17")
    made = cmd.json("report", "weekly", "--out", str(tmp_path), day=THURSDAY)["bundle"]
    with zipfile.ZipFile(made) as archive:
        return (
            openpyxl.load_workbook(io.BytesIO(archive.read("ledger.xlsx"))),
            json.loads(archive.read("data.json")),
        )


def rows(sheet: Any) -> list[tuple[Any, ...]]:
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=5)]


def test_every_week_of_the_campaign_has_its_line_and_the_last_is_the_reports_own(book: Any) -> None:
    workbook, data = book
    found = rows(workbook["每周趋势"])
    assert found[0][:2] == (datetime_of("2019-11-29"), datetime_of("2019-12-05"))
    assert [row[2:6] for row in found[-3:]] == [(1, 1, 1, 0), (2, 0, 0, 2), (0, 0, 0, 3)]
    last = data["total"]
    assert found[-1][2:6] == (last["new"], data["rectified_this_week"], last["closed"], last["remaining"])
    assert len(found) == 16
    assert len(workbook["每周趋势"]._charts) == 1


def test_the_lines_stand_below_the_headings_that_every_printed_page_repeats(book: Any) -> None:
    sheet = book[0]["每周趋势"]
    _first, last = (int(row) for row in re.findall(r"\d+", sheet.print_title_rows))
    (chart,) = sheet._charts
    assert chart.anchor._from.row >= last  # counted from 0


def test_deadlines_are_dates_by_the_days_left_and_user_text_is_text(book: Any) -> None:
    workbook, _data = book
    found = rows(workbook["期限一览"])
    assert [row[0] for row in found] == sorted(row[0] for row in found)
    late = next(row for row in found if row[3] == "H0003")
    assert late[0:3] == (datetime_of("2020-03-12"), -7, "整改")
    cell = next(
        cell for row in workbook["期限一览"].iter_rows(min_row=5) for cell in row if cell.value == "=1+1"
    )
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    today = [row for row in found if row[1] == 0 and row[5] == "每周专项整治进展"]
    assert [row[4] for row in today] == list(CAMPUSES)
    assert all(row[1] <= 30 for row in found if row[2] == "任务")


def test_a_long_title_has_a_row_as_high_as_its_lines(cmd: Command, tmp_path: Path) -> None:
    cmd.add(day=THURSDAY, title="疏散通道堆放杂物，" * 20)
    made = cmd.json("report", "weekly", "--out", str(tmp_path), day=THURSDAY)["bundle"]
    with zipfile.ZipFile(made) as archive:
        sheet = openpyxl.load_workbook(io.BytesIO(archive.read("ledger.xlsx")))["期限一览"]
    heights = {
        sheet.cell(number, 4).value: sheet.row_dimensions[number].height for number in range(5, sheet.max_row)
    }
    one_line = heights["3 第2阶段、4-1(1)"]
    assert heights["H0001"] > 5 * one_line, "180 characters, of which 28 stand on a line"


def test_a_report_of_one_campus_has_its_own_deadlines_only(cmd: Command, tmp_path: Path) -> None:
    made = cmd.json("report", "weekly", "--campus", "东校区", "--out", str(tmp_path), day=THURSDAY)["bundle"]
    with zipfile.ZipFile(made) as archive:
        workbook = openpyxl.load_workbook(io.BytesIO(archive.read("ledger.xlsx")))
    assert {row[4] for row in rows(workbook["期限一览"])} == {"东校区"}


def datetime_of(day: str) -> Any:
    from datetime import datetime

    found = date.fromisoformat(day)
    return datetime(found.year, found.month, found.day)  # noqa: DTZ001 - a workbook knows no zone
