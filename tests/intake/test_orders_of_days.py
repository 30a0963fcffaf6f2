"""Which of 3/5/20 is the month, where each day alone would allow both: what cannot be tells it."""

from datetime import date

import pytest

from safetyctl.intake.tables.mapping import Map

from .kept import lost
from .test_between_rows import SERVED
from .test_oddities import book_of

HEAD = ["排查日期", "隐患部位", "隐患内容", "责任人", "整改时限", "整改完成日期"]


@pytest.mark.parametrize(
    ("first", "second", "order", "found"),
    [
        (("02/03/2020", "03/04/2020", ""), ("05/03/2020", "01/04/2020", ""), "dmy", [(3, 2), (3, 5)]),
        (("03/02/2020", "04/03/2020", ""), ("03/05/2020", "04/01/2020", ""), "mdy", [(3, 2), (3, 5)]),
        (("02/03/2020", "03/04/2020", ""), ("05/04/2020", "", "08/05/2020"), "dmy", [(3, 2), (4, 5)]),
        (("05/04/2020", "", ""), ("04/12/2019", "", ""), "mdy", [(5, 4), (4, 12)]),
        (("03/08/2020", "", ""), ("01/04/2020", "", ""), "mdy", [(3, 8), (1, 4)]),
        (("08/03/2020", "", ""), ("01/04/2020", "", ""), "dmy", [(3, 8), (4, 1)]),
        (("2/3/20", "3/4/20", ""), ("5/3/20", "1/4/20", ""), "dmy", [(3, 2), (3, 5)]),
        (("2020-03-02", "03/04/2020", ""), ("2020-03-05", "01/04/2020", ""), "dmy", [(3, 2), (3, 5)]),
    ],
)
def test_the_order_in_which_fewer_days_cannot_be_is_meant(tmp_path, read, first, second, order, found):
    rows = [
        [day, "1号楼", what, "张三", *later] for what, (day, *later) in (("灯坏", first), ("门坏", second))
    ]
    reading = read(book_of(tmp_path / "a.xlsx", HEAD, *rows), **SERVED)
    assert reading.doubted == {"/": order}
    assert [(one.found_on.month, one.found_on.day) for one in reading.candidates] == found
    assert [lost(one, row) for one, row in zip(reading.candidates, rows, strict=True)] == [[], []]


def test_a_map_says_the_order_whatever_cannot_be(tmp_path, read):
    book = book_of(tmp_path / "a.xlsx", HEAD, ["02/03/2020", "1号楼", "灯坏", "张三", "01/02/2020", ""])
    reading = read(book, use=Map(dates="mdy"), **SERVED)
    assert (reading.candidates[0].found_on, reading.doubted) == (date(2020, 2, 3), {})
