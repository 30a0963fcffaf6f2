"""The report of one outing or gathering (R6, R10): what is planned, who answers for it, and its contingency plan."""

from dataclasses import dataclass
from datetime import date

from safetyctl.ground.catalogue import N_, _, using
from safetyctl.ledger.words import ActivityKind
from safetyctl.plan.deadlines import brought
from safetyctl.plan.model import DAY, Period
from safetyctl.records.activities import MISSING, REPORT_DUTY, ActivityView, activity, occurrences
from safetyctl.reports.attaching import Wanted, attached, gone
from safetyctl.reports.blocks import Figure, Items, Para, Section, Table
from safetyctl.reports.composed import Composed
from safetyctl.reports.head import Request, head_of
from safetyctl.reports.kinds.parts import copy_of
from safetyctl.reports.wording import long_day, phrase, sentence

KIND = "outing"
_TITLES = {
    ActivityKind.OUTING: N_("Report of an outing"),
    ActivityKind.GATHERING: N_("Report of a gathering"),
}


@dataclass(frozen=True, slots=True)
class OutingFigures:
    """The activity as it stands on the report's day."""

    activity: ActivityView


def outing_report(asked: Request, reference: int | str) -> Composed:
    """The report of the activity that a reference names, as it stands on the day in force.

    Raises NotFound; BadInput where its files are too large.
    """
    one = activity(asked.snapshot, asked.day, reference)
    its = asked._replace(campus=one.campus)
    with using("zh"):
        wanted = [
            Wanted(_title_of(one, file.name), file.name, file.sha256, file.size) for file in one.attachments
        ]
    files = attached(asked.snapshot.path, wanted)
    with using("zh"):
        return Composed(
            **head_of(
                its, KIND, one.id, Period(one.on, one.until + DAY), due=one.on, duties=_duties(its, one)
            ),
            heading=_(_TITLES[ActivityKind(one.kind)]),
            subtitle=phrase(one.title, 40),
            opening=_opening(one),
            sections=_sections(one, asked.day),
            figures=OutingFigures(one),
            tally=(Figure("participants", N_("people taking part"), one.participants),),
            attached=files,
            lacking=(*_lacking(one), *gone(files)),
        )


def _duties(asked: Request, one: ActivityView) -> tuple[str, ...]:
    """The outing's own report where the plan asks for it, and the copy of all that is sent."""
    event = [each for each in occurrences(asked.snapshot, asked.day) if each.ref == one.id]
    own = tuple(owed.id for owed in brought(asked.plan, event) if owed.code == REPORT_DUTY)
    return (*own, *copy_of(asked.plan, asked.day, one.campus))


def _title_of(one: ActivityView, name: str) -> str:
    return _("contingency plan: {name}").format(name=name) if name == one.plan else name


def _days(one: ActivityView) -> str:
    if one.on == one.until:
        return long_day(one.on)
    return _("{first} to {last}").format(first=long_day(one.on), last=long_day(one.until))


def _opening(one: ActivityView) -> str:
    words = (
        _("{campus} takes part in an outing, {title}, from {days}")
        if one.kind == ActivityKind.OUTING
        else _("{campus} holds a gathering, {title}, on {days}")
    )
    return sentence(
        [
            words.format(campus=one.campus, title=phrase(one.title), days=_days(one)),
            _("at {place}").format(place=phrase(one.place)),
            _("{n} people take part").format(n=one.participants),
        ]
    )


def _sections(one: ActivityView, day: date) -> tuple[Section, ...]:
    return (
        Section(_("The activity"), (_table(one),)),
        Section(_("Leaders and precautions"), (Items(_answerable(one)),)),
        Section(_("How far it is prepared"), (Para(_prepared(one, day)),)),
    )


def _table(one: ActivityView) -> Table:
    rows = (
        (_("activity"), one.title),
        (_("location"), one.place),
        (_("date"), _days(one)),
        (_("participants"), one.participants),
        (_("leader in charge"), one.leader or _("not named")),
        (_("class teachers present"), one.teachers or _("not named")),
        (_("contingency plan"), one.plan or _("none kept")),
    )
    return Table(_("The activity"), (_("what is asked"), _("content")), rows, (2.2, 7.8), left=(0, 1))


def _answerable(one: ActivityView) -> tuple[str, ...]:
    leader = (
        _("{who} is in charge.").format(who=phrase(one.leader, 40))
        if one.leader
        else _("No leader in charge is named yet.")
    )
    teachers = (
        _("The class teachers present are {who}.").format(who=phrase(one.teachers, 80))
        if one.teachers
        else _("No class teacher is named yet.")
    )
    plan = (
        _("The contingency plan was made on {day} and is attached.").format(day=long_day(one.plan_on))
        if one.plan and one.plan_on
        else _("There is no contingency plan yet.")
    )
    return leader, teachers, plan


def _prepared(one: ActivityView, day: date) -> str:
    started = _("it has begun already") if day > one.on else ""
    if not _lacking(one):
        return sentence([_("plan, leader and class teachers are settled"), started])
    return sentence([_("still lacking: {what}").format(what="、".join(_words(one))), started])


def _words(one: ActivityView) -> list[str]:
    """What it lacks, in words; that it was not reported yet is what this report is for."""
    return [_(MISSING[key]) for key in one.missing if key in MISSING and key != "report"]


def _lacking(one: ActivityView) -> tuple[str, ...]:
    return tuple(_("{ref} is not ready: {what}.").format(ref=one.id, what=word) for word in _words(one))
