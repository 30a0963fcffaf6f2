"""Figures over all hazards up to a day, for reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from safetyctl.ledger.connection import Asks
from safetyctl.ledger.words import Status
from safetyctl.plan.model import DAY
from safetyctl.records.past import has_later_changes
from safetyctl.records.views import HazardFilter, HazardView, hazards


@dataclass(frozen=True, slots=True)
class Totals:
    """All hazards found before a day. Among the ``timed`` ones (rectified, with a deadline), ``timely`` kept the
    deadline in force and ``timely_first`` the first one ever given."""

    registered: int
    closed: int
    voided: int
    timed: int
    timely: int
    timely_first: int


def totals(asks: Asks, before: date, campus: str | None = None) -> Totals:
    """Count the hazards found before a day, of one campus or of all, as they stood on the day before it."""
    last = before - DAY
    if has_later_changes(asks, last):
        return _told(hazards(asks, last, HazardFilter(campus=campus, found_to=last)))
    end = before.isoformat()
    row = asks.rows(
        """
        WITH span(after) AS (SELECT ?)
        SELECT count(*),
               sum(CASE WHEN h.status = 'closed'
                             AND coalesce(h.closed_on, h.verified_on, h.rectified_on, h.found_on) < after
                        THEN 1 ELSE 0 END),
               sum(CASE WHEN h.status = 'void' THEN 1 ELSE 0 END),
               sum(CASE WHEN h.status <> 'void' AND h.rectified_on < after AND h.due IS NOT NULL THEN 1 ELSE 0 END),
               sum(CASE WHEN h.status <> 'void' AND h.rectified_on < after AND h.rectified_on <= h.due
                        THEN 1 ELSE 0 END),
               sum(CASE WHEN h.status <> 'void' AND h.rectified_on < after AND h.rectified_on <= h.due_first
                        THEN 1 ELSE 0 END)
        FROM span, hazard h JOIN campus c ON c.uid = h.campus
        WHERE h.found_on < after AND (? IS NULL OR c.name = ?)
        """,
        (end, campus, campus),
    )[0]
    return Totals(*(value or 0 for value in row))


def _told(found: Sequence[HazardView]) -> Totals:
    """The same, of the hazards as they stood."""
    timed = [one for one in found if one.status != Status.VOID and one.rectified_on and one.due]
    return Totals(
        registered=len(found),
        closed=sum(one.status == Status.CLOSED for one in found),
        voided=sum(one.status == Status.VOID for one in found),
        timed=len(timed),
        timely=sum(one.on_time is True for one in timed),
        timely_first=sum(one.on_time_first is True for one in timed),
    )
