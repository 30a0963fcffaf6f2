"""The plan laid over another year: whole months later, nothing else touched, and what may lie now is named."""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safetyctl.ground.errors import BadInput
from safetyctl.plan.deadlines import duties
from safetyctl.plan.editing import (
    organisation_text,
    plan_and_text,
    reading_as,
    with_table,
    without_table,
)
from safetyctl.plan.files import FileBroken
from safetyctl.plan.model import Plan
from safetyctl.plan.source import read_days, read_plan
from safetyctl.plan.years import dated_texts, laid_over, moved, shifted, weekly_reports

NAMES = re.compile(r"names = \[[^]]+\]")
DAY = timedelta(days=1)
DAYS = """# 校历
announces = [2027]
[[vacation]]
name = "暑假" # 两个月
days = [2020-07-04, 2020-08-31]

[[holiday]]
holiday = "new-year"
days = [2027-01-01, 2027-01-03]
"""
starts = st.dates(date(2000, 2, 1), date(2098, 1, 1)).map(lambda day: day.replace(day=1))
slow = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def laid(text: str, year: int, month: int) -> Plan:
    return read_plan(shifted(text, date(year, month, 1)), None, "plan.toml")


def days_in(value: Any) -> Iterator[date]:
    if isinstance(value, date):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from days_in(one)


def undated(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: undated(one) for key, one in value.items()}
    if isinstance(value, list):
        return [undated(one) for one in value]
    return "a day" if isinstance(value, date) else value


# one day


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2020-02-29", 84, "2027-02-28"),
        ("2027-02-28", 12, "2028-02-29"),
        ("2020-09-30", -3, "2020-06-30"),
        ("2020-09-30", 3, "2020-12-31"),
        ("2020-12-20", 84, "2027-12-20"),
        ("2020-01-30", 1, "2020-02-29"),
        ("2019-12-01", 84, "2026-12-01"),
        ("2019-12-31", 1, "2020-01-31"),
    ],
)
def test_a_day_keeps_its_number_and_a_last_day_stays_one(day: str, months: int, later: str) -> None:
    assert moved(date.fromisoformat(day), months) == date.fromisoformat(later)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(-600, 600))
def test_a_day_moves_by_whole_months(day: date, months: int) -> None:
    later = moved(day, months)
    assert later.replace(day=1) == day.replace(day=1) + relativedelta(months=months)
    if (day + DAY).day == 1:
        assert (later + DAY).day == 1
    else:
        assert later.day == day.day or (later + DAY).day == 1 > later.day - day.day


@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(0, 800).map(lambda n: n * DAY), st.integers(-600, 600)
)  # fmt: skip
def test_what_came_first_comes_first_in_the_other_year(day: date, after: timedelta, months: int) -> None:
    assert moved(day, months) <= moved(day + after, months)


# the whole plan


def test_the_campaign_of_2026(text: str, organisation_text: str) -> None:
    plan = laid(text, 2026, 12)
    assert (plan.code, plan.start, plan.last) == (
        "special-rectification-2027",
        date(2026, 12, 1),
        date(2027, 12, 31),
    )
    assert [(one.start, one.last) for one in plan.phases] == [
        (date(2026, 12, 1), date(2026, 12, 31)),
        (date(2027, 1, 1), date(2027, 9, 30)),
        (date(2027, 10, 1), date(2027, 12, 31)),
    ]
    assert [one.due for one in plan.milestones] == [date(2026, 12, 31), date(2027, 3, 31), date(2027, 9, 30)]
    owed = duties(plan, ("东校区",))
    by_code = {code: [one.named for one in owed if one.code == code] for code in {one.code for one in owed}}
    thursdays = [date(2026, 12, 3) + 7 * n * DAY for n in range(52)]
    assert by_code["weekly-report"] == thursdays
    assert thursdays[-1] == date(2027, 11, 25)
    assert by_code["monthly-upload"] == [
        date(2027, month, 1) for month in range(1, 13)
    ]  # fmt: skip
    assert by_code["final-summary"] == [date(2027, 12, 1)]
    assert by_code["mobilisation-materials"] == [date(2026, 12, 20)] * 2
    assert [(one.number, one.first, one.last) for one in weekly_reports(plan)] == [
        (52, thursdays[0], thursdays[-1])
    ]


@slow
@given(start=starts)
def test_only_days_and_the_code_change(text: str, start: date) -> None:
    new = shifted(text, start)
    before, after = tomllib.loads(text), tomllib.loads(new)
    assert undated({**before, "code": ""}) == undated({**after, "code": ""})
    months = (start.year - 2019) * 12 + start.month - 12
    assert list(days_in(after)) == [moved(day, months) for day in days_in(before)]
    for old_line, new_line in zip(text.splitlines(), new.splitlines(), strict=True):
        if old_line != new_line:
            assert old_line.count("#") == new_line.count("#")
            kept = old_line.partition("#")[2]
            assert new_line.endswith(kept)


