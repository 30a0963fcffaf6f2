"""Whether figures agree: inside a report, and between reports that were handed in and what the ledger says today.

A report whose own sums do not hold is not written. One that disagrees with what was handed in is written and says so.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from safetyctl.ground.catalogue import _, using
from safetyctl.ground.errors import CannotDo
from safetyctl.ledger.connection import Snapshot
from safetyctl.plan.model import DAY, Period
from safetyctl.records.checks import Finding
from safetyctl.records.counting import ELECTRONIC_COPY
from safetyctl.records.flows import counted
from safetyctl.reports.blocks import MOVEMENT_LABELS
from safetyctl.reports.bundle import Report
from safetyctl.reports.composed import Composed
from safetyctl.reports.editions import HandedIn, handed_in
from safetyctl.reports.facts import Flow, GroupLine
from safetyctl.reports.gathering import flow
from safetyctl.reports.wording import long_day

_PERIODIC = {"weekly": "weekly-report", "monthly": "monthly-safety-report"}
"""The kinds that tell of one period after another, with the duty that each meets."""


def require_sound(report: Report) -> None:
    """Make sure that a report's sums hold: carried + new + reopened − closed − void = remaining, in all and in each
    line, and the lines of campuses and areas add up to the whole.

    Raises CannotDo: what does not add up, and how to find out why.
    """
    facts = _facts(report)
    total = getattr(facts, "total", None)
    if not isinstance(total, Flow):
        return
    wrong = next(_unsound(total, {"campus": facts.by_campus, "area": facts.by_area}), None)
    if wrong is not None:
        raise CannotDo(
            _("The figures of this report do not add up: {what}. It was not written.").format(what=wrong),
            hint=_(
                "See what does not: safetyctl ledger check; and whether the ledger is whole: safetyctl ledger verify"
            ),
        )


def _unsound(total: Flow, groups: dict[str, Sequence[GroupLine]]) -> Iterator[str]:
    if not total.balances:
        yield _("the movement of all hazards")
    for name, lines in groups.items():
        yield from (line.name for line in lines if not line.flow.balances)
        for key in MOVEMENT_LABELS if lines else ():
            if sum(getattr(line.flow, key) for line in lines) != getattr(total, key):
                yield _("the sum by {group}").format(group=_("campus") if name == "campus" else _("area"))
                break


def disagreements(snapshot: Snapshot, report: Report) -> tuple[str, ...]:
    """Where a report of a week or a month begins with another number than the one before it, as handed in, ended
    with; and where a campus's own report of the same days says something else. Whole sentences, Chinese.
    """
    code = _PERIODIC.get(report.kind)
    if code is None:
        return ()
    tally = {figure.key: figure.value for figure in report.tally}
    day_before = (report.period_start - DAY).isoformat()
    said: list[str] = []
    length = report.period_end - report.period_start + DAY
    around = Period(report.period_start - length, report.period_end + length)
    with using("zh"):
        for one in _latest(handed_in(snapshot, report.as_of, {code, ELECTRONIC_COPY}, around)):
            if one.manifest.get("kind") != report.kind:
                continue
            of, end = one.manifest.get("campus"), one.manifest.get("period_end")
            if of == report.campus and end == day_before:
                said += _unlike_before(one, tally["carried"])
            elif report.campus is None and of is not None and end == report.period_end.isoformat():
                said += _unlike_campus(one, str(of), _facts(report).by_campus)
    return tuple(said)


def _unlike_before(one: HandedIn, carried: int) -> Iterator[str]:
    ended = one.data.get("tally", {}).get("remaining", carried)
    if ended != carried:
        yield _(
            "Note: the report before this one ({ref}, handed in on {day}) left {was} open; after what was entered"
            " since, {n} are carried over."
        ).format(ref=one.ref, day=long_day(one.on), was=ended, n=carried)


def _unlike_campus(one: HandedIn, campus: str, lines: Iterable[GroupLine]) -> Iterator[str]:
    said = one.data.get("tally", {})
    mine = next((line.flow for line in lines if line.code == campus), None)
    if mine is not None and any(
        said.get(key, getattr(mine, key)) != getattr(mine, key) for key in MOVEMENT_LABELS
    ):
        yield _("Note: {campus} reported other figures for these days ({ref}, handed in on {day}).").format(
            campus=campus, ref=one.ref, day=long_day(one.on)
        )


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


def check_handed_in(snapshot: Snapshot, day: date) -> list[Finding]:
    """The reports that were handed in and say something else than the ledger says of the same days now."""
    return [
        finding
        for one in _latest(handed_in(snapshot, day, {*_PERIODIC.values(), ELECTRONIC_COPY}))
        if one.manifest.get("kind") in _PERIODIC
        for finding in _outdated(snapshot, one)
    ]


def _outdated(snapshot: Snapshot, one: HandedIn) -> Iterator[Finding]:
    said, campus = one.data.get("tally", {}), one.manifest.get("campus")
    start, last = (date.fromisoformat(str(one.manifest[name])) for name in ("period_start", "period_end"))
    seen = max(start, min(last, date.fromisoformat(str(one.manifest["as_of"]))))
    now = flow(counted(snapshot, start, seen + DAY, campus))
    for key in MOVEMENT_LABELS:
        if key in said and said[key] != getattr(now, key):
            flag = f" --campus {campus}" if campus else ""
            yield Finding(
                "reports",
                one.ref,
                _("as handed in it says {key}: {was}; the ledger now says {n}").format(
                    key=_(MOVEMENT_LABELS[key]), was=said[key], n=getattr(now, key)
                ),
                _("hand in a correction: {command}").format(
                    command=f"safetyctl report {one.manifest['kind']} --for {start}{flag}"
                ),
            )
