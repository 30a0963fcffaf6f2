"""What a command is told: the ledger, the day, who is typing, the language, how to answer.

Flags beat the environment, that beats the config file, that beats the ledger's own settings. Every answer
is worked out when it is first asked for: a command that names its ledger needs neither HOME nor a config.
"""

import os
import re
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from safetyctl.ground.catalogue import DEFAULT, LANGUAGES, _
from safetyctl.ground.errors import BadInput, CannotDo, NotFound, SafetyctlError
from safetyctl.ground.reading import MB, ordinary, parsed

if TYPE_CHECKING:
    from datetime import date, datetime

ZONE = "Asia/Shanghai"
_KEYS = ("ledger", "lang", "actor", "zone")
TABLES = {"mail": ("host", "port", "user", "password", "password_file", "from", "security", "ca")}
"""What a config file may hold: settings of every command, and tables with settings of their own."""
_ACTOR_LIMIT = 100


class Setting(NamedTuple):
    """A value and where it was said: ``--ledger``, ``SAFETYCTL_LEDGER``, the config file's path, or 'default'."""

    text: str
    source: str


class Here:
    """What one command is told (``ctx.obj``); the parser calls ``tell`` for each shared flag that it meets."""

    def __init__(self) -> None:
        self._flags: dict[str, str | bool] = {}
        self._plan_zone = ZONE

    def tell(self, name: str, value: str | bool) -> None:
        """Take a shared flag, such as ``("as_of", "today")``; the later one on the line holds."""
        self._flags[name] = value

    def in_zone(self, zone: str) -> None:
        """Say the time zone of the ledger's plan, before the day is first asked for (a config file beats it)."""
        self._plan_zone = zone

    # how to answer

    @property
    def quiet(self) -> bool:
        """Say nothing about changes that went well."""
        return self._on("quiet")

    @property
    def json(self) -> bool:
        """Answer with one JSON document."""
        return self._on("json")

    @property
    def csv(self) -> bool:
        """Answer with comma-separated rows."""
        return self._on("csv")

    @property
    def dry_run(self) -> bool:
        """Show the result and change nothing."""
        return self._on("dry_run")

    @property
    def yes(self) -> bool:
        """Do not ask before a change."""
        return self._on("yes")

    @cached_property
    def interactive(self) -> bool:
        """Whether there is a person to ask: standard input and standard error are a terminal."""
        return not self._on("no_input") and _terminal(sys.stdin) and _terminal(sys.stderr)

    def _on(self, name: str) -> bool:
        return bool(self._flags.get(name, False))

    # what was said, and where

    def setting(self, name: str) -> Setting | None:
        """What a flag, the environment or the config file says of one of ledger, as_of, actor, lang, zone.

        Raises:
            BadInput: the config file is looked at and cannot be used.
        """
        flag = self._flags.get(name)
        if isinstance(flag, str):
            return Setting(flag, "--" + name.replace("_", "-"))
        variable = f"SAFETYCTL_{name.upper()}"
        if name != "zone" and (said := os.environ.get(variable)):
            return Setting(said, variable)
        if name in self._config:
            return Setting(self._config[name], str(config_file()))
        return None

    @cached_property
    def _config(self) -> Mapping[str, str]:
        return read_config()

    # the answers

    @cached_property
    def lang(self) -> str:
        """``zh`` or ``en``. Raises BadInput when a flag, variable or config names another."""
        said = self.setting("lang")
        if said is None:
            return _locale()
        if (lang := said.text.casefold()) in LANGUAGES:
            return lang
        raise BadInput(
            _('{source} names the language "{text}".').format(source=said.source, text=said.text),
            hint=_("There are zh (Chinese) and en (English)."),
        )

    @cached_property
    def ledger(self) -> Path:
        """The ledger's file, which need not exist. Raises BadInput when what was said is no path."""
        return _path(self._ledger)

    @property
    def ledger_from(self) -> str:
        """Where the ledger was said: a flag, a variable, a config file, or ``default``."""
        return self._ledger.source

    @cached_property
    def _ledger(self) -> Setting:
        return self.setting("ledger") or Setting(str(_data_folder() / "ledger.db"), "default")

    @cached_property
    def now(self) -> "datetime":
        """This moment in UTC, read once: all that one command writes carries the same."""
        from safetyctl.ground import clock

        return clock.now()

    @cached_property
    def zone(self) -> str:
        """The time zone that says what day it is."""
        said = self.setting("zone")
        return said.text if said else self._plan_zone

    @cached_property
    def today(self) -> "date":
        """The calendar day it is in ``zone``. Raises BadInput when there is no such zone."""
        from zoneinfo import ZoneInfo

        try:
            zone = ZoneInfo(self.zone)
        except (ValueError, OSError, LookupError):
            raise BadInput(
                _('There is no time zone "{zone}".').format(zone=self.zone),
                hint=_('Write it as in: zone = "Asia/Shanghai" ({file})').format(file=config_file()),
            ) from None
        return self.now.astimezone(zone).date()

    @cached_property
    def as_of(self) -> "date":
        """The day on which everything is judged and dated. Raises BadInput when it is no day."""
        said = self.setting("as_of")
        if said is None:
            return self.today
        if iso := re.fullmatch(r"20\d\d-\d\d-\d\d", said.text):  # nearly always, and it needs no clock
            from datetime import date

            with suppress(ValueError):  # told below, with the reason
                return date.fromisoformat(iso.group())
        from safetyctl.cli.values import day

        try:
            return day(said.text, self.today)
        except BadInput as error:
            raise BadInput(
                _("{source}: {sentence}").format(source=said.source, sentence=error.sentence), hint=error.hint
            ) from None

    @cached_property
    def moment(self) -> "datetime | None":
        """How far the day in force has come: now, where it is today; None (to its end) for any other day."""
        return self.now if self.as_of == self.today else None

    @property
    def as_of_given(self) -> bool:
        """Whether the day was said, rather than today's."""
        return self.setting("as_of") is not None

    @cached_property
    def actor(self) -> str:
        """Who is typing, for the journal. Raises BadInput when the name cannot be kept."""
        said = self.setting("actor") or Setting(_system_user(), "default")
        from safetyctl.cli.values import kept

        return kept(said.text, said.source, limit=_ACTOR_LIMIT)


