"""``safetyctl demo``: a sample ledger, what is overdue in it, and a weekly report from it."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from safetyctl.cli.here import Here
from safetyctl.cli.output import note, tell
from safetyctl.cli.verb import Verb
from safetyctl.ground.catalogue import N_, _
from safetyctl.ground.files import shipped

app = typer.Typer()

DAY = date(2020, 5, 14)
"""The Thursday on which the sample is looked at."""
CAMPUSES = ("东校区", "西校区", "南校区")


@app.command("demo", cls=Verb, help=N_("Try it out on a sample ledger."))
def demo(
    ctx: typer.Context,
    folder: Annotated[
        str, typer.Argument(metavar=N_("DIR"), help=N_("The folder to work in."))
    ] = "safetyctl-demo",
) -> None:
    """Build a ledger from the sample, show what is overdue, and write the weekly report."""
    from safetyctl.cli.due import due_
    from safetyctl.cli.report.periodic import weekly

    here: Here = ctx.obj
    place = Path(folder)
    ledger = place / "ledger.db"
    here.tell("ledger", str(ledger))
    if not here.as_of_given:
        here.tell("as_of", DAY.isoformat())
    if ledger.exists():
        note(here, _("The sample ledger is there already: {path}").format(path=ledger))
    else:
        _build(here)
        note(here, _("Built a ledger from the sample: {path}").format(path=ledger))
    if not here.json:
        tell(_("— What is overdue on {day} (safetyctl due) —").format(day=here.as_of))
        due_(ctx, within=7, limit=None)
        tell(_("— The weekly report (safetyctl report weekly) —"))
    weekly(ctx, for_=None, campus=None, out=folder, nil=False)
    note(
        here,
        _("Look around: safetyctl --ledger {path} --as-of {day} status").format(path=ledger, day=here.as_of),
    )


def _build(here: Here) -> None:
    from safetyctl.intake.hazards.reading import read_hazards
    from safetyctl.ledger.writing import Hand, write
    from safetyctl.plan.deadlines import duties
    from safetyctl.plan.editing import builtin_and_text
    from safetyctl.plan.judging import SUBMISSION
    from safetyctl.plan.layout import week_of
    from safetyctl.records.campaigns import campuses, create_ledger
    from safetyctl.records.importing import take
    from safetyctl.records.submissions import submit

    plan, text = builtin_and_text()
    by = Hand(here.actor, here.as_of, here.now)
    found = read_hazards(shipped("sample-ledger.xlsx"), plan, CAMPUSES, as_of=here.as_of)
    create_ledger(here.ledger, plan, CAMPUSES, by, source=text)
    with write(here.ledger, by) as tx:
        known = campuses(tx)
        take(tx, plan, known, found.candidates)
        week = week_of(plan, here.as_of)
        for owed in duties(plan, tuple(known), until=week.start):
            if owed.duty.evidence != SUBMISSION:
                continue
            submit(tx, owed, known, owed.due, {"channel": "e-mail", "by": here.actor})
