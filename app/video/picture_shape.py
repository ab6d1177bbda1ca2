"""The shape in which a decoded picture is to be shown."""

from __future__ import annotations

from fractions import Fraction

_LEAST, _MOST = Fraction(1, 4), Fraction(4)


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
