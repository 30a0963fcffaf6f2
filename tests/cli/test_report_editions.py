"""Second editions, figures that disagree, the register, and what a bundle proves of the ledger's history."""

import hashlib
import io
import json
import shutil
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest

from office import CAMPUSES, Command
from safetyctl.ground.packing import packed
from safetyctl.ledger.store import folder
from safetyctl.reports.bundles.data import encoded
from safetyctl.reports.bundles.editions import says_the_same

THURSDAY, NEXT_MONDAY, NEXT_THURSDAY = "2020-03-12", "2020-03-16", "2020-03-19"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def week(cmd: Command) -> Command:
    """A week with one hazard found, and its report handed in on Thursday."""
    cmd.add(day="2020-03-10")
    made = cmd.json("report", "weekly", day=THURSDAY)
    cmd("report", "submit", made["bundle"], "--channel", "e-mail", day=THURSDAY)
    return cmd


def data(bundle: str) -> dict[str, Any]:
    with zipfile.ZipFile(bundle) as archive:
        found: dict[str, Any] = json.loads(archive.read("data.json"))
        return found


def letter(bundle: str) -> str:
    with zipfile.ZipFile(bundle) as archive:
        document = docx.Document(io.BytesIO(archive.read("letter.docx")))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_what_was_handed_in_and_has_not_changed_is_written_again_as_it_went_out(week: Command) -> None:
    first = Path("weekly_2020-03-12_group.zip").read_bytes()
    ended = week("report", "weekly", "--for", THURSDAY, "--json", "--out", "again", day=NEXT_MONDAY)
    assert (ended.json["edition"], Path(ended.json["bundle"]).read_bytes()) == (1, first)
    assert "Nothing changed since it was handed in as S0001" in ended.err


def test_a_second_edition_is_numbered_and_names_the_first_and_what_changed(week: Command) -> None:
    week.add(day="2020-03-11", title="疏散指示牌不亮")
    made = week.json("report", "weekly", "--for", THURSDAY, day=NEXT_MONDAY)
    assert (made["bundle"], made["edition"]) == ("weekly_2020-03-12_group_edition2.zip", 2)
    said = letter(made["bundle"])
    assert "更正说明（第2版）：本报告替代2020年3月12日报送的《安全生产专项整治进展周报》。" in said
    assert "更正内容：新增隐患由1更正为2，未销号由1更正为2，累计排查隐患由1更正为2。增列" in said
    assert "增列“疏散指示牌不亮”（H0002，3月11日排查）。" in said
    assert "S0001" not in said, "the office does not know the register's numbers"
    week("report", "verify", made["bundle"], day=NEXT_MONDAY)
    with zipfile.ZipFile(made["bundle"]) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert (manifest["edition"], manifest["corrects"]) == (2, "S0001")
    week("report", "submit", made["bundle"], day=NEXT_MONDAY)
    kept = [(one["on"], one["bundle"]) for one in week.json("report", "list", day=NEXT_MONDAY)]
    assert kept.count((THURSDAY, "weekly_2020-03-12_group.zip")) == len(CAMPUSES)
    assert kept.count((NEXT_MONDAY, made["bundle"])) == len(CAMPUSES)
    week.add(day="2020-03-11", title="消防通道堵塞")
    third = week.json("report", "weekly", "--for", THURSDAY, day=NEXT_MONDAY)
    assert third["edition"] == 3
    assert "（第3版）：本报告替代2020年3月16日报送的《安全生产专项整治进展周报》。" in letter(third["bundle"])


def test_a_correction_is_no_late_report(week: Command) -> None:
    week.add(day="2020-03-11", title="疏散指示牌不亮")
    made = week.json("report", "weekly", "--for", THURSDAY, day=NEXT_MONDAY)
    week("report", "submit", made["bundle"], day=NEXT_MONDAY)
    states = [one["state"] for one in week.json("report", "list", day=NEXT_MONDAY)]
    assert states == ["sent"] * 3 + ["correction"] * 3
    assert "更正版" in week("report", "list", day=NEXT_MONDAY, lang="zh").out
    assert "迟报" not in week("report", "list", day=NEXT_MONDAY, lang="zh").out


