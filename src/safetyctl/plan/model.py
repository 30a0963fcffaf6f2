"""The campaign as plain values. Periods are half-open inside: ``end`` is the first day after, ``last`` the day shown.

Named tuples rather than dataclasses: every command loads this module, and twenty-five dataclasses cost it
ten milliseconds at import where named tuples cost one and a half.
"""

from datetime import date, timedelta
from typing import NamedTuple

DAY = timedelta(days=1)

DUTY_KINDS = (
    *("rectification", "report", "upload", "roster", "drill", "inspection", "supervision", "materials"),
    *("incident", "outing", "meeting", "record"),
)
"""What a duty is about, as ``due --kind`` names it; ``record`` is listed and never has a day."""

EVIDENCE = (
    *("submission", "hazards", "inspections", "drills", "meetings", "education", "training", "supervision"),
    *("activities", "incidents", "rosters", "responsibilities", "documents"),
)
"""The records that a duty is judged by."""

OWNERS = ("group", "campus")
CHANNELS = ("paper", "e-mail", "platform", "telephone")
MILESTONE_KINDS = ("rectification", "inspection")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
HOLIDAYS = (
    "new-year",
    "spring-festival",
    "qingming",
    "labour-day",
    "dragon-boat",
    "mid-autumn",
    "national-day",
)
TRIGGERS = ("hazard-found", "cannot-rectify", "before-start", "incident-known", "as-it-arises")
PARTS = ("area", "campus", "hazard")
"""What a duty with a window is owed for, each one apart: every area, every campus, every hazard found."""


class Words(NamedTuple):
    """A text in both languages."""

    zh: str
    en: str

    def said(self, lang: str) -> str:
        """The text in ``zh`` or ``en``."""
        return self.en if lang == "en" else self.zh


class Period(NamedTuple):
    """Days from ``start`` up to, and not including, ``end``."""

    start: date
    end: date

    @property
    def last(self) -> date:
        """The last day inside, as a person writes it."""
        return self.end - DAY

    def covers(self, day: date) -> bool:
        """Whether ``day`` lies inside."""
        return self.start <= day < self.end


def month_of(day: date) -> Period:
    """The calendar month that a day lies in."""
    first = day.replace(day=1)
    return Period(first, (first + 31 * DAY).replace(day=1))


class Role(NamedTuple):
    """A part that people play in the campaign, and who plays it (nobody, for a role that each campus fills)."""

    code: str
    title: Words
    names: tuple[str, ...]


class Channel(NamedTuple):
    """Where reports go (R21)."""

    mailbox: str
    telephone: str
    recipient: Words


class Organisation(NamedTuple):
    """Whose campaign it is: the only personal data, kept in a file of its own."""

    name: Words
    roles: tuple[Role, ...]
    channel: Channel


class Phase(NamedTuple):
    """A stretch of the campaign; ``end`` is the first day after it."""

    number: int
    name: Words
    start: date
    end: date

    @property
    def last(self) -> date:
        """The last day of the phase."""
        return self.end - DAY

    def days_left(self, day: date) -> int:
        """The days from ``day`` to the last, both counted; none when it is over."""
        return max(0, (self.end - day).days)


class Milestone(NamedTuple):
    """A point in time that the plan singles out: what falls in ``[start, end)`` must be settled by ``due``.

    ``kind`` is ``rectification`` (hazards found in the window are rectified) or ``inspection`` (the window
    has its inspection). The duty of the same code is the one that it settles. Where a reading chooses the window
    (A17), ``start`` and ``end`` are those of the way that holds.
    """

    code: str
    title: Words
    start: date
    end: date
    due: date
    clause: str
    kind: str
    choose: tuple[str, ...] = ()
    between: "Choices" = ()

    @property
    def last(self) -> date:
        """The last day of the window."""
        return self.end - DAY


Choices = tuple[tuple[str, Period], ...]
"""A range of days for each way of taking a reading; where several readings choose, their ranges are cut together."""


class Weekly(NamedTuple):
    """Owed on the plan's report weekday, within the range that the readings ``choose`` settle (A1, A15).

    ``rest``: the reading (A12) by which the days after the last report get a report of their own.
    """

    choose: tuple[str, ...]
    between: Choices
    rest: str | None = None


class MonthlyDay(NamedTuple):
    """Owed on a day of every month, for the month before (A9).

    ``day`` beyond a short month is its last day. ``before``: the plan words the day as one to be ready
    before, so the reading A2 decides whether it still counts.
    """

    day: int
    before: bool
    choose: tuple[str, ...]
    between: Choices


