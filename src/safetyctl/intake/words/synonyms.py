"""How ledgers name their columns and say things: ``data/synonyms.toml``, which a school may add to."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from safetyctl.ground.catalogue import _, using
from safetyctl.ground.files import shipped
from safetyctl.ground.text import fold
from safetyctl.intake.words.cells import cleaned
from safetyctl.intake.words.forms import FORMS, HAZARDS, STATUS, Form
from safetyctl.ledger.words import InspectionKind, Level
from safetyctl.plan.files import content, read_file
from safetyctl.plan.lines import Path
from safetyctl.plan.tables import Table, unique

FILE = "synonyms.toml"
STATES = ("open", "rectified", "verified", "closed", "void")
FINISHED = ("rectified", "verified", "closed")
"""The states of what is done, the least far first."""
DETAIL = "detail"
"""What a column is under that has no field of its own: it is no puzzle."""

_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_SLIGHT = re.compile(r"[的及和与、,。.:;*_\-/\\()\[\]|·]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_ENGLISH = re.compile(r"(?<![^\s/|])[A-Za-z][A-Za-z.&'’-]+(?![^\s/|])")
_TELEPHONE_TOO = re.compile(r"\s*[及和与、/,，+]\s*(?:联系)?(?:电话|手机|方式)(?:号码?)?\s*$")
_LETTERS = re.compile(r"[a-z]{3,}")
_FIGURE = "[一二三四五六七八九十]{1,2}"
_DECORATED = re.compile(
    rf"^[^\w(]*(?:(?:[0-9]{{1,2}}[.、)]|{_FIGURE}[、.]|\((?:[0-9]{{1,2}}|{_FIGURE})\))(?![0-9])[^\w(]*)?|[^\w)\]】]+$"
)
_NUMBERED = re.compile(r"(?<=..)(?:[1-9]|[一二三四五六])$")
_ACTUAL = "实际"
_FIRST = -1  # what was done goes before what was planned, however that is headed
_WHOLLY = re.compile(r"[(\[【《「『〔〖<](.+)[)\]】》」』〕〗>]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Synonyms:
    """What the file says of one kind of list, all words as ``heading_key`` or ``fold`` makes them.

    ``names``: heading → (column, rank), rank 0 the most official, less for what was done beside what was planned.
    ``weak``: heading → the columns that it may mean. ``levels``: word → (level, whether it is one of the state's).
    ``states``: word → one of ``STATES``. ``area_names``: word → code; ``area_words``: code → words that speak for it
    in a description. ``kind_names`` and ``kind_words``: what a kind of inspection is called, and the words in longer
    ones that tell it, to the kind.
    """

    form: Form
    names: Mapping[str, tuple[str, int]]
    weak: Mapping[str, tuple[str, ...]]
    levels: Mapping[str, tuple[Level, bool]]
    states: Mapping[str, str]
    at_once: frozenset[str]
    open_ended: frozenset[str]
    totals: tuple[str, ...]
    notes: tuple[str, ...]
    same: frozenset[str]
    nil: frozenset[str]
    nobody: frozenset[str]
    area_names: Mapping[str, str]
    area_words: Mapping[str, tuple[str, ...]]
    kind_names: Mapping[str, InspectionKind]
    kind_words: Mapping[str, InspectionKind]


def without_english(word: str) -> str:
    """A folded word without the English beside its Chinese: closed已关闭. Letters alone stay as they are: a级."""
    return _LETTERS.sub("", word).strip("/|-") if _HAN.search(word) else word


def heading_key(text: str) -> str:
    """A heading for comparison: width, case, spaces, brackets, punctuation and small words make no difference.

    Nor do marks and numbers before it, and brackets around the whole of it: ★隐患部位, 1.整改情况, 【隐患等级】;
    nor the English beside the Chinese: Date Found 发现日期.
    """
    plain = unicodedata.normalize("NFKC", cleaned(text)).strip()
    if not plain.isalnum():
        plain = _bare(plain)
    return _SLIGHT.sub("", fold(_BRACKETED.sub("", plain))) or fold(text)


def without_telephone(text: str) -> str:
    """A heading of people without the telephones that stand with them: 负责人 of 负责人及电话."""
    return _TELEPHONE_TOO.sub("", text)


def _bare(text: str) -> str:
    whole = _WHOLLY.fullmatch(text)
    bare = _DECORATED.sub("", whole[1] if whole else text) or text
    return _ENGLISH.sub("", bare) if _HAN.search(bare) else bare


def without_number(key: str) -> str:
    """The key of a heading that is one of several alike without its number: 值班员1, 白班二."""
    return _NUMBERED.sub("", key)


@cache
def synonyms(form: Form = HAZARDS) -> Synonyms:
    """The synonyms that come with the program. Raises BadInput where the file was edited and is wrong."""
    return read_synonyms(content(shipped(FILE)), FILE, form)


def read_synonyms(text: str, name: str = FILE, form: Form = HAZARDS) -> Synonyms:
    """The synonyms of a kind of list in a TOML text. Raises BadInput with the line of what is wrong."""
    return read_file(text, name, _read)[form.kind]


def _read(table: Table) -> dict[str, Synonyms]:
    columns = [_columns(table.table("columns" if form is HAZARDS else form.kind), form) for form in FORMS]
    shared = _shared(table)
    table.end()
    return {
        form.kind: replace(shared, form=form, names=names, weak=weak)
        for form, (names, weak) in zip(FORMS, columns, strict=True)
    }


def _shared(table: Table) -> Synonyms:
    """What holds for lists of every kind: the words in their cells, and the rows that are none of theirs."""
    totals, notes, same, nil, nobody = _rows(table.table("rows"))
    deadlines = table.table("deadlines")
    at_once, open_ended = (_folded(deadlines, key) for key in ("at_once", "open_ended"))
    deadlines.end()
    area_names, area_words = _areas(table.table("areas"))
    kind_names, kind_words = _kinds(table.table("kinds"))
    return Synonyms(
        form=HAZARDS,
        names={},
        weak={},
        levels=_levels(table.table("levels")),
        states=_words(table.table("states"), STATES),
        at_once=frozenset(at_once),
        open_ended=frozenset(open_ended),
        totals=totals,
        notes=notes,
        same=frozenset(same),
        nil=frozenset(nil),
        nobody=frozenset(nobody),
        area_names=area_names,
        area_words=area_words,
        kind_names=kind_names,
        kind_words=kind_words,
    )


def official_headings(form: Form = HAZARDS) -> dict[str, str]:
    """Official headings, Chinese and English, as ``heading_key`` makes them, to the keys of their columns."""
    known = {}
    for language in ("en", "zh"):
        with using(language):
            known.update({heading_key(_(label)): key for key, label in form.labels.items() if key != STATUS})
    return known


def _columns(table: Table, form: Form) -> tuple[dict[str, tuple[str, int]], dict[str, tuple[str, ...]]]:
    names = {heading: (key, 0) for heading, key in official_headings(form).items()}
    weak: dict[str, list[str]] = {}
    seen: dict[str, Path] = {}
    for key in (*form.fields, DETAIL):
        if not table.has(key):
            continue
        column = table.table(key)
        for rank, (path, _value) in enumerate(column.list("names"), start=1):
            heading = heading_key(column.texts("names")[rank - 1])
            unique(seen, heading, path)
            names.setdefault(heading, (key, _FIRST if heading.startswith(_ACTUAL) else rank))
        for word in column.texts("weak") if column.has("weak") else ():
            weak.setdefault(heading_key(word), []).append(key)
        column.end()
    table.end()
    return names, {heading: tuple(keys) for heading, keys in weak.items() if heading not in names}


def _folded(table: Table, key: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in table.texts(key))


def _words(table: Table, keys: tuple[str, ...]) -> dict[str, str]:
    """Each word to the key that it stands under, once."""
    seen: dict[str, Path] = {}
    found = {}
    for key in keys:
        for (path, _value), word in zip(table.list(key), _folded(table, key), strict=True):
            unique(seen, word, path)
            found[word] = key
    table.end()
    return found


def _levels(table: Table) -> dict[str, tuple[Level, bool]]:
    meant = {"major": (Level.MAJOR, True), "general": (Level.GENERAL, True), "lesser": (Level.GENERAL, False)}
    return {word: meant[key] for word, key in _words(table, tuple(meant)).items()}


def _rows(table: Table) -> Sequence[tuple[str, ...]]:
    found = [_folded(table, key) for key in ("totals", "notes", "same", "nil", "nobody")]
    table.end()
    return found


def _areas(table: Table) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    names: dict[str, str] = {}
    words = {}
    seen: dict[str, Path] = {}
    for code in table.value:
        area = table.table(code)
        for (path, _value), word in zip(area.list("names"), _folded(area, "names"), strict=True):
            unique(seen, word, path)
            names[word] = code
        words[code] = _folded(area, "words")
        area.end()
        table.taken.add(code)
    table.end()
    return names, words


def _kinds(table: Table) -> tuple[dict[str, InspectionKind], dict[str, InspectionKind]]:
    names: dict[str, InspectionKind] = {}
    words: dict[str, InspectionKind] = {}
    seen: dict[str, dict[str, Path]] = {"names": {}, "words": {}}
    for kind in InspectionKind:
        own = table.table(kind)
        for key, found in (("names", names), ("words", words)):
            for (path, _value), word in zip(own.list(key), _folded(own, key), strict=True):
                unique(seen[key], word, path)
                found[word] = kind
        own.end()
    table.end()
    return names, words
