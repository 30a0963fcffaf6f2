"""Finding the table in a sheet: its row or rows of headings, and which column says what.

Headings may stand over several rows (a group above its columns, or cells merged downwards), under a title and a
head of the form, and be worded as ``data/synonyms.toml`` knows, or as a map says. Likeness is only ever a suggestion.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, time
from difflib import get_close_matches

from safetyctl.ground.hours import HALF
from safetyctl.ground.text import fold
from safetyctl.intake.tables.columns_of_people import TELEPHONE
from safetyctl.intake.tables.parts import DATE_PARTS
from safetyctl.intake.words.asides import numbered_section
from safetyctl.intake.words.cells import Cell, cleaned, is_filled, said
from safetyctl.intake.words.composed import composed, names_trouble, only_of_risks
from safetyctl.intake.words.days import day_amid, words_beside
from safetyctl.intake.words.forms import DAYS, HAZARDS, INSPECTIONS, PEOPLE, ROSTERS, STATUS, Form
from safetyctl.intake.words.outcomes import STRUCK_OFF
from safetyctl.intake.words.synonyms import DETAIL, Synonyms, heading_key, without_number, without_telephone
from safetyctl.intake.workbook.extent import column_letters, column_number
from safetyctl.intake.workbook.table import Sheet

WITHIN = 30
_DEEPEST = 5
_OWN_HEADINGS = 3
_SUB_LONGEST = 15
_GROUP_LONGEST = 15
_ALIKE = 0.74
_HEADING_LONGEST = 30
_SERIAL = frozenset(("序号", "序", "顺序号", "序列号", "serialno.", "serialno", "no.", "no", "s/n", "sn"))
_COMPOSED = 10_000  # behind whatever a list of names says
_DAY_APART = "日期"
_DAY_AND_HOUR = ("日期", "时间")
_TELLS = re.compile(r"内容|描述|情况|现状|现象|事项")
_REASON = frozenset(("未导入原因", "whyitwasnotimported"))
_GROUP_ENDS = re.compile(r"(?:情况|信息|内容|部分|环节)$")
_LETTERS = re.compile(r"[A-Z]{1,3}")
_OF_SHAPE = 900  # a heading that is known by its shape alone, after all that are known by name
_LOOKED_AT = "复查|验收|复核|核查|验证|复验|复检|核验|(?<=整改)(?:核实|确认)"
_WHETHER_MAJOR = re.compile(
    r"(?:是否)?(?:为|是|属于|属)?[重特]大(?:安全|生产|事故|火灾|消防)*隐患|是否(?:为|是|属于|属)?重大"
)
_A_PERSON = re.compile(
    "(?!是否).{0,10}(?:责任人|负责人|联系人|(?<![党团])员|[教老]师|主任|领导|干部|保安|校医|[校园楼层组队区片]长)"
)
"""How a heading ends that says what somebody is."""
_SHAPES = (
    (
        re.compile(
            r"(?:安全)?(?:隐患|问题)?(?:整改|治理|处理)?(?:任务)?(?:计划|要求|拟|拟定|预计|预期|预定|目标|期望|应|规定|限定|限期|限|最迟|最后)"
            r"(?:整改|完成|治理|到位|处理|改正|消缺|销号|闭环|关闭|办结)*(?:时间|日期|时限|期限|日)(?:要求|节点)?"
            r"|(?:安全)?(?:隐患|问题)?(?:责令|限期|定|落实|目标)?(?:整改|治理|完成|处理|消缺|销号|闭环|任务|改正|办结|目标)*"
            r"(?:时限|期限|限期|截止(?:时间|日期|日)?|时间节点)(?:要求)?"
            r"|(?:整改|完成|治理|改正)+(?:时间|日期)要求"
        ),
        "due",
    ),
    (
        re.compile(
            r"(?:安全)?(?:隐患|问题)?(?:整改|治理)?(?:实际|最终)(?:整改|治理|处理|消缺)?(?:完成|完毕|到位|结束)?(?:整改)?(?:时间|日期)"
            r"|(?:隐患|问题)?(?:整改|治理|改正|处理|处置|消缺|解决)(?:完成|完毕|到位|结束)(?:时间|日期)|(?:隐患|问题)消除(?:时间|日期)"
        ),
        "rectified_on",
    ),
    (
        re.compile(
            r"(?:企业|学校)?(?:隐患|问题)?(?:整改|治理|处理|消缺|落实|跟进|定)*(?:责任)?(?:部门|单位|科室|处室)?(?:整改)?(?:直接|第一|具体|主要)?"
            r"(?:责任人|负责人|落实人|跟进人|执行人|实施人)"
            r"(?:员)?(?:姓名)?(?:职务)?(?:联系)?(?:电话|方式|手机|手机号|手机号码|电话号码|签字|签名)?|整改人员?(?:姓名|名称|签字|签名)"
        ),
        "responsible",
    ),
    (
        re.compile(
            r"(?:安全)?(?:隐患|问题)?(?:整改|治理|处理|消缺)(?:完成|落实|进展|进度|销号|推进)*(?:情况|状况|结果|效果|进展|成效)+"
            r"(?:说明|描述|反馈|时间|日期|照片|图片|简述)*"
            r"|整改(?:回复|反馈|描述|详情|记录)(?:情况|内容)?|(?:目前|当前|最新|工作|完成)(?:整改|工作|完成)?(?:进展|进度)(?:情况)?|完成情况说明"
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
_LOOKED = re.compile("^(被|受)?(?:安全)?(?:排查|巡查|巡检|巡视|督查|督导|自查|抽查|点检|互查|夜查)")
"""Other words for 检查 before what it was: 巡检日期, 督导内容."""
_OF_THE_HAZARD = re.compile("^(?:安全|事故)?(?:隐患|问题)(?=..)")
"""What a heading may begin with that goes without saying in a ledger of hazards: 隐患整改措施, 问题来源."""
_AND_MORE = re.compile(r"(?:隐患|问题)\s*[及和与、,，/]")
_QUALIFIES = re.compile("计划|预计|要求|规定|拟定?|应|实际")
"""What stands under a heading and is said before it: 计划 and 实际 under 整改时间."""
_A_DAY = frozenset(("日期", "时间"))
_OF_A_DAY = re.compile("原因|理由|说明|^是否")
"""What stands under the heading of a day beside it: 延期原因, 是否延期."""
_BETWEEN = re.compile(r"[及与和、/／&＆+＋|｜\n]|以及")
_BESIDE = {
    "found_by": ("found_on",),
    "verified_by": ("verified_on",),
    "responsible": ("due", "rectified_on"),
    "measure": ("due",),
}
"""What may stand in one column with a day, and with which."""
_PEOPLE = frozenset(("found_by", "verified_by", "responsible"))
_THE_DAY = {"drill": "held_on", "inspection": "started_on", "roster": "day"}
_OF_THE_CLOCK: Mapping[str, tuple[tuple[str, int] | None, tuple[str, ...]]] = {
    "drill": (None, ("held_at",)),
    "inspection": (None, ()),
}
_CLOCK = re.compile(rf"\s*{HALF}?\s*[0-9]{{1,2}}\s*[:时点]")
_REPORTED = re.compile("上报|填报|交办|通报|下发")
"""A day on which it was only told: less likely the day found than one that says no more than 日期."""
_ONE_OF = (frozenset(("due", "rectified_on")),)  # told apart by a person, never by their order


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of the table, from 1: what it is called (group/part), which field it is and how that is known.

    ``how``: official, synonym, weak or map; None where it is kept as detail. ``part``: what it is called below the
    heading that it shares with others.
    """

    place: int
    text: str
    field: str | None = None
    how: str | None = None
    part: str = ""

    @property
    def letters(self) -> str:
        """The column's letters."""
        return column_letters(self.place)


