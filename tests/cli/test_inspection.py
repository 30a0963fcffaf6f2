"""Inspections as a safety officer types them: started, recorded, finished, amended; what fails becomes a hazard."""

import sys
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from office import SOURCE, Begun, Command, at_a_terminal, content
from safetyctl.ledger.connection import reading
from safetyctl.plan.model import Period
from safetyctl.records.campaigns import plan_on
from safetyctl.reports.facts.deeds import Asked, deeds

KEYS = [
    *(
        "id",
        "uid",
        "campus",
        "kind",
        "started_on",
        "finished_on",
        "zones",
        "persons",
        "note",
        "areas",
        "passed",
    ),
    *(
        "failed",
        "na",
        "open",
        "hazards",
        "attachments",
        "voided_on",
        "void_reason",
        "created_at",
        "updated_at",
    ),
]
ITEM_KEYS = [
    "item",
    "area",
    "result",
    "note",
    "recorded_on",
    "hazard",
    "amended_on",
    "amended_from",
    "amended_reason",
]
NINE = ("lab", "fire", "security", "traffic", "food", "disease", "building", "risk", "education")
FAILED = ("--result", "fail", "--title", "灭火器压力不足")


def started(cmd: Command) -> None:
    """I0001: fire and food at 东校区, by 李四 and 王五."""
    cmd(
        "inspection", "start", "--campus", "东校区", "--kind", "special", "--area", "fire", "--area", "食品安全",
        "--zone", "教学楼", "--zone", "食堂", "--person", "李四", "--person", "王五",
    )  # fmt: skip


def finished(cmd: Command) -> None:
    """The same with a failed item, all others passed, and finished."""
    started(cmd)
    cmd("inspection", "record", "1", "--item", "fire.03", *FAILED, "--note", "指针在红区")
    cmd("inspection", "record", "1", "--rest", "pass")
    cmd("inspection", "finish", "1")


def result(cmd: Command, item: str, ref: str = "1", **how: str) -> dict[str, object]:
    return next(one for one in cmd.json("inspection", "show", ref, **how)["items"] if one["item"] == item)


def test_started_it_holds_the_items_of_its_areas(begun: Begun) -> None:
    one = begun(started).json("inspection", "show", "I0001")
    assert list(one) == [*KEYS, "items"]
    assert list(one["items"][0]) == ITEM_KEYS
    assert (one["zones"], one["persons"], one["kind"]) == ("教学楼、食堂", "李四、王五", "special")
    assert [area["area"] for area in one["areas"]] == ["fire", "food"]
    assert one["open"] == len(one["items"]) == sum(area["open"] for area in one["areas"])


def test_without_an_area_it_looks_at_all_that_have_items(cmd: Command) -> None:
    one = cmd.json("inspection", "start", "--campus", "东校区", "--kind", "dragnet")
    assert list(one) == KEYS
    assert [area["area"] for area in one["areas"]] == list(NINE)


def test_an_area_without_items_is_looked_at_as_a_whole_and_an_item_by_itself(cmd: Command) -> None:
    options = ("--kind", "routine", "--area", "food.03", "--area", "practice", "--area", "food.01")
    cmd("inspection", "start", "--campus", "东校区", *options)
    codes = [one["item"] for one in cmd.json("inspection", "show", "1")["items"]]
    assert codes == ["food.03", "food.01", "practice"]


def test_several_items_at_once_and_the_rest_of_an_area(begun: Begun) -> None:
    cmd = begun(started)
    cmd("inspection", "record", "1", "--item", "fire.01", "--item", "消防验收或备案", "--result", "pass")
    one = cmd.json("inspection", "record", "1", "--rest", "na", "--area", "fire")
    assert (one["passed"], one["na"], one["open"]) == (2, 12, one["areas"][1]["open"])
    one = cmd.json("inspection", "record", "1", "--rest", "pass")
    assert one["open"] == 0


def test_what_failed_is_a_hazard_in_the_same_change(begun: Begun, tmp_path: Path) -> None:
    cmd = begun(started)
    (tmp_path / "a.jpg").write_bytes(b"photo")
    told = (
        "--due",
        "+7d",
        "--location",
        "二楼",
        "--responsible",
        "李四",
        "--measure",
        "更换",
        "--photo",
        "a.jpg",
    )
    made = cmd.json("inspection", "record", "1", "--item", "fire.03", *FAILED, *told, "--note", "指针在红区")
    assert made["made"] == made["hazards"] == ["H0001"]
    hazard = cmd.json("hazard", "show", "H0001")
    known = (
        "campus",
        "area",
        "item",
        "title",
        "location",
        "source",
        "inspection",
        "found_on",
        "found_by",
        "due",
    )
    assert [hazard[key] for key in known] == [
        "东校区", "fire", "fire.03", "灭火器压力不足", "二楼", "inspection", "I0001", "2020-03-06", "李四、王五",
        "2020-03-13",
    ]  # fmt: skip
    assert [file["kind"] for file in hazard["attachments"]] == ["before"]
    assert result(cmd, "fire.03")["hazard"] == "H0001"
    assert result(cmd, "fire.03")["note"] == "指针在红区"
    assert cmd.json("ledger", "verify")["ok"]


