"""``safetyctl audit log``: the journal."""

from typing import Annotated

import typer

from safetyctl.cli.desk import asking
from safetyctl.cli.here import Here
from safetyctl.cli.journal import by_change, columns
from safetyctl.cli.listing import listing, page
from safetyctl.cli.output import note, person
from safetyctl.cli.verb import ListVerb, examples
from safetyctl.cli.words import maybe_day
from safetyctl.ground.catalogue import N_, _
from safetyctl.records.history import audit_log

app = typer.Typer()


@app.command("log", cls=ListVerb, help=N_("The journal, newest first."))
@examples("safetyctl audit log --ref H0012", "safetyctl audit log --since 2020-03-06 --actor 张三")
def log(
    ctx: typer.Context,
    ref: Annotated[
        str | None, typer.Option(metavar=N_("REF"), help=N_("Only this record, such as H0012."))
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar=N_("DAY"), help=N_("Only changes that count for this day or later."))
    ] = None,
    who: Annotated[
        str | None, typer.Option("--actor", metavar=N_("NAME"), help=N_("Only what this person changed."))
    ] = None,
    limit: Annotated[int | None, typer.Option(min=0, help=N_("At most so many; 0 for all."))] = None,
) -> None:
    """Show the journal, newest first."""
    here: Here = ctx.obj
    with asking(here) as desk:
        most = page(here, limit) or 0
        shown_as = columns(desk.plan)
        found = audit_log(desk.snapshot, _reference(ref), maybe_day(here, since), who, most)
    shown = found if here.json or here.csv else by_change(found)
    listing(here, shown_as, shown, empty=_("No journal entry matches."), limit=0)
    if person(here) and limit is None and len(found) == most:
        note(here, _("Older entries are left out: --limit 0 | less"))


def _reference(text: str | None) -> str | None:
    """A reference as the journal writes it: ``h12`` is ``H0012``; names of people and campuses stay."""
    if text is None or not (text[:1].isalpha() and text[1:].isdigit() and text.isascii()):
        return text
    return f"{text[0].upper()}{int(text[1:]):04d}"
