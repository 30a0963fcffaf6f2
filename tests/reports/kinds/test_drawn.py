"""The charts of monthly report and summary: native ones in the workbook, from its cells, and inline on the page."""

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from office import Command


@pytest.fixture(params=["monthly", "summary"])
def bundle(request: pytest.FixtureRequest, cmd: Command, tmp_path: Path) -> dict[str, bytes]:
    """The members of a bundle of either kind, of one campus's fire hazard and another's two of food."""
    cmd.add("--found", "2020-03-02", "--due", "2020-03-10", title="灭火器过期", day="2020-03-02")
    for title in ("留样不足", "冰柜结霜"):
        days = ("--found", "2020-03-03", "--due", "2020-04-10")
        cmd.add(*days, "--area", "food", title=title, campus="西校区", day="2020-03-03")
    made = cmd("report", request.param, "--out", str(tmp_path), "--json", day="2020-03-19").json["bundle"]
    with zipfile.ZipFile(made) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _cells(sheet: Any, reference: str) -> list[Any]:
    return [cell.value for row in sheet[reference.split("!")[1].replace("$", "")] for cell in row]


def _series(sheet: Any) -> dict[str, dict[Any, Any]]:
    """What the one chart of a sheet draws: its series by name, each a figure by its category."""
    (chart,) = sheet._charts
    found = {}
    for one in chart.series:
        name = sheet[one.tx.strRef.f.split("!")[1].replace("$", "")].value
        categories = (one.cat.numRef or one.cat.strRef).f
        found[name] = dict(zip(_cells(sheet, categories), _cells(sheet, one.val.numRef.f), strict=True))
    return found


def test_the_areas_are_drawn_from_their_own_cells_without_the_total(bundle: dict[str, bytes]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(bundle["ledger.xlsx"]))
    drawn = _series(book["分领域隐患情况表"])
    assert list(drawn) == ["现存", "其中逾期"]
    assert {name: n for name, n in drawn["现存"].items() if n} == {"消防安全": 1, "食品安全": 2}
    assert {name: n for name, n in drawn["其中逾期"].items() if n} == {"消防安全": 1}
    assert len(drawn["现存"]) == len(json.loads(bundle["data.json"])["figures"]["by_area"])


def test_the_weeks_are_lines_up_to_the_day_told_of(bundle: dict[str, bytes]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(bundle["ledger.xlsx"]))
    drawn = _series(book["每周趋势"])
    assert list(drawn) == ["新增隐患", "销号", "未销号"]
    assert list(drawn["新增隐患"].values())[-3:] == [3, 0, 0]
    assert list(drawn["未销号"].values())[-3:] == [3, 3, 3]
    assert f"{max(drawn['未销号']):%Y-%m-%d}" == "2020-03-19"


def test_the_page_draws_what_the_workbook_does(bundle: dict[str, bytes]) -> None:
    page = bundle["page.html"].decode()
    chart = page.partition('aria-label="分领域隐患情况表（图）"')[2].partition("</div>")[0]
    drawn = re.findall(r'<span>(.*?)</span>\s*<svg[^>]*aria-label="(.*?)">(.*?)</svg>', chart)
    said = {
        name: (words, re.findall(r'class="(rest|late)".*?width="([0-9.]+)"', bars))
        for name, words, bars in drawn
    }
    assert said["食品安全"] == ("现存2、其中逾期0", [("rest", "100.0")])
    assert said["消防安全"] == ("现存1、其中逾期1", [("rest", "50.0"), ("late", "50.0")])
    assert said["治安防控"] == ("现存0、其中逾期0", [])
    assert 'class="course"' in page


def test_nothing_is_drawn_of_nothing(cmd: Command, tmp_path: Path) -> None:
    made = cmd("report", "summary", "--out", str(tmp_path), "--json", day="2019-12-02").json["bundle"]
    with zipfile.ZipFile(made) as archive:
        book = openpyxl.load_workbook(io.BytesIO(archive.read("ledger.xlsx")))
        page = archive.read("page.html").decode()
    assert [sheet.title for sheet in book if sheet._charts] == []
    assert '<div class="chart"' not in page
    assert 'class="course"' not in page
