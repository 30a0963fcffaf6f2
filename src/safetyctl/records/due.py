"""What is owed on a day as ``due`` tells it: hazards to rectify, the plan's duties, and what was promised."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from safetyctl.ground.catalogue import N_, _, language, listed, ngettext
from safetyctl.ledger.connection import Asks
from safetyctl.ledger.words import AWAITING_SQL, Level
from safetyctl.plan.deadlines import Owed, end_of, minutes_left, why
from safetyctl.plan.judging import Judged, due_state
from safetyctl.plan.model import Plan
from safetyctl.records.clauses import clause_words
from safetyctl.records.deadlines import followed, judged
from safetyctl.records.earlier import hazard_table
from safetyctl.records.facts import subject
from safetyctl.records.incidents import authority_name
from safetyctl.records.promises import CLAUSES, is_promise, promises, why_promised
from safetyctl.records.references import hazard_ref
from safetyctl.records.views import HazardFilter, HazardView, hazards, stored_day

RECTIFICATION = "rectification"
RECTIFICATION_CLAUSE = "2.4(1)"
DEFERRED_CLAUSE = "2.4(3)"
_AT_ONCE = 500


class DueItem(NamedTuple):
    """Something owed on a day, with the keys of the command line's contract in their order.

    ``due_at`` (aware) is the moment, in the plan's zone, where the plan limits hours.
    """

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
    due_at: datetime | None = None

    @property
    def is_hazard(self) -> bool:
        """Whether it is a hazard to be rectified, not a duty or a promise."""
        return self.ref[:1] == "H" and self.ref[1:].isdigit()


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
    return asks.rows(
        f"""
        SELECT h.number, h.title, c.name, h.area, h.level, h.responsible, h.due, h.deferred_to
        FROM {hazard_table(asks, day)} h JOIN campus c ON c.uid = h.campus
        WHERE h.status IN {AWAITING_SQL} AND h.due <= ? AND (? IS NULL OR c.name = ?)
        ORDER BY h.due, h.number
        """,
        (horizon.isoformat(), campus, campus),
    )


def _duties(
    asks: Asks, plan: Plan, day: date, question: DueQuestion, lang: str, moment: datetime | None
) -> list[DueItem]:
    items: dict[str, DueItem] = {}
    horizon = day + timedelta(days=question.within)
    for one_plan in followed(asks, plan, day):
        for one in judged(asks, one_plan, day, horizon, moment, whole=False, reminded=True):
            owed = one.owed
            if one.state not in ("overdue", "open", "future") or not question.takes(owed.kind):
                continue
            if question.campus not in (None, owed.campus):
                continue
            item = _item(one, day, lang)
            if owed.event is not None:
                item = _of_event(item, owed, subject(asks, owed.event), moment or end_of(one_plan, day))
            if item.state == "overdue" or not question.overdue:
                items.setdefault(owed.id, item)
    return list(items.values())


class OverdueElsewhere(NamedTuple):
    """How many duties of another campaign are overdue."""

    campaign: str
    overdue: int


def overdue_elsewhere(
    asks: Asks, shown: Plan, plan: Plan, day: date, moment: datetime | None = None
) -> tuple[OverdueElsewhere, ...]:
    """The campaigns beside ``shown`` that have begun by ``day`` and have duties overdue.

    ``plan`` is the one in force; ``moment`` as for ``judged``.
    """
    counts = [
        OverdueElsewhere(
            one.code,
            sum(found.state == "overdue" for found in judged(asks, one, day, day, moment, whole=False)),
        )
        for one in followed(asks, plan, day)
        if one.code != shown.code
    ]
    return tuple(one for one in counts if one.overdue)


def _item(one: Judged, day: date, lang: str) -> DueItem:
    """What is owed as an item of ``due``."""
    owed = one.owed
    state, late = due_state(owed.due, day, abs((owed.due - day).days))
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
    return item._replace(state="overdue" if left < 0 else "due", minutes_left=left, due_at=owed.due_at)


def reasons(asks: Asks, plan: Plan, day: date, items: Sequence[DueItem], lang: str) -> dict[str, str]:
    """Where each deadline comes from, by reference: the rule, the clause, the readings that shape it."""
    numbers = [int(item.ref.removeprefix("H")) for item in items if item.is_hazard]
    parts = (numbers[start : start + _AT_ONCE] for start in range(0, len(numbers), _AT_ONCE))
    asked = (hazards(asks, day, HazardFilter(numbers=tuple(part))) for part in parts)
    told = {one.id: why_due(plan, one) for part in asked for one in part}
    plans = followed(asks, plan, day)
    for item in items:
        if is_promise(item.ref):
            told[item.ref] = why_promised(item.kind)
        elif not item.is_hazard:
            told[item.ref] = _why_owed(plans, item, lang)
    return told


def _why_owed(plans: Sequence[Plan], item: DueItem, lang: str) -> str:
    code = item.ref.partition("/")[0]
    its_plan = next(one for one in plans if code in {duty.code for duty in one.duties})
    grounds = why(its_plan, code)
    readings = listed(f"{one.id}={one.holds}" for one in grounds.readings)
    sentence = _("{duty}, clause {clause}").format(
        duty=grounds.duty.title.said(lang), clause=clause_words(item.clause)
    )
    return sentence + (_("; readings {readings}").format(readings=readings) if readings else "")


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


# words

_STATES = {"overdue": N_("overdue"), "due": N_("due today"), "upcoming": N_("upcoming")}


def due_by(due: date, due_at: datetime | None) -> str:
    """The day, and the hour where the plan limits hours."""
    return str(due) if due_at is None else f"{due_at:%Y-%m-%d %H:%M}"


def to_whom(plan: Plan, title: str, authority: str | None) -> str:
    """What is owed, and to which authority where there are several."""
    if authority is None:
        return title
    return _("{what} ({where})").format(what=title, where=authority_name(plan, authority))


def clock(minutes_left: int) -> str:
    """How long there is left, or how long it is over, in words."""
    minutes = abs(minutes_left)
    hours, days = divmod(minutes, 60), divmod(minutes // 60, 24)
    if minutes < 120:
        time = _("{n} min").format(n=minutes)
    elif hours[0] < 48:
        time = _("{h} h {n} min").format(h=hours[0], n=hours[1])
    else:
        time = _("{d} d {h} h").format(d=days[0], h=days[1])
    return (_("{time} left") if minutes_left >= 0 else _("{time} over")).format(time=time)


def state_words(item: DueItem) -> str:
    """How long it is overdue, how long its clock still runs, or that its day is near."""
    if item.minutes_left is not None:
        return clock(item.minutes_left)
    if item.state == "overdue":
        return _late(item.days_overdue, language())
    return _(_STATES[item.state])


@lru_cache(maxsize=1024)
def _late(days: int, _lang: str) -> str:
    """How long something is overdue, in words: thousands of hazards share a few hundred days."""
    return ngettext("{days} day overdue", "{days} days overdue", days).format(days=days)
