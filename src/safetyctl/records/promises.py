"""What was promised by a day, and by whom: decisions of meetings, corrections that a supervision asked for.

They are owed beside the plan's duties, until they are done.
"""

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
    """Something promised and not done yet: what, by whom and by when; ``campus`` is ``*`` for the group's own."""

    kind: str
    ref: str
    title: str
    campus: str
    who: str | None
    due: date


def promises(asks: Asks, kind: str, day: date, horizon: date, campus: str | None = None) -> list[Promise]:
    """The promises of a kind that are due by ``horizon`` and not kept on ``day``, the earliest first.

    What was done, dropped or made void on a later day was still owed then.
    """
    return (_decisions if kind == "meeting" else _corrections)(asks, day.isoformat(), horizon, campus)


def _decisions(asks: Asks, day: str, horizon: date, campus: str | None) -> list[Promise]:
    rows = asks.rows(
        f"""
        SELECT m.number, d.position, d.what, coalesce(c.name, '{GROUP}'), d.person, d.due
        FROM decision d JOIN meeting m ON m.uid = d.meeting LEFT JOIN campus c ON c.uid = m.campus
        WHERE d.due <= ? AND (? IS NULL OR coalesce(c.name, '{GROUP}') = ?) AND m.held_on <= ?
              AND (m.voided_on IS NULL OR m.voided_on > ?) AND (d.done_on IS NULL OR d.done_on > ?)
              AND (d.dropped_on IS NULL OR d.dropped_on > ?)
        ORDER BY d.due, m.number, d.position
        """,
        (horizon.isoformat(), campus, campus, day, day, day, day),
    )
    return [
        Promise("meeting", decision_ref(number, position), what, name, person, date.fromisoformat(due))
        for number, position, what, name, person, due in rows
    ]


def _corrections(asks: Asks, day: str, horizon: date, campus: str | None) -> list[Promise]:
    rows = asks.rows(
        """
        SELECT r.number, r.correction, c.name, r.person, r.due FROM supervision r JOIN campus c ON c.uid = r.campus
        WHERE r.due <= ? AND (? IS NULL OR c.name = ?) AND r.visited_on <= ?
              AND (r.voided_on IS NULL OR r.voided_on > ?) AND (r.corrected_on IS NULL OR r.corrected_on > ?)
        ORDER BY r.due, r.number
        """,
        (horizon.isoformat(), campus, campus, day, day, day),
    )
    return [
        Promise(
            "supervision", record_ref(SUPERVISIONS, number), correction, name, person, date.fromisoformat(due)
        )
        for number, correction, name, person, due in rows
    ]


def is_promise(ref: str) -> bool:
    """Whether what is due is a promise, by its reference; a duty of the plan is named by its code."""
    return ref[:1] in (MEETINGS, SUPERVISIONS)


def why_promised(kind: str) -> str:
    """Where the day of a promise comes from."""
    if kind == "meeting":
        return _("the day that the meeting set for it (2.1(3))")
    return _("the day that the supervision set for it (2.4(2))")
