"""Corrections that the group asked for: owed until they are made; and the table of campuses by aspects."""

import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from office import hand, proved
from safetyctl.ground.errors import Refused
from safetyctl.ledger.connection import reading
from safetyctl.ledger.words import Aspect
from safetyctl.ledger.writing import write
from safetyctl.records import kept, supervisions
from safetyctl.records.campaigns import campuses
from safetyctl.records.promises import promises
from safetyctl.records.supervisions import SUPERVISION, supervision, table

VISIT = date(2020, 3, 2)
SPAN = 20
FAR = date(2020, 12, 31)

Day = st.integers(0, SPAN).map(lambda days: VISIT + timedelta(days=days))


def found(ledger: Path, due: date | None = None, **other: object) -> None:
    asked = {"correction": "每月一次例会", "due": due, "person": "李四"} if due else {}
    with write(ledger, hand(str(VISIT))) as tx:
        home = campuses(tx)["东校区"]
        values = {
            "campus": home,
            "aspect": "mechanism",
            "visited_on": VISIT,
            "finding": "例会不定期",
            "score": 80,
        }
        supervisions.add(tx, values | asked | other)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(due=st.none() | Day, end=st.sampled_from(["corrected", "void", "none"]), ended=Day)
def test_a_correction_is_owed_from_its_visit_on_until_it_is_made(
    template: Path, due: date | None, end: str, ended: date
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(shutil.copy2(template, folder))
        found(ledger, due)
        with write(ledger, hand(str(ended))) as tx:
            one = supervisions.find(tx, 1)
            if end == "void":
                kept.void(tx, SUPERVISION, one, "重复登记")
            elif end == "corrected" and due is not None:
                supervisions.corrected(tx, one, {"corrected_on": ended})
            elif end == "corrected":
                with pytest.raises(Refused, match="asks for no correction"):
                    supervisions.corrected(tx, one, {"corrected_on": ended})
        with reading(ledger) as snapshot:
            for days in range(-1, SPAN + 2):
                day = VISIT + timedelta(days=days)
                owed = [one.ref for one in promises(snapshot, "supervision", day, FAR, "东校区")]
                known = day >= VISIT and due is not None and (end == "none" or day < ended)
                assert owed == (["V0001"] if known else [])
                assert not promises(snapshot, "supervision", day, FAR, "西校区")
                if known and due is not None:
                    state = supervision(snapshot, day, 1).state
                    assert state == ("overdue" if due < day else "open")
        assert proved(ledger).faults == ()


def test_the_table_has_every_campus_and_aspect_with_the_last_score(ledger: Path) -> None:
    for score in (70, 95):
        found(ledger, VISIT + timedelta(days=9), score=score)
    found(ledger, aspect="regulations", score=0)
    with reading(ledger) as snapshot:
        cells = table(("东校区", "西校区"), supervisions.supervisions(snapshot, VISIT))
    assert [(one.campus, one.aspect) for one in cells] == [
        (campus, aspect) for campus in ("东校区", "西校区") for aspect in Aspect
    ]
    assert {
        (one.aspect, one.visits, one.score, one.id, one.open) for one in cells if one.campus == "东校区"
    } == {
        ("responsibility", 0, None, None, 0),
        ("regulations", 1, 0, "V0003", 0),
        ("rectification", 0, None, None, 0),
        ("mechanism", 2, 95, "V0002", 2),
    }
    assert not any(one.visits for one in cells if one.campus == "西校区")
