"""Days as ledgers write them: 2020.3.5, 2020年3月5日, 20200305, 3/5/20, 3月5日, 43895, and what stands around a year.

Nothing is guessed: the order of 3/5/20 is the one that all days with that mark allow, a day without its year takes
the year that the row, the rows before it, or the head of the form says, and is unreadable where none does.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from safetyctl.ground.catalogue import _
from safetyctl.ground.hours import HALF
from safetyctl.intake.words import cells
from safetyctl.intake.words.cells import Cell, Unreadable

Order = Literal["ymd", "mdy", "dmy"]
ORDERS: tuple[Order, ...] = ("ymd", "mdy", "dmy")
MARKS = "-./"
Orders = Mapping[str, Order]
"""How 3/5/20 is meant, by the mark between the numbers: who writes 3/5/20 and 20.3.5 means two orders."""
MONTH_FIRST: Orders = dict.fromkeys(MARKS, "mdy")
WEEKDAY = "(?:星期|周|礼拜)[一二三四五六日天]"
"""A day of the week, as a pattern."""

_SPACED = re.compile(r"\s*([-./年月日号])\s*")
_WEEKDAY_FIRST = re.compile(rf"^{WEEKDAY}[,，\s]*(?=[0-9二〇零一])")
_FULL_STOP = re.compile(r"(?<=[0-9])。(?=[0-9])")
_ELSEWHERE = "、,—–_ "
_OTHER_MARKS = re.compile(
    rf"(?P<y>(?:19|20)[0-9]{{2}})(?P<mark>[{_ELSEWHERE}])\s*(?P<m>[0-9]{{1,2}})\s*(?P=mark)\s*(?P<d>[0-9]{{1,2}})(?![0-9])"
)
"""A day that is written whole, with marks between its numbers that stand between other things elsewhere."""
_PART = rf"(?:全天|整天|夜间|夜里|夜晚?|午间|午休|早自习|晚自习|大?课间|放学后?|{HALF})\s*"
_ZONE = r"(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?(?![:0-9时点]))"
_NOON = r"(?:\s*[AaPp]\.?[Mm]\b\.?)"
_CLOCK = (
    r"[0-9]{1,2}[:时点](?:半|整|[一三]刻"
    rf"|[0-9]{{0,2}}(?::[0-9]{{2}}(?:\.[0-9]+)?{_ZONE}?)?分?){_NOON}?"
)
_HOURS = rf"(?:{_PART})?(?:(?:{_CLOCK}|(?<![0-9])[0-9]{{1,2}})\s*[-–—~至到]+\s*(?:{_PART})?)?{_CLOCK}"
_AFTER = re.compile(
    rf"(?:[(（]?{WEEKDAY}[)）]?)?\s*(?:T(?=[0-9]))?"
    rf"(?:(?>{_HOURS}|{_PART})(?>\s*[、,和及]?\s*(?:{_HOURS}|{_PART}))*+(?:左右|许)?)?"
    r"(?:(?:下班|放学)?[之以]?前|止|完成)?[.。]?$"
)
"""What may follow a day in its cell: the day of the week, a part of the day, hours.