class CalendarMonth(NamedTuple):
    """Owed once in every calendar month of the range (A7, A16)."""

    choose: tuple[str, ...]
    between: Choices


class Recurring(NamedTuple):
    """Owed on the days of a recurrence of the group's own, an RFC 5545 rule such as ``FREQ=MONTHLY;BYMONTHDAY=-1``.

    Each speaks about the days since the one before it.
    """

    repeats: str
    between: Period


class Once(NamedTuple):
    """Owed once, on ``due``; it can be handed in from ``opens`` on and speaks about ``covers``."""

    due: date
    before: bool
    opens: date
    covers: Period


class Window(NamedTuple):
    """To be done at some time inside ``covers``: once, or for ``each`` area, campus or hazard found."""

    covers: Period
    each: str | None = None


class BeforeHoliday(NamedTuple):
    """Owed within the ``days`` days before holidays (A5): those of the way that the reading ``choose`` is taken (A6).

    Without ``choose`` there is one way, called ``all``.
    """

    days: int
    choose: str | None
    holidays: tuple[tuple[str, tuple[str, ...]], ...]


class Event(NamedTuple):
    """Owed when something happens: ``hours`` after it where the plan gives a limit, to each of ``to`` (R11)."""

    trigger: str
    hours: int | None
    to: tuple[str, ...]


class Running(NamedTuple):
    """Owed all the time, without a day: listed and counted, never overdue (A18)."""


class Either(NamedTuple):
    """A rule for each way of taking the reading ``choose``: one may give a day to what otherwise has none (A18)."""

    choose: str
    ways: tuple[tuple[str, "Rule"], ...]


Rule = (
    Weekly | MonthlyDay | CalendarMonth | Recurring | Once | Window | BeforeHoliday | Event | Running | Either
)

RULES: dict[str, type[Rule]] = {
    "weekly": Weekly,
    "monthly-day": MonthlyDay,
    "calendar-month": CalendarMonth,
    "recurring": Recurring,
    "once": Once,
    "window": Window,
    "before-holiday": BeforeHoliday,
    "event": Event,
    "running": Running,
    "either": Either,
}
RULE_KINDS = {rule: kind for kind, rule in RULES.items()}


class Cited(NamedTuple):
    """A clause for each way of taking the reading ``choose`` (A10)."""

    choose: str
    ways: tuple[tuple[str, str], ...]


class Duty(NamedTuple):
    """Something that the plan asks for, by whom and when; ``requirement`` is its number on the plan's list (R1–R21).

    ``of`` narrows the records that show it: meetings of these kinds, documents of these categories; empty: any.
    ``kept``: what was there before it could be begun shows it too, as regulations do that are on file.
    ``clause`` is the one in force where the reading in ``cited`` chooses it.
    """

    code: str
    kind: str
    title: Words
    owed_by: tuple[str, ...]
    recipient: Words | None
    channel: str | None
    rule: Rule
    evidence: str
    clause: str
    requirement: str
    readings: tuple[str, ...]
    of: tuple[str, ...] = ()
    cited: Cited | None = None
    kept: bool = False


class Reading(NamedTuple):
    """A place where the plan is ambiguous, the ways to read it, and the one that holds.

    ``text`` says the reading by default, ``ways`` what each of the others means.
    """

    id: str
    holds: str
    choices: tuple[str, ...]
    clause: str
    trouble: Words
    text: Words
    ways: tuple[tuple[str, Words], ...] = ()

    @property
    def others(self) -> tuple[str, ...]:
        """The readings that do not hold."""
        return tuple(choice for choice in self.choices if choice != self.holds)

    def meaning(self, way: str) -> Words:
        """What a way of reading means; ``text`` for the first, which is the one by default."""
        return dict(self.ways).get(way, self.text)


class Item(NamedTuple):
    """A check item, and what passing looks like."""

    code: str
    title: Words
    passing: Words
    clause: str


class Area(NamedTuple):
    """A focus area with its check items."""

    code: str
    name: Words
    clause: str
    items: tuple[Item, ...]


class Allowance(NamedTuple):
    """Days from finding a hazard to its due day where nobody names one (A19)."""

    general: int
    major: int


