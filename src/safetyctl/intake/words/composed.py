"""Headings that no list has, made of words that are known: 存在的安全隐患及问题, 自查发现问题, 隐患详细描述.

They are understood by the words they are made of, all of them: a heading with one word more is none of these.
"""

import re

_TROUBLE = (
    "隐患|问题|不足|缺陷|缺失|漏洞|短板|薄弱环节|风险点|风险|不(?:合格|符合)(?:项|内容|情况|事项)"
    "|不安全(?:因素|行为|状态)|违规|违章|违法"
)
_FINDING = (
    "检查|排查|自查自纠|自查|互查|督查|督导|抽查|普查|巡查|巡检|巡视|摸排|查摆|查找|查出"
    "|发现|提出|登记|检验|检测|评估|查"
)
_TELLING = (
    "内容|描述|情况|现状|基本|概况|概述|简述|简介|简要|详细|详情|具体|主要|说明|表现|事项|名称|清单|条目|存在|现场"
    "|安全|消防|校园|学校|食堂|事故|本次|此次|反馈|指出|之处|现象|行为|过程|中|时|出|有|所|或|者|未|项"
    "|生产|火灾|重大|特大|较大|一般|突出|交办|督办|通报|转办|上级|专家|群众|反映|事实|明细|设备|设施|点|组|标题|信息|发生"
)
_PLACE = "部位|地点|位置|场所|区域|点位|地址"
_ANY = f"(?:{_TROUBLE}|{_FINDING}|{_TELLING})"
_LOOKING = ".*(?:评估|检测|检验)$"
_WHAT_IS_LOOKED_AT = ".*(?:检查|查)(?:内容|事项|项)$"
_GRADED = f"(?:一般|较大|[重特]大)(?:安全|生产|事故)*(?:{_TROUBLE})$"  # that many of one level: 一般隐患
_TO_BE_RECTIFIED = "(?:[需待应要]?整改)?"
_FIELDS = (
    (
        "title",
        re.compile(
            rf"(?!风险$|{_WHAT_IS_LOOKED_AT}|{_LOOKING}|{_GRADED}){_ANY}*{_TO_BE_RECTIFIED}(?:{_TROUBLE})(?:{_ANY})*"
        ),
    ),
    ("found_on", re.compile(rf"{_ANY}*(?:{_FINDING}){_ANY}*(?:日期|时间|年月日|日)")),
    ("location", re.compile(rf"(?:{_ANY}|所在)*(?:{_PLACE})+(?:名称|描述|说明)?")),
    ("level", re.compile(rf"{_ANY}*(?:{_TROUBLE})(?:等级|级别|分级|严重程度)(?:划分|评定|认定)?")),
    ("area", re.compile(rf"{_ANY}*(?:{_TROUBLE})(?:类别|类型|种类|分类|领域)")),
)
_LONGEST = 20
_DESCRIBES = re.compile("内容|描述|情况|现状|现象|事项|概[况述]|简[述介]|详|具体|说明|表现|行为|事实|名称")
_RISKS = re.compile("风险点?|危险")


def composed(key: str) -> str | None:
    """The field of a hazard that a heading names by the words it is made of; ``key`` as ``heading_key`` makes it."""
    if not 2 <= len(key) <= _LONGEST:
        return None
    return next((field for field, pattern in _FIELDS if pattern.fullmatch(key)), None)


def describes(key: str) -> bool:
    """Whether a heading that is made of such words promises a description: 隐患详细描述, not 隐患登记."""
    return _DESCRIBES.search(key) is not None and not only_of_risks(key)


def only_of_risks(key: str) -> bool:
    """Whether a heading speaks of risks and not of what is wrong: 风险点, 危险有害因素."""
    return _RISKS.search(key) is not None and re.search(_TROUBLE, _RISKS.sub("", key)) is None


def names_trouble(key: str) -> bool:
    """Whether a heading has a word for a hazard in it, whatever else it says."""
    return re.search(_TROUBLE, key) is not None