@dataclass(frozen=True, slots=True)
class Layout:
    """A table found: the rows of its headings (first and last, from 1), its columns, and the lines above it.

    ``ambiguous``: columns that may be several fields (or several columns that may be one); ``alike``: columns that
    look like a field that is missing; ``serial`` is the place of 序号, ``width`` how far the headings reach.
    """

    sheet: str
    first: int
    last: int
    headings: tuple[Heading, ...]
    head: tuple[str, ...]
    serial: int | None
    width: int
    ambiguous: tuple[tuple[tuple[Heading, ...], tuple[str, ...]], ...] = ()
    alike: tuple[tuple[Heading, str], ...] = ()
    form: Form = HAZARDS

    def columns(self) -> dict[str, int]:
        """Each field to the first of its places."""
        found: dict[str, int] = {}
        for one in self.headings:
            if one.field:
                found.setdefault(one.field, one.place)
        return found

    def joined(self) -> dict[str, list[tuple[int, str]]]:
        """The fields that several columns say together: their places and what each part is called."""
        parts: dict[str, list[tuple[int, str]]] = {}
        for one in self.headings:
            if one.field:
                parts.setdefault(one.field, []).append((one.place, one.part))
        return {field: places for field, places in parts.items() if len(places) > 1}

    def amid(self) -> dict[str, Callable[[Cell], Cell]]:
        """The fields that stand in one column with another → how what they say is taken from its cell."""
        fields: dict[int, list[str]] = {}
        for one in self.headings:
            if one.field:
                fields.setdefault(one.place, []).append(one.field)
        shared = [those for those in fields.values() if len(those) > 1 and set(those) & set(DAYS)]
        return {
            field: day_amid if field in DAYS else words_beside
            for those in shared
            for field in those
            if field in DAYS or field in _PEOPLE
        }


