"""What a command may load: asserted on the modules, never on milliseconds."""

import subprocess
import sys
from importlib.util import find_spec

import pytest

from safetyctl.cli.app import root

HEAVY = {
    "sqlmodel",
    "pydantic",
    "sqlalchemy",
    "alembic",
    "openpyxl",
    "docx",
    "jinja2",
    "rich",
    "dateutil",
    "chinese_calendar",
}
NOT_NEEDED = HEAVY | {
    "sqlite3",
    "json",
    "zoneinfo",
    "platformdirs",
    "tomllib",
    "safetyctl.records",
    "safetyctl.ledger",
}
WRITTEN = [name for name, entry in root().entries.items() if find_spec(entry.module)]


def loaded(*args: str) -> set[str]:
    code = (
        "import sys\nfrom safetyctl.cli import main\n"
        f"code = main({list(args)!r})\nprint(code, *sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60)
    code_said, *modules = done.stderr.decode().splitlines()[-1].split()
    assert code_said == "0"
    assert done.stdout
    return set(modules)


@pytest.mark.parametrize("args", [["--help"], ["--version"], [], ["--lang", "zh", "--help"], ["help"]])
def test_help_and_version_load_next_to_nothing(args: list[str]) -> None:
    assert not loaded(*args) & NOT_NEEDED


@pytest.mark.parametrize("noun", WRITTEN)
def test_the_help_of_a_noun_loads_nothing_heavy(noun: str) -> None:
    assert not loaded(noun, "--help") & HEAVY
