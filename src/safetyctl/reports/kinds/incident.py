"""The report of an incident (R6, R11), in its stages: first (首报), follow-up (续报), final (终报)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from safetyctl.ground.catalogue import N_, _, listed, using
from safetyctl.ground.errors import Refused
from safetyctl.plan.deadlines import brought
from safetyctl.plan.model import DAY, Period
from safetyctl.records.counting import ELECTRONIC_COPY
from safetyctl.records.incidents import (
    DUTY,
    IncidentView,
    Told,
    authority_name,
    incident,
    is_found_out,
    occurrences,
)
from safetyctl.reports.bundles.editions import handed_in
from safetyctl.reports.drawn.composed import Composed
from safetyctl.reports.facts.blocks import Block, Figure, Items, Para, Section, Table, Value
from safetyctl.reports.facts.head import Request, head_of
from safetyctl.reports.facts.wording import incident_word, long_day, phrase, sentence
from safetyctl.reports.kinds.attaching import Wanted, attached, gone
from safetyctl.reports.kinds.incident_since import Earlier, moment_words, news
from safetyctl.reports.kinds.parts import copy_of, require_reportable

KIND = "incident"


class Stage(StrEnum):
    """Which report of an incident it is."""

    FIRST = "first"
    FOLLOW_UP = "follow-up"
    FINAL = "final"


_HEADINGS = {
    Stage.FIRST: N_("Report of an incident (first report)"),
    Stage.FOLLOW_UP: N_("Report of an incident (follow-up {n})"),
    Stage.FINAL: N_("Report of an incident (final report)"),
}

_FOLLOWS = {
    Stage.FIRST: N_("It is reported as follows."),
    Stage.FOLLOW_UP: N_("What followed is reported now."),
    Stage.FINAL: N_("Its end is reported now."),
}


@dataclass(frozen=True, slots=True)
class IncidentFigures:
    """The incident as it stands, and which report of it this is: its stage, and its number among all of them."""

    incident: IncidentView
    stage: Stage
    number: int


def incident_report(
    asked: Request, reference: int | str, moment: datetime | None = None, stage: Stage | None = None
) -> Composed:
    """The next report of the incident that a reference names; ``moment`` says how far the day in force has come.

    The stage follows from what was handed in before and whether the incident is closed; ``stage`` says another.

    Raises:
        NotFound: there is no such incident.
        Refused: it is void, or was not known yet; a final report of one that is not closed, a first one after
            another was handed in, or a follow-up before any was.
    """
    one = incident(asked.snapshot, asked.day, reference, moment)
    require_reportable(one.id, one.known.date(), one.void_reason, asked.day)
    if not is_found_out(asked.snapshot, one):
        one = one._replace(cause=None, aftermath=None)
    sent = _handed_in(asked, one)
    if one.closed_on is not None and sent and sent[-1].stage == Stage.FINAL:
        sent = sent[:-1]  # the final report is asked for again: what went out, or an edition of it
    before = len(sent)
    found = _stage(one, before, stage)
    its = asked._replace(campus=one.campus)
    known = one.known.date()
    files = attached(
        asked.snapshot.path,
        (Wanted(file.name, file.name, file.sha256, file.size) for file in one.attachments),
    )
    with using("zh"):
        since = _Since(sent, news(asked.plan, one, files, sent[-1]) if sent else ())
        return Composed(
            **head_of(
                its,
                KIND,
                f"{one.id}-{before + 1}",
                Period(known, max(known, one.closed_on or asked.day) + DAY),
                due=known,
                duties=copy_of(asked.plan, asked.day, one.campus) or _entries(asked, one),
                recipient=_recipients(asked, one),
            ),
            heading=_(_HEADINGS[found]).format(n=max(before, 1)),
            subtitle=_("{campus}, {kind}").format(campus=one.campus, kind=incident_word(one.kind)),
            stands=asked.day,
            opening=_opening(one, found, sent),
            sections=_sections(asked, one, found, since),
            figures=IncidentFigures(one, found, before + 1),
            tally=_tally(one),
            attached=files,
            lacking=(*_without_news(one, since), *gone(files)),
        )


class _Since(NamedTuple):
    """The reports that were handed in before, and what is new since the last of them."""

    sent: Sequence[Earlier]
    news: tuple[str, ...]

    @property
    def nothing_new(self) -> str:
        """That nothing is, in a sentence that names the last report."""
        last = self.sent[-1]
        return _("Nothing is new since {heading} of {day}.").format(
            heading=last.heading, day=long_day(last.on)
        )


def _without_news(one: IncidentView, since: _Since) -> tuple[str, ...]:
    if since.news or not since.sent:
        return ()
    return (_("{label}: {text}").format(label=one.id, text=since.nothing_new),)


def _handed_in(asked: Request, one: IncidentView) -> list[Earlier]:
    """The reports of this incident that were handed in by the day in force, in their order."""
    found = {}
    for report in handed_in(asked.snapshot, asked.day, {ELECTRONIC_COPY, DUTY}):
        incident_, _mark, number = str(report.manifest.get("period")).partition("-")
        if report.manifest.get("kind") == KIND and incident_ == one.id and number.isdigit():
            found[int(number)] = Earlier(
                Stage(report.data["figures"]["stage"]), report.data["heading"], report.on, report.data
            )
    return [report for _number, report in sorted(found.items())]


def _entries(asked: Request, one: IncidentView) -> tuple[str, ...]:
    """What its bundle is entered for in the register where the plan asks for no copies: it meets none of it (R11)."""
    event = [each for each in occurrences(asked.snapshot, asked.day) if each.ref == one.id]
    return tuple(owed.id for owed in brought(asked.plan, event) if owed.code == DUTY)


def _stage(one: IncidentView, before: int, wanted: Stage | None) -> Stage:
    if wanted == Stage.FINAL and one.closed_on is None:
        raise Refused(
            _("{ref} is not closed: there is no final report of it yet.").format(ref=one.id),
            hint=_("First: safetyctl incident close {ref} --cause TEXT --aftermath TEXT").format(ref=one.id),
        )
    if wanted == Stage.FIRST and before:
        raise Refused(
            _("The first report of {ref} was handed in already.").format(ref=one.id),
            hint=_("What comes now is a follow-up: leave --stage out."),
        )
    if wanted == Stage.FOLLOW_UP and not before:
        raise Refused(
            _("No report of {ref} was handed in yet: the first one comes first.").format(ref=one.id),
            hint=_("Leave --stage out; once it went out: safetyctl report submit BUNDLE"),
        )
    if wanted is not None:
        return wanted
    if one.closed_on is not None and before:
        return Stage.FINAL
    return Stage.FOLLOW_UP if before else Stage.FIRST


def _recipients(asked: Request, one: IncidentView) -> str | None:
    """Everybody that the plan has told of it, as one letter's addressees."""
    names = [authority_name(asked.plan, told.authority) for told in one.authorities if told.required]
    return "、".join(names) or None