Wanted = Mapping[str, Sequence[str]]
"""What a map says: field (or ``DETAIL``) → the headings, or letters, of its columns."""


def find_layout(sheet: Sheet, known: Synonyms, wanted: Wanted, start: int = 1) -> Layout | None:
    """The row of headings from ``start`` on that knows most fields, what makes a row among them; or None.

    Where several tables stand one below the other, the first of them: no row is passed over.
    """
    grid = _Grid(sheet, start)
    form = known.form
    all_needed = set(form.needed) if len(form.needed) > 1 else set()
    best: tuple[int, int] | None = None
    sure = False
    for row in range(start, min(start + WITHIN, len(sheet.rows) + 1)):
        fields = {field for field in _row_fields(grid, row, known, wanted) if field != DETAIL}
        needed = bool(all_needed) and fields >= all_needed
        enough = (
            wanted.get(form.title)
            or needed
            or len(fields) >= form.enough
            or (form.kind == INSPECTIONS.kind and _days_of_looking(grid, row, known))
        )
        if form.title in fields and enough:
            if best is None or len(fields) > best[0]:
                best = (len(fields), row)
                sure = needed or ("serial" in fields and _says_plainly(grid, row, known))
        elif sure and len(fields) < form.enough and _says_much(sheet.rows[row - 1], form):
            break  # a row of the table whose headings stand above
    return _laid(grid, best[1], known, wanted) if best else None


def _says_much(row: Sequence[Cell], form: Form) -> bool:
    return sum(map(is_filled, row)) >= form.enough


@dataclass(frozen=True, slots=True)
class Seen:
    """A row that looks like headings: what its columns (letters) say, and how many fields are known from it."""

    sheet: str
    row: int
    columns: tuple[tuple[str, str], ...]
    known: int


def likely_headings(sheet: Sheet, known: Synonyms) -> Seen | None:
    """The row that looks most like headings though what makes a row is not among them; None for a sheet without any.

    That is the one from which most fields are known; where that is at most one, the first with most words in it.
    """
    grid = _Grid(sheet, 1)
    best: tuple[int, int, int] | None = None
    for row in range(1, min(WITHIN, len(sheet.rows)) + 1):
        fields = len(set(_row_fields(grid, row, known, {})))
        words = sum(0 < len(grid.at(row, place)) <= _HEADING_LONGEST for place in range(1, grid.width + 1))
        score = (fields if fields > 1 else 0, words, -row)
        if words > 1 and (best is None or score > best):
            best = score
    if best is None:
        return None
    row = -best[2]
    places = ((column_letters(place), grid.at(row, place)) for place in range(1, grid.width + 1))
    return Seen(sheet.name, row, tuple((letters, text) for letters, text in places if text), best[0])


def guessed(sheet: Sheet, row: int, known: Synonyms) -> Layout:
    """A row taken for headings, where none of its columns says what makes a row: which may be it, is a question."""
    layout = _laid(_Grid(sheet, 1), row, known, {})
    free = tuple(one for one in layout.headings if one.field is None and one.how is None and one.text)
    return replace(layout, ambiguous=((free, (known.form.title,)),) if free else ())


