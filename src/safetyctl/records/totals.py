"""Figures over all hazards up to a day, for reports: as they stand on it, and without those that are void."""

from dataclasses import dataclass
from datetime import date

from safetyctl.ledger.connection import Asks
from safetyctl.plan.model import DAY
from safetyctl.records.earlier import hazard_table

FIGURES = ("registered", "closed", "voided", "timed", "timely", "timely_first", "rectified")


@dataclass(frozen=True, slots=True)
class Totals:
    """All hazards of one campus, area and level found before a day, as they stood on the day before it.

    ``registered`` counts the void ones too, which ``voided`` counts apart; the others are among those not void, and
    ``rectified`` has the verified and the closed ones in it. Among the ``timed`` ones (of which the day is known on
    which they were rectified, with a deadline), ``timely`` kept the deadline in force and ``timely_first`` the first
    one ever given.
    """

    campus: str
    area: str
    level: str
    registered: int
    closed: int
    voided: int
    timed: int
    timely: int
    timely_first: int
    rectified: int


def totals(asks: Asks, before: date, campus: str | None = None) -> list[Totals]:
    """Count the hazards found before a day, of one campus or of all, as they stood on the day before it."""
    rows = asks.rows(
        f"""
        SELECT c.name, h.area, h.level,
               count(*),
               sum(CASE WHEN h.status = 'closed' THEN 1 ELSE 0 END),
               sum(CASE WHEN h.status = 'void' THEN 1 ELSE 0 END),
               sum(CASE WHEN h.status <> 'void' AND h.rectified_on IS NOT NULL AND h.due IS NOT NULL
                        THEN 1 ELSE 0 END),
               sum(CASE WHEN h.status <> 'void' AND h.rectified_on <= h.due THEN 1 ELSE 0 END),
               sum(CASE WHEN h.status <> 'void' AND h.rectified_on <= h.due_first THEN 1 ELSE 0 END),
               sum(CASE WHEN h.status IN ('rectified', 'verified', 'closed') THEN 1 ELSE 0 END)
        FROM {hazard_table(asks, before - DAY)} h JOIN campus c ON c.uid = h.campus
        WHERE h.found_on < ? AND (? IS NULL OR c.name = ?)
        GROUP BY c.position, c.name, h.area, h.level
        """,
        (before.isoformat(), campus, campus),
    )
    return [Totals(*row) for row in rows]
