"""The summary of the campaign in words: what was done, what it brought, what stays open and why."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

from safetyctl.ground.catalogue import N_, _, listed
from safetyctl.ledger.words import Level
from safetyctl.plan.model import DAY, Period, Plan
from safetyctl.records.campaigns import campus_word
from safetyctl.records.incidents import authority_name
from safetyctl.reports.facts.blocks import Block, Items, Para, Part, Section, Table, Value, more_for_names
from safetyctl.reports.facts.gathering import flow
from safetyctl.reports.facts.head import Request
from safetyctl.reports.facts.period import Flow, Rate, ReportHazard, SoFar
from safetyctl.reports.facts.wording import (
    level_word,
    located,
    long_day,
    major_words,
    overdue_words,
    phrase,
    rate_words,
    rates_told,
    reason_words,
    sentence,
    short_day,
)
from safetyctl.reports.kinds.ahead import asked_by_hazards, owed_next
from safetyctl.reports.kinds.parts import RARE, common_items, excused_items, flow_table, movement_note
from safetyctl.reports.kinds.summary_figures import (
    DUTY,
    DutyLine,
    MilestoneLine,
    Missing,
    PhaseLine,
    SummaryFigures,
)
from safetyctl.reports.kinds.summary_work_told import everyday, organisation, supervised

_STATES = {
    "met": N_("in time"),
    "late": N_("done late"),
    "overdue": N_("not done"),
    "open": N_("still running"),
    "waived": N_("excused"),
}
_OF_MILESTONES = _STATES | {"future": N_("not begun")}
_BRIEF = {
    "met": N_("in time ones"),
    "late": N_("late ones"),
    "overdue": N_("missing ones"),
    "open": N_("still running"),
    "waived": N_("excused ones"),
}
_NOT_DONE = ("open", "overdue")
_ALWAYS = ("met", "late", "overdue")
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
            *self._rates(),
            Part(_("By phase")),
            _phase_table(figures),
            *movement_note(figures.total, figures.all_time),
            *_rectified_twice(figures),
            *(Para(text) for text in _compared(figures.phases)),
            Part(_("By level")),
            _level_table(figures),
            Part(_("By area")),
            flow_table(
                _("Hazards by area"), _("Area"), figures.by_area, figures.total, figures.stock_by_area
            ),
        ]
        if self._is_group:
            title = _("Hazards by campus")
            campuses = flow_table(
                title, _("Campus"), figures.by_campus, figures.total, figures.stock_by_campus
            )
            blocks += [Part(_("By campus")), campuses]
        if figures.untold is not None and figures.untold_from is not None:
            blocks.append(Para(self._untold(figures.untold, figures.untold_from)))
        return tuple(blocks)

    def _overview(self) -> str:
        """All hazards so far as they stand, then what happened in the campaign."""
        stock = self._figures.all_time
        first, last = long_day(self._told.start), long_day(self._told.last)
        if not stock.found:
            said = [_("as of {day} no hazard was found").format(day=last), _("no hazard is open")]
            return sentence(said) + self._moved(first, last)
        major = sum(one.major for one in self._standing)
        overdue = sum(one.overdue for one in self._standing)
        found_major = sum(one.so_far.found for one in self._figures.stock_by_level if one.code == Level.MAJOR)
        return sentence(
            [
                _("as of {day} {n} hazards were found in all").format(day=last, n=stock.found),
                major_words(found_major, stock.found),
                _("{n} closed").format(n=stock.closed) if stock.closed else _("none closed"),
                _("{n} are still open").format(n=stock.remaining)
                if stock.remaining
                else _("none is open any more"),
                major_words(major, stock.remaining),
                overdue_words(overdue, stock.remaining),
            ]
        ) + self._moved(first, last)

    def _moved(self, first: str, last: str) -> str:
        """What came and went in the campaign, where that is not what stands there already."""
        moved, stock = self._figures.total, self._figures.all_time
        if (moved.new, moved.closed) == (stock.found, stock.closed):
            return ""
        return sentence(
            [
                _("in this time, from {first} to {last}").format(first=first, last=last),
                _("{n} had been open before").format(n=moved.carried) if moved.carried else "",
                _("{n} newly found").format(n=moved.new) if moved.new else _("none newly found"),
                _("{n} reopened").format(n=moved.reopened) if moved.reopened else "",
                _("{n} times one was closed").format(n=moved.closed) if moved.closed else _("none closed"),
                _("{n} void").format(n=moved.voided) if moved.voided else "",
            ]
        )

    def _rates(self) -> tuple[Para, ...]:
        """The rates of all hazards so far, without those of nothing."""
        stock = self._figures.all_time
        of_level = {one.code: one.so_far.closing for one in self._figures.stock_by_level}
        said = rates_told(
            [
                (_("the rate so far is {rate}"), stock.closing),
                (_("of general hazards {rate}"), of_level[Level.GENERAL]),
                (_("of major ones {rate}"), of_level[Level.MAJOR]),
                (_("rectified by the deadline {rate}"), stock.on_time),
                (_("by the first deadline {rate}"), stock.on_time_first),
            ]
        )
        return (Para(sentence(said)),) if said else ()

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
        alike: dict[tuple[str, str], list[str]] = {}
        for one in lines:
            if one.open and one.state in _NOT_DONE:
                alike.setdefault((one.title, self._missing(one)), []).append(one.campus)
        missing = tuple(
            _("{milestone}, {campus}: {what}.").format(milestone=title, campus=_some(places), what=what)
            for (title, what), places in alike.items()
        )
        return (table, Items(missing)) if missing else (table,)

    def _missing(self, one: MilestoneLine) -> str:
        """What of a milestone is not done at a campus: the areas that nobody looked at, and the hazards, apart."""
        areas = {area.code: area.name.zh for area in self._asked.plan.areas}
        unseen = [areas[each] for each in one.open if each in areas]
        waiting = [each for each in one.open if each not in areas]
        said = [
            _("no area is inspected yet")
            if unseen and not one.done
            else _("not inspected yet: {areas}").format(areas=_some(unseen))
            if unseen
            else "",
            _("not rectified yet: {hazards}").format(hazards=_some(waiting)) if waiting else "",
        ]
        return _("; ").join(each for each in said if each)

    def reported(self) -> tuple[Block, ...]:
        """Every duty by the end: how often owed, in time, late, missing, excused."""
        lines = self._figures.duties
        if not lines:
            return (Para(_("Nothing was owed yet.")),)
        rows: tuple[tuple[Value, ...], ...] = tuple(
            (one.title, one.owed, *(one.states.get(state, 0) for state in _STATES)) for one in lines
        )
        missing = tuple(
            _not_done(self._asked.plan, one, campus=self._is_group) for one in lines if one.missing
        )
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
        """What the figures ask for next, and what the plan owes from the day in force to the campaign's end."""
        first = max(self._told.last, self._asked.day)
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


