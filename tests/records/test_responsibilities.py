"""The responsibility list: who holds what on a day, and the day on which a campus's list was whole."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import hand
from safetyctl.ground.errors import BadInput, Refused
from safetyctl.ledger.connection import reading
from safetyctl.ledger.writing import Transaction, write
from safetyctl.plan.model import Plan
from safetyctl.records import people, responsibilities
from safetyctl.records.campaigns import campuses
from safetyctl.records.kept import void
from safetyctl.records.responsibilities import RESPONSIBILITY, ResponsibilityView, listed_on, matrix

DAY = "2020-03-06"


@pytest.fixture
def office(ledger: Path) -> Path:
    with write(ledger, hand("2019-12-01")) as tx:
        for name in ("李四", "王五"):
            people.add(tx, {"name": name, "campus": campuses(tx)["东校区"]})
    return ledger


def give(tx: Transaction, area: str, since: str, name: str = "李四", item: str | None = None):
    return responsibilities.assign(
        tx,
        {
            "campus": campuses(tx)["东校区"], "area": area, "item": item,
            "person": people.uid_of(tx, name), "since": date.fromisoformat(since),
        },
    )  # fmt: skip


def areas(plan: Plan) -> list[str]:
    return [area.code for area in plan.areas if area.items]


def listed(ledger: Path, plan: Plan, day: str = DAY) -> list[tuple[str, str, date]]:
    with reading(ledger) as asks:
        return [(one.ref, one.campus, one.on) for one in listed_on(asks, plan, date.fromisoformat(day))]


def test_the_list_is_whole_on_the_day_on_which_the_last_area_got_somebody(office: Path, plan: Plan) -> None:
    codes = areas(plan)
    with write(office, hand(DAY)) as tx:
        for number, code in enumerate(codes[:-1]):
            give(tx, code, f"2019-12-{10 + number}")
    assert listed(office, plan) == []
    with write(office, hand(DAY)) as tx:
        give(tx, codes[-1], "2020-01-08")
    assert listed(office, plan) == [(f"P{len(codes):04d}", "东校区", date(2020, 1, 8))]
    assert listed(office, plan, "2020-01-07") == []


def test_who_leaves_makes_a_hole_and_takes_nothing_back(office: Path, plan: Plan) -> None:
    with write(office, hand(DAY)) as tx:
        for code in areas(plan):
            give(tx, code, "2019-12-10")
        people.retire(tx, "李四", None, date(2020, 2, 1))
    whole = [(f"P{len(areas(plan)):04d}", "东校区", date(2019, 12, 10))]
    assert listed(office, plan) == whole
    with reading(office) as asks:
        before, after = (matrix(asks, plan, ["东校区"], day) for day in (date(2020, 2, 1), date(2020, 2, 2)))
    assert not any(cell.missing for cell in before)
    assert all(cell.missing and cell.person == "李四" for cell in after)


def test_one_who_left_before_the_list_was_whole_does_not_count(office: Path, plan: Plan) -> None:
    codes = areas(plan)
    with write(office, hand(DAY)) as tx:
        give(tx, codes[0], "2019-12-02", "王五")
        people.retire(tx, "王五", None, date(2019, 12, 5))
        for code in codes[1:]:
            give(tx, code, "2019-12-10")
    assert listed(office, plan) == []
    with write(office, hand(DAY)) as tx:
        responsibilities.end(tx, responsibilities.find(tx, 1), date(2019, 12, 20), people.uid_of(tx, "李四"))
    assert listed(office, plan) == [(f"P{len(codes) + 1:04d}", "东校区", date(2019, 12, 20))]


def test_an_area_given_out_by_items_needs_all_of_them(office: Path, plan: Plan) -> None:
    area = next(one for one in plan.areas if one.code == "disease")
    with write(office, hand(DAY)) as tx:
        for code in areas(plan):
            if code != area.code:
                give(tx, code, "2019-12-10")
        for item in area.items[:-1]:
            give(tx, area.code, "2019-12-11", item=item.code)
    assert listed(office, plan) == []
    with reading(office) as asks:
        holes = [cell.item for cell in matrix(asks, plan, ["东校区"], date(2020, 3, 6)) if cell.missing]
    assert holes == [area.items[-1].code]
    with write(office, hand(DAY)) as tx:
        give(tx, area.code, "2019-12-12", item=area.items[-1].code)
    assert [on for _ref, _campus, on in listed(office, plan)] == [date(2019, 12, 12)]


def test_what_was_made_void_counts_until_that_day_only(office: Path, plan: Plan) -> None:
    with write(office, hand(DAY)) as tx:
        for code in areas(plan):
            give(tx, code, "2019-12-10")
    with write(office, hand("2020-02-01")) as tx:
        void(tx, RESPONSIBILITY, responsibilities.find(tx, 1), "填错")
    assert listed(office, plan) == []
    assert len(listed(office, plan, "2020-01-31")) == 1


def test_one_area_has_one_person_at_a_time(office: Path) -> None:
    with write(office, hand(DAY)) as tx:
        first = give(tx, "fire", "2020-01-10")
        for since in ("2020-01-05", "2020-01-10", "2020-02-01"):
            with pytest.raises(Refused):
                give(tx, "fire", since, "王五")
        give(tx, "fire", "2020-01-10", "王五", item="fire.01")
        with pytest.raises(BadInput):
            responsibilities.end(tx, first, date(2020, 1, 9))


def test_it_passes_to_another_without_a_gap_and_the_past_stays(office: Path, plan: Plan) -> None:
    with write(office, hand(DAY)) as tx:
        one = give(tx, "fire", "2019-12-10")
        responsibilities.end(tx, one, date(2020, 2, 1), people.uid_of(tx, "王五"))
    with reading(office) as asks:
        held = {
            day: [cell.person for cell in matrix(asks, plan, ["东校区"], day) if cell.area == "fire"]
            for day in (date(2019, 12, 9), date(2020, 1, 31), date(2020, 2, 1))
        }
    assert list(held.values()) == [[None], ["李四"], ["王五"]]


def test_what_is_refused(office: Path) -> None:
    with write(office, hand(DAY)) as tx:
        for since in ("2020-03-07", "1999-12-31"):
            with pytest.raises(BadInput):
                give(tx, "fire", since)
        one = give(tx, "food", "2020-01-10")
        responsibilities.end(tx, one, date(2020, 2, 1))
        for again in (
            lambda: responsibilities.end(tx, one, date(2020, 2, 2)),
            lambda: responsibilities.edit(tx, one, {"since": date(2020, 2, 2)}),
            lambda: responsibilities.edit(tx, one, {"role": None}),
        ):
            with pytest.raises(BadInput):
                again()


DAYS = st.dates(date(2020, 1, 1), date(2020, 1, 9))


@given(since=DAYS, until=st.none() | DAYS, retired=st.none() | DAYS, day=DAYS)
def test_whoever_holds_it_also_has_it(
    since: date, until: date | None, retired: date | None, day: date
) -> None:
    one = ResponsibilityView(
        "P0001", "", "东校区", "fire", None, "李四", None, since, until, retired, (), None, None, "", ""
    )  # fmt: skip
    assert one.stands(day) == (day in {d for d in _from(since) if until is None or d < until})
    assert one.holds(day) == (one.stands(day) and not (retired and day > retired))


def _from(first: date) -> list[date]:
    return [date(2020, 1, number) for number in range(first.day, 10)]
