"""The life of an inspection: started → its check items recorded → finished; afterwards only amended (R7, R18, R19).

Every function works inside an open write transaction. What failed becomes a hazard in the same change, with the check
item and the inspection named on it (R5: found and registered at once).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlmodel import select

from safetyctl.ground.catalogue import _, listed
from safetyctl.ground.errors import BadInput, NotFound, Refused
from safetyctl.ledger.tables.hazard import Hazard
from safetyctl.ledger.tables.inspection import (
    Inspection,
    InspectionDraft,
    InspectionItem,
    InspectionItemDraft,
)
from safetyctl.ledger.words import ItemResult, Source, Status
from safetyctl.ledger.writing import Transaction, drafted
from safetyctl.plan.model import Plan
from safetyctl.records import hazards, kept
from safetyctl.records.checklists import Mark
from safetyctl.records.inspections import INSPECTION, not_looked_at, without_items
from safetyctl.records.kept import require_known_by, require_not_void
from safetyctl.records.labels import labelled
from safetyctl.records.references import hazard_ref

_NAMED = 8  # of what was not looked at, in one sentence

Chosen = tuple[str, str]
"""A check item to look at: the area's code and the item's, which is the area's own where it has no items."""


class Finding(NamedTuple):
    """What was found of a check item; ``hazard`` what a failed one says of its hazard: a ``title`` at least."""

    item: str
    result: ItemResult
    note: str | None = None
    hazard: Mapping[str, object] | None = None


class Recorded(NamedTuple):
    """What recording did, by check item: new results, other ones than before, the same; and the hazards it made."""

    added: tuple[str, ...]
    updated: tuple[str, ...]
    skipped: tuple[str, ...]
    hazards: tuple[Hazard, ...]


def start(tx: Transaction, values: Mapping[str, object], chosen: Sequence[Chosen]) -> Inspection:
    """Start an inspection of the check items that were chosen; they are kept with it, whatever the plan says later.

    Raises:
        BadInput: a value that cannot be taken.
        Refused: a day after the day in force.
    """
    record = kept.register(tx, INSPECTION, Inspection, InspectionDraft, values)
    require_known_by(tx, record.started_on)
    for position, (area, item) in enumerate(dict.fromkeys(chosen), start=1):
        said = {"inspection": record.uid, "position": position, "area": area, "item": item}
        draft = drafted(InspectionItemDraft, said, labelled(INSPECTION.fields))
        tx.save("inspection.add", INSPECTION.ref(record.number), InspectionItem(**draft.model_dump()))
    return record


def taken_before(
    tx: Transaction, values: Mapping[str, object], chosen: Sequence[Chosen], marks: Sequence[Mark]
) -> Inspection | None:
    """The inspection that a form without a number was taken as before: head, items and all its marks stand there."""
    draft = drafted(InspectionDraft, values, labelled(INSPECTION.fields))
    rows = tx.rows(
        "SELECT number FROM inspection WHERE campus = ? AND kind = ? AND started_on = ? AND voided_on IS NULL"
        " AND coalesce(zones, '') = ? AND coalesce(persons, '') = ? ORDER BY number",
        (draft.campus, draft.kind, draft.started_on.isoformat(), draft.zones or "", draft.persons or ""),
    )
    for (number,) in rows:
        one = find(tx, number)
        items = items_of(tx, one)
        if set(items) == {item for _area, item in chosen} and all(
            (items[mark.item].result, items[mark.item].note) == (mark.result, mark.note) for mark in marks
        ):
            return one
    return None


def find(tx: Transaction, reference: int | str) -> Inspection:
    """The inspection that a reference names, to be changed. Raises NotFound."""
    return kept.find(tx, INSPECTION, Inspection, reference)


def items_of(tx: Transaction, inspection: Inspection) -> dict[str, InspectionItem]:
    """Its check items by code, in their order."""
    asked = select(InspectionItem).where(InspectionItem.inspection == inspection.uid)
    rows = sorted(tx.session.exec(asked), key=lambda row: row.position)
    return {row.item: row for row in rows}


def edit(tx: Transaction, inspection: Inspection, changes: Mapping[str, object]) -> None:
    """Correct what an unfinished inspection says. Raises BadInput, and Refused for one that is finished or void."""
    if inspection.finished_on is not None and not items_of(tx, inspection):
        _require_import_anew(inspection)
    require_unfinished(inspection)
    kept.amend(tx, INSPECTION, inspection, InspectionDraft, changes)
    require_known_by(tx, inspection.started_on)
    first = min(
        (row.recorded_on for row in items_of(tx, inspection).values() if row.recorded_on), default=None
    )
    if first is not None and inspection.started_on > first:
        raise Refused(
            _("{ref} has results of {day}; it did not begin later.").format(ref=ref_of(inspection), day=first)
        )


