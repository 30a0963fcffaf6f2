"""The summary of the campaign in words: what was done, what it brought, what stays open and why."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from safetyctl.ground.catalogue import N_, _, listed
from safetyctl.ledger.words import Status
from safetyctl.plan.model import DAY, Period
from safetyctl.records.campaigns import campus_word
from safetyctl.reports.blocks import Block, Items, Para, Part, Section, Table, Value
from safetyctl.reports.facts import Flow, Rate, ReportHazard
from safetyctl.reports.gathering import flow
from safetyctl.reports.head import Request
from safetyctl.reports.kinds.ahead import asked_by_hazards, owed_next
from safetyctl.reports.kinds.parts import RARE, common_items, excused_items, flow_table
from safetyctl.reports.kinds.summary import (
    DUTY,
    DutyLine,
    LevelLine,
    MilestoneLine,
    Missing,
    PhaseLine,
    SummaryFigures,
)
from safetyctl.reports.kinds.summary_work_told import everyday, organisation, supervised
from safetyctl.reports.wording import (
    level_word,
    located,
    long_day,
    phrase,
    rate_words,
    sentence,
    short_day,
)

_STATES = {
    "met": N_("in time"),
    "late": N_("done late"),
    "overdue": N_("not done"),
    "open": N_("still running"),
    "waived": N_("excused"),
}
_BRIEF = {
    "met": N_("in time ones"),
    "late": N_("late ones"),
    "overdue": N_("missing ones"),
    "waived": N_("excused ones"),
}
_SHOWN = 10
_WHY = 60
_TABLED = 3


def sections(
    asked: Request, told: Period, figures: SummaryFigures, standing: Sequence[ReportHazard]
) -> tuple[Section, ...]:
    """The sections of the summary, in the order in which an education office reads them; all texts are Chinese."""
    summary = _Told(asked, told, figures, standing)
    return (
        Section(_("Organisation"), (organisation(asked.plan, figures.work),)),
        Section(_("Hazards found and rectified"), summary.hazards()),
        Section(_("Milestones"), summary.milestones()),
        Section(_("Everyday work"), everyday(figures.work)),
        Section(_("What was reported"), summary.reported()),
        Section(_("Supervision and accountability"), supervised(figures.work, told.start)),
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

    def hazards(self) -> tuple[Block, ...]:
        """The movement in all, by phase, area and campus; the rates; the last days that no weekly report has."""
        figures = self._figures
        blocks: list[Block] = [
            Part(_("Overview")),
            Para(self._overview()),
            Para(self._rates()),
            Part(_("By phase")),
            _phase_table(figures.phases, figures.rectified),
            *_rectified_twice(figures),
            *(Para(text) for text in _compared(figures.phases)),
            Part(_("By level")),
            _level_table(figures.by_level, figures.phases),
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
        days = long_day(first)
        if first != self._told.last:
            days = _("{first} to {last}").format(first=days, last=short_day(self._told.last, first))
        head = _("The days from {days} lie in no weekly report and are told here").format(days=days)
        if moved.still:
            return sentence([head, _("no hazard was found or closed in them")])
        return sentence(
            [
                head,
                _("{n} found").format(n=moved.new) if moved.new else _("none found"),
                _("{n} reopened").format(n=moved.reopened) if moved.reopened else "",
                _("{n} closed").format(n=moved.closed) if moved.closed else _("none closed"),
                _("{n} void").format(n=moved.voided) if moved.voided else "",
            ]
        )

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
        table = Table(_("Milestones"), tuple(headings), rows, tuple(widths), left=left, shown=40)
        missing = tuple(self._missing(one) for one in lines if one.open and one.done and one.state != "met")
        return (table, Items(missing)) if missing else (table,)

    def _missing(self, one: MilestoneLine) -> str:
        """What of a milestone is not done, at one campus: hazards by number, areas by name."""
        areas = {area.code: area.name.zh for area in self._asked.plan.areas}
        said = listed(areas.get(each, each) for each in one.open[:_SHOWN])
        return _("{milestone}, {campus}: not done: {what}.").format(
            milestone=one.title,
            campus=one.campus,
            what=said + (_(" and others") if len(one.open) > _SHOWN else ""),
        )

    def reported(self) -> tuple[Block, ...]:
        """Every duty by the end: how often owed, in time, late, missing, excused."""
        lines = self._figures.duties
        if not lines:
            return (Para(_("Nothing was owed yet.")),)
        rows: tuple[tuple[Value, ...], ...] = tuple(
            (one.title, one.owed, *(one.states.get(state, 0) for state in _STATES)) for one in lines
        )
        missing = tuple(_not_done(one, campus=self._is_group) for one in lines if one.missing)
        blocks: list[Block] = [
            Table(
                _("Duties of the plan"),
                (_("duty"), _("owed"), *(_(word) for word in _STATES.values())),
                rows,
                (4.4, 0.9, 1.1, 1.1, 1.1, 1.1, 1.1),
                shown=40,
            )
        ]
        if self._is_group:
            blocks += _by_campus(lines)
        if missing:
            blocks += [Part(_("Duties not done")), Items(missing)]
        if self._figures.excused:
            blocks.append(Part(_("Duties excused")))
            blocks.append(excused_items(self._figures.excused, self._told.start))
        return tuple(blocks)

    def open(self) -> tuple[Block, ...]:
        """Each hazard that stays open, the major ones first, with the reason; what several campuses share."""
        if not self._standing:
            blocks: list[Block] = [Para(_("No hazard is open."))]
        else:
            ordered = sorted(self._standing, key=lambda one: (not one.major, -one.days_overdue, one.number))
            blocks = [
                Para(_left(ordered)),
                _open_table(ordered, campus=self._is_group),
            ]
        if self._figures.common:
            shared = common_items(self._asked.plan, self._figures.common)
            blocks += [Part(_("Troubles common to several campuses")), shared]
        return tuple(blocks)

    def next(self) -> tuple[str, ...]:
        """What the figures ask for next, and what the plan owes until the campaign's end."""
        first = max(self._told.end, self._asked.day)
        days = Period(first, max(first + DAY, self._asked.plan.end))
        plans = [*asked_by_hazards(self._standing, days)]
        uncorrected = len(self._figures.work.uncorrected)
        if uncorrected:
            plans.append(
                _("See the {n} corrections done that the supervision asked for.").format(n=uncorrected)
            )
        plans += owed_next(self._asked, self._asked.day, days, but=DUTY)[:_SHOWN]
        plans.append(
            _("Keep looking for hazards and rectifying them as everyday work, with its responsibilities.")
        )
        return tuple(plans)


