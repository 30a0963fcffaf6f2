from datetime import date, timedelta

import pytest

from safetyctl.plan.calendar import calendar_of, holidays, is_workday, last_workday_before, workday_by
from safetyctl.plan.model import Amendment, Days, Period, Stretch

KNOWN = calendar_of(range(2019, 2022), Days())
ADDED = Amendment(
    "spring-festival", date(2020, 1, 26), Period(date(2020, 1, 31), date(2020, 2, 3)), (date(2020, 2, 1),)
)


def one_day(day: date) -> Stretch:
    return Stretch("", Period(day, day + timedelta(days=1)))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2020, 1, 19), True),  # a Sunday worked for the Spring Festival
        (date(2020, 1, 31), False),  # the extension of 2020
        (date(2020, 2, 3), True),
        (date(2020, 10, 10), True),  # a Saturday worked
        (date(2020, 12, 5), False),
        (date(2099, 1, 1), None),
        (date(1999, 1, 4), None),
    ],
)
def test_working_days(day: date, worked: bool | None) -> None:
    assert is_workday(KNOWN, day) is worked


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2020, 1, 30), date(2020, 1, 23)),
        (date(2020, 6, 25), date(2020, 6, 24)),
        (date(2020, 10, 1), date(2020, 9, 30)),
        (date(2020, 10, 8), date(2020, 9, 30)),
        (date(2020, 3, 2), date(2020, 2, 28)),
        (date(2099, 1, 1), None),
    ],
)
def test_the_last_workday_before(day: date, before: date | None) -> None:
    assert last_workday_before(KNOWN, day) == before


def test_a_worked_day_is_its_own() -> None:
    assert workday_by(KNOWN, date(2020, 3, 5)) == date(2020, 3, 5)
    assert workday_by(KNOWN, date(2020, 10, 8)) == date(2020, 9, 30)
    assert workday_by(KNOWN, date(2099, 1, 1)) is None


def test_the_school_has_days_of_its_own() -> None:
    off, made_up = date(2020, 4, 20), date(2020, 4, 18)
    own = calendar_of([2020], Days(off=(one_day(off),), work=(one_day(made_up),)))
    assert is_workday(own, off) is False
    assert is_workday(own, made_up) is True
    assert workday_by(own, off) == made_up


def test_a_vacation_is_no_rest_for_those_who_report() -> None:
    summer = Stretch("暑假", Period(date(2020, 7, 1), date(2020, 9, 1)))
    assert is_workday(calendar_of([2020], Days(vacations=(summer,))), date(2020, 7, 2)) is True


def test_a_holiday_as_it_was_first_announced() -> None:
    first = calendar_of([2020], Days(amended=(ADDED,)), as_announced_first=True)
    assert [is_workday(first, date(2020, 1, 31)), is_workday(first, date(2020, 2, 1))] == [True, True]
    assert is_workday(first, date(2020, 2, 2)) is False
    assert is_workday(calendar_of([2020], Days(amended=(ADDED,))), date(2020, 2, 1)) is False


def test_a_year_that_the_program_does_not_know_can_be_told() -> None:
    new_year = ("new-year", Period(date(2090, 1, 1), date(2090, 1, 4)))
    told = calendar_of([2090], Days(holidays=(new_year,), announces=(2090,)))
    assert told.years == (2090,)
    assert [is_workday(told, date(2090, 1, day)) for day in (2, 4)] == [False, True]
    assert [one.period.start for one in holidays(told)] == [date(2090, 1, 1)]
    assert is_workday(calendar_of([2090], Days(holidays=(new_year,))), date(2090, 2, 1)) is None


def test_holidays_that_meet_are_one() -> None:
    found = {one.codes: one.period for one in holidays(calendar_of([2020, 2026], Days()))}
    assert found[("national-day",)].start in (date(2020, 10, 1), date(2026, 10, 1))
    together = {one.codes for one in holidays(calendar_of([2023], Days()))}
    assert ("mid-autumn", "national-day") in together
