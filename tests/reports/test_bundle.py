import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import fabricated
import pytest

from safetyctl.ground.catalogue import using
from safetyctl.ground.errors import BadInput, NotFound
from safetyctl.ground.packing import packed
from safetyctl.reports.bundles.bundle import bundle_bytes, bundle_name, weekly_files, write_bundle
from safetyctl.reports.bundles.data import encoded, write_data
from safetyctl.reports.bundles.verifying import Problem, read_bundle
from safetyctl.reports.facts.period import WeeklyReport

MEMBERS = ("letter.docx", "ledger.xlsx", "page.html", "data.json", "manifest.json")

BUILD = """
import hashlib, sys
sys.path.insert(0, {here!r})
import fabricated
from safetyctl.reports.bundles.bundle import bundle_bytes, weekly_files
report = fabricated.many()
print(hashlib.sha256(bundle_bytes(report, weekly_files(report))).hexdigest())
"""


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return write_bundle(tmp_path, fabricated.many()).path


def repacked(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    path.write_bytes(packed(members))
    return path


def problems(path: Path) -> tuple[Problem, ...]:
    return read_bundle(path).problems


def found(path: Path) -> list[str | None]:
    return [problem.member for problem in problems(path)]


def test_a_bundle_is_whole_and_proves_itself(each_report: WeeklyReport, tmp_path: Path) -> None:
    bundle = write_bundle(tmp_path, each_report)
    assert list(tmp_path.iterdir()) == [bundle.path]
    assert bundle.files == MEMBERS
    assert bundle.sha256 == hashlib.sha256(bundle.path.read_bytes()).hexdigest()
    assert problems(bundle.path) == ()


def test_the_manifest_says_what_it_proves(sound: Path) -> None:
    with zipfile.ZipFile(sound) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        for name, said in manifest["files"].items():
            content = archive.read(name)
            assert said == {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    report = fabricated.many()
    assert manifest["ledger"] == {"head": report.head, "seq": report.seq}
    assert manifest["duties"] == list(report.duties)
    assert manifest["readings"]["A3"] == "friday-to-thursday"
    assert manifest["as_of"] == "2020-03-12"


def test_the_same_facts_are_the_same_bytes(each_report: WeeklyReport) -> None:
    first = bundle_bytes(each_report, weekly_files(each_report))
    with using("en"):
        assert bundle_bytes(each_report, weekly_files(each_report)) == first


def test_neither_zone_nor_locale_nor_hash_seed_is_in_the_bytes() -> None:
    seen = set()
    for zone, seed in (("Etc/GMT+12", "1"), ("Pacific/Kiritimati", "2")):
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": "C"}
        here = str(Path(__file__).parent)
        built = subprocess.run(
            [sys.executable, "-c", BUILD.format(here=here)],
            env=environment, check=True, capture_output=True, text=True,
        )  # fmt: skip
        seen.add(built.stdout)
    assert len(seen) == 1


@pytest.mark.parametrize(
    ("campus", "name"),
    [
        (None, "weekly_2020-03-12_group.zip"),
        ("东校区", "weekly_2020-03-12_东校区.zip"),
    ],
)
def test_names(campus: str | None, name: str) -> None:
    assert bundle_name(fabricated.report(campus=campus)) == name


@pytest.mark.parametrize(
    "campus",
    ["../../etc", "a/b", "a\\b", "a b", "group", "GROUP", "..", "", "😀", "x" * 500, "东校区\x00", "a:b"],
)
def test_a_campus_cannot_choose_another_place(campus: str) -> None:
    name = bundle_name(fabricated.report(campus=campus))
    assert name.startswith("weekly_2020-03-12_")
    assert not set(name) & set('/\\:*?"<>|\x00 ')
    assert ".." not in name
    assert len(name.encode()) < 200
    assert name.casefold() != "weekly_2020-03-12_group.zip"


def test_names_that_were_changed_stay_apart() -> None:
    assert len({bundle_name(fabricated.report(campus=campus)) for campus in ("a b", "a/b", "a_b")}) == 3


@pytest.mark.parametrize("name", MEMBERS[:4])
def test_a_changed_member_is_named(sound: Path, name: str) -> None:
    def change(members: dict[str, bytes]) -> None:
        members[name] = members[name][:-1] + b"?"

    assert found(repacked(sound, change)) == [name]


@pytest.mark.parametrize("name", MEMBERS)
def test_a_missing_member_is_named(sound: Path, name: str) -> None:
    assert name in found(repacked(sound, lambda members: members.pop(name) and None))


def test_a_foreign_member_is_named(sound: Path) -> None:
    assert found(repacked(sound, lambda members: members.update({"../x.exe": b"MZ"}))) == ["../x.exe"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"seq": 128', b'"seq": 129'),
        (b'"2020-03-12"', b'"2020-03-11"'),
        (b'"plan_sha256": "', b'"plan_sha256": "0'),
        (b'{\n  "format": 1,', b'{\n  "approved": true,\n  "format": 1,'),
    ],
)
def test_a_changed_manifest_is_named(sound: Path, old: bytes, new: bytes) -> None:
    def change(members: dict[str, bytes]) -> None:
        members["manifest.json"] = members["manifest.json"].replace(old, new)

    assert found(repacked(sound, change)) == ["manifest.json"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("period_start", "soon"), ("period_end", 7), ("due", None), ("as_of", "2020-02-30"), ("kind", 5),
        ("period", None), ("campus", ["东校区"]), ("duties", None), ("duties", [5]),
    ],
)  # fmt: skip
def test_what_no_report_says_of_itself_is_no_bundle(sound: Path, key: str, value: object) -> None:
    """Though data and manifest agree: who reads a verified bundle may rely on what its manifest says."""

    def change(members: dict[str, bytes]) -> None:
        manifest, facts = (json.loads(members[name]) for name in ("manifest.json", "data.json"))
        manifest[key] = facts[key] = value
        members["data.json"] = encoded(facts)
        digest = hashlib.sha256(members["data.json"]).hexdigest()
        manifest["files"]["data.json"] = {"sha256": digest, "size": len(members["data.json"])}
        members["manifest.json"] = encoded(manifest)

    assert found(repacked(sound, change)) == ["manifest.json"]


