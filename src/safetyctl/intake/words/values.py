"""What the cells of a hazard's row say beyond plain text: level, state, persons, campus, area.

Each reading says whether it took the cell whole; where it did not, the words are kept as they stand.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from safetyctl.ground.text import fold
from safetyctl.intake.words.asides import without_number
from safetyctl.intake.words.cells import Cell, said
from safetyctl.intake.words.outcomes import ticked
from safetyctl.intake.words.synonyms import Synonyms, without_english
from safetyctl.ledger.words import Level

_EXACT = frozenset(("一般", "重大", "一般隐患", "重大隐患", "general", "major"))
_HAN = "[一-鿿]"
_ROLE = r"[（(][^（）()]*[）)]"
_SEPARATED = re.compile(rf"(?:{_ROLE}|[^、，,;；/\\\n＋&＆|｜+]|(?<=[0-9])[+](?=[0-9]))+")
_NEXT = re.compile(rf"(?<={_HAN}{{2}})\s+(?={_HAN}{{2}})|(?<=[）)])\s*(?={_HAN}{{2}})|\s+和\s*")
_TWO = re.compile(rf"({_HAN}{{2,3}}(?:{_ROLE})?)[和与及]({_HAN}{{2,3}}(?:{_ROLE})?)")
_PADDED = re.compile(rf"^({_HAN})\s+({_HAN})(?!{_HAN})")
_FAMILY = re.compile(
    r"(?<![一-鿿])(欧阳|司马|上官|诸葛|司徒|尉迟|公孙|慕容|皇甫|夏侯|东方|令狐|宇文|长孙|端木|独孤|南宫|轩辕)"
    r"\s+(?=[一-鿿]{1,2}(?![一-鿿]))"
)
"""A family name of two characters and the space behind it, at which nobody else begins."""
_FIGURES = r"(?:1[0-9]{10}|0[0-9]{2,3}[-—\s]?[0-9]{7,8}|[2-8][0-9]{6,7})"
_DATED = (
    r"(?:19|20)[0-9]{2}\s*[-./年]\s*[0-9]{1,2}\s*[-./月]\s*[0-9]{1,2}\s*[日号]?|[0-9]{1,2}月[0-9]{1,2}[日号]?"
    r"|[0-9]{1,2}[./][0-9]{1,2}"
)
_NO_NAME = re.compile(
    rf"[（(]?\s*(?:联系)?(?:电话|手机号?码?|方式)?\s*[:：]?\s*(?<![0-9])(?:{_FIGURES}|{_DATED})(?![0-9])\s*[）)]?"
)
_COUNTED = re.compile(r"(?<![0-9])[0-9]{1,2}\s*[.．、)）](?![0-9])|[①-⑳]")
_LABEL = re.compile(rf"^({_HAN}{{2,10}}|[0-9]{{1,2}}{_HAN}{{1,4}})[:：]\s*(?=\S)")
_BELOW = re.compile(r"\s*\n\s*(?=[（(])")
"""The break before what is said of somebody in brackets below the name."""
_NEXT_LABEL = re.compile(rf"\s+(?={_HAN}{{2,10}}[:：]\s*\S)")
_ETC = re.compile(r"等(?:[0-9一二三四五六七八九十]+(?:人|名|位))?$")
_UNIT = re.compile(
    rf"{_HAN}{{1,10}}(?:室|部|组|办|办公室|中心|公司|学院|系|年级|会|车间|工区|工段|[一二三四五六七八九十]班)"
    rf"|{_HAN}{{2,10}}(?:处|科|局|所|股|队)|车队"
)
"""A department; 王处 and 郭队 are somebody."""
_POST = re.compile(
    rf"(?:第一|常务|执行|分管|主管|[正副总]|{_HAN}{{1,6}}[处室科部组办队]|总务|后勤|德育|教务|教导|政教|教学|保卫|安全|安保|综治"
    rf"|保安|宿管|食堂|体育|消防|行政|{_HAN}?年级|班级?|楼层|教研|备课|团委|工会|保教|值周|值日|值班){{0,3}}"
    "(?:[校园院组队班科处部股所站段楼]长|书记|主任|经理|主管|领导|干部|干事|专干|老师|教师|辅导员|(?:管理|安全|值班|协管|保育|炊事)员"
    "|负责人|责任人|联系人|校医|保健医生?|保安|门卫|水?电工|维修工|厨师|司机|保洁|宿管)"
)
"""What somebody is, who is named beside it: 校长, 总务主任, 班主任; 张主任 is somebody."""
_THERE = re.compile(
    rf"{_ROLE}|[大中小托高初一二三四五六七八九十0-9]{{1,4}}班|食堂|宿舍|幼儿园|[东西南北大校]门|门岗"
    "|(?:教学|宿舍|实验|综合|办公|行政)楼"
)
"""Where somebody is, who is named beside it, or what stands of them in brackets before the name."""
_OF_PLACE = re.compile("[各全每本该].*|.*(?:[堂舍室楼班校园区店厂门岗]|公司|单位)")
_BRACKETED = re.compile(r"\([^()]*\)")
_DENIED = re.compile(r"非|不|无|未|没")
_OF_WHAT = re.compile("(?:安全|事故)*(?:隐患|问题|缺陷|不符合项?|违章|风险|预警)$")
"""What a level is of: 一级隐患, 严重缺陷, 红色预警."""


class LevelRead(NamedTuple):
    """A level; ``whole``: its word is an official one; ``sure``: it is graded as the state grades."""

    level: Level
    whole: bool
    sure: bool


def level(cell: Cell, known: Synonyms, told: Mapping[str, str]) -> LevelRead | None:
    """The level in a cell, None where it says nothing that is known. ``told`` is what a map says of words."""
    word = fold(said(cell))
    if (picked := ticked(word)) is not None:
        found = _level(picked, known, told) if picked else None
        return found._replace(whole=False) if found else None
    if (found := _level(word, known, told)) is not None:
        return found
    bare = without_english(_BRACKETED.sub("", word))
    found = _level(bare, known, told) if bare != word else None
    return found._replace(whole=False) if found else None


def _level(word: str, known: Synonyms, told: Mapping[str, str]) -> LevelRead | None:
    if word in told:
        return LevelRead(Level(told[word]), False, True)
    grading = next((each for each in (word, _OF_WHAT.sub("", word)) if each in known.levels), None)
    if grading is not None:
        grade, sure = known.levels[grading]
        by_number = grade is Level.MAJOR and grading[:1] not in "重特m"
        return LevelRead(grade, grading == word and word in _EXACT, sure and not by_number)
    if "重大" in word and ("一般" in word or _DENIED.search(word)):
        return None
    if word.startswith("一般"):
        return LevelRead(Level.GENERAL, False, True)
    return LevelRead(Level.MAJOR, False, True) if word.startswith(("重大", "特大", "特别重大")) else None


class People(NamedTuple):
    """The people that a cell names, and the departments that it names before them."""

    names: tuple[str, ...]
    departments: tuple[str, ...] = ()


def people(text: str) -> People:
    """The people that a cell names, one by one: 张三、李四, 张三和李四, 张三（组长）李四, 总务处：李四 139….

    None of them is padded. Telephones, days, the numbers of a list and what somebody is (校长 李明) are no part of a
    name; a department is one only where nobody else is.
    """
    plain = (
        _COUNTED.sub("、", _NO_NAME.sub("、", text)) if any(map(str.isdigit, text)) or "①" in text else text
    )
    found: list[str] = []
    units: list[str] = []
    for part in _SEPARATED.findall(_NEXT_LABEL.sub("、", _BELOW.sub("", plain))):
        label = _LABEL.match(part.strip())
        units += [label[1]] if label and _UNIT.fullmatch(label[1]) else []
        named = part.strip()[label.end() :] if label else part
        for one in _without_posts(_NEXT.split(_FAMILY.sub(r"\1", named))):
            two = _TWO.fullmatch(one.strip())
            found += two.groups() if two else [one]
    names = tuple(name for one in found if (name := unpadded(_ETC.sub("", one.strip(" :：-—")))))
    persons = tuple(name for name in names if not _UNIT.fullmatch(name))
    if not persons:
        return People(names)
    return People(persons, tuple(dict.fromkeys((*units, *(name for name in names if _UNIT.fullmatch(name))))))


def _without_posts(beside: Sequence[str]) -> Sequence[str]:
    """What stands beside each other without what or where somebody is, who is named: 校长 李明, 大一班 张三."""
    if len(beside) == 1:
        return beside
    kept = [one for one in beside if not _POST.fullmatch(one.strip()) and not _THERE.fullmatch(one.strip())]
    return kept if any(map(_may_be_somebody, kept)) else beside


def _may_be_somebody(text: str) -> bool:
    """Whether a text is no department, place or group: 食堂, 各班."""
    name = text.strip()
    return bool(name) and not _UNIT.fullmatch(name) and not _OF_PLACE.fullmatch(name)


def is_unit(text: str) -> bool:
    """Whether a text names a department, and nobody in it."""
    return _UNIT.fullmatch(text) is not None


def holds_more(text: str) -> bool:
    """Whether a telephone, a day, the numbers of a list, or what they are, stand beside the names."""
    found = (_NO_NAME.search(text), _COUNTED.match(text), _LABEL.match(text), _ETC.search(text))
    return any(one is not None for one in found)


def unpadded(name: str) -> str:
    """A name without the space that makes it as wide as others: 李　四."""
    return _PADDED.sub(r"\1\2", _FAMILY.sub(r"\1", name))


def is_no_person(cell: Cell, known: Synonyms) -> bool:
    """Whether what stands in a person's column is a day, a number or a state instead, or that it is nobody yet."""
    if isinstance(cell, date | int | float):
        return True
    text = said(cell)
    if fold(text) in known.states or fold(text) in known.nobody:
        return True
    if not any(figure.isdigit() for figure in text):
        return False
    return not any(any(map(str.isalpha, name)) for name in people(text).names)


