"""Every error as one or two plain lines and an exit code. Loaded only when something went wrong."""

import re
import sys
from typing import Any

import typer
from typer._click import exceptions as usage
from typer._click.core import Context, Parameter

from safetyctl.cli.output import advised, tell
from safetyctl.cli.values import nearest
from safetyctl.ground.catalogue import N_, _
from safetyctl.ground.errors import CheckFound, Declined, SafetyctlError
from safetyctl.ground.system import refusal
from safetyctl.ground.text import one_line, visible

_WANTED = {
    "int": N_("a whole number"),
    "int range": N_("a whole number"),
    "float": N_("a number"),
    "float range": N_("a number"),
    "boolean": N_("yes or no"),
    "uuid": N_("a uid"),
    "datetime": N_("a moment such as 2020-03-02 14:05"),
}


def told(error: BaseException, *, debug: bool) -> int:
    """Say the error on standard error (a traceback before it with ``debug``) and return its exit code."""
    if isinstance(error, BrokenPipeError):
        return 0  # the reader has seen enough
    if debug:
        from traceback import format_exception

        tell("".join(format_exception(error)).rstrip())
    sentence, hint, code = _words(error)
    plain = code == 130 or isinstance(error, (Declined, CheckFound))
    tell(sentence if plain else one_line(_("error: {sentence}").format(sentence=sentence)))
    if hint:
        tell(one_line(advised(hint)))
    return code


def _words(error: BaseException) -> tuple[str, str | None, int]:
    match error:
        case KeyboardInterrupt() | typer.Abort() | EOFError():
            return (
                ("\n" if sys.stderr is not None and sys.stderr.isatty() else "") + _("Interrupted."),
                None,
                130,
            )
        case SafetyctlError():
            return error.sentence, error.hint, error.exit_code
        case usage.UsageError():
            return *_usage(error), 2
        case OSError():
            return *refusal(error), 1
        case _:
            what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
            return (
                _("Something went wrong inside safetyctl ({what}).").format(what=visible(what)[:300]),
                _(
                    "Run it again with --debug to see where, and report it; what was not confirmed was not changed."
                ),
                1,
            )


# what the parser refuses


def _usage(error: usage.UsageError) -> tuple[str, str | None]:
    see = _help_hint(error.ctx)
    match error:
        case usage.NoSuchOption():
            return _no_option(error, see)
        case usage.MissingParameter(param=Parameter() as param):
            return _("{name} is missing.").format(name=flag(param)), see
        case usage.BadParameter(param=Parameter() as param):
            return bad_value(param, error.message), see
        case usage.BadOptionUsage():
            if "not take" in error.message:
                return _("{name} takes no value.").format(name=error.option_name), see
            return _("{name} needs a value after it.").format(name=error.option_name), see
        case _:
            return error.format_message(), see


def _no_option(error: usage.NoSuchOption, see: str | None) -> tuple[str, str | None]:
    known = [
        name.lstrip("-") for param in _options(error.ctx) for name in param.opts if name.startswith("--")
    ]
    close = [f"--{name}" for name in nearest(error.option_name.lstrip("-"), known)]
    sentence = _("There is no option {name} here.").format(name=visible(error.option_name))
    return sentence, _("Did you mean {names}?").format(names=_(", ").join(close)) if close else see


def _options(ctx: Context | None) -> list[Parameter]:
    params = ctx.command.get_params(ctx) if ctx else []
    return [p for p in params if p.param_type_name == "option" and not getattr(p, "hidden", False)]


def _help_hint(ctx: Context | None) -> str | None:
    return _("See: {command}").format(command=f"{ctx.command_path} --help") if ctx else None


def bad_value(param: Parameter, message: str) -> str:
    """The parser's English sentence, told again: it always begins with the value in quotes."""
    found = re.match(r"(['\"]?)(.*?)\1 is not", message)
    value = found.group(2) if found else ""
    kind: Any = param.type
    if getattr(kind, "choices", None):
        names = _(", ").join(str(getattr(choice, "value", choice)) for choice in kind.choices)
        return _('{name} is one of {names}, not "{value}".').format(
            name=flag(param), names=names, value=value
        )
    if "in the range" in message and hasattr(kind, "min"):
        least, most = (bound if bound is not None else "…" for bound in (kind.min, kind.max))
        return _("{name} is from {least} to {most}, not {value}.").format(
            name=flag(param), least=least, most=most, value=value
        )
    if wanted := _WANTED.get(kind.name):
        return _('{name} is {wanted}, not "{value}".').format(name=flag(param), wanted=_(wanted), value=value)
    return f"{flag(param)}: {message}"


def flag(param: Parameter) -> str:
    """A parameter as it is typed: ``--campus``, or an argument's name as the usage line has it."""
    if param.param_type_name == "option":
        return max(param.opts, key=len)
    return _(param.metavar) if param.metavar else str(param.name).upper()
