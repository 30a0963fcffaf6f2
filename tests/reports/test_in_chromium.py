"""The pages in a real browser: what they look like, that they fetch nothing, that sorting and filtering work."""

import io
from collections.abc import Iterator
from pathlib import Path

import fabricated
import pytest
from PIL import Image

import chromium
from chromium import Browser
from office import Command
from safetyctl.reports.drawn.page import write_page

pytestmark = pytest.mark.skipif(chromium.PROGRAM is None, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    found = Browser(tmp_path_factory.mktemp("browser"))
    yield found
    found.close()


@pytest.fixture
def weekly(browser: Browser, tmp_path: Path) -> Browser:
    (tmp_path / "page.html").write_bytes(write_page(fabricated.many()))
    browser.open(tmp_path / "page.html")
    return browser


def shown(browser: Browser) -> Image.Image:
    return Image.open(io.BytesIO(browser.picture())).convert("RGB")


def troubles(browser: Browser) -> list[object]:
    """What the page complained of on the console, and what it threw."""
    loud = ("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded")
    return [one["params"] for one in browser.events if one.get("method") in loud]


def fetched(browser: Browser) -> list[str]:
    return [
        one["params"]["request"]["url"]
        for one in browser.events
        if one.get("method") == "Network.requestWillBeSent"
        and not one["params"]["request"]["url"].startswith(("file:", "data:"))
    ]


def test_it_shows_something_by_day_and_by_night(weekly: Browser) -> None:
    weekly("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "light"}])
    day = shown(weekly)
    weekly("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark"}])
    night = shown(weekly)
    weekly("Emulation.setEmulatedMedia", features=[])
    assert len(day.getcolors(1 << 20) or []) > 50
    assert sum(day.getpixel((5, 5))) > 600 > 200 > sum(night.getpixel((5, 5)))  # type: ignore[arg-type]


def test_it_fetches_nothing_and_complains_of_nothing(weekly: Browser) -> None:
    assert fetched(weekly) == []
    assert troubles(weekly) == []


def test_whatever_can_be_used_has_a_name(weekly: Browser) -> None:
    nodes = weekly("Accessibility.getFullAXTree")["nodes"]
    used = [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in nodes
        if not node.get("ignored")
        and node["role"]["value"] in ("button", "searchbox", "region", "image", "img")
    ]
    assert {role for role, _name in used} >= {"button", "region"}
    assert [role for role, name in used if not name.strip()] == []


def test_a_heading_sorts_by_its_column_both_ways(weekly: Browser) -> None:
    column = """
    (() => { const table = [...document.querySelectorAll("table.cards.sorts")].pop();
      table.querySelectorAll("thead tr:last-child th button")[0].click();
      return [...table.tBodies[0].rows].map((row) => row.cells[0].textContent.trim().slice(0, 5)); })()
    """
    up = weekly.run(column)
    down = weekly.run(column)
    assert len(up) > 8
    assert up == sorted(up)
    assert down == up[::-1]


def test_the_search_box_keeps_the_rows_that_have_the_word(weekly: Browser) -> None:
    typed = """
    (() => { const table = [...document.querySelectorAll("table.cards.sorts")].pop();
      const box = table.closest(".scroll").previousElementSibling, input = box.querySelector("input");
      const word = table.tBodies[0].rows[3].cells[0].textContent.trim().slice(0, 5);
      input.value = word; input.dispatchEvent(new Event("input"));
      const left = [...table.tBodies[0].rows].filter((row) => row.offsetParent).map((row) => row.textContent);
      return [word, left, box.querySelector("output").textContent, table.tBodies[0].rows.length]; })()
    """
    word, left, count, all_rows = weekly.run(typed)
    assert left
    assert all(word in row for row in left)
    assert count == f"{len(left)} / {all_rows}"
    assert len(left) < all_rows


def test_on_paper_there_is_no_search_box_and_no_dark_ground(weekly: Browser) -> None:
    weekly("Emulation.setEmulatedMedia", media="print")
    hidden = weekly.run('getComputedStyle(document.querySelector(".filter")).display')
    assert hidden == "none"
    assert sum(shown(weekly).getpixel((5, 5))) > 700  # type: ignore[arg-type]
    weekly("Emulation.setEmulatedMedia", media="")


def test_a_composed_page_is_as_sound(cmd: Command, browser: Browser, tmp_path: Path) -> None:
    import zipfile

    for number in range(12):
        cmd.add("--found", "2020-02-10", title=f"隐患{number}", day="2020-03-06")
    made = cmd.json("report", "monthly", "--for", "2020-02-01", "--out", str(tmp_path), day="2020-03-06")
    with zipfile.ZipFile(made["bundle"]) as archive:
        (tmp_path / "page.html").write_bytes(archive.read("page.html"))
    browser.open(tmp_path / "page.html")
    assert (fetched(browser), troubles(browser)) == ([], [])
    assert browser.run("document.querySelectorAll('tr.groups th').length") > 0
    width = browser.run("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width == 0, "only a table scrolls sideways"


def test_a_number_stays_in_one_piece_beside_a_long_title(
    cmd: Command, browser: Browser, tmp_path: Path
) -> None:
    cmd.add("--due", "2020-03-10", title="围墙沿基础开裂" * 20)
    page = tmp_path / "status.html"
    cmd("status", "--out", str(page), day="2020-03-20", lang="zh")
    browser("Emulation.setDeviceMetricsOverride", width=1100, height=900, deviceScaleFactor=1, mobile=False)
    browser.open(page)
    browser("Emulation.clearDeviceMetricsOverride")
    lines = browser.run(
        "(() => {const at = document.createRange(); at.selectNodeContents("
        "[...document.querySelectorAll('td')].find(one => one.textContent === 'H0001'));"
        "return at.getClientRects().length})()"
    )
    assert lines == 1
