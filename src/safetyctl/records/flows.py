"""How hazards came and went in a period: carried over + new + reopened − closed − voided = remaining.

Counted from the steps of every hazard, on the days that they count for; the same law serves the weekly
report and ``ledger check``.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from safetyctl.ledger.connection import Asks
from safetyctl.ledger.words import StepKind
from safetyctl.plan.model import DAY, Period
from safetyctl.records.earlier import groups_table
from safetyctl.records.past import MOVEMENT, MOVES

_UNDONE = (
    "(SELECT min(u.day) FROM step u WHERE u.hazard = s.hazard AND u.uid > s.uid"
    " AND u.kind IN ('failed', 'reopened', 'voided'))"
)
"""The day from which a rectification ``s`` held no more, as SQL; NULL where it still holds."""
_RECTIFYING = (
    "(s.kind = 'rectified' OR s.kind IN ('passed', 'closed')"
    " AND coalesce((SELECT e.kind FROM step e WHERE e.hazard = s.hazard AND e.uid < s.uid"
    " AND e.kind IN ('rectified', 'passed', 'failed', 'reopened') ORDER BY e.uid DESC LIMIT 1), 'failed')"
    " IN ('failed', 'reopened'))"
)
"""Whether a step ``s`` made its hazard a rectified one, as SQL.

A ledger that was imported may say that a hazard was verified or struck off, and never that it was rectified.
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """The movement of the hazards of one campus, area and level in a period.

    ``rectified`` counts those rectified in it that were not sent back, reopened or made void by its end. What was
    verified or struck off counts as rectified that day where nothing says that it was before.
    """

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


def counted(asks: Asks, start: date, end: date, campus: str | None = None) -> list[Counted]:
    """The movement from ``start`` up to, not including, ``end``, by campus (all of them, or one), and by area and
    level as on its last day.

    A hazard that went void counts as found and as voided, each on its day.
    """
    # hazard by hazard, in the order of an index: a third of the time; the plus keeps SQLite from the one by day
    rows = asks.rows(
        f"""
        WITH span(first, after) AS (SELECT ?, ?),
             moved AS (
                 SELECT s.hazard,
                        sum(CASE WHEN s.day < first THEN {MOVEMENT} ELSE 0 END) AS carried,
                        sum(CASE WHEN s.day >= first AND s.kind = 'found' THEN 1 ELSE 0 END) AS new,
                        sum(CASE WHEN s.day >= first AND s.kind = 'reopened' THEN 1 ELSE 0 END) AS reopened,
                        sum(CASE WHEN s.day >= first AND s.kind = 'closed' THEN 1 ELSE 0 END) AS closed,
                        sum(CASE WHEN s.day >= first AND s.kind = 'voided' THEN 1 ELSE 0 END) AS voided,
                        max(CASE WHEN s.day >= first AND {_RECTIFYING}
                                      AND coalesce({_UNDONE}, after) >= after THEN 1 ELSE 0 END) AS rectified
                 FROM span, step s WHERE +s.day < after GROUP BY s.hazard)
        SELECT c.name, coalesce(g.area, h.area), coalesce(g.level, h.level), sum(m.carried), sum(m.new),
               sum(m.reopened), sum(m.closed), sum(m.voided), sum(m.rectified)
        FROM moved m JOIN hazard h ON h.uid = m.hazard JOIN campus c ON c.uid = h.campus
             LEFT JOIN {groups_table(asks, end - DAY)} g ON g.hazard = h.uid
        WHERE ? IS NULL OR c.name = ?
        GROUP BY c.position, c.name, 2, 3
        ORDER BY c.position, 2, 3
        """,
        (start.isoformat(), end.isoformat(), campus, campus),
    )
    return [Counted(*row) for row in rows]


