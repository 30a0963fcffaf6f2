"""A later edition of a ledger beside what people did with its hazards since by commands of their own."""

import pytest
from openpyxl import Workbook

from office import Command, content, proved

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
]
HEAD += ["复查人", "复查时间", "备注", "楼层"]
DAY = "2020-04-16"


def edition(cmd: Command, head: list[str] = HEAD, **said: object) -> dict[str, object]:
    """Import an edition with one hazard; ``said``: its cells by their headings."""
    usual = {
        "检查时间": "2020-03-05",
        "检查部位": "教学楼2楼",
        "存在问题": "灭火器压力不足",
        "等级": "一般",
        "整改措施": "更换",
        "整改期限": "2020-03-20",
        "责任人": "李四",
    }
    book = Workbook()
    assert book.active is not None
    book.active.append(head)
    book.active.append([(usual | said).get(name) for name in head])
    book.save("台账.xlsx")
    where = ("--campus", "东校区", "--area", "fire", "--yes", "--on-duplicate", "update")
    found: dict[str, object] = cmd.json("hazard", "import", "台账.xlsx", *where, day=DAY)
    return found


def done(cmd: Command, *typed: str, day: str = DAY) -> None:
    assert cmd(*typed, day=day).code == 0


def shown(cmd: Command) -> dict[str, object]:
    found: dict[str, object] = cmd.json("hazard", "show", "1", day=DAY)
    return found


def differing(told: dict[str, object]) -> list[tuple[object, ...]]:
    differences = told["differences"]
    assert isinstance(differences, list)
    return [(one["field"], one["held"], one["told"]) for one in differences]


def steps(cmd: Command) -> list[tuple[object, object]]:
    told = cmd.json("hazard", "history", "1", day=DAY)
    turns = [{name: now for name, _was, now in turn["changes"]} for turn in told if turn["kind"] == "step"]
    return [(one["kind"], one["day"]) for one in turns]


@pytest.mark.parametrize(
    ("option", "value", "field", "told"),
    [
        ("--responsible", "周九", "responsible", "李四"),
        ("--title", "灭火器压力严重不足", "title", "灭火器压力不足"),
        ("--measure", "换新的", "measure", "更换"),
        ("--found", "2020-03-04", "found_on", "2020-03-05"),
        ("--remarks", "已催", "remarks", "急"),
    ],
)
def test_what_a_person_changed_stands_where_the_file_says_what_it_said_before(
    cmd: Command, option: str, value: str, field: str, told: str
) -> None:
    edition(cmd, 备注="急")
    done(cmd, "hazard", "edit", "1", option, value)
    before = content(cmd.ledger)
    again = edition(cmd, 备注="急")
    assert (again["updated"], differing(again)) == (0, [(field, value, told)])
    assert content(cmd.ledger) == before
    more = edition(cmd, 备注="急", 楼层="二楼")
    assert (more["updated"], shown(cmd)[field], differing(more)) == (1, value, [(field, value, told)])
    assert differing(edition(cmd, 备注="急", 楼层="二楼")) == [(field, value, told)]


def test_what_the_file_says_anew_is_taken_though_a_person_changed_it(cmd: Command) -> None:
    edition(cmd)
    done(cmd, "hazard", "edit", "1", "--responsible", "周九")
    told = edition(cmd, 责任人="王五")
    assert (told["updated"], shown(cmd)["responsible"]) == (1, "王五")


def test_an_edition_that_was_taken_back_may_come_again(cmd: Command) -> None:
    edition(cmd)
    edition(cmd, 责任人="王五")
    done(cmd, "undo", "--yes")
    assert shown(cmd)["responsible"] == "李四"
    edition(cmd, 责任人="王五")
    assert shown(cmd)["responsible"] == "王五"


def test_an_item_that_a_person_chose_goes_with_its_area(cmd: Command) -> None:
    edition(cmd)
    done(cmd, "hazard", "edit", "1", "--area", "building")
    edition(cmd, 楼层="二楼")
    assert (shown(cmd)["area"], shown(cmd)["item"]) == ("building", None)