def test_every_bent_byte_shows(sound: Path) -> None:
    content = sound.read_bytes()
    for at in range(0, len(content), max(1, len(content) // 200)):
        sound.write_bytes(content[:at] + bytes([content[at] ^ 0x20]) + content[at + 1 :])
        assert problems(sound), at


@pytest.mark.parametrize("cut", [0, 1, 100, 5_000, -1, -22])
def test_a_cut_or_padded_bundle_shows(sound: Path, cut: int) -> None:
    content = sound.read_bytes()
    sound.write_bytes(content[:cut])
    assert problems(sound)
    sound.write_bytes(content + b"more")
    assert problems(sound)
    sound.write_bytes(b"before" + content)
    assert problems(sound)


def test_a_bomb_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", b"0" * 50_000_000)
    (problem,) = problems(path)
    assert problem.member is None


def test_a_list_of_members_without_end_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(10_000):
            archive.writestr(f"{number:0100}", b"")
    with using("en"):
        (problem,) = problems(path)
    assert "more members" in problem.sentence


@pytest.mark.parametrize(
    "manifest",
    [b"", b"[]", b"{}", b"[" * 100_000, b'{"format": 1, "files": []}', b'{"format": 1, "files": {"a": 1}}',
     b'{"format": 1, "files": {}, "ledger": 3}', b"\xff\xfe", b'{"format": 1, "files": {"\\ud800": {}}}'],
)  # fmt: skip
def test_a_hostile_manifest_is_a_problem_and_no_more(sound: Path, manifest: bytes) -> None:
    assert problems(repacked(sound, lambda members: members.update({"manifest.json": manifest})))


def test_two_members_of_one_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", b"{}")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("manifest.json", b"{}")
    assert problems(path)


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        problems(tmp_path / "none.zip")
    with pytest.raises(BadInput):
        problems(tmp_path)


def test_the_data_are_codes_in_a_fixed_order(each_report: WeeklyReport) -> None:
    content = write_data(each_report)
    facts = json.loads(content)
    assert content.endswith(b"}\n")
    assert list(facts)[:6] == ["format", "kind", "period", "unit", "title", "organisation"]
    assert {hazard["status"] for hazard in facts["open_hazards"]} <= {
        "open",
        "assigned",
        "rectified",
        "verified",
    }
    assert facts["rates"]["closing"]["rate"] is None or 0 <= facts["rates"]["closing"]["rate"] <= 1


def test_a_bundle_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="missing"):
        write_bundle(tmp_path / "missing", fabricated.nil())
    assert list(tmp_path.iterdir()) == []


def test_members_lie_in_one_order_with_one_time(sound: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(sound.read_bytes())) as archive:
        infos = archive.infolist()
    assert [info.filename for info in infos] == sorted(MEMBERS)
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
