"""The calendar file (RFC 5545) that telephones and Outlook take; its texts are Chinese, as every document's.

The library folds the lines and escapes the texts. A deadline that is a day is an event of the whole day and of no
zone; one that is a moment stands in UTC, so that no definition of a zone is needed.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from safetyctl.ground.catalogue import N_, _, listed, using
from safetyctl.ground.text import one_line
from safetyctl.ledger.words import CHANNEL_LABELS
from safetyctl.plan.deadlines import GROUP
from safetyctl.plan.model import DAY
from safetyctl.records.agenda import Agenda, Deadline
from safetyctl.records.clauses import clause_words
from safetyctl.reports.facts.wording import phrase

if TYPE_CHECKING:
    from icalendar import Alarm, Event

PRODID = "-//safetyctl//deadlines//ZH"
MOMENT = timedelta(minutes=15)
"""How long before its moment a deadline's event begins: it ends there, so that nobody reads a later one."""

MARKS = {
    "met": N_("Done: {what}"),
    "late": N_("Done late: {what}"),
    "waived": N_("Waived: {what}"),
    "void": N_("Void: {what}"),
}
OUTCOMES = {
    "met": N_("Done on {day}"),
    "late": N_("Done late, on {day}"),
    "waived": N_("Waived"),
    "void": N_("Void"),
    "overdue": N_("Overdue on {as_of}"),
}
PROMISED = {"meeting": N_("Decided: {what}"), "supervision": N_("To be corrected: {what}")}
_TITLE = 40  # characters of a hazard's title that a telephone may show


def calendar_bytes(agenda: Agenda, kinds: Mapping[str, str]) -> bytes:
    """The file: the same bytes for the same ledger on the same day.

    ``kinds`` names the kinds of deadlines (catalogue keys).
    """
    from icalendar import Calendar, vText

    with using("zh"):
        calendar = Calendar()
        calendar.add("prodid", PRODID)
        calendar.add("version", "2.0")
        calendar.add("calscale", "GREGORIAN")
        calendar.add("method", "PUBLISH")
        name = agenda.title if agenda.campus is None else _in_brackets(agenda.title, agenda.campus)
        calendar.add("x-wr-calname", vText(_line(name)))  # the library escapes nothing that it does not know
        calendar.add("x-wr-timezone", vText(_line(agenda.zone)))
        calendar.add("x-wr-relcalid", vText(agenda.uid))  # by it Outlook opens the same calendar again
        for one in agenda.deadlines:
            calendar.add_component(_event(agenda, one, kinds))
        content: bytes = calendar.to_ical()
        return content


def is_ours(beginning: bytes) -> bool:
    """Whether a file that begins so (some hundred bytes) is a calendar that this program wrote."""
    return beginning.startswith(b"BEGIN:VCALENDAR\r\n") and f"\r\nPRODID:{PRODID}\r\n".encode() in beginning


def _event(agenda: Agenda, one: Deadline, kinds: Mapping[str, str]) -> "Event":
    from icalendar import Event

    zone = ZoneInfo(agenda.zone)
    as_of = datetime.combine(agenda.day, time(), zone).astimezone(UTC)
    event = Event()
    event.add("uid", one.uid)
    event.add("sequence", agenda.seq)
    event.add("dtstamp", as_of)
    event.add("last-modified", as_of)
    event.add("summary", _summary(one, zone))
    event.add("description", "\n".join(map(_line, _description(agenda, one))))
    event.add("location", _where(one))
    event.add("categories", [_line(_(kinds.get(one.kind, one.kind)))])
    start: datetime
    if one.due_at is None:
        start = datetime.combine(one.due, time(), zone)
        event.add("dtstart", one.due)
        event.add("dtend", one.due + DAY)
        event.add("transp", "TRANSPARENT")
    else:
        start = one.due_at - MOMENT
        event.add("dtstart", start.astimezone(UTC))
        event.add("dtend", one.due_at.astimezone(UTC))
        event.add("transp", "OPAQUE")
    if one.remind is not None:
        event.add_component(_alarm(_summary(one, zone), one.remind - start))
    return event


def _alarm(what: str, trigger: timedelta) -> "Alarm":
    """A reminder, ``trigger`` (negative) from the beginning of its event: Outlook knows no other."""
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", what)
    alarm.add("trigger", trigger)
    return alarm


# the words


def _summary(one: Deadline, zone: ZoneInfo) -> str:
    what = _line(one.title)
    if one.hazard:
        what = _("rectify {ref}: {title}").format(ref=one.ref, title=phrase(what, _TITLE))
    elif one.promise:
        what = f"{one.ref} {phrase(what, _TITLE)}"
    if one.due_at is not None:
        at = one.due_at.astimezone(zone).strftime("%H:%M")
        what = _("by {time} to {whom}: {what}").format(time=at, whom=_line(one.recipient or ""), what=what)
    return _(MARKS.get(one.state, "{what}")).format(what=_in_brackets(what, _where(one)))


def _in_brackets(what: str, where: str) -> str:
    return _("{what} ({where})").format(what=what, where=where) if where else what


def _where(one: Deadline) -> str:
    return _("the group") if one.campus == GROUP else _line(one.campus)


def _description(agenda: Agenda, one: Deadline) -> Iterator[str]:
    """Line by line, what matters most first."""
    if one.state in OUTCOMES:
        outcome = _(OUTCOMES[one.state]).format(day=one.settled_on, as_of=agenda.day)
        yield _in_brackets(outcome, listed(one.evidence))
    if one.advised is None:
        yield _("The holidays of {year} are not announced yet.").format(year=one.due.year)
    elif one.advised < one.due:
        yield _("Nobody works on that day: the last workday before it is {day}.").format(day=one.advised)
    if one.hazard:
        yield _("Hazard: {title}").format(title=one.title)
    if one.promise:
        yield _(PROMISED[one.kind]).format(what=one.title)
    if one.place:
        yield _("Place: {place}").format(place=one.place)
    if one.who:
        yield _("Responsible: {who}").format(who=one.who)
    if one.recipient:
        yield _("To: {whom}").format(whom=_in_brackets(one.recipient, _how(one)))
    if one.period:
        yield _("Period: {first} to {last}").format(first=one.period.start, last=one.period.last)
    if one.command:
        following = one.hazard or one.promise
        label = _("Next: {command}") if following else _("When it is handed in: {command}")
        yield label.format(command=one.command)
    yield _("Clause: {clause}").format(clause=clause_words(one.clause))


def _how(one: Deadline) -> str:
    """By what it goes, and where to; empty where the plan does not say."""
    channel = _(CHANNEL_LABELS[one.channel]) if one.channel in CHANNEL_LABELS else one.channel or ""
    return f"{channel} {one.address or ''}".strip()


def _line(text: str) -> str:
    """Text for one line of a calendar: nothing hidden, no break of any kind.

    A backslash is made full-width: readers disagree on what follows one, the library reads ``\\N`` as a break.
    """
    return " ".join(one_line(text).split()).replace("\\", "＼")
