"""A ledger kept elsewhere whose own numbers look like ours: H0001 there is not H0001 here."""

import pytest
from openpyxl import Workbook, load_workbook

from office import Command

HEAD = ["隐患编号", "校区", "检查日期", "地点", "隐患描述", "责任人", "整改措施", "整改情况"]
DAY = "2020-04-16"
OPTIONS = ("--area", "fire", "--yes")


def book(*rows: list[object], head: list[str] = HEAD) -> str:
    made = Workbook()
    assert made.active is not None
    for row in (head, *rows):
        made.active.append(row)
    made.save("台账.xlsx")
    return "台账.xlsx"


def row(number: str, title: str, state: str = "未整改", place: str = "教学楼") -> list[object]:
    return [number, "东校区", "2020-03-02", place, title, "张三", "更换", state]


@pytest.mark.parametrize("number", ["H1", "H001", "H0001", "H00012"])
def test_states_are_read_and_numbers_kept(cmd: Command, number: str) -> None:
    cmd("hazard", "import", book(row(number, "灭火器过期", "已整改")), *OPTIONS, day=DAY)
    one = cmd.json("hazard", "show", "1", day=DAY)
    assert (one["status"], one["rectify_note"].split("\n")[0]) == ("rectified", "已整改")
    assert f"隐患编号：{number}" in one["detail"]


@pytest.mark.parametrize("rule", ["skip", "update"])
def test_another_hazard_of_the_same_number_is_another(cmd: Command, rule: str) -> None:
    cmd("hazard", "import", book(row("H0001", "灭火器过期"), row("H0002", "插座烧坏")), *OPTIONS, day=DAY)
    told = cmd.json(
        "hazard", "import", book(row("H0001", "插座烧坏"), row("H0002", "护栏松动", place="操场")),
        *OPTIONS, "--on-duplicate", rule, day=DAY,
    )  # fmt: skip
    assert told["added"] == 1
    titles = [one["title"] for one in cmd.json("hazard", "list", "--sort", "id", day=DAY)]
    assert titles == ["灭火器过期", "插座烧坏", "护栏松动"]


def test_what_was_exported_here_is_known_by_its_number(cmd: Command) -> None:
    cmd("hazard", "import", book(row("A1", "灭火器过期"), row("A2", "插座烧坏")), *OPTIONS, day=DAY)
    cmd("hazard", "export", "出.xlsx", day=DAY)
    made = load_workbook("出.xlsx")
    sheet = made.worksheets[0]
    for cells in sheet.iter_rows():
        for cell in cells:
            if isinstance(cell.value, str) and cell.value.startswith("插座烧坏"):
                cell.value = cell.value.replace("插座烧坏", "插座烧毁")
    made.save("出.xlsx")
    told = cmd.json("hazard", "import", "出.xlsx", "--yes", "--on-duplicate", "update", day=DAY)
    assert (told["added"], told["updated"], told["skipped"]) == (0, 1, 1)
    assert cmd.json("hazard", "show", "2", day=DAY)["title"].startswith("插座烧毁")


def test_an_export_of_another_ledger_does_not_overwrite(cmd: Command) -> None:
    cmd("hazard", "import", book(row("A1", "灭火器过期")), *OPTIONS, day=DAY)
    cmd("hazard", "export", "出.xlsx", day=DAY)
    cmd("undo", "--yes", day=DAY)
    made = load_workbook("出.xlsx")
    for cells in made.worksheets[0].iter_rows():
        for cell in cells:
            if cell.value == "H0001":
                cell.value = "H0002"
    made.save("出.xlsx")
    cmd("hazard", "import", book(row("A9", "护栏松动", place="操场")), *OPTIONS, day=DAY)
    told = cmd.json("hazard", "import", "出.xlsx", "--yes", "--on-duplicate", "update", day=DAY)
    assert (told["added"], told["updated"]) == (1, 0)
    assert cmd.json("hazard", "show", "2", day=DAY)["title"] == "护栏松动"


def test_those_called_alike_are_told_apart_by_their_own_numbers(cmd: Command) -> None:
    rows = [row("AQ-01", "灭火器过期"), [*row("AQ-02", "灭火器过期")[:5], "李四", "充装", "未整改"]]
    cmd("hazard", "import", book(*rows), *OPTIONS, day=DAY)
    for those in (rows[::-1], rows[1:], rows):
        told = cmd.json("hazard", "import", book(*those), *OPTIONS, "--on-duplicate", "update", day=DAY)
        assert (told["added"], told["updated"]) == (0, 0)
