"""A school's own ledger of inspections comes in: shown, taken once, refused by cell, and claiming no check item."""

import sys
import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from office import Command, at_a_terminal, content
from safetyctl.ledger.connection import reading
from safetyctl.plan.model import Period
from safetyctl.records.campaigns import plan_on
from safetyctl.reports.facts.deeds import Asked, deeds

HEAD = ("序号", "检查时间", "校区", "检查类型", "检查区域", "检查人员", "存在问题", "处理意见")
FIRST = (1, "2020-03-02", "东校区", "日常检查", "教学楼", "李四、王五", "三楼通道堵塞", "当场清理")
SECOND = (2, "3月3日-3月5日", "西校区", "拉网式排查", "食堂", "王五", "未发现问题", None)
UNKNOWN = (3, "2020-03-04", "东校区", "开学大检查", "宿舍", "李四", "无", None)


def book(*rows: Sequence[object], name: str = "台账.xlsx") -> str:
    made = Workbook()
    assert made.active is not None
    made.active.title = "记录"
    made.active.append(["2020年安全检查记录"])
    for row in (HEAD, *rows):
        made.active.append(list(row))
    made.save(name)
    return name


def test_they_come_in_once_all_or_nothing(cmd: Command) -> None:
    file = book(FIRST, SECOND)
    before = content(cmd.ledger)
    assert cmd.json("inspection", "import", file, "--dry-run")["added"] == 2
    assert content(cmd.ledger) == before
    told = cmd.json("inspection", "import", file)
    assert list(told)[:6] == ["read", "added", "updated", "skipped", "rejected", "errors"]
    assert [told[key] for key in ("read", "added", "skipped", "findings")] == [2, 2, 0, 1]
    assert told["tables"][0]["columns"][0]["field"] == "started_on"
    one = cmd.json("inspection", "show", "2")
    assert [one[key] for key in ("campus", "kind", "started_on", "finished_on", "zones", "persons")] == [
        "西校区", "dragnet", "2020-03-03", "2020-03-05", "食堂", "王五",
    ]  # fmt: skip
    assert one["note"].split("\n")[1:] == ["存在问题：未发现问题", "导入自：台账.xlsx / 记录 / 4；序号 2"]
    again = cmd("inspection", "import", file)
    assert "Read 2 rows: 0 inspections added, 2 known already." in again.err
    assert "kept in the note: H 处理意见" in again.err
    assert [one["verb"] for one in cmd.json("audit", "log", "--ref", "I0002")] == ["inspection.import"]
    assert "导入" in cmd("audit", "log", "--ref", "I0001", lang="zh").out
    assert cmd.json("ledger", "verify")["ok"]
    cmd("undo", "--yes")
    assert cmd.json("inspection", "list") == []


def test_the_closing_line_says_how_problems_become_hazards(cmd: Command) -> None:
    told = cmd("inspection", "import", book(FIRST, SECOND), lang="zh").err
    assert "其中 1 次写了检查情况或问题" in told
    assert "safetyctl hazard import" in told
    assert cmd.json("hazard", "list") == []


def test_an_unreadable_row_is_named_and_the_others_come_in_alone(cmd: Command) -> None:
    file = book(FIRST, UNKNOWN, [*FIRST[:2], "北校区", *FIRST[3:]])
    before = content(cmd.ledger)
    ended = cmd("inspection", "import", file, lang="zh", expect=2)
    assert content(cmd.ledger) == before
    assert "开学大检查" in ended.out
    assert "东校区、西校区、南校区" in ended.err
    errors = cmd("inspection", "import", file, "--json", expect=2).json["errors"]
    assert [(one["row"], one["column"]) for one in errors] == [(4, "D"), (5, "C")]
    told = cmd.json("inspection", "import", file, "--partial")
    assert (told["added"], told["rejected"], told["refused_file"]) == (1, 2, "台账.refused.xlsx")
    mended = load_workbook("台账.refused.xlsx")
    sheet = mended["记录"]
    assert sheet["A1"].value == "2020年安全检查记录"
    sheet["D3"], sheet["C4"] = "专项检查", "南校区"
    mended.save("台账.refused.xlsx")
    assert cmd.json("inspection", "import", "台账.refused.xlsx")["added"] == 2
    kinds = [one["kind"] for one in cmd.json("inspection", "list")]
    assert kinds == ["routine", "routine", "special"]


def test_a_kind_for_rows_that_name_none_that_is_known(cmd: Command) -> None:
    file = book(FIRST, UNKNOWN)
    assert "--kind dragnet|routine|special|holiday|group" in cmd("inspection", "import", file, expect=2).err
    assert cmd.json("inspection", "import", file, "--kind", "special")["added"] == 2
    one = cmd.json("inspection", "show", "2")
    assert (one["kind"], one["note"].split("\n")[0]) == ("special", "检查类型：开学大检查")
    assert cmd.json("inspection", "show", "1")["kind"] == "routine"


