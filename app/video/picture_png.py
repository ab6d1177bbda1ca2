"""From a decoded picture to BGR pixels and PNG, in the colours that were filmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.video.media import Still
from app.video.picture_colours import matrix_of, range_of

if TYPE_CHECKING:
    import av


def bgr_of(frame: av.VideoFrame, width: int | None = None) -> NDArray[np.uint8]:
    """H x W x 3 BGR; scaled down to ``width`` keeping proportions where it is given."""
    from av.video.reformatter import ColorRange, Colorspace, Interpolation

    size: dict[str, Any] = {}
    if width is not None and width < frame.width:
        size = {"width": width, "height": max(1, round(frame.height * width / frame.width))}
    pixels = frame.reformat(
        format="bgr24",
        src_colorspace=matrix_of(frame),
        dst_colorspace=Colorspace.ITU601,  # RGB has no matrix; the scaler wants one named
        src_color_range=range_of(frame),
        dst_color_range=ColorRange.JPEG,
        interpolation=Interpolation.AREA if size else Interpolation.BICUBIC,
        **size,
    ).to_ndarray()
    return np.ascontiguousarray(pixels, dtype=np.uint8)


def still_of(frame: av.VideoFrame, media_time_us: int) -> Still:
    """The picture as PNG at its full size."""
    import cv2

    pixels = bgr_of(frame)
    encoded, data = cv2.imencode(".png", pixels, [cv2.IMWRITE_PNG_COMPRESSION, 3])
    if not encoded:
        raise ValueError("PNG encoder refused an 8-bit BGR picture")
    return Still(data.tobytes(), frame.width, frame.height, media_time_us)
