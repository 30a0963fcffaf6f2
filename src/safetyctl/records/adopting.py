"""Taking a plan into force: the next campaign, a new edition of one that the ledger has, another reading, other days.

What the plan in force says is changed here and nowhere else, in one transaction with its journal entry. Records stay
as they are: they belong to days, not to campaigns.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from safetyctl.ground.catalogue import _, listed
from safetyctl.ground.errors import BadInput, NotFound, Refused
from safetyctl.ledger.connection import Asks
from safetyctl.plan.deadlines import GROUP, duties
from safetyctl.plan.layout import unannounced
from safetyctl.plan.model import Plan, Reading
from safetyctl.plan.moves import Moves, between
from safetyctl.records.campaigns import campuses, joined, plans

if TYPE_CHECKING:
    from safetyctl.ledger.writing import Transaction

USE = "campaign.use"
NEW, CHANGED, SAME = "new", "changed", "same"
MOVES = timedelta(days=31)
"""How far the start of a campaign may move from one edition of its plan to the next."""


class Moved(NamedTuple):
    """A deadline that falls on another day than before; ``duty`` is its id."""

    duty: str
    due: date
    was: date


class Overlap(NamedTuple):
    """A campaign that the ledger has, some days of which the new one has too; ``last`` is its last day."""

    code: str
    start: date
    last: date


@dataclass(frozen=True, slots=True)
class Adoption:
    """A plan as it would come into force, and what that changes.

    Args:
        plan: the plan, laid out with the holidays that are announced by now.
        text: its TOML with all that it needs inside.
        edition: ``new`` (a campaign that the ledger has not), ``changed`` or ``same``.
        readings: those that are taken another way than before, each with its way.
        added: the ids of deadlines that there were not, for the campuses of the ledger and those that are added.
        removed: the ids of deadlines that there will not be.
        moved: the deadlines that fall on another day.
        unannounced: the years of the campaign whose public holidays are not announced yet.
        campuses: the campuses that are added to the ledger.
        unknown: the campuses that the plan names and the ledger has not.
        overlaps: the other campaigns that have days in common with a new one.
        days_lost: the edition before had the school's own days, and this one has none.
    """

    plan: Plan
    text: str
    edition: str
    readings: tuple[tuple[str, str], ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    moved: tuple[Moved, ...]
    unannounced: tuple[int, ...]
    campuses: tuple[str, ...]
    unknown: tuple[str, ...]
    overlaps: tuple[Overlap, ...]
    days_lost: bool

    @property
    def changes(self) -> bool:
        """Whether there is anything to write."""
        return self.edition != SAME or bool(self.campuses)


def source_of(asks: Asks, plan: Plan) -> str:
    """The TOML of a plan that the ledger has, as it was adopted, with all that it needs inside.

    A ledger that was made before the texts were kept answers with the built-in one, where its plan is that but for
    the organisation and the readings.

    Raises:
        Refused: its text was not kept, and it is not the built-in plan.
    """
    (kept,) = asks.rows("SELECT source FROM campaign WHERE code = ?", (plan.code,))[0]
    text = str(kept) if kept is not None else _builtin_source(plan)
    if text is None:
        raise Refused(
            _("This ledger is older than its plan's text, which was not kept."),
            hint=_("Name the plan's file: campaign new --plan FILE, campaign use FILE."),
        )
    return text


def _builtin_source(plan: Plan) -> str | None:
    """The built-in plan's text with a plan's own organisation and readings; None where that is another plan."""
    from safetyctl.plan.editing import (
        ORGANISATION,
        builtin_and_text,
        organisation_text,
        reading_as,
        with_table,
    )
    from safetyctl.plan.source import read_plan

    builtin, text = builtin_and_text()
    ways = {one.id: one.choices for one in builtin.readings}
    text = reading_as(text, {one.id: one.holds for one in plan.readings if one.holds in ways.get(one.id, ())})
    if plan.organisation != builtin.organisation:
        text = with_table(text, ORGANISATION, organisation_text(plan.organisation))
    return text if _likeness(read_plan(text, None, "plan.toml")) == _likeness(plan) else None


def _likeness(plan: Plan) -> tuple[object, ...]:
    """What tells whether two plans owe the same; they may word it differently."""
    return (
        (
            plan.code,
            plan.start,
            plan.end,
            plan.zone,
            plan.organisation,
            plan.allowance,
            plan.campuses,
            plan.days,
        ),
        [(one.start, one.end) for one in plan.phases],
        [(one.code, one.start, one.end, one.due) for one in plan.milestones],
        {(one.code, one.owed_by) for one in plan.duties},
        [(one.duty, one.named, one.due) for one in plan.slots],
        [item.code for area in plan.areas for item in area.items],
    )


def weighed(
    asks: Asks,
    day: date,
    text: str,
    name: str,
    ways: Mapping[str, str] | None = None,
    days: str | None = None,
    new_campuses: Sequence[str] = (),
) -> Adoption:
    """What taking a plan into force would change.

    Args:
        asks: the ledger.
        day: the day from which campuses that are added belong to the group.
        text: the plan's TOML with all that it needs inside.
        name: what its file is called, for faults.
        ways: readings to take another way than the text does, ``A4`` → way.
        days: the TOML of the school's own days, in place of those of the text.
        new_campuses: campuses that are added to the ledger with it.

    Raises:
        FileBroken: the text cannot be read.
        NotFound: there is no such reading, or no such way of taking it.
        BadInput: a campus is there already or is named twice.
        Refused: the plan has not the area of a hazard that the ledger holds, or it starts more than a month before
            or after the campaign of its code.
    """
    from safetyctl.plan.editing import DAYS, reading_as, with_table
    from safetyctl.plan.source import read_plan

    known = tuple(campuses(asks))
    _require_new(known, new_campuses)
    asked = plan = read_plan(text, None, name)
    if days is not None:
        text = with_table(text, DAYS, days)
    if ways:
        text = reading_as(text, _possible(plan.readings, ways))
    if days is not None or ways:
        plan = read_plan(text, None, name)
    _require_areas(asks, plan)
    others = {one.code: one for one in plans(asks)}
    before = others.pop(plan.code, None)
    if before is not None:
        _require_same_campaign(before, plan)
    everyone = (*known, *new_campuses)
    since = joined(asks) | dict.fromkeys(new_campuses, max(day, plan.start))
    was = duties(before, known, joined=since) if before else ()
    moves = between(was, duties(plan, everyone, joined=since))
    return Adoption(
        plan=plan,
        text=text,
        edition=_edition(asks, plan, text),
        readings=_reread(before or asked, plan),
        added=tuple(one.id for one in moves.added),
        removed=tuple(one.id for one in moves.removed),
        moved=_moved(moves),
        unannounced=unannounced(plan),
        campuses=tuple(new_campuses),
        unknown=tuple(name for name in plan.campuses if name not in everyone),
        overlaps=() if before else _overlaps(plan, others),
        days_lost=before is not None and any(before.days) and not any(plan.days),
    )


def adopt(tx: "Transaction", adoption: Adoption) -> None:
    """Take a plan into force, with the campuses that come with it."""
    from hashlib import sha256

    from safetyctl.ledger.tables.campaign import Campaign
    from safetyctl.ledger.tables.campus import Campus, CampusDraft
    from safetyctl.ledger.writing import drafted
    from safetyctl.plan.stored import plan_json

    last = int(tx.rows("SELECT coalesce(max(position), 0) FROM campus")[0][0])
    for position, name in enumerate(adoption.campuses, start=last + 1):
        since = max(tx.day, adoption.plan.start)
        campus = drafted(CampusDraft, {"name": name, "position": position, "joined_on": since})
        tx.save(USE, campus.name, Campus(**campus.model_dump()))
    if adoption.edition == SAME:
        return
    plan, text = adoption.plan, plan_json(adoption.plan)
    row = tx.find(Campaign, code=plan.code) or Campaign(
        code=plan.code, plan=text, sha256="", adopted_on=tx.day
    )
    row.plan, row.sha256, row.source = text, sha256(text.encode()).hexdigest(), adoption.text
    tx.save(USE, plan.code, row)


def _edition(asks: Asks, plan: Plan, text: str) -> str:
    from safetyctl.plan.stored import plan_json

    rows = asks.rows("SELECT plan, source FROM campaign WHERE code = ?", (plan.code,))
    if not rows:
        return NEW
    stored, kept = rows[0]
    if stored != plan_json(plan):
        return CHANGED
    return SAME if text == (_builtin_source(plan) if kept is None else kept) else CHANGED


def _reread(before: Plan, now: Plan) -> tuple[tuple[str, str], ...]:
    held = {one.id: one.holds for one in before.readings}
    return tuple((one.id, one.holds) for one in now.readings if held.get(one.id, one.holds) != one.holds)


def _moved(moves: Moves) -> tuple[Moved, ...]:
    return tuple(
        Moved(one.id, one.now, one.was)
        for one in moves.moved
        if one.what == "due" and isinstance(one.now, date) and isinstance(one.was, date)
    )


def _overlaps(plan: Plan, others: Mapping[str, Plan]) -> tuple[Overlap, ...]:
    return tuple(
        Overlap(code, one.start, one.last)
        for code, one in others.items()
        if one.start < plan.end and plan.start < one.end
    )


def _possible(readings: Sequence[Reading], ways: Mapping[str, str]) -> Mapping[str, str]:
    """The ways, each of which its reading has. Raises NotFound with the choices."""
    choices = {one.id: one.choices for one in readings}
    for reading, way in ways.items():
        if reading not in choices:
            raise NotFound(
                _("There is no reading {value} in this plan.").format(value=reading),
                hint=_("There are: {names}").format(names=listed(choices)),
            )
        if way not in choices[reading]:
            raise NotFound(
                _("The reading {reading} cannot be taken as {way}.").format(reading=reading, way=way),
                hint=_("There are: {names}").format(names=listed(choices[reading])),
            )
    return ways


def _require_same_campaign(before: Plan, now: Plan) -> None:
    """Make sure that two plans of one code are editions of one campaign. Raises Refused."""
    if abs(now.start - before.start) > MOVES:
        raise Refused(
            _(
                "The plan starts on {start}, the ledger's campaign {code} on {other}: it is another campaign under"
                " the same code."
            ).format(start=now.start, code=now.code, other=before.start),
            hint=_("Give it a code of its own (code = … in the plan). Nothing was changed."),
        )


def _require_areas(asks: Asks, plan: Plan) -> None:
    known = {area.code for area in plan.areas}
    used = asks.rows("SELECT area, count(*) FROM hazard WHERE status <> 'void' GROUP BY area ORDER BY area")
    lost = [_("{area} ({count})").format(area=area, count=n) for area, n in used if area not in known]
    if lost:
        raise Refused(
            _("The ledger has hazards in areas that this plan has not: {names}.").format(names=listed(lost)),
            hint=_("Keep these areas in the plan; an area may stay without check items (items = [])."),
        )


def _require_new(known: Sequence[str], names: Sequence[str]) -> None:
    for place, name in enumerate(names):
        if name == GROUP:
            raise BadInput(
                _("A campus cannot be called {name}: that stands for the group.").format(name=name)
            )
        if name in known:
            raise BadInput(_("The campus {name} is in the ledger already.").format(name=name))
        if name in names[:place]:
            raise BadInput(_("The campus {name} is named twice.").format(name=name))