def test_what_may_be_there_already_is_pointed_out(cmd: Command) -> None:
    cmd("inspection", "start", "--campus", "东校区", "--kind", "routine", day="2020-03-02")
    ended = cmd("inspection", "import", book(FIRST, SECOND))
    assert "warning: " in ended.err
    assert "I0002 (I0001)" in ended.err
    cmd("inspection", "void", "2", "--reason", "重复")
    told = cmd.json("inspection", "import", "台账.xlsx")
    assert (told["added"], told["alike"]) == (1, [{"added": "I0004", "known": "I0001"}])


def test_what_a_later_edition_says_otherwise_of_one_is_told(cmd: Command) -> None:
    cmd("inspection", "import", book(FIRST, SECOND))
    later = book(SECOND, (*FIRST[:6], "三楼通道堵塞，插座烧坏", FIRST[7]), name="四月台账.xlsx")
    told = cmd.json("inspection", "import", later)
    assert (told["added"], told["skipped"]) == (0, 2)
    (one,) = told["differences"]
    assert (one["ref"], one["field"], "插座烧坏" in one["told"]) == ("I0001", "note", True)
    said = cmd("inspection", "import", later, lang="zh").err
    assert "safetyctl inspection edit I0001" in said
    assert "插座烧坏" in said


def test_a_known_one_may_be_going_on(cmd: Command) -> None:
    cmd(
        "inspection", "start", "--campus", "东校区", "--kind", "routine", "--on", "2020-03-02", "--zone", "教学楼",
        "--person", "李四", "--person", "王五",
    )  # fmt: skip
    told = cmd.json("inspection", "import", book(FIRST))
    assert (told["added"], told["skipped"]) == (0, 1)


# what it claims


def test_no_check_item_is_claimed(cmd: Command) -> None:
    cmd("inspection", "import", book(FIRST, SECOND))
    one = cmd.json("inspection", "show", "1")
    assert (one["areas"], one["items"], one["passed"], one["open"]) == ([], [], 0, 0)
    assert "not by check items" in cmd("inspection", "show", "1").out
    row = cmd("inspection", "list").out.splitlines()[1]
    assert row.endswith("not by check items\t\t\t\t")
    duties = cmd.json("campaign", "check")["duties"]
    inspected = [one for one in duties if one["code"] in ("new-round-inspection", "sustained-inspection")]
    assert inspected
    assert not any(ref.startswith("I") for one in inspected for ref in one["evidence"])
    assert cmd.json("ledger", "check") == []


@pytest.mark.parametrize(
    "args",
    [
        ("amend", "1", "--item", "fire.01", "--result", "pass", "--reason", "x"),
        ("record", "1", "--item", "fire.01", "--result", "pass"),
        ("record", "1", "--rest", "pass"),
        ("edit", "1", "--note", "x"),
        ("finish", "1"),
        ("feedback", "1", "--out", "f.docx"),
    ],
)
def test_what_would_make_it_claim_some_is_refused(cmd: Command, args: tuple[str, ...]) -> None:
    cmd("inspection", "import", book(FIRST))
    cmd.refused("inspection", *args)
    assert not Path("f.docx").exists()


def test_reports_say_that_it_was_held_and_no_more(cmd: Command) -> None:
    cmd("inspection", "import", book(FIRST, SECOND))
    with reading(cmd.ledger) as snapshot:
        plan = plan_on(snapshot, date(2020, 3, 6))
        found = deeds(Asked(snapshot, plan, Period(date(2020, 2, 28), date(2020, 3, 7)), None))
    assert [(one.number, one.section) for one in found] == [("I0001", "inspection"), ("I0002", "inspection")]
    held = "按学校的检查台账登记，没有逐项记录"
    assert found[0].said == ("3月2日，东校区开展日常排查", held, "区域为教学楼", "排查人李四、王五")
    assert found[1].said == ("3月3日至3月5日，西校区开展拉网式排查", held, "区域为食堂", "排查人王五")
    assert "合格" not in str(found)


# which file, which options


def test_options_of_the_other_kind_of_file_are_refused(cmd: Command) -> None:
    file = book(FIRST)
    assert "--on" in cmd.refused("inspection", "import", file, "--on", "2020-03-02").err
    cmd("checklist", "--out", "c.xlsx")
    for option in (("--map", "m.toml"), ("--save-map", "m.toml"), ("--sheet", "x"), ("--partial",)):
        assert option[0] in cmd.refused("inspection", "import", "c.xlsx", *option).err


