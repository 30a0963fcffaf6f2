"""What was done in a period besides hazards, a sentence each: for the report's sections on the week's work.

A kind of record is a function in the table.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from safetyctl.ground.catalogue import _, listed, using
from safetyctl.ledger.connection import Asks
from safetyctl.ledger.words import (
    ACTIVITY_KIND_LABELS,
    ASPECT_LABELS,
    FORM_LABELS,
    INSPECTION_KIND_LABELS,
    MEETING_LABELS,
    TOPIC_LABELS,
    ActivityKind,
    Aspect,
    Form,
    InspectionKind,
    MeetingKind,
    Topic,
)
from safetyctl.plan.deadlines import GROUP
from safetyctl.plan.model import Period, Plan
from safetyctl.records.accountability import accountabilities
from safetyctl.records.activities import ActivityFilter, activities
from safetyctl.records.campaigns import campus_word
from safetyctl.records.deadlines import everything_owed, followed
from safetyctl.records.drills import DrillView, drills
from safetyctl.records.education import EducationView, lessons
from safetyctl.records.incidents import IncidentFilter, IncidentView, Told, authority_name, incidents
from safetyctl.records.inspections import Asked as InspectionsAsked
from safetyctl.records.inspections import InspectionView, inspections
from safetyctl.records.meetings import meetings
from safetyctl.records.narrowing import Narrowed
from safetyctl.records.supervisions import supervisions
from safetyctl.records.trainings import trainings
from safetyctl.records.waivers import waivers
from safetyctl.reports.facts.period import Deed, Excused
from safetyctl.reports.facts.wording import incident_word, phrase, short_day

_NO_PROBLEM = frozenset(("无", "没有", "无问题", "未发现", "未发现问题", "没有问题", "没有发现问题"))
"""What people type where a drill had no problem."""


class Asked(NamedTuple):
    """Which deeds are asked for: those of a period, of one campus or of all, as the ledger has them."""

    asks: Asks
    plan: Plan
    period: Period
    campus: str | None


def deeds(asked: Asked) -> tuple[Deed, ...]:
    """What was done in the period, by section and then by day."""
    with using("zh"):  # as every document is
        found = [deed for told in KINDS for deed in told(asked)]
    return tuple(sorted(found, key=lambda deed: (deed.section, deed.day, deed.number)))


def _narrowed(asked: Asked) -> Narrowed:
    return Narrowed(asked.campus, asked.period.start, asked.period.last)


def _deed(section: str, number: str, campus: str, day: date, *said: str) -> Deed:
    return Deed(
        section, number, None if campus == GROUP else campus, day, tuple(part for part in said if part)
    )


def _when(asked: Asked, day: date) -> str:
    return short_day(day, asked.period.start)


def _meetings(asked: Asked) -> Iterator[Deed]:
    for one in meetings(asked.asks, asked.period.last, _narrowed(asked)):
        said = meeting_words(MeetingKind(one.kind), one.title, one.campus, _when(asked, one.on))
        decided = _("{n} things were decided").format(n=len(one.decisions)) if one.decisions else ""
        yield _deed("work", one.id, one.campus, one.on, said, decided)


def meeting_words(kind: MeetingKind, title: str, campus: str, day: str) -> str:
    """That a meeting was held; a title that ends in the name of its kind says that already."""
    name = _(MEETING_LABELS[kind])
    purpose = re.escape(re.sub("会议?$", "", name))
    if kind == MeetingKind.OTHER:
        words = _("on {day} {campus} held a meeting: {title}")
    elif re.search(f"{purpose}(会|会议|大会)$", title):
        words = _("on {day} {campus} held the {title}")
    else:
        words = _("on {day} {campus} held a meeting ({kind}): {title}")
    return words.format(day=day, campus=campus_word(campus), kind=name, title=title)


def _trainings(asked: Asked) -> Iterator[Deed]:
    for one in trainings(asked.asks, asked.period.last, _narrowed(asked)):
        said = _("on {day} {campus} trained its staff: {title}").format(
            day=_when(asked, one.on), campus=campus_word(one.campus), title=one.title
        )
        yield _deed("work", one.id, one.campus, one.on, said, _("attendance {rate}").format(rate=one.rate))


def _lessons(asked: Asked) -> Iterator[Deed]:
    for one in lessons(asked.asks, asked.period.last, _narrowed(asked)):
        if one.topic is None:
            said = _(
                "by {day} {part} of {whole} of {grade} at {campus} have finished the lessons of the city's platform"
            )
            yield _deed(
                "work",
                one.id,
                one.campus,
                one.on,
                said.format(
                    day=_when(asked, one.on),
                    campus=one.campus,
                    grade=one.grade,
                    part=one.reached,
                    whole=one.of,
                ),
            )
            continue
        reached = _("{n} were reached").format(n=one.reached)
        yield _deed("work", one.id, one.campus, one.on, *_taught(asked, one), reached)


def _taught(asked: Asked, one: EducationView) -> Iterator[str]:
    """What was taught and how: of no topic of the plan's under its title, else with that too."""
    topic = Topic(one.topic) if one.topic else Topic.OTHER
    what, subject = _(TOPIC_LABELS[topic]), one.title
    if topic == Topic.OTHER and one.title:
        what, subject = one.title.removesuffix("教育"), None
    words = (
        _("on {day} {campus} taught {topic}")
        if one.form == Form.OTHER
        else _("on {day} {campus} taught {topic} ({form})")
    )
    yield words.format(
        day=_when(asked, one.on), campus=one.campus, topic=what, form=_(FORM_LABELS[Form(one.form)])
    )
    yield _("its subject: {title}").format(title=subject) if subject else ""


