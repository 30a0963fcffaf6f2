"""Zip archives of which the bytes depend on their contents only: no clock, no order of chance."""

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Mapping
from datetime import date
from typing import IO
from xml.sax.saxutils import escape

from safetyctl.ground.text import visible

_BEGINNING = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_MODE = 0o644 << 16
_LEVEL = 6
_LOCAL, _LISTED = b"PK\x03\x04", b"PK\x01\x02"
_NEEDS = 20  # version 2.0 of the format
_FIRST_DAY = 1 << 5 | 1  # 1 January 1980
_CORE = "docProps/core.xml"
_END, _END_SIZE = b"PK\x05\x06", 22
_LOCATOR, _LOCATOR_SIZE = b"PK\x06\x07", 20
_LARGE_END_SIZE = 56 + _LOCATOR_SIZE
_TAIL = _END_SIZE + 0xFFFF + _LARGE_END_SIZE


def packed(members: Mapping[str, bytes]) -> bytes:
    """The members as a zip archive, not compressed, sorted by name, with fixed times and rights."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(members):
            archive.writestr(member(name, compressed=False), members[name])
    return target.getvalue()


def squeezed(members: Mapping[str, bytes]) -> bytes:
    """The members as a zip archive, compressed, sorted by name, with fixed times and rights; for names in ASCII.

    Not by ``zipfile``, which compresses by whatever zlib the machine has: each makes other bytes of the same members.
    """
    from deflate import deflate_compress

    bodies, listing = [], []
    at = 0
    for name in sorted(members):
        content = members[name]
        body = deflate_compress(content, _LEVEL)
        facts = struct.pack(
            "<HHHHHIII",
            _NEEDS,
            0,
            zipfile.ZIP_DEFLATED,
            0,
            _FIRST_DAY,
            zlib.crc32(content),
            len(body),
            len(content),
        )
        spelled = name.encode("ascii")
        local = _LOCAL + facts + struct.pack("<HH", len(spelled), 0) + spelled + body
        listing.append(
            _LISTED
            + struct.pack("<H", _UNIX << 8 | _NEEDS)
            + facts
            + struct.pack("<HHHHHII", len(spelled), 0, 0, 0, 0, _MODE, at)
            + spelled
        )
        bodies.append(local)
        at += len(local)
    size = sum(map(len, listing))
    end = _END + struct.pack("<HHHHIIH", 0, 0, len(listing), len(listing), size, at, 0)
    return b"".join((*bodies, *listing, end))


def member(name: str, *, compressed: bool) -> zipfile.ZipInfo:
    """What a zip archive says of a member: its name, with fixed times and rights."""
    info = zipfile.ZipInfo(name, _BEGINNING)
    info.create_system = _UNIX
    info.external_attr = _MODE
    info.compress_type = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    return info


def listing_size(archive: IO[bytes]) -> int:
    """How many bytes an archive's list of members takes, which ``ZipFile`` reads at once, whatever it is opened for.

    Raises zipfile.BadZipFile where there is no end of an archive.
    """
    archive.seek(max(0, archive.seek(0, os.SEEK_END) - _TAIL))
    tail = archive.read(_TAIL)
    at = tail.rfind(_END)
    end, large = tail[at : at + _END_SIZE], tail[max(0, at - _LARGE_END_SIZE) : max(0, at)]
    if at < 0 or len(end) < _END_SIZE:
        raise zipfile.BadZipFile
    if large[-_LOCATOR_SIZE:].startswith(_LOCATOR):  # the sizes of a large archive stand before it
        return int.from_bytes(large[40:48], "little")
    return int.from_bytes(end[12:16], "little")


def steady(document: bytes, *, title: str, creator: str, day: date, parts: Mapping[str, bytes]) -> bytes:
    """An office document as a library wrote it, without that library's clock.

    ``parts`` replaces members of the package by name; its properties are written anew, dated ``day``.
    """
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        members = {info.filename: package.read(info) for info in package.infolist()}
    members.update(parts)
    members[_CORE] = _properties(title, creator, day)
    return squeezed(members)


def _properties(title: str, creator: str, day: date) -> bytes:
    moment = f"{day.isoformat()}T00:00:00Z"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(visible(title))}</dc:title><dc:creator>{escape(visible(creator))}</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified>'
        "</cp:coreProperties>"
    ).encode()
