"""The archive as it is handed over: safe names, an index in which nothing runs, copies that prove themselves."""

import io
import json
import os
import struct
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from fabricated import HOSTILE
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from safetyctl.ground.catalogue import using
from safetyctl.ledger.store import keep_bytes
from safetyctl.plan.model import Category, Words
from safetyctl.records.archive import ATTACHMENTS, Archive, Item, Section, Shelf
from safetyctl.reports.archive.facts import ArchiveFacts
from safetyctl.reports.archive.index import write_index_page, write_index_workbook
from safetyctl.reports.archive.making import export, paths
from safetyctl.reports.archive.verifying import verify_archive
from safetyctl.reports.bundles.data import encoded

DAY = date(2020, 3, 6)
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
REGULATION = Category("regulation", Words("规章制度", "Regulations"), "2.3(1)", ("group", "campus"))


def item(
    ref: str = "K0001",
    title: str = "消防制度",
    file: str = "a.docx",
    digest: str | None = "ab" * 32,
    **more: object,
) -> Item:
    values = {
        "category": "regulation", "day": DAY, "number": None, "version": 1, "state": "in-force",
        "superseded_on": None, "size": 3,
    } | more  # fmt: skip
    return Item(ref=ref, title=title, file=file, sha256=digest, **values)  # type: ignore[arg-type]


def shelf(*items: Item, campus: str = "东校区", attached: tuple[Item, ...] = ()) -> Shelf:
    return Shelf(campus, (Section(REGULATION, True, items, not items, ()),), attached)


def facts(*shelves: Shelf) -> ArchiveFacts:
    return ArchiveFacts("学校", "专项整治", "plan", Archive(DAY, shelves), 7, "f0" * 32, "1.0")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with using("en"):
        yield


# names


@given(st.lists(st.tuples(st.text(max_size=300), st.text(max_size=300)), max_size=6), st.text(max_size=80))
def test_whatever_is_typed_makes_a_safe_name(typed: list[tuple[str, str]], campus: str) -> None:
    items = [item(f"K{n:04d}", title, file) for n, (title, file) in enumerate(typed)]
    same = [item("H0001", file, file, category=ATTACHMENTS, version=None) for _title, file in typed]
    found = [path for path, _item in paths(shelf(*items, campus=campus, attached=(*same, *same)))]
    assert len({path.casefold() for path in found}) == len(items) + 2 * len(same)
    for path in found:
        folder, name = path.split("/")
        assert folder in ("regulation_规章制度", "attachments")
        assert len(name) <= 100
        assert len(name.encode()) <= 200
        assert name == name.strip(" .")
        assert name.partition(".")[0].casefold() not in RESERVED
        assert all(letter.isalnum() or letter in "_-." for letter in name), name
        assert ".." not in name


@pytest.mark.parametrize(
    ("title", "file", "name"),
    [
        ("../../etc/passwd", "x.docx", "K0001_etc_passwd.docx"),
        ("CON", "con.txt", "K0001__CON.txt"),
        ("a\\b:c*?", "..", "K0001_a_b_c"),
        ("", ".bashrc", "K0001.bashrc"),
        ("制度", "a.tar.gz", "K0001_制度.gz"),
        ("制度", "a.PDF", "K0001_制度.pdf"),
        ("制度", "a.不", "K0001_制度"),
        ("－全角／名", "a.doc ", "K0001_全角_名"),
    ],
)
def test_names(title: str, file: str, name: str) -> None:
    assert [path for path, _item in paths(shelf(item(title=title, file=file)))] == [
        f"regulation_规章制度/{name}"
    ]


def test_campuses_of_one_name_on_a_disk_get_two_folders(tmp_path: Path) -> None:
    out = tmp_path / "out"
    export(
        facts(*(shelf(campus=name) for name in ("*", "group", "A/B", "a?b", "CON"))), tmp_path / "l.db", out
    )
    assert sorted(os.listdir(out)) == ["A_B", "_CON", "a_b_2", "group", "group_2", "manifest.json"]
    assert verify_archive(out)[1] == ()


