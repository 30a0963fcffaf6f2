"""Photographs as reports show them: upright, small, and with nothing in them but the picture.

What a telephone writes into a photograph (where it was taken, by which device) does not leave the school. The same
photograph gives the same bytes each time.
"""

import io
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from safetyctl.ground.catalogue import _
from safetyctl.ground.errors import LedgerDamaged
from safetyctl.ledger.store import fetch
from safetyctl.ledger.words import AttachmentKind
from safetyctl.reports.facts import ReportHazard
from safetyctl.reports.wording import phrase

MOST = 6
"""Pairs that a letter shows; the others are kept with their hazards."""
_EDGE = 720
_QUALITY = 78
_PIXELS = 60_000_000  # a larger one is no photograph of a telephone
_FORMATS = ("JPEG", "PNG", "WEBP")


class Pair(NamedTuple):
    """A hazard before and after its rectification: its number, what it is, and the pictures as JPEG.

    A picture is None where there is none, or where it cannot be shown.
    """

    number: str
    title: str
    before: bytes | None
    after: bytes | None


def pairs(ledger: Path, hazards: Iterable[ReportHazard]) -> tuple[tuple[Pair, ...], tuple[str, ...]]:
    """The first photograph before and after of each hazard that has both, the first six hazards; and a sentence for
    each that the store has lost. What was kept as a photograph and cannot be shown as one is left to the archive.
    """
    found: list[Pair] = []
    lost: list[str] = []
    for hazard in hazards:
        kept = dict(reversed(hazard.photos))
        if not {AttachmentKind.BEFORE, AttachmentKind.AFTER} <= set(kept) or len(found) == MOST:
            continue
        before, after = (_kept(ledger, kept[kind]) for kind in (AttachmentKind.BEFORE, AttachmentKind.AFTER))
        shown = tuple(content and small(content) for content in (before, after))
        if any(content and not picture for content, picture in zip((before, after), shown, strict=True)):
            continue
        lost += [
            _("The photograph of {ref} {when} its rectification is missing or cannot be read.").format(
                ref=hazard.number, when=when
            )
            for content, when in ((before, _("before")), (after, _("after")))
            if content is None
        ]
        found.append(Pair(hazard.number, phrase(hazard.title, 40), *shown))
    return tuple(found), tuple(lost)


def _kept(ledger: Path, digest: str) -> bytes | None:
    """A kept photograph's bytes; None where the store has lost or changed them."""
    try:
        return fetch(ledger, digest)
    except LedgerDamaged:
        return None


def small(content: bytes) -> bytes | None:
    """A photograph turned upright, at most 720 pixels wide or high, as JPEG; None for what is no photograph."""
    from PIL import Image, ImageOps, UnidentifiedImageError

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
