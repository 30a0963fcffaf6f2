"""The table of nouns, and the program that loads no more of them than is called."""

import os
from functools import lru_cache
from importlib import import_module
from typing import NamedTuple

from typer import Exit
from typer._click.core import Command, Context
from typer.core import TyperOption

from safetyctl.cli.here import Here
from safetyctl.cli.verb import Noun, built
from safetyctl.ground.catalogue import N_, _
from safetyctl.ground.errors import BadInput

NAME = "safetyctl"


class Entry(NamedTuple):
    """Where a noun lives: a module with ``app``, a ``typer.Typer``. With ``single`` its one command is the noun."""

    module: str
    help: str
    single: bool = False


SECTIONS: tuple[tuple[str, dict[str, Entry]], ...] = (
    (
        N_("Every day"),
        {
            "status": Entry("safetyctl.cli.status", N_("One screen: where the campaign stands"), True),
            "due": Entry("safetyctl.cli.due", N_("What is overdue, and what is owed next"), True),
            "hazard": Entry("safetyctl.cli.hazard", N_("Hazards, from being found to being struck off")),
            "report": Entry("safetyctl.cli.report", N_("What goes out: the weekly report and the others")),
        },
    ),
    (
        N_("The campaign"),
        {
            "campaign": Entry(
                "safetyctl.cli.campaign", N_("The plan: phases, duties, readings, check items")
            ),
            "waive": Entry("safetyctl.cli.waive", N_("Excuse one duty, with a reason and a name"), True),
            "calendar": Entry("safetyctl.cli.calendar", N_("Every deadline, for a telephone's calendar")),
            "people": Entry("safetyctl.cli.people", N_("The roster of those responsible")),
            "schedule": Entry(
                "safetyctl.cli.schedule", N_("What cron does: the reports that are due, and the backup")
            ),
        },
    ),
    (
        N_("The records"),
        {
            "inspection": Entry(
                "safetyctl.cli.inspection", N_("Inspections: items looked at, hazards found")
            ),
            "checklist": Entry("safetyctl.cli.checklist", N_("Print a checklist to carry round"), True),
            "activity": Entry("safetyctl.cli.activity", N_("Gatherings and outings, with plan and leaders")),
            "incident": Entry("safetyctl.cli.incident", N_("Major incidents, and who is told within hours")),
            "drill": Entry("safetyctl.cli.drill", N_("Evacuation drills, one every month")),
            "roster": Entry("safetyctl.cli.roster", N_("Duty rosters: who is there in the holidays")),
            "responsibility": Entry(
                "safetyctl.cli.responsibility", N_("The responsibility list: who answers for which area")
            ),
            "meeting": Entry("safetyctl.cli.meeting", N_("Meetings, and what they decide")),
            "education": Entry("safetyctl.cli.education", N_("Safety education: topics, forms, coverage")),
            "training": Entry("safetyctl.cli.training", N_("Safety training of the staff")),
            "supervision": Entry("safetyctl.cli.supervision", N_("The group's supervision of the campuses")),
            "accountability": Entry(
                "safetyctl.cli.accountability", N_("Who was held to account, and for what")
            ),
            "document": Entry(
                "safetyctl.cli.document", N_("The archive's documents, and which version is in force")
            ),
            "archive": Entry(
                "safetyctl.cli.archive", N_("The archive: its index, a copy to hand over, a check")
            ),
        },
    ),
    (
        N_("The ledger"),
        {
            "init": Entry("safetyctl.cli.init", N_("Make a ledger from the plan"), True),
            "demo": Entry("safetyctl.cli.demo", N_("Try it out on a sample ledger"), True),
            "ledger": Entry("safetyctl.cli.ledger", N_("Check, verify, back up and restore the ledger")),
            "audit": Entry("safetyctl.cli.audit", N_("The journal: who changed what, and when")),
            "undo": Entry("safetyctl.cli.undo", N_("Take back your last change"), True),
            "doctor": Entry(
                "safetyctl.cli.doctor", N_("What this installation has, and what it lacks"), True
            ),
        },
    ),
)


