"""What every report carries: who reports, of which days, from which state of the ledger, and which edition it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from safetyctl import __version__
from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import BadInput
from safetyctl.ledger.connection import Snapshot
from safetyctl.ledger.journal import head
from safetyctl.plan.model import Period, Plan
from safetyctl.records.campaigns import campuses, plan_fingerprint
from safetyctl.reports.facts.period import Correction, HeldReading


class Request(NamedTuple):
    """What a report is asked of: the ledger at one moment, the plan, the day in force, a campus or the group."""

    snapshot: Snapshot
    plan: Plan
    day: date
    campus: str | None = None

    @property
    def places(self) -> list[str]:
        """The campuses that it tells of, in the group's order."""
        return [name for name in campuses(self.snapshot) if self.campus in (None, name)]

    @property
    def unit(self) -> str:
        """Who reports (填报单位): the campus by its full name, or the group."""
        return f"{self.plan.organisation.name.zh}{self.campus or ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Who reports what to whom, and from which state of the ledger.

    ``period`` names the report among those of its kind, as its bundle is named; ``period_start`` and ``period_end``
    are the days that it tells of, both included, ``due`` the day on which it is owed. ``title`` is the campaign's,
    ``duties`` are the ids of what it meets once it is handed in. ``head`` is the hash of the journal entry ``seq``,
    the last one when the facts were read. A second edition of what was handed in has its ``correction``; ``notes``
    say where it disagrees with other reports, in whole sentences. ``stands`` is the day that it stands at where that
    is not told by its period: what is made ahead of a holiday, or goes on after its day.
    """

    kind: str
    period: str
    campus: str | None
    period_start: date
    period_end: date
    due: date
    as_of: date
    title: str
    organisation: str
    recipient: str
    mailbox: str | None
    plan_code: str
    plan_sha256: str
    head: str
    seq: int
    software: str
    areas: tuple[tuple[str, str], ...]
    readings: tuple[HeldReading, ...]
    duties: tuple[str, ...]
    edition: int = 1
    correction: Correction | None = None
    notes: tuple[str, ...] = ()
    stands: date | None = None

    @property
    def seen(self) -> date:
        """The day that the figures stand at (截至): the last of the period, or earlier where it is not over."""
        return self.stands or min(self.as_of, self.period_end)

    @property
    def unit(self) -> str:
        """Who reports (填报单位): the campus by its full name, or the group."""
        return f"{self.organisation}{self.campus or ''}"

    def area_name(self, code: str) -> str:
        """The name of an area, or its code where the plan has none."""
        return dict(self.areas).get(code, code)


def require_begun(plan: Plan, day: date) -> None:
    """Make sure that the campaign has begun by ``day``. Raises BadInput."""
    if day < plan.start:
        raise BadInput(
            _("The campaign has not begun on {day}.").format(day=day),
            hint=_("It runs from {first} to {last}.").format(first=plan.start, last=plan.last),
        )


def head_of(
    asked: Request,
    kind: str,
    period: str,
    days: Period,
    *,
    due: date | None = None,
    duties: Iterable[str] = (),
    recipient: str | None = None,
) -> dict[str, Any]:
    """The fields of ``Head`` for a report of these days, as the keywords that make one; all texts in Chinese."""
    told = source_of(asked.snapshot, asked.plan)
    return told | {
        "kind": kind,
        "period": period,
        "campus": asked.campus,
        "period_start": days.start,
        "period_end": days.last,
        "due": due or days.last,
        "as_of": asked.day,
        "recipient": recipient or told["recipient"],
        "duties": tuple(duties),
    }


def source_of(snapshot: Snapshot, plan: Plan) -> dict[str, Any]:
    """What a report owes to its plan and to the state of the ledger, as keywords; all texts in Chinese."""
    seq, digest = head(snapshot.connection)
    return {
        "title": plan.title.zh,
        "organisation": plan.organisation.name.zh,
        "recipient": plan.organisation.channel.recipient.zh,
        "mailbox": plan.organisation.channel.mailbox,
        "plan_code": plan.code,
        "plan_sha256": plan_fingerprint(snapshot, plan),
        "head": digest,
        "seq": seq,
        "software": __version__,
        "areas": tuple((area.code, area.name.zh) for area in plan.areas),
        "readings": tuple(HeldReading(one.id, one.holds, one.meaning(one.holds).zh) for one in plan.readings),
    }
