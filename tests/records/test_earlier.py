"""An earlier day told once for all hazards is what each of them tells by itself, whatever came after it."""

import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from office import CAMPUSES, hand
from safetyctl.ground.errors import SafetyctlError
from safetyctl.ledger.connection import Snapshot, reading
from safetyctl.ledger.tables.hazard import Hazard
from safetyctl.ledger.writing import Transaction, write
from safetyctl.plan.source import builtin
from safetyctl.records import flows, hazards
from safetyctl.records.campaigns import campuses
from safetyctl.records.due import DueQuestion, due
from safetyctl.records.earlier import hazards_view
from safetyctl.records.past import StepTold, Told, as_it_stood, told_on
from safetyctl.records.standing import standing
from safetyctl.records.totals import totals
from safetyctl.records.views import HazardFilter, HazardView, each_hazard
from safetyctl.records.views import count as counted_hazards
from safetyctl.records.views import hazards as viewed
from safetyctl.reports.facts.blocks import MOVEMENT_LABELS

PLAN = builtin()
FIRST = date(2020, 3, 2)
DAYS = [FIRST + timedelta(days=n) for n in range(0, 40, 3)]

_MOVES = (
    "found", "edit", "area", "major", "earlier", "assign", "rectify", "pass", "fail", "close", "reopen", "void",
    "extend", "defer", "escalate", "upload",
)  # fmt: skip
changes = st.lists(
    st.tuples(st.sampled_from(_MOVES), st.integers(1, 6), st.sampled_from(DAYS)), min_size=10, max_size=60
)


def move(tx: Transaction, name: str, number: int, day: date) -> None:
    """One change to a hazard, where the workflow takes it."""
    one = hazards.find(tx, number)
    match name:
        case "edit":
            hazards.edit(tx, PLAN, one, {"title": f"改于{day}", "remarks": "见照片"})
        case "area":
            hazards.edit(tx, PLAN, one, {"area": ("fire", "food", "lab")[day.day % 3]})
        case "major":
            hazards.edit(tx, PLAN, one, {"level": "major"})
        case "earlier":
            hazards.edit(tx, PLAN, one, {"found_on": one.found_on - timedelta(days=2)})
        case "assign":
            hazards.assign(tx, one, responsible=f"李{day.day}", measure="更换")
        case "rectify":
            hazards.rectify(tx, one, f"{day}已换")
        case "pass" | "fail":
            hazards.verify(tx, one, "王五", passed=name == "pass", note=f"{day}看过")
        case "close":
            hazards.close(tx, one, "赵六")
        case "reopen":
            hazards.reopen(tx, one, "复发")
        case "void":
            hazards.void(tx, one, "重复")
        case "extend":
            hazards.extend(tx, one, day + timedelta(days=30), "缺货", "赵六")
        case "defer":
            hazards.defer(tx, one, day + timedelta(days=60), "未复工", "封闭", "赵六")
        case "escalate":
            hazards.escalate(tx, one, "教育局", note="请支援")
        case "upload":
            hazards.upload(tx, one, "07")


def register(tx: Transaction, number: int, day: date) -> None:
    values = {
        "campus": campuses(tx)[CAMPUSES[number % 2]], "area": "fire", "title": f"隐患{number}", "found_on": day,
        "responsible": "李四", "measure": "整改", "funds_yuan": 0, "contingency": "看守",
        "due": day + timedelta(days=5 + number),
    }  # fmt: skip
    hazards.register(tx, PLAN, values)


def live(ledger: Path, lived: list[tuple[str, int, date]]) -> None:
    """What was typed, in this order, each for its day; what the workflow refuses is left out."""
    for name, number, day in lived:
        try:
            with write(ledger, hand(day.isoformat())) as tx:
                if name == "found":
                    register(tx, number, day)
                else:
                    move(tx, name, number, day)
        except SafetyctlError:
            pass


def told_alone(snapshot: Snapshot, day: date) -> Iterator[dict[str, Any]]:
    """Each hazard found by ``day`` as its own steps and its own entries tell it, by the law alone."""
    names = [row[1] for row in snapshot.rows("PRAGMA table_info(hazard)")]
    after = day.isoformat()
    for stored in snapshot.rows("SELECT * FROM hazard WHERE found_on <= ? ORDER BY number", (after,)):
        row = dict(zip(names, stored, strict=True))
        uid = (row["uid"],)
        entries = snapshot.rows("SELECT day, body FROM journal WHERE uid = ? ORDER BY seq", uid)
        steps = snapshot.rows(
            'SELECT hazard, kind, day, "by", until, was, target, note FROM step WHERE hazard = ? ORDER BY uid',
            uid,
        )
        yield as_it_stood(
            row | told_on([Told(*one) for one in entries], day), [StepTold(*one) for one in steps], day
        )


SAID = ("uid", "area", "title", "level", "status", "responsible", "extensions", "rectify_note", "verify_note")


