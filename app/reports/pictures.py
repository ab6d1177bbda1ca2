"""Reads evidence files for print: checked against their SHA-256, reduced, as JPEG."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

from app.faults import Sentence
from app.reports.scorecard import EvidencePicture
from app.reports.words import W

PRINT_PIXELS = 1200
"""Longest side in print: 82 mm at about 370 dots per inch."""
_JPEG_QUALITY = 87


@dataclass(frozen=True)
class PrintedPicture:
    """A picture ready to be placed, or the words that stand in its place.

    ``problem`` may also accompany a picture: a file that was changed after it was
    taken is shown, and said to be changed.
    """

    source: EvidencePicture
    jpeg: bytes | None
    width: int
    height: int
    problem: Sentence | None


def read_picture(source: EvidencePicture, pixels: int = PRINT_PIXELS) -> PrintedPicture:
    """The picture reduced to ``pixels`` on its longest side; never raises for a bad file."""
    try:
        content = source.path.read_bytes() if source.path is not None else None
    except OSError:
        content = None
    if content is None:
        return PrintedPicture(source, None, 0, 0, W.picture_missing)
    changed = hashlib.sha256(content).hexdigest() != source.printed_sha256.lower()
    reduced = _reduced(content, pixels)
    if reduced is None:
        problem = W.picture_changed if changed else W.picture_damaged
        return PrintedPicture(source, None, 0, 0, problem)
    jpeg, width, height = reduced
    return PrintedPicture(source, jpeg, width, height, W.picture_changed if changed else None)


def _reduced(content: bytes, pixels: int) -> tuple[bytes, int, int] | None:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content)) as opened:
            picture = opened.convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        # Pillow reports a broken PNG as a SyntaxError.
        return None
    picture.thumbnail((pixels, pixels))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=_JPEG_QUALITY)
    return out.getvalue(), picture.width, picture.height
