"""What another plan, or the same one read another way, would move: duties added, dropped, and put on other days."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from safetyctl.plan.deadlines import Owed, duties
from safetyctl.plan.layout import read_as
from safetyctl.plan.model import Plan


class Move(NamedTuple):
    """A duty that stays but changes: which of its days (or its clause), from what to what.

    ``period_end`` is told by its last day. A milestone whose window moves has its code for an id.
    """

    id: str
    what: str
    was: date | str | None
    now: date | str | None


class Moves(NamedTuple):
    """The difference between two plans, by the ids of what is owed."""

    added: tuple[Owed, ...]
    removed: tuple[Owed, ...]
    moved: tuple[Move, ...]


def _told(one: Owed) -> dict[str, date | str | None]:
    return {
        "due": one.due,
        "opens": one.opens,
        "period_start": one.period_start,
        "period_end": one.period.last,
        "advised": one.advised,
        "clause": one.clause,
    }


def between(before: Iterable[Owed], after: Iterable[Owed]) -> Moves:
    """What is owed after that was not before, the other way round, and what changed of the rest."""
    was = {one.id: one for one in before}
    now = {one.id: one for one in after}
    moved = [
        Move(id, what, told, _told(one)[what])
        for id, one in now.items()
        if id in was
        for what, told in _told(was[id]).items()
        if told != _told(one)[what]
    ]
    return Moves(
        tuple(one for id, one in now.items() if id not in was),
        tuple(one for id, one in was.items() if id not in now),
        tuple(moved),
    )


def of_reading(plan: Plan, reading: str, way: str, campuses: Sequence[str]) -> Moves:
    """What a reading taken another way would move, windows of milestones included. Raises as ``read_as`` does."""
    other = read_as(plan, reading, way)
    found = between(duties(plan, campuses), duties(other, campuses))
    windows = tuple(
        Move(one.code, "window_start", before.start, one.start)
        for before, one in zip(plan.milestones, other.milestones, strict=True)
        if before.start != one.start
    )
    return found._replace(moved=found.moved + windows)
