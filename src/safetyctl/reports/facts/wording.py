"""The words that every document of a bundle shares: codes as labels, dates, rates, one cell of the ledger."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import reduce

from safetyctl import __version__
from safetyctl.ground.catalogue import N_, _, listed
from safetyctl.ground.text import one_line, visible
from safetyctl.ledger.words import (
    INCIDENT_KIND_LABELS,
    LEVEL_LABELS,
    SOURCE_LABELS,
    STATUS_LABELS,
    IncidentKind,
    Level,
    Source,
    Status,
)
from safetyctl.records.campaigns import campus_word
from safetyctl.records.columns import Column
from safetyctl.reports.facts.period import (
    Correction,
    Edited,
    Excused,
    Flow,
    GroupLine,
    LedgerSheet,
    Proved,
    Rate,
    ReportHazard,
    Spanning,
    WeeklyReport,
)

NOTHING_DONE = {
    "work": N_("No meeting, training or safety education is recorded this week."),
    "inspection": N_("No inspection is recorded this week."),
    "drill": N_("No emergency drill is recorded this week."),
}
LEDGER_TITLE = N_("Ledger of hazards found and rectified")
COMMITMENTS = {
    "responsible": N_("a responsible person"),
    "measure": N_("a measure"),
    "funds": N_("funds"),
    "due": N_("a deadline"),
    "contingency": N_("a contingency plan"),
}
_CLOSING_MARKS = "。．.；;，,、！! \n"

Value = str | float | date | None


def heading(report: WeeklyReport) -> str:
    """The title of the weekly report."""
    return heading_of(report.title)


def heading_of(campaign: str) -> str:
    """What the weekly report of a campaign is called."""
    return _("Progress of the {title}: weekly report").format(title=one_line(campaign))


def clauses(parts: Sequence[str]) -> str:
    """The clauses of one sentence; empty ones are left out."""
    said = [part for part in parts if part]
    return reduce(lambda one, other: _("{one}, {other}").format(one=one, other=other), said) if said else ""


def major_words(part: int, whole: int) -> str:
    """How many of some hazards are major, the only one and all of them in words of their own; empty for none."""
    if part < whole:
        return _("{n} of them major").format(n=part) if part else ""
    return _("it is a major one") if whole == 1 else _("all of them major") if whole else ""


def overdue_words(part: int, whole: int) -> str:
    """How many of some hazards are overdue, in the same way."""
    if part < whole:
        return _("{n} of them overdue").format(n=part) if part else ""
    return _("it is overdue") if whole == 1 else _("all of them overdue") if whole else ""


def sentence(parts: Sequence[str]) -> str:
    """The clauses of one sentence, with its full stop."""
    return _("{clauses}.").format(clauses=clauses(parts))


def level_word(code: str) -> str:
    """The word for a level's code, the code itself where it is none of ours."""
    return _(LEVEL_LABELS[Level(code)]) if code in LEVEL_LABELS else visible(code)


def status_word(code: str) -> str:
    """The word for a status code."""
    return _(STATUS_LABELS[Status(code)]) if code in STATUS_LABELS else visible(code)


def source_word(code: str) -> str:
    """The word for how a hazard was found."""
    return _(SOURCE_LABELS[Source(code)]) if code in SOURCE_LABELS else visible(code)


def incident_word(code: str) -> str:
    """What happened, by its kind's code; what is of no kind of its own is a safety incident."""
    kind = IncidentKind(code)
    return _("safety incident") if kind == IncidentKind.OTHER else _(INCIDENT_KIND_LABELS[kind])


def long_day(day: date) -> str:
    """A day with its year, as letters write it."""
    return _("{month}/{day}/{year}").format(year=day.year, month=day.month, day=day.day)


def short_day(day: date, beside: date) -> str:
    """A day, with its year only where that is not the year of ``beside``."""
    if day.year != beside.year:
        return long_day(day)
    return _("{month}/{day}").format(month=day.month, day=day.day)


