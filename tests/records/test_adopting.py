"""What taking a plan into force changes: weighed first, then written with its text, in one transaction."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from chinese_calendar import constants
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from office import CAMPUSES, content, hand, proved
from safetyctl.ground.errors import BadInput, NotFound, Refused
from safetyctl.ground.files import shipped
from safetyctl.ledger.connection import reading
from safetyctl.ledger.writing import write
from safetyctl.plan.deadlines import duties
from safetyctl.plan.editing import builtin_and_text, plan_and_text, with_table
from safetyctl.plan.layout import read_as
from safetyctl.plan.model import Plan
from safetyctl.plan.source import read_plan
from safetyctl.plan.years import shifted
from safetyctl.records import hazards
from safetyctl.records.adopting import Adoption, adopt, source_of, weighed
from safetyctl.records.campaigns import campuses, create_ledger, plan_on

NAMES = re.compile(r"names = \[[^]]+\]")
DAY = date(2020, 3, 6)
SUMMER = '[[vacation]]\nname = "暑假"\ndays = [2020-07-01, 2020-08-31]\n'


@pytest.fixture(scope="module")
def text() -> str:
    return builtin_and_text()[1]


@pytest.fixture
def ledger(tmp_path: Path, text: str, plan: Plan) -> Path:
    path = tmp_path / "ledger.db"
    create_ledger(path, plan, CAMPUSES, hand("2019-12-01"), source=text)
    return path


def weigh(ledger: Path, text: str, **how: object) -> Adoption:
    with reading(ledger) as snapshot:
        return weighed(snapshot, date(2019, 12, 2), text, "plan.toml", **how)  # type: ignore[arg-type]


def take(ledger: Path, text: str, **how: object) -> Adoption:
    adoption = weigh(ledger, text, **how)
    with write(ledger, hand()) as tx:
        adopt(tx, adoption)
    return adoption


def kept(ledger: Path, day: date = DAY) -> tuple[Plan, str]:
    with reading(ledger) as snapshot:
        plan = plan_on(snapshot, day)
        return plan, source_of(snapshot, plan)


def test_the_ledger_keeps_the_plans_text_from_the_first_day(ledger: Path, plan: Plan, text: str) -> None:
    assert kept(ledger) == (plan, text)


def test_the_same_plan_changes_nothing(ledger: Path, text: str) -> None:
    same = weigh(ledger, text)
    assert (same.edition, same.changes) == ("same", False)
    assert (same.added, same.removed, same.moved, same.readings) == ((), (), (), ())


def test_a_reading_moves_what_it_is_known_to_move(ledger: Path, text: str) -> None:
    done = take(ledger, text, ways={"A4": "previous-workday"})
    assert done.edition == "changed"
    assert done.readings == (("A4", "previous-workday"),)
    assert (done.added, done.removed) == ((), ())
    days = {"2020-01-30": "2020-01-23", "2020-06-25": "2020-06-24", "2020-10-01": "2020-09-30"}
    days["2020-10-08"] = "2020-09-30"
    assert {(one.duty, str(one.was), str(one.due)) for one in done.moved} == {
        (f"weekly-report/{was}/{campus}", was, due) for was, due in days.items() for campus in CAMPUSES
    }
    plan, source = kept(ledger)
    assert plan.holds("A4") == "previous-workday"
    assert read_plan(source, None, "plan.toml") == plan
    assert proved(ledger).faults == ()


readings = [(one.id, way) for one in builtin_and_text()[0].readings for way in one.others]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=st.lists(st.sampled_from(readings), max_size=3, unique_by=lambda one: one[0]))
def test_what_is_added_removed_and_moved_is_the_difference_of_the_two_laws(
    ledger: Path, text: str, plan: Plan, asked: list[tuple[str, str]]
) -> None:
    done = weigh(ledger, text, ways=dict(asked))
    other = plan
    for reading_id, way in asked:
        other = read_as(other, reading_id, way)
    assert done.plan == other
    was = {one.id: one.due for one in duties(plan, CAMPUSES)}
    now = {one.id: one.due for one in duties(other, CAMPUSES)}
    assert set(done.added) == now.keys() - was.keys()
    assert set(done.removed) == was.keys() - now.keys()
    told = {one.duty: (one.was, one.due) for one in done.moved}
    assert told == {
        id: (was[id], now[id]) for id in was.keys() & now.keys() if was[id] != now[id]
    }  # fmt: skip
    assert dict(done.readings) == dict(asked)


def test_the_schools_own_days_are_kept_with_the_plan(ledger: Path, text: str) -> None:
    spared = take(ledger, text, ways={"A7": "not-in-vacation"}, days=SUMMER)
    assert set(spared.removed) == {
        f"monthly-drill/2020-{month}-31/{campus}" for month in ("07", "08") for campus in CAMPUSES
    }
    plan, source = kept(ledger)
    assert [one.name for one in plan.days.vacations] == ["暑假"]
    longer = take(ledger, source, days=SUMMER.replace("07-01", "06-01"))
    assert len(longer.removed) == len(CAMPUSES)
    lost = weigh(ledger, text)
    assert lost.days_lost
    assert not longer.days_lost


def test_a_plan_of_another_code_is_the_next_campaign(ledger: Path, plan: Plan, text: str) -> None:
    done = take(ledger, shifted(text, date(2026, 12, 1)))
    assert (done.edition, done.unannounced, done.overlaps) == ("new", (2027,), ())
    assert list(done.added) == [one.id for one in duties(done.plan, CAMPUSES)]
    assert (done.removed, done.moved) == ((), ())
    assert kept(ledger, date(2020, 3, 1)) == (plan, text)
    assert kept(ledger, date(2027, 3, 1)) == (done.plan, done.text)
    assert proved(ledger).faults == ()


def test_campaigns_with_days_in_common_are_said(ledger: Path, text: str) -> None:
    later = weigh(ledger, shifted(text, date(2020, 12, 1)))
    assert [tuple(one) for one in later.overlaps] == [
        ("special-rectification-2020", date(2019, 12, 1), date(2020, 12, 31))
    ]
    assert weigh(ledger, shifted(text, date(2021, 1, 1))).overlaps == ()


def test_a_new_campus_comes_with_its_deadlines(ledger: Path, text: str) -> None:
    own = text.replace("campuses = []", 'campuses = ["东校区", "北校区"]', 1)
    assert weigh(ledger, own).unknown == ("北校区",)
    done = take(ledger, own, new_campuses=("北校区",))
    assert done.unknown == ()
    assert {one.rpartition("/")[2] for one in done.added} == {"北校区"}
    with reading(ledger) as snapshot:
        assert list(campuses(snapshot)) == [*CAMPUSES, "北校区"]
    alone = take(ledger, done.text, new_campuses=("新校区",))
    assert (alone.edition, alone.changes) == ("same", True)
    with reading(ledger) as snapshot:
        assert list(campuses(snapshot))[-1] == "新校区"
    assert proved(ledger).faults == ()


@pytest.mark.parametrize("names", [("东校区",), ("北校区", "北校区"), ("*",)])
def test_a_campus_that_cannot_be_added_is_refused(ledger: Path, text: str, names: tuple[str, ...]) -> None:
    with pytest.raises(BadInput):
        weigh(ledger, text, new_campuses=names)


def test_what_no_reading_allows_is_refused_with_the_choices(ledger: Path, text: str) -> None:
    with pytest.raises(NotFound, match="A21") as unknown:
        weigh(ledger, text, ways={"A21": "stands"})
    assert "A1, A2" in (unknown.value.hint or "")
    with pytest.raises(NotFound, match="A4") as impossible:
        weigh(ledger, text, ways={"A4": "moves"})
    assert "stands, previous-workday" in (impossible.value.hint or "")


def test_a_plan_without_the_areas_of_hazards_is_refused(ledger: Path, plan: Plan, text: str) -> None:
    with write(ledger, hand()) as tx:
        place = campuses(tx)["东校区"]
        values = {"campus": place, "title": "灭火器压力不足", "level": "general", "found_on": DAY}
        for area in ("fire", "practice"):
            hazards.register(tx, plan, values | {"area": area})
    lost = text.replace('code = "practice"', 'code = "workshop"', 1)
    with pytest.raises(Refused, match=r"practice \(1"):
        weigh(ledger, lost)
    with pytest.raises(Refused, match="practice"):
        weigh(ledger, shifted(lost, date(2026, 12, 1)))
    with write(ledger, hand()) as tx:
        hazards.void(tx, hazards.find(tx, 2), "重复登记")
    assert weigh(ledger, lost).edition == "changed"


def test_holidays_that_are_announced_since_bring_their_rosters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    path = tmp_path / "early.db"
    with monkeypatch.context() as then:
        known = {day: name for day, name in constants.holidays.items() if day.year < 2020}
        then.setattr(constants, "holidays", known)
        early = read_plan(text, None, "plan.toml")
        create_ledger(path, early, CAMPUSES, hand("2019-12-01"), source=text)
        assert weigh(path, text).unannounced == (2020,)
        assert not weigh(path, text).changes
    done = take(path, kept(path)[1])
    assert (done.edition, done.unannounced, done.removed) == ("changed", (), ())
    rosters = ("2019-12-31", "2020-01-23", "2020-04-03", "2020-04-30", "2020-06-24", "2020-09-30")
    assert set(done.added) == {f"holiday-roster/{day}/{campus}" for day in rosters for campus in CAMPUSES}


# a ledger older than the texts


def unsourced(path: Path, plan: Plan) -> Path:
    create_ledger(path, plan, CAMPUSES, hand("2019-12-01"))
    return path


def test_without_its_text_the_built_in_plan_is_known_again(tmp_path: Path, plan: Plan, text: str) -> None:
    plain = unsourced(tmp_path / "plain.db", plan)
    assert kept(plain)[1] == text
    theirs = NAMES.sub('names = ["张三"]', shipped("organisation.toml").read_text("utf-8"))
    own, _whole = plan_and_text(_folder(tmp_path, theirs))
    other = unsourced(tmp_path / "own.db", read_as(own, "A2", "exclusive"))
    followed, source = kept(other)
    assert read_plan(source, None, "plan.toml") == followed
    assert take(other, source).edition == "same"
    assert take(other, source + "# 注\n").edition == "changed"
    assert kept(other) == (followed, source + "# 注\n")


def _folder(tmp_path: Path, organisation: str) -> Path:
    folder = tmp_path / "theirs"
    folder.mkdir()
    (folder / "plan.toml").write_text(shipped("plan.toml").read_text("utf-8"), "utf-8")
    (folder / "organisation.toml").write_text(organisation, "utf-8")
    return folder / "plan.toml"


def test_without_its_text_a_plan_of_ones_own_has_to_be_named(tmp_path: Path, text: str) -> None:
    own = read_plan(text.replace("general = 15", "general = 10", 1), None, "plan.toml")
    path = unsourced(tmp_path / "own.db", own)
    with pytest.raises(Refused) as told:
        kept(path)
    assert "--plan FILE" in (told.value.hint or "")


# the journal


def test_the_edition_before_stays_in_the_journal(ledger: Path, plan: Plan, text: str) -> None:
    take(ledger, text, ways={"A2": "exclusive"})
    take(ledger, with_table(kept(ledger)[1], "days", SUMMER))
    rows = [row for row in content(ledger)["journal"] if row[6] == "campaign"]
    assert [row[5] for row in rows] == ["init", "campaign.use", "campaign.use"]
    bodies = [json.loads(row[9]) for row in rows]
    assert bodies[0]["source"] == text
    assert 'holds = "exclusive"' in bodies[1]["source"]
    assert "[[days.vacation]]" in bodies[2]["source"]
    assert {body["adopted_on"] for body in bodies} == {"2019-12-01"}
