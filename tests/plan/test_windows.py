"""Duties with a window: acts of the period, every area, every campus, every hazard found (R8, R13, R17–R19)."""

from datetime import date

import pytest

from safetyctl.plan.deadlines import Owed, duties, running
from safetyctl.plan.judging import Count, Done, Facts, Found, Waiver, counted, judge, milestones
from safetyctl.plan.layout import laid, read_as
from safetyctl.plan.model import Amendment, Days, Either, Period, Plan, Running, Stretch, Window

ONE = ("东校区",)
TWO = ("东校区", "西校区")


def owed(plan: Plan, code: str, named: str | None = None, campuses: tuple[str, ...] = ONE) -> Owed:
    return next(
        one for one in duties(plan, campuses) if one.code == code and named in (None, one.named.isoformat())
    )


def state(one: Owed, facts: Facts, day: date) -> str:
    return judge([one], facts, day)[0].state


def drill(on: date) -> Facts:
    return Facts(done=(Done("drills", "D0001", "东校区", "fire", on),))


def test_a_drill_counts_for_its_own_month_only(plan: Plan) -> None:
    march = owed(plan, "monthly-drill", "2020-03-31")
    after = date(2020, 5, 1)
    assert state(march, drill(date(2020, 3, 1)), after) == "met"
    assert state(march, drill(date(2020, 3, 31)), after) == "met"
    assert state(march, drill(date(2020, 4, 1)), after) == "overdue"
    assert state(march, drill(date(2020, 2, 29)), after) == "overdue"
    assert state(march, drill(date(2020, 3, 20)), date(2020, 3, 19)) == "open"
    waived = Facts(waivers=(Waiver("W0001", march.id, date(2020, 3, 10), date(2020, 4, 10)),))
    assert [state(march, waived, date(2020, *day)) for day in ((3, 9), (3, 10), (4, 9), (4, 10))] == [
        "open",
        "waived",
        "waived",
        "overdue",
    ]


def inspected(areas: list[str], on: date) -> tuple[Done, ...]:
    return tuple(Done("inspections", "I0001", "东校区", area, on) for area in areas)


def test_a_round_is_met_when_every_area_was_inspected_in_it(plan: Plan) -> None:
    one = owed(plan, "new-round-inspection")
    areas = [area.code for area in plan.areas if area.items]
    assert one.parts == tuple(areas)
    assert len(areas) == 9
    day = date(2020, 4, 2)
    most = inspected(areas[:-1], date(2020, 2, 3))
    whole = (*most, *inspected(areas[-1:], date(2020, 3, 31)))
    assert state(one, Facts(done=most), day) == "overdue"
    assert judge([one], Facts(done=whole), day)[0][1:3] == ("met", date(2020, 3, 31))
    assert state(one, Facts(done=(*most, *inspected(areas[-1:], date(2020, 4, 1)))), day) == "overdue"
    (reached,) = milestones(plan, judge([one], Facts(done=most), day), Facts(done=most), day)
    assert (reached.state, reached.total, reached.done, reached.open) == ("overdue", 9, 8, ("education",))


ASPECTS = ("responsibility", "regulations", "rectification", "mechanism")


def supervised(campus: str, on: date, *aspects: str) -> tuple[Done, ...]:
    return tuple(Done("supervision", f"V000{n}", campus, one, on) for n, one in enumerate(aspects, 1))


def test_the_group_supervises_every_campus_in_each_aspect(plan: Plan) -> None:
    one = owed(plan, "group-supervision", campuses=TWO)
    november, day = date(2020, 11, 2), date(2021, 1, 1)
    east, west = (supervised(campus, november, *ASPECTS) for campus in TWO)
    assert len(one.parts) == 8
    assert state(one, Facts(done=east), day) == "overdue"
    assert state(one, Facts(done=(*east, *west)), day) == "met"
    assert state(one, Facts(done=(*east, *west[:3])), day) == "overdue"
    assert state(one, Facts(done=(*east, *supervised("西校区", day, *ASPECTS))), day) == "late"
    assert (
        state(one, Facts(done=(*east, *supervised("西校区", date(2020, 6, 1), *ASPECTS))), day) == "overdue"
    )


