"""The summary of the campaign in words: what was done, what it brought, what stays open and why."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise

from safetyctl.ground.catalogue import N_, _, listed
from safetyctl.ledger.words import (
    ASPECT_LABELS,
    INSPECTION_KIND_LABELS,
    MEETING_LABELS,
    Aspect,
    InspectionKind,
    MeetingKind,
)
from safetyctl.plan.deadlines import GROUP
from safetyctl.plan.model import Period
from safetyctl.reports.blocks import Block, Items, Para, Part, Section, Table, Value
from safetyctl.reports.facts import Flow, Rate, ReportHazard
from safetyctl.reports.head import Request
from safetyctl.reports.kinds.parts import excused_items, flow_table
from safetyctl.reports.kinds.summary import MilestoneLine, PhaseLine, SummaryFigures, Work
from safetyctl.reports.wording import clauses, long_day, phrase, rate_words, sentence, short_day

_STATES = {
    "met": N_("in time"),
    "late": N_("done late"),
    "overdue": N_("not done"),
    "open": N_("still running"),
    "waived": N_("excused"),
}
_SHOWN = 10
_WHY = 60


def sections(
    asked: Request, told: Period, figures: SummaryFigures, standing: Sequence[ReportHazard]
) -> tuple[Section, ...]:
    """The sections of the summary, in the order in which an education office reads them; all texts are Chinese."""
    summary = _Told(asked, told, figures, standing)
    return (
        Section(_("Organisation"), (Para(summary.organisation()),)),
        Section(_("Hazards found and rectified"), summary.hazards()),
        Section(_("Milestones"), summary.milestones()),
        Section(_("Everyday work"), (Items(summary.work()),)),
        Section(_("What was reported"), summary.reported()),
        Section(_("Supervision and accountability"), (Para(summary.supervised()),)),
        Section(_("What stays open, and why"), summary.open()),
        Section(_("What comes next"), (Items(summary.next()),)),
    )


class _Told:
    """The sections being told, one method each."""

    def __init__(
        self, asked: Request, told: Period, figures: SummaryFigures, standing: Sequence[ReportHazard]
    ) -> None:
        self._asked = asked
        self._told = told
        self._figures = figures
        self._standing = standing
        self._is_group = asked.campus is None

    def organisation(self) -> str:
        """Meetings and the responsibility list."""
        work = self._figures.work
        held = sum(work.meetings.values())
        kinds = _kinds(work.meetings, lambda kind: _(MEETING_LABELS[MeetingKind(kind)]))
        return sentence(
            [
                _("{n} meetings were held, {kinds}").format(n=held, kinds=kinds)
                if held
                else _("no meeting is recorded"),
                _("of the responsibility list's {all} lines {n} have somebody").format(
                    all=work.posts_all, n=work.posts
                ),
            ]
        )

    def hazards(self) -> tuple[Block, ...]:
        """The movement in all, by phase, area and campus; the rates; the last days that no weekly report has."""
        figures = self._figures
        blocks: list[Block] = [
            Part(_("Overview")),
            Para(self._overview()),
            Para(self._rates()),
            Part(_("By phase")),
            _phase_table(figures.phases),
            *(Para(text) for text in _compared(figures.phases)),
            Part(_("By area")),
            flow_table(_("Hazards by area"), _("Area"), figures.by_area, figures.total),
        ]
        if self._is_group:
            title = _("Hazards by campus")
            blocks += [Part(_("By campus")), flow_table(title, _("Campus"), figures.by_campus, figures.total)]
        if figures.untold is not None and figures.untold_from is not None:
            blocks.append(Para(self._untold(figures.untold, figures.untold_from)))
        return tuple(blocks)

    def _overview(self) -> str:
        moved = self._figures.total
        major = sum(one.major for one in self._standing)
        overdue = sum(one.overdue for one in self._standing)
        return sentence(
            [
                _("from {first} to {last} {n} hazards were found").format(
                    first=long_day(self._told.start), last=long_day(self._told.last), n=moved.new
                )
                if moved.new
                else _("from {first} to {last} no hazard was found").format(
                    first=long_day(self._told.start), last=long_day(self._told.last)
                ),
                _("{n} of them major").format(n=self._figures.major.new) if self._figures.major.new else "",
                _("{n} had been open before").format(n=moved.carried) if moved.carried else "",
                _("{n} reopened").format(n=moved.reopened) if moved.reopened else "",
                _("{n} closed").format(n=moved.closed) if moved.closed else _("none closed"),
                _("{n} void").format(n=moved.voided) if moved.voided else "",
                _("{n} are still open").format(n=moved.remaining)
                if moved.remaining
                else _("none is open any more"),
                _("{n} of them major").format(n=major) if major else "",
                _("{n} of them overdue").format(n=overdue) if overdue else "",
            ]
        )

    def _rates(self) -> str:
        figures = self._figures
        return sentence(
            [
                _("closing rate {rate}").format(rate=rate_words(figures.total.closing)),
                _("of general hazards {rate}").format(rate=rate_words(figures.general.closing)),
                _("of major ones {rate}").format(rate=rate_words(figures.major.closing)),
                _("rectified by the deadline {rate}").format(rate=rate_words(figures.all_time.on_time)),
                _("by the first deadline {rate}").format(rate=rate_words(figures.all_time.on_time_first)),
            ]
        )

    def _untold(self, moved: Flow, first: date) -> str:
        days = _("{first} to {last}").format(
            first=short_day(first, self._told.start), last=short_day(self._told.last, self._told.start)
        )
        head = _("The days from {days} lie in no weekly report and are told here").format(days=days)
        if moved.still:
            return sentence([head, _("no hazard was found or closed in them")])
        return sentence([head, _("{n} found").format(n=moved.new), _("{n} closed").format(n=moved.closed)])

    def milestones(self) -> tuple[Block, ...]:
        """The milestones, campus by campus."""
        lines = self._figures.milestones
        if not lines:
            return (Para(_("The plan names no milestone.")),)
        rows = tuple(_milestone_row(one, campus=self._is_group) for one in lines)
        headings = [_("milestone"), _("due by"), _("state"), _("done of all")]
        widths = [4.0, 1.8, 1.4, 1.6]
        if self._is_group:
            headings.insert(1, _("Campus"))
            widths.insert(1, 1.6)
        left = (0, 1) if self._is_group else (0,)
        return (Table(_("Milestones"), tuple(headings), rows, tuple(widths), left=left),)

    def work(self) -> tuple[str, ...]:
        """Inspections, drills, education, training, activities and incidents: a sentence each."""
        work = self._figures.work
        return (
            _inspected(work),
            _drilled(work),
            _taught(work),
            _trained(work),
            sentence(
                [
                    _("{n} gatherings and outings").format(n=work.activities)
                    if work.activities
                    else _("no gathering and no outing"),
                    _("{n} of them outings").format(n=work.outings) if work.outings else "",
                    _("{n} incidents").format(n=work.incidents) if work.incidents else _("no incident"),
                ]
            ),
        )

    def reported(self) -> tuple[Block, ...]:
        """Every duty by the end: how often owed, in time, late, missing, excused."""
        lines = self._figures.duties
        if not lines:
            return (Para(_("Nothing was owed yet.")),)
        rows: tuple[tuple[Value, ...], ...] = tuple(
            (one.title, one.owed, *(one.states.get(state, 0) for state in _STATES)) for one in lines
        )
        missing = [f"{one.title}：{listed(_said(one.missing))}" for one in lines if one.missing]
        blocks: list[Block] = [
            Table(
                _("Duties of the plan"),
                (_("duty"), _("owed"), *(_(word) for word in _STATES.values())),
                rows,
                (4.4, 0.9, 1.1, 1.1, 1.1, 1.1, 1.1),
                shown=40,
            )
        ]
        if missing:
            said = _("Not done or still running: {what}.").format(what=_("; ").join(missing))
            blocks.append(Para(said))
        if self._figures.excused:
            blocks.append(Part(_("Duties excused")))
            blocks.append(excused_items(self._figures.excused, self._told.start))
        return tuple(blocks)

    def supervised(self) -> str:
        """The group's supervision, and who was held to account."""
        work = self._figures.work
        visits = sum(work.visits.values())
        kinds = _kinds(work.visits, lambda aspect: _(ASPECT_LABELS[Aspect(aspect)]))
        return sentence(
            [
                _("{n} supervisions, {kinds}").format(n=visits, kinds=kinds)
                if visits
                else _("no supervision is recorded"),
                _("{n} corrections are not done yet").format(n=work.corrections_open)
                if work.corrections_open
                else _("every correction that was asked for is done")
                if visits
                else "",
                _("{n} people were held to account").format(n=work.held_to_account)
                if work.held_to_account
                else _("nobody had to be held to account"),
            ]
        )

    def open(self) -> tuple[Block, ...]:
        """Each hazard that stays open, the major ones first, with the reason; what several campuses share."""
        if not self._standing:
            blocks: list[Block] = [Para(_("No hazard is open."))]
        else:
            ordered = sorted(self._standing, key=lambda one: (not one.major, -one.days_overdue, one.number))
            blocks = [
                Para(sentence([_("{n} hazards stay open").format(n=len(ordered))])),
                _open_table(ordered, campus=self._is_group),
            ]
        if self._figures.common:
            names = {area.code: area.name.zh for area in self._asked.plan.areas}
            blocks.append(Part(_("Troubles common to several campuses")))
            blocks.append(
                Items(
                    tuple(
                        _("{area}: {title}, at {campuses} ({n} hazards, {open} of them open).").format(
                            area=names.get(one.area, one.area),
                            title=phrase(one.title, _WHY),
                            campuses=listed(one.campuses),
                            n=len(one.hazards),
                            open=one.open,
                        )
                        for one in self._figures.common[:_SHOWN]
                    )
                )
            )
        return tuple(blocks)

    def next(self) -> tuple[str, ...]:
        """What the figures ask for next."""
        late = sum(one.overdue for one in self._standing)
        waiting = sum(one.status in ("rectified", "verified") for one in self._standing)
        plans = []
        if late:
            plans.append(_("Urge on the {n} overdue, and have each rectified soon.").format(n=late))
        if waiting:
            plans.append(_("Check and strike off the {n} that are rectified already.").format(n=waiting))
        if self._figures.work.corrections_open:
            plans.append(_("See every correction done that the supervision asked for."))
        plans.append(
            _("Keep looking for hazards and rectifying them as everyday work, with its responsibilities.")
        )
        return tuple(plans)


