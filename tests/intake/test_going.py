"""How far a hazard has come, who, where and when: read from the words of a row, never advanced on a guess."""

from datetime import date

import pytest

from safetyctl.ground import catalogue
from safetyctl.intake.words import outcomes, values
from safetyctl.intake.words.synonyms import synonyms
from safetyctl.ledger.words import Level
from safetyctl.records.lived import life_of

from .kept import lost
from .test_oddities import book_of

SERVED = {"default_campus": "东校区", "default_area": "fire", "as_of": date(2020, 12, 1)}


def first(read, path, **options):
    reading = read(path, **(SERVED | options))
    assert reading.problems == ()
    return reading.candidates[0]


LOOKED_AT = [
    "排查日期",
    "隐患内容",
    "责任人",
    "整改措施",
    "整改情况",
    "整改完成日期",
    "复查人",
    "复查时间",
    "复查情况",
]
LOOKS = ["2020-03-02", "灭火器失效", "张三", "更换", "已整改", "2020-03-08", "王五", "2020-03-09"]


@pytest.mark.parametrize(
    ("verdict", "status", "noted"),
    [
        *(
            (word, "assigned", True)
            for word in ("不合格", "未整改到位", "整改不到位", "部分整改", "仍未整改", "×", "否")
        ),
        *(
            (word, "assigned", True)
            for word in ("不达标", "还需整改", "不同意销号", "退回", "没有落实", "□合格 ☑不合格")
        ),
        *(
            (word, "rectified", True)
            for word in ("待复查", "未验收", "尚未复查", "二次复查", "基本合格", "主任看过")
        ),
        *(
            (word, "closed", False)
            for word in ("合格", "√", "同意销号", "已整改", "经复查，已更换，符合要求", "未发现新问题")
        ),
        *((word, "rectified", True) for word in ("按要求整改", "验收中", "待核销", "无需整改", "有条件通过")),
        *((word, "closed", False) for word in ("已按要求整改", "复检合格", "已纠正", "达到要求")),
        *((word, "closed", False) for word in (None, "/")),
    ],
)
def test_only_a_re_inspection_that_passed_closes(tmp_path, read, verdict, status, noted):
    row = [*LOOKS, verdict]
    one = first(read, book_of(tmp_path / "a.xlsx", LOOKED_AT, row))
    assert (life_of(one).status, one.notes != ()) == (status, noted)
    assert lost(one, [cell for cell in row if cell != "/"]) == []


def test_the_verdict_may_stand_under_a_group(tmp_path, read):
    path = book_of(
        tmp_path / "a.xlsx",
        ["检查时间", "存在问题", "完成日期", "复查验收", None, None],
        [None, None, None, "复查人", "复查时间", "结果"],
        ["2020-03-05", "通道堆物", "2020-03-09", "赵六", "2020-03-11", "不合格，继续整改"],
        merged=["A1:A2", "B1:B2", "C1:C2", "D1:F1"],
    )
    assert life_of(first(read, path)).status == "open"


