"""The summary of the campaign: what it tells of, its words at nothing and one, what stays open and why."""

import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from office import CAMPUSES, COMMITTED, Begun, Command
from safetyctl.ground.errors import BadInput
from safetyctl.ledger.connection import reading
from safetyctl.plan.source import builtin
from safetyctl.reports.drawn.composed import Composed
from safetyctl.reports.facts.blocks import Items, Para, Part, Table
from safetyctl.reports.facts.head import Request
from safetyctl.reports.kinds.summary import summary_report
from safetyctl.reports.kinds.summary_figures import SummaryFigures

FINAL = "2020-12-01"
HOLES = re.compile(r"[{}]|None|，，|，。|。。|、。|；。|：。|（）|共0|其中0|\d处处")


def _summary(ledger: Path, day: str = FINAL, campus: str | None = None) -> Composed:
    with reading(ledger) as snapshot:
        return summary_report(Request(snapshot, builtin(), date.fromisoformat(day), campus))


def _figures(ledger: Path, day: str = FINAL, campus: str | None = None) -> SummaryFigures:
    figures = _summary(ledger, day, campus).figures
    assert isinstance(figures, SummaryFigures)
    return figures


def _said(report: Composed, title: str = "") -> str:
    """Everything that a section (or every one) says in sentences."""
    blocks = [block for one in report.sections if title in one.title for block in one.blocks]
    return "".join(text for block in blocks for text in _texts(block))


def _texts(block: object) -> Iterable[str]:
    return block.texts if isinstance(block, Items) else (block.text,) if isinstance(block, Para) else ()


def _tables(report: Composed) -> Iterator[Table]:
    for section in report.sections:
        yield from (block for block in section.blocks if isinstance(block, Table))


def _table(report: Composed, title: str) -> list[tuple[Any, ...]]:
    (found,) = (one for one in _tables(report) if one.title == title)
    return list(found.rows)


# what it is


def test_a_rate_of_hundreds_stands_on_a_line(cmd: Command) -> None:
    cmd.add()
    for table in _tables(_summary(cmd.ledger)):
        size, sides = (9.0, 2.0) if len(table.headings) > 10 else (10.5, 6.0)
        for heading, width in zip(table.headings, table.widths, strict=True):
            if "销号率" in heading:
                room = width / sum(table.widths) * 156 / 25.4 * 72 - sides
                assert room >= size * 8, (table.title, "as in 61.3%（198/360）")


def test_the_final_one_tells_of_the_whole_campaign_and_meets_the_duty_of_every_campus(cmd: Command) -> None:
    made = cmd("report", "summary", "--json", day=FINAL).json
    assert (made["kind"], made["period"], made["campus"]) == ("summary", "2020-11-30", None)
    with zipfile.ZipFile(made["bundle"]) as bundle:
        said = json.loads(bundle.read("manifest.json"))
    assert (said["period_start"], said["period_end"], said["due"]) == ("2019-12-01", "2020-11-30", FINAL)
    assert said["duties"] == [f"final-summary/{FINAL}/{campus}" for campus in CAMPUSES]
    cmd("report", "submit", made["bundle"], "--channel", "e-mail", day=FINAL)
    states = {
        one["state"]
        for one in cmd.json("campaign", "check", day=FINAL)["duties"]
        if one["code"] == "final-summary"
    }
    assert states == {"met"}


def test_a_campus_meets_its_own(cmd: Command) -> None:
    report = _summary(cmd.ledger, campus="西校区")
    assert report.duties == (f"final-summary/{FINAL}/西校区",)
    assert not any("分校区" in one.title for one in _tables(report))


@pytest.mark.parametrize(
    ("day", "heading", "period", "duties"),
    [
        ("2020-06-30", "安全生产专项整治阶段小结", "2020-06-30", ("electronic-copy/2020-06-30/*",)),
        ("2020-09-30", "安全生产专项整治阶段小结", "2020-09-30", ("electronic-copy/2020-09-30/*",)),
        ("2020-10-01", "安全生产专项整治工作总结", "2020-11-30", None),
        ("2020-12-31", "安全生产专项整治工作总结", "2020-11-30", None),
    ],
)
def test_before_the_final_one_is_owed_it_is_an_interim_one(
    cmd: Command, day: str, heading: str, period: str, duties: tuple[str, ...] | None
) -> None:
    report = _summary(cmd.ledger, day)
    assert (report.heading, report.period) == (heading, period)
    assert report.opening.endswith(f"{heading}如下。"), "called in its first sentence what its title calls it"
    assert report.duties == (
        duties or tuple(f"final-summary/{FINAL}/{one}" for one in ("东校区", "西校区", "南校区"))
    )