def perhaps_the_title(one: Heading, known: Synonyms) -> bool:
    """Whether a heading sounds like what makes a row."""
    key = heading_key(one.text)
    names = [name for name, (field, _rank) in known.names.items() if field == known.form.title]
    told = known.form is HAZARDS and (names_trouble(key) or _TELLS.search(key) is not None)
    return told or bool(get_close_matches(key, names, 1, _ALIKE))


class _Grid:
    """The upper part of a sheet: the text of each place, a merged range's in each of its rows."""

    def __init__(self, sheet: Sheet, start: int) -> None:
        self.sheet = sheet
        last = min(len(sheet.rows), start + WITHIN + _DEEPEST)
        self.width = max((len(row) for row in sheet.rows[start - 1 : last]), default=0)
        self.down: dict[tuple[int, int], tuple[str, int]] = {}
        self.across: dict[tuple[int, int], str] = {}
        for top, left, bottom, right in sheet.merged:
            if top > last or bottom < start:
                continue
            text = self.own(top, left)
            for row in range(top, min(bottom, last) + 1):
                if bottom > top:
                    self.down[row, left] = (text, bottom)
                if right > left:
                    for place in range(left, min(right, self.width) + 1):
                        self.across[row, place] = text

    def own(self, row: int, place: int) -> str:
        """The text of a cell by itself; empty for a number."""
        cells = self.sheet.rows[row - 1] if 0 < row <= len(self.sheet.rows) else ()
        cell: Cell = cells[place - 1] if place <= len(cells) else None
        return said(cleaned(cell)) if isinstance(cell, str) else ""

    def next_filled(self, row: int) -> int:
        """The row below; where merges were lost, the first below that says anything."""
        rows = self.sheet.rows[row : row + _DEEPEST - 1]
        return next((row + step for step, cells in enumerate(rows, 1) if any(map(is_filled, cells))), row + 1)

    def dated(self, row: int, place: int) -> str:
        """The day of a date cell; empty for any other."""
        cells = self.sheet.rows[row - 1]
        cell: Cell = cells[place - 1] if place <= len(cells) else None
        return said(cell) if isinstance(cell, date) else ""

    def at(self, row: int, place: int) -> str:
        """The text of a cell, or of the range merged downwards over it."""
        return self.own(row, place) or self.down.get((row, place), ("", 0))[0]


def _days_of_looking(grid: _Grid, row: int, known: Synonyms) -> bool:
    """Whether headings of the school's own stand beside one that means the day of an inspection, and nothing else."""
    texts = [grid.at(row, place) for place in range(1, grid.width + 1)]
    return _says_plainly(grid, row, known) and sum(map(bool, texts)) > _OWN_HEADINGS


def _says_plainly(grid: _Grid, row: int, known: Synonyms) -> bool:
    """Whether one heading of a row means what makes a row, and no other thing."""
    places = range(1, grid.width + 1)
    clear = (_meant(grid.at(row, place), _group_above(grid, row, place), known)[0] for place in places)
    return any(one is not None and one[0] == known.form.title for one in clear)


def is_reason(text: str) -> bool:
    """Whether a heading is that of the reasons in a workbook of refused rows."""
    return fold(text) in _REASON


def is_serial(text: str) -> bool:
    """Whether a heading is the one of the rows' numbers."""
    return fold(text) in _SERIAL or heading_key(text) in _SERIAL


def asks_if_major(text: str) -> bool:
    """Whether a heading asks whether it is a major hazard, to be answered with yes or no: 是否重大隐患."""
    return _WHETHER_MAJOR.fullmatch(heading_key(text)) is not None


def _row_fields(grid: _Grid, row: int, known: Synonyms, wanted: Wanted) -> Iterator[str]:
    texts = [grid.at(row, place) for place in range(1, grid.width + 1)]
    for place in range(1, grid.width + 1):
        text = grid.at(row, place)
        if not text:
            continue
        if is_serial(text):
            yield "serial"
            continue
        if mapped := _mapped(text, place, wanted):
            yield from mapped
            continue
        if two := _two_in_one(text, known):
            yield from two
            continue
        if tuple(texts[place - 2 : place]) == DATE_PARTS[1:] and known.form.kind in _THE_DAY:
            yield _THE_DAY[known.form.kind]
            continue
        strong, weak = _meant(text, _group_above(grid, row, place), known)
        if strong:
            yield strong[0]
        yield from weak[:1] or _telephone_of(text, texts, known)


