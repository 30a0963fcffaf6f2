"""How far a long command has come: seen at a terminal, nowhere else."""

import io
import sys

import pytest

from safetyctl.cli.here import Here
from safetyctl.cli.progress import LONG, shown


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def seen(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, number: int, *, quiet: bool = False) -> str:
    here = Here()
    if quiet:
        here.tell("quiet", True)
    monkeypatch.setattr(sys, "stderr", stream)
    assert list(shown(here, range(number), "导入")) == list(range(number))
    return stream.getvalue()


def test_a_person_sees_it_grow_and_go(monkeypatch: pytest.MonkeyPatch) -> None:
    said = seen(monkeypatch, Screen(), LONG)
    parts = said.split("\r")[1:]
    assert parts[-1] == ""
    assert parts[-2].isspace()
    counts = [int(part.split()[-3].replace(",", "")) for part in parts[:-2]]
    assert counts == sorted(set(counts))
    assert 20 <= len(counts) <= 100
    assert all("导入" in part and "2,000" in part for part in parts[:-2])
    assert "\n" not in said


def test_it_goes_too_where_the_work_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    going = shown(Here(), range(LONG), "导入")
    next(going)
    going.close()
    assert screen.getvalue().endswith(" \r")


def test_nobody_is_told_in_a_pipe_or_of_little_or_on_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    assert seen(monkeypatch, io.StringIO(), 10 * LONG) == ""
    assert seen(monkeypatch, Screen(), LONG - 1) == ""
    assert seen(monkeypatch, Screen(), LONG, quiet=True) == ""
