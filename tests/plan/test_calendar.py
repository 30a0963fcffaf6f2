from datetime import date

import pytest

from safetyctl.plan.calendar import is_workday, last_workday_before, workday_by


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
    assert is_workday(day) is worked


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
    assert last_workday_before(day) == before


def test_a_worked_day_is_its_own() -> None:
    assert workday_by(date(2020, 3, 5)) == date(2020, 3, 5)
    assert workday_by(date(2020, 10, 8)) == date(2020, 9, 30)
    assert workday_by(date(2099, 1, 1)) is None
