"""The same ledger again, later: nothing twice, what changed is brought up to date, absence closes nothing."""

import os
from pathlib import Path

import pytest
from openpyxl import Workbook

from office import PROGRAM, SOURCE, Command, at_a_terminal, content, proved

HEAD = [
    "检查时间",
    "检查部位",
    "存在问题",
    "等级",
    "整改措施",
    "整改期限",
    "责任人",
    "整改完成时间",
    "整改情况",
    "状态",
]
ROW = [
    "2020-03-05",
    "教学楼2楼",
    "灭火器压力不足",
    "一般",
    "更换",
    "2020-03-20",
    "李四",
    None,
    None,
    "整改中",
]
WHERE = ("--campus", "东校区", "--area", "fire", "--yes")


def ledger(*rows: list[object], name: str = "台账.xlsx") -> str:
    book = Workbook()
    assert book.active is not None
    book.active.append(HEAD)
    for row in rows:
        book.active.append(row)
    book.save(name)
    return name


def changed(**said: object) -> list[object]:
    keys = ("found", "place", "title", "level", "measure", "due", "who", "done", "how", "state")
    return list((dict(zip(keys, ROW, strict=True)) | said).values())


def take(
    cmd: Command, *rows: list[object], day: str = "2020-04-01", rule: str = "update"
) -> dict[str, object]:
    found: dict[str, object] = cmd.json(
        "hazard", "import", ledger(*rows), *WHERE, "--on-duplicate", rule, day=day
    )
    return found


def shown(cmd: Command, ref: str = "1", day: str = "2020-04-01") -> dict[str, object]:
    found: dict[str, object] = cmd.json("hazard", "show", ref, day=day)
    return found


def steps(cmd: Command, ref: str = "1") -> list[tuple[object, ...]]:
    told = cmd.json("hazard", "history", ref, day="2020-04-01")
    turns = [{name: now for name, _was, now in turn["changes"]} for turn in told if turn["kind"] == "step"]
    return [(one["kind"], one["day"], one.get("note")) for one in turns]


def test_the_same_file_twice_adds_nothing_whatever_the_rule(cmd: Command) -> None:
    rows = [
        changed(),
        changed(title="应急灯不亮", due="长期", level="较大"),
        changed(title="通道堆物", due="尽快"),
    ]
    assert take(cmd, *rows)["added"] == 3
    before = content(cmd.ledger)
    for rule in ("skip", "update"):
        again = take(cmd, *rows, rule=rule)
        assert (again["added"], again["updated"], again["skipped"]) == (0, 0, 3)
    assert content(cmd.ledger) == before


def test_what_a_later_edition_says_is_done_is_taken_through_the_steps(cmd: Command) -> None:
    take(cmd, changed(), changed(title="应急灯不亮"))
    found = take(cmd, changed(done="2020-03-18", how="已更换", state="已销号"))
    assert (found["added"], found["updated"]) == (0, 1)
    one = shown(cmd)
    assert (one["status"], one["rectified_on"], one["closed_on"]) == ("closed", "2020-03-18", None)
    assert [(kind, day) for kind, day, _note in steps(cmd)] == [
        ("found", "2020-03-05"),
        ("assigned", "2020-03-05"),
        ("rectified", "2020-03-18"),
        ("closed", "2020-03-18"),
    ]
    assert "没有写日期" in str(steps(cmd)[-1][2]), "in Chinese, whoever imports"
    assert shown(cmd, "2")["status"] == "assigned"
    assert proved(cmd.ledger).faults == ()
    assert {
        (one["ref"], one["check"]) for one in cmd.json("ledger", "check", day="2020-04-01", expect=3)
    } == {("H0001", "closed")}


