"""What the summary of the campaign (R20) tells, as figures: by phase, level, area, campus, milestone and duty."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from safetyctl.records.shared_troubles import CommonTrouble
from safetyctl.reports.facts.period import Excused, Flow, GroupLine, SoFar, StockLine
from safetyctl.reports.kinds.summary_work import Work

DUTY = "final-summary"
"""The code of the plan's duty that the summary meets."""


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """A phase of the campaign, as far as the summary tells of it: the movement, and what was rectified.

    ``found_major`` counts the major ones among those newly found.
    """

    number: int
    name: str
    start: date
    end: date
    flow: Flow
    rectified: int
    found_major: int


@dataclass(frozen=True, slots=True)
class LevelLine:
    """The hazards of one level: the movement of the phase that the summary ends in, and of the whole campaign."""

    level: str
    phase: Flow
    phase_rectified: int
    total: Flow
    rectified: int


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """How a milestone stands at one campus: ``done`` of ``total`` hazards, or areas of an inspection.

    ``open`` are the hazards that wait, and the areas that were not inspected.
    """

    code: str
    title: str
    campus: str
    due: date
    state: str
    total: int
    done: int
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """Something owed and not done: by its id, of which campus (``*`` the group), and due when."""

    id: str
    campus: str
    due: date


@dataclass(frozen=True, slots=True)
class DutyLine:
    """How often a duty was owed by the end, and how that stands; ``missing`` is what is past its day.

    ``by_campus`` tells the states campus by campus, for what is handed in again and again.
    """

    code: str
    title: str
    owed: int
    states: Mapping[str, int]
    missing: tuple[Missing, ...]
    by_campus: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class SummaryFigures:
    """The whole campaign up to the day the summary tells of: by phase, area and campus, and all that was owed.

    ``total`` and the lines like it are the movement in the campaign; ``all_time`` and the ``stock`` lines tell how
    all hazards so far stand at its end. ``untold`` is the movement of the last days, which lie in no weekly report
    (A12); None where there are none.
    """

    total: Flow
    general: Flow
    major: Flow
    all_time: SoFar
    rectified: int
    phases: tuple[PhaseLine, ...]
    by_level: tuple[LevelLine, ...]
    by_area: tuple[GroupLine, ...]
    by_campus: tuple[GroupLine, ...]
    milestones: tuple[MilestoneLine, ...]
    duties: tuple[DutyLine, ...]
    work: Work
    excused: tuple[Excused, ...]
    common: tuple[CommonTrouble, ...]
    untold: Flow | None
    untold_from: date | None
    stock_by_level: tuple[StockLine, ...]
    stock_by_area: tuple[StockLine, ...]
    stock_by_campus: tuple[StockLine, ...]
