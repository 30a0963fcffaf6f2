"""A bundle as an e-mail (R21): the message that a clerk would write, and its way to the server, over TLS."""

import re
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from email.message import EmailMessage
from hashlib import sha256
from ipaddress import ip_address
from time import sleep
from typing import TYPE_CHECKING, Any, NamedTuple

from safetyctl.ground.catalogue import N_, _, listed, using
from safetyctl.ground.errors import BadInput
from safetyctl.ground.text import one_line
from safetyctl.plan.model import DAY, Period, month_of
from safetyctl.reports.bundles.bundle import DATA, LEDGER, LETTER, PAGE, named
from safetyctl.reports.facts.wording import long_day, short_day

if TYPE_CHECKING:
    from smtplib import SMTP

TLS, STARTTLS, NONE = "tls", "starttls", "none"
PORTS = {TLS: 465, STARTTLS: 587, NONE: 25}
"""How a connection is kept private, with the port that servers listen on for it."""
PATIENCE = 60  # seconds for each step
LAST_ANSWER = 300  # seconds for the answer to the whole message: some servers look through it first
PAUSES = (2.0, 5.0)  # seconds before a second and a third try, where the server did not take it for now
TRIES = len(PAUSES) + 1
_PORTION = 64 * 1024  # what is sent at once: the time for it is the time for one step
_TAKEN, _GO_ON, _FOR_NOW, _REFUSING = 2, 354, 4, (4, 5)  # what its answers begin with, and the one to DATA
_NO_CODE = -1  # what smtplib calls an answer that begins with no number
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_LONGEST_ADDRESS = 200
_LONGEST_ANSWER = 300
_MEMBERS = {
    LETTER: N_("letter"),
    LEDGER: N_("ledger of hazards"),
    PAGE: N_("page for the browser"),
    DATA: N_("data"),
}


class Mail(NamedTuple):
    """How mail is sent: the server, who logs in, who it is from, how the connection is kept private.

    ``security`` is ``tls``, ``starttls``, or ``none`` for a server on this machine; ``ca`` names a file of
    authorities to trust instead of the system's. The server's certificate is always verified.
    """

    host: str
    port: int
    sender: str
    security: str = TLS
    user: str | None = None
    password: str | None = None
    ca: str | None = None

    def __repr__(self) -> str:
        return f"Mail({self.host!r}, {self.port}, {self.sender!r}, {self.security!r})"


class Letter(NamedTuple):
    """What is sent of a bundle: its name when it was made, its bytes, and what it says of itself.

    ``said`` is its data: who reports (``unit``), to whom (``recipient``), in which campaign (``title``).
    """

    manifest: Mapping[str, Any]
    said: Mapping[str, Any]
    content: bytes

    @property
    def sha256(self) -> str:
        """Of the whole archive."""
        return sha256(self.content).hexdigest()

    @property
    def duties(self) -> tuple[str, ...]:
        """The ids of what it meets once it is handed in."""
        return tuple(str(one) for one in self.manifest.get("duties") or ())

    @property
    def name(self) -> str:
        """What the bundle was called when it was made, whatever it is called now."""
        kind, period, campus, edition = (
            self.manifest[key] for key in ("kind", "period", "campus", "edition")
        )
        return named(str(kind), str(period), campus and str(campus), int(edition))


class Refusal(Exception):
    """The mail was certainly not taken; ``answer`` says why, in the server's words where it had any.

    ``passing``: the server was not reached, or refused it for now only: it may well be taken in a moment.
    """

    def __init__(self, answer: str, passing: bool = False) -> None:
        super().__init__(answer)
        self.answer = answer
        self.passing = passing


class Lost(Exception):
    """The whole message went out, and no answer to it came that means anything; ``answer`` is what came instead."""

    def __init__(self, answer: str) -> None:
        super().__init__(answer)
        self.answer = answer


def letter_of(manifest: Mapping[str, Any], content: bytes) -> Letter:
    """What is sent of a bundle that was verified, from its manifest and its bytes."""
    import io
    import json
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return Letter(manifest, json.loads(archive.read(DATA)), content)


