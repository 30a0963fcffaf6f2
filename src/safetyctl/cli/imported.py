"""A list that comes in from a file: shown before it is taken, refused cell by cell, its outcome as JSON."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from safetyctl.cli.here import Here
from safetyctl.cli.output import Shown, confirm, emit, listing, note
from safetyctl.cli.words import ASKED_FROM
from safetyctl.ground.catalogue import N_, _, listed, ngettext
from safetyctl.ground.errors import BadInput, Declined
from safetyctl.records.labels import FIELDS

if TYPE_CHECKING:
    from safetyctl.intake.line import Problem

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
