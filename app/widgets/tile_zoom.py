"""Digital zoom as plain numbers: which part of a picture is seen after a turn of the wheel.

The part keeps the picture's shape, so that the tile's letterbox stays where it is.
"""

from __future__ import annotations

from app.video.pictures.shape import WHOLE, Crop

MOST_ZOOM = 8.0
STEP = 2.0**0.5  # of one notch of the wheel and one press of a key: twice in two
_NEARLY_WHOLE = 1.02


def zoomed(crop: Crop | None, factor: float, at: tuple[float, float]) -> Crop | None:
    """``factor`` times closer (below 1: wider); None once the whole picture is seen.

    ``at``: the place, in fractions of the part seen now, that stays where it is.
    """
    part = crop or WHOLE
    zoom = min(part.zoom * factor, MOST_ZOOM)
    if zoom < _NEARLY_WHOLE:
        return None
    size = 1.0 / zoom
    x, y = part.outside(*at)
    return _inside(x - at[0] * size, y - at[1] * size, size)


def panned(crop: Crop, across: float, down: float) -> Crop:
    """The part moved by fractions of itself, as far as the picture goes."""
    return _inside(crop.x + across * crop.width, crop.y + down * crop.height, crop.width)


def _inside(x: float, y: float, size: float) -> Crop:
    return Crop(min(max(x, 0.0), 1.0 - size), min(max(y, 0.0), 1.0 - size), size, size)