def test_before_the_campaign_there_is_none(cmd: Command) -> None:
    with pytest.raises(BadInput):
        _summary(cmd.ledger, "2019-11-30")
    cmd.refused("report", "summary", day="2019-11-30")


# what it counts


def test_the_last_days_that_no_weekly_report_has(cmd: Command) -> None:
    cmd.add(day="2020-11-26")
    assert _figures(cmd.ledger, "2020-11-26").untold is None
    quiet = "2020年11月27日至11月30日的情况未列入周报，在此一并报告，期间未新增隐患，也无隐患销号。"
    assert quiet in _said(_summary(cmd.ledger))
    assert "2020年11月27日的情况未列入周报" in _said(_summary(cmd.ledger, "2020-11-27"))
    cmd.add(day="2020-11-28")
    cmd.add(day="2020-12-01")
    assert "在此一并报告，新增1处，无销号隐患。" in _said(_summary(cmd.ledger))
    assert _figures(cmd.ledger).total.new == 2


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ((1, 1), "新增隐患持平"),
        ((1, 0), "新增隐患减少1处"),
        ((0, 1), "新增隐患增加1处"),
        ((1, 3), "新增隐患增加2处"),
    ],
)
def test_phases_are_compared(cmd: Command, found: tuple[int, int], words: str) -> None:
    for day, number in zip(("2019-12-20", "2020-02-20"), found, strict=True):
        for _one in range(number):
            cmd.add(day=day)
    said = _said(_summary(cmd.ledger, "2020-03-20"))
    assert f"排查整治阶段与动员部署阶段相比，{words}" in said
    assert "督查落实阶段" not in said, "it has not begun"


def test_campuses_that_the_letter_has_no_room_for_are_not_counted_as_hazards(cmd: Command) -> None:
    cmd.ledger = cmd.ledger.with_name("大集团.db")
    names = [word for number in range(1, 24) for word in ("--campus", f"第{number}校区")]
    cmd("init", *names)
    made = cmd.json("report", "summary", day="2020-04-16")
    with zipfile.ZipFile(made["bundle"]) as bundle, bundle.open("letter.docx") as letter:
        said = [one.text for one in docx.Document(letter).paragraphs]
    assert "其余3项见附件台账。" in said


def test_all_of_them_and_the_only_one_have_words_of_their_own(cmd: Command) -> None:
    cmd.add("--level", "major", "--due", "2020-03-10", day="2020-03-06")
    said = _said(_summary(cmd.ledger, "2020-03-09"))
    assert "累计排查隐患1处，为重大隐患，无销号隐患，未销号1处，为重大隐患。" in said
    assert "尚有未销号隐患1处，为重大隐患。" in said
    cmd.add("--level", "major", "--due", "2020-03-10", day="2020-03-06")
    said = _said(_summary(cmd.ledger, "2020-03-12"))
    assert "累计排查隐患2处，均为重大隐患，无销号隐患，未销号2处，均为重大隐患，均已逾期。" in said
    assert "尚有未销号隐患2处，均为重大隐患，均已逾期。" in said


def test_of_nothing_in_either_phase_nothing_is_compared(cmd: Command) -> None:
    assert "相比" not in _said(_summary(cmd.ledger, "2020-03-20"))
    cmd.add(day="2020-02-20")
    said = _said(_summary(cmd.ledger, "2020-03-20"))
    assert "排查整治阶段与动员部署阶段相比，新增隐患增加1处，期末未销号增加1处。" in said


