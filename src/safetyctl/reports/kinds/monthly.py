"""The monthly safety report (安全月报, R6): inspections, hazards by the official table and by area, other work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from safetyctl.ground.catalogue import N_, _, using
from safetyctl.ground.errors import BadInput, Refused
from safetyctl.ledger.words import AWAITING_RECTIFICATION, Level, Status
from safetyctl.plan.deadlines import GROUP, duties
from safetyctl.plan.model import DAY, Period, month_of
from safetyctl.records.campaigns import campuses, joined
from safetyctl.records.flows import counted
from safetyctl.records.inspections import Asked as InspectionsAsked
from safetyctl.records.inspections import inspections
from safetyctl.records.shared_troubles import CommonTrouble, common_troubles
from safetyctl.records.totals import totals
from safetyctl.records.views import HazardFilter, HazardView, hazards
from safetyctl.reports.drawn.composed import Composed
from safetyctl.reports.facts.blocks import Block, Figure, Items, Para, Part, Section, Table, hazard_figures
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
from safetyctl.reports.facts.head import Request, head_of
from safetyctl.reports.facts.period import Deed, Excused, Flow, GroupLine, Rate, ReportHazard, SoFar
from safetyctl.reports.facts.wording import (
    clauses,
    in_place,
    phrase,
    rates_told,
    request_words,
    sentence,
    short_day,
)
from safetyctl.reports.kinds.ahead import asked_by_hazards, owed_next
from safetyctl.reports.kinds.parts import (
    common_items,
    copy_of,
    excused_items,
    flow_table,
    hazard_table,
    so_far_words,
    told,
)

KIND = "monthly"
DUTY = "monthly-safety-report"
_COUNTS = ("due", "inspected", "general", "general_rectified", "major", "major_closed", "planned", "committed",
           "supervised")  # fmt: skip


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One line of the official table: ``due`` units to be inspected, ``inspected`` of them that were.

    Of the ``general`` hazards found, and of the ``major`` ones, how many were rectified (the major ones struck off);
    of the major ones that still stand: with a measure and a deadline (``planned``), with all five commitments
    (``committed``), under listed supervision (``supervised``). ``funds`` is 万元.
    """

    name: str
    due: int
    inspected: int
    general: int
    general_rectified: int
    major: int
    major_closed: int
    planned: int
    committed: int
    supervised: int
    funds: float


@dataclass(frozen=True, slots=True)
class MonthlyFigures:
    """The facts of a month, and of all before it: the official table of both, the movement, the nine areas."""

    month: tuple[UnitLine, ...]
    so_far: tuple[UnitLine, ...]
    total: Flow
    all_time: SoFar
    rectified: int
    by_area: tuple[GroupLine, ...]
    by_campus: tuple[GroupLine, ...]
    inspections: int
    deeds: tuple[Deed, ...]
    excused: tuple[Excused, ...]
    common: tuple[CommonTrouble, ...]


def monthly_report(asked: Request, month_day: date, nil: bool = False) -> Composed:
    """The report of the calendar month that ``month_day`` lies in, with what is known on the day in force.

    Raises:
        BadInput: the month has not begun, or lies outside the campaign.
        Refused: a nil report was asked for, and something did happen.
    """
    month = _month(asked, month_day)
    until = max(month.start, min(month.end, asked.day + DAY))
    seen = until - DAY
    snapshot, campus = asked.snapshot, asked.campus
    names = asked.places
    parts = counted(snapshot, month.start, until, campus)
    standing = chosen(snapshot, seen, HazardFilter(campus=campus, standing_before=until))
    changed = chosen(snapshot, seen, HazardFilter(campus=campus, stepped=(month.start, until)))
    everything = hazards(snapshot, seen, HazardFilter(campus=campus, found_to=seen))
    period = Asked(snapshot, asked.plan, Period(month.start, until), campus)
    areas = [(area.code, area.name.zh) for area in asked.plan.areas]
    found = [one for one in everything if month.covers(one.found_on)]
    finished = _finished(asked, seen)
    lately = [at for at, day in finished if day >= month.start]
    figures = MonthlyFigures(
        month=_units(names, found, set(lately)),
        so_far=_units(names, everything, {at for at, _day in finished}),
        total=flow(parts),
        all_time=so_far(totals(snapshot, until, campus)),
        rectified=sum(part.rectified for part in parts),
        by_area=group_lines(parts, standing, areas, area_of),
        by_campus=group_lines(parts, standing, [(name, name) for name in names], campus_of),
        inspections=len(lately),
        deeds=deeds(period),
        excused=excused(period),
        common=() if campus else tuple(common_troubles(snapshot, day=seen)),
    )
    is_quiet = figures.total.still and not changed and not figures.deeds
    if nil and not is_quiet:
        raise Refused(
            _("Something did happen in {period}: it cannot be a nil report.").format(
                period=f"{month.start:%Y-%m}"
            ),
            hint=_("Leave --nil out; the report says what happened."),
        )
    owed = _duties(asked, month)
    with using("zh"):
        return Composed(
            **head_of(asked, KIND, f"{month.start:%Y-%m}", month, duties=owed),
            heading=_("Monthly safety report"),
            subtitle=clauses([_name(month), so_far_words(month, seen)]),
            opening=_opening(asked, month),
            sections=_nil(figures, month, seen)
            if nil
            else _Told(asked, month, figures, standing, unique((*standing, *changed)), is_quiet).sections(),
            figures=figures,
            tally=_tally(figures, standing),
            listed=unique((*standing, *changed)),
            weeks=() if nil else week_lines(asked.snapshot, asked.plan, seen + DAY, asked.campus),
            nil=nil,
        )


