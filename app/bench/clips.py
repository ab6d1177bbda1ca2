"""Clips for the bench: one that is like a store's camera, and long copies of any clip."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE = 25


@dataclass(frozen=True)
class ClipShape:
    """What a camera of the bench records: its size, a keyframe every ``gop_s``, its bit rate.

    ``noise``: of the sensor, standard deviation in steps of 255, as far as the camera's own
    noise reduction leaves it; ``bframes``: whether the encoder may put pictures out of order.
    """

    width: int = 640
    height: int = 360
    gop_s: int = 2
    seconds: int = 60
    bits_per_s: int = 512_000
    noise: float = 5.0
    bframes: bool = False

    def text(self) -> str:
        """In words: ``640x360, 25 pictures/s, a keyframe every 2 s``."""
        return f"{self.width}x{self.height}, {RATE} pictures/s, a keyframe every {self.gop_s} s"


SHAPES = {
    "640x360": ClipShape(),
    "1920x1080": ClipShape(1920, 1080, seconds=20, bits_per_s=3_000_000, noise=2.0),
}
"""A camera's sub stream and its main stream."""


def make_bench_clip(path: Path, shape: ClipShape | None = None) -> None:
    """H.264, 25 pictures a second, a keyframe every ``gop_s`` seconds and nowhere else.

    A still room with sensor noise and people-sized blocks that walk, at about
    what a camera spends on it; each picture carries its number (``timecode``).
    """
    import av

    shape = shape or ClipShape()
    keys = f"keyint={RATE * shape.gop_s}:min-keyint={RATE * shape.gop_s}:scenecut=0"
    keys += "" if shape.bframes else ":bframes=0:ref=1"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=RATE)
        stream.width, stream.height, stream.pix_fmt = shape.width, shape.height, "yuv420p"
        stream.bit_rate = shape.bits_per_s
        stream.options = {"preset": "veryfast", "x264-params": keys}
        for number, grey in enumerate(_pictures(shape)):
            frame = av.VideoFrame.from_ndarray(grey, format="gray").reformat(format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


def _pictures(shape: ClipShape) -> Iterator[NDArray[np.uint8]]:
    """Each picture, shape (height, width), luma."""
    import numpy as np

    from app.bench.timecode import draw

    rng = np.random.default_rng(1)
    height, width = shape.height, shape.width
    unit = height / 360
    y, x = np.mgrid[0:height, 0:width]
    room = (60 + 90 * (y / height) + 25 * ((x // (width // 8) + y // (height // 6)) % 2)).astype(
        np.int16
    )
    noise = [rng.normal(0, shape.noise, (height, width)).astype(np.int16) for _ in range(8)]
    across, down = round(40 * unit), round(120 * unit)
    for number in range(shape.seconds * RATE):
        picture = room + noise[number % len(noise)]
        for walker in range(3):
            step = round((2 + walker) * unit)
            left = (number * step + walker * round(200 * unit)) % (width - across)
            top = round((120 + 40 * walker) * unit)
            picture[top : top + down, left : left + across] = 40 + 70 * walker
        grey = np.clip(picture, 0, 255).astype(np.uint8)
        draw(grey, number)
        yield grey


def duration_us(path: Path) -> int:
    """Length of the clip's pictures, in microseconds; raises SourceFault where it has none."""
    from app.video.coverage import recorded_span
    from app.video.faults import FILE_NO_PICTURE, SourceFault
    from app.video.media import US_PER_S, Segment, SegmentList
    from app.video.open import open_source

    media = SegmentList((Segment(str(path), US_PER_S),))
    source = open_source(media)
    try:
        source.open()  # says what is wrong with the clip
    finally:
        source.close()
    span = recorded_span(media)
    if span is None or span.duration_us <= 0:
        raise SourceFault(FILE_NO_PICTURE, name=path.name)
    return span.duration_us


@dataclass(frozen=True)
class ClipCost:
    """Processor time of one core (ms): for a picture on average, and for a keyframe alone."""

    picture_ms: float
    keyframe_ms: float


def clip_cost(path: Path, pictures: int = 300) -> ClipCost:
    """What the beginning of a clip costs to decode on this machine right now, in one thread.

    Without the first keyframe: an encoder that aims at a bit rate begins with a poor one.
    """
    import av

    spent = []
    for keys in (False, True):
        with av.open(str(path)) as source:
            stream = source.streams.video[0]
            decoder = stream.codec_context
            decoder.thread_count = 1
            packets = list(itertools.islice(source.demux(stream), pictures))
            if keys:
                alone = [packet for packet in packets if packet.is_keyframe]
                packets = alone[1:] or alone
            began_ns, count = time.thread_time_ns(), 0
            for packet in packets:
                frames = decoder.decode(packet)
                if keys:
                    frames = frames or decoder.decode(None)
                    decoder.flush_buffers()
                count += len(frames)
            spent.append((time.thread_time_ns() - began_ns) / 1e6 / max(count, 1))
    return ClipCost(*(round(each, 2) for each in spent))


def repeat_clip(path: Path, copies: int, target: Path) -> None:
    """The clip ``copies`` times in a row in one file, without encoding again.

    Players that we compare with stumble when a file starts over.
    """
    import av

    with av.open(str(path)) as source, av.open(str(target), "w") as out:
        pictures = source.streams.video[0]
        stream = out.add_stream_from_template(pictures)
        length = round(Fraction(duration_us(path), 1_000_000) / (pictures.time_base or 1))
        for copy in range(copies):
            source.seek(0)
            for packet in source.demux(pictures):
                if packet.dts is None or packet.pts is None:
                    continue
                packet.pts += copy * length
                packet.dts += copy * length
                packet.stream = stream
                out.mux(packet)