def _phase_table(figures: SummaryFigures) -> Table:
    """Phase by phase; the last line begins with what the first carried and ends with what the last left, counts each
    hazard that was rectified once, and has the rate of all hazards so far.
    """
    phases = figures.phases
    sums = {
        name: sum(getattr(one.flow, name) for one in phases)
        for name in ("new", "reopened", "closed", "voided")
    }
    whole = Flow(carried=phases[0].flow.carried, **sums, remaining=phases[-1].flow.remaining)
    rare = [name for name in RARE if getattr(whole, name)]
    rows = [
        (
            one.name, _("{first} to {last}").format(first=one.start.isoformat(), last=one.end.isoformat()),
            *_phase_counts(one.flow, one.found_major, one.rectified, rare, one.flow.closing),
        )
        for one in phases
    ]  # fmt: skip
    major = sum(one.found_major for one in phases)
    last = _phase_counts(whole, major, figures.rectified, rare, figures.all_time.closing)
    rows.append((_("total"), "", *last))
    return Table(
        _("Hazards by phase"),
        (
            _("phase"), _("days"), _("carried"), _("new"), _("of them major"), _("rectified ones"), _("closed ones"),
            *(_(RARE[name]) for name in rare), _("remaining"), _("closing rate"),
        ),
        tuple(rows),
        (1.3, 2.0, 0.8, 0.8, 0.9, 0.9, 0.8, *(0.8 for _name in rare), 0.8, 2.2),
        left=(0, 1),
        total=True,
        bars=(6, 3),
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


def _phase_counts(
    moved: Flow, major: int, rectified: int, rare: Sequence[str], closing: Rate
) -> tuple[int | str, ...]:
    return (
        moved.carried, moved.new, major, rectified, moved.closed, *(getattr(moved, name) for name in rare),
        moved.remaining, rate_words(closing),
    )  # fmt: skip


def _level_table(figures: SummaryFigures) -> Table:
    """General and major hazards apart: the phase that the summary ends in, and how all so far stand."""
    phases, lines = figures.phases, figures.by_level
    stock = {one.code: one.so_far for one in figures.stock_by_level}
    rows = [
        (level_word(one.level), *_moved(one.phase, one.phase_rectified), *_stands(stock[one.level]))
        for one in lines
    ]
    lately = _moved(flow(one.phase for one in lines), sum(one.phase_rectified for one in lines))
    rows.append((_("total"), *lately, *_stands(figures.all_time)))
    after = (_("rectified ones"), _("closed ones"), _("remaining"))
    return Table(
        _("General and major hazards"),
        (_("level"), _("new"), *after, _("closing rate"), _("found ones"), *after, _("closing rate")),
        tuple(rows),
        (1.1, 0.75, 0.8, 0.75, 0.75, 1.9, 0.8, 0.8, 0.75, 0.75, 1.9),
        total=True,
        groups=(("", 1), (phases[-1].name if phases else _("this phase"), 5), (_("all so far"), 5)),
    )


def _moved(moved: Flow, rectified: int) -> tuple[int | str, ...]:
    return (moved.new, rectified, moved.closed, moved.remaining, rate_words(moved.closing))


def _stands(stock: SoFar) -> tuple[int | str, ...]:
    return (stock.found, stock.rectified, stock.closed, stock.remaining, rate_words(stock.closing))


def _compared(phases: Sequence[PhaseLine]) -> list[str]:
    """Each phase against the one before it, in words; of what there was in neither nothing is said."""
    found = []
    for before, phase in pairwise(phases):
        said = [
            _difference(_("newly found"), before.flow.new, phase.flow.new),
            _difference(_("rectified"), before.rectified, phase.rectified),
            _difference(_("open at the end"), before.flow.remaining, phase.flow.remaining),
        ]
        if any(said):
            head = _("{phase} against {before}").format(phase=phase.name, before=before.name)
            found.append(sentence([head, *said]))
    return found


def _difference(what: str, before: int, now: int) -> str:
    n = now - before
    if n == 0:
        return _("{what} the same").format(what=what) if now else ""
    words = _("{what} {n} more") if n > 0 else _("{what} {n} fewer")
    return words.format(what=what, n=abs(n))


def _some(names: Sequence[str]) -> str:
    return listed(names[:_SHOWN]) + (_(" and others") if len(names) > _SHOWN else "")


def _milestone_row(one: MilestoneLine, *, campus: bool) -> tuple[str | date, ...]:
    state = _(_OF_MILESTONES[one.state])
    rest = (one.due, state, rate_words(Rate(one.done, one.total)))
    return (one.title, phrase(one.campus, 30), *rest) if campus else (one.title, *rest)


def _not_done(plan: Plan, line: DutyLine, *, campus: bool) -> str:
    """A duty that was not done: which ones, and ``campus`` by campus, those with the same days together."""
    shown = line.missing[:_SHOWN]
    more = len(line.missing) - len(shown)
    others = _(" and {n} more").format(n=more) if more else ""
    if not campus:
        return _("{title}: {what}.").format(title=line.title, what=listed(_named(plan, shown)) + others)
    of_place: dict[str, list[Missing]] = {}
    for one in shown:
        of_place.setdefault(one.campus, []).append(one)
    alike: dict[tuple[str, ...], list[str]] = {}
    for place, mine in of_place.items():
        alike.setdefault(tuple(_named(plan, mine)), []).append(campus_word(place))
    said = _("; ").join(
        _("{campus} ({days})").format(campus=listed(places), days=listed(days))
        for days, places in alike.items()
    )
    return _("{title}: {what}.").format(title=line.title, what=said + others)


def _named(plan: Plan, missing: Iterable[Missing]) -> list[str]:
    """Which ones of a duty: by the day, or by what brought it with it (an activity, an incident with the authorities
    that were not told)."""
    named: dict[str, list[str]] = {}
    for one in missing:
        _code, which, of = one.id.split("/", 2)
        is_event = which[:1].isalpha()
        authorities = named.setdefault(which if is_event else long_day(one.due), [])
        if is_event and of != one.campus:
            authorities.append(authority_name(plan, of))
    return [
        _("{ref}, not told: {authorities}").format(ref=which, authorities=listed(authorities))
        if authorities
        else which
        for which, authorities in named.items()
    ]


def _by_campus(lines: Sequence[DutyLine]) -> list[Block]:
    """How each campus handed in what is handed in again and again; a state that occurs nowhere has no column, so that
    the others add up to what was owed."""
    again = [one for one in lines if one.by_campus][:_TABLED]
    if not again:
        return []
    places = dict.fromkeys(place for one in again for place in one.by_campus)
    there = {state for one in again for states in one.by_campus.values() for state in states}
    columns = [state for state in _BRIEF if state in _ALWAYS or state in there]
    headings = [_("owed ones"), *(_(_BRIEF[state]) for state in columns)]
    return [
        Table(
            _("Reports by campus"),
            (_("Campus"), *(headings * len(again))),
            tuple(
                (
                    phrase(place, 30),
                    *(n for one in again for n in _counts(one.by_campus.get(place, {}), columns)),
                )
                for place in places
            ),
            (1.8, *([1] * len(headings) * len(again))),
            shown=40,
            groups=(("", 1), *((one.title, len(headings)) for one in again)),
        )
    ]


def _counts(states: Mapping[str, int], columns: Sequence[str]) -> tuple[int, ...]:
    return (sum(states.values()), *(states.get(state, 0) for state in columns))


def _left(hazards: Sequence[ReportHazard]) -> str:
    """How many stay open, and what of them is major, overdue, extended or deferred, and reported upwards."""
    major, late = sum(one.major for one in hazards), sum(one.overdue for one in hazards)
    moved = sum(one.extensions > 0 for one in hazards)
    helped = sum(one.escalated_on is not None for one in hazards)
    return sentence(
        [
            _("{n} hazards stay open").format(n=len(hazards)),
            major_words(major, len(hazards)),
            overdue_words(late, len(hazards)),
            _("{n} with a later deadline than the first").format(n=moved) if moved else "",
            _("for {n} help was asked from above").format(n=helped) if helped else "",
        ]
    )


def _open_table(hazards: Sequence[ReportHazard], *, campus: bool) -> Table:
    headings = [
        _("number"),
        _("place and hazard"),
        _("responsible"),
        _("deadline"),
        _("days late"),
        _("reason"),
    ]
    more = more_for_names(one.responsible for one in hazards)
    widths = [1.2, 3.6 - more, 1.2 + more, 1.75, 1.0, 2.65]
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
        reason_words(one, _WHY),
    )
    return (one.number, phrase(one.campus, 30), *rest) if campus else (one.number, *rest)
