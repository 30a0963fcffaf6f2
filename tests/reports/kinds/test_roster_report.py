"""The duty rosters of a holiday as they go out: day by day, campus by campus, with what is wrong or missing."""

import io
import json
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import docx
import pytest

from office import Command

EVE = "2020-04-03"
DAYS = ("2020-04-04", "2020-04-05", "2020-04-06")
EAST = "holiday-roster/2020-04-03/东校区"


def _line(cmd: Command, campus: str, day: str, person: str = "李四", *options: str) -> None:
    cmd(
        *("roster", "add", "--holiday", "qingming", "--campus", campus, "--day", day, "--person", person),
        *("--telephone", "83590001", *options),
        day="2020-03-31",
    )


def _kept(cmd: Command, campus: str = "东校区", days: Sequence[str] = DAYS) -> None:
    cmd("people", "add", "李四", "--telephone", "83590001", day="2020-03-30")
    for day in days:
        _line(cmd, campus, day)


def _made(cmd: Command, *options: str, day: str = EVE, expect: int = 0) -> dict[str, Any]:
    ended = cmd("report", "roster", *options, "--json", day=day, expect=expect)
    with zipfile.ZipFile(ended.json["bundle"]) as bundle:
        read = {name: bundle.read(name) for name in bundle.namelist()}
    files = {name: json.loads(read[name]) for name in ("manifest.json", "data.json")}
    return {
        "said": ended.err, "page": read["page.html"].decode(), "book": read["ledger.xlsx"], **files, **ended.json
    }  # fmt: skip


