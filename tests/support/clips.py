"""Makes small clips for tests, good ones and broken ones.

Every picture carries its own number as a row of black and white blocks, so a
test can tell which picture it was given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 128, 96
BITS = 12


def drawn(number: int, width: int = WIDTH, height: int = HEIGHT) -> NDArray[np.uint8]:
    """RGB picture with ``number`` in its top quarter and a slow grey change below."""
    picture = np.full((height, width, 3), 64 + number % 64, np.uint8)
    block = width // BITS
    for bit in range(BITS):
        white = number >> bit & 1
        picture[: height // 4, bit * block : (bit + 1) * block] = 235 if white else 16
    return picture


def number_of(frame: av.VideoFrame | NDArray[np.uint8]) -> int:
    """The number drawn into a picture (a frame, or H x W x 3)."""
    grey = frame.to_ndarray(format="gray") if isinstance(frame, av.VideoFrame) else frame[:, :, 1]
    block = grey.shape[1] // BITS
    row = grey[grey.shape[0] // 16 : grey.shape[0] * 3 // 16]
    middle = [
        row[:, bit * block + block // 4 : (bit + 1) * block - block // 4] for bit in range(BITS)
    ]
    return sum(1 << bit for bit, part in enumerate(middle) if part.mean() > 128)


def make_clip(
    path: Path,
    *,
    pictures: int = 50,
    rate: int = 10,
    keyframe_every: int = 10,
    width: int = WIDTH,
    height: int = HEIGHT,
    bframes: int = 0,
    first: int = 0,
    container: str | None = None,
    codec: str = "libx264",
    options: dict[str, str] | None = None,
    pts: Callable[[int], int] | None = None,
    stamp: Callable[[int], int] | None = None,
    sizes: Sequence[tuple[int, int]] = (),
    pixels: str = "yuv420p",
    sar: Fraction | None = None,
) -> Path:
    """Encode ``pictures`` numbered pictures, ``first`` onwards.

    ``pts`` gives the timestamp of the n-th picture in units of 1/rate; ``stamp``
    overwrites those of the n-th packet behind the encoder's back, which would
    refuse wrong ones;
    ``sizes`` cuts the clip into equal parts of these sizes (containers with
    in-band headers only). ``sar``: the shape of a pixel. Returns ``path``.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    parts = list(sizes) or [(width, height)]
    with av.open(str(path), "w", format=container, options=options or {}) as out:
        stream = out.add_stream(codec, rate=rate)
        stream.width, stream.height, stream.pix_fmt = *parts[0], pixels
        _set_up(stream.codec_context, keyframe_every, bframes)
        if sar is not None:
            stream.codec_context.sample_aspect_ratio = sar
        encoder = stream.codec_context
        stamps = iter([stamp(n) for n in range(pictures)]) if stamp is not None else None
        for n in range(pictures):
            size = parts[n * len(parts) // pictures]
            if (encoder.width, encoder.height) != size:
                _mux(out, stream, encoder.encode(None), stamps)
                encoder = _encoder(codec, size, rate, keyframe_every, pixels)
            frame = av.VideoFrame.from_ndarray(drawn(first + n, *size), format="rgb24")
            frame.pts = n if pts is None else pts(n)
            frame.time_base = Fraction(1, rate)
            _mux(out, stream, encoder.encode(frame), stamps)
        _mux(out, stream, encoder.encode(None), stamps)
    return path


def _encoder(
    codec: str, size: tuple[int, int], rate: int, keyframe_every: int, pixels: str
) -> av.VideoCodecContext:
    encoder = av.CodecContext.create(codec, "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt = *size, pixels
    encoder.time_base, encoder.framerate = Fraction(1, rate), Fraction(rate)
    _set_up(encoder, keyframe_every, 0)
    return encoder


def _set_up(context: av.CodecContext, keyframe_every: int, bframes: int) -> None:
    context.thread_count = 1
    if context.name == "libx264":
        context.options = {
            "preset": "ultrafast",
            "x264-params": f"keyint={keyframe_every}:min-keyint={keyframe_every}:scenecut=0:"
            f"bframes={bframes}:b-adapt=0:threads=1",
        }


def _mux(
    out: av.container.OutputContainer,
    stream: object,
    packets: Sequence[av.Packet[av.VideoStream]],
    stamps: Iterator[int] | None,
) -> None:
    for packet in packets:
        packet.stream = stream  # type: ignore[assignment] # untyped on purpose: template or new
        if stamps is not None:
            packet.pts = packet.dts = next(stamps)
        out.mux(packet)


def truncate(path: Path, share: float) -> Path:
    """Cut the file off after ``share`` of its bytes."""
    data = path.read_bytes()
    path.write_bytes(data[: round(len(data) * share)])
    return path


def scramble(path: Path, start: float, end: float) -> Path:
    """Overwrite the bytes between two shares of the file with noise."""
    data = bytearray(path.read_bytes())
    a, b = round(len(data) * start), round(len(data) * end)
    data[a:b] = np.random.default_rng(7).integers(0, 256, b - a, np.uint8).tobytes()
    path.write_bytes(bytes(data))
    return path