def test_a_closed_hazard_that_a_later_edition_opens_stays_closed_and_is_named(cmd: Command) -> None:
    take(cmd, changed(done="2020-03-18", how="已更换", state="已销号"), changed(title="应急灯不亮"))
    opened = ledger(changed(how="又失压", state="整改中"), changed(title="应急灯不亮"))
    told = cmd("hazard", "import", opened, *WHERE, "--on-duplicate", "update", day="2020-04-01").err
    assert "They stay closed, though the file says they are not: H0001." in told
    assert "safetyctl hazard reopen H0001 --reason TEXT" in told
    assert shown(cmd)["status"] == "closed"


def test_an_earlier_edition_takes_nothing_back(cmd: Command) -> None:
    take(cmd, changed(done="2020-03-18", state="已整改"))
    take(cmd, changed())
    assert shown(cmd)["status"] == "rectified"


def test_a_later_deadline_is_an_extension_and_the_first_one_stays(cmd: Command) -> None:
    take(cmd, changed())
    take(cmd, changed(due="2020-04-10"))
    one = shown(cmd)
    assert (one["due"], one["due_first"], one["extensions"]) == ("2020-04-10", "2020-03-20", 1)
    assert take(cmd, changed(due="2020-04-10"))["updated"] == 0
    assert take(cmd, changed())["updated"] == 0
    assert shown(cmd)["due"] == "2020-04-10"


def test_a_major_hazard_is_not_given_more_time_by_a_sheet(cmd: Command) -> None:
    take(cmd, changed(level="重大"))
    take(cmd, changed(level="重大", due="2020-04-10"))
    one = shown(cmd)
    assert (one["due"], "2020-04-10" in str(one["remarks"])) == ("2020-03-20", True)
    assert take(cmd, changed(level="重大", due="2020-04-10"))["updated"] == 0


def test_what_nobody_wrote_changes_nothing(cmd: Command) -> None:
    """An area that a person mended is not set back by the words of a description, or by --area."""
    take(cmd, changed(level=None))
    cmd("hazard", "edit", "1", "--area", "building", day="2020-04-01")
    assert take(cmd, changed(level=None), rule="update")["updated"] == 0
    assert shown(cmd)["area"] == "building"


@pytest.mark.parametrize(("due", "in_force"), [("长期", None), (None, "2020-03-20"), ("立即", "2020-03-05")])
def test_a_deadline_that_is_none_gets_none(cmd: Command, due: str | None, in_force: str | None) -> None:
    take(cmd, changed(due=due))
    one = shown(cmd)
    assert (one["due"], one["overdue"]) == (in_force, in_force is not None)


def test_the_first_step_says_where_the_row_stood(cmd: Command) -> None:
    take(cmd, changed())
    assert steps(cmd)[0][2] == "台账.xlsx / Sheet / 2"
    assert cmd.json("hazard", "list", "--imported", day="2020-04-01")[0]["id"] == "H0001"


def test_rows_that_were_refused_are_mended_in_their_file_and_taken(cmd: Command) -> None:
    take_partly = (
        "hazard",
        "import",
        ledger(changed(), changed(title=None), changed(found=None, title="通道堆物")),
    )
    found = cmd.json(*take_partly, *WHERE, "--partial", day="2020-04-01")
    assert (found["added"], found["rejected"]) == (1, 2)
    refused = Path(str(found["refused_file"]))
    from openpyxl import load_workbook

    book = load_workbook(refused)
    sheet = book.worksheets[0]
    assert sheet.cell(1, len(HEAD) + 1).value
    assert all(sheet.cell(row, len(HEAD) + 1).value for row in (2, 3))
    sheet.cell(2, 3).value = "应急灯不亮"
    sheet.cell(3, 1).value = "2020-03-06"
    book.save(refused)
    again = cmd.json("hazard", "import", str(refused), *WHERE, day="2020-04-01")
    assert (again["added"], again["rejected"]) == (2, 0)
    details = [str(one["detail"]) for one in cmd.json("hazard", "list", day="2020-04-01")]
    assert not any("must not be empty" in detail for detail in details)
    other = cmd.json(*take_partly, *WHERE, "--partial", day="2020-04-01")
    assert other["refused_file"] != found["refused_file"]


