"""What an import understood of a file, shown before anything is written: to a person, and as JSON."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from safetyctl.cli.here import Here
from safetyctl.cli.imported import note_json, shortened, show_notes, show_tables, understood_json
from safetyctl.cli.journal import change_words
from safetyctl.cli.output import note
from safetyctl.ground.catalogue import N_, _, listed
from safetyctl.ground.text import one_line
from safetyctl.plan.model import Plan
from safetyctl.records.views import YUAN_PER_WAN

if TYPE_CHECKING:
    from safetyctl.intake.hazards.reading import Reading
    from safetyctl.records.lookalikes import Lookalike
    from safetyctl.records.renewing import Renewal

_FIRST = 3
_TITLE_SHOWN = 40
_RENEWED_SHOWN = 10
_CHANGES_SHOWN = 300
_ORDERS = {"mdy": N_("month/day/year"), "dmy": N_("day/month/year"), "ymd": N_("year/month/day")}


def show(here: Here, found: "Reading") -> None:
    """Say what was understood, on standard error: columns, first rows, counts, what was left out, what to look at."""
    if here.quiet or here.json:
        return
    show_tables(here, found.tables)
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
    show_notes(here, found.notes, N_("  and {n} more; the remarks of the hazards say it"))


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


def show_differences(here: Here, plan: Plan, differing: Sequence["Renewal"]) -> None:
    """Say on standard error what a later edition says otherwise of known hazards, and was not applied."""
    if here.quiet or here.json or not differing:
        return
    note(
        here,
        _(
            "Differences that were not applied, as no step of the workflow allows them, or as they were changed here"
            " since: {n} hazards"
        ).format(n=len(differing)),
    )
    for one in differing:
        words = shortened(one_line(change_words(one.differences, one.ref, plan)), _CHANGES_SHOWN)
        title = shortened(one_line(one.title), _TITLE_SHOWN)
        note(here, _("  {ref} {title}: {changes}").format(ref=one.ref, title=title, changes=words))


def show_alike(here: Here, alike: Sequence["Lookalike"]) -> None:
    """Say on standard error which of the new hazards may be known ones whose words were edited."""
    if here.quiet or here.json or not alike:
        return
    note(
        here,
        _("New, and much like a known hazard that no other row of the file is: {n}").format(n=len(alike)),
    )
    for one in alike[:_RENEWED_SHOWN]:
        title = shortened(one_line(one.title), _TITLE_SHOWN)
        note(
            here,
            _("  {sheet} {row} {title}: perhaps {ref}").format(
                sheet=one.sheet, row=one.row, title=title, ref=one.known
            ),
        )
    if len(alike) > _RENEWED_SHOWN:
        note(here, _("  and {n} more").format(n=len(alike) - _RENEWED_SHOWN))


def alike_json(alike: Sequence["Lookalike"]) -> list[dict[str, object]]:
    """The new hazards that may be known ones: reference, sheet and row, the reference of the known one."""
    return [{"ref": one.ref, "sheet": one.sheet, "row": one.row, "known": one.known} for one in alike]


def differences_json(differing: Sequence["Renewal"]) -> list[dict[str, object]]:
    """What was not applied: reference, field, the value held, the value that the file says."""
    return [
        {"ref": one.ref, "field": name, "held": held, "told": told}
        for one in differing
        for name, held, told in one.differences
    ]


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


def as_json(found: "Reading") -> dict[str, object]:
    """What was understood, beside what was done."""
    return understood_json(found) | {
        "suggested": [note_json(one) for one in found.suggested],
        "repeats": [
            {"sheet": sheet, "row": row, "same_as": {"sheet": other, "row": first}}
            for (sheet, row), (other, first) in found.repeats
        ],
    }
