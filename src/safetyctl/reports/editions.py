"""Second editions (更正版): what of a report was handed in before, and what has changed since.

What was handed in is read from the store, its very bytes; the ledger is not asked again what it said then.
"""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from safetyctl.ground.catalogue import _, listed, using
from safetyctl.ground.errors import LedgerDamaged
from safetyctl.ledger.connection import Snapshot
from safetyctl.ledger.store import fetch
from safetyctl.plan.model import DAY, Period
from safetyctl.records.counting import ELECTRONIC_COPY
from safetyctl.records.references import submission_ref
from safetyctl.reports.bundle import DATA, MANIFEST, Report, report_data
from safetyctl.reports.facts import Correction
from safetyctl.reports.wording import sentence

_STATE = (
    "as_of",
    "head",
    "seq",
    "software",
    "edition",
    "correction",
    "notes",
    "ahead",
    "duties",
    "plan_sha256",
)
"""What tells how a report was made, and what its own handing in changes: nothing of what it says."""
_NAMED = 10


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A report that was handed in: the first submission of its bytes, the day, its edition, and what it says.

    ``unchanged``: the ledger says the same today.
    """

    ref: str
    on: date
    number: int
    manifest: Mapping[str, Any]
    data: Mapping[str, Any]
    content: bytes
    unchanged: bool = False


def edition(snapshot: Snapshot, report: Report) -> tuple[Report, HandedIn | None]:
    """The report as the edition that it is, and the one before it where it was handed in already.

    Where nothing changed since then the report is no new edition, and what was handed in is marked so.
    """
    before = last_edition(snapshot, report)
    if before is None:
        return report, None
    data = json.loads(report_data(report))
    if _said(data) == _said(before.data):
        return report, replace(before, unchanged=True)
    with using("zh"):
        changes = tuple(_changes(report, before.data, data)) or (
            _("The figures are the same; its words changed."),
        )
    corrected = Correction(before.number + 1, before.ref, before.on, changes)
    return replace(report, edition=corrected.number, correction=corrected), before


def last_edition(snapshot: Snapshot, report: Report) -> HandedIn | None:
    """The last edition of a report of this kind, period and campus that was handed in by its day."""
    found = [
        one
        for one in handed_in(
            snapshot, report.as_of, {duty.partition("/")[0] for duty in report.duties}, _days(report)
        )
        if (one.manifest.get("kind"), one.manifest.get("period"), one.manifest.get("campus"))
        == (report.kind, report.period, report.campus)
    ]
    return max(found, key=lambda one: one.number, default=None)


def _days(report: Report) -> Period | None:
    """The days that a report's duties are named by; None where an event names them, or the day it was made on."""
    if any(duty.startswith(f"{ELECTRONIC_COPY}/") for duty in report.duties):
        return None
    try:
        named = [date.fromisoformat(duty.split("/")[1]) for duty in report.duties]
    except ValueError:
        return None
    return Period(min(named), max(named) + DAY) if named else None


def handed_in(
    snapshot: Snapshot, day: date, codes: set[str], days: Period | None = None
) -> Iterator[HandedIn]:
    """The bundles handed in by ``day`` for these duties, of those due in ``days``, each once.

    Those that the store has lost are left out.
    """
    marks = ", ".join("?" * len(codes))
    first, after = (days.start, days.end) if days else (date.min, date.max)
    rows = snapshot.rows(
        f"SELECT min(number), min(sent_on), sha256 FROM submission WHERE sha256 IS NOT NULL AND sent_on <= ?"
        f" AND due >= ? AND due < ? AND duty IN ({marks}) GROUP BY sha256 ORDER BY 1",
        (day.isoformat(), first.isoformat(), after.isoformat(), *sorted(codes)),
    )
    for number, on, digest in rows:
        try:
            content = fetch(snapshot.path, digest)
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                manifest, data = (json.loads(archive.read(name)) for name in (MANIFEST, DATA))
        except (LedgerDamaged, zipfile.BadZipFile, KeyError, ValueError):  # told by: safetyctl archive verify
            continue
        at = int(manifest.get("edition", 1))
        yield HandedIn(submission_ref(number), date.fromisoformat(on), at, manifest, data, content)


def _said(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in _STATE}


def _changes(report: Report, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """What changed, in sentences: the figures first, then the hazards."""
    was = before.get("tally", {})
    for figure in report.tally:
        if figure.key in was and was[figure.key] != figure.value:
            yield sentence(
                [
                    _("{figure} is {n}, not {was}").format(
                        figure=_(figure.label), n=figure.value, was=was[figure.key]
                    )
                ]
            )
    old, new = _hazards(before), _hazards(after)
    for words, numbers in (
        (_("now listed: {numbers}"), [one for one in new if one not in old]),
        (_("no longer listed: {numbers}"), [one for one in old if one not in new]),
        (_("told anew: {numbers}"), [one for one in new if one in old and old[one] != new[one]]),
    ):
        if numbers:
            more = _(" and others") if len(numbers) > _NAMED else ""
            yield sentence([words.format(numbers=listed(numbers[:_NAMED]) + more)])


def _hazards(data: Mapping[str, Any]) -> dict[str, Any]:
    """The hazards that a report lists, by number."""
    rows = data["hazards"] if "hazards" in data else [*data.get("open_hazards", ()), *data.get("changed", ())]
    return {row["number"]: row for row in reversed(rows)}
