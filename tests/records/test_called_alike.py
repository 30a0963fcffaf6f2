"""Several hazards of one ledger that are called alike: each is one, and a later edition finds each again."""

import pytest
from openpyxl import Workbook

from office import Command, content

HEAD = ["序号", "排查日期", "楼栋", "隐患内容", "责任人", "整改措施", "整改情况"]
WHERE = ("--campus", "东校区", "--area", "fire", "--yes")
ROWS = [
    [1, "2020-03-05", "1号楼", "灭火器过期", "张三", "更换", "已整改"],
    [2, "2020-03-05", "2号楼", "灭火器过期", "李四", "更换", "未整改"],
    [3, "2020-03-05", "3号楼", "灭火器过期", "王五", "更换", "未整改"],
    [4, "2020-03-05", "3号楼", "应急灯损坏", "王五", "更换", "未整改"],
]


def taken(cmd: Command, *rows: list[object], rule: str = "update") -> dict[str, object]:
    book = Workbook()
    assert book.active is not None
    for row in (HEAD, *rows):
        book.active.append(row)
    book.save("台账.xlsx")
    options = ("hazard", "import", "台账.xlsx", *WHERE, "--on-duplicate", rule)
    found: dict[str, object] = cmd.json(*options, day="2020-04-01")
    return found


def standing(cmd: Command) -> list[tuple[object, object, object]]:
    told = cmd.json("hazard", "list", "--sort", "id", day="2020-04-01")
    return [(one["id"], one["responsible"], one["status"]) for one in told]


@pytest.fixture
def four(cmd: Command) -> Command:
    assert taken(cmd, *ROWS)["added"] == 4
    return cmd


def test_each_is_a_hazard_of_its_own(four: Command) -> None:
    assert standing(four) == [
        ("H0001", "张三", "rectified"),
        ("H0002", "李四", "assigned"),
        ("H0003", "王五", "assigned"),
        ("H0004", "王五", "assigned"),
    ]


@pytest.mark.parametrize("rule", ["skip", "update"])
def test_the_same_file_again_adds_and_changes_nothing(four: Command, rule: str) -> None:
    before = content(four.ledger)
    again = taken(four, *ROWS, rule=rule)
    assert (again["added"], again["updated"], again["skipped"]) == (0, 0, 4)
    assert content(four.ledger) == before


def test_a_later_edition_finds_each_though_others_are_left_out_or_moved(four: Command) -> None:
    third = [1, *ROWS[2][1:-1], "已整改"]
    first = [2, *ROWS[0][1:]]
    assert taken(four, third, first)["added"] == 0
    assert [status for _id, _who, status in standing(four)] == [
        "rectified",
        "assigned",
        "rectified",
        "assigned",
    ]


def test_one_more_is_added(four: Command) -> None:
    more = [5, "2020-03-05", "4号楼", "灭火器过期", "赵六", "更换", "未整改"]
    again = taken(four, ROWS[0], more, *ROWS[1:])
    assert (again["added"], again["skipped"]) == (1, 4)
    assert standing(four)[-1] == ("H0005", "赵六", "assigned")


def test_a_ledger_that_took_them_for_one_gets_the_others(cmd: Command) -> None:
    assert taken(cmd, ROWS[1])["added"] == 1
    again = taken(cmd, *ROWS)
    assert (again["added"], again["skipped"]) == (3, 1)
    assert sorted(str(who) for _id, who, _status in standing(cmd)) == ["张三", "李四", "王五", "王五"]
    assert taken(cmd, *ROWS)["added"] == 0


def test_a_row_that_stands_there_twice_is_one_and_is_not_done_before_both_are(cmd: Command) -> None:
    bare = [None, *ROWS[0][1:]]
    open_yet = [None, *ROWS[0][1:-1], "未整改"]
    assert taken(cmd, bare, open_yet, bare)["added"] == 1
    assert standing(cmd) == [("H0001", "张三", "assigned")]
