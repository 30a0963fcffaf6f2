"""A campaign's work besides hazards, in the words of its summary: organisation, everyday work, supervision."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from safetyctl.ground.catalogue import _, listed
from safetyctl.ledger.words import (
    ASPECT_LABELS,
    INCIDENT_KIND_LABELS,
    INSPECTION_KIND_LABELS,
    MEETING_LABELS,
    TOPIC_LABELS,
    Aspect,
    IncidentKind,
    InspectionKind,
    MeetingKind,
    Topic,
)
from safetyctl.plan.model import Plan
from safetyctl.records.campaigns import campus_word
from safetyctl.records.documents import categories
from safetyctl.reports.facts.blocks import Block, Items, Para, Part, Table
from safetyctl.reports.facts.period import Rate
from safetyctl.reports.facts.wording import long_day, phrase, rate_words, rates_told, sentence, short_day
from safetyctl.reports.kinds.parts import whether_done
from safetyctl.reports.kinds.summary_work import Drilled, Taught, Work

_TEXT = 60
_LONGEST_MONTH = 31


def organisation(plan: Plan, work: Work) -> Items:
    """The leading groups, plans and regulations on file, the meetings, the responsibility list."""
    names = {one.code: one.name.zh for one in categories(plan)}
    papers = [
        sentence(
            [
                _("{what}: {n} on file at {places}").format(
                    what=names.get(one.category, one.category), n=one.number, places=_places(one.have)
                )
                if one.have
                else _("{what}: none is on file").format(what=names.get(one.category, one.category)),
                _("none yet at {places}").format(places=_places(one.lack)) if one.have and one.lack else "",
            ]
        )
        for one in work.papers
    ]
    return Items((*papers, _met(work), _responsible(plan, work)))


def _places(names: Sequence[str]) -> str:
    return listed(campus_word(one) for one in names)


def _met(work: Work) -> str:
    held = sum(work.meetings.values())
    if not held:
        return sentence([_("no meeting is recorded")])
    return sentence(
        [
            _("{n} meetings were held").format(n=held),
            _of_them(work.meetings, lambda kind: _(MEETING_LABELS[MeetingKind(kind)])),
            _("{n} things were decided and {done} of them done").format(n=work.decided, done=work.done)
            if work.decided
            else "",
        ]
    )


def _responsible(plan: Plan, work: Work) -> str:
    areas = {area.code: area.name.zh for area in plan.areas}
    nobody = [
        _("{campus}: {areas}").format(
            campus=one.campus, areas=listed(areas.get(code, code) for code in one.areas)
        )
        for one in work.unassigned
    ]
    return sentence(
        [
            _("of the responsibility list's {all} lines {n} have somebody").format(
                all=work.posts_all, n=work.posts
            ),
            _("nobody answers yet for {what}").format(what=_("; ").join(nobody))
            if nobody and work.posts
            else "",
        ]
    )


def _of_them(counts: Mapping[str, int], word: Callable[[str], str]) -> str:
    """The kinds with their counts; with a single kind only its name."""
    there = [(word(kind), n) for kind, n in counts.items() if n]
    if len(there) == 1:
        kind, n = there[0]
        return (_("all of them {kind}") if n > 1 else _("it was {kind}")).format(kind=kind)
    return _("of them {kinds}").format(
        kinds=listed(_("{n} {kind}").format(n=n, kind=kind) for kind, n in there)
    )


def everyday(work: Work) -> tuple[Block, ...]:
    """Inspections, drills, education, training, activities and incidents."""
    return (
        Part(_("Inspections")),
        Para(_inspected(work)),
        Part(_("Emergency drills")),
        Para(_drilled(work)),
        *_drill_table(work.by_drill),
        Part(_("Safety education")),
        Para(_taught(work)),
        *_lesson_table(work.by_lesson),
        Part(_("Training of the staff")),
        Para(_trained(work)),
        Part(_("Activities and incidents")),
        Para(_started(work)),
        Para(_happened(work)),
    )


def _inspected(work: Work) -> str:
    total = sum(work.inspections.values())
    if not total:
        return sentence([_("no inspection is recorded")])
    return sentence(
        [
            _("{n} inspections were finished").format(n=total),
            _of_them(work.inspections, lambda kind: _(INSPECTION_KIND_LABELS[InspectionKind(kind)])),
            _("{n} items looked at in all").format(n=work.looked_at) if work.looked_at else "",
            _("{n} of them did not pass").format(n=work.failed) if work.looked_at and work.failed else "",
            _("all of them passed or do not apply") if work.looked_at and not work.failed else "",
        ]
    )


def _drilled(work: Work) -> str:
    if not work.drills:
        return sentence([_("no emergency drill is recorded")])
    owed = sum(one.owed - one.excused for one in work.by_drill)
    return sentence(
        [
            _("{n} emergency drills with {people} taking part").format(n=work.drills, people=work.drilled),
            *rates_told(
                [
                    (
                        _("months with a drill, of those that owe one: {rate}"),
                        Rate(sum(one.held for one in work.by_drill), owed),
                    )
                ]
            ),
        ]
    )


def _drill_table(lines: Sequence[Drilled]) -> tuple[Table, ...]:
    if not any(one.owed for one in lines):
        return ()
    return (
        Table(
            _("Drills month by month"),
            (
                _("Campus"), _("months owed"), _("months drilled"), _("months excused"), _("months missing"),
                _("missing months"),
            ),
            tuple(
                (
                    phrase(one.campus, 30), one.owed, one.held, one.excused, len(one.missing),
                    _months(one.missing) or None,
                )
                for one in lines
            ),
            (1.6, 1, 1, 1, 1, 3),
            left=(0, 5),
        ),
    )  # fmt: skip


def _months(names: Sequence[str]) -> str:
    """Months, those that follow each other as one stretch."""
    stretches: list[list[date]] = []
    for month in (date.fromisoformat(f"{name}-01") for name in names):
        if stretches and (month - stretches[-1][-1]).days <= _LONGEST_MONTH:
            stretches[-1].append(month)
        else:
            stretches.append([month])
    return listed(_stretch(one[0], one[-1]) for one in stretches)


def _stretch(first: date, last: date) -> str:
    if first == last:
        return _month(first)
    return _("{first} to {last}").format(first=_month(first), last=_month(last))


def _month(day: date) -> str:
    return _("{year}-{month}").format(year=day.year, month=day.month)


def _taught(work: Work) -> str:
    times = sum(one.times for one in work.by_lesson)
    covered = sum(one.topics for one in work.by_lesson)
    topics = covered + sum(len(one.missing) for one in work.by_lesson)
    if not times and not work.enrolled:
        return sentence([_("no safety education is recorded")])
    return sentence(
        [
            _("safety education was given {n} times and reached {people}").format(
                n=times, people=sum(one.reached for one in work.by_lesson)
            )
            if times
            else _("no lesson is recorded"),
            *rates_told(
                [
                    (_("topics covered: {rate}"), Rate(covered, topics)),
                    (
                        _("lessons of the city's platform finished: {rate}"),
                        Rate(work.completed, work.enrolled),
                    ),
                ]
            ),
        ]
    )


def _lesson_table(lines: Sequence[Taught]) -> tuple[Table, ...]:
    if not any(one.times for one in lines):
        return ()
    return (
        Table(
            _("Safety education by campus"),
            (_("Campus"), _("times"), _("people reached"), _("topics covered"), _("topics not covered")),
            tuple(
                (
                    phrase(one.campus, 30), one.times, one.reached,
                    rate_words(Rate(one.topics, one.topics + len(one.missing))),
                    listed(_(TOPIC_LABELS[Topic(topic)]) for topic in one.missing) or None,
                )
                for one in lines
            ),
            (1.5, 0.9, 1.2, 1.9, 4.5),
            left=(0, 4),
        ),
    )  # fmt: skip


def _trained(work: Work) -> str:
    if not work.trainings:
        return sentence([_("no training of the staff is recorded")])
    return sentence(
        [
            _("the staff was trained {n} times").format(n=work.trainings),
            *rates_told([(_("share that came {rate}"), Rate(work.attended, work.trained))]),
        ]
    )


def _started(work: Work) -> str:
    if not work.gatherings and not work.outings:
        return sentence([_("no gathering and no outing is recorded")])
    return sentence(
        [
            _("{n} gatherings and outings").format(n=work.gatherings + work.outings),
            _("{n} of them outings").format(n=work.outings) if work.outings else "",
        ]
    )


def _happened(work: Work) -> str:
    total = sum(work.incidents.values())
    if not total:
        return sentence([_("no incident happened")])
    return sentence(
        [
            _("{n} incidents").format(n=total),
            listed(
                _("{n} times {kind}").format(n=n, kind=_(INCIDENT_KIND_LABELS[IncidentKind(kind)]))
                for kind, n in work.incidents.items()
            ),
            *rates_told(
                [(_("reported to the authorities in time: {rate}"), Rate(work.told_in_time, work.to_tell))]
            ),
        ]
    )


def supervised(work: Work, beside: date) -> tuple[Block, ...]:
    """The group's supervision, the corrections that it asked for, and who was held to account."""
    return (
        Para(_visited(work)),
        *((Items(tuple(_corrected(work, beside))),) if work.corrections else ()),
        *_accounted(work, beside),
    )


