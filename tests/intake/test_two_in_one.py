"""One column for two things, people or a measure and a day: both are read, and the cell is kept as it stands."""

from datetime import date

import pytest

from safetyctl.intake.tables.mapping import Map, map_at, save_map

from .test_oddities import book_of

SERVED = {"default_campus": "东校区", "default_area": "fire"}
FOUND = "2020-03-02"


def one_of(read, path, heading, cell, **use):
    """The reading of one row with such a column."""
    rows = ["序号", "检查日期", "隐患描述", heading], [1, FOUND, "插座松动", cell]
    reading = read(book_of(path / "a.xlsx", *rows), **SERVED, **use)
    (one,) = reading.candidates
    assert one.detail is None or f"{heading}：{cell}" in one.detail
    return one, reading


@pytest.mark.parametrize(
    "heading", ["整改责任人及时限", "责任人/整改时限", "整改时限、责任人", "整改期限与责任人"]
)
@pytest.mark.parametrize(
    ("cell", "who", "due"),
    [
        ("张三 3月10日前", "张三", date(2020, 3, 10)),
        ("张三\n2020年3月10日", "张三", date(2020, 3, 10)),
        ("2020.3.10 张三", "张三", date(2020, 3, 10)),
        ("张三、李四（3月10日前完成整改）", "张三、李四", date(2020, 3, 10)),
        ("张三/20200310", "张三", date(2020, 3, 10)),
        ("张三 三日内", "张三", date(2020, 3, 5)),
        ("张三：立即整改", "张三", date(2020, 3, 2)),
        ("总务处：张三 13800138000 3月底前", "张三", date(2020, 3, 31)),
        ("张三", "张三", None),
        ("2020.3.10", None, date(2020, 3, 10)),
        ("周杰\n下周五前", "周杰", date(2020, 3, 13)),
        ("张三、李四 5个工作日", "张三、李四", date(2020, 3, 9)),
        ("张三 10天", "张三", date(2020, 3, 12)),
        ("张三 月底前", "张三", date(2020, 3, 31)),
        ("张三，次日", "张三", date(2020, 3, 3)),
        ("张三 第二季度", "张三", date(2020, 6, 30)),
        ("王年底 年底前", "王年底", date(2020, 12, 31)),
        ("李次日天", "李次日天", None),
    ],
)
def test_who_rectifies_it_and_until_when(tmp_path, read, heading, cell, who, due):
    one, _reading = one_of(read, tmp_path, heading, cell)
    assert (one.responsible, one.due, one.open_ended) == (who, due, False)
    assert f"{heading}：{cell}" in one.detail


@pytest.mark.parametrize(
    "cell", ["张三 3月10日，李四 3月12日", "张三 尽快", "张三 13月40日", "张三 开学前", "张三 暑假期间"]
)
def test_a_deadline_that_is_not_one_day_is_none_and_never_the_plans(tmp_path, read, cell):
    one, reading = one_of(read, tmp_path, "责任人及整改时限", cell)
    assert (one.due, one.open_ended) == (None, True)
    assert [note.field for note in reading.notes] == ["due"]


@pytest.mark.parametrize("cell", ["张三 本周内", "张三 下学期", "张三、汛期前", "张三 20日前", "张三 待定"])
def test_words_for_a_time_are_nobody(tmp_path, read, cell):
    one, reading = one_of(read, tmp_path, "责任人及整改时限", cell)
    assert (one.responsible, one.due) == ("张三", None)
    assert [note.field for note in reading.notes] == ["due"]


def test_who_found_it_and_when_and_who_verified_it_and_when(tmp_path, read):
    rows = (
        ["序号", "检查人及时间", "隐患描述", "复查人/复查日期"],
        [1, "王五 2020-03-02", "插座松动", "赵六（2020.3.11）"],
        [2, "王五、钱七\n2020.3.3", "窗户破损", None],
    )
    first, second = read(book_of(tmp_path / "a.xlsx", *rows), **SERVED).candidates
    assert (first.found_by, first.found_on) == ("王五", date(2020, 3, 2))
    assert (first.verified_by, first.verified_on) == ("赵六", date(2020, 3, 11))
    assert (second.found_by, second.found_on) == ("王五、钱七", date(2020, 3, 3))
    assert "检查人及时间：王五、钱七\n2020.3.3" in second.detail


def test_a_row_without_the_day_found_among_the_words_is_named(tmp_path, read):
    rows = ["序号", "检查人及时间", "隐患描述", "责任人"], [1, "王五", "插座松动", "张三"]
    reading = read(book_of(tmp_path / "a.xlsx", *rows), **SERVED)
    assert [(each.row, each.column, each.field) for each in reading.problems] == [(2, "B", "found_on")]


def test_a_measure_keeps_its_words_and_gives_the_deadline_in_them(tmp_path, read):
    one, _reading = one_of(read, tmp_path, "整改措施及完成时限", "更换插座，3月10日前完成")
    assert (one.measure, one.due) == ("更换插座，3月10日前完成", date(2020, 3, 10))


def test_a_column_of_its_own_goes_before_such_a_one(tmp_path, read):
    rows = (
        ["序号", "检查日期", "隐患描述", "责任人及整改时限", "整改期限"],
        [1, FOUND, "插座松动", "张三 3月9日", "2020-03-12"],
    )
    (one,) = read(book_of(tmp_path / "a.xlsx", *rows), **SERVED).candidates
    assert (one.due, one.responsible) == (date(2020, 3, 12), "张三")
    assert "责任人及整改时限：张三 3月9日" in one.detail


@pytest.mark.parametrize("heading", ["责任单位责任人及整改要求时限说明", "督办领导和限期"])
def test_a_heading_that_speaks_of_a_deadline_and_is_not_understood_leaves_no_other(tmp_path, read, heading):
    one, reading = one_of(read, tmp_path, heading, "张三 3月10日前")
    assert (one.due, one.open_ended) == (None, True)
    assert [note.column for note in reading.notes] == ["D"]


def test_a_saved_map_says_both_fields_of_such_a_column(tmp_path, read):
    cell = "张三 3月10日前"
    one, reading = one_of(read, tmp_path, "责任人及整改时限", cell)
    save_map(tmp_path / "m.toml", [each.layout for each in reading.tables], Map())
    again, _reading = one_of(read, tmp_path, "责任人及整改时限", cell, use=map_at(tmp_path / "m.toml"))
    assert again == one
    (tmp_path / "m.toml").write_text('[columns]\nresponsible = "谁、何时"\ndue = "D"\n', "utf-8")
    told, _reading = one_of(read, tmp_path, "谁、何时", cell, use=map_at(tmp_path / "m.toml"))
    assert (told.responsible, told.due) == ("张三", date(2020, 3, 10))
