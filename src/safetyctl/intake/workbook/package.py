"""Inside an .xlsx: the zip and its parts, looked at under limits before the workbook is parsed.

Declared sizes may lie, parts may share bytes, and a part may hold what no workbook needs; each is caught
here, in bounded memory and time.
"""

import copy
import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from posixpath import basename, dirname, join, normpath
from typing import NamedTuple
from xml.parsers import expat

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import BadInput
from safetyctl.ground.packing import listing_size
from safetyctl.intake.workbook.comments import Comments, comments_in
from safetyctl.intake.workbook.extent import CELLS, MERGES, Extent, Glance, column_letters, extent
from safetyctl.intake.workbook.months import Place, cells_formatted, formats_of_months
from safetyctl.intake.workbook.texts import TEXT, Strings

MEMBERS = 5_000
LISTING = 2 * 1024 * 1024
UNPACKED = 256 * 1024 * 1024
RATIO, RATIO_FROM = 200, 4 * 1024 * 1024
FRAME_BYTES = 16 * 1024 * 1024
SHEETS = 200

_CHUNK = 1024 * 1024
_SEAM = 64
_LOCAL_HEADER = 30
_ENCRYPTED = 0x1
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_COMMENTS = "/comments"  # how the kind of the relation ends
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_STYLES = "xl/styles.xml"
_FRAME = (_WORKBOOK, _RELATIONS, _STYLES, "[Content_Types].xml", "_rels/.rels")
_NOTHING = Extent(0, 0, 0, {})


@dataclass(frozen=True, slots=True)
class Package:
    """A workbook that may be parsed: the cells without a value of each sheet (with the error that they show), its
    hidden rows, its comments and the cells that show no more than a month, by the sheet's name; and whether its days
    count from 1904.
    """

    unvalued: Mapping[str, Mapping[tuple[int, int], str]]
    hidden: Mapping[str, tuple[int, ...]]
    comments: Mapping[str, Comments]
    months: Mapping[str, frozenset[Place]]
    from_1904: bool


def inspect(content: bytes, name: str) -> Package:
    """Look at every part of a zip that says it is a workbook. ``name`` is the file's, for the message.

    Raises:
        BadInput: it is no workbook, damaged, encrypted, oversized, or holds what no workbook needs.
    """
    try:
        if listing_size(io.BytesIO(content)) > LISTING:
            raise _refused(name, _("it has more than {n} parts").format(n=MEMBERS))
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            strings = Strings()
            seen = {info.filename: _seen(package, info, name, strings) for info in _members(package, name)}
            _require_bounded_text(package, seen, name, strings)
            return _by_sheet(package, seen, name)
    except (
        zipfile.BadZipFile,
        zlib.error,
        expat.ExpatError,
        EOFError,
        OSError,
        LookupError,
        NotImplementedError,
        OverflowError,
        RuntimeError,
        ValueError,
    ) as error:
        raise damaged(name) from error


def damaged(name: str) -> BadInput:
    """The sentence for a workbook that cannot be read."""
    return BadInput(
        _("{file} is damaged or incomplete.").format(file=name),
        hint=_("Open it in Excel or WPS, save it as .xlsx, and import that."),
    )


def _refused(name: str, why: str) -> BadInput:
    return BadInput(
        _("{file} was not opened: {why}.").format(file=name, why=why),
        hint=_("Copy the table into a new workbook, and import that."),
    )


def _members(package: zipfile.ZipFile, name: str) -> list[zipfile.ZipInfo]:
    members = package.infolist()
    names = [info.filename for info in members]
    if len(members) > MEMBERS:
        raise _refused(name, _("it has more than {n} parts").format(n=MEMBERS))
    if any(info.flag_bits & _ENCRYPTED for info in members):
        raise BadInput(
            _("{file} is protected with a password.").format(file=name),
            hint=_("Open it in Excel or WPS, remove the password, save it, and import that."),
        )
    if any(map(_strays, names)) or len({part.lower() for part in names}) != len(names):
        raise _refused(name, _("its parts have names that no workbook has"))
    if sum(info.file_size for info in members) > UNPACKED:
        limit = UNPACKED // (1024 * 1024)
        raise _refused(name, _("it unpacks to more than {limit} MB").format(limit=limit))
    if any(info.filename in _FRAME and info.file_size > FRAME_BYTES for info in members):
        raise _refused(name, _("its frame is larger than any workbook's"))
    if _overlap(members):
        raise _refused(name, _("its parts share the same bytes"))
    if _WORKBOOK not in names or _RELATIONS not in names:
        raise BadInput(
            _("{file} is not an .xlsx workbook, whatever its name says.").format(file=name),
            hint=_("Open it in Excel or WPS, save it as .xlsx, and import that."),
        )
    return members


