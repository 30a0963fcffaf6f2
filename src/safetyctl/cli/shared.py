"""The flags that every command takes, declared once; each is told to ``Here``."""

from functools import lru_cache
from typing import Any, NamedTuple

import typer
from typer._click.core import Context, Parameter
from typer.core import TyperOption

from safetyctl.ground.catalogue import N_


class Flag(NamedTuple):
    """A shared flag; ``metavar`` is None for one without a value, ``variable`` the environment's name for it."""

    name: str
    opts: tuple[str, ...]
    metavar: str | None
    help: str
    variable: str | None = None


EVERYWHERE = (
    Flag("ledger", ("--ledger",), "PATH|URL", N_("The ledger to work on."), "SAFETYCTL_LEDGER"),
    Flag(
        "as_of",
        ("--as-of",),
        "YYYY-MM-DD",
        N_("The day on which everything is judged and dated."),
        "SAFETYCTL_AS_OF",
    ),
    Flag("actor", ("--actor",), N_("NAME"), N_("Who is typing, for the journal."), "SAFETYCTL_ACTOR"),
    Flag("lang", ("--lang",), "zh|en", N_("The language."), "SAFETYCTL_LANG"),
    Flag("quiet", ("--quiet", "-q"), None, N_("Say nothing about what went well.")),
    Flag("no_input", ("--no-input",), None, N_("Never ask; what is missing is an error.")),
    Flag("json", ("--json",), None, N_("Answer with one JSON document.")),
    Flag("debug", ("--debug",), None, N_("Show a traceback where something fails.")),
)
CSV = Flag("csv", ("--csv",), None, N_("Answer with comma-separated rows."))
DRY_RUN = Flag("dry_run", ("--dry-run",), None, N_("Show the result and change nothing."))
YES = Flag("yes", ("--yes", "-y"), None, N_("Do not ask before the change."))
VERSION = Flag("version", ("--version",), None, N_("Show the version."))
HELP = Flag("help", ("--help", "-h"), None, N_("Show this help."))


@lru_cache
def option(flag: Flag) -> TyperOption:
    """The flag for the parser. Its inner name cannot meet a command's own parameter."""
    callback, eager = _tell, False
    if flag is HELP or flag is VERSION:
        callback, eager = (_help if flag is HELP else _version), True
    return TyperOption(
        param_decls=[f"shared_{flag.name}", *flag.opts],
        is_flag=flag.metavar is None or None,
        metavar=flag.metavar,
        help=flag.help,
        expose_value=False,
        is_eager=eager,
        callback=callback,
    )


def _tell(ctx: Context, _param: Parameter, value: Any) -> None:
    if value not in (None, False):
        ctx.obj.tell(str(_param.name).removeprefix("shared_"), value)


def _help(ctx: Context, _param: Parameter, value: Any) -> None:
    if value and not ctx.resilient_parsing:
        from safetyctl.cli.output import write

        write(ctx.get_help() + "\n")
        raise typer.Exit


def _version(ctx: Context, _param: Parameter, value: Any) -> None:
    if value and not ctx.resilient_parsing:
        import sys

        from safetyctl import __version__
        from safetyctl.cli.output import write

        write(f"safetyctl {__version__} (Python {sys.version.split()[0]})\n")
        raise typer.Exit
