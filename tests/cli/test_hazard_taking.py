"""``hazard import`` on the command line: a day for all rows, what would serve those refused, what JSON tells."""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from office import Command, content

DAY = "2020-05-14"
WHERE = ("--campus", "东校区", "--area", "fire")


def book(*rows: tuple[object, ...], name: str = "台账.xlsx", hidden: bool = False) -> str:
    made = Workbook()
    assert made.active is not None
    for row in rows:
        made.active.append(row)
    if hidden:
        made.create_sheet("说明")
        made.active.sheet_state = "hidden"
        made.active = 1
    made.save(name)
    return name


def test_a_day_for_all_rows_that_say_none(cmd: Command, tmp_path: Path) -> None:
    file = book(("部位", "存在问题", "责任人"), ("楼", "灯坏", "张三"), ("楼", "门坏", "张三"))
    refused = cmd("hazard", "import", file, *WHERE, day=DAY, expect=2)
    assert "--found 2020-03-05" in refused.err
    options = (*WHERE, "--found", "2020-03-05", "--save-map", "m.toml")
    assert cmd.json("hazard", "import", file, *options, day=DAY)["added"] == 2
    assert "found_on = 2020-03-05" in (tmp_path / "m.toml").read_text("utf-8")
    assert {one["found_on"] for one in cmd.json("hazard", "list", day=DAY)} == {"2020-03-05"}
    assert cmd.json("hazard", "import", file, "--map", "m.toml", day=DAY)["skipped"] == 2


def test_a_column_that_a_map_names_and_nobody_has_is_told(cmd: Command, tmp_path: Path) -> None:
    file = book(("No.", "检查时间", "毛病", "到几时"), (1, "2020-03-05", "灯坏", "2020-03-20"))
    map_of = '[columns]\ntitle = "毛病"\nnumber = "No."\ndue = "{due}"\n[rows.void]\n"{due}" = "x"'
    for due, told in (("到几 时", False), ("D", False), ("到何时", True)):
        (tmp_path / "m.toml").write_text(map_of.format(due=due), "utf-8")
        ended = cmd("hazard", "import", file, *WHERE, "--map", "m.toml", "--dry-run", day=DAY)
        assert ("the file has not: 到何时" in ended.err) is told


def test_a_part_that_names_two_days_is_refused_with_what_would_serve(cmd: Command) -> None:
    head = ("序号", "部位", "存在问题", "责任人")
    parts = ("2020年3月2日排查", None), ("2020年3月9日、10日排查", "--found 2020-03-05")
    rows = [head]
    for number, (line, hint) in enumerate(parts, start=1):
        rows += [(line, None, None, None), (number, "楼", f"灯坏{number}", "张三")]
        file = book(*rows, name=f"{number}.xlsx")
        ended = cmd("hazard", "import", file, *WHERE, day=DAY, expect=2 if hint else 0)
        assert (hint or "2020-03-02") in ended.err
    assert [one["found_on"] for one in cmd.json("hazard", "list", day=DAY)] == ["2020-03-02"]


def test_a_day_that_has_not_come_is_refused(cmd: Command) -> None:
    file = book(("部位", "存在问题", "责任人"), ("楼", "灯坏", "张三"))
    assert (
        "lies after" in cmd("hazard", "import", file, *WHERE, "--found", "2020-06-01", day=DAY, expect=2).err
    )


def test_which_campus_a_name_means_can_be_said(cmd: Command) -> None:
    file = book(
        ("校区", "存在问题", "检查时间"), ("老校", "灯坏", "2020-03-05"), ("总部", "门坏", "2020-03-05")
    )
    refused = cmd("hazard", "import", file, "--area", "fire", day=DAY, expect=2).err
    assert '[values.campus] "老校" = "东校区"' in refused.replace("\n", " ")


