"""Words that several nouns share: a day that may be left out, an area's name, what was changed."""

from collections.abc import Sequence
from datetime import date

from safetyctl.cli.desk import Desk
from safetyctl.cli.here import Here
from safetyctl.cli.output import said
from safetyctl.cli.values import day
from safetyctl.ground.catalogue import _, language, listed
from safetyctl.ground.limits import YEARS

_IN_FULL = 3  # names that a line holds
ASKED_FROM = 3  # a command that touches so many records shows them first and asks


def maybe_day(here: Here, text: str | None, years: range = YEARS) -> date | None:
    """A day that may be left out. Raises BadInput."""
    return None if text is None else day(text, here.as_of, years)


def area_names(desk: Desk) -> dict[str | None, str]:
    """What areas and check items are called, by code, in the language in use; an item with its code."""
    lang = language()
    names: dict[str | None, str] = {area.code: area.name.said(lang) for area in desk.plan.areas}
    names.update(
        (item.code, f"{item.code} {item.title.said(lang)}") for area in desk.plan.areas for item in area.items
    )
    return names


def in_brief(names: Sequence[str]) -> str:
    """A few names in full, many by the first and the last."""
    return listed(names) if len(names) <= _IN_FULL else f"{names[0]} … {names[-1]}"


def acknowledged(here: Here, what: str, following: str | None = None) -> None:
    """Say what was changed, or on ``--dry-run`` what would be."""
    if here.dry_run:
        said(here, _("{what} (a dry run: nothing was changed)").format(what=what))
    else:
        said(here, what, following)