def test_a_file_of_neither_kind_is_one_plain_line(cmd: Command) -> None:
    made = Workbook()
    assert made.active is not None
    made.active.append(["姓名", "电话"])
    made.active.append(["李四", "13800000000"])
    made.save("p.xlsx")
    err = cmd.refused("inspection", "import", "p.xlsx").err
    assert "neither a filled checklist nor a ledger of inspections" in err
    cmd("hazard", "template", "t.xlsx")
    assert "hazard import" in cmd.refused("inspection", "import", "t.xlsx").err
    Path("empty.csv").write_text("", "utf-8")
    cmd.refused("inspection", "import", "empty.csv")


def test_a_map_is_written_filled_in_and_used(cmd: Command) -> None:
    made = Workbook()
    assert made.active is not None
    for row in (("啥时", "谁去", "看了啥", "哪类"), ("2020-03-02", "李四", "一切正常", "开学大检查")):
        made.active.append(row)
    made.save("d.xlsx")
    cmd("inspection", "import", "d.xlsx", "--save-map", "m.toml", expect=2)
    text = Path("m.toml").read_text("utf-8")
    for key, heading in (("started_on", "啥时"), ("persons", "谁去"), ("kind", "哪类"), ("note", "看了啥")):
        text = text.replace(f'# {key} = ""', f'{key} = "{heading}"')
    text += '\n[values.kind]\n"开学大检查" = "special"\n[defaults]\ncampus = "东校区"\n'
    Path("m.toml").write_text(text, "utf-8")
    assert cmd.json("inspection", "import", "d.xlsx", "--map", "m.toml", "--save-map", "n.toml")["added"] == 1
    one = cmd.json("inspection", "show", "1")
    assert (one["campus"], one["kind"], one["persons"]) == ("东校区", "special", "李四")
    saved = tomllib.loads(Path("n.toml").read_text("utf-8"))
    assert saved["values"]["kind"] == {"开学大检查": "special"}
    Path("m.toml").write_text('[values.kind]\nx = "yearly"\n', "utf-8")
    assert "m.toml, line 2" in cmd.refused("inspection", "import", "d.xlsx", "--map", "m.toml").err


def test_each_row_of_problems_is_an_inspection_only_where_a_map_says_so(cmd: Command) -> None:
    made = Workbook()
    assert made.active is not None
    head = ("检查日期", "校区", "检查人", "存在问题", "整改措施", "整改责任人", "整改时限")
    for row in (head, ("2020-03-02", "东校区", "李四", "插座松动", "更换", "王五", "2020-03-09")):
        made.active.append(row)
    made.save("d.xlsx")
    err = cmd("inspection", "import", "d.xlsx", "--kind", "routine", "--save-map", "m.toml", expect=2).err
    assert "each of its rows is a hazard" in err
    assert cmd.json("inspection", "import", "d.xlsx", "--map", "m.toml")["added"] == 1
    assert "整改责任人：王五" in cmd.json("inspection", "show", "1")["note"]


def test_hostile_words_stay_words(cmd: Command) -> None:
    Path("d.csv").write_text(
        "检查日期,校区,检查类型,检查人,存在问题\n2020-03-02,东校区,日常检查,李四,\x1b[31m红\n", "utf-8"
    )
    ended = cmd("inspection", "import", "d.csv", expect=2)
    assert "\x1b" not in ended.out + ended.err
    Path("d.csv").write_text(
        "检查日期,校区,检查类型,检查人,存在问题\n2020-03-02,东校区,日常检查,=cmd|' /C calc'!A0,=1+1\n",
        "utf-8",
    )
    assert cmd.json("inspection", "import", "d.csv")["added"] == 1
    assert ",=cmd" not in cmd("inspection", "list", "--csv").out


# at a terminal


def typed(cmd: Command, file: str, keys: str) -> tuple[int, str]:
    cmd("status")  # which sets the ledger, the day and the language of the environment
    return at_a_terminal(
        [sys.executable, "-m", "safetyctl.cli", "inspection", "import", file], keys, columns=120
    )


def test_a_person_is_shown_asked_and_may_say_no(cmd: Command) -> None:
    file = book(FIRST, SECOND, [*FIRST[:4], "操场", *FIRST[5:]])
    code, seen = typed(cmd, file, "n\n")
    assert (code, "Nothing was changed" in seen) == (1, True), seen
    assert cmd.json("inspection", "list") == []
    code, seen = typed(cmd, file, "y\n")
    assert code == 0, seen
    assert "检查区域 → zones" in seen
    assert "拉网" not in seen
    assert "dragnet inspection" in seen
    assert len(cmd.json("inspection", "list")) == 3


def test_a_person_is_asked_for_the_kind_that_cannot_be_read(cmd: Command) -> None:
    code, seen = typed(cmd, book(FIRST, UNKNOWN), "special\n")
    assert code == 0, seen
    assert "开学大检查" in seen
    assert [one["kind"] for one in cmd.json("inspection", "list")] == ["routine", "special"]
