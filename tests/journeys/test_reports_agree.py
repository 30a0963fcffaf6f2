"""A whole campaign's reports held against each other: summary, months, weeks, campuses, areas, and the story."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from story import CAMPUSES, FIRST, Told, story
from typed_story import hand, type_in

from safetyctl.ledger.connection import Snapshot, reading
from safetyctl.plan.model import DAY
from safetyctl.plan.source import builtin
from safetyctl.records.campaigns import create_ledger
from safetyctl.records.flows import counted
from safetyctl.reports.facts.gathering import flow
from safetyctl.reports.facts.head import Request
from safetyctl.reports.facts.period import Flow
from safetyctl.reports.kinds.monthly import monthly_report
from safetyctl.reports.kinds.summary import summary_report
from safetyctl.reports.kinds.summary_figures import SummaryFigures
from safetyctl.reports.kinds.weekly import weekly_report

PLAN = builtin()
END = date(2020, 11, 30)
MONTHS = [date(2019, 12, 1), *(date(2020, month, 1) for month in range(1, 12))]
THURSDAYS = [date(2019, 12, 5) + 7 * week * DAY for week in range(52)]
FLOWING = ("new", "reopened", "closed", "voided")
DAYS = (date(2020, 12, 1), date(2020, 12, 31))
"""On which the reports are asked for: before and after more of the story was typed."""


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Told]:
    ledger = tmp_path_factory.mktemp("lived") / "ledger.db"
    create_ledger(ledger, PLAN, CAMPUSES, hand(FIRST))
    told = Told()
    for event in story():
        type_in(ledger, event)
        told.hear(event)
    return ledger, told


@pytest.fixture(params=DAYS, ids=str)
def asked(lived: tuple[Path, Told], request: pytest.FixtureRequest) -> Iterator[Request]:
    with reading(lived[0]) as snapshot:
        yield Request(snapshot, PLAN, request.param)


def _summary(asked: Request, campus: str | None = None) -> SummaryFigures:
    figures = summary_report(asked._replace(campus=campus)).figures
    assert isinstance(figures, SummaryFigures)
    return figures


def _months(asked: Request) -> list[Any]:
    return [monthly_report(asked, month).figures for month in MONTHS]


def _added(flows: Iterable[Flow]) -> dict[str, int]:
    """What came and went in all of these."""
    every = list(flows)
    return {name: sum(getattr(one, name) for one in every) for name in FLOWING}


def _require_chained(flows: Iterable[Flow], carried: int, remaining: int) -> None:
    """Each begins with what the one before it left open, and every one adds up."""
    left = carried
    for one in flows:
        assert one.balances
        assert one.carried == left
        left = one.remaining
    assert left == remaining


def test_the_phases_follow_each_other_and_make_up_the_campaign(asked: Request) -> None:
    whole = _summary(asked)
    phases = [one.flow for one in whole.phases]
    assert [one.number for one in whole.phases] == [1, 2, 3]
    assert _added(phases) == _added([whole.total])
    assert sum(one.found_major for one in whole.phases) == whole.major.new
    _require_chained(phases, whole.total.carried, whole.total.remaining)
    assert whole.total.new > 50
    assert whole.total.remaining > 5


def test_all_that_was_found_in_the_campaign_is_in_the_summary(
    lived: tuple[Path, Told], asked: Request
) -> None:
    told = Told()
    for event in story():
        if event.typed <= asked.day:
            told.hear(event)
    found = [one for one in told.troubles.values() if FIRST <= one.found <= END]
    assert sum(one.flow.new for one in _summary(asked).phases) == len(found)


def test_campuses_areas_and_levels_make_up_the_group(asked: Request) -> None:
    whole = _summary(asked)
    apart = [_summary(asked, campus) for campus in CAMPUSES]
    assert tuple(line.flow for line in whole.by_campus) == tuple(one.total for one in apart)
    for lines in (whole.by_campus, whole.by_area):
        assert _added(line.flow for line in lines) == _added([whole.total])
        assert sum(line.flow.remaining for line in lines) == whole.total.remaining
        assert sum(line.rectified for line in lines) == whole.rectified
    assert _added([whole.general, whole.major]) == _added([whole.total])
    assert tuple(one.total for one in whole.by_level) == (whole.general, whole.major)
    assert _added(one.phase for one in whole.by_level) == _added([whole.phases[-1].flow])
    assert sum(one.rectified for one in whole.by_level) == whole.rectified
    for n, phase in enumerate(whole.phases):
        assert _added(one.phases[n].flow for one in apart) == _added([phase.flow])
    for name in ("registered", "closed", "voided", "timed", "timely", "timely_first"):
        assert sum(getattr(one.all_time, name) for one in apart) == getattr(whole.all_time, name), name
    assert whole.all_time.registered == whole.total.new + _before(asked.snapshot)


def _before(snapshot: Snapshot) -> int:
    """The hazards found before the campaign."""
    return sum(one.new for one in counted(snapshot, date.min, FIRST))


def test_the_months_make_up_the_summary(asked: Request) -> None:
    whole, months = _summary(asked), _months(asked)
    _require_chained([one.total for one in months], whole.total.carried, whole.total.remaining)
    assert _added(one.total for one in months) == _added([whole.total])
    within = {1: months[:1], 2: months[1:10], 3: months[10:]}
    for phase in whole.phases:
        mine = within[phase.number]
        assert _added(one.total for one in mine) == _added([phase.flow])
        assert (mine[0].total.carried, mine[-1].total.remaining) == (phase.flow.carried, phase.flow.remaining)
    assert months[-1].all_time == whole.all_time
    for line in whole.by_campus:
        mine = [one.flow for month in months for one in month.by_campus if one.code == line.code]
        assert _added(mine) == _added([line.flow])


def test_the_weeks_and_the_days_that_no_week_has_make_up_the_summary(asked: Request) -> None:
    whole = _summary(asked)
    weeks = [weekly_report(asked.snapshot, PLAN, asked.day, thursday) for thursday in THURSDAYS]
    assert whole.untold is not None
    assert (whole.untold_from, weeks[-1].period_end) == (date(2020, 11, 27), date(2020, 11, 26))
    early = flow(counted(asked.snapshot, weeks[0].period_start, FIRST))
    told = _added([*(one.total for one in weeks), whole.untold])
    assert told == {name: n + getattr(early, name) for name, n in _added([whole.total]).items()}
    _require_chained([*(one.total for one in weeks), whole.untold], early.carried, whole.total.remaining)
