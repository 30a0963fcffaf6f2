"""The clauses of the plan in words: one way of saying them, in documents and at the terminal."""

import re

from safetyctl.ground.catalogue import N_, _, listed

_PARTS = {"phase": N_("phase {number}"), "milestone": N_("milestone {number}")}
_TITLE = N_("title")


def clause_words(clause: str) -> str:
    """A clause in the language in use: words of it name parts, as in ``3 phase 2``, ``3, milestone 1``, ``title``."""
    for word, text in _PARTS.items():
        clause = re.sub(rf"\b{word} (\d+)", _(text).format(number=r"\1"), clause)
    return listed(_(_TITLE) if part == "title" else part for part in clause.split(", "))
