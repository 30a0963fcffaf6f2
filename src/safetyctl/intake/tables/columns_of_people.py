"""Several columns of people in one table: each with the telephones right of it, and what else is said of them."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from safetyctl.intake.words.synonyms import heading_key
from safetyctl.intake.workbook.table import Table

TELEPHONE = ("电话", "电话号码", "手机", "手机号", "手机号码", "联系方式")
"""How the headings of telephones end."""

_OF_OFFICE = ("办公", "固定", "座机")
"""Telephones that are taken where people have no other."""
_SOMEBODY = re.compile(".*(?:人员?|员|[校园组队班]长|领导|主任|老师|教师)")


def tables_of(
    table: Table,
    key: str,
    people: Sequence[int],
    within: Sequence[int],
    shared: Mapping[str, int],
    telephones: Collection[int] = (),
) -> list[Table]:
    """The table once for each of its columns of people, under the field ``key``.

    ``within``: the places that belong to these people; ``shared``: the fields that a row says of all of them;
    ``telephones``: places known to be that. What stands right of people is of them; left of them all, or at the end
    of the row under a heading that comes once, it is of the whole row.
    """
    if not people:
        return []
    ends = [*people[1:], max(within, default=0) + 1]
    own = [_telephone(table, at, end, telephones) for at, end in zip(people, ends, strict=True)]
    before = table.columns.get("telephone", 0)
    if len(people) == 1 and not own[0] and before in within and not _is_of_others(table, before):
        own = [before]
    rest = [place for place in within if place not in (*shared.values(), *people, *own)]
    keys = {place: heading_key(table.headings.get(place, "")) for place in rest}
    counted = Counter(keys.values())
    of_the_last = max(people[-1], own[-1] or 0)
    of_all = {
        place for place in rest if place < people[0] or (place > of_the_last and counted[keys[place]] == 1)
    }
    return [
        replace(
            table,
            columns={**shared, key: at} | ({"telephone": telephone} if telephone else {}),
            others=[place for place in rest if place in of_all or at < place < end],
            joined={},
        )
        for at, end, telephone in zip(people, ends, own, strict=True)
    ]


def _is_of_others(table: Table, telephone: int) -> bool:
    """Whether people that are no field stand right before a telephone: 负责人 | 手机 | 值班人."""
    place = telephone - 1
    return (
        place in table.others and _SOMEBODY.fullmatch(heading_key(table.headings.get(place, ""))) is not None
    )


def _telephone(table: Table, person: int, end: int, known: Collection[int]) -> int | None:
    """The column of their telephones, right of the people and before the next of them."""
    keys = {place: heading_key(table.headings.get(place, "")) for place in range(person + 1, end)}
    found = [place for place, key in keys.items() if place in known or key.endswith(TELEPHONE)]
    return min(found, key=lambda place: keys[place].startswith(_OF_OFFICE), default=None)
