"""What never reaches a parser, and how plainly that is said. Bounded memory is asserted where a file is hostile."""

import os
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from safetyctl.ground.errors import BadInput, CannotDo, NotFound
from safetyctl.intake.workbook import door, extent, package
from safetyctl.intake.workbook.door import PlainTable, admit
from safetyctl.intake.workbook.package import MEMBERS, UNPACKED

from .workbooks import GOOD, changed, ledger, part, sheet_xml, zipped

SHEET = "xl/worksheets/sheet1.xml"


def refused(path: Path) -> str:
    with pytest.raises(BadInput) as caught:
        admit(path)
    assert "\n" not in caught.value.sentence
    assert path.name in caught.value.sentence
    return caught.value.sentence


def test_an_honest_workbook_passes(tmp_path):
    assert admit(ledger(tmp_path / "a.xlsx", [GOOD])).name == "a.xlsx"


def test_a_workbook_is_known_by_its_content(tmp_path):
    honest = ledger(tmp_path / "a.xlsx", [GOOD])
    honest.rename(tmp_path / "a.csv")
    assert not isinstance(admit(tmp_path / "a.csv"), PlainTable)


def test_a_missing_file():
    with pytest.raises(NotFound):
        admit(Path("nowhere.xlsx"))


def test_a_name_that_no_file_can_have():
    with pytest.raises(BadInput):
        admit(Path("a\0b.xlsx"))


def test_a_folder(tmp_path):
    assert "folder" in refused(tmp_path)


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/random"])
def test_a_device(device):
    if not Path(device).exists():
        pytest.skip("no such device here")
    assert "device" in refused(Path(device))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no fifos here")
def test_a_fifo_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    assert "pipe" in refused(tmp_path / "pipe.csv")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read anything")
def test_a_file_that_may_not_be_read(tmp_path):
    path = ledger(tmp_path / "a.xlsx", [GOOD])
    path.chmod(0)
    with pytest.raises(CannotDo):
        admit(path)


def test_an_empty_file(tmp_path):
    (tmp_path / "a.xlsx").touch()
    assert "empty" in refused(tmp_path / "a.xlsx")


def test_a_file_that_is_too_large(tmp_path, monkeypatch):
    monkeypatch.setattr(door, "WORKBOOK_BYTES", 1024 * 1024)
    with (tmp_path / "a.xlsx").open("wb") as file:
        file.truncate(1024 * 1024 + 1)
    assert "1 MB" in refused(tmp_path / "a.xlsx")


def test_an_old_xls(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600)
    assert ".xls format" in refused(tmp_path / "a.xlsx")


def test_a_workbook_with_a_password(tmp_path):
    locked = bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    (tmp_path / "a.xlsx").write_bytes(locked)
    assert "password" in refused(tmp_path / "a.xlsx")


def test_a_page_called_a_workbook(tmp_path):
    (tmp_path / "a.xlsx").write_text("<html><table></table></html>")
    assert "not an .xlsx" in refused(tmp_path / "a.xlsx")


def test_a_zip_that_is_no_workbook(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(zipped({"word/document.xml": b"<w/>"}))
    assert "not an .xlsx" in refused(tmp_path / "a.xlsx")


@pytest.mark.parametrize("kept", [30, 400, 0.5, 0.9, 0.99])
def test_a_truncated_workbook(tmp_path, kept):
    path = ledger(tmp_path / "a.xlsx", [GOOD] * 50)
    whole = path.read_bytes()
    path.write_bytes(whole[: kept if isinstance(kept, int) else int(len(whole) * kept)])
    assert "damaged" in refused(path)


def test_every_bent_byte_is_refused_plainly_or_read(tmp_path, read):
    path = ledger(tmp_path / "a.xlsx", [GOOD])
    whole = path.read_bytes()
    refusals = set()
    for place in range(0, len(whole), 37):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            read(path)
        except BadInput as error:
            refusals.add(error.sentence)
    assert refusals
    assert not [sentence for sentence in refusals if "\n" in sentence]


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "xl\\evil.xml", "XL/WORKBOOK.XML"])
def test_parts_with_names_that_no_workbook_has(tmp_path, name):
    assert "names" in refused(changed(ledger(tmp_path / "a.xlsx", [GOOD]), {name: b"x"}))


def test_too_many_parts(tmp_path):
    many = {f"xl/media/{number}.png": b"" for number in range(MEMBERS + 1)}
    assert "parts" in refused(changed(ledger(tmp_path / "a.xlsx", [GOOD]), many))


@pytest.mark.parametrize(
    "text",
    [
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b'<?xml version="1.0"?>\n<!doctype a SYSTEM "http://127.0.0.1/x"><a/>',
        b"<a>" + b" " * (1024 * 1024 - 8) + b'<!ENTITY % a SYSTEM "file:///etc/passwd"></a>',
    ],
)
@pytest.mark.parametrize("where", ["xl/styles.xml", SHEET, "xl/media/picture.png"])
def test_a_document_type_in_any_part(tmp_path, where, text):
    path = changed(ledger(tmp_path / "a.xlsx", [GOOD]), {where: text})
    assert "document type" in refused(path) or "damaged" in refused(path)


