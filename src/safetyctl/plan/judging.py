"""How each thing owed stands on a day: pure functions of what is owed, what the ledger knows, and the day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from safetyctl.plan.deadlines import GROUP, Owed, Standing
from safetyctl.plan.layout import rule_of
from safetyctl.plan.model import Milestone, Plan, Window

STATES = ("met", "late", "open", "overdue", "future", "waived")

SUBMISSION = "submission"
_WHOLE = {"hazards": ("",)}
"""What counts whole where a duty names no kind: of the hazards some are counted again by how they stand."""

_OF_ITS_PERIOD = ("drills", "inspections")
"""What belongs to the days on which it was done: nothing of a later period makes up for it."""


class Submission(NamedTuple):
    """Something handed in on ``on`` for the duty ``code`` whose id carries the day ``due``."""

    ref: str
    code: str
    due: date
    campus: str
    on: date


class Waiver(NamedTuple):
    """What is owed by the id ``duty`` excused (A7), from the day ``on`` up to, not including, ``revoked_on``."""

    ref: str
    duty: str
    on: date
    revoked_on: date | None = None


class Done(NamedTuple):
    """A record that shows something done on ``on``: ``of`` its kind, category or area; ``campus`` whose it is."""

    evidence: str
    ref: str
    campus: str
    of: str
    on: date


class Answer(NamedTuple):
    """What was done about an event: the duty ``code``, to whom, on which day and, for an incident, at what moment."""

    event: str
    code: str
    authority: str | None
    on: date
    at: datetime | None
    ref: str


class Found(NamedTuple):
    """The hazards found in a milestone's window at one campus, and how far their rectification is.

    ``late`` were rectified after the milestone's day, the last of all on ``last_on``; ``open`` are the others, those
    on the province's platform first. ``waiting`` counts them where ``open`` was not asked for.
    """

    milestone: str
    campus: str
    total: int
    waiting: int
    late: int = 0
    last_on: date | None = None
    open: tuple[str, ...] = ()


class Count(NamedTuple):
    """How many records of a kind a campus (or the group) has, the last on ``last_on``; submissions by their duty."""

    evidence: str
    campus: str
    of: str
    number: int
    last_on: date


class Facts(NamedTuple):
    """What the ledger knows on the day of judging; what came after it must not be in here.

    Submissions, waivers, answers and what was done may be later: they are left out by their own day.
    """

    submissions: tuple[Submission, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    done: tuple[Done, ...] = ()
    answers: tuple[Answer, ...] = ()
    found: tuple[Found, ...] = ()
    counts: tuple[Count, ...] = ()


class Judged(NamedTuple):
    """How one thing owed stands: its state, the day it was met, and the records that show it."""

    owed: Owed
    state: str
    met_on: date | None
    evidence: tuple[str, ...]


class Reached(NamedTuple):
    """How a milestone stands at one campus.

    ``total`` and ``done`` count hazards, or for a milestone of inspection the areas; ``open`` are what is missing.
    ``found`` and ``rectified`` are the hazards that came out of it.
    """

    milestone: Milestone
    campus: str
    state: str
    met_on: date | None
    total: int
    done: int
    open: tuple[str, ...]
    found: int
    rectified: int


class Counted(NamedTuple):
    """A duty without a day, with how many records there are for it and the day of the last."""

    standing: Standing
    number: int
    last_on: date | None


class DueState(NamedTuple):
    """``overdue``, ``due`` (today), ``upcoming`` or None (no day, or too far off), and the days past it."""

    state: str | None
    days_overdue: int


class _Shown(NamedTuple):
    """What shows a duty: the first record on or before ``due``, or the first after it."""

    met_on: date | None
    refs: tuple[str, ...]
    in_time: bool


_NOTHING = _Shown(None, (), False)


def judge(
    owed: Sequence[Owed], facts: Facts, day: date, moment: datetime | None = None
) -> tuple[Judged, ...]:
    """The state of each thing owed as it stands on ``day``; what happened after ``day`` is not known yet.

    ``met``: shown on or before the due day · ``waived``: excused, and not met · ``late``: shown after it ·
    ``future``: it cannot be begun yet · ``open``: not shown, and the due day is not over · ``overdue``: it is.
    ``moment`` (aware) tells how far the day has come, for what is due at an hour; None: to its end.
    """
    bench = _Bench(facts, day, moment)
    return tuple(bench.judged(one, day, moment) for one in owed)


class _Bench:
    """The facts sorted for looking up."""

    def __init__(self, facts: Facts, day: date, moment: datetime | None) -> None:
        self.handed: dict[tuple[str, date, str], list[tuple[date, str]]] = {}
        for one in facts.submissions:
            if one.on <= day:
                self.handed.setdefault((one.code, one.due, one.campus), []).append((one.on, one.ref))
        self.done: dict[tuple[str, str], list[tuple[date, str, str]]] = {}
        for act in facts.done:
            if act.on <= day:
                self.done.setdefault((act.evidence, act.campus), []).append((act.on, act.ref, act.of))
        for acts in self.done.values():
            acts.sort()
        self.answers: dict[tuple[str, str | None, str | None], list[Answer]] = {}
        for answer in sorted(facts.answers, key=_when):
            if answer.on <= day and (moment is None or answer.at is None or answer.at <= moment):
                self.answers.setdefault((answer.code, answer.event, answer.authority), []).append(answer)
        self.found = {(one.milestone, one.campus): one for one in facts.found}
        self.waived: dict[str, list[str]] = {}
        for waiver in facts.waivers:
            if waiver.on <= day and (waiver.revoked_on is None or day < waiver.revoked_on):
                self.waived.setdefault(waiver.duty, []).append(waiver.ref)

    def judged(self, owed: Owed, day: date, moment: datetime | None) -> Judged:
        shown = self._shown(owed, day)
        if shown.in_time:
            return Judged(owed, "met", shown.met_on, shown.refs)
        waived = self.waived.get(owed.id)
        if waived:
            return Judged(owed, "waived", shown.met_on, (*shown.refs, *waived))
        if shown.met_on is not None:
            return Judged(owed, "late", shown.met_on, shown.refs)
        if _is_over(owed, day, moment):
            return Judged(owed, "overdue", None, shown.refs)
        return Judged(owed, "open" if day >= owed.opens else "future", None, shown.refs)

    def _shown(self, owed: Owed, day: date) -> _Shown:
        if owed.event is not None:
            return self._answered(owed)
        evidence = owed.duty.evidence
        if evidence == SUBMISSION:
            return _first(owed, self.handed.get((owed.code, owed.named, owed.campus), ()), day)
        if owed.each == "hazard":
            found = self.found.get((owed.code, owed.campus))
            return _rectified(owed, found, day) if found else _NOTHING
        if owed.parts:
            return self._in_parts(owed)
        return _first(owed, self._acts(owed, owed.campus), day)

    def _answered(self, owed: Owed) -> _Shown:
        answers = self.answers.get((owed.code, owed.event, owed.authority))
        if not answers:
            return _NOTHING
        refs = tuple(one.ref for one in answers)
        first = answers[0]
        if owed.due_at is None:
            return _Shown(first.on, refs, first.on <= owed.due)
        return _Shown(first.on, refs, first.at is not None and first.at <= owed.due_at)

    def _acts(self, owed: Owed, campus: str) -> list[tuple[date, str, str]]:
        """The records that can show it: of its kinds, and of its period where they belong to their day."""
        acts = self.done.get((owed.duty.evidence, campus), [])
        of, evidence = owed.duty.of, owed.duty.evidence
        if not acts:
            return acts
        if of:
            acts = [act for act in acts if act[2] in of]
        if evidence in _OF_ITS_PERIOD or owed.recurs:
            return [act for act in acts if owed.period_start <= act[0] < owed.period_end]
        return acts if owed.duty.kept else [act for act in acts if act[0] >= owed.opens]

    def _in_parts(self, owed: Owed) -> _Shown:
        """Shown when every part is: the areas of a campus, or the campuses of the group."""
        firsts = self._first_of_parts(owed)
        if len(firsts) < len(owed.parts):
            return _Shown(None, tuple(dict.fromkeys(ref for _on, ref in firsts.values())), False)
        last = max(on for on, _ref in firsts.values())
        return _Shown(last, tuple(dict.fromkeys(ref for _on, ref in firsts.values())), last <= owed.due)

    def reached(self, milestone: Milestone, one: Judged) -> Reached:
        """How a milestone stands, given how its duty does."""
        owed = one.owed
        found = self.found.get((milestone.code, owed.campus)) or Found(milestone.code, owed.campus, 0, 0)
        rectified = found.total - found.waiting
        total, done, missing = found.total, rectified, found.open
        if owed.parts:
            looked_at = self._first_of_parts(owed)
            total, done = len(owed.parts), len(looked_at)
            missing = (*(part for part in owed.parts if part not in looked_at), *found.open)
        return Reached(
            milestone, owed.campus, one.state, one.met_on, total, done, missing, found.total, rectified
        )

    def _first_of_parts(self, owed: Owed) -> Mapping[str, tuple[date, str]]:
        """For each part that is shown, the first record that does."""
        firsts: dict[str, tuple[date, str]] = {}
        for on, ref, part in sorted(self._acts_by_part(owed)):
            if part in owed.parts:
                firsts.setdefault(part, (on, ref))
        return firsts

    def _acts_by_part(self, owed: Owed) -> list[tuple[date, str, str]]:
        if owed.campus != GROUP:
            return self._acts(owed, owed.campus)
        aspects = bool(owed.duty.of)
        campuses = dict.fromkeys(part.rpartition("/")[0] if aspects else part for part in owed.parts)
        return [
            (on, ref, f"{campus}/{of}" if aspects else campus)
            for campus in campuses
            for on, ref, of in self._acts(owed, campus)
        ]


def _when(answer: Answer) -> tuple[date, float, str]:
    return (answer.on, answer.at.timestamp() if answer.at else 0.0, answer.ref)


def _first(owed: Owed, acts: Iterable[tuple[date, str] | tuple[date, str, str]], day: date) -> _Shown:
    acts = sorted(acts)
    if not acts:
        return _NOTHING
    # what was there before it could be begun shows it from the first day on
    met_on = max(acts[0][0], owed.opens)
    if met_on > day:
        return _NOTHING
    return _Shown(met_on, tuple(act[1] for act in acts), acts[0][0] <= owed.due)


def _rectified(owed: Owed, found: Found, day: date) -> _Shown:
    """Hazards found in a window, rectified by its end; with none found, that is certain when the window is over."""
    if found.waiting:
        return _Shown(None, found.open, False)
    if not found.total:
        return _Shown(owed.due, (), True) if day >= owed.period_end else _NOTHING
    return _Shown(found.last_on, (), not found.late)


def _is_over(owed: Owed, day: date, moment: datetime | None) -> bool:
    if owed.due_at is not None and moment is not None:
        return moment > owed.due_at
    return day > owed.due if owed.due_at is None else day >= owed.due


def milestones(plan: Plan, judged: Iterable[Judged], facts: Facts, day: date) -> tuple[Reached, ...]:
    """How each milestone stands at each campus, in the plan's order: as the duty does that it settles."""
    bench = _Bench(facts, day, None)
    by_duty: dict[str, list[Judged]] = {}
    for one in judged:
        by_duty.setdefault(one.owed.code, []).append(one)
    return tuple(
        bench.reached(milestone, one)
        for milestone in plan.milestones
        for one in by_duty.get(milestone.code, ())
    )


