"""The clock on the wall as people write it: 14:30, 14时30分, 下午2点半."""

import re
import unicodedata

_MORNING = ("凌晨", "清晨", "早上", "早晨", "上午", "早")
_LATER = ("下午", "傍晚", "晚上", "晚")
_NOON = "中午"
HALF = f"(?:{'|'.join((*_MORNING, *_LATER, _NOON))})"
"""A pattern of the words for a part of the day."""
_CLOCK = re.compile(
    rf"(?P<half>{HALF})?\s*(?P<hour>[0-9]{{1,2}})"
    r"(?::(?P<minute>[0-9]{2})(?![0-9])(?::[0-9]{2})?|[时点](?:(?P<said>[0-9]{1,2})分?|(?P<part>半|整|一刻|三刻))?)"
)
_PARTS = {"半": 30, "整": 0, "一刻": 15, "三刻": 45}


def clock_of(text: str) -> str | None:
    """The time of day that a text says, as HH:MM; None for one that is none, or may be two (晚上12点)."""
    return _said(_CLOCK.fullmatch(unicodedata.normalize("NFKC", text).strip()))


def clock_within(text: str) -> str | None:
    """The first time of day in a longer text, as ``clock_of`` reads it; None where there is none."""
    return _said(_CLOCK.search(unicodedata.normalize("NFKC", text)))


def _said(found: re.Match[str] | None) -> str | None:
    if found is None:
        return None
    hour = _in_half(int(found["hour"]), found["half"])
    minute = int(found["minute"] or found["said"] or _PARTS.get(found["part"] or "", 0))
    return f"{hour:02}:{minute:02}" if hour is not None and hour < 24 and minute < 60 else None


def _in_half(hour: int, half: str | None) -> int | None:
    """The hour of 24; None where the half of the day and the hour do not go together."""
    if half in _LATER:
        return hour + 12 if 0 < hour < 12 else hour if half == "下午" or hour > 12 else None
    if half == _NOON:
        return {11: 11, 12: 12, 13: 13, 14: 14, 1: 13, 2: 14}.get(hour)
    if half in _MORNING:
        return hour if hour < 12 or (half == "上午" and hour == 12) else None
    return hour
