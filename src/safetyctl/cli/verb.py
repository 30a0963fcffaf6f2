"""Nouns and verbs: the shared flags, asking for what is missing, and building no more than is called.

A noun is a module with ``app = typer.Typer()`` (its help stands in app.py's table); each verb is a function under
``@app.command()``: ``cls=ListVerb`` where it lists, ``cls=ChangeVerb`` where it changes. What a verb cannot do
without is a parameter without a default; ``needs`` adds those that Typer sees as optional, and the choices to
ask with.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from importlib import import_module
from typing import Any, ClassVar, NoReturn, TypeVar

import typer
from typer._click.core import Command, Context, Parameter
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_command_from_info
from typer.models import CommandInfo

from safetyctl.cli import shared
from safetyctl.cli.here import Here
from safetyctl.ground.catalogue import N_, _, speak
from safetyctl.ground.errors import BadInput

Function = TypeVar("Function", bound=Callable[..., Any])
Choices = Mapping[str, str] | Sequence[str]


def needs(*names: str, **choices: Callable[[Here], Choices]) -> Callable[[Function], Function]:
    """Mark parameters as required though they have a default, and give some the choices to ask with.

    ``@needs("due", campus=campuses)``: ``due`` and ``campus`` must be there; at a terminal ``campus`` is asked for
    with ``campuses(here)`` numbered (codes with labels, or plain names). A name with choices is needed too.
    """

    def marked(function: Function) -> Function:
        vars(function)["needed"] = (*names, *choices)
        vars(function)["choices"] = choices
        return function

    return marked


def examples(*lines: str) -> Callable[[Function], Function]:
    """Command lines for the help page, each with what it does after two spaces and ``# ``."""

    def marked(function: Function) -> Function:
        vars(function)["examples"] = lines
        return function

    return marked


class _Page:
    """What nouns and verbs have in common: the shared flags and the help page."""

    flags: ClassVar[tuple[shared.Flag, ...]] = ()

    def shared_flags(self, own: Sequence[Parameter]) -> list[TyperOption]:
        """The flags that a command takes besides its own, without those it declares itself."""
        taken = {name for param in own for name in param.opts}
        every = (*self.flags, *shared.EVERYWHERE, shared.VERSION, shared.HELP)
        return [shared.option(flag) for flag in every if taken.isdisjoint(flag.opts)]