def test_what_a_person_wrote_into_detail_and_remarks_is_kept_beside_new_words(cmd: Command) -> None:
    edition(cmd, 楼层="二楼", 备注="急")
    done(cmd, "hazard", "edit", "1", "--detail", "楼层：二楼东侧\n已拍照", "--remarks", "急\n厂家电话已问")
    edition(cmd, 楼层="二楼", 备注="急")
    assert shown(cmd)["detail"] == "楼层：二楼东侧\n已拍照"
    edition(cmd, 楼层="三楼", 备注="已解决")
    assert shown(cmd)["detail"] == "楼层：三楼\n已拍照"
    assert shown(cmd)["remarks"] == "已解决\n厂家电话已问"
    done(cmd, "hazard", "edit", "1", "--remarks", "厂家明日到")
    edition(cmd, 楼层="三楼", 备注="已解决")
    assert shown(cmd)["remarks"] == "厂家明日到"


def test_what_a_person_took_out_or_wrote_stays_so_over_several_editions(cmd: Command) -> None:
    edition(cmd, 楼层="二楼", 备注="急", 整改情况="正在采购")
    done(cmd, "hazard", "edit", "1", "--detail", "楼层：二楼\n已拍照", "--remarks", "急\n厂家电话已问")
    edition(cmd, 楼层="三楼", 备注="急急", 整改情况="正在采购")
    before = content(cmd.ledger)
    assert shown(cmd)["detail"] == "楼层：三楼\n已拍照"
    assert edition(cmd, 楼层="三楼", 备注="急急", 整改情况="正在采购")["skipped"] == 1
    assert content(cmd.ledger) == before
    edition(cmd, 楼层="四楼", 备注="好了", 整改情况="等待到货")
    assert shown(cmd)["detail"] == "楼层：四楼\n已拍照\n整改情况：等待到货"
    assert shown(cmd)["remarks"] == "好了\n厂家电话已问"
    edition(cmd, 楼层="三楼", 备注="好了", 整改情况="等待到货")
    assert shown(cmd)["detail"] == "楼层：三楼\n已拍照\n整改情况：等待到货"


def test_words_of_an_edition_that_was_taken_back_may_come_again(cmd: Command) -> None:
    edition(cmd)
    edition(cmd, 楼层="二楼")
    done(cmd, "undo", "--yes")
    assert shown(cmd)["detail"] is None
    edition(cmd, 楼层="二楼")
    assert shown(cmd)["detail"] == "楼层：二楼"


CLOSED = {"整改完成时间": "2020-03-10", "整改情况": "已更换", "复查人": "钱八", "复查时间": "2020-03-11"}


def test_a_reopened_hazard_is_closed_by_days_since_and_not_by_those_before(cmd: Command) -> None:
    edition(cmd, **CLOSED)
    done(cmd, "hazard", "reopen", "1", "--reason", "又失压", day="2020-04-01")
    again = edition(cmd, **CLOSED)
    assert (again["updated"], shown(cmd)["status"]) == (0, "assigned")
    assert differing(again)[0] == ("status", "assigned", "closed")
    since = {"整改完成时间": "2020-04-08", "复查时间": "2020-04-09"}
    assert edition(cmd, **CLOSED | since)["updated"] == 1
    one = shown(cmd)
    assert (one["status"], one["rectified_on"], one["closed_on"]) == ("closed", "2020-04-08", "2020-04-09")
    assert steps(cmd)[-3:] == [
        ("rectified", "2020-04-08"),
        ("passed", "2020-04-09"),
        ("closed", "2020-04-09"),
    ]
    assert edition(cmd, **CLOSED | since)["skipped"] == 1
    assert (proved(cmd.ledger).faults, cmd.json("ledger", "check", day=DAY)) == ((), [])


def test_the_day_of_reopening_is_no_day_since_of_what_was_closed_on_it(cmd: Command) -> None:
    edition(cmd, **CLOSED)
    done(cmd, "hazard", "reopen", "1", "--reason", "又失压", day="2020-03-11")
    edition(cmd, **CLOSED)
    assert shown(cmd)["status"] == "assigned"