def _kinds(counts: Mapping[str, int], word: Callable[[str], str]) -> str:
    return listed(_("{n} {kind}").format(n=n, kind=word(kind)) for kind, n in counts.items() if n)


def _phase_table(phases: Sequence[PhaseLine]) -> Table:
    return Table(
        _("Hazards by phase"),
        (
            _("phase"), _("days"), _("carried"), _("new"), _("of them major"), _("rectified ones"), _("closed ones"),
            _("remaining"), _("closing rate"),
        ),
        tuple(
            (
                one.name, _("{first} to {last}").format(first=one.start.isoformat(), last=one.end.isoformat()),
                one.flow.carried, one.flow.new, one.found_major, one.rectified, one.flow.closed, one.flow.remaining,
                rate_words(one.flow.closing),
            )
            for one in phases
        ),
        (1.6, 2.0, 0.8, 0.8, 0.9, 0.9, 0.8, 0.8, 2.0),
        left=(0, 1),
    )  # fmt: skip


def _compared(phases: Sequence[PhaseLine]) -> list[str]:
    """Each phase against the one before it, in words."""
    return [
        sentence(
            [
                _("{phase} against {before}").format(phase=phase.name, before=before.name),
                _difference(_("newly found"), phase.flow.new - before.flow.new),
                _difference(_("rectified"), phase.rectified - before.rectified),
                _difference(_("open at the end"), phase.flow.remaining - before.flow.remaining),
            ]
        )
        for before, phase in pairwise(phases)
    ]