def test_a_bomb_by_its_declared_size(tmp_path):
    path = changed(ledger(tmp_path / "a.xlsx", [GOOD]), {"xl/media/a.xml": b" " * (UNPACKED + 1)})
    assert "unpacks" in refused(path)


def test_a_bomb_by_its_ratio(tmp_path):
    path = changed(ledger(tmp_path / "a.xlsx", [GOOD]), {"xl/sharedStrings.xml": b"<si/>" * 4_000_000})
    assert "packed" in refused(path)


def test_a_part_that_lies_about_its_size(tmp_path):
    path = changed(ledger(tmp_path / "a.xlsx", [GOOD]), {"xl/media/a.bin": os.urandom(4096)})
    whole = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        at = 0
        while (at := whole.find(signature, at)) >= 0:
            names_at = at + (30 if signature == b"PK\3\4" else 46)
            if whole[names_at:].startswith(b"xl/media/a.bin"):
                whole[at + offset : at + offset + 4] = struct.pack("<I", 10)
            at += 4
    path.write_bytes(whole)
    assert "larger than it says" in refused(path)


def test_parts_that_share_bytes(tmp_path):
    path = changed(ledger(tmp_path / "a.xlsx", [GOOD]), {"xl/a.bin": b"a" * 99, "xl/b.bin": b"a" * 99})
    whole = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as opened:
        offset = opened.getinfo("xl/a.bin").header_offset
    entry = whole.rfind(b"PK\1\2", 0, whole.rfind(b"xl/b.bin"))
    whole[entry + 42 : entry + 46] = struct.pack("<I", offset)
    path.write_bytes(whole)
    assert "share" in refused(path)


def test_the_same_sheet_many_times(tmp_path):
    path = ledger(tmp_path / "a.xlsx", [GOOD])
    book = part(path, "xl/workbook.xml")
    start, end = book.index(b"<sheet "), book.index(b"</sheets>")
    again = book[start:end].replace(b'sheetId="1"', b'sheetId="2"').replace("台账".encode(), b"b")
    changed(path, {"xl/workbook.xml": book[:end] + again + book[end:]})
    assert "twice" in refused(path)


def test_more_values_than_any_ledger_has(tmp_path, monkeypatch):
    monkeypatch.setattr(package, "CELLS", 5_000)
    monkeypatch.setattr(extent, "CELLS", 5_000)
    assert "cells" in refused(
        with_rows(tmp_path / "a.xlsx", '<row r="1">' + '<c r="A1"><v>1</v></c>' * 5_001 + "</row>")
    )
    shared = b"<sst>" + b"<si><t>a</t></si>" * 5_001 + b"</sst>"
    assert "cells" in refused(changed(ledger(tmp_path / "b.xlsx", [GOOD]), {"xl/sharedStrings.xml": shared}))


SHARED = "xl/sharedStrings.xml"


def naming(path: Path, text: str, cells: int) -> Path:
    """A workbook whose cells all name the second of two shared strings."""
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><v>0</v></c><c r="B{row}" t="s"><v>1</v></c></row>'
        for row in range(1, cells + 1)
    )
    shared = f"<sst><si><t>short</t></si><si><r><t>{text}</t></r></si></sst>".encode()
    return changed(ledger(path, [GOOD]), {SHEET: sheet_xml(rows), SHARED: shared})


def test_a_long_text_that_many_cells_name(tmp_path):
    assert "more text" in refused(naming(tmp_path / "a.xlsx", "灭" * 300_000, 500))


def test_a_long_text_that_few_of_many_cells_name(tmp_path, monkeypatch):
    path = naming(tmp_path / "a.xlsx", "灭" * 30_000, 10)
    monkeypatch.setattr(package, "TEXT", 10 * 90_000 + 1_000)
    assert admit(path)
    monkeypatch.setattr(package, "TEXT", 10 * 90_000 - 1)
    refused(path)


@pytest.mark.parametrize(
    ("plain", "odd"),
    [
        ("<v>1<", "<v>&#49;<"),
        ("<v>1<", "<v><![CDATA[1]]><"),
        ("<v>1<", "<v> 1<"),
        ("<v>1<", "<v><!-- -->1<"),
        (' t="s"', " t = 's'"),
        (' t="s"', ' t\n="s"'),
    ],
)
def test_a_long_text_named_in_an_odd_way(tmp_path, plain, odd):
    path = naming(tmp_path / "a.xlsx", "灭" * 300_000, 500)
    odd = part(path).replace(plain.encode(), odd.encode())
    assert "more text" in refused(changed(path, {SHEET: odd}))