def test_nothing_found_is_nothing_open_and_no_rate_of_nothing(cmd: Command) -> None:
    said = _said(_summary(cmd.ledger))
    assert "截至2020年11月30日，未排查出隐患，无未销号隐患。" in said
    assert "已全部销号" not in said
    assert "率/" not in said
    cmd.closed(day="2020-03-06")
    said = _said(_summary(cmd.ledger))
    assert "累计排查隐患1处，销号1处，已全部销号。" in said
    assert "重大隐患销号率" not in said


def test_a_milestone_that_has_not_begun_says_so(cmd: Command) -> None:
    report = _summary(cmd.ledger, "2020-03-31")
    states = {row[0]: row[3] for row in _table(report, "时间节点")}
    assert states["逐项排查、持续整治"] == "未开始"
    assert "逐项排查、持续整治：" not in _said(report, "时间节点"), "what has not begun is not missing"


def test_what_a_milestone_lacks_by_kind_and_the_campus_with_nothing_too(cmd: Command) -> None:
    cmd("inspection", "start", "--campus", "东校区", "--kind", "special", "--area", "fire", day="2020-03-05")
    failed = ("--item", "fire.05", "--result", "fail", "--title", "线路私拉乱接", "--due", "2020-03-12")
    cmd("inspection", "record", "I1", *failed, day="2020-03-05")
    cmd("inspection", "record", "I1", "--rest", "pass", day="2020-03-05")
    cmd("inspection", "finish", "I1", day="2020-03-05")
    said = _said(_summary(cmd.ledger, "2020-04-16"), "时间节点")
    east = said.partition("岁末年初新一轮排查：东校区")[2].partition("。")[0]
    assert east.startswith("未完成排查的领域有实验室及危化品安全、")
    assert east.endswith("；未整改的隐患有H0001")
    assert "岁末年初新一轮排查：西校区、南校区各领域均未完成排查。" in said


def test_reports_by_campus_add_up(cmd: Command) -> None:
    """On a Thursday, the week's report can still be handed in."""
    tables = [one for one in _tables(_summary(cmd.ledger, "2020-04-16")) if one.title == "各校区报送情况表"]
    (table,) = tables
    assert "进行中" in table.headings
    width = table.groups[1][1]
    for row in table.rows:
        for start in range(1, len(row), width):
            assert row[start] == sum(row[start + 1 : start + width]), row


def test_authorities_that_were_not_told_are_named(cmd: Command) -> None:
    moment = ("--occurred", "2020-03-18 12:40", "--known", "2020-03-18 13:05")
    what = ("--kind", "food-poisoning", "--place", "食堂", "--what", "呕吐", "--people", "5")
    cmd("incident", "add", "--campus", "西校区", *what, *moment, day="2020-03-18")
    cmd("incident", "report", "E1", "--to", "bureau", "--at", "2020-03-18 13:40", day="2020-03-18")
    said = _said(_summary(cmd.ledger, "2020-04-16"), "报送")
    assert "重大安全事故报告：西校区（E0001未报卫生部门、公安部门）。" in said


def test_levels_stand_apart_in_this_phase_and_so_far(cmd: Command) -> None:
    cmd.closed(day="2019-12-20")
    cmd.add(day="2020-02-20")
    cmd.add("--level", "major", day="2020-02-21")
    rows = _table(_summary(cmd.ledger, "2020-03-20"), "一般隐患和重大隐患情况表")
    assert rows == [
        ("一般", 1, 0, 0, 1, "0%（0/1）", 2, 1, 1, 1, "50%（1/2）"),
        ("重大", 1, 0, 0, 1, "0%（0/1）", 1, 0, 0, 1, "0%（0/1）"),
        ("合计", 2, 0, 0, 2, "0%（0/2）", 3, 1, 1, 2, "33.3%（1/3）"),
    ]


def test_what_was_rectified_in_two_phases_counts_once_in_the_total(cmd: Command) -> None:
    ref = cmd.rectified(day="2019-12-20")
    assert "合计只计一次" not in _said(_summary(cmd.ledger))
    cmd("hazard", "verify", ref, "--by", "王五", "--fail", "--note", "返工", day="2020-01-06")
    cmd("hazard", "rectify", ref, "--note", "已更换", day="2020-01-10")
    report = _summary(cmd.ledger)
    assert "合计只计一次" in _said(report)
    rows = _table(report, "分阶段隐患情况表")
    assert [row[5] for row in rows] == [1, 1, 0, 1]


