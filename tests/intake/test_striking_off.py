"""Columns that ask whether a hazard is struck off: a yes closes it, a no does not undo its rectification."""

from datetime import date

import pytest

from safetyctl.records.lived import life_of

from .kept import lost
from .test_oddities import book_of

HEAD = ["序号", "检查日期", "隐患描述", "责任人", "整改完成日期", "复查人", "复查日期", "整改情况"]
DEFAULTS = {"default_campus": "东校区", "default_area": "fire"}
FOUND, DONE, SEEN = "2020-03-02", "2020-03-07", "2020-03-09"


def one_row(read, path, heading, answer, *, done=None, by=None, seen=None, how=None):
    row = [1, FOUND, "插座松动", "张三", done, by, seen, how, answer]
    reading = read(book_of(path / "a.xlsx", [*HEAD, heading], row), **DEFAULTS)
    (one,) = reading.candidates
    assert lost(one, row[1:], {"是": "closed"}) == []
    return one, life_of(one), [note.field for note in reading.notes]


@pytest.mark.parametrize("heading", ["是否销号", "是否已整改销号", "是否闭环"])
@pytest.mark.parametrize("answer", ["是", "√", "✔"])
def test_a_yes_closes_it(tmp_path, read, heading, answer):
    one, life, _notes = one_row(read, tmp_path, heading, answer, done=DONE)
    assert (one.state, life.status, life.facts["closed_on"]) == ("closed", "closed", None)


def test_a_yes_to_another_question_does_not(tmp_path, read):
    assert one_row(read, tmp_path, "是否整改", "是")[1].status == "rectified"
    assert one_row(read, tmp_path, "销号情况", "√")[1].status == "rectified"
    assert one_row(read, tmp_path, "是否销号", "已整改")[1].status == "rectified"


@pytest.mark.parametrize(
    ("heading", "answer", "status"),
    [
        ("是否整改", True, "rectified"),
        ("是否整改", False, "open"),
        ("是否销号", True, "closed"),
        ("是否销号", False, "open"),
        ("整改状态", "OK", "rectified"),
        ("整改状态", "Completed", "rectified"),
        ("整改状态", "In Progress", "open"),
        ("整改状态", "Pending", "open"),
        ("整改状态", "√（3月8日）", "rectified"),
        ("整改状态", "3月8日√", "rectified"),
        ("整改状态", "√ 未整改", "open"),
    ],
)
def test_boxes_ticked_in_excel_and_states_in_english(tmp_path, read, heading, answer, status):
    row = [1, FOUND, "插座松动", "张三", None, None, None, None, answer]
    reading = read(book_of(tmp_path / "a.xlsx", [*HEAD, heading], row), **DEFAULTS)
    assert [life_of(one).status for one in reading.candidates] == [status]
    assert not reading.notes


@pytest.mark.parametrize(
    ("cell", "said", "status"),
    [(1, "100%", "rectified"), (0.5, "50%", "open"), (0, "0%", "open"), (0.995, "99.5%", "open"),
     (100, "100%", "rectified"), (80, "80%", "open")],
)  # fmt: skip
def test_a_share_is_read_as_excel_shows_it(tmp_path, read, cell, said, status):
    row = [1, FOUND, "插座松动", "张三", None, None, None, None, cell]
    reading = read(book_of(tmp_path / "a.xlsx", [*HEAD, "整改进度"], row), **DEFAULTS)
    (one,) = reading.candidates
    assert life_of(one).status == status
    assert f"整改进度：{said}" in one.detail
    assert [note.problem for note in reading.notes] == [f"it was read as {said}"]


@pytest.mark.parametrize(
    ("heading", "cells", "shares"),
    [("整改进度", [1, 80, 100], ["1%", "80%", "100%"]), ("整改进度（%）", [1, 5, 100], ["1%", "5%", "100%"]),
     ("整改进度（%）", [1, 0], ["100%", "0%"]), ("整改进度", [1, 0.5], ["100%", "50%"])],
)  # fmt: skip
def test_a_share_is_of_a_hundred_where_another_is(tmp_path, read, heading, cells, shares):
    row = [FOUND, "插座松动", "张三", None, None, None, None]
    rows = [[at, row[0], f"{row[1]}{at}", *row[2:], cell] for at, cell in enumerate(cells, start=1)]
    reading = read(book_of(tmp_path / "a.xlsx", [*HEAD, heading], *rows), **DEFAULTS)
    assert [note.problem for note in reading.notes] == [f"it was read as {share}" for share in shares]
    assert [one.state for one in reading.candidates] == [
        "rectified" if share == "100%" else "open" for share in shares
    ]


@pytest.mark.parametrize(("heading", "answer"), [("是否销号", "否"), ("是否闭环", "×"), ("状态", "未销号")])
@pytest.mark.parametrize("said", [{"done": DONE}, {"how": "已整改"}, {"how": "已更换完毕"}])
def test_a_no_leaves_it_rectified(tmp_path, read, heading, answer, said):
    one, life, _notes = one_row(read, tmp_path, heading, answer, **said)
    assert (one.state, life.status) == ("rectified", "rectified")
    assert life.facts["rectified_on"] == (date(2020, 3, 7) if said.get("done") else None)


@pytest.mark.parametrize("said", [{}, {"how": "整改中"}, {"how": "未整改"}])
def test_a_no_is_open_where_nothing_says_that_it_is_rectified(tmp_path, read, said):
    one, life, _notes = one_row(read, tmp_path, "是否销号", "否", **said)
    assert (one.state, life.status) == ("open", "open")


def test_a_no_beside_a_verification_waits_for_one_that_closes(tmp_path, read):
    one, life, notes = one_row(read, tmp_path, "是否销号", "否", done=DONE, by="王五", seen=SEEN)
    assert (life.status, one.verified_on) == ("rectified", None)
    assert notes == ["verified_on"]


def test_not_rectified_is_still_not_rectified(tmp_path, read):
    one, life, notes = one_row(read, tmp_path, "是否整改", "否", done=DONE)
    assert (life.status, one.rectified_on, notes) == ("open", None, ["rectified_on"])