def _month(asked: Request, day: date) -> Period:
    month = month_of(day)
    if month.end <= asked.plan.start or month.start >= asked.plan.end:
        raise BadInput(
            _("{month} lies outside the campaign.").format(month=f"{month.start:%Y-%m}"),
            hint=_("It runs from {first} to {last}. Name a day inside with --for DAY.").format(
                first=asked.plan.start, last=asked.plan.last
            ),
        )
    if asked.day < month.start:
        raise BadInput(
            _("{month} has not begun on {day}.").format(month=f"{month.start:%Y-%m}", day=asked.day)
        )
    return month


def _duties(asked: Request, month: Period) -> tuple[str, ...]:
    """What it meets: the month's own duty where the plan gives it a day, else the one handed in now and then."""
    plan = asked.plan
    laid = [
        one.id
        for one in duties(plan, tuple(campuses(asked.snapshot)), joined=joined(asked.snapshot))
        if one.code == DUTY and month.covers(one.period_start) and one.campus == (asked.campus or GROUP)
    ]
    if laid:
        return tuple(laid)
    if asked.campus is None and any(duty.code == DUTY for duty in plan.duties):
        return (f"{DUTY}/{min(month.last, plan.last).isoformat()}/{GROUP}",)
    return copy_of(plan, month.last, asked.campus)


def _finished(asked: Request, last: date) -> list[tuple[str, date]]:
    """Each inspection that was finished by ``last``: its campus, and the day on which it was."""
    return [
        (one.campus, one.finished_on)
        for one in inspections(asked.snapshot, last, InspectionsAsked(campus=asked.campus))
        if one.finished_on is not None and one.finished_on <= last
    ]


def _units(names: Sequence[str], found: Sequence[HazardView], inspected: set[str]) -> tuple[UnitLine, ...]:
    lines = [_unit(name, [one for one in found if one.campus == name], name in inspected) for name in names]
    return tuple(lines)


def _unit(name: str, found: Sequence[HazardView], inspected: bool) -> UnitLine:
    mine = [one for one in found if one.status != Status.VOID]
    general = [one for one in mine if one.level != Level.MAJOR]
    major = [one for one in mine if one.level == Level.MAJOR]
    waiting = [one for one in major if one.status in AWAITING_RECTIFICATION]
    return UnitLine(
        name,
        due=1,
        inspected=int(inspected),
        general=len(general),
        general_rectified=sum(one.status not in AWAITING_RECTIFICATION for one in general),
        major=len(major),
        major_closed=sum(one.status == Status.CLOSED for one in major),
        planned=sum(bool(one.measure and one.due) for one in waiting),
        committed=sum(not one.missing for one in waiting),
        supervised=sum(one.supervised_by is not None for one in waiting),
        funds=round(sum(one.funds or 0 for one in mine), 4),
    )


def _summed(lines: Sequence[UnitLine]) -> UnitLine:
    counts = {name: sum(getattr(line, name) for line in lines) for name in _COUNTS}
    return UnitLine(name=_("total"), **counts, funds=round(sum(line.funds for line in lines), 4))


