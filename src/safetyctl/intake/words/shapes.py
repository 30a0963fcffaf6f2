"""The shapes of a hazard ledger's headings: what they may be put together from, field by field.

One that has a word more is none of that field: 责任部门、责任人及电话 is one, 责任人职务变动 none.
"""

import re
from collections.abc import Iterable

from safetyctl.intake.words.forms import STATUS
from safetyctl.intake.words.outcomes import STRUCK_OFF
from safetyctl.intake.words.synonyms import heading_key

_HAZARD = "(?:安全)?(?:隐患|问题)?"
_DAY = "(?:时间|日期)"
_TO_BE = "(?:计划|要求|拟|拟定|预计|预期|预定|目标|期望|应|规定|限定|限期|限|最迟|最后)"
_DONE = "(?:整改|完成|治理|到位|处理|改正|消缺|销号|闭环|关闭|办结)*"
_TO_DO = "(?:责令|限期|定|落实|目标)?(?:整改|治理|完成|处理|消缺|销号|闭环|任务|改正|办结|目标)*"
_LIMIT = "(?:时限|期限|限期|截止(?:时间|日期|日)?|时间节点)"
_WHO = "(?:责任人|负责人|落实人|跟进人|执行人|实施人)"
_REACHED = "(?:联系)?(?:电话|方式|手机|手机号|手机号码|电话号码|签字|签名)?"
_HOW_IT_GOES = "(?:情况|状况|结果|效果|进展|成效)+"
_LOOKED_AT = "复查|验收|复核|核查|验证|复验|复检|核验|(?<=整改)(?:核实|确认)"
_WHETHER_MAJOR = re.compile(
    r"(?:是否)?(?:为|是|属于|属)?[重特]大(?:安全|生产|事故|火灾|消防)*隐患|是否(?:为|是|属于|属)?重大"
)
_SHAPES = (
    (
        re.compile(
            rf"{_HAZARD}(?:整改|治理|处理)?(?:任务)?{_TO_BE}{_DONE}(?:时间|日期|时限|期限|日)(?:要求|节点)?"
            rf"|{_HAZARD}{_TO_DO}{_LIMIT}(?:要求)?"
            rf"|(?:整改|完成|治理|改正)+{_DAY}要求"
        ),
        "due",
    ),
    (
        re.compile(
            rf"{_HAZARD}(?:整改|治理)?(?:实际|最终)(?:整改|治理|处理|消缺)?(?:完成|完毕|到位|结束)?(?:整改)?{_DAY}"
            rf"|(?:隐患|问题)?(?:整改|治理|改正|处理|处置|消缺|解决)(?:完成|完毕|到位|结束){_DAY}"
            rf"|(?:隐患|问题)消除{_DAY}"
        ),
        "rectified_on",
    ),
    (
        re.compile(
            r"(?:企业|学校)?(?:隐患|问题)?(?:整改|治理|处理|消缺|落实|跟进|定)*(?:责任)?(?:部门|单位|科室|处室)?"
            rf"(?:整改)?(?:直接|第一|具体|主要)?{_WHO}(?:员)?(?:姓名)?(?:职务)?{_REACHED}"
            r"|整改人员?(?:姓名|名称|签字|签名)"
        ),
        "responsible",
    ),
    (
        re.compile(
            rf"{_HAZARD}(?:整改|治理|处理|消缺)(?:完成|落实|进展|进度|销号|推进)*{_HOW_IT_GOES}"
            r"(?:说明|描述|反馈|时间|日期|照片|图片|简述)*"
            r"|整改(?:回复|反馈|描述|详情|记录)(?:情况|内容)?"
            r"|(?:目前|当前|最新|工作|完成)(?:整改|工作|完成)?(?:进展|进度)(?:情况)?|完成情况说明"
        ),
        "rectify_note",
    ),
    (
        re.compile(rf"(?:隐患|问题|整改)*(?:{_LOOKED_AT})+(?:情况|结果|意见|结论|记录|评价|效果)+"),
        "verify_note",
    ),
    (
        re.compile(
            rf"(?:隐患|问题|整改)*(?:{_LOOKED_AT})+(?:(?:责任|负责)?人员?(?:签字|签名|姓名)?|签字|签名)"
        ),
        "verified_by",
    ),
    (re.compile(rf"(?:隐患|问题|整改)*(?:{_LOOKED_AT})+(?:日期|时间)"), "verified_on"),
    (re.compile(rf"(?:隐患|问题|整改|实际)*(?:{STRUCK_OFF})(?:日期|时间)"), "closed_on"),
    (
        re.compile(
            rf"(?:隐患|问题|整改)*是否(?:已)?(?:完成|整改|落实|治理|处理|改正|到位|完毕|{STRUCK_OFF})+"
            rf"|(?:隐患|问题|整改|治理|处理|完成|目前|当前|最新|本[周月期])*(?:{STRUCK_OFF}|完成|整改)?(?:状态|进度|否)"
            r"|(?:处置|办理|任务|工单|事项)状态"
            rf"|(?:隐患|问题)?(?:{STRUCK_OFF})情况"
        ),
        STATUS,
    ),
    (_WHETHER_MAJOR, "level"),
    (
        re.compile(
            r"(?:隐患|问题)?(?:整改|治理|处理)?(?:主要|直接)?(?:牵头|承办|主责|主办|责任)(?:责任)?(?:部门|单位|科室|处室|车间|班组)"
            r"|(?:整改|治理)(?:责任|承办)?(?:部门|单位|科室|处室|车间|班组)"
        ),
        "department",
    ),
    (
        re.compile(
            r"(?=.*(?:整改|治理|处理|处置|改进|纠正|解决|消缺|采取|定))"
            r"(?:主要|具体|拟|采取|建议|整改|治理|处理|处置|改进|纠正|解决|消缺|定|或|预防|防范|防护)+"
            r"(?:措施|对策|举措|方案|办法|建议|意见|要求|任务)+"
        ),
        "measure",
    ),
    (
        re.compile(
            r"(?:隐患|问题)?(?:整改|治理|计划|预计|累计|所需|定)*(?:投入)?(?:资金|经费|费用|金额|预算)(?:投入|估算|概算|预算)?|整改投入"
        ),
        "funds",
    ),
    (
        re.compile(
            r"(?:参加|参与)?(?:隐患|问题)?(?:检查|排查|巡查|巡检|抽查|自查|查出|发现|提出|登记|上报)+组?"
            r"(?:人|人员|成员|专家)(?:姓名|签字|签名)*"
        ),
        "found_by",
    ),
)


def shaped(keys: Iterable[str]) -> str | None:
    """The field that the first of some headings with the shape of one means; as ``heading_key`` makes them."""
    for key in keys:
        for shape, field in _SHAPES:
            if shape.fullmatch(key):
                return field
    return None


def asks_if_major(text: str) -> bool:
    """Whether a heading asks whether it is a major hazard, to be answered with yes or no: 是否重大隐患."""
    return _WHETHER_MAJOR.fullmatch(heading_key(text)) is not None
