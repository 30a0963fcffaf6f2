"""Random lives of many hazards: whatever the order of legal steps, the sums hold and the journal proves it."""

import shutil
import sqlite3
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from office import CAMPUSES, Command, content, hand, proved
from safetyctl.ground.errors import Refused
from safetyctl.ledger.connection import Snapshot, reading
from safetyctl.ledger.writing import write
from safetyctl.plan.model import Period
from safetyctl.plan.source import builtin
from safetyctl.records import flows, hazards, undoing
from safetyctl.records.campaigns import campuses
from safetyctl.records.checks import check
from safetyctl.records.totals import totals
from safetyctl.records.views import HazardFilter
from safetyctl.records.views import hazards as viewed
from safetyctl.reports.facts.gathering import so_far

PLAN = builtin()
FIRST = date(2020, 3, 6)
EVER = (date(2000, 1, 1), date(2100, 1, 1))

day_moves = st.integers(0, 9)


def standing_on(snapshot: Snapshot, day: date) -> dict[str, tuple[str, bool, date | None]]:
    return {view.id: (view.status, view.overdue, view.due) for view in viewed(snapshot, day, HazardFilter())}


class Lives(RuleBasedStateMachine):
    template: Path

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="safetyctl-lives-"))
        self.ledger = self.folder / "ledger.db"
        shutil.copy2(self.template, self.ledger)
        self.day = FIRST
        self.known: dict[int, tuple[str, str]] = {}  # number → status, level
        self.before: dict[str, list[object]] | None = None
        self.stood: dict[date, dict[str, tuple[str, bool, date | None]]] = {}

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)

    def doing(self, actor: str = "张三"):
        self.before = content(self.ledger)
        return write(self.ledger, hand(self.day.isoformat(), actor))

    def some(self, data: st.DataObject, *statuses: str, level: str | None = None) -> int | None:
        fit = [
            n for n, (status, grade) in self.known.items() if status in statuses and level in (None, grade)
        ]
        return data.draw(st.sampled_from(fit)) if fit else None

    def note(self, hazard) -> None:
        self.known[hazard.number] = (str(hazard.status), str(hazard.level))

    @rule(days=day_moves)
    def time_passes(self, days: int) -> None:
        self.day += timedelta(days=days)

    @rule(
        campus=st.sampled_from(CAMPUSES), level=st.sampled_from(["general", "major"]), ago=st.integers(0, 20),
        due=st.none() | st.integers(0, 30), area=st.sampled_from(["fire", "food", "lab"]),
    )  # fmt: skip
    def found(self, campus: str, level: str, ago: int, due: int | None, area: str) -> None:
        found = self.day - timedelta(days=ago)
        with self.doing() as tx:
            values = {
                "campus": campuses(tx)[campus], "area": area, "title": f"隐患{len(self.known)}", "level": level,
                "found_on": found, "due": None if due is None else found + timedelta(days=due),
                "responsible": "李四", "measure": "整改", "funds_yuan": 0, "contingency": "看守",
            }  # fmt: skip
            self.note(hazards.register(tx, PLAN, values).hazard)

    @rule(
        data=st.data(), step=st.sampled_from(["assign", "rectify", "pass", "fail", "close", "reopen", "void"])
    )
    def one_step(self, data: st.DataObject, step: str) -> None:
        allowed = {
            "assign": ("open", "assigned"), "rectify": ("assigned",), "pass": ("rectified",), "fail": ("rectified",),
            "close": ("verified",), "reopen": ("closed",), "void": ("open", "assigned", "rectified", "verified"),
        }  # fmt: skip
        number = self.some(data, *allowed[step])
        if number is None:
            return
        with self.doing() as tx:
            one = hazards.find(tx, number)
            match step:
                case "assign":
                    hazards.assign(tx, one)
                case "rectify":
                    hazards.rectify(tx, one, "已整改")
                case "pass" | "fail":
                    hazards.verify(tx, one, "王五", passed=step == "pass")
                case "close":
                    hazards.close(tx, one, "赵六")
                case "reopen":
                    hazards.reopen(tx, one, "复发")
                case "void":
                    hazards.void(tx, one, "重复")
            self.note(one)

    @rule(data=st.data(), days=st.integers(1, 40))
    def later(self, data: st.DataObject, days: int) -> None:
        number = self.some(data, "open", "assigned")
        if number is None:
            return
        with self.doing() as tx:
            one = hazards.find(tx, number)
            until = one.due + timedelta(days=days)
            first = one.due_first
            if one.level == "major":
                hazards.defer(tx, one, until, "未复工", "封闭", "赵六")
            else:
                hazards.extend(tx, one, until, "缺货", "赵六")
            assert one.due_first == first

    @rule(data=st.data())
    def on_the_way(self, data: st.DataObject) -> None:
        number = self.some(data, "open", "assigned", "rectified", "verified", "closed")
        if number is None:
            return
        with self.doing() as tx:
            one = hazards.find(tx, number)
            hazards.upload(tx, one, "07")
            hazards.edit(tx, PLAN, one, {"location": f"{self.day}"})

    @precondition(lambda self: self.before is not None)
    @rule()
    def taken_back(self) -> None:
        before, self.before = self.before, None
        self.stood.clear()  # what is taken back has not been
        assert before is not None
        with write(self.ledger, hand(self.day.isoformat())) as tx:
            last = undoing.last_change(tx, "张三")
            undoing.undo(tx, last)
        after = content(self.ledger)
        # what was registered is void now and keeps its number; all else is as it was, to the letter
        if len(after["hazard"]) == len(before["hazard"]):
            for table in ("hazard", "step", "person", "attachment", "submission", "campus", "campaign"):
                assert after[table] == before[table], table
        assert len(after["journal"]) > len(before["journal"]), "history never shrinks"
        with reading(self.ledger) as snapshot:
            self.known = {
                int(v.id[1:]): (v.status, v.level) for v in viewed(snapshot, self.day, HazardFilter())
            }

    @invariant()
    def the_sums_hold(self) -> None:
        if not hasattr(self, "ledger"):
            return
        with reading(self.ledger) as snapshot:
            standing = sum(status not in ("closed", "void") for status, _level in self.known.values())
            assert sum(part.remaining for part in flows.counted(snapshot, *EVER)) == standing
            mid = self.day - timedelta(days=5)
            earlier = sum(part.remaining for part in flows.counted(snapshot, EVER[0], mid))
            later = flows.counted(snapshot, mid, EVER[1])
            assert sum(part.carried for part in later) == earlier, (
                "what one period leaves the next carries over"
            )
            assert sum(part.remaining for part in later) == standing
            by_period = flows.passed(snapshot, [Period(EVER[0], mid), Period(mid, EVER[1])])
            for one, counted in zip(by_period, (flows.counted(snapshot, EVER[0], mid), later), strict=True):
                assert (one.new, one.rectified, one.closed, one.remaining) == tuple(
                    sum(getattr(part, name) for part in counted)
                    for name in ("new", "rectified", "closed", "remaining")
                )
            for part in later:
                assert part.remaining == part.carried + part.new + part.reopened - part.closed - part.voided
            stands = viewed(snapshot, self.day, HazardFilter(standing_before=self.day + timedelta(days=1)))
            assert len(stands) == standing
            assert check(snapshot, PLAN) == []
            stock = so_far(totals(snapshot, EVER[1]))
            assert (stock.registered, stock.remaining) == (len(self.known), standing)
            assert stock.rectified == sum(part.rectified for part in flows.counted(snapshot, *EVER))
            for view in viewed(snapshot, self.day, HazardFilter()):
                late = view.due is not None and view.status in ("open", "assigned") and view.due < self.day
                assert (view.overdue, view.days_overdue > 0) == (late, late)
                assert (view.status, view.level) == self.known[int(view.id[1:])]
            self.stood[self.day] = {
                view.id: (view.status, view.overdue, view.due)
                for view in viewed(snapshot, self.day, HazardFilter())
            }
            for day in list(self.stood)[-4:]:  # a past day is told as it was told then
                now = {
                    view.id: (view.status, view.overdue, view.due)
                    for view in viewed(snapshot, day, HazardFilter())
                }
                assert {ref: now.get(ref) for ref in self.stood[day]} == self.stood[day], day
        assert proved(self.ledger).faults == ()


