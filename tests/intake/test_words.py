"""The synonyms and the maps: strict reading, every fault with its file and line; a map that is saved reads back."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safetyctl.ground.errors import BadInput, NotFound
from safetyctl.ground.files import shipped
from safetyctl.intake.tables.headers import find_layout
from safetyctl.intake.tables.mapping import Map, map_at, read_map, save_map
from safetyctl.intake.tables.reading import Unclear
from safetyctl.intake.words.synonyms import FILE, heading_key, read_synonyms, synonyms
from safetyctl.intake.workbook.table import Sheet

from .test_oddities import book_of

TEXT = shipped(FILE).read_text("utf-8")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ("存 在\n问题", "title"),
        ("存在的问题及隐患", "title"),
        ("整改要求（措施）", "measure"),
        ("整改措施与要求", "measure"),
        ("*整改责任人", "responsible"),
        ("复查（验收）人", "verified_by"),
        ("整改资金(元)", "funds"),
        ("ＬＥＶＥＬ", None),
        ("Found on", "found_on"),
        ("Date Found 发现日期", "found_on"),
        ("发现日期/Date", "found_on"),
        ("隐患描述\nDescription of Hazard", "title"),
        ("A 责任人", None),
    ],
)
def test_a_heading_is_known_however_it_is_written(said, field):
    assert synonyms().names.get(heading_key(said), (None,))[0] == field


def test_every_area_of_the_synonyms_is_one_of_the_plan(plan):
    assert set(synonyms().area_words) == {area.code for area in plan.areas}


@pytest.mark.parametrize(
    ("was", "becomes", "why"),
    [
        ('[columns.level]\nnames = ["', '[columns.level]\nnames = ["存在问题", "', "twice"),
        ('major = ["重大"', 'major = ["重大", "一般"', "twice"),
        ("[columns.due]", "[columns.duue]", "not known here"),
        ("weak = [", "weaker = [", "not known here"),
        ("open_ended = [", "open_ended = 3 # [", "must be a list"),
        ('totals = ["合计"', 'totals = ["合计", 3', "text in quotes"),
        ("[rows]", "[rows", "not TOML"),
    ],
)
def test_a_fault_is_told_with_its_line(was, becomes, why):
    text = TEXT.replace(was, becomes, 1)
    assert text != TEXT
    with pytest.raises(BadInput, match=why) as caught:
        read_synonyms(text)
    line = int(re.search(r"synonyms\.toml, line (\d+)", caught.value.sentence)[1])
    changed = TEXT[: TEXT.index(was)].count("\n") + 1
    assert line == pytest.approx(changed, abs=80)


MAP = """
[columns]
title = "毛病"
location = ["楼", "C"]
detail = "检查时间2"
[defaults]
campus = "西校区"
area = "fire"
level = "general"
found_on = 2020-03-05
[values.level]
"A 类" = "major"
[values.area]
"设备" = "building"
[values.state]
"好了" = "closed"
[rows]
needed = ["title"]
same_as_above = ["campus"]
dates = "dmy"
year = 2020
[rows.void]
"记错" = ["是", "Y"]
"编" = "Q-9"
"""


def test_a_map_says_what_the_synonyms_do_not(tmp_path, read):
    path = book_of(
        tmp_path / "a.xlsx",
        ["编", "楼", "哪里", "毛病", "等级", "类别", "状态", "整改期限", "记错"],
        ["Q-1", "2楼", "走廊", "插座松动", "A类", "设备", "好了", "5/3/20", "否"],
        ["Q-2", "3楼", "走廊", None, None, None, None, None, None],
        ["Q-3", "3楼", "走廊", "灯坏", None, None, None, None, "y"],
        ["Q-9", "3楼", "走廊", "窗坏", None, None, None, None, None],
    )
    reading = read(path, use=read_map(MAP, "m.toml"))
    (one,) = reading.candidates
    assert (one.campus, one.area, one.level, one.state) == ("西校区", "building", "major", "closed")
    assert (one.location, one.found_on.isoformat(), one.due.isoformat()) == (
        "2楼；走廊",
        "2020-03-05",
        "2020-03-05",
    )
    assert reading.tables[0].left_out == {"without": [3], "void": [4, 5]}
    assert reading.notes == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('[columns]\ntitel = "毛病"', "Did you mean title"),
        ('[values.level]\nA = "grave"', "cannot be grave"),
        ('[values.state]\nA = "gone"', "cannot be gone"),
        ('[defaults]\nfound_on = "2020-03-05"', "must be a date"),
        ('[rows]\ndates = "dym"', "cannot be dym"),
        ('[rows]\nneeded = ["what"]', "cannot be what"),
        ("[rows]\nyear = 20", "from 2000"),
        ("[rows.void]\nx = 3", "must be text"),
        ('[column]\ntitle = "x"', "not known here"),
        ("columns = 3", "must be a table"),
        ("[", "not TOML"),
    ],
)
def test_a_map_that_is_wrong_is_told_with_its_line(text, why):
    with pytest.raises(BadInput, match=why) as caught:
        read_map(text, "m.toml")
    assert re.search(r"m\.toml, line \d", caught.value.sentence)


def test_a_map_that_names_what_is_not_there(tmp_path, read):
    path = book_of(tmp_path / "a.xlsx", ["检查时间", "存在问题", "等级"], ["2020-03-05", "插座松动", "一般"])
    for wrong in ('[defaults]\narea = "sea"', '[defaults]\ncampus = "北校区"', '[values.area]\nx = "sea"'):
        with pytest.raises(NotFound):
            read(path, use=read_map(wrong, "m.toml"))
    with pytest.raises(NotFound):
        map_at(tmp_path / "none.toml")
    with pytest.raises(BadInput):
        map_at(tmp_path)
    (tmp_path / "b.toml").write_bytes("[列]".encode("gbk"))
    with pytest.raises(BadInput, match="UTF-8"):
        map_at(tmp_path / "b.toml")


def test_a_map_that_is_saved_says_the_same_again(tmp_path):
    sheet = Sheet(
        "s",
        [
            ["检查 时间", "存在\n问题", 'a"b\\', "整改 责任人", "整改 责任人"],
            ["2020-03-05", "x", "y", "z", "w"],
        ],
    )
    layout = find_layout(sheet, synonyms(), {})
    save_map(tmp_path / "m.toml", [layout], read_map("[defaults]" + MAP.partition("[defaults]")[2], "m"))
    again = map_at(tmp_path / "m.toml")
    assert again.columns == {
        "found_on": ("检查 时间",),
        "title": ("存在 问题",),
        "responsible": ("D",),
    }
    assert (again.area, again.campus, again.dates, again.year) == ("fire", "西校区", "dmy", 2020)
    assert dict(again.levels) == {"a类": "major"}
    assert again.void == {"记错": ("是", "y"), "编": ("q-9",)}
    laid = find_layout(sheet, synonyms(), again.columns)
    assert laid is not None
    assert [one.field for one in laid.headings] == [one.field for one in layout.headings]


def test_the_map_that_is_shipped_is_sound():
    for path in sorted(shipped("maps").glob("*.toml")):
        assert map_at(path) != Map()


HEADINGS = sorted(
    {
        "检查 时间",
        "存在\n问题",
        "责任人",
        "整改责任人",
        "整改期限",
        "完成日期",
        "备注",
        "物品",
        "部位",
        "地点",
        "类型",
        "单位",
        "",
        "时间2",
    }
)


@given(st.permutations(HEADINGS), st.lists(st.sampled_from(HEADINGS), max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_map_that_is_saved_reads_the_same_table_alike(tmp_path, names, again):
    sheet = Sheet("s", [["某校台账"], [*names, *again], ["x"] * len([*names, *again])])
    laid = find_layout(sheet, synonyms(), {})
    (tmp_path / "m.toml").unlink(missing_ok=True)
    save_map(tmp_path / "m.toml", [laid], read_map("", "m"))
    mapped = find_layout(sheet, synonyms(), map_at(tmp_path / "m.toml").columns)
    assert (mapped.first, mapped.columns(), mapped.joined()) == (laid.first, laid.columns(), laid.joined())
    assert [(one.place, one.field) for one in mapped.headings] == [
        (one.place, one.field) for one in laid.headings
    ]


def test_where_nothing_is_understood_the_columns_seen_are_written_to_fill_in(tmp_path, read):
    path = book_of(
        tmp_path / "a.xlsx", ["我校台账"], ["啥时", "啥毛病", "哪儿"], ["2020-03-05", "插座松动", "二楼"]
    )
    with pytest.raises(Unclear) as caught:
        read(path, default_campus="东校区", default_area="fire")
    assert caught.value.layouts == ()
    save_map(tmp_path / "m.toml", (), read_map("", "m"), caught.value.seen)
    text = (tmp_path / "m.toml").read_text("utf-8")
    assert '#   B  "啥毛病"' in text
    assert map_at(tmp_path / "m.toml").columns == {}
    told = {"title": "啥毛病", "found_on": "A", "location": "哪儿"}
    for key, heading in told.items():
        line = next(line for line in text.splitlines() if line.startswith(f'# {key} = ""'))
        text = text.replace(line, line[2:].replace('""', f'"{heading}"', 1))
    (tmp_path / "m.toml").write_text(text, "utf-8")
    reading = read(path, default_campus="东校区", default_area="fire", use=map_at(tmp_path / "m.toml"))
    assert [(one.title, one.location, one.found_on.isoformat()) for one in reading.candidates] == [
        ("插座松动", "二楼", "2020-03-05")
    ]
