"""What the head of a form says for all its rows, the day and who looked: 检查时间：2020年3月5日　检查人：张三."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from safetyctl.intake.words import days, spans, values
from safetyctl.intake.words.asides import label_of, without_number
from safetyctl.intake.words.cells import Unreadable
from safetyctl.intake.words.composed import composed
from safetyctl.intake.words.days import MONTH_FIRST, Short, Years
from safetyctl.intake.words.spans import Span
from safetyctl.intake.words.synonyms import Synonyms, heading_key

_LABEL = re.compile(r"(?P<label>[^\s:0-9,;。]{2,12})\s*:")
_BARE = ("日期", "时间")
_FILED = re.compile(r"[填上]报|填表|制表|报送|上报|截[至止]|审核|打印|更新")
_TITLED = re.compile(
    r"(?P<day>(?:19|20)[0-9]{2}\s*[年./-]\s*[0-9]{1,2}\s*[月./-]\s*[0-9]{1,2}\s*[日号]?"
    r"(?:\s*[-–—~至到]+\s*(?:[0-9]{1,2}\s*[月./-]\s*)?[0-9]{1,2}\s*[日号])?)(?P<rest>.*)"
)
_MORE = re.compile(r"\s*[、,和及与]\s*[0-9]")  # a further day
_NO_NAMES = re.compile(r"[:0-9_]|^[\W_]*$")
_ENDS = " ,;，；。."
_ONE_DAY = re.compile(
    r"(?:19|20)[0-9]{2}\s*年\s*[0-9]{1,2}\s*月\s*[0-9]{1,2}\s*[日号]?"
    r"|(?:19|20)[0-9]{2}([-./])[0-9]{1,2}\1[0-9]{1,2}(?![0-9])"
    r"|(?<![0-9])[0-9]{1,2}\s*月\s*[0-9]{1,2}\s*[日号]"
)
_LOOKED_AT = re.compile("检查|排查|自查|巡查|督查|抽查|互查|夜查|普查|督导|巡检|暗访|摸排|发现|查出")
_OTHERWISE = re.compile(
    "整改|复查|复核|验收|销号|完成|截[止至]|期限|时限|(?<![节假学])前|上报|填报|报送|计划|拟|通报|止"
)
_MORE_DAYS = re.compile(r"[0-9]\s*[月日号]|^\s*[-–—~至到、和及与,]\s*[0-9]")
_ONLY_LOOKED = re.compile(
    rf"(?:{_LOOKED_AT.pattern})(?:{_LOOKED_AT.pattern}|整改清单|的|安全|主要|问题|隐患|情况|清单|汇总|通报|结果|记录|如下|[:)])*$"
)
_DENIED = re.compile("[未没无不]")
_TURN = re.compile(r"第?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:周|次|期|轮)\s*\(?")
"""What a part is called by its turn: 第一周（2020年5月4日）."""
_LONGEST = 14  # between a day and the word that says that somebody looked


class HeadDay(NamedTuple):
    """The day, the words that say it, whether these are of the day found and no other, and whether it is a range.

    ``of_part``: they stand between the rows, not above the table. ``last``: the last day of a range, where that is
    certain.
    """

    day: date
    words: str
    sure: bool
    ranged: bool
    of_part: bool = False
    last: date | None = None


def day_in(head: Sequence[str], known: Synonyms, years: Years) -> HeadDay | None:
    """The day found that the lines above a table say; what a label says goes before what a title does."""
    lines = [unicodedata.normalize("NFKC", text) for text in head]
    filed = any(_FILED.search(line) for line in lines if label_of(line))
    for label, value, line in _labelled(lines):
        key = heading_key(label)
        sure = _is_day_found(key, known)
        if (sure or (key in _BARE and not filed)) and (found := _read(value, years)) is not None:
            return HeadDay(found.first, line, sure, found.ranged, last=found.last)
    for line in lines:
        title = _TITLED.search(line)
        if (
            title
            and _MORE.match(title["rest"]) is None
            and _LOOKED_AT.search(title["rest"])
            and not _FILED.search(line)
        ):
            found = _read(title["day"], years)
            if found is not None:
                return HeadDay(found.first, line, False, found.ranged, last=found.last)
    return None


def part_day(text: str, known: Synonyms) -> date | Short | None:
    """The one day that a line plainly names as the day found of the rows below; None for any other line."""
    labelled = _labelled_day(text, known)
    if labelled is not None:
        return _whole(labelled)
    cut = _around_day(text)
    if cut is None:
        return None
    before, day, after = cut
    if any(_MORE_DAYS.search(part) for part in (before, after)) or _OTHERWISE.search(before) or ":" in before:
        return None
    looked = _LOOKED_AT.search(after)
    if looked:
        between = after[: looked.start()]
        plain = len(between) <= _LONGEST and not _OTHERWISE.search(between)
    else:
        plain = not _OTHERWISE.search(after) and _whole(day + after.strip(" ()")) is not None
        named = _LOOKED_AT.search(before) is not None or _TURN.fullmatch(before) is not None
        plain = plain and (not before or named)
    return _whole(day) if plain else None


def says_only_day(text: str, known: Synonyms) -> bool:
    """Whether a line with a day (see ``part_day``) says besides no more than that somebody looked: no hazard."""
    cut = _around_day(text)
    if cut is None or _labelled_day(text, known) is not None:
        return True
    before, day, after = cut
    told = [before.rstrip("( "), "" if _whole(day + after.strip(" ()")) is not None else after]
    return all(_ONLY_LOOKED.search(part) and not _DENIED.search(part) for part in told if part)


def _around_day(text: str) -> tuple[str, str, str] | None:
    """The first day in a line, between the words before and behind it; None for a line without one."""
    words = without_number(unicodedata.normalize("NFKC", text))
    found = _ONE_DAY.search(words)
    return (words[: found.start()], found[0], words[found.end() :]) if found else None


def _whole(text: str) -> date | Short | None:
    try:
        return days.read(text)
    except Unreadable:
        return None


def _labelled_day(text: str, known: Synonyms) -> str | None:
    """What stands behind a label for the day found: 检查时间：3月2日; None where a line has no such label."""
    labelled = list(_labelled([unicodedata.normalize("NFKC", text)]))
    for label, value, _line in labelled:
        key = heading_key(label)
        if value and (_is_day_found(key, known) or (key in _BARE and len(labelled) == 1)):
            return value
    return None


def _is_day_found(key: str, known: Synonyms) -> bool:
    return known.names.get(key, ("",))[0] == "found_on" or composed(key) == "found_on"


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


class _Days(NamedTuple):
    first: date
    last: date | None
    ranged: bool


def _read(text: str, years: Years) -> _Days | None:
    """The day in a text, of a range the first and, where that is certain, the last; the text may go on behind it."""
    words = text.split()
    for count in range(len(words), 0, -1):
        part = " ".join(words[:count]).strip(_ENDS)
        try:
            found: date | Short | Span | None = days.read(part)
        except Unreadable:
            found = spans.read(part, MONTH_FIRST)
        ranged = isinstance(found, Span)
        first, last = (found.first, found.last) if isinstance(found, Span) else (found, None)
        day = years.of(first) if isinstance(first, Short) else first
        if day is not None:
            return _Days(day, days.following(last, day) if isinstance(last, Short) else last, ranged)
    return None
