"""What people write is kept as they see it; what hides in a text is named, and shows where it leaves."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import Command
from safetyctl.ground.text import first_hidden, one_line, place_hidden, visible

WRITTEN = [
    "灭火器压力不足（二号楼东侧）——需更换，费用￥1,200.50；“已报”《方案》　全角，①②③、㎡、℃",
    "𠮷野家、䶮、㙍，葛󠄀城（葛 with U+E0100）",
    "第一行\n第二行",
    "🔥🧯 ❤️ ☎️ ✅ 1️⃣ #️⃣ ©️ ⚠️ ⬛",
    "👨‍👩‍👧‍👦 👩🏽‍🔬 🧑‍🤝‍🧑 🏃🏻‍♀️ ❤️‍🔥 👁️‍🗨️ 🏳️‍🌈 🏳️‍⚧️ 🏴‍☠️ 🐈‍⬛ 🙂‍↔️ 🫱🏻‍🫲🏿 ⛹🏽‍♂️",
    "🇨🇳 🇭🇰 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ ᠰᠠᠷ\u180eᠠ ᠣᠯᠠᠨ\u180b",
    "مى‌خواهم क्‍ष",
    "བོད་སྐད་ ئۇيغۇرچە",
]
HIDDEN = {
    "": "\0\t\v\f\r\x1b\x7f\x85\u00ad\u034f\u061c\u115f\u1160\u17b4\u180e\u200b\u200c\u200d\u200e\u200f\u2028\u2029"
    "\u202a\u202e\u2060\u2061\u2062\u2064\u2065\u2066\u2069\u206a\u2800\u3164\ufeff\uffa0\ufff9\ufffb\ufffe\ufdd0"
    "\U0001bca0\U0001d173\U0001ffff\U000e0001\U000e0020\U000e0041\U000e007f\ud800",
    "two forms chosen": "\ufe0f\ufe0e\U000e0100",
}


@pytest.mark.parametrize("text", WRITTEN)
def test_what_people_write_stays_as_it_is(text: str) -> None:
    for form in ("NFC", "NFD"):
        shown = unicodedata.normalize(form, text)
        assert place_hidden(shown) is None, [hex(ord(char)) for char in shown]
        assert visible(shown) == shown
        assert one_line(shown) == shown.replace("\n", " ")


@pytest.mark.parametrize("char", HIDDEN[""], ids=lambda char: f"{ord(char):04X}")
@pytest.mark.parametrize("text", ["{}", "张{}三", "{}王五", "赵六{}", "🔥{}灾", "Li{}Si"])
def test_what_hides_is_found_wherever_it_stands(text: str, char: str) -> None:
    whole = text.format(char)
    assert (first_hidden(whole), place_hidden(whole)) == (char, whole.index(char))
    assert visible(whole) == text.format("\ufffd")
    spaced = char in "\t\r\u2028\u2029"
    assert one_line(whole) == text.format(" " if spaced else "\ufffd")


@pytest.mark.parametrize("char", HIDDEN["two forms chosen"], ids=lambda char: f"{ord(char):04X}")
def test_the_form_of_a_character_is_chosen_once(char: str) -> None:
    assert place_hidden(f"❤{char}") is None
    assert place_hidden(f"❤{char}{char}") == 2, "what is spelled in such characters does not show"
    assert place_hidden(f"{char}❤") == 0
    assert place_hidden(f"火 {char}") == 2


def test_the_place_is_that_of_the_one_that_hides(cmd: Command) -> None:
    text = "❤️‍🔥张\u200d三"
    assert place_hidden(text) == text.index("张") + 1
    told = cmd.refused("hazard", "add", "--campus", "东校区", "--area", "fire", "--title", text).err
    assert "U+200D" in told
    tags = "🔥" + "".join(chr(0xE0000 + ord(char)) for char in "secret")
    told = cmd.refused("hazard", "add", "--campus", "东校区", "--area", "fire", "--title", tags).err
    assert "U+E0073" in told


@pytest.mark.parametrize("text", WRITTEN)
def test_it_comes_back_from_the_ledger_as_it_was_typed(cmd: Command, text: str) -> None:
    ref = cmd.add(title=text)["id"]
    assert cmd.json("hazard", "show", ref)["title"] == text


@given(st.text())
def test_nothing_that_leaves_hides(text: str) -> None:
    for shown in (visible(text), one_line(text)):
        assert first_hidden(shown) is None
    assert "\n" not in one_line(text)
    assert len(visible(text)) == len(text)
    assert (visible(text) == text) == (place_hidden(text) is None)
