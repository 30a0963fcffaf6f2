"""Thursday's report (R14): the facts of one week, read once from the ledger."""

from collections.abc import Mapping
from datetime import date, timedelta

from safetyctl.ground.catalogue import _, using
from safetyctl.ground.errors import BadInput, Refused
from safetyctl.ledger.connection import Snapshot
from safetyctl.ledger.words import AWAITING_RECTIFICATION, Level
from safetyctl.plan.deadlines import Owed, duties
from safetyctl.plan.layout import week_of
from safetyctl.plan.model import Period, Plan
from safetyctl.records.campaigns import campuses, joined
from safetyctl.records.deadlines import judged
from safetyctl.records.flows import counted
from safetyctl.records.totals import totals
from safetyctl.records.views import HazardFilter
from safetyctl.reports.drawn.pictures import pairs
from safetyctl.reports.facts.deeds import Asked, deeds, excused
from safetyctl.reports.facts.gathering import (
    area_of,
    campus_of,
    chosen,
    flow,
    group_lines,
    so_far,
    unique,
    week_lines,
)
from safetyctl.reports.facts.head import require_begun, source_of
from safetyctl.reports.facts.period import DutyAhead, ReportHazard, WeeklyReport

DUTY = "weekly-report"
NEXT = timedelta(days=7)
_AHEAD = timedelta(days=30)


def weekly_report(
    snapshot: Snapshot, plan: Plan, day: date, week_day: date, campus: str | None = None, nil: bool = False
) -> WeeklyReport:
    """The report of the week that ``week_day`` lies in, with what is known on ``day``; all texts in Chinese.

    Figures are counted from the steps on the days they count for, up to ``day`` or the end of the week.

    Raises:
        BadInput: the plan owes no weekly report for that week, or the week or the campaign has not begun.
        Refused: a nil report was asked for, and something did happen.
    """
    require_begun(plan, day)
    week = week_of(plan, week_day)
    names = tuple(campuses(snapshot))
    owed = _owed(plan, names, joined(snapshot), week, campus)
    if day < min(
        [week.start, *(one.opens for one in owed)]
    ):  # one that A4 moves is due before its week begins
        raise BadInput(_("The week from {start} has not begun on {day}.").format(start=week.start, day=day))
    until = max(week.start, min(week.end, day + timedelta(days=1)))
    seen = until - timedelta(days=1)
    parts = counted(snapshot, week.start, until, campus)
    standing = chosen(snapshot, seen, HazardFilter(campus=campus, standing_before=until))
    changed = chosen(snapshot, seen, HazardFilter(campus=campus, stepped=(week.start, until)))
    shown = [one for one in changed if one.rectified_on and week.covers(one.rectified_on)]
    with using("zh"):
        compared = pairs(snapshot.path, unique([*shown, *(one for one in changed if one.major)]))
    asked = Asked(snapshot, plan, Period(week.start, until), campus)
    report = WeeklyReport(
        **source_of(snapshot, plan),
        campus=campus,
        period_start=week.start,
        period_end=week.last,
        due=max((one.due for one in owed), default=week.last),
        as_of=day,
        total=flow(parts),
        general=flow(part for part in parts if part.level == Level.GENERAL),
        major=flow(part for part in parts if part.level == Level.MAJOR),
        so_far=so_far(totals(snapshot, until, campus)),
        rectified_this_week=sum(part.rectified for part in parts),
        rectified_major=sum(part.rectified for part in parts if part.level == Level.MAJOR),
        by_campus=group_lines(
            parts, standing, [(name, name) for name in names if campus in (None, name)], campus_of
        ),
        by_area=group_lines(parts, standing, [(area.code, area.name.zh) for area in plan.areas], area_of),
        majors=unique(one for one in (*standing, *changed) if one.major),
        overdue=tuple(sorted((one for one in standing if one.overdue), key=lambda one: -one.days_overdue)),
        needs_help=tuple(one for one in standing if one.needs_help),
        next_week=tuple(one for one in standing if _falls_due(one, Period(week.end, week.end + NEXT))),
        open_hazards=standing,
        changed=changed,
        duties=tuple(one.id for one in owed),
        deeds=deeds(asked),
        excused=excused(asked),
        nil=nil,
        weeks=week_lines(snapshot, plan, until, campus),
        ahead=_ahead(snapshot, plan, seen, campus),
        pairs=compared.pairs,
        more_pairs=compared.more,
        lacking=compared.lacking,
    )
    if nil:
        _require_quiet(report)
    return report


def _require_quiet(report: WeeklyReport) -> None:
    """Make sure that nothing happened in the week, as a nil report says. Raises Refused."""
    if report.quiet:
        return
    raise Refused(
        _("Something did happen in the week {start} to {last}: it cannot be a nil report.").format(
            start=report.period_start, last=report.period_end
        ),
        hint=_("Leave --nil out; the report says what happened."),
    )


def _owed(
    plan: Plan, names: tuple[str, ...], since: Mapping[str, date], week: Period, campus: str | None
) -> list[Owed]:
    everything = [one for one in duties(plan, names, joined=since) if one.code == DUTY]
    owed = [one for one in everything if week.covers(one.named) and campus in (None, one.campus)]
    if owed or not everything:
        return owed
    raise BadInput(
        _("The plan owes no weekly report for the week {start} to {last}.").format(
            start=week.start, last=week.last
        ),
        hint=_("It owes them from {first} to {end}. Name a day inside with --for DAY.").format(
            first=everything[0].named, end=everything[-1].named
        ),
    )


def _ahead(snapshot: Snapshot, plan: Plan, seen: date, campus: str | None) -> tuple[DutyAhead, ...]:
    """The duties that fall due within thirty days and are not met on the day that the figures stand at."""
    return tuple(
        DutyAhead(one.owed.title.zh, one.owed.campus, one.owed.due, one.owed.clause)
        for one in judged(snapshot, plan, seen, seen + _AHEAD, whole=False)
        if one.state in ("open", "future") and one.owed.due >= seen and campus in (None, one.owed.campus)
    )


def _falls_due(one: ReportHazard, days: Period) -> bool:
    return one.due is not None and one.status in AWAITING_RECTIFICATION and days.covers(one.due)
