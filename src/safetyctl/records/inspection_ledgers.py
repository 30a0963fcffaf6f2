"""Inspections that a school's own ledger tells of: held and over, with no check item looked at one by one.

What such a ledger says of problems stays words of the record; nothing is passed, failed or made a hazard by it.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from safetyctl.ground.text import fold
from safetyctl.records.detail_parts import lines
from safetyctl.records.inspections import INSPECTION
from safetyctl.records.kept import Differing, require_known_by
from safetyctl.records.labels import labelled

if TYPE_CHECKING:
    from safetyctl.ledger.writing import Row, Transaction

WHENCE = "导入自"  # what stands in the record is the same in every language
_AT_ONCE = 500


class Told(NamedTuple):
    """What a ledger kept elsewhere says of an inspection; ``campus`` is a name, both days are part of it."""

    campus: str
    kind: str
    started_on: date
    finished_on: date
    zones: str | None
    persons: str | None
    note: str | None


class Alike(NamedTuple):
    """An inspection that was added, and one that was there before, of the same campus and kind and of its days."""

    added: str
    known: str


class Taken(NamedTuple):
    """What a ledger of inspections did: those added, those known already, the added ones that may be known, and what
    it says otherwise of those known.
    """

    added: tuple[str, ...]
    skipped: tuple[str, ...]
    alike: tuple[Alike, ...]
    differing: tuple[Differing, ...] = ()


class _Mark(NamedTuple):
    """An inspection of the ledger, as far as it tells whether another is the same."""

    number: int
    campus: str
    kind: str
    first: str
    last: str | None
    zones: str
    persons: str
    note: str | None = None

    def is_same(self, other: "_Mark") -> bool:
        """Whether both are one; while one goes on, nobody knows its last day."""
        ends = self.last is None or other.last is None or self.last == other.last
        return self[1:4] == other[1:4] and ends and self[5:7] == other[5:7]

    def meets(self, other: "_Mark") -> bool:
        """Whether both are of the same campus and kind, and some of their days are the same."""
        return (
            self[1:3] == other[1:3]
            and self.first <= (other.last or other.first)
            and other.first <= (self.last or self.first)
        )


def take(tx: "Transaction", campuses: Mapping[str, str], told: Sequence[Told]) -> Taken:
    """Take what a ledger says of inspections; one that is known already stays as it is.

    It is known where campus, kind, days, zones and inspectors are the same, and it is not void.

    Raises:
        BadInput: a value that cannot be taken.
        Refused: a day after the day in force.
    """
    known = _Known(tx)
    fresh: list[tuple[str, Row]] = []
    skipped: list[str] = []
    alike: list[Alike] = []
    differing: list[Differing] = []
    number = tx.next_number(INSPECTION.table)
    for one in told:
        mark = _mark(number, campuses[one.campus], *one[1:])
        same = known.same(mark)
        if same is not None:
            ref = INSPECTION.ref(same.number)
            skipped.append(ref)
            if _says_more(one.note, same.note):
                differing.append(Differing(ref, "note", same.note, one.note))
            continue
        ref = INSPECTION.ref(number)
        fresh.append((ref, _row(tx, one, mark)))
        alike += [Alike(ref, INSPECTION.ref(before)) for before in known.meeting(mark)]
        known.add(mark)
        number += 1
    for start in range(0, len(fresh), _AT_ONCE):
        tx.insert("inspection.import", INSPECTION.table, fresh[start : start + _AT_ONCE])
    return Taken(tuple(ref for ref, _values in fresh), tuple(skipped), tuple(alike), tuple(differing))


class _Known:
    """The inspections that the ledger holds, those made void left out, by campus and kind."""

    def __init__(self, tx: "Transaction") -> None:
        rows = tx.rows(
            "SELECT number, campus, kind, started_on, finished_on, zones, persons, note FROM inspection"
            " WHERE voided_on IS NULL ORDER BY number"
        )
        self._by_day: dict[tuple[str, str, str], list[_Mark]] = {}
        self._before: dict[tuple[str, str], list[_Mark]] = {}
        for row in rows:
            one = _mark(*row)
            self.add(one)
            self._before.setdefault((one.campus, one.kind), []).append(one)

    def add(self, mark: _Mark) -> None:
        """Note one that was just taken."""
        self._by_day.setdefault((mark.campus, mark.kind, mark.first), []).append(mark)

    def same(self, mark: _Mark) -> _Mark | None:
        """The one that is the same, if any."""
        those = self._by_day.get((mark.campus, mark.kind, mark.first), ())
        return next((one for one in those if one.is_same(mark)), None)

    def meeting(self, mark: _Mark) -> list[int]:
        """Those that were there before anything was taken, and may be the same though they say other things."""
        return [one.number for one in self._before.get((mark.campus, mark.kind), ()) if one.meets(mark)]


def _says_more(told: str | None, held: str | None) -> bool:
    """Whether a note has a line that another has not, but for where the row stands."""
    theirs = lines(held)
    return any(line not in theirs and not line.startswith(WHENCE) for line in lines(told) if line)


def _mark(
    number: int,
    campus: str,
    kind: str,
    first: date | str,
    last: date | str | None,
    zones: str | None,
    persons: str | None,
    note: str | None,
) -> _Mark:
    ended = None if last is None else str(last)
    return _Mark(number, campus, str(kind), str(first), ended, fold(zones or ""), fold(persons or ""), note)


def _row(tx: "Transaction", one: Told, mark: _Mark) -> "Row":
    """A new inspection that is over, as the table stores it. Raises BadInput, Refused."""
    from safetyctl.ledger.tables.fields import new_uid
    from safetyctl.ledger.tables.inspection import InspectionDraft
    from safetyctl.ledger.writing import drafted

    require_known_by(tx, one.finished_on)
    values = one._asdict() | {"campus": mark.campus}
    checked = drafted(InspectionDraft, values, labelled(INSPECTION.fields))
    return checked.model_dump(mode="json") | {
        "uid": new_uid(),
        "number": mark.number,
        "finished_on": mark.last,
        "created_at": tx.at,
        "updated_at": tx.at,
    }