def test_reopened_and_void_have_a_column_where_there_are_any(cmd: Command) -> None:
    ref = cmd.closed(day="2020-03-02")
    headings = [one.headings for one in _tables(_summary(cmd.ledger)) if "隐患情况表" in one.title]
    assert not any("重新列入" in one or "作废" in one for one in headings)
    cmd("hazard", "reopen", ref, "--reason", "复发", day="2020-04-02")
    for table in _tables(_summary(cmd.ledger)):
        if table.title in ("分阶段隐患情况表", "分领域隐患情况表", "分校区隐患情况表"):
            assert "重新列入" in table.headings, table.title
            assert "作废" not in table.headings, table.title
            assert len(table.headings) == len(table.widths) == len(table.rows[0]), table.title


def test_drills_and_topics_campus_by_campus(cmd: Command) -> None:
    for month in (12, 1, 2, 5):
        day = f"{2019 if month == 12 else 2020}-{month:02}-10"
        cmd("drill", "add", "--campus", "东校区", "--theme", "火灾疏散", "--participants", "900", day=day)
    cmd("waive", "monthly-drill/2020-03-31/东校区", "--reason", "延期开学", "--by", "王五", day="2020-03-20")
    cmd(
        "education",
        "add",
        "--campus",
        "东校区",
        "--topic",
        "fire",
        "--form",
        "lesson",
        "--reached",
        "300",
        day="2020-03-20",
    )
    report = _summary(cmd.ledger, "2020-06-30")
    east, west, _south = _table(report, "各校区按月演练情况表")
    assert east == ("东校区", 6, 4, 1, 1, "2020年4月"), "that of June can still be held"
    assert west == ("西校区", 6, 0, 0, 6, "2019年12月至2020年5月")
    taught = _table(report, "各校区安全教育情况表")[0]
    assert taught[:4] == ("东校区", 1, 300, "9.1%（1/11）")
    assert "消防安全" not in taught[4]
    over = _table(_summary(cmd.ledger), "各校区按月演练情况表")[0]
    assert over[1:5] == (12, 4, 1, 7), "once November is over it is missing too"


def test_reports_in_time_late_and_missing_campus_by_campus(cmd: Command) -> None:
    cmd("report", "submit", "weekly-report/2019-12-05/东校区", day="2019-12-05")
    cmd("report", "submit", "weekly-report/2019-12-12/东校区", day="2019-12-14")
    cmd("waive", "weekly-report/2019-12-19/东校区", "--reason", "停课", "--by", "王五", day="2019-12-18")
    report = _summary(cmd.ledger, "2020-01-10")
    east, west, _south = _table(report, "各校区报送情况表")
    assert east[:6] == ("东校区", 6, 1, 1, 3, 1)
    assert west[:6] == ("西校区", 6, 0, 0, 6, 0)
    assert "停课" in _said(report)
    assert "每周专项整治进展" in _said(report, "报送")
    whole = _table(_summary(cmd.ledger), "各校区报送情况表")[0]
    assert whole[:6] == ("东校区", 52, 1, 1, 49, 1)
    assert "final-summary" not in [one.code for one in _figures(cmd.ledger).duties]


# what stays open, and what comes next


