"""``safetyctl report weekly | submit | list | verify``: what goes out, and the proof that it went."""

from pathlib import Path
from typing import Annotated

import typer

from safetyctl.cli.desk import Writing, asking, changing
from safetyctl.cli.here import Here
from safetyctl.cli.output import Shown, detail, emit, listing, said
from safetyctl.cli.verb import ChangeVerb, ListVerb, Verb, examples
from safetyctl.cli.words import acknowledged, maybe_day
from safetyctl.ground.catalogue import N_, _, listed
from safetyctl.ground.errors import BadInput, CheckFound

app = typer.Typer()


@app.command("weekly", cls=Verb, help=N_("Thursday's report: letter, ledger, page and data in one bundle."))
@examples("safetyctl report weekly", "safetyctl report weekly --for 2020-03-12 --campus 东校区 --out reports")
def weekly(
    ctx: typer.Context,
    for_: Annotated[
        str | None,
        typer.Option("--for", metavar=N_("DAY"), help=N_("A day of the week; this week otherwise.")),
    ] = None,
    campus: Annotated[str | None, typer.Option(help=N_("One campus; the whole group otherwise."))] = None,
    out: Annotated[str, typer.Option(metavar=N_("DIR"), help=N_("The folder to write to."))] = ".",
    nil: Annotated[
        bool, typer.Option("--nil", help=N_("A nil report: refused when something happened."))
    ] = False,
) -> None:
    """Write Thursday's report."""
    from safetyctl.reports.bundle import write_bundle
    from safetyctl.reports.weekly import weekly_report
    from safetyctl.reports.wording import equation, equation_words

    here: Here = ctx.obj
    with asking(here) as desk:
        report = weekly_report(
            desk.snapshot,
            desk.plan,
            desk.day,
            maybe_day(here, for_) or desk.day,
            desk.campus(campus) if campus else None,
            nil,
        )
    folder = Path(out)
    if folder.exists() and not folder.is_dir():
        raise BadInput(_("{path} is not a folder.").format(path=out))
    folder.mkdir(parents=True, exist_ok=True)
    bundle = write_bundle(folder, report)
    facts = {
        "bundle": str(bundle.path),
        "kind": bundle.kind,
        "period": bundle.period,
        "campus": bundle.campus,
        "files": bundle.files,
        "sha256": bundle.sha256,
        "head": bundle.head,
    }
    detail(here, facts, [(_("bundle"), bundle.path)])
    said(
        here,
        _("{words}: {sum}.").format(words=equation_words(report.total), sum=equation(report.total)),
        f"safetyctl report submit {bundle.path} --channel e-mail",
    )


@app.command("submit", cls=ChangeVerb, help=N_("Record that a report was handed in: that meets its duty."))
@examples(
    "safetyctl report submit weekly_2020-03-12_group.zip --channel e-mail",
    "safetyctl report submit weekly-report/2020-03-12/东校区 --on 2020-03-11",
)
def submit(
    ctx: typer.Context,
    what: Annotated[
        str,
        typer.Argument(
            metavar=N_("BUNDLE|DUTY-ID"), help=N_("The bundle, or the duty as in: safetyctl due.")
        ),
    ],
    on: Annotated[
        str | None,
        typer.Option(metavar=N_("DAY"), help=N_("The day it went out; the day in force otherwise.")),
    ] = None,
    channel: Annotated[
        str | None, typer.Option(metavar=N_("TEXT"), help=N_("How: e-mail, paper, platform."))
    ] = None,
    receipt: Annotated[
        str | None, typer.Option(metavar=N_("NO"), help=N_("Its receipt, if there is one."))
    ] = None,
) -> None:
    """Record that a report was handed in."""
    from safetyctl.records.deadlines import owed_by_id, still_owed
    from safetyctl.records.submissions import submissions
    from safetyctl.records.submissions import submit as recorded

    here: Here = ctx.obj
    manifest = _manifest(Path(what)) if what.endswith(".zip") else None
    with changing(here) as desk:
        wanted, kept = ([what], {}) if manifest is None else _from_bundle(here, desk, Path(what), manifest)
        facts = {"channel": channel, "receipt": receipt, "by": here.actor} | kept
        day = maybe_day(here, on) or desk.day
        owed = [owed_by_id(desk.tx, desk.plan, desk.day, one)[1] for one in wanted]
        if manifest is not None:
            owed = still_owed(desk.tx, desk.plan, desk.day, owed)
        refs = [recorded(desk.tx, one, desk.campuses, day, facts) for one in owed]
        made = [one for one in submissions(desk.tx, desk.day) if one.id in refs]
    if here.json:
        emit(made)
    acknowledged(here, _("Recorded {refs}.").format(refs=listed(refs)), "safetyctl due")


