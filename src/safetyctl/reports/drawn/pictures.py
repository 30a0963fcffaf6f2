"""Photographs as reports show them: upright, small, and with nothing in them but the picture.

What a telephone writes into a photograph (where it was taken, by which device) does not leave the school. The same
photograph gives the same bytes each time.
"""

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import LedgerDamaged
from safetyctl.ledger.store import fetch
from safetyctl.ledger.words import AttachmentKind
from safetyctl.reports.facts.period import Pair, ReportHazard
from safetyctl.reports.facts.wording import phrase

MOST = 6
"""Pairs that a letter shows; the others are kept with their hazards."""
_EDGE = 720
_QUALITY = 78
_PIXELS = 60_000_000  # a larger one is no photograph of a telephone
_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")


class Compared(NamedTuple):
    """The photographs that a letter shows, a sentence for each that it cannot, and how many pairs it leaves out."""

    pairs: tuple[Pair, ...]
    lacking: tuple[str, ...]
    more: int


def pairs(ledger: Path, hazards: Iterable[ReportHazard]) -> Compared:
    """The first photograph before and after of each hazard that has both, the first six hazards.

    A photograph that the store has lost, or that cannot be shown, is told: its hazard is left out of the pictures.
    """
    found: list[Pair] = []
    told: list[str] = []
    more = 0
    for hazard in hazards:
        kept = dict(reversed(hazard.photos))
        if not {AttachmentKind.BEFORE, AttachmentKind.AFTER} <= set(kept):
            continue
        if len(found) == MOST:
            more += 1
            continue
        before, after = (_kept(ledger, kept[kind]) for kind in (AttachmentKind.BEFORE, AttachmentKind.AFTER))
        shown = (before and small(before), after and small(after))
        told += _wanting(hazard.number, (before, after), shown)
        if all(picture or content is None for content, picture in zip((before, after), shown, strict=True)):
            found.append(Pair(hazard.number, phrase(hazard.title, 40), *shown))
    return Compared(tuple(found), tuple(told), more)


def _wanting(
    number: str, kept: tuple[bytes | None, bytes | None], shown: tuple[bytes | None, bytes | None]
) -> Iterator[str]:
    """A sentence for each of the two photographs that is gone or is none."""
    for content, picture, when in zip(kept, shown, (_("before"), _("after")), strict=True):
        if content is None:
            yield _("The photograph of {ref} {when} its rectification is missing or cannot be read.").format(
                ref=number, when=when
            )
        elif picture is None:
            yield _(
                "The photograph of {ref} {when} its rectification is no picture that can be shown."
            ).format(ref=number, when=when)


def _kept(ledger: Path, digest: str) -> bytes | None:
    """A kept photograph's bytes; None where the store has lost or changed them."""
    try:
        return fetch(ledger, digest)
    except LedgerDamaged:
        return None


def small(content: bytes) -> bytes | None:
    """A photograph turned upright, at most 720 pixels wide or high, as JPEG; None for what is no photograph."""
    from PIL import Image, ImageOps, UnidentifiedImageError
    from pillow_heif import register_heif_opener

    register_heif_opener()
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
            if opened.width * opened.height > _PIXELS:
                return None
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    upright.thumbnail((_EDGE, _EDGE), Image.Resampling.BICUBIC)
    plain = Image.new("RGB", upright.size)
    plain.paste(upright)  # the pixels alone: a copy carries no words of the camera
    target = io.BytesIO()
    plain.save(target, "JPEG", quality=_QUALITY)
    return target.getvalue()
