"""``safetyctl schedule crontab | systemd``: entries that need nothing of the environment they are run in."""

import os
import re
import sys
from pathlib import Path
from shlex import quote
from typing import Annotated, NamedTuple

import typer

from safetyctl.cli.desk import asking
from safetyctl.cli.here import Here
from safetyctl.cli.output import emit, write
from safetyctl.cli.schedule.running import Backup, Outbox
from safetyctl.cli.verb import Verb, examples
from safetyctl.ground.catalogue import N_, _
from safetyctl.ground.errors import BadInput
from safetyctl.ground.text import first_hidden

app = typer.Typer()

DAILY = "15:30"
LONGEST = 998  # bytes of a command that cron takes
PROGRAM = "safetyctl"

At = Annotated[str, typer.Option(metavar="HH:MM", help=N_("When, by the clock of the plan's time zone."))]


class Entry(NamedTuple):
    """What is to be run every day: the words of the command, its environment, the hour and its time zone."""

    command: tuple[str, ...]
    environment: tuple[tuple[str, str], ...]
    hour: int
    minute: int
    zone: str

    @property
    def at(self) -> str:
        """The hour as HH:MM."""
        return f"{self.hour:02}:{self.minute:02}"


@app.command("crontab", cls=Verb)
@examples(
    "(crontab -l; safetyctl schedule crontab --backup /media/disk/backup) | crontab -",
    "safetyctl schedule crontab --at 16:00",
)
def crontab(ctx: typer.Context, at: At = DAILY, outbox: Outbox = None, backup: Backup = None) -> None:
    """Print the lines for cron."""
    here: Here = ctx.obj
    entry = _entry(here, at, outbox, backup)
    line = cron_line(entry)
    if here.json:
        emit({"zone": entry.zone, "at": entry.at, "line": line})
        return
    write(
        _comments(
            _("{program}: the reports that are due, and the backup, every day at {at} ({zone}).").format(
                program=PROGRAM, at=entry.at, zone=entry.zone
            ),
            _("To add it to your table: (crontab -l; safetyctl schedule crontab) | crontab -"),
            _("Piped to crontab alone, it takes the place of everything that is in the table."),
            _(
                "Where cron knows no CRON_TZ (Debian, Ubuntu, macOS), the hour is that of the machine's clock;"
            ),
            _("where it knows it, it holds for all the lines below it: keep these ones last."),
        )
        + f"SHELL=/bin/sh\nCRON_TZ={entry.zone}\n{line}\n"
    )


@app.command("systemd", cls=Verb)
@examples(
    "safetyctl schedule systemd",
    "safetyctl schedule systemd --only timer > ~/.config/systemd/user/safetyctl.timer",
)
def systemd(
    ctx: typer.Context,
    at: At = DAILY,
    outbox: Outbox = None,
    backup: Backup = None,
    only: Annotated[
        str | None, typer.Option(metavar="service|timer", help=N_("Only this one of the two files."))
    ] = None,
) -> None:
    """Print the service and the timer for systemd."""
    from safetyctl.cli.values import one_of

    here: Here = ctx.obj
    entry = _entry(here, at, outbox, backup)
    parts = {"service": service(entry), "timer": timer(entry)}
    if only:
        wanted = one_of(only, {name: (name,) for name in parts}, _("choice"))
        parts = {wanted: parts[wanted]}
    if here.json:
        emit({f"{PROGRAM}.{name}": text for name, text in parts.items()})
        return
    if not only:
        write(
            _comments(
                _("Save the two parts as the files that are named above them; then run, once:"),
                "  systemctl --user daemon-reload",
                f"  systemctl --user enable --now {PROGRAM}.timer",
                _("So that it runs while nobody is logged in, too:"),
                "  loginctl enable-linger",
                _("What it said: {command}").format(command=f"journalctl --user -u {PROGRAM}"),
            )
            + "\n"
        )
    write("\n".join(parts.values()))