def _two_in_one(text: str, known: Synonyms) -> tuple[str, str] | None:
    """The two fields of a heading that names people, or a measure, and a day: 整改责任人及时限, 检查时间/检查人."""
    if known.form is not HAZARDS or heading_key(text) in known.names:
        return None
    for mark in _BETWEEN.finditer(text):
        halves = heading_key(text[: mark.start()]), heading_key(text[mark.end() :])
        for one, day in (halves, halves[::-1]):
            other = known.names.get(one, ("", 0))[0]
            days = _BESIDE.get(other, ())
            alone = day in _A_DAY and len(days) == 1 and other in _PEOPLE  # 检查人及时间: when they looked
            dated = days[0] if alone else known.names.get(day, ("", 0))[0]
            if dated in days:
                return other, dated
    return None


def _mapped(text: str, place: int, wanted: Wanted) -> list[str]:
    """The fields that a map says a column is."""
    return [field for field, names in wanted.items() if any(is_called(name, text, place) for name in names)]


def is_called(name: str, text: str, place: int) -> bool:
    """Whether a map means a column by a heading, or by letters."""
    by_letters = _LETTERS.fullmatch(name) and column_number(name) == place
    return bool(by_letters) or heading_key(name) == heading_key(text)


def uncalled(wanted: Wanted, headings: Iterable[Heading]) -> list[str]:
    """The names of a map that no column is called by; the numbers of rows are no column."""
    columns = [(words, one.place) for one in headings for words in (one.text, one.part)]
    return [
        name
        for name in dict.fromkeys(name for names in wanted.values() for name in names)
        if not is_serial(name) and not any(is_called(name, words, place) for words, place in columns)
    ]


def _meant(text: str, group: str, known: Synonyms) -> tuple[tuple[str, int] | None, tuple[str, ...]]:
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
    rank = _COMPOSED + all(map(only_of_risks, own))
    return _shaped(keys) or ((field, rank) if field else None), ()


def maybe_of_people(text: str, known: Synonyms) -> tuple[str, ...]:
    """What a heading of a list of people may mean; one that says what somebody is, is a column of people: 楼长.

    With the telephones it is the same: 负责人及电话.
    """
    key = heading_key(without_telephone(text))
    if known.form is not PEOPLE or key in known.names:
        return ("name",) if known.names.get(key, ("",))[0] == "name" else ()
    return known.weak.get(key) or (("name",) if _A_PERSON.fullmatch(key) else ())


def _telephone_of(text: str, beside: Sequence[str], known: Synonyms) -> tuple[str, ...]:
    """That a heading of a list of people is their telephone, as it is called by them: 负责人电话 beside 负责人."""
    key = heading_key(text)
    if known.form is not PEOPLE or not key.endswith(TELEPHONE):
        return ()
    whose = [heading_key(each) for each in beside if each and "name" in maybe_of_people(each, known)]
    return ("telephone",) if any(key in {one + word for word in TELEPHONE} for one in whose) else ()


def _shaped(keys: Sequence[str]) -> tuple[str, int] | None:
    """The field that a heading means by the words that it is put together from: 责任部门、责任人及电话."""
    for key in keys:
        for shape, field in _SHAPES:
            if shape.fullmatch(key):
                return field, _OF_SHAPE
    return None


def _group_above(grid: _Grid, row: int, place: int) -> str:
    """The heading of a group that spans this column and others, in the row above."""
    text = grid.across.get((row - 1, place), "")
    return text if len(text) <= _GROUP_LONGEST and not re.search(r"[:：]", text) else ""


def _laid(grid: _Grid, row: int, known: Synonyms, wanted: Wanted) -> Layout:
    last = _last_row(grid, row, known)
    columns = _dated([_column(grid, row, last, place) for place in range(1, grid.width + 1)], known.form)
    headings, ambiguous = _assigned(columns, known, wanted, _of_the_clock(grid, last, columns, known))
    head = tuple(_lines(grid, max(1, row - WITHIN), row))
    serial = next((one.place for one in headings if is_serial(one.text)), None)
    return Layout(
        grid.sheet.name,
        row,
        last,
        tuple(one for one in headings if not is_serial(one.text) and not is_reason(one.text)),
        head,
        serial,
        grid.width,
        ambiguous,
        _alike(headings, known),
        known.form,
    )


