"""A list that comes in from a file: shown before it is taken, refused cell by cell, its outcome as JSON."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, Protocol

import typer

from safetyctl.cli.here import Here
from safetyctl.cli.listing import listing
from safetyctl.cli.output import emit, note, warn
from safetyctl.cli.questions import confirm
from safetyctl.cli.table import Shown
from safetyctl.cli.words import ASKED_FROM
from safetyctl.ground.catalogue import N_, _, listed, ngettext
from safetyctl.ground.errors import BadInput, Declined
from safetyctl.records.labels import FIELDS

if TYPE_CHECKING:
    from safetyctl.intake.tables.layout import Heading
    from safetyctl.intake.tables.line import Problem
    from safetyctl.intake.tables.reading import Understood
    from safetyctl.intake.words.forms import Form
    from safetyctl.intake.workbook.refused import RefusedRow

Sheet = Annotated[str | None, typer.Option("--sheet", metavar=N_("NAME"), help=N_("Only this sheet."))]
Partial = Annotated[
    bool,
    typer.Option("--partial", help=N_("Take the rows that can be taken; the others go to a file beside it.")),
]
_KINDS = {
    "total": N_("rows of totals"),
    "note": N_("notes"),
    "heading": N_("headings again"),
    "section": N_("lines that open a section"),
    "without": N_("rows that lack what the map asks for"),
    "example": N_("examples of how to fill it in"),
    "unfilled": N_("rows of the form with nothing written in them"),
    "passed": N_("lines of a check list that found nothing"),
    "other": N_("another table"),
    "void": N_("void"),
    "campus": N_("rows of another campus"),
    "nobody": N_("rows that name nobody"),
    "days": N_("rows of days that are none of the holiday"),
    "nil": N_("rows that say that nothing was found"),
}
_HEADING_SHOWN = 30
_NOTES_SHOWN = 5
_RANGES_SHOWN = 12
SHOWN = 20  # problems that fit a screen


def outcome(
    read: int, problems: Sequence["Problem"] = (), added: int = 0, updated: int = 0, skipped: int = 0
) -> dict[str, object]:
    """What an import did, as JSON says it."""
    return {
        "read": read,
        "added": added,
        "updated": updated,
        "skipped": skipped,
        "rejected": len({(one.sheet, one.row) for one in problems}),
        "errors": [
            {name: getattr(one, name) for name in ("sheet", "row", "column", "value", "problem")}
            for one in problems
        ],
    }


def refuse(
    here: Here,
    file: str,
    answer: Mapping[str, object],
    problems: Sequence["Problem"],
    choices: Mapping[str, Iterable[str]] | None = None,
    hint: str = "",
) -> NoReturn:
    """Name every cell that cannot be taken; as JSON by ``answer``. Raises BadInput.

    ``choices``: what may stand in the cells of a field; said once, in the hint, where one of them is wrong.
    """
    if here.json:
        emit(answer)
    else:
        columns = (
            Shown("sheet", N_("sheet")),
            Shown("row", N_("row"), right=True),
            Shown("column", N_("column")),
            Shown("heading", N_("heading")),
            Shown("value", N_("value")),
            Shown("problem", N_("problem"), fold=True),
        )
        listing(here, columns, problems[:SHOWN], empty="", limit=0)
        if len(problems) > SHOWN:
            note(here, _("  and {n} more").format(n=len(problems) - SHOWN))
    raise BadInput(
        ngettext(
            "{file}: {n} cell cannot be taken; nothing was imported.",
            "{file}: {n} cells cannot be taken; nothing was imported.",
            len(problems),
        ).format(file=file, n=len(problems)),
        hint=" ".join(
            [
                hint or _("Mend the cells named above and import the file again."),
                *(
                    _("{field}: {value}").format(field=_(FIELDS[field]), value=listed(names)) + _(".")
                    for field, names in (choices or {}).items()
                    if any(one.field == field for one in problems)
                ),
            ]
        ),
    )


def asks(here: Here, read: int) -> bool:
    """Whether a person is asked before so many are taken."""
    return here.interactive and not here.yes and not here.dry_run and read >= ASKED_FROM


def agree(
    here: Here, columns: Sequence[Shown], rows: Sequence[object], question: str, read: int | None = None
) -> None:
    """Show what was understood and ask, where a person is there; a script has said so by its command.

    ``read`` is how many there are where ``rows`` does not have them all. Raises Declined where the person says no.
    """
    if not asks(here, len(rows) if read is None else read):
        return
    listing(here, columns, rows, empty="")
    if not confirm(here, question):
        raise Declined(_("Nothing was changed."))


class Tabled(Protocol):
    """What was read of a file, with how its tables were understood."""

    @property
    def tables(self) -> "Sequence[Understood]":
        """Its tables."""

    @property
    def notes(self) -> "Sequence[Problem]":
        """What to look at in rows that are taken."""

    @property
    def without(self) -> Sequence[str]:
        """The sheets that hold no such table."""


class Ledger(Tabled, Protocol):
    """What was read of a ledger of any kind: how many rows, and what keeps some of them out."""

    @property
    def read(self) -> int:
        """How many rows."""

    @property
    def problems(self) -> "Sequence[Problem]":
        """What keeps rows out."""

    @property
    def refused(self) -> "Sequence[RefusedRow]":
        """Those rows."""


def show_or_refuse(
    here: Here,
    file: str,
    found: Ledger,
    partial: bool,
    choices: Mapping[str, Iterable[str]],
    hint: str = "",
) -> None:
    """Show a person how a ledger was understood. Raises BadInput for rows that are kept out, unless ``partial``."""
    if found.problems and not partial:
        refuse(here, file, outcome(found.read, found.problems), found.problems, choices, hint)
    if here.interactive:
        show_understood(here, found)


def answer(
    here: Here,
    found: Ledger,
    counts: Mapping[str, int],
    left_out: Path | None,
    more: Mapping[str, object] = {},
) -> None:
    """Say what became of a ledger: as JSON, with ``more`` of its kind, or how it was understood; and what is left."""
    if not here.interactive:
        show_understood(here, found)
    if here.json:
        told = outcome(found.read, found.problems, **counts) | understood_json(found) | {**more}
        emit(told | {"refused_file": str(left_out)} if left_out else told)
    if left_out:
        say_left_out(here, len(found.refused), left_out)


def show_tables(here: Here, tables: "Sequence[Understood]") -> None:
    """Say on standard error how the tables of a file were understood."""
    if here.quiet or here.json:
        return
    for table in tables:
        for line in _table_words(table):
            note(here, line)


def _table_words(table: "Understood") -> Iterator[str]:
    layout = table.layout
    rows = str(layout.first) if layout.first == layout.last else f"{layout.first}–{layout.last}"
    form = layout.form
    sentence = (
        _("Sheet {sheet}: headings in row {rows}, {n} hazards")
        if form.kind == "hazards"
        else _("Sheet {sheet}: headings in row {rows}, {n} rows")
    )
    yield sentence.format(sheet=layout.sheet, rows=rows, n=table.rows)
    taken: dict[str, list[str]] = {}
    for one in layout.headings:
        if one.field:
            taken.setdefault(_called(one), []).append(_(form.labels[one.field]))
    yield "  " + _("; ").join(f"{name} → {listed(fields)}" for name, fields in taken.items())
    kept = [_called(one) for one in layout.headings if one.field is None and one.text]
    if kept:
        yield _rest(form).format(columns=listed(kept))
    for one, field in layout.alike:
        if one.field is None:
            yield _("  {column} looks like {field}; --map would say so").format(
                column=_called(one), field=_(form.labels[field])
            )
    for kind, numbers in table.left_out.items():
        yield _("  left out, {what}: rows {rows}").format(what=_(_KINDS[kind]), rows=_ranges(numbers))
    if table.hidden:
        yield _("  hidden rows, read like the others: {rows}").format(rows=_ranges(table.hidden))
    if table.hidden_sheet:
        yield _("  the sheet is hidden; it was read all the same")


def _rest(form: "Form") -> str:
    """What becomes of the columns that have no field."""
    return (
        _("  kept in the note: {columns}") if form.keeps_rest == "note" else _("  kept as detail: {columns}")
    )


def _called(one: "Heading") -> str:
    return f"{one.letters} {shortened(' '.join(one.text.split()), _HEADING_SHOWN)}".strip()


def _ranges(numbers: Sequence[int]) -> str:
    """Row numbers for a person: 3–5, 9."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1][1:] = [number]
        else:
            parts.append([number])
    said = [f"{part[0]}–{part[-1]}" if len(part) > 1 else str(part[0]) for part in parts]
    if len(said) <= _RANGES_SHOWN:
        return ", ".join(said)
    shown = parts[:_RANGES_SHOWN]
    more = len(numbers) - sum(part[-1] - part[0] + 1 for part in shown)
    return _("{rows} and {n} more").format(rows=", ".join(said[:_RANGES_SHOWN]), n=more)