@pytest.mark.parametrize(
    ("words", "state", "day"),
    [
        *(
            (word, "rectified", None)
            for word in ("已整改合格", "完成整改", "已整改√", "是，已更换", "灯管已换", "100%")
        ),
        *(
            (word, "rectified", None)
            for word in ("☑已整改 □整改中 □未整改", "未整改□ 已整改☑", "（√）已整改（ ）未整改")
        ),
        *(
            (word, "rectified", None)
            for word in ("已整改，未销号", "已完成整改，待复查", "已整改，须加强巡查")
        ),
        ("已整改（3月10日）", "rectified", "3月10日"),
        ("已于3月10日完成", "rectified", "3月10日"),
        ("2020.3.10已整改", "rectified", "2020.3.10"),
        ("已销号（3.12）", "closed", "3.12"),
        ("已整改，下次3月12日检查", "rectified", None),
        ("已更换3.5米电线", "rectified", None),
        *((word, "closed", None) for word in ("已闭环管理", "完成销号", "同意销号", "已整改到位，销号")),
        *((word, "verified", None) for word in ("已复查合格", "验收通过", "已整改，已复查")),
        *(
            (word, "open", None)
            for word in ("尚未整改", "正在采购", "无法整改", "整改中（预计6月）", "部分完成", "整改率80%")
        ),
        *(
            (word, "open", None)
            for word in ("已更换3具，余2具下周更换", "1、2已整改，3正在采购", "计划3月10日完成", "拟销号")
        ),
        *(
            (word, "rectified", None)
            for word in (
                "已改正",
                "经教育已纠正",
                "已更正",
                "延期完成",
                "已完成（延期）",
                "逾期整改完成",
                "消缺完成",
            )
        ),
        *(
            (word, "rectified", None)
            for word in ("待验证", "待复核", "待闭环", "整改待验收", "待核销", "验收中", "等待复检")
        ),
        *((word, "verified", None) for word in ("复检合格", "已验证", "核验通过", "已通过验收")),
        *((word, "closed", None) for word in ("已销项", "办结", "验收合格已销号")),
        *(
            (word, "open", None)
            for word in (
                "延期整改",
                "计划延期完成",
                "处置中",
                "整改中待验证",
                "未验收",
                "正",
                "待核查",
                "待办结",
                "验收拒绝",
                "整改受阻",
            )
        ),
        *((word, None, None) for word in ("无需整改", "不需要处理", "按计划整改")),
        *(
            (word, None, None)
            for word in ("已上报", "立即整改", "已联系厂家", "已制定整改方案", "更换", "申请销号", "○")
        ),
    ],
)
def test_words_say_how_far_negation_first(words, state, day):
    found = outcomes.outcome(words, synonyms(), {})
    assert (found.state, found.day) == (state, day)


def test_a_day_among_the_words_is_the_day_of_the_step(tmp_path, read):
    head = ["检查时间", "存在问题", "整改完成情况"]
    rows = [
        ["2020-03-05", f"灯坏{place}", cell]
        for place, cell in enumerate(("已于3月9日完成", "2020.3.9", 43_899))
    ]
    reading = read(book_of(tmp_path / "a.xlsx", head, *rows), **SERVED)
    assert [one.rectified_on for one in reading.candidates] == [date(2020, 3, 9)] * 3
    assert [life_of(one).status for one in reading.candidates] == ["rectified"] * 3


def test_words_that_are_not_understood_are_noted(tmp_path, read):
    one = first(
        read,
        book_of(tmp_path / "a.xlsx", ["检查时间", "存在问题", "整改情况"], ["2020-03-05", "灯坏", "已上报"]),
    )
    assert (one.state, "整改情况：已上报" in one.detail, len(one.notes)) == (None, True, 1)


@pytest.mark.parametrize("word", ["已作废", "已取消", "已删除"])
def test_what_was_thrown_away_is_a_thing_and_not_the_row(tmp_path, read, word):
    head = ["检查时间", "存在问题", "整改情况"]
    one = first(read, book_of(tmp_path / "a.xlsx", head, ["2020-03-05", "灭火器过期", word]))
    assert (life_of(one).status, lost(one, [word]), len(one.notes)) == ("open", [], 1)


@pytest.mark.parametrize("word", ["作废", "已撤销", "误报", "非隐患"])
def test_a_row_that_says_it_is_no_hazard_is_left_out(tmp_path, read, word):
    head = ["检查时间", "存在问题", "状态"]
    reading = read(book_of(tmp_path / "a.xlsx", head, ["2020-03-05", "灯坏", word]), **SERVED)
    assert (reading.candidates, reading.tables[0].left_out) == ((), {"void": [2]})


def test_columns_that_are_called_as_the_answers(tmp_path, read):
    head = ["检查时间", "存在问题", "已整改", "整改中", "未整改"]
    rows = [
        ["2020-03-05", f"灯坏{n}", *("√" if n == place else None for place in range(3))] for n in range(3)
    ]
    reading = read(book_of(tmp_path / "a.xlsx", head, *rows), **SERVED)
    assert [one.state for one in reading.candidates] == ["rectified", "open", "open"]


