"""Thursday's report (R14): the facts of one week, read once from the ledger."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

from safetyctl import __version__
from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import BadInput, Refused
from safetyctl.ledger.connection import Snapshot
from safetyctl.ledger.journal import head
from safetyctl.ledger.words import AWAITING_RECTIFICATION, SETTLED, Level
from safetyctl.plan.deadlines import Owed, duties
from safetyctl.plan.layout import week_of
from safetyctl.plan.model import Period, Plan
from safetyctl.records.campaigns import campuses, joined, plan_fingerprint
from safetyctl.records.flows import Counted, counted
from safetyctl.records.totals import totals
from safetyctl.records.views import HazardFilter, HazardView, hazards, last_reason
from safetyctl.reports.deeds import Asked, deeds, excused
from safetyctl.reports.facts import (
    Flow,
    GroupLine,
    HeldReading,
    LedgerExtract,
    ReportHazard,
    SoFar,
    WeeklyReport,
)

DUTY = "weekly-report"
NEXT = timedelta(days=7)


def weekly_report(
    snapshot: Snapshot, plan: Plan, day: date, week_day: date, campus: str | None = None, nil: bool = False
) -> WeeklyReport:
    """The report of the week that ``week_day`` lies in, with what is known on ``day``; all texts in Chinese.

    Figures are counted from the steps on the days they count for, up to ``day`` or the end of the week.

    Raises:
        BadInput: the plan owes no weekly report for that week, or the week has not begun.
        Refused: a nil report was asked for, and something did happen.
    """
    week = week_of(plan, week_day)
    names = tuple(campuses(snapshot))
    owed = _owed(plan, names, joined(snapshot), week, campus)
    if day < min(
        [week.start, *(one.opens for one in owed)]
    ):  # one that A4 moves is due before its week begins
        raise BadInput(_("The week from {start} has not begun on {day}.").format(start=week.start, day=day))
    until = max(week.start, min(week.end, day + timedelta(days=1)))
    seen = until - timedelta(days=1)
    parts = [part for part in counted(snapshot, week.start, until) if campus in (None, part.campus)]
    standing = _chosen(snapshot, seen, HazardFilter(campus=campus, standing_before=until))
    changed = _chosen(snapshot, seen, HazardFilter(campus=campus, stepped=(week.start, until)))
    seq, digest = head(snapshot.connection)
    asked = Asked(snapshot, plan, Period(week.start, until), campus)
    report = WeeklyReport(
        title=plan.title.zh,
        organisation=plan.organisation.name.zh,
        recipient=plan.organisation.channel.recipient.zh,
        mailbox=plan.organisation.channel.mailbox,
        campus=campus,
        period_start=week.start,
        period_end=week.last,
        due=max((one.due for one in owed), default=week.last),
        as_of=day,
        plan_code=plan.code,
        plan_sha256=plan_fingerprint(snapshot, plan),
        head=digest,
        seq=seq,
        software=__version__,
        total=_flow(parts),
        general=_flow(part for part in parts if part.level == Level.GENERAL),
        major=_flow(part for part in parts if part.level == Level.MAJOR),
        so_far=_so_far(snapshot, until, campus),
        rectified_this_week=sum(part.rectified for part in parts),
        rectified_major=sum(part.rectified for part in parts if part.level == Level.MAJOR),
        by_campus=_lines(
            parts, standing, [(name, name) for name in names if campus in (None, name)], _campus_of
        ),
        by_area=_lines(parts, standing, [(area.code, area.name.zh) for area in plan.areas], _area_of),
        majors=_unique(one for one in (*standing, *changed) if one.major),
        overdue=tuple(sorted((one for one in standing if one.overdue), key=lambda one: -one.days_overdue)),
        needs_help=tuple(one for one in standing if one.escalated_on),
        next_week=tuple(one for one in standing if _falls_due(one, seen)),
        open_hazards=standing,
        changed=changed,
        areas=tuple((area.code, area.name.zh) for area in plan.areas),
        readings=tuple(HeldReading(one.id, one.holds, one.meaning(one.holds).zh) for one in plan.readings),
        duties=tuple(one.id for one in owed),
        deeds=deeds(asked),
        excused=excused(asked),
        nil=nil,
    )
    if nil and not report.quiet:
        raise Refused(
            _("Something did happen in the week {start} to {last}: it cannot be a nil report.").format(
                start=week.start, last=week.last
            ),
            hint=_("Leave --nil out; the report says what happened."),
        )
    return report


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


def _flow(parts: Iterable[Counted]) -> Flow:
    rows = list(parts)

    def total(name: str) -> int:
        return sum(getattr(row, name) for row in rows)

    return Flow(*(total(name) for name in ("carried", "new", "reopened", "closed", "voided", "remaining")))


def _so_far(snapshot: Snapshot, until: date, campus: str | None) -> SoFar:
    found = totals(snapshot, until, campus)
    return SoFar(found.registered, found.closed, found.voided, found.timed, found.timely, found.timely_first)


def _campus_of(one: Counted | ReportHazard) -> str:
    return one.campus


def _area_of(one: Counted | ReportHazard) -> str:
    return one.area


def _lines(
    parts: list[Counted],
    standing: tuple[ReportHazard, ...],
    groups: list[tuple[str, str]],
    code_of: Callable[[Counted | ReportHazard], str],
) -> tuple[GroupLine, ...]:
    lines = []
    for code, name in groups:
        mine = [part for part in parts if code_of(part) == code]
        open_here = [one for one in standing if code_of(one) == code]
        lines.append(
            GroupLine(
                code,
                name,
                _flow(mine),
                rectified=sum(part.rectified for part in mine),
                overdue=sum(one.overdue for one in open_here),
                major_remaining=sum(one.major for one in open_here),
            )
        )
    return tuple(lines)


def _chosen(snapshot: Snapshot, day: date, asked: HazardFilter) -> tuple[ReportHazard, ...]:
    return tuple(report_hazard(snapshot, one, day) for one in hazards(snapshot, day, asked))


def report_hazard(snapshot: Snapshot, one: HazardView, day: date) -> ReportHazard:
    """A hazard as reports and workbooks show it."""
    kinds = [file.kind for file in one.attachments]
    settled = one.status in SETTLED
    return ReportHazard(
        number=one.id,
        campus=one.campus,
        found_on=one.found_on,
        source=one.source,
        area=one.area,
        title=one.title,
        level=one.level,
        status=one.status,
        found_by=one.found_by,
        location=one.location,
        detail=one.detail,
        measure=one.measure,
        department=one.department,
        responsible=one.responsible,
        funds=one.funds,
        due=one.due,
        due_first=one.due_first,
        extensions=one.extensions,
        interim=one.interim,
        contingency=one.contingency,
        rectified_on=one.rectified_on,
        rectify_note=one.rectify_note,
        verified_by=one.verified_by,
        verified_on=one.verified_on,
        verify_note=one.verify_note,
        closed_on=one.closed_on,
        on_time=one.on_time,
        province_uploaded_on=one.province_uploaded_on,
        photos_before=kinds.count("before"),
        photos_after=kinds.count("after"),
        remarks=one.remarks,
        void_reason=one.void_reason,
        deferred_to=one.deferred_to,
        escalated_on=one.escalated_on,
        escalated_to=one.escalated_to,
        days_overdue=one.days_overdue,
        why=_why(snapshot, one, day),
        missing=one.missing if one.level == Level.MAJOR and not settled else (),
    )


def _why(snapshot: Snapshot, one: HazardView, day: date) -> str | None:
    """Why it takes long: what its steps say, else the remarks that came with it."""
    if not (one.overdue or one.escalated_on):
        return None
    return last_reason(snapshot, one.uid, day) or one.remarks


def _falls_due(one: ReportHazard, day: date) -> bool:
    return one.due is not None and one.status in AWAITING_RECTIFICATION and day <= one.due <= day + NEXT


def _unique(found: Iterable[ReportHazard]) -> tuple[ReportHazard, ...]:
    return tuple({one.number: one for one in found}.values())


def extract(snapshot: Snapshot, plan: Plan, day: date, found: Iterable[HazardView]) -> LedgerExtract:
    """Hazards that a person picked, for a workbook."""
    return LedgerExtract(
        title=plan.title.zh,
        unit=plan.organisation.name.zh,
        seen=day,
        listed=tuple(report_hazard(snapshot, one, day) for one in found),
        areas=tuple((area.code, area.name.zh) for area in plan.areas),
    )
