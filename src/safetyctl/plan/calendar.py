"""Working days and public holidays, by the State Council's dates with their make-up workdays.

The dates come from ``chinesecalendar`` with the school's own days on top, once, when a plan is laid out: the
``Calendar`` is kept with the plan. Beyond the years that are announced the answer is None, never a guess.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from safetyctl.plan.model import DAY, Calendar, Days, Period

_LONGEST_REST = 30
_CODES = {
    "New Year's Day": "new-year",
    "Spring Festival": "spring-festival",
    "Tomb-sweeping Day": "qingming",
    "Labour Day": "labour-day",
    "Dragon Boat Festival": "dragon-boat",
    "National Day": "national-day",
    "Mid-autumn Festival": "mid-autumn",
}
_OTHER = "other"  # a day off that the State Council gave once


class Holiday(NamedTuple):
    """Days off in a row: one holiday, or several that meet (2020: Mid-Autumn and National Day)."""

    codes: tuple[str, ...]
    period: Period


def calendar_of(years: Collection[int], days: Days, as_announced_first: bool = False) -> Calendar:
    """The calendar of some years: the public holidays where they are announced, with the school's own days.

    ``as_announced_first`` leaves out what was added to a holiday later (A11); otherwise it stands as it finally did.
    """
    known, holidays, work = _announced(years)
    for code, period in days.holidays:
        holidays.update(dict.fromkeys(_each(period), code))
    off = {day for one in days.off for day in _each(one.period)}
    made_up = {day for one in days.work for day in _each(one.period)}
    work = (work | made_up) - off
    if as_announced_first:
        for one in days.amended:
            added = set(_each(one.added))
            holidays = {day: code for day, code in holidays.items() if day not in added}
            work |= set(one.worked)
    else:
        for one in days.amended:
            holidays.update(dict.fromkeys(_each(one.added), one.holiday))
            work -= set(_each(one.added))
    for day in made_up:
        holidays.pop(day, None)
    return Calendar(
        tuple(sorted(known | (set(days.announces) & set(years)))),
        tuple(sorted(holidays.items())),
        tuple(sorted(off)),
        tuple(sorted(work)),
    )


def _announced(years: Collection[int]) -> tuple[set[int], dict[date, str], set[date]]:
    """Of these years: those that are announced, the days of their holidays, their make-up workdays."""
    from chinese_calendar.constants import holidays, workdays

    known = {year for year in years if min(holidays).year <= year <= max(holidays).year}
    named = {day: _CODES.get(name, _OTHER) for day, name in holidays.items() if day.year in known}
    return known, named, {day for day in workdays if day.year in known}


def _each(period: Period) -> Iterator[date]:
    return (period.start + timedelta(days=n) for n in range((period.end - period.start).days))


def is_workday(calendar: Calendar, day: date) -> bool | None:
    """Whether ``day`` is worked, make-up days included; None where the year's holidays are not announced."""
    if day in calendar.work:
        return True
    if day in calendar.off or any(day == one for one, _code in calendar.holidays):
        return False
    return day.weekday() < 5 if day.year in calendar.years else None


def last_workday_before(calendar: Calendar, day: date, count: int = 1) -> date | None:
    """The last day before ``day`` that is worked, or the ``count``-th back; None where that is not announced."""
    for back in range(1, _LONGEST_REST + count):
        earlier = day - timedelta(days=back)
        worked = is_workday(calendar, earlier)
        if worked is None:
            return None
        count -= worked
        if not count:
            return earlier
    return None


def workday_after(calendar: Calendar, day: date, count: int) -> date | None:
    """The ``count``-th working day after ``day``; None where the holidays until then are not announced."""
    while count:
        day += DAY
        worked = is_workday(calendar, day)
        if worked is None:
            return None
        count -= worked
    return day


def workday_by(calendar: Calendar, day: date) -> date | None:
    """``day`` where it is worked, else the last workday before it; None where the holidays are not announced."""
    worked = is_workday(calendar, day)
    return day if worked else None if worked is None else last_workday_before(calendar, day)


def holidays(calendar: Calendar) -> Sequence[Holiday]:
    """The public holidays in their order, each with the days off in a row that it brings."""
    found: list[Holiday] = []
    for day, code in calendar.holidays:
        last = found[-1] if found else None
        if last is not None and _only_rest(calendar, last.period.end, day):
            codes = last.codes if code in last.codes else (*last.codes, code)
            found[-1] = Holiday(codes, Period(last.period.start, day + DAY))
        else:
            found.append(Holiday((code,), Period(day, day + DAY)))
    return found


def _only_rest(calendar: Calendar, start: date, end: date) -> bool:
    return all(is_workday(calendar, day) is False for day in _each(Period(start, end)))
