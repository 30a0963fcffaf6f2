"""The reports of outings and incidents: how far they are prepared, in which stage, and what handing them in does."""

import io
import json
import zipfile
from datetime import datetime
from pathlib import Path

import docx
import openpyxl
import pytest

from office import Command

DAY, OUT = "2020-04-08", "2020-04-17"
WHEN = ("--occurred", "2020-06-02 12:40", "--known", "2020-06-02 13:05")


@pytest.fixture
def outing(cmd: Command) -> Command:
    """An outing that is planned, without plan and teachers yet."""
    cmd(
        "activity", "add", "--campus", "东校区", "--kind", "outing", "--title", "春游", "--on", OUT,
        "--place", "植物园",
        "--participants", "320", "--leader", "李四", day=DAY,
    )  # fmt: skip
    return cmd


@pytest.fixture
def incident(cmd: Command) -> Command:
    """An incident of which little is known yet."""
    cmd("incident", "add", "--campus", "东校区", "--kind", "food-poisoning", *WHEN, day="2020-06-02")
    return cmd


def made(cmd: Command, tmp_path: Path, *args: str, day: str, expect: int = 0) -> tuple[str, str, list[str]]:
    """The bundle's path, the words of its letter, its duties."""
    path = cmd("report", *args, "--out", str(tmp_path), "--json", day=day, expect=expect).json["bundle"]
    with zipfile.ZipFile(path) as archive:
        document = docx.Document(io.BytesIO(archive.read("letter.docx")))
        duties = json.loads(archive.read("manifest.json"))["duties"]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return path, "\n".join([*(one.text for one in document.paragraphs), *cells]), duties


def states(cmd: Command, day: str) -> dict[str, str]:
    return {one["id"]: one["state"] for one in cmd.json("campaign", "check", day=day)["duties"]}


def test_an_outing_that_is_not_ready_says_what_it_lacks(outing: Command, tmp_path: Path) -> None:
    path, said, duties = made(outing, tmp_path, "outing", "A1", day=DAY, expect=3)
    assert Path(path).name == "outing_A0001_东校区.zip"
    assert "尚缺：应急预案、到场班主任。" in said
    assert "到场班主任尚未确定。" in said
    assert duties == ["outing-report/A0001/东校区", f"electronic-copy/{DAY}/东校区"]


def test_handing_in_the_report_of_an_outing_meets_its_duty(outing: Command, tmp_path: Path) -> None:
    plan = tmp_path / "预案.docx"
    plan.write_bytes(b"plan")
    outing("activity", "edit", "1", "--teachers", "周八", "--plan", str(plan), day=DAY)
    path, said, _duties = made(outing, tmp_path, "outing", "1", day=DAY)
    assert "应急预案、带队领导和到场班主任均已落实。" in said
    with zipfile.ZipFile(path) as archive:
        assert archive.read("attachments/01-预案.docx") == b"plan"
    assert states(outing, DAY)["outing-report/A0001/东校区"] == "open"
    outing("report", "submit", path, "--channel", "e-mail", "--receipt", "31", day="2020-04-09")
    assert states(outing, "2020-04-09")["outing-report/A0001/东校区"] == "met"
    shown = outing.json("activity", "show", "1", day="2020-04-09")
    assert (shown["reported_on"], shown["channel"], shown["receipt"]) == ("2020-04-09", "e-mail", "31")
    kept = outing.json("report", "list", day="2020-04-09")
    assert [(one["duty"], one["bundle"]) for one in kept] == [("electronic-copy", "outing_A0001_东校区.zip")]
    outing("report", "submit", path, day="2020-04-10")
    assert outing.json("activity", "show", "1", day="2020-04-10")["reported_on"] == "2020-04-09"


def test_the_duty_of_an_outing_typed_by_hand_is_still_recorded_with_the_activity(outing: Command) -> None:
    ended = outing.refused("report", "submit", "outing-report/A0001/东校区", day=DAY)
    assert "safetyctl activity report A0001" in ended.err


def test_an_outing_that_does_not_exist(cmd: Command) -> None:
    cmd.refused("report", "outing", "A7", day=DAY)
    cmd.refused("report", "outing", "H1", day=DAY)


