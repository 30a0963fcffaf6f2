"""Days written as a range: 3月1日-3月5日, 3.1—3.5, 2020年3月1日至5日; read where it can be cut in one way."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from safetyctl.intake.words import days
from safetyctl.intake.words.cells import Unreadable
from safetyctl.intake.words.days import Orders, Short

_CUT = re.compile(r"[-–—~至到]+")
_LISTED = re.compile(r"[、,和及]+")
_DAY_ALONE = re.compile(r"(?P<d>[0-9]{1,2})[日号]?")
_MARKED = re.compile(r"[0-9][-./][0-9]{1,2}$")
_MARKS = re.compile(r"[年月日号./-]|[0-9]{8}$")
_LEAP_YEAR = 2000
_LONGEST = 200  # characters: a timetable may be cut at each of its hours
_AUTUMN, _SPRING = 9, 3


class Span(NamedTuple):
    """A range of days, each whole or each without its year."""

    first: date | Short
    last: date | Short


def pieces(text: str) -> Iterator[str]:
    """What stands before and behind each place at which a text may be cut, as days are read."""
    plain = days.plain(text) if len(text) <= _LONGEST else ""
    for cut in _CUT.finditer(plain):
        yield plain[: cut.start()].strip()
        yield plain[cut.end() :].strip()


def read(text: str, orders: Orders) -> Span | None:
    """The range in a text; None where it is none, or where it may be cut into several."""
    return _cut_by(_CUT, text, orders)


def listed(text: str, orders: Orders) -> Span | None:
    """Two days that follow each other, as one looked at over both: 3月5日、6日. None for any other text."""
    found = _cut_by(_LISTED, text, orders) if _LISTED.search(text) else None
    if found is None:
        return None
    first, last = (day if isinstance(day, date) else day.in_year(_LEAP_YEAR) for day in found)
    return found if first and last and last - first == timedelta(days=1) else None


def _cut_by(mark: re.Pattern[str], text: str, orders: Orders) -> Span | None:
    plain = days.plain(text) if len(text) <= _LONGEST else ""
    found = {
        span
        for cut in mark.finditer(plain)
        if (span := _between(plain[: cut.start()].strip(), plain[cut.end() :].strip(), orders)) is not None
    }
    return found.pop() if len(found) == 1 else None


def _between(first: str, last: str, orders: Orders) -> Span | None:
    begins, ends = _day(first, orders), _day(last, orders)
    alone = _DAY_ALONE.fullmatch(last)
    if begins is not None and ends is None and alone and (not last.isdigit() or _MARKED.search(first)):
        ends = _same_month(begins, int(alone["d"]))
    if begins is None or ends is None:
        return None
    if isinstance(begins, date) and isinstance(ends, Short):
        ends = next(
            (day for step in (0, 1) if (day := ends.in_year(begins.year + step)) and day >= begins), None
        )
    elif isinstance(begins, Short) and isinstance(ends, date):
        begins = next(
            (day for step in (0, -1) if (day := begins.in_year(ends.year + step)) and day <= ends), None
        )
    if begins is None or ends is None:
        return None
    if not _in_order(begins, ends):
        return None
    return Span(begins, ends)


def _day(text: str, orders: Orders) -> date | Short | None:
    if _MARKS.search(text) is None:
        return None  # a number alone is no day of a range
    try:
        return days.read(text, orders)
    except Unreadable:
        return None


def _same_month(begins: date | Short, day: int) -> date | Short | None:
    try:
        found = date(begins.year, begins.month, day) if isinstance(begins, date) else Short(begins.month, day)
    except ValueError:
        return None
    return found if day >= begins.day and 1 <= day <= 31 else None


def _in_order(begins: date | Short, ends: date | Short) -> bool:
    if isinstance(begins, date) and isinstance(ends, date):
        return begins <= ends
    over_new_year = begins.month >= _AUTUMN and ends.month <= _SPRING
    return over_new_year or (begins.month, begins.day) <= (ends.month, ends.day)
