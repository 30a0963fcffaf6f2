"""The list of a month's hazards for the province's platform: what is keyed in, and that nothing falls between."""

import io
import json
import zipfile
from typing import Any

import pytest

from office import CAMPUSES, Command

FIRST = "2020-03-01"
RECEIPT = "SN-2020-0220"


def _made(cmd: Command, *options: str, day: str = FIRST, month: str | None = None) -> dict[str, Any]:
    """What the command says, what the bundle says of itself, its data, its page and its sheets."""
    named = ("--for", month) if month else ()
    ended = cmd("report", "upload", *options, *named, "--json", day=day)
    with zipfile.ZipFile(ended.json["bundle"]) as bundle:
        read = {name: json.loads(bundle.read(name)) for name in ("manifest.json", "data.json")}
        page, book = bundle.read("page.html").decode(), bundle.read("ledger.xlsx")
    return {"said": ended.err, "page": page, "sheets": _sheets(book), **read, **ended.json}


def _sheets(book: bytes) -> dict[str, list[tuple[Any, ...]]]:
    from openpyxl import load_workbook

    sheets = load_workbook(io.BytesIO(book)).worksheets
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in sheets}


def _figures(made: dict[str, Any]) -> tuple[list[str], list[str], list[str]]:
    figures = made["data.json"]["figures"]
    return figures["found"], figures["earlier"], figures["waiting"]


def _table(made: dict[str, Any], title: str) -> list[dict[str, Any]]:
    """The rows of a sheet by heading."""
    (rows,) = (rows for name, rows in made["sheets"].items() if name.startswith(title))
    at = next(number for number, row in enumerate(rows) if row[0] == "隐患编号")
    return [dict(zip(rows[at], row, strict=True)) for row in rows[at + 1 :]]


def test_it_tells_of_the_month_before_and_meets_that_months_duty(cmd: Command) -> None:
    cmd.add(day="2020-02-06")
    made = _made(cmd)
    assert (made["kind"], made["period"], made["campus"]) == ("upload", "2020-02", None)
    assert made["manifest.json"]["duties"] == [f"monthly-upload/2020-03-01/{campus}" for campus in CAMPUSES]
    assert made["sha256"] == _made(cmd, "--for", "2020-02-29")["sha256"]
    assert _made(cmd, day="2020-03-31")["period"] == "2020-02"
    east = _made(cmd, "--campus", "东校区")["manifest.json"]
    assert (east["campus"], east["duties"]) == ("东校区", ["monthly-upload/2020-03-01/东校区"])
    cmd("report", "submit", _made(cmd)["bundle"], "--channel", "platform", day=FIRST)
    assert [
        one for one in cmd.json("due", "--kind", "upload", day=FIRST)["items"] if one["due"] == FIRST
    ] == []


def test_a_month_that_is_not_over_says_up_to_which_day(cmd: Command) -> None:
    cmd.add(day="2020-02-06")
    assert "2020年2月，截至2月20日" in _made(cmd, day="2020-02-20", month="2020-02-01")["page"]
    assert "2020年2月，截至" not in _made(cmd)["page"]


def test_a_single_hazard_is_not_all_of_them(cmd: Command) -> None:
    cmd.add(day="2020-02-06")
    assert "2020年2月排查隐患1处，尚未上传系统。" in _made(cmd)["page"]
    cmd("hazard", "upload", "1", "--receipt", RECEIPT, day=FIRST)
    assert "2020年2月排查隐患1处，已上传系统。" in _made(cmd)["page"]


@pytest.mark.parametrize(
    ("day", "month"),
    [
        ("2019-12-31", None),
        ("2020-03-01", "2019-11-30"),
        ("2020-03-01", "2020-04-01"),
        ("2021-01-05", None),
        ("2020-12-31", "2020-12-01"),
    ],
)
def test_months_that_the_plan_asks_for_no_list_of_are_refused(
    cmd: Command, day: str, month: str | None
) -> None:
    refused = cmd.refused("report", "upload", *(("--for", month) if month else ()), day=day)
    assert (month or {"2019-12-31": "2019-11", "2021-01-05": "2020-12"}[day])[:7] in refused.err


def test_a_row_has_what_a_person_keys_in(cmd: Command) -> None:
    cmd.add(
        *("--location", "二号楼", "--found-by", "李四", "--responsible", "王五", "--measure", "更换"),
        *("--funds", "0.35", "--due", "2020-03-20", "--department", "总务处"),
        area="fire.03",
        title="=灭火器压力不足",
        day="2020-02-06",
    )
    (row,) = _table(_made(cmd), "当月排查、需录入的隐患")
    said = {str(name): value for name, value in row.items()}
    assert (said["隐患编号"], said["校区"], said["隐患类别"]) == ("H0001", "东校区", "消防安全")
    assert (said["隐患部位"], said["排查人"], said["整改责任人"]) == ("二号楼", "李四", "王五")
    assert (said["责任部门"], said["整改措施"], said["整改资金(万元)"]) == ("总务处", "更换", 0.35)
    assert said["隐患内容"].endswith("灭火器压力不足")
    assert said["检查项"]
    assert f"{said['排查日期']:%F} {said['整改时限']:%F}" == "2020-02-06 2020-03-20"
    assert said["省系统回执号"] is None


