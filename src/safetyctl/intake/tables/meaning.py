"""What one heading means by its words: a field, what it may mean, or what a map says of it."""

import re
from collections.abc import Iterable, Sequence

from safetyctl.ground.text import fold
from safetyctl.intake.tables.columns_of_people import TELEPHONE
from safetyctl.intake.tables.layout import OF_PEOPLE, Heading, Wanted
from safetyctl.intake.words.composed import composed, only_of_risks
from safetyctl.intake.words.forms import HAZARDS, INSPECTIONS, PEOPLE, ROSTERS
from safetyctl.intake.words.shapes import shaped
from safetyctl.intake.words.synonyms import Synonyms, heading_key, without_number, without_telephone
from safetyctl.intake.workbook.extent import column_number

Meaning = tuple[tuple[str, int] | None, tuple[str, ...]]
"""The field and rank that a heading means clearly, the lowest the clearest; and the fields that it may mean."""

_SERIAL = frozenset(("序号", "序", "顺序号", "序列号", "serialno.", "serialno", "no.", "no", "s/n", "sn"))
COMPOSED = 10_000  # behind whatever a list of names says
_REASON = frozenset(("未导入原因", "whyitwasnotimported"))
_GROUP_ENDS = re.compile(r"(?:情况|信息|内容|部分|环节)$")
_LETTERS = re.compile(r"[A-Z]{1,3}")
_OF_SHAPE = 900  # a heading that is known by its shape alone, after all that are known by name
_A_PERSON = re.compile(
    "(?!是否).{0,10}(?:责任人|负责人|联系人|(?<![党团])员|[教老]师|主任|领导|干部|保安|校医|[校园楼层组队区片]长)"
)
"""How a heading ends that says what somebody is."""
_LOOKED = re.compile("^(被|受)?(?:安全)?(?:排查|巡查|巡检|巡视|督查|督导|自查|抽查|点检|互查|夜查)")
"""Other words for 检查 before what it was: 巡检日期, 督导内容."""
_OF_THE_HAZARD = re.compile("^(?:安全|事故)?(?:隐患|问题)(?=..)")
"""What a heading may begin with that goes without saying in a ledger of hazards: 隐患整改措施, 问题来源."""
_AND_MORE = re.compile(r"(?:隐患|问题)\s*[及和与、,，/]")
_QUALIFIES = re.compile("计划|预计|要求|规定|拟定?|应|实际")
"""What stands under a heading and is said before it: 计划 and 实际 under 整改时间."""
A_DAY = frozenset(("日期", "时间"))
_BETWEEN = re.compile(r"[及与和、/／&＆+＋|｜\n]|以及")
_BESIDE = {
    "found_by": ("found_on",),
    "verified_by": ("verified_on",),
    "responsible": ("due", "rectified_on"),
    "measure": ("due",),
}
"""What may stand in one column with a day, and with which."""


def is_serial(text: str) -> bool:
    """Whether a heading is the one of the rows' numbers."""
    return fold(text) in _SERIAL or heading_key(text) in _SERIAL


def is_reason(text: str) -> bool:
    """Whether a heading is that of the reasons in a workbook of refused rows."""
    return fold(text) in _REASON


def is_called(name: str, text: str, place: int) -> bool:
    """Whether a map means a column by a heading, or by letters."""
    by_letters = _LETTERS.fullmatch(name) and column_number(name) == place
    return bool(by_letters) or heading_key(name) == heading_key(text)


def by_map(text: str, place: int, wanted: Wanted) -> list[str]:
    """The fields that a map says a column is."""
    return [field for field, names in wanted.items() if any(is_called(name, text, place) for name in names)]


def uncalled(wanted: Wanted, headings: Iterable[Heading]) -> list[str]:
    """The names of a map that no column is called by; the numbers of rows are no column."""
    columns = [(words, one.place) for one in headings for words in (one.text, one.part)]
    return [
        name
        for name in dict.fromkeys(name for names in wanted.values() for name in names)
        if not is_serial(name) and not any(is_called(name, words, place) for words, place in columns)
    ]


def two_in_one(text: str, known: Synonyms) -> tuple[str, str] | None:
    """The two fields of a heading that names people, or a measure, and a day: 整改责任人及时限, 检查时间/检查人."""
    if known.form is not HAZARDS or heading_key(text) in known.names:
        return None
    for mark in _BETWEEN.finditer(text):
        halves = heading_key(text[: mark.start()]), heading_key(text[mark.end() :])
        for one, day in (halves, halves[::-1]):
            other = known.names.get(one, ("", 0))[0]
            days = _BESIDE.get(other, ())
            alone = day in A_DAY and len(days) == 1 and other in OF_PEOPLE  # 检查人及时间: when they looked
            dated = days[0] if alone else known.names.get(day, ("", 0))[0]
            if dated in days:
                return other, dated
    return None


def meant(text: str, group: str, known: Synonyms) -> Meaning:
    """The field and rank that a heading means clearly, and the fields that it may mean."""
    forms = [text] if not group else [_GROUP_ENDS.sub("", group) + text, text]
    if group and _QUALIFIES.fullmatch(text):
        forms.insert(0, text + group)
    weak: tuple[str, ...] = ()
    keys = [heading_key(form) for form in forms]
    if known.form.kind == INSPECTIONS.kind:
        keys += [_LOOKED.sub(r"\1检查", key) for key in keys]
    if known.form is HAZARDS and not _AND_MORE.search(text):
        keys += [_OF_THE_HAZARD.sub("", key) for key in keys]
        keys += [f"{key}期" for key in keys if key.endswith("日") and len(key) > 2]  # 销号日
    elif known.form is ROSTERS:
        keys += [without_number(key) for key in keys]
    for key in keys:
        if key in known.names:
            return known.names[key], ()
        weak = weak or known.weak.get(key, ())
    if weak or known.form is not HAZARDS:
        return None, weak or maybe_of_people(text, known)
    own = keys[: len(forms)]
    field = next(filter(None, map(composed, own)), None)
    rank = COMPOSED + all(map(only_of_risks, own))
    if (of_shape := shaped(keys)) is not None:
        return (of_shape, _OF_SHAPE), ()
    return ((field, rank) if field else None), ()


def maybe_of_people(text: str, known: Synonyms) -> tuple[str, ...]:
    """What a heading of a list of people may mean; one that says what somebody is, is a column of people: 楼长.

    With the telephones it is the same: 负责人及电话.
    """
    key = heading_key(without_telephone(text))
    if known.form is not PEOPLE or key in known.names:
        return ("name",) if known.names.get(key, ("",))[0] == "name" else ()
    return known.weak.get(key) or (("name",) if _A_PERSON.fullmatch(key) else ())


def telephone_of(text: str, beside: Sequence[str], known: Synonyms) -> tuple[str, ...]:
    """That a heading of a list of people is their telephone, as it is called by them: 负责人电话 beside 负责人."""
    key = heading_key(text)
    if known.form is not PEOPLE or not key.endswith(TELEPHONE):
        return ()
    whose = [heading_key(each) for each in beside if each and "name" in maybe_of_people(each, known)]
    return ("telephone",) if any(key in {one + word for word in TELEPHONE} for one in whose) else ()
