"""Hazards that come from a ledger kept elsewhere: their whole life so far, marked as imported.

An old ledger may hold what the workflow refuses (closed without a verifier, a deadline before the day
found): it is taken as it stands, and ``ledger check`` names it. What is to be looked at stands in the remarks.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from itertools import count, takewhile
from typing import Any

from pydantic import TypeAdapter, ValidationError, create_model
from sqlmodel import SQLModel, select

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import BadInput
from safetyctl.ground.text import fold
from safetyctl.ledger.tables.fields import new_uid
from safetyctl.ledger.tables.hazard import Hazard, HazardDraft, Step, StepDraft
from safetyctl.ledger.words import Status, StepKind
from safetyctl.ledger.writing import Row, Transaction, drafted
from safetyctl.plan.deadlines import allowed_day
from safetyctl.plan.model import Plan
from safetyctl.records.candidate import TELLING, Candidate, fingerprint_of, marks_of, paired, vars_of
from safetyctl.records.hazards import funds_in_yuan
from safetyctl.records.labels import FIELDS, labelled
from safetyctl.records.lived import Life, life_of
from safetyctl.records.lookalikes import Lookalike, New, lookalikes
from safetyctl.records.references import hazard_ref
from safetyctl.records.renewing import Renewal, renew

ON_DUPLICATE = ("skip", "update", "error")
_AT_ONCE = 500


class _Drafts:
    """A draft model that checks many at a time: its fields alone, for SQLModel's own making of each costs half."""

    def __init__(self, model: type[SQLModel]) -> None:
        fields: dict[str, Any] = {name: (one.annotation, one) for name, one in model.model_fields.items()}
        self.model = model
        self.many: TypeAdapter[list[Any]] = TypeAdapter(list[create_model(model.__name__, **fields)])  # type: ignore[misc,arg-type]