def _strays(part: str) -> bool:
    return part.startswith("/") or "\\" in part or "\0" in part or ".." in part.split("/")


def _overlap(members: list[zipfile.ZipInfo]) -> bool:
    """Whether parts share bytes: so a small file unpacks to a large one without a large ratio."""
    end = 0
    for info in sorted(members, key=lambda member: member.header_offset):
        if info.header_offset < end:
            return True
        end = info.header_offset + _LOCAL_HEADER + info.compress_size
    return False


def _pieces(package: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    """The part, unpacked piece by piece until it really ends, whatever size it declares."""
    unlimited = copy.copy(info)
    unlimited.file_size = UNPACKED + _CHUNK
    size = 0
    with package.open(unlimited) as part:
        while piece := part.read(_CHUNK):
            size += len(piece)
            if size > info.file_size:
                raise _refused(name, _("a part is larger than it says"))
            if size > RATIO_FROM and size > RATIO * max(info.compress_size, 1):
                raise _refused(name, _("a part is packed more tightly than any workbook's"))
            yield piece
    if size != info.file_size:
        raise damaged(name)


def _seen(package: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, strings: Strings) -> Extent:
    """One part, read once through: no document type in it, and how far it reaches if it is a sheet."""
    glance, before = Glance(), len(strings.sizes)
    is_sheet = False
    tail = b""
    for piece in _pieces(package, info, name):
        joined = tail + piece
        _no_document_type(joined, name)
        is_sheet = is_sheet or b"sheetData" in joined
        cut = max(joined.rfind(b"<"), 0)
        if len(joined) - cut > _CHUNK:  # no mark-up for a megabyte: a picture, or a trick
            glance.lose_sight()
            cut = len(joined) - _SEAM
        whole, tail = joined[:cut], joined[cut:]
        glance.see(whole)
        if glance.strings:
            strings.see(whole)
    glance.see(tail)
    if glance.strings:
        strings.see(tail)
    if before and len(strings.sizes) > before:
        raise damaged(name)  # two parts with shared strings: which one is read is anybody's guess
    if glance.strings > CELLS:
        raise _too_many(name)
    if glance.merges > MERGES:
        raise _refused(name, _("it has more than {n} merged ranges").format(n=MERGES))
    hidden = tuple(glance.hidden)
    if not is_sheet or glance.harmless:
        return Extent(0, 0, glance.cells, {}, hidden)
    reach = extent(_pieces(package, info, name))
    if reach.cells > CELLS:
        raise _too_many(name)
    if reach.rows * reach.columns > CELLS:
        cell = f"{column_letters(reach.columns)}{reach.rows}"
        raise _refused(name, _("a sheet reaches as far as cell {cell}").format(cell=cell))
    return replace(reach, hidden=hidden)


def _require_bounded_text(
    package: zipfile.ZipFile, seen: Mapping[str, Extent], name: str, strings: Strings
) -> None:
    """Each cell that names a shared string gets a copy of its own: counted only where these could be too much."""
    if sum(part.cells for part in seen.values()) * max(strings.sizes, default=0) <= TEXT:
        return
    sheets = (package.getinfo(part) for part, one in seen.items() if one.cells)
    if sum(strings.named(_pieces(package, sheet, name)) for sheet in sheets) > TEXT:
        raise _refused(name, _("its cells hold more text than any workbook's"))


def _too_many(name: str) -> BadInput:
    return _refused(name, _("it has more than {n} cells").format(n=CELLS))


def _no_document_type(piece: bytes, name: str) -> None:
    if b"<!" in piece:
        upper = piece.upper()
        if b"<!DOCTYPE" in upper or b"<!ENTITY" in upper:
            raise _refused(name, _("a part declares a document type, which no workbook has"))


def _by_sheet(package: zipfile.ZipFile, seen: Mapping[str, Extent], name: str) -> Package:
    targets = {one.id: one.part for one in _relations(_WORKBOOK, package.read(_RELATIONS))}
    elements = _elements(package.read(_WORKBOOK))
    sheets = [
        (attributes.get("name", ""), targets.get(_first(attributes, ":id"), ""))
        for tag, attributes in elements
        if tag == "sheet"
    ]
    read = [part for _sheet, part in sheets if part in seen]
    if len(sheets) > SHEETS or len(set(read)) != len(read):  # the same part again and again costs time
        raise _refused(name, _("it has more than {n} sheets, or the same one twice").format(n=SHEETS))
    from_1904 = any(tag == "workbookPr" and of.get("date1904") in ("1", "true") for tag, of in elements)
    reach = {sheet: seen.get(part, _NOTHING) for sheet, part in sheets}
    return Package(
        {sheet: one.unvalued for sheet, one in reach.items()},
        {sheet: one.hidden for sheet, one in reach.items()},
        _comments(package, [(sheet, part) for sheet, part in sheets if part in seen], name),
        _months(package, [(sheet, part) for sheet, part in sheets if part in seen], name),
        from_1904,
    )


def _months(
    package: zipfile.ZipFile, sheets: Sequence[tuple[str, str]], name: str
) -> dict[str, frozenset[Place]]:
    """The cells of each sheet that show no more than a month, by the sheet's name; most workbooks have none."""
    formats = formats_of_months(package.read(_STYLES)) if _STYLES in package.namelist() else frozenset()
    if not formats:
        return {}
    return {
        sheet: cells_formatted(_pieces(package, package.getinfo(part), name), formats)
        for sheet, part in sheets
    }


def _comments(package: zipfile.ZipFile, sheets: Sequence[tuple[str, str]], name: str) -> dict[str, Comments]:
    """The comments on each sheet's cells, by the sheet's name."""
    sizes = {info.filename: info.file_size for info in package.infolist()}
    related = [(sheet, part, _relations_of(part)) for sheet, part in sheets if _relations_of(part) in sizes]
    size = sum(sizes[relations] for _sheet, _part, relations in related)
    found: dict[str, Comments] = {}
    for sheet, part, relations in related:
        _require_framed(size, name)
        for one in _relations(part, package.read(relations)):
            if one.kind.endswith(_COMMENTS) and one.part in sizes:
                size += sizes[one.part]
                _require_framed(size, name)
                found[sheet] = comments_in(package.read(one.part))
    return found


def _require_framed(size: int, name: str) -> None:
    if size > FRAME_BYTES:
        raise _refused(name, _("its comments are larger than any workbook's"))


class _Relation(NamedTuple):
    """What a part names another by, of which kind that is, and where it stands."""

    id: str
    kind: str
    part: str


def _relations_of(part: str) -> str:
    return f"{dirname(part)}/_rels/{basename(part)}.rels"


def _relations(part: str, xml: bytes) -> Iterator[_Relation]:
    """The relations of a part, as the part that stands beside it says them."""
    for tag, attributes in _elements(xml):
        if tag == "Relationship":
            target = normpath(join("/", dirname(part), attributes.get("Target", ""))).removeprefix("/")
            yield _Relation(attributes.get("Id", ""), attributes.get("Type", ""), target)


def _first(attributes: Mapping[str, str], ending: str) -> str:
    return next((value for key, value in attributes.items() if key.endswith(ending)), "")


def _elements(xml: bytes) -> list[tuple[str, dict[str, str]]]:
    if xml.startswith(_UTF16):
        raise ValueError("not UTF-8")
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, attributes: found.append((tag.rpartition(":")[2], attributes))
    parser.Parse(xml, True)
    return found
