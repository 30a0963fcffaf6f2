"""Reports of events: nothing is claimed that the ledger does not know, what came late is said, all is entered."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest

from office import CAMPUSES, Command
from safetyctl.ledger.store import fetch, place

PLANNED, OUT = "2020-04-08", "2020-04-17"
KNOWN = "2020-06-02"
DATA = Path(__file__).resolve().parents[3] / "data" / "plan.toml"


def _activity(cmd: Command, *options: str, kind: str = "outing", day: str = PLANNED) -> None:
    cmd(
        *("activity", "add", "--campus", "东校区", "--kind", kind, "--title", "春游", "--on", OUT),
        *("--place", "植物园", "--participants", "320", *options),
        day=day,
    )


def _planned(cmd: Command, day: str = PLANNED) -> None:
    Path("预案.pdf").write_bytes(f"plan of {day}".encode())
    cmd("activity", "edit", "1", "--plan", "预案.pdf", day=day)


def _incident(cmd: Command, *options: str) -> None:
    moments = ("--occurred", f"{KNOWN} 12:40", "--known", f"{KNOWN} 13:05")
    cmd(*("incident", "add", "--campus", "东校区", "--kind", "food-poisoning", *moments, *options), day=KNOWN)


def _closed(cmd: Command, day: str = "2020-06-09") -> None:
    for office in ("bureau", "health", "police"):
        cmd("incident", "report", "1", "--to", office, "--at", f"{KNOWN} 14:00", day=day)
    cmd("incident", "close", "1", "--cause", "食材存放不当", "--aftermath", "食堂停业整改", day=day)


def _made(cmd: Command, *args: str, day: str, expect: int = 0) -> dict[str, Any]:
    ended = cmd("report", *args, "--json", day=day, expect=expect)
    path = ended.json["bundle"]
    with zipfile.ZipFile(path) as bundle:
        parts = {name: bundle.read(name) for name in bundle.namelist()}
    document = docx.Document(io.BytesIO(parts["letter.docx"]))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return {
        "said": ended.err,
        "letter": "\n".join([*(one.text for one in document.paragraphs), *cells]),
        "page": parts["page.html"].decode(),
        "data": json.loads(parts["data.json"]),
        "duties": json.loads(parts["manifest.json"])["duties"],
        **ended.json,
    }


# outings


def test_what_an_outing_lacks_is_what_can_still_be_brought(cmd: Command) -> None:
    _activity(cmd)
    made = _made(cmd, "outing", "1", day=PLANNED, expect=3)
    assert len(made["data"]["lacking"]) == 3, "plan, leader, teachers"
    assert "safetyctl activity report A0001 --channel e-mail" in made["said"]
    assert "东校区拟于" in made["letter"]


def test_one_that_has_begun_says_so_and_is_not_announced(cmd: Command) -> None:
    _activity(cmd, "--leader", "李四", "--teachers", "周八")
    _planned(cmd)
    made = _made(cmd, "outing", "1", day="2020-04-18")
    assert "本报告形成时活动已结束" in made["letter"]
    assert "拟于" not in made["letter"]
    assert "截至2020年4月18日" in made["page"]
    assert "本报告形成时" not in _made(cmd, "outing", "1", day=OUT)["letter"]


def test_one_that_was_reported_late_says_so(cmd: Command) -> None:
    _activity(cmd, "--leader", "李四", "--teachers", "周八")
    _planned(cmd, day="2020-04-19")
    cmd("activity", "report", "1", "--channel", "e-mail", day="2020-04-20")
    made = _made(cmd, "outing", "1", day="2020-04-21")
    assert "2020年4月20日才报告，已在活动开始之后" in made["letter"]
    assert made["data"]["lacking"] == []
    assert "safetyctl activity report" not in made["said"]


def test_the_last_edition_of_the_plan_is_the_plan(cmd: Command) -> None:
    _activity(cmd, "--leader", "李四", "--teachers", "周八")
    _planned(cmd)
    _planned(cmd, day="2020-04-09")
    titles = [one["title"] for one in _made(cmd, "outing", "1", day="2020-04-09")["data"]["attached"]]
    assert titles == ["预案.pdf", "应急预案：预案.pdf"]


def test_a_gathering_is_told_too_and_meets_no_report_of_an_outing(cmd: Command) -> None:
    _activity(cmd, "--leader", "李四", "--teachers", "周八", kind="gathering")
    _planned(cmd)
    made = _made(cmd, "outing", "1", day=PLANNED)
    assert made["duties"] == [f"electronic-copy/{PLANNED}/东校区"]
    assert "集体活动" in made["letter"]
    cmd("report", "submit", made["bundle"], "--channel", "e-mail", day=PLANNED)
    assert cmd.json("activity", "show", "1", day=PLANNED)["reported_on"] is None


def test_void_ones_and_those_not_known_yet_are_refused(cmd: Command) -> None:
    _activity(cmd)
    _incident(cmd)
    assert "not known" in cmd.refused("report", "outing", "1", day="2020-04-07").err
    assert "not known" in cmd.refused("report", "incident", "1", day="2020-06-01").err
    cmd("activity", "void", "1", "--reason", "取消", day=KNOWN)
    cmd("incident", "void", "1", "--reason", "误报", day=KNOWN)
    assert "取消" in cmd.refused("report", "outing", "1", day=KNOWN).err
    assert "误报" in cmd.refused("report", "incident", "1", day=KNOWN).err


def test_what_it_lacks_is_named_once(cmd: Command) -> None:
    _activity(cmd)
    made = _made(cmd, "outing", "1", day=PLANNED, expect=3)
    assert "尚缺：应急预案、带队领导、到场班主任。" in made["letter"]
    assert "A0001尚未准备好：无应急预案。" in made["said"]


def test_one_that_is_over_is_over(cmd: Command) -> None:
    _activity(cmd, "--until", "2020-04-18", "--leader", "李四", "--teachers", "周八")
    _planned(cmd)
    assert "本报告形成时活动已开始。" in _made(cmd, "outing", "1", day="2020-04-18")["letter"]
    assert "本报告形成时活动已结束。" in _made(cmd, "outing", "1", day="2020-04-19")["letter"]


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_a_plan_that_the_store_has_lost_is_not_said_to_go_along(cmd: Command, harm: str) -> None:
    _activity(cmd, "--leader", "李四", "--teachers", "周八")
    _planned(cmd)
    (file,) = cmd.json("activity", "show", "1", day=PLANNED)["attachments"]
    kept = place(cmd.ledger, file["sha256"])
    kept.chmod(0o600)
    kept.unlink() if harm == "gone" else kept.write_bytes(b"other")
    made = _made(cmd, "outing", "1", day=PLANNED, expect=3)
    assert "应急预案已于2020年4月8日归档，原件缺失，未能随文附上。" in made["letter"]
    assert "带队领导和到场班主任已落实，应急预案原件缺失。" in made["letter"]
    assert "随文附上。" not in made["letter"].replace("未能随文附上。", "")
    assert "均已落实" not in made["letter"]


# incidents


def test_the_first_report_claims_nothing_that_is_not_known(cmd: Command) -> None:
    _incident(cmd)
    made = _made(cmd, "incident", "1", day=KNOWN)
    assert "处置和善后情况正在核实，将及时续报。" in made["letter"]
    assert "预案" not in made["letter"], "nobody recorded that it was set in motion"
    assert "people" not in made["data"]["tally"], "not known is not none"
    assert "safetyctl incident report E0001 --to bureau --at" in made["said"]


def test_people_are_a_count(cmd: Command) -> None:
    _incident(cmd, "--people", "5", "--place", "食堂", "--what", "午餐后呕吐")
    made = _made(cmd, "incident", "1", day=KNOWN)
    assert made["data"]["tally"]["people"] == 5
    assert "涉及人数正在核实" not in made["letter"]


def test_a_follow_up_needs_a_first_report_and_may_follow_a_closing(cmd: Command) -> None:
    _incident(cmd)
    assert "comes first" in cmd.refused("report", "incident", "1", "--stage", "follow-up", day=KNOWN).err
    first = _made(cmd, "incident", "1", day=KNOWN)
    cmd("report", "submit", first["bundle"], day=KNOWN)
    _closed(cmd)
    assert "终报" in _made(cmd, "incident", "1", day="2020-06-10")["letter"]
    made = _made(cmd, "incident", "1", "--stage", "follow-up", day="2020-06-10")
    assert "续报（第1号）" in made["letter"]


def test_on_an_earlier_day_nothing_of_a_later_closing_is_told(cmd: Command) -> None:
    _incident(cmd)
    _closed(cmd)
    made = _made(cmd, "incident", "1", day="2020-06-08")
    assert "食材存放不当" not in json.dumps(made["data"], ensure_ascii=False) + made["letter"]
    assert "食堂停业整改" not in made["letter"]
    assert "原因正在调查" in made["letter"]


def test_a_cause_that_is_known_before_the_closing_is_told(cmd: Command) -> None:
    _incident(cmd)
    cmd("incident", "edit", "1", "--cause", "初步判断为食材变质", day=KNOWN)
    assert "初步判断为食材变质。" in _made(cmd, "incident", "1", day=KNOWN)["letter"]


# handing in, where the plan asks for no copies


@pytest.fixture
def copyless(cmd: Command, tmp_path: Path) -> Command:
    """A ledger of a plan that asks for no copy of what is sent."""
    head, mark, rest = DATA.read_text("utf-8").partition('[[duty]]\ncode = "electronic-copy"\n')
    assert mark
    plan = tmp_path / "plan.toml"
    plan.write_text(head + rest[rest.index("[[duty]]") :], "utf-8")
    cmd.ledger.unlink()
    cmd("init", "--plan", str(plan), *(word for name in CAMPUSES for word in ("--campus", name)))
    return cmd


def _entered(cmd: Command, bundle: str, day: str) -> list[tuple[str, str]]:
    """What is in the register of a bundle, by duty; its very bytes are in the store."""
    found = [one for one in cmd.json("report", "list", day=day) if one["state"] != "prepared"]
    assert all(fetch(cmd.ledger, one["sha256"]) == Path(bundle).read_bytes() for one in found)
    return [(one["duty"], one["campus"]) for one in found]


def test_an_outing_is_entered_and_its_duty_met(copyless: Command) -> None:
    _activity(copyless, "--leader", "李四", "--teachers", "周八")
    _planned(copyless)
    made = _made(copyless, "outing", "1", day=PLANNED)
    assert made["duties"] == ["outing-report/A0001/东校区"]
    copyless("report", "submit", made["bundle"], "--channel", "e-mail", day=PLANNED)
    assert _entered(copyless, made["bundle"], PLANNED) == [("outing-report", "东校区")]
    assert copyless.json("activity", "show", "1", day=PLANNED)["reported_on"] == PLANNED


def test_an_incident_is_entered_meets_nothing_and_is_numbered_on(copyless: Command) -> None:
    _incident(copyless)
    made = _made(copyless, "incident", "1", day=KNOWN)
    copyless("report", "submit", made["bundle"], "--channel", "传真", day=KNOWN)
    assert _entered(copyless, made["bundle"], KNOWN) == [("incident-report", "东校区")]
    duties = copyless.json("campaign", "check", day=KNOWN)["duties"]
    assert {one["state"] for one in duties if one["code"] == "incident-report"} == {"overdue"}
    assert _made(copyless, "incident", "1", day="2020-06-03", expect=3)["period"] == "E0001-2"


def test_none_of_it_is_entered_for_a_day_to_come(copyless: Command) -> None:
    _incident(copyless)
    bundle = _made(copyless, "incident", "1", day=KNOWN)["bundle"]
    copyless("report", "submit", bundle, "--on", "2020-06-03", day=KNOWN, expect=2)
    assert _entered(copyless, bundle, "2020-06-03") == []


def test_a_cause_that_says_nothing_is_none(cmd: Command) -> None:
    _incident(cmd)
    cmd("incident", "edit", "1", "--cause", "...", "--aftermath", "。", day=KNOWN)
    letter = _made(cmd, "incident", "1", day=KNOWN)["letter"]
    assert "原因正在调查" in letter
    assert "处置和善后情况正在核实" in letter
