"""``safetyctl waive``: excuses one duty, or takes that back."""

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from safetyctl.cli.desk import changing
from safetyctl.cli.here import Here
from safetyctl.cli.output import emit
from safetyctl.cli.verb import ChangeVerb, examples
from safetyctl.cli.words import acknowledged
from safetyctl.ground.catalogue import N_, _

if TYPE_CHECKING:
    from safetyctl.records.waivers import WaiverView

app = typer.Typer()


@app.command("waive", cls=ChangeVerb, help=N_("Excuse one duty from the day in force on, or take that back."))
@examples(
    "safetyctl waive monthly-drill/2020-02-29/东校区 --reason 延期开学 --by 李四",
    "safetyctl waive monthly-drill/2020-02-29/东校区 --revoke --reason 已补演 --by 李四",
)
def waive(
    ctx: typer.Context,
    duty: Annotated[
        str, typer.Argument(metavar=N_("DUTY-ID"), help=N_("The duty, as in: safetyctl campaign check."))
    ],
    reason: Annotated[str, typer.Option(metavar=N_("TEXT"), help=N_("Why."))],
    by: Annotated[str, typer.Option(metavar=N_("NAME"), help=N_("Who decided it."))],
    revoke: Annotated[
        bool, typer.Option("--revoke", help=N_("Take the waiver back: it is owed again."))
    ] = False,
) -> None:
    """Excuse one duty, or take that back."""
    from safetyctl.records import waivers
    from safetyctl.records.deadlines import judged, owed_by_id

    here: Here = ctx.obj
    named = duty.strip()
    with changing(here) as desk:
        if not revoke:
            plan, owed = owed_by_id(desk.tx, desk.plan, desk.day, named)
            found = judged(desk.tx, plan, desk.day, until=owed.due)
            standing = next((one for one in found if one.owed.id == owed.id), None)
            made = waivers.waive(desk.tx, owed, standing, desk.campuses, reason, by)
        else:
            if waivers.in_force(desk.tx, named) is None:
                # an id that names nothing is told with the nearest
                owed_by_id(desk.tx, desk.plan, desk.day, named)
            made = waivers.revoke(desk.tx, named, reason, by)
        desk.answer(partial(_tell, here, made))


def _tell(here: Here, made: "WaiverView") -> None:
    if here.json:
        emit(made)
    if made.revoked_on is None:
        what = _("{duty} is waived from {day} on ({ref}).").format(duty=made.duty, day=made.on, ref=made.id)
    else:
        what = _("{duty} is owed again from {day} on ({ref}).").format(
            duty=made.duty, day=made.revoked_on, ref=made.id
        )
    acknowledged(here, what, "safetyctl campaign check")
