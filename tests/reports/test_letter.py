import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import docx
import fabricated
import pytest
from docx.shared import Mm, Pt

from office import Command
from safetyctl.ground.catalogue import using
from safetyctl.ground.text import first_hidden
from safetyctl.reports.drawn.letter import write_letter
from safetyctl.reports.drawn.paper import Paper
from safetyctl.reports.facts.period import WeeklyReport

_EAST = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia"


def words(report: WeeklyReport) -> str:
    return "\n".join(
        paragraph.text for paragraph in docx.Document(io.BytesIO(write_letter(report))).paragraphs
    )


def test_every_part_is_well_formed(each_report: WeeklyReport) -> None:
    with zipfile.ZipFile(io.BytesIO(write_letter(each_report))) as package:
        assert package.testzip() is None
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(package.read(name))


def test_paper_is_the_standards(part: Callable[[bytes, str], str]) -> None:
    document = write_letter(fabricated.many())
    section = docx.Document(io.BytesIO(document)).sections[0]
    assert [round(length.mm) for length in (section.page_width, section.page_height)] == [210, 297]
    assert [
        round(length.mm)
        for length in (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    ] == [37, 35, 28, 26]
    assert section.page_width - section.left_margin - section.right_margin == pytest.approx(Mm(156), abs=9999)
    for name in ("word/footer1.xml", "word/footer2.xml"):
        assert " PAGE " in part(document, name)
        assert "— " in part(document, name)


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Title", "方正小标宋简体", 22),
        ("Body Text", "仿宋_GB2312", 16),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("Footer", "宋体", 14),
    ],
)
def test_styles_name_the_chinese_fonts(style: str, font: str, size: int) -> None:
    found = docx.Document(io.BytesIO(write_letter(fabricated.one()))).styles[style]
    assert found.element.rPr.rFonts.get(_EAST) == font
    assert found.font.size == Pt(size)
    if size == 16:
        assert found.paragraph_format.line_spacing == Pt(28.95)


def test_fonts_that_are_missing_have_another_name(part: Callable[[bytes, str], str]) -> None:
    table = part(write_letter(fabricated.nil()), "word/fontTable.xml")
    for name in ("方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"):
        assert re.search(f'w:name="{name}"><w:altName ', table)


def test_a_nil_report_says_no_more_than_that() -> None:
    said = words(fabricated.nil())
    assert "实行零报告" in said
    assert "截至3月12日无未销号隐患。" in said
    assert "一、" not in said


def test_one_hazard_reads_as_a_clerk_writes_it() -> None:
    said = words(fabricated.one())
    assert "上周无结转隐患，本周新增1处，无销号隐患，截至3月12日现存隐患1处，为重大隐患，无逾期隐患。" in said
    assert "“五落实”中尚缺整改资金、应急预案。" in said
    assert "截至3月12日，无逾期未整改隐患。" in said
    assert "分校区情况" not in said


def test_a_busy_week_names_every_major_hazard_and_why_others_are_late() -> None:
    said = words(fabricated.many())
    assert "上周结转隐患15处，本周新增6处，销号5处，作废1处，截至3月12日现存隐患15处" in said
    assert "其中重大隐患2处，逾期5处。" in said
    assert "H0014" in said
    assert "H0015" in said
    assert "逾期未整改隐患5处，最长逾期26天。" in said
    assert "已于3月5日向区教育局报告，请予协调解决。" in said
    for nothing in ("无会议、培训和安全教育记录", "无安全排查记录", "无应急演练记录"):
        assert nothing in said


def test_a_quiet_week_of_the_long_form_says_that_it_is_a_nil_report() -> None:
    said = words(replace(fabricated.nil(), nil=False))
    assert "本周未发现新的隐患，无整改、销号情况，实行零报告。" in said
    assert "截至3月12日无未销号隐患。" in said
    assert not any(again in said for again in ("无新增隐患", "无销号隐患", "无整改完成")), "once is enough"
    assert "七、下周工作打算" in said


@pytest.mark.parametrize(("names", "stands"), [("李四", 2), ("李四、王五", 5), ("欧阳娜娜、王五", 7)])
def test_those_who_answer_for_a_hazard_together_stand_on_a_line(names: str, stands: int) -> None:
    late = [fabricated.overdue(1, 8), fabricated.overdue(2, 9, responsible=names)]
    table = docx.Document(io.BytesIO(write_letter(fabricated.of(late, [], set())))).tables[-1]
    assert [cell.text for cell in table.rows[0].cells][2] == "责任人"
    room = table.rows[1].cells[2].width.pt - 6
    assert room >= 10.5 * min(stands, 6), "characters of the table's size"
    assert sum(cell.width.mm for cell in table.rows[1].cells) == pytest.approx(156, abs=0.5)


def test_a_long_list_of_overdue_hazards_is_cut_and_says_so() -> None:
    late = [fabricated.overdue(number, number) for number in range(1, 31)]
    document = docx.Document(io.BytesIO(write_letter(fabricated.of(late, [], set()))))
    assert len(document.tables[-1].rows) == 16
    assert "其余15处见附件台账。" in "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_no_sentence_has_a_hole(each_report: WeeklyReport) -> None:
    said = words(each_report)
    for hole in ("，，", "。。", "None", "，。", "：。", "（）", "、。"):
        assert hole not in said


