"""How hazards came and went in a period: carried over + new + reopened − closed − voided = remaining.

Counted from the steps of every hazard, on the days that they count for; the same law serves the weekly
report and ``ledger check``.
"""

from dataclasses import dataclass
from datetime import date

from safetyctl.ledger.connection import Asks
from safetyctl.records.past import MOVEMENT


@dataclass(frozen=True, slots=True)
class Counted:
    """The movement of the hazards of one campus, area and level in a period; ``rectified`` counts them in it."""

    campus: str
    area: str
    level: str
    carried: int
    new: int
    reopened: int
    closed: int
    voided: int
    rectified: int

    @property
    def remaining(self) -> int:
        """What is open at the end of the period."""
        return self.carried + self.new + self.reopened - self.closed - self.voided


def counted(asks: Asks, start: date, end: date) -> list[Counted]:
    """The movement from ``start`` up to, not including, ``end``, by campus, area and level.

    A hazard that went void counts as found and as voided, each on its day.
    """
    rows = asks.rows(
        f"""
        WITH span(first, after) AS (SELECT ?, ?)
        SELECT c.name, h.area, h.level,
               sum(CASE WHEN s.day < first THEN {MOVEMENT} ELSE 0 END),
               sum(CASE WHEN s.day >= first AND s.kind = 'found' THEN 1 ELSE 0 END),
               sum(CASE WHEN s.day >= first AND s.kind = 'reopened' THEN 1 ELSE 0 END),
               sum(CASE WHEN s.day >= first AND s.kind = 'closed' THEN 1 ELSE 0 END),
               sum(CASE WHEN s.day >= first AND s.kind = 'voided' THEN 1 ELSE 0 END),
               count(DISTINCT CASE WHEN s.day >= first AND s.kind = 'rectified' THEN s.hazard END)
        FROM span, step s JOIN hazard h ON h.uid = s.hazard JOIN campus c ON c.uid = h.campus
        WHERE s.day < after
        GROUP BY c.position, c.name, h.area, h.level
        ORDER BY c.position, h.area, h.level
        """,
        (start.isoformat(), end.isoformat()),
    )
    return [Counted(*row) for row in rows]
