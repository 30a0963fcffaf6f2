"""The summary of the campaign (工作总结, R20): its facts, read once; ``summary_told`` puts them into words."""

from collections.abc import Iterable, Sequence
from datetime import date

from safetyctl.ground.catalogue import N_, _, using
from safetyctl.ledger.words import Level
from safetyctl.plan.deadlines import GROUP, Owed, duties
from safetyctl.plan.judging import STATES, SUBMISSION, Judged
from safetyctl.plan.model import DAY, Period
from safetyctl.records.campaigns import campuses, joined
from safetyctl.records.deadlines import check
from safetyctl.records.flows import Counted, counted
from safetyctl.records.shared_troubles import common_troubles
from safetyctl.records.totals import totals
from safetyctl.records.views import HazardFilter
from safetyctl.reports.drawn.composed import Composed
from safetyctl.reports.facts.blocks import Figure, hazard_figures
from safetyctl.reports.facts.deeds import Asked, excused
from safetyctl.reports.facts.gathering import (
    area_of,
    campus_of,
    chosen,
    flow,
    group_lines,
    so_far,
    so_far_by,
    unique,
    week_lines,
)
from safetyctl.reports.facts.head import Request, head_of, require_begun
from safetyctl.reports.facts.period import ReportHazard
from safetyctl.reports.facts.wording import long_day
from safetyctl.reports.kinds.parts import copy_of
from safetyctl.reports.kinds.summary_figures import (
    DUTY,
    DutyLine,
    LevelLine,
    MilestoneLine,
    Missing,
    PhaseLine,
    SummaryFigures,
)
from safetyctl.reports.kinds.summary_told import sections
from safetyctl.reports.kinds.summary_work import work_of

KIND = "summary"
WEEKLY = "weekly-report"


def summary_report(asked: Request) -> Composed:
    """The summary of the campaign, as far as it has come on the day in force; interim before the final one opens.

    Raises BadInput: the campaign has not begun.
    """
    require_begun(asked.plan, asked.day)
    owed = _owed(asked)
    whole = owed[0].period if owed else Period(asked.plan.start, asked.plan.end)
    until = max(whole.start + DAY, min(whole.end, asked.day + DAY))
    is_final = bool(owed) and asked.day >= min(one.opens for one in owed)
    told = Period(whole.start, until)
    left = HazardFilter(campus=asked.campus, standing_before=told.end)
    standing = chosen(asked.snapshot, told.last, left)
    moved = HazardFilter(campus=asked.campus, stepped=(told.start, told.end))
    figures = _figures(asked, told, standing)
    period = whole if is_final else told
    with using("zh"):
        return Composed(
            **head_of(
                asked,
                KIND,
                period.last.isoformat(),
                period,
                due=owed[0].due if is_final else None,
                duties=[one.id for one in owed] if is_final else copy_of(asked.plan, told.last, asked.campus),
            ),
            heading=_(_FINAL if is_final else _INTERIM).format(title=asked.plan.title.zh),
            subtitle=_("{first} to {last}").format(first=long_day(told.start), last=long_day(told.last)),
            opening=_(_FINAL_OPENING if is_final else _INTERIM_OPENING).format(
                title=asked.plan.title.zh, unit=asked.unit
            ),
            sections=sections(asked, told, figures, standing),
            figures=figures,
            tally=_tally(figures, standing),
            listed=unique((*standing, *chosen(asked.snapshot, told.last, moved))),
            weeks=week_lines(asked.snapshot, asked.plan, told.end, asked.campus),
        )


_FINAL = N_("Summary of the {title}")
_INTERIM = N_("Interim summary of the {title}")
_FINAL_OPENING = N_("The {title} of {unit} is summed up as follows.")
_INTERIM_OPENING = N_("The {title} of {unit} so far is summed up as follows.")


def _owed(asked: Request) -> list[Owed]:
    names = tuple(campuses(asked.snapshot))
    laid = duties(asked.plan, names, joined=joined(asked.snapshot))
    return [one for one in laid if one.code == DUTY and asked.campus in (None, one.campus)]


