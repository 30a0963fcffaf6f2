"""The sections of a plan file, each read into its values."""

import re
from collections.abc import Callable

from safetyctl.ground.catalogue import _
from safetyctl.plan.model import (
    CHANNELS,
    DUTY_KINDS,
    EVIDENCE,
    HOLIDAYS,
    MILESTONE_KINDS,
    OWNERS,
    RULES,
    TRIGGERS,
    WEEKDAYS,
    Allowance,
    Area,
    BeforeHoliday,
    CalendarMonth,
    Channel,
    Choices,
    Duty,
    Event,
    Item,
    Milestone,
    MonthlyDay,
    Once,
    Organisation,
    Phase,
    Plan,
    Reading,
    Recipient,
    Role,
    Rule,
    Running,
    Term,
    Week,
    Weekly,
    Window,
)
from safetyctl.plan.tables import Table

_MAILBOX = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+")


def read_organisation(table: Table) -> Organisation:
    """The organisation: its name, where it reports, and who plays which role."""
    channel = table.table("channel")
    mailbox = channel.text("mailbox")
    if not _MAILBOX.fullmatch(mailbox):
        raise channel.fault("mailbox", _("{value} is not an e-mail address.").format(value=mailbox))
    to = Channel(mailbox, channel.text("telephone"), channel.words("recipient"))
    channel.end()
    roles = []
    for one in table.tables("role"):
        roles.append(Role(one.code("code"), one.words("title"), one.texts("names")))
        one.end()
    organisation = Organisation(table.words("name"), tuple(roles), to)
    table.end()
    return organisation


def read_sections(table: Table, organisation: Organisation) -> Plan:
    """The whole plan, each value sound in itself; ``checks`` holds them against each other."""
    span = table.span()
    recipients = _recipients(table.table("recipients"))
    plan = Plan(
        code=table.code("code"),
        title=table.words("title"),
        start=span.start,
        end=span.end,
        zone=_zone(table),
        organisation=organisation,
        phases=tuple(_phase(one) for one in table.tables("phase")),
        milestones=tuple(_milestone(one) for one in table.tables("milestone")),
        duties=tuple(_duty(one, recipients) for one in table.tables("duty")),
        readings=tuple(_reading(one) for one in table.tables("reading")),
        areas=tuple(_area(one) for one in table.tables("area")),
        allowance=_allowance(table.table("allowance")),
        week=_week(table.table("week")),
        campuses=table.texts("campuses") if table.has("campuses") else (),
        recipients=recipients,
        terms=tuple(_term(one) for one in table.tables("term")),
    )
    table.end()
    return plan


def _zone(table: Table) -> str:
    from zoneinfo import ZoneInfo

    zone = table.text("zone")
    try:
        ZoneInfo(zone)
    except (OSError, ValueError, LookupError) as error:
        sentence = _("{value} is not a time zone such as Asia/Shanghai.").format(value=zone)
        raise table.fault("zone", sentence) from error
    return zone


def _recipients(table: Table) -> tuple[Recipient, ...]:
    return tuple(Recipient(code, table.words(code)) for code in table.value)


def _phase(table: Table) -> Phase:
    span = table.span()
    phase = Phase(table.number("number", 1, 99), table.words("name"), span.start, span.end)
    table.end()
    return phase


def _milestone(table: Table) -> Milestone:
    span = table.span()
    milestone = Milestone(
        table.code("code"),
        table.words("title"),
        span.start,
        span.end,
        table.day("due"),
        table.text("clause"),
        table.one_of("kind", MILESTONE_KINDS),
    )
    table.end()
    return milestone


def _term(table: Table) -> Term:
    term = Term(table.code("code"), table.words("name"), table.texts("synonyms"))
    table.end()
    return term


def _reading(table: Table) -> Reading:
    choices = table.codes("choices")
    reading = Reading(
        table.text("id"),
        table.one_of("holds", choices),
        choices,
        table.text("clause"),
        table.words("trouble"),
        table.words("text"),
    )
    table.end()
    return reading


def _area(table: Table) -> Area:
    clause = table.text("clause")
    items = []
    for one in table.tables("items"):
        own = one.optional("clause")
        items.append(Item(one.text("code"), one.said(), one.said("pass_"), own or clause))
        one.end()
    area = Area(table.code("code"), table.words("name"), clause, tuple(items))
    table.end()
    return area


def _allowance(table: Table) -> Allowance:
    allowance = Allowance(table.number("general", 0, 366), table.number("major", 0, 366))
    table.end()
    return allowance


def _week(table: Table) -> Week:
    firsts = table.table("first")
    week = Week(
        WEEKDAYS.index(table.one_of("report", WEEKDAYS)),
        table.text("choose"),
        tuple((choice, WEEKDAYS.index(firsts.one_of(choice, WEEKDAYS))) for choice in firsts.value),
    )
    table.end()
    return week


def _duty(table: Table, recipients: tuple[Recipient, ...]) -> Duty:
    offices = {one.code: one.name for one in recipients}
    to = table.one_of("recipient", offices) if table.has("recipient") else None
    rule = table.table("rule")
    duty = Duty(
        code=table.code("code"),
        kind=table.one_of("kind", DUTY_KINDS),
        title=table.words("title"),
        owed_by=table.some_of("owed_by", OWNERS),
        recipient=offices[to] if to else None,
        channel=table.one_of("channel", CHANNELS) if table.has("channel") else None,
        rule=_rule(rule, tuple(offices)),
        evidence=table.one_of("evidence", EVIDENCE),
        clause=table.text("clause"),
        requirement=table.text("requirement"),
        readings=table.texts("readings") if table.has("readings") else (),
    )
    rule.end()
    table.end()
    return duty


def _rule(table: Table, offices: tuple[str, ...]) -> Rule:
    kind = table.one_of("kind", RULES)
    return _event(table, offices) if kind == "event" else _RULES[kind](table)


def _event(table: Table, offices: tuple[str, ...]) -> Event:
    hours = table.number("hours", 1, 720) if table.has("hours") else None
    to = table.some_of("to", offices) if table.has("to") else ()
    return Event(table.one_of("on", TRIGGERS), hours, to)


def _monthly_day(table: Table) -> MonthlyDay:
    return MonthlyDay(table.number("day", 1, 31), table.flag("before"), table.text("choose"), _between(table))


def _once(table: Table) -> Once:
    return Once(table.day("due"), table.flag("before"), table.day("opens"), table.period("covers"))


_RULES: dict[str, Callable[[Table], Rule]] = {
    "weekly": lambda table: Weekly(table.text("choose"), _between(table)),
    "monthly-day": _monthly_day,
    "calendar-month": lambda table: CalendarMonth(table.text("choose"), _between(table)),
    "once": _once,
    "window": lambda table: Window(table.period("covers")),
    "before-holiday": lambda table: BeforeHoliday(
        table.number("days", 1, 60), table.some_of("holidays", HOLIDAYS)
    ),
    "running": lambda _table: Running(),
}


def _between(table: Table) -> Choices:
    ranges = table.table("between")
    return tuple((choice, ranges.period(choice)) for choice in ranges.value)
