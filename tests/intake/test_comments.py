"""What people wrote to the cells of a row (批注) is not lost with them."""

import os

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from safetyctl.ground.errors import BadInput
from safetyctl.intake.people.reading import read_people
from safetyctl.intake.workbook.refused import write_refused

from .workbooks import CAMPUSES, GOOD, changed, ledger, part, place


def commented(path, *comments):
    """The workbook with comments, each as (row, column, text)."""
    book = load_workbook(path)
    for row, column, text in comments:
        book.active.cell(row, column).comment = Comment(text, "张三")
    book.save(path)
    return path


def test_a_comment_is_kept_as_detail_under_the_heading_of_its_cell(tmp_path, read):
    file = ledger(tmp_path / "a.xlsx", [{**GOOD, "due": "2020-05-20"}, {**GOOD, "title": "应急灯不亮"}])
    one, other = read(commented(file, (2, place("due"), "张三:\n经同意延至6月底"))).candidates
    assert one.detail == "整改时限（批注）：张三:\n经同意延至6月底"
    assert str(one.due) == "2020-05-20"
    assert other.detail is None


def test_a_comment_that_can_be_answered_is_kept_without_what_excel_says_to_older_ones(tmp_path, read):
    said = (
        "[线程批注]\n\n你的 Excel 版本可读取此线程批注; 但如果在更新版本的 Excel 中打开文件，"
        "则对批注所作的任何改动都将被删除。了解详细信息: https://go.microsoft.com/fwlink/?linkid=870924"
        "\n\n注释:\n    先停用\n答复:\n    已停用"
    )
    file = commented(ledger(tmp_path / "a.xlsx", [GOOD]), (2, place("title"), said))
    assert read(file).candidates[0].detail == "隐患内容（批注）：注释:\n    先停用\n答复:\n    已停用"


def test_a_comment_goes_with_the_row_that_is_refused_and_comes_back_when_it_is_mended(tmp_path, read):
    file = ledger(tmp_path / "a.xlsx", [{**GOOD, "found_on": "不详"}])
    refused = read(commented(file, (2, place("title"), "先停用"))).refused
    write_refused(tmp_path / "r.xlsx", refused)
    book = load_workbook(tmp_path / "r.xlsx")
    book.active.cell(2, place("found_on")).value = "2020-05-08"
    book.save(tmp_path / "r.xlsx")
    (one,) = read(tmp_path / "r.xlsx").candidates
    assert "隐患内容（批注）：先停用" in one.detail


def test_of_two_lists_side_by_side_each_person_has_their_own_comment(tmp_path):
    book = Workbook()
    for row in (("姓名", "职务", "姓名", "职务"), ("张三", "校长", "李四", "主任")):
        book.active.append(row)
    book.save(tmp_path / "p.xlsx")
    file = commented(tmp_path / "p.xlsx", (2, 1, "病假"), (2, 3, "借调"))
    notes = {one.name: one.note for one in read_people(file, CAMPUSES, default_campus="东校区").people}
    assert notes == {"张三": "姓名（批注）：病假", "李四": "姓名（批注）：借调"}


def test_a_hidden_character_in_a_comment_is_refused_as_in_a_cell(tmp_path, read):
    file = commented(ledger(tmp_path / "a.xlsx", [GOOD]), (2, place("title"), "先\u202e停用"))
    (problem,) = read(file).problems
    assert "U+202E" in problem.problem


def test_comments_larger_than_any_workbooks_are_refused(tmp_path, read):
    file = commented(ledger(tmp_path / "a.xlsx", [GOOD]), (2, 1, "先停用"))
    name = "xl/comments/comment1.xml"
    body = part(file, name).replace(
        b"</commentList>", b"<!-- " + os.urandom(9_000_000).hex().encode() + b"--></commentList>"
    )
    with pytest.raises(BadInput, match="its comments are larger than any workbook's"):
        read(changed(file, {name: body}))
