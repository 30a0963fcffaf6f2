"""What the kinds of reports say alike: what was done, hazards one by one, the copy that goes to the mailbox."""

from collections.abc import Iterable, Sequence
from datetime import date

from safetyctl.ground.catalogue import N_, _, listed
from safetyctl.ground.errors import Refused
from safetyctl.plan.deadlines import GROUP
from safetyctl.plan.model import Period, Plan
from safetyctl.records.counting import ELECTRONIC_COPY
from safetyctl.records.shared_troubles import CommonTrouble
from safetyctl.reports.facts.blocks import Items, Para, Table, more_for_names
from safetyctl.reports.facts.period import (
    Deed,
    Excused,
    Flow,
    GroupLine,
    Rate,
    ReportHazard,
    SoFar,
    StockLine,
)
from safetyctl.reports.facts.wording import (
    excused_words,
    level_word,
    located,
    phrase,
    rate_words,
    sentence,
    short_day,
    status_word,
)

_TEXT, _COMMON = 60, 10


def whether_done(asked: int, done: int) -> str:
    """Of corrections that were asked for: that all are done, or none is; empty where only some are."""
    if 0 < done < asked:
        return ""
    if asked == 1:
        return _("it is done") if done else _("it is not done yet")
    return _("every one of them is done") if done else _("none of them is done yet")


def so_far_words(month: Period, seen: date) -> str:
    """Up to which day a month is told of that is not over yet; empty for one that is."""
    return "" if seen >= month.last else _("as of {day}").format(day=short_day(seen, month.start))


def told(deeds: Iterable[Deed], section: str, nothing: str) -> Items:
    """What was done of one section, a sentence each; ``nothing`` where there was nothing."""
    said = [sentence([phrase(part) for part in deed.said]) for deed in deeds if deed.section == section]
    return Items(tuple(said) or (nothing,))


def hazard_table(title: str, hazards: Sequence[ReportHazard], *, campus: bool) -> Table:
    """Hazards one a row: number, what and where, level, who, until when, how it stands; ``campus``: named too."""
    headings = [_("number"), _("place and hazard"), _("level"), _("responsible"), _("deadline"), _("status")]
    more = more_for_names(one.responsible for one in hazards)
    widths = [1.3, 3.8 - more, 1.0, 1.3 + more, 1.7, 1.8]
    if campus:
        headings.insert(1, _("Campus"))
        widths.insert(1, 1.4)
    return Table(
        title,
        tuple(headings),
        tuple(_line(one, campus) for one in hazards),
        tuple(widths),
        left=(2,) if campus else (1,),
    )


def _line(one: ReportHazard, campus: bool) -> tuple[str | date | None, ...]:
    what = located(one.location, phrase(one.title, _TEXT))
    stands = status_word(one.status)
    if one.overdue:
        stands = _("{n} days overdue").format(n=one.days_overdue)
    rest = (what, level_word(one.level), phrase(one.responsible, 20), one.due, stands)
    return (one.number, phrase(one.campus, 30), *rest) if campus else (one.number, *rest)


RARE = {"reopened": N_("reopened ones"), "voided": N_("void ones")}
"""What of a movement has a column only where it occurs."""


def flow_table(
    title: str, name: str, lines: Sequence[GroupLine], total: Flow, stock: Sequence[StockLine] = ()
) -> Table:
    """How hazards came and went, campus by campus or area by area, with the whole as the last line.

    Every line adds up as it stands: what was reopened or made void has a column where there is any. The rate is that
    of the period, or with ``stock`` that of all hazards so far.
    """
    rare = [key for key in RARE if any(getattr(one.flow, key) for one in lines)]
    rates = {one.code: one.so_far.closing for one in stock} or {one.code: one.flow.closing for one in lines}
    whole = _together(rates.values()) if stock else total.closing
    rows = [
        _moved(
            phrase(one.name, 30),
            one.flow,
            (one.rectified, one.major_remaining, one.overdue),
            rare,
            rates[one.code],
        )
        for one in lines
    ]
    sums = [sum(getattr(one, key) for one in lines) for key in ("rectified", "major_remaining", "overdue")]
    remaining = 5 + len(rare)
    return Table(
        title,
        (
            name, _("carried"), _("new"), _("rectified ones"), _("closed ones"), *(_(RARE[key]) for key in rare),
            _("remaining"), _("of them major"), _("of them overdue"),
            _("closing rate so far") if stock else _("closing rate"),
        ),
        (*rows, _moved(_("total"), total, sums, rare, whole)),
        (2.0, 0.9, 0.9, 1, 0.9, *(0.9 for _key in rare), 0.9, 1, 1, 2.3),
        total=True,
        bars=(remaining, remaining + 2),
    )  # fmt: skip


def _together(rates: Iterable[Rate]) -> Rate:
    every = list(rates)
    return Rate(sum(one.part for one in every), sum(one.whole for one in every))


def _moved(
    name: str, moved: Flow, counts: Sequence[int], rare: Sequence[str], closing: Rate
) -> tuple[str | int, ...]:
    """One line; ``counts`` are the rectified, the major ones and the overdue ones of what remains."""
    rectified, major, overdue = counts
    return (
        name, moved.carried, moved.new, rectified, moved.closed, *(getattr(moved, key) for key in rare),
        moved.remaining, major, overdue, rate_words(closing),
    )  # fmt: skip


def movement_note(moved: Flow, stock: SoFar) -> tuple[Para, ...]:
    """Why found and closed of a movement are not those of all hazards so far, where they are not."""
    if (moved.new, moved.closed) == (stock.found, stock.closed):
        return ()
    return (
        Para(
            _(
                "New and closed count what happened in the days told of, reopened and void ones apart; the rates of"
                " the total and so far are those of the hazards as they stand, without void ones."
            )
        ),
    )


def common_items(plan: Plan, found: Sequence[CommonTrouble]) -> Items:
    """The troubles that several campuses share (共性问题), the most widespread first."""
    names = {area.code: area.name.zh for area in plan.areas}
    return Items(
        tuple(
            _("{area}: {title}, at {campuses} ({state}).").format(
                area=names.get(one.area, one.area),
                title=phrase(one.title, _TEXT),
                campuses=listed(one.campuses),
                state=_("{n} hazards, {open} of them open").format(n=len(one.hazards), open=one.open)
                if one.open
                else _("{n} hazards, all of them closed").format(n=len(one.hazards)),
            )
            for one in found[:_COMMON]
        )
    )


def excused_items(found: Sequence[Excused], beside: date) -> Items:
    """The duties that were excused (A7), each with the reason and who excused it."""
    return Items(tuple(excused_words(one, beside) for one in found))


def copy_of(plan: Plan, day: date, campus: str | None) -> tuple[str, ...]:
    """The duty that any report meets which the plan does not ask for by name: the copy of all that is sent (R21)."""
    if any(duty.code == ELECTRONIC_COPY for duty in plan.duties):
        return (f"{ELECTRONIC_COPY}/{min(max(day, plan.start), plan.last).isoformat()}/{campus or GROUP}",)
    return ()


def require_reportable(ref: str, since: date, void_reason: str | None, day: date) -> None:
    """Make sure that an event can be told of on ``day``: there by then, and not void. Raises Refused."""
    if void_reason is not None:
        raise Refused(_("{ref} is void: {reason}.").format(ref=ref, reason=void_reason))
    if day < since:
        raise Refused(_("{ref} was not known on {day}.").format(ref=ref, day=day))
