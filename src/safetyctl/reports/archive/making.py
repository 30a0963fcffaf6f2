"""The archive as it is handed over (R12): a folder or zip of all that is kept, with a manifest.

Names inside are made of our own codes and numbers and of what is left of a title when everything is gone that a
system may take for more than a letter; nobody's text is ever a path.
"""

import hashlib
import os
import re
import shutil
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import BadInput
from safetyctl.ground.files import sync_folder, whole
from safetyctl.ground.packing import member
from safetyctl.ground.text import visible
from safetyctl.ledger import store
from safetyctl.plan.deadlines import GROUP
from safetyctl.records.archive import ATTACHMENTS, Item, Shelf
from safetyctl.reports.archive.facts import ArchiveFacts
from safetyctl.reports.bundles.data import encoded

FORMAT = 1
KIND = "archive"
MANIFEST, PAGE, WORKBOOK = "manifest.json", "index.html", "index.xlsx"
LONGEST, LONGEST_BYTES = 100, 200  # a name: in characters, and in bytes of UTF-8 (file systems take 255)
_GROUP_FOLDER = "group"
_FOLDER_BYTES = 80
_UNSAFE = re.compile(r"[^\w-]+")
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,10}\Z")
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)


class Exported(NamedTuple):
    """An archive that was written: ``files`` without the manifests; ``sha256`` of a zip, None for a folder."""

    path: Path
    campuses: tuple[str, ...]
    files: int
    size: int
    sha256: str | None
    head: str


Put = Callable[[str, bytes], None]
"""Writes a file under its path inside the archive."""


def require_new(path: Path) -> None:
    """Nothing may be under a name that is to be written. Raises BadInput."""
    if os.path.lexists(path):
        raise BadInput(
            _("{path} exists already.").format(path=path),
            hint=_("Nothing is overwritten: choose another name."),
        )


def export(facts: ArchiveFacts, ledger: Path, out: Path) -> Exported:
    """Write the archive to ``out``, a zip by its ending and else a folder: complete, or not at all.

    One campus stands in it directly, several in a folder each that can be handed over alone. The same ledger on the
    same day gives the same bytes.

    Raises:
        BadInput: something is at ``out`` already.
        LedgerDamaged: a kept file is missing or was changed, so nothing was written.
        OSError: it cannot be written, or the disk is full.
    """
    require_new(out)
    if out.suffix.lower() == ".zip":
        try:
            with whole(out, new=True) as draft, zipfile.ZipFile(draft, "x") as packed:
                count, size = _written(facts, ledger, lambda path, content: _pack(packed, path, content))
        except FileExistsError:
            require_new(out)
            raise
        return _exported(facts, out, count, size, _sha256_of(out))
    with _whole_folder(out) as draft:
        count, size = _written(facts, ledger, lambda path, content: _lay(draft, path, content))
    return _exported(facts, out, count, size, None)


def _exported(facts: ArchiveFacts, out: Path, count: int, size: int, digest: str | None) -> Exported:
    return Exported(
        out, tuple(shelf.campus for shelf in facts.archive.shelves), count, size, digest, facts.head
    )


def _pack(packed: zipfile.ZipFile, path: str, content: bytes) -> None:
    packed.writestr(member(path, compressed=False), content)


def _lay(folder: Path, path: str, content: bytes) -> None:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _written(facts: ArchiveFacts, ledger: Path, put: Put) -> tuple[int, int]:
    """Put everything in its place; how many files that are no manifest, and their bytes."""
    shelves = facts.archive.shelves
    if len(shelves) == 1:
        files = _shelf(facts, shelves[0], ledger, "", put)
    else:
        files, used = [], set[str]()
        for shelf in shelves:
            name = _GROUP_FOLDER if shelf.campus == GROUP else cut(safe(shelf.campus), "", _FOLDER_BYTES)
            files += _shelf(facts, shelf, ledger, unused(name, "", used) + "/", put)
        put(MANIFEST, encoded(_manifest(facts, None, files, "")))
    own = [one for one in files if not str(one["path"]).endswith(MANIFEST)]
    return len(own), sum(int(str(one["size"])) for one in own)