def _rows(made: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Everything in the first sheet of the workbook."""
    from openpyxl import load_workbook

    return list(load_workbook(io.BytesIO(made["book"])).worksheets[0].iter_rows(values_only=True))


def test_a_campus_has_its_roster_and_nothing_lacks(cmd: Command) -> None:
    _kept(cmd)
    made = _made(cmd, "--holiday", "qingming", "--campus", "东校区")
    assert (made["kind"], made["period"], made["campus"]) == ("roster", "2020-04-04", "东校区")
    assert made["manifest.json"]["duties"] == [EAST]
    assert made["data.json"]["lacking"] == []
    cmd("report", "submit", made["bundle"], "--channel", "e-mail", day=EVE)
    states = {one["id"]: one["state"] for one in cmd.json("campaign", "check", day=EVE)["duties"]}
    assert states[EAST] == "met"
    assert states["holiday-roster/2020-04-03/西校区"] != "met"


def test_days_are_days_in_the_workbook_and_it_stands_at_the_day_it_is_made(cmd: Command) -> None:
    _kept(cmd)
    rows = _rows(_made(cmd, "--campus", "东校区"))
    assert [row[0] for row in rows if isinstance(row[0], datetime)] == [
        datetime.fromisoformat(day) for day in DAYS
    ]
    assert any("2020年4月3日" in str(row[0]) for row in rows), "not a day that is still to come"


def test_the_group_has_a_part_for_each_campus_and_names_those_without(cmd: Command) -> None:
    _kept(cmd)
    for day in DAYS:
        _line(cmd, "西校区", day)
    made = _made(cmd, expect=3)
    assert made["manifest.json"]["duties"] == [EAST, "holiday-roster/2020-04-03/西校区"]
    assert [one.split("：")[0] for one in made["data.json"]["lacking"]] == ["南校区"]
    assert "南校区" in made["said"]
    assert made["data.json"]["tally"]["without"] == 1


def test_gaps_clashes_and_missing_telephones_are_named(cmd: Command) -> None:
    _line(cmd, "东校区", DAYS[0], "李四", "--shift", "白班", "--time", "08:00-18:00")
    _line(cmd, "东校区", DAYS[0], "李四", "--shift", "夜班", "--time", "17:00-08:00")
    _line(cmd, "东校区", DAYS[1], "王五", "--shift", "白班")
    lacking = _made(cmd, "--campus", "东校区", expect=3)["data.json"]["lacking"]
    assert "东校区：4月6日无人值班。" in lacking
    assert "东校区：4月5日夜班无人。" in lacking
    assert any("李四" in one and "白班" in one and "夜班" in one for one in lacking)


def test_where_no_campus_has_one_it_says_so_and_meets_nothing(cmd: Command) -> None:
    made = _made(cmd, expect=3)
    assert made["manifest.json"]["duties"] == []
    assert len(made["data.json"]["lacking"]) == 3
    assert "report submit" not in made["said"], "what would be refused is no next step"
    cmd.refused("report", "submit", made["bundle"], day=EVE)


def test_people_off_the_list_are_a_remark_and_no_lack(cmd: Command) -> None:
    for day in DAYS:
        _line(cmd, "东校区", day, "外聘保安")
    made = _made(cmd, "--campus", "东校区")
    assert made["data.json"]["lacking"] == []
    assert "外聘保安" in made["page"]


@pytest.mark.parametrize(
    ("options", "day", "period"),
    [
        ((), "2020-03-31", "2020-04-04"),
        ((), "2020-04-05", "2020-04-04"),
        ((), "2020-04-07", "2020-05-01"),
        (("--for", "2020-01-20"), "2020-04-07", "2020-01-24"),
        (("--holiday", "national-day"), "2020-04-07", "2020-10-01"),
        (("--holiday", "2020-05-02"), "2020-04-07", "2020-05-01"),
        (("--holiday", "spring-festival", "--for", "2020-01-20"), "2020-12-07", "2020-01-24"),
    ],
)
def test_which_holiday_is_meant(cmd: Command, options: tuple[str, ...], day: str, period: str) -> None:
    assert _made(cmd, *options, day=day, expect=3)["period"] == period


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("元旦", "2020-01-01"), ("春节", "2020-01-24"), ("清明", "2020-04-04"), ("五一", "2020-05-01"),
        ("劳动节", "2020-05-01"), ("端午", "2020-06-25"), ("中秋", "2020-10-01"), ("中秋节", "2020-10-01"),
        ("十一", "2020-10-01"), ("国庆", "2020-10-01"), ("mid-autumn", "2020-10-01"), ("may day", "2020-05-01"),
    ],
)  # fmt: skip
def test_a_holiday_has_its_own_name_and_short_ones(cmd: Command, name: str, period: str) -> None:
    assert _made(cmd, "--holiday", name, day="2020-04-16", expect=3)["period"] == period


def test_two_holidays_in_one_are_called_by_both_names(cmd: Command) -> None:
    made = _made(cmd, "--holiday", "十一", day="2020-09-28", expect=3)
    assert "2020年国庆节、中秋节值班表" in made["page"]
    assert made["data.json"]["figures"]["holiday"] == ["national-day", "mid-autumn"]
    assert "东校区：10月1日至8日没有值班表。" in made["data.json"]["lacking"]


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "可选：元旦 2020-01-01；"), ("en", "There are: New Year 2020-01-01; ")]
)
def test_holidays_to_choose_from_are_named_in_the_language_in_use(cmd: Command, lang: str, said: str) -> None:
    told = cmd("report", "roster", "--holiday", "圣诞节", day="2020-04-16", lang=lang, expect=2).err
    assert said in told
    assert "new-year" not in told


def test_days_in_the_letter_are_said_as_people_say_them(cmd: Command) -> None:
    lacking = {
        name: _made(cmd, "--holiday", name, day="2020-04-16", expect=3)["data.json"]["lacking"][0]
        for name in ("元旦", "春节")
    }
    assert lacking == {
        "元旦": "东校区：1月1日没有值班表。", "春节": "东校区：1月24日至2月2日没有值班表。"
    }  # fmt: skip


@pytest.mark.parametrize("options", [(), ("--holiday", "圣诞节"), ("--holiday", "2020-03-15")])
def test_holidays_that_are_none_are_refused(cmd: Command, options: tuple[str, ...]) -> None:
    cmd.refused("report", "roster", *options, day="2020-12-07")


def test_it_is_as_it_stood_on_the_day(cmd: Command) -> None:
    _kept(cmd)
    made = _made(cmd, "--campus", "东校区", day="2020-03-30", expect=3)
    assert made["manifest.json"]["duties"] == []


# from cron


def _written(cmd: Command, day: str) -> list[Any]:
    return [one for one in cmd.json("schedule", "run", day=day)["written"] if one["kind"] == "roster"]


def test_a_run_prepares_it_on_its_day_once_there_is_a_roster(cmd: Command) -> None:
    assert _written(cmd, EVE) == []
    _kept(cmd)
    assert _written(cmd, "2020-04-02") == []
    (one,) = _written(cmd, EVE)
    assert (one["period"], one["duties"]) == ("2020-04-04", [EAST])
    assert _written(cmd, EVE) == []


def test_a_run_prepares_none_that_was_handed_in(cmd: Command) -> None:
    _kept(cmd)
    cmd("report", "submit", EAST, "--channel", "e-mail", day=EVE)
    assert _written(cmd, EVE) == []


def test_days_in_a_row_with_nobody_are_one_and_a_campus_has_one_sentence(cmd: Command) -> None:
    _line(cmd, "东校区", DAYS[0])
    _line(cmd, "西校区", DAYS[1])
    made = _made(cmd, expect=3)
    assert "<li>东校区：4月5日至6日无人值班。</li>" in made["page"]
    assert "<li>西校区：4月4日无人值班；4月6日无人值班。</li>" in made["page"]
    assert "东校区：4月5日至6日无人值班。" in made["said"]


def test_a_group_of_more_than_ten_campuses_has_its_letter(cmd: Command) -> None:
    names = [f"第{number}校区" for number in range(1, 24)]
    cmd.ledger = cmd.ledger.with_name("大集团.db")
    cmd("init", *(word for name in names for word in ("--campus", name)))
    cmd("people", "add", "李四", "--telephone", "83590001", day="2020-03-30")
    for name in names:
        _line(cmd, name, DAYS[0])
    ended = cmd("report", "roster", "--json", day=EVE, expect=3)
    with zipfile.ZipFile(ended.json["bundle"]) as bundle, bundle.open("letter.docx") as letter:
        said = [one.text for one in docx.Document(letter).paragraphs]
    for part in ("（十）第10校区", "（十一）第11校区", "（二十）第20校区", "（二十三）第23校区"):
        assert part in said
