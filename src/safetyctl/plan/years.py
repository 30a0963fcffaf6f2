"""The same plan laid over another year: every date moves by whole months, and nothing else changes.

A month's last day stays a last day (29 February becomes the 28th, 30 September the 30th of June), any other day keeps
its number. What a weekday or a holiday makes of the dates is worked out when the new plan is read, for its own year.
"""

import re
import tomllib
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import BadInput
from safetyctl.plan.editing import DAYS, ORGANISATION, without_table
from safetyctl.plan.files import FileBroken
from safetyctl.plan.layout import rule_of
from safetyctl.plan.lines import Path, lines
from safetyctl.plan.model import Plan, Weekly, Words
from safetyctl.plan.source import builtin, read_plan

_MONTHS = 12
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_YEAR_OR_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)(-(?:0[1-9]|1[0-2]))?(?!\d)")
_OF_A_MONTH = re.compile(
    r"\d\s*月|[一二三四五六七八九十]月|"
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
_NOT_SAID = ("code", "zone", ORGANISATION)


class Dated(NamedTuple):
    """A text of the plan that names a year or a month, and the line on which it stands."""

    line: int
    text: str


class Laid(NamedTuple):
    """A plan laid over another year: its text, its value, and what a person should look at.

    ``days_dropped``: it had the school's own days, which are of one year and were left out. ``same_code``: the
    code did not change, so that a ledger takes it for a new edition of the old campaign.
    """

    text: str
    plan: Plan
    look_at: tuple[Dated, ...]
    days_dropped: bool
    same_code: bool


class Reports(NamedTuple):
    """The reports of a weekly duty: how many, and the days of the first and the last."""

    title: Words
    number: int
    first: date
    last: date


def laid_over(text: str, start: date, name: str) -> Laid:
    """A plan's TOML laid over the campaign that starts in the month of ``start``; ``name`` is its file's, for faults.

    The organisation is left out where it is the built-in one.

    Raises:
        FileBroken: the plan itself cannot be read.
        BadInput: it does not fit the new dates.
    """
    old = read_plan(text, None, name)
    new = shifted(text, start)
    if old.organisation == builtin().organisation:
        new = without_table(new, ORGANISATION)
    try:
        plan = read_plan(new, None, name)
    except FileBroken as error:
        raise BadInput(
            _("The plan does not fit a start in {month}: {reason}").format(
                month=f"{start:%Y-%m}", reason=error.sentence
            ),
            hint=_("Choose another month, or change the dates of the plan that it comes from."),
        ) from error
    months = _between(old.start, start)
    return Laid(
        new,
        plan,
        dated_texts(new, months=months % _MONTHS != 0) if months else (),
        days_dropped=plan.days != old.days,
        same_code=months != 0 and plan.code == old.code,
    )


def weekly_reports(plan: Plan) -> tuple[Reports, ...]:
    """What each weekly duty of a plan comes to."""
    found = []
    for duty in plan.duties:
        if isinstance(rule_of(plan, duty), Weekly):
            days = sorted(slot.named for slot in plan.slots if slot.duty == duty.code)
            found.append(Reports(duty.title, len(days), days[0], days[-1]))
    return tuple(found)


def deadlines_of_a_campus(plan: Plan) -> int:
    """How many deadlines with a fixed day each campus has in the campaign."""
    owed = {duty.code for duty in plan.duties if "campus" in duty.owed_by}
    return sum(slot.duty in owed for slot in plan.slots)


def shifted(text: str, start: date) -> str:
    """A sound plan's TOML with its dates moved, comments and layout kept.

    Where the campaign keeps its months, the years in the code move as that of its last day does; a code without one
    gets that year behind it. Other months may begin two campaigns that end in one year: then the month of the start,
    ``2020-02``, stands for the last year in the code. The organisation, areas, readings and recipients stay. The
    school's own days are left out, since they are of one year, unless nothing moves at all.
    """
    import tomlkit

    old = tomllib.loads(text)
    months = _between(old["start"], start)
    if not months:
        return text
    plan: Any = tomlkit.parse(without_table(text, DAYS))
    _move(plan, months)
    if months % _MONTHS:
        plan["code"] = _of_month(old["code"], start)
    else:
        plan["code"] = _of_year(old["code"], old["end"].year, moved(old["end"], months).year)
    return str(plan.as_string())


def moved(day: date, months: int) -> date:
    """``day`` so many months later: a month's last day stays one, another keeps its number while the month has it."""
    years, month = divmod(day.month - 1 + months, _MONTHS)
    year, month = day.year + years, month + 1
    last = monthrange(year, month)[1]
    was_last = day.day == monthrange(day.year, day.month)[1]
    return date(year, month, last if was_last else min(day.day, last))


def dated_texts(text: str, months: bool = False) -> tuple[Dated, ...]:
    """The texts of a plan that name a year, and may be untrue of another one; with ``months``, those of a month too.

    Comments, the plan's own code and the organisation are not looked at.
    """
    found = lines(text)
    looked_at = {key: value for key, value in tomllib.loads(text).items() if key not in _NOT_SAID}
    return tuple(
        Dated(found[path], said)
        for path, said in _texts(looked_at)
        if _YEAR.search(said) or (months and _OF_A_MONTH.search(said))
    )


def _between(earlier: date, later: date) -> int:
    """How many calendar months later, whatever the days."""
    return (later.year - earlier.year) * _MONTHS + later.month - earlier.month


def _move(part: Any, months: int) -> None:
    for key, value in list(part.items() if isinstance(part, dict) else enumerate(part)):
        if isinstance(value, date):
            part[key] = moved(value, months)
        elif isinstance(value, dict | list):
            _move(value, months)


def _of_year(code: str, old: int, new: int) -> str:
    if not _YEAR.search(code):
        return f"{code}-{new}"
    return _YEAR.sub(lambda year: str(int(year[0]) - old + new), code)


def _of_month(code: str, start: date) -> str:
    """The code with the month of the start in place of the last year, or month, that it names; else behind it."""
    named = list(_YEAR_OR_MONTH.finditer(code))
    if not named:
        return f"{code}-{start:%Y-%m}"
    return f"{code[: named[-1].start()]}{start:%Y-%m}{code[named[-1].end() :]}"


def _texts(part: object, path: Path = ()) -> Iterator[tuple[Path, str]]:
    if isinstance(part, str):
        yield path, part
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from _texts(value, (*path, key))
    elif isinstance(part, list):
        for place, value in enumerate(part):
            yield from _texts(value, (*path, place))
