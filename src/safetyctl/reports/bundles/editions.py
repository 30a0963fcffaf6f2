"""Second editions (更正版): what of a report was handed in before, and what has changed since.

What was handed in is read from the store, its very bytes; the ledger is not asked again what it said then.
"""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from safetyctl.ground.catalogue import _, listed, using
from safetyctl.ground.errors import LedgerDamaged
from safetyctl.ground.files import write_whole
from safetyctl.ledger.connection import Snapshot
from safetyctl.ledger.store import fetch
from safetyctl.plan.model import DAY, Period
from safetyctl.records.counting import ELECTRONIC_COPY
from safetyctl.records.references import submission_ref
from safetyctl.reports.bundles.bundle import DATA, MANIFEST, Bundle, Report, named, report_data
from safetyctl.reports.facts.period import Correction
from safetyctl.reports.facts.wording import heading_of, phrase, sentence, short_day

_STATE = (
    "format",
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
_PICKED = ("next_week",)
"""What repeats some of the hazards that are told of anyway: which of them is no other figure."""
_GROWING = ("figures", "tally", "so_far", "all_time")
"""Records of fixed keys, which later versions of the program add to."""
_OF_A_HAZARD = frozenset({"number", "title", "days_overdue"})
_REDEFINED = frozenset({
    "why", "said", "rectified", "rectified_this_week", "rectified_major", "phase_rectified",
})  # fmt: skip
"""What another format of the data words or counts otherwise; what it follows from is told besides."""
_NAMED, _TEXT = 10, 30


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


def write_again(folder: Path, handed_in: HandedIn) -> Bundle:
    """Write what was handed in, its very bytes, under the name that it had when it was made. Raises OSError."""
    said = handed_in.manifest
    campus = said["campus"]
    name = named(str(said["kind"]), str(said["period"]), campus and str(campus), handed_in.number)
    write_whole(folder / name, handed_in.content)
    return Bundle(
        path=folder / name,
        kind=str(said["kind"]),
        period=str(said["period"]),
        campus=campus and str(campus),
        files=(*said["files"], MANIFEST),
        sha256=hashlib.sha256(handed_in.content).hexdigest(),
        head=str(said["ledger"]["head"]),
        edition=handed_in.number,
    )


def edition(snapshot: Snapshot, report: Report) -> tuple[Report, HandedIn | None]:
    """The report as the edition that it is, and the one before it where it was handed in already.

    Where nothing changed since then the report is no new edition, and what was handed in is marked so.
    """
    before = last_edition(snapshot, report)
    lost = _lost(snapshot, report)
    if lost is not None and (before is None or lost.number > before.number):
        return replace(report, edition=lost.number, correction=lost), None
    if before is None:
        return report, None
    data = json.loads(report_data(report))
    if says_the_same(before.data, data):
        return report, replace(before, unchanged=True)
    with using("zh"):
        changes = tuple(_changes(report, before.data, data)) or (
            _("The figures are the same; its words changed."),
        )
        title = title_of(before.data)
    corrected = Correction(before.number + 1, before.ref, before.on, changes, title)
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


def _lost(snapshot: Snapshot, report: Report) -> Correction | None:
    """What this report is after the last edition of which the store has lost the bytes, by the bundle's name."""
    codes = {duty.partition("/")[0] for duty in report.duties}
    wanted = re.compile(
        re.escape(named(report.kind, report.period, report.campus, 1).removesuffix(".zip"))
        + r"(?:_edition([0-9]+))?\.zip"
    )
    last = None
    for number, on, digest, name in _submitted(snapshot, report.as_of, codes, _days(report)):
        found = wanted.fullmatch(str(name))
        if found is None or _read(snapshot, digest) is not None:
            continue
        at = int(found[1] or 1) + 1
        if last is None or at > last.number:
            with using("zh"):
                said = _("Its copy in the archive is missing: what changed cannot be told.")
                last = Correction(
                    at, submission_ref(number), date.fromisoformat(on), (said,), str(name), True
                )
    return last


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
    snapshot: Snapshot, day: date, codes: Set[str], days: Period | None = None
) -> Iterator[HandedIn]:
    """The bundles handed in by ``day`` for these duties, of those due in ``days``, each once.

    Those that the store has lost are left out.
    """
    for number, on, digest, _name in _submitted(snapshot, day, codes, days):
        read = _read(snapshot, digest)
        if read is None:
            continue
        content, manifest, data = read
        at = int(manifest.get("edition", 1))
        yield HandedIn(submission_ref(number), date.fromisoformat(on), at, manifest, data, content)


