"""``safetyctl report verify``: whether a bundle is what was once written, and what the ledger says of it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from safetyctl.cli.here import Here
from safetyctl.cli.listing import listing
from safetyctl.cli.output import emit, note
from safetyctl.cli.table import Shown
from safetyctl.cli.verb import Verb
from safetyctl.ground.catalogue import N_, _
from safetyctl.ground.errors import CheckFound

if TYPE_CHECKING:
    from safetyctl.reports.bundles.origin import Origin
    from safetyctl.reports.bundles.verifying import Verified

app = typer.Typer()


@app.command("verify", cls=Verb)
def verify(
    ctx: typer.Context,
    bundle: Annotated[str, typer.Argument(metavar=N_("BUNDLE"), help=N_("The bundle."))],
) -> None:
    """Look whether a bundle agrees with its manifest, and what the ledger that it was made from says of it."""
    from safetyctl.reports.bundles.verifying import read_bundle

    here: Here = ctx.obj
    found = read_bundle(Path(bundle))
    origin = _origin(here, found) if found.sound else None
    if here.json:
        emit(
            {
                "bundle": bundle,
                "ok": found.sound and (origin is None or origin.holds),
                "problems": found.problems,
                "ledger": str(here.ledger),
                "in_history": origin and origin.is_ours and origin.broken_at is None,
                "broken_at": origin and origin.broken_at,
                "handed_in": origin and origin.handed_in,
                "instead": origin and origin.instead,
            }
        )
    else:
        columns = (Shown("member", N_("file")), Shown("sentence", N_("problem")))
        listing(here, columns, found.problems, empty=_("Every file is as the manifest says."), limit=0)
    if not found.sound:
        raise CheckFound(_("{file} is not as it was written.").format(file=bundle))
    if origin is None:
        note(here, _("Where it comes from was not looked at; name the ledger with --ledger."))
    else:
        _require_origin(here, bundle, origin)


def _origin(here: Here, found: "Verified") -> "Origin | None":
    """What the ledger says of a bundle; None where none was named and the usual one did not make it."""
    from safetyctl.ledger.connection import reading
    from safetyctl.reports.bundles.origin import origin_of

    by_default = here.ledger_from == "default"
    if by_default and not here.ledger.exists():
        return None
    with reading(here.ledger, older=True) as snapshot:
        origin = origin_of(snapshot, found)
    return None if by_default and not origin.is_ours else origin


def _require_origin(here: Here, bundle: str, origin: "Origin") -> None:
    """Say what speaks for a bundle. Raises CheckFound for what speaks against it."""
    if not origin.is_ours:
        raise CheckFound(
            _("The history of the ledger {path} does not hold the head that {file} carries.").format(
                path=here.ledger, file=bundle
            ),
            hint=_("It is another ledger, or one that was set back: compare it with the last backup."),
        )
    if origin.broken_at is not None:
        raise CheckFound(
            _(
                "The ledger {path} has the head of {file}, but entry {n} before it is missing or was changed."
            ).format(path=here.ledger, file=bundle, n=origin.broken_at),
            hint=_("Look with: safetyctl ledger verify"),
        )
    if origin.instead is not None:
        raise CheckFound(
            _("{file} is not what was handed in as {ref}: those were other bytes.").format(
                file=bundle, ref=origin.instead
            ),
            hint=_("What was handed in is kept: safetyctl archive export --out DIR"),
        )
    note(here, _("The ledger {path} still has the history that it was made from.").format(path=here.ledger))
    if origin.handed_in is not None:
        note(here, _("It is what was handed in as {ref}.").format(ref=origin.handed_in))