def below(layout: Layout, sheet: Sheet, first: int, above: Layout) -> Layout:
    """A table below another: its head is what stands from row ``first`` on, then what the head of that one said.

    The headline of a part, which is numbered, holds for the one table only.
    """
    own = _lines(_Grid(sheet, first), first, layout.first)
    return replace(layout, head=(*own, *(line for line in above.head if not numbered_section(line))))


def _lines(grid: _Grid, first: int, end: int) -> Iterator[str]:
    for row in range(first, end):
        for place in range(1, grid.width + 1):
            if text := grid.own(row, place) or grid.dated(row, place):
                yield text


def _last_row(grid: _Grid, row: int, known: Synonyms) -> int:
    """Where the headings end: cells merged downwards say it, or a row of parts under groups without a merge."""
    ends = [
        bottom
        for place in range(1, grid.width + 1)
        if (bottom := grid.down.get((row, place), ("", row))[1]) > row
        and _meant(grid.at(row, place), _group_above(grid, row, place), known) != (None, ())
    ]
    if ends:
        return min(max(ends), row + _DEEPEST)
    next_row = grid.next_filled(row)
    below = {place: grid.own(next_row, place) for place in range(1, grid.width + 1)}
    filled = {place for place, text in below.items() if text}
    cells = grid.sheet.rows[next_row - 1] if next_row <= len(grid.sheet.rows) else ()
    only_text = all(isinstance(cell, str) for cell in cells if cell is not None and cell != "")
    under_names = any(
        text and _meant(grid.at(row, place), "", known)[0]
        for place, text in below.items()
        if grid.own(row, place)
    )
    orphans = [place for place in filled if not grid.own(row, place)]
    short = all(len(below[place]) <= _SUB_LONGEST for place in filled)
    titled = any(
        (strong := _meant(grid.at(row, place), "", known)[0])
        and strong[0] in known.form.needed
        and below[place] not in DATE_PARTS
        for place in filled
    )
    if orphans and only_text and short and not titled and (under_names or len(orphans) == len(filled)):
        return next_row
    return row


_Question = tuple[tuple[Heading, ...], tuple[str, ...]]
"""Columns that may be several fields, or several that may be one."""


@dataclass(frozen=True, slots=True)
class _Named:
    place: int
    own: str
    group: str
    part: str
    text: str


def _column(grid: _Grid, row: int, last: int, place: int) -> _Named:
    """What a column is called over all rows of headings."""
    own = grid.at(row, place)
    parts = [text for below in range(row + 1, last + 1) if (text := grid.own(below, place)) and text != own]
    part = "/".join(dict.fromkeys(parts))
    if not part:
        group = _group_above(grid, row, place)
        return _Named(place, own, group, "", own)
    group = own or grid.across.get((row, place), "") or _left_of(grid, row, place)
    return _Named(place, part, group, part, f"{group}/{part}" if group else part)


def _dated(columns: Sequence[_Named], form: Form) -> list[_Named]:
    """The columns, those called 月 and 日 (and 年 before them) by themselves as the parts of one day.

    So are 日期 and 时间 side by side in a list of hazards: the day, and the hour of it.
    """
    found = list(columns)
    for at, one in enumerate(columns[1:], start=1):
        if form is HAZARDS and (columns[at - 1].text, one.text) == _DAY_AND_HOUR:
            for place in (at - 1, at):
                found[place] = replace(columns[place], part=columns[place].text, group=_DAY_APART)
        if (columns[at - 1].text, one.text) == DATE_PARTS[1:]:
            first = at - 2 if at > 1 and columns[at - 2].text == DATE_PARTS[0] else at - 1
            for place in range(first, at + 1):
                found[place] = replace(columns[place], part=columns[place].text, group=_DAY_APART)
    return found


def _left_of(grid: _Grid, row: int, place: int) -> str:
    return next((text for left in range(place - 1, 0, -1) if (text := grid.own(row, left))), "")


