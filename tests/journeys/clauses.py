"""The plan's duties counted by hand from its clauses: an answer to hold the program's against.

Written from the plan's text and from the readings that hold by default, with every date of 2020's calendar
written down. It knows nothing of the program: no rule, no calendar and no name is taken from it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

GROUP = "*"
DAY = timedelta(days=1)

CAMPAIGN = (date(2019, 12, 1), date(2020, 12, 31))
PHASES = {
    1: (date(2019, 12, 1), date(2019, 12, 31)),
    2: (date(2020, 1, 1), date(2020, 9, 30)),
    3: (date(2020, 10, 1), date(2020, 12, 31)),
}

HOLIDAYS = {
    "new-year": (date(2020, 1, 1), date(2020, 1, 1)),
    "spring-festival": (date(2020, 1, 24), date(2020, 2, 2)),
    "qingming": (date(2020, 4, 4), date(2020, 4, 6)),
    "labour-day": (date(2020, 5, 1), date(2020, 5, 5)),
    "dragon-boat": (date(2020, 6, 25), date(2020, 6, 27)),
    "national-day-and-mid-autumn": (date(2020, 10, 1), date(2020, 10, 8)),
}
"""First and last day off, as the State Council announced them in the end (A6, A11)."""
MADE_UP = (
    date(2020, 1, 19),
    date(2020, 4, 26),
    date(2020, 5, 9),
    date(2020, 6, 28),
    date(2020, 9, 27),
    date(2020, 10, 10),
)
"""Saturdays and Sundays that were worked instead."""

MILESTONE_1 = (date(2019, 1, 1), date(2019, 12, 31))
"""The hazards of the year (A17): found from the first to the second of these days, and settled by the second."""

HANDED_IN = {
    "weekly-report",
    "monthly-upload",
    "mobilisation-materials",
    "final-summary",
    "holiday-roster",
}
"""What is met by handing something in."""

IN_PHASE_1 = (
    "mobilisation-meeting",
    "leading-group",
    "responsibility-list",
    "hazard-ledger",
    "regulations",
    "year-hazards",
)
"""What a campus has the whole of December 2019 for."""


class Owed(NamedTuple):
    """A duty: from which day it can be done, by which day it must be, and which days it is about (both count)."""

    code: str
    campus: str
    opens: date
    due: date
    first: date
    last: date

    @property
    def id(self) -> str:
        return f"{self.code}/{self.due.isoformat()}/{self.campus}"

    @property
    def advised(self) -> date:
        """The last day on which somebody is at work, on or before the day it is due (A4)."""
        day = self.due
        while not worked(day):
            day -= DAY
        return day


def worked(day: date) -> bool:
    """Whether it was a working day, in the two years that the campaign touches."""
    if day in MADE_UP:
        return True
    off = any(first <= day <= last for first, last in HOLIDAYS.values())
    return not off and day.isoweekday() <= 5


# what is owed


def owed(campuses: Iterable[str]) -> list[Owed]:
    """Everything that the plan fixes a day for."""
    everything = list(_of_the_group())
    for campus in campuses:
        everything += _of_a_campus(campus)
    return everything


def _of_a_campus(campus: str) -> Iterator[Owed]:
    yield from _weekly_reports(campus)
    yield from _monthly_uploads(campus)
    yield from _monthly_drills(campus)
    yield from _rosters(campus)
    yield _materials(campus)
    # 3 phase 3: from the third phase on, about the whole year that the campaign lasts (A1, A12)
    yield Owed(
        "final-summary", campus, date(2020, 10, 1), date(2020, 12, 1), date(2019, 12, 1), date(2020, 11, 30)
    )
    for code in IN_PHASE_1:
        yield _within(code, campus, *PHASES[1])
    yield _within("new-round-inspection", campus, date(2020, 1, 1), date(2020, 3, 31))
    yield _within("sustained-inspection", campus, date(2020, 4, 1), date(2020, 9, 30))


def _of_the_group() -> Iterator[Owed]:
    yield _materials(GROUP)
    for code in ("mobilisation-meeting", "leading-group", "regulations"):
        yield _within(code, GROUP, *PHASES[1])
    for code in ("group-supervision", "campaign-evaluation"):
        yield _within(code, GROUP, *PHASES[3])


def _weekly_reports(campus: str) -> Iterator[Owed]:
    """4-1(1): each Thursday from December 2019 to the end of November 2020, about Friday to Thursday (A3).

    One that is reminded by a day before its week began (A4) can be sent on that day.
    """
    thursday = date(2019, 12, 5)
    while thursday <= date(2020, 11, 30):
        friday = thursday - 6 * DAY
        owed = Owed("weekly-report", campus, friday, thursday, friday, thursday)
        yield owed._replace(opens=min(friday, owed.advised))
        thursday += 7 * DAY


def _monthly_uploads(campus: str) -> Iterator[Owed]:
    """4-1(2): by the 1st, the day itself included (A2), about the month before; the first for December (A9)."""
    for first, last in _months():
        yield Owed("monthly-upload", campus, first, last + DAY, first, last)


def _monthly_drills(campus: str) -> Iterator[Owed]:
    """2.2(3): one in each calendar month, vacation or not (A7), December 2019 to November 2020 (A16)."""
    for first, last in _months():
        yield _within("monthly-drill", campus, first, last)


def _rosters(campus: str) -> Iterator[Owed]:
    """4-1(3): within the five days before the first day off (A5)."""
    for first, last in HOLIDAYS.values():
        yield Owed("holiday-roster", campus, first - 5 * DAY, first - DAY, first, last)


def _materials(owner: str) -> Owed:
    """3 phase 1: on paper by 20 December."""
    opens, due = date(2019, 12, 1), date(2019, 12, 20)
    return Owed("mobilisation-materials", owner, opens, due, opens, due)


def _within(code: str, owner: str, first: date, last: date) -> Owed:
    return Owed(code, owner, first, last, first, last)


def _months() -> Iterator[tuple[date, date]]:
    """The twelve months of the campaign, their first and last days."""
    starts = [date(2019, 12, 1), *(date(2020, month, 1) for month in range(1, 13))]
    for first, following in pairwise(starts):
        yield first, following - DAY


# what is known


class Excused(NamedTuple):
    """A duty was excused on a day, and perhaps taken up again on a later one."""

    duty: str
    on: date
    revoked: date | None = None


class Turn(NamedTuple):
    """Something that happened to a hazard on a day.

    ``what`` is rectified, taken back (it failed or was reopened), void, or deadline: the day it moved to.
    """

    on: date
    what: str
    until: date | None = None


class Trouble(NamedTuple):
    """A hazard with its first deadline and everything that happened to it, in order."""

    ref: str
    campus: str
    found: date
    due: date
    turns: tuple[Turn, ...] = ()

    def until(self, day: date) -> list[Turn]:
        return [turn for turn in self.turns if turn.on <= day]

    def counts(self, day: date) -> bool:
        """Whether it is known on the day, and not void by then."""
        return self.found <= day and not any(turn.what == "void" for turn in self.until(day))

    def rectified(self, day: date) -> date | None:
        """Since when it is rectified, as it stood on the day."""
        since = None
        for turn in self.until(day):
            if turn.what == "rectified":
                since = turn.on
            elif turn.what == "taken back":
                since = None
        return since

    def deadline(self, day: date) -> date:
        moved = [turn.until for turn in self.until(day) if turn.until]
        return moved[-1] if moved else self.due


class Known(NamedTuple):
    """Everything that has been told so far; ``handed``: the days on which something was handed in for a duty."""

    handed: Mapping[str, Sequence[date]]
    excused: Sequence[Excused]
    troubles: Sequence[Trouble]


class Stands(NamedTuple):
    """How a duty stands on a day, and on which day it was done."""

    state: str
    met_on: date | None = None


# how it stands


def stands(duty: Owed, known: Known, day: date) -> Stands:
    """A duty's state on a day; what happens later is not known yet."""
    done = _done(duty, known, day)
    if done is not None and done <= duty.due:
        return Stands("met", done)
    if _excused(duty, known, day):
        return Stands("waived", done)
    if done is not None:
        return Stands("late", done)
    if day < duty.opens:
        return Stands("future")
    return Stands("open" if day <= duty.due else "overdue")