def test_a_campus_that_came_later_is_no_part_of_what_was_due_before(plan: Plan) -> None:
    later = duties(plan, TWO, joined={"西校区": date(2021, 3, 1)})
    one = next(each for each in later if each.code == "group-supervision")
    assert {part.partition("/")[0] for part in one.parts} == {"东校区"}
    assert not [each for each in later if each.campus == "西校区"]


def test_what_was_filed_before_shows_only_what_keeps(plan: Plan) -> None:
    evaluation = owed(plan, "campaign-evaluation")
    early = Done("documents", "K0001", "*", "evaluation", date(2020, 3, 1))
    assert state(evaluation, Facts(done=(early,)), date(2020, 3, 2)) == "future"
    assert state(evaluation, Facts(done=(early,)), date(2020, 10, 2)) == "open"
    kept = owed(plan, "regulations")
    old = Done("documents", "K0001", "*", "regulation", date(2018, 9, 1))
    assert state(kept, Facts(done=(old,)), date(2019, 11, 1)) == "future"
    assert state(kept, Facts(done=(old,)), date(2019, 12, 1)) == "met"


def test_meetings_and_documents_of_their_kinds(plan: Plan) -> None:
    one = owed(plan, "mobilisation-meeting")
    meeting = Done("meetings", "M0001", "*", "mobilisation", date(2019, 12, 10))
    day = date(2020, 1, 10)
    assert one.campus == "*"
    assert state(one, Facts(done=(meeting,)), day) == "met"
    assert state(one, Facts(done=(meeting._replace(of="risk-study"),)), day) == "overdue"
    assert state(one, Facts(done=(meeting._replace(on=date(2020, 1, 9)),)), day) == "late"
    kept = owed(plan, "regulations")
    old = Done("documents", "K0001", "*", "regulation", date(2018, 9, 1))
    assert judge([kept], Facts(done=(old,)), day)[0][1:3] == ("met", date(2019, 12, 1))


def test_a_rule_that_a_reading_chooses_keeps_its_parts(plan: Plan) -> None:
    rule = Either(
        "A16",
        (("to-november", Window(Period(date(2020, 1, 1), date(2020, 4, 1)), "area")), ("phase-3", Running())),
    )
    duty = plan.duty("new-round-inspection")._replace(rule=rule)
    chosen = laid(plan._replace(duties=tuple(duty if one.code == duty.code else one for one in plan.duties)))
    assert len(owed(chosen, "new-round-inspection").parts) == 9


def test_the_days_around_the_campaign_are_known(plan: Plan) -> None:
    """A New Year holiday may have begun in the year before; a due day of January may be advised in December."""
    moved = plan._replace(start=date(2023, 1, 1), end=date(2024, 1, 1), duties=(plan.duty("holiday-roster"),))
    first = duties(laid(moved._replace(milestones=())), ONE)[0]
    assert (first.period_start, first.due) == (date(2023, 1, 21), date(2023, 1, 20))
    assert plan.calendar.years[0] == 2018


@pytest.mark.parametrize(
    ("found", "day", "expected"),
    [
        (None, date(2020, 1, 5), "overdue"),
        (Found("year-hazards", "东校区", 0, 0), date(2019, 12, 31), "open"),
        (Found("year-hazards", "东校区", 0, 0), date(2020, 1, 1), "met"),
        (Found("year-hazards", "东校区", 3, 0, 0, date(2019, 12, 20)), date(2019, 12, 21), "met"),
        (
            Found("year-hazards", "东校区", 3, 1, 0, date(2019, 12, 20), ("H0002",)),
            date(2019, 12, 31),
            "open",
        ),
        (
            Found("year-hazards", "东校区", 3, 1, 0, date(2019, 12, 20), ("H0002",)),
            date(2020, 1, 1),
            "overdue",
        ),
        (Found("year-hazards", "东校区", 3, 0, 1, date(2020, 1, 4)), date(2020, 1, 5), "late"),
    ],
)
def test_this_years_hazards(plan: Plan, found: Found | None, day: date, expected: str) -> None:
    facts = Facts(
        found=(found,) if found else (), done=(Done("hazards", "H0001", "东校区", "", date(2019, 12, 2)),)
    )
    assert state(owed(plan, "year-hazards"), facts, day) == expected


def test_a_hazard_shows_that_the_ledger_is_set_up(plan: Plan) -> None:
    one = owed(plan, "hazard-ledger")
    facts = Facts(done=(Done("hazards", "H0001", "东校区", "", date(2019, 6, 2)),))
    assert judge([one], facts, date(2019, 12, 5))[0][1:3] == ("met", date(2019, 12, 1))


