"""What the commands of all numbered records share: how one is named, made void, and given files."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from safetyctl.cli.desk import Writing, asking, changing
from safetyctl.cli.here import Here
from safetyctl.cli.output import detail, warn
from safetyctl.cli.values import reference
from safetyctl.cli.verb import ChangeVerb
from safetyctl.cli.words import acknowledged, maybe_day
from safetyctl.ground.catalogue import N_, _, listed, ngettext
from safetyctl.ground.errors import BadInput
from safetyctl.records.kept import Noun

if TYPE_CHECKING:
    from safetyctl.ledger.tables.record import Record

Id = Annotated[
    str, typer.Argument(metavar=N_("ID"), help=N_("The record: its number or the beginning of its uid."))
]
Campus = Annotated[str | None, typer.Option(help=N_("Only this campus."))]
ItsCampus = Annotated[str, typer.Option(help=N_("The campus."))]
HeldOn = Annotated[
    str | None,
    typer.Option(metavar=N_("DAY"), help=N_("The day on which it was held; the day in force otherwise.")),
]
HeldOnCorrected = Annotated[
    str | None, typer.Option(metavar=N_("DAY"), help=N_("The day on which it was held."))
]
SentOn = Annotated[
    str | None,
    typer.Option("--on", metavar=N_("DAY"), help=N_("The day it went out; the day in force otherwise.")),
]
Channel = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("How: e-mail, paper, platform."))]
Receipt = Annotated[str | None, typer.Option(metavar=N_("NO"), help=N_("Its receipt, if there is one."))]
Since = Annotated[str | None, typer.Option("--from", metavar=N_("DAY"), help=N_("From this day on."))]
Until = Annotated[str | None, typer.Option("--to", metavar=N_("DAY"), help=N_("Up to this day."))]
Limit = Annotated[int | None, typer.Option(min=0, help=N_("At most so many; 0 for all."))]
WithVoid = Annotated[bool, typer.Option("--void", help=N_("Those made void, too."))]
Files = Annotated[
    list[str],
    typer.Option("--photo", metavar=N_("FILE"), help=N_("A photograph or file to keep; repeatable.")),
]

Find = Callable[[Any, int | str], Any]
"""Finds the record for a change: of an open transaction and a reference."""


def campus_names(here: Here) -> list[str]:
    """The campuses, to choose from."""
    with asking(here) as desk:
        return list(desk.campuses)


def between(
    here: Here, since: str | None, until: str | None, flags: tuple[str, str] = ("--from", "--to")
) -> tuple[date | None, date | None]:
    """The days of two ``flags``. Raises BadInput, also where the last lies before the first."""
    first, last = maybe_day(here, since), maybe_day(here, until)
    if first is not None and last is not None and last < first:
        raise BadInput(
            _("{to} {last} lies before {from_} {first}.").format(
                to=flags[1], last=last, from_=flags[0], first=first
            ),
            hint=_("Turn the two days round."),
        )
    return first, last


def named(text: str, noun: Noun) -> int | str:
    """What names a record of this kind. Raises BadInput."""
    return reference(text, noun.letter)


def pairs(noun: Noun, view: Any, worded: Mapping[str, object] = {}) -> list[tuple[str, object]]:
    """What a person sees of one record: label and value, in the order of its fields; empty ones left out.

    ``worded`` says some of them in words.
    """
    fields = [name for name in noun.fields if name in view._fields]
    return [(_(noun.fields[name]), worded.get(name, getattr(view, name))) for name in fields] + [
        (_("files"), listed(file.name for file in view.attachments) or None)
    ]


def changed(here: Here, desk: Writing, view: Callable[[], Any], sentence: str, following: str | None) -> None:
    """Answer a change once it is on the disk: JSON of the record, or what was done and what usually comes next."""
    one = view()

    def answer() -> None:
        if here.json:
            detail(here, one, ())
        acknowledged(here, sentence, following)

    desk.answer(answer)


def add_void_and_attach(
    app: typer.Typer,
    noun: Noun,
    find: Find,
    view: Callable[[Any, Any, Any], Any],
    unfinished: Callable[[Any], Sequence[str]] | None = None,
) -> None:
    """Give a noun its verbs ``void`` and ``attach``; ``view`` reads one record back: of asks, day and number.

    ``unfinished`` are the references of what a record still asks for, which nobody owes once it is void.
    """

    @app.command("void", cls=ChangeVerb, help=N_("Make a record void; its number is not used again."))
    def void(
        ctx: typer.Context,
        id: Id,
        reason: Annotated[str, typer.Option(metavar=N_("TEXT"), help=N_("Why it counts for nothing."))],
    ) -> None:
        """Make a record void; its number is not used again."""
        from safetyctl.records import kept

        here: Here = ctx.obj
        with changing(here) as desk:
            record: Record = find(desk.tx, named(id, noun))
            lost = unfinished(view(desk.tx, desk.day, record.number)) if unfinished else ()
            kept.void(desk.tx, noun, record, reason)
            sentence = _("{ref} is void.").format(ref=noun.ref(record.number))
            changed(here, desk, lambda: view(desk.tx, desk.day, record.number), sentence, None)
            if lost:
                was_open = _("Not done, and not owed any more: {refs}.").format(refs=listed(lost))
                desk.answer(lambda: warn(was_open))

    @app.command("attach", cls=ChangeVerb, help=N_("Keep photographs or files with a record."))
    def attach(
        ctx: typer.Context,
        id: Id,
        files: Annotated[list[str], typer.Argument(metavar=N_("FILE"), help=N_("The files to keep."))],
    ) -> None:
        """Keep photographs or files with a record."""
        here: Here = ctx.obj
        with changing(here) as desk:
            record: Record = find(desk.tx, named(id, noun))
            enclosed(here, desk, noun, record, files)
            sentence = ngettext("Kept {n} file with {ref}.", "Kept {n} files with {ref}.", len(files))
            changed(
                here,
                desk,
                lambda: view(desk.tx, desk.day, record.number),
                sentence.format(n=len(files), ref=noun.ref(record.number)),
                None,
            )


def enclosed(here: Here, desk: Writing, noun: Noun, record: "Record", files: Sequence[str]) -> None:
    """Keep the files that were named with a record."""
    from safetyctl.records.kept import enclose

    enclose(desk.tx, noun, record, here.ledger, [Path(name) for name in files], here.dry_run)