def test_what_is_on_the_platform_has_its_receipt_and_is_not_keyed_in_again(cmd: Command) -> None:
    cmd.add(day="2020-02-06")
    cmd.add(day="2020-02-07")
    cmd("hazard", "upload", "H1", "--receipt", RECEIPT, day="2020-02-20")
    made = _made(cmd)
    assert _figures(made) == (["H0001", "H0002"], [], ["H0002"])
    assert [one["隐患编号"] for one in _table(made, "当月排查、需录入的隐患")] == ["H0002"]
    sheet = made["sheets"]["当月排查、已上传系统的隐患"]
    assert [row[-1] for row in sheet if row[0] == "H0001"] == [RECEIPT]
    to_key_in, _mark, there = made["page"].partition("<h2>当月排查、已上传系统的隐患</h2>")
    assert ("H0001" in to_key_in, "H0002" in there) == (False, False)
    assert "H0001" in there
    assert RECEIPT in there
    assert "1 hazard to key in" in made["said"]
    assert "hazard upload" in made["said"]


def test_marks_of_the_day_itself_count_and_the_rest_is_as_it_stood_at_the_months_end(cmd: Command) -> None:
    for number in (1, 2, 3):
        cmd.add("--responsible", "李四", "--measure", "更换", day=f"2020-02-0{number}")
    cmd("hazard", "assign", "H3", day="2020-03-01")
    cmd("hazard", "upload", "H1", "--receipt", RECEIPT, day="2020-03-01")
    cmd("hazard", "void", "H2", "--reason", "重复", day="2020-03-01")
    made = _made(cmd)
    assert _figures(made) == (["H0001", "H0003"], [], ["H0003"])
    assert [one["status"] for one in made["data.json"]["hazards"]] == ["open", "open"]


def test_a_month_that_is_all_on_the_platform_has_nothing_to_key_in(cmd: Command) -> None:
    cmd.add(day="2020-02-06")
    cmd("hazard", "upload", "H1", "--receipt", RECEIPT, day="2020-02-20")
    made = _made(cmd)
    assert _figures(made) == (["H0001"], [], [])
    assert "当月排查的隐患均已上传系统。" in made["page"]
    assert made["data.json"]["nil"] is False


def test_it_says_of_which_day_the_states_are_where_that_is_past(cmd: Command) -> None:
    cmd.add("--due", "2020-02-10", day="2020-02-06")
    assert "表列状态截至2020年2月29日。" in _made(cmd, day="2020-03-16")["page"]
    assert "表列状态" not in _made(cmd, day="2020-02-29", month="2020-02-29")["page"]
    assert "表列状态" not in _made(cmd, day="2020-02-05", month="2020-01-31")["page"], "nothing is listed"


def test_what_was_never_uploaded_before_stands_apart(cmd: Command) -> None:
    cmd.add(day="2019-12-20")
    cmd.add(day="2020-01-10")
    cmd.closed(day="2020-01-12")
    cmd.add(day="2020-02-10")
    cmd.add(day="2020-03-01")
    cmd("hazard", "upload", "H2", "--receipt", RECEIPT, day="2020-02-01")
    made = _made(cmd)
    assert _figures(made) == (["H0004"], ["H0001", "H0003"], ["H0004", "H0001", "H0003"])
    assert [one["隐患编号"] for one in _table(made, "此前排查")] == ["H0001", "H0003"]


def test_found_in_the_month_and_registered_after_it(cmd: Command) -> None:
    cmd.add("--found", "2020-02-28", day="2020-03-01")
    assert _figures(_made(cmd))[0] == ["H0001"]


def test_void_ones_are_left_out(cmd: Command) -> None:
    cmd.add(day="2020-02-10")
    cmd("hazard", "void", "H1", "--reason", "重复", day="2020-02-11")
    assert _figures(_made(cmd)) == ([], [], [])


def test_a_month_without_hazards_is_a_nil_list(cmd: Command) -> None:
    made = _made(cmd)
    assert made["data.json"]["nil"] is True
    assert "零报告" in made["page"]
    assert "There is nothing to key in" in made["said"]
    cmd.add(day="2020-01-10")
    made = _made(cmd)
    assert made["data.json"]["nil"] is False, "what was forgotten before is still to be keyed in"
    assert "零报告" not in made["page"]


def test_its_lists_are_coloured_and_whoever_fills_them_in_chooses_from_lists(cmd: Command) -> None:
    from openpyxl import load_workbook

    cmd.add("--due", "2020-02-10", title="灭火器压力不足", day="2020-02-06")
    cmd.add("--level", "major", title="外墙松动", day="2020-02-07")
    made = _made(cmd)
    with zipfile.ZipFile(made["bundle"]) as bundle:
        book = load_workbook(io.BytesIO(bundle.read("ledger.xlsx")))
    rules = [
        rule.formula[0]
        for sheet in book
        for found in sheet.conditional_formatting
        for rule in found.rules
        if sheet.title != "隐患台账"
    ]
    assert any('="重大"' in rule for rule in rules)
    assert book["隐患台账"].data_validations.dataValidation
