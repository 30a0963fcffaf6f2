"""The totals that were counted by hand, and the laws that hold whatever the story: literal dates, no rule of ours."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetyctl.plan.deadlines import Owed, duties
from safetyctl.plan.judging import Facts, Submission, Waiver, judge
from safetyctl.plan.layout import read_as
from safetyctl.plan.model import Plan
from safetyctl.plan.source import builtin

ONE = ("东校区",)
FIVE = ("东校区", "西校区", "南校区", "北校区", "中校区")
DAY = timedelta(days=1)
MOVING = [
    ("A1", "phase-2"),
    ("A1", "end-of-december"),
    ("A2", "exclusive"),
    ("A3", "monday-to-sunday"),
    ("A4", "previous-workday"),
    ("A9", "from-february"),
    ("A9", "phase-2"),
    ("A16", "phase-3"),
]
"""Readings that move some duty's days when they are taken this other way."""
EVERY_WAY = [(reading.id, way) for reading in builtin().readings for way in reading.choices]


def d(text: str) -> date:
    return date.fromisoformat(text)


def of(plan: Plan, code: str, campus: str = "东校区") -> list[Owed]:
    return [one for one in duties(plan, ONE) if one.code == code and one.campus == campus]


def dues(plan: Plan, code: str) -> list[str]:
    return [one.due.isoformat() for one in of(plan, code)]


# literal totals

FIRSTS = [f"2020-{month:02}-01" for month in range(1, 13)]
LASTS = [
    "2019-12-31",
    "2020-01-31",
    "2020-02-29",
    "2020-03-31",
    "2020-04-30",
    "2020-05-31",
    "2020-06-30",
    "2020-07-31",
    "2020-08-31",
    "2020-09-30",
    "2020-10-31",
    "2020-11-30",
]


def test_what_one_campus_and_the_group_owe_in_all(plan: Plan) -> None:
    found = duties(plan, ONE)
    assert Counter(one.code for one in found if one.campus == "东校区") == {
        "weekly-report": 52,
        "monthly-upload": 12,
        "monthly-drill": 12,
        "holiday-roster": 6,
        "mobilisation-materials": 1,
        "final-summary": 1,
        "year-hazards": 1,
        "new-round-inspection": 1,
        "sustained-inspection": 1,
        "mobilisation-meeting": 1,
        "leading-group": 1,
        "responsibility-list": 1,
        "hazard-ledger": 1,
        "regulations": 1,
    }
    assert Counter(one.code for one in found if one.campus == "*") == {
        "mobilisation-materials": 1,
        "mobilisation-meeting": 1,
        "leading-group": 1,
        "regulations": 1,
        "group-supervision": 1,
        "campaign-evaluation": 1,
    }
    assert len(duties(plan, FIVE)) == 5 * 92 + 6


def test_fifty_two_weekly_reports(plan: Plan) -> None:
    found = dues(plan, "weekly-report")
    assert (len(found), found[0], found[-1]) == (52, "2019-12-05", "2020-11-26")
    assert {d(one).isoweekday() for one in found} == {4}


def test_uploads_drills_materials_and_summary(plan: Plan) -> None:
    assert dues(plan, "monthly-upload") == FIRSTS
    assert dues(plan, "monthly-drill") == LASTS
    assert dues(plan, "mobilisation-materials") == ["2019-12-20"]
    assert dues(plan, "final-summary") == ["2020-12-01"]


def test_six_rosters_and_their_windows(plan: Plan) -> None:
    found = [
        tuple(day.isoformat() for day in (one.opens, one.due, one.period_start, one.period_end - DAY))
        for one in of(plan, "holiday-roster")
    ]
    assert found == [
        ("2019-12-27", "2019-12-31", "2020-01-01", "2020-01-01"),
        ("2020-01-19", "2020-01-23", "2020-01-24", "2020-02-02"),
        ("2020-03-30", "2020-04-03", "2020-04-04", "2020-04-06"),
        ("2020-04-26", "2020-04-30", "2020-05-01", "2020-05-05"),
        ("2020-06-20", "2020-06-24", "2020-06-25", "2020-06-27"),
        ("2020-09-26", "2020-09-30", "2020-10-01", "2020-10-08"),
    ]


def test_the_four_thursdays_that_are_holidays(plan: Plan) -> None:
    found = {one.due.isoformat(): str(one.advised) for one in of(plan, "weekly-report")}
    assert {due: advised for due, advised in found.items() if due != advised} == {
        "2020-01-30": "2020-01-23",
        "2020-06-25": "2020-06-24",
        "2020-10-01": "2020-09-30",
        "2020-10-08": "2020-09-30",
    }