def test_what_failed_is_rectified_by_a_later_day(cmd: Command) -> None:
    edition(cmd, 整改完成时间="2020-03-10", 整改情况="已更换")
    done(cmd, "hazard", "verify", "1", "--by", "钱八", "--on", "2020-03-12", "--fail", "--note", "仍失压")
    again = edition(cmd, 整改完成时间="2020-03-10", 整改情况="已更换")
    assert differing(again)[0] == ("status", "assigned", "rectified")
    edition(cmd, 整改完成时间="2020-03-20", 整改情况="又换了")
    assert (shown(cmd)["status"], shown(cmd)["rectified_on"]) == ("rectified", "2020-03-20")
    assert steps(cmd)[-1] == ("rectified", "2020-03-20")


def test_words_of_the_file_are_told_as_they_stand_there(cmd: Command) -> None:
    edition(cmd)
    done(cmd, "hazard", "rectify", "1", "--note", "换了两具", "--on", "2020-03-18")
    told = edition(cmd, 整改情况="已整改")
    assert differing(told) == [("rectify_note", "换了两具", "已整改")]
    edition(cmd, 存在问题="应急灯不亮", 整改情况="已整改")
    assert differing(edition(cmd, 存在问题="应急灯不亮", 整改情况="已整改")) == []


def test_a_major_hazard_that_was_taken_up_is_not_made_general_by_a_sheet(cmd: Command) -> None:
    edition(cmd, 等级="重大")
    told = edition(cmd, 等级="一般")
    assert (told["updated"], shown(cmd)["level"]) == (0, "major")
    assert differing(told) == [("level", "major", "general")]
    general = edition(cmd, 存在问题="应急灯不亮", 责任人=None, 等级="重大")
    assert general["added"] == 1
    assert edition(cmd, 存在问题="应急灯不亮", 责任人=None)["updated"] == 1


def test_words_of_a_state_that_is_over_leave_the_detail(cmd: Command) -> None:
    edition(cmd, 整改情况="未整改，待采购", 整改期限="开学前", 楼层="二楼")
    assert "未整改，待采购" in str(shown(cmd)["detail"])
    edition(cmd, **CLOSED, 整改期限="2020-04-10", 楼层="二楼")
    one = shown(cmd)
    assert (one["status"], one["rectify_note"], one["detail"]) == ("closed", "已更换", "楼层：二楼")


def test_words_of_a_state_that_was_passed_do_not_come_into_the_detail(cmd: Command) -> None:
    edition(cmd, 整改情况="正在采购", 楼层="二楼")
    done(cmd, "hazard", "rectify", "1", "--note", "已更换", "--on", "2020-03-18")
    done(cmd, "hazard", "edit", "1", "--detail", "楼层：二楼")
    told = edition(cmd, 整改情况="未整改", 楼层="三楼")
    assert differing(told) == [("status", "rectified", "assigned")]
    assert shown(cmd)["detail"] == "楼层：三楼"


def test_a_cell_that_is_empty_now_or_a_column_that_is_gone_takes_no_word_away(cmd: Command) -> None:
    edition(cmd, 整改情况="未整改，待采购", 楼层="二楼")
    before = shown(cmd)["detail"]
    edition(cmd, 整改情况=None, 楼层=None)
    edition(cmd, HEAD[:-1])
    assert shown(cmd)["detail"] == before


def test_two_columns_of_one_heading_keep_both_their_words(cmd: Command) -> None:
    head = [*HEAD, "说明"]
    book = Workbook()
    assert book.active is not None
    usual = ["2020-03-05", "教学楼2楼", "灭火器压力不足", "一般", "更换", "2020-03-20", "李四", *[None] * 5]
    where = ("--campus", "东校区", "--area", "fire", "--yes", "--on-duplicate", "update")
    for words in (["甲", None], ["甲", "乙"], ["甲", "丙\n丙二"], ["甲", "丁\n丁二"]):
        book = Workbook()
        assert book.active is not None
        book.active.append([*head[:-2], "说明", "说明"])
        book.active.append([*usual, *words])
        book.save("两列.xlsx")
        cmd.json("hazard", "import", "两列.xlsx", *where, day=DAY)
    assert shown(cmd)["detail"] == "说明：甲\n说明：丁\n丁二"
