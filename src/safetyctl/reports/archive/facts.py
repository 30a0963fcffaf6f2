"""The facts of the archive (R12), read once: what its index and its copies are made from."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from safetyctl import __version__
from safetyctl.ground.catalogue import using
from safetyctl.ledger.connection import Snapshot
from safetyctl.ledger.journal import head
from safetyctl.plan.model import Plan
from safetyctl.records.archive import Archive, archive


class ArchiveFacts(NamedTuple):
    """What the index and the export are made from: frozen, so that no two parts of them can disagree."""

    unit: str
    title: str
    plan: str
    archive: Archive
    seq: int
    head: str
    software: str

    @property
    def seen(self) -> date:
        """The day as of which the archive is shown."""
        return self.archive.as_of


def archive_facts(snapshot: Snapshot, plan: Plan, day: date, campuses: Sequence[str]) -> ArchiveFacts:
    """The archive of ``campuses`` (``*``: the group's) on a day, with where it comes from; in Chinese."""
    seq, digest = head(snapshot.connection)
    with using("zh"):
        return ArchiveFacts(
            plan.organisation.name.zh,
            plan.title.zh,
            plan.code,
            archive(snapshot, plan, campuses, day),
            seq,
            digest,
            __version__,
        )