class Week(NamedTuple):
    """The weekday of the report, and the one that its week starts on for each way of taking ``choose`` (A3).

    Weekdays count from Monday = 0.
    """

    report_weekday: int
    choose: str
    firsts: tuple[tuple[str, int], ...]


class Recipient(NamedTuple):
    """An office outside that receives something: the education office, the police …"""

    code: str
    name: Words


class Category(NamedTuple):
    """A category of the archive (R12), and which of ``OWNERS`` must have something in it."""

    code: str
    name: Words
    clause: str
    required: tuple[str, ...] = ()


class Term(NamedTuple):
    """The one name that a thing has here, and what else the plan and the ledgers call it (A20)."""

    code: str
    name: Words
    synonyms: tuple[str, ...]


class Stretch(NamedTuple):
    """Days of the school's own, and what they are: a vacation, a day off, a make-up day."""

    name: str
    period: Period


class Amendment(NamedTuple):
    """Days that were added to a holiday on the day ``announced`` (A11, A14); ``worked`` had been make-up days."""

    holiday: str
    announced: date
    added: Period
    worked: tuple[date, ...]


class Days(NamedTuple):
    """The school's own days, on top of the State Council's: vacations (A7), days off and days worked.

    ``announces`` are years whose public holidays stand in ``holidays`` because the program does not know them yet.
    A vacation is no rest for those who report: only ``off`` is.
    """

    vacations: tuple[Stretch, ...] = ()
    off: tuple[Stretch, ...] = ()
    work: tuple[Stretch, ...] = ()
    holidays: tuple[tuple[str, Period], ...] = ()
    announces: tuple[int, ...] = ()
    amended: tuple[Amendment, ...] = ()


class Calendar(NamedTuple):
    """Which days are worked, as known when the plan was adopted: the law looks nowhere else.

    ``years`` are those whose holidays are announced; beyond them the answer is None, never a guess. ``holidays``
    are the days off of each holiday by its code, ``off`` the school's own, ``work`` the make-up days.
    """

    years: tuple[int, ...] = ()
    holidays: tuple[tuple[date, str], ...] = ()
    off: tuple[date, ...] = ()
    work: tuple[date, ...] = ()


class Slot(NamedTuple):
    """One occurrence of a duty, before it is somebody's: the day that the plan names, and the one that counts.

    ``end`` is the first day after the period; ``advised`` the last workday by ``due``.
    """

    duty: str
    named: date
    due: date
    opens: date
    start: date
    end: date
    advised: date | None


class Plan(NamedTuple):
    """The whole campaign; ``end`` is the first day after it.

    ``calendar`` and ``slots`` follow from the rest (``layout.laid``); they are kept with it, so that the ledger
    alone reproduces every answer and no command computes them again. ``archive`` is empty in plans kept before it
    was in them.
    """

    code: str
    title: Words
    start: date
    end: date
    zone: str
    organisation: Organisation
    phases: tuple[Phase, ...]
    milestones: tuple[Milestone, ...]
    duties: tuple[Duty, ...]
    readings: tuple[Reading, ...]
    areas: tuple[Area, ...]
    allowance: Allowance
    week: Week
    campuses: tuple[str, ...]
    recipients: tuple[Recipient, ...]
    terms: tuple[Term, ...]
    days: Days = Days()
    calendar: Calendar = Calendar()
    slots: tuple[Slot, ...] = ()
    archive: tuple[Category, ...] = ()

    @property
    def last(self) -> date:
        """The last day of the campaign."""
        return self.end - DAY

    def holds(self, reading: str) -> str:
        """The way that the reading ``A1`` … ``A20`` is taken. Raises KeyError for one the plan has not."""
        for one in self.readings:
            if one.id == reading:
                return one.holds
        raise KeyError(reading)

    def phase_on(self, day: date) -> Phase | None:
        """The phase that ``day`` lies in, or None before, between and after them."""
        return next((phase for phase in self.phases if phase.start <= day < phase.end), None)

    def duty(self, code: str) -> Duty:
        """The duty of that code. Raises KeyError."""
        for one in self.duties:
            if one.code == code:
                return one
        raise KeyError(code)

    def area(self, code: str) -> Area | None:
        """The area of that code, or the one that an item's code belongs to; None where there is none."""
        head = code.partition(".")[0]
        return next((one for one in self.areas if one.code == head), None)

    def item(self, code: str) -> Item | None:
        """The check item of that code, or None."""
        area = self.area(code)
        return next((one for one in area.items if one.code == code), None) if area else None
