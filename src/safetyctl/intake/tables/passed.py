"""The columns of a check list that say how an item was found: 检查结果, 是否符合, 合格 | 不合格."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from safetyctl.ground.text import fold
from safetyctl.intake.tables.layout import Layout
from safetyctl.intake.words.cells import Cell, cell_at, is_filled, said
from safetyctl.intake.words.synonyms import heading_key

_WELL = "合格|符合|达标|正常|完好|通过"
_VERDICT = re.compile(
    rf"(?:检查|排查|自查|评估|评定|判定|核查)?(?:结果|结论|判定|评定)|是否(?:{_WELL})(?:要求|标准|规定)?|(?:{_WELL})情况"
)
_FOR = re.compile(rf"(?:{_WELL})|是")
_AGAINST = re.compile(rf"(?:不(?:{_WELL})|未(?:达标|通过)|异常|存在问题|否)")
_NOTHING = re.compile(
    rf"[√✓✔☑]|(?:基本|均|全部|已)?(?:{_WELL})(?:要求|标准|规定)?|是|良好|良|优|优秀|好|有效|无异常|无|安全|不适用|不涉及|无此项|[/-]|—+|y|yes|ok|n/a"
)
_ASKS = re.compile(r"(?:是否|有无)(?:存在|有|发现)?(?:安全|事故)*(?:隐患|问题|异常)(?:情况)?")
_NONE = re.compile(r"否|无|没有|不存在|未发现|×|□|n|no|[/-]|—+")
_ITEMS = re.compile(r"(?:检查|排查|自查|巡查|督查)(?:内容|项目|事项|要点)")


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Where the verdicts of a check list stand (from 1): those in words, the ticks for and against an item.

    ``asked``: the answers to the question whether there is a hazard. ``of_items``: what makes a row is the item that
    was looked at, not what was found.
    """

    words: tuple[int, ...] = ()
    against: tuple[int, ...] = ()
    ticks: tuple[int, ...] = ()
    asked: tuple[int, ...] = ()
    of_items: bool = False

    def __bool__(self) -> bool:
        return bool(self.words or self.ticks or self.asked)

    def found_nothing(self, row: Sequence[Cell]) -> bool:
        """Whether no verdict of a row says more than that all is well, or that it does not apply."""
        if any(is_filled(cell_at(row, place)) for place in self.against):
            return False
        return all(
            nothing.fullmatch(fold(said(cell)).rstrip("。."))
            for nothing, places in ((_NOTHING, self.words), (_NONE, self.asked))
            for place in places
            if is_filled(cell := cell_at(row, place))
        )


def verdicts_of(layout: Layout) -> Verdicts:
    """The columns of verdicts among the headings; none where it is no check list."""
    free = {
        one.place: heading_key(one.part or one.text)
        for one in layout.headings
        if one.field is None and one.text
    }
    words = tuple(place for place, key in free.items() if _VERDICT.fullmatch(key))
    ticks = tuple(place for place, key in free.items() if _FOR.fullmatch(key))
    against = tuple(place for place, key in free.items() if _AGAINST.fullmatch(key))
    asked = tuple(place for place, key in free.items() if _ASKS.fullmatch(key))
    title = next((one for one in layout.headings if one.field == layout.form.title), None)
    of_items = (
        title is not None and title.how == "weak" and _ITEMS.fullmatch(heading_key(title.text)) is not None
    )
    if not words and not asked and not (ticks and against):
        return Verdicts()
    return Verdicts(words, against, ticks, asked, of_items)
