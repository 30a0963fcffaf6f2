"""What a report says, as plain values: read once from the ledger, then only laid out.

No writer asks the ledger for anything, so no two pages of a bundle can disagree. Days are days of the
plan's zone; enumerations are codes, and the writers look their words up.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from safetyctl.ledger.words import AWAITING_RECTIFICATION, Level, Status
from safetyctl.reports.facts.blocks import Figure, hazard_figures

STANDING = (Status.OPEN, Status.ASSIGNED, Status.RECTIFIED, Status.VERIFIED)
_IN_FULL = 1000  # a rate is held in tenths of a per cent


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with its denominator. One of nothing is '/', never 0 % or 100 %."""

    part: int
    whole: int

    @property
    def percent(self) -> str:
        """Such as ``62.5%``; ``100%`` and ``0%`` only where they hold exactly; ``/`` where ``whole`` is 0."""
        if self.whole == 0:
            return "/"
        tenths = (2 * _IN_FULL * self.part + self.whole) // (2 * self.whole)
        if 0 < self.part < self.whole:
            tenths = min(max(tenths, 1), _IN_FULL - 1)
        return f"{tenths // 10}.{tenths % 10}%" if tenths % 10 else f"{tenths // 10}%"


@dataclass(frozen=True, slots=True)
class Flow:
    """How hazards came and went: carried + new + reopened − closed − voided = remaining."""

    carried: int = 0
    new: int = 0
    reopened: int = 0
    closed: int = 0
    voided: int = 0
    remaining: int = 0

    @property
    def balances(self) -> bool:
        """Whether the sum adds up."""
        return self.carried + self.new + self.reopened - self.closed - self.voided == self.remaining

    @property
    def closing(self) -> Rate:
        """Closed, of all that there was to close in the period (void ones are none)."""
        return Rate(self.closed, self.closed + self.remaining)

    @property
    def still(self) -> bool:
        """Whether nothing came and nothing went."""
        return not (self.new or self.reopened or self.closed or self.voided)


@dataclass(frozen=True, slots=True)
class SoFar:
    """All hazards since the ledger began, as they stand at the end of the period: the one law of every cumulative
    figure.

    ``registered`` counts the void ones too, ``voided`` counts these apart; every other figure is among those that
    are ``found``. ``timely`` and ``timely_first`` count, among the ``timed`` ones (rectified, with a deadline), those
    that kept the deadline in force and the first one ever given.
    """

    registered: int = 0
    closed: int = 0
    voided: int = 0
    timed: int = 0
    timely: int = 0
    timely_first: int = 0
    rectified: int = 0

    @property
    def found(self) -> int:
        """Those that are hazards still: a void one was none."""
        return self.registered - self.voided

    @property
    def remaining(self) -> int:
        """Those not closed, or open again."""
        return self.found - self.closed

    @property
    def closing(self) -> Rate:
        """Closed, of all that were found and are not void."""
        return Rate(self.closed, self.found)

    @property
    def on_time(self) -> Rate:
        """Rectified by the deadline in force, of those rectified that had one."""
        return Rate(self.timely, self.timed)

    @property
    def on_time_first(self) -> Rate:
        """Rectified by the first deadline, of those rectified that had one."""
        return Rate(self.timely_first, self.timed)


@dataclass(frozen=True, slots=True)
class StockLine:
    """All hazards so far of one campus, area or level, by its code."""

    code: str
    name: str
    so_far: SoFar


