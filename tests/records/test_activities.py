"""Activities in the ledger: from which day on they count, and what makes one ready."""

from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest

from office import hand
from safetyctl.ledger.connection import reading
from safetyctl.ledger.writing import write
from safetyctl.plan.model import Plan
from safetyctl.records import activities
from safetyctl.records.campaigns import campuses
from safetyctl.records.deadlines import judged, owed_for
from safetyctl.records.facts import occurrences

STARTS = date(2020, 4, 10)


def added(ledger: Path, day: str, **values: object) -> None:
    with write(ledger, hand(day)) as tx:
        planned = {
            "campus": campuses(tx)["东校区"], "kind": "outing", "title": "春游", "starts_on": STARTS,
            "place": "植物园", "participants": 320,
        }  # fmt: skip
        activities.add(tx, planned | values)


@pytest.mark.parametrize(("typed", "since"), [("2020-04-01", "2020-04-01"), ("2020-05-10", "2020-04-10")])
def test_it_counts_from_its_registration_or_from_its_own_day(
    ledger: Path, plan: Plan, typed: str, since: str
) -> None:
    added(ledger, typed)
    first = date.fromisoformat(since)
    with reading(ledger) as snapshot:
        for day, known in ((first - timedelta(days=1), 0), (first, 1), (first + timedelta(days=1), 1)):
            assert len(activities.activities(snapshot, day)) == len(occurrences(snapshot, day)) == known
            owed = [one for one in judged(snapshot, plan, day) if one.owed.kind == "outing"]
            assert len(owed) == 2 * known
        (one, *_rest) = owed
        assert (one.owed.due, one.owed.opens) == (STARTS, first)


@pytest.mark.parametrize(
    ("kind", "leader", "teachers", "plan_kept", "reported"),
    list(product(("outing", "gathering"), (None, "李四"), (None, "张三"), (False, True), (False, True))),
)
def test_it_is_ready_when_nothing_is_missing(
    ledger: Path,
    tmp_path: Path,
    kind: str,
    leader: str | None,
    teachers: str | None,
    plan_kept: bool,
    reported: bool,
) -> None:
    file = tmp_path / "预案.docx"
    file.write_bytes(b"plan")
    added(ledger, "2020-04-01", leader=leader, teachers=teachers)
    with write(ledger, hand("2020-04-02")) as tx:
        record = activities.find(tx, 1)
        if plan_kept:
            activities.take_plan(tx, record, ledger, file)
        if reported:
            activities.report(tx, record, date(2020, 4, 2))
        activities.edit(tx, record, {"kind": kind})
    there = {
        "plan": plan_kept,
        "leader": leader,
        "teachers": teachers,
        "report": reported or kind == "gathering",
    }
    with reading(ledger) as snapshot:
        one = activities.activity(snapshot, date(2020, 4, 2), 1)
        assert one.missing == tuple(what for what, is_there in there.items() if not is_there)
        assert one.ready == (one.missing == ())


def test_a_duty_of_an_event_is_found_by_its_id(ledger: Path, plan: Plan) -> None:
    added(ledger, "2020-04-01")
    with reading(ledger) as snapshot:
        events = occurrences(snapshot, date(2020, 4, 1))
    owed = owed_for(plan, ("东校区",), "outing-report/A0001/东校区", events)
    assert (owed.event, owed.due, owed.campus) == ("A0001", STARTS, "东校区")
