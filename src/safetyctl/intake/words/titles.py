"""What a list is called says something of all its rows: 重大隐患台账, 二、未整改, a sheet 已销号."""

import re
from collections.abc import Iterable, Sequence

from safetyctl.ground.text import fold
from safetyctl.intake.words.asides import numbered_section, without_number
from safetyctl.intake.words.outcomes import outcome
from safetyctl.intake.words.synonyms import FINISHED, Synonyms

_LIST = (
    "(?:整改|治理|登记|信息|管理|情况|问题|汇总|统计|明细|销号)*"
    r"(?:台账|清单|名单|一览表|登记簿|问题库|隐患库|库|表|册|部分)?(?:\([^()]*\))?"
)
_OF_SAFETY = "(?:安全|生产|事故)*"
_HAZARDS = rf"{_OF_SAFETY}(?:隐患|问题)+"
_OF_LEVEL = re.compile(rf"(?P<before>.*?)(?P<level>[重特]大|一般){_OF_SAFETY}隐患{_LIST}")
_NOT_ONLY = re.compile(r"一般|较大|非|无|未|零|不|防范|遏制|化解|、$|和$|及$|与$|或$")
_OF_HAZARDS = re.compile(rf"的?(?:{_HAZARDS})?{_LIST}")
_TITLED = re.compile(rf"(?P<state>已[^的]{{2,6}}?)的?{_HAZARDS}{_LIST}")
_TITLED_OPEN = re.compile(rf".*(?:未|待|正在|新增|遗留)[^的]{{0,6}}?的?{_HAZARDS}{_LIST}")
_A_LIST = re.compile(r".*(?:隐患|问题).*(?:台账|清单|名单|一览表|登记簿|库|表|册)(?:\((?!续|接)[^()]*\))?")
_ALREADY = "已"  # 完成情况 and 销号台账 are of any hazard
_SPEAKS_OF_STATE = re.compile(
    "未|新增|新发现|待|正|[整治]改|整治|治理|处理|完成|销[号账项案]|闭环|关闭|办结|在办|遗留|长期|持续|逾期|延期"
    "|进行|推进|挂[牌账]"
)
_TITLE_LONGEST = 40
_STATE_LONGEST = 8


def holding(head: Sequence[str], sections: Sequence[str]) -> list[str]:
    """The lines above a table, other than those of its parts, that speak of rows in these sections.

    None do once a section is called a list of its own.
    """
    if any(_A_LIST.fullmatch(fold(section)) for section in sections):
        return []
    return [line for line in head if not numbered_section(line)]


def called_major(names: Iterable[str]) -> str | None:
    """The name that says that all rows of a list are major hazards; None where none does.

    The first name that speaks of one level alone is the one that counts.
    """
    for name in names:
        found = _OF_LEVEL.fullmatch(without_number(name)) if len(name) <= _TITLE_LONGEST else None
        if found and not _NOT_ONLY.search(found["before"]):
            return name if found["level"] != "一般" else None
    return None


def state_said(
    parts: Iterable[str], titles: Iterable[str], known: Synonyms, sections: Iterable[str] = ()
) -> tuple[str, str] | None:
    """How far all rows of a list have come, with the name that says it: those of a part 已整改, or of such a title.

    ``parts`` are names of sheets and of parts above the table, which may say nothing else; ``sections`` those within
    it, the innermost first, of which one that says another state holds against all around it. What is not rectified
    needs no word.
    """
    for name in sections:
        if state := _of_part(name, known) or _of_title(name, known):
            return state, name
        if _SPEAKS_OF_STATE.search(name):
            return None
    for name in parts:
        if state := _of_part(name, known):
            return state, name
    for name in titles:
        if state := _of_title(name, known):
            return state, name
        if _TITLED_OPEN.fullmatch(fold(name)):
            return None
    return None


def _of_part(name: str, known: Synonyms) -> str | None:
    bare = without_number(name)
    ends = [at for at in range(min(len(bare), _STATE_LONGEST), 1, -1) if _OF_HAZARDS.fullmatch(bare[at:])]
    return next((state for at in ends if (state := _finished(bare[:at], known))), None)


def _of_title(name: str, known: Synonyms) -> str | None:
    words = _TITLED.search(fold(name)) if len(name) <= _TITLE_LONGEST else None
    return _finished(words["state"], known) if words and words.end() == len(fold(name)) else None


def _finished(words: str, known: Synonyms) -> str | None:
    state = outcome(words, known, {}).state if _ALREADY in words else None
    return state if state in FINISHED else None