def test_areas_from_words_are_taken_only_when_somebody_says_so(cmd: Command) -> None:
    file = ledger(changed())
    told = cmd("hazard", "import", file, "--campus", "东校区", day="2020-04-01", expect=2)
    assert "row 2" in told.err
    assert "--area" in told.err
    listed = cmd("hazard", "import", file, "--campus", "东校区", "--json", day="2020-04-01", expect=2).json
    assert [(one["row"], one["column"]) for one in listed["suggested"]] == [(2, "")]
    assert cmd.json("hazard", "import", file, "--campus", "东校区", "--yes", day="2020-04-01")["added"] == 1
    one = shown(cmd)
    assert (one["area"], "消防安全" in str(one["remarks"])) == ("fire", True)


def test_columns_that_are_not_clear_and_the_map_that_says(cmd: Command) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (["日期", "存在问题", "措施", "时间"], ["2020-03-05", "插座松动", "紧固", "2020-03-09"]):
        book.active.append(row)
    book.save("b.xlsx")
    cmd.refused("hazard", "import", "b.xlsx", *WHERE, day="2020-04-01")
    told = cmd("hazard", "import", "b.xlsx", *WHERE, "--save-map", "m.toml", day="2020-04-01", expect=2)
    assert "m.toml" in told.err
    text = Path("m.toml").read_text("utf-8")
    Path("m.toml").write_text(text.replace('# found_on = "日期"', 'found_on = "日期"'), "utf-8")
    assert cmd.json("hazard", "import", "b.xlsx", *WHERE, "--map", "m.toml", day="2020-04-01")["added"] == 1
    assert shown(cmd)["detail"] == "时间：2020-03-09"
    cmd.refused("hazard", "import", "b.xlsx", *WHERE, "--map", "none.toml", day="2020-04-01")
    os.mkfifo("pipe.toml")
    assert (
        "pipe"
        in cmd.refused("hazard", "import", "b.xlsx", *WHERE, "--map", "pipe.toml", day="2020-04-01").err
    )


def test_what_was_understood_is_told_and_quiet_is_quiet(cmd: Command) -> None:
    file = ledger(changed())
    found = cmd.json("hazard", "import", file, *WHERE, "--dry-run", day="2020-04-01")
    (table,) = found["tables"]
    assert (table["headings"], table["rows"]) == ([1, 1], 1)
    assert [(one["column"], one["field"]) for one in table["columns"]][:3] == [
        ("A", "found_on"), ("B", "location"), ("C", "title"),
    ]  # fmt: skip
    told = cmd("hazard", "import", file, *WHERE, "--dry-run", day="2020-04-01")
    assert "存在问题" in told.err
    assert cmd("hazard", "import", file, *WHERE, "--dry-run", "--quiet", day="2020-04-01").err == ""


# what it would change is said before


LATER = (
    changed(done="2020-03-18", how="已更换", state="已销号"),
    changed(title="应急灯不亮", due="2020-04-10", who="王五"),
    changed(title="通道堆物"),
)


def two_editions(cmd: Command) -> str:
    take(cmd, changed(), changed(title="应急灯不亮"), changed(title="通道堆物"))
    return ledger(*LATER)


def test_the_changes_of_a_later_edition_by_hazard_and_field(cmd: Command) -> None:
    later = two_editions(cmd)
    options = ("hazard", "import", later, *WHERE, "--on-duplicate", "update")
    before = content(cmd.ledger)
    would = cmd.json(*options, "--dry-run", day="2020-04-01")["changes"]
    assert content(cmd.ledger) == before
    told = {(one["ref"], one["field"]): (one["before"], one["after"]) for one in would}
    assert told["H0001", "status"] == ("assigned", "closed")
    assert told["H0001", "rectified_on"] == (None, "2020-03-18")
    assert told["H0002", "responsible"] == ("李四", "王五")
    assert told["H0002", "due"] == ("2020-03-20", "2020-04-10")
    assert {ref for ref, _field in told} == {"H0001", "H0002"}
    assert cmd.json(*options, day="2020-04-01")["changes"] == would
    assert cmd.json(*options, day="2020-04-01")["changes"] == []
    assert (shown(cmd)["status"], shown(cmd, "2")["due"]) == ("closed", "2020-04-10")