def test_an_item_recorded_anew_is_replaced_and_the_journal_has_both(begun: Begun) -> None:
    cmd = begun(started)
    for said in ("pass", "na", "na"):
        cmd("inspection", "record", "1", "--item", "fire.01", "--result", said)
    assert result(cmd, "fire.01")["result"] == "na"
    told = [one for one in cmd.json("audit", "log", "--ref", "I0001") if one["verb"] == "inspection.record"]
    assert [change[1:] for one in told for change in one["changes"] if change[0] == "result"] == [
        ["pass", "na"], [None, "pass"],
    ]  # fmt: skip


def test_the_journal_tells_of_a_hazard_that_failed_once(begun: Begun) -> None:
    cmd = begun(started)
    cmd("inspection", "record", "1", "--item", "fire.01", *FAILED)
    told = [one["ref"] for one in cmd.json("audit", "log", "--limit", "0") if one["verb"] == "hazard.add"]
    assert len(told) == 2, "the hazard and its first step"


def test_an_item_whose_hazard_stands_stays_failed_until_that_is_void(begun: Begun) -> None:
    cmd = begun(started)
    cmd("inspection", "record", "1", "--item", "fire.03", *FAILED)
    for again in (("--result", "pass"), ("--result", "na"), FAILED):
        assert "H0001" in cmd.refused("inspection", "record", "1", "--item", "fire.03", *again).err
    cmd("hazard", "void", "H0001", "--reason", "看错")
    cmd("inspection", "record", "1", "--item", "fire.03", "--result", "pass")
    one = cmd.json("inspection", "show", "1")
    assert (one["passed"], one["failed"], one["hazards"]) == (1, 0, [])
    assert cmd.json("ledger", "verify")["ok"]


def test_finishing_names_what_was_not_looked_at(begun: Begun) -> None:
    cmd = begun(started)
    assert "void" in cmd.refused("inspection", "finish", "1").err
    cmd("inspection", "record", "1", "--item", "fire.01", "--result", "pass")
    assert "fire.02 " in cmd.refused("inspection", "finish", "1").err
    assert "more" in cmd.refused("inspection", "finish", "1").err
    done = cmd.json("inspection", "finish", "1", "--partial")
    assert (done["finished_on"], done["missing"][0], done["missing"][-1]) == ("2020-03-06", "fire.02", "food")
    assert cmd.json("inspection", "list", "--unfinished") == []


def test_a_finished_inspection_is_only_amended(begun: Begun) -> None:
    cmd = begun(finished)
    cmd.refused("inspection", "record", "1", "--item", "fire.01", "--result", "na")
    cmd.refused("inspection", "edit", "1", "--note", "x")
    cmd.refused("inspection", "finish", "1")
    cmd.refused("inspection", "amend", "1", "--item", "fire.01", "--result", "pass", "--reason", "x")
    cmd.refused("inspection", "amend", "1", "--item", "fire.01", "--result", "na", "--reason", " ")
    assert "H0001" in cmd.refused(
        "inspection", "amend", "1", "--item", "fire.03", "--result", "pass", "--reason", "看错"
    ).err  # fmt: skip
    said = ("--item", "fire.01", "--result", "fail", "--title", "未留档", "--reason", "复核发现")
    made = cmd.json("inspection", "amend", "1", *said, day="2020-03-09")
    assert (made["made"], made["failed"]) == (["H0002"], 2)
    after = result(cmd, "fire.01", day="2020-03-09")
    assert (after["result"], after["recorded_on"]) == ("fail", "2020-03-06")
    assert (after["amended_on"], after["amended_from"], after["amended_reason"]) == (
        "2020-03-09",
        "pass",
        "复核发现",
    )
    before = result(cmd, "fire.01", day="2020-03-08")
    assert (before["result"], before["hazard"], before["amended_on"]) == ("pass", None, None)
    assert cmd.json("inspection", "show", "1", day="2020-03-08")["failed"] == 1
    assert "amend" in cmd("inspection", "show", "1", day="2020-03-09").out


def test_an_unfinished_one_is_not_amended_but_edited(begun: Begun) -> None:
    cmd = begun(started)
    cmd.refused("inspection", "amend", "1", "--item", "fire.01", "--result", "na", "--reason", "x")
    one = cmd.json("inspection", "edit", "1", "--kind", "dragnet", "--person", "赵六", "--on", "2020-03-05")
    assert (one["kind"], one["persons"], one["started_on"]) == ("dragnet", "赵六", "2020-03-05")
    cmd("inspection", "record", "1", "--item", "fire.01", "--result", "na", "--on", "2020-03-05")
    cmd.refused("inspection", "edit", "1", "--on", "2020-03-06")
    cmd.refused("inspection", "edit", "1")


