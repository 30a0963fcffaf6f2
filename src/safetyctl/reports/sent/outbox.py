"""What must be ready to go out: which reports are due and lie in no outbox yet.

A duty whose report cannot be written yet is not claimed: that it is due is told by ``due``.
"""

import os
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import BadInput, CannotDo
from safetyctl.ledger.connection import Asks, Snapshot
from safetyctl.plan.deadlines import Owed
from safetyctl.plan.judging import Judged
from safetyctl.plan.model import Period, Plan
from safetyctl.records.deadlines import followed, judged
from safetyctl.records.submissions import require_ours
from safetyctl.reports.bundles.bundle import Report, named
from safetyctl.reports.bundles.verifying import read_bundle
from safetyctl.reports.facts.head import Request
from safetyctl.reports.kinds.weekly import weekly_report

if TYPE_CHECKING:
    from safetyctl.records.rosters import Holiday

LOCK = ".lock"
_AWAITED = ("open", "overdue")


class Wanted(NamedTuple):
    """A report of the whole group that must be ready: the duties (ids) that it meets, the period it covers.

    ``plan`` is that of its campaign. It is made from the day ``ready`` on; ``as_of`` is the day on which it is judged
    and dated.
    """

    plan: Plan
    code: str
    period: Period
    named: date
    ready: date
    as_of: date
    duties: tuple[str, ...]

    @property
    def kind(self) -> str:
        """What its bundle's name begins with."""
        return WRITERS[self.code].kind

    @property
    def file(self) -> str:
        """Its bundle's name."""
        return named(self.kind, WRITERS[self.code].period(self), None, 1)


class Writer(NamedTuple):
    """How the report of one duty is made: its kind, what names its period, and its facts read from the ledger.

    ``there``: for which of its duties there is something to hand in; None where there always is.
    """

    kind: str
    period: Callable[[Wanted], str]
    compose: Callable[[Snapshot, Wanted], Report]
    there: Callable[[Asks, Wanted], tuple[str, ...]] | None = None


def _weekly(snapshot: Snapshot, one: Wanted) -> Report:
    return weekly_report(snapshot, one.plan, one.as_of, one.named)


def _monthly(snapshot: Snapshot, one: Wanted) -> Report:
    from safetyctl.reports.kinds.monthly import monthly_report

    return monthly_report(Request(snapshot, one.plan, one.as_of), one.period.start)


def _upload(snapshot: Snapshot, one: Wanted) -> Report:
    from safetyctl.reports.kinds.upload import upload_report

    return upload_report(Request(snapshot, one.plan, one.as_of), one.period.start)


def _materials(snapshot: Snapshot, one: Wanted) -> Report:
    from safetyctl.reports.kinds.materials import materials_report

    return materials_report(Request(snapshot, one.plan, one.as_of))


def _summary(snapshot: Snapshot, one: Wanted) -> Report:
    from safetyctl.reports.kinds.summary import summary_report

    return summary_report(Request(snapshot, one.plan, one.as_of))


def _roster(snapshot: Snapshot, one: Wanted) -> Report:
    from safetyctl.reports.kinds.roster import roster_report

    return roster_report(Request(snapshot, one.plan, one.as_of), _holiday(one))


def _with_roster(asks: Asks, one: Wanted) -> tuple[str, ...]:
    from safetyctl.records.rosters import rosters

    kept = {found.duty for found in rosters(asks, one.as_of, holiday=_holiday(one))}
    return tuple(duty for duty in one.duties if duty in kept)


def _holiday(one: Wanted) -> "Holiday":
    from safetyctl.records.rosters import holidays

    return next(found for found in holidays(one.plan) if (found.duty, found.named) == (one.code, one.named))


def _first(one: Wanted) -> str:
    return one.period.start.isoformat()


def _last(one: Wanted) -> str:
    return one.period.last.isoformat()


def _month(one: Wanted) -> str:
    return f"{one.period.start:%Y-%m}"


WRITERS: Mapping[str, Writer] = {
    "weekly-report": Writer("weekly", _last, _weekly),
    "monthly-safety-report": Writer("monthly", _month, _monthly),
    "monthly-upload": Writer("upload", _month, _upload),
    "mobilisation-materials": Writer("materials", _last, _materials),
    "final-summary": Writer("summary", _last, _summary),
    "holiday-roster": Writer("roster", _first, _roster, _with_roster),
}
"""The duties whose reports can be written without anybody: a line for each.

The rosters of a holiday are written on the day they are due, once any campus has one; one that comes later is written
by hand.
"""


