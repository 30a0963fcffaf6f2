"""What holidays are called: data that a school may add to, and that says what is wrong with it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from safetyctl.ground.catalogue import using
from safetyctl.ground.files import shipped
from safetyctl.plan import holiday_names
from safetyctl.plan.files import FileBroken
from safetyctl.plan.holiday_names import FILE
from safetyctl.plan.model import HOLIDAYS
from safetyctl.records.rosters import names


@pytest.fixture
def edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file, as a school edits its own copy."""
    own = tmp_path / FILE
    shutil.copy(shipped(FILE), own)
    monkeypatch.setattr(holiday_names, "shipped", lambda name: tmp_path / name)
    holiday_names.holiday_names.cache_clear()
    yield own
    holiday_names.holiday_names.cache_clear()


def test_every_holiday_of_the_plan_has_its_names() -> None:
    assert set(holiday_names.holiday_names()) == set(HOLIDAYS)


def test_no_two_holidays_share_a_name() -> None:
    every = [name.casefold() for code in HOLIDAYS for name in {*holiday_names.called(code)}]
    assert len(every) == len(set(every))


def test_names_are_in_the_language_in_use() -> None:
    with using("zh"):
        assert names(("national-day", "mid-autumn")) == "国庆节、中秋节"
        assert names(("other",)) == "放假"
    with using("en"):
        assert names(("qingming",)) == "Qingming"


def test_a_school_adds_a_name(edited: Path) -> None:
    edited.write_text(edited.read_text("utf-8").replace('"五一",', '"五一", "五一小长假",'), "utf-8")
    assert "五一小长假" in holiday_names.called("labour-day")


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("[qingming]", "[qingmin]", "qingming"),
        ('also = ["清明"', 'alos = ["清明"', "also"),
        ("on = [2020-10-01]", 'on = ["2020-10-01"]', "on"),
        ("[new-year]", "[new-year", "TOML"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(edited: Path, was: str, now: str, said: str) -> None:
    edited.write_text(edited.read_text("utf-8").replace(was, now), "utf-8")
    with using("en"), pytest.raises(FileBroken) as raised:
        holiday_names.holiday_names()
    assert said in raised.value.sentence
    assert raised.value.sentence.startswith(f"{FILE}, line ")