def record(
    tx: Transaction, plan: Plan, inspection: Inspection, findings: Sequence[Finding], on: date
) -> Recorded:
    """Record what was found of check items on a day; a result that stands already is replaced, in the journal too.

    Raises:
        NotFound: an item that is not in this inspection.
        BadInput: a failed item without a title for its hazard, or a value that cannot be taken.
        Refused: a void or finished inspection, a day that it does not cover, an item whose hazard stands.
    """
    require_unfinished(inspection)
    require_known_by(tx, on)
    _require_begun(inspection, on)
    rows = items_of(tx, inspection)
    done: dict[str, list[str]] = {"added": [], "updated": [], "skipped": []}
    made: list[Hazard] = []
    for finding in findings:
        row = item_named(rows, finding.item, inspection)
        first = row.result is None
        if _is_same(tx, row, finding):
            done["skipped"].append(row.item)
            continue
        made.extend(_put(tx, plan, inspection, row, finding, on))
        row.recorded_on = on
        tx.save("inspection.record", ref_of(inspection), row)
        done["added" if first else "updated"].append(row.item)
    return Recorded(tuple(done["added"]), tuple(done["updated"]), tuple(done["skipped"]), tuple(made))


def take(tx: Transaction, plan: Plan, inspection: Inspection, marks: Sequence[Mark], on: date) -> Recorded:
    """Record what a filled checklist says; what failed makes its hazard, with what was seen as its words.

    What stands already is left as it is, so that the same file may be taken twice. Raises as ``record`` does.
    """
    rows = items_of(tx, inspection)
    findings = []
    for mark in marks:
        row = rows.get(mark.item)
        known = row is not None and standing_hazard(tx, row) is not None
        said = None
        if mark.result == ItemResult.FAIL and not known:
            said = {
                "title": mark.note, "location": mark.location, "responsible": mark.responsible, "due": mark.due,
            }  # fmt: skip
        findings.append(Finding(mark.item, mark.result, mark.note, said))
    return record(tx, plan, inspection, findings, on)


def finish(
    tx: Transaction,
    inspection: Inspection,
    on: date,
    partial: bool = False,
    called: Callable[[str], str] = str,
) -> None:
    """Finish an inspection; ``partial``: what was not looked at stays so. ``called`` names an area or item by code.

    Raises:
        BadInput: items that were not looked at, without ``partial``.
        Refused: a void or finished one, one of which nothing was looked at, a day that it does not cover.
    """
    require_unfinished(inspection)
    require_known_by(tx, on)
    rows = items_of(tx, inspection).values()
    _require_begun(inspection, on)
    days = [row.recorded_on for row in rows if row.recorded_on]
    if not days:
        raise Refused(
            _("Nothing of {ref} was looked at.").format(ref=ref_of(inspection)),
            hint=_("If it did not take place: {command}").format(
                command=f"safetyctl inspection void {ref_of(inspection)} --reason TEXT"
            ),
        )
    if on < max(days):
        raise Refused(_("{ref} has results of {day}.").format(ref=ref_of(inspection), day=max(days)))
    missing = not_looked_at((row.area, row.item, row.result) for row in rows)
    if missing and not partial:
        raise BadInput(
            _("Not looked at: {items}").format(items=_some(missing, called)),
            hint=_("Record them, or finish without them: {command}").format(
                command=f"safetyctl inspection finish {ref_of(inspection)} --partial"
            ),
        )
    inspection.finished_on = on
    kept.store(tx, INSPECTION, inspection, "finish")


def _some(codes: Sequence[str], called: Callable[[str], str]) -> str:
    named = listed(called(code) for code in codes[:_NAMED])
    more = len(codes) - _NAMED
    return _("{some} and {n} more").format(some=named, n=more) if more > 0 else named


def amend(
    tx: Transaction, plan: Plan, inspection: Inspection, finding: Finding, reason: str
) -> tuple[Hazard, ...]:
    """Correct one result of a finished inspection, with the reason; the result it was finished with stays on record.

    An item that nobody had looked at counts from the day of the amendment on.

    Raises:
        NotFound, BadInput: as ``record``; no reason.
        Refused: a void or unfinished inspection, a result that says the same, an item whose hazard stands.
    """
    require_not_void(INSPECTION, inspection)
    ref = ref_of(inspection)
    if inspection.finished_on is None:
        raise Refused(
            _("{ref} is not finished: a result is simply recorded anew.").format(ref=ref),
            hint=f"safetyctl inspection record {ref} --item CODE --result pass|fail|na",
        )
    if not reason.strip():
        raise BadInput(_("{what} is empty.").format(what="--reason"))
    row = item_named(items_of(tx, inspection), finding.item, inspection)
    if _is_same(tx, row, finding):
        raise Refused(_("{item} of {ref} says so already.").format(item=row.item, ref=ref))
    before, first = row.result, row.amended_on is None
    made = _put(tx, plan, inspection, row, finding, tx.day, reason)
    row.amended_from = before if first else row.amended_from
    row.amended_on, row.recorded_on = tx.day, row.recorded_on or tx.day
    tx.save("inspection.amend", ref, row)
    return made


