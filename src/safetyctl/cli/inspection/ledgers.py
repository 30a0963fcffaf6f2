"""``inspection import`` of a ledger that a school keeps of its inspections: shown as understood, then taken."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from safetyctl.cli.desk import Desk, asking, changing
from safetyctl.cli.here import Here
from safetyctl.cli.imported import agree, answer, leave_out, show_or_refuse
from safetyctl.cli.inspection.words import KINDS, kind, said_kind
from safetyctl.cli.known import differing_json, show_differing
from safetyctl.cli.mapped import Sources, understood
from safetyctl.cli.output import note, warn
from safetyctl.cli.questions import ask
from safetyctl.cli.table import Shown
from safetyctl.cli.words import acknowledged, maybe_day
from safetyctl.ground.catalogue import N_, _, listed, ngettext
from safetyctl.ground.errors import BadInput
from safetyctl.ledger.words import InspectionKind
from safetyctl.records import inspection_ledgers
from safetyctl.records.inspections import FIELDS

if TYPE_CHECKING:
    from safetyctl.intake.inspections.reading import Reading
    from safetyctl.records.inspection_ledgers import Alike, Taken

_COLUMNS = (
    Shown("started_on", FIELDS["started_on"]),
    Shown("finished_on", FIELDS["finished_on"]),
    Shown("campus", FIELDS["campus"]),
    Shown("kind", N_("kind"), say=said_kind),
    Shown("zones", FIELDS["zones"], fold=True),
    Shown("persons", FIELDS["persons"], fold=True),
    Shown("note", FIELDS["note"], fold=True, spare=True),
)
_NAMED = 8  # in one sentence


class Options(NamedTuple):
    """What the command was told besides the file."""

    campus: str | None
    kind: str | None
    on: str | None
    sources: Sources
    sheet: str | None
    partial: bool


def import_ledger(here: Here, file: str, options: Options) -> None:
    """Read a ledger of inspections; one that is known already is left as it is."""
    with asking(here) as desk:
        names = tuple(desk.campuses)
        found = _read(here, desk, Path(file), options)
        if found.unknown_kinds and options.kind is None and here.interactive and not here.yes:
            found = _read(here, desk, Path(file), options._replace(kind=_asked_kind(found.unknown_kinds)))
    if options.on and all("started_on" in table.layout.columns() for table in found.tables):
        raise BadInput(
            _("{file} is no checklist; only one of those takes: {names}").format(file=file, names="--on")
        )
    show_or_refuse(here, file, found, options.partial, {"campus": names}, _hint(found))
    question = _("Take these {n} inspections from {file}?").format(n=len(found.inspections), file=file)
    agree(here, _COLUMNS, found.inspections, question)
    with changing(here) as writing:
        taken = inspection_ledgers.take(writing.tx, writing.campuses, found.inspections)
        left_out = leave_out(here, Path(file), found.refused)
    counts = {"added": len(taken.added), "skipped": len(taken.skipped) + found.joined}
    more = {"findings": found.findings, "alike": taken.alike}
    answer(here, found, counts, left_out, more | differing_json(taken.differing))
    show_differing(here, taken.differing, "safetyctl inspection edit")
    _say_more(here, found, taken.alike)
    _acknowledge(here, found, taken)


def _read(here: Here, desk: Desk, file: Path, options: Options) -> "Reading":
    from safetyctl.intake.inspections.reading import Defaults, read_inspections
    from safetyctl.intake.words.forms import INSPECTIONS

    defaults = Defaults(
        desk.campus(options.campus) if options.campus else None,
        InspectionKind(kind(options.kind)) if options.kind else None,
        maybe_day(here, options.on),
    )
    return understood(
        here,
        INSPECTIONS,
        options.sources,
        lambda use: read_inspections(
            file, tuple(desk.campuses), as_of=desk.day, defaults=defaults, sheet=options.sheet, use=use
        ),
        lambda use: replace(use, campus=defaults.campus or use.campus, kind=defaults.kind or use.kind),
    )


def _asked_kind(words: Sequence[str]) -> str:
    """The kind that a person gives the rows that name none that is known."""
    told = [word for word in words if word]
    question = (
        _("What kind of inspection is meant by: {words}? (--kind)").format(words=_some(told))
        if told
        else _("What kind are the inspections that name none? (--kind)")
    )
    return ask(question, KINDS)


def _hint(found: "Reading") -> str:
    if {one.field for one in found.problems} != {"kind"}:
        return ""
    return _("Say a kind for all rows that name none that is known: --kind {kinds}").format(
        kinds="|".join(KINDS)
    )


def _some(words: Sequence[str]) -> str:
    return listed(words[:_NAMED]) + ("…" if len(words) > _NAMED else "")


def _say_more(here: Here, found: "Reading", alike: Sequence["Alike"]) -> None:
    """What a person should know of it, and look at."""
    if not here.json:
        for sheet, served in found.kinds.items():
            note(
                here,
                _(
                    "Sheet {sheet}: rows that name no kind were taken as its name or title says: {kind}"
                ).format(sheet=sheet, kind=_(KINDS[served])),
            )
        if found.joined:
            note(
                here,
                _("{n} rows stand for an inspection of another row and were joined with it.").format(
                    n=found.joined
                ),
            )
    if alike:
        pairs = [f"{one.added} ({one.known})" for one in alike]
        warn(
            _(
                "Of the same campus and kind, on the same days as one that was there: {refs}. If both are the same"
                " inspection, make one void."
            ).format(refs=_some(pairs))
        )


def _acknowledge(here: Here, found: "Reading", taken: "Taken") -> None:
    what = _("Read {read} rows: {added} inspections added, {skipped} known already.").format(
        read=found.read, added=len(taken.added), skipped=len(taken.skipped)
    )
    if not (taken.added and found.findings):
        acknowledged(here, what, "safetyctl inspection list")
        return
    kept = ngettext(
        "{n} of them says what was found: that stays text, and is no hazard. Hazards come in by their own ledger.",
        "{n} of them say what was found: that stays text, and is no hazard. Hazards come in by their own ledger.",
        found.findings,
    ).format(n=found.findings)
    acknowledged(here, f"{what} {kept}", "safetyctl hazard import FILE")