Each of the hours is taken in one way only: a cell with a timetable would take for ever otherwise.
"""
_INSTANT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}):[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?Z")
"""A moment in universal time: JavaScript writes midnight of a Chinese day as 16:00Z of the day before."""
_IN_CHINA = timedelta(hours=8)
_MARKED_DAY = re.compile(r"((?:[0-9]{2}|[0-9]{4})([-./])[0-9]{1,2}\2[0-9]{1,2})[日号]")
"""2020.3.5日: figures with their marks, and the word for a day besides."""
_SIX = re.compile(r"(?P<a>[0-9]{1,2})(?P<sep>[-./])(?P<b>[0-9]{1,2})(?P=sep)(?P<c>[0-9]{4}|[0-9]{1,2})")
_TWO_DIGIT_YEAR = re.compile(r"(?P<y>[0-9]{2})年(?P<m>[0-9]{1,2})月(?P<d>[0-9]{1,2})[日号]?")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_ENGLISH = re.compile(
    r"(?P<d>[0-9]{1,2})[- /]?(?P<m>[A-Za-z]{3,9})\.?(?:[-, /]{0,2}(?P<y>[0-9]{4}|[0-9]{2}))?"
    r"|(?P<m2>[A-Za-z]{3,9})\.? ?(?P<d2>[0-9]{1,2}), ?(?P<y2>[0-9]{4})"
)
"""5-Mar-20, 05 March 2020, Mar 5, 2020: Excel shows and writes days so where it speaks English."""
_EIGHT = re.compile(r"(?P<y>(?:19|20)[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})")
_WITHOUT_YEAR = re.compile(r"(?P<m>[0-9]{1,2})(?:月(?P<d>[0-9]{1,2})[日号]?|[./](?P<d2>[0-9]{1,2}))")
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_TENS = re.compile(r"([一二三])?十([一二三四五六七八九])?")
_YEAR = re.compile(r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?=\s*(?:年|学年|[-./—~至]\s*[0-9]))")
_YEAR_ALONE = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_WHOLE_DAY = re.compile(r"(?:19|20)[0-9]{2}\s*[-./年]\s*[0-9]{1,2}\s*[-./月]\s*[0-9]{1,2}")
_NUMBER = r"(?:[0-9]{1,3}|[一二三四五六七八九十两]{1,3})"
_AMID = re.compile(
    r"(?:(?:(?:19|20)?[0-9]{2}\s*[年./-]\s*)?(?<![0-9])[0-9]{1,2}\s*[月./-]\s*[0-9]{1,2}(?![0-9])\s*[日号]?"
    r"|(?<![0-9])(?:19|20)[0-9]{6}(?![0-9])"
    rf"|{_NUMBER}个?(?:工作日|日|天|周|星期|月|小时)[之以]?内"
    rf"|(?:(?:20[0-9]{{2}}|今|本)年)?(?:{_NUMBER}|本)月(?:份?[底末]|[上中下]旬)"
    r"|立即|立行立改|马上|尽快|当[日天]|长期|近期)(?:[之以]?前)?(?:完成整改|整改完成|整改到位|整改完毕|完成|整改)?"
)
"""A day or a deadline that stands in a cell with other words."""
_BEGINS = r"(?<![一-鿿])"
"""Where a word begins: 三天 and 明天 may be the end of a name."""
_WEEK = "(?:周|星期|礼拜)"
_IN_WORDS = re.compile(
    rf"(?:{_BEGINS}(?:{_NUMBER}(?:个?(?:工作日|自然日|小时)|个月|天|周|个?星期)|半个?[月年])"
    rf"|[本当这下次]个?月(?:[0-9]{{1,2}}[日号]|[底初末])?|{_BEGINS}月[底末]"
    rf"|{_BEGINS}(?:(?:20[0-9]{{2}}|[今本明])年)?{_NUMBER}月份?(?!\s*[0-9])|(?<![0-9月./-])[0-9]{{1,2}}[日号](?=[之以]?前)"
    rf"|[本这下]个?{_WEEK}[一二三四五六日天末]?|{_BEGINS}{_WEEK}[一二三四五六日末]|{_BEGINS}[次翌明今隔][日天]"
    rf"|(?:20[0-9]{{2}}|[今本明]|{_BEGINS})年[底末内]|[上下]半年|第?[一二三四1-4]季度|[本下]学期"
    r"|[寒暑]假|假期|[开复放入返][学课](?=[前后])|五一|国庆|春节|元旦|汛期|雨季"
    rf"|立刻|即[时刻]|当班|持续|{_BEGINS}(?:待定|另定)|已(?:整改)?(?:完成|完毕|整改))"
    r"(?:期间|[之以]?[前内后])?(?:完成整改|整改完成|整改到位|整改完毕|完成|整改)?"
)
"""What else a cell for people and a day says of it without a day: 下周五前, 暑假期间, 待定."""
_SETS_APART = " \n\t,，、;；:：/|()（）-—"
_MONTH = re.compile(r"(?<![0-9])(1[0-2]|0?[1-9])月(?!\s*[0-9])")
_NUMBERED = re.compile(r"([0-9]{1,2})[日号]")
_MADE = re.compile("[填上]报|填表|制表|报送|编制|印|更新|审核|截[至止]|制[)）]?$")
_NUMBERS = frozenset(str(number) for number in range(1, 32))
_FROM_SEPTEMBER = 9
_EARLIER = timedelta(days=31)
_NEARER = timedelta(days=20)
_LONG = timedelta(days=240)
_CENTURY = 2000
_CLOSE = 5  # years: what a date of a table may be away from the others and still be likely


class Short(NamedTuple):
    """A day without its year."""

    month: int
    day: int

    def in_year(self, year: int) -> date | None:
        """The day in that year; None where that year has none (29 February)."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None