def item_named(rows: Mapping[str, InspectionItem], code: str, inspection: Inspection) -> InspectionItem:
    """The check item of that code in this inspection. Raises NotFound, and Refused where it has none at all."""
    if code in rows:
        return rows[code]
    if not rows:
        raise without_items(ref_of(inspection))
    areas = listed(dict.fromkeys(row.area for row in rows.values()))
    raise NotFound(
        _("{item} is not in {ref}.").format(item=code, ref=ref_of(inspection)),
        hint=_("It looks at these areas: {areas}").format(areas=areas),
    )


def standing_hazard(tx: Transaction, row: InspectionItem) -> Hazard | None:
    """The hazard that an item made, unless it was made void."""
    found = tx.find(Hazard, uid=row.hazard) if row.hazard else None
    return None if found is None or found.status == Status.VOID else found


def require_unfinished(inspection: Inspection) -> None:
    """A finished inspection does not change any more. Raises Refused."""
    require_not_void(INSPECTION, inspection)
    if inspection.finished_on is not None:
        ref = ref_of(inspection)
        raise Refused(
            _("{ref} was finished on {day}; it does not change any more.").format(
                ref=ref, day=inspection.finished_on
            ),
            hint=_("A result is corrected with: {command}").format(
                command=f"safetyctl inspection amend {ref} --item CODE --result pass|fail|na --reason TEXT"
            ),
        )


def _require_import_anew(inspection: Inspection) -> None:
    """What a ledger said of an inspection is mended in the ledger. Raises Refused."""
    require_not_void(INSPECTION, inspection)
    ref = ref_of(inspection)
    raise Refused(
        _("{ref} came from a ledger of inspections, and does not change any more.").format(ref=ref),
        hint=_("If it is wrong, mend its row, and import that after: {command}").format(
            command=f"safetyctl inspection void {ref} --reason TEXT"
        ),
    )


def ref_of(inspection: Inspection) -> str:
    """The inspection's number as people write it."""
    return INSPECTION.ref(inspection.number)


def _require_begun(inspection: Inspection, on: date) -> None:
    if on < inspection.started_on:
        raise Refused(
            _("{ref} began on {start}; {day} lies before it.").format(
                ref=ref_of(inspection), start=inspection.started_on, day=on
            )
        )


def _is_same(tx: Transaction, row: InspectionItem, finding: Finding) -> bool:
    """Whether recording it would change nothing; a failed item whose hazard was made void makes a new one."""
    if row.result != finding.result or (finding.note is not None and finding.note != row.note):
        return False
    return finding.result != ItemResult.FAIL or (
        finding.hazard is None and standing_hazard(tx, row) is not None
    )


def _put(
    tx: Transaction,
    plan: Plan,
    inspection: Inspection,
    row: InspectionItem,
    finding: Finding,
    on: date,
    reason: str | None = None,
) -> tuple[Hazard, ...]:
    """Write a finding into its row, and make the hazard of a failed one."""
    standing = standing_hazard(tx, row)
    if standing is not None and (finding.result != ItemResult.FAIL or finding.hazard is not None):
        raise _stands(row.item, hazard_ref(standing.number), finding.result)
    said = {
        "inspection": row.inspection, "position": row.position, "area": row.area, "item": row.item,
        "result": finding.result, "recorded_on": on, "amended_reason": reason,
        "note": finding.note if finding.note is not None or finding.result != row.result else row.note,
    }  # fmt: skip
    draft = drafted(InspectionItemDraft, said, labelled(INSPECTION.fields))
    made: tuple[Hazard, ...] = ()
    if finding.result == ItemResult.FAIL and standing is None:
        made = (_registered(tx, plan, inspection, row, finding, on),)
    row.result, row.note, row.amended_reason = draft.result, draft.note, draft.amended_reason
    row.hazard = made[0].uid if made else standing.uid if standing else None
    return made


def _stands(item: str, ref: str, result: ItemResult) -> Refused:
    if result == ItemResult.FAIL:
        return Refused(
            _("{item} has made its hazard already: {ref}.").format(item=item, ref=ref),
            hint=_("Correct it with: {command}").format(command=f"safetyctl hazard edit {ref}"),
        )
    return Refused(
        _("{item} has made the hazard {ref}; the result stays while that stands.").format(item=item, ref=ref),
        hint=_("If it is no hazard: {command}").format(command=f"safetyctl hazard void {ref} --reason TEXT"),
    )


def _registered(
    tx: Transaction, plan: Plan, inspection: Inspection, row: InspectionItem, finding: Finding, on: date
) -> Hazard:
    said = {name: value for name, value in (finding.hazard or {}).items() if value is not None}
    if not said.get("title"):
        raise BadInput(
            _("{item} failed: its hazard needs a few words.").format(item=row.item), hint="--title TEXT"
        )
    known = {
        "campus": inspection.campus,
        "area": row.area,
        "item": row.item if row.item != row.area else None,
        "source": Source.INSPECTION,
        "found_on": on,
        "found_by": inspection.persons,
    }
    return hazards.register(tx, plan, known | said, inspection=ref_of(inspection)).hazard
