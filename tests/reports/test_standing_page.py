"""The page of ``status``: it says what the terminal and the JSON say, and nothing in it acts or loads."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from office import MAJOR, Begun, Command, every_stage
from safetyctl.ground import clock
from safetyctl.ledger.runs import note_run

LATER = "2020-03-25"
HOSTILE = "<img src=x onerror=alert(1)>\u202e{{ 7*7 }}"


class Read(HTMLParser):
    """What a reader sees: the tiles' figures, and of each section the rows of its tables and its other text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tiles: list[int] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.sections: dict[str, list[list[str]]] = {}
        self._section: list[list[str]] = []
        self._text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "tr":
            self._section.append([])
        if tag in ("th", "td", "h2", "b", "p"):
            self._text = ""

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "h2":
                self._section = self.sections[self._text] = []
            case "b":
                self.tiles.append(int(self._text))
            case "th" | "td":
                self._section[-1].append(self._text.strip())
            case "p":
                self._section.append([self._text])

    def handle_data(self, data: str) -> None:
        self._text += data


@pytest.fixture
def some(begun: Begun) -> Command:
    return begun(every_stage)


def written(cmd: Command, *, day: str = LATER, lang: str = "en") -> str:
    cmd("status", "--out", "status.html", day=day, lang=lang)
    return Path("status.html").read_text(encoding="utf-8")


def figures(one: dict[str, int]) -> list[str]:
    return [str(one[key]) for key in ("open", "overdue", "major", "waiting", "closed")]


def test_the_hazards_behind_the_red_figure_are_listed(some: Command) -> None:
    late = some.json("hazard", "list", "--overdue", day=LATER)
    rows = Read(written(some)).sections["Overdue hazards"]
    assert len(late) == some.json("status", day=LATER)["total"]["overdue"] > 0
    assert {row[-1] for row in rows if len(row) > 1} >= {one["id"] for one in late}


def test_areas_stand_in_the_order_of_the_plan(some: Command) -> None:
    some("hazard", "add", "--campus", "东校区", "--area", "building", "--title", "围墙开裂", day=LATER)
    some("hazard", "add", "--campus", "东校区", "--area", "lab", "--title", "危化品未上锁", day=LATER)
    named = [one["name"] for one in some.json("status", day=LATER)["by_area"]]
    assert named.index("lab") < named.index("fire") < named.index("building")


def test_the_figures_are_those_of_the_json(some: Command) -> None:
    now = some.json("status", day=LATER)
    page = Read(written(some))
    assert now["total"]["overdue"]
    assert now["total"]["major"]
    assert page.tiles == [*map(int, figures(now["total"])), now["phase"]["days_left"]]
    _heads, *lines, total = [row for row in page.sections["By campus"] if len(row) > 1]
    assert [(row[0], row[2:]) for row in lines] == [(one["name"], figures(one)) for one in now["by_campus"]]
    assert total[2:] == figures(now["total"])
    _heads, *lines = [row for row in page.sections["By area"] if len(row) > 1]
    assert [row[2:] for row in lines] == [figures(one) for one in now["by_area"]]
    assert lines[0][0] == "Fire safety"


def test_the_deadlines_are_those_of_the_json(some: Command) -> None:
    now = some.json("status", day=LATER)
    page = Read(written(some))
    _heads, *lines = [row for row in page.sections["Next deadlines"] if len(row) > 1]
    assert [(row[0], row[-1]) for row in lines] == [(one["due"], one["ref"]) for one in now["next"]]
    _heads, *lines = [row for row in page.sections["Overdue duties and decisions"] if len(row) > 1]
    assert [row[-1] for row in lines] == now["missing"]
    assert len(lines) == now["overdue_duties"] > 0
    assert f"{now['overdue_duties']} in all" in written(some)


