"""The days and hours of a roster's row: 4月4日, 4月4日-6日, 4月4日（周六）8:00-17:00; 08:00-17:00, 全天."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from safetyctl.ground.catalogue import _
from safetyctl.ground.hours import HALF, clock_of
from safetyctl.intake.words import cells, spans
from safetyctl.intake.words.cells import Cell, Unreadable
from safetyctl.intake.words.days import MONTH_FIRST, WEEKDAY, Short
from safetyctl.intake.words.forms import SHIFTS
from safetyctl.intake.words.synonyms import Synonyms, heading_key
from safetyctl.records.rosters import Holiday

WHOLE_DAY = ("全天", "24小时", "all day")
WEEKDAY_HEADINGS = frozenset(("星期", "周几", "星期几", "礼拜"))
"""What is written over the days of the week."""

_TO = "(?:-|–|—|~|至|到)+"
_NEXT_DAY = "(?:次日|翌日)?"
_CLOCK = "[0-9]{1,2}:[0-9]{2}"
_MONTH_AND_DAY = re.compile(r"(?P<month>[0-9]{1,2})[月./-](?P<day>[0-9]{1,2})[日号]?")
_CLOCKS = re.compile(
    rf"(?P<from>[0-9]{{1,2}})[:.](?P<past>[0-9]{{2}}){_TO}{_NEXT_DAY}(?P<to>[0-9]{{1,2}})[:.](?P<over>[0-9]{{2}})"
)
_HOURS_BEHIND = re.compile(rf"{_CLOCK}{_TO}{_NEXT_DAY}{_CLOCK}$")
_WEEKDAY = re.compile(rf"[(]?{WEEKDAY}[)]?")
_SPELLED = re.compile(
    rf"(?P<half>{HALF})?(?P<from>[0-9][^-–—~至到]*){_TO}(?P<next>次日|翌日)?(?P<other>{HALF})?(?P<to>[0-9].*)"
)
_HALF = re.compile(HALF)
_CALLED = re.compile(r"(?P<words>[^0-9:()]{1,8})[(]?(?P<hours>[0-9][^()]*)[)]?")
_ITS_DAY = r"[^:]*(?:[日号]|[0-9]{4}-[0-9]{2}-[0-9]{2})"
_TURN = re.compile(rf"(?P<first>{_ITS_DAY})(?P<from>{_CLOCK}){_TO}(?P<last>{_ITS_DAY})(?P<to>{_CLOCK})")
_ENDS_ON = re.compile(r"(?:[0-9]{4}[年-])?(?:(?P<month>[0-9]{1,2})[月-])?(?P<day>[0-9]{1,2})[日号]?")
_SHIFT_BEHIND = re.compile(
    r"(?<=[0-9日号])[(]?(白天|日间|夜间|夜里|晚间|上午|中午|下午|晚上|[早中晚夜白日]班)[)]?$"
)
_SHORT = frozenset("早中晚白日夜")
_ASIDE = re.compile(r"(?<=[0-9日号])[(][^()0-9]{1,10}[)]$")
"""What stands in brackets behind the days of a cell: 除夕至初二, 补班."""
_SUNDAY_LAST = "一二三四五六日"
_CALLED_DAY = (
    r"(?:除夕|小年|春节|元宵节?|清明节?|劳动节|五一|端午节?|中秋节?|国庆节?|元旦"
    r"|农?历?(?:正月|腊月)?(?:初[一二三四五六七八九十]|十[一二三四五六七八九]?|二十|廿[一二三四五六七八九]?|三十))"
)
_CALENDAR = re.compile(rf"[(]?{_CALLED_DAY}[)]?")
_IN_BRACKETS = re.compile(rf"{_CALLED_DAY}[(]([^()]+)[)]")
"""What the calendar calls a day, and then the day: 除夕（1月24日）."""
_LISTED = re.compile(r"[、,;和及]")
_MONTH_OF = re.compile(r"(?:[0-9]{4}[年.])?[0-9]{1,2}[月.]")
_NUMBERED = re.compile(r"([0-9]{1,2})[日号]?(?:[-–—~至到]+([0-9]{1,2})[日号])?(?<=[日号])")


class When(NamedTuple):
    """The days that a row is of, from when to when and in which shift, where its day says that too."""

    days: tuple[date, ...]
    hours: tuple[str, str] | None
    shift: str = ""


def _close(text: str) -> str:
    """A text in one width and without spaces."""
    return unicodedata.normalize("NFKC", text).replace(" ", "")


def when_of(cell: Cell, holiday: Holiday) -> When | None:
    """The days that a cell names, one or a range, and the hours where they stand behind. Raises Unreadable."""
    text = _close(cells.said(cell))
    if isinstance(cell, str) and (turn := _turn(text, holiday)) is not None:
        return turn
    hours = _HOURS_BEHIND.search(text) if isinstance(cell, str) else None
    if hours:
        text = text[: hours.start()]
    text = _WEEKDAY.sub("", text)
    text = _IN_BRACKETS.sub(r"\1", text) if _IN_BRACKETS.fullmatch(text) else text
    text = _CALENDAR.sub("", _ASIDE.sub("", text)) or text
    shift = _SHIFT_BEHIND.search(text) if isinstance(cell, str) else None
    text = text[: shift.start()] if shift else text
    named = _days(text, holiday) if isinstance(cell, str) else _one(_day(cell, holiday))
    return When(named, clocks(hours[0]) if hours else None, shift[1] if shift else "") if named else None


def _one(day: date | None) -> tuple[date, ...]:
    return () if day is None else (day,)


def _days(text: str, holiday: Holiday) -> tuple[date, ...]:
    """The days that a text names: one, a range, several (10月2日、6日). Raises Unreadable."""
    listed = _listed(text)
    if len(listed) > 1:
        return tuple(dict.fromkeys(day for one in listed for day in _days(one, holiday)))
    text = _with_month(text, holiday)
    span = spans.read(text, MONTH_FIRST)
    if span is None:
        return _one(_day(text, holiday))
    first, last = (
        _day(f"{one.month}月{one.day}日" if isinstance(one, Short) else one, holiday) for one in span
    )
    if first is None or last is None or first > last:
        raise Unreadable(_("it is no range of days that can be right"))
    return tuple(day for day in holiday.days if first <= day <= last)


def _listed(text: str) -> list[str]:
    """The parts of a list of days, each with the month that one before it says."""
    month, found = "", []
    for part in _LISTED.split(text):
        own = _MONTH_OF.match(part)
        month = own[0] if own else month
        found.append(part if own else month + part)
    return found


def _with_month(text: str, holiday: Holiday) -> str:
    """A day that its number alone names (1日, 1日至3日), with its month where one day of the holiday has that."""
    if _without_year(text, holiday) is not None:
        return text
    found = _NUMBERED.fullmatch(text)
    told = [
        [day for day in holiday.days if day.day == int(number)]
        for number in (found.groups() if found else ())
        if number
    ]
    if not told or any(len(days) != 1 for days in told):
        return text
    return "至".join(f"{day.month}月{day.day}日" for (day,) in told)


def _turn(text: str, holiday: Holiday) -> When | None:
    """The days of turns that go over night: 1月24日8:00至1月25日8:00 is one, of the first day; None for no turn."""
    found = _TURN.fullmatch(_WEEKDAY.sub("", text))
    end = found and _ENDS_ON.fullmatch(found["last"])
    first = _day(found["first"], holiday) if found and end else None
    if found is None or not end or first is None:
        return None
    month = int(end["month"] or first.month)
    try:
        last = date(first.year + (month < first.month), month, int(end["day"]))
    except ValueError:
        raise Unreadable(_("it is no range of days that can be right")) from None
    starts, ends = clocks(f"{found['from']}-{found['to']}") or ("", "")
    if last < first or (last == first and ends <= starts):
        raise Unreadable(_("it is no range of days that can be right"))
    if last == first:
        return When((first,), (starts, ends))
    if ends <= starts:
        return When(tuple(day for day in holiday.days if first <= day < last), (starts, ends))
    return When(tuple(day for day in holiday.days if first <= day <= last), None)


def _without_year(text: str, holiday: Holiday) -> date | None:
    """The day of the holiday that a month and a day name."""
    short = _MONTH_AND_DAY.fullmatch(text)
    named = short and (int(short["month"]), int(short["day"]))
    return next((day for day in holiday.days if (day.month, day.day) == named), None)


def _day(cell: Cell, holiday: Holiday) -> date | None:
    """A day of the holiday; 1月24日 is of the holiday's own year."""
    text = _close(cells.said(cell))
    days = holiday.days
    if isinstance(cell, str) and _MONTH_AND_DAY.fullmatch(text):
        day = _without_year(text, holiday)
    else:
        day = cells.day(cell)
        if day is None:
            return None
    if day not in days:
        raise Unreadable(
            _("it is not a day of this holiday: {first} to {last}").format(first=days[0], last=days[-1])
        )
    return day