def test_void_it_stays_with_its_reason_and_its_hazards_too(begun: Begun) -> None:
    cmd = begun(finished)
    assert "H0001" in cmd("inspection", "void", "1", "--reason", "重复登记", day="2020-03-09").err
    assert cmd.json("inspection", "list", day="2020-03-09") == []
    assert cmd.json("inspection", "list", "--void", day="2020-03-09")[0]["void_reason"] == "重复登记"
    assert [one["id"] for one in cmd.json("inspection", "list", day="2020-03-08")] == ["I0001"]
    assert cmd.json("hazard", "show", "1", day="2020-03-09")["status"] == "open"
    for args in (("record", "--item", "fire.01", "--result", "na"), ("finish",), ("attach", "x.jpg")):
        cmd.refused("inspection", args[0], "1", *args[1:], day="2020-03-09")


def test_lists_are_narrowed(begun: Begun) -> None:
    cmd = begun(finished)
    cmd("inspection", "start", "--campus", "西校区", "--kind", "group", "--area", "lab", "--on", "2020-03-02")
    found = {
        ("--campus", "西校区"): ["I0002"],
        ("--kind", "special"): ["I0001"],
        ("--area", "食品安全"): ["I0001"],
        ("--from", "2020-03-03"): ["I0001"],
        ("--to", "2020-03-03"): ["I0002"],
        ("--unfinished",): ["I0002"],
        (): ["I0002", "I0001"],
    }
    assert {args: [one["id"] for one in cmd.json("inspection", "list", *args)] for args in found} == found
    areas = cmd.json("inspection", "list", "--area", "food")[0]["areas"]
    assert areas[1] == {"area": "food", "passed": 8, "failed": 0, "na": 0, "open": 0}
    head, *lines = cmd("inspection", "list", "--csv").out.splitlines()
    assert head == ",".join(KEYS)
    assert ",fire food," in lines[1]
    assert "[" not in lines[1]
    assert cmd("inspection", "list").out.count("\n") == 3


def test_files_are_kept_with_it(begun: Begun, tmp_path: Path) -> None:
    cmd = begun(started)
    (tmp_path / "签字.pdf").write_bytes(b"signed")
    one = cmd.json("inspection", "attach", "1", "签字.pdf")
    assert [file["name"] for file in one["attachments"]] == ["签字.pdf"]
    one = cmd.json(
        "inspection", "record", "1", "--item", "fire.01", "--result", "pass", "--photo", "签字.pdf"
    )
    assert len(one["attachments"]) == 2
    cmd.refused("inspection", "attach", "1", "没有.pdf")
    assert cmd.json("ledger", "verify")["ok"]


@pytest.mark.parametrize(
    "args",
    [
        ("start", "--campus", "北校区", "--kind", "dragnet"),
        ("start", "--campus", "东校区", "--kind", "spring"),
        ("start", "--campus", "东校区", "--kind", "dragnet", "--area", "sea"),
        ("start", "--campus", "东校区", "--kind", "dragnet", "--on", "2020-03-07"),
        ("start", "--campus", "东校区", "--kind", "dragnet", "--on", "1999-12-31"),
        ("start", "--campus", "东校区", "--kind", "dragnet", "--zone", "长" * 201),
        ("start", "--campus", "东校区"),
        ("start", "--kind", "dragnet"),
        ("record", "1", "--item", "lab.01", "--result", "pass"),
        ("record", "1", "--item", "practice", "--result", "pass"),
        ("record", "1", "--item", "fire.99", "--result", "pass"),
        ("record", "1", "--item", "fire.01", "--result", "good"),
        ("record", "1", "--item", "fire.01", "--result", "fail"),
        ("record", "1", "--item", "fire.01", "--item", "fire.02", *FAILED),
        ("record", "1", "--item", "fire.01", "--result", "pass", "--title", "灭火器"),
        ("record", "1", "--item", "fire.01", *FAILED, "--due", "2020-03-01"),
        ("record", "1", "--item", "fire.01", *FAILED, "--photo", "gone.jpg"),
        ("record", "1", "--item", "fire.01", "--result", "pass", "--photo", "gone.jpg"),
        ("record", "1", "--item", "fire.01", "--result", "pass", "--on", "2020-03-05"),
        ("record", "1", "--item", "fire.01", "--result", "pass", "--on", "2020-03-07"),
        ("record", "1", "--item", "fire.01"),
        ("record", "1", "--result", "pass"),
        ("record", "1", "--rest", "fail"),
        ("record", "1", "--rest", "pass", "--item", "fire.01"),
        ("record", "1", "--item", "fire.01", "--result", "pass", "--area", "fire"),
        ("record", "2", "--item", "fire.01", "--result", "pass"),
        ("record", "H1", "--item", "fire.01", "--result", "pass"),
        ("finish", "9"),
        ("show", "9"),
        ("edit", "1", "--on", "2020-03-07"),
        ("void", "1", "--reason", " "),
        ("feedback", "1", "--out", "n.docx"),
        ("feedback", "1", "--out", "n.pdf"),
        ("import", "gone.xlsx"),
    ],
)
def test_what_is_refused(begun: Begun, args: tuple[str, ...]) -> None:
    begun(started).refused("inspection", *args)


