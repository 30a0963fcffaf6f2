"""The archive as a person asks for it: its index, a copy to hand over, and whether anything was changed."""

import json
import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest

from office import Begun, Command
from safetyctl.ledger import store


def kept(cmd: Command) -> None:
    """Documents of a campus and of the group, a photograph of a hazard and of a drill, and two reports handed in."""
    Path("制度.docx").write_bytes(b"a regulation")
    Path("通知.pdf").write_bytes(b"a notice")
    Path("photo.jpg").write_bytes(b"a photograph")
    of_east = ("--campus", "东校区", "--title")
    cmd("document", "add", "制度.docx", "--category", "regulation", *of_east, "消防/安全:管理制度")
    cmd("document", "add", "制度.docx", "--category", "regulation", *of_east, "消防制度", "--replaces", "1")
    cmd("document", "add", "通知.pdf", "--category", "superior-document", "--group", "--title", "通知")
    cmd.add("--photo", "photo.jpg")
    cmd(
        "drill", "add", "--campus", "东校区", "--theme", "火灾", "--participants", "9", "--photo", "photo.jpg"
    )
    cmd("report", "weekly", "--for", "2020-03-05", "--campus", "东校区")
    cmd("report", "submit", "weekly_2020-03-05_东校区.zip")
    cmd("report", "submit", "weekly-report/2020-02-27/东校区")


@pytest.fixture
def office(begun: Begun) -> Command:
    return begun(kept)


def section(index: dict, campus: str, code: str) -> dict:
    shelf = next(one for one in index["campuses"] if one["campus"] == campus)
    return next(one for one in shelf["categories"] if one["code"] == code)


def test_the_index_says_what_there_is_and_what_is_missing(office: Command) -> None:
    index = office.json("archive", "index")
    assert index["as_of"] == "2020-03-06"
    assert [one["campus"] for one in index["campuses"]] == ["*", "东校区", "西校区", "南校区"]
    assert section(index, "东校区", "regulation") == {
        "code": "regulation",
        "required": True,
        "documents": ["K0001", "K0002"],
        "missing": False,
        "without_copy": [],
    }
    assert section(index, "西校区", "regulation")["missing"]
    assert section(index, "*", "superior-document")["documents"] == ["K0003"]
    assert not section(index, "*", "fire-plan")["missing"], "the plan asks it of campuses only"
    assert section(index, "*", "evaluation")["missing"]
    assert not section(index, "西校区", "other")["missing"]
    reported = section(index, "东校区", "report")
    assert (reported["documents"], reported["without_copy"]) == (["S0001", "S0002"], ["S0002"])
    attached = next(one for one in index["campuses"] if one["campus"] == "东校区")["attachments"]
    assert attached == [{"record": "H0001", "name": "photo.jpg"}, {"record": "D0001", "name": "photo.jpg"}]
    one = office.json("archive", "index", "--campus", "东校区")
    assert [shelf["campus"] for shelf in one["campuses"]] == ["东校区"]
    assert [shelf["campus"] for shelf in office.json("archive", "index", "--group")["campuses"]] == ["*"]
    earlier = office.json("archive", "index", day="2020-03-05")
    assert section(earlier, "东校区", "regulation")["missing"]


def test_the_index_for_a_person_and_for_a_spreadsheet(office: Command) -> None:
    seen = office("archive", "index", "--campus", "东校区")
    assert "东校区\tRegulations\t2\t\t" in seen.out
    assert "no copy of S0002" in seen.out
    assert "that the plan requires are empty" in seen.err
    rows = office("archive", "index", "--csv").out.splitlines()
    assert rows[0].startswith("campus,category,name,clause,required,documents,missing")
    assert len(rows) == 1 + 4 * 11 + 1


def test_a_copy_filed_later_is_that_of_the_report(office: Command) -> None:
    Path("周报.pdf").write_bytes(b"the report on paper")
    filed = ("--category", "report", "--campus", "东校区", "--title", "周报", "--number", "s0002")
    office("document", "add", "周报.pdf", *filed)
    reported = section(office.json("archive", "index"), "东校区", "report")
    assert (reported["documents"], reported["without_copy"]) == (["K0004", "S0001"], [])


def test_index_files(office: Command) -> None:
    made = office.json("archive", "index", "--out", "目录.xlsx")
    assert made["file"] == "目录.xlsx"
    assert list(made) == ["as_of", "campuses", "file"]
    assert "exists already" in office.refused("archive", "index", "--out", "目录.xlsx").err
    assert "nothing that can be written" in office.refused("archive", "index", "--out", "目录.pdf").err
    office("archive", "index", "--out", "目录.html", "--campus", "东校区")
    assert "消防制度" in Path("目录.html").read_text("utf-8")