def test_a_dry_run_says_which_hazards_would_change_and_close(cmd: Command) -> None:
    later = two_editions(cmd)
    told = cmd(
        "hazard", "import", later, *WHERE, "--on-duplicate", "update", "--dry-run", day="2020-04-01"
    ).lines
    assert "Known hazards that the file changes: 2, 1 of them closed by it" in told
    (closing,) = [line for line in told if line.startswith("  H0001")]
    assert "灭火器压力不足 (closed by it): status: being rectified → closed" in closing
    (moved,) = [line for line in told if line.startswith("  H0002")]
    assert "responsible person: 李四 → 王五" in moved
    assert "deadline: 2020-03-20 → 2020-04-10" in moved


def at_terminal(cmd: Command, *args: str, typed: str) -> tuple[int, str]:
    told = {"SAFETYCTL_LEDGER": str(cmd.ledger), "SAFETYCTL_LANG": "en", "SAFETYCTL_ACTOR": "张三"}
    env = told | {"PYTHONPATH": str(SOURCE), "LANG": "en_US.UTF-8", "TERM": "xterm"}
    return at_a_terminal([*PROGRAM, *args], typed, env, 200)


def test_at_a_terminal_the_changes_are_seen_before_the_question(cmd: Command) -> None:
    later = two_editions(cmd)
    before = content(cmd.ledger)
    options = ("hazard", "import", later, *WHERE[:-1], "--on-duplicate", "update", "--as-of", "2020-04-01")
    code, seen = at_terminal(cmd, *options, typed="n\n")
    assert code == 1, seen
    assert seen.index("H0002 应急灯不亮") < seen.index("Take these 3 hazards")
    assert content(cmd.ledger) == before
    code, seen = at_terminal(cmd, *options, typed="y\n")
    assert (code, seen.count("  H0001 "), shown(cmd)["status"]) == (0, 1, "closed")


def test_a_saved_map_holds_what_the_options_said(cmd: Command) -> None:
    file = ledger(changed(), changed(title="应急灯不亮", who="张三、王五"))
    first = cmd.json("hazard", "import", file, *WHERE, "--save-map", "m.toml", "--dry-run", day="2020-04-01")
    again = cmd.json("hazard", "import", file, "--map", "m.toml", "--yes", "--dry-run", day="2020-04-01")
    for table in (*first["tables"], *again["tables"]):
        for column in table["columns"]:
            column.pop("how")
    assert again == first


def test_a_map_to_fill_in_where_no_heading_is_known(cmd: Command) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (["啥时", "啥毛病"], ["2020-03-05", "插座松动"]):
        book.active.append(row)
    book.save("b.xlsx")
    told = cmd("hazard", "import", "b.xlsx", *WHERE, "--save-map", "m.toml", day="2020-04-01", expect=2)
    assert "m.toml" in told.err
    text = Path("m.toml").read_text("utf-8")
    assert 'campus = "东校区"' in text
    assert 'area = "fire"' in text
    filled = text.replace('# title = ""', 'title = "啥毛病"').replace('# found_on = ""', 'found_on = "啥时"')
    Path("m.toml").write_text(filled, "utf-8")
    assert cmd.json("hazard", "import", "b.xlsx", "--map", "m.toml", "--yes", day="2020-04-01")["added"] == 1


def test_a_saved_map_speaks_the_language_in_use(cmd: Command) -> None:
    cmd("hazard", "import", ledger(changed()), *WHERE, "--save-map", "m.toml", "--dry-run", lang="zh")
    assert Path("m.toml").read_text("utf-8").startswith("# 以下是认出的列")


LOOKED_AT = [*HEAD, "复查人", "复查时间", "复查情况"]


