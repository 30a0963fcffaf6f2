"""The reports of one day tell alike how all hazards so far stand, in figures and in words."""

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest

from office import Begun, Command

DAY = "2020-04-16"
KINDS = {
    "weekly": ("--for", DAY),
    "monthly": ("--for", DAY),
    "summary": (),
    "supervision": (),
}


def _lived(cmd: Command) -> None:
    """Four hazards: closed, closed and reopened, void, open; and one of 西校区 that was sent back."""
    cmd.closed(day="2020-03-02")
    again = cmd.closed(day="2020-03-03", title="应急灯不亮")
    cmd("hazard", "reopen", again, "--reason", "又坏了", day="2020-04-02")
    void = cmd.rectified(day="2020-03-04", title="通道堆物")
    cmd("hazard", "void", void, "--reason", "重复登记", day="2020-03-05")
    cmd.add(day="2020-04-10", title="围墙开裂")
    back = cmd.rectified(campus="西校区", day="2020-04-11", title="雨棚松动")
    cmd("hazard", "verify", back, "--by", "王五", "--fail", "--note", "仍松动", day="2020-04-12")


def _made(cmd: Command, kind: str, *options: str, day: str = DAY, expect: int = 0) -> tuple[str, Any]:
    """The bundle of a report, and its data."""
    bundle = cmd.json("report", kind, *options, "--out", f"out-{day}", day=day, expect=expect)["bundle"]
    with zipfile.ZipFile(bundle) as archive:
        return bundle, json.loads(archive.read("data.json"))


def _words(bundle: str) -> str:
    """All that a letter says, its tables too."""
    with zipfile.ZipFile(bundle) as archive, archive.open("letter.docx") as letter:
        document = docx.Document(letter)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


@pytest.mark.parametrize("campus", [None, "东校区", "西校区"])
def test_every_kind_tells_the_same(begun: Begun, campus: str | None) -> None:
    cmd = begun(_lived)
    which = ("--campus", campus) if campus else ()
    told = {kind: _made(cmd, kind, *options, *which) for kind, options in KINDS.items()}
    found, closed = {None: (4, 1), "东校区": (3, 1), "西校区": (1, 0)}[campus]
    rate = re.compile(rf"%（{closed}/{found}）")
    for kind, (bundle, data) in told.items():
        assert (data["tally"]["found_so_far"], data["tally"]["closed_so_far"]) == (found, closed), kind
        assert rate.search(_words(bundle)), kind
    standing = cmd.json("status", day=DAY)
    line = (
        standing["total"] if campus is None else next(x for x in standing["by_campus"] if x["name"] == campus)
    )
    assert (line["found"], line["closed"]) == (found, closed)


def test_the_summary_tells_reopened_and_void_ones_on_a_line_of_their_own(begun: Begun) -> None:
    bundle, data = _made(begun(_lived), "summary")
    words = _words(bundle)
    (said,) = (line for line in words.split("\n") if line.startswith("截至2020年4月16日，累计"))
    assert said == (
        "截至2020年4月16日，累计排查隐患4处，销号1处，未销号3处，逾期1处。"
        "2019年12月1日至2020年4月16日期间，新增5处，重新列入1处，销号2处次，作废1处。"
    )
    assert "累计销号率25%（1/4）" in words
    assert data["tally"]["rectified_so_far"] == 1, "as they stand: none that was sent back, reopened or void"
    total = data["figures"]["total"]
    assert (total["new"], total["closed"], total["reopened"], total["voided"]) == (5, 2, 1, 1)


def test_rectified_counts_what_stood_at_the_end_of_the_period(begun: Begun) -> None:
    cmd = begun(_lived)
    data = _made(cmd, "weekly", "--for", DAY)[1]
    assert data["rectified_this_week"] == 0
    assert [week["rectified"] for week in data["weeks"]][-1] == 0
    march = _made(cmd, "monthly", "--for", "2020-03-05")[1]
    assert march["tally"]["rectified"] == 2, "that of April 2 was rectified still"


def _imported(cmd: Command) -> None:
    """A school's own ledger that has days of striking off, or words alone, and never one of rectification."""
    rows = (
        ("灭火器过期", "一般", "2020-04-11", "已销号"),
        ("应急灯不亮", "一般", "", "已销号"),
        ("燃气泄漏", "重大", "", "已销号"),
        ("配电箱无门", "重大", "", "已整改"),
        ("围墙开裂", "一般", "", "整改中"),
    )
    heads = "校区,排查日期,隐患类别,隐患内容,隐患等级,整改责任人,销号日期,状态\n"
    table = cmd.ledger.with_name("台账.csv")
    table.write_text(
        heads + "".join(f"东校区,2020-04-10,消防,{t},{lv},李四,{day},{state}\n" for t, lv, day, state in rows)
    )
    cmd("hazard", "import", str(table), "--yes", day="2020-04-14")