def moved(asks: Asks, start: date, end: date, campus: str | None = None) -> dict[str, int]:
    """The movement of all hazards together, and how many had been found (void ones left out) and were closed at its
    end, by name. For many periods one after another: steps are counted once.
    """
    before, within = Counter[str](), Counter[str]()
    for at, day, kind, number in asks.once("steps by day", lambda: _steps_by_day(asks)):
        if campus in (None, at) and day < end.isoformat():
            (before if day < start.isoformat() else within)[kind] += number
    ever = before + within
    return {
        "carried": _net(before),
        "new": within[StepKind.FOUND],
        "reopened": within[StepKind.REOPENED],
        "closed": within[StepKind.CLOSED],
        "voided": within[StepKind.VOIDED],
        "remaining": _net(before) + _net(within),
        "found_so_far": ever[StepKind.FOUND] - ever[StepKind.VOIDED],
        "closed_so_far": ever[StepKind.CLOSED] - ever[StepKind.REOPENED],
    }


def _steps_by_day(asks: Asks) -> list[tuple[str, str, str, int]]:
    """How many steps of each kind were taken at each campus on each day."""
    return asks.rows(
        "SELECT c.name, s.day, s.kind, count(*) FROM step s JOIN hazard h ON h.uid = s.hazard"
        " JOIN campus c ON c.uid = h.campus GROUP BY c.name, s.day, s.kind"
    )


@dataclass(frozen=True, slots=True)
class Passed:
    """How hazards came and went in one of several periods that follow each other; ``remaining`` at its end.

    ``rectified`` counts hazards, each once a period, as ``Counted`` does.
    """

    period: Period
    new: int
    rectified: int
    closed: int
    remaining: int


def passed(asks: Asks, periods: Sequence[Period], campus: str | None = None) -> list[Passed]:
    """The movement of each of the periods, which follow each other without a gap, of one campus or of all.

    Steps are counted by day in two queries, however many periods there are.
    """
    if not periods:
        return []
    rows = asks.rows(
        "SELECT s.day, s.kind, count(*) FROM step s JOIN hazard h ON h.uid = s.hazard"
        " JOIN campus c ON c.uid = h.campus WHERE s.day < ? AND (? IS NULL OR c.name = ?)"
        " GROUP BY s.day, s.kind ORDER BY s.day",
        (periods[-1].end.isoformat(), campus, campus),
    )
    starts = [period.start.isoformat() for period in periods]
    taken = [Counter[str]() for _place in range(len(periods) + 1)]
    for day, kind, number in rows:  # those before the first period at place 0
        taken[bisect_right(starts, day)][kind] += number
    left, found = _net(taken[0]), []
    rectified = _rectified(asks, periods, campus)
    for period, mine in zip(periods, taken[1:], strict=True):
        left += _net(mine)
        found.append(
            Passed(period, mine[StepKind.FOUND], rectified[period.start], mine[StepKind.CLOSED], left)
        )
    return found


def _rectified(asks: Asks, periods: Sequence[Period], campus: str | None) -> Counter[date]:
    """How many hazards were rectified in each of the periods, by its first day, and stood so at its end."""
    first, after = periods[0].start.isoformat(), periods[-1].end.isoformat()
    rows = asks.rows(
        f"SELECT s.day, s.hazard, {_UNDONE} FROM step s JOIN hazard h ON h.uid = s.hazard"
        " JOIN campus c ON c.uid = h.campus"
        f" WHERE {_RECTIFYING} AND s.day >= ? AND s.day < ? AND (? IS NULL OR c.name = ?)",
        (first, after, campus, campus),
    )
    starts = [period.start.isoformat() for period in periods]
    places = [(bisect_right(starts, day) - 1, uid, undone) for day, uid, undone in rows]
    held = {
        (periods[place].start, uid)
        for place, uid, undone in places
        if undone is None or undone >= periods[place].end.isoformat()
    }
    return Counter(start for start, _uid in held)


def _net(steps: Counter[str]) -> int:
    """What these steps, counted by kind, add to the hazards that are open."""
    return sum(moved * steps[kind] for kind, moved in MOVES.items())
