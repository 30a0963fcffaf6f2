"""What a hazard said on an earlier day: edits count from their own day on, in lists, counts and reports alike."""

import json
import sqlite3
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from office import Command
from safetyctl.ledger.words import REWORDED
from safetyctl.records.past import Told, told_on

THURSDAY, FRIDAY, NEXT_THURSDAY = "2020-03-12", "2020-03-13", "2020-03-19"


@pytest.fixture
def edited(cmd: Command) -> Command:
    """A hazard of Tuesday that was assigned, and then told otherwise, on Friday."""
    cmd.add("--location", "一楼", day="2020-03-10")
    cmd("hazard", "assign", "1", "--responsible", "李四", "--measure", "更换", day=FRIDAY)
    cmd("hazard", "edit", "1", "--title", "灭火器过期", "--location", "二楼", "--area", "food", day=FRIDAY)
    return cmd


def test_an_edit_shows_from_its_own_day_on(edited: Command) -> None:
    before = edited.json("hazard", "show", "1", day=THURSDAY)
    after = edited.json("hazard", "show", "1", day=FRIDAY)
    keys = ("title", "location", "area", "responsible", "measure", "status")
    assert [before[key] for key in keys] == ["灭火器压力不足", "一楼", "fire", None, None, "open"]
    assert [after[key] for key in keys] == ["灭火器过期", "二楼", "food", "李四", "更换", "assigned"]


@pytest.mark.parametrize(
    ("narrowed", "thursday", "friday"),
    [
        (("--area", "fire"), 1, 0),
        (("--area", "food"), 0, 1),
        (("--search", "压力"), 1, 0),
        (("--search", "过期"), 0, 1),
        (("--responsible", "李四"), 0, 1),
        (("--campus", "东校区"), 1, 1),
    ],
)
def test_lists_are_narrowed_by_what_it_said_then(
    edited: Command, narrowed: tuple[str, str], thursday: int, friday: int
) -> None:
    assert len(edited.json("hazard", "list", *narrowed, day=THURSDAY)) == thursday
    assert len(edited.json("hazard", "list", *narrowed, day=FRIDAY)) == friday


def test_an_edit_typed_for_an_earlier_day_counts_from_there(cmd: Command) -> None:
    cmd.add(day="2020-03-10")
    cmd("hazard", "edit", "1", "--location", "三楼", day=FRIDAY)
    cmd("hazard", "edit", "1", "--title", "灭火器过期", day="2020-03-11")
    seen = cmd.json("hazard", "show", "1", day=THURSDAY)
    assert (seen["title"], seen["location"]) == ("灭火器过期", None)


def test_what_was_taken_back_later_still_stood_then(cmd: Command) -> None:
    cmd.add(day="2020-03-10")
    cmd("hazard", "edit", "1", "--location", "三楼", day="2020-03-11")
    cmd("undo", "--yes", day=FRIDAY)
    assert cmd.json("hazard", "show", "1", day=THURSDAY)["location"] == "三楼"
    assert cmd.json("hazard", "show", "1", day=FRIDAY)["location"] is None


def test_a_level_raised_later_is_general_in_the_week_before(cmd: Command, tmp_path: Path) -> None:
    cmd.add("--due", "2020-03-30", day="2020-03-10")
    cmd("hazard", "edit", "1", "--level", "major", "--area", "food", day=FRIDAY)
    figures = told(cmd, tmp_path, "--for", THURSDAY, day=NEXT_THURSDAY)
    assert (figures["general"]["remaining"], figures["major"]["remaining"], figures["majors"]) == (1, 0, [])
    assert moved(figures) == {"fire": 1}
    figures = told(cmd, tmp_path, day=NEXT_THURSDAY)
    assert (figures["general"]["carried"], figures["major"]["carried"]) == (0, 1)
    assert moved(figures) == {"food": 1}
    cmd("ledger", "check", day=NEXT_THURSDAY)


def test_a_photograph_kept_later_is_not_in_the_report_of_the_week_before(
    cmd: Command, tmp_path: Path
) -> None:
    cmd.add(day="2020-03-10")
    (tmp_path / "before.jpg").write_bytes(b"\xff\xd8 a photograph")
    cmd("hazard", "attach", "1", str(tmp_path / "before.jpg"), "--kind", "before", day=FRIDAY)
    assert cmd.json("hazard", "show", "1", day=THURSDAY)["attachments"] == []
    assert len(cmd.json("hazard", "show", "1", day=FRIDAY)["attachments"]) == 1


def test_the_rates_of_a_past_week_know_nothing_of_what_came_later(cmd: Command, tmp_path: Path) -> None:
    cmd.closed(day="2020-03-10")
    cmd.add(day="2020-03-10", title="疏散指示牌不亮")
    first = told(cmd, tmp_path, "--for", THURSDAY, day=THURSDAY)["so_far"]
    cmd("hazard", "reopen", "1", "--reason", "又坏了", day=FRIDAY)
    cmd("hazard", "void", "2", "--reason", "重复登记", day=FRIDAY)
    cmd.add(day=FRIDAY, title="消防通道堵塞")
    assert told(cmd, tmp_path, "--for", THURSDAY, day=NEXT_THURSDAY)["so_far"] == first
    assert first | {"registered": 2, "closed": 1, "voided": 0, "timed": 1, "timely": 1} == first


def told(cmd: Command, folder: Path, *options: str, day: str) -> dict[str, Any]:
    made = cmd("report", "weekly", *options, "--out", str(folder / "out"), "--json", day=day).json
    with zipfile.ZipFile(made["bundle"]) as archive:
        facts: dict[str, Any] = json.loads(archive.read("data.json"))
    return facts


def moved(figures: dict[str, Any]) -> dict[str, int]:
    return {one["code"]: one["flow"]["remaining"] for one in figures["by_area"] if one["flow"]["remaining"]}


_DAYS = [date(2020, 3, 1) + timedelta(days=n) for n in range(6)]
_CHANGES = st.lists(
    st.tuples(
        st.sampled_from(_DAYS), st.sampled_from(["title", "area", "location"]), st.sampled_from("甲乙丙")
    ),
    max_size=8,
)


@given(changes=_CHANGES, day=st.sampled_from(_DAYS))
@settings(deadline=None)
def test_a_day_knows_exactly_the_changes_that_count_for_it(
    changes: list[tuple[date, str, str]], day: date
) -> None:
    """Told by the law alone: the last change of each field, in the order typed, among those of ``day`` or before."""
    row = {"title": "初", "area": "初", "location": "初"}
    told_so_far = [Told("2020-02-01", json.dumps(row))]
    expected = dict(row)
    for on, field, value in changes:
        changed = row[field] != value
        row = row | {field: value}
        told_so_far.append(Told(on.isoformat(), json.dumps(row)))
        if on <= day and changed:
            expected[field] = value
    said = told_on(told_so_far, day)
    assert {field: said[field] for field in expected} == expected


def test_whether_anything_came_later_is_told_by_an_index(cmd: Command) -> None:
    """Every command asks it: a look at the whole journal would cost more than the answer."""
    with sqlite3.connect(f"{cmd.ledger.as_uri()}?mode=ro", uri=True) as connection:
        plan = connection.execute(
            f"EXPLAIN QUERY PLAN SELECT 1 FROM journal WHERE {REWORDED} AND day > ? LIMIT 1", (THURSDAY,)
        ).fetchall()
    assert "journal_reworded (kind=? AND day>?)" in plan[0][3]
