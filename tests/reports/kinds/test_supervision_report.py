"""The report on the group's supervision: the four aspects, the corrections, who was held to account."""

import io
import json
import zipfile
from collections.abc import Iterable
from typing import Any

import docx
import pytest

from office import Command

ASPECTS = ("responsibility", "regulations", "rectification", "mechanism")
DAY = "2020-10-30"


def _visit(
    cmd: Command, campus: str, aspect: str, *more: str, day: str = "2020-10-20", score: int = 90
) -> None:
    cmd(
        *("supervision", "add", "--campus", campus, "--aspect", aspect, "--finding", "制度齐全"),
        *("--score", str(score), *more),
        day=day,
    )


def _made(cmd: Command, *options: str, day: str = DAY) -> dict[str, Any]:
    """What the bundle says of itself, and its data."""
    made = cmd("report", "supervision", *options, "--json", day=day).json
    with zipfile.ZipFile(made["bundle"]) as bundle:
        read = {name: json.loads(bundle.read(name)) for name in ("manifest.json", "data.json")}
        page = bundle.read("page.html").decode()
    return {"page": page, **read, **made}


def _tally(cmd: Command, *options: str, day: str = DAY) -> list[int]:
    tally = _made(cmd, *options, day=day)["data.json"]["tally"]
    keys = ("visits", "seen", "unseen", "corrections", "uncorrected", "accountabilities")
    return [tally[key] for key in keys]


def _require(page: str, *said: str) -> None:
    missing = [one for one in said if one not in page]
    assert not missing, missing


def test_nothing_was_supervised_yet(cmd: Command) -> None:
    assert _tally(cmd) == [0, 0, 12, 0, 0, 0]
    page = _made(cmd)["page"]
    _require(page, "未提出整改要求", "没有问责记录")
    assert page.count("/</td>") >= 12


def test_campuses_and_aspects_that_nobody_looked_at_are_named(cmd: Command) -> None:
    for aspect in ASPECTS:
        _visit(cmd, "东校区", aspect)
    _visit(cmd, "西校区", "regulations", score=80)
    _visit(cmd, "西校区", "regulations", day="2020-10-28", score=95)
    assert _tally(cmd) == [6, 5, 7, 0, 0, 0]
    page = _made(cmd)["page"]
    _require(page, "西校区的责任落实、隐患整治、长效机制", "南校区的责任落实、制度落实、隐患整治、长效机制")
    _require(page, '<td class="n">95</td><td class="day">2020-10-28</td>')
    assert "东校区的责任落实" not in page


@pytest.mark.parametrize(
    ("day", "state", "words"),
    [
        ("2020-10-30", "open", ["要求整改2项，均尚未完成整改"]),
        ("2020-11-21", "overdue", ["要求整改2项，均尚未完成整改", "逾期1项"]),
        ("2020-11-25", "corrected", ["要求整改2项，其中1项已完成整改", "2020-11-25"]),
    ],
)
def test_corrections_stand_as_they_did_on_the_day(
    cmd: Command, day: str, state: str, words: Iterable[str]
) -> None:
    _visit(
        cmd, "西校区", "mechanism", "--correction", "每月一次例会", "--due", "2020-11-20", "--person", "王五"
    )
    _visit(
        cmd, "西校区", "regulations", "--correction", "补齐制度", "--due", "2020-12-20", "--person", "王五"
    )
    cmd("supervision", "corrected", "V1", "--note", "已建立", day="2020-11-25")
    made = _made(cmd, day=day)
    assert made["data.json"]["figures"]["visits"][0]["state"] == state
    _require(made["page"], "每月一次例会", *words)


def test_a_single_correction_is_not_all_of_them(cmd: Command) -> None:
    _visit(
        cmd, "西校区", "mechanism", "--correction", "每月一次例会", "--due", "2020-11-20", "--person", "王五"
    )
    _require(_made(cmd, day="2020-11-21")["page"], "要求整改1项，尚未完成整改，逾期1项。")
    cmd("supervision", "corrected", "V1", "--note", "已建立", day="2020-11-25")
    _require(_made(cmd, day="2020-11-25")["page"], "要求整改1项，已完成整改。")


def test_some_days_have_a_report_of_their_own(cmd: Command) -> None:
    _visit(cmd, "东校区", "mechanism", day="2020-10-01")
    _visit(cmd, "东校区", "mechanism", day="2020-10-20")
    _visit(cmd, "东校区", "mechanism", day="2020-10-28")
    cmd(
        *(
            "accountability",
            "add",
            "--campus",
            "东校区",
            "--person",
            "王五",
            "--what",
            "演练缺月",
            "--measure",
            "约谈",
        ),
        day="2020-10-20",
    )
    assert _tally(cmd)[0] == 3
    ranged = _made(cmd, "--from", "2020-10-10", "--to", "2020-10-20")
    assert (ranged["period"], ranged["data.json"]["tally"]["visits"]) == ("2020-10-10-2020-10-20", 1)
    _require(ranged["page"], "演练缺月", "约谈")
    assert _tally(cmd, "--from", "2020-10-10")[::5] == [2, 1]
    assert _tally(cmd, "--for", "2020-10-28")[::5] == [1, 0]
    assert _made(cmd)["period"] == DAY


