"""The materials of the mobilisation phase (R13): meeting, plan, leading group, lists; what is there, what lacks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from safetyctl.ground.catalogue import N_, _, listed, using
from safetyctl.ground.errors import BadInput
from safetyctl.ledger.words import MeetingKind, Status
from safetyctl.plan.deadlines import GROUP, Owed, duties
from safetyctl.plan.model import Period
from safetyctl.records.campaigns import campus_word, campuses, joined
from safetyctl.records.documents import Asked as DocumentsAsked
from safetyctl.records.documents import DocumentView, documents
from safetyctl.records.meetings import MeetingView, meetings
from safetyctl.records.narrowing import Narrowed
from safetyctl.records.responsibilities import Cell, matrix
from safetyctl.records.views import HazardFilter
from safetyctl.reports.drawn.composed import Composed
from safetyctl.reports.facts.blocks import Block, Figure, Items, Para, Section, Table
from safetyctl.reports.facts.deeds import meeting_words
from safetyctl.reports.facts.gathering import chosen
from safetyctl.reports.facts.head import Request, head_of
from safetyctl.reports.facts.period import ReportHazard
from safetyctl.reports.facts.wording import clauses, long_day, phrase, sentence, short_day
from safetyctl.reports.kinds.attaching import Wanted, attached, gone

KIND = "materials"
DUTY = "mobilisation-materials"
_CATEGORIES = ("implementation-plan", "leading-group", "regulation")
_MEETING = "mobilisation-meeting"
_LIST, _LEDGER = "responsibility-list", "hazard-ledger"
_MOBILISING = (MeetingKind.MOBILISATION, MeetingKind.SPECIAL)
"""The meetings by which a unit has mobilised: the plan takes either."""
_WORDS = {
    _MEETING: N_("materials of the mobilisation meeting"),
    _LIST: N_("complete responsibility list"),
    _LEDGER: N_("hazard ledger (no hazard is registered)"),
}


@dataclass(frozen=True, slots=True)
class MaterialsFigures:
    """What the first phase asks for, as far as it is there: by campus, ``*`` being the group's own.

    ``missing`` are the place and the code of a category of the archive, or of a duty.
    """

    meetings: tuple[MeetingView, ...]
    documents: tuple[DocumentView, ...]
    missing: tuple[tuple[str, str], ...]
    posts: int
    posts_all: int
    hazards: int


def materials_report(asked: Request) -> Composed:
    """The materials of one campus, or of the group with all of its campuses, as they stand on the day in force.

    They are those of the phase, and what lacked then and came late. Hazards are told as they stood when the materials
    were due: what is found later belongs to later reports, and corrects nothing.

    Raises BadInput: the campaign has not begun, or its files are too large together.
    """
    plan, snapshot = asked.plan, asked.snapshot
    owed = _owed(asked)
    told = owed[0].period if owed else Period(plan.start, plan.phases[0].end)
    if asked.day < told.start:
        raise BadInput(_("The campaign has not begun on {day}.").format(day=asked.day))
    places = [asked.campus] if asked.campus else [GROUP, *campuses(snapshot)]
    held = [
        one for one in meetings(snapshot, asked.day, Narrowed()) if _is_told(one, places, plan.phases[0].last)
    ]
    filed = _on_file(asked, places)
    own = [place for place in places if place != GROUP]
    posts = _posts(asked, own)
    found = _registered(asked, told.last, asked.campus)
    late = _begun_late(asked, own, found)
    missing = (
        *_missing(places, held, filed),
        *((place, _LIST) for place in own if any(one.missing for one in posts if one.campus == place)),
        *((place, _LEDGER) for place in own if place not in {*late, *(one.campus for one in found)}),
    )
    figures = MaterialsFigures(
        tuple(held), tuple(filed), missing, sum(not one.missing for one in posts), len(posts), len(found)
    )
    with using("zh"):
        names = {one.code: one.name.zh for one in plan.archive}
        wanted = list(_enclosed(held, filed))
    files = attached(snapshot.path, wanted)
    with using("zh"):
        lacking = tuple(
            _("{campus} lacks: {what}.").format(campus=campus_word(place), what=_thing(code, names))
            for place, code in missing
        )
        return Composed(
            **head_of(
                asked,
                KIND,
                told.last.isoformat(),
                told,
                due=owed[0].due if owed else None,
                duties=[one.id for one in owed],
            ),
            stands=asked.day,
            heading=_("Materials of the mobilisation phase"),
            opening=_opening(asked),
            sections=_sections(asked, figures, names, _ledger(asked, len(found), told.last, late)),
            figures=figures,
            tally=(
                Figure("meetings", N_("meetings held"), len(held)),
                Figure("documents", N_("documents on file"), len(filed)),
                Figure("missing", N_("still missing"), len(missing)),
                Figure("hazards", N_("hazards registered"), len(found)),
            ),
            listed=found,
            listed_on=min(asked.day, told.last),
            attached=files,
            lacking=(*lacking, *gone(files)),
        )


def _owed(asked: Request) -> list[Owed]:
    laid = duties(asked.plan, tuple(campuses(asked.snapshot)), joined=joined(asked.snapshot))
    return [one for one in laid if one.code == DUTY and asked.campus in (None, one.campus)]


def _is_told(one: MeetingView, places: Sequence[str], last: date) -> bool:
    """Whether a meeting belongs to the first phase: what mobilises does whenever it is held, others until its end."""
    if one.campus not in places:
        return False
    in_time = one.kind in (MeetingKind.SPECIAL, MeetingKind.LEADING_GROUP) and one.on <= last
    return one.kind == MeetingKind.MOBILISATION or in_time


def _on_file(asked: Request, places: Sequence[str]) -> list[DocumentView]:
    """The documents of the phase; of what was not on file then, those that are now."""
    last = asked.plan.phases[0].last
    filed = _documents(asked, min(asked.day, last), places)
    there = {(one.campus, one.category) for one in filed}
    late = _documents(asked, asked.day, places) if asked.day > last else []
    return filed + [one for one in late if (one.campus, one.category) not in there]


def _documents(asked: Request, day: date, places: Sequence[str]) -> list[DocumentView]:
    found = documents(asked.snapshot, day, DocumentsAsked(in_force=True))
    return [one for one in found if one.category in _CATEGORIES and one.campus in places]


def _posts(asked: Request, places: Sequence[str]) -> list[Cell]:
    """The responsibility lists as the phase left them; those that were not whole then, as they are now."""
    then = matrix(asked.snapshot, asked.plan, places, min(asked.day, asked.plan.phases[0].last))
    left = {one.campus for one in then if one.missing}
    now = matrix(asked.snapshot, asked.plan, [place for place in places if place in left], asked.day)
    return [one for one in then if one.campus not in left] + now


def _registered(asked: Request, last: date, campus: str | None) -> tuple[ReportHazard, ...]:
    """The hazards found by the ``last`` day, as they stood then or on the day in force; none void."""
    seen = min(asked.day, last)
    every = chosen(asked.snapshot, seen, HazardFilter(campus=campus, found_to=seen))
    return tuple(one for one in every if one.status != Status.VOID)


def _begun_late(asked: Request, places: Sequence[str], found: Sequence[ReportHazard]) -> list[str]:
    """The campuses that had no hazard in their ledger in time, and have one now."""
    there = {one.campus for one in found}
    return [place for place in places if place not in there and _registered(asked, asked.day, place)]


def _enclosed(held: Sequence[MeetingView], filed: Sequence[DocumentView]) -> Iterator[Wanted]:
    """The files that go along: of the meetings, then the documents themselves."""
    for meeting in held:
        for file in meeting.attachments:
            yield Wanted(
                _enclosure(meeting.campus, meeting.title, file.name), file.name, file.sha256, file.size
            )
    for one in filed:
        yield Wanted(_enclosure(one.campus, one.title, one.file), one.file, one.sha256, one.size)


def _enclosure(campus: str, title: str, file: str) -> str:
    return _("{campus}: {title} ({file})").format(campus=campus_word(campus), title=title, file=file)


def _missing(
    places: Sequence[str], held: Sequence[MeetingView], filed: Sequence[DocumentView]
) -> tuple[tuple[str, str], ...]:
    """What a campus or the group has not of meeting and documents."""
    there = {(one.campus, one.category) for one in filed}
    there |= {(one.campus, _MEETING) for one in held if one.kind in _MOBILISING}
    wanted = (_MEETING, *_CATEGORIES)
    return tuple((place, code) for place in places for code in wanted if (place, code) not in there)


def _thing(code: str, names: dict[str, str]) -> str:
    return _(_WORDS[code]) if code in _WORDS else names.get(code, code)


def _opening(asked: Request) -> str:
    return _("The materials of {unit} on the mobilisation for the {title} are reported as follows.").format(
        unit=asked.unit, title=asked.plan.title.zh
    )


def _sections(
    asked: Request, figures: MaterialsFigures, names: dict[str, str], ledger: str
) -> tuple[Section, ...]:
    return (
        Section(_("Mobilisation"), (Items(_held(figures, asked.day)),)),
        Section(_("Plan, leading group and regulations"), _filed(figures, names)),
        Section(_("Responsibility list and hazard ledger"), (Para(_lists(figures, ledger)),)),
        Section(_("What is still missing"), (Items(_lacks(figures, names)),)),
    )


def _held(figures: MaterialsFigures, beside: date) -> tuple[str, ...]:
    said = [
        sentence(
            [
                meeting_words(
                    MeetingKind(one.kind), phrase(one.title), one.campus, short_day(one.on, beside)
                ),
                _came(one.participants),
            ]
        )
        for one in figures.meetings
    ]
    return tuple(said) or (_("No mobilisation meeting is recorded yet."),)


def _came(participants: str | None) -> str:
    """Who took part: their names, or how many they were."""
    if not participants:
        return ""
    if participants.isdecimal():
        return _("{n} took part").format(n=participants)
    return _("{who} took part").format(who=phrase(participants, 40))


def _filed(figures: MaterialsFigures, names: dict[str, str]) -> tuple[Block, ...]:
    if not figures.documents:
        return (Para(_("No document is on file yet.")),)
    return (
        Table(
            _("Documents on file"),
            (_("Campus"), _("category"), _("document title"), _("document number"), _("in force from")),
            tuple(
                (
                    phrase(campus_word(one.campus), 30), names.get(one.category, one.category), phrase(one.title, 60),
                    phrase(one.number, 20) or None, one.effective_from,
                )
                for one in figures.documents
            ),
            (1.5, 1.6, 3.8, 1.5, 1.7),
            left=(2,),
        ),
    )  # fmt: skip


def _lists(figures: MaterialsFigures, ledger: str) -> str:
    return sentence(
        [
            _("of the responsibility list's {all} lines {n} have somebody").format(
                all=figures.posts_all, n=figures.posts
            ),
            ledger,
        ]
    )


def _ledger(asked: Request, n: int, last: date, late: Sequence[str]) -> str:
    """How far the ledger of hazards is set up; its day is told where that is over."""
    if asked.day <= last:
        words = (
            _("the ledger of hazards is set up, {n} are registered")
            if n
            else _("no hazard is registered yet")
        )
        return words.format(n=n)
    words = (
        _("the ledger of hazards is set up, {n} are registered as of {day}")
        if n
        else _("no hazard was registered as of {day}")
    )
    begun = _("{campuses} began a ledger since then").format(campuses=listed(late)) if late else ""
    return clauses([words.format(n=n, day=long_day(last)), begun])


def _lacks(figures: MaterialsFigures, names: dict[str, str]) -> tuple[str, ...]:
    if not figures.missing:
        return (_("Everything that the first phase asks for is there."),)
    by_place: dict[str, list[str]] = {}
    for place, code in figures.missing:
        by_place.setdefault(place, []).append(_thing(code, names))
    return tuple(
        _("{campus} lacks: {what}.").format(campus=campus_word(place), what=listed(things))
        for place, things in by_place.items()
    )
