"""How far free words say that a hazard has come: 已于3月10日整改完成, ☑已整改 □未整改, 经复查，仍未到位.

A grammar, negation first: what is not done, or only in part, or still to be done, is open, whatever else stands
beside it; what is done is so only where every word that says it is known. All other words say nothing.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from safetyctl.ground.text import fold
from safetyctl.intake.words.synonyms import FINISHED, Synonyms, without_english

Verdict = Literal["passed", "failed", "pending"]

STRUCK_OFF = "[销消]号|销[账项案]|关闭|闭[环合]|办结"
"""The words for a hazard that is taken off the list, as a pattern."""
_BRACKET_TICKED = re.compile(r"[(\[]([√✓✔v])[)\]]")
_BRACKET_EMPTY = re.compile(r"[(\[][)\]]")
_BOX = re.compile(r"([□☐☑☒■√✓✔])")
_EMPTY = "□☐"
_CHECKS = "√✓✔☑"
_TICKS = _CHECKS + "■"

_DAY = re.compile(
    r"(?<![0-9.])(?:于|在)?((?:(?:20)?[0-9]{2}年)?[0-9]{1,2}月[0-9]{1,2}[日号]?|(?:20)?[0-9]{2}([-./])[0-9]{1,2}\2[0-9]{1,2}"
    r"|[0-9]{1,2}\.[0-9]{1,2}(?=$|[,已完整更销日)(])|20[0-9]{6})(?![0-9.%])"
)
_CUT = re.compile(r"[,，。;；、:：!！()\[\]【】]+|(?<![0-9])/(?![0-9])")
_ITEM = re.compile(r"^[0-9]{1,2}(?:[.)](?=[^0-9]|[0-9]{1,2}月[0-9])|(?=[已均]))")
"""The number of a thing among several: 1.已更换；2.已张贴."""
_LOOKED = "复查|复验|复检|验收|复核|核验|验证"
_REVIEW = rf"(?:{_LOOKED}|复审|核查|结案|核销|{STRUCK_OFF})"
UNREVIEWED = re.compile(rf"(?:未|没有?|待|等待|申请|报请|提请)(?:进行|组织|经|开展)?{_REVIEW}")
_AFTERWARDS = (
    rf"(?:{_LOOKED}|结案|核销|{STRUCK_OFF.removesuffix('|办结')})"  # 待核查, 待办结 may be open still
)
_AWAITED = re.compile(rf"(?:隐患)?(?:整改)?(?:等待|待)(?:进行|组织)?{_AFTERWARDS}|{_AFTERWARDS}中")
"""What is done and waits to be looked at: 待验证, 整改待复查, 验收中."""
_NO_NEED = re.compile(r"(?:已)?(?:无|不|毋)(?:需|须|必|用)(?:再)?(?:要)?(?:整改|治理|处理|处置)")
"""It is not said whether there is a hazard at all."""
_LATE = re.compile(r"已?(?:延期|逾期|超期)")
_HARMLESS = re.compile(
    r"(?:未|没有?|不)(?:再)?(?:发现|存在|有)(?:新的?|其他|任何)?(?:安全)?(?:问题|隐患|异常)"
    r"|无(?:新|其他|遗留|任何)?(?:安全)?(?:问题|隐患|异常|遗留)|(?:符合|达到)[^,]{0,4}(?:要求|计划|规定|标准|期限|时限)"
    r"|不锈钢|不间断|未成年|部分科室"
)
_AS_ASKED = re.compile(r"(?:按照?|根据)[^,]{0,4}(?:要求|计划|规定|标准|期限|时限)")
"""How it is to be done, or was: 按要求整改 may be an order."""
_STILL = re.compile(
    r"未|没(?!收)|不(?:能|再|够|予|准|得|需|用|必|宜|全|可|具备|合格|达标|到位|符合|同意|通过|整改|行|彻底|完善|了了之|落实|完全)"
    r"|尚|仍|待|无法|无力|正在|(?<![改纠更矫修校])正$|正(?:采购|整改|施工|维修|处理|联系|协调|安装|更换|抓紧|组织)|整改中|处理中|采购中|施工中|维修中|进行中|过程中"
    r"|(?:处置|治理|整治|落实|解决|修复|报修|办理|推进|跟踪|督办|审批|申请|改造|协调|安装|招标)中"
    r"|拟|计划|准备|预计|预期|打算|即将|将(?:于|在|进行|予以|会)|部分|大部|大多|多数|基本|初步|余|剩|还(?:差|有|需|要|没|须|应)|差[0-9一二两三]"
    r"|延期(?!后?(?:整改|治理|处理)?(?:完成|完毕|到位)$)|延后|推迟|退回|驳回|否决|拒绝|重新|返工|再次整改|二次整改|继续|持续|陆续|逐步|分批|争取|力争|尽快|抓紧|限期|督促|责令"
    r"|下周|下月|下学期|明年|明天|暑假|寒假|假期|需(?:要)?(?:进一步)?(?:整改|更换|维修|处理|完善)|(?:^|整改|完成|进度|整改率|完成率|约|至|到)[1-9]?[0-9]%"
)
_FIX = (
    "整改|整治|治理|处理|处置|解决|修复|维修|修理|修缮|修好|修补|更?换|清理|清除|清运|清扫|清洗|疏通|拆除|移除|移走|搬离|消除"
    "|排除|改正|纠正|更正|消缺|安装|加装|加固|固定|补齐|配齐|配备|张贴|粘贴|恢复|报废|充装|落实"
)
_HOW = (
    "(?:隐患|问题)?(?:是|现|目前|当前|均|都|全部|全|已经|已|业已|立即|当场|当天|当日|现场|及时|按期|按时|如期|提前|逾期|超期|延期|经|于|全面|完全"
    "|彻底|并|也|学校|立行立改)*"
)
_DONE = re.compile(
    rf"{_HOW}(?:(?:隐患|问题)?(?:{_FIX})(?:工作|隐患|问题)?(?:全部|已|均)?(?:完成|完毕|结束|到位|完|好|了|合格)+了?"
    rf"|(?:完成|结束)了?(?:{_FIX})?(?:工作|任务|到位)?|(?:{_FIX})(?:率|完成率)?100%|(?:完成(?:率|度)?)?100%)"
)
_DONE_ALREADY = re.compile(
    rf"(?=[^,]*已|[^,]*当场|[^,]*现场){_HOW}(?:{_FIX})(?:工作|到位|合格|完毕|完成|了|好|隐患|问题)*"
)
_DONE_SOMETHING = re.compile(
    rf"{_HOW}(?<=已)(?:全部)?(?!处置|落实|整治|治理)(?:{_FIX})了?(?!方案|计划)[^,]{{1,20}}"
)
_DONE_TO_SOMETHING = re.compile(
    rf"[^,已]{{1,15}}(?:已经?|均已|全部)+(?:全部|重新)?(?:{_FIX}|修|装|换新|拆)(?:完成|完毕|到位|完|好|了|合格)*"
)
_CLOSED = re.compile(
    rf"(?=.*(?:已|完成|同意|准予|予以|整改)){_HOW}(?:整改)?(?:验收|复查)?(?:完成|到位|后|完毕|合格)?"
    rf"(?:同意|准予|予以|已|办理)?(?:完成)?(?:{STRUCK_OFF})(?:管理|处理|完成|整改|手续|了)*"
)
_VERIFIED = re.compile(
    rf"{_HOW}(?:整改)?(?:现场)?(?:{_LOOKED}|核查)(?:结果|情况|后|意见)?(?:为|已|均|全部|整改)*"
    r"(?:合格|通过|达标|符合要求|到位)"
    rf"|{_HOW}(?:整改)?(?:已)?通过了?(?:{_LOOKED})"
)
_DONE_AND_VERIFIED = re.compile(
    rf"{_HOW}(?:{_FIX}|完成)+(?:工作|到位|合格|完毕|完成|了|好|隐患|问题)*[并后且](?:已|经|均|进行|通过)*"
    r"(?:复查|复验|验收|复核|核查|验证)(?:合格|通过|完毕|完成|确认)*"
)
_PASSED = re.compile(
    r"合格|通过|到位|符合|达标|达到要求|同意|整改属实|消除|正常|良好|完好|完成|完毕"
    r"|已(?:整改|改正|更换|修复|处理|解决|清理|维修|拆除|落实)|畅通|齐全|齐备|安全可靠|有效"
    r"|无(?:渗漏|漏水|松动|破损|积水|堆放|杂物|异味)|^可以?$|^行$|^好$|^ok$|^pass(?:ed)?$"
)
_TURNED_DOWN = re.compile(
    r"不合格|不达标|不到位|不符合|不同意|不通过|不予|不准|不彻底|不完善|不行|不整改|未|没|仍"
    r"|退回|驳回|返工|重新|再次|继续|限期|还需|还要|需|部分|否|×|✗|整改中|notpassed|failed"
)
_SHORT = 9  # characters that hardly say more than a state


class Outcome(NamedTuple):
    """The state that words say (one of ``STATES``), None where they say none; the day of it, as it is written.

    ``plain``: it is said in so many words, not somewhere in a sentence.
    """

    state: str | None
    day: str | None = None
    plain: bool = True


def outcome(text: str, known: Synonyms, told: Mapping[str, str]) -> Outcome:
    """How far words say that it has come. ``told`` is what a map says of words."""
    word = fold(text).strip("。.!,;:")
    if exact := told.get(word) or known.states.get(word) or known.states.get(without_english(word)):
        return Outcome(exact)
    picked = ticked(text)
    if picked is not None:
        return outcome(picked, known, told) if picked else Outcome(None)
    clauses = _clauses(word)
    listed = [_ITEM.match(part) is not None for part in clauses]
    parts = [
        (part, _DAY.findall(part), _DAY.sub("", part)) for part in (_ITEM.sub("", one) for one in clauses)
    ]
    says = [_state_of(bare, known, told) for _part, _days, bare in parts]
    if sum(listed) > 1 and None in (said for said, item in zip(says, listed, strict=True) if item):
        says = [said if said == "open" else None for said in says]  # of several things one may not be done
    state = _together(parts, says) or _ticked_on_a_day(word, parts)
    plain = state != "open" or any(
        said == "open" and len(bare) <= _SHORT for (_part, _days, bare), said in zip(parts, says, strict=True)
    )
    return Outcome(state, _day_of(parts, says) if state in FINISHED else None, plain)


def verdict(text: str, known: Synonyms, told: Mapping[str, str]) -> Verdict | None:
    """What a re-inspection found; None for words that do not say it, or say both."""
    picked = ticked(text)
    word = fold(picked or text)
    if known.states.get(word) in FINISHED and not UNREVIEWED.search(word):
        return "passed"
    clauses = [clause for clause in _clauses(word) if not _LATE.fullmatch(clause)]
    found = {_verdict_of(clause, known, told) for clause in clauses} - {None}
    if "failed" in found:
        return None if "passed" in found else "failed"
    return "pending" if "pending" in found else "passed" if found else None


def _verdict_of(clause: str, known: Synonyms, told: Mapping[str, str]) -> Verdict | None:
    bare = _HARMLESS.sub("合格", _AS_ASKED.sub("", clause))
    if _AWAITED.fullmatch(bare) or (UNREVIEWED.search(bare) and not _PASSED.search(UNREVIEWED.sub("", bare))):
        return "pending"
    if any(word in bare for word in ("基本", "大部", "有条件")) or _NO_NEED.fullmatch(bare):
        return None
    found = outcome(clause, known, told).state
    if found in FINISHED:
        return "passed"
    if found == "open" or _TURNED_DOWN.search(bare):
        return "failed"
    return "passed" if _PASSED.search(bare) and not _STILL.search(bare) else None


def ticked(text: str) -> str | None:
    """The one of several options that is ticked; "" where none or several are, None where there are no boxes."""
    plain = _BRACKET_EMPTY.sub("□", _BRACKET_TICKED.sub("☑", fold(text)))
    if not any(box in plain for box in _EMPTY):
        return None
    pieces = [piece for piece in _BOX.split(plain.strip(",;、/|")) if piece.strip(",;、/|")]
    if len(pieces) % 2 or (not _BOX.fullmatch(pieces[0]) and not _BOX.fullmatch(pieces[-1])):
        return ""
    box_first = _BOX.fullmatch(pieces[0]) is not None
    pairs = zip(pieces[0::2], pieces[1::2], strict=True)
    options = [(box, label) if box_first else (label, box) for box, label in pairs]
    if any(not _BOX.fullmatch(box) or _BOX.fullmatch(label) for box, label in options):
        return ""
    chosen = [label.strip(",;、/|:") for box, label in options if box not in _EMPTY]
    return chosen[0] if len(chosen) == 1 else ""


def _clauses(word: str) -> list[str]:
    return [part for part in _CUT.split(word.strip(_TICKS)) if part]


def _state_of(clause: str, known: Synonyms, told: Mapping[str, str]) -> str | None:
    """What one clause says by itself."""
    bare = _HARMLESS.sub("", _AS_ASKED.sub("", clause)).strip(_TICKS)
    if not bare or _NO_NEED.fullmatch(bare):
        return None
    if exact := told.get(bare) or known.states.get(bare):
        return exact
    unreviewed = UNREVIEWED.search(bare) and _together_done(UNREVIEWED.sub("", bare), known)
    if unreviewed or _AWAITED.fullmatch(bare):
        return "rectified"
    if _STILL.search(bare):
        return "open"
    for pattern, state in (
        (_VERIFIED, "verified"),
        (_DONE_AND_VERIFIED, "verified"),
        (_CLOSED, "closed"),
        (_DONE, "rectified"),
        (_DONE_ALREADY, "rectified"),
        (_DONE_SOMETHING, "rectified"),
        (_DONE_TO_SOMETHING, "rectified"),
    ):
        if pattern.fullmatch(bare):
            return state
    return None


def _together_done(rest: str, known: Synonyms) -> bool:
    return known.states.get(rest) == "rectified" or bool(
        _DONE.fullmatch(rest) or _DONE_ALREADY.fullmatch(rest)
    )


_Parts = list[tuple[str, list[tuple[str, str]], str]]


def _together(parts: _Parts, says: list[str | None]) -> str | None:
    """What the clauses say together: open where one of them is, but for one that only waits to be looked at.

    What is done late is done all the same: 已完成（延期）.
    """
    late = any(said in FINISHED for said in says)
    says = [
        None if late and _LATE.fullmatch(bare) else said
        for (_part, _days, bare), said in zip(parts, says, strict=True)
    ]
    waits = [bool(UNREVIEWED.fullmatch(bare)) for _part, _days, bare in parts]
    if any(waits) and any(said in FINISHED for said, wait in zip(says, waits, strict=True) if not wait):
        says = [
            "rectified" if said in FINISHED or wait else said for said, wait in zip(says, waits, strict=True)
        ]
    if "open" in says or "void" in says:
        return "open" if "open" in says else None
    return next((state for state in reversed(FINISHED) if state in says), None)


def _ticked_on_a_day(word: str, parts: _Parts) -> str | None:
    """What a tick says that stands beside a day and nothing else: √（3月8日）."""
    ticked = any(tick in word for tick in _CHECKS)
    return "rectified" if ticked and not any(bare for _part, _days, bare in parts) else None


def _day_of(parts: _Parts, says: list[str | None]) -> str | None:
    """The one day in the words, where it belongs to what is done: beside it, or alone in brackets."""
    found = list(_days_of(parts))
    if len(found) != 1:
        return None
    (place, day) = found[0]
    alone = not parts[place][2].strip(_TICKS)
    return day if says[place] in FINISHED or alone else None


def _days_of(parts: _Parts) -> Iterator[tuple[int, str]]:
    for place, (_part, days, _bare) in enumerate(parts):
        yield from ((place, day) for day, _sep in days)
