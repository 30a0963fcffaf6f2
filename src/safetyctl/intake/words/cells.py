"""One cell at a time: what it says, or why it cannot be read. Nothing is guessed.

Each function takes a cell as the workbook gives it and returns a plain value, or None for an empty cell;
it raises ``Unreadable`` with the problem in the language in use.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache

from safetyctl.ground.catalogue import LANGUAGES, _, using
from safetyctl.ground.limits import FIRST_DAY, LAST_DAY, LINE, PROSE, YEARS
from safetyctl.ground.text import first_hidden, fold
from safetyctl.ledger.words import SOURCE_LABELS, Source
from safetyctl.plan.model import Plan

Cell = str | int | float | bool | date | datetime | time | timedelta | None

DECIMALS = 4
MOST_FUNDS = 100_000_000

_UNSEEN = "\u00ad\u200b\u2060\ufeff\x07\x08"
_STRAY = str.maketrans(dict.fromkeys("\x0b\x0c\u2028\u2029", "\n") | dict.fromkeys(_UNSEEN, ""))
_BREAKS = str.maketrans("\r\u2028\u2029\t", "\n\n\n ")
_DASHES = frozenset(("/", "\\", "-", "--", "—", "——", "无"))
_NULLS = frozenset(("null", "(null)", "undefined", "none", "nil"))
"""What programs write into a cell that is empty."""
_DAY = re.compile(
    r"(?P<year>[0-9]{4})(?:(?P<sep>[-./])(?P<month>[0-9]{1,2})(?P=sep)(?P<day>[0-9]{1,2})"
    r"|年(?P<m2>[0-9]{1,2})月(?P<d2>[0-9]{1,2})[日号]?)"
    r"(?:[T ]*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
)
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,20})?")
_EXCEL_EPOCH = date(1899, 12, 30)
_SERIALS = range((FIRST_DAY - _EXCEL_EPOCH).days, (LAST_DAY - _EXCEL_EPOCH).days + 1)

_SOURCES: dict[str, Source] = {
    **dict.fromkeys(("检查", "排查", "巡查", "日常检查", "日常排查", "专项检查"), Source.INSPECTION),
    **dict.fromkeys(("自查", "自查自纠"), Source.SELF_CHECK),
    **dict.fromkeys(("督查", "督导", "上级检查", "集团督查"), Source.SUPERVISION),
    **dict.fromkeys(("报告", "上报", "举报", "师生反映"), Source.REPORT),
}
_YES = frozenset(("是", "按期", "√", "✓", "✔", "yes", "y", "true"))
_NO = frozenset(("否", "未按期", "逾期", "×", "no", "n", "false"))


class Unreadable(ValueError):
    """A cell that cannot be read; the message says why."""


def why_not(read: Callable[[Cell], object], cell: Cell) -> str:
    """Why ``read`` cannot read a cell, in the language in use; empty where it can."""
    try:
        read(cell)
    except Unreadable as unreadable:
        return str(unreadable)
    return ""


def cell_at(row: Sequence[Cell], place: int) -> Cell:
    """The cell of a row at a place, counted from 1; None beyond its end, and at 0, for a column that there is not."""
    return row[place - 1] if 0 < place <= len(row) else None


def is_filled(cell: Cell) -> bool:
    """Whether anything stands in the cell besides spaces."""
    return cell is not None and not (isinstance(cell, str) and (not cell or cell.isspace()))


def said(cell: Cell) -> str:
    """What the cell shows, on as many lines as it has, without the spaces around."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell).replace("\r\n", "\n").translate(_BREAKS).strip()


def prose(cell: Cell, limit: int = PROSE) -> str | None:
    """Text of at most ``limit`` characters, breaks kept. Hidden characters are refused."""
    text = said(cell)
    bad = first_hidden(text)
    if bad is not None:
        raise Unreadable(
            _("it contains the character U+{code:04X}, which cannot be kept").format(code=ord(bad))
        )
    if len(text) > limit:
        raise Unreadable(_("it has {n} characters; at most {limit} fit").format(n=len(text), limit=limit))
    return None if _nothing(text) else text


def line(cell: Cell) -> str | None:
    """Text on one line: a break inside becomes a space. Hidden characters are refused."""
    text = prose(cell)
    return prose(" ".join(text.split()), LINE) if text else None


def is_nothing(cell: Cell) -> bool:
    """Whether the cell says that there is nothing: a dash, 无."""
    return _nothing(said(cell))


def _nothing(text: str) -> bool:
    return not text or text in _DASHES or text.lower() in _NULLS


def day(cell: Cell, from_1904: bool = False) -> date | None:
    """A calendar day: a date cell, 2020-03-05, 2020.3.5, 2020/3/5, 2020年3月5日, or a day's serial number.

    ``from_1904``: the workbook counts its days from 1904, so a bare serial number is not to be trusted.
    """
    if isinstance(cell, datetime):
        return _plausible(cell.date())
    if isinstance(cell, date):
        return _plausible(cell)
    text = unicodedata.normalize("NFKC", said(cell)).strip()
    if _nothing(text):
        return None
    if isinstance(cell, bool | time | timedelta):
        raise Unreadable(_("it is not a date"))
    serial = _serial(cell if isinstance(cell, int | float) else text)
    if serial is not None and not from_1904:
        return _EXCEL_EPOCH + timedelta(days=serial)
    return _written_day(text)


