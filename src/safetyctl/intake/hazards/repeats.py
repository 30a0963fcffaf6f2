"""The same hazard in several rows of one file: one record that knows what all of them say.

A ledger kept over two years, or a sheet for each month beside a summary, has the same hazard twice. The row
that knows most of its life speaks for it; what the other says differently is kept in the detail, with its place.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any

from safetyctl.ground.catalogue import _, using
from safetyctl.ledger.words import Level
from safetyctl.records.candidate import Candidate, fingerprint_of, marks_of, paired, vars_of
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
    "failed",
    "kin",
    "understood",
    "of_state",
    "open_ended",
    "assumed",
    "notes",
    "origin",
    "sheet",
    "row",
)
_ALIKE = ("fingerprint", "campus", "title", "location", "found_on", "source", "their_number", "exported")


Same = Callable[[Candidate, Candidate], bool]
"""Whether two rows of one sheet are the same row once more, so that nothing but their state may differ."""


def merged(candidates: Sequence[Candidate], same: Same) -> tuple[tuple[Candidate, ...], tuple[Repeat, ...]]:
    """The candidates, each hazard once and at its first place, and which rows repeat which.

    Two rows of one sheet that differ are two hazards, though called alike; on another sheet each is found again.
    """
    alike: dict[str, list[int]] = {}
    for place, one in enumerate(candidates):
        alike.setdefault(one.fingerprint, []).append(place)
    if len(alike) == len(candidates):
        return tuple(candidates), ()
    found: dict[int, Candidate] = {}
    repeats: list[tuple[int, Repeat]] = []
    for places in alike.values():
        if len(places) == 1:
            found[places[0]] = candidates[places[0]]
        else:
            _apart([(place, candidates[place]) for place in places], same, found, repeats)
    ordered = tuple(found[place] for place in sorted(found))
    return ordered, tuple(repeat for _place, repeat in sorted(repeats))


Placed = tuple[int, Candidate]


def _apart(
    alike: Sequence[Placed], same: Same, found: dict[int, Candidate], repeats: list[tuple[int, Repeat]]
) -> None:
    """Tell those that are called alike apart, sheet by sheet, and join the rows of each hazard."""
    known: list[Placed] = []
    for _sheet, rows in groupby(alike, key=lambda each: each[1].sheet):
        here: list[Placed] = []
        for place, one in rows:
            again = next((at for at, other in enumerate(here) if same(other[1], one)), None)
            if again is None:
                here.append((place, one))
            else:
                first = here[again]
                repeats.append((place, _repeat(one, first[1])))
                here[again] = (first[0], _both(first[1], one, least=True))
        which = paired(
            [marks_of(vars_of(one)) for _, one in here], [marks_of(vars_of(one)) for _, one in known]
        )
        for at, (place, one) in enumerate(here):
            if at not in which:
                known.append((place, one))
                continue
            first = known[which[at]]
            repeats.append((place, _repeat(one, first[1])))
            known[which[at]] = (first[0], _both(first[1], one))
    for nth, (place, one) in enumerate(known, start=1):
        kin = one.fingerprint
        found[place] = one if len(known) == 1 else replace(one, fingerprint=fingerprint_of(kin, nth), kin=kin)


def _repeat(one: Candidate, first: Candidate) -> Repeat:
    return (one.sheet, one.row), (first.sheet, first.row)


def how_far(one: Candidate) -> int:
    """How far a row says that the hazard has come; a later one knows more."""
    by_days = 4 if one.closed_on else 3 if one.verified_on else 2 if one.rectified_on else 0
    return max(by_days, _FAR[one.state])


def _both(first: Candidate, other: Candidate, least: bool = False) -> Candidate:
    """What both say; ``least``: the one that is least far speaks for its state, else the one that knows more."""
    further = how_far(other) > how_far(first)
    later = other if further != least and how_far(other) != how_far(first) else first
    kept = [] if other.detail is None or other.detail == first.detail else [other.detail]
    values: dict[str, Any] = {}
    for key in Candidate.__dataclass_fields__:
        if key in _OWN or key in _ALIKE:
            continue
        ours, theirs = getattr(first, key), getattr(other, key)
        if key in _LIFE and least:
            said = theirs if later is other else ours
        else:
            said = (
                theirs if ours is None or (key in _LIFE and later is other and theirs is not None) else ours
            )
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
        state=later.state if least else later.state or first.state or other.state,
        failed=later.failed,
        open_ended=first.open_ended and other.open_ended,
        detail=_joined(first.detail, kept),
        understood=tuple(dict.fromkeys((*first.understood, *other.understood))),
        of_state=tuple(dict.fromkeys((*first.of_state, *other.of_state))),
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