def _visited(work: Work) -> str:
    visits = sum(work.visits.values())
    if not visits:
        return sentence([_("no supervision is recorded")])
    asked, waiting = len(work.corrections), len(work.uncorrected)
    return sentence(
        [
            _("the group supervised {n} times").format(n=visits),
            _of_them(work.visits, lambda aspect: _(ASPECT_LABELS[Aspect(aspect)])),
            _("{n} corrections were asked for").format(n=asked)
            if asked
            else _("no correction was asked for"),
            _("{n} of them are not done yet").format(n=waiting) if 0 < waiting < asked else "",
            whether_done(asked, asked - waiting) if asked else "",
        ]
    )


def _corrected(work: Work, beside: date) -> list[str]:
    return [
        sentence(
            [
                _("{campus}, {aspect}: {text}").format(
                    campus=one.campus,
                    aspect=_(ASPECT_LABELS[Aspect(one.aspect)]),
                    text=phrase(one.correction, _TEXT),
                ),
                _("corrected on {day}").format(day=short_day(one.corrected_on, beside))
                if one.corrected_on
                else _("due on {day} and not corrected yet").format(day=long_day(one.due) if one.due else ""),
            ]
        )
        for one in work.corrections
    ]


def _accounted(work: Work, beside: date) -> tuple[Block, ...]:
    if not work.held_to_account:
        return (Para(_("Nobody was held to account.")),)
    count = _("held to account: {n} times").format(n=len(work.held_to_account))
    return (
        *((Para(sentence([count])),) if len(work.held_to_account) > 1 else ()),
        Items(
            tuple(
                _("{day}, {person} of {campus}: {what}; {measure} ({number}).").format(
                    day=short_day(one.on, beside),
                    person=phrase(one.person, 20),
                    campus=campus_word(one.campus),
                    what=phrase(one.what, _TEXT),
                    measure=phrase(one.measure, _TEXT),
                    number=one.id,
                )
                for one in work.held_to_account
            )
        ),
    )
