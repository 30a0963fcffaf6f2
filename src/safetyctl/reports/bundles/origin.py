"""Where a bundle comes from: what the ledger that it was made from says of it today."""

from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple

from safetyctl.ledger.connection import Snapshot
from safetyctl.ledger.verifying import first_break
from safetyctl.records.references import submission_ref
from safetyctl.records.submissions import is_ours
from safetyctl.reports.bundles.editions import HandedIn, handed_in
from safetyctl.reports.bundles.verifying import Verified


class Origin(NamedTuple):
    """What a ledger says of a bundle.

    ``is_ours``: its journal has the head that the bundle carries. ``broken_at``: the first entry up to that head that
    is missing or was changed. ``handed_in``: the first submission of these very bytes. ``instead``: that of other
    bytes handed in as the same edition of the same report, where these were not.
    """

    is_ours: bool
    broken_at: int | None = None
    handed_in: str | None = None
    instead: str | None = None

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against it."""
        return self.is_ours and self.broken_at is None and self.instead is None


def origin_of(snapshot: Snapshot, bundle: Verified) -> Origin:
    """What the ledger says of a bundle that is sound in itself."""
    said: Mapping[str, Any] = bundle.manifest or {}
    if not is_ours(snapshot, said.get("ledger")):
        return Origin(is_ours=False)
    found = snapshot.rows(
        "SELECT min(number) FROM submission WHERE sha256 = ?", (sha256(bundle.content).hexdigest(),)
    )[0][0]
    others = () if found else _of_the_same_edition(snapshot, said)
    return Origin(
        is_ours=True,
        broken_at=first_break(snapshot, said["ledger"]["seq"]),
        handed_in=submission_ref(found) if found else None,
        instead=next((one.ref for one in others), None),
    )


def _of_the_same_edition(snapshot: Snapshot, said: Mapping[str, Any]) -> Iterator[HandedIn]:
    codes = {str(duty).partition("/")[0] for duty in said.get("duties") or ()}
    keys = ("kind", "period", "campus", "edition")
    wanted = [said.get(key) for key in keys]
    return (
        one
        for one in handed_in(snapshot, date.max, codes)
        if [one.manifest.get(key) for key in keys] == wanted
    )