@dataclass(frozen=True, slots=True)
class GroupLine:
    """The figures of one campus or area. ``code`` is the area's code, or the campus's name again.

    ``rectified`` counts hazards rectified in the period; ``overdue`` and ``major_remaining`` are among the
    remaining.
    """

    code: str
    name: str
    flow: Flow
    rectified: int = 0
    overdue: int = 0
    major_remaining: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Remaining hazards by where they stand."""

    open: int
    assigned: int
    rectified: int
    verified: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.open + self.assigned + self.rectified + self.verified


@dataclass(frozen=True, slots=True)
class ReportHazard:
    """One hazard on the report's day, by the keys of the official columns and a few of its own.

    ``funds`` is 万元, ``due`` the deadline in force. ``why`` says why it is still to be rectified, where the ledger
    holds a reason, ``request`` what was asked for when it was reported upwards. ``missing`` are the commitments
    (五落实) not yet settled, as field names; ``photos`` the kind and sha256 of each photograph kept with it.
    """

    number: str
    campus: str
    found_on: date
    source: str
    area: str
    title: str
    level: str
    status: str
    found_by: str | None = None
    location: str | None = None
    detail: str | None = None
    measure: str | None = None
    department: str | None = None
    responsible: str | None = None
    funds: float | None = None
    due: date | None = None
    due_first: date | None = None
    extensions: int = 0
    interim: str | None = None
    contingency: str | None = None
    rectified_on: date | None = None
    rectify_note: str | None = None
    verified_by: str | None = None
    verified_on: date | None = None
    verify_note: str | None = None
    closed_on: date | None = None
    on_time: bool | None = None
    province_uploaded_on: date | None = None
    province_receipt: str | None = None
    photos_before: int = 0
    photos_after: int = 0
    photos: tuple[tuple[str, str], ...] = ()
    remarks: str | None = None
    void_reason: str | None = None
    deferred_to: date | None = None
    escalated_on: date | None = None
    escalated_to: str | None = None
    supervised_by: str | None = None
    item: str | None = None
    days_overdue: int = 0
    why: str | None = None
    missing: tuple[str, ...] = ()
    request: str | None = None

    @property
    def overdue(self) -> bool:
        """Whether its deadline has passed without rectification."""
        return self.days_overdue > 0

    @property
    def major(self) -> bool:
        """Whether it is a major hazard (重大隐患)."""
        return self.level == Level.MAJOR

    @property
    def needs_help(self) -> bool:
        """Whether those above were asked to help with its rectification, which is still to be done."""
        return self.escalated_on is not None and self.status in AWAITING_RECTIFICATION


class LedgerSheet(Protocol):
    """What the sheet of the ledger says: the hazards, and the head that a school's ledger has."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def unit(self) -> str: ...  # noqa: D102
    @property
    def seen(self) -> date: ...  # noqa: D102
    @property
    def prepared_by(self) -> str | None: ...  # noqa: D102
    @property
    def reviewed_by(self) -> str | None: ...  # noqa: D102
    @property
    def telephone(self) -> str | None: ...  # noqa: D102
    @property
    def listed(self) -> tuple[ReportHazard, ...]: ...  # noqa: D102
    @property
    def areas(self) -> tuple[tuple[str, str], ...]: ...  # noqa: D102
    def area_name(self, code: str) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class LedgerExtract:
    """Hazards picked from the ledger by a person, as they stand on the day ``seen``, for a workbook."""

    title: str
    unit: str
    seen: date
    listed: tuple[ReportHazard, ...]
    areas: tuple[tuple[str, str], ...]
    prepared_by: str | None = None
    reviewed_by: str | None = None
    telephone: str | None = None

    def area_name(self, code: str) -> str:
        """The name of an area, or its code where it has none."""
        return dict(self.areas).get(code, code)


