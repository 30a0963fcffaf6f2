"""What is wrong with a duty roster: days and shifts with nobody, people in two places, telephones (R16)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from safetyctl.ground.catalogue import _
from safetyctl.ledger.connection import Asks
from safetyctl.records.people import off_roster
from safetyctl.records.rosters import Holiday, RosterView, ShiftView, days_of

GAP, CLASH, TELEPHONE, STRANGER = "gap", "clash", "telephone", "stranger"


class Finding(NamedTuple):
    """What is wrong with a roster, in a sentence: ``kind`` is gap, clash, telephone or stranger (a warning)."""

    roster: str | None
    campus: str
    kind: str
    day: date | None
    shift: str | None
    person: str | None
    problem: str

    @property
    def is_warning(self) -> bool:
        """Whether it is only worth knowing."""
        return self.kind == STRANGER


def iso(day: date) -> str:
    """A day at the head of what is wrong on it, as a terminal shows it."""
    return _("{day}:").format(day=day)


def findings(asks: Asks, one: RosterView, on: Callable[[date], str] = iso) -> list[Finding]:
    """What is wrong with a roster, day by day: gaps and clashes first, then telephones, then people not known.

    ``on`` words the day at the head of a sentence.
    """
    problems = [*_gaps(one, on), *_clashes(one, on)]
    problems.sort(key=lambda found: (found.day or date.min, found.shift or ""))
    return [*problems, *_telephones(one), *_strangers(asks, one)]


def _finding(
    one: RosterView, kind: str, sentence: str, day: date | None = None, shift: str | None = None,
    person: str | None = None,
) -> Finding:  # fmt: skip
    return Finding(one.id, one.campus, kind, day, shift, person, sentence)


def none_for(holiday: Holiday, campus: str) -> Finding:
    """The gap of a campus that has no roster for a holiday at all."""
    first, last = holiday.period.start, holiday.period.last
    words = _("no roster on {first}") if first == last else _("no roster from {first} to {last}")
    sentence = words.format(first=first, last=last)
    return Finding(None, campus, GAP, None, None, None, sentence)


def _gaps(one: RosterView, on: Callable[[date], str]) -> Iterable[Finding]:
    """Days with nobody, and shifts that other days have."""
    by_day: dict[date, set[str]] = defaultdict(set)
    for line in one.shifts:
        by_day[line.day].add(line.shift)
    every = dict.fromkeys(line.shift for line in one.shifts)
    for day in days_of(one.first_day, one.last_day):
        if not by_day[day]:
            yield _finding(one, GAP, _("{on} nobody is on duty").format(on=on(day)), day)
            continue
        for shift in every:
            if shift not in by_day[day]:
                sentence = _("{on} nobody is there for {shift}").format(on=on(day), shift=shift)
                yield _finding(one, GAP, sentence, day, shift)


def _clashes(one: RosterView, on: Callable[[date], str] = iso) -> Iterable[Finding]:
    """Who is twice in one shift, or in two at the same time."""
    counted = Counter((line.day, line.shift, line.person) for line in one.shifts)
    for (day, shift, person), times in counted.items():
        if times > 1:
            sentence = _("{on} {person} stands twice in {shift}").format(
                on=on(day), person=person, shift=shift
            )
            yield _finding(one, CLASH, sentence, day, shift, person)
    by_person: dict[str, list[tuple[int, int, ShiftView]]] = defaultdict(list)
    for line in one.shifts:
        span = _span(line)
        if span:
            by_person[line.person].append((*span, line))
    for person, spans in by_person.items():
        before: tuple[int, ShiftView] | None = None  # the shift so far that ends last
        for start, end, line in sorted(spans):
            if before and start < before[0] and (before[1].day, before[1].shift) != (line.day, line.shift):
                sentence = _("{on} {person} is in {one} and {other} at the same time").format(
                    on=on(line.day), person=person, one=before[1].shift, other=line.shift
                )
                yield _finding(one, CLASH, sentence, line.day, line.shift, person)
            if before is None or end > before[0]:
                before = (end, line)


def _span(line: ShiftView) -> tuple[int, int] | None:
    """A shift in minutes, over midnight where it ends before it starts; None where no time is given."""
    if line.starts is None or line.ends is None:
        return None
    start, end = (_minutes(clock) + line.day.toordinal() * 1440 for clock in (line.starts, line.ends))
    while end <= start:  # 24:00 to 00:00 too is a whole day
        end += 1440
    return start, end


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def _telephones(one: RosterView) -> Iterable[Finding]:
    numbers: dict[str, str | None] = {}
    for line in one.shifts:
        numbers[line.person] = numbers.get(line.person) or line.telephone
    for person, telephone in numbers.items():
        if telephone is None:
            yield _finding(
                one, TELEPHONE, _("{person} has no telephone").format(person=person), person=person
            )


def _strangers(asks: Asks, one: RosterView) -> Iterable[Finding]:
    for person in off_roster(asks, [line.person for line in one.shifts]):
        sentence = _("{person} is not on the roster of people").format(person=person)
        yield _finding(one, STRANGER, sentence, person=person)