def read(cell: Cell, orders: Orders = MONTH_FIRST, from_1904: bool = False) -> date | Short | None:
    """The day in a cell, or a ``Short`` without year; None for an empty one. Raises Unreadable.

    ``orders`` say how 3/5/20 is meant (see ``orders_of``).
    """
    try:
        return cells.day(cell, from_1904)
    except Unreadable as unreadable:
        if isinstance(cell, bool) or not isinstance(cell, str | int | float):
            raise
        if isinstance(cell, float) and (short := _typed_with_a_dot(cell)) is not None:
            return short
        found = _more(plain(cells.said(cell)), orders, isinstance(cell, str))
        if found is None:
            raise unreadable
        return found


def day_amid(cell: Cell) -> Cell:
    """The one day or deadline that is written among other words in a cell: 张三 3月10日前, 张三 下周五前.

    None where nothing is said of one; the cell as it is, which is no day, where there are several.
    """
    if not isinstance(cell, str):
        return cell
    found = _days_amid(unicodedata.normalize("NFKC", cell))
    if len(found) == 1:
        return str(found[0])
    return cell if found or any(map(str.isdigit, cell)) else None


def words_beside(cell: Cell) -> Cell:
    """What else is written in a cell with one day in it; the cell as it is where there is not one alone."""
    if not isinstance(cell, str):
        return None
    text = unicodedata.normalize("NFKC", cell)
    if len(_days_amid(text)) != 1:
        return cell
    return _IN_WORDS.sub(" ", _AMID.sub(" ", text)).strip(_SETS_APART)


def _days_amid(text: str) -> list[str]:
    """The days that are written in a text, else what words say of one."""
    return _AMID.findall(text) or _IN_WORDS.findall(text)


def _typed_with_a_dot(cell: float) -> Short | None:
    """The day that 3.5 or 3.12 is where it was typed as a date and Excel took it for a number; None for another one.

    Raises Unreadable for 3.1, which may have been 3.10.
    """
    month, _dot, day = str(cell).partition(".")
    found = Short(int(month), int(day)) if month.isdigit() and day.isdigit() else Short(0, 0)
    if len(day) > 2 or found.in_year(_CENTURY) is None:
        return None
    if len(day) == 1 and found._replace(day=found.day * 10).in_year(_CENTURY):
        raise Unreadable(
            _("it is a number, and may be {month}-{day} or {month}-{day}0; write it as 2020-03-05").format(
                month=month, day=day
            )
        )
    return found


def plain(text: str) -> str:
    """A written day without spaces inside, Chinese figures as digits, and what may follow a day taken off."""
    text = unicodedata.normalize("NFKC", text).strip()
    if instant := _INSTANT.fullmatch(text):
        return _in_china(*instant.groups()) or text
    if len(text) > 4 and text[4] in _ELSEWHERE:
        text = _OTHER_MARKS.sub(r"\g<y>-\g<m>-\g<d>", text, count=1)
    text = _WEEKDAY_FIRST.sub("", text)
    text = _FULL_STOP.sub(".", _SPACED.sub(r"\1", text))
    text = _AFTER.sub("", text).strip() or text
    if marked := _MARKED_DAY.fullmatch(text):
        return marked[1]
    return in_digits(text) if "月" in text else text


def _in_china(day: str, hour: str) -> str | None:
    try:
        return (datetime.fromisoformat(f"{day}T{hour}:00:00") + _IN_CHINA).date().isoformat()
    except (ValueError, OverflowError):
        return None


def in_digits(text: str) -> str:
    """The text with its Chinese figures up to 三十九, and those of a year, as digits."""
    return _TENS.sub(_ten, text).translate(_DIGITS)


def _ten(found: re.Match[str]) -> str:
    return f"{found[1] or '一'}{found[2] or '0'}" if found[1] or found[2] else "10"


def _more(text: str, orders: Orders, written: bool) -> date | Short | None:
    try:
        if found := _EIGHT.fullmatch(text):
            return cells.day(f"{found['y']}-{found['m']}-{found['d']}")
        return _in_figures(text, orders) if written else None
    except Unreadable:
        raise  # it says why
    except ValueError:
        return None


def _in_figures(text: str, orders: Orders) -> date | Short | None:
    if six := _SIX.fullmatch(text):
        return _ordered(six, orders[six["sep"]])
    if short := _TWO_DIGIT_YEAR.fullmatch(text):
        return _in_century(int(short["y"]), int(short["m"]), int(short["d"]))
    if bare := _WITHOUT_YEAR.fullmatch(text):
        found = Short(int(bare["m"]), int(bare["d"] or bare["d2"]))
        date(_CENTURY, *found)  # a leap year: 29 February may be one
        return found
    if (english := _ENGLISH.fullmatch(text)) and (named := _in_english(english)) is not None:
        return named
    return cells.day(text)


