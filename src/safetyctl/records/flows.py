"""How hazards came and went in a period: carried over + new + reopened − closed − voided = remaining.

Counted from the steps of every hazard, on the days that they count for; the same law serves the weekly
report and ``ledger check``.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from safetyctl.ledger.connection import Asks
from safetyctl.ledger.words import StepKind
from safetyctl.plan.model import DAY, Period
from safetyctl.records.past import MOVEMENT, MOVES, Row, has_later_changes, words_on

_FIGURES = ("carried", "new", "reopened", "closed", "voided", "rectified")
_UNDONE = (
    "(SELECT min(u.day) FROM step u WHERE u.hazard = s.hazard AND u.uid > s.uid"
    " AND u.kind IN ('failed', 'reopened', 'voided'))"
)
"""The day from which a rectification ``s`` held no more, as SQL; NULL where it still holds."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The movement of the hazards of one campus, area and level in a period.

    ``rectified`` counts those rectified in it that were not sent back, reopened or made void by its end.
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
    last = end - DAY
    words = words_on(asks, last) if has_later_changes(asks, last) else {}
    apart = {uid: said for uid, said in words.items() if _is_elsewhere(asks, uid, said)}
    groups = _counted(asks, start, end, but=tuple(apart))
    for uid, said in apart.items():
        for one in _counted(asks, start, end, only=uid):
            groups.append(replace(one, area=said["area"], level=said["level"]))
    groups = _together(groups) if apart else groups
    return [one for one in groups if campus in (None, one.campus)]


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
    moved = [Counter[str]() for _place in range(len(periods) + 1)]
    for day, kind, number in rows:  # those before the first period at place 0
        moved[bisect_right(starts, day)][kind] += number
    left, found = _net(moved[0]), []
    rectified = _rectified(asks, periods, campus)
    for period, mine in zip(periods, moved[1:], strict=True):
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
        " WHERE s.kind = 'rectified' AND s.day >= ? AND s.day < ? AND (? IS NULL OR c.name = ?)",
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


def _is_elsewhere(asks: Asks, uid: str, said: Row) -> bool:
    """Whether a hazard counts for another area or level now than it did by its words of that day."""
    now = asks.rows("SELECT area, level FROM hazard WHERE uid = ?", (uid,))
    return bool(now) and now[0] != (said["area"], said["level"])


def _together(groups: Iterable[Counted]) -> list[Counted]:
    """One of each campus, area and level, the figures added up."""
    found: dict[tuple[str, str, str], Counted] = {}
    for one in groups:
        key = (one.campus, one.area, one.level)
        before = found.get(key)
        added = {name: getattr(before, name) + getattr(one, name) for name in _FIGURES} if before else {}
        found[key] = replace(one, **added)
    return list(found.values())


def _counted(
    asks: Asks, start: date, end: date, but: Sequence[str] = (), only: str | None = None
) -> list[Counted]:
    """The movement of all hazards ``but`` some, or of one ``only``, by what they say now."""
    narrowed = "AND h.uid = ?" if only else f"AND h.uid NOT IN ({', '.join('?' * len(but))})" if but else ""
    rows = asks.rows(
        f"""
        WITH span(first, after) AS (SELECT ?, ?)
        SELECT c.name, h.area, h.level,
               sum(CASE WHEN s.day < first THEN {MOVEMENT} ELSE 0 END),
               sum(CASE WHEN s.day >= first AND s.kind = 'found' THEN 1 ELSE 0 END),
               sum(CASE WHEN s.day >= first AND s.kind = 'reopened' THEN 1 ELSE 0 END),
               sum(CASE WHEN s.day >= first AND s.kind = 'closed' THEN 1 ELSE 0 END),
               sum(CASE WHEN s.day >= first AND s.kind = 'voided' THEN 1 ELSE 0 END),
               count(DISTINCT CASE WHEN s.day >= first AND s.kind = 'rectified'
                                        AND coalesce({_UNDONE}, after) >= after THEN s.hazard END)
        FROM span, step s JOIN hazard h ON h.uid = s.hazard JOIN campus c ON c.uid = h.campus
        WHERE s.day < after {narrowed}
        GROUP BY c.position, c.name, h.area, h.level
        ORDER BY c.position, h.area, h.level
        """,
        (start.isoformat(), end.isoformat(), *((only,) if only else but)),
    )
    return [Counted(*row) for row in rows]
