"""The sample ledger in data/: what the demo counts on, and that its rows and its bytes agree."""

import importlib.util
from datetime import date, timedelta
from pathlib import Path

import pytest

from safetyctl.ground.files import shipped
from safetyctl.ledger.words import Level

from .workbooks import CAMPUSES

SAMPLE = shipped("sample-ledger.xlsx")
MAKER = Path(__file__).resolve().parents[2] / "tools" / "make_sample.py"
AS_OF = date(2020, 5, 14)
WEEK = date(2020, 5, 8)


@pytest.fixture
def candidates(read):
    reading = read(SAMPLE, as_of=AS_OF)
    assert (reading.read, reading.problems) == (len(reading.candidates), ())
    assert (reading.notes, reading.suggested, reading.repeats, reading.doubted) == ((), (), (), {})
    return reading.candidates


def test_all_is_there(candidates, plan):
    assert 38 <= len(candidates) <= 45
    assert {one.campus for one in candidates} == set(CAMPUSES)
    assert {one.area for one in candidates} == {area.code for area in plan.areas}
    assert (candidates[0].found_on, candidates[-1].found_on) == (date(2019, 11, 20), date(2020, 5, 12))
    assert all(one.assumed == frozenset() for one in candidates)


def test_major_hazards_have_all_five_commitments(candidates):
    major = [one for one in candidates if one.level is Level.MAJOR]
    assert len(major) == 3
    for one in major:
        assert all((one.responsible, one.measure, one.funds, one.due, one.contingency, one.interim))


def test_every_stage_and_the_week_of_the_report(candidates):
    waiting = [one for one in candidates if not one.rectified_on]
    assert len([one for one in waiting if one.due and one.due < AS_OF]) == 5
    assert len([one for one in waiting if one.due and AS_OF <= one.due <= AS_OF + timedelta(days=7)]) == 5
    assert [one for one in waiting if not one.responsible]
    assert [one for one in candidates if one.rectified_on and not one.verified_on]
    assert len([one for one in candidates if one.found_on >= WEEK]) == 6
    assert len([one for one in candidates if one.closed_on and one.closed_on >= WEEK]) == 6


def test_its_dates_and_its_persons_agree(candidates):
    for one in candidates:
        days = [day for day in (one.found_on, one.rectified_on, one.verified_on, one.closed_on) if day]
        assert days == sorted(days), one.title
        assert "是否按期" not in (one.detail or ""), one.title  # kept only where the days say otherwise
        assert one.verified_by is None or one.verified_by != one.responsible, one.title


def test_it_is_made_from_its_rows(tmp_path):
    spec = importlib.util.spec_from_file_location("make_sample", MAKER)
    assert spec is not None
    assert spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    maker.make(tmp_path / "sample.xlsx")
    assert (tmp_path / "sample.xlsx").read_bytes() == SAMPLE.read_bytes()