def _supervisions(asked: Asked) -> Iterator[Deed]:
    for one in supervisions(asked.asks, asked.period.last, _narrowed(asked)):
        said = _("on {day} the group supervised {campus} ({aspect}): {finding}").format(
            day=_when(asked, one.on),
            campus=one.campus,
            aspect=_(ASPECT_LABELS[Aspect(one.aspect)]),
            finding=one.finding,
        )
        corrected = _("to be corrected: {text}").format(text=one.correction) if one.correction else ""
        yield _deed("work", one.id, one.campus, one.on, said, corrected)


def _accountabilities(asked: Asked) -> Iterator[Deed]:
    for one in accountabilities(asked.asks, asked.period.last, _narrowed(asked)):
        said = _("on {day} {person} of {campus} was held to account ({what}): {measure}").format(
            day=_when(asked, one.on),
            person=one.person,
            campus=campus_word(one.campus),
            what=phrase(one.what),
            measure=phrase(one.measure),
        )
        yield _deed("work", one.id, one.campus, one.on, said)


def _inspections(asked: Asked) -> Iterator[Deed]:
    period = asked.period
    narrowed = InspectionsAsked(campus=asked.campus)
    for one in inspections(asked.asks, period.last, narrowed):
        if one.finished_on is None or not period.covers(one.finished_on):
            continue
        by = _("by {who}").format(who=one.persons) if one.persons else ""
        if not one.has_items:
            yield _deed("inspection", one.id, one.campus, one.finished_on, *_by_ledger(asked, one), by)
            continue
        words = (
            _("on {day} the group finished an inspection of {campus}")
            if one.kind == InspectionKind.GROUP
            else _("on {day} {campus} finished an inspection ({kind})")
        )
        said = words.format(
            day=_when(asked, one.finished_on),
            campus=one.campus,
            kind=_(INSPECTION_KIND_LABELS[InspectionKind(one.kind)]),
        )
        where = _areas(asked.plan, one)
        yield _deed("inspection", one.id, one.campus, one.finished_on, said, where, by, *_found(one))


def _areas(plan: Plan, one: InspectionView) -> str:
    """The areas of which anything was looked at."""
    named = {area.code: area.name.zh for area in plan.areas}
    looked_at = [area.area for area in one.areas if area.passed + area.failed + area.na]
    if not looked_at:
        return ""
    words = _("area: {names}") if len(looked_at) == 1 else _("{n} areas: {names}")
    return words.format(names=listed(named.get(area, area) for area in looked_at), n=len(looked_at))


def _by_ledger(asked: Asked, one: InspectionView) -> Iterator[str]:
    """What is known of an inspection that came from a school's own ledger: no item of it passed or failed."""
    last = one.finished_on or one.started_on
    said = (
        _("on {day} {campus} was inspected ({kind})")
        if last == one.started_on
        else _("from {first} to {day} {campus} was inspected ({kind})")
    )
    yield said.format(
        first=_when(asked, one.started_on),
        day=_when(asked, last),
        campus=one.campus,
        kind=_(INSPECTION_KIND_LABELS[InspectionKind(one.kind)]),
    )
    yield _("as its own ledger tells, without check items")
    yield _("zones: {zones}").format(zones=one.zones) if one.zones else ""


def _found(one: InspectionView) -> Iterator[str]:
    """What an inspection found: every item passed only where each was looked at and did."""
    looked_at = one.passed + one.failed + one.na
    yield _("{n} items looked at").format(n=looked_at)
    if one.passed == looked_at and not one.open:
        yield _("every item passed")
        return
    yield _("{n} passed").format(n=one.passed)
    if one.failed and one.hazards:
        yield _("{n} items did not pass, hazards {refs}").format(n=one.failed, refs=listed(one.hazards))
    elif one.failed:
        yield _("{n} failed").format(n=one.failed)
    if one.na:
        yield _("{n} not applicable").format(n=one.na)
    if one.open:
        yield _("{n} not looked at").format(n=one.open)