def address(text: str) -> str:
    """An address alone, as it goes to the server: no name beside it, nothing that a header could be made of.

    Raises BadInput.
    """
    text = text.strip(" ")
    if len(text) > _LONGEST_ADDRESS or not _ADDRESS.fullmatch(text):
        raise BadInput(
            _("{value} is not an e-mail address.").format(value=one_line(text[:_LONGEST_ADDRESS])),
            hint=_("Write the address alone, as in: office@example.org"),
        )
    return text


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself: what is sent to it passes no wire."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


def message_id(digest: str, recipient: str) -> str:
    """The Message-ID of a bundle to a recipient: always the same, so that a mailbox can tell a copy."""
    return f"<{sha256(f'{digest} {recipient.casefold()}'.encode()).hexdigest()[:40]}@safetyctl.local>"


def authorities(path: str) -> str:
    """A file of authorities that a server's certificate can be verified against. Raises BadInput."""
    try:
        ssl.create_default_context(cafile=path)
    except OSError:  # an SSLError is one
        raise BadInput(
            _("{path} holds no certificate that can be read.").format(path=path),
            hint=_("It must hold certificates as text (PEM), from -----BEGIN CERTIFICATE----- on."),
        ) from None
    return path


# the message


def subject(letter: Letter) -> str:
    """The subject: who reports, what, for which days, and that it is a correction where it is one."""
    with using("zh"):
        return _("{unit}: {report}").format(unit=_unit(letter), report=_report(letter))


def message(letter: Letter, sender: str | None, recipients: Sequence[str], at: datetime) -> EmailMessage:
    """The e-mail with the bundle attached, in Chinese; ``at`` is its date, in the zone of the school.

    Without a sender it is a draft, which a mail program fills in. The same arguments make the same bytes.
    Raises BadInput for an address that is none.
    """
    from email.policy import SMTP as WIRE
    from email.utils import format_datetime

    to = [address(one) for one in recipients]
    mail = EmailMessage(policy=WIRE)
    if sender is None:
        mail["X-Unsent"] = "1"
    else:
        mail["From"] = address(sender)
    mail["To"] = ", ".join(to)
    mail["Subject"] = subject(letter)
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = message_id(letter.sha256, ", ".join(to))
    mail.set_content(_body(letter, at.date()), charset="utf-8", cte="base64")
    mail.add_attachment(letter.content, maintype="application", subtype="zip", filename=letter.name)
    mail.set_boundary(f"=_{letter.sha256[:40]}")
    return mail


def size_words(size: int) -> str:
    """A size as mail programs show it."""
    return f"{size / 1024:.1f} KB" if size < 1 << 20 else f"{size / (1 << 20):.1f} MB"


def _unit(letter: Letter) -> str:
    return _in_one_line(letter.said.get("unit") or letter.said.get("organisation") or "")


def _in_one_line(text: object) -> str:
    """Text as a header takes it: what breaks a line is a space, the rarer kinds (U+2028, U+0085) too."""
    return one_line(" ".join(str(text).split()))


def _report(letter: Letter) -> str:
    """What is reported, with its days and its edition."""
    said, manifest = letter.said, letter.manifest
    title = said.get("heading") or _("Progress of the {title}: weekly report").format(title=said["title"])
    told = _("{report} ({days})").format(report=_in_one_line(title), days=_days(manifest))
    if int(manifest["edition"]) > 1:
        told = _("{report} [correction, edition {n}]").format(report=told, n=manifest["edition"])
    return told


def _days(manifest: Mapping[str, Any]) -> str:
    first, last = (date.fromisoformat(manifest[key]) for key in ("period_start", "period_end"))
    if first == last:
        return long_day(first)
    if Period(first, last + DAY) == month_of(first):
        return _("{year}-{month}").format(year=first.year, month=first.month)
    return _("{first} to {last}").format(first=long_day(first), last=short_day(last, first))


