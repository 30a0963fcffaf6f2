"""Hazards as people ask for them: plain values read by SQL, without the models that write them.

Named tuples rather than dataclasses: every command that reads pays for the class, and one of 45 fields costs
a dataclass 2 ms.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from safetyctl.ground.catalogue import N_, _
from safetyctl.ground.errors import LedgerDamaged
from safetyctl.ground.text import one_line
from safetyctl.ledger.connection import Asks, Snapshot, in_parts
from safetyctl.ledger.words import AWAITING_RECTIFICATION, AWAITING_SQL, Level, Status
from safetyctl.records.earlier import hazards_view
from safetyctl.records.kept import Noun, number_of
from safetyctl.records.labels import FIELDS
from safetyctl.records.names import naming, naming_values
from safetyctl.records.past import MOVEMENT
from safetyctl.records.references import hazard_ref

NO_LIMIT = 0
_AT_ONCE = 500
HAZARD = Noun("hazard", "H", N_("hazard"), FIELDS, begins=("found_on",))
YUAN_PER_WAN = 10_000  # funds are kept in yuan, written in 万元


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """A kept file of a hazard."""

    name: str
    kind: str
    sha256: str
    size: int
    added_on: date


class HazardView(NamedTuple):
    """A hazard on a day, with the keys of the command line's contract in their order.

    Dates are days in the plan's zone, moments ISO 8601 in UTC, ``funds`` 万元. ``on_time`` judges by the
    deadline in force, ``on_time_first`` by the first one ever given.
    """

    id: str
    uid: str
    campus: str
    area: str
    item: str | None
    title: str
    detail: str | None
    location: str | None
    level: str
    source: str
    inspection: str | None
    found_on: date
    found_by: str | None
    responsible: str | None
    measure: str | None
    funds: float | None
    contingency: str | None
    due: date | None
    due_first: date | None
    extensions: int
    status: str
    overdue: bool
    days_overdue: int
    interim: str | None
    deferred_to: date | None
    escalated_on: date | None
    supervised_by: str | None
    closed_on: date | None
    closed_by: str | None
    on_time: bool | None
    rectified_on: date | None
    rectified_by: str | None
    verified_on: date | None
    verified_by: str | None
    province_receipt: str | None
    province_uploaded_on: date | None
    attachments: tuple[AttachmentView, ...]
    created_at: str
    updated_at: str
    department: str | None
    void_reason: str | None
    imported: bool
    escalated_to: str | None
    on_time_first: bool | None
    due_given: bool
    rectify_note: str | None
    verify_note: str | None
    remarks: str | None

    @property
    def missing(self) -> tuple[str, ...]:
        """What assigning this hazard still takes, as field names."""
        return tuple(name for name in commitments(self.level) if getattr(self, name) in (None, ""))


COMMITMENTS = ("responsible", "measure", "funds", "due", "contingency")
"""The five commitments (五落实) of a major hazard, as field names."""


def commitments(level: str) -> tuple[str, ...]:
    """What assigning a hazard of this level takes: all five of a major one, a person and a measure otherwise."""
    return COMMITMENTS if level == Level.MAJOR else ("responsible", "measure")


_STORED = (
    "number", "uid", "campus", "area", "item", "title", "detail", "location", "level", "source", "inspection",
    "found_on", "found_by", "responsible", "measure", "funds_yuan", "contingency", "due", "due_first", "extensions",
    "status", "interim", "deferred_to", "escalated_on", "supervised_by", "closed_on", "closed_by", "rectified_on",
    "rectified_by", "verified_on", "verified_by", "province_receipt", "province_uploaded_on", "attachments",
    "created_at", "updated_at", "department", "void_reason", "imported", "escalated_to", "due_given",
    "rectify_note", "verify_note", "remarks",
)  # fmt: skip
_DAYS = (
    "found_on", "due", "due_first", "deferred_to", "escalated_on", "closed_on", "rectified_on", "verified_on",
    "province_uploaded_on",
)  # fmt: skip
_STANDING = (
    f"uid IN (SELECT s.hazard FROM step s WHERE s.day < ? GROUP BY s.hazard HAVING sum({MOVEMENT}) > 0)"
)
_STEPPED = "uid IN (SELECT hazard FROM step WHERE day >= ? AND day < ?)"
_OVERDUE = f"status IN {AWAITING_SQL} AND due < ?"

_SEARCHED = ("title", "detail", "location", "measure", "responsible", "remarks")

Condition = tuple[str, Sequence[object]]

SORTS = {
    "id": "number",
    "due": "due IS NULL, due, number",
    "found": "found_on, number",
    "level": "CASE level WHEN 'major' THEN 0 ELSE 1 END, number",
    "campus": "campus, number",
    "updated": "updated_at DESC, number",
    "newest": "number DESC",
}


class HazardFilter(NamedTuple):
    """Which hazards are asked for; what is None or empty does not narrow. Days are inclusive.

    ``standing_before``: open at the end of the day before it, by the steps that count for earlier days.
    ``stepped``: took a step in the half-open period.
    """

    campus: str | None = None
    area: str | None = None
    statuses: tuple[str, ...] = ()
    level: str | None = None
    overdue: bool = False
    responsible: str | None = None
    found_from: date | None = None
    found_to: date | None = None
    due_from: date | None = None
    due_to: date | None = None
    search: str | None = None
    imported: bool = False
    numbers: tuple[int, ...] = ()
    standing_before: date | None = None
    stepped: tuple[date, date] | None = None

    def where(self, day: date) -> tuple[str, list[object]]:
        """The condition as SQL, with the values that go into its question marks."""
        parts = [*self._codes(), *self._days(day), *self._words()]
        if not parts:
            return "", []
        return "WHERE " + " AND ".join(part for part, _v in parts), [
            value for _p, values in parts for value in values
        ]

    def _codes(self) -> Iterator[Condition]:
        if self.campus:
            yield "campus = ?", [self.campus]
        if self.area:
            yield "(area = ? OR item = ?)", [self.area, self.area]
        if self.statuses:
            yield f"status IN ({', '.join('?' * len(self.statuses))})", self.statuses
        if self.level:
            yield "level = ?", [self.level]
        if self.imported:
            yield "imported", []
        if self.numbers:
            yield f"number IN ({', '.join('?' * len(self.numbers))})", self.numbers

    def _days(self, day: date) -> Iterator[Condition]:
        if self.overdue:
            yield _OVERDUE, [day.isoformat()]
        for condition, bound in (
            ("found_on >= ?", self.found_from),
            ("found_on <= ?", self.found_to),
            ("due >= ?", self.due_from),
            ("due <= ?", self.due_to),
            (_STANDING, self.standing_before),
        ):
            if bound is not None:
                yield condition, [bound.isoformat()]
        if self.stepped:
            yield _STEPPED, [bound.isoformat() for bound in self.stepped]

    def _words(self) -> Iterator[Condition]:
        if self.responsible:
            yield naming("responsible"), naming_values(self.responsible)
        if self.search:
            pattern = "%" + self.search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
            any_of = " OR ".join(f"{name} LIKE ? ESCAPE '\\'" for name in _SEARCHED)
            yield f"({any_of})", [pattern] * len(_SEARCHED)


def hazards(
    asks: Asks, day: date, asked: HazardFilter, sort: str = "id", limit: int = NO_LIMIT
) -> list[HazardView]:
    """The hazards asked for as they stood on ``day``, overdue judged on it; ``limit`` 0 for all of them."""
    sql, values = _question(asks, day, asked, sort)
    rows = asks.rows(sql + (f" LIMIT {int(limit)}" if limit else ""), values)
    parts = (rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE))
    return [one for part in parts for one in _views(asks, day, part)]


def each_hazard(snapshot: Snapshot, day: date, asked: HazardFilter) -> Iterator[HazardView]:
    """The same in the order of their numbers, read some at a time: for more than memory should hold."""
    cursor = snapshot.connection.execute(*_question(snapshot, day, asked, "id"))
    while some := cursor.fetchmany(_AT_ONCE):
        yield from _views(snapshot, day, some)


def count(asks: Asks, day: date, asked: HazardFilter) -> int:
    """How many hazards the filter takes on ``day``."""
    where, values = asked.where(day)
    return int(
        asks.rows(f"SELECT count(*) FROM {hazards_view(asks, day, asked.numbers)} {where}", values)[0][0]
    )


def _question(asks: Asks, day: date, asked: HazardFilter, sort: str) -> tuple[str, list[object]]:
    """What is asked as SQL, with the values that go into its question marks."""
    where, values = asked.where(day)
    view = hazards_view(asks, day, asked.numbers)
    return f"SELECT {', '.join(_STORED)} FROM {view} {where} ORDER BY {SORTS[sort]}", values


def _views(asks: Asks, day: date, rows: Sequence[tuple[Any, ...]]) -> list[HazardView]:
    stored = [dict(zip(_STORED, row, strict=True)) for row in rows]
    files = _attachments(asks, [row["uid"] for row in stored if row["attachments"]], day)
    return [_view(row, day, files.get(row["uid"], ())) for row in stored]


def hazard(asks: Asks, day: date, reference: int | str) -> HazardView:
    """One hazard by number, or by a prefix of its uid.

    Raises:
        NotFound: there is none, or the prefix names several.
    """
    number = number_of(asks, HAZARD, reference)
    return hazards(asks, day, HazardFilter(numbers=(number,)))[0]


def _attachments(asks: Asks, uids: Sequence[str], day: date) -> dict[str, tuple[AttachmentView, ...]]:
    """The files kept with each hazard by ``day``."""
    sql = (
        "SELECT hazard, name, kind, sha256, size, added_on FROM attachment WHERE added_on <= ? AND hazard IN (%s)"
        " ORDER BY uid"
    )
    found: dict[str, list[AttachmentView]] = {}
    for hazard, name, kind, digest, size, added in in_parts(asks, sql, uids, (day.isoformat(),)):
        file = AttachmentView(name, kind, digest, size, date.fromisoformat(added))
        found.setdefault(hazard, []).append(file)
    return {hazard: tuple(files) for hazard, files in found.items()}


def _view(row: dict[str, Any], day: date, files: tuple[AttachmentView, ...]) -> HazardView:
    for name in _DAYS:
        if row[name] is not None:
            row[name] = stored_day(row[name])
    funds, due, rectified_on = row.pop("funds_yuan"), row["due"], row["rectified_on"]
    waiting = due is not None and row["status"] in AWAITING_RECTIFICATION
    late = max(0, (day - due).days) if waiting else 0
    row |= {
        "id": hazard_ref(row.pop("number")),
        "funds": None if funds is None else funds / YUAN_PER_WAN,
        "overdue": late > 0,
        "days_overdue": late,
        "on_time": _in_time(rectified_on, due),
        "on_time_first": _in_time(rectified_on, row["due_first"]),
        "attachments": files,
        "imported": bool(row["imported"]),
        "due_given": bool(row["due_given"]),
    }
    return HazardView(**row)


def stored_day(text: str) -> date:
    """A day as the ledger holds it. Raises LedgerDamaged where something else stands in its place."""
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise LedgerDamaged(
            _("The ledger holds {text} where a day belongs.").format(text=one_line(repr(text))[:60]),
            hint=_("Look with: safetyctl ledger verify"),
        ) from None


def _in_time(rectified_on: date | None, due: date | None) -> bool | None:
    return None if rectified_on is None or due is None else rectified_on <= due


def next_step(hazard: HazardView) -> str | None:
    """The command that usually comes next for a hazard, or None where its life is over."""
    ref = hazard.id
    match hazard.status:
        case Status.OPEN:
            edited = [name for name in hazard.missing if name in ("funds", "contingency")]
            if edited:
                return f"safetyctl hazard edit {ref} " + " ".join(f"--{name} …" for name in edited)
            given = [name for name in hazard.missing if name in ("responsible", "measure")]
            return f"safetyctl hazard assign {ref}" + "".join(f" --{name} …" for name in given)
        case Status.ASSIGNED:
            return f"safetyctl hazard rectify {ref} --note …"
        case Status.RECTIFIED:
            return f"safetyctl hazard verify {ref} --by … --pass"
        case Status.VERIFIED:
            return f"safetyctl hazard close {ref} --by …"
        case _:
            return None