def _serial(value: float | str) -> int | None:
    if isinstance(value, str) and _NUMBER.fullmatch(value) is None:
        return None
    try:
        number = int(float(value))
    except (ValueError, OverflowError):
        return None
    return number if number in _SERIALS else None


def _written_day(text: str) -> date:
    found = _DAY.fullmatch(re.sub(r"\s*([-./年月日])\s*", r"\1", text))
    if found is None:
        raise Unreadable(_("it is not a date; write it as 2020-03-05"))
    month, of_month = found["month"] or found["m2"], found["day"] or found["d2"]
    try:
        day = date(int(found["year"]), int(month), int(of_month))
    except ValueError as error:
        raise Unreadable(_("there is no such day")) from error
    return _plausible(day)


def _plausible(value: date) -> date:
    if value.year not in YEARS:
        raise Unreadable(_("the year {year} cannot be right").format(year=value.year))
    return value


def funds(cell: Cell) -> float | None:
    """Money in 万元, to the yuan: 0.3, 0.3万元, 3000元; 无 and 0 are no money at all, which is an answer."""
    text = unicodedata.normalize("NFKC", said(cell)).replace(",", "").replace(" ", "")
    if text == "无":
        return 0.0
    if _nothing(text):
        return None
    in_yuan = text.endswith("元") and not text.endswith("万元")
    bare = text.removesuffix("元").removesuffix("万").removesuffix("元")
    if isinstance(cell, bool) or _NUMBER.fullmatch(bare) is None:
        raise Unreadable(_("it is not an amount in units of 10,000 yuan"))
    amount = Decimal(bare) / (10_000 if in_yuan else 1)
    whole = round(amount, DECIMALS)
    if not 0 <= amount <= MOST_FUNDS:
        raise Unreadable(_("it is not an amount that can be right"))
    if abs(amount - whole) > Decimal("1e-9"):
        raise Unreadable(_("it is finer than one yuan"))
    return float(whole)


def _both_languages(labels: Iterable[tuple[str, str]]) -> dict[str, str]:
    known = {}
    for code, label in labels:
        known[code] = code
        for lang in LANGUAGES:
            with using(lang):
                known[fold(_(label))] = code
    return known


@cache
def _sources() -> dict[str, Source]:
    known = _both_languages((str(code), label) for code, label in SOURCE_LABELS.items())
    return {word: Source(code) for word, code in known.items()} | _SOURCES


def source(cell: Cell) -> Source | None:
    """排查方式, in any of the words that are in use for it, or its code."""
    text = fold(said(cell))
    if _nothing(text):
        return None
    if text in _sources():
        return _sources()[text]
    raise Unreadable(_("it is not a way of finding that is known"))


def yes_or_no(cell: Cell) -> bool | None:
    """是 or 否, and what else stands for them."""
    text = fold(said(cell))
    if _nothing(text):
        return None
    if text in _YES or text in _NO:
        return text in _YES
    raise Unreadable(_("it is neither 是 nor 否"))


def cleaned(text: str) -> str:
    """Text without what Excel and web pages leave in it and nobody sees; what could deceive stays, and is refused."""
    return text.translate(_STRAY).replace("_x000D_", "")


def answer(cell: Cell) -> bool | None:
    """Yes or no; None for a cell that says neither."""
    try:
        return yes_or_no(cell)
    except Unreadable:
        return None


def campus_names(campuses: Iterable[str]) -> dict[str, str]:
    """What ``campus`` looks names up in."""
    return {fold(name): name for name in campuses}


def campus(cell: Cell, names: Mapping[str, str]) -> str | None:
    """The campus named, as the ledger writes it."""
    text = fold(said(cell))
    if _nothing(text):
        return None
    if text in names:
        return names[text]
    raise Unreadable(_("there is no such campus"))


def area_names(plan: Plan) -> dict[str, tuple[str, str | None]]:
    """What ``area`` looks names up in: codes and titles, of areas and of check items, to both codes."""
    known: dict[str, tuple[str, str | None]] = {}
    for one in plan.areas:
        for item in one.items:
            for word in (item.code, item.title.zh, item.title.en):
                known.setdefault(fold(word), (one.code, item.code))
    for one in plan.areas:
        for word in (one.code, one.name.zh, one.name.zh.removesuffix("安全"), one.name.en):
            known[fold(word)] = (one.code, None)
    return known


def area(cell: Cell, names: Mapping[str, tuple[str, str | None]]) -> tuple[str, str | None] | None:
    """隐患类别: the codes of the area and, where a check item is named, of the item."""
    text = fold(said(cell))
    if _nothing(text):
        return None
    if text in names:
        return names[text]
    raise Unreadable(_("there is no such area"))