@pytest.mark.parametrize(
    "heading",
    ["计划整改完成时间", "整改时限要求", "整改完成时限要求", "要求整改完成日期", "拟定整改完成时间"],
)
def test_a_deadline_is_known_by_what_its_heading_is_put_together_from(tmp_path, read, heading):
    path = book_of(
        tmp_path / "a.xlsx",
        ["检查时间", "存在问题", "部位", heading],
        ["2020-03-05", "灯坏", "2楼", "2020-03-20"],
    )
    assert first(read, path).due == date(2020, 3, 20)


def test_no_deadline_is_put_in_place_of_one_that_may_stand_elsewhere(tmp_path, read):
    path = book_of(
        tmp_path / "a.xlsx",
        ["检查时间", "存在问题", "部位", "整改期限时"],
        ["2020-03-05", "灯坏", "2楼", "2020-03-20"],
    )
    one = first(read, path)
    assert (one.due, one.open_ended, len(one.notes)) == (None, True, 1)


@pytest.mark.parametrize(
    ("said", "level", "noted"),
    [
        ("一般□ 重大☑", Level.MAJOR, False),
        ("☑一般 □重大", Level.GENERAL, False),
        ("□一般 □重大", Level.GENERAL, True),
        ("重大风险", Level.MAJOR, False),
        ("低风险", Level.GENERAL, False),
        ("红色", Level.MAJOR, True),
        ("非重大", Level.GENERAL, True),
        ("非重大隐患", Level.GENERAL, True),
        ("一级隐患", Level.MAJOR, True),
        ("红色预警", Level.MAJOR, True),
        ("三级隐患", Level.GENERAL, False),
        ("轻微缺陷", Level.GENERAL, False),
        ("严重不符合项", Level.GENERAL, True),
        ("Major", Level.MAJOR, False),
        ("high", Level.MAJOR, True),
        ("Low", Level.GENERAL, False),
    ],
)
def test_a_level_that_is_ticked_or_has_a_colour(tmp_path, read, said, level, noted):
    path = book_of(tmp_path / "a.xlsx", ["检查时间", "存在问题", "等级"], ["2020-03-05", "灯坏", said])
    one = first(read, path)
    assert (one.level, one.notes != ()) == (level, noted)


@pytest.mark.parametrize(
    ("said", "names", "departments"),
    [
        ("张三 13900001111 李四 13900002222", ("张三", "李四"), ()),
        ("张三（13900001111）", ("张三",), ()),
        ("李四/张三（2020.3.5）", ("李四", "张三"), ()),
        ("1.张三、2.李四", ("张三", "李四"), ()),
        ("①张三②李四", ("张三", "李四"), ()),
        ("张三+李四", ("张三", "李四"), ()),
        ("总务处：李四", ("李四",), ("总务处",)),
        ("校长室 张三", ("张三",), ("校长室",)),
        ("张三、李四等3人", ("张三", "李四"), ()),
        ("总务处", ("总务处",), ()),
        ("0513-83596082", (), ()),
        ("买买提·艾力", ("买买提·艾力",), ()),
    ],
)
def test_people(said, names, departments):
    assert values.people(said) == (names, departments)


def test_what_a_group_says_of_a_person_besides_the_name(tmp_path, read):
    path = book_of(
        tmp_path / "a.xlsx",
        ["检查时间", "存在问题", "整改责任人", None, None],
        [None, None, "姓名", "职务", "电话"],
        ["2020-03-05", "灯坏", "张三", "主任", "13900001111"],
        merged=["A1:A2", "B1:B2", "C1:E1"],
    )
    one = first(read, path)
    assert (one.responsible, "职务：主任" in one.detail, "电话：13900001111" in one.detail) == (
        "张三",
        True,
        True,
    )


@pytest.mark.parametrize(
    "heading", ["责任人及电话", "责任人及联系方式", "责任部门/责任人", "整改责任人/联系电话"]
)
def test_who_answers_for_it_however_it_is_headed(tmp_path, read, heading):
    path = book_of(
        tmp_path / "a.xlsx", ["检查时间", "存在问题", heading], ["2020-03-05", "灯坏", "张三13900001111"]
    )
    one = first(read, path)
    assert (one.responsible, "13900001111" in one.detail) == ("张三", True)


