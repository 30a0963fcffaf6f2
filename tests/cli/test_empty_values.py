"""What is empty was a variable of the shell that was never set: refused, not taken for the group or the own plan."""

import pytest

from office import Command


@pytest.mark.parametrize(
    "args",
    [
        ("report", "weekly"),
        ("report", "supervision"),
        ("due",),
        ("hazard", "list"),
        ("hazard", "common"),
        ("drill", "list"),
        ("people", "list"),
        ("campaign", "check"),
        ("meeting", "list"),
        ("people", "add", "李四"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("empty", ["", " "], ids=["empty", "blank"])
def test_an_empty_campus_is_refused(cmd: Command, args: tuple[str, ...], empty: str) -> None:
    ended = cmd.refused(*args, "--campus", empty)
    assert ended.lines[0] == "error: --campus is empty."


@pytest.mark.parametrize(
    "args",
    [
        ("init", "--campus", "南校区", "--plan"),
        ("campaign", "use", "--days"),
        ("campaign", "new", "--start", "2026-12", "--out", "next.toml", "--plan"),
        ("hazard", "import", "none.xlsx", "--map"),
        ("people", "import", "none.xlsx", "--map"),
    ],
    ids=" ".join,
)
def test_an_empty_file_is_refused(cmd: Command, args: tuple[str, ...]) -> None:
    assert cmd.refused(*args, "").lines[0] == f"error: {args[-1]} is empty."