def test_a_bar_is_as_long_as_its_figures(cmd: Command) -> None:
    for due in ("2020-03-20", "2020-03-20", "2020-04-20", "2020-04-20"):
        cmd.add("--due", due)
    cmd.add("--due", "2020-04-20", campus="西校区", area="food")
    page = written(cmd)
    first, second = re.findall(r"<svg.*?</svg>", page)[:2]
    assert 'aria-label="4 open, 2 of them overdue"' in first
    assert re.findall(r'class="(late|rest)"[^/]*?width="([\d.]+)"', first) == [
        ("late", "50.0"),
        ("rest", "50.0"),
    ]
    assert re.findall(r'class="(late|rest)"[^/]*?width="([\d.]+)"', second) == [("rest", "25.0")]


@pytest.mark.parametrize(("lang", "said"), [("en", "Next deadlines"), ("zh", "近期到期")])
def test_it_speaks_the_language_of_the_interface(some: Command, lang: str, said: str) -> None:
    page = written(some, lang=lang)
    assert f'<html lang="{"zh-CN" if lang == "zh" else "en"}">' in page
    assert said in page
    assert ("消防安全" in page) == (lang == "zh")


def test_what_people_wrote_is_shown_and_does_nothing(cmd: Command) -> None:
    cmd.add(*MAJOR, "--responsible", "<b>李四</b>", title=HOSTILE.replace("\u202e", ""), day="2020-03-16")
    page = written(cmd, day="2020-03-16")
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "{{ 7*7 }}" in page
    assert "&lt;b&gt;李四&lt;/b&gt;" in page
    for tag, attributes in Read(page).tags:
        assert tag not in ("link", "img", "iframe", "object", "base", "a", "form")
        assert not {"src", "href", "style", "action", "srcset"} & attributes.keys()
        assert not any(name.startswith("on") for name in attributes)


def test_it_loads_nothing(some: Command) -> None:
    page = written(some)
    assert not re.search(r"https?://|//[a-z]", page)
    (policy,) = [a["content"] for _, a in Read(page).tags if a.get("http-equiv") == "Content-Security-Policy"]
    assert re.fullmatch(
        r"default-src 'none'; img-src data:; style-src 'sha256-[\w+/]+='; script-src 'sha256-[\w+/]+='",
        policy or "",
    )


def test_an_incidents_clock_and_the_moment_it_was_read_at(
    cmd: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    for minute, said in ((25, "35 min left, tell"), (63, "3 min over, not told: ")):
        now = datetime(2020, 3, 2, 2 + minute // 60, minute % 60, tzinfo=UTC)
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        if minute == 25:
            cmd(
                "incident", "add", "--campus", "东校区", "--kind", "food-poisoning", "--occurred", "08:00",
                "--known", "09:00", day="2020-03-02",
            )  # fmt: skip
        ((clocks,), (moment,)) = Read(written(cmd, day="2020-03-02")).sections["Incidents to be reported"][:2]
        assert clocks.startswith("E0001 东校区 food poisoning: " + said)
        assert moment == f"The time left is that of 2020-03-02 1{minute // 60}:{minute % 60:02}."
    assert "Incidents to be reported" not in written(cmd, day="2020-03-01")


def test_waivers_and_the_last_scheduled_run(cmd: Command) -> None:
    assert Read(written(cmd)).sections["Also"] == [["Duties waived: 0"], ["No scheduled run is noted."]]
    cmd("waive", "weekly-report/2020-03-12/东校区", "--reason", "停课", "--by", "王五", day="2020-03-12")
    note_run(cmd.ledger, date(2020, 3, 24), datetime(2020, 3, 24, tzinfo=UTC), error="磁盘已满。")
    waived, ran = Read(written(cmd)).sections["Also"]
    assert waived == ["Duties waived: 1"]
    assert ran == ["The scheduled run of 2020-03-24 failed (磁盘已满); the last that succeeded: none"]


def test_outside_the_campaigns_phases(cmd: Command) -> None:
    page = written(cmd, day="2018-06-01")
    assert "outside the campaign&#39;s phases" in page
    assert len(Read(page).tiles) == 5
