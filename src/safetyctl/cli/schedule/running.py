"""``safetyctl schedule run``: what is due and not yet done, safe to run twice, late, or two at once."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from safetyctl.cli.desk import asking
from safetyctl.cli.here import Here
from safetyctl.cli.output import emit, warn
from safetyctl.cli.verb import ChangeVerb, examples
from safetyctl.cli.words import acknowledged, in_brief
from safetyctl.ground.catalogue import N_, _, language, ngettext
from safetyctl.ground.errors import BadInput, Busy, SafetyctlError
from safetyctl.ground.files import make_folder
from safetyctl.ledger.runs import last_run, note_run

if TYPE_CHECKING:
    from safetyctl.reports.sent.outbox import Wanted

app = typer.Typer()

Failure = SafetyctlError | OSError

Outbox = Annotated[
    str | None,
    typer.Option(
        metavar=N_("DIR"), help=N_("Where the reports go; LEDGER.outbox beside the ledger otherwise.")
    ),
]
Backup = Annotated[
    str | None,
    typer.Option(metavar=N_("DIR"), help=N_("Where the backup of the day goes; none is made otherwise.")),
]


class Written(NamedTuple):
    """A bundle that was written, or would be; ``lacking`` is what its letter says is missing, or disagrees."""

    bundle: str
    kind: str
    period: str
    duties: tuple[str, ...]
    sha256: str
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BackedUp:
    """The backup of the day; only its path is known on a dry run."""

    path: str
    bytes: int | None = None
    files: int | None = None
    head: str | None = None


class Outcome(NamedTuple):
    """What a run did; the keys of its JSON. ``overdue`` counts what ``due --overdue`` lists on the day."""

    as_of: date
    outbox: str
    written: tuple[Written, ...]
    backup: BackedUp | None
    overdue: int


@app.command("run", cls=ChangeVerb)
@examples(
    "safetyctl schedule run",
    "safetyctl schedule run --outbox /srv/reports --backup /media/disk/backup",
    "safetyctl schedule run --dry-run",
)
def run(ctx: typer.Context, outbox: Outbox = None, backup: Backup = None) -> None:
    """Do what is due by the day in force and not yet done."""
    here: Here = ctx.obj
    with _failure_noted(here):
        folder = _outbox(here, outbox)
        with _alone(here, folder):
            outcome, failures = _done(here, folder, Path(backup) if backup else None)
            if not here.dry_run:
                _note(here, outcome, failures)
    if what := _words(outcome):
        acknowledged(here, what, _following(outcome))
    for one in outcome.written:
        if one.lacking:
            warn(_lacking(one))
    for failure in failures[1:]:
        warn(_sentence(failure))
    if here.json:
        emit(outcome)
    if failures:
        raise failures[0]


# one at a time


def _outbox(here: Here, given: str | None) -> Path:
    """The outbox that is meant. Raises SafetyctlError where there is no ledger, so that none is made for it."""
    from safetyctl.ledger.connection import require_ledger
    from safetyctl.reports.sent.outbox import beside

    require_ledger(here.ledger)
    return Path(given) if given else beside(here.ledger)


@contextmanager
def _alone(here: Here, outbox: Path) -> Iterator[None]:
    """The outbox made and locked; on a dry run neither. Raises Busy, BadInput, OSError."""
    from safetyctl.ground.locks import locked
    from safetyctl.ledger.connection import busy_seconds
    from safetyctl.reports.sent.outbox import LOCK

    if here.dry_run:
        yield
        return
    _make(outbox)
    with locked(outbox / LOCK, busy_seconds()):
        yield


def _make(folder: Path) -> None:
    """A folder on the disk, where there is none; only this user may look into it. Raises BadInput, OSError."""
    there = next(one for one in (folder, *folder.parents) if os.path.lexists(one))
    if not there.is_dir():
        raise BadInput(_("{path} is not a folder.").format(path=there))
    make_folder(folder, 0o700)


# what is due


def _done(here: Here, outbox: Path, backup: Path | None) -> tuple[Outcome, Sequence[Failure]]:
    """Everything that is due; what fails stops nothing else."""
    from safetyctl.records.due import DueQuestion, due
    from safetyctl.reports.sent.outbox import due_by, lacking

    with asking(here) as desk:
        lack, taken = lacking(desk.asks, outbox, due_by(desk.asks, desk.plan, desk.day))
        overdue = due(desk.asks, desk.plan, desk.day, DueQuestion(overdue=True), language(), here.moment)
    failures: list[Failure] = [*taken]
    written: list[Written] = []
    for one in lack:
        try:
            written.append(_written(here, outbox, one))
        except SafetyctlError as error:  # this one cannot be written; the others can
            failures.append(error)
        except OSError as error:  # the disk: the same for all of them
            failures.append(error)
            break
    kept = None
    try:
        kept = _backed_up(here, backup) if backup else None
    except (SafetyctlError, OSError) as error:
        failures.append(error)
    return Outcome(here.as_of, str(outbox), tuple(written), kept, len(overdue)), failures


def _written(here: Here, outbox: Path, one: "Wanted") -> Written:
    """One report, from a snapshot of its own: nobody waits while its documents are laid out."""
    from tempfile import TemporaryDirectory

    from safetyctl.reports.bundles.bundle import write_bundle
    from safetyctl.reports.bundles.finishing import finished
    from safetyctl.reports.sent.outbox import compose

    with asking(here) as desk:
        report, _before = finished(desk.snapshot, compose(desk.snapshot, one))
    if here.dry_run:
        with TemporaryDirectory(prefix="safetyctl-") as elsewhere:
            made = write_bundle(Path(elsewhere), report)
    else:
        made = write_bundle(outbox, report)
    lacking = (*report.notes, *report.lacking)
    return Written(str(outbox / made.path.name), made.kind, made.period, report.duties, made.sha256, lacking)


def _backed_up(here: Here, folder: Path) -> BackedUp | None:
    """The backup of the day; None where it is there already."""
    from safetyctl.ledger.daily import back_up, backup_of, require_disk

    target = backup_of(here.ledger, folder, here.as_of)
    if here.dry_run:
        return None if os.path.lexists(target) else BackedUp(str(target))
    require_disk(here.ledger, folder)
    _make(folder)
    made = back_up(here.ledger, folder, here.as_of)
    return BackedUp(str(made.path), made.size, made.files, made.head) if made else None


# how it ended


@contextmanager
def _failure_noted(here: Here) -> Iterator[None]:
    """Note for ``status`` that a run failed, where that can be; another that is at work is no failure."""
    try:
        yield
    except Busy:
        raise
    except (SafetyctlError, OSError) as error:
        with suppress(SafetyctlError, OSError):
            if not here.dry_run and (here.ledger.exists() or last_run(here.ledger)):
                note_run(here.ledger, here.as_of, here.now, error=_sentence(error))
        raise


def _note(here: Here, outcome: Outcome, failures: Sequence[Failure]) -> None:
    note_run(
        here.ledger,
        outcome.as_of,
        here.now,
        written=[os.path.abspath(one.bundle) for one in outcome.written],
        backup=os.path.abspath(outcome.backup.path) if outcome.backup else None,
        error=_sentence(failures[0]) if failures else None,
    )


def _sentence(error: Failure) -> str:
    if isinstance(error, SafetyctlError):
        return error.sentence
    from safetyctl.ground.system import reason

    return f"{error.filename}: {reason(error)}" if error.filename else reason(error)


def _words(outcome: Outcome) -> str:
    """What was done, in one line; empty where there was nothing to do."""
    parts = []
    if outcome.written:
        names = [Path(one.bundle).name for one in outcome.written]
        parts.append(
            ngettext(
                "{n} report is ready in {outbox}: {names}.",
                "{n} reports are ready in {outbox}: {names}.",
                len(names),
            ).format(n=len(names), outbox=outcome.outbox, names=in_brief(names))
        )
    if outcome.backup:
        parts.append(_("The backup {path} was made and restored on trial.").format(path=outcome.backup.path))
    if parts and outcome.overdue:
        parts.append(
            ngettext(
                "{n} duty or hazard is overdue (safetyctl due --overdue).",
                "{n} duties and hazards are overdue (safetyctl due --overdue).",
                outcome.overdue,
            ).format(n=outcome.overdue)
        )
    line = "".join(parts[:1])
    for part in parts[1:]:
        line = _("{before} {after}").format(before=line, after=part)
    return line


def _lacking(one: Written) -> str:
    """What a bundle's letter says is missing or disagrees, in one line: the first of it, and how much there is."""
    return ngettext(
        "{name} says that something is missing or disagrees: {first}",
        "{name} names {n} things that are missing or disagree, first: {first}",
        len(one.lacking),
    ).format(name=Path(one.bundle).name, n=len(one.lacking), first=one.lacking[0])


def _following(outcome: Outcome) -> str | None:
    if len(outcome.written) == 1:
        return f"safetyctl report submit {quote(outcome.written[0].bundle)} --channel e-mail"
    return "safetyctl due" if outcome.written or outcome.overdue else None