def test_a_groups_report_after_a_campuss_own_is_late_and_no_correction(cmd: Command) -> None:
    own = cmd.json("report", "weekly", "--campus", "东校区", day=THURSDAY)["bundle"]
    cmd("report", "submit", own, day=THURSDAY)
    every = cmd.json("report", "weekly", day=THURSDAY)["bundle"]
    for campus in CAMPUSES[1:]:
        cmd("report", "submit", f"weekly-report/{THURSDAY}/{campus}", day=THURSDAY)
    cmd("report", "submit", every, day=NEXT_MONDAY)
    states = [one["state"] for one in cmd.json("report", "list", day=NEXT_MONDAY)]
    assert states[:3] == ["sent"] * 3
    assert set(states[3:]) == {"late"}


def test_what_an_earlier_version_told_otherwise_makes_no_correction() -> None:
    hazard = {"number": "H0001", "title": "围墙", "days_overdue": 3, "why": "请协调", "status": "assigned"}
    before = {
        "format": 1, "as_of": "2020-03-12", "rectified_this_week": 2, "tally": {"new": 1, "rectified": 2},
        "so_far": {"registered": 1}, "next_week": [hazard], "open_hazards": [hazard],
        "deeds": [{"number": "D0001", "said": ["960 人参加"]}], "figures": {"by_kind": {"special": 1}},
    }  # fmt: skip
    after = {
        "format": 2, "as_of": "2020-03-16", "rectified_this_week": 1,
        "tally": {"new": 1, "rectified": 1, "found_so_far": 1}, "so_far": {"registered": 1, "rectified": 0},
        "next_week": [], "open_hazards": [hazard | {"why": "寒假停工", "request": "请协调"}],
        "deeds": [{"number": "D0001", "said": ["960人参加"]}],
        "figures": {"by_kind": {"special": 1}, "all_time": {"registered": 1}},
    }  # fmt: skip
    assert says_the_same(before, after)
    for told in (
        {"tally": {"new": 2}},
        {"figures": {"by_kind": {"special": 1, "other": 1}}},
        {"open_hazards": []},
        {"open_hazards": [hazard | {"status": "rectified"}]},
        {"deeds": []},
    ):
        assert not says_the_same(before, after | told), told
    for told in (
        {"open_hazards": [hazard | {"why": "材料未到", "request": "请协调"}]},
        {"tally": {"new": 1, "rectified": 2, "found_so_far": 1}},
        {"deeds": [{"number": "D0001", "said": ["970人参加"]}]},
    ):
        assert not says_the_same(after, after | told), told


def test_another_campus_or_week_is_no_second_edition(week: Command) -> None:
    assert week.json("report", "weekly", "--campus", "东校区", day=THURSDAY)["edition"] == 1
    assert week.json("report", "weekly", day=NEXT_THURSDAY)["edition"] == 1


def test_on_the_day_before_it_was_handed_in_there_was_nothing_to_correct(week: Command) -> None:
    assert week.json("report", "weekly", day="2020-03-11", expect=0)["edition"] == 1


def test_a_number_that_is_not_the_one_handed_in_before_is_named_and_exit_3(week: Command) -> None:
    week.add("--found", "2020-03-09", day=NEXT_MONDAY, title="疏散指示牌不亮")
    ended = week("report", "weekly", "--json", day=NEXT_THURSDAY, expect=3)
    note = "说明：上一期报告（2020年3月12日报送）期末未销号1处，其后有补登，本期结转以2处为准。"
    assert note in letter(ended.json["bundle"])
    assert note in ended.err
    assert data(ended.json["bundle"])["notes"] == [note]
    found = week("ledger", "check", "--json", day=NEXT_THURSDAY, expect=3).json
    reports = [one for one in found if one["check"] == "reports"]
    assert {one["ref"] for one in reports} == {"S0001"}
    assert reports[0]["problem"] == "as handed in it says newly found: 1; the ledger now says 2"
    assert reports[0]["mend"] == "hand in a correction: safetyctl report weekly --for 2020-03-06"


