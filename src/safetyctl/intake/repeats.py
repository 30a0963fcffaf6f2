"""The same hazard in several rows of one file: one record that knows what all of them say.

A ledger kept over two years, or a sheet for each month beside a summary, has the same hazard twice. The row
that knows most of its life speaks for it; what the other says differently is kept in the detail, with its place.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from safetyctl.ground.catalogue import _, using
from safetyctl.ledger.words import Level
from safetyctl.records.candidate import Candidate
from safetyctl.records.columns import COLUMNS

Repeat = tuple[tuple[str, int], tuple[str, int]]
"""Sheet and row of a row, and of the first row of the same hazard."""

_LIFE = ("rectified_on", "rectify_note", "verified_by", "verified_on", "verify_note", "closed_on")
_FAR = {None: 0, "open": 0, "rectified": 2, "verified": 3, "closed": 4}
_OWN = (
    "detail",
    "level",
    "area",
    "item",
    "state",
    "open_ended",
    "assumed",
    "notes",
    "origin",
    "sheet",
    "row",
)
_ALIKE = ("fingerprint", "campus", "title", "location", "found_on", "source", "their_number")


def merged(candidates: Iterable[Candidate]) -> tuple[tuple[Candidate, ...], tuple[Repeat, ...]]:
    """The candidates, each hazard once and at its first place, and which rows repeat which."""
    first: dict[str, Candidate] = {}
    repeats: list[Repeat] = []
    for one in candidates:
        before = first.get(one.fingerprint)
        if before is None:
            first[one.fingerprint] = one
            continue
        repeats.append(((one.sheet, one.row), (before.sheet, before.row)))
        first[one.fingerprint] = _both(before, one)
    return tuple(first.values()), tuple(repeats)


def how_far(one: Candidate) -> int:
    """How far a row says that the hazard has come; a later one knows more."""
    by_days = 4 if one.closed_on else 3 if one.verified_on else 2 if one.rectified_on else 0
    return max(by_days, _FAR[one.state])


def _both(first: Candidate, other: Candidate) -> Candidate:
    later = other if how_far(other) > how_far(first) else first
    kept = [] if other.detail is None or other.detail == first.detail else [other.detail]
    values: dict[str, Any] = {}
    for key in Candidate.__dataclass_fields__:
        if key in _OWN or key in _ALIKE:
            continue
        ours, theirs = getattr(first, key), getattr(other, key)
        said = theirs if ours is None or (key in _LIFE and later is other and theirs is not None) else ours
        values[key] = said
        both = ((first, ours), (other, theirs))
        kept += [_told(key, value, one) for one, value in both if value not in (None, said)]
    level = _graded(first, other)
    area = other if "area" in first.assumed and "area" not in other.assumed else first
    if first.level != other.level:
        left = other if level == first.level else first
        kept.append(_told("level", str(left.level), left))
    return replace(
        first,
        **values,
        level=level,
        area=area.area,
        item=area.item,
        state=later.state or first.state or other.state,
        open_ended=first.open_ended and other.open_ended,
        detail=_joined(first.detail, kept),
        assumed=first.assumed & other.assumed,
        notes=tuple(dict.fromkeys((*first.notes, *other.notes))),
        origin="；".join(one.origin for one in (first, other) if one.origin) or None,
    )


def _graded(first: Candidate, other: Candidate) -> Level:
    """Major where one of them says so; what was said before what was assumed."""
    if ("level" in first.assumed) != ("level" in other.assumed):
        return other.level if "level" in first.assumed else first.level
    return Level.MAJOR if Level.MAJOR in (first.level, other.level) else first.level


def _told(key: str, value: object, one: Candidate) -> str:
    with using("zh"):
        heading = next((_(column.heading) for column in COLUMNS if column.key == key), key)
    said = value.isoformat() if isinstance(value, date) else value
    return f"{heading}（{one.sheet} {one.row}）：{said}"


def _joined(detail: str | None, kept: Iterable[str]) -> str | None:
    lines = detail.split("\n") if detail else []
    for text in kept:
        lines += [line for line in text.split("\n") if line not in lines]
    return "\n".join(lines) or None
