"""What is owed on a day: the facts gathered in few queries, the answer asked of the plan.

``due``, ``status`` and the weekly report are views of this one answer.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from safetyctl.ground.catalogue import _, listed
from safetyctl.ground.errors import NotFound
from safetyctl.ledger.connection import Asks
from safetyctl.ledger.words import AWAITING_RECTIFICATION, Level
from safetyctl.plan.deadlines import Owed, duties, running
from safetyctl.plan.judging import SUBMISSION, Counted, Judged, Reached, counted, due_state, judge, milestones
from safetyctl.plan.model import Plan
from safetyctl.records.campaigns import campuses, plans
from safetyctl.records.facts import known
from safetyctl.records.past import has_later_steps
from safetyctl.records.references import hazard_ref
from safetyctl.records.views import HazardFilter, HazardView, hazards, stored_day

RECTIFICATION = "rectification"
RECTIFICATION_CLAUSE = "2.4(1)"
DEFERRED_CLAUSE = "2.4(3)"
LONGEST_REST = timedelta(days=14)
"""No holiday is longer: what is advised by a day is due within this time after it."""
_AWAITING = ", ".join(repr(str(status)) for status in AWAITING_RECTIFICATION)


class DueItem(NamedTuple):
    """Something owed on a day, with the keys of the command line's contract in their order."""

    kind: str
    ref: str
    title: str
    campus: str
    area: str | None
    level: str | None
    who: str | None
    due: date
    days_overdue: int
    state: str
    clause: str
    advised: date | None = None
    authority: str | None = None
    minutes_left: int | None = None


class DueQuestion(NamedTuple):
    """What is asked: how far ahead, and which campus and kinds."""

    within: int = 7
    campus: str | None = None
    kinds: tuple[str, ...] = ()
    overdue: bool = False

    def takes(self, kind: str) -> bool:
        """Whether things of this kind are asked for."""
        return not self.kinds or kind in self.kinds


def due(asks: Asks, plan: Plan, day: date, question: DueQuestion, lang: str) -> list[DueItem]:
    """What is owed on ``day``: overdue rectifications first, then what else; most overdue first in each."""
    rectifications = _rectifications(asks, day, question) if question.takes(RECTIFICATION) else []
    others = _duties(asks, plan, day, question, lang)
    late = [item for item in rectifications if item.state == "overdue"]
    rest = sorted(
        [item for item in rectifications if item.state != "overdue"] + others, key=lambda item: item.due
    )
    return late + rest


def _rectifications(asks: Asks, day: date, question: DueQuestion) -> list[DueItem]:
    horizon = day - timedelta(days=1) if question.overdue else day + timedelta(days=question.within)
    items = []
    judged: dict[str, tuple[date, str, int]] = {}  # thousands of hazards share a few hundred days
    for number, title, campus, area, level, who, due_text, deferred in _awaiting(
        asks, day, horizon, question.campus
    ):
        known = judged.get(due_text)
        if known is None:
            day_due = stored_day(due_text)
            state, late = due_state(day_due, day, question.within)
            judged[due_text] = known = (day_due, state or "", late)
        day_due, state, late = known
        clause = DEFERRED_CLAUSE if deferred else RECTIFICATION_CLAUSE
        items.append(
            DueItem(
                RECTIFICATION,
                hazard_ref(number),
                title,
                campus,
                area,
                level,
                who,
                day_due,
                late,
                state,
                clause,
            )
        )
    return items


def _awaiting(asks: Asks, day: date, horizon: date, campus: str | None) -> list[tuple[Any, ...]]:
    """The hazards that wait for rectification and are due by ``horizon``, most overdue first."""
    if has_later_steps(asks, day):
        asked = HazardFilter(statuses=AWAITING_RECTIFICATION, due_to=horizon, campus=campus)
        return [
            (
                int(one.id[1:]),
                one.title,
                one.campus,
                one.area,
                one.level,
                one.responsible,
                str(one.due),
                one.deferred_to,
            )
            for one in hazards(asks, day, asked, "due")
        ]
    return asks.rows(
        f"""
        SELECT h.number, h.title, c.name, h.area, h.level, h.responsible, h.due, h.deferred_to
        FROM hazard h JOIN campus c ON c.uid = h.campus
        WHERE h.status IN ({_AWAITING}) AND h.due <= ? AND (? IS NULL OR c.name = ?)
        ORDER BY h.due, h.number
        """,
        (horizon.isoformat(), campus, campus),
    )


