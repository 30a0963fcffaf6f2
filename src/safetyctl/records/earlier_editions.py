"""What earlier editions of a ledger told of a hazard, by the journal.

What differs from it in the record was changed by a person, and stands as long as the ledger only says it once more.
"""

import json
from typing import Any

from safetyctl.ledger.writing import Transaction
from safetyctl.records.undoing import UNDO

_TELLING = ("hazard.import", "hazard.renew", UNDO)
"""What tells: an edition that is taken, and taking one back."""


def told_before(tx: Transaction, hazard: str) -> dict[str, Any]:
    """The fields of a hazard, by its uid, as an edition told each of them last; none where no edition told of it."""
    held: dict[str, Any] = {}
    told: dict[str, Any] = {}
    for verb, body in tx.rows(
        "SELECT verb, body FROM journal WHERE kind = 'hazard' AND uid = ? ORDER BY seq", (hazard,)
    ):
        now: dict[str, Any] = json.loads(body) if body else {}
        if verb in _TELLING:
            told |= {name: value for name, value in now.items() if name not in held or held[name] != value}
        held = now
    return told
