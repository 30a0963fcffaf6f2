"""Running the program: in this process, in one of its own, and at a terminal."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from running import FOLDER, SOURCE, Ended, toyctl

from office import at_a_terminal
from safetyctl.cli import app, main


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith(("SAFETYCTL_", "XDG_", "LC_")) or name in ("LANG", "NO_COLOR", "FORCE_COLOR"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("COLUMNS", "90")
    monkeypatch.setenv("PYTHONPATH", f"{SOURCE}{os.pathsep}{FOLDER}")


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Ended]]:
    """The program with the toy nouns, in this process."""
    import toyctl

    monkeypatch.setattr(app, "SECTIONS", toyctl.SECTIONS)
    app.root.cache_clear()

    def call(*args: str) -> Ended:
        capsys.readouterr()
        code = main(args)
        return Ended(code, *capsys.readouterr())

    yield call
    app.root.cache_clear()


@pytest.fixture
def spawn() -> Callable[..., Ended]:
    """The program with the toy nouns, in a process of its own; ``shell`` puts it in a shell line as ``toyctl``."""

    def call(*args: str, shell: str | None = None, env: dict[str, str] | None = None) -> Ended:
        command = ["sh", "-c", f'toyctl() {{ "$PY" "$TOY" "$@"; }}; {shell}'] if shell else toyctl(*args)
        every = {**os.environ, "PY": sys.executable, "TOY": str(FOLDER / "toyctl.py")} if env is None else env
        done = subprocess.run(
            command, check=False, capture_output=True, env=every, stdin=subprocess.DEVNULL, timeout=60
        )
        return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())

    return call


@pytest.fixture
def terminal() -> Callable[..., Ended]:
    """The program with the toy nouns at a terminal; ``typed`` are the lines a person types."""

    def call(*args: str, typed: str = "", env: dict[str, str] | None = None) -> Ended:
        every = {**os.environ, "TERM": "xterm-256color", **(env or {})}
        code, seen = at_a_terminal(toyctl(*args), typed, every)
        return Ended(code, seen, "")

    return call