class Root(Noun):
    """``safetyctl`` itself: its commands are those of a table of sections, imported when they are called."""

    def __init__(self, sections: tuple[tuple[str, dict[str, Entry]], ...]) -> None:
        super().__init__(
            name=NAME, help=N_("Runs a school group's safety rectification campaign over one ledger.")
        )
        self.sections = sections
        self.entries = {name: entry for _heading, entries in sections for name, entry in entries.items()}
        self.params = [
            _completion("install_completion", N_("Complete commands in this shell with TAB.")),
            _completion("show_completion", N_("Show the script that does so.")),
        ]

    def run(self, args: list[str], here: Here) -> int:
        """Run one command line; returns its exit code unless it raises an error."""
        if variable := os.environ.get("_SAFETYCTL_COMPLETE"):
            _complete(self, variable)
        try:
            with self.make_context(NAME, args, obj=here) as ctx:
                self.invoke(ctx)
        except Exit as done:
            return done.exit_code
        return 0

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        """The noun that is named; ``help NOUN VERB`` is taken as ``NOUN VERB --help``."""
        if args[0] == "help" and "help" not in self.entries:
            args = [*args[1:], "--help"]
            if len(args) == 1:
                self.parse_args(ctx, args)
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: Context) -> list[str]:
        """The table's names, in its order."""
        return list(self.entries)

    def summaries(self, ctx: Context) -> list[tuple[str, str]]:
        """The table's names with their help."""
        return [(name, entry.help) for name, entry in self.entries.items()]

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """Import the module of one noun and build it; None where the table has no such name."""
        entry = self.entries.get(cmd_name)
        if entry is None:
            return None
        if cmd_name not in self.commands:
            module = import_module(entry.module)
            if entry.single:
                self.commands[cmd_name] = built(module.app.registered_commands[0])
            else:
                self.commands[cmd_name] = Noun(
                    name=cmd_name,
                    help=entry.help,
                    source=getattr(module, "app", None),
                    modules=getattr(module, "VERBS", None),
                )
        return self.commands[cmd_name]


@lru_cache
def root() -> Root:
    """The program, with everything in its table still unloaded."""
    return Root(SECTIONS)


# completion, by Typer's own scripts


def _completion(name: str, help: str) -> TyperOption:
    return TyperOption(
        param_decls=[name, "--" + name.replace("_", "-")],
        is_flag=True,
        help=help,
        expose_value=False,
        is_eager=True,
        callback=_install_completion if name == "install_completion" else _show_completion,
    )


def _complete(program: Root, instruction: str) -> None:
    from typer._completion_classes import completion_init

    completion_init()
    program._main_shell_completion({"obj": Here()}, NAME, "_SAFETYCTL_COMPLETE")
    raise BadInput(instruction)  # not reached: Typer leaves by SystemExit


def _shell() -> str:
    from typer._completion_shared import _get_shell_name

    shell = _get_shell_name()
    if shell not in ("bash", "zsh", "fish", "powershell", "pwsh"):
        raise BadInput(
            _("This shell has no completion to offer."), hint=_("bash, zsh, fish and PowerShell have one.")
        )
    return shell


def _install_completion(ctx: Context, _param: object, value: object) -> None:
    if value and not ctx.resilient_parsing:
        from typer._completion_shared import install

        from safetyctl.cli.output import said

        shell, path = install(_shell(), NAME, "_SAFETYCTL_COMPLETE")
        said(
            ctx.obj,
            _("Completion for {shell} is in {path}; it works in a new terminal.").format(
                shell=shell, path=path
            ),
        )
        raise Exit


def _show_completion(ctx: Context, _param: object, value: object) -> None:
    if value and not ctx.resilient_parsing:
        from typer._completion_shared import get_completion_script

        from safetyctl.cli.output import write

        script = get_completion_script(prog_name=NAME, complete_var="_SAFETYCTL_COMPLETE", shell=_shell())
        write(script + "\n")
        raise Exit