@pytest.mark.parametrize(
    ("row", "hint"),
    [
        (("楼", "灯坏", None), "--found 2020-03-05"),
        (("楼", "灯坏", None), '[rows] same_as_above = ["found_on"]'),
        (("楼", "灯坏", "3.6"), "[rows] year = 2020"),
        (("楼", None, "2020-03-06"), '[rows] needed = ["title"]'),
    ],
)
def test_what_would_serve_the_rows_refused_is_told(cmd: Command, row: tuple[object, ...], hint: str) -> None:
    file = book(("部位", "存在问题", "检查时间"), ("楼", "门坏", "3.5"), row)
    told = cmd("hazard", "import", file, *WHERE, day=DAY, expect=2).err
    assert hint in told
    assert "Mend the cells" in told


def test_an_area_is_offered_beside_what_else_is_wrong_and_named(cmd: Command) -> None:
    file = book(("部位", "存在问题", "检查时间"), ("楼", "无从归类", "2020-03-05"), ("楼", "不明", "昨天"))
    told = cmd("hazard", "import", file, "--campus", "东校区", day=DAY, expect=2)
    assert "--area AREA" in told.err
    assert "Hazard category" in told.out


def test_json_tells_of_hidden_sheets_and_of_columns_that_look_like_a_field(cmd: Command) -> None:
    file = book(
        ("检查日期", "存在问题", "整改期限日"),
        ("2020-03-05", "灯坏", "2020-03-09"),
        ("2020-03-05", "门坏", None),
        hidden=True,
    )
    (table,) = cmd.json("hazard", "import", file, *WHERE, "--dry-run", day=DAY)["tables"]
    assert table["hidden_sheet"] is True
    assert table["alike"] == [{"column": "C", "heading": "整改期限日", "field": "due"}]


def test_the_lines_left_out_are_told_in_words(cmd: Command) -> None:
    file = book(
        ("检查日期", "检查内容", "检查结果", "存在问题"),
        ("2020-03-05", "出口", "√", None),
        ("2020-03-05", "灯", "×", "灯坏"),
        ("序号", "培训内容", "人数"),
        (1, "消防", 50),
    )
    told = cmd("hazard", "import", file, *WHERE, day=DAY).err
    assert "lines of a check list that found nothing: rows 2" in told
    assert "another table: rows 4–5" in told


def test_two_headings_are_too_few_to_be_sure_and_the_map_that_is_shown_settles_it(cmd: Command) -> None:
    file = book(("隐患描述", "位置"), ("灭火器压力不足", "三楼"))
    said = cmd.refused("hazard", "import", file, *WHERE, day=DAY).err
    assert "too few headings" in said
    assert "no heading says" not in said
    Path("m.toml").write_text('[columns]\ntitle = "隐患描述"\n', "utf-8")
    assert 'title = "隐患描述"' in said
    options = ("--found", "2020-03-05", "--map", "m.toml")
    assert cmd.json("hazard", "import", file, *WHERE, *options, day=DAY)["added"] == 1


def test_a_map_is_never_written_over_what_is_there(cmd: Command, tmp_path: Path) -> None:
    file = book(("检查日期", "部位", "存在问题", "责任人"), ("2020-03-05", "楼", "灯坏", "张三"))
    ledger = Path(file).read_bytes()
    before = content(cmd.ledger)
    refused = cmd("hazard", "import", file, *WHERE, "--save-map", file, day=DAY, expect=2)
    assert f"{file} exists already." in refused.err
    assert (Path(file).read_bytes(), content(cmd.ledger)) == (ledger, before)
    for _time in range(2):
        assert cmd("hazard", "import", file, *WHERE, "--save-map", "m.toml", "--dry-run", day=DAY).code == 0
    with Path("m.toml").open("a", encoding="utf-8") as mended:
        mended.write("# 已改\n")
    assert cmd("hazard", "import", file, *WHERE, "--save-map", "m.toml", day=DAY, expect=2).code == 2
    assert Path("m.toml").read_text("utf-8").endswith("# 已改\n")
    assert content(cmd.ledger) == before