def _tally(figures: MonthlyFigures, standing: Sequence[ReportHazard]) -> tuple[Figure, ...]:
    moved = figures.total
    of_hazards = hazard_figures(
        remaining=moved.remaining,
        overdue=sum(one.overdue for one in standing),
        major=sum(one.major for one in standing),
        new=moved.new,
        rectified=figures.rectified,
        closed=moved.closed,
        carried=moved.carried,
        reopened=moved.reopened,
        voided=moved.voided,
        found_so_far=figures.all_time.found,
        closed_so_far=figures.all_time.closed,
    )
    return (*of_hazards, Figure("inspections", N_("inspections finished"), figures.inspections))


def _name(month: Period) -> str:
    return _("{year}-{month}").format(year=month.start.year, month=month.start.month)


def _opening(asked: Request, month: Period) -> str:
    return _("The safety work of {unit} in {month} is reported as follows.").format(
        unit=asked.unit, month=_name(month)
    )


def _nil(figures: MonthlyFigures, month: Period, seen: date) -> tuple[Section, ...]:
    said = _("This month no hazard was found and none closed, and nothing else is recorded: a nil report.")
    return (Section("", (Para(said), Para(_remaining(figures, month, seen)))),)


def _remaining(figures: MonthlyFigures, month: Period, seen: date) -> str:
    """What is open at the end of the month, or on the day that it has come to."""
    left = figures.total.remaining
    if seen < month.last:
        day = short_day(seen, month.start)
        said = _("as of {day} no hazard is open") if not left else _("as of {day} {n} are open")
        return sentence([said.format(day=day, n=left)])
    if not left:
        return sentence([_("at the end of the month no hazard is open")])
    return sentence([_("at the end of the month {n} are open").format(n=left)])