def test_a_list_of_references_may_be_broken_between_any_two() -> None:
    """Else LibreOffice stretches the line before it, and cuts a number in two."""
    paper = Paper()
    paper.body("督促2处逾期隐患整改：H0012、H0015。南通、H座不在其列。")
    document = docx.Document(io.BytesIO(paper.written(title="周报", creator="集团", day=date(2020, 3, 12))))
    assert document.paragraphs[0].text == "督促2处逾期隐患整改：H0012、\u200bH0015。南通、H座不在其列。"


def test_hostile_text_stays_text() -> None:
    document = docx.Document(io.BytesIO(write_letter(fabricated.hostile())))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    said = "".join([*cells, *(paragraph.text for paragraph in document.paragraphs)])
    assert first_hidden(said.replace("\t", "")) is None
    assert "<script>alert(1)</script>" in said
    assert len(said) < 20_000


def test_it_is_chinese_whatever_the_interface_speaks() -> None:
    with using("en"):
        assert "本周工作开展情况" in words(fabricated.one())


def test_a_campus_does_not_stand_for_the_place_that_is_not_known() -> None:
    late = fabricated.overdue(
        1, 3, campus="东校区", location=None, escalated_on=fabricated.END, escalated_to="教育局"
    )
    report = fabricated.of([late], [], set())
    document = docx.Document(io.BytesIO(write_letter(replace(report, campus="东校区"))))
    assert document.tables[-1].rows[1].cells[1].text == late.title
    assert f"{late.title}（H0001）" in "\n".join(one.text for one in document.paragraphs)
    group = docx.Document(io.BytesIO(write_letter(report)))
    assert group.tables[-1].rows[1].cells[1].text == f"东校区：{late.title}"


def test_an_empty_ledger_goes_with_no_letter() -> None:
    assert "附件" not in words(fabricated.nil())
    assert "附件：隐患排查整改台账" in words(fabricated.one())


def test_next_week_is_the_week_after_this_one_whatever_day_it_is(cmd: Command) -> None:
    for due in ("2020-03-11", "2020-03-12", "2020-03-13", "2020-03-19", "2020-03-20"):
        cmd.add("--due", due)
    for day in ("2020-03-11", "2020-03-12", "2020-03-16"):
        made = cmd.json(
            "report", "weekly", "--for", "2020-03-12", "--campus", "东校区", "--out", day, day=day
        )
        with zipfile.ZipFile(made["bundle"]) as bundle:
            paragraphs = docx.Document(bundle.open("letter.docx")).paragraphs
            data = json.loads(bundle.read("data.json"))
        assert [one["number"] for one in data["next_week"]] == ["H0003", "H0004"], day
        said = "\n".join(one.text for one in paragraphs).replace("\u200b", "")
        assert "3月19日前到期的2处按期整改到位：H0003、H0004。" in said
        soon = {"2020-03-11": "2处：H0001、H0002", "2020-03-12": "1处：H0002", "2020-03-16": "1处：H0002"}[
            day
        ]
        assert f"抓紧整改本周内（3月12日前）到期的{soon}。" in said


def test_before_the_campaign_there_is_no_weekly_report(cmd: Command) -> None:
    ended = cmd.refused("report", "weekly", day="2019-11-30")
    assert ended.lines[0] == "error: The campaign has not begun on 2019-11-30."
    cmd("report", "weekly", day="2019-12-01")


@pytest.mark.parametrize(
    ("name", "rows", "kept"),
    [
        ("东校区", 12, 12),
        ("东校区", 20, 20),
        ("东校区", 40, 3),
        ("开发区实验小学教育集团第十二校区东南教学点", 3, 3),
        ("欧阳娜娜、司马相如、Muhammad…", 12, 3),
        ("很长的名称" * 20, 12, 1),
    ],
)
def test_a_short_table_stays_whole_and_a_long_one_begins_where_there_is_room(
    name: str, rows: int, kept: int
) -> None:
    paper = Paper()
    paper.caption("各校区情况表")
    paper.table(["校区", *"甲乙丙丁"], [[name, *"0000"]] * rows, [1.6, 3, 3, 3, 3], left=(0,))
    document = docx.Document(io.BytesIO(paper.written(title="表", creator="集团", day=date(2020, 3, 12))))
    said = [row.cells[0].paragraphs[0].paragraph_format for row in document.tables[0].rows]
    assert sum(bool(one.keep_with_next) for one in said) == kept


def test_pictures_that_follow_each_other_need_not_stand_on_one_page() -> None:
    paper = Paper()
    paper.part("整改前后对比")
    for number in range(6):
        paper.pictures((None, f"整改前{number}"), (None, f"整改后{number}"))
    paper.signature("集团", "2020年3月12日")
    document = docx.Document(io.BytesIO(paper.written(title="图", creator="集团", day=date(2020, 3, 12))))
    assert document.paragraphs[0].style.paragraph_format.keep_with_next, "the heading leads"
    *between, last = [
        table.rows[1].cells[0].paragraphs[0].paragraph_format.keep_with_next for table in document.tables
    ]
    assert not any(between)
    assert last, "no signature stands on a page of its own"
    assert not any(one.paragraph_format.keep_with_next for one in document.paragraphs[1:6])