def _difference(what: str, n: int) -> str:
    if n == 0:
        return _("{what} the same").format(what=what)
    words = _("{what} {n} more") if n > 0 else _("{what} {n} fewer")
    return words.format(what=what, n=abs(n))


def _milestone_row(one: MilestoneLine, *, campus: bool) -> tuple[str | date, ...]:
    state = _(_STATES.get(one.state, one.state))
    rest = (one.due, state, rate_words(Rate(one.done, one.total)))
    return (one.title, phrase(one.campus, 30), *rest) if campus else (one.title, *rest)


def _inspected(work: Work) -> str:
    kinds = _kinds(work.inspections, lambda kind: _(INSPECTION_KIND_LABELS[InspectionKind(kind)]))
    total = sum(work.inspections.values())
    return sentence(
        [
            _("{n} inspections, {kinds}").format(n=total, kinds=kinds)
            if total
            else _("no inspection is recorded")
        ]
    )


def _drilled(work: Work) -> str:
    if not work.drills:
        return sentence([_("no emergency drill is recorded")])
    return sentence(
        [
            _("{n} emergency drills with {people} taking part").format(n=work.drills, people=work.drilled),
            _("months with a drill, of those that owe one: {rate}").format(
                rate=rate_words(Rate(work.drill_months, work.drill_all))
            ),
        ]
    )


