"""An empty ``--campus`` is a variable of the shell that was never set: it is refused, never taken for the group."""

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