def test_a_correction_handed_in_settles_the_disagreement(week: Command) -> None:
    week.add("--found", "2020-03-09", day=NEXT_MONDAY, title="疏散指示牌不亮")
    made = week.json("report", "weekly", "--for", THURSDAY, day=NEXT_MONDAY)
    week("report", "submit", made["bundle"], day=NEXT_MONDAY)
    week("ledger", "check", day=NEXT_THURSDAY)
    week("report", "weekly", day=NEXT_THURSDAY)


def test_what_came_after_an_early_report_of_the_week_asks_for_a_correction(cmd: Command) -> None:
    """A report of Wednesday, a hazard of Thursday: it would be in no report at all (A3)."""
    cmd.add(day="2020-03-10")
    made = cmd.json("report", "weekly", day="2020-03-11")
    cmd("report", "submit", made["bundle"], day="2020-03-11")
    cmd("ledger", "check", day="2020-03-11")
    cmd.add(day=THURSDAY, title="疏散指示牌不亮")
    (first, *_others) = cmd("ledger", "check", "--json", day=NEXT_MONDAY, expect=3).json
    assert (first["ref"], first["problem"]) == (
        "S0001",
        "as handed in it says newly found: 1; the ledger now says 2",
    )
    corrected = cmd.json("report", "weekly", "--for", THURSDAY, day=NEXT_MONDAY)["bundle"]
    cmd("report", "submit", corrected, day=NEXT_MONDAY)
    cmd("ledger", "check", day=NEXT_MONDAY)


def test_a_campus_that_reported_something_else_is_named_in_the_groups_report(cmd: Command) -> None:
    cmd.add(day="2020-03-10")
    made = cmd.json("report", "weekly", "--campus", "东校区", day=THURSDAY)
    cmd("report", "submit", made["bundle"], day=THURSDAY)
    cmd("report", "weekly", "--out", "agreed", day=THURSDAY)
    cmd.add(day=THURSDAY, title="疏散指示牌不亮")
    ended = cmd("report", "weekly", day=THURSDAY, expect=3)
    assert "说明：东校区同期报送的数字（2020年3月12日报送）与本报告不一致。" in ended.err


