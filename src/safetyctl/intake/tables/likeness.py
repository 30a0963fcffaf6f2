"""Headings that are called much like a field that no column is: suggestions, which a person or a map takes up."""

import re
from collections.abc import Sequence
from difflib import get_close_matches

from safetyctl.intake.tables.layout import Heading
from safetyctl.intake.words.composed import names_trouble
from safetyctl.intake.words.forms import HAZARDS
from safetyctl.intake.words.synonyms import DETAIL, Synonyms, heading_key

_ALIKE = 0.74
_TELLS = re.compile(r"内容|描述|情况|现状|现象|事项")


def alike(headings: Sequence[Heading], known: Synonyms) -> tuple[tuple[Heading, str], ...]:
    """Columns without a field that are called much like one that no other column is."""
    taken = {one.field for one in headings}
    taken.add(DETAIL)  # to be only kept is no likeness
    free = {name: field for name, (field, _rank) in known.names.items() if field not in taken}
    found = []
    for one in headings:
        if one.field is None and one.how is None and len(one.text) > 1:
            near = get_close_matches(heading_key(one.text), list(free), 1, _ALIKE)
            if near:
                found.append((one, free[near[0]]))
    return tuple(found)


def perhaps_the_title(one: Heading, known: Synonyms) -> bool:
    """Whether a heading sounds like what makes a row."""
    key = heading_key(one.text)
    names = [name for name, (field, _rank) in known.names.items() if field == known.form.title]
    told = known.form is HAZARDS and (names_trouble(key) or _TELLS.search(key) is not None)
    return told or bool(get_close_matches(key, names, 1, _ALIKE))
