"""What earlier editions of a list told of a record, by the journal.

What differs from it in the record was changed by a person, and stands as long as the ledger only says it once more.
"""

import json
from typing import Any

from safetyctl.ledger.writing import Transaction
from safetyctl.records.detail_parts import lines, told_once
from safetyctl.records.undoing import UNDO

_EDITION = ("import", "renew")
_TEXTS = ("detail", "remarks", "note")
"""The fields in which the words of editions and of people stand side by side."""
_IN_PARTS = ("detail", "note")
"""Those of them in which words stand under headings."""


def told_before(tx: Transaction, kind: str, uid: str) -> dict[str, Any]:
    """The fields of a record as an edition told each of them last; none where no edition told of it."""
    held: dict[str, Any] = {}
    told: dict[str, Any] = {}
    for verb, body in tx.rows(
        "SELECT verb, body FROM journal WHERE kind = ? AND uid = ? ORDER BY seq", (kind, uid)
    ):
        now: dict[str, Any] = json.loads(body) if body else {}
        act = verb.rpartition(".")[2]
        if act in (*_EDITION, UNDO):
            said = {name: value for name, value in now.items() if name not in held or held[name] != value}
            for name in said.keys() & _TEXTS:
                said[name] = _without_hands(said[name], held.get(name), told.get(name))
            for name in said.keys() & _IN_PARTS if act in _EDITION else ():
                said[name] = told_once(said[name], told.get(name))
            told |= said
        held = now
    return told


def _without_hands(text: str | None, held: str | None, told: str | None) -> str | None:
    """A text without the lines that stood there before and that no edition told."""
    own = set(lines(held)) - set(lines(told))
    return "\n".join(line for line in lines(text) if line not in own) or None