def test_duties_without_a_day_are_counted(plan: Plan) -> None:
    standings = running(plan, TWO)
    codes = {one.duty.code for one in standings}
    assert {"monthly-safety-report", "risk-study", "safety-information", "hazard-rectification"} <= codes
    assert {"weekly-report", "incident-report", "outing-report"}.isdisjoint(codes)
    facts = Facts(
        counts=(
            Count("submission", "*", "monthly-safety-report", 2, date(2020, 2, 1)),
            Count("submission", "*", "weekly-report", 9, date(2020, 3, 1)),
            Count("meetings", "东校区", "risk-study", 1, date(2020, 1, 5)),
            Count("meetings", "东校区", "other", 4, date(2020, 1, 6)),
        )
    )
    told = {(one.standing.duty.code, one.standing.campus): one[1:] for one in counted(standings, facts)}
    assert told["monthly-safety-report", "*"] == (2, date(2020, 2, 1))
    assert told["risk-study", "东校区"] == (1, date(2020, 1, 5))
    assert told["risk-study", "西校区"] == (0, None)


def test_a18_gives_a_day_to_what_has_none(plan: Plan) -> None:
    other = read_as(plan, "A18", "month-end")
    assert [one.due for one in duties(other, ONE) if one.code == "monthly-safety-report"][:2] == [
        date(2019, 12, 31),
        date(2020, 1, 31),
    ]
    assert "risk-study" not in {one.duty.code for one in running(other, ONE)}
    january = Facts(done=(Done("meetings", "M0001", "东校区", "risk-study", date(2020, 1, 9)),))
    found = [one for one in duties(other, ONE) if one.code == "risk-study"]
    states = {one.owed.due.month: one.state for one in judge(found, january, date(2020, 4, 1))}
    assert (states[12], states[1], states[2], states[4]) == ("overdue", "met", "overdue", "open")


# the school's own days

SUMMER = Days(vacations=(Stretch("暑假", Period(date(2020, 7, 1), date(2020, 9, 1))),))


def test_a7_a_month_of_vacation_owes_no_drill(plan: Plan) -> None:
    free = read_as(plan._replace(days=SUMMER), "A7", "not-in-vacation")
    months = [one.due.month for one in duties(free, ONE) if one.code == "monthly-drill"]
    assert months == [12, 1, 2, 3, 4, 5, 6, 9, 10, 11]
    assert (
        len([one for one in duties(laid(plan._replace(days=SUMMER)), ONE) if one.code == "monthly-drill"])
        == 12
    )


ADDED = Amendment(
    "spring-festival", date(2020, 1, 26), Period(date(2020, 1, 31), date(2020, 2, 3)), (date(2020, 2, 1),)
)


def rosters(plan: Plan) -> list[tuple[str, str, str, str]]:
    return [
        (str(one.named), str(one.opens), str(one.period_start), str(one.period.last))
        for one in duties(plan, ONE)
        if one.code == "holiday-roster" and one.named.month in (1, 2)
    ]


def test_a14_a_supplement_for_the_days_that_were_added(plan: Plan) -> None:
    extended = plan._replace(days=Days(amended=(ADDED,)))
    assert rosters(laid(extended)) == [
        ("2020-01-23", "2020-01-19", "2020-01-24", "2020-01-30"),
        ("2020-01-30", "2020-01-26", "2020-01-31", "2020-02-02"),
    ]
    assert rosters(read_as(extended, "A14", "no-supplement")) == [
        ("2020-01-23", "2020-01-19", "2020-01-24", "2020-02-02")
    ]
    assert rosters(read_as(extended, "A11", "first-announced")) == [
        ("2020-01-23", "2020-01-19", "2020-01-24", "2020-01-30")
    ]


def test_a_day_off_of_the_schools_own_moves_what_is_advised(plan: Plan) -> None:
    sports = Stretch("运动会", Period(date(2020, 3, 12), date(2020, 3, 13)))
    own = laid(plan._replace(days=Days(off=(sports,))))
    assert owed(own, "weekly-report", "2020-03-12").advised == date(2020, 3, 11)
    moved = read_as(own, "A4", "previous-workday")
    assert owed(moved, "weekly-report", "2020-03-12").due == date(2020, 3, 11)
