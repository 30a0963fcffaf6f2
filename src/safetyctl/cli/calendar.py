"""``safetyctl calendar export``: every deadline, for a telephone's calendar."""

from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer

from safetyctl.cli.desk import asking
from safetyctl.cli.due import KINDS
from safetyctl.cli.here import Here
from safetyctl.cli.output import emit, note, said
from safetyctl.cli.values import one_of
from safetyctl.cli.verb import Verb, examples
from safetyctl.cli.words import maybe_day
from safetyctl.ground.catalogue import N_, _, ngettext
from safetyctl.ground.errors import BadInput

app = typer.Typer()

ENDING = ".ics"
GOOGLE_TAKES = 1_000_000  # bytes of a file that is imported


@app.command(
    "export", cls=Verb, help=N_("Write every deadline, with a reminder, for a telephone's calendar.")
)
@examples(
    "safetyctl calendar export 期限.ics --campus 东校区",
    "safetyctl calendar export 演练.ics --kind drill --from today",
)
def export(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar=N_("FILE.ics"), help=N_("The calendar file to write."))],
    campus: Annotated[str | None, typer.Option(help=N_("Only this campus."))] = None,
    kind: Annotated[list[str], typer.Option(help=N_("Only this kind; repeatable."))] = [],  # noqa: B006
    from_: Annotated[
        str | None, typer.Option("--from", metavar=N_("DAY"), help=N_("Only deadlines on this day or later."))
    ] = None,
    to: Annotated[
        str | None, typer.Option(metavar=N_("DAY"), help=N_("Only deadlines on this day or earlier."))
    ] = None,
) -> None:
    """Write every deadline, with a reminder, for a telephone's calendar."""
    from safetyctl.ground.files import write_whole
    from safetyctl.records.agenda import Wanted, agenda
    from safetyctl.reports.drawn.ics import calendar_bytes

    here: Here = ctx.obj
    target = _target(file)
    kinds = tuple(one_of(one, KINDS, _("kind")) for one in kind)
    with asking(here) as desk:
        first, last = maybe_day(here, from_), maybe_day(here, to)
        if first and last and last < first:
            raise BadInput(_("{last} is before {first}.").format(first=first, last=last))
        wanted = Wanted(desk.campus(campus) if campus else None, kinds, first, last)
        found = agenda(desk.snapshot, desk.plan, desk.day, wanted)
    if not found.deadlines:  # calendars take no file without an event
        if here.json:
            emit({"file": None, "events": 0, "first": None, "last": None, "sha256": None})
        note(here, _("No deadline matches; nothing was written."))
        return
    content = calendar_bytes(found, KINDS)
    write_whole(target, content)
    first, last = found.deadlines[0].due, found.deadlines[-1].due
    if here.json:
        emit(
            {
                "file": str(target),
                "events": len(found.deadlines),
                "first": first,
                "last": last,
                "sha256": sha256(content).hexdigest(),
            }
        )
    said(here, _written(target, len(found.deadlines), first, last))
    if len(content) > GOOGLE_TAKES:
        note(here, _("Google Calendar takes no file over 1 MB: write one for each campus, with --campus."))


def _written(target: Path, events: int, first: date, last: date) -> str:
    what = ngettext(
        "{events} deadline from {first} to {last} in {file}.",
        "{events} deadlines from {first} to {last} in {file}.",
        events,
    ).format(events=events, first=first, last=last, file=target)
    following = _("Send it to the telephone and open it there; after changes again: that updates them.")
    return _("{what} {following}").format(what=what, following=following)


def _target(file: str) -> Path:
    """Where the calendar goes. Raises BadInput for another ending, a folder, or a file that is not ours."""
    from safetyctl.reports.drawn.ics import is_ours

    target = Path(file)
    if target.suffix.lower() != ENDING:
        raise BadInput(
            _("{file} does not end in .ics.").format(file=file),
            hint=_("Name it as in: safetyctl calendar export deadlines.ics"),
        )
    if not target.exists():
        return target
    if not target.is_file():
        raise BadInput(_("{path} is no file.").format(path=file), hint=_("Choose another name."))
    with target.open("rb") as there:
        if not is_ours(there.read(1000)):
            raise BadInput(
                _("{path} is there already, and safetyctl did not write it.").format(path=file),
                hint=_("It was left as it is: choose another name."),
            )
    return target
