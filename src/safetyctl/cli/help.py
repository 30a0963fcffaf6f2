"""The help pages, wholly in the user's language.

A help text is a catalogue key: as a whole, or paragraph by paragraph where it is a docstring (``texts`` gives the
keys, so that the check for missing Chinese can see them). A last part that begins with the line ``Examples:`` is
shown as examples, as ``@examples`` is.
"""

import shutil
from collections.abc import Iterable, Iterator
from inspect import cleandoc
from typing import TYPE_CHECKING, Any

from typer._click.core import Context, Parameter

from safetyctl.cli import shared
from safetyctl.cli.layout import flowed, paragraph, two_columns
from safetyctl.ground.catalogue import N_, _

if TYPE_CHECKING:
    from safetyctl.cli.verb import Noun, Verb

_WIDEST = 100
_EXAMPLES = "Examples:"
_METAVARS = {
    "str": N_("TEXT"),
    "int": N_("NUMBER"),
    "int range": N_("NUMBER"),
    "float": N_("NUMBER"),
    "float range": N_("NUMBER"),
    "path": N_("PATH"),
    "file": N_("FILE"),
    "directory": N_("FOLDER"),
    "filename": N_("FILE"),
    "datetime": N_("MOMENT"),
}


def verb_page(verb: "Verb", ctx: Context) -> str:
    """The page of one command: how it is called, what it does, examples, arguments and options."""
    width = _width()
    about, shown = _parts(verb.help or "")
    arguments = [
        p for p in verb.params if p.param_type_name == "argument" and not getattr(p, "hidden", False)
    ]
    options = [p for p in verb.params if p.param_type_name == "option" and not getattr(p, "hidden", False)]
    usage = " ".join([ctx.command_path, *(_argument_usage(p, verb) for p in arguments), _("[OPTIONS]")])
    lines = [_("Usage: {usage}").format(usage=usage), ""]
    for text in about:
        lines += [*paragraph(text, width, 2), ""]
    lines += _examples((*shown, *verb.examples))
    lines += _section(_("Arguments:"), [(_metavar(p), _help(p, verb)) for p in arguments], width)
    own = [(_spelling(p), _help(p, verb)) for p in options]
    own += [(_flag_spelling(flag), _(flag.help)) for flag in verb.flags if _is_shared(flag, verb)]
    lines += _section(_("Options:"), own, width)
    lines += _everywhere(verb, width)
    return "\n".join(lines).rstrip()


def noun_page(noun: "Noun", ctx: Context) -> str:
    """The page of a noun, or of the program: what there is to call."""
    width = _width()
    command = ctx.command_path + " " + _("COMMAND")
    usage = command + " " + _("[OPTIONS]")
    lines = [_("Usage: {usage}").format(usage=usage), ""]
    about, shown = _parts(noun.help or "")
    for text in about:
        lines += [*paragraph(text, width, 2), ""]
    lines += _examples(shown)
    summaries = {name: first_sentence(text) for name, text in noun.summaries(ctx)}
    sections = getattr(noun, "sections", None)
    if sections is None:
        lines += _section(_("Commands:"), summaries.items(), width)
        return "\n".join([*lines, *_everywhere(noun, width)]).rstrip()
    for heading, entries in sections:
        lines += _section(
            _("{heading}:").format(heading=_(heading)), [(name, summaries[name]) for name in entries], width
        )
    lines += _section(
        _("Everywhere, before the noun or after the verb:"),
        [
            (_flag_spelling(flag), _flag_help(flag))
            for flag in (*shared.EVERYWHERE, shared.VERSION, shared.HELP)
        ],
        width,
    )
    lines += _section(_("Once:"), [(_spelling(p), _help_text(p)) for p in noun.params], width)
    lines += paragraph(_("More on each: {command}").format(command=f"{command} --help"), width)
    return "\n".join(lines).rstrip()


def first_sentence(text: str) -> str:
    """A help text's first paragraph in the language in use, without its full stop."""
    about, _shown = _parts(text)
    return about[0].rstrip(".。") if about else ""