def test_it_does_not_end_before_its_results(begun: Begun) -> None:
    cmd = begun(started)
    cmd("inspection", "record", "1", "--item", "fire.01", "--result", "pass", day="2020-03-09")
    cmd.refused("inspection", "finish", "1", "--partial", "--on", "2020-03-08", day="2020-03-10")
    cmd.refused("inspection", "finish", "1", "--partial", "--on", "2020-03-05", day="2020-03-10")
    cmd.refused("inspection", "finish", "1", "--partial", "--on", "2020-03-11", day="2020-03-10")
    assert cmd.json("inspection", "finish", "1", "--partial", "--on", "2020-03-09", day="2020-03-10")[
        "finished_on"
    ]
    assert cmd.json("inspection", "show", "1", day="2020-03-08")["finished_on"] is None
    assert cmd.json("inspection", "show", "1", day="2020-03-08")["passed"] == 0


def test_a_dry_run_changes_nothing(begun: Begun) -> None:
    cmd = begun(started)
    before = content(cmd.ledger)
    cmd("inspection", "record", "1", "--item", "fire.03", *FAILED, "--dry-run")
    cmd("inspection", "record", "1", "--rest", "pass", "--dry-run")
    cmd("inspection", "start", "--campus", "东校区", "--kind", "routine", "--dry-run")
    assert content(cmd.ledger) == before


def test_undo_takes_back_a_result_with_its_hazard_and_a_start(begun: Begun) -> None:
    cmd = begun(started)
    cmd("inspection", "record", "1", "--item", "fire.03", *FAILED)
    cmd("undo", "--yes")
    one = result(cmd, "fire.03")
    assert (one["result"], one["hazard"]) == (None, None)
    assert cmd.json("hazard", "show", "1")["status"] == "void"
    cmd("inspection", "record", "1", "--rest", "pass")
    cmd("inspection", "finish", "1")
    cmd("inspection", "amend", "1", "--item", "fire.01", "--result", "na", "--reason", "无此项")
    cmd("undo", "--yes")
    assert result(cmd, "fire.01")["result"] == "pass"
    cmd("undo", "--yes")
    assert cmd.json("inspection", "show", "1")["finished_on"] is None
    cmd("undo", "--yes")
    cmd("undo", "--yes")
    assert cmd.json("inspection", "list", "--void") == []
    assert cmd.json("ledger", "verify")["ok"]
    cmd("inspection", "start", "--campus", "东校区", "--kind", "routine")
    assert cmd.json("inspection", "list")[0]["id"] == "I0002"


def told_in_the_report(cmd: Command, first: date, end: date) -> str:
    """What the report of a period says of inspections."""
    with reading(cmd.ledger) as snapshot:
        asked = Asked(snapshot, plan_on(snapshot, first), Period(first, end), None)
        return "，".join(part for deed in deeds(asked) if deed.section == "inspection" for part in deed.said)


def test_the_report_says_that_all_passed_only_where_all_was_looked_at_and_passed(cmd: Command) -> None:
    looked_at(cmd, "2020-03-03", "food")
    told = told_in_the_report(cmd, date(2020, 3, 2), date(2020, 3, 9))
    assert "各项均合格" not in told
    assert "共查1项" in told
    assert "不适用1项" in told
    assert "7" in told
    cmd("inspection", "start", "--campus", "东校区", "--kind", "routine", "--area", "food", day="2020-03-10")
    cmd("inspection", "record", "2", "--rest", "pass", day="2020-03-10")
    cmd("inspection", "finish", "2", day="2020-03-10")
    assert "各项均合格" in told_in_the_report(cmd, date(2020, 3, 9), date(2020, 3, 16))


# the duties


def duty(cmd: Command, code: str, day: str, campus: str = "东校区") -> dict[str, object]:
    found = cmd.json("campaign", "check", day=day)["duties"]
    return next(one for one in found if one["code"] == code and one["campus"] == campus)


def looked_at(cmd: Command, day: str, *areas: str, kind: str = "routine", campus: str = "东校区") -> str:
    """An inspection of some areas, one item of each looked at, finished on a day."""
    named = [part for area in areas for part in ("--area", area)]
    one = cmd.json("inspection", "start", "--campus", campus, "--kind", kind, *named, day=day)
    items = [part for area in one["areas"] for part in ("--item", f"{area['area']}.01")]
    cmd("inspection", "record", one["id"], *items, "--result", "na", day=day)
    cmd("inspection", "finish", one["id"], "--partial", day=day)
    ref: str = one["id"]
    return ref


