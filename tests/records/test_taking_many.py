"""Many hazards at once: numbered, checked and journalled each, whatever the size of what is taken at a time."""

from collections.abc import Iterator
from dataclasses import MISSING, fields, replace
from datetime import date
from pathlib import Path

import pytest

from office import CAMPUSES, content, hand, proved
from safetyctl.ground.errors import BadInput
from safetyctl.ledger.words import Level, Source
from safetyctl.ledger.writing import write
from safetyctl.plan.model import Plan
from safetyctl.records.campaigns import campuses
from safetyctl.records.candidate import Candidate, fingerprint
from safetyctl.records.importing import Taken, take

FOUND, DONE = date(2020, 3, 2), date(2020, 3, 5)
NOTHING = {field.name: None for field in fields(Candidate) if field.default is MISSING}


def candidate(number: int, **said: object) -> Candidate:
    title = f"隐患{number}"
    campus = CAMPUSES[number % len(CAMPUSES)]
    mark = fingerprint(campus, None, title, FOUND)
    known = {"campus": campus, "area": "fire", "title": title, "level": Level.GENERAL, "source": Source.INSPECTION,
             "found_on": FOUND, "sheet": "台账", "row": number + 1, "fingerprint": mark}  # fmt: skip
    return Candidate(**(NOTHING | known | said))  # type: ignore[arg-type]


def rows(number: int) -> Iterator[Candidate]:
    for one in range(1, number + 1):
        if one % 3:
            yield candidate(one)
        else:
            yield candidate(
                one,
                responsible="李四",
                measure="更换",
                rectified_on=DONE,
                rectify_note="已更换",
                closed_on=DONE,
            )


def taken(ledger: Path, plan: Plan, candidates: Iterator[Candidate], rule: str = "skip") -> Taken:
    with write(ledger, hand()) as tx:
        return take(tx, plan, campuses(tx), candidates, rule)


@pytest.mark.parametrize("number", [499, 500, 501, 1_200])
def test_all_are_there_once_with_their_steps(ledger: Path, plan: Plan, number: int) -> None:
    found = taken(ledger, plan, rows(number))
    assert found.added == tuple(f"H{n:04d}" for n in range(1, number + 1))
    assert proved(ledger).faults == ()
    held = content(ledger)
    assert len(held["hazard"]) == number
    assert len(held["step"]) == number + 3 * (number // 3)
    assert len({row[1] for row in held["journal"][-(len(held["hazard"]) + len(held["step"])) :]}) == 1
    again = taken(ledger, plan, rows(number))
    assert (len(again.added), len(again.skipped)) == (0, number)
    assert content(ledger) == held


@pytest.mark.parametrize(
    "wrong",
    [{"title": "长" * 4_001}, {"responsible": "a\nb"}, {"verified_on": DONE, "verify_note": "a\u202eb"}],
)
@pytest.mark.parametrize("row", [1, 500, 501, 700])
def test_one_that_cannot_be_taken_is_named_by_its_row_and_nothing_is(
    ledger: Path, plan: Plan, row: int, wrong: dict[str, object]
) -> None:
    before = content(ledger)
    bent = (replace(one, **wrong) if one.row == row + 1 else one for one in rows(700))
    with pytest.raises(BadInput, match=f"台账, row {row + 1}: "):
        taken(ledger, plan, bent)
    assert content(ledger) == before


def test_one_that_comes_twice_is_brought_up_to_date_while_it_waits(ledger: Path, plan: Plan) -> None:
    later = candidate(2, responsible="李四", measure="更换")
    found = taken(ledger, plan, iter([*rows(2), later, *[candidate(3)]]), "update")
    assert (found.added, found.updated) == (("H0001", "H0002", "H0003"), ("H0002",))
    assert proved(ledger).faults == ()