class _Told:
    """The sections of a month, one method each."""

    def __init__(
        self,
        asked: Request,
        month: Period,
        figures: MonthlyFigures,
        standing: tuple[ReportHazard, ...],
        shown: tuple[ReportHazard, ...],
        is_quiet: bool,
    ) -> None:
        self._asked = asked
        self._month = month
        self._seen = max(month.start, min(asked.day, month.last))
        self._figures = figures
        self._standing = standing
        self._shown = shown
        self._is_quiet = is_quiet
        self._is_over = self._seen >= month.last

    def sections(self) -> tuple[Section, ...]:
        found = self._figures.deeds
        sections = [
            Section(_("Inspections"), self._inspections()),
            Section(_("Hazards found and rectified"), self._hazards()),
            Section(
                _("Meetings, training and safety education"),
                (told(found, "work", _("Nothing of that kind is recorded this month.")),),
            ),
            Section(_("Drills"), (told(found, "drill", _("No emergency drill is recorded this month.")),)),
            Section(
                _("Activities and incidents"),
                (told(found, "event", _("No outing, gathering or incident is recorded this month.")),),
            ),
        ]
        if self._asked.campus is None:
            sections.append(Section(_("Troubles common to several campuses"), (self._common(),)))
        if self._figures.excused:
            sections.append(
                Section(_("Duties excused"), (excused_items(self._figures.excused, self._month.start),))
            )
        sections.append(Section(_("What is overdue, and what needs help from above"), self._overdue()))
        ahead = _("Plans for next month") if self._is_over else _("What comes next")
        sections.append(Section(ahead, (self._next(),)))
        return tuple(sections)

    def _inspections(self) -> tuple[Block, ...]:
        total = _summed(self._figures.month)
        overview = sentence(
            [
                _("{n} inspections were finished this month").format(n=self._figures.inspections)
                if self._figures.inspections
                else _("no inspection was finished this month")
                if self._is_over
                else _("no inspection was finished this month yet"),
                _("{inspected} of {due} campuses were inspected").format(
                    inspected=total.inspected, due=total.due
                )
                if self._asked.campus is None and self._figures.inspections
                else "",
            ]
        )
        if not self._figures.inspections:
            return (Para(overview),)
        return Para(overview), told(self._figures.deeds, "inspection", "")

    def _hazards(self) -> tuple[Block, ...]:
        figures = self._figures
        moved = figures.total
        movement = [
            _("{n} carried over from last month").format(n=moved.carried)
            if moved.carried
            else _("none carried over from last month"),
            _("{n} new this month").format(n=moved.new) if moved.new else _("no new one this month"),
            _("{n} reopened").format(n=moved.reopened) if moved.reopened else "",
            _("{n} closed").format(n=moved.closed) if moved.closed else _("none closed"),
            _("{n} void").format(n=moved.voided) if moved.voided else "",
        ]
        majors = [one for one in self._shown if one.major]
        blocks: list[Block] = [
            Part(_("Overview")),
            *(
                [Para(_("Nothing was found, rectified or closed this month: a nil report."))]
                if self._is_quiet
                else []
            ),
            Para(sentence(movement) + _remaining(figures, self._month, self._seen)),
            Para(self._rates()),
            Part(_("Statistics")),
            self._official(_("Hazards found this month and their rectification"), figures.month),
            self._official(_("All hazards so far and their rectification"), figures.so_far),
            Para(
                _(
                    "Rectified and struck off count the hazards of the same line; plan, commitments and listed"
                    " supervision those of its major ones that are not rectified; a rate of nothing is written /."
                )
            ),
            Part(_("By area")),
            flow_table(_("Hazards by area"), _("Area"), figures.by_area, figures.total),
            Part(_("Major hazards")),
        ]
        if majors:
            blocks.append(hazard_table(_("Major hazards"), majors, campus=self._asked.campus is None))
        else:
            blocks.append(Para(_("No major hazard is open.")))
        return tuple(blocks)

    def _rates(self) -> str:
        """What was rectified, and the rates of which there is something to tell: "/" stands in tables only."""
        figures = self._figures
        rates = [
            (_("this month's closing rate is {rate}"), figures.total.closing),
            (_("the rate so far is {rate}"), figures.all_time.closing),
            (_("rectified by the deadline so far: {rate}"), figures.all_time.on_time),
        ]
        return sentence(
            [
                _("{n} rectified this month").format(n=figures.rectified)
                if figures.rectified
                else _("none rectified this month"),
                *rates_told(rates),
            ]
        )

    def _official(self, title: str, lines: Sequence[UnitLine]) -> Table:
        """The official table: coverage, then general and major hazards with their rates, then the funds."""
        several = len(lines) > 1
        rows = [*lines, _summed(lines)] if several else lines
        return Table(
            title,
            (
                _("Unit"), _("to be inspected"), _("inspected"), _("coverage"), _("found ones"),
                _("rectified ones"), _("rate"), _("found ones"), _("struck off ones"), _("rate"), _("under a plan"),
                _("five commitments"), _("listed supervision"), _("funds (10,000 yuan)"),
            ),
            tuple(
                (
                    phrase(line.name, 30), line.due, line.inspected, Rate(line.inspected, line.due).percent,
                    line.general, line.general_rectified, Rate(line.general_rectified, line.general).percent,
                    line.major, line.major_closed, Rate(line.major_closed, line.major).percent,
                    line.planned, line.committed, line.supervised, line.funds,
                )
                for line in rows
            ),
            (1.6, 1, 1, 0.95, 1, 1, 0.95, 1, 1, 0.95, 1, 1, 1.3, 1.3),
            total=several,
            groups=(
                ("", 1), (_("Coverage of inspection"), 3), (_("General hazards"), 3), (_("The major hazards"), 6),
                ("", 1),
            ),
        )  # fmt: skip

    def _common(self) -> Items:
        if not self._figures.common:
            return Items((_("No trouble is common to several campuses."),))
        return common_items(self._asked.plan, self._figures.common)

    def _overdue(self) -> tuple[Block, ...]:
        late = sorted((one for one in self._standing if one.overdue), key=lambda one: -one.days_overdue)
        helped = [one for one in self._standing if one.needs_help]
        blocks: list[Block] = []
        if late:
            blocks.append(Para(sentence([_("{n} hazards are overdue").format(n=len(late))])))
            blocks.append(hazard_table(_("Overdue hazards"), late, campus=self._asked.campus is None))
        else:
            blocks.append(Para(_("No hazard is overdue.")))
        said = [
            sentence(
                [
                    _("{hazard} ({number})").format(
                        hazard=in_place(one, campus=self._asked.campus is None), number=one.number
                    ),
                    _("because {reason}").format(reason=phrase(one.why)) if one.why else "",
                    _("reported to {whom}").format(whom=phrase(one.escalated_to, 40)),
                    request_words(one),
                ]
            )
            for one in helped
        ]
        blocks.append(Items(tuple(said) or (_("Nothing needs help from above."),)))
        return tuple(blocks)

    def _next(self) -> Items:
        """What the open hazards ask for, and what the plan owes to the end of next month: in a month that is not over
        from the day in force on."""
        days = Period(self._month.end if self._is_over else self._seen, month_of(self._month.end).end)
        said = (*asked_by_hazards(self._standing, days), *owed_next(self._asked, self._seen, days))
        nothing = (
            _("Nothing falls due next month; everyday inspections go on.")
            if self._is_over
            else _("Nothing falls due up to {last}; everyday inspections go on.").format(
                last=short_day(days.last, days.start)
            )
        )
        return Items(said or (nothing,))
