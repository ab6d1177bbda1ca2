"""The shape in which a decoded picture is to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

_LEAST, _MOST = Fraction(1, 4), Fraction(4)
_LEAST_CUT = 16


@dataclass(frozen=True, slots=True)
class Crop:
    """A part of a picture, in fractions of its width and height (0 to 1)."""

    x: float
    y: float
    width: float
    height: float

    @property
    def zoom(self) -> float:
        """How many times larger the part is shown than in the whole picture."""
        return 1.0 / max(self.width, self.height)

    def within(self, x: float, y: float) -> tuple[float, float]:
        """Where a place of the whole picture lies in the part, in fractions of the part."""
        return (x - self.x) / self.width, (y - self.y) / self.height

    def outside(self, x: float, y: float) -> tuple[float, float]:
        """Where a place of the part lies in the whole picture."""
        return self.x + x * self.width, self.y + y * self.height


WHOLE = Crop(0.0, 0.0, 1.0, 1.0)


def pixel_aspect(told: Fraction | None) -> float:
    """Width of a pixel over its height, as the stream tells; 1.0 where it does not.

    Recorders of D1 size mark e.g. 16:11 (ITU-T H.264 table E-1 lists the usual
    ones). What lies outside of 1:4 to 4:1 is a damaged header, not a picture.
    """
    if not told or not _LEAST <= told <= _MOST:
        return 1.0
    return float(told)


def fitted(
    width: int, height: int, room_width: int, room_height: int, aspect: float = 1.0
) -> tuple[int, int]:
    """The largest size of the picture's shape that fits the room, at least 2x2.

    ``aspect``: width of one of its pixels over its height. A picture smaller
    than the room is enlarged to fill it.
    """
    shown_width = width * aspect
    scale = min(room_width / shown_width, room_height / height)
    return (
        max(2, min(room_width, round(shown_width * scale))),
        max(2, min(room_height, round(height * scale))),
    )


def cut_pixels(crop: Crop, width: int, height: int) -> tuple[int, int, int, int]:
    """``(x, y, width, height)`` of the part in whole pixels of a picture of that size.

    Even numbers, since most pictures hold one colour for two pixels by two; at
    least 16 pixels, and never beyond the picture.
    """
    x, cut_width = _cut(crop.x, crop.width, width)
    y, cut_height = _cut(crop.y, crop.height, height)
    return x, y, cut_width, cut_height


def _cut(start: float, part: float, length: int) -> tuple[int, int]:
    if part >= 1.0:
        return 0, length
    least = min(_LEAST_CUT, length)
    size = min(max(2 * round(part * length / 2), least), length)
    return min(max(2 * round(start * length / 2), 0), length - size), size