def _of_the_clock(grid: _Grid, last: int, columns: Sequence[_Named], known: Synonyms) -> Set[int]:
    """The columns that say at what time of day it was, where another one says the day: 巡查时间 beside 日期."""
    day = _THE_DAY[known.form.kind] if known.form.kind in _OF_THE_CLOCK else ""
    means = [(one.place, _meaning(one, known)) for one in columns]
    meant = {place for place, (clear, maybe) in means if day in maybe or (clear and clear[0] == day)}
    clocks = {place for place in meant if len(meant) > 1 and _holds_clocks(grid, last, place)}
    return clocks if meant - clocks else frozenset()


def _holds_clocks(grid: _Grid, last: int, place: int) -> bool:
    """Whether the first cells below a heading say the time of day alone."""
    rows = grid.sheet.rows[last : last + WITHIN]
    cells = [cell for row in rows if place <= len(row) and is_filled(cell := row[place - 1])]
    return bool(cells) and all(
        isinstance(cell, time)
        or (isinstance(cell, str) and _CLOCK.match(unicodedata.normalize("NFKC", cell)))
        for cell in cells
    )


_Told = dict[int, tuple[tuple[str | None, str | None], ...]]
"""Place → the fields that the column is, and how each is known."""


def _assigned(
    columns: Sequence[_Named], known: Synonyms, wanted: Wanted, clocks: Set[int]
) -> tuple[list[Heading], tuple[_Question, ...]]:
    """Each column with its field: as the map says, else by the clearest heading, else by the only weak one.

    ``clocks``: columns that are not of the day, whatever they are called.
    """
    told: _Told = {}
    strong: dict[str, list[tuple[int, int, _Named]]] = {}
    double: list[tuple[_Named, tuple[str, str]]] = []
    weak: list[tuple[_Named, tuple[str, ...]]] = []
    taken: set[str] = set()
    texts = [one.text for one in columns]
    for one in columns:
        mapped = _mapped(one.text, one.place, wanted)
        mapped = mapped or (_mapped(one.own, one.place, wanted) if one.own else [])
        if mapped:
            told[one.place] = tuple((None if field == DETAIL else field, "map") for field in mapped)
            taken.update(mapped)
            continue
        if two := _two_in_one(one.own, known):
            double.append((one, two))
            continue
        clear, maybe = (
            _meaning(one, known)
            if one.place not in clocks
            else _OF_THE_CLOCK.get(known.form.kind, (None, ()))
        )
        if _is_unit(columns, one):
            clear, maybe = None, ()
        if clear and clear[0] == DETAIL:
            told[one.place] = ((None, "synonym"),)
        elif clear:
            strong.setdefault(clear[0], []).append((clear[1], one.place, one))
        elif maybe := maybe or _telephone_of(one.text, texts, known):
            weak.append((one, maybe))
    ambiguous: list[_Question] = []
    for field, found in strong.items():
        if field in taken:
            continue
        taken.add(field)
        if field == known.form.title and _is_open(found):
            ambiguous.append((tuple(Heading(place, one.text) for _rank, place, one in found), (field,)))
            continue
        told |= {place: ((field, how),) for place, how in _best(found)}
    for one, fields in double:
        free = [field for field in fields if field not in taken]  # which no column says by itself
        told[one.place] = tuple((field, "synonym") for field in free)
        taken.update(free)
    options = _of_options(columns, told, taken, known)
    told |= options
    weak_told, asked = _weakly(weak, taken, known.form)
    told |= {place: ((field, "weak"),) for place, field in weak_told.items()}
    headings = [
        Heading(one.place, one.text, field, how, one.part or (one.own if one.place in options else ""))
        for one in columns
        for field, how in told.get(one.place) or ((None, None),)
    ]
    return headings, (*ambiguous, *asked)


def _is_unit(columns: Sequence[_Named], one: _Named) -> bool:
    """Whether a column says in what units the one before it counts: 数量 | 单位."""
    left = next((each.text for each in columns if each.place == one.place - 1), "")
    return one.text == "单位" and heading_key(left).endswith(("数量", "数目", "工程量"))


