"""What comes next (下步打算): the duties that fall due in the days to come, and what the open hazards ask for."""

from collections.abc import Iterator, Sequence
from datetime import date

from safetyctl.ground.catalogue import _, listed
from safetyctl.ledger.words import AWAITING_RECTIFICATION, Status
from safetyctl.plan.model import Duty, Period
from safetyctl.records.deadlines import followed, judged
from safetyctl.reports.facts.head import Request
from safetyctl.reports.facts.period import ReportHazard
from safetyctl.reports.facts.wording import short_day

_NAMED, _EACH = 10, 6
_WAITING = ("open", "overdue", "future")
_HANDED_IN = ("e-mail", "paper")
"""The channels by which something leaves; what is keyed into a platform is done there."""
_PUT_IN_PLACE = ("materials", "outing")
"""The kinds of duties that leave something in place: a group, a list, a plan with its leaders."""


def owed_next(asked: Request, seen: date, days: Period, but: str = "") -> tuple[str, ...]:
    """What falls due in ``days`` and is not done on the day ``seen``: a sentence for each duty, in the plan's order.

    The whole group's where no campus is asked for, else that campus's own; ``but`` is a duty's code that is left out.
    """
    found: dict[str, tuple[Duty, set[date]]] = {}
    for plan in followed(asked.snapshot, asked.plan, seen):
        for one in judged(asked.snapshot, plan, seen, days.last, whole=False):
            owed = one.owed
            is_next = one.state in _WAITING and days.covers(owed.due) and owed.code != but
            if is_next and asked.campus in (None, owed.campus):
                found.setdefault(owed.code, (owed.duty, set()))[1].add(owed.due)
    return tuple(_coming(duty, _days(sorted(due), days.start)) for duty, due in found.values())


def _coming(duty: Duty, days: str) -> str:
    """A duty that comes, by the verb that its title goes with."""
    if duty.channel in _HANDED_IN:
        words = _("Hand in in time: {title} ({days}).")
    elif duty.kind in _PUT_IN_PLACE:
        words = _("Have in place in time: {title} ({days}).")
    else:
        words = _("Complete in time: {title} ({days}).")
    return words.format(title=duty.title.zh, days=days)


def _days(due: Sequence[date], beside: date) -> str:
    """The days one by one; of many the first, the last and how many they are."""
    if len(due) <= _EACH:
        return listed(short_day(day, beside) for day in due)
    return _("{n} times, {first} to {last}").format(
        n=len(due), first=short_day(due[0], beside), last=short_day(due[-1], beside)
    )


def asked_by_hazards(standing: Sequence[ReportHazard], days: Period) -> Iterator[str]:
    """What the open hazards ask for up to the end of ``days``: those overdue, those due, those to be verified
    and struck off; a sentence each.
    """
    waiting = [one for one in standing if one.status in AWAITING_RECTIFICATION]
    late = [one for one in waiting if one.overdue]
    coming = [one for one in waiting if not one.overdue and one.due and one.due < days.end]
    unchecked = [one for one in standing if one.status == Status.RECTIFIED]
    verified = [one for one in standing if one.status == Status.VERIFIED]
    if late:
        yield _("Urge on the {n} overdue hazards: {names}.").format(
            n=len(late), names=_names([one.number for one in late])
        )
    if coming:
        in_order = sorted(coming, key=lambda one: (one.due or date.max, one.number))
        yield _("See {n} hazards rectified by their deadlines: {names}.").format(
            n=len(coming),
            names=_names(
                [
                    _("{number} ({day})").format(number=one.number, day=short_day(one.due, days.start))
                    for one in in_order
                    if one.due
                ]
            ),
        )
    if unchecked:
        yield _("Verify the {n} hazards that are rectified: {names}.").format(
            n=len(unchecked), names=_names([one.number for one in unchecked])
        )
    if verified:
        yield _("Strike off the {n} hazards that are verified: {names}.").format(
            n=len(verified), names=_names([one.number for one in verified])
        )


def _names(names: Sequence[str]) -> str:
    return listed(names[:_NAMED]) + (_(" and others") if len(names) > _NAMED else "")
