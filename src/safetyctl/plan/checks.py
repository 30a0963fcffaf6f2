"""Whether the parts of a plan fit each other: what each part alone cannot know."""

import re
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from safetyctl.ground.catalogue import _
from safetyctl.plan.deadlines import is_running
from safetyctl.plan.layout import rule_of, unannounced
from safetyctl.plan.lines import Path
from safetyctl.plan.model import (
    Area,
    BeforeHoliday,
    CalendarMonth,
    Choices,
    Days,
    Duty,
    Either,
    Event,
    Milestone,
    MonthlyDay,
    Once,
    Organisation,
    Period,
    Phase,
    Plan,
    Reading,
    Recurring,
    Rule,
    Running,
    Weekly,
    Window,
)
from safetyctl.plan.tables import Fault, nearest, unique

_READING = re.compile(r"A([1-9]|1[0-9]|20)")
_REQUIREMENT = re.compile(r"R([1-9]|1[0-9]|2[01])")
_ITEM = re.compile(r"\d{2,3}")
_LONGEST = timedelta(days=5 * 366)
_UNDERSTOOD = {
    "A2": ("inclusive", "exclusive"),
    "A4": ("stands", "previous-workday"),
    "A5": ("five-days-to-eve", "five-workdays-to-eve"),
    "A7": ("every-month", "not-in-vacation"),
    "A8": ("school-knew", "occurred"),
    "A11": ("final-calendar", "first-announced"),
    "A12": ("in-summary", "own-report"),
    "A13": ("exactly-two-within", "under-two"),
    "A14": ("first-announcement", "no-supplement"),
    "A19": ("state-definition", "no-allowance"),
}
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
    _way(readings, plan.week.choose, ("week", "first"), (choice for choice, _first in plan.week.firsts))
    for place, milestone in enumerate(plan.milestones):
        _ranges(readings, milestone.choose, milestone.between, ("milestone", place))
        _settles(plan, milestone, ("milestone", place))
    _known(readings, "A19", ("allowance",))
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
    _unique(("reading",), (one.id for one in readings), "id")
    for place, one in enumerate(readings):
        if not _READING.fullmatch(one.id):
            sentence = _("{value} is not a reading: they are A1 to A20.").format(value=one.id)
            raise Fault(("reading", place, "id"), sentence)
        for way, choice in enumerate(one.choices):
            known = _UNDERSTOOD.get(one.id, one.choices)
            if choice not in known:
                sentence = _("{key} cannot be {value}.").format(key=one.id, value=choice)
                raise Fault(("reading", place, "choices", way), sentence + " " + nearest(choice, known))
        for named, _text in one.ways:
            if named not in one.choices:
                sentence = _("{value} is not a choice of the reading {reading}.")
                raise Fault(
                    ("reading", place, "ways", named),
                    sentence.format(value=named, reading=one.id) + " " + nearest(named, one.choices),
                )
    return {one.id: one for one in readings}


def _known(readings: Collection[str], reading: str, path: Path) -> None:
    if reading not in readings:
        sentence = _("There is no reading {value} in this plan.").format(value=reading)
        raise Fault(path, sentence + " " + nearest(reading, readings))


def _ranges(readings: dict[str, Reading], choose: tuple[str, ...], between: Choices, at: Path) -> None:
    """Every choice of the readings has its range, and there is no other."""
    for reading in choose:
        _known(readings, reading, (*at, "choose"))
    every = {choice: reading for reading in choose for choice in readings[reading].choices}
    for reading in choose:
        mine = (way for way, _span in between if every.get(way, reading) == reading)
        _way(readings, reading, (*at, "between"), mine)


def _settles(plan: Plan, milestone: Milestone, at: Path) -> None:
    """The duty of the milestone's code is there, and due on its day."""
    codes = [duty.code for duty in plan.duties]
    if milestone.code not in codes:
        sentence = _("There is no duty {value} that this milestone settles.").format(value=milestone.code)
        raise Fault((*at, "code"), sentence + " " + nearest(milestone.code, codes))
    place = codes.index(milestone.code)
    rule = plan.duties[place].rule
    if isinstance(rule, Window) and rule.covers.last != milestone.due:
        sentence = _("The milestone is due on {due}, its duty on {other}.")
        raise Fault(
            (*at, "due"), sentence.format(due=milestone.due, other=rule.covers.last), ("duty", place, "rule")
        )


