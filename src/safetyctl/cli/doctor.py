"""``safetyctl doctor``: what this installation has, and what to do about each trouble."""

import os
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import typer

from safetyctl.cli.here import Here
from safetyctl.cli.listing import listing
from safetyctl.cli.table import Shown
from safetyctl.cli.verb import ListVerb
from safetyctl.ground.catalogue import N_, _
from safetyctl.ground.errors import SafetyctlError

app = typer.Typer()

OLDEST_SQLITE = (3, 32, 2)  # before it, a COMMIT could be reported done when it had failed
PLENTY = 200 * 1024 * 1024
FONTS = {
    "仿宋": ("FangSong", "仿宋"),
    "小标宋": ("FZXiaoBiaoSong", "小标宋"),
    "黑体": ("SimHei", "黑体"),
    "楷体": ("KaiTi", "楷体"),
}


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing that was looked at: what is there, whether it is well, and what to do where it is not."""

    what: str
    found: str
    well: bool
    advice: str | None = None


@app.command("doctor", cls=ListVerb, help=N_("What this installation has, and what it lacks."))
def doctor(ctx: typer.Context) -> None:
    """Look at versions, the ledger, the disk, fonts and settings."""
    here: Here = ctx.obj
    found = [*_versions(), *_ledger(here), *_disk(here), *_fonts(), *_mail()]
    columns = (
        Shown("what", N_("what")),
        Shown("found", N_("found")),
        Shown("well", N_("well"), alarm=lambda one: not one.well),
        Shown("advice", N_("what to do"), fold=True),
    )
    listing(here, columns, found, empty="", limit=0)


def _versions() -> Iterator[Diagnosis]:
    from importlib.metadata import version

    yield Diagnosis("safetyctl", version("safetyctl"), well=True)
    yield Diagnosis("Python", sys.version.split()[0], well=sys.version_info >= (3, 11))
    yield Diagnosis(
        "SQLite",
        sqlite3.sqlite_version,
        sqlite3.sqlite_version_info >= OLDEST_SQLITE,
        None
        if sqlite3.sqlite_version_info >= OLDEST_SQLITE
        else _("Update Python: its SQLite is too old to be trusted."),
    )
    for name in ("typer", "sqlmodel", "openpyxl", "python-docx"):
        yield Diagnosis(name, version(name), well=True)


def _ledger(here: Here) -> Iterator[Diagnosis]:
    from safetyctl.ledger.connection import REVISION
    from safetyctl.ledger.keeping import revision

    path = here.ledger
    try:
        schema = revision(path)
    except SafetyctlError as error:
        yield Diagnosis(
            _("ledger"), str(path), well=False, advice=" ".join(filter(None, (error.sentence, error.hint)))
        )
        return
    yield Diagnosis(_("ledger"), f"{path} ({here.ledger_from})", well=True)
    yield Diagnosis(
        _("schema"),
        schema,
        schema == REVISION,
        None if schema == REVISION else _("Run: safetyctl ledger upgrade"),
    )
    if os.name != "nt":
        mode = path.stat().st_mode & 0o777
        yield Diagnosis(
            _("permissions"),
            f"{mode:04o}",
            mode & 0o077 == 0,
            None if mode & 0o077 == 0 else f"chmod 600 {path}",
        )


def _disk(here: Here) -> Iterator[Diagnosis]:
    from shutil import disk_usage

    from safetyctl.ledger.disks import is_local, synced_by

    folder: Path = here.ledger.absolute().parent
    if not folder.is_dir():
        return
    free = disk_usage(folder).free
    yield Diagnosis(
        _("space left"),
        f"{free >> 20} MiB",
        free > PLENTY,
        None if free > PLENTY else _("Free some space: a full disk stops every change."),
    )
    local, service = is_local(folder), synced_by(folder)
    yield Diagnosis(
        _("kind of disk"),
        _("on this machine") if local else _("on the network"),
        local,
        None if local else _("Keep the ledger on a disk of this machine; put backups on the network."),
    )
    if service:
        yield Diagnosis(
            _("synchronised folder"),
            service,
            well=False,
            advice=_("Synchronising damages live ledgers: move it away, and put backups there."),
        )


def _fonts() -> Iterator[Diagnosis]:
    import subprocess
    from shutil import which

    program = which("fc-list")
    if program is None:
        return
    listed = subprocess.run(  # noqa: S603 - a fixed command
        [program, ":", "family"], capture_output=True, text=True, timeout=20, check=False
    ).stdout
    for font, names in FONTS.items():
        there = any(name in listed for name in names)
        yield Diagnosis(
            _("font {name}").format(name=font),
            _("there") if there else _("missing"),
            there,
            None if there else _("Letters show another font here; they are right where the font is."),
        )


def _mail() -> Iterator[Diagnosis]:
    """How mail was set up, without the password; nobody is called."""
    from safetyctl.cli.mail import how_to_set_up, mail_settings

    try:
        mail = mail_settings()
    except SafetyctlError as error:
        yield Diagnosis(_("e-mail"), error.sentence, well=False, advice=error.hint)
        return
    if mail is None:
        yield Diagnosis(_("e-mail"), _("not set up"), well=True, advice=how_to_set_up())
        return
    login = _("as {user}").format(user=mail.user) if mail.user else _("without a login")
    yield Diagnosis(
        _("e-mail"), f"{mail.sender}, {mail.host}:{mail.port} ({mail.security}), {login}", well=True
    )
