"""Whether the parts of a plan fit each other: what each part alone cannot know."""

import re
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from safetyctl.ground.catalogue import _
from safetyctl.plan.lines import Path
from safetyctl.plan.model import (
    Area,
    CalendarMonth,
    Duty,
    Event,
    MonthlyDay,
    Once,
    Organisation,
    Period,
    Phase,
    Plan,
    Reading,
    Rule,
    Weekly,
    Window,
)
from safetyctl.plan.tables import Fault, nearest, unique

_READING = re.compile(r"A([1-9]|1[0-9]|20)")
_REQUIREMENT = re.compile(r"R([1-9]|1[0-9]|2[01])")
_ITEM = re.compile(r"\d{2,3}")
_LONGEST = timedelta(days=5 * 366)
_UNDERSTOOD = {"A2": ("inclusive", "exclusive"), "A4": ("stands", "previous-workday")}
"""The readings whose ways the program itself knows; the others name ranges of the plan's own."""


def check_plan(plan: Plan) -> None:
    """Raises Fault for the first thing that does not fit the rest."""
    if plan.end - plan.start > _LONGEST:
        raise Fault(("end",), _("A campaign lasts 5 years at most."))
    _campuses(plan.campuses)
    _phases(plan)
    _unique(("milestone",), (one.code for one in plan.milestones))
    for place, milestone in enumerate(plan.milestones):
        _inside(plan, milestone.due, ("milestone", place, "due"))
    _unique(("term",), (one.code for one in plan.terms))
    readings = _readings(plan.readings)
    _way(
        readings,
        plan.week.choose,
        ("week", "choose"),
        (choice for choice, _first in plan.week.firsts),
        "first",
    )
    _unique(("duty",), (one.code for one in plan.duties))
    for place, duty in enumerate(plan.duties):
        _duty(plan, duty, readings, ("duty", place))
    _areas(plan.areas)


def check_organisation(organisation: Organisation) -> None:
    """Raises Fault for a role that is there twice."""
    _unique(("role",), (one.code for one in organisation.roles))


def _unique(path: Path, codes: Iterable[str], key: str = "code") -> None:
    seen: dict[str, Path] = {}
    for place, code in enumerate(codes):
        unique(seen, code, (*path, place, key))


def _campuses(campuses: tuple[str, ...]) -> None:
    for place, name in enumerate(campuses):
        if name == "*":
            raise Fault(("campuses", place), _("A campus cannot be called *: that stands for the group."))


def _phases(plan: Plan) -> None:
    if not plan.phases:
        raise Fault(("phase",), _("The plan has no phase."))
    before: Phase | None = None
    for place, phase in enumerate(plan.phases):
        path = ("phase", place)
        if phase.number != place + 1:
            raise Fault((*path, "number"), _("The phases must be numbered 1, 2, 3 … in this order."))
        if before is not None and phase.start < before.end:
            sentence = _("Phase {number} begins before phase {before} has ended.")
            raise Fault(
                (*path, "start"),
                sentence.format(number=phase.number, before=before.number),
                ("phase", place - 1, "end"),
            )
        _inside(plan, phase.start, (*path, "start"))
        _inside(plan, phase.last, (*path, "end"))
        before = phase


def _inside(plan: Plan, day: date, path: Path) -> None:
    if not plan.start <= day < plan.end:
        sentence = _("{day} lies outside the campaign ({start} to {end}).")
        raise Fault(path, sentence.format(day=day, start=plan.start, end=plan.last))


def _span_inside(plan: Plan, span: Period, path: Path) -> None:
    _inside(plan, span.start, (*path, 0))
    _inside(plan, span.last, (*path, 1))


def _readings(readings: tuple[Reading, ...]) -> dict[str, Reading]:
    for place, one in enumerate(readings):
        if not _READING.fullmatch(one.id):
            sentence = _("{value} is not a reading: they are A1 to A20.").format(value=one.id)
            raise Fault(("reading", place, "id"), sentence)
        for way, choice in enumerate(one.choices):
            known = _UNDERSTOOD.get(one.id, one.choices)
            if choice not in known:
                sentence = _("{key} cannot be {value}.").format(key=one.id, value=choice)
                raise Fault(("reading", place, "choices", way), sentence + " " + nearest(choice, known))
    _unique(("reading",), (one.id for one in readings), "id")
    return {one.id: one for one in readings}


def _known(readings: Collection[str], reading: str, path: Path) -> None:
    if reading not in readings:
        sentence = _("There is no reading {value} in this plan.").format(value=reading)
        raise Fault(path, sentence + " " + nearest(reading, readings))


def _way(readings: dict[str, Reading], reading: str, path: Path, ways: Iterable[str], key: str) -> None:
    """Each choice of the reading has its entry in the table ``key`` beside ``path``, and no entry is another's."""
    _known(readings, reading, path)
    found = tuple(ways)
    table = (*path[:-1], key)
    for choice in readings[reading].choices:
        if choice not in found:
            sentence = _("There is no entry for the choice {value} of the reading {reading}.")
            raise Fault(table, sentence.format(value=choice, reading=reading))
    for way in found:
        if way not in readings[reading].choices:
            sentence = _("{value} is not a choice of the reading {reading}.").format(
                value=way, reading=reading
            )
            raise Fault((*table, way), sentence + " " + nearest(way, readings[reading].choices))


def _duty(plan: Plan, duty: Duty, readings: dict[str, Reading], path: Path) -> None:
    if not _REQUIREMENT.fullmatch(duty.requirement):
        sentence = _("{value} is not a requirement: they are R1 to R21.").format(value=duty.requirement)
        raise Fault((*path, "requirement"), sentence)
    for place, reading in enumerate(duty.readings):
        _known(readings, reading, (*path, "readings", place))
    rule, at = duty.rule, (*path, "rule")
    if isinstance(rule, Weekly | MonthlyDay | CalendarMonth):
        _way(readings, rule.choose, (*at, "choose"), (choice for choice, _span in rule.between), "between")
        for choice, span in rule.between:
            _span_inside(plan, span, (*at, "between", choice))
    if isinstance(rule, Weekly):
        _known(readings, "A4", at)
    if isinstance(rule, MonthlyDay | Once) and rule.before:
        _known(readings, "A2", (*at, "before"))
    _days(plan, rule, at)


def _days(plan: Plan, rule: Rule, at: Path) -> None:
    if isinstance(rule, Once):
        _inside(plan, rule.due, (*at, "due"))
        if rule.opens > rule.due:
            raise Fault((*at, "opens"), _("It opens after it is due."), (*at, "due"))
    elif isinstance(rule, Window):
        _span_inside(plan, rule.covers, (*at, "covers"))
    elif isinstance(rule, Event) and rule.hours is not None and not rule.to:
        raise Fault((*at, "hours"), _("A limit of hours needs the offices to report to: the key to."))


def _areas(areas: tuple[Area, ...]) -> None:
    if not areas:
        raise Fault(("area",), _("The plan has no focus area."))
    _unique(("area",), (one.code for one in areas))
    for place, area in enumerate(areas):
        path = ("area", place, "items")
        for number, item in enumerate(area.items):
            head, _dot, tail = item.code.partition(".")
            if head != area.code or not _ITEM.fullmatch(tail):
                sentence = _(
                    "The check item {value} stands in the area {area}: its code must be like {area}.01."
                )
                raise Fault((*path, number, "code"), sentence.format(value=item.code, area=area.code))
        _unique(path, (item.code for item in area.items))
