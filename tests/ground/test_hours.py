"""The clock on the wall, as people write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetyctl.ground.hours import clock_of


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("14:30", "14:30"), ("９：０５", "09:05"), ("14:30:00", "14:30"), ("14时30分", "14:30"), ("9点", "09:00"),
        ("下午2点半", "14:30"), ("下午2:30", "14:30"), ("下午14:30", "14:30"), ("上午 10点一刻", "10:15"),
        ("中午12:10", "12:10"), ("中午1点", "13:00"), ("晚上7:00", "19:00"), ("凌晨1点", "01:00"),
        ("下午12:30", "12:30"), ("晚上12点", None), ("凌晨12点", None), ("上午14:00", None), ("24:00", None),
        ("9:60", None), ("大课间", None), ("", None), ("9", None),
    ],
)  # fmt: skip
def test_a_time_of_day(text: str, clock: str | None) -> None:
    assert clock_of(text) == clock


@given(st.times())
def test_what_is_written_in_figures_reads_back(moment: object) -> None:
    assert clock_of(f"{moment:%H:%M}") == f"{moment:%H:%M}" == clock_of(f"{moment:%H时%M分}")
