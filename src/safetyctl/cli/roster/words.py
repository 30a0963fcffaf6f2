"""Words of the roster's commands: a holiday as people name it, a line as they see it."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated

import typer

from safetyctl.cli.desk import Desk, asking
from safetyctl.cli.here import Here
from safetyctl.cli.table import Shown
from safetyctl.cli.values import day, one_of
from safetyctl.ground.catalogue import N_, _
from safetyctl.ground.errors import BadInput, NotFound
from safetyctl.ground.text import visible
from safetyctl.plan.holiday_names import called
from safetyctl.records.rosters import (
    LINE_FIELDS,
    Holiday,
    holiday_with,
    holidays,
    names,
)

WhichHoliday = Annotated[
    str | None,
    typer.Option(
        "--holiday",
        metavar=N_("HOLIDAY"),
        help=N_("The holiday: its name, its first day, or its duty's id."),
    ),
]
WhichCampus = Annotated[str | None, typer.Option("--campus", help=N_("The campus."))]
Time = Annotated[
    str | None,
    typer.Option(metavar="08:00-17:00", help=N_("From when to when; an end before it is the next day.")),
]
Telephone = Annotated[
    str | None,
    typer.Option(metavar=N_("NO"), help=N_("Their telephone; that of the list of people otherwise.")),
]
Note = Annotated[str | None, typer.Option(metavar=N_("TEXT"), help=N_("Anything else worth keeping."))]

COLUMNS = (
    Shown("line", LINE_FIELDS["line"], right=True),
    Shown("day", LINE_FIELDS["day"]),
    Shown("shift", LINE_FIELDS["shift"]),
    Shown(
        "starts", LINE_FIELDS["starts"], say=lambda one: f"{one.starts}-{one.ends}" if one.starts else None
    ),
    Shown("person", LINE_FIELDS["person"]),
    Shown("telephone", LINE_FIELDS["telephone"]),
    Shown("note", LINE_FIELDS["note"], fold=True, spare=True),
)
"""A line for a person; those that are only read yet have no number."""


def holiday_names(here: Here) -> Mapping[str, str]:
    """The holidays to choose from, by their first day."""
    with asking(here) as desk:
        found = holidays(desk.plan)
    return {
        one.period.start.isoformat(): f"{names(one.codes)} {one.period.start} – {one.period.last}"
        for one in found
    }


def which_holiday(
    here: Here, desk: Desk, text: str, campus: str | None = None, around: date | None = None
) -> Holiday:
    """The holiday that a person named: its code or name, a day of it or its eve, or the id of the duty.

    A name means the one nearest to ``around``, or to the day in force.

    Raises NotFound with the nearest names and the list.
    """
    found = holidays(desk.plan)
    if not found:
        raise BadInput(_("The plan asks for no roster."), hint=_("See: safetyctl campaign show"))
    said = text.strip()
    by_id = {one.duty_id(place): (one, place) for one in found for place in desk.campuses}
    if said in by_id:
        meant, place = by_id[said]
        if campus not in (None, place):
            raise BadInput(
                _("{duty} is the duty of another campus than {campus}.").format(duty=said, campus=campus)
            )
        return meant
    if re.match(r"[0-9+-]|.*[月日号]", said):
        wanted = day(said, here.as_of)
        near = [one for one in found if wanted in (one.period.start, one.named)]
        near += [one for one in found if one.period.covers(wanted)]
        if near:
            return near[0]
        raise _no_holiday(said, found)
    by_name = {names([code]): code for one in found for code in one.codes}
    known = {name: (name, code, *called(code)) for name, code in by_name.items()}
    try:
        code = by_name[one_of(said, known, _("holiday"))]
    except NotFound as error:
        hint = error.hint or ""
        # where nothing is near, the hint lists what the days list anyway
        close = [] if all(name in hint for name in known) else [hint]
        raise NotFound(error.sentence, hint=" ".join([*close, _its_days(found)])) from None
    return holiday_with(found, [code], around or here.as_of)


def _no_holiday(text: str, found: list[Holiday]) -> NotFound:
    return NotFound(
        _('No holiday with a roster has the day "{text}".').format(text=visible(text)), hint=_its_days(found)
    )


def _its_days(found: list[Holiday]) -> str:
    return _("There are: {names}").format(
        names=_("; ").join(f"{names(one.codes)} {one.period.start}" for one in found)
    )