# the index


def test_the_workbook(tmp_path: Path) -> None:
    one = facts(
        shelf(campus="*"),
        shelf(
            item(title="=1+1", number="@x", superseded_on=DAY, state="superseded"),
            item("S0001", "周报", digest=None, version=None, state=None),
            attached=(item("H0001", category=ATTACHMENTS),),
        ),
    )
    content = write_index_workbook(one)
    assert content == write_index_workbook(one)
    book = load_workbook(io.BytesIO(content))
    overview, contents = book.worksheets
    rows = list(overview.iter_rows(min_row=4, values_only=True))
    assert rows[1][:4] == ("规章制度", "2.3(1)", overview["C5"].value, 2)
    assert isinstance(overview["C5"].value, str), "the group lacks it"
    assert [row[2] for row in contents.iter_rows(min_row=5, values_only=True)] == [
        None,
        "K0001",
        "S0001",
        "H0001",
    ]
    live = [cell for row in contents.iter_rows() for cell in row if cell.data_type == "f"]
    assert live == []
    assert contents["D6"].value == "=1+1"
    assert contents["D6"].quotePrefix
    assert contents["K6"].value == "abababababab"


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_was_typed_runs(text: str, tmp_path: Path) -> None:
    one = facts(shelf(item(title=text, file=text, number=text), campus=text, attached=(item(file=text),)))
    one = one._replace(unit=text, title=text)
    page = write_index_page(one).decode()
    assert page.count("<script>") == 1
    assert "onerror=1>" not in page
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
    assert "http" not in page.replace("http-equiv", "").replace("http://例子", "")
    assert not {"\x01", "\x1b", "\u202e", "\ufffe"} & set(page)
    book = load_workbook(io.BytesIO(write_index_workbook(one)))
    assert [
        cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    ] == []


# the copy and its proof


@pytest.fixture
def copy(tmp_path: Path) -> tuple[ArchiveFacts, Path]:
    ledger = tmp_path / "ledger.db"
    digests = [keep_bytes(ledger, content) for content in (b"one", b"two")]
    items = [item(f"K{n:04d}", digest=digest) for n, digest in enumerate(digests, 1)]
    return facts(shelf(*items)), ledger


@pytest.fixture
def zipped(copy: tuple[ArchiveFacts, Path], tmp_path: Path) -> Path:
    out = tmp_path / "out.zip"
    export(*copy, out)
    assert verify_archive(out) == (4, ())
    return out


@pytest.fixture
def laid(copy: tuple[ArchiveFacts, Path], tmp_path: Path) -> Path:
    out = tmp_path / "out"
    export(*copy, out)
    assert verify_archive(out) == (4, ())
    return out


ONE = "regulation_规章制度/K0001_消防制度.docx"


def test_a_folder_that_was_touched(laid: Path) -> None:
    (laid / ONE).write_bytes(b"onx")
    (laid / "regulation_规章制度/K0002_消防制度.docx").unlink()
    (laid / "Thumbs.db").write_bytes(b"")
    (laid / "index.html").rename(laid / "elsewhere")
    (laid / "index.html").symlink_to("elsewhere")
    os.mkfifo(laid / "pipe")
    (laid / "loop").symlink_to(laid)
    named = {(one.member, one.sentence.split()[-1]) for one in verify_archive(laid)[1]}
    assert {member for member, _word in named} == {
        ONE, "regulation_规章制度/K0002_消防制度.docx", "Thumbs.db", "elsewhere", "index.html", "pipe", "loop",
    }  # fmt: skip


def rewritten(path: Path, change: object, **how: object) -> Path:
    """The zip with its members changed by a function of name → content, the way some tool would write it."""
    with ZipFile(path) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    change(members)  # type: ignore[operator]
    with ZipFile(path, "w", **how) as packed:  # type: ignore[call-overload]
        for name, content in members.items():
            packed.writestr(name, content)
    return path