def test_each_open_hazard_has_its_reason_the_major_ones_first(cmd: Command) -> None:
    cmd.add("--due", "2020-03-20", day="2020-03-06")
    assigned = cmd.add("--due", "2020-12-20", day="2020-03-06")["id"]
    cmd("hazard", "assign", assigned, "--responsible", "李四", "--measure", "更换", day="2020-03-06")
    cmd.rectified(day="2020-03-06")
    major = cmd.add("--level", "major", "--due", "2020-03-20", *COMMITTED, day="2020-03-06")["id"]
    cmd("hazard", "assign", major, day="2020-03-06")
    deferred = ("--reason", "施工单位未复工", "--interim", "封闭", "--approved-by", "王五")
    cmd("hazard", "defer", major, "--until", "2021-01-20", *deferred, day="2020-03-18")
    extended = ("--reason", "配件未到货", "--approved-by", "王五")
    cmd("hazard", "extend", assigned, "--until", "2020-12-22", *extended, day="2020-03-18")
    waiting = cmd.add("--due", "2020-12-20", day="2020-03-06")["id"]
    cmd("hazard", "assign", waiting, "--responsible", "李四", "--measure", "更换", day="2020-03-06")
    report = _summary(cmd.ledger)
    rows = _table(report, "未销号隐患一览表")
    assert [(row[0], row[-1]) for row in rows] == [
        ("H0004", "施工单位未复工"),
        ("H0001", "尚未明确责任人和措施"),
        ("H0002", "配件未到货"),
        ("H0003", "已整改，待复查"),
        ("H0005", "整改时限未到"),
    ]
    assert "尚有未销号隐患5处，其中重大隐患1处，逾期1处，延期整改2处。" in _said(report)
    following = _said(report, "下一步")
    assert "督促1处逾期隐患尽快完成整改：H0001。" in following
    assert "落实2处隐患按期整改：H0005（12月20日）、H0002（12月22日）。" in following
    assert "对已整改的1处隐患及时复查：H0003。" in following
    assert "工作总结" not in following, "this is it"


def test_what_comes_next_is_told_from_the_day_of_the_letter(cmd: Command) -> None:
    upload = "按期完成上月隐患清单上传省系统（12月1日）。"
    assert upload in _said(_summary(cmd.ledger), "下一步")
    assert upload not in _said(_summary(cmd.ledger, "2020-12-20"), "下一步")
    assert "集团总结与成效评估（12月31日）" in _said(_summary(cmd.ledger, "2020-12-20"), "下一步")


def test_the_workbook_colours_what_is_past_its_day_and_not_what_was_done_late(cmd: Command) -> None:
    cmd.closed(day="2019-12-06")
    cmd.add(campus="西校区", day="2019-12-06")
    cmd.closed("--found", "2019-12-06", campus="南校区", day="2020-01-06")
    made = cmd.json("report", "summary", day="2020-02-06")
    with zipfile.ZipFile(made["bundle"]) as bundle:
        sheet = openpyxl.load_workbook(io.BytesIO(bundle.read("ledger.xlsx")))["时间节点"]
    states = [row[3] for row in sheet.iter_rows(min_row=5, max_row=7, values_only=True)]
    assert states == ["按时", "未完成", "逾期完成"]
    (rule,) = (rule for found in sheet.conditional_formatting for rule in found.rules)
    assert rule.formula == ['OR($D5="逾期",$D5="未完成",AND(LEFT($D5,2)="逾期",RIGHT($D5,1)="天"))']


def test_what_is_due_on_the_day_itself_comes_next_and_is_not_missing_yet(cmd: Command) -> None:
    report = _summary(cmd.ledger, "2020-04-03")
    assert "节假日值班表（4月3日、4月30日" in _said(report, "下一步")
    assert "2020年4月3日" not in _said(report, "报送")
    later = _summary(cmd.ledger, "2020-04-04")
    assert "节假日值班表（4月30日" in _said(later, "下一步")
    assert "2020年4月3日" in _said(later, "报送")


def test_a_campus_does_not_name_itself_in_what_it_missed(cmd: Command) -> None:
    assert "责任清单：2019年12月31日。" in _said(_summary(cmd.ledger, campus="西校区"))
    assert "责任清单：东校区、西校区、南校区（2019年12月31日）。" in _said(_summary(cmd.ledger))


def test_the_same_trouble_at_several_campuses(cmd: Command) -> None:
    cmd.closed(campus="东校区", day="2020-03-06")
    cmd.closed(campus="西校区", day="2020-03-06")
    assert "涉及东校区、西校区（共2处，均已销号）。" in _said(_summary(cmd.ledger))
    cmd.add(campus="西校区", day="2020-03-07")
    assert "（共3处，其中未销号1处）。" in _said(_summary(cmd.ledger))
    assert _figures(cmd.ledger, campus="西校区").common == ()


