"""Waivers: one duty excused, from a day on and until it is taken back; one in force at a time, none forgotten."""

import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from office import hand, proved
from safetyctl.ground.errors import BadInput, Refused
from safetyctl.ledger.connection import reading
from safetyctl.ledger.tables.waiver import Waiver
from safetyctl.ledger.writing import write
from safetyctl.plan.deadlines import Owed
from safetyctl.plan.judging import Facts, Judged, judge
from safetyctl.plan.model import Plan
from safetyctl.records.campaigns import campuses
from safetyctl.records.deadlines import owed_for
from safetyctl.records.waivers import WaiverView, as_facts, in_force, revoke, waive, waivers

EAST = "weekly-report/2020-03-12/东校区"
GROUPS = "mobilisation-materials/2019-12-20/*"
FIRST = date(2020, 3, 1)


@pytest.fixture
def owed(plan: Plan, ledger: Path) -> dict[str, Owed]:
    names = ("东校区", "西校区")
    ids = (EAST, "weekly-report/2020-03-12/西校区", "weekly-report/2020-03-19/东校区", GROUPS)
    return {one: owed_for(plan, names, one) for one in ids}


def standing(owed: Owed, state: str = "open", met_on: date | None = None) -> Judged:
    return Judged(owed, state, met_on, ())


def excused(
    ledger: Path, owed: Owed, day: str = "2020-03-06", why: str = "延期开学", by: str = "王五"
) -> WaiverView:
    with write(ledger, hand(day)) as tx:
        return waive(tx, owed, standing(owed), campuses(tx), why, by)


def taken_back(
    ledger: Path, duty: str, day: str = "2020-03-09", why: str = "已复学", by: str = "赵六"
) -> WaiverView:
    with write(ledger, hand(day)) as tx:
        return revoke(tx, duty, why, by)


def told(ledger: Path) -> list[WaiverView]:
    with reading(ledger) as snapshot:
        return waivers(snapshot)


@pytest.mark.parametrize(("duty", "campus"), [(EAST, "东校区"), (GROUPS, "*")])
def test_what_is_excused_is_told_with_reason_and_name(
    ledger: Path, owed: dict[str, Owed], duty: str, campus: str
) -> None:
    made = excused(ledger, owed[duty])
    assert made == ("W0001", duty, campus, date(2020, 3, 6), "延期开学", "王五", None, None, None)
    assert told(ledger) == [made]
    back = taken_back(ledger, duty)
    assert back == (*made[:6], date(2020, 3, 9), "赵六", "已复学")
    assert told(ledger) == [back]
    assert proved(ledger).faults == ()


def test_an_incidents_duty_keeps_its_event_and_its_authority(ledger: Path, owed: dict[str, Owed]) -> None:
    """Two authorities are owed a report of the same incident each; one is excused, the other is not."""
    ids = [f"incident-report/E0001/{authority}" for authority in ("bureau", "health")]
    bureau, health = (
        owed[EAST]._replace(id=one, event="E0001", authority=one.rpartition("/")[2]) for one in ids
    )
    assert (excused(ledger, bureau).duty, told(ledger)[0].campus) == (ids[0], "东校区")
    with reading(ledger) as snapshot:
        assert in_force(snapshot, ids[1]) is None
    excused(ledger, health)
    assert [one.duty for one in told(ledger)] == ids


def test_each_duty_is_excused_by_itself(ledger: Path, owed: dict[str, Owed]) -> None:
    for one in owed.values():
        excused(ledger, one)
    assert [(one.id, one.duty) for one in told(ledger)] == [
        (f"W{number:04d}", duty) for number, duty in enumerate(owed, 1)
    ]


def test_what_is_excused_already_is_refused_with_who_when_and_why(
    ledger: Path, owed: dict[str, Owed]
) -> None:
    excused(ledger, owed[EAST], why="延期\n开学")
    with pytest.raises(Refused) as refused:
        excused(ledger, owed[EAST], day="2020-03-07")
    for said in (EAST, "W0001", "王五", "2020-03-06"):
        assert said in refused.value.sentence
    assert "\n" not in refused.value.sentence
    assert "--revoke" in str(refused.value.hint)
    taken_back(ledger, EAST)
    assert excused(ledger, owed[EAST], day="2020-03-10").id == "W0002"


