"""Deadlines in words, and ranges: never a day outside what is written, and of two readings none."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetyctl.intake.words import days, spans
from safetyctl.intake.words.cells import Unreadable
from safetyctl.intake.words.days import MONTH_FIRST, Short
from safetyctl.intake.words.deadlines import day_within, deadline
from safetyctl.intake.words.spans import Span
from safetyctl.intake.words.synonyms import synonyms
from safetyctl.plan.calendar import is_workday
from safetyctl.plan.source import builtin

DAYS = st.dates(date(2001, 1, 1), date(2089, 12, 31))
MARKS = st.sampled_from(("-", "—", "——", "–", "~", "～", "至", "到", " - ", " 至 "))
FIGURES = "〇一二三四五六七八九"
WHOLE = (
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"{d.year}/{d.month:02}/{d.day:02}",
    lambda d: f"{d:%Y%m%d}",
    lambda d: f"{d.year}-{d.month}-{d.day}",
)
SHORT = (lambda d: f"{d.month}月{d.day}日", lambda d: f"{d.month}.{d.day}", lambda d: f"{d.month}/{d.day:02}")


def in_figures(number):
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else FIGURES[tens]) + ("十" if tens else "") + (FIGURES[ones] if ones else "")


def read(text, found_on):
    return deadline(text, found_on, synonyms(), builtin().calendar)


@given(DAYS, st.integers(0, 400), st.sampled_from(WHOLE), MARKS)
def test_a_range_with_its_years_reads_back(first, length, write, mark):
    last = first + timedelta(days=length)
    assert spans.read(f"{write(first)}{mark}{write(last)}", MONTH_FIRST) == Span(first, last)


@given(DAYS, st.integers(0, 300), st.sampled_from(WHOLE[:2]), st.sampled_from(SHORT), MARKS)
def test_an_end_without_its_year_is_the_first_such_day_after_the_beginning(first, length, write, short, mark):
    last = first + timedelta(days=length)
    assert spans.read(f"{write(first)}{mark}{short(last)}前", MONTH_FIRST) == Span(first, last)


@given(DAYS, st.integers(0, 60), st.sampled_from(SHORT), MARKS)
def test_a_range_without_years_reads_back_or_is_none(first, length, write, mark):
    last = first + timedelta(days=length)
    found = spans.read(f"{write(first)}{mark}{write(last)}", MONTH_FIRST)
    assert found in (Span(Short(first.month, first.day), Short(last.month, last.day)), None)
    assert found is not None or last.year > first.year


@given(DAYS, st.sampled_from(WHOLE + SHORT))
def test_a_day_is_no_range(day, write):
    assert spans.read(write(day), MONTH_FIRST) is None


@given(st.text(alphabet="0123456789-./年月日至到~—前内底 ", max_size=16))
def test_a_range_is_in_order_whatever_is_written(text):
    found = spans.read(text, MONTH_FIRST)
    if found is not None and isinstance(found.first, date):
        assert found.first <= found.last


@given(DAYS, st.integers(1, 99), st.sampled_from(("天", "日", "周", "个星期")), st.booleans())
def test_within_so_many_days_counts_from_the_day_found(found_on, number, unit, figures):
    said = in_figures(number) if figures and number < 40 else str(number)
    days_each = 7 if unit in ("周", "个星期") else 1
    for text in (f"{said}{unit}内", f"{said}{unit}之内完成", f"限{said}{unit}以内整改。"):
        assert read(text, found_on) == (found_on + timedelta(days=number * days_each), False, True)


@given(DAYS, st.integers(1, 36))
def test_within_so_many_months_is_the_same_day_of_a_later_month_or_its_last(found_on, number):
    day = read(f"{number}个月内", found_on).day
    assert (day.year * 12 + day.month) - (found_on.year * 12 + found_on.month) == number
    assert day.day == min(found_on.day, monthrange(day.year, day.month)[1])


@given(DAYS, st.integers(1, 12), st.sampled_from(("底", "末前", "份", "上旬", "中旬", "下旬", "底之前完成")))
def test_a_part_of_a_month_ends_within_that_month(found_on, month, part):
    with_year = read(f"{found_on.year}年{month}月{part}", found_on).day
    assert (with_year.year, with_year.month) == (found_on.year, month)
    alone = read(f"{month}月{part}", found_on).day
    assert alone.month == month
    assert found_on - timedelta(days=62) < alone <= found_on + timedelta(days=366)
    last = monthrange(alone.year, month)[1]
    assert alone.day == {"上旬": 10, "中旬": 20}.get(part, last)


@given(DAYS, st.sampled_from(("月底", "本月底前", "当月末", "本月下旬", "本月内")))
def test_the_end_of_the_month_is_that_of_the_month_found(found_on, text):
    day = read(text, found_on).day
    assert (day.year, day.month) == (found_on.year, found_on.month)
    assert (day + timedelta(days=1)).day == 1


@given(st.dates(date(2020, 3, 1), date(2020, 9, 30)), st.integers(1, 30), st.booleans())
def test_within_so_many_working_days_ends_on_one_with_as_many_between(found_on, number, figures):
    said = in_figures(number) if figures else str(number)
    last, open_ended, sure = read(f"{said}个工作日内完成整改", found_on)
    counted = (found_on + timedelta(days=n) for n in range(1, (last - found_on).days + 1))
    assert sum(is_workday(builtin().calendar, day) for day in counted) == number
    assert is_workday(builtin().calendar, last)
    assert (open_ended, sure) == (False, False)


def test_working_days_of_a_year_that_is_not_announced_are_none():
    assert read("5个工作日内", date(2090, 3, 2)) is None
    assert read("0个工作日内", date(2020, 3, 2)) is None


@given(DAYS, st.sampled_from("一二三四五六日天"), st.sampled_from(("周{}前", "星期{}之前完成", "个星期{}")))
def test_a_day_of_this_week_or_the_next_is_that_day(found_on, day, text):
    monday = found_on - timedelta(days=found_on.weekday())
    meant = monday + timedelta(days="一二三四五六日".index(day.replace("天", "日")))
    assert read("下" + text.format(day), found_on) == (meant + timedelta(days=7), False, False)
    this = read("本" + text.format(day).removeprefix("个"), found_on)
    assert this == ((meant, False, False) if meant >= found_on else None)
    assert read(f"周{day}前", found_on) is None, "of which week is not said"


@given(DAYS, st.sampled_from(("年底", "今年年底前", "本年内", "四季度", "下半年")))
def test_the_end_of_the_year_is_that_of_the_year_found(found_on, text):
    text = text.replace("今年年", "今年")
    assert read(text, found_on).day == date(found_on.year, 12, 31)


@given(DAYS, DAYS)
def test_a_day_among_the_words_of_a_deadline_is_that_day(day, found_on):
    for text in (
        f"{day.year}年{day.month}月{day.day}日前完成",
        f"要求于{day}前整改到位",
        f"截止到{day}",
        f"{day}前（汛期前）",
    ):
        assert read(text, found_on) is None
        assert days.read(day_within(text)) == day


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2020-03-12（延至20日）",
            "2020-03-12（延期至月底）",
            "2020-03-12（改为下周）",
            "2020-03-12（农历）",
        ),
        *("2020-03-12（暂缓）", "2020-03-12（已取消）", "2020-03-12（推后）", "2020-03-12（原定）"),
        *("2020-03-12（作废）", "2020-03-12（不含）", "3月12日（去年）", "2020-03-12（未定）"),
    ],
)
def test_a_deadline_that_brackets_move_is_not_the_day_before_them(text):
    with pytest.raises(Unreadable):
        days.read(day_within(text))


@given(DAYS, st.sampled_from((1, 2, 3)), st.sampled_from(("内", "之内", "以内整改到位")))
def test_whole_days_in_hours_count_from_the_day_found_with_a_remark(found_on, number, within):
    assert read(f"{24 * number}小时{within}", found_on) == (found_on + timedelta(days=number), False, False)
    assert read(f"{24 * number - 12}小时{within}", found_on) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("下月10日", date(2020, 4, 10)),
        ("次月5日前", date(2020, 4, 5)),
        ("本月25日前", date(2020, 3, 25)),
        ("本月1日", None),
        ("下月31日", None),
        ("7个自然日", date(2020, 3, 9)),
        ("明天", date(2020, 3, 3)),
        ("立刻整改", date(2020, 3, 2)),
        ("当班", date(2020, 3, 2)),
    ],
)
def test_a_day_of_a_month_that_is_not_named_and_more_words_for_a_day(text, day):
    found = read(text, date(2020, 3, 2))
    assert (found.day if found else None) == day


@given(DAYS, st.text(alphabet="0123456789一二三十两半年月日天周个内底末前旬上中下季度本 ", max_size=10))
def test_words_are_a_day_of_our_time_or_nothing(found_on, text):
    found = read(text, found_on)
    assert found is None or found.open_ended or date(1999, 1, 1) < found.day < date(2200, 1, 1)