def _in_english(found: re.Match[str]) -> date | Short | None:
    """The day that is written with the name of its month; None for a word that names none."""
    name = (found["m"] or found["m2"]).lower()
    month = next((number for number, whole in enumerate(_MONTHS, start=1) if whole.startswith(name)), None)
    if month is None:
        return None
    year, day = found["y"] or found["y2"], int(found["d"] or found["d2"])
    date(_CENTURY, month, day)  # a leap year: 29 February may be one
    return _in_century(int(year), month, day) if year else Short(month, day)


def _ordered(six: re.Match[str], order: Order) -> date:
    return _in_century(*_parts(six, order))


def _parts(six: re.Match[str], order: Order) -> tuple[int, int, int]:
    """Year, month and day; raises ValueError where the year is none."""
    a, b, c = int(six["a"]), int(six["b"]), int(six["c"])
    if order == "ymd" and len(six["c"]) <= 2:
        return _of_century(a), b, c
    if len(six["c"]) == 1:
        raise ValueError(six.string)  # no year has one figure
    month, day = (a, b) if order != "dmy" else (b, a)
    return _of_century(c), month, day


def _of_century(year: int) -> int:
    return year if year > 99 else _CENTURY + year


def _in_century(year: int, month: int, day: int) -> date:
    found = date(_of_century(year), month, day)
    cells.day(found)
    return found


def orders_of(written: Iterable[Cell], near: date | None, as_of: date) -> tuple[Orders, Orders]:
    """How 3/5/20 is meant in a table by the mark between the numbers, and which of that is not certain.

    ``near`` is a day of the table that is written whole, if any. An order holds for a mark if every such cell is a
    day in it, of a year that is likely. Of several that hold, one whose years lie close together is meant, of these
    one of our time, and of these month first for a slash, year first for a dot or hyphen. It is not certain then, nor
    is one whose years lie far apart.
    """
    years = (
        range(near.year - _CLOSE, near.year + _CLOSE + 1) if near else range(_CENTURY, as_of.year + _CLOSE)
    )
    sixes: dict[str, list[re.Match[str]]] = {}
    for cell in written:
        if isinstance(cell, str) and (six := _SIX.fullmatch(plain(cell))):
            sixes.setdefault(six["sep"], []).append(six)
    ours = (near or as_of).year
    found = {mark: _order_of(those, years, ours) for mark, those in sixes.items()}
    return (
        {**MONTH_FIRST, **{mark: order for mark, (order, _certain) in found.items()}},
        {mark: order for mark, (order, certain) in found.items() if not certain},
    )


def mark_of(text: str) -> str | None:
    """The mark between the numbers of a day such as 3/5/20, which alone does not say what each of them is."""
    six = _SIX.fullmatch(plain(text))
    return six["sep"] if six else None


def whole(cell: Cell) -> date | None:
    """The day of a date cell, or of text that gives the year in four figures; None for all else."""
    if isinstance(cell, date):
        return cell.date() if isinstance(cell, datetime) else cell
    if not isinstance(cell, str) or _WHOLE_DAY.match(cell) is None:
        return None
    try:
        found = read(cell)
    except Unreadable:
        return None
    return found if isinstance(found, date) else None


def _order_of(sixes: Sequence[re.Match[str]], years: range, ours: int) -> tuple[Order, bool]:
    slashed = sixes[0]["sep"] == "/"
    preferred: tuple[Order, ...] = ("mdy", "dmy", "ymd") if slashed else ("ymd", "mdy", "dmy")
    whole = all(len(six["c"]) == 4 for six in sixes)
    if whole:  # whichever the year is, it tells nothing of the order
        preferred, years = ("mdy", "dmy"), range(1, 10_000)
    count = {order: sum(_likely(six, order, years) for six in sixes) for order in preferred}
    holds = [order for order in preferred if count[order] == len(sixes)]
    if not holds:
        return max(preferred, key=lambda order: count[order]), False
    if whole:
        return holds[0], len(holds) == 1 or all(int(six["a"]) == int(six["b"]) for six in sixes)
    holds.sort(key=lambda order: (_spread(sixes, order) > _CLOSE, _distance(sixes, order, ours) > _CLOSE))
    same = all(_ordered(six, holds[0]) == _ordered(six, other) for six in sixes for other in holds)
    return holds[0], same and _spread(sixes, holds[0]) <= _CLOSE