def test_some_days_tell_of_what_was_to_be_corrected_before_them(cmd: Command) -> None:
    for aspect, until in (
        ("regulations", "2020-10-15"),
        ("mechanism", "2020-10-08"),
        ("rectification", "2020-09-30"),
    ):
        _visit(
            cmd,
            "东校区",
            aspect,
            "--correction",
            f"补{aspect}",
            "--due",
            until,
            "--person",
            "王五",
            day="2020-09-20",
        )
    cmd("supervision", "corrected", "V1", "--note", "已补", day="2020-10-12")
    cmd("supervision", "corrected", "V3", "--note", "已补", day="2020-09-29")
    made = _made(cmd, "--from", "2020-10-01", day="2020-10-30")
    _require(
        made["page"], "期间无督查记录。", "期间未督查的有：东校区的责任落实、制度落实", "未提出整改要求。"
    )
    _require(
        made["page"], "此前要求、尚待完成的整改2项，其中1项已完成整改，逾期1项。", "补mechanism", "2020-10-12"
    )
    assert "补rectification" not in made["page"], "it was done before"
    assert made["data.json"]["tally"]["corrections"] == 0
    assert "此前要求" not in _made(cmd, day="2020-10-30")["page"]


@pytest.mark.parametrize(
    "options",
    [
        ("--from", "2020-11-10"),
        ("--from", "2020-10-10", "--to", "2020-10-09"),
        ("--for", "2020-10-10", "--to", "2020-10-12"),
    ],
)
def test_days_that_are_none_are_refused(cmd: Command, options: tuple[str, ...]) -> None:
    cmd.refused("report", "supervision", *options, day=DAY)


def test_before_the_campaign_there_is_none(cmd: Command) -> None:
    cmd.refused("report", "supervision", day="2019-11-30")


def test_it_can_be_handed_in_as_a_copy_of_what_is_sent(cmd: Command) -> None:
    _visit(cmd, "东校区", "mechanism")
    made = _made(cmd, "--campus", "东校区")
    assert made["manifest.json"]["duties"] == [f"electronic-copy/{DAY}/东校区"]
    cmd("report", "submit", made["bundle"], "--channel", "e-mail", day=DAY)
    supervised = [
        one["state"]
        for one in cmd.json("campaign", "check", day=DAY)["duties"]
        if one["code"] == "group-supervision"
    ]
    assert supervised == ["open"], "its records meet that duty, not its report"


def test_what_was_corrected_later_is_no_other_edition_of_earlier_days(cmd: Command) -> None:
    _visit(
        cmd, "西校区", "mechanism", "--correction", "每月一次例会", "--due", "2020-11-20", "--person", "王五"
    )
    days = ("--from", "2020-10-01", "--to", "2020-10-31")
    made = _made(cmd, *days, day="2020-11-02")
    cmd("report", "submit", made["bundle"], "--channel", "e-mail", day="2020-11-02")
    cmd("supervision", "corrected", "V1", "--note", "已建立", day="2020-11-10")
    again = cmd("report", "supervision", *days, "--json", "--out", "again", day="2020-11-11").json
    assert again["sha256"] == made["sha256"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "已写出截至 2020-10-30 的督查情况报告。"),
        (("--from", "2020-10-01"), "已写出 2020-10-01 至 2020-10-30 的督查情况报告。"),
        (("--for", "2020-10-20"), "已写出 2020-10-20 的督查情况报告。"),
        (("--from", "2020-10-01", "--to", "2020-10-20"), "已写出 2020-10-01 至 2020-10-20 的督查情况报告。"),
        (("--to", "2020-10-20"), "已写出 2019-12-01 至 2020-10-20 的督查情况报告。"),
        (
            ("--to", "2020-11-15"),
            "已写出 2019-12-01 至 2020-10-30 的督查情况报告。2020-11-15 尚不能报告，写到 2020-10-30 为止。",
        ),
    ],
)
def test_what_is_said_names_the_days_that_it_tells_of(
    cmd: Command, options: tuple[str, ...], said: str
) -> None:
    _visit(cmd, "东校区", "mechanism")
    told = cmd("report", "supervision", *options, day=DAY, lang="zh").err
    assert said in told
    assert "尚不能报告" in said or "尚不能报告" not in told


def _letter(cmd: Command, *options: str) -> list[str]:
    """The paragraphs of the letter."""
    made = cmd("report", "supervision", *options, "--json", day=DAY).json
    with zipfile.ZipFile(made["bundle"]) as bundle:
        return [one.text for one in docx.Document(io.BytesIO(bundle.read("letter.docx"))).paragraphs]


def test_the_letter_opens_as_a_letter_does(cmd: Command) -> None:
    assert "尚无督查记录。现将有关情况报告如下。" in _letter(cmd)
    _visit(cmd, "东校区", "mechanism")
    assert "集团对东校区开展了督查，共督查1项次。现将有关情况报告如下。" in _letter(cmd)


def test_a_lone_heading_inside_a_section_has_no_number(cmd: Command) -> None:
    _visit(cmd, "东校区", "mechanism")
    assert "长效机制" in _letter(cmd)
    _visit(cmd, "东校区", "regulations")
    said = _letter(cmd)
    assert "（一）制度落实" in said
    assert "（二）长效机制" in said
