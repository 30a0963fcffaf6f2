"""One cell at a time. What is unreadable says so; nothing is guessed and nothing else is raised."""

import contextlib
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetyctl.ground.text import fold
from safetyctl.intake.words import cells
from safetyctl.intake.words.cells import Unreadable
from safetyctl.ledger.words import Source

DAY = date(2020, 3, 5)
ANY_CELL = st.one_of(
    st.none(),
    st.text(),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@pytest.mark.parametrize(
    "cell",
    [
        DAY,
        datetime(2020, 3, 5, 10, 30),  # noqa: DTZ001 - a workbook's times have no zone
        "2020-03-05",
        "2020-3-5",
        "2020.3.5",
        "2020/3/5",
        "2020年3月5日",
        "2020年3月5号",
        " 2020 年 3 月 5 日 ",
        "２０２０．３．５",
        "2020-03-05 00:00:00",
        "2020-03-05T08:00",
        43895,
        43895.0,
        43895.4375,
        "43895",
    ],
)
def test_days(cell):
    assert cells.day(cell) == DAY


@pytest.mark.parametrize("cell", [None, "", "  ", "/", "—", "无"])
def test_no_day(cell):
    assert cells.day(cell) is None


@pytest.mark.parametrize(
    "cell",
    [
        "2020-02-30",
        "2020.13.1",
        "3/5/20",
        "3月5日",
        "20200305x",
        "立即",
        "已整改",
        "2020-3/5",
        "0020-03-05",
        12,
        1e9,
        True,
        time(8),
        timedelta(1),
        date(1900, 1, 1),
        float("nan"),
        float("inf"),
        "2020-03-05 张三",
    ],
)
def test_not_a_day(cell):
    with pytest.raises(Unreadable):
        cells.day(cell)


def test_a_bare_serial_number_is_not_trusted_where_days_count_from_1904():
    with pytest.raises(Unreadable):
        cells.day(43895, from_1904=True)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(["-", ".", "/", "年"]), st.booleans())
def test_every_day_as_written_is_that_day(day, mark, padded):
    month, of_month = (f"{day.month:02}", f"{day.day:02}") if padded else (day.month, day.day)
    text = (
        f"{day.year}年{month}月{of_month}日" if mark == "年" else f"{day.year}{mark}{month}{mark}{of_month}"
    )
    assert cells.day(text) == day == cells.day(day)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_serial_number_is_excels_day(day):
    assert cells.day((day - date(1899, 12, 30)).days) == day


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        (0.3, 0.3),
        ("0.3", 0.3),
        ("0.3万元", 0.3),
        ("0.3 万", 0.3),
        ("3000元", 0.3),
        ("1,200元", 0.12),
        (2, 2.0),
        ("０．５", 0.5),
        (0, 0.0),
        ("无", 0.0),
        (0.1 + 0.2, 0.3),
        (None, None),
        ("/", None),
    ],
)
def test_funds(cell, amount):
    assert cells.funds(cell) == amount


@pytest.mark.parametrize(
    "cell", ["待定", "约3万", -1, "0.00001", True, float("nan"), float("inf"), 1e12, "1e5", "3O0", DAY]
)
def test_not_funds(cell):
    with pytest.raises(Unreadable):
        cells.funds(cell)


@given(st.integers(0, 10**11))
def test_every_yuan_is_kept(yuan):
    amount = cells.funds(f"{yuan}元")
    assert amount is not None
    assert round(amount * 10_000) == yuan


@pytest.mark.parametrize(
    ("cell", "source"),
    [
        ("日常检查", Source.INSPECTION),
        ("自查", Source.SELF_CHECK),
        ("督查", Source.SUPERVISION),
        ("self-check", Source.SELF_CHECK),
    ],
)
def test_sources(cell, source):
    assert cells.source(cell) is source


@pytest.mark.parametrize(
    ("cell", "answer"), [("是", True), ("否", False), ("√", True), (True, True), (None, None)]
)
def test_yes_or_no(cell, answer):
    assert cells.yes_or_no(cell) is answer


def test_campuses():
    names = cells.campus_names(["东校区", "西校区"])
    assert cells.campus(" 东 校区\n", names) == "东校区"
    with pytest.raises(Unreadable, match="no such campus"):
        cells.campus("北校区", names)


def test_areas(plan):
    names = cells.area_names(plan)
    item = plan.areas[1].items[0]
    for cell in ("fire", "FIRE", "消防安全", "消防", "Fire safety"):
        assert cells.area(cell, names) == ("fire", None)
    for cell in (item.code, item.title.zh, item.title.en):
        assert cells.area(cell, names) == ("fire", item.code)
    with pytest.raises(Unreadable):
        cells.area("火灾", names)


def test_every_area_is_known_by_every_name_it_has(plan):
    names = cells.area_names(plan)
    for area in plan.areas:
        for word in (area.code, area.name.zh, area.name.en):
            assert cells.area(word, names) == (area.code, None)


@pytest.mark.parametrize("bad", ["a\x00b", "a\x1bb", "a\u202eb", "a\ufffeb", "a\ud800b", "a\u200fb"])
def test_hidden_characters_are_refused(bad):
    with pytest.raises(Unreadable, match="U\\+"):
        cells.prose(bad)


def test_text_keeps_its_breaks_and_a_line_has_none():
    assert cells.prose(" 一\r\n二\t三 ") == "一\n二 三"
    assert cells.line("张三\n") == "张三"
    assert cells.line("张三\n李四") == "张三 李四"
    assert cells.line(3.0) == "3"


def test_text_that_is_too_long():
    assert cells.prose("长" * cells.PROSE) is not None
    for read, limit in ((cells.prose, cells.PROSE), (cells.line, cells.LINE)):
        with pytest.raises(Unreadable, match=str(limit)):
            read("长" * (limit + 1))


@given(ANY_CELL)
def test_any_cell_is_read_or_unreadable_and_nothing_else(cell):
    for read in (cells.day, cells.funds, cells.source, cells.yes_or_no, cells.prose, cells.line):
        with contextlib.suppress(Unreadable):
            read(cell)


@given(st.text())
def test_comparison_does_not_depend_on_spacing_or_case(text):
    folded = fold(text)
    assert not any(character.isspace() for character in folded)
    assert fold(f" {text}\n") == folded


def test_comparison_does_not_depend_on_width():
    assert fold("ＡＢ（１）：") == fold("ab(1):")
