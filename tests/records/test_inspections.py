"""What holds of an inspection however it is recorded: nothing is lost, and a failed item always has its hazard."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from office import content, hand, proved
from safetyctl.ground.errors import BadInput
from safetyctl.ledger.connection import reading
from safetyctl.ledger.words import ItemResult
from safetyctl.ledger.writing import write
from safetyctl.plan.model import Plan
from safetyctl.records import hazards, inspecting
from safetyctl.records.campaigns import campuses
from safetyctl.records.inspecting import Finding
from safetyctl.records.inspections import Asked, inspection, inspections, items, not_looked_at

DAY = date(2020, 3, 6)
CODES = ("fire.01", "fire.02", "food.01", "practice")
FINDINGS = st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from([*ItemResult])), max_size=12)


def begin(ledger: Path, campus: str = "东校区", day: str = "2020-03-06") -> str:
    with write(ledger, hand(day)) as tx:
        values = {"campus": campuses(tx)[campus], "kind": "routine", "started_on": date.fromisoformat(day)}
        chosen = [(code.partition(".")[0], code) for code in CODES]
        return inspecting.ref_of(inspecting.start(tx, values, chosen))


def number(ref: str) -> int:
    return int(ref[1:])


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(findings=FINDINGS)
def test_a_failed_item_has_one_hazard_and_no_other_has_any(
    ledger: Path, plan: Plan, findings: list[tuple[str, ItemResult]]
) -> None:
    ref = begin(ledger)
    last: dict[str, ItemResult] = {}
    for code, result in findings:
        with write(ledger, hand()) as tx:
            one = inspecting.find(tx, number(ref))
            row = inspecting.items_of(tx, one)[code]
            standing = inspecting.standing_hazard(tx, row)
            if standing is not None and result != ItemResult.FAIL:
                hazards.void(tx, standing, "看错")
            words = {"title": f"{code} 不合格"} if result == ItemResult.FAIL and standing is None else None
            inspecting.record(tx, plan, one, [Finding(code, result, None, words)], DAY)
        last[code] = result
    with reading(ledger) as snapshot:
        view = inspection(snapshot, DAY, number(ref))
        rows = items(snapshot, DAY, view.uid)
    assert {row.item: row.result for row in rows if row.result} == last
    counted = [list(last.values()).count(result) for result in ItemResult]
    assert [view.passed, view.failed, view.na, view.open] == [*counted, len(CODES) - len(last)]
    assert sum((area.passed, area.failed, area.na, area.open) != (0, 0, 0, 0) for area in view.areas) == 3
    failed = [row.hazard for row in rows if row.result == ItemResult.FAIL]
    assert len(set(failed)) == len(failed) == len(view.hazards)
    assert None not in failed
    assert [row.hazard for row in rows if row.result != ItemResult.FAIL] == [None] * (
        len(CODES) - len(failed)
    )
    assert proved(ledger).faults == ()


def test_one_finding_that_cannot_be_taken_takes_none(ledger: Path, plan: Plan) -> None:
    ref = begin(ledger)
    before = content(ledger)
    wrong = [
        Finding("fire.01", ItemResult.FAIL, None, {"title": "未留档"}),
        Finding("fire.02", ItemResult.FAIL, None, {"title": "未备案", "due": date(2020, 3, 1)}),
    ]
    with pytest.raises(BadInput), write(ledger, hand()) as tx:
        inspecting.record(tx, plan, inspecting.find(tx, number(ref)), wrong, DAY)
    assert content(ledger) == before


def test_many_inspections_are_read_together(ledger: Path, plan: Plan) -> None:
    for _time in range(3):
        begin(ledger)
        begin(ledger, "西校区", "2020-03-02")
    with write(ledger, hand()) as tx:
        one = inspecting.find(tx, 4)
        inspecting.record(tx, plan, one, [Finding("practice", ItemResult.NA)], DAY)
    with reading(ledger) as snapshot:
        found = inspections(snapshot, DAY, Asked(campus="西校区"))
        assert [view.id for view in found] == ["I0002", "I0004", "I0006"]
        assert [view.na for view in found] == [0, 1, 0]
        assert inspections(snapshot, date(2020, 3, 1)) == []
        assert inspection(snapshot, date(2020, 3, 5), 4).na == 0


def test_what_is_missing_is_said_by_area_where_all_of_it_is() -> None:
    found = [("fire", "fire.01", "pass"), ("fire", "fire.02", None), ("food", "food.01", None)]
    assert not_looked_at(found) == ["fire.02", "food.01"]
    assert not_looked_at([*found, ("food", "food.02", None), ("practice", "practice", None)]) == [
        "fire.02", "food", "practice",
    ]  # fmt: skip
    assert not_looked_at([]) == []