def clocks(text: str) -> tuple[str, str] | None:
    """From when to when, as ``08:00`` and ``17:00``; None for nothing. Raises Unreadable for what is no time."""
    said = _close(text)
    if not said:
        return None
    if said in WHOLE_DAY or said == "allday":
        return ("00:00", "24:00")
    found = _CLOCKS.fullmatch(said)
    if found is None:
        return _spelled(said)
    return _clock(found["from"], found["past"]), _clock(found["to"], found["over"])


def is_part_of_day(text: str) -> bool:
    """Whether a text is a part of the day: 上午, 晚上."""
    return _HALF.fullmatch(_close(text)) is not None


def called_hours(text: str) -> tuple[str, tuple[str, str] | None]:
    """What hours are called, and from when to when: 上午 8:00-12:00, 夜班（18:00-次日8:00）. Raises Unreadable."""
    close = _close(text)
    found = _CALLED.fullmatch(close)
    try:
        hours = clocks(close.replace("(", "").replace(")", "") if found else close)
    except Unreadable:
        if found is None:
            raise
        hours = clocks(found["hours"])
    return found["words"] if found else "", hours


def is_shift(text: str, known: Synonyms) -> bool:
    """Whether a text is what a shift is called: 夜班, 上午, 夜."""
    return text in _SHORT or known.names.get(heading_key(text), ("",))[0] in SHIFTS or is_part_of_day(text)


