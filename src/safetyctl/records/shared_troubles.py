"""共性问题: the same trouble at several campuses, by check item and by wording."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from safetyctl.ledger.connection import Asks
from safetyctl.records.earlier import hazards_view
from safetyctl.records.references import hazard_ref

ALIKE = 0.5  # how much of two wordings must agree, as the share of their letter pairs


@dataclass(frozen=True, slots=True)
class CommonTrouble:
    """A trouble that several campuses share: the check item or None, a wording of it, and the hazards."""

    item: str | None
    area: str
    title: str
    campuses: tuple[str, ...]
    hazards: tuple[str, ...]
    open: int


@dataclass(frozen=True, slots=True)
class _Seen:
    number: int
    campus: str
    area: str
    item: str | None
    title: str
    settled: bool


def common_troubles(asks: Asks, campuses: Sequence[str] = (), day: date | None = None) -> list[CommonTrouble]:
    """Troubles that stand, or stood, at two campuses or more; the most widespread first. ``day``: as known then."""
    seen = [one for one in _known(asks, day or date.max) if not campuses or one.campus in campuses]
    groups = [*_by_item(seen), *_by_wording([one for one in seen if one.item is None])]
    found = [_trouble(group) for group in groups if len({one.campus for one in group}) > 1]
    return sorted(found, key=lambda trouble: (-len(trouble.campuses), -len(trouble.hazards), trouble.hazards))


def _known(asks: Asks, day: date) -> list[_Seen]:
    """The hazards found by ``day`` as they stood then, those void left out."""
    rows = asks.rows(
        f"SELECT number, campus, area, item, title, status = 'closed' FROM {hazards_view(asks, day)}"
        " WHERE status <> 'void' ORDER BY number"
    )
    return [_Seen(*row) for row in rows]


def _by_item(seen: Iterable[_Seen]) -> list[list[_Seen]]:
    groups: dict[str, list[_Seen]] = {}
    for one in seen:
        if one.item is not None:
            groups.setdefault(one.item, []).append(one)
    return list(groups.values())


def _by_wording(seen: Iterable[_Seen]) -> list[list[_Seen]]:
    """Groups of like wording within an area; each hazard joins the first group whose first wording it resembles."""
    groups: list[list[_Seen]] = []
    pairs_of: list[frozenset[str]] = []
    holding: dict[tuple[str, str], list[int]] = {}
    for one in seen:
        pairs = _letter_pairs(one.title)
        near = dict.fromkeys(number for pair in sorted(pairs) for number in holding.get((one.area, pair), ()))
        home = next((number for number in near if _alike(pairs, pairs_of[number])), None)
        if home is None:
            home = len(groups)
            groups.append([])
            pairs_of.append(pairs)
            for pair in pairs:
                holding.setdefault((one.area, pair), []).append(home)
        groups[home].append(one)
    return groups


def _letter_pairs(title: str) -> frozenset[str]:
    letters = re.sub(r"[\W\d_]+", "", title).casefold()
    return frozenset(letters[place : place + 2] for place in range(max(1, len(letters) - 1)))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= ALIKE * len(one | other)


def _trouble(group: Sequence[_Seen]) -> CommonTrouble:
    return CommonTrouble(
        item=group[0].item,
        area=group[0].area,
        title=group[0].title,
        campuses=tuple(dict.fromkeys(one.campus for one in group)),
        hazards=tuple(hazard_ref(one.number) for one in group),
        open=sum(not one.settled for one in group),
    )