def show_understood(here: Here, found: Tabled) -> None:
    """Say on standard error how the tables were understood, and what to look at though it was taken."""
    show_tables(here, found.tables)
    if found.without and not (here.quiet or here.json):
        note(here, _("No such table in the sheets: {names}").format(names=listed(found.without)))
    show_notes(here, found.notes, N_("  and {n} more"))


def understood_json(found: Tabled) -> dict[str, object]:
    """The same as JSON says it."""
    return {
        "notes": [note_json(one) for one in found.notes],
        "tables": [table_json(one) for one in found.tables],
        "sheets_without": list(found.without),
    }


def show_notes(here: Here, notes: "Sequence[Problem]", more: str) -> None:
    """Say on standard error what a person should look at though it was taken; ``more`` tells of ``n`` others."""
    if here.quiet or here.json:
        return
    for one in notes[:_NOTES_SHOWN]:
        note(here, f"  {place(one)}：{one.problem}")
    if len(notes) > _NOTES_SHOWN:
        note(here, _(more).format(n=len(notes) - _NOTES_SHOWN))


def note_json(one: "Problem") -> dict[str, object]:
    """A cell to look at, as JSON says it."""
    return {name: getattr(one, name) for name in ("sheet", "row", "column", "value")} | {"note": one.problem}