class Verb(_Page, TyperCommand):
    """A command that answers: it takes ``--json`` and all that every command takes."""

    allow_extra_args = True  # so that they can be refused in the user's language

    def __init__(self, *args: Any, **attrs: Any) -> None:
        super().__init__(*args, **attrs)
        self.needed: list[str] = list(getattr(self.callback, "needed", ()))
        self.choices: Mapping[str, Callable[[Here], Choices]] = getattr(self.callback, "choices", {})
        self.examples: tuple[str, ...] = getattr(self.callback, "examples", ())
        for param in self.params:
            if param.required and param.name:
                param.required = False
                self.needed.append(param.name)

    def get_params(self, ctx: Context) -> list[Parameter]:
        """Its own parameters, then the shared flags."""
        return [*self.params, *self.shared_flags(self.params)]

    def get_help(self, ctx: Context) -> str:
        """The help page, in the language in use."""
        from safetyctl.cli.help import verb_page

        return verb_page(self, ctx)

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Parse; refuse more arguments than it takes."""
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise BadInput(
                _("There is more here than {command} takes: {rest}").format(
                    command=ctx.command_path, rest=" ".join(rest)
                ),
                hint=_("See: {command}").format(command=f"{ctx.command_path} --help"),
            )
        return rest

    def invoke(self, ctx: Context) -> Any:
        """Ask for what is missing, or name all of it at once, then run."""
        here: Here = ctx.obj
        speak(here.lang)
        missing = [
            param
            for param in self.params
            if param.name in self.needed and ctx.params.get(param.name) in (None, "", (), [])
        ]
        if missing and not here.interactive:
            _all_missing(ctx, missing)
        for param in missing:
            ctx.params[str(param.name)] = self._asked(ctx, param)
        for param in self.params:
            _require_named(param, ctx.params.get(str(param.name)))
        return super().invoke(ctx)

    def _asked(self, ctx: Context, param: Parameter) -> Any:
        from typer._click.exceptions import BadParameter

        from safetyctl.cli.failures import bad_value, flag
        from safetyctl.cli.output import tell
        from safetyctl.cli.questions import ask

        choices = self.choices.get(str(param.name))
        offered = choices(ctx.obj) if choices else [str(c) for c in getattr(param.type, "choices", ())]
        help: str | None = getattr(param, "help", None)
        label = _(help).rstrip(".。") if help else str(param.name)
        while True:
            answer = ask(f"{label} ({flag(param)})", offered)
            many = param.nargs == -1 or getattr(param, "multiple", False)
            try:
                return param.process_value(ctx, (answer,) if many else answer)
            except BadParameter as error:
                tell(bad_value(param, error.message))
            except BadInput as error:
                tell(error.sentence)


class ListVerb(Verb):
    """A command that lists: it takes ``--csv`` too."""

    flags = (shared.CSV,)


class ChangeVerb(Verb):
    """A command that changes something: it takes ``--dry-run`` and ``--yes`` too."""

    flags = (shared.DRY_RUN, shared.YES)


_NAMED = {
    "--campus": N_("Name a campus, or leave --campus out."),
    "--plan": N_("Name a file, or leave --plan out."),
    "--days": N_("Name a file, or leave --days out."),
    "--map": N_("Name a file, or leave --map out."),
}
"""Options that must not be empty, and what to do: an empty variable of a shell is neither the whole group nor the
plan that is built in.
"""


def _require_named(param: Parameter, value: Any) -> None:
    """Make sure that what such an option names has a name. Raises BadInput."""
    option = next((name for name in param.opts if name in _NAMED), None)
    if option is None or value is None:
        return
    if any(not str(each).strip() for each in (value if isinstance(value, list | tuple) else [value])):
        raise BadInput(_("{what} is empty.").format(what=option), hint=_(_NAMED[option]))


def _all_missing(ctx: Context, missing: Sequence[Parameter]) -> NoReturn:
    from safetyctl.cli.failures import flag

    names = _(", ").join(flag(param) for param in missing)
    raise BadInput(
        _("Missing: {names}").format(names=names),
        hint=_("See: {command}").format(command=f"{ctx.command_path} --help"),
    )


class Noun(_Page, TyperGroup):
    """A group of verbs. With ``source``, a verb is built from it when it is called, and no other is.

    With ``modules`` (verb → module and help), not even the modules of the others are imported.
    """

    def __init__(
        self,
        *,
        source: typer.Typer | None = None,
        modules: Mapping[str, tuple[str, str]] | None = None,
        **attrs: Any,
    ) -> None:
        attrs["no_args_is_help"] = False
        super().__init__(**attrs)
        self._infos = {verb_name(info): info for info in source.registered_commands} if source else {}
        self._modules = dict(modules or {})

    def get_params(self, ctx: Context) -> list[Parameter]:
        """The shared flags, besides its own."""
        return [*self.params, *self.shared_flags(self.params)]

    def get_help(self, ctx: Context) -> str:
        """The help page, in the language in use."""
        from safetyctl.cli.help import noun_page

        return noun_page(self, ctx)

    def list_commands(self, ctx: Context) -> list[str]:
        """The verbs' names, in the order of the module."""
        return [*self._modules, *self._infos, *super().list_commands(ctx)]

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """The verb, built now; None where there is none of that name."""
        if cmd_name in self._modules:
            module, help = self._modules.pop(cmd_name)
            info = next(
                one for one in import_module(module).app.registered_commands if verb_name(one) == cmd_name
            )
            info.help = help
            self.commands[cmd_name] = built(info)
        if cmd_name not in self.commands and cmd_name in self._infos:
            self.commands[cmd_name] = built(self._infos.pop(cmd_name))
        return self.commands.get(cmd_name)

    def summaries(self, ctx: Context) -> list[tuple[str, str]]:
        """Each verb that is shown with the first sentence of its help, without building it."""
        found = [(name, help) for name, (_module, help) in self._modules.items()]
        found += [(name, _summary(info)) for name, info in self._infos.items() if not info.hidden]
        built_ones = [(n, c.help or "") for n, c in self.commands.items() if not c.hidden]
        return [*found, *built_ones]

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        """The verb that is named. Raises BadInput with the nearest names where there is none."""
        name = args[0]
        command = self.get_command(ctx, name)
        if command is None and not ctx.resilient_parsing:
            from safetyctl.cli.values import did_you_mean

            raise BadInput(
                _('{command} has no command "{name}".').format(command=ctx.command_path, name=name),
                hint=did_you_mean(name, self.list_commands(ctx)),
            )
        return name if command else None, command, args[1:]

    def invoke(self, ctx: Context) -> Any:
        """Run the verb; without one, show what there is."""
        if not ctx._protected_args:
            from safetyctl.cli.output import write

            write(self.get_help(ctx) + "\n")
            return None
        return super().invoke(ctx)

    def shell_complete(self, ctx: Context, incomplete: str) -> list[Any]:
        """The names of its verbs, and flags, that begin so; nothing is built for it."""
        from typer._click.shell_completion import CompletionItem

        from safetyctl.cli.help import first_sentence

        names = [(name, help) for name, help in self.summaries(ctx) if name.startswith(incomplete)]
        items = [CompletionItem(name, help=first_sentence(help)) for name, help in names]
        return [*items, *Command.shell_complete(self, ctx, incomplete)]


def verb_name(info: CommandInfo) -> str:
    """The name a verb is called by: what it was given, else its function's (``list_`` is ``list``)."""
    function = info.callback.__name__ if info.callback else ""
    return info.name or function.rstrip("_").replace("_", "-")


def _summary(info: CommandInfo) -> str:
    return info.help or (info.callback.__doc__ if info.callback else None) or ""


def built(info: CommandInfo) -> Command:
    """The command of one registered function, a ``Verb`` unless another class was named."""
    info = copy(info)
    info.name = verb_name(info)
    if info.cls in (None, TyperCommand):
        info.cls = Verb
    return get_command_from_info(info, pretty_exceptions_short=False, rich_markup_mode=None)
