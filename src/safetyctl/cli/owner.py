"""Whose a record is: a campus's, or with ``--group`` (or ``--campus *``) the group's own."""

from typing import Annotated

import typer

from safetyctl.cli.desk import Desk, asking
from safetyctl.cli.here import Here
from safetyctl.ground.catalogue import N_, _
from safetyctl.ground.errors import BadInput
from safetyctl.plan.deadlines import GROUP


def _campus_or_group(ctx: typer.Context, value: str | None) -> str | None:
    if not ctx.params.get("group"):
        return value
    if value not in (None, GROUP):
        raise BadInput(_("--campus and --group are two owners."), hint=_("Give one of them."))
    return GROUP


Campus = Annotated[
    str | None, typer.Option(help=N_("The campus; * for the group's own."), callback=_campus_or_group)
]
Group = Annotated[bool, typer.Option("--group", is_eager=True, help=N_("It is the group's own."))]
Only = Annotated[str | None, typer.Option(help=N_("Only this campus; * for the group."))]


def owners(here: Here) -> dict[str, str]:
    """The campuses and the group, to choose from."""
    with asking(here) as desk:
        return {name: name for name in desk.campuses} | {GROUP: _("the group")}


def uid(desk: Desk, campus: str) -> str | None:
    """The uid of a campus that a person named; None for the group. Raises NotFound with the nearest names."""
    return None if campus == GROUP else desk.campuses[desk.campus(campus)]


def only(desk: Desk, campus: str | None) -> str | None:
    """The campus (or ``*``) that a list is narrowed to. Raises NotFound with the nearest names."""
    return campus if campus in (None, GROUP) else desk.campus(str(campus))
