"""A person at a terminal: asked for what is missing, shown what fits."""

import os
import sys
from pathlib import Path

import pytest

from office import at_a_terminal
from safetyctl.cli import main


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in list(os.environ):
        if name.startswith("SAFETYCTL_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("SAFETYCTL_LEDGER", str(tmp_path / "ledger.db"))
    monkeypatch.setenv("SAFETYCTL_AS_OF", "2020-03-12")
    monkeypatch.setenv("SAFETYCTL_LANG", "zh")
    monkeypatch.setenv("NO_COLOR", "1")
    assert main(["init", "--campus", "东校区", "--quiet"]) == 0
    return tmp_path / "ledger.db"


def person(*args: str, typed: str = "", columns: int = 80) -> str:
    """What a person sees who types a command, and then what is asked for."""
    every = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    code, seen = at_a_terminal([sys.executable, "-m", "safetyctl.cli", *args], typed, every, columns)
    assert code == 0, seen
    return seen


def test_a_hazard_is_registered_and_assigned_by_answers_alone(ledger: Path) -> None:
    seen = person("hazard", "add", typed="1\nfire\n灭火器压力不足\n")
    assert "校区" in seen
    assert "已登记 H0001" in seen
    assigned = person("hazard", "assign", "1", typed="李四\n更换\n")
    assert "责任人" in assigned
    assert "H0001 已交李四整改" in assigned


def test_a_list_fits_a_narrow_terminal(ledger: Path) -> None:
    main(
        [
            "hazard",
            "add",
            "--campus",
            "东校区",
            "--area",
            "fire",
            "--title",
            "教学楼三楼灭火器压力不足，指针在红区",
            "--quiet",
        ]
    )
    narrow = person("hazard", "list", columns=80)
    assert "消防安全" not in narrow
    assert "教学楼三楼灭火器压力不足" in narrow
    assert "消防安全" in person("hazard", "list", columns=120)
