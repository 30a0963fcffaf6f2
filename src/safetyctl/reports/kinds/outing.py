"""The report of one outing or gathering (R6, R10): what is planned, who answers for it, and its contingency plan."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from safetyctl.ground.catalogue import N_, _, listed, using
from safetyctl.ledger.words import ActivityKind
from safetyctl.plan.deadlines import brought
from safetyctl.plan.model import DAY, Period
from safetyctl.records.activities import MISSING, REPORT_DUTY, ActivityView, activity, occurrences
from safetyctl.records.kept import FileView
from safetyctl.reports.drawn.composed import Attached, Composed
from safetyctl.reports.facts.blocks import Figure, Items, Para, Section, Table
from safetyctl.reports.facts.head import Request, head_of
from safetyctl.reports.facts.wording import long_day, phrase, sentence
from safetyctl.reports.kinds.attaching import Wanted, attached, gone
from safetyctl.reports.kinds.parts import copy_of, require_reportable

KIND = "outing"
_TITLES = {
    ActivityKind.OUTING: N_("Report of an outing"),
    ActivityKind.GATHERING: N_("Report of a gathering"),
}
_THINGS = {
    "plan": N_("contingency plan"),
    "leader": N_("leader in charge"),
    "teachers": N_("class teachers present"),
}
"""What an activity may lack that can still be brought."""


@dataclass(frozen=True, slots=True)
class OutingFigures:
    """The activity as it stands on the report's day."""

    activity: ActivityView


def outing_report(asked: Request, reference: int | str) -> Composed:
    """The report of the activity that a reference names, as it stands on the day in force.

    Raises NotFound; Refused where it is void or was not known yet; BadInput where its files are too large.
    """
    one = activity(asked.snapshot, asked.day, reference)
    require_reportable(one.id, _known_on(asked, one), one.void_reason, asked.day)
    its = asked._replace(campus=one.campus)
    with using("zh"):
        wanted = [Wanted(_title_of(one, file), file.name, file.sha256, file.size) for file in one.attachments]
    files = attached(asked.snapshot.path, wanted)
    with using("zh"):
        return Composed(
            **head_of(
                its, KIND, one.id, Period(one.on, one.until + DAY), due=one.on, duties=_duties(its, one)
            ),
            heading=_(_TITLES[ActivityKind(one.kind)]),
            subtitle=phrase(one.title, 40),
            stands=asked.day,
            opening=_opening(one, asked.day),
            sections=_sections(one, asked.day, _goes_along(one, files)),
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


def _known_on(asked: Request, one: ActivityView) -> date:
    """The day from which on it was known: when it was registered, or began."""
    return next((each.since for each in occurrences(asked.snapshot, date.max) if each.ref == one.id), one.on)


def _plan_file(one: ActivityView) -> FileView | None:
    """The contingency plan: the last file of its name, those before are its earlier editions."""
    return next((each for each in reversed(one.attachments) if each.name == one.plan), None)


def _title_of(one: ActivityView, file: FileView) -> str:
    return _("contingency plan: {name}").format(name=file.name) if file == _plan_file(one) else file.name


def _goes_along(one: ActivityView, files: Sequence[Attached]) -> bool:
    """Whether the contingency plan can be enclosed, and is not lost from the store."""
    plan = _plan_file(one)
    pairs = zip(one.attachments, files, strict=True)
    return any(file == plan and enclosed.content is not None for file, enclosed in pairs)


def _days(one: ActivityView) -> str:
    if one.on == one.until:
        return long_day(one.on)
    return _("{first} to {last}").format(first=long_day(one.on), last=long_day(one.until))


def _opening(one: ActivityView, day: date) -> str:
    is_over = _has_begun(one, day)
    if one.kind == ActivityKind.OUTING:
        words = (
            _("{campus} took part in an outing, {title}, on {days}")
            if is_over
            else _("{campus} takes part in an outing, {title}, from {days}")
        )
    else:
        words = (
            _("{campus} held a gathering, {title}, on {days}")
            if is_over
            else _("{campus} holds a gathering, {title}, on {days}")
        )
    return sentence(
        [
            words.format(campus=one.campus, title=phrase(one.title), days=_days(one)),
            _("at {place}").format(place=phrase(one.place)),
            _("{n} people take part").format(n=one.participants),
        ]
    )


def _sections(one: ActivityView, day: date, enclosed: bool) -> tuple[Section, ...]:
    """``enclosed``: whether the contingency plan goes along."""
    return (
        Section(_("The activity"), (_table(one),)),
        Section(_("Leaders and precautions"), (Items(_answerable(one, enclosed)),)),
        Section(_("How far it is prepared"), (Para(_prepared(one, day, enclosed)),)),
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


def _answerable(one: ActivityView, enclosed: bool) -> tuple[str, ...]:
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
    return leader, teachers, _plan_words(one, enclosed)


def _plan_words(one: ActivityView, enclosed: bool) -> str:
    if not one.plan or not one.plan_on:
        return _("There is no contingency plan yet.")
    words = (
        _("The contingency plan is on file since {day} and attached.")
        if enclosed
        else _("The contingency plan is on file since {day}, but its file is missing and cannot be attached.")
    )
    return words.format(day=long_day(one.plan_on))


def _prepared(one: ActivityView, day: date, enclosed: bool) -> str:
    lost = one.plan is not None and not enclosed
    if things := _still_lacking(one):
        said = [_("still lacking: {what}").format(what=listed(things))]
    elif not lost:
        said = [_("plan, leader and class teachers are settled")]
    else:
        said = [_("leader and class teachers are settled")]
    if lost:
        said.append(_("the file of the contingency plan is missing"))
    return sentence([*said, *_late(one, day)])


def _has_begun(one: ActivityView, day: date) -> bool:
    return day > one.on


def _late(one: ActivityView, day: date) -> Iterator[str]:
    """What came only after it had begun, or comes with this report."""
    yield from (_(MISSING[key]) for key in one.missing if key == "plan-late")
    if one.kind != ActivityKind.OUTING:
        return
    if one.reported_on is not None and one.reported_on > one.on:
        yield _("reported on {day}, after it had begun").format(day=long_day(one.reported_on))
    elif one.reported_on is None and _has_begun(one, day):
        yield (
            _("it was over before this report was made")
            if day > one.until
            else _("it had begun before this report was made")
        )


def _still_lacking(one: ActivityView) -> list[str]:
    """What can still be brought, by its name."""
    return [_(_THINGS[key]) for key in one.missing if key in _THINGS]


def _lacking(one: ActivityView) -> tuple[str, ...]:
    return tuple(
        _("{ref} is not ready: {what}.").format(ref=one.id, what=_(MISSING[key]))
        for key in one.missing
        if key in _THINGS
    )