@dataclass(frozen=True, slots=True)
class HeldReading:
    """Which reading of an ambiguous clause the plan holds (A1 …), and what that means in words."""

    id: str
    holds: str
    text: str


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that was done besides hazards: ``section`` is where it is told (work, inspection, drill, event).

    ``said`` are the clauses of its sentence.
    """

    section: str
    number: str
    campus: str | None
    day: date
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Excused:
    """A duty that is waived (A7): by which waiver, which duty of which campus, due when, why, and by whom."""

    number: str
    duty: str
    title: str
    campus: str
    due: date
    reason: str
    by: str


class Pair(NamedTuple):
    """A hazard before and after its rectification: its number, what it is, and the pictures as JPEG.

    A picture is None where there is none, or where it cannot be shown.
    """

    number: str
    title: str
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True, slots=True)
class WeekLine:
    """One week of the campaign, both days included: how many hazards were found, rectified and closed in it, and how
    many were open at its end."""

    start: date
    end: date
    new: int
    rectified: int
    closed: int
    remaining: int


@dataclass(frozen=True, slots=True)
class DutyAhead:
    """A duty of the plan that falls due soon, and is not met: what, whose, and by which day."""

    title: str
    campus: str
    due: date
    clause: str


@dataclass(frozen=True, slots=True)
class Correction:
    """That this is a second edition (更正版) of what was handed in as ``of`` on ``sent_on``, and what changed since.

    ``number`` is the edition's, ``title`` what the one before was called; ``changes`` are whole sentences. ``lost``:
    the archive has the one before no more, and only its file's name is known.
    """

    number: int
    of: str
    sent_on: date
    changes: tuple[str, ...]
    title: str
    lost: bool = False


class Proved(Protocol):
    """What ties a document to the ledger: the journal's last number and hash when the facts were read."""

    @property
    def seq(self) -> int: ...  # noqa: D102
    @property
    def head(self) -> str: ...  # noqa: D102
    @property
    def software(self) -> str: ...  # noqa: D102


class Spanning(Protocol):
    """A report of some days, both included."""

    @property
    def period_start(self) -> date: ...  # noqa: D102
    @property
    def period_end(self) -> date: ...  # noqa: D102


