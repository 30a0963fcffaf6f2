"""A report of any kind but the weekly one: what it carries, and what it says, section by section."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from safetyctl.reports.facts.blocks import Figure, Section
from safetyctl.reports.facts.head import Head
from safetyctl.reports.facts.period import ReportHazard, WeekLine


class Attached(NamedTuple):
    """A file that goes with the report: what it is called, its sha256, and its bytes; None where they are gone."""

    title: str
    name: str
    sha256: str
    content: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed(Head):
    """What the report says; every text is Chinese and finished.

    ``figures`` are the facts as plain values, for programs; ``tally`` the figures it answers for, the first six of
    which stand at the top of its page. ``listed`` are the hazards of its workbook's ledger (no sheet where there are
    none), as they stood on ``listed_on`` where that is another day than the report's. ``weeks`` are drawn as
    the trend by week, in page and workbook. ``lacking`` says what it should
    have and has not: in the letter, and to the person who writes it.
    """

    heading: str
    sections: tuple[Section, ...]
    figures: object
    subtitle: str | None = None
    opening: str | None = None
    tally: tuple[Figure, ...] = ()
    listed: tuple[ReportHazard, ...] = ()
    listed_on: date | None = None
    weeks: tuple[WeekLine, ...] = ()
    attached: tuple[Attached, ...] = ()
    lacking: tuple[str, ...] = ()
    prepared_by: str | None = None
    reviewed_by: str | None = None
    telephone: str | None = None
    nil: bool = False
