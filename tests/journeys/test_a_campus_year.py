"""A campus's year typed in as its safety officer would, and every duty of the plan held against what was typed.

First the whole year on one ledger; then each duty alone: with its evidence in time, late, absent, and excused.
"""

import csv
import io
import json
import shlex
import shutil
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import year
from duties import COUNTING, DATED, Counting, Dated

from office import Command, proved
from safetyctl.ledger.store import folder
from safetyctl.plan.source import builtin

LAST = "2020-12-31"


# the year


def test_the_year_as_it_was_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    cmd = Command(tmp_path / "year.db", monkeypatch, capsys)
    year.papers(tmp_path)
    cmd("init", "--campus", year.EAST, "--campus", year.WEST, day="2019-12-01")
    for day, line in year.lines():
        cmd(*line, day=day)

    _require_every_duty(cmd)
    _require_milestones(cmd)
    for day in ("2019-12-02", "2019-12-20", "2019-12-22", "2020-01-01", "2020-06-02", "2020-09-01", LAST):
        _require_one_answer(cmd, day)
    _require_lists(cmd)
    for day in ("2019-12-01", "2019-12-11", "2020-03-16", "2020-10-20"):
        _require_only_what_was_known(cmd, day)
    _require_what_is_still_promised(cmd)
    _require_the_archive(cmd)
    _require_the_weeks(cmd)
    assert cmd.json("ledger", "check", day=LAST) == []
    _require_undo(cmd)
    assert proved(cmd.ledger).faults == ()


def _require_every_duty(cmd: Command) -> None:
    found = {one["id"]: one for one in cmd.json("campaign", "check", day=LAST)["duties"]}
    told = {
        name: (one["state"], one["met_on"] if one["state"] == "late" else None) for name, one in found.items()
    }
    expected: dict[str, tuple[str, str | None]] = dict.fromkeys(found, ("met", None))
    expected |= {name: ("late", on) for name, on in year.LATE.items()}
    expected |= dict.fromkeys(year.NEVER, ("overdue", None)) | dict.fromkeys(year.WAIVED, ("waived", None))
    assert told == expected
    assert {name: found[name]["waiver"]["id"] for name in year.WAIVED} == year.WAIVED
    for name, one in found.items():
        if one["state"] == "met":
            assert one["met_on"] <= one["due"], name
            assert one["evidence"] or one["code"] == "year-hazards", name
        assert (one["met_on"] is None) == (one["state"] in ("overdue", "waived")), name


def _require_milestones(cmd: Command) -> None:
    keys = ("code", "campus", "state", "done", "total", "rectified", "found", "open")
    assert [tuple(one[key] for key in keys) for one in cmd.json("campaign", "check", day=LAST)["milestones"]] == [
        ("year-hazards", "东校区", "met", 2, 2, 2, 2, []),
        ("year-hazards", "西校区", "late", 2, 2, 2, 2, []),
        ("new-round-inspection", "东校区", "met", 9, 9, 1, 1, []),
        ("new-round-inspection", "西校区", "overdue", 8, 9, 0, 0, ["education"]),
        ("sustained-inspection", "东校区", "met", 9, 9, 1, 1, []),
        ("sustained-inspection", "西校区", "met", 9, 9, 0, 0, []),
    ]  # fmt: skip
    # on the day of the first milestone, two hazards of the West were waiting
    first = cmd.json("campaign", "check", day="2019-12-31")["milestones"][1]
    assert tuple(first[key] for key in keys[1:]) == ("西校区", "open", 0, 2, 0, 2, ["H0002", "H0004"])


def _require_one_answer(cmd: Command, day: str) -> None:
    """``due``, ``status`` and ``campaign check`` say the same, by what they print and by how they end."""
    items = cmd.json("due", "--overdue", day=day)["items"]
    overdue = {one["ref"] for one in items if one["level"] is None}
    check = cmd.json("campaign", "check", day=day)["duties"]
    owed = {one["id"] for one in check if one["state"] == "overdue"}
    assert owed == {ref for ref in overdue if not ref.startswith(("M", "V"))}, day
    status = cmd.json("status", day=day)
    assert set(status["missing"]) == overdue, day
    assert status["overdue_duties"] == len(overdue), day
    assert status["total"]["overdue"] == len(items) - len(overdue), day
    cmd("due", "--check", day=day, expect=3 if items else 0)
    cmd("campaign", "check", "--check", "--quiet", day=day, expect=3 if owed else 0)
    cmd("status", day=day)


