"""``safetyctl undo``: takes back the last change of whoever is typing."""

from shlex import quote
from typing import TYPE_CHECKING

import typer

from safetyctl.cli.desk import asking, changing
from safetyctl.cli.here import Here
from safetyctl.cli.journal import change_words, verb_words
from safetyctl.cli.output import emit, tell, warn
from safetyctl.cli.questions import confirm
from safetyctl.cli.verb import ChangeVerb
from safetyctl.cli.words import acknowledged
from safetyctl.ground.catalogue import N_, _
from safetyctl.ground.errors import Declined, Refused
from safetyctl.ground.text import one_line
from safetyctl.plan.model import Plan

if TYPE_CHECKING:
    from safetyctl.records.undoing import LastChange

app = typer.Typer()

SHOWN = 12  # records of a large change that are shown, and fields of each


@app.command("undo", cls=ChangeVerb, help=N_("Take back your last change; the journal keeps both."))
def undo(ctx: typer.Context) -> None:
    """Take back the last change of this actor."""
    from safetyctl.records import undoing

    here: Here = ctx.obj
    with asking(here) as desk:
        last = undoing.last_change(desk.asks, here.actor)
        plan = desk.plan
    if not here.quiet:
        _show(last, plan)
    for one in last.mails:
        warn(
            _(
                "The e-mail to {recipient} went out and cannot be recalled. To record it again: {command}"
            ).format(recipient=one.recipient, command=f"safetyctl report send {quote(one.bundle)} --arrived")
        )
    question = _("Take back this change?")
    if not confirm(here, question):
        raise Declined(_("Nothing was changed."))
    with changing(here) as writing:
        if undoing.last_change(writing.tx, here.actor).change != last.change:
            raise Refused(_("Something was changed meanwhile."), hint=_("Run the command again."))
        undoing.undo(writing.tx, last)
    if here.json:
        refs = list(dict.fromkeys(one.ref for one in last.reversals))
        emit({"undone": last.change, "verb": last.verb, "refs": refs})
    acknowledged(here, _("Taken back: {what}.").format(what=verb_words(last.verb)))


def _show(last: "LastChange", plan: Plan) -> None:
    """Each record as it is now and as it will be."""
    tell(_("Your last change, {day}: {verb}").format(day=last.day, verb=verb_words(last.verb)))
    changes: dict[str, list[tuple[str, object, object]]] = {}
    for one in last.reversals:
        changes.setdefault(one.ref, []).extend(one.changes)
    for ref in list(changes)[:SHOWN]:
        tell(one_line(f"  {ref}  {change_words(changes[ref], ref, plan, SHOWN)}"))
    if len(changes) > SHOWN:
        tell(_("  and {n} more").format(n=len(changes) - SHOWN))
