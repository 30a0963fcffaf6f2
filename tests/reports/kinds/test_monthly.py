"""The monthly safety report: its official table, and what comes next."""

import io
import json
import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from office import COMMITTED, Command
from safetyctl.ledger.connection import reading
from safetyctl.plan.source import builtin
from safetyctl.reports.drawn.composed import Composed
from safetyctl.reports.facts.blocks import Items, Para, Table
from safetyctl.reports.facts.head import Request
from safetyctl.reports.kinds.monthly import MonthlyFigures, monthly_report


def _march(ledger: Path, day: str = "2020-03-31", campus: str | None = None) -> Composed:
    with reading(ledger) as snapshot:
        asked = Request(snapshot, builtin(), date.fromisoformat(day), campus)
        return monthly_report(asked, date(2020, 3, 1))


def _said(report: Composed, title: str) -> list[str]:
    """What a section says in sentences."""
    (blocks,) = (one.blocks for one in report.sections if one.title == title)
    return [text for block in blocks for text in _texts(block)]


def _texts(block: object) -> Iterable[str]:
    return block.texts if isinstance(block, Items) else (block.text,) if isinstance(block, Para) else ()


def test_next_month_is_what_falls_due_in_it(cmd: Command) -> None:
    cmd.add("--due", "2020-03-20", day="2020-03-06")
    cmd.add("--due", "2020-04-08", day="2020-03-06")
    cmd.add("--due", "2020-05-08", day="2020-03-06")
    cmd.rectified("--due", "2020-04-09", day="2020-03-06")
    major = cmd.rectified("--level", "major", "--due", "2020-04-10", *COMMITTED, day="2020-03-06")
    cmd("hazard", "verify", major, "--by", "王五", "--pass", day="2020-03-07")
    said = _said(_march(cmd.ledger), "下月工作打算")
    assert said[:4] == [
        "督促1处逾期隐患尽快完成整改：H0001。",
        "落实1处隐患按期整改：H0002（4月8日）。",
        "对已整改的1处隐患及时复查：H0004。",
        "对已通过复查的1处重大隐患办理销号：H0005。",
    ]
    assert "按期报送每周专项整治进展（4月2日、4月9日、4月16日、4月23日、4月30日）。" in said
    assert "按期完成上月隐患清单上传省系统（4月1日）。" in said
    assert "按期报送节假日值班表（4月3日、4月30日）。" in said


def test_each_duty_that_comes_has_the_verb_of_its_title(cmd: Command) -> None:
    outing = ("--kind", "outing", "--title", "春游", "--place", "植物园", "--participants", "320")
    cmd("activity", "add", "--campus", "东校区", *outing, "--on", "2020-04-10", day="2020-03-06")
    said = _said(_march(cmd.ledger), "下月工作打算")
    assert "按期报送师生外出报告（4月10日）。" in said
    assert "按期落实集会和集体活动的预案与到场负责人（4月10日）。" in said
    assert "按期完成上月隐患清单上传省系统（4月1日）。" in said


def test_what_is_done_or_excused_is_planned_no_more(cmd: Command) -> None:
    for campus in ("东校区", "西校区", "南校区"):
        duty = f"monthly-upload/2020-04-01/{campus}"
        assert any("上传省系统" in one for one in _said(_march(cmd.ledger), "下月工作打算"))
        cmd("report", "submit", duty, "--channel", "platform", day="2020-03-31")
    assert not any("上传省系统" in one for one in _said(_march(cmd.ledger), "下月工作打算"))
    assert any("上传省系统" in one for one in _said(_march(cmd.ledger, "2020-03-30"), "下一步打算"))


def test_a_month_on_which_nothing_follows(cmd: Command) -> None:
    with reading(cmd.ledger) as snapshot:
        report = monthly_report(Request(snapshot, builtin(), date(2021, 1, 5)), date(2020, 12, 1))
    assert _said(report, "下月工作打算") == ["下月无到期任务，继续做好日常排查。"]


@pytest.mark.parametrize("campus", [None, "西校区"])
def test_common_troubles_and_the_table_are_those_of_the_month(cmd: Command, campus: str | None) -> None:
    cmd.add(campus="东校区", day="2020-03-06")
    before = _march(cmd.ledger, campus=campus)
    cmd.add(campus="西校区", day="2020-04-06")
    cmd("hazard", "void", "1", "--reason", "重复登记", day="2020-04-07")
    after = _march(cmd.ledger, "2020-04-30", campus)
    assert after.figures == before.figures
    official = next(
        block for one in after.sections for block in one.blocks if isinstance(block, Table) and block.groups
    )
    assert sum(span for _title, span in official.groups) == len(official.headings)


