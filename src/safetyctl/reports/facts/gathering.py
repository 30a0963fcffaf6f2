"""What reports of a period gather alike: the movement of hazards, by campus and by area, and the hazards."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from safetyctl.ledger.connection import Snapshot
from safetyctl.ledger.words import SETTLED, Level
from safetyctl.plan.layout import week_of
from safetyctl.plan.model import Period, Plan
from safetyctl.records.flows import Counted, passed
from safetyctl.records.reasons import Noted, noted, reason
from safetyctl.records.totals import FIGURES, Totals
from safetyctl.records.views import HazardFilter, HazardView, hazards
from safetyctl.reports.facts.blocks import MOVEMENT_LABELS
from safetyctl.reports.facts.period import (
    Flow,
    GroupLine,
    LedgerExtract,
    ReportHazard,
    SoFar,
    StockLine,
    WeekLine,
)


def flow(parts: Iterable[Counted | Flow]) -> Flow:
    """The movement of all these together."""
    rows = list(parts)
    return Flow(**{name: sum(getattr(row, name) for row in rows) for name in MOVEMENT_LABELS})


def so_far(parts: Iterable[Totals]) -> SoFar:
    """All hazards of all these together."""
    rows = list(parts)
    return SoFar(**{name: sum(getattr(row, name) for row in rows) for name in FIGURES})


def so_far_by(
    parts: Iterable[Totals], groups: Iterable[tuple[str, str]], code_of: Callable[[Totals], str]
) -> tuple[StockLine, ...]:
    """All hazards so far, a line for each of the ``groups`` (code and name)."""
    rows = list(parts)
    return tuple(
        StockLine(code, name, so_far(row for row in rows if code_of(row) == code)) for code, name in groups
    )


def campus_of(one: Counted | Totals | ReportHazard) -> str:
    """The campus that it counts for."""
    return one.campus


def area_of(one: Counted | Totals | ReportHazard) -> str:
    """The code of the area that it counts for."""
    return one.area


def week_lines(snapshot: Snapshot, plan: Plan, until: date, campus: str | None) -> tuple[WeekLine, ...]:
    """The weeks of the campaign that begin before the day ``until``, the last one as far as it has come."""
    weeks = []
    week = week_of(plan, plan.start)
    while week.start < until:
        weeks.append(Period(week.start, min(week.end, until)))
        week = week_of(plan, week.end)
    return tuple(
        WeekLine(one.period.start, one.period.last, one.new, one.rectified, one.closed, one.remaining)
        for one in passed(snapshot, weeks, campus)
    )


def group_lines(
    parts: list[Counted],
    standing: tuple[ReportHazard, ...],
    groups: list[tuple[str, str]],
    code_of: Callable[[Counted | ReportHazard], str],
) -> tuple[GroupLine, ...]:
    """A line for each of the ``groups`` (code and name): the movement, and what of ``standing`` is open at last."""
    lines = []
    for code, name in groups:
        mine = [part for part in parts if code_of(part) == code]
        open_here = [one for one in standing if code_of(one) == code]
        lines.append(
            GroupLine(
                code,
                name,
                flow(mine),
                rectified=sum(part.rectified for part in mine),
                overdue=sum(one.overdue for one in open_here),
                major_remaining=sum(one.major for one in open_here),
            )
        )
    return tuple(lines)


def chosen(snapshot: Snapshot, day: date, asked: HazardFilter) -> tuple[ReportHazard, ...]:
    """The hazards asked for, as they stood on ``day``."""
    said = noted(snapshot, day)
    return tuple(report_hazard(one, said) for one in hazards(snapshot, day, asked))


def report_hazard(one: HazardView, said: Mapping[str, Noted]) -> ReportHazard:
    """A hazard as reports and workbooks show it; ``said`` is what the steps of hazards say of reasons."""
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
        province_receipt=one.province_receipt,
        photos_before=kinds.count("before"),
        photos_after=kinds.count("after"),
        photos=tuple((file.kind, file.sha256) for file in one.attachments),
        remarks=one.remarks,
        void_reason=one.void_reason,
        deferred_to=one.deferred_to,
        escalated_on=one.escalated_on,
        escalated_to=one.escalated_to,
        supervised_by=one.supervised_by,
        item=one.item,
        days_overdue=one.days_overdue,
        why=reason(one, said),
        request=said.get(one.uid, Noted()).request,
        missing=one.missing if one.level == Level.MAJOR and not settled else (),
    )


def unique(found: Iterable[ReportHazard]) -> tuple[ReportHazard, ...]:
    """Each hazard once, where it first stands."""
    return tuple({one.number: one for one in found}.values())


def extract(snapshot: Snapshot, plan: Plan, day: date, found: Iterable[HazardView]) -> LedgerExtract:
    """Hazards that a person picked, for a workbook."""
    said = noted(snapshot, day)
    return LedgerExtract(
        title=plan.title.zh,
        unit=plan.organisation.name.zh,
        seen=day,
        listed=tuple(report_hazard(one, said) for one in found),
        areas=tuple((area.code, area.name.zh) for area in plan.areas),
    )
