"""What events bring with them: the two hours of an incident (R11, A8, A13), an outing before it starts (R10)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetyctl.plan.deadlines import Occurrence, Owed, brought, end_of, minutes_left
from safetyctl.plan.judging import Answer, Facts, Waiver, judge
from safetyctl.plan.layout import read_as
from safetyctl.plan.model import Plan

ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2019, 12, 1, tzinfo=UTC)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def incident(known: datetime, occurred: datetime | None = None) -> Occurrence:
    day = known.astimezone(ZONE).date()
    return Occurrence("E0001", "东校区", "incident-known", day, day, occurred or known, known)


def told(authority: str, moment: datetime) -> Answer:
    return Answer("E0001", "incident-report", authority, moment.astimezone(ZONE).date(), moment, "E0001")


def state(owed: Owed, facts: Facts, moment: datetime) -> str:
    (found,) = judge([owed], facts, moment.astimezone(ZONE).date(), moment)
    return found.state


def first(plan: Plan, one: Occurrence) -> Owed:
    return next(owed for owed in brought(plan, [one]) if owed.code == "incident-report")


@pytest.mark.parametrize(
    ("known", "reported", "expected"),
    [
        ("2020-03-02 09:00", "2020-03-02 11:00:00", "met"),
        ("2020-03-02 09:00", "2020-03-02 11:00:01", "late"),
        ("2019-12-31 23:30", "2020-01-01 01:25", "met"),
        ("2019-12-31 23:30", "2020-01-01 01:30:01", "late"),
        ("2020-01-25 02:00", "2020-01-25 04:00:00", "met"),  # New Year's night of the lunar calendar
        ("2020-02-28 23:00", "2020-02-29 01:00:00", "met"),
        ("2020-02-29 23:00", "2020-03-01 01:00:01", "late"),
    ],
)
def test_two_hours_whatever_the_day(plan: Plan, known: str, reported: str, expected: str) -> None:
    owed = first(plan, incident(at(known)))
    facts = Facts(answers=(told("bureau", at(reported)),))
    assert state(owed, facts, at(reported) + timedelta(days=1)) == expected


def test_each_authority_is_owed_apart(plan: Plan) -> None:
    found = [one for one in brought(plan, [incident(at("2020-03-02 09:00"))]) if one.kind == "incident"]
    assert [one.id for one in found] == [
        f"incident-report/E0001/{who}" for who in ("bureau", "health", "police")
    ]
    assert {one.due_at for one in found} == {at("2020-03-02 11:00")}
    facts = Facts(answers=(told("bureau", at("2020-03-02 09:30")),))
    judged = judge(found, facts, date(2020, 3, 2), at("2020-03-02 10:00"))
    assert [one.state for one in judged] == ["met", "open", "open"]
    judged = judge(found, facts, date(2020, 3, 2), at("2020-03-02 11:00:01"))
    assert [one.state for one in judged] == ["met", "overdue", "overdue"]
    assert [one.state for one in judge(found, facts, date(2020, 3, 2))] == ["met", "overdue", "overdue"]


def test_a_report_that_is_still_to_come_is_not_known(plan: Plan) -> None:
    owed = first(plan, incident(at("2020-03-02 09:00")))
    facts = Facts(answers=(told("bureau", at("2020-03-02 10:30")),))
    assert state(owed, facts, at("2020-03-02 10:29")) == "open"
    assert state(owed, facts, at("2020-03-02 10:30")) == "met"


def test_the_other_readings_of_the_two_hours(plan: Plan) -> None:
    one = incident(at("2020-03-02 09:00"), at("2020-03-02 08:00"))
    exactly = Facts(answers=(told("bureau", at("2020-03-02 11:00:00")),))
    after = at("2020-03-03 00:00")
    assert state(first(read_as(plan, "A13", "under-two"), one), exactly, after) == "late"
    assert state(first(read_as(plan, "A8", "occurred"), one), exactly, after) == "late"
    ten = Facts(answers=(told("bureau", at("2020-03-02 10:00")),))
    assert state(first(read_as(plan, "A8", "occurred"), one), ten, after) == "met"


@given(
    st.integers(0, 396 * 86_400).map(lambda seconds: START + timedelta(seconds=seconds)),
    st.integers(0, 3 * 3600),
)
def test_nothing_stops_the_clock(plan: Plan, known: datetime, seconds: int) -> None:
    owed = first(plan, incident(known))
    facts = Facts(answers=(told("bureau", known + timedelta(seconds=seconds)),))
    assert state(owed, facts, known + timedelta(days=2)) == ("met" if seconds <= 7200 else "late")


def outing(day: date) -> Occurrence:
    return Occurrence("A0001", "东校区", "before-start", day, date(2020, 4, 1), kind="outing")


def test_a_gathering_owes_its_plan_and_no_report_of_an_outing(plan: Plan) -> None:
    at_school = outing(date(2020, 4, 10))._replace(kind="gathering")
    assert [one.code for one in brought(plan, [at_school])] == ["activity-plan"]


def test_the_minutes_that_are_left() -> None:
    due = at("2020-03-02 11:00:00")
    for moment, left in (
        ("10:25:00", 35),
        ("10:59:01", 0),
        ("11:00:00", 0),
        ("11:00:01", -1),
        ("11:03:00", -3),
    ):
        assert minutes_left(due, at(f"2020-03-02 {moment}")) == left


def test_a_day_ends_in_the_plans_zone(plan: Plan) -> None:
    assert end_of(plan, date(2019, 12, 31)) == datetime(2019, 12, 31, 16, tzinfo=UTC)


def test_an_outing_is_owed_before_it_starts(plan: Plan) -> None:
    found = {one.code: one for one in brought(plan, [outing(date(2020, 4, 10))])}
    assert set(found) == {"outing-report", "activity-plan"}
    report = found["outing-report"]
    assert (report.id, report.due) == ("outing-report/A0001/东校区", date(2020, 4, 10))
    in_time = Answer("A0001", "outing-report", None, date(2020, 4, 10), None, "S0001")
    afterwards = in_time._replace(on=date(2020, 4, 11))
    day = date(2020, 4, 12)
    assert [judge([report], Facts(answers=(one,)), day)[0].state for one in (in_time, afterwards)] == [
        "met",
        "late",
    ]
    assert judge([report], Facts(), day)[0].state == "overdue"
    assert judge([report], Facts(), date(2020, 4, 10))[0].state == "open"
    assert judge([report], Facts(waivers=(Waiver("W0001", report.id, day),)), day)[0].state == "waived"


def test_a_day_off_is_told_of_on_the_last_workday(plan: Plan) -> None:
    found = brought(plan, [outing(date(2020, 5, 3))])
    assert {one.advised for one in found} == {date(2020, 4, 30)}