def test_the_new_round_is_met_when_all_nine_areas_were_looked_at_in_its_window(cmd: Command) -> None:
    looked_at(cmd, "2020-01-08", *NINE[:4])
    second = looked_at(cmd, "2020-02-18", *NINE[4:8], kind="dragnet")
    assert duty(cmd, "new-round-inspection", "2020-03-30")["state"] == "open"
    last = looked_at(cmd, "2020-03-31", "education", kind="group")
    one = duty(cmd, "new-round-inspection", "2020-03-31")
    assert (one["state"], one["met_on"], one["evidence"]) == ("met", "2020-03-31", ["I0001", second, last])
    assert duty(cmd, "new-round-inspection", "2020-03-30")["state"] == "open"
    assert duty(cmd, "new-round-inspection", "2020-04-01", "西校区")["state"] == "overdue"
    milestones = cmd.json("campaign", "check", day="2020-03-30")["milestones"]
    ours = next(
        one for one in milestones if (one["code"], one["campus"]) == ("new-round-inspection", "东校区")
    )
    assert (ours["total"], ours["done"], ours["open"]) == (9, 8, ["education"])
    cmd("inspection", "void", last, "--reason", "未进行", day="2020-04-02")
    assert duty(cmd, "new-round-inspection", "2020-04-02")["state"] == "overdue"
    assert duty(cmd, "new-round-inspection", "2020-04-01")["state"] == "met"


def test_only_finished_inspections_of_the_window_count(cmd: Command) -> None:
    looked_at(cmd, "2020-01-08", *NINE[:8])
    cmd(
        "inspection",
        "start",
        "--campus",
        "东校区",
        "--kind",
        "routine",
        "--area",
        "education",
        day="2020-03-30",
    )
    cmd("inspection", "record", "2", "--rest", "pass", day="2020-03-30")
    assert duty(cmd, "new-round-inspection", "2020-03-31")["state"] == "open"
    cmd("inspection", "finish", "2", day="2020-04-01")
    assert duty(cmd, "new-round-inspection", "2020-04-01")["state"] == "overdue"
    assert duty(cmd, "sustained-inspection", "2020-04-01")["evidence"] == ["I0002"]


def test_what_is_amended_into_an_inspection_counts_from_that_day(cmd: Command) -> None:
    looked_at(cmd, "2020-01-08", *NINE[:8])
    cmd("inspection", "start", "--campus", "东校区", "--kind", "routine", "--area", "education", "--area", "practice",
        day="2020-03-30")  # fmt: skip
    cmd("inspection", "record", "2", "--item", "practice", "--result", "pass", day="2020-03-30")
    cmd("inspection", "finish", "2", "--partial", day="2020-03-30")
    said = ("--item", "education.01", "--result", "pass", "--reason", "漏记")
    cmd("inspection", "amend", "2", *said, day="2020-04-02")
    assert duty(cmd, "new-round-inspection", "2020-04-02")["state"] == "overdue"
    assert result(cmd, "education.01", "2", day="2020-04-01")["result"] is None


def test_dragnet_and_group_inspections_are_counted(cmd: Command) -> None:
    looked_at(cmd, "2020-02-18", "fire", kind="dragnet")
    looked_at(cmd, "2020-02-19", "fire", kind="group", campus="西校区")
    looked_at(cmd, "2020-02-20", "fire", kind="group", campus="南校区")
    assert counts(cmd, "2020-03-01") == {
        ("dragnet-inspection", "东校区"): 1,
        ("dragnet-inspection", "西校区"): 0,
        ("dragnet-inspection", "南校区"): 0,
        ("group-inspection", "*"): 2,
    }
    assert counts(cmd, "2020-02-19")["group-inspection", "*"] == 1


def counts(cmd: Command, day: str) -> dict[tuple[str, str], int]:
    return {
        (one["code"], one["campus"]): one["count"]
        for one in cmd.json("campaign", "check", day=day)["running"]
        if one["code"].endswith("-inspection")
    }


# forms and notices


def filled(path: Path, cells: dict[str, object], sheet: int = 0) -> Path:
    book = load_workbook(path)
    for place, value in cells.items():
        book.worksheets[sheet][place] = value
    book.save(path)
    return path


FIRST = {
    "D5": "√",
    "E7": "√",
    "H7": "灭火器压力不足",
    "G7": "二楼",
    "I7": "李四",
    "J7": "2020-03-20",
    "F8": "不适用",
}


def test_a_filled_checklist_reads_back_into_its_inspection(begun: Begun) -> None:
    cmd = begun(started)
    told = cmd.json("checklist", "--inspection", "1", "--out", "c.xlsx")
    assert told == {"file": "c.xlsx", "inspection": "I0001", "areas": 2, "items": 22}
    filled(cmd.ledger.with_name("c.xlsx"), FIRST)
    before = content(cmd.ledger)
    assert cmd.json("inspection", "import", "c.xlsx", "--dry-run")["added"] == 3
    assert content(cmd.ledger) == before
    done = cmd.json("inspection", "import", "c.xlsx")
    assert done == {
        "read": 3, "added": 3, "updated": 0, "skipped": 0, "rejected": 0, "errors": [], "inspection": "I0001",
        "hazards": ["H0001"],
    }  # fmt: skip
    hazard = cmd.json("hazard", "show", "1")
    known = ("title", "item", "location", "responsible", "due", "inspection", "source")
    assert [hazard[key] for key in known] == [
        "灭火器压力不足", "fire.03", "二楼", "李四", "2020-03-20", "I0001", "inspection",
    ]  # fmt: skip
    again = cmd.json("inspection", "import", "c.xlsx")
    assert (again["added"], again["skipped"], again["hazards"]) == (0, 3, [])
    filled(cmd.ledger.with_name("c.xlsx"), {"D5": None, "F5": "√"})
    assert cmd.json("inspection", "import", "c.xlsx")["updated"] == 1
    assert result(cmd, "fire.01")["result"] == "na"
    assert cmd.json("ledger", "verify")["ok"]