@slow
@given(start=st.dates(date(2010, 1, 1), date(2097, 12, 1)))
def test_another_year_reads_as_a_plan_and_comes_back(text: str, start: date) -> None:
    there = laid_over(text, start, "plan.toml")
    assert there.plan == read_plan(there.text, None, "plan.toml")
    ours = read_plan(text, None, "plan.toml")
    span = (there.plan.end.year - there.plan.start.year) * 12 + there.plan.end.month - there.plan.start.month
    assert span == (ours.end.year - ours.start.year) * 12 + ours.end.month - ours.start.month
    back = shifted(there.text, date(2019, 12, 1))
    assert [(day.year, day.month) for day in days_in(tomllib.loads(back))] == [
        (day.year, day.month) for day in days_in(tomllib.loads(text))
    ]


def test_whole_years_without_a_29_february_come_back_to_the_letter(text: str) -> None:
    assert shifted(shifted(text, date(2026, 12, 1)), date(2019, 12, 1)) == text


def in_line(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{key}" = {in_line(one)}' for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(in_line, value)) + "]"
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def dotted(table: dict[str, Any], before: str = "") -> Iterator[str]:
    for key, value in table.items():
        if isinstance(value, dict) and value:
            yield from dotted(value, f"{before}{key}.")
        else:
            yield f"{before}{key} = {in_line(value)}"


def test_another_way_of_writing_the_same_plan_is_taken_as_well(text: str, organisation_text: str) -> None:
    plan = tomllib.loads(text)
    expected = tomllib.loads(shifted(text, date(2026, 12, 1)))
    for lines in ((f"{key} = {in_line(value)}" for key, value in plan.items()), dotted(plan)):
        own = "\n".join(lines) + "\n"
        assert tomllib.loads(own) == plan
        assert tomllib.loads(shifted(own, date(2026, 12, 1))) == expected
        assert read_plan(reading_as(own, {"A2": "exclusive"}), None, "plan.toml").holds("A2") == "exclusive"
        whole = with_table(with_table(own, "days", DAYS), "organisation", organisation_text)
        assert without_table(without_table(whole, "days"), "organisation") == own


def test_tables_in_any_order_are_moved_and_left_out(text: str) -> None:
    scattered = text.replace("[week]", "[days]\nannounces = [2027]\n[week]", 1).replace(
        "[recipients]", '[[days.off]]\nname = "校运会"\ndays = [2020-04-20, 2020-04-20]\n[recipients]', 1
    )
    assert set(tomllib.loads(scattered)["days"]) == {"announces", "off"}
    new = tomllib.loads(shifted(scattered, date(2026, 12, 1)))
    assert new == tomllib.loads(shifted(text, date(2026, 12, 1)))


def test_the_same_month_changes_nothing(text: str) -> None:
    whole = with_table(text, "days", DAYS)
    same = laid_over(whole, date(2019, 12, 1), "plan.toml")
    assert same.text == whole
    assert (same.days_dropped, same.same_code, same.look_at) == (False, False, ())


@pytest.mark.parametrize(
    ("code", "start", "renamed"),
    [
        ("special-rectification-2020", date(2026, 12, 1), "special-rectification-2027"),
        ("special-rectification-2019", date(2026, 12, 1), "special-rectification-2026"),
        ("safety-2019-2020", date(2026, 12, 1), "safety-2026-2027"),
        ("plan2020", date(2020, 1, 1), "plan2020-01"),
        ("special-rectification-2020", date(2020, 2, 1), "special-rectification-2020-02"),
        ("special-rectification-2020", date(2020, 12, 1), "special-rectification-2021"),
        ("special-rectification-2019-02", date(2020, 3, 1), "special-rectification-2020-03"),
        ("special-rectification-2018-12", date(2020, 12, 1), "special-rectification-2019-12"),
        ("safety-2019-2020", date(2020, 2, 1), "safety-2019-2020-02"),
        ("work-safety", date(2020, 2, 1), "work-safety-2020-02"),
        ("work-safety", date(2026, 12, 1), "work-safety-2027"),
        ("rule-12020", date(2026, 12, 1), "rule-12020-2027"),
    ],
)
def test_the_code_gets_the_new_year(text: str, code: str, start: date, renamed: str) -> None:
    own = text.replace('code = "special-rectification-2020"', f'code = "{code}"', 1)
    assert tomllib.loads(shifted(own, start))["code"] == renamed


def test_a_code_that_stays_is_said(text: str) -> None:
    own = text.replace('code = "special-rectification-2020"', 'code = "rectification-2019-11"', 1)
    assert laid_over(own, date(2019, 11, 1), "plan.toml").same_code
    assert not laid_over(text, date(2019, 11, 1), "plan.toml").same_code
    assert not laid_over(text, date(2026, 12, 1), "plan.toml").same_code


def test_the_schools_own_days_are_of_one_year(text: str) -> None:
    own = with_table(text, "days", DAYS)
    new = laid_over(own, date(2026, 12, 1), "plan.toml")
    assert new.days_dropped
    assert "days" not in tomllib.loads(new.text)
    assert not any(new.plan.days)
    assert not laid_over(text, date(2026, 12, 1), "plan.toml").days_dropped


