"""A real mail server on this machine: it keeps what arrives, and refuses or goes away where it is told to."""

import asyncio
import socket
import ssl
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "school", "geheim-42"


class Received(NamedTuple):
    """A mail as it arrived: who sent it, to whom, its very bytes, and whether the connection was encrypted."""

    sender: str
    recipients: list[str]
    content: bytes
    encrypted: bool


class Mailbox:
    """What a server does with what comes: ``answers`` to MAIL, RCPT and DATA, or ``gone`` at one of them.

    ``patience``: how often such an answer is given before all goes well; ``refused``: the answers for some
    recipients; ``asked``: how often each stage was reached.
    """

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.answers: dict[str, str] = {}
        self.patience: dict[str, int] = {}
        self.refused: dict[str, str] = {}
        self.asked: Counter[str] = Counter()
        self.gone: str | None = None
        self.logins: list[bytes] = []
        self.port = 0

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if answer := self._at("MAIL", server):
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if answer := self._at("RCPT", server) or self.refused.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if answer := self._at("DATA", server):
            return answer
        assert isinstance(envelope.original_content, bytes)
        encrypted = server.transport.get_extra_info("sslcontext") is not None
        self.received.append(
            Received(str(envelope.mail_from), envelope.rcpt_tos, envelope.original_content, encrypted)
        )
        if self.gone == "AFTER":
            server.transport.abort()
        return "250 2.0.0 queued as 4711"

    def _at(self, stage: str, server: SMTP) -> str | None:
        self.asked[stage] += 1
        if self.gone == stage:
            server.transport.abort()
            return "421 gone"
        if self.asked[stage] > self.patience.get(stage, self.asked[stage]):
            return None
        return self.answers.get(stage)

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword
    ) -> AuthResult:
        self.logins.append(data.password)
        known = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=known, handled=False)


class _Leaving(SMTP):
    """Goes away as soon as the message begins."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if self.event_handler.gone == "DURING":
            await self.push("354 go on")
            await asyncio.sleep(0)
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


class _Server(Controller):
    def __init__(self, box: Mailbox, context: ssl.SSLContext | None, implicit: bool, **how: Any) -> None:
        self._how = {"tls_context": None if implicit else context, "enable_SMTPUTF8": False, **how}
        super().__init__(
            box, hostname="127.0.0.1", port=0, ssl_context=context if implicit else None, ready_timeout=20
        )

    def factory(self) -> SMTP:
        return _Leaving(self.handler, **self._how)

    def _trigger_server(self) -> None:  # the port is the system's to choose
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def serving(
    authority: trustme.CA | None, *, implicit: bool = False, login: bool = True, host: str = "localhost"
) -> Iterator[Mailbox]:
    """A mail server with a certificate of this authority for ``host``; without one, it offers no encryption."""
    box, context = Mailbox(), None
    if authority is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(host).configure_cert(context)
    how: dict[str, Any] = {}
    if login:
        how = {
            "authenticator": box.authenticate,
            "auth_required": not implicit,
            "auth_require_tls": not implicit,
        }
    server = _Server(box, context, implicit, **how)
    server.start()
    box.port = server.port
    try:
        yield box
    finally:
        server.stop()


@contextmanager
def talking(*talks: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server in the clear that does as told with one connection after another, then hangs up; its port."""
    listener = socket.create_server(("127.0.0.1", 0))

    def work() -> None:
        for talk in talks:
            try:
                connection, _peer = listener.accept()
            except OSError:  # nobody came
                return
            with connection, suppress(OSError):
                connection.settimeout(10)
                talk(connection)

    thread = Thread(target=work, daemon=True)
    thread.start()
    try:
        yield int(listener.getsockname()[1])
    finally:
        listener.close()
        thread.join(timeout=10)


def trusting(authority: trustme.CA, path: Path) -> Path:
    """The authority's own certificate in a file."""
    authority.cert_pem.write_to_path(str(path))
    return path