def beside(ledger: Path) -> Path:
    """The outbox of a ledger where no other is named: ``LEDGER.outbox`` beside it."""
    return ledger.with_name(ledger.name + ".outbox")


def due_by(asks: Asks, plan: Plan, day: date) -> tuple[Wanted, ...]:
    """The reports that must be ready on ``day``, from what the ledger knows on that day; oldest first.

    Those of a campaign that went before are among them: what it left undone is still owed.
    """
    found = []
    for its_plan in followed(asks, plan, day):
        owing = judged(asks, its_plan, day, day, whole=False, reminded=True)
        awaited = {one.owed.id for one in owing if one.state in _AWAITED}
        found += [one for one in wanted(its_plan, owing, day) if _is_there(asks, one, awaited)]
    return tuple(sorted(found, key=lambda one: one.named))


def _is_there(asks: Asks, one: Wanted, awaited: Container[str]) -> bool:
    """Whether there is something to hand in for any of its duties that is still ``awaited``."""
    there = WRITERS[one.code].there
    return there is None or any(duty in awaited for duty in there(asks, one))


def wanted(plan: Plan, owing: Iterable[Judged], day: date) -> tuple[Wanted, ...]:
    """The reports that must be ready, from the duties as they stand on ``day``: while one is neither met nor waived.

    A report is ready on the last workday on or before its due day, so that somebody is there to send it, but not
    before its period has begun, unless a reading makes it due before, and not before its period is over where it is
    due only then. One that was missed is made as of its due day,
    with all that counts up to it.
    """
    groups: dict[tuple[str, date], list[Judged]] = {}
    for one in owing:
        if one.owed.code in WRITERS:
            groups.setdefault((one.owed.code, one.owed.named), []).append(one)
    found = []
    for (code, day_named), group in groups.items():
        owed = group[0].owed
        is_after = owed.due > owed.period.last
        ready = owed.due if is_after else _within(owed, owed.advised, owed.due) or owed.due
        if ready <= day and any(one.state in _AWAITED for one in group):
            last = owed.due if is_after else _within(owed, owed.due) or owed.period.last
            as_of = day if day <= owed.due else min(day, last)
            duties = tuple(one.owed.id for one in group)
            found.append(Wanted(plan, code, owed.period, day_named, ready, as_of, duties))
    return tuple(sorted(found, key=lambda one: one.named))


def _within(owed: Owed, *days: date | None) -> date | None:
    """The first of the days that lies in the period; None where a reading moved it before."""
    return next((one for one in days if one is not None and owed.period.covers(one)), None)


def lacking(
    asks: Asks, outbox: Path, reports: Sequence[Wanted]
) -> tuple[tuple[Wanted, ...], tuple[CannotDo, ...]]:
    """Those of the reports that the outbox does not hold whole; and the errors for those whose place is taken.

    A bundle that was damaged, or made before the report was ready, is lacking. What is sound but no bundle of
    this ledger for this period is somebody's, and is left alone. Raises OSError.
    """
    lack, taken = [], []
    for one in reports:
        try:
            if not _held(asks, outbox / one.file, one):
                lack.append(one)
        except CannotDo as error:
            taken.append(error)
    return tuple(lack), tuple(taken)


def _held(asks: Asks, path: Path, one: Wanted) -> bool:
    """Whether the bundle is there, whole. Raises CannotDo where something else has its name."""
    if not os.path.lexists(path):
        return False
    if path.is_symlink() or not path.is_file():
        raise _in_the_way(path)
    found = read_bundle(path)
    if not found.sound or found.manifest is None:
        return False
    said = found.manifest
    try:
        require_ours(asks, said.get("ledger"))
    except BadInput:
        raise _in_the_way(path) from None
    told = (said.get("kind"), said.get("campus"), said.get("period_end"))
    if told != (one.kind, None, one.period.last.isoformat()):
        raise _in_the_way(path)
    return str(said.get("as_of")) >= one.ready.isoformat()


def _in_the_way(path: Path) -> CannotDo:
    return CannotDo(
        _("{path} is no bundle of this ledger for this period: it was left alone.").format(path=path),
        hint=_("Move it away, or name another outbox with --outbox DIR."),
    )


def compose(snapshot: Snapshot, one: Wanted) -> Report:
    """The facts of one report, as they stood on its day. Raises SafetyctlError."""
    return WRITERS[one.code].compose(snapshot, one)
