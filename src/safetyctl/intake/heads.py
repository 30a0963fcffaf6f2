"""What the head of a form says for all its rows, the day and who looked: 检查时间：2020年3月5日　检查人：张三."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from safetyctl.intake import days, spans, values
from safetyctl.intake.asides import label_of
from safetyctl.intake.cells import Unreadable
from safetyctl.intake.composed import composed
from safetyctl.intake.days import MONTH_FIRST, Short, Years
from safetyctl.intake.spans import Span
from safetyctl.intake.synonyms import Synonyms, heading_key

_LABEL = re.compile(r"(?P<label>[^\s:0-9,;。]{2,12})\s*:")
_BARE = ("日期", "时间")
_FILED = re.compile(r"[填上]报|填表|制表|报送|上报|截[至止]|审核|打印|更新")
_TITLED = re.compile(
    r"(?P<day>(?:19|20)[0-9]{2}\s*[年./-]\s*[0-9]{1,2}\s*[月./-]\s*[0-9]{1,2}\s*[日号]?"
    r"(?:\s*[-–—~至到]+\s*(?:[0-9]{1,2}\s*[月./-]\s*)?[0-9]{1,2}\s*[日号])?)(?P<rest>.*)"
)
_LOOKED = re.compile(r"检查|排查|自查|巡查|督查|抽查|督导")
_NO_NAMES = re.compile(r"[:0-9_]|^[\W_]*$")
_ENDS = " ,;，；。."


class HeadDay(NamedTuple):
    """The day, the words that say it, whether these are of the day found and no other, and whether it is a range."""

    day: date
    words: str
    sure: bool
    ranged: bool


def day_in(head: Sequence[str], known: Synonyms, years: Years) -> HeadDay | None:
    """The day found that the lines above a table say; what a label says goes before what a title does."""
    lines = [unicodedata.normalize("NFKC", text) for text in head]
    filed = any(_FILED.search(line) for line in lines if label_of(line))
    for label, value, line in _labelled(lines):
        key = heading_key(label)
        sure = known.names.get(key, ("",))[0] == "found_on" or composed(key) == "found_on"
        if (sure or (key in _BARE and not filed)) and (found := _read(value, years)) is not None:
            return HeadDay(found[0], line, sure, found[1])
    for line in lines:
        title = _TITLED.search(line)
        if title and _LOOKED.search(title["rest"]) and not _FILED.search(line):
            found = _read(title["day"], years)
            if found is not None:
                return HeadDay(found[0], line, False, found[1])
    return None


def inspectors_in(head: Sequence[str], known: Synonyms) -> str | None:
    """Who found it, as the lines above a table say; None where they name nobody."""
    lines = [unicodedata.normalize("NFKC", text) for text in head]
    for label, value, _line in _labelled(lines):
        if known.names.get(heading_key(label), ("",))[0] != "found_by" or _NO_NAMES.search(value):
            continue
        if names := values.people(value).names:
            return "、".join(names)
    return None


def _labelled(lines: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Label, value and line; a label that ends its cell has its value in the next."""
    for at, line in enumerate(lines):
        labels = list(_LABEL.finditer(line))
        after = lines[at + 1] if at + 1 < len(lines) else ""
        if not labels:
            first, _space, rest = line.strip().partition(" ")
            yield first, rest or after, line if rest else f"{line} {after}"
            continue
        for one, following in zip(labels, [*labels[1:], None], strict=True):
            value = line[one.end() : following.start() if following else None].strip(_ENDS)
            within = value or following
            yield one["label"], value if within else after, line if within else f"{line} {after}"


def _read(text: str, years: Years) -> tuple[date, bool] | None:
    """The day in a text and whether it is the first of a range; the text may go on behind it."""
    words = text.split()
    for count in range(len(words), 0, -1):
        part = " ".join(words[:count]).strip(_ENDS)
        try:
            found: date | Short | Span | None = days.read(part)
        except Unreadable:
            found = spans.read(part, MONTH_FIRST)
        ranged = isinstance(found, Span)
        first = found.first if isinstance(found, Span) else found
        day = years.of(first) if isinstance(first, Short) else first
        if day is not None:
            return day, ranged
    return None
