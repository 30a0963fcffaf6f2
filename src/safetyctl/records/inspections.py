"""Inspections (排查, R7, R18, R19; R5 for the group's) as people ask for them: what was looked at and found."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from safetyctl.ground.catalogue import N_, _
from safetyctl.ground.errors import Refused
from safetyctl.ledger.connection import Asks, in_parts
from safetyctl.ledger.words import ItemResult, Status
from safetyctl.records.kept import FileView, Noun, files_of, number_of
from safetyctl.records.labels import FIELDS as SHARED
from safetyctl.records.references import hazard_ref

FIELDS = {
    "id": SHARED["id"],
    "campus": SHARED["campus"],
    "kind": N_("kind of inspection"),
    "started_on": N_("started on"),
    "finished_on": N_("finished on"),
    "zones": N_("zones"),
    "persons": N_("inspectors"),
    "note": SHARED["note"],
    "area": SHARED["area"],
    "item": SHARED["item"],
    "result": N_("result"),
    "recorded_on": N_("looked at on"),
    "passed": N_("passed"),
    "failed": N_("failed"),
    "na": N_("not applicable"),
    "open": N_("not looked at"),
    "amended_from": N_("result before"),
    "amended_on": N_("amended on"),
    "amended_reason": N_("amended because"),
    "void_reason": SHARED["void_reason"],
}
INSPECTION = Noun("inspection", "I", N_("safety inspection"), FIELDS, made_by="start", begins=("started_on",))


@dataclass(frozen=True, slots=True)
class AreaView:
    """An area of an inspection: how many of its check items passed, failed, do not apply, or were not looked at."""

    area: str
    passed: int
    failed: int
    na: int
    open: int


class ItemView(NamedTuple):
    """A check item of an inspection; ``result`` is pass, fail, na, or None while nobody has looked.

    ``hazard`` is the one that it made, unless that was made void.
    """

    item: str
    area: str
    result: str | None
    note: str | None
    recorded_on: date | None
    hazard: str | None
    amended_on: date | None
    amended_from: str | None
    amended_reason: str | None


class InspectionView(NamedTuple):
    """An inspection, with the keys of its JSON; ``finished_on`` is None while it goes on."""

    id: str
    uid: str
    campus: str
    kind: str
    started_on: date
    finished_on: date | None
    zones: str | None
    persons: str | None
    note: str | None
    areas: tuple[AreaView, ...]
    passed: int
    failed: int
    na: int
    open: int
    hazards: tuple[str, ...]
    attachments: tuple[FileView, ...]
    voided_on: date | None
    void_reason: str | None
    created_at: str
    updated_at: str

    @property
    def has_items(self) -> bool:
        """Whether check items were chosen for it; one that came from a school's own ledger has none."""
        return bool(self.areas)


class Asked(NamedTuple):
    """Which inspections are asked for; what is None or False does not narrow. Days are inclusive."""

    campus: str | None = None
    kind: str | None = None
    area: str | None = None
    since: date | None = None
    until: date | None = None
    unfinished: bool = False
    void: bool = False
    number: int | None = None


def inspections(asks: Asks, day: date, asked: Asked = Asked()) -> list[InspectionView]:
    """The inspections known on ``day``, as far as they had come then, in the order in which they began.

    A result that was recorded anew before the end is known from the day of the later one only.
    """
    on = day.isoformat()
    since, until = (asked.since and asked.since.isoformat(), asked.until and asked.until.isoformat())
    rows = asks.rows(
        """
        SELECT i.number, i.uid, c.name, i.kind, i.started_on, i.finished_on, i.zones, i.persons, i.note,
               i.voided_on, i.void_reason, i.created_at, i.updated_at
        FROM inspection i JOIN campus c ON c.uid = i.campus
        WHERE i.started_on <= ? AND (? IS NULL OR c.name = ?) AND (? IS NULL OR i.kind = ?)
              AND (? IS NULL OR i.started_on >= ?) AND (? IS NULL OR i.started_on <= ?)
              AND (? OR i.voided_on IS NULL OR i.voided_on > ?) AND (? IS NULL OR i.number = ?)
              AND (NOT ? OR i.finished_on IS NULL OR i.finished_on > ?)
              AND (? IS NULL OR EXISTS (SELECT 1 FROM inspection_item m WHERE m.inspection = i.uid AND m.area = ?))
        ORDER BY i.started_on, i.number
        """,
        (
            *(on, asked.campus, asked.campus, asked.kind, asked.kind, since, since, until, until),
            *(asked.void, on, asked.number, asked.number, asked.unfinished, on, asked.area, asked.area),
        ),
    )
    uids = [row[1] for row in rows]
    areas, hazards, files = (
        _areas(asks, uids, on),
        _hazards(asks, uids, on),
        files_of(asks, INSPECTION, uids),
    )
    return [
        _view(row, areas.get(row[1], ()), hazards.get(row[1], ()), files.get(row[1], ()), day) for row in rows
    ]