def table_json(table: "Understood") -> dict[str, object]:
    """How a table was understood, as JSON says it."""
    layout = table.layout
    return {
        "sheet": layout.sheet,
        "headings": [layout.first, layout.last],
        "columns": [
            {"column": one.letters, "heading": one.text, "field": one.field, "how": one.how}
            for one in layout.headings
        ],
        "rows": table.rows,
        "left_out": {kind: list(rows) for kind, rows in table.left_out.items()},
        "hidden": list(table.hidden),
        "hidden_sheet": table.hidden_sheet,
        "alike": [
            {"column": one.letters, "heading": one.text, "field": field}
            for one, field in layout.alike
            if one.field is None
        ],
    }


def shortened(text: str, most: int) -> str:
    """A text cut to so many characters."""
    return text if len(text) <= most else text[:most] + "…"


def place(one: "Problem") -> str:
    """Where something stands, and what stands there."""
    heading = f" {one.heading}" if one.heading else ""
    value = f" “{one.value}”" if one.value else ""
    return f"{one.sheet} {one.column}{one.row}{heading}{value}"


def leave_out(here: Here, file: Path, refused: "Sequence[RefusedRow]") -> Path | None:
    """The file beside it with the rows that were refused, if any; not written on ``--dry-run``."""
    from safetyctl.intake.workbook.refused import refused_name, write_refused

    if not refused:
        return None
    target = refused_name(file)
    if not here.dry_run:
        write_refused(target, refused)
    return target


def say_left_out(here: Here, number: int, target: Path) -> None:
    """Say where the rows that were refused are."""
    warn(
        _("{n} rows would not be imported; they would be in {file}, with the reasons.").format(
            n=number, file=target
        )
        if here.dry_run
        else ngettext(
            "{n} row was not imported; it is in {file}, with the reason.",
            "{n} rows were not imported; they are in {file}, with the reasons.",
            number,
        ).format(n=number, file=target)
    )


def blank(here: Here, file: str, content: bytes) -> Path:
    """Write an empty list to fill in, never over one that is there. Raises BadInput, OSError."""
    from safetyctl.cli.output import detail
    from safetyctl.ground.files import write_whole

    target = Path(file)
    if target.suffix.lower() != ".xlsx":
        raise BadInput(
            _("{file}: the ending says nothing that can be written.").format(file=file),
            hint=_("There are: {names}").format(names=".xlsx"),
        )
    if target.exists():
        raise BadInput(
            _("{path} exists already.").format(path=target),
            hint=_("It may be filled in: choose another name."),
        )
    write_whole(target, content)
    detail(here, {"file": str(target)}, [(_("file"), target)])
    return target