def edition(cmd: Command, *rows: list[object]) -> dict[str, object]:
    book = Workbook()
    assert book.active is not None
    for row in (LOOKED_AT, *rows):
        book.active.append(row)
    book.save("复查.xlsx")
    found: dict[str, object] = cmd.json(
        "hazard", "import", "复查.xlsx", *WHERE, "--on-duplicate", "update", day="2020-04-01"
    )
    return found


def differing(told: dict[str, object]) -> list[tuple[object, ...]]:
    differences = told["differences"]
    assert isinstance(differences, list)
    return [(one["ref"], one["field"], one["held"], one["told"]) for one in differences]


def test_a_day_that_nobody_knew_is_filled_in(cmd: Command) -> None:
    edition(cmd, [*changed(state="已销号"), None, None, None])
    told = edition(cmd, [*changed(done="2020-03-10", state="已销号"), "王五", "2020-03-11", "合格"])
    assert (told["updated"], told["skipped"], differing(told)) == (1, 0, [])
    one = shown(cmd)
    days = [one[name] for name in ("rectified_on", "verified_on", "closed_on")]
    assert (one["status"], days, one["verified_by"]) == (
        "closed",
        ["2020-03-10", "2020-03-11", "2020-03-11"],
        "王五",
    )
    assert (proved(cmd.ledger).faults, cmd.json("ledger", "check", day="2020-04-01")) == ((), [])


def test_a_re_inspection_that_failed_since_sends_it_back(cmd: Command) -> None:
    edition(cmd, [*changed(done="2020-03-08", state="已整改"), None, None, None])
    row = [*changed(state="未整改"), "王五", "2020-03-12", "不合格，重新整改"]
    assert edition(cmd, row)["updated"] == 1
    one = shown(cmd)
    assert (one["status"], one["rectified_on"]) == ("assigned", None)
    assert [(kind, day) for kind, day, _note in steps(cmd)][-1] == ("failed", "2020-03-12")
    again = edition(cmd, row)
    assert (again["updated"], again["skipped"]) == (0, 1)


def test_what_no_step_allows_is_listed_and_not_passed_over(cmd: Command) -> None:
    whole = [*changed(done="2020-03-08", state="已销号"), "王五", "2020-03-09", "合格"]
    edition(cmd, whole, [*changed(title="应急灯不亮"), None, None, None])
    other = [*changed(done="2020-03-07", state="已销号"), "赵六", "2020-03-10", "合格"]
    before = content(cmd.ledger)
    told = edition(cmd, other, [*changed(title="应急灯不亮", due="2020-03-10"), None, None, None])
    assert (told["added"], told["updated"], told["skipped"]) == (0, 0, 0)
    assert differing(told) == [
        ("H0001", "rectified_on", "2020-03-08", "2020-03-07"),
        ("H0001", "verified_by", "王五", "赵六"),
        ("H0001", "verified_on", "2020-03-09", "2020-03-10"),
        ("H0001", "closed_on", "2020-03-09", "2020-03-10"),
        ("H0002", "due", "2020-03-20", "2020-03-10"),
    ]
    assert content(cmd.ledger) == before
    said = cmd(
        "hazard", "import", "复查.xlsx", *WHERE, "--on-duplicate", "update", "--dry-run", day="2020-04-01"
    )
    assert "  H0002 应急灯不亮: deadline: 2020-03-20 → 2020-03-10" in said.err.splitlines()
    assert "2 known hazards differ from the file where nothing was changed: H0001, H0002." in said.err


def test_a_state_less_far_is_listed(cmd: Command) -> None:
    edition(cmd, [*changed(done="2020-03-08", state="已整改"), None, None, None])
    told = edition(cmd, [*changed(state="整改中"), None, None, None])
    assert differing(told) == [("H0001", "status", "rectified", "assigned")]
    assert shown(cmd)["status"] == "rectified"