def _taught(work: Work) -> str:
    if not work.lessons:
        return sentence([_("no safety education is recorded")])
    return sentence(
        [
            _("safety education was given {n} times").format(n=work.lessons),
            _("topics covered: {rate}").format(rate=rate_words(Rate(work.topics, work.topics_all))),
        ]
    )


def _trained(work: Work) -> str:
    if not work.trainings:
        return sentence([_("no training of the staff is recorded")])
    return sentence(
        [
            _("the staff was trained {n} times").format(n=work.trainings),
            _("attendance {rate}").format(rate=rate_words(Rate(work.attended, work.trained))),
        ]
    )


def _said(ids: Sequence[str]) -> list[str]:
    """The day and the campus of duties, the first few."""
    parts = [one.split("/") for one in ids[:_SHOWN]]
    said = [clauses([day, _("the group") if campus == GROUP else campus]) for _code, day, campus in parts]
    return [*said, _("{n} more").format(n=len(ids) - _SHOWN)] if len(ids) > _SHOWN else said


def _open_table(hazards: Sequence[ReportHazard], *, campus: bool) -> Table:
    headings = [
        _("number"),
        _("place and hazard"),
        _("responsible"),
        _("deadline"),
        _("days late"),
        _("reason"),
    ]
    widths = [1.2, 3.6, 1.2, 1.75, 1.0, 2.65]
    if campus:
        headings.insert(1, _("Campus"))
        widths.insert(1, 1.3)
    return Table(
        _("Hazards that stay open"),
        tuple(headings),
        tuple(_open_row(one, campus) for one in hazards),
        tuple(widths),
        left=(2, 6) if campus else (1, 5),
        shown=30,
    )


def _open_row(one: ReportHazard, campus: bool) -> tuple[str | int | date | None, ...]:
    what = phrase(one.title, _WHY)
    if one.location:
        what = _("{place}: {title}").format(place=phrase(one.location, 30), title=what)
    if one.major:
        what = _("[major] {what}").format(what=what)
    rest = (
        what,
        phrase(one.responsible, 20),
        one.due,
        one.days_overdue or None,
        phrase(one.why or one.remarks, _WHY),
    )
    return (one.number, phrase(one.campus, 30), *rest) if campus else (one.number, *rest)