def _figures(asked: Request, told: Period, standing: tuple[ReportHazard, ...]) -> SummaryFigures:
    snapshot, campus = asked.snapshot, asked.campus
    names = asked.places
    parts = _counted(asked, told)
    stock = totals(snapshot, told.end, campus)
    places = [(name, name) for name in names]
    areas = [(area.code, area.name.zh) for area in asked.plan.areas]
    judged = check(snapshot, asked.plan, told.last)
    is_over = asked.day > told.last
    mine = [
        _at_the_end(one, told.last) if is_over else one
        for one in judged.duties
        if campus is None or one.owed.campus == campus
    ]
    phases = _phases(asked, told)
    last_phase = _counted(asked, Period(phases[-1].start, told.end)) if phases else parts
    untold_from = _untold_from(asked, told)
    return SummaryFigures(
        total=flow(parts),
        general=flow(part for part in parts if part.level != Level.MAJOR),
        major=flow(part for part in parts if part.level == Level.MAJOR),
        all_time=so_far(stock),
        rectified=sum(part.rectified for part in parts),
        phases=phases,
        by_level=tuple(_level(level, last_phase, parts) for level in Level),
        by_area=group_lines(parts, standing, areas, area_of),
        by_campus=group_lines(parts, standing, places, campus_of),
        milestones=tuple(
            MilestoneLine(
                one.milestone.code, one.milestone.title.zh, one.campus, one.milestone.due, one.state, one.total,
                one.done, one.open,
            )
            for one in judged.milestones
            if one.campus in names
        ),
        duties=_duties(mine, told.last),
        work=work_of(asked, told, names, mine),
        excused=excused(Asked(snapshot, asked.plan, told, campus)),
        common=() if campus else tuple(common_troubles(snapshot, day=told.last)),
        untold=flow(_counted(asked, Period(untold_from, told.end))) if untold_from else None,
        untold_from=untold_from,
        stock_by_level=so_far_by(stock, [(level, level) for level in Level], lambda one: one.level),
        stock_by_area=so_far_by(stock, areas, area_of),
        stock_by_campus=so_far_by(stock, places, campus_of),
    )  # fmt: skip


def _counted(asked: Request, days: Period) -> list[Counted]:
    return counted(asked.snapshot, days.start, days.end, asked.campus)


def _level(level: Level, phase: Sequence[Counted], whole: Sequence[Counted]) -> LevelLine:
    mine = [[part for part in parts if part.level == level] for parts in (phase, whole)]
    lately, ever = (sum(part.rectified for part in parts) for parts in mine)
    return LevelLine(level, flow(mine[0]), lately, flow(mine[1]), ever)


def _at_the_end(one: Judged, last: date) -> Judged:
    """What was still open on the last day told of, now that this day is over."""
    return one._replace(state="overdue") if one.state == "open" and one.owed.due <= last else one


def _untold_from(asked: Request, told: Period) -> date | None:
    """The first day after the last weekly report, where the summary tells of days that no report has (A12)."""
    weekly = [one for one in duties(asked.plan, tuple(campuses(asked.snapshot))) if one.code == WEEKLY]
    after = max((one.period_end for one in weekly), default=None)
    return after if after is not None and after < told.end else None


def _phases(asked: Request, told: Period) -> tuple[PhaseLine, ...]:
    lines = []
    for phase in asked.plan.phases:
        days = Period(max(phase.start, told.start), min(phase.end, told.end))
        if days.start >= days.end:
            continue
        parts = _counted(asked, days)
        lines.append(
            PhaseLine(
                phase.number,
                phase.name.zh,
                days.start,
                days.last,
                flow(parts),
                rectified=sum(part.rectified for part in parts),
                found_major=sum(part.new for part in parts if part.level == Level.MAJOR),
            )
        )
    return tuple(lines)


def _duties(mine: Iterable[Judged], day: date) -> tuple[DutyLine, ...]:
    """What was owed by ``day`` or has been done already, by duty, in the plan's order; but for the summary itself."""
    found: dict[str, list[Judged]] = {}
    for one in mine:
        is_told = one.owed.due <= day or one.state in ("met", "late", "waived")
        if is_told and one.owed.code != DUTY:
            found.setdefault(one.owed.code, []).append(one)
    return tuple(
        DutyLine(
            code,
            group[0].owed.title.zh,
            len(group),
            _states(group),
            tuple(
                Missing(one.owed.id, one.owed.campus, one.owed.due) for one in group if one.state == "overdue"
            ),
            _by_campus(group),
        )
        for code, group in found.items()
    )


def _states(group: Iterable[Judged]) -> dict[str, int]:
    states = [one.state for one in group]
    return {state: n for state in STATES if (n := states.count(state))}


def _by_campus(group: Sequence[Judged]) -> dict[str, dict[str, int]]:
    """The states campus by campus of what is handed in again and again, nothing of the rest."""
    places = dict.fromkeys(one.owed.campus for one in group)
    if group[0].owed.duty.evidence != SUBMISSION or GROUP in places or len(group) == len(places):
        return {}
    return {place: _states([one for one in group if one.owed.campus == place]) for place in places}


def _tally(figures: SummaryFigures, standing: Sequence[ReportHazard]) -> tuple[Figure, ...]:
    moved, stock = figures.total, figures.all_time
    return hazard_figures(
        found_so_far=stock.found,
        rectified_so_far=stock.rectified,
        closed_so_far=stock.closed,
        remaining=moved.remaining,
        major=sum(one.major for one in standing),
        overdue=sum(one.overdue for one in standing),
        new=moved.new,
        rectified=figures.rectified,
        closed=moved.closed,
        carried=moved.carried,
        reopened=moved.reopened,
        voided=moved.voided,
    )
