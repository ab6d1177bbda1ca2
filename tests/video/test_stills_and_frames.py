"""Stills in the colours that were filmed, and pictures for analysis at their own rate."""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from app.video.faults import SourceFault
from app.video.frames import frames
from app.video.media import Media, Segment, SegmentList, Span
from app.video.pictures.png import bgr_of
from app.video.stills import take_still
from tests.support.clips import make_clip, number_of
from tests.video.cases import DAY_US, S

SPAN = Span(DAY_US, DAY_US + 100 * S)
# Y, U, V of pure red by the two standards, in limited range (BT.601-7 and BT.709-6, table 3).
RED_601, RED_709 = (81, 90, 240), (63, 102, 240)


def flat(yuv: tuple[int, int, int], width: int = 64, height: int = 48) -> av.VideoFrame:
    frame = av.VideoFrame(width, height, "yuv420p")
    for plane, value in zip(frame.planes, yuv, strict=True):
        plane.update(bytes([value]) * plane.buffer_size)
    return frame


def one_media(path: Path) -> SegmentList:
    return SegmentList((Segment(str(path), DAY_US),), "S001/entrance")


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_clip(tmp_path_factory.mktemp("clip") / "ten-seconds.mp4", pictures=100, bframes=2)


@pytest.mark.parametrize(
    ("yuv", "height", "marked", "full_range"),
    [
        (RED_601, 48, 2, False),  # unmarked and small: BT.601
        (RED_709, 720, 2, False),  # unmarked and large: BT.709
        (RED_709, 48, 1, False),  # marked BT.709, though small
        (RED_601, 720, 6, False),  # marked BT.601, though large
        ((76, 85, 255), 48, 6, True),  # full range
    ],
)
def test_red_is_red_whichever_way_it_was_coded(
    yuv: tuple[int, int, int], height: int, marked: int, full_range: bool
) -> None:
    frame = flat(yuv, 64, height)
    frame.colorspace, frame.color_range = marked, 2 if full_range else 1
    pixel = bgr_of(frame)[height // 2, 32].astype(int)
    assert np.abs(pixel - (0, 0, 255)).max() <= 4


@pytest.mark.parametrize(("luma", "full_range", "level"), [(16, 1, 0), (235, 1, 255), (16, 2, 16)])
def test_black_and_white_reach_the_ends_of_the_scale(
    luma: int, full_range: int, level: int
) -> None:
    frame = flat((luma, 128, 128))
    frame.color_range = full_range
    assert np.abs(bgr_of(frame).astype(int) - level).max() <= 1


def test_scaling_keeps_proportions_and_never_enlarges() -> None:
    assert bgr_of(flat(RED_601, 640, 360), 320).shape == (180, 320, 3)
    assert bgr_of(flat(RED_601, 640, 360), 1920).shape == (360, 640, 3)
    assert bgr_of(flat(RED_601, 131, 97)).shape == (97, 131, 3)


def pixels_of(png: bytes) -> NDArray[np.uint8]:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


@pytest.mark.parametrize("number", [0, 1, 37, 55, 99])
def test_a_still_is_the_picture_shown_at_that_time(clip: Path, number: int) -> None:
    shown_us = DAY_US + number * 100_000
    for at_us in (shown_us, shown_us + 99_999):
        still = take_still(one_media(clip), at_us)
        assert number_of(pixels_of(still.png)) == number
        assert (still.width, still.height, still.media_time_us) == (128, 96, shown_us)


def test_the_same_still_is_the_same_file(clip: Path) -> None:
    first, second = (take_still(one_media(clip), DAY_US + 3 * S) for _ in range(2))
    assert first.png == second.png


@pytest.mark.parametrize("at_us", [DAY_US - 1, DAY_US + 11 * S])
def test_a_still_where_nothing_was_recorded_is_refused(clip: Path, at_us: int) -> None:
    with pytest.raises(SourceFault, match="S001/entrance has no recording at that moment"):
        take_still(one_media(clip), at_us)


@pytest.mark.parametrize("rate_hz", [0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 40.0])
def test_frames_come_at_about_the_rate_and_in_order(clip: Path, rate_hz: float) -> None:
    times = [at_us for at_us, _ in frames(one_media(clip), SPAN, rate_hz)]
    expected = 10 * min(rate_hz, 10.0)
    assert times == sorted(set(times))
    assert abs(len(times) - expected) <= max(1, expected * 0.1)


def test_frames_are_the_pictures_of_their_times(clip: Path) -> None:
    for at_us, pixels in frames(one_media(clip), SPAN, 4.0):
        assert number_of(pixels) == (at_us - DAY_US) // 100_000
        assert pixels.dtype == np.uint8
        assert pixels.shape == (96, 128, 3)


def test_frames_can_be_small(clip: Path) -> None:
    at_us, pixels = next(iter(frames(one_media(clip), SPAN, 1.0, max_width=64)))
    assert at_us == DAY_US
    assert pixels.shape == (48, 64, 3)


def test_frames_stay_inside_the_span_and_step_over_gaps_and_broken_files(
    clip: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.mp4"
    empty.touch()
    media: Media = SegmentList(
        (
            Segment(str(clip), DAY_US),
            Segment(str(empty), DAY_US + 20 * S),
            Segment(str(clip), DAY_US + 60 * S),
        )
    )
    span = Span(DAY_US + 5 * S, DAY_US + 65 * S)
    times = [(at_us - DAY_US) / S for at_us, _ in frames(media, span, 2.0)]
    assert times[0] == 5.0
    assert [at for at in times if 10 <= at < 60] == []
    assert 60.0 in times
    assert 64 <= times[-1] < 65


def test_frames_of_a_recording_that_cannot_be_opened_say_why(tmp_path: Path) -> None:
    with pytest.raises(SourceFault, match="is no longer there"):
        next(iter(frames(one_media(tmp_path / "nothing.mp4"), SPAN, 1.0)))


def test_frames_that_are_not_all_wanted_let_go_of_the_file(clip: Path) -> None:
    wanted = frames(one_media(clip), SPAN, 1.0)
    next(wanted)
    wanted.close()  # type: ignore[attr-defined] # a generator, by its contract an iterator
    assert list(wanted) == []


@pytest.mark.footage
def test_a_filmed_still_is_the_picture_the_decoder_gives(footage_dir: Path) -> None:
    path = footage_dir / "counter.mp4"
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            if frame.time == pytest.approx(12.3):
                expected = bgr_of(frame)[:, :, ::-1]
                break
    still = take_still(one_media(path), DAY_US + 12_345_000)
    assert still.media_time_us == DAY_US + 12_300_000
    assert (still.width, still.height) == (768, 432)
    assert np.array_equal(pixels_of(still.png), expected)


@pytest.mark.footage
@pytest.mark.parametrize("name", ["bottle.mp4", "worker-zone.mp4"])
def test_filmed_clips_can_be_sought_exactly(footage_dir: Path, name: str) -> None:
    with av.open(str(footage_dir / name)) as container:
        stream = container.streams.video[0]
        assert stream.time_base is not None
        first = stream.start_time or 0
        times = [
            int(Fraction(frame.pts - first) * stream.time_base * S)
            for frame in container.decode(stream)
            if frame.pts is not None
        ]
    for at_us in (0, 1_234_567, 3_999_999):
        still = take_still(one_media(footage_dir / name), DAY_US + at_us)
        assert still.media_time_us - DAY_US == max(time for time in times if time <= at_us)
