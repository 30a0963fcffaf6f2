"""Follow-up and final reports of an incident: which came before, what is new since, what is past its time."""

import io
import json
import zipfile
from typing import NamedTuple

import docx
import pytest

from office import Command

KNOWN = "2020-03-18"
WHEN = ("--occurred", f"{KNOWN} 12:40", "--known", f"{KNOWN} 13:05")


class Letter(NamedTuple):
    """What a report says, its cells apart, what was said of it, and its bundle."""

    text: str
    cells: list[str]
    said: str
    lacking: list[str]
    bundle: str


@pytest.fixture
def sick(cmd: Command) -> Command:
    """A food poisoning of which the bureau was told in time, and of which the first report went out."""
    cmd(
        *("incident", "add", "--campus", "西校区", "--kind", "food-poisoning", *WHEN, "--people", "5"),
        *("--what", "午餐后学生呕吐"),
        day=KNOWN,
    )
    _told(cmd, "bureau", f"{KNOWN} 13:40", day=KNOWN)
    _sent(cmd, _made(cmd, day=KNOWN), KNOWN)
    return cmd


def _made(cmd: Command, *options: str, day: str, expect: int = 0) -> Letter:
    ended = cmd("report", "incident", "1", *options, "--json", day=day, expect=expect, lang="zh")
    with zipfile.ZipFile(ended.json["bundle"]) as archive:
        document = docx.Document(io.BytesIO(archive.read("letter.docx")))
        data = json.loads(archive.read("data.json"))
    text = "\n".join(one.text for one in document.paragraphs)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return Letter(text, cells, ended.err, data["lacking"], ended.json["bundle"])


def _told(cmd: Command, office: str, at: str, day: str) -> None:
    cmd("incident", "report", "1", "--to", office, "--at", at, day=day)


def _sent(cmd: Command, letter: Letter, day: str) -> None:
    cmd("report", "submit", letter.bundle, "--channel", "传真", day=day)


def test_the_first_report_opens_as_a_letter_does(cmd: Command) -> None:
    cmd("incident", "add", "--campus", "西校区", "--kind", "food-poisoning", *WHEN, day=KNOWN)
    made = _made(cmd, day=KNOWN)
    assert "2020年3月18日，西校区发生食物中毒。现将有关情况报告如下。" in made.text
    assert "上次报告" not in made.text


def test_a_follow_up_names_the_report_before_it_and_what_is_new(sick: Command) -> None:
    _told(sick, "health", f"{KNOWN} 16:05", day="2020-03-19")
    sick("incident", "edit", "1", "--people", "7", "--place", "食堂", "--cause", "食材变质", day="2020-03-19")
    made = _made(sick, day="2020-03-19")
    assert (
        "2020年3月18日，西校区发生食物中毒，已于2020年3月18日报送《安全事故首报》。现将有关情况续报如下。"
        in made.text
    )
    assert "一、上次报告以来的新情况" in made.text
    for said in (
        "地点：食堂。",
        "涉及人数由5人更新为7人。",
        "原因：食材变质。",
        "已于2020年3月18日16:05向卫生部门报告。",
    ):
        assert said in made.text, said
    assert "午餐后学生呕吐" not in made.text.partition("二、")[0], "that was told before"
    assert made.lacking == []


def test_a_follow_up_without_news_says_so_and_warns(sick: Command) -> None:
    made = _made(sick, day="2020-03-19", expect=3)
    told = "2020年3月18日《安全事故首报》以来没有新的情况。"
    assert told in made.text
    assert made.lacking == [f"E0001：{told}"]
    assert f"E0001：{told}" in made.said


def test_every_report_before_it_is_named_and_news_are_those_since_the_last(sick: Command) -> None:
    sick("incident", "edit", "1", "--place", "食堂", day="2020-03-19")
    _sent(sick, _made(sick, day="2020-03-19"), "2020-03-19")
    for office in ("health", "police"):
        _told(sick, office, "2020-03-20 09:00", day="2020-03-20")
    sick("incident", "close", "1", "--cause", "食材变质", "--aftermath", "食堂停业整改", day="2020-03-25")
    made = _made(sick, day="2020-03-26")
    assert (
        "已于2020年3月18日报送《安全事故首报》、2020年3月19日报送《安全事故续报（第1号）》。"
        "现将有关情况终报如下。" in made.text
    )
    news = made.text.partition("二、")[0]
    assert "食堂停业整改" in news
    assert "已于2020年3月25日办结。" in news
    assert "地点" not in news
    assert "已于2020年3月20日09:00向公安部门报告。" in news


def test_authorities_past_their_hours_are_said_to_be(sick: Command) -> None:
    _told(sick, "health", f"{KNOWN} 16:05", day="2020-03-19")
    made = _made(sick, day="2020-03-19")
    assert "未报告（超过时限）" in made.cells
    assert "尚未向公安部门报告，已超过时限；向卫生部门报告时已超过时限。" in made.text


def test_a_paper_that_came_since_is_new(sick: Command) -> None:
    with open("检验报告.pdf", "wb") as file:
        file.write(b"found")
    sick("incident", "attach", "1", "检验报告.pdf", day="2020-03-19")
    assert "补充材料：检验报告.pdf。" in _made(sick, day="2020-03-19").text


def test_an_incident_of_no_kind_of_its_own_is_a_safety_incident(cmd: Command) -> None:
    cmd("incident", "add", "--campus", "西校区", "--kind", "other", *WHEN, day=KNOWN)
    made = _made(cmd, day=KNOWN)
    assert "西校区发生安全事故" in made.text
    assert "其他事故" not in made.text


def test_a_cause_of_dots_alone_is_no_news(sick: Command) -> None:
    sick("incident", "edit", "1", "--cause", "...", day="2020-03-19")
    assert "以来没有新的情况。" in _made(sick, day="2020-03-19", expect=3).text
