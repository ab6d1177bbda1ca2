"""From a decoded picture to BGR pixels and PNG, in the colours that were filmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.video.media import Still
from app.video.pictures.colours import to_screen

if TYPE_CHECKING:
    import av


class BgrScaler:
    """Makes BGR pixels of pictures, one after another.

    It keeps one scaler: making one costs several times a conversion.
    """

    def __init__(self, width: int | None = None) -> None:
        """``width``: scale down to it, keeping proportions; None or wider: leave the size."""
        from av.video.reformatter import Interpolation, VideoReformatter

        self._width = width
        self._scaler = VideoReformatter()
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
            format="bgr24",
            interpolation=how,
            **to_screen(frame),
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