def _excused(duty: Owed, known: Known, day: date) -> bool:
    return any(
        one.duty == duty.id and one.on <= day and (one.revoked is None or day < one.revoked)
        for one in known.excused
    )


def _done(duty: Owed, known: Known, day: date) -> date | None:
    """The day on which it was done, if it was by then; most of what is no report has no record yet and never is."""
    if duty.code in HANDED_IN:
        return min((on for on in known.handed.get(duty.id, ()) if on <= day), default=None)
    if duty.code == "hazard-ledger":
        return _ledger_begun(duty, known, day)
    if duty.code == "year-hazards":
        return _year_settled(duty, known, day)
    return None


def _ledger_begun(duty: Owed, known: Known, day: date) -> date | None:
    """3 phase 1: the ledger is set up by the campus's first hazard, and not before the phase began."""
    found = [one.found for one in known.troubles if one.campus == duty.campus and one.counts(day)]
    return max(min(found), duty.opens) if found else None


def _year_settled(duty: Owed, known: Known, day: date) -> date | None:
    """3 milestone 1: the last of the year's hazards is rectified; a year without any is settled when it is over."""
    concerned = of_the_year(duty.campus, known, day)
    if not concerned:
        return duty.due if day > duty.due else None
    rectified = [one.rectified(day) for one in concerned]
    known_days = [since for since in rectified if since is not None]
    return max(known_days) if len(known_days) == len(rectified) else None


def of_the_year(campus: str, known: Known, day: date) -> list[Trouble]:
    """The campus's hazards that milestone 1 is about, as far as they are known on the day."""
    first, last = MILESTONE_1
    return [
        one
        for one in known.troubles
        if one.campus == campus and first <= one.found <= last and one.counts(day)
    ]


class Milestone(NamedTuple):
    """Milestone 1 of a campus: how it stands, how many hazards, how many of them rectified, and which are not."""

    campus: str
    due: date
    state: str
    total: int
    done: int
    open: list[str]


def milestone_1(campus: str, known: Known, day: date) -> Milestone:
    concerned = of_the_year(campus, known, day)
    missing = [one.ref for one in concerned if one.rectified(day) is None]
    duty = _within("year-hazards", campus, *PHASES[1])
    return Milestone(
        campus,
        duty.due,
        stands(duty, known, day).state,
        len(concerned),
        len(concerned) - len(missing),
        sorted(missing),
    )


def waiting(known: Known, day: date) -> list[Trouble]:
    """The hazards that somebody still has to rectify on the day."""
    return [one for one in known.troubles if one.counts(day) and one.rectified(day) is None]
