"""Small workbooks for these tests, honest and hostile."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

from safetyctl.ground.catalogue import _, using
from safetyctl.records.columns import COLUMNS

CAMPUSES = ("东校区", "西校区", "南校区")
GOOD: Mapping[str, object] = {
    "campus": "东校区",
    "found_on": "2020-05-08",
    "source": "检查",
    "found_by": "张三",
    "location": "教学楼2楼",
    "area": "消防安全",
    "title": "灭火器压力不足",
    "level": "一般",
}


def headings() -> list[str]:
    with using("zh"):
        return [_(column.heading) for column in COLUMNS]


def ledger(path: Path, rows: Sequence[Mapping[str, object]], extra: Sequence[str] = ()) -> Path:
    """A ledger with headings in row 1; a row's keys are those of the columns, or the extra headings."""
    book = Workbook()
    book.active.title = "台账"
    book.active.append([*headings(), *extra])
    for row in rows:
        book.active.append([row.get(key) for key in (*(column.key for column in COLUMNS), *extra)])
    book.save(path)
    return path


def place(key: str) -> int:
    """The column (from 1) that ``ledger`` puts a key in."""
    return [column.key for column in COLUMNS].index(key) + 1


def changed(path: Path, parts: Mapping[str, bytes]) -> Path:
    """The workbook with some parts replaced or added."""
    with zipfile.ZipFile(path) as package:
        whole = {name: package.read(name) for name in package.namelist()} | dict(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in whole.items():
            package.writestr(name, content)
    return path


def sheet_xml(rows: str, before: str = "") -> bytes:
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return f"{head}{before}<sheetData>{rows}</sheetData></worksheet>".encode()


def part(path: Path, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    with zipfile.ZipFile(path) as package:
        return package.read(name)


def zipped(parts: Mapping[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return whole.getvalue()