def test_shared_strings_in_two_parts(tmp_path):
    path = naming(tmp_path / "a.xlsx", "灭", 5)
    assert "damaged" in refused(changed(path, {"xl/other.xml": part(path, SHARED)}))


def test_a_frame_larger_than_any(tmp_path):
    path = ledger(tmp_path / "a.xlsx", [GOOD])
    changed(path, {"xl/styles.xml": part(path, "xl/styles.xml") + b" " * package.FRAME_BYTES})
    assert "frame" in refused(path)


def with_rows(path: Path, rows: str, before: str = "") -> Path:
    return changed(ledger(path, [GOOD]), {SHEET: sheet_xml(rows, before)})


FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


@pytest.mark.parametrize(
    "rows",
    [
        FAR,
        FAR.replace('"', "'"),
        FAR.replace('<c r="XFD1048576"', '<c s="1" r="XFD1048576"'),
        "<row/>" * 300_000 + '<row><c r="ZZ300001"><v>1</v></c></row>',
        '<row r="1">'
        + "<c/>" * 9_000
        + "<c><v>1</v></c></row>"
        + '<row r="9000"><c r="A9000"><v>1</v></c></row>',
        '<row r="99000"><c r="ZZ99000"><is><t>x</t></is></c></row>',
    ],
)
def test_a_cell_far_from_the_rest_is_named(tmp_path, rows):
    assert "reaches as far as cell" in refused(with_rows(tmp_path / "a.xlsx", rows))


def test_a_far_cell_behind_a_prefix(tmp_path):
    prefixed = FAR.replace("<", "<x:").replace("<x:/", "</x:")
    sheet = f'<x:worksheet xmlns:x="urn:x"><x:sheetData>{prefixed}</x:sheetData></x:worksheet>'.encode()
    assert "reaches" in refused(changed(ledger(tmp_path / "a.xlsx", [GOOD]), {SHEET: sheet}))


def test_a_dimension_that_lies_and_a_million_formatted_rows_do_no_harm(tmp_path, read):
    path = ledger(tmp_path / "a.xlsx", [GOOD])
    sheet = part(path).decode()
    rows = "".join(
        f'<row r="{number}" ht="15" customHeight="1"><c r="A{number}" s="1"/></row>'
        for number in range(9, 1_048_577, 7)
    )
    far = sheet.replace("</sheetData>", rows + "</sheetData>")
    start = far.index("<dimension")
    far = far[:start] + '<dimension ref="A1:XFD1048576"/>' + far[far.index("/>", start) + 2 :]
    reading = read(changed(path, {SHEET: far.encode()}))
    assert (reading.read, len(reading.candidates), reading.problems) == (1, 1, ())


def test_broken_xml_in_a_sheet(tmp_path, read):
    for rows in (
        "<row><c",
        '<row r="x"><c r="??"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>999999</v></c></row>',
    ):
        with pytest.raises(BadInput) as caught:
            read(with_rows(tmp_path / "a.xlsx", rows))
        assert "\n" not in caught.value.sentence


def test_a_sheet_outside_the_package(tmp_path, read):
    path = ledger(tmp_path / "a.xlsx", [GOOD])
    relations = part(path, "xl/_rels/workbook.xml.rels").replace(
        b"/xl/worksheets/sheet1.xml", b"../../../etc/passwd"
    )
    with pytest.raises(BadInput):
        read(changed(path, {"xl/_rels/workbook.xml.rels": relations}))


def test_an_external_link_is_neither_followed_nor_fatal(tmp_path, read):
    path = ledger(tmp_path / "a.xlsx", [GOOD])
    link = b'<externalLink xmlns="urn:x"><externalBook r:id="rId1" xmlns:r="urn:r"/></externalLink>'
    target = b'<Relationship Id="rId1" Target="http://127.0.0.1:9/x.xlsx" TargetMode="External"/>'
    parts = {
        "xl/externalLinks/externalLink1.xml": link,
        "xl/externalLinks/_rels/externalLink1.xml.rels": b"<Relationships>" + target + b"</Relationships>",
    }
    reading = read(changed(path, parts))
    assert len(reading.candidates) == 1


def test_the_costliest_file_that_passes_stays_within_bounds(tmp_path):
    """Four million cells, the most that is let in: read within 700 MiB and 60 s, in a process of its own."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("a")
    sheet.append(["x"] * 40)
    book.save(tmp_path / "a.xlsx")
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="99999"><c r="AN99999"><v>1</v></c></row>'
    path = changed(tmp_path / "a.xlsx", {SHEET: sheet_xml(rows)})
    code = (
        "import resource,sys;from pathlib import Path\n"
        "from safetyctl.intake.workbook.door import admit;from safetyctl.intake.workbook.table import sheets\n"
        "print(len(sheets(admit(Path(sys.argv[1])))[0].rows), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, path], capture_output=True, text=True, timeout=60, check=True
    )
    rows_read, kib = map(int, done.stdout.split())
    assert rows_read == 99_999
    assert kib < 700 * 1024
