from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetyctl.cli.values import day, did_you_mean, kept, moment, money, nearest, one_of, reference
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


# moments

ZONE = "Asia/Shanghai"
NOW = datetime(2020, 3, 3, 6, 7, 8, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2020-03-02 14:05", (2020, 3, 2, 6, 5)),
        ("2020-03-02T14:05:30", (2020, 3, 2, 6, 5, 30)),
        ("2020/3/2 00:00", (2020, 3, 1, 16, 0)),
        ("14:05", (2020, 3, 3, 6, 5)),
        ("14：05：06", (2020, 3, 3, 6, 5, 6)),
        ("昨天 23:30", (2020, 3, 2, 15, 30)),
        ("3月1日14:05", (2020, 3, 1, 6, 5)),
        ("3月1日 9时05分", (2020, 3, 1, 1, 5)),
        ("9点05分30秒", (2020, 3, 3, 1, 5, 30)),
        ("2020-03-02T14:05:00+08:00", (2020, 3, 2, 6, 5)),
        ("2020-03-02T06:05:00.000001Z", (2020, 3, 2, 6, 5, 0, 1)),
        ("2019-12-31 23:59:59", (2019, 12, 31, 15, 59, 59)),
    ],
)
def test_a_moment_is_read_on_the_schools_wall(text: str, meant: tuple[int, ...]) -> None:
    assert moment(text, TODAY, ZONE, None) == datetime(*meant, tzinfo=UTC)  # type: ignore[arg-type, misc]


def test_now_is_this_moment_and_of_no_other_day() -> None:
    assert moment("now", TODAY, ZONE, NOW) == moment("现在", TODAY, ZONE, NOW) == NOW
    with pytest.raises(BadInput):
        moment("now", TODAY, ZONE, None)


@pytest.mark.parametrize(
    "text",
    ["", "2020-03-02", "24:00", "14:60", "14:05:60", "1405", "9:5", "2020-02-30 14:05", "x 14:05", "0001-01-01 00:00",
     "9999-12-31 23:59", "2020-03-02 2:05 pm", "2020-03-02T14", "0001-01-01T00:00:00+08:00", "today"],
)  # fmt: skip
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        moment(text, TODAY, ZONE, NOW)


def test_an_hour_that_the_clocks_left_out_is_no_moment() -> None:
    with pytest.raises(BadInput, match="put forward"):
        moment("2020-03-29 02:30", TODAY, "Europe/Berlin", None)


@given(st.text(max_size=30))
def test_no_text_breaks_a_moment(text: str) -> None:
    with suppress(BadInput):
        assert moment(text, TODAY, ZONE, NOW).utcoffset() == UTC.utcoffset(None)
