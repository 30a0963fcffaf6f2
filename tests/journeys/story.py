"""A school group's campaign as it might have gone, day by day: what five campuses did, late, twice or never.

Told from one seed, so that it is the same in every run. Each event has the day on which somebody typed it and
the day that it counts for; ``Told`` keeps account of what has been typed so far, for the clauses to judge.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from clauses import DAY, GROUP, HANDED_IN, Excused, Known, Owed, Trouble, Turn, owed

CAMPUSES = ("东校区", "西校区", "南校区", "北校区", "中校区")
FIRST, LAST = date(2019, 12, 1), date(2020, 12, 31)
AREAS = ("fire", "food", "lab", "security", "traffic", "disease", "building", "risk", "education", "practice")
ALLOWED = {"general": 15, "major": 30}
"""Days for a hazard of which nobody said by when (A19)."""


class Event(NamedTuple):
    """What was typed on a day: the verb, what it was about, the day that it counts for, and what more was said."""

    typed: date
    verb: str
    ref: str
    on: date
    said: dict[str, Any] = {}  # noqa: RUF012 - never written to
    by: str = "张三"


def story(seed: int = 7) -> list[Event]:
    """Everything that was typed, in order of its days."""
    chance = Random(seed)
    lives = sorted([*_of_the_year(), *_of_the_campaign(chance)], key=lambda life: life.typed)
    events = [event for number, life in enumerate(lives, 1) for event in life.events(f"H{number:04}")]
    events += _handed_in(chance)
    events += _excused()
    return sorted((event for event in events if event.typed <= LAST), key=lambda event: event.typed)


# hazards


class Life(NamedTuple):
    """A hazard: where, found and typed when, and its steps as (day typed, day that it counts for, verb, said)."""

    campus: str
    found: date
    typed: date
    level: str
    steps: tuple[tuple[date, date, str, dict[str, Any]], ...]
    by: str = "张三"

    def events(self, ref: str) -> Iterator[Event]:
        due = self.found + timedelta(ALLOWED[self.level])
        area = AREAS[int(ref[1:]) % len(AREAS)]
        said = {"campus": self.campus, "level": self.level, "area": area, "due": due}
        yield Event(self.typed, "register", ref, self.found, said, self.by)
        for typed, on, verb, more in self.steps:
            if "later" in more:
                due += more["later"]
                more = {"until": due}  # noqa: PLW2901
            yield Event(typed, verb, ref, on, more, self.by)


FATES: dict[str, tuple[str, tuple[tuple[int, str], ...]]] = {
    "in time": ("general", ((1, "assign"), (6, "rectify"), (8, "upload"), (9, "pass"))),
    "late": ("general", ((2, "assign"), (25, "rectify"), (27, "pass"))),
    "redone": ("general", ((1, "assign"), (5, "rectify"), (7, "fail"), (13, "rectify"), (14, "pass"))),
    "failed twice": (
        "general",
        (
            (1, "assign"),
            (5, "rectify"),
            (6, "fail"),
            (9, "rectify"),
            (11, "fail"),
            (30, "rectify"),
            (31, "pass"),
        ),
    ),
    "struck off": ("major", ((1, "assign"), (10, "rectify"), (12, "pass"), (14, "close"))),
    "deferred": (
        "major",
        ((1, "assign"), (8, "defer"), (9, "escalate"), (60, "rectify"), (63, "pass"), (66, "close")),
    ),
    "deferred in vain": ("major", ((1, "assign"), (24, "defer"), (24, "escalate"))),
    "extended": ("general", ((1, "assign"), (9, "extend"), (22, "rectify"), (24, "pass"))),
    "reopened": (
        "general",
        ((1, "assign"), (6, "rectify"), (8, "pass"), (30, "reopen"), (37, "rectify"), (39, "pass")),
    ),
    "void": ("general", ((4, "void"),)),
    "void late": ("general", ((1, "assign"), (6, "rectify"), (9, "void"))),
    "left alone": ("general", ((1, "assign"), (3, "upload"))),
    "forgotten": ("general", ()),
}
"""What becomes of a hazard: its level, and its steps with their days after it was typed."""


def _of_the_campaign(chance: Random) -> Iterator[Life]:
    """Hazards found while the campaign runs, one or two a week at some campus, of every fate in turn."""
    fates = list(FATES)
    day = date(2019, 12, 9)
    while day < LAST:
        # the middle campus finds none until the spring: its first year is the one without a hazard
        at = chance.choice(CAMPUSES if day > date(2020, 4, 1) else CAMPUSES[:-1])
        if at in MADE_BY_HAND and day <= date(2020, 1, 1):
            at = "北校区"
        found = day - chance.choice((0, 0, 0, 1, 3)) * DAY
        yield _life(chance, at, found, day, fates[0])
        fates = fates[1:] + fates[:1]
        day += chance.randint(2, 5) * DAY


def _life(chance: Random, campus: str, found: date, typed: date, fate: str) -> Life:
    level, steps = FATES[fate]
    dated, shift, earliest = [], 0, typed
    for after, verb in steps:
        shift += chance.choice((0, 0, 1, 2))
        on = max(typed + (after + shift) * DAY, earliest)
        # some things are typed only days after they were done
        lag = chance.choice((0, 0, 0, 2)) if verb in ("rectify", "pass", "fail", "upload") else 0
        dated.append((on + lag * DAY, on, verb, dict(SAID.get(verb, {}))))
        earliest = on + lag * DAY
    return Life(campus, found, typed, level, tuple(dated))


SAID: dict[str, dict[str, Any]] = {"extend": {"later": 20 * DAY}, "defer": {"later": 45 * DAY}}

BEGINNER = "赵六"
"""Who takes back what was typed last."""
MADE_BY_HAND = ("东校区", "西校区", "南校区", "中校区")
"""The campuses whose hazards of 2019 are told one by one; the northern one takes the rest of that year's."""