LISTS = (
    *("hazard list", "inspection list", "drill list", "drill gaps", "education list", "education coverage"),
    *("education completion", "training list", "meeting list", "meeting decisions", "activity list"),
    *("incident list", "roster list", "responsibility list", "responsibility history", "supervision list"),
    *("supervision table", "accountability list", "document list", "people list", "report list"),
    *("audit log", "roster check --holiday dragon-boat"),
)


def _require_lists(cmd: Command) -> None:
    for line in LISTS:
        every = () if line.split()[1] in ("coverage", "table", "check", "log") else ("--limit", "0")
        rows = cmd.json(*line.split(), *every, day=LAST)
        assert rows, line
        header, *written = csv.reader(io.StringIO(cmd(*line.split(), *every, "--csv", day=LAST).out))
        assert header == list(rows[0]), line
        assert len(written) == len(rows), line


MADE = {
    "inspection": "inspection start",
    "drill": "drill add",
    "education": "education",
    "training": "training add",
    "meeting": "meeting add",
    "activity": "activity add",
    "incident": "incident add",
    "roster": "roster import",
    "supervision": "supervision add",
    "accountability": "accountability add",
    "document": "document add",
    "report": "report submit",
}
"""Of each noun with a list, what makes one."""


def _require_only_what_was_known(cmd: Command, day: str) -> None:
    for noun, making in MADE.items():
        typed = sum(on <= day and " ".join(line).startswith(making) for on, line in year.lines())
        assert len(cmd.json(noun, "list", "--limit", "0", day=day)) == typed, (noun, day)
    for one in cmd.json("hazard", "list", day=day):
        assert one["found_on"] <= day
        assert (one["closed_on"] or day) <= day


def _require_what_is_still_promised(cmd: Command) -> None:
    shown = cmd.json("people", "show", "孙七", day=LAST)
    assert (shown["decisions"], shown["hazards"], shown["corrections"]) == (["M0002/2"], [], [])
    assert shown["responsibilities"] == [f"P{number:04}" for number in range(1, 10)]
    assert [one["ref"] for one in cmd.json("due", "--kind", "meeting", day=LAST)["items"]] == ["M0002/2"]


def _require_the_archive(cmd: Command) -> None:
    cmd("archive", "index", "--out", "目录.xlsx", day=LAST)
    cmd("archive", "index", "--out", "目录.html", "--campus", year.EAST, day=LAST)
    cmd("archive", "export", "--campus", year.EAST, "--out", "东.zip", day=LAST)
    cmd("archive", "export", "--out", "全部", day=LAST)
    for copy in ("东.zip", "全部"):
        cmd("archive", "verify", copy, day=LAST)
    cmd("archive", "verify", day=LAST)
    named = zipfile.ZipFile("东.zip").namelist()
    assert any("消防制度" in one or "消防安全管理制度" in one for one in named), named
    assert not any("制度汇编" in one for one in named), "the West's own"
    kept = next(one for one in Path("全部").rglob("*") if one.suffix == ".docx")
    kept.chmod(0o644)
    kept.write_bytes(b"changed")
    cmd("archive", "verify", "全部", day=LAST, expect=3)


def _require_the_weeks(cmd: Command) -> None:
    """A week's report tells what was done in it, asked for then or at the end of the year."""
    (incident,) = [deed for deed in _deeds(cmd, year.EAST, "2020-06-04") if deed["number"] == "E0001"]
    said = " ".join(incident["said"])
    for moment in ("13:20向区社会事业局", "15:05向卫生部门", "16:30向公安部门"):
        assert moment in said
    assert "食材存放不当" not in said, "the cause was found in the week after"
    assert [deed["number"] for deed in _deeds(cmd, year.WEST, "2020-11-12")] == ["Q0001"]
    assert {deed["number"][0] for deed in _deeds(cmd, year.EAST, "2019-12-12")} == {"I", "L", "D"}


