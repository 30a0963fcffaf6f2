"""What every verb that writes a report shares: its options, and the way from the facts to the bundle on the disk."""

from collections.abc import Callable
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated, Any

import typer

from safetyctl.cli.desk import Reading, asking
from safetyctl.cli.here import Here
from safetyctl.cli.output import detail, said, warn
from safetyctl.ground.catalogue import N_, _
from safetyctl.ground.errors import BadInput, CheckFound
from safetyctl.ground.files import made_folder

if TYPE_CHECKING:
    from safetyctl.reports.bundles.bundle import Report
    from safetyctl.reports.facts.head import Request

For = Annotated[
    str | None,
    typer.Option(
        "--for", metavar=N_("DAY"), help=N_("A day of the period; the one of the day in force otherwise.")
    ),
]
Campus = Annotated[str | None, typer.Option(help=N_("One campus; the whole group otherwise."))]
Out = Annotated[str, typer.Option(metavar=N_("DIR"), help=N_("The folder to write to."))]
Nil = Annotated[bool, typer.Option("--nil", help=N_("A nil report: refused when something happened."))]

Compose = Callable[[Reading], "Report"]


def request(desk: Reading, campus: str | None) -> "Request":
    """What a report is asked of. Raises NotFound with the nearest names where no campus is called so."""
    from safetyctl.reports.facts.head import Request

    return Request(desk.snapshot, desk.plan, desk.day, desk.campus(campus) if campus else None)


def written(
    here: Here, out: str, compose: Compose, words: Callable[[Any], str], channel: str = "e-mail"
) -> None:
    """Write the report that ``compose`` makes of the ledger into a folder, and say what it is by ``words``.

    ``channel`` is the way that it goes by, as ``report submit`` takes it.

    What was handed in before makes it a correction; where nothing changed since, it is written as it went out.

    Raises:
        BadInput: the folder is none.
        CannotDo: its own sums do not hold; it was not written.
        CheckFound: it was written, but it lacks something or disagrees with another report, and says so.
    """
    from safetyctl.reports.bundles.bundle import write_bundle
    from safetyctl.reports.bundles.editions import write_again
    from safetyctl.reports.bundles.finishing import finished

    with asking(here) as desk:
        report, before = finished(desk.snapshot, compose(desk))
    folder = Path(out)
    if folder.exists() and not folder.is_dir():
        raise BadInput(_("{path} is not a folder.").format(path=out))
    with made_folder(folder):
        bundle = write_again(folder, before) if before and before.unchanged else write_bundle(folder, report)
    facts = {
        "bundle": str(bundle.path),
        "kind": bundle.kind,
        "period": bundle.period,
        "campus": bundle.campus,
        "files": bundle.files,
        "sha256": bundle.sha256,
        "head": bundle.head,
        "edition": bundle.edition,
    }
    detail(here, facts, [(_("bundle"), bundle.path)])
    if before and before.unchanged:
        said(
            here,
            _("Nothing changed since it was handed in as {ref}: this is what went out.").format(
                ref=before.ref
            ),
        )
        return
    lost = report.correction.of if report.correction and report.correction.lost else None
    told = [*report.notes, *report.lacking]
    for one in told:
        warn(_("The report says: {text}").format(text=one))
    if lost:
        warn(
            _("What was handed in as {ref} is missing from the archive; restore the last backup.").format(
                ref=lost
            )
        )
    submit = f"safetyctl report submit {quote(str(bundle.path))} --channel {channel}"
    said(here, words(report), submit if report.duties else None)
    if told or lost:
        raise CheckFound(_("It was written, and it says what was found."))
