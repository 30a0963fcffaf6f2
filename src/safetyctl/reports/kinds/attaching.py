"""Files that go with a report: their bytes from the store, under names that are safe in any archive."""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import BadInput, LedgerDamaged
from safetyctl.ground.text import one_line
from safetyctl.ledger.store import fetch
from safetyctl.reports.drawn.composed import Attached

MOST = 150 * 1024 * 1024
"""Bytes that a report's attachments may have together: mailboxes take less still."""
MANY = 200
"""Files that may go with one report: a bundle with more members is not taken for one of ours."""
_UNSAFE = re.compile(r"[^\w.()-]+")
_STEM, _SUFFIX = 40, 10


class Wanted(NamedTuple):
    """A kept file that goes with a report: what it is, what it was called, its sha256 and size in bytes."""

    title: str
    name: str
    sha256: str
    size: int


def attached(ledger: Path, files: Iterable[Wanted]) -> tuple[Attached, ...]:
    """The files as ``attachments/01-name.pdf`` …; without bytes where the store has lost or changed them.

    Raises BadInput: they are more than 200, or larger than 150 MiB together.
    """
    wanted = list(files)
    if len(wanted) > MANY:
        raise BadInput(
            _("More than {limit} files belong to this report.").format(limit=MANY),
            hint=_("Make documents void that are no longer needed, or report one campus with --campus."),
        )
    if sum(one.size for one in wanted) > MOST:
        largest = max(wanted, key=lambda one: one.size)
        raise BadInput(
            _("The files that belong to this report are larger than {limit} MiB together.").format(
                limit=MOST >> 20
            ),
            hint=_("The largest is {name} ({size} MiB). Keep a smaller copy in its place.").format(
                name=one_line(largest.name), size=largest.size >> 20
            ),
        )
    return tuple(
        Attached(
            one.title, f"attachments/{number:02d}-{_plain(one.name)}", one.sha256, _bytes(ledger, one.sha256)
        )
        for number, one in enumerate(wanted, start=1)
    )


def gone(files: Iterable[Attached]) -> tuple[str, ...]:
    """A sentence for each file of which the bytes are gone, for the letter and the person who writes it."""
    return tuple(
        _("The attachment {title} is missing from the store, or was changed there.").format(
            title=one_line(one.title)
        )
        for one in files
        if one.content is None
    )


def _bytes(ledger: Path, digest: str) -> bytes | None:
    try:
        return fetch(ledger, digest)
    except LedgerDamaged:
        return None


def _plain(name: str) -> str:
    """A file's name without what a path, a shell or another system would take amiss."""
    text = _UNSAFE.sub("_", unicodedata.normalize("NFC", name))
    stem, dot, suffix = text.rpartition(".")
    if not dot:
        stem, suffix = text, ""
    stem = stem.strip("._-")[:_STEM] or "file"
    return f"{stem}.{suffix[:_SUFFIX]}" if suffix else stem
