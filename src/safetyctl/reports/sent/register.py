"""The register of what goes out (R12): what lies ready, what was handed in, and what of it came late."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from safetyctl.ledger.connection import Asks, Snapshot
from safetyctl.ledger.words import E_MAIL, MailState
from safetyctl.plan.deadlines import duties, running
from safetyctl.plan.model import Plan
from safetyctl.records.campaigns import campuses
from safetyctl.records.counting import ELECTRONIC_COPY
from safetyctl.records.deadlines import followed
from safetyctl.records.submissions import SubmissionView, is_ours, late, submissions
from safetyctl.reports.bundles.editions import is_later_edition
from safetyctl.reports.bundles.verifying import read_bundle
from safetyctl.reports.sent.mailed import COPY, Mails, Told, dated

PREPARED, SENT, LATE, CORRECTION = "prepared", "sent", "late", "correction"


class Entry(NamedTuple):
    """One line of the register, with the keys of its JSON: a duty, and what was handed in for it or lies ready.

    ``state`` is ``prepared`` (``bundle`` is then its path, and what is only known once it went out is None),
    ``sent``, ``correction`` (a later edition of what was handed in before, whenever that came), or ``late``: handed
    in after the day that counts. ``message_id``, ``answer``, ``recipient`` and ``at`` (UTC) are those of the e-mail
    that the server took, where it was sent by ``report send``.

    A mail that came to no good end yet is a line too, under the number of the attempt: ``trying`` (begun),
    ``unknown`` (no answer came), ``refused``, or ``accepted`` but not recorded as handed in; and so is a ``copy`` to
    another address than the plan's mailbox.
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
    recipient: str | None = None
    at: str | None = None


def register(
    snapshot: Snapshot, plan: Plan, day: date, folders: Iterable[Path], since: date | None = None
) -> list[Entry]:
    """What was handed in by ``day`` (on or after ``since``), other mails, then what lies ready.

    Of what lies ready, all that the plan asks for: on a day, or running.
    """
    every = submissions(snapshot, day)
    plans, names = followed(snapshot, plan, day), campuses(snapshot)
    after = late(plans, names, every)
    mails = Mails(snapshot, plan, day)
    later = _corrections(snapshot, every)
    sent = [_sent(one, after, later, mails) for one in every if since is None or one.on >= since]
    told = [one for one in mails.told() if one.state != COPY or since is None or one.mail.on >= since]
    on_its_way = {one[:3] for one in told if one.meant and one.state != MailState.REFUSED}
    owed = {(one.code, one.named, one.campus) for its in plans for one in duties(its, tuple(names))}
    standing = {(one.duty.code, one.campus) for its in plans for one in running(its, tuple(names))}
    last = {(one.duty, one.due, one.campus): one for one in every}
    ready = [
        one
        for one, corrects in _prepared(snapshot, folders)
        if (key := (one.duty, one.due, one.campus)) not in on_its_way
        and (key in owed or (one.duty, one.campus) in standing)
        and _waits(one, corrects, last.get(key), every)
    ]
    return [*sent, *map(_mailed, told), *sorted(ready, key=lambda one: (one.due, one.duty, one.campus))]


def _waits(
    one: Entry, corrects: str | None, last: SubmissionView | None, every: Sequence[SubmissionView]
) -> bool:
    """Whether what lies ready was not handed in yet; ``last`` is what its duty was met by at last."""
    if one.duty == ELECTRONIC_COPY:  # one day may see several, each of another report
        return all(one.sha256 != other.sha256 for other in every)
    return last is None or (corrects is not None and corrects == _first_of(every, last))


def _first_of(every: Sequence[SubmissionView], handed_in: SubmissionView) -> str | None:
    """The first submission of the same bytes: a correction of them names it."""
    return next((one.id for one in every if one.sha256 and one.sha256 == handed_in.sha256), None)


def _sent(one: SubmissionView, after: set[str], later: set[str], mails: Mails) -> Entry:
    mail = mails.behind(one) if one.channel == E_MAIL else None
    state = CORRECTION if one.sha256 in later else LATE if one.id in after else SENT
    known = (mail.message_id, mail.answer, mail.recipient, mail.started_at) if mail else ()
    return Entry(*one, state, *known)


def _mailed(told: Told) -> Entry:
    mail = told.mail
    return Entry(
        id=mail.id,
        duty=told.duty,
        due=told.due,
        campus=told.campus,
        on=None,
        channel=E_MAIL,
        receipt=None,
        by=None,
        bundle=mail.bundle,
        sha256=mail.sha256,
        state=told.state,
        message_id=mail.message_id,
        answer=mail.answer,
        recipient=mail.recipient,
        at=mail.started_at,
    )


def _corrections(snapshot: Snapshot, every: Iterable[SubmissionView]) -> set[str]:
    """The bytes that are a later edition, among those handed in for a duty that other bytes had met before."""
    first: dict[tuple[str, date, str], str | None] = {}
    again = {
        one.sha256
        for one in every
        if one.sha256 and first.setdefault((one.duty, one.due, one.campus), one.sha256) != one.sha256
    }
    return {digest for digest in again if is_later_edition(snapshot, digest)}


def _prepared(asks: Asks, folders: Iterable[Path]) -> Iterator[tuple[Entry, str | None]]:
    """The duties that bundles of this ledger would meet, each with the submission that its bundle corrects.

    What is no sound bundle of it is passed over.
    """
    seen = set()
    for path in _archives(folders):
        with suppress(OSError):
            found = read_bundle(path)
            digest = sha256(found.content).hexdigest()
            said: Mapping[str, Any] = found.manifest or {}
            if found.sound and digest not in seen and is_ours(asks, said.get("ledger")):
                seen.add(digest)
                for entry in _of_bundle(path, digest, said.get("duties")):
                    yield entry, said.get("corrects")


def _archives(folders: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for folder in folders:
        with suppress(OSError):  # one that is not there has nothing ready
            found += sorted(one for one in folder.iterdir() if one.suffix == ".zip" and one.is_file())
    return found


def _of_bundle(path: Path, digest: str, duties: object) -> Iterator[Entry]:
    for duty in duties if isinstance(duties, list) else ():
        named = dated(str(duty))
        if named is not None:  # what an event brings has no day in its id
            yield Entry(None, *named, None, None, None, None, str(path), digest, PREPARED)