def _phase_table(phases: Sequence[PhaseLine], rectified: int) -> Table:
    """Phase by phase; the last line begins with what the first carried and ends with what the last left, and counts
    each hazard that was ``rectified`` once.
    """
    sums = {
        name: sum(getattr(one.flow, name) for one in phases)
        for name in ("new", "reopened", "closed", "voided")
    }
    whole = Flow(carried=phases[0].flow.carried, **sums, remaining=phases[-1].flow.remaining)
    rare = [name for name in ("reopened", "voided") if getattr(whole, name)]
    rows = [
        (
            one.name, _("{first} to {last}").format(first=one.start.isoformat(), last=one.end.isoformat()),
            *_phase_counts(one.flow, one.found_major, one.rectified, rare),
        )
        for one in phases
    ]  # fmt: skip
    major = sum(one.found_major for one in phases)
    rows.append((_("total"), "", *_phase_counts(whole, major, rectified, rare)))
    return Table(
        _("Hazards by phase"),
        (
            _("phase"), _("days"), _("carried"), _("new"), _("of them major"), _("rectified ones"), _("closed ones"),
            *(_(RARE[name]) for name in rare), _("remaining"), _("closing rate"),
        ),
        tuple(rows),
        (1.6, 2.0, 0.8, 0.8, 0.9, 0.9, 0.8, *(0.8 for _name in rare), 0.8, 1.9),
        left=(0, 1),
        total=True,
    )  # fmt: skip


def _rectified_twice(figures: SummaryFigures) -> tuple[Para, ...]:
    """Why the phases' rectified ones are more than the whole, where they are."""
    more = sum(one.rectified for one in figures.phases) - figures.rectified
    if not more:
        return ()
    return (
        Para(
            _("What was rectified in one phase and again in another counts in both, and once in the total.")
        ),
    )


def _phase_counts(moved: Flow, major: int, rectified: int, rare: Sequence[str]) -> tuple[int | str, ...]:
    return (
        moved.carried, moved.new, major, rectified, moved.closed, *(getattr(moved, name) for name in rare),
        moved.remaining, rate_words(moved.closing),
    )  # fmt: skip


