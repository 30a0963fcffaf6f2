"""How the last scheduled run ended, kept beside the ledger and outside it: a run must not move the journal's head."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from safetyctl.ground.files import write_whole


@dataclass(frozen=True, slots=True)
class LastRun:
    """The last scheduled run: the day in force, the moment (UTC, ISO 8601), the bundles it wrote, or why it failed.

    ``succeeded_on`` is the day of the last run that did not fail, this one included, and ``backup`` the last backup
    that any run made; None where there was none.
    """

    as_of: date
    at: str
    written: tuple[str, ...]
    error: str | None
    succeeded_on: date | None
    backup: str | None


def place(ledger: Path) -> Path:
    """Where it is kept: ``LEDGER.schedule.json`` beside the ledger, whatever outbox is used."""
    return ledger.with_name(ledger.name + ".schedule.json")


def last_run(ledger: Path) -> LastRun | None:
    """The last run that was noted; None where there was none, or where the note cannot be read."""
    try:
        noted = json.loads(place(ledger).read_bytes())
        return LastRun(
            as_of=date.fromisoformat(noted["as_of"]),
            at=str(noted["at"]),
            written=tuple(str(path) for path in noted["written"]),
            error=_text(noted["error"]),
            succeeded_on=noted["succeeded_on"] and date.fromisoformat(noted["succeeded_on"]),
            backup=_text(noted["backup"]),
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def note_run(
    ledger: Path,
    day: date,
    now: datetime,
    *,
    written: Sequence[str] = (),
    backup: str | None = None,
    error: str | None = None,
) -> None:
    """Note how a run ended, in place of the one before; what that one still tells is carried on. Raises OSError."""
    before = last_run(ledger)
    run = LastRun(
        as_of=day,
        at=now.isoformat(timespec="seconds").replace("+00:00", "Z"),
        written=tuple(written),
        error=error,
        succeeded_on=day if error is None else before.succeeded_on if before else None,
        backup=backup or (before.backup if before else None),
    )
    text = json.dumps(asdict(run), ensure_ascii=False, indent=2, default=date.isoformat)
    write_whole(place(ledger), text.encode("utf-8", "backslashreplace") + b"\n")


def _text(value: object) -> str | None:
    return None if value is None else str(value)