def shift_and_hours(text: str, known: Synonyms) -> tuple[str, tuple[str, str] | None]:
    """What a shift is called, and from when to when it is where its name says so: 白班（8:00-18:00）, 7:30-11:30."""
    if not any(map(str.isdigit, text)):
        return text, None
    try:
        called, hours = called_hours(text)
    except Unreadable:
        return text, None
    return called if is_shift(called, known) else text, hours


def _spelled(text: str) -> tuple[str, str]:
    """The hours of 上午8:00-12:00, 下午1:30-5:30, 8点-17点. Raises Unreadable."""
    found = _SPELLED.fullmatch(text)
    if found:
        half = found["half"] or ""
        begins = clock_of(half + found["from"])
        same = "" if found["next"] else half
        ends = clock_of((found["other"] or same) + found["to"]) or clock_of(found["to"])
        if begins and ends and (begins < ends or found["other"] or found["next"]):
            return begins, ends
    raise Unreadable(_("it is no time; write it as 08:00-17:00"))


def _clock(hour: str, minute: str) -> str:
    if int(minute) > 59 or int(hour) * 60 + int(minute) > 24 * 60:
        raise Unreadable(_("there is no such time of day"))
    return f"{int(hour):02d}:{minute}"


def is_weekday_of(cell: Cell, days: Sequence[date]) -> bool:
    """Whether a cell says nothing but on which days of the week the days fall: 五, 周五, 星期五, 周五、周六."""
    if isinstance(cell, date):
        return cells.day(cell) in days
    text = unicodedata.normalize("NFKC", cells.said(cell)).replace("天", "日")
    told = re.sub(r"星期|礼拜|周|[()\s、,，/至到~-]", "", text)
    falls = "".join(_SUNDAY_LAST[day.weekday()] for day in days)
    return told in ("", falls, falls[0] + falls[-1])


def without_hours(text: str) -> str:
    """A text without the hours at its end: 下午 12:00—18:00."""
    return _HOURS_BEHIND.sub("", _close(text))


def other_weekday(cell: Cell, days: Sequence[date]) -> bool:
    """Whether the day of the week that a cell says behind a day is that of another one."""
    told = _WEEKDAY.search(_close(cells.said(cell))) if isinstance(cell, str) and len(days) == 1 else None
    return told is not None and not is_weekday_of(told[0], days)


def says_more(cell: Cell) -> bool:
    """Whether a day has behind it what the calendar calls it (1月24日（除夕）), or goes on into another day."""
    if not isinstance(cell, str):
        return False
    text = _WEEKDAY.sub("", _close(cell))
    aside = _CALENDAR.search(text) or _ASIDE.search(text)
    return aside is not None or _TURN.fullmatch(text) is not None


def is_of_calendar(cell: Cell) -> bool:
    """Whether a cell only says what the calendar calls a day: 星期五, 除夕, 正月初一."""
    text = _close(cells.said(cell)).replace("\n", "")
    return not _CALENDAR.sub("", _WEEKDAY.sub("", text))
