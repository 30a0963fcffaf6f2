"""``campaign show --readings``: what is ambiguous, what holds, and what each other way would move, with the days."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from safetyctl.cli.output import write
from safetyctl.ground.catalogue import N_, _, language, listed, ngettext
from safetyctl.ground.text import one_line
from safetyctl.plan.layout import rule_of
from safetyctl.plan.model import Event, Plan, Reading
from safetyctl.plan.moves import Move, Moves, of_reading
from safetyctl.records.clauses import clause_words

SHOWN = 4  # days that are named of each kind of move

WHAT = {
    "opens": N_("opens"),
    "period_start": N_("period from"),
    "period_end": N_("period until"),
    "advised": N_("last workday"),
    "clause": N_("clause"),
    "window_start": N_("hazards found from"),
}
EVENTS = {
    ("A8", "occurred"): N_(
        "{duty}: an incident of 9:50 that the school knew of at 10:00 is to be told by {occurred}, not {known}"
    ),
    ("A8", "school-knew"): N_(
        "{duty}: an incident of 9:50 that the school knew of at 10:00 is to be told by {known}, not {occurred}"
    ),
    ("A13", "under-two"): N_("{duty}: a report exactly at its limit is late, not in time"),
    ("A13", "exactly-two-within"): N_("{duty}: a report exactly at its limit is in time, not late"),
    ("A19", "no-allowance"): N_(
        "a hazard that is registered without a deadline gets none, not {general} days ({major} for a major one)"
    ),
    ("A19", "state-definition"): N_(
        "a hazard that is registered without a deadline gets {general} days ({major} for a major one)"
    ),
}
"""What a reading, taken the other way, does to what comes when something happens."""


def with_moves(plan: Plan, campuses: Sequence[str]) -> list[dict[str, Any]]:
    """Each reading with what its other ways would move, for the given campuses and the group."""
    return [
        {
            "id": one.id,
            "trouble": one.trouble.said(language()),
            "holds": one.holds,
            "text": one.meaning(one.holds).said(language()),
            "others": one.others,
            "clause": one.clause,
            "moves": [_way(plan, one, way, of_reading(plan, one.id, way, campuses)) for way in one.others],
        }
        for one in plan.readings
    ]


def _way(plan: Plan, reading: Reading, way: str, moves: Moves) -> dict[str, Any]:
    return {
        "choice": way,
        "text": reading.meaning(way).said(language()),
        "added": [one.id for one in moves.added],
        "removed": [one.id for one in moves.removed],
        "moved": moves.moved,
        "words": (*in_words(plan, moves), *of_events(plan, reading, way)),
    }


def in_words(plan: Plan, moves: Moves) -> Iterator[str]:
    """What is moved, a sentence for each duty and kind of move."""
    for duty in plan.duties:
        title = duty.title.said(language())
        more = [str(one.due) for one in moves.added if one.code == duty.code]
        fewer = [str(one.due) for one in moves.removed if one.code == duty.code]
        mine = [one for one in moves.moved if one.id.partition("/")[0] == duty.code]
        if more:
            yield ngettext("{duty}: {n} more ({days})", "{duty}: {n} more ({days})", len(more)).format(
                duty=title, n=len(more), days=_some(more)
            )
        if fewer:
            yield ngettext("{duty}: {n} fewer ({days})", "{duty}: {n} fewer ({days})", len(fewer)).format(
                duty=title, n=len(fewer), days=_some(fewer)
            )
        due = [one for one in mine if one.what == "due"]
        if due:
            yield ngettext("{duty}: {n} moved ({days})", "{duty}: {n} moved ({days})", len(due)).format(
                duty=title, n=len(due), days=_some(_arrows(due))
            )
            continue
        for what, name in WHAT.items():
            changed = [one for one in mine if one.what == what]
            if changed:
                yield _("{duty}: {what}, {n} changed ({days})").format(
                    duty=title,
                    what=_(name),
                    n=len(changed),
                    days=_some(_arrows(changed, what == "clause")),
                )


def of_events(plan: Plan, reading: Reading, way: str) -> Iterator[str]:
    """What another way does to duties without a fixed day, which come when something happens."""
    shaped = [
        (duty, rule)
        for duty in plan.duties
        if reading.id in duty.readings and isinstance(rule := rule_of(plan, duty), Event)
    ]
    said = EVENTS.get((reading.id, way), N_("{duty}: each is counted another way"))
    limits = plan.allowance
    found = (
        _(said).format(
            duty=duty.title.said(language()),
            known=_clock(10 + (rule.hours or 0), 0),
            occurred=_clock(9 + (rule.hours or 0), 50),
            general=limits.general,
            major=limits.major,
        )
        for duty, rule in shaped
    )
    yield from dict.fromkeys(found)


def _clock(hour: int, minute: int) -> str:
    return f"{hour % 24:02}:{minute:02}"


def _arrows(moved: Iterable[Move], clauses: bool = False) -> list[str]:
    say = clause_words if clauses else str
    return list(dict.fromkeys(f"{say(str(one.was))} → {say(str(one.now))}" for one in moved))


def _some(days: Sequence[str]) -> str:
    days = list(dict.fromkeys(days))
    return listed(days) if len(days) <= SHOWN else _("{first} … {last}").format(first=days[0], last=days[-1])


def show(readings: Iterable[dict[str, Any]]) -> None:
    """The readings for a person at a terminal, a paragraph each."""
    for one in readings:
        head = _("{id}  {trouble} (clause {clause})").format(
            id=one["id"], trouble=one["trouble"], clause=clause_words(one["clause"])
        )
        write(one_line(head) + "\n")
        write(one_line(_("  holds: {way}, {text}").format(way=one["holds"], text=one["text"])) + "\n")
        for way in one["moves"]:
            write(
                one_line(_("  otherwise: {way}, {text}").format(way=way["choice"], text=way["text"])) + "\n"
            )
            for sentence in way["words"] or (_("moves no day of this plan"),):
                write(f"    → {one_line(sentence)}\n")
        if not one["moves"]:
            write(_("  there is no other way in this plan") + "\n")
        write("\n")