def test_other_days_off_are_advised_too(plan: Plan) -> None:
    found = {one.due.isoformat(): str(one.advised) for one in of(plan, "monthly-upload")}
    assert {due: advised for due, advised in found.items() if due != advised} == {
        "2020-01-01": "2019-12-31",
        "2020-02-01": "2020-01-23",
        "2020-03-01": "2020-02-28",
        "2020-05-01": "2020-04-30",
        "2020-08-01": "2020-07-31",
        "2020-10-01": "2020-09-30",
        "2020-11-01": "2020-10-30",
    }


# the other readings


@pytest.mark.parametrize(
    ("way", "count", "first", "last"),
    [("phase-2", 39, "2020-01-02", "2020-09-24"), ("end-of-december", 57, "2019-12-05", "2020-12-31")],
)
def test_a1_other_ends_of_the_weekly_reports(plan: Plan, way: str, count: int, first: str, last: str) -> None:
    found = dues(read_as(plan, "A1", way), "weekly-report")
    assert (len(found), found[0], found[-1]) == (count, first, last)


def test_a2_before_the_first_is_the_last(plan: Plan) -> None:
    other = read_as(plan, "A2", "exclusive")
    assert dues(other, "monthly-upload") == LASTS
    assert dues(other, "mobilisation-materials") == ["2019-12-19"]
    assert dues(other, "final-summary") == ["2020-11-30"]
    # only what the plan says 'before' of; and its name does not move with its day
    moved = {one.id for one in duties(plan, ONE)} ^ {one.id for one in duties(other, ONE)}
    assert moved == set()
    assert {one.code for one in duties(other, ONE) if one.due != one.named} == {
        "monthly-upload",
        "mobilisation-materials",
        "final-summary",
    }


def test_a4_both_of_october_meet_and_none_is_dropped(plan: Plan) -> None:
    other = of(read_as(plan, "A4", "previous-workday"), "weekly-report")
    moved = {one.id: one.due.isoformat() for one in other if one.due != one.named}
    assert moved == {
        "weekly-report/2020-01-30/东校区": "2020-01-23",
        "weekly-report/2020-06-25/东校区": "2020-06-24",
        "weekly-report/2020-10-01/东校区": "2020-09-30",
        "weekly-report/2020-10-08/东校区": "2020-09-30",
    }
    assert len({one.id for one in other}) == 52
    assert [one.id for one in other if one.due == d("2020-01-23")] == [
        "weekly-report/2020-01-23/东校区",
        "weekly-report/2020-01-30/东校区",
    ]


def test_a9_other_first_and_last_uploads(plan: Plan) -> None:
    assert dues(read_as(plan, "A9", "from-february"), "monthly-upload") == FIRSTS[1:]
    assert dues(read_as(plan, "A9", "phase-2"), "monthly-upload") == FIRSTS[:9]


def test_a16_a_thirteenth_drill(plan: Plan) -> None:
    assert dues(read_as(plan, "A16", "phase-3"), "monthly-drill") == [*LASTS, "2020-12-31"]


@pytest.mark.parametrize(("reading", "way"), EVERY_WAY)
def test_another_reading_moves_only_what_it_is_about(plan: Plan, reading: str, way: str) -> None:
    about = {duty.code for duty in plan.duties if reading in duty.readings}
    before, after = (_days(one) for one in (plan, read_as(plan, reading, way)))
    changed = {name.split("/")[0] for name, *_days in before ^ after}
    assert changed <= about
    assert changed or (reading, way) not in MOVING


@pytest.mark.parametrize(("reading", "way"), EVERY_WAY)
def test_everything_can_be_done_before_it_is_due_and_has_its_own_name(
    plan: Plan, reading: str, way: str
) -> None:
    found = duties(read_as(plan, reading, way), FIVE)
    assert all(one.opens <= one.due for one in found)
    assert all(one.period_start < one.period_end for one in found)
    assert all(one.advised is None or one.advised <= one.due for one in found)
    assert len({one.id for one in found}) == len(found)
    assert [one.due for one in found] == sorted(one.due for one in found)


def _days(plan: Plan) -> set[tuple[object, ...]]:
    return {
        (one.id, one.opens, one.due, one.advised, one.period_start, one.period_end)
        for one in duties(plan, ONE)
    }


# laws

