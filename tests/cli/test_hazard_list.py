"""``hazard list``, ``common`` and ``export``: filters, orders, and the same data whichever way it is shown."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from office import COMMITTED, MAJOR, Begun, Command

FOUND = [
    ("东校区", "fire.07", "疏散通道堆放杂物", "2020-03-01", ("--responsible", "李四", "--due", "2020-03-10")),
    ("西校区", "food", "冷库温度偏高", "2020-03-03", ("--due", "2020-03-05", "--location", "一号食堂")),
    ("东校区", "lab", "药品柜未上双锁", "2020-03-02", (*MAJOR, *COMMITTED)),
    ("南校区", "fire", "灭火器100%失压_甲", "2020-03-05", ("--due", "2020-04-30")),
]


def of_four_kinds(cmd: Command) -> None:
    for campus, area, title, found, options in FOUND:
        cmd.add("--found", found, *options, campus=campus, area=area, title=title)
    cmd("hazard", "assign", "3")
    cmd("hazard", "void", "4", "--reason", "重复")


@pytest.fixture
def four(begun: Begun) -> Command:
    return begun(of_four_kinds)


FILTERS = [
    ("", [1, 2, 3, 4]),
    ("--campus 东校区", [1, 3]),
    ("--campus 东", [1, 3]),
    ("--area fire", [1, 4]),
    ("--area fire.07", [1]),
    ("--area 消防", [1, 4]),
    ("--status open", [1, 2]),
    ("--status open --status void", [1, 2, 4]),
    ("--status 整改中", [3]),
    ("--level major", [3]),
    ("--level 一般", [1, 2, 4]),
    ("--overdue", [2]),
    ("--overdue --as-of 2020-03-11", [1, 2]),
    ("--overdue --as-of 2020-06-01", [1, 2, 3]),
    ("--responsible 李四", [1, 3]),
    ("--found-from 2020-03-02 --found-to 2020-03-03", [2, 3]),
    ("--due-from 2020-03-10 --due-to 2020-03-20", [1, 3]),
    ("--search 杂物", [1]),
    ("--search 食堂", [2]),
    ("--search 100%失", [4]),
    ("--search %", [4]),
    ("--search 压_甲", [4]),
    ("--search _", [4]),
    ("--imported", []),
    ("--campus 东校区 --level major --status assigned", [3]),
    ("--sort due", [2, 1, 3, 4]),
    ("--sort found", [1, 3, 2, 4]),
    ("--sort level", [3, 1, 2, 4]),
    ("--sort newest", [4, 3, 2, 1]),
    ("--sort due --limit 2", [2, 1]),
    ("--limit 0", [1, 2, 3, 4]),
]


@pytest.mark.parametrize(("options", "numbers"), FILTERS)
def test_filters_and_orders(four: Command, options: str, numbers: list[int]) -> None:
    found = four.json("hazard", "list", *options.split())
    assert [int(one["id"][1:]) for one in found] == numbers


@pytest.mark.parametrize(
    ("options", "said"),
    [("--status xyz", "open"), ("--level grave", "general"), ("--sort size", "due"), ("--campus 北校区", "东校区"),
     ("--found-from soon", "YYYY-MM-DD"), ("--limit -1", "--limit"), ("--area nowhere", "fire")],
)  # fmt: skip
def test_a_filter_that_is_none_is_refused(four: Command, options: str, said: str) -> None:
    assert said in four.refused("hazard", "list", *options.split()).err


def test_into_a_pipe_values_are_whole_and_on_one_line(four: Command) -> None:
    four("hazard", "edit", "1", "--title", "第一行\n第二行")
    lines = four("hazard", "list").out.splitlines()
    assert len(lines) == 5
    assert {line.count("\t") for line in lines} == {lines[0].count("\t")}


def test_csv_has_every_row_and_no_live_formula(four: Command) -> None:
    four("hazard", "edit", "1", "--title", "=1+1", "--location", "@x")
    text = four("hazard", "list", "--csv").out
    assert not text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["id"] for row in rows] == ["H0001", "H0002", "H0003", "H0004"]
    assert (rows[0]["title"], rows[0]["location"]) == ("'=1+1", "'@x")
    assert (rows[2]["level"], rows[2]["status"], rows[1]["overdue"]) == ("major", "assigned", "true")
    empty = four("hazard", "list", "--csv", "--imported").out
    assert len(empty.splitlines()) == 1


def test_json_and_csv_together_are_refused(four: Command) -> None:
    assert "two answers" in four.refused("hazard", "list", "--json", "--csv").err


def test_exports_hold_what_the_list_holds(four: Command) -> None:
    for name in ("all.json", "all.csv", "all.xlsx", "东校区.csv"):
        four("hazard", "export", name, *(("--campus", "东校区") if name.startswith("东") else ()))
    listed = four.json("hazard", "list", "--limit", "0")
    assert json.loads(Path("all.json").read_text("utf-8")) == listed
    text = Path("all.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf"), "Excel takes UTF-8 for it only by this mark"
    assert len(list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))) == 4
    assert len(list(csv.DictReader(io.StringIO(Path("东校区.csv").read_text("utf-8-sig"))))) == 2
    with zipfile.ZipFile("all.xlsx") as book:
        assert book.testzip() is None
    for name in ("all.txt", "all", "all.xls"):
        told = four("hazard", "export", name, expect=2).err
        assert ".xlsx" in told
        assert not Path(name).exists()
    four("hazard", "export", "no/such/folder.csv", expect=1)


def test_troubles_that_several_campuses_share(cmd: Command) -> None:
    cmd.add(campus="东校区", area="fire.07", title="通道堆物")
    cmd.add(campus="西校区", area="fire.07", title="楼道里有箱子")
    cmd.add(campus="东校区", area="food", title="冷库温度偏高")
    cmd.add(campus="南校区", area="food", title="冷库温度偏高了")
    cmd.add(campus="西校区", area="food", title="餐具未消毒")
    cmd.add(campus="西校区", area="lab", title="冷库温度偏高")
    cmd.add(campus="东校区", area="food", title="餐具没有消毒柜")
    found = cmd.json("hazard", "common")
    assert [(one["item"], one["campuses"], one["hazards"], one["open"]) for one in found] == [
        ("fire.07", ["东校区", "西校区"], ["H0001", "H0002"], 2),
        (None, ["东校区", "南校区"], ["H0003", "H0004"], 2),
    ]
    assert cmd.json("hazard", "common", "--campus", "东校区", "--campus", "西校区")[0]["item"] == "fire.07"
    assert len(cmd.json("hazard", "common", "--campus", "东校区", "--campus", "西校区")) == 1
    assert cmd.json("hazard", "common", "--campus", "东校区") == []
    cmd("hazard", "void", "1", "--reason", "重复")
    assert [one["item"] for one in cmd.json("hazard", "common")] == [None]


def test_a_photograph_is_kept_with_its_kind(cmd: Command) -> None:
    for name in ("前.jpg", "后.jpg", "合同.pdf"):
        Path(name).write_bytes(name.encode())
    ref = cmd.add("--photo", "前.jpg")["id"]
    cmd("hazard", "assign", ref, "--responsible", "李四", "--measure", "更换")
    cmd("hazard", "rectify", ref, "--note", "已更换", "--photo", "后.jpg")
    shown = cmd.json("hazard", "attach", ref, "合同.pdf", "前.jpg", "--kind", "其他")
    assert [(one["name"], one["kind"]) for one in shown["attachments"]] == [
        ("前.jpg", "before"), ("后.jpg", "after"), ("合同.pdf", "other"), ("前.jpg", "other"),
    ]  # fmt: skip
    assert len(list(Path("ledger.db.files").rglob("*.*"))) == 0, "no name that came in is a path"
    cmd.refused("hazard", "attach", ref, "none.jpg", "nothing.jpg")
    cmd.refused("hazard", "attach", ref, "前.jpg", "none.jpg")
    cmd.refused("hazard", "attach", ref, "前.jpg", "--kind", "during")