class Edited(Protocol):
    """A report that may be a second edition, or disagree with what was handed in."""

    @property
    def correction(self) -> Correction | None: ...  # noqa: D102
    @property
    def notes(self) -> tuple[str, ...]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class WeeklyReport:
    """Thursday's report of a campus, or of the whole group where ``campus`` is None.

    ``period_start`` and ``period_end`` are both inside the week. ``head`` is the hash of the journal entry
    ``seq``, the last one when the facts were read. ``majors`` are the major hazards that are open or changed
    in the week; ``needs_help`` those for which help from above is asked; ``next_week`` those still to be rectified
    whose deadline comes in the seven days after the period. ``rectified_major`` counts the major ones
    among ``rectified_this_week``. ``deeds`` are what else was done, ``excused`` the duties that are waived.
    ``areas`` names every area code that occurs. ``duties`` are the
    ids of the duties that this report meets. ``nil``: no more than a nil report (零报告) says. A second edition
    of what was handed in has its ``correction``; ``notes`` say where it disagrees with other reports.
    ``weeks`` are those of the campaign up to this one, ``ahead`` the duties that fall due within thirty days of
    ``seen``; ``pairs`` are the photographs that it shows, ``more_pairs`` how many there are besides;
    ``lacking`` says what it should show and cannot.
    """

    title: str
    organisation: str
    recipient: str
    period_start: date
    period_end: date
    due: date
    as_of: date
    plan_code: str
    head: str
    seq: int
    software: str
    total: Flow
    general: Flow
    major: Flow
    so_far: SoFar = SoFar()
    plan_sha256: str = ""
    campus: str | None = None
    mailbox: str | None = None
    telephone: str | None = None
    prepared_by: str | None = None
    reviewed_by: str | None = None
    rectified_this_week: int = 0
    rectified_major: int = 0
    by_campus: tuple[GroupLine, ...] = ()
    by_area: tuple[GroupLine, ...] = ()
    majors: tuple[ReportHazard, ...] = ()
    overdue: tuple[ReportHazard, ...] = ()
    needs_help: tuple[ReportHazard, ...] = ()
    next_week: tuple[ReportHazard, ...] = ()
    open_hazards: tuple[ReportHazard, ...] = ()
    changed: tuple[ReportHazard, ...] = ()
    areas: tuple[tuple[str, str], ...] = ()
    readings: tuple[HeldReading, ...] = ()
    duties: tuple[str, ...] = ()
    deeds: tuple[Deed, ...] = ()
    excused: tuple[Excused, ...] = ()
    nil: bool = False
    edition: int = 1
    correction: Correction | None = None
    notes: tuple[str, ...] = ()
    weeks: tuple[WeekLine, ...] = ()
    ahead: tuple[DutyAhead, ...] = ()
    pairs: tuple[Pair, ...] = ()
    more_pairs: int = 0
    lacking: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """What its bundle's name begins with."""
        return "weekly"

    @property
    def period(self) -> str:
        """The week by its last day, as bundles are named."""
        return self.period_end.isoformat()

    @property
    def seen(self) -> date:
        """The day that the figures stand at (截至): the last of the week, or earlier where it is not over."""
        return min(self.as_of, self.period_end)

    @property
    def unit(self) -> str:
        """Who reports (填报单位): the campus by its full name, or the group."""
        return f"{self.organisation}{self.campus or ''}"

    @property
    def by_level(self) -> tuple[GroupLine, GroupLine]:
        """The figures of the general hazards, then of the major ones; ``name`` is the code."""
        late = sum(hazard.major for hazard in self.overdue)
        return (
            GroupLine(
                code=Level.GENERAL,
                name=Level.GENERAL,
                flow=self.general,
                rectified=self.rectified_this_week - self.rectified_major,
                overdue=len(self.overdue) - late,
            ),
            GroupLine(
                code=Level.MAJOR,
                name=Level.MAJOR,
                flow=self.major,
                rectified=self.rectified_major,
                overdue=late,
                major_remaining=self.major.remaining,
            ),
        )

    @property
    def tally(self) -> tuple[Figure, ...]:
        """The figures that the report answers for."""
        flow = self.total
        return hazard_figures(
            carried=flow.carried,
            new=flow.new,
            rectified=self.rectified_this_week,
            reopened=flow.reopened,
            closed=flow.closed,
            voided=flow.voided,
            remaining=flow.remaining,
            major=self.major.remaining,
            overdue=len(self.overdue),
            found_so_far=self.so_far.found,
            closed_so_far=self.so_far.closed,
        )

    @property
    def soon(self) -> tuple[ReportHazard, ...]:
        """Those still to be rectified whose deadline comes before the period is over."""
        return tuple(
            one
            for one in self.open_hazards
            if one.due and one.status in AWAITING_RECTIFICATION and self.seen <= one.due <= self.period_end
        )

    @property
    def quiet(self) -> bool:
        """Whether nothing at all happened in the week: what a nil report is for."""
        return self.total.still and self.rectified_this_week == 0 and not self.changed and not self.deeds

    def told(self, section: str) -> tuple[Deed, ...]:
        """What was done, of one section."""
        return tuple(deed for deed in self.deeds if deed.section == section)

    @property
    def listed(self) -> tuple[ReportHazard, ...]:
        """Every hazard of the ledger sheet, each once: all that are open, then what else changed."""
        seen: dict[str, ReportHazard] = {}
        for hazard in (*self.open_hazards, *self.changed):
            seen.setdefault(hazard.number, hazard)
        return tuple(seen.values())

    def area_name(self, code: str) -> str:
        """The name of an area, or its code where the report does not name it."""
        return dict(self.areas).get(code, code)

    def standing(
        self, *, campus: str | None = None, area: str | None = None, level: str | None = None
    ) -> Standing:
        """The open hazards by where they stand, of one campus, area or level, or of all."""
        return standing(
            hazard
            for hazard in self.open_hazards
            if campus in (None, hazard.campus)
            and area in (None, hazard.area)
            and level in (None, hazard.level)
        )


def standing(hazards: Iterable[ReportHazard]) -> Standing:
    """Count open hazards by where they stand."""
    counts = dict.fromkeys(STANDING, 0)
    for hazard in hazards:
        if hazard.status in counts:
            counts[Status(hazard.status)] += 1
    return Standing(*(counts[status] for status in STANDING))
