"""Decisions: owed by name and day until they are done or dropped, on every day as it was known on that day."""

import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from office import hand, proved
from safetyctl.ledger.connection import reading
from safetyctl.ledger.writing import write
from safetyctl.records import kept, meetings
from safetyctl.records.campaigns import campuses
from safetyctl.records.promises import promises

HELD = date(2020, 3, 2)
SPAN = 20

Day = st.integers(0, SPAN).map(lambda days: HELD + timedelta(days=days))
End = st.sampled_from(["done", "dropped", "void", "none"])


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(due=st.none() | Day, end=End, ended=Day, group=st.booleans())
def test_a_decision_is_owed_from_its_meeting_on_until_it_is_settled(
    template: Path, due: date | None, end: str, ended: date, group: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(shutil.copy2(template, folder))
        with write(ledger, hand(str(HELD))) as tx:
            home = None if group else campuses(tx)["东校区"]
            values = {"campus": home, "kind": "other", "title": "例会", "held_on": HELD}
            one = meetings.add(tx, values)
            meetings.decide(tx, one, {"what": "更换应急灯", "person": "李四", "due": due})
        with write(ledger, hand(str(ended))) as tx:
            found = meetings.decision(tx, 1, 1)
            if end == "done":
                meetings.done(tx, *found, {"done_on": ended})
            elif end == "dropped":
                meetings.drop(tx, *found, "已改道")
            elif end == "void":
                kept.void(tx, meetings.MEETING, found[0], "重复登记")
        with reading(ledger) as snapshot:
            for days in range(-1, SPAN + 2):
                day = HELD + timedelta(days=days)
                owed = {
                    one.ref
                    for campus in (None, "*" if group else "东校区")
                    for one in promises(snapshot, "meeting", day, date(2020, 12, 31), campus)
                }
                known = day >= HELD and due is not None and (end == "none" or day < ended)
                assert owed == ({"M0001/1"} if known else set())
                assert not promises(snapshot, "meeting", day, date(2020, 12, 31), "西校区")
                if due is not None:
                    assert not promises(snapshot, "meeting", day, due - timedelta(days=1))
        assert proved(ledger).faults == ()


def test_a_number_that_was_taken_back_is_never_used_again(ledger: Path) -> None:
    from safetyctl.records.undoing import last_change, undo

    with write(ledger, hand()) as tx:
        one = meetings.add(tx, {"campus": None, "kind": "other", "title": "例会", "held_on": HELD})
        assert meetings.decide(tx, one, {"what": "甲", "person": "李四"}) == "M0001/1"
    with write(ledger, hand()) as tx:
        assert meetings.decide(tx, meetings.find(tx, 1), {"what": "乙", "person": "李四"}) == "M0001/2"
    with write(ledger, hand()) as tx:
        undo(tx, last_change(tx, hand().actor))
    with write(ledger, hand()) as tx:
        assert meetings.decide(tx, meetings.find(tx, 1), {"what": "丙", "person": "李四"}) == "M0001/3"
    assert proved(ledger).faults == ()