def _drills(asked: Asked) -> Iterator[Deed]:
    for one in drills(asked.asks, asked.period.last, _narrowed(asked)):
        yield _deed(
            "drill",
            one.id,
            one.campus,
            one.on,
            _drilled(asked, one),
            _("{n} took part").format(n=one.participants),
            _("everybody was out in {n} seconds").format(n=one.evacuated_in) if one.evacuated_in else "",
            _("led by {who}").format(who=one.leader) if one.leader else "",
            _problems(one.problems),
        )


def _problems(text: str | None) -> str:
    if not text:
        return ""
    found = _("problems found: {text}").format(text=text)
    return _("no problem was found") if text.rstrip("。.") in _NO_PROBLEM else found


def _drilled(asked: Asked, one: DrillView) -> str:
    words = (
        _("on {day} {campus} drilled {theme} at {place}")
        if one.place
        else _("on {day} {campus} drilled {theme}")
    )
    theme = one.theme.removesuffix("演练").removesuffix("演习") or one.theme
    return words.format(day=_when(asked, one.on), campus=one.campus, theme=theme, place=one.place)


def _activities(asked: Asked) -> Iterator[Deed]:
    period = asked.period
    narrowed = ActivityFilter(asked.campus, since=period.start, until=period.last)
    for one in activities(asked.asks, period.last, narrowed):
        day = _when(asked, one.on)
        if one.until != one.on:
            day = _("{first} to {last}").format(first=day, last=_when(asked, one.until))
        said = _("on {day} {campus} held {title} ({kind}) at {place}").format(
            day=day,
            campus=one.campus,
            title=one.title,
            kind=_(ACTIVITY_KIND_LABELS[ActivityKind(one.kind)]),
            place=one.place,
        )
        led = _("led by {who}").format(who=one.leader) if one.leader else ""
        yield _deed(
            "event", one.id, one.campus, one.on, said, _("{n} took part").format(n=one.participants), led
        )


def _incidents(asked: Asked) -> Iterator[Deed]:
    period = asked.period
    narrowed = IncidentFilter(asked.campus, since=period.start, until=period.last)
    for one in incidents(asked.asks, period.last, asked=narrowed):
        day = one.occurred.date()
        said = _("on {day} {campus} had an incident ({kind})").format(
            day=_when(asked, day), campus=one.campus, kind=incident_word(one.kind)
        )
        told = listed(_told(asked, office, day) for office in one.authorities if office.told_at)
        reported = _("reported {whom}").format(whom=told) if told else ""
        cause = _("cause: {text}").format(text=one.cause) if one.cause and one.closed_on else ""
        clauses = (said, one.what or "", reported, *_owing(asked, one), cause)
        yield _deed("event", one.id, one.campus, one.known.date(), *clauses)


def _owing(asked: Asked, one: IncidentView) -> Iterator[str]:
    """The authorities that are still to be told, those past their time apart."""
    late = [office for office in one.owing if office.state == "overdue"]
    for words, offices in (
        (_("not reported to {whom}, past its time"), late),
        (_("not reported to {whom} yet"), [office for office in one.owing if office not in late]),
    ):
        if offices:
            yield words.format(whom=listed(authority_name(asked.plan, one.authority) for one in offices))


def _told(asked: Asked, office: Told, day: date) -> str:
    """An authority with the hour at which it was told, and the day where that is not the ``day`` of the incident."""
    assert office.told_at is not None
    on, hour = office.told_at.date(), f"{office.told_at:%H:%M}"
    at = hour if on == day else _("{day} {hour}").format(day=_when(asked, on), hour=hour)
    words = (
        _("at {moment} to {whom}, past its time") if office.state == "late" else _("at {moment} to {whom}")
    )
    return words.format(moment=at, whom=authority_name(asked.plan, office.authority))


KINDS: tuple[Callable[[Asked], Iterator[Deed]], ...] = (
    *(_meetings, _trainings, _lessons, _supervisions, _accountabilities),
    *(_inspections, _drills, _activities, _incidents),
)


def excused(asked: Asked) -> tuple[Excused, ...]:
    """The duties of the period that are waived on its last day (A7): those due in it, and those waived in it."""
    period, day = asked.period, asked.period.last
    standing = [one for one in waivers(asked.asks) if one.holds(day) and asked.campus in (None, one.campus)]
    if not standing:
        return ()
    owed = {
        one.id: one
        for plan in followed(asked.asks, asked.plan, day)
        for one in everything_owed(asked.asks, plan, day)
    }
    return tuple(
        Excused(one.id, one.duty, owed[one.duty].title.zh, one.campus, owed[one.duty].due, one.reason, one.by)
        for one in standing
        if one.duty in owed and (period.covers(owed[one.duty].due) or period.covers(one.on))
    )
