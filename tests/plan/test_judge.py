"""Judging is total, and time only moves a thing forward."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from safetyctl.plan.deadlines import Owed, duties
from safetyctl.plan.judging import STATES, Facts, Submission, Waiver, judge
from safetyctl.plan.layout import read_as
from safetyctl.plan.model import Plan

ONE = ("东校区",)
DAYS = st.dates(date(2019, 11, 1), date(2021, 1, 31))
AHEAD = {
    "future": {"future", "open", "overdue", "met", "late", "waived"},
    "open": {"open", "overdue", "met", "late", "waived"},
    "overdue": {"overdue", "late", "waived"},
    "late": {"late", "waived"},
    "waived": {"waived", "met"},
    "met": {"met"},
}
BETTER = {
    "future": {"future", "met"},
    "open": {"open", "met"},
    "overdue": {"overdue", "late", "met"},
    "late": {"late", "met"},
    "waived": {"waived", "met"},
    "met": {"met"},
}


def handed_in(plan: Plan) -> list[Owed]:
    """What is met by being handed in."""
    return [one for one in duties(plan, ONE) if one.duty.evidence == "submission"]


def facts_for(owed: Owed, handed: list[date], waived: list[date]) -> Facts:
    return Facts(
        tuple(Submission(f"S{n}", owed.code, owed.named, owed.campus, on) for n, on in enumerate(handed, 1)),
        tuple(Waiver(f"W{n}", owed.id, on) for n, on in enumerate(waived, 1)),
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[int, list[date], list[date], str]:
    waived = draw(st.one_of(st.just([]), st.lists(DAYS, max_size=2)))
    way = draw(st.sampled_from(["stands", "previous-workday"]))
    return draw(st.integers(0, 71)), draw(st.lists(DAYS, max_size=3)), waived, way


@given(cases(), DAYS)
def test_each_has_one_state_and_it_is_the_right_one(
    plan: Plan, case: tuple[int, list[date], list[date], str], day: date
) -> None:
    which, handed, waived, way = case
    owed = handed_in(read_as(plan, "A4", way))[which]
    (found,) = judge([owed], facts_for(owed, handed, waived), day)
    known = [on for on in handed if on <= day and owed.opens <= day]
    excused = any(on <= day for on in waived)
    assert found.state in STATES
    assert (found.state == "met") == any(on <= owed.due for on in known)
    assert (found.state == "waived") == (excused and found.state != "met")
    assert (found.state == "late") == (bool(known) and found.state not in ("met", "waived"))
    unmet = not known and not excused
    assert (found.state == "overdue") == (unmet and owed.due < day)
    assert (found.state == "future") == (unmet and day < owed.opens)
    assert (found.state == "open") == (unmet and owed.opens <= day <= owed.due)
    assert found.met_on == (max(min(known), owed.opens) if known else None)
    assert len(found.evidence) == len(known) + sum(on <= day for on in waived) * (found.state == "waived")


@given(cases(), DAYS, st.integers(0, 200))
def test_time_moves_a_state_only_forward(
    plan: Plan, case: tuple[int, list[date], list[date], str], day: date, later: int
) -> None:
    which, handed, waived, way = case
    owed = handed_in(read_as(plan, "A4", way))[which]
    facts = facts_for(owed, handed, waived)
    (before,) = judge([owed], facts, day)
    (after,) = judge([owed], facts, day + timedelta(days=later))
    assert after.state in AHEAD[before.state]


@given(cases(), DAYS, DAYS)
def test_one_more_submission_never_makes_it_worse(
    plan: Plan, case: tuple[int, list[date], list[date], str], more: date, day: date
) -> None:
    which, handed, waived, _way = case
    owed = handed_in(plan)[which]
    (before,) = judge([owed], facts_for(owed, handed, waived), day)
    (after,) = judge([owed], facts_for(owed, [*handed, more], waived), day)
    assert after.state in BETTER[before.state]


def test_a_submission_counts_for_its_own_campus_day_and_duty_only(plan: Plan) -> None:
    owed = duties(plan, ("东校区", "西校区"), until=date(2019, 12, 12))
    sent = Submission("S1", "weekly-report", date(2019, 12, 5), "西校区", date(2019, 12, 5))
    met = [one.owed.id for one in judge(owed, Facts((sent,)), date(2020, 1, 1)) if one.state == "met"]
    assert met == ["weekly-report/2019-12-05/西校区"]


def test_two_reports_moved_to_one_day_are_met_apart(plan: Plan) -> None:
    moved = duties(read_as(plan, "A4", "previous-workday"), ONE, date(2020, 9, 30), date(2020, 9, 30))
    found = [one for one in moved if one.code == "weekly-report"]
    sent = Submission("S1", "weekly-report", date(2020, 10, 8), "东校区", date(2020, 9, 30))
    states = {one.owed.id: one.state for one in judge(found, Facts((sent,)), date(2020, 10, 9))}
    assert states == {
        "weekly-report/2020-10-01/东校区": "overdue",
        "weekly-report/2020-10-08/东校区": "met",
    }