def _entry(here: Here, at: str, outbox: str | None, backup: str | None) -> Entry:
    """What is to be run; every path absolute, so that it holds in any folder. Raises SafetyctlError."""
    hour, minute = _time(at)
    with asking(here):
        zone = here.zone
    folders = {"--outbox": outbox, "--backup": backup}
    options = [word for name, path in folders.items() if path for word in (name, _absolute(Path(path), name))]
    environment = (
        ("LANG", "C.UTF-8"),
        ("PATH", "/usr/local/bin:/usr/bin:/bin"),
        ("SAFETYCTL_LANG", here.lang),
        ("SAFETYCTL_LEDGER", _absolute(here.ledger, "--ledger")),
    )
    return Entry((*_program(), "schedule", "run", *options), environment, hour, minute, zone)


def _time(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"\s*(\d{1,2})[:：](\d{2})\s*", text)
    hour, minute = (int(part) for part in found.groups()) if found else (99, 99)
    if hour > 23 or minute > 59:
        raise BadInput(
            _('--at is a time of the day such as {example}, not "{value}".').format(example=DAILY, value=text)
        )
    return hour, minute


def _absolute(path: Path, name: str) -> str:
    """A path that an entry can carry on its one line. Raises BadInput for one with a line break or the like."""
    text = os.path.abspath(path)
    if first_hidden(text) is not None or "\n" in text:
        raise BadInput(
            _("{name}: a path with a line break or a hidden character cannot stand in an entry.").format(
                name=name
            )
        )
    return text


def _program() -> tuple[str, ...]:
    """The words that call this program from anywhere: its script, else the interpreter with the module."""
    beside = Path(sys.executable).absolute().with_name(PROGRAM)
    for script in (Path(sys.argv[0]).absolute(), beside):
        if script.name == PROGRAM and script.is_file() and os.access(script, os.X_OK):
            return (str(script),)
    # -P: not what happens to lie in the folder it is started in
    return (os.path.abspath(sys.executable), "-P", "-m", "safetyctl.cli")


def _comments(*lines: str) -> str:
    return "".join(f"# {line}\n" for line in lines)


# cron


def cron_line(entry: Entry) -> str:
    """The entry as a line of a crontab; ``%``, which is a line break to cron, is escaped.

    Raises:
        BadInput: a path has a backslash, or the line is longer than cron takes.
    """
    words = [f"{name}={quote(value)}" for name, value in entry.environment]
    command = " ".join([*words, *(quote(word) for word in entry.command)])
    escaped = command.replace("%", "\\%")
    if "\\" in command:
        raise _not_for_cron(_("a path has a backslash"))
    if len(os.fsencode(escaped)) > LONGEST:
        raise _not_for_cron(_("the paths are too long"))
    return f"{entry.minute} {entry.hour} * * * {escaped}"


def _not_for_cron(trouble: str) -> BadInput:
    return BadInput(
        _("cron does not take this line: {trouble}.").format(trouble=trouble),
        hint=_("systemd does: safetyctl schedule systemd"),
    )


# systemd


def service(entry: Entry) -> str:
    """The unit that runs it once."""
    program, *words = entry.command
    command = " ".join([_quoted(program), *(_quoted(word.replace("$", "$$")) for word in words)])
    environment = "".join(f"Environment={_quoted(f'{name}={value}')}\n" for name, value in entry.environment)
    description = _("safetyctl: the reports that are due, and the backup")
    return (
        f"# ~/.config/systemd/user/{PROGRAM}.service\n"
        "[Unit]\n"
        f"Description={description}\n"
        "\n"
        "[Service]\n"
        "Type=oneshot\n"
        f"{environment}"
        f"ExecStart={command}\n"
    )


def timer(entry: Entry) -> str:
    """The unit that starts it every day."""
    description = _("safetyctl: every day at {at} ({zone})").format(at=entry.at, zone=entry.zone)
    return (
        f"# ~/.config/systemd/user/{PROGRAM}.timer\n"
        "[Unit]\n"
        f"Description={description}\n"
        "\n"
        "[Timer]\n"
        f"OnCalendar=*-*-* {entry.at}:00 {entry.zone}\n"
        "Persistent=true\n"
        "\n"
        "[Install]\n"
        "WantedBy=timers.target\n"
    )


def _quoted(word: str) -> str:
    """A word in systemd's quotes; ``%`` begins one of its specifiers and is doubled."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'
