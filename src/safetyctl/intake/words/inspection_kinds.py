"""The kind of an inspection in the words of a ledger; words that may mean two kinds mean none."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from safetyctl.ground.catalogue import LANGUAGES, _, using
from safetyctl.ground.text import fold
from safetyctl.intake.words.cells import Cell, said
from safetyctl.intake.words.synonyms import Synonyms
from safetyctl.ledger.words import INSPECTION_KIND_LABELS, InspectionKind


class KindRead(NamedTuple):
    """A kind; ``whole``: its word says no more than that."""

    kind: InspectionKind
    whole: bool


def kind_of(cell: Cell, known: Synonyms, told: Mapping[str, str]) -> KindRead | None:
    """The kind in a cell, None where it says none that is certain. ``told`` is what a map says of words."""
    word = fold(said(cell))
    if word in told:
        return KindRead(InspectionKind(told[word]), False)
    named = official_kinds().get(word) or known.kind_names.get(word)
    if named is not None:
        return KindRead(named, True)
    found = kind_in(word, known)
    return None if found is None else KindRead(found, False)


def kind_in(text: str, known: Synonyms) -> InspectionKind | None:
    """The one kind of which words stand in a longer text, or None."""
    folded = fold(text)
    found = {kind for word, kind in known.kind_words.items() if word in folded}
    found |= {kind for word, kind in known.kind_names.items() if word == folded}
    return found.pop() if len(found) == 1 else None


@cache
def official_kinds() -> dict[str, InspectionKind]:
    """The codes and the labels in both languages, folded, to their kinds."""
    known = {str(code): code for code in INSPECTION_KIND_LABELS}
    for lang in LANGUAGES:
        with using(lang):
            known |= {fold(_(label)): code for code, label in INSPECTION_KIND_LABELS.items()}
    return known