def _terminal(stream: object) -> bool:
    return bool(getattr(stream, "isatty", lambda: False)())


def spoken(args: Sequence[str]) -> str:
    """The language to speak before anything is parsed, so that even a usage error is in it. Never fails."""
    here = Here()
    for place, arg in enumerate(args):
        if arg == "--":
            break
        if arg == "--lang" and place + 1 < len(args):
            here.tell("lang", args[place + 1])
        elif arg.startswith("--lang="):
            here.tell("lang", arg.removeprefix("--lang="))
    try:
        return here.lang
    except SafetyctlError:  # told in full once the command runs
        return _locale()


def _locale() -> str:
    """The locale's language where it is one of ours, else the default (as for ``C`` and ``POSIX``)."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if said := os.environ.get(variable):
            lang = re.split(r"[_.@-]", said)[0].lower()
            return lang if lang in LANGUAGES else DEFAULT
    return DEFAULT


def _system_user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, LookupError, ImportError):  # an account without a name, as in some containers
        return str(os.getuid()) if hasattr(os, "getuid") else "unknown"


# files


def config_file() -> Path | None:
    """Where the config file would be, by the platform's convention; None for an account without a home."""
    folder = _platform_folder("config")
    return folder / "config.toml" if folder else None


def _data_folder() -> Path:
    folder = _platform_folder("data")
    if folder is None:
        raise BadInput(
            _("This account has no home folder to keep a ledger in."), hint=_("Name one with --ledger PATH.")
        )
    return folder


def _platform_folder(kind: str) -> Path | None:
    if sys.platform != "linux":
        import platformdirs

        find = platformdirs.user_config_path if kind == "config" else platformdirs.user_data_path
        return find("safetyctl", appauthor=False)
    # what platformdirs answers on Linux, without the 13 ms of its import (tests hold them equal)
    variable, usual = {
        "config": ("XDG_CONFIG_HOME", "~/.config"),
        "data": ("XDG_DATA_HOME", "~/.local/share"),
    }[kind]
    base = os.environ.get(variable, "").strip()
    base = base if os.path.isabs(base) else os.path.expanduser(usual)
    return Path(base) / "safetyctl" if os.path.isabs(base) else None


def read_config() -> Mapping[str, str]:
    """The config file's settings, empty where there is none or where this account may not look.

    Those of a table are named with it: ``mail.host``.

    Raises:
        BadInput: it is no ordinary file, too large, no TOML, or has a key or a value that cannot be used.
    """
    file = config_file()
    if file is None:
        return {}
    try:
        content = ordinary(file, MB)
    except (NotFound, CannotDo):  # absent, or the home folder of somebody else (sudo, cron)
        return {}
    try:
        found = parsed(content.decode("utf-8"))
    except ValueError as error:
        raise BadInput(_("{file} is not a TOML file: {reason}").format(file=file, reason=error)) from None
    settings: dict[str, str] = {}
    for key, value in found.items():
        if key in TABLES and isinstance(value, dict):
            for name, part in value.items():
                settings[f"{key}.{name}"] = _text(file, f"{key}.{name}", part, TABLES[key])
        elif key in TABLES:
            raise BadInput(
                _("{file}: {key} is a table: its settings follow a line [{key}].").format(file=file, key=key)
            )
        else:
            settings[key] = _text(file, key, value, (*_KEYS, *TABLES))
    return settings


def _text(file: Path, key: str, value: object, known: Sequence[str]) -> str:
    """The value of a setting; of a port, which may be a number too, its digits. Raises BadInput."""
    name = key.rpartition(".")[2]
    if name not in known:
        from safetyctl.cli.values import did_you_mean

        raise BadInput(
            _('{file}: there is no setting "{key}".').format(file=file, key=key),
            hint=did_you_mean(name, known),
        )
    if name == "port" and type(value) is int:
        return str(value)
    if not isinstance(value, str) or not value:
        raise BadInput(_("{file}: {key} needs a text in quotes.").format(file=file, key=key))
    return value


def _path(said: Setting) -> Path:
    """The file that a path or a ``sqlite:///PATH`` names; a config file's is relative to its folder."""
    text = said.text
    if scheme := re.match(r"([A-Za-z][A-Za-z0-9+.-]+)://", text):
        if not text.startswith("sqlite:///"):
            raise BadInput(
                _('{source}: a ledger cannot be kept in "{scheme}" yet.').format(
                    source=said.source, scheme=scheme.group(1)
                ),
                hint=_("Give a file: --ledger PATH or --ledger sqlite:///PATH."),
            )
        text = text.removeprefix("sqlite:///")
    if not text.strip() or "\0" in text or text == ":memory:":
        raise BadInput(
            _("{source} needs the path of a file.").format(source=said.source),
            hint=_("Give a file: --ledger PATH or --ledger sqlite:///PATH."),
        )
    path = Path(os.path.expanduser(text))
    return Path(said.source).parent / path if os.path.isabs(said.source) else path
