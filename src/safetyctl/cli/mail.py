"""How mail is sent, as it was set up: the environment, else the ``[mail]`` table of the config file."""

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from safetyctl.cli.here import TABLES, Setting, config_file, read_config
from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import BadInput, SafetyctlError
from safetyctl.ground.reading import MB, ordinary

if TYPE_CHECKING:
    from safetyctl.reports.sent.post import Mail

_VARIABLES = "SAFETYCTL_SMTP_"
_PRIVATE = 0o077
_HOST = re.compile(r"[\w.:-]+")


def mail_settings() -> "Mail | None":
    """The server, who logs in and who it is from; None where nothing of it was set up.

    Raises:
        BadInput: a part is missing or cannot be used, or others may read the file that holds the password.
    """
    from safetyctl.reports.sent.post import Mail, address

    config = read_config()
    found = {name: _said(name, config.get(f"mail.{name}")) for name in TABLES["mail"]}
    if all(one is None for one in found.values()):
        return None
    password, user, sender = _password(found, "mail.password" in config), found["user"], found["from"]
    host = found["host"]
    if host is None:
        _missing("host")
    if sender is None and user is not None and "@" in user.text:
        sender = user  # most servers know people by their address
    if sender is None:
        _missing("from")
    if user is not None and password is None:
        _missing("password")
    if not _HOST.fullmatch(host.text.strip()):
        raise BadInput(_("{source} needs the name of a mail server alone.").format(source=host.source))
    port, security = _way(host, found["port"], found["security"])
    return Mail(
        host=host.text.strip(),
        port=port,
        sender=_checked(sender, address),
        security=security,
        user=user.text if user else (sender.text.strip() if password else None),
        password=password,
        ca=_ca(found["ca"]),
    )


def how_to_set_up() -> str:
    """A hint: what to give for mail to be sent."""
    return _(
        "Give SAFETYCTL_SMTP_HOST, _FROM, _USER and _PASSWORD in the environment, or host, from, user and"
        " password_file in a table [mail] of {file}"
    ).format(file=config_file() or "config.toml")


def _said(name: str, configured: str | None) -> Setting | None:
    variable = _VARIABLES + name.upper()
    if name != "password_file" and (said := os.environ.get(variable)):
        return Setting(said, variable)
    return Setting(configured, f"{config_file()}: mail.{name}") if configured is not None else None


def _missing(name: str) -> NoReturn:
    raise BadInput(
        _("E-mail is not set up whole: {name} is missing.").format(name=name), hint=how_to_set_up()
    )


def _checked(said: Setting, check: Callable[[str], str]) -> str:
    try:
        return check(said.text)
    except BadInput as error:
        raise BadInput(
            _("{source}: {sentence}").format(source=said.source, sentence=error.sentence), hint=error.hint
        ) from None


# the password


def _password(found: Mapping[str, Setting | None], in_config: bool) -> str | None:
    """The password, from where nobody else reads it. Raises BadInput."""
    file = config_file()
    if in_config and file is not None:
        _require_private(file)
    said, named = found["password"], found["password_file"]
    if said is None and named is not None and file is not None:
        path = file.parent / os.path.expanduser(named.text)
        try:
            said = Setting(ordinary(path, MB).decode("utf-8").strip("\r\n"), str(path))
        except (SafetyctlError, ValueError):
            raise BadInput(
                _("{source}: {path} cannot be read.").format(source=named.source, path=path)
            ) from None
        _require_private(path)
    if said is None:
        return None
    if not said.text.isascii() or not said.text.isprintable():
        raise BadInput(
            _("{source} holds a character that mail servers take in no password.").format(source=said.source)
        )
    return said.text


def _require_private(file: Path) -> None:
    if os.name != "nt" and file.stat().st_mode & _PRIVATE:
        from shlex import quote

        raise BadInput(
            _("{file} holds a password, and others may read it.").format(file=file),
            hint=_("Run: {command}").format(command=f"chmod 600 {quote(str(file))}"),
        )


# the way to the server


def _way(host: Setting, port: Setting | None, security: Setting | None) -> tuple[int, str]:
    """The port and how the connection is kept private; each says the other where only one was given."""
    from safetyctl.reports.sent.post import NONE, PORTS, STARTTLS, TLS, is_loopback

    number = _port(port) if port else None
    kind = security.text.strip().casefold() if security else (STARTTLS if number in (25, 587) else TLS)
    if kind not in PORTS:
        assert security is not None
        raise BadInput(
            _('{source} names "{text}".').format(source=security.source, text=security.text),
            hint=_("There are: {names}").format(names=", ".join(PORTS)),
        )
    if kind == NONE and not is_loopback(host.text.strip()):
        raise BadInput(
            _("Mail goes to {host} over an encrypted connection only.").format(host=host.text),
            hint=_('"none" is for a server on this machine; use tls or starttls.'),
        )
    return number or PORTS[kind], kind


def _port(said: Setting) -> int:
    text = said.text.strip()
    if not (text.isascii() and text.isdigit() and 0 < int(text[:6]) < 65536):
        raise BadInput(_("{source} needs a port, a number up to 65535.").format(source=said.source))
    return int(text)


def _ca(said: Setting | None) -> str | None:
    """The file of authorities, relative to the config file where that names it. Raises BadInput."""
    from safetyctl.reports.sent.post import authorities

    if said is None:
        return None
    path = Path(os.path.expanduser(said.text))
    file = config_file()
    if not said.source.startswith(_VARIABLES) and file is not None:
        path = file.parent / path
    if not path.is_file():
        raise BadInput(_("{source}: there is no file {path}.").format(source=said.source, path=path))
    return _checked(Setting(str(path), said.source), authorities)