def test_sums_that_do_not_hold_are_written_nowhere(
    week: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from safetyctl.reports.facts.gathering import flow
    from safetyctl.reports.kinds import weekly

    monkeypatch.setattr(weekly, "flow", lambda parts: flow(list(parts)[:0]))
    ended = week("report", "weekly", "--out", "wrong", day=NEXT_THURSDAY, expect=1)
    assert "do not add up" in ended.err
    assert not (tmp_path / "wrong").exists()


def test_the_register_tells_what_lies_ready_what_went_out_and_what_came_late(week: Command) -> None:
    ready = week.json("report", "weekly", day=NEXT_THURSDAY)["bundle"]
    states = [(one["id"], one["state"], one["due"]) for one in week.json("report", "list", day=NEXT_THURSDAY)]
    assert states == [
        *((f"S000{n}", "sent", THURSDAY) for n in (1, 2, 3)),
        *((None, "prepared", NEXT_THURSDAY) for _campus in CAMPUSES),
    ]
    week("report", "submit", ready, day="2020-03-20")
    states = [(one["id"], one["state"]) for one in week.json("report", "list", day="2020-03-20")]
    assert states[3:] == [("S0004", "late"), ("S0005", "late"), ("S0006", "late")]
    assert week.json("report", "list", "--in", "nowhere", day=THURSDAY)[3:] == []


def test_what_is_recorded_twice_is_said_and_kept(week: Command) -> None:
    again = week("report", "submit", "weekly_2020-03-12_group.zip", "--channel", "邮件", day=THURSDAY)
    assert "recorded as S0001, S0002, S0003 already" in again.err
    assert "safetyctl undo" in again.err
    assert len(week.json("report", "list", day=THURSDAY)) == 6
    paper = week("report", "submit", "weekly_2020-03-12_group.zip", "--channel", "paper", day=THURSDAY)
    assert "already" not in paper.err, "on paper too, as the plan asks for"


def test_a_duty_that_is_recorded_twice_without_a_bundle_is_said(cmd: Command) -> None:
    duty = f"weekly-report/{THURSDAY}/东校区"
    assert "already" not in cmd("report", "submit", duty, day=THURSDAY).err
    assert "recorded as S0001 already" in cmd("report", "submit", duty, day=THURSDAY).err


def test_many_numbers_are_said_by_the_first_and_the_last(cmd: Command) -> None:
    wide = ("--ledger", "wide.db")
    cmd("init", *wide, *(one for n in range(8) for one in ("--campus", f"校区{n}")))
    made = cmd.json("report", "weekly", *wide, day=THURSDAY)["bundle"]
    assert "Recorded S0001 … S0008." in cmd("report", "submit", made, *wide, day=THURSDAY).err


def test_a_receipt_that_cannot_be_kept_is_called_by_its_name(week: Command) -> None:
    bundle = "weekly_2020-03-12_group.zip"
    refused = week("report", "submit", bundle, "--receipt", "a\nb", day=THURSDAY, lang="zh", expect=2)
    assert "receipt:" not in refused.err
    assert "回执号" in refused.err


def ready(cmd: Command, day: str) -> list[tuple[str, str]]:
    """What lies ready on a day: the bundle, and the code of what it would meet."""
    listed = cmd.json("report", "list", day=day)
    return [(one["bundle"], one["duty"]) for one in listed if one["state"] == "prepared"]


def test_what_the_plan_gives_no_day_lies_ready_too(cmd: Command) -> None:
    """A month, a summary, the state of supervision: each until it was handed in itself, though on one day."""
    month = cmd.json("report", "monthly", day=THURSDAY)["bundle"]
    summary = cmd.json("report", "summary", day=THURSDAY)["bundle"]
    state = cmd.json("report", "supervision", day=THURSDAY)["bundle"]
    copies = [(summary, "electronic-copy"), (state, "electronic-copy")]
    assert ready(cmd, THURSDAY) == [*copies, (month, "monthly-safety-report")]
    cmd("report", "submit", month, day=THURSDAY)
    cmd("report", "submit", summary, day=THURSDAY)
    assert ready(cmd, THURSDAY) == [copies[1]]
    cmd("report", "submit", state, day=THURSDAY)
    assert ready(cmd, THURSDAY) == []
    cmd.add(day=THURSDAY)
    corrected = cmd.json("report", "monthly", day=THURSDAY, expect=3)["bundle"]
    assert ready(cmd, THURSDAY) == [(corrected, "monthly-safety-report")]


def test_a_report_of_which_the_archive_lost_the_bytes_is_corrected_all_the_same(week: Command) -> None:
    shutil.rmtree(folder(week.ledger))
    ended = week("report", "weekly", "--json", day=THURSDAY, expect=3)
    assert ended.json["edition"] == 2
    assert "S0001 is missing from the archive" in ended.err
    assert "存档原件缺失" in letter(ended.json["bundle"])


def test_a_correction_that_lies_ready_is_told(week: Command) -> None:
    week("hazard", "edit", "1", "--title", "灭火器过期", day=THURSDAY)
    made = week.json("report", "weekly", day=THURSDAY)
    assert made["edition"] == 2
    states = [(one["id"], one["state"]) for one in week.json("report", "list", day=THURSDAY)]
    assert states == [*((f"S000{n}", "sent") for n in (1, 2, 3)), *([(None, "prepared")] * len(CAMPUSES))]
    week("report", "submit", made["bundle"], day=THURSDAY)
    states = [one["state"] for one in week.json("report", "list", day=THURSDAY)]
    assert states == ["sent"] * len(CAMPUSES) + ["correction"] * len(CAMPUSES)


def test_a_bundle_is_not_handed_in_before_the_day_it_tells_of(cmd: Command) -> None:
    made = cmd.json("report", "weekly", day=NEXT_MONDAY)["bundle"]
    told = cmd.refused("report", "submit", made, "--on", "2020-03-13", day=NEXT_MONDAY, code=2)
    assert NEXT_MONDAY in told.err
    assert cmd.json("report", "list", day=NEXT_MONDAY)[0]["state"] == "prepared"
    renamed = Path(made).rename("weekly.bundle")
    cmd("report", "submit", str(renamed), day=NEXT_MONDAY)


def test_what_is_no_bundle_of_this_ledger_is_not_ready(week: Command, tmp_path: Path) -> None:
    Path("broken.zip").write_bytes(b"PK\x03\x04 no archive")
    with zipfile.ZipFile("other.zip", "w") as archive:
        archive.writestr(
            "manifest.json",
            json.dumps({"ledger": {"head": "0" * 64, "seq": 1}, "duties": ["a/2020-01-01/x"]}),
        )
    for name, at in (("corrupt.zip", 50), ("locked.zip", 6)):  # its compressed bytes; the flag of encryption
        with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("manifest.json", json.dumps({"duties": ["a/2020-01-01/x"] * 50}))
        content = bytearray(Path(name).read_bytes())
        content[at] ^= 0xFF if name == "corrupt.zip" else 1
        content[content.rfind(b"PK\x01\x02") + 8] ^= name == "locked.zip"
        Path(name).write_bytes(content)
    assert {one["state"] for one in week.json("report", "list", day=THURSDAY)} == {"sent"}


def test_a_bundle_proves_that_the_ledger_still_has_its_history(week: Command) -> None:
    ended = week("report", "verify", "weekly_2020-03-12_group.zip", "--json", day=THURSDAY)
    assert (ended.json["ok"], ended.json["in_history"]) == (True, True)


def test_a_ledger_that_was_set_back_is_named(week: Command, tmp_path: Path) -> None:
    shutil.copy(week.ledger, tmp_path / "older.db")
    week.add(day=NEXT_MONDAY)
    made = week.json("report", "weekly", day=NEXT_THURSDAY)["bundle"]
    ended = week(
        "report",
        "verify",
        made,
        "--ledger",
        str(tmp_path / "older.db"),
        "--json",
        day=NEXT_THURSDAY,
        expect=3,
    )
    assert (ended.json["ok"], ended.json["in_history"], ended.json["problems"]) == (False, False, [])
    assert "does not hold the head" in ended.err


def test_a_history_that_was_altered_before_it_is_named(week: Command) -> None:
    connection = sqlite3.connect(week.ledger, isolation_level=None)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("UPDATE journal SET actor = 'nobody' WHERE seq = 3")
    ended = week("report", "verify", "weekly_2020-03-12_group.zip", "--json", day=THURSDAY, expect=3)
    assert (ended.json["in_history"], ended.json["broken_at"]) == (False, 3)
    assert "entry 3" in ended.err
    connection.execute("DELETE FROM journal WHERE seq IN (2, 3)")
    connection.close()
    ended = week("report", "verify", "weekly_2020-03-12_group.zip", "--json", day=THURSDAY, expect=3)
    assert ended.json["broken_at"] == 2


def test_what_was_handed_in_is_known_from_what_was_not(week: Command) -> None:
    """One who changes a page and the manifest after it has a bundle that is sound in itself."""
    bundle = Path("weekly_2020-03-12_group.zip")
    told = week.json("report", "verify", str(bundle), day=THURSDAY)
    assert (told["ok"], told["handed_in"], told["instead"]) == (True, "S0001", None)
    with zipfile.ZipFile(bundle) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["page.html"] = members["page.html"].replace("灭火器压力不足".encode(), "灭火器压力正常".encode())
    manifest = json.loads(members["manifest.json"])
    manifest["files"]["page.html"]["sha256"] = hashlib.sha256(members["page.html"]).hexdigest()
    members["manifest.json"] = encoded(manifest)
    Path("forged.zip").write_bytes(packed(members))
    ended = week("report", "verify", "forged.zip", "--json", day=THURSDAY, expect=3)
    assert ended.json["problems"] == []
    assert (ended.json["ok"], ended.json["handed_in"], ended.json["instead"]) == (False, None, "S0001")


def test_without_a_ledger_named_only_the_bundle_is_looked_at(
    week: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from safetyctl.cli import main

    bundle = str(tmp_path / "weekly_2020-03-12_group.zip")
    monkeypatch.delenv("SAFETYCTL_LEDGER")
    monkeypatch.setenv("HOME", str(tmp_path / "nobody"))
    capsys.readouterr()
    assert main(["report", "verify", bundle, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["in_history"] is None
