"""The group's supervision of its campuses (督查报告, R8): the four aspects, corrections, accountability."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from safetyctl.ground.catalogue import N_, _, listed, using
from safetyctl.ground.errors import BadInput
from safetyctl.ledger.words import ASPECT_LABELS, Aspect
from safetyctl.plan.model import DAY, Period
from safetyctl.records.accountability import accountabilities
from safetyctl.records.campaigns import campus_word
from safetyctl.records.flows import counted
from safetyctl.records.narrowing import Narrowed
from safetyctl.records.supervisions import Cell, supervisions, table
from safetyctl.records.totals import totals
from safetyctl.records.views import HazardFilter
from safetyctl.reports.drawn.composed import Composed
from safetyctl.reports.facts.blocks import Block, Figure, Items, Para, Part, Section, Table, hazard_figures
from safetyctl.reports.facts.gathering import campus_of, chosen, flow, group_lines, so_far, so_far_by
from safetyctl.reports.facts.head import Request, head_of
from safetyctl.reports.facts.period import Flow, GroupLine, SoFar, StockLine
from safetyctl.reports.facts.wording import long_day, phrase, sentence, short_day
from safetyctl.reports.kinds.parts import copy_of, flow_table, movement_note, whether_done
from safetyctl.reports.kinds.visited import Accounted, Visit, accounted, visit_of

KIND = "supervision"
_STATES = {
    "open": N_("being corrected"),
    "overdue": N_("overdue"),
    "corrected": N_("corrected by now"),
    None: N_("nothing to correct"),
}
_TEXT = 60


@dataclass(frozen=True, slots=True)
class SupervisionFigures:
    """What was supervised in the days told of: every campus by every aspect, each visit, and the hazards' state.

    ``earlier`` are visits before these days whose correction was not done when they began.
    """

    cells: tuple[Cell, ...]
    visits: tuple[Visit, ...]
    accountabilities: tuple[Accounted, ...]
    total: Flow
    by_campus: tuple[GroupLine, ...]
    all_time: SoFar
    stock_by_campus: tuple[StockLine, ...]
    by_area: tuple[GroupLine, ...] = ()
    earlier: tuple[Visit, ...] = ()


def supervision_report(asked: Request, since: date | None = None, until: date | None = None) -> Composed:
    """What was supervised from ``since`` (the beginning of the campaign) to ``until`` (the day in force).

    Some days of the campaign have a report of their own, named by both.

    Raises BadInput: no day lies between, or the campaign has not begun.
    """
    plan, snapshot = asked.plan, asked.snapshot
    first, last = since or plan.start, min(asked.day, plan.last, until or date.max)
    if last < first:
        raise BadInput(
            _("Nothing lies between {first} and {last}.").format(first=first, last=last),
            hint=_("It runs from {first} to {last}.").format(first=plan.start, last=plan.last),
        )
    told = Period(first, last + DAY)
    names = asked.places
    narrowed = Narrowed(asked.campus, first, last)
    found = supervisions(snapshot, last, narrowed)
    parts = counted(snapshot, told.start, told.end, asked.campus)
    standing = chosen(snapshot, last, HazardFilter(campus=asked.campus, standing_before=told.end))
    stock = totals(snapshot, told.end, asked.campus)
    places = [(name, name) for name in names]
    figures = SupervisionFigures(
        cells=tuple(table(names, found)),
        visits=tuple(visit_of(one) for one in found),
        accountabilities=tuple(accounted(one) for one in accountabilities(snapshot, last, narrowed)),
        total=flow(parts),
        by_campus=group_lines(parts, standing, places, campus_of),
        all_time=so_far(stock),
        stock_by_campus=so_far_by(stock, places, campus_of),
        earlier=tuple(
            visit_of(one)
            for one in supervisions(snapshot, last, Narrowed(asked.campus, until=first - DAY))
            if one.correction and (one.corrected_on is None or one.corrected_on >= first)
        ),
    )
    is_whole = first == plan.start
    period = last.isoformat() if since is None and until is None else f"{first}-{last}"
    with using("zh"):
        return Composed(
            **head_of(asked, KIND, period, told, duties=copy_of(plan, last, asked.campus)),
            heading=_("Supervision of the {title}").format(title=plan.title.zh),
            subtitle=_days(first, last),
            opening=_opening(figures, is_whole),
            sections=_sections(told, figures, is_whole),
            figures=figures,
            tally=_tally(figures),
            listed=tuple(one for one in standing if one.major or one.overdue),
        )


def _days(first: date, last: date) -> str:
    if first == last:
        return long_day(first)
    return _("{first} to {last}").format(first=long_day(first), last=short_day(last, first))


def _tally(figures: SupervisionFigures) -> tuple[Figure, ...]:
    corrections = [one for one in figures.visits if one.state is not None]
    return (
        Figure("visits", N_("supervised aspects"), len(figures.visits)),
        Figure("seen", N_("aspects seen, of all campuses"), sum(one.visits > 0 for one in figures.cells)),
        Figure("unseen", N_("aspects not seen yet"), sum(one.visits == 0 for one in figures.cells)),
        Figure("corrections", N_("corrections asked for"), len(corrections)),
        Figure("uncorrected", N_("of them not done"), sum(one.state != "corrected" for one in corrections)),
        Figure("accountabilities", N_("held to account"), len(figures.accountabilities)),
        *hazard_figures(found_so_far=figures.all_time.found, closed_so_far=figures.all_time.closed),
    )


def _opening(figures: SupervisionFigures, is_whole: bool) -> str:
    names = dict.fromkeys(one.campus for one in figures.cells if one.visits)
    said = [
        _("the group supervised {campuses}").format(campuses=listed(names)),
        _("{n} aspects in all").format(n=len(figures.visits)),
    ]
    nothing = _("no supervision is recorded") if is_whole else _("no supervision is recorded of these days")
    return sentence(said if figures.visits else [nothing]) + _("It is reported as follows.")


def _sections(told: Period, figures: SupervisionFigures, is_whole: bool) -> tuple[Section, ...]:
    title = _("Hazards by campus")
    return (
        Section(_("How the aspects stand"), _aspects(figures, is_whole)),
        Section(_("What was found"), _found(figures, told.start)),
        Section(_("Corrections"), _corrections(figures)),
        Section(
            _("Hazards of the campuses"),
            (
                flow_table(title, _("Campus"), figures.by_campus, figures.total, figures.stock_by_campus),
                *movement_note(figures.total, figures.all_time),
            ),
        ),
        Section(_("Accountability"), (_accounted(figures, told.start),)),
    )


def _aspects(figures: SupervisionFigures, is_whole: bool) -> tuple[Block, ...]:
    """Campus by aspect: the last score with its day; and what nobody has looked at, in the campaign or these days."""
    names = list(dict.fromkeys(one.campus for one in figures.cells))
    cells = {(one.campus, one.aspect): one for one in figures.cells}
    rows = tuple(
        (phrase(name, 30), *(value for aspect in Aspect for value in _score(cells[name, str(aspect)])))
        for name in names
    )
    unseen = [
        _("{campus}: {aspects}").format(
            campus=name,
            aspects=listed(
                _(ASPECT_LABELS[aspect]) for aspect in Aspect if not cells[name, str(aspect)].visits
            ),
        )
        for name in names
        if any(not cells[name, str(aspect)].visits for aspect in Aspect)
    ]
    words = _("Not supervised yet: {what}.") if is_whole else _("Not supervised in these days: {what}.")
    said = (
        words.format(what=_("; ").join(unseen))
        if unseen
        else _("Every campus was supervised in all four aspects.")
    )
    each = (_("last score"), _("visited on"))
    table_ = Table(
        _("Supervision by campus and aspect"),
        (_("Campus"), *(each * len(Aspect))),
        rows,
        (1.5, *((0.9, 1.75) * len(Aspect))),
        groups=(("", 1), *((_(ASPECT_LABELS[aspect]), len(each)) for aspect in Aspect)),
    )
    return table_, Para(said)


def _score(cell: Cell) -> tuple[int | str | None, date | str | None]:
    """The last score of an aspect and its day; a stroke where nobody was there."""
    return (cell.score, cell.last_on) if cell.visits else ("/", "/")


def _found(figures: SupervisionFigures, beside: date) -> tuple[Block, ...]:
    if not figures.visits:
        return (Para(_("None.")),)
    blocks: list[Block] = []
    for aspect in Aspect:
        visits = [one for one in figures.visits if one.aspect == aspect]
        if visits:
            blocks.append(Part(_(ASPECT_LABELS[aspect])))
            blocks.append(
                Items(
                    tuple(
                        _("{campus}, {day}: {finding} ({score} points).").format(
                            campus=one.campus,
                            day=short_day(one.on, beside),
                            finding=phrase(one.finding),
                            score=one.score,
                        )
                        for one in visits
                    )
                )
            )
    return tuple(blocks)


def _corrections(figures: SupervisionFigures) -> tuple[Block, ...]:
    asked = [one for one in figures.visits if one.correction]
    said = [
        _corrected(_("{n} corrections were asked for"), asked)
        if asked
        else _("No correction was asked for."),
        _corrected(_("{n} corrections asked for before were still to be done"), figures.earlier)
        if figures.earlier
        else "",
    ]
    every = (*figures.earlier, *asked)
    return (*(Para(one) for one in said if one), *((_correction_table(every),) if every else ()))


def _corrected(words: str, asked: Sequence[Visit]) -> str:
    """How many corrections there are, in the ``words`` given, and how many of them are done or late."""
    done, late = (sum(one.state == state for one in asked) for state in ("corrected", "overdue"))
    return sentence(
        [
            words.format(n=len(asked)),
            _("{n} of them are done").format(n=done) if 0 < done < len(asked) else "",
            whether_done(len(asked), done),
            _("{n} past their day").format(n=late) if late else "",
        ]
    )


def _correction_table(asked: Sequence[Visit]) -> Table:
    return Table(
        _("Corrections asked for"),
        (_("number"), _("Campus"), _("to be corrected"), _("responsible"), _("due by"), _("state"), _("done on")),
        tuple(
            (
                one.id, phrase(one.campus, 30), phrase(one.correction, _TEXT), phrase(one.person, 20), one.due,
                _(_STATES.get(one.state, str(one.state))), one.corrected_on,
            )
            for one in asked
        ),
        (1.1, 1.4, 3.6, 1.3, 1.7, 1.4, 1.7),
        left=(2,),
    )  # fmt: skip


def _accounted(figures: SupervisionFigures, beside: date) -> Items:
    said = [
        _("{day}, {person} of {campus}: {what}; {measure}.").format(
            day=short_day(one.on, beside),
            person=phrase(one.person, 20),
            campus=campus_word(one.campus),
            what=phrase(one.what),
            measure=phrase(one.measure),
        )
        for one in figures.accountabilities
    ]
    return Items(tuple(said) or (_("Nobody was held to account."),))
