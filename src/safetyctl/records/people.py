"""The roster (R1): who is there, in which role, at which campus. Who leaves is retired, never deleted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import BadInput, NotFound, Refused
from safetyctl.ledger.connection import Asks
from safetyctl.ledger.words import AWAITING_RECTIFICATION

if TYPE_CHECKING:
    from safetyctl.ledger.writing import Transaction


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person on the roster; ``campus`` is None for the group's own people, ``owes`` counts open rectifications."""

    name: str
    role: str | None
    campus: str | None
    telephone: str | None
    retired_on: date | None
    owes: int


def roster(asks: Asks, campus: str | None = None, retired: bool = False) -> list[PersonView]:
    """The roster in the group's order, the group's own people first."""
    return _people(
        asks, "(? IS NULL OR c.name = ?) AND (? OR p.retired_on IS NULL)", (campus, campus, retired)
    )


def _people(asks: Asks, where: str, values: tuple[object, ...]) -> list[PersonView]:
    waiting = ", ".join(repr(str(status)) for status in AWAITING_RECTIFICATION)
    rows = asks.rows(
        f"""
        SELECT p.name, p.role, c.name, p.telephone, p.retired_on,
               (SELECT count(*) FROM hazard h WHERE h.responsible = p.name AND h.status IN ({waiting})
                AND (p.campus IS NULL OR p.campus = h.campus))
        FROM person p LEFT JOIN campus c ON c.uid = p.campus
        WHERE {where}
        ORDER BY c.position IS NOT NULL, c.position, p.uid
        """,
        values,
    )
    return [
        PersonView(name, role, home, telephone, date.fromisoformat(gone) if gone else None, owes)
        for name, role, home, telephone, gone, owes in rows
    ]


def add(tx: "Transaction", values: Mapping[str, object]) -> PersonView:
    """Put a person on the roster. Raises BadInput, Refused where the same person is there already."""
    from safetyctl.ledger.tables.person import Person, PersonDraft
    from safetyctl.ledger.writing import drafted

    draft = drafted(PersonDraft, values)
    _require_telephone(draft.telephone)
    same = tx.rows(
        "SELECT 1 FROM person WHERE name = ? AND campus IS ? AND retired_on IS NULL",
        (draft.name, draft.campus),
    )
    if same:
        raise Refused(_("{name} is on the roster already.").format(name=draft.name))
    person = Person(**draft.model_dump())
    tx.save("people.add", draft.name, person)
    return _one(tx, person.uid)


def retire(tx: "Transaction", name: str, campus: str | None, on: date) -> int:
    """Note that a person has left; how many rectifications they still owe.

    Raises:
        NotFound: nobody of that name is on the roster.
        Refused: several people have the name, and no campus was given.
    """
    from safetyctl.ledger.tables.person import Person

    rows = tx.rows(
        "SELECT p.uid FROM person p LEFT JOIN campus c ON c.uid = p.campus"
        " WHERE p.name = ? AND p.retired_on IS NULL AND (? IS NULL OR c.name = ?)",
        (name, campus, campus),
    )
    if not rows:
        raise NotFound(
            _("{name} is not on the roster.").format(name=name), hint=_("Look with: safetyctl people list")
        )
    if len(rows) > 1:
        raise Refused(
            _("Several people are called {name}.").format(name=name), hint=_("Say which: --campus NAME")
        )
    if on > tx.day:
        raise Refused(_("{found} lies after the day in force, {day}.").format(found=on, day=tx.day))
    uid = rows[0][0]
    owes = _one(tx, uid).owes
    person = tx.find(Person, uid=uid)
    assert person is not None
    person.retired_on = on
    tx.save("people.retire", name, person)
    return owes


def _one(asks: Asks, uid: str) -> PersonView:
    return _people(asks, "p.uid = ?", (uid,))[0]


def off_roster(asks: Asks, names: list[str | None]) -> list[str]:
    """Those of the names that are not on the roster; none while the roster is still empty."""
    if not asks.rows("SELECT 1 FROM person LIMIT 1"):
        return []
    wanted = [name for name in dict.fromkeys(names) if name]
    return [
        name
        for name in wanted
        if not asks.rows("SELECT 1 FROM person WHERE name = ? AND retired_on IS NULL LIMIT 1", (name,))
    ]


def _require_telephone(telephone: str | None) -> None:
    if telephone is None:
        return
    digits = telephone.translate({ord(mark): None for mark in " -+()（）转"})
    if not digits.isascii() or not digits.isdigit() or not 5 <= len(digits) <= 20:
        raise BadInput(_("{telephone} is no telephone number.").format(telephone=telephone))
