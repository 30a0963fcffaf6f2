"""Words that several nouns share: a day that may be left out, an area's name, what was changed."""

from datetime import date

from safetyctl.cli.desk import Desk
from safetyctl.cli.here import Here
from safetyctl.cli.output import said
from safetyctl.cli.values import day
from safetyctl.ground.catalogue import _, language


def maybe_day(here: Here, text: str | None) -> date | None:
    """A day that may be left out. Raises BadInput."""
    return None if text is None else day(text, here.as_of)


def area_words(desk: Desk, code: str | None) -> str | None:
    """An area or check item by name, in the language in use."""
    if code is None:
        return None
    item = desk.plan.item(code)
    if item is not None:
        return f"{code} {item.title.said(language())}"
    area = desk.plan.area(code)
    return area.name.said(language()) if area else code


def acknowledged(here: Here, what: str, following: str | None = None) -> None:
    """Say what was changed, or on ``--dry-run`` what would be."""
    if here.dry_run:
        said(here, _("{what} (a dry run: nothing was changed)").format(what=what))
    else:
        said(here, what, following)