def _shelf(facts: ArchiveFacts, shelf: Shelf, ledger: Path, folder: str, put: Put) -> list[dict[str, object]]:
    """The archive of one campus below ``folder``; what was written, its manifest included."""
    from safetyctl.reports.archive.index import write_index_page, write_index_workbook

    alone = facts._replace(archive=facts.archive._replace(shelves=(shelf,)))
    files = []

    def written(path: str, content: bytes, item: Item | None = None) -> None:
        put(folder + path, content)
        files.append(_described(folder + path, content, item))

    for path, item in paths(shelf):
        written(path, store.fetch(ledger, str(item.sha256)), item)
    written(PAGE, write_index_page(alone))
    written(WORKBOOK, write_index_workbook(alone))
    written(MANIFEST, encoded(_manifest(facts, shelf.campus, files, folder)))
    return files


def _described(path: str, content: bytes, item: Item | None) -> dict[str, object]:
    return {
        "path": path,
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "record": item and item.ref,
        "category": item and item.category,
        "title": item and visible(item.title),
        "day": item and item.day.isoformat(),
        "name": item and visible(item.file or ""),
    }


def _manifest(
    facts: ArchiveFacts, campus: str | None, files: Sequence[dict[str, object]], folder: str
) -> dict[str, object]:
    """The manifest of one campus, or of all of them where ``campus`` is None; paths are below ``folder``."""
    return {
        "format": FORMAT,
        "kind": KIND,
        "unit": visible(facts.unit),
        "campus": campus,
        "as_of": facts.seen.isoformat(),
        "plan": facts.plan,
        "ledger": {"head": facts.head, "seq": facts.seq},
        "software": facts.software,
        "files": sorted(
            ({**one, "path": str(one["path"]).removeprefix(folder)} for one in files),
            key=lambda one: str(one["path"]),
        ),
    }


# names


def paths(shelf: Shelf) -> list[tuple[str, Item]]:
    """Where each kept file of a shelf goes, below it: a folder a category, and a name of number and title."""
    found: list[tuple[str, Item]] = []
    folders: set[str] = set()
    for section in shelf.sections:
        code = section.category.code
        name = f"{safe(code)}_{safe(section.category.name.zh)}"
        folder = unused(cut(name, "", _FOLDER_BYTES), "", folders)
        found += _named(folder, section.items)
    return found + _named(unused(ATTACHMENTS, "", folders), shelf.attachments)


def _named(folder: str, items: Sequence[Item]) -> list[tuple[str, Item]]:
    used: set[str] = set()
    found = []
    for item in items:
        if item.sha256 is None:
            continue
        known_as = item.file or ""
        ending = _ENDING.search(known_as)
        end = ending[0].lower() if ending else ""
        title = (
            known_as.removesuffix(ending[0] if ending else "") if item.category == ATTACHMENTS else item.title
        )
        version = f"_v{item.version}" if item.version and item.version > 1 else ""
        stem = cut(f"{safe(item.ref)}_{safe(title)}", version + end) + version
        found.append((f"{folder}/{unused(stem, end, used)}", item))
    return found


def safe(text: str) -> str:
    """What of a text can stand in a file's name on any system: letters, digits, ``_`` and ``-``; never empty."""
    word = _UNSAFE.sub("_", unicodedata.normalize("NFKC", text)).strip("_-")
    if not word:
        return "_"
    return f"_{word}" if word.casefold() in _RESERVED else word


def cut(stem: str, ending: str, most: int = LONGEST_BYTES) -> str:
    """A stem that with its ending, and a number to tell it from others, is no longer than a name may be."""
    room = most - len(ending.encode()) - 5
    stem = stem[: LONGEST - len(ending) - 5]
    return stem.encode()[:room].decode(errors="ignore").rstrip("_-") or "_"


def unused(stem: str, ending: str, used: set[str]) -> str:
    """The name, or with a number where it is taken; names that differ in their case only are the same."""
    name, number = stem + ending, 1
    while name.casefold() in used:
        number += 1
        name = f"{stem}_{number}{ending}"
    used.add(name.casefold())
    return name


@contextmanager
def _whole_folder(path: Path) -> Iterator[Path]:
    """A folder beside ``path`` to fill; it takes the final name, on the disk, when the block ends, or goes away."""
    import secrets

    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        draft.mkdir()
        yield draft
        for folder, _folders, _files in os.walk(draft, topdown=False):
            sync_folder(Path(folder))
        draft.rename(path)
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        if str(error.filename or "").startswith(str(draft)):
            error.filename = str(path)  # the name that a person knows
        raise
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    sync_folder(path.parent)
