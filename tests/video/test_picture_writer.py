"""From a recording to a tile: the colours and the shape that were filmed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from app.video.media import Segment, SegmentList
from app.video.open import open_source
from app.video.picture_writer import PictureWriter
from app.video.shared_block import attach_block, block_spec, create_block
from app.video.slots import ShownPicture, SlotReader, SlotWriter
from app.video.source import Picture
from app.video.stills import take_still
from tests.video.cases import DAY_US

SIZE = (160, 90)
_BT709, _SMPTE170M, _LIMITED, _FULL = 1, 6, 1, 2


def coloured_clip(
    path: Path, matrix: int = 2, colour_range: int = 0, aspect: Fraction = Fraction(1)
) -> SegmentList:
    """Four flat coloured fields, marked as told."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        codec = stream.codec_context
        codec.thread_count = 1
        codec.colorspace, codec.color_range = matrix, colour_range
        codec.sample_aspect_ratio = aspect
        codec.options = {"preset": "ultrafast", "crf": "5"}
        for number in range(5):
            frame = av.VideoFrame(*SIZE, "yuv420p")
            for plane, values in zip(frame.planes, _FIELDS, strict=True):
                half = plane.line_size // 2
                row = bytes([values[0]]) * half + bytes([values[1]]) * (plane.line_size - half)
                plane.update(row * plane.height)
            frame.colorspace, frame.color_range = matrix, colour_range
            frame.pts, frame.time_base = number, Fraction(1, 10)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return SegmentList((Segment(str(path), DAY_US),), "S001/shelf")


_FIELDS = ((90, 160), (100, 190), (200, 80))  # Y, U, V of the left and of the right half


@contextmanager
def in_tile(media: SegmentList, width: int, height: int) -> Iterator[ShownPicture]:
    """The recording's first picture, as the window is given it."""
    source = open_source(media)
    spec = block_spec(width, height)
    reader = SlotReader(create_block(spec.name, spec.total_bytes), spec)
    writer = PictureWriter(SlotWriter(attach_block(spec.name), spec))
    try:
        source.open()
        picture = source.read()
        assert isinstance(picture, Picture)
        assert writer.write(picture, 1, picture.media_time_us)
        shown = reader.picture(1, picture.media_time_us)
        assert shown is not None
        yield shown
    finally:
        source.close()
        writer.ring.release()
        reader.release()


def pixels_of(shown: ShownPicture) -> NDArray[np.uint8]:
    """H x W x 3 BGR."""
    rows = np.frombuffer(shown.data, np.uint8).reshape(shown.height, shown.stride)
    return rows[:, : 4 * shown.width].reshape(shown.height, shown.width, 4)[:, :, :3].copy()


@pytest.mark.parametrize(
    ("matrix", "colour_range"), [(_BT709, _LIMITED), (_SMPTE170M, _LIMITED), (_SMPTE170M, _FULL)]
)
def test_a_tile_has_the_colours_of_its_still(tmp_path, matrix, colour_range):
    media = coloured_clip(tmp_path / "colours.mp4", matrix, colour_range)
    still = np.array(Image.open(io.BytesIO(take_still(media, DAY_US).png)))[:, :, ::-1]
    with in_tile(media, *SIZE) as shown:
        tile = pixels_of(shown)
    for column in (30, 130):
        difference = tile[45, column].astype(int) - still[45, column].astype(int)
        assert np.abs(difference).max() <= 3


def test_the_marked_matrix_is_seen_in_the_tile(tmp_path):
    """The two standards differ by far more than the tolerance above."""
    seen = []
    for name, matrix in (("a.mp4", _BT709), ("b.mp4", _SMPTE170M)):
        with in_tile(coloured_clip(tmp_path / name, matrix, _LIMITED), *SIZE) as shown:
            seen.append(pixels_of(shown)[45, 30].astype(int))
    assert np.abs(seen[0] - seen[1]).max() > 12


def test_oblong_pixels_are_shown_in_their_shape_and_kept_in_the_still(tmp_path):
    media = coloured_clip(tmp_path / "oblong.mp4", aspect=Fraction(3, 2))
    with in_tile(media, 480, 270) as shown:
        assert (shown.width, shown.height) == (480, 180)  # 240 x 90 on the screen
    still = take_still(media, DAY_US)
    assert (still.width, still.height) == SIZE