def counted(standings: Iterable[Standing], facts: Facts) -> tuple[Counted, ...]:
    """The duties without a day, each with the records that there are for it."""
    by_evidence: dict[tuple[str, str], list[Count]] = {}
    for one in facts.counts:
        by_evidence.setdefault((one.evidence, one.campus), []).append(one)
    found = []
    for standing in standings:
        duty = standing.duty
        of = (duty.code,) if duty.evidence == SUBMISSION else duty.of or _WHOLE.get(duty.evidence, ())
        counts = [
            one for one in by_evidence.get((duty.evidence, standing.campus), ()) if not of or one.of in of
        ]
        found.append(
            Counted(
                standing,
                sum(one.number for one in counts),
                max((one.last_on for one in counts), default=None),
            )
        )
    return tuple(found)


def due_state(due: date | None, day: date, within: int) -> DueState:
    """How a due day stands on ``day``, looking ``within`` days ahead; no due day is never overdue."""
    if due is None:
        return DueState(None, 0)
    left = (due - day).days
    if left < 0:
        return DueState("overdue", -left)
    if left == 0:
        return DueState("due", 0)
    return DueState("upcoming" if left <= within else None, 0)


def is_for_each_hazard(plan: Plan, milestone: Milestone) -> bool:
    """Whether a milestone is that each hazard found in its window be rectified (R17), by the duty that it settles."""
    rule = rule_of(plan, plan.duty(milestone.code))
    return isinstance(rule, Window) and rule.each == "hazard"
