"""A map: a TOML file that says what the columns and words of another ledger mean, where the synonyms do not.

[columns]                  # field = heading, or several that say it together, or a column's letters; one column
                           # may be two fields: 责任人及时限
title = "Violation Description"
location = ["SchoolName", "Address Line 1"]
detail = "Code"            # only kept
[defaults]                 # for rows that say nothing that is known
area = "food"
[values.level]             # a word of theirs = our code (level, area, campus, state; of inspections: kind)
C = "general"
[rows]
needed = ["title"]         # rows without it are no hazards
same_as_above = ["found_on"]
dates = "mdy"              # how 3/5/20 is meant
year = 2020                # of days without one
[rows.void]                # the words of a column that make a row void (of hazards): it is left out
delete_flag = ["X"]
"""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import BadInput
from safetyctl.ground.files import write_whole
from safetyctl.ground.limits import YEARS
from safetyctl.ground.text import fold, visible
from safetyctl.intake.tables.layout import Heading, Layout, Seen
from safetyctl.intake.words.days import ORDERS, Order
from safetyctl.intake.words.forms import HAZARDS, INSPECTIONS, Form
from safetyctl.intake.words.synonyms import DETAIL, STATES, heading_key
from safetyctl.ledger.words import InspectionKind, Level
from safetyctl.plan.files import content, read_file
from safetyctl.plan.tables import Table

_WORDS = ("level", "area", "campus", "state", "kind")
_KINDS = tuple(InspectionKind)


@dataclass(frozen=True, slots=True)
class Map:
    """What a map says; an empty one says nothing. Words are folded."""

    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    area: str | None = None
    campus: str | None = None
    level: Level | None = None
    kind: InspectionKind | None = None
    found_on: date | None = None
    levels: Mapping[str, str] = field(default_factory=dict)
    areas: Mapping[str, str] = field(default_factory=dict)
    campuses: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    needed: tuple[str, ...] = ()
    same_as_above: tuple[str, ...] = ()
    dates: Order | None = None
    year: int | None = None
    void: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def map_at(path: Path, form: Form = HAZARDS) -> Map:
    """The map in a file, for a kind of list.

    Raises:
        NotFound: no such file.
        CannotDo: it cannot be read.
        BadInput: it is no map; with the line.
    """
    return read_map(content(path), path.name, form)


def read_map(text: str, name: str, form: Form = HAZARDS) -> Map:
    """The map in a TOML text, for a kind of list. Raises BadInput with the line of what is wrong."""
    return read_file(text, name, lambda table: _read(table, form))


def _read(table: Table, form: Form) -> Map:
    columns = _columns(table.table("columns"), form) if table.has("columns") else {}
    defaults = Table({}) if not table.has("defaults") else table.table("defaults")
    rows = Table({}) if not table.has("rows") else table.table("rows")
    words = Table({}) if not table.has("values") else table.table("values")
    of_hazards, of_inspections = form is HAZARDS, form is INSPECTIONS
    told = _WORDS[:-1] if of_hazards else ("campus", "kind") if of_inspections else ("campus",)
    levels, areas, campuses, states, kinds = (_values(words, kind) if kind in told else {} for kind in _WORDS)
    words.end()
    found = Map(
        columns=columns,
        area=defaults.optional("area") if of_hazards else None,
        campus=defaults.optional("campus"),
        level=Level(defaults.one_of("level", tuple(Level))) if of_hazards and defaults.has("level") else None,
        kind=InspectionKind(defaults.one_of("kind", _KINDS))
        if of_inspections and defaults.has("kind")
        else None,
        found_on=defaults.day("found_on") if of_hazards and defaults.has("found_on") else None,
        levels=levels,
        areas=areas,
        campuses=campuses,
        states=states,
        kinds=kinds,
        needed=rows.some_of("needed", form.fields) if rows.has("needed") else (),
        same_as_above=rows.some_of("same_as_above", form.fields) if rows.has("same_as_above") else (),
        dates=_order(rows),
        year=rows.number("year", YEARS[0], YEARS[-1]) if rows.has("year") else None,
        void=_void(rows.table("void")) if of_hazards and rows.has("void") else {},
    )
    defaults.end()
    rows.end()
    table.end()
    return found


def _order(rows: Table) -> Order | None:
    said = rows.one_of("dates", ORDERS) if rows.has("dates") else None
    return next((order for order in ORDERS if order == said), None)


def _columns(table: Table, form: Form) -> dict[str, tuple[str, ...]]:
    found = {}
    for key in (*form.fields, DETAIL):
        if table.has(key):
            found[key] = table.texts(key) if isinstance(table.value[key], list) else (table.text(key),)
    table.end()
    return found


