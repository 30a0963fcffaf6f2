"""The notice to a campus after an inspection (反馈, R5): what was found, who rectifies, by when; always Chinese."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from safetyctl.ground.catalogue import _, using
from safetyctl.ground.text import one_line
from safetyctl.ledger.connection import Asks
from safetyctl.ledger.words import INSPECTION_KIND_LABELS, InspectionKind, Level
from safetyctl.plan.model import Plan
from safetyctl.records.inspections import InspectionView, items, not_looked_at
from safetyctl.records.views import HazardFilter, HazardView, hazards
from safetyctl.reports.paper import Paper
from safetyctl.reports.wording import clauses, joined, level_word, long_day, phrase, short_day

_TEXT = 60


class Notice(NamedTuple):
    """What a campus is told of a finished inspection on ``day``; ``missing`` names what was not looked at."""

    unit: str
    day: date
    view: InspectionView
    areas: tuple[str, ...]
    missing: tuple[str, ...]
    hazards: tuple[HazardView, ...]


def notice(asks: Asks, plan: Plan, day: date, view: InspectionView) -> Notice:
    """Gather the notice of an inspection; ``plan`` is the one that it began with."""
    names = {area.code: area.name.zh for area in plan.areas}
    titles = {item.code: item.title.zh for area in plan.areas for item in area.items}
    numbers = tuple(int(ref[1:]) for ref in view.hazards)
    found = hazards(asks, day, HazardFilter(numbers=numbers)) if numbers else []
    codes = not_looked_at((one.area, one.item, one.result) for one in items(asks, day, view.uid))
    return Notice(
        unit=plan.organisation.name.zh,
        day=day,
        view=view,
        areas=tuple(names.get(area.area, area.area) for area in view.areas),
        missing=tuple(names.get(code) or titles.get(code, code) for code in codes),
        hazards=tuple(found),
    )


def write_notice(told: Notice) -> bytes:
    """The notice as .docx."""
    with using("zh"):
        title = _("Notice of what an inspection found")
        paper = Paper()
        paper.title(title)
        paper.subtitle(_("({ref}, {kind})").format(ref=told.view.id, kind=_kind(told)))
        paper.addressee(_("To {campus}:").format(campus=one_line(told.view.campus)))
        paper.body(_what_was_done(told))
        if told.missing:
            paper.body(_("Not looked at this time: {areas}.").format(areas=joined(list(told.missing))))
        if told.hazards:
            paper.body(_("The hazards found, who rectifies them, and by when:"))
            _table(paper, told.hazards)
            paper.body(
                _(
                    "Please rectify each by its day, and ask for it to be verified; where that cannot be kept, say so"
                    " and why before the day, and take precautions meanwhile."
                )
            )
        else:
            paper.body(_("No hazard was found."))
        paper.signature(one_line(told.unit), long_day(told.day))
        return paper.written(title=title, creator=told.unit, day=told.day)


def _kind(told: Notice) -> str:
    return _(INSPECTION_KIND_LABELS[InspectionKind(told.view.kind)])


def _what_was_done(told: Notice) -> str:
    view = told.view
    assert view.finished_on is not None
    if view.finished_on == view.started_on:
        when = long_day(view.started_on)
    else:
        when = _("{first} to {last}").format(
            first=long_day(view.started_on), last=short_day(view.finished_on, view.started_on)
        )
    who = (
        _("{kind} by {who}").format(kind=_kind(told), who=phrase(view.persons, _TEXT)) if view.persons else ""
    )
    return _("{when}: {what}.").format(
        when=when,
        what=clauses(
            [
                who or _kind(told),
                _("zones: {zones}").format(zones=phrase(view.zones, _TEXT)) if view.zones else "",
                _("areas: {areas}").format(areas=joined(list(told.areas))),
                _("{n} items looked at").format(n=view.passed + view.failed + view.na),
                _("{n} passed").format(n=view.passed),
                _("{n} failed").format(n=view.failed),
                _("{n} not applicable").format(n=view.na) if view.na else "",
            ]
        ),
    )


def _table(paper: Paper, found: Sequence[HazardView]) -> None:
    headings = [
        _("number"),
        _("place and hazard"),
        _("what is to be done"),
        _("responsible"),
        _("deadline"),
    ]
    rows = [
        [
            one.id,
            _what(one),
            phrase(one.measure, _TEXT) or _("the campus settles it"),
            phrase(one.responsible, 20) or _("the campus names somebody"),
            one.due.isoformat() if one.due else _("the campus sets a day"),
        ]
        for one in found
    ]
    paper.table(headings, rows, (1.4, 4.0, 3.0, 1.9, 1.9), left=(1, 2))


def _what(one: HazardView) -> str:
    said = phrase(one.title, _TEXT)
    if one.location:
        said = _("{place}: {title}").format(place=phrase(one.location, 30), title=said)
    return f"[{level_word(one.level)}] {said}" if one.level == Level.MAJOR else said
