"""What the register says of e-mails (R12, R21): those that came to no good end yet, and the copies to others."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from safetyctl.ground.errors import LedgerDamaged, NotFound
from safetyctl.ledger.connection import Snapshot
from safetyctl.ledger.store import fetch
from safetyctl.ledger.words import MailState
from safetyctl.plan.deadlines import GROUP
from safetyctl.plan.model import Plan
from safetyctl.records.deadlines import owed_by_id
from safetyctl.records.mailings import MailingView, OpenMail, in_brief, is_copy, mailings, recorded_with
from safetyctl.records.submissions import SubmissionView, entered, submissions

COPY = "copy"
"""What the register calls a mail that was taken, and went elsewhere than to the plan's mailbox."""


class Told(NamedTuple):
    """A mail beside one duty that its bundle names: how it stands, a code of ``MailState`` or ``copy``.

    ``meant``: it went to the plan's mailbox, and would meet the duty. A bundle that meets nothing is told of once,
    under its kind.
    """

    duty: str
    due: date
    campus: str
    mail: MailingView
    state: str
    meant: bool


class Mails:
    """The mails of a ledger by a day, and which submissions tell of which."""

    def __init__(self, snapshot: Snapshot, plan: Plan, day: date) -> None:
        self._snapshot = snapshot
        self._plan = plan
        self._day = day
        self._found = [one for one in mailings(snapshot) if one.on <= day]
        self._handed_in = submissions(snapshot, date.max) if self._found else []
        self._recorded = recorded_with(snapshot) if self._found else {}

    def behind(self, submission: SubmissionView) -> MailingView | None:
        """The mail that a submission tells of: it was recorded with it, or the same bundle went to the mailbox."""
        ref = self._recorded.get(submission.id)
        taken = [one for one in self._found if one.state == MailState.ACCEPTED]
        for one in taken:
            if one.id == ref:
                return one
        meant = (one for one in taken if not is_copy(self._plan, one.recipient))
        return next((one for one in meant if one.sha256 == submission.sha256), None)

    def told(self) -> Iterator[Told]:
        """What no submission tells of: the mails that came to no good end yet, and the copies."""
        behind = {mail.id for one in self._handed_in if (mail := self.behind(one))}
        since = entered(self._snapshot) if self._found else {}
        after: dict[tuple[str, date, str], int] = {}
        for one in self._handed_in:
            key = (one.duty, one.due, one.campus)
            after[key] = max(after.get(key, 0), since.get(one.id, 0))
        for mail in in_brief(self._found):
            if mail.id in behind:
                continue
            meant = not is_copy(self._plan, mail.recipient)
            state = COPY if mail.state == MailState.ACCEPTED and not meant else mail.state
            for duty in self._duties(mail, state == MailState.ACCEPTED):
                if not meant or after.get(duty, 0) < mail.seq:
                    yield Told(*duty, mail, state, meant)

    def _duties(self, mail: MailingView, only_owed: bool) -> Iterable[tuple[str, date, str]]:
        """What the bundle that went out would meet; where that is nothing, its kind (``only_owed``: none)."""
        manifest = kept_manifest(self._snapshot.path, mail.sha256)
        named = manifest.get("duties") or ()
        found = [one for duty in named if (one := self._named(str(duty)))]
        if found or only_owed:
            return found
        kind = str(manifest.get("kind") or mail.bundle.partition("_")[0])
        return [
            (kind, date.fromisoformat(str(manifest.get("due") or mail.on)), manifest.get("campus") or GROUP)
        ]

    def _named(self, duty: str) -> tuple[str, date, str] | None:
        """A duty as submissions name it; an event's by the day that the plan gives it."""
        if found := dated(duty):
            return found
        with suppress(NotFound):
            owed = owed_by_id(self._snapshot, self._plan, self._day, duty)[1]
            return owed.code, owed.named, owed.campus
        return None


def open_mails(snapshot: Snapshot, plan: Plan, day: date) -> tuple[OpenMail, ...]:
    """The mails to the plan's mailbox that came to no good end by ``day``, and to nothing that was met since."""
    found = {one.mail.id: one for one in Mails(snapshot, plan, day).told() if one.meant}
    return tuple(
        OpenMail(ref, one.mail.bundle, one.mail.recipient, one.mail.started_at, one.state, one.mail.answer)
        for ref, one in found.items()
    )


def kept_manifest(ledger: Path, digest: str) -> Mapping[str, Any]:
    """What a bundle in the store says of itself; nothing where the store has lost it."""
    import json
    import zipfile
    from io import BytesIO

    from safetyctl.reports.bundles.bundle import MANIFEST
    from safetyctl.reports.bundles.verifying import UNREADABLE

    try:
        with zipfile.ZipFile(BytesIO(fetch(ledger, digest))) as archive:
            found = json.loads(archive.read(MANIFEST))
    except (LedgerDamaged, *UNREADABLE):  # told by: safetyctl archive verify
        return {}
    return found if isinstance(found, dict) else {}


def dated(duty: str) -> tuple[str, date, str] | None:
    """The code, day and campus of a duty's id; None where an event names it."""
    code, _slash, rest = duty.partition("/")
    named, _slash, campus = rest.partition("/")
    try:
        return code, date.fromisoformat(named), campus
    except ValueError:
        return None
