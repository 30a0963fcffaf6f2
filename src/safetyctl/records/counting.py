"""How many records there are for the duties without a day (A18): listed and counted, never overdue."""

from collections.abc import Iterable
from datetime import date

from safetyctl.ledger.connection import Asks
from safetyctl.ledger.words import E_MAIL, SETTLED_SQL, channel_code
from safetyctl.plan.deadlines import GROUP
from safetyctl.plan.judging import Count
from safetyctl.records.earlier import hazard_table

ELECTRONIC_COPY = "electronic-copy"
"""The duty that whatever goes by e-mail shows, besides its own (R21)."""
OPEN, ESCALATED = "open", "escalated"
"""What the plan calls the hazards of the problem list, and those for which help was asked (R1, R9)."""
_day = date.fromisoformat


def counts(asks: Asks, day: date) -> Iterable[Count]:
    """How many records there are for the duties without a day: submissions by duty, hazards by campus."""
    yield from _handed_in(asks, day)
    yield from _with_the_group([*_found(asks, day), *_open(asks, day), *_escalated(asks, day)])


def _handed_in(asks: Asks, day: date) -> Iterable[Count]:
    """The submissions by duty; whatever went by e-mail is an electronic copy too, in whatever words that was said."""
    copies: dict[str, Count] = {}
    found: dict[tuple[str, str], Count] = {}
    for campus, duty, channel, number, last_on in asks.rows(
        "SELECT coalesce(c.name, ?), s.duty, s.channel, count(*), max(s.sent_on) FROM submission s"
        " LEFT JOIN campus c ON c.uid = s.campus WHERE s.sent_on <= ? GROUP BY 1, 2, 3",
        (GROUP, day.isoformat()),
    ):
        one = Count("submission", campus, duty, number, _day(last_on))
        if duty != ELECTRONIC_COPY:
            found[campus, duty] = _with(found.get((campus, duty)), one)
        if duty == ELECTRONIC_COPY or channel_code(channel) == E_MAIL:
            copies[campus] = _with(copies.get(campus), one._replace(of=ELECTRONIC_COPY))
    yield from (*found.values(), *copies.values())


def _with(so_far: Count | None, one: Count) -> Count:
    if so_far is None:
        return one
    return one._replace(number=so_far.number + one.number, last_on=max(so_far.last_on, one.last_on))


def _with_the_group(found: list[Count]) -> Iterable[Count]:
    """The counts of the campuses, and those of the group that they add up to."""
    yield from found
    for of in dict.fromkeys(one.of for one in found):
        mine = [one for one in found if one.of == of]
        number, last = sum(one.number for one in mine), max(one.last_on for one in mine)
        yield Count("hazards", GROUP, of, number, last)


def _found(asks: Asks, day: date) -> list[Count]:
    """The hazards found by ``day``, by campus, those void then left out."""
    table = hazard_table(asks, day)
    # all of them from one index, and the last of them from the same: a count by day would read every row
    rows = asks.rows(
        f"""
        SELECT c.name, (SELECT count(*) FROM {table} h WHERE h.campus = c.uid AND h.status <> 'void'),
               (SELECT h.found_on FROM {table} h WHERE h.campus = c.uid AND h.found_on <= ? AND h.status <> 'void'
                ORDER BY h.found_on DESC LIMIT 1)
        FROM campus c
        """,
        (day.isoformat(),),
    )
    return [
        Count("hazards", campus, "", number, _day(last_on)) for campus, number, last_on in rows if last_on
    ]


def _open(asks: Asks, day: date) -> list[Count]:
    """The hazards not struck off on ``day``, by campus."""
    rows = asks.rows(
        f"SELECT c.name, count(*), max(h.found_on) FROM campus c CROSS JOIN {hazard_table(asks, day)} h"
        f" WHERE h.campus = c.uid AND h.status NOT IN {SETTLED_SQL} AND h.found_on <= ? GROUP BY c.name",
        (day.isoformat(),),
    )
    return [Count("hazards", campus, OPEN, number, _day(last_on)) for campus, number, last_on in rows]


def _escalated(asks: Asks, day: date) -> list[Count]:
    """The hazards for which help was asked by ``day``, by campus."""
    rows = asks.rows(
        "SELECT c.name, count(DISTINCT h.uid), max(s.day) FROM step s JOIN hazard h ON h.uid = s.hazard"
        " JOIN campus c ON c.uid = h.campus WHERE s.kind = 'escalated' AND s.day <= ? GROUP BY c.name",
        (day.isoformat(),),
    )
    return [Count("hazards", campus, ESCALATED, number, _day(last_on)) for campus, number, last_on in rows]
