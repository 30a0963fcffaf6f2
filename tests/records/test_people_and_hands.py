"""A list of people that comes again: what it changes is told, and what was changed by hand since stands."""

import pytest
from openpyxl import Workbook

from office import Command, content, proved

HEAD = ("姓名", "职务", "联系电话", "校区")
FIRST = ("李四", "安全员", "13800000001", "东校区")


def took(cmd: Command, *row: object) -> dict[str, object]:
    book = Workbook()
    assert book.active is not None
    for each in (HEAD, row):
        book.active.append(each)
    book.save("名单.xlsx")
    found: dict[str, object] = cmd.json("people", "import", "名单.xlsx", "--yes")
    return found


def test_what_a_list_changes_is_told(cmd: Command) -> None:
    took(cmd, *FIRST)
    told = took(cmd, "李四", "副校长", "13800000002", "东校区")
    assert (told["updated"], told["changes"], told["differences"]) == (
        1,
        [
            {"ref": "李四", "field": "role", "before": "安全员", "after": "副校长"},
            {"ref": "李四", "field": "telephone", "before": "13800000001", "after": "13800000002"},
        ],
        [],
    )
    took(cmd, *FIRST)
    said = cmd("people", "import", "名单.xlsx", "--yes", lang="zh").err
    assert "按文件改动了" not in said
    cmd("undo", "--yes")
    said = cmd("people", "import", "名单.xlsx", "--yes", lang="zh").err
    assert "  李四 职务：副校长 → 安全员；联系电话：13800000002 → 13800000001" in said.splitlines()
    log = cmd.json("audit", "log", "--ref", "李四")
    assert {one["verb"] for one in log} == {"people.import", "people.renew", "undo"}
    assert proved(cmd.ledger).faults == ()


@pytest.mark.parametrize(
    ("option", "value", "field", "told"),
    [("--telephone", "13900000009", "telephone", "13800000001"), ("--role", "副校长", "role", "安全员")],
)
def test_the_same_list_again_does_not_undo_what_was_changed_by_hand(
    cmd: Command, option: str, value: str, field: str, told: str
) -> None:
    took(cmd, *FIRST)
    cmd("people", "edit", "李四", option, value)
    before = content(cmd.ledger)
    again = took(cmd, *FIRST)
    assert (again["updated"], again["skipped"], again["changes"]) == (0, 1, [])
    assert again["differences"] == [{"ref": "李四", "field": field, "held": value, "told": told}]
    assert content(cmd.ledger) == before
    assert "safetyctl people edit 李四" in cmd("people", "import", "名单.xlsx", "--yes", lang="zh").err
    anew = took(cmd, "李四", "安全主任", "13800000003", "东校区")
    assert (anew["updated"], anew["differences"]) == (1, [])
