"""Finding the table, whatever stands around it."""

import pytest
from openpyxl import Workbook

from safetyctl.ground.errors import BadInput, NotFound
from safetyctl.intake.workbook import table

from .workbooks import CAMPUSES, GOOD, headings, ledger, place
from .workbooks import COLUMNS as OFFICIAL


def book_of(path, *rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def good(**changes):
    row = {**GOOD, **changes}
    return [row.get(column.key) for column in OFFICIAL]


def test_a_head_block_a_total_and_notes_are_no_hazards(tmp_path, read):
    path = book_of(
        tmp_path / "a.xlsx",
        ["隐患排查整改台账"],
        ["填报单位（盖章）：示例小学", None, None, "截至日期：2020-05-14", "填报人：张三"],
        [],
        ["序号", *headings()],
        [1, *good()],
        [],
        [2, *good(title="应急灯不亮")],
        [3],
        ["合计", "2条", *[None] * (place("funds") - 2), 0.3],
        ["说明：一般隐患由校区销号。"],
        ["2. 重大隐患由集团销号。"],
        [None, "审核人：李四", None, "日期：2020-05-14"],
    )
    reading = read(path)
    assert reading.problems == ()
    assert [(one.row, one.title) for one in reading.candidates] == [(5, "灭火器压力不足"), (7, "应急灯不亮")]


def test_headings_are_known_however_they_are_spaced(tmp_path, read):
    spaced = [f" {text[:2]}\n{text[2:]} ".replace("(", "（").replace(")", "）") for text in headings()]
    row = good(funds=0.3, verified_by="赵六", verified_on="2020-05-09")
    reading = read(book_of(tmp_path / "a.xlsx", spaced, row))
    assert (reading.candidates[0].funds, reading.candidates[0].verified_by) == (0.3, "赵六")


def test_a_repeated_row_of_headings_is_no_hazard(tmp_path, read):
    reading = read(book_of(tmp_path / "a.xlsx", headings(), good(), headings(), good(title="另一条")))
    assert (reading.read, reading.problems) == (2, ())


def test_columns_in_another_order_and_blank_columns(tmp_path, read):
    order = ["title", "level", "campus", "area", "found_on"]
    names = dict(zip((column.key for column in OFFICIAL), headings(), strict=True))
    path = book_of(
        tmp_path / "a.xlsx", [None, *(names[key] for key in order)], [None, *(GOOD[key] for key in order)]
    )
    assert read(path).candidates[0].title == GOOD["title"]


def test_what_has_no_column_of_its_own_goes_to_the_detail(tmp_path, read):
    path = ledger(
        tmp_path / "a.xlsx", [{**GOOD, "检查组": "第二组", "编": 7, "photos": "见附件"}], ["检查组", "编"]
    )
    assert read(path).candidates[0].detail == "检查组：第二组\n编：7\n整改前后照片：见附件"


def test_a_cell_under_no_heading_is_kept_too(tmp_path, read):
    path = book_of(tmp_path / "a.xlsx", headings(), [*good(), None, "已口头告知"])
    assert read(path).candidates[0].detail.endswith("：已口头告知")


def test_of_two_columns_alike_the_second_is_kept_as_detail(tmp_path, read):
    path = book_of(tmp_path / "a.xlsx", [*headings(), "隐患内容"], [*good(), "又及"])
    assert read(path).candidates[0].detail == "隐患内容：又及"


def test_all_sheets_are_read_or_the_one_named(tmp_path, read):
    book = Workbook()
    for campus in CAMPUSES:
        sheet = book.create_sheet(campus)
        sheet.append(headings())
        sheet.append(good(campus=campus))
    book.save(tmp_path / "a.xlsx")
    assert [one.sheet for one in read(tmp_path / "a.xlsx").candidates] == list(CAMPUSES)
    assert [one.campus for one in read(tmp_path / "a.xlsx", sheet="西校区").candidates] == ["西校区"]
    with pytest.raises(NotFound) as caught:
        read(tmp_path / "a.xlsx", sheet="北校区")
    assert "西校区" in caught.value.hint


def test_hidden_rows_and_sheets_are_read(tmp_path, read):
    book = Workbook()
    book.active.append(headings())
    book.active.append(good())
    book.active.row_dimensions[2].hidden = True
    book.create_sheet("b")
    book.active.sheet_state = "hidden"
    book.active = 1
    book.save(tmp_path / "a.xlsx")
    assert len(read(tmp_path / "a.xlsx").candidates) == 1


def test_no_table_at_all(tmp_path, read):
    with pytest.raises(BadInput) as caught:
        read(book_of(tmp_path / "a.xlsx", ["校区", "人数"], ["东校区", 800]))
    assert "hazard template" in caught.value.hint


def test_a_table_without_the_day_found_is_no_ledger_yet(tmp_path, read):
    path = book_of(tmp_path / "a.xlsx", ["隐患内容", "隐患部位", "等级"], ["灭火器", "2楼", "一般"])
    with pytest.raises(BadInput) as caught:
        read(path, default_campus="东校区", default_area="fire")
    assert "missing" in caught.value.sentence
    assert "--map" in caught.value.hint


def test_what_a_row_cannot_be_without_is_named_for_each(tmp_path, read):
    path = book_of(tmp_path / "a.xlsx", ["隐患内容", "隐患部位", "排查日期"], ["不明", "2楼", "2020-05-08"])
    assert {one.field for one in read(path).problems} == {"campus", "area"}
    one = read(path, default_campus="东校区", default_area="fire").candidates[0]
    assert (one.campus, one.area, "level" in one.assumed) == ("东校区", "fire", True)


def test_a_table_that_is_too_long(tmp_path, read, monkeypatch):
    monkeypatch.setattr(table, "ROWS", 3)
    with pytest.raises(BadInput, match="3 rows"):
        read(book_of(tmp_path / "a.xlsx", headings(), good(), good(), good()))
    (tmp_path / "a.csv").write_text("\n".join([",".join(headings())] * 5), "utf-8")
    with pytest.raises(BadInput, match="3 rows"):
        read(tmp_path / "a.csv")


def csv_text(mark=","):
    return "\r\n".join(
        mark.join(str(cell or "") for cell in row) for row in (headings(), good(), good(title="其二"))
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_csv_in_its_encodings(tmp_path, read, encoding, mark):
    (tmp_path / "台账.csv").write_bytes(csv_text(mark).encode(encoding))
    reading = read(tmp_path / "台账.csv")
    assert reading.problems == ()
    assert [(one.sheet, one.row, one.campus) for one in reading.candidates] == [
        ("台账", 2, "东校区"),
        ("台账", 3, "东校区"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"\0" * 99,
        "隐患".encode("utf-16") + b"\0",
        "隐患\0".encode("utf-16"),
        b"\xff\xff\xff\xff",
        b"a,b\n" + b'"' + b"x" * 200_000,
        b"," * 200_000,
    ],
)
def test_what_is_no_csv(tmp_path, read, content):
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(BadInput) as caught:
        read(tmp_path / "a.csv")
    assert "a.csv" in caught.value.sentence


def test_line_breaks_inside_csv_cells(tmp_path, read):
    (tmp_path / "a.csv").write_text(csv_text().replace("灭火器压力不足", '"灭火器\n压力, 不足"'), "utf-8")
    assert read(tmp_path / "a.csv").candidates[0].title == "灭火器\n压力, 不足"


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        (['2020-03-05,"插座松动,一般', "2020-03-06,灯不亮,一般"], 2),
        (["2020-03-05,插座松动,一般", '2020-03-06,"灯不亮', '2020-03-07,"门坏",一般'], 3),
        (["2020-03-05,插座松动,一般", '2020-03-06,灯不亮,"一般'], 3),
    ],
)
def test_a_quotation_mark_without_its_partner_is_told_where_it_opens(tmp_path, read, rows, line):
    (tmp_path / "a.csv").write_text("\n".join(["检查日期,存在问题,等级", *rows]) + "\n", "utf-8")
    with pytest.raises(BadInput, match=f"line {line}: a quotation mark opens"):
        read(tmp_path / "a.csv", default_campus="东校区", default_area="fire")


def test_quotation_marks_amid_a_cell_are_only_text(tmp_path, read):
    text = '检查日期,存在问题,等级\n2020-03-05,"插座"松动,一般\n2020-03-06,3"水管漏水,一般\n'
    (tmp_path / "a.csv").write_text(text, "utf-8")
    reading = read(tmp_path / "a.csv", default_campus="东校区", default_area="fire")
    assert [one.title for one in reading.candidates] == ["插座松动", '3"水管漏水']