def _submitted(
    snapshot: Snapshot, day: date, codes: Set[str], days: Period | None
) -> list[tuple[int, str, str, str]]:
    """The bundles handed in, each once: number and day of the first submission, sha256, and the file's name."""
    marks = ", ".join("?" * len(codes))
    first, after = (days.start, days.end) if days else (date.min, date.max)
    return snapshot.rows(
        f"SELECT min(number), min(sent_on), sha256, min(bundle) FROM submission"
        f" WHERE sha256 IS NOT NULL AND sent_on <= ? AND due >= ? AND due < ? AND duty IN ({marks})"
        " GROUP BY sha256 ORDER BY 1",
        (day.isoformat(), first.isoformat(), after.isoformat(), *sorted(codes)),
    )


def is_later_edition(snapshot: Snapshot, digest: str) -> bool:
    """Whether what was handed in with this sha256 corrects an edition before it; not where the store has lost it."""
    read = _read(snapshot, digest)
    return read is not None and int(read[1].get("edition", 1)) > 1


def _read(snapshot: Snapshot, digest: str) -> tuple[bytes, dict[str, Any], dict[str, Any]] | None:
    """A bundle's bytes, its manifest and its data; None where the store has it no more."""
    try:
        content = fetch(snapshot.path, digest)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            manifest, data = (json.loads(archive.read(name)) for name in (MANIFEST, DATA))
    except (LedgerDamaged, zipfile.BadZipFile, KeyError, ValueError):  # told by: safetyctl archive verify
        return None
    return content, manifest, data


def title_of(data: Mapping[str, Any]) -> str:
    """What a report is called that was handed in, in the language in use."""
    return str(data["heading"]) if "heading" in data else heading_of(str(data["title"]))


def says_the_same(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether two editions say the same as far as both speak of it: what an earlier version of the program did not
    tell was not told otherwise.
    """
    but = _told_otherwise(before, after)
    shared = (before.keys() & after.keys()).difference(_STATE, _PICKED, but)
    return all(_alike(key, before[key], after[key], but) for key in shared)


def _told_otherwise(before: Mapping[str, Any], after: Mapping[str, Any]) -> Set[str]:
    """The keys by which these two cannot be compared."""
    return _REDEFINED if before.get("format") != after.get("format") else frozenset()


def _alike(key: str, before: Any, after: Any, but: Set[str]) -> bool:
    """Whether two values, of the same key, say the same; ``but`` by some keys in them."""
    if isinstance(before, list) and isinstance(after, list):
        pairs = zip(before, after, strict=False)
        return len(before) == len(after) and all(_alike("", one, other, but) for one, other in pairs)
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return bool(before == after)
    shared = before.keys() & after.keys()
    is_record = key in _GROWING or shared >= _OF_A_HAZARD
    if not is_record and before.keys() != after.keys():
        return False
    return all(_alike(each, before[each], after[each], but) for each in shared - but)


def _changes(report: Report, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """What changed, in sentences: the figures first, in one, then the hazards, then what cannot be
    shown any more.
    """
    was, but = before.get("tally", {}), _told_otherwise(before, after)
    figures = [
        _("{figure} is {n}, not {was}").format(figure=_(figure.label), n=figure.value, was=was[figure.key])
        for figure in report.tally
        if figure.key in was and figure.key not in but and was[figure.key] != figure.value
    ]
    if figures:
        yield sentence(figures)
    old, new = _hazards(before), _hazards(after)
    for words, numbers in (
        (_("now listed: {hazards}"), [one for one in new if one not in old]),
        (_("no longer listed: {hazards}"), [one for one in old if one not in new]),
        (
            _("told anew: {hazards}"),
            [one for one in new if one in old and not _alike("", old[one], new[one], but)],
        ),
    ):
        if numbers:
            more = _(" and others") if len(numbers) > _NAMED else ""
            named = listed(_named(new.get(one) or old[one], report.period_start) for one in numbers[:_NAMED])
            yield sentence([words.format(hazards=named + more)])
    if "lacking" in before:
        yield from (one for one in after["lacking"] if one not in before["lacking"])


def _named(hazard: Mapping[str, Any], beside: date) -> str:
    """A hazard as those know it who do not know its number: by what it is, and the day it was found."""
    return _('"{title}" ({number}, found on {day})').format(
        title=phrase(str(hazard["title"]), _TEXT),
        number=hazard["number"],
        day=short_day(date.fromisoformat(str(hazard["found_on"])), beside),
    )


def _hazards(data: Mapping[str, Any]) -> dict[str, Any]:
    """The hazards that a report lists, by number."""
    rows = data["hazards"] if "hazards" in data else [*data.get("open_hazards", ()), *data.get("changed", ())]
    return {row["number"]: row for row in reversed(rows)}
