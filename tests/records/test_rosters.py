"""Duty rosters: which holidays there are, what comes in whole or not at all, and what is wrong with one."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import content, hand
from safetyctl.ground.errors import BadInput, NotFound, Refused
from safetyctl.ledger.connection import reading
from safetyctl.ledger.writing import write
from safetyctl.plan.model import Plan
from safetyctl.records import people, rosters
from safetyctl.records.campaigns import campuses
from safetyctl.records.roster_checks import Finding, findings
from safetyctl.records.rosters import Holiday, Line, ShiftView, holiday_with, holidays

EAST = "东校区"
DAY = "2020-01-20"


@pytest.fixture(scope="session")
def spring(plan: Plan) -> Holiday:
    return holiday_with(holidays(plan), ["spring-festival"], date(2020, 1, 20))


def whole(holiday: Holiday, *shifts: tuple[str, str, str, str]) -> list[Line]:
    """Each day of a holiday with shifts of (name, person, from, to)."""
    return [
        Line(day, shift, person, "13900000000", starts, ends)
        for day in holiday.days
        for shift, person, starts, ends in shifts
    ]


def kept(ledger: Path, holiday: Holiday, lines: list[Line], **how: bool) -> str:
    with write(ledger, hand(DAY)) as tx:
        record = rosters.take(tx, holiday, EAST, campuses(tx)[EAST], lines, **how)
        return f"R{record.number:04d}"


def wrong(ledger: Path, number: int = 1, day: str = DAY) -> list[Finding]:
    with reading(ledger) as asks:
        return findings(asks, rosters.roster(asks, date.fromisoformat(day), number))


def test_each_roster_that_the_plan_asks_for_has_its_holiday(plan: Plan) -> None:
    found = holidays(plan)
    assert {one.duty_id(EAST) for one in found} == {
        f"{slot.duty}/{slot.named}/{EAST}" for slot in plan.slots if slot.duty == "holiday-roster"
    }
    first = {one.codes[0]: one.period.start for one in found}
    assert first["spring-festival"] == date(2020, 1, 24)
    assert first["labour-day"] == date(2020, 5, 1)
    spring = next(one for one in found if "spring-festival" in one.codes)
    assert (spring.named, spring.days[-1]) == (date(2020, 1, 23), date(2020, 2, 2))


def test_of_holidays_called_alike_the_nearest_is_meant() -> None:
    old, new = (
        Holiday("holiday-roster", day - timedelta(days=1), ("new-year",), _period(day))
        for day in (date(2020, 1, 1), date(2021, 1, 1))
    )
    assert holiday_with([old, new], ["new-year"], date(2020, 6, 1)) is old
    assert holiday_with([old, new], ["new-year"], date(2020, 11, 1)) is new


def _period(day: date):
    from safetyctl.plan.model import Period

    return Period(day, day + timedelta(days=3))


def test_a_roster_that_covers_every_day_has_nothing_wrong(ledger: Path, spring: Holiday) -> None:
    kept(
        ledger, spring, whole(spring, ("白班", "李四", "08:00", "17:00"), ("夜班", "王五", "17:00", "08:00"))
    )
    assert wrong(ledger) == []


def test_gaps_are_named_by_day_and_shift(ledger: Path, spring: Holiday) -> None:
    lines = whole(spring, ("白班", "李四", "08:00", "17:00"), ("夜班", "王五", "17:00", "08:00"))
    lines = [line for line in lines if line.day != date(2020, 1, 26)]
    lines = [line for line in lines if (line.day, line.shift) != (date(2020, 1, 28), "夜班")]
    kept(ledger, spring, lines)
    assert [(one.kind, one.day, one.shift) for one in wrong(ledger)] == [
        ("gap", date(2020, 1, 26), None),
        ("gap", date(2020, 1, 28), "夜班"),
    ]


@pytest.mark.parametrize(
    ("first", "second", "clashes"),
    [
        (("08:00", "17:00"), ("17:00", "08:00"), 0),
        (("08:00", "17:30"), ("17:00", "21:00"), 1),
        (("00:00", "24:00"), ("12:00", "13:00"), 1),
        ((None, None), ("12:00", "13:00"), 0),
    ],
)
def test_who_is_in_two_places_at_a_time_is_named(
    ledger: Path, spring: Holiday, first: tuple[str, str], second: tuple[str, str], clashes: int
) -> None:
    days = whole(spring, ("带班", "李四", "", ""), ("值班", "王五", "", ""))
    lines = [line._replace(starts=None, ends=None) for line in days]
    lines = [line for line in lines if line.day != date(2020, 1, 25)]
    for shift, (starts, ends) in (("带班", first), ("值班", second)):
        lines.append(Line(date(2020, 1, 25), shift, "赵六", "13900000000", starts, ends))
    kept(ledger, spring, lines)
    assert [(one.kind, one.person) for one in wrong(ledger)] == [("clash", "赵六")] * clashes


def test_a_night_shift_runs_into_the_next_day(ledger: Path, spring: Holiday) -> None:
    lines = [Line(day, "值班", f"某{day.day}", "13900000000") for day in spring.days]
    lines.append(Line(date(2020, 1, 24), "夜班", "李四", "13900000000", "20:00", "08:00"))
    lines += [
        Line(day, "夜班", f"夜{day.day}", "13900000000") for day in spring.days if day != date(2020, 1, 24)
    ]
    lines.append(Line(date(2020, 1, 25), "早班", "李四", "13900000000", "07:00", "09:00"))
    lines += [
        Line(day, "早班", f"早{day.day}", "13900000000") for day in spring.days if day != date(2020, 1, 25)
    ]
    kept(ledger, spring, lines)
    assert [(one.kind, one.day, one.person) for one in wrong(ledger)] == [
        ("clash", date(2020, 1, 25), "李四")
    ]


def test_telephones_come_from_the_people_and_missing_ones_are_named(ledger: Path, spring: Holiday) -> None:
    with write(ledger, hand(DAY)) as tx:
        people.add(tx, {"name": "李四", "campus": campuses(tx)[EAST], "telephone": "0513-83590000"})
        people.add(tx, {"name": "李四", "campus": campuses(tx)["西校区"], "telephone": "13900000009"})
    lines = [Line(day, "值班", "李四" if day.day % 2 else "王五") for day in spring.days]
    kept(ledger, spring, lines)
    with reading(ledger) as asks:
        shifts = rosters.roster(asks, date(2020, 1, 20), 1).shifts
    assert {one.telephone for one in shifts if one.person == "李四"} == {"0513-83590000"}
    assert [(one.kind, one.person, one.is_warning) for one in wrong(ledger)] == [
        ("telephone", "王五", False),
        ("stranger", "王五", True),
    ]


@pytest.mark.parametrize(
    "bad",
    [
        Line(date(2020, 2, 3), "值班", "李四"),
        Line(date(2020, 1, 24), "值班", "李四", "12"),
        Line(date(2020, 1, 24), "值班", " "),
        Line(date(2020, 1, 24), "", "李四"),
        Line(date(2020, 1, 24), "值班", "李四", None, "8点", "17:00"),
        Line(date(2020, 1, 24), "值班", "王五"),
    ],
)
def test_one_bad_line_and_nothing_is_kept(ledger: Path, spring: Holiday, bad: Line) -> None:
    before = content(ledger)
    with pytest.raises(BadInput):
        kept(ledger, spring, [Line(date(2020, 1, 24), "值班", "王五"), bad])
    assert content(ledger) == before


def test_the_same_roster_twice_is_refused_unless_it_replaces_the_first(ledger: Path, spring: Holiday) -> None:
    lines = [Line(day, "值班", "李四") for day in spring.days]
    assert kept(ledger, spring, lines) == "R0001"
    with pytest.raises(Refused, match="R0001"):
        kept(ledger, spring, lines)
    assert kept(ledger, spring, lines, replace=True) == "R0002"
    with reading(ledger) as asks:
        assert [one.id for one in rosters.rosters(asks, date(2020, 1, 20))] == ["R0002"]
        old = rosters.roster(asks, date(2020, 1, 20), 1)
    assert (old.voided_on, old.void_reason) == (date(2020, 1, 20), "replaced by R0002")


def test_a_line_is_corrected_and_taken_off_and_its_number_not_used_again(
    ledger: Path, spring: Holiday
) -> None:
    kept(ledger, spring, [Line(day, "值班", "李四", "13900000000") for day in spring.days])
    with write(ledger, hand("2020-01-21")) as tx:
        people.add(tx, {"name": "王五", "campus": None, "telephone": "13911111111"})
        one = rosters.find(tx, 1)
        rosters.edit(tx, one, 1, {"person": "王五"})
        with pytest.raises(BadInput):
            rosters.edit(tx, one, 1, {"day": date(2020, 1, 23)})
        with pytest.raises(BadInput):
            rosters.edit(tx, one, 2, {"telephone": "一二三四五"})
    with write(ledger, hand("2020-01-22")) as tx:
        one = rosters.find(tx, 1)
        rosters.drop(tx, one, 10)
        with pytest.raises(NotFound):
            rosters.edit(tx, one, 10, {"person": "王五"})
        rosters.add(tx, spring, EAST, campuses(tx)[EAST], Line(date(2020, 2, 2), "值班", "王五"))
    with reading(ledger) as asks:
        now, then = (rosters.roster(asks, date(2020, 1, day), 1).shifts for day in (22, 21))
    assert [one.line for one in now] == [*range(1, 10), 11]
    assert [one.line for one in then] == [*range(1, 12)]
    assert (now[0].person, now[0].telephone) == ("王五", "13911111111")


TIMES = st.integers(0, 24 * 4).map(lambda quarter: f"{quarter // 4:02d}:{quarter % 4 * 15:02d}")


@given(TIMES, TIMES, TIMES, TIMES)
def test_two_shifts_of_a_day_clash_just_when_they_share_a_quarter_of_an_hour(
    a: str, b: str, c: str, d: str
) -> None:
    from safetyctl.records.roster_checks import _clashes
    from safetyctl.records.rosters import RosterView

    day = date(2020, 1, 24)
    lines = (ShiftView(1, day, "甲", a, b, "李四", None), ShiftView(2, day, "乙", c, d, "李四", None))
    one = RosterView(
        "R0001", "", EAST, (), day, day, "", day, 2, None, None, lines, (), None, None, "", ""
    )  # fmt: skip
    assert bool(list(_clashes(one))) == bool(quarters(a, b) & quarters(c, d))


def quarters(start: str, end: str) -> set[int]:
    first, last = (int(clock[:2]) * 4 + int(clock[3:]) // 15 for clock in (start, end))
    while last <= first:
        last += 96
    return set(range(first, last))
