"""A full disk costs nothing: one plain line, nothing changed, nothing half; and it works again once there is room."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from office import Command, Ended, content, proved
from safetyctl.ground.files import shipped
from safetyctl.ledger.store import folder

resource = pytest.importorskip("resource")
SAMPLE = str(shipped("sample-ledger.xlsx"))
ADD = ("hazard", "add", "--campus", "东校区", "--area", "fire", "--title", "缺灭火器")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits and mounts as on Linux")


def changing(photo: Path) -> dict[str, tuple[str, ...]]:
    return {
        "add": ADD,
        "edit": ("hazard", "edit", "2", "--title", "长" * 3000),
        "attach": ("hazard", "attach", "2", str(photo)),
        "import": ("hazard", "import", SAMPLE, "--yes"),
        "people": ("people", "add", "李四"),
        "undo": ("undo", "--yes", "--quiet"),
    }


def told_plainly(ended: Ended) -> None:
    assert ended.code == 1, ended
    assert ended.out == ""
    assert ended.lines[0].startswith("error: ")
    assert len(ended.lines) <= 2
    assert "inside safetyctl" not in ended.err, ended


@contextmanager
def no_file_larger(size: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    path.write_bytes(os.urandom(200_000))
    return path


@pytest.mark.parametrize("size", [0, 4096, 32768, 65536, 131072])
@pytest.mark.parametrize("what", ["add", "edit", "attach", "import", "people", "undo"])
def test_a_file_that_may_not_grow(cmd: Command, filled: Path, photo: Path, what: str, size: int) -> None:
    cmd.ledger = filled
    before = content(filled)
    args = changing(photo)[what]
    with no_file_larger(size):
        ended = cmd.either(*args, day="2020-05-14")
        if ended.code == 0:
            return
        told_plainly(ended)
    assert content(filled) == before
    assert proved(filled).faults == ()
    cmd(*args, day="2020-05-14")
    assert proved(filled).faults == ()


# a disk of its own, where one may be mounted


class Disk:
    """A small disk, of which as much is left as is wanted."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._ballast = place / "ballast"

    def leave(self, kib: int) -> None:
        self.free()
        stat = os.statvfs(self.place)
        with self._ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, stat.f_bavail * stat.f_bsize - kib * 1024)

    def free(self) -> None:
        self._ballast.unlink(missing_ok=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    place = tmp_path / "small"
    place.mkdir()
    try:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)], check=False, capture_output=True
        )
    except OSError:
        pytest.skip("there is no mount")
    if mounted.returncode:
        pytest.skip("this user may not mount a disk")
    try:
        yield Disk(place)
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def small(disk: Disk, full: Path, cmd: Command) -> Path:
    """The filled ledger on the small disk."""
    path = disk.place / "ledger.db"
    shutil.copy2(full, path)
    shutil.copytree(folder(full), folder(path))
    cmd.ledger = path
    return path


LEVELS = [0, 4, 36, 48, 72, 128, 256]


@pytest.mark.parametrize("what", ["add", "edit", "attach", "import", "people", "undo"])
def test_a_disk_without_room(disk: Disk, small: Path, cmd: Command, photo: Path, what: str) -> None:
    args = changing(photo)[what]
    refused = 0
    for kib in LEVELS:
        before = content(small)
        disk.leave(kib)
        ended = cmd.either(*args, day="2020-05-14")
        if ended.code == 0:
            break
        refused += 1
        told_plainly(ended)
        disk.free()
        assert content(small) == before, kib
        assert proved(small).faults == ()
    assert refused, "the disk was never full"
    disk.free()
    cmd.add(day="2020-05-14")
    assert proved(small).faults == ()


READING = [
    ["due"],
    ["hazard", "list"],
    ["hazard", "show", "1"],
    ["status"],
    ["audit", "log"],
    ["ledger", "verify"],
]


def test_reading_works_without_a_byte_of_room(disk: Disk, small: Path, cmd: Command) -> None:
    expected = [cmd(*args, "--json", day="2020-05-14").out for args in READING]
    for leftover in disk.place.glob("ledger.db-*"):
        leftover.unlink()
    disk.leave(0)
    assert [cmd(*args, "--json", day="2020-05-14").out for args in READING] == expected


WRITING: dict[str, Callable[[Path], tuple[str, ...]]] = {
    "backup": lambda place: ("ledger", "backup", str(place / "out.zip")),
    "csv": lambda place: ("hazard", "export", str(place / "out.csv")),
    "xlsx": lambda place: ("hazard", "export", str(place / "out.xlsx")),
    "template": lambda place: ("hazard", "template", str(place / "out.xlsx")),
    "report": lambda place: ("report", "weekly", "--out", str(place)),
    "init": lambda place: ("init", "--campus", "东校区", "--ledger", str(place / "new.db")),
}


@pytest.mark.parametrize("what", WRITING)
def test_no_output_is_half(disk: Disk, filled: Path, cmd: Command, what: str) -> None:
    cmd.ledger = filled
    args = WRITING[what](disk.place)
    for kib in (0, 4, 16):
        disk.leave(kib)
        ended = cmd.either(*args, day="2020-05-14")
        if ended.code == 0:
            break
        told_plainly(ended)
        assert [path.name for path in disk.place.iterdir()] == ["ballast"], kib
    else:
        disk.free()
        cmd(*args, day="2020-05-14")


def test_a_restore_without_room_leaves_nothing(
    disk: Disk, filled: Path, cmd: Command, tmp_path: Path
) -> None:
    cmd.ledger = filled
    backup = tmp_path / "kept.zip"
    cmd("ledger", "backup", str(backup))
    for kib in (0, 64, 200):
        disk.leave(kib)
        told_plainly(cmd.either("ledger", "restore", str(backup), "--ledger", str(disk.place / "again.db")))
        assert [path.name for path in disk.place.iterdir()] == ["ballast"], kib
    disk.free()
    cmd("ledger", "restore", str(backup), "--ledger", str(disk.place / "again.db"))
