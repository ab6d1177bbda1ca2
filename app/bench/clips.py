"""Clips for the bench: one that is like a store's camera, and long copies of any clip."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

WIDTH, HEIGHT, RATE, GOP_S, SECONDS, BITS_PER_S = 640, 360, 25, 2, 60, 512_000


def make_bench_clip(path: Path, seconds: int = SECONDS) -> None:
    """H.264, 640x360, 25 pictures a second, a keyframe every 2 s and nowhere else.

    A still room with sensor noise and people-sized blocks that walk, at about
    what a camera's sub stream spends on it.
    """
    import av
    import numpy as np

    rng = np.random.default_rng(1)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    room = 60 + 90 * (y / HEIGHT) + 25 * ((x // 80 + y // 60) % 2)
    noise = [rng.normal(0, 5.0, (HEIGHT, WIDTH)) for _ in range(8)]
    keys = f"keyint={RATE * GOP_S}:min-keyint={RATE * GOP_S}:scenecut=0"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=RATE)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.bit_rate = BITS_PER_S
        stream.options = {"preset": "veryfast", "x264-params": keys}
        for number in range(seconds * RATE):
            picture = room + noise[number % len(noise)]
            for walker in range(3):
                left = (number * (2 + walker) + walker * 200) % (WIDTH - 40)
                picture[120 + 40 * walker : 240 + 40 * walker, left : left + 40] = 40 + 70 * walker
            grey = np.clip(picture, 0, 255).astype(np.uint8)
            frame = av.VideoFrame.from_ndarray(grey, format="gray").reformat(format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


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


def repeat_clip(path: Path, copies: int, target: Path) -> None:
    """The clip ``copies`` times in a row in one file, without encoding again.

    Players that we compare with stumble when a file starts over; ours is given
    the same clip as repeated segments.
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
