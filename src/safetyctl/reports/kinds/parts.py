"""What the kinds of reports say alike: what was done, hazards one by one, the copy that goes to the mailbox."""

from collections.abc import Iterable, Sequence
from datetime import date

from safetyctl.ground.catalogue import _
from safetyctl.plan.deadlines import GROUP
from safetyctl.plan.model import Plan
from safetyctl.records.counting import ELECTRONIC_COPY
from safetyctl.reports.blocks import Items, Table
from safetyctl.reports.facts import Deed, ReportHazard
from safetyctl.reports.wording import level_word, phrase, sentence, status_word

_TEXT = 60


def told(deeds: Iterable[Deed], section: str, nothing: str) -> Items:
    """What was done of one section, a sentence each; ``nothing`` where there was nothing."""
    said = [sentence([phrase(part) for part in deed.said]) for deed in deeds if deed.section == section]
    return Items(tuple(said) or (nothing,))


def hazard_table(title: str, hazards: Sequence[ReportHazard], *, campus: bool) -> Table:
    """Hazards one a row: number, what and where, level, who, until when, how it stands; ``campus``: named too."""
    headings = [_("number"), _("place and hazard"), _("level"), _("responsible"), _("deadline"), _("status")]
    widths = [1.3, 4.2, 1.0, 1.3, 1.7, 1.4]
    if campus:
        headings.insert(1, _("Campus"))
        widths.insert(1, 1.4)
    return Table(
        title,
        tuple(headings),
        tuple(_line(one, campus) for one in hazards),
        tuple(widths),
        left=(2,) if campus else (1,),
    )


def _line(one: ReportHazard, campus: bool) -> tuple[str | date | None, ...]:
    what = phrase(one.title, _TEXT)
    if one.location:
        what = _("{place}: {title}").format(place=phrase(one.location, 30), title=what)
    stands = status_word(one.status)
    if one.overdue:
        stands = _("{n} days overdue").format(n=one.days_overdue)
    rest = (what, level_word(one.level), phrase(one.responsible, 20), one.due, stands)
    return (one.number, phrase(one.campus, 30), *rest) if campus else (one.number, *rest)


def copy_of(plan: Plan, day: date, campus: str | None) -> tuple[str, ...]:
    """The duty that any report meets which the plan does not ask for by name: the copy of all that is sent (R21)."""
    if any(duty.code == ELECTRONIC_COPY for duty in plan.duties):
        return (f"{ELECTRONIC_COPY}/{min(max(day, plan.start), plan.last).isoformat()}/{campus or GROUP}",)
    return ()