def _is_open(found: Sequence[tuple[int, int, _Named]]) -> bool:
    """Whether several columns are known only by the words in their headings, and none better."""
    lowest = min(rank for rank, _place, _one in found)
    groups = {one.group if one.part else place for rank, place, one in found if rank == lowest}
    return len(groups) > 1 and lowest >= _COMPOSED


def _of_options(
    columns: Sequence[_Named], told: Mapping[int, object], taken: set[str], known: Synonyms
) -> _Told:
    """Columns side by side that are called as the answers are, one of them to be ticked: 已整改 | 整改中 | 未整改."""
    found: _Told = {}
    if known.form is not HAZARDS:
        return found
    for field, words in ((STATUS, known.states), ("level", known.levels)):
        places = [
            one.place for one in columns if one.place not in told and not one.part and fold(one.own) in words
        ]
        if field not in taken and len(places) > 1:
            taken.add(field)
            found |= dict.fromkeys(places, ((field, "synonym"),))
    return found


_OF_A_PERSON = frozenset(
    (
        "职务",
        "岗位",
        "职称",
        "电话",
        "联系电话",
        "电话号码",
        "手机",
        "手机号",
        "手机号码",
        "联系方式",
        "签名",
        "签字",
    )
)


def _meaning(one: _Named, known: Synonyms) -> tuple[tuple[str, int] | None, tuple[str, ...]]:
    if known.form is HAZARDS and one.group and heading_key(one.own) in _OF_A_PERSON:
        return None, ()  # what a group says of a person besides the name
    clear, maybe = _meant(one.own, one.group, known)
    if not clear and one.group and (of_group := _meant(one.group, "", known)[0]) and of_group[0] in DAYS:
        key = heading_key(one.own)
        if key in _A_DAY or _OF_A_DAY.search(key):
            return (of_group if key in _A_DAY else None), ()
    if clear or maybe or not (one.part or "/" in one.own):
        return clear, maybe
    return _meant(one.group or one.own.partition("/")[0], "", known)


def _best(found: Sequence[tuple[int, int, _Named]]) -> Iterator[tuple[int, str]]:
    """The clearest of the columns that mean a field, with the others of its group; the first of two alike."""
    rank, place, one = min(found, key=lambda each: each[:2])
    how = "official" if rank == 0 else "synonym"
    yield place, how
    group = one.group if one.part else one.own.partition("/")[0] if "/" in one.own else ""
    for other_rank, other_place, other in found:
        others = other.group if other.part else other.own.partition("/")[0] if "/" in other.own else ""
        if other_place != place and other_rank == rank and group and others == group:
            yield other_place, how


def _weakly(
    weak: Sequence[tuple[_Named, tuple[str, ...]]], taken: set[str], form: Form
) -> tuple[dict[int, str], list[_Question]]:
    """Weak headings to the fields that are still free; where that leaves a choice that matters, it is a question."""
    told: dict[int, str] = {}
    asked: list[_Question] = []
    free = [(one, tuple(field for field in maybe if field not in taken)) for one, maybe in weak]
    for one, maybe in free:
        if len(maybe) > 1 and frozenset(maybe) in _ONE_OF:
            asked.append(((Heading(one.place, one.text),), maybe))
    for field in form.fields:
        if field in taken:
            continue
        here = [
            one
            for one, maybe in free
            if field in maybe and frozenset(maybe) not in _ONE_OF and one.place not in told
        ]
        here = [one for one in here if not _REPORTED.search(one.own)] or here
        parts = [one for one in here if one is here[0] or (one.part and one.group == here[0].group)]
        if len(here) > len(parts) and field in form.needed:
            asked.append((tuple(Heading(one.place, one.text) for one in here), (field,)))
        elif here:
            told |= {one.place: field for one in parts[: None if here[0].part else 1]}
    return told, asked


def _alike(headings: Sequence[Heading], known: Synonyms) -> tuple[tuple[Heading, str], ...]:
    taken = {one.field for one in headings}
    taken.add(DETAIL)  # to be only kept is no likeness
    free = {name: field for name, (field, _rank) in known.names.items() if field not in taken}
    found = []
    for one in headings:
        if one.field is None and one.how is None and len(one.text) > 1:
            near = get_close_matches(heading_key(one.text), list(free), 1, _ALIKE)
            if near:
                found.append((one, free[near[0]]))
    return tuple(found)
