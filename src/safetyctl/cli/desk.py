"""How a command gets at the ledger: a snapshot to ask, or a transaction to change it, with the plan beside it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING

from safetyctl.cli.here import Here
from safetyctl.cli.values import one_of
from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import CannotDo
from safetyctl.ledger.connection import Asks, Snapshot, reading
from safetyctl.plan.model import Plan
from safetyctl.records.campaigns import campuses, in_force, plan_on, plans

if TYPE_CHECKING:
    from safetyctl.ledger.writing import Transaction


class Desk:
    """The ledger at hand: what answers questions, the plan in force, the campuses (name → uid), the day."""

    def __init__(self, asks: Asks, plan: Plan, day: date) -> None:
        self.asks = asks
        self.plan = plan
        self.day = day
        self.campuses = campuses(asks)

    def campus(self, text: str) -> str:
        """The campus that a person named. Raises NotFound with the nearest names."""
        return one_of(text, {name: (name,) for name in self.campuses}, _("campus"))

    def area(self, text: str) -> tuple[str, str | None]:
        """The area, and the check item if one was named, by code or by name. Raises NotFound."""
        item = self.plan.item(text.strip().lower())
        if item is not None:
            return item.code.partition(".")[0], item.code
        names = {area.code: (area.name.zh, area.name.en) for area in self.plan.areas}
        return one_of(text, names, _("area or check item")), None


class Reading(Desk):
    """A desk with a read-only snapshot."""

    def __init__(self, snapshot: Snapshot, plan: Plan, day: date) -> None:
        super().__init__(snapshot, plan, day)
        self.snapshot = snapshot


class Writing(Desk):
    """A desk with an open write transaction, and what is to be said once it is on the disk."""

    def __init__(self, tx: "Transaction", plan: Plan, day: date) -> None:
        super().__init__(tx, plan, day)
        self.tx = tx
        self.answers: list[Callable[[], None]] = []

    def answer(self, say: Callable[[], None]) -> None:
        """Say something when, and only if, the change has been committed."""
        self.answers.append(say)


@contextmanager
def asking(here: Here) -> Iterator[Reading]:
    """One snapshot of the ledger, read-only."""
    with reading(here.ledger) as snapshot:
        followed = plans(snapshot)
        here.in_zone(followed[-1].zone)
        yield Reading(snapshot, in_force(followed, here.as_of), here.as_of)


@contextmanager
def changing(here: Here, now: datetime | None = None, rehearsed: bool = False) -> Iterator[Writing]:
    """One change to the ledger: committed when the block ends, undone when it raises or on ``--dry-run``.

    Only then is anything said about it: what is acknowledged is on the disk. ``now`` is its moment where the command
    has waited for somebody else since it began; ``rehearsed``: only to see what it would do, before one is asked.
    """
    from safetyctl.ledger.writing import Hand, write

    with reading(here.ledger) as snapshot:
        here.in_zone(plans(snapshot)[-1].zone)
    hand = Hand(here.actor, here.as_of, now or here.now)
    with write(here.ledger, hand, dry_run=here.dry_run or rehearsed) as tx:
        desk = Writing(tx, plan_on(tx, here.as_of), here.as_of)
        yield desk
    try:
        for say in desk.answers:
            say()
    except CannotDo as error:
        done = _("The change itself was made.") if not here.dry_run else None
        raise CannotDo(error.sentence, hint=done) from error
