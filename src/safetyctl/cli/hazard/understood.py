"""What an import understood of a file, shown before anything is written: to a person, and as JSON."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from safetyctl.cli.here import Here
from safetyctl.cli.journal import change_words
from safetyctl.cli.output import note
from safetyctl.ground.catalogue import N_, _, listed
from safetyctl.ground.text import one_line
from safetyctl.plan.model import Plan
from safetyctl.records.columns import COLUMNS
from safetyctl.records.views import YUAN_PER_WAN

if TYPE_CHECKING:
    from safetyctl.intake.hazards import Reading, Understood
    from safetyctl.intake.headers import Heading
    from safetyctl.intake.line import Problem
    from safetyctl.records.renewing import Renewal

_FIRST = 3
_NOTES_SHOWN = 5
_TITLE_SHOWN = 40
_RENEWED_SHOWN = 10
_CHANGES_SHOWN = 300
_HEADING_SHOWN = 30
_RANGES_SHOWN = 12
_KINDS = {
    "total": N_("rows of totals"),
    "note": N_("notes"),
    "heading": N_("headings again"),
    "section": N_("lines that open a section"),
    "without": N_("rows that are no hazard by the map"),
    "void": N_("void"),
}
_ORDERS = {"mdy": N_("month/day/year"), "dmy": N_("day/month/year"), "ymd": N_("year/month/day")}


def show(here: Here, found: "Reading") -> None:
    """Say what was understood, on standard error: columns, first rows, counts, what was left out, what to look at."""
    if here.quiet or here.json:
        return
    for table in found.tables:
        for line in _table(table):
            note(here, line)
    if found.without:
        note(here, _("No hazard ledger in the sheets: {names}").format(names=listed(found.without)))
    for mark, order in found.doubted.items():
        note(
            here,
            _("Days such as {example} were read as {order}; --map says it otherwise.").format(
                example=mark.join(("3", "5", "20")), order=_(_ORDERS[order])
            ),
        )
    for one in found.candidates[:_FIRST]:
        title = shortened(one_line(one.title), _TITLE_SHOWN)
        due = _(", to be done by {day}").format(day=one.due) if one.due else ""
        note(
            here,
            _("  {row}: {campus}, {day} {title}{due}").format(
                row=one.row, campus=one.campus, day=one.found_on, title=title, due=due
            ),
        )
    if found.repeats:
        note(
            here,
            _("{n} rows stand for a hazard of another row and were joined with it.").format(
                n=len(found.repeats)
            ),
        )
    for each in found.notes[:_NOTES_SHOWN]:
        note(here, f"  {place(each)}：{each.problem}")
    if len(found.notes) > _NOTES_SHOWN:
        note(
            here,
            _("  and {n} more; the remarks of the hazards say it").format(n=len(found.notes) - _NOTES_SHOWN),
        )


def show_changes(here: Here, plan: Plan, renewed: Sequence["Renewal"]) -> None:
    """Say on standard error which known hazards a later edition changes, and which it closes."""
    if here.quiet or here.json or not renewed:
        return
    closed = sum(one.closes for one in renewed)
    note(
        here,
        _("Known hazards that the file changes: {n}, {closed} of them closed by it").format(
            n=len(renewed), closed=closed
        ),
    )
    for one in renewed[:_RENEWED_SHOWN]:
        title = shortened(one_line(one.title), _TITLE_SHOWN)
        words = shortened(one_line(change_words(one.changes, one.ref, plan)), _CHANGES_SHOWN)
        closing = _(" (closed by it)") if one.closes else ""
        note(
            here,
            _("  {ref} {title}{closing}: {changes}").format(
                ref=one.ref, title=title, closing=closing, changes=words
            ),
        )
    if len(renewed) > _RENEWED_SHOWN:
        note(here, _("  and {n} more").format(n=len(renewed) - _RENEWED_SHOWN))


def changes_json(renewed: Sequence["Renewal"]) -> list[dict[str, object]]:
    """What a later edition changes of known hazards: reference, field, its value before and after."""
    return [
        {"ref": one.ref} | _change_json(name, before, after)
        for one in renewed
        for name, before, after in one.changes
    ]


def _change_json(name: str, before: object, after: object) -> dict[str, object]:
    if name == "funds_yuan":
        before, after = (
            value / YUAN_PER_WAN if isinstance(value, int) else value for value in (before, after)
        )
        name = "funds"
    return {"field": name, "before": before, "after": after}


def shortened(text: str, most: int) -> str:
    """A text cut to so many characters."""
    return text if len(text) <= most else text[:most] + "…"


def place(one: "Problem") -> str:
    """Where something stands, and what stands there."""
    heading = f" {one.heading}" if one.heading else ""
    value = f" “{one.value}”" if one.value else ""
    return f"{one.sheet} {one.column}{one.row}{heading}{value}"


def _table(table: "Understood") -> Iterator[str]:
    layout = table.layout
    rows = str(layout.first) if layout.first == layout.last else f"{layout.first}–{layout.last}"
    yield _("Sheet {sheet}: headings in row {rows}, {n} hazards").format(
        sheet=layout.sheet, rows=rows, n=table.rows
    )
    taken = [f"{_called(one)} → {_field(one.field)}" for one in layout.headings if one.field]
    yield f"  {_('; ').join(taken)}"
    kept = [_called(one) for one in layout.headings if one.field is None and one.text]
    if kept:
        yield _("  kept as detail: {columns}").format(columns=listed(kept))
    for one, field in layout.alike:
        if one.field is None:
            yield _("  {column} looks like {field}; --map would say so").format(
                column=_called(one), field=_field(field)
            )
    for kind, numbers in table.left_out.items():
        yield _("  left out, {what}: rows {rows}").format(what=_(_KINDS[kind]), rows=_ranges(numbers))
    if table.hidden:
        yield _("  hidden rows, read like the others: {rows}").format(rows=_ranges(table.hidden))
    if table.hidden_sheet:
        yield _("  the sheet is hidden; it was read all the same")


def _called(one: "Heading") -> str:
    return f"{one.letters} {shortened(' '.join(one.text.split()), _HEADING_SHOWN)}".strip()


def _field(field: str | None) -> str:
    heading = next((column.heading for column in COLUMNS if column.key == field), None)
    return _(heading) if heading else _("Stands at")


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


def as_json(found: "Reading") -> dict[str, object]:
    """What was understood, beside what was done."""
    return {
        "notes": [_said(one) for one in found.notes],
        "suggested": [_said(one) for one in found.suggested],
        "repeats": [
            {"sheet": sheet, "row": row, "same_as": {"sheet": other, "row": first}}
            for (sheet, row), (other, first) in found.repeats
        ],
        "tables": [_table_json(table) for table in found.tables],
        "sheets_without": list(found.without),
    }


def _said(one: "Problem") -> Mapping[str, object]:
    return {name: getattr(one, name) for name in ("sheet", "row", "column", "value")} | {"note": one.problem}


def _table_json(table: "Understood") -> dict[str, object]:
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
    }
