"""The sections of a plan file, each read into its values."""

import re
from collections.abc import Callable

from safetyctl.ground.catalogue import _
from safetyctl.plan.layout import repeated
from safetyctl.plan.lines import Path
from safetyctl.plan.model import (
    CHANNELS,
    DUTY_KINDS,
    EVIDENCE,
    HOLIDAYS,
    MILESTONE_KINDS,
    OWNERS,
    PARTS,
    RULES,
    TRIGGERS,
    WEEKDAYS,
    Allowance,
    Amendment,
    Area,
    BeforeHoliday,
    CalendarMonth,
    Category,
    Channel,
    Choices,
    Cited,
    Days,
    Duty,
    Either,
    Event,
    Item,
    Milestone,
    MonthlyDay,
    Once,
    Organisation,
    Period,
    Phase,
    Plan,
    Reading,
    Recipient,
    Recurring,
    Role,
    Rule,
    Running,
    Stretch,
    Term,
    Week,
    Weekly,
    Window,
)
from safetyctl.plan.tables import Table, unique

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


def read_days(table: Table) -> Days:
    """The school's own days."""
    days = Days(
        vacations=_stretches(table, "vacation"),
        off=_stretches(table, "off"),
        work=_stretches(table, "work"),
        holidays=tuple(_holiday(one) for one in table.tables("holiday")),
        announces=table.years("announces") if table.has("announces") else (),
        amended=tuple(_amendment(one) for one in table.tables("amended")),
    )
    table.end()
    return days


def _stretches(table: Table, key: str) -> tuple[Stretch, ...]:
    found = []
    for one in table.tables(key):
        found.append(Stretch(one.optional("name") or "", one.period("days")))
        one.end()
    return tuple(found)


def _holiday(table: Table) -> tuple[str, Period]:
    holiday = (table.one_of("holiday", HOLIDAYS), table.period("days"))
    table.end()
    return holiday


def _amendment(table: Table) -> Amendment:
    amendment = Amendment(
        table.one_of("holiday", HOLIDAYS),
        table.day("announced"),
        table.period("days"),
        table.days("worked") if table.has("worked") else (),
    )
    table.end()
    return amendment


def read_sections(table: Table, organisation: Organisation, days: Days) -> Plan:
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
        days=days,
        archive=_archive(table),
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
    choose = _choose(table) if table.has("choose") else ()
    between = _between(table) if choose else ()
    span = between[0][1] if between else table.span()
    milestone = Milestone(
        table.code("code"),
        table.words("title"),
        span.start,
        span.end,
        table.day("due"),
        table.text("clause"),
        table.one_of("kind", MILESTONE_KINDS),
        choose,
        between,
    )
    table.end()
    return milestone


def _archive(table: Table) -> tuple[Category, ...]:
    seen: dict[str, Path] = {}
    found = []
    for one in table.tables("archive"):
        category = Category(
            one.code("code"),
            one.words("name"),
            one.text("clause"),
            one.some_of("required", OWNERS) if one.has("required") else (),
        )
        unique(seen, category.code, one.at("code"))
        one.end()
        found.append(category)
    return tuple(found)


def _term(table: Table) -> Term:
    term = Term(table.code("code"), table.words("name"), table.texts("synonyms"))
    table.end()
    return term


def _reading(table: Table) -> Reading:
    choices = table.codes("choices")
    ways = table.table("ways") if table.has("ways") else Table({})
    reading = Reading(
        table.text("id"),
        table.one_of("holds", choices),
        choices,
        table.text("clause"),
        table.words("trouble"),
        table.words("text"),
        tuple((way, ways.words(way)) for way in ways.value),
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
    cited = _cited(table.table("clause")) if isinstance(table.value.get("clause"), dict) else None
    duty = Duty(
        code=table.code("code"),
        kind=table.one_of("kind", DUTY_KINDS),
        title=table.words("title"),
        owed_by=table.some_of("owed_by", OWNERS),
        recipient=offices[to] if to else None,
        channel=table.one_of("channel", CHANNELS) if table.has("channel") else None,
        rule=_rule(rule, tuple(offices)),
        evidence=table.one_of("evidence", EVIDENCE),
        clause=cited.ways[0][1] if cited else table.text("clause"),
        requirement=table.text("requirement"),
        readings=table.texts("readings") if table.has("readings") else (),
        of=table.codes("of") if table.has("of") else (),
        cited=cited,
        kept=table.flag("kept"),
    )
    rule.end()
    table.end()
    return duty


def _cited(table: Table) -> Cited:
    choose = table.text("choose")
    return Cited(choose, tuple((way, table.text(way)) for way in table.value if way != "choose"))


def _rule(table: Table, offices: tuple[str, ...]) -> Rule:
    kind = table.one_of("kind", RULES)
    if kind == "event":
        return _event(table, offices)
    if kind == "either":
        return _either(table, offices)
    return _RULES[kind](table)


def _event(table: Table, offices: tuple[str, ...]) -> Event:
    hours = table.number("hours", 1, 720) if table.has("hours") else None
    to = table.some_of("to", offices) if table.has("to") else ()
    return Event(table.one_of("on", TRIGGERS), hours, to)


def _either(table: Table, offices: tuple[str, ...]) -> Either:
    ways = []
    rules = table.table("ways")
    for way in rules.value:
        one = rules.table(way)
        ways.append((way, _rule(one, offices)))
        one.end()
    return Either(table.text("choose"), tuple(ways))


def _weekly(table: Table) -> Weekly:
    return Weekly(_choose(table), _between(table), table.text("rest") if table.has("rest") else None)


def _monthly_day(table: Table) -> MonthlyDay:
    return MonthlyDay(table.number("day", 1, 31), table.flag("before"), _choose(table), _between(table))


def _recurring(table: Table) -> Recurring:
    rule = Recurring(table.text("repeats"), table.period("between"))
    try:
        repeated(rule)
    except (ValueError, TypeError, KeyError, AttributeError) as error:  # what dateutil raises for a bad rule
        sentence = _("{value} is not a recurrence such as FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1.")
        raise table.fault("repeats", sentence.format(value=rule.repeats)) from error
    return rule


def _once(table: Table) -> Once:
    return Once(table.day("due"), table.flag("before"), table.day("opens"), table.period("covers"))


def _window(table: Table) -> Window:
    return Window(table.period("covers"), table.one_of("each", PARTS) if table.has("each") else None)


def _before_holiday(table: Table) -> BeforeHoliday:
    days = table.number("days", 1, 60)
    if not table.has("choose"):
        return BeforeHoliday(days, None, (("all", table.some_of("holidays", HOLIDAYS)),))
    ways = table.table("holidays")
    major = tuple((way, ways.some_of(way, HOLIDAYS)) for way in ways.value)
    return BeforeHoliday(days, table.text("choose"), major)


_RULES: dict[str, Callable[[Table], Rule]] = {
    "weekly": _weekly,
    "monthly-day": _monthly_day,
    "calendar-month": lambda table: CalendarMonth(_choose(table), _between(table)),
    "recurring": _recurring,
    "once": _once,
    "window": _window,
    "before-holiday": _before_holiday,
    "running": lambda _table: Running(),
}


def _choose(table: Table) -> tuple[str, ...]:
    """One reading, or several whose ranges are cut together."""
    return table.texts("choose") if isinstance(table.take("choose"), list) else (table.text("choose"),)


def _between(table: Table) -> Choices:
    ranges = table.table("between")
    return tuple((choice, ranges.period(choice)) for choice in ranges.value)
