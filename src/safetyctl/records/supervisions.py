"""The group's supervision of the campuses (督查, R8, R20) by the four aspects of the plan (2.4(2))."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from safetyctl.ground.catalogue import N_, _
from safetyctl.ground.errors import BadInput, Refused
from safetyctl.ledger.connection import Asks
from safetyctl.ledger.words import Aspect
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
from safetyctl.records.narrowing import Narrowed, voided
from safetyctl.records.promises import SUPERVISIONS

if TYPE_CHECKING:
    from safetyctl.ledger.tables.supervision import Supervision
    from safetyctl.ledger.writing import Transaction

FIELDS = {
    "id": SHARED["id"],
    "campus": SHARED["campus"],
    "aspect": N_("aspect"),
    "on": N_("visited on"),
    "visited_on": N_("visited on"),
    "finding": N_("finding"),
    "score": N_("score"),
    "visitors": N_("visited by"),
    "correction": N_("correction required"),
    "due": SHARED["due"],
    "person": SHARED["responsible"],
    "state": SHARED["status"],
    "corrected_on": N_("corrected on"),
    "corrected_note": N_("how it was corrected"),
    "void_reason": SHARED["void_reason"],
}
SUPERVISION = Noun("supervision", SUPERVISIONS, N_("supervision"), FIELDS, begins=("visited_on",))
STATES = {"open": N_("not corrected yet"), "overdue": N_("overdue"), "corrected": N_("correction made")}


class SupervisionView(NamedTuple):
    """One aspect of a visit, with the keys of its JSON.

    ``state`` is that of the correction: open, overdue or corrected; None where none was asked for.
    """

    id: str
    uid: str
    campus: str
    aspect: str
    on: date
    finding: str
    score: int
    visitors: str | None
    correction: str | None
    due: date | None
    person: str | None
    state: str | None
    corrected_on: date | None
    corrected_note: str | None
    attachments: tuple[FileView, ...]
    voided_on: date | None
    void_reason: str | None
    created_at: str
    updated_at: str


def supervisions(asks: Asks, day: date, asked: Narrowed = Narrowed()) -> list[SupervisionView]:
    """What was supervised, as known on ``day``, in the order of the visits."""
    where, values = asked.sql(day, "visited_on")
    rows = asks.rows(
        f"""
        SELECT r.number, r.uid, c.name, r.aspect, r.visited_on, r.finding, r.score, r.visitors, r.correction, r.due,
               r.person, r.corrected_on, r.corrected_note, r.voided_on, r.void_reason, r.created_at, r.updated_at
        FROM supervision r JOIN campus c ON c.uid = r.campus WHERE {where} ORDER BY r.visited_on, r.number
        """,
        values,
    )
    files = files_of(asks, SUPERVISION, (row[1] for row in rows))
    return [_view(row, files.get(row[1], ()), day) for row in rows]


def _view(row: tuple[Any, ...], files: tuple[FileView, ...], day: date) -> SupervisionView:
    (number, uid, campus, aspect, on, finding, score, visitors, correction, due, person, corrected, note,
     void_on, reason, made, changed) = row  # fmt: skip
    by = date.fromisoformat(due) if due else None
    corrected_on = date.fromisoformat(corrected) if corrected and corrected <= day.isoformat() else None
    return SupervisionView(
        SUPERVISION.ref(number), uid, campus, aspect, date.fromisoformat(on), finding, score, visitors, correction,
        by, person, _state(by, corrected_on, day), corrected_on, note if corrected_on else None, files,
        *voided(void_on, reason, day), made, changed,
    )  # fmt: skip


def _state(due: date | None, corrected_on: date | None, day: date) -> str | None:
    if due is None:
        return None
    if corrected_on is not None:
        return "corrected"
    return "overdue" if due < day else "open"


def supervision(asks: Asks, day: date, reference: int | str) -> SupervisionView:
    """One of them by number, or by a prefix of its uid. Raises NotFound."""
    one = Narrowed(void=True, number=number_of(asks, SUPERVISION, reference))
    found = supervisions(asks, day, one)
    return found[0] if found else supervisions(asks, date.max, one)[0]


def add(tx: "Transaction", values: Mapping[str, object]) -> "Supervision":
    """Register what the group found at a campus in one aspect.

    Raises:
        BadInput: a value that cannot be taken; a correction without its day, or a day or person without it; a day
            before the visit.
        Refused: a visit after the day in force.
    """
    from safetyctl.ledger.tables.supervision import Supervision, SupervisionDraft

    _require_sound(values)
    record = register(tx, SUPERVISION, Supervision, SupervisionDraft, values)
    require_known_by(tx, record.visited_on)
    return record


def find(tx: "Transaction", reference: int | str) -> "Supervision":
    """The record that a reference names, to be changed. Raises NotFound."""
    from safetyctl.ledger.tables.supervision import Supervision
    from safetyctl.records import kept

    return kept.find(tx, SUPERVISION, Supervision, reference)


def edit(tx: "Transaction", record: "Supervision", changes: Mapping[str, object]) -> None:
    """Correct what a record says.

    Raises BadInput and Refused as ``add`` and ``amend`` do, and Refused for a correction that has been made.
    """
    from safetyctl.ledger.tables.supervision import SupervisionDraft

    if any(changes.get(name) is not None for name in ("correction", "due", "person")):
        _require_uncorrected(record)
    wanted = {name: value for name, value in changes.items() if value is not None}
    whole = {name: getattr(record, name) for name in SupervisionDraft.model_fields} | wanted
    _require_sound(whole, record.corrected_on)
    amend(tx, SUPERVISION, record, SupervisionDraft, changes)
    require_known_by(tx, record.visited_on)


def corrected(tx: "Transaction", record: "Supervision", values: Mapping[str, object]) -> None:
    """Note that what was asked for has been corrected.

    Raises:
        BadInput: a value that cannot be taken, or a day before the visit.
        Refused: nothing was asked for, it is corrected already, it is void, or the day lies after the day in force.
    """
    from safetyctl.ledger.tables.supervision import CorrectedDraft
    from safetyctl.ledger.writing import drafted

    ref = SUPERVISION.ref(record.number)
    require_not_void(SUPERVISION, record)
    if record.correction is None:
        raise Refused(
            _("{ref} asks for no correction.").format(ref=ref),
            hint=_("Ask for one with: {command}").format(
                command=f"safetyctl supervision edit {ref} --correction TEXT --due DAY"
            ),
        )
    _require_uncorrected(record)
    draft = drafted(CorrectedDraft, values, labelled(FIELDS))
    _require_after_visit("corrected_on", draft.corrected_on, record.visited_on)
    require_known_by(tx, draft.corrected_on)
    record.corrected_on, record.corrected_note = draft.corrected_on, draft.corrected_note
    store(tx, SUPERVISION, record, "corrected")


def _require_uncorrected(record: "Supervision") -> None:
    if record.corrected_on is not None:
        raise Refused(
            _("{ref} is corrected already, since {day}.").format(
                ref=SUPERVISION.ref(record.number), day=record.corrected_on
            ),
            hint=_("Entered by mistake: {command}").format(command="safetyctl undo"),
        )


def _require_sound(values: Mapping[str, Any], corrected_on: date | None = None) -> None:
    correction, due = str(values.get("correction") or "").strip(), values.get("due")
    if correction and due is None:
        raise BadInput(
            _("A correction that is required needs its day."), hint=_("Add the day with: --due DAY")
        )
    if not correction and (due is not None or values.get("person") is not None):
        raise BadInput(
            _("There is a day or a person, but no correction that is required."),
            hint=_("Say what is to be corrected with: --correction TEXT"),
        )
    _require_after_visit("due", due, values["visited_on"])
    _require_after_visit("corrected_on", corrected_on, values["visited_on"])


def _require_after_visit(field: str, day: date | None, visited_on: date) -> None:
    if day is not None and day < visited_on:
        raise BadInput(
            _("{field}: {day} lies before the visit, {visited}.").format(
                field=_(FIELDS[field]), day=day, visited=visited_on
            ),
            hint=_("Nothing was changed."),
        )


class Cell(NamedTuple):
    """How a campus stands in an aspect: its visits, the last score, and the corrections that are not done."""

    campus: str
    aspect: str
    visits: int
    last_on: date | None
    score: int | None
    id: str | None
    open: int


def table(campuses: Sequence[str], found: Iterable[SupervisionView]) -> list[Cell]:
    """Every campus by every aspect, those without a visit too; ``found`` is in the order of the visits."""
    cells = {
        (campus, str(aspect)): Cell(campus, str(aspect), 0, None, None, None, 0)
        for campus in campuses
        for aspect in Aspect
    }
    for one in found:
        was = cells[one.campus, one.aspect]
        waiting = was.open + (one.state in ("open", "overdue"))
        cells[one.campus, one.aspect] = was._replace(
            visits=was.visits + 1, last_on=one.on, score=one.score, id=one.id, open=waiting
        )
    return list(cells.values())
