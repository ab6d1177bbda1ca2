"""Writes drawn pictures as H.264 the way a recorder does: a keyframe every so often, exactly."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import av
import numpy as np

from app.demo.sprites import Plane

# Nothing that looks ahead or searches far: the pictures are simple and the time is short.
_QUICK = (
    "scenecut=0:bframes=0:rc-lookahead=0:sync-lookahead=0:mbtree=0:aq-mode=0:psy=0:"
    "me=dia:subme=0:merange=8:weightp=0:threads=1:sliced-threads=0"
)


def write_pictures(
    path: Path,
    pictures: int,
    size: tuple[int, int],
    fps: int,
    gop: int,
    prepare: Callable[[tuple[Plane, Plane, Plane]], Callable[[int], None]],
    quality: int = 27,
) -> None:
    """Encode ``pictures`` pictures of ``size`` (width, height) to an MP4 file.

    ``prepare`` receives the Y, U and V planes once and returns what draws
    picture ``n`` into them; the same planes are handed to the encoder every
    time, which copies them. A keyframe stands at every ``gop`` pictures and
    nowhere else. ``quality`` is x264's constant quantiser.
    """
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=fps)
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        stream.thread_count = 1
        settings = f"keyint={gop}:min-keyint={gop}:qp={quality}:{_QUICK}"
        stream.options = {"preset": "ultrafast", "x264-params": settings}
        frame = av.VideoFrame(*size, "yuv420p")
        draw = prepare(_planes(frame))
        for number in range(pictures):
            draw(number)
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def _planes(frame: av.VideoFrame) -> tuple[Plane, Plane, Plane]:
    luma, chroma_u, chroma_v = (
        np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)[
            :, : plane.width
        ]
        for plane in frame.planes
    )
    return luma, chroma_u, chroma_v