def period_words(report: Spanning) -> str:
    """The days that a report tells of, first and last."""
    return _("{first} to {last}").format(
        first=long_day(report.period_start), last=short_day(report.period_end, report.period_start)
    )


def rate_words(rate: Rate) -> str:
    """A rate with its denominator; '/' alone where there is none."""
    if rate.whole == 0:
        return rate.percent
    return _("{percent} ({part}/{whole})").format(percent=rate.percent, part=rate.part, whole=rate.whole)


def rates_told(rates: Iterable[tuple[str, Rate]]) -> list[str]:
    """Clauses with a rate each (``{rate}``), without those of nothing: what reads as a hole in a sentence."""
    return [words.format(rate=rate_words(rate)) for words, rate in rates if rate.whole]


def equation(flow: Flow) -> str:
    """The movement as a sum, with reopened and voided only where there are any."""
    return (
        f"{flow.carried} + {flow.new}"
        + (f" + {flow.reopened}" if flow.reopened else "")
        + f" − {flow.closed}"
        + (f" − {flow.voided}" if flow.voided else "")
        + f" = {flow.remaining}"
    )


def equation_words(flow: Flow) -> str:
    """What stands in the sum, in the order of ``equation``."""
    return (
        _("carried over + new")
        + (_(" + reopened") if flow.reopened else "")
        + _(" − closed")
        + (_(" − void") if flow.voided else "")
        + _(" = remaining")
    )


def phrase(text: str | None, limit: int = 120) -> str:
    """User text for the middle of a sentence: one line, no closing mark, cut after ``limit`` characters."""
    line = " ".join(one_line(text or "").split()).rstrip(_CLOSING_MARKS)
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def located(location: str | None, what: str) -> str:
    """A hazard in few words: where it is, if that is known, and what it is."""
    return _("{place}: {title}").format(place=phrase(location, 30), title=what) if location else what


def in_place(hazard: ReportHazard, *, campus: bool, limit: int = 120) -> str:
    """A hazard in few words with its place, as far as that is known; ``campus``: that is named too."""
    title = phrase(hazard.title, limit)
    parts = [phrase(hazard.campus, 30)] if campus else []
    parts += [phrase(hazard.location, 40)] if hazard.location else []
    if not parts:
        return title
    place = _("{campus} {place}").format(campus=parts[0], place=parts[1]) if parts[1:] else parts[0]
    return _("{place}: {title}").format(place=place, title=title)


_WAITS_FOR = {
    Status.ASSIGNED: N_("being rectified"),
    Status.RECTIFIED: N_("rectified, to be verified"),
    Status.VERIFIED: N_("verified, to be struck off by the group"),
}


def reason_words(hazard: ReportHazard, limit: int = 120) -> str:
    """Why a hazard is open, everywhere the same: the reason on record, else where it stands."""
    if hazard.why:
        return phrase(hazard.why, limit)
    if hazard.status == Status.ASSIGNED and hazard.due and not hazard.overdue:
        return _("its deadline has not come")
    if hazard.status == Status.OPEN:
        return _unassigned(hazard)
    return _(_WAITS_FOR[Status(hazard.status)]) if hazard.status in _WAITS_FOR else ""


def _unassigned(hazard: ReportHazard) -> str:
    """What a hazard that was not given to anybody lacks for that."""
    if hazard.responsible and hazard.measure:
        return _("nobody was told to rectify it yet")
    if hazard.responsible:
        return _("no measure is settled yet")
    return _("no person is settled yet") if hazard.measure else _("no person and measure is settled yet")


def request_words(hazard: ReportHazard) -> str:
    """What is asked of those above: in the words in which it was reported to them, where there are any."""
    return phrase(hazard.request) or _("please help to settle it")


def content(hazard: ReportHazard) -> str:
    """The hazard in full: what it is, then the detail on a line of its own."""
    parts = [hazard.title] if not hazard.detail else [hazard.title, hazard.detail]
    return "\n".join(visible(part) for part in parts)


