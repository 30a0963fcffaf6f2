"""The notice to a campus after an inspection (反馈, R5): what was found, who rectifies, by when; always Chinese."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from safetyctl.ground.catalogue import _, listed, using
from safetyctl.ground.text import one_line
from safetyctl.ledger.connection import Asks
from safetyctl.ledger.words import INSPECTION_KIND_LABELS, InspectionKind, Level
from safetyctl.plan.model import Plan
from safetyctl.records.inspections import InspectionView, items, not_looked_at, without_items
from safetyctl.records.views import HazardFilter, HazardView, hazards
from safetyctl.reports.drawn.paper import Paper
from safetyctl.reports.facts.wording import clauses, located, long_day, phrase, short_day

_TEXT = 60


class Seen(NamedTuple):
    """A hazard of an inspection, with what its check item is called and what was seen of it."""

    hazard: HazardView
    item: str | None
    note: str | None


class Notice(NamedTuple):
    """What a campus is told of a finished inspection on ``day``; ``missing`` names what was not looked at.

    ``unit`` is who inspected and signs: the group, or the campus itself.
    """

    unit: str
    day: date
    view: InspectionView
    areas: tuple[str, ...]
    missing: tuple[str, ...]
    hazards: tuple[Seen, ...]


def notice(asks: Asks, plan: Plan, day: date, view: InspectionView) -> Notice:
    """Gather the notice of an inspection; ``plan`` is the one that it began with.

    Raises Refused for one without check items: that it found no hazard is more than the ledger knows.
    """
    if not view.has_items:
        raise without_items(view.id)
    names = {area.code: area.name.zh for area in plan.areas}
    titles = {item.code: item.title.zh for area in plan.areas for item in area.items}
    numbers = tuple(int(ref[1:]) for ref in view.hazards)
    found = hazards(asks, day, HazardFilter(numbers=numbers)) if numbers else []
    every = items(asks, day, view.uid)
    codes = not_looked_at((one.area, one.item, one.result) for one in every)
    of = {one.hazard: one for one in every if one.hazard}
    return Notice(
        unit=plan.organisation.name.zh if view.kind == InspectionKind.GROUP else view.campus,
        day=day,
        view=view,
        areas=tuple(names.get(area.area, area.area) for area in view.areas),
        missing=tuple(names.get(code) or titles.get(code, code) for code in codes),
        hazards=tuple(Seen(one, titles.get(of[one.id].item), of[one.id].note) for one in found),
    )


def write_notice(told: Notice) -> bytes:
    """The notice as .docx."""
    with using("zh"):
        title = _("Notice of what an inspection found")
        paper = Paper()
        paper.title(title)
        paper.subtitle(_("({ref}, {kind})").format(ref=told.view.id, kind=_kind(told)))
        addressee = _("To those who answer for it at {campus}:") if _is_own(told) else _("To {campus}:")
        paper.addressee(addressee.format(campus=one_line(told.view.campus)))
        paper.body(_what_was_done(told))
        if told.missing:
            paper.body(_("Not looked at this time: {areas}.").format(areas=listed(list(told.missing))))
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


def _is_own(told: Notice) -> bool:
    """Whether the campus inspected itself."""
    return told.view.kind != InspectionKind.GROUP


def _what_was_done(told: Notice) -> str:
    view = told.view
    assert view.finished_on is not None
    if view.finished_on == view.started_on:
        when = long_day(view.started_on)
    else:
        when = _("{first} to {last}").format(
            first=long_day(view.started_on), last=short_day(view.finished_on, view.started_on)
        )
    done = _("{kind} of its own campus by {who}") if _is_own(told) else _("{kind} by {who}")
    who = phrase(view.persons, _TEXT) or one_line(told.unit)
    return _("{when}: {what}.").format(
        when=when,
        what=clauses(
            [
                done.format(kind=_kind(told), who=who),
                _("zones: {zones}").format(zones=phrase(view.zones, _TEXT)) if view.zones else "",
                _("areas: {areas}").format(areas=listed(list(told.areas))),
                _("{n} items looked at").format(n=view.passed + view.failed + view.na),
                _("{n} passed").format(n=view.passed),
                _("{n} failed").format(n=view.failed),
                _("{n} not applicable").format(n=view.na) if view.na else "",
            ]
        ),
    )


def _table(paper: Paper, found: Sequence[Seen]) -> None:
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
            _what(seen),
            phrase(one.measure, _TEXT) or _("the campus settles it"),
            phrase(one.responsible, 20) or _("the campus names somebody"),
            one.due.isoformat() if one.due else _("the campus sets a day"),
        ]
        for seen in found
        for one in (seen.hazard,)
    ]
    paper.table(headings, rows, (1.4, 4.0, 3.0, 1.9, 1.9), left=(1, 2))


def _what(seen: Seen) -> str:
    one = seen.hazard
    said = located(one.location, phrase(one.title, _TEXT))
    if one.level == Level.MAJOR:
        said = _("[major] {what}").format(what=said)
    note = phrase(seen.note, _TEXT)
    item = _("check item: {item}").format(item=phrase(seen.item, _TEXT)) if seen.item else ""
    more = [item, _("seen: {note}").format(note=note) if note and note != phrase(one.title, _TEXT) else ""]
    about = _("; ").join(part for part in more if part)
    return _("{text} ({more})").format(text=said, more=about) if about else said