def _deeds(cmd: Command, campus: str, thursday: str) -> list[dict[str, Any]]:
    report = ("report", "weekly", "--for", thursday, "--campus", campus, "--json")
    made = cmd.either(*report, day=thursday).json  # some of the story's photographs are none, which is told
    cmd("report", "verify", made["bundle"], day=LAST)
    return list(json.loads(zipfile.ZipFile(made["bundle"]).read("data.json"))["deeds"])


CHANGES = """
hazard edit H6 --title 护栏松动两处
inspection amend I8 --item traffic.03 --result na --reason 无此项
drill edit D1 --participants 961
drill void D2 --reason 重复登记
education edit L1 --reached 961
training void T1 --reason 重复登记
meeting done M2/2
meeting void M1 --reason 重复登记
activity edit A1 --participants 321
incident edit E1 --people 6 --reason 补报一人
roster edit R1 1 --person 孙七
responsibility end P1
supervision edit V1 --score 1
accountability void Q1 --reason 误记
document edit K1 --title 领导小组
people retire 李四
waive monthly-drill/2020-02-29/西校区 --revoke --reason 已补 --by 赵六
report submit weekly-report/2020-07-16/西校区
"""


VIEWS = {
    "people": "people list --retired",
    "responsibility": "responsibility history",
    "waive": "campaign check --state waived",
}


def _require_undo(cmd: Command) -> None:
    """The last change of each noun is taken back, and leaves no trace but in the journal."""
    everything = {line.split()[0] for line in CHANGES.strip().splitlines()}
    before = {noun: _standing(cmd, noun) for noun in everything}
    for line in CHANGES.strip().splitlines():
        noun = line.split()[0]
        cmd(*shlex.split(line), day=LAST)
        assert _standing(cmd, noun) != before[noun], line
        cmd("undo", "--yes", day=LAST)
        assert _standing(cmd, noun) == before[noun], line
    assert {noun: _standing(cmd, noun) for noun in everything} == before


def _standing(cmd: Command, noun: str) -> Any:
    found = cmd.json(*VIEWS.get(noun, f"{noun} list").split(), day=LAST)
    return [{**one, "updated_at": ""} for one in found] if isinstance(found, list) else found


# each duty alone


def test_no_duty_of_the_plan_is_left_out() -> None:
    plan = builtin()
    assert {one.code for one in (*DATED, *COUNTING)} == {duty.code for duty in plan.duties}
    assert {duty.requirement for duty in plan.duties} == {f"R{number}" for number in range(1, 22)}


@pytest.fixture
def alone(cmd: Command) -> Command:
    """An empty ledger, and a document at hand."""
    Path("文件.docx").write_bytes(b"document")
    return cmd


@pytest.mark.parametrize("case", DATED, ids=lambda case: case.owed)
def test_in_time_late_absent_and_excused(alone: Command, case: Dated) -> None:
    cmd = alone
    _type(cmd, case.given, case.opens)
    begun = Path("begun.db")
    shutil.copy2(cmd.ledger, begun)
    hours = case.code == "incident-report"  # its time is over before its day is

    assert _row(cmd, case, case.due)["state"] == ("overdue" if hours else "open")
    absent = _row(cmd, case, case.after)
    assert (absent["state"], absent["met_on"]) == ("overdue", None)
    assert case.owed in _overdue(cmd, case.after)
    _type(cmd, case.lines, case.after)
    late = _row(cmd, case, case.after)
    assert (late["state"], late["met_on"]) == (case.then, case.after if case.then == "late" else None)
    assert late["evidence"] == (list(case.refs) if case.then == "late" else [])
    assert (case.owed in _overdue(cmd, case.after)) == (case.then == "overdue")
    assert _row(cmd, case, case.due)["state"] == ("overdue" if hours else "open"), "it was not known yet"

    _back(cmd, begun)
    _type(cmd, case.lines, case.due)
    met = _row(cmd, case, case.due)
    assert (met["state"], met["met_on"], met["evidence"]) == ("met", case.due, list(case.refs))
    assert met["due"] == case.due
    assert case.owed not in _overdue(cmd, case.after)

    _back(cmd, begun)
    excuse = ("waive", case.owed, "--reason", "延期开学", "--by", "王五")
    if hours:
        cmd.refused(*excuse, day=case.due)
        return
    cmd(*excuse, day=case.due)
    waived = _row(cmd, case, case.after)
    assert (waived["state"], waived["waiver"]["by"]) == ("waived", "王五")
    assert waived["evidence"][-1] == "W0001"
    assert case.owed not in _overdue(cmd, case.after)
    cmd("waive", case.owed, "--revoke", "--reason", "已复学", "--by", "王五", day=case.after)
    assert _row(cmd, case, case.after)["state"] == "overdue"


