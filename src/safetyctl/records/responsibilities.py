"""The responsibility list (责任清单, R1): who answers for each area of each campus, and what has nobody."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from safetyctl.ground.catalogue import N_, _
from safetyctl.ground.errors import BadInput, NotFound, Refused
from safetyctl.ledger.connection import Asks
from safetyctl.plan.judging import Done
from safetyctl.plan.model import Area, Plan
from safetyctl.records.kept import (
    FileView,
    Noun,
    amend,
    files_of,
    number_of,
    register,
    require_known_by,
    require_not_void,
    store,
)
from safetyctl.records.labels import FIELDS as SHARED
from safetyctl.records.labels import labelled
from safetyctl.records.people import uid_of

if TYPE_CHECKING:
    from safetyctl.ledger.tables.responsibility import Responsibility, ResponsibilityDraft
    from safetyctl.ledger.writing import Transaction

FIELDS = {
    "id": SHARED["id"],
    "campus": SHARED["campus"],
    "area": SHARED["area"],
    "item": SHARED["item"],
    "person": SHARED["responsible"],
    "role": SHARED["role"],
    "since": N_("since"),
    "until": N_("until (no longer theirs)"),
    "retired": SHARED["retired_on"],
    "void_reason": SHARED["void_reason"],
}
RESPONSIBILITY = Noun("responsibility", "P", N_("responsibility"), FIELDS, begins=("since",))
_EVIDENCE = "responsibilities"


class ResponsibilityView(NamedTuple):
    """Who answers for what, with the keys of its JSON.

    ``until`` is the first day on which it is theirs no longer, ``retired`` the last day of a person who left.
    """

    id: str
    uid: str
    campus: str
    area: str
    item: str | None
    person: str
    role: str | None
    since: date
    until: date | None
    retired: date | None
    attachments: tuple[FileView, ...]
    voided_on: date | None
    void_reason: str | None
    created_at: str
    updated_at: str

    def holds(self, day: date) -> bool:
        """Whether it is theirs on a day, and they are there."""
        return self.stands(day) and (self.retired is None or day <= self.retired)

    def stands(self, day: date) -> bool:
        """Whether it is theirs on a day, whether or not they have left."""
        return self.since <= day and (self.until is None or day < self.until)


class Cell(NamedTuple):
    """One person for one area or check item of a campus on a day; a hole has no person, or one who ``retired``.

    An ``item`` that is a hole is one that nobody has in an area of which others are given out.
    """

    campus: str
    area: str
    person: str | None
    since: date | None
    retired: date | None
    item: str | None
    role: str | None
    id: str | None

    @property
    def missing(self) -> bool:
        """Whether nobody is there for it."""
        return self.person is None or self.retired is not None


def responsibilities(
    asks: Asks, day: date, campus: str | None = None, void: bool = False, number: int | None = None
) -> list[ResponsibilityView]:
    """Every responsibility known on ``day``, those that ended too, in order of campus and area."""
    rows = asks.rows(
        """
        SELECT r.number, r.uid, c.name, r.area, r.item, p.name, r.role, r.since, r.until, p.retired_on,
               r.voided_on, r.void_reason, r.created_at, r.updated_at
        FROM responsibility r JOIN campus c ON c.uid = r.campus JOIN person p ON p.uid = r.person
        WHERE r.since <= ? AND (? IS NULL OR c.name = ?) AND (? OR r.voided_on IS NULL OR r.voided_on > ?)
              AND (? IS NULL OR r.number = ?)
        ORDER BY c.position, r.area, r.item, r.since, r.number
        """,
        (day.isoformat(), campus, campus, void, day.isoformat(), number, number),
    )
    files = files_of(asks, RESPONSIBILITY, (row[1] for row in rows)) if number is not None else {}
    return [_view(row, files.get(row[1], ()), day) for row in rows]


def _view(row: tuple[Any, ...], files: tuple[FileView, ...], day: date) -> ResponsibilityView:
    number, uid, campus, area, item, person, role, since, until, gone, voided, reason, made, changed = row
    voided_on = date.fromisoformat(voided) if voided and voided <= day.isoformat() else None
    return ResponsibilityView(
        RESPONSIBILITY.ref(number), uid, campus, area, item, person, role, date.fromisoformat(since),
        date.fromisoformat(until) if until and until <= day.isoformat() else None,
        date.fromisoformat(gone) if gone and gone < day.isoformat() else None,
        files, voided_on, reason if voided_on else None, made, changed,
    )  # fmt: skip


def responsibility(asks: Asks, day: date, reference: int | str) -> ResponsibilityView:
    """One by number, or by a prefix of its uid. Raises NotFound."""
    number = number_of(asks, RESPONSIBILITY, reference)
    found = responsibilities(asks, day, void=True, number=number)
    return found[0] if found else responsibilities(asks, date.max, void=True, number=number)[0]


def matrix(asks: Asks, plan: Plan, campuses: Iterable[str], day: date) -> list[Cell]:
    """Area × campus as it stands on ``day``: who answers for each, and every hole."""
    held: dict[tuple[str, str], list[ResponsibilityView]] = defaultdict(list)
    for one in responsibilities(asks, day):
        if one.stands(day):
            held[one.campus, one.area].append(one)
    return [
        cell
        for campus in campuses
        for area in plan.areas
        if area.items or held[campus, area.code]
        for cell in _cells(campus, area, held[campus, area.code], day)
    ]


def _cells(campus: str, area: Area, held: Sequence[ResponsibilityView], day: date) -> Iterable[Cell]:
    for one in held:
        yield Cell(campus, area.code, one.person, one.since, one.retired, one.item, one.role, one.id)
    left = {one.item for one in held if not one.holds(day)}
    for item in _nobodys(area, held, day):
        if item not in left:
            yield Cell(campus, area.code, None, None, None, item, None, None)


def _nobodys(area: Area, held: Iterable[ResponsibilityView], day: date) -> list[str | None]:
    """What of an area has nobody on a day: the whole area (None), or the check items that are not given out."""
    given = {one.item for one in held if one.holds(day)}
    if None in given or not area.items:
        return []
    if not given:
        return [None]
    return [item.code for item in area.items if item.code not in given]


def listed_on(asks: Asks, plan: Plan, day: date) -> list[Done]:
    """For each campus the day on which every area with check items first had somebody, where it has come by ``day``.

    Once the list was whole the duty stays met, whoever leaves later.
    """
    areas = [area for area in plan.areas if area.items]
    by_campus: dict[str, list[ResponsibilityView]] = defaultdict(list)
    for one in responsibilities(asks, day):
        by_campus[one.campus].append(one)
    found = []
    for campus, held in by_campus.items():
        whole = next(
            (
                on
                for on in sorted({one.since for one in held})
                if all(_is_given(area, held, on) for area in areas)
            ),
            None,
        )
        if whole is not None:
            last = max((one.id for one in held if one.since == whole), key=lambda ref: int(ref[1:]))
            found.append(Done(_EVIDENCE, last, campus, "", whole))
    return found


def _is_given(area: Area, held: Iterable[ResponsibilityView], day: date) -> bool:
    return not _nobodys(area, (one for one in held if one.area == area.code), day)


def assign(tx: "Transaction", values: Mapping[str, object]) -> "Responsibility":
    """Give an area or a check item of a campus to a person of the roster.

    Raises:
        BadInput: a value that cannot be taken.
        Refused: somebody has it already, or a day after the day in force.
    """
    from safetyctl.ledger.tables.responsibility import Responsibility, ResponsibilityDraft
    from safetyctl.ledger.writing import drafted

    new = drafted(ResponsibilityDraft, values, labelled(FIELDS))
    require_known_by(tx, new.since)
    _require_free(tx, new)
    return register(tx, RESPONSIBILITY, Responsibility, ResponsibilityDraft, values)


def _require_free(tx: "Transaction", new: "ResponsibilityDraft", uid: str = "") -> None:
    """Nobody else has it on any day on which this person does; ``uid`` is its own. Raises Refused."""
    until = new.until and new.until.isoformat()
    rows = tx.rows(
        """
        SELECT r.number, p.name, r.since FROM responsibility r JOIN person p ON p.uid = r.person
        WHERE r.campus = ? AND r.area = ? AND coalesce(r.item, '') = ? AND r.uid <> ? AND r.voided_on IS NULL
              AND (r.until IS NULL OR r.until > ?) AND (? IS NULL OR r.since < ?)
        ORDER BY r.number LIMIT 1
        """,
        (new.campus, new.area, new.item or "", uid, new.since.isoformat(), until, until),
    )
    if rows:
        number, name, since = rows[0]
        ref = RESPONSIBILITY.ref(number)
        raise Refused(
            _("{name} has it since {day}, by {ref}.").format(name=name, day=since, ref=ref),
            hint=_("When it passes to another: safetyctl responsibility end {ref} --to NAME").format(ref=ref),
        )


def find(tx: "Transaction", reference: int | str) -> "Responsibility":
    """The responsibility that a reference names, to be changed. Raises NotFound."""
    from safetyctl.ledger.tables.responsibility import Responsibility
    from safetyctl.records import kept

    return kept.find(tx, RESPONSIBILITY, Responsibility, reference)


def edit(tx: "Transaction", record: "Responsibility", changes: Mapping[str, object]) -> None:
    """Correct what a responsibility says. Raises BadInput and Refused as ``amend`` and ``assign`` do."""
    from safetyctl.ledger.tables.responsibility import ResponsibilityDraft
    from safetyctl.ledger.writing import drafted

    require_not_void(RESPONSIBILITY, record)
    whole = {name: getattr(record, name) for name in ResponsibilityDraft.model_fields}
    given = {name: value for name, value in changes.items() if value is not None}
    new = drafted(ResponsibilityDraft, whole | given, labelled(FIELDS))
    require_known_by(tx, new.since)
    _require_in_order(new.since, new.until)
    _require_free(tx, new, record.uid)
    amend(tx, RESPONSIBILITY, record, ResponsibilityDraft, changes)


def end(
    tx: "Transaction", record: "Responsibility", on: date, heir: str | None = None
) -> "Responsibility | None":
    """It is theirs no longer from ``on`` on; where it passes to ``heir`` (a person's uid), the new responsibility.

    Raises:
        BadInput: a day before it was theirs.
        Refused: it is void or has ended, or the day lies after the day in force.
    """
    require_not_void(RESPONSIBILITY, record)
    ref = RESPONSIBILITY.ref(record.number)
    if record.until is not None:
        raise Refused(_("{ref} ended on {day}.").format(ref=ref, day=record.until))
    require_known_by(tx, on)
    _require_in_order(record.since, on)
    if heir == record.person:
        raise Refused(_("{ref} is theirs already.").format(ref=ref))
    record.until = on
    store(tx, RESPONSIBILITY, record, "end")
    if heir is None:
        return None
    passed = {"campus": record.campus, "area": record.area, "item": record.item, "role": record.role}
    return assign(tx, passed | {"person": heir, "since": on})


def _require_in_order(since: date, until: date | None) -> None:
    if until is not None and until < since:
        raise BadInput(
            _("It began on {since}; it cannot have ended on {day}.").format(since=since, day=until)
        )


def person_at(asks: Asks, name: str, campus: str) -> str:
    """The uid of the person who can answer for something at a campus: one of its own, else one of the group's.

    Somebody of another campus can, too, where nobody else is called so. Raises NotFound with what to do, and Refused
    where several are meant.
    """
    at_home = asks.rows(
        "SELECT p.uid FROM person p LEFT JOIN campus c ON c.uid = p.campus"
        " WHERE p.name = ? AND p.retired_on IS NULL AND (c.name = ? OR p.campus IS NULL)"
        " ORDER BY p.campus IS NULL LIMIT 1",
        (name, campus),
    )
    if at_home:
        return str(at_home[0][0])
    try:
        return uid_of(asks, name)
    except NotFound as error:
        raise NotFound(
            error.sentence,
            hint=_("Put them there with: {command}").format(
                command=f"safetyctl people add {name} --campus {campus}"
            ),
        ) from None
