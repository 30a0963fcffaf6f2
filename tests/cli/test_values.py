from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetyctl.cli.values import day, did_you_mean, kept, money, nearest, one_of, reference
from safetyctl.ground.catalogue import speak
from safetyctl.ground.errors import BadInput, NotFound

TODAY = date(2020, 3, 3)  # a Tuesday


@pytest.fixture(autouse=True)
def english() -> None:
    speak("en")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2020-03-05", date(2020, 3, 5)),
        ("2020-3-5", date(2020, 3, 5)),
        ("2020/3/5", date(2020, 3, 5)),
        ("2020.3.5", date(2020, 3, 5)),
        ("２０２０年３月５日", date(2020, 3, 5)),
        ("2020年3月5日", date(2020, 3, 5)),
        ("3月1日", date(2020, 3, 1)),
        (" today ", TODAY),
        ("今天", TODAY),
        ("昨天", date(2020, 3, 2)),
        ("Yesterday", date(2020, 3, 2)),
        ("明天", date(2020, 3, 4)),
        ("+7d", date(2020, 3, 10)),
        ("-3d", date(2020, 2, 29)),
        ("+2w", date(2020, 3, 17)),
        ("+2周", date(2020, 3, 17)),
        ("周四", date(2020, 3, 5)),
        ("星期四", date(2020, 3, 5)),
        ("thursday", date(2020, 3, 5)),
        ("Thu", date(2020, 3, 5)),
        ("周二", TODAY),
        ("tuesday", TODAY),
        ("周一", date(2020, 3, 9)),
        ("星期天", date(2020, 3, 8)),
        ("2020-02-29", date(2020, 2, 29)),
    ],
)
def test_a_day_is_understood(text: str, meant: date) -> None:
    assert day(text, TODAY) == meant


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2020-02-30", "2020-02 has 29 days"),
        ("2019-02-29", "2019-02 has 28 days"),
        ("2020-13-01", "12 months"),
        ("2020-04-31", "2020-04 has 30 days"),
        ("9999-12-32", "9999-12 has 31 days"),
        ("0000-01-01", "year 1"),
        ("+99999999999d", "beyond the calendar"),
        ("-9999999w", "beyond the calendar"),
        ("soon", "not a day"),
        ("20200305", "not a day"),
        ("03/04/2020", "not a day"),
        ("2020-3/5", "not a day"),
        ("t", "not a day"),
        ("", "not a day"),
    ],
)
def test_no_day_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        day(text, TODAY)


@given(st.text(max_size=12))
def test_any_text_is_a_day_or_refused(text: str) -> None:
    with suppress(BadInput):
        assert isinstance(day(text, TODAY), date)


AREAS = {"fire": "Fire", "food": "Food", "lab": ("实验室及危化品", "Laboratories")}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("fire", "fire"),
        ("FIRE", "fire"),
        ("Laboratories", "lab"),
        ("实验室", "lab"),
        ("fi", "fire"),
        ("labo", "lab"),
    ],
)
def test_a_choice_by_code_label_or_beginning(text: str, code: str) -> None:
    assert one_of(text, AREAS, "area") == code  # type: ignore[arg-type]


def test_an_unknown_choice_names_the_nearest_and_an_ambiguous_one_both() -> None:
    with pytest.raises(NotFound) as refused:
        one_of("fier", AREAS, "area")  # type: ignore[arg-type]
    assert refused.value.sentence == 'There is no area "fier".'
    assert refused.value.hint is not None
    assert "fire (Fire)" in refused.value.hint
    with pytest.raises(NotFound, match="more than one area"):
        one_of("fo", {"food": "", "forge": ""}, "area")
    with pytest.raises(NotFound) as empty:
        one_of("", AREAS, "area")  # type: ignore[arg-type]
    assert "fire" in (empty.value.hint or "")


def test_the_nearest_of_chinese_names() -> None:
    assert nearest("东校", ["东校区", "西校区", "南校区"])[0] == "东校区"
    assert did_you_mean("zzz", ["a", "b"]) == "There are: a, b"


@pytest.mark.parametrize("text", ["H12", "h0012", "12", "#12", " 12 ", "Ｈ１２"])
def test_a_reference_by_number(text: str) -> None:
    assert reference(text, "H") == 12


def test_a_reference_by_uid() -> None:
    assert reference("0190A3", "H") == "0190a3"
    assert reference("01908a3b-7c1d", "H") == "01908a3b-7c1d"


@pytest.mark.parametrize("text", ["S12", "E3", "H0", "0", "H", "xyz", "", "12.5", "-1", "H12 H13"])
def test_no_reference(text: str) -> None:
    with pytest.raises(BadInput):
        reference(text, "H")


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("3.5", 3.5),
        ("3.5万", 3.5),
        ("35000元", 3.5),
        ("¥1,200元", 0.12),
        ("0", 0.0),
        ("0.0001", 0.0001),
        ("１万元", 1.0),
    ],
)
def test_money_in_ten_thousands(text: str, amount: float) -> None:
    assert money(text) == amount


@pytest.mark.parametrize("text", ["-1", "nan", "inf", "1e3", "0.00001", "1.5元", "", "three", "9" * 12])
def test_no_money(text: str) -> None:
    with pytest.raises(BadInput):
        money(text)


def test_text_is_trimmed_and_refused_where_it_hides_something() -> None:
    assert kept("  灭火器\n", "--title", 10) == "灭火器"
    assert kept("a\r\nb", "--note", 10, lines=True) == "a\nb"
    for bad in ("a\x1bb", "a\u202eb", "a\ud800b", "a\nb", " ", "x" * 11):
        with pytest.raises(BadInput):
            kept(bad, "--title", 10)