def test_a_form_that_names_none_makes_a_new_inspection(cmd: Command) -> None:
    cmd("checklist", "--area", "fire", "--area", "practice", "--out", "c.xlsx")
    path = cmd.ledger.with_name("c.xlsx")
    filled(path, FIRST | {"B3": "教学楼", "G3": "王五", "J2": "2020-03-05"})
    assert "--campus, --kind" in cmd.refused("inspection", "import", "c.xlsx").err
    done = cmd.json("inspection", "import", "c.xlsx", "--campus", "西校区", "--kind", "routine")
    one = cmd.json("inspection", "show", done["inspection"])
    assert (one["campus"], one["kind"], one["started_on"]) == ("西校区", "routine", "2020-03-05")
    assert (one["zones"], one["persons"], one["open"]) == ("教学楼", "王五", 12)
    assert [area["area"] for area in one["areas"]] == ["fire", "practice"]
    assert cmd.json("hazard", "show", "1")["found_on"] == "2020-03-05"


def test_a_form_that_names_none_is_taken_once(cmd: Command) -> None:
    cmd("checklist", "--area", "fire", "--out", "c.xlsx")
    path = cmd.ledger.with_name("c.xlsx")
    filled(path, FIRST | {"B3": "教学楼", "G3": "王五", "J2": "2020-03-05"})
    which = ("--campus", "西校区", "--kind", "routine")
    first = cmd.json("inspection", "import", "c.xlsx", *which)
    before = content(cmd.ledger)
    again = cmd.json("inspection", "import", "c.xlsx", *which)
    assert (again["added"], again["skipped"], again["hazards"]) == (0, 3, [])
    assert again["inspection"] == first["inspection"]
    assert content(cmd.ledger) == before
    cmd("inspection", "finish", first["inspection"], "--partial")
    assert cmd.json("inspection", "import", "c.xlsx", *which)["skipped"] == 3
    filled(path, {"G3": "赵六"})
    assert cmd.json("inspection", "import", "c.xlsx", *which)["inspection"] == "I0002"
    filled(path, {"D9": "√"})
    assert cmd.json("inspection", "import", "c.xlsx", *which)["inspection"] == "I0003"


@pytest.mark.parametrize(
    ("cells", "column", "row"),
    [
        ({"D5": "√", "E5": "√", "H5": "x"}, "E", 5),
        ({"D5": "√", "F5": "n/a"}, "F", 5),
        ({"D5": "不合格"}, "D", 5),
        ({"D5": "maybe"}, "D", 5),
        ({"D5": "×"}, "D", 5),
        ({"E5": "√"}, "H", 5),
        ({"H5": "压力不足"}, "H", 5),
        ({"E5": "√", "H5": "x", "J5": "2020-03-01"}, "J", 5),
        ({"E5": "√", "H5": "x", "J5": "soon"}, "J", 5),
        ({"A5": "lab.01", "D5": "√"}, "A", 5),
        ({"A5": None, "D5": "√"}, "A", 5),
        ({"A6": "fire.01", "D5": "√", "D6": "√"}, "A", 6),
        ({"B2": "北校区"}, "B", 2),
        ({"D2": "H0001"}, "D", 2),
        ({"H2": "春游"}, "H", 2),
        ({"J2": "2020-03-07"}, "J", 2),
    ],
)
def test_a_cell_that_cannot_be_taken_is_named_and_nothing_is_taken(
    begun: Begun, cells: dict[str, object], column: str, row: int
) -> None:
    cmd = begun(started)
    cmd("checklist", "--inspection", "1", "--area", "fire", "--out", "c.xlsx")
    filled(cmd.ledger.with_name("c.xlsx"), {"D9": "√"} | cells)
    before = content(cmd.ledger)
    ended = cmd("inspection", "import", "c.xlsx", "--json", expect=2)
    assert content(cmd.ledger) == before
    errors = ended.json["errors"]
    assert [(one["column"], one["row"]) for one in errors] == [(column, row)]
    assert list(errors[0]) == ["sheet", "row", "column", "value", "problem"]
    assert (ended.json["added"], ended.json["rejected"]) == (0, 1)