def _manifest(bundle: Path) -> dict[str, object]:
    """What a bundle says of itself. Raises BadInput where it is not as it was written."""
    from safetyctl.reports.verifying import read_bundle

    proved = read_bundle(bundle)
    if not proved.sound or proved.manifest is None:
        raise BadInput(
            _("{file} is not the bundle that was written: {problem}").format(
                file=bundle, problem=proved.problems[0].sentence
            )
        )
    return proved.manifest


def _from_bundle(
    here: Here, desk: Writing, bundle: Path, manifest: dict[str, object]
) -> tuple[list[str], dict[str, str]]:
    """The duties that a bundle meets; its very bytes go into the store (R12)."""
    from safetyctl.ledger.store import keep
    from safetyctl.records.submissions import require_ours

    duties = manifest.get("duties")
    require_ours(desk.tx, manifest.get("ledger"))
    if not isinstance(duties, list) or not duties:
        raise BadInput(_("The plan asks for nothing that {file} would meet.").format(file=bundle))
    kept = keep(here.ledger, bundle, here.dry_run)
    return [str(one) for one in duties], {"bundle": kept.name, "sha256": kept.sha256}


@app.command("list", cls=ListVerb, help=N_("What was handed in, when and how."))
def list_(
    ctx: typer.Context,
    since: Annotated[
        str | None, typer.Option(metavar=N_("DAY"), help=N_("Handed in on this day or later."))
    ] = None,
    limit: Annotated[int | None, typer.Option(min=0, help=N_("At most so many; 0 for all."))] = None,
) -> None:
    """List what was handed in."""
    from safetyctl.records.deadlines import followed
    from safetyctl.records.submissions import SubmissionView, late, submissions

    here: Here = ctx.obj
    with asking(here) as desk:
        found = submissions(desk.asks, desk.day, maybe_day(here, since))
        after = late(followed(desk.asks, desk.plan, desk.day), desk.campuses, found)
    columns = (
        Shown("id", N_("No.")),
        Shown("on", N_("handed in on")),
        Shown("duty", N_("duty"), say=lambda one: f"{one.duty}/{one.due}/{one.campus}"),
        Shown("state", N_("status"), say=lambda one: _("late") if one.id in after else _("in time")),
        Shown("channel", N_("how")),
        Shown("receipt", N_("receipt")),
        Shown("bundle", N_("bundle")),
    )
    listing(
        here, columns, found, empty=_("Nothing was handed in yet."), limit=limit, keys=SubmissionView._fields
    )


@app.command("verify", cls=Verb, help=N_("Whether a bundle is as it was written; exit 3 when it is not."))
def verify(
    ctx: typer.Context,
    bundle: Annotated[str, typer.Argument(metavar=N_("BUNDLE"), help=N_("The bundle."))],
) -> None:
    """Look whether a bundle is as it was written."""
    from safetyctl.reports.verifying import read_bundle

    here: Here = ctx.obj
    proved = read_bundle(Path(bundle))
    if here.json:
        emit({"bundle": bundle, "ok": proved.sound, "problems": proved.problems})
    else:
        columns = (Shown("member", N_("file")), Shown("sentence", N_("problem")))
        listing(here, columns, proved.problems, empty=_("The bundle is as it was written."), limit=0)
    if not proved.sound:
        raise CheckFound(_("{file} is not as it was written.").format(file=bundle))
