"""The law of the reading: the same ledger in another order, under other headings, with days written otherwise."""

import csv
import tomllib
import unicodedata
from datetime import date, datetime
from itertools import groupby

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from safetyctl.ground.files import shipped

FIELDS = (
    *("campus", "found_on", "found_by", "location", "area", "title", "level", "measure", "department"),
    *("responsible", "funds", "due", "interim", "contingency", "rectified_on", "rectify_note", "verified_by"),
    *("verified_on", "verify_note", "closed_on", "province_uploaded_on", "remarks", "open_ended", "state"),
)
DAYS = {
    "a date": lambda day: day,
    "2020-03-05": lambda day: f"{day:%Y-%m-%d}",
    "2020.3.5": lambda day: f"{day.year}.{day.month}.{day.day}",
    "2020年3月5日": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "20200305": lambda day: f"{day:%Y%m%d}",
    "2020/3/5": lambda day: f"{day.year}/{day.month}/{day.day}",
    "43895": lambda day: day.toordinal() - date(1899, 12, 30).toordinal(),
}
SYNONYMS = {
    names["names"][0]: names["names"]
    for field, names in tomllib.loads(shipped("synonyms.toml").read_text("utf-8"))["columns"].items()
    if field not in ("detail", "funds")
}
RUNS = ("校区", "排查日期", "排查人", "责任部门", "整改责任人", "隐患等级", "整改时限")


def sample():
    """The sample ledger: its headings, and its rows of cells."""
    title, head, names, *rows, note = load_workbook(shipped("sample-ledger.xlsx")).active.values
    assert (title[0], head[0], note[1]) == ("示例小学教育集团隐患排查整改台账", head[0], None)
    return list(names), [list(row) for row in rows]


def of(reading):
    """What was read, whatever the order, the width of figures and the spaces are."""
    assert reading.problems == ()
    plain = (
        [unicodedata.normalize("NFKC", str(getattr(one, name))) for name in FIELDS]
        for one in reading.candidates
    )
    return sorted("|".join("".join(each.split()) for each in one) for one in plain)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return tmp_path_factory.mktemp("written")


ledgers = st.fixed_dictionaries(
    {
        "order": st.permutations(range(26)),
        "days": st.sampled_from(sorted(DAYS)),
        "names": st.integers(0, 10_000),
        "blanks": st.sets(st.integers(0, 26), max_size=3),
        "above": st.integers(0, 4),
        "again": st.sampled_from((0, 10, 17)),
        "apart": st.integers(0, 2),
        "spaced": st.booleans(),
        "wide": st.booleans(),
        "runs": st.sampled_from(("as they are", "merged", "同上", "〃")),
    }
)


def table(how):
    """The sample written in another way: its rows of cells."""
    names, rows = sample()
    serial, places = 0, [place + 1 for place in how["order"]]
    wide = str.maketrans("0123456789", "０１２３４５６７８９")

    def said(cell):
        if isinstance(cell, datetime):
            return DAYS[how["days"]](cell)
        if isinstance(cell, str) and how["wide"]:
            cell = cell.translate(wide)
        return f" {cell}\n" if isinstance(cell, str) and how["spaced"] else cell

    called = []
    for name in names:
        known = next((each for each in SYNONYMS.values() if name in each), [name])
        called.append(known[how["names"] % len(known)])
    grid = [
        [row[place] for place in (serial, *places)]
        for row in (called, *[list(map(said, row)) for row in rows])
    ]
    for at in sorted(how["blanks"], reverse=True):
        for row in grid:
            row.insert(at + 1, None)
    return grid


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ledgers)
def test_the_same_ledger_in_another_hand_is_the_same(written, read, how):
    head, *rows = table(how)
    book = Workbook()
    sheet = book.active
    for _ in range(how["above"]):
        sheet.append([])
    below = [head, *rows]
    if how["again"]:
        below = [head]
        for number, row in enumerate(rows):
            again = number and number % how["again"] == 0
            below += [*[[]] * how["apart"], head, row] if again else [row]
    for row in below:
        sheet.append(row)
    if how["runs"] != "as they are":
        _runs(sheet, how, head)
    book.save(written / "a.xlsx")
    assert of(read(written / "a.xlsx")) == of(read(shipped("sample-ledger.xlsx")))


def _runs(sheet, how, head):
    """Write cells that are the same in rows one below the other only once."""
    first = how["above"] + 1
    for place, name in enumerate(head, 1):
        if name is None or not any(name in SYNONYMS.get(known, ()) for known in RUNS):
            continue
        cells = [sheet.cell(row, place) for row in range(first + 1, sheet.max_row + 1)]
        for run in [list(alike) for _value, alike in groupby(cells, key=lambda cell: cell.value)]:
            if run[0].value is None or len(run) < 2:
                continue
            for cell in run[1:]:
                cell.value = None if how["runs"] == "merged" else how["runs"]
            if how["runs"] == "merged":
                sheet.merge_cells(range_string=f"{run[0].coordinate}:{run[-1].coordinate}")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_the_same_ledger_as_text_is_the_same(tmp_path, read, encoding, mark):
    names, rows = sample()
    with (tmp_path / "a.csv").open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=mark).writerows(
            [
                [DAYS["2020-03-05"](cell) if isinstance(cell, datetime) else cell for cell in row]
                for row in (names, *rows)
            ]
        )
    assert of(read(tmp_path / "a.csv")) == of(read(shipped("sample-ledger.xlsx")))