def test_an_organisation_of_ones_own_goes_along_and_the_built_in_one_is_left_out(
    text: str, organisation_text: str
) -> None:
    theirs = NAMES.sub('names = ["张三"]', organisation_text)
    new = laid_over(with_table(text, "organisation", theirs), date(2026, 12, 1), "plan.toml")
    assert new.plan.organisation == read_plan(text, theirs, "plan.toml").organisation
    assert tomllib.loads(new.text)["organisation"] == tomllib.loads(theirs)
    ours = laid_over(with_table(text, "organisation", organisation_text), date(2026, 12, 1), "plan.toml")
    assert ours.text == shifted(text, date(2026, 12, 1))


def test_a_plan_that_does_not_fit_the_new_dates_is_refused_with_the_reason(text: str) -> None:
    with pytest.raises(BadInput, match=r"2099-12.*2000 to 2099"):
        laid_over(text, date(2099, 12, 1), "plan.toml")
    with pytest.raises(FileBroken, match=r"own\.toml, line 1"):
        laid_over("code =", date(2026, 12, 1), "own.toml")


# texts that name a year


def test_the_built_in_texts_name_no_year(text: str) -> None:
    assert dated_texts(text) == ()
    assert laid_over(text, date(2026, 12, 1), "plan.toml").look_at == ()


def test_a_text_that_names_a_year_is_found_on_its_line(text: str) -> None:
    own = text.replace(
        'title = { zh = "安全生产专项整治", en = "Special rectification of work safety" }',
        'title = { zh = "2020年安全生产专项整治", en = "Special rectification of work safety" }',
        1,
    )
    line = own[: own.index("2020年安全")].count("\n") + 1
    assert [tuple(one) for one in dated_texts(own)] == [(line, "2020年安全生产专项整治")]
    assert [one.line for one in laid_over(own, date(2026, 12, 1), "plan.toml").look_at] == [line]


def test_a_month_is_looked_at_only_where_the_months_change(text: str) -> None:
    found = laid_over(text, date(2027, 3, 1), "plan.toml").look_at
    assert any("12月" in one.text for one in found)
    assert any("November" in one.text for one in found)
    lines = laid_over(text, date(2027, 3, 1), "plan.toml").text.splitlines()
    assert all(one.text in lines[one.line - 1] for one in found)
    assert not any("每月" in one.text and "1" not in one.text for one in found)


def test_telephones_and_clauses_are_no_years(text: str, organisation_text: str) -> None:
    assert dated_texts(with_table(text, "organisation", organisation_text.replace("83596082", "2020"))) == ()


# the plan's text with what lies beside it inside


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_file_beside_becomes_a_table_that_says_the_same(
    text: str, organisation_text: str, ending: str
) -> None:
    for name, content in (("organisation", organisation_text), ("days", DAYS)):
        own = content.replace("\n", ending)
        whole = with_table(text, name, "\ufeff" + own)
        assert tomllib.loads(whole)[name] == tomllib.loads(content)
        assert {key: one for key, one in tomllib.loads(whole).items() if key != name} == tomllib.loads(text)
        assert without_table(whole, name) == text
        comments = Counter(line for line in content.splitlines() if line.startswith("#"))
        assert comments <= Counter(whole.splitlines())
        assert with_table(whole, name, own) == with_table(text, name, own)


def test_a_plan_in_a_folder_is_whole(tmp_path: Path, text: str, organisation_text: str) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(text, "utf-8")
    plain, plain_text = plan_and_text(file)
    assert plain == read_plan(plain_text, None, "plan.toml")
    assert tomllib.loads(plain_text)["organisation"] == tomllib.loads(organisation_text)
    beside = NAMES.sub('names = ["张三"]', organisation_text)
    (tmp_path / "organisation.toml").write_text(beside, "utf-8-sig")
    (tmp_path / "days.toml").write_text(DAYS, "utf-8")
    plan, whole = plan_and_text(file)
    assert plan == read_plan(whole, None, "plan.toml")
    assert plan.organisation != plain.organisation
    assert plan.days == read_days(DAYS, "days.toml") != plain.days


def test_an_organisation_can_be_written_down(plan: Plan, text: str) -> None:
    written = organisation_text(plan.organisation)
    assert read_plan(text, written, "plan.toml").organisation == plan.organisation


def test_a_reading_is_changed_in_its_place(text: str) -> None:
    changed = reading_as(text, {"A4": "previous-workday"})
    pairs = zip(text.splitlines(), changed.splitlines(), strict=True)
    assert [pair for pair in pairs if pair[0] != pair[1]] == [
        ('holds = "stands"', 'holds = "previous-workday"')
    ]
    assert read_plan(changed, None, "plan.toml").holds("A4") == "previous-workday"
    assert reading_as(text, {"A4": "stands"}) == text