@dataclass(frozen=True, slots=True)
class Areas:
    """How areas are told: by name (``names``, folded, to area and check item), or by the words of a description."""

    names: Mapping[str, tuple[str, str | None]]
    words: Mapping[str, Sequence[str]]

    def named(self, cell: Cell) -> tuple[str, str | None] | None:
        """The area that a cell names, or None."""
        return self.names.get(fold(said(cell)))

    def suggested(self, description: str, place: str | None) -> str | None:
        """The one area that most words of the description speak for, else those of the place; None where none is."""
        leading = _leading(self._scores(description))
        if len(leading) != 1 and place:
            there = self._scores(place)
            leading = _leading({code: there[code] for code in leading or self.words})
        return leading[0] if len(leading) == 1 else None

    def _scores(self, text: str) -> dict[str, int]:
        folded = fold(text)
        return {code: sum(word in folded for word in words) for code, words in self.words.items()}


def _leading(scores: Mapping[str, int]) -> list[str]:
    best = max(scores.values(), default=0)
    return [code for code, score in scores.items() if score == best] if best else []


_AND = "、，,;；和及与跟/&+"
_OF_CAMPUS = re.compile(r"(?:校区|校园|分校|学校|部|园)$")
_SHORTENED = re.compile(r"(?:校区|校园|分校|学校|校|区|部|园)$")