def test_the_first_report_says_what_is_known_and_what_is_not(incident: Command, tmp_path: Path) -> None:
    path, said, duties = made(incident, tmp_path, "incident", "E1", day="2020-06-02")
    assert Path(path).name == "incident_E0001-1_东校区.zip"
    assert "安全事故首报" in said
    assert "2020年6月2日12:40，东校区发生食物中毒" in said
    for unknown in ("具体地点正在核实", "详细经过正在核实", "涉及人数正在核实", "原因正在调查，查明后续报。"):
        assert unknown in said
    assert "区社会事业局、卫生部门、公安部门：" in said
    assert "2020-06-02 15:05" in said
    assert "尚未向区社会事业局、卫生部门、公安部门报告，已超过时限。" in said
    assert duties == ["electronic-copy/2020-06-02/东校区"]


def test_when_the_authorities_are_to_be_told_is_a_moment_in_the_workbook(
    incident: Command, tmp_path: Path
) -> None:
    path, said, _duties = made(incident, tmp_path, "incident", "E1", day="2020-06-02")
    with zipfile.ZipFile(path) as archive:
        book = openpyxl.load_workbook(io.BytesIO(archive.read("ledger.xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    moments = [(str(cell.value), cell.number_format) for cell in cells if isinstance(cell.value, datetime)]
    assert ("2020-06-02 15:05:00", "yyyy-mm-dd hh:mm") in moments
    assert "2020-06-02 15:05" in said


def test_follow_ups_are_numbered_and_the_final_report_comes_once_it_is_closed(
    incident: Command, tmp_path: Path
) -> None:
    for number, (day, heading) in enumerate(
        (
            ("2020-06-02", "安全事故首报"),
            ("2020-06-03", "安全事故续报（第1号）"),
            ("2020-06-04", "安全事故续报（第2号）"),
        ),
        start=1,
    ):
        nothing_new = 3 if number > 1 else 0
        path, said, _duties = made(incident, tmp_path, "incident", "1", day=day, expect=nothing_new)
        assert heading in said
        assert Path(path).name == f"incident_E0001-{number}_东校区.zip"
        incident("report", "submit", path, "--channel", "传真", day=day)
    for office in ("bureau", "health", "police"):
        incident("incident", "report", "1", "--to", office, "--at", "2020-06-02 14:00", day="2020-06-04")
    incident(
        "incident", "close", "1", "--cause", "食材存放不当", "--aftermath", "食堂停业整改", day="2020-06-09"
    )
    path, said, _duties = made(incident, tmp_path, "incident", "1", day="2020-06-10")
    assert Path(path).name == "incident_E0001-4_东校区.zip"
    for told in (
        "安全事故终报",
        "食材存放不当。",
        "食堂停业整改，已于2020年6月9日办结。",
        "各部门均在规定时间内报告。",
    ):
        assert told in said
    assert "正在核实" not in said
    sent = Path(path).read_bytes()
    incident("report", "submit", path, day="2020-06-10")
    again, _said, _duties = made(incident, tmp_path / "again", "incident", "1", day="2020-06-12")
    assert (Path(again).name, Path(again).read_bytes()) == (Path(path).name, sent)


def test_a_report_that_was_not_handed_in_is_written_again_under_its_number(
    incident: Command, tmp_path: Path
) -> None:
    first, _said, _duties = made(incident, tmp_path, "incident", "1", day="2020-06-02")
    again, _said, _duties = made(incident, tmp_path, "incident", "1", day="2020-06-03")
    assert first == again


@pytest.mark.parametrize(("stage", "said"), [("final", "is not closed"), ("third", "no stage")])
def test_stages_that_cannot_be(incident: Command, stage: str, said: str) -> None:
    assert said in incident.refused("report", "incident", "1", "--stage", stage, day="2020-06-02").err


def test_a_first_report_after_the_first_is_refused(incident: Command, tmp_path: Path) -> None:
    path, _said, _duties = made(incident, tmp_path, "incident", "1", day="2020-06-02")
    incident("report", "submit", path, day="2020-06-02")
    incident.refused("report", "incident", "1", "--stage", "first", day="2020-06-03")
