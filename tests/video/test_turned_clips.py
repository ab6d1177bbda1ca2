"""Clips of phones: the picture is stored as the sensor read it, with a mark to turn it."""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from app.video.media import Segment, SegmentList
from app.video.open import open_source
from app.video.source import Effort, Picture
from tests.support.clips import drawn, number_of
from tests.support.walls import START_US, Watcher, engine_of

SEEN = (96, 128)  # width and height as it is to be seen
QUARTERS = {90: -1, -90: 1, 180: 2}  # how often to turn against the clock before storing


def filmed(
    path: Path, degrees: int, pictures: int = 30, sar: Fraction | None = None
) -> SegmentList:
    """Numbered pictures, stored turned, marked so that a player turns them back."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=10)
        assert isinstance(stream, av.VideoStream)
        stored = SEEN if degrees == 180 else SEEN[::-1]
        stream.width, stream.height, stream.pix_fmt = *stored, "yuv420p"
        stream.codec_context.options = {"preset": "ultrafast", "g": "10"}
        if sar is not None:
            stream.codec_context.sample_aspect_ratio = sar
        stream.set_display_rotation(degrees)
        for number in range(pictures):
            seen = drawn(number, *SEEN)
            kept = np.ascontiguousarray(np.rot90(seen, QUARTERS[degrees]))
            frame = av.VideoFrame.from_ndarray(kept, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 10)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return SegmentList((Segment(str(path), START_US),), "phone")


@pytest.mark.parametrize("degrees", QUARTERS)
@pytest.mark.parametrize("light", [False, True])
def test_pictures_and_stills_are_upright(tmp_path: Path, degrees: int, light: bool) -> None:
    source = open_source(filmed(tmp_path / "phone.mp4", degrees))
    source.open()
    source.set_effort(Effort(light=light))
    try:
        for number in range(25):
            picture = source.read()
            assert isinstance(picture, Picture)
            assert (picture.frame.width, picture.frame.height) == SEEN
            assert number_of(picture.frame) == number
        still = source.still(START_US + 1_700_000)
    finally:
        source.close()
    seen = np.asarray(Image.open(io.BytesIO(still.png)).convert("RGB"))
    assert (still.width, still.height) == SEEN
    assert number_of(seen) == 17


def test_among_keyframes_and_backwards_too(tmp_path: Path) -> None:
    source = open_source(filmed(tmp_path / "phone.mp4", -90))
    source.open()
    source.set_keyframes_only(True)
    source.set_effort(Effort(light=True))
    source.set_backwards(True)
    source.seek(START_US + 2_900_000)
    try:
        pictures = [source.read() for _ in range(3)]
    finally:
        source.close()
    assert [number_of(each.frame) for each in pictures if isinstance(each, Picture)] == [20, 10, 0]


def test_the_tile_shows_it_upright(tmp_path: Path) -> None:
    with engine_of(workers=1) as engine:
        engine.open(0, filmed(tmp_path / "phone.mp4", 90), 128, 128)
        watcher = Watcher(engine)
        watcher.wait_number(0)
        picture = engine.picture(0)
        assert picture is not None
        assert (picture.width, picture.height) == SEEN
