"""What the rows of a file are read by: the plan, the words, the map, and what stands around a table."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from safetyctl.intake.tables.mapping import Map
from safetyctl.intake.words import values
from safetyctl.intake.words.days import MONTH_FIRST, Orders, Years
from safetyctl.intake.words.synonyms import Synonyms
from safetyctl.plan.model import Plan


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reading goes by: the plan, the words, the map, the defaults, the day, how 3/5/20 is meant.

    ``campus`` and ``area`` serve rows that name none that is known; what the sheet or its head names goes first.
    """

    plan: Plan
    known: Synonyms
    map: Map
    areas: values.Areas
    campuses: Mapping[str, str]
    as_of: date
    campus: str | None
    area: tuple[str, str | None] | None
    from_1904: bool
    orders: Orders = field(default_factory=lambda: MONTH_FIRST)
    doubted: Collection[str] = ()
    file: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the rows of one table: the years that its head says, and the campus."""

    years: Years
    campus_here: str | None
    near: Mapping[int, date]
    """Row number → the nearest day found that has its year, for those that have none."""
    found_on: date | None = None
    """The day on which all were found, as the head of a form without such a column says."""
    of_part: bool = False
    """Whether a line between the rows says that day, which goes before what is told for the whole file."""
    in_hundreds: bool = False
    """Whether the shares of how far they have come are of a hundred: 80 and 1, not 0.8 and 0.01."""
    found_by: str | None = None
    """Who found them, as the head of a form without such a column says."""
