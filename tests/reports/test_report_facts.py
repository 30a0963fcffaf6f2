from dataclasses import replace
from datetime import date

import fabricated
import pytest

from safetyctl.ground.catalogue import using
from safetyctl.reports.facts.period import Flow, Rate, Standing
from safetyctl.reports.facts.wording import equation, rate_words


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        (0, 0, "/"),
        (0, 5, "0%"),
        (5, 5, "100%"),
        (1, 3, "33.3%"),
        (2, 3, "66.7%"),
        (1, 2, "50%"),
        (9_999, 10_000, "99.9%"),
        (1, 10_000, "0.1%"),
    ],
)
def test_a_rate_says_all_and_nothing_only_where_they_hold(part: int, whole: int, percent: str) -> None:
    assert Rate(part, whole).percent == percent


def test_a_rate_shows_its_denominator() -> None:
    with using("zh"):
        assert rate_words(Rate(5, 20)) == "25%（5/20）"
        assert rate_words(Rate(0, 0)) == "/"


def test_the_sum_leaves_out_what_did_not_happen() -> None:
    assert equation(Flow(12, 5, 0, 4, 0, 13)) == "12 + 5 − 4 = 13"
    assert equation(Flow(12, 5, 1, 4, 2, 12)) == "12 + 5 + 1 − 4 − 2 = 12"
    assert Flow(12, 5, 1, 4, 2, 12).balances
    assert not Flow(12, 5, 1, 4, 2, 13).balances


def test_open_hazards_by_where_they_stand() -> None:
    report = fabricated.many()
    assert report.standing() == Standing(open=1, assigned=13, rectified=1, verified=0)
    assert report.standing().total == report.total.remaining
    assert sum(report.standing(campus=line.code).total for line in report.by_campus) == report.total.remaining
    assert sum(report.standing(area=line.code).total for line in report.by_area) == report.total.remaining
    general, major = report.by_level
    assert (general.overdue + major.overdue, major.major_remaining) == (len(report.overdue), 2)


def test_what_changed_and_is_open_is_listed_once() -> None:
    report = fabricated.many()
    numbers = [hazard.number for hazard in report.listed]
    assert len(numbers) == len(set(numbers)) == len(report.open_hazards) + 6


def test_figures_stand_at_the_day_where_the_week_is_not_over() -> None:
    assert fabricated.report().seen == fabricated.END
    assert fabricated.report(as_of=date(2020, 3, 10)).seen == date(2020, 3, 10)
    assert fabricated.report(as_of=date(2020, 4, 1)).seen == fabricated.END


def test_a_week_is_quiet_only_where_nothing_moved() -> None:
    assert fabricated.nil().quiet
    assert not replace(fabricated.nil(), rectified_this_week=1).quiet
    assert not fabricated.one().quiet
