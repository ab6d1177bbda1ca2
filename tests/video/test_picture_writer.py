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
from app.video.pictures.colours import colours_from
from app.video.pictures.shape import WHOLE, Crop
from app.video.source import Picture
from app.video.stills import take_still
from app.video.wall.picture_writer import PictureWriter
from app.video.wall.shared_block import PixelFormat, attach_block, block_spec, create_block
from app.video.wall.slots import ShownPicture, SlotReader, SlotWriter
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
def in_tile(
    media: SegmentList,
    width: int,
    height: int,
    crop: Crop | None = None,
    pixel_format: PixelFormat = "bgrx",
) -> Iterator[ShownPicture]:
    """The recording's first picture, as the window is given it."""
    source = open_source(media)
    spec = block_spec(width, height, pixel_format)
    reader = SlotReader(create_block(spec.name, spec.total_bytes), spec)
    writer = PictureWriter(SlotWriter(attach_block(spec.name), spec))
    writer.crop = crop
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


@pytest.mark.parametrize("width", [*range(50, 59), *range(96, 105)])
@pytest.mark.parametrize("height", [80, 81])
def test_every_pixel_of_a_line_is_written(tmp_path, width, height):
    """Whatever the tile's width: the right half is one colour up to its end."""
    media = coloured_clip(tmp_path / "colours.mp4", aspect=Fraction(width * 90, height * 160))
    with in_tile(media, width, height) as shown:
        assert 0 <= width - shown.width <= 4
        assert 0 <= height - shown.height <= 4
        tile = pixels_of(shown).astype(int)
    assert np.abs(tile[:, -10:] - tile[shown.height // 2, -20]).max() <= 3


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


def screen_colours(shown: ShownPicture) -> NDArray[np.float64]:
    """H x W x 3 BGR of a picture of planes, by the formulas of ITU-R BT.601 and BT.709."""
    data, width, height = np.frombuffer(shown.data, np.uint8), shown.width, shown.height
    luma_size = shown.stride * height
    half_height = -(-height // 2)
    luma = data[:luma_size].reshape(height, shown.stride)[:, :width].astype(float)
    halves = data[luma_size:].reshape(2, half_height, shown.chroma_stride)
    u, v = halves[:, :, : -(-width // 2)].repeat(2, 1).repeat(2, 2)[:, :height, :width] - 128.0
    marks = colours_from(shown.colours)
    if not marks.full_range:
        luma, u, v = (luma - 16) * 255 / 219, u * 255 / 224, v * 255 / 224
    green = 1 - marks.red - marks.blue
    red_out = luma + 2 * (1 - marks.red) * v
    blue_out = luma + 2 * (1 - marks.blue) * u
    green_out = (luma - marks.red * red_out - marks.blue * blue_out) / green
    return np.stack([blue_out, green_out, red_out], axis=2).clip(0, 255)


@pytest.mark.parametrize(
    ("matrix", "colour_range"), [(_BT709, _LIMITED), (_SMPTE170M, _LIMITED), (_SMPTE170M, _FULL)]
)
@pytest.mark.parametrize("size", [SIZE, (101, 57)])
def test_planes_hold_the_same_colours_as_the_picture_made_of_them(
    tmp_path, matrix, colour_range, size
):
    media = coloured_clip(tmp_path / "colours.mp4", matrix, colour_range)
    with in_tile(media, *size) as shown:
        wanted = pixels_of(shown).astype(float)
    with in_tile(media, *size, pixel_format="yuv420p") as shown:
        assert shown.pixel_format == "yuv420p"
        seen = screen_colours(shown)
    for column in (size[0] // 6, size[0] - size[0] // 6):
        assert np.abs(seen[20, column] - wanted[20, column]).max() <= 4


def test_a_part_is_cut_before_scaling(tmp_path):
    """The right half alone: none of the left half's colour, at the tile's full size."""
    media = coloured_clip(tmp_path / "halves.mp4")
    with in_tile(media, *SIZE) as shown:
        whole = pixels_of(shown)
        assert shown.crop == WHOLE
    for pixel_format in ("bgrx", "yuv420p"):
        with in_tile(media, *SIZE, Crop(0.5, 0.25, 0.5, 0.5), pixel_format) as shown:
            assert (shown.width, shown.height) == SIZE
            assert shown.crop == Crop(0.5, 0.25, 0.5, 0.5)
            seen = pixels_of(shown) if pixel_format == "bgrx" else screen_colours(shown)
        middle = seen[45, 20:150].astype(float)
        assert np.abs(middle - whole[45, 130]).max() <= 4


def test_a_part_of_exactly_the_tiles_size_is_taken_as_it_is(tmp_path):
    """Nothing is scaled then, and the lines lie as far apart as in the whole picture."""
    media = coloured_clip(tmp_path / "same.mp4")
    with in_tile(media, 128, 72, Crop(0.1, 0.2, 0.8, 0.8), "yuv420p") as shown:
        assert (shown.width, shown.height) == (128, 72)
        part = screen_colours(shown)
    with in_tile(media, *SIZE) as shown:
        wanted = pixels_of(shown)[45]
    assert np.abs(part[5:70, 5:50] - wanted[30]).max() <= 4
    assert np.abs(part[5:70, 75:125] - wanted[130]).max() <= 4


def test_another_part_is_made_of_the_kept_picture(tmp_path):
    media = coloured_clip(tmp_path / "kept.mp4")
    source, spec = open_source(media), block_spec(*SIZE)
    reader = SlotReader(create_block(spec.name, spec.total_bytes), spec)
    writer = PictureWriter(SlotWriter(attach_block(spec.name), spec))
    try:
        source.open()
        picture = source.read()
        assert isinstance(picture, Picture)
        now_us = picture.media_time_us
        assert writer.write(picture, 1, now_us)
        assert not writer.recrop(Crop(0.0, 0.0, 0.5, 0.5), 1, now_us), "none was kept yet"
        assert writer.write(picture, 1, now_us)
        first = reader.picture(1, now_us)
        assert first is not None
        left = pixels_of(first)[45, 100]
        assert writer.recrop(Crop(0.5, 0.0, 0.5, 0.5), 1, now_us)
        second = reader.picture(1, now_us)
        assert second is not None
        assert second.serial != first.serial
        assert second.crop == Crop(0.5, 0.0, 0.5, 0.5)
        assert np.abs(pixels_of(second)[45, 100].astype(int) - left.astype(int)).max() > 20
        assert not writer.recrop(None, 2, now_us), "kept for a moment before a jump"
    finally:
        source.close()
        writer.ring.release()
        reader.release()
