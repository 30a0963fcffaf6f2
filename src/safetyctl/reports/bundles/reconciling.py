"""Whether figures agree: inside a report, and between reports that were handed in and what the ledger says today.

A report whose own sums do not hold is not written. One that disagrees with what was handed in is written and says so.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from safetyctl.ground.catalogue import _, using
from safetyctl.ground.errors import CannotDo
from safetyctl.ledger.connection import Snapshot
from safetyctl.plan.model import DAY, Period
from safetyctl.records.checks import Finding
from safetyctl.records.counting import ELECTRONIC_COPY
from safetyctl.records.flows import moved
from safetyctl.reports.bundles.bundle import Report
from safetyctl.reports.bundles.editions import HandedIn, handed_in, title_of
from safetyctl.reports.drawn.composed import Composed
from safetyctl.reports.facts.blocks import MOVEMENT_LABELS, SO_FAR_LABELS
from safetyctl.reports.facts.period import Flow, GroupLine, SoFar, WeeklyReport
from safetyctl.reports.facts.wording import long_day

_PERIODIC = {"weekly": "weekly-report", "monthly": "monthly-safety-report"}
"""The kinds that tell of one period after another, with the duty that each meets."""
_COUNTING = frozenset({*_PERIODIC.values(), "final-summary", ELECTRONIC_COPY})
"""The duties met by what tells how all hazards so far stand: weekly, monthly, summary, supervision."""
_LABELS = MOVEMENT_LABELS | SO_FAR_LABELS
_LONGEST = 32 * DAY
"""A report stands at a day that lies no longer before the one it is named by."""


def require_sound(report: Report) -> None:
    """Make sure that a report's sums hold: carried + new + reopened − closed − void = remaining, in all and in each
    line, the lines of campuses and areas add up to the whole, and all so far less those closed are what is open.

    Raises CannotDo: what does not add up, and how to find out why.
    """
    facts = _facts(report)
    total = getattr(facts, "total", None)
    if not isinstance(total, Flow):
        return
    wrong = next(
        _unsound(total, {"campus": facts.by_campus, "area": facts.by_area}, _so_far(report)),
        None,
    )
    if wrong is not None:
        raise CannotDo(
            _("The figures of this report do not add up: {what}. It was not written.").format(what=wrong),
            hint=_(
                "See what does not: safetyctl ledger check; and whether the ledger is whole: safetyctl ledger verify"
            ),
        )


def _unsound(total: Flow, groups: dict[str, Sequence[GroupLine]], so_far: SoFar | None) -> Iterator[str]:
    if not total.balances:
        yield _("the movement of all hazards")
    if so_far is not None and so_far.remaining != total.remaining:
        yield _("all hazards so far and those still open")
    for name, lines in groups.items():
        yield from (line.name for line in lines if not line.flow.balances)
        for key in MOVEMENT_LABELS if lines else ():
            if sum(getattr(line.flow, key) for line in lines) != getattr(total, key):
                yield _("the sum by {group}").format(group=_("campus") if name == "campus" else _("area"))
                break


def disagreements(snapshot: Snapshot, report: Report) -> tuple[str, ...]:
    """Where a report of a week or a month begins with another number than the one before it, as handed in, ended
    with; where the whole group's report and a campus's own of the same days say something else of that campus; and
    where a report of another kind tells otherwise how all hazards so far stood on the same day. Whole sentences,
    Chinese.
    """
    around = Period(report.seen - _LONGEST, report.seen + _LONGEST)
    near = _latest(handed_in(snapshot, report.as_of, _COUNTING, around))
    with using("zh"):
        return (*_unlike_others(near, report), *_unlike_neighbours(near, report))


def _unlike_others(near: Iterable[HandedIn], report: Report) -> Iterator[str]:
    so_far = _so_far(report)
    if so_far is None:
        return
    now = {"found_so_far": so_far.found, "closed_so_far": so_far.closed}
    for one in near:
        told = _told(one)
        is_other = one.manifest.get("kind") != report.kind and one.manifest.get("campus") == report.campus
        if (
            is_other
            and _seen(one) == report.seen
            and {key: told.get(key, n) for key, n in now.items()} != now
        ):
            yield _(
                "Note: {title}, handed in on {day}, told of {was} hazards up to the same day, {was_closed} of them"
                " struck off; after what was entered since, it is {n} and {closed}."
            ).format(
                title=title_of(one.data), day=long_day(one.on), was=told["found_so_far"],
                was_closed=told["closed_so_far"], n=so_far.found, closed=so_far.closed,
            )  # fmt: skip


def _unlike_neighbours(near: Iterable[HandedIn], report: Report) -> Iterator[str]:
    days = (report.period_start.isoformat(), report.period_end.isoformat())
    day_before = (report.period_start - DAY).isoformat()
    for one in near:
        if one.manifest.get("kind") != report.kind:
            continue
        of, start, end = (one.manifest.get(key) for key in ("campus", "period_start", "period_end"))
        if of == report.campus and end == day_before and report.kind in _PERIODIC:
            yield from _unlike_before(one, report)
        elif (start, end) == days and of is not None and report.campus is None:
            yield from _unlike_campus(one, str(of), report)
        elif (start, end) == days and of is None and report.campus is not None:
            yield from _unlike_whole(one, report.campus, report)


def _unlike_before(one: HandedIn, report: Report) -> Iterator[str]:
    carried = next(figure.value for figure in report.tally if figure.key == "carried")
    ended = one.data.get("tally", {}).get("remaining", carried)
    if ended != carried:
        yield _(
            "Note: the report before this one, handed in on {day}, left {was} open; after what was entered since, {n}"
            " are carried over."
        ).format(day=long_day(one.on), was=ended, n=carried)


def _unlike_campus(one: HandedIn, campus: str, report: Report) -> Iterator[str]:
    lines: Iterable[GroupLine] = getattr(_facts(report), "by_campus", ())
    mine = next((line.flow for line in lines if line.code == campus), None)
    if mine is not None and _differs(_told(one), mine):
        yield _("Note: {campus} reported other figures for these days on {day}.").format(
            campus=campus, day=long_day(one.on)
        )


def _unlike_whole(one: HandedIn, campus: str, report: Report) -> Iterator[str]:
    lines = one.data.get("figures", one.data).get("by_campus", ())
    said = next((line["flow"] for line in lines if line["code"] == campus), None)
    mine = getattr(_facts(report), "total", None)
    if said is not None and mine is not None and _differs(said, mine):
        yield _(
            "Note: the whole group's report of these days, handed in on {day}, tells other figures."
        ).format(day=long_day(one.on))


def _differs(said: Mapping[str, int], now: Flow) -> bool:
    return any(said.get(key, getattr(now, key)) != getattr(now, key) for key in MOVEMENT_LABELS)


def _facts(report: Report) -> Any:
    """Where a report has its movement and the lines of its groups."""
    return report.figures if isinstance(report, Composed) else report


def _latest(found: Iterable[HandedIn]) -> list[HandedIn]:
    """The last edition of each report."""
    last: dict[tuple[object, ...], HandedIn] = {}
    for one in found:
        key = tuple(one.manifest.get(name) for name in ("kind", "period", "campus"))
        if key not in last or last[key].number <= one.number:
            last[key] = one
    return list(last.values())


def _so_far(report: Report) -> SoFar | None:
    """How all hazards so far stand, where a report tells it."""
    return report.so_far if isinstance(report, WeeklyReport) else getattr(report.figures, "all_time", None)


def _seen(one: HandedIn) -> date:
    """The day that the figures of what was handed in stand at."""
    start, last, made = (
        date.fromisoformat(str(one.manifest[name])) for name in ("period_start", "period_end", "as_of")
    )
    return max(start, min(last, made))


def _answers_until(one: HandedIn, day: date) -> date:
    """The day whose state what was handed in has to tell. A week or a month that was reported early has to tell of
    all its days once they are over: the report after it begins behind them.
    """
    last = date.fromisoformat(str(one.manifest["period_end"]))
    return last if one.manifest.get("kind") in _PERIODIC and last <= day else _seen(one)


def _told(one: HandedIn) -> dict[str, int]:
    """The movement, and how all hazards so far stood, as far as what was handed in tells them."""
    figures = one.data.get("figures", {})
    movement = figures.get("total", {}) | one.data.get("tally", {})
    so_far = figures.get("all_time") or one.data.get("so_far")
    told = {key: movement[key] for key in MOVEMENT_LABELS if key in movement}
    if not so_far:
        return told
    found = so_far["registered"] - so_far["voided"]
    return told | {"found_so_far": found, "closed_so_far": so_far["closed"]}


def check_handed_in(snapshot: Snapshot, day: date) -> list[Finding]:
    """The reports that were handed in and say something else than the ledger says of the same days now."""
    return [
        finding
        for one in _latest(handed_in(snapshot, day, _COUNTING))
        if _told(one)
        for finding in _outdated(snapshot, one, day)
    ]


def _outdated(snapshot: Snapshot, one: HandedIn, day: date) -> Iterator[Finding]:
    start = date.fromisoformat(str(one.manifest["period_start"]))
    now = moved(snapshot, start, _answers_until(one, day) + DAY, one.manifest.get("campus"))
    for key, was in _told(one).items():
        if was != now[key]:
            yield Finding(
                "reports",
                one.ref,
                _("as handed in it says {key}: {was}; the ledger now says {n}").format(
                    key=_(_LABELS[key]), was=was, n=now[key]
                ),
                _("hand in a correction: {command}").format(command=_again(one)),
            )


def _again(one: HandedIn) -> str:
    """The command that writes the same report anew."""
    said = {name: str(one.manifest[name]) for name in ("kind", "period", "period_start", "period_end", "due")}
    match said["kind"]:
        case "weekly" | "monthly":
            which = f" --for {said['period_start']}"
        case "supervision" if said["period"] != said["period_end"]:
            which = f" --from {said['period_start']} --to {said['period_end']}"
        case "summary" if said["due"] != said["period_end"]:
            which = ""
        case _:
            which = f" --as-of {said['period_end']}"
    campus = one.manifest.get("campus")
    return f"safetyctl report {said['kind']}{which}" + (f" --campus {campus}" if campus else "")
