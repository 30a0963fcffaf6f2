"""What a list says of records that are known already: what it changed, and what stays all the same."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from safetyctl.cli.here import Here
from safetyctl.cli.imported import SHOWN, shortened
from safetyctl.cli.output import advised, note, warn
from safetyctl.ground.catalogue import _, ngettext
from safetyctl.ground.text import one_line

if TYPE_CHECKING:
    from safetyctl.records.kept import Change, Differing

_CHANGES_SHOWN = 300  # characters of what changed in one record


def differing_json(differing: "Iterable[Differing]") -> dict[str, object]:
    """What a ledger says otherwise of records that are known, as JSON says it."""
    return {"differences": [one._asdict() for one in differing]}


def show_differing(here: Here, differing: "Sequence[Differing]", edit: str) -> None:
    """Say what a ledger says otherwise of records that are known and stay as they are; ``edit`` corrects one."""
    if not differing:
        return
    _show_by_record(here, differing)
    refs = list(dict.fromkeys(one.ref for one in differing))
    warn(
        ngettext(
            "{n} known one stays as it is, though the file says something else of it. To correct it: {command}",
            "{n} known ones stay as they are, though the file says something else of them. To correct one: {command}",
            len(refs),
        ).format(n=len(refs), command=advised(f"{edit} {refs[0]}"))
    )


def show_changed(here: Here, changes: "Sequence[Change]") -> None:
    """Say what a list changed of records that are known."""
    if not changes or here.json:
        return
    note(here, _("Changed by the file:"))
    _show_by_record(here, changes)


def _show_by_record(here: Here, changes: "Sequence[Change | Differing]") -> None:
    from safetyctl.cli.journal import change_words

    if here.json:
        return
    records: dict[str, list[tuple[str, object, object]]] = {}
    for ref, *change in changes:
        records.setdefault(str(ref), []).append((str(change[0]), change[1], change[2]))
    for ref, said in list(records.items())[:SHOWN]:
        note(here, f"  {ref} {shortened(one_line(change_words(said, ref)), _CHANGES_SHOWN)}")
    if len(records) > SHOWN:
        note(here, _("  and {n} more").format(n=len(records) - SHOWN))
