"""What holidays are called: ``data/holidays.toml``, which a school may add to."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

from safetyctl.ground.files import shipped
from safetyctl.plan.model import HOLIDAYS, Words
from safetyctl.plan.tables import Table

FILE = "holidays.toml"


class HolidayName(NamedTuple):
    """What a holiday is called, what else people call it, and the days on which it falls on another holiday."""

    words: Words
    also: tuple[str, ...]
    on: tuple[date, ...]


@cache
def holiday_names() -> Mapping[str, HolidayName]:
    """The names by the holiday's code. Raises FileBroken where the file was edited and is wrong."""
    from safetyctl.plan.files import content, read_file

    return read_file(content(shipped(FILE)), FILE, _names)


def called(code: str) -> tuple[str, ...]:
    """All that a holiday is called, in either language; nothing for a day off that has no name."""
    name = holiday_names().get(code)
    return (*name.words, *name.also) if name else ()


def _names(table: Table) -> dict[str, HolidayName]:
    found = {code: _name(table.table(code)) for code in HOLIDAYS}
    table.end()
    return found


def _name(table: Table) -> HolidayName:
    name = HolidayName(table.words("name"), table.texts("also"), table.days("on") if table.has("on") else ())
    table.end()
    return name