def campus_shortened(text: str, campuses: Mapping[str, str]) -> str | None:
    """The one campus that a short name means, as 东校 means 东校区; None where it may mean none or several."""
    stem = _SHORTENED.sub("", fold(text))
    named = [name for word, name in campuses.items() if stem and _SHORTENED.sub("", word) == stem]
    return named[0] if len(named) == 1 else None


def campus_called(text: str, campuses: Mapping[str, str]) -> str | None:
    """The campus that a sheet or a line is called by: its whole name in longer words, or its short name alone."""
    return campus_within(text, campuses) or campus_shortened(without_number(text), campuses)


def campus_within(text: str, campuses: Mapping[str, str]) -> str | None:
    """The one campus whose whole name stands in a longer text, or None. ``campuses``: folded names to names.

    东、西校区 names two, though the whole name of one alone.
    """
    folded = without_number(text)
    found = [(word, name) for word, name in campuses.items() if word and word in folded]
    longest = [
        (word, name)
        for word, name in found
        if not any(name != other and name in other for _word, other in found)
    ]
    if len(longest) != 1:
        return None
    (word, name) = longest[0]
    before = folded[: folded.index(word)]
    others = [_OF_CAMPUS.sub("", other) for other in campuses if other != word]
    beside = before.endswith(tuple(_AND)) or any(stem and before.endswith(stem) for stem in others)
    return None if beside else name
