"""Deadlines in words: 立即, 三天内, 5个工作日内, 下周五前, 3月底前, 长期. What may mean two days is none here.

A number of days counts from the day found, which is not counted itself; a week begins on Monday; a month ends on
its last day, its first ten days on the 10th, its middle on the 20th.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from safetyctl.ground.text import fold
from safetyctl.intake.words.cells import Cell, said
from safetyctl.intake.words.days import in_digits
from safetyctl.intake.words.synonyms import Synonyms
from safetyctl.plan.calendar import workday_after
from safetyctl.plan.model import Calendar

_TAIL = re.compile(r"[。.!！,，;；:：]+$")
_BEFORE = re.compile(r"^(?:从?即日起|要求|计划|预计|拟|力争|请|限期?|截止|截至)?(?:于|在|到|至)?")
_AFTER = re.compile(r"(?:完成整改|整改完成|整改到位|整改完毕|完成|整改)$")
_ASIDE = re.compile(
    r"[(（](?!.*(?:改[为到期成]|推迟))[^()（）0-9〇零一二三四五六七八九十两下明延调农阴缓消推后原废不未去昨]+[)）]$"
)
"""Words in brackets behind a day that name no other: （汛期前）, （暂定）."""
_FIGURE = re.compile(r"[0-9〇零一二三四五六七八九十]")
_COUNT = r"(?P<n>[0-9]{1,3}|两|半)"
_WITHIN = re.compile(rf"{_COUNT}(?:个)?(?P<unit>(?:自然)?日|天|周|星期|(?<=个)月)(?:之内|以内|内)")
_LASTING = re.compile(
    rf"{_COUNT}(?:个)?(?P<unit>自然日|天|周|星期|(?<=个)月)"
)  # 15日 may be a day of the month
_WORKDAYS = re.compile(r"(?P<n>[0-9]{1,2}|两)个?工作日(?:之内|以内|内)?")
_HOURS = re.compile(r"(?P<hours>24|48|72)(?:(?:个)?小时(?:之内|以内|内)?|h内?)")  # whole days
_MONTH = (
    r"(?:(?P<y>(?:20)?[0-9]{2})年|(?P<this>今|本|明)年)?(?:(?P<m>[0-9]{1,2})|(?P<own>本|当|这个|下个?)?)月份?"
)
_MONTH_END = re.compile(rf"{_MONTH}(?:底|末)(?:[之以]?前)?")
_MONTH_PART = re.compile(rf"{_MONTH}(?P<part>上旬|中旬|下旬)")
_MONTH_WHOLE = re.compile(rf"{_MONTH}(?P<within>之内|以内|内)?")
_YEAR_END = re.compile(r"(?:(?P<y>20[0-9]{2})|(?P<this>今|本|明)?)年(?:度?[内底末])(?:[之以]?前)?")
_PART_OF_YEAR = re.compile(
    r"(?:(?P<y>20[0-9]{2})年|(?P<this>今|本|明)年)?"
    r"(?:第?(?P<q>[1-4])季度|(?P<half>[上下])半年)(?:[底末](?:[之以]?前)?|之内|以内|内)?"
)
_SAME_DAY = re.compile(r"当[日天](?:上午|中午|下午|晚上?|放学|下班)?(?:[之以]?前|内)?")
_NEXT_DAY = re.compile(r"(?:[次翌明]日|明天|第二天)(?:[之以]?前|内)?")
_WEEKDAY = re.compile(r"(?P<week>[本这下])个?(?:周|星期|礼拜)(?P<day>[1-6日天])(?:[之以]?前)?")
_DAY_OF_MONTH = re.compile(r"(?P<own>本|当|这个|下个?|次)月(?P<d>[0-9]{1,2})[日号](?:[之以]?前)?")
_DAYS = {"上旬": 10, "中旬": 20}
_WEEK = "123456日"
_EARLIER = timedelta(days=31)


class Deadline(NamedTuple):
    """A deadline: the day, or none at all (``open_ended``); ``sure``: there is no other way to read the words."""

    day: date | None
    open_ended: bool
    sure: bool


def deadline(cell: Cell, found_on: date, known: Synonyms, calendar: Calendar) -> Deadline | None:
    """What the words say of a hazard found on that day; None for words that are no deadline, or no single one.

    ``calendar``: which days are worked, for 5个工作日内.
    """
    word = _TAIL.sub("", fold(said(cell)))
    if word in known.at_once:
        return Deadline(found_on, False, True)
    if word in known.open_ended:
        return Deadline(None, True, True)
    plain = in_digits(_AFTER.sub("", _BEFORE.sub("", word, count=1)))
    workdays = _WORKDAYS.fullmatch(plain)
    if workdays is not None:
        last = workday_after(calendar, found_on, _number(workdays["n"]))
        return None if last in (None, found_on) else Deadline(last, False, False)
    for pattern, read, sure in _READINGS:
        said_so = pattern.fullmatch(plain)
        day = read(said_so.groupdict(), found_on) if said_so else None
        if day is not None:
            return Deadline(day, False, sure)
    return None


def day_within(text: str) -> str:
    """A written day without the words around it that name no day: 要求3月20日前完成整改, 6月30日前（汛期前）."""
    bare = _AFTER.sub("", _ASIDE.sub("", _TAIL.sub("", text.strip())).strip())
    begun = _BEFORE.sub("", bare, count=1)
    return begun if _FIGURE.match(begun) else bare


def month_end(day: date) -> date:
    """The last day of a month, by which it is due what is due in that month."""
    return _last(day.year, day.month)


_Said = Mapping[str, str | None]


def _after(told: _Said, found_on: date) -> date | None:
    count, unit = told["n"], told["unit"]
    if count == "半":
        return found_on + timedelta(days=15) if unit == "月" else None
    number = _number(count or "0")
    if number == 0:
        return None
    if unit != "月":
        return found_on + timedelta(days=number * (7 if unit in ("周", "星期") else 1))
    years, month = divmod(found_on.month - 1 + number, 12)
    last = _last(found_on.year + years, month + 1)
    return min(last, last.replace(day=min(found_on.day, last.day)))


def _number(count: str) -> int:
    return 2 if count == "两" else int(count)


def _weekday(told: _Said, found_on: date) -> date | None:
    """The day of this week or the next; one of this week that is over is none."""
    monday = found_on - timedelta(days=found_on.weekday())
    day = monday + timedelta(days=_WEEK.index((told["day"] or "").replace("天", "日")))
    day += timedelta(days=7) if told["week"] == "下" else timedelta()
    return day if day >= found_on else None


def _last(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _month_end(told: _Said, found_on: date) -> date | None:
    """The last day of the month that is named: of the year said, or the first that is not long over."""
    month = told["m"]
    if month is None:
        if told["y"] or told["this"]:
            return None
        following = (told["own"] or "").startswith("下")
        return _last(
            found_on.year + (found_on.month + following > 12), (found_on.month + following - 1) % 12 + 1
        )
    if not 1 <= int(month) <= 12:
        return None
    year = _year(told, found_on)
    if year is not None:
        return _last(year, int(month))
    ends = (_last(found_on.year + step, int(month)) for step in (-1, 0, 1))
    return next((end for end in ends if end >= found_on - _EARLIER), None)


def _month_part(told: _Said, found_on: date) -> date | None:
    end = _month_end(told, found_on)
    return end.replace(day=_DAYS.get(told["part"] or "", end.day)) if end else None


def _day_of_month(told: _Said, found_on: date) -> date | None:
    """A day of this month or the next; one of this month that is over is none."""
    first = found_on.replace(day=1)
    first = _last(first.year, first.month) + timedelta(days=1) if (told["own"] or "")[0] in "下次" else first
    day = int(told["d"] or 0)
    due = first.replace(day=day) if 1 <= day <= _last(first.year, first.month).day else None
    return due if due is not None and due >= found_on else None


def _month_whole(told: _Said, found_on: date) -> date | None:
    if told["within"] and told["m"] and _year(told, found_on) is None:
        return None  # 3月内: in March, or within three months
    return _month_end(told, found_on) if told["m"] or told["own"] else None


def _year_end(told: _Said, found_on: date) -> date:
    return date(_year(told, found_on) or found_on.year, 12, 31)


def _part_of_year(told: _Said, found_on: date) -> date:
    month = int(told["q"]) * 3 if told["q"] else 6 if told["half"] == "上" else 12
    year = _year(told, found_on)
    if year is not None:
        return _last(year, month)
    end = _last(found_on.year, month)
    return end if end >= found_on - _EARLIER else _last(found_on.year + 1, month)


def _year(told: _Said, found_on: date) -> int | None:
    if told["y"]:
        return int(told["y"]) if len(told["y"]) == 4 else 2000 + int(told["y"])
    return {"今": found_on.year, "本": found_on.year, "明": found_on.year + 1}.get(told["this"] or "")


_READINGS: tuple[tuple[re.Pattern[str], Callable[[_Said, date], date | None], bool], ...] = (
    (_SAME_DAY, lambda _told, found_on: found_on, True),
    (_NEXT_DAY, lambda _told, found_on: found_on + timedelta(days=1), True),
    (_WITHIN, _after, True),
    (_HOURS, lambda told, found_on: found_on + timedelta(hours=int(told["hours"] or 0)), False),
    (_LASTING, _after, False),
    (_WEEKDAY, _weekday, False),
    (_MONTH_END, _month_end, False),
    (_MONTH_PART, _month_part, False),
    (_DAY_OF_MONTH, _day_of_month, True),
    (_MONTH_WHOLE, _month_whole, False),
    (_YEAR_END, _year_end, False),
    (_PART_OF_YEAR, _part_of_year, False),
)
