"""What people type, taken generously and refused plainly: days, codes and labels, references, money, text."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta

from safetyctl.ground.catalogue import _, using
from safetyctl.ground.errors import BadInput, NotFound
from safetyctl.ground.limits import YEARS
from safetyctl.ground.text import place_hidden, visible

_SHOWN = 12  # allowed values named in a hint before it says how many more
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WORDS = {
    "today": 0,
    "今天": 0,
    "今日": 0,
    "yesterday": -1,
    "昨天": -1,
    "前天": -2,
    "tomorrow": 1,
    "明天": 1,
    "后天": 2,
}
_UNITS = {"d": 1, "天": 1, "日": 1, "w": 7, "周": 7}
_REFERENCE_LETTERS = "hidsealtmrvkwqpy"  # of every kind of record that has numbers


# days


def day(text: str, today: date, years: range = YEARS) -> date:
    """The day that a person means: ``2020-03-05``, ``today``, ``+7d``, ``周四``, ``3月1日``, ``2020/3/5`` …

    A weekday is the next one, today included; a month and a day are of ``today``'s year.

    Raises:
        BadInput: it is no day, with the reason (2020-02-30: February has 29 days).
    """
    found = _day(text, today)
    if found.year not in years:
        raise BadInput(
            _('"{text}" is outside the years {first} to {last}.').format(
                text=visible(text), first=years[0], last=years[-1]
            )
        )
    return found


def _day(text: str, today: date) -> date:
    said = unicodedata.normalize("NFKC", text).strip().casefold()
    if said in _WORDS:
        return _moved(text, today, _WORDS[said])
    if moved := re.fullmatch(r"([+-])\s*(\d+)\s*([dw天日周])", said):
        days = int(moved[2][:9]) * _UNITS[moved[3]]
        return _moved(text, today, days if moved[1] == "+" else -days)
    weekday = _weekday(said)
    if weekday is not None:
        return _moved(text, today, (weekday - today.weekday()) % 7)
    return _calendar_day(text, said, today)


def _weekday(said: str) -> int | None:
    if chinese := re.fullmatch(r"(?:周|星期|礼拜)([一二三四五六日天])", said):
        return "一二三四五六日".index(chinese[1].replace("天", "日"))
    if len(said) >= 3:
        for number, name in enumerate(_WEEKDAYS):
            if name.startswith(said):
                return number
    return None


def _moved(text: str, today: date, days: int) -> date:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        raise BadInput(_('"{text}" is beyond the calendar.').format(text=visible(text))) from None


def _calendar_day(text: str, said: str, today: date) -> date:
    found = re.fullmatch(r"(\d{4})([-./])(\d{1,2})\2(\d{1,2})", said)
    if found:
        year, month, number = int(found[1]), int(found[3]), int(found[4])
    else:
        found = re.fullmatch(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})[日号]?", said)
        if not found:
            raise BadInput(
                _('"{text}" is not a day.').format(text=visible(text)),
                hint=_("Write it as YYYY-MM-DD, today, +7d, thursday or 周四, 3月1日."),
            )
        year, month, number = int(found[1] or today.year), int(found[2]), int(found[3])
    try:
        return date(year, month, number)
    except ValueError:
        raise BadInput(_no_such_day(text, year, month)) from None


def _no_such_day(text: str, year: int, month: int) -> str:
    if not 1 <= month <= 12:
        return _('There is no day "{text}": a year has 12 months.').format(text=visible(text))
    if year < 1:
        return _('There is no day "{text}": the calendar begins with the year 1.').format(text=visible(text))
    last = (
        (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        if year < 9999
        else None
    )
    days = last.day if last else 31
    return _('There is no day "{text}": {month} has {days} days.').format(
        text=visible(text), month=f"{year:04}-{month:02}", days=days
    )


# moments


_NOW = ("now", "现在", "刚才")
_MOMENT = re.compile(r"(?:(.+?)(?:\s*t\s*|\s+|(?<=[日号天])))?(\d{1,2})[:时点](\d{2})分?(?:[:]?(\d{2})秒?)?")


def moment(text: str, today: date, zone: str, now: datetime | None) -> datetime:
    """The moment that a person means, aware and in UTC: ``2020-03-02 14:05``, ``14:05:30`` (of ``today``), ``now``.

    ``zone`` is the plan's, in which the clock on the wall is read; ``now`` is None where ``today`` is another day
    than the one it is. What the program itself writes, with its offset, is read back.

    Raises:
        BadInput: it is no moment, with the reason.
    """
    said = unicodedata.normalize("NFKC", text).strip().casefold()
    if said in _NOW:
        if now is None:
            raise BadInput(
                _('"{text}" is not on {day}.').format(text=visible(text), day=today),
                hint=_("Write the moment in full: 2020-03-02 14:05."),
            )
        return now
    if found := _MOMENT.fullmatch(said):
        on = day(found[1], today) if found[1] else today
        return _on_the_wall(text, on, (int(found[2]), int(found[3]), int(found[4] or 0)), zone)
    try:
        whole = datetime.fromisoformat(said.upper())
    except ValueError:
        whole = None
    if whole is None or whole.tzinfo is None:
        raise BadInput(
            _('"{text}" is not a moment.').format(text=visible(text)),
            hint=_("Write it as 2020-03-02 14:05, or 14:05 for the day in force, or now."),
        )
    day(whole.date().isoformat(), today)  # of a year that a school can mean
    return whole.astimezone(UTC)


def _on_the_wall(text: str, on: date, clock: tuple[int, int, int], zone: str) -> datetime:
    from zoneinfo import ZoneInfo

    try:
        wall = datetime.combine(on, time(*clock))
    except ValueError:
        raise BadInput(
            _('There is no time "{text}": a day has 24 hours, 00:00 to 23:59.').format(text=visible(text))
        ) from None
    there = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    if there.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != wall:
        raise BadInput(
            _('There is no time "{text}": the clocks were put forward over it.').format(text=visible(text))
        )
    return there


# choices


def nearest(name: str, names: Iterable[str]) -> list[str]:
    """Up to three of ``names`` that a person may have meant, best first."""
    from difflib import get_close_matches

    folded = {candidate.casefold(): candidate for candidate in names}
    found = get_close_matches(name.casefold(), folded, n=3, cutoff=0.5)
    within = [one for one in folded if name and name.casefold() in one and one not in found]
    return [folded[one] for one in [*found, *within][:3]]


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """A hint: what may have been meant, and else what there is."""
    everything = list(names)
    close = nearest(name, everything)
    if close:
        return _("Did you mean {names}?").format(names=_(", ").join(close))
    return _("There are: {names}").format(names=_listed(everything))


def _listed(names: list[str]) -> str:
    shown = _(", ").join(names[:_SHOWN])
    left = len(names) - _SHOWN
    return _("{names} and {count} more").format(names=shown, count=left) if left > 0 else shown


Labels = str | tuple[str, ...]


def one_of(text: str, choices: Mapping[str, Labels], what: str) -> str:
    """The code of ``choices`` that ``text`` names: by code, by a label in either language, or a unique prefix.

    ``what`` says what is chosen, in the language in use ("campus"). Labels are catalogue keys or plain names.

    Raises:
        NotFound: none, or more than one, is meant; the hint names the nearest.
    """
    said = unicodedata.normalize("NFKC", text).strip().casefold()
    if said in choices:
        return said
    names = {code: _names(code, labels) for code, labels in choices.items()}
    exact = [code for code, known in names.items() if said in known]
    begun = [code for code, known in names.items() if said and any(name.startswith(said) for name in known)]
    for found in (exact, begun):
        if len(found) == 1:
            return found[0]
    if len(begun) > 1:
        raise NotFound(
            _('"{text}" names more than one {what}.').format(text=visible(text), what=what),
            hint=_("Say which: {names}").format(names=_listed([_shown(c, choices[c]) for c in begun])),
        )
    raise NotFound(
        _('There is no {what} "{text}".').format(what=what, text=visible(text)),
        hint=_nearest_hint(said, names, {code: _shown(code, labels) for code, labels in choices.items()}),
    )


def _names(code: str, labels: Labels) -> tuple[str, ...]:
    given = (labels,) if isinstance(labels, str) else labels
    with using("zh"):
        chinese = tuple(_(label) for label in given)
    return tuple(name.casefold() for name in (code, *given, *chinese))


def _shown(code: str, labels: Labels) -> str:
    label = _(labels) if isinstance(labels, str) else labels[0]
    return code if label in ("", code) else f"{code} ({label})"


def _nearest_hint(said: str, names: Mapping[str, tuple[str, ...]], shown: Mapping[str, str]) -> str:
    by_name = {name: code for code, known in names.items() for name in known}
    codes = dict.fromkeys(by_name[name] for name in nearest(said, by_name))
    if codes:
        return _("Did you mean {names}?").format(names=_(", ").join(shown[code] for code in codes))
    return _("There are: {names}").format(names=_listed(list(shown.values())))


# references


def reference(text: str, letter: str) -> int | str:
    """The record that is named: its number (``H12``, ``h0012``, ``12``, ``#12``) or the beginning of its uid.

    Raises:
        BadInput: neither, or a reference to another kind of record.
    """
    said = unicodedata.normalize("NFKC", text).strip().lower()
    if found := re.fullmatch(r"(?:(#|[a-z])-?)?(\d{1,7})", said):
        if found[1] in (None, "#", letter.lower()) and int(found[2]) > 0:
            return int(found[2])
        if found[1] in tuple(_REFERENCE_LETTERS) and found[1] != letter.lower():
            raise BadInput(
                _('"{text}" names another kind of record; here it is {letter} and a number.').format(
                    text=visible(text), letter=letter.upper()
                )
            )
    elif re.fullmatch(r"[0-9a-f][0-9a-f-]{3,35}", said):
        return said
    raise BadInput(
        _('"{text}" names no record.').format(text=visible(text)),
        hint=_("Write {letter}12, 12, or the beginning of its uid.").format(letter=letter.upper()),
    )


# money and text


def money(text: str) -> float:
    """An amount in 万元, to the yuan: ``3.5``, ``3.5万``, ``35000元``.

    Raises:
        BadInput: no amount, a negative one, or one finer than a yuan.
    """
    said = unicodedata.normalize("NFKC", text).strip().replace(",", "").replace("¥", "")
    found = re.fullmatch(r"(\d{1,9}(?:\.\d+)?)\s*(万元|万|元)?", said)
    amount = float(found[1]) / (10_000 if found[2] == "元" else 1) if found else None
    if amount is None or abs(round(amount, 4) - amount) > 1e-9:
        raise BadInput(
            _('"{text}" is not an amount.').format(text=visible(text)),
            hint=_("Write it in 万元, to the yuan: 3.5, or 35000元."),
        )
    return round(amount, 4)


def kept(text: str, what: str, limit: int, *, lines: bool = False) -> str:
    """Text that may be kept: trimmed, not empty, with nothing hidden in it; ``lines`` allows line breaks.

    ``what`` names the field as it was typed (``--title``).

    Raises:
        BadInput: it is empty, too long, or has a hidden character or a line break.
    """
    clean = text.replace("\r\n", "\n").strip()
    if not clean:
        raise BadInput(_("{what} is empty.").format(what=what))
    place = place_hidden(clean if lines else clean.replace("\n", "\r"))
    if place is not None:
        raise BadInput(
            _("{what} has a character that does not show, U+{code}, at place {place}.").format(
                what=what, code=f"{ord(clean[place]):04X}", place=place + 1
            ),
            hint=_("Type the text again instead of pasting it."),
        )
    if len(clean) > limit:
        raise BadInput(
            _("{what} has {count} characters; {limit} fit.").format(what=what, count=len(clean), limit=limit)
        )
    return clean