_HAZARDS = _Drafts(HazardDraft)
_STEPS = _Drafts(StepDraft)


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import did, as references: ``added``, ``updated`` and ``skipped`` (known already).

    ``reopened`` are those that are closed here while the newer sheet says they are not: they stay closed.
    ``renewed`` says what changed of those updated; ``differing`` what a later edition says otherwise and the workflow
    does not allow, of any that are known; ``alike`` which of those added may be known under other words.
    """

    added: tuple[str, ...]
    updated: tuple[str, ...]
    skipped: tuple[str, ...]
    reopened: tuple[str, ...] = ()
    renewed: tuple[Renewal, ...] = ()
    differing: tuple[Renewal, ...] = ()
    alike: tuple[Lookalike, ...] = ()


class _Known:
    """The hazards that the ledger holds, to tell whether one that is read is among them."""

    def __init__(self, tx: Transaction) -> None:
        rows = tx.rows(
            "SELECT h.fingerprint, h.number, c.name, h.found_on, h.title, h.location, h.status FROM hazard h"
            " JOIN campus c ON c.uid = h.campus"
        )
        self._marks = {mark for mark, *_rest in rows}
        rows = [row for row in rows if row[-1] != Status.VOID]
        self._prints = {mark: number for mark, number, *_rest in rows if mark is not None}
        self._ours = {hazard_ref(number): (number, *said) for _, number, *said, _ in rows}
        self.closed = frozenset(number for _, number, *_said, status in rows if status == Status.CLOSED)

    def number_of(self, one: Candidate) -> int | None:
        """The number it has here: the one it was exported with, where it agrees, else by its fingerprint."""
        number, campus, found, title, place = self._ours.get(one.their_number or "", (None,) * 5)
        here = one.exported and (campus, found) == (one.campus, one.found_on.isoformat())
        # another ledger may have the number as well: of title and place, only one may have been mended
        if here and (one.title.startswith(title) or fold(one.location or "") == fold(place or "")):
            return int(number)
        return self._prints.get(one.fingerprint)

    def kin_of(self, kin: str) -> list[int]:
        """The numbers of those here that are called alike."""
        marks = takewhile(self._marks.__contains__, (fingerprint_of(kin, nth) for nth in count(1)))
        return [self._prints[mark] for mark in marks if mark in self._prints]

    def unused(self, kin: str) -> str:
        """A fingerprint for one more that is called alike."""
        return next(mark for nth in count(1) if (mark := fingerprint_of(kin, nth)) not in self._marks)

    def __contains__(self, mark: str) -> bool:
        return mark in self._marks

    def add(self, one: Candidate, number: int) -> None:
        """Note one that was just taken."""
        self._prints[one.fingerprint] = number
        self._marks.add(one.fingerprint)


def take(
    tx: Transaction,
    plan: Plan,
    campuses: Mapping[str, str],
    candidates: Iterable[Candidate],
    on_duplicate: str = "skip",
) -> Taken:
    """Take what was read into the ledger, in one change.

    A hazard that is there already (same campus, place, description and day found, or exported from here, by its
    number) is skipped, brought up to date or an error, as ``on_duplicate`` says. Absence from a sheet never
    closes anything. What is new is validated, stored and journalled some hundred at a time.

    Raises:
        BadInput: a record that the ledger cannot take, or a known one with ``error``; names sheet and row.
    """
    known = _Known(tx)
    fresh = _Fresh(tx, plan, campuses)
    renewed: list[Renewal] = []
    skipped: list[str] = []
    differing: list[Renewal] = []
    reopened: list[str] = []
    added: list[New] = []
    found_again: set[int] = set()
    for one, same in _recognised(tx, known, candidates):
        if same is None:
            added.append((one, fresh.add(one)))
            known.add(*added[-1])
            continue
        found_again.add(same)
        ref = hazard_ref(same)
        if on_duplicate == "error":
            raise _known_already(one, ref)
        if on_duplicate == "update" and same in known.closed and life_of(one).status != Status.CLOSED:
            reopened.append(ref)
        changed = renew(tx, fresh.stored(same), one, _fields(one)) if on_duplicate == "update" else None
        if changed is None:
            skipped.append(ref)
            continue
        renewed += [changed] if changed.changes else []
        differing += [changed] if changed.differences else []
    fresh.store()
    updated = tuple(each.ref for each in renewed)
    return Taken(
        tuple(fresh.refs),
        updated,
        tuple(skipped),
        tuple(reopened),
        tuple(renewed),
        tuple(differing),
        lookalikes(tx, added, found_again),
    )


def _known_already(one: Candidate, ref: str) -> BadInput:
    return BadInput(
        _("{sheet}, row {row}: this hazard is in the ledger already, as {ref}.").format(
            sheet=one.sheet, row=one.row, ref=ref
        ),
        hint=_("Nothing was imported. Leave known ones out with: --on-duplicate skip"),
    )


def new_among(tx: Transaction, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Those that the ledger does not know: what ``take`` would add."""
    return [one for one, same in _recognised(tx, _Known(tx), candidates) if same is None]


def _recognised(
    tx: Transaction, known: _Known, candidates: Iterable[Candidate]
) -> Iterator[tuple[Candidate, int | None]]:
    """Each candidate with the number that it has here, if any.

    Of several that are called alike, or are so here, each is told by what else is said of it: whichever of them a
    later edition leaves out, the others are found again.
    """
    waiting: dict[str, list[Candidate]] = {}
    new: set[str] = set()
    for one in candidates:
        kin = one.kin or one.fingerprint
        if one.kin is None and fingerprint_of(kin, 2) not in known:
            yield one, known.number_of(one)
        elif one.exported and (number := known.number_of(one)) is not None:
            yield one, number
        elif kin not in known or kin in new:
            new.add(kin)
            yield one, None
        else:
            waiting.setdefault(kin, []).append(one)
    for kin, those in waiting.items():
        here = known.kin_of(kin)
        which = paired([marks_of(vars_of(one)) for one in those], _marks_here(tx, here))
        for place, one in enumerate(those):
            if place in which:
                yield one, here[which[place]]
            else:
                yield replace(one, fingerprint=known.unused(kin)), None


def _marks_here(tx: Transaction, numbers: Sequence[int]) -> list[frozenset[str]]:
    """What tells those apart that are called alike here."""
    found = []
    for number in numbers:
        hazard = tx.find(Hazard, number=number)
        assert hazard is not None
        first = tx.session.exec(
            select(Step).where(Step.hazard == hazard.uid, Step.kind == StepKind.FOUND)
        ).first()
        told = {name: getattr(hazard, name) for name in ("detail", *TELLING)}
        found.append(marks_of(told | {"origin": first.note if first else None}))
    return found


