"""The upload list, the duty roster and the mobilisation materials: what they tell, what they lack, what they meet."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any, NamedTuple

import docx
import openpyxl
import pytest

from office import CAMPUSES, Command
from safetyctl.ledger.store import folder


class Made(NamedTuple):
    """A bundle that was written: its members, and what was said."""

    path: str
    files: dict[str, bytes]
    data: dict[str, Any]
    duties: list[str]
    err: str

    @property
    def letter(self) -> str:
        document = docx.Document(io.BytesIO(self.files["letter.docx"]))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(one.text for one in document.paragraphs), *cells])

    @property
    def book(self) -> Any:
        return openpyxl.load_workbook(io.BytesIO(self.files["ledger.xlsx"]))


@pytest.fixture
def make(cmd: Command, tmp_path: Path):
    """Writes a report and reads its bundle."""

    def written(*args: str, day: str, expect: int = 0) -> Made:
        ended = cmd("report", *args, "--out", str(tmp_path / "out"), "--json", day=day, expect=expect)
        path = ended.json["bundle"]
        cmd("report", "verify", path, day=day)
        with zipfile.ZipFile(path) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        manifest = json.loads(files["manifest.json"])
        return Made(path, files, json.loads(files["data.json"]), manifest["duties"], ended.err)

    return written


# the upload list


@pytest.fixture
def february(cmd: Command) -> Command:
    """1 of January and uploaded, 2 of January and not, 3 and 4 of February, 5 of February and void."""
    for title, found in (
        ("甲", "2020-01-10"),
        ("乙", "2020-01-11"),
        ("丙", "2020-02-03"),
        ("丁", "2020-02-04"),
        ("戊", "2020-02-05"),
    ):
        cmd.add("--found", found, title=title, day="2020-02-20")
    cmd("hazard", "upload", "1", "--receipt", "P-1", day="2020-02-20")
    cmd("hazard", "upload", "3", "--receipt", "P-3", day="2020-02-20")
    cmd("hazard", "void", "5", "--reason", "重复登记", day="2020-02-20")
    return cmd


def test_last_months_hazards_and_what_was_left_before(february: Command, make) -> None:
    made = make("upload", day="2020-03-01")
    assert (made.data["period"], made.data["figures"]["found"]) == ("2020-02", ["H0003", "H0004"])
    assert made.data["figures"]["earlier"] == ["H0002"]
    assert made.data["figures"]["uploaded"] == 1
    assert made.duties == [f"monthly-upload/2020-03-01/{campus}" for campus in CAMPUSES]
    assert "2020年2月排查隐患2处，其中已上传系统1处。" in made.letter
    assert "系统不接收文件" in made.letter
    assert "兼容" not in made.letter
    sheet = made.book["当月排查、需录入的隐患（录入表）"]
    assert [row[0].value for row in sheet.iter_rows(min_row=5)] == ["H0004"]
    assert "--channel platform" in made.err
    february("report", "submit", made.path, "--channel", "platform", day="2020-03-01")
    states = {
        one["id"]: one["state"] for one in february.json("campaign", "check", day="2020-03-02")["duties"]
    }
    assert {states[duty] for duty in made.duties} == {"met"}


def test_a_month_without_a_hazard_is_a_nil_list(cmd: Command, make) -> None:
    made = make("upload", "--for", "2020-02-10", "--campus", "东校区", day="2020-03-01")
    assert made.data["nil"] is True
    assert "2020年2月未排查出隐患，实行零报告。" in made.letter
    assert made.duties == ["monthly-upload/2020-03-01/东校区"]


@pytest.mark.parametrize("month", ["2019-11-30", "2020-12-01"])
def test_a_month_that_the_plan_does_not_ask_for(cmd: Command, month: str) -> None:
    ended = cmd.refused("report", "upload", "--for", month, day="2020-12-31")
    assert "2019-12" in ended.err
    assert "2020-11" in ended.err


# the roster


@pytest.fixture
def rostered(cmd: Command, tmp_path: Path) -> Command:
    """东校区 has its roster for Qingming, the other two have none."""
    file = tmp_path / "roster.csv"
    days = ("2020-04-04", "2020-04-05", "2020-04-06")
    lines = [f"{day},白班,08:00-17:00,张三,83590001" for day in days]
    file.write_text("\n".join(["日期,班次,时间,值班人员,联系电话", *lines]), "utf-8")
    cmd("roster", "import", str(file), "--holiday", "qingming", "--campus", "东校区", day="2020-04-01")
    return cmd


def test_a_roster_of_one_campus(rostered: Command, make) -> None:
    made = make("roster", "--holiday", "清明节", "--campus", "东校区", day="2020-04-01")
    assert made.duties == ["holiday-roster/2020-04-03/东校区"]
    assert made.data["period"] == "2020-04-04"
    for said in ("2020年清明节值班表", "2020-04-05", "白班", "08:00-17:00", "张三", "83590001", "周日"):
        assert said in made.letter, said
    assert made.data["lacking"] == []


def test_campuses_without_one_are_named_and_their_duty_is_not_claimed(rostered: Command, make) -> None:
    made = make("roster", day="2020-04-01", expect=3)
    assert made.duties == ["holiday-roster/2020-04-03/东校区"]
    for campus in ("西校区", "南校区"):
        told = f"{campus}：4月4日至6日没有值班表。"
        assert told in made.letter
        assert told in made.err


def test_a_holiday_that_is_none(cmd: Command) -> None:
    cmd.refused("report", "roster", "--holiday", "端午小长假哦", day="2020-04-01")
    cmd.refused("report", "roster", day="2020-12-30")


# the materials


@pytest.fixture
def mobilised(cmd: Command, tmp_path: Path) -> Command:
    """东校区 has everything; the group has its plan, of which the file has a hostile name."""
    day = "2019-12-10"
    hostile = tmp_path / "方案 $(rm -rf ~);..docx"
    for name in (hostile, tmp_path / "组.docx", tmp_path / "制度.docx"):
        name.write_bytes(name.name.encode())
    for campus in (("--campus", "东校区"),):
        cmd("meeting", "add", *campus, "--kind", "mobilisation", "--title", "动员会", day=day)
        cmd(
            "document",
            "add",
            str(tmp_path / "组.docx"),
            "--category",
            "leading-group",
            *campus,
            "--title",
            "领导小组",
            day=day,
        )
        cmd(
            "document",
            "add",
            str(tmp_path / "制度.docx"),
            "--category",
            "regulation",
            *campus,
            "--title",
            "消防制度",
            day=day,
        )
        cmd(
            "document",
            "add",
            str(hostile),
            "--category",
            "implementation-plan",
            *campus,
            "--title",
            "实施方案",
            day=day,
        )
    cmd("people", "add", "孙七", "--campus", "东校区", day=day)
    for area in cmd.json("campaign", "show", day=day)["areas"]:
        cmd(
            "responsibility",
            "assign",
            "--area",
            area["code"],
            "--campus",
            "东校区",
            "--person",
            "孙七",
            day=day,
        )
    cmd.add(day=day)
    return cmd


def test_a_campus_that_has_everything(mobilised: Command, make) -> None:
    made = make("materials", "--campus", "东校区", day="2019-12-18")
    assert made.duties == ["mobilisation-materials/2019-12-20/东校区"]
    assert "第一阶段要求的材料均已齐备。" in made.letter
    assert "--channel paper" in made.err
    inside = sorted(name for name in made.files if name.startswith("attachments/"))
    assert [name.split("-")[0] for name in inside] == ["attachments/01", "attachments/02", "attachments/03"]
    assert all(set(name) & set(" $();~\\") <= {"(", ")"} and ".." not in name for name in inside)
    assert "附件：1．" in made.letter
    mobilised("report", "submit", made.path, "--channel", "paper", day="2019-12-19")


def test_what_is_missing_is_named_by_campus(mobilised: Command, make) -> None:
    made = make("materials", day="2019-12-18", expect=3)
    assert (
        "西校区尚缺动员会材料、实施方案、领导小组、规章制度、完整的责任清单、隐患台账（尚未登记隐患）。"
        in made.letter
    )
    assert "南校区尚缺动员会材料。" in made.err
    assert "东校区尚缺" not in made.letter
    assert made.duties[0] == "mobilisation-materials/2019-12-20/*"


def test_a_file_that_is_gone_is_named_and_the_rest_goes_out(mobilised: Command, make) -> None:
    digest = mobilised.json("document", "list", "--category", "leading-group", day="2019-12-18")[0]["sha256"]
    (folder(mobilised.ledger) / digest[:2] / digest).unlink()
    made = make("materials", "--campus", "东校区", day="2019-12-18", expect=3)
    told = "附件“东校区：领导小组（组.docx）”的原件缺失或被改动。"
    assert told in made.err
    assert "东校区：领导小组（组.docx）（原件缺失）" in made.letter
    assert [one["missing"] for one in made.data["attached"]].count(True) == 1
    assert len([name for name in made.files if name.startswith("attachments/")]) == 2


def test_before_the_campaign_there_is_nothing_to_report(cmd: Command) -> None:
    cmd.refused("report", "materials", day="2019-11-30")
