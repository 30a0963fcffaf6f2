"""A person at a terminal imports a ledger: asked about the column that is not clear and about areas, then shown."""

import os
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from office import at_a_terminal
from safetyctl.cli import main


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in list(os.environ):
        if name.startswith("SAFETYCTL_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    for name, value in (("LEDGER", "l.db"), ("AS_OF", "2020-05-14"), ("LANG", "en")):
        monkeypatch.setenv(f"SAFETYCTL_{name}", value)
    monkeypatch.setenv("NO_COLOR", "1")
    assert main(["init", "--campus", "东校区", "--quiet"]) == 0
    book = Workbook()
    assert book.active is not None
    for row in (
        ["日期", "存在问题", "措施", "完成时间"],
        ["2020-03-05", "灭火器压力不足", "更换", "2020-03-09"],
        ["2020-03-05", "食堂留样不足", "补足", "2020-03-09"],
        ["2020-03-06", "围墙开裂", "砌补", "2020-03-19"],
    ):
        book.active.append(row)
    book.save(tmp_path / "台账.xlsx")
    return tmp_path / "l.db"


def person(typed: str, *options: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "safetyctl.cli", "hazard", "import", "台账.xlsx", *options]
    return at_a_terminal(command, typed, dict(os.environ), 100)


def test_all_is_asked_shown_and_taken(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, seen = person("1\ny\ny\n")
    assert code == 0, seen
    assert "What does column D" in seen
    assert "D 完成时间 → Rectification deadline" in seen
    assert "Fire safety" in seen
    assert "3 added" in seen
    capsys.readouterr()
    assert main(["hazard", "list", "--json"]) == 0
    assert '"2020-03-19"' in capsys.readouterr().out


def test_the_hazards_are_seen_beside_the_areas_that_are_asked_about(ledger: Path) -> None:
    _code, seen = person("1\nn\n")
    asked = seen[seen.index("suggestion") : seen.index("Take these areas?")]
    assert "食堂留样不足" in asked


@pytest.mark.parametrize("rule", ["skip", "update"])
def test_nothing_is_asked_about_what_is_known(ledger: Path, rule: str) -> None:
    assert person("1\ny\ny\n")[0] == 0
    code, seen = person("1\n", "--on-duplicate", rule)
    assert (code, "[y/N]" in seen) == (0, False), seen
    assert "3 known already" in seen
    assert ("--on-duplicate update" in seen) == (rule == "skip")


def test_only_what_is_new_is_asked_about(ledger: Path) -> None:
    assert person("1\ny\ny\n")[0] == 0
    book = load_workbook("台账.xlsx")
    assert book.active is not None
    book.active.append(["2020-03-07", "窗户玻璃破裂", "更换", "2020-03-19"])
    book.save("台账.xlsx")
    code, seen = person("1\ny\ny\n")
    asked = seen[seen.index("suggestion") :]
    assert (code, "窗户玻璃破裂" in asked, "围墙开裂" in asked) == (0, True, False), seen
    assert "Take 1 hazard from" in asked


@pytest.mark.parametrize("typed", ["1\nn\n", "1\ny\nn\n"])
def test_no_is_no(ledger: Path, typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, seen = person(typed)
    assert (code, "Nothing was changed" in seen) == (1, True), seen
    capsys.readouterr()
    assert main(["hazard", "list", "--json"]) == 0
    assert capsys.readouterr().out.strip() == "[]"


def test_a_heading_that_no_list_has_is_asked_about(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (["检查日期", "现场纪要", "照片编号", "部位"], ["2020-03-05", "灭火器压力不足", "7", "楼"]):
        book.active.append(row)
    book.save("台账.xlsx")
    code, seen = person("1\ny\n")
    assert code == 0, seen
    assert "Which column says: Hazard" in seen
    capsys.readouterr()
    assert main(["hazard", "list", "--json"]) == 0
    assert '"灭火器压力不足"' in capsys.readouterr().out
