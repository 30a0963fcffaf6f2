"""The columns of people in a roster: who is in which shift, with their telephones and what else is said of them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from safetyctl.ground.text import one_line
from safetyctl.intake.rosters.days import WEEKDAY_HEADINGS, clocks, without_hours
from safetyctl.intake.tables.columns_of_people import TELEPHONE, tables_of
from safetyctl.intake.tables.reading import Found
from safetyctl.intake.words.cells import Unreadable, is_filled, said
from safetyctl.intake.words.forms import SHIFTS
from safetyctl.intake.words.synonyms import Synonyms, heading_key, without_number, without_telephone
from safetyctl.intake.words.values import is_unit
from safetyctl.intake.workbook.table import Table
from safetyctl.records.people import is_telephone

_OF_THE_ROW = ("day", "shift", "time", "campus")
_LEADS = re.compile(".{1,4}带班|带班.{0,6}(?:领导|干部|校长|园长|主任|经理|人员?|员)")
_ON_DUTY = re.compile(
    "(?!是否).{1,8}(?:值班|值守|值日|值周)(?:人员?|员)?|(?:值班|值守|值日|值周)(?:中层|行政|主任|组长|护校队员|.{0,4}人员)"
)
_WORDS = re.compile(r"^[^0-9(]*[(]?|[)]?[^0-9)]*$")


class Column(NamedTuple):
    """A column of people as a table of its own; ``shift`` is the one that it is for, None where the row says it.

    ``weekday``: the place of the day of the week; ``hours``: from when to when, as its heading says.
    """

    table: Table
    shift: str | None
    weekday: int | None
    hours: tuple[str, str] | None

    @property
    def heading(self) -> str:
        """What it is called."""
        return self.table.headings.get(self.table.columns["person"], "")


class _Meant(NamedTuple):
    """The field that a heading means, and the shift that a heading above it names."""

    field: str | None
    shift: str | None = None

    @property
    def is_of_people(self) -> bool:
        return self.field == "person" or self.field in SHIFTS


def blocks(one: Found, known: Synonyms) -> list[list[Column]]:
    """The columns of people in a table, for each of its blocks: where days stand twice side by side, there are two.

    A shift may have its name over the columns 姓名 and 电话; the same heading twice are two columns of people.
    """
    meant = {
        each.place: _Meant(each.field) if each.how == "map" else _meant(each.text, each.part, known)
        for each in one.layout.headings
    }
    table, meant = _spread(one, meant)
    end = max((*meant, *table.others), default=0) + 1
    days = [place for place, each in meant.items() if each.field == "day"]
    bounds = [1, *days[1:], end] if "day" not in table.joined else [1, end]
    found = [_columns(table, meant, span) for span in pairwise(bounds)]
    return found if all(found) else [_columns(table, meant, (1, end))]


def _spread(one: Found, meant: Mapping[int, _Meant]) -> tuple[Table, dict[int, _Meant]]:
    """The table and what its columns mean; one heading of people merged over several columns is of all of them.

    What stands under it may be their telephones too.
    """
    table = one.table()
    names, found = dict(table.headings), dict(meant)
    for first, left, bottom, right in one.sheet.merged:
        if not first <= one.layout.last <= bottom or left not in meant or not meant[left].is_of_people:
            continue
        for place in range(left + 1, right + 1):
            if names.get(place):
                continue
            cells_there = (row.cells[place - 1] for row in one.body.rows if place <= len(row.cells))
            below = [said(cell) for cell in cells_there if is_filled(cell)]
            if below and all(map(is_telephone, below)):
                found[place], names[place] = _Meant("telephone"), TELEPHONE[0]
            elif below and not any(is_unit(text) or any(map(str.isdigit, text)) for text in below):
                found[place], names[place] = meant[left], names[left]
    return replace(table, headings=names), found


def _columns(table: Table, meant: Mapping[int, _Meant], span: tuple[int, int]) -> list[Column]:
    """The columns of people within a span, each with what is its own and what is of the whole row."""
    parts = [place for place, _part in table.joined.get("day", ())]
    within = [place for place in range(*span) if place in meant or place in table.others]
    people = [place for place in within if place in meant and meant[place].is_of_people]
    fields = _of_the_row(table, meant, within)
    keys = {place: heading_key(table.headings.get(place, "")) for place in within}
    weekday = next((place for place in within if keys[place] in WEEKDAY_HEADINGS), None)
    own = [place for place in within if place != weekday and place not in parts]
    telephones = [place for place, each in meant.items() if each.field == "telephone"]
    called = (
        {}
        if "shift" in fields
        else _told_apart(table, [at for at in people if meant[at] == _Meant("person")])
    )
    return [
        Column(
            replace(one, joined={"day": table.joined["day"]}) if parts else one,
            meant[at].shift or (meant[at].field if meant[at].field in SHIFTS else called.get(at)),
            weekday,
            _hours(table.headings.get(at, "")),
        )
        for at, one in zip(people, tables_of(table, "person", people, own, fields, telephones), strict=True)
    ]


def _told_apart(table: Table, people: Sequence[int]) -> dict[int, str]:
    """What the people of several columns are there as, where their headings say it: 值班主任 | 值日教师."""
    called = {at: without_number(one_line(table.headings[at]).partition("/")[0].strip()) for at in people}
    return called if len(set(called.values())) > 1 else {}


def _hours(heading: str) -> tuple[str, str] | None:
    """From when to when the people of a column are there: 上午（8:00-12:00）, 全天."""
    text = unicodedata.normalize("NFKC", heading)
    try:
        return clocks(_WORDS.sub("", text) or text)
    except Unreadable:
        return None


def _of_the_row(table: Table, meant: Mapping[int, _Meant], within: Sequence[int]) -> dict[str, int]:
    """Where the day, the shift and the time of all people of a row stand."""
    fields = {name: at for name, at in table.columns.items() if name in _OF_THE_ROW and at in within}
    for place in within:
        name = meant[place].field if place in meant else None
        if name in _OF_THE_ROW:
            fields.setdefault(name, place)
    return fields


def _meant(text: str, part: str, known: Synonyms) -> _Meant:
    plain = (text, without_hours(text), *([] if part else [without_telephone(text)]))
    keys = [heading_key(each) for each in plain]
    whole = next(
        (known.names[key][0] for key in (*keys, without_number(keys[0])) if key in known.names), None
    )
    if whole is not None or not part:
        return _Meant(whole) if whole else _on_duty(plain[-1])
    above = known.names.get(heading_key(text.partition("/")[0]), (None, 0))[0]
    below = known.names.get(heading_key(part), (None, 0))[0]
    if above not in SHIFTS:
        return _Meant(below or above)
    return _Meant(
        below or above, above if below in (None, above) or below not in SHIFTS else f"{above}{below}"
    )


def _on_duty(heading: str) -> _Meant:
    """The people of a column that is called by who has duty: 行政值班, 总值班, 值班中层; 带班校领导 leads."""
    key = heading_key(heading)
    if _LEADS.fullmatch(key):
        return _Meant("带班")
    return _Meant("person", key) if _ON_DUTY.fullmatch(key) else _Meant(None)
