"""Days, however they are written: read back, or unreadable; never another day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetyctl.intake.words import days
from safetyctl.intake.words.cells import Unreadable
from safetyctl.intake.words.days import Short, Years, orders_of

from .test_oddities import book_of

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))
NEAR = st.dates(date(2001, 1, 1), date(2098, 12, 31))
FIGURES = "〇一二三四五六七八九"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec")
AS_OF = date(2020, 5, 14)


def in_figures(number: int) -> str:
    tens, ones = divmod(number, 10)
    if not tens:
        return FIGURES[ones]
    return ("" if tens == 1 else FIGURES[tens]) + "十" + (FIGURES[ones] if ones else "")


WRITTEN = (
    lambda d: f"{d.year}-{d.month:02}-{d.day:02}",
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"{d.year}.{d.month:02}.{d.day:02}.",
    lambda d: f"{d.year}.{d.month}.{d.day}日前",
    lambda d: f"{d.year}-{d.month:02}-{d.day:02}日",
    lambda d: f"{d.year}/{d.month}/{d.day}",
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f" {d.year} 年 {d.month} 月 {d.day} 日 ",
    lambda d: f"{d.year}年{d.month}月{d.day}号前",
    lambda d: f"{d.year}年{d.month}月{d.day}日下班前",
    lambda d: f"{d.year}.{d.month}.{d.day}放学之前",
    lambda d: f"{d.year}年{d.month}月{d.day}日（周三）",
    lambda d: f"{d.year}、{d.month}、{d.day}",
    lambda d: f"{d.year}，{d.month}，{d.day}",
    lambda d: f"{d.year}—{d.month}—{d.day}",
    lambda d: f"{d.year} {d.month} {d.day}",
    lambda d: f"{d:%Y%m%d}",
    lambda d: f"{d.year}-{d.month}-{d.day} 14:30",
    lambda d: f"{d.year}年{d.month}月{d.day}日之前",
    lambda d: f"{d.month}/{d.day}/{d.year} 12:00:00 AM",
    lambda d: f"{d.year}-{d.month:02}-{d.day:02}T23:30:05.000-05:00",
    lambda d: f"{d.year}-{d.month:02}-{d.day:02} 10:21:33+00",
    lambda d: f"{d.year}-{d.month:02}-{d.day:02}T10:21:33Z",
    lambda d: f"{d.day}-{MONTHS[d.month - 1]}-{d.year}",
    lambda d: f"{d.day:02}-{MONTHS[d.month - 1].upper()}-{d.year % 100:02}",
    lambda d: f"{MONTHS[d.month - 1]} {d.day}, {d.year}",
    lambda d: f"{d.day} {MONTHS[d.month - 1]}. {d.year} 9:05 p.m.",
    lambda d: (
        "".join(FIGURES[int(one)] for one in str(d.year)) + f"年{in_figures(d.month)}月{in_figures(d.day)}日"
    ),
    lambda d: f"{d.year}.{d.month}.{d.day}".translate(str.maketrans("0123456789.", "０１２３４５６７８９．")),
)


@given(DAYS, st.sampled_from(WRITTEN))
def test_a_day_reads_back_however_it_is_written(day, write):
    assert days.read(write(day)) == day


@given(DAYS)
def test_a_number_that_is_a_day_reads_back(day):
    assert days.read(int(f"{day:%Y%m%d}")) == day
    if day >= date(2000, 1, 1):
        assert days.read(float((day - date(1899, 12, 30)).days)) == day


@given(DAYS)
def test_a_number_that_was_typed_as_a_day_is_never_another_day(day):
    typed = float(f"{day.month}.{day.day}")
    try:
        assert days.read(typed) == Short(day.month, day.day)
    except Unreadable:
        assert day.day in (1, 2, 3, 10, 20, 30)


@pytest.mark.parametrize(
    ("number", "day"), [(3.5, (3, 5)), (3.12, (3, 12)), (2.3, (2, 3)), (12.31, (12, 31))]
)
def test_a_number_that_can_be_one_day_alone(number, day):
    assert days.read(number) == Short(*day)


@given(DAYS)
def test_a_day_without_its_year_is_no_day_yet(day):
    for text in (f"{day.month}月{day.day}日", f"{day.month}月{day.day}号前", f"{day.month}.{day.day}"):
        assert days.read(text) == Short(day.month, day.day)


@given(
    st.lists(NEAR, min_size=1),
    st.sampled_from([("mdy", "/"), ("dmy", "/"), ("ymd", "."), ("ymd", "-"), ("dmy", ".")]),
)
def test_an_order_that_is_certain_is_the_one_that_was_meant(meant, how):
    order, mark = how
    written = [mark.join(f"{getattr(day, PART[one]) % 100:02}" for one in order) for day in meant]
    found, doubted = orders_of(written, meant[0], AS_OF)
    near = all(abs(day.year - meant[0].year) <= 5 for day in meant)
    if mark not in doubted and near:
        assert [days.read(text, found) for text in written] == meant


PART = {"y": "year", "m": "month", "d": "day"}


@pytest.mark.parametrize(
    ("written", "order", "certain", "first"),
    [
        (["3/5/20"], "mdy", False, date(2020, 3, 5)),
        (["3/5/20", "3/25/20"], "mdy", True, date(2020, 3, 5)),
        (["25/3/2020", "3/5/2020"], "dmy", True, date(2020, 3, 25)),
        (["20.3.5"], "ymd", True, date(2020, 3, 5)),
        (["19/12/3"], "ymd", True, date(2019, 12, 3)),
        (["01/31/2019"], "mdy", True, date(2019, 1, 31)),
        (["2020-03-05"], "mdy", True, date(2020, 3, 5)),
    ],
)
def test_the_order_of_three_numbers(written, order, certain, first):
    found, doubted = orders_of(written, date(2020, 1, 1), AS_OF)
    mark = next(one for one in written[0] if one in days.MARKS)
    assert (found[mark], mark not in doubted) == (order, certain)
    assert days.read(written[0], found) == first


@pytest.mark.parametrize(
    ("written", "meant", "doubted"),
    [
        (["3/5/20", "3/9/20", "20.3.25"], [date(2020, 3, 5), date(2020, 3, 9), date(2020, 3, 25)], "/"),
        (["1/15/20", "20.1.9"], [date(2020, 1, 15), date(2020, 1, 9)], ""),
        (["20-3-25", "3/25/20"], [date(2020, 3, 25), date(2020, 3, 25)], ""),
        (["9-5-20", "20-3-6"], [date(2009, 5, 20), date(2020, 3, 6)], "-"),
    ],
)
def test_each_mark_has_an_order_of_its_own_and_years_far_apart_are_doubted(written, meant, doubted):
    orders, doubts = orders_of(written, None, AS_OF)
    assert [days.read(text, orders) for text in written] == meant
    assert "".join(doubts) == doubted


def test_a_day_written_whole_says_which_years_are_likely():
    assert days.whole("2020.3.5") == date(2020, 3, 5)
    assert days.whole("3/5/20") is days.whole("立即") is days.whole(43895) is None


@pytest.mark.parametrize(
    "text",
    [
        "立即",
        "长期",
        "2020-02-30",
        "2月30日",
        "13/13/20",
        "2020年3月",
        "2020.3.5-2020.3.8",
        "上旬",
        "85%",
        "K1+130.5",
    ],
)
def test_what_is_no_day_is_unreadable(text):
    with pytest.raises(Unreadable):
        days.read(text)


@pytest.mark.parametrize("number", [3.1, 2.31, 13.5, 20, 2020, 99_999_999, True])
def test_a_number_that_is_no_day_is_unreadable(number):
    with pytest.raises(Unreadable):
        days.read(number)


@pytest.mark.parametrize(
    ("head", "names", "short", "day"),
    [
        (["某校2020年隐患台账"], [], Short(3, 5), date(2020, 3, 5)),
        (["某校2019—2020学年台账"], [], Short(12, 5), date(2019, 12, 5)),
        (["某校2019-2020学年台账"], [], Short(3, 5), date(2020, 3, 5)),
        (["截至日期：2020年1月10日"], [], Short(12, 30), date(2019, 12, 30)),
        (["填报时间： 2019年 6 月 25 日"], [], Short(6, 1), date(2019, 6, 1)),
        ([], ["2020年5月"], Short(5, 8), date(2020, 5, 8)),
        ([], ["台账（2021）"], Short(5, 8), date(2021, 5, 8)),
        (["整字[2019]第2049号"], [], Short(5, 8), None),
        (["2018年至2020年汇总"], [], Short(5, 8), None),
        (["2019年台账"], [], Short(2, 29), None),
        ([], [], Short(5, 8), None),
    ],
)
def test_the_year_that_stands_around(head, names, short, day):
    assert days.years_in(head, names).of(short) == day


@given(NEAR, st.integers(-30, 240))
def test_a_step_after_the_day_found_is_the_next_of_its_name(found, later):
    day = date.fromordinal(found.toordinal() + later)
    assert days.following(Short(day.month, day.day), found) == day or (day.month, day.day) == (2, 29)


@given(NEAR, st.integers(-170, 170))
def test_a_row_between_others_is_of_the_nearest_year(neighbour, away):
    day = date.fromordinal(neighbour.toordinal() + away)
    assert days.nearest(Short(day.month, day.day), neighbour) == day or (day.month, day.day) == (2, 29)


def test_no_year_at_all_is_none():
    assert Years().of(Short(3, 5)) is None


@pytest.mark.parametrize(
    ("written", "near", "order", "certain"),
    [
        (["20/03/05", "20/03/10"], date(2020, 7, 1), "ymd", True),
        (["20/03/05", "20/03/10"], None, "ymd", False),
        (["20/03/05"], None, "ymd", False),
        (["3/5/20", "3/10/20"], None, "mdy", False),
    ],
)
def test_years_of_our_time_are_likelier_than_those_long_gone(written, near, order, certain):
    found, doubted = orders_of(written, near, AS_OF)
    assert (found["/"], "/" not in doubted) == (order, certain)


def test_the_year_in_the_title_tells_the_order_of_three_numbers(tmp_path, read):
    rows = [[1, "20/03/10", "门坏", "张三", "20/03/12"]]
    head = ["序号", "检查日期", "隐患描述", "责任人", "整改期限"]
    book = book_of(tmp_path / "a.xlsx", ["2020年隐患台账"], head, *rows)
    reading = read(book, default_campus="东校区", default_area="building")
    assert [(one.found_on, one.due) for one in reading.candidates] == [(date(2020, 3, 10), date(2020, 3, 12))]


@pytest.mark.parametrize("said", ["Mar-20", "31-Jun-20", "5 Mart 2020", "Thursday", "March 2020"])
def test_english_words_that_are_no_day_are_none(said):
    with pytest.raises(Unreadable):
        days.read(said)


@pytest.mark.parametrize("said", ["07/09/1994", "1900-01-01", "9-Jul-1994"])
def test_a_day_too_long_ago_is_told_as_that(said):
    with pytest.raises(Unreadable, match="cannot be right"):
        days.read(said)


@pytest.mark.parametrize(
    ("written", "order", "certain"),
    [
        (("05/13/2003", "04/05/2019"), "mdy", True),
        (("13/05/2003", "04/05/2019"), "dmy", True),
        (("07/09/1994", "04/25/2019"), "mdy", True),
        (("04/05/2019", "05/06/2019"), "mdy", False),
        (("05/05/2003", "06/06/2019"), "mdy", True),
        (("13/05/2019", "04/05/2019", "25/06/2019", "14/14/2019"), "dmy", False),
    ],
)
def test_years_that_are_written_whole_leave_only_month_and_day_to_be_told(written, order, certain):
    orders, doubted = orders_of(written, None, AS_OF)
    assert (orders["/"], "/" not in doubted) == (order, certain)
