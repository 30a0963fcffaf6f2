"""Proving a bundle: every member against the manifest, and the archive against its members.

The archive may come from anywhere: sizes, counts and names are looked at before anything is unpacked.
"""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import NotFound
from safetyctl.ground.packing import listing_size, packed
from safetyctl.ground.reading import require_ordinary
from safetyctl.ground.text import one_line
from safetyctl.reports.bundles.bundle import DATA, FORMAT, MANIFEST
from safetyctl.reports.bundles.data import encoded

_MEMBERS = 256
_ARCHIVE = 256 * 1024 * 1024
_LISTING = 1024 * 1024
_MANIFEST_SIZE = 1024 * 1024
_SHARED = (
    "kind", "period", "period_start", "period_end", "campus", "due", "as_of", "software", "duties", "plan_sha256",
)  # fmt: skip
_DAYS = ("period_start", "period_end", "due", "as_of")
_EARLY = {"edition": 1, "corrects": None}  # the first bundles had no second editions
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    KeyError,
)
"""What reading a zip archive may raise that is damaged, or made to do harm."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one member, or with the archive as a whole where ``member`` is None."""

    member: str | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Verified:
    """The outcome: the manifest as far as it could be read, every problem, and the bytes that were looked at.

    There are none for what is not opened at all.
    """

    problems: tuple[Problem, ...]
    manifest: dict[str, object] | None = None
    content: bytes = b""

    @property
    def sound(self) -> bool:
        """Whether the bundle is exactly what was once written."""
        return not self.problems


def read_bundle(path: Path) -> Verified:
    """Check a bundle and give its manifest with the problems. Raises NotFound, BadInput (no file), OSError."""
    if not path.exists():
        raise NotFound(_("There is no bundle {path}.").format(path=one_line(str(path))))
    require_ordinary(path)
    if path.stat().st_size > _ARCHIVE:
        return _broken(_("it is larger than any bundle of ours"))
    content = path.read_bytes()
    try:
        if unfit := _unfit(content):
            return _broken(unfit)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            refused = _refused(archive, len(content))
            if refused:
                return _broken(refused)
            members, problems = _members(archive)
    except UNREADABLE:
        return _broken(_("it is not a zip archive that can be read"))
    manifest = _manifest(members.get(MANIFEST))
    if manifest is None:
        unread = Problem(MANIFEST, _("there is no manifest that can be read"))
        return Verified((*problems, unread), content=content)
    problems += _against(manifest, members, {problem.member for problem in problems})
    if not problems and not _agrees(manifest, members[MANIFEST], members.get(DATA)):
        problems.append(Problem(MANIFEST, _("it was changed after the bundle was made")))
    if not problems and packed(members) != content:
        problems.append(Problem(None, _("the archive was packed anew or added to, though its members agree")))
    return Verified(tuple(problems), manifest, content)


def _unfit(content: bytes) -> str | None:
    """Why the archive is not looked into at all, or None."""
    if content[-22:-18] != b"PK\x05\x06":  # ours end where the archive ends
        return _("it is cut off, no zip archive, or something was added to it")
    if listing_size(io.BytesIO(content)) > _LISTING:
        return _("it has more members than any bundle of ours")
    return None


def _broken(sentence: str) -> Verified:
    return Verified((Problem(None, sentence),))


def _refused(archive: zipfile.ZipFile, size: int) -> str | None:
    """Why the archive is not opened at all, or None. Stored members cannot be larger than the file."""
    infos = archive.infolist()
    names = [info.filename for info in infos]
    if len(infos) > _MEMBERS:
        return _("it has more members than any bundle of ours")
    if len(set(names)) != len(names):
        return _("it names one member twice")
    if any(info.compress_type != zipfile.ZIP_STORED or info.flag_bits & 1 for info in infos):
        return _("its members are compressed or encrypted, which ours never are")
    if sum(info.file_size for info in infos) > size:
        return _("its members claim more bytes than the file has")
    return None


def _members(archive: zipfile.ZipFile) -> tuple[dict[str, bytes], list[Problem]]:
    members: dict[str, bytes] = {}
    problems: list[Problem] = []
    for info in archive.infolist():
        try:
            with archive.open(info) as opened:
                members[info.filename] = opened.read(info.file_size + 1)
        except UNREADABLE:
            problems.append(Problem(_shown(info.filename), _("it cannot be read: its bytes were changed")))
    return members, problems


def _manifest(content: bytes | None) -> dict[str, object] | None:
    if content is None or len(content) > _MANIFEST_SIZE:
        return None
    try:
        manifest = json.loads(content)
    except (ValueError, RecursionError):
        return None
    known = isinstance(manifest, dict) and manifest.get("format") == FORMAT
    return manifest if known and isinstance(manifest.get("files"), dict) else None


def _against(
    manifest: dict[str, object], members: dict[str, bytes], unread: set[str | None]
) -> list[Problem]:
    """What the members are, against what the manifest says."""
    said = manifest["files"]
    assert isinstance(said, dict)
    problems = []
    for name in sorted({*said, *members} - {MANIFEST}):
        content = members.get(name)
        if _shown(name) in unread:
            continue
        if content is None:
            problems.append(Problem(_shown(name), _("it is missing")))
        elif name not in said:
            problems.append(Problem(_shown(name), _("it does not belong to the bundle")))
        elif said[name] != {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}:
            problems.append(Problem(_shown(name), _("it was changed after the bundle was made")))
    return problems


def _agrees(manifest: dict[str, object], content: bytes, data: bytes | None) -> bool:
    """Whether the manifest is written as ours are, and says of the report what the report's data says."""
    try:
        if encoded(manifest) != content:
            return False
        facts = json.loads(data or b"{}")
        if not _is_told_of(facts):
            return False
        said = {key: facts[key] for key in _SHARED} | {
            "plan": facts["plan_code"],
            "ledger": {"head": facts["head"], "seq": facts["seq"]},
            "readings": {reading["id"]: reading["holds"] for reading in facts["readings"]},
        }
    except (ValueError, RecursionError, KeyError, TypeError):
        return False
    corrected = facts.get("correction") or {}
    said |= {"edition": facts.get("edition", 1), "corrects": corrected.get("of")}
    said |= {"format": FORMAT, "files": manifest["files"]}
    return _EARLY | manifest == _EARLY | said


def _is_told_of(facts: Mapping[str, Any]) -> bool:
    """Whether a report's days, kind, unit and duties are of the kind that ours are. Raises ValueError, KeyError,
    TypeError where they are far from it.
    """
    for name in _DAYS:
        date.fromisoformat(facts[name])
    texts = [facts["kind"], facts["period"], *facts["duties"], facts["campus"] or ""]
    return isinstance(facts["duties"], list) and all(isinstance(one, str) for one in texts)


def _shown(name: str) -> str:
    return one_line(name)[:120]