def _duties(asks: Asks, plan: Plan, day: date, question: DueQuestion, lang: str) -> list[DueItem]:
    items: dict[str, DueItem] = {}
    horizon = day + timedelta(days=question.within)
    for followed in _begun(asks, plan, day):
        for one in judged(asks, followed, day, horizon + LONGEST_REST, whole=False):
            owed = one.owed
            if one.state not in ("overdue", "open", "future") or not question.takes(owed.kind):
                continue
            if question.campus not in (None, owed.campus):
                continue
            item = _item(one, day, horizon, lang)
            if item is not None and (item.state == "overdue" or not question.overdue):
                items.setdefault(owed.id, item)
    return list(items.values())


def _begun(asks: Asks, plan: Plan, day: date) -> list[Plan]:
    """The plan in force, then those of the other campaigns that have begun: what they left undone is still owed."""
    return [plan, *(one for one in plans(asks) if one.code != plan.code and one.start <= day)]


def _item(one: Judged, day: date, horizon: date, lang: str) -> DueItem | None:
    """What is owed as an item of ``due``; None where it lies beyond the horizon by both its days."""
    owed = one.owed
    reminded = min(owed.due, owed.advised or owed.due)
    if reminded > horizon:
        return None
    state, late = due_state(owed.due, day, (owed.due - day).days)
    return DueItem(
        owed.kind, owed.id, owed.title.said(lang), owed.campus, None, None, None, owed.due, late, str(state),
        owed.clause, None if owed.advised == owed.due else owed.advised, owed.authority,
    )  # fmt: skip


def judged(
    asks: Asks,
    plan: Plan,
    day: date,
    until: date | None = None,
    moment: datetime | None = None,
    whole: bool = True,
) -> tuple[Judged, ...]:
    """Every duty due up to ``until`` (None: all) with its state on ``day``.

    ``moment`` says how far the day has come (None: to its end). Not ``whole``: only which duties are still owed is
    right, not when and by what those that are not were met; it asks less of the ledger.
    """
    names = tuple(campuses(asks))
    facts = known(asks, plan, names, day, whole)
    return judge(duties(plan, names, until=until), facts, day, moment)


class Check(NamedTuple):
    """The whole answer of ``campaign check``: duties with their states, milestones, and the duties without a day."""

    duties: tuple[Judged, ...]
    milestones: tuple[Reached, ...]
    running: tuple[Counted, ...]


def check(asks: Asks, plan: Plan, day: date, moment: datetime | None = None) -> Check:
    """Everything that the plan owes, beyond ``day`` too, as it stands on that day."""
    names = tuple(campuses(asks))
    facts = known(asks, plan, names, day)
    found = judge(duties(plan, names), facts, day, moment)
    return Check(found, milestones(plan, found, facts, day), counted(running(plan, names), facts))


def owed_for(plan: Plan, names: Iterable[str], duty_id: str) -> Owed:
    """What a duty's id names, such as ``weekly-report/2020-03-12/东校区``.

    A duty without a day that is handed in now and then (A18) takes any day of the campaign.

    Raises:
        NotFound: the plan owes nothing of that name; the nearest are in the hint.
    """
    everything = {owed.id: owed for owed in duties(plan, tuple(names))}
    found = everything.get(duty_id) or _handed_in_freely(plan, tuple(names), duty_id)
    if found is not None:
        return found
    from difflib import get_close_matches

    near = get_close_matches(duty_id, everything, n=3, cutoff=0.5)
    raise NotFound(
        _("The plan owes nothing called {duty}.").format(duty=duty_id),
        hint=_("Nearest: {names}").format(names=listed(near)) if near else None,
    )


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


def reason(asks: Asks, plan: Plan, day: date, item: DueItem, lang: str) -> str:
    """Where a deadline comes from: the rule, the clause, the readings that shape it."""
    from safetyctl.plan.deadlines import why

    if item.kind != "rectification":
        grounds = why(plan, item.ref.partition("/")[0])
        readings = listed(f"{one.id}={one.holds}" for one in grounds.readings)
        sentence = _("{duty}, clause {clause}").format(duty=grounds.duty.title.said(lang), clause=item.clause)
        return sentence + (_("; readings {readings}").format(readings=readings) if readings else "")
    number = int(item.ref.removeprefix("H"))
    return why_due(plan, hazards(asks, day, HazardFilter(numbers=(number,)))[0])


def why_due(plan: Plan, one: HazardView) -> str:
    """Where a hazard's deadline comes from, in the language in use."""
    if one.due is None:
        return _("it has no deadline")
    if one.deferred_to == one.due:
        return _("deferred to that day (2.4(3)); the first deadline was {first}").format(first=one.due_first)
    if one.extensions:
        return _("extended to that day; the first deadline was {first}").format(first=one.due_first)
    if one.due_given:
        return _("the deadline that was set for it (2.4(1))")
    days = plan.allowance.major if one.level == Level.MAJOR else plan.allowance.general
    return _("found {found} and {days} days, the allowance of this plan (reading A19)").format(
        found=one.found_on, days=days
    )
