"""Incidents in the ledger: what a view says is what the law says, whenever one looks; nothing is lost by undoing."""

import shutil
import sqlite3
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from office import hand, proved
from safetyctl.ground.errors import BadInput, Refused
from safetyctl.ledger.connection import reading
from safetyctl.ledger.tables.fields import moment
from safetyctl.ledger.writing import Hand, write
from safetyctl.plan.model import Plan
from safetyctl.records import incident_steps as steps
from safetyctl.records import undoing
from safetyctl.records.campaigns import campuses
from safetyctl.records.deadlines import judged
from safetyctl.records.due import DueQuestion, due
from safetyctl.records.incidents import Told, incident, incidents, wall

KNOWN = datetime(2020, 3, 2, 1, 0, tzinfo=UTC)  # 09:00 in the plan's zone
OFFICES = ("bureau", "health", "police")
TYPED = datetime(2022, 1, 1, 4, 5, 6, tzinfo=UTC)
"""When all of it is typed in: long after, so that no day in force is today."""


def registered(
    ledger: Path, plan: Plan, known: datetime = KNOWN, actor: str = "张三", day: str | None = None
) -> None:
    with write(ledger, hand(day or wall(known + timedelta(hours=8))[:10], actor, TYPED)) as tx:
        values = {"campus": campuses(tx)["东校区"], "kind": "injury", "occurred_at": known, "known_at": known}
        steps.add(tx, plan, values)


def told(ledger: Path, plan: Plan, at: datetime, office: str = "health", actor: str = "张三") -> None:
    day = wall(at + timedelta(hours=8))[:10]
    with write(ledger, hand(day, actor, TYPED + timedelta(seconds=1))) as tx:
        steps.report(tx, plan, steps.find(tx, 1), office, at, {})