CAMPAIGN = st.dates(d("2019-12-01"), d("2020-12-31"))
AROUND = st.dates(d("2019-10-01"), d("2021-03-01"))
RANK = {"overdue": 0, "late": 1, "future": 2, "open": 2, "waived": 3, "met": 4}


@pytest.fixture(scope="session")
def owing(plan: Plan) -> tuple[Owed, ...]:
    return duties(plan, FIVE)


@given(
    st.dates(d("2019-12-01"), d("2020-11-26")), st.sampled_from(["friday-to-thursday", "monday-to-sunday"])
)
def test_every_day_lies_in_one_week_of_each_campus(plan: Plan, day: date, way: str) -> None:
    weeks = [one for one in duties(read_as(plan, "A3", way), FIVE) if one.code == "weekly-report"]
    covering = [one.campus for one in weeks if one.period_start <= day < one.period_end]
    # by Monday to Sunday, the Sunday that the campaign begins with belongs to the week before its first report
    missed = way == "monday-to-sunday" and day == d("2019-12-01")
    assert sorted(covering) == ([] if missed else sorted(FIVE))


@given(CAMPAIGN)
def test_every_day_to_the_end_of_november_lies_in_one_month_of_uploads_and_of_drills(
    owing: tuple[Owed, ...], day: date
) -> None:
    for code in ("monthly-upload", "monthly-drill"):
        covering = [one for one in owing if one.code == code and one.period_start <= day < one.period_end]
        assert len(covering) == (len(FIVE) if day < d("2020-12-01") else 0)


@given(AROUND, st.integers(0, 500))
def test_a_part_is_what_the_whole_has_between_two_days(
    plan: Plan, owing: tuple[Owed, ...], start: date, length: int
) -> None:
    until = start + length * DAY
    part = duties(plan, FIVE, until=until, start=start)
    assert part == tuple(one for one in owing if start <= one.due <= until)
    assert duties(plan, FIVE, until=until) == tuple(one for one in owing if one.due <= until)
    assert duties(plan, FIVE, start=start) == tuple(one for one in owing if one.due >= start)


@st.composite
def told(draw: st.DrawFn) -> tuple[list[tuple[int, date]], list[tuple[int, date, int | None]]]:
    """Submissions and waivers of a few duties, named by where they stand in the whole."""
    few = st.sampled_from(draw(st.lists(st.integers(0, 465), min_size=1, max_size=4)))
    handed = draw(st.lists(st.tuples(few, AROUND), max_size=6))
    excused = draw(st.lists(st.tuples(few, AROUND, st.none() | st.integers(0, 60)), max_size=3))
    return handed, excused


def _facts(
    owing: tuple[Owed, ...], handed: list[tuple[int, date]], excused: list[tuple[int, date, int | None]]
) -> Facts:
    sent = [
        Submission(f"S{n:04}", owing[which].code, owing[which].named, owing[which].campus, on)
        for n, (which, on) in enumerate(handed, 1)
    ]
    waived = [
        Waiver(f"W{n:04}", owing[which].id, on, None if length is None else on + length * DAY)
        for n, (which, on, length) in enumerate(excused, 1)
    ]
    return Facts(submissions=tuple(sent), waivers=tuple(waived))


@given(told(), st.integers(0, 465), AROUND, AROUND)
def test_one_more_submission_makes_nothing_worse(
    owing: tuple[Owed, ...],
    case: tuple[list[tuple[int, date]], list[tuple[int, date, int | None]]],
    which: int,
    sent: date,
    day: date,
) -> None:
    handed, excused = case
    before = judge(owing, _facts(owing, handed, excused), day)
    after = judge(owing, _facts(owing, [*handed, (which, sent)], excused), day)
    for was, now in zip(before, after, strict=True):
        assert was.owed == now.owed
        if was.owed == owing[which]:
            assert RANK[now.state] >= RANK[was.state]
        else:
            assert now == was


@given(told(), AROUND, st.integers(0, 300))
def test_what_is_overdue_never_opens_again(
    owing: tuple[Owed, ...],
    case: tuple[list[tuple[int, date]], list[tuple[int, date, int | None]]],
    day: date,
    later: int,
) -> None:
    facts = _facts(owing, *case)
    for was, now in zip(judge(owing, facts, day), judge(owing, facts, day + later * DAY), strict=True):
        if was.state in ("overdue", "late"):
            assert now.state not in ("future", "open", "met")
        if was.state == "open":
            assert now.state != "future"
        if was.state == "met" and was.met_on != now.met_on:
            raise AssertionError((was, now))