def _of_the_year() -> Iterator[Life]:
    """The hazards of 2019 on which the first milestone turns, some of them older than the ledger."""
    # in the east everything is rectified in time: once in the middle of the month, and again on the last day
    yield _told("东校区", "2019-09-10", "2019-12-02", "assign 12-03", "rectify 12-12", "pass 12-13")
    yield _told("东校区", "2019-12-28", "2019-12-28", "assign 12-28", "rectify 12-31", "pass 2020-01-02")
    # in the west one comes late, is closed, comes back in March, and is done again in April
    yield _told("西校区", "2019-11-20", "2019-12-03", "assign 12-04", "rectify 12-20", "pass 12-21")
    yield _told(
        "西校区", "2019-12-16", "2019-12-17", "assign 12-18", "rectify 2020-01-10", "pass 2020-01-13",
        "reopen 2020-03-09", "rectify 2020-04-14", "pass 2020-04-15",
    )  # fmt: skip
    # in the south a major one waits for others: deferred with precautions, never rectified
    yield _told(
        "南校区", "2019-12-05", "2019-12-06", "assign 12-07", "defer 12-20", "escalate 12-20", level="major"
    )
    yield _told("南校区", "2019-12-08", "2019-12-10", "assign 12-11", "rectify 12-18", "pass 12-19")
    # in the north it is rectified on the last day but one, and does not pass
    yield _told(
        "北校区", "2019-10-08", "2019-12-05", "assign 12-06", "rectify 12-30", "fail 2020-01-06",
        "rectify 2020-01-20", "pass 2020-01-21",
    )  # fmt: skip
    # … and one of December was registered as one of January, until somebody looked at the photograph's date
    yield _told(
        "北校区", "2020-01-03", "2020-01-06", "correct 2020-01-09", "assign 2020-01-09", "rectify 2020-02-14",
        "pass 2020-02-17",
    )  # fmt: skip
    # … and somebody registered one there by mistake, and took it back the day after
    yield _told("北校区", "2019-12-22", "2019-12-23", "undo 12-24", by=BEGINNER)
    # in the middle there was none, or so it seemed: an old one turns up in May, and proves to be a mistake
    yield _told("中校区", "2019-11-02", "2020-05-11", "void 2020-06-08")


def _told(campus: str, found: str, typed: str, *steps: str, level: str = "general", by: str = "张三") -> Life:
    """A life in which every step is typed on its day: ``"rectify 12-20"``, of 2019 unless the year is told."""
    dated = []
    for step in steps:
        verb, _, text = step.partition(" ")
        day = date.fromisoformat(text if len(text) > 5 else f"2019-{text}")
        earlier = date(2019, 12, 28)
        said = dict(SAID.get(verb, {}))
        if verb == "correct":
            said = {"found": earlier, "until": earlier + timedelta(ALLOWED[level])}
        dated.append((day, day, verb, said))
    return Life(campus, date.fromisoformat(found), date.fromisoformat(typed), level, tuple(dated), by)


# what goes out

NEVER = {
    "weekly-report/2020-03-26/西校区",
    "weekly-report/2020-10-08/南校区",
    "monthly-upload/2020-09-01/北校区",
    "holiday-roster/2020-04-30/南校区",
    "mobilisation-materials/2019-12-20/中校区",
    "final-summary/2020-12-01/东校区",
}
"""What nobody ever handed in."""
ON_THESE_DAYS: dict[str, tuple[str, ...]] = {
    # on the first day on which it can be, and at the last
    "weekly-report/2019-12-05/东校区": ("2019-12-01",),
    "weekly-report/2020-11-26/东校区": ("2020-11-26",),
    "monthly-upload/2020-01-01/东校区": ("2020-01-01",),
    "monthly-upload/2020-02-01/东校区": ("2020-02-02",),
    "mobilisation-materials/2019-12-20/*": ("2019-12-20",),
    "mobilisation-materials/2019-12-20/西校区": ("2019-12-21",),
    "holiday-roster/2019-12-31/东校区": ("2019-12-27",),
    "holiday-roster/2020-01-23/东校区": ("2020-01-23",),
    "holiday-roster/2020-01-23/西校区": ("2020-01-24",),
    "holiday-roster/2020-09-30/北校区": ("2020-10-09",),
    "final-summary/2020-12-01/西校区": ("2020-12-01",),
    "final-summary/2020-12-01/南校区": ("2020-12-02",),
    # handed in again: after it was in time, and after it was late
    "weekly-report/2020-04-16/北校区": ("2020-04-15", "2020-04-20"),
    "weekly-report/2020-05-21/中校区": ("2020-05-23", "2020-05-29"),
    # excused and handed in, in time and late
    "weekly-report/2020-05-07/中校区": ("2020-05-06",),
    "weekly-report/2020-02-06/西校区": ("2020-02-20",),
    "weekly-report/2020-07-16/北校区": ("2020-07-25",),
    # for the second time, see below
    "weekly-report/2020-06-11/南校区": ("2020-06-18",),
}
TAKEN_BACK = "weekly-report/2020-06-11/南校区"
"""Recorded before it was out of the house, and taken back: it comes late after all."""


