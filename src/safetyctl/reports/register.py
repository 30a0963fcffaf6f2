"""The register of what goes out (R12): what lies ready, what was handed in, and what of it came late."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from safetyctl.ledger.connection import Asks
from safetyctl.ledger.words import MailState
from safetyctl.plan.model import Plan
from safetyctl.records.campaigns import campuses
from safetyctl.records.counting import E_MAIL
from safetyctl.records.deadlines import followed
from safetyctl.records.mailings import MailingView, mailings
from safetyctl.records.submissions import SubmissionView, is_ours, late, submissions
from safetyctl.reports.verifying import read_bundle

PREPARED, SENT, LATE = "prepared", "sent", "late"


class Entry(NamedTuple):
    """One line of the register, with the keys of its JSON: a duty, and what was handed in for it or lies ready.

    ``state`` is ``prepared`` (``bundle`` is then its path, and what is only known once it went out is None),
    ``sent``, or ``late``: handed in after the day that counts. ``message_id`` and ``answer`` are those of the e-mail
    that the server took, where it was sent by ``report send``.
    """

    id: str | None
    duty: str
    due: date
    campus: str
    on: date | None
    channel: str | None
    receipt: str | None
    by: str | None
    bundle: str | None
    sha256: str | None
    state: str
    message_id: str | None = None
    answer: str | None = None


def register(
    asks: Asks, plan: Plan, day: date, folders: Iterable[Path], since: date | None = None
) -> list[Entry]:
    """What was handed in by ``day`` (on or after ``since``), then what lies ready in the folders and is owed."""
    every = submissions(asks, day)
    after = late(followed(asks, plan, day), campuses(asks), every)
    mails = _mails(asks)
    sent = [_sent(one, after, mails) for one in every if since is None or one.on >= since]
    met = {(one.duty, one.due, one.campus) for one in every}
    ready = [one for one in _prepared(asks, folders) if (one.duty, one.due, one.campus) not in met]
    return sent + sorted(ready, key=lambda one: (one.due, one.duty, one.campus))


def _sent(one: SubmissionView, after: set[str], mails: Mapping[str, MailingView]) -> Entry:
    mail = mails.get(one.sha256 or "") if one.channel == E_MAIL else None
    state = LATE if one.id in after else SENT
    return Entry(*one, state, *((mail.message_id, mail.answer) if mail else ()))


def _mails(asks: Asks) -> dict[str, MailingView]:
    """The first e-mail with each bundle that the server took: the one that its submissions tell of."""
    found: dict[str, MailingView] = {}
    for one in mailings(asks):
        if one.state == MailState.ACCEPTED:
            found.setdefault(one.sha256, one)
    return found


def _prepared(asks: Asks, folders: Iterable[Path]) -> Iterator[Entry]:
    """The duties that bundles of this ledger would meet; what is no sound bundle of it is passed over."""
    seen = set()
    for path in _archives(folders):
        with suppress(OSError):
            found = read_bundle(path)
            digest = sha256(found.content).hexdigest()
            if found.sound and digest not in seen and is_ours(asks, (found.manifest or {}).get("ledger")):
                seen.add(digest)
                yield from _of_bundle(path, digest, (found.manifest or {}).get("duties"))


def _archives(folders: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for folder in folders:
        with suppress(OSError):  # one that is not there has nothing ready
            found += sorted(one for one in folder.iterdir() if one.suffix == ".zip" and one.is_file())
    return found


def _of_bundle(path: Path, digest: str, duties: object) -> Iterator[Entry]:
    for duty in duties if isinstance(duties, list) else ():
        code, _slash, rest = str(duty).partition("/")
        named, _slash, campus = rest.partition("/")
        try:
            due = date.fromisoformat(named)
        except ValueError:  # what an event brings has no day in its id
            continue
        yield Entry(None, code, due, campus, None, None, None, None, str(path), digest, PREPARED)
