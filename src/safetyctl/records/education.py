"""Safety education (安全教育, R2): lessons by topic and form, and how far each class is on the city's platform."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from safetyctl.ground.catalogue import N_, _
from safetyctl.ground.errors import BadInput
from safetyctl.ledger.connection import Asks
from safetyctl.ledger.words import PLAN_TOPICS, Form
from safetyctl.records.kept import FileView, Noun, amend, files_of, number_of, register, require_known_by
from safetyctl.records.labels import FIELDS as SHARED
from safetyctl.records.narrowing import Narrowed, voided

if TYPE_CHECKING:
    from safetyctl.ledger.tables.education import Education
    from safetyctl.ledger.writing import Transaction

FIELDS = {
    "id": SHARED["id"],
    "campus": SHARED["campus"],
    "topic": N_("topic"),
    "form": N_("form"),
    "on": N_("held on"),
    "held_on": N_("held on"),
    "title": N_("subject"),
    "grade": N_("grade or class"),
    "reached": N_("people reached"),
    "of": N_("out of"),
    "out_of": N_("out of"),
    "note": SHARED["note"],
    "void_reason": SHARED["void_reason"],
}
EDUCATION = Noun("education", "L", N_("lesson"), FIELDS, begins=("held_on",))


class EducationView(NamedTuple):
    """A lesson, with the keys of its JSON; a class's figure on the city's platform has no topic, and ``of``."""

    id: str
    uid: str
    campus: str
    topic: str | None
    form: str
    on: date
    reached: int
    of: int | None
    title: str | None
    grade: str | None
    note: str | None
    attachments: tuple[FileView, ...]
    voided_on: date | None
    void_reason: str | None
    created_at: str
    updated_at: str


def lessons(asks: Asks, day: date, asked: Narrowed = Narrowed()) -> list[EducationView]:
    """The lessons known on ``day``, in the order they were held."""
    where, values = asked.sql(day, "held_on")
    rows = asks.rows(
        f"""
        SELECT r.number, r.uid, c.name, r.topic, r.form, r.held_on, r.reached, r.out_of, r.title, r.grade, r.note,
               r.voided_on, r.void_reason, r.created_at, r.updated_at
        FROM education r JOIN campus c ON c.uid = r.campus WHERE {where} ORDER BY r.held_on, r.number
        """,
        values,
    )
    files = files_of(asks, EDUCATION, (row[1] for row in rows))
    return [_view(row, files.get(row[1], ()), day) for row in rows]


def _view(row: tuple[Any, ...], files: tuple[FileView, ...], day: date) -> EducationView:
    (number, uid, campus, topic, form, on, reached, of, title, grade, note, void_on, reason, made,
     changed) = row  # fmt: skip
    return EducationView(
        EDUCATION.ref(number), uid, campus, topic, form, date.fromisoformat(on), reached, of, title, grade, note,
        files, *voided(void_on, reason, day), made, changed,
    )  # fmt: skip


def lesson(asks: Asks, day: date, reference: int | str) -> EducationView:
    """One lesson by number, or by a prefix of its uid. Raises NotFound."""
    one = Narrowed(void=True, number=number_of(asks, EDUCATION, reference))
    found = lessons(asks, day, one)
    return found[0] if found else lessons(asks, date.max, one)[0]


def add(tx: "Transaction", values: Mapping[str, object]) -> "Education":
    """Register a lesson that was given, or a class's figure on the city's platform (form ``platform``).

    Raises:
        BadInput: a value that cannot be taken, a lesson without topic, more reached than there are.
        Refused: a day after the day in force.
    """
    from safetyctl.ledger.tables.education import Education, EducationDraft

    _require_sound(values)
    record = register(tx, EDUCATION, Education, EducationDraft, values)
    require_known_by(tx, record.held_on)
    return record


def find(tx: "Transaction", reference: int | str) -> "Education":
    """The lesson that a reference names, to be changed. Raises NotFound."""
    from safetyctl.ledger.tables.education import Education
    from safetyctl.records import kept

    return kept.find(tx, EDUCATION, Education, reference)


def edit(tx: "Transaction", record: "Education", changes: Mapping[str, object]) -> None:
    """Correct what a lesson says. Raises BadInput and Refused as ``add`` and ``amend`` do."""
    from safetyctl.ledger.tables.education import EducationDraft

    wanted = {name: value for name, value in changes.items() if value is not None}
    _require_sound({name: getattr(record, name) for name in EducationDraft.model_fields} | wanted)
    amend(tx, EDUCATION, record, EducationDraft, changes)
    require_known_by(tx, record.held_on)


def _require_sound(values: Mapping[str, Any]) -> None:
    on_platform = values["form"] == Form.PLATFORM
    reached, of = values["reached"], values.get("out_of")
    if on_platform != (values.get("topic") is None):
        raise BadInput(
            _("A figure of the city's platform has no topic; every other lesson has one."),
            hint=_("For the platform: safetyctl education platform"),
        )
    if on_platform and (of is None or not str(values.get("grade") or "").strip()):
        raise BadInput(_("A figure of the city's platform is that of a class, out of so many."))
    if not on_platform and reached < 1:
        raise BadInput(_("A lesson reaches somebody: at least 1."))
    if of is not None and reached > of:
        raise BadInput(
            _("{part} is more than the {whole} that there are.").format(part=reached, whole=of),
            hint=_("Nothing was changed."),
        )


# what is covered, and what is missing


class Covered(NamedTuple):
    """A topic at a campus: how often it was taught, how many people that reached in all, and when last."""

    topic: str
    campus: str
    times: int
    reached: int
    last_on: date | None


def coverage(campuses: Sequence[str], found: Iterable[EducationView]) -> list[Covered]:
    """Every topic of the plan by every campus, those never taught too; ``found`` is in the order of the days.

    What is of none of these topics is left out.
    """
    cells = {
        (str(topic), campus): Covered(str(topic), campus, 0, 0, None)
        for topic in PLAN_TOPICS
        for campus in campuses
    }
    for one in found:
        was = cells.get((str(one.topic), one.campus))
        if was is not None:
            cells[was.topic, was.campus] = Covered(
                was.topic, was.campus, was.times + 1, was.reached + one.reached, one.on
            )
    return list(cells.values())


class Completion(NamedTuple):
    """How far a class is on the city's platform: the last figure, ``rate`` with its denominator, '/' of nothing."""

    campus: str
    grade: str
    completed: int
    of: int
    rate: str
    on: date
    id: str


def completions(found: Iterable[EducationView]) -> list[Completion]:
    """The last figure of each class, by campus and class; ``found`` is in the order of the days.

    A class is the same however wide its brackets and digits are typed: 三(2)班 and 三（2）班.
    """
    last: dict[tuple[str, str], Completion] = {}
    for one in found:
        if one.form == Form.PLATFORM and one.grade is not None and one.of is not None:
            known_as = unicodedata.normalize("NFKC", one.grade).replace(" ", "").casefold()
            last[one.campus, known_as] = Completion(
                one.campus, one.grade, one.reached, one.of, share(one.reached, one.of), one.on, one.id
            )
    return [last[key] for key in sorted(last)]


def share(part: int, whole: int | None) -> str:
    """A rate with its denominator; '/' alone where there is nothing to take a part of."""
    return f"{part}/{whole}" if whole else "/"