def _handed_in(chance: Random) -> Iterator[Event]:
    sent, back = date(2020, 6, 10), date(2020, 6, 12)
    yield Event(sent, "submit", TAKEN_BACK, sent, by=BEGINNER)
    yield Event(back, "undo", TAKEN_BACK, back, by=BEGINNER)
    for duty in owed(CAMPUSES):
        if duty.code in HANDED_IN and duty.id not in NEVER:
            for day in _days(chance, duty):
                lag = chance.choice((0, 0, 0, 0, 1, 4)) if duty.id not in ON_THESE_DAYS else 0
                yield Event(day + lag * DAY, "submit", duty.id, day)


def _days(chance: Random, duty: Owed) -> Iterator[date]:
    if duty.id in ON_THESE_DAYS:
        yield from (date.fromisoformat(text) for text in ON_THESE_DAYS[duty.id])
    elif chance.random() < 0.85:
        yield max(duty.due - chance.choice((0, 0, 0, 1, 1, 2, 4)) * DAY, duty.opens)
    else:
        yield duty.due + chance.choice((1, 1, 2, 6, 20)) * DAY


EXCUSED = (
    ("monthly-drill/2020-02-29/南校区", "2020-02-25", None),
    ("monthly-drill/2020-02-29/东校区", "2020-02-29", None),
    # after it was overdue
    ("monthly-drill/2020-08-31/东校区", "2020-09-03", None),
    # long before it opens
    ("monthly-drill/2020-11-30/北校区", "2020-09-01", "2020-11-20"),
    # taken back, and excused again
    ("monthly-drill/2020-04-30/东校区", "2020-04-10", "2020-04-12"),
    ("monthly-drill/2020-04-30/东校区", "2020-04-20", None),
    # excused before it came late, and after
    ("weekly-report/2020-02-06/西校区", "2020-02-05", "2020-02-12"),
    ("weekly-report/2020-07-16/北校区", "2020-07-30", "2020-08-10"),
    # excused for nothing
    ("weekly-report/2020-05-07/中校区", "2020-05-01", None),
    # the group's own
    ("group-supervision/2020-12-31/*", "2020-12-30", None),
)


def _excused() -> Iterator[Event]:
    for duty, on, revoked in EXCUSED:
        day = date.fromisoformat(on)
        yield Event(day, "waive", duty, day)
        if revoked:
            day = date.fromisoformat(revoked)
            yield Event(day, "revoke", duty, day)


# what has been told


class Told:
    """What has been typed up to now, as the clauses judge it."""

    def __init__(self) -> None:
        self.troubles: dict[str, Trouble] = {}
        self.handed: dict[str, list[date]] = {}
        self.excused: list[Excused] = []

    def hear(self, event: Event) -> None:
        if event.verb == "submit":
            self.handed.setdefault(event.ref, []).append(event.on)
        elif event.verb == "undo" and event.ref in self.handed:
            self.handed[event.ref].pop()
        elif event.verb == "waive":
            self.excused.append(Excused(event.ref, event.on))
        elif event.verb == "revoke":
            at = max(index for index, one in enumerate(self.excused) if one.duty == event.ref)
            self.excused[at] = self.excused[at]._replace(revoked=event.on)
        elif event.verb == "register":
            self.troubles[event.ref] = Trouble(event.ref, event.said["campus"], event.on, event.said["due"])
        elif event.verb == "correct":
            one = self.troubles[event.ref]
            turn = Turn(event.on, "deadline", event.said["until"])
            self.troubles[event.ref] = one._replace(found=event.said["found"], turns=(*one.turns, turn))
        elif event.verb in _TURNS:
            one = self.troubles[event.ref]
            turn = Turn(event.on, _TURNS[event.verb], event.said.get("until"))
            self.troubles[event.ref] = one._replace(turns=(*one.turns, turn))

    def known(self) -> Known:
        return Known(self.handed, self.excused, list(self.troubles.values()))


_TURNS = {
    "rectify": "rectified",
    "fail": "taken back",
    "reopen": "taken back",
    "void": "void",
    "undo": "void",
    "extend": "deadline",
    "defer": "deadline",
}


def days() -> Iterator[date]:
    """Every day of the story."""
    day = FIRST
    while day <= LAST:
        yield day
        day += DAY


__all__ = ["CAMPUSES", "FIRST", "GROUP", "LAST", "Event", "Told", "days", "story"]