def photos(hazard: ReportHazard) -> str | None:
    """How many photographs there are of before and after."""
    parts = []
    if hazard.photos_before:
        parts.append(_("before: {n}").format(n=hazard.photos_before))
    if hazard.photos_after:
        parts.append(_("after: {n}").format(n=hazard.photos_after))
    return listed(parts) or None


def remarks(hazard: ReportHazard) -> str | None:
    """The remarks, with what no official column has room for: extensions, reports upwards, why it is void."""
    parts = [visible(hazard.remarks)] if hazard.remarks else []
    if hazard.extensions and hazard.due_first and hazard.due_first != hazard.due:
        parts.append(_("first deadline {day}").format(day=hazard.due_first.isoformat()))
    if hazard.escalated_on and hazard.escalated_to:
        parts.append(
            _("reported to {whom} on {day}").format(
                whom=visible(hazard.escalated_to), day=hazard.escalated_on.isoformat()
            )
        )
    if hazard.void_reason:
        parts.append(_("void because: {reason}").format(reason=visible(hazard.void_reason)))
    return _("; ").join(parts) or None


def _on_time(hazard: ReportHazard) -> str | None:
    if hazard.on_time is None:
        return None
    return _("yes") if hazard.on_time else _("no")


_WORDED: dict[str, Callable[[ReportHazard], str | None]] = {
    "title": content,
    "level": lambda hazard: level_word(hazard.level),
    "source": lambda hazard: source_word(hazard.source),
    "on_time": _on_time,
    "photos": photos,
    "remarks": remarks,
}


def cell(report: LedgerSheet, hazard: ReportHazard, column: Column) -> Value:
    """What stands in one official column for one hazard; None where nothing is known."""
    if column.key == "area":
        return visible(report.area_name(hazard.area))
    if column.key in _WORDED:
        return _WORDED[column.key](hazard)
    value: Value = getattr(hazard, column.key)
    return visible(value) if isinstance(value, str) else value


def excused_words(one: Excused, beside: date) -> str:
    """A duty that was excused (A7), with the reason and who excused it."""
    return _("{campus}, {duty}, due {day}: excused by {who}, because {reason} ({number}).").format(
        campus=campus_word(one.campus),
        duty=one.title,
        day=short_day(one.due, beside),
        who=phrase(one.by, 20),
        reason=phrase(one.reason),
        number=one.number,
    )


def unit_and_day(report: LedgerSheet) -> str:
    """Who reports, and the day that the figures stand at, for the line under a sheet's title."""
    return f"{one_line(report.unit)}　{_('As of:')}{long_day(report.seen)}"


def foreword(report: Edited) -> list[str]:
    """What a report says first: which one it corrects and what changed since, and where it disagrees with others."""
    return [*_corrected(report.correction), *report.notes]


def more_pictures(report: WeeklyReport) -> list[str]:
    """That there are more photographs before and after than a report shows, where there are."""
    more = report.more_pairs
    return (
        [_("The photographs before and after of {n} more hazards are on file.").format(n=more)]
        if more
        else []
    )


def _corrected(correction: Correction | None) -> list[str]:
    if correction is None:
        return []
    said = _("Correction (edition {n}): this takes the place of {title}, handed in on {day}.").format(
        n=correction.number, day=long_day(correction.sent_on), title=correction.title
    )
    return [said + _("What changed: {changes}").format(changes="".join(correction.changes))]


def produced_by(report: Proved) -> str:
    """One line that ties a document to the ledger it came from."""
    return _("From the ledger as of entry {seq}, check code {head}; safetyctl {version}").format(
        seq=report.seq, head=report.head[:16], version=report.software or __version__
    )


def total_line(report: WeeklyReport) -> GroupLine:
    """The report's own totals, as the last line under its campuses or areas."""
    return GroupLine(
        code="",
        name=_("total"),
        flow=report.total,
        rectified=report.rectified_this_week,
        overdue=len(report.overdue),
        major_remaining=report.major.remaining,
    )
