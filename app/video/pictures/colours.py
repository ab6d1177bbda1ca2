"""Which colours a decoded picture was filmed in: matrix and range, marked or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import av
    from av.video.reformatter import ColorRange, Colorspace

HD_HEIGHT = 720
"""From this height on an unmarked picture is BT.709, below it BT.601, as players take it."""
_FULL_RANGE = 2
# The H.264/H.265 "matrix coefficients" (ITU-T H.273 table 4) that name something else
# than what the height suggests, by the numbers of the scaler.
_MATRIX = {1: "ITU709", 4: "FCC", 5: "ITU601", 6: "ITU601", 7: "SMPTE240M", 9: "BT2020"}
_MATRIX[10] = "BT2020"

# Share of red and blue in the brightness, by the scaler's name (ITU-T H.273 table 4).
_SHARES = {
    "ITU709": (0.2126, 0.0722),
    "FCC": (0.30, 0.11),
    "ITU601": (0.299, 0.114),
    "SMPTE240M": (0.212, 0.087),
    "BT2020": (0.2627, 0.0593),
}
_NAMES = tuple(_SHARES)


@dataclass(frozen=True)
class Colours:
    """How Y, U and V are read: the shares of red and blue in Y, and whether Y begins at 0."""

    red: float
    blue: float
    full_range: bool


def colours_of(frame: av.VideoFrame) -> int:
    """The marks of a picture as one small number, for ``colours_from``."""
    from av.video.reformatter import ColorRange

    return 2 * _NAMES.index(matrix_of(frame).name) + (range_of(frame) is ColorRange.JPEG)


def colours_from(number: int) -> Colours:
    """What ``colours_of`` said."""
    red, blue = _SHARES[_NAMES[number // 2]]
    return Colours(red, blue, full_range=bool(number % 2))


def matrix_of(frame: av.VideoFrame) -> Colorspace:
    """The colour matrix to read the picture with."""
    from av.video.reformatter import Colorspace

    by_height = "ITU709" if frame.height >= HD_HEIGHT else "ITU601"
    return Colorspace[_MATRIX.get(int(frame.colorspace), by_height)]


def range_of(frame: av.VideoFrame) -> ColorRange:
    """Whether black is 0 (JPEG) or 16 (MPEG); unmarked pictures are the latter."""
    from av.video.reformatter import ColorRange

    is_full = int(frame.color_range) == _FULL_RANGE or frame.format.name.startswith("yuvj")
    return ColorRange.JPEG if is_full else ColorRange.MPEG


def mark_as_filmed(coder: Any, frame: av.VideoFrame) -> None:
    """Have what ``coder`` writes say how the picture is to be read, by matrix and range."""
    coder.colorspace = matrix_of(frame)
    coder.color_range = range_of(frame)


def to_screen(frame: av.VideoFrame) -> dict[str, Any]:
    """What the scaler must be told to make RGB of the picture, the same for tiles and stills.

    One thread: left to itself the scaler starts as many as there are cores, in
    every process and for every tile. RGB has neither matrix nor range; the
    scaler wants them named all the same.
    """
    from av.video.reformatter import ColorRange, Colorspace

    return {
        "src_colorspace": matrix_of(frame),
        "src_color_range": range_of(frame),
        "dst_colorspace": Colorspace.ITU601,
        "dst_color_range": ColorRange.JPEG,
        "threads": 1,
    }


def kept_as_filmed(frame: av.VideoFrame) -> dict[str, Any]:
    """What the scaler must be told to change the size and nothing about the colours."""
    matrix, values = matrix_of(frame), range_of(frame)
    return {
        "src_colorspace": matrix,
        "src_color_range": values,
        "dst_colorspace": matrix,
        "dst_color_range": values,
        "threads": 1,
    }