def test_each_section_and_sheet_is_of_the_campus_that_it_names(tmp_path, read):
    head = ["序号", "排查日期", "隐患内容", "整改情况"]
    path = book_of(
        tmp_path / "a.xlsx",
        ["东校区隐患清单", None, None, None],
        head,
        [1, "2020-03-05", "灯坏", "已整改"],
        ["西校区隐患清单", None, None, None],
        head,
        [1, "2020-03-05", "墙裂", "已整改"],
    )
    reading = read(path, **(SERVED | {"default_campus": None}))
    assert [one.campus for one in reading.candidates] == ["东校区", "西校区"]
    assert [one.campus for one in read(path, **(SERVED | {"default_campus": "南校区"})).candidates] == [
        "东校区",
        "西校区",
    ]


@pytest.mark.parametrize("said", ["东、西校区", "东西校区", "北校区"])
def test_a_campus_that_is_not_certain_is_asked_about_or_noted(tmp_path, read, said):
    path = book_of(tmp_path / "a.xlsx", ["校区", "排查日期", "隐患内容"], [said, "2020-03-05", "灯坏"])
    assert [one.field for one in read(path, **(SERVED | {"default_campus": None})).problems] == ["campus"]
    one = first(read, path)
    assert (one.campus, len(one.notes), lost(one, [said])) == ("东校区", 1, [])


@pytest.mark.parametrize(
    ("head", "said", "found"),
    [
        (["2020年安全隐患台账", "填报时间：2021年1月4日"], "1月2日", date(2020, 1, 2)),
        (["隐患台账（截至2020年1月10日）"], "12月20日", date(2019, 12, 20)),
        (["隐患台账（截至2020年1月10日）"], "1月5日", date(2020, 1, 5)),
        (["隐患台账（截至2020年1月10日）"], "1月15日", None),
    ],
)
def test_a_year_that_is_not_certain_is_asked_about(tmp_path, read, head, said, found):
    path = book_of(
        tmp_path / "a.xlsx", [*head, None], ["排查时间", "隐患内容", "部位"], [said, "灯坏", "2楼"]
    )
    reading = read(path, **(SERVED | {"as_of": date(2021, 2, 1)}))
    assert [one.found_on for one in reading.candidates] == ([found] if found else [])
    assert ["[rows] year" in one.problem for one in reading.problems] == ([] if found else [True])


def test_a_deadline_long_after_the_day_found_is_none(tmp_path, read):
    path = book_of(
        tmp_path / "a.xlsx", ["排查时间", "隐患内容", "整改期限"], ["2020-03-20", "灯坏", "1月10日"]
    )
    one = first(read, path)
    assert (one.due, one.open_ended, "整改期限：1月10日" in one.detail, len(one.notes)) == (
        None,
        True,
        True,
        1,
    )


@pytest.mark.parametrize(("done", "looked"), [("2020-03-01", None), ("2020-03-10", "2020-03-08")])
def test_steps_out_of_their_order_are_noted(tmp_path, read, done, looked):
    head = ["排查时间", "隐患内容", "整改完成日期", "复查日期"]
    one = first(read, book_of(tmp_path / "a.xlsx", head, ["2020-03-05", "灯坏", done, looked]))
    assert len(one.notes) == 1


def test_what_stands_in_the_record_is_chinese_whoever_imports(tmp_path, read):
    path = book_of(
        tmp_path / "a.xlsx",
        ["排查时间", "隐患内容", "等级", "整改情况", None],
        ["2020-03-05", "灯坏", "说不清", "已上报", "x"],
    )
    records = []
    for language in ("en", "zh"):
        with catalogue.using(language):
            records.append((first(read, path).notes, first(read, path).detail))
    assert records[0] == records[1]
    assert all(note.isascii() is False and "it is" not in note for note in records[0][0])