def _spread(sixes: Sequence[re.Match[str]], order: Order) -> int:
    years = [_ordered(six, order).year for six in sixes]
    return max(years) - min(years)


def _distance(sixes: Sequence[re.Match[str]], order: Order, ours: int) -> int:
    return max(abs(_ordered(six, order).year - ours) for six in sixes)


def _likely(six: re.Match[str], order: Order, years: range) -> bool:
    try:
        return date(*_parts(six, order)).year in years
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Years:
    """What the head of a form, the sheet's and the file's name say of the year."""

    years: tuple[int, ...] = ()
    until: date | None = None

    def of(self, short: Short) -> date | None:
        """The day in the year that is said; None where none is said, more than one that fits, or none for certain.

        A ledger of 2020 is of 2020, whenever it was handed in.
        """
        if len(self.years) == 1:
            day = short.in_year(self.years[0])
            late = day is not None and self.until is not None and day > self.until
            return None if late else day
        if len(self.years) == 2 and self.years[1] - self.years[0] == 1:
            return short.in_year(self.years[0] if short.month >= _FROM_SEPTEMBER else self.years[1])
        return _last_before(short, self.until) if self.until is not None and not self.years else None


def _last_before(short: Short, until: date) -> date | None:
    """The last day of that name up to the day of a form; None for one that lies soon after it."""
    day = short.in_year(until.year)
    if day is not None and day <= until:
        return day
    soon = day is not None and day - until <= _LONG
    return None if soon else short.in_year(until.year - 1)


def years_in(head: Sequence[str], names: Sequence[str]) -> Years:
    """What the lines above a table, and the names of sheet and file, say of the year; the head goes first."""
    until = None
    titled: set[int] = set()
    for text in head:
        plain = unicodedata.normalize("NFKC", text)
        for found in _WHOLE_DAY.findall(plain):
            try:
                day = read(re.sub(r"\s", "", found))
            except Unreadable:
                continue
            if isinstance(day, date):
                until = max(until, day) if until else day
        titled |= {int(found[:4]) for found in _YEAR.findall(_WHOLE_DAY.sub("", plain))}
    if not titled and until is None:
        titled = {
            int(found) for text in names for found in _YEAR_ALONE.findall(unicodedata.normalize("NFKC", text))
        }
    return Years(tuple(sorted(titled)), until)


def months_in(texts: Iterable[str]) -> set[int]:
    """The months that texts name without a day: 2020年9月安全巡查记录, 九月份; not the one they were made in."""
    plain = (
        unicodedata.normalize("NFKC", text) for text in texts if "月" in text and not says_when_made(text)
    )
    return {int(one) for text in plain for one in _MONTH.findall(in_digits(text))}


def says_when_made(text: str) -> bool:
    """Whether a line says when a paper was made or handed in: 填报时间, （2020年9月制）."""
    return _MADE.search(text) is not None


def numbered(cell: Cell) -> int | None:
    """The number of a day that says no month: 5日, 5号（周六）; None for any other cell."""
    found = _NUMBERED.fullmatch(plain(cell)) if isinstance(cell, str) else None
    return int(found[1]) if found else None


def is_number_of_day(cell: Cell) -> bool:
    """Whether a cell is a number from 1 to 31 and no more."""
    return not isinstance(cell, bool | date) and cells.said(cell) in _NUMBERS


def nearest(short: Short, day: date) -> date | None:
    """The day of that name that lies nearest to another, as the row before or after it; None between two years."""
    around = sorted(
        (one for year in (day.year - 1, day.year, day.year + 1) if (one := short.in_year(year))),
        key=lambda one: abs(one - day),
    )
    if len(around) > 1 and abs(around[1] - day) - abs(around[0] - day) < _NEARER:
        return None
    return around[0] if around else None


def following(short: Short, found: date) -> date | None:
    """The first day of that name from a month before ``found`` on: a deadline, a step that comes after.

    None for one that lies so long after it that it may as well be meant to lie before.
    """
    around = (short.in_year(year) for year in (found.year - 1, found.year, found.year + 1, found.year + 2))
    first = next((one for one in around if one and one >= found - _EARLIER), None)
    return first if first is not None and first - found <= _LONG else None


def needs_year(short: Short) -> Unreadable:
    """Why a day without year cannot be read, and how to say the year."""
    return Unreadable(
        _(
            "{month}-{day} has no year, and nothing around it says which for certain; --map says it: [rows] year"
        ).format(month=short.month, day=short.day)
    )