def test_lives_add_up(template: Path) -> None:
    Lives.template = template
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=30, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_a_hazard_that_is_rectified_twice_in_a_week_is_rectified_once(cmd: Command) -> None:
    ref = cmd.rectified()
    cmd("hazard", "verify", ref, "--by", "王五", "--fail")
    cmd("hazard", "rectify", ref, "--note", "再次更换")
    cmd("hazard", "verify", ref, "--by", "王五", "--fail", day="2020-03-12")
    cmd("hazard", "rectify", ref, "--note", "再换", day="2020-03-12")
    cmd.closed(campus="西校区")
    weeks = [Period(start, start + timedelta(days=7)) for start in (date(2020, 3, 5), date(2020, 3, 12))]
    with reading(cmd.ledger) as snapshot:
        assert [one.rectified for one in flows.passed(snapshot, weeks)] == [2, 1]
        assert [one.rectified for one in flows.passed(snapshot, weeks, "东校区")] == [1, 1]
        for week, one in zip(weeks, flows.passed(snapshot, weeks), strict=True):
            assert one.rectified == sum(p.rectified for p in flows.counted(snapshot, week.start, week.end))


def test_nothing_is_open_of_a_ledger_without_hazards(ledger: Path) -> None:
    with reading(ledger) as snapshot:
        assert flows.counted(snapshot, *EVER) == []
        assert check(snapshot, PLAN) == []
        assert totals(snapshot, EVER[1]) == []


