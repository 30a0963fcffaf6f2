"""The materials of the mobilisation phase: what is there with its files, what is missing, what the store has lost."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from office import CAMPUSES, Command
from safetyctl.ledger.store import place
from safetyctl.reports.kinds import attaching

DAY = "2019-12-18"
HOSTILE = ".._..\\con<>:|?* 方案.docx"


def _filed(cmd: Command, name: str, category: str, *whose: str, content: str = "", day: str = DAY) -> None:
    Path(name).write_text(content or name, "utf-8")
    title = f"{category}的正文"
    cmd("document", "add", f"./{name}", "--category", category, "--title", title, *whose, day=day)


def _complete(cmd: Command) -> None:
    """Everything that the first phase asks of 东校区."""
    Path("签到表.jpg").write_bytes(b"\xff\xd8sheet")
    east = ("--campus", "东校区")
    cmd("people", "add", "孙七", *east, day=DAY)
    cmd("meeting", "add", *east, "--kind", "special", "--title", "工作会", "--photo", "签到表.jpg", day=DAY)
    for category in ("implementation-plan", "leading-group", "regulation"):
        _filed(cmd, f"{category}.docx", category, *east)
    for area in cmd.json("campaign", "show", day=DAY)["areas"]:
        cmd("responsibility", "assign", "--area", area["code"], *east, "--person", "孙七", day=DAY)
    cmd.add(day=DAY)


def _made(cmd: Command, *options: str, day: str = DAY, expect: int = 0) -> dict[str, Any]:
    ended = cmd("report", "materials", *options, "--json", day=day, expect=expect)
    with zipfile.ZipFile(ended.json["bundle"]) as bundle:
        read = {name: bundle.read(name) for name in bundle.namelist()}
    assert cmd.json("report", "verify", ended.json["bundle"])["ok"]
    files = {name: json.loads(read[name]) for name in ("manifest.json", "data.json")}
    extra = {name: content for name, content in read.items() if name.startswith("attachments")}
    said = {"said": ended.err, "page": read["page.html"].decode(), "extra": extra}
    return {**said, "ledger": _cells(read["ledger.xlsx"]), **files, **ended.json}


def _cells(book: bytes) -> list[str]:
    """Every text of the workbook."""
    from openpyxl import load_workbook

    rows = (row for sheet in load_workbook(io.BytesIO(book)) for row in sheet.iter_rows(values_only=True))
    return [value for row in rows for value in row if isinstance(value, str)]


def _lacking(made: dict[str, Any]) -> str:
    return "\n".join(made["data.json"]["lacking"])


def test_what_is_there_is_told_and_enclosed(cmd: Command) -> None:
    _complete(cmd)
    made = _made(cmd, "--campus", "东校区")
    assert (made["kind"], made["period"]) == ("materials", "2019-12-20")
    assert made["data.json"]["lacking"] == []
    assert made["extra"] == {
        "attachments/01-签到表.jpg": b"\xff\xd8sheet",
        "attachments/02-implementation-plan.docx": b"implementation-plan.docx",
        "attachments/03-leading-group.docx": b"leading-group.docx",
        "attachments/04-regulation.docx": b"regulation.docx",
    }
    assert "工作会" in made["page"]
    duty = "mobilisation-materials/2019-12-20/东校区"
    assert made["manifest.json"]["duties"] == [duty]
    cmd("report", "submit", made["bundle"], "--channel", "paper", day=DAY)
    states = {one["id"]: one["state"] for one in cmd.json("campaign", "check", day=DAY)["duties"]}
    assert states[duty] == "met"


def test_what_is_missing_is_named_for_each(cmd: Command) -> None:
    _complete(cmd)
    made = _made(cmd, expect=3)
    assert len(made["manifest.json"]["duties"]) == 1 + len(CAMPUSES)
    said = _lacking(made)
    assert "东校区" not in said
    for what in ("动员会材料", "实施方案", "领导小组", "规章制度", "完整的责任清单", "隐患台账"):
        assert f"西校区尚缺{what}" in said, what
    assert "集团尚缺完整的责任清单" not in said, "the list is the campuses'"
    assert "西校区" in made["said"]


def test_void_records_and_those_of_later_days_do_not_count(cmd: Command) -> None:
    _complete(cmd)
    cmd("hazard", "void", "H1", "--reason", "重复", day="2019-12-19")
    cmd("document", "void", "K1", "--reason", "错传", day="2019-12-19")
    assert _made(cmd, "--campus", "东校区")["data.json"]["lacking"] == []
    said = _lacking(_made(cmd, "--campus", "东校区", day="2019-12-19", expect=3))
    assert "隐患台账" in said
    assert "实施方案" in said


def test_a_meeting_says_who_came_or_how_many(cmd: Command) -> None:
    for title, who in (("专项整治动员会", "45"), ("再动员", "张三、李四")):
        said = ("--title", title, "--participants", who)
        cmd("meeting", "add", "--group", "--kind", "mobilisation", *said, day="2019-12-05")
    page = _made(cmd, expect=3)["page"]
    assert "12月5日集团召开专项整治动员会，45人参加。" in page
    assert "12月5日集团召开动员会：再动员，张三、李四参加。" in page


def test_what_comes_late_belongs_to_it_and_later_meetings_do_not(cmd: Command) -> None:
    _complete(cmd)
    cmd("meeting", "void", "M1", "--reason", "误记", day=DAY)
    add = ("meeting", "add", "--campus", "东校区", "--title")
    cmd(*add, "补开动员会", "--kind", "mobilisation", day="2020-01-08")
    cmd(*add, "春季工作会", "--kind", "special", day="2020-03-05")
    assert "动员会" in _lacking(_made(cmd, "--campus", "东校区", expect=3))
    made = _made(cmd, "--campus", "东校区", day="2020-03-06")
    assert made["data.json"]["lacking"] == []
    assert "补开动员会" in made["page"]
    assert "春季工作会" not in made["page"]
    assert "截至2020年3月6日" in made["page"]


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_a_file_that_the_store_has_lost_is_named_and_the_rest_goes(cmd: Command, harm: str) -> None:
    _complete(cmd)
    listed = cmd.json("document", "list", day=DAY)
    kept = place(cmd.ledger, next(one["sha256"] for one in listed if one["file"] == "regulation.docx"))
    kept.chmod(0o600)
    if harm == "gone":
        kept.unlink()
    else:
        kept.write_bytes(b"other")
    made = _made(cmd, "--campus", "东校区", expect=3)
    assert len(made["extra"]) == 3
    assert "regulation的正文" in made["said"]
    assert "regulation的正文" in _lacking(made)
    assert [one["missing"] for one in made["data.json"]["attached"]] == [False, False, False, True]


@pytest.mark.parametrize("name", [HOSTILE, "a" * 120 + ".docx", "没有后缀", "-rf.docx", "..docx"])
def test_names_are_safe_on_any_system(cmd: Command, name: str) -> None:
    _filed(cmd, name, "regulation", "--group", content="x")
    (member,) = _made(cmd, expect=3)["extra"]
    folder, _slash, file = member.partition("/")
    assert (folder, file[:3]) == ("attachments", "01-")
    assert len(file.encode()) < 200
    assert not set(file) & set('/\\<>:"|?* ')
    assert file == file.rstrip(". ")
    assert "." not in file[3:4]


def test_files_that_are_too_large_together_are_refused_by_name(
    cmd: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    _filed(cmd, "小.docx", "regulation", "--group", content="x")
    _filed(cmd, "大.docx", "leading-group", "--group", content="x" * 100)
    monkeypatch.setattr(attaching, "MOST", 100)
    assert "大.docx" in cmd.refused("report", "materials", day=DAY).err
    cmd("schedule", "run", day="2019-12-20", expect=2)
    ready = cmd.ledger.with_name(cmd.ledger.name + ".outbox").glob("*.zip")
    assert [one.name[:6] for one in ready] == ["weekly"] * 3, "what fails stops nothing else"


def test_what_fails_stops_none_that_comes_after_it(cmd: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    _filed(cmd, "大.docx", "leading-group", "--group", content="x" * 101)
    monkeypatch.setattr(attaching, "MOST", 100)
    cmd("schedule", "run", day="2020-01-01", expect=2)
    ready = cmd.ledger.with_name(cmd.ledger.name + ".outbox").glob("*.zip")
    assert {one.name for one in ready} >= {"weekly_2019-12-26_group.zip", "upload_2019-12_group.zip"}


def test_before_the_campaign_there_is_none(cmd: Command) -> None:
    cmd.refused("report", "materials", day="2019-11-30")


def test_hazards_are_those_of_the_period_so_that_nothing_later_corrects_it(cmd: Command) -> None:
    _complete(cmd)
    sent = _made(cmd, "--campus", "东校区", day="2019-12-20")
    cmd("report", "submit", sent["bundle"], "--channel", "paper", day="2019-12-20")
    cmd.add(day="2020-01-08")
    cmd("hazard", "assign", "H1", "--responsible", "孙七", "--measure", "更换", day="2020-01-08")
    _filed(cmd, "新制度.docx", "regulation", "--campus", "东校区", day="2020-02-03")
    again = _made(cmd, "--campus", "东校区", day="2020-04-16")
    assert (again["edition"], again["sha256"]) == (1, sent["sha256"])


def test_made_later_it_says_of_which_day_its_hazards_are(cmd: Command) -> None:
    _complete(cmd)
    cmd.add(day="2020-01-08")
    made = _made(cmd, "--campus", "东校区", day="2020-04-16")
    assert made["data.json"]["figures"]["hazards"] == 1
    assert [one["number"] for one in made["data.json"]["hazards"]] == ["H0001"]
    assert "已建立隐患台账，截至2019年12月20日登记隐患1处" in made["page"]
    assert "截至2020年4月16日" in made["page"]
    assert "截至日期：2019-12-20" in str(made["ledger"])


def test_a_ledger_that_was_begun_late_is_there(cmd: Command) -> None:
    _complete(cmd)
    cmd("hazard", "void", "H1", "--reason", "误记", day="2019-12-19")
    cmd.add(campus="东校区", day="2020-01-08")
    made = _made(cmd, "--campus", "东校区", day="2020-04-16")
    assert made["data.json"]["lacking"] == []
    assert "截至2019年12月20日尚未登记隐患，东校区此后已建立隐患台账" in made["page"]
    assert made["data.json"]["hazards"] == []


def test_days_have_their_year_once_it_is_over(cmd: Command) -> None:
    _complete(cmd)
    assert "12月18日东校区召开" in _made(cmd, "--campus", "东校区", day="2019-12-20")["page"]
    assert "2019年12月18日东校区召开" in _made(cmd, "--campus", "东校区", day="2020-04-16")["page"]


def test_every_file_that_goes_along_has_its_name(cmd: Command) -> None:
    _complete(cmd)
    titles = [one["title"] for one in _made(cmd, "--campus", "东校区")["data.json"]["attached"]]
    assert titles == [
        "东校区：工作会（签到表.jpg）",
        "东校区：implementation-plan的正文（implementation-plan.docx）",
        "东校区：leading-group的正文（leading-group.docx）",
        "东校区：regulation的正文（regulation.docx）",
    ]


def test_a_meeting_that_is_not_there_lacks_as_materials(cmd: Command) -> None:
    assert "西校区尚缺动员会材料。" in _lacking(_made(cmd, expect=3))