def agrees(snapshot: Snapshot, day: date) -> list[HazardView]:
    """Make sure that all ways to tell a day say the same; what they say."""
    together = viewed(snapshot, day, HazardFilter())
    assert list(each_hazard(snapshot, day, HazardFilter())) == together
    assert counted_hazards(snapshot, day, HazardFilter()) == len(together)
    for one in together:
        assert viewed(snapshot, day, HazardFilter(numbers=(int(one.id[1:]),))) == [one]
    alone = list(told_alone(snapshot, day))
    assert [[row[name] for name in SAID] for row in alone] == [
        [getattr(one, name) for name in SAID] for one in together
    ]
    return together


def figures_agree(snapshot: Snapshot, day: date, told: list[HazardView]) -> None:
    """Make sure that what is counted of a day is what its hazards, one by one, come to."""
    now, _late = standing(snapshot, PLAN, day, "zh")
    open_now = [one for one in told if one.status not in ("closed", "void")]
    assert astuple(now.total)[1:] == (
        len(open_now), sum(one.overdue for one in told), sum(one.level == "major" for one in open_now),
        sum(one.status == "rectified" for one in told), sum(one.status == "closed" for one in told),
        sum(one.status != "void" for one in told),
    )  # fmt: skip
    late = [one.ref for one in due(snapshot, PLAN, day, DueQuestion(0, overdue=True), "zh") if one.is_hazard]
    by_day = sorted((one for one in told if one.overdue), key=lambda one: (one.due, int(one.id[1:])))
    assert late == [one.id for one in by_day]
    stock = totals(snapshot, day + timedelta(days=1), CAMPUSES[0])
    mine_told = [one for one in told if one.campus == CAMPUSES[0]]
    assert sum(one.registered for one in stock) == len(mine_told)
    assert sum(one.timely_first for one in stock) == sum(
        one.status != "void" and one.on_time_first is True for one in mine_told
    )
    left = Counter((one.campus, one.area, one.level) for one in open_now)
    parts = flows.counted(snapshot, FIRST - timedelta(days=90), day + timedelta(days=1))
    assert {(one.campus, one.area, one.level): one.remaining for one in parts if one.remaining} == left
    moved = flows.moved(snapshot, FIRST, day + timedelta(days=1), CAMPUSES[0])
    mine = flows.counted(snapshot, FIRST, day + timedelta(days=1), CAMPUSES[0])
    assert moved == {name: sum(getattr(one, name) for one in mine) for name in MOVEMENT_LABELS} | {
        "found_so_far": sum(one.registered - one.voided for one in stock),
        "closed_so_far": sum(one.closed for one in stock),
    }


@given(lived=changes)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_day_told_once_is_what_each_hazard_tells_by_itself(
    template: Path, tmp_path: Path, lived: list[tuple[str, int, date]]
) -> None:
    ledger = tmp_path / "lived.db"
    shutil.copy2(template, ledger)
    live(ledger, [("found", number, FIRST) for number in (1, 2, 3)] + sorted(lived, key=lambda one: one[2]))
    with reading(ledger) as snapshot:
        for day in DAYS[::3]:
            figures_agree(snapshot, day, agrees(snapshot, day))


@given(lived=changes)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_so_it_is_where_much_was_typed_late(
    template: Path, tmp_path: Path, lived: list[tuple[str, int, date]]
) -> None:
    ledger = tmp_path / "lived.db"
    shutil.copy2(template, ledger)
    live(ledger, [("found", number, FIRST) for number in (1, 2, 3)] + lived)
    with reading(ledger) as snapshot:
        for day in DAYS[::3]:
            agrees(snapshot, day)


def test_the_view_of_an_earlier_day_has_the_columns_of_the_ledgers_own(filled: Path) -> None:
    with reading(filled) as snapshot:
        name = hazards_view(snapshot, date(2020, 1, 1))
        assert name != "hazards"
        columns = [
            [column[0] for column in snapshot.connection.execute(f"SELECT * FROM {view}").description]
            for view in ("hazards", name)
        ]
        table = snapshot.connection.execute(f"SELECT * FROM {name.replace('hazards', 'hazard')}").description
    assert columns[0] == columns[1]
    assert [column[0] for column in table] == list(Hazard.__table__.columns.keys())


def test_a_change_inside_a_transaction_is_seen_by_the_next_question(filled: Path) -> None:
    earlier = date(2020, 1, 1)
    with write(filled, hand("2020-03-20")) as tx:
        before = viewed(tx, earlier, HazardFilter(numbers=(2,)))[0]
        hazards.edit(tx, PLAN, hazards.find(tx, 2), {"found_on": date(2019, 12, 31)})
        assert before.found_on > earlier
        assert viewed(tx, earlier, HazardFilter(numbers=(2,)))[0].found_on < earlier
        assert [one.id for one in viewed(tx, earlier, HazardFilter())] == ["H0002"]
        assert viewed(tx, earlier, HazardFilter()) == viewed(tx, earlier, HazardFilter())


def test_an_earlier_day_is_told_of_a_ledger_that_may_not_be_written(filled: Path) -> None:
    with sqlite3.connect(filled) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    filled.chmod(0o400)
    before = sorted(filled.parent.iterdir())
    with reading(filled) as snapshot:
        assert viewed(snapshot, date(2020, 1, 1), HazardFilter()) == []
        assert snapshot.rows("PRAGMA temp_store") == [(2,)], "in memory, so that a full disk does not matter"
    assert sorted(filled.parent.iterdir()) == before