def test_what_an_imported_ledger_calls_struck_off_counts_as_rectified(begun: Begun) -> None:
    cmd = begun(_imported)
    weekly = _made(cmd, "weekly", "--for", DAY)[1]
    assert (weekly["rectified_this_week"], weekly["total"]["closed"]) == (4, 3)
    assert [week["rectified"] for week in weekly["weeks"]][-1] == 4
    east = _made(cmd, "monthly", "--for", DAY)[1]["figures"]["month"][0]
    assert (east["general"], east["general_rectified"]) == (3, 2)
    assert (east["major"], east["major_closed"]) == (2, 1)
    assert _made(cmd, "summary")[1]["tally"]["rectified_so_far"] == 4


def test_an_imported_one_that_is_opened_again_is_rectified_when_it_is(begun: Begun) -> None:
    cmd = begun(_imported)
    cmd("hazard", "reopen", "1", "--reason", "又坏了", day="2020-04-17")
    cmd("hazard", "assign", "1", "--responsible", "李四", "--measure", "更换", day="2020-04-17")
    cmd("hazard", "rectify", "1", "--note", "已更换", day="2020-04-20")
    cmd("hazard", "verify", "1", "--by", "王五", "--pass", day="2020-04-20")
    weeks = _made(cmd, "weekly", "--for", "2020-04-23", day="2020-04-23")[1]["weeks"]
    assert [week["rectified"] for week in weeks][-2:] == [4, 1]


# held against what was handed in


def test_another_kind_that_told_otherwise_of_the_same_day_is_named(begun: Begun) -> None:
    cmd = begun(_lived)
    cmd("report", "submit", _made(cmd, "weekly", "--for", DAY)[0], day=DAY)
    assert _made(cmd, "summary")[1]["notes"] == []
    cmd.add(day=DAY, title="后来补登")
    notes = _made(cmd, "summary", expect=3)[1]["notes"]
    assert notes == [
        "说明：2020年4月16日报送的《安全生产专项整治进展周报》截至同日累计排查隐患4处、销号1处，其后有补登，"
        "本报告以累计排查5处、销号1处为准。"
    ]


@pytest.mark.parametrize(
    ("first", "then", "said"),
    [
        ((), ("--campus", "西校区"), "说明：集团同期报告（2020年4月16日报送）的数字与本报告不一致。"),
        (("--campus", "西校区"), (), "说明：西校区同期报送的数字（2020年4月16日报送）与本报告不一致。"),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_a_campus_and_the_whole_group_of_the_same_days_are_held_against_each_other(
    begun: Begun, kind: str, first: tuple[str, ...], then: tuple[str, ...], said: str
) -> None:
    cmd = begun(_lived)
    cmd("report", "submit", _made(cmd, kind, *KINDS[kind], *first)[0], day=DAY)
    assert _made(cmd, kind, *KINDS[kind], *then)[1]["notes"] == []
    cmd.add(campus="西校区", day=DAY, title="后来补登")
    bundle, data = _made(cmd, kind, *KINDS[kind], *then, expect=3)
    assert data["notes"] == [said]
    assert said in _words(bundle)
    assert _made(cmd, kind, *KINDS[kind], "--campus", "东校区")[1]["notes"] == [], "nothing changed there"


@pytest.mark.parametrize("kind", KINDS)
def test_the_check_compares_every_kind(begun: Begun, kind: str) -> None:
    cmd = begun(_lived)
    bundle = _made(cmd, kind, *KINDS[kind])[0]
    cmd("report", "submit", bundle, day=DAY)
    cmd("ledger", "check", day="2020-04-17")
    cmd.add("--found", "2020-04-15", day="2020-04-17", title="后来补登")
    found = cmd("ledger", "check", "--json", day="2020-04-17", expect=3).json
    said = {one["problem"] for one in found if one["check"] == "reports"}
    assert "as handed in it says hazards so far: 4; the ledger now says 5" in said
    (mend,) = {one["mend"] for one in found if one["check"] == "reports"}
    command = mend.partition("safetyctl ")[2].split()
    made = cmd.json(*command, day="2020-04-17")
    with zipfile.ZipFile(made["bundle"]) as archive:
        data = json.loads(archive.read("data.json"))
    assert data["tally"]["found_so_far"] == 5
    assert Path(made["bundle"]).name.startswith(Path(bundle).stem)


def test_figures_that_do_not_add_up_are_written_nowhere(
    begun: Begun, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from safetyctl.reports.facts.period import SoFar
    from safetyctl.reports.kinds import weekly

    cmd = begun(_lived)
    monkeypatch.setattr(weekly, "so_far", lambda _parts: SoFar(9, 1))
    ended = cmd("report", "weekly", "--out", "wrong", day=DAY, expect=1)
    assert "all hazards so far and those still open" in ended.err
    assert not (tmp_path / "wrong").exists()