def row(ledger: Path, day: date, now: datetime | None, office: str = "health") -> Told:
    with reading(ledger) as snapshot:
        return next(one for one in incident(snapshot, day, 1, now).authorities if one.authority == office)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    known=st.integers(0, 394 * 86_400).map(
        lambda passed: datetime(2019, 12, 1, tzinfo=UTC) + timedelta(seconds=passed)
    ),
    seconds=st.integers(0, 3 * 3600),
    look=st.integers(0, 4 * 3600),
)
def test_a_view_says_what_the_law_says_at_every_moment(
    template: Path, plan: Plan, known: datetime, seconds: int, look: int
) -> None:
    at, now = known + timedelta(seconds=seconds), known + timedelta(seconds=look)
    day = (now + timedelta(hours=8)).date()
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "ledger.db"
        shutil.copy2(template, ledger)
        registered(ledger, plan, known)
        told(ledger, plan, at)
        one = row(ledger, day, now)
        with reading(ledger) as snapshot:
            found = {each.owed.id: each for each in judged(snapshot, plan, day, None, now)}
            items = {item.ref: item for item in due(snapshot, plan, day, DueQuestion(), "en", now)}
    ref = "incident-report/E0001/health"
    assert one.state == found[ref].state
    assert one.minutes_left == (7200 - min(seconds, look)) // 60
    if look < seconds:
        assert one.told_at is None
        assert items[ref].minutes_left == one.minutes_left
        assert items[ref].state == ("due" if look <= 7200 else "overdue")
    else:
        assert one.state == ("met" if seconds <= 7200 else "late")
        assert one.minutes_used == -(-seconds // 60)
        assert ref not in items


@pytest.mark.parametrize("day", ["2019-11-30", "2019-12-01", "2020-12-31", "2021-01-01"])
def test_the_duties_of_an_incident_do_not_end_with_the_campaign(ledger: Path, plan: Plan, day: str) -> None:
    registered(ledger, plan, datetime.fromisoformat(f"{day}T12:00:00+08:00").astimezone(UTC))
    with reading(ledger) as snapshot:
        found = judged(snapshot, plan, date(2021, 2, 1))
        assert len([one for one in found if one.owed.kind == "incident"]) == 3
        assert len(incidents(snapshot, date(2021, 2, 1))) == 1


def test_moments_are_kept_in_utc_and_a_day_ends_in_the_plans_zone(ledger: Path, plan: Plan) -> None:
    late = datetime(2020, 3, 2, 15, 59, 59, tzinfo=UTC)
    registered(ledger, plan, late)
    with reading(ledger) as snapshot:
        assert snapshot.rows("SELECT known_at, known_on FROM incident") == [(moment(late), "2020-03-02")]
        assert incidents(snapshot, date(2020, 3, 1)) == []
    with pytest.raises(BadInput):
        registered(ledger, plan, late + timedelta(seconds=1), day="2020-03-02")


def test_today_ends_now(ledger: Path, plan: Plan) -> None:
    with write(ledger, Hand("张三", date(2020, 3, 2), KNOWN)) as tx:
        values = {"campus": campuses(tx)["东校区"], "kind": "injury", "occurred_at": KNOWN, "known_at": KNOWN}
        steps.add(tx, plan, values)
        with pytest.raises(BadInput):
            steps.report(tx, plan, steps.find(tx, 1), "health", KNOWN + timedelta(seconds=1), {})
        steps.report(tx, plan, steps.find(tx, 1), "health", KNOWN, {})


def test_what_somebody_else_reported_since_is_not_undone_unseen(ledger: Path, plan: Plan) -> None:
    registered(ledger, plan)
    told(ledger, plan, KNOWN, actor="李四")
    with reading(ledger) as snapshot, pytest.raises(Refused, match="李四"):
        undoing.last_change(snapshot, "张三")
    with write(ledger, hand("2020-03-02", "李四")) as tx:
        undoing.undo(tx, undoing.last_change(tx, "李四"))
    with write(ledger, hand("2020-03-02")) as tx:
        undoing.undo(tx, undoing.last_change(tx, "张三"))
    with reading(ledger) as snapshot:
        assert incidents(snapshot, date(2020, 3, 9)) == []
    assert proved(ledger).faults == ()


def test_a_report_of_a_later_day_does_not_close_it_earlier(ledger: Path, plan: Plan) -> None:
    registered(ledger, plan)
    for office in OFFICES:
        told(ledger, plan, KNOWN + timedelta(days=1), office)
    with pytest.raises(Refused), write(ledger, hand("2020-03-02")) as tx:
        steps.close(tx, plan, steps.find(tx, 1), "食材", None)
    with write(ledger, hand("2020-03-03")) as tx:
        steps.close(tx, plan, steps.find(tx, 1), "食材", None)
    with reading(ledger) as snapshot:
        assert incident(snapshot, date(2020, 3, 2), 1).owing != ()
        assert incident(snapshot, date(2020, 3, 3), 1).closed_on == date(2020, 3, 3)


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("incident", "kind = 'flu'"),
        ("incident", "known_at = '2000-01-01T00:00:00.000000Z'"),
        ("incident", "class_told_at = '2030-01-01T00:00:00.000000Z'"),
        ("incident", "people = -1"),
        ("incident", "cause = ' '"),
        ("incident", "closed_on = '2000-01-01'"),
        ("incident", "campus = 'nowhere'"),
        ("incident", "voided_on = '2020-03-06'"),
        ("notification", "authority = ' '"),
        ("notification", "authority = 'bureau'"),
        ("notification", "incident = 'none'"),
        ("activity", "kind = 'party'"),
        ("activity", "title = ' '"),
        ("activity", "place = ''"),
        ("activity", "ends_on = '2000-01-01'"),
        ("activity", "participants = 0"),
        ("activity", "plan_on = NULL"),
        ("activity", "reported_on = NULL"),
    ],
)
def test_the_database_itself_refuses(filled: Path, table: str, change: str) -> None:
    connection = sqlite3.connect(filled)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(f"UPDATE {table} SET {change} WHERE rowid <= 3")
    finally:
        connection.close()