def test_a_column_of_the_map_that_the_file_has_not_is_told(cmd: Command) -> None:
    file = book(("检查日期", "部位", "存在问题", "责任人"), ("2020-03-05", "楼", "灯坏", "张三"))
    Path("m.toml").write_text(
        '[columns]\ntitle = ["存在问題", "存在问题"]\nlocation = "B"\ndue = "Z"\n', "utf-8"
    )
    told = cmd("hazard", "import", file, *WHERE, "--map", "m.toml", "--dry-run", day=DAY)
    assert "The map names columns that the file has not: 存在问題, Z" in told.err
    Path("m.toml").write_text('[columns]\ntitle = "存在问题"\nlocation = "B"\n', "utf-8")
    assert "The map names" not in cmd("hazard", "import", file, *WHERE, "--map", "m.toml", day=DAY).err


def test_numbers_in_refused_rows_stay_numbers(cmd: Command) -> None:
    head = ("检查日期", "部位", "存在问题", "整改进度")
    book_name = book(
        head, (3.1, "楼", "灯坏", 1), ("2020-03-05", "楼", None, 1), ("2020-03-05", "楼", "门坏", 0.5)
    )
    options = ("--map", "m.toml", "--partial", "--yes")
    Path("m.toml").write_text("[rows]\nyear = 2020\n", "utf-8")
    assert cmd.json("hazard", "import", book_name, *WHERE, *options, day=DAY)["rejected"] == 2
    refused = Path(book_name).stem + ".refused.xlsx"
    assert cmd.json("hazard", "import", refused, *WHERE, *options, day=DAY)["rejected"] == 2
    mended = load_workbook(refused)
    assert mended.active is not None
    mended.active["A2"], mended.active["C3"] = "2020-03-10", "窗坏"
    mended.save(refused)
    assert cmd.json("hazard", "import", refused, *WHERE, *options, day=DAY)["added"] == 2
    states = {one["title"]: one["status"] for one in cmd.json("hazard", "list", day=DAY)}
    assert states == {"门坏": "open", "灯坏": "rectified", "窗坏": "rectified"}


def test_days_of_refused_rows_are_counted_as_in_their_workbook(cmd: Command) -> None:
    made = Workbook()
    assert made.active is not None
    made.epoch = CALENDAR_MAC_1904
    for row in (("检查日期", "部位", "存在问题", "责任人"), (42433, "楼", "灯坏", "张三")):
        made.active.append(row)
    made.save("m.xlsx")
    for file in ("m.xlsx", "m.refused.xlsx"):
        told = cmd.json("hazard", "import", file, *WHERE, "--partial", "--yes", day=DAY)
        assert (told["added"], told["rejected"]) == (0, 1)


def test_the_refused_rows_of_a_file_with_a_long_name(cmd: Command) -> None:
    file = book(
        ("检查日期", "部位", "存在问题", "责任人"),
        ("2020-03-05", "楼", "灯坏", "张三"),
        ("x", "楼", "门坏", "张三"),
    )
    long = Path(file).rename("安" * 83 + ".xlsx")
    told = cmd.json("hazard", "import", str(long), *WHERE, "--partial", "--yes", day=DAY)
    assert (told["added"], Path(told["refused_file"]).is_file()) == (1, True)


def test_the_reason_of_before_does_not_stay_with_a_row_that_is_refused_again(cmd: Command) -> None:
    head = ("检查日期", "部位", "存在问题", "责任人")
    name = book(head, ("x", "楼", "灯坏", "张三"), ("y", "楼", "门坏", "张三"))
    for _time in range(2):
        told = cmd.json("hazard", "import", name, *WHERE, "--partial", "--yes", day=DAY)
        name = told["refused_file"]
    again = load_workbook(name)
    assert again.active is not None
    headings, first, _second = again.active.iter_rows(values_only=True)
    assert (headings, len([cell for cell in first if cell])) == ((*head, "未导入原因"), 5)
    again.active["A2"] = again.active["A3"] = "2020-03-05"
    again.save(name)
    assert cmd.json("hazard", "import", name, *WHERE, "--partial", "--yes", day=DAY)["added"] == 2
    assert [one["detail"] for one in cmd.json("hazard", "list", day=DAY)] == [None, None]
