"""The form that is carried round on an inspection (排查检查表): its columns, its head, and what stands in it.

One tuple of columns serves the printed form and the reading of a filled one.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from safetyctl.ground.catalogue import N_
from safetyctl.ledger.words import ItemResult
from safetyctl.plan.model import Plan
from safetyctl.records.columns import Column
from safetyctl.records.inspections import InspectionView

COLUMNS = (
    Column("item", N_("Item no."), 12, core=True),
    Column("title", N_("What to look at"), 18, core=True),
    Column("passing", N_("What passing looks like"), 29, core=True),
    Column("pass", N_("Passed"), 7, core=True),
    Column("fail", N_("Failed"), 7, core=True),
    Column("na", N_("Not applicable"), 7, core=True),
    Column("location", N_("Where exactly"), 14),
    Column("note", N_("What was seen (needed where it failed)"), 27),
    Column("responsible", N_("Who rectifies"), 10),
    Column("due", N_("Rectified by"), 11, kind="date"),
)
BOXES = {"pass": ItemResult.PASS, "fail": ItemResult.FAIL, "na": ItemResult.NA}
"""The columns to tick, with the result that a tick means."""
HEAD = {
    "campus": N_("Campus"),
    "inspection": N_("Inspection no."),
    "kind": N_("Kind"),
    "day": N_("Day of inspection"),
    "zones": N_("Zones"),
    "persons": N_("Inspectors"),
}
"""What the head of the form says, by label."""
TICK = "√"


class Mark(NamedTuple):
    """What a filled line says of its check item, with the sheet and row where it stands."""

    item: str
    result: ItemResult
    note: str | None
    location: str | None
    responsible: str | None
    due: date | None
    sheet: str
    row: int


class Line(NamedTuple):
    """A check item to look at, in Chinese: its code, what it is, and what passing looks like."""

    item: str
    title: str
    passing: str


class Page(NamedTuple):
    """An area of the form: its code and name, and the lines to look at; an area without items is one line."""

    area: str
    name: str
    lines: tuple[Line, ...]


class Checklist(NamedTuple):
    """A form to carry round; what is None is left to be written in."""

    unit: str
    campaign_start: date
    campuses: tuple[str, ...]
    campus: str | None
    inspection: str | None
    kind: str | None
    zones: str | None
    persons: str | None
    pages: tuple[Page, ...]


def blank(
    plan: Plan,
    campuses: Sequence[str],
    chosen: Sequence[tuple[str, str]],
    view: InspectionView | None = None,
    campus: str | None = None,
) -> Checklist:
    """The blank form for the check items that were chosen (area and item), of an inspection where there is one."""
    names = {area.code: area.name.zh for area in plan.areas}
    pages = [
        Page(
            area,
            names.get(area, area),
            tuple(_line(plan, names, item) for of, item in chosen if of == area),
        )
        for area in dict.fromkeys(area for area, _item in chosen)
    ]
    return Checklist(
        unit=plan.organisation.name.zh,
        campaign_start=plan.start,
        campuses=tuple(campuses),
        campus=view.campus if view else campus,
        inspection=view.id if view else None,
        kind=view.kind if view else None,
        zones=view.zones if view else None,
        persons=view.persons if view else None,
        pages=tuple(pages),
    )


def _line(plan: Plan, names: dict[str, str], code: str) -> Line:
    item = plan.item(code)
    if item is None:
        return Line(code, names.get(code, code), "")
    return Line(code, item.title.zh, item.passing.zh)
