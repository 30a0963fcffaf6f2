"""``hazard import``: a ledger that a school keeps in a workbook, shown as it was understood, then taken."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from safetyctl.cli.desk import Desk, asking, changing
from safetyctl.cli.hazard.understood import (
    alike_json,
    as_json,
    changes_json,
    differences_json,
    show,
    show_alike,
    show_changes,
    show_differences,
)
from safetyctl.cli.here import Here
from safetyctl.cli.imported import (
    Partial,
    Sheet,
    agree,
    asks,
    leave_out,
    outcome,
    place,
    refuse,
    say_left_out,
)
from safetyctl.cli.listing import listing
from safetyctl.cli.mapped import MapFile, SaveMap, Sources, understood
from safetyctl.cli.output import advised, emit, note, warn
from safetyctl.cli.progress import shown
from safetyctl.cli.questions import confirm
from safetyctl.cli.table import Shown
from safetyctl.cli.values import one_of
from safetyctl.cli.verb import ChangeVerb, examples
from safetyctl.cli.words import acknowledged, maybe_day
from safetyctl.ground.catalogue import N_, _, language, listed, ngettext
from safetyctl.ground.errors import BadInput, Declined

if TYPE_CHECKING:
    from safetyctl.intake.hazards.reading import Reading as Read
    from safetyctl.intake.tables.line import Problem
    from safetyctl.intake.tables.mapping import Map
    from safetyctl.plan.model import Plan
    from safetyctl.records.candidate import Candidate
    from safetyctl.records.importing import Taken

app = typer.Typer()

_COLUMNS = (
    Shown("row", N_("row"), right=True),
    Shown("campus", N_("campus")),
    Shown("found_on", N_("found on")),
    Shown("title", N_("hazard"), fold=True),
    Shown("due", N_("deadline")),
)
_SUGGESTED_SHOWN = 20
_NAMED = 8  # hazards in one sentence


@app.command("import", cls=ChangeVerb)
@examples(
    "safetyctl hazard import 台账.xlsx --dry-run",
    "safetyctl hazard import 台账.xlsx --campus 东校区 --yes",
    "safetyctl hazard import other.csv --map other.toml",
)
def import_(
    ctx: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar=N_("FILE"), help=N_("An .xlsx or .csv, as the school keeps it."))
    ],
    campus: Annotated[str | None, typer.Option(help=N_("For rows that name no campus."))] = None,
    area: Annotated[
        str | None, typer.Option(metavar=N_("AREA|ITEM"), help=N_("For rows that name no known area."))
    ] = None,
    found_on: Annotated[
        str | None,
        typer.Option(
            "--found", metavar=N_("DAY"), help=N_("For rows that do not say on which day they were found.")
        ),
    ] = None,
    map_: MapFile = None,
    save_map: SaveMap = None,
    sheet: Sheet = None,
    on_duplicate: Annotated[
        str,
        typer.Option(metavar="skip|update|error", help=N_("What to do with hazards that are there already.")),
    ] = "skip",
    partial: Partial = False,
) -> None:
    """Read a ledger that a school keeps in a workbook: all of it or nothing."""
    from safetyctl.records.importing import ON_DUPLICATE, take

    here: Here = ctx.obj
    rule = one_of(on_duplicate, {name: (name,) for name in ON_DUPLICATE}, _("choice"))
    with asking(here) as desk:
        served = _served(here, desk, campus, area, found_on)
        found = _read(here, desk, Path(file), Sources(map_, save_map), served, sheet)
        choices = {
            "area": tuple(one.name.said(language()) for one in desk.plan.areas),
            "campus": tuple(desk.campuses),
        }
    if found.problems and not partial:
        _refuse(here, file, found, choices)
    if rule == "error":
        _require_no_repeat(found)
    if here.interactive:
        show(here, found)
    new = _new(here, found)
    _agree_to_areas(here, found, new, file)
    _agree(here, found, new, rule, file)
    with changing(here) as writing:
        candidates = shown(here, found.candidates, _("Importing"))
        plan = writing.plan
        taken = take(writing.tx, plan, writing.campuses, candidates, rule)
        left_out = leave_out(here, Path(file), found.refused)
    if not here.interactive:
        show(here, found)  # a script is taken at its word, and a refusal stays one plain line
    if not asks(here, len(found.candidates)):
        _show_renewed(here, plan, taken)
    _report(here, found, taken, left_out)
    if rule == "skip" and taken.skipped:
        _say_skipped(here, len(taken.skipped))


def _say_skipped(here: Here, number: int) -> None:
    """Say how to take what the file says anew of the hazards that are known."""
    if not here.json:
        note(
            here,
            ngettext(
                "{n} known hazard was left as it is; what the file says anew of it is taken with: {option}",
                "{n} known hazards were left as they are; what the file says anew of them is taken with: {option}",
                number,
            ).format(n=number, option="--on-duplicate update"),
        )


def _new(here: Here, found: "Read") -> "Sequence[Candidate]":
    """The hazards that the ledger does not know, where somebody is asked about them; else all of them."""
    from safetyctl.records.importing import new_among

    if here.yes or not (found.suggested or asks(here, len(found.candidates))):
        return found.candidates
    with changing(here, rehearsed=True) as writing:
        return new_among(writing.tx, found.candidates)


def _agree(here: Here, found: "Read", new: "Sequence[Candidate]", rule: str, file: str) -> None:
    """Ask before anything is taken, once what it would be was seen; not where nothing would. Raises Declined."""
    from safetyctl.records.importing import take

    if not asks(here, len(found.candidates)):
        return
    if rule == "update":
        with changing(here, rehearsed=True) as writing:
            plan = writing.plan
            rehearsal = take(writing.tx, plan, writing.campuses, found.candidates, rule)
        _show_renewed(here, plan, rehearsal)
        show_alike(here, rehearsal.alike)
        new = found.candidates if rehearsal.added or rehearsal.renewed else []
    if not new:
        return
    question = ngettext(
        "Take {n} hazard from {file} into the ledger?",
        "Take these {n} hazards from {file} into the ledger?",
        len(new),
    ).format(n=len(new), file=file)
    agree(here, _COLUMNS, new, question, len(found.candidates))


def _require_no_repeat(found: "Read") -> None:
    """Make sure that no row stands for the hazard of another. Raises BadInput."""
    if not found.repeats:
        return
    (name, row), (other, first) = found.repeats[0]
    raise BadInput(
        _("{sheet}, row {row}: it is the hazard of {other}, row {first}.").format(
            sheet=name, row=row, other=other, first=first
        ),
        hint=_("Nothing was imported. Leave known ones out with: --on-duplicate skip"),
    )


def _show_renewed(here: Here, plan: "Plan", taken: "Taken") -> None:
    """Say what a later edition changes of the hazards that are known, and what it says otherwise in vain."""
    show_changes(here, plan, taken.renewed)
    show_differences(here, plan, taken.differing)


def _refuse(here: Here, file: str, found: "Read", choices: Mapping[str, Sequence[str]]) -> None:
    """Name every cell that cannot be taken, and what would serve them all. Raises BadInput."""
    refuse(
        here,
        file,
        outcome(found.read, found.problems),
        found.problems,
        choices,
        " ".join(_hints(found.problems, choices)),
    )


def _hints(problems: Sequence["Problem"], choices: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """What would serve the rows that cannot be taken, and, where something is left, that its cells be mended."""
    fields = {one.field for one in problems}
    if "area" in fields:
        yield _("Say an area for all rows that name none that is known: --area AREA.")
    if "campus" in fields:
        yield _("Say a campus for all rows that name none that is known: --campus NAME.")
        if named := next((one.value for one in problems if one.field == "campus" and one.value), None):
            yield _("Or say with --map which one a name means: [values.campus] {name} = {campus}").format(
                name=_quoted(named), campus=_quoted(choices["campus"][0])
            )
    empty = {one.field for one in problems if not one.value}
    of_columns = {one.field for one in problems if not one.value and one.column}
    unsaid = [field for field in ("campus", "found_on") if field in of_columns]
    if "found_on" in empty:
        yield _("Say a day for all rows that say none: --found 2020-03-05.")
    if unsaid:
        yield _(
            "An empty cell means the one above? Then: --map with [rows] same_as_above = {fields}."
        ).format(fields=json.dumps(unsaid))
    if any(_lacks_year(one) for one in problems):
        yield _("Days without a year: say it for all with --map, [rows] year = 2020.")
    if "title" in empty:
        yield _('Rows that say no hazard are none? Then: --map with [rows] needed = ["title"].')
    if not fields <= {"area", "campus"}:
        yield _("Mend the cells named above and import the file again.")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _lacks_year(one: "Problem") -> bool:
    from safetyctl.intake.words import cells, days

    try:
        return one.field == "found_on" and isinstance(days.read(one.value), days.Short)
    except cells.Unreadable:
        return False


class _Served(NamedTuple):
    """What the options say for rows that say nothing that is known."""

    campus: str | None
    area: str | None
    found_on: date | None

    def over(self, use: "Map") -> "Map":
        """The map, with what the options say before what it says itself."""
        return replace(
            use,
            campus=self.campus or use.campus,
            area=self.area or use.area,
            found_on=self.found_on or use.found_on,
        )


def _served(here: Here, desk: Desk, campus: str | None, area: str | None, found: str | None) -> _Served:
    code, item = desk.area(area) if area else (None, None)
    found_on = maybe_day(here, found)
    if found_on is not None and found_on > desk.day:
        raise BadInput(_("--found {found}: it lies after {day}.").format(found=found, day=desk.day))
    return _Served(desk.campus(campus) if campus else None, item or code, found_on)


def _read(here: Here, desk: Desk, file: Path, sources: Sources, served: _Served, sheet: str | None) -> "Read":
    from safetyctl.intake.hazards.reading import read_hazards
    from safetyctl.intake.words.forms import HAZARDS

    return understood(
        here,
        HAZARDS,
        sources,
        lambda use: read_hazards(
            file,
            desk.plan,
            tuple(desk.campuses),
            as_of=desk.day,
            default_campus=served.campus,
            default_area=served.area,
            sheet=sheet,
            use=replace(use, found_on=served.found_on or use.found_on),
        ),
        served.over,
    )


class _Suggested(NamedTuple):
    """An area that was taken from words: where the hazard stands, what it is, and what was made of it."""

    sheet: str
    row: int
    title: str
    value: str
    problem: str


def _agree_to_areas(here: Here, found: "Read", new: "Sequence[Candidate]", file: str) -> None:
    """Areas that were taken from the words of a description are asked about, never taken silently.

    Those of known hazards are not: they stay as they are.
    """
    titles = {(one.sheet, one.row): one.title for one in new}
    suggested = [one for one in found.suggested if (one.sheet, one.row) in titles]
    if not suggested or here.yes:
        return
    if here.interactive:
        columns = (
            *([Shown("sheet", N_("sheet"))] if len({one.sheet for one in suggested}) > 1 else []),
            Shown("row", N_("row"), right=True),
            Shown("title", N_("hazard"), fold=True),
            Shown("value", N_("value")),
            Shown("problem", N_("suggestion"), fold=True),
        )
        told = [
            _Suggested(one.sheet, one.row, titles[one.sheet, one.row], one.value, one.problem)
            for one in suggested
        ]
        listing(here, columns, told, empty="")
        if not confirm(here, _("Take these areas?")):
            raise Declined(_("Nothing was changed."), hint=_("Say one for all such rows with: --area AREA"))
        return
    if here.json:
        emit(outcome(found.read, suggested) | as_json(found))
    else:
        for one in suggested[:_SUGGESTED_SHOWN]:
            note(here, f"  {place(one)}：{one.problem}")
    rows = ", ".join(str(one.row) for one in suggested[:_SUGGESTED_SHOWN])
    more = "…" if len(suggested) > _SUGGESTED_SHOWN else ""
    raise BadInput(
        ngettext(
            "{file}: {n} row names no area that is known (row {rows}).",
            "{file}: {n} rows name no area that is known (rows {rows}).",
            len(suggested),
        ).format(file=file, n=len(suggested), rows=rows + more),
        hint=_("Say one for all of them with --area AREA, or take what their words suggest with --yes"),
    )


def _report(here: Here, found: "Read", taken: "Taken", left_out: Path | None) -> None:
    skipped = len(taken.skipped) + len(found.repeats)
    if here.json:
        told = outcome(found.read, found.problems, len(taken.added), len(taken.updated), skipped)
        told |= {
            "changes": changes_json(taken.renewed),
            "differences": differences_json(taken.differing),
            "alike": alike_json(taken.alike),
        } | as_json(found)
        emit(told | {"refused_file": str(left_out)} if left_out else told)
    if left_out:
        say_left_out(here, len(found.refused), left_out)
    if taken.reopened:
        warn(
            _(
                "They stay closed, though the file says they are not: {refs}. To go on with one: {command}"
            ).format(
                refs=listed(taken.reopened[:_NAMED]) + ("…" if len(taken.reopened) > _NAMED else ""),
                command=advised(f"safetyctl hazard reopen {taken.reopened[0]} --reason TEXT"),
            )
        )
    if taken.differing:
        warn(
            ngettext(
                "{n} known hazard differs from the file where nothing was changed: {refs}.",
                "{n} known hazards differ from the file where nothing was changed: {refs}.",
                len(taken.differing),
            ).format(
                n=len(taken.differing),
                refs=listed(one.ref for one in taken.differing[:_NAMED])
                + ("…" if len(taken.differing) > _NAMED else ""),
            )
        )
    if taken.alike:
        show_alike(here, taken.alike)
        warn(
            _(
                "Is it the same hazard? Then let the file say it as before, and import that; an import is taken back"
                " with: {command}"
            ).format(command=advised("safetyctl undo"))
        )
    acknowledged(
        here,
        _("Read {read} hazards: {added} added, {updated} updated, {skipped} known already.").format(
            read=found.read, added=len(taken.added), updated=len(taken.updated), skipped=skipped
        ),
        "safetyctl due",
    )
