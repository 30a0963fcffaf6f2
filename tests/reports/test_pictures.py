"""Photographs in the weekly report: upright, small, without what the camera wrote, and named where they are gone."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from PIL import Image
from pillow_heif import register_heif_opener

from office import Command
from safetyctl.ledger.store import folder
from safetyctl.reports.drawn.pictures import MOST, small

TUESDAY, THURSDAY = "2020-03-10", "2020-03-12"
ORIENTATION, GPS, LATITUDE = 0x0112, 0x8825, 2


def photograph(
    place: Path, colour: str = "red", size: tuple[int, int] = (1600, 900), turned: bool = False
) -> str:
    """A photograph as a telephone writes it, with the place where it was taken; ``turned``: held upright."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6 if turned else 1
    exif.get_ifd(GPS)[LATITUDE] = (31.0, 54.0, 12.0)
    Image.new("RGB", size, colour).save(place, "JPEG", exif=exif)
    return str(place)


@pytest.fixture
def week(cmd: Command, tmp_path: Path) -> Command:
    """A hazard that was rectified this week, photographed before and after."""
    cmd.rectified(day=TUESDAY)
    for kind, colour in (("before", "red"), ("after", "green")):
        file = photograph(tmp_path / f"{kind}.jpg", colour, turned=kind == "before")
        cmd("hazard", "attach", "1", file, "--kind", kind, day=TUESDAY)
    return cmd


def members(cmd: Command, out: Path, expect: int = 0) -> tuple[dict[str, bytes], str]:
    ended = cmd("report", "weekly", "--out", str(out), "--json", day=THURSDAY, expect=expect)
    with zipfile.ZipFile(ended.json["bundle"]) as archive:
        return {name: archive.read(name) for name in archive.namelist()}, ended.err


def in_the_letter(letter: bytes) -> list[Image.Image]:
    with zipfile.ZipFile(io.BytesIO(letter)) as package:
        names = sorted(name for name in package.namelist() if name.startswith("word/media/"))
        return [Image.open(io.BytesIO(package.read(name))) for name in names]


def words(letter: bytes) -> str:
    document = docx.Document(io.BytesIO(letter))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_before_and_after_stand_side_by_side_upright_and_small(week: Command, tmp_path: Path) -> None:
    found, _err = members(week, tmp_path / "out")
    shown = in_the_letter(found["letter.docx"])
    assert sorted(picture.size for picture in shown) == [(405, 720), (720, 405)]
    said = words(found["letter.docx"])
    assert "整改前：H0001 灭火器压力不足" in said
    assert "整改后：H0001 灭火器压力不足" in said
    page = found["page.html"].decode()
    assert page.count('<img src="data:image/jpeg;base64,') == 2
    assert 'alt="整改前：H0001 灭火器压力不足"' in page
    assert "http" not in page.split("<body")[1]


def test_what_the_camera_wrote_does_not_leave(week: Command, tmp_path: Path) -> None:
    found, _err = members(week, tmp_path / "out")
    assert all(dict(picture.getexif()) == {} for picture in in_the_letter(found["letter.docx"]))
    assert json.loads(found["data.json"])["changed"][0]["photos"][0][0] == "before"
    assert "pairs" not in json.loads(found["data.json"])


def test_the_same_photographs_are_the_same_bytes(week: Command, tmp_path: Path) -> None:
    assert members(week, tmp_path / "one")[0] == members(week, tmp_path / "two")[0]


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_one_that_is_gone_is_named_in_the_letter_and_exit_3(week: Command, tmp_path: Path, harm: str) -> None:
    digest = next(
        one["sha256"]
        for one in week.json("hazard", "show", "1", day=THURSDAY)["attachments"]
        if one["kind"] == "after"
    )
    kept = folder(week.ledger) / digest[:2] / digest
    kept.unlink() if harm == "gone" else kept.write_bytes(b"something else")
    found, err = members(week, tmp_path / "out", expect=3)
    told = "H0001的整改后照片缺失或无法读取。"
    assert told in words(found["letter.docx"])
    assert "（无照片）" in words(found["letter.docx"])
    assert told in err
    assert len(in_the_letter(found["letter.docx"])) == 1