def test_a_sheet_for_another_inspection_is_a_problem(begun: Begun) -> None:
    cmd = begun(started)
    cmd("checklist", "--inspection", "1", "--out", "c.xlsx")
    filled(cmd.ledger.with_name("c.xlsx"), {"D5": "√"})
    filled(cmd.ledger.with_name("c.xlsx"), {"D2": "I0002"}, sheet=1)
    ended = cmd("inspection", "import", "c.xlsx", "--json", expect=2)
    assert [(one["column"], one["row"]) for one in ended.json["errors"]] == [("D", 2)]


def test_an_item_whose_hazard_stands_does_not_pass_by_import(begun: Begun) -> None:
    cmd = begun(started)
    cmd("inspection", "record", "1", "--item", "fire.01", *FAILED)
    cmd("checklist", "--inspection", "1", "--out", "c.xlsx")
    filled(cmd.ledger.with_name("c.xlsx"), {"D5": "√"})
    ended = cmd("inspection", "import", "c.xlsx", "--json", expect=2)
    assert "H0001" in ended.json["errors"][0]["problem"]


def test_a_form_of_a_finished_inspection_or_of_another_campus_is_refused(begun: Begun) -> None:
    cmd = begun(started)
    cmd("checklist", "--inspection", "1", "--out", "c.xlsx")
    filled(cmd.ledger.with_name("c.xlsx"), {"D5": "√"})
    cmd.refused("inspection", "import", "c.xlsx", "--campus", "西校区")
    cmd.refused("inspection", "import", "c.xlsx", "--kind", "group")
    cmd("inspection", "record", "1", "--rest", "pass")
    cmd("inspection", "finish", "1")
    cmd.refused("inspection", "import", "c.xlsx")
    cmd.refused("checklist", "--inspection", "1", "--out", "d.xlsx")


def test_a_blank_form_and_what_is_no_form_are_refused(cmd: Command, tmp_path: Path) -> None:
    cmd("checklist", "--out", "c.xlsx")
    cmd.refused("inspection", "import", "c.xlsx", "--campus", "东校区", "--kind", "routine")
    cmd("hazard", "template", "t.xlsx")
    assert "checklist" in cmd.refused("inspection", "import", "t.xlsx").err
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04 nothing")
    cmd.refused("inspection", "import", "x.xlsx")


@pytest.mark.parametrize(
    "args",
    [
        ("--out", "c.pdf"),
        ("--out", "c.xlsx", "--area", "sea"),
        ("--out", "c.xlsx", "--campus", "北校区"),
        ("--out", "c.xlsx", "--inspection", "9"),
        ("--out", "c.xlsx", "--inspection", "1", "--area", "lab"),
        ("--out", "c.xlsx", "--inspection", "1", "--campus", "西校区"),
        ("--out", "there.xlsx"),
        (),
    ],
)
def test_a_checklist_that_cannot_be_written(begun: Begun, tmp_path: Path, args: tuple[str, ...]) -> None:
    (tmp_path / "there.xlsx").write_bytes(b"filled in by hand")
    begun(started).refused("checklist", *args)
    assert (tmp_path / "there.xlsx").read_bytes() == b"filled in by hand"
    assert not (tmp_path / "c.xlsx").exists()


def test_the_notice_says_what_was_found_who_and_by_when(begun: Begun, tmp_path: Path) -> None:
    from docx import Document

    cmd = begun(finished)
    cmd("hazard", "assign", "1", "--responsible", "李四", "--measure", "更换灭火器")
    told = cmd.json("inspection", "feedback", "1", "--out", "n.docx")
    assert told == {"file": "n.docx", "inspection": "I0001", "hazards": ["H0001"]}
    paper = Document(str(tmp_path / "n.docx"))
    row = [cell.text for cell in paper.tables[0].rows[1].cells]
    assert row[1].startswith("灭火器压力不足")
    assert "消防设施器材" in row[1]
    assert "指针在红区" in row[1]
    assert [row[0], *row[2:]] == ["H0001", "更换灭火器", "李四", "2020-03-21"]
    words = [one.text for one in paper.paragraphs]
    assert "东校区" in words[-2:], words
    assert any("李四、王五" in one and "专项排查" in one for one in words)
    first = (tmp_path / "n.docx").read_bytes()
    cmd.refused("inspection", "feedback", "1", "--out", "n.docx")
    assert (tmp_path / "n.docx").read_bytes() == first
    cmd("inspection", "feedback", "1", "--out", "m.docx")
    assert (tmp_path / "m.docx").read_bytes() == first


def test_the_notice_marks_a_major_hazard_as_the_reports_do(begun: Begun, tmp_path: Path) -> None:
    from docx import Document

    cmd = begun(finished)
    cmd("hazard", "edit", "1", "--level", "major")
    cmd("inspection", "feedback", "1", "--out", "n.docx")
    row = Document(str(tmp_path / "n.docx")).tables[0].rows[1]
    assert row.cells[1].text.startswith("【重大】灭火器压力不足")


