"""A file that is read by a map: ``--map``, what a person says of a column, and ``--save-map`` for the next time."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, TypeVar

import typer

from safetyctl.cli.here import Here
from safetyctl.cli.imported import Tabled
from safetyctl.cli.output import note, warn
from safetyctl.cli.questions import ask
from safetyctl.ground.catalogue import N_, _, listed

if TYPE_CHECKING:
    from safetyctl.intake.tables.layout import Layout, Seen
    from safetyctl.intake.tables.mapping import Map
    from safetyctl.intake.tables.reading import Ambiguous
    from safetyctl.intake.words.forms import Form

Read = TypeVar("Read", bound=Tabled)
MapFile = Annotated[
    str | None,
    typer.Option("--map", metavar="MAP.toml", help=N_("What columns and words mean that are not known.")),
]
SaveMap = Annotated[
    str | None,
    typer.Option(
        "--save-map", metavar="MAP.toml", help=N_("Write what was understood, to mend and use again.")
    ),
]


class Sources(NamedTuple):
    """The map that is to be used, and the file that the one understood goes to."""

    map: str | None
    save: str | None


def understood(
    here: Here,
    form: "Form",
    sources: Sources,
    read: "Callable[[Map], Read]",
    served: "Callable[[Map], Map]" = lambda use: use,
) -> Read:
    """What ``read`` makes of a file with a map; a person is asked about a column that only a person can tell.

    ``served``: the map with what the options said. Raises as ``read`` and ``map_at`` do.
    """
    from safetyctl.intake.tables.mapping import Map, map_at
    from safetyctl.intake.tables.reading import Ambiguous, Unclear

    use = map_at(Path(sources.map), form) if sources.map else Map()
    while True:
        try:
            found = read(use)
        except Unclear as unsure:
            if isinstance(unsure, Ambiguous) and here.interactive and not here.yes:
                use = _told(unsure, use, form)
                continue
            _save_map(here, form, sources, unsure.layouts, served(use), unsure.seen)
            raise
        _save_map(here, form, sources, [table.layout for table in found.tables], served(use))
        _say_uncalled(use, [table.layout for table in found.tables])
        return found


def _say_uncalled(use: "Map", layouts: "Sequence[Layout]") -> None:
    """Say which columns of the map are not in the file: a slip there changes nothing, and nobody sees it."""
    from safetyctl.intake.tables.meaning import uncalled

    names = uncalled(
        {**use.columns, "void": tuple(use.void)}, [one for layout in layouts for one in layout.headings]
    )
    if names:
        warn(_("The map names columns that the file has not: {names}").format(names=listed(names)))


def _save_map(
    here: Here,
    form: "Form",
    sources: Sources,
    layouts: "Sequence[Layout]",
    use: "Map",
    seen: "Sequence[Seen]" = (),
) -> None:
    from safetyctl.intake.tables.mapping import save_map

    if sources.save is None or not (layouts or seen):
        return
    save_map(Path(sources.save), layouts, use, seen, form)
    sentence = (
        _("Wrote the columns that were seen, to fill in: {file}")
        if seen
        else _("Wrote what was understood: {file}")
    )
    note(here, sentence.format(file=sources.save))


def _told(unsure: "Ambiguous", use: "Map", form: "Form") -> "Map":
    """The map with what a person says of the first columns that are not clear."""
    from safetyctl.intake.words.synonyms import DETAIL

    headings, fields = next(each for layout in unsure.layouts for each in layout.ambiguous)
    kept = _("none of these: keep it as detail")
    if len(headings) == 1:
        one = headings[0]
        choices = {field: _(form.labels[field]) for field in fields} | {DETAIL: kept}
        question = _("What does column {column} say?").format(
            column=f"{one.letters} “{' '.join(one.text.split())}”"
        )
        field = ask(question, choices)
        return replace(use, columns={**use.columns, field: (*use.columns.get(field, ()), one.letters)})
    choices = {one.letters: f"{one.letters} {' '.join(one.text.split())}" for one in headings}
    chosen = ask(_("Which column says: {field}?").format(field=_(form.labels[fields[0]])), choices)
    others = tuple(one.letters for one in headings if one.letters != chosen)
    columns = {**use.columns, fields[0]: (chosen,), DETAIL: (*use.columns.get(DETAIL, ()), *others)}
    return replace(use, columns=columns)
