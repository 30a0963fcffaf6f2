"""``undo``: each kind of change goes back to the letter, once; history grows; nobody's later work is lost."""

import os
import sqlite3
from pathlib import Path

import pytest

from office import DAY, MAJOR, Begun, Command, content, every_stage
from safetyctl.ground.files import shipped

RECORDS = ("campaign", "campus", "person", "hazard", "step", "attachment", "submission")
SAMPLE = str(shipped("sample-ledger.xlsx"))

CHANGES = {
    "edit": "hazard edit 1 --title 灭火器过期 --found 2020-03-01 --area food",
    "attach": "hazard attach 1 photo.jpg --kind after",
    "assign": "hazard assign 1 --responsible 李四 --measure 更换 --due 2020-03-30",
    "rectify": "hazard rectify 2 --note 已更换 --photo photo.jpg",
    "verify": "hazard verify 3 --by 王五 --pass",
    "fail": "hazard verify 3 --by 王五 --fail --note 不合格",
    "close": "hazard close 4 --by 赵六",
    "extend": "hazard extend 1 --until +60d --reason 缺货 --approved-by 赵六",
    "defer": "hazard defer 5 --until +60d --reason 未复工 --interim 封闭 --approved-by 赵六",
    "escalate": "hazard escalate 1 --to 教育处",
    "reopen": "hazard reopen 6 --reason 复发",
    "void": "hazard void 1 --reason 重复",
    "upload": "hazard upload 1 2 3 --receipt 07 --yes",
    "people add": "people add 赵六 --campus 西校区 --role 校长",
    "people retire": "people retire 李四",
    "submit": "report submit weekly-report/2020-03-05/东校区 --channel e-mail",
}


@pytest.fixture
def lives(begun: Begun) -> Command:
    Path("photo.jpg").write_bytes(b"photo")
    return begun(every_stage)


def records(ledger: Path) -> dict[str, object]:
    return {name: rows for name, rows in content(ledger).items() if name in RECORDS}


@pytest.mark.parametrize("change", CHANGES)
def test_it_goes_back_to_the_letter(lives: Command, change: str) -> None:
    before, entries = records(lives.ledger), len(content(lives.ledger)["journal"])
    lives(*CHANGES[change].split())
    changed = len(content(lives.ledger)["journal"])
    assert records(lives.ledger) != before
    told = lives("undo", "--yes")
    assert "Taken back" in told.err
    assert records(lives.ledger) == before
    assert len(content(lives.ledger)["journal"]) > changed > entries
    assert lives.json("ledger", "verify")["ok"]
    assert lives.json("ledger", "check") == []


@pytest.mark.parametrize("extra", [(), ("--photo", "photo.jpg"), MAJOR])
def test_what_was_registered_becomes_void_and_keeps_its_number(
    lives: Command, extra: tuple[str, ...]
) -> None:
    new = lives.add(*extra)["id"]
    lives("undo", "--yes")
    assert lives.json("hazard", "show", new)["status"] == "void"
    assert lives.add()["id"] == f"H{int(new[1:]) + 1:04d}"
    assert lives.json("ledger", "verify")["ok"]
    assert lives.json("ledger", "check") == []


def test_an_import_is_taken_back_whole(cmd: Command) -> None:
    cmd("hazard", "import", SAMPLE, "--yes", day="2020-05-14")
    cmd("undo", "--yes", day="2020-05-14")
    assert {one["status"] for one in cmd.json("hazard", "list", "--limit", "0", day="2020-05-14")} == {"void"}
    assert cmd.json("due", "--kind", "rectification", day="2020-05-14")["items"] == []
    assert cmd.json("ledger", "verify")["ok"]
    assert cmd.json("ledger", "check") == []
    again = cmd.json("hazard", "import", SAMPLE, "--yes", day="2020-05-14")
    assert (again["added"], again["skipped"]) == (41, 0)


def test_one_after_another_back_to_the_beginning(cmd: Command) -> None:
    Path("photo.jpg").write_bytes(b"photo")
    states = []
    cmd.add("--photo", "photo.jpg")
    for line in (
        "hazard edit 1 --location 二号楼",
        "hazard assign 1 --responsible 李四 --measure 更换",
        "hazard rectify 1 --note 已更换 --photo photo.jpg",
        "hazard verify 1 --by 王五 --pass",
        "hazard reopen 1 --reason 复发",
        "hazard rectify 1 --note 再换",
    ):
        states.append(records(cmd.ledger))
        cmd(*line.split())
    for state in reversed(states):
        cmd("undo", "--yes")
        assert records(cmd.ledger) == state
    cmd("undo", "--yes")
    assert cmd.json("hazard", "show", "1")["status"] == "void"
    assert "no change to take back" in cmd.refused("undo", "--yes").err
    assert cmd.json("ledger", "verify")["ok"]