@pytest.mark.parametrize("case", COUNTING, ids=lambda case: f"{case.code}/{case.campus}")
def test_without_a_day_it_is_counted_and_never_overdue(alone: Command, case: Counting) -> None:
    cmd = alone
    day = date.fromisoformat(case.day)
    _type(cmd, case.given, str(day - timedelta(10)))
    for on in (case.day, LAST, "2021-02-01"):
        assert _counted(cmd, case, on) == (0, None)
        assert not [ref for ref in _overdue(cmd, on) if ref.startswith(f"{case.code}/")]
    cmd.refused("waive", f"{case.code}/{day}/{case.campus}", "--reason", "x", "--by", "王五", day=case.day)
    _type(cmd, case.lines, case.day)
    for on in (case.day, LAST, "2021-02-01"):
        assert _counted(cmd, case, on) == (1, case.day)
    assert _counted(cmd, case, str(day - timedelta(1))) == (0, None)


def test_each_hazard_has_its_own_day(alone: Command) -> None:
    """R5: rectified in time, late, not at all; R9: deferred, which is not silent."""
    cmd = alone
    for number in range(1, 5):
        level = ("--level", "major") if number == 4 else ()
        cmd.add("--due", "2020-03-12", *level, title=f"隐患{number}", day="2020-03-02")
        money = ("--funds", "1", "--contingency", "专人看守") if number == 4 else ()
        assigned = ("--responsible", "李四", "--measure", "更换", *money)
        cmd("hazard", "assign", str(number), *assigned, day="2020-03-02")
    cmd("hazard", "rectify", "1", "--note", "已更换", day="2020-03-12")
    deferred = ("--reason", "未复工", "--interim", "封闭", "--approved-by", "王五")
    cmd("hazard", "defer", "4", "--until", "2020-03-20", *deferred, day="2020-03-12")
    due = cmd.json("due", "--overdue", "--kind", "rectification", day="2020-03-13")["items"]
    assert [(one["ref"], one["days_overdue"]) for one in due] == [("H0002", 1), ("H0003", 1)]
    cmd("hazard", "rectify", "2", "--note", "已更换", day="2020-03-14")
    shown = {one["id"]: one for one in cmd.json("hazard", "list", day="2020-03-21")}
    assert {ref: (one["on_time"], one["overdue"]) for ref, one in shown.items()} == {
        "H0001": (True, False), "H0002": (False, False), "H0003": (None, True), "H0004": (None, True),
    }  # fmt: skip
    late = cmd.json("due", "--overdue", "--kind", "rectification", day="2020-03-21")["items"]
    assert [(one["ref"], one["due"], one["clause"]) for one in late] == [
        ("H0003", "2020-03-12", "2.4(1)"), ("H0004", "2020-03-20", "2.4(3)"),
    ]  # fmt: skip


def _type(cmd: Command, lines: str, day: str) -> None:
    for line in lines.splitlines():
        cmd(*shlex.split(line), day=day)


def _back(cmd: Command, begun: Path) -> None:
    shutil.copy2(begun, cmd.ledger)
    shutil.rmtree(folder(cmd.ledger), ignore_errors=True)


def _row(cmd: Command, case: Dated, day: str) -> dict[str, Any]:
    (found,) = [one for one in cmd.json("campaign", "check", day=day)["duties"] if one["id"] == case.owed]
    return dict(found)


def _overdue(cmd: Command, day: str) -> set[str]:
    return {one["ref"] for one in cmd.json("due", "--overdue", day=day)["items"]}


def _counted(cmd: Command, case: Counting, day: str) -> tuple[int, str | None]:
    (found,) = [
        (one["count"], one["last_on"])
        for one in cmd.json("campaign", "check", day=day)["running"]
        if (one["code"], one["campus"]) == (case.code, case.campus)
    ]
    return found
