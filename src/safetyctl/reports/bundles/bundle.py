"""One bundle a report: letter, ledger, page and data in a zip, with a manifest that proves them.

The members are stored, not compressed (the office documents are compressed inside): so the archive's bytes
follow from its members alone, on every machine, and ``read_bundle`` can ask for exactly those bytes.
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from safetyctl.ground.catalogue import using
from safetyctl.ground.files import write_whole
from safetyctl.ground.packing import packed
from safetyctl.reports.bundles.data import encoded, write_composed_data, write_data
from safetyctl.reports.drawn.composed import Composed
from safetyctl.reports.facts.period import Correction, HeldReading, WeeklyReport

Report = WeeklyReport | Composed

MANIFEST = "manifest.json"
LETTER, LEDGER, PAGE, DATA = "letter.docx", "ledger.xlsx", "page.html", "data.json"
FORMAT = 1

_GROUP = "group"
_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST = 40
_MARK = 6


class Bundled(Protocol):
    """What any kind of report tells its bundle."""

    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def period(self) -> str: ...  # noqa: D102
    @property
    def period_start(self) -> date: ...  # noqa: D102
    @property
    def period_end(self) -> date: ...  # noqa: D102
    @property
    def campus(self) -> str | None: ...  # noqa: D102
    @property
    def due(self) -> date: ...  # noqa: D102
    @property
    def as_of(self) -> date: ...  # noqa: D102
    @property
    def plan_code(self) -> str: ...  # noqa: D102
    @property
    def plan_sha256(self) -> str: ...  # noqa: D102
    @property
    def head(self) -> str: ...  # noqa: D102
    @property
    def seq(self) -> int: ...  # noqa: D102
    @property
    def software(self) -> str: ...  # noqa: D102
    @property
    def readings(self) -> tuple[HeldReading, ...]: ...  # noqa: D102
    @property
    def duties(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def edition(self) -> int: ...  # noqa: D102
    @property
    def correction(self) -> Correction | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle on the disk. ``sha256`` is the whole archive's; ``head`` the ledger's when it was made."""

    path: Path
    kind: str
    period: str
    campus: str | None
    files: tuple[str, ...]
    sha256: str
    head: str
    edition: int = 1


def write_bundle(folder: Path, report: Report) -> Bundle:
    """Write a report's bundle into ``folder`` under its final name, complete or not at all.

    A bundle of the same name is replaced. Raises OSError.
    """
    files = report_files(report)
    content = bundle_bytes(report, files)
    path = folder / bundle_name(report)
    write_whole(path, content)
    return Bundle(
        path=path,
        kind=report.kind,
        period=report.period,
        campus=report.campus,
        files=(*files, MANIFEST),
        sha256=hashlib.sha256(content).hexdigest(),
        head=report.head,
        edition=report.edition,
    )


def report_files(report: Report) -> dict[str, bytes]:
    """The documents of a report, in Chinese whatever language the interface speaks."""
    return composed_files(report) if isinstance(report, Composed) else weekly_files(report)


def report_data(report: Report) -> bytes:
    """What a report says, as data."""
    return write_composed_data(report) if isinstance(report, Composed) else write_data(report)


def composed_files(report: Composed) -> dict[str, bytes]:
    """The documents of a composed report, and the files that go with it."""
    from safetyctl.reports.drawn.composed_book import write_composed_book
    from safetyctl.reports.drawn.composed_letter import write_composed_letter
    from safetyctl.reports.drawn.composed_page import write_composed_page

    with using("zh"):
        return {
            LETTER: write_composed_letter(report),
            LEDGER: write_composed_book(report),
            PAGE: write_composed_page(report),
            DATA: report_data(report),
            **{one.name: one.content for one in report.attached if one.content is not None},
        }


def weekly_files(report: WeeklyReport) -> dict[str, bytes]:
    """The documents of a weekly report, in Chinese whatever language the interface speaks."""
    from safetyctl.reports.drawn.letter import write_letter
    from safetyctl.reports.drawn.page import write_page
    from safetyctl.reports.drawn.workbook import write_workbook

    with using("zh"):
        return {
            LETTER: write_letter(report),
            LEDGER: write_workbook(report),
            PAGE: write_page(report),
            DATA: report_data(report),
        }


def bundle_bytes(report: Bundled, files: Mapping[str, bytes]) -> bytes:
    """The archive of ``files`` and the manifest that describes them."""
    return packed({**files, MANIFEST: encoded(_manifest(report, files))})


def bundle_name(report: Bundled) -> str:
    """``KIND_PERIOD_CAMPUS.zip``; ``group`` where it is the whole group's, and the edition from the second on."""
    return named(report.kind, report.period, report.campus, report.edition)


def named(kind: str, period: str, campus: str | None, edition: int) -> str:
    """What a bundle is called."""
    mark = f"_edition{edition}" if edition > 1 else ""
    return f"{kind}_{period}_{_file_word(campus)}{mark}.zip"


def _manifest(report: Bundled, files: Mapping[str, bytes]) -> dict[str, object]:
    return {
        "format": FORMAT,
        "kind": report.kind,
        "period": report.period,
        "period_start": report.period_start.isoformat(),
        "period_end": report.period_end.isoformat(),
        "campus": report.campus,
        "due": report.due.isoformat(),
        "as_of": report.as_of.isoformat(),
        "plan": report.plan_code,
        "plan_sha256": report.plan_sha256,
        "ledger": {"head": report.head, "seq": report.seq},
        "software": report.software,
        "readings": {reading.id: reading.holds for reading in report.readings},
        "duties": list(report.duties),
        "edition": report.edition,
        "corrects": report.correction.of if report.correction else None,
        "files": {
            name: {"sha256": hashlib.sha256(files[name]).hexdigest(), "size": len(files[name])}
            for name in sorted(files)
        },
    }


def _file_word(campus: str | None) -> str:
    """A campus's name as part of a file's name, on any system; a mark keeps changed names apart."""
    if campus is None:
        return _GROUP
    name = unicodedata.normalize("NFC", campus)
    word = _UNSAFE.sub("_", name).strip("._-")[:_LONGEST]
    if word == name and word.casefold() != _GROUP:
        return word
    mark = hashlib.sha256(campus.encode("utf-8", "surrogatepass")).hexdigest()[:_MARK]
    return f"{word}-{mark}" if word else mark