def test_the_notice_of_the_group_says_to_whom_it_speaks_and_is_signed_by_the_group(
    cmd: Command, tmp_path: Path
) -> None:
    from docx import Document

    cmd("inspection", "start", "--campus", "西校区", "--kind", "group", "--area", "food")
    cmd("inspection", "record", "1", "--rest", "pass")
    cmd("inspection", "finish", "1")
    cmd("inspection", "feedback", "1", "--out", "n.docx")
    words = [one.text for one in Document(str(tmp_path / "n.docx")).paragraphs]
    assert any("对你校区" in one for one in words)
    assert "西校区" not in words


def test_a_head_that_does_not_fit_is_named_by_its_cell(begun: Begun) -> None:
    cmd = begun(started)
    cmd("checklist", "--inspection", "1", "--out", "c.xlsx")
    form = cmd.ledger.with_name("c.xlsx")
    for cells, column in (({"D2": "I0009"}, "D"), ({"D2": "I0001", "B2": "西校区"}, "B")):
        filled(form, {"D5": "√"} | cells)
        errors = cmd.json("inspection", "import", "c.xlsx", expect=2)["errors"]
        assert [(one["column"], one["row"]) for one in errors] == [(column, 2)]
    filled(form, {"B2": "东校区", "J2": "3月1日"})
    errors = cmd.json("inspection", "import", "c.xlsx", expect=2)["errors"]
    assert [(one["column"], one["row"], one["value"]) for one in errors] == [("J", 2, "3月1日")]


def test_who_rectifies_and_is_not_on_the_roster_is_said(begun: Begun) -> None:
    cmd = begun(started)
    cmd("people", "add", "王五")
    cmd("checklist", "--inspection", "1", "--out", "c.xlsx")
    filled(cmd.ledger.with_name("c.xlsx"), FIRST)
    assert "李四" in cmd("inspection", "import", "c.xlsx").err


# at a terminal

PROGRAM = (sys.executable, "-m", "safetyctl.cli")


def at_terminal(cmd: Command, *args: str, typed: str) -> tuple[int, str]:
    told = {"SAFETYCTL_LEDGER": str(cmd.ledger), "SAFETYCTL_AS_OF": "2020-03-06", "SAFETYCTL_LANG": "en"}
    env = told | {
        "SAFETYCTL_ACTOR": "张三",
        "PYTHONPATH": str(SOURCE),
        "LANG": "en_US.UTF-8",
        "TERM": "xterm",
    }
    return at_a_terminal([*PROGRAM, "inspection", *args], typed, env, 100)


def test_what_is_missing_is_asked_for(begun: Begun) -> None:
    cmd = begun(started)
    code, seen = at_terminal(cmd, "record", "1", typed="1\n3\n2\n灭火器压力不足\n")
    assert code == 0, seen
    assert "fire.03" in seen
    assert "H0001" in seen
    assert cmd.json("hazard", "show", "1")["item"] == "fire.03"


def test_the_rest_and_an_early_end_are_asked_about(begun: Begun) -> None:
    cmd = begun(started)
    code, seen = at_terminal(cmd, "record", "1", "--rest", "pass", "--area", "fire", typed="n\n")
    assert (code, result(cmd, "fire.01")["result"]) == (1, None), seen
    code, seen = at_terminal(cmd, "record", "1", "--rest", "pass", "--area", "fire", typed="y\n")
    assert (code, result(cmd, "fire.01")["result"]) == (0, "pass"), seen
    code, seen = at_terminal(cmd, "finish", "1", typed="n\n")
    assert code == 1
    assert "Food safety" in seen
    code, seen = at_terminal(cmd, "finish", "1", typed="y\n")
    assert (code, cmd.json("inspection", "show", "1")["finished_on"]) == (0, "2020-03-06"), seen


def test_a_start_asks_for_areas_and_persons(cmd: Command) -> None:
    options = ("start", "--campus", "东校区", "--kind", "routine")
    code, seen = at_terminal(cmd, *options, typed="2 food\n李四、王五\n")
    assert code == 0, seen
    one = cmd.json("inspection", "show", "1")
    assert ([area["area"] for area in one["areas"]], one["persons"]) == (["fire", "food"], "李四、王五")
    code, seen = at_terminal(cmd, *options, typed="\n\n")
    assert code == 0, seen
    one = cmd.json("inspection", "show", "2")
    assert ([area["area"] for area in one["areas"]], one["persons"]) == (list(NINE), None)


def test_a_list_of_many_areas_fits_a_terminal(cmd: Command) -> None:
    cmd("inspection", "start", "--campus", "东校区", "--kind", "dragnet")
    code, seen = at_terminal(cmd, "list", typed="")
    assert code == 0
    assert "9 areas" in seen
    assert len(seen.splitlines()) <= 3, seen


def test_recording_everything_asks_for_the_area_first(cmd: Command) -> None:
    cmd("inspection", "start", "--campus", "东校区", "--kind", "dragnet")
    code, seen = at_terminal(cmd, "record", "1", typed="2\n1\n1\n")
    assert (code, result(cmd, "fire.01")["result"]) == (0, "pass"), seen
    assert len(seen.splitlines()) < 45