def _tally(one: IncidentView) -> tuple[Figure, ...]:
    required = [told for told in one.authorities if told.required]
    people = () if one.people is None else (Figure("people", N_("people involved"), one.people),)
    return (
        *people,
        Figure("authorities", N_("authorities to be told"), len(required)),
        Figure("owing", N_("of them not told yet"), len(one.owing)),
    )


def _opening(one: IncidentView, stage: Stage, sent: Sequence[Earlier]) -> str:
    """What it is about, which reports went before, and that this one follows."""
    said = [
        _("on {day} {kind} occurred at {campus}").format(
            day=long_day(one.occurred.date()), kind=incident_word(one.kind), campus=one.campus
        )
    ]
    if sent:
        before = listed(
            _("{heading} on {day}").format(day=long_day(report.on), heading=report.heading) for report in sent
        )
        said.append(_("handed in: {reports}").format(reports=before))
    return sentence(said) + _(_FOLLOWS[stage])


def _sections(asked: Request, one: IncidentView, stage: Stage, since: _Since) -> tuple[Section, ...]:
    told = (
        Section(_("What happened"), (Para(_happened(one, is_final=stage == Stage.FINAL)),)),
        Section(_("Cause"), (Para(_cause(one)),)),
        Section(_("What was done, and what follows"), (Para(_aftermath(one)),)),
        Section(_("Who was told, and when"), _told(asked, one)),
    )
    if not since.sent:
        return told
    new = Items(since.news or (since.nothing_new,))
    return (Section(_("What is new since the last report"), (new,)), *told)


