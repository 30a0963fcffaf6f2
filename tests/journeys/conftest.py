"""A clerk at work: commands one after another on one ledger, each on its day."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from safetyctl.cli import main


class Ended(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def clerk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ended]:
    """Types a command on a day: ``clerk("2020-03-12", "hazard", "add", …)``; expects exit 0 unless told."""
    for name in list(os.environ):
        if name.startswith("SAFETYCTL_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("SAFETYCTL_LEDGER", str(tmp_path / "ledger.db"))
    monkeypatch.setenv("SAFETYCTL_ACTOR", "张三")
    monkeypatch.chdir(tmp_path)

    def types(day: str, *args: str, expect: int = 0) -> Ended:
        capsys.readouterr()
        code = main([*args, "--as-of", day])
        ended = Ended(code, *capsys.readouterr())
        assert ended.code == expect, (args, ended)
        return ended

    return types