def test_one_that_went_after_the_report_was_handed_in_is_what_its_correction_tells(
    week: Command, tmp_path: Path
) -> None:
    sent = week.json("report", "weekly", "--out", str(tmp_path / "sent"), day=THURSDAY)["bundle"]
    week("report", "submit", sent, day=THURSDAY)
    for one in week.json("hazard", "show", "1", day=THURSDAY)["attachments"]:
        if one["kind"] == "after":
            (folder(week.ledger) / one["sha256"][:2] / one["sha256"]).unlink()
    found, _err = members(week, tmp_path / "out", expect=3)
    assert "更正内容：H0001的整改后照片缺失或无法读取。" in words(found["letter.docx"])


def test_hazards_that_have_only_one_of_them_show_none(cmd: Command, tmp_path: Path) -> None:
    cmd.rectified(day=TUESDAY)
    cmd("hazard", "attach", "1", photograph(tmp_path / "a.jpg"), "--kind", "after", day=TUESDAY)
    found, _err = members(cmd, tmp_path / "out")
    assert in_the_letter(found["letter.docx"]) == []
    assert "整改前后对比" not in words(found["letter.docx"])


def test_one_that_cannot_be_shown_is_named(week: Command, tmp_path: Path) -> None:
    scan = tmp_path / "after.pdf"
    scan.write_bytes(b"%PDF-1.4 a scan")
    week.rectified(day=TUESDAY, title="楼道堆放杂物")
    week("hazard", "attach", "2", photograph(tmp_path / "b.jpg"), "--kind", "before", day=TUESDAY)
    week("hazard", "attach", "2", str(scan), "--kind", "after", day=TUESDAY)
    found, err = members(week, tmp_path / "out", expect=3)
    told = "H0002的整改后照片无法显示，请更换为图片格式。"
    assert told in words(found["letter.docx"])
    assert told in err
    assert told in found["page.html"].decode()
    assert len(in_the_letter(found["letter.docx"])) == 2, "the other hazard's are shown"


def test_a_letter_shows_the_first_six_and_tells_of_the_others(cmd: Command, tmp_path: Path) -> None:
    before, after = photograph(tmp_path / "b.jpg"), photograph(tmp_path / "a.jpg", "green")
    for number in range(1, MOST + 3):
        cmd.rectified(day=TUESDAY, title=f"隐患{number}")
        cmd("hazard", "attach", str(number), before, "--kind", "before", day=TUESDAY)
        cmd("hazard", "attach", str(number), after, "--kind", "after", day=TUESDAY)
    found, _err = members(cmd, tmp_path / "out")
    assert words(found["letter.docx"]).count("整改前：") == MOST
    for told in (words(found["letter.docx"]), found["page.html"].decode()):
        assert "另有2处隐患的整改前后照片存档备查。" in told


def a_bomb() -> bytes:
    target = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(target, "PNG")
    return target.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"no photograph", b"\xff\xd8\xff\xe0 cut off", a_bomb(), b"GIF89a" + bytes(20)],
    ids=["empty", "text", "cut", "bomb", "gif"],
)
def test_what_is_no_photograph_is_shown_as_none(content: bytes) -> None:
    assert small(content) is None


@pytest.mark.parametrize(
    ("form", "mode"),
    [("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGB"), ("JPEG", "CMYK"), ("JPEG", "L"), ("HEIF", "RGB")],
)
def test_every_form_of_photograph_becomes_a_plain_jpeg(form: str, mode: str) -> None:
    register_heif_opener()
    target = io.BytesIO()
    Image.new(mode, (900, 1200)).save(target, form)
    shown: Any = Image.open(io.BytesIO(small(target.getvalue()) or b""))
    assert (shown.format, shown.mode, shown.size) == ("JPEG", "RGB", (540, 720))
