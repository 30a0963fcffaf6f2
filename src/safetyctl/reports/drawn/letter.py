"""The weekly letter (专项整治进展): what happened, what remains, what is overdue and why, what comes next.

It only lays out: every figure is the report's. A clause whose figure is 0 is said in words or left out, so
that no sentence reads like a form that was filled in.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from safetyctl.ground.catalogue import _, listed, using
from safetyctl.ground.text import one_line
from safetyctl.ledger.words import Status
from safetyctl.reports.drawn.paper import Paper, numeral
from safetyctl.reports.facts.blocks import more_for_names
from safetyctl.reports.facts.period import Flow, GroupLine, ReportHazard, WeeklyReport
from safetyctl.reports.facts.wording import (
    COMMITMENTS,
    LEDGER_TITLE,
    NOTHING_DONE,
    clauses,
    excused_words,
    foreword,
    heading,
    in_place,
    long_day,
    major_words,
    more_pictures,
    overdue_words,
    period_words,
    phrase,
    produced_by,
    rates_told,
    reason_words,
    request_words,
    sentence,
    short_day,
    total_line,
)

_OVERDUE_SHOWN = 15
_NEXT_SHOWN = 10
_DEEDS_SHOWN = 12
_TEXT, _LISTED_TEXT = 120, 60


def write_letter(report: WeeklyReport) -> bytes:
    """The letter as .docx; always Chinese."""
    with using("zh"):
        paper = Paper()
        paper.title(heading(report))
        paper.subtitle(_("({period})").format(period=period_words(report)))
        paper.addressee(_("To the {recipient}:").format(recipient=one_line(report.recipient)))
        for text in foreword(report):
            paper.body(text)
        if report.nil:
            _nil(paper, report)
        else:
            _Letter(paper, report).write()
        if report.listed:
            paper.attachment(_("Attached: {title} (ledger.xlsx)").format(title=_(LEDGER_TITLE)))
        paper.signature(one_line(report.unit), long_day(report.as_of))
        paper.note(_("({text})").format(text=produced_by(report)))
        return paper.written(title=heading(report), creator=report.unit, day=report.as_of)


def _nil(paper: Paper, report: WeeklyReport) -> None:
    """A nil report (零报告): that nothing happened, and what still stands."""
    paper.body(
        _("In the week from {period}, {unit} found no new hazard and closed none: a nil report.").format(
            period=period_words(report), unit=one_line(report.unit)
        )
    )
    paper.body(sentence([_remaining(report)]))


def _remaining(report: WeeklyReport) -> str:
    """What is open at the end, of it the major and the overdue ones."""
    day = short_day(report.seen, report.period_start)
    if report.total.remaining == 0:
        return _("as of {day} no hazard is open").format(day=day)
    count, major, overdue = report.total.remaining, report.major.remaining, len(report.overdue)
    return clauses(
        [
            _("as of {day} {n} are open").format(day=day, n=count),
            major_words(major, count) or _("none of them major"),
            overdue_words(overdue, count) or _("none overdue"),
        ]
    )


def _movement(flow: Flow) -> list[str]:
    """Carried over, new and closed in words; reopened and void only where there are any."""
    return [
        _("{n} carried over from last week").format(n=flow.carried)
        if flow.carried
        else _("none carried over from last week"),
        _("{n} new this week").format(n=flow.new) if flow.new else _("no new one this week"),
        _("{n} reopened").format(n=flow.reopened) if flow.reopened else "",
        _("{n} closed").format(n=flow.closed) if flow.closed else _("none closed"),
        _("{n} void").format(n=flow.voided) if flow.voided else "",
    ]


class _Letter:
    """The full letter, section by section."""

    def __init__(self, paper: Paper, report: WeeklyReport) -> None:
        self._paper = paper
        self._report = report
        self._section = self._part = 0

    def write(self) -> None:
        self._paper.body(
            _("The progress of the {title} of {unit} from {period} is reported as follows.").format(
                title=one_line(self._report.title),
                unit=one_line(self._report.unit),
                period=period_words(self._report),
            )
        )
        self._heading(_("This week's work"))
        self._deeds("work")
        self._heading(_("Inspections"))
        self._deeds("inspection")
        self._hazards()
        self._heading(_("Drills"))
        self._deeds("drill")
        if self._report.told("event"):
            self._heading(_("Activities and incidents"))
            self._deeds("event")
        self._overdue()
        self._excused()
        self._help()
        self._next()

    def _deeds(self, section: str) -> None:
        told = [sentence([phrase(part) for part in deed.said]) for deed in self._report.told(section)]
        shown = told[:_DEEDS_SHOWN]
        if len(told) > len(shown):
            shown.append(_("And {n} more.").format(n=len(told) - len(shown)))
        self._items(shown or [_(NOTHING_DONE[section])])

    def _excused(self) -> None:
        """Duties that were excused are named, with the reason and who excused them (A7)."""
        if not self._report.excused:
            return
        self._heading(_("Duties excused"))
        self._items([excused_words(one, self._report.period_start) for one in self._report.excused])

    def _heading(self, text: str) -> None:
        self._section += 1
        self._part = 0
        self._paper.section(_("{number}. {text}").format(number=numeral(self._section), text=text))

    def _subheading(self, text: str) -> None:
        self._part += 1
        self._paper.part(_("({number}) {text}").format(number=numeral(self._part), text=text))

    def _items(self, texts: Sequence[str]) -> None:
        if len(texts) == 1:
            self._paper.body(texts[0])
            return
        for number, text in enumerate(texts, start=1):
            self._paper.body(_("{n}. {text}").format(n=number, text=text))

    def _hazards(self) -> None:
        report = self._report
        self._heading(_("Hazards found and rectified"))
        self._subheading(_("Overview"))
        self._overview()
        if report.campus is None and report.by_campus:
            self._subheading(_("By campus"))
            self._groups(report.by_campus, _("Campus"))
        if any(_moved(line) for line in report.by_area):
            self._subheading(_("By area"))
            self._groups([line for line in report.by_area if _moved(line)], _("Area"))
        self._subheading(_("Major hazards"))
        self._items([self._major(hazard) for hazard in report.majors] or [_("No major hazard is open.")])
        self._pictures()

    def _pictures(self) -> None:
        """Photographs before and after, side by side; one that is gone is named at its place."""
        if not (self._report.pairs or self._report.lacking):
            return
        self._subheading(_("Before and after"))
        for pair in self._report.pairs:
            what = _("{ref} {title}").format(ref=pair.number, title=pair.title)
            self._paper.pictures(
                (pair.before, _("before rectification: {what}").format(what=what)),
                (pair.after, _("after rectification: {what}").format(what=what)),
            )
        for text in (*more_pictures(self._report), *self._report.lacking):
            self._paper.body(text)

    def _overview(self) -> None:
        """The movement and the rates; of a week in which nothing moved, that once, and what still stands."""
        report = self._report
        rates = rates_told(
            [
                (_("this week's closing rate is {rate}"), report.total.closing),
                (_("the rate so far is {rate}"), report.so_far.closing),
            ]
        )
        if report.quiet:
            self._paper.body(_("Nothing was found, rectified or closed this week: a nil report."))
            self._paper.body(sentence([_remaining(report), *rates]))
            return
        self._paper.body(sentence([*_movement(report.total), _remaining(report)]))
        rectified = (
            _("{n} rectified this week").format(n=report.rectified_this_week)
            if report.rectified_this_week
            else _("none rectified this week")
        )
        self._paper.body(sentence([rectified, *rates]))

    def _groups(self, lines: Sequence[GroupLine], name: str) -> None:
        total = self._report.total
        words = [name, _("carried over"), _("new")]
        words += [_("reopened")] if total.reopened else []
        words += [_("closed ones")]
        words += [_("void ones")] if total.voided else []
        words += [_("remaining"), _("of them major"), _("of them overdue")]
        rows = [_row(line, total) for line in lines]
        if len(rows) > 1:
            rows.append(_row(total_line(self._report), total))
        widths = [2.2, *([1.0] * (len(words) - 1))]
        self._paper.table(words, rows, widths, left=(0,), last_bold=len(rows) > 1)

    def _major(self, hazard: ReportHazard) -> str:
        """One major hazard: what and where, who and until when, how it stands, what is lacking."""
        first = _("{hazard} ({number}).").format(hazard=self._what(hazard), number=hazard.number)
        second = [
            _("found on {day}").format(day=self._day(hazard.found_on)),
            _("responsible: {who}").format(who=phrase(hazard.responsible, 20)) if hazard.responsible else "",
            self._deadline(hazard),
            self._stands(hazard),
        ]
        third = []
        if hazard.measure:
            third.append(_("measure: {measure}").format(measure=phrase(hazard.measure)))
        if hazard.interim and hazard.status in (Status.OPEN, Status.ASSIGNED):
            third.append(_("interim precautions: {text}").format(text=phrase(hazard.interim)))
        if hazard.missing and hazard.status in (Status.OPEN, Status.ASSIGNED):
            lacking = listed([_(COMMITMENTS[key]) for key in hazard.missing if key in COMMITMENTS])
            third.append(_("of the five commitments it still lacks {lacking}").format(lacking=lacking))
        return first + sentence(second) + "".join(sentence([each]) for each in third)

    def _deadline(self, hazard: ReportHazard) -> str:
        """The deadline in force, and the first one where it was moved: never a silent new day (2.4(3))."""
        if hazard.due is None:
            return _("no deadline yet")
        if hazard.due_first is None or hazard.due_first == hazard.due:
            return _("deadline {day}").format(day=self._day(hazard.due))
        moved = (
            _("deadline {first}, deferred to {day}")
            if hazard.major
            else _("deadline {first}, extended to {day}")
        )
        return moved.format(first=self._day(hazard.due_first), day=self._day(hazard.due))

    def _stands(self, hazard: ReportHazard) -> str:
        """How far a hazard has come."""
        match hazard.status:
            case Status.CLOSED if hazard.closed_on:
                return _("struck off on {day}").format(day=self._day(hazard.closed_on))
            case Status.VERIFIED if hazard.verified_on:
                return _("accepted on {day}, to be struck off by the group").format(
                    day=self._day(hazard.verified_on)
                )
            case Status.RECTIFIED if hazard.rectified_on:
                return _("rectified on {day}, waiting to be checked").format(
                    day=self._day(hazard.rectified_on)
                )
            case Status.VOID:
                return _("now void")
        words = _("not yet assigned") if hazard.status == Status.OPEN else _("being put right")
        if hazard.overdue:
            words = clauses([words, _("{n} days overdue").format(n=hazard.days_overdue)])
        return words

    def _overdue(self) -> None:
        report = self._report
        self._heading(_("Overdue hazards and the reasons"))
        day = self._day(report.seen)
        if not report.overdue:
            self._paper.body(_("As of {day} no hazard is overdue.").format(day=day))
            return
        longest = max(hazard.days_overdue for hazard in report.overdue)
        self._paper.body(
            _("As of {day} {n} are overdue, the longest by {days} days.").format(
                day=day, n=len(report.overdue), days=longest
            )
            if len(report.overdue) > 1
            else _("As of {day} one is overdue, by {days} days.").format(day=day, days=longest)
        )
        words = [
            _("number"),
            _("place and hazard"),
            _("responsible"),
            _("deadline"),
            _("days late"),
            _("reason"),
        ]
        shown = report.overdue[:_OVERDUE_SHOWN]
        rows = [
            [
                hazard.number,
                self._what(hazard, _LISTED_TEXT),
                phrase(hazard.responsible, 20) or _("not named"),
                hazard.due.isoformat() if hazard.due else "",
                str(hazard.days_overdue),
                reason_words(hazard, _LISTED_TEXT),
            ]
            for hazard in shown
        ]
        more = more_for_names(hazard.responsible for hazard in shown)
        self._paper.table(words, rows, (1.2, 3.9 - more, 1.2 + more, 1.75, 1.3, 2.65), left=(1, 5))
        self._rest(len(report.overdue) - _OVERDUE_SHOWN)

    def _rest(self, more: int) -> None:
        if more > 0:
            self._paper.body(_("The other {n} are in the attached ledger.").format(n=more))

    def _help(self) -> None:
        self._heading(_("Help needed from above"))
        asked = [
            sentence(
                [
                    _("{hazard} ({number})").format(hazard=self._what(hazard), number=hazard.number),
                    _("because {reason}").format(reason=phrase(hazard.why)) if hazard.why else "",
                    self._reported(hazard),
                    request_words(hazard),
                ]
            )
            for hazard in self._report.needs_help
        ]
        self._items(asked or [_("None.")])

    def _reported(self, hazard: ReportHazard) -> str:
        if not (hazard.escalated_to and hazard.escalated_on):
            return ""
        return _("reported to {whom} on {day} already").format(
            whom=phrase(hazard.escalated_to, 40), day=self._day(hazard.escalated_on)
        )

    def _next(self) -> None:
        report = self._report
        self._heading(_("Plan for next week"))
        plans = []
        if report.overdue:
            plans.append(
                _("Urge on the {n} overdue, and have each rectified soon.").format(n=len(report.overdue))
            )
        waiting = report.standing().rectified
        if waiting:
            plans.append(_("Check the {n} rectified that wait for it.").format(n=waiting))
        if report.soon:
            plans.append(
                _("Complete in time the {n} due this week, up to {last}: {named}.").format(
                    n=len(report.soon), last=self._day(report.period_end), named=self._named(report.soon)
                )
            )
        plans.append(self._falling_due())
        plans.append(_("Go on looking for hazards, registering and rectifying at once what is found."))
        self._items(plans)

    def _falling_due(self) -> str:
        report = self._report
        last = self._day(report.period_end + timedelta(days=7))
        if not report.next_week:
            return (
                _("No other deadline comes up to {last}.").format(last=last)
                if report.overdue or report.soon
                else _("No deadline comes up to {last}.").format(last=last)
            )
        return _("Complete in time the {n} due up to {last}: {named}.").format(
            n=len(report.next_week), last=last, named=self._named(report.next_week)
        )

    def _named(self, hazards: Sequence[ReportHazard]) -> str:
        """Hazards by number, in a group's letter campus by campus."""
        if self._report.campus is not None:
            return _first([hazard.number for hazard in hazards])
        return listed(
            [
                _("{campus} {n} ({numbers})").format(campus=campus, n=len(numbers), numbers=_first(numbers))
                for campus, numbers in _by_campus(hazards).items()
            ]
        )

    def _what(self, hazard: ReportHazard, limit: int = _TEXT) -> str:
        return in_place(hazard, campus=self._report.campus is None, limit=limit)

    def _day(self, day: date) -> str:
        return short_day(day, self._report.period_start)


def _moved(line: GroupLine) -> bool:
    """Whether a line has anything to say."""
    return bool(line.flow.carried or line.flow.remaining or line.rectified) or not line.flow.still


def _by_campus(hazards: Sequence[ReportHazard]) -> dict[str, list[str]]:
    numbers: dict[str, list[str]] = {}
    for hazard in hazards:
        numbers.setdefault(phrase(hazard.campus, 30), []).append(hazard.number)
    return numbers


def _first(numbers: Sequence[str]) -> str:
    """The first few numbers; that there are more is said."""
    said = listed(list(numbers[:_NEXT_SHOWN]))
    return said if len(numbers) <= _NEXT_SHOWN else _("{numbers} and others").format(numbers=said)


def _row(line: GroupLine, total: Flow) -> list[str]:
    flow = line.flow
    figures = [flow.carried, flow.new]
    figures += [flow.reopened] if total.reopened else []
    figures += [flow.closed]
    figures += [flow.voided] if total.voided else []
    figures += [flow.remaining, line.major_remaining, line.overdue]
    return [phrase(line.name, 30), *map(str, figures)]
