"""Working days, by the State Council's dates with their make-up workdays (A11: the calendar as it finally stood).

The dates come from ``chinesecalendar``; beyond the years it knows the answer is None, never a guess.
"""

from datetime import date, timedelta

_LONGEST_REST = 30


def is_workday(day: date) -> bool | None:
    """Whether ``day`` is worked, make-up days included; None where the year's holidays are not announced."""
    from chinese_calendar import is_workday as announced

    try:
        return bool(announced(day))
    except NotImplementedError:
        return None


def last_workday_before(day: date) -> date | None:
    """The last day before ``day`` that is worked; None where the holidays are not announced."""
    for back in range(1, _LONGEST_REST):
        earlier = day - timedelta(days=back)
        worked = is_workday(earlier)
        if worked is None:
            return None
        if worked:
            return earlier
    return None


def workday_by(day: date) -> date | None:
    """``day`` where it is worked, else the last workday before it; None where the holidays are not announced."""
    worked = is_workday(day)
    return day if worked else None if worked is None else last_workday_before(day)