@pytest.mark.parametrize("duty", [EAST, GROUPS])
def test_the_database_itself_takes_one_in_force_for_a_duty(
    ledger: Path, owed: dict[str, Owed], duty: str
) -> None:
    """Also where there is neither campus nor authority, which a plain unique index would not see."""
    excused(ledger, owed[duty])
    with write(ledger, hand()) as tx:
        first = tx.find(Waiver, number=1)
    assert first is not None
    second = Waiver(**first.model_dump(exclude={"uid", "number"}), number=2)
    with pytest.raises(Refused, match="does not take this record"), write(ledger, hand()) as tx:
        tx.save("waive", "W0002", second)
    assert len(told(ledger)) == 1


def test_what_cannot_be_missed_is_not_excused(ledger: Path, owed: dict[str, Owed]) -> None:
    one = owed[EAST]
    for how in (standing(one, "met", date(2020, 3, 11)), None):
        with pytest.raises(Refused, match="nothing to excuse"), write(ledger, hand()) as tx:
            waive(tx, one, how, campuses(tx), "延期开学", "王五")
    for state in ("late", "open", "overdue", "future"):
        with write(ledger, hand(), dry_run=True) as tx:
            assert waive(tx, one, standing(one, state), campuses(tx), "延期开学", "王五").duty == EAST


def test_what_is_not_excused_or_not_yet_cannot_be_taken_back(ledger: Path, owed: dict[str, Owed]) -> None:
    with pytest.raises(Refused, match="is not waived"):
        taken_back(ledger, EAST)
    excused(ledger, owed[EAST], day="2020-03-06")
    with pytest.raises(Refused, match="2020-03-06"):
        taken_back(ledger, EAST, day="2020-03-05")
    taken_back(ledger, EAST, day="2020-03-06")
    with pytest.raises(Refused, match="is not waived"):
        taken_back(ledger, EAST)


@pytest.mark.parametrize(
    ("why", "by", "named"),
    [
        (" ", "王五", "--reason"),
        ("延期", "\t", "--by"),
        ("延\u202e期", "王五", "--reason"),
        ("延期", "王\n五", "--by"),
        ("长" * 4001, "王五", "--reason"),
        ("延期", "长" * 201, "--by"),
        (None, None, "--reason"),
    ],
)
def test_a_reason_and_a_name_are_needed(
    ledger: Path, owed: dict[str, Owed], why: str, by: str, named: str
) -> None:
    with pytest.raises(BadInput, match=named):
        excused(ledger, owed[EAST], why=why, by=by)
    excused(ledger, owed[EAST])
    with pytest.raises(BadInput, match=named):
        taken_back(ledger, EAST, why=why, by=by)
    assert [one.revoked_on for one in told(ledger)] == [None]


Turns = st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=8)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(turns=Turns)
def test_it_is_waived_on_the_days_on_which_a_waiver_was_in_force(
    template: Path, plan: Plan, turns: list[tuple[int, bool]]
) -> None:
    """Days pass, and each time it is waived or that is taken back; what cannot be is refused and changes nothing."""
    one = owed_for(plan, ("东校区",), EAST)
    day, now, days = FIRST, False, set[date]()
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(shutil.copy2(template, folder))
        for passed, wanted in turns:
            if now:
                days.update(day + timedelta(days=number) for number in range(passed))
            day += timedelta(days=passed)
            try:
                _done = excused(ledger, one, str(day)) if wanted else taken_back(ledger, EAST, str(day))
                assert now != wanted
                now = wanted
            except Refused:
                assert now == wanted
        found = told(ledger)
        facts = Facts(waivers=as_facts(found))
        every = [FIRST + timedelta(days=number) for number in range(50)]
        waived = {when for when in every if judge([one], facts, when)[0].state == "waived"}
        assert waived == days | ({when for when in every if when >= day} if now else set())
        assert [one.id for one in found] == [f"W{number:04d}" for number in range(1, len(found) + 1)]
        assert proved(ledger).faults == ()