def test_what_came_later_does_not_show(cmd: Command) -> None:
    ref = cmd.closed(day="2020-03-06")
    before = _figures(cmd.ledger, "2020-06-30")
    cmd("hazard", "reopen", ref, "--reason", "复发", day="2020-07-02")
    cmd(
        "supervision",
        "add",
        "--campus",
        "东校区",
        "--aspect",
        "mechanism",
        "--finding",
        "好",
        "--score",
        "90",
        day="2020-07-02",
    )
    cmd("meeting", "add", "--group", "--kind", "leading-group", "--title", "例会", day="2020-07-02")
    assert _figures(cmd.ledger, "2020-06-30") == before


def test_what_was_handed_in_is_no_other_edition_until_its_figures_change(begun: Begun) -> None:
    cmd = begun(_one_of_each)
    made = cmd("report", "summary", "--json", day=FINAL).json
    cmd("report", "submit", made["bundle"], "--channel", "e-mail", day=FINAL)
    cmd("supervision", "corrected", "V1", "--note", "已补齐", day="2020-12-04")
    again = cmd("report", "summary", "--json", "--out", "again", day="2020-12-10").json
    assert (again["edition"], again["sha256"]) == (1, made["sha256"])
    cmd.add(day="2020-11-29")
    third = cmd("report", "summary", "--json", "--out", "again", day="2020-12-11").json
    assert third["edition"] == 2


# how it reads


def _one_of_each(cmd: Command) -> None:
    Path("文件.docx").write_bytes(b"document")
    cmd.closed(day="2019-12-20")
    cmd.add(day="2020-02-20")
    cmd("meeting", "add", "--group", "--kind", "mobilisation", "--title", "动员会", day="2019-12-20")
    cmd(
        "document",
        "add",
        "文件.docx",
        "--category",
        "leading-group",
        "--group",
        "--title",
        "领导小组",
        day="2019-12-20",
    )
    cmd("drill", "add", "--campus", "东校区", "--theme", "火灾疏散", "--participants", "1", day="2019-12-20")
    cmd(
        "training",
        "add",
        "--campus",
        "东校区",
        "--title",
        "灭火器",
        "--attended",
        "1",
        "--of",
        "1",
        day="2019-12-20",
    )
    cmd(
        *(
            "activity",
            "add",
            "--campus",
            "东校区",
            "--title",
            "春游",
            "--on",
            "2020-02-21",
            "--place",
            "植物园",
        ),
        *("--participants", "1", "--leader", "李四"),
        day="2020-02-20",
    )
    cmd("inspection", "start", "--campus", "东校区", "--kind", "routine", "--area", "lab", day="2020-02-20")
    cmd("inspection", "record", "I1", "--rest", "pass", day="2020-02-20")
    cmd("inspection", "finish", "I1", day="2020-02-20")
    cmd(
        *(
            "supervision",
            "add",
            "--campus",
            "东校区",
            "--aspect",
            "mechanism",
            "--finding",
            "好",
            "--score",
            "90",
        ),
        *("--correction", "补齐", "--due", "2020-03-01", "--person", "王五"),
        day="2020-02-20",
    )


@pytest.mark.parametrize("day", ["2019-12-01", "2020-06-30", FINAL])
@pytest.mark.parametrize("campus", [None, "东校区"])
@pytest.mark.parametrize("beginning", [lambda _cmd: None, _one_of_each], ids=["nothing", "one of each"])
def test_no_sentence_has_a_hole(begun: Begun, beginning: Any, day: str, campus: str | None) -> None:
    report = _summary(begun(beginning).ledger, day, campus)
    said = _said(report)
    assert not HOLES.search(said), HOLES.search(said)
    assert all(one.blocks for one in report.sections)
    assert all(one.title for section in report.sections for one in section.blocks if isinstance(one, Part))
    assert all(
        len(row) == len(one.headings) == len(one.widths) for one in _tables(report) for row in one.rows
    )


def test_the_words_of_one(begun: Begun) -> None:
    report = _summary(begun(_one_of_each).ledger, "2020-06-30")
    said = _said(report)
    for words in (
        "领导小组：集团存档1份，东校区、西校区、南校区尚未存档。",
        "召开会议1次，为动员会。",
        "完成安全排查1次，为日常排查",
        "开展教职工安全培训1次，到训率100%（1/1）。",
        "要求整改1项，尚未完成整改",
        "督促落实督查要求而未完成的1项整改事项。",
    ):
        assert words in said, words