def _way(readings: dict[str, Reading], reading: str, table: Path, ways: Iterable[str]) -> None:
    """Each choice of the reading has its entry in the table, and no entry is another's."""
    _known(readings, reading, (*table[:-1], "choose"))
    found = tuple(ways)
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
    categories = [one.code for one in plan.archive]
    for place, category in enumerate(duty.of if duty.evidence == "documents" and categories else ()):
        if category not in categories:
            sentence = _("There is no category {value} in the archive of this plan.").format(value=category)
            raise Fault((*path, "of", place), sentence + " " + nearest(category, categories))
    if duty.cited is not None:
        _way(readings, duty.cited.choose, (*path, "clause"), (way for way, _clause in duty.cited.ways))
    _rule(plan, duty.rule, readings, (*path, "rule"))


def _rule(plan: Plan, rule: Rule, readings: dict[str, Reading], at: Path) -> None:
    if isinstance(rule, Weekly | MonthlyDay | CalendarMonth):
        _ranges(readings, rule.choose, rule.between, at)
        for choice, span in rule.between:
            _span_inside(plan, span, (*at, "between", choice))
    if isinstance(rule, Weekly):
        _known(readings, "A4", at)
        if rule.rest:
            _known(readings, rule.rest, (*at, "rest"))
    if isinstance(rule, MonthlyDay | Once) and rule.before:
        _known(readings, "A2", (*at, "before"))
    if isinstance(rule, Event) and rule.hours is not None:
        for reading in ("A8", "A13"):
            _known(readings, reading, (*at, "hours"))
    if isinstance(rule, BeforeHoliday) and rule.choose:
        _way(readings, rule.choose, (*at, "holidays"), (way for way, _holidays in rule.holidays))
    if isinstance(rule, Either):
        _way(readings, rule.choose, (*at, "ways"), (way for way, _rule in rule.ways))
        for way, one in rule.ways:
            _rule(plan, one, readings, (*at, "ways", way))
    _days(plan, rule, at)


def _days(plan: Plan, rule: Rule, at: Path) -> None:
    if isinstance(rule, Once):
        _inside(plan, rule.due, (*at, "due"))
        if rule.opens > rule.due:
            raise Fault((*at, "opens"), _("It opens after it is due."), (*at, "due"))
    elif isinstance(rule, Window):
        _span_inside(plan, rule.covers, (*at, "covers"))
    elif isinstance(rule, Recurring):
        _span_inside(plan, rule.between, (*at, "between"))
    elif isinstance(rule, Event) and rule.hours is not None and not rule.to:
        raise Fault((*at, "hours"), _("A limit of hours needs the offices to report to: the key to."))


def check_days(days: Days) -> None:
    """Raises Fault for a day that is both off and worked, and for days added to a holiday before they were told."""
    for place, made_up in enumerate(days.work):
        for other, off in enumerate(days.off):
            if made_up.period.start < off.period.end and off.period.start < made_up.period.end:
                sentence = _("A day cannot be both off and worked.")
                raise Fault(("work", place, "days"), sentence, ("off", other, "days"))
    for place, one in enumerate(days.amended):
        for number, day in enumerate(one.worked):
            if not one.added.covers(day):
                sentence = _("{day} is not among the days that were added.").format(day=day)
                raise Fault(("amended", place, "worked", number), sentence)


def check_laid(plan: Plan) -> None:
    """Raises Fault for a duty whose rule never occurs; holidays that are not announced yet may still bring it."""
    occurring = {slot.duty for slot in plan.slots}
    for place, duty in enumerate(plan.duties):
        rule = rule_of(plan, duty)
        if duty.kind == "record" and not is_running(rule):
            raise Fault(
                ("duty", place, "kind"),
                _("{duty}: what is only listed has no day, so its rule is running or event.").format(
                    duty=duty.code
                ),
            )
        if isinstance(rule, Event | Running) or duty.code in occurring:
            continue
        if isinstance(rule, BeforeHoliday) and unannounced(plan):
            continue
        raise Fault(("duty", place, "rule"), _("This rule never occurs: the duty would never be owed."))


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
