"""Proving an archive that was handed over: every file against its manifest, whether in a zip or in a folder.

It may come from anywhere: nothing is unpacked, no link is followed, and no name of the manifest is ever opened.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import BadInput, NotFound
from safetyctl.ground.packing import listing_size
from safetyctl.ground.text import one_line
from safetyctl.reports.archive.making import FORMAT, KIND, MANIFEST
from safetyctl.reports.bundles.data import encoded
from safetyctl.reports.bundles.verifying import UNREADABLE, Problem

FILES = 50_000
_MANIFEST_SIZE = 64 * 1024 * 1024
_LONGEST = 300
_LISTING = 16 * 1024 * 1024
_CHUNK = 1 << 20


class _Refused(Exception):
    """Why an archive is not looked at any further."""


def verify_archive(path: Path) -> tuple[int, tuple[Problem, ...]]:
    """How many files the manifest of an exported archive names, and every problem; none for what was once written.

    Raises:
        NotFound: there is nothing at ``path``.
        BadInput: it is neither a folder nor a file.
        OSError: it cannot be read.
    """
    if not path.exists():
        raise NotFound(_("There is no file or folder {path}.").format(path=one_line(str(path))))
    try:
        if path.is_dir():
            return _verify_folder(path)
        if path.is_file():
            return _verify_zip(path)
    except _Refused as refused:
        return 0, (Problem(None, str(refused)),)
    raise BadInput(_("{path} is neither a folder nor a file.").format(path=one_line(str(path))))


# a folder


def _verify_folder(folder: Path) -> tuple[int, tuple[Problem, ...]]:
    found: dict[str, Path] = {}
    problems: list[Problem] = []
    for path, entry in _walked(folder, ""):
        if entry.is_symlink():
            problems.append(Problem(shown(path), _("it is a link, not a file")))
        elif not entry.is_file(follow_symlinks=False):
            problems.append(Problem(shown(path), _("it is a device or a pipe, not an ordinary file")))
        else:
            found[path] = Path(entry.path)
        if len(found) > FILES:
            raise _Refused(_("it has more files than any archive of ours"))
    linked = {problem.member for problem in problems}
    there = found.get(MANIFEST)
    content = None
    if there is not None:
        with there.open("rb") as file:
            content = file.read(_MANIFEST_SIZE + 1)
    said = _manifest(content)
    for path, size, digest in _expected(said):
        if path not in found:
            if shown(path) not in linked:
                problems.append(Problem(shown(path), _("it is missing")))
            continue
        with found[path].open("rb") as file:
            if os.fstat(file.fileno()).st_size != size or _digest(file, size) != digest:
                problems.append(Problem(shown(path), _("it was changed after the archive was made")))
    return len(said), (*problems, *_extra(found, said))


def _walked(folder: Path, before: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Everything in a folder that is not itself a folder, with its path below the archive; links are not followed."""
    folders = [(folder, before)]
    while folders:
        here, prefix = folders.pop()
        with os.scandir(here) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                path = f"{prefix}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    folders.append((Path(entry.path), f"{path}/"))
                else:
                    yield path, entry


# a zip


def _verify_zip(path: Path) -> tuple[int, tuple[Problem, ...]]:
    try:
        with path.open("rb") as opened:
            size = opened.seek(0, os.SEEK_END)
            if listing_size(opened) > _LISTING:
                raise _Refused(_("it has more files than any archive of ours"))
            with zipfile.ZipFile(opened) as packed:
                return _verify_members(packed, _members(packed, size))
    except UNREADABLE:
        raise _Refused(_("it is not a zip archive that can be read")) from None


def _members(packed: zipfile.ZipFile, size: int) -> dict[str, zipfile.ZipInfo]:
    """The members by name, once they may be read: stored ones cannot be larger than the file."""
    infos = packed.infolist()
    if len(infos) > FILES:
        raise _Refused(_("it has more files than any archive of ours"))
    if len({info.filename for info in infos}) != len(infos):
        raise _Refused(_("it names one member twice"))
    if any(info.compress_type != zipfile.ZIP_STORED or info.flag_bits & 1 for info in infos):
        raise _Refused(_("its members are compressed or encrypted, which ours never are"))
    if sum(info.file_size for info in infos) > size:
        raise _Refused(_("its members claim more bytes than the file has"))
    return {info.filename: info for info in infos}


def _verify_members(
    packed: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo]
) -> tuple[int, tuple[Problem, ...]]:
    problems = []
    content = None
    if MANIFEST in members:
        with packed.open(members[MANIFEST]) as file:
            content = file.read(_MANIFEST_SIZE + 1)
    said = _manifest(content)
    for path, size, digest in _expected(said):
        if path not in members:
            problems.append(Problem(shown(path), _("it is missing")))
            continue
        try:
            with packed.open(members[path]) as file:
                same = members[path].file_size == size and _digest(file, size) == digest
        except UNREADABLE:
            same = False
        if not same:
            problems.append(Problem(shown(path), _("it was changed after the archive was made")))
    return len(said), (*problems, *_extra(members, said))


# the manifest


def _manifest(content: bytes | None) -> dict[str, tuple[int, str]]:
    """What the manifest says of each file, by path: its size and sha256. Raises _Refused."""
    if content is None:
        raise _Refused(_("there is no {file} in it").format(file=MANIFEST))
    try:
        manifest = json.loads(content) if len(content) <= _MANIFEST_SIZE else {}
        ours = manifest["format"] == FORMAT and manifest["kind"] == KIND and encoded(manifest) == content
        said = {str(one["path"]): (int(one["size"]), str(one["sha256"])) for one in manifest["files"] if ours}
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OverflowError):
        ours, said = False, {}
    if not ours:
        raise _Refused(_("its {file} is not as it was written").format(file=MANIFEST))
    return said


def _expected(said: Mapping[str, tuple[int, str]]) -> Iterator[tuple[str, int, str]]:
    for path in sorted(said):
        yield path, *said[path]


def _extra(found: Mapping[str, object], said: Mapping[str, object]) -> Iterator[Problem]:
    for path in sorted(set(found) - set(said) - {MANIFEST}):
        yield Problem(shown(path), _("it does not belong to the archive"))


def _digest(file: IO[bytes], size: int) -> str:
    """The sha256 of what is there, read no further than it should go."""
    measured = hashlib.sha256()
    left = size + 1
    while left > 0 and (chunk := file.read(min(_CHUNK, left))):
        measured.update(chunk)
        left -= len(chunk)
    return measured.hexdigest()


def shown(path: str) -> str:
    """A path that may be anything, for a person."""
    return one_line(path)[:_LONGEST]