def _level_table(lines: Sequence[LevelLine], phases: Sequence[PhaseLine]) -> Table:
    """General and major hazards apart: the phase that the summary ends in, and all so far."""
    rows = [
        (level_word(one.level), *_moved(one.phase, one.phase_rectified), *_moved(one.total, one.rectified))
        for one in lines
    ]
    whole = [flow(flows) for flows in ([one.phase for one in lines], [one.total for one in lines])]
    rectified = [sum(one.phase_rectified for one in lines), sum(one.rectified for one in lines)]
    rows.append((_("total"), *_moved(whole[0], rectified[0]), *_moved(whole[1], rectified[1])))
    headings = (_("new"), _("rectified ones"), _("closed ones"), _("remaining"), _("closing rate"))
    return Table(
        _("General and major hazards"),
        (_("level"), *headings, *headings),
        tuple(rows),
        (1.1, 0.8, 0.8, 0.8, 0.8, 1.7, 0.8, 0.8, 0.8, 0.8, 1.7),
        total=True,
        groups=(("", 1), (phases[-1].name if phases else _("this phase"), 5), (_("the campaign so far"), 5)),
    )


def _moved(moved: Flow, rectified: int) -> tuple[int | str, ...]:
    return (moved.new, rectified, moved.closed, moved.remaining, rate_words(moved.closing))


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


def _not_done(line: DutyLine, *, campus: bool) -> str:
    """A duty that was not done: which ones, and ``campus`` by campus, those with the same days together."""
    shown = line.missing[:_SHOWN]
    more = len(line.missing) - len(shown)
    others = _(" and {n} more").format(n=more) if more else ""
    if not campus:
        return _("{title}: {what}.").format(
            title=line.title, what=listed(_named(one) for one in shown) + others
        )
    of_place: dict[str, list[str]] = {}
    for one in shown:
        of_place.setdefault(one.campus, []).append(_named(one))
    alike: dict[tuple[str, ...], list[str]] = {}
    for place, days in of_place.items():
        alike.setdefault(tuple(days), []).append(campus_word(place))
    said = _("; ").join(
        _("{campus} ({days})").format(campus=listed(places), days=listed(days))
        for days, places in alike.items()
    )
    return _("{title}: {what}.").format(title=line.title, what=said + others)


def _named(one: Missing) -> str:
    """Which one of a duty: what brought it with it (an incident, an activity), else its day."""
    event = one.id.split("/")[1]
    return event if event[:1].isalpha() else long_day(one.due)


def _by_campus(lines: Sequence[DutyLine]) -> list[Block]:
    """How each campus handed in what is handed in again and again."""
    again = [one for one in lines if one.by_campus][:_TABLED]
    if not again:
        return []
    places = dict.fromkeys(place for one in again for place in one.by_campus)
    headings = [_("owed ones"), *(_(word) for word in _BRIEF.values())]
    return [
        Table(
            _("Reports by campus"),
            (_("Campus"), *(headings * len(again))),
            tuple(
                (phrase(place, 30), *(n for one in again for n in _counts(one.by_campus.get(place, {}))))
                for place in places
            ),
            (1.8, *([1] * len(headings) * len(again))),
            shown=40,
            groups=(("", 1), *((one.title, len(headings)) for one in again)),
        )
    ]


def _counts(states: Mapping[str, int]) -> tuple[int, ...]:
    return (sum(states.values()), *(states.get(state, 0) for state in _BRIEF))


def _left(hazards: Sequence[ReportHazard]) -> str:
    """How many stay open, and what of them is major, overdue, deferred, and reported upwards."""
    major, late = sum(one.major for one in hazards), sum(one.overdue for one in hazards)
    deferred, helped = (sum(bool(day) for day in days) for days in (
        [one.deferred_to for one in hazards], [one.escalated_on for one in hazards],
    ))  # fmt: skip
    return sentence(
        [
            _("{n} hazards stay open").format(n=len(hazards)),
            _("{n} of them major").format(n=major) if major else "",
            _("{n} of them overdue").format(n=late) if late else "",
            _("{n} deferred").format(n=deferred) if deferred else "",
            _("for {n} help was asked from above").format(n=helped) if helped else "",
        ]
    )


_WAITS_FOR = {
    Status.OPEN: N_("no person and measure is settled yet"),
    Status.ASSIGNED: N_("being rectified"),
    Status.RECTIFIED: N_("rectified, to be verified"),
    Status.VERIFIED: N_("verified, to be struck off by the group"),
}


def _reason(one: ReportHazard) -> str:
    """Why a hazard is open: what its steps or remarks say, else where it stands."""
    if one.why:
        return phrase(one.why, _WHY)
    if one.status == Status.ASSIGNED and one.due and not one.overdue:
        return _("its deadline has not come")
    return _(_WAITS_FOR[Status(one.status)])


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
    what = located(one.location, phrase(one.title, _WHY))
    if one.major:
        what = _("[major] {what}").format(what=what)
    rest = (
        what,
        phrase(one.responsible, 20),
        one.due,
        one.days_overdue or None,
        _reason(one),
    )
    return (one.number, phrase(one.campus, 30), *rest) if campus else (one.number, *rest)
