"""A day with the hours behind it, as clerks write it: the day is plain, and the cell is kept."""

from datetime import date
from pathlib import Path

import pytest

from safetyctl.intake.inspections.reading import Defaults, read_inspections
from safetyctl.intake.people.drills import read_drills
from safetyctl.intake.words import days
from safetyctl.intake.words.cells import Unreadable
from safetyctl.ledger.words import InspectionKind

from .test_between_rows import HEAD, SERVED, row
from .test_oddities import book_of
from .workbooks import CAMPUSES

DAY, AS_OF = date(2020, 3, 2), date(2020, 5, 14)
CELLS = [
    "2020年3月2日 9:00-11:00",
    "2020年3月2日9:00—11:00",
    "2020-03-02 上午",
    "2020-03-02 9:00~11:00",
    "2020.3.2上午9:00-下午4:30",
    "3月2日下午3点",
    "3月2日下午3点左右",
    "3月2日（周一）上午9时30分至11时",
    "2020年3月2日（星期一）下午",
    "2020年3月2日 9—11时",
    "3月2日 8:30-10点",
    "2020/3/2 全天",
    "2020年3月2日上午、下午",
    "2020年3月2日上午8:30，下午2:00",
    "2020年3月2日晚自习",
    "2020年3月2日早上7:10",
    "2020年3月2日大课间",
    "2020年3月2日放学后",
]


@pytest.mark.parametrize("cell", CELLS)
def test_the_day_of_a_hazard(tmp_path: Path, read, cell: str) -> None:
    rows = [row(1, found=cell), row(2, "应急灯不亮", found="2020-03-03")]
    reading = read(book_of(tmp_path / "a.xlsx", ["隐患台账"], HEAD, *rows), **SERVED)
    assert reading.problems == ()
    assert reading.candidates[0].found_on == DAY
    assert f"排查日期：{cell}" in (reading.candidates[0].detail or "")


@pytest.mark.parametrize("cell", CELLS)
def test_the_day_of_an_inspection(tmp_path: Path, cell: str) -> None:
    head = ["检查时间", "检查人员", "存在问题"]
    path = book_of(
        tmp_path / "a.xlsx", ["检查台账"], head, [cell, "张三", "无"], ["2020-03-03", "李四", "无"]
    )
    served = Defaults("东校区", InspectionKind.ROUTINE)
    found = read_inspections(path, CAMPUSES, as_of=AS_OF, defaults=served)
    assert found.problems == ()
    assert (found.inspections[0].started_on, found.inspections[0].finished_on) == (DAY, DAY)
    assert f"检查时间：{cell}" in (found.inspections[0].note or "")


@pytest.mark.parametrize("cell", CELLS)
def test_the_day_of_a_drill(tmp_path: Path, cell: str) -> None:
    head = ["演练时间", "演练主题", "参加人数"]
    path = book_of(tmp_path / "a.xlsx", ["演练台账"], head, [cell, "火灾", 300], ["2020-03-03", "地震", 300])
    found = read_drills(path, CAMPUSES, as_of=AS_OF, default_campus="东校区")
    assert found.problems == ()
    assert found.drills[0].held_on == DAY
    assert f"演练时间：{cell}" in (found.drills[0].note or "")


@pytest.mark.parametrize(
    "cell",
    [
        *("2020年3月2日17:00-次日8:00", "2020年3月2日、3月5日", "2020年3月2日前后", "2020年3月2日左右"),
        *("3月2日上午至3月4日上午或5日", "3月上午"),
    ],
)
def test_what_may_be_another_day_is_still_asked_about(tmp_path: Path, read, cell: str) -> None:
    rows = [row(1, found=cell), row(2, "应急灯不亮", found="2020-03-03")]
    reading = read(book_of(tmp_path / "a.xlsx", ["隐患台账"], HEAD, *rows), **SERVED)
    assert [one.row for one in reading.problems] == [3]


@pytest.mark.parametrize("hours", ["上午8:00-上午9:00、", "8:00-9:00", "8:00-9:00、上午", "上午 8点-9点 "])
def test_a_whole_timetable_in_a_cell_is_read_through(hours):
    with pytest.raises(Unreadable):
        days.read("2020年3月2日" + hours * 300 + "x")
