"""Evacuation drills (演练, R3): one every calendar month at each campus."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from safetyctl.ground.catalogue import N_, _, using
from safetyctl.ground.errors import BadInput
from safetyctl.ground.text import fold
from safetyctl.ledger.connection import Asks
from safetyctl.ledger.words import Source, Status
from safetyctl.plan.judging import Judged
from safetyctl.plan.model import Plan
from safetyctl.records.candidate import paired
from safetyctl.records.kept import (
    Differing,
    FileView,
    Noun,
    amend,
    files_of,
    number_of,
    register,
    require_known_by,
    require_not_void,
)
from safetyctl.records.labels import FIELDS as SHARED
from safetyctl.records.narrowing import Narrowed, voided
from safetyctl.records.references import hazard_ref

if TYPE_CHECKING:
    from safetyctl.ledger.tables.drill import Drill
    from safetyctl.ledger.writing import Transaction
    from safetyctl.records.hazards import Registered


FIELDS = {
    "id": SHARED["id"],
    "campus": SHARED["campus"],
    "theme": N_("theme"),
    "on": N_("held on"),
    "held_on": N_("held on"),
    "participants": N_("participants"),
    "evacuated_in": N_("evacuated in (seconds)"),
    "leader": N_("led by"),
    "problems": N_("problems found"),
    "at": N_("held at"),
    "held_at": N_("held at"),
    "place": N_("location"),
    "note": SHARED["note"],
    "hazards": N_("hazards registered"),
    "void_reason": SHARED["void_reason"],
}
DRILL = Noun("drill", "D", N_("drill"), FIELDS, begins=("held_on",))


class DrillView(NamedTuple):
    """A drill, with the keys of its JSON; ``evacuated_in`` is in seconds, ``void_reason`` None while it counts.

    ``at`` is the clock on the wall when it began, HH:MM. ``hazards`` are those that its problems became, unless they
    were made void.
    """

    id: str
    uid: str
    campus: str
    theme: str
    on: date
    participants: int
    evacuated_in: int | None
    leader: str | None
    problems: str | None
    at: str | None
    place: str | None
    note: str | None
    hazards: tuple[str, ...]
    attachments: tuple[FileView, ...]
    voided_on: date | None
    void_reason: str | None
    created_at: str
    updated_at: str


def drills(asks: Asks, day: date, asked: Narrowed = Narrowed()) -> list[DrillView]:
    """The drills known on ``day``, in the order they were held."""
    where, values = asked.sql(day, "held_on")
    rows = asks.rows(
        f"""
        SELECT r.number, r.uid, c.name, r.theme, r.held_on, r.participants, r.evacuated_in, r.leader, r.problems,
               r.held_at, r.place, r.note, r.voided_on, r.void_reason, r.created_at, r.updated_at
        FROM drill r JOIN campus c ON c.uid = r.campus WHERE {where} ORDER BY r.held_on, r.number
        """,
        values,
    )
    files = files_of(asks, DRILL, (row[1] for row in rows))
    hazards = _hazards(asks, day) if rows else {}
    return [_view(row, tuple(hazards.get(DRILL.ref(row[0]), ())), files.get(row[1], ()), day) for row in rows]


def _hazards(asks: Asks, day: date) -> Mapping[str, list[str]]:
    """The hazards that drills turned up, by drill; those made void are left out."""
    found: dict[str, list[str]] = {}
    rows = asks.rows(
        f"""
        SELECT inspection, number FROM hazard
        WHERE inspection LIKE '{DRILL.letter}%' AND found_on <= ? AND status <> ? ORDER BY number
        """,
        (day.isoformat(), Status.VOID),
    )
    for ref, number in rows:
        found.setdefault(ref, []).append(hazard_ref(number))
    return found


def _view(
    row: tuple[Any, ...], hazards: tuple[str, ...], files: tuple[FileView, ...], day: date
) -> DrillView:
    (number, uid, campus, theme, on, participants, seconds, leader, problems, at, place, note, void_on, reason, made,
     changed) = row  # fmt: skip
    return DrillView(
        DRILL.ref(number), uid, campus, theme, date.fromisoformat(on), participants, seconds, leader, problems,
        at, place, note, hazards, files, *voided(void_on, reason, day), made, changed,
    )  # fmt: skip


def drill(asks: Asks, day: date, reference: int | str) -> DrillView:
    """One drill by number, or by a prefix of its uid. Raises NotFound."""
    one = Narrowed(void=True, number=number_of(asks, DRILL, reference))
    found = drills(asks, day, one)
    return found[0] if found else drills(asks, date.max, one)[0]


def add(tx: "Transaction", values: Mapping[str, object]) -> "Drill":
    """Register a drill that was held. Raises BadInput, and Refused for a day after the day in force."""
    from safetyctl.ledger.tables.drill import Drill, DrillDraft

    record = register(tx, DRILL, Drill, DrillDraft, values)
    require_known_by(tx, record.held_on)
    return record


def find(tx: "Transaction", reference: int | str) -> "Drill":
    """The drill that a reference names, to be changed. Raises NotFound."""
    from safetyctl.ledger.tables.drill import Drill
    from safetyctl.records import kept

    return kept.find(tx, DRILL, Drill, reference)


def edit(tx: "Transaction", record: "Drill", changes: Mapping[str, object]) -> None:
    """Correct what a drill says. Raises BadInput and Refused as ``amend`` does."""
    from safetyctl.ledger.tables.drill import DrillDraft

    amend(tx, DRILL, record, DrillDraft, changes)
    require_known_by(tx, record.held_on)


def problem(tx: "Transaction", plan: Plan, record: "Drill", values: Mapping[str, object]) -> "Registered":
    """Register a problem that a drill turned up as a hazard (R5): a self-check of its campus that names the drill.

    Raises:
        BadInput: a value that cannot be taken, a day found before the drill was held.
        Refused: a void drill; a day after the day in force.
    """
    from safetyctl.records import hazards

    require_not_void(DRILL, record)
    ref = DRILL.ref(record.number)
    given = {name: value for name, value in values.items() if value is not None}
    found_on = given.get("found_on", record.held_on)
    if isinstance(found_on, date) and found_on < record.held_on:
        raise BadInput(
            _("{ref} was held on {day}; its problems were not found before.").format(
                ref=ref, day=record.held_on
            )
        )
    with using("zh"):  # as the ledger's other words are
        whence = _("drill {ref}: {theme}").format(ref=ref, theme=record.theme)
    detail = "\n".join(str(part) for part in (whence, given.get("detail")) if part)
    known = {"campus": record.campus, "source": Source.SELF_CHECK, "found_by": record.leader}
    said = known | given | {"found_on": found_on, "detail": detail}
    return hazards.register(tx, plan, said, inspection=ref)


class Told(NamedTuple):
    """What another ledger says of a drill; ``campus`` by name, ``evacuated_in`` in seconds, ``held_at`` HH:MM."""

    campus: str
    held_on: date
    theme: str
    participants: int
    evacuated_in: int | None
    leader: str | None
    problems: str | None
    held_at: str | None = None
    place: str | None = None
    note: str | None = None


class Taken(NamedTuple):
    """What a ledger of drills did: those added, and those known already, as references; what it says otherwise of
    these.
    """

    added: tuple[str, ...]
    skipped: tuple[str, ...]
    differing: tuple[Differing, ...] = ()


def take(tx: "Transaction", campuses: Mapping[str, str], told: Sequence[Told]) -> Taken:
    """Take what a ledger says of drills; of the same campus, day and theme one is known already, and stays as it is.

    Rows of one ledger that differ are drills of their own, though campus, day and theme are the same.

    Raises:
        BadInput: a value that cannot be taken.
        Refused: a day after the day in force.
    """
    known = _known(tx, told)
    numbers: dict[Told, str] = {}
    added: list[str] = []
    skipped: list[str] = []
    differing: list[Differing] = []
    for one in told:
        if one in numbers:
            skipped.append(numbers[one])
        elif one in known:
            ref, held = known[one]
            numbers[one] = ref
            skipped.append(ref)
            differing += _differing(ref, held, one)
        else:
            record = add(tx, one._asdict() | {"campus": campuses[one.campus]})
            numbers[one] = DRILL.ref(record.number)
            added.append(numbers[one])
    return Taken(tuple(added), tuple(skipped), tuple(differing))


_SAID = ("participants", "evacuated_in", "leader", "problems", "held_at", "place", "note")
"""What a row may say of a drill besides its campus, day and theme."""
_Held = tuple[str, Mapping[str, object]]


def _known(tx: "Transaction", told: Sequence[Told]) -> Mapping[Told, _Held]:
    """Which of those told are known: each the one of its campus, day and theme that is most like it."""
    rows = tx.rows(
        f"SELECT c.name, r.held_on, r.theme, r.number, {', '.join(f'r.{name}' for name in _SAID)}"
        " FROM drill r JOIN campus c ON c.uid = r.campus WHERE r.voided_on IS NULL ORDER BY r.number"
    )
    held: dict[tuple[str, str, str], list[_Held]] = {}
    for campus, day, theme, number, *said in rows:
        one = (DRILL.ref(number), dict(zip(_SAID, said, strict=True)))
        held.setdefault((campus, day, fold(theme)), []).append(one)
    alike: dict[tuple[str, str, str], list[Told]] = {}
    for row in dict.fromkeys(told):
        alike.setdefault((row.campus, row.held_on.isoformat(), fold(row.theme)), []).append(row)
    found: dict[Told, _Held] = {}
    for mark, those in alike.items():
        here = held.get(mark, [])
        which = paired([_marks(one._asdict()) for one in those], [_marks(said) for _ref, said in here])
        found |= {those[place]: here[there] for place, there in which.items()}
    return found


def _marks(said: Mapping[str, object]) -> frozenset[str]:
    return frozenset(f"{name}：{said[name]}" for name in _SAID if said[name] is not None)


def _differing(ref: str, held: Mapping[str, object], told: Told) -> list[Differing]:
    said = told._asdict()
    return [
        Differing(ref, name, held[name], said[name])
        for name in _SAID
        if said[name] is not None and said[name] != held[name]
    ]


def alike(asks: Asks, record: "Drill") -> list[str]:
    """The other drills of the same campus, day and theme, those made void left out."""
    rows = asks.rows(
        """
        SELECT number FROM drill
        WHERE held_on = ? AND campus = ? AND theme = ? AND voided_on IS NULL AND number <> ? ORDER BY number
        """,
        (record.held_on.isoformat(), record.campus, record.theme, record.number),
    )
    return [DRILL.ref(number) for (number,) in rows]


class Gap(NamedTuple):
    """A month for which a campus owes a drill that was not held: the duty by its id."""

    duty: str
    campus: str
    month: str
    due: date
    state: str


def gaps(judged: tuple[Judged, ...]) -> list[Gap]:
    """The missing months by campus, the one that runs included: of the duties judged, the drills not met."""
    return [
        Gap(one.owed.id, one.owed.campus, f"{one.owed.period_start:%Y-%m}", one.owed.due, one.state)
        for one in judged
        if one.owed.duty.evidence == "drills" and one.state in ("open", "overdue", "waived")
    ]