def _void(table: Table) -> dict[str, tuple[str, ...]]:
    found = {}
    for heading, said in table.value.items():
        words = table.texts(heading) if isinstance(said, list) else (table.text(heading),)
        found[heading] = tuple(fold(word) for word in words)
    return found


def _values(words: Table, kind: str) -> dict[str, str]:
    if not words.has(kind):
        return {}
    table = words.table(kind)
    choices: Sequence[str] = {"level": tuple(Level), "state": STATES, "kind": _KINDS}.get(kind, ())
    found = {}
    for word in table.value:
        found[fold(word)] = table.one_of(word, choices) if choices else table.text(word)
    return found


def save_map(
    path: Path, layouts: Sequence[Layout], used: Map, seen: Sequence[Seen] = (), form: Form = HAZARDS
) -> None:
    """Write what was understood of a file's columns, to be looked over and used again.

    ``seen``: of sheets in which nothing was understood, what their columns are called, to be said by a person.
    Never over what is there: it may have been mended, or be a ledger. Raises BadInput, OSError.
    """
    title = (
        _("Nothing was understood: write behind each field the heading, or letter, of its column.")
        if seen
        else _("What was understood; a heading that is wrong may be moved to another field.")
    )
    lines = [f"# {title}"]
    for row in seen:
        place = _("Sheet {sheet}, row {row}:").format(sheet=_plain(row.sheet), row=row.row)
        lines += ["#", f"# {place}"]
        lines += [f"#   {letters}  {_toml(_plain(text))}" for letters, text in row.columns]
    lines += ["", "[columns]"]
    columns: dict[str, list[str]] = {}
    rest: list[str] = []
    unsure: list[str] = []
    for layout in layouts:
        for one in layout.headings:
            name = _name_of(one, layouts)
            if one.field is None and one.text:
                rest.append(name)
            elif one.field is not None and name not in columns.setdefault(one.field, []):
                columns[one.field].append(name)
        for headings, fields in layout.ambiguous:
            unsure += [
                f"# {field} = {_toml(one.text or one.letters)}" for one in headings for field in fields
            ]
    columns |= {key: list(names) for key, names in used.columns.items() if key not in columns}
    for key in (*form.fields, DETAIL):
        if names := columns.get(key):
            lines.append(f"{key} = {_toml(names[0]) if len(names) == 1 else _toml(names)}")
    lines += dict.fromkeys(unsure)
    unsaid = form.fields if seen else [key for key in form.needed if key not in columns and not unsure]
    lines += [f'# {key} = ""  # {_(form.labels[key])}' for key in unsaid if key not in columns]
    if rest:
        kept = _("Kept as detail:")
        lines += ["", f"# {kept}", *(f"# {_toml(name)}" for name in dict.fromkeys(rest))]
    lines += _also(used)
    content = ("\n".join(lines) + "\n").encode()
    if os.path.lexists(path) and not (path.is_file() and path.read_bytes() == content):
        raise BadInput(
            _("{path} exists already.").format(path=path),
            hint=_("It may be filled in: choose another name."),
        )
    write_whole(path, content)


def _plain(text: str) -> str:
    return " ".join(visible(text).split())


def _name_of(one: Heading, layouts: Sequence[Layout]) -> str:
    """What the map calls a column: by its heading, or by its letters where another column is called the same."""
    name = _plain(one.text)
    every = [other for layout in layouts for other in layout.headings]
    same = {other.field for other in every if heading_key(_plain(other.text)) == heading_key(name)}
    there = {other.field for other in every if other.letters == one.letters}
    return name if name and (len(same) == 1 or len(there) > 1) else one.letters


def _also(used: Map) -> list[str]:
    """The tables of the map that was used, besides its columns."""
    defaults = {key: getattr(used, key) for key in ("campus", "area", "level", "kind", "found_on")}
    rows = {
        "needed": used.needed or None,
        "same_as_above": used.same_as_above or None,
        "dates": used.dates,
        "year": used.year,
    }
    tables: dict[str, Mapping[str, object]] = {"defaults": defaults, "rows": rows, "rows.void": used.void}
    words = (used.levels, used.areas, used.campuses, used.states, used.kinds)
    tables |= {f"values.{kind}": said for kind, said in zip(_WORDS, words, strict=True)}
    lines: list[str] = []
    for name, table in tables.items():
        said = {key: value for key, value in table.items() if value is not None}
        if said:
            lines += ["", f"[{name}]", *(f"{_key(key)} = {_toml(value)}" for key, value in said.items())]
    return lines


def _key(word: str) -> str:
    return word if word.isascii() and word.replace("_", "").isalnum() else _toml(word)


def _toml(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        # a TOML basic string and a JSON string escape alike, but for DEL
        return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
    assert isinstance(value, Sequence)
    return f"[{', '.join(_toml(one) for one in value)}]"
