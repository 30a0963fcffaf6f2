"""Safety training of the staff (培训, R7), with how many attended of those who should have."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from safetyctl.ground.catalogue import N_, _
from safetyctl.ground.errors import BadInput
from safetyctl.ledger.connection import Asks
from safetyctl.plan.deadlines import GROUP
from safetyctl.records.education import share
from safetyctl.records.kept import FileView, Noun, amend, files_of, number_of, register, require_known_by
from safetyctl.records.labels import FIELDS as SHARED
from safetyctl.records.narrowing import Narrowed, voided

if TYPE_CHECKING:
    from safetyctl.ledger.tables.training import Training
    from safetyctl.ledger.writing import Transaction

FIELDS = {
    "id": SHARED["id"],
    "campus": SHARED["campus"],
    "title": N_("subject"),
    "on": N_("held on"),
    "held_on": N_("held on"),
    "attended": N_("attended"),
    "of": N_("out of"),
    "out_of": N_("out of"),
    "rate": N_("attendance"),
    "trainer": N_("trainer"),
    "hours": N_("length (hours)"),
    "minutes": N_("length (hours)"),
    "note": SHARED["note"],
    "void_reason": SHARED["void_reason"],
}
LONGEST = 1000
"""Hours that a training can take at most."""
TRAINING = Noun("training", "T", N_("training"), FIELDS, begins=("held_on",))


class TrainingView(NamedTuple):
    """A training, with the keys of its JSON; ``rate`` is the attendance with its denominator."""

    id: str
    uid: str
    campus: str
    title: str
    on: date
    attended: int
    of: int
    rate: str
    trainer: str | None
    hours: float | None
    note: str | None
    attachments: tuple[FileView, ...]
    voided_on: date | None
    void_reason: str | None
    created_at: str
    updated_at: str


def trainings(asks: Asks, day: date, asked: Narrowed = Narrowed()) -> list[TrainingView]:
    """The trainings known on ``day``, in the order they were held."""
    where, values = asked.sql(day, "held_on")
    rows = asks.rows(
        f"""
        SELECT r.number, r.uid, coalesce(c.name, '{GROUP}'), r.title, r.held_on, r.attended, r.out_of, r.trainer,
               r.minutes, r.note, r.voided_on, r.void_reason, r.created_at, r.updated_at
        FROM training r LEFT JOIN campus c ON c.uid = r.campus WHERE {where} ORDER BY r.held_on, r.number
        """,
        values,
    )
    files = files_of(asks, TRAINING, (row[1] for row in rows))
    return [_view(row, files.get(row[1], ()), day) for row in rows]


def _view(row: tuple[Any, ...], files: tuple[FileView, ...], day: date) -> TrainingView:
    (number, uid, campus, title, on, attended, of, trainer, minutes, note, void_on, reason, made,
     changed) = row  # fmt: skip
    return TrainingView(
        TRAINING.ref(number), uid, campus, title, date.fromisoformat(on), attended, of, share(attended, of), trainer,
        None if minutes is None else round(minutes / 60, 2), note, files, *voided(void_on, reason, day), made,
        changed,
    )  # fmt: skip


def training(asks: Asks, day: date, reference: int | str) -> TrainingView:
    """One training by number, or by a prefix of its uid. Raises NotFound."""
    one = Narrowed(void=True, number=number_of(asks, TRAINING, reference))
    found = trainings(asks, day, one)
    return found[0] if found else trainings(asks, date.max, one)[0]


def add(tx: "Transaction", values: Mapping[str, object]) -> "Training":
    """Register a training that was held.

    Raises:
        BadInput: a value that cannot be taken, or more who attended than there are.
        Refused: a day after the day in force.
    """
    from safetyctl.ledger.tables.training import Training, TrainingDraft

    _require_sound(values)
    record = register(tx, TRAINING, Training, TrainingDraft, values)
    require_known_by(tx, record.held_on)
    return record


def find(tx: "Transaction", reference: int | str) -> "Training":
    """The training that a reference names, to be changed. Raises NotFound."""
    from safetyctl.ledger.tables.training import Training
    from safetyctl.records import kept

    return kept.find(tx, TRAINING, Training, reference)


def edit(tx: "Transaction", record: "Training", changes: Mapping[str, object]) -> None:
    """Correct what a training says. Raises BadInput and Refused as ``add`` and ``amend`` do."""
    from safetyctl.ledger.tables.training import TrainingDraft

    wanted = {name: value for name, value in changes.items() if value is not None}
    _require_sound({name: getattr(record, name) for name in TrainingDraft.model_fields} | wanted)
    amend(tx, TRAINING, record, TrainingDraft, changes)
    require_known_by(tx, record.held_on)


def minutes_of(hours: float | None) -> int | None:
    """How long a training was, to the minute. Raises BadInput for what no training can take."""
    if hours is None:
        return None
    if not 0 < hours <= LONGEST or round(hours * 60) < 1:
        label = FIELDS["hours"]
        raise BadInput(
            _("{field}: {hours:g} is not more than 0 and at most {most}.").format(
                field=_(label), hours=hours, most=LONGEST
            ),
            hint=_("Nothing was changed."),
        )
    return round(hours * 60)


def _require_sound(values: Mapping[str, Any]) -> None:
    if values["attended"] > values["out_of"]:
        raise BadInput(
            _("{part} is more than the {whole} that there are.").format(
                part=values["attended"], whole=values["out_of"]
            ),
            hint=_("Nothing was changed."),
        )
