"""What is owed on a day: the facts gathered in few queries, the answer asked of the plan.

``due``, ``status`` and the weekly report are views of this one answer.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from safetyctl.ground.catalogue import _, listed
from safetyctl.ground.errors import NotFound
from safetyctl.ledger.connection import Asks
from safetyctl.ledger.words import AWAITING_RECTIFICATION, Level
from safetyctl.plan.deadlines import Occurrence, Owed, brought, duties, end_of, minutes_left, running
from safetyctl.plan.judging import SUBMISSION, Counted, Judged, Reached, counted, due_state, judge, milestones
from safetyctl.plan.model import Plan
from safetyctl.records.campaigns import campuses, joined, plans
from safetyctl.records.facts import known, occurrences, subject
from safetyctl.records.past import has_later_steps
from safetyctl.records.promises import CLAUSES, is_promise, promises, why_promised
from safetyctl.records.references import hazard_ref
from safetyctl.records.views import HazardFilter, HazardView, hazards, stored_day
from safetyctl.records.waivers import WaiverView, waivers

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


def due(
    asks: Asks, plan: Plan, day: date, question: DueQuestion, lang: str, moment: datetime | None = None
) -> list[DueItem]:
    """What is owed on ``day``: overdue rectifications first, then what else; most overdue first in each.

    ``moment`` says how far the day has come (None: to its end), for what is due at an hour.
    """
    rectifications = _rectifications(asks, day, question) if question.takes(RECTIFICATION) else []
    others = _duties(asks, plan, day, question, lang, moment)
    late = [item for item in rectifications if item.state == "overdue"]
    waiting = [item for item in rectifications if item.state != "overdue"]
    rest = sorted(waiting + others + _promised(asks, day, question), key=lambda item: item.due)
    return late + rest


def _promised(asks: Asks, day: date, question: DueQuestion) -> list[DueItem]:
    """What meetings decided and supervision asked for, by name and day, that is not done."""
    horizon = _horizon(day, question)
    items = []
    for kind, clause in CLAUSES.items():
        for one in promises(asks, kind, day, horizon, question.campus) if question.takes(kind) else ():
            state, late = due_state(one.due, day, question.within)
            items.append(
                DueItem(
                    kind,
                    one.ref,
                    one.title,
                    one.campus,
                    None,
                    None,
                    one.who,
                    one.due,
                    late,
                    str(state),
                    clause,
                )
            )
    return items


def _horizon(day: date, question: DueQuestion) -> date:
    """The last day that something asked for can be due on."""
    return day - timedelta(days=1) if question.overdue else day + timedelta(days=question.within)


def _rectifications(asks: Asks, day: date, question: DueQuestion) -> list[DueItem]:
    horizon = _horizon(day, question)
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


def _duties(
    asks: Asks, plan: Plan, day: date, question: DueQuestion, lang: str, moment: datetime | None
) -> list[DueItem]:
    items: dict[str, DueItem] = {}
    horizon = day + timedelta(days=question.within)
    for followed in _begun(asks, plan, day):
        for one in judged(asks, followed, day, horizon + LONGEST_REST, moment, whole=False):
            owed = one.owed
            if one.state not in ("overdue", "open", "future") or not question.takes(owed.kind):
                continue
            if question.campus not in (None, owed.campus):
                continue
            item = _item(one, day, horizon, lang)
            if item is not None and owed.event is not None:
                item = _of_event(item, owed, subject(asks, owed.event), moment or end_of(followed, day))
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
    if reminded > horizon and owed.due_at is None:
        return None
    state, late = due_state(owed.due, day, (owed.due - day).days)
    return DueItem(
        owed.kind, owed.id, owed.title.said(lang), owed.campus, None, None, None, owed.due, late, str(state),
        owed.clause, None if owed.advised == owed.due else owed.advised, owed.authority,
    )  # fmt: skip


def _of_event(item: DueItem, owed: Owed, what: str, now: datetime) -> DueItem:
    """The item says what it is about; where the plan limits hours it is due now, until they are over."""
    item = item._replace(title=_("{duty}: {what}").format(duty=item.title, what=what))
    if owed.due_at is None:
        return item
    left = minutes_left(owed.due_at, now)
    return item._replace(state="overdue" if left < 0 else "due", minutes_left=left)


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
    return judge(_owed(asks, plan, names, day, until), facts, day, moment)


def _owed(
    asks: Asks, plan: Plan, names: tuple[str, ...], day: date, until: date | None = None
) -> tuple[Owed, ...]:
    """What the plan lays out up to ``until``, and what the events known on ``day`` bring with them; by due day."""
    laid = duties(plan, names, until=until, joined=joined(asks))
    events = [owed for owed in _brought(plan, occurrences(asks, day)) if until is None or owed.due <= until]
    return tuple(sorted((*laid, *events), key=lambda owed: owed.due)) if events else laid


def _brought(plan: Plan, events: Iterable[Occurrence]) -> tuple[Owed, ...]:
    """What events bring with them: those of the days of this plan's campaign."""
    return brought(plan, [one for one in events if plan.start <= one.day < plan.end])


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
    found = judge(_owed(asks, plan, names, day), facts, day, moment)
    excused = {
        one.duty: one
        for one in waivers(asks)
        if one.on <= day and (one.revoked_on is None or day < one.revoked_on)
    }
    return Check(found, milestones(plan, found, facts, day), counted(running(plan, names), facts), excused)


def owed_for(plan: Plan, names: Iterable[str], duty_id: str, events: Iterable[Occurrence] = ()) -> Owed:
    """What a duty's id names, such as ``weekly-report/2020-03-12/东校区``; ``events`` may bring it with them.

    A duty without a day that is handed in now and then (A18) takes any day of the campaign.

    Raises:
        NotFound: the plan owes nothing of that name; the nearest are in the hint.
    """
    everything = {owed.id: owed for owed in (*duties(plan, tuple(names)), *_brought(plan, events))}
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


def reason(asks: Asks, plan: Plan, day: date, item: DueItem, lang: str) -> str:
    """Where a deadline comes from: the rule, the clause, the readings that shape it."""
    from safetyctl.plan.deadlines import why

    if is_promise(item.ref):
        return why_promised(item.kind)
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
