"""``safetyctl hazard …``: the verbs in the order in which a hazard lives."""

import typer

from safetyctl.cli.hazard import asking, changing, files, steps
from safetyctl.cli.verb import ChangeVerb, ListVerb, Verb
from safetyctl.ground.catalogue import N_

app = typer.Typer()

app.command("add", cls=ChangeVerb, help=N_("Register a hazard that was found."))(changing.add)
app.command("list", cls=ListVerb, help=N_("List hazards, narrowed as you like."))(asking.list_)
app.command("show", cls=Verb, help=N_("Show one hazard, its steps and what comes next."))(asking.show)
app.command("history", cls=ListVerb, help=N_("Show who changed what about a hazard, and when."))(
    asking.history
)
app.command("edit", cls=ChangeVerb, help=N_("Correct what a hazard says."))(changing.edit)
app.command("attach", cls=ChangeVerb, help=N_("Keep photographs or files with a hazard."))(changing.attach)
app.command("assign", cls=ChangeVerb, help=N_("Say who rectifies it, how, and by when."))(steps.assign)
app.command("rectify", cls=ChangeVerb, help=N_("Report that it has been rectified."))(steps.rectify)
app.command("verify", cls=ChangeVerb, help=N_("Verify the rectification; passing closes a general hazard."))(
    steps.verify
)
app.command("close", cls=ChangeVerb, help=N_("Strike a verified major hazard off: the group's own act."))(
    steps.close
)
app.command("extend", cls=ChangeVerb, help=N_("Give a general hazard a later deadline, with a reason."))(
    steps.extend
)
app.command(
    "defer", cls=ChangeVerb, help=N_("Defer a major hazard that outside causes hold up, with precautions.")
)(steps.defer)
app.command("escalate", cls=ChangeVerb, help=N_("Ask the group or an authority above for help."))(
    steps.escalate
)
app.command("reopen", cls=ChangeVerb, help=N_("Take up a closed hazard again."))(steps.reopen)
app.command(
    "void", cls=ChangeVerb, help=N_("Declare that a record is no hazard; its number is not used again.")
)(steps.void)
app.command("upload", cls=ChangeVerb, help=N_("Mark hazards as entered in the province's platform."))(
    steps.upload
)
app.command("import", cls=ChangeVerb, help=N_("Read a ledger that a school keeps in a workbook."))(
    files.import_
)
app.command("template", cls=Verb, help=N_("Write an empty ledger to fill in, with drop-downs."))(
    files.template
)
app.command("common", cls=ListVerb, help=N_("The same trouble at several campuses."))(asking.common)
app.command("export", cls=Verb, help=N_("Write hazards to a file: .xlsx, .csv or .json."))(files.export)