def test_a_copy_is_handed_over_and_proved(office: Command) -> None:
    made = office.json("archive", "export", "--campus", "东校区", "--out", "东.zip")
    assert list(made) == ["out", "campuses", "files", "size", "sha256", "head"]
    assert (made["campuses"], made["files"]) == (["东校区"], 7)
    assert office.json("archive", "verify", "东.zip") == {
        "path": "东.zip",
        "ok": True,
        "files": 7,
        "problems": [],
    }
    with ZipFile("东.zip") as packed:
        names = packed.namelist()
        manifest = json.loads(packed.read("manifest.json"))
    assert "regulation_规章制度/K0002_消防制度_v2.docx" in names
    assert manifest["campus"] == "东校区"
    assert manifest["ledger"]["head"] == made["head"]
    by_path = {one["path"]: one for one in manifest["files"]}
    assert sorted(by_path) == sorted(set(names) - {"manifest.json"})
    one = by_path["regulation_规章制度/K0001_消防_安全_管理制度.docx"]
    assert (one["record"], one["title"], one["day"]) == ("K0001", "消防/安全:管理制度", "2020-03-06")
    office("archive", "export", "--campus", "东校区", "--out", "again.zip")
    assert Path("again.zip").read_bytes() == Path("东.zip").read_bytes()
    assert "exists already" in office.refused("archive", "export", "--out", "东.zip").err


def test_a_folder_for_each_campus_can_be_handed_over_alone(office: Command) -> None:
    made = office.json("archive", "export", "--out", "档案")
    assert made["sha256"] is None
    assert sorted(path.name for path in Path("档案").iterdir()) == sorted(
        ["group", "东校区", "西校区", "南校区", "manifest.json"]
    )
    assert office.json("archive", "verify", "档案")["ok"]
    shutil.move("档案/东校区", "东校区")
    assert office.json("archive", "verify", "东校区")["ok"]
    left = office("archive", "verify", "档案", "--json", expect=3).json
    assert {one["problem"] for one in left["problems"]} == {"it is missing"}
    Path("空").mkdir()
    assert "exists already" in office.refused("archive", "export", "--out", "空").err
    assert [path for path in Path().iterdir() if path.name.endswith(".part")] == []


def test_what_the_store_lost_shows_and_is_not_handed_over(office: Command) -> None:
    assert office.json("archive", "verify") == {"path": None, "ok": True, "files": 6, "problems": []}
    photo = store.place(office.ledger, office.json("drill", "show", "1")["attachments"][0]["sha256"])
    photo.chmod(0o600)
    photo.write_bytes(b"another photograph")
    lost = office("archive", "verify", "--json", expect=3).json
    assert [one["problem"] for one in lost["problems"]] == ["the kept file was changed"] * 2
    told = office("archive", "export", "--out", "档案", expect=1)
    assert "kept file was changed" in told.err
    photo.unlink()
    assert "missing" in office("archive", "verify", expect=3).err
    assert "missing" in office("archive", "export", "--campus", "东校区", "--out", "东.zip", expect=1).err
    assert not Path("档案").exists()
    assert not Path("东.zip").exists()
    assert [path for path in Path().iterdir() if path.name.endswith(".part")] == []


def test_the_same_file_kept_once_more_puts_a_damaged_copy_right(office: Command) -> None:
    kept = office.json("drill", "show", "1")["attachments"][0]
    copy = store.place(office.ledger, kept["sha256"])
    original = copy.read_bytes()
    copy.chmod(0o600)
    copy.write_bytes(b"another photograph")
    Path(kept["name"]).write_bytes(original)
    office("drill", "attach", "1", kept["name"])
    assert copy.read_bytes() == original
    assert office.json("archive", "verify")["ok"]


def test_backup_and_restore_keep_the_documents(office: Command) -> None:
    office("ledger", "backup", "kept.zip")
    office.ledger = office.ledger.with_name("other.db")
    office("ledger", "restore", "kept.zip")
    assert office.json("archive", "verify")["ok"]
    office("document", "get", "3", "--out", "back.pdf")
    assert Path("back.pdf").read_bytes() == b"a notice"


@pytest.mark.parametrize(
    ("args", "code", "why"),
    [
        (("verify", "nowhere"), 2, "no file or folder"),
        (("verify", "/dev/null"), 2, "neither a folder nor a file"),
        (("export", "--out", "nowhere/档案"), 1, "no such file or folder"),
        (("export", "--out", "nowhere/档案.zip"), 1, "no such file or folder"),
        (("export", "--out", "档案", "--campus", "北校区"), 2, "北校区"),
        (("export",), 2, "--out"),
        (("index", "--json", "--csv"), 2, "two answers"),
    ],
)
def test_what_is_refused(office: Command, args: tuple[str, ...], code: int, why: str) -> None:
    assert why in office.refused("archive", *args, code=code).err
