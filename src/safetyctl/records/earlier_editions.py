"""What earlier editions of a list told of a record, by the journal.

What differs from it in the record was changed by a person, and stands as long as the ledger only says it once more.
"""

import json
from typing import Any

from safetyctl.ledger.writing import Transaction
from safetyctl.records.undoing import UNDO

_TELLING = ("import", "renew", UNDO)
"""What tells: an edition that is taken, and taking one back."""


def told_before(tx: Transaction, kind: str, uid: str) -> dict[str, Any]:
    """The fields of a record as an edition told each of them last; none where no edition told of it."""
    held: dict[str, Any] = {}
    told: dict[str, Any] = {}
    for verb, body in tx.rows(
        "SELECT verb, body FROM journal WHERE kind = ? AND uid = ? ORDER BY seq", (kind, uid)
    ):
        now: dict[str, Any] = json.loads(body) if body else {}
        if verb.rpartition(".")[2] in _TELLING:
            told |= {name: value for name, value in now.items() if name not in held or held[name] != value}
        held = now
    return told
