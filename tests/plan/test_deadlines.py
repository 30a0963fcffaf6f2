"""What the plan owes: the campaign's known totals, and the readings that change them."""

import subprocess
import sys
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetyctl.plan.deadlines import Owed, allowed_day, duties, why
from safetyctl.plan.judging import due_state
from safetyctl.plan.layout import laid, read_as, unannounced, week_of
from safetyctl.plan.model import Period, Plan
from safetyctl.plan.source import read_plan
from safetyctl.plan.stored import plan_from_json, plan_json

CAMPUSES = ("东校区", "西校区")
ONE = ("东校区",)


def of(plan: Plan, code: str) -> list[Owed]:
    return [owed for owed in duties(plan, ONE) if owed.code == code]


def days(plan: Plan, code: str) -> list[date]:
    return [owed.due for owed in of(plan, code)]


def test_fifty_two_weekly_reports(plan: Plan) -> None:
    found = days(plan, "weekly-report")
    assert (len(found), found[0], found[-1]) == (52, date(2019, 12, 5), date(2020, 11, 26))
    assert {day.weekday() for day in found} == {3}


def test_the_weeks_leave_no_day_between(plan: Plan) -> None:
    found = of(plan, "weekly-report")
    assert found[0].period == Period(date(2019, 11, 29), date(2019, 12, 6))
    assert all(one.period_end == after.period_start for one, after in pairwise(found))


def test_twelve_uploads_each_for_the_month_before(plan: Plan) -> None:
    found = of(plan, "monthly-upload")
    assert [one.due for one in found] == [date(2020, month, 1) for month in range(1, 13)]
    assert found[0].period == Period(date(2019, 12, 1), date(2020, 1, 1))
    assert found[2].period == Period(date(2020, 2, 1), date(2020, 3, 1))


def test_materials_and_summary(plan: Plan) -> None:
    assert [(one.campus, one.due) for one in duties(plan, ONE) if one.code == "mobilisation-materials"] == [
        ("*", date(2019, 12, 20)),
        ("东校区", date(2019, 12, 20)),
    ]
    assert [(one.campus, one.due) for one in of(plan, "final-summary")] == [("东校区", date(2020, 12, 1))]


@pytest.mark.parametrize(
    ("holds", "count", "last"),
    [
        ("end-of-november", 52, date(2020, 11, 26)),
        ("phase-2", 39, date(2020, 9, 24)),
        ("end-of-december", 57, date(2020, 12, 31)),
    ],
)
def test_a1_how_long_the_weekly_reports_run(plan: Plan, holds: str, count: int, last: date) -> None:
    found = days(read_as(plan, "A1", holds), "weekly-report")
    assert (len(found), found[-1]) == (count, last)


def test_a2_the_day_before_the_named_one(plan: Plan) -> None:
    other = read_as(plan, "A2", "exclusive")
    uploads = days(other, "monthly-upload")
    assert (len(uploads), uploads[0], uploads[-1]) == (12, date(2019, 12, 31), date(2020, 11, 30))
    assert days(other, "mobilisation-materials") == [date(2019, 12, 19)] * 2
    assert days(other, "final-summary") == [date(2020, 11, 30)]
    assert days(other, "weekly-report") == days(plan, "weekly-report")
    assert of(other, "monthly-upload")[0].id == "monthly-upload/2020-01-01/东校区"


def test_a3_the_week_of_a_day(plan: Plan) -> None:
    for day in (date(2019, 11, 29), date(2019, 12, 2), date(2019, 12, 5)):
        assert week_of(plan, day) == Period(date(2019, 11, 29), date(2019, 12, 6))
    other = read_as(plan, "A3", "monday-to-sunday")
    assert week_of(other, date(2019, 12, 5)) == Period(date(2019, 12, 2), date(2019, 12, 9))
    assert of(other, "weekly-report")[0].period == Period(date(2019, 12, 2), date(2019, 12, 9))


def test_a4_advised_on_the_last_workday(plan: Plan) -> None:
    advised = {one.due: one.advised for one in of(plan, "weekly-report")}
    moved = {due: day for due, day in advised.items() if day != due}
    assert moved == {
        date(2020, 1, 30): date(2020, 1, 23),
        date(2020, 6, 25): date(2020, 6, 24),
        date(2020, 10, 1): date(2020, 9, 30),
        date(2020, 10, 8): date(2020, 9, 30),
    }


def test_a4_moved_to_the_workday_before_and_nothing_dropped(plan: Plan) -> None:
    found = of(read_as(plan, "A4", "previous-workday"), "weekly-report")
    assert len(found) == 52
    assert len({one.id for one in found}) == 52
    due = [one.due for one in found]
    assert due.count(date(2020, 1, 23)) == 2
    assert due.count(date(2020, 9, 30)) == 2
    assert date(2020, 6, 24) in due
    assert [one.period for one in found] == [one.period for one in of(plan, "weekly-report")]
    assert all(one.opens <= one.due for one in found)


def test_a9_the_first_upload(plan: Plan) -> None:
    found = days(read_as(plan, "A9", "from-february"), "monthly-upload")
    assert (len(found), found[0]) == (11, date(2020, 2, 1))
    found = days(read_as(plan, "A9", "phase-2"), "monthly-upload")
    assert (len(found), found[-1]) == (9, date(2020, 9, 1))


