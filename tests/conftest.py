"""One ledger is made once and copied for every test that wants one; nothing of the machine's own settings is seen."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from office import CAMPUSES, Command, fill, hand
from safetyctl.ground.catalogue import language, speak
from safetyctl.ledger.store import folder
from safetyctl.plan.source import builtin
from safetyctl.records.campaigns import create_ledger

# a slow machine is no fault: no test asserts a time
settings.register_profile("house", deadline=None)
settings.load_profile("house")

_OURS = ("SAFETYCTL_", "XDG_", "LC_")
_SEEN = (
    "LANG",
    "NO_COLOR",
    "FORCE_COLOR",
    "CLICOLOR_FORCE",
    "GITHUB_ACTIONS",
    "PY_COLORS",
    "TERM",
    "COLUMNS",
)


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in list(os.environ):
        if name.startswith(_OURS) or name in _SEEN:
            monkeypatch.delenv(name)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    before = language()
    yield
    speak(before)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty ledger of three campuses; only to be copied."""
    path = tmp_path_factory.mktemp("template") / "ledger.db"
    create_ledger(path, builtin(), CAMPUSES, hand("2019-12-01"))
    return path


@pytest.fixture
def ledger(template: Path, tmp_path: Path) -> Path:
    """An empty ledger of three campuses, of this test's own."""
    path = tmp_path / "ledger.db"
    shutil.copy2(template, path)
    return path


@pytest.fixture
def cmd(
    ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Commands on this test's own ledger."""
    monkeypatch.chdir(tmp_path)
    return Command(ledger, monkeypatch, capsys)


_begun: dict[Callable[[Command], None], Path] = {}


@pytest.fixture
def begun(
    cmd: Command, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Callable[[Command], None]], Command]:
    """A ledger on which something was done before the test begins: done once, then copied."""

    def after(beginning: Callable[[Command], None]) -> Command:
        if beginning in _begun:
            shutil.copy2(_begun[beginning], cmd.ledger)
            if folder(_begun[beginning]).exists():
                shutil.copytree(folder(_begun[beginning]), folder(cmd.ledger))
            return cmd
        beginning(cmd)
        kept = tmp_path_factory.mktemp("begun") / "ledger.db"
        shutil.copy2(cmd.ledger, kept)
        if folder(cmd.ledger).exists():
            shutil.copytree(folder(cmd.ledger), folder(kept))
        _begun[beginning] = kept
        return cmd

    return after


@pytest.fixture(scope="session")
def full(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger in which every table has rows and every column of a hazard is filled somewhere; only to be copied."""
    path = tmp_path_factory.mktemp("full") / "ledger.db"
    shutil.copy2(template, path)
    fill(path)
    return path


@pytest.fixture
def filled(full: Path, tmp_path: Path) -> Path:
    """A copy of that ledger, with its files."""
    path = tmp_path / "filled.db"
    shutil.copy2(full, path)
    shutil.copytree(folder(full), folder(path))
    return path