def _body(letter: Letter, day: date) -> str:
    """What the mail says: to whom, what is attached, what that holds, who sends it and when."""
    with using("zh"):
        members = [
            _("{what} ({file})").format(what=_(_MEMBERS[name]), file=name)
            if name in _MEMBERS
            else one_line(name)
            for name in (*_MEMBERS, *sorted(set(letter.manifest["files"]) - set(_MEMBERS)))
            if name in letter.manifest["files"]
        ]
        lines = [
            _("To: {recipient}").format(recipient=one_line(str(letter.said["recipient"]))),
            "",
            _("  Please find attached the {report} of {unit}.").format(
                report=_report(letter), unit=_unit(letter)
            ),
        ]
        if int(letter.manifest["edition"]) > 1:
            lines.append(_("  It replaces what was sent before; please go by this edition."))
        lines += [
            "",
            _("Attached: {file} ({size})").format(file=letter.name, size=size_words(len(letter.content))),
            _("It holds: {members}").format(members=listed(members)),
            _("SHA-256 of the attached file: {digest}").format(digest=letter.sha256),
            "",
            _unit(letter),
            long_day(day),
        ]
        return "\n".join(lines) + "\n"


# the way to the server


def deliver(mail: Mail, recipient: str, content: EmailMessage, pause: Callable[[float], None] = sleep) -> str:
    """Send a message to one recipient; the server's answer once it took it.

    Where it was certainly not taken, but may be in a moment, it is tried three times, with a ``pause`` between.

    Raises:
        Refusal: it was not taken, and the server has nothing of it that it could deliver.
        Lost: nobody can tell whether it was taken.
    """
    for seconds in PAUSES:
        try:
            return _delivered(mail, recipient, content)
        except Refusal as refusal:
            if not refusal.passing:
                raise
        pause(seconds)
    return _delivered(mail, recipient, content)


def _delivered(mail: Mail, recipient: str, content: EmailMessage) -> str:
    with _connected(mail) as server, _refusing(mail):
        _stage(mail, server.mail(mail.sender))
        _stage(mail, server.rcpt(recipient))
        code, answer = server.docmd("DATA")
        if code != _GO_ON:
            raise _refusal(mail, code, answer)
        wire = _on_the_wire(content)
        for start in range(0, len(wire), _PORTION):
            server.send(wire[start : start + _PORTION])
        return _end_of_data(mail, server)


def _on_the_wire(content: EmailMessage) -> bytes:
    """The message with the leading dots of its lines doubled, without the dot that ends it."""
    return re.sub(rb"(?m)^\.", b"..", content.as_bytes())


def _end_of_data(mail: Mail, server: "SMTP") -> str:
    """End the message: only from here on may the server have taken it. Raises Refusal, Lost."""
    from smtplib import SMTPException

    try:
        server.send(b".\r\n")
        if server.sock is not None:
            server.sock.settimeout(LAST_ANSWER)
        code, answer = server.getreply()
    except (OSError, SMTPException) as error:
        raise Lost(_clean(mail, str(error))) from error
    if code // 100 in _REFUSING:
        raise _refusal(mail, code, answer)
    if code // 100 != _TAKEN:  # no answer that means anything
        raise Lost(_told(mail, code, answer))
    return _told(mail, code, answer)


def _stage(mail: Mail, reply: tuple[int, bytes]) -> None:
    code, answer = reply
    if code // 100 != _TAKEN:
        raise _refusal(mail, code, answer)


