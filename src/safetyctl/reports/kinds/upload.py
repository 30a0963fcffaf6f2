"""Last month's hazards for the province's platform (R15): a list to key in; the platform takes no file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from safetyctl.ground.catalogue import N_, _, using
from safetyctl.ground.errors import BadInput
from safetyctl.ledger.words import Status
from safetyctl.plan.deadlines import Owed, duties
from safetyctl.plan.model import DAY, Period, Plan, month_of
from safetyctl.records.campaigns import campuses, joined
from safetyctl.records.views import HazardFilter
from safetyctl.reports.drawn.composed import Composed
from safetyctl.reports.facts.blocks import Block, Figure, Para, Section, Table, Value
from safetyctl.reports.facts.gathering import chosen
from safetyctl.reports.facts.head import Request, head_of
from safetyctl.reports.facts.period import ReportHazard
from safetyctl.reports.facts.wording import (
    clauses,
    content,
    level_word,
    long_day,
    phrase,
    source_word,
    status_word,
)
from safetyctl.reports.kinds.parts import hazard_table, so_far_words

KIND = "upload"
DUTY = "monthly-upload"


@dataclass(frozen=True, slots=True)
class UploadFigures:
    """The numbers of the hazards found in the month, of those found earlier that are not on the platform, and of
    all that wait to be keyed in.
    """

    found: tuple[str, ...]
    earlier: tuple[str, ...]
    waiting: tuple[str, ...]
    uploaded: int


def upload_report(asked: Request, month_day: date | None = None) -> Composed:
    """The list of the month that ``month_day`` lies in: the one before the day in force where none is named.

    Hazards are told as they stood when the month was over, which the letter says, but for what decides whether they
    are keyed in: what is on the platform, or void, on the day in force.

    Raises BadInput: the plan asks for no list of that month, or it has not begun.
    """
    month = month_of(month_day or asked.day.replace(day=1) - DAY)
    owed = _owed(asked, month)
    until = max(month.start + DAY, min(month.end, asked.day + DAY))
    seen = until - DAY
    known = _known(asked, seen)
    found = tuple(one for one in known if month.covers(one.found_on))
    earlier = tuple(one for one in known if one.found_on < month.start and not _is_there(one))
    figures = UploadFigures(
        tuple(one.number for one in found),
        tuple(one.number for one in earlier),
        tuple(one.number for one in (*found, *earlier) if not _is_there(one)),
        sum(map(_is_there, found)),
    )
    with using("zh"):
        words = _("{year}-{month}").format(year=month.start.year, month=month.start.month)
        return Composed(
            **head_of(
                asked,
                KIND,
                f"{month.start:%Y-%m}",
                month,
                due=owed[0].due,
                duties=[one.id for one in owed],
                recipient=asked.plan.organisation.channel.recipient.zh,
            ),
            heading=_("Hazard list for the province's platform"),
            subtitle=clauses([words, so_far_words(month, seen)]),
            opening=_opening(words, figures, seen if seen < asked.day and (found or earlier) else None),
            sections=_sections(asked, found, earlier),
            figures=figures,
            tally=(
                Figure("new", N_("newly found"), len(found)),
                Figure("uploaded", N_("of them on the platform"), figures.uploaded),
                Figure("earlier", N_("found earlier and not on the platform"), len(earlier)),
            ),
            listed=(*found, *earlier),
            nil=not (found or earlier),
        )


def _known(asked: Request, seen: date) -> list[ReportHazard]:
    """The hazards found by ``seen`` as they stood then, none void; with the platform's marks of the day in force."""
    known = HazardFilter(campus=asked.campus, found_to=seen)
    now = {one.number: one for one in chosen(asked.snapshot, asked.day, known)}
    return [
        replace(one, province_uploaded_on=today.province_uploaded_on, province_receipt=today.province_receipt)
        for one in chosen(asked.snapshot, seen, known)
        if (today := now.get(one.number)) is not None and today.status != Status.VOID
    ]


def _is_there(one: ReportHazard) -> bool:
    """Whether it is on the platform; a ledger that was imported may know the receipt and not the day."""
    return bool(one.province_uploaded_on or one.province_receipt)


def _owed(asked: Request, month: Period) -> list[Owed]:
    names = tuple(campuses(asked.snapshot))
    laid = [one for one in duties(asked.plan, names, joined=joined(asked.snapshot)) if one.code == DUTY]
    owed = [one for one in laid if one.period.covers(month.start) and asked.campus in (None, one.campus)]
    if not owed:
        raise BadInput(
            _("The plan asks for no list of {month}.").format(month=f"{month.start:%Y-%m}"),
            hint=_("It asks for those of {first} to {last}. Name a day of the month with --for DAY.").format(
                first=f"{laid[0].period_start:%Y-%m}", last=f"{laid[-1].period_start:%Y-%m}"
            )
            if laid
            else None,
        )
    if asked.day < month.start:
        raise BadInput(
            _("{month} has not begun on {day}.").format(month=f"{month.start:%Y-%m}", day=asked.day)
        )
    return owed


