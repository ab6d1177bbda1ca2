"""From a decoded picture to BGR pixels and PNG, in the colours that were filmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.video.media import Still
from app.video.picture_colours import matrix_of, range_of

if TYPE_CHECKING:
    import av


class BgrScaler:
    """Makes BGR pixels of pictures, one after another.

    It keeps one scaler: making one costs several times a conversion. It works
    in the caller's thread alone; left to itself the scaler starts as many
    threads as there are cores, for every picture anew.
    """

    def __init__(self, width: int | None = None) -> None:
        """``width``: scale down to it, keeping proportions; None or wider: leave the size."""
        from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter

        self._width = width
        self._scaler = VideoReformatter()
        # RGB has neither matrix nor range; the scaler wants them named all the same.
        self._target: dict[str, Any] = {
            "format": "bgr24",
            "dst_colorspace": Colorspace.ITU601,
            "dst_color_range": ColorRange.JPEG,
            "threads": 1,
        }
        self._smaller, self._same = Interpolation.AREA, Interpolation.BICUBIC

    def pixels(self, frame: av.VideoFrame) -> NDArray[np.uint8]:
        """H x W x 3 BGR."""
        width, height, how = frame.width, frame.height, self._same
        if self._width is not None and self._width < width:
            height = max(1, round(height * self._width / width))
            width, how = self._width, self._smaller
        pixels = self._scaler.reformat(
            frame,
            width=width,
            height=height,
            src_colorspace=matrix_of(frame),
            src_color_range=range_of(frame),
            interpolation=how,
            **self._target,
        ).to_ndarray()
        return np.ascontiguousarray(pixels, dtype=np.uint8)


def bgr_of(frame: av.VideoFrame, width: int | None = None) -> NDArray[np.uint8]:
    """H x W x 3 BGR of one picture; for many use one ``BgrScaler``."""
    return BgrScaler(width).pixels(frame)


def still_of(frame: av.VideoFrame, media_time_us: int) -> Still:
    """The picture as PNG at its full size."""
    import cv2

    pixels = bgr_of(frame)
    encoded, data = cv2.imencode(".png", pixels, [cv2.IMWRITE_PNG_COMPRESSION, 3])
    if not encoded:
        raise ValueError("PNG encoder refused an 8-bit BGR picture")
    return Still(data.tobytes(), frame.width, frame.height, media_time_us)