def _happened(one: IncidentView, *, is_final: bool) -> str:
    """What is known of it; what is not yet is said to be so, until the final report."""
    place = _("place: {place}").format(place=phrase(one.place)) if one.place else ""
    people = _("{n} people are involved").format(n=one.people) if one.people is not None else ""
    known = (place, phrase(one.what), people)
    unknown = (
        _("the place is being established"),
        _("what happened exactly is being established"),
        _("how many people are involved is being established"),
    )
    told = known if is_final else [said or instead for said, instead in zip(known, unknown, strict=True)]
    class_told = one.class_told
    return sentence(
        [
            _("at {moment} {kind} occurred at {campus}").format(
                moment=moment_words(one.occurred), kind=incident_word(one.kind), campus=one.campus
            ),
            *told,
            _("the class told the school at {moment}").format(moment=moment_words(class_told))
            if class_told
            else "",
            _("the school learned of it at {moment}").format(moment=moment_words(one.known)),
        ]
    )


def _cause(one: IncidentView) -> str:
    if said := phrase(one.cause):
        return sentence([said])
    return _("The cause is being looked into; it will be reported as soon as it is known.")


def _aftermath(one: IncidentView) -> str:
    if said := phrase(one.aftermath):
        closed = _("closed on {day}").format(day=long_day(one.closed_on)) if one.closed_on else ""
        return sentence([said, closed])
    return _("How it is dealt with is being established and will be reported in time.")


def _told(asked: Request, one: IncidentView) -> tuple[Block, ...]:
    if not one.authorities:
        return (Para(_("The plan names no authority that has to be told.")),)
    return (
        Table(
            _("Reports to the authorities"),
            (_("authority"), _("to be told by"), _("told at"), _("minutes used"), _("told by"), _("how")),
            tuple(_row(asked, told) for told in one.authorities),
            (2.2, 2.1, 2.1, 1.4, 1.3, 1.2),
        ),
        Para(_in_time(asked, one)),
    )


def _row(asked: Request, told: Told) -> tuple[Value, ...]:
    return (
        authority_name(asked.plan, told.authority),
        told.due_at and _minute(told.due_at),
        _minute(told.told_at) if told.told_at else _not_told(told),
        told.minutes_used,
        phrase(told.by, 20) or None,
        phrase(told.how, 20) or None,
    )


def _minute(at: datetime) -> datetime:
    """A moment of the plan's clock, as a table shows it."""
    return at.replace(second=0, microsecond=0, tzinfo=None)


def _not_told(told: Told) -> str | None:
    """That an authority was not told, where it is to be; and that its time is over."""
    if not told.required:
        return None
    return _("not told, past its time") if told.state == "overdue" else _("not told yet")


def _in_time(asked: Request, one: IncidentView) -> str:
    """Which authorities were not told, or were after their time."""
    required = [told for told in one.authorities if told.required]
    said = [
        words.format(whom=listed(authority_name(asked.plan, told.authority) for told in them))
        for words, them in (
            (_("not reported to {whom}, past its time"), [one for one in required if one.state == "overdue"]),
            (
                _("not reported to {whom} yet"),
                [one for one in required if not one.told_at and one.state != "overdue"],
            ),
            (_("reported to {whom} after its time"), [one for one in required if one.state == "late"]),
        )
        if them
    ]
    if not said:
        said.append(_("every authority was told within its time") if required else _("nothing was owed"))
    return sentence([_("; ").join(said)])