# what `ledger check` names, each broken by hand as an old ledger may bring it

BREAKS = [
    ("dates", "UPDATE hazard SET closed_on = '2020-01-01' WHERE number = 1"),
    ("dates", "UPDATE hazard SET rectified_on = '2020-01-01' WHERE number = 1"),
    ("dates", "UPDATE hazard SET verified_on = '2020-01-01' WHERE number = 1"),
    ("dates", "UPDATE hazard SET due_first = '2020-01-01' WHERE number = 2"),
    ("dates", "UPDATE step SET kind = 'failed', day = '2020-03-06' WHERE kind = 'passed'"),
    ("verifier", "UPDATE hazard SET verified_by = rectified_by WHERE number = 1"),
    ("verifier", "UPDATE hazard SET verified_by = responsible WHERE number = 1"),
    ("closed", "UPDATE hazard SET verified_by = NULL WHERE number = 1"),
    ("closed", "UPDATE hazard SET closed_on = NULL WHERE number = 1"),
    ("commitments", "UPDATE hazard SET status = 'assigned' WHERE number = 2"),
    ("totals", "UPDATE hazard SET status = 'open' WHERE number = 1"),
    ("totals", "DELETE FROM step WHERE kind = 'closed'"),
    ("totals", "UPDATE step SET day = '2020-01-01' WHERE kind = 'closed'"),
]


@pytest.mark.parametrize(("name", "change"), BREAKS)
def test_what_does_not_add_up_is_named_with_what_mends_it(filled: Path, name: str, change: str) -> None:
    with reading(filled) as snapshot:
        assert check(snapshot, PLAN) == []
    connection = sqlite3.connect(filled)
    connection.execute(change)
    connection.commit()
    connection.close()
    with reading(filled) as snapshot:
        found = check(snapshot, PLAN)
    assert name in {finding.check for finding in found}
    for finding in found:
        assert finding.ref in ("H0001", "H0002", *CAMPUSES)
        assert finding.problem
        assert "safetyctl" in finding.mend


def test_a_refusal_in_a_transaction_undoes_all_of_it(filled: Path) -> None:
    before = content(filled)

    def two_of_which_one_is_refused() -> None:
        with write(filled, hand()) as tx:
            hazards.edit(tx, PLAN, hazards.find(tx, 2), {"title": "x"})
            hazards.void(tx, hazards.find(tx, 3), "x")

    with pytest.raises(Refused):
        two_of_which_one_is_refused()
    assert content(filled) == before