def test_an_unannounced_calendar_moves_nothing_and_advises_nothing(plan: Plan) -> None:
    weekly = plan.duty("weekly-report")
    ranges = tuple((way, Period(date(2090, 1, 1), date(2090, 3, 1))) for way, _span in weekly.rule.between)
    rule = weekly.rule._replace(between=ranges)
    far = plan._replace(
        start=date(2090, 1, 1), end=date(2090, 3, 1), duties=(weekly._replace(rule=rule),), milestones=()
    )
    found = duties(read_as(far, "A4", "previous-workday"), ONE)
    assert [one.due for one in found] == [one.named for one in found]
    assert {one.advised for one in found} == {None}
    assert unannounced(laid(far)) == (2090,)


@pytest.mark.parametrize(("day", "count"), [(31, 12), (30, 12), (15, 12)])
def test_a_day_that_short_months_lack_is_their_last(plan: Plan, day: int, count: int) -> None:
    upload = plan.duty("monthly-upload")
    span = Period(date(2020, 1, 1), date(2021, 1, 1))
    rule = upload.rule._replace(day=day, between=(("from-january", span),))
    found = days(laid(plan._replace(duties=(upload._replace(rule=rule),))), "monthly-upload")
    assert len(found) == count
    assert found[1] == date(2020, 2, min(day, 29))
    assert found[3] == date(2020, 4, min(day, 30))


def test_a_duty_of_the_groups_own_recurs_as_it_says(text: str) -> None:
    own = """
[[duty]]
code = "quarterly-review"
kind = "meeting"
requirement = "R1"
clause = "2.1(3)"
title = { zh = "季度会商", en = "Quarterly review" }
owed_by = ["group"]
evidence = "meetings"
of = ["leading-group"]
rule = { kind = "recurring", repeats = "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1", between = [2019-12-01, 2020-12-31] }

"""
    plan = read_plan(text.replace("[[duty]]", own.lstrip() + "[[duty]]", 1), None, "plan.toml")
    found = [one for one in duties(plan, ONE) if one.code == "quarterly-review"]
    assert [one.due for one in found] == [
        date(2019, 12, 31),
        date(2020, 3, 31),
        date(2020, 6, 30),
        date(2020, 9, 30),
        date(2020, 12, 31),
    ]
    assert all(one.campus == "*" for one in found)
    assert [one.period_start for one in found[1:]] == [one.period_end for one in found[:-1]]
    assert plan_from_json(plan_json(plan)) == plan


def test_every_campus_owes_and_the_group_once(plan: Plan) -> None:
    found = duties(plan, CAMPUSES)
    assert len({one.id for one in found}) == len(found)
    assert [one.due for one in found] == sorted(one.due for one in found)
    assert found[0].id == "weekly-report/2019-12-05/东校区"
    assert {one.campus for one in found} == {"*", *CAMPUSES}
    for duty in plan.duties:
        owners = {"*"} if "group" in duty.owed_by else set()
        owners |= set(CAMPUSES) if "campus" in duty.owed_by else set()
        assert {one.campus for one in found if one.code == duty.code} in (set(), owners)


def test_the_limits_are_both_included(plan: Plan) -> None:
    day = date(2020, 1, 2)
    assert [one.due for one in duties(plan, ONE, until=day, start=day)] == [day]
    assert len(duties(plan, ONE, until=date(2019, 12, 5))) == 1
    assert duties(plan, ONE, until=date(2019, 12, 4)) == ()
    assert duties(plan, (), until=date(2019, 12, 19)) == ()


@given(st.dates(date(2019, 12, 1), date(2020, 12, 31)), st.integers(0, 60))
def test_a_window_is_a_part_of_the_whole(plan: Plan, start: date, length: int) -> None:
    until = start + timedelta(days=length)
    whole = duties(plan, CAMPUSES)
    assert duties(plan, CAMPUSES, until, start) == tuple(one for one in whole if start <= one.due <= until)


def test_due_states() -> None:
    day = date(2020, 3, 5)
    assert due_state(None, day, 7) == (None, 0)
    assert due_state(date(2020, 3, 4), day, 7) == ("overdue", 1)
    assert due_state(day, day, 7) == ("due", 0)
    assert due_state(date(2020, 3, 12), day, 7) == ("upcoming", 0)
    assert due_state(date(2020, 3, 13), day, 7) == (None, 0)
    assert due_state(date(2020, 2, 29), date(2020, 3, 1), 0) == ("overdue", 1)


def test_the_allowance(plan: Plan) -> None:
    assert allowed_day(plan, "general", date(2020, 2, 20)) == date(2020, 3, 6)
    assert allowed_day(plan, "major", date(2019, 12, 15)) == date(2020, 1, 14)
    with pytest.raises(ValueError, match="grave"):
        allowed_day(plan, "grave", date(2020, 1, 1))


def test_why(plan: Plan) -> None:
    grounds = why(plan, "weekly-report")
    assert grounds.duty.clause == "3 phase 2, 4-1(1)"
    assert [one.id for one in grounds.readings] == ["A1", "A3", "A4", "A12", "A15"]
    with pytest.raises(KeyError):
        why(plan, "nothing")


def test_a_reading_has_only_its_own_ways(plan: Plan) -> None:
    with pytest.raises(ValueError, match="sideways"):
        read_as(plan, "A4", "sideways")
    with pytest.raises(KeyError):
        read_as(plan, "A21", "x")
    with pytest.raises(KeyError):
        plan.holds("A21")
    assert plan.readings[0].others == ("phase-2", "end-of-december")


def test_the_reading_path_loads_nothing_heavy() -> None:
    code = (
        "import sys, safetyctl.plan.deadlines, safetyctl.plan.stored; heavy = "
        "{'chinese_calendar','tomllib','dateutil','dataclasses','zoneinfo','pydantic','sqlmodel'}; "
        "print(*sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