def _refusal(mail: Mail, code: int, answer: bytes | str) -> Refusal:
    return Refusal(_told(mail, code, answer), passing=code // 100 == _FOR_NOW)


@contextmanager
def _connected(mail: Mail) -> "Iterator[SMTP]":
    """A connection that is private and logged in; how it ends changes nothing. Raises Refusal."""
    from smtplib import SMTP, SMTP_SSL, SMTPException

    with _refusing(mail, reaching=True), _greeting(mail):
        if mail.security == TLS:
            server: SMTP = SMTP_SSL(mail.host, mail.port, timeout=PATIENCE, context=_trusting(mail))
        else:
            server = SMTP(mail.host, mail.port, timeout=PATIENCE)
    try:
        with _refusing(mail):
            _introduce(mail, server)
        yield server
        with suppress(OSError, SMTPException):
            server.putcmd("quit")  # its answer to that is not waited for
    finally:
        server.close()


@contextmanager
def _greeting(mail: Mail) -> Iterator[None]:
    """What greets in no words of a mail server, as one for reading mail does, is none. Raises Refusal."""
    from smtplib import SMTPConnectError

    try:
        yield
    except SMTPConnectError as error:
        if error.smtp_code != _NO_CODE:
            raise
        raise Refusal(
            _("what answers at {host}:{port} sends no mail; look at the host and the port").format(
                host=mail.host, port=mail.port
            )
        ) from None


def _introduce(mail: Mail, server: "SMTP") -> None:
    """Make the connection private where it is not yet, and only then log in."""
    server.ehlo_or_helo_if_needed()
    if mail.security == STARTTLS:
        if not server.has_extn("starttls"):
            raise Refusal(_("the server offers no encrypted connection"))
        server.starttls(context=_trusting(mail))
        server.ehlo_or_helo_if_needed()
    if mail.user is not None and mail.password is not None:
        server.login(mail.user, mail.password)


def _trusting(mail: Mail) -> ssl.SSLContext:
    """The authorities that a server's certificate is verified against, and the host's name with it."""
    return ssl.create_default_context(cafile=mail.ca)


@contextmanager
def _refusing(mail: Mail, reaching: bool = False) -> Iterator[None]:
    """Turn whatever fails before the message is whole into a Refusal; ``reaching``: nothing was sent yet at all."""
    from smtplib import (
        SMTPException,
        SMTPNotSupportedError,
        SMTPResponseException,
        SMTPServerDisconnected,
    )
    from socket import EAI_AGAIN, gaierror

    try:
        yield
    except SMTPResponseException as error:
        raise _refusal(mail, error.smtp_code, error.smtp_error) from None
    except SMTPNotSupportedError:
        raise Refusal(_("the server offers no login that can be used")) from None
    except (SMTPServerDisconnected, ssl.SSLEOFError, ConnectionResetError) as error:
        is_late = isinstance(error.__context__, TimeoutError)  # smtplib hangs up where it waited too long
        reason = _late(mail, reaching) if is_late else _("the server ended the connection")
        raise Refusal(reason, passing=reaching) from None
    except ssl.SSLCertVerificationError as error:
        raise Refusal(
            _("the server's certificate cannot be trusted: {reason}").format(reason=error.verify_message)
        ) from None
    except ssl.SSLError:  # it answered in the clear, or in no version of TLS that may be used
        raise Refusal(
            _(
                "{host}:{port} begins with no encryption that can be used; try SAFETYCTL_SMTP_SECURITY={other}, or"
                " the port that your mail provider names for it"
            ).format(host=mail.host, port=mail.port, other=STARTTLS if mail.security == TLS else TLS)
        ) from None
    except gaierror as error:
        again = error.errno == EAI_AGAIN  # the names could not be asked for just now
        raise Refusal(_("there is no mail server {host}").format(host=mail.host), passing=again) from None
    except ConnectionRefusedError:
        raise Refusal(
            _("no mail server answers at {host}:{port}").format(host=mail.host, port=mail.port), passing=True
        ) from None
    except TimeoutError:
        raise Refusal(_late(mail, reaching), passing=reaching) from None
    except (
        OSError,
        SMTPException,
        ValueError,
    ) as error:  # a host or user that no line can carry is a ValueError
        raise Refusal(_clean(mail, getattr(error, "strerror", None) or str(error))) from None


def _late(mail: Mail, reaching: bool) -> str:
    """Why no answer came in time: a port that begins with encryption waits as long as it is greeted in the clear."""
    if not reaching or mail.security == TLS:
        return _("the server did not answer in time")
    return _(
        "{host}:{port} did not greet in time; if that port begins with encryption, set"
        " SAFETYCTL_SMTP_SECURITY={other}"
    ).format(host=mail.host, port=mail.port, other=TLS)


def _told(mail: Mail, code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return _clean(mail, text if code == _NO_CODE else f"{code} {text}")


def _clean(mail: Mail, text: str) -> str:
    """Somebody else's words in one line, without control characters, without our password in any form."""
    from base64 import b64encode

    line = " ".join(one_line(text).replace("\ufffd", " ").split())
    if mail.password:
        plain = f"\0{mail.user}\0{mail.password}".encode()
        for secret in (mail.password, b64encode(plain).decode(), b64encode(mail.password.encode()).decode()):
            line = line.replace(secret, "***")
    return line[:_LONGEST_ANSWER]