@pytest.mark.parametrize(
    "said",
    [
        {"place": None},
        {"place": "教学楼 2楼。"},
        {"title": "灭火器 压力不足。"},
        {"title": "“灭火器”压力不足"},
        {"title": "灭火器压力不够"},
        {"title": "灭火器的压力不足"},
        {"place": "教学楼2楼东侧"},
        {"place": "教学搂2楼"},
        {"found": "2020-03-06"},
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_a_hazard_whose_words_were_edited_or_a_slip_mended_is_new_and_named_as_much_like_a_known_one(
    cmd: Command, said: dict[str, object], turned: bool
) -> None:
    first, later = (changed(**said), changed()) if turned else (changed(), changed(**said))
    take(cmd, first)
    found = take(cmd, later)
    assert (found["added"], found["updated"]) == (1, 0)
    assert found["alike"] == [{"ref": "H0002", "sheet": "Sheet", "row": 2, "known": "H0001"}]


@pytest.mark.parametrize(
    "said",
    [
        {"title": "应急灯压力不足"},
        {"place": "教学楼3楼"},
        {"place": "食堂"},
        {"found": "2020-03-06", "due": "2020-03-25"},
        {"found": "2020-03-06", "who": "王五"},
        {"found": "2020-03-06", "due": None},
        {"found": "2020-03-06", "place": "教学楼2楼东侧"},
    ],
)
def test_what_is_found_elsewhere_or_again_is_no_slip(cmd: Command, said: dict[str, object]) -> None:
    take(cmd, changed())
    found = take(cmd, changed(**said))
    assert (found["added"], found["alike"]) == (1, [])


def test_many_of_one_place_and_day_are_not_compared(cmd: Command) -> None:
    take(
        cmd,
        *(changed(title=f"灭火器{sign}压力不足") for sign in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌"),
    )
    assert take(cmd, changed(title="灭火器亥压力不足"))["alike"] == []


def test_a_void_one_is_named_where_the_file_still_has_it(cmd: Command) -> None:
    take(cmd, changed())
    cmd("hazard", "void", "1", "--reason", "重复登记", day="2020-04-01")
    found = take(cmd, changed())
    assert (found["added"], found["alike"]) == (
        1,
        [{"ref": "H0002", "sheet": "Sheet", "row": 2, "known": "H0001"}],
    )
    assert take(cmd, changed(title="应急灯不亮"))["alike"] == []


def test_one_of_an_import_that_was_taken_back_is_not(cmd: Command) -> None:
    take(cmd, changed())
    cmd("undo", "--yes", day="2020-04-01")
    assert take(cmd, changed())["alike"] == []


def test_a_hazard_that_the_file_has_beside_its_like_is_another(cmd: Command) -> None:
    take(cmd, changed())
    again = take(cmd, changed(), changed(place=None), changed(title="应急灯不亮"), changed(place="操场"))
    assert (again["added"], again["alike"]) == (3, [])
    others = take(cmd, changed(found="2020-03-06", place=None, due="2020-03-21"))
    assert (others["added"], others["alike"]) == (1, [])


def test_a_reworded_hazard_of_the_same_number_is_named(cmd: Command) -> None:
    def numbered(number: str, title: str) -> str:
        book = Workbook()
        assert book.active is not None
        book.active.append(["隐患编号", *HEAD])
        book.active.append([number, *changed(title=title)])
        book.save("编号.xlsx")
        return "编号.xlsx"

    cmd.json("hazard", "import", numbered("DX-001", "灭火器过期"), *WHERE, day="2020-04-01")
    file = numbered("DX-001", "灭火器已过有效期")
    found = cmd.json("hazard", "import", file, *WHERE, day="2020-04-01")
    assert [(one["ref"], one["known"]) for one in found["alike"]] == [("H0002", "H0001")]
    said = cmd("undo", "--yes", day="2020-04-01")
    assert said.code == 0
    told = cmd("hazard", "import", file, *WHERE, day="2020-04-01", lang="zh")
    assert "可能就是 H0001" in told.err
    assert "safetyctl undo" in told.err