class _Fresh:
    """New hazards on their way into the tables: one at a time would cost four times as much."""

    def __init__(self, tx: Transaction, plan: Plan, campuses: Mapping[str, str]) -> None:
        self._tx, self._plan, self._campuses = tx, plan, campuses
        self._next = tx.next_number("hazard")
        self._waiting: list[tuple[int, Candidate]] = []
        self.refs: list[str] = []

    def add(self, one: Candidate) -> int:
        """Let one wait for the others; the number that it gets. Raises BadInput."""
        number = self._next
        self._next += 1
        self._waiting.append((number, one))
        self.refs.append(hazard_ref(number))
        if len(self._waiting) == _AT_ONCE:
            self.store()
        return number

    def stored(self, number: int) -> int:
        """The number, once it stands in the table. Raises BadInput."""
        if self._waiting and number >= self._waiting[0][0]:
            self.store()
        return number

    def store(self) -> None:
        """Store those that wait, with the steps of their lives. Raises BadInput."""
        candidates = [one for _number, one in self._waiting]
        campuses = self._campuses
        drafts = _validated(
            _HAZARDS, [(one, _fields(one) | {"campus": campuses[one.campus]}) for one in candidates]
        )
        hazards: list[tuple[str, Row]] = []
        lived: list[tuple[Candidate, dict[str, Any]]] = []
        for (number, one), draft in zip(self._waiting, drafts, strict=True):
            life = life_of(one)
            hazard = draft | self._standing(one, life, draft["due"]) | {"number": number}
            hazards.append((hazard_ref(number), hazard))
            lived.extend((one, {"hazard": hazard["uid"]} | said) for said in life.steps)
        refs = {hazard["uid"]: ref for ref, hazard in hazards}
        steps = [
            (refs[step["hazard"]], step | {"uid": new_uid(), "imported": 1})
            for step in _validated(_STEPS, lived)
        ]
        self._tx.insert("hazard.import", "hazard", hazards)
        self._tx.insert("hazard.import", "step", steps)
        self._waiting.clear()

    def _standing(self, one: Candidate, life: Life, given: str | None) -> Row:
        allowed = None if one.open_ended else allowed_day(self._plan, one.level, one.found_on)
        due = given or _plain(allowed)
        facts = {name: _plain(value) for name, value in life.facts.items()}
        return facts | {
            "uid": new_uid(),
            "due": due,
            "due_first": due,
            "due_given": int(given is not None),
            "status": str(life.status),
            "fingerprint": one.fingerprint,
            "imported": 1,
            "created_at": self._tx.at,
            "updated_at": self._tx.at,
        }


def _validated(drafts: _Drafts, said: Sequence[tuple[Candidate, dict[str, Any]]]) -> list[dict[str, Any]]:
    """What was read, validated as drafts all at once, as the driver stores it: days as ISO text, codes as text.

    Raises:
        BadInput: the first record that cannot be taken; names sheet and row.
    """
    try:
        valid = drafts.many.validate_python([values for _one, values in said])
    except ValidationError as error:
        place = error.errors(include_url=False)[0]["loc"][0]
        one, values = said[int(place)]
        with _named(one):
            drafted(drafts.model, values, labelled(FIELDS))
        raise
    found: list[dict[str, Any]] = drafts.many.dump_python(valid, mode="json")
    return found


@contextmanager
def _named(one: Candidate) -> Iterator[None]:
    """Name the row of the sheet in what is wrong with it."""
    try:
        yield
    except BadInput as error:
        raise BadInput(
            _("{sheet}, row {row}: {problem}").format(sheet=one.sheet, row=one.row, problem=error.sentence),
            hint=_("Nothing was imported."),
        ) from error


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _fields(one: Candidate) -> dict[str, object]:
    names = (
        *("area", "item", "title", "detail", "location", "level", "found_on", "found_by", "responsible"),
        *("department", "measure", "contingency", "interim", "due", "remarks"),
    )
    known = {name: getattr(one, name) for name in names}
    if one.notes:
        known["remarks"] = "\n".join(text for text in (one.remarks, *one.notes) if text)
    return known | {"source": one.source, "funds_yuan": funds_in_yuan(one.funds)}
