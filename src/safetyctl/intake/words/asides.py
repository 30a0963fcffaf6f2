"""Lines of a ledger that are no rows of it, told by their words: signatures, page numbers, sections, nil."""

import re
from collections.abc import Sequence
from datetime import date

from safetyctl.ground.text import fold
from safetyctl.intake.words.cells import Cell, said

_LABEL_LONGEST = 16
_VALUE_LONGEST = 40
_ENDS = (
    "人|人员|员|者|长|书记|主任|主管|经理|领导|老师|教师|代表|签字|签名|签章|章|电话|手机|手机号|联系方式|邮箱"
    "|日期|时间|年月日|单位|部门|学校|校区|科室|意见|审核|审批|批准|复核|校对|制表|填表|填报|编制|拟稿|记录|报送|抄送"
    "|地点|部位|区域|对象|名称|范围"
)
_LABEL = re.compile(
    rf"(?P<label>[^:,。;]{{0,{_LABEL_LONGEST}}}?(?:{_ENDS})(?:\([^()]*\))*)(?P<colon>:)(?P<value>.*)",
    re.DOTALL,
)
_SEALED = re.compile(r"[^:,。;]{0,16}(?:签字|签名|签章|盖章|公章|\(章\)|\(印章\))[)_ ]*")
_BLANK_DAY = re.compile(r"(?:[0-9]{4}|20)?年(?:[0-9]{1,2})?月(?:[0-9]{1,2})?日")
_PAGE = re.compile(
    r"[-—–]*(?:第[0-9一二三四五六七八九十]+页)?[,/]?(?:[共总][0-9一二三四五六七八九十]+页)?[-—–]*|[-—–]+[0-9]+[-—–]+|page[0-9]+(?:of[0-9]+)?"
)
_NUMERAL = r"[一二三四五六七八九十]{1,3}"
_NUMBERED = re.compile(
    rf"(?:{_NUMERAL}[、.:]|\({_NUMERAL}\)|第{_NUMERAL}(?:部分|章|节|类|项|片区?|组)[、.:]?)"
)
_MARK = re.compile(rf"{_NUMERAL}[、.]?|\({_NUMERAL}\)|第{_NUMERAL}(?:部分|章|节|类|片)|[ivx]{{1,4}}[、.]?")
_BRACKETED = re.compile(r"[【《\[〔][^【】《》\[\]]{2,30}[】》\]〕][:：]?")
_NIL = re.compile(
    r"(?:(?:本|全|各|经|今|当|该|此|上|目)[^,。;]{0,8})?,?(?:未|没有|没|无|零|暂无|暂未|尚未|均未|不存在)"
    r"(?:发现|查出|排查出|检查出|存在|见|有)?(?:任何|明显|新增?|其[他它]|重大|一般|较大|安全|事故|消防|食品|校园)*"
    r"(?:隐患|问题|异常|风险)+(?:情况|现象|存在)?|零报告|零上报"
)
NIL_STARTS = "本全各经今当该此上目未没无零暂尚均不"
"""The first characters of what says that nothing was found."""
_NIL_LONGEST = 30


def _folded(cell: Cell) -> str:
    return fold(said(cell))


def label_of(cell: Cell) -> str | None:
    """The label of a cell such as 审核人：张三, or 填报单位（章）, folded; None for any other cell."""
    if not isinstance(cell, str):
        return None
    text = _folded(cell)
    if found := _LABEL.fullmatch(text):
        return found["label"] if len(found["value"]) <= _VALUE_LONGEST else None
    return text if _SEALED.fullmatch(text) else None


def signed(cells: Sequence[Cell], words: Sequence[str] = ()) -> list[str] | None:
    """The labels of a line of signatures: each cell has one, or is what the one before asks for; None for another.

    ``words``: what stands for a label by itself, without a colon.
    """
    labels: list[str] = []
    asks = False
    for cell in cells:
        text = _folded(cell)
        label = label_of(cell) or (text.rstrip(":") if text.rstrip(":") in words else None)
        if label is not None:
            labels.append(label)
            asks = text.endswith((":", ")")) or text == label
        elif labels and (isinstance(cell, date) or _BLANK_DAY.fullmatch(text) or asks):
            if len(text) > _VALUE_LONGEST:
                return None
            asks = False
        else:
            return None
    return labels or None


def is_page_number(text: str) -> bool:
    """Whether it is what a page has at its foot: 第1页 共3页, - 2 -."""
    folded = fold(text)
    return bool(folded) and _PAGE.fullmatch(folded) is not None and any(sign.isalnum() for sign in folded)


def numbered_section(text: str) -> bool:
    """Whether a line opens a section by what stands before its words or around them: 一、消防安全, 【食堂】."""
    return _NUMBERED.match(fold(text)) is not None or _BRACKETED.fullmatch(text.strip()) is not None


def is_section_number(cell: Cell) -> bool:
    """Whether a cell is the number of a section: 一, （二）, 第三部分."""
    return isinstance(cell, str) and _MARK.fullmatch(_folded(cell)) is not None


def section_rank(text: str) -> int:
    """How deep a line of a section lies by its number: 一、 above （一）, and that above plain words."""
    folded = fold(text)
    if _NUMBERED.match(folded) is None and _MARK.fullmatch(folded) is None:
        return 3
    return 2 if folded.startswith("(") else 1


def without_number(text: str) -> str:
    """The words of a section without its number and brackets."""
    return _NUMBERED.sub("", fold(text), count=1).strip("【】《》[]〔〕:")


def says_nothing_found(text: str) -> bool:
    """Whether a line says, in whatever words, that nothing was found: 本月未发现安全隐患, 零报告."""
    folded = fold(text).rstrip("。.!")
    return len(folded) <= _NIL_LONGEST and _NIL.fullmatch(folded) is not None