def _view(
    row: tuple[Any, ...],
    areas: Sequence[AreaView],
    hazards: Sequence[str],
    files: tuple[FileView, ...],
    day: date,
) -> InspectionView:
    number, uid, campus, kind, started, finished, zones, persons, note, voided, reason, made, changed = row
    void = voided is not None and voided <= day.isoformat()
    done = finished is not None and finished <= day.isoformat()
    return InspectionView(
        id=INSPECTION.ref(number),
        uid=uid,
        campus=campus,
        kind=kind,
        started_on=date.fromisoformat(started),
        finished_on=date.fromisoformat(finished) if done else None,
        zones=zones,
        persons=persons,
        note=note,
        areas=tuple(areas),
        passed=sum(one.passed for one in areas),
        failed=sum(one.failed for one in areas),
        na=sum(one.na for one in areas),
        open=sum(one.open for one in areas),
        hazards=tuple(hazards),
        attachments=files,
        voided_on=date.fromisoformat(voided) if void else None,
        void_reason=reason if void else None,
        created_at=made,
        updated_at=changed,
    )


def _areas(asks: Asks, uids: Sequence[str], on: str) -> Mapping[str, Sequence[AreaView]]:
    found: dict[str, dict[str, dict[str, int]]] = {}
    sql = (
        "SELECT inspection, area, CASE WHEN recorded_on <= ? THEN CASE WHEN amended_on > ? THEN amended_from"
        " ELSE result END ELSE 'open' END FROM inspection_item WHERE inspection IN (%s)"
        " ORDER BY inspection, position"
    )
    for inspection, area, result in in_parts(asks, sql, uids, (on, on)):
        counts = found.setdefault(inspection, {}).setdefault(area, defaultdict(int))
        counts[result] += 1
    return {
        inspection: [
            AreaView(
                area, counts[ItemResult.PASS], counts[ItemResult.FAIL], counts[ItemResult.NA], counts["open"]
            )
            for area, counts in areas.items()
        ]
        for inspection, areas in found.items()
    }


def _hazards(asks: Asks, uids: Sequence[str], on: str) -> Mapping[str, Sequence[str]]:
    """The hazards that came out of each inspection, those made void since left out."""
    found: dict[str, list[str]] = defaultdict(list)
    sql = (
        "SELECT m.inspection, h.number FROM inspection_item m JOIN hazard h ON h.uid = m.hazard"
        f" WHERE h.found_on <= ? AND h.status <> '{Status.VOID}' AND m.inspection IN (%s) ORDER BY h.number"
    )
    for inspection, number in in_parts(asks, sql, uids, (on,)):
        found[inspection].append(hazard_ref(number))
    return found


def without_items(ref: str) -> Refused:
    """What is said where check items are asked of an inspection that has none."""
    return Refused(
        _("{ref} has no check items: what was found stands only in its note.").format(ref=ref),
        hint=_("See: {command}").format(command=f"safetyctl inspection show {ref}"),
    )


def inspection(asks: Asks, day: date, reference: int | str) -> InspectionView:
    """One inspection by number, or by a prefix of its uid. Raises NotFound."""
    asked = Asked(void=True, number=number_of(asks, INSPECTION, reference))
    found = inspections(asks, day, asked)
    return found[0] if found else inspections(asks, date.max, asked)[0]


def items(asks: Asks, day: date, uid: str) -> list[ItemView]:
    """The check items of one inspection in the order of the plan it began with, as far as known on ``day``."""
    rows = asks.rows(
        """
        SELECT m.item, m.area, m.result, m.note, m.recorded_on, h.number, h.found_on, m.amended_on, m.amended_from,
               m.amended_reason
        FROM inspection_item m LEFT JOIN hazard h ON h.uid = m.hazard AND h.status <> 'void'
        WHERE m.inspection = ? ORDER BY m.position
        """,
        (uid,),
    )
    return [_item(row, day.isoformat()) for row in rows]


def _item(row: tuple[Any, ...], on: str) -> ItemView:
    item, area, result, note, recorded, hazard, found, amended, before, reason = row
    if recorded is None or recorded > on:
        return ItemView(item, area, *[None] * 7)
    if amended is not None and amended > on:
        result, amended, before, reason = before, None, None, None
    return ItemView(
        item=item,
        area=area,
        result=result,
        note=note,
        recorded_on=date.fromisoformat(recorded),
        hazard=hazard_ref(hazard) if hazard and found <= on else None,
        amended_on=date.fromisoformat(amended) if amended else None,
        amended_from=before,
        amended_reason=reason,
    )


def not_looked_at(found: Iterable[tuple[str, str, str | None]]) -> list[str]:
    """What is missing of (area, item, result): an area's code where all of it is, and else the items' codes."""
    by_area: dict[str, dict[str, str | None]] = defaultdict(dict)
    for area, item, result in found:
        by_area[area][item] = result
    missing: list[str] = []
    for area, results in by_area.items():
        open_items = [item for item, result in results.items() if result is None]
        missing += [area] if len(open_items) == len(results) > 1 else open_items
    return missing