def test_every_byte_of_a_zip_that_counts(zipped: Path) -> None:
    whole = zipped.read_bytes()
    start = whole.index(b"one")
    zipped.write_bytes(whole[:start] + b"onx" + whole[start + 3 :])
    assert [one.member for one in verify_archive(zipped)[1]] == [ONE]
    for end in (0, 1, 20, len(whole) // 2, len(whole) - 1):
        zipped.write_bytes(whole[:end])
        assert verify_archive(zipped)[1], end


@pytest.mark.parametrize(
    ("change", "members"),
    [
        (lambda all_: all_.update({ONE: b"onx"}), [ONE]),
        (lambda all_: all_.update({ONE: b"one more"}), [ONE]),
        (lambda all_: all_.pop(ONE), [ONE]),
        (lambda all_: all_.update({"../../evil": b"x"}), ["../../evil"]),
        (lambda all_: all_.update({"\x1b[31m": b"x"}), ["\ufffd[31m"]),
        (lambda all_: all_.pop("manifest.json"), [None]),
        (lambda all_: all_.update({"manifest.json": b"[]"}), [None]),
        (lambda all_: all_.update({"manifest.json": b"[" * 100_000}), [None]),
        (lambda all_: all_.update({"manifest.json": all_["manifest.json"] + b" "}), [None]),
        (
            lambda all_: all_.update(
                {"manifest.json": b'{"format": 1, "kind": "archive", "files": [1e999]}'}
            ),
            [None],
        ),
    ],
)
def test_a_zip_that_was_touched(zipped: Path, change: object, members: list[str | None]) -> None:
    assert [one.member for one in verify_archive(rewritten(zipped, change))[1]] == members


def test_zips_that_are_not_read_at_all(zipped: Path, tmp_path: Path) -> None:
    rewritten(zipped, lambda all_: all_.update({"bomb": bytes(50_000_000)}), compression=ZIP_DEFLATED)
    assert [one.member for one in verify_archive(zipped)[1]] == [None]
    with ZipFile(zipped, "w") as packed:
        packed.writestr("a", b"1")
        with pytest.warns(UserWarning, match="Duplicate"):
            packed.writestr("a", b"2")
    assert "twice" in verify_archive(zipped)[1][0].sentence
    liar = tmp_path / "liar.zip"
    liar.write_bytes(b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, 1, 1, 0xFFFFFF00, 0, 0))
    assert verify_archive(liar)[1]
    large = b"PK\x06\x06" + struct.pack("<Q2H2L4Q", 44, 45, 45, 0, 0, 1, 1, 1 << 40, 0)
    locator = b"PK\x06\x07" + struct.pack("<LQL", 0, 0, 1)
    liar.write_bytes(large + locator + b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, 1, 1, 46, 0, 0))
    assert "more files" in verify_archive(liar)[1][0].sentence


def test_paths_of_a_manifest_are_never_opened(laid: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    manifest = json.loads((laid / "manifest.json").read_bytes())
    manifest["files"].append({"path": "../secret", "size": 6, "sha256": "0" * 64})
    (laid / "manifest.json").write_bytes(encoded(manifest))
    assert [(one.member, one.sentence) for one in verify_archive(laid)[1]] == [("../secret", "it is missing")]


def test_a_copy_of_a_damaged_store_leaves_nothing(copy: tuple[ArchiveFacts, Path], tmp_path: Path) -> None:
    before = sorted(os.listdir(tmp_path))
    broken = facts(shelf(item(digest="00" * 32)))
    for name in ("out", "out.zip"):
        with pytest.raises(Exception, match="missing"):
            export(broken, copy[1], tmp_path / name)
    assert sorted(os.listdir(tmp_path)) == before
