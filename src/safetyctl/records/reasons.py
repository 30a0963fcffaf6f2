"""Why hazards are still open, and what help was asked for, as their steps and remarks say it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from safetyctl.ledger.connection import Asks
from safetyctl.ledger.words import AWAITING_RECTIFICATION, StepKind
from safetyctl.records.views import HazardView

_REASONS = (StepKind.EXTENDED, StepKind.DEFERRED, StepKind.FAILED, StepKind.REOPENED)


class Noted(NamedTuple):
    """What the steps of one hazard say: the latest ``reason`` for being open, and the latest ``request`` for help.

    A call for help is no reason: it says what somebody else should do.
    """

    reason: str | None = None
    request: str | None = None


def noted(asks: Asks, day: date) -> dict[str, Noted]:
    """What the steps up to ``day`` say, by the uid of each hazard of which they say anything."""
    kinds = ", ".join(repr(str(kind)) for kind in (*_REASONS, StepKind.ESCALATED))
    rows = asks.rows(
        f"SELECT hazard, kind, note FROM step WHERE kind IN ({kinds}) AND day <= ?"
        " AND (note IS NOT NULL OR kind = 'escalated') ORDER BY uid",
        (day.isoformat(),),
    )
    return _latest(rows)


def _latest(rows: Iterable[tuple[str, str, str | None]]) -> dict[str, Noted]:
    found: dict[str, Noted] = {}
    for uid, kind, note in rows:
        before = found.get(uid, Noted())
        if kind == StepKind.ESCALATED:
            found[uid] = before._replace(request=note)
        else:
            found[uid] = before._replace(reason=note)
    return found


def reason(one: HazardView, said: Mapping[str, Noted]) -> str | None:
    """Why a hazard is still to be rectified: by its steps, else by the remarks that it came with; None where neither
    says so, or where it waits for nothing but to be looked at.
    """
    if one.status not in AWAITING_RECTIFICATION:
        return None
    return said.get(one.uid, Noted()).reason or one.remarks