def test_it_is_written_and_meets_the_monthly_duty(cmd: Command) -> None:
    cmd.add(day="2020-03-06")
    made = cmd("report", "monthly", "--json", day="2020-03-31").json
    with zipfile.ZipFile(made["bundle"]) as bundle:
        manifest = json.loads(bundle.read("manifest.json"))
    assert manifest["duties"] == ["monthly-safety-report/2020-03-31/*"]
    assert (made["period"], made["campus"]) == ("2020-03", None)


def test_a_month_that_is_not_over_says_up_to_which_day_and_plans_from_it(cmd: Command) -> None:
    cmd.add("--due", "2020-03-16", day="2020-03-06")
    cmd.add("--due", "2020-03-25", day="2020-03-06")
    report = _march(cmd.ledger, "2020-03-16")
    assert report.subtitle == "2020年3月，截至3月16日"
    found = "".join(_said(report, "隐患排查整改情况"))
    assert "截至3月16日现存隐患2处。" in found
    assert "月末" not in found
    assert _said(report, "安全排查情况") == ["本月尚未完成排查。"]
    said = _said(report, "下一步打算")
    assert "落实2处隐患按期整改：H0001（3月16日）、H0002（3月25日）。" in said
    assert any("每周专项整治进展（3月19日至4月30日，共7次）" in one for one in said)
    thursday = "".join(_said(_march(cmd.ledger, "2020-03-12"), "下一步打算"))
    assert "每周专项整治进展（3月12日至4月30日，共8次）" in thursday
    nil = monthly_nil(cmd, "2020-04-16")
    assert "截至4月16日现存隐患2处。" in nil
    assert _march(cmd.ledger).subtitle == "2020年3月"


def monthly_nil(cmd: Command, day: str) -> str:
    """What a nil report of the month in progress says."""
    with reading(cmd.ledger) as snapshot:
        today = date.fromisoformat(day)
        report = monthly_report(Request(snapshot, builtin(), today), today, nil=True)
    return "".join(text for block in report.sections[0].blocks for text in _texts(block))


def test_a_month_of_nothing_is_a_nil_report_without_rates_of_nothing(cmd: Command) -> None:
    said = "".join(_said(_march(cmd.ledger), "隐患排查整改情况"))
    assert "本月无新增、整改和销号隐患，实行零报告。" in said
    assert "率/" not in said
    cmd.add(day="2020-03-06")
    said = "".join(_said(_march(cmd.ledger), "隐患排查整改情况"))
    assert "零报告" not in said
    assert "累计销号率0%（0/1）" in said
    assert "按期整改率" not in said, "nothing is rectified yet"


def test_the_official_table_says_which_major_hazards_have_a_plan(cmd: Command) -> None:
    major = cmd.rectified("--level", "major", "--due", "2020-03-20", *COMMITTED, day="2020-03-06")
    cmd.add("--level", "major", "--due", "2020-03-20", *COMMITTED, day="2020-03-06")
    figures = _march(cmd.ledger).figures
    assert isinstance(figures, MonthlyFigures)
    east = figures.month[0]
    assert (east.major, east.planned, east.committed) == (2, 1, 1), f"{major} is rectified"
    said = _said(_march(cmd.ledger), "隐患排查整改情况")
    assert any("列入整改计划、五落实、挂牌督办均指其中尚未整改的重大隐患" in one for one in said)


def test_funds_have_their_unit_and_read_alike_on_paper_and_page(cmd: Command) -> None:
    cmd.add("--level", "major", "--due", "2020-03-20", "--funds", "8", day="2020-03-06")
    made = cmd.json("report", "monthly", day="2020-03-31")["bundle"]
    with zipfile.ZipFile(made) as bundle:
        page = bundle.read("page.html").decode()
        letter = zipfile.ZipFile(io.BytesIO(bundle.read("letter.docx"))).read("word/document.xml").decode()
    assert "整改资金（万元）" in page
    assert "整改资金（万元）" in letter
    assert ">8</td>" in page
    assert "8.0" not in page
