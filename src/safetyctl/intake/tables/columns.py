"""Each column of a table with its field, by all its headings together: what one says clearly no other may mean."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import time
from typing import NamedTuple

from safetyctl.ground.hours import HALF
from safetyctl.ground.text import fold
from safetyctl.intake.tables.columns_of_people import TELEPHONE
from safetyctl.intake.tables.grid import WITHIN, Grid
from safetyctl.intake.tables.layout import Heading, Wanted
from safetyctl.intake.tables.meaning import A_DAY, COMPOSED, Meaning, by_map, meant, telephone_of, two_in_one
from safetyctl.intake.tables.parts import DATE_PARTS
from safetyctl.intake.words.cells import cell_at, is_filled
from safetyctl.intake.words.composed import describes
from safetyctl.intake.words.forms import DAYS, HAZARDS, STATUS, THE_DAY, Form
from safetyctl.intake.words.outcomes import STRUCK_OFF
from safetyctl.intake.words.synonyms import DETAIL, Synonyms, heading_key

_DAY_APART = "日期"
_DAY_AND_HOUR = ("日期", "时间")
_OF_A_DAY = re.compile("原因|理由|说明|^是否")
"""What stands under the heading of a day beside it: 延期原因, 是否延期."""
_OF_THE_CLOCK: Mapping[str, Meaning] = {
    "drill": (None, ("held_at",)),
    "inspection": (None, ()),
}
_CLOCK = re.compile(rf"\s*{HALF}?\s*[0-9]{{1,2}}\s*[:时点]")
_REPORTED = re.compile("上报|填报|交办|通报|下发")
"""A day on which it was only told: less likely the day found than one that says no more than 日期."""
_ONE_OF = (frozenset(("due", "rectified_on")),)  # told apart by a person, never by their order
_OF_A_PERSON = frozenset(("职务", "岗位", "职称", "联系电话", "签名", "签字", *TELEPHONE))
Question = tuple[tuple[Heading, ...], tuple[str, ...]]
"""Columns that may be several fields, or several that may be one."""


def columns_of(
    grid: Grid, first: int, last: int, known: Synonyms, wanted: Wanted
) -> tuple[list[Heading], tuple[Question, ...]]:
    """The columns under the headings in some rows, each with its field, and what only a person can tell of them."""
    columns = _dated([_column(grid, first, last, place) for place in range(1, grid.width + 1)], known.form)
    return _assigned(columns, known, wanted, _of_the_clock(grid, last, columns, known))


@dataclass(frozen=True, slots=True)
class _Named:
    place: int
    own: str
    group: str
    part: str
    text: str


def _column(grid: Grid, row: int, last: int, place: int) -> _Named:
    """What a column is called over all rows of headings."""
    own = grid.at(row, place)
    parts = [text for below in range(row + 1, last + 1) if (text := grid.own(below, place)) and text != own]
    part = "/".join(dict.fromkeys(parts))
    if not part:
        group = grid.group_above(row, place)
        return _Named(place, own, group, "", own)
    group = own or grid.across.get((row, place), "") or grid.left_of(row, place)
    return _Named(place, part, group, part, f"{group}/{part}" if group else part)


def _dated(columns: Sequence[_Named], form: Form) -> list[_Named]:
    """The columns, those called 月 and 日 (and 年 before them) by themselves as the parts of one day.

    So are 日期 and 时间 side by side in a list of hazards: the day, and the hour of it.
    """
    found = list(columns)
    for at, one in enumerate(columns[1:], start=1):
        if form is HAZARDS and (columns[at - 1].text, one.text) == _DAY_AND_HOUR:
            for place in (at - 1, at):
                found[place] = replace(columns[place], part=columns[place].text, group=_DAY_APART)
        if (columns[at - 1].text, one.text) == DATE_PARTS[1:]:
            first = at - 2 if at > 1 and columns[at - 2].text == DATE_PARTS[0] else at - 1
            for place in range(first, at + 1):
                found[place] = replace(columns[place], part=columns[place].text, group=_DAY_APART)
    return found


def _of_the_clock(grid: Grid, last: int, columns: Sequence[_Named], known: Synonyms) -> Set[int]:
    """The columns that say at what time of day it was, where another one says the day: 巡查时间 beside 日期."""
    day = THE_DAY[known.form.kind] if known.form.kind in _OF_THE_CLOCK else ""
    means = [(one.place, _meaning(one, known)) for one in columns]
    meant = {place for place, (clear, maybe) in means if day in maybe or (clear and clear[0] == day)}
    clocks = {place for place in meant if len(meant) > 1 and _holds_clocks(grid, last, place)}
    return clocks if meant - clocks else frozenset()


def _holds_clocks(grid: Grid, last: int, place: int) -> bool:
    """Whether the first cells below a heading say the time of day alone."""
    rows = grid.sheet.rows[last : last + WITHIN]
    cells = [cell for row in rows if is_filled(cell := cell_at(row, place))]
    return bool(cells) and all(
        isinstance(cell, time)
        or (isinstance(cell, str) and _CLOCK.match(unicodedata.normalize("NFKC", cell)))
        for cell in cells
    )


_RECTIFIED = "rectify_note"
_STRUCK_OFF = re.compile(STRUCK_OFF)
_PLAIN = frozenset(("隐患", "问题"))

_Told = dict[int, tuple[tuple[str | None, str | None], ...]]
"""Place → the fields that the column is, and how each is known."""


class _Sorted(NamedTuple):
    """Columns by how much their headings say: a field clearly (rank, place), two fields at once, what they may be."""

    clear: dict[str, list[tuple[int, int, _Named]]]
    double: list[tuple[_Named, tuple[str, str]]]
    weak: list[tuple[_Named, tuple[str, ...]]]
    together: tuple[_Named, ...] = ()
    """The columns that say together how it was rectified."""


def _assigned(
    columns: Sequence[_Named], known: Synonyms, wanted: Wanted, clocks: Set[int]
) -> tuple[list[Heading], tuple[Question, ...]]:
    """Each column with its field: as the map says, else by the clearest heading, else by the only weak one.

    ``clocks``: columns that are not of the day, whatever they are called.
    """
    told = _told_by_map(columns, wanted)
    taken = {field or DETAIL for those in told.values() for field, _how in those}
    those = _sorted([one for one in columns if one.place not in told], known, clocks, columns)
    ambiguous: list[Question] = []
    for field, found in those.clear.items():
        if field == DETAIL:
            told |= {place: ((None, "synonym"),) for _rank, place, _one in found}
            continue
        if field in taken:
            continue
        taken.add(field)
        if field == known.form.title and _is_open(found):
            ambiguous.append((tuple(Heading(place, one.text) for _rank, place, one in found), (field,)))
            continue
        told |= {place: ((field, how),) for place, how in _best(found)}
    for one, fields in those.double:
        free = [field for field in fields if field not in taken]  # which no column says by itself
        told[one.place] = tuple((field, "synonym") for field in free)
        taken.update(free)
    options = _of_options(columns, told, taken, known)
    if those.together and _RECTIFIED not in taken:
        taken.add(_RECTIFIED)
        options |= {one.place: ((_RECTIFIED, "synonym"),) for one in those.together}
    told |= options
    weak_told, asked = _weakly(those.weak, taken, known.form)
    told |= {place: ((field, "weak"),) for place, field in weak_told.items()}
    headings = [
        Heading(one.place, one.text, field, how, one.part or (one.own if one.place in options else ""))
        for one in columns
        for field, how in told.get(one.place) or ((None, None),)
    ]
    return headings, (*ambiguous, *asked)


def _states_apart(those: _Sorted) -> _Sorted:
    """The columns, where two say how far it has come: 是否销号 the state, and 是否整改 how it was rectified.

    Where another column says in words how, the two say it together.
    """
    states = those.clear.get(STATUS, [])
    rectified = [each for each in states if not _STRUCK_OFF.search(heading_key(each[2].own))]
    struck = [each for each in states if each not in rectified]
    weak = [one for one, maybe in those.weak if STATUS in maybe and _STRUCK_OFF.search(heading_key(one.own))]
    struck = struck or [(COMPOSED, one.place, one) for one in weak if len(weak) == 1]
    if not struck or not rectified:
        return those
    clear = those.clear | {STATUS: struck}
    if _RECTIFIED not in clear:
        return those._replace(clear=clear | {_RECTIFIED: rectified})
    together = [min(rectified, key=_rank), min(clear[_RECTIFIED], key=_rank)]
    if any(one.part for _rank_of, _place, one in together):
        return those
    return those._replace(
        clear={field: found for field, found in clear.items() if field != _RECTIFIED},
        together=tuple(one for _rank_of, _place, one in together),
    )


def _rank(each: tuple[int, int, _Named]) -> tuple[int, int]:
    return each[:2]


def _told_by_map(columns: Sequence[_Named], wanted: Wanted) -> _Told:
    told: _Told = {}
    for one in columns:
        fields = by_map(one.text, one.place, wanted)
        fields = fields or (by_map(one.own, one.place, wanted) if one.own else [])
        if fields:
            told[one.place] = tuple((None if field == DETAIL else field, "map") for field in fields)
    return told


def _sorted(
    columns: Sequence[_Named], known: Synonyms, clocks: Set[int], beside: Sequence[_Named]
) -> _Sorted:
    """The columns by what their headings mean; ``beside``: all that there are."""
    found = _Sorted({}, [], [])
    texts = [one.text for one in beside]
    for one in columns:
        if two := two_in_one(one.own, known):
            found.double.append((one, two))
            continue
        clear, maybe = _meaning(one, known)
        if one.place in clocks:
            clear, maybe = _OF_THE_CLOCK.get(known.form.kind, (None, ()))
        if _is_unit(beside, one):
            clear, maybe = None, ()
        if clear:
            found.clear.setdefault(clear[0], []).append((clear[1], one.place, one))
        elif maybe := maybe or telephone_of(one.text, texts, known):
            found.weak.append((one, maybe))
    return _states_apart(_plainest(found, known)) if known.form is HAZARDS else found


def _plainest(those: _Sorted, known: Synonyms) -> _Sorted:
    """The columns, the one plainly called 隐患 before others that have the word in their heading: 隐患登记."""
    title = known.form.title
    others = those.clear.get(title, [])
    if any(rank < COMPOSED or describes(heading_key(one.own)) for rank, _place, one in others):
        return those
    plain = [one for one, maybe in those.weak if title in maybe and heading_key(one.own) in _PLAIN]
    if not others or len(plain) != 1:
        return those
    weak = [(one, maybe) for one, maybe in those.weak if one is not plain[0]]
    return those._replace(clear=those.clear | {title: [(COMPOSED, plain[0].place, plain[0])]}, weak=weak)


def _is_unit(columns: Sequence[_Named], one: _Named) -> bool:
    """Whether a column says in what units the one before it counts: 数量 | 单位."""
    left = next((each.text for each in columns if each.place == one.place - 1), "")
    return one.text == "单位" and heading_key(left).endswith(("数量", "数目", "工程量"))


def _is_open(found: Sequence[tuple[int, int, _Named]]) -> bool:
    """Whether several columns are known only by the words in their headings, and none better."""
    lowest = min(rank for rank, _place, _one in found)
    groups = {one.group if one.part else place for rank, place, one in found if rank == lowest}
    return len(groups) > 1 and lowest >= COMPOSED


def _of_options(
    columns: Sequence[_Named], told: Mapping[int, object], taken: set[str], known: Synonyms
) -> _Told:
    """Columns side by side that are called as the answers are, one of them to be ticked: 已整改 | 整改中 | 未整改."""
    found: _Told = {}
    if known.form is not HAZARDS:
        return found
    for field, words in ((STATUS, known.states), ("level", known.levels)):
        places = [
            one.place for one in columns if one.place not in told and not one.part and fold(one.own) in words
        ]
        if field not in taken and len(places) > 1:
            taken.add(field)
            found |= dict.fromkeys(places, ((field, "synonym"),))
    return found


def _meaning(one: _Named, known: Synonyms) -> tuple[tuple[str, int] | None, tuple[str, ...]]:
    if known.form is HAZARDS and one.group and heading_key(one.own) in _OF_A_PERSON:
        return None, ()  # what a group says of a person besides the name
    clear, maybe = meant(one.own, one.group, known)
    if not clear and one.group and (of_group := meant(one.group, "", known)[0]) and of_group[0] in DAYS:
        key = heading_key(one.own)
        if key in A_DAY or _OF_A_DAY.search(key):
            return (of_group if key in A_DAY else None), ()
    if clear or maybe or not (one.part or "/" in one.own):
        return clear, maybe
    return meant(one.group or one.own.partition("/")[0], "", known)


def _best(found: Sequence[tuple[int, int, _Named]]) -> Iterator[tuple[int, str]]:
    """The clearest of the columns that mean a field, with the others of its group; the first of two alike."""
    rank, place, one = min(found, key=lambda each: each[:2])
    how = "official" if rank == 0 else "synonym"
    yield place, how
    group = one.group if one.part else one.own.partition("/")[0] if "/" in one.own else ""
    for other_rank, other_place, other in found:
        others = other.group if other.part else other.own.partition("/")[0] if "/" in other.own else ""
        if other_place != place and other_rank == rank and group and others == group:
            yield other_place, how


def _weakly(
    weak: Sequence[tuple[_Named, tuple[str, ...]]], taken: set[str], form: Form
) -> tuple[dict[int, str], list[Question]]:
    """Weak headings to the fields that are still free; where that leaves a choice that matters, it is a question."""
    told: dict[int, str] = {}
    asked: list[Question] = []
    free = [(one, tuple(field for field in maybe if field not in taken)) for one, maybe in weak]
    for one, maybe in free:
        if len(maybe) > 1 and frozenset(maybe) in _ONE_OF:
            asked.append(((Heading(one.place, one.text),), maybe))
    for field in form.fields:
        if field in taken:
            continue
        here = [
            one
            for one, maybe in free
            if field in maybe and frozenset(maybe) not in _ONE_OF and one.place not in told
        ]
        here = [one for one in here if not _REPORTED.search(one.own)] or here
        parts = [one for one in here if one is here[0] or (one.part and one.group == here[0].group)]
        if len(here) > len(parts) and field in form.needed:
            asked.append((tuple(Heading(one.place, one.text) for one in here), (field,)))
        elif here:
            told |= {one.place: field for one in parts[: None if here[0].part else 1]}
    return told, asked