def _opening(month: str, figures: UploadFigures, seen: date | None) -> str:
    """``seen``: the day of which the states are, where that is past."""
    n, done, earlier = len(figures.found), figures.uploaded, len(figures.earlier)
    if not n:
        said = (
            _("In {month} no hazard was found.")
            if earlier
            else _("In {month} no hazard was found: a nil list.")
        )
    elif n == 1:
        said = (
            _("In {month} one hazard was found, it is on the platform already.")
            if done
            else _("In {month} one hazard was found, it is not on the platform yet.")
        )
    elif not done:
        said = _("In {month} {n} hazards were found, none of them is on the platform yet.")
    elif done == n:
        said = _("In {month} {n} hazards were found, all of them are on the platform already.")
    else:
        said = _("In {month} {n} hazards were found, {done} of them are on the platform already.")
    before = (
        _("{n} found earlier are not on the platform and listed too.").format(n=earlier) if earlier else ""
    )
    stands = _("The states listed are those of {day}.").format(day=long_day(seen)) if seen else ""
    note = _("The list is for keying in: the platform takes no file.")
    return said.format(month=month, n=n, done=done) + before + stands + note


def _sections(
    asked: Request, found: Sequence[ReportHazard], earlier: Sequence[ReportHazard]
) -> tuple[Section, ...]:
    is_group = asked.campus is None
    there = [one for one in found if _is_there(one)]
    sections = []
    for title, rows, nothing in (
        (
            _("Hazards found in the month, to be keyed in"),
            [one for one in found if not _is_there(one)],
            _("Every hazard found in the month is on the platform.") if there else _("No hazard was found."),
        ),
        (
            _("Found earlier and not on the platform"),
            earlier,
            _("No hazard found earlier waits to be uploaded."),
        ),
    ):
        blocks: tuple[Block, ...] = (Para(nothing),)
        if rows:
            shown = replace(hazard_table(title, rows, campus=is_group), in_book=False)
            blocks = (_to_key_in(asked.plan, title, rows), shown)
        sections.append(Section(title, blocks))
    if there:
        title = _("Of the month, on the platform already")
        sections.append(Section(title, (_receipts(title, there, is_group),)))
    return tuple(sections)


def _receipts(title: str, rows: Sequence[ReportHazard], is_group: bool) -> Table:
    """What is not keyed in again, with the platform's receipts."""
    campus = (_("Campus"),) if is_group else ()
    return Table(
        title,
        (_("number"), *campus, _("Hazard content"), _("uploaded on"), _("platform receipt")),
        tuple(
            (
                one.number, *((phrase(one.campus, 30),) if is_group else ()), phrase(one.title, 60),
                one.province_uploaded_on, phrase(one.province_receipt, 40) or None,
            )
            for one in rows
        ),
        (1.3, *((1.4,) if is_group else ()), 4.0, 1.7, 2.4),
        left=(2,) if is_group else (1,),
    )  # fmt: skip


def _to_key_in(plan: Plan, title: str, rows: Sequence[ReportHazard]) -> Table:
    """Every field that is keyed in, one row a hazard: in the workbook alone, where it is read from the screen."""
    areas = {area.code: area.name.zh for area in plan.areas}
    items = {item.code: item.title.zh for area in plan.areas for item in area.items}
    return Table(
        _("{title} (to key in)").format(title=title),
        (
            _("Hazard number"), _("Campus"), _("Hazard category"), _("check item"), _("Hazard content"),
            _("Place of the hazard"), _("Hazard level"), _("How found"), _("Found on"), _("Found by"),
            _("Rectification measure"), _("Department responsible"), _("Person responsible for rectification"),
            _("Rectification funds (10,000 yuan)"), _("Rectification deadline"), _("Stands at"),
            _("Rectification completed on"), _("Uploaded to the province's system on"), _("platform receipt"),
        ),
        tuple(_keyed(one, areas, items) for one in rows),
        (1,) * 19,
        left=(3, 4, 5, 10, 11),
        on_paper=False,
    )  # fmt: skip


def _keyed(one: ReportHazard, areas: dict[str, str], items: dict[str, str]) -> tuple[Value, ...]:
    return (
        one.number, one.campus, areas.get(one.area, one.area), items.get(one.item or ""), content(one), one.location,
        level_word(one.level), source_word(one.source), one.found_on, one.found_by, one.measure, one.department,
        one.responsible, one.funds, one.due, status_word(one.status), one.rectified_on, one.province_uploaded_on,
        one.province_receipt,
    )  # fmt: skip
