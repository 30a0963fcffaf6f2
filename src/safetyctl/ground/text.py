"""User text: refused at the door where it hides something, made visible where it leaves."""

import re
import unicodedata
from functools import cache

_EMOJI = "\u2190-\u2bff\U0001f000-\U0001faff"
_JOINING = "\u0600-\u10ff\u1200-\u1aff\ua800-\uabff"
"""Scripts whose letters change where they are joined or kept apart: Arabic, those of India, Mongolian and others."""
_SELECTING = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
_BLANK = f"\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0{_SELECTING}"
"""What shows nothing and passes for printable."""
_INVISIBLE = (
    f"{_BLANK}\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_NO_TEXT = "\x00-\t\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef" + "".join(
    chr(plane + end) for plane in range(0, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF)
)
_SEQUENCE = (
    "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,6}\U000e007f"  # the flag of a part of a country
    f"|(?<=[{_EMOJI}\ufe0f\U000e007f])\u200d(?=[{_EMOJI}])"
    f"|(?<=[{_JOINING}])[\u200c\u200d]|[\u200c\u200d](?=[{_JOINING}])"
    f"|(?<=[^\\s{_NO_TEXT}{_INVISIBLE}])[{_SELECTING}]"
    "|(?<=[\u1820-\u18aa])\u180e"
)
"""Where what shows nothing has its part in what is seen: emoji of several, the forms of a letter, joined scripts."""
_BREAKS = dict.fromkeys(map(ord, "\t\r\u2028\u2029"), " ")
_blank = re.compile(f"[{_BLANK}]").search


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What hides, and where it does not: compiled for the few texts that need them."""
    return re.compile(f"[{_NO_TEXT}{_INVISIBLE}]"), re.compile(_SEQUENCE)


def _masked(text: str) -> str | None:
    """A text as long in which U+0000 stands for each character that must not be kept; None where there is none."""
    if text.replace("\n", "").isprintable() and _blank(text) is None:
        return None
    hiding, sequence = _patterns()
    masked = hiding.sub("\0", sequence.sub(lambda found: "x" * len(found[0]), text))
    return masked if "\0" in masked else None


def place_hidden(text: str) -> int | None:
    """Where in ``text`` the first character stands that must not be kept; None where there is none.

    Control characters (line feed excepted), surrogates, non-characters, bidirectional overrides and characters that
    show nothing: the first break terminals and workbooks, the last two hide from a person what is stored. Those that
    make an emoji of several or choose a letter's form are kept where they do so.
    """
    masked = _masked(text)
    return None if masked is None else masked.index("\0")


def first_hidden(text: str) -> str | None:
    """The first character of ``text`` that must not be kept, or None; which those are, ``place_hidden`` says."""
    if text.isprintable() and _blank(text) is None:  # by far the most
        return None
    place = place_hidden(text)
    return None if place is None else text[place]


def visible(text: str) -> str:
    """``text`` with every hidden character replaced by U+FFFD: for a file or a screen."""
    if text.isprintable() and _blank(text) is None:  # by far the most
        return text
    masked = _masked(text)
    if masked is None:
        return text
    return "".join("\ufffd" if seen == "\0" else c for c, seen in zip(text, masked, strict=True))


def one_line(text: str) -> str:
    """``text`` for one line of a terminal or a tab-separated row: hidden characters and breaks replaced."""
    if text.isprintable() and _blank(text) is None:  # by far the most
        return text
    return visible(text.translate(_BREAKS)).replace("\n", " ")


def fold(text: str) -> str:
    """Text for comparison: full-width forms and letter case made alike, all spaces and breaks gone."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
