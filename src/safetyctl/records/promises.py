"""What was promised by a day, and by whom: decisions of meetings, corrections that a supervision asked for.

They are owed beside the plan's duties, until they are done.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from safetyctl.ground.catalogue import _
from safetyctl.ledger.connection import Asks
from safetyctl.plan.deadlines import GROUP

MEETINGS, SUPERVISIONS = "M", "V"
"""The letters of the records that promises are made in."""
CLAUSES = {"meeting": "2.1(3)", "supervision": "2.4(2)"}
"""The clause that each kind of promise comes from; the kinds are those of ``due --kind``."""


def record_ref(letter: str, number: int) -> str:
    """A record as people write it: ``V0003``."""
    return f"{letter}{number:04d}"


def decision_ref(number: int, position: int) -> str:
    """A decision as people write it: ``M0003/2``."""
    return f"{record_ref(MEETINGS, number)}/{position}"


class Promise(NamedTuple):
    """Something promised: what, by whom and by when; ``campus`` is ``*`` for the group's own.

    ``kept_on`` is the day it was done, ``dropped_on`` the one on which it was given up or its record made void.
    """

    kind: str
    ref: str
    title: str
    campus: str
    who: str | None
    due: date
    kept_on: date | None = None
    dropped_on: date | None = None


def promises(asks: Asks, kind: str, day: date, horizon: date, campus: str | None = None) -> list[Promise]:
    """The promises of a kind that are due by ``horizon`` and not kept on ``day``, the earliest first.

    What was done, dropped or made void on a later day was still owed then.
    """
    question = _QUESTIONS[kind]
    owed = " ".join(f"AND ({column} IS NULL OR {column} > ?)" for column in question.settled)
    return _told(asks, kind, day, (owed, (day.isoformat(),) * len(question.settled)), horizon, campus)


def settled(asks: Asks, kind: str, day: date, first: date, campus: str | None = None) -> list[Promise]:
    """The promises of a kind due on ``first`` or later that were kept, dropped or made void by ``day``."""
    question = _QUESTIONS[kind]
    over = " OR ".join(f"{column} <= ?" for column in question.settled)
    told = (day.isoformat(),) * len(question.settled)
    narrowed = (f"AND {question.due} >= ? AND ({over})", (first.isoformat(), *told))
    return _told(asks, kind, day, narrowed, date.max, campus)


class _Question(NamedTuple):
    """Where the promises of a kind stand; ``settled`` are the columns of when one was kept, then dropped."""

    select: str
    campus: str
    due: str
    since: str
    order: str
    settled: tuple[str, ...]


_QUESTIONS = {
    "meeting": _Question(
        f"SELECT m.number, d.position, d.what, coalesce(c.name, '{GROUP}'), d.person, d.due,"
        " d.done_on, d.dropped_on, m.voided_on"
        " FROM decision d JOIN meeting m ON m.uid = d.meeting LEFT JOIN campus c ON c.uid = m.campus",
        f"coalesce(c.name, '{GROUP}')",
        "d.due",
        "m.held_on",
        "d.due, m.number, d.position",
        ("d.done_on", "d.dropped_on", "m.voided_on"),
    ),
    "supervision": _Question(
        "SELECT r.number, NULL, r.correction, c.name, r.person, r.due, r.corrected_on, r.voided_on"
        " FROM supervision r JOIN campus c ON c.uid = r.campus",
        "c.name",
        "r.due",
        "r.visited_on",
        "r.due, r.number",
        ("r.corrected_on", "r.voided_on"),
    ),
}


def _told(
    asks: Asks, kind: str, day: date, narrowed: tuple[str, tuple[str, ...]], horizon: date, campus: str | None
) -> list[Promise]:
    question = _QUESTIONS[kind]
    where, values = narrowed
    rows = asks.rows(
        f"{question.select} WHERE {question.due} <= ? AND (? IS NULL OR {question.campus} = ?)"
        f" AND {question.since} <= ? {where} ORDER BY {question.order}",
        (horizon.isoformat(), campus, campus, day.isoformat(), *values),
    )
    return [
        Promise(kind, _ref(number, place), title, name, who, date.fromisoformat(due), *_ends(day, ends))
        for number, place, title, name, who, due, *ends in rows
    ]


def _ref(number: int, place: int | None) -> str:
    return record_ref(SUPERVISIONS, number) if place is None else decision_ref(number, place)


def _ends(day: date, ends: Sequence[str | None]) -> tuple[date | None, date | None]:
    """When a promise was kept, and when it was dropped, as far as that is known on ``day``."""
    known = [one if one and one <= day.isoformat() else None for one in ends]
    dropped = min((one for one in known[1:] if one), default=None)
    return (
        date.fromisoformat(known[0]) if known[0] else None,
        date.fromisoformat(dropped) if dropped else None,
    )


def is_promise(ref: str) -> bool:
    """Whether what is due is a promise, by its reference; a duty of the plan is named by its code."""
    return ref[:1] in (MEETINGS, SUPERVISIONS)


def why_promised(kind: str) -> str:
    """Where the day of a promise comes from."""
    if kind == "meeting":
        return _("the day that the meeting set for it (2.1(3))")
    return _("the day that the supervision set for it (2.4(2))")
