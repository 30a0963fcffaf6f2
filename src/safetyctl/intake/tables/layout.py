"""A table as its headings lay it out: which column says what, from which row to which they stand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from safetyctl.intake.words.cells import Cell
from safetyctl.intake.words.days import day_amid, words_beside
from safetyctl.intake.words.forms import DAYS, HAZARDS, Form
from safetyctl.intake.workbook.extent import column_letters

OF_PEOPLE = frozenset(("found_by", "verified_by", "responsible"))
"""Fields of a hazard that name people, beside whom a day may stand in their column."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of the table, from 1: what it is called (group/part), which field it is and how that is known.

    ``how``: official, synonym, weak or map; None where it is kept as detail. ``part``: what it is called below the
    heading that it shares with others.
    """

    place: int
    text: str
    field: str | None = None
    how: str | None = None
    part: str = ""

    @property
    def letters(self) -> str:
        """The column's letters."""
        return column_letters(self.place)


@dataclass(frozen=True, slots=True)
class Layout:
    """A table found: the rows of its headings (first and last, from 1), its columns, and the lines above it.

    ``ambiguous``: columns that may be several fields (or several columns that may be one); ``alike``: columns that
    look like a field that is missing; ``serial`` is the place of 序号, ``width`` how far the headings reach.
    """

    sheet: str
    first: int
    last: int
    headings: tuple[Heading, ...]
    head: tuple[str, ...]
    serial: int | None
    width: int
    ambiguous: tuple[tuple[tuple[Heading, ...], tuple[str, ...]], ...] = ()
    alike: tuple[tuple[Heading, str], ...] = ()
    form: Form = HAZARDS

    def columns(self) -> dict[str, int]:
        """Each field to the first of its places."""
        found: dict[str, int] = {}
        for one in self.headings:
            if one.field:
                found.setdefault(one.field, one.place)
        return found

    def joined(self) -> dict[str, list[tuple[int, str]]]:
        """The fields that several columns say together: their places and what each part is called."""
        parts: dict[str, list[tuple[int, str]]] = {}
        for one in self.headings:
            if one.field:
                parts.setdefault(one.field, []).append((one.place, one.part))
        return {field: places for field, places in parts.items() if len(places) > 1}

    def amid(self) -> dict[str, Callable[[Cell], Cell]]:
        """The fields that stand in one column with another → how what they say is taken from its cell."""
        fields: dict[int, list[str]] = {}
        for one in self.headings:
            if one.field:
                fields.setdefault(one.place, []).append(one.field)
        shared = [those for those in fields.values() if len(those) > 1 and set(those) & set(DAYS)]
        return {
            field: day_amid if field in DAYS else words_beside
            for those in shared
            for field in those
            if field in DAYS or field in OF_PEOPLE
        }


@dataclass(frozen=True, slots=True)
class Seen:
    """A row that looks like headings: what its columns (letters) say, and how many fields are known from it."""

    sheet: str
    row: int
    columns: tuple[tuple[str, str], ...]
    known: int


Wanted = Mapping[str, Sequence[str]]
"""What a map says: field (or ``DETAIL``) → the headings, or letters, of its columns."""