def texts(command: Any) -> Iterator[str]:
    """Every catalogue key that a built command's page looks up: its paragraphs, helps, metavars, example notes."""
    about, shown = _split(command.help or "")
    yield from about
    for line in (*shown, *getattr(command, "examples", ())):
        _call, mark, note = line.partition("  # ")
        if mark:
            yield note.strip()
    for param in command.params:
        yield from filter(None, (getattr(param, "help", None), param.metavar))


# the parts of a help text


def _split(text: str) -> tuple[list[str], list[str]]:
    body, _mark, tail = ("\n" + cleandoc(text)).partition("\n" + _EXAMPLES)
    paragraphs = [" ".join(part.split()) for part in body.split("\n\n")]
    return [part for part in paragraphs if part], [line.strip() for line in tail.splitlines() if line.strip()]


def _parts(text: str) -> tuple[list[str], list[str]]:
    whole = _(text)
    about, shown = _split(whole)
    return (about, shown) if whole != text else ([_(part) for part in about], shown)


def _examples(lines: Iterable[str]) -> list[str]:
    pairs = []
    for line in lines:
        call, _mark, note = line.partition("  # ")
        pairs.append((call.strip(), _(note.strip())))
    if not pairs:
        return []
    noted = [f"  {call}" + (f"\n      {note}" if note else "") for call, note in pairs]
    return [_("Examples:"), *noted, ""]


# arguments and options


def _section(heading: str, rows: Iterable[tuple[str, str]], width: int) -> list[str]:
    laid = two_columns(rows, width)
    return [heading, *laid, ""] if laid else []


def _everywhere(command: "Noun | Verb", width: int) -> list[str]:
    names = [_flag_spelling(flag) for flag in (*shared.EVERYWHERE, shared.HELP) if _is_shared(flag, command)]
    explained = _("(explained by: {command})").format(command="safetyctl --help")
    return [_("Everywhere:"), *flowed([*names, explained], width, 2)]


def _is_shared(flag: shared.Flag, command: "Noun | Verb") -> bool:
    return shared.option(flag) in command.shared_flags(command.params)


def _argument_usage(param: Parameter, verb: "Verb") -> str:
    name = _metavar(param)
    return name if param.name in verb.needed else f"[{name}]"


def _metavar(param: Parameter) -> str:
    many = " ..." if param.nargs == -1 or getattr(param, "multiple", False) else ""
    if param.metavar:
        return _(param.metavar) + many
    if param.param_type_name == "argument":
        return (param.name or "").upper() + many
    choices = getattr(param.type, "choices", None)
    if choices:
        return "|".join(str(getattr(choice, "value", choice)) for choice in choices) + many
    return _(_METAVARS.get(param.type.name, "TEXT")) + many


def _spelling(param: Parameter) -> str:
    names = ", ".join(sorted(param.opts, key=len))
    if param.secondary_opts:
        names += " / " + ", ".join(param.secondary_opts)
    return names if getattr(param, "is_flag", False) else f"{names} {_metavar(param)}"


def _help(param: Parameter, verb: "Verb") -> str:
    text = _help_text(param)
    if param.name in verb.needed:
        return _("{help} [required]").format(help=text).strip()
    default = param.default
    if default in (None, False, (), []) or callable(default) or not getattr(param, "show_default", True):
        return text
    if getattr(param, "secondary_opts", None):
        return text
    return (
        _("{help} [default: {default}]").format(help=text, default=getattr(default, "value", default)).strip()
    )


def _help_text(param: Parameter) -> str:
    text: str | None = getattr(param, "help", None)
    return _(text) if text else ""


def _flag_spelling(flag: shared.Flag) -> str:
    names = ", ".join(sorted(flag.opts, key=len))
    return f"{names} {_(flag.metavar)}" if flag.metavar else names


def _flag_help(flag: shared.Flag) -> str:
    return f"{_(flag.help)} [{flag.variable}]" if flag.variable else _(flag.help)


def _width() -> int:
    return min(shutil.get_terminal_size().columns, _WIDEST)