def test_only_ones_own_last_change(cmd: Command) -> None:
    cmd.add()
    cmd.add(by="李四")
    told = cmd.json("undo", "--yes")
    assert (told["verb"], told["refs"]) == ("hazard.add", ["H0001"])
    assert cmd.json("hazard", "show", "2")["status"] == "open"
    assert "赵六 has no change" in cmd.refused("undo", "--yes", by="赵六").err


def test_what_somebody_changed_since_is_not_overwritten(cmd: Command) -> None:
    cmd.add()
    cmd("hazard", "edit", "1", "--location", "一号楼")
    cmd("hazard", "edit", "1", "--location", "二号楼", by="李四")
    told = cmd.refused("undo", "--yes").err
    assert "李四" in told
    assert "H0001" in told
    cmd("undo", "--yes", by="李四")
    assert cmd.json("hazard", "show", "1")["location"] == "一号楼"


def test_the_plan_and_the_campuses_are_not_taken_back(cmd: Command) -> None:
    assert "no change" in cmd.refused("undo", "--yes").err


def test_it_is_shown_and_asked_about_first(cmd: Command) -> None:
    cmd.add()
    before = content(cmd.ledger)
    told = cmd("undo", expect=2).err
    assert "H0001" in told
    assert "--yes" in told
    assert content(cmd.ledger) == before
    tried = cmd("undo", "--dry-run").err
    assert "dry run" in tried
    assert content(cmd.ledger) == before


def test_the_files_stay_in_the_store(cmd: Command) -> None:
    """Their bytes are evidence of what the journal says; another hazard may hold the same ones."""
    Path("photo.jpg").write_bytes(os.urandom(100))
    cmd.add()
    cmd("hazard", "attach", "1", "photo.jpg")
    kept = content(cmd.ledger)["files"]
    cmd("undo", "--yes")
    assert content(cmd.ledger)["files"] == kept
    assert cmd.json("hazard", "show", "1")["attachments"] == []


def test_the_reversal_counts_for_the_day_it_was_made(cmd: Command) -> None:
    cmd.add()
    cmd("undo", "--yes", day="2020-03-09")
    connection = sqlite3.connect(cmd.ledger)
    days = connection.execute("SELECT DISTINCT day FROM journal WHERE verb = 'undo'").fetchall()
    connection.close()
    assert days == [("2020-03-09",)]


# history and the audit log


def test_history_tells_who_changed_what_and_when(lives: Command) -> None:
    lives("hazard", "edit", "1", "--location", "二号楼", by="赵六", day="2020-03-07")
    told = lives.json("hazard", "history", "1")
    assert [one["verb"] for one in told] == ["hazard.add", "hazard.add", "hazard.edit"]
    last = told[-1]
    assert (last["actor"], last["day"], last["ref"]) == ("赵六", "2020-03-07", "H0001")
    assert last["changes"] == [["location", None, "二号楼"]]
    assert last["at"].endswith("Z")
    assert "二号楼" in lives("hazard", "history", "1").out
    assert lives("hazard", "history", "1", "--csv").out.startswith("seq,")


def test_the_audit_log_is_newest_first_and_can_be_narrowed(lives: Command) -> None:
    lives("hazard", "edit", "1", "--location", "二号楼", by="赵六", day="2020-03-07")
    every = lives.json("audit", "log", "--limit", "0")
    assert [one["seq"] for one in every] == sorted((one["seq"] for one in every), reverse=True)
    assert {one["ref"] for one in lives.json("audit", "log", "--ref", "h1")} == {"H0001"}
    assert {one["actor"] for one in lives.json("audit", "log", "--actor", "赵六")} == {"赵六"}
    assert {one["day"] for one in lives.json("audit", "log", "--since", "2020-03-07")} == {"2020-03-07"}
    assert len(lives.json("audit", "log", "--limit", "2")) == 2
    assert lives.json("audit", "log", "--ref", "H0099") == []
    assert lives.json("audit", "log", "--since", DAY, "--actor", "nobody") == []
