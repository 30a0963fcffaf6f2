"""What the plan owes as the ledger knows it: the facts gathered in few queries, the answer asked of the plan.

``due``, ``status``, ``campaign check``, the reports, the calendar and the schedule are views of this one answer.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from safetyctl.ground.catalogue import _, listed
from safetyctl.ground.errors import NotFound
from safetyctl.ledger.connection import Asks
from safetyctl.plan.deadlines import NOBODY, Occurrence, Owed, brought, duties, running
from safetyctl.plan.judging import SUBMISSION, Counted, Judged, Reached, counted, judge, milestones
from safetyctl.plan.model import Plan
from safetyctl.records.campaigns import campuses, in_force, joined, plans
from safetyctl.records.facts import known, occurrences
from safetyctl.records.waivers import WaiverView, waivers


def followed(asks: Asks, plan: Plan, day: date) -> list[Plan]:
    """The plan in force, then those of the other campaigns that have begun: what they left undone is still owed."""
    return [plan, *(one for one in plans(asks) if one.code != plan.code and one.start <= day)]


def judged(
    asks: Asks,
    plan: Plan,
    day: date,
    until: date | None = None,
    moment: datetime | None = None,
    whole: bool = True,
    reminded: bool = False,
) -> tuple[Judged, ...]:
    """Every duty due up to ``until`` (None: all; ``reminded``: or advised by then) with its state on ``day``.

    ``moment`` says how far the day has come (None: to its end). Not ``whole``: only which duties are still owed is
    right, not when and by what those that are not were met; it asks less of the ledger.
    """
    facts = known(asks, plan, tuple(campuses(asks)), day, whole)
    return judge(everything_owed(asks, plan, day, until, reminded), facts, day, moment)


def everything_owed(
    asks: Asks, plan: Plan, day: date, until: date | None = None, reminded: bool = False
) -> tuple[Owed, ...]:
    """What the plan lays out up to ``until``, and what the events known on ``day`` bring with them; by due day.

    A running clock is always told, whatever ``until`` says.
    """
    laid = duties(plan, tuple(campuses(asks)), until=until, joined=joined(asks), reminded=reminded)
    events = [
        owed
        for owed in brought(plan, _happened(asks, plan, day))
        if until is None or owed.due_at is not None or _asked_by(owed, reminded) <= until
    ]
    return tuple(sorted((*laid, *events), key=lambda owed: owed.due)) if events else laid


def _asked_by(owed: Owed, reminded: bool) -> date:
    return min(owed.due, owed.advised or owed.due) if reminded else owed.due


def _happened(asks: Asks, plan: Plan, day: date) -> list[Occurrence]:
    """The events that this plan judges: it is the one in force on their day.

    Each belongs to exactly one plan, outside every campaign too: hours that the law gives do not end with it.
    """
    found = occurrences(asks, day)
    if not found:
        return []
    every = plans(asks)
    return [one for one in found if in_force(every, one.day).code == plan.code]


class Check(NamedTuple):
    """The whole answer of ``campaign check``: duties with their states, milestones, and the duties without a day.

    ``waivers`` are those in force, by the id of what they excuse.
    """

    duties: tuple[Judged, ...]
    milestones: tuple[Reached, ...]
    running: tuple[Counted, ...]
    waivers: dict[str, WaiverView]


def check(asks: Asks, plan: Plan, day: date, moment: datetime | None = None) -> Check:
    """Everything that the plan owes, beyond ``day`` too, as it stands on that day."""
    names = tuple(campuses(asks))
    facts = known(asks, plan, names, day)
    found = judge(everything_owed(asks, plan, day), facts, day, moment)
    excused = {one.duty: one for one in waivers(asks) if one.holds(day)}
    return Check(found, milestones(plan, found, facts, day), counted(running(plan, names), facts), excused)


def owed_by_id(asks: Asks, plan: Plan, day: date, duty_id: str) -> tuple[Plan, Owed]:
    """What a duty's id names, and the plan that owes it: the one in force, else another campaign, begun or to come.

    Raises:
        NotFound: none of them owes anything of that name; the nearest are in the hint.
    """
    unknown: NotFound | None = None
    for one in (plan, *(one for one in plans(asks) if one.code != plan.code)):
        try:
            return one, owed_for(one, campuses(asks), duty_id, _happened(asks, one, day), joined(asks))
        except NotFound as error:
            unknown = unknown or error
    assert unknown is not None
    raise unknown


def still_owed(asks: Asks, plan: Plan, day: date, those: Sequence[Owed]) -> list[Owed]:
    """Which of the duties that a bundle meets are recorded with it: those not met yet; where all are, a second
    edition, all that nobody waived.
    """
    states = {
        one.owed.id: one.state
        for its_plan in followed(asks, plan, day)
        for one in judged(asks, its_plan, day)
    }
    waiting = [one for one in those if states.get(one.id) not in ("met", "late", "waived")]
    return waiting or [one for one in those if states.get(one.id) != "waived"] or list(those)


def owed_for(
    plan: Plan,
    names: Iterable[str],
    duty_id: str,
    events: Iterable[Occurrence] = (),
    since: Mapping[str, date] = NOBODY,
) -> Owed:
    """What a duty's id names, such as ``weekly-report/2020-03-12/东校区``; ``events`` may bring it with them:
    those that this plan judges.

    A duty without a day that is handed in now and then (A18) takes any day of the campaign. ``since``: the campuses
    that came later.

    Raises:
        NotFound: the plan owes nothing of that name; the nearest are in the hint.
    """
    laid = duties(plan, tuple(names), joined=since)
    everything = {owed.id: owed for owed in (*laid, *brought(plan, events))}
    found = everything.get(duty_id) or _handed_in_freely(plan, tuple(names), duty_id)
    if found is not None:
        return found
    near = _nearest(everything, duty_id)
    raise NotFound(
        _("The plan owes nothing called {duty}.").format(duty=duty_id),
        hint=_("Nearest: {names}").format(names=listed(near)) if near else None,
    )


def _nearest(everything: Mapping[str, Owed], duty_id: str) -> list[str]:
    """What may have been meant: the same duty on the nearest days, else what is written most alike."""
    code, _slash, rest = duty_id.partition("/")
    named, _slash, campus = rest.partition("/")
    same = [one for one in everything.values() if (one.code, one.campus) == (code, campus)]
    try:
        day = date.fromisoformat(named)
    except ValueError:
        same = []
    if not same:
        from difflib import get_close_matches

        return get_close_matches(duty_id, everything, n=3, cutoff=0.5)
    return [one.id for one in sorted(same, key=lambda one: abs(one.named - day))[:3]]


def _handed_in_freely(plan: Plan, names: tuple[str, ...], duty_id: str) -> Owed | None:
    code, _slash, rest = duty_id.partition("/")
    named, _slash, campus = rest.partition("/")
    standing = {(one.duty.code, one.campus): one.duty for one in running(plan, names)}
    duty = standing.get((code, campus))
    try:
        day = date.fromisoformat(named)
    except ValueError:
        return None
    if duty is None or duty.evidence != SUBMISSION or not plan.start <= day < plan.end:
        return None
    return Owed(duty_id, duty, campus, plan.start, day + timedelta(days=1), plan.start, day, None, day)
