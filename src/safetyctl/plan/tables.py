"""A TOML table read key by key: each value is checked as it is taken, and what nobody took is unknown."""

import re
from collections.abc import Collection, Iterator
from datetime import date, datetime
from difflib import get_close_matches

from safetyctl.ground.catalogue import _, listed
from safetyctl.ground.limits import YEARS
from safetyctl.ground.text import first_hidden
from safetyctl.plan.lines import Path
from safetyctl.plan.model import DAY, Period, Words

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST = 2000
_ALIKE = 0.8


class Fault(Exception):
    """What is wrong at ``path``, as a sentence for a person; ``earlier``: what it clashes with."""

    def __init__(self, path: Path, sentence: str, earlier: Path | None = None) -> None:
        super().__init__(sentence)
        self.path = path
        self.sentence = sentence
        self.earlier = earlier


class Table:
    """One table of the file."""

    def __init__(self, value: object, path: Path = ()) -> None:
        if not isinstance(value, dict):
            raise Fault(path, _("{key} must be a table.").format(key=_shown(path)))
        self.value: dict[str, object] = value
        self.path = path
        self.taken: set[str] = set()

    def has(self, key: str) -> bool:
        """Whether the key stands in the table."""
        self.taken.add(key)
        return key in self.value

    def take(self, key: str) -> object:
        """The raw value. Raises Fault where the key is missing; a key that looks like it is blamed instead."""
        if not self.has(key):
            for near in get_close_matches(key, sorted(set(self.value) - self.taken), 1, _ALIKE):
                raise self.unknown(near, key)
            raise Fault(self.at(key), _("The key {key} is missing.").format(key=_shown(self.at(key))))
        return self.value[key]

    def unknown(self, key: str, near: str | None) -> Fault:
        """The fault of a key that has no place here."""
        sentence = _("The key {key} is not known here.").format(key=_shown(self.at(key)))
        meant = " " + _("Did you mean {near}?").format(near=near) if near else ""
        return self.fault(key, sentence + meant)

    def at(self, key: str) -> Path:
        """The path of a key of this table."""
        return (*self.path, key)

    def fault(self, key: str, sentence: str) -> Fault:
        """A fault at a key of this table."""
        return Fault(self.at(key), sentence)

    def end(self) -> None:
        """Raises Fault for a key that nobody took, with the nearest one that is known."""
        for key in self.value:
            if key not in self.taken:
                near = get_close_matches(key, sorted(self.taken), 1)
                raise self.unknown(key, near[0] if near else None)

    def text(self, key: str) -> str:
        """A text that is not blank and hides nothing."""
        return _text(self.take(key), self.at(key))

    def optional(self, key: str) -> str | None:
        """A text, or None where the key is absent."""
        return self.text(key) if self.has(key) else None

    def words(self, key: str) -> Words:
        """``{ zh = "…", en = "…" }``."""
        inner = self.table(key)
        words = inner.said()
        inner.end()
        return words

    def said(self, prefix: str = "") -> Words:
        """The keys ``zh`` and ``en`` of this table itself, as a text in both languages."""
        return Words(self.text(prefix + "zh"), self.text(prefix + "en"))

    def code(self, key: str) -> str:
        """A code: small letters, digits and hyphens."""
        return _code(self.take(key), self.at(key))

    def one_of(self, key: str, choices: Collection[str]) -> str:
        """A code out of a list."""
        return _one_of(self.take(key), self.at(key), choices)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, each once."""
        return _once(self.at(key), [_text(value, path) for path, value in self.list(key)])

    def codes(self, key: str) -> tuple[str, ...]:
        """A list of codes, each once."""
        return _once(self.at(key), [_code(value, path) for path, value in self.list(key)])

    def some_of(self, key: str, choices: Collection[str]) -> tuple[str, ...]:
        """A list of codes out of ``choices``, each once, at least one."""
        found = _once(self.at(key), [_one_of(value, path, choices) for path, value in self.list(key)])
        if not found:
            raise self.fault(key, _("{key} must not be empty.").format(key=_shown(self.at(key))))
        return found

    def number(self, key: str, least: int, most: int) -> int:
        """A whole number within limits."""
        value = self.take(key)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise self.fault(
                key,
                _("{key} must be a whole number from {least} to {most}.").format(
                    key=_shown(self.at(key)), least=least, most=most
                ),
            )
        return value

    def flag(self, key: str) -> bool:
        """True or false; false where the key is absent."""
        value = self.take(key) if self.has(key) else False
        if not isinstance(value, bool):
            raise self.fault(key, _("{key} must be true or false.").format(key=_shown(self.at(key))))
        return value

    def day(self, key: str) -> date:
        """A date."""
        return _day(self.take(key), self.at(key))

    def days(self, key: str) -> tuple[date, ...]:
        """A list of dates."""
        return tuple(_day(value, path) for path, value in self.list(key))

    def years(self, key: str) -> tuple[int, ...]:
        """A list of years."""
        found = []
        for path, value in self.list(key):
            if not isinstance(value, int) or isinstance(value, bool) or value not in YEARS:
                raise Fault(path, _("{key} must be a year such as 2027.").format(key=_shown(path)))
            found.append(value)
        return tuple(found)

    def period(self, key: str) -> Period:
        """``[first day, last day]``, both included in the file."""
        entries = self.list(key)
        if len(entries) != 2:
            raise self.fault(
                key, _("{key} must be two dates: [first day, last day].").format(key=_shown(self.at(key)))
            )
        first, last = (_day(value, path) for path, value in entries)
        return _span(first, last, self.at(key))

    def span(self) -> Period:
        """The keys ``start`` and ``end``, both included in the file."""
        return _span(self.day("start"), self.day("end"), self.at("end"))

    def list(self, key: str) -> list[tuple[Path, object]]:
        """The entries of a list with their paths."""
        value = self.take(key)
        if not isinstance(value, list):
            raise self.fault(key, _("{key} must be a list.").format(key=_shown(self.at(key))))
        return [((*self.path, key, place), entry) for place, entry in enumerate(value)]

    def table(self, key: str) -> "Table":
        """A table inside this one."""
        return Table(self.take(key), self.at(key))

    def tables(self, key: str) -> Iterator["Table"]:
        """The entries of a list of tables; none where the key is absent."""
        if self.has(key):
            for path, value in self.list(key):
                yield Table(value, path)


def unique(seen: dict[str, Path], code: str, path: Path) -> None:
    """Remember ``code``. Raises Fault where it was there before."""
    if code in seen:
        raise Fault(path, _("{code} is there twice.").format(code=code), seen[code])
    seen[code] = path


def nearest(value: str, choices: Collection[str]) -> str:
    """The choice that looks most like ``value`` as a question, or all of them."""
    near = get_close_matches(value, sorted(choices), 1)
    if near:
        return _("Did you mean {near}?").format(near=near[0])
    return _("Known: {choices}.").format(choices=listed(choices))


def _shown(path: Path) -> str:
    """A path for a person: ``duty 3: rule.day`` counts entries from 1."""
    shown = ""
    for step in path:
        shown += f" {step + 1}:" if isinstance(step, int) else f"{_joint(shown)}{step}"
    return shown.rstrip(":")


def _joint(before: str) -> str:
    return "" if not before else " " if before.endswith(":") else "."


def _text(value: object, path: Path) -> str:
    if not isinstance(value, str):
        raise Fault(path, _("{key} must be text in quotes.").format(key=_shown(path)))
    if not value.strip():
        raise Fault(path, _("{key} must not be empty.").format(key=_shown(path)))
    hidden = first_hidden(value)
    if hidden is not None or "\n" in value:
        point = f"U+{ord(hidden or chr(10)):04X}"
        raise Fault(
            path, _("{key} holds a hidden character ({point}).").format(key=_shown(path), point=point)
        )
    if len(value) > _LONGEST:
        raise Fault(
            path, _("{key} is longer than {most} characters.").format(key=_shown(path), most=_LONGEST)
        )
    return value


def _code(value: object, path: Path) -> str:
    text = _text(value, path)
    if not CODE.fullmatch(text):
        raise Fault(
            path,
            _("{value} is not a code: small letters, digits and hyphens.").format(value=text),
        )
    return text


def _one_of(value: object, path: Path, choices: Collection[str]) -> str:
    text = _text(value, path)
    if text not in choices:
        sentence = _("{key} cannot be {value}.").format(key=_shown(path), value=text)
        raise Fault(path, sentence + " " + nearest(text, choices))
    return text


def _once(path: Path, values: list[str]) -> tuple[str, ...]:
    seen: dict[str, Path] = {}
    for place, value in enumerate(values):
        unique(seen, value, (*path, place))
    return tuple(values)


def _day(value: object, path: Path) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise Fault(
            path, _("{key} must be a date such as 2020-03-01, without quotes.").format(key=_shown(path))
        )
    if value.year not in YEARS:
        raise Fault(path, _("{key}: the year must be from 2000 to 2099.").format(key=_shown(path)))
    return value


def _span(first: date, last: date, path: Path) -> Period:
    if last < first:
        raise Fault(path, _("{key} ends before it starts.").format(key=_shown(path)))
    return Period(first, last + DAY)
